"""A finished letter as an office reads it: the text layer of the PDF, or a scan of the sheet read by tesseract."""

import io
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

import pypdfium2

from generator.errors import LettersError

RESOLUTION = 200
"""Dots an inch: what office scanners are set to."""
POINTS_PER_INCH = 72
COLUMN = "4"
"""What tesseract calls a page of one column with type of several sizes."""
PAGE_BREAK = "\f"
LONGEST = 120
"""Seconds that the reading of one sheet may take."""


class NoScannerError(LettersError):
    """The program that reads scans is not there."""

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
    """The text of a PDF as PDFium, the engine of Chrome's reader, gives it to search and to copy; form feeds between pages.

    The program that reads is another than the one that wrote. Raises UnreadableLetterError.
    """
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            return PAGE_BREAK.join(_texts(document))
    except pypdfium2.PdfiumError as error:
        raise UnreadableLetterError(str(error)) from error


def _texts(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """The text of each page."""
    for page in document:
        with closing(page), closing(page.get_textpage()) as layer:
            yield layer.get_text_range()


@dataclass(frozen=True)
class Scanner:
    """Reads scans of finished letters with tesseract."""

    program: str
    """Where tesseract is."""
    environment: Mapping[str, str]

    def read(self, data: bytes) -> str:
        """What can be read on a scan of each sheet of a PDF; form feeds between them.

        Raises UnreadableLetterError.
        """
        try:
            with closing(pypdfium2.PdfDocument(data)) as document:
                return PAGE_BREAK.join(map(self._sheet, _sheets(document)))
        except (pypdfium2.PdfiumError, OSError, subprocess.SubprocessError) as error:
            raise UnreadableLetterError(str(error)) from error

    def _sheet(self, picture: bytes) -> str:
        """The words on one sheet, in the order of their lines."""
        command = [self.program, "-", "-", "-l", "eng", "--psm", COLUMN]
        # One thread: letters are read side by side, and tesseract's own threads only wait for each other.
        alone = {**self.environment, "OMP_THREAD_LIMIT": "1"}
        done = subprocess.run(command, input=picture, capture_output=True, check=True, timeout=LONGEST, env=alone)  # noqa: S603
        return done.stdout.decode("utf-8", "replace").replace(PAGE_BREAK, "")


def _sheets(document: pypdfium2.PdfDocument) -> Iterator[bytes]:
    """Each page as the gray picture that a scanner makes of it, as PNG."""
    for page in document:
        with closing(page), closing(page.render(scale=RESOLUTION / POINTS_PER_INCH, grayscale=True)) as bitmap:
            picture = io.BytesIO()
            bitmap.to_pil().save(picture, "PNG", dpi=(RESOLUTION, RESOLUTION))
            yield picture.getvalue()
