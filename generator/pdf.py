"""HTML -> PDF/UA-1. The only module that knows WeasyPrint: another engine would replace this file and no other."""

import gc
import logging
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache, cached_property
from importlib import metadata
from math import inf
from operator import itemgetter
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import font_source_sans_pro
import font_source_serif_pro
from fontTools.ttLib import TTFont
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline, preferred
from weasyprint.layout import page as page_layout
from weasyprint.layout.block import _linebox_layout
from weasyprint.layout.page import remake_page
from weasyprint.text.ffi import harfbuzz_subset, pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import split_first_line
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse, URLFetchingError

from generator import barriers, complaints, typography
from generator.envelopes import Box
from generator.errors import DesignIsWrongError, Problem, TooManyPagesError, TypesettingError

ENGINE_VERSION = ", ".join((
    f"WeasyPrint {metadata.version('weasyprint')}",
    f"pydyf {metadata.version('pydyf')}",
    f"Pango {pango.pango_version() // 10000}.{pango.pango_version() // 100 % 100}.{pango.pango_version() % 100}",
))  # fmt: skip
"""What the bytes of a PDF depend on beside the page and the design."""

VARIANT = "pdf/ua-1"
PIXELS_PER_INCH = 96
FONT_FOLDERS = (Path(font_source_serif_pro.font_directory), Path(font_source_sans_pro.font_directory))


def subsets_natively() -> bool:
    """Whether HarfBuzz's own library cuts the typefaces down (Debian's libharfbuzz-subset0); without it a letter takes twice as long."""
    return bool(harfbuzz_subset)


class Design(Protocol):
    """What the engine needs to know of a design."""

    @property
    def folder(self) -> Path:
        """Its folder: pictures come from below it."""

    @property
    def common(self) -> Path:
        """The folder that all designs share."""

    @property
    def style(self) -> Path:
        """Its style sheet."""


class Layout:
    """A letter on its pages, not yet written."""

    def __init__(self, document: Document, fonts: "_Fonts", *, design: Design) -> None:
        self._document = document
        self._fonts = fonts
        self._folders = _folders(design)

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self._document.pages)

    @cached_property
    def address_box(self) -> Box:
        """What the lines of the inside address cover, in inches from the top left of page 1; empty where there is none."""
        page = self._document.pages[0]._page_box  # noqa: SLF001 - the boxes are reached in no other way
        return _around([line for block in _descendants(page) if _is_address(block) for line in _lines(block)])

    def write(self) -> bytes:
        """The PDF.

        Raises DesignIsWrongError where the design asks for a typeface that it does not bring along, or shows a picture without
        saying what it shows, and TypesettingError where no typeface of the letters has a character.
        """
        with _failing_loudly(self._folders) as found, _collecting_once():
            data: bytes = self._document.write_pdf(pdf_variant=VARIANT)
            borrowed = self._borrowed()
            if characters := missing_glyphs(borrowed):
                raise TypesettingError(unprintable(characters))
            if borrowed:
                found.append(complaints.unknown_typeface(self._fonts.families, self._folders))
        return data

    def _borrowed(self) -> str:
        """The characters that no typeface of the design has: set from another one of this machine, or as an empty box."""
        used = self._document.fonts.values()
        borrowed = {text for font in used if font.family not in self._fonts.families for text in font.to_unicode.values()}
        return "".join(sorted(borrowed | {chr(point) for font in used for point in font.missing}))


class Engine:
    """Typesets many letters in one process: typefaces, style sheets and pictures are read once."""

    def __init__(self) -> None:
        self._fonts = _Fonts()
        self._pictures: dict[str, Any] = {}
        self._styles: dict[Path, CSS] = {}
        self._lines = _Lines()

    def lay_out(self, html: str, design: Design, *, most: int | None = None) -> Layout:
        """The page set in the design.

        Raises TooManyPagesError as soon as it goes on beyond `most` pages; DesignIsWrongError where a picture, style sheet or
        typeface is missing or not allowed, the style sheet says what WeasyPrint does not understand, or the page could not be read
        aloud by a machine; TypesettingError where WeasyPrint fails.
        """
        try:
            return Layout(self._document(html, design, most=most), self._fonts, design=design)
        except TypesettingError:
            # WeasyPrint keeps a picture or a rule that it could not use as one that is not there, and tells of it once.
            self._pictures.clear()
            self._styles.clear()
            raise

    def _document(self, html: str, design: Design, *, most: int | None) -> Document:
        fetcher, folders = Fetcher(design), _folders(design)
        keeping_notes = _replaced(block, "_linebox_layout", by=_lines_with_their_notes)
        ending = _replaced(page_layout, "remake_page", by=_ending_after(most))
        with _failing_loudly(folders) as found, _collecting_once(), self._lines.remembered(), keeping_notes, ending:
            page = HTML(string=html, base_url=_folder_address(design.folder), url_fetcher=fetcher)
            found.extend(complaints.problem(what, folders, sought=sought) for sought, what in barriers.in_page(page.etree_element))
            if design.style not in self._styles:
                found.extend(complaints.faint(folders))
            options = {"stylesheets": [self._style(design, fetcher)], "cache": self._pictures, "pdf_variant": VARIANT}
            return _Document._render(page, self._fonts, None, None, DEFAULT_OPTIONS | options)  # noqa: SLF001 - HTML.render() is this line

    def close(self) -> None:
        """Removes the copies of typefaces that WeasyPrint keeps for it; a process that ends without its farewells leaves them behind."""
        if self._fonts._folder:  # noqa: SLF001 - WeasyPrint itself removes it when Python collects the object, which an ending worker does not
            shutil.rmtree(self._fonts._folder, ignore_errors=True)  # noqa: SLF001

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
# Measured with a letter of one page and its notes: docs/how-it-works.md.


@contextmanager
def _collecting_once() -> Iterator[None]:
    """Python's garbage collector waits until a letter is done: a layout makes many objects, and all die together."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _replaced(module: ModuleType, name: str, *, by: Callable[..., Any]) -> Iterator[None]:
    """Inside, the name in WeasyPrint's module means another function."""
    before = getattr(module, name)
    try:
        setattr(module, name, by)
        yield
    finally:
        setattr(module, name, before)


_OF_A_LINE = (
    *("direction", "font_family", "font_feature_settings", "font_kerning", "font_language_override", "font_size", "font_stretch"),
    *("font_style", "font_variant_alternates", "font_variant_caps", "font_variant_east_asian", "font_variant_ligatures"),
    *("font_variant_numeric", "font_variant_position", "font_variation_settings", "font_weight", "hyphenate_character"),
    *("hyphenate_limit_chars", "hyphenate_limit_zone", "hyphens", "lang", "letter_spacing", "line_height", "overflow_wrap", "tab_size"),
    *("text_decoration_line", "white_space", "word_break", "word_spacing"),
)
"""The properties that decide how a text breaks into lines: all that WeasyPrint's text/line_break.py and text/fonts.py ask for."""


class _Lines:
    """Remembers how texts break into lines: most paragraphs of a campaign stand in many letters, and break alike in all of them."""

    MOST = 5_000
    """Of a campaign's lines some hundreds recur. When others fill the memory it begins anew, so that it stays small."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}
        self._style = itemgetter(*_OF_A_LINE)

    @contextmanager
    def remembered(self) -> Iterator[None]:
        """Inside, WeasyPrint asks here before it measures a line."""
        with _replaced(inline, "split_first_line", by=self._split), _replaced(preferred, "split_first_line", by=self._split):
            yield

    def _split(self, text: str, style: Any, context: Any, *further: Any, **named: Any) -> Any:  # noqa: ANN401, PLR0917 - WeasyPrint calls it
        """What split_first_line gives for the text; its layout anew, because drawing it changes it."""
        asked = (text, *map(_hashable, self._style(style)), *further, *named.items())
        if asked not in self._known:
            if len(self._known) >= self.MOST:
                self._known.clear()
            self._known[asked] = split_first_line(text, style, context, *further, **named)
        layout, *measures = self._known[asked]
        return copy(layout), *measures


def _hashable(value: Any) -> Any:  # noqa: ANN401
    return tuple(value) if isinstance(value, list) else frozenset(value) if isinstance(value, set) else value


def _ending_after(most: int | None) -> Callable[..., Any]:
    """WeasyPrint's remake_page for so many pages: it makes each page of several twice, and these are thrown away with the first."""

    def remake(index: int, *further: Any) -> Any:  # noqa: ANN401
        if most is not None and index >= most:
            raise TooManyPagesError(most)
        return remake_page(index, *further)

    return remake


class _Document(Document):  # type: ignore[misc]  # WeasyPrint is not typed
    """A document whose notes are measured once each. WeasyPrint 70 sets all notes of a page anew for each note it adds."""

    @classmethod
    def _build_layout_context(cls, *arguments: Any) -> Any:  # noqa: ANN401
        context = super()._build_layout_context(*arguments)
        context._update_footnote_area = _NoteArea(context, context._update_footnote_area).update  # noqa: SLF001 - the hook for it
        return context


class _NoteArea:
    """Keeps the room for the notes of a page, as LayoutContext._update_footnote_area does, with each note's height remembered."""

    def __init__(self, context: Any, measure: Callable[[], bool]) -> None:  # noqa: ANN401
        self._context = context
        self._measure = measure
        self._heights: dict[Any, float] = {}

    def update(self) -> bool:
        """Makes room for the notes of the page; whether they overflow their area."""
        area, notes = self._context.current_footnote_area, self._context.current_page_footnotes
        if self._context.in_column or not notes or not all(map(_stacks_plainly, (area, *notes))):
            return self._measure()
        if area.height != "auto":
            self._context.page_bottom += area.margin_height()
        area.height = sum(self._height(note) for note in notes)
        self._context.page_bottom -= area.margin_height()
        area.children = notes
        return False

    def _height(self, note: Any) -> float:  # noqa: ANN401
        if note not in self._heights:
            self._heights[note] = self._measured(note)
        return self._heights[note]

    def _measured(self, note: Any) -> float:  # noqa: ANN401
        """The height of an area that holds this note alone."""
        context = self._context
        before = context.current_page_footnotes, context.page_bottom, context.current_footnote_area.height
        context.current_page_footnotes, context.current_footnote_area.height = [note], "auto"
        self._measure()
        height: float = context.current_footnote_area.height
        context.current_page_footnotes, context.page_bottom, context.current_footnote_area.height = before
        return height


def _stacks_plainly(box: Any) -> bool:  # noqa: ANN401
    """Whether the box adds its height to the one above: no limit of its own, and no margins that would collapse."""
    style = box.style
    if isinstance(box, boxes.FootnoteAreaBox):
        return bool(style["max_height"].value == inf)
    return bool(style["footnote_display"] == "block" and style["margin_top"].value == style["margin_bottom"].value == 0)


# ---------------------------------------------------------------- notes on the page that calls them


ITS_BOX_GOES_OVER = True
"""What _linebox_layout says first of lines whose box is laid out on the next page instead, and its notes with it."""


def _lines_with_their_notes(context: Any, box: Any, index: int, child: Any, lines: list[Any], page_is_empty: bool, *further: Any) -> Any:  # noqa: ANN401, FBT001, PLR0917 - WeasyPrint calls it
    """What _linebox_layout gives, but for the notes of this page that it moves to the next: they stay, and the lines go over.

    WeasyPrint 70 moves notes, also those of lines above, to gain room for two lines of a paragraph, whatever footnote-policy says.
    Only what stands alone on its page parts with a note there is no room for, or the layout would not come to an end.
    """
    before = len(context.reported_footnotes)
    laid_out = _linebox_layout(context, box, index, child, lines, page_is_empty, *further)
    moved = context.reported_footnotes[before:]
    if page_is_empty or not moved:
        return laid_out
    context.current_page_footnotes += moved
    del context.reported_footnotes[before:]
    context._update_footnote_area()  # noqa: SLF001 - the room they take
    _, *further_answers = laid_out
    return ITS_BOX_GOES_OVER, *further_answers


# ---------------------------------------------------------------- what a design may read


class _OutsideError(URLFetchingError):  # type: ignore[misc]  # WeasyPrint is not typed
    """A file that a design may not read."""

    def __init__(self) -> None:
        super().__init__("a design reads only files of its own folder and of the common one")


class _NoTypefaceError(URLFetchingError):  # type: ignore[misc]  # WeasyPrint is not typed
    """A typeface that the font packages do not have."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the font packages have no typeface {name}")


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Fetches `data:`, files below the design's folder and the common one, and the `font:` files of the font packages."""

    def __init__(self, design: Design) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._folders = (design.folder.resolve(), design.common.resolve())

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """What stands at the address. Raises OSError for every other address."""
        parts = urlsplit(url)
        if parts.scheme == "font":
            return URLFetcherResponse(url, font_file(unquote(parts.path)).read_bytes())
        if parts.scheme == "file":
            return URLFetcherResponse(url, self._allowed(Path(unquote(parts.path))).read_bytes())
        if parts.scheme != "data":
            raise _OutsideError
        return super().fetch(url, headers)

    def _allowed(self, path: Path) -> Path:
        """The file, where it truly lies below one of the folders."""
        real = path.resolve()
        if not any(real.is_relative_to(folder) for folder in self._folders):
            raise _OutsideError
        return real


def font_file(name: str) -> Path:
    """The file of a typeface of the font packages."""
    for folder in FONT_FOLDERS:
        for path in folder.glob("*.ttf"):
            if path.stem == name:
                return path
    raise _NoTypefaceError(name)


# ---------------------------------------------------------------- WeasyPrint logs; we fail


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if "HarfBuzz-Subset" not in message:  # slower, and no other letter: subsets_natively() tells
            self.messages.append(message)


@contextmanager
def _failing_loudly(folders: tuple[Path, Path]) -> Iterator[list[Problem]]:
    """What WeasyPrint only logs inside becomes a DesignIsWrongError (it does not raise for a missing picture or style sheet).

    Gives the list of what is found wrong beside that.
    """
    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    found: list[Problem] = []
    logger.addHandler(collector)
    try:
        yield found
    except (TypesettingError, TooManyPagesError):
        raise
    except (Exception, FatalURLFetchingError) as error:  # the latter is no Exception; and no letter may end the others' run
        if not (found or collector.messages):
            raise TypesettingError(_failed(error)) from error
    finally:
        logger.removeHandler(collector)
    if found or collector.messages:
        raise DesignIsWrongError((*found, *complaints.problems(collector.messages, folders)))


def _folders(design: Design) -> tuple[Path, Path]:
    return design.folder, design.common


def _failed(error: BaseException) -> str:
    return f"WeasyPrint failed: {error} ({type(error).__name__})"


# ---------------------------------------------------------------- where the address stands


def _descendants(box: Any) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint's boxes are not typed
    yield box
    for child in getattr(box, "children", ()):
        yield from _descendants(child)


def _is_address(box: Any) -> bool:  # noqa: ANN401
    return isinstance(box, boxes.BlockBox) and box.element is not None and "inside-address" in (box.element.get("class") or "").split()


def _lines(block: Any) -> Iterator[Any]:  # noqa: ANN401
    return (box for box in _descendants(block) if isinstance(box, boxes.LineBox))


def _around(lines: list[Any]) -> Box:
    """The smallest box around the words of the lines, in inches."""
    if not lines:
        return Box(0, 0, 0, 0)
    texts = [box for line in lines for box in _descendants(line) if isinstance(box, boxes.TextBox)]
    left = min(text.position_x for text in texts)
    right = max(text.position_x + text.width for text in texts)
    top = min(line.position_y for line in lines)
    bottom = max(line.position_y + line.height for line in lines)
    return Box(*(pixels / PIXELS_PER_INCH for pixels in (left, top, right - left, bottom - top)))


# ---------------------------------------------------------------- characters


def missing_glyphs(text: str) -> str:
    """The characters of the text that no letter can print, each once, in order: emoji, Arabic, Chinese.

    The typefaces that other machines would lend for them differ, and the same bytes could not be promised. Characters that
    turn the direction of the text around count as missing too: they make a name read as another one.
    """
    return "".join(dict.fromkeys(character for character in unicodedata.normalize("NFC", text) if not _is_printable(character)))


def _is_printable(character: str) -> bool:
    return character in _INVISIBLE or ord(character) in _glyphs()


_INVISIBLE = frozenset("\t\n\r\u00ad\u200b\u200c\u200d\u2060\ufeff" + typography.REPLACED)
"""Spaces, hyphens and joiners that typography replaces or the shaping engine draws without a glyph."""


@cache
def _glyphs() -> frozenset[int]:
    """The code points that every upright face of the letters has a glyph for."""
    faces = ("SourceSerifPro-Regular", "SourceSerifPro-Semibold", "SourceSansPro-Regular")
    return frozenset.intersection(*map(_code_points, faces))


def _code_points(face: str) -> frozenset[int]:
    """The code points that the face has a glyph for."""
    with TTFont(font_file(face), lazy=True) as font:
        return frozenset(font.getBestCmap())


def unprintable(characters: str) -> str:
    """The sentence that names the characters."""
    named = ", ".join(f"{character!r} (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})" for character in characters[:10])
    return f"the typefaces have no sign for {named}; write it another way"
