"""Footnotes of one letter: the marks that `figure()` leaves in the words become numbered notes at the end of their sentence.

A note mark never follows a digit or stands inside a clause: offices scan and OCR paper mail, and “56,000¹” is read as
56,0001. All figures of one sentence share one note behind its closing punctuation.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.letter.citations import dated, note
from generator.letter.markdown import joined
from generator.models import Block, CitationStyle, Finding, Note, Reference, Run, SourceFile
from generator.text import listed

MARK = re.compile("\ue000([nfdr])(\\d+)\ue001")
"""A mark in the words, of the private use area: n a note for a finding, f one for a figure that needs its date, d a date
that is said, r a remark of the program's own."""

SENTENCE_END = re.compile(r"""[.!?…]+["”’)\]]*(?=\s|$)""")
_STOPS = re.compile(f"{MARK.pattern}|{SENTENCE_END.pattern}")
_SHORTENED = "U.S U.N D.C H.R S J Mr Mrs Ms Dr Jr Sr St No v vs Inc Rep Reps Sen Sens Gov Sec Art e.g i.e cf"
_MONTHS = "Jan Feb Mar Apr Aug Sept Oct Nov Dec"
ABBREVIATIONS = frozenset(f"{_SHORTENED} {_MONTHS}".split())
"""Words whose full stop ends no sentence."""


def mark(kind: str, index: int) -> str:
    """The mark that stands for finding number `index` in the words until the notes are placed."""
    return f"\ue000{kind}{index}\ue001"


@dataclass(frozen=True)
class Remark:
    """A sentence of the program's own for a note, and the words of the text that it vouches for."""

    words: str
    says: str


@dataclass(frozen=True)
class Pending:
    """What the next note will vouch for: a finding, whose figure may lack its date, or what a remark explains."""

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
    """The remarks that marks refer to, by their number; may still grow while the words are rendered."""
    dates_in_text: bool = True
    """Whether a figure whose paragraph does not say its date gets it in parentheses."""
    style: CitationStyle = "notes"

    def __post_init__(self) -> None:
        """Begins with no notes."""
        self.placed: list[Note] = []
        self._cited: dict[str, None] = {}

    @property
    def works(self) -> tuple[Reference, ...]:
        """The works cited so far, in the order in which they were first cited."""
        references = {reference.id: reference for reference in self.source.bibliography}
        return tuple(references[name] for name in self._cited)

    def place(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """The blocks with their marks turned into note calls."""
        return tuple(replace(block, items=tuple(self._item(item) for item in block.items)) for block in blocks)

    def _item(self, runs: tuple[Run, ...]) -> tuple[Run, ...]:
        """One paragraph or list item with its notes behind its sentences."""
        said = "".join(run.text for run in runs)
        spoken = {self.findings[int(index)].id for kind, index in MARK.findall(said) if kind == "d"}
        plain = MARK.sub("", said)
        out: list[Run] = []
        pending: list[Pending] = []
        for index, run in enumerate(runs):
            position = 0
            for found in _STOPS.finditer(run.text):
                out.append(_worded(run, run.text[position : found.start()]))
                position = found.end()
                if found.group(1):
                    pending += self._pending(found.group(1), int(found.group(2)), spoken=spoken, plain=plain)
                elif pending and _ends_sentence(run.text, found, more=index + 1 < len(runs)):
                    out += self._call(pending, style=run, stop=found.group(0))
                else:
                    out.append(_worded(run, found.group(0)))
            out.append(_worded(run, run.text[position:]))
        out += self._call(pending) if pending else ()
        return joined(out)

    def _pending(self, kind: str, index: int, *, spoken: set[str], plain: str) -> tuple[Pending, ...]:
        """What a mark asks of the next note."""
        if kind == "d":
            return ()
        if kind == "r":
            return (Pending(remark=self.remarks[index]),)
        finding = self.findings[index]
        return (Pending(finding, undated=kind == "f" and finding.dated and finding.id not in spoken and dated(finding) not in plain),)

    def _call(self, pending: list[Pending], *, style: Run | None = None, stop: str = "") -> tuple[Run, ...]:
        """The missing dates, the closing punctuation and the call of a new note; nothing is pending after it."""
        base = style or Run("")
        missing = _missing_dates(pending) if self.dates_in_text else ""
        late = f" ({missing})" if missing else ""
        self.placed.append(self._note(pending))
        pending.clear()
        return (_worded(base, late), _worded(base, stop), Run("", note=len(self.placed)))

    def _note(self, pending: list[Pending]) -> Note:
        """The next note, for all that is pending."""
        findings = tuple(dict.fromkeys(one.finding for one in pending if one.finding))
        remarks = tuple(one.remark for one in pending if one.remark)
        words = note(findings, self.source, cited_before=frozenset(self._cited), style=self.style) if findings else ()
        home = self.source.bibliography[0].id
        self._cited |= dict.fromkeys(finding.reference or home for finding in findings)
        explained = " ".join(dict.fromkeys(remark.words for remark in remarks))
        told = (Run(f"{' ' if words else ''}{explained}"),) if remarks else ()
        said = tuple(remark.says for remark in remarks)
        return Note(len(self.placed) + 1, (*words, *told), tuple(finding.id for finding in findings), said)


def _missing_dates(pending: Iterable[Pending]) -> str:
    """The dates that a sentence does not say; where they differ, each with the figures it belongs to."""
    figures: dict[str, dict[str, None]] = {}
    for one in pending:
        if one.finding and one.undated:
            figures.setdefault(dated(one.finding), {})[one.finding.figure or one.finding.claim] = None
    if len(figures) == 1:
        return next(iter(figures))
    return "; ".join(f"{listed(named, last='and')}: {date}" for date, named in figures.items())


def _worded(style: Run, text: str) -> Run:
    """The words in the style of a run (dataclasses.replace would take most of the time of a letter)."""
    return Run(text, style.emphasis, style.link, style.note)


def _ends_sentence(text: str, found: re.Match[str], *, more: bool) -> bool:
    """Whether this punctuation ends a sentence and not an abbreviation such as “H.R.” or an initial; `more`: words follow the text."""
    if found.group(0)[0] != "." or not (more or text[found.end() :].strip()):
        return True
    word = re.split(r"[\s(“‘\"']", text[: found.start()])[-1]
    return word not in ABBREVIATIONS and not re.fullmatch(r"[A-Z]", word)
