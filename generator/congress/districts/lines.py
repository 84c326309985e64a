"""District lines: on which days those of a Congress hold, and which states drew new ones."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from generator.congress.seats import FIRST_CONGRESS, LAST_CONGRESS, has_one_seat
from generator.dates import congress_begins, congress_ends, congress_on, in_words, ordinal
from generator.states import SEATS, WITHOUT_SENATORS


@dataclass(frozen=True)
class NewLines:
    """The states that elect one Congress by other lines than the Congress before."""

    congress: int
    states: tuple[str, ...]
    as_of: datetime.date
    source: str


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
        states=("AL", "CA", "FL", "LA", "MO", "NC", "OH", "TN", "TX", "UT"),
        as_of=datetime.date(2026, 6, 3),
        source="press reports on the maps for the election of November 2026; "
        "later changes are not in the list",
    ),
)
"""What is known of lines that moved between two censuses. New knowledge is a new entry here, with
its date and source."""


def is_at_large(state: str, on: datetime.date) -> bool:
    """Returns whether the whole state elects one member of the House of that day, by any lines.

    After a census a state may win or lose seats (Montana had one until January 3, 2023), so that
    beyond the Congresses of this apportionment only the delegates are certain: the statutes that
    give DC and the territories one each are bound to no census.
    """
    known = FIRST_CONGRESS <= congress_on(on) <= LAST_CONGRESS
    return has_one_seat(state) and (known or state in WITHOUT_SENATORS)


def doubt(
    congress: int, on: datetime.date, *, states: Collection[str] = SEATS, of_addresses: bool = False
) -> str:
    """Returns why lines of that Congress may not hold on that day, and what to do; or "".

    The words follow the name of a table, or `of_addresses` of a file of settled addresses. Of
    the states that are known to have drawn new lines those among `states` are named.
    """
    letter = congress_on(on)
    # A table of a later Congress is doubted like an earlier one: new lines hold from their 3
    # January.
    if congress == letter:
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
    return (
        f"{what} goes to the {ordinal(letter)}: "
        f"districts may have moved.{_new_lines(congress, letter, among=states)}"
        f" {remedy}"
    )


def _new_lines(table: int, letter: int, *, among: Collection[str]) -> str:
    """Returns which of the states are known to have drawn new lines between the two Congresses."""
    # From either side: a table of the 120th is as wrong for the 119th as the other way round.
    first, last = sorted((table, letter))
    if first < FIRST_CONGRESS or last > LAST_CONGRESS:
        return ""  # every state drew new lines after the census between the two
    # Lines of the older Congress itself are in the table already.
    between = [lines for lines in NEW_LINES if first < lines.congress <= last]
    moved = {state for lines in between for state in lines.states if state in among}
    if not moved:
        return ""
    # The newest day, because it limits what is known of all.
    day = in_words(max(lines.as_of for lines in between))
    return f" New lines, as known on {day}: {', '.join(sorted(moved))}."
