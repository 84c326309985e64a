"""People with their addresses, as a CSV file lists them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.congress.districts.rows import check_id, each_row
from generator.congress.zip_codes import zip_in
from generator.errors import refusal
from generator.files.csv import TableCellError, read_sheet, shown
from generator.states import SEATS

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class PersonAddress:
    """A person who wants to write, and their address; what the file does not say is empty."""

    id: str
    name: str
    street: str
    city: str
    state: str
    zip: str
    line: int = 0


def read_people(file: Path) -> tuple[PersonAddress, ...]:
    """Returns the people of a CSV file with the column zip.

    The columns id, name, street, city and state are used where the file has them; others are
    ignored. Without an id column people are numbered in the order of the file. Raises
    FilesAreWrongError with every mistake.
    """
    sheet = read_sheet(file)
    if "zip" not in sheet.columns:
        raise refusal(
            file,
            (
                f"has the columns {shown(', '.join(sheet.columns))}; "
                "needed: zip; used: id, name, street, city, state"
            ),
            line=1,
            code="unknown-columns",
        )
    lines: dict[str, int] = {}

    def read(line: int, cells: Mapping[str, str]) -> PersonAddress:
        # A spreadsheet's line breaks inside an address are spaces.
        tidy = {name: " ".join(_CONTROL.sub(" ", cell).split()) for name, cell in cells.items()}
        # The file's own id replaces the number where there is one.
        person = _person(line, {"id": str(len(lines) + 1), **tidy})
        check_id(person.id, line=line, lines=lines)
        return person

    rows = ((row.line, row.cells) for row in sheet.rows)
    return tuple(each_row(file, rows, read=read, problems=sheet.problems))


def _person(line: int, cells: Mapping[str, str]) -> PersonAddress:
    """Returns one row as a person. Raises TableCellError."""
    if not cells["id"]:
        message = "is empty: give each person an id, or leave the column out"
        raise TableCellError("id", message, code="missing-id")
    state = cells.get("state", "").upper()
    # Codes only: “Texas” would go into the geocoder's file as it stands.
    if state and state not in SEATS:
        message = f"must be a two-letter postal code such as TX, not {shown(cells['state'])}"
        raise TableCellError("state", message, code="no-such-state")
    street, city = cells.get("street", ""), cells.get("city", "")
    if not cells["zip"] and not (street and city and state):
        # With all three the geocoder finds the district without a ZIP code.
        message = "is empty, and there is no street, city and state to find the district by"
        raise TableCellError("zip", message, code="missing-zip")
    zip_code = zip_in("zip", cells["zip"]) if cells["zip"] else ""
    return PersonAddress(cells["id"], cells.get("name", ""), street, city, state, zip_code, line)
