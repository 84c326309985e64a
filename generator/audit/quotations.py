"""What our texts put in quotation marks, word for word in the document."""

import re
from collections.abc import Iterator

from generator.documents import Document
from generator.errors import Problem
from generator.models import Prose, SourceFile

QUOTED = re.compile(r"“([^“”]{1,1000})”|(?<![\w=])\"([^\"\n]{1,1000})\"(?!\w)")
TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
LEFT_OUT = re.compile(r"\s*(?:\.\.\.|…|\. \. \.)\s*|\s*\[[^\]]*\]\s*")
FEWEST_LETTERS = 2


def quotations(text: str) -> Iterator[tuple[int, str]]:
    """Every quotation of a text with where it begins; what templates hold is none."""
    bare = TEMPLATE.sub(lambda found: "\ue020" * len(found.group()), text)
    for found in QUOTED.finditer(bare):
        words = found.group(1) or found.group(2)
        if "\ue020" not in words:
            yield found.start(), words


def missing_quotations(text: str, document: Document) -> tuple[str, ...]:
    """The quotations of a text that do not stand in the document word for word.

    Capitals and punctuation at the ends may differ, as style allows; `…` and `[brackets]` leave words out.
    """
    quoted = [words for _, words in quotations(text)]
    if not quoted:
        return ()
    whole = _comparable("\n".join([document.title, *(section.heading for section in document.sections), *_texts(document)]))
    return tuple(words for words in quoted if not _stands(words, whole))


def audit_prose(prose: Prose, document: Document, *, source: SourceFile) -> list[Problem]:
    """A problem for each quotation in a text of the campaign that stands neither in the document nor in the titles it cites."""
    titles = [part for work in source.bibliography for part in (work.title, work.short_title or "")]
    known = _comparable("\n".join([document.title, *(section.heading for section in document.sections), *_texts(document), *titles]))
    return [
        Problem(
            prose.file, prose.first_line + prose.text.count("\n", 0, start), "",
            f"“{words}” is in quotation marks and does not stand in the document word for word: "
            "quote it exactly, or say it without the marks",
        )
        for start, words in quotations(prose.text)
        if not _stands(words, known)
    ]  # fmt: skip


def _texts(document: Document) -> Iterator[str]:
    """The words of every paragraph."""
    for _, paragraph in document.paragraphs():
        yield paragraph.text


def _stands(words: str, whole: str) -> bool:
    """Whether each piece of a quotation stands in the text."""
    pieces = [_comparable(piece).strip(" .,;:!?'") for piece in LEFT_OUT.split(words)]
    return all(piece in whole for piece in pieces if len(piece) >= FEWEST_LETTERS)


def _comparable(text: str) -> str:
    """A text as quotations are compared: one kind of quotes and dashes, plain spaces, no capitals, no brackets around a changed letter."""
    text = re.sub(r"\[(\w)\]", r"\1", text)
    text = re.sub(r"[“”\"‘’]", "'", text.lower().replace("–", "-").replace("—", "-"))
    return re.sub(r"\s+", " ", text)
