"""A BILLSTATUS file of GovInfo: sponsor, cosponsors, committees, actions, laws, recorded votes.

Read by the user guide and the sample files of usgpo/bill-status. Its files had one form until 2022
(`billNumber`, `billType`, `committees/billCommittees`, `bill/recordedVotes`) and have another since
(`number`, `type`, `committees/item`, `actions/item/recordedVotes`); files of ended Congresses may
have either.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from generator.congress.errors import CannotReadBillError
from generator.files.xml import UnusableXmlError, parse_xml
from generator.models.bills import BillAction, BillCommittee, Enactment, MemberAct
from generator.models.fields import BIOGUIDE_PATTERN, Chamber
from generator.text import quoted

FIRST_CONGRESS = 108
"""GovInfo has BILLSTATUS files since this Congress (README of usgpo/bill-status)."""

# The actions by the codes of the Library of Congress, which are the same in both forms (user guide,
# section 3). Actions of the Senate's own system have no code: their text says it.
_PASSED: Mapping[str, Chamber] = {"8000": "house", "17000": "senate"}
_REPORTED: Mapping[str, Chamber] = {
    "5000": "house", "H12100": "house", "H12200": "house", "14000": "senate",
}  # fmt: skip
_ENACTED = frozenset({"36000", "E40000"})
_PASSED_TEXT = re.compile(r"Passed(?:/agreed to in)? (House|Senate)\b")
_LAW_TEXT = re.compile(r"Became (Public|Private) Law No: ?([\d-]+)")
_CHAMBERS: Mapping[str, Chamber] = {"house": "house", "senate": "senate"}

HEAD_BYTES = 1000
"""Bytes in which a web page says that it is one; chosen by hand."""
EASTERN = datetime.timedelta(hours=5)
"""Times of committees are in UTC: a report of the evening in Washington has the next day there. In
summer, too, five hours are enough to bring it back, as committees report before 11 p.m."""


@dataclass(frozen=True, order=True)
class RollCallNumber:
    """The number of a roll call, which begins again with each session of each chamber."""

    chamber: Chamber
    congress: int
    session: int
    number: int

    @property
    def year(self) -> int:
        """The year of the session, by which the Clerk of the House files it."""
        # The 1st session of the 117th Congress was in 2021; each has a year since the 74th.
        return 1787 + 2 * self.congress + self.session - 1

    def __str__(self) -> str:
        return f"{self.chamber.title()} roll call {self.number} of {self.year}"


@dataclass(frozen=True)
class BillStatus:
    """The content of a BILLSTATUS file."""

    latest_action: BillAction | None
    law: Enactment | None
    passed: Mapping[Chamber, datetime.date]
    reported: Mapping[Chamber, datetime.date]
    committees: tuple[BillCommittee, ...]
    acts: tuple[MemberAct, ...]
    """Its sponsor and cosponsors."""
    senators: Mapping[tuple[str, str], str]
    """The ids of senators among them by state and surname, for the roll calls of the Senate."""
    roll_calls: tuple[RollCallNumber, ...]
    updated: datetime.date | None
    """The day on which the file last changed."""
    oddities: tuple[str, ...]
    """What the file says and cannot be used, such as a cosponsor without a Bioguide id."""


def bill_type(number: str) -> str:
    """Returns GovInfo's name for the type of a bill: `hr` for H.R. 273, `sjres` for S.J.Res. 8."""
    return re.sub(r"[^a-z]", "", number.lower())


def bill_digits(number: str) -> str:
    """Returns the digits of the number of a bill: `273` for H.R. 273."""
    return number.rpartition(" ")[2]


def published_root(body: bytes, *, where: str) -> Element:
    """Returns the root of a published document. Raises CannotReadBillError."""
    # A login page or the page of a host that is down.
    if b"<html" in body[:HEAD_BYTES].lower():
        raise CannotReadBillError(where, "is a web page, not data", code="unusable-xml")
    try:
        return parse_xml(body)
    except UnusableXmlError as error:
        raise CannotReadBillError(
            where, error.reason, code="unusable-xml", line=error.line
        ) from None


def read_status(body: bytes, *, congress: int, number: str, where: str) -> BillStatus:
    """Returns the content of the BILLSTATUS file of one bill.

    Raises CannotReadBillError for a file of another kind or of another bill, and for one that is
    cut short.
    """
    root = published_root(body, where=where)
    bill = root.find("bill")
    if root.tag != "billStatus" or bill is None:
        reason = f"is no BILLSTATUS file: its root is <{root.tag[:40]}>"
        raise CannotReadBillError(where, reason, code="no-bill-status")
    theirs = (
        _first_text(bill, "congress"),
        _first_text(bill, "type", "billType").lower(),
        _first_text(bill, "number", "billNumber"),
    )
    if theirs != (str(congress), bill_type(number), bill_digits(number)):
        other = " ".join(theirs).strip() or "no bill"
        reason = f"is about another bill: {quoted(other)}"
        raise CannotReadBillError(where, reason, code="another-bill")
    return _status(bill)


def _status(bill: Element) -> BillStatus:
    oddities: list[str] = []
    actions = bill.findall("actions/item")
    acts = [*_sponsors(bill, oddities), *_cosponsors(bill, oddities)]
    return BillStatus(
        latest_action=_latest_action(bill),
        law=_law(bill, actions),
        passed=_first_days(actions, _PASSED, text=_PASSED_TEXT),
        reported=_reported(bill, actions),
        committees=tuple(_committees(bill)),
        acts=tuple(acts),
        senators=dict(_senators(bill)),
        roll_calls=tuple(sorted(set(_roll_calls(bill)))),
        updated=_day(_first_text(bill, "updateDate")),
        oddities=tuple(oddities),
    )


# ---------------------------------------------------------------- people


def _sponsors(bill: Element, oddities: list[str]) -> Iterator[MemberAct]:
    """Yields the sponsor; the day is that on which the bill was introduced."""
    introduced = _day(_first_text(bill, "introducedDate"))
    for person in bill.findall("sponsors/item"):
        member = _bioguide(person)
        if member is None or introduced is None:
            missing = "Bioguide id" if member is None else "day of introduction"
            oddities.append(f"the sponsor {_name(person)} has no {missing}, and is left out")
            continue
        yield MemberAct(member=member, name=_name(person), position="sponsor", date=introduced)


def _cosponsors(bill: Element, oddities: list[str]) -> Iterator[MemberAct]:
    """Yields the cosponsors by the day on which they joined; the last state of each.

    A member who withdrew and joined again stands there twice.
    """
    found: dict[str, MemberAct] = {}
    for person in bill.findall("cosponsors/item"):
        member, joined = _bioguide(person), _day(_first_text(person, "sponsorshipDate"))
        if member is None or joined is None:
            missing = "Bioguide id" if member is None else "day of joining"
            oddities.append(f"the cosponsor {_name(person)} has no {missing}, and is left out")
            continue
        written = _first_text(person, "sponsorshipWithdrawnDate")
        withdrawn = _day(written)
        # Not thanked rather than thanked: that they withdrew is sure, and only the day is not.
        if written and withdrawn is None:
            oddities.append(
                f"the cosponsor {_name(person)} withdrew on {quoted(written)}, which is no day, "
                "and is left out"
            )
            continue
        act = MemberAct(
            member=member,
            name=_name(person),
            position="cosponsor",
            date=joined,
            withdrawn=withdrawn,
        )
        earlier = found.get(member)
        if earlier is None or earlier.date <= act.date:
            found[member] = act
    yield from sorted(found.values(), key=lambda act: (act.date, act.member))


def _senators(bill: Element) -> Iterator[tuple[tuple[str, str], str]]:
    for path in ("sponsors/item", "cosponsors/item"):
        for person in bill.findall(path):
            member, state = _bioguide(person), _first_text(person, "state")
            # “Sen. Cruz, Ted [R-TX]”: the file says of no one else that they are senators.
            if member and state and _first_text(person, "fullName").startswith("Sen."):
                yield (state, _first_text(person, "lastName")), member


def _bioguide(person: Element) -> str | None:
    """Returns the member's id; older files have it within `identifiers` alone."""
    found = _first_text(person, "bioguideId", "identifiers/bioguideId")
    return found if re.fullmatch(BIOGUIDE_PATTERN, found) else None


def _name(person: Element) -> str:
    """Returns `Sarbanes, John`, without the party that `fullName` has."""
    parts = (_first_text(person, "lastName"), _first_text(person, "firstName"))
    name = ", ".join(filter(None, parts)) or _first_text(person, "name")
    # “PELOSI, NANCY”: many files have members of the House in capitals.
    return name.title() if name.isupper() else name or "without a name"


# ---------------------------------------------------------------- actions


def _latest_action(bill: Element) -> BillAction | None:
    node = bill.find("latestAction")
    if node is None:
        return None
    day, text = _day(_first_text(node, "actionDate")), _first_text(node, "text")
    return BillAction(date=day, text=text) if day and text else None


def _law(bill: Element, actions: Iterable[Element]) -> Enactment | None:
    """Returns the law that the bill became: by its number, or by the action that gives it one."""
    for action in (*actions, *bill.findall("latestAction")):
        day, found = _day(_first_text(action, "actionDate")), _LAW_TEXT.search(_text(action))
        if day and found:
            return Enactment(number=f"{found[1]} Law {found[2]}", date=day)
    number = _first_text(bill, "laws/item/number")
    days = [
        _day(_first_text(action, "actionDate"))
        for action in actions
        if _first_text(action, "actionCode") in _ENACTED
    ]
    if number and (known := [day for day in days if day]):
        kind = _first_text(bill, "laws/item/type") or "Public Law"
        return Enactment(number=f"{kind} {number}", date=max(known))
    return None


def _reported(bill: Element, actions: Iterable[Element]) -> dict[Chamber, datetime.date]:
    """Returns the day of the first report to each chamber: by actions, else by committees."""
    found = _first_days(actions, _REPORTED)
    for committee in _committee_nodes(bill):
        chamber = _CHAMBERS.get(_first_text(committee, "chamber").lower())
        for activity in committee.findall("activities/item"):
            if not _first_text(activity, "name").startswith("Reported") or chamber in found:
                continue
            day = _day_in_washington(_first_text(activity, "date"))
            if day and chamber:
                found[chamber] = day
    return found


def _first_days(
    actions: Iterable[Element],
    codes: Mapping[str, Chamber],
    *,
    text: re.Pattern[str] | None = None,
) -> dict[Chamber, datetime.date]:
    """Returns the first day of such an action in each chamber, by its code or its text."""
    found: dict[Chamber, datetime.date] = {}
    for action in actions:
        chamber = codes.get(_first_text(action, "actionCode"))
        if chamber is None and text and (words := text.match(_text(action))):
            chamber = _CHAMBERS[words[1].lower()]
        day = _day(_first_text(action, "actionDate"))
        if chamber and day:
            found[chamber] = min(day, found.get(chamber, day))
    return found


def _committees(bill: Element) -> Iterator[BillCommittee]:
    for node in _committee_nodes(bill):
        if name := _first_text(node, "name"):
            yield BillCommittee(
                name=name,
                chamber=_CHAMBERS.get(_first_text(node, "chamber").lower()),
                code=_first_text(node, "systemCode") or None,
            )


def _committee_nodes(bill: Element) -> list[Element]:
    return bill.findall("committees/item") or bill.findall("committees/billCommittees/item")


def _roll_calls(bill: Element) -> Iterator[RollCallNumber]:
    """Yields the roll calls on the bill, not those on its amendments."""
    paths = ("recordedVotes/recordedVote", "actions/item/recordedVotes/recordedVote")
    for path in paths:
        for vote in bill.findall(path):
            chamber = _CHAMBERS.get(_first_text(vote, "chamber").lower())
            numbers = [
                _first_text(vote, key) for key in ("congress", "sessionNumber", "rollNumber")
            ]
            if chamber and all(number.isdecimal() for number in numbers):
                yield RollCallNumber(chamber, *map(int, numbers))


# ---------------------------------------------------------------- values


def _text(action: Element) -> str:
    return _first_text(action, "text")


def _first_text(node: Element, *paths: str) -> str:
    """Returns the first text that is not blank, in one line; "" where each is missing.

    Invisible characters, which a file of ours may not have, are left out.
    """
    for path in paths:
        text = " ".join((node.findtext(path) or "").split())
        if visible := "".join(filter(str.isprintable, text)):
            return visible
    return ""


def _day(text: str) -> datetime.date | None:
    """Returns the day at the beginning of the text; None where it has none."""
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _day_in_washington(text: str) -> datetime.date | None:
    """Returns the day of a time in UTC, `2021-09-28T01:32:25Z`, by the clocks of Washington."""
    try:
        return (datetime.datetime.fromisoformat(text) - EASTERN).date()
    except ValueError:
        return _day(text)
