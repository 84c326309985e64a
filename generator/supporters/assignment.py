"""Each supporter's own members of Congress, and the letters that must wait."""

import datetime
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.congress.districts.lines import is_at_large
from generator.congress.districts.representation import (
    SETTLING,
    Members,
    ended_words,
)
from generator.congress.districts.table import DistrictTable
from generator.congress.seats import AT_LARGE, Seat, has_one_seat, listed, read_seat, state_name
from generator.models.recipient import Recipient
from generator.states import WITHOUT_SENATORS
from generator.supporters.address_match import household
from generator.supporters.types import Hold, Mailpiece, Supporter


def mailpieces(
    supporters: Iterable[Supporter],
    *,
    recipients: Iterable[Recipient],
    table: DistrictTable | None,
    on: datetime.date,
    campaign: str,
    version: str,
) -> Iterator[Mailpiece | Hold]:
    """Yields a letter of each supporter to their representative and each of their senators.

    In that order, and a Hold for each letter that must wait. A seat in the list wins over the ZIP
    code; a seat whose member's term is over by that day is vacant. Where there is no table, or its
    district lines do not hold on that day, a House letter waits if only they could address it;
    senators and the only seat of a state are certain without them.
    """
    members = Members(recipients, on=on)
    for supporter in supporters:
        answer = _representation(supporter, table, on=on)
        if answer.reason:
            yield Hold("held", answer.reason, supporter, answer.letter)
        # Made once for each supporter: the household is a digest.
        make = functools.partial(
            Mailpiece, campaign, version, supporter, household=household(supporter)
        )
        # Seat and state one by one: senators are certain as soon as the state is, while the House
        # letter may wait.
        if answer.seat is not None:
            yield from map(make, members.holders((answer.seat,)))
        if answer.state is not None:
            yield from map(make, members.senators((answer.state,)))
        yield from _vacancies(supporter, answer, members=members)


@dataclass(frozen=True)
class _SeatAssignment:
    """The House seat and the state that are certain; the letter that waits, and why."""

    seat: Seat | None = None
    state: str | None = None
    letter: str = ""
    """The letter that waits; "" for all letters of the supporter."""
    reason: str = ""
    """Why it waits; "" if no letter does."""


def _representation(
    supporter: Supporter, table: DistrictTable | None, *, on: datetime.date
) -> _SeatAssignment:
    """Returns where they are represented: by seat, a state's one seat, or ZIP code."""
    # First, because a supporter or a geocoder knows the house and a ZIP code only the
    # neighbourhood.
    settled = read_seat(supporter.seat) if supporter.seat else None
    if settled is not None:
        return _SeatAssignment(settled, settled.state)
    if table is None:
        return _without_table(supporter, on=on)
    return _by_zip(supporter, table, on=on)


def _without_table(supporter: Supporter, *, on: datetime.date) -> _SeatAssignment:
    """Returns where they are represented, by their state alone."""
    state = supporter.state
    if is_at_large(state, on):
        return _SeatAssignment(Seat(state, AT_LARGE), state)
    reason = (
        f"there is no district table to find the district of ZIP {supporter.zip[:5]}: "
        f"load one with `letters districts import FILE`; or {_column(state)}"
    )
    return _SeatAssignment(None, state, f"{state}-House", reason)


def _by_zip(supporter: Supporter, table: DistrictTable, *, on: datetime.date) -> _SeatAssignment:
    """Returns where they are represented, by the seats that their ZIP code may be in."""
    state, zip_code = supporter.state, supporter.zip[:5]
    # Every district of the ZIP code and never the one with the largest share: 17 to 22 percent of
    # ZIP codes are split in the free tables, and a letter to the wrong member is worse than one
    # that waits.
    seats = tuple(sorted(table.districts_of(zip_code)))
    states = sorted({seat.state for seat in seats})
    doubt = table.doubt(zip_code, on)
    # What most branches below have in common: the House letter waits, the state is certain. In the
    # order of the branches the surest reason comes first.
    letter, certain, remedy = f"{state}-House", True, _settle(state)
    if not seats:
        # A ZIP code that no table knows, such as a new one or a post office box, still lies in its
        # state, and the state has one seat.
        if is_at_large(state, on):
            return _SeatAssignment(Seat(state, AT_LARGE), state)
        reason = f"is not in {table}"
    elif state not in states:
        letter, certain, remedy = "", False, "correct the one that is wrong"
        reason = f"lies in {listed(map(state_name, states))}, and the address says {state}"
    elif len(states) > 1:
        letter, certain = "", False
        reason = (
            f"is split between {listed(seats)}; a post office may serve homes across the border, "
            "so that the senators are not certain either"
        )
    elif doubt:
        # The old lines do not name the letter: its seat may be another one.
        reason, remedy = f"lies in {listed(seats)} by old lines: {doubt}", f"or {_column(state)}"
    elif len(seats) == 1:
        return _SeatAssignment(seats[0], state)
    else:
        letter = " or ".join(map(str, seats))
        reason = f"is split between {listed(seats)} by {table.named(zip_code)}"
    sentence = f"ZIP {zip_code} {reason}; {remedy}"
    return _SeatAssignment(None, state if certain else None, letter, sentence)


def _settle(state: str) -> str:
    return f"{SETTLING}; or {_column(state)}"


def _column(state: str) -> str:
    # An example of the user's own state, numbered as its seats are: AK-AL, TX-01.
    seat = Seat(state, 0 if has_one_seat(state) else 1)
    return f"write the seat into a column “district”, like {seat}"


def _vacancies(
    supporter: Supporter, answer: _SeatAssignment, *, members: Members
) -> Iterator[Hold]:
    """Yields the letters to seats that have no member."""
    states = [answer.state] if answer.state and answer.state not in WITHOUT_SENATORS else []
    for seat in members.empty_seats([answer.seat] if answer.seat else [], states):
        other = "a senator" if seat.endswith("-sen") else "a representative"
        # Three reasons for an empty seat, because each has another remedy: old data, a real
        # vacancy, or a file that never had the member.
        if members.ended[seat]:
            reason = (
                f"{ended_words(seat, members)}: run `letters recipients sync` for the successor"
            )
        elif members.whole:
            reason = f"{seat} is vacant: run this again when {other} has taken the seat"
        else:
            reason = (
                f"the recipients files hold no member for {seat}: run `letters recipients sync`"
            )
        yield Hold("held", reason, supporter, seat)
