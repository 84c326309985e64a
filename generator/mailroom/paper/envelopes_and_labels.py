"""Addresses on envelopes and labels: as large as they fit, never below eight points, and measured when they are printed."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pikepdf
from fontTools.ttLib import TTFont

from generator.errors import FilesAreWrongError, Problem
from generator.files.staging import staged
from generator.letter import pdf, stationery
from generator.letter.envelopes import TOLERANCE, Box
from generator.letter.pdf_merge import Binder
from generator.mailroom.paper import ink
from generator.mailroom.paper.pieces import Packet

SMALLEST = 8.0
"""Points; smaller type is not read by machine (DMM 202.2: at least 0.080 in, which is 8-point type)."""
LEADING = 1.2
SPACING = 0.02
"""Ems between letters: capitals want air, and a reading machine wants them apart."""
TYPEFACE = "SourceSansPro-Regular"
AT_ONCE = 240
"""Packets in one document; a longer run is bound of several, so that memory does not grow with it."""

RETURN_AREA = Box(0.5, 0.4, 4.5, 0.95)
"""Upper left, above the OCR read area and clear of the stamp."""
DELIVERY_AREA = Box(4.0, 1.85, 5.0, 1.65)
"""From where the address begins to the edges of the OCR read area: half an inch from the right, 5/8 in from below (DMM 202.2.1)."""
READ_AREA = Box(0.5, 1.375, 8.5, 2.125)
"""The OCR read area: half an inch from either side, 5/8 to 2 3/4 in above the lower edge (DMM 202.2.1)."""
DELIVERY_SIZES = (12.0, 11.0, 10.0, 9.0, SMALLEST)
RETURN_SIZES = (9.0, 8.5, SMALLEST)
LABEL_SIZES = (12.0, 11.0, 10.0, 9.0, SMALLEST)
NARROW_SIZES = (9.0, 8.5, SMALLEST)
"""For labels of three columns: one size for nearly all of them looks calmer than the largest for each."""
NARROW = 3.0

LABEL_PADDING = 0.125
"""Inches of a label that stay free at its sides, where a printer may be off."""
LABEL_EDGE = 0.0625
"""Inches from a label's edge that ink never enters, whatever the fonts of another day do."""
FARTHEST_NUDGE = 10.0
"""Millimetres; who needs more has the wrong kind of label."""
MILLIMETRES = 25.4

Item = TypeVar("Item")


class Ruler:
    """How wide a line is before it is set."""

    @cached_property
    def _advances(self) -> Mapping[int, float]:
        """The advance of each character in ems."""
        with TTFont(pdf.font_file(TYPEFACE)) as font:
            units, metrics = font["head"].unitsPerEm, font["hmtx"]
            return {point: metrics[name][0] / units for point, name in font.getBestCmap().items()}

    def width(self, line: str, size: float) -> float:
        """The width of the line in inches."""
        ems = sum(self._advances.get(ord(character), 1.0) + SPACING for character in line)
        return ems * size / ink.POINTS

    def largest(self, lines: Sequence[str], sizes: Sequence[float], *, area: Box) -> float:
        """The first of the sizes at which the lines fit the area, or the last one, which then does not."""
        widest = max((self.width(line, 1) for line in lines), default=0.0)
        height = len(lines) * LEADING / ink.POINTS
        return next((size for size in sizes if widest * size <= area.width and height * size <= area.height), sizes[-1])


@dataclass(frozen=True)
class Stock:
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

    def cell(self, position: int) -> Box:
        """Where the label at that position of its sheet lies, counted from 0, from left to right and down."""
        row, column = divmod(position, self.columns)
        return Box(self.left + column * self.across, self.top + row * self.down, self.width, self.height)


STOCKS: Mapping[str, Stock] = {
    stock.name: stock
    for stock in (
        Stock("5160", 2.625, 1, 3, 10, 0.15625, 0.5, 2.78125, 1),
        Stock("5161", 4, 1, 2, 10, 0.15625, 0.5, 4.1875, 1),
        Stock("5162", 4, 4 / 3, 2, 7, 0.15625, 5 / 6, 4.1875, 4 / 3),
        Stock("5163", 4, 2, 2, 5, 0.1625, 0.5, 4.1875, 2),
    )
}
"""Avery's sheets (glabels, avery-us-templates.xml): 5160 is also 5260, 5520 and 8160; 5161 8161; 5162 8162; 5163 8163."""


# ---------------------------------------------------------------- envelopes


def envelopes(packets: Sequence[Packet], *, folder: Path, templates: Path, printer: stationery.Printer) -> Path:
    """envelopes.pdf in the folder: a face for every packet, in order.

    Raises FilesAreWrongError for every address that would not stand whole where a machine reads it; nothing is written then.
    """
    design = stationery.load(templates, "envelope")
    ruler = Ruler()
    batches = [printer.printed(design, {"faces": [_face(packet, ruler) for packet in batch]}) for batch in _batches(packets, AT_ONCE)]
    _refuse(_face_problems(batches, packets))
    return _put(batches, folder / "envelopes.pdf", title="Envelopes")


def _face(packet: Packet, ruler: Ruler) -> dict[str, object]:
    return {
        "number": packet.number,
        "sender": packet.sender,
        "address": packet.address,
        "sender_size": ruler.largest(packet.sender, RETURN_SIZES, area=RETURN_AREA),
        "size": ruler.largest(packet.address, DELIVERY_SIZES, area=DELIVERY_AREA),
    }


def _face_problems(batches: Iterable[bytes], packets: Sequence[Packet]) -> Iterator[Problem]:
    for packet, lines in zip(packets, _pages(batches), strict=True):
        sender = ink.find(packet.sender, lines)
        address = ink.find(packet.address, lines, start=sender.after if sender else 0)
        piece = packet.pieces[0]
        for field, found, area in (("sender", sender, RETURN_AREA), ("address", address, READ_AREA)):
            if trouble := _outside(found, area, what="the face of a No. 10 envelope"):
                yield piece.problem(field, trouble)


def _outside(found: ink.Found | None, area: Box, *, what: str) -> str | None:
    """Why an address cannot stay as it is printed, and what to do."""
    if found is None:
        return f"does not stand whole on {what}: look at its characters and lines"
    over = {"to the left": area.x - found.box.x, "above": area.y - found.box.y}
    over |= {"to the right": found.box.right - area.right, "below": found.box.bottom - area.bottom}
    reasons = [f"{inches:.2f} in too far {where}" for where, inches in over.items() if inches > TOLERANCE]
    if reasons:
        return f"does not fit {what} at {found.size:.2g} points ({', '.join(reasons)}): shorten it, or print on something larger"
    return (
        None if found.size >= SMALLEST - TOLERANCE else f"is printed at {found.size:.2g} points, and a machine reads {SMALLEST:g} and more"
    )


# ---------------------------------------------------------------- labels


@dataclass(frozen=True)
class Nudge:
    """How far a printer is off, in millimetres: to the right and down."""

    right: float = 0.0
    down: float = 0.0


@dataclass(frozen=True)
class Label:
    """One label: whose, on which sheet, and where."""

    packet: Packet
    sheet: int
    cell: Box


def labels(
    packets: Sequence[Packet],
    *,
    folder: Path,
    templates: Path,
    printer: stationery.Printer,
    stock: str = "5160",
    skip: int = 0,
    nudge: Nudge | None = None,
) -> Path:
    """labels.pdf in the folder: a label for every packet, in order, after as many as are gone from the first sheet.

    Raises FilesAreWrongError for every address that does not fit its label, and for a sheet or nudge that cannot be; nothing is
    written then.
    """
    nudge = nudge or Nudge()
    _refuse(_order_problems(stock, skip, nudge=nudge))
    kind, design, ruler = STOCKS[stock], stationery.load(templates, "labels"), Ruler()
    placed = [Label(packet, *_place(kind, position)) for position, packet in enumerate(packets, skip)]
    sheets = [[label for label in placed if label.sheet == number] for number in range(placed[-1].sheet + 1)] if placed else []
    a_batch = max(1, AT_ONCE // kind.a_sheet)
    batches = [
        printer.printed(design, {"stock": stock, "sheets": [[_label(label, ruler, nudge=nudge) for label in sheet] for sheet in batch]})
        for batch in _batches(sheets, a_batch)
    ]
    _refuse(_label_problems(batches, sheets, nudge=nudge))
    return _put(batches, folder / "labels.pdf", title=f"Labels on Avery {stock}")


def _place(stock: Stock, position: int) -> tuple[int, Box]:
    sheet, place = divmod(position, stock.a_sheet)
    return sheet, stock.cell(place)


def _order_problems(stock: str, skip: int, *, nudge: Nudge) -> Iterator[Problem]:
    if stock not in STOCKS:
        yield Problem("labels", 0, "stock", f"there are no labels {stock}; there are Avery {', '.join(STOCKS)}")
    elif not 0 <= skip < STOCKS[stock].a_sheet:
        yield Problem("labels", 0, "skip", f"must be 0 to {STOCKS[stock].a_sheet - 1} on a sheet of {STOCKS[stock].a_sheet}, not {skip}")
    if not (abs(nudge.right) <= FARTHEST_NUDGE and abs(nudge.down) <= FARTHEST_NUDGE):
        yield Problem("labels", 0, "nudge", f"must be {FARTHEST_NUDGE:g} mm or less: print a test sheet, and measure it")


def _label(label: Label, ruler: Ruler, *, nudge: Nudge) -> dict[str, object]:
    """The label as its template wants it: the lines in the middle of its height."""
    lines, cell = label.packet.address, label.cell
    room = Box(cell.x + LABEL_PADDING, cell.y + LABEL_EDGE, cell.width - 2 * LABEL_PADDING, cell.height - 2 * LABEL_EDGE)
    size = ruler.largest(lines, NARROW_SIZES if cell.width < NARROW else LABEL_SIZES, area=room)
    top = cell.y + (cell.height - len(lines) * size * LEADING / ink.POINTS) / 2
    x, y = room.x + nudge.right / MILLIMETRES, top + nudge.down / MILLIMETRES
    return {"lines": lines, "size": size, "x": round(x, 4), "y": round(y, 4)}


def _label_problems(batches: Iterable[bytes], sheets: Sequence[Sequence[Label]], *, nudge: Nudge) -> Iterator[Problem]:
    for sheet, lines in zip(sheets, _pages(batches), strict=True):
        after = 0
        for label in sheet:
            found = ink.find(label.packet.address, lines, start=after)
            after = found.after if found else after
            if trouble := _outside(found, _printable(label.cell, nudge), what="its label"):
                yield label.packet.pieces[0].problem("address", trouble)


def _printable(cell: Box, nudge: Nudge) -> Box:
    """The part of a label that ink may cover, where the printer is told to put it."""
    x, y = cell.x + LABEL_EDGE + nudge.right / MILLIMETRES, cell.y + LABEL_EDGE + nudge.down / MILLIMETRES
    return Box(x, y, cell.width - 2 * LABEL_EDGE, cell.height - 2 * LABEL_EDGE)


# ---------------------------------------------------------------- both


def _batches(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _pages(batches: Iterable[bytes]) -> Iterator[tuple[ink.Line, ...]]:
    """The lines of every page that was printed."""
    reader = ink.Reader()
    for data in batches:
        with pikepdf.open(io.BytesIO(data)) as document:
            yield from map(reader.lines, document.pages)


def _refuse(problems: Iterable[Problem]) -> None:
    found = tuple(problems)
    if found:
        raise FilesAreWrongError(found)


def _put(batches: Sequence[bytes], path: Path, *, title: str) -> Path:
    """The batches as one file: as it is where there is one, which is PDF/UA then; bound together where there are more."""
    data = batches[0] if len(batches) == 1 else _bound(batches, title)
    with staged(path.parent, replaces=path.name) as stage:
        stage.write(path.name, data)
    return path


def _bound(batches: Iterable[bytes], title: str) -> bytes:
    binder = Binder()
    for data in batches:
        with pikepdf.open(io.BytesIO(data)) as document:
            binder.add(document)
    return binder.pdf(title=title)
