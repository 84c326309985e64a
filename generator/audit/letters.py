"""The finished words of letters: every figure from a finding that is cited there, with its footnote and its date.

The rules, each an error unless campaign.yaml says otherwise under `audit`:

- `untraced`: a number, date, amount or citation that no finding gives which is cited there, nor recipient, sender, date, bill or
  allowed words.
- `footnotes`: a figure before its finding's footnote, a footnote that nothing calls, a call without a footnote.
- `measures`: one measure given with two values, one of them without its date.
- `stale`: an old figure in the present tense, where the text itself does not say its date.
- `unsupported`: an ask that no argument supports (a warning).
- `powerless`: an ask to somebody who cannot act on it.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator import dates as calendar_words
from generator.audit import context, support
from generator.audit.agreement import dates, ends
from generator.audit.sentences import sentence_spans
from generator.audit.source_lines import line_of
from generator.audit.support import Given, Said
from generator.congress.forms_of_address import same_committee
from generator.errors import Problem
from generator.figures.reading import figures_of, read_figures
from generator.figures.strays import Stray, strays
from generator.figures.types import Figure, Moment
from generator.letter import citations
from generator.models import AuditRule, Block, Campaign, Letter, Level, Note, Prose, Recipient, Recommendation, Reference, Run

LEVELS: Mapping[AuditRule, Level] = {"unsupported": "warning"}
NO_VERB_AFTER = "the a an this their its of in to for on did could would will must may can should".split()
PRESENT = re.compile(
    r"\b(?:(?:is|are|has|have|isn[’']t|aren[’']t|remains?|continues?)\b|"
    + "".join(rf"(?<!\b{word} )" for word in NO_VERB_AFTER)
    + r"(?:faces?|waits?|lives?|stays?|lacks?|suffers?|needs?|counts?|shows?|says?|reports?|does|do)\b)",
    re.IGNORECASE,
)
"""Verbs in the present tense; “the count” and “to wait” are none."""
TODAY = re.compile(r"\b(?:now|today|currently|presently|nowadays|at present|these days|to this day)\b", re.IGNORECASE)
AS_OF = re.compile(r"\bas of\s+(?:the\s+)?$", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Signs between letters that nobody sees."""
SKIPPED = frozenset({"message"})
"""What the person says in their own words is theirs."""
Ruled = tuple[AuditRule, Problem]
"""A problem and the rule that found it."""


@dataclass(frozen=True)
class Item:
    """A paragraph or list item of the statement, with the notes that it calls and the findings that are cited there.

    These are the findings of its notes, and those that its argument names under `cites`.
    """

    block: Block
    text: str
    calls: tuple[int, ...]
    cited: tuple[Given, ...]


@dataclass(frozen=True)
class Use:
    """A place where the figure of a finding stands, and the findings whose figure it is."""

    said: Figure
    givers: tuple[Given, ...]
    today: str | None
    """The word by which its sentence speaks of it as of today; None where it says of when it is."""


@dataclass(frozen=True)
class Told:
    """Everything in a paragraph that looks like a number, each with the findings cited there that bear it out."""

    givers: tuple[tuple[Said, tuple[Given, ...]], ...]
    uses: tuple[Use, ...]
    unexplained: tuple[Said, ...]
    """What neither a finding bears out nor all letters of the campaign may say."""


class LetterAuditor:
    """Audits the letters of one campaign; what they share is read once."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self._told: dict[tuple[object, ...], Told] = {}
        self._noted: dict[str, tuple[Figure, ...]] = {}
        self._lines: dict[tuple[str, str, int], tuple[str, int]] = {}
        self._given = {finding.id: support.given(finding) for finding in campaign.source.findings}
        self._cites = {f"argument:{argument.id}": frozenset(argument.header.cites) for argument in campaign.arguments}
        self._recommendations = {recommendation.id: recommendation for recommendation in campaign.source.recommendations}
        self._works = figures_of(text for work in campaign.source.bibliography for text in _work_texts(work))
        self._headings = figures_of(text for section in campaign.source.sections for text in (section.heading, section.short or ""))
        self._always = context.of_campaign(campaign)

    def problems(self, letter: Letter, *, recipient: Recipient | None = None) -> list[Problem]:
        """Everything in one letter that it may not say."""
        known = {**self._given, **{finding.id: support.given(finding) for finding in letter.data}}
        cited = [known[finding] for finding in letter.findings if finding in known]
        items = tuple(self._items(letter, cited))
        found = [
            *self._untraced(letter, items, recipient=recipient),
            *self._footnotes(letter, items),
            *self._measures(items, cited),
            *self._stale(letter, items),
            *self._note_figures(letter, cited),
            *self._powerless(letter, items, recipient=recipient),
        ]
        return sorted({told for rule, problem in found if (told := self._levelled(rule, problem))})

    def campaign_problems(self) -> list[Problem]:
        """Every ask of the campaign that no argument supports, and every number of the Re: line, enclosures and copies."""
        return [told for rule, problem in (*self._unsupported(), *self._heads()) if (told := self._levelled(rule, problem))]

    def _levelled(self, rule: AuditRule, problem: Problem) -> Problem | None:
        """The problem as an error or warning, as the campaign says; nothing where it says to ignore it."""
        level = self.campaign.settings.audit.get(rule, LEVELS.get(rule, "error"))
        return None if level == "ignore" else Problem(problem.file, problem.line, problem.field, problem.message, level)

    # ------------------------------------------------------------ what stands in campaign.yaml

    def _unsupported(self) -> Iterator[Ruled]:
        """Every ask that no argument supports."""
        supported = {recommendation for argument in self.campaign.arguments for recommendation in argument.header.supports}
        asks = self.campaign.settings.asks
        first = {ask.recommendation: index for index, ask in reversed(tuple(enumerate(asks)))}
        for ask, index in sorted(first.items(), key=lambda entry: entry[1]):
            if ask not in supported:
                message = f"{ask}: no argument supports it: name it under `supports` in one, or leave the ask out"
                yield "unsupported", self._in_settings(("asks", index), "asks", message=message)

    def _heads(self) -> Iterator[Ruled]:
        """The numbers of what stands beside the statement, where no footnote can: bills, works and allowed words may have them."""
        settings = self.campaign.settings
        listed = [(key, index, text) for key in ("enclosures", "copies") for index, text in enumerate(getattr(settings, key))]
        for key, index, text in [("subject", None, settings.subject), *listed]:
            path = (key,) if index is None else (key, index)
            for said in (*read_figures(text), *strays(text, read_figures(text))):
                is_of_work = index is not None and support.confirms(said, self._works)
                if is_of_work or support.is_harmless(said, text) or self._always.allows(said, text):
                    continue
                message = f'{said.text} has no footnote here: say it in letter.md with {{{{ figure("…") }}}}, or add it to allowed_words'
                yield "untraced", self._in_settings(path, key if index is None else f"{key}[{index + 1}]", message=message)

    def _in_settings(self, path: tuple[str | int, ...], name: str, *, message: str) -> Problem:
        """A problem at a key of campaign.yaml."""
        lines = self.campaign.lines
        return Problem(_beside(self.campaign, "campaign.yaml"), lines.get(path, lines.get(path[:1], 0)), name, message)

    # ------------------------------------------------------------ what is said, and what may be

    def _items(self, letter: Letter, cited: Sequence[Given]) -> Iterator[Item]:
        """The paragraphs and list items of the statement."""
        notes = {note.number: frozenset(note.findings) for note in letter.notes}
        for block in letter.statement:
            if block.part in SKIPPED:
                continue
            named = self._cites.get(block.part, frozenset())
            for runs in block.items:
                calls = tuple(run.note for run in runs if run.note is not None)
                here = named.union(*(notes.get(call, frozenset()) for call in calls))
                yield Item(block, _text(runs), calls, tuple(one for one in cited if one.finding.id in here))

    def _tell(self, item: Item) -> Told:
        """What a paragraph says, and who says so; found once for all letters in which it stands with the same citations."""
        key = (item.text, *(one.likeness for one in item.cited))
        if key not in self._told:
            figures = read_figures(item.text)
            said = (*figures, *strays(item.text, figures))
            givers = tuple((one, tuple(giver for giver in item.cited if giver.bears_out(one))) for one in said)
            unexplained = tuple(
                one
                for one, its in givers
                if not its and not support.is_harmless(one, item.text) and not self._always.allows(one, item.text)
            )
            self._told[key] = Told(givers, tuple(_uses(item, givers)), unexplained)
        return self._told[key]

    # ------------------------------------------------------------ untraced

    def _untraced(self, letter: Letter, items: Iterable[Item], *, recipient: Recipient | None) -> Iterator[Ruled]:
        """Figures that come from nowhere; an ask may say those of its recommendation, which stand in the document."""
        open_ones = [(item, said) for item in items for said in self._tell(item).unexplained]
        if not open_ones:
            return
        here = context.of_letter(letter, recipient)
        says = {note.number: figures_of(note.says) for note in letter.notes}
        asked = figures_of(self._recommendations[name].ask for name in letter.asks if name in self._recommendations)
        for item, said in open_ones:
            computed = [figure for call in item.calls for figure in says.get(call, ())]
            known = (*computed, *asked) if item.block.part == "asks" else computed
            if here.allows(said, item.text) or support.confirms(said, known):
                continue
            file, line = self._place(item, said)
            yield "untraced", Problem(file, line, "", f"{said.text} {self._why(said, item.cited)}")

    def _why(self, said: Said, cited: Sequence[Given]) -> str:
        """What is wrong with a number that nothing bears out, and what to do."""
        if isinstance(said, Stray) and said.reckoned:
            return 'depends on the day on which it is read: give the date itself, {{ date("…") }}, or add the words to allowed_words'
        for one in cited:
            for theirs in one.numbers:
                if support.have_one_value(said, theirs):
                    stated = one.finding.figure or theirs.text
                    return f"claims something else than the finding {one.finding.id}, which gives “{stated}”"
        giver = next((one for one in self._given.values() if one.bears_out(said)), None)
        if giver is not None:
            return f"comes from no finding that is cited here: {giver.finding.id} has it; {_how_to_cite(said, giver)}"
        print_it = '{{ date("…") }}' if isinstance(said, Moment) else '{{ figure("…") }}'
        return f"comes from no finding that is cited here: print it with {print_it}, or add it to allowed_words in campaign.yaml"

    def _place(self, item: Item, said: Said) -> tuple[str, int]:
        """File and line of a number: where it is typed or made, else where its paragraph begins."""
        block = item.block
        key = (block.file, item.text, said.start)
        if key not in self._lines:
            found = ((prose.file, line_of(prose, item.text, start=said.start, end=said.end)) for prose in self._proses(block, item.text))
            self._lines[key] = next(((file, line) for file, line in found if line is not None), (block.file, block.line))
        return self._lines[key]

    def _proses(self, block: Block, text: str) -> Iterator[Prose]:
        """The texts of the campaign in which the words of a paragraph may have been written."""
        if block.part == "asks":
            yield from (ask for ask in self.campaign.asks if ask.text.strip().rstrip(".?!") in text)
            yield from self.campaign.asks
        elif block.part in self._cites:
            yield from (one.prose for one in self.campaign.arguments if f"argument:{one.id}" == block.part)
        else:
            yield self.campaign.letter

    # ------------------------------------------------------------ footnotes

    def _footnotes(self, letter: Letter, items: tuple[Item, ...]) -> Iterator[Ruled]:
        """Figures without their footnote, notes without a call, calls without a note."""
        notes = {note.number: note for note in letter.notes}
        called: set[str] = set()
        for item in items:
            for call in item.calls:
                if call not in notes:
                    message = f"calls footnote {call}, and the letter has none of that number"
                    yield "footnotes", Problem(item.block.file, item.block.line, "", message)
            called.update(finding for call in item.calls if call in notes for finding in notes[call].findings)
            yield from self._before_footnote(item, called)
        mentioned = {call for item in items for call in item.calls}
        for number, note in notes.items():
            if number not in mentioned:
                told = ", ".join(note.findings)
                yield "footnotes", Problem(self.campaign.letter.file, 0, "", f"footnote {number} ({told}) has no mark in the text")
        for finding in letter.findings:
            if not any(finding in note.findings for note in letter.notes):
                yield "footnotes", Problem(self.campaign.letter.file, 0, "", f"the letter cites {finding} and has no footnote for it")

    def _before_footnote(self, item: Item, called: set[str]) -> Iterator[Ruled]:
        """Figures of a paragraph whose footnote comes later."""
        for said, givers in self._tell(item).givers:
            if not isinstance(said, Moment) and givers and not any(giver.finding.id in called for giver in givers):
                name = givers[0].finding.id
                message = f'{said.text} stands before the footnote of {name}: add {{{{ cite("{name}") }}}} to its sentence'
                yield "footnotes", Problem(*self._place(item, said), "", message)

    def _note_figures(self, letter: Letter, cited: Sequence[Given]) -> Iterator[Ruled]:
        """Figures of footnotes that neither the works nor the findings give."""
        works = [work for work in letter.works if work not in self.campaign.source.bibliography]
        data = figures_of(text for work in works for text in _work_texts(work))
        for note in letter.notes:
            for figure in self._open_in_note(_note_text(note)):
                if not support.confirms(figure, data) and not any(one.bears_out(figure) for one in cited):
                    message = f"footnote {note.number} says {figure.text}, which neither its findings nor the works give"
                    yield "untraced", Problem(_beside(self.campaign, "source.yaml"), 0, "", message)

    def _open_in_note(self, text: str) -> tuple[Figure, ...]:
        """The figures of a footnote that the works of the source do not give, and that claim something."""
        if text not in self._noted:
            known = (*self._works, *self._headings)
            self._noted[text] = tuple(
                figure
                for figure in read_figures(text)
                if not support.confirms(figure, known) and not support.is_harmless(figure, text) and not self._always.allows(figure, text)
            )
        return self._noted[text]

    # ------------------------------------------------------------ measures and stale figures

    def _measures(self, items: tuple[Item, ...], cited: Sequence[Given]) -> Iterator[Ruled]:
        """One measure with several values, one of which stands without its date."""
        groups: dict[str, list[Given]] = {}
        for one in cited:
            if one.finding.measure and one.finding.figure:
                groups.setdefault(one.finding.measure, []).append(one)
        for measure, group in groups.items():
            if len({one.finding.figure for one in group}) < 2:  # noqa: PLR2004 -- two values of one measure
                continue
            told = " and ".join(f"{one.finding.figure} ({one.finding.id})" for one in group)
            for item, use in self._uses(items):
                among = [one for one in use.givers if one.finding.measure == measure]
                if among and not any(_says_date(item.text, read_figures(item.text), one=one) for one in among):
                    message = f'{measure} is given twice, as {told}: say the date of each, with {{{{ date("{among[0].finding.id}") }}}}'
                    yield "measures", Problem(*self._place(item, use.said), "", message)

    def _stale(self, letter: Letter, items: tuple[Item, ...]) -> Iterator[Ruled]:
        """Old figures in the present tense: a date in brackets does not say that they are of the past."""
        limit = letter.date - datetime.timedelta(days=self.campaign.settings.stale_after)
        for item, use in self._uses(items):
            if use.today is None or any(calendar_words.last_day(one.finding.as_of) >= limit for one in use.givers):
                continue
            one = use.givers[0].finding
            message = (
                f"“{use.said.text} … {use.today}” speaks of {calendar_words.in_words(one.as_of)} as of today: "
                f'say when, “as of {{{{ date("{one.id}") }}}}”, or use the past tense'
            )
            yield "stale", Problem(*self._place(item, use.said), "", message)

    def _uses(self, items: tuple[Item, ...]) -> Iterator[tuple[Item, Use]]:
        """Every place where the figure of a finding stands."""
        return ((item, use) for item in items for use in self._tell(item).uses)

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
                message = f"{ask} is asked of {recipient.name.full} ({recipient.seat}), who cannot act on it: {why}"
                yield "powerless", Problem(file, line, "", message)


def _text(runs: Iterable[Run]) -> str:
    """The words of some runs; the call of a note is none, and what nobody sees neither."""
    return "".join(run.text for run in runs if run.note is None).translate(INVISIBLE)


def _note_text(note: Note) -> str:
    """The words of a note without the addresses it links to."""
    return "".join(run.text for run in note.runs if run.link is None)


def _how_to_cite(said: Said, giver: Given) -> str:
    """How to print what a finding gives, or cite it."""
    name = giver.finding.id
    if isinstance(said, Moment):
        return f'print it with {{{{ date("{name}") }}}}, and add {{{{ cite("{name}") }}}} to its sentence'
    if not isinstance(said, Stray) and giver.has_figure(said):
        return f'print it with {{{{ figure("{name}") }}}}'
    return f'add {{{{ cite("{name}") }}}} to its sentence'


def _uses(item: Item, givers: Iterable[tuple[Said, tuple[Given, ...]]]) -> Iterator[Use]:
    """The places of a paragraph where the figure of a finding stands."""
    for said, its in givers:
        if isinstance(said, Moment | Stray):
            continue
        own = tuple(giver for giver in its if giver.has_figure(said))
        if own:
            yield Use(said, own, _today(item, said, givers=own))


def _today(item: Item, said: Figure, *, givers: Sequence[Given]) -> str | None:
    """The word by which a sentence speaks of its figure as of today; None where it says of when it is."""
    text = _without_appended(item.text, item.cited)
    figures = read_figures(text)
    start, end = next((span for span in sentence_spans(text) if span[0] <= said.start < span[1]), (0, len(text)))
    if any(AS_OF.search(text, start, moment.start) and _is_dated(one, moment) for moment in dates(figures) for one in givers):
        return None
    if today := TODAY.search(text, start, end):
        return today.group()
    present = PRESENT.search(text, start, end)
    return present.group() if present and not any(_says_date(text, figures, one=one) for one in givers) else None


def _without_appended(text: str, cited: Iterable[Given]) -> str:
    """The text, as long as before, without the brackets that hold nothing but dates of findings, as `compose` appends them."""
    known = frozenset(one.dated for one in cited)
    return IN_BRACKETS.sub(lambda found: " " * len(found.group()) if known.issuperset(found[1].split("; ")) else found.group(), text)


def _is_dated(one: Given, moment: Moment) -> bool:
    """Whether a date in a text is the date of a finding: its year with a month that is not another."""
    year, *rest = (int(part) for part in one.finding.as_of.split("-"))
    return any(end.year == year and (end.month is None or not rest or end.month == rest[0]) for end in ends(moment))


def _says_date(text: str, figures: Iterable[Figure], *, one: Given) -> bool:
    """Whether a paragraph says the date of a finding: its words, or its year with a month that is not another."""
    if one.finding.as_of_text and one.finding.as_of_text in text:
        return True
    return any(_is_dated(one, moment) for moment in dates(figures))


def _why_powerless(recommendation: Recommendation, recipient: Recipient) -> str:
    """Why a recipient cannot act on a recommendation, or nothing."""
    if recipient.chamber not in recommendation.chambers:
        return f"it is for the {' and '.join(recommendation.chambers)}"
    seats = [seat.name for seat in recipient.committees]
    if recommendation.committees and not any(same_committee(seat, name) for seat in seats for name in recommendation.committees):
        return f"it is for members of {', '.join(recommendation.committees)}"
    return ""


def _work_texts(work: Reference) -> Iterator[str]:
    """What may be said of a work in a footnote."""
    yield from filter(None, (work.title, work.short_title, work.number, work.container_title, work.author))
    yield from ("".join(run.text for run in citations.full(work, style=style)) for style in citations.FULL)


def _beside(campaign: Campaign, name: str) -> str:
    """A file of the campaign, as its letter.md is named."""
    return str(PurePosixPath(campaign.letter.file).with_name(name))
