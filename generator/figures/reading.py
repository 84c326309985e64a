"""Reads all figures of a text: citations of law first, then dates, then numbers.

Each step hides what it found from the next, so that the 8 of “8 U.S.C.” is no count and 2019 no
quantity.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from generator.figures.moments import moments
from generator.figures.quantities import quantities
from generator.figures.statutes import citations
from generator.figures.types import Figure

HIDDEN = "\x00"
"""Fills hidden places: no pattern matches it, and the places of all other figures stay."""
NOT_FIGURES = re.compile(
    r"https?://\S+|\bwww\.\S+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w-]{1,63}\.(?:org|gov|com|net|edu|mil|int)\b(?:/\S*)?"  # addresses of the Internet
    r"|\(?\b\d{3}\)?[\s.-]\d{3}[.-]\d{4}\b"  # telephone numbers
    r"|\b\d{5}-\d{4}\b"  # ZIP+4
)
"""Digits that are no figures of a claim."""
IDIOMS = re.compile(
    r"(?<![\w/])(?:24/7|9/11)(?![\w/])|\b(?:zero[\s-](?:tolerance|sum)|(?:ground|net)[\s-]zero|"
    r"(?:two|three)-(?:way|party|sided|pronged|dimensional))\b",
    re.IGNORECASE,
)
"""Numbers in fixed expressions, which count nothing."""
CHANGED_LETTER = re.compile(r"\[(\w)\](?=\w)")
"""“[b]etween”: a letter that a quotation changed."""
# One letter for one, so that all places stay.
HYPHENS = str.maketrans("\u2010\u2011", "--")
ANY = re.compile(r"[\d½¼¾⅓⅔⅛§]|[A-Z][a-z]{2}|[a-z]{3}")
"""A quick test that a text without figures fails."""


# Chosen by hand: more than the paragraphs and sentences of a campaign.
@lru_cache(maxsize=10_000)
def read_figures(text: str) -> tuple[Figure, ...]:
    """Returns every quantity, date and citation of a text in order, without overlaps.

    Web addresses, e-mail addresses, telephone numbers and times of day hold no figure. A text is
    read once: the letters of a campaign share most of their paragraphs, and an audit compares one
    document with many claims.
    """
    if not ANY.search(text):
        return ()
    # The order matters: a law holds numbers and years (“Pub. L. 104-208”), and a date holds
    # numbers.
    plain = text.translate(HYPHENS)
    rest = _hidden(NOT_FIGURES, _hidden(IDIOMS, CHANGED_LETTER.sub(r"  \1", plain)))
    laws = citations(rest)
    rest = without(rest, laws)
    dates = moments(rest)
    numbers = quantities(without(rest, dates))
    found: list[Figure] = sorted((*laws, *dates, *numbers), key=lambda figure: figure.start)
    # Else the hyphens of the text are put back into the words of the figures.
    if plain == text:
        return tuple(found)
    return tuple(replace(figure, text=text[figure.start : figure.end]) for figure in found)


def figures_of(texts: Iterable[str | None]) -> tuple[Figure, ...]:
    """Returns the figures of several texts; a missing text has no figures."""
    return tuple(figure for text in texts if text for figure in read_figures(text))


def without(text: str, figures: Iterable[Figure], *, filler: str = HIDDEN) -> str:
    """Returns the text with the places of its figures, which are in order, filled.

    Its length stays, and so does the place of everything else.
    """
    parts: list[str] = []
    position = 0
    for figure in figures:
        parts += (text[position : figure.start], filler * (figure.end - figure.start))
        position = figure.end
    return "".join((*parts, text[position:]))


def _hidden(pattern: re.Pattern[str], text: str) -> str:
    """Returns the text, as long as before, with every match of the pattern hidden."""
    return pattern.sub(lambda found: HIDDEN * len(found.group()), text)
