"""Makes the name of an entry from the words that say what its sentence is about."""

import re
from collections.abc import Sequence

from generator.audit.sentences import EMPTY_WORDS, WORD
from generator.figures.reading import without
from generator.figures.types import Figure, Moment

SHORTEST = 3
"""A shorter word is what is left of an abbreviation."""
# Words, chosen by hand: one word (“people”) names half of all entries, and four make a long id.
FEWEST, MOST = 2, 3
# Words, chosen by hand: without a figure there is no place at which the subject is sure to stand,
# so one word more is taken.
WITHOUT_FIGURE = 4
# What the reader of documents puts between the cells of a row.
CELL_ENDS = " | "
PHRASE_ENDS = re.compile(r"[;:.,()|–—]|\b(?:who|which|that|while|but|although|because|according)\b")


def label(text: str, figures: Sequence[Figure], *, figure: Figure | None) -> str:
    """Returns what a figure counts, by the words behind it, else by those before it.

    “21,786 from Honduras” is about Honduras. Without a figure, it returns what the sentence begins
    with; in a row of a table, its first cell and the head of the figure's own.
    """
    # Blanks replace the figures, so that places in the text stay true.
    words = without(text, figures, filler=" ")
    if figure is None:
        return " ".join(meaningful_words(words)[:WITHOUT_FIGURE])
    before = words[: figure.start]
    if CELL_ENDS in text:
        return " ".join(
            meaningful_words(before.partition(CELL_ENDS)[0])[:FEWEST]
            + meaningful_words(before.rpartition(CELL_ENDS)[2])[:FEWEST]
        )
    # What a figure counts stands before the next date: “12 wells in March 2021 and …”.
    dates = [
        other.start for other in figures if isinstance(other, Moment) and other.start >= figure.end
    ]
    behind = meaningful_words(
        PHRASE_ENDS.split(words[figure.end : min(dates, default=len(text))], maxsplit=1)[0]
    )[:MOST]
    if len(behind) >= FEWEST:
        return " ".join(behind)
    return " ".join(
        # As many words from before the figure as are missing behind it, and only of its own
        # sentence or clause.
        [*meaningful_words(re.split(r"[;.]", before)[-1])[len(behind) - FEWEST :], *behind]
    )


def meaningful_words(text: str) -> list[str]:
    """Returns the words of a text that carry meaning."""
    return [
        word
        for word in WORD.findall(text)
        if word.lower() not in EMPTY_WORDS and len(word) >= SHORTEST
    ]
