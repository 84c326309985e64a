"""The proof: every address of a run measured on its printed letter, and a picture of the window at the limits of the sheet's slide."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pikepdf

from generator.errors import FilesAreWrongError, Problem
from generator.files.staging import staged
from generator.letter import envelopes, stationery, typography
from generator.letter.envelopes import CLEARANCE, TOLERANCE, Box, Envelope, Window
from generator.letter.pdf_merge import Binder
from generator.mailroom.paper import ink
from generator.mailroom.paper.ink import POINTS, Line
from generator.mailroom.paper.pieces import Piece

SHEET_HEIGHT = 11.0
CLEAR_ZONE = Box(4.75, 3.5, 4.75, 0.625)
"""The barcode clear zone of a No. 10 envelope: the lowest 5/8 in of the right 4 3/4 in (Publication 28, appendix A1)."""
ROOM_FOR_A_FACE = (5.7, 2.13)
"""Inches that each of the four pictures of the envelope has on the page."""
AROUND_THE_WINDOW = (0.6, 0.5)
MOST_NAMED = 24
MOST_OUTLINES = 400
"""Outlines of addresses drawn on one page; more would be one grey blot, and they cover each other."""


@dataclass(frozen=True)
class Measured:
    """A letter, its address as it stands on the paper, and what else of it the window can show."""

    piece: Piece
    address: Box
    others: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    """What was measured, and the file that shows it."""

    path: Path
    measured: tuple[Measured, ...]
    problems: tuple[Problem, ...]
    """Addresses that the window of their envelope does not show whole at every slide of the sheet."""


@dataclass(frozen=True)
class Slide:
    """Where the sheet lies in its envelope: inches from the left and from the top of the face."""

    name: str
    right: float
    down: float


def slides(envelope: Envelope) -> tuple[Slide, ...]:
    """The four limits of the sheet's slide."""
    sides = (("left", 0.0), ("right", envelope.across))
    heights = (("high", 0.0), ("low", envelope.down))
    return tuple(Slide(f"The sheet lies {height} and {side}", right, down) for height, down in heights for side, right in sides)


def shows(address: Box, envelope: Envelope) -> bool:
    """Whether the address shows with 1/8 in to spare on each side at all four limits, and so at every slide between (DMM 601.6.3)."""
    window = _window_box(envelope)
    return window is not None and all(_within(_moved(address, slide), window) for slide in slides(envelope))


def _moved(box: Box, slide: Slide) -> Box:
    return Box(box.x + slide.right, box.y + slide.down, box.width, box.height)


def _within(box: Box, window: Box) -> bool:
    least = CLEARANCE - TOLERANCE
    across = box.x - window.x >= least and window.right - box.right >= least
    return across and box.y - window.y >= least and window.bottom - box.bottom >= least


def _window_box(envelope: Envelope) -> Box | None:
    window: Window | None = envelope.window
    if window is None:
        return None
    return Box(window.left, envelope.face.height - window.bottom - window.height, window.width, window.height)


# ---------------------------------------------------------------- measuring


def measure(pieces: Iterable[Piece], *, windows: Mapping[str, Envelope]) -> tuple[Measured, ...]:
    """Every letter with its address measured on page 1; `windows` names the envelope of each design.

    Raises FilesAreWrongError with every letter that cannot be read, whose address is not found, or whose design has no window.
    """
    reader = ink.Reader()
    measured: list[Measured] = []
    problems: list[Problem] = []
    for piece in pieces:
        found = _measured(piece, windows.get(piece.design), reader=reader)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            measured.append(found)
    if problems:
        raise FilesAreWrongError(problems)
    return tuple(measured)


def _measured(piece: Piece, envelope: Envelope | None, *, reader: ink.Reader) -> Measured | Problem:
    if envelope is None or envelope.seen is None:
        return piece.problem("design", "is for an envelope without a window: look at envelopes.pdf instead")
    try:
        with pikepdf.open(piece.path) as letter:
            lines = reader.lines(letter.pages[0], above=envelope.face.height)
    except (OSError, pikepdf.PdfError):
        return piece.problem("", "cannot be read; build the campaign again")
    address = tuple(typography.polish(line) for line in piece.address)
    found = ink.find(address, lines)
    if found is None:
        return piece.problem("address", "does not stand on page 1 of the letter as it should: build the campaign again")
    rest = (*lines[: found.first], *lines[found.after :])
    return Measured(piece, found.box, tuple(_seen(rest, envelope.seen)))


def _seen(lines: Iterable[Line], seen: Box) -> Iterator[str]:
    """The other lines that show in the window at one slide or another."""
    for line in lines:
        box = line.box
        if box.x < seen.right and box.right > seen.x and box.y < seen.bottom and box.bottom > seen.y:
            yield line.text


def problems_of(measured: Iterable[Measured], *, windows: Mapping[str, Envelope]) -> Iterator[Problem]:
    """A problem for each address that may not show whole."""
    for one in measured:
        envelope = windows[one.piece.design]
        if not shows(one.address, envelope):
            yield one.piece.problem(
                "address", envelopes.fits(one.address, envelope).advice or "may not show whole in its window: print the envelope"
            )


# ---------------------------------------------------------------- the picture


def proof(pieces: Iterable[Piece], *, folder: Path, templates: Path, printer: stationery.Printer, windows: Mapping[str, Envelope]) -> Proof:
    """proof.pdf in the folder: for each design the panel of the sheet with every address of the run, and the envelope at the four limits.

    Addresses that are not sure to show have two pages of their own. The panel is at its true size: a printed one can be laid over
    an envelope. Raises FilesAreWrongError as `measure` does.
    """
    measured = measure(pieces, windows=windows)
    binder = Binder()
    template = stationery.load(templates, "proof")
    for picture in _pictures(measured, windows=windows):
        _bind(binder, picture, template=template, printer=printer)
    with staged(folder, replaces="proof.pdf") as stage:
        stage.write("proof.pdf", binder.pdf(title="Proof: addresses in their windows"))
    return Proof(folder / "proof.pdf", measured, tuple(problems_of(measured, windows=windows)))


def _design(measured: Measured) -> str:
    return measured.piece.design


def _pictures(measured: Iterable[Measured], *, windows: Mapping[str, Envelope]) -> "Iterator[_Picture]":
    """A picture for each design of the addresses that are sure to show, and one of those that are not."""
    for design, group in groupby(sorted(measured, key=_design), key=_design):
        envelope, members = windows[design], tuple(group)
        for sure in (True, False):
            if chosen := tuple(one for one in members if shows(one.address, envelope) is sure):
                yield _Picture(design, envelope, chosen, sure=sure)


@dataclass(frozen=True)
class _Picture:
    """What is drawn for one design: the addresses that are sure to show, or those that are not."""

    design: str
    envelope: Envelope
    measured: Sequence[Measured]
    sure: bool

    @property
    def worst(self) -> Measured:
        """The letter with the least room to spare."""
        return min(self.measured, key=lambda one: (_room(one.address, self.safe), one.piece.key))

    @property
    def safe(self) -> Box:
        return self.envelope.safe or Box(0, 0, 0, 0)

    @property
    def window(self) -> Box:
        return _window_box(self.envelope) or Box(0, 0, 0, 0)

    @property
    def part(self) -> Box:
        """The part of the face around the window that the pictures show, down to the lower edge."""
        across, down = AROUND_THE_WINDOW
        left, top = max(0.0, self.window.x - across), max(0.0, self.window.y - down)
        right = min(self.envelope.face.width, self.window.right + across)
        return Box(left, top, right - left, self.envelope.face.height - top)

    @property
    def scale(self) -> float:
        """Of the four pictures: true size, where there is room for it."""
        return min(1.0, ROOM_FOR_A_FACE[0] / self.part.width, ROOM_FOR_A_FACE[1] / self.part.height)

    def values(self) -> dict[str, object]:
        """What the template draws, in inches of the page."""
        outlines = tuple(dict.fromkeys(_rounded(one.address) for one in self.measured))[:MOST_OUTLINES]
        return {
            "design": self.design,
            "envelope": self.envelope,
            "safe": self.safe,
            "seen": self.envelope.seen,
            "limits": [_moved_back(self.window, slide) for slide in slides(self.envelope)],
            "outlines": outlines,
            "addresses": len(self.measured),
            "sure": self.sure,
            "scale": round(100 * self.scale),
            "letters": [one.piece.place for one in self.measured][:MOST_NAMED],
            "room": _room(self.worst.address, self.safe) + CLEARANCE,
            "worst": self.worst.piece.place,
            "others": sorted({text[:70] for one in self.measured for text in one.others})[:4],
            "faces": [self._face(slide, top) for slide, top in zip(slides(self.envelope), _tops(), strict=True)],
        }

    def _face(self, slide: Slide, top: float) -> dict[str, object]:
        zone = _clipped(CLEAR_ZONE, self.part)
        return {
            "name": slide.name,
            "box": Box(FACE_LEFT, top, self.part.width * self.scale, self.part.height * self.scale),
            "window": self._on_page(self.window, top),
            "spare": self._on_page(_inset(self.window, CLEARANCE), top),
            "zone": self._on_page(zone, top) if zone else None,
            "address": self._on_page(_moved(self.worst.address, slide), top),
        }

    def _on_page(self, box: Box, top: float) -> Box:
        """A box of the face where its picture has it."""
        x, y = FACE_LEFT + (box.x - self.part.x) * self.scale, top + (box.y - self.part.y) * self.scale
        return Box(x, y, box.width * self.scale, box.height * self.scale)

    def through_windows(self) -> bytes:
        """PDF operators that draw the letter as each of the four windows shows it."""
        return b"\n".join(self._through(slide, top) for slide, top in zip(slides(self.envelope), _tops(), strict=True))

    def _through(self, slide: Slide, top: float) -> bytes:
        left = FACE_LEFT + (slide.right - self.part.x) * self.scale
        upper = top + (slide.down - self.part.y) * self.scale
        return b"q %s re W n %s cm /Letter Do Q" % (_rectangle(self._on_page(self.window, top)), _placed(left, upper, scale=self.scale))


FACE_LEFT = 0.9


def _tops() -> tuple[float, ...]:
    """Where on the page the four pictures of the face begin."""
    return tuple(1.35 + number * (ROOM_FOR_A_FACE[1] + 0.22) for number in range(4))


PANEL_SHOWN = 4.6
"""Inches of the sheet that the first page shows: the panel that lies behind the window, and a little more."""


def _bind(binder: Binder, picture: _Picture, *, template: stationery.Stationery, printer: stationery.Printer) -> None:
    first = binder.pages
    with pikepdf.open(io.BytesIO(printer.printed(template, picture.values()))) as overlay:
        binder.add(overlay)
    with pikepdf.open(picture.worst.piece.path) as letter:
        drawings = {"Letter": binder.drawing(letter.pages[0])}
    panel = Box(0, 0, envelopes.SHEET_WIDTH, PANEL_SHOWN)
    binder.show(first, drawings=drawings, content=b"%s re W n /Letter Do" % _rectangle(panel))
    binder.show(first + 1, drawings=drawings, content=picture.through_windows())


def _rectangle(box: Box) -> bytes:
    """The box as the operands of `re`: points from the lower left of a letter page."""
    numbers = (box.x, SHEET_HEIGHT - box.bottom, box.width, box.height)
    return b" ".join(b"%.3f" % (number * POINTS) for number in numbers)


def _placed(left: float, top: float, *, scale: float) -> bytes:
    """The operands of `cm` that put a letter page's upper left corner there."""
    x, y = left * POINTS, (SHEET_HEIGHT - top - SHEET_HEIGHT * scale) * POINTS
    return b"%.5f 0 0 %.5f %.3f %.3f" % (scale, scale, x, y)


def _moved_back(box: Box, slide: Slide) -> Box:
    """A box of the face as it lies on the sheet."""
    return Box(box.x - slide.right, box.y - slide.down, box.width, box.height)


def _room(address: Box, safe: Box) -> float:
    """Inches to spare on the tightest side; negative where the address stands out."""
    return min(address.x - safe.x, safe.right - address.right, address.y - safe.y, safe.bottom - address.bottom)


def _rounded(box: Box) -> Box:
    return Box(*(round(side, 3) for side in (box.x, box.y, box.width, box.height)))


def _inset(box: Box, by: float) -> Box:
    return Box(box.x + by, box.y + by, box.width - 2 * by, box.height - 2 * by)


def _clipped(box: Box, to: Box) -> Box | None:
    left, top = max(box.x, to.x), max(box.y, to.y)
    right, bottom = min(box.right, to.right), min(box.bottom, to.bottom)
    return Box(left, top, right - left, bottom - top) if right > left and bottom > top else None
