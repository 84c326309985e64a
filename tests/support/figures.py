"""What the tests of figures share: the figures of a text, of one kind."""

from fractions import Fraction

from generator.figures.reading import read_figures
from generator.figures.types import Moment, Quantity


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
