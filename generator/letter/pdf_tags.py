"""The structure trees of many PDFs as one tree, so that the merged file is as accessible as they.

pikepdf appends pages and leaves structure trees to its callers. `pdf_merge` copies the pages.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

MAX_DEPTH = 40
"""Levels of nested resources or tags. Letters have a few; a deeper file refers to itself."""
ObjectNumber = tuple[int, int]
"""The number and the generation of an object."""
_COPIED = ("/A", "/ActualText", "/Alt", "/Lang", "/T")
"""What else an element may have, but for its ID, which becomes unique."""


class PdfMergeError(Exception):
    """A page cannot be merged because its resources or its tags refer to themselves."""

    def __init__(self) -> None:
        super().__init__("a page refers to itself")


class MergedTags:
    """Takes the tags of one PDF after the other, and writes them as one tree."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._document = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, K=Array())
        )
        self._parts = 0
        # By the key of a page or an annotation: the elements that have its content.
        self._owners: list[Object] = []
        self._ids: dict[bytes, Object] = {}

    def add(self, source: Pdf, pages: Mapping[ObjectNumber, Object]) -> None:
        """Adds the tags of a PDF, and the links of its pages.

        `pages` are its pages in the merged file, by their numbers in the PDF. Its Document becomes
        a Part of the merged one (ISO 32000-1, 14.8.4.2), with its title. Raises PdfMergeError for a
        tree that refers to itself.
        """
        self._parts += 1
        part = _Part(self._pdf, pages, prefix=f"{self._parts:05}-")
        for element in _items(source.Root.StructTreeRoot.get("/K", Array())):
            copied = part.copied(element, self._document)
            copied.S = Name.Part
            if "/Title" in source.docinfo:
                copied.T = String(str(source.docinfo.Title))
            self._document.K.append(copied)
        for number, page in pages.items():
            page.StructParents = len(self._owners)
            page.Tabs = Name.S
            content = part.content.get(number, {})
            marks = range(max(content, default=-1) + 1)
            self._owners.append(Array([content.get(mark) for mark in marks]))
        for annotation, owner in part.annotations:
            annotation.StructParent = len(self._owners)
            self._owners.append(owner)
        self._ids |= part.ids

    def write(self) -> None:
        """Writes the tree into the file."""
        numbers, names = Array(), Array()
        for key, owner in enumerate(self._owners):
            numbers.append(key)
            numbers.append(owner)
        for name, element in sorted(self._ids.items()):
            names.append(String(name))
            names.append(element)
        root = self._pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self._document]),
                ParentTree=self._pdf.make_indirect(Dictionary(Nums=numbers)),
            )
        )
        if self._ids:
            root.IDTree = self._pdf.make_indirect(Dictionary(Names=names))
        self._document.P = root
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)


class _Part:
    """The elements of one PDF, copied into another."""

    def __init__(self, pdf: Pdf, pages: Mapping[ObjectNumber, Object], *, prefix: str) -> None:
        self._pdf = pdf
        self._pages = pages
        self._prefix = prefix.encode()
        self.content: dict[ObjectNumber, dict[int, Object]] = {}
        """By page, and by number on the page: the element that has the content."""
        self.annotations: list[tuple[Object, Object]] = []
        """Each link, and the element that has it."""
        self.ids: dict[bytes, Object] = {}

    def copied(self, element: Object, parent: Object, *, depth: int = 0) -> Object:
        """Returns a copy of the element with all below it."""
        if depth > MAX_DEPTH:
            raise PdfMergeError
        new = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=element.S, P=parent, K=Array())
        )
        for key in _COPIED:
            if key in element:
                new[key] = self._value(element[key])
        if "/ID" in element:
            new.ID = self._unique(element.ID)
            self.ids[bytes(new.ID)] = new
        if "/Pg" in element:
            new.Pg = self._pages[element.Pg.objgen]
        for child in _items(element.get("/K", Array())):
            new.K.append(self._child(child, of=element, owner=new, depth=depth))
        return new

    def _child(self, child: Any, *, of: Object, owner: Object, depth: int) -> Any:  # noqa: ANN401
        """Returns a copy of a child of the element `of`, which becomes one of `owner`."""
        if not isinstance(child, Dictionary):
            self._content_of(of.Pg)[int(child)] = owner
            return int(child)
        if child.get("/Type") == Name.MCR:
            self._content_of(child.Pg)[int(child.MCID)] = owner
            return Dictionary(Type=Name.MCR, Pg=self._pages[child.Pg.objgen], MCID=int(child.MCID))
        if child.get("/Type") == Name.OBJR:
            return self._link(child, owner)
        return self.copied(child, owner, depth=depth + 1)

    def _content_of(self, page: Object) -> dict[int, Object]:
        return self.content.setdefault(page.objgen, {})

    def _link(self, reference: Object, owner: Object) -> Dictionary:
        """Copies a link to its page, and returns the reference to it."""
        page, link = self._pages[reference.Pg.objgen], reference.Obj
        new = self._pdf.make_indirect(
            Dictionary(
                {
                    key: self._value(value)
                    for key, value in link.items()
                    if key not in {"/Dest", "/P", "/Parent", "/StructParent"}
                }
            )
        )
        if isinstance(destination := link.get("/Dest"), Array):
            target = self._pages[destination[0].objgen]
            new.Dest = Array([target, *list(destination)[1:]])
        if "/Annots" not in page:
            page.Annots = Array()
        page.Annots.append(new)
        self.annotations.append((new, owner))
        return Dictionary(Type=Name.OBJR, Obj=new, Pg=page)

    def _value(self, value: Any) -> Any:  # noqa: ANN401
        """Returns a copy of what an element or a link says; it has no references."""
        if isinstance(value, Array):
            return Array([self._value(item) for item in value])
        if isinstance(value, Dictionary):
            return Dictionary(
                {
                    key: self._headers(item) if key == "/Headers" else self._value(item)
                    for key, item in value.items()
                }
            )
        # pikepdf refuses strings and names of another file, too.
        if isinstance(value, String):
            return String(bytes(value))
        return Name(str(value)) if isinstance(value, Name) else value

    def _headers(self, names: Object) -> Array:
        """Returns the IDs of the head cells of a table cell."""
        return Array([self._unique(name) for name in names])

    def _unique(self, name: Object) -> String:
        return String(self._prefix + bytes(name))


def _items(children: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yields the children of an element, which may be one without an array."""
    yield from children if isinstance(children, Array) else [children]
