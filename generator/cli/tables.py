"""Tables for people to read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.letter.citations import dated
from generator.models.campaign import Campaign
from generator.models.recipient import Recipient

MAX_COLUMNS = 100_000
"""Columns of a table that goes to a file or another program: a width that no row fills."""

NEVER_BROKEN = ("", "id", "seat")
"""Headings of columns that people copy from or search for: a line break would spoil a cell."""


def plain_table(*columns: str, title: str = "") -> Table:
    """Returns an empty table in the one style of the program."""
    # Lines under the headings alone: frames around every cell would hide the words.
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in NEVER_BROKEN)
    return table


def row(table: Table, *cells: str, style: str = "") -> None:
    """Adds a row of plain text: Rich would read `[brackets]` in a name as a colour."""
    table.add_row(*map(Text, cells), style=style)


def show(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str = "") -> None:
    """Prints a table; if stdout is not a terminal, no cell is broken to fit a screen."""
    table = plain_table(*columns, title=title)
    for cells in rows:
        row(table, *cells)
    # Rich takes 80 columns for a pipe, and `letters list … | grep` would miss words that it breaks.
    console = Console()
    (console if console.is_terminal else Console(width=MAX_COLUMNS)).print(table)


def committees(recipient: Recipient, *, separator: str) -> str:
    """Returns the member's committees, each with the role if it is more than member."""
    return separator.join(
        seat.name if seat.role == "member" else f"{seat.name} ({seat.role})"
        for seat in recipient.committees
    )


def show_recipients(recipients: Iterable[Recipient]) -> None:
    """Prints the recipients with seat, committees and the end of the term."""
    rows = (
        (
            person.seat,
            person.name.full,
            person.id,
            committees(person, separator=", "),
            str(person.term_end or ""),
        )
        for person in recipients
    )
    show(("seat", "name", "id", "committees", "term ends"), rows, title="Recipients")


def _arguments(campaign: Campaign) -> Iterator[tuple[str, ...]]:
    """Yields each argument with what it supports and the recipients that its rule chooses."""
    for argument in campaign.arguments:
        header = argument.header
        # Defaults left out: a rule is shown as its author wrote it.
        rule = header.when.model_dump(exclude_defaults=True)
        when = "; ".join(f"{key}: {_words(value)}" for key, value in rule.items()) or "everyone"
        supports = ", ".join(header.supports)
        yield argument.id, str(header.weight), supports, when, str(len(header.cites))


def _words(value: object) -> str:
    """Returns one value or several, with commas."""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _findings(campaign: Campaign) -> Iterator[tuple[str, ...]]:
    """Yields each finding with figure, date and who counted."""
    for one in campaign.source.findings:
        yield one.id, one.figure or "", dated(one), one.claim, one.counted_by or ""


def _asks(campaign: Campaign) -> Iterator[tuple[str, ...]]:
    """Yields the recommendations in the order of the letter; those not asked for come last."""
    asked = [ask.recommendation for ask in campaign.settings.asks]
    known = {one.id: one for one in campaign.source.recommendations}
    for number, name in enumerate(dict.fromkeys((*asked, *known)), 1):
        one = known[name]
        only = f": {', '.join(one.committees)}" if one.committees else ""
        place = str(number) if name in asked else "not asked"
        who = " and ".join((*one.chambers, *one.bodies)) + only
        yield place, one.id, one.ask, who, one.instrument, one.horizon


CAMPAIGN_TABLES: Mapping[
    str, tuple[tuple[str, ...], Callable[[Campaign], Iterator[tuple[str, ...]]]]
] = {
    "arguments": (("id", "weight", "supports", "when", "cites"), _arguments),
    "findings": (("id", "figure", "as of", "claim", "counted by"), _findings),
    "asks": (("", "id", "ask", "who can act", "instrument", "horizon"), _asks),
}
"""What `letters list` can list of a campaign: the headings and what yields the rows."""


def show_campaign(name: str, campaign: Campaign) -> None:
    """Prints one of the CAMPAIGN_TABLES."""
    columns, rows = CAMPAIGN_TABLES[name]
    show(columns, rows(campaign), title=name.capitalize())
