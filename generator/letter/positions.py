"""What members have done already: read from positions.yaml or positions.csv, and what it means for an ask."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.dates import congress_on, in_words, ordinal
from generator.errors import Problem
from generator.files import yaml_or_csv
from generator.files.yaml import Document, Node
from generator.models import Bill, Campaign, Position, PositionsFile, Recommendation, Stance
from generator.text import hint, quoted

DONE: Mapping[Stance, frozenset[str]] = {
    "support": frozenset({"sponsor", "cosponsor", "voted yes"}),
    "oppose": frozenset({"voted no"}),
}
"""What counts as having done what is asked, for a bill that the campaign supports and for one that it opposes."""

_DID = {"sponsor": "sponsored", "cosponsor": "cosponsored", "voted yes": "voted for", "voted no": "voted against"}
_DOING = {"sponsor": "introducing", "cosponsor": "cosponsoring", "voted yes": "voting for", "voted no": "voting against"}


# ---------------------------------------------------------------- what it means


@dataclass(frozen=True)
class Deed:
    """Something that a member did about a recommendation."""

    done: bool
    """True where it is what the letter would ask for; then it is thanked for and not asked."""
    reason: str
    """`cosponsored H.R. 2662 on May 10, 2019 (congress.gov)`."""
    thanks: str
    """What follows “Thank you for”; empty where there is nothing to thank for."""


def deed(campaign: Campaign, member: str, *, recommendation: Recommendation) -> Deed | None:
    """The last thing that the member did about the recommendation; None where nothing is known.

    Whoever introduced its bill has done more than whoever voted for it, unless they turned against it since.
    """
    bill = recommendation.bill
    known = [position for position in campaign.positions.get(member, ()) if _is_about(position, recommendation)]
    last = _told(max(known, key=lambda position: position.date), recommendation) if known else None
    if bill is None or bill.sponsor != member or (last is not None and not last.done):
        return last
    done = "sponsor" in DONE[bill.stance]
    return Deed(done, f"sponsored {bill.title or bill.number}", _thanks("sponsor", bill) if done else "")


def _is_about(position: Position, recommendation: Recommendation) -> bool:
    """Whether the position is one on this recommendation, or on its bill."""
    if position.recommendation is not None:
        return position.recommendation == recommendation.id
    return recommendation.bill is not None and position.bill == recommendation.bill.number


def _told(position: Position, recommendation: Recommendation) -> Deed:
    """One position as a deed."""
    bill = recommendation.bill
    done = position.position in DONE[bill.stance if bill else "support"]
    what = (bill.number or bill.title or "the bill") if bill else recommendation.id
    reason = f"{_DID[position.position]} {what} on {in_words(position.date)} ({position.source})"
    thanks = position.thanks or (_thanks(position.position, bill) if bill else "")
    return Deed(done, reason, thanks if done else "")


def _thanks(position: str, bill: Bill) -> str:
    """`introducing the Asylum Seeker Protection Act in the 116th Congress`."""
    name = f"the {bill.title}" if bill.title else bill.number or "such legislation"
    return f"{_DOING[position]} {name} in the {ordinal(bill.congress)} Congress"


# ---------------------------------------------------------------- reading


def read_positions(folder: Path, *, shown_as: str) -> Document | None:
    """What the campaign's file of positions says, as if it were YAML; None where there is none.

    `shown_as` is the folder as people would type it.
    """
    return yaml_or_csv.read_either(folder, "positions", shown_as=shown_as)


def positions_problems(document: Document, source: Document, *, on: datetime.date | None = None) -> Iterator[Problem]:
    """Everything in the file of positions that fits nothing in source.yaml, or has not been yet when the letters are written."""
    recommendations = {node["id"].text or "": node for node in source.root["recommendations"].entries}
    bills = {number: node for node in recommendations.values() if (number := node["bill"]["number"].text)}
    for entry in document.root["positions"].entries:
        yield from _entry_problems(entry, recommendations, bills=bills)
        if on is not None and (date := _day(entry["date"])) and date > on:
            yield entry["date"].problem(f"{date} is after the letters' date, {in_words(on)}: correct one of the two")


def _entry_problems(entry: Node, recommendations: Mapping[str, Node], *, bills: Mapping[str, Node]) -> Iterator[Problem]:
    """What is wrong with one position: it names one recommendation, by itself or by its bill, that there is."""
    name, number = entry["recommendation"].text, entry["bill"].text
    if (name is None) == (number is None):
        yield entry.problem("must name a recommendation of source.yaml, or the bill of one: write recommendation: or bill:, not both")
    elif name is not None and name not in recommendations:
        yield entry["recommendation"].problem(f"there is no recommendation in source.yaml {quoted(name)}{hint(name, recommendations)}")
    elif number is not None and number not in bills:
        yield entry["bill"].problem(f"no recommendation in source.yaml has the bill {quoted(number)}{hint(number, bills)}")
    else:
        yield from _bill_problems(entry, (recommendations[name] if name else bills[number or ""])["bill"])


def _bill_problems(entry: Node, bill: Node) -> Iterator[Problem]:
    """A bill is voted on in its own Congress; without a bill, only the file can say what to thank for."""
    if bill.value is None:
        if entry["thanks"].text is None and entry["position"].text != "voted no":
            yield entry.problem("the recommendation has no bill to name: add thanks: as it follows “Thank you for”: “voting to …”")
        return
    congress, date = bill["congress"].text or "", _day(entry["date"])
    if date is not None and congress.isdigit() and (told := congress_on(date)) != int(congress):
        message = f"{date} lies in the {ordinal(told)} Congress, and the bill is of the {ordinal(int(congress))}: correct one of them"
        yield entry["date"].problem(message)


def _day(node: Node) -> datetime.date | None:
    """The day that is written there; where it is none, the model says so."""
    try:
        return datetime.date.fromisoformat(node.text or "")
    except ValueError:
        return None


def by_member(file: PositionsFile | None) -> dict[str, tuple[Position, ...]]:
    """The positions of each member, by the member's id; none where there is no file."""
    found: dict[str, tuple[Position, ...]] = {}
    for position in file.positions if file else ():
        found[position.member] = (*found.get(position.member, ()), position)
    return found
