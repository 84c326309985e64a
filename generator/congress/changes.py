"""What is new since the last sync, in a line for each change."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.models.recipient import CommitteeSeat, DistrictOffice, Recipient, RecipientsFile

KEPT = 0.95
"""Of the offices and seats of those who stay, what is left from one sync to the next, at the least; from month to month 98 %."""


@dataclass(frozen=True, order=True)
class Change:
    """One thing that is new with one member."""

    seat: str
    name: str
    what: str

    def __str__(self) -> str:
        """`TX-16 Veronica Escobar: what`."""
        return f"{self.seat} {self.name}: {self.what}"


@dataclass(frozen=True)
class Changes:
    """Everything that is new, each kind by seat."""

    came: tuple[Change, ...] = ()
    left: tuple[Change, ...] = ()
    seats: tuple[Change, ...] = ()
    offices: tuple[Change, ...] = ()
    committees: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        """True if anything is new."""
        return any((self.came, self.left, self.seats, self.offices, self.committees))

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each change, after a word for its kind: `came: TX-18 …`."""
        kinds = {
            "came": self.came,
            "left": self.left,
            "seat": self.seats,
            "office": self.offices,
            "committee": self.committees,
        }
        return tuple(f"{kind}: {change}" for kind, found in kinds.items() for change in found)


def changes(old: RecipientsFile, new: RecipientsFile) -> Changes:
    """Who came, left, changed seat, moved office or changed committee (or leadership) between the two files."""
    before = {recipient.id: recipient for recipient in old.recipients}
    after = {recipient.id: recipient for recipient in new.recipients}
    stayed = [(before[key], after[key]) for key in before.keys() & after.keys()]
    return Changes(
        came=_sorted(_change(after[key], after[key].title) for key in after.keys() - before.keys()),
        left=_sorted(
            _change(before[key], before[key].title) for key in before.keys() - after.keys()
        ),
        seats=_sorted(
            _change(now, f"was {was.seat}") for was, now in stayed if was.seat != now.seat
        ),
        offices=_sorted(_change(now, what) for was, now in stayed for what in _moves(was, now)),
        committees=_sorted(
            _change(now, what)
            for was, now in stayed
            for what in (*_seats(was, now), *_leadership(was, now))
        ),
    )


def losses(old: RecipientsFile, new: RecipientsFile) -> tuple[str, ...]:
    """What those who are in both files have far less of: `1,180 offices at home, before 1,310`; nothing from month to month.

    A list that was cut at the end of a line is whole as YAML, and only what it had before tells.
    """
    stayed = {recipient.id for recipient in old.recipients} & {
        recipient.id for recipient in new.recipients
    }
    before, after = (
        [recipient for recipient in file.recipients if recipient.id in stayed]
        for file in (old, new)
    )
    counts = {
        "offices at home": [
            sum(len(recipient.addresses.district) for recipient in side) for side in (before, after)
        ],
        "seats on committees": [
            sum(len(recipient.committees) for recipient in side) for side in (before, after)
        ],
    }
    return tuple(
        f"{now:,} {what}, before {then:,}"
        for what, (then, now) in counts.items()
        if now < KEPT * then
    )


def _sorted(found: Iterator[Change]) -> tuple[Change, ...]:
    return tuple(sorted(found))


def _change(recipient: Recipient, what: str) -> Change:
    return Change(recipient.seat, recipient.name.full, what)


def _moves(was: Recipient, now: Recipient) -> Iterator[str]:
    """Moves of the office in Washington and of those at home."""
    old, new = _room(was), _room(now)
    if old != new:
        yield f"in Washington now {new or 'without an office'}, before {old or 'without an office'}"
    closed, opened = (
        set(map(_where, was.addresses.district)),
        set(map(_where, now.addresses.district)),
    )
    yield from (f"opened {place}" for place in sorted(opened - closed))
    yield from (f"closed {place}" for place in sorted(closed - opened))


def _room(recipient: Recipient) -> str:
    office = recipient.addresses.washington
    return " ".join(part for part in (office.room, office.building) if part)


def _where(office: DistrictOffice) -> str:
    return ", ".join(
        part
        for part in (office.street, office.suite, f"{office.city} {office.state} {office.zip}")
        if part
    )


def _seats(was: Recipient, now: Recipient) -> Iterator[str]:
    old, new = _roles(was.committees), _roles(now.committees)
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield f"left {name}"
        elif name not in old:
            yield f"joined {name}" if new[name] == "member" else f"joined {name} as {new[name]}"
        elif old[name] != new[name]:
            yield f"{new[name]} of {name}, before {old[name]}"


def _roles(seats: tuple[CommitteeSeat, ...]) -> dict[str, str]:
    return {seat.name: seat.role for seat in seats}


def _leadership(was: Recipient, now: Recipient) -> Iterator[str]:
    if was.leadership != now.leadership:
        yield f"{now.leadership or 'no leader'}, before {was.leadership or 'no leader'}"
