"""HTML -> PDF/UA-1 and PDF/A-2a.

Only this module and `weasyprint_patches` and `weasyprint_tags`, which have everything private of
WeasyPrint, know the engine: another one would replace these files alone. WeasyPrint writes tagged
PDFs from HTML and CSS in Python; docs/decisions.md compares it with others.
"""

import gc
import logging
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from importlib import metadata
from logging.handlers import BufferingHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import font_source_sans_pro
import font_source_serif_pro
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse, URLFetchingError

from generator.errors import DesignIsWrongError, Problem, TooManyPagesError, TypesettingError
from generator.letter import accessibility, design_problems, typography, weasyprint_patches
from generator.letter.design import Design
from generator.letter.envelopes import Rectangle
from generator.letter.weasyprint_patches import PATCHES, LayoutState, Patch
from generator.letter.weasyprint_tags import TAGGING, TagState, without_interpolation

TAGS_VERSION = 2
"""Raised when `pdf_structure` or `weasyprint_tags` write other bytes for the same page: a letter
that was printed before is then printed again."""
ENGINE_VERSION = ", ".join((
    f"WeasyPrint {metadata.version('weasyprint')}",
    f"pydyf {metadata.version('pydyf')}",
    f"Pango {weasyprint_patches.pango_version()}",
    f"tags {TAGS_VERSION}",
))  # fmt: skip
"""What the bytes of a PDF depend on, apart from the page and the design."""

# UA-2 fails in veraPDF even for a heading and a paragraph (WeasyPrint 70: destinations of the
# outline are no structure destinations).
#
# WeasyPrint writes one variant; `weasyprint_tags` adds UA-1 to the metadata of this one.
VARIANT = "pdf/a-2a"
# Packages and not the system's typefaces: the same file gives the same line breaks and the same
# bytes on every machine (docs/decisions.md).
FONT_FOLDERS = (
    Path(font_source_serif_pro.font_directory),
    Path(font_source_sans_pro.font_directory),
)


class Layout:
    """A letter on its pages, not yet written."""

    def __init__(self, document: Document, fonts: "_Fonts", *, design: Design) -> None:
        self._document = document
        self._fonts = fonts
        self._folders = design.folders

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self._document.pages)

    @cached_property
    def address_box(self) -> Rectangle:
        """What the lines of the inside address cover, in inches from the top left of page 1.

        Empty where there is no such line.
        """
        extent = weasyprint_patches.extent_of_class(self._document, "inside-address")
        return Rectangle(*(extent or (0, 0, 0, 0)))

    def pages_of(self, name: str) -> tuple[int, ...]:
        """Returns the pages, from 1, on which blocks of that class stand."""
        return weasyprint_patches.pages_of_class(self._document, name)

    def write(self) -> bytes:
        """Returns the PDF.

        Raises DesignIsWrongError where the design asks for a typeface that it lacks, or shows a
        picture without a description, and TypesettingError where no typeface has a character.
        """
        # Written before it is checked: which typeface lends a character is known when it is subset.
        tagged = weasyprint_patches.applied(TAGGING, TagState())
        with _failing_loudly(self._folders) as found, _collecting_once(), tagged:
            data: bytes = self._document.write_pdf(
                pdf_variant=VARIANT, finisher=without_interpolation
            )
            borrowed = self._borrowed()
            if characters := missing_glyphs(borrowed):
                raise TypesettingError(unprintable(characters))
            if borrowed:
                found.append(design_problems.unknown_typeface(self._fonts.families, self._folders))
        return data

    def _borrowed(self) -> str:
        """Returns the characters that no typeface of the design has.

        They are set in another typeface of this machine, or as an empty box.
        """
        borrowed: set[str] = set()
        for font in self._document.fonts.values():
            borrowed.update(map(chr, font.missing))
            if font.family not in self._fonts.families:
                borrowed.update(font.to_unicode.values())
        return "".join(sorted(borrowed))


class Engine:
    """Typesets many letters in one process: typefaces, style sheets and pictures are read once."""

    def __init__(self, patches: tuple[Patch, ...] = PATCHES) -> None:
        self._fonts = _Fonts()
        # Shared by all letters: with one FontConfiguration a process has 71 MiB after 300 letters,
        # with one for each document 146.
        self._pictures: dict[str, Any] = {}
        self._styles: dict[Path, CSS] = {}
        self._patches = patches
        self._state = LayoutState()

    def lay_out(self, html: str, design: Design, *, most: int | None = None) -> Layout:
        """Returns the page set in the design.

        Raises TooManyPagesError as soon as it goes on beyond `most` pages; DesignIsWrongError where
        a picture, style sheet or typeface is missing or not allowed, WeasyPrint does not understand
        the style sheet, or a machine could not read the page aloud; TypesettingError where
        WeasyPrint fails.
        """
        try:
            document = self._document(html, design, most=most)
        except TypesettingError:
            # WeasyPrint remembers a picture or a rule that it could not use, and logs it once.
            self._pictures.clear()
            self._styles.clear()
            raise
        if most is not None and len(document.pages) > most:
            raise TooManyPagesError(most)
        return Layout(document, self._fonts, design=design)

    def _document(self, html: str, design: Design, *, most: int | None) -> Document:
        fetcher, folders = Fetcher(design), design.folders
        self._state.max_pages = most
        patched = weasyprint_patches.applied(self._patches, self._state)
        tagged = weasyprint_patches.applied(TAGGING, TagState())
        with _failing_loudly(folders) as found, _collecting_once(), patched, tagged:
            page = HTML(string=html, base_url=_folder_address(design.folder), url_fetcher=fetcher)
            found.extend(
                design_problems.problem_in_design(what, folders, sought=sought)
                for sought, what in accessibility.in_page(page.etree_element)
            )
            if design.style not in self._styles:
                found.extend(design_problems.faint(folders))
            style = self._style(design, fetcher)
            return page.render(
                font_config=self._fonts,
                stylesheets=[style],
                cache=self._pictures,
                pdf_variant=VARIANT,
            )

    def close(self) -> None:
        """Remove the copies of typefaces that WeasyPrint keeps on disk for this engine."""
        weasyprint_patches.remove_font_files(self._fonts)

    def _style(self, design: Design, fetcher: "Fetcher") -> CSS:
        if design.style not in self._styles:
            self._styles[design.style] = CSS(
                string=design.style.read_text(encoding="utf-8-sig"),
                base_url=_folder_address(design.folder),
                url_fetcher=fetcher,
                font_config=self._fonts,
            )
        return self._styles[design.style]


def _folder_address(folder: Path) -> str:
    return f"{folder.as_uri()}/"


class _Fonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint is not typed
    """The typefaces of one process, and the families that designs declared."""

    def __init__(self) -> None:
        super().__init__()
        self.families: set[str] = set()

    def add_font_face(self, rule_descriptors: dict[str, Any], url_fetcher: URLFetcher) -> None:
        """Reads one typeface."""
        super().add_font_face(rule_descriptors, url_fetcher)
        self.families.add(rule_descriptors["font_family"])


# ---------------------------------------------------------------- time
# Measurements of whole runs: bench/results.md.


@contextmanager
def _collecting_once() -> Iterator[None]:
    """Inside, Python's garbage collector waits: a layout makes many objects that die together."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


# ---------------------------------------------------------------- what a design may read


_OUTSIDE = "a design reads only files of its own folder and of the common one"


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Fetches `data:`, files below the design's two folders, and `font:` of the font packages."""

    def __init__(self, design: Design) -> None:
        # A design may come from a stranger: the network could tell of a letter, and a redirect lead
        # there.
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._folders = [folder.resolve() for folder in design.folders]

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Returns the content of the address. Raises OSError for every other address."""
        parts = urlsplit(url)
        if parts.scheme == "font":
            return URLFetcherResponse(url, font_file(unquote(parts.path)).read_bytes())
        if parts.scheme == "file":
            return URLFetcherResponse(url, self._allowed(Path(unquote(parts.path))).read_bytes())
        if parts.scheme != "data":
            raise URLFetchingError(_OUTSIDE)
        return super().fetch(url, headers)

    def _allowed(self, path: Path) -> Path:
        """Returns the file, where it truly lies below one of the folders."""
        # Links are followed before the test: one inside the folder may lead to any file.
        real = path.resolve()
        if not any(real.is_relative_to(folder) for folder in self._folders):
            raise URLFetchingError(_OUTSIDE)
        return real


def font_file(name: str) -> Path:
    """Returns the file of a typeface of the font packages. Raises OSError for another name."""
    if name not in _font_files():
        reason = f"the font packages have no typeface {name}"
        raise URLFetchingError(reason)
    return _font_files()[name]


@cache
def _font_files() -> dict[str, Path]:
    return {path.stem: path for folder in FONT_FOLDERS for path in folder.glob("*.ttf")}


# ---------------------------------------------------------------- WeasyPrint logs; we fail


@contextmanager
def _failing_loudly(folders: tuple[Path, Path]) -> Iterator[list[Problem]]:
    """Raises DesignIsWrongError for what WeasyPrint only logs inside, such as a missing picture.

    Its maintainers leave that to the caller (Kozea/WeasyPrint issues 1461 and 1710). Yields a list
    for what else is found wrong.
    """
    logger = logging.getLogger("weasyprint")
    collector = BufferingHandler(sys.maxsize)  # it would empty itself at a capacity
    # Warnings too: an ignored declaration is one, and the letter would look otherwise than meant.
    collector.setLevel(logging.WARNING)
    # Without HarfBuzz's library for subsets a letter takes longer, and is the same.
    collector.addFilter(lambda record: "HarfBuzz-Subset" not in record.getMessage())
    found: list[Problem] = []
    logger.addHandler(collector)
    try:
        yield found
    except TypesettingError:
        raise
    except TooManyPagesError:
        # Style sheets are read once: a mistake that the first layout logged is logged by no other,
        # and a letter that gives up an argument is laid out again.
        if not (found or collector.buffer):
            raise
    except (Exception, FatalURLFetchingError) as error:
        # The latter is a BaseException; and no letter may end the run of the others.
        if not (found or collector.buffer):
            message = f"WeasyPrint failed: {error} ({type(error).__name__})"
            raise TypesettingError(message) from error
    finally:
        logger.removeHandler(collector)
    if found or collector.buffer:
        messages = [record.getMessage() for record in collector.buffer]
        raise DesignIsWrongError((*found, *design_problems.problems(messages, folders)))


# ---------------------------------------------------------------- characters


def missing_glyphs(text: str) -> str:
    """Returns the characters of the text that no letter can print, each once, in order.

    Emoji, Arabic and Chinese, for example: the typefaces that machines would lend for them differ,
    and so would the bytes. Characters that turn the direction of the text count as missing too:
    they make a name read as another one.
    """
    # Composed, as HarfBuzz draws it: e and a combining acute have a glyph together (é).
    characters = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(one for one in characters if one not in _INVISIBLE and ord(one) not in _glyphs())


_INVISIBLE = frozenset("\t\n\r\u00ad\u200b\u200c\u200d\u2060\ufeff" + typography.REPLACED)
"""Spaces, hyphens and joiners that typography replaces or HarfBuzz draws without a glyph."""


@cache
def _glyphs() -> frozenset[int]:
    """Returns the code points that every upright face of the letters has a glyph for."""
    # The intersection: a name stands in the address (serif), bold in a heading and on the envelope
    # (sans), and has to be printed in each of them.
    faces = ("SourceSerifPro-Regular", "SourceSerifPro-Semibold", "SourceSansPro-Regular")
    points = []
    for face in faces:
        with TTFont(font_file(face), lazy=True) as font:
            points.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*points)


def unprintable(characters: str) -> str:
    """Returns the sentence that names the characters, ten at most."""
    named = ", ".join(
        f"{character!r} (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})"
        # Ten fit a line or two of a terminal; who has more has a text in another script.
        for character in characters[:10]
    )
    return f"the typefaces have no sign for {named}; write it another way"
