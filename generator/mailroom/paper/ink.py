"""Where the words of a finished PDF stand on the paper: the ink of each line, in inches.

PDFium measures it, the engine of Chrome's reader: its tight box of a glyph is that of the outline,
to a thousandth of the type size. An interpreter of our own for content streams and typefaces did so
before, in five times the code. On 24 letters of a campaign and 35 of a drive the boxes of the
addresses differ by at most 0.002 in (a letterhead of 19 points: 0.003), every line reads the same,
and every verdict about a window is the same; so with 2,000 lines of envelopes and labels. PDFium
takes 7 ms of processor time a letter, ours took 4; to print the letter takes over 80.
"""

import ctypes
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from generator.letter.envelopes import Rectangle

POINTS = 72
"""Points in an inch."""
SAME_LINE = 0.3
"""Glyphs whose baselines differ by less than this part of their size stand on one line. Chosen by
hand: a quarter of the leading of any design, and more than a superscript is raised."""
APART = 1.5
"""A gap of more than so many ems begins another line: the next label, the next column. Chosen by
hand: a justified space is at most one em, and the columns of labels are three ems apart or more."""


@dataclass(frozen=True)
class InkLine:
    """A line of words, in inches from the top left of the page; the box is around its ink."""

    text: str
    box: Rectangle
    size: float
    """Of the type, in points."""


@dataclass(frozen=True)
class _Glyph:
    """A glyph in points from the lower left of the page: its origin, and the edges of its ink."""

    text: str
    x: float
    baseline: float
    left: float
    low: float
    right: float
    high: float
    size: float


def read_lines(page: pypdfium2.PdfPage, *, above: float = math.inf) -> tuple[InkLine, ...]:
    """Returns the lines of a page in the order in which it draws them.

    Only those whose baseline is less than `above` inches below the top; a line without ink, such as
    one of spaces, is left out.
    """
    left, _, _, top = page.get_mediabox()
    with closing(page.get_textpage()) as layer:
        glyphs = _glyphs(layer, lowest=top - above * POINTS)
        lines = [_line(group, left=left, top=top) for group in _grouped(glyphs)]
    return tuple(line for line in lines if line)


def _glyphs(layer: pypdfium2.PdfTextPage, *, lowest: float) -> Iterator[_Glyph]:
    """Returns the glyphs that are drawn, without the spaces that PDFium puts between words itself.

    PDFium's functions are called directly: its Python wrapper makes a new pointer for each figure,
    and a letter has three thousand glyphs.
    """
    x, y, left, right, low, high = (ctypes.c_double() for _ in range(6))
    matrix = raw.FS_MATRIX()
    for index in range(layer.count_chars()):
        raw.FPDFText_GetCharOrigin(layer, index, x, y)
        code = raw.FPDFText_GetUnicode(layer, index)
        # PDFium answers 1 for a space of its own, 0 for a drawn glyph and -1 for an error; a glyph
        # without a character has the code 0. What stands too low is dropped before the slower
        # calls.
        if y.value < lowest or not code or raw.FPDFText_IsGenerated(layer, index) == 1:
            continue
        raw.FPDFText_GetCharBox(layer, index, left, right, low, high)
        raw.FPDFText_GetMatrix(layer, index, matrix)
        # The size of the font, times what the text matrix scales it by: PDF writers use either.
        size = raw.FPDFText_GetFontSize(layer, index) * math.hypot(matrix.c, matrix.d)
        edges = (left.value, low.value, right.value, high.value)
        yield _Glyph(chr(code), x.value, y.value, *edges, size)


def _grouped(glyphs: Iterable[_Glyph]) -> Iterator[list[_Glyph]]:
    """Returns what was drawn one after the other on one baseline, without a gap."""
    group: list[_Glyph] = []
    for glyph in glyphs:
        if group and not _goes_on(group[-1], glyph):
            yield group
            group = []
        group.append(glyph)
    if group:
        yield group


def _goes_on(before: _Glyph, after: _Glyph) -> bool:
    # A negative gap up to an em is kerning or an accent; a larger one is a jump back to the left.
    size = max(before.size, after.size)
    gap = after.x - before.right
    return abs(after.baseline - before.baseline) < SAME_LINE * size and -size < gap < APART * size


def _line(group: Sequence[_Glyph], *, left: float, top: float) -> InkLine | None:
    boxes = [
        Rectangle(
            (glyph.left - left) / POINTS,
            (top - glyph.high) / POINTS,
            (glyph.right - glyph.left) / POINTS,
            (glyph.high - glyph.low) / POINTS,
        )
        for glyph in group
        # Lines end with a space, for readers that join them; PDFium gives it a box as well.
        if glyph.right > glyph.left and glyph.high > glyph.low and not glyph.text.isspace()
    ]
    text = "".join(glyph.text for glyph in group).strip()
    return InkLine(text, around(boxes), max(glyph.size for glyph in group)) if boxes else None


# ---------------------------------------------------------------- an address among them


@dataclass(frozen=True)
class PrintAddress:
    """An address on a page: the ink of its lines, and the first line and the one after the last."""

    box: Rectangle
    size: float
    first: int
    after: int


def find(words: Sequence[str], lines: Sequence[InkLine], *, start: int = 0) -> PrintAddress | None:
    """Returns where the words stand, in order and without others between, from line `start` on.

    Returns None where they do not. Only letters and figures are compared.
    """
    sought = bare("".join(words))
    for first in range(start, len(lines)):
        read = ""
        for after in range(first + 1, len(lines) + 1):
            # One line of the address may be read as two (a wide gap), and two as one: so the words
            # are compared as a whole and not line by line.
            read += bare(lines[after - 1].text)
            if read == sought and read:
                found = lines[first:after]
                size = min(line.size for line in found)
                return PrintAddress(around([line.box for line in found]), size, first, after)
            # Ends at the first line that differs, so that the search is as good as linear.
            if not sought.startswith(read):
                break
    return None


def around(boxes: Sequence[Rectangle]) -> Rectangle:
    """Returns the smallest box around the others, of which there is at least one."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Rectangle(left, top, right - left, bottom - top)


def bare(text: str) -> str:
    """Returns its letters and figures: spaces, quotes and hyphens are set and read differently."""
    # “U.S. Senate” and “US Senate” are the same, “Suite 12” and “Suite 1” are not.
    return re.sub(r"[\W_]+", "", text)
