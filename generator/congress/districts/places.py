"""Whether a member represents a place under the lines in force."""

import datetime

from generator.congress.districts.distances import DistanceVerdict
from generator.congress.districts.lines import is_at_large
from generator.congress.districts.table import DistrictTable
from generator.congress.seats import listed, seat_of, state_name
from generator.congress.zip_codes import five_digits
from generator.dates import in_words
from generator.models.recipient import Recipient
from generator.models.source import Place


def represents(
    recipient: Recipient,
    place: Place,
    *,
    place_id: str,
    table: DistrictTable | None,
    on: datetime.date,
) -> DistanceVerdict:
    """Returns whether the member represents the place on that day, and why.

    The member's own list in the recipients file needs no table. Senators represent every place in
    their state, and so does the holder of a state's only seat. Otherwise the table decides by the
    place's ZIP code; if that is split, the member of each of its districts represents the place,
    and the reason says so. A place abroad has no representative. If the lines of the table do not
    hold on that day, no member of the House is taken to represent the place: a letter without a
    local argument is right, and one that claims a place of a neighbour is wrong.
    """
    # From the surest to the least sure: what a person wrote, what no line can change, and a table.
    if place_id in recipient.represents:
        holds, reason = True, f"the recipients file says that {recipient.seat} holds {place.name}"
    elif place.state is not None and place.state != recipient.state:
        here, there = state_name(place.state), state_name(recipient.state)
        holds, reason = False, f"{place.name} lies in {here}, not in {there}"
    elif place.state and (recipient.chamber == "senate" or is_at_large(place.state, on)):
        holds, reason = True, f"{place.name} lies in {state_name(place.state)}"
    else:
        holds, reason = _by_table(recipient, place, table=table, on=on)
    return DistanceVerdict(holds, reason)


def _by_table(
    recipient: Recipient, place: Place, *, table: DistrictTable | None, on: datetime.date
) -> tuple[bool, str]:
    """Returns the answer by the place's ZIP code."""
    if place.zip is None:
        unlisted = f"the recipients file does not list it for {recipient.seat}"
        return False, f"{place.name} has no ZIP code, and {unlisted}"
    unlisted = f"the recipients file does not list {place.name} for {recipient.seat}"
    if table is None:
        return False, (
            f"{unlisted}; to go by its ZIP code, load a table with `letters districts import FILE`"
        )
    seats = sorted(table.districts_of(place.zip))
    # A ZIP code may cross a state line; the place lies on one side of it.
    seats = [seat for seat in seats if place.state in {None, seat.state}] or seats
    # Senators do not depend on lines: for them an old table still says in which state the ZIP code
    # lies.
    by = table.named(place.zip)
    if recipient.chamber == "house" and table.doubt(place.zip, on, state=place.state):
        return False, f"{unlisted}, and {by} does not hold on {in_words(on)}"
    known = f"{place.name}, ZIP {five_digits(place.zip)},"
    if not seats:
        return False, f"{known} is not in {table}"
    own = seat_of(recipient)
    holds = own in seats if own else recipient.state in {seat.state for seat in seats}
    answer = f"lies in {seats[0]} only, by {by}"
    if len(seats) > 1:
        answer = f"is split: it lies in {listed(seats)}, by {by}, which over-reports splits"
    return holds, f"{known} {answer}{'' if holds else f'; not in {recipient.seat}'}"
