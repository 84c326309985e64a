"""Finds a claim that the document denies, or that denies the document, by words of negation."""

import re
from collections.abc import Iterator

from generator.audit.sentences import stems

# Both lists were written by hand on 25 November 2026. A word that may deny lets a claim pass:
# no one of 210 paraphrases is doubted, but the audit finds only one in twelve of the claims with a
# “not” too many or too few (README.md).
DENIES = re.compile(
    (
        r"\b(?:not|never|neither|cannot|no|nobody)\b(?!\s+(?:limited|only|least|longer|later|"
        r"fewer|less|more)\b)|n[’']t\b"
    ),
    re.IGNORECASE,
)
# Matches “whether or ” before “not”; not “for ”.
IDIOM = re.compile(r"\b(?:whether\s+or|or|if)\s+$", re.IGNORECASE)
"""Before a negation that denies nothing: “whether or not”."""
# The stems at its end (“lack”, “fail”, “den”, “refus”) deny without a “not”: “was refused” may be
# the document's word for “did not get”.
NEGATIVE = re.compile(
    r"\b(?:not|never|neither|nor|cannot|no|none|nobody|without|hardly|barely|despite|against|off|"
    r"out|away|few|fewer|little|less|short|"
    r"(?:un|in|im|ir|dis|non-?)[a-z]{3,}\w*|\w+less|"
    r"(?:lack|fail|fall|fell|den[iy]|refus|prevent|block|halt|kept|keep|stop|bar|ban|forb[ia]d|"
    r"prohibit|except|exempt|warn|reject|ignor|miss|broke|"
    r"violat|contrary|absen|depriv|withh|exclud|exclu|omit|spare|free|declin|oppos|sto[op]|"
    r"end)\w*)\b|n[’']t\b",
    re.IGNORECASE,
)
"""Any word that may carry a negation: a claim and a sentence that both have one pass."""
REACH = 6
"""A negation denies at most so many words behind it; chosen by hand."""
ENDS = re.compile(r"[,;:.()—–]|\b(?:after|before|by|for|from|in|on|of|to|at|with|until|since)\b")
"""Where what a claim denies ends."""


def contradicts(claim: str, sentence: str, *, around: str) -> str | None:
    """Returns what one of the two denies, in its words, and the other says without a negation.

    Returns None if they may agree. `around` is the sentence with its neighbours. A claim is in
    words of its own, so most of what it denies must stand there.
    """
    # A claim without any negation is denied by one “not” before one of its words. The other way
    # asks for more than half of the denied words, because a claim says “not” of words of its own.
    if not NEGATIVE.search(claim):
        claimed = stems(claim)
        return next((words for words in _denied(sentence) if stems(words) & claimed), None)
    if NEGATIVE.search(around):
        return None
    for words in _denied(claim):
        denied = stems(ENDS.split(words)[0])
        if 2 * len(denied & stems(sentence)) > len(denied):
            return words
    return None


def _denied(text: str) -> Iterator[str]:
    """Yields what a text denies, each with its negation."""
    for found in DENIES.finditer(text):
        # A comma does not end what is denied: “not, as promised, returned”.
        words = re.split(r"[;:.()—–]", text[found.end() :], maxsplit=1)[0].split()[:REACH]
        if not IDIOM.search(text[: found.start()]):
            yield " ".join((found.group(), *words))
