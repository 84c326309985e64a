"""Dates in running text: days, months, years, parts of them and spans."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace

from generator.figures.types import Moment, PartOfPeriod, apart

NAMES = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
SHORT = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12}
MONTH = rf"(?:{'|'.join(name.title() for name in NAMES)}|(?:{'|'.join(name.title() for name in SHORT)})\b\.?)"
YEAR = r"(?:1[6-9]|20)\d\d(?!\d|,\d{3}|\.\d|-year)"
DAY = r"(?:[0-2]?\d|3[01])(?!\d|,\d{3}|\.\d)"
TH = r"(?:st|nd|rd|th)?"
PARTS: dict[str, PartOfPeriod] = {
    "early": "early", "the beginning of": "early", "the start of": "early", "mid": "mid", "the middle of": "mid",
    "late": "late", "the end of": "late",
    "the first half of": "first half", "the second half of": "second half",
    "spring": "spring", "summer": "summer", "fall": "fall", "autumn": "fall", "winter": "winter",
}  # fmt: skip
PART = (
    r"(?P<part>[Ee]arly|[Mm]id|[Ll]ate|the (?:beginning|start|middle|end|first half|second half) of|"
    r"[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter)(?: of)?[\s-]+"
)

AMERICAN = re.compile(
    rf"\b(?:{PART})?(?P<month>{MONTH})(?:\s+(?P<day>{DAY}){TH}\b(?:\s?[–-]\s?(?P<to>{DAY}){TH}\b)?)?(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?(?!\w|-(?!{MONTH})[\w-]*\w)"
)
EUROPEAN = re.compile(rf"\b(?:the\s+)?(?P<day>{DAY}){TH}\s+(?:of\s+)?(?P<month>{MONTH})(?:,?\s+(?P<year>{YEAR}))?\b")
ISO = re.compile(r"\b(?P<year>(?:1[6-9]|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?\b(?!-)")
SLASHES = re.compile(r"\b(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])/(?P<year>(?:1[6-9]|20)\d\d)\b")
FISCAL = re.compile(rf"\b(?:FY|[Ff]iscal\s+[Yy]ear)\s?(?P<year>{YEAR})\b")
PERIOD = re.compile(rf"\b{PART}(?P<year>{YEAR})\b")
BARE = re.compile(rf"(?<![\w$€£.,/-])(?<![$€£]\s)(?P<year>{YEAR})(?P<decade>s)?(?!\w|[–-]\d{{3}}[^\d])")
FOLLOWED_BY_COUNTED = re.compile(
    r"\s*(?:%|percent|per cent|people|persons|asylum|migrants?|refugees?|children|women|men|families|cases|individuals|"
    r"adults|miles|days|months|years|hours|million|billion|dollars|members|pages|letters|words|returnees|respondents|patients|beds)\b"
)
HEDGED = re.compile(
    r"(?:over|more than|at least|nearly|almost|up to|fewer than|less than|some|approximately|roughly|a total of|only|another|all)\s+$",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"\s+(?:[A-Z][a-z]+\s+)*(?:Convention|Protocol|Act|Treaty|Agreement|Accord|Declaration|Covenant|Constitution|Amendments?|Statute|Election)\b"
)
OWNED = re.compile(r"(?:\b(?:the|its|their|his|her|our|this|that)|[’']s)\s+$", re.IGNORECASE)
CAPITAL = re.compile(r"\s+[A-Z]")
IN_TIME = re.compile(
    r"\b(?:in|on|by|since|until|till|through|throughout|during|from|of|last|this|next|early|mid|late|before|after|between|and|to|for|"
    r"as of|every|each)[\s-]+$",
    re.IGNORECASE,
)
WORDS = ("May", "March", "August")
"""Months that are words too: without a year or a day they are months only after a word of time."""
AUGUST = re.compile(
    r"\s+(?:company|bod(?:y|ies)|members?|chambers?|houses?|institutions?|assembly|assemblies|presence|gatherings?|halls?)\b"
)
"""What may be august, so that “in August company” is no date."""

JOIN = re.compile(r"\s*[–—-]\s*|\s+(?:to|through|until|till|thru)\s+", re.IGNORECASE)
LIST = re.compile(r"\s*(?:,|and|or|,\s*and|/|&)\s*", re.IGNORECASE)
NEAR = 20
"""How many characters before a date may hold what makes it one."""
BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)


def moments(text: str) -> tuple[Moment, ...]:
    """The dates of a text in order, none overlapping another; a list (“August and September 2019”) shares its year."""
    return tuple(_spans(_shared_years(apart(_every(text)), text), text))


def _every(text: str) -> Iterator[Moment]:
    """The dates of each kind; they may overlap."""
    for found in AMERICAN.finditer(text):
        yield from _american(found, text)
    for pattern in (EUROPEAN, ISO, SLASHES):
        for found in pattern.finditer(text):
            groups = found.groupdict()
            yield _moment(found, month=_month(groups["month"]), day=groups.get("day"))
    for pattern in (FISCAL, PERIOD):
        for found in pattern.finditer(text):
            yield _moment(found)
    for found in BARE.finditer(text):
        if not _is_count(found, text):
            yield _decade(_moment(found)) if found["decade"] else replace(_moment(found), in_name=_is_in_name(found, text))


def _moment(found: re.Match[str], *, month: int | None = None, day: str | None = None) -> Moment:
    """What one match says."""
    groups = found.groupdict()
    part = PARTS[" ".join(groups["part"].lower().split())] if groups.get("part") else ""
    year = int(groups["year"]) if groups.get("year") else None
    return Moment(found.start(), found.end(), found.group(), year, month, int(day) if day else None, part)


def _decade(first: Moment) -> Moment:
    """The 1980s, from their first year to their last."""
    return replace(first, until=replace(first, year=(first.year or 0) + 9))


def _american(found: re.Match[str], text: str) -> Iterator[Moment]:
    """January 28, 2019 · January 25–29, 2019 · December 2019 · late November · October."""
    bare = found["day"] is None and found["year"] is None and found["part"] is None
    if bare and found["month"] in WORDS and not _is_month(found, text):
        return
    if found["day"] == "0":
        return
    moment = _moment(found, month=_month(found["month"]), day=found["day"])
    if found["to"]:
        moment = replace(moment, until=replace(moment, day=int(found["to"])))
    yield moment


def _is_month(found: re.Match[str], text: str) -> bool:
    """Whether May, March or August is the month: “in May”, “May to July”, and not “May they”, “March with us” or “August members”."""
    if found["month"] == "August" and AUGUST.match(text, found.end()):
        return False
    listed = JOIN.match(text, found.end()) or LIST.match(text, found.end())
    return bool(IN_TIME.search(text, max(0, found.start() - NEAR), found.start()) or (listed and AMERICAN.match(text, listed.end())))


def _month(written: str) -> int:
    """The number of a month in whichever writing."""
    name = written.rstrip(".").lower()
    return NAMES.get(name) or SHORT.get(name) or int(name)


def _is_in_name(found: re.Match[str], text: str) -> bool:
    """Whether the year is part of a name: “the 1951 Convention”, “its 1967 Protocol”."""
    owned = OWNED.search(text[max(0, found.start() - 20) : found.start()])
    return bool(NAMED.match(text, found.end())) or bool(owned and CAPITAL.match(text, found.end()))


def _is_count(found: re.Match[str], text: str) -> bool:
    """Whether four digits that may be a year count something: “2000 people”, “over 2000”."""
    if found["decade"]:
        return False
    if FOLLOWED_BY_COUNTED.match(text, found.end()):
        return True
    before = text[max(0, found.start() - 20) : found.start()]
    return bool(HEDGED.search(before))


def _shared_years(found: list[Moment], text: str) -> list[Moment]:
    """The dates, those without a year given that of the later date they are listed with: `August and September 2019`."""
    shared = list(found)
    for index in range(len(shared) - 2, -1, -1):
        this, after = shared[index], shared[index + 1]
        gap = text[this.end : after.start]
        joined = JOIN.fullmatch(gap) or LIST.fullmatch(gap)
        if joined and this.year is None and after.year is not None and (this.month or 0) <= (after.month or 0):
            shared[index] = replace(this, year=after.year)
    return shared


def _spans(found: list[Moment], text: str) -> Iterator[Moment]:
    """The dates, two that are the ends of one span made one: `June 2018 to July 2019`, `between 2018 and 2020`."""
    position = 0
    while position < len(found):
        this = found[position]
        after = found[position + 1] if position + 1 < len(found) else None
        if after is not None and this.until is None and _is_span(this, after, text=text):
            yield replace(this, end=after.end, text=text[this.start : after.end], until=after)
            position += 2
        else:
            yield this
            position += 1


def _is_span(this: Moment, after: Moment, *, text: str) -> bool:
    """Whether two neighbouring dates are the ends of one span."""
    gap = text[this.end : after.start]
    if this.in_name or after.in_name:
        return False
    if JOIN.fullmatch(gap):
        return True
    return bool(re.fullmatch(r"\s+and\s+", gap)) and bool(BETWEEN.search(text, max(0, this.start - NEAR), this.start))
