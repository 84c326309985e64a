"""The district tables of a project, one for each Congress: ZIP codes and the seats they lie in."""

import datetime
import functools
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.congress.districts.database import (
    NoDistrictTableError,
    congresses,
    opened,
    record,
    rewritten,
)
from generator.congress.districts.formats import read_district_file
from generator.congress.districts.lines import LineRecord, unchanged_command
from generator.congress.districts.statements import read_record
from generator.congress.seats import Seat, listed, state_name
from generator.congress.zip_codes import five_digits
from generator.dates import congress_begins, congress_on, ordinal
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
    """ZIP codes and their seats under the lines of one Congress; it can be sent to a process.

    In January of an odd year only some states have a table of the new Congress, and most have the
    lines of the one before. So the tables of other Congresses stand behind this one, for the ZIP
    codes and states that it does not have; `doubt` says where their lines do not hold.
    """

    congress: int
    as_of: datetime.date | None
    # Not in the repr: 33,000 ZIP codes would fill the terminal with the first error that shows a
    # table.
    seats: Mapping[str, frozenset[Seat]] = field(repr=False)
    others: tuple["DistrictTable", ...] = field(default=(), repr=False)
    """The tables of other Congresses, the nearest first."""
    copied: Mapping[str, int] = field(default_factory=dict)
    """States that drew new lines for this Congress, and whose rows are still those of an earlier
    one: the table of the old Congress under a new number. The number is that of the earlier."""
    record: LineRecord = field(default_factory=LineRecord)
    """What is known of the lines of each state."""

    @classmethod
    def open(cls, path: Path, *, on: datetime.date | None = None) -> "DistrictTable":
        """Returns the table of the Congress in office on that day, or else the newest.

        The tables of other Congresses stand behind it. Raises NoDistrictTableError, and
        NotADistrictTableError when the file is something else.
        """
        with opened(path) as database:
            held = congresses(database, "districts")
            # Blocks alone make a file without a ZIP code.
            if not held:
                raise NoDistrictTableError(path)
            wanted = congress_on(on) if on else held[-1]
            # Old lines still say in which state a ZIP code lies; `doubt` keeps them from deciding a
            # seat.
            chosen = wanted if wanted in held else held[-1]
            nearest = sorted(set(held) - {chosen}, key=lambda each: (abs(each - wanted), each))
            table = _loaded(database, congress=chosen)
            others = tuple(_loaded(database, congress=each) for each in nearest)
            record = read_record(database)
        return replace(
            table,
            others=others,
            copied=_copied(table, others, record=record),
            record=record,
        )

    def lines_of(self, zip_code: str) -> Mapping[Seat, int]:
        """Returns every seat that the ZIP code (or ZIP+4) lies in, and the Congress of its lines.

        Empty for an unknown one. Another table is asked for a ZIP code that this one does not
        have, and for the states that it does not have at all: the other half of a ZIP code on the
        border of a state that is loaded alone.
        """
        code = five_digits(zip_code) or ""
        found: dict[Seat, int] = {}
        known: set[str] = set()
        for table in (self, *self.others):
            seats = table.seats.get(code, frozenset())
            new = [seat for seat in seats if not found or seat.state not in known]
            found |= {seat: self._origin(table, seat.state) for seat in new}
            known |= table.states
        return found

    def districts_of(self, zip_code: str) -> frozenset[Seat]:
        """Returns every seat that the ZIP code (or ZIP+4) lies in; empty for an unknown one."""
        return frozenset(self.lines_of(zip_code))

    @functools.cached_property
    def states(self) -> frozenset[str]:
        """The states that have a ZIP code in this table itself."""
        return frozenset(seat.state for seats in set(self.seats.values()) for seat in seats)

    def doubt(self, zip_code: str, on: datetime.date, *, state: str | None = None) -> str:
        """Returns why the seats of the ZIP code may be others on that day, and what to do.

        Returns "" where they are certain: the lines hold, or those of the state did not move, or
        the seat is the only one of its state, which no line divides. Of a ZIP code that crosses
        the line of a state, `state` asks for that part alone.
        """
        for congress, found in self._by_congress(zip_code).items():
            states = found if state is None else found & {state}
            if why := self.record.doubt(congress, on, states=states):
                again = [state for state in states if self.copied.get(state) == congress]
                return self._copy_words(again, why) if again else f"the district table {why}"
        return ""

    def basis(self, zip_code: str, on: datetime.date) -> str:
        """Returns why seats by lines of another Congress are certain on that day, as a sentence.

        Returns "" where the lines are those of that day. Asked only where `doubt` returns "".
        """
        sentences = (
            self.record.basis(congress, on, states=states)
            for congress, states in self._by_congress(zip_code).items()
        )
        return " ".join(filter(None, sentences))

    def named(self, zip_code: str) -> str:
        """Returns the table that answers for the ZIP code, as a sentence names it."""
        lines = set(self.lines_of(zip_code).values())
        tables = [each for each in (self, *self.others) if each.congress in lines]
        return " and ".join(map(str, tables or [self]))

    def _by_congress(self, zip_code: str) -> Mapping[int, set[str]]:
        """Returns the states of the ZIP code by the Congress whose lines they have here."""
        states: defaultdict[int, set[str]] = defaultdict(set)
        for seat, congress in self.lines_of(zip_code).items():
            states[congress].add(seat.state)
        return states

    def _origin(self, table: "DistrictTable", state: str) -> int:
        """Returns the Congress whose lines the table has of the state."""
        return self.copied.get(state, table.congress) if table is self else table.congress

    def _copy_words(self, states: Iterable[str], why: str) -> str:
        names = listed(map(state_name, states))
        return (
            f"what {self} has of {names} is the old table again, which {why}; "
            f"or, if the lines did not move: {unchanged_command(states, self.congress)}"
        )

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
    stored = DistrictTable.open(target, on=congress_begins(table.congress))
    doubts = (*_doubts(table, licence=licence, before=before), *_copy_doubts(stored))
    warnings = [
        Problem(str(file), 0, name, message, "warning", code=code) for code, name, message in doubts
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


def _copied(
    table: DistrictTable, others: Iterable[DistrictTable], *, record: LineRecord
) -> Mapping[str, int]:
    """Returns the states whose rows are those of an earlier Congress, though their lines moved.

    People import the table that they have under the number that is asked for. Of the states whose
    lines did not move the rows must be the same, and these are not looked at.
    """
    earlier = [other for other in others if other.congress < table.congress]
    if not earlier:
        return {}
    old = max(earlier, key=lambda other: other.congress)
    between = (old.congress, table.congress)
    moved = {
        state
        for state in table.states & old.states
        if SEATS.get(state, 0) > 1 and record.moved(state, between=between)
    }
    rows, old_rows = _rows_by_state(table, moved), _rows_by_state(old, moved)
    return {state: old.congress for state in sorted(moved) if _same(rows[state], old_rows[state])}


def _rows_by_state(
    table: DistrictTable, states: set[str]
) -> Mapping[str, Mapping[str, frozenset[Seat]]]:
    """Returns the ZIP codes of each of the states, with their seats in it."""
    found: Mapping[str, dict[str, frozenset[Seat]]] = {state: {} for state in states}
    for code, seats in table.seats.items():
        for state in {seat.state for seat in seats} & states:
            found[state][code] = frozenset(seat for seat in seats if seat.state == state)
    return found


def _same(rows: Mapping[str, frozenset[Seat]], old: Mapping[str, frozenset[Seat]]) -> bool:
    """Returns whether the rows of a state are the old ones, but for a few that one side lacks.

    A list of a few ZIP codes may agree with the old table by chance, where the lines moved
    elsewhere in the state; nearly all ZIP codes do not.
    """
    common = rows.keys() & old.keys()
    return len(common) >= MIN_KEPT * len(old) and all(rows[code] == old[code] for code in common)


def _copy_doubts(table: DistrictTable) -> Iterator[tuple[str, str, str]]:
    """Yields code, field and message where states have the rows of an earlier Congress."""
    for congress in sorted(set(table.copied.values())):
        states = [state for state, old in table.copied.items() if old == congress]
        yield (
            "table-of-another-congress",
            "",
            (
                f"has the same rows for {', '.join(states)} as the table of the "
                f"{ordinal(congress)} Congress, though the lines moved there: House letters wait "
                "until a table with the new lines is imported; or, if they did not move: "
                f"{unchanged_command(states, table.congress)}"
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
