"""The district tables of a project, one for each Congress: ZIP codes and the seats they lie in."""

import dataclasses
import datetime
import functools
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.congress.districts.database import (
    NoDistrictTableError,
    TableOrigin,
    congresses,
    digest_of,
    joined,
    loaded_of,
    opened,
    record,
    rewritten,
)
from generator.congress.districts.formats import (
    DistrictFile,
    hud_quarter,
    read_district_file,
)
from generator.congress.districts.lines import LineRecord, unchanged_command
from generator.congress.districts.statements import read_record
from generator.congress.seats import Seat, listed, state_name
from generator.congress.zip_codes import five_digits
from generator.dates import congress_on, ordinal
from generator.errors import FilesAreWrongError, Problem
from generator.states import SEATS, named_or_counted, states_of

MIN_KEPT = 0.95
"""The share of a table's ZIP codes that a newer table of the same Congress should have; a part of
the country has less. Chosen by hand."""
MANY_ZIP_CODES = 1000
"""A table of so many ZIP codes has split ones: by that of the 119th Congress 22 % of all, 2 % in
West Virginia, and 12 % or more in every other state of 500 ZIP codes. Chosen by hand."""
MOST_NAMED = 10
"""States that a warning names: more hide what it says."""

CENSUS_LICENCE = "work of the US government, in the public domain (17 U.S.C. 105)"
_CENSUS = (
    "U.S. Census Bureau, relationship file of congressional districts "
    "and 2020 ZIP Code tabulation areas"
)
ALREADY_LOADED = "already-loaded"
"""The code of the problem that `replace` answers: the file contradicts what is loaded."""

_StateSeats = dict[tuple[str, str], dict[Seat, float | None]]
"""The seats of each ZIP code in each state, with the share of residential addresses."""


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
    shares: Mapping[str, Mapping[Seat, float]] = field(default_factory=dict, repr=False)
    """The share of the residential addresses of a split ZIP code in each of its districts."""
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Where the rows of each state come from."""
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
            # Old lines still say in which state a ZIP code lies; `doubt` keeps them from deciding a
            # seat.
            return _whole(database, wanted=congress_on(on) if on else held[-1])

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

    def largest_share(self, zip_code: str) -> float:
        """Returns the share of the district that holds most of the ZIP code, to rank questions.

        Without shares the districts are taken for equal. An unknown ZIP code has 0. No share
        decides a seat: a district with one house in a thousand has that house.
        """
        seats = self.districts_of(zip_code)
        if shares := self._shares_of(zip_code):
            return max(shares.values())
        return 1 / len(seats) if seats else 0.0

    def shares_in_words(self, zip_code: str) -> tuple[str, ...]:
        """Returns a sentence with the shares of a split ZIP code; empty where none are known."""
        shares = self._shares_of(zip_code)
        if not any(shares.values()):
            return ()
        by_size = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
        parts = ", ".join(f"{seat} {_percent(share)}" for seat, share in by_size)
        table = self._first_with(zip_code)
        sources = sorted({table.sources.get(seat.state, "") for seat in shares} - {""})
        named = f" ({'; '.join(sources)})" if sources else ""
        return (f"Of residential addresses: {parts}{named}; shares do not settle a district.",)

    def _first_with(self, zip_code: str) -> "DistrictTable":
        """Returns the table that has the ZIP code: this one, or the nearest of the others."""
        code = five_digits(zip_code) or ""
        return next((table for table in (self, *self.others) if code in table.seats), self)

    def _shares_of(self, zip_code: str) -> Mapping[Seat, float]:
        """Returns the shares of a split ZIP code; empty where some of its districts have none."""
        shares = self._first_with(zip_code).shares.get(five_digits(zip_code) or "", {})
        return shares if shares.keys() == self.districts_of(zip_code) else {}

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


def _percent(share: float) -> str:
    """Returns `93 %`; a share that is no whole is never shown as 0 or 100."""
    if 0 < share < 0.01:  # noqa: PLR2004 - one per cent
        return "under 1 %"
    if 0.99 < share < 1:  # noqa: PLR2004 - 99 per cent
        return "over 99 %"
    return f"{round(100 * share)} %"


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
            f"{rows:,} rows, {len(zips):,} ZIP codes in {named_or_counted(states)}, "
            f"{self.split:,} of them ({share} %) in more than one district; "
            f"{ordinal(self.table.congress)} Congress"
        )


@dataclass(frozen=True)
class TableFacts:
    """What a user says of a table; what they leave out comes from the file, where it says so."""

    congress: int | None = None
    as_of: datetime.date | None = None
    source: str | None = None
    licence: str | None = None

    def origin(
        self, file: Path, *, kind: str, source: str, licence: str | None = None
    ) -> TableOrigin:
        """Returns the origin of the file's rows; `source` and `licence` are those of its kind."""
        return TableOrigin(
            self.as_of, self.source or source, self.licence or licence, kind, digest_of(file)
        )


def import_table(
    file: Path,
    *,
    target: Path,
    congress: int | None = None,
    as_of: datetime.date | None = None,
    source: str | None = None,
    licence: str | None = None,
    replace: bool = False,
) -> ImportReport:
    """Writes the table into the target, whole, next to all else that it holds.

    Raises FilesAreWrongError with every mistake in the file (the target stays as it was),
    CannotWriteError, and NotADistrictTableError when the target is something else.
    """
    # Read and checked to its end before the target is opened.
    content = read_district_file(file, congress=congress)
    facts = TableFacts(content.congress, as_of, source, licence)
    with rewritten(target) as database:
        return add_table(database, content, file=file, facts=facts, replaces=replace)


def add_table(
    database: sqlite3.Connection,
    content: DistrictFile,
    *,
    file: Path,
    facts: TableFacts,
    replaces: bool,
    shown_as: str | None = None,
) -> ImportReport:
    """Adds the rows of a table to those of its Congress, and returns what it brought.

    States add up. Where the file gives a ZIP code other districts of a state than are loaded, it
    raises FilesAreWrongError (ALREADY_LOADED), unless it `replaces` what is loaded for its states.
    """
    congress, shown_as = content.congress, shown_as or str(file)
    origin = _origin(content, facts, file=file)
    states = loaded_of(database, "districts", congress=congress)
    loaded, new = _loaded_rows(database, congress), _by_state(content.seats)
    # The states of which the file is a table; a few of its ZIP codes may cross into a neighbor.
    covered = {state for zip_code, state in new if state in states_of(zip_code)}
    if replaces:
        kept = {
            key: seats
            for key, seats in loaded.items()
            if not _is_replaced(key, new, covered=covered)
        }
    elif conflicts := _conflicts(loaded, new):
        counts = Counter(state for _, state in loaded)
        parts = [
            f"{state_name(state)} ({count:,} of {counts[state]:,} ZIP codes, "
            f"loaded from {states[state].origin.source})"
            for state, count in conflicts.most_common()
        ]
        raise FilesAreWrongError([already_loaded(parts, shown_as=shown_as, congress=congress)])
    else:
        kept = loaded
    merged = kept | {key: _with_shares(seats, kept.get(key, {})) for key, seats in new.items()}
    database.execute("DELETE FROM districts WHERE congress = ?", (congress,))
    database.executemany("INSERT INTO districts VALUES (?, ?, ?, ?, ?)", _rows(congress, merged))
    origins = {state: each.origin for state, each in states.items()}
    remaining = {state for _, state in kept}
    for state in {state for _, state in new}:
        # Rows of a neighbor that a state's file has along do not make it the neighbor's source.
        if state in covered and state in remaining:
            origins[state] = joined(origins[state], origin)
        elif state in covered or state not in states:
            origins[state] = origin
    units = Counter(state for _, state in merged)
    recorded = {state: (each, units[state]) for state, each in origins.items()}
    record(database, "districts", congress=congress, origins=recorded)
    table = DistrictTable(
        congress,
        origin.as_of,
        {zip_code: frozenset(seats) for zip_code, seats in content.seats.items()},
    )
    before, after = (len({zip_code for zip_code, _ in rows}) for rows in (loaded, merged))
    doubts = (
        *_doubts(table, origin, before=before, after=after, states=set(units)),
        *_copy_doubts(_whole(database, wanted=congress)),
    )
    warnings = [
        Problem(shown_as, 0, name, message, "warning", code=code) for code, name, message in doubts
    ]
    return ImportReport(table, content.skipped, (*content.warnings, *warnings))


def _origin(content: DistrictFile, facts: TableFacts, *, file: Path) -> TableOrigin:
    """Returns where the rows come from; of a CSV that may come from anywhere, its name is known."""
    if content.kind == "census-relationship":
        return facts.origin(file, kind=content.kind, source=_CENSUS, licence=CENSUS_LICENCE)
    if content.kind == "hud-crosswalk":
        source, end = hud_quarter(file.name)
        of_quarter = dataclasses.replace(facts, as_of=facts.as_of or end)
        return of_quarter.origin(file, kind=content.kind, source=source)
    return facts.origin(file, kind=content.kind, source=file.name)


def _is_replaced(key: tuple[str, str], new: _StateSeats, *, covered: set[str]) -> bool:
    """Returns whether a new table takes the place of what is loaded of a ZIP code in a state.

    What the table of a neighbor put into a covered state stays: without it a ZIP code that crosses
    the border would look like one of the neighbor alone, which decides a seat.
    """
    zip_code, state = key
    return key in new or (state in covered and state in states_of(zip_code))


def _conflicts(loaded: _StateSeats, new: _StateSeats) -> Counter[str]:
    """Returns the number of ZIP codes by state that lie in other districts than are loaded."""
    return Counter(
        key[1] for key, seats in new.items() if key in loaded and not _agree(loaded[key], seats)
    )


def _by_state(content: Mapping[str, Mapping[Seat, float | None]]) -> _StateSeats:
    """Returns the seats of each ZIP code in each state."""
    found: defaultdict[tuple[str, str], dict[Seat, float | None]] = defaultdict(dict)
    for zip_code, seats in content.items():
        for seat, share in seats.items():
            found[zip_code, seat.state][seat] = share
    return dict(found)


def _agree(old: Mapping[Seat, float | None], new: Mapping[Seat, float | None]) -> bool:
    """Returns whether both name the same seats, with the same shares where both have them."""
    return old.keys() == new.keys() and all(
        share is None or old[seat] is None or old[seat] == share for seat, share in new.items()
    )


def _with_shares(
    new: Mapping[Seat, float | None], old: Mapping[Seat, float | None]
) -> dict[Seat, float | None]:
    """Returns the new seats; a seat without a share keeps the one that is loaded."""
    return {seat: old.get(seat) if share is None else share for seat, share in new.items()}


def already_loaded(states: Sequence[str], *, shown_as: str, congress: int) -> Problem:
    """Returns the problem of a file that contradicts what is loaded of these states."""
    first = list(states[:MOST_NAMED])
    if more := len(states) - len(first):
        first.append(f"{more} more states")
    message = (
        f"has other districts than are loaded for the {ordinal(congress)} Congress in "
        f"{listed(first)}: "
        "add --replace to put it in the place of what is loaded for its states"
    )
    return Problem(shown_as, 0, "", message, code=ALREADY_LOADED)


def _doubts(
    table: DistrictTable, origin: TableOrigin, *, before: int, after: int, states: set[str]
) -> Iterator[tuple[str, str, str]]:
    """Yields code, field and message of what may be wrong.

    `before` and `after` count the ZIP codes of the Congress, and `states` are those that are there.
    """
    if origin.as_of is None:
        yield "table-without-date", "as_of", "when were these lines true? Add --as-of YYYY-MM-DD"
    if origin.licence is None:
        yield "table-without-licence", "licence", "under which terms? Add --licence TEXT"
    # States of one seat need no table.
    lacking = [state for state, count in SEATS.items() if count > 1 and state not in states]
    if 0 < len(lacking) <= MOST_NAMED:
        yield (
            "states-missing",
            "",
            (
                f"holds no ZIP code of {listed(map(state_name, lacking))}, "
                "so people there get no district: was it cut short?"
            ),
        )
    elif lacking:
        there = listed(map(state_name, sorted(states)))
        yield (
            "states-missing",
            "",
            (
                f"{there} {'is' if len(states) == 1 else 'are'} loaded: people in the other states "
                "get no district, unless their state has one seat"
            ),
        )
    if len(table.seats) >= MANY_ZIP_CODES and all(
        len(seats) == 1 for seats in table.seats.values()
    ):
        yield (
            "no-split-zip-code",
            "",
            (
                f"gives each of its {len(table.seats):,} ZIP codes one district, and about one in "
                "five has several: people there would get the member of a neighboring district"
            ),
        )
    if after < MIN_KEPT * before:
        yield (
            "fewer-zip-codes",
            "",
            (
                f"leaves {after:,} ZIP codes of the {before:,} that were there: "
                "import the former table again if this is a part"
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


def _loaded_rows(database: sqlite3.Connection, congress: int) -> _StateSeats:
    """Returns the rows of one Congress."""
    found: defaultdict[tuple[str, str], dict[Seat, float | None]] = defaultdict(dict)
    for zip_code, state, district, share in database.execute(
        "SELECT zip, state, district, share FROM districts WHERE congress = ?", (congress,)
    ):
        found[zip_code, state][Seat(state, district)] = share
    return dict(found)


def _rows(congress: int, seats: _StateSeats) -> Iterator[tuple[int, str, str, int, float | None]]:
    """Yields the table's rows in one order, so that the same table gives the same bytes."""
    for (zip_code, _), shares in sorted(seats.items()):
        for seat, share in sorted(shares.items()):
            yield congress, zip_code, seat.state, seat.district, share


def _whole(database: sqlite3.Connection, *, wanted: int) -> DistrictTable:
    """Returns the table of a Congress, or else the newest, with those of the others behind it."""
    held = congresses(database, "districts")
    chosen = wanted if wanted in held else held[-1]
    nearest = sorted(set(held) - {chosen}, key=lambda each: (abs(each - wanted), each))
    table = _loaded(database, congress=chosen)
    others = tuple(_loaded(database, congress=each) for each in nearest)
    record = read_record(database)
    copied = _copied(table, others, record=record)
    return dataclasses.replace(table, others=others, copied=copied, record=record)


def _loaded(database: sqlite3.Connection, *, congress: int) -> DistrictTable:
    """Returns the table of one Congress.

    ZIP codes of the same seats share one set, so that the country takes a few megabytes.
    """
    origins = {
        state: each.origin
        for state, each in loaded_of(database, "districts", congress=congress).items()
    }
    days = [origin.as_of for origin in origins.values()]
    known = [day for day in days if day]
    gathered: defaultdict[str, dict[Seat, float | None]] = defaultdict(dict)
    for (zip_code, _), found in _loaded_rows(database, congress).items():
        gathered[zip_code] |= found
    shared: dict[frozenset[Seat], frozenset[Seat]] = {}
    seats: dict[str, frozenset[Seat]] = {}
    shares: dict[str, dict[Seat, float]] = {}
    for zip_code, candidates in gathered.items():
        key = frozenset(candidates)
        seats[zip_code] = shared.setdefault(key, key)
        each = {seat: share for seat, share in candidates.items() if share is not None}
        # Of a ZIP code in one district the share says nothing.
        if len(candidates) > 1 and len(each) == len(candidates):
            shares[zip_code] = each
    return DistrictTable(
        congress,
        # The oldest day, because it limits what is known of all.
        min(known) if len(known) == len(days) else None,
        seats,
        shares,
        {state: origin.source for state, origin in origins.items()},
    )
