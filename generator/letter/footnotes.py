"""Footnotes of one letter: marks in the words become numbered notes at the end of the sentence.

A note call never follows a digit or stands inside a clause: offices scan and OCR paper mail, and
“56,000¹” is read as 56,0001. All figures of one sentence share one note behind its closing
punctuation.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator.errors import Problem
from generator.letter.citations import dated, is_dated_by_work, note, time_of
from generator.letter.markdown import joined
from generator.models.fields import CitationStyle
from generator.models.letter import Block, Footnote, TextRun
from generator.models.source import Finding, Reference, SourceFile
from generator.text import listed

# Characters of the private use area stand in no text that a person types, pass Markdown and
# typography unchanged, and are no word and no space for a pattern.
MARK = re.compile("\ue000([nfdpr])(\\d+)\ue001")
"""A mark in the words, of the private use area, with its kind and the number of what it marks.

n a note for a finding, f one for a figure that needs its date, d a date in the text, p a
publication that the text dates (“reported in January 2020”), r a remark of the program's own.
"""

# Matches the ends of “He left.” and “He “left.””, not the points of “1.5” or “example.org”, which
# no space follows.
SENTENCE_END = re.compile(r"""[.!?…]+["”’)\]]*(?=\s|$)""")
_STOPS = re.compile(f"{MARK.pattern}|{SENTENCE_END.pattern}")
# Chosen by hand: what stands before a name or number in letters to Congress. A full stop that is
# missed here puts a note too early, one too many puts it at the end of the next sentence.
_SHORTENED = (
    "U.S U.N D.C H.R S J Mr Mrs Ms Dr Jr Sr St No v vs Inc Rep Reps Sen Sens Gov Sec Art e.g i.e cf"
)
_MONTHS = "Jan Feb Mar Apr Aug Sept Oct Nov Dec"
ABBREVIATIONS = frozenset(f"{_SHORTENED} {_MONTHS}".split())
"""Words whose full stop ends no sentence."""


def mark(kind: str, index: int) -> str:
    """Returns the mark for finding or remark number `index`, until the notes are placed."""
    return f"\ue000{kind}{index}\ue001"


@dataclass(frozen=True)
class Remark:
    """A sentence of the program's own for a note."""

    words: str
    says: str
    """The words of the text that it explains."""


@dataclass(frozen=True)
class NoteDraft:
    """What the next note will be for: a finding, whose figure may lack its date, or a remark."""

    finding: Finding | None = None
    undated: bool = False
    remark: Remark | None = None


@dataclass
class Notes:
    """Places and numbers the notes of one letter, in reading order."""

    source: SourceFile
    findings: tuple[Finding, ...]
    """The findings that marks refer to, by their number."""
    remarks: Sequence[Remark] = ()
    """The remarks that marks refer to, by their number; may grow while the words are rendered."""
    dates_in_text: bool = True
    """Whether a figure gets its date in parentheses where its paragraph lacks it."""
    style: CitationStyle = "notes"
    says_once: bool = True
    """Whether a note leaves out the date of its sentence, and a later note the letter's one work.

    Notes in designs of version 0.1 say both again: the words of their letters may be approved.
    """

    placed: list[Footnote] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """Paragraphs that name the publication of one work twice."""
    _cited: dict[str, None] = field(default_factory=dict)
    _explained: list[str] = field(default_factory=list)
    """The remarks of each placed note, in one text."""
    _unsaid: set[str] = field(default_factory=set)
    """The findings whose dates no paragraph says."""

    @property
    def works(self) -> tuple[Reference, ...]:
        """The works cited so far, in the order in which they were first cited."""
        references = {reference.id: reference for reference in self.source.bibliography}
        return tuple(references[name] for name in self._cited)

    def place(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Returns the blocks with their marks turned into note calls.

        To be called once, with all blocks of the letter.
        """
        placed = []
        for block in blocks:
            self.problems += self._repeated(block)
            placed.append(replace(block, items=tuple(map(self._item, block.items))))
        if self.says_once and len(self._cited) == 1:
            self._name_once()
        return tuple(placed)

    def _repeated(self, block: Block) -> Iterator[Problem]:
        """Yields a problem for a paragraph or item that names a work's publication twice."""
        for item in block.items:
            works: set[str] = set()
            for kind, index in MARK.findall("".join(run.text for run in item)):
                if kind != "p":
                    continue
                finding = self.findings[int(index)]
                work = self.source.reference_of(finding)
                if work.id in works:
                    message = (
                        f"says a second time when {work.author} reported: take "
                        f'{{{{ reported("{finding.id}") }}}} out, the first one dates the '
                        "whole paragraph"
                    )
                    yield Problem(
                        block.file, block.line, "reported", message, code="reported-twice"
                    )
                works.add(work.id)

    def _name_once(self) -> None:
        """Leaves the one work that all notes cite out of every note but the first that cites it."""
        findings = {finding.id: finding for finding in self.findings}
        seen = False
        for index, footnote in enumerate(self.placed):
            if seen and footnote.findings:
                cited = tuple(findings[name] for name in footnote.findings)
                words = self._words(cited, self._explained[index], sole=True)
                self.placed[index] = replace(footnote, runs=words)
            seen = seen or bool(footnote.findings)

    def _item(self, runs: tuple[TextRun, ...]) -> tuple[TextRun, ...]:
        """Returns one paragraph or list item with its notes behind its sentences."""
        words = "".join(run.text for run in runs)
        dated_ids = set(self._dated(words))
        plain = MARK.sub("", words)
        out: list[TextRun] = []
        pending: list[NoteDraft] = []
        for index, run in enumerate(runs):
            position = 0
            for found in _STOPS.finditer(run.text):
                out.append(_worded(run, run.text[position : found.start()]))
                position = found.end()
                if found[1]:
                    pending += self._pending(
                        found[1], int(found[2]), dated_ids=dated_ids, plain=plain
                    )
                # Without a pending mark a full stop is only a character.
                elif pending and _ends_sentence(run.text, found, more=index + 1 < len(runs)):
                    out += self._call(pending, style=run, stop=found[0])
                else:
                    out.append(_worded(run, found[0]))
            out.append(_worded(run, run.text[position:]))
        # A paragraph or item without a full stop: its note stands at its end.
        if pending:
            out += self._call(pending, style=TextRun(""))
        return joined(out)

    def _dated(self, words: str) -> Iterator[str]:
        """Yields the findings whose date a paragraph says, itself or that of their work."""
        for kind, index in MARK.findall(words):
            if kind == "d":
                yield self.findings[int(index)].id
            elif kind == "p":
                work = self.source.work_of(self.findings[int(index)])
                for one in self.findings:
                    if is_dated_by_work(one, self.source) and self.source.work_of(one) == work:
                        yield one.id

    def _pending(
        self, kind: str, index: int, *, dated_ids: set[str], plain: str
    ) -> Iterator[NoteDraft]:
        """Returns what a mark asks of the next note; nothing, where it marks a date."""
        if kind == "r":
            yield NoteDraft(remark=self.remarks[index])
        elif kind != "d":
            finding = self.findings[index]
            lacks_date = finding.dated and finding.id not in dated_ids
            undated = lacks_date and dated(finding) not in plain
            # A figure gets its date in the text; a fact that is cited alone, in its note.
            if undated and kind == "n":
                self._unsaid.add(finding.id)
            yield NoteDraft(finding, kind == "f" and undated)

    def _call(
        self, pending: list[NoteDraft], *, style: TextRun, stop: str = ""
    ) -> tuple[TextRun, ...]:
        """Returns missing dates, punctuation and the call of a new note; clears `pending`."""
        missing = _missing_dates(pending, self.source) if self.dates_in_text else ""
        late = f" ({missing})" if missing else ""
        self.placed.append(self._note(pending))
        pending.clear()
        return _worded(style, late + stop), TextRun("", note=len(self.placed))

    def _note(self, pending: list[NoteDraft]) -> Footnote:
        """Returns the next note, for all that is pending."""
        findings = tuple(dict.fromkeys(one.finding for one in pending if one.finding))
        remarks = [one.remark for one in pending if one.remark]
        explained = " ".join(dict.fromkeys(remark.words for remark in remarks))
        words = self._words(findings, explained)
        self._explained.append(explained)
        self._cited |= dict.fromkeys(self.source.work_of(finding) for finding in findings)
        return Footnote(
            len(self.placed) + 1,
            words,
            tuple(finding.id for finding in findings),
            tuple(remark.says for remark in remarks),
        )

    def _words(
        self, findings: Sequence[Finding], explained: str, *, sole: bool = False
    ) -> tuple[TextRun, ...]:
        """Returns the words of a note: the works and sections of findings, then the remarks.

        A `sole` work was named before, and its sections are enough.
        """
        words: tuple[TextRun, ...] = ()
        if findings:
            cited = frozenset(self._cited)
            # A date that the sentence has just said is not said again below.
            words = note(
                findings,
                self.source,
                cited_before=cited,
                style=self.style,
                sole=sole,
                dates=self._unsaid if self.says_once and self.dates_in_text else None,
            )
        if explained:
            words = (*words, TextRun(f"{' ' if words else ''}{explained}"))
        return words

    @property
    def explanations(self) -> tuple[str, ...]:
        """The remarks of all notes, each once."""
        return tuple(dict.fromkeys(filter(None, self._explained)))


def _missing_dates(pending: Iterable[NoteDraft], source: SourceFile) -> str:
    """Returns the dates that a sentence lacks; if they differ, each with its figures."""
    figures: dict[str, dict[str, None]] = {}
    for one in pending:
        if one.finding and one.undated:
            figure = one.finding.figure or one.finding.claim
            figures.setdefault(time_of(one.finding, source), {})[figure] = None
    if len(figures) == 1:
        return next(iter(figures))
    return "; ".join(f"{listed(named, last='and')}: {date}" for date, named in figures.items())


def _worded(style: TextRun, text: str) -> TextRun:
    """Returns the words in the style of a run.

    Not dataclasses.replace, which would take most of the time of a letter.
    """
    return TextRun(text, style.emphasis, style.link, style.note)


def _ends_sentence(text: str, found: re.Match[str], *, more: bool) -> bool:
    """Whether this punctuation ends a sentence and not an abbreviation (“H.R.”) or an initial.

    `more` is whether words follow the text.
    """
    # Only a full stop can shorten a word, and only if words follow.
    if found[0][0] != "." or not (more or text[found.end() :].strip()):
        return True
    word = re.split(r"[\s(“‘\"']", text[: found.start()])[-1]
    return word not in ABBREVIATIONS and not re.fullmatch(r"[A-Z]", word)
