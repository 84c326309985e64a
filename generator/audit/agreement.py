"""Compares two figures: whether they say the same, and whether ours says no more than theirs."""

import math
import re
from collections.abc import Iterable
from fractions import Fraction

from generator.figures.types import Citation, Figure, Moment, Quantity

LESS_SAID = (
    ("more than", "just over"),
    ("more than", "far more than"),
    ("less than", "far less than"),
    ("several", "many"),
)
"""What may be said of a number of which the second is true."""
# Chosen by hand: a longer list is not counted in running text, so a larger number is a figure.
LISTED_AT_MOST = 10
# “One” is an article more often than a count, and one thing is no list.
FEWEST_LISTED = 2
# “The first”, “a second”, “a third” order an argument; a later one (“the ninth clinic”) counts
# something and needs a finding.
THIRD = 3
# Chosen by hand on 25 November 2026: “600 farmers” for 607 is off by a hundredth, “20,000” for
# 21,786 by a twelfth.
NOTEWORTHY = Fraction(1, 20)
"""A round number that is off by at most this part says the same, to any digit it is rounded."""


def same(ours: Figure, theirs: Figure) -> bool:
    """Whether the two have equal value, unit and qualifier, however they are written."""
    return type(ours) is type(theirs) and ours.claim == theirs.claim


def gives(theirs: Figure, ours: Figure) -> bool:
    """Whether their figure is ours, or says a little more of the same number.

    “Just over 500” is over 500.
    """
    if same(ours, theirs):
        return True
    if not isinstance(ours, Quantity) or not isinstance(theirs, Quantity):
        return False
    return (ours.qualifier, theirs.qualifier) in LESS_SAID and ours.size == theirs.size


def supports(theirs: Figure, ours: Figure) -> bool:
    """Whether their figure supports ours.

    It gives it, or ours is it rounded and says so (“about 22,000” for 21,786).
    """
    if gives(theirs, ours):
        return True
    if (
        not isinstance(ours, Quantity)
        or not isinstance(theirs, Quantity)
        or (ours.unit, ours.of) != (theirs.unit, theirs.of)
    ):
        return False
    # A span says its own inexactness. One end of it, or a rounded span, is another statement.
    if ours.upper is not None or theirs.upper is not None:
        return False
    # Only an exact number can be rounded: rounding “nearly 22,000” would put a guess on a guess.
    return theirs.qualifier == "exactly" and _rounded(ours, theirs.value)


def _rounded(ours: Quantity, value: Fraction) -> bool:
    """Whether ours is the exact value, rounded as its qualifier says.

    It keeps two digits or more, or is off by hardly anything.
    """
    grain = _grain(ours)
    difference = value - ours.value
    if (
        # One digit is too coarse (“about 20,000” for 21,786), unless hardly anything is lost. A
        # share is left out of this rule: “about 40 percent” for 42 is as people speak.
        grain > abs(value) / 10
        and ours.unit != "share"
        and abs(difference) > abs(value) * NOTEWORTHY
    ):
        return False
    # The bounds are those that the words promise: “nearly” is never above the number and “more
    # than” never below it. A number without such a word claims to be exact and is refused.
    return {
        "about": abs(difference) <= grain / 2,
        "nearly": -grain / 2 <= difference < 0,
        "more than": 0 < difference < grain,
        "just over": 0 < difference <= grain / 2,
    }.get(ours.qualifier, False)


def _grain(quantity: Quantity) -> Fraction:
    """Returns the size of the last digit that is given.

    That is a thousand for 22,000, and a hundredth for 45 percent.
    """
    # A share is kept as a fraction and written in percent, so its last digit is that of the
    # percent.
    value = quantity.value * 100 if quantity.unit == "share" else quantity.value
    scale = Fraction(1, 100) if quantity.unit == "share" else Fraction(1)
    if value.denominator != 1:
        return (
            scale / 10
            if quantity.unit != "share" or value.denominator in (2, 5, 10)
            else Fraction(1, 20)
        )
    number = abs(int(value)) or 1
    zeros = 0
    while number % 10 == 0:
        number //= 10
        zeros += 1
    # 0 has no logarithm and no digits: it is taken for 1.
    return scale * Fraction(10) ** min(zeros, math.floor(math.log10(abs(int(value)) or 1)))


def counts_its_list(quantity: Quantity, text: str) -> bool:
    """Whether a small number counts the list that stands behind it.

    An example is “three cities, namely Matamoros, Nuevo Laredo and Reynosa”.
    """
    if (
        quantity.unit
        or quantity.qualifier != "exactly"
        or not FEWEST_LISTED <= quantity.value <= LISTED_AT_MOST
    ):
        return False
    # Matches what announces a list; without it, “three cities and two towns” would count its own
    # words.
    listed = re.split(r"namely|such as|[:—–]|\(", text[quantity.end :], maxsplit=1)
    if len(listed) == 1:
        return False
    inside = re.split(r"[.;)—–]", listed[1], maxsplit=1)[0]
    items = [
        item for item in re.split(r",\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", inside) if item.strip()
    ]
    # The items that begin with a capital, up to the first that does not: “two cities, namely Laredo
    # and Reynosa, where …” has words behind its list.
    leading = next(
        (number for number, item in enumerate(items) if not item.strip()[:1].isupper()), len(items)
    )
    return quantity.value in (len(items), leading)


def is_turn_of_phrase(figure: Figure) -> bool:
    """Whether a number is one only by its word: the first, a second, a third."""
    return (
        isinstance(figure, Quantity)
        and figure.unit == "ordinal"
        and not figure.of
        and not any(letter.isdigit() for letter in figure.text)
        and figure.value <= THIRD
    )


def says_no_more(ours: Moment, theirs: Moment) -> bool:
    """Whether one day, month or year says no more than another.

    The ends of spans are not compared.
    """
    parts = ((ours.year, theirs.year), (ours.month, theirs.month), (ours.day, theirs.day))
    return all(own is None or own == other for own, other in parts) and ours.part in (
        "",
        theirs.part,
    )


def follows(one: Moment, other: Moment) -> bool:
    """Whether two dates are whole months of which the second follows the first.

    “August and September 2019” are a span.
    """
    if (
        one.until
        or other.until
        or one.year is None
        or other.year is None
        or one.month is None
        or other.month is None
    ):
        return False
    # Months since the year 0, so that December and January follow each other.
    return 12 * other.year + other.month == 12 * one.year + one.month + 1


def ends(moment: Moment) -> tuple[Moment, ...]:
    """Returns a date, or the two ends of a span."""
    return (moment,) if moment.until is None else (moment, moment.until)


def numbers(figures: Iterable[Figure]) -> tuple[Quantity | Citation, ...]:
    """Returns the quantities and citations among the figures."""
    return tuple(figure for figure in figures if not isinstance(figure, Moment))


def dates(figures: Iterable[Figure]) -> tuple[Moment, ...]:
    """Returns the dates among the figures."""
    return tuple(figure for figure in figures if isinstance(figure, Moment))
