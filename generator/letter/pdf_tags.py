"""Tagged PDFs one behind the other in one file that is as accessible as they were.

`pdf_merge` shares typefaces and leaves out the tags, for paper; this keeps the tags, for people who
read on a screen. pikepdf appends pages and leaves structure trees to its callers.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Name, Object, Pdf

from generator.letter.pdf_merge import written


@dataclass(frozen=True)
class TaggedPart:
    """One PDF of the file, and the bookmark that leads to it."""

    data: bytes
    bookmark: str = ""


def joined(first: bytes, parts: Iterable[TaggedPart]) -> bytes:
    """Returns the pages of the first PDF and those of the parts, with all their tags.

    Title and language are those of the first. The structure trees of the others become parts of its
    own (ISO 32000-1, 14.8.4.2), so that PDF/UA-1 holds where it held before.
    """
    with pikepdf.open(io.BytesIO(first)) as whole, ExitStack() as opened:
        with whole.open_outline() as outline:
            for part in parts:
                if part.bookmark:
                    outline.root.append(pikepdf.OutlineItem(part.bookmark, len(whole.pages)))
                _append(whole, opened.enter_context(pikepdf.open(io.BytesIO(part.data))))
        return written(whole)


def _append(whole: Pdf, source: Pdf) -> None:
    """Appends the pages with their tags."""
    shift = _next_key(whole)
    # Before the pages are copied, and shifted together with the tree: a number leads from a page to
    # its tags, and must not be one of an earlier part.
    _renumber(source.pages, by=shift)
    # Pages first: an element that refers to a page is then copied with a reference to it.
    whole.pages.extend(source.pages)
    tree = whole.copy_foreign(source.Root.StructTreeRoot)
    root = whole.Root.StructTreeRoot
    document = _elements(root.K)[0]
    document.K = Array(_elements(document.K))
    for element in _elements(tree.K):
        # The file is one Document, and this a part of it (ISO 32000-1, 14.8.4.2).
        element.S, element.P = Name.Part, document
        document.K.append(element)
    for key, value in _pairs(tree.ParentTree.Nums):
        root.ParentTree.Nums.append(key + shift)
        root.ParentTree.Nums.append(value)


def _renumber(pages: Iterable[pikepdf.Page], *, by: int) -> None:
    """Raises the numbers by which pages and annotations find their elements."""
    for page in pages:
        page.obj.StructParents = int(page.obj.StructParents) + by
        for annotation in page.obj.get("/Annots", Array()):
            if "/StructParent" in annotation:
                annotation.StructParent = int(annotation.StructParent) + by


def _next_key(whole: Pdf) -> int:
    """Returns the first number that no page or annotation has yet."""
    return (
        max((key for key, _ in _pairs(whole.Root.StructTreeRoot.ParentTree.Nums)), default=-1) + 1
    )


def _pairs(numbers: Object) -> Iterator[tuple[int, Object]]:
    """Returns the entries of a number tree (ISO 32000-1, 7.9.7) without branches.

    WeasyPrint writes no other form.
    """
    flat: Sequence[Object] = list(numbers)
    return zip(map(int, flat[::2]), flat[1::2], strict=True)


def _elements(children: Object) -> list[Object]:
    return list(children) if isinstance(children, Array) else [children]
