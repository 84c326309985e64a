"""What members did already, and where bills stand, and what it means for an ask.

Members' acts come from positions.yaml or positions.csv, which a person writes, and from
positions-synced.yaml, which `letters bills sync` writes.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.dates import congress_ends, congress_on, in_words, ordinal
from generator.errors import Problem
from generator.files import yaml_or_csv
from generator.files.yaml import Node, YamlDocument
from generator.models.bills import BillRecord
from generator.models.campaign import (
    Campaign,
    CampaignFile,
    Position,
    PositionsFile,
    PublishedPosition,
)
from generator.models.fields import Chamber, Stance, Taken
from generator.models.source import Bill, SourceFile
from generator.text import hint, quoted

DONE: Mapping[Stance, frozenset[str]] = {
    "support": frozenset({"sponsor", "cosponsor", "voted yes"}),
    "oppose": frozenset({"voted no"}),
}
"""The positions that do what is asked, for bills that the campaign supports or opposes."""

_DID: Mapping[Taken, str] = {
    "sponsor": "sponsored",
    "cosponsor": "cosponsored",
    "voted yes": "voted for",
    "voted no": "voted against",
}
_DOING: Mapping[Taken, str] = {
    "sponsor": "introducing",
    "cosponsor": "cosponsoring",
    "voted yes": "voting for",
    "voted no": "voting against",
}


# ---------------------------------------------------------------- what it means


@dataclass(frozen=True)
class MemberAction:
    """Something that a member did about what a letter asks."""

    position: Taken
    done: bool
    """True where it is what the letter would ask for: the letter then thanks for it."""
    reason: str
    """`cosponsored H.R. 2662 on May 10, 2019 (positions.yaml: congress.gov)`."""
    thanks: str
    """The words after “Thank you for”; empty where there is nothing to thank for."""
    withdrawn: bool = False
    """True for a cosponsor who withdrew, who is asked like members without an act."""


def bills_named(settings: CampaignFile, source: SourceFile) -> tuple[Bill, ...]:
    """Returns the bills of the campaign, of its own asks and of its recommendations, each once."""
    every = [settings.bill]
    every += [bill for ask in settings.asks for bill in ask.bill]
    every += [one.bill for one in source.recommendations]
    first: dict[tuple[int, str], Bill] = {}
    for bill in every:
        if bill is not None:
            first.setdefault((bill.congress, bill.number or bill.title or ""), bill)
    return tuple(first.values())


def bills_by_ask(campaign: Campaign) -> dict[str, tuple[Bill, ...]]:
    """Returns the bills of each recommendation, then of each ask of the sender's own, by id."""
    found: dict[str, tuple[Bill, ...]] = {}
    for one in campaign.source.recommendations:
        found[one.id] = (one.bill,) if one.bill else ()
    for ask in campaign.settings.asks:
        if ask.own:
            # Two wordings of one ask may name the bills of one chamber each.
            known = found.get(ask.name, ())
            found[ask.name] = (*known, *(bill for bill in ask.bill if bill not in known))
    return found


def deed(
    campaign: Campaign, member: str, *, ask: str, bills: Sequence[Bill] | None = None
) -> MemberAction | None:
    """Returns the last action of the member about a recommendation or own ask, by its id.

    `bills` are those of one wording of the ask; those of all its wordings when absent. “Reconsider
    your bill” is said to the sponsor of the wording's own bill, and to no other.

    Returns None where no action is known. The last action counts, because who cosponsored a bill
    and then voted against it is asked again; but a sponsor who then votes for the bill stays its
    sponsor.
    """
    if bills is None:
        bills = bills_by_ask(campaign).get(ask, ())
    known = [
        (position, bill)
        for position in campaign.positions.get(member, ())
        for bill in _about(position, ask, bills=bills)
    ]
    last = max(known, key=lambda one: one[0].withdrawn or one[0].date) if known else None
    bill = next((one for one in bills if one.sponsor == member), None)
    if last is None:
        return _sponsor(bill, campaign, ask=ask) if bill else None
    done = _is_done(*last)
    if last[0].withdrawn:
        return _action(*last, file=campaign.positions_file, ask=ask)
    alike = [one for one in known if _is_done(*one) == done]
    chosen = next((one for one in alike if one[0].position == "sponsor"), last)
    # The position has a day and a source; the key `sponsor` of a bill has neither.
    if bill and chosen[0].position != "sponsor" and done == ("sponsor" in DONE[bill.stance]):
        return _sponsor(bill, campaign, ask=ask)
    return _action(*chosen, file=campaign.positions_file, ask=ask)


def is_over(bill: Bill, on: datetime.date) -> bool:
    """Returns whether the bill can no longer pass on that day, or the text speaks of it as past."""
    return bill.past or has_ended(bill, on)


def has_ended(bill: Bill, on: datetime.date) -> bool:
    """Returns whether the Congress of the bill has ended on that day, and the bill with it.

    On its last day, too: a Congress ends at noon (20th Amendment, section 1), and a letter of that
    day is read later.
    """
    return on >= congress_ends(bill.congress)


def is_about(position: Position, bill: Bill) -> bool:
    """Returns whether the position is one on this bill."""
    # Numbers begin again with each Congress: the day tells H.R. 273 of two of them apart.
    return position.bill == bill.number and congress_on(position.date) == bill.congress


def _about(position: Position, ask: str, *, bills: Sequence[Bill]) -> tuple[Bill | None, ...]:
    """Returns the bill that the position on this ask is about, or None; empty for another ask."""
    if position.recommendation is not None:
        return (bills[0] if bills else None,) if position.recommendation == ask else ()
    return tuple(bill for bill in bills if is_about(position, bill))[:1]


def _is_done(position: Position, bill: Bill | None) -> bool:
    if position.withdrawn:
        return False
    return position.position in DONE[bill.stance if bill else "support"]


def _action(position: Position, bill: Bill | None, *, file: str, ask: str) -> MemberAction:
    done = _is_done(position, bill)
    what = (bill.number or bill.title or "the bill") if bill else ask
    reason = f"{_DID[position.position]} {what} on {in_words(position.date)}"
    source = f"{file}: {position.source}"
    if isinstance(position, PublishedPosition):
        # “As of” always, because the chambers publish cosponsors days later (usgpo/bill-status,
        # issues 255 and 257). And so no letter and no report says that a member is no cosponsor.
        since = "since" if position.position in ("sponsor", "cosponsor") else "on"
        reason = f"{what}: {position.position} {since} {in_words(position.date)}"
        source = f"{position.source}, as of {in_words(position.as_of)}"
    if position.withdrawn:
        reason = f"{reason}, withdrew on {in_words(position.withdrawn)}"
    reason = f"{reason} ({source})"
    year = str(position.date.year)
    thanks = position.thanks or (_thanks(position.position, bill, when=year) if bill else "")
    return MemberAction(
        position.position,
        done,
        reason,
        thanks if done else "",
        withdrawn=position.withdrawn is not None,
    )


def _sponsor(bill: Bill, campaign: Campaign, *, ask: str) -> MemberAction:
    """Returns the action of the member that the key `sponsor` of a bill names."""
    own = any(one.own and one.name == ask for one in campaign.settings.asks)
    file = "campaign.yaml" if own else "source.yaml"
    done = "sponsor" in DONE[bill.stance]
    congress = f"the {ordinal(bill.congress)} Congress"
    return MemberAction(
        "sponsor",
        done,
        f"sponsored {bill.number or bill.title} ({file})",
        _thanks("sponsor", bill, when=congress) if done else "",
    )


def _thanks(position: Taken, bill: Bill, *, when: str) -> str:
    """`introducing the Asylum Seeker Protection Act (H.R. 2662) in 2019`."""
    number = f" ({bill.number})" if bill.number else ""
    name = f"the {bill.title}{number}" if bill.title else bill.number or "such legislation"
    return f"{_DOING[position]} {name} in {when}"


# ---------------------------------------------------------------- where the bill stands


def record_of(campaign: Campaign, bill: Bill) -> BillRecord | None:
    """Returns what is published about the bill, or None."""
    return campaign.bills.get((bill.congress, bill.number or ""))


def became_law(campaign: Campaign, bill: Bill, *, on: datetime.date) -> str:
    """Returns `H.R. 1234 became Public Law 119-45 on …`; empty unless it is law on that day."""
    record = record_of(campaign, bill)
    if record is None or record.law is None or record.law.date > on:
        return ""
    day = in_words(record.law.date)
    return f"{record.number} became {record.law.number} on {day} {_source(record)}"


def left_chamber(campaign: Campaign, bill: Bill, *, chamber: Chamber, on: datetime.date) -> str:
    """Returns `the House passed H.R. 1234 on …`; empty unless the chamber has on that day."""
    record = record_of(campaign, bill)
    day = record.passed.get(chamber) if record else None
    if record is None or day is None or day > on:
        return ""
    # Joint resolutions are passed like bills; simple and concurrent ones are agreed to.
    is_bill = "Res." not in record.number or "J.Res." in record.number
    passed = "passed" if is_bill else "agreed to"
    return f"the {chamber.title()} {passed} {record.number} on {in_words(day)} {_source(record)}"


def left_committee(campaign: Campaign, bill: Bill, *, chamber: Chamber, on: datetime.date) -> str:
    """Returns `H.R. 1234 was reported to the House on …`; empty unless it was on that day."""
    record = record_of(campaign, bill)
    day = record.reported.get(chamber) if record else None
    if record is None or day is None or day > on:
        return ""
    to = f"the {chamber.title()}"
    return f"{record.number} was reported to {to} on {in_words(day)} {_source(record)}"


def _source(record: BillRecord) -> str:
    return f"({record.source}, as of {in_words(record.as_of)})"


# ---------------------------------------------------------------- reading


def with_published(
    campaign: Campaign, records: Sequence[BillRecord], *, on: datetime.date | None = None
) -> Campaign:
    """Returns the campaign with what is published about its bills, as of the letters' date.

    A position that a person wrote stands over the published ones of that member and bill: people
    know what the chambers publish days later.
    """
    bills = bills_by_ask(campaign)
    positions = dict(campaign.positions)
    for record in records:
        for act in _acts(record, on=on):
            own = campaign.positions.get(act.member, ())
            if not any(_stands_over(one, record, bills=bills) for one in own):
                positions[act.member] = (*positions.get(act.member, ()), act)
    known = {(record.congress, record.number): record for record in records}
    return replace(campaign, positions=positions, bills=known)


def _acts(record: BillRecord, *, on: datetime.date | None) -> Iterator[PublishedPosition]:
    """Yields the acts on a bill up to that day, which letters of an earlier date do not know."""
    for act in record.positions:
        if on and act.date > on:
            continue
        yield PublishedPosition(
            member=act.member,
            bill=record.number,
            position=act.position,
            date=act.date,
            withdrawn=act.withdrawn if act.withdrawn and not (on and act.withdrawn > on) else None,
            source=act.source or record.source,
            as_of=record.as_of,
        )


def _stands_over(
    position: Position, record: BillRecord, *, bills: Mapping[str, Sequence[Bill]]
) -> bool:
    """Returns whether a position, by bill or by recommendation, is about the bill of the record."""
    about = [
        bill
        for bill in bills.get(position.recommendation or "", ())
        if (bill.congress, bill.number) == (record.congress, record.number)
    ]
    same = position.bill == record.number and congress_on(position.date) == record.congress
    return bool(about) or same


def read_positions(folder: Path, *, shown_as: str) -> YamlDocument | None:
    """Returns the campaign's file of positions as a YAML document; None where it has no such file.

    `shown_as` is the folder as people would type it.
    """
    return yaml_or_csv.read_either(folder, "positions", shown_as=shown_as)


def positions_problems(
    document: YamlDocument,
    source: YamlDocument,
    *,
    settings: YamlDocument,
    on: datetime.date | None = None,
) -> Iterator[Problem]:
    """Yields a problem for each position that fits no recommendation and no own ask.

    `settings` is campaign.yaml. A position that is later than the letters (`on`) is a problem too.
    """
    bills: dict[str, tuple[Node, ...]] = {}
    for node in source.root["recommendations"].entries:
        bills[node["id"].text or ""] = node["bill"].entries
    for node in settings.root["asks"].entries:
        if name := node["id"].text:
            bills[name] = (*bills.get(name, ()), *node["bill"].entries)
    for entry in document.root["positions"].entries:
        if entry["source"].value is None and document.root["source"].value is None:
            message = (
                "is missing: add “source: …” (the place where it can be read), here or once above "
                "“positions:”"
            )
            yield entry["source"].problem(message, code="missing-key")
        yield from _entry_problems(entry, bills)
        for key in ("date", "withdrawn"):
            if on is not None and (date := _day(entry[key])) and date > on:
                message = (
                    f"{date} is after the letters' date, {in_words(on)}: correct one of the two"
                )
                yield entry[key].problem(message, code="position-after-letter")
        yield from _withdrawal_problems(entry)


def _entry_problems(entry: Node, bills: Mapping[str, Sequence[Node]]) -> Iterator[Problem]:
    """Yields the problems of a position: it names a recommendation or own ask, by id or by bill.

    `bills` has the bills of each.
    """
    name, number = entry["recommendation"].text, entry["bill"].text
    every = [bill for each in bills.values() for bill in each]
    of_number = [bill for bill in every if number and bill["number"].text == number]
    # Both, or neither of them.
    if (name is None) == (number is None):
        message = (
            "must name a recommendation of source.yaml, or the bill of one: "
            "write recommendation: or bill:, not both"
        )
        yield entry.problem(message, code="recommendation-or-bill")
    elif name is not None and name not in bills:
        known = hint(name, bills)
        message = f"there is no recommendation in source.yaml {quoted(name)}{known}"
        yield entry["recommendation"].problem(message, code="unknown-recommendation")
    elif number is not None and not of_number:
        known = hint(number, filter(None, (bill["number"].text for bill in every)))
        message = f"no recommendation or own ask has the bill {quoted(number)}{known}"
        yield entry["bill"].problem(message, code="unknown-bill")
    else:
        yield from _bill_problems(entry, bills[name] if name else of_number)


def _withdrawal_problems(entry: Node) -> Iterator[Problem]:
    """Yields a problem for a withdrawal of someone who is no cosponsor, or before they joined."""
    withdrawn, joined = _day(entry["withdrawn"]), _day(entry["date"])
    if withdrawn is None:
        return
    if entry["position"].text != "cosponsor":
        message = "only a cosponsor withdraws: take this key out, or correct position:"
        yield entry["withdrawn"].problem(message, code="withdrawal-of-another")
    elif joined and withdrawn < joined:
        message = f"{withdrawn} is before the day of joining, {in_words(joined)}: correct one"
        yield entry["withdrawn"].problem(message, code="withdrawn-before-joining")


def _bill_problems(entry: Node, bills: Sequence[Node]) -> Iterator[Problem]:
    """Yields a problem if the date of a position is outside the Congress of each of the bills.

    Without a bill, only the file can say what to thank for.
    """
    if not bills:
        # Who voted no on what is asked gets no thanks, so that no words are needed.
        if entry["thanks"].text is None and entry["position"].text != "voted no":
            message = (
                "the recommendation has no bill to name: add thanks: "
                "as it follows “Thank you for”: “voting to …”"
            )
            yield entry.problem(message, code="thanks-missing")
        return
    date = _day(entry["date"])
    congresses = [bill["congress"].text or "" for bill in bills]
    # A Congress that is no number is the model's to report.
    if date is None or not all(map(str.isdigit, congresses)):
        return
    if congress_on(date) not in map(int, congresses):
        message = (
            f"{date} lies in the {ordinal(congress_on(date))} Congress, and the bill is of "
            f"the {ordinal(int(congresses[0]))}: correct one of them"
        )
        yield entry["date"].problem(message, code="position-in-another-congress")


def _day(node: Node) -> datetime.date | None:
    """Returns the day of the node; None where it is no day, which the model reports."""
    try:
        return datetime.date.fromisoformat(node.text or "")
    except ValueError:
        return None


def by_member(file: PositionsFile | None) -> dict[str, tuple[Position, ...]]:
    """Returns the positions of each member by the member's id; empty without a file.

    Each has the source of the file where it names no other.
    """
    found: dict[str, tuple[Position, ...]] = {}
    for position in file.positions if file else ():
        source = position.source or (file.source if file else None)
        sourced = position.model_copy(update={"source": source})
        found[position.member] = (*found.get(position.member, ()), sourced)
    return found
