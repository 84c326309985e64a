"""Markdown to the blocks and runs of a letter; what a letter cannot carry is a problem with its line."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.errors import FilesAreWrongError, Problem
from generator.models import Block, Emphasis, Run

MOST_KEPT = 256
"""Texts that a reader remembers: an argument that names nobody reads the same in every letter."""

ALLOWED = "a letter carries paragraphs, lists, quotations, *emphasis*, **strong** words and links"
HTML = "HTML (a remark that is not printed is {# … #})"
REFUSED = {
    "heading_open": "a heading",
    "fence": "a code block",
    "code_block": "a code block (a line that begins with four spaces is one)",
    "hr": "a rule",
    "table_open": "a table",
    "image": "an image",
    "html_block": HTML,
    "html_inline": HTML,
}
KINDS = {"paragraph_open": "paragraph", "bullet_list_open": "bullets", "ordered_list_open": "numbers", "blockquote_open": "quote"}


class Reader:
    """Reads Markdown with typographic quotes; one for many texts, of which it reads each once.

    Dashes and ellipses are left to the typesetter, who sets those of a person's own words, which are no Markdown, as well.
    """

    def __init__(self) -> None:
        self._parser = MarkdownIt("commonmark", {"typographer": True}).enable("smartquotes")
        self._read = functools.lru_cache(maxsize=MOST_KEPT)(self._blocks)

    def blocks(self, text: str, *, part: str, file: str, first_line: int) -> tuple[Block, ...]:
        """The blocks of the text in order, each with the line it begins on.

        Raises FilesAreWrongError for everything in it that a letter cannot carry.
        """
        return self._read(text, part, file, first_line)

    def _blocks(self, text: str, part: str, file: str, first_line: int) -> tuple[Block, ...]:  # noqa: PLR0917 - a cache counts places
        tokens = self._parser.parse(text)
        problems = [
            Problem(file, first_line + line, "", f"{REFUSED[token.type]} has no place here: {ALLOWED}")
            for token, line in _every(tokens)
            if token.type in REFUSED
        ]
        if problems:
            raise FilesAreWrongError(problems)
        found = (_block(group, part=part) for group in _groups(tokens))
        return tuple(replace(block, file=file, line=first_line + line) for block, line in found if block.items)


def _every(tokens: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """Every token and every child, each with its line counted from 0."""
    for token in tokens:
        line = (token.map or [0])[0]
        yield token, line
        for child in token.children or ():
            yield child, line
            line += child.type in ("softbreak", "hardbreak")


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of each outermost block."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _block(group: list[Token], *, part: str) -> tuple[Block, int]:
    """One outermost block and its line; a list has an item for each of its paragraphs, however deep."""
    first = group[0]
    items = tuple(_runs(token.children or ()) for token in group if token.type == "inline")
    return Block(kind=KINDS.get(first.type, "paragraph"), items=items, part=part), (first.map or [0])[0]  # type: ignore[arg-type]


def _runs(children: Sequence[Token]) -> tuple[Run, ...]:
    """The runs of one paragraph, neighbours of one style joined."""
    runs: list[Run] = []
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
            runs.append(Run(text, emphasis[-1], link))
    return joined(runs)


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs without empty ones, neighbours of one style made one; a note call stays by itself."""
    out: list[Run] = []
    for run in runs:
        if run.note is None and not run.text:
            continue
        if out and run.note is None and _alike(out[-1], run):
            out[-1] = Run(out[-1].text + run.text, run.emphasis, run.link)
        else:
            out.append(run)
    return tuple(out)


def _alike(one: Run, other: Run) -> bool:
    """True for words of one style; a note call is like nothing."""
    return one.note is None and (one.emphasis, one.link) == (other.emphasis, other.link)
