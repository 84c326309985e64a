"""From street addresses to districts by way of the Census Bureau's batch geocoder, without sending anything.

`geocode_out` writes what a person uploads at geocoding.geo.census.gov (Find Geographies Using Address Batch, vintage
Census2020_Current); `geocode_in` reads the answer, whose blocks lie in districts. What goes out calls people by the line of
their own file, because an id may be a name or an address itself; what comes back is theirs only where the address is.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.congress.districts.blocks import WIDTHS, Blocks
from generator.congress.districts.people import Person
from generator.congress.seats import Seat
from generator.errors import FilesAreWrongError, Problem
from generator.files.csv import BadCellError, BrokenQuotesError, csv_text, read_csv_text, records, shortened, shown

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


@dataclass(frozen=True)
class Settled:
    """The districts that street addresses settled, and a problem for each that they did not."""

    congress: int
    seats: dict[str, Seat]
    """The seat of each person, by id."""
    problems: tuple[Problem, ...]


# ---------------------------------------------------------------- out


def geocode_out(people: Iterable[Person], *, file: Path) -> tuple[str, ...]:
    """The input of the batch geocoder, `line,street,city,state,zip` without a header, in texts of at most 10,000 lines.

    `file` is where the people were read. Raises FilesAreWrongError naming everyone whose address does not suffice.
    """
    listed = tuple(people)
    lacking = [Problem(str(file), person.line, "street", _lacks(person)) for person in listed if _lacks(person)]
    if lacking:
        raise FilesAreWrongError(shortened(lacking))
    rows = [(str(person.line), person.street, person.city, person.state, person.zip) for person in listed]
    return tuple(csv_text(rows[first : first + MOST_ADDRESSES]) for first in range(0, len(rows), MOST_ADDRESSES))


def _lacks(person: Person) -> str:
    """What the geocoder would need to know of the person; nothing when the address suffices."""
    if not person.street:
        return "has no street: the geocoder needs one"
    if not person.zip and not (person.city and person.state):
        return "has neither a ZIP code nor city and state: the geocoder needs one of them"
    return ""


def numbered(target: Path, *, texts: int) -> tuple[Path, ...]:
    """Where so many texts go: the target, or `NAME-1.csv`, `NAME-2.csv` and so on for several."""
    if texts == 1:
        return (target,)
    return tuple(target.with_stem(f"{target.stem}-{number}") for number in range(1, texts + 1))


# ---------------------------------------------------------------- in


@dataclass(frozen=True)
class _Answer:
    """What the geocoder said of one person: a block, or why there is none."""

    file: Path
    line: int
    person: Person
    block: str = ""
    why_not: str = ""


def geocode_in(answers: Sequence[Path], *, people: Iterable[Person], file: Path, blocks: Blocks) -> Settled:
    """The seat of everyone whose address the geocoder knew; a warning with its line for everyone else.

    `file` is where the people were read. Raises FilesAreWrongError when a file is not what it should be.
    """
    by_line = {person.line: person for person in people}
    read = [answer for each in answers for answer in _answers(each, by_line, people_file=file)]
    open_ends, known = _blocks_by_person(read)
    seats = blocks.seats_of({answer.block for answer in known})
    settled = {answer.person.id: seat for answer in known if (seat := seats.get(answer.block))}
    open_ends += [(answer, _unknown_block(answer.block)) for answer in known if answer.block not in seats]
    open_ends += [(answer, f"block {answer.block} lies in no district") for answer in known if seats.get(answer.block, 0) is None]
    problems = (Problem(str(file), answer.person.line, "", why, "warning") for answer, why in open_ends)
    return Settled(blocks.congress, settled, tuple(sorted(problems)))


def _unknown_block(block: str) -> str:
    """Why a block may be missing from the file."""
    advice = f"take the file of the whole country, and ask the geocoder for the vintage {VINTAGE}"
    return f"block {block} is in no district that is known: {advice}"


def _answers(file: Path, by_line: Mapping[int, Person], *, people_file: Path) -> Iterator[_Answer]:
    """Each line of one answer. Raises FilesAreWrongError for lines that no geocoder wrote."""
    problems: list[Problem] = []
    found: list[_Answer] = []
    try:
        for line, record in records(io.StringIO(read_csv_text(file), newline="")):
            try:
                cells = [cell.strip() for cell in record]
                person = _answered(cells, by_line, people_file=people_file)
                found.append(_answer(_Answer(file, line, person), cells))
            except BadCellError as error:
                problems.append(Problem(str(file), line, error.column, error.message))
    except BrokenQuotesError as error:
        problems.append(Problem(str(file), error.line, "", error.message))
    if problems:
        raise FilesAreWrongError(shortened(problems))
    return iter(found)


def _answered(cells: list[str], by_line: Mapping[int, Person], *, people_file: Path) -> Person:
    """Who was asked about: the person of that line, where the address is still theirs. Raises BadCellError."""
    if len(cells) < 3 or cells[2] not in {"Match", *_WITHOUT_BLOCK}:  # noqa: PLR2004 - line, address, match
        raise BadCellError("", "is no line of the geocoder's answer: the third cell must be Match, No_Match or Tie")
    person = by_line.get(int(cells[0])) if re.fullmatch("[0-9]{1,9}", cells[0]) else None
    if person is None or _letters(person.street) not in _letters(cells[1]):
        message = f"line {shown(cells[0])} of {people_file} has not the address {shown(cells[1])}"
        raise BadCellError("", f"{message}: name with --people the list that was asked about, as it was then")
    return person


def _letters(text: str) -> str:
    """The letters and digits of an address, however it is set."""
    return "".join(filter(str.isalnum, text.casefold()))


def _answer(asked: _Answer, cells: list[str]) -> _Answer:
    """What one line of the answer says. Raises BadCellError."""
    if cells[2] in _WITHOUT_BLOCK:
        return replace(asked, why_not=_WITHOUT_BLOCK[cells[2]])
    if len(cells) == _WITHOUT_GEOGRAPHY:
        raise BadCellError("", "has no census block: upload the file under “Find Geographies Using Address Batch”, not “Find Locations”")
    if len(cells) != _MATCHED:
        raise BadCellError("", f"has {len(cells)} cells; a matched line has {_MATCHED}")
    return replace(asked, block=_block(cells[-4:]))


def _block(parts: list[str]) -> str:
    """State, county, tract and block as one number of 15 digits. Raises BadCellError."""
    if any(not re.fullmatch(rf"[0-9]{{{width}}}", part) for part, width in zip(parts, WIDTHS, strict=True)):
        message = f"state, county, tract and block must have 2, 3, 6 and 4 digits, not {shown(' '.join(parts))}"
        raise BadCellError("", f"{message}: a spreadsheet may have dropped zeros; take the file as downloaded")
    return "".join(parts)


def _blocks_by_person(answers: Iterable[_Answer]) -> tuple[list[tuple[_Answer, str]], list[_Answer]]:
    """Who stays open and why, and one answer for everyone whose block is known; two answers that differ count as none."""
    known: dict[str, _Answer] = {}
    open_ends: list[tuple[_Answer, str]] = []
    conflicting: set[str] = set()
    for answer in answers:
        first = known.setdefault(answer.person.id, answer)
        if first is not answer and first.block != answer.block:
            conflicting.add(answer.person.id)
            here, there = f"{first.file}:{first.line}", f"{answer.file}:{answer.line}"
            open_ends.append((answer, f"has two answers that differ, {here} and {there}: neither is used"))
    settled = [answer for answer in known.values() if answer.person.id not in conflicting]
    open_ends += [(answer, answer.why_not) for answer in settled if answer.why_not]
    return open_ends, [answer for answer in settled if not answer.why_not]
