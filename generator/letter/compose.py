"""The finished words of one Letter: prose rendered, arguments and asks in their places, figures traced to footnotes."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property

from generator.congress import forms_of_address, offices
from generator.errors import FilesAreWrongError, Problem
from generator.letter import positions, prose, references
from generator.letter.footnotes import MARK, Notes
from generator.letter.markdown import Reader
from generator.letter.vocabulary import ARGUMENTS, ASKS, THANKS, Vocabulary
from generator.models import Argument, Block, Campaign, Letter, Prose, Recipient, Run, Selection, Sender
from generator.text import listed


class Composer:
    """Composes the letters of one campaign; holds what they share."""

    def __init__(self, campaign: Campaign, *, on: datetime.date, dates_in_text: bool = True, via: offices.Via = "washington") -> None:
        self.campaign = campaign
        self.on = on
        self.dates_in_text = dates_in_text
        self.via = via
        self._arguments = {argument.id: argument for argument in campaign.arguments}
        self._reader = Reader()

    def letter(self, recipient: Recipient, *, selection: Selection, stem: str | None = None, sender: Sender | None = None) -> Letter:
        """The finished letter to one recipient; `stem` names its file where the recipient's own name for it is taken.

        `sender` signs instead of the campaign's own: a supporter, whose letter says with whose campaign it goes.

        Raises FilesAreWrongError, with file and line, for prose that does not render, and MissingDatumError for an argument
        or ask that needs a figure which is not known of this recipient's district or state.
        """
        writer = sender or self.campaign.sender
        vocabulary = Vocabulary(replace(self.campaign, sender=writer), recipient, on=self.on)
        blocks = self._statement(recipient, selection=selection, vocabulary=vocabulary)
        settings = self.campaign.settings
        notes = Notes(vocabulary.source, tuple(vocabulary.findings), vocabulary.remarks, self.dates_in_text, settings.citations)
        statement = notes.place(blocks)
        route = offices.route(recipient, via=self.via, on=self.on, campaign=vocabulary.campaign, selection=selection)
        return Letter(
            campaign=self.campaign.id,
            recipient=recipient.id,
            stem=stem or forms_of_address.file_stem(recipient),
            date=self.on,
            title=f"Letter to {forms_of_address.title_words(recipient)} {recipient.name.full}: {settings.subject}",
            sender=writer,
            campaign_of="" if writer is self.campaign.sender else self.campaign.sender.details.organization or "",
            inside_address=route.lines,
            salutation=forms_of_address.salutation(recipient, concerns=settings.concerns),
            subject=self._subject(recipient),
            statement=statement,
            message=_message(writer),
            closing=forms_of_address.closing(recipient),
            notes=tuple(notes.placed),
            works=notes.works,
            citations=settings.citations,
            enclosures=settings.enclosures,
            copies=settings.copies,
            arguments=selection.argument_ids,
            asks=selection.ask_ids,
            findings=tuple(dict.fromkeys(finding for placed in notes.placed for finding in placed.findings)),
            data=vocabulary.data,
            notice=route.notice,
            signers=self.campaign.signers,
        )

    def _subject(self, recipient: Recipient) -> str:
        """The Re: line: the campaign's subject, with a bill and a stance before it as offices file them (`119 H.R. 1234, support`).

        A bill stands there for those who can act on it: the chamber that its number names, and whom source.yaml asks for it.
        """
        bill, subject = self.campaign.settings.bill, self.campaign.settings.subject
        if bill is None or bill.number is None:
            return subject
        acting = {"house" if bill.number.startswith("H.") else "senate"}
        for one in self.campaign.source.recommendations:
            if one.bill and (one.bill.congress, one.bill.number) == (bill.congress, bill.number):
                acting.update(one.chambers)
        return f"{bill.congress} {bill.number}, {bill.stance}: {subject}" if recipient.chamber in acting else subject

    def _statement(self, recipient: Recipient, *, selection: Selection, vocabulary: Vocabulary) -> tuple[Block, ...]:
        """The blocks of the letter with arguments, asks and thanks in the places that letter.md gives them."""
        plain, local = vocabulary.values(), offices.local_places(self.campaign, selection)

        def about(text: Prose, places: tuple[str, ...] = local) -> Mapping[str, object]:
            return vocabulary.values_about(self._measured[text] or places, values=plain)

        blocks: list[Block] = []
        for block in self._frame(about(self.campaign.letter)):
            if block.text == ARGUMENTS:
                for name in selection.argument_ids:
                    argument = self._arguments[name]
                    blocks += self._blocks(argument.prose, about(argument.prose, self._places(argument)), part=f"argument:{name}")
            elif block.text == ASKS:
                blocks += self._asks(selection, about, at=block)
            elif block.text == THANKS:
                blocks += self._thanks(recipient, at=block)
            else:
                blocks.append(block)
        return tuple(blocks)

    def _frame(self, values: Mapping[str, object]) -> tuple[Block, ...]:
        """The blocks of letter.md; a figure that is not known cannot be left out there."""
        try:
            return self._blocks(self.campaign.letter, values, part="letter")
        except prose.MissingDatumError as error:
            message = f"{error}: letter.md is in every letter; ask first, {{% if … is defined %}}, or write an argument of it"
            raise FilesAreWrongError([Problem(self.campaign.letter.file, error.line, "", message)]) from error

    @cached_property
    def _measured(self) -> Mapping[Prose, tuple[str, ...]]:
        """The place whose distance a text says, of each text: its bare `nearest_office()` is the office that was measured to."""
        texts = (self.campaign.letter, *(argument.prose for argument in self.campaign.arguments), *self.campaign.asks)
        return {text: _measured(text) for text in texts}

    def _places(self, argument: Argument) -> tuple[str, ...]:
        """The places that an argument is about: those of its rule, else those of the findings that it cites."""
        cited = (finding.place for finding in self.campaign.source.findings if finding.id in argument.header.cites)
        return argument.header.when.places or tuple(filter(None, cited))

    def _blocks(self, text: Prose, values: Mapping[str, object], *, part: str) -> tuple[Block, ...]:
        return self._reader.blocks(prose.render(text, values), part=part, file=text.file, first_line=text.first_line)

    def _asks(self, selection: Selection, about: Callable[[Prose], Mapping[str, object]], *, at: Block) -> tuple[Block, ...]:
        """One list of the asks, each a sentence."""
        words = (choice.words for choice in selection.asks if choice.included and choice.words)
        items = tuple(item for text in words for block in self._blocks(text, about(text), part="asks") for item in block.items)
        return (replace(at, kind="bullets", items=tuple(map(_sentence, items)), part="asks"),) if items else ()

    def _thanks(self, recipient: Recipient, *, at: Block) -> tuple[Block, ...]:
        """Thanks for everything recommended that the recipient has done already: introduced, cosponsored or voted for."""
        deeds = (positions.deed(self.campaign, recipient.id, recommendation=one) for one in self.campaign.source.recommendations)
        done = dict.fromkeys(deed.thanks.rstrip(".") for deed in deeds if deed and deed.thanks)
        text = " ".join(f"Thank you for {what}." for what in done)
        return (replace(at, items=((Run(text),),)),) if text else ()


def _measured(text: Prose) -> tuple[str, ...]:
    """The place whose distance the text says, if it says any.

    Raises FilesAreWrongError where it says several, and then names an office without saying which: one would be miles off.
    """
    calls = references.uses(text).calls
    places = tuple(dict.fromkeys(call.argument for call in calls if call.name == "distance" and call.argument))
    bare = next((call for call in calls if call.name == "nearest_office" and call.argument is None), None)
    if bare is None or len(places) <= 1:
        return places
    named = listed(f'nearest_office("{place}")' for place in places)
    raise FilesAreWrongError([Problem(text.file, bare.line, bare.name, f"the text says several distances: write {named}")])


def _message(sender: Sender) -> tuple[Block, ...]:
    """The person's own words, set as they wrote them: their paragraphs, no markup."""
    paragraphs = (" ".join(part.split()) for part in (sender.details.message or "").split("\n\n"))
    return tuple(Block("paragraph", ((Run(paragraph),),), "message") for paragraph in paragraphs if paragraph)


def _sentence(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs with a full stop at their end, where they have no closing mark yet."""
    last = runs[-1]
    said = MARK.sub("", last.text).rstrip("”’")
    return runs if said.endswith((".", "?", "!")) else (*runs[:-1], replace(last, text=f"{last.text}."))
