"""Adds a table of ZIP codes and seats to those of a project, and says what may be wrong with it.

Apart from `table`, so that a command which only asks a table need not import the readers of CSV and
Excel.
"""

import dataclasses
import datetime
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.congress.districts.database import (
    TableOrigin,
    digest_of,
    joined,
    loaded_of,
    record,
)
from generator.congress.districts.formats import (
    DistrictFile,
    hud_quarter,
)
from generator.congress.districts.lines import unchanged_command
from generator.congress.districts.table import (
    DistrictTable,
    StateSeats,
    loaded_rows,
    whole_table,
)
from generator.congress.seats import Seat, listed, state_name
from generator.dates import ordinal
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
    loaded, new = loaded_rows(database, congress), _by_state(content.seats)
    # The states of which the file is a table; a few of its ZIP codes may cross into a neighbor.
    covered = {state for zip_code, state in new if state in states_of(zip_code)}
    kept = loaded
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
    before, after = (len({zip_code for zip_code, _ in rows}) for rows in (loaded, merged))
    seats_by_zip = {zip_code: frozenset(seats) for zip_code, seats in content.seats.items()}
    table = DistrictTable(congress, origin.as_of, seats_by_zip)
    doubts = (
        *_doubts(table, origin, before=before, after=after, states=set(units)),
        *_copy_doubts(whole_table(database, wanted=congress)),
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


def _is_replaced(key: tuple[str, str], new: StateSeats, *, covered: set[str]) -> bool:
    """Returns whether a new table takes the place of what is loaded of a ZIP code in a state.

    What the table of a neighbor put into a covered state stays: without it a ZIP code that crosses
    the border would look like one of the neighbor alone, which decides a seat.
    """
    zip_code, state = key
    return key in new or (state in covered and state in states_of(zip_code))


def _conflicts(loaded: StateSeats, new: StateSeats) -> Counter[str]:
    """Returns the number of ZIP codes by state that lie in other districts than are loaded."""
    return Counter(
        key[1] for key, seats in new.items() if key in loaded and not _agree(loaded[key], seats)
    )


def _by_state(content: Mapping[str, Mapping[Seat, float | None]]) -> StateSeats:
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


Doubt = tuple[str, str, str]
"""Code, field and message of what may be wrong with a table."""


def _doubts(
    table: DistrictTable, origin: TableOrigin, *, before: int, after: int, states: set[str]
) -> Iterator[Doubt]:
    """Yields what may be wrong with the table that was added.

    `before` and `after` count the ZIP codes of the Congress, and `states` are those that are there.
    """
    if origin.as_of is None:
        yield "table-without-date", "as_of", "when were these lines true? Add --as-of YYYY-MM-DD"
    if origin.licence is None:
        yield "table-without-licence", "licence", "under which terms? Add --licence TEXT"
    yield from _missing_states(states)
    is_split = any(len(seats) > 1 for seats in table.seats.values())
    if len(table.seats) >= MANY_ZIP_CODES and not is_split:
        message = (
            f"gives each of its {len(table.seats):,} ZIP codes one district, and about one in "
            "five has several: people there would get the member of a neighboring district"
        )
        yield "no-split-zip-code", "", message
    if after < MIN_KEPT * before:
        message = (
            f"leaves {after:,} ZIP codes of the {before:,} that were there: "
            "import the former table again if this is a part"
        )
        yield "fewer-zip-codes", "", message
    yield from _astray(table)


def _missing_states(states: set[str]) -> Iterator[Doubt]:
    """Yields a doubt where states of several seats are not loaded; those of one need no table."""
    lacking = [state for state, count in SEATS.items() if count > 1 and state not in states]
    if 0 < len(lacking) <= MOST_NAMED:
        message = (
            f"holds no ZIP code of {listed(map(state_name, lacking))}, "
            "so people there get no district: was it cut short?"
        )
        yield "states-missing", "", message
    elif lacking:
        there = listed(map(state_name, sorted(states)))
        message = (
            f"{there} {'is' if len(states) == 1 else 'are'} loaded: people in the other states "
            "get no district, unless their state has one seat"
        )
        yield "states-missing", "", message


def _astray(table: DistrictTable) -> Iterator[Doubt]:
    """Yields a doubt where ZIP codes lie in another state than their digits say."""
    # A code that lies in its own state and in a neighbor's is as it should be.
    astray = {
        code: seats
        for code, seats in table.seats.items()
        if not {seat.state for seat in seats}.intersection(states_of(code))
    }
    if astray:
        # The first as an example: a shifted column puts thousands astray.
        code, seats = min(astray.items())
        message = (
            f"puts {len(astray):,} ZIP {'code' if len(astray) == 1 else 'codes'} into another "
            "state than their digits say, such as "
            f"{code} in {listed(sorted({seat.state for seat in seats}))}: some serve a border"
        )
        yield "zip-of-another-state", "", message


def _copy_doubts(table: DistrictTable) -> Iterator[Doubt]:
    """Yields a doubt where states have the rows of an earlier Congress."""
    for congress in sorted(set(table.copied.values())):
        states = [state for state, old in table.copied.items() if old == congress]
        message = (
            f"has the same rows for {', '.join(states)} as the table of the "
            f"{ordinal(congress)} Congress, though the lines moved there: House letters wait "
            "until a table with the new lines is imported; or, if they did not move: "
            f"{unchanged_command(states, table.congress)}"
        )
        yield "table-of-another-congress", "", message


def _rows(congress: int, seats: StateSeats) -> Iterator[tuple[int, str, str, int, float | None]]:
    """Yields the table's rows in one order, so that the same table gives the same bytes."""
    for (zip_code, _), shares in sorted(seats.items()):
        for seat, share in sorted(shares.items()):
            yield congress, zip_code, seat.state, seat.district, share
