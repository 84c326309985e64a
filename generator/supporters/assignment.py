"""Each supporter's own members of Congress, and which of their letters must wait."""

import datetime
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.congress.districts.lines import is_at_large
from generator.congress.districts.representation import (
    SETTLING,
    Members,
    NoTableToFindInError,
    ended_words,
)
from generator.congress.districts.table import DistrictTable
from generator.congress.seats import Seat, has_one_seat, listed, read_seat, state_name
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
    """A letter of each supporter to their representative and each of their senators, in that order, and what must wait instead.

    A seat that is settled wins over the ZIP code; a seat whose member's term is over by that day is vacant. Where the
    lines of the table do not hold on that day, a House letter waits that only they could address; senators and the only
    seat of a state are certain without them. Raises NoTableToFindInError for a ZIP code where there is no table.
    """
    members = Members(recipients, on=on)
    for supporter in supporters:
        answer = _representation(supporter, table, on=on)
        yield from (Hold("held", reason, supporter, letter) for letter, reason in answer.waiting)
        make = functools.partial(
            Mailpiece, campaign, version, supporter, household=household(supporter)
        )
        if answer.seat is not None:
            yield from map(make, members.holders((answer.seat,)))
        if answer.state is not None:
            yield from map(make, members.senators((answer.state,)))
        yield from _vacancies(supporter, answer, members=members)


@dataclass(frozen=True)
class _SeatAssignment:
    """The seat of the House and the state that are certain, and the letters that wait, each with its reason."""

    seat: Seat | None = None
    state: str | None = None
    waiting: tuple[tuple[str, str], ...] = ()


def _representation(
    supporter: Supporter, table: DistrictTable | None, *, on: datetime.date
) -> _SeatAssignment:
    """Where the supporter is represented, by the settled seat, the one seat of the state, or the ZIP code."""
    settled = read_seat(supporter.seat) if supporter.seat else None
    if settled is not None:
        return _SeatAssignment(settled, settled.state)
    if table is None and not is_at_large(supporter.state, on):
        raise NoTableToFindInError(supporter.zip)
    seats = tuple(sorted(table.districts_of(supporter.zip))) if table is not None else ()
    return _by_candidates(supporter, seats, table=table, on=on)


def _by_candidates(
    supporter: Supporter, seats: tuple[Seat, ...], *, table: DistrictTable | None, on: datetime.date
) -> _SeatAssignment:
    """Where they are represented, by the seats that their ZIP code may lie in."""
    state, zip_code = supporter.state, supporter.zip[:5]
    if not seats and is_at_large(state, on):
        return _SeatAssignment(Seat(state, 0), state)
    if not seats:
        return _SeatAssignment(
            None,
            state,
            ((f"{state}-House", f"ZIP {zip_code} is not in {table}; {_settle(state)}"),),
        )
    states = sorted({seat.state for seat in seats})
    if state not in states:
        reason = f"the address says {state}, ZIP {zip_code} lies in {listed(map(state_name, states))}: correct the one that is wrong"
        return _SeatAssignment(waiting=(("", reason),))
    if len(states) > 1:
        reason = (
            f"ZIP {zip_code} is split between {listed(seats)}; a post office may serve homes across the border, so that "
            f"the senators are not certain either; {_settle(state)}"
        )
        return _SeatAssignment(waiting=(("", reason),))
    doubt = table.doubt(seats, on) if table is not None else ""
    if len(seats) == 1 and not doubt:
        return _SeatAssignment(seats[0], state)
    letter, reason = (
        " or ".join(map(str, seats)),
        f"is split between {listed(seats)} by {table}; {_settle(state)}",
    )
    if doubt:
        # The old lines do not name the letter: its seat may be another one.
        letter, reason = (
            f"{state}-House",
            f"lies in {listed(seats)} by old lines: {doubt}; or {_column(state)}",
        )
    return _SeatAssignment(None, state, ((letter, f"ZIP {zip_code} {reason}"),))


def _settle(state: str) -> str:
    return f"{SETTLING}; or {_column(state)}"


def _column(state: str) -> str:
    return f"write the seat into a column “district”, like {Seat(state, 0 if has_one_seat(state) else 1)}"


def _vacancies(
    supporter: Supporter, answer: _SeatAssignment, *, members: Members
) -> Iterator[Hold]:
    """The letters for which there is nobody to write to."""
    states = [answer.state] if answer.state and answer.state not in WITHOUT_SENATORS else []
    for seat in members.empty_seats([answer.seat] if answer.seat else [], states):
        other = "a senator" if seat.endswith("-sen") else "a representative"
        if members.ended[seat]:
            reason = f"{ended_words(seat, members)}: run `letters recipients sync` for whoever came after"
        elif members.whole:
            reason = f"{seat} is vacant: nobody is there to be written to; run this again when {other} has taken the seat"
        else:
            reason = (
                f"the recipients files hold no member for {seat}: run `letters recipients sync`"
            )
        yield Hold("held", f"{reason}. The supporter's other letters go", supporter, seat)
