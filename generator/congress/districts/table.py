"""The district tables of a project, one for each Congress: ZIP codes and the seats they lie in."""

import datetime
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.congress.districts.database import (
    NoDistrictTableError,
    congresses,
    opened,
    record,
    rewritten,
)
from generator.congress.districts.formats import read_district_file
from generator.congress.districts.lines import doubt, is_at_large
from generator.congress.seats import Seat, listed, state_name
from generator.congress.zip_codes import five_digits
from generator.dates import congress_on, ordinal
from generator.errors import Problem
from generator.states import SEATS, states_of

MIN_KEPT = 0.95
"""The share of a table's ZIP codes that a newer table of the same Congress should have; a part of
the country has less. Chosen by hand."""

CENSUS_LICENCE = "work of the US government, in the public domain (17 U.S.C. 105)"
_CENSUS = (
    "U.S. Census Bureau, relationship file of congressional districts "
    "and 2020 ZIP Code tabulation areas"
)


@dataclass(frozen=True)
class DistrictTable:
    """ZIP codes and their seats under the lines of one Congress; it can be sent to a process."""

    congress: int
    as_of: datetime.date | None
    # Not in the repr: 33,000 ZIP codes would fill the terminal with the first error that shows a
    # table.
    seats: Mapping[str, frozenset[Seat]] = field(repr=False)

    @classmethod
    def open(cls, path: Path, *, on: datetime.date | None = None) -> "DistrictTable":
        """Returns the table of the Congress in office on that day, or else the newest.

        Raises NoDistrictTableError, and NotADistrictTableError when the file is something else.
        """
        with opened(path) as database:
            held = congresses(database, "districts")
            # Blocks alone make a file without a ZIP code.
            if not held:
                raise NoDistrictTableError(path)
            congress = congress_on(on) if on else None
            # Old lines still say in which state a ZIP code lies; `doubt` keeps them from deciding a
            # seat.
            return _loaded(database, congress=congress if congress in held else held[-1])

    def districts_of(self, zip_code: str) -> frozenset[Seat]:
        """Returns every seat that the ZIP code (or ZIP+4) lies in; empty for an unknown one."""
        return self.seats.get(five_digits(zip_code) or "", frozenset())

    def doubt(self, seats: Collection[Seat], on: datetime.date) -> str:
        """Returns why the seats of the table may be others on that day, and what to do.

        Returns "" where they are certain: the lines hold, or each is the only seat of its state,
        which no line divides.
        """
        if all(is_at_large(seat.state, on) for seat in seats):
            return ""
        why = doubt(self.congress, on, states={seat.state for seat in seats})
        return f"the district table {why}" if why else ""

    def __str__(self) -> str:
        dated = f", as of {self.as_of.isoformat()}" if self.as_of else ""
        return f"the district table of the {ordinal(self.congress)} Congress{dated}"


@dataclass(frozen=True)
class ImportReport:
    """What an import brought into the table file."""

    table: DistrictTable
    skipped: Mapping[str, int]
    """Rows that put no ZIP code into a district: the reason, and how many."""
    warnings: tuple[Problem, ...]

    @property
    def split(self) -> int:
        """The number of ZIP codes that lie in more than one district."""
        return sum(len(seats) > 1 for seats in self.table.seats.values())

    def __str__(self) -> str:
        """Returns the import in numbers, as one line."""
        zips = self.table.seats
        rows = sum(map(len, zips.values()))
        states = {seat.state for seats in zips.values() for seat in seats}
        share = round(100 * self.split / len(zips))
        return (
            f"{rows:,} rows, {len(zips):,} ZIP codes in {len(states)} states and territories, "
            f"{self.split:,} of them ({share} %) in more than one district; "
            f"{ordinal(self.table.congress)} Congress"
        )


def import_table(
    file: Path,
    *,
    target: Path,
    congress: int | None = None,
    as_of: datetime.date | None = None,
    source: str | None = None,
    licence: str | None = None,
) -> ImportReport:
    """Writes the table into the target, whole, next to the tables of other Congresses in it.

    Raises FilesAreWrongError with every mistake in the file (the target stays as it was),
    CannotWriteError, and NotADistrictTableError when the target is something else.
    """
    # Read and checked to its end before the target is opened.
    content = read_district_file(file, congress=congress)
    table = DistrictTable(content.congress, as_of, content.seats)
    # Of this form alone the origin is known; a CSV may come from anywhere.
    if content.kind == "census-relationship":
        source, licence = source or _CENSUS, licence or CENSUS_LICENCE
    with rewritten(target) as database:
        # Counted before the rows of this Congress are deleted.
        ((before,),) = database.execute(
            "SELECT COUNT(DISTINCT zip) FROM districts WHERE congress = ?", (table.congress,)
        )
        database.execute("DELETE FROM districts WHERE congress = ?", (table.congress,))
        database.executemany("INSERT INTO districts VALUES (?, ?, ?, ?)", _rows(table))
        record(
            database,
            "districts",
            file=file,
            congress=table.congress,
            as_of=as_of,
            source=source or file.name,
            licence=licence,
            kind=content.kind,
        )
    warnings = [
        Problem(str(file), 0, name, message, "warning", code=code)
        for code, name, message in _doubts(table, licence=licence, before=before)
    ]
    return ImportReport(table, content.skipped, tuple(warnings))


def _doubts(
    table: DistrictTable, *, licence: str | None, before: int
) -> Iterator[tuple[str, str, str]]:
    """Yields code, field and message of what the table may lack; it had `before` ZIP codes."""
    if table.as_of is None:
        yield "table-without-date", "as_of", "when were these lines true? Add --as-of YYYY-MM-DD"
    if licence is None:
        yield "table-without-licence", "licence", "under which terms? Add --licence TEXT"
    there = {seat.state for seats in table.seats.values() for seat in seats}
    # States of one seat need no table.
    if lacking := [state for state, count in SEATS.items() if count > 1 and state not in there]:
        yield (
            "states-missing",
            "",
            (
                f"holds no ZIP code of {listed(map(state_name, lacking))}, "
                "so people there get no district: was it cut short?"
            ),
        )
    if len(table.seats) < MIN_KEPT * before:
        yield (
            "fewer-zip-codes",
            "",
            (
                f"holds {len(table.seats):,} ZIP codes, and took the place of a table "
                f"of {before:,}: import that again if this is a part"
            ),
        )
    astray = {
        code: seats
        for code, seats in table.seats.items()
        # A code that lies in its own state and in a neighbor's is as it should be.
        if not {seat.state for seat in seats} & set(states_of(code))
    }
    if astray:
        # The first as an example: a shifted column puts thousands astray.
        code, seats = min(astray.items())
        yield (
            "zip-of-another-state",
            "",
            (
                "puts "
                f"{len(astray):,} ZIP {'code' if len(astray) == 1 else 'codes'}"
                " into another state than their digits say, such as "
                f"{code} in {listed(sorted({seat.state for seat in seats}))}"
                ": "
                "some serve a border"
            ),
        )


# ---------------------------------------------------------------- SQLite


def _rows(table: DistrictTable) -> Iterator[tuple[int, str, str, int]]:
    """Yields the table's rows in one order, so that the same table gives the same bytes."""
    for zip_code, seats in sorted(table.seats.items()):
        for seat in sorted(seats):
            yield table.congress, zip_code, seat.state, seat.district


def _loaded(database: sqlite3.Connection, *, congress: int) -> DistrictTable:
    """Returns the table of one Congress.

    ZIP codes of the same seats share one set, so that the country takes a few megabytes.
    """
    (as_of,) = database.execute(
        "SELECT as_of FROM imported WHERE congress = ? AND what = 'districts'", (congress,)
    ).fetchone()
    gathered: defaultdict[str, list[Seat]] = defaultdict(list)
    for zip_code, state, district in database.execute(
        "SELECT zip, state, district FROM districts WHERE congress = ?", (congress,)
    ):
        gathered[zip_code].append(Seat(state, district))
    shared: dict[frozenset[Seat], frozenset[Seat]] = {}
    seats: dict[str, frozenset[Seat]] = {}
    for zip_code, found in gathered.items():
        key = frozenset(found)
        seats[zip_code] = shared.setdefault(key, key)
    return DistrictTable(congress, datetime.date.fromisoformat(as_of) if as_of else None, seats)
