"""The finished words of letters: every figure from a finding that the letter cites, with its footnote and its date.

The rules, each an error unless campaign.yaml says otherwise under `audit`:

- `untraced`: a number, date, amount or citation that no cited finding, nor recipient, sender, date, bill or allowed word gives.
- `footnotes`: a figure before its finding's footnote, a footnote that nothing calls, a call without a footnote.
- `measures`: one measure given with two values, one of them without its date.
- `stale`: an old figure in the present tense, in a paragraph that does not say its date.
- `unsupported`: an ask that no argument supports (a warning).
- `powerless`: an ask to somebody who cannot act on it.
"""

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import citations
from generator import dates as calendar_words
from generator.audit.agreement import counts_its_list, dates, is_turn_of_phrase, same, supports
from generator.audit.sentences import sentence_spans
from generator.errors import Problem
from generator.figures import Citation, Figure, Moment, Quantity, read_figures
from generator.models import (
    AuditRule,
    Block,
    Campaign,
    Finding,
    Letter,
    Level,
    Note,
    Prose,
    Recipient,
    Recommendation,
    Reference,
    Run,
    Sender,
)
from generator.protocol import same_committee

LEVELS: Mapping[AuditRule, Level] = {"unsupported": "warning"}
NO_VERB_AFTER = "the a an this their its of in to for on did could would will must may can should".split()
PRESENT = re.compile(
    r"\b(?:(?:is|are|has|have|isn[’']t|aren[’']t|now|today|currently|remains?|continues?)\b|"
    + "".join(rf"(?<!\b{word} )" for word in NO_VERB_AFTER)
    + r"(?:faces?|waits?|lives?|stays?|lacks?|suffers?|needs?|counts?|shows?|says?|reports?|does|do)\b)",
    re.IGNORECASE,
)
"""Verbs in the present tense, and words for today; “the count” and “to wait” are none."""
SKIPPED = frozenset({"message"})
"""What the person says in their own words is theirs."""


Ruled = tuple[AuditRule, Problem]
"""A problem and the rule that found it."""


@dataclass(frozen=True)
class Evidence:
    """What one finding lets a letter say."""

    finding: Finding
    numbers: tuple[Quantity | Citation, ...]
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Item:
    """A paragraph or list item of the statement, with the notes that it calls."""

    block: Block
    text: str
    calls: tuple[int, ...]


class LetterAuditor:
    """Audits the letters of one campaign; what they share is read once."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self._read: dict[str, tuple[Figure, ...]] = {}
        self._evidence = {finding.id: self._of_finding(finding) for finding in campaign.source.findings}
        self._recommendations = {recommendation.id: recommendation for recommendation in campaign.source.recommendations}
        works = [text for work in campaign.source.bibliography for text in _work_texts(work)]
        self._works = self._figures_of(works)
        self._headings = self._figures_of(text for section in campaign.source.sections for text in (section.heading, section.short or ""))
        self._bills = self._figures_of(_bill_texts(campaign))
        self._allowed = tuple(dict.fromkeys(campaign.settings.allowed_words))
        self._allowed_figures = self._figures_of(self._allowed)

    def problems(self, letter: Letter, *, recipient: Recipient | None = None, known: Collection[str] = ()) -> list[Problem]:
        """Everything in one letter that it may not say; `known` are texts whose figures may stand in it too, such as district data."""
        items = tuple(_items(letter.statement))
        cited = [self._evidence[finding] for finding in letter.findings if finding in self._evidence]
        context = self._context(letter, recipient, known=known)
        found = [
            *self._untraced(items, cited, context=context, asks=letter.asks),
            *self._footnotes(letter, items, cited=cited),
            *self._measures(items, cited),
            *self._stale(letter, items, cited=cited),
            *self._note_figures(letter, cited, context=context),
            *self._powerless(letter, items, recipient=recipient),
        ]
        return sorted({told for rule, problem in found if (told := self._levelled(rule, problem))})

    def campaign_problems(self) -> list[Problem]:
        """Every ask of the campaign that no argument supports."""
        supported = {recommendation for argument in self.campaign.arguments for recommendation in argument.header.supports}
        asks = dict.fromkeys(ask.recommendation for ask in self.campaign.settings.asks)
        found = [
            self._levelled(
                "unsupported",
                Problem(
                    _beside(self.campaign, "campaign.yaml"), 0, "asks",
                    f"{ask}: no argument supports it: name it under `supports` in one, or leave the ask out",
                ),
            )
            for ask in asks
            if ask not in supported
        ]  # fmt: skip
        return [problem for problem in found if problem]

    def _levelled(self, rule: AuditRule, problem: Problem) -> Problem | None:
        """The problem as an error or warning, as the campaign says; nothing where it says to ignore it."""
        level = self.campaign.settings.audit.get(rule, LEVELS.get(rule, "error"))
        return None if level == "ignore" else Problem(problem.file, problem.line, problem.field, problem.message, level)

    # ------------------------------------------------------------ what may be said

    def _figures(self, text: str) -> tuple[Figure, ...]:
        """The figures of a text, read once: letters of one campaign share most of their paragraphs."""
        if text not in self._read:
            self._read[text] = read_figures(text)
        return self._read[text]

    def _figures_of(self, texts: Iterable[str]) -> tuple[Figure, ...]:
        """The figures of several texts."""
        return tuple(figure for text in texts for figure in self._figures(text))

    def _of_finding(self, finding: Finding) -> Evidence:
        """What a finding lets a letter say: its figure, the numbers of its claim, its date and who counted."""
        said = self._figures_of(filter(None, (finding.figure, finding.claim, finding.counted_by)))
        dated = self._figures_of(filter(None, (calendar_words.in_words(finding.as_of), finding.as_of_text)))
        return Evidence(finding, tuple(figure for figure in said if not isinstance(figure, Moment)), (*dates(said), *dates(dated)))

    def _context(self, letter: Letter, recipient: Recipient | None, *, known: Collection[str]) -> tuple[Figure, ...]:
        """What every paragraph of this letter may say: its date, the people in it, its subject, bills and allowed words."""
        texts = [calendar_words.in_words(letter.date), letter.subject, *letter.inside_address, *_sender_texts(letter.sender), *known]
        if recipient is not None:
            texts += _recipient_texts(recipient, letter.date)
        if self.campaign.settings.act_by:
            texts.append(calendar_words.in_words(self.campaign.settings.act_by))
        return (*self._figures_of(texts), *self._bills, *self._allowed_figures)

    def _is_allowed(self, figure: Figure, text: str) -> bool:
        """Whether an allowed phrase covers the figure where it stands."""
        return any(
            text.find(words, max(0, figure.end - len(words)), figure.start + len(words)) >= 0
            for words in self._allowed
            if figure.text in words
        )

    # ------------------------------------------------------------ untraced

    def _untraced(
        self, items: Iterable[Item], cited: list[Evidence], *, context: tuple[Figure, ...], asks: Iterable[str]
    ) -> Iterator[Ruled]:
        """Figures that come from nowhere; an ask may say those of its recommendation, which stand in the document."""
        works = tuple(figure for figure in self._works if isinstance(figure, Moment))
        asked = self._figures_of(self._recommendations[name].ask for name in asks if name in self._recommendations)
        known = (*context, *works, *(figure for evidence in cited for figure in (*evidence.numbers, *evidence.moments)))
        for item in items:
            for figure in self._figures(item.text):
                given = (*known, *asked) if item.block.part == "asks" else known
                if _is_borne_out(figure, given, text=item.text) or self._is_allowed(figure, item.text):
                    continue
                file, line = self._place(item, figure)
                yield "untraced", Problem(file, line, "", f"{figure.text} {self._why(figure, cited)}")

    def _why(self, figure: Figure, cited: list[Evidence]) -> str:
        """What is wrong with a figure that is not borne out, and what to do."""
        for evidence in cited:
            for theirs in evidence.numbers:
                if _same_value(figure, theirs):
                    given = evidence.finding.figure or theirs.text
                    return f"claims something else than the finding {evidence.finding.id}, which gives “{given}”"
        for name, evidence in self._evidence.items():
            if any(same(theirs, figure) for theirs in evidence.numbers):
                return f'comes from no finding that this letter cites: {name} has it; print it with {{{{ figure("{name}") }}}}'
        print_it = '{{ date("…") }}' if isinstance(figure, Moment) else '{{ figure("…") }}'
        return f"comes from no finding that this letter cites: print it with {print_it}, or add it to allowed_words in campaign.yaml"

    def _place(self, item: Item, figure: Figure) -> tuple[str, int]:
        """File and line of a figure: where it is typed, as far as it can be found, else where its paragraph begins."""
        block = item.block
        typed = [prose for prose in self._proses() if prose.file == block.file and prose.first_line <= max(block.line, prose.first_line)]
        if block.part == "asks":
            typed = [prose for prose in self.campaign.asks if prose.text.strip().rstrip(".?!") in item.text] or typed
        for prose in typed:
            for number, line in enumerate(prose.text.split("\n"), prose.first_line):
                if figure.text in line and (number >= block.line or block.part == "asks"):
                    return prose.file, number
        return block.file, block.line

    def _proses(self) -> Iterator[Prose]:
        """Every text of the campaign."""
        yield self.campaign.letter
        yield from (argument.prose for argument in self.campaign.arguments)
        yield from self.campaign.asks

    # ------------------------------------------------------------ footnotes

    def _footnotes(self, letter: Letter, items: tuple[Item, ...], *, cited: list[Evidence]) -> Iterator[Ruled]:
        """Figures without their footnote, notes without a call, calls without a note."""
        notes = {note.number: note for note in letter.notes}
        called: set[str] = set()
        numbers: set[int] = set()
        for item in items:
            numbers |= set(item.calls)
            called |= {finding for call in item.calls if call in notes for finding in notes[call].findings}
            for call in item.calls:
                if call not in notes:
                    yield (
                        "footnotes",
                        Problem(item.block.file, item.block.line, "", f"calls footnote {call}, and the letter has none of that number"),
                    )
            for figure in self._figures(item.text):
                givers = (
                    []
                    if isinstance(figure, Moment)
                    else [giver for giver in cited if any(supports(theirs, figure) for theirs in giver.numbers)]
                )
                if givers and not any(giver.finding.id in called for giver in givers):
                    file, line = self._place(item, figure)
                    name = givers[0].finding.id
                    yield (
                        "footnotes",
                        Problem(
                            file,
                            line,
                            "",
                            f'{figure.text} stands before the footnote of {name}: add {{{{ cite("{name}") }}}} to its sentence',
                        ),
                    )
        for number, note in notes.items():
            if number not in numbers:
                told = ", ".join(note.findings)
                yield "footnotes", Problem(self.campaign.letter.file, 0, "", f"footnote {number} ({told}) has no mark in the text")
        for finding in letter.findings:
            if not any(finding in note.findings for note in letter.notes):
                yield "footnotes", Problem(self.campaign.letter.file, 0, "", f"the letter cites {finding} and has no footnote for it")

    def _note_figures(self, letter: Letter, cited: list[Evidence], *, context: tuple[Figure, ...]) -> Iterator[Ruled]:
        """Figures of footnotes that neither the works nor the findings give."""
        known = (
            *context,
            *self._works,
            *self._headings,
            *(figure for evidence in cited for figure in (*evidence.numbers, *evidence.moments)),
        )
        for note in letter.notes:
            text = _note_text(note)
            for figure in self._figures(text):
                if not _is_borne_out(figure, known, text=text) and not self._is_allowed(figure, text):
                    file = _beside(self.campaign, "source.yaml")
                    yield (
                        "untraced",
                        Problem(file, 0, "", f"footnote {note.number} says {figure.text}, which neither its findings nor the works give"),
                    )

    # ------------------------------------------------------------ measures and stale figures

    def _measures(self, items: tuple[Item, ...], cited: list[Evidence]) -> Iterator[Ruled]:
        """One measure with several values, one of which stands without its date."""
        groups: dict[str, list[Evidence]] = {}
        for evidence in cited:
            if evidence.finding.measure and evidence.finding.figure:
                groups.setdefault(evidence.finding.measure, []).append(evidence)
        for measure, group in groups.items():
            if len({evidence.finding.figure for evidence in group}) < 2:  # noqa: PLR2004 -- two values of one measure
                continue
            told = " and ".join(f"{evidence.finding.figure} ({evidence.finding.id})" for evidence in group)
            for item, figure, evidence in self._uses(items, group):
                if not _says_date(item.text, self._figures(item.text), evidence=evidence):
                    file, line = self._place(item, figure)
                    message = f'{measure} is given twice, as {told}: say the date of each, with {{{{ date("{evidence.finding.id}") }}}}'
                    yield "measures", Problem(file, line, "", message)

    def _stale(self, letter: Letter, items: tuple[Item, ...], *, cited: list[Evidence]) -> Iterator[Ruled]:
        """Old figures in the present tense without their date."""
        limit = letter.date - datetime.timedelta(days=self.campaign.settings.stale_after)
        old = [evidence for evidence in cited if calendar_words.last_day(evidence.finding.as_of) < limit]
        for item, figure, evidence in self._uses(items, old):
            start, end = next((span for span in sentence_spans(item.text) if span[0] <= figure.start < span[1]), (0, len(item.text)))
            present = PRESENT.search(item.text, start, end)
            if present and not _says_date(item.text, self._figures(item.text), evidence=evidence):
                file, line = self._place(item, figure)
                name = evidence.finding.id
                message = (
                    f"“{figure.text} … {present.group()}” speaks of {calendar_words.in_words(evidence.finding.as_of)} as of today: "
                    f'say when, “as of {{{{ date("{name}") }}}}”, or use the past tense'
                )
                yield "stale", Problem(file, line, "", message)

    def _uses(self, items: tuple[Item, ...], among: list[Evidence]) -> Iterator[tuple[Item, Figure, Evidence]]:
        """Every place where the figure of one of these findings stands, and of no other."""
        for item in items:
            for figure in self._figures(item.text):
                if isinstance(figure, Moment):
                    continue
                givers = [
                    evidence
                    for evidence in among
                    if any(supports(theirs, figure) for theirs in self._figures(evidence.finding.figure or ""))
                ]
                if givers and not any(_says_date(item.text, self._figures(item.text), evidence=giver) for giver in givers):
                    yield item, figure, givers[0]

    # ------------------------------------------------------------ asks

    def _powerless(self, letter: Letter, items: tuple[Item, ...], *, recipient: Recipient | None) -> Iterator[Ruled]:
        """Asks that the recipient cannot act on."""
        if recipient is None:
            return
        where = next((item.block for item in items if item.block.part == "asks"), None)
        for ask in letter.asks:
            recommendation = self._recommendations.get(ask)
            if recommendation is not None and (why := _why_powerless(recommendation, recipient)):
                file, line = (where.file, where.line) if where else (self.campaign.letter.file, 0)
                yield (
                    "powerless",
                    Problem(file, line, "", f"{ask} is asked of {recipient.name.full} ({recipient.seat}), who cannot act on it: {why}"),
                )


def audit_letter(letter: Letter, campaign: Campaign, *, recipient: Recipient | None = None, known: Collection[str] = ()) -> list[Problem]:
    """Everything in one letter that it may not say; for many letters make one LetterAuditor."""
    return LetterAuditor(campaign).problems(letter, recipient=recipient, known=known)


def audit_campaign(campaign: Campaign) -> list[Problem]:
    """Every ask of a campaign that none of its arguments supports."""
    return LetterAuditor(campaign).campaign_problems()


def _items(blocks: Iterable[Block]) -> Iterator[Item]:
    """The paragraphs and list items of the statement."""
    for block in blocks:
        if block.part not in SKIPPED:
            for runs in block.items:
                yield Item(block, _text(runs), tuple(run.note for run in runs if run.note is not None))


def _text(runs: Iterable[Run]) -> str:
    """The words of some runs; the call of a note is none."""
    return "".join(run.text for run in runs if run.note is None)


def _note_text(note: Note) -> str:
    """The words of a note without the addresses it links to."""
    return "".join(run.text for run in note.runs if run.link is None)


def _is_borne_out(figure: Figure, known: Iterable[Figure], *, text: str) -> bool:
    """Whether one of the known figures bears this one out."""
    if is_turn_of_phrase(figure):
        return True
    if isinstance(figure, Quantity) and counts_its_list(figure, text):
        return True
    if isinstance(figure, Moment):
        return any(_dates_alike(figure, theirs) for theirs in known if isinstance(theirs, Moment))
    return any(supports(theirs, figure) or _cites_alike(figure, theirs) for theirs in known)


def _cites_alike(figure: Figure, theirs: Figure) -> bool:
    """Whether two citations name one provision, in one law where both name it."""
    if not isinstance(figure, Citation) or not isinstance(theirs, Citation):
        return False
    return figure.provision == theirs.provision and "section" in (figure.law, theirs.law)


def _dates_alike(ours: Moment, theirs: Moment) -> bool:
    """Whether our date says no more than theirs, or than an end of theirs."""
    if ours.until is not None:
        return theirs.until is not None and _dates_alike_at(ours, theirs) and _dates_alike_at(ours.until, theirs.until)
    return any(_dates_alike_at(ours, end) for end in (theirs, theirs.until) if end is not None)


def _dates_alike_at(ours: Moment, theirs: Moment) -> bool:
    """Whether one day, month or year says no more than another."""
    parts = ((ours.year, theirs.year), (ours.month, theirs.month), (ours.day, theirs.day))
    return all(own is None or own == other for own, other in parts) and ours.part in ("", theirs.part)


def _same_value(figure: Figure, theirs: Figure) -> bool:
    """Whether two quantities differ in their qualifier only."""
    return isinstance(figure, Quantity) and isinstance(theirs, Quantity) and (figure.value, figure.unit) == (theirs.value, theirs.unit)


def _says_date(text: str, figures: Iterable[Figure], *, evidence: Evidence) -> bool:
    """Whether a paragraph says the date of a finding: its words, or its year with a month that is not another."""
    if evidence.finding.as_of_text and evidence.finding.as_of_text in text:
        return True
    year, *rest = (int(part) for part in evidence.finding.as_of.split("-"))
    said = [end for moment in dates(figures) for end in (moment, moment.until) if end is not None]
    return any(moment.year == year and (moment.month is None or not rest or moment.month == rest[0]) for moment in said)


def _why_powerless(recommendation: Recommendation, recipient: Recipient) -> str:
    """Why a recipient cannot act on a recommendation, or nothing."""
    if recipient.chamber not in recommendation.chambers:
        return f"it is for the {' and '.join(recommendation.chambers)}"
    seats = [seat.name for seat in recipient.committees]
    if recommendation.committees and not any(same_committee(seat, name) for seat in seats for name in recommendation.committees):
        return f"it is for members of {', '.join(recommendation.committees)}"
    return ""


def _sender_texts(sender: Sender) -> Iterator[str]:
    """What may be said of the sender."""
    details = sender.details
    yield from filter(
        None, (details.name, details.title, details.organization, details.street, details.city, details.zip, details.district)
    )


def _recipient_texts(recipient: Recipient, on: datetime.date) -> Iterator[str]:
    """What may be said of the recipient: name, district in both writings, committees, the Congress they sit in."""
    yield from (recipient.name.full, *(seat.name for seat in recipient.committees), recipient.leadership or "")
    if recipient.district:
        yield f"{recipient.district} and {calendar_words.ordinal(recipient.district)}"
    yield f"the {calendar_words.ordinal(calendar_words.congress_on(on))} Congress"
    for office in recipient.addresses.district:
        yield " ".join(filter(None, (office.street, office.suite, office.building, office.city, office.zip)))


def _bill_texts(campaign: Campaign) -> Iterator[str]:
    """What may be said of the bills of the campaign and its document."""
    bills = [campaign.settings.bill, *(recommendation.bill for recommendation in campaign.source.recommendations)]
    for bill in filter(None, bills):
        yield f"{bill.number or ''}, the {bill.title or ''}, of the {calendar_words.ordinal(bill.congress)} Congress"


def _work_texts(work: Reference) -> Iterator[str]:
    """What may be said of a work in a footnote."""
    yield from filter(None, (work.title, work.short_title, work.number, work.container_title, work.author))
    yield from ("".join(run.text for run in citations.full(work, style=style)) for style in citations.FULL)


def _beside(campaign: Campaign, name: str) -> str:
    """A file of the campaign, as its letter.md is named."""
    return str(PurePosixPath(campaign.letter.file).with_name(name))
