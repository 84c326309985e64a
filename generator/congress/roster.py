"""Rosters and terms: which entry of a member counts on a day, and who follows in a seat."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import dates
from generator.congress.districts.lines import LineRecord
from generator.models.recipient import Recipient

SENATE_TERM_YEARS = 6
"""Constitution, Article I, section 3."""


@dataclass(frozen=True)
class RosterEntry:
    """An entry of a member in a file of recipients."""

    person: Recipient
    file: str
    line: int
    is_synced: bool
    """Whether `letters recipients sync` wrote the file."""


def kept_roster(newest: Path, congress: int) -> Path:
    """Returns the file next to the newest roster that keeps that of a former Congress."""
    return newest.with_name(f"{newest.stem}-{congress}{newest.suffix}")


def has_ended(recipient: Recipient, on: datetime.date) -> bool:
    """Returns whether the recipient's term is over; it ends at noon of the day in the file.

    One without an end, as other bodies than Congress have, is never over.
    """
    # On its last day, too: terms end at noon (20th Amendment, section 1), and a letter of that day
    # is read later.
    return recipient.term_end is not None and recipient.term_end <= on


def has_begun(recipient: Recipient, on: datetime.date) -> bool:
    """Returns whether the recipient's term has begun; without a start it began before any letter.

    On its first day it has, as the one before has ended.
    """
    return recipient.term_start is None or recipient.term_start <= on


def is_in_office(recipient: Recipient, on: datetime.date) -> bool:
    """Returns whether the recipient's term covers the day."""
    return has_begun(recipient, on) and not has_ended(recipient, on)


def standing(entries: Sequence[RosterEntry], on: datetime.date) -> RosterEntry:
    """Returns which of the entries of one member counts on that day; the first of equals.

    An entry whose term covers the day counts before one whose term has ended, and that before one
    whose term is still to begin. So an entry that a person made stands over a synced one, for it
    comes first, but only as long as its term lasts: it was made for another Congress, and the
    member who was elected again would get no letter because of it.
    """
    return min(entries, key=lambda one: (has_ended(one.person, on), not has_begun(one.person, on)))


def renewed(old: Recipient, new: Recipient, *, on: datetime.date) -> Recipient:
    """Returns the member as in the new term, in the places that the old entry names for certain.

    A senator represents each place of the state. A representative still does if the seat is the
    same, and its state is known to have drawn no new lines since.
    """
    is_same = new.seat == old.seat and (
        new.chamber == "senate" or _has_same_lines(new.state, since=old.term_end, on=on)
    )
    return new.model_copy(update={"represents": old.represents}) if is_same else new


def _has_same_lines(state: str | None, *, since: datetime.date | None, on: datetime.date) -> bool:
    """Returns whether the state is known to have drawn no new lines since a term that has ended."""
    if state is None or since is None:
        return False
    last = dates.congress_on(since - datetime.timedelta(days=1))
    return LineRecord().moved(state, between=(last, dates.congress_on(on))) is False


def successor(left: Recipient, others: Iterable[Recipient]) -> Recipient | None:
    """Returns who holds the seat of a member who left, or takes it next; None if not known.

    Of senators it is one whose term began after the facts of the entry: two hold seats of one name,
    and the other one was in office already. Where both are new, the terms of a seat end six years
    apart; if that does not tell them apart, it is not known who follows.
    """
    known, first_day = left.as_of or left.term_end, datetime.date.min
    later = [
        one
        for one in others
        if one.seat == left.seat
        and one.id != left.id
        and (one.chamber == "house" or (one.term_start or first_day) > (known or first_day))
    ]
    if len(later) > 1 and left.chamber == "senate":
        later = [one for one in later if _senate_class(one) == _senate_class(left)]
        return later[0] if len(later) == 1 else None
    return max(later, key=lambda one: one.term_start or first_day, default=None)


def _senate_class(senator: Recipient) -> int | None:
    """Returns a number that the holders of one Senate seat share; None if it is not known.

    One who serves until a special election has a term that ends in November.
    """
    end = senator.term_end
    is_whole = end is not None and end.month == 1
    return end.year % SENATE_TERM_YEARS if end and is_whole else None


def takes_seat(person: Recipient) -> str:
    """Returns `Jane Doe takes the seat TX-34 on January 3, 2027`."""
    day = dates.in_words(person.term_start) if person.term_start else "a later day"
    return f"{person.name.full} takes the seat {person.seat} on {day}"
