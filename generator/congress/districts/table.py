"""The district tables of a project, one for each Congress: ZIP codes, and the seats that they lie in."""

import datetime
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.congress.districts.database import NoDistrictTableError, congresses, opened, rewritten
from generator.congress.districts.formats import Content, Kind, read_content
from generator.congress.districts.lines import doubt, is_at_large
from generator.congress.seats import Seat, five_digits, listed, state_name
from generator.dates import congress_on, ordinal
from generator.errors import Problem
from generator.states import SEATS, states_of

WHOLE = 0.95
"""Of the ZIP codes of a table, those that a newer one of the same Congress has at the least."""


@dataclass(frozen=True)
class ImportReport:
    """What an import brought into the table file."""

    file: Path
    target: Path
    congress: int
    as_of: datetime.date | None
    source: str
    licence: str | None
    kind: Kind
    sha256: str
    rows: int
    zips: int
    split: int
    """ZIP codes that lie in more than one district."""
    states: tuple[str, ...]
    passed: Mapping[str, int]
    """Rows that were not taken: why, and how many."""
    warnings: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        share = round(100 * self.split / self.zips)
        return (
            f"{self.rows:,} rows, {self.zips:,} ZIP codes in {len(self.states)} states and territories, {self.split:,} of them ({share} %) "
            f"in more than one district; {ordinal(self.congress)} Congress"
        )


@dataclass(frozen=True)
class DistrictTable:
    """ZIP codes and the seats they lie in under the lines of one Congress; a plain value, safe to hand to a process."""

    congress: int
    as_of: datetime.date | None
    source: str
    licence: str | None
    kind: str
    sha256: str
    seats: Mapping[str, frozenset[Seat]] = field(repr=False)

    @classmethod
    def open(cls, path: Path, *, on: datetime.date | None = None) -> "DistrictTable":
        """The table of the Congress in office on that day where the file has it, else the newest.

        Raises NoDistrictTableError when there is none, NotADistrictTableError when the file is something else.
        """
        with opened(path) as database:
            held = congresses(database, "districts")
            if not held:
                raise NoDistrictTableError(path)
            wanted = congress_on(on) if on else None
            return _loaded(database, congress=wanted if wanted in held else held[-1])

    def districts_of(self, zip_code: str) -> frozenset[Seat]:
        """Every seat that the ZIP code (or ZIP+4) lies in: none, one or several."""
        return self.seats.get(five_digits(zip_code) or "", frozenset())

    def doubt(self, seats: Collection[Seat], on: datetime.date) -> str:
        """Why the seats that the table gives may be others on that day, and what to do.

        Empty where they are certain: the lines hold, or each is the only seat of its state, which
        no line divides.
        """
        if all(is_at_large(seat.state, on) for seat in seats):
            return ""
        why = doubt(self.congress, on, states={seat.state for seat in seats})
        return f"the district table {why}" if why else ""

    def __str__(self) -> str:
        dated = f", as of {self.as_of.isoformat()}" if self.as_of else ""
        return f"the district table of the {ordinal(self.congress)} Congress{dated}"


def import_table(
    file: Path,
    *,
    target: Path,
    congress: int | None = None,
    as_of: datetime.date | None = None,
    source: str | None = None,
    licence: str | None = None,
) -> ImportReport:
    """What was brought in, once the target holds it, whole, beside the tables of other Congresses that it held.

    Raises FilesAreWrongError with every mistake in the file (the target is as it was), CannotWriteError, and
    NotADistrictTableError when the target is some other file.
    """
    content = read_content(file, congress=congress)
    before = _held(target, content.congress)
    table = DistrictTable(
        congress=content.congress,
        as_of=as_of,
        source=source or content.source,
        licence=licence or content.licence,
        kind=content.kind,
        sha256=content.sha256,
        seats=_by_zip(content),
    )
    _write(target, table)
    return _report(file, target, content=content, table=table, before=before)


def _by_zip(content: Content) -> dict[str, frozenset[Seat]]:
    """The seats of each ZIP code."""
    gathered: defaultdict[str, set[Seat]] = defaultdict(set)
    for zip_code, seat in content.entries:
        gathered[zip_code].add(seat)
    return {zip_code: frozenset(seats) for zip_code, seats in gathered.items()}


def _report(file: Path, target: Path, *, content: Content, table: DistrictTable, before: int) -> ImportReport:
    """The import in numbers, and what a careful person would still tell the table."""
    return ImportReport(
        file=file,
        target=target,
        congress=table.congress,
        as_of=table.as_of,
        source=table.source,
        licence=table.licence,
        kind=content.kind,
        sha256=table.sha256,
        rows=len(content.entries),
        zips=len(table.seats),
        split=sum(len(seats) > 1 for seats in table.seats.values()),
        states=tuple(sorted({seat.state for _, seat in content.entries})),
        passed=content.passed,
        warnings=tuple(Problem(str(file), 0, name, message, "warning") for name, message in _doubts(table, before=before)),
    )


def _doubts(table: DistrictTable, *, before: int) -> Iterator[tuple[str, str]]:
    """What nobody said of the table, and what it may lack; it had `before` ZIP codes until now."""
    if table.as_of is None:
        yield "as_of", "when were these lines true? Add --as-of YYYY-MM-DD"
    if table.licence is None:
        yield "licence", "under which terms? Add --licence TEXT"
    there = {seat.state for seats in table.seats.values() for seat in seats}
    if lacking := [state for state, count in SEATS.items() if count > 1 and state not in there]:
        yield "", f"holds no ZIP code of {listed(map(state_name, lacking))}, where nobody can be put into a district: was it cut short?"
    if len(table.seats) < WHOLE * before:
        yield "", f"holds {len(table.seats):,} ZIP codes, and took the place of a table of {before:,}: import that again if this is a part"
    astray = {code: seats for code, seats in table.seats.items() if not {seat.state for seat in seats} & set(states_of(code))}
    if astray:
        code, seats = min(astray.items())
        which = f"{code} in {listed(sorted({seat.state for seat in seats}))}"
        number = f"{len(astray):,} ZIP {'code' if len(astray) == 1 else 'codes'}"
        yield "", f"puts {number} into another state than the digits tell, such as {which}: some serve a border"


# ---------------------------------------------------------------- SQLite


def _write(target: Path, table: DistrictTable) -> None:
    """Guarantees that the target holds this table, whole, beside all else that it held. Raises CannotWriteError."""
    rows = sum(map(len, table.seats.values()))
    as_of = table.as_of.isoformat() if table.as_of else None
    facts = (table.congress, "districts", as_of, table.source, table.licence, table.kind, table.sha256, rows)
    with rewritten(target) as database:
        database.execute("DELETE FROM districts WHERE congress = ?", (table.congress,))
        database.execute("INSERT OR REPLACE INTO imported VALUES (?, ?, ?, ?, ?, ?, ?, ?)", facts)
        database.executemany("INSERT INTO districts VALUES (?, ?, ?, ?)", _rows(table))


def _rows(table: DistrictTable) -> Iterator[tuple[int, str, str, int]]:
    """The table's rows in `districts`, always in the same order."""
    for zip_code, seats in sorted(table.seats.items()):
        for seat in sorted(seats):
            yield table.congress, zip_code, seat.state, seat.district


def _held(target: Path, congress: int) -> int:
    """How many ZIP codes the target holds of that Congress."""
    if not target.exists():
        return 0
    with opened(target) as database:
        ((count,),) = database.execute("SELECT COUNT(DISTINCT zip) FROM districts WHERE congress = ?", (congress,))
        return int(count)


def _loaded(database: sqlite3.Connection, *, congress: int) -> DistrictTable:
    """The table of one Congress; ZIP codes of the same seats share one set, so that the country takes a few megabytes."""
    as_of, source, licence, kind, sha256 = database.execute(
        "SELECT as_of, source, licence, kind, sha256 FROM imported WHERE congress = ? AND what = 'districts'", (congress,)
    ).fetchone()
    gathered: defaultdict[str, list[Seat]] = defaultdict(list)
    known: dict[tuple[str, int], Seat] = {}
    for zip_code, state, district in database.execute("SELECT zip, state, district FROM districts WHERE congress = ?", (congress,)):
        gathered[zip_code].append(known.setdefault((state, district), Seat(state, district)))
    shared: dict[frozenset[Seat], frozenset[Seat]] = {}
    seats = {zip_code: shared.setdefault(key := frozenset(found), key) for zip_code, found in gathered.items()}
    return DistrictTable(congress, datetime.date.fromisoformat(as_of) if as_of else None, source, licence, kind, sha256, seats)
