"""When district lines hold: the Congress of a date, and the states that drew new ones."""

import datetime
from dataclasses import dataclass

from generator.dates import congress_begins, congress_ends, congress_on, in_words, ordinal
from generator.districts.seats import FIRST_CONGRESS, LAST_CONGRESS
from generator.errors import LettersError


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
        source="the states with a file of their own in the Census Bureau's block equivalency files of the 119th Congress",
    ),
    NewLines(
        congress=120,
        states=("AL", "CA", "FL", "LA", "MO", "NC", "OH", "TN", "TX", "UT"),
        as_of=datetime.date(2026, 6, 3),
        source="press reports on the maps for the election of November 2026; later changes are not in the list",
    ),
)
"""What is known of lines that moved between two censuses. New knowledge is a new entry here, with its date and source."""


def new_lines_between(table: int, letter: int) -> tuple[NewLines, ...]:
    """What is known of lines that moved between the Congress of a table and that of a letter."""
    first, last = sorted((table, letter))
    if first < FIRST_CONGRESS or last > LAST_CONGRESS:
        return ()
    return tuple(lines for lines in NEW_LINES if first < lines.congress <= last)


class TableOfAnotherCongressError(LettersError):
    """The district table is of another Congress than the one in office on the letter's date."""

    def __init__(self, table: int, on: datetime.date, *, file: str) -> None:
        self.table, self.letter = table, congress_on(on)
        self.states = tuple(sorted({state for lines in new_lines_between(self.table, self.letter) for state in lines.states}))
        what = f"{file or 'the district table'} is of the {ordinal(self.table)} Congress"
        super().__init__(f"{what}, and a letter dated {in_words(on)} {self._told(renew=not file)}")

    def _told(self, *, renew: bool) -> str:
        """What follows from the letter's date."""
        if self.letter > LAST_CONGRESS:
            last = in_words(congress_ends(LAST_CONGRESS))
            return f"is later than this program knows districts: every state draws new ones after a census, for {last}"
        if self.letter < FIRST_CONGRESS:
            first = in_words(congress_begins(FIRST_CONGRESS))
            return f"is earlier than this program knows districts: its lines are those since {first}"
        moved = new_lines_between(self.table, self.letter)
        known = f" New lines, as known on {in_words(max(lines.as_of for lines in moved))}: {', '.join(self.states)}." if moved else ""
        goes = f"goes to the {ordinal(self.letter)}: districts may have moved.{known}"
        if renew:
            return f"{goes} Import a table of the {ordinal(self.letter)}: letters districts import FILE --congress {self.letter}"
        return f"{goes} Settle the addresses again: letters districts geocode-in, with blocks of the {ordinal(self.letter)}"


def check_congress(table: int, on: datetime.date, *, file: str = "") -> None:
    """Guarantees that a table of that Congress holds on that day; `file` is one of settled addresses instead.

    Raises TableOfAnotherCongressError, which names the states that drew new lines.
    """
    if table != congress_on(on):
        raise TableOfAnotherCongressError(table, on, file=file)
