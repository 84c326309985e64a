"""What members did already (positions.yaml or positions.csv), and what it means for an ask."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.dates import congress_on, in_words, ordinal
from generator.errors import Problem
from generator.files import yaml_or_csv
from generator.files.yaml import Node, YamlDocument
from generator.models.campaign import Campaign, Position, PositionsFile
from generator.models.fields import Stance
from generator.models.source import Bill, Recommendation
from generator.text import hint, quoted

DONE: Mapping[Stance, frozenset[str]] = {
    "support": frozenset({"sponsor", "cosponsor", "voted yes"}),
    "oppose": frozenset({"voted no"}),
}
"""The positions that do what is asked, for bills that the campaign supports or opposes."""

_DID = {
    "sponsor": "sponsored",
    "cosponsor": "cosponsored",
    "voted yes": "voted for",
    "voted no": "voted against",
}
_DOING = {
    "sponsor": "introducing",
    "cosponsor": "cosponsoring",
    "voted yes": "voting for",
    "voted no": "voting against",
}


# ---------------------------------------------------------------- what it means


@dataclass(frozen=True)
class MemberAction:
    """Something that a member did about a recommendation."""

    done: bool
    """True where it is what the letter would ask for: the letter then thanks for it."""
    reason: str
    """`cosponsored H.R. 2662 on May 10, 2019 (congress.gov)`."""
    thanks: str
    """The words after “Thank you for”; empty where there is nothing to thank for."""


def deed(campaign: Campaign, member: str, *, recommendation: Recommendation) -> MemberAction | None:
    """Returns the last action of the member on the recommendation; None where none is known.

    A sponsor of its bill counts as sponsor even after a vote for it, but not after one against it.
    """
    bill = recommendation.bill
    known = [one for one in campaign.positions.get(member, ()) if _is_about(one, recommendation)]
    # The last action counts: who cosponsored a bill and then voted against it is asked again.
    last = _action(max(known, key=lambda one: one.date), recommendation) if known else None
    if bill is None or bill.sponsor != member or (last is not None and not last.done):
        return last
    done = "sponsor" in DONE[bill.stance]
    return MemberAction(
        done, f"sponsored {bill.title or bill.number}", _thanks("sponsor", bill) if done else ""
    )


def _is_about(position: Position, recommendation: Recommendation) -> bool:
    """Whether the position is one on this recommendation, or on its bill."""
    if position.recommendation is not None:
        return position.recommendation == recommendation.id
    return recommendation.bill is not None and position.bill == recommendation.bill.number


def _action(position: Position, recommendation: Recommendation) -> MemberAction:
    bill = recommendation.bill
    done = position.position in DONE[bill.stance if bill else "support"]
    what = (bill.number or bill.title or "the bill") if bill else recommendation.id
    reason = f"{_DID[position.position]} {what} on {in_words(position.date)} ({position.source})"
    thanks = position.thanks or (_thanks(position.position, bill) if bill else "")
    return MemberAction(done, reason, thanks if done else "")


def _thanks(position: str, bill: Bill) -> str:
    """`introducing the Asylum Seeker Protection Act in the 116th Congress`."""
    name = f"the {bill.title}" if bill.title else bill.number or "such legislation"
    return f"{_DOING[position]} {name} in the {ordinal(bill.congress)} Congress"


# ---------------------------------------------------------------- reading


def read_positions(folder: Path, *, shown_as: str) -> YamlDocument | None:
    """Returns the campaign's file of positions as a YAML document; None where it has no such file.

    `shown_as` is the folder as people would type it.
    """
    return yaml_or_csv.read_either(folder, "positions", shown_as=shown_as)


def positions_problems(
    document: YamlDocument, source: YamlDocument, *, on: datetime.date | None = None
) -> Iterator[Problem]:
    """Yields a problem for each position that fits nothing in source.yaml.

    A position that is later than the letters (`on`) is a problem too.
    """
    recommendations = {
        node["id"].text or "": node for node in source.root["recommendations"].entries
    }
    numbers = ((node["bill"]["number"].text, node) for node in recommendations.values())
    bills = {number: node for number, node in numbers if number}
    for entry in document.root["positions"].entries:
        yield from _entry_problems(entry, recommendations, bills=bills)
        if on is not None and (date := _day(entry["date"])) and date > on:
            message = f"{date} is after the letters' date, {in_words(on)}: correct one of the two"
            yield entry["date"].problem(message, code="position-after-letter")


def _entry_problems(
    entry: Node, recommendations: Mapping[str, Node], *, bills: Mapping[str, Node]
) -> Iterator[Problem]:
    """Returns the problems of a position: it names a recommendation, by id or by bill."""
    name, number = entry["recommendation"].text, entry["bill"].text
    # Both, or neither of them.
    if (name is None) == (number is None):
        message = (
            "must name a recommendation of source.yaml, or the bill of one: "
            "write recommendation: or bill:, not both"
        )
        yield entry.problem(message, code="recommendation-or-bill")
    elif name is not None and name not in recommendations:
        known = hint(name, recommendations)
        message = f"there is no recommendation in source.yaml {quoted(name)}{known}"
        yield entry["recommendation"].problem(message, code="unknown-recommendation")
    elif number is not None and number not in bills:
        known = hint(number, bills)
        message = f"no recommendation in source.yaml has the bill {quoted(number)}{known}"
        yield entry["bill"].problem(message, code="unknown-bill")
    else:
        recommendation = recommendations[name] if name else bills[number or ""]
        yield from _bill_problems(entry, recommendation["bill"])


def _bill_problems(entry: Node, bill: Node) -> Iterator[Problem]:
    """Returns a problem if the date of a position is outside the Congress of its bill.

    Without a bill, only the file can say what to thank for.
    """
    if bill.value is None:
        # Who voted no on what is asked gets no thanks, so that no words are needed.
        if entry["thanks"].text is None and entry["position"].text != "voted no":
            message = (
                "the recommendation has no bill to name: add thanks: "
                "as it follows “Thank you for”: “voting to …”"
            )
            yield entry.problem(message, code="thanks-missing")
        return
    congress, date = bill["congress"].text or "", _day(entry["date"])
    if date is not None and congress.isdigit() and congress_on(date) != int(congress):
        message = (
            f"{date} lies in the {ordinal(congress_on(date))} Congress, and the bill is of "
            f"the {ordinal(int(congress))}: correct one of them"
        )
        yield entry["date"].problem(message, code="position-in-another-congress")


def _day(node: Node) -> datetime.date | None:
    """Returns the day of the node; None where it is no day, which the model reports."""
    try:
        return datetime.date.fromisoformat(node.text or "")
    except ValueError:
        return None


def by_member(file: PositionsFile | None) -> dict[str, tuple[Position, ...]]:
    """Returns the positions of each member by the member's id; empty without a file."""
    found: dict[str, tuple[Position, ...]] = {}
    for position in file.positions if file else ():
        found[position.member] = (*found.get(position.member, ()), position)
    return found
