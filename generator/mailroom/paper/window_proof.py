"""The proof of a run: the address of each finished letter measured, and pictures of its window.

`generator.letter.envelopes` knows what a window envelope is and decides, from a box, whether an
address is sure to show in it. This module finds that box on the finished PDF of every letter of a
run (`generator.mailroom.paper.ink`), and draws proof.pdf: what the window shows at the four limits
of the sheet's slide.
"""

import io
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from generator.errors import FilesAreWrongError, Problem
from generator.letter import envelopes, stationery, typography
from generator.letter.envelopes import CLEARANCE, Envelope, Rectangle
from generator.letter.pdf_merge import PdfMerger
from generator.mailroom.paper import ink
from generator.mailroom.paper.ink import POINTS, InkLine
from generator.mailroom.paper.pieces import PostalPiece

SHEET_HEIGHT = 11.0
CLEAR_ZONE = Rectangle(4.75, 3.5, 4.75, 0.625)
"""The barcode clear zone of a No. 10 envelope: the lowest 5/8 in of the right 4 3/4 in (Publication
28, appendix A1)."""
FACE_LEFT = 0.9
FIRST_FACE_TOP = 1.35
ROOM_FOR_A_FACE = (5.7, 2.13)
FACE_GAP = 0.22
"""Inches: where the four pictures of the envelope stand on their page, one below the other, so that
four and a heading fit a letter page (chosen by hand)."""
AROUND_THE_WINDOW = (0.6, 0.5)
"""Inches of the face that a picture shows at the sides of the window and above it (by hand)."""
PANEL_SHOWN = 4.6
"""Inches of the sheet on the first page: the panel behind the window (at most 4) and some more."""
MAX_NAMED = 24
"""Letters that a picture names: what fits its page in small type (chosen by hand)."""
MAX_OUTLINES = 400
"""Outlines of addresses on one page: more are one grey blot, since they cover each other."""
MAX_OTHERS = 4
MAX_OTHER_CHARACTERS = 70
"""Lines next to the address that a page quotes, and how much of each (chosen by hand)."""


class NoWindowError(FilesAreWrongError):
    """The letters are in a design whose envelope has no window."""

    def __init__(self, design: str, *, with_window: str = "") -> None:
        message = (
            "is for an envelope without a window: print --envelopes or --labels, without --proof"
        )
        if with_window:
            message += f"; for window envelopes build with `--design {with_window}`"
        file = f"templates/{design}/design.yaml"
        super().__init__([Problem(file, 0, "envelope", message, code="envelope-without-window")])


@dataclass(frozen=True)
class DesignWindow:
    """The window of the envelope that a design is made for, in inches.

    `frame` is the window on the face of the envelope; `safe` and `seen` are the parts of the sheet
    that show at every slide, with 1/8 in to spare, and at any slide.
    """

    design: str
    envelope: Envelope
    frame: Rectangle
    safe: Rectangle
    seen: Rectangle


@dataclass(frozen=True)
class WindowMeasurement:
    """A letter, the box around its printed address, and what else of it the window can show."""

    piece: PostalPiece
    address: Rectangle
    others: tuple[str, ...]
    advice: str
    """Why the address is not sure to show and what to do; empty if it shows at every slide."""


def window_of(
    design: str, envelope: Envelope | None, *, designs: Collection[str] = ()
) -> DesignWindow:
    """Returns the window of the design's envelope.

    Raises NoWindowError without one, which names the one of `designs` that is like it and has one.
    """
    if envelope and envelope.window and envelope.safe and envelope.seen:
        window = envelope.window
        top = envelope.face.height - window.bottom - window.height
        frame = Rectangle(window.left, top, window.width, window.height)
        return DesignWindow(design, envelope, frame, envelope.safe, envelope.seen)
    like = f"{design}-window"
    raise NoWindowError(design, with_window=like if like in designs else "")


# ---------------------------------------------------------------- measuring


def measure(pieces: Iterable[PostalPiece], window: DesignWindow) -> tuple[WindowMeasurement, ...]:
    """Returns every letter with its address measured on page 1.

    Raises FilesAreWrongError with every letter that cannot be read or whose address is not found.
    """
    measured: list[WindowMeasurement] = []
    problems: list[Problem] = []
    for piece in pieces:
        try:
            # The panel behind the window is no higher than the face: nothing further down shows.
            lines = _lines(piece.path, above=window.envelope.face.height)
        except (OSError, pypdfium2.PdfiumError):
            message = "cannot be read; build the campaign again"
            problems.append(piece.problem("", message, code="letter-unreadable"))
            continue
        # The letter prints these lines polished: straight quotes have become curly there.
        found = ink.find([typography.polish(line) for line in piece.address], lines)
        if found:
            rest = (*lines[: found.first], *lines[found.after :])
            others = tuple(line.text for line in rest if clipped(line.box, window.seen))
            advice = envelopes.fits(found.box, window.envelope).advice
            measured.append(WindowMeasurement(piece, found.box, others, advice))
        else:
            message = (
                "does not stand on page 1 of the letter as it should: build the campaign again"
            )
            problems.append(piece.problem("address", message, code="address-not-on-letter"))
    if problems:
        raise FilesAreWrongError(problems)
    return tuple(measured)


def problems_of(measured: Iterable[WindowMeasurement]) -> list[Problem]:
    """Returns a problem for each address that may not show whole."""
    return [
        one.piece.problem("address", one.advice, code="address-outside-window")
        for one in measured
        if one.advice
    ]


def _lines(path: Path, *, above: float) -> tuple[InkLine, ...]:
    with closing(pypdfium2.PdfDocument(path)) as letter, closing(letter[0]) as page:
        return ink.read_lines(page, above=above)


# ---------------------------------------------------------------- the picture


def proof_pdf(
    measured: Sequence[WindowMeasurement],
    window: DesignWindow,
    *,
    templates: Path,
    printer: stationery.Printer,
) -> bytes:
    """Returns the proof.

    Its first page has the panel of the sheet with every address of the run, the second the envelope
    at the four limits; addresses that are not sure to show have two pages of their own. The panel
    is at its true size: a printed one can be laid over an envelope.
    """
    merger = PdfMerger()
    template = stationery.load(templates, "proof")
    for sure in (True, False):
        if chosen := [one for one in measured if sure is not bool(one.advice)]:
            picture = _Picture(window, chosen, sure=sure)
            _merge(merger, picture, overlay=printer.printed(template, picture.values()))
    return merger.pdf(title="Proof: addresses in their windows")


@dataclass(frozen=True)
class Slide:
    """Where the sheet lies in its envelope: inches from the left and from the top of the face."""

    name: str
    right: float
    down: float


def slides(envelope: Envelope) -> tuple[Slide, ...]:
    """Returns the four limits of the sheet's slide."""
    return tuple(
        Slide(f"The sheet lies {height} and {side}", right, down)
        for height, down in (("high", 0.0), ("low", envelope.down))
        for side, right in (("left", 0.0), ("right", envelope.across))
    )


class _Picture:
    """What is drawn of the addresses that are sure to show, or of those that are not.

    The part of the face around the window, as far as slides of the sheet can carry an address, is
    drawn down to the lower edge, in true size if there is room for that.
    """

    def __init__(
        self, window: DesignWindow, measured: Sequence[WindowMeasurement], *, sure: bool
    ) -> None:
        self._window = window
        self._measured = measured
        self._sure = sure
        # By key where two are equal, so that the same letters give the same proof.
        self.worst = min(measured, key=lambda one: (self._room(one), one.piece.key))
        face, (across, above) = window.envelope.face, AROUND_THE_WINDOW
        x, y = max(0.0, window.frame.x - across), max(0.0, window.frame.y - above)
        right = min(face.width, window.frame.right + across)
        self._part = Rectangle(x, y, right - x, face.height - y)
        width, height = ROOM_FOR_A_FACE
        # Never larger than life: a picture in true size can be laid on an envelope.
        self._scale = min(1.0, width / self._part.width, height / self._part.height)
        self._slides = [
            (slide, FIRST_FACE_TOP + number * (height + FACE_GAP))
            for number, slide in enumerate(slides(window.envelope))
        ]

    def _room(self, one: WindowMeasurement) -> float:
        """Returns inches to spare on the tightest side; negative if the address stands out."""
        address, safe = one.address, self._window.safe
        across = min(address.x - safe.x, safe.right - address.right)
        return min(across, address.y - safe.y, safe.bottom - address.bottom)

    def values(self) -> dict[str, object]:
        """Returns what the template draws, in inches of the page."""
        window, measured = self._window, self._measured
        # Most letters of a run have an address of one of a few shapes: each is drawn once.
        outlines = dict.fromkeys(_rounded(one.address) for one in measured)
        others = sorted({text[:MAX_OTHER_CHARACTERS] for one in measured for text in one.others})
        return {
            "design": window.design,
            "envelope": window.envelope,
            "safe": window.safe,
            "seen": window.seen,
            "limits": [
                _moved(window.frame, right=-slide.right, down=-slide.down)
                for slide, _ in self._slides
            ],
            "outlines": list(outlines)[:MAX_OUTLINES],
            "addresses": len(measured),
            "sure": self._sure,
            "scale": round(100 * self._scale),
            "letters": [one.piece.place for one in measured[:MAX_NAMED]],
            "room": self._room(self.worst) + CLEARANCE,
            "worst": self.worst.piece.place,
            "others": others[:MAX_OTHERS],
            "faces": [self._face(slide, top) for slide, top in self._slides],
        }

    def _face(self, slide: Slide, top: float) -> dict[str, object]:
        frame = self._window.frame
        spare = Rectangle(
            frame.x + CLEARANCE,
            frame.y + CLEARANCE,
            frame.width - 2 * CLEARANCE,
            frame.height - 2 * CLEARANCE,
        )
        zone = clipped(CLEAR_ZONE, self._part)
        address = _moved(self.worst.address, right=slide.right, down=slide.down)
        return {
            "name": slide.name,
            "box": self._on_page(self._part, top),
            "window": self._on_page(frame, top),
            "spare": self._on_page(spare, top),
            "zone": self._on_page(zone, top) if zone else None,
            "address": self._on_page(address, top),
        }

    def _on_page(self, box: Rectangle, top: float) -> Rectangle:
        """Returns a box of the face as the picture that begins at `top` has it."""
        scale, part = self._scale, self._part
        x, y = FACE_LEFT + (box.x - part.x) * scale, top + (box.y - part.y) * scale
        return Rectangle(x, y, box.width * scale, box.height * scale)

    def through_windows(self) -> bytes:
        """Returns PDF operators that draw the letter as each of the four windows shows it."""
        drawn = []
        for slide, top in self._slides:
            sheet = self._on_page(Rectangle(slide.right, slide.down, 0, SHEET_HEIGHT), top)
            x, y = sheet.x * POINTS, (SHEET_HEIGHT - sheet.bottom) * POINTS
            hole = _operands(self._on_page(self._window.frame, top))
            at = b"%.5f 0 0 %.5f %.3f %.3f" % (self._scale, self._scale, x, y)
            # `q … Q` keeps each clip to itself (ISO 32000-1, 8.4.2): the next window would
            # otherwise show only what both have in common.
            drawn.append(b"q %s re W n %s cm /Letter Do Q" % (hole, at))
        return b"\n".join(drawn)


def _merge(merger: PdfMerger, picture: _Picture, *, overlay: bytes) -> None:
    """Adds the two pages of a picture, with the tightest letter below what the template drew."""
    first = merger.pages
    with pikepdf.open(io.BytesIO(overlay)) as pages:
        merger.add(pages)
    with pikepdf.open(picture.worst.piece.path) as letter:
        drawings = {"Letter": merger.drawing(letter.pages[0])}
    panel = _operands(Rectangle(0, 0, envelopes.SHEET_WIDTH, PANEL_SHOWN))
    # Drawn below the template's lines (`show` prepends), so that they stay visible on the letter.
    merger.show(first, drawings=drawings, content=b"%s re W n /Letter Do" % panel)
    merger.show(first + 1, drawings=drawings, content=picture.through_windows())


def _operands(box: Rectangle) -> bytes:
    """Returns the box as the operands of `re`: points from the lower left of a letter page."""
    numbers = (box.x, SHEET_HEIGHT - box.bottom, box.width, box.height)
    # A thousandth of a point: finer than a printer, and without the noise of floating point.
    return b" ".join(b"%.3f" % (number * POINTS) for number in numbers)


def _moved(box: Rectangle, *, right: float, down: float) -> Rectangle:
    return Rectangle(box.x + right, box.y + down, box.width, box.height)


def _rounded(box: Rectangle) -> Rectangle:
    return Rectangle(*(round(side, 3) for side in (box.x, box.y, box.width, box.height)))


def clipped(box: Rectangle, to: Rectangle) -> Rectangle | None:
    """Returns what two boxes have in common; None if that is nothing."""
    left, top = max(box.x, to.x), max(box.y, to.y)
    right, bottom = min(box.right, to.right), min(box.bottom, to.bottom)
    if right > left and bottom > top:
        return Rectangle(left, top, right - left, bottom - top)
    return None
