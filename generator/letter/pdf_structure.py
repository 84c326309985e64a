"""The structure tree of a letter, in the order and with the names that a screen reader needs.

WeasyPrint's tags follow its boxes: each line is a Span, a paragraph that goes on overleaf is two,
and notes stand at the end of the page without a name. veraPDF calls that valid, but a reader meets
“1” in the middle of a sentence and cannot get to the note. This module rebuilds the tree: each note
stands behind the paragraph that calls it, with links there and back (ISO 32000-1, 14.8.4.4.1;
PDF/UA-1, 7.9 and 7.18.5).

It knows pydyf, the writer of WeasyPrint's PDFs, and no boxes: `weasyprint_patches` gives it the
elements with what the boxes know of them.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element as HtmlElement

import pydyf

Node: TypeAlias = "StructureElement | MarkedContent | LinkArea"
Place: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the lower left corner of the page."""


@dataclass(frozen=True)
class MarkedContent:
    """Words or a picture on a page, marked in its content stream."""

    page: int
    number: int


@dataclass(frozen=True, eq=False)
class LinkArea:
    """An annotation: where on the page a link can be followed."""

    page: int
    annotation: Any
    target: "StructureElement | None" = None
    """Where it leads in this file."""


@dataclass(eq=False)
class StructureElement:
    """One element of the tree."""

    tag: str
    page: int
    children: list[Node] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    html: HtmlElement | None = None
    """The element of the page that it was made for; pseudo-elements have that of their owner."""
    html_tag: str = ""
    """`p`, `span::footnote-call`."""
    words: str = ""
    """Of the call and the marker of a note: `1`, `1.`."""
    place: Place = (0, 0, 0, 0)

    @property
    def elements(self) -> "list[StructureElement]":
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, StructureElement)]

    def descendants(self) -> "Iterator[StructureElement]":
        """Yields the elements below this one, in reading order."""
        for element in self.elements:
            yield element
            yield from element.descendants()


# ---------------------------------------------------------------- what a reader needs

_WRAPPERS = frozenset(("NonStruct", "Span", "Div"))
"""Elements that say nothing of their content: a screen reader would stop at each."""
_GROUPS = frozenset(("Document", "Part", "Art", "Sect", "Div"))
_INLINE = frozenset(("Link", "Reference", "Span"))
_KEPT_EMPTY = frozenset(("TR", "TH", "TD"))
"""An empty cell keeps the columns of its table in their places."""
_LINES = frozenset(("P", "H1", "H2", "H3", "H4", "H5", "H6"))
"""Elements of words: a note stands behind them, not in them."""
_HOSTS = frozenset(("LBody", "TD", "TH", "Caption"))
"""Elements that hold the notes of their own words."""


def arrange(document: StructureElement) -> None:
    """Rearranges the elements of the document: see the module."""
    notes = _notes_taken_out(document)
    _join_continued(document)
    document.children = list(_in_paragraphs(_plain(document)))
    for number, note in enumerate(notes.values(), 1):
        _join_continued(note)
        note.children = list(_plain(note))
        note.attributes["ID"] = pydyf.String(f"note-{number}")
    _put_notes_behind_their_calls(document, notes)
    for element in document.descendants():
        if element.tag == "Link" and element.html is not None and element.html.tag == "a":
            _name(element, element.html)


def _notes_taken_out(document: StructureElement) -> dict[int, StructureElement]:
    """Takes the notes out of the tree, and returns them by the id() of their HTML element."""
    notes: dict[int, StructureElement] = {}

    def without(parent: StructureElement) -> None:
        kept: list[Node] = []
        for child in parent.children:
            if not isinstance(child, StructureElement):
                kept.append(child)
            elif child.tag != "Note":
                without(child)
                kept.append(child)
            # A note that goes on overleaf is two boxes.
            elif (first := notes.setdefault(id(child.html), child)) is not child:
                first.children += child.children
        parent.children = kept

    without(document)
    return notes


def _join_continued(element: StructureElement) -> None:
    """Joins what a line or a page broke: links, paragraphs, lists (Kozea/WeasyPrint issue 2903)."""
    joined: list[Node] = []
    for child in element.children:
        before = joined[-1] if joined else None
        if (
            isinstance(child, StructureElement)
            and isinstance(before, StructureElement)
            and child.html is not None
            and (before.html, before.html_tag) == (child.html, child.html_tag)
            and before.tag == child.tag
            and (child.tag == "Link" or _last_page(before) < child.page)
        ):
            before.children += child.children
        elif isinstance(child, StructureElement) and not child.children:
            # What is empty on one page must not stand between two parts.
            joined += [child] if child.tag in _KEPT_EMPTY else []
        else:
            joined.append(child)
    element.children = joined
    for child in element.elements:
        _join_continued(child)


def _last_page(element: StructureElement) -> int:
    return max((element.page, *(child.page for child in element.descendants())))


def _plain(element: StructureElement) -> Iterator[Node]:
    """Yields the children of the element without wrappers and without what is empty."""
    for child in element.children:
        if not isinstance(child, StructureElement):
            yield child
            continue
        child.children = list(_plain(child))
        if child.tag in _GROUPS:
            child.children = list(_in_paragraphs(child.children))
        if child.tag in _WRAPPERS and not child.attributes:
            yield from child.children
        elif child.children or child.tag in _KEPT_EMPTY:
            yield child


def _in_paragraphs(children: Iterable[Node]) -> Iterator[Node]:
    """Yields the children of a group, in which words stand in paragraphs, as a <div> has them."""
    for loose, group in groupby(children, key=_is_loose):
        nodes = list(group)
        if loose:
            yield StructureElement("P", nodes[0].page, nodes)
        else:
            yield from nodes


def _is_loose(node: Node) -> bool:
    return not isinstance(node, StructureElement) or node.tag in _INLINE


def _put_notes_behind_their_calls(
    element: StructureElement, notes: dict[int, StructureElement]
) -> None:
    """Puts each note behind the paragraph that calls it, or at the end of the item or cell."""
    children: list[Node] = []
    for child in element.children:
        children.append(child)
        if isinstance(child, StructureElement) and child.tag in _LINES:
            children += _called_notes(child, notes)
        elif isinstance(child, StructureElement):
            _put_notes_behind_their_calls(child, notes)
    element.children = children
    if element.tag in _HOSTS or element.tag in _GROUPS:
        element.children += _called_notes(element, notes)


def _called_notes(
    element: StructureElement, notes: dict[int, StructureElement]
) -> list[StructureElement]:
    """Returns the notes that the words of the element call, linked both ways, and forgets them."""
    called = []
    for call in element.descendants():
        note = notes.pop(id(call.html), None) if call.tag == "Reference" else None
        if note is not None:
            label = next((child for child in note.elements if child.tag == "Lbl"), note)
            _link(call, label)
            called.append(note)
    return called


def _link(call: StructureElement, label: StructureElement) -> None:
    """Gives the call a link to the note, and the number of the note a link back."""
    for source, target, contents in (
        (call, label, f"Note {call.words}"),
        (label, call, f"Note {call.words}, back to the text"),
    ):
        left, top, right, bottom = source.place
        annotation = pydyf.Dictionary({
            "Type": "/Annot",
            "Subtype": "/Link",
            "Rect": pydyf.Array((left, bottom, right, top)),
            "BS": pydyf.Dictionary({"W": 0}),
            "Contents": pydyf.String(contents),
        })  # fmt: skip
        area = LinkArea(source.page, annotation, target)
        link = StructureElement("Link", source.page, [area, *source.children])
        # Also as Alt: screen readers say the words of a link, here “1”, rather than its Contents.
        link.attributes["Alt"] = pydyf.String(contents)
        source.children = [link]


def _name(link: StructureElement, anchor: HtmlElement) -> None:
    """Says in each area of a web link where it leads: its words, and the site if they lack it.

    WeasyPrint gives the address, which takes a screen reader half a minute to spell.
    """
    words = " ".join("".join(anchor.itertext()).split())
    site = urlsplit(anchor.get("href", "")).netloc.removeprefix("www.")
    contents = anchor.get("title") or (words if site in words else f"{words} ({site})")
    for child in link.children:
        if isinstance(child, LinkArea):
            child.annotation["Contents"] = pydyf.String(contents)


# ---------------------------------------------------------------- objects of the PDF


@dataclass(frozen=True)
class BoxFacts:
    """What a box of the layout knows of its element."""

    tag: str
    """The tag that the element should have; empty for the one that WeasyPrint gave it."""
    html: HtmlElement | None
    html_tag: str
    words: str = ""
    place: Place = (0, 0, 0, 0)


def rearrange(
    pdf: Any,  # noqa: ANN401
    facts: Mapping[int, BoxFacts],
    *,
    blank: Container[Node],
    first: int,
) -> None:
    """Replaces the tags that WeasyPrint gave a PDF of pydyf: its objects from number `first` on.

    `facts` are those of the elements, by the number of their object; `blank` content has no words.
    """
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    document = _Reader(pdf, facts, blank=blank).element(root["K"][0])
    arrange(document)
    # No object before them refers to one of them, but for the catalog.
    del pdf.objects[first:]
    _Writer(pdf).write(document)


class _Reader:
    """Reads the structure tree that WeasyPrint wrote."""

    def __init__(
        self,
        pdf: Any,  # noqa: ANN401
        facts: Mapping[int, BoxFacts],
        *,
        blank: Container[Node],
    ) -> None:
        self._objects = pdf.objects
        self._facts = facts
        self._blank = blank
        self._pages = {reference: number for number, reference in enumerate(pdf.page_references)}
        names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        self._places = {
            name.string: place for name, place in zip(names[::2], names[1::2], strict=True)
        }

    def element(self, reference: bytes) -> StructureElement:
        """Returns the element and all below it."""
        number = _number(reference)
        written = self._objects[number]
        page = self._pages[written["Pg"]] if "Pg" in written else 0
        element = StructureElement(written["S"].removeprefix("/"), page)
        element.attributes = {key: written[key] for key in ("A", "Alt", "ID") if key in written}
        if known := self._facts.get(number):
            element.tag = known.tag or element.tag
            element.html, element.html_tag = known.html, known.html_tag
            element.words, element.place = known.words, known.place
        children = (self._child(child, page) for child in written["K"])
        element.children = [child for child in children if child not in self._blank]
        return element

    def _child(self, child: int | bytes, page: int) -> Node:
        if isinstance(child, int):
            return MarkedContent(page, child)
        target = self._objects[_number(child)]
        if target["Type"] == "/OBJR":
            annotation = self._objects[_number(target["Obj"])]
            if "Dest" in annotation:
                # Its place and not its name: the names of letters that are merged into one file
                # would be the same.
                annotation["Dest"] = self._places[annotation["Dest"].string]
            return LinkArea(page, annotation)
        return self.element(child)


def _number(reference: bytes) -> int:
    """Returns the number of the object that is referred to: 12 of `12 0 R`."""
    return int(reference.split()[0])


class _Writer:
    """Adds a structure tree to a PDF of pydyf (ISO 32000-1, 14.7)."""

    def __init__(self, pdf: Any) -> None:  # noqa: ANN401
        self._pdf = pdf
        self._pages: tuple[bytes, ...] = pdf.page_references
        # By page, and by number on the page: the element that has the content.
        self._content: list[dict[int, bytes]] = [{} for _ in self._pages]
        self._areas: list[tuple[Any, bytes]] = []
        self._ids: dict[str, bytes] = {}

    def write(self, document: StructureElement) -> None:
        """Adds the document, and makes its tree the one of the file."""
        root = self._added({"Type": "/StructTreeRoot"})
        root["K"] = pydyf.Array([self._element(document, root.reference)])
        numbers = pydyf.Array()
        for number, content in enumerate(self._content):
            found = [content.get(mark, b"null") for mark in range(max(content, default=-1) + 1)]
            numbers += [number, pydyf.Array(found)]
        for number, (annotation, owner) in enumerate(self._areas, len(self._pages)):
            annotation["StructParent"] = number
            numbers += [number, owner]
        root["ParentTree"] = self._added({"Nums": numbers}).reference
        if self._ids:
            names = pydyf.Array()
            for name, reference in sorted(self._ids.items()):
                names += [pydyf.String(name), reference]
            root["IDTree"] = self._added({"Names": names}).reference
        self._pdf.catalog["StructTreeRoot"] = root.reference

    def _added(self, values: dict[str, Any]) -> Any:  # noqa: ANN401
        added = pydyf.Dictionary(values)
        self._pdf.add_object(added)
        return added

    def _element(self, element: StructureElement, parent: bytes) -> bytes:
        """Adds the element and all below it, and returns the reference to it."""
        page = next((one.page for one in element.children if isinstance(one, MarkedContent)), None)
        written = self._added({
            "Type": "/StructElem", "S": f"/{element.tag}", "P": parent, **element.attributes,
        })  # fmt: skip
        if page is not None:
            written["Pg"] = self._pages[page]
        if "ID" in element.attributes:
            self._ids[element.attributes["ID"].string] = written.reference
        written["K"] = pydyf.Array([
            self._child(child, written, page=page) for child in element.children
        ])  # fmt: skip
        return bytes(written.reference)

    def _child(self, child: Node, parent: Any, *, page: int | None) -> Any:  # noqa: ANN401
        """Returns an entry of the parent's /K; `page` is the one that the parent names."""
        if isinstance(child, StructureElement):
            return self._element(child, parent.reference)
        page_reference = self._pages[child.page]
        if isinstance(child, LinkArea):
            self._areas.append((child.annotation, parent.reference))
            if child.target is not None:
                self._place(child, child.target)
            return pydyf.Dictionary({
                "Type": "/OBJR", "Obj": child.annotation.reference, "Pg": page_reference,
            })  # fmt: skip
        self._content[child.page][child.number] = parent.reference
        if child.page == page:
            return child.number
        return pydyf.Dictionary({"Type": "/MCR", "MCID": child.number, "Pg": page_reference})

    def _place(self, area: LinkArea, target: StructureElement) -> None:
        """Puts a new annotation on its page, and says where it leads."""
        left, top, *_ = target.place
        area.annotation["Dest"] = pydyf.Array([self._pages[target.page], "/XYZ", left, top, 0])
        self._pdf.add_object(area.annotation)
        page = self._pdf.objects[_number(self._pages[area.page])]
        page.setdefault("Annots", pydyf.Array()).append(area.annotation.reference)
