"""Seats of the House, ZIP codes, and which of them there are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.errors import LettersError
from generator.files.csv import BadCellError, shown
from generator.models import Recipient
from generator.states import JURISDICTIONS, SEATS, STATES

FIRST_CONGRESS, LAST_CONGRESS = 118, 122
"""The Congresses that the apportionment of 2020 holds for: elected from 2022 to 2030 (2 U.S.C. 2a)."""

AT_LARGE = 0
NO_DISTRICT = "ZZ"
"""The Census Bureau's code for an area that no district holds: mostly open water."""

_SEAT = re.compile(r"([A-Za-z]{2})[\s-]*(\d{1,2}|AL)", re.IGNORECASE | re.ASCII)
_ZIP = re.compile(r"(\d{5})(-?\d{4})?", re.ASCII)


class NoSuchSeatError(LettersError):
    """A seat was named that the House does not have; the sentence says which seats the state has."""

    def __init__(self, state: str, code: str) -> None:
        if state not in SEATS:
            super().__init__(f"there is no state {state!r}: write its two-letter postal code, such as TX")
        elif has_one_seat(state):
            super().__init__(f"{state} has no district {code}: it has one seat, {state}-AL (0, 00 or 98 in a table)")
        else:
            super().__init__(f"{state} has no district {code}: its districts are 1 to {SEATS[state]}")


@dataclass(frozen=True, order=True, slots=True)
class Seat:
    """A seat of the House: state and district, 0 where the state has one seat (as in unitedstates/congress-legislators)."""

    state: str
    district: int

    def __str__(self) -> str:
        return f"{self.state}-{self.district:02d}" if self.district else f"{self.state}-AL"


def has_one_seat(state: str) -> bool:
    """True where the whole state is one district; its seat is then district 0."""
    return SEATS.get(state) == 1


def seat_of(recipient: Recipient) -> Seat | None:
    """The seat that a member of the House holds; None for a senator."""
    return Seat(recipient.state, recipient.district or AT_LARGE) if recipient.chamber == "house" else None


def read_seat(text: str) -> Seat | None:
    """The seat that a person means by `TX-34`, `tx34`, `AK-AL` or `AK-1`; None when the text is not of that form.

    Raises NoSuchSeatError for a state or a district that there is not.
    """
    match = _SEAT.fullmatch(text.strip())
    if match is None:
        return None
    state, code = match[1].upper(), match[2].upper()
    if has_one_seat(state) and code in {"1", "01"}:
        return Seat(state, AT_LARGE)
    return numbered_seat(state, code)


def numbered_seat(state: str, code: str) -> Seat:
    """The seat by a table's own code: 0, 00, 98 and AL are all the seat of a state that has one.

    Raises NoSuchSeatError. (98 is the Census Bureau's code for the District of Columbia and the territories.)
    """
    if has_one_seat(state) and code in {"0", "00", "98", "AL"}:
        return Seat(state, AT_LARGE)
    numbered = SEATS.get(state, 0) > 1 and re.fullmatch(r"\d{1,2}", code, re.ASCII)
    if numbered and 1 <= int(code) <= SEATS[state]:
        return Seat(state, int(code))
    raise NoSuchSeatError(state, code)


def five_digits(text: str) -> str | None:
    """The five digits of a ZIP code or ZIP+4 (78520, 78520-1234, 785201234); None when the text is neither."""
    match = _ZIP.fullmatch(text.strip())
    return match[1] if match else None


def zip_in(column: str, cell: str) -> str:
    """The five digits of the cell's ZIP code. Raises BadCellError: a ZIP that lost its zero is not mended in silence."""
    if digits := five_digits(cell):
        return digits
    if re.fullmatch(r"\d{3,4}", cell, re.ASCII):
        raise BadCellError(column, f"{cell!r} has lost its leading zero: import the column as text, and export the file again")
    raise BadCellError(column, f"must be five digits, not {shown(cell)}")


def state_name(state: str) -> str:
    """`Texas` for TX, with the article where running text needs one."""
    return f"{JURISDICTIONS[state].article}{STATES[state]}" if state in STATES else state


def listed(names: Iterable[object]) -> str:
    """The names as a sentence says them: “A”, “A and B”, “A, B and C”."""
    *others, last = [str(name) for name in names] or [""]
    return f"{', '.join(others)} and {last}" if others else last
