"""Finds rows of tables among the lines of a PDF: their cells are below one another."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.audit.documents.pdf_fragments import SPACE, Fragment
from generator.audit.documents.pdf_lines import PageLine

WORDS = 0.5
"""A gap of more than this part of the type size separates two cells if a program draws each word by
itself. Chosen by hand, as the next two."""
BELOW = 3.0
"""Points by which cells of one column may be out of line: less than a letter, more than
rounding."""
NEXT = 3.5
"""Rows follow each other within so many sizes of their type: room for rows with space and rules
between."""
FEWEST_ROWS = 2
"""A single row is a line with a gap."""
SIGN = re.compile(r"\W{1,2}|\(?[\divx]{1,3}[.)]|\(?[a-z][.)]")
"""The sign or number before the items of a list: “•”, “12.”, “(iv)”, “a)”; not “1,204” or
“Ward”."""


def with_tables(lines: Sequence[PageLine]) -> tuple[PageLine, ...]:
    """Returns the lines; each that is a row of a table has its cells."""
    rows: dict[int, tuple[str, ...]] = {}
    # The narrow gap first: a program that draws a cell in one piece may set columns close. A row
    # that it found stays (`setdefault`).
    for widest in (SPACE, WORDS):
        cells = [_cells(line, widest) for line in lines]
        for first, last in _runs(lines, cells):
            for index in range(first, last + 1):
                rows.setdefault(index, tuple(cell.text for cell in cells[index]))
    return tuple(replace(line, cells=rows.get(index, ())) for index, line in enumerate(lines))


def _cells(line: PageLine, widest: float) -> tuple[Fragment, ...]:
    """Returns the parts of a line; parts that are nearer to each other than cells are joined."""
    cells: list[Fragment] = []
    for part in line.parts:
        if cells and part.x - cells[-1].right <= widest * part.size:
            cells[-1] = replace(
                cells[-1], text=f"{cells[-1].text} {part.text.strip()}", right=part.right
            )
        else:
            cells.append(replace(part, text=part.text.strip()))
    return tuple(cells)


def _runs(
    lines: Sequence[PageLine], cells: Sequence[tuple[Fragment, ...]]
) -> Iterator[tuple[int, int]]:
    """Yields the first and last line of every table.

    The line above it is its head if it has as many cells.
    """
    start = 0
    pairs = [
        _follow(lines[index], lines[index + 1]) and _stand_below(*cells[index : index + 2])
        for index in range(len(lines) - 1)
    ]
    for index, goes_on in enumerate([*pairs, False]):
        if goes_on:
            continue
        if index - start + 1 >= FEWEST_ROWS and _has_figures(cells[start : index + 1]):
            headed = (
                start > 0
                and len(cells[start - 1]) == len(cells[start])
                and _follow(lines[start - 1], lines[start])
            )
            yield start - headed, index
        start = index + 1


def _follow(line: PageLine, after: PageLine) -> bool:
    """Whether a line follows another in one column."""
    is_place = (line.page, line.column) == (after.page, after.column)
    return is_place and 0 < after.y - line.y < NEXT * line.size


def _stand_below(row: Sequence[Fragment], after: Sequence[Fragment]) -> bool:
    """Whether each cell of a row is below one of the row before: at its left, right or middle."""
    if len(row) != len(after) or len(row) == 1:
        return False
    # A list whose sign stands apart from its words looks like a table of two columns.
    if SIGN.fullmatch(row[0].text) or SIGN.fullmatch(after[0].text):
        return False
    # Cells that overlap are words over one another, such as a stamp.
    parted = all(one.right < other.x for cells in (row, after) for one, other in pairwise(cells))
    return parted and all(
        min(
            # Words are set flush left, figures flush right, and heads often in the middle.
            abs(one.x - other.x),
            abs(one.right - other.right),
            abs(one.x + one.right - other.x - other.right) / 2,
        )
        <= BELOW
        for one, other in zip(row, after, strict=True)
    )


def _has_figures(rows: Sequence[Sequence[Fragment]]) -> bool:
    """Whether half of the rows or more have a digit behind their first cell.

    Words in two columns below one another are more often a list of names than a table.
    """
    figures = sum(any(re.search(r"\d", cell.text) for cell in row[1:]) for row in rows)
    return figures * 2 >= len(rows)
