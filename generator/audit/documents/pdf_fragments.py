"""The letters of a PDF's pages as PDFium finds them, in fragments of one size on one line.

Bookmarks, links and the file's own data are read too.
"""

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

from generator.audit.documents.errors import EMPTY, DocumentError

SPACE = 0.15
"""A gap of more than this part of the type size separates two words. Chosen by hand, as the next
three: letters of one word are set closer, and a word space is a quarter of the size."""
BREAK = 1.0
"""A gap of more than this part separates more than words: columns, or the cells of a table."""
ALIKE = 0.05
"""Sizes and baselines that differ by less than this part of the size are equal."""
SLANT = 0.3
"""Letters that run up or down the page by more than this angle, in radians, are a stamp or a
watermark: 17 degrees, more than a page that was scanned askew."""
LONGEST_NAME = 256
LONGEST_ADDRESS = 4096
"""Bytes of the buffers for the name of a font and a web address, both longer than any in use:
a name has at most 127 bytes (PDF 32000-1, annex C)."""
MOST_BOOKMARKS = 5000
"""No document has as many; a damaged file may link its bookmarks in a circle."""
# Matches `D:20200129103000+01'00'` (PDF 32000-1, 7.9.4), also without the D: and with a year alone.
# A time behind the day is left out.
DAY = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?")
SIGNS = {0x02: "-", 0xFFFE: "-", 0xF0B7: "•", 0xF0A7: "•"}
"""PDFium's codes for a hyphen at the end of a line, and the codes of Symbol and Wingdings for the
sign before an item."""
# Without a handler, Python prints the warnings of pypdfium2 on standard error; this module raises
# for the faults itself.
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
    """Returns the pages of a PDF; one that is locked without a password is opened too.

    Raises DocumentError for a PDF that is locked, that has no pages, or that cannot be read at all.
    """
    logging.getLogger("pypdfium2").addHandler(SILENT)
    try:
        with closing(_opened(data, name)) as document:
            pages = tuple(_page(document, number) for number in range(len(document)))
            return RawPages(pages, _outline(document), _info(document))
    except pypdfium2.PdfiumError as error:
        raise _damaged(name, "a page of it cannot be read") from error


def _opened(data: bytes, name: str) -> pypdfium2.PdfDocument:
    """Returns the document, open."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        # pypdfium2 refuses one without pages too, and then gives the reason of an earlier refusal.
        if opened := raw.FPDF_LoadMemDocument64(data, len(data), None):
            raw.FPDF_CloseDocument(opened)
            raise DocumentError(name, EMPTY) from error
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            locked = "is locked with a password: open it, and print it to a new PDF without one"
            raise DocumentError(name, locked) from error
        raise _damaged(name, "it does not open") from error


def _damaged(name: str, reason: str) -> DocumentError:
    advice = "download it again, or open it and save it as a new PDF"
    return DocumentError(name, f"is a damaged PDF ({reason}): {advice}")


def _page(document: pypdfium2.PdfDocument, number: int) -> RawPage:
    """Returns one page, turned upright."""
    # Closed page by page: PDFium keeps the objects of an open page in memory.
    with closing(document[number]) as page, closing(page.get_textpage()) as layer:
        # The places of letters count from the origin of the file, and the box may begin elsewhere.
        left, bottom, right, top = page.get_mediabox()
        sheet = PageEdges(left, bottom, right, top, page.get_rotation())
        fragments = tuple(_fragments(_letters(layer, sheet)))
        return RawPage(sheet.height, fragments, tuple(_links(document, page)))


@dataclass(frozen=True)
class PageEdges:
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
        """Returns the distances from the left and the top of the page, as it is read."""
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
        """Whether letters drawn by the matrix run from left to right along the lines."""
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) - self.turned
        # The cosine of a small angle is 1 - angle² / 2. By the cosine, 359 degrees are next to 0.
        return math.cos(math.radians(angle)) > 1 - SLANT**2 / 2


@dataclass(frozen=True)
class PdfTypeface:
    """How an object of a page draws its letters."""

    size: float
    bold: bool
    upright: bool


class PdfCharacter(NamedTuple):
    """A letter as it stands on the page; a document has millions."""

    text: str
    x: float
    y: float
    right: float
    face: PdfTypeface
    begins: bool
    """Whether it is the first that its object draws."""


def _letters(layer: pypdfium2.PdfTextPage, sheet: PageEdges) -> Iterator[PdfCharacter]:
    """Yields the letters of a page as it draws them, without those that run up or down."""
    # The type is asked once for each object that draws letters, not for each letter: a document has
    # millions of them, and each question is a call into PDFium.
    owner, face = None, PdfTypeface(0.0, bold=False, upright=False)
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for index in range(layer.count_chars()):
        code = raw.FPDFText_GetUnicode(layer, index)
        # PDFium adds spaces and line breaks by its own rules; the gaps decide here (SPACE, BREAK).
        if not code or raw.FPDFText_IsGenerated(layer, index) == 1:
            continue
        # Pointers of ctypes are never equal; their addresses are.
        drawn_by = ctypes.cast(raw.FPDFText_GetTextObject(layer, index), ctypes.c_void_p).value
        if begins := drawn_by != owner:
            owner, face = drawn_by, _face(layer, index, sheet=sheet)
        if face.upright:
            raw.FPDFText_GetCharOrigin(layer, index, x, y)
            raw.FPDFText_GetLooseCharBox(layer, index, box)
            # On a page that is turned, either corner may be the right one.
            right = max(sheet.place(box.left, box.bottom)[0], sheet.place(box.right, box.top)[0])
            yield PdfCharacter(
                SIGNS.get(code) or chr(code), *sheet.place(x.value, y.value), right, face, begins
            )


def _face(layer: pypdfium2.PdfTextPage, index: int, *, sheet: PageEdges) -> PdfTypeface:
    """Returns the type in which the letter is drawn."""
    matrix, flags, name = raw.FS_MATRIX(), ctypes.c_int(), ctypes.create_string_buffer(LONGEST_NAME)
    raw.FPDFText_GetMatrix(layer, index, matrix)
    raw.FPDFText_GetFontInfo(layer, index, name, LONGEST_NAME, flags)
    # Many programs set the size to 1 and scale by the matrix, so both count.
    size = raw.FPDFText_GetFontSize(layer, index) * math.hypot(matrix.c, matrix.d)
    called = name.value.lower()
    return PdfTypeface(
        # A mirrored matrix has a negative size; 0 would make every gap infinitely wide.
        abs(size) or 1.0,
        # By the name: the flag ForceBold (PDF 32000-1, 9.8.2) only says how to draw small type.
        bold=b"bold" in called or b"black" in called,
        upright=sheet.runs_along(matrix),
    )


def _fragments(letters: Iterable[PdfCharacter]) -> Iterator[Fragment]:
    """Yields the letters in fragments, without those of nothing but space."""
    held: list[PdfCharacter] = []
    for letter in letters:
        if held and not _goes_on(held[-1], letter):
            yield from _fragment(held)
            held = []
        held.append(letter)
    yield from _fragment(held)


def _goes_on(last: PdfCharacter, letter: PdfCharacter) -> bool:
    """Whether a letter belongs to the fragment of the last one.

    One that is drawn by itself behind a gap may be in the next cell of a table.
    """
    size = letter.face.size
    alike = (
        letter.face.bold == last.face.bold
        and abs(size - last.face.size) <= ALIKE * size
        and abs(letter.y - last.y) <= ALIKE * size
    )
    widest = SPACE if letter.begins and " " not in (letter.text, last.text) else BREAK
    # A letter may overlap the last by kerning, or stand over it as an accent; further to the left
    # it is another column or line.
    return alike and -size < letter.x - last.right <= widest * size


def _fragment(letters: list[PdfCharacter]) -> Iterator[Fragment]:
    """Yields the letters as one fragment, with spaces in the gaps; nothing for space alone."""
    text = "".join(letter.text for letter in letters[:1])
    for letter, after in pairwise(letters):
        is_gap = after.x - letter.right > SPACE * after.face.size
        text += " " + after.text if is_gap and " " not in (letter.text, after.text) else after.text
    # The two halves of rare letters come one by one.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if text.strip():
        first, right = letters[0], max(letter.right for letter in letters)
        yield Fragment(first.x, first.y, first.face.size, text, first.face.bold, right)


def _links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[str]:
    """Yields the addresses that the page links to."""
    # PDFium finds the links one by one, and gives the length of an address with its final NUL, so
    # that an empty one has 1. It fills no buffer that is too short: a longer address is left out,
    # and not cut into one that leads elsewhere.
    place, link = ctypes.c_int(), raw.FPDF_LINK()
    address = ctypes.create_string_buffer(LONGEST_ADDRESS)
    while raw.FPDFLink_Enumerate(page, place, link):
        if action := raw.FPDFLink_GetAction(link):
            length = raw.FPDFAction_GetURIPath(document, action, address, LONGEST_ADDRESS)
            if 1 < length <= LONGEST_ADDRESS:
                yield address.value.decode("utf-8", "replace")


def _outline(document: pypdfium2.PdfDocument) -> tuple[tuple[str, int], ...]:
    """Returns the bookmarks with their depth."""
    return tuple(
        (" ".join(mark.get_title().split()), mark.level + 1)
        # A level counts from 0, and headings from 1.
        for mark in islice(document.get_toc(), MOST_BOOKMARKS)
    )


def _info(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """Returns title, author and day of creation, as far as the file gives them."""
    given = document.get_metadata_dict(skip_empty=True)
    created = DAY.match(given.get("CreationDate", ""))
    day = "-".join(part for part in created.groups() if part) if created else ""
    found = {"title": given.get("Title", ""), "author": given.get("Author", ""), "created": day}
    return {key: " ".join(value.split()) for key, value in found.items() if value.strip()}
