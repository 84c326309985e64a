"""One letter to several members at once, as coalitions write: its choices and its words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.congress import forms_of_address
from generator.congress.districts.distances import DistanceVerdict
from generator.errors import FilesAreWrongError, LettersError, Problem
from generator.letter import positions
from generator.letter import selection as selection_of_one
from generator.letter.compose import Composer
from generator.letter.prose import MissingDatumError
from generator.models.campaign import ArgumentHeader, Ask, Campaign, Prose
from generator.models.letter import Block, Choice, Letter, Selection
from generator.models.recipient import Recipient
from generator.text import quoted

_CHAMBER = re.compile(r"\b(?:House|Senate)\b")

# Chosen by hand: the head of page 1 has room for so many.
MAX_ADDRESSEES = 12
"""Addresses that the head of a page has room for."""


WORDS_BEFORE, WORDS_FROM = 3, 5
"""Words of a text that a message shows before the first difference and from it on.

Chosen by hand: both texts fit a line of a terminal.
"""


class TooManyAddresseesError(LettersError):
    """More members than one letter can be addressed to."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"one letter goes to {MAX_ADDRESSEES} members at most, and these are {number}. "
            "Say which with --to or in `recipients` of campaign.yaml, or write `addressees: each`"
        )


# ---------------------------------------------------------------- what it argues and asks


def choose(
    campaign: Campaign,
    recipients: Sequence[Recipient],
    *,
    ground: selection_of_one.SelectionContext,
) -> Selection:
    """Returns the arguments and the asks of a letter to all of the recipients.

    Arguments hold for everyone; asks are those that someone can act on, and whose `when` holds for
    everyone in that chamber. Each has its reason. Raises TooManyAddresseesError.
    """
    if len(recipients) > MAX_ADDRESSEES:
        raise TooManyAddresseesError(len(recipients))
    asks = _asks(campaign, recipients, ground=ground)

    def for_all(header: ArgumentHeader) -> DistanceVerdict:
        verdicts = []
        for one in recipients:
            verdict = selection_of_one.argument_verdict(
                header, one, campaign=campaign, ground=ground
            )
            if not verdict.holds:
                return replace(verdict, reason=f"{one.name.full} {verdict.reason}")
            verdicts.append(verdict)
        return verdicts[0]

    # The campaign's sender signs: supporters write to one member each.
    arguments = selection_of_one.ranked(
        campaign, for_all, asks=asks, lacking={}, voice=campaign.sender.voice
    )
    return Selection(recipients[0].id, arguments, asks)


def _asks(
    campaign: Campaign,
    recipients: Sequence[Recipient],
    *,
    ground: selection_of_one.SelectionContext,
) -> tuple[Choice, ...]:
    """Returns the asks in order: those that one recipient can act on, then the others."""
    limit = campaign.settings.max_asks
    most = len(campaign.asks)
    # The limit counts the asks of the joint letter: with it, each single choice would be cut first,
    # and an ask that only the last addressee can act on would be lost.
    whole = replace(campaign, settings=campaign.settings.model_copy(update={"max_asks": most}))
    each = [(one, selection_of_one.choose(whole, one, ground=ground).asks) for one in recipients]
    chosen: list[Choice] = []
    left: list[Choice] = []
    every = [
        _for_all(_any(words, each), ask, recipients=recipients, campaign=campaign, ground=ground)
        for ask, words in zip(campaign.settings.asks, campaign.asks, strict=True)
    ]
    # Where another addressee has yet to act, all are asked in the common words: one letter cannot
    # ask both to introduce the bill and to introduce it again.
    plain = {one.id for one in every if one.included and not one.again}
    for one in selection_of_one.again_first(every):
        choice = one
        made = next((place for place, ask in enumerate(chosen) if ask.id == one.id), None)
        if one.included and one.again and one.id in plain:
            choice = replace(one, included=False, reason="asked in the words for the others")
        elif one.included and made is not None:
            twin = _both(chosen[made], one)
            if twin is not None:
                chosen[made] = twin
                continue
            if not _other_chamber(one, chosen[made], each=each):
                choice = replace(one, included=False, reason="asked already in other words")
        if choice.included and (reason := selection_of_one.served_already(choice, chosen)):
            choice = replace(choice, included=False, reason=reason)
        elif choice.included and len(chosen) >= limit:
            choice = selection_of_one.enough(choice, limit, noun="ask")
        (chosen if choice.included else left).append(choice)
    return (*chosen, *left)


def _any(words: Prose, each: Sequence[tuple[Recipient, tuple[Choice, ...]]]) -> Choice:
    """Returns the ask for the first who can act on it, or why the first of all cannot.

    Those who have yet to act come before those who are thanked and asked again.
    """
    found = [
        replace(choice, reason=f"{one.name.full}: {choice.reason}")
        for one, choices in each
        for choice in choices
        if choice.words == words
    ]
    asked = [choice for choice in found if choice.included]
    return next((choice for choice in asked if not choice.again), (asked or found)[0])


def _for_all(
    choice: Choice,
    ask: Ask,
    *,
    recipients: Sequence[Recipient],
    campaign: Campaign,
    ground: selection_of_one.SelectionContext,
) -> Choice:
    """Returns the choice, out if its `when` fails for someone in a chamber that can act on it.

    The letter says “you” to all of them: “Reconsider your bill” and “Bring it to the floor” would
    be false of the others. The power of one committee is enough, because the document says who has
    it, and no word of the ask does.
    """
    if not choice.included:
        return choice
    recommendation = selection_of_one.recommendation_of(campaign, ask)
    chambers = selection_of_one.chambers_of(ask, recommendation)
    bills = selection_of_one.bills_of(ask, recommendation)
    for one in recipients:
        # The other chamber of Congress gets what only one can do, as coalitions write; a governor
        # has no chamber that could take it up.
        without_power = selection_of_one.power_problem(ask, one, recommendation=recommendation)
        if without_power and (one.body or not chambers):
            return replace(choice, included=False, reason=f"{one.name.full}: {without_power}")
        # Words for one chamber are for its members alone.
        if not one.body and (
            one.chamber not in chambers or one.chamber not in (ask.when.chamber or chambers)
        ):
            continue
        deed = positions.deed(campaign, one.id, ask=ask.name, bills=bills)
        places, acts = campaign.source.places, (deed,) if deed else ()
        verdict = selection_of_one.meets(ask.when, one, places=places, ground=ground, acts=acts)
        if not verdict.holds:
            return replace(choice, included=False, reason=f"{one.name.full} {verdict.reason}")
    return choice


def _both(one: Choice, other: Choice) -> Choice | None:
    """Returns the two wordings of an ask as one, if they differ in the name of the chamber alone.

    “Back a House bill” and “Back a Senate bill” become “Back a House or Senate bill”.
    """
    if one.words is None or other.words is None:
        return None
    text, pairs = one.words.text, _CHAMBER.findall(other.words.text)
    names = _CHAMBER.findall(text)
    if _CHAMBER.sub("", text) != _CHAMBER.sub("", other.words.text) or len(names) != len(pairs):
        return None
    left = iter(pairs)

    def both(name: re.Match[str]) -> str:
        return name[0] if next(left) == name[0] else "House or Senate"

    reason = f"{one.reason}; {other.reason}"
    words = replace(one.words, text=_CHAMBER.sub(both, text))
    return replace(one, words=words, reason=reason)


def _other_chamber(
    choice: Choice, made: Choice, *, each: Sequence[tuple[Recipient, tuple[Choice, ...]]]
) -> bool:
    """Whether the two wordings of an ask are for members of different chambers.

    Otherwise the first says it for all: “Hold hearings” to the chair leaves nothing for “Press for
    hearings” to the others.
    """

    def chambers(words: Prose | None) -> set[str]:
        return {
            one.chamber or one.seat
            for one, choices in each
            for own in choices
            if own.included and own.words == words
        }

    return not chambers(choice.words) & chambers(made.words)


# ---------------------------------------------------------------- its words


def letter(composer: Composer, recipients: Sequence[Recipient], *, selection: Selection) -> Letter:
    """Returns the finished letter to all of them, named after the first.

    Raises FilesAreWrongError for words that do not render, or would differ between them.
    """
    letters = [
        _single(composer, one, selection=selection, addressees=recipients) for one in recipients
    ]
    first, *others = letters
    # A set: a paragraph that differs for five of them is one problem.
    problems: set[Problem] = set()
    for one, other in zip(recipients[1:], others, strict=True):
        problems.update(_differences(first, other, to=one))
    if problems:
        raise FilesAreWrongError(problems)
    settings = composer.campaign.settings
    names = ", ".join(f"{forms_of_address.titled(one)}" for one in recipients)
    closings = [one.closing for one in others if "Respect" in one.closing]
    return replace(
        first,
        stem=f"{first.stem}-and-{len(others)}-more" if others else first.stem,
        title=f"Letter to {names}: {settings.subject}",
        # The longest has the bill, which stands there for those who can act on it.
        subject=max((one.subject for one in letters), key=len),
        salutation=forms_of_address.joint_salutation(recipients, concerns=settings.concerns),
        # “Respectfully” is right for all, where one of them is to be closed so.
        closing=(closings or [first.closing])[0],
        other_addresses=tuple(one.inside_address for one in others),
        notice=next((one.notice for one in letters if one.notice), ""),
    )


def _single(
    composer: Composer,
    recipient: Recipient,
    *,
    selection: Selection,
    addressees: Sequence[Recipient],
) -> Letter:
    """Returns the letter to all of them in the words that this recipient would get."""
    try:
        return composer.letter(recipient, selection=selection, addressees=addressees)
    except MissingDatumError as error:
        text = error.text or composer.campaign.letter_in(composer.campaign.sender.voice)
        message = (
            f"{error}: a letter to several says the same to all, "
            "so that it names no figure of one's district or state"
        )
        problem = Problem(text.file, error.line, "", message, code="figure-of-one-addressee")
        raise FilesAreWrongError([problem]) from error


def _differences(first: Letter, other: Letter, *, to: Recipient) -> Iterator[Problem]:
    """Returns a problem for each paragraph that would differ between the two letters.

    If the letters have different numbers of paragraphs, one problem names the first that differs:
    a paragraph more shifts all behind it, which would be named although they are the same.
    """
    if len(first.statement) != len(other.statement):
        longer, shorter = sorted((first.statement, other.statement), key=len, reverse=True)
        pairs = zip(longer, shorter, strict=False)
        odd = next((one for one, two in pairs if one.text != two.text), longer[-1])
        words = quoted(odd.text)
        yield _problem(odd, f"{words} stands in the letter to one of them and not to another")
        return
    for one, two in zip(first.statement, other.statement, strict=True):
        if one.text != two.text:
            here, there = map(quoted, _first_difference(one.text, two.text))
            yield _problem(one, f"says {here} to one and {there} to {to.name.full}")


def _first_difference(one: str, other: str) -> tuple[str, str]:
    """Returns the first words in which the two texts differ, with the words around them."""
    ours, theirs = one.split(), other.split()
    pairs = zip(ours, theirs, strict=False)
    same = next(
        (place for place, (word, other_word) in enumerate(pairs) if word != other_word),
        min(len(ours), len(theirs)),
    )
    start = max(0, same - WORDS_BEFORE)
    before = "… " if start else ""
    return (
        before + " ".join(ours[start : same + WORDS_FROM]),
        before + " ".join(theirs[start : same + WORDS_FROM]),
    )


def _problem(block: Block, difference: str) -> Problem:
    message = f"{difference}: a letter to several (addressees: together) says the same to all"
    return Problem(block.file, block.line, "", message, code="differs-between-addressees")
