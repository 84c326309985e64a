"""Seats of the House: which there are, and how people and tables write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator import text
from generator.errors import LettersError
from generator.models.recipient import Recipient
from generator.states import JURISDICTIONS, SEATS, STATES

FIRST_CONGRESS, LAST_CONGRESS = 118, 122
"""The Congresses of the 2020 apportionment: those elected from 2022 to 2030 (2 U.S.C. 2a)."""

AT_LARGE = 0
"""The district of a state with one seat, as unitedstates/congress-legislators numbers it."""
NO_DISTRICT = "ZZ"
"""The Census Bureau's code for an area outside every district: mostly open water."""

_AT_LARGE_CODES = frozenset({"0", "00", "98", "AL"})
"""How tables write a state's only seat; 98 is the Census Bureau's code for that of a delegate."""


class NoSuchSeatError(LettersError):
    """The House has no such seat; the sentence says which seats the state has."""

    def __init__(self, state: str, code: str) -> None:
        reason = f"there is no state {state!r}: write its two-letter postal code, such as TX"
        # A wrong state gets no list of districts.
        if state in SEATS:
            seats = f"its districts are 1 to {SEATS[state]}"
            if has_one_seat(state):
                seats = f"it has one seat, {state}-AL (0, 00 or 98 in a table)"
            reason = f"{state} has no district {code}: {seats}"
        super().__init__(reason)


@dataclass(frozen=True, order=True, slots=True)
class Seat:
    """A seat of the House: the state's postal code, and its district or AT_LARGE."""

    state: str
    district: int

    def __str__(self) -> str:
        return f"{self.state}-{self.district:02d}" if self.district else f"{self.state}-AL"


def has_one_seat(state: str) -> bool:
    """Returns whether the whole state is one district; its seat then has the district AT_LARGE."""
    return SEATS.get(state) == 1


def house_seats() -> tuple[Seat, ...]:
    """Returns every seat of the House, those of delegates too, in the order of the states."""
    seats: list[Seat] = []
    for state, count in SEATS.items():
        first = AT_LARGE if has_one_seat(state) else 1
        seats += (Seat(state, district) for district in range(first, first + count))
    return tuple(seats)


def seat_of(recipient: Recipient) -> Seat | None:
    """Returns the seat of a member of the House; None for every other recipient."""
    if recipient.chamber != "house" or recipient.state is None:
        return None
    return Seat(recipient.state, recipient.district or AT_LARGE)


def read_seat(words: str) -> Seat | None:
    """Returns the seat that a person writes as `TX-34`, `tx34`, `AK-AL` or `AK-1`.

    Returns None when the words do not have that form. Raises NoSuchSeatError for a state or a
    district that does not exist.
    """
    # `TX-34`, `tx 34`, `TX34`, `AK-AL`; not `TX-sen`, which is no seat of the House, and not a ZIP
    # code. ASCII, because `\d` would take the digits of other scripts.
    match = re.fullmatch(r"([A-Z]{2})[\s-]*(\d{1,2}|AL)", words.strip(), re.IGNORECASE | re.ASCII)
    if match is None:
        return None
    state, code = match[1].upper(), match[2].upper()
    if has_one_seat(state) and code in {"1", "01"}:
        return Seat(state, AT_LARGE)  # people call an only seat the first; no table does
    return numbered_seat(state, code)


def numbered_seat(state: str, code: str) -> Seat:
    """Returns the seat by a table's own code; 0, 00, 98 and AL are the seat of a one-seat state.

    Raises NoSuchSeatError.
    """
    if has_one_seat(state):
        if code in _AT_LARGE_CODES:
            return Seat(state, AT_LARGE)
    # 98 is the code of a delegate and 0 of an only seat: neither is a district of a state with
    # several.
    elif re.fullmatch(r"\d{1,2}", code, re.ASCII) and 1 <= int(code) <= SEATS.get(state, 0):
        return Seat(state, int(code))
    raise NoSuchSeatError(state, code)


def state_name(state: str) -> str:
    """Returns `Texas` for TX, and `the District of Columbia` for DC, as running text needs it."""
    return f"{JURISDICTIONS[state].article}{STATES[state]}" if state in STATES else state


def listed(names: Iterable[object]) -> str:
    """Returns the names as a sentence lists them: “A”, “A and B”, “A, B and C”."""
    return text.listed(map(str, names), last="and")
