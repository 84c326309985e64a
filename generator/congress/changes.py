"""Changes since the last sync, a line each, and losses that show a truncated file."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.congress.completeness import FewerKind
from generator.models.recipient import CommitteeSeat, DistrictOffice, Recipient, RecipientsFile

MIN_KEPT = 0.95
"""The share of the offices and seats of remaining members that the next sync must still have.

From one day of the published history to the next, 97 % and more remained; the seats of a former
Congress are all taken away before the new one gives its own.
"""
LOSS_WORDS: Mapping[FewerKind, str] = {
    "offices": "offices at home",
    "committees": "seats on committees",
}

ChangeKind = Literal["came", "left", "seat", "renamed", "office", "committee"]
KINDS: tuple[ChangeKind, ...] = ("came", "left", "seat", "renamed", "office", "committee")
"""The order in which changes are shown: the rarest and most important first."""


@dataclass(frozen=True)
class Change:
    """One change of one member, or the new name of a committee."""

    kind: ChangeKind
    seat: str
    """The member's seat, or the committee's code."""
    name: str
    """The member's name, or that of the committee before."""
    what: str

    def __str__(self) -> str:
        """Returns `office: TX-16 Veronica Escobar: what`."""
        return f"{self.kind}: {self.seat} {self.name}: {self.what}"


def changes(old: RecipientsFile, new: RecipientsFile) -> tuple[Change, ...]:
    """Returns which members came, left, changed seat, moved office or changed committee.

    A committee or subcommittee that has a new name is one change, not one of each of its members.
    A change of office in the leadership counts as a change of committee. Sorted by kind and seat.
    """
    return tuple(
        sorted(
            (*_changes(old, new), *_renamed(old, new)),
            key=lambda each: (KINDS.index(each.kind), each.seat, str(each)),
        )
    )


def losses(old: RecipientsFile, new: RecipientsFile) -> dict[FewerKind, str]:
    """Returns what the members of both files lost: `1,180 offices at home, before 1,310`.

    A YAML list that is truncated at the end of a line is still a list, so that only a comparison
    with the last sync can show it.
    """
    # A member who left takes offices and committees along: that is a change, and no loss.
    remaining = {each.id for each in old.recipients} & {each.id for each in new.recipients}
    before, after = _totals(old, remaining), _totals(new, remaining)
    return {
        kind: f"{after[kind]:,} {LOSS_WORDS[kind]}, before {count:,}"
        for kind, count in before.items()
        # A share: from one sync to the next some offices always close.
        if after[kind] < MIN_KEPT * count
    }


def _totals(file: RecipientsFile, ids: Collection[str]) -> dict[FewerKind, int]:
    members = [each for each in file.recipients if each.id in ids]
    return {
        "offices": sum(len(each.addresses.district) for each in members),
        "committees": sum(len(each.committees) for each in members),
    }


def _changes(old: RecipientsFile, new: RecipientsFile) -> Iterator[Change]:
    before = {recipient.id: recipient for recipient in old.recipients}
    after = {recipient.id: recipient for recipient in new.recipients}
    # By Bioguide id, which stays when a member marries, changes seat or moves to the Senate.
    for key in before.keys() | after.keys():
        was, now = before.get(key), after.get(key)
        if was and now:
            for kind, what in _differences(was, now):
                yield Change(kind, now.seat, now.name.full, what)
        elif now:
            yield Change("came", now.seat, now.name.full, now.title or "")
        elif was:
            yield Change("left", was.seat, was.name.full, was.title or "")


def _renamed(old: RecipientsFile, new: RecipientsFile) -> Iterator[Change]:
    """Yields the committees and subcommittees that have one code and two names."""
    before, after = _names_by_code(old), _names_by_code(new)
    for code in before.keys() & after.keys():
        if before[code] != after[code]:
            yield Change("renamed", code, before[code], f"is now {after[code]}")


def _names_by_code(file: RecipientsFile) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in file.recipients:
        for seat in each.committees:
            found |= {seat.code: seat.name} if seat.code else {}
            found |= {inner.code: inner.name for inner in seat.subcommittees if inner.code}
    return found


def _differences(was: Recipient, now: Recipient) -> Iterator[tuple[ChangeKind, str]]:
    """Yields what is different with a member who stayed."""
    if was.seat != now.seat:
        yield "seat", f"was {was.seat}"
    old_room, new_room = _room(was), _room(now)
    if old_room != new_room:
        yield "office", f"in Washington now {new_room}, before {old_room}"
    # By the address as people read it: a new phone number or better coordinates are no move.
    old_offices, new_offices = (set(map(_line, each.addresses.district)) for each in (was, now))
    for office in new_offices - old_offices:
        yield "office", f"opened {office}"
    for office in old_offices - new_offices:
        yield "office", f"closed {office}"
    old_seats, new_seats = ({_key(seat): seat for seat in each.committees} for each in (was, now))
    for key, seat in (old_seats | new_seats).items():
        name = seat.name
        old_role, new_role = (
            seats[key].role if key in seats else None for seats in (old_seats, new_seats)
        )
        if new_role is None:
            yield "committee", f"left {name}"
        elif old_role is None:
            joined = f"joined {name}"
            yield "committee", joined if new_role == "member" else f"{joined} as {new_role}"
        elif old_role != new_role:
            yield "committee", f"{new_role} of {name}, before {old_role}"
    if was.leadership != now.leadership:
        leader, former = now.leadership or "no leader", was.leadership or "no leader"
        yield "committee", f"{leader}, before {former}"


def _key(seat: CommitteeSeat) -> str:
    """Returns what stays when a committee gets a new name."""
    return seat.code or seat.name


def _room(recipient: Recipient) -> str:
    office = recipient.addresses.washington
    return " ".join(filter(None, (office.room, office.building))) or "without an office"


def _line(office: DistrictOffice) -> str:
    city = f"{office.city} {office.state} {office.zip}"
    return ", ".join(filter(None, (office.street, office.suite, city)))
