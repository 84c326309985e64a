"""Finds the dates of a running text: days, months, years, parts of them and spans.

Written out as patterns: dateutil fills the parts that a date lacks from the present day, and an
audit must not compare what a text does not say.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace

from generator.figures.types import Moment, PartOfPeriod, apart, just_before, merged

# `calendar` follows the locale of the process; no command sets one, so that these are English.
NAMES = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
# Three letters and “Sept”, as style books have them; “may” is no abbreviation of itself.
SHORT = {name[:3]: number for name, number in NAMES.items() if name != "may"} | {"sept": 9}
# With a capital only: “may” and “march” are verbs more often than months.
MONTH = rf"(?:{'|'.join(map(str.title, NAMES))}|(?:{'|'.join(map(str.title, SHORT))})\b\.?)"
YEAR = r"(?:1[6-9]|20)\d\d(?!\d|,\d{3}|\.\d|-year)"
DAY = r"(?:[0-2]?\d|3[01])(?!\d|,\d{3}|\.\d)"
TH = r"(?:st|nd|rd|th)?"
"""The parts of a date. A year is from 1600 to 2099 and no part of a longer number."""
PARTS: dict[str, PartOfPeriod] = {
    "early": "early", "the beginning of": "early", "the start of": "early",
    "mid": "mid", "the middle of": "mid", "late": "late", "the end of": "late",
    "the first half of": "first half", "the second half of": "second half",
    "spring": "spring", "summer": "summer", "fall": "fall", "autumn": "fall", "winter": "winter",
}  # fmt: skip
# Each wording is a key of PARTS in small letters, which gives the part its one name.
PART = (
    r"(?P<part>[Ee]arly|[Mm]id|[Ll]ate|"
    r"the (?:beginning|start|middle|end|first half|second half) of|"
    r"[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter)(?: of)?[\s-]+"
)

# “January 28, 2019”, “Jan. 25–29”, “late November 2018”, “October”; not “May-Grant”, a double name,
# where a word follows the hyphen.
AMERICAN = re.compile(
    rf"\b(?:{PART})?(?P<month>{MONTH})(?:\s+(?P<day>{DAY}){TH}\b(?:\s?[–-]\s?(?P<to>{DAY}){TH}\b)?)"
    rf"?(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?(?!\w|-(?!{MONTH})[\w-]*\w)"
)
# “28 January 2019”, “the 4th of July”.
EUROPEAN = re.compile(
    rf"\b(?:the\s+)?(?P<day>{DAY}){TH}\s+(?:of\s+)?(?P<month>{MONTH})(?:,?\s+(?P<year>{YEAR}))?\b"
)
# “2019-01-28” and “2019-01”; not “2019-20”, a span of years, nor “2019-01-28-3”, a number of a
# file.
ISO = re.compile(
    r"\b(?P<year>(?:1[6-9]|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))"
    r"?\b(?!-)"
)
SLASHES = re.compile(
    r"\b(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])/(?P<year>(?:1[6-9]|20)\d\d)\b"
)
"""January 28, 2019 · 28 January 2019 · 2019-01-28 · 1/28/2019, in the American order."""
# “FY 2020”, “fiscal year 2020”. It counts as the year of its name: on which day it begins differs
# from government to government.
FISCAL = re.compile(rf"\b(?:FY|[Ff]iscal\s+[Yy]ear)\s?(?P<year>{YEAR})\b")
# “Early 2019”, “the first half of 2019”, “mid-2019”.
PERIOD = re.compile(rf"\b{PART}(?P<year>{YEAR})\b")
BARE = re.compile(
    rf"(?<![\w$€£.,/-])(?<![$€£]\s)(?P<year>{YEAR})(?P<decade>s)?(?!\w|[–-]\d{{3}}[^\d])"
)
"""A year alone, or a decade; no price and no part of a range such as 2000–5000."""
FOLLOWED_BY_COUNTED = re.compile(
    r"\s*(?:%|percent|per cent|people|persons|asylum|migrants?|refugees?|children|women|men|"
    r"families|cases|individuals|"
    r"adults|miles|days|months|years|hours|million|billion|dollars|members|pages|letters|words|"
    r"returnees|respondents|patients|beds)\b"
)
"""Behind four digits these words show a count: 2000 people. A year has no unit."""
# Before four digits these show a count: “over 2000”. With a year they are rare (“only 2019”).
HEDGED = re.compile(
    r"(?:over|more than|at least|nearly|almost|up to|fewer than|less than|some|approximately|"
    r"roughly|a total of|only|another|all)\s+$",
    re.IGNORECASE,
)
# “1951 Refugee Convention”, “1967 Protocol”: the year is part of a name and dates nothing.
NAMED = re.compile(
    r"\s+(?:[A-Z][a-z]+\s+)*(?:Convention|Protocol|Act|Treaty|Agreement|Accord|Declaration|"
    r"Covenant|Constitution|Amendments?|Statute|Election)\b"
)
# “The 1951 Geneva …”, “Mexico’s 2011 …”: with a capital behind, the year belongs to a name.
OWNED = re.compile(r"(?:\b(?:the|its|their|his|her|our|this|that)|[’']s)\s+$", re.IGNORECASE)
# The beginning of a name behind the year.
CAPITAL = re.compile(r"\s+[A-Z]")
# Words before a month: “in May”, “since March”; not “they May”.
IN_TIME = re.compile(
    r"\b(?:in|on|by|since|until|till|through|throughout|during|from|of|last|this|next|early|mid|"
    r"late|before|after|between|and|to|for|"
    r"as of|every|each)[\s-]+$",
    re.IGNORECASE,
)
WORDS = ("May", "March", "August")
"""Months that are words too: without a year or a day they count only after a word of time."""
AUGUST = re.compile(
    r"\s+(?:company|bod(?:y|ies)|members?|chambers?|houses?|institutions?|assembly|assemblies|"
    r"presence|gatherings?|halls?)\b"
)
"""What may be august, so that “in August company” is no date."""

# Between the two ends of a span: “2018–2020”, “June to July”.
JOIN = re.compile(r"\s*[–—-]\s*|\s+(?:to|through|until|till|thru)\s+", re.IGNORECASE)
# Between the members of a list, which share the year of the last: “May, June and July 2019”.
LIST = re.compile(r"\s*(?:,|and|or|,\s*and|/|&)\s*", re.IGNORECASE)
# Makes the “and” of “between 2018 and 2020” the join of a span.
BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)


def moments(text: str) -> tuple[Moment, ...]:
    """Returns the dates of a text in order, without overlaps.

    A list (“August and September 2019”) shares its year; two ends of a span are one date.
    """
    dates = _shared_years(apart(_every(text)), text)
    return tuple(merged(dates, lambda this, after: _span(this, after, text=text)))


def _every(text: str) -> Iterator[Moment]:
    """Yields the dates of each kind, which may overlap."""
    for found in AMERICAN.finditer(text):
        yield from _american(found, text)
    for pattern in (EUROPEAN, ISO, SLASHES):
        for found in pattern.finditer(text):
            groups = found.groupdict()
            yield _moment(found, month=_month(groups["month"]), day=groups.get("day"))
    for pattern in (FISCAL, PERIOD):
        for found in pattern.finditer(text):
            yield _moment(found)
    # Last, and `apart` keeps the longest: a year that is part of a longer date is not read again.
    for found in BARE.finditer(text):
        moment = _moment(found)
        if found["decade"]:
            yield replace(moment, until=replace(moment, year=int(found["year"]) + 9))
        elif not _is_count(found, text):
            yield replace(moment, in_name=_is_in_name(found, text))


def _moment(found: re.Match[str], *, month: int | None = None, day: str | None = None) -> Moment:
    """Returns the date of one match."""
    groups = found.groupdict()
    part = PARTS[" ".join(groups["part"].lower().split())] if groups.get("part") else ""
    year = int(groups["year"]) if groups.get("year") else None
    return Moment(*found.span(), found.group(), year, month, int(day) if day else None, part)


def _american(found: re.Match[str], text: str) -> Iterator[Moment]:
    """Yields January 28, 2019 · January 25–29, 2019 · December 2019 · late November · October."""
    is_bare = not (found["day"] or found["year"] or found["part"])
    is_word = is_bare and found["month"] in WORDS and not _is_month(found, text)
    if is_word or found["day"] == "0":
        return
    moment = _moment(found, month=_month(found["month"]), day=found["day"])
    if found["to"]:
        moment = replace(moment, until=replace(moment, day=int(found["to"])))
    yield moment


def _is_month(found: re.Match[str], text: str) -> bool:
    """Returns whether May, March or August is the month.

    It is in “in May” and “May to July”, and not in “May they”, “March with us”, “August members”.
    """
    if found["month"] == "August" and AUGUST.match(text, found.end()):
        return False
    listed = JOIN.match(text, found.end()) or LIST.match(text, found.end())
    return bool(
        just_before(IN_TIME, text, end=found.start())
        or (listed and AMERICAN.match(text, listed.end()))
    )


def _month(written: str) -> int:
    """Returns the number of a month, written as a name, an abbreviation or a number."""
    name = written.rstrip(".").lower()
    return NAMES.get(name) or SHORT.get(name) or int(name)


def _is_in_name(found: re.Match[str], text: str) -> bool:
    """Returns whether the year is part of a name: “the 1951 Convention”, “its 1967 Protocol”."""
    owned = just_before(OWNED, text, end=found.start()) and CAPITAL.match(text, found.end())
    return bool(owned or NAMED.match(text, found.end()))


def _is_count(found: re.Match[str], text: str) -> bool:
    """Returns whether four digits are a count and no year: “2000 people”, “over 2000”."""
    return bool(
        FOLLOWED_BY_COUNTED.match(text, found.end()) or just_before(HEDGED, text, end=found.start())
    )


def _shared_years(found: list[Moment], text: str) -> list[Moment]:
    """Returns the dates; one without a year takes that of the date it is listed with.

    `August and September 2019`. Read from the end, a year passes along the whole list.
    """
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        this, after = shared[index], shared[index + 1]
        gap = text[this.end : after.start]
        # “November and January 2020” are of two years, so November gets none.
        is_earlier = this.year is None and (this.month or 0) <= (after.month or 0)
        if is_earlier and after.year and (JOIN.fullmatch(gap) or LIST.fullmatch(gap)):
            shared[index] = replace(this, year=after.year)
    return shared


def _span(this: Moment, after: Moment, *, text: str) -> Moment | None:
    """Returns the span of which two neighbours are the ends, None if they are no ends.

    `June 2018 to July 2019`, `between 2018 and 2020`.
    """
    gap = text[this.end : after.start]
    between = re.fullmatch(r"\s+and\s+", gap) and just_before(BETWEEN, text, end=this.start)
    # A span has two ends: one that is a span already, or a name, is no end of another.
    is_plain = this.until is None and not this.in_name and not after.in_name
    if not is_plain or not (JOIN.fullmatch(gap) or between):
        return None
    return replace(this, end=after.end, text=text[this.start : after.end], until=after)
