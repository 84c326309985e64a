"""An HTML page to a document: its main matter without menus, with what its head says of it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.audit.documents.cleaning import NOTE_MARK, clean, declared_charset, decode, is_note_call
from generator.audit.documents.days import partial_date
from generator.audit.documents.errors import EmptyDocumentError
from generator.audit.documents.sections import SectionBuilder
from generator.audit.documents.tags import Tag, Words, tags_and_words
from generator.audit.documents.types import Document, Link, Metadata, ParagraphKind

ASIDE = frozenset("nav aside footer noscript template svg button select dialog object canvas audio video head".split())
BLOCKS = frozenset(
    "p div li dd dt ul ol dl tr table thead tbody caption blockquote pre section article main header figure figcaption address form "
    "fieldset hr "
    "h1 h2 h3 h4 h5 h6 body html center details summary".split()
)
MAIN = frozenset({"main", "article"})
HEADING = re.compile(r"^h[1-6]$")
AUTHORS = ("citation_author", "author", "dc.creator", "dcterms.creator", "article:author", "parsely-author")
DATES = (
    "citation_publication_date", "citation_date", "article:published_time", "og:article:published_time", "dc.date", "dcterms.date",
    "dcterms.created", "dc.date.issued", "dcterms.issued", "date", "datepublished", "pubdate", "parsely-pub-date",
)  # fmt: skip
TITLES = ("citation_title", "og:title", "dc.title", "dcterms.title", "twitter:title")
PUBLISHERS = ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher", "application-name")
CELL_END = " | "
LONGEST_HEADING = 300
"""What is longer is no heading, but text behind one that was never closed."""
ENOUGH_TEXT = 2000
"""So many letters in the part that is marked as the main matter, and it is believed to be that."""


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
        elif piece.kind == "row":
            builder.row(tuple(cell.strip() for cell in piece.text.split(CELL_END.strip())), line=piece.line)
        else:
            builder.paragraph(piece.text, line=piece.line, kind=piece.kind)
    sections = builder.sections()
    if not any(section.paragraphs for section in sections):
        raise EmptyDocumentError(name)
    title = _first(page.meta, TITLES) or _headline(page.pieces) or clean(page.title)
    given = title or builder.first_words()
    return Document(name, "html", given, _metadata(page), sections, tuple(page.links), warnings, titled=bool(title))


def _main_matter(pieces: list[Piece]) -> list[Piece]:
    """The pieces of the main matter; all of them where it is not marked, or holds next to nothing."""
    main = [piece for piece in pieces if piece.is_main]
    size = sum(len(piece.text) for piece in main if not piece.level)
    return main if size > sum(len(piece.text) for piece in pieces) // 4 or size > ENOUGH_TEXT else pieces


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
        if tag.hides or (name in ASIDE and not tag.is_end and name != "head"):
            self._enter_aside(tag)
        elif name == "sup":
            self._take_raised(tag)
        elif name == "a":
            self._take_link(tag)
        elif name in ("br", "wbr"):
            self._words.append("\n" if name == "br" else "")
        elif name in ("td", "th"):
            self._take_cell(tag)
        elif name in BLOCKS:
            self._take_block(tag)

    def _enter_aside(self, tag: Tag) -> None:
        """From here on nothing is read: a menu or the like, or what readers do not see."""
        if tag.name in BLOCKS or tag.name in ASIDE:
            self._flush()
        self._aside, self._aside_depth = tag.name, 1

    def _leave_aside(self, tag: Tag) -> bool:
        """Whether the tag belongs to what is not read.

        An unclosed menu ends where the main matter begins; what is hidden does not, except a paragraph with the next block.
        """
        if not self._aside:
            return False
        if tag.name == self._aside:
            self._aside_depth += -1 if tag.is_end else 1
        opens = not tag.is_end and ((tag.name in MAIN and self._aside in ASIDE) or (tag.name in BLOCKS and self._aside == "p"))
        if self._aside_depth <= 0 or opens:
            self._aside = ""
            return not opens
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
            text = "".join(self._words[start:])
            self.page.links.append(Link(clean(text), url, line))
            if is_note_call(text, url, before="".join(self._words[max(0, start - 2) : start])):
                del self._words[start:]
            self._link = None

    def _take_cell(self, tag: Tag) -> None:
        """A cell ends where it is closed, or where the next begins."""
        if tag.is_end or next((words for words in reversed(self._words) if words.strip()), CELL_END) != CELL_END:
            self._words.append(CELL_END)

    def _take_block(self, tag: Tag) -> None:
        self._flush()
        step = -1 if tag.is_end else 1
        if tag.name in self._depths:
            self._depths[tag.name] = max(0, self._depths[tag.name] + step)
        if HEADING.match(tag.name):
            self._level = 0 if tag.is_end else int(tag.name[1])

    def _flush(self) -> None:
        """Ends the piece at hand; a heading that has its words ends with it, closed or not."""
        text = clean("".join(self._words)).strip(CELL_END)
        self._words, self._link, self._raised = [], None, None
        depths = self._depths
        kind: ParagraphKind = "row" if depths["tr"] else "quote" if depths["blockquote"] else "item" if depths["li"] else "paragraph"
        if text:
            level = self._level if len(text) <= LONGEST_HEADING else 0
            self.page.pieces.append(Piece(text, self._line, level, kind, any(depths[name] for name in MAIN)))
            self._level = 0


def _entries(described: object) -> Iterator[dict[str, object]]:
    """The objects of a JSON-LD description, two lists deep (`@graph`)."""
    entries = described if isinstance(described, list) else [described]
    for entry in entries:
        if isinstance(entry, dict):
            yield entry
            graph = entry.get("@graph")
            yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()
