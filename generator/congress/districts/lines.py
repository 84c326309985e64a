"""District lines: on which days those of a Congress hold, and which states drew new ones."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from generator.congress.seats import (
    FIRST_CONGRESS,
    LAST_CONGRESS,
    has_one_seat,
    listed,
    state_name,
)
from generator.dates import congress_begins, congress_ends, congress_on, in_words, ordinal
from generator.states import SEATS, WITHOUT_SENATORS


@dataclass(frozen=True)
class NewLines:
    """The states that elect one Congress by other lines than the Congress before."""

    congress: int
    states: tuple[str, ...]
    as_of: datetime.date
    source: str

    def __str__(self) -> str:
        """Returns the list with its day and source, as one line."""
        return (
            f"New lines for the {ordinal(self.congress)} Congress, as known on "
            f"{in_words(self.as_of)}: {', '.join(self.states)} ({self.source})"
        )


NEW_LINES: tuple[NewLines, ...] = (
    NewLines(
        congress=119,
        states=("AL", "GA", "LA", "NC", "NY"),
        as_of=datetime.date(2024, 12, 5),
        source="the states with a file of their own in the Census Bureau's "
        "block equivalency files of the 119th Congress",
    ),
    NewLines(
        congress=120,
        # Virginia and South Carolina are not in the list: the Supreme Court of Virginia and then
        # that of the United States (May 2026) left Virginia its lines of 2021, and the Senate of
        # South Carolina adjourned without a map. Alabama is: on June 2, 2026 the Supreme Court
        # let it use other lines than those of the 119th.
        states=("AL", "CA", "FL", "LA", "MO", "NC", "OH", "TN", "TX", "UT"),
        as_of=datetime.date(2026, 6, 9),
        source="press reports on the maps for the election of November 2026, compared with the "
        "corrections to the map of that election at github.com/yapms/yapms (pull requests 1551 "
        "to 2285, issue 2296); later changes are not in the list",
    ),
)
"""What is known of lines that moved between two censuses. New knowledge is a new entry here, with
its date and source. A user's own knowledge is a LineStatement."""


@dataclass(frozen=True, order=True)
class LineStatement:
    """A user's own statement that a state did, or did not, draw new lines for a Congress."""

    congress: int
    state: str
    moved: bool
    as_of: datetime.date
    source: str

    def __str__(self) -> str:
        """Returns `OH: no new lines for the 120th Congress (as of June 1, 2027; SOURCE)`."""
        what = "new lines" if self.moved else "no new lines"
        return (
            f"{self.state}: {what} for the {ordinal(self.congress)} Congress "
            f"(as of {in_words(self.as_of)}; {self.source})"
        )


def is_at_large(state: str, on: datetime.date) -> bool:
    """Returns whether the whole state elects one member of the House of that day, by any lines.

    After a census a state may win or lose seats (Montana had one until January 3, 2023), so that
    beyond the Congresses of this apportionment only the delegates are certain: the statutes that
    give DC and the territories one each are bound to no census.
    """
    known = FIRST_CONGRESS <= congress_on(on) <= LAST_CONGRESS
    return has_one_seat(state) and (known or state in WITHOUT_SENATORS)


@dataclass(frozen=True)
class LineRecord:
    """What is known of the lines of each state: NEW_LINES, and the user's own statements.

    A statement is preferred to the list, because it is later and has its own source.
    """

    statements: tuple[LineStatement, ...] = ()

    def moved(self, state: str, *, between: tuple[int, int]) -> bool | None:
        """Returns whether the state drew new lines between two Congresses, in either order.

        Returns None if that is not known. A state that is not in the list of a Congress is taken
        to have kept its lines: the list names every state that drew new ones, as of its day.
        """
        first, last = sorted(between)
        if first < FIRST_CONGRESS or last > LAST_CONGRESS:
            return True  # every state draws new lines after a census
        # Lines of the older Congress itself are in the table already.
        answers = [self._moved_for(congress, state) for congress in range(first + 1, last + 1)]
        if True in answers:
            return True
        return None if None in answers else False

    def _moved_for(self, congress: int, state: str) -> bool | None:
        """Returns whether the state drew new lines after the Congress before this one."""
        if statement := self._statement(congress, state):
            return statement.moved
        entry = _entry(congress)
        return None if entry is None else state in entry.states

    def _statement(self, congress: int, state: str) -> LineStatement | None:
        same = (one for one in self.statements if (one.congress, one.state) == (congress, state))
        return next(same, None)

    def doubt(
        self,
        congress: int,
        on: datetime.date,
        *,
        states: Collection[str] = SEATS,
        of_addresses: bool = False,
    ) -> str:
        """Returns why lines of that Congress may not hold on that day, and what to do; or "".

        They hold in states whose lines did not move, and where the state is one district. The
        words follow the name of a table, or `of_addresses` of a file of settled addresses.
        """
        letter = congress_on(on)
        # A table of a later Congress is doubted like an earlier one: new lines hold from their 3
        # January.
        if congress == letter:
            return ""
        divided = sorted(state for state in states if not is_at_large(state, on))
        answers = {state: self.moved(state, between=(congress, letter)) for state in divided}
        moved = [state for state, answer in answers.items() if answer]
        unknown = [state for state, answer in answers.items() if answer is None]
        if not moved and not unknown:
            return ""
        what = f"is of the {ordinal(congress)} Congress, and a letter dated {in_words(on)}"
        # No remedy here: a table can be made only when the states have drawn their lines.
        if letter > LAST_CONGRESS:
            return (
                f"{what} is later than this program knows districts: every state draws new ones "
                f"after a census, for {in_words(congress_ends(LAST_CONGRESS))}"
            )
        if letter < FIRST_CONGRESS:
            return (
                f"{what} is earlier than this program knows districts: "
                f"its lines are those since {in_words(congress_begins(FIRST_CONGRESS))}"
            )
        remedy = (
            f"Import a table of the {ordinal(letter)}: "
            f"letters districts import FILE --congress {letter}"
        )
        if of_addresses:
            remedy = (
                "Settle the addresses again: letters districts geocode-in, "
                f"with blocks of the {ordinal(letter)}"
            )
        # Where the list says that lines moved, the user is not invited to deny it.
        if unknown and not moved:
            remedy += f"; or, if the lines did not move: {unchanged_command(unknown, letter)}"
        new = ""
        # After a census every state drew new lines, which needs no list.
        if moved and FIRST_CONGRESS <= congress <= LAST_CONGRESS:
            new = f" New lines, {self.evidence(moved, (congress, letter))}: {', '.join(moved)}."
        return f"{what} goes to the {ordinal(letter)}: districts may have moved.{new} {remedy}"

    def basis(self, congress: int, on: datetime.date, *, states: Iterable[str]) -> str:
        """Returns why lines of another Congress hold in the states on that day, as a sentence.

        Returns "" where the lines are those of that day's Congress, or the state is one district.
        Asked only where `doubt` returns "".
        """
        letter = congress_on(on)
        divided = sorted(state for state in states if not is_at_large(state, on))
        if congress == letter or not divided:
            return ""
        between = (congress, letter)
        verb = "has" if len(divided) == 1 else "have"
        return (
            f"{listed(map(state_name, divided))} {verb} the lines of the {ordinal(congress)} "
            f"Congress in the {ordinal(letter)} too, {self.evidence(divided, between)}."
        )

    def evidence(self, states: Collection[str], between: tuple[int, int]) -> str:
        """Returns on what the answer for these states rests: `as known on June 9, 2026`."""
        first, last = sorted(between)
        passed = range(first + 1, last + 1)
        own = [one for one in self.statements if one.state in states and one.congress in passed]
        # The newest day, because it limits what is known of all.
        days = [entry.as_of for entry in NEW_LINES if entry.congress in passed]
        words = [f"as known on {in_words(max(days))}"] if days else []
        # A single state's statement replaces the list; of several states some are in the list.
        if own and len(states) == 1:
            words = []
        words += [f"by your statement on {one.state} ({one.source})" for one in own]
        return " and ".join(words)


def contradiction(statement: LineStatement) -> str:
    """Returns what the list says where a statement differs from it, and that it counts; or ""."""
    entry = _entry(statement.congress)
    if entry is None or (statement.state in entry.states) == statement.moved:
        return ""
    known = "did not draw" if statement.moved else "drew"
    return (
        f"the list of {in_words(entry.as_of)} says that {state_name(statement.state)} {known} new "
        f"lines for the {ordinal(statement.congress)} Congress; your statement counts"
    )


def unchanged_command(states: Iterable[str], congress: int) -> str:
    """Returns the command by which a user states that the lines of these states did not move."""
    return f"`letters districts unchanged {' '.join(states)} --congress {congress} --source TEXT`"


def _entry(congress: int) -> NewLines | None:
    """Returns what is known of the lines of that Congress."""
    return next((entry for entry in NEW_LINES if entry.congress == congress), None)
