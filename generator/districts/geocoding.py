"""From street addresses to districts by way of the Census Bureau's batch geocoder, without sending anything.

`geocode_out` writes what a person uploads at geocoding.geo.census.gov (Find Geographies Using Address Batch, vintage
Census2020_Current); `geocode_in` reads the answer, whose blocks a block equivalency file puts into districts.
"""

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.districts.formats import agreed_congress, congress_in, is_block_equivalency, seat_in
from generator.districts.people import Person
from generator.districts.seats import FIPS, Seat
from generator.districts.sheets import (
    BadCellError,
    BrokenQuotesError,
    as_given,
    csv_text,
    header_of,
    read_text,
    records,
    refuse,
    shortened,
    shown,
)
from generator.errors import CannotWriteError, FilesAreWrongError, Problem

MOST_ADDRESSES = 10_000
"""The geocoder takes so many addresses in a file (Census Geocoder User Guide, batch input)."""

VINTAGE = "Census2020_Current"
"""Block equivalency files are made of the blocks of 2020; with Current_Current the geocoder answers Connecticut by its
planning regions, whose blocks have other numbers."""

_MATCHED = 12
"""Cells of a matched line: id, address, match, kind, matched address, coordinates, line, side, state, county, tract, block."""
_WITHOUT_GEOGRAPHY = 8
_WITHOUT_BLOCK = {
    "No_Match": "the geocoder does not know the address (No_Match): correct it, or ask the person",
    "Tie": "the geocoder knows several such addresses (Tie): add the ZIP code or the direction of the street",
}
_WIDTHS = (2, 3, 6, 4)
_BLOCK_DIGITS = sum(_WIDTHS)


@dataclass(frozen=True)
class Settled:
    """The districts that street addresses settled, and a problem for each that they did not."""

    congress: int
    seats: dict[str, Seat]
    """The seat of each person, by id."""
    problems: tuple[Problem, ...]


# ---------------------------------------------------------------- out


def geocode_out(people: Iterable[Person], *, file: Path) -> tuple[str, ...]:
    """The input of the batch geocoder, `id,street,city,state,zip` without a header, in texts of at most 10,000 lines.

    `file` is where the people were read. Raises FilesAreWrongError naming everyone whose address does not suffice.
    """
    listed = tuple(people)
    lacking = [Problem(str(file), person.line, "street", _lacks(person)) for person in listed if _lacks(person)]
    if lacking:
        raise FilesAreWrongError(shortened(lacking))
    rows = [(person.id, person.street, person.city, person.state, person.zip) for person in listed]
    return tuple(csv_text(rows[first : first + MOST_ADDRESSES]) for first in range(0, len(rows), MOST_ADDRESSES))


def _lacks(person: Person) -> str:
    """What the geocoder would need to know of the person; nothing when the address suffices."""
    if not person.street:
        return f"{person.id} has no street: the geocoder needs one"
    if not person.zip and not (person.city and person.state):
        return f"{person.id} has neither a ZIP code nor city and state: the geocoder needs one of them"
    return ""


def write_geocoder_files(texts: Sequence[str], *, target: Path) -> tuple[Path, ...]:
    """The files written: the target, or for several `NAME-1.csv`, `NAME-2.csv`, …; each is whole. Raises CannotWriteError."""
    numbered = [target.with_stem(f"{target.stem}-{number}") for number in range(1, len(texts) + 1)]
    paths = numbered if len(texts) > 1 else [target]
    for path, text in zip(paths, texts, strict=False):
        _write(path, text)
    return tuple(paths[: len(texts)])


def _write(path: Path, text: str) -> None:
    """Guarantees the whole text at the path, or what was there before."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_text(text, encoding="utf-8", newline="")
        os.replace(temporary, path)  # noqa: PTH105 - the house writes it so everywhere
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CannotWriteError(str(path), error) from error


# ---------------------------------------------------------------- in


@dataclass(frozen=True)
class _Answer:
    """What the geocoder said of one person: a block, or why there is none."""

    file: Path
    line: int
    id: str
    block: str
    why_not: str = ""


def geocode_in(answers: Sequence[Path], *, block_equivalency: Path, congress: int | None = None) -> Settled:
    """The seat of everyone whose address the geocoder knew; a warning with its line for everyone else.

    Raises FilesAreWrongError when a file is not what it should be, or the Congress of the block equivalency file is not
    told by its header, its name or the caller.
    """
    told = _congress_of(block_equivalency, given=congress)
    read = [answer for file in answers for answer in _answers(file)]
    unsettled, blocks = _blocks_by_person(read)
    seats = _seats_of_blocks(block_equivalency, wanted={answer.block for answer in blocks})
    settled = {answer.id: seat for answer in blocks if (seat := seats.get(answer.block))}
    unknown = [_warning(answer, _unknown_block(answer.block)) for answer in blocks if answer.block not in seats]
    nowhere = [_warning(answer, f"block {answer.block} lies in no district") for answer in blocks if seats.get(answer.block, 0) is None]
    return Settled(told, settled, tuple(sorted([*unsettled, *unknown, *nowhere])))


def _warning(answer: _Answer, why: str) -> Problem:
    """A person whose district stays open, and why."""
    return Problem(str(answer.file), answer.line, answer.id, why, "warning")


def _unknown_block(block: str) -> str:
    """Why a block may be missing from the file."""
    advice = f"take that of the whole country, and ask the geocoder for the vintage {VINTAGE}"
    return f"block {block} is not in the block equivalency file: {advice}"


def _answers(file: Path) -> Iterator[_Answer]:
    """Each line of one answer. Raises FilesAreWrongError for lines that no geocoder wrote."""
    problems: list[Problem] = []
    found: list[_Answer] = []
    try:
        for line, record in records(io.StringIO(read_text(file), newline="")):
            try:
                found.append(_answer(file, line, cells=[cell.strip() for cell in record]))
            except BadCellError as error:
                problems.append(Problem(str(file), line, error.column, error.message))
    except BrokenQuotesError as error:
        problems.append(Problem(str(file), error.line, "", error.message))
    if problems:
        raise FilesAreWrongError(shortened(problems))
    return iter(found)


def _answer(file: Path, line: int, *, cells: list[str]) -> _Answer:
    """One line of the answer. Raises BadCellError."""
    if len(cells) < 3 or cells[2] not in {"Match", *_WITHOUT_BLOCK}:  # noqa: PLR2004 - id, address, match
        raise BadCellError("", "is no line of the geocoder's answer: the third cell must be Match, No_Match or Tie")
    person = as_given(cells[0])
    if cells[2] in _WITHOUT_BLOCK:
        return _Answer(file, line, person, "", _WITHOUT_BLOCK[cells[2]])
    if len(cells) == _WITHOUT_GEOGRAPHY:
        raise BadCellError("", "has no census block: upload the file under “Find Geographies Using Address Batch”, not “Find Locations”")
    if len(cells) != _MATCHED:
        raise BadCellError("", f"has {len(cells)} cells; a matched line has {_MATCHED}")
    return _Answer(file, line, person, _block(cells[-4:]))


def _block(parts: list[str]) -> str:
    """State, county, tract and block as one number of 15 digits. Raises BadCellError."""
    if any(not re.fullmatch(rf"[0-9]{{{width}}}", part) for part, width in zip(parts, _WIDTHS, strict=True)):
        message = f"state, county, tract and block must have 2, 3, 6 and 4 digits, not {shown(' '.join(parts))}"
        raise BadCellError("", f"{message}: a spreadsheet may have dropped zeros; take the file as downloaded")
    return "".join(parts)


def _blocks_by_person(answers: Iterable[_Answer]) -> tuple[list[Problem], list[_Answer]]:
    """Who stays open, and one answer for everyone whose block is known; two answers that differ count as none."""
    known: dict[str, _Answer] = {}
    open_ends: list[Problem] = []
    conflicting: set[str] = set()
    for answer in answers:
        first = known.setdefault(answer.id, answer)
        if first is not answer and first.block != answer.block:
            conflicting.add(answer.id)
            open_ends.append(_warning(answer, f"has another answer on {first.file}:{first.line}: neither is used"))
    settled = [answer for answer in known.values() if answer.id not in conflicting]
    open_ends += [_warning(answer, answer.why_not) for answer in settled if answer.why_not]
    return open_ends, [answer for answer in settled if not answer.why_not]


# ---------------------------------------------------------------- block equivalency


def _congress_of(file: Path, *, given: int | None) -> int:
    """The Congress whose districts the file holds."""
    header = header_of(file)
    if not is_block_equivalency(header):
        raise refuse(file, f"is no block equivalency file: the first line must be GEOID,CDFP, not {shown(header)}", line=1)
    told = {number for number in (congress_in(header), congress_in(file.name), given) if number}
    if not told:
        raise refuse(file, "does not say of which Congress its districts are: add --congress 119")
    return agreed_congress(file, told)


def _seats_of_blocks(file: Path, *, wanted: set[str]) -> dict[str, Seat | None]:
    """The seat of each wanted block; None where a block lies in no district. Eight million lines pass, few are kept."""
    found: dict[str, Seat | None] = {}
    problems: list[Problem] = []
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = csv.reader(opened, strict=True)
            next(rows)
            for line, row in enumerate(rows, start=2):
                if row and (row[0] in wanted or len(row[0]) != _BLOCK_DIGITS) and (problem := _keep(file, line, row=row, found=found)):
                    problems.append(problem)
    except UnicodeDecodeError as error:
        raise refuse(file, "is not UTF-8: download it again") from error
    except csv.Error as error:
        raise refuse(file, f"cannot be read as CSV ({error}): download it again") from error
    if problems:
        raise FilesAreWrongError(shortened(problems))
    return found


def _keep(file: Path, line: int, *, row: list[str], found: dict[str, Seat | None]) -> Problem | None:
    """Takes one block in; what is wrong with its line, if anything is."""
    if len(row) != 2 or not re.fullmatch(rf"[0-9]{{{_BLOCK_DIGITS}}}", row[0]):  # noqa: PLR2004 - block and district
        message = f"must be a block of {_BLOCK_DIGITS} digits and a district, not {shown(','.join(row))}: keep it as text"
        return Problem(str(file), line, "", message)
    block, code = row
    try:
        seat = seat_in("CDFP", code.strip(), state=FIPS.get(block[:2], block[:2]))
    except BadCellError as error:
        return Problem(str(file), line, error.column, error.message)
    if found.setdefault(block, seat) != seat:
        return Problem(str(file), line, "", f"puts block {block} into a second district: two files were joined")
    return None
