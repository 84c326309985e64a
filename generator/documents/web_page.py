"""An HTML page to a document: its main matter without menus, with what its head says of it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.documents.cleaning import clean, declared_charset, decode
from generator.documents.days import partial_date
from generator.documents.errors import EmptyDocumentError
from generator.documents.sections import SectionBuilder
from generator.documents.tags import Tag, Words, tags_and_words
from generator.documents.types import Document, Link, Metadata, ParagraphKind

ASIDE = frozenset("nav aside footer noscript template svg button select dialog object canvas audio video head".split())
BLOCKS = frozenset(
    "p div li dd dt ul ol dl tr table thead tbody caption blockquote pre section article main header figure figcaption address form "
    "fieldset hr "
    "h1 h2 h3 h4 h5 h6 body html center details summary".split()
)
MAIN = frozenset({"main", "article"})
HEADING = re.compile(r"^h[1-6]$")
NOTE_MARK = re.compile(r"^[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[ivx]{1,5})[\])]?,?$")
AUTHORS = ("citation_author", "author", "dc.creator", "dcterms.creator", "article:author", "parsely-author")
DATES = (
    "citation_publication_date", "citation_date", "article:published_time", "og:article:published_time", "dc.date", "dcterms.date",
    "dcterms.created", "dc.date.issued", "dcterms.issued", "date", "datepublished", "pubdate", "parsely-pub-date",
)  # fmt: skip
TITLES = ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title")
PUBLISHERS = ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher", "application-name")
MOST_TEXT = 20000
"""A paragraph longer than this is cut into several: a page without any tags is still read."""


@dataclass
class Piece:
    """A heading or paragraph, and whether it stands in the main matter."""

    text: str
    line: int
    level: int
    kind: ParagraphKind
    is_main: bool


@dataclass
class Page:
    """What has been read of a page so far."""

    pieces: list[Piece] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    language: str | None = None
    canonical: str | None = None
    time: str | None = None


def read_web_page(data: bytes, name: str) -> Document:
    """The document that the bytes of an HTML file hold; menus, asides, footers and scripts are left out.

    Where the page marks its main matter (`main`, `article`), only that is read.
    Raises the errors of `decode`, and EmptyDocumentError for a page without words, such as one that a script fills.
    """
    text, warnings = decode(data, name, declared=declared_charset(data))
    page = Reader().read(text)
    builder = SectionBuilder()
    for piece in _main_matter(page.pieces):
        if piece.level:
            builder.heading(piece.text, level=piece.level, line=piece.line)
        else:
            builder.paragraph(piece.text, line=piece.line, kind=piece.kind)
    sections = builder.sections()
    if not any(section.paragraphs for section in sections):
        raise EmptyDocumentError(name)
    title = _first(page.meta, TITLES) or _headline(page.pieces) or clean(page.title) or name
    return Document(name, "html", title, _metadata(page), sections, tuple(page.links), warnings)


def _main_matter(pieces: list[Piece]) -> list[Piece]:
    """The pieces of the main matter; all of them where it is not marked, or holds next to nothing."""
    main = [piece for piece in pieces if piece.is_main]
    size = sum(len(piece.text) for piece in main if not piece.level)
    return main if size > sum(len(piece.text) for piece in pieces) // 4 or size > MOST_TEXT // 10 else pieces


def _headline(pieces: list[Piece]) -> str:
    """The first heading of the highest level."""
    headings = [piece for piece in pieces if piece.level]
    return min(headings, key=lambda piece: piece.level).text if headings else ""


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    """The first of these that the head of the page gives."""
    return next((clean(meta[name]) for name in names if meta.get(name, "").strip()), None)


def _metadata(page: Page) -> Metadata:
    """What the page says of itself."""
    written = (*(page.meta.get(name, "") for name in DATES), page.time or "")
    day = next((found for text in written if (found := partial_date(text[:10]) or partial_date(text))), None)
    return Metadata(
        author=_first(page.meta, AUTHORS),
        issued=day,
        url=page.canonical or page.meta.get("og:url"),
        publisher=_first(page.meta, PUBLISHERS),
        language=page.language,
    )


class Reader:
    """Walks through the tags of one page."""

    def __init__(self) -> None:
        self.page = Page()
        self._words: list[str] = []
        self._line = 1
        self._level = 0
        self._depths = dict.fromkeys(("li", "blockquote", "tr", *MAIN), 0)
        self._aside: str = ""
        self._aside_depth = 0
        self._raised: list[str] | None = None
        self._link: tuple[str, int, int] | None = None
        self._in_title = False

    def read(self, text: str) -> Page:
        """What the page holds."""
        for token in tags_and_words(text):
            if isinstance(token, Words):
                self._take_words(token)
            else:
                self._take_tag(token)
        self._flush()
        return self.page

    def _take_words(self, words: Words) -> None:
        if words.of == "script":
            self._take_script(words.text)
        elif words.of:
            return
        elif self._in_title:
            self.page.title += words.text
        elif not self._aside:
            if not self._words:
                self._line = words.line + len(words.text[: len(words.text) - len(words.text.lstrip())].split("\n")) - 1
            if self._raised is not None:
                self._raised.append(words.text)
            elif self._words or words.text.strip():
                self._words.append(words.text)

    def _take_script(self, text: str) -> None:
        """What a description in JSON-LD (schema.org) says of the page."""
        if "datePublished" not in text and "headline" not in text:
            return
        try:
            described = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return
        for entry in _entries(described):
            author = entry.get("author")
            person = author[0] if isinstance(author, list) and author else author
            named = person.get("name") if isinstance(person, dict) else person
            for name, value in (("datepublished", entry.get("datePublished")), ("author", named), ("og:title", entry.get("headline"))):
                if isinstance(value, str):
                    self.page.meta.setdefault(name, value)

    def _take_tag(self, tag: Tag) -> None:
        name = tag.name
        if self._leave_aside(tag):
            return
        self._take_head(tag)
        if name in ASIDE and not tag.is_end and name != "head":
            self._flush()
            self._aside, self._aside_depth = name, 1
        elif name == "sup":
            self._take_raised(tag)
        elif name == "a":
            self._take_link(tag)
        elif name in ("br", "wbr"):
            self._words.append("\n" if name == "br" else "")
        elif name in ("td", "th") and tag.is_end:
            self._words.append(" | ")
        elif name in BLOCKS:
            self._take_block(tag)

    def _leave_aside(self, tag: Tag) -> bool:
        """Whether the tag belongs to a menu or the like; an unclosed one ends where the main matter begins."""
        if not self._aside:
            return False
        if tag.name == self._aside:
            self._aside_depth += -1 if tag.is_end else 1
        if self._aside_depth <= 0 or (tag.name in MAIN and not tag.is_end):
            closed = tag.name == self._aside
            self._aside = ""
            return closed
        return True

    def _take_head(self, tag: Tag) -> None:
        """What the head of a page says."""
        attributes = tag.attributes
        if tag.name == "title":
            self._in_title = not tag.is_end and not self.page.title
        elif tag.name == "meta":
            name = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower()
            if name:
                self.page.meta.setdefault(name, attributes.get("content", ""))
        elif tag.name == "link" and attributes.get("rel", "").lower() == "canonical":
            self.page.canonical = attributes.get("href")
        elif tag.name == "html" and attributes.get("lang"):
            self.page.language = attributes["lang"]
        elif tag.name == "time" and self.page.time is None:
            self.page.time = attributes.get("datetime")

    def _take_raised(self, tag: Tag) -> None:
        """A raised number is the call of a note and is left out; a raised “th” is not."""
        if not tag.is_end:
            self._raised = []
        elif self._raised is not None:
            text = "".join(self._raised).strip()
            self._raised = None
            if not all(NOTE_MARK.match(part) for part in text.split()):
                self._words.append(text)

    def _take_link(self, tag: Tag) -> None:
        if not tag.is_end and tag.attributes.get("href"):
            self._link = (tag.attributes["href"], len(self._words), tag.line)
        elif tag.is_end and self._link:
            url, start, line = self._link
            self.page.links.append(Link(clean("".join(self._words[start:])), url, line))
            self._link = None

    def _take_block(self, tag: Tag) -> None:
        self._flush()
        step = -1 if tag.is_end else 1
        if tag.name in self._depths:
            self._depths[tag.name] = max(0, self._depths[tag.name] + step)
        if HEADING.match(tag.name):
            self._level = 0 if tag.is_end else int(tag.name[1])

    def _flush(self) -> None:
        """Ends the piece at hand."""
        text = clean("".join(self._words)).strip(" |")
        self._words, self._link, self._raised = [], None, None
        depths = self._depths
        kind: ParagraphKind = "row" if depths["tr"] else "quote" if depths["blockquote"] else "item" if depths["li"] else "paragraph"
        for start in range(0, len(text), MOST_TEXT):
            is_main = any(depths[name] for name in MAIN)
            self.page.pieces.append(Piece(text[start : start + MOST_TEXT], self._line, self._level, kind, is_main))


def _entries(described: object) -> Iterator[dict[str, object]]:
    """The objects of a JSON-LD description, two lists deep (`@graph`)."""
    entries = described if isinstance(described, list) else [described]
    for entry in entries:
        if isinstance(entry, dict):
            yield entry
            graph = entry.get("@graph")
            yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()
