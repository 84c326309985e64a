"""What the tests of figures share: the figures of a text, of one kind, and numbers in words."""

from fractions import Fraction

from generator.figures.reading import read_figures
from generator.figures.types import Moment, Quantity
from generator.figures.words import HUNDRED, SCALES, SMALL, TENS


def quantities(text: str) -> list[tuple[Fraction, str, str]]:
    """The value, unit and qualifier of each quantity."""
    return [
        (figure.value, figure.unit, figure.qualifier)
        for figure in read_figures(text)
        if isinstance(figure, Quantity)
    ]


def only(text: str) -> Quantity:
    """The quantity that is the only figure of the text."""
    found = read_figures(text)
    assert len(found) == 1, found
    assert isinstance(found[0], Quantity)
    return found[0]


def moments(text: str) -> list[Moment]:
    """The dates."""
    return [figure for figure in read_figures(text) if isinstance(figure, Moment)]


def spell(number: int) -> str:
    """Returns the number in words as Americans write them: 56000 is “fifty-six thousand”.

    Raises ValueError for negative numbers and for a thousand trillions or more, which have no name
    here.
    """
    if not 0 <= number < HUNDRED * 10 * 10**12:
        raise ValueError(number)
    parts: list[str] = []
    for name, size in reversed(SCALES.items()):
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_below_thousand(count)} {name}")
    if number or not parts:
        parts.append(_below_thousand(number))
    return " ".join(parts)


def _below_thousand(number: int) -> str:
    """Returns a number below a thousand in words."""
    hundreds, rest = divmod(number, HUNDRED)
    parts = [f"{SMALL[hundreds]} hundred"] if hundreds else []
    if rest >= len(SMALL):
        tens, ones = divmod(rest, 10)
        parts.append(TENS[tens] + (f"-{SMALL[ones]}" if ones else ""))
    elif rest or not hundreds:
        parts.append(SMALL[rest])
    return " ".join(parts)
