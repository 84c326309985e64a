"""Which arguments and asks this recipient gets, in which order, and why."""

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from generator import dates
from generator.congress import forms_of_address
from generator.congress.criteria import among, committee_verdict, verdicts
from generator.congress.districts.distances import DistanceVerdict
from generator.congress.districts.table import DistrictTable
from generator.congress.seats import listed
from generator.letter import positions
from generator.letter.references import SHEETS, uses
from generator.models.campaign import Argument, ArgumentHeader, Ask, Campaign, Prose, When
from generator.models.fields import Chamber, Voice
from generator.models.letter import Choice, Rank, Selection
from generator.models.recipient import Recipient
from generator.models.source import Bill, Place, Recommendation, chamber_of_bill

# Local first: an office wants to know what a matter means at home, then what its committee can
# decide.
ORDER: dict[Rank, int] = {"local": 0, "committee": 1, "general": 2}


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
    voice: Voice | None = None,
) -> Selection:
    """Returns the arguments and asks of this recipient's letter in order, then those left out.

    Each has its reason. Local arguments come first, then those for a committee, then general ones,
    each by weight and then by id; the heaviest of all has a place. The same input gives the same
    result. `lacking` holds the texts that cannot be printed for this recipient, and why; `picks`
    are the arguments that the signer wants first, in their order. `voice` is the signer's; the
    campaign's sender's when absent.
    """
    # Asks first: an argument is in only if it supports one of them.
    unsaid, voice = lacking or {}, voice or campaign.sender.voice
    asks = _asks(campaign, recipient, ground=ground, lacking=unsaid, voice=voice)
    arguments = ranked(
        campaign,
        lambda header: argument_verdict(header, recipient, campaign=campaign, ground=ground),
        asks=asks,
        lacking=unsaid,
        picks=picks,
        voice=voice,
    )
    return Selection(recipient.id, arguments, asks)


def shortened(selection: Selection, *, by: int) -> Selection:
    """Returns the selection without its `by` lowest-ranked arguments, for a page that is full.

    The heaviest argument is dropped last but one, and the argument that ranks first last.
    """
    kept = [choice for choice in selection.arguments if choice.included]
    dropped: list[Choice] = []
    for _ in range(by):
        # The first place is the letter's own reason to this office, such as a local argument, and
        # the heaviest the campaign's best: a letter loses neither while it has another.
        strongest = heaviest(kept)
        lowest = next((one for one in kept[:0:-1] if one is not strongest), kept[-1])
        reason = "it ranks last" if lowest is kept[-1] else f"the heaviest ({strongest.id}) stays"
        kept.remove(lowest)
        dropped.insert(0, but(lowest, f"the page is full and {reason}"))
    out = (choice for choice in selection.arguments if not choice.included)
    return replace(selection, arguments=(*kept, *dropped, *out))


def heaviest(choices: Iterable[Choice]) -> Choice:
    """Returns the choice of the greatest weight; of equals the first."""
    return max(choices, key=lambda choice: choice.weight)


def ranked(
    campaign: Campaign,
    rule: Callable[[ArgumentHeader], DistanceVerdict],
    *,
    asks: Sequence[Choice],
    lacking: Mapping[Prose, str],
    voice: Voice,
    picks: Sequence[str] = (),
) -> tuple[Choice, ...]:
    """Returns every argument with its verdict by the rule: those in by rank, then those out.

    The campaign's settings say how many are in. `lacking`, `picks` and `voice` are those of
    `choose`.
    """
    # An argument for what is not asked would leave the member without a request. What argues for a
    # recommendation argues for the sender's own ask that serves it, too.
    made = [choice for choice in asks if choice.included]
    asked = {name for choice in made for name in (choice.id, choice.serves) if name}
    choices = []
    for argument in campaign.arguments:
        header, verdict = argument.header, rule(argument.header)
        holds, reason = verdict.holds, verdict.reason
        if other := _other_voice(header.voice, voice):
            holds, reason = False, other
        elif holds and not asked.intersection(header.supports):
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

    return _cut(sorted(choices, key=place), campaign=campaign, picks=picks)


def _other_voice(written_for: Voice | None, voice: Voice) -> str:
    """Returns why words written for one voice do not fit a signer of the other; else nothing."""
    if written_for in (None, voice):
        return ""
    article = {"person": "a person", "organization": "an organization"}
    return f"written for {article[written_for]}, and {article[voice]} signs"


def _cut(
    ordered: Sequence[Choice], *, campaign: Campaign, picks: Sequence[str]
) -> tuple[Choice, ...]:
    """Returns the ordered arguments held to the campaign's numbers; those in come first.

    The last place is kept for the heaviest argument, unless the signer picked others for it.
    """
    settings = campaign.settings
    eligible = [
        one for one in ordered if one.included and (one.rank != "local" or settings.max_local)
    ]
    # Without this, a local argument and two for committees would leave the strongest one out.
    waiting = heaviest(eligible) if eligible else None
    chosen: list[Choice] = []
    left: list[Choice] = []
    for choice in ordered:
        local = sum(other.rank == "local" for other in chosen)
        if choice is waiting:
            waiting = None
        is_last = len(chosen) == settings.max_arguments - 1
        if not choice.included:
            left.append(choice)
        elif choice.rank == "local" and local >= settings.max_local:
            left.append(enough(choice, settings.max_local, noun="local argument"))
        elif len(chosen) >= settings.max_arguments:
            left.append(enough(choice, settings.max_arguments, noun="argument"))
        elif waiting and chosen and is_last and choice.id not in picks:
            left.append(but(choice, f"the last place is for the heaviest ({waiting.id})"))
        else:
            chosen.append(choice)
    return (*chosen, *left)


def but(choice: Choice, reason: str) -> Choice:
    """Returns the choice, out for a reason that is not its rule's."""
    return replace(choice, included=False, reason=f"{choice.reason}; but {reason}")


def enough(choice: Choice, number: int, *, noun: str) -> Choice:
    """Returns the choice, out because the letter has its `number` already."""
    number_and_noun = f"one {noun}" if number == 1 else f"{number} {noun}s"
    return replace(but(choice, f"the letter has its {number_and_noun}"), crowded_out=True)


def rank_of(argument: Argument) -> Rank:
    """Returns the rank that the argument's rule and text give it.

    Local where the rule names a place, state or district, or the text a figure of the recipient's
    own; else by its committee or role.
    """
    when = argument.header.when
    near = when.state or when.district or when.district_of or when.within
    if near or _is_of_home(argument.prose):
        return "local"
    by_role = when.committee or when.subcommittee or when.role or when.leader
    return "committee" if by_role else "general"


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
    voice: Voice,
) -> tuple[Choice, ...]:
    """Returns the asks in the campaign's order: those made, those without room, the others."""
    chosen: list[Choice] = []
    cut: list[Choice] = []
    missed: list[Choice] = []
    every = []
    for number, ask in enumerate(campaign.settings.asks):
        choice = _ask(number, recipient, campaign=campaign, ground=ground)
        if other := _other_voice(ask.voice, voice):
            choice = replace(choice, included=False, reason=other)
        every.append(choice)
    # The file may word one ask in several ways: the first that fits this member is made.
    for choice in again_first(every):
        words = choice.again or choice.words
        if not choice.included:
            missed.append(choice)
        elif any(made.id == choice.id for made in chosen):
            missed.append(replace(choice, included=False, reason="asked already in other words"))
        elif reason := served_already(choice, chosen):
            missed.append(replace(choice, included=False, reason=reason))
        elif words and words in lacking:
            cut.append(but(choice, lacking[words]))
        elif len(chosen) >= campaign.settings.max_asks:
            cut.append(enough(choice, campaign.settings.max_asks, noun="ask"))
        else:
            chosen.append(choice)
    return (*chosen, *cut, *missed)


def served_already(choice: Choice, made: Iterable[Choice]) -> str:
    """Returns why a recommendation is not asked for again; empty unless an own ask serves it.

    What the sender asks today stands for it: “Oppose H.R. 273” and “End the program” in one list
    would be one ask twice. When the bill of the own ask has died, the recommendation returns.
    """
    own = next((one for one in made if one.serves == choice.id), None)
    return f"{own.id} asks for it already" if own else ""


def again_first(asks: Sequence[Choice]) -> list[Choice]:
    """Returns the asks, those behind the thanks first, as the letter has them.

    So they are never the ones without room: thanks for a bill of an earlier Congress without the
    ask to bring it back would waste the member who is nearest to doing it.
    """
    # sorted() is stable: the others keep the order of the file.
    return sorted(asks, key=lambda choice: not (choice.included and choice.again))


def _ask(
    number: int, recipient: Recipient, *, campaign: Campaign, ground: SelectionContext
) -> Choice:
    """Returns the ask of that number in campaign.yaml, in or out of this recipient's letter."""
    ask = campaign.settings.asks[number]
    recommendation = recommendation_of(campaign, ask)
    bills = bills_of(ask, recommendation)
    deed = positions.deed(campaign, recipient.id, ask=ask.name, bills=bills)
    again = None
    # A bill that became law needs no one to bring it back.
    is_over = any(
        positions.is_over(one, ground.on) and not positions.became_law(campaign, one, on=ground.on)
        for one in bills
    )
    if deed and deed.done and is_over:
        again = campaign.again.get((number, deed.position))
    verdict = _can_act(
        ask, recipient, recommendation=recommendation, campaign=campaign, ground=ground,
        deed=deed, again=again is not None,
    )  # fmt: skip
    committees = recommendation.committees and not ask.own
    reason = verdict.reason
    if ask.own:
        reason = f"the sender's own, for {recommendation.id}; {reason}"
    return Choice(
        ask.name,
        verdict.holds,
        reason,
        "committee" if committees else "general",
        words=campaign.asks[number],
        again=again,
        serves=recommendation.id if ask.own else "",
    )


def recommendation_of(campaign: Campaign, ask: Ask) -> Recommendation:
    """Returns the recommendation that the ask is, or that it serves."""
    every = campaign.source.recommendations
    return next(one for one in every if one.id == ask.recommendation)


def bills_of(ask: Ask, recommendation: Recommendation) -> tuple[Bill, ...]:
    """Returns the bills of the ask: its own, or that of the recommendation."""
    if ask.own:
        return ask.bill
    return (recommendation.bill,) if recommendation.bill else ()


def fallen_away(campaign: Campaign, ask: Ask, *, on: datetime.date) -> str:
    """Returns why no letter of that day can make the ask; empty where one can.

    An ask lives as long as its bill, and no longer than until the bill is law. Where it names
    several bills it falls away with the first, because its words name them all.
    """
    recommendation = recommendation_of(campaign, ask)
    for bill in bills_of(ask, recommendation):
        if bill.past:
            continue
        if _is_for_the_bill(ask, recommendation) and (
            law := positions.became_law(campaign, bill, on=on)
        ):
            return f"falls away: {law}"
        if positions.has_ended(bill, on):
            congress = f"the {dates.ordinal(bill.congress)} Congress"
            day = dates.in_words(dates.congress_ends(bill.congress))
            return f"falls away: {congress} ended on {day}, and {bill.number or bill.title} with it"
    return ""


def left_behind(campaign: Campaign, ask: Ask, *, chamber: Chamber, on: datetime.date) -> str:
    """Returns why no member of the chamber is asked any more; empty where they are.

    A chamber that has passed the bill has done with it, and a committee that has reported it needs
    no hearing. What else a committee is asked for, only its words say: `check` warns of that.
    """
    recommendation = recommendation_of(campaign, ask)
    for bill in bills_of(ask, recommendation):
        if bill.past:
            continue
        passed = positions.left_chamber(campaign, bill, chamber=chamber, on=on)
        if passed and _is_for_the_bill(ask, recommendation):
            return f"{passed}: its members are not asked for it any more"
        reported = positions.left_committee(campaign, bill, chamber=chamber, on=on)
        if reported and recommendation.instrument == "hearing":
            return f"falls away: {reported}, so that no hearing on it is asked for"
    return ""


def _is_for_the_bill(ask: Ask, recommendation: Recommendation) -> bool:
    """Returns whether the ask is for a vote or an act on the bill, so that it ends with it.

    A briefing or a visit can be asked for after it, too.
    """
    return ask.own or recommendation.instrument in ("legislation", "appropriation", "hearing")


def chambers_of(ask: Ask, recommendation: Recommendation) -> tuple[Chamber, ...]:
    """Returns the chambers that can do what is asked.

    Those of an own ask are the chambers of its bills, so that no senator is asked to vote on a
    House bill that has not passed; those of its recommendation where its bills have no number yet.
    """
    if not ask.own:
        return recommendation.chambers
    # An ask of a city council is no ask of Congress, although it serves a recommendation to it.
    if ask.bodies and not ask.bill:
        return ask.chambers
    homes = dict.fromkeys(chamber_of_bill(bill.number) for bill in ask.bill if bill.number)
    return ask.chambers or tuple(homes) or recommendation.chambers


def bodies_of(ask: Ask, recommendation: Recommendation) -> tuple[str, ...]:
    """Returns the bodies outside Congress that can do what is asked.

    An own ask names them itself: what Congress or an agency is asked is not asked of a council that
    the sender asks for something else.
    """
    return ask.bodies if ask.own else recommendation.bodies


def bodies_asked(campaign: Campaign) -> tuple[str, ...]:
    """Returns the bodies of which a campaign asks something, Congress among them."""
    found: dict[str, None] = {}
    for ask in campaign.settings.asks:
        recommendation = recommendation_of(campaign, ask)
        if chambers_of(ask, recommendation):
            found[forms_of_address.CONGRESS] = None
        found.update(dict.fromkeys(bodies_of(ask, recommendation)))
    return tuple(found)


def power_problem(ask: Ask, recipient: Recipient, *, recommendation: Recommendation) -> str:
    """Returns why the recipient cannot do what is asked; empty where they can."""
    chambers, bodies = chambers_of(ask, recommendation), bodies_of(ask, recommendation)
    if recipient.chamber in chambers or (
        recipient.body and forms_of_address.is_of(recipient, bodies)
    ):
        return ""
    able = (*(chamber.title() for chamber in chambers), *bodies)
    return f"only the {listed(re.sub(r'(?i)^the ', '', name) for name in able)} can act on it"


def _can_act(
    ask: Ask,
    recipient: Recipient,
    *,
    recommendation: Recommendation,
    campaign: Campaign,
    ground: SelectionContext,
    deed: positions.MemberAction | None,
    again: bool,
) -> DistanceVerdict:
    """Whether this recipient is asked this: power first, then the campaign's own rule."""
    # From the most general reason to the most special: the first that fails is the one to show.
    if without_power := power_problem(ask, recipient, recommendation=recommendation):
        return DistanceVerdict(holds=False, reason=without_power)
    if deed and deed.done and not again:
        return DistanceVerdict(holds=False, reason=f"{deed.reason}: thanked, not asked")
    over = fallen_away(campaign, ask, on=ground.on)
    if not over and recipient.chamber:
        over = left_behind(campaign, ask, chamber=recipient.chamber, on=ground.on)
    # A member who acted is asked again because the bill is over.
    if over and not again:
        return DistanceVerdict(holds=False, reason=over)
    who = "every member" if recipient.body is None else f"the {recipient.body}"
    power = DistanceVerdict(holds=True, reason=f"{who} can act on it")
    # An own ask names its members by `when`: it may need another committee than the document's.
    # Committees are those of Congress.
    if recommendation.committees and not ask.own and recipient.body is None:
        power = committee_verdict(recipient, names=recommendation.committees)
    if not power.holds:
        return power
    acts = (deed,) if deed else ()
    places = campaign.source.places
    rule = meets(ask.when, recipient, places=places, ground=ground, acts=acts)
    verdict = rule if not rule.holds or ask.when != When() else power
    if deed and verdict.holds:
        return _acted(ask, verdict, deed=deed, again=again)
    return verdict


def _acted(
    ask: Ask, verdict: DistanceVerdict, *, deed: positions.MemberAction, again: bool
) -> DistanceVerdict:
    """Returns the verdict on an ask that fits a member who has acted on its bill."""
    if again:
        return replace(verdict, reason=f"{deed.reason}: thanked, and asked again")
    if deed.withdrawn:
        return replace(verdict, reason=f"{verdict.reason}; {deed.reason}: not thanked")
    # The sponsor of a bill is not asked to oppose it, unless the words are for sponsors.
    if deed.position in ("sponsor", "cosponsor") and not ask.when.position:
        return DistanceVerdict(holds=False, reason=f"{deed.reason}: not asked to oppose it")
    return replace(verdict, reason=f"{verdict.reason}; {deed.reason}")


def argument_verdict(
    header: ArgumentHeader, recipient: Recipient, *, campaign: Campaign, ground: SelectionContext
) -> DistanceVerdict:
    """Returns whether the rule of an argument holds for this recipient.

    The positions that it may name are those on what it supports.
    """
    deeds = (positions.deed(campaign, recipient.id, ask=name) for name in header.supports)
    return meets(
        header.when,
        recipient,
        places=campaign.source.places,
        ground=ground,
        acts=tuple(filter(None, deeds)) if header.when.position else (),
    )


def meets(
    when: When,
    recipient: Recipient,
    *,
    places: Mapping[str, Place],
    ground: SelectionContext,
    acts: Sequence[positions.MemberAction] = (),
) -> DistanceVerdict:
    """Returns whether every key of the rule holds for this recipient, and the values met or missed.

    The first key that does not hold is the reason; a rule without keys holds for everyone. `acts`
    is what the recipient did about the ask, or about what the argument supports.
    """
    met = []
    found = verdicts(when, recipient, places=places, table=ground.table, on=ground.on)
    for verdict in chain(found, _position_verdicts(when.position, acts)):
        if not verdict.holds:
            return verdict
        met.append(verdict.reason)
    return DistanceVerdict(holds=True, reason="; ".join(met) or "for everyone")


def _position_verdicts(
    choices: Sequence[str], acts: Sequence[positions.MemberAction]
) -> Iterator[DistanceVerdict]:
    """Yields whether one of the known acts is among the positions of the rule, or none is known."""
    if choices:
        # A cosponsor who withdrew counts like a member without a known act.
        standing = [act for act in acts if not act.withdrawn]
        met = next((act for act in standing if act.position in choices), None)
        reason = (met or acts[0]).reason if acts else "no act of theirs on it is known"
        holds = bool(met) or (not standing and "none" in choices)
        yield among(choices, reason, holds=holds)
