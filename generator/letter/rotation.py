"""Varies the arguments of supporters' letters to one office, by lot below the strongest argument.

Offices group letters with the same text, and answer the group with one form letter. Without a lot,
thirty supporters of one senator all send the campaign's heaviest arguments. Each place below the
strongest argument therefore goes to one of the general arguments that weigh at most
`rotate_within` points less than the argument that would stand there.

Nothing else is varied. An argument with a `when` has a reason to be in this letter, and picks are
the signer's own choice. Leaders, members of a committee that decides, and members who are thanked
get the campaign's best case from everyone.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace

from generator.congress.criteria import committee_verdict
from generator.congress.forms_of_address import leadership_title
from generator.letter import positions
from generator.letter.selection import heaviest
from generator.models.campaign import Campaign, When
from generator.models.letter import Choice, Selection
from generator.models.recipient import Recipient


def rotated(
    selection: Selection,
    *,
    campaign: Campaign,
    recipient: Recipient,
    key: str,
    picks: Collection[str] = (),
) -> Selection:
    """Returns the selection with general arguments below the strongest exchanged for others by lot.

    The lot depends on the key of the mailpiece and the ids of the arguments alone: a letter keeps
    its arguments in each run and however long the list grows, and all arguments that may have a
    place are equally likely. The order within the letter is by rank and weight, as without a lot.
    """
    held = [one for one in selection.arguments if one.included]
    if not held or unvaried(campaign, recipient):
        return selection
    unruled = {one.id for one in campaign.arguments if one.header.when == When()}.difference(picks)
    free = [one for one in selection.arguments if one.id in unruled and one.rank == "general"]
    strongest = heaviest(held)
    places = [one for one in free if one.included and one is not strongest]
    spare = [one for one in free if one.crowded_out]
    drawn, passed = _drawn(
        places, [*places, *spare], within=campaign.settings.rotate_within, key=key
    )

    def order(choice: Choice) -> tuple[bool, int, str]:
        # `sorted` is stable: picks, local arguments and those for a committee keep their order.
        if choice.rank != "general" or choice.id in picks:
            return False, 0, ""
        return True, -choice.weight, choice.id

    chosen = sorted([*(one for one in held if one not in places), *drawn], key=order)
    known = {one.id for one in (*chosen, *passed)}
    rest = (one for one in selection.arguments if one.id not in known)
    return replace(selection, arguments=(*chosen, *passed, *rest))


def unvaried(campaign: Campaign, recipient: Recipient) -> str:
    """Returns why all supporters send this member the same arguments; empty where they vary."""
    if not campaign.settings.rotate_within:
        return "rotate_within is 0"
    if recipient.leadership:
        return f"is {leadership_title(recipient)}"
    deeds = (
        positions.deed(campaign, recipient.id, ask=name)
        for name in dict.fromkeys(ask.name for ask in campaign.settings.asks)
    )
    if thanked := next((deed for deed in deeds if deed and deed.thanks), None):
        return f"is thanked: {thanked.reason}"
    asked = {ask.recommendation for ask in campaign.settings.asks}
    names = set(campaign.settings.concerns)
    for one in campaign.source.recommendations:
        if one.id in asked:
            names.update(one.committees)
    verdict = committee_verdict(recipient, names=sorted(names))
    # Without names, a verdict is about any committee.
    return verdict.reason if names and verdict.holds else ""


def _drawn(
    places: Sequence[Choice], pool: Sequence[Choice], *, within: int, key: str
) -> tuple[list[Choice], list[Choice]]:
    """Returns the arguments that the lot puts into the places, and those that it passes over.

    `places` has the arguments that would stand there, the heaviest first, and is the heaviest part
    of the pool: so a place always has an argument left that is heavy enough.
    """
    drawn: dict[str, Choice] = {}
    passed: dict[str, Choice] = {}
    for place in places:
        able = [one for one in pool if one.weight >= place.weight - within]
        among = f"among {len(able)} at most {within} points below {place.id} ({place.weight})"
        # The lowest of the hashes, and not a number of the list: another argument in the campaign
        # changes only the letters that get it.
        taken = min((one for one in able if one.id not in drawn), key=lambda one: _lot(key, one.id))
        drawn[taken.id] = taken
        if len(able) > 1:
            drawn[taken.id] = replace(
                taken, included=True, crowded_out=False, reason=f"chosen by lot {among}"
            )
        for one in able:
            # The first place is the one that it comes nearest to.
            passed.setdefault(one.id, _passed(one, among))
    return [*drawn.values()], [one for one in passed.values() if one.id not in drawn]


def _passed(choice: Choice, among: str) -> Choice:
    """Returns the choice, out because the lot chose others."""
    return replace(choice, included=False, reason=f"the lot chose others {among}")


def _lot(key: str, argument: str) -> bytes:
    """Returns the lot of an argument in a letter, uniform and independent of all others."""
    return hashlib.sha256(f"{key}\0{argument}".encode()).digest()
