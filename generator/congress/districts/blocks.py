"""Census blocks and their seats: the Census Bureau's block equivalency file, read or imported.

The file of the whole country has eight million lines. Imported it takes a few megabytes: a row for
each tract, whose blocks are packed.
"""

import datetime
import itertools
import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.congress.districts.database import (
    NoDistrictTableError,
    opened,
    record,
    rewritten,
)
from generator.congress.districts.formats import (
    agreed_congress,
    congress_in,
    is_block_equivalency,
    seat_in,
)
from generator.congress.districts.lines import LineRecord
from generator.congress.districts.rows import each_row
from generator.congress.districts.statements import read_record
from generator.congress.districts.table import CENSUS_LICENCE
from generator.congress.seats import NO_DISTRICT, Seat
from generator.dates import congress_on, ordinal
from generator.errors import LettersError, refusal
from generator.files.csv import TableCellError, header_of, records, shown
from generator.states import FIPS

# Census Bureau, Understanding Geographic Identifiers (GEOIDs).
WIDTHS = (2, 3, 6, 4)
"""Digits of state, county, tract and block, which together are the number of a block (GEOID)."""
DIGITS = sum(WIDTHS)
_TRACT_DIGITS = sum(WIDTHS[:3])
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
        return (
            f"{sum(self.blocks.values()):,} blocks in {len(self.blocks)} states and territories; "
            f"{ordinal(self.congress)} Congress"
        )


class _BlockLine(NamedTuple):
    """One line of a block file."""

    line: int
    block: str
    seat: Seat | None


@dataclass(frozen=True)
class BlockFile:
    """A block equivalency file as the Census Bureau publishes it."""

    file: Path
    congress: int

    @classmethod
    def of(cls, file: Path, *, congress: int | None = None) -> "BlockFile":
        """Returns the file for the Congress that its header, its name or the caller names.

        Raises FilesAreWrongError.
        """
        header = header_of(file)
        if not is_block_equivalency(header):
            raise refusal(
                file,
                "is no block equivalency file: "
                "the first line must be GEOID,CDFP, "
                f"not {shown(header)}",
                line=1,
                code="not-a-block-file",
            )
        # The Census Bureau names the Congress in the file's name (NationalCD119.txt), others in the
        # header (BLOCKID,CD119); where both and the user name one, they must agree.
        named = {congress_in(header), congress_in(file.name), congress}
        return cls(file, agreed_congress(file, named))

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
            raise refusal(
                self.file,
                f"puts block {entry.block} into a second district: two files were joined",
                line=entry.line,
                code="block-in-two-districts",
            )

    def entries(self) -> Iterator[_BlockLine]:
        """Yields each line as a block and its seat, in the order of the file.

        Raises FilesAreWrongError with the mistakes of its lines.
        """
        # The seats are few and the lines are eight million: each seat is read once.
        known: dict[tuple[str, str], Seat | None] = {}

        def read(line: int, row: list[str]) -> _BlockLine:
            number, *codes = row
            is_block = len(number) == DIGITS and number.isascii() and number.isdecimal()
            if not is_block or len(codes) != 1:
                raise TableCellError(
                    "",
                    f"must be a block of {DIGITS} digits and a district, "
                    f"not {shown(','.join(row))}: keep it as text",
                    code="not-a-census-block",
                )
            key = (number[:2], codes[0].strip())
            # Seats that do not exist are not kept, so that each of their lines is reported.
            if key not in known:
                known[key] = seat_in("CDFP", key[1], state=FIPS.get(key[0], key[0]))
            return _BlockLine(line, number, known[key])

        try:
            # Streamed: the whole file as text would take some hundred megabytes. The first record
            # is the header.
            with self.file.open(encoding="utf-8-sig", newline="") as opened_file:
                rows = itertools.islice(records(opened_file), 1, None)
                yield from each_row(self.file, rows, read=read)
        except UnicodeDecodeError as error:
            message = "is not UTF-8: download it again"
            raise refusal(self.file, message, code="not-utf-8") from error
        except OSError as error:
            message = f"cannot be read: {error.strerror}"
            raise refusal(self.file, message, code="unreadable-file") from error


def import_blocks(
    file: Path,
    *,
    target: Path,
    congress: int | None = None,
    as_of: datetime.date | None = None,
    source: str | None = None,
    licence: str | None = None,
) -> BlockReport:
    """Writes the blocks into the target, whole, next to all else that it holds.

    Raises FilesAreWrongError with the mistakes of the file (the target stays as it was),
    CannotWriteError, and NotADistrictTableError when the target is something else.
    """
    blocks = BlockFile.of(file, congress=congress)
    counts: Counter[str] = Counter()
    try:
        # One transaction on a copy: the rows of the Congress go and come together, or the old file
        # stays.
        with rewritten(target) as database:
            database.execute("DELETE FROM blocks WHERE congress = ?", (blocks.congress,))
            database.executemany("INSERT INTO blocks VALUES (?, ?, ?)", _tracts(blocks, counts))
            tracts = record(
                database,
                "blocks",
                file=file,
                congress=blocks.congress,
                as_of=as_of,
                source=source or _SOURCE,
                licence=licence or CENSUS_LICENCE,
                kind="block-equivalency",
            )
            # Inside the block, so that the copy is thrown away and the target keeps its rows.
            if not tracts:
                raise refusal(
                    file, "holds a header and no rows: download it again", line=1, code="no-rows"
                )
    # The primary key (Congress and tract) is the check of the order, see `_tracts`.
    except sqlite3.IntegrityError as error:
        raise refusal(
            file,
            (
                "is out of order: "
                "the blocks of a tract must stand together, as the Census Bureau writes them"
            ),
            code="blocks-out-of-order",
        ) from error
    return BlockReport(blocks.congress, counts)


def _tracts(blocks: BlockFile, counts: Counter[str]) -> Iterator[tuple[int, str, bytes]]:
    """Yields the rows of the table `blocks`, and adds each tract's blocks to the state's count.

    The table has one row for each tract. A tract that comes twice breaks its key, which shows that
    the file is out of order without keeping eight million blocks in memory.
    """
    for tract, entries in itertools.groupby(
        blocks.entries(), key=lambda entry: entry.block[:_TRACT_DIGITS]
    ):
        found: dict[str, Seat | None] = {}
        for entry in entries:
            blocks.keep(entry, found)
        by_code: defaultdict[str, list[str]] = defaultdict(list)
        for block, seat in found.items():
            by_code[f"{seat.district}" if seat else NO_DISTRICT].append(block[_TRACT_DIGITS:])
        counts[FIPS.get(tract[:2], tract[:2])] += len(found)
        # Most tracts lie in one district, so that a code and a list of numbers is far shorter than
        # a row for each block: eight million rows would make a file of hundreds of megabytes. Text
        # and zlib, because both read the same on every machine; pickle would run what is in a file.
        packed = ";".join(f"{code}:{','.join(numbers)}" for code, numbers in by_code.items())
        yield blocks.congress, tract, zlib.compress(packed.encode())


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
