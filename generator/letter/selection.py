"""Which arguments and asks this recipient gets, in which order, and why."""

import datetime
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.congress import forms_of_address
from generator.congress.districts.distances import DistanceVerdict, within
from generator.congress.districts.places import represents
from generator.congress.districts.table import DistrictTable
from generator.congress.seats import listed, read_seat, seat_of, state_name
from generator.letter import positions
from generator.letter.committees import CommitteeRule
from generator.letter.references import SHEETS, uses
from generator.models.campaign import Argument, Ask, Campaign, Prose, When
from generator.models.letter import Choice, Rank, Selection
from generator.models.recipient import Recipient
from generator.models.source import Place, Recommendation

# Local first: an office wants to know what a matter means at home, then what its committee can
# decide.
ORDER: dict[Rank, int] = {"local": 0, "committee": 1, "general": 2}

FEW = 2
"""Of more places than these, those in other states are named together when they are missed.

Chosen by hand: two reasons still fit a line of `letters explain`.
"""


@dataclass(frozen=True)
class SelectionContext:
    """Facts from outside the campaign's files: the letter's date and the district lines."""

    on: datetime.date
    table: DistrictTable | None = None


def choose(
    campaign: Campaign,
    recipient: Recipient,
    *,
    ground: SelectionContext,
    lacking: Mapping[Prose, str] | None = None,
    picks: Sequence[str] = (),
) -> Selection:
    """Returns the arguments and asks of this recipient's letter in order, then those left out.

    Each has its reason. Local arguments come first, then those for a committee, then general ones,
    each by weight and then by id. The same input gives the same result. `lacking` holds the texts
    that cannot be printed for this recipient, and why; `picks` are the arguments that the signer
    wants first, in their order.
    """
    # Asks first: an argument is in only if it supports one of them.
    unsaid = lacking or {}
    asks = _asks(campaign, recipient, ground=ground, lacking=unsaid)
    places = campaign.source.places
    arguments = ranked(
        campaign,
        lambda when: meets(when, recipient, places=places, ground=ground),
        asks=asks,
        lacking=unsaid,
        picks=picks,
    )
    return Selection(recipient.id, arguments, asks)


def shortened(selection: Selection, *, by: int) -> Selection:
    """Returns the selection without its `by` lowest-ranked arguments, for a page that is full."""
    arguments = [*selection.arguments]
    end = len(selection.argument_ids)
    for place in range(end - by, end):
        arguments[place] = but(arguments[place], "the page is full and it ranks last")
    return replace(selection, arguments=tuple(arguments))


def ranked(
    campaign: Campaign,
    rule: Callable[[When], DistanceVerdict],
    *,
    asks: Sequence[Choice],
    lacking: Mapping[Prose, str],
    picks: Sequence[str] = (),
) -> tuple[Choice, ...]:
    """Returns every argument with its verdict by the rule: those in by rank, then those out.

    The campaign's settings say how many are in. `lacking` and `picks` are those of `choose`.
    """
    # An argument for what is not asked would leave the member without a request.
    asked = {choice.id for choice in asks if choice.included}
    choices = []
    for argument in campaign.arguments:
        header, verdict = argument.header, rule(argument.header.when)
        holds, reason = verdict.holds, verdict.reason
        if holds and not asked.intersection(header.supports):
            unasked = ", ".join(header.supports)
            holds, reason = False, f"argues only for what this letter does not ask ({unasked})"
        elif holds and argument.prose in lacking:
            holds, reason = False, f"{reason}; but {lacking[argument.prose]}"
        if argument.id in picks:
            reason = f"picked by the signer; {reason}"
        choices.append(Choice(argument.id, holds, reason, rank_of(argument), header.weight))
    order = [*picks]

    def place(choice: Choice) -> tuple[int, int, int, str]:
        picked = order.index(choice.id) if choice.id in order else len(order)
        # The id comes last, so that two arguments of one weight always stand in the same order.
        return picked, ORDER[choice.rank], -choice.weight, choice.id

    return _cut(sorted(choices, key=place), campaign=campaign)


def _cut(ordered: Sequence[Choice], *, campaign: Campaign) -> tuple[Choice, ...]:
    """Returns the ordered arguments held to the campaign's numbers; those in come first."""
    settings = campaign.settings
    chosen: list[Choice] = []
    left: list[Choice] = []
    for choice in ordered:
        local = sum(other.rank == "local" for other in chosen)
        if not choice.included:
            left.append(choice)
        elif choice.rank == "local" and local >= settings.max_local:
            left.append(enough(choice, settings.max_local, noun="local argument"))
        elif len(chosen) >= settings.max_arguments:
            left.append(enough(choice, settings.max_arguments, noun="argument"))
        else:
            chosen.append(choice)
    return (*chosen, *left)


def but(choice: Choice, reason: str) -> Choice:
    """Returns the choice, out for a reason that is not its rule's."""
    return replace(choice, included=False, reason=f"{choice.reason}; but {reason}")


def enough(choice: Choice, number: int, *, noun: str) -> Choice:
    """Returns the choice, out because the letter has its `number` already."""
    number_and_noun = f"one {noun}" if number == 1 else f"{number} {noun}s"
    return but(choice, f"the letter has its {number_and_noun}")


def rank_of(argument: Argument) -> Rank:
    """Returns the rank that the argument's rule and text give it.

    Local where the rule names a place, state or district, or the text a figure of the recipient's
    own; else by its committee or role.
    """
    when = argument.header.when
    near = when.state or when.district or when.district_of or when.within
    if near or _is_of_home(argument.prose):
        return "local"
    return "committee" if when.committee or when.role else "general"


@functools.lru_cache(maxsize=512)
def _is_of_home(text: Prose) -> bool:
    """Whether the text has a figure of the recipient's district or state.

    Cached, because every recipient needs the answer and parsing the text takes long.
    """
    return any(part.name in SHEETS for part in uses(text).parts)


def _asks(
    campaign: Campaign,
    recipient: Recipient,
    *,
    ground: SelectionContext,
    lacking: Mapping[Prose, str],
) -> tuple[Choice, ...]:
    """Returns the asks in the campaign's order: those made, those without room, the others."""
    recommendations = {one.id: one for one in campaign.source.recommendations}
    chosen: list[Choice] = []
    cut: list[Choice] = []
    missed: list[Choice] = []
    # The file may word one ask in several ways: the first that fits this member is made.
    for ask, words in zip(campaign.settings.asks, campaign.asks, strict=True):
        recommendation = recommendations[ask.recommendation]
        verdict = _can_act(
            ask, recipient, recommendation=recommendation, campaign=campaign, ground=ground
        )
        rank: Rank = "committee" if recommendation.committees else "general"
        choice = Choice(recommendation.id, verdict.holds, verdict.reason, rank, words=words)
        if not choice.included:
            missed.append(choice)
        elif any(made.id == choice.id for made in chosen):
            missed.append(replace(choice, included=False, reason="asked already in other words"))
        elif words in lacking:
            cut.append(but(choice, lacking[words]))
        elif len(chosen) >= campaign.settings.max_asks:
            cut.append(enough(choice, campaign.settings.max_asks, noun="ask"))
        else:
            chosen.append(choice)
    return (*chosen, *cut, *missed)


def _can_act(
    ask: Ask,
    recipient: Recipient,
    *,
    recommendation: Recommendation,
    campaign: Campaign,
    ground: SelectionContext,
) -> DistanceVerdict:
    """Whether this recipient is asked this: power first, then the campaign's own rule."""
    # From the most general reason to the most special: the first that fails is the one to show.
    if recipient.chamber not in recommendation.chambers:
        chambers = " and ".join(recommendation.chambers).title()
        return DistanceVerdict(holds=False, reason=f"only the {chambers} can act on it")
    deed = positions.deed(campaign, recipient.id, recommendation=recommendation)
    if deed and deed.done:
        return DistanceVerdict(holds=False, reason=f"{deed.reason}: thanked, not asked")
    power = DistanceVerdict(holds=True, reason="every member can act on it")
    if recommendation.committees:
        power = committee_verdict(recipient, names=recommendation.committees)
    if not power.holds:
        return power
    rule = meets(ask.when, recipient, places=campaign.source.places, ground=ground)
    verdict = rule if not rule.holds or ask.when != When() else power
    if deed and verdict.holds:
        return replace(verdict, reason=f"{verdict.reason}; {deed.reason}")
    return verdict


def meets(
    when: When, recipient: Recipient, *, places: Mapping[str, Place], ground: SelectionContext
) -> DistanceVerdict:
    """Returns whether every key of the rule holds for this recipient, and the values met or missed.

    The first key that does not hold is the reason; a rule without keys holds for everyone.
    """
    met = []
    for verdict in _verdicts(when, recipient, places=places, ground=ground):
        if not verdict.holds:
            return verdict
        met.append(verdict.reason)
    return DistanceVerdict(holds=True, reason="; ".join(met) or "for everyone")


def _verdicts(
    when: When, recipient: Recipient, *, places: Mapping[str, Place], ground: SelectionContext
) -> Iterator[DistanceVerdict]:
    """Returns a verdict for each key that the rule gives."""
    chambers = [chamber.title() for chamber in when.chamber]
    yield from _one_of(recipient.chamber.title(), chambers, verb="serves in the")
    yield from _one_of(recipient.title, when.title, verb="is a")
    yield from _one_of(recipient.state, when.state, verb="represents")
    if when.district:
        yield _seat_verdict(recipient, when.district)
    if when.committee or when.role:
        yield committee_verdict(recipient, names=when.committee, roles=when.role)
    if when.district_of:
        yield _place_verdict(recipient, when.district_of, places=places, ground=ground)
    if when.within:
        yield _near_verdict(recipient, when.within, places=places)


def _one_of(value: str, choices: Sequence[str], *, verb: str) -> Iterator[DistanceVerdict]:
    """Returns a verdict whether the value is one of the choices, where the rule gives any."""
    if choices:
        yield _among(choices, f"{verb} {value}", holds=value in choices)


def _among(choices: Sequence[str], reason: str, *, holds: bool) -> DistanceVerdict:
    """Returns the verdict; one that does not hold names the choices."""
    missed = "" if holds else f", not {' or '.join(choices)}"
    return DistanceVerdict(holds, f"{reason}{missed}")


def _seat_verdict(recipient: Recipient, seats: Sequence[str]) -> DistanceVerdict:
    """Whether the recipient holds one of the seats."""
    held = seat_of(recipient) in map(read_seat, seats)
    return _among(seats, f"holds the seat {recipient.seat}", holds=held)


def _place_verdict(
    recipient: Recipient,
    names: Sequence[str],
    *,
    places: Mapping[str, Place],
    ground: SelectionContext,
) -> DistanceVerdict:
    """Whether the recipient represents one of the places."""
    met: list[str] = []
    missed: list[str] = []
    at_home: list[str] = []
    for name in names:
        verdict = represents(
            recipient, places[name], place_id=name, table=ground.table, on=ground.on
        )
        (met if verdict.holds else missed).append(verdict.reason)
        if places[name].state in {None, recipient.state}:
            at_home.append(verdict.reason)
    reasons = met or (missed if len(names) <= FEW else at_home)
    if not reasons:
        every = listed(places[name].name for name in names)
        reasons = [f"no place of {every} lies in {state_name(recipient.state)}"]
    return DistanceVerdict(bool(met), "; ".join(reasons))


def _near_verdict(
    recipient: Recipient, rules: Sequence[str], *, places: Mapping[str, Place]
) -> DistanceVerdict:
    """Whether an office of the recipient is as near to a place as a rule says.

    A rule is written `100 miles of el-paso`.
    """
    # Its form was checked when the file was read.
    parts = (rule.split(" ", 3) for rule in rules)
    verdicts = [within(recipient, places[name], miles=int(miles)) for miles, _, _, name in parts]
    met = [verdict for verdict in verdicts if verdict.holds]
    # The nearest office is the best reason, and the nearest miss the most useful one.
    return min(met or verdicts, key=lambda verdict: verdict.miles)


def committee_verdict(
    recipient: Recipient, *, names: Sequence[str], roles: Sequence[str] = ()
) -> DistanceVerdict:
    """Returns whether the recipient sits on one of the committees in one of the roles.

    Without names, on any committee; without roles, in any role.
    """
    for seat in CommitteeRule(tuple(names), tuple(roles)).seats(recipient):
        verb = "sits on" if seat.role == "member" else f"{seat.role} of"
        committee = forms_of_address.committee_title(seat.name)
        return DistanceVerdict(holds=True, reason=f"{verb} the {committee}")
    verb = f"is not {' or '.join(roles)} of" if roles else "does not sit on"
    sought = " or ".join(names) or "any committee"
    return DistanceVerdict(holds=False, reason=f"{verb} {sought}")
