"""Reads an HTML page into a document: its main matter, and the data of its head."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.audit.documents.cleaning import (
    NOTE_MARK,
    clean,
    declared_charset,
    decode,
    is_note_call,
)
from generator.audit.documents.days import partial_date
from generator.audit.documents.errors import EMPTY, DocumentError
from generator.audit.documents.sections import SectionBuilder
from generator.audit.documents.tags import HtmlText, Tag, tags_and_words
from generator.audit.documents.types import Document, Link, Metadata, ParagraphKind, kind_of

# Skipped: matter for finding one's way, controls, and what is drawn or played (HTML, 4.3 and 4.8).
# A figure in a menu or a footer is no claim of the page. `header` is read: it often holds the
# title.
ASIDE = frozenset(
    (
        "nav aside footer noscript template svg button select dialog object canvas audio video head"
    ).split()
)
# The elements that a browser sets on a line of their own (HTML, 15.3); any other stands within a
# sentence.
BLOCKS = frozenset(
    "p div li dd dt ul ol dl tr table thead tbody caption blockquote pre section article main "
    "header figure figcaption address form "
    "fieldset hr "
    "h1 h2 h3 h4 h5 h6 body html center details summary".split()
)
MAIN = frozenset({"main", "article"})
"""Elements that are skipped, that begin a paragraph, and that mark the main matter of a page."""
# h1 to h6; not `hr` nor `header`.
HEADING = re.compile(r"^h[1-6]$")
AUTHORS = "citation_author author dc.creator dcterms.creator article:author parsely-author".split()
DATES = (
    "citation_publication_date citation_date article:published_time og:article:published_time "
    "dc.date dcterms.date dcterms.created dc.date.issued dcterms.issued date datepublished pubdate "
    "parsely-pub-date"
).split()
TITLES = "citation_title og:title dc.title dcterms.title twitter:title".split()
PUBLISHERS = (
    "og:site_name citation_publisher dc.publisher dcterms.publisher application-name".split()
)
"""Names in the head of a page, the surest first: those of scholarly indexes (citation_, Dublin
Core) are kept with more care than those for social networks (og:, twitter:)."""
# Put between the cells of a row while it is gathered, and taken apart again at its end: cells come
# as tags among the words.
CELL_END = " | "
LONGEST_HEADING = 300
"""Characters; a longer one is text after a heading that is never closed. Chosen by hand: the
longest titles of reports have two lines."""
ENOUGH_TEXT = 2000
"""The part that a page marks as its main matter is believed if it has so many characters, or a
quarter of all: some pages mark only a teaser. Chosen by hand: as long as a short press release."""


@dataclass
class PageBlock:
    """A heading or paragraph, and whether it is in the main matter."""

    text: str
    line: int
    level: int
    kind: ParagraphKind
    is_main: bool


@dataclass
class Page:
    """What has been read of a page so far."""

    pieces: list[PageBlock] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    """The data of its head, by name, with `canonical`, `lang` and `time` of other elements."""
    title: str = ""


def read_web_page(data: bytes, name: str) -> Document:
    """Returns the document of an HTML file, without menus, asides, footers and scripts.

    If the page marks its main matter (`main`, `article`), only that is read. Raises DocumentError
    as `decode` does, and for a page without words, such as one that a script fills.
    """
    text, warnings = decode(data, name, declared=declared_charset(data))
    page = WebPageReader().read(text)
    builder = SectionBuilder()
    for piece in _main_matter(page.pieces):
        if piece.level:
            builder.heading(piece.text, level=piece.level, line=piece.line)
        elif piece.kind == "row":
            cells = [cell.strip() for cell in piece.text.split(CELL_END.strip())]
            builder.row(cells, line=piece.line)
        else:
            builder.paragraph(piece.text, line=piece.line, kind=piece.kind)
    if not any(section.paragraphs for section in builder.sections()):
        raise DocumentError(name, EMPTY)
    title = _first(page.meta, TITLES) or _headline(page.pieces) or clean(page.title)
    return builder.document(
        name, "html", title=title, metadata=_metadata(page), links=page.links, warnings=warnings
    )


def _main_matter(pieces: list[PageBlock]) -> list[PageBlock]:
    """Returns the pieces of the main matter; all if it is not marked, or holds next to nothing."""
    main = [piece for piece in pieces if piece.is_main]
    size = sum(len(piece.text) for piece in main if not piece.level)
    whole = sum(len(piece.text) for piece in pieces)
    return main if size > min(whole // 4, ENOUGH_TEXT) else pieces


def _headline(pieces: list[PageBlock]) -> str:
    """Returns the first heading of the highest level."""
    headings = [piece for piece in pieces if piece.level]
    return min(headings, key=lambda piece: piece.level).text if headings else ""


def _first(meta: Mapping[str, str], names: Iterable[str]) -> str | None:
    """Returns the first of these that the head of the page gives."""
    return next((clean(meta[name]) for name in names if meta.get(name, "").strip()), None)


def _metadata(page: Page) -> Metadata:
    """Returns the data that the page gives of itself."""
    written = (page.meta.get(name, "") for name in (*DATES, "time"))
    # The first ten characters are the day of an ISO time; a day in words needs them all.
    days = (partial_date(text[:10]) or partial_date(text) for text in written)
    return Metadata(
        author=_first(page.meta, AUTHORS),
        issued=next(filter(None, days), None),
        url=page.meta.get("canonical") or page.meta.get("og:url"),
        publisher=_first(page.meta, PUBLISHERS),
        language=page.meta.get("lang"),
    )


class WebPageReader:
    """Walks through the tags of one page and gathers its blocks, links and data."""

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
        """Returns the content of the page."""
        for token in tags_and_words(text):
            if isinstance(token, HtmlText):
                self._take_words(token)
            else:
                self._take_tag(token)
        self._flush()
        return self.page

    def _take_words(self, words: HtmlText) -> None:
        text = words.text
        if words.of == "script":
            self._take_script(text)
        elif self._in_title and not words.of:
            self.page.title += text
        elif not self._aside and not words.of:
            if not self._words:
                # The line of the first word, and not of the tag before it.
                space = len(text) - len(text.lstrip())
                self._line = words.line + text.count("\n", 0, space)
            if self._raised is not None:
                self._raised.append(text)
            elif self._words or text.strip():
                self._words.append(text)

    def _take_script(self, text: str) -> None:
        """Takes the data of a description of the page in JSON-LD (schema.org)."""
        if "datePublished" not in text and "headline" not in text:
            return
        try:
            # `strict=False`, because many pages have raw line breaks within strings.
            described = json.loads(text, strict=False)
        # A script that is no JSON, or is nested deeper than Python's stack: the page is read
        # without it.
        except (ValueError, RecursionError):
            return
        for entry in _entries(described):
            author = entry.get("author")
            # schema.org allows a name, an object or a list of either; the first author is cited.
            if isinstance(author, list) and author:
                author = author[0]
            if isinstance(author, dict):
                author = author.get("name")
            values = {"author": author, "og:title": entry.get("headline")}
            values["datepublished"] = entry.get("datePublished")
            for name, value in values.items():
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
        """Skips everything from here on: a menu or the like, or words that readers do not see."""
        if tag.name in BLOCKS or tag.name in ASIDE:
            self._flush()
        self._aside, self._aside_depth = tag.name, 1

    def _leave_aside(self, tag: Tag) -> bool:
        """Whether the tag belongs to a part that is skipped.

        An unclosed menu ends where the main matter begins. Hidden parts do not, except that a
        hidden paragraph ends with the next block.
        """
        if not self._aside:
            return False
        if tag.name == self._aside:
            self._aside_depth += -1 if tag.is_end else 1
        opens = not tag.is_end and (
            (tag.name in MAIN and self._aside in ASIDE)
            or (tag.name in BLOCKS and self._aside == "p")
        )
        if self._aside_depth <= 0 or opens:
            self._aside = ""
            return not opens
        return True

    def _take_head(self, tag: Tag) -> None:
        """Takes the data of the head of a page."""
        attributes = tag.attributes
        if tag.name == "title":
            self._in_title = not tag.is_end and not self.page.title
        elif tag.name == "meta":
            names = map(attributes.get, ("name", "property", "itemprop"))
            if name := next(filter(None, names), None):
                self.page.meta.setdefault(name.lower(), attributes.get("content", ""))
        elif tag.name == "link" and attributes.get("rel", "").lower() == "canonical":
            self.page.meta["canonical"] = attributes.get("href", "")
        elif tag.name == "html" and attributes.get("lang"):
            self.page.meta["lang"] = attributes["lang"]
        elif tag.name == "time" and "datetime" in attributes:
            self.page.meta.setdefault("time", attributes["datetime"])

    def _take_raised(self, tag: Tag) -> None:
        """Leaves out a raised number, which is the call of a note; a raised “th” stays."""
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
        """Ends a cell where it is closed, or where the next begins."""
        # HTML lets the end tag of a cell be left out (13.1.2.4); an empty cell must still count, so
        # that the figures stay below their heads.
        last = next((words for words in reversed(self._words) if words.strip()), CELL_END)
        if tag.is_end or last != CELL_END:
            self._words.append(CELL_END)

    def _take_block(self, tag: Tag) -> None:
        self._flush()
        step = -1 if tag.is_end else 1
        if tag.name in self._depths:
            self._depths[tag.name] = max(0, self._depths[tag.name] + step)
        if HEADING.match(tag.name):
            self._level = 0 if tag.is_end else int(tag.name[1])

    def _flush(self) -> None:
        """Ends the last piece; a heading that has its words ends with it, closed or not."""
        text = clean("".join(self._words)).strip(CELL_END)
        self._words, self._link, self._raised = [], None, None
        depths = self._depths
        kind = kind_of(rows=depths["tr"], quotes=depths["blockquote"], items=depths["li"])
        if text:
            level = self._level if len(text) <= LONGEST_HEADING else 0
            is_main = any(depths[name] for name in MAIN)
            self.page.pieces.append(PageBlock(text, self._line, level, kind, is_main))
            self._level = 0


def _entries(described: object) -> Iterator[dict[str, object]]:
    """Yields the objects of a JSON-LD description, two lists deep (`@graph`)."""
    for entry in described if isinstance(described, list) else [described]:
        if isinstance(entry, dict):
            yield entry
            graph = entry.get("@graph")
            for inner in graph if isinstance(graph, list) else ():
                if isinstance(inner, dict):
                    yield inner
