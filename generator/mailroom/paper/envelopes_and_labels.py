"""Addresses on envelopes and labels: as large as they fit, never below eight points.

Every address is measured on the printed page, since a machine reads only what stands whole in its
area: a line that the layout wrapped or pushed out is a problem, and no file is written.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pikepdf
import pypdfium2
from fontTools.ttLib import TTFont

from generator.errors import FilesAreWrongError, Problem
from generator.letter import pdf, stationery
from generator.letter.envelopes import TOLERANCE, Rectangle
from generator.letter.pdf_merge import PdfMerger
from generator.mailroom.paper import ink
from generator.mailroom.paper.ink import POINTS
from generator.mailroom.paper.pieces import Packet

MIN_POINTS = 8.0
"""Smaller type is not read by machine (DMM 202.2: at least 0.080 in, which is 8-point type)."""
LEADING = 1.2
"""The distance of lines in parts of their size; the templates' style sheets say the same."""
SPACING = 0.02
"""Ems between letters: capitals want air, and a reading machine wants them apart."""
TYPEFACE = "SourceSansPro-Regular"
MAX_PACKETS = 240
"""Packets in one document: a longer run is merged of several, so that memory does not grow."""

RETURN_AREA = Rectangle(0.5, 0.4, 4.5, 0.95)
"""Upper left, above the OCR read area and clear of the stamp."""
DELIVERY_AREA = Rectangle(4.0, 1.85, 5.0, 1.65)
"""From where the address begins to the edges of the OCR read area: half an inch from the right, 5/8
in from below (DMM 202.2.1)."""
READ_AREA = Rectangle(0.5, 1.375, 8.5, 2.125)
"""The OCR read area: half an inch from either side, 5/8 to 2 3/4 in above the lower edge (DMM
202.2.1)."""
DELIVERY_SIZES = LABEL_SIZES = (12.0, 11.0, 10.0, 9.0, MIN_POINTS)
"""Points, tried from the largest: letters of 12 are easy to read, and look like an office's."""
RETURN_SIZES = NARROW_SIZES = (9.0, 8.5, MIN_POINTS)
"""For the sender, who may be smaller; and for labels of three columns, where one size for nearly
all of them looks calmer than the largest for each."""
NARROW_INCHES = 3.0
"""A label of three columns is 2 5/8 in wide, one of two columns 4 in."""

LABEL_PADDING = 0.125
"""Inches of a label that stay free at its sides, where a printer may be off."""
LABEL_EDGE = 0.0625
"""Inches from a label's edge that ink never enters, even if fonts of another version are wider."""
MAX_NUDGE_MILLIMETRES = 10.0
"""A printer that seems to be off by more has other labels in it."""
MILLIMETRES = 25.4
"""In an inch."""
Item = TypeVar("Item")


# Chosen before the layout and measured after it: to lay every size out and measure it would take a
# layout for each size, and one is enough for nearly all.
class Ruler:
    """Measures how wide a line will be before it is printed, from the advances of the typeface."""

    @cached_property
    def _advances(self) -> Mapping[int, float]:
        """The advance of each character in ems."""
        with TTFont(pdf.font_file(TYPEFACE)) as font:
            # Without kerning: the printed page is measured afterwards in any case.
            units, metrics = font["head"].unitsPerEm, font["hmtx"]
            return {point: metrics[name][0] / units for point, name in font.getBestCmap().items()}

    def width(self, line: str, size: float) -> float:
        """Returns the width of the line in inches; a character without a glyph counts one em."""
        ems = sum(self._advances.get(ord(character), 1.0) + SPACING for character in line)
        return ems * size / POINTS

    def largest(self, lines: Sequence[str], sizes: Sequence[float], *, area: Rectangle) -> float:
        """Returns the first of the sizes at which the lines fit the area, or else the last one."""
        fitting = (size for size in sizes if self._fits(lines, size, area=area))
        return next(fitting, sizes[-1])

    def wrapped(
        self, lines: Sequence[str], sizes: Sequence[float], *, area: Rectangle
    ) -> tuple[Sequence[str], float]:
        """Returns the lines and the first of the sizes at which they fit the area.

        Lines that are too long at every size go on below, at a space. Returns them unchanged, with
        the last size, where that does not help either.
        """
        if self._fits(lines, sizes[-1], area=area):
            return lines, self.largest(lines, sizes, area=area)
        for size in sizes:
            broken = [part for line in lines for part in self._broken(line, size, width=area.width)]
            if self._fits(broken, size, area=area):
                return broken, size
        return lines, sizes[-1]

    def _fits(self, lines: Sequence[str], size: float, *, area: Rectangle) -> bool:
        widest = max((self.width(line, size) for line in lines), default=0.0)
        return widest <= area.width and len(lines) * LEADING * size / POINTS <= area.height

    def _broken(self, line: str, size: float, *, width: float) -> list[str]:
        """Returns the line as the fewest lines of that width, each as full as it can be."""
        parts: list[str] = []
        for word in line.split():
            longer = f"{parts[-1]} {word}" if parts else ""
            if longer and self.width(longer, size) <= width:
                parts[-1] = longer
            else:
                parts.append(word)
        return parts


@dataclass(frozen=True)
class LabelStock:
    """A sheet of labels, in inches."""

    name: str
    width: float
    height: float
    columns: int
    rows: int
    left: float
    top: float
    across: float
    down: float

    @property
    def a_sheet(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows

    def cell(self, position: int) -> Rectangle:
        """Returns the place of a label; positions count from 0, from left to right and down."""
        row, column = divmod(position, self.columns)
        return Rectangle(
            self.left + column * self.across, self.top + row * self.down, self.width, self.height
        )


STOCKS: Mapping[str, LabelStock] = {
    stock.name: stock
    for stock in (
        LabelStock("5160", 2.625, 1, 3, 10, 0.15625, 0.5, 2.78125, 1),
        LabelStock("5161", 4, 1, 2, 10, 0.15625, 0.5, 4.1875, 1),
        LabelStock("5162", 4, 4 / 3, 2, 7, 0.15625, 5 / 6, 4.1875, 4 / 3),
        LabelStock("5163", 4, 2, 2, 5, 0.1625, 0.5, 4.1875, 2),
    )
}
"""Avery's sheets (glabels, avery-us-templates.xml): 5160 is also 5260, 5520 and 8160; 5161 is also
8161, 5162 8162, and 5163 8163."""


# ---------------------------------------------------------------- envelopes


def envelopes_pdf(
    packets: Sequence[Packet], *, templates: Path, printer: stationery.Printer
) -> bytes:
    """Returns a PDF with the face of an envelope for every packet, in order.

    Raises FilesAreWrongError for every address that would not stand whole where a machine reads it.
    """
    design = stationery.load(templates, "envelope")
    ruler = Ruler()
    documents = [
        printer.printed(design, {"faces": [_face(packet, ruler) for packet in batch]})
        for batch in _batches(packets, MAX_PACKETS)
    ]
    _refuse(_face_problems(documents, packets))
    return _merged(documents, title="Envelopes")


def _face(packet: Packet, ruler: Ruler) -> dict[str, object]:
    return {
        "number": packet.number,
        "sender": packet.sender,
        "address": packet.address,
        "sender_size": ruler.largest(packet.sender, RETURN_SIZES, area=RETURN_AREA),
        "size": ruler.largest(packet.address, DELIVERY_SIZES, area=DELIVERY_AREA),
    }


def _face_problems(documents: Iterable[bytes], packets: Sequence[Packet]) -> Iterator[Problem]:
    face = "the face of a No. 10 envelope"
    for packet, lines in zip(packets, _pages(documents), strict=True):
        sender = ink.find(packet.sender, lines)
        # Behind the sender's lines: who writes to their own address would be found above otherwise.
        address = ink.find(packet.address, lines, start=sender.after if sender else 0)
        yield from _misfits(packet, "sender", sender, area=RETURN_AREA, what=face)
        yield from _misfits(packet, "address", address, area=READ_AREA, what=face)


def _misfits(  # noqa: PLR0917 - the words of one problem
    packet: Packet, field: str, found: ink.PrintAddress | None, *, area: Rectangle, what: str
) -> Iterator[Problem]:
    """Returns why an address cannot stay as it is printed, and what to do; at most one problem."""
    piece = packet.pieces[0]
    if found is None:
        message = f"does not stand whole on {what}: look at its characters and lines"
        yield piece.problem(field, message, code="address-not-whole")
        return
    box = found.box
    over = {
        "to the left": area.x - box.x,
        "above": area.y - box.y,
        "to the right": box.right - area.right,
        "below": box.bottom - area.bottom,
    }
    reasons = [
        f"{inches:.2f} in too far {where}" for where, inches in over.items() if inches > TOLERANCE
    ]
    if reasons:
        message = (
            f"does not fit {what} at {found.size:.2g} points ({', '.join(reasons)}): "
            "shorten it, or print on something larger"
        )
        yield piece.problem(field, message, code="address-too-large")
    # A style sheet of the user's own can set it smaller than the program asks.
    elif found.size < MIN_POINTS - TOLERANCE:
        message = (
            f"is printed at {found.size:.2g} points, and a machine reads {MIN_POINTS:g} and more"
        )
        yield piece.problem(field, message, code="address-too-small")


# ---------------------------------------------------------------- labels


@dataclass(frozen=True)
class Nudge:
    """How far a printer is off, in millimetres: to the right and down."""

    right: float = 0.0
    down: float = 0.0


@dataclass(frozen=True)
class Label:
    """One label, and its place on its sheet."""

    packet: Packet
    cell: Rectangle


def labels_pdf(
    packets: Sequence[Packet],
    *,
    templates: Path,
    printer: stationery.Printer,
    stock: str,
    skip: int,
    nudge: Nudge,
) -> bytes:
    """Returns a PDF with a label for every packet, in order.

    The first `skip` labels of the first sheet are left free, since they are used up. Raises
    FilesAreWrongError for every address that does not fit its label, and for a sheet, a number or a
    nudge that cannot be right.
    """
    _refuse(_order_problems(stock, skip, nudge=nudge))
    kind, design, ruler = STOCKS[stock], stationery.load(templates, "labels"), Ruler()
    sheets: dict[int, list[Label]] = {}
    for number, packet in enumerate(packets, skip):
        # Counted from `skip`, so that used labels are positions that nothing is printed on.
        sheet, position = divmod(number, kind.a_sheet)
        sheets.setdefault(sheet, []).append(Label(packet, kind.cell(position)))
    documents = []
    for batch in _batches(sheets.values(), max(1, MAX_PACKETS // kind.a_sheet)):
        printed = [[_label(label, ruler, nudge=nudge) for label in sheet] for sheet in batch]
        documents.append(printer.printed(design, {"stock": stock, "sheets": printed}))
    _refuse(_label_problems(documents, sheets.values(), nudge=nudge))
    return _merged(documents, title=f"Labels on Avery {stock}")


def _order_problems(stock: str, skip: int, *, nudge: Nudge) -> Iterator[Problem]:
    if stock not in STOCKS:
        message = f"there are no labels {stock}; there are Avery {', '.join(STOCKS)}"
        yield Problem("labels", 0, "stock", message, code="unknown-labels")
    elif not 0 <= skip < STOCKS[stock].a_sheet:
        number = STOCKS[stock].a_sheet
        message = f"must be 0 to {number - 1} on a sheet of {number}, not {skip}"
        yield Problem("labels", 0, "skip", message, code="skip-beyond-sheet")
    most = MAX_NUDGE_MILLIMETRES
    # Not `>`: a nudge that is no number (NaN) compares as false with everything.
    if not (abs(nudge.right) <= most and abs(nudge.down) <= most):
        message = f"must be {most:g} mm or less: print a test sheet, and measure it"
        yield Problem("labels", 0, "nudge", message, code="nudge-too-large")


def _label(label: Label, ruler: Ruler, *, nudge: Nudge) -> dict[str, object]:
    """Returns what the template prints: the lines in the middle of the label's height."""
    cell = label.cell
    room = _inset(cell, across=LABEL_PADDING, down=LABEL_EDGE)
    sizes = NARROW_SIZES if cell.width < NARROW_INCHES else LABEL_SIZES
    # A line of a narrow label may go on below; those of an envelope have room for every name.
    lines, size = ruler.wrapped(label.packet.address, sizes, area=room)
    top = cell.y + (cell.height - len(lines) * size * LEADING / POINTS) / 2
    x, y = room.x + nudge.right / MILLIMETRES, top + nudge.down / MILLIMETRES
    # Four decimals are far below what a printer can place, and keep the HTML the same everywhere.
    return {"lines": lines, "size": size, "x": round(x, 4), "y": round(y, 4)}


def _label_problems(
    documents: Iterable[bytes], sheets: Iterable[Sequence[Label]], *, nudge: Nudge
) -> Iterator[Problem]:
    for sheet, lines in zip(sheets, _pages(documents), strict=True):
        after = 0
        for label in sheet:
            found = ink.find(label.packet.address, lines, start=after)
            # From the label before: several labels of one sheet may have the same address.
            after = found.after if found else after
            area = _inset(label.cell, across=LABEL_EDGE, down=LABEL_EDGE)
            # The nudge moves print and area alike: on the sheet in the printer they lie where they
            # should.
            x, y = area.x + nudge.right / MILLIMETRES, area.y + nudge.down / MILLIMETRES
            area = Rectangle(x, y, area.width, area.height)
            yield from _misfits(label.packet, "address", found, area=area, what="its label")


def _inset(cell: Rectangle, *, across: float, down: float) -> Rectangle:
    width, height = cell.width - 2 * across, cell.height - 2 * down
    return Rectangle(cell.x + across, cell.y + down, width, height)


# ---------------------------------------------------------------- both


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _pages(documents: Iterable[bytes]) -> Iterator[tuple[ink.InkLine, ...]]:
    """Returns the lines of every page that was printed."""
    for data in documents:
        with closing(pypdfium2.PdfDocument(data)) as document:
            for page in document:
                with closing(page):
                    yield ink.read_lines(page)


def _refuse(problems: Iterable[Problem]) -> None:
    if found := tuple(problems):
        raise FilesAreWrongError(found)


def _merged(documents: Sequence[bytes], *, title: str) -> bytes:
    """Returns the documents as one; a single one stays PDF/UA, since a merge loses the tags."""
    if len(documents) == 1:
        return documents[0]
    merger = PdfMerger()
    for data in documents:
        with pikepdf.open(io.BytesIO(data)) as document:
            merger.add(document)
    return merger.pdf(title=title)
