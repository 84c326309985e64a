"""All figures of a text in the order in which they stand."""

import re

from generator.figures.moments import moments
from generator.figures.quantities import quantities
from generator.figures.statutes import citations
from generator.figures.types import Figure

HIDDEN = "\x00"
NOT_FIGURES = re.compile(
    r"https?://\S+|\bwww\.\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:org|gov|com|net|edu|mil|int)\b(?:/\S*)?"  # addresses of the Internet
    r"|\(?\b\d{3}\)?[\s.-]\d{3}[.-]\d{4}\b"  # telephone numbers
    r"|\b\d{5}-\d{4}\b"  # ZIP+4
    r"|\b\d{1,2}:\d{2}\b(?!-)"  # times of day
    r"|\b24/7\b"
)
CHANGED_LETTER = re.compile(r"\[(\w)\](?=\w)")
"""“[b]etween”: a letter that a quotation changed."""
ANY = re.compile(r"[\d½¼¾⅓⅔⅛§]|[A-Z][a-z]{2}|[a-z]{3}")


def read_figures(text: str) -> tuple[Figure, ...]:
    """Every quantity, date and citation of a text in order, none overlapping another.

    What stands in a web address, an e-mail address, a telephone number or a time of day is no figure.
    """
    if not ANY.search(text):
        return ()
    rest = NOT_FIGURES.sub(lambda found: HIDDEN * len(found.group()), CHANGED_LETTER.sub(r"  \1", text))
    laws = citations(rest)
    rest = _without(rest, laws)
    dates = moments(rest)
    numbers = quantities(_without(rest, dates))
    return tuple(sorted((*laws, *dates, *numbers), key=lambda figure: figure.start))


def _without(text: str, figures: tuple[Figure, ...]) -> str:
    """The text, as long as before, with the figures' places hidden."""
    for figure in figures:
        text = text[: figure.start] + HIDDEN * (figure.end - figure.start) + text[figure.end :]
    return text
