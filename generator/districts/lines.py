"""When district lines hold: the Congress of a date, and the states that drew new ones."""

import datetime
from dataclasses import dataclass

from generator.dates import congress_on, in_words, ordinal
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
    return tuple(lines for lines in NEW_LINES if first < lines.congress <= last)


class TableOfAnotherCongressError(LettersError):
    """The district table is of another Congress than the one in office on the letter's date."""

    def __init__(self, table: int, on: datetime.date) -> None:
        self.table, self.letter = table, congress_on(on)
        moved = new_lines_between(self.table, self.letter)
        self.states = tuple(sorted({state for lines in moved for state in lines.states}))
        known = f"New lines, as known on {in_words(max(lines.as_of for lines in moved))}: {', '.join(self.states)}. " if moved else ""
        super().__init__(
            f"the district table is of the {ordinal(self.table)} Congress, and a letter dated {in_words(on)} goes to the "
            f"{ordinal(self.letter)}: districts may have moved. {known}Import a table of the {ordinal(self.letter)}: "
            f"letters districts import FILE --congress {self.letter}"
        )


def check_congress(table: int, on: datetime.date) -> None:
    """Guarantees that a table of that Congress holds on that day.

    Raises TableOfAnotherCongressError, which names the states that drew new lines.
    """
    if table != congress_on(on):
        raise TableOfAnotherCongressError(table, on)
