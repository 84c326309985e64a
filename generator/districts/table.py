"""The district tables of a project: one SQLite file, one table for each Congress."""

import contextlib
import datetime
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.dates import congress_on, ordinal
from generator.districts.formats import Content, Kind, read_content
from generator.districts.lines import check_congress
from generator.districts.seats import Seat, five_digits
from generator.errors import CannotWriteError, LettersError, Problem

_APPLICATION = 0x4C545253
"""`LTRS`: what our SQLite files say they are (PRAGMA application_id)."""
_FORM = 1
"""Counted up when the tables change (PRAGMA user_version)."""
_READABLE_BY_ALL = 0o644

_TABLES = """
CREATE TABLE imported (
    congress INTEGER PRIMARY KEY, as_of TEXT, source TEXT NOT NULL, licence TEXT,
    kind TEXT NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL
);
CREATE TABLE districts (
    congress INTEGER NOT NULL REFERENCES imported, zip TEXT NOT NULL, state TEXT NOT NULL, district INTEGER NOT NULL,
    PRIMARY KEY (congress, zip, state, district)
) WITHOUT ROWID;
"""


class NoDistrictTableError(LettersError):
    """There is no district table to look in."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"there is no district table ({path}): load one with `letters districts import FILE`")


class NotADistrictTableError(LettersError):
    """The file is not one that `letters districts import` wrote."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} is not a district table ({reason}): delete it, and run `letters districts import FILE` again")


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
        with _opened(path) as database:
            held = _congresses(database)
            wanted = congress_on(on) if on else None
            return _loaded(database, path, congress=wanted if wanted in held else held[-1])

    def districts_of(self, zip_code: str) -> frozenset[Seat]:
        """Every seat that the ZIP code (or ZIP+4) lies in: none, one or several."""
        return self.seats.get(five_digits(zip_code) or "", frozenset())

    def check_date(self, on: datetime.date) -> None:
        """Guarantees that the table's Congress is in office on that day.

        Raises TableOfAnotherCongressError, which names the states that drew new lines.
        """
        check_congress(self.congress, on)

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
    table = DistrictTable(
        congress=content.congress,
        as_of=as_of,
        source=source or content.source,
        licence=licence or content.licence,
        kind=content.kind,
        sha256=content.sha256,
        seats=_by_zip(content),
    )
    _write(target, sorted([*_others(target, table.congress), table], key=lambda each: each.congress))
    return _report(file, target, content=content, table=table)


def _by_zip(content: Content) -> dict[str, frozenset[Seat]]:
    """The seats of each ZIP code."""
    gathered: defaultdict[str, set[Seat]] = defaultdict(set)
    for zip_code, seat in content.entries:
        gathered[zip_code].add(seat)
    return {zip_code: frozenset(seats) for zip_code, seats in gathered.items()}


def _report(file: Path, target: Path, *, content: Content, table: DistrictTable) -> ImportReport:
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
        warnings=_unsaid(file, table),
    )


def _unsaid(file: Path, table: DistrictTable) -> tuple[Problem, ...]:
    """A warning for each thing that nobody said of the table."""
    told = {"as_of": table.as_of, "licence": table.licence}
    advice = {"as_of": "when were these lines true? Add --as-of YYYY-MM-DD", "licence": "under which terms? Add --licence TEXT"}
    return tuple(Problem(str(file), 0, name, advice[name], "warning") for name, value in told.items() if value is None)


# ---------------------------------------------------------------- SQLite


def _write(target: Path, tables: list[DistrictTable]) -> None:
    """Guarantees that the target holds these tables, or what it held before. Raises CannotWriteError."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _temporary_beside(target) as temporary:
            _fill(temporary, tables)
            temporary.chmod(_READABLE_BY_ALL)
            os.replace(temporary, target)  # noqa: PTH105 - the house writes it so everywhere
    except (OSError, sqlite3.OperationalError) as error:
        raise CannotWriteError(str(target), error if isinstance(error, OSError) else str(error)) from error


@contextlib.contextmanager
def _temporary_beside(target: Path) -> Iterator[Path]:
    """An empty file in the target's folder, gone afterwards unless it took the target's place."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _fill(path: Path, tables: list[DistrictTable]) -> None:
    """Writes the tables into an empty file."""
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
        database.execute(f"PRAGMA user_version = {_FORM}")
        database.executescript(_TABLES)
        database.executemany("INSERT INTO imported VALUES (?, ?, ?, ?, ?, ?, ?)", map(_metadata, tables))
        database.executemany("INSERT INTO districts VALUES (?, ?, ?, ?)", (row for table in tables for row in _rows(table)))


def _metadata(table: DistrictTable) -> tuple[int, str | None, str, str | None, str, str, int]:
    """The table's row in `imported`."""
    rows = sum(map(len, table.seats.values()))
    as_of = table.as_of.isoformat() if table.as_of else None
    return table.congress, as_of, table.source, table.licence, table.kind, table.sha256, rows


def _rows(table: DistrictTable) -> Iterator[tuple[int, str, str, int]]:
    """The table's rows in `districts`, always in the same order."""
    for zip_code, seats in sorted(table.seats.items()):
        for seat in sorted(seats):
            yield table.congress, zip_code, seat.state, seat.district


def _others(target: Path, congress: int) -> list[DistrictTable]:
    """The tables of other Congresses that the target holds."""
    if not target.exists():
        return []
    with _opened(target) as database:
        return [_loaded(database, target, congress=other) for other in _congresses(database) if other != congress]


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as a database that is only read. Raises NoDistrictTableError and NotADistrictTableError."""
    if not path.is_file():
        raise NoDistrictTableError(path)
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            _check_form(database, path)
            yield database
    except (sqlite3.Error, ValueError) as error:
        raise NotADistrictTableError(path, str(error)) from error


def _check_form(database: sqlite3.Connection, path: Path) -> None:
    """Guarantees that the file is ours and of the form that we know."""
    (application,), (form,) = database.execute("PRAGMA application_id").fetchone(), database.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION:
        raise NotADistrictTableError(path, "it is another program's database")
    if form != _FORM:
        raise NotADistrictTableError(path, "another version of this program wrote it")


def _congresses(database: sqlite3.Connection) -> list[int]:
    """The Congresses that the file has a table of, the newest last."""
    return [congress for (congress,) in database.execute("SELECT congress FROM imported ORDER BY congress")]


def _loaded(database: sqlite3.Connection, path: Path, *, congress: int) -> DistrictTable:
    """The table of one Congress; ZIP codes of the same seats share one set, so that the country takes a few megabytes."""
    as_of, source, licence, kind, sha256, rows = database.execute(
        "SELECT as_of, source, licence, kind, sha256, rows FROM imported WHERE congress = ?", (congress,)
    ).fetchone()
    gathered: defaultdict[str, list[Seat]] = defaultdict(list)
    known: dict[tuple[str, int], Seat] = {}
    for zip_code, state, district in database.execute("SELECT zip, state, district FROM districts WHERE congress = ?", (congress,)):
        gathered[zip_code].append(known.setdefault((state, district), Seat(state, district)))
    if sum(map(len, gathered.values())) != rows:
        raise NotADistrictTableError(path, f"it should have {rows:,} rows of the {ordinal(congress)} Congress")
    shared: dict[frozenset[Seat], frozenset[Seat]] = {}
    seats = {zip_code: shared.setdefault(key := frozenset(found), key) for zip_code, found in gathered.items()}
    return DistrictTable(congress, datetime.date.fromisoformat(as_of) if as_of else None, source, licence, kind, sha256, seats)
