"""The figures that a text can hold, each with its place in the text."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from re import Match, Pattern
from typing import Literal, TypeVar

Qualifier = Literal[
    "exactly", "more than", "at least", "less than", "at most", "about", "nearly", "just over",
    "far more than", "far less than", "several", "many",
]  # fmt: skip
"""How a figure limits its value. “Over” and “more than” claim the same, “at least” and “well over”
something else."""

EXCHANGE: Mapping[str, tuple[str, int]] = {
    "year": ("month", 12), "decade": ("month", 120), "century": ("month", 1200),
    "week": ("day", 7), "hour": ("minute", 60),
}  # fmt: skip
"""Units that are a whole number of smaller ones: twelve months are a year, but a month has no fixed
number of days."""

# Compared as they are: “early 2019” and “2019” are two claims. The autumn is “fall”.
PartOfPeriod = Literal[
    "", "early", "mid", "late", "first half", "second half", "spring", "summer", "fall", "winter"
]


@dataclass(frozen=True)
class FigureSpan:
    """Anything that has a place in a text."""

    start: int
    end: int


@dataclass(frozen=True)
class Quantity(FigureSpan):
    """A number with its unit and claim: `over 56,000`, `about a quarter`, `$5 million`."""

    text: str
    value: Fraction
    """Exact; a percentage is a share of one: 45 percent is 9/20."""
    unit: str = ""
    """`share`, `percentage point`, `ordinal`, `number` (No. 7), a currency code such as `USD`, a
    measure in the singular such as `month`, or "" for a count."""
    qualifier: Qualifier = "exactly"
    upper: Fraction | None = None
    """The other end of a range: 10 to 20."""
    of: str = ""
    """The series of an ordinal, if it is named: `congress`, `district`, `circuit`, `amendment`,
    `century`."""

    @property
    def size(self) -> tuple[Fraction, Fraction | None, str, str]:
        """Value, upper end, unit and series, in the smallest unit that EXCHANGE has for it.

        So twelve months and one year have the same size.
        """
        unit, times = EXCHANGE.get(self.unit, (self.unit, 1))
        upper = None if self.upper is None else self.upper * times
        return self.value * times, upper, unit, self.of

    @property
    def claim(self) -> tuple[object, ...]:
        """What the figure claims, without place and spelling, to compare figures."""
        return (*self.size, self.qualifier)


@dataclass(frozen=True)
class Moment(FigureSpan):
    """A day, month, year or part of one; a span if `until` is set."""

    text: str
    year: int | None
    month: int | None = None
    day: int | None = None
    part: PartOfPeriod = ""
    until: "Moment | None" = None
    in_name: bool = False
    """Whether the year is part of a name, as in “the 1951 Convention”."""

    @property
    def partial(self) -> str | None:
        """`2019-01-28`, `2019-01` or `2019`; None without a year."""
        if self.year is None:
            return None
        if self.month is None:
            return f"{self.year:04d}"
        return f"{self.year:04d}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    @property
    def claim(self) -> tuple[object, ...]:
        """What the figure claims, without place and spelling, to compare figures."""
        until = self.until.claim if self.until else None
        return self.year, self.month, self.day, self.part, until


@dataclass(frozen=True)
class Citation(FigureSpan):
    """A statute, regulation, bill, case or docket: `8 U.S.C. § 1225(b)`, `H.R. 2662`."""

    text: str
    law: str
    """`usc`, `cfr`, `section`, `hr` … in lower case without points."""
    provision: str
    """`8/1225(b)`, `235(b)(2)(C)`, `2662`."""

    @property
    def claim(self) -> tuple[str, str]:
        """The provision, without place and spelling, to compare citations."""
        return (self.law, self.provision)


Figure = Quantity | Moment | Citation

PlacedT = TypeVar("PlacedT", bound=FigureSpan)
PieceT = TypeVar("PieceT")

REACH = 20
"""Characters before a word that are searched for words which decide its meaning: two or three
words. Chosen by hand."""


def just_before(
    pattern: Pattern[str], text: str, *, end: int, reach: int = REACH
) -> Match[str] | None:
    """Returns the match of a pattern that ends in `$` right before a place in the text."""
    # With an end and no slice, so that places stay; the reach keeps the time linear, since a search
    # for a pattern that ends in `$` would start at each place of the text before.
    return pattern.search(text, max(0, end - reach), end)


def apart(found: Iterable[PlacedT]) -> list[PlacedT]:
    """Returns these in order, not overlapping; of those that begin together the longest."""
    kept: list[PlacedT] = []
    # `sorted` is stable: of two in the very same place the one that was yielded first is kept.
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def merged(
    found: Sequence[PieceT], join: Callable[[PieceT, PieceT], PieceT | None]
) -> Iterator[PieceT]:
    """Yields these, with two neighbours made one if `join` returns one for them."""
    position = 0
    while position < len(found):
        # A joined pair joins no third: of “1–2–3” the first two are a range, and 3 is a number.
        pair = found[position : position + 2]
        one = join(*pair) if len(pair) > 1 else None
        yield pair[0] if one is None else one
        position += 1 if one is None else 2
