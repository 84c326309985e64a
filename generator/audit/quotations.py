"""Compares the quotations of our texts with the document, word for word."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.audit.documents.types import Document
from generator.errors import Problem
from generator.models.campaign import Prose
from generator.models.source import SourceFile

MARKS = '“”"‘’„‚«»‹›'
# At most 2,000 characters and no empty line, so that a mark which is never closed does not take the
# rest of the text for a quotation, and the work on each mark is bounded.
INNER = r"(?:(?!\n\s*\n)[^{}]){{1,2000}}"
QUOTED = re.compile(
    "|".join(
        (
            "“(" + INNER.format("“”") + ")”",
            r"(?<![\w=])\"(" + INNER.format('"') + r")\"(?!\w)",
            "«(" + INNER.format("«»") + ")»",
            "‹(" + INNER.format("‹›") + ")›",
            "„(" + INNER.format("„“”") + ")[“”]",
            r"(?<!\w)[‘‚]((?:(?!\n\s*\n)(?:[^‘’]|’(?=\w))){1,2000})[’‘](?!\w)",
            (
                r"(?<![\w=])'((?=[A-Za-z])(?:(?!\n\s*\n)(?:[^']|"
                r"(?<=\w)'(?=\w))){3,2000}(?<=[\w.,;:!?…\]\ue020]))'(?!\w)"
            ),
        )
    )
)
"""A quotation in any of the usual marks, within one paragraph."""
BLOCK = re.compile(r"(?:^[ \t]*>[^\n]*(?:\n|$))+", re.MULTILINE)
"""A quotation as a block: lines that begin with `>`."""
TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
# Of the private use area of Unicode, which people do not type; one for each character of the
# template, so that lines and places stay true.
HIDDEN = "\ue020"
"""Stands for each character of a template."""
# Matches “[T]he”, by which a writer marks a changed capital; not “[sic]”.
CHANGED_LETTER = re.compile(r"\[(\w)\](?=\w)")
BRACKETS = re.compile(r"\[([^\]]*)\]")
# Matches “…”, “. . .”, “[they]” and a template, with the blanks around them.
CUT = re.compile(r"\s*(\.\.\.|…|\. \. \.|\ue020+|\[[^\]]*\])\s*")
# Shorter than the list of negation.py: these words alone reverse what they stand next to.
NEGATION = re.compile(
    r"(?<!\w)(?:not|no|never|nor|neither|none|nobody|without|hardly|cannot|\w+n't)(?!\w)"
)
NEAR_THE_CUT = 3
"""A negation within so many words of a cut would reverse the quotation; chosen by hand."""
# A piece of one letter stands in any text and proves nothing.
FEWEST_LETTERS = 2
MOST_BRACKETED = 2
"""A bracket with more words than this is not taken for a change of the document's words."""
MOST_REPLACED = 6
"""One bracket or one figure may replace at most so many words of the document."""


@dataclass(frozen=True)
class QuotationText:
    """The words of a document as quotations are compared with them, a paragraph each."""

    texts: tuple[str, ...]

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """Each paragraph in one kind of quotes and dashes, without capitals."""
        return tuple(_comparable(text) for text in self.texts)

    def lacking(self, text: str) -> Iterator[tuple[int, str]]:
        """Yields the quotations of a text that do not stand here, with where they begin in it.

        HTML entities are read. Capitals and punctuation at the ends may differ, as style allows.
        `…` leaves words out, but no negation next to it; a bracket of one or two words stands for a
        few.
        """
        for start, words in quotations(text):
            if not self.holds(words):
                yield start, " ".join(words.replace(HIDDEN, "").split())

    def holds(self, quotation: str) -> bool:
        """Whether the pieces of a quotation stand in one paragraph, in their order."""
        pieces = _pieces(quotation)
        # Many words in brackets are the writer's own and would stand in the mouth of the document.
        if any(len(found.split()) > MOST_BRACKETED for found in BRACKETS.findall(quotation)):
            return False
        return any(_runs(pieces, paragraph, end=0) for paragraph in self.paragraphs)


def wording(documents: Iterable[Document], *, titles: Iterable[str] = ()) -> QuotationText:
    """Returns the wording of documents with their titles and headings, and of these titles."""
    texts: list[str] = []
    for document in documents:
        texts += (document.title, *(section.heading for section in document.sections))
        texts += (paragraph.text for _, paragraph in document.paragraphs())
    return QuotationText((*texts, *titles))


def quotations(text: str) -> Iterator[tuple[int, str]]:
    """Yields every quotation of a text, its entities read, with where it begins.

    Skips quotation marks around a template alone.
    """
    # Line breaks stay, so that the number of the line is right.
    bare = TEMPLATE.sub(lambda found: re.sub(r"[^\n]", HIDDEN, found.group()), html.unescape(text))
    for found in QUOTED.finditer(bare):
        words = next(filter(None, found.groups()))
        if words.replace(HIDDEN, "").strip():
            yield found.start(), words
    for found in BLOCK.finditer(bare):
        # A line of a block that begins with a dash names its author and is no part of the
        # quotation.
        lines = [line.strip().lstrip("> ") for line in found.group().splitlines()]
        words = " ".join(line for line in lines if not re.match(r"[—–-]", line)).strip("“”\"‘’'« »")
        if words:
            yield found.start(), words


def unquoted(text: str) -> str:
    """Returns a text without its quotations."""
    return QUOTED.sub(" ", text)


def titles(source: SourceFile) -> tuple[str, ...]:
    """Returns the titles of the works that are cited, which stand in quotation marks too."""
    return tuple(
        part for work in source.bibliography for part in (work.title, work.short_title or "")
    )


def quotation_problems(prose: Prose, known: QuotationText, *, field: str = "") -> list[Problem]:
    """Returns a problem for each quotation of a text that the known wording does not hold.

    `field` is its key, if it has one.
    """
    text = html.unescape(prose.text)
    return [
        Problem(
            prose.file,
            prose.first_line + text.count("\n", 0, start),
            field,
            f"“{words}” is in quotation marks and does not stand in the document word for word: "
            "quote it exactly, or say it without the marks",
            code="inexact-quotation",
        )
        for start, words in known.lacking(prose.text)
    ]


def _pieces(quotation: str) -> list[tuple[str, str]]:
    """Returns the pieces of a quotation, each with the cut before it; the first cut is empty."""
    parts = CUT.split(CHANGED_LETTER.sub(r"\1", quotation))
    found: list[tuple[str, str]] = []
    for cut, piece in zip(["", *parts[1::2]], parts[::2], strict=True):
        words = _comparable(piece).strip(" .,;:!?'-")
        if len(words) >= FEWEST_LETTERS:
            found.append((cut if found else "", words))
    return found


def _runs(pieces: Sequence[tuple[str, str]], paragraph: str, *, end: int) -> bool:
    """Whether the pieces stand in the paragraph in their order, behind `end`.

    Between them only words stand that a quotation may leave out.
    """
    if not pieces:
        return True
    cut, words = pieces[0]
    return any(
        # Each place of the first piece is tried: the piece may stand twice, and only the second is
        # followed by the next piece.
        _runs(pieces[1:], paragraph, end=found.end())
        for found in re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").finditer(paragraph, end)
        if not cut or _may_be_left_out(paragraph[end : found.start()], cut)
    )


def _may_be_left_out(text: str, cut: str) -> bool:
    """Whether a cut may stand for these words.

    It stands for one word at least, and no negation next to it; a bracket or a figure stands for a
    few words only.
    """
    # Only what stands in the clauses next to the cut counts: a negation in a sentence that is left
    # out whole changes nothing for the words that stay.
    words, clauses = text.split(), re.split(r"[.;:!?](?=\s|$)", text)
    if NEGATION.search(
        " ".join((*clauses[0].split()[:NEAR_THE_CUT], *clauses[-1].split()[-NEAR_THE_CUT:]))
    ):
        return False
    return len(words) <= MOST_REPLACED if cut[0] in ("[", HIDDEN) else bool(words)


def _comparable(text: str) -> str:
    """Returns a text normalized for the comparison of quotations.

    It has one kind of quotes and dashes, plain spaces, no capitals, and no brackets around a
    changed letter.
    """
    text = CHANGED_LETTER.sub(r"\1", text)
    text = re.sub(f"[{MARKS}]", "'", text.lower().replace("–", "-").replace("—", "-"))
    return re.sub(r"\s+", " ", text)
