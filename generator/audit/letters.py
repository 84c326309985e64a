"""Audits the finished words of letters against the findings that they cite.

The rules, each an error unless campaign.yaml says otherwise under `audit`:

- `untraced`: a number, date, amount or citation that neither a finding cited there gives, nor
  recipient, sender, date, bill or allowed words.
- `footnotes`: a figure before its finding's footnote, a footnote without a call, a call without a
  footnote.
- `measures`: one measure given with two values, one of them without its date.
- `stale`: an old figure in the present tense, where the text itself does not say its date.
- `unsupported`: an ask that no argument supports (a warning).
- `powerless`: an ask to somebody who cannot act on it.
- `uncited`: a claim of how the matter stands, without a number and without a footnote (a warning).

The code of each problem is the name of its rule, so that the list of mistakes and the key that
turns one off in campaign.yaml are one.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from generator import dates as calendar_words
from generator.audit import context, support
from generator.audit.agreement import dates, ends
from generator.audit.sentences import sentence_spans
from generator.audit.source_lines import line_of
from generator.audit.status_claims import StatusClaim, status_claims
from generator.audit.support import FindingSupport, Numeral, numerals
from generator.congress.committees import sits_on
from generator.errors import Problem
from generator.figures.reading import figures_of, read_figures
from generator.figures.strays import Stray
from generator.figures.types import Figure, Moment
from generator.letter import citations, positions
from generator.models.campaign import Campaign, Prose
from generator.models.fields import AuditRule, Level
from generator.models.letter import OWN_WORDS_PART, Block, Letter, TextRun
from generator.models.recipient import Recipient
from generator.models.source import Reference

LEVELS: Mapping[AuditRule, Level] = {"unsupported": "warning", "uncited": "warning"}
"""A campaign may leave an ask without an argument on purpose, and words such as “still” may claim
nothing that a finding could say; every other rule finds an error."""
# The lists of verbs and of words for today were written by hand, from the shipped campaign and the
# sentences in tests/audit/test_letters.py.
NO_VERB_AFTER = (
    "the a an this their its of in to for on did could would will must may can should".split()
)
# Each word of NO_VERB_AFTER becomes a look-behind of its own, because Python's look-behinds have a
# fixed width. Matches “counts” in “it counts”, and not in “the counts” or “to count”.
PRESENT = re.compile(
    r"\b(?:(?:is|are|has|have|isn[’']t|aren[’']t|remains?|continues?)\b|"
    + "".join(rf"(?<!\b{word} )" for word in NO_VERB_AFTER)
    + r"(?:faces?|waits?|lives?|stays?|lacks?|suffers?|needs?|counts?|shows?|says?|reports?|"
    r"does|do)\b)",
    re.IGNORECASE,
)
"""Verbs in the present tense; “the count” and “to wait” are no such verbs."""
TODAY = re.compile(
    r"\b(?:now|today|currently|presently|nowadays|at present|these days|to this day)\b",
    re.IGNORECASE,
)
# “As of December 2019, there are now …” says of which day its present is.
AS_OF = re.compile(r"\bas of\s+(?:the\s+)?$", re.IGNORECASE)
# No brackets within: a date that `compose` appends has none.
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
# A zero-width space in “56,000” would hide a false figure from the audit.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Soft hyphens, zero-width spaces and joiners: readers do not see them, but they break a search."""
# Matches “vote against H.R. 273”, “voting to end” and “cast your vote for”; not “Call for a vote
# on”, which a delegate can do, and not “the vote for”, which speaks of a vote of others.
ASKED_VOTE = re.compile(
    r"(?<!\ba )(?<!\bthe )(?<!-call )\b(?:vote|voting)(?:\s+(?:yes|no|aye|nay))?"
    r"\s+(?:for|against|to|down|in favor|in opposition|yes|no|aye|nay)\b"
    r"|\bcast\s+(?:your|a)\s+vote\b",
    re.IGNORECASE,
)
FEWEST_VALUES = 2
"""A measure with two values or more contradicts itself."""


@dataclass(frozen=True)
class Item:
    """A paragraph or list item of the statement, the notes that it calls, the findings it cites.

    It cites the findings of its notes, and those that its argument names under `cites`.
    """

    block: Block
    text: str
    calls: tuple[int, ...]
    cited: tuple[FindingSupport, ...]
    ends: tuple[int, ...]
    """Where in the text its calls stand: behind the sentences that they prove."""


@dataclass(frozen=True)
class FigureUse:
    """A place where the figure of a finding stands, and the findings that have this figure."""

    figure: Figure
    givers: tuple[FindingSupport, ...]
    today: str | None
    """The word that makes the figure one of today; None where the sentence says its date."""


@dataclass(frozen=True)
class NumberSupport:
    """The numbers of a paragraph, or what looks like one, each with the findings that give it."""

    givers: tuple[tuple[Numeral, tuple[FindingSupport, ...]], ...]
    uses: tuple[FigureUse, ...]
    unexplained: tuple[Numeral, ...]
    """What neither a finding gives nor all letters of the campaign may say."""


class LetterAuditor:
    """Audits the letters of one campaign; what they share is read once."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        # A build audits hundreds of letters that share most paragraphs, notes and mistakes.
        # Keyed by what decides the answer and not by letter, so that a paragraph is read once for a
        # build.
        self._supports: dict[tuple[object, ...], NumberSupport] = {}
        self._noted: dict[str, tuple[Figure, ...]] = {}
        self._lines: dict[tuple[str, str, int], tuple[str, int]] = {}
        self._claims: dict[tuple[str, bool], tuple[StatusClaim, ...]] = {}
        source = campaign.source
        self._given = {finding.id: support.given(finding) for finding in source.findings}
        self._cites = {
            f"argument:{argument.id}": frozenset(argument.header.cites)
            for argument in campaign.arguments
        }
        self._recommendations = {one.id: one for one in source.recommendations}
        self._works = figures_of(text for work in source.bibliography for text in _work_texts(work))
        self._headings = figures_of(
            text for section in source.sections for text in (section.heading, section.short)
        )
        self._always = context.of_campaign(campaign)

    def problems(self, letter: Letter, *, recipient: Recipient | None = None) -> list[Problem]:
        """Returns everything in one letter that it may not say, sorted, each once."""
        known = {**self._given, **{finding.id: support.given(finding) for finding in letter.data}}
        cited = [known[finding] for finding in letter.findings if finding in known]
        items = tuple(self._items(letter, cited))
        # A set: two rules may yield one problem, which is shown once.
        found = {
            *self._untraced(letter, items, recipient=recipient),
            *self._footnotes(letter, items),
            *self._measures(items, cited),
            *self._stale(letter, items),
            *self._uncited(items),
            *self._note_figures(letter, cited),
            *self._powerless(letter, items, recipient=recipient),
        }
        return sorted(self._levelled(found))

    def campaign_problems(self) -> list[Problem]:
        """Returns the asks without an argument, and the numbers outside the statement."""
        return list(self._levelled((*self._unsupported(), *self._heads())))

    def _levelled(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yields each problem as the error or warning that the campaign makes of its rule."""
        levels: dict[str, Level] = dict([*LEVELS.items(), *self.campaign.settings.audit.items()])
        for problem in problems:
            level = levels.get(problem.code, "error")
            if level != "ignore":
                yield replace(problem, severity=level)

    # ------------------------------------------------------------ campaign.yaml

    def _unsupported(self) -> Iterator[Problem]:
        """Yields a problem for each ask that no argument supports, at its first place."""
        supported = {name for one in self.campaign.arguments for name in one.header.supports}
        for index, ask in enumerate(self.campaign.settings.asks):
            name = ask.name
            # What argues for a recommendation argues for the own ask that serves it, too.
            if supported.isdisjoint((name, ask.recommendation)):
                supported.add(name)
                message = (
                    f"{name}: no argument supports it: name it under `supports` in one, "
                    "or leave the ask out"
                )
                yield self._in_settings(
                    "unsupported", ("asks", index), field="asks", message=message
                )

    def _heads(self) -> Iterator[Problem]:
        """Yields the unexplained numbers of Re: line, enclosures and copies.

        No footnote can stand there, so bills and allowed words may have numbers; enclosures and
        copies also those of works.
        """
        settings = self.campaign.settings
        # Typed, because mypy would take all paths for as short as the first.
        heads: list[tuple[tuple[str | int, ...], str, str]]
        heads = [(("subject",), "subject", settings.subject)]
        for key in ("enclosures", "copies"):
            for index, text in enumerate(getattr(settings, key)):
                heads.append(((key, index), f"{key}[{index + 1}]", text))
        for path, field, text in heads:
            works = () if field == "subject" else self._works
            for numeral in numerals(text):
                if self._is_open(numeral, text) and not support.confirms(numeral, works):
                    message = (
                        f"{numeral.text} has no footnote here: say it in letter.md with "
                        '{{ figure("…") }}, or add it to allowed_words'
                    )
                    yield self._in_settings("untraced", path, field=field, message=message)

    def _in_settings(
        self, rule: AuditRule, path: tuple[str | int, ...], *, field: str, message: str
    ) -> Problem:
        """Returns a problem at a key of campaign.yaml."""
        lines = self.campaign.lines
        # The line of the item, or of its key where the item has none.
        line = lines.get(path, lines.get(path[:1], 0))
        return Problem(self._file("campaign.yaml"), line, field, message, code=rule)

    def _file(self, name: str) -> str:
        """Returns the path of a file of the campaign, in the form in which letter.md has its."""
        return str(PurePosixPath(self.campaign.letter.file).with_name(name))

    # ------------------------------------------------------------ numbers and what explains them

    def _items(self, letter: Letter, cited: Sequence[FindingSupport]) -> Iterator[Item]:
        """Yields the paragraphs and list items of the statement."""
        notes = {note.number: frozenset(note.findings) for note in letter.notes}
        for block in letter.statement:
            if block.part == OWN_WORDS_PART:
                continue
            named = self._cites.get(block.part, frozenset())
            for runs in block.items:
                calls = tuple(run.note for run in runs if run.note is not None)
                here = named.union(*(notes.get(call, frozenset()) for call in calls))
                given = tuple(one for one in cited if one.finding.id in here)
                ends = (
                    len(_text(runs[:index]))
                    for index, run in enumerate(runs)
                    if run.note is not None and notes.get(run.note)
                )
                yield Item(block, _text(runs), calls, given, tuple(ends))

    def _support(self, item: Item) -> NumberSupport:
        """Returns the numbers of a paragraph and the findings that give them.

        They are found once for all letters that have the paragraph with the same citations.
        """
        key = (item.text, *(one.likeness for one in item.cited))
        if key not in self._supports:
            givers = tuple(
                (one, tuple(giver for giver in item.cited if giver.supports(one)))
                for one in numerals(item.text)
            )
            unexplained = tuple(
                one for one, its in givers if not its and self._is_open(one, item.text)
            )
            self._supports[key] = NumberSupport(givers, tuple(_uses(item, givers)), unexplained)
        return self._supports[key]

    def _is_open(self, numeral: Numeral, text: str) -> bool:
        """Whether a number claims something that not every letter of the campaign may say."""
        return not support.is_harmless(numeral, text) and not self._always.allows(numeral, text)

    # ------------------------------------------------------------ untraced

    def _untraced(
        self, letter: Letter, items: Iterable[Item], *, recipient: Recipient | None
    ) -> Iterator[Problem]:
        """Yields the numbers that nothing explains.

        An ask may give those of its recommendation, which the audit of source.yaml has compared
        with the document.
        """
        # What this letter alone may say (its sender, its recipient) is gathered only if something
        # is open: most letters have nothing to explain.
        open_ones = [(item, one) for item in items for one in self._support(item).unexplained]
        if not open_ones:
            return
        here = context.of_letter(letter, recipient, thanks=self._thanks(letter, recipient))
        computed = {note.number: figures_of(note.says) for note in letter.notes}
        asked = figures_of(
            self._recommendations[name].ask for name in letter.asks if name in self._recommendations
        )
        for item, numeral in open_ones:
            known = [figure for call in item.calls for figure in computed.get(call, ())]
            if item.block.part == "asks":
                known += asked
            if not (here.allows(numeral, item.text) or support.confirms(numeral, known)):
                message = f"{numeral.text} {self._why(numeral, item.cited)}"
                yield self._at("untraced", item, numeral=numeral, message=message)

    def _thanks(self, letter: Letter, recipient: Recipient | None) -> tuple[str, ...]:
        """Returns the words of thanks, whose dates are those of the acts in positions.yaml."""
        if recipient is None:
            # A letter to several names those of its addressees who acted.
            everyone: Iterable[str] = self.campaign.positions
        else:
            everyone = (letter.recipient,)
        # A letter thanks for the bills of all wordings of an ask, or, before the ask to do it
        # again, for those of one.
        asks = [*positions.bills_by_ask(self.campaign).items()]
        asks += [(ask.name, ask.bill) for ask in self.campaign.settings.asks if ask.own]
        deeds = (
            positions.deed(self.campaign, one, ask=name, bills=bills)
            for one in everyone
            for name, bills in asks
        )
        return tuple(deed.thanks for deed in deeds if deed and deed.thanks)

    def _why(self, numeral: Numeral, cited: Sequence[FindingSupport]) -> str:
        """Returns what is wrong with a number that nothing explains, and what to do."""
        # The order is from the surest help to the most general: a time that changes with the day of
        # reading, a wrong qualifier, a finding that is not cited, and at last a number without any
        # finding.
        if isinstance(numeral, Stray) and numeral.reckoned:
            return (
                "depends on the day on which it is read: give the date itself, "
                '{{ date("…") }}, or add the words to allowed_words'
            )
        for one in cited:
            for theirs in one.numbers:
                if support.have_one_value(numeral, theirs):
                    name, figure = one.finding.id, one.finding.figure or theirs.text
                    return f"claims something else than the finding {name}, which gives “{figure}”"
        lost = "comes from no finding that is cited here: "
        giver = next((one for one in self._given.values() if one.supports(numeral)), None)
        if giver is not None:
            return f"{lost}{giver.finding.id} has it; {_how_to_cite(numeral, giver)}"
        key = "date" if isinstance(numeral, Moment) else "figure"
        return (
            f'{lost}print it with {{{{ {key}("…") }}}}, or add it to allowed_words in campaign.yaml'
        )

    def _at(
        self, rule: AuditRule, item: Item, *, numeral: Numeral | StatusClaim, message: str
    ) -> Problem:
        """Returns a problem where a number or claim stands, else where its paragraph begins."""
        block = item.block
        key = (block.file, item.text, numeral.start)
        # Comparing a paragraph with its source text is slow, and a shared mistake is in each
        # letter.
        if key not in self._lines:
            self._lines[key] = (block.file, block.line)
            for prose in self._proses(block, item.text):
                line = line_of(prose, item.text, start=numeral.start, end=numeral.end)
                if line is not None:
                    self._lines[key] = (prose.file, line)
                    break
        return Problem(*self._lines[key], "", message, code=rule)

    def _proses(self, block: Block, text: str) -> Iterator[Prose]:
        """Yields the texts of the campaign that may hold the words of a paragraph."""
        if block.part == "asks":
            # First the ask that stands in the paragraph word for word; then any, because a rendered
            # ask may differ from what was written. The full stop is dropped, because the letter
            # sets its own.
            yield from (ask for ask in self.campaign.asks if ask.text.strip().rstrip(".?!") in text)
            yield from (*self.campaign.asks, *self.campaign.again.values())
        elif block.part in self._cites:
            yield from (
                one.prose for one in self.campaign.arguments if f"argument:{one.id}" == block.part
            )
        else:
            yield from (text for text in self.campaign.letters if text.file == block.file)

    # ------------------------------------------------------------ footnotes

    def _footnotes(self, letter: Letter, items: tuple[Item, ...]) -> Iterator[Problem]:
        """Yields figures before their footnote, calls without a note, notes without a call."""
        notes = {note.number: note.findings for note in letter.notes}
        # It grows with the letter: a footnote supports the figures of its paragraph and of all
        # behind it, and no figure before it.
        called: set[str] = set()
        for item in items:
            block = item.block
            for call in item.calls:
                if call not in notes:
                    message = (
                        f"calls footnote {call}, and the letter has no footnote of that number"
                    )
                    yield Problem(block.file, block.line, "", message, code="footnotes")
                called.update(notes.get(call, ()))
            yield from self._before_footnote(item, called)
        mentioned = {call for item in items for call in item.calls}
        lost = [
            f"footnote {number} ({', '.join(findings)}) has no mark in the text"
            for number, findings in notes.items()
            if number not in mentioned
        ]
        noted = {finding for findings in notes.values() for finding in findings}
        lost += [
            f"the letter cites {finding} and has no footnote for it"
            for finding in letter.findings
            if finding not in noted
        ]
        for message in lost:
            file = self.campaign.letter_in(letter.sender.voice).file
            yield Problem(file, 0, "", message, code="footnotes")

    def _before_footnote(self, item: Item, called: set[str]) -> Iterator[Problem]:
        """Yields the figures of a paragraph that stand before their footnote."""
        for numeral, givers in self._support(item).givers:
            names = [giver.finding.id for giver in givers]
            # A date introduces the fact that the footnote supports, so it may stand before it.
            if names and not isinstance(numeral, Moment) and called.isdisjoint(names):
                message = (
                    f"{numeral.text} stands before the footnote of {names[0]}: "
                    f'add {{{{ cite("{names[0]}") }}}} to its sentence'
                )
                yield self._at("footnotes", item, numeral=numeral, message=message)

    def _note_figures(self, letter: Letter, cited: Sequence[FindingSupport]) -> Iterator[Problem]:
        """Yields the figures of footnotes that neither the works nor the findings give."""
        # Works of the bibliography were read once for the campaign; those of data come with the
        # letter.
        works = [work for work in letter.works if work not in self.campaign.source.bibliography]
        data = figures_of(text for work in works for text in _work_texts(work))
        for note in letter.notes:
            # The addresses that a note links to are no words of it.
            for figure in self._open_in_note(
                "".join(run.text for run in note.runs if not run.link)
            ):
                if not support.confirms(figure, data) and not any(
                    one.supports(figure) for one in cited
                ):
                    message = (
                        f"footnote {note.number} says {figure.text}, "
                        "which neither its findings nor the works give"
                    )
                    yield Problem(self._file("source.yaml"), 0, "", message, code="untraced")

    def _open_in_note(self, text: str) -> tuple[Figure, ...]:
        """Returns the figures of a footnote that the works and headings of the source lack."""
        if text not in self._noted:
            known = (*self._works, *self._headings)
            self._noted[text] = tuple(
                figure
                for figure in read_figures(text)
                if self._is_open(figure, text) and not support.confirms(figure, known)
            )
        return self._noted[text]

    # ------------------------------------------------------------ measures and stale figures

    def _measures(
        self, items: tuple[Item, ...], cited: Sequence[FindingSupport]
    ) -> Iterator[Problem]:
        """Yields a measure with several values where one of them stands without its date."""
        groups: dict[str, list[FindingSupport]] = {}
        for one in cited:
            if one.finding.measure and one.finding.figure:
                groups.setdefault(one.finding.measure, []).append(one)
        for measure, group in groups.items():
            # One value given twice contradicts nothing.
            if len({one.finding.figure for one in group}) < FEWEST_VALUES:
                continue
            values = " and ".join(f"{one.finding.figure} ({one.finding.id})" for one in group)
            for item, use in self._uses(items):
                among = [one for one in use.givers if one.finding.measure == measure]
                if among and not _says_date(item.text, read_figures(item.text), given=among):
                    message = (
                        f"{measure} is given twice, as {values}: say the date of each, "
                        f'with {{{{ date("{among[0].finding.id}") }}}}'
                    )
                    yield self._at("measures", item, numeral=use.figure, message=message)

    def _stale(self, letter: Letter, items: tuple[Item, ...]) -> Iterator[Problem]:
        """Yields old figures in the present tense.

        A date in brackets behind the sentence does not say that the figure is of the past.
        """
        # Counted from the day of the letter and not from today, so that a letter built again is
        # judged alike.
        limit = letter.date - datetime.timedelta(days=self.campaign.settings.stale_after)
        for item, use in self._uses(items):
            given = [one.finding for one in use.givers]
            # The last day of “2019” is December 31: a figure gets the benefit of a date that is not
            # exact.
            latest = max(calendar_words.last_day(one.as_of) for one in given)
            if use.today and latest < limit:
                name = given[0].id
                when = f'“as of {{{{ date("{name}") }}}}”'
                if citations.is_dated_by_work(given[0], self.campaign.source):
                    when = f'“{{{{ reported("{name}") }}}} that …”'
                message = (
                    f"“{use.figure.text} … {use.today}” speaks of "
                    f"{calendar_words.in_words(given[0].as_of)} as of today: "
                    f"say when, {when}, or use the past tense"
                )
                yield self._at("stale", item, numeral=use.figure, message=message)

    def _uncited(self, items: Iterable[Item]) -> Iterator[Problem]:
        """Yields claims of how the matter stands in sentences without a footnote of a finding."""
        for item in items:
            key = item.text, item.block.part == "asks"
            if key not in self._claims:
                self._claims[key] = tuple(status_claims(item.text, in_ask=key[1]))
            for claim in self._claims[key]:
                sentence = range(claim.begins, claim.ends + 1)
                # A figure or date of a finding is traced by the other rules, and dates its
                # sentence.
                is_traced = any(
                    givers and numeral.start in sentence
                    for numeral, givers in self._support(item).givers
                )
                if not is_traced and not any(end in sentence[1:] for end in item.ends):
                    message = (
                        f"“{claim.words}” says how the matter stands, and its sentence cites no "
                        'finding: add {{ cite("…") }} to it, or say what was true when'
                    )
                    yield self._at("uncited", item, numeral=claim, message=message)

    def _uses(self, items: tuple[Item, ...]) -> Iterator[tuple[Item, FigureUse]]:
        """Yields every place where the figure of a finding stands."""
        return ((item, use) for item in items for use in self._support(item).uses)

    # ------------------------------------------------------------ asks

    def _votes_of_delegates(self, items: Iterable[Item], recipient: Recipient) -> Iterator[Problem]:
        """Yields the asks that ask a delegate for a vote.

        Delegates and the Resident Commissioner sponsor bills, speak and vote in committee, but have
        no vote in the House itself (48 U.S.C. 891, 1711; 2 U.S.C. 25a; Rule III of the House).
        """
        if recipient.title not in ("delegate", "resident commissioner"):
            return
        for item in items:
            if item.block.part == "asks" and (vote := ASKED_VOTE.search(item.text)):
                proses = self._proses(item.block, item.text)
                prose = next((one for one in proses if vote.group() in one.text), None)
                place = item.block
                where = (prose.file, prose.first_line) if prose else (place.file, place.line)
                message = (
                    f"asks {recipient.name.full} ({recipient.seat}) to “{vote.group()}”, and a "
                    f"{recipient.title} has no vote in the House: before this entry write one with "
                    "when: {title: [delegate, resident commissioner]}, such as “speak against”"
                )
                yield Problem(*where, "", message, code="powerless")

    def _powerless(
        self, letter: Letter, items: tuple[Item, ...], *, recipient: Recipient | None
    ) -> Iterator[Problem]:
        """Yields the asks that the recipient cannot act on: of the other chamber or a committee.

        A vote of a delegate is one, in the words that the letter has.
        """
        if recipient is None:
            return
        yield from self._votes_of_delegates(items, recipient)
        asked = [one for name in letter.asks if (one := self._recommendations.get(name))]
        block = next((item.block for item in items if item.block.part == "asks"), None)
        text = self.campaign.letter_in(letter.sender.voice)
        file, line = (block.file, block.line) if block else (text.file, 0)
        for ask in asked:
            if recipient.chamber not in ask.chambers:
                why = f"it is for the {' and '.join(ask.chambers)}"
            elif ask.committees and not sits_on(recipient, ask.committees):
                why = f"it is for members of {', '.join(ask.committees)}"
            else:
                continue
            who = f"{recipient.name.full} ({recipient.seat})"
            message = f"{ask.id} is asked of {who}, who cannot act on it: {why}"
            yield Problem(file, line, "", message, code="powerless")


def _text(runs: Iterable[TextRun]) -> str:
    """Returns the words of some runs without the calls of notes and invisible characters."""
    # The number of a note would join the figure before it: 56,000⁴ would be read as 56,0004.
    return "".join(run.text for run in runs if run.note is None).translate(INVISIBLE)


def _how_to_cite(numeral: Numeral, giver: FindingSupport) -> str:
    """Returns how to print what a finding gives, or to cite it."""
    name = giver.finding.id
    cite = f'add {{{{ cite("{name}") }}}} to its sentence'
    if isinstance(numeral, Moment):
        return f'print it with {{{{ date("{name}") }}}}, and {cite}'
    return f'print it with {{{{ figure("{name}") }}}}' if giver.has_figure(numeral) else cite


def _uses(
    item: Item, givers: Iterable[tuple[Numeral, tuple[FindingSupport, ...]]]
) -> Iterator[FigureUse]:
    """Yields the places of a paragraph where the figure of a finding stands."""
    for numeral, its in givers:
        own = tuple(giver for giver in its if giver.has_figure(numeral))
        if own and not isinstance(numeral, Moment | Stray):
            yield FigureUse(numeral, own, _today(item, numeral, givers=own))


def _today(item: Item, figure: Figure, *, givers: Sequence[FindingSupport]) -> str | None:
    """Returns the word that makes a figure one of today; None where its sentence says its date."""
    text = _without_appended(item.text, item.cited)
    figures = read_figures(text)
    start, end = next(
        # The default is the whole text, for a figure that stands in no sentence.
        (span for span in sentence_spans(text) if span[0] <= figure.start < span[1]),
        (0, len(text)),
    )
    as_of = [moment for moment in dates(figures) if AS_OF.search(text, start, moment.start)]
    if any(_is_dated(one, moment) for moment in as_of for one in givers):
        return None
    found = TODAY.search(text, start, end)
    # A date in the text makes the present a description (“In 2019 … There are 12 wells in it”);
    # “now” and “today” still claim this day.
    if not found and not _says_date(text, figures, given=givers):
        found = PRESENT.search(text, start, end)
    return found.group() if found else None


def _without_appended(text: str, cited: Iterable[FindingSupport]) -> str:
    """Returns the text without the brackets that `compose` appends, which hold dates of findings.

    Spaces replace them, so that the places of its figures stay true.
    """
    known = frozenset(
        words
        for one in cited
        for words in (one.dated, f"reported in {calendar_words.in_words(one.finding.as_of[:7])}")
    )

    def blanked(found: re.Match[str]) -> str:
        appended = known.issuperset(found[1].split("; "))
        # A bracket that people wrote themselves holds other words too, and stays.
        return " " * len(found.group()) if appended else found.group()

    return IN_BRACKETS.sub(blanked, text)


def _is_dated(one: FindingSupport, moment: Moment) -> bool:
    """Whether a date is that of a finding: its year, with a month that is not another."""
    # The day is not compared: a text that says “in May 2024” has said when.
    year, *rest = (int(part) for part in one.finding.as_of.split("-"))
    return any(
        end.year == year and (end.month is None or not rest or end.month == rest[0])
        for end in ends(moment)
    )


def _says_date(text: str, figures: Iterable[Figure], *, given: Iterable[FindingSupport]) -> bool:
    """Whether a paragraph says the date of one of the findings, in its words or in figures."""
    moments = dates(figures)
    return any(
        (one.finding.as_of_text and one.finding.as_of_text in text)
        or any(_is_dated(one, moment) for moment in moments)
        for one in given
    )


def _work_texts(work: Reference) -> Iterator[str]:
    """Yields what a footnote may say of a work: its names, and its entry in each style."""
    yield from context.names_of(work)
    for style in citations.FULL:
        yield "".join(run.text for run in citations.full(work, style=style))
