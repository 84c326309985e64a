"""The finished words of one Letter: texts rendered, arguments and asks inserted, figures noted."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from generator.congress import forms_of_address, offices
from generator.congress.criteria import CommitteeRule
from generator.errors import FilesAreWrongError, Problem
from generator.letter import positions, prose, references
from generator.letter.citations import source_line
from generator.letter.committees import (
    NO_RULE,
    ask_of_choice,
    rule_of_argument,
    rule_of_choice,
    with_commas,
)
from generator.letter.footnotes import MARK, Notes
from generator.letter.markdown import MarkdownReader, joined
from generator.letter.vocabulary import ARGUMENTS, ASKS, OWN_WORDS, THANKS, Vocabulary
from generator.models.campaign import Argument, Campaign, Prose
from generator.models.fields import SourcesIn
from generator.models.letter import OWN_WORDS_PART, Block, Letter, Selection, TextRun
from generator.models.recipient import Recipient
from generator.models.sender import Sender
from generator.models.source import chamber_of_bill
from generator.text import listed


@dataclass(frozen=True)
class Thanks:
    """Thanks for one deed of the addressees."""

    names: str
    """Those who did it, in a letter that goes to others too; else empty.

    “Thank you” would thank the others too; without any thanks, the letter would ask a sponsor for
    a bill as if there had been none.
    """
    what: str
    """The words behind “for”: `introducing the Clean Wells Act (H.R. 2662) in 2019`."""


class Composer:
    """Composes the letters of one campaign; holds what they share."""

    def __init__(
        self,
        campaign: Campaign,
        *,
        on: datetime.date,
        dates_in_text: bool = True,
        sources_in: SourcesIn | None = "notes",
        via: offices.Via = "washington",
    ) -> None:
        self.campaign = campaign
        self.on = on
        # None is a design of version 0.1: notes that repeat work and date, own words apart.
        self.is_of_0_1 = sources_in is None
        self.sources_in: SourcesIn = sources_in or "notes"
        # Without notes, a date that is not in the text would stand nowhere.
        self.dates_in_text = dates_in_text or self.sources_in != "notes"
        self.via = via
        self._arguments = {argument.id: argument for argument in campaign.arguments}
        self._reader = MarkdownReader()

    def letter(
        self,
        recipient: Recipient,
        *,
        selection: Selection,
        stem: str | None = None,
        sender: Sender | None = None,
        addressees: Sequence[Recipient] = (),
    ) -> Letter:
        """Returns the finished letter to one recipient.

        `stem` names its file where another letter has the recipient's name for it. `sender` signs
        instead of the campaign's own: a supporter, whose letter names the campaign it belongs to.
        `addressees` are all recipients of a letter to several, this one among them.

        Raises FilesAreWrongError, with file and line, for texts that do not render, and
        MissingDatumError for an argument or ask that needs a figure which is not known of this
        recipient's district or state.
        """
        campaign, settings = self.campaign, self.campaign.settings
        writer = sender or campaign.sender
        thanks = self._thanks(addressees or (recipient,), selection)
        vocabulary = Vocabulary(
            replace(campaign, sender=writer),
            recipient,
            on=self.on,
            addressees=addressees,
            asks=selection.ask_ids,
            thanked=bool(thanks),
        )
        blocks, at = self._statement(thanks, selection=selection, vocabulary=vocabulary)
        notes = Notes(
            vocabulary.source,
            tuple(vocabulary.findings),
            vocabulary.remarks,
            self.dates_in_text,
            settings.citations,
            says_once=not self.is_of_0_1,
        )
        statement, own_words = notes.place(blocks), _own_words(writer)
        if notes.problems:
            raise FilesAreWrongError(notes.problems)
        sources: tuple[TextRun, ...] = ()
        if self.sources_in == "line":
            sources = source_line(notes.works, style=settings.citations, remarks=notes.explanations)
        if at is not None:
            # After the notes are placed: what a person writes is never read for marks.
            statement = (*statement[:at], *own_words, *statement[at:])
        route = offices.route(
            recipient, via=self.via, on=self.on, campaign=vocabulary.campaign, selection=selection
        )
        name = forms_of_address.titled(recipient)
        # A dict keeps the order in which they are cited; a set would have another one in each
        # process.
        findings: dict[str, None] = {}
        for footnote in notes.placed:
            findings.update(dict.fromkeys(footnote.findings))
        return Letter(
            campaign=campaign.id,
            recipient=recipient.id,
            stem=stem or forms_of_address.file_stem(recipient),
            date=self.on,
            title=f"Letter to {name}: {settings.subject}",
            sender=writer,
            campaign_of=(sender and campaign.sender.details.organization) or "",
            inside_address=route.lines,
            salutation=forms_of_address.salutation(recipient, concerns=settings.concerns),
            subject=self._subject(recipient),
            statement=statement,
            message=own_words if at is None else (),
            own_words_at=at,
            closing=forms_of_address.closing(recipient),
            notes=tuple(notes.placed),
            works=notes.works,
            sources_in=self.sources_in,
            sources=sources,
            citations=settings.citations,
            enclosures=settings.enclosures,
            copies=settings.copies,
            arguments=selection.argument_ids,
            asks=selection.ask_ids,
            findings=tuple(findings),
            data=vocabulary.data,
            notice=route.notice,
            signers=campaign.signers,
        )

    def _subject(self, recipient: Recipient) -> str:
        """Returns the Re: line: the subject, after a bill and a stance as offices file them.

        `119 H.R. 1234, support: …` stands there for those who can act on the bill: the chamber that
        its number names, and those that source.yaml asks for it.
        """
        bill, subject = self.campaign.settings.bill, self.campaign.settings.subject
        if bill is None or bill.number is None:
            return subject
        # A member of the other chamber would look for the bill in vain.
        acting = {chamber_of_bill(bill.number)}
        for one in self.campaign.source.recommendations:
            if one.bill and (one.bill.congress, one.bill.number) == (bill.congress, bill.number):
                acting.update(one.chambers)
        if recipient.chamber not in acting:
            return subject
        return f"{bill.congress} {bill.number}, {bill.stance}: {subject}"

    def _statement(
        self,
        thanks: Mapping[str, Sequence[Thanks]],
        *,
        selection: Selection,
        vocabulary: Vocabulary,
    ) -> tuple[tuple[Block, ...], int | None]:
        """Returns the letter's blocks, arguments, asks and thanks where letter.md has them.

        `thanks` has the thanks by the ask that they are about. Also returns the number of blocks
        before the signer's own words, or None where the design sets these apart.
        """
        plain, local = vocabulary.values(), offices.local_places(self.campaign, selection)

        def about(
            text: Prose, places: tuple[str, ...] = local, *, rule: CommitteeRule = NO_RULE
        ) -> Mapping[str, object]:
            places = self._measured.get(text) or places
            words = {**plain, **vocabulary.committee_words(rule)}
            return vocabulary.values_about(places, values=words)

        letter = vocabulary.campaign.letter_in(vocabulary.campaign.sender.voice)
        blocks: list[Block] = []
        own_words_at = None
        for block in self._frame(letter, about(letter)):
            # Compared with the whole block: `references` has refused a place with other words
            # around it.
            if block.text == ARGUMENTS:
                for name in selection.argument_ids:
                    argument = self._arguments[name]
                    rule = rule_of_argument(argument.header.when)
                    values = about(argument.prose, self._places(argument), rule=rule)
                    blocks += self._blocks(argument.prose, values, part=f"argument:{name}")
            elif block.text == ASKS:
                asks = self._asks(selection, about, at=block)
                # “We ask you to take these steps:” goes with its list, where all that is asked
                # stands behind the thanks.
                if not asks and blocks and blocks[-1].text.endswith(":"):
                    blocks.pop()
                blocks += asks
            elif block.text == THANKS:
                we = str(plain["We"])
                blocks += self._thanks_and_asks(thanks, selection, about=about, at=block, we=we)
            elif block.text == OWN_WORDS:
                own_words_at = len(blocks)
            else:
                blocks.append(block)
        is_person = vocabulary.campaign.sender.voice == "person"
        if own_words_at is None and is_person and not self.is_of_0_1:
            own_words_at = _after_opening(blocks)
        return tuple(blocks), own_words_at

    def _frame(self, letter: Prose, values: Mapping[str, object]) -> tuple[Block, ...]:
        """Returns the blocks of letter.md or letter-person.md.

        Every letter has them, so that each of their figures must be known.
        """
        try:
            return self._blocks(letter, values, part="letter")
        except prose.MissingDatumError as error:
            message = (
                f"{error}: this text is in every letter; ask first, {{% if … is defined %}}, "
                "or write an argument of it"
            )
            problem = Problem(letter.file, error.line, "", message, code="figure-not-known")
            raise FilesAreWrongError([problem]) from error

    @cached_property
    def _measured(self) -> Mapping[Prose, tuple[str, ...]]:
        """The place whose distance each text says: its `nearest_office()` is that office."""
        texts = (
            *self.campaign.letters,
            *(argument.prose for argument in self.campaign.arguments),
            *self.campaign.asks,
            *self.campaign.again.values(),
        )
        return {text: _measured(text) for text in texts}

    def _places(self, argument: Argument) -> tuple[str, ...]:
        """Returns the places of an argument: those of its rule, else those of its findings."""
        header = argument.header
        cited = (one.place for one in self.campaign.source.findings if one.id in header.cites)
        return header.when.places or tuple(filter(None, cited))

    def _blocks(self, text: Prose, values: Mapping[str, object], *, part: str) -> tuple[Block, ...]:
        words = with_commas(prose.render(text, values))
        return self._reader.blocks(words, part=part, file=text.file, first_line=text.first_line)

    def _asks(
        self, selection: Selection, about: Callable[..., Mapping[str, object]], *, at: Block
    ) -> tuple[Block, ...]:
        """Returns one list of the asks, each a sentence, without those behind the thanks."""
        items: list[tuple[TextRun, ...]] = []
        for choice in selection.asks:
            if choice.included and choice.words and not choice.again:
                values = about(choice.words, rule=rule_of_choice(self.campaign, choice))
                for block in self._blocks(choice.words, values, part="asks"):
                    items += map(_sentence, block.items)
        return (replace(at, kind="bullets", items=tuple(items), part="asks"),) if items else ()

    def _thanks(
        self, addressees: Sequence[Recipient], selection: Selection
    ) -> dict[str, tuple[Thanks, ...]]:
        """Returns the thanks for all that the addressees did, by the ask that they are about.

        Before “We ask you to reintroduce it” they are thanks for the bill of that wording.
        """
        again = {
            one.id: entry.bill
            for one in selection.asks
            if one.included and one.again and (entry := ask_of_choice(self.campaign, one))
        }
        said: set[Thanks] = set()
        thanks: dict[str, tuple[Thanks, ...]] = {}
        for ask in positions.bills_by_ask(self.campaign):
            doers: dict[str, list[Recipient]] = {}
            for one in addressees:
                deed = positions.deed(self.campaign, one.id, ask=ask, bills=again.get(ask) or None)
                if deed and deed.thanks:
                    doers.setdefault(deed.thanks.rstrip("."), []).append(one)
            new: list[Thanks] = []
            for what, who in doers.items():
                names = "" if len(who) == len(addressees) else _named(who)
                new.append(Thanks(names, what))
            # One deed may stand behind several recommendations; it is thanked for once.
            thanks[ask] = tuple(one for one in new if one not in said)
            said.update(new)
        return {ask: its for ask, its in thanks.items() if its}

    def _thanks_and_asks(
        self,
        thanks: Mapping[str, Sequence[Thanks]],
        selection: Selection,
        *,
        about: Callable[[Prose], Mapping[str, object]],
        at: Block,
        we: str,
    ) -> tuple[Block, ...]:
        """Returns one paragraph: thanks, and behind each the ask to do it again.

        `we` opens its sentences: `We` or `I`. The paragraph is a part of the asks where it makes
        one, so that the page is read back for it.
        """
        again = {one.id: one.again for one in selection.asks if one.included and one.again}
        runs: list[TextRun] = []
        for name in dict.fromkeys((*thanks, *again)):
            for one in thanks.get(name, ()):
                opening = f"{we} thank {one.names}" if one.names else "Thank you"
                runs.append(TextRun(f" {opening} for {one.what}."))
            if words := again.get(name):
                for block in self._blocks(words, about(words), part="asks"):
                    first, *rest = _sentence(block.items[0])
                    # The imperative “Reintroduce it” becomes an infinitive.
                    text = f" {we} ask you to {first.text[:1].lower()}{first.text[1:]}"
                    runs += (TextRun(text, first.emphasis, first.link), *rest)
        if not runs:
            return ()
        first, *rest = runs
        items = (joined((replace(first, text=first.text.lstrip()), *rest)),)
        return (replace(at, items=items, part="asks" if again else at.part),)


def _named(members: Iterable[Recipient]) -> str:
    """Returns `Representative Escobar and Representative Dean`."""
    names = (f"{forms_of_address.title_words(one)} {one.name.last}".strip() for one in members)
    return listed(names, last="and")


def _measured(text: Prose) -> tuple[str, ...]:
    """Returns the places whose distances the text says.

    Raises FilesAreWrongError where there are several and the text names an office without saying
    of which: one of the distances would be miles off.
    """
    places: dict[str, None] = {}
    bare = None
    for call in references.uses(text).calls:
        if call.name == "distance" and call.argument:
            places[call.argument] = None
        if call.name == "nearest_office" and call.argument is None:
            bare = bare or call
    if bare is not None and len(places) > 1:
        named = listed(f'nearest_office("{place}")' for place in places)
        message = f"the text says several distances: write {named}"
        problem = Problem(text.file, bare.line, bare.name, message, code="office-of-which-place")
        raise FilesAreWrongError([problem])
    return tuple(places)


def _after_opening(blocks: Sequence[Block]) -> int:
    """Returns the number of blocks in the opening of a letter: its first paragraph.

    A list of asks that the paragraph introduces belongs to it. Offices give a person's own words
    the most weight, so that they stand before the campaign's facts.
    """
    introduces = len(blocks) > 1 and blocks[1].part == "asks"
    return min(len(blocks), 2 if introduces else 1)


def _own_words(sender: Sender) -> tuple[Block, ...]:
    """Returns the person's own words, unchanged: their paragraphs, no markup."""
    paragraphs = (sender.details.message or "").split("\n\n")
    return tuple(
        # Line feeds inside a paragraph are those of a web form, not the person's. No Markdown is
        # read: an asterisk that a person typed is printed.
        Block("paragraph", ((TextRun(" ".join(paragraph.split())),),), OWN_WORDS_PART)
        for paragraph in paragraphs
        if paragraph.strip()
    )


def _sentence(runs: tuple[TextRun, ...]) -> tuple[TextRun, ...]:
    """Returns the runs with a full stop at their end, where they have no closing mark yet."""
    last = runs[-1]
    # A mark may stand behind the full stop, and a quotation may end behind it.
    if MARK.sub("", last.text).rstrip("”’").endswith((".", "?", "!")):
        return runs
    return (*runs[:-1], replace(last, text=f"{last.text}."))
