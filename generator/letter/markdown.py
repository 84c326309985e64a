"""Markdown to the blocks and runs of a letter; a problem with its line for all other Markdown."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.errors import FilesAreWrongError, Problem
from generator.models.letter import Block, Emphasis, TextRun

# Chosen by hand: more texts than any campaign of ours has.
MAX_TEXTS = 256
"""Texts that a reader remembers: an argument that names no one is the same in every letter."""

ALLOWED = "a letter carries paragraphs, lists, quotations, *emphasis*, **strong** words and links"
_HTML = "HTML (a remark that is not printed is {# … #})"
REFUSED = {
    "heading_open": "a heading",
    "fence": "a code block",
    "code_block": "a code block (a line that begins with four spaces is one)",
    "hr": "a rule",
    "table_open": "a table",
    "image": "an image",
    "html_block": _HTML,
    "html_inline": _HTML,
}
"""Tokens of CommonMark that a letter cannot carry, as a person calls them."""
KINDS: Mapping[str, Literal["paragraph", "bullets", "numbers", "quote"]] = {
    "paragraph_open": "paragraph",
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbers",
    "blockquote_open": "quote",
}


class MarkdownReader:
    """Reads Markdown with typographic quotes; one for many texts, of which it reads each once.

    Dashes and ellipses are left to `typography`, which also sets those of a person's own words,
    which are no Markdown.
    """

    def __init__(self) -> None:
        # The preset “commonmark” reads HTML: it becomes tokens that are refused with their line. A
        # parser without HTML would print the tags as words. Its links have no script addresses
        # (`validateLink`).
        self._parser = MarkdownIt("commonmark", {"typographer": True}).enable("smartquotes")
        # A cache of the reader and not of the method: it ends with the campaign that it belongs to.
        self._read = functools.lru_cache(maxsize=MAX_TEXTS)(self._blocks)

    def blocks(self, text: str, *, part: str, file: str, first_line: int) -> tuple[Block, ...]:
        """Returns the blocks of the text in order, each with the line it begins on.

        Raises FilesAreWrongError for everything in it that a letter cannot carry.
        """
        return self._read(text, part, file, first_line)

    def _blocks(self, text: str, part: str, file: str, first_line: int) -> tuple[Block, ...]:  # noqa: PLR0917 - a cache counts places
        tokens = self._parser.parse(text)
        problems = []
        for token, line in _every(tokens):
            if token.type in REFUSED:
                message = f"{REFUSED[token.type]} has no place here: {ALLOWED}"
                code = "markdown-not-in-letters"
                problems.append(Problem(file, first_line + line, "", message, code=code))
        if problems:
            raise FilesAreWrongError(problems)
        blocks = []
        for group in _groups(tokens):
            # A list has an item for each of its paragraphs, however deep.
            items = tuple(_runs(token.children or ()) for token in group if token.type == "inline")
            if items:
                kind = KINDS.get(group[0].type, "paragraph")
                line = first_line + (group[0].map or [0])[0]
                blocks.append(Block(kind, items, part, file, line))
        return tuple(blocks)


def _every(tokens: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Returns every token and every child, each with its line counted from 0."""
    for token in tokens:
        line = (token.map or [0])[0]
        yield token, line
        for child in token.children or ():
            yield child, line
            # markdown-it gives a line to blocks only; within one, each break begins the next line.
            line += child.type in ("softbreak", "hardbreak")


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Returns the tokens of each outermost block."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _runs(children: Sequence[Token]) -> tuple[TextRun, ...]:
    """Returns the runs of one paragraph, neighbors of one style joined."""
    runs: list[TextRun] = []
    emphasis: list[Emphasis] = ["plain"]
    link: str | None = None
    for token in children:
        if token.type in ("em_open", "strong_open"):
            emphasis.append("em" if token.type == "em_open" else "strong")
        elif token.type in ("em_close", "strong_close"):
            emphasis.pop()
        elif token.type in ("link_open", "link_close"):
            link = str(token.attrs["href"]) if token.type == "link_open" else None
        else:
            text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
            runs.append(TextRun(text, emphasis[-1], link))
    return joined(runs)


def joined(runs: Iterable[TextRun]) -> tuple[TextRun, ...]:
    """Returns the runs without empty ones, neighbors of one style joined; note calls stay alone."""
    out = [TextRun("")]
    for run in runs:
        last = out[-1]
        if run.note is not None:
            out += (run, TextRun(""))
        elif (
            not last.text or (last.emphasis, last.link) == (run.emphasis, run.link) or not run.text
        ):
            style = run if run.text else last
            out[-1] = TextRun(last.text + run.text, style.emphasis, style.link, title=style.title)
        else:
            out.append(run)
    return tuple(run for run in out if run.text or run.note is not None)
