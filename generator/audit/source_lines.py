"""Finds the line of a text in Jinja2 and Markdown on which finished words were written."""

import difflib
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.models.campaign import Prose

# Matches a whole expression (“{{ figure("wells") }}”), statement or comment of Jinja2 as one token,
# else a word. An expression would be cut at its blanks otherwise.
PIECE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|(?:(?!\{[{%#])\S)+", re.DOTALL)
# Matches “](https://…)” behind the words of a Markdown link, of which the page shows the words.
LINK = re.compile(r"\]\(.*")
# The marks of emphasis, code and links in Markdown, and its escapes.
MARKUP = re.compile(r"[*_`\\\[\]]")
QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
DIGIT = re.compile(r"\d")
EDGES = ".,;:!?()\"'—–"
# Chosen by hand: templates may print many of the words of a paragraph.
FEWEST_ALIKE = 0.3
"""Finished words were not written in a text that shares less of them than this."""


# NUL, which the reader of text files refuses, so that no word of a user is equal to it.
EXPRESSION = "\x00"
"""The key of an expression, which no word has."""


@dataclass(frozen=True)
class TextToken:
    """A word of a text, or an expression of its Jinja2, and where it stands."""

    key: str
    """The word without markup and punctuation."""
    raw: str
    start: int
    end: int


def line_of(prose: Prose, said: str, *, start: int, end: int) -> int | None:
    """Returns the line of the file on which `said[start:end]` was written.

    That may be an expression that made it. Returns None if the text is another. Finished words have
    lost their markup and gained figures and dates, so that the two texts are compared as sequences;
    this is slow, and is done for a mistake only.
    """
    written, finished = tuple(_pieces(prose.text)), tuple(_pieces(said))
    pair = difflib.SequenceMatcher(
        # Without autojunk, which would leave out words that are more than 1 percent of a text of
        # 200 words or more: “the” and “of” are marks of place here.
        None,
        [piece.key for piece in written],
        [piece.key for piece in finished],
        autojunk=False,
    )
    places = {
        block.b + step: block.a + step
        for block in pair.get_matching_blocks()
        for step in range(block.size)
    }
    touched = [
        index for index, piece in enumerate(finished) if piece.start < end and start < piece.end
    ]
    if not touched or len(places) < FEWEST_ALIKE * len(finished):
        return None
    # The digit of “more than 1,200” is what was mistyped, and the words before it may stand on the
    # line above.
    target = next((index for index in touched if DIGIT.search(finished[index].raw)), touched[-1])
    piece = (
        written[places[target]] if target in places else _between(written, places, target=target)
    )
    return prose.first_line + prose.text.count("\n", 0, piece.start) if piece else None


def _pieces(text: str) -> Iterator[TextToken]:
    """Yields the words and expressions of a text in order."""
    for found in PIECE.finditer(text):
        raw = found.group()
        key = EXPRESSION if raw.startswith("{{") else _key(raw)
        if key and not raw.startswith(("{%", "{#")):
            yield TextToken(key, raw, *found.span())


def _key(word: str) -> str:
    """Returns a word without the markup and punctuation around and in it."""
    return MARKUP.sub("", LINK.sub("", html.unescape(word))).translate(QUOTES).strip(EDGES)


def _between(
    written: Sequence[TextToken], places: Mapping[int, int], *, target: int
) -> TextToken | None:
    """Returns the token that made a word which was not written as it stands.

    Of all tokens between its neighbours it is one with a digit, else an expression.
    """
    first = max((place for index, place in places.items() if index < target), default=-1)
    last = min((place for index, place in places.items() if index > target), default=len(written))
    gap = written[first + 1 : last]
    made = (piece for piece in gap if piece.raw.startswith("{{"))
    near = written[first] if first >= 0 else None
    return (
        # A typed number is the mistake more often than an expression; next comes what an expression
        # made.
        next((piece for piece in gap if DIGIT.search(piece.raw)), None)
        or next(made, None)
        or next(iter(gap), near)
    )
