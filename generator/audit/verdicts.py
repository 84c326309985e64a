"""What the audit found about each statement of a source file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from generator.documents import Document
from generator.errors import Problem

Subject = Literal["section", "finding", "recommendation"]
Result = Literal["ok", "failed", "another work"]
MOST = 240
"""Letters of the document in one message."""
CONTEXT = 60
"""Letters of the document shown on each side of what was found."""


@dataclass(frozen=True)
class Passage:
    """Some words of the document and where they stand."""

    section: int
    paragraph: int
    start: int
    end: int

    def words(self, document: Document) -> str:
        """The words themselves."""
        return document.sections[self.section].paragraphs[self.paragraph].text[self.start : self.end]

    def around(self, document: Document, *, context: int = CONTEXT) -> str:
        """The words with so many letters on each side, `…` where more follow."""
        text = document.sections[self.section].paragraphs[self.paragraph].text
        start, end = max(0, self.start - context), min(len(text), self.end + context)
        start = text.find(" ", start, self.start) + 1 if start else 0
        end = (text.rfind(" ", self.end, end) if end < len(text) else end) if end > self.end else end
        return ("… " if start else "") + text[start : max(end, self.end)].strip() + (" …" if end < len(text) else "")

    def place(self, document: Document) -> str:
        """`Risks, page 3, line 15`."""
        section = document.sections[self.section]
        return (f"{section.heading}, " if section.heading else "") + section.paragraphs[self.paragraph].place


@dataclass(frozen=True)
class Verdict:
    """One statement of the source file, and whether the document bears it out."""

    subject: Subject
    id: str
    result: Result
    field: str
    """The key in source.yaml: `findings[3]`, or a key below it where that one is wrong."""
    line: int
    """Its line in source.yaml; 0 where that is not known."""
    sought: str
    """What was looked for: “over 56,000, November 2019”."""
    searched: str
    """The heading of the section that was searched, as source.yaml gives it."""
    passage: Passage | None = None
    """Where it stands; for a failure the nearest that does."""
    marks: tuple[Passage, ...] = ()
    """The figure, date and name within the passage, the figure first."""
    reasons: tuple[str, ...] = ()
    """What is wrong, a sentence each."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; what is of another work is not wrong."""
        return self.result != "failed"


def as_problems(verdicts: Iterable[Verdict], *, file: str, document: Document) -> Iterator[Problem]:
    """A problem for every reason of every failure, with the section searched and the nearest text found."""
    for verdict in verdicts:
        found = next(iter(verdict.marks), verdict.passage)
        nearest = f" Nearest: {found.place(document)}: “{_short(found.around(document))}”" if found else ""
        for reason in verdict.reasons:
            searched = f" (searched: {verdict.searched})" if verdict.searched and verdict.searched not in reason else ""
            yield Problem(file, verdict.line, verdict.field, f"{verdict.id}: {reason}{searched}.{nearest}")


def _short(text: str) -> str:
    """A text cut to what a message can hold."""
    return text if len(text) <= MOST else text[: text.rfind(" ", 0, MOST)] + " …"
