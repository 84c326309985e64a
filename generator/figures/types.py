"""The figures that a text can hold, each with the place where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Protocol, TypeVar

Qualifier = Literal[
    "exactly", "more than", "at least", "less than", "at most", "about", "nearly", "just over", "far more than", "far less than",
    "several", "many",
]  # fmt: skip
"""What a figure claims beside its value; “over” and “more than” are one claim, “at least” and “well over” are others."""

EXCHANGE: Mapping[str, tuple[str, int]] = {
    "year": ("month", 12), "decade": ("month", 120), "century": ("month", 1200), "week": ("day", 7), "hour": ("minute", 60),
}  # fmt: skip
"""Units that are a round number of smaller ones: twelve months are a year, and thirty days are no month."""

PartOfPeriod = Literal["", "early", "mid", "late", "first half", "second half", "spring", "summer", "fall", "winter"]


@dataclass(frozen=True)
class Quantity:
    """A number with its unit and what is claimed of it: `over 56,000`, `45 percent`, `about a quarter`, `$5 million`."""

    start: int
    end: int
    text: str
    value: Fraction
    """Exact; a percentage is a share of one: 45 percent is 9/20."""
    unit: str = ""
    """`share`, `percentage point`, `ordinal`, `number` (No. 7), a currency code such as `USD`, a measure in the singular such as `month`,
    or nothing for a count."""
    qualifier: Qualifier = "exactly"
    upper: Fraction | None = None
    """The other end of a range: 10 to 20."""
    of: str = ""
    """What an ordinal is one of, where it names it: `congress`, `district`, `circuit`, `amendment`, `century`."""

    @property
    def size(self) -> tuple[Fraction, Fraction | None, str, str]:
        """Value, upper end and unit, in the smallest unit that it is a round number of: twelve months and one year are one size."""
        if self.unit not in EXCHANGE:
            return (self.value, self.upper, self.unit, self.of)
        unit, times = EXCHANGE[self.unit]
        return (self.value * times, self.upper * times if self.upper is not None else None, unit, self.of)

    @property
    def claim(self) -> tuple[object, ...]:
        """What it says, without where and in which writing."""
        return (*self.size, self.qualifier)


@dataclass(frozen=True)
class Moment:
    """A day, month, year or part of one; a span where `until` is set."""

    start: int
    end: int
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
        """`2019-01-28`, `2019-01` or `2019`; nothing where the year is not said."""
        if self.year is None:
            return None
        if self.month is None:
            return f"{self.year:04d}"
        return f"{self.year:04d}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    @property
    def claim(self) -> tuple[object, ...]:
        """What it says, without where and in which writing."""
        return (self.year, self.month, self.day, self.part, self.until.claim if self.until else None)


@dataclass(frozen=True)
class Citation:
    """A statute, regulation, bill, public law, case or docket: `section 235(b)(2)(C)`, `8 U.S.C. § 1225(b)`, `H.R. 2662`."""

    start: int
    end: int
    text: str
    law: str
    """`usc`, `cfr`, `section`, `hr` … in lower case without points."""
    provision: str
    """`8/1225(b)`, `235(b)(2)(C)`, `2662`."""

    @property
    def claim(self) -> tuple[str, str]:
        """What it names, in whichever writing."""
        return (self.law, self.provision)


Figure = Quantity | Moment | Citation


class Placed(Protocol):
    """Anything that stands in a text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


PlacedT = TypeVar("PlacedT", bound=Placed)


def apart(found: Iterable[PlacedT]) -> list[PlacedT]:
    """These in order, none overlapping another; the longest where several begin together."""
    kept: list[PlacedT] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
