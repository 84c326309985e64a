"""The lines of one page of a PDF: columns one after the other, without the numbers of notes."""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise

from generator.audit.documents.pdf_fragments import SPACE, Fragment

SAME_LINE = 0.35
"""Fragments with baselines that differ by less than this part of their size are on one line. The
numbers of this module were chosen by hand, to read the PDFs of the tests right."""
RAISED = 0.82
"""A raised fragment smaller than this part of its neighbour is the call of a note. Word processors
set raised type at about six tenths of the size."""
FEWEST_LINES = 2
"""Fewer fragments with the same left edge are no column."""
FEWEST_LETTERS = {True: 12, False: 20}
"""Shorter lines on one side of a gutter are the cells of a table, and no column. The first number
is for MANY_LINES and more: where there are few, they must be longer to be a column. They are
counted in letters, because cells of figures are short in any type."""
MANY_LINES = 4
# Matches “12”, “[3]”, “*”, “4, 5” in raised type; not “th”, nor a raised “2019”, which has too many
# digits.
NOTE_CALL = re.compile(r"^[\[(]?(?:\d{1,3}|[*†‡§]{1,3})[\])]?[,;]?(?:\s*\d{1,3})*\s*$")


@dataclass(frozen=True)
class PageLine:
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
    """The text in each column of a table, if the line is a row of one."""

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.parts[-1].right


def lines_of(fragments: Sequence[Fragment], *, page: int) -> list[PageLine]:
    """Returns the lines of a page in reading order."""
    lines: list[PageLine] = []
    for column, group in enumerate(_columns(fragments)):
        for row in _rows(group):
            lines.append(_line(row, page=page, number=len(lines) + 1, column=column))
    return lines


def _columns(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Returns the fragments in groups that are read one after the other.

    These are bands over the whole width, and the columns between them.
    """
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
        for side in filter(None, _sides(here, gutter)):
            groups += _columns(side) if len(side) < len(fragments) else [side]
    return groups


def _sides(fragments: Iterable[Fragment], gutter: float) -> tuple[list[Fragment], list[Fragment]]:
    """Returns the fragments that begin left of the next column, and the others."""
    sides: tuple[list[Fragment], list[Fragment]] = ([], [])
    for fragment in fragments:
        sides[fragment.x >= gutter - 2].append(fragment)
    return sides


def _crosses(row: list[Fragment], gutter: float) -> bool:
    """Whether a row crosses the beginning of a column: in one piece, or from word to word."""
    left, right = _sides(row, gutter)
    if not left:
        return False
    last = max(left, key=lambda fragment: fragment.right)
    if last.right > gutter + last.size / 2:
        return True
    gap = right[0].x - last.right if right else last.size
    # A row of words that are drawn one by one has no piece that crosses the gutter, but its gaps
    # there are as narrow as word spaces; a gutter is wider than the type.
    return gap < 0.8 * last.size and right[0].x > gutter + 3


def _gutter(fragments: Sequence[Fragment]) -> float | None:
    """Returns where another column begins; None on a page of one column."""
    # In steps of three points: the left edges of a column differ by as much, by quotation marks
    # that hang and by rounding.
    starts = Counter(round(fragment.x / 3) * 3 for fragment in fragments)
    if not starts:
        return None
    left, width = min(starts), max(fragment.right for fragment in fragments) - min(starts)
    # The second of three columns begins at a little more than a third; nearer to the left are
    # indents and the items of lists.
    beyond = {x: count for x, count in starts.items() if x > left + 0.35 * width}
    if not beyond:
        return None
    start, count = max(beyond.items(), key=lambda item: item[1])
    most = max(starts.values())
    # A column has lines in number; a few starts in one place are chance.
    if count < FEWEST_LINES or count < most / 4:
        return None
    rows = _rows(fragments)
    before = [row for row in rows if row[0].x < start - row[0].size]
    crossing = sum(_crosses(row, start) for row in before)
    # A heading or a picture's caption may cross; where a third of the rows do, it is one column
    # with words below one another by chance.
    return float(start) if crossing < len(before) / 3 and _has_columns(rows, start) else None


def _has_columns(rows: list[list[Fragment]], gutter: float) -> bool:
    """Whether both sides have lines of words, and no cells of a table."""
    sides = _sides(chain.from_iterable(rows), gutter)
    lengths = [[sum(len(one.text) for one in row) for row in _rows(side)] for side in sides]
    fewest = FEWEST_LETTERS[min(map(len, lengths)) >= MANY_LINES]
    return all(side and statistics.median(side) >= fewest for side in lengths)


def _rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Returns the fragments in lines from the top down; raised ones belong to the line below."""
    rows: list[list[Fragment]] = []
    # Rounded, so that fragments of one baseline stay in order from left to right.
    for fragment in sorted(fragments, key=lambda fragment: (round(fragment.y, 1), fragment.x)):
        # The last three rows: a raised number comes before the row that it belongs to, and with all
        # rows the time would grow with the square of their number.
        near = next((row for row in reversed(rows[-3:]) if _on_line(fragment, row)), None)
        if near is None:
            rows.append([fragment])
        else:
            near.append(fragment)
    return [sorted(row, key=lambda fragment: fragment.x) for row in rows]


def _on_line(fragment: Fragment, row: list[Fragment]) -> bool:
    """Whether a fragment is on the line of the others, raised or lowered at most as notes are."""
    main = max(row, key=lambda other: (other.size, len(other.text)))
    gap = abs(fragment.y - main.y)
    larger, smaller = max(fragment.size, main.size), min(fragment.size, main.size)
    # Smaller type may be raised by more than half a line, as numbers of notes are; type of one size
    # by that much is another line.
    return gap <= SAME_LINE * larger or (smaller < RAISED * larger and gap <= 0.6 * larger)


def _line(row: list[Fragment], *, page: int, number: int, column: int) -> PageLine:
    """Returns the line of the fragments, without the calls of notes behind its first."""
    main = max(row, key=lambda fragment: (len(fragment.text.strip()), fragment.size))
    # The first stays: at the beginning of a line a raised number is that of the note itself.
    kept = row[:1] + [fragment for fragment in row[1:] if not _is_note_call(fragment, main)]
    text = kept[0].text
    for previous, fragment in pairwise(kept):
        # The call of a note that stood between may have left a gap.
        closes = fragment.text[:1] in ",.;:)”’"
        apart = (
            fragment.x - previous.right > SPACE * fragment.size
            and not previous.text.endswith(" ")
            and not closes
        )
        text += (" " if apart else "") + fragment.text
    bold = sum(len(fragment.text) for fragment in kept if fragment.bold) > len(text) / 2
    return PageLine(
        page,
        number,
        kept[0].x,
        main.y,
        main.size,
        # `split` keeps a soft hyphen, but the end of the line must show it: it decides how the word
        # is joined (`cleaning.joined`).
        " ".join(text.split()) + ("\u00ad" if text.rstrip().endswith("\u00ad") else ""),
        bold,
        column,
        tuple(kept),
    )


def _is_note_call(fragment: Fragment, main: Fragment) -> bool:
    """Whether a fragment is a raised number."""
    return (
        fragment.size < RAISED * main.size
        # Raised, and not only small: the 2 of CO₂ is below the line and stays.
        and fragment.y < main.y - 0.1 * main.size
        and bool(NOTE_CALL.match(fragment.text.strip()))
    )
