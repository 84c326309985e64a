"""A document as its readers see it: title, sections, paragraphs with the place where each stands, and links."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Format = Literal["markdown", "text", "html", "pdf"]
ParagraphKind = Literal["paragraph", "item", "quote", "row", "note"]


@dataclass(frozen=True)
class Paragraph:
    """Some sentences without markup on one line of text, and where they stand."""

    text: str
    line: int
    """Line of the file, or of the page where there are pages; counts from 1."""
    page: int | None = None
    kind: ParagraphKind = "paragraph"

    @property
    def place(self) -> str:
        """`line 15`, or `page 3, line 15`."""
        return f"line {self.line}" if self.page is None else f"page {self.page}, line {self.line}"


@dataclass(frozen=True)
class DocumentSection:
    """A heading and what stands between it and the next."""

    heading: str
    level: int
    """1 for the title of the whole; 0 for what stands before any heading."""
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
    """What the file says of itself."""

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
    """What the file is called, for messages."""
    format: Format
    title: str
    metadata: Metadata
    sections: tuple[DocumentSection, ...]
    links: tuple[Link, ...] = ()
    warnings: tuple[str, ...] = ()
    """What could be read only with a guess."""
    titled: bool = True
    """Whether it gives its title itself; else that is its first words."""

    def paragraphs(self) -> Iterator[tuple[DocumentSection, Paragraph]]:
        """Every paragraph in order, each with its section."""
        for section in self.sections:
            for paragraph in section.paragraphs:
                yield section, paragraph
