"""Census blocks and the seats that they lie in: the Census Bureau's block equivalency file, as it is or imported.

The file of the whole country has eight million lines. Imported it takes a few megabytes: a tract a row, packed.
"""

import datetime
import hashlib
import itertools
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from generator.congress.districts.database import NoDistrictTableError, congresses, opened, rewritten
from generator.congress.districts.formats import CENSUS_LICENCE, agreed_congress, congress_in, is_block_equivalency, seat_in
from generator.congress.seats import NO_DISTRICT, Seat
from generator.dates import congress_on, ordinal
from generator.errors import FilesAreWrongError, LettersError, Problem, refusal
from generator.files.csv import MOST_PROBLEMS, BadCellError, BrokenQuotesError, header_of, records, shortened, shown
from generator.states import FIPS

WIDTHS = (2, 3, 6, 4)
"""Digits of state, county, tract and block, which together are the number of a block."""
DIGITS = sum(WIDTHS)
_TRACT = sum(WIDTHS[:3])
_SOURCE = "U.S. Census Bureau, block equivalency file of congressional districts"


class NoBlocksError(LettersError):
    """Blocks cannot be put into districts."""

    def __init__(self, on: datetime.date) -> None:
        super().__init__(
            f"no blocks of the {ordinal(congress_on(on))} Congress are there: load the Census Bureau's block equivalency file with "
            "`letters districts import FILE`, or name it with --blocks FILE"
        )


@dataclass(frozen=True)
class BlockReport:
    """What an import of blocks brought into the table file."""

    target: Path
    congress: int
    blocks: int
    states: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.blocks:,} blocks in {len(self.states)} states and territories; {ordinal(self.congress)} Congress"


class Blocks(Protocol):
    """Blocks of one Congress, wherever they are kept."""

    @property
    def congress(self) -> int:
        """Whose districts they are."""

    def seats_of(self, wanted: set[str]) -> Mapping[str, Seat | None]:
        """The seat of each wanted block that is known; None where it lies in no district."""


# ---------------------------------------------------------------- as the Census Bureau writes them


@dataclass(frozen=True)
class BlockFile:
    """A block equivalency file."""

    file: Path
    congress: int

    @classmethod
    def of(cls, file: Path, *, congress: int | None = None) -> "BlockFile":
        """The file, once its Congress is told by its header, its name or the caller. Raises FilesAreWrongError."""
        header = header_of(file)
        if not is_block_equivalency(header):
            raise refusal(file, f"is no block equivalency file: the first line must be GEOID,CDFP, not {shown(header)}", line=1)
        told = {number for number in (congress_in(header), congress_in(file.name), congress) if number}
        if not told:
            raise refusal(file, "does not say of which Congress its districts are: add --congress 119")
        return cls(file, agreed_congress(file, told))

    def seats_of(self, wanted: set[str]) -> Mapping[str, Seat | None]:
        """The seat of each wanted block; None where it lies in no district. Raises FilesAreWrongError."""
        found: dict[str, Seat | None] = {}
        for entry in self.entries():
            if entry.block in wanted:
                self.keep(entry, found)
        return found

    def keep(self, entry: "_Entry", found: dict[str, Seat | None]) -> None:
        """Takes one block in. Raises FilesAreWrongError where it lies in another district already."""
        if found.setdefault(entry.block, entry.seat) != entry.seat:
            message = f"puts block {entry.block} into a second district: two files were joined"
            raise refusal(self.file, message, line=entry.line)

    def entries(self) -> Iterator["_Entry"]:
        """Each line as a block and its seat, in the order of the file.

        Raises FilesAreWrongError with the mistakes of its lines, at the end or when there are many.
        """
        problems: list[Problem] = []
        known: dict[tuple[str, str], Seat | None] = {}
        for line, row in self._rows():
            try:
                yield _entry(line, row, known=known)
            except BadCellError as error:
                problems.append(Problem(str(self.file), line, error.column, error.message))
                if len(problems) > MOST_PROBLEMS:
                    break
        if problems:
            raise FilesAreWrongError(shortened(problems))

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the header, with their lines."""
        try:
            with self.file.open(encoding="utf-8-sig", newline="") as opened_file:
                yield from itertools.islice(records(opened_file), 1, None)
        except UnicodeDecodeError as error:
            raise refusal(self.file, "is not UTF-8: download it again") from error
        except BrokenQuotesError as error:
            raise refusal(self.file, error.message, line=error.line) from error
        except OSError as error:
            raise refusal(self.file, f"cannot be read: {error.strerror}") from error


class _Entry(NamedTuple):
    """One line of the file."""

    line: int
    block: str
    seat: Seat | None


def _entry(line: int, row: list[str], *, known: dict[tuple[str, str], Seat | None]) -> _Entry:
    """One line read; the seats are few, and `known` remembers them. Raises BadCellError."""
    if len(row) != 2 or len(row[0]) != DIGITS or not (row[0].isascii() and row[0].isdecimal()):  # noqa: PLR2004 - block and district
        raise BadCellError("", f"must be a block of {DIGITS} digits and a district, not {shown(','.join(row))}: keep it as text")
    block, code = row
    key = (block[:2], code)
    if key not in known:
        known[key] = seat_in("CDFP", code.strip(), state=FIPS.get(block[:2], block[:2]))
    return _Entry(line, block, known[key])


# ---------------------------------------------------------------- what was imported of them


def import_blocks(
    file: Path,
    *,
    target: Path,
    congress: int | None = None,
    as_of: datetime.date | None = None,
    source: str | None = None,
    licence: str | None = None,
) -> BlockReport:
    """What was brought in, once the target holds it, whole, beside all else that it held.

    Raises FilesAreWrongError with the mistakes of the file (the target is as it was), CannotWriteError, and
    NotADistrictTableError when the target is some other file.
    """
    blocks = BlockFile.of(file, congress=congress)
    told = as_of.isoformat() if as_of else None
    facts = (blocks.congress, "blocks", told, source or _SOURCE, licence or CENSUS_LICENCE, "block-equivalency", _digest(file))
    tally = _Tally()
    try:
        with rewritten(target) as database:
            database.execute("DELETE FROM blocks WHERE congress = ?", (blocks.congress,))
            database.executemany("INSERT INTO blocks VALUES (?, ?, ?)", _tracts(blocks, tally))
            ((tracts,),) = database.execute("SELECT COUNT(*) FROM blocks WHERE congress = ?", (blocks.congress,))
            if not tracts:
                raise refusal(file, "holds a header and no rows: download it again", line=1)
            database.execute("INSERT OR REPLACE INTO imported VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*facts, tracts))
    except sqlite3.IntegrityError as error:
        raise refusal(file, "is out of order: the blocks of a tract must stand together, as the Census Bureau writes them") from error
    return BlockReport(target, blocks.congress, tally.blocks, tuple(sorted(tally.states)))


def _digest(file: Path) -> str:
    with file.open("rb") as opened_file:
        return hashlib.file_digest(opened_file, "sha256").hexdigest()


@dataclass
class _Tally:
    """What has gone by so far."""

    blocks: int = 0
    states: set[str] = field(default_factory=set)


def _tracts(blocks: BlockFile, tally: _Tally) -> Iterator[tuple[int, str, bytes]]:
    """The rows of the table `blocks`, counted as they go by."""
    for tract, entries in itertools.groupby(blocks.entries(), key=lambda entry: entry.block[:_TRACT]):
        found: dict[str, Seat | None] = {}
        for entry in entries:
            blocks.keep(entry, found)
        by_code: defaultdict[str, list[str]] = defaultdict(list)
        for block, seat in found.items():
            by_code[f"{seat.district}" if seat else NO_DISTRICT].append(block[_TRACT:])
        tally.blocks += len(found)
        tally.states.add(FIPS.get(tract[:2], tract[:2]))
        said = ";".join(f"{code}:{','.join(numbers)}" for code, numbers in by_code.items())
        yield blocks.congress, tract, zlib.compress(said.encode())


@dataclass(frozen=True)
class StoredBlocks:
    """The imported blocks of one Congress."""

    path: Path
    congress: int

    @classmethod
    def open(cls, path: Path, *, on: datetime.date) -> "StoredBlocks":
        """The blocks of the Congress in office on that day. Raises NoBlocksError and NotADistrictTableError."""
        with suppress(NoDistrictTableError), opened(path) as database:
            if congress_on(on) in congresses(database, "blocks"):
                return cls(path, congress_on(on))
        raise NoBlocksError(on)

    def seats_of(self, wanted: set[str]) -> Mapping[str, Seat | None]:
        """The seat of each wanted block that is known; None where it lies in no district."""
        with opened(self.path) as database:
            return {
                block: seat
                for tract in sorted({block[:_TRACT] for block in wanted})
                for (packed,) in database.execute("SELECT seats FROM blocks WHERE congress = ? AND tract = ?", (self.congress, tract))
                for block, seat in _unpacked(tract, packed)
                if block in wanted
            }


def _unpacked(tract: str, packed: bytes) -> Iterator[tuple[str, Seat | None]]:
    """The blocks of one tract, and their seats."""
    for part in zlib.decompress(packed).decode().split(";"):
        code, _, numbers = part.partition(":")
        seat = None if code == NO_DISTRICT else Seat(FIPS[tract[:2]], int(code))
        yield from ((tract + number, seat) for number in numbers.split(","))
