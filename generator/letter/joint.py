"""One letter to several members at once, as coalitions write: what it argues and asks, and its finished words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.congress import forms_of_address
from generator.congress.districts.distances import Verdict
from generator.errors import FilesAreWrongError, LettersError, Problem
from generator.letter import selection as letter_selection
from generator.letter.compose import Composer
from generator.letter.prose import MissingDatumError
from generator.models import Block, Campaign, Choice, Letter, Prose, Recipient, Selection, When
from generator.text import quoted

MOST = 12
"""Addresses that the head of a page has room for."""
ALL = 1000


class TooManyAddresseesError(LettersError):
    """More members than one letter can be addressed to."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"one letter to {number} members is none that any of them answers: at most {MOST} are addressed together. "
            "Say which with --to or in `recipients` of campaign.yaml, or write `addressees: each`"
        )


# ---------------------------------------------------------------- what it argues and asks


def choose(campaign: Campaign, recipients: Sequence[Recipient], *, ground: letter_selection.Ground) -> Selection:
    """The arguments that hold for every one of them, and the asks that any of them can act on, each with its reason.

    Raises TooManyAddresseesError.
    """
    if len(recipients) > MOST:
        raise TooManyAddresseesError(len(recipients))
    asks = _asks(campaign, recipients, ground=ground)
    asked = {choice.id for choice in asks if choice.included}

    def for_all(when: When) -> Verdict:
        verdicts = [(one, letter_selection.meets(when, one, places=campaign.source.places, ground=ground)) for one in recipients]
        missed = next(((one, verdict) for one, verdict in verdicts if not verdict.holds), None)
        return Verdict(holds=False, reason=f"{missed[0].name.full} {missed[1].reason}") if missed else verdicts[0][1]

    ranked = letter_selection.ranked(campaign, for_all, asked=asked, lacking={})
    return Selection(recipients[0].id, letter_selection.cut(ranked, campaign=campaign), asks)


def _asks(campaign: Campaign, recipients: Sequence[Recipient], *, ground: letter_selection.Ground) -> tuple[Choice, ...]:
    """The asks in the campaign's order: those that one of them at least can act on, then the others."""
    whole = replace(campaign, settings=campaign.settings.model_copy(update={"max_asks": ALL}))
    each = [(one, letter_selection.choose(whole, one, ground=ground).asks) for one in recipients]
    chosen: list[Choice] = []
    left: list[Choice] = []
    for words in campaign.asks:
        choice = _any(words, each)
        if choice.included and len(chosen) >= campaign.settings.max_asks:
            choice = letter_selection.but(choice, f"the letter has its {letter_selection.many(campaign.settings.max_asks, 'ask')}")
        (chosen if choice.included else left).append(choice)
    return (*chosen, *left)


def _any(words: Prose, each: Sequence[tuple[Recipient, tuple[Choice, ...]]]) -> Choice:
    """The ask for the first who can act on it, or else what keeps the first of all from it."""
    found = [(one, choice) for one, choices in each for choice in choices if choice.words == words]
    one, choice = next(((one, choice) for one, choice in found if choice.included), found[0])
    return replace(choice, reason=f"{one.name.full}: {choice.reason}")


# ---------------------------------------------------------------- its words


def letter(composer: Composer, recipients: Sequence[Recipient], *, selection: Selection) -> Letter:
    """The finished letter to all of them, named after the first.

    Raises FilesAreWrongError for words that do not render, or would not be the same to all of them.
    """
    letters = [_single(composer, one, selection=selection) for one in recipients]
    first, *others = letters
    problems = {problem for one, other in zip(recipients[1:], others, strict=True) for problem in _differences(first, other, to=one)}
    if problems:
        raise FilesAreWrongError(problems)
    names = ", ".join(f"{forms_of_address.title_words(one)} {one.name.full}" for one in recipients)
    more = len(others)
    return replace(
        first,
        stem=f"{first.stem}-and-{more}-more" if more else first.stem,
        title=f"Letter to {names}: {composer.campaign.settings.subject}",
        subject=max((one.subject for one in letters), key=len),  # with the bill, where one of them can act on it
        salutation=forms_of_address.joint_salutation(recipients, concerns=composer.campaign.settings.concerns),
        closing=next((one.closing for one in letters if one.closing != first.closing and "Respect" in one.closing), first.closing),
        other_addresses=tuple(one.inside_address for one in others),
        notice=next((one.notice for one in letters if one.notice), ""),
    )


def _single(composer: Composer, recipient: Recipient, *, selection: Selection) -> Letter:
    """The letter as this one alone would get it."""
    try:
        return composer.letter(recipient, selection=selection)
    except MissingDatumError as error:
        place = error.text or composer.campaign.letter
        message = f"{error}: a letter to several says the same to all, so that it names no figure of one's district or state"
        raise FilesAreWrongError([Problem(place.file, error.line, "", message)]) from error


def _differences(first: Letter, other: Letter, *, to: Recipient) -> Iterator[Problem]:
    """A problem for each paragraph that would be another to somebody else."""
    if len(first.statement) != len(other.statement):
        longer, shorter = sorted((first.statement, other.statement), key=len, reverse=True)
        odd = next((block for block, told in zip(longer, shorter, strict=False) if block.text != told.text), longer[-1])
        yield _problem(odd, f"{quoted(_short(odd.text))} stands in the letter to one of them and not to another")
        return
    for block, told in zip(first.statement, other.statement, strict=True):
        if block.text != told.text:
            yield _problem(block, f"says {quoted(_short(block.text))} to one and {quoted(_short(told.text))} to {to.name.full}")


def _problem(block: Block, what: str) -> Problem:
    return Problem(block.file, block.line, "", f"{what}: a letter to several (addressees: together) says the same to all")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - what fits a line of a terminal
