"""What looks like a number and is none of the figures that are read: the net below the reading, for texts that may hold no other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.figures.reading import IDIOMS
from generator.figures.types import Figure, apart
from generator.figures.units import CODES
from generator.figures.words import SMALL, TENS
from generator.states import STATES


@dataclass(frozen=True)
class Stray:
    """Digits, a numeral or words of number that no figure covers: 57_000, LVII, ⁵⁷, https://57000.people, last year."""

    start: int
    end: int
    text: str
    reckoned: bool = False
    """Whether it is a time reckoned from the day on which it is read: last year."""


NUMERIC = re.compile(r"[0-9]|[^\x00-\u2000]|[\u00b2-\u00be]|[\u0660-\u1fff]")
"""What may be a digit, so that most words are told apart at once."""
TOKEN = re.compile(r"[^\s—–]+")
EDGES = "([{“‘\"'.,;:!?)]}”’…"
POSSESSIVE = re.compile(r"[’']s$")
NAME = re.compile(rf"(?!(?:US|FY|NO|{'|'.join(CODES)})-)(?:[A-Z]{{1,6}}|[Cc]ovid)-\d{{1,3}}[A-Z]?s?|G(?:7|8|20)")
"""Names that have digits: COVID-19, F-16, H-1B, G7."""
SEAT = re.compile(rf"(?:{'|'.join(STATES)})-\d+")
NUMERAL = re.compile(
    r"\b(?=[IVX]{2}|[IVXL]{3}|C+[IVXL]{2}|MM[CDXLVI]|MCM)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)"
)
"""Roman numerals from two letters on, but for those that are initials as often: DC, MD, MCC."""
OF_A_NAME = re.compile(r"\b[A-Z][\w’'.-]*,?\s$")
SUFFIXES = ("II", "III", "IV")
"""What may follow a name: John Smith III, World War II."""
WORDS = re.compile(
    rf"\b(?:(?:hundred|thousand|million|billion|trillion|dozen)s?|(?:{'|'.join(ten[:-1] for ten in TENS[2:])})ies|"
    rf"(?:several|many)[\s-]?fold|(?:{'|'.join(TENS[2:])})(?:{'|'.join(SMALL[1:10])}))\b",
    re.IGNORECASE,
)
RECKONED = re.compile(
    r"\b(?:(?:last|past|previous|preceding)\s+(?:year|month|week|weekend|decade|century|spring|summer|fall|autumn|winter|january|february|march|"
    r"april|may|june|july|august|september|october|november|december)|yesterday|earlier\s+this\s+(?:year|month|week))\b",
    re.IGNORECASE,
)


def strays(text: str, figures: Sequence[Figure]) -> tuple[Stray, ...]:
    """Whatever looks like a number in a text and is not covered by its figures, in order, none overlapping another."""
    covered = bytearray(len(text))
    for start, end in (*((figure.start, figure.end) for figure in figures), *(found.span() for found in IDIOMS.finditer(text))):
        covered[start:end] = b"\x01" * (end - start)
    return tuple(apart(_every(text, covered)))


def _every(text: str, covered: bytearray) -> Iterator[Stray]:
    """The strays of each kind; they may overlap."""
    yield from _tokens(text, covered)
    for found in NUMERAL.finditer(text):
        if not covered[found.start()] and not (
            found.group() in SUFFIXES and OF_A_NAME.search(text, max(0, found.start() - 40), found.start())
        ):
            yield Stray(*found.span(), found.group())
    for found in WORDS.finditer(text):
        if not covered[found.start()]:
            yield Stray(*found.span(), found.group())
    for found in RECKONED.finditer(text):
        yield Stray(*found.span(), found.group(), reckoned=True)


def _tokens(text: str, covered: bytearray) -> Iterator[Stray]:
    """The words with a digit, of whatever script, that was not read."""
    for found in TOKEN.finditer(text):
        whole = found.group()
        if not NUMERIC.search(whole) or not any(
            letter.isnumeric() and not covered[place] for place, letter in enumerate(whole, found.start())
        ):
            continue
        bare = POSSESSIVE.sub("", whole.rstrip(EDGES)).lstrip(EDGES)
        start = found.start() + len(whole) - len(whole.lstrip(EDGES))
        if not NAME.fullmatch(bare) or SEAT.fullmatch(bare):
            yield Stray(start, start + len(bare), bare)
