"""Who represents a place under the lines in force."""

import datetime

from generator.congress.districts.distances import Verdict
from generator.congress.districts.lines import is_at_large
from generator.congress.districts.table import DistrictTable
from generator.congress.seats import Seat, five_digits, listed, seat_of, state_name
from generator.dates import in_words
from generator.models import Place, Recipient


def represents(recipient: Recipient, place: Place, *, place_id: str, table: DistrictTable | None, on: datetime.date) -> Verdict:
    """Whether the member represents the place on that day, and why.

    The member's own list in the recipients file needs no table. Senators represent every place in their state, and the
    holder of a state's only seat likewise. Otherwise the table says it by the place's ZIP code; where that is split, it
    holds for each of its districts, and the reason says so. A place abroad is represented by nobody. Where the lines of
    the table do not hold on that day, the member of the House is not taken to represent the place, and the reason says so:
    a letter without a local argument is right, one that claims a place of a neighbour is wrong.
    """
    if place_id in recipient.represents:
        return Verdict(holds=True, reason=f"the recipients file says that {recipient.seat} holds {place.name}")
    if place.state is not None and place.state != recipient.state:
        return Verdict(holds=False, reason=f"{place.name} lies in {state_name(place.state)}, not in {state_name(recipient.state)}")
    if place.state is not None and (recipient.chamber == "senate" or is_at_large(place.state, on)):
        return Verdict(holds=True, reason=f"{place.name} lies in {state_name(place.state)}")
    return _by_table(recipient, place, table=table, on=on)


def _by_table(recipient: Recipient, place: Place, *, table: DistrictTable | None, on: datetime.date) -> Verdict:
    """What the table says by the place's ZIP code."""
    if place.zip is None:
        return Verdict(holds=False, reason=f"{place.name} has no ZIP code, and the recipients file does not list it for {recipient.seat}")
    unlisted = f"the recipients file does not list {place.name} for {recipient.seat}"
    if table is None:
        return Verdict(holds=False, reason=f"{unlisted}; to go by its ZIP code, load a table with `letters districts import FILE`")
    seats = _seats_of(place, table)
    if recipient.chamber == "house" and table.doubt(seats, on):
        return Verdict(holds=False, reason=f"{unlisted}, and {table} does not hold on {in_words(on)}")
    return _by_zip(recipient, place, seats=seats, table=table)


def _seats_of(place: Place, table: DistrictTable) -> tuple[Seat, ...]:
    """The seats of the place's ZIP code, in its own state where the ZIP code crosses a state line."""
    seats = sorted(table.districts_of(place.zip or ""))
    inside = tuple(seat for seat in seats if place.state in {None, seat.state})
    return inside or tuple(seats)


def _by_zip(recipient: Recipient, place: Place, *, seats: tuple[Seat, ...], table: DistrictTable) -> Verdict:
    """Whether one of the seats is the member's."""
    known = f"{place.name}, ZIP {five_digits(place.zip or '')},"
    if not seats:
        return Verdict(holds=False, reason=f"{known} is not in {table}")
    seat = seat_of(recipient)
    holds = seat in seats if seat else recipient.state in {each.state for each in seats}
    where = f"lies in {seats[0]} only" if len(seats) == 1 else f"is split: it lies in {listed(seats)}"
    caution = "" if len(seats) == 1 else ", which over-reports splits"
    return Verdict(holds=holds, reason=f"{known} {where}, by {table}{caution}{'' if holds else f'; not in {recipient.seat}'}")
