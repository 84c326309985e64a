"""Rows of tables among the lines of a PDF's pages, known by their cells standing below one another."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.audit.documents.pdf_fragments import SPACE, Fragment
from generator.audit.documents.pdf_lines import Line

WORDS = 0.5
"""A gap of this part of the type size parts two cells where a program draws every word by itself."""
BELOW = 3.0
"""Points by which cells of one column may be out of line."""
NEXT = 3.5
"""Rows follow each other within so many sizes of their type."""
FEWEST_ROWS = 2
SIGN = re.compile(r"\W{1,2}|\(?[\divx]{1,3}[.)]|\(?[a-z][.)]")
"""What stands before the items of a list."""


def with_tables(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, each that is a row of a table with its cells."""
    rows: dict[int, tuple[str, ...]] = {}
    for widest in (SPACE, WORDS):
        cells = [_cells(line, widest) for line in lines]
        for first, last in _runs(lines, cells):
            rows |= {index: tuple(cell.text for cell in cells[index]) for index in range(first, last + 1) if index not in rows}
    return tuple(replace(line, cells=rows.get(index, ())) for index, line in enumerate(lines))


def _cells(line: Line, widest: float) -> tuple[Fragment, ...]:
    """The parts of a line, those joined that stand nearer to each other than cells do."""
    cells: list[Fragment] = []
    for part in line.parts:
        if cells and part.x - cells[-1].right <= widest * part.size:
            cells[-1] = replace(cells[-1], text=f"{cells[-1].text} {part.text.strip()}", right=part.right)
        else:
            cells.append(replace(part, text=part.text.strip()))
    return tuple(cells)


def _runs(lines: Sequence[Line], cells: Sequence[tuple[Fragment, ...]]) -> Iterator[tuple[int, int]]:
    """The first and last line of every table, with the line above it where that has as many cells: its head."""
    start = 0
    pairs = [_follow(lines[index], lines[index + 1]) and _stand_below(*cells[index : index + 2]) for index in range(len(lines) - 1)]
    for index, goes_on in enumerate([*pairs, False]):
        if goes_on:
            continue
        if index - start + 1 >= FEWEST_ROWS and _has_figures(cells[start : index + 1]):
            headed = start > 0 and len(cells[start - 1]) == len(cells[start]) and _follow(lines[start - 1], lines[start])
            yield start - headed, index
        start = index + 1


def _follow(line: Line, after: Line) -> bool:
    """Whether a line is the next of one place."""
    return (line.page, line.column) == (after.page, after.column) and 0 < after.y - line.y < NEXT * line.size


def _stand_below(row: Sequence[Fragment], after: Sequence[Fragment]) -> bool:
    """Whether each cell of a row stands below one of the row before: at its left, its right or its middle."""
    if len(row) != len(after) or len(row) == 1 or SIGN.fullmatch(row[0].text) or SIGN.fullmatch(after[0].text):
        return False
    parted = all(one.right < other.x for cells in (row, after) for one, other in pairwise(cells))
    return parted and all(
        min(abs(one.x - other.x), abs(one.right - other.right), abs(one.x + one.right - other.x - other.right) / 2) <= BELOW
        for one, other in zip(row, after, strict=True)
    )


def _has_figures(rows: Sequence[Sequence[Fragment]]) -> bool:
    """Whether half of the rows or more hold a digit behind their first cell."""
    return sum(any(re.search(r"\d", cell.text) for cell in row[1:]) for row in rows) * 2 >= len(rows)
