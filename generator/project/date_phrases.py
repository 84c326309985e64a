"""Checks that a date fits the word before it: “By June 2018 to July 2019” is no English.

A text says `By {{ date("x") }}` while the finding has a month; later the finding gets a span, and
the text of every letter reads wrong. Dates that stand in the text itself are checked as well.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.errors import Problem, Severity
from generator.models.campaign import Prose

_Kind = Literal["day", "month", "span", "pair", "phrase"]
"""A day, a month or year, “June to July”, “June and July”, or a date with a word of its own before
it: “between June and July”."""

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# Matches “June”, “late June 2018” and “June 5, 2018”.
_DATE = rf"(?:(?:early|mid|late)[ -])?{_MONTH}(?: \d{{1,2}}\b(?!,?\d))?(?:,? \d{{4}}\b)?"
_SPAN = re.compile(r"\b(?:to|through|until)\b|[–—]|\d-(?=\w)")
_PAIR = re.compile(r"\band\b")
_PHRASE = re.compile(r"(?:between|from|in|on|by|since|during)\b", re.IGNORECASE)
_DAY = re.compile(rf"\b{_MONTH} \d{{1,2}}(?!\d)")

WRONG: Mapping[str, frozenset[_Kind]] = {
    "by": frozenset({"span", "pair", "phrase"}),
    "since": frozenset({"span", "pair", "phrase"}),
    "as of": frozenset({"span", "pair", "phrase"}),
    "until": frozenset({"span", "pair", "phrase"}),
    # “Through August and September” may mean throughout both.
    "through": frozenset({"span", "phrase"}),
    "before": frozenset({"span", "phrase"}),
    "after": frozenset({"span", "phrase"}),
    "on": frozenset({"month", "span", "pair", "phrase"}),
    "in": frozenset({"day", "span", "phrase"}),
    "between": frozenset({"span", "phrase"}),
    "from": frozenset({"phrase"}),
}
"""The kinds of dates that cannot follow each word."""

_WORDS = "|".join(WRONG).replace(" ", r"\s+")
_BEFORE = (
    rf"\b(?P<word>{_WORDS})\s+"
    r"(?P<more>(?:(?:about|around|early|late|mid|the (?:end|beginning|start|middle) of)\s+)?)"
)
# Matches `By {{ date("wells") }}` with the word before it, over a line end too.
_CALL = re.compile(
    rf"""{_BEFORE}\{{\{{-?\s*date\(\s*["'](?P<id>[^"']*)["']\s*\)[^{{}}]*\}}\}}""", re.IGNORECASE
)
# Matches the space and the noun in “relies on {{ date("wells") }} data” and “in {{ date("wells") }}
# testimony”, where the date only describes it; also the verb of “on {{ date("wells") }} officials”.
_NOUN = re.compile(r"\s+[a-z]")
# “put off the hearing in June 2018 to July 2019” is right, so that “in”, “on”, “before” and “after”
# are judged by a single date alone where no call says what belongs together.
_WRITTEN_SPAN = re.compile(
    rf"\b(?P<word>(?i:by|since|as\s+of|until|through|between))\s+"
    rf"(?P<date>{_DATE}\s+(?:to|through|until)\s+{_DATE})"
)
_WRITTEN_MONTH = re.compile(rf"\b(?P<word>(?i:on))\s+(?P<date>{_MONTH} \d{{4}})\b")
_WRITTEN_DAY = re.compile(rf"\b(?P<word>(?i:in))\s+(?P<date>{_MONTH} \d{{1,2}}, \d{{4}})\b")


@dataclass(frozen=True)
class _DatePhrase:
    """A word and the date that follows it, at a position of the text."""

    word: str
    more: str
    date: str
    position: int
    is_sure: bool = True


def date_problems(prose: Prose, dates: Mapping[str, str]) -> Iterator[Problem]:
    """Yields a problem for each date that does not fit the word before it.

    `dates` are the words of the findings' dates by id. “On January 2020” in the text itself is a
    warning alone, because a report may be on a month; so are “on” and “in” before a date that a
    noun may follow: “based on January 2020 data”.
    """
    for phrase in _phrases(prose.text, dates):
        word = " ".join(phrase.word.lower().split())
        kind = _kind(phrase.date)
        if kind not in WRONG[word]:
            continue
        whole = " ".join(f"{phrase.word} {phrase.more}{phrase.date}".split())
        line = prose.first_line + prose.text.count("\n", 0, phrase.position)
        verdict = "is no English" if phrase.is_sure else "is no English as the time of something"
        message = f"“{whole}” {verdict}: {_advice(kind, phrase.date)}"
        severity: Severity = "error" if phrase.is_sure else "warning"
        yield Problem(prose.file, line, "", message, severity, code="date-after-word")


def _phrases(text: str, dates: Mapping[str, str]) -> Iterator[_DatePhrase]:
    for found in _CALL.finditer(text):
        if words := dates.get(found["id"]):
            describes = found["word"].lower() in ("on", "in") and _NOUN.match(text, found.end())
            yield _DatePhrase(found["word"], found["more"], words, found.start(), not describes)
    for pattern in (_WRITTEN_SPAN, _WRITTEN_MONTH, _WRITTEN_DAY):
        for found in pattern.finditer(text):
            is_sure = pattern is not _WRITTEN_MONTH
            date = " ".join(found["date"].split())
            yield _DatePhrase(found["word"], "", date, found.start(), is_sure)


def _kind(date: str) -> _Kind:
    """Returns the kind of a date in words."""
    if _PHRASE.match(date):
        return "phrase"
    if _SPAN.search(date):
        return "span"
    is_day = _DAY.search(date) is not None
    # “On January 29 and 30, 2020” is as right as on one day.
    if _PAIR.search(date) and not is_day:
        return "pair"
    return "day" if is_day else "month"


def _advice(kind: _Kind, date: str) -> str:
    """Returns what to write instead."""
    match kind:
        case "span":
            return f"write “from {date}”, or name one date"
        case "pair" | "month":
            return f"write “in {date}”"
        case "day":
            return f"write “on {date}”"
        case "phrase":
            return f"write “{date}” without a word before it"
