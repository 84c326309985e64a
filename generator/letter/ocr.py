"""A finished letter as an office reads it: the PDF's text layer, or a scan read by tesseract."""

import ctypes
import io
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from generator.errors import LettersError

RESOLUTION = 200
"""Dots an inch: what office scanners are set to."""
POINTS_PER_INCH = 72
COLUMN = "4"
"""What tesseract calls a page of one column with type of several sizes."""
PAGE_BREAK = "\f"
Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""
_HYPHEN_AT_LINE_END = re.compile("[\x02\ufffe]")
"""PDFium's one sign for a hyphen between two words and the line break behind it.

It is U+0002, and U+FFFE where PDFium gives a whole range of text.
"""
TIMEOUT_SECONDS = 120
"""For the reading of one sheet, which takes some five; chosen by hand for slow machines."""


class NoScannerError(LettersError):
    """The program tesseract is missing."""

    def __init__(self) -> None:
        super().__init__(
            "scans are read by the program tesseract, which is not on this machine: "
            "`apt install tesseract-ocr` or `brew install tesseract`, or build without --ocr"
        )


class UnreadableLetterError(LettersError):
    """A finished letter cannot be read back."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the finished PDF cannot be read back: {reason}")


def text_layer(data: bytes) -> str:
    """Returns the text on the sheets of a PDF, with form feeds between the pages.

    It is what PDFium, the engine of Chrome's reader, gives for searching and copying: another
    program than the one that wrote it. Text off the sheet or cut off by a box is left out. A hyphen
    at which a line breaks is a hyphen and a line break. Raises UnreadableLetterError.
    """
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            return _HYPHEN_AT_LINE_END.sub("-\n", PAGE_BREAK.join(_texts(document)))
    except pypdfium2.PdfiumError as error:
        raise UnreadableLetterError(str(error)) from error


def _texts(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """Returns the text of each page."""
    for page in document:
        with closing(page), closing(page.get_textpage()) as layer:
            windows = _windows(page)
            # Glyph by glyph only where a box cuts text off: it takes longer.
            yield _seen(page, layer, windows=windows) if windows else layer.get_text_bounded()


def _windows(page: pypdfium2.PdfPage) -> dict[int, Box]:
    """Returns where on the page each piece of text may show, of those that a box cuts off."""
    found: dict[int, Box] = {}
    for index in range(raw.FPDFPage_CountObjects(page)):
        piece = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(piece) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        # PDFium gives the same pointer for the same piece of text here and in the text layer: no
        # other name connects both.
        clip, address = raw.FPDFPageObj_GetClipPath(piece), _address(piece)
        for path in range(raw.FPDFClipPath_CountPaths(clip) if clip else 0):
            box = _around(clip, path)
            found[address] = _common(found.get(address, box), box)
    return found


def _around(clip: object, path: int) -> Box:
    """Returns the box around one path of a clip."""
    xs, ys = [], []
    for index in range(raw.FPDFClipPath_CountPathSegments(clip, path)):
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
        xs.append(x.value)
        ys.append(y.value)
    return min(xs), min(ys), max(xs), max(ys)


def _common(one: Box, other: Box) -> Box:
    """Returns the part that two boxes share."""
    left, bottom = map(max, one[:2], other[:2])
    right, top = map(min, one[2:], other[2:])
    return left, bottom, right, top


def _address(piece: object) -> int:
    """Returns the identity of a piece of text."""
    return ctypes.cast(piece, ctypes.c_void_p).value or 0  # type: ignore[arg-type]  # a pointer of PDFium's


def _seen(
    page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, *, windows: Mapping[int, Box]
) -> str:
    """Returns the text of a page, without glyphs that lie off the sheet or their window."""
    sheet: Box = page.get_bbox()
    shown = ""
    for index in range(layer.count_chars()):
        piece = raw.FPDFText_GetTextObject(layer, index)
        if piece:
            left, bottom, right, top = _common(sheet, windows.get(_address(piece), sheet))
            box = layer.get_charbox(index)
            # The middle decides: an accent or a slanted stroke may stand out of its box.
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            if not (left <= x <= right and bottom <= y <= top):
                continue
        shown += chr(raw.FPDFText_GetUnicode(layer, index))
    return shown


@dataclass(frozen=True)
class Scanner:
    """Reads scans of finished letters with tesseract."""

    program: str
    """Where tesseract is."""
    environment: Mapping[str, str]

    def read(self, data: bytes) -> str:
        """Returns what tesseract reads on each sheet of a PDF, with form feeds between them.

        Raises UnreadableLetterError.
        """
        try:
            with closing(pypdfium2.PdfDocument(data)) as document:
                return PAGE_BREAK.join(map(self._sheet, _sheets(document)))
        except (pypdfium2.PdfiumError, OSError, subprocess.SubprocessError) as error:
            raise UnreadableLetterError(str(error)) from error

    def _sheet(self, picture: bytes) -> str:
        """Returns the words on one sheet, in the order of their lines."""
        # Standard input and output: no copies of letters to remove afterwards.
        command = [self.program, "-", "-", "-l", "eng", "--psm", COLUMN]
        # One thread: letters are read in parallel, and tesseract's threads wait for each other.
        environment = {**self.environment, "OMP_THREAD_LIMIT": "1"}
        # S603: a list of arguments, no shell, and nothing in it comes from a letter.
        done = subprocess.run(  # noqa: S603
            command,
            input=picture,
            capture_output=True,
            check=True,
            timeout=TIMEOUT_SECONDS,
            env=environment,
        )
        # tesseract ends each page with a form feed, which is put between the sheets here.
        return done.stdout.decode("utf-8", "replace").replace(PAGE_BREAK, "")


def _sheets(document: pypdfium2.PdfDocument) -> Iterator[bytes]:
    """Returns each page as the gray picture that a scanner makes of it, as PNG."""
    for page in document:
        with (
            closing(page),
            closing(page.render(scale=RESOLUTION / POINTS_PER_INCH, grayscale=True)) as bitmap,
        ):
            picture = io.BytesIO()
            bitmap.to_pil().save(picture, "PNG", dpi=(RESOLUTION, RESOLUTION))
            yield picture.getvalue()
