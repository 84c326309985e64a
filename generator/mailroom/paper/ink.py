"""Where the words of a finished PDF stand on the paper: the ink itself, letter by letter, measured from what is drawn."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Object

from generator.letter import pdf_fonts
from generator.letter.envelopes import Box
from generator.letter.pdf_merge import mapped, widths_of

POINTS = 72
SAME_LINE = 0.3
"""Words whose baselines differ by less than this part of their size stand on one line."""
APART = 1.5
"""A gap of more than so many ems begins another line: the next label, the next column."""

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Line:
    """A line of words, in inches from the top left of the page; the box is around its ink."""

    text: str
    box: Box
    baseline: float
    size: float
    """Of the type, in points."""


@dataclass(frozen=True)
class _Glyph:
    """A glyph in ems: the edges of its ink, how far it moves the pen, and what it reads as."""

    left: float
    low: float
    right: float
    high: float
    advance: float
    text: str


class _Typeface:
    """How one font of a page draws."""

    def __init__(self, font: Object, program: bytes | None) -> None:
        descendant = _descendant(font)
        self._widths = widths_of(descendant)
        self._default = float(descendant.get("/DW", 1000))
        self._texts = dict(mapped(font.ToUnicode.read_bytes())) if "/ToUnicode" in font else {}
        self._subset = _subset(program)
        self._glyphs: dict[bytes, _Glyph] = {}

    def glyph(self, code: bytes) -> _Glyph:
        """The glyph of a code of two bytes."""
        if code not in self._glyphs:
            self._glyphs[code] = self._glyph(code)
        return self._glyphs[code]

    def _glyph(self, code: bytes) -> _Glyph:
        number = int.from_bytes(code, "big")
        advance = self._widths.get(number, self._default) / 1000
        text = bytes.fromhex(self._texts.get(code.hex().encode(), b"fffd").decode()).decode("utf-16-be", "replace")
        if self._subset is None:
            return _Glyph(0, -0.25, advance, 0.75, advance, text)  # a font that does not say: the whole em
        outline, units = self._subset.glyphs.get(number), self._subset.units
        left, low, right, high = outline.extent if outline else (0, 0, 0, 0)
        return _Glyph(left / units, low / units, right / units, high / units, advance, text)


def _descendant(font: Object) -> Object:
    """What a composite font says of its glyphs; nothing for a simple one."""
    return font.DescendantFonts[0] if "/DescendantFonts" in font else Dictionary()


def _subset(program: bytes | None) -> pdf_fonts.Subset | None:
    try:
        return pdf_fonts.read(program) if program else None
    except pdf_fonts.NotTrueTypeError:
        return None


@dataclass
class _Ink:
    """Some letters drawn at once."""

    text: str
    corners: list[tuple[float, float]]
    start: tuple[float, float]
    end: tuple[float, float]
    size: float


class Reader:
    """Reads the lines of many pages; a typeface that several of them share is read once."""

    def __init__(self) -> None:
        self._typefaces: dict[bytes, _Typeface] = {}

    def lines(self, page: pikepdf.Page, *, above: float = math.inf) -> tuple[Line, ...]:
        """The lines in the order in which they are drawn; only those that stand less than so many inches below the top."""
        fonts = {name: self._typeface(font) for name, font in page.resources.get("/Font", Dictionary()).items()}
        left, _, _, top = (float(side) for side in page.mediabox)
        inks = _Pen(fonts, lowest=top - above * POINTS).draw(page)
        return tuple(_line(group, left=left, top=top) for group in _grouped(inks))

    def _typeface(self, font: Object) -> _Typeface:
        program = _descendant(font).get("/FontDescriptor", Dictionary()).get("/FontFile2")
        if program is None:
            return _Typeface(font, None)
        data = program.read_raw_bytes()
        if data not in self._typefaces:
            self._typefaces[data] = _Typeface(font, program.read_bytes())
        return self._typefaces[data]


# ---------------------------------------------------------------- drawing


class _Pen:
    """Follows what a page draws (ISO 32000-1, 8.4 and 9.4), as far as words need it."""

    def __init__(self, fonts: dict[str, _Typeface], *, lowest: float) -> None:
        self._fonts = fonts
        self._lowest = lowest
        self._kept: list[Matrix] = []
        self._space: Matrix = _UNIT
        self._text: Matrix = _UNIT
        self._font: _Typeface | None = None
        self._size = 0.0

    def draw(self, page: pikepdf.Page) -> Iterator[_Ink]:
        """All letters of the page."""
        for instruction in pikepdf.parse_content_stream(page, "q Q cm BT Tm Tf Tj TJ"):
            yield from self._follow(str(instruction.operator), list(instruction.operands))

    def _follow(self, operator: str, operands: Sequence[Any]) -> Iterator[_Ink]:
        match operator:
            case "q":
                self._kept.append(self._space)
            case "Q" if self._kept:
                self._space = self._kept.pop()
            case "cm":
                self._space = _times(_matrix(operands), self._space)
            case "BT":
                self._text = _UNIT
            case "Tm":
                self._text = _matrix(operands)
            case "Tf":
                self._font, self._size = self._fonts.get(str(operands[0])), float(operands[1])
            case "Tj" | "TJ":
                yield from self._write(operands[0] if isinstance(operands[0], Array) else [operands[0]])

    def _write(self, parts: Iterable[Any]) -> Iterator[_Ink]:
        """The letters of one stroke; the pen stands behind them afterwards."""
        if self._font is None or _at(_times(self._text, self._space))[1] < self._lowest:
            return
        pen, read = 0.0, []
        left, low, right, high = math.inf, math.inf, -math.inf, -math.inf
        for part in parts:
            if not isinstance(part, pikepdf.String):
                pen -= float(part) / 1000
                continue
            data = bytes(part)
            for start in range(0, len(data), 2):
                glyph = self._font.glyph(data[start : start + 2])
                if glyph.right > glyph.left:
                    left, right = min(left, pen + glyph.left), max(right, pen + glyph.right)
                    low, high = min(low, glyph.low), max(high, glyph.high)
                read.append(glyph.text)
                pen += glyph.advance
        if right > left:
            yield self._ink("".join(read), Box(left, low, right - left, high - low), pen=pen)
        self._text = _times((1, 0, 0, 1, pen * self._size, 0), self._text)

    def _ink(self, text: str, ems: Box, *, pen: float) -> _Ink:
        """The stroke on the page: a box of ems, and how far the pen went."""
        matrix = _times((self._size, 0, 0, self._size, 0, 0), _times(self._text, self._space))
        corners = [_at(matrix, (x, y)) for x in (ems.x, ems.right) for y in (ems.y, ems.bottom)]
        return _Ink(text, corners, _at(matrix), _at(matrix, (pen, 0)), abs(matrix[3]) or abs(matrix[1]))


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """First the one, then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _at(matrix: Matrix, point: tuple[float, float] = (0, 0)) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


# ---------------------------------------------------------------- lines


def _grouped(inks: Iterable[_Ink]) -> Iterator[list[_Ink]]:
    """What was drawn one after the other on one baseline, without a gap."""
    group: list[_Ink] = []
    for ink in inks:
        if group and not _goes_on(group[-1], ink):
            yield group
            group = []
        group.append(ink)
    if group:
        yield group


def _goes_on(before: _Ink, after: _Ink) -> bool:
    size = max(before.size, after.size)
    gap = after.start[0] - before.end[0]
    return abs(after.start[1] - before.start[1]) < SAME_LINE * size and -size < gap < APART * size


def _line(group: Sequence[_Ink], *, left: float, top: float) -> Line:
    xs = [x - left for ink in group for x, _ in ink.corners]
    ys = [top - y for ink in group for _, y in ink.corners]
    box = Box(min(xs) / POINTS, min(ys) / POINTS, (max(xs) - min(xs)) / POINTS, (max(ys) - min(ys)) / POINTS)
    return Line("".join(ink.text for ink in group), box, (top - group[0].start[1]) / POINTS, max(ink.size for ink in group))


# ---------------------------------------------------------------- an address among them


@dataclass(frozen=True)
class Found:
    """An address on a page: the lines it stands on, and what follows them."""

    box: Box
    size: float
    first: int
    after: int


def find(words: Sequence[str], lines: Sequence[Line], *, start: int = 0) -> Found | None:
    """Where the words stand, in order and without others between them, from that line on; None where they do not."""
    wanted = bare("".join(words))
    for first in range(start, len(lines)):
        read = ""
        for after in range(first + 1, len(lines) + 1):
            read += bare(lines[after - 1].text)
            if read == wanted and read:
                return Found(around(line.box for line in lines[first:after]), min(line.size for line in lines[first:after]), first, after)
            if not wanted.startswith(read):
                break
    return None


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around the others."""
    boxes = tuple(boxes)
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def bare(text: str) -> str:
    """Its letters and figures only: spaces, quotation marks and hyphens are set one way and read another."""
    return re.sub(r"[\W_]+", "", text)
