"""Census blocks and their seats, from lists of blocks that are read or imported.

The Census Bureau publishes them as block equivalency files, states and map makers as assignments
of blocks. The file of the whole country has eight million lines. Imported it takes a few megabytes:
a row for each tract, whose blocks are packed.
"""

import datetime
import itertools
import re
import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.congress.districts.columns import (
    BLOCK_NAMES,
    DistrictSheet,
    open_sheet,
    plain_cell,
    seat_in,
    whole_number,
)
from generator.congress.districts.database import (
    LoadedState,
    NoDistrictTableError,
    TableOrigin,
    joined,
    loaded_of,
    opened,
    record,
)
from generator.congress.districts.formats import (
    agreed_congress,
    block_row,
    congress_in,
    form_of,
)
from generator.congress.districts.lines import LineRecord
from generator.congress.districts.rows import each_row
from generator.congress.districts.statements import read_record
from generator.congress.districts.table_import import CENSUS_LICENCE, TableFacts, already_loaded
from generator.congress.seats import AT_LARGE, NO_DISTRICT, Seat, has_one_seat, state_name
from generator.dates import congress_on, ordinal
from generator.errors import FilesAreWrongError, LettersError, refusal
from generator.files.csv import TableCellError, shown
from generator.files.table import TableRow
from generator.states import FIPS, named_or_counted

# Census Bureau, Understanding Geographic Identifiers (GEOIDs).
WIDTHS = (2, 3, 6, 4)
"""Digits of state, county, tract and block, which together are the number of a block (GEOID)."""
DIGITS = sum(WIDTHS)
_TRACT_DIGITS = sum(WIDTHS[:3])
_LINES_AT_ONCE = 200_000
"""Lines that are sorted by tract in memory, some 40 MB; a list in any order is read in one pass."""
_CENSUS_NAME = re.compile(r"(?:national|[a-z0-9]{2}_[a-z]{2}_?)_?cd\d{3}", re.IGNORECASE | re.ASCII)
"""`NationalCD119.txt`, `48_TX_CD119.txt`."""
_SOURCE = "U.S. Census Bureau, block equivalency file of congressional districts"


class NoBlocksError(LettersError):
    """There are no blocks."""

    def __init__(self, on: datetime.date) -> None:
        super().__init__(
            f"no blocks of the {ordinal(congress_on(on))} Congress are there, nor of another: "
            "load the Census Bureau's block equivalency file with "
            "`letters districts import FILE`, or name it with --blocks FILE"
        )


@dataclass(frozen=True)
class BlockReport:
    """What an import of blocks brought into the table file."""

    congress: int
    blocks: Mapping[str, int]
    """The number of blocks in each state."""

    def __str__(self) -> str:
        total = sum(self.blocks.values())
        blocks = "1 block" if total == 1 else f"{total:,} blocks"
        return f"{blocks} in {named_or_counted(self.blocks)}; {ordinal(self.congress)} Congress"


class _BlockLine(NamedTuple):
    """One line of a block file."""

    line: int
    block: str
    seat: Seat | None


@dataclass(frozen=True)
class BlockFile:
    """A list of blocks and districts, as the Census Bureau, states and map makers publish it."""

    sheet: DistrictSheet
    congress: int

    @classmethod
    def of(
        cls, file: Path, *, congress: int | None = None, shown_as: str | None = None
    ) -> "BlockFile":
        """Returns the file for the Congress that its header, its name or the caller names.

        Raises FilesAreWrongError.
        """
        sheet = open_sheet(file, shown_as=shown_as or str(file))
        if form_of(sheet) != "blocks":
            message = (
                "is no block equivalency file: the first line must be GEOID,CDFP, "
                f"not {shown(','.join(sheet.table.header))}"
            )
            raise sheet.refusal(message, code="not-a-block-file")
        return cls.of_sheet(sheet, name=file.name, congress=congress)

    @classmethod
    def of_sheet(cls, sheet: DistrictSheet, *, name: str, congress: int | None) -> "BlockFile":
        """Returns the opened file, of that name, for its Congress. Raises FilesAreWrongError."""
        # The Census Bureau names the Congress in the file's name (NationalCD119.txt), others in the
        # header (BLOCKID,CD119); where both and the user name one, they must agree.
        header = set() if block_row(sheet) or congress in sheet.congresses else sheet.congresses
        return cls(sheet, agreed_congress(sheet.shown_as, {*header, congress_in(name), congress}))

    def congress_of(self, _state: str) -> int:
        """Returns the Congress of whose lines the blocks of the state are."""
        return self.congress

    def doubt(self, _state: str) -> str:
        """Returns "": the user named the file, and `letters find` checks the Congress."""
        return ""

    def seats_of(self, wanted: set[str]) -> Mapping[str, Seat | None]:
        """Returns the seat of each wanted block in the file. Raises FilesAreWrongError."""
        found: dict[str, Seat | None] = {}
        for entry in self.entries():
            # The others are read and forgotten: a list of people has some thousand blocks of eight
            # million.
            if entry.block in wanted:
                self.keep(entry, found)
        return found

    def keep(self, entry: _BlockLine, found: dict[str, Seat | None]) -> None:
        """Adds the block to `found`. Raises FilesAreWrongError where it has another seat there."""
        # The same line twice is harmless; another seat is not.
        if found.setdefault(entry.block, entry.seat) != entry.seat:
            raise self.contradiction(entry.block, line=entry.line)

    def contradiction(self, block: str, *, line: int = 0) -> FilesAreWrongError:
        """Returns the exception for a block that the file puts into two districts."""
        message = f"puts block {block} into a second district: two files were joined"
        return refusal(self.sheet.shown_as, message, line=line, code="block-in-two-districts")

    def entries(self) -> Iterator[_BlockLine]:
        """Yields each line as a block and its seat, in the order of the file.

        Raises FilesAreWrongError with the mistakes of its lines.
        """
        # The seats are few and the lines are eight million: each seat is read once.
        known: dict[tuple[str, str], Seat | None] = {}
        block_at, district_at = self._columns()
        width = max(block_at, district_at) + 1 if self._has_header else 2

        def read(line: int, row: list[str]) -> _BlockLine:
            number = _block_number(row[block_at]) if len(row) >= width else ""
            if len(row) < width or len(row) > len(self.sheet.columns) or not number:
                raise TableCellError(
                    "",
                    f"must be a block of {DIGITS} digits and a district, "
                    f"not {shown(','.join(row))}: keep it as text",
                    code="not-a-census-block",
                )
            key = (number[:2], row[district_at])
            # Seats that do not exist are not kept, so that each of their lines is reported.
            if key not in known:
                known[key] = self._seat(key[1], state=FIPS.get(key[0], key[0]))
            return _BlockLine(line, number, known[key])

        rows = self.sheet.table.rows()
        # A list without a header begins with its first block.
        if not self._has_header:
            rows = itertools.chain(
                [TableRow(self.sheet.table.line, list(self.sheet.table.header))], rows
            )
        yield from each_row(self.sheet.shown_as, rows, read=read)

    def _seat(self, cell: str, *, state: str) -> Seat | None:
        """Returns the seat of a cell; None for water, and where a map is not finished."""
        code = whole_number(plain_cell(cell))
        # Map makers number the only district of a state 1.
        if has_one_seat(state) and re.fullmatch("0*1", code):
            return Seat(state, AT_LARGE)
        return seat_in("CDFP", code, state=state) if code else None

    @property
    def _has_header(self) -> bool:
        return not block_row(self.sheet)

    def _columns(self) -> tuple[int, int]:
        """Returns the places of block and district. Raises FilesAreWrongError."""
        if not self._has_header:
            return 0, 1
        columns = self.sheet.columns
        block = self.sheet.column(BLOCK_NAMES)
        district = self.sheet.district_column(congress=self.congress)
        if block is None or district is None:
            message = (
                f"has the columns {shown(', '.join(columns))}, of which one is a block: "
                "name that of the districts CDFP"
            )
            raise self.sheet.refusal(message, code="unknown-columns")
        return columns.index(block), columns.index(district)


def _block_number(cell: str) -> str:
    """Returns the 15 digits of a block, or "" if the cell has another form."""
    number = cell if len(cell) == DIGITS else whole_number(plain_cell(cell))
    # `1000000US481410001001000`, as data.census.gov writes it.
    number = number.removeprefix("1000000US")
    return number if len(number) == DIGITS and number.isascii() and number.isdecimal() else ""


def add_blocks(
    database: sqlite3.Connection,
    blocks: BlockFile,
    *,
    file: Path,
    facts: TableFacts,
    replaces: bool,
) -> BlockReport:
    """Adds the blocks to those of their Congress, and returns what the file brought.

    States add up. Where the file puts a block into another district than is loaded, it raises
    FilesAreWrongError, unless it `replaces` what is loaded for its states.
    """
    # The name of a list of a state or a map maker is its only source.
    is_census = bool(_CENSUS_NAME.search(file.name))
    origin = facts.origin(
        file,
        kind="block-equivalency",
        source=_SOURCE if is_census else file.name,
        licence=CENSUS_LICENCE if is_census else None,
    )
    addition = _BlockAddition(database, blocks, replaces)
    entries = blocks.entries()
    # Most lists are sorted by tract, and some by district: in portions, either order takes one
    # pass and little memory.
    while portion := list(itertools.islice(entries, _LINES_AT_ONCE)):
        addition.add(portion)
    # Before the transaction ends, so that the copy is thrown away and the target keeps its rows.
    if not addition.counts:
        message = "holds a header and no rows: download it again"
        raise blocks.sheet.refusal(message, code="no-rows")
    states = loaded_of(database, "blocks", congress=blocks.congress)
    if addition.conflicts:
        parts = [
            f"{state_name(state)} ({count:,} blocks, loaded from {states[state].origin.source})"
            for state, count in sorted(addition.conflicts.items())
        ]
        raise FilesAreWrongError(
            [already_loaded(parts, shown_as=blocks.sheet.shown_as, congress=blocks.congress)]
        )
    addition.record(states, origin)
    return BlockReport(blocks.congress, addition.counts)


@dataclass
class _BlockAddition:
    """Blocks that are added to those of the database, portion by portion."""

    database: sqlite3.Connection
    blocks: BlockFile
    replaces: bool
    counts: Counter[str] = field(default_factory=Counter)
    """The file's blocks by state."""
    added: Counter[str] = field(default_factory=Counter)
    """Blocks by state that were not there."""
    conflicts: Counter[str] = field(default_factory=Counter)
    """Blocks by state that lie in another district than is loaded."""
    tracts: set[str] = field(default_factory=set)
    """Tracts that the file has brought."""

    def add(self, entries: list[_BlockLine]) -> None:
        """Adds a portion. Raises FilesAreWrongError for a block with two seats in the file."""
        by_tract: defaultdict[str, dict[str, Seat | None]] = defaultdict(dict)
        for entry in entries:
            self.blocks.keep(entry, by_tract[entry.block[:_TRACT_DIGITS]])
        for tract, found in by_tract.items():
            self._add_tract(tract, found)

    def _add_tract(self, tract: str, found: dict[str, Seat | None]) -> None:
        """Adds the blocks of a tract to those that the database has of it."""
        state, congress = FIPS.get(tract[:2], tract[:2]), self.blocks.congress
        # The first blocks of a state clear it: what is in it later comes from this file.
        if self.replaces and state not in self.counts:
            self.database.execute(
                "DELETE FROM blocks WHERE congress = ? AND substr(tract, 1, 2) = ?",
                (congress, tract[:2]),
            )
        old: dict[str, Seat | None] = {}
        for (packed,) in self.database.execute(
            "SELECT seats FROM blocks WHERE congress = ? AND tract = ?", (congress, tract)
        ):
            old = _unpacked(tract, packed)
        differing = [block for block, seat in found.items() if old.get(block, seat) != seat]
        if differing and tract in self.tracts:
            raise self.blocks.contradiction(differing[0])
        self.conflicts[state] += len(differing)
        self.counts[state] += len(found.keys() - old.keys() if tract in self.tracts else found)
        self.tracts.add(tract)
        self.conflicts = +self.conflicts  # only the states that have some
        new = old | found
        if new != old:
            self.added[state] += len(new) - len(old)
            self.database.execute(
                "INSERT OR REPLACE INTO blocks VALUES (?, ?, ?)", (congress, tract, _packed(new))
            )

    def record(self, states: Mapping[str, LoadedState], origin: TableOrigin) -> None:
        """Records the origin of each state's blocks; `states` are those that were loaded."""
        origins = {state: (each.origin, each.units) for state, each in states.items()}
        for state in self.counts:
            each = None if self.replaces else states.get(state)
            if each is None:
                origins[state] = origin, self.counts[state]
            else:
                units = None if each.units is None else each.units + self.added[state]
                origins[state] = (
                    each.origin if each.origin == origin else joined(each.origin, origin),
                    units,
                )
        record(self.database, "blocks", congress=self.blocks.congress, origins=origins)


def _packed(found: Mapping[str, Seat | None]) -> bytes:
    """Returns the blocks of one tract and their seats in few bytes.

    Most tracts lie in one district, so that a code and a list of numbers is far shorter than a row
    for each block: eight million rows would make a file of hundreds of megabytes. Text and zlib,
    because both read the same on every machine; pickle would run what is in a file.
    """
    by_code: defaultdict[str, list[str]] = defaultdict(list)
    # Sorted, so that the same blocks give the same bytes.
    for block, seat in sorted(found.items()):
        by_code[f"{seat.district}" if seat else NO_DISTRICT].append(block[_TRACT_DIGITS:])
    text = ";".join(f"{code}:{','.join(numbers)}" for code, numbers in by_code.items())
    return zlib.compress(text.encode())


@dataclass(frozen=True)
class BlockStore:
    """The imported blocks: of each state those of the Congress of a day, else of the nearest."""

    path: Path
    on: datetime.date
    congresses: Mapping[str, int]
    """The Congress under which the blocks of each state are looked up."""
    copied: Mapping[str, int]
    """States whose lines moved, and whose blocks are still those of an earlier Congress: an old
    file under a new number. The number is that of the earlier."""
    record: LineRecord
    """What is known of the lines of each state."""

    @classmethod
    def open(cls, path: Path, *, on: datetime.date) -> "BlockStore":
        """Returns the blocks for the Congress in office on that day.

        Raises NoBlocksError and NotADistrictTableError.
        """
        # A missing file is the same to the user as one without blocks; one of another kind is not.
        with suppress(NoDistrictTableError), opened(path) as database:
            wanted = congress_on(on)
            held = _states(database)
            # The nearest of each state; of two as near the earlier, whose lines have served.
            congresses = {
                state: min(each, key=lambda congress: (abs(congress - wanted), congress))
                for state, each in held.items()
            }
            record = read_record(database)
            copied = {
                state: old
                for state, congress in congresses.items()
                for old in sorted(held[state])
                if old < congress
                and record.moved(state, between=(old, congress))
                and _same_blocks(database, state, between=(old, congress))
            }
            if congresses:
                return cls(path, on, congresses, copied, record)
        raise NoBlocksError(on)

    def congress_of(self, state: str) -> int:
        """Returns the Congress of whose lines the blocks of the state are."""
        return self.copied.get(state, self.congresses[state])

    def doubt(self, state: str) -> str:
        """Returns why the blocks of the state may lie in other districts on that day; or ""."""
        why = self.record.doubt(self.congress_of(state), self.on, states=[state])
        if not why:
            return ""
        if state in self.copied:
            again = f"the blocks of {state} under the {ordinal(self.congresses[state])} Congress"
            return f"{again} are the old ones again, whose file {why}"
        return f"the block file {why}"

    def seats_of(self, wanted: set[str]) -> Mapping[str, Seat | None]:
        """Returns the seats of the wanted blocks that are known, and of their neighbours."""
        found: dict[str, Seat | None] = {}
        with opened(self.path) as database:
            # A tract is unpacked once, however many of its blocks are wanted.
            for tract in {block[:_TRACT_DIGITS] for block in wanted}:
                congress = self.congresses.get(FIPS.get(tract[:2], ""))
                for (packed,) in database.execute(
                    "SELECT seats FROM blocks WHERE congress = ? AND tract = ?", (congress, tract)
                ):
                    found |= _unpacked(tract, packed)
        return found


def _states(database: sqlite3.Connection) -> Mapping[str, set[int]]:
    """Returns the Congresses of which the blocks of each state are there."""
    held: defaultdict[str, set[int]] = defaultdict(set)
    for congress, number in database.execute(
        "SELECT DISTINCT congress, substr(tract, 1, 2) FROM blocks"
    ):
        held[FIPS[number]].add(congress)
    return held


def _same_blocks(database: sqlite3.Connection, state: str, *, between: tuple[int, int]) -> bool:
    """Returns whether the two Congresses have the same blocks and seats of the state."""
    (number,) = (number for number, code in FIPS.items() if code == state)
    first, second = (
        database.execute(
            "SELECT tract, seats FROM blocks WHERE congress = ? AND tract GLOB ? ORDER BY tract",
            (congress, f"{number}*"),
        ).fetchall()
        for congress in between
    )
    return first == second


def _unpacked(tract: str, packed: bytes) -> dict[str, Seat | None]:
    """Returns the blocks of one tract, and their seats."""
    found: dict[str, Seat | None] = {}
    for part in zlib.decompress(packed).decode().split(";"):
        code, _, numbers = part.partition(":")
        seat = None if code == NO_DISTRICT else Seat(FIPS[tract[:2]], int(code))
        found |= {tract + number: seat for number in numbers.split(",")}
    return found


Blocks = BlockFile | BlockStore
"""Blocks of one file, or those imported."""
