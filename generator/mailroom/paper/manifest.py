"""manifest.csv: every letter with its address in columns, as a print shop or a print-and-mail service reads it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.errors import FilesAreWrongError, Problem
from generator.files.csv import csv_text
from generator.files.staging import staged
from generator.mailroom.paper.assembly import Placed, Run
from generator.mailroom.paper.pieces import FOLDED_SHEETS

Format = Literal["own", "lob", "letterstream", "click2mail"]
_DELIVERY = re.compile(r"^\d|\d$|\bP\.?\s?O\.?\s+Box\b|Office Building$|^(Suite|Room|Floor|Unit)\b", re.IGNORECASE)
"""A line that says where on the map: a street, a box, a room; any other line says who."""

LONGEST_COMPANY = 40
"""Characters that every service takes."""


@dataclass(frozen=True)
class Row:
    """An address in columns."""

    name: str
    company: str
    line1: str
    line2: str
    city: str
    state: str
    zip: str


@dataclass(frozen=True)
class Service:
    """What one reader of manifests wants: its columns, and how long each may be."""

    columns: tuple[str, ...]
    cells: Callable[[Placed, Row], tuple[str, ...]]
    limits: Mapping[str, int]
    most_sheets: int | None = None
    quoted: bool = False


def manifest(run: Run, *, folder: Path, layout: Format = "own") -> Path:
    """manifest.csv in the folder: a row a letter, in the order of the run.

    Raises FilesAreWrongError with every cell that the service would refuse or cut; nothing is written then.
    """
    service = SERVICES[layout]
    rows = [(placed, service.cells(placed, columns_of(placed.piece.address))) for placed in run.placed]
    problems = [problem for placed, cells in rows for problem in _problems(placed, cells, service=service, layout=layout)]
    if problems:
        raise FilesAreWrongError(problems)
    with staged(folder, replaces="manifest.csv") as stage:
        stage.write("manifest.csv", csv_text([service.columns, *(cells for _, cells in rows)], quote_all=service.quoted).encode())
    return folder / "manifest.csv"


def columns_of(address: Sequence[str]) -> Row:
    """The lines of an address in columns: the room or street is line 1, the chamber or committee the company, what is left line 2.

    An address without street or room, which the Capitol's own ZIP codes make enough, has the chamber in line 1. A company that
    no service takes goes to line 2 as well.
    """
    name, *middle, town = address
    city, _, rest = town.partition(", ")
    state, _, zip_code = rest.partition(" ")
    where = [line for line in middle if _DELIVERY.search(line)]
    who = [line for line in middle if line not in where]
    first = where.pop() if where else who.pop() if who else ""
    company = who.pop() if who and len(who[-1]) <= LONGEST_COMPANY else ""
    return Row(name, company, first, ", ".join((*who, *where)), city, state, zip_code)


def _problems(placed: Placed, cells: Sequence[str], *, service: Service, layout: Format) -> Iterator[Problem]:
    for column, cell in zip(service.columns, cells, strict=True):
        most = service.limits.get(column)
        if most is not None and len(cell) > most:
            message = f"has {len(cell)} characters, and {layout} takes {most}: shorten the recipient's address_lines"
            yield placed.piece.problem(column, message)
    if service.most_sheets is not None and placed.sheets > service.most_sheets:
        message = f"takes {placed.sheets} sheets, and {layout} folds {service.most_sheets} into a No. 10 envelope: shorten the letter"
        yield placed.piece.problem("sheets", message)


# ---------------------------------------------------------------- the services


def _own(placed: Placed, row: Row) -> tuple[str, ...]:
    piece = placed.piece
    address = (row.name, row.company, row.line1, row.line2, row.city, row.state, row.zip, "US")
    pages = (str(placed.page_from), str(placed.page_to), str(placed.sheets))
    return piece.key, piece.recipient.id, *address, piece.via, placed.file, *pages, piece.sha256


def _lob(placed: Placed, row: Row) -> tuple[str, ...]:
    address = (row.name, row.company, row.line1, row.line2, row.city, row.state, row.zip, "US")
    return *address, placed.piece.key, placed.piece.place


def _letterstream(placed: Placed, row: Row) -> tuple[str, ...]:
    return row.name, row.line1, row.city, row.state, row.zip, "", row.company, row.line2, placed.piece.key, placed.piece.place


def _click2mail(placed: Placed, row: Row) -> tuple[str, ...]:
    return placed.piece.key, row.name, row.company, row.line1, row.line2, row.city, row.state, row.zip, "US", placed.piece.place


_ADDRESS = ("name", "company", "address_line1", "address_line2", "address_city", "address_state", "address_zip")
_OWN = ("piece_id", "bioguide", *_ADDRESS, "country", "via", "file", "page_from", "page_to", "sheets", "sha256")
SERVICES: Mapping[Format, Service] = {
    "own": Service(_OWN, _own, {}),
    # Lob's OpenAPI description: name and company 40 characters, address lines 64, city 200; six sheets in a No. 10 envelope.
    "lob": Service(
        (*_ADDRESS, "address_country", "piece_id", "file"),
        _lob,
        {"name": 40, "company": LONGEST_COMPANY, "address_line1": 64, "address_line2": 64, "address_city": 200},
        most_sheets=FOLDED_SHEETS,
    ),
    # LetterStream's help, article 502: these columns in this order, quoted. It and Click2Mail publish no limits; fifty characters
    # are what a line of a window holds at ten points.
    "letterstream": Service(
        ("Name", "Address1", "City", "State", "Zip", "Name2", "Company", "Address2", "Reference", "File"),
        _letterstream,
        dict.fromkeys(("Name", "Address1", "City", "Company", "Address2"), 50),
        quoted=True,
    ),
    # Click2Mail's support, article 293: a header, one datum a column, the ZIP code as text, and a reference.
    "click2mail": Service(
        ("Reference", "Name", "Organization", "Address1", "Address2", "City", "State", "Zip", "Country", "File"),
        _click2mail,
        dict.fromkeys(("Name", "Organization", "Address1", "Address2", "City"), 50),
    ),
}
