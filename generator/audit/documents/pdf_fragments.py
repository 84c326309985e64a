"""The letters of a PDF's pages as PDFium finds them, in fragments of one size on one line; and its bookmarks, links and description."""

import ctypes
import logging
import math
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from generator.audit.documents.errors import DamagedDocumentError, EmptyDocumentError, EncryptedDocumentError

SPACE = 0.15
"""A gap of this part of the type size parts two words."""
BREAK = 1.0
"""A gap of this part of it parts more than words: columns, or the cells of a table."""
ALIKE = 0.05
"""Sizes and baselines that differ by less than this part of the size are one."""
SLANT = 0.3
"""Letters that run up or down the page by more than this are a stamp or a watermark."""
LONGEST_NAME = 256
LONGEST_ADDRESS = 4096
MOST_BOOKMARKS = 5000
"""No document has as many."""
DAY = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?")
SIGNS = {0x02: "-", 0xFFFE: "-", 0xF0B7: "•", 0xF0A7: "•"}
"""What PDFium gives for a hyphen at the end of a line, and what Symbol and Wingdings give for the sign before an item."""
SILENT = logging.NullHandler()


@dataclass(frozen=True)
class Fragment:
    """Some letters of one size on one line; `y` grows downwards."""

    x: float
    y: float
    size: float
    text: str
    bold: bool
    right: float
    """Where it ends."""


@dataclass(frozen=True)
class RawPage:
    """A page as the file has it."""

    height: float
    fragments: tuple[Fragment, ...]
    links: tuple[str, ...]


@dataclass(frozen=True)
class RawPages:
    """What PDFium finds in a file."""

    pages: tuple[RawPage, ...]
    outline: tuple[tuple[str, int], ...]
    """Bookmarks with their depth, from 1."""
    info: dict[str, str]
    """Title, author and day of creation, as far as the file gives them."""


def read_fragments(data: bytes, name: str) -> RawPages:
    """The pages of a PDF; one that is locked without a password is opened too.

    Raises EncryptedDocumentError for a locked PDF, EmptyDocumentError for one without pages, and DamagedDocumentError for one
    that cannot be read at all.
    """
    logging.getLogger("pypdfium2").addHandler(SILENT)
    try:
        with closing(_opened(data, name)) as document:
            pages = tuple(_page(document, number) for number in range(len(document)))
            return RawPages(pages, _outline(document), _info(document))
    except pypdfium2.PdfiumError as error:
        raise DamagedDocumentError(name, "a page of it cannot be read") from error


def _opened(data: bytes, name: str) -> pypdfium2.PdfDocument:
    """The document, open."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # pypdfium2 refuses one without pages too, and gives the reason of whatever PDFium refused before.
        if opened := raw.FPDF_LoadMemDocument64(data, len(data), None):
            raw.FPDF_CloseDocument(opened)
            raise EmptyDocumentError(name) from error
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            raise EncryptedDocumentError(name) from error
        raise DamagedDocumentError(name, "it does not open") from error


def _page(document: pypdfium2.PdfDocument, number: int) -> RawPage:
    """One page, turned upright."""
    with closing(document[number]) as page, closing(page.get_textpage()) as layer:
        left, bottom, right, top = page.get_mediabox()
        sheet = Sheet(left, bottom, right, top, page.get_rotation())
        return RawPage(sheet.height, tuple(_fragments(_letters(layer, sheet))), tuple(_links(document, page)))


@dataclass(frozen=True)
class Sheet:
    """A page's edges in the file's own measure, and by how many degrees it is turned to be read."""

    left: float
    bottom: float
    right: float
    top: float
    turned: int

    @property
    def height(self) -> float:
        """The height of the page as it is read."""
        return self.right - self.left if self.turned % 180 else self.top - self.bottom

    def place(self, x: float, y: float) -> tuple[float, float]:
        """How far from the left and from the top of the page, as it is read."""
        match self.turned:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def runs_along(self, matrix: raw.FS_MATRIX) -> bool:
        """Whether letters that are drawn so run from left to right along the lines of the page."""
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) - self.turned
        return math.cos(math.radians(angle)) > 1 - SLANT**2 / 2


@dataclass(frozen=True)
class Face:
    """How an object of a page draws its letters."""

    size: float
    bold: bool
    upright: bool


class Letter(NamedTuple):
    """A letter as it stands on the page; a document has millions."""

    text: str
    x: float
    y: float
    right: float
    face: Face
    begins: bool
    """Whether it is the first that its object draws."""


def _letters(layer: pypdfium2.PdfTextPage, sheet: Sheet) -> Iterator[Letter]:
    """The letters of a page in the order in which it draws them, without those that run up or down it."""
    owner, face = None, Face(0.0, bold=False, upright=False)
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for index in range(layer.count_chars()):
        code = raw.FPDFText_GetUnicode(layer, index)
        if not code or raw.FPDFText_IsGenerated(layer, index) == 1:
            continue
        drawn_by = ctypes.cast(raw.FPDFText_GetTextObject(layer, index), ctypes.c_void_p).value
        if begins := drawn_by != owner:
            owner, face = drawn_by, _face(layer, index, sheet=sheet)
        if face.upright:
            raw.FPDFText_GetCharOrigin(layer, index, x, y)
            raw.FPDFText_GetLooseCharBox(layer, index, box)
            right = max(sheet.place(box.left, box.bottom)[0], sheet.place(box.right, box.top)[0])
            yield Letter(SIGNS.get(code) or chr(code), *sheet.place(x.value, y.value), right, face, begins)


def _face(layer: pypdfium2.PdfTextPage, index: int, *, sheet: Sheet) -> Face:
    """The type in which the letter is drawn."""
    matrix, flags, name = raw.FS_MATRIX(), ctypes.c_int(), ctypes.create_string_buffer(LONGEST_NAME)
    raw.FPDFText_GetMatrix(layer, index, matrix)
    raw.FPDFText_GetFontInfo(layer, index, name, LONGEST_NAME, flags)
    size = raw.FPDFText_GetFontSize(layer, index) * math.hypot(matrix.c, matrix.d)
    called = name.value.lower()
    return Face(abs(size) or 1.0, bold=b"bold" in called or b"black" in called, upright=sheet.runs_along(matrix))


def _fragments(letters: Iterable[Letter]) -> Iterator[Fragment]:
    """The letters in fragments; those that hold nothing but space are left out."""
    held: list[Letter] = []
    for letter in letters:
        if held and not _goes_on(held[-1], letter):
            yield from _fragment(held)
            held = []
        held.append(letter)
    yield from _fragment(held)


def _goes_on(last: Letter, letter: Letter) -> bool:
    """Whether a letter belongs to the fragment at hand; what is drawn by itself behind a gap may be a cell of a table."""
    size = letter.face.size
    alike = letter.face.bold == last.face.bold and abs(size - last.face.size) <= ALIKE * size and abs(letter.y - last.y) <= ALIKE * size
    widest = SPACE if letter.begins and " " not in (letter.text, last.text) else BREAK
    return alike and -size < letter.x - last.right <= widest * size


def _fragment(letters: list[Letter]) -> Iterator[Fragment]:
    """The letters as one fragment, with a space where a gap parts words; nothing for space alone."""
    gaps = (
        " " if after.x - letter.right > SPACE * after.face.size and " " not in (letter.text, after.text) else ""
        for letter, after in pairwise(letters)
    )
    text = _whole("".join(letter.text + gap for letter, gap in zip(letters, (*gaps, ""), strict=False)))
    if text.strip():
        first = letters[0]
        yield Fragment(first.x, first.y, first.face.size, text, first.face.bold, max(letter.right for letter in letters))


def _whole(text: str) -> str:
    """The text with the two halves of rare letters put together."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[str]:
    """The addresses that the page links to."""
    place, link, address = ctypes.c_int(), raw.FPDF_LINK(), ctypes.create_string_buffer(LONGEST_ADDRESS)
    while raw.FPDFLink_Enumerate(page, place, link):
        action = raw.FPDFLink_GetAction(link)
        if action and 1 < raw.FPDFAction_GetURIPath(document, action, address, LONGEST_ADDRESS) <= LONGEST_ADDRESS:
            yield address.value.decode("utf-8", "replace")


def _outline(document: pypdfium2.PdfDocument) -> tuple[tuple[str, int], ...]:
    """The bookmarks with their depth."""
    return tuple((" ".join(mark.get_title().split()), mark.level + 1) for mark in islice(document.get_toc(), MOST_BOOKMARKS))


def _info(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """Title, author and day of creation, as far as the file gives them."""
    told = document.get_metadata_dict(skip_empty=True)
    created = DAY.match(told.get("CreationDate", ""))
    day = "-".join(part for part in created.groups() if part) if created else ""
    found = {"title": told.get("Title", ""), "author": told.get("Author", ""), "created": day}
    return {key: " ".join(value.split()) for key, value in found.items() if value.strip()}
