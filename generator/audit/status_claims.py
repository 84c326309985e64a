"""Claims of how a matter stands, without a number: “is in force again”, “has ended”, “still”.

Numbers are traced, and such claims carry none, though they grow old fastest: an order or a ruling
makes them false overnight. So each needs a finding that says it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.audit.sentences import sentence_spans

# All lists were written by hand, from the shipped campaign and from what published letters to
# Congress say of programs, laws and orders (tests/audit/test_status_claims.py).
_STATES = (
    r"in (?:force|effect)|on hold|suspended|resumed|reinstated|restarted|revived|ended|halted|"
    r"paused|terminated|repealed|rescinded"
)
# Matches “is in force again”, “has not been reinstated”, “remains, for now, in effect”; not “must
# be ended” or “to be suspended”, which ask for it.
STATE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|isn[’']t|aren[’']t|remain(?:s|ed)?|stay(?:s|ed)?)\b"
    rf"(?:,? [\w’']+,?){{0,3}}? (?:{_STATES})\b",
    re.IGNORECASE,
)
"""A verb and the state of a program, law or order."""
# “then-Secretary” and “now-closed” are names and adjectives; “by now” and “until now” speak of what
# was.
ADVERB = re.compile(
    r"(?<!-)\b(?:now|today|currently|presently|nowadays|still|at present|these days|to this day)\b"
    r"(?![-’'])",
    re.IGNORECASE,
)
PRESENT = re.compile(
    r"\b(?:is|are|has|have|remains?|continues?|does|do|isn[’']t|aren[’']t)\b", re.IGNORECASE
)
PAST = re.compile(r"\b(?:was|were|had|did)\b", re.IGNORECASE)
# “I still hope”, “we now ask”, “today, the undersigned ask”: what the writers do, not what the
# matter does.
OF_THE_WRITERS = re.compile(
    r"\b(?:I|we)\b(?: [a-z]+)? (?:now|still|today)\b"
    r"|\b(?:now|today),? (?:I|we|the (?:\w+ )?undersigned)\b",
    re.IGNORECASE,
)
# “Now is the time”, “there is still time”, “you can still change it”, “we ask you to act now”: what
# is to be done, as letters say it at their end.
CALL = re.compile(
    r"\bnow is the (?:time|moment|hour)\b|\b(?:time|moment|hour)\b[^,;:]* is now\b"
    r"|\bstill time\b|\bnow up to\b|\byou (?:can|could|may|have the power to) (?:now|still)\b"
    r"|\b(?:ask|urge|call|time|moment|chance|power)s?\b[^.;:]* to [a-z]+[^.;:]* (?:now|today)\b",
    re.IGNORECASE,
)
# A condition or a wish claims nothing: “until it is ended”, “whether it is in effect”.
CONDITION = re.compile(
    r"\b(?:if|unless|until|whether|once|when|before|should|would|could|so that)\b[^,;:—]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class StatusClaim:
    """Words that claim how a matter stands, in the sentence from `begins` to `ends`."""

    words: str
    start: int
    end: int
    begins: int
    ends: int


def status_claims(text: str, *, in_ask: bool = False) -> Iterator[StatusClaim]:
    """Yields the first such claim of each sentence of a paragraph.

    An ask is an imperative: “End it now” claims nothing, and of “the order that is still in force”
    the adverb and its verb do.
    """
    for begins, ends in sentence_spans(text):
        found = _adverb(text, begins, ends=ends, in_ask=in_ask)
        if found is None and not in_ask:
            found = _state(text, begins, ends=ends)
        if found is not None:
            yield StatusClaim(found[0], *found.span(), begins, ends)


def _state(text: str, begins: int, *, ends: int) -> re.Match[str] | None:
    """Returns the first state that a sentence gives; None if it gives none."""
    for found in STATE.finditer(text, begins, ends):
        if not CONDITION.search(text, begins, found.start()):
            return found
    return None


def _adverb(text: str, begins: int, *, ends: int, in_ask: bool) -> re.Match[str] | None:
    """Returns the word that makes a sentence one of today; None if there is none."""
    found = ADVERB.search(text, begins, ends)
    if found is None or OF_THE_WRITERS.search(text, begins, ends):
        return None
    if CALL.search(text, begins, ends):
        return None
    is_present = PRESENT.search(text, begins, ends)
    # “They were still waiting” tells of then.
    if is_present is None and (in_ask or PAST.search(text, begins, ends)):
        return None
    return found
