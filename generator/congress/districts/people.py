"""People with their addresses, as a CSV file lists them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.congress.seats import zip_in
from generator.errors import FilesAreWrongError, Problem, refusal
from generator.files.csv import BadCellError, Row, read_sheet, shortened, shown
from generator.states import SEATS

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Person:
    """A person who wants to write, and where they live; what the file does not say is empty."""

    id: str
    name: str
    street: str
    city: str
    state: str
    zip: str
    line: int = 0


def read_people(file: Path) -> tuple[Person, ...]:
    """The people of a CSV file with the columns zip and, as far as known, id, name, street, city, state; others are ignored.

    Without an id column people are numbered in the order of the file. Raises FilesAreWrongError with every mistake.
    """
    sheet = read_sheet(file)
    if "zip" not in sheet.columns:
        raise refusal(file, f"has the columns {shown(', '.join(sheet.columns))}; needed: zip; used: id, name, street, city, state", line=1)
    problems = list(sheet.problems)
    people: dict[str, Person] = {}
    for number, row in enumerate(sheet.rows, start=1):
        try:
            _add(people, _person(row, str(number)))
        except BadCellError as error:
            problems.append(Problem(str(file), row.line, error.column, error.message))
    if problems:
        raise FilesAreWrongError(shortened(problems))
    return tuple(people.values())


def _add(people: dict[str, Person], person: Person) -> None:
    """Takes one more person in. Raises BadCellError when the id is another's."""
    first = people.setdefault(person.id, person)
    if first is not person:
        raise BadCellError("id", f"{shown(person.id)} stands on line {first.line} too: give each person one of their own")


def _person(row: Row, number: str) -> Person:
    """One row as a person. Raises BadCellError."""
    cells = {column: _one_line(cell) for column, cell in row.cells.items()}
    return Person(
        id=_id(cells, number),
        name=cells.get("name", ""),
        street=cells.get("street", ""),
        city=cells.get("city", ""),
        state=_state(cells.get("state", "")),
        zip=_zip(cells),
        line=row.line,
    )


def _one_line(cell: str) -> str:
    """The cell on one line: a spreadsheet's line breaks inside an address are spaces."""
    return " ".join(_CONTROL.sub(" ", cell).split())


def _id(cells: Mapping[str, str], number: str) -> str:
    """The person's id; their number where the file has no such column."""
    person_id = cells.get("id", number)
    if not person_id:
        raise BadCellError("id", "is empty: give each person an id, or leave the column out")
    return person_id


def _state(cell: str) -> str:
    """The state's code, or nothing."""
    if cell and cell.upper() not in SEATS:
        raise BadCellError("state", f"must be a two-letter postal code such as TX, not {shown(cell)}")
    return cell.upper()


def _zip(cells: Mapping[str, str]) -> str:
    """The five digits, or nothing where the rest of the address is there for the geocoder."""
    if cells["zip"]:
        return zip_in("zip", cells["zip"])
    if all(cells.get(column) for column in ("street", "city", "state")):
        return ""
    raise BadCellError("zip", "is empty, and there is no street, city and state to find the district by")
