"""From street addresses to districts by the Census Bureau's batch geocoder.

The program sends nothing. `geocode_out` writes what a person uploads at
geocoding.geo.census.gov (Find Geographies Using Address Batch, vintage Census2020_Current), and
`geocode_in` reads the answer, whose census blocks lie in districts. What goes out names people by
the line of their own file, because an id may be a name or an address; what comes back is taken as
a person's only if the address is theirs.
"""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.congress.districts.blocks import WIDTHS, Blocks
from generator.congress.districts.people import PersonAddress
from generator.congress.districts.rows import each_row
from generator.congress.seats import Seat
from generator.errors import Problem
from generator.files.csv import TableCellError, csv_text, read_csv_text, records, shown

# By file and not with `censusgeocode`: that package sends the addresses itself, and has the GPL.
MAX_ADDRESSES = 10_000
"""Addresses that the geocoder takes in one file (Census Geocoder User Guide, batch input)."""

VINTAGE = "Census2020_Current"
"""Block equivalency files are made of the blocks of 2020. With Current_Current the geocoder answers
Connecticut by its planning regions, whose blocks have other numbers."""

_MATCHED_CELLS = 12
"""Cells of a matched line: id, address, match, kind, matched address, coordinates, line, side,
state, county, tract, block."""
_CELLS_WITHOUT_BLOCK = 8
"""Cells of a matched line of “Find Locations”, the geocoder's other form: it gives no block."""
_UNMATCHED = {
    "No_Match": (
        "address-not-known",
        "the geocoder does not know the address (No_Match): correct it, or ask the person",
    ),
    "Tie": (
        "ambiguous-address",
        (
            "the geocoder knows several such addresses (Tie): "
            "add the ZIP code or the direction of the street"
        ),
    ),
}
"""Answers without a block: the code and the message of their problem."""


@dataclass(frozen=True)
class SettledSeat:
    """A seat that a street address settled, and the Congress of whose lines it is."""

    seat: Seat
    congress: int


@dataclass(frozen=True)
class GeocodeResult:
    """The seats that street addresses settled, and a problem for each address without one."""

    seats: dict[str, SettledSeat]
    """The seat of each person, by id."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _GeocoderAnswer:
    """The geocoder's answer for one person: a block, or the kind of answer without one."""

    person: PersonAddress
    where: str
    """File and line of the answer."""
    kind: str
    block: str


def geocode_out(people: Iterable[PersonAddress], *, file: Path) -> tuple[str, ...]:
    """Returns the geocoder's input as CSV texts of at most MAX_ADDRESSES lines.

    A line is `line,street,city,state,zip`, without a header. `file` is the list of the people.
    Raises FilesAreWrongError with each address that is too incomplete for the geocoder.
    """

    def row(_: int, person: PersonAddress) -> tuple[str, ...]:
        if not person.street:
            message = "has no street: the geocoder needs one"
            raise TableCellError("street", message, code="missing-street")
        if not person.zip and not (person.city and person.state):
            message = "has neither a ZIP code nor city and state: the geocoder needs one of them"
            raise TableCellError("street", message, code="missing-town")
        return str(person.line), person.street, person.city, person.state, person.zip

    # All rows before the first text, so that every incomplete address is known before an upload.
    rows = list(each_row(file, ((person.line, person) for person in people), read=row))
    starts = range(0, len(rows), MAX_ADDRESSES)
    return tuple(csv_text(rows[start : start + MAX_ADDRESSES]) for start in starts)


def numbered(target: Path, *, texts: int) -> tuple[Path, ...]:
    """Returns a path for each text: the target, or `NAME-1.csv`, `NAME-2.csv` … for several."""
    if texts == 1:
        return (target,)
    return tuple(target.with_stem(f"{target.stem}-{number}") for number in range(1, texts + 1))


def geocode_in(
    answers: Sequence[Path], *, people: Iterable[PersonAddress], file: Path, blocks: Blocks
) -> GeocodeResult:
    """Returns the seat of each person whose address lies in a district, and a warning for the rest.

    `file` is the list of the people. Raises FilesAreWrongError for a file that is no answer.
    """
    by_line = {person.line: person for person in people}
    known: dict[str, _GeocoderAnswer] = {}
    conflicts: dict[str, str] = {}
    for path in answers:
        for answer in _answers(path, by_line, people_file=file):
            # The first answer of several equal ones: a file may be given twice, or a part uploaded
            # again.
            first = known.setdefault(answer.person.id, answer)
            if first.block != answer.block:
                conflicts[answer.person.id] = (
                    "has two answers that differ, "
                    f"{first.where} and {answer.where}: "
                    "neither is used"
                )
    # All blocks in one question: a block file is read once, from start to end.
    found = blocks.seats_of({answer.block for answer in known.values() if answer.block})
    seats: dict[str, SettledSeat] = {}
    problems: list[Problem] = []
    for person_id, answer in known.items():
        seat = found.get(answer.block)
        # Before the seat: a conflict must not be settled by the file that happened to come first.
        if person_id in conflicts:
            code, message = "two-answers", conflicts[person_id]
        elif seat and (doubt := blocks.doubt(seat.state)):
            # Not settled, rather than settled by old lines: the file of settled seats is also
            # copied into lists of supporters, where a seat counts as certain.
            code, message = "old-lines", f"lies in {seat} by old lines: {doubt}"
        elif seat:
            seats[person_id] = SettledSeat(seat, blocks.congress_of(seat.state))
            continue
        elif not answer.block:
            code, message = _UNMATCHED[answer.kind]
        # A known block of ZZ, mostly water, against a block that the file does not have.
        elif answer.block in found:
            code, message = "no-district", f"block {answer.block} lies in no district"
        else:
            message = (
                f"block {answer.block} is in no district that is known: "
                "load the block file of its state, and ask the geocoder for the vintage"
                f" {VINTAGE}"
            )
            code = "unknown-block"
        problems.append(Problem(str(file), answer.person.line, "", message, "warning", code=code))
    return GeocodeResult(seats, tuple(sorted(problems)))


def _answers(
    file: Path, by_line: Mapping[int, PersonAddress], *, people_file: Path
) -> list[_GeocoderAnswer]:
    """Returns each line of one answer. Raises FilesAreWrongError for other lines."""

    def read(line: int, record: list[str]) -> _GeocoderAnswer:
        cells = [cell.strip() for cell in record]
        person = _person(cells, by_line, people_file=people_file)
        return _GeocoderAnswer(person, f"{file}:{line}", cells[2], _block(cells))

    return list(each_row(file, records(io.StringIO(read_csv_text(file), newline="")), read=read))


def _person(
    cells: list[str], by_line: Mapping[int, PersonAddress], *, people_file: Path
) -> PersonAddress:
    """Returns the person of that line if the address is theirs. Raises TableCellError.

    The list may have changed since it was uploaded; a line number alone would give a person the
    district of another.
    """
    if len(cells) < 3 or cells[2] not in {"Match", *_UNMATCHED}:  # noqa: PLR2004 - line, address, match
        message = (
            "is no line of the geocoder's answer: the third cell must be Match, No_Match or Tie"
        )
        raise TableCellError("", message, code="not-a-geocoder-line")
    # Nine digits at most: Python refuses to read numbers of thousands of digits, and no list is so
    # long.
    person = by_line.get(int(cells[0])) if re.fullmatch("[0-9]{1,9}", cells[0]) else None
    # The geocoder repeats the address as “street, city, state, zip”, with spaces and capitals of
    # its own.
    if person is None or _signs(person.street) not in _signs(cells[1]):
        message = f"line {shown(cells[0])} of {people_file} has not the address {shown(cells[1])}"
        raise TableCellError(
            "",
            f"{message}: name with --people the list that was asked about, as it was then",
            code="address-of-another-list",
        )
    return person


def _signs(text: str) -> str:
    """Returns the letters and digits of an address, to compare it without case and punctuation."""
    return "".join(filter(str.isalnum, text.casefold()))


def _block(cells: list[str]) -> str:
    """Returns the block of an answer as 15 digits, or "" without a match. Raises TableCellError."""
    if cells[2] in _UNMATCHED:
        return ""
    if len(cells) == _CELLS_WITHOUT_BLOCK:
        remedy = (
            "upload the file under “Find Geographies Using Address Batch”, not “Find Locations”"
        )
        raise TableCellError("", f"has no census block: {remedy}", code="no-census-block")
    if len(cells) != _MATCHED_CELLS:
        message = f"has {len(cells)} cells; a matched line has {_MATCHED_CELLS}"
        raise TableCellError("", message, code="not-a-geocoder-line")
    parts = cells[-4:]
    # `48 061 012700 1013`; a spreadsheet makes `48 61 12700 1013` of it, which is another number.
    form = " ".join(rf"[0-9]{{{width}}}" for width in WIDTHS)
    if not re.fullmatch(form, " ".join(parts)):
        message = "state, county, tract and block must have 2, 3, 6 and 4 digits"
        remedy = "a spreadsheet may have dropped zeros; take the file as downloaded"
        given = shown(" ".join(parts))
        raise TableCellError("", f"{message}, not {given}: {remedy}", code="not-a-census-block")
    return "".join(parts)
