"""Finds what looks like a number and was not read as a figure.

The reading of figures knows many spellings and not all. A letter may contain only figures of its
source, so a stray in it is reported: an unread number must not pass unchecked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.figures.reading import IDIOMS
from generator.figures.types import Figure, FigureSpan, apart, just_before
from generator.figures.units import CODES
from generator.figures.words import SMALL, TENS
from generator.states import STATES


@dataclass(frozen=True)
class Stray(FigureSpan):
    """Digits, a numeral or words of number that no figure covers.

    57_000, LVII, ⁵⁷, https://57000.people, last year.
    """

    text: str
    reckoned: bool = False
    """Whether it is a time relative to the day on which it is read: last year."""


NUMERIC = re.compile(r"[0-9]|[^\x00-\u2000]|[\u00b2-\u00be]|[\u0660-\u1fff]")
"""A character that may be a digit of any script: a quick test that most words fail."""
# Up to a space or a dash between words.
TOKEN = re.compile(r"[^\s—–]+")
# The punctuation around a word; not a sign of money or a percent sign, which belong to the number.
EDGES = "([{“‘\"'.,;:!?)]}”’…"
# “COVID-19’s” is the name.
POSSESSIVE = re.compile(r"[’']s$")
NAME = re.compile(
    rf"(?!(?:US|FY|NO|{'|'.join(CODES)})-)(?:[A-Z]{{1,6}}|[Cc]ovid)-\d{{1,3}}[A-Z]?s?|G(?:7|8|20)"
)
"""Names that have digits: COVID-19, F-16, H-1B, G7."""
# “TX-16” looks like a name, but a wrong district must not pass unchecked.
SEAT = re.compile(rf"(?:{'|'.join(STATES)})-\d+")
# “LVII”, “XIV”, “MCMXC”, “II”; not “I”, “C”, “DC”, “MD” or “CIVIL”.
NUMERAL = re.compile(
    r"\b(?=[IVX]{2}|[IVXL]{3}|C+[IVXL]{2}|MM[CDXLVI]|MCM)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})"
    r"(?:IX|IV|V?I{0,3})(?!\w)"
)
"""Roman numerals of two letters and more, without those that are often initials: DC, MD."""
# A word with a capital right before: “Smith III”, “Smith, III”.
OF_A_NAME = re.compile(r"\b[A-Z][\w’'.-]*,?\s$")
SUFFIXES = ("II", "III", "IV")
"""Numerals that may follow a name: John Smith III, World War II."""
# Words of number that no figure covers: “million” without a number, “sixties”, “manyfold”,
# “fiftysix”. One that a figure covers is left out by its place.
WORDS = re.compile(
    rf"\b(?:(?:hundred|thousand|million|billion|trillion|dozen)s?|"
    rf"(?:{'|'.join(ten[:-1] for ten in TENS[2:])})ies|"
    rf"(?:several|many)[\s-]?fold|(?:{'|'.join(TENS[2:])})(?:{'|'.join(SMALL[1:10])}))\b",
    re.IGNORECASE,
)
# “Last year”, “the past month”, “yesterday”: true on the day of the source, and another day in the
# letter.
RECKONED = re.compile(
    r"\b(?:(?:last|past|previous|preceding)\s+(?:year|month|week|weekend|decade|century|spring|"
    r"summer|fall|autumn|winter|january|february|march|"
    r"april|may|june|july|august|september|october|november|december)|yesterday|"
    r"earlier\s+this\s+(?:year|month|week))\b",
    re.IGNORECASE,
)


def strays(text: str, figures: Sequence[Figure]) -> tuple[Stray, ...]:
    """Returns what looks like a number and is not among the figures, in order, without overlaps."""
    # One byte for each letter: to compare each stray with each figure would take quadratic time.
    covered = bytearray(len(text))
    spans = [(figure.start, figure.end) for figure in figures]
    spans += (found.span() for found in IDIOMS.finditer(text))
    for start, end in spans:
        covered[start:end] = b"\x01" * (end - start)
    return tuple(apart(_every(text, covered)))


def _every(text: str, covered: bytearray) -> Iterator[Stray]:
    """Yields the strays of each kind, which may overlap."""
    # Two kinds may find one word; `apart` keeps one of them.
    yield from _tokens(text, covered)
    for found in chain(NUMERAL.finditer(text), WORDS.finditer(text)):
        of_name = found.group() in SUFFIXES and just_before(
            OF_A_NAME, text, end=found.start(), reach=40
        )
        if not covered[found.start()] and not of_name:
            yield Stray(*found.span(), found.group())
    for found in RECKONED.finditer(text):
        yield Stray(*found.span(), found.group(), reckoned=True)


def _tokens(text: str, covered: bytearray) -> Iterator[Stray]:
    """Yields the words with a digit of any script that was not read."""
    for found in TOKEN.finditer(text):
        whole = found.group()
        if not NUMERIC.search(whole) or not any(
            letter.isnumeric() and not covered[place]
            for place, letter in enumerate(whole, found.start())
        ):
            continue
        bare = POSSESSIVE.sub("", whole.rstrip(EDGES)).lstrip(EDGES)
        start = found.start() + len(whole) - len(whole.lstrip(EDGES))
        if not NAME.fullmatch(bare) or SEAT.fullmatch(bare):
            yield Stray(start, start + len(bare), bare)
