"""Which arguments and asks this recipient gets, in which order, and why."""

import datetime
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.congress import forms_of_address
from generator.congress.districts.distances import Verdict, within
from generator.congress.districts.places import represents
from generator.congress.districts.table import DistrictTable
from generator.congress.seats import listed, read_seat, seat_of, state_name
from generator.letter import positions
from generator.letter.references import SHEETS, uses
from generator.models import Argument, Ask, Campaign, Choice, Place, Prose, Rank, Recipient, Recommendation, Selection, When

ORDER: dict[Rank, int] = {"local": 0, "committee": 1, "general": 2}

FEW = 2
"""Of more places than these, those in other states are named together when they are missed."""


@dataclass(frozen=True)
class Ground:
    """What is known beyond the campaign's own files: the letter's date and the lines of the districts."""

    on: datetime.date
    table: DistrictTable | None = None


def choose(
    campaign: Campaign, recipient: Recipient, *, ground: Ground, lacking: Mapping[Prose, str] | None = None, picks: Sequence[str] = ()
) -> Selection:
    """The arguments and asks of this recipient's letter in order, then those left out, each with its reason.

    Local arguments come first, then those for a committee, then general ones, each by weight and then by id. The same
    input gives the same result. `lacking` holds the texts that cannot be said to this recipient, and why; `picks` are the
    arguments that the signer wants first, in their order.
    """
    unsaid = lacking or {}
    asks = _asks(campaign, recipient, ground=ground, lacking=unsaid)
    asked = {choice.id for choice in asks if choice.included}
    places = campaign.source.places
    ordered = ranked(campaign, lambda when: meets(when, recipient, places=places, ground=ground), asked=asked, lacking=unsaid)
    return Selection(recipient.id, cut(_picked_first(ordered, picks), campaign=campaign), asks)


def shortened(selection: Selection, *, by: int) -> Selection:
    """The selection without its `by` lowest-ranked arguments, for a page that is full."""
    kept = len(selection.argument_ids) - by
    cut = [but(choice, "the page is full and it ranks last") for choice in selection.arguments[kept : kept + by]]
    return replace(selection, arguments=(*selection.arguments[:kept], *cut, *selection.arguments[kept + by :]))


def ranked(campaign: Campaign, rule: Callable[[When], Verdict], *, asked: set[str], lacking: Mapping[Prose, str]) -> list[Choice]:
    """Every argument with its verdict by the rule, in order of rank."""
    choices = []
    for argument in campaign.arguments:
        verdict = rule(argument.header.when)
        if verdict.holds and not asked.intersection(argument.header.supports):
            verdict = Verdict(holds=False, reason=f"argues only for what this letter does not ask ({', '.join(argument.header.supports)})")
        elif verdict.holds and argument.prose in lacking:
            verdict = Verdict(holds=False, reason=f"{verdict.reason}; but {lacking[argument.prose]}")
        choices.append(Choice(argument.id, verdict.holds, verdict.reason, rank_of(argument), argument.header.weight))
    return sorted(choices, key=lambda choice: (ORDER[choice.rank], -choice.weight, choice.id))


def _picked_first(ranked: Sequence[Choice], picks: Sequence[str]) -> list[Choice]:
    """The ranked arguments with those that the signer picked before all others."""
    order = {name: place for place, name in enumerate(picks)}
    told = [replace(choice, reason=f"picked by the signer; {choice.reason}") if choice.id in order else choice for choice in ranked]
    return sorted(told, key=lambda choice: order.get(choice.id, len(order)))


def cut(ranked: Sequence[Choice], *, campaign: Campaign) -> tuple[Choice, ...]:
    """The ranked arguments held to the campaign's numbers; those in come first."""
    settings = campaign.settings
    chosen: list[Choice] = []
    left: list[Choice] = []
    for choice in ranked:
        if not choice.included:
            left.append(choice)
        elif choice.rank == "local" and sum(other.rank == "local" for other in chosen) >= settings.max_local:
            left.append(but(choice, f"the letter has its {many(settings.max_local, 'local argument')}"))
        elif len(chosen) >= settings.max_arguments:
            left.append(but(choice, f"the letter has its {many(settings.max_arguments, 'argument')}"))
        else:
            chosen.append(choice)
    return (*chosen, *left)


def but(choice: Choice, reason: str) -> Choice:
    """The choice, out for a reason that is not its rule's."""
    return replace(choice, included=False, reason=f"{choice.reason}; but {reason}")


def rank_of(argument: Argument) -> Rank:
    """Local where the rule names a place, state or district, or the text a figure of the recipient's own; else by its committee or role."""
    when = argument.header.when
    if when.state or when.district or when.district_of or when.within or _is_of_home(argument.prose):
        return "local"
    return "committee" if when.committee or when.role else "general"


@functools.lru_cache(maxsize=512)
def _is_of_home(text: Prose) -> bool:
    """Whether the text says a figure of the recipient's district or state. It is asked for every recipient, and reading it takes long."""
    return any(part.name in SHEETS for part in uses(text).parts)


def _asks(campaign: Campaign, recipient: Recipient, *, ground: Ground, lacking: Mapping[Prose, str]) -> tuple[Choice, ...]:
    """The asks of the campaign in its order: those that are made, then those that might have been, then those that cannot be."""
    recommendations = {recommendation.id: recommendation for recommendation in campaign.source.recommendations}
    chosen: list[Choice] = []
    cut: list[Choice] = []
    missed: list[Choice] = []
    for ask, words in zip(campaign.settings.asks, campaign.asks, strict=True):
        recommendation = recommendations[ask.recommendation]
        verdict = _can_act(ask, recipient, recommendation=recommendation, campaign=campaign, ground=ground)
        rank: Rank = "committee" if recommendation.committees else "general"
        choice = Choice(recommendation.id, verdict.holds, verdict.reason, rank, words=words)
        if not choice.included:
            missed.append(choice)
        elif any(made.id == choice.id for made in chosen):
            missed.append(replace(choice, included=False, reason="asked already in other words"))
        elif words in lacking:
            cut.append(but(choice, lacking[words]))
        elif len(chosen) >= campaign.settings.max_asks:
            cut.append(but(choice, f"the letter has its {many(campaign.settings.max_asks, 'ask')}"))
        else:
            chosen.append(choice)
    return (*chosen, *cut, *missed)


def _can_act(ask: Ask, recipient: Recipient, *, recommendation: Recommendation, campaign: Campaign, ground: Ground) -> Verdict:
    """Whether this recipient is asked this: power first, then the campaign's own rule."""
    if recipient.chamber not in recommendation.chambers:
        return Verdict(holds=False, reason=f"only the {' and '.join(recommendation.chambers).title()} can act on it")
    deed = positions.deed(campaign, recipient.id, recommendation=recommendation)
    if deed and deed.done:
        return Verdict(holds=False, reason=f"{deed.reason}: thanked, not asked")
    power = Verdict(holds=True, reason="every member can act on it")
    if recommendation.committees:
        power = committee_verdict(recipient, names=recommendation.committees)
    if not power.holds:
        return power
    rule = meets(ask.when, recipient, places=campaign.source.places, ground=ground)
    verdict = rule if not rule.holds or ask.when != When() else power
    return Verdict(verdict.holds, f"{verdict.reason}; {deed.reason}") if deed and verdict.holds else verdict


def meets(when: When, recipient: Recipient, *, places: Mapping[str, Place], ground: Ground) -> Verdict:
    """Whether all that the rule names holds for this recipient, with the values that it met or missed."""
    verdicts = list(_verdicts(when, recipient, places=places, ground=ground))
    missed = next((verdict for verdict in verdicts if not verdict.holds), None)
    if missed is not None:
        return missed
    return Verdict(holds=True, reason="; ".join(verdict.reason for verdict in verdicts) if verdicts else "for everyone")


def _verdicts(when: When, recipient: Recipient, *, places: Mapping[str, Place], ground: Ground) -> Iterator[Verdict]:
    """A verdict for each key that the rule gives."""
    if when.chamber:
        yield _one_of(recipient.chamber.title(), [chamber.title() for chamber in when.chamber], sentence="serves in the {}")
    if when.title:
        yield _one_of(recipient.title, when.title, sentence="is a {}")
    if when.state:
        yield _one_of(recipient.state, when.state, sentence="represents {}")
    if when.district:
        yield _seat_verdict(recipient, when.district)
    if when.committee or when.role:
        yield committee_verdict(recipient, names=when.committee, roles=when.role)
    if when.district_of:
        yield _place_verdict(recipient, when.district_of, places=places, ground=ground)
    if when.within:
        yield _near_verdict(recipient, when.within, places=places)


def _one_of(value: str, wanted: Sequence[str], *, sentence: str) -> Verdict:
    """Whether the value is one of those wanted."""
    if value in wanted:
        return Verdict(holds=True, reason=sentence.format(value))
    return Verdict(holds=False, reason=f"{sentence.format(value)}, not {' or '.join(wanted)}")


def _seat_verdict(recipient: Recipient, seats: Sequence[str]) -> Verdict:
    """Whether the recipient holds one of the seats."""
    held = seat_of(recipient) in [read_seat(seat) for seat in seats]
    missed = " or ".join(seats)
    return Verdict(holds=held, reason=f"holds the seat {recipient.seat}{'' if held else f', not {missed}'}")


def _place_verdict(recipient: Recipient, names: Sequence[str], *, places: Mapping[str, Place], ground: Ground) -> Verdict:
    """Whether the recipient represents one of the places."""
    verdicts = {name: represents(recipient, places[name], place_id=name, table=ground.table, on=ground.on) for name in names}
    met = [verdict.reason for verdict in verdicts.values() if verdict.holds]
    if met or len(names) <= FEW:
        return Verdict(holds=bool(met), reason="; ".join(met or [verdict.reason for verdict in verdicts.values()]))
    at_home = [verdict.reason for name, verdict in verdicts.items() if places[name].state in {None, recipient.state}]
    if at_home:
        return Verdict(holds=False, reason="; ".join(at_home))
    return Verdict(holds=False, reason=f"none of {listed(places[name].name for name in names)} lies in {state_name(recipient.state)}")


def _near_verdict(recipient: Recipient, rules: Sequence[str], *, places: Mapping[str, Place]) -> Verdict:
    """Whether a district office of the recipient is as near to a place as a rule says (`100 miles of el-paso`)."""
    parts = (rule.split(" ", 3) for rule in rules)
    verdicts = [within(recipient, places[name], miles=int(miles)) for miles, _, _, name in parts]
    met = [verdict for verdict in verdicts if verdict.holds]
    return min(met or verdicts, key=lambda verdict: verdict.miles)


def committee_verdict(recipient: Recipient, *, names: Sequence[str], roles: Sequence[str] = ()) -> Verdict:
    """Whether the recipient sits on one of the committees (any, where none is named) in one of the roles."""
    for seat in recipient.committees:
        if (not names or any(forms_of_address.same_committee(name, seat.name) for name in names)) and (not roles or seat.role in roles):
            committee = forms_of_address.committee_title(seat.name)
            return Verdict(holds=True, reason=f"sits on the {committee}" if seat.role == "member" else f"{seat.role} of the {committee}")
    sought = " or ".join(names) or "any committee"
    return Verdict(holds=False, reason=f"is not {' or '.join(roles)} of {sought}" if roles else f"does not sit on {sought}")


def many(number: int, noun: str) -> str:
    """`one argument`, `3 arguments`."""
    return f"one {noun}" if number == 1 else f"{number} {noun}s"
