"""A letter as a web page: for readers who read by ear or in large type, and for e-mail.

The page is not made by a design: it has one plain look, so that its reading order, its headings
and the ways from a note call to its note and back (DPUB-ARIA 1.1, doc-noteref and doc-backlink) are
right with every design. It loads nothing and runs nothing.
"""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from markupsafe import Markup

from generator import dates
from generator.letter.design import set_runs, words
from generator.letter.plain_text import (
    enclosures_label,
    is_numbered,
    reading_order,
    signature_lines,
)
from generator.models.letter import Block, Footnote, Letter, TextRun

# 38em: some 75 characters a line. Colors have a contrast above 7 to 1 (WCAG 2.2, 1.4.6). On paper
# the ways back to the text are left out, and no note or ask is torn over two pages.
STYLE = """
body { max-width: 38em; margin: 2em auto; padding: 0 1em; color: #111; background: #fff;
  font: 1.1rem/1.5 Georgia, "Times New Roman", serif; }
h1 { font-size: 1.2rem; line-height: 1.3; margin: 1.5em 0; }
h2 { font-size: 1.1rem; margin: 2em 0 0.5em; }
address { font-style: normal; margin: 1em 0; }
img { max-width: 15em; max-height: 5em; }
li { margin: 0.4em 0; }
a { color: #003b8e; }
a:focus-visible { outline: 3px solid #003b8e; outline-offset: 2px; }
.notes { font-size: 1rem; overflow-wrap: anywhere; }
@page { margin: 1in; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 11pt; }
  a { color: inherit; text-decoration: none; }
  li { break-inside: avoid; }
  [role="doc-backlink"] { display: none; }
}
"""
_PAGE = Markup("""\
<!DOCTYPE html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{content}
</main>
</body>
</html>
""")
_BLOCK_TAGS = {
    "paragraph": ("", "p"),
    "bullets": ("ul", "li"),
    "numbers": ("ol", "li"),
    "quote": ("blockquote", "p"),
}


def web_page(letter: Letter) -> str:
    """Returns the letter as a page that stands alone; every word of it is escaped."""
    content = Markup("\n").join(_parts(letter))
    # The style sheet is the program's own, and an escaped quote would be no CSS.
    return _PAGE.format(title=letter.title, style=Markup(STYLE), content=content)  # noqa: S704 - a constant


def page_text(page: str) -> str:
    """Returns the words between the tags of a page, without its head: what a reader is given."""
    reader = _PageReader()
    reader.feed(page)
    reader.close()
    return "".join(reader.words)


class _PageReader(HTMLParser):
    """Collects the words of a page; every tag that begins a line begins one here."""

    INLINE = frozenset({"a", "em", "span", "strong", "sup", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._is_in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the head, and breaks the line at a block."""
        del attrs
        self._is_in_head |= tag == "head"
        if tag not in self.INLINE:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Notes the end of the head."""
        self._is_in_head &= tag != "head"

    def handle_data(self, data: str) -> None:
        """Keeps the words of the body."""
        if not self._is_in_head:
            self.words.append(data)


# ---------------------------------------------------------------- the parts of a letter


def _parts(letter: Letter) -> Iterator[Markup]:
    details = letter.sender.details
    town = f"{details.city}, {details.state} {details.zip}"
    contact = (details.street, town, details.phone, details.email, details.website)
    sender = (details.organization or details.name, *filter(None, contact))
    yield Markup("<header>\n{}").format(_address(sender))
    day = Markup('<p><time datetime="{}">{}</time></p>')
    yield day.format(letter.date.isoformat(), words(dates.in_words(letter.date)))
    for lines in (letter.inside_address, *letter.other_addresses):
        yield _address(lines)
    yield Markup("</header>\n<h1>Re: {}</h1>").format(words(letter.subject))
    yield from letter_markup(letter)


def letter_markup(letter: Letter) -> Iterator[Markup]:
    """Yields the letter from its salutation to its notes, an element each; all words escaped."""
    yield _paragraph(letter.salutation)
    yield from map(block_markup, reading_order(letter))
    yield _paragraph(letter.closing)
    yield from _signature(letter)
    if letter.enclosures:
        yield _paragraph(f"{enclosures_label(letter)}: {'; '.join(letter.enclosures)}")
    if letter.copies:
        yield _paragraph(f"cc: {'; '.join(letter.copies)}")
    if letter.sources_in == "notes" and letter.notes:
        yield _notes(letter.notes)
    elif letter.sources:
        yield Markup("<p>{}</p>").format(_runs(letter.sources))


def _address(lines: Iterable[str]) -> Markup:
    return Markup("<address>{}</address>").format(Markup("<br>\n").join(map(words, lines)))


def _paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>").format(words(text))


def _signature(letter: Letter) -> Iterator[Markup]:
    details = letter.sender.details
    if letter.signers:
        items = (Markup("<li>{}</li>").format(words(line)) for line in signature_lines(letter))
        yield Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(items))
        return
    if letter.sender.signature:
        picture = Markup('<p><img src="{}" alt="Signature of {}"></p>')
        yield picture.format(letter.sender.signature, details.name)
    lines = Markup("<br>\n").join(map(words, signature_lines(letter)))
    yield Markup("<p>{}</p>").format(lines)


def _notes(notes: Iterable[Footnote]) -> Markup:
    # The role stands at the section, and each note is an item of a list: doc-endnote is deprecated
    # (DPUB-ARIA 1.1, section 4).
    items = [
        Markup(
            '<li id="note-{number}">{words} '
            '<a href="#call-{number}" role="doc-backlink" aria-label="Back to reference {number}">'
            "↩</a></li>"
        ).format(number=note.number, words=_runs(note.runs))
        for note in notes
    ]
    return Markup(
        '<section class="notes" role="doc-endnotes" aria-labelledby="sources">\n'
        '<h2 id="sources">Sources</h2>\n<ol>\n{}\n</ol>\n</section>'
    ).format(Markup("\n").join(items))


# ---------------------------------------------------------------- blocks


def block_markup(block: Block) -> Markup:
    """Returns a block in the tags of its kind; a note call is a link to its note on the page."""
    outer, inner = _BLOCK_TAGS["numbers" if is_numbered(block) else block.kind]
    tag = Markup("<{0}>{1}</{0}>")
    lines = [tag.format(inner, _runs(item)) for item in block.items]
    if outer:
        lines = [Markup("<{}>").format(outer), *lines, Markup("</{}>").format(outer)]
    return Markup("\n").join(lines)


def _runs(runs: Iterable[TextRun]) -> Markup:
    return Markup().join(
        run.markup if run.note is None else _call(run.note) for run in set_runs(tuple(runs))
    )


def _call(number: int) -> Markup:
    # In brackets, so that no reader takes the number for a part of the figure before it, in a copy
    # of the text as well.
    return Markup(
        '<sup><a id="call-{number}" href="#note-{number}" role="doc-noteref">[{number}]</a></sup>'
    ).format(number=number)
