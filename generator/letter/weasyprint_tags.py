"""Patches of WeasyPrint 70 that make its PDFs readable aloud, and archival.

`weasyprint_patches` says how patches work. Those there make layouts fast and may be left out; these
here are always applied: what they add is what a letter promises (PDF/UA-1 and PDF/A-2a in one file,
notes that are notes).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint import draw
from weasyprint.document import DocumentMetadata
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.pdf import tags

from generator.letter import pdf_structure
from generator.letter.pdf_structure import BoxFacts, MarkedContent, Place
from generator.letter.weasyprint_patches import Patch

POINTS_PER_PIXEL = 0.75
MIN_GAP_EMS = 0.1
"""A gap that reads as a space: the narrowest spaces of typefaces are 0.17 em, kerning is 0.05."""


@dataclass
class TagState:
    """What the patches record of one PDF while it is written."""

    facts: dict[int, BoxFacts] = field(default_factory=dict)
    """What boxes know of their structure elements, by the number of their object."""
    notes: set[int] = field(default_factory=set)
    """The id() of each box that is a note."""
    sheet_height: float = 0
    """Of the current page, in pixels."""


# ---------------------------------------------------------------- elements


def _recorded_elements(  # noqa: PLR0917 - WeasyPrint calls it
    state: TagState,
    original: Callable[..., Iterator[Any]],
    box: Any,  # noqa: ANN401
    parent: Any,  # noqa: ANN401
    pdf: Any,  # noqa: ANN401
    page_number: int,
    *further: Any,  # noqa: ANN401
) -> Iterator[Any]:
    """Yields the structure elements of a box, and records what the box knows of them."""
    box = getattr(box, "_box", box)  # of what stands at an absolute place
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, boxes.PageBox):
        state.sheet_height = box.margin_height()
    elif isinstance(box, boxes.FootnoteAreaBox):
        state.notes.update(map(id, box.children))
    for element in original(box, parent, pdf, page_number, *further):
        state.facts.setdefault(element.number, _facts(state, box))
        yield element


def _facts(state: TagState, box: Any) -> BoxFacts:  # noqa: ANN401
    """Returns what the box knows of its element."""
    html_tag = box.element_tag if box.element is not None else ""
    if id(box) in state.notes:
        return BoxFacts("Note", box.element, html_tag)
    if html_tag.endswith("::footnote-call"):
        words, place = _words_and_place(state, box)
        return BoxFacts("Reference", box.element, html_tag, words, place)
    if html_tag.endswith("::footnote-marker"):
        words, place = _words_and_place(state, box)
        return BoxFacts("Lbl", box.element, html_tag, words, place)
    return BoxFacts("", box.element, html_tag)


def _words_and_place(state: TagState, box: Any) -> tuple[str, Place]:  # noqa: ANN401
    """Returns the words in the box, and where they stand on the page, in points."""
    texts = [one for one in box.descendants() if isinstance(one, boxes.TextBox)]
    # Of the texts: the box of a call has the height of its line, which may be 0.
    left = min((one.border_box_x() for one in texts), default=0)
    right = max((one.border_box_x() + one.border_width() for one in texts), default=0)
    top = min((one.border_box_y() for one in texts), default=0)
    bottom = max((one.border_box_y() + one.border_height() for one in texts), default=0)
    pixels = left, state.sheet_height - top, right, state.sheet_height - bottom
    x1, y1, x2, y2 = (round(length * POINTS_PER_PIXEL, 3) for length in pixels)
    return "".join(one.text for one in texts).strip(), (x1, y1, x2, y2)


def _tags_for_readers(  # noqa: PLR0917 - WeasyPrint calls it
    state: TagState,
    original: Callable[..., None],
    pdf: Any,  # noqa: ANN401
    document: Any,  # noqa: ANN401
    version: Any,  # noqa: ANN401
    streams: list[Any],
) -> None:
    """Adds the tags as `pdf_structure` arranges them."""
    first = len(pdf.objects)
    blank: set[MarkedContent] = set()
    for number, (sheet, stream) in enumerate(zip(document.pages, streams, strict=True)):
        marks = _blank_marks(stream) | _margin_marks(sheet._page_box, stream)  # noqa: SLF001
        _make_artifacts(stream, marks)
        blank.update(MarkedContent(number, mark) for mark in marks)
    original(pdf, document, version, streams)
    pdf_structure.rearrange(pdf, state.facts, blank=blank, first=first)


def _blank_marks(stream: Any) -> set[int]:  # noqa: ANN401
    """Returns the marks of the texts without words, which WeasyPrint does not draw."""
    return {
        mark["mcid"]
        for box, mark in stream._tags.items()  # noqa: SLF001
        if isinstance(box, boxes.TextBox) and not _has_words(box)
    }


def _margin_marks(page_box: Any, stream: Any) -> set[int]:  # noqa: ANN401
    """Takes the heads and feet of a page out of its tags, and returns their marks.

    WeasyPrint marks them as content that stands in no element, but they are artifacts (PDF/UA-1,
    7.8): no reader says them aloud in the middle of a sentence that goes on overleaf.
    """
    marks = set()
    for margin in page_box.children:
        for box in margin.descendants() if isinstance(margin, boxes.MarginBox) else ():
            if mark := stream._tags.pop(box, None):  # noqa: SLF001
                marks.add(mark["mcid"])
    return marks


def _make_artifacts(stream: Any, marks: set[int]) -> None:  # noqa: ANN401
    """Makes the content with these marks artifacts, in the operators of the page."""
    operators = stream.stream
    for index, operand in enumerate(operators if marks else ()):
        if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in marks:
            operators[index - 1] = "/Artifact"
            operators[index] = pydyf.Dictionary({"Type": "/Pagination"})


# ---------------------------------------------------------------- spaces at the ends of lines


def _text_with_its_break(  # noqa: PLR0917 - WeasyPrint calls it
    _state: TagState,
    original: Callable[..., Any],
    context: Any,  # noqa: ANN401
    box: Any,  # noqa: ANN401
    available_width: float | None,
    skip: int,
    *further: Any,  # noqa: ANN401
    **named: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Returns what split_text_box gives; a line that ends inside a word says so."""
    line, resume_at, preserved = original(context, box, available_width, skip, *further, **named)
    if line is not None and resume_at is not None:
        line.breaks_word = not box.text.encode()[skip:resume_at].decode()[-1:].isspace()
    return line, resume_at, preserved


def _line_with_spaces(  # noqa: PLR0917 - WeasyPrint calls it
    _state: TagState,
    original: Callable[..., None],
    stream: Any,  # noqa: ANN401
    sheet: Any,  # noqa: ANN401
    box: Any,  # noqa: ANN401
    *further: Any,  # noqa: ANN401
) -> None:
    """Draws the box; in a line, words that stand apart on the page are apart in the text too."""
    texts = list(_texts(box)) if isinstance(box, boxes.LineBox) else []
    for text, following in zip_longest(texts, texts[1:]):
        if (
            not getattr(text, "breaks_word", False)
            if following is None
            else _apart(text, following)
        ):
            # Behind the layout, which measured the text without the space: nothing moves.
            text.pango_layout.text = f"{text.text.rstrip(' ')} "
    original(stream, sheet, box, *further)


def _texts(box: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yields the texts with words of a line or of what stands in it."""
    for child in box.children:
        if isinstance(child, boxes.TextBox) and _has_words(child):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)


def _has_words(text: Any) -> bool:  # noqa: ANN401
    # A <wbr> is a text of its own, with U+200B.
    return bool(text.text.strip(" \t\n\u200b"))


def _apart(text: Any, following: Any) -> bool:  # noqa: ANN401
    """Returns whether there is a gap between two texts of a line, and a space in neither."""
    gap = following.position_x - text.position_x - text.width
    spaced = text.text[-1].isspace() or following.text[0].isspace()
    return not spaced and gap > MIN_GAP_EMS * text.style["font_size"]


# ---------------------------------------------------------------- what the file says that it is

_UA_PART = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>\
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>\
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq>\
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""PDF/UA-1, and the schema of that property, which PDF/A wants for one it does not know itself
(ISO 19005-2, 6.6.2.3.1)."""


def _metadata_of_both(
    _state: TagState,
    original: Callable[..., bytes],
    metadata: Any,  # noqa: ANN401
    *further: Any,  # noqa: ANN401
) -> bytes:
    """Returns the XMP metadata of PDF/A-2a, and of PDF/UA-1, of which WeasyPrint writes one."""
    return original(metadata, *further).replace(b"</rdf:RDF>", _UA_PART + b"</rdf:RDF>")


def _closed_profile(
    _state: TagState,
    original: Callable[..., Any],
    file: Any,  # noqa: ANN401
    *further: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Returns the color profile, and closes the file that it was read from."""
    with file:
        return original(file, *further)


def without_interpolation(_document: Any, pdf: Any) -> None:  # noqa: ANN401
    """Forbids viewers to smooth pictures, as PDF/A does (ISO 19005-2, 6.2.8). A finisher."""
    for written in pdf.objects:
        if isinstance(written, pydyf.Stream) and "Interpolate" in written.extra:
            written.extra["Interpolate"] = "false"


TAGGING = (
    Patch(
        name="elements recorded",
        owners=(tags,),
        attribute="_build_box_tree",
        replacement=_recorded_elements,
        reason="The tags alone do not say which element is a note or goes on overleaf.",
        issue="No upstream issue is known.",
    ),
    Patch(
        name="tags for readers",
        owners=(weasyprint.pdf,),
        attribute="add_tags",
        replacement=_tags_for_readers,
        reason="Notes are NonStruct at the end of the page, and each line is a Span.",
        issue="Kozea/WeasyPrint issue 2903, of paragraphs that are broken over pages.",
    ),
    Patch(
        name="line ends recorded",
        owners=(inline,),
        attribute="split_text_box",
        replacement=_text_with_its_break,
        reason="A line that ends inside a web address gets no space.",
        issue="No upstream issue is known.",
    ),
    Patch(
        name="spaces at line ends",
        owners=(draw,),
        attribute="draw_inline_level",
        replacement=_line_with_spaces,
        reason="Readers that follow the content stream join the last and the first word of lines.",
        issue="No upstream issue is known.",
    ),
    Patch(
        name="PDF/A and PDF/UA",
        owners=(DocumentMetadata,),
        attribute="generate_rdf_metadata",
        replacement=_metadata_of_both,
        reason="pdf_variant takes one variant, and a second rdf:RDF in xmp_metadata is not read.",
        issue="No upstream issue is known.",
    ),
    Patch(
        name="profile closed",
        owners=(weasyprint.pdf,),
        attribute="ColorProfile",
        replacement=_closed_profile,
        reason="WeasyPrint leaves the file of its sRGB profile open, a ResourceWarning a letter.",
        issue="No upstream issue is known.",
    ),
)
