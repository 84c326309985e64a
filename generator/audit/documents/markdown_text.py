"""Reads a Markdown file into a document."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.audit.documents.cleaning import clean, decode, is_note_call
from generator.audit.documents.days import partial_date
from generator.audit.documents.sections import SectionBuilder
from generator.audit.documents.tags import Tag, tags_and_words
from generator.audit.documents.types import Document, Link, Metadata, ParagraphKind, kind_of

# Fields of YAML between `---` and `---` or `...`, at the very beginning. Bounded: a text that opens
# with a rule and never closes it has none. Read by a pattern and not as YAML: names and plain
# values are all that is used, and a document from outside with broken YAML is still read.
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.{0,10000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# Matches `author: Jane Doe`; not an indented value or an item of a list.
FIELD = re.compile(r"^(\w[\w-]*):[ \t]*(.+?)[ \t]*$", re.MULTILINE)
# Matches `[^3]: ` at the beginning of a note; CommonMark has no notes, so they come as paragraphs,
# several in one if no blank line is between them.
NOTE = re.compile(r"\[\^[\w-]+\]:\s*")
NOTE_CALL = re.compile(r"\[\^[\w-]+\](?!:)|<sup>\s*\[?\d{1,3}\]?\s*</sup>", re.IGNORECASE)
"""The call of a note in Markdown, or in HTML within it."""
# Matches “MORE READING” and “Q & A”, and not “USA” or “NO.”: of three letters or fewer most are
# abbreviations. Chosen by hand.
CAPITALS = re.compile(r"^[A-Z][A-Z &/’'-]{3,60}$")
NESTING = 50
"""Lists and quotations deeper than this are read as text: the parser calls itself for each level,
and Python's stack has an end."""


def read_markdown(data: bytes, name: str) -> Document:
    """Returns the document of a Markdown file, with the lines of the file.

    Raises the errors of `decode`.
    """
    text, warnings = decode(data, name)
    fields, skipped, body = _front_matter(text)
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": NESTING}).enable(
        ["table", "strikethrough"]
    )
    # Calls are removed before parsing: `[^1]` could be taken for a link with a definition below. No
    # line is removed with them, so that the line numbers stay.
    tokens = parser.parse(NOTE_CALL.sub("", body))
    builder = SectionBuilder()
    links: list[Link] = []
    cells: list[str] = []
    for token, kind, level in _inlines(tokens):
        line = skipped + (token.map or [0])[0] + 1
        words = clean(_words(token.children or ()))
        links += _links(token.children or (), line=line)
        if token.type == "tr_open":
            cells, row_line = [], line
        elif token.type == "tr_close":
            builder.row(cells, line=row_line)
        elif kind == "row":
            cells.append(words)
        elif level:
            builder.heading(words, level=level, line=line)
        elif words.startswith("[^"):
            for note in NOTE.split(words):
                builder.paragraph(note.strip(), line=line, kind="note")
        elif kind == "paragraph" and CAPITALS.match(words):
            # Pages saved as Markdown keep their side matter (“MORE READING”) as lines in capitals.
            builder.heading(words, level=2, line=line)
        else:
            builder.paragraph(words, line=line, kind=kind)
    title = fields.get("title") or builder.title()
    metadata = Metadata(
        author=fields.get("author"),
        issued=partial_date(fields.get("date") or fields.get("issued")),
        url=fields.get("url") or fields.get("canonical"),
        publisher=fields.get("publisher"),
        language=fields.get("lang") or fields.get("language"),
    )
    return builder.document(
        name, "markdown", title=title, metadata=metadata, links=links, warnings=warnings
    )


def _front_matter(text: str) -> tuple[dict[str, str], int, str]:
    """Returns the fields between `---` at the head of the file, their lines, and the rest."""
    found = FRONT_MATTER.match(text)
    if found is None:
        return {}, 0, text
    fields = {key.lower(): value.strip("\"'") for key, value in FIELD.findall(found.group(1))}
    return fields, text.count("\n", 0, found.end()), text[found.end() :]


def _inlines(tokens: Sequence[Token]) -> Iterator[tuple[Token, ParagraphKind, int]]:
    """Yields every run of words with its kind and level (0 for no heading), and ends of rows."""
    level, items, quotes, rows = 0, 0, 0, 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        items += token.nesting if token.type.startswith("list_item") else 0
        quotes += token.nesting if token.type.startswith("blockquote") else 0
        rows += token.nesting if token.type.startswith("table") else 0
        if token.type in ("inline", "tr_open", "tr_close"):
            yield token, kind_of(rows=rows, quotes=quotes, items=items), level


def _words(children: Sequence[Token]) -> str:
    """Returns the words of one run without markup, calls of notes, and struck or hidden words."""
    words: list[str] = []
    raised, link = False, ("", 0)
    for child, tag in _seen(children):
        if tag and tag.name == "sup":
            raised = not tag.is_end
        elif tag and tag.name == "a" and not tag.is_end:
            link = (tag.attributes.get("href", ""), len(words))
        elif tag and tag.name == "a":
            url, start = link
            # Two pieces and not one: the last may be empty or an end of markup.
            before = "".join(words[max(0, start - 2) : start])
            if is_note_call("".join(words[start:]), url, before=before):
                del words[start:]
        elif child.type in ("softbreak", "hardbreak"):
            words.append("\n")
        elif (
            tag is None
            and child.type != "image"
            and not (raised and child.content.strip("[] ").isdigit())
        ):
            words.append(child.content)
    return "".join(words)


def _seen(children: Sequence[Token]) -> Iterator[tuple[Token, Tag | None]]:
    """Yields the visible parts of one run, each with its tag, if it is one."""
    hidden_by = ""
    for child in children:
        tag = _tag(child)
        if hidden_by:
            hidden_by = "" if tag and tag.is_end and tag.name == hidden_by else hidden_by
        elif tag and tag.hides:
            hidden_by = tag.name
        else:
            yield child, tag


def _tag(child: Token) -> Tag | None:
    """Returns the tag of HTML, or of the Markdown for a link or struck words; None for words."""
    if child.type == "html_inline":
        found = tags_and_words(child.content)
        return next((token for token in found if isinstance(token, Tag)), None)
    name = {"s": "del", "a": "a"}.get(child.tag)
    href = str(child.attrGet("href") or "")
    return Tag(name, child.nesting < 0, 0, {"href": href}) if name else None


def _links(children: Sequence[Token], *, line: int) -> Iterator[Link]:
    """Yields the links of one run; links are never nested."""
    url, inside = "", list[str]()
    for child in children:
        if child.type == "link_open":
            url, inside = str(child.attrGet("href") or ""), []
        elif child.type == "link_close":
            yield Link(clean("".join(inside)), url, line)
        else:
            inside.append(child.content)
