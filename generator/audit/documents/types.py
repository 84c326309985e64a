"""A document as its readers see it: title, sections, paragraphs with their places, and links."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Format = Literal["markdown", "text", "html", "pdf"]
ParagraphKind = Literal["paragraph", "item", "quote", "row", "note"]


def kind_of(*, rows: int, quotes: int, items: int) -> ParagraphKind:
    """Returns the kind of words inside so many tables, quotations and list items."""
    # The order decides where one is in another: a list in a cell of a table is a row, since its
    # figures belong to the table's head, and a list in a quotation is quoted.
    if rows:
        return "row"
    if quotes:
        return "quote"
    return "item" if items else "paragraph"


@dataclass(frozen=True)
class Paragraph:
    """Some sentences without markup on one line of text, and their place."""

    text: str
    line: int
    """The line of the file, or of the page if there are pages; counts from 1."""
    page: int | None = None
    kind: ParagraphKind = "paragraph"

    @property
    def place(self) -> str:
        """`line 15`, or `page 3, line 15`."""
        return f"line {self.line}" if self.page is None else f"page {self.page}, line {self.line}"


@dataclass(frozen=True)
class DocumentSection:
    """A heading and the paragraphs up to the next."""

    heading: str
    level: int
    """1 for the title of the whole; 0 for the paragraphs before any heading."""
    paragraphs: tuple[Paragraph, ...]
    line: int = 1
    page: int | None = None


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    text: str
    url: str
    line: int
    page: int | None = None


@dataclass(frozen=True)
class Metadata:
    """The data that the file gives of itself."""

    author: str | None = None
    issued: str | None = None
    """`2020-01-29`, `2020-01` or `2020`."""
    created: str | None = None
    """When the file was made, which may be long after."""
    url: str | None = None
    publisher: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Document:
    """A document that was read: plain words under headings."""

    name: str
    """The name of the file, for messages."""
    format: Format
    title: str
    metadata: Metadata
    sections: tuple[DocumentSection, ...]
    links: tuple[Link, ...] = ()
    warnings: tuple[str, ...] = ()
    """What was read with a guess, or could not be read."""
    titled: bool = True
    """Whether the document has a title; else `title` is its first words."""

    def paragraphs(self) -> Iterator[tuple[DocumentSection, Paragraph]]:
        """Yields every paragraph in order, with its section."""
        for section in self.sections:
            for paragraph in section.paragraphs:
                yield section, paragraph
