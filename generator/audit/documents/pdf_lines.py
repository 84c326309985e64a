"""The lines of one page of a PDF as they look: columns one after the other, raised note numbers gone."""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from generator.audit.documents.pdf_fragments import SPACE, Fragment

SAME_LINE = 0.35
"""Fragments whose baselines differ by less than this part of their size stand on one line."""
RAISED = 0.82
"""What is smaller than this part of its neighbour and raised is the call of a note."""
FEWEST_LINES = 2
FEWEST_LETTERS = {True: 12, False: 20}
"""Shorter lines on one side of a gutter are the cells of a table, no column; lines of few rows must be longer to be believed."""
MANY_LINES = 4
NOTE_CALL = re.compile(r"^[\[(]?(?:\d{1,3}|[*†‡§]{1,3})[\])]?[,;]?(?:\s*\d{1,3})*\s*$")


@dataclass(frozen=True)
class Line:
    """A line of a page as it looks."""

    page: int
    number: int
    x: float
    y: float
    size: float
    text: str
    bold: bool
    column: int = 0
    parts: tuple[Fragment, ...] = ()
    """The fragments that it is made of."""
    cells: tuple[str, ...] = ()
    """What stands in each column of a table, where the line is a row of one."""

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.parts[-1].right


def lines_of(fragments: Sequence[Fragment], *, page: int) -> list[Line]:
    """The lines of a page in reading order."""
    lines: list[Line] = []
    for column, group in enumerate(_columns(fragments)):
        for row in _rows(group):
            if line := _line(row, page=page, number=len(lines) + 1, column=column):
                lines.append(line)
    return lines


def _columns(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """The fragments in groups to be read one after the other: bands over the whole width, and columns between them."""
    gutter = _gutter(fragments)
    if gutter is None:
        return [list(fragments)]
    groups: list[list[Fragment]] = []
    for crosses, rows in groupby(_rows(fragments), key=lambda row: _crosses(row, gutter)):
        here = [fragment for row in rows for fragment in row]
        if crosses:
            groups.append(here)
            continue
        # Either side may have columns of its own: a page of three is one of two, and one.
        for side in ([one for one in here if one.x < gutter - 2], [one for one in here if one.x >= gutter - 2]):
            groups += _columns(side) if side and len(side) < len(fragments) else [side] if side else []
    return groups


def _crosses(row: list[Fragment], gutter: float) -> bool:
    """Whether a row goes on over the place where a column begins: in one piece, or from one word to the next."""
    left = [fragment for fragment in row if fragment.x < gutter - 2]
    right = [fragment for fragment in row if fragment.x >= gutter - 2]
    if not left:
        return False
    last = max(left, key=lambda fragment: fragment.right)
    if last.right > gutter + last.size / 2:
        return True
    gap = right[0].x - last.right if right else last.size
    return gap < 0.8 * last.size and right[0].x > gutter + 3


def _gutter(fragments: Sequence[Fragment]) -> float | None:
    """Where another column begins; nothing on a page of one column."""
    starts = Counter(round(fragment.x / 3) * 3 for fragment in fragments)
    if not starts:
        return None
    left, width = min(starts), max(fragment.right for fragment in fragments) - min(starts)
    beyond = {x: count for x, count in starts.items() if x > left + 0.35 * width}
    if not beyond:
        return None
    start, count = max(beyond.items(), key=lambda item: item[1])
    most = max(starts.values())
    if count < FEWEST_LINES or count < most / 4:
        return None
    rows = _rows(fragments)
    before = [row for row in rows if row[0].x < start - row[0].size]
    crossing = sum(_crosses(row, start) for row in before)
    return float(start) if crossing < len(before) / 3 and _has_columns(rows, start) else None


def _has_columns(rows: list[list[Fragment]], gutter: float) -> bool:
    """Whether lines of words stand on both sides, and no cells of a table."""
    sides = ([one for row in rows for one in row if one.x < gutter - 2], [one for row in rows for one in row if one.x >= gutter - 2])
    lengths = [[sum(len(one.text) for one in row) for row in _rows(side)] for side in sides]
    fewest = FEWEST_LETTERS[min(map(len, lengths)) >= MANY_LINES]
    return all(side and statistics.median(side) >= fewest for side in lengths)


def _rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """The fragments in lines from the top down; what is raised belongs to the line it is raised from."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda fragment: (round(fragment.y, 1), fragment.x)):
        near = next((row for row in reversed(rows[-3:]) if _on_line(fragment, row)), None)
        if near is None:
            rows.append([fragment])
        else:
            near.append(fragment)
    return [sorted(row, key=lambda fragment: fragment.x) for row in rows]


def _on_line(fragment: Fragment, row: list[Fragment]) -> bool:
    """Whether a fragment stands on the line of the others, raised or lowered at most as notes are."""
    main = max(row, key=lambda other: (other.size, len(other.text)))
    gap = abs(fragment.y - main.y)
    larger, smaller = max(fragment.size, main.size), min(fragment.size, main.size)
    return gap <= SAME_LINE * larger or (smaller < RAISED * larger and gap <= 0.6 * larger)


def _line(row: list[Fragment], *, page: int, number: int, column: int) -> Line | None:
    """The line without the calls of notes; nothing where nothing else stands on it."""
    main = max(row, key=lambda fragment: (len(fragment.text.strip()), fragment.size))
    kept = [fragment for fragment in row if not _is_note_call(fragment, main, first=fragment is row[0])]
    if not kept:
        return None
    text = kept[0].text
    for previous, fragment in pairwise(kept):
        # The call of a note that stood between may have left a gap.
        closes = fragment.text[:1] in ",.;:)”’"
        apart = fragment.x - previous.right > SPACE * fragment.size and not previous.text.endswith(" ") and not closes
        text += (" " if apart else "") + fragment.text
    bold = sum(len(fragment.text) for fragment in kept if fragment.bold) > len(text) / 2
    return Line(
        page,
        number,
        kept[0].x,
        main.y,
        main.size,
        " ".join(text.split()) + ("\u00ad" if text.rstrip().endswith("\u00ad") else ""),
        bold,
        column,
        tuple(kept),
    )


def _is_note_call(fragment: Fragment, main: Fragment, *, first: bool) -> bool:
    """Whether a fragment is a raised number behind some words."""
    return (
        not first
        and fragment.size < RAISED * main.size
        and fragment.y < main.y - 0.1 * main.size
        and bool(NOTE_CALL.match(fragment.text.strip()))
    )
