"""Tables for people to read."""

from collections.abc import Callable, Iterable, Mapping

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from generator.letter.citations import dated
from generator.models import Campaign, Recipient

WHOLE = 100_000
"""A width that no row of ours fills."""

NEVER_BROKEN = ("", "id", "seat")
"""Columns that people copy from, or search for."""


def show_recipients(recipients: Iterable[Recipient]) -> None:
    """Who there is, with seat, committees and the end of the term."""
    table = _table("Recipients", "seat", "name", "id", "committees", "term ends")
    for person in recipients:
        committees = ", ".join(seat.name + ("" if seat.role == "member" else f" ({seat.role})") for seat in person.committees)
        row(table, person.seat, person.name.full, person.id, committees, str(person.term_end))
    print_table(table)


def show_arguments(campaign: Campaign) -> None:
    """The arguments of a campaign with what they support and whom they are for."""
    table = _table("Arguments", "id", "weight", "supports", "when", "cites")
    for argument in campaign.arguments:
        rule = argument.header.when.model_dump(exclude_defaults=True)
        when = "; ".join(f"{key}: {_words(value)}" for key, value in rule.items()) or "everyone"
        row(table, argument.id, str(argument.header.weight), ", ".join(argument.header.supports), when, str(len(argument.header.cites)))
    print_table(table)


def show_findings(campaign: Campaign) -> None:
    """The findings of a campaign with figure, date and who counted."""
    table = _table("Findings", "id", "figure", "as of", "claim", "counted by")
    for finding in campaign.source.findings:
        row(table, finding.id, finding.figure or "", dated(finding), finding.claim, finding.counted_by or "")
    print_table(table)


def show_asks(campaign: Campaign) -> None:
    """The recommendations of the document, who can act on each, and its place in the letter."""
    order = {ask.recommendation: number for number, ask in reversed(list(enumerate(campaign.settings.asks, 1)))}
    table = _table("Asks", "", "id", "ask", "who can act", "instrument", "horizon")
    for recommendation in sorted(campaign.source.recommendations, key=lambda one: order.get(one.id, len(order) + 1)):
        who = " and ".join(recommendation.chambers) + (f": {', '.join(recommendation.committees)}" if recommendation.committees else "")
        place = str(order[recommendation.id]) if recommendation.id in order else "not asked"
        row(table, place, recommendation.id, recommendation.ask, who, recommendation.instrument, recommendation.horizon)
    print_table(table)


def print_table(table: Table) -> None:
    """Shows the table; where it goes to a file or another program, no cell is broken to fit a screen."""
    console = Console()
    (console if console.is_terminal else Console(width=WHOLE)).print(table)


SHOW: Mapping[str, Callable[[Campaign], None]] = {"arguments": show_arguments, "findings": show_findings, "asks": show_asks}


def plain_table(*columns: str, title: str | None = None) -> Table:
    """A table in the one style of the house, whose rows are for others to add."""
    return _table(title or "", *columns)


def _table(title: str, *columns: str) -> Table:
    """A table in the one style of the house."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in NEVER_BROKEN)
    return table


def row(table: Table, *cells: str) -> None:
    """Adds a row whose words are shown as they are, brackets and all."""
    table.add_row(*(Text(cell) for cell in cells))


def _words(value: object) -> str:
    """One value or several, with commas."""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
