"""Everything private of WeasyPrint that this program replaces or reads, for WeasyPrint 70.

Its modules promise nothing between versions (Kozea/WeasyPrint issue 265), so pyproject pins
`weasyprint>=70,<71`, and only this module and `pdf` know WeasyPrint. Each patch can be left out.
`tests/letter/test_weasyprint_patches.py` prints letters with every patch, without each, and without
all, and compares them: run it first when a new WeasyPrint comes.

The gains are of the layout of the shipped campaign's letters, one after the other in one process:
with all patches it takes 38 ms of a processor a letter, with none 65 ms (`make bench` measures
whole runs).
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from dataclasses import dataclass, field
from math import inf
from operator import itemgetter
from typing import Any

from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, block, inline, page, preferred
from weasyprint.text.ffi import harfbuzz_subset, pango
from weasyprint.text.fonts import FontConfiguration

from generator.errors import TooManyPagesError

PIXELS_PER_INCH = 96
"""Of CSS, and so of WeasyPrint's boxes."""


@dataclass
class LayoutState:
    """What the patches of one engine share."""

    max_pages: int | None = None
    lines: dict[Any, Any] = field(default_factory=dict)
    """How texts broke into lines in the letters before."""


@dataclass(frozen=True)
class Patch:
    """A private function of WeasyPrint, and what stands in for it."""

    name: str
    owners: tuple[object, ...]
    """The modules that call the function, or the class that has it."""
    attribute: str
    replacement: Callable[..., Any]
    """Is called with the state of `applied`, WeasyPrint's function, and the call's arguments."""
    reason: str
    issue: str
    """The upstream issue, or that no issue is known."""


@contextmanager
def applied(patches: Iterable[Patch], state: object) -> Iterator[None]:
    """Inside, the replacements of these patches are called."""
    with ExitStack() as stack:
        for patch in patches:
            # A module that imported the function has a name of its own for it: each name is
            # replaced.
            for owner in patch.owners:
                original = getattr(owner, patch.attribute)
                # Put back at the end also when a letter fails: other users of WeasyPrint in this
                # process, such as tests, get its own functions.
                stack.callback(setattr, owner, patch.attribute, original)
                setattr(owner, patch.attribute, _bound(patch.replacement, state, original))
        yield


def _bound(replacement: Callable[..., Any], *first: object) -> Callable[..., Any]:
    """Returns a function, not a partial, because WeasyPrint calls one replacement as a method."""

    def call(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
        return replacement(*first, *arguments, **named)

    return call


# ---------------------------------------------------------------- lines that other letters have too

_OF_A_LINE = (
    *("direction", "font_family", "font_feature_settings", "font_kerning"),
    *("font_language_override", "font_size", "font_stretch", "font_style"),
    *("font_variant_alternates", "font_variant_caps", "font_variant_east_asian"),
    *("font_variant_ligatures", "font_variant_numeric", "font_variant_position"),
    *("font_variation_settings", "font_weight", "hyphenate_character", "hyphenate_limit_chars"),
    *("hyphenate_limit_zone", "hyphens", "lang", "letter_spacing", "line_height", "overflow_wrap"),
    *("tab_size", "text_decoration_line", "white_space", "word_break", "word_spacing"),
)
"""The properties that decide how a text breaks into lines: all that WeasyPrint's
text/line_break.py and text/fonts.py read."""
_style = itemgetter(*_OF_A_LINE)

MAX_LINES = 5_000
"""Of a campaign's lines some hundreds recur; when others fill the memory, it begins again."""


def _remembered_line(  # noqa: PLR0917 - WeasyPrint calls it
    state: LayoutState,
    original: Callable[..., Any],
    text: str,
    style: Any,  # noqa: ANN401
    context: Any,  # noqa: ANN401
    *further: Any,  # noqa: ANN401
    **named: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Returns what split_first_line gives; its layout as a copy, because drawing changes it."""
    key = (text, *map(_hashable, _style(style)), *further, *named.items())
    if key not in state.lines:
        # Emptied whole: to know which line was used last would cost more than to break it again.
        if len(state.lines) >= MAX_LINES:
            state.lines.clear()
        state.lines[key] = original(text, style, context, *further, **named)
    layout, *measures = state.lines[key]
    return copy(layout), *measures


def _hashable(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return tuple(value)
    return frozenset(value) if isinstance(value, set) else value


# ---------------------------------------------------------------- the room for notes


def _footnote_area(_state: LayoutState, original: Callable[[Any], bool], context: Any) -> bool:  # noqa: ANN401
    """Makes room for the notes of the page, and returns whether they overflow their area.

    Each note is measured once, alone in the area, and the heights are added up.
    """
    area, notes = context.current_footnote_area, context.current_page_footnotes
    # What does not simply stack is left to WeasyPrint itself.
    if context.in_column or not notes or not all(map(_stacks_plainly, (area, *notes))):
        return original(context)
    # Kept with the context, which ends with its document: notes are measured once a letter.
    heights = context.__dict__.setdefault("heights_of_notes", {})
    for note in notes:
        if note not in heights:
            heights[note] = _height(context, note, measure=original)
    if area.height != "auto":
        context.page_bottom += area.margin_height()
    area.height = sum(heights[note] for note in notes)
    context.page_bottom -= area.margin_height()
    area.children = notes
    return False


def _height(context: Any, note: Any, *, measure: Callable[[Any], bool]) -> float:  # noqa: ANN401
    """Returns the height in pixels of an area that holds this note alone."""
    area = context.current_footnote_area
    before = context.current_page_footnotes, context.page_bottom, area.height
    context.current_page_footnotes, area.height = [note], "auto"
    measure(context)
    height: float = area.height
    context.current_page_footnotes, context.page_bottom, area.height = before
    return height


def _stacks_plainly(box: Any) -> bool:  # noqa: ANN401
    """Returns whether the box adds its height to the one above: no limit, no collapsing margins."""
    style = box.style
    if isinstance(box, boxes.FootnoteAreaBox):
        return bool(style["max_height"].value == inf)
    return bool(
        style["footnote_display"] == "block"
        and style["margin_top"].value == style["margin_bottom"].value == 0
    )


# ---------------------------------------------------------------- notes on the page that calls them

ITS_BOX_GOES_OVER = True
"""The first value of _linebox_layout for lines whose box starts on the next page instead."""


def _lines_with_their_notes(  # noqa: PLR0917 - WeasyPrint calls it
    _state: LayoutState,
    original: Callable[..., Any],
    context: Any,  # noqa: ANN401
    box: Any,  # noqa: ANN401
    index: int,
    child: Any,  # noqa: ANN401
    lines: list[Any],
    page_is_empty: bool,  # noqa: FBT001
    *further: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Returns what _linebox_layout gives, but the notes of this page stay, and the lines go over.

    Only what stands alone on its page parts with a note that has no room: otherwise the layout
    would never end.
    """
    before = len(context.reported_footnotes)
    laid_out = original(context, box, index, child, lines, page_is_empty, *further)
    moved = context.reported_footnotes[before:]
    if page_is_empty or not moved:
        return laid_out
    context.current_page_footnotes += moved
    del context.reported_footnotes[before:]
    context._update_footnote_area()  # noqa: SLF001 - the room they take
    return ITS_BOX_GOES_OVER, *laid_out[1:]


# ---------------------------------------------------------------- no page beyond the last


def _page_within_limit(  # noqa: PLR0917 - WeasyPrint calls it
    state: LayoutState,
    original: Callable[..., Any],
    index: int,
    *further: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Returns the page. Raises TooManyPagesError for the first one beyond the limit."""
    if state.max_pages is not None and index >= state.max_pages:
        raise TooManyPagesError(state.max_pages)
    return original(index, *further)


REMEMBERED_LINES = Patch(
    name="remembered lines",
    owners=(inline, preferred),
    attribute="split_first_line",
    replacement=_remembered_line,
    reason="Most paragraphs of a campaign stand in many letters. Without the patch, 50 ms a letter"
    " instead of 38.",
    issue="Kozea/WeasyPrint pull request 2808 (closed) remembers widths within one document.",
)
NOTES_MEASURED_ONCE = Patch(
    name="notes measured once",
    owners=(LayoutContext,),
    attribute="_update_footnote_area",
    replacement=_footnote_area,
    reason="WeasyPrint lays out all notes of a page again for each note it adds. Without the"
    " patch, 193 ms instead of 109 for a letter with 30 notes.",
    issue="No upstream issue is known.",
)
NOTES_STAY = Patch(
    name="notes stay with their calls",
    owners=(block,),
    attribute="_linebox_layout",
    replacement=_lines_with_their_notes,
    reason="WeasyPrint moves notes, also those of lines above, to the next page to gain room for"
    " two lines of a paragraph, with any footnote-policy. A page has its own notes.",
    issue="Kozea/WeasyPrint pull request 2437 and issue 2432 describe how notes are moved.",
)
PAGE_LIMIT = Patch(
    name="page limit",
    owners=(page,),
    attribute="remake_page",
    replacement=_page_within_limit,
    reason="A letter that is too long is laid out again with an argument less, so that its further"
    " pages are never seen. Without the patch, 49 ms instead of 32 for a letter of two pages.",
    issue="No upstream issue is known.",
)
PATCHES = (REMEMBERED_LINES, NOTES_MEASURED_ONCE, NOTES_STAY, PAGE_LIMIT)


# ---------------------------------------------------------------- what is read


def subsets_natively() -> bool:
    """Returns whether HarfBuzz's own library subsets the typefaces (Debian: libharfbuzz-subset0).

    Without it a letter takes twice as long.
    """
    return bool(harfbuzz_subset)


def pango_version() -> str:
    """Returns the version of the library that sets the lines, as `1.50.12`."""
    number = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def remove_font_files(fonts: FontConfiguration) -> None:
    """Removes the copies of typefaces on disk.

    WeasyPrint removes them when Python collects the object, which an ending worker never does
    (Kozea/WeasyPrint issue 2090; pull request 2625 would have made it a public method).
    """
    if fonts._folder:  # noqa: SLF001
        shutil.rmtree(fonts._folder, ignore_errors=True)  # noqa: SLF001


def extent_of_class(document: Document, name: str) -> tuple[float, float, float, float] | None:
    """Returns what the lines in blocks of that class cover on page 1; None where there is no line.

    Left, top, width and height, in inches from the top left. Page.anchors, the public way to a
    place on a page, has points and no sizes.
    """
    page_box = document.pages[0]._page_box  # noqa: SLF001
    inside = [
        box
        for outer in page_box.descendants()
        if _has_class(outer, name)
        for box in outer.descendants()
    ]
    lines = [box for box in inside if isinstance(box, boxes.LineBox)]
    texts = [box for box in inside if isinstance(box, boxes.TextBox)]
    if not texts:
        return None
    left = min(text.position_x for text in texts)
    right = max(text.position_x + text.width for text in texts)
    top = min(line.position_y for line in lines)
    bottom = max(line.position_y + line.height for line in lines)
    pixels = left, top, right - left, bottom - top
    x, y, width, height = (length / PIXELS_PER_INCH for length in pixels)
    return x, y, width, height


def pages_of_class(document: Document, name: str) -> tuple[int, ...]:
    """Returns the pages, from 1, on which blocks of that class stand."""
    return tuple(
        number
        for number, page in enumerate(document.pages, start=1)
        if any(_has_class(box, name) for box in page._page_box.descendants())  # noqa: SLF001
    )


def _has_class(box: Any, name: str) -> bool:  # noqa: ANN401
    return (
        isinstance(box, boxes.BlockBox)
        and box.element is not None
        and name in (box.element.get("class") or "").split()
    )
