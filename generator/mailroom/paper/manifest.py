"""manifest.csv: every letter with its address in columns, as print and mail services read it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from generator.errors import FilesAreWrongError, Problem
from generator.files.csv import csv_text
from generator.mailroom.paper.assembly import PrintRun, RunPosition
from generator.mailroom.paper.pieces import MAX_FOLDED_SHEETS

Format = Literal["own", "lob", "letterstream", "click2mail"]
# Matches “517 Hart Senate Office Building”, “P.O. Box 12”, “Calle Sol 4” and “Suite 300”, not
# “United States Senate” or “Committee on Ways and Means”.
_DELIVERY = re.compile(
    r"^\d|\d$|\bP\.?\s?O\.?\s+Box\b|Office Building$|^(Suite|Room|Floor|Unit)\b", re.IGNORECASE
)
"""A line that names a place: a street, a box, a room. Any other line names a person or a body."""

MAX_COMPANY_CHARACTERS = 40
"""What every service takes: Lob, the strictest that publishes a limit, takes 40."""


@dataclass(frozen=True)
class AddressColumns:
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
    """What a reader of manifests expects: its columns, and how many characters each may have.

    `columns` names what stands in each column, as `_row` knows it.
    """

    columns: Mapping[str, str]
    limits: Mapping[str, int]
    max_sheets: int | None = None
    quoted: bool = False


def manifest_csv(run: PrintRun, *, layout: Format) -> bytes:
    """Returns the manifest: a row a letter, in the order of the run.

    Raises FilesAreWrongError with every cell that the service would refuse or cut.
    """
    service = SERVICES[layout]
    rows: list[list[str]] = []
    problems: list[Problem] = []
    for position in run.positions:
        known = _row(position)
        cells = {column: known[source] for column, source in service.columns.items()}
        problems += _problems(position, cells, service=service, layout=layout)
        rows.append(list(cells.values()))
    if problems:
        raise FilesAreWrongError(problems)
    return csv_text([list(service.columns), *rows], quote_all=service.quoted).encode()


def columns_of(address: Sequence[str]) -> AddressColumns:
    """Returns the lines of an address in columns.

    The room or street is line 1, the chamber or committee the company, what is left is line 2. An
    address without street or room, which the Capitol's own ZIP codes make enough, has the chamber
    in line 1. A company that is too long for a service goes to line 2 as well.
    """
    name, *middle, town = address
    # `check` has seen by now that the last line has this form.
    city, _, rest = town.partition(", ")
    state, _, zip_code = rest.partition(" ")
    where = [line for line in middle if _DELIVERY.search(line)]
    who = [line for line in middle if line not in where]
    # The last line that names a place: it stands nearest to the town, as Publication 28 has it.
    first = (where or who or [""]).pop()
    company = who.pop() if who and len(who[-1]) <= MAX_COMPANY_CHARACTERS else ""
    return AddressColumns(name, company, first, ", ".join((*who, *where)), city, state, zip_code)


def _row(position: RunPosition) -> Mapping[str, str]:
    """Returns all that a manifest can say of a letter."""
    piece = position.piece
    return {
        **asdict(columns_of(piece.address)),
        "nothing": "",
        "country": "US",
        "key": piece.key,
        "letter": piece.place,
        "recipient": piece.recipient.id,
        "bioguide": "" if piece.recipient.body else piece.recipient.id,
        "via": piece.via,
        "file": position.file,
        "page_from": str(position.page_from),
        "page_to": str(position.page_to),
        "sheets": str(position.sheets),
        "sha256": piece.sha256,
    }


def _problems(
    position: RunPosition, cells: Mapping[str, str], *, service: Service, layout: Format
) -> Iterator[Problem]:
    """Returns a problem for each cell that is too long, and for too many sheets."""
    piece = position.piece
    for column, most in service.limits.items():
        if len(cells[column]) > most:
            message = (
                f"has {len(cells[column])} characters, and {layout} takes {most}: "
                "shorten the recipient's address_lines"
            )
            yield piece.problem(column, message, code="manifest-cell-too-long")
    folded = service.max_sheets
    if folded and position.sheets > folded:
        message = (
            f"takes {position.sheets} sheets, and {layout} folds {folded} into a No. 10 envelope: "
            "shorten the letter"
        )
        yield piece.problem("sheets", message, code="too-many-sheets")


# ---------------------------------------------------------------- the services

_ADDRESS = {
    "name": "name",
    "company": "company",
    "address_line1": "line1",
    "address_line2": "line2",
    "address_city": "city",
    "address_state": "state",
    "address_zip": "zip",
}
SERVICES: Mapping[Format, Service] = {
    "own": Service(
        {
            "piece_id": "key",
            "bioguide": "bioguide",
            **_ADDRESS,
            "country": "country",
            "via": "via",
            "file": "file",
            "page_from": "page_from",
            "page_to": "page_to",
            "sheets": "sheets",
            "sha256": "sha256",
            "recipient": "recipient",
        },
        {},
    ),
    # Lob's OpenAPI description: name and company 40 characters, address lines 64, city 200; six
    # sheets in a No. 10 envelope.
    "lob": Service(
        {**_ADDRESS, "address_country": "country", "piece_id": "key", "file": "letter"},
        {
            "name": 40,
            "company": MAX_COMPANY_CHARACTERS,
            "address_line1": 64,
            "address_line2": 64,
            "address_city": 200,
        },
        max_sheets=MAX_FOLDED_SHEETS,
    ),
    # LetterStream's help, article 502: these columns in this order, quoted. It and Click2Mail
    # publish no limits; fifty characters are what a line of a window holds at ten points.
    "letterstream": Service(
        {
            "Name": "name",
            "Address1": "line1",
            "City": "city",
            "State": "state",
            "Zip": "zip",
            "Name2": "nothing",
            "Company": "company",
            "Address2": "line2",
            "Reference": "key",
            "File": "letter",
        },
        dict.fromkeys(("Name", "Address1", "City", "Company", "Address2"), 50),
        quoted=True,
    ),
    # Click2Mail's support, article 293: a header, one datum a column, the ZIP code as text, and a
    # reference.
    "click2mail": Service(
        {
            "Reference": "key",
            "Name": "name",
            "Organization": "company",
            "Address1": "line1",
            "Address2": "line2",
            "City": "city",
            "State": "state",
            "Zip": "zip",
            "Country": "country",
            "File": "letter",
        },
        dict.fromkeys(("Name", "Organization", "Address1", "Address2", "City"), 50),
    ),
}
