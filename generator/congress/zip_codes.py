"""ZIP codes: how people and tables write them, and what is wrong with one.

The rules and the messages of a ZIP code in an address are all here. How a ZIP code becomes a
congressional district is in `districts.representation` and `districts.table`.
"""

import re
from collections.abc import Mapping

from generator.files.csv import TableCellError, shown
from generator.models.fields import Chamber
from generator.states import STATES, states_of

CHAMBER_ZIPS: Mapping[Chamber, str] = {"senate": "20510", "house": "20515"}
"""The ZIP code of each chamber's mail on Capitol Hill."""


def five_digits(text: str) -> str | None:
    """Returns the five digits of a ZIP code or ZIP+4 (78520, 78520-1234, 785201234), else None."""
    # ASCII, because `\d` would take the digits of other scripts, which no table holds.
    match = re.fullmatch(r"(\d{5})(-?\d{4})?", text.strip(), re.ASCII)
    return match[1] if match else None


def zip_in(column: str, cell: str) -> str:
    """Returns the five digits of the cell's ZIP code.

    Raises TableCellError. A spreadsheet that reads 02134 as a number drops the zero. It is not put
    back in silence: the user has to know that the export changed the list.
    """
    if digits := five_digits(cell):
        return digits
    # Three digits too: Holtsville, NY (00501) and Puerto Rico (006, 007, 009) lose two zeros.
    if re.fullmatch(r"\d{3,4}", cell, re.ASCII):
        raise TableCellError(
            column,
            (
                f"{cell!r} has lost its leading zero: "
                "import the column as text, and export the file again"
            ),
            code="zip-without-zero",
        )
    raise TableCellError(column, f"must be five digits, not {shown(cell)}", code="not-a-zip")


def zip_problem(state: str, zip_code: str) -> str | None:
    """Returns what is wrong with the ZIP code of an address in that state, and what to do, or None.

    A state that is not in the table is another check's business.
    """
    # Stricter than `five_digits`: this code is printed, and the hyphen of ZIP+4 has to be there.
    if not re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", zip_code):
        return f'must be five digits, or nine as in 20515-4316, not "{zip_code}"'
    # One of two states is enough, where a post office also serves a neighbor.
    homes = states_of(zip_code)
    if state not in STATES or state in homes:
        return None
    location = f"lies in {STATES[homes[0]]}" if homes else "is no code of any state"
    return (
        f"{zip_code} {location}, but "
        f"the address says {STATES[state]} ({state}): "
        "correct the one that is wrong"
    )


def washington_zip_problem(chamber: Chamber, zip_code: str) -> str | None:
    """Returns what is wrong with the ZIP code of an office on Capitol Hill, and what to do."""
    right = CHAMBER_ZIPS[chamber]
    if re.fullmatch(rf"{right}(-[0-9]{{4}})?", zip_code):
        return None
    return (
        f"mail for the {chamber.title()} goes to {right}"
        f', not "{zip_code}": correct it, or leave it out'
    )
