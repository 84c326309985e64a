"""What the audit found about each statement of a source file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from generator.audit.documents.types import Document, Paragraph
from generator.errors import Problem

Subject = Literal["section", "finding", "recommendation"]
Result = Literal["ok", "look", "failed", "another work"]
"""`look` means that nothing is surely wrong, but a person should look at something."""
MOST = 240
"""Letters of the document in one message."""
CONTEXT = 60
"""Letters of the document shown on each side of what was found."""


@dataclass(frozen=True)
class Passage:
    """Some words of a document and where they stand."""

    document: Document = field(repr=False)
    section: int
    paragraph: int
    start: int
    end: int

    @property
    def whole(self) -> Paragraph:
        """The paragraph in which they stand."""
        return self.document.sections[self.section].paragraphs[self.paragraph]

    @property
    def words(self) -> str:
        """The words themselves."""
        return self.whole.text[self.start : self.end]

    def around(self, *, context: int = CONTEXT) -> str:
        """Returns the words with so many letters on each side, `…` where more follow."""
        text, (start, end) = self.whole.text, self.reach(context)
        return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")

    def reach(self, context: int) -> tuple[int, int]:
        """Returns where the words with so many letters on each side begin and end, no word cut."""
        text, start, end = self.whole.text, self.start - context, self.end + context
        # No word is cut: the first blank behind the limit on the left, the last before it on the
        # right. Without a blank there the passage stands alone.
        start = max(text.find(" ", start, self.start) + 1, 0) or self.start if start > 0 else 0
        return start, len(text) if end >= len(text) else max(
            text.rfind(" ", self.end, end), self.end
        )

    @property
    def place(self) -> str:
        """`Risks, page 3, line 15`."""
        section = self.document.sections[self.section]
        return (f"{section.heading}, " if section.heading else "") + self.whole.place


@dataclass(frozen=True)
class Verdict:
    """One statement of the source file, and whether the document supports it."""

    subject: Subject
    id: str
    field: str
    """The key in source.yaml: `findings[3]`, or a key below it where that one is wrong."""
    line: int
    """Its line in source.yaml; 0 where that is not known."""
    sought: str
    """What was looked for: “over 56,000 · November 2019”."""
    searched: str
    """The heading of the section that was searched, as source.yaml gives it."""
    claim: str = ""
    """The words of a finding or recommendation, which a person must compare with the passage."""
    passage: Passage | None = None
    """Where it stands; for a failure the nearest text that was found."""
    marks: tuple[Passage, ...] = ()
    """The figure, date and name within the passage, the figure first."""
    reasons: tuple[str, ...] = ()
    """What is wrong, a sentence each."""
    doubts: tuple[str, ...] = ()
    """What may be wrong and may be a true paraphrase, a sentence each."""

    is_checked: bool = True
    """Whether there is a document for it."""

    @property
    def result(self) -> Result:
        """The worst that was found."""
        if not self.is_checked:
            return "another work"
        # From the worst to the best: one error outweighs any number of doubts.
        if self.reasons:
            return "failed"
        return "look" if self.doubts else "ok"

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; what is of another work is not wrong."""
        return not self.reasons


def as_problems(verdicts: Iterable[Verdict], *, file: str) -> Iterator[Problem]:
    """Yields an error for each reason and a warning for each doubt.

    Each names the section that was searched and the nearest text that was found.
    """
    for verdict in verdicts:
        # The figure is the first mark, and a message has room for the words around one.
        found = next(iter(verdict.marks), verdict.passage)
        nearest = f" Nearest: {found.place}: “{_short(found.around())}”" if found else ""
        place = Problem(file, verdict.line, verdict.field, verdict.id, code="refuted-statement")
        for reason in verdict.reasons:
            # Some reasons name the section already.
            named = not verdict.searched or verdict.searched in reason
            searched = "" if named else f" (searched: {verdict.searched})"
            yield problem_of(place, f"{reason}{searched}.{nearest}", sure=True)
        for doubt in verdict.doubts:
            yield problem_of(place, f"{doubt}.{nearest}", sure=False)


def problem_of(place: Problem, words: str, *, sure: bool) -> Problem:
    """Returns an error, or the warning of a doubt.

    `place` has the file, line, field and code; its message is the id of the statement.
    """
    if sure:
        return replace(place, message=f"{place.message}: {words}")
    # Codes differ too, so that a script can refuse errors and count doubts.
    message = f"{place.message}: look whether it is so: {words}"
    return replace(place, message=message, severity="warning", code="doubtful-statement")


def _short(text: str) -> str:
    """Returns a text cut to what a message can hold."""
    return text if len(text) <= MOST else text[: text.rfind(" ", 0, MOST)] + " …"
