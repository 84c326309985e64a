"""The district tables of a project, one for each Congress: ZIP codes and the seats they lie in."""

import dataclasses
import datetime
import functools
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.congress.districts.database import (
    NoDistrictTableError,
    congresses,
    loaded_of,
    opened,
)
from generator.congress.districts.lines import LineRecord, unchanged_command
from generator.congress.districts.statements import read_record
from generator.congress.seats import Seat, listed, state_name
from generator.congress.zip_codes import five_digits
from generator.dates import congress_on, ordinal
from generator.states import SEATS

MIN_COMMON = 0.95
"""The share of a state's old ZIP codes that a table must have to be taken for the old one again.
Chosen by hand."""
StateSeats = dict[tuple[str, str], dict[Seat, float | None]]
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
            return whole_table(database, wanted=congress_on(on) if on else held[-1])

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
    return len(common) >= MIN_COMMON * len(old) and all(rows[code] == old[code] for code in common)


def loaded_rows(database: sqlite3.Connection, congress: int) -> StateSeats:
    """Returns the rows of one Congress."""
    found: defaultdict[tuple[str, str], dict[Seat, float | None]] = defaultdict(dict)
    for zip_code, state, district, share in database.execute(
        "SELECT zip, state, district, share FROM districts WHERE congress = ?", (congress,)
    ):
        found[zip_code, state][Seat(state, district)] = share
    return dict(found)


def whole_table(database: sqlite3.Connection, *, wanted: int) -> DistrictTable:
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
    for (zip_code, _), found in loaded_rows(database, congress).items():
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
