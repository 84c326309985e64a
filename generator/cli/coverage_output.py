"""What `letters coverage` shows: a map of the states, and tables of arguments and asks."""

from collections.abc import Iterable, Iterator

import click
from rich.console import Console

from generator.cli.coverage_terminal import NARROWEST, to_grid, to_legend
from generator.cli.tables import plain_table, row
from generator.congress import forms_of_address
from generator.files.csv import csv_text
from generator.press import coverage_map
from generator.press.coverage import ArgumentUse, Coverage

FEW = 12
"""Members without a local argument who are named; more are counted. Their names fill four lines."""


def show(coverage: Coverage) -> None:
    """Prints the map, the arguments and asks with their letters, and who gets nothing local."""
    console = Console()
    console.print(coverage_map.headline(coverage), style="bold", highlight=False)
    console.print(f"{different(coverage)}.", highlight=False)
    console.print()
    if console.width >= NARROWEST:
        console.print(to_grid(coverage, width=console.width))
        console.print(to_legend())
        # The map has the states of Congress; a governor is not a member for Texas.
        others = (*coverage.other_bodies.values(),)
    else:
        others = (*coverage.states.values(), *coverage.other_bodies.values())
    for count in others:
        if count.letters:
            console.print(str(count), markup=False, highlight=False, soft_wrap=True)
    console.print()
    _show_uses(console, "Arguments", uses=coverage.arguments)
    _show_uses(console, "Asks", uses=coverage.asks)
    without = coverage.without_local
    names = ", ".join(forms_of_address.named([member]) for member in without) or "no member"
    if len(without) > FEW:
        names = f"{len(without)} members; --csv names them"
    console.print(
        f"Without a local argument: {names}.",
        # As it is: Rich would read [brackets] in a name as a colour, and break a line in a name.
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def _show_uses(console: Console, title: str, *, uses: Iterable[ArgumentUse]) -> None:
    """Prints one table of arguments or asks."""
    table = plain_table("letters", "id", "most often left out because", title=title)
    for use in uses:
        style = "" if use.letters else "dim"
        # The document's asks and the sender's own are not mixed up.
        name = f"{use.id} (the sender's own)" if use.serves else use.id
        row(table, f"{use.letters:>7,}", name, use.commonest_reason, style=style)
    console.print(table)


def different(coverage: Coverage) -> str:
    """Returns how many letters differ, and how many arguments no letter has."""
    texts = "text" if coverage.bodies == 1 else "texts"
    letters = "letter" if coverage.letters == 1 else "letters"
    idle = sum(len(ids) for ids in coverage.idle_arguments.values())
    unused = f"; {idle} of {len(coverage.arguments)} arguments in no letter" if idle else ""
    return (
        f"{coverage.letters} {letters}, {coverage.bodies} different {texts} apart from names and "
        f"addresses{unused}"
    )


def show_csv(coverage: Coverage) -> None:
    """Prints the figures as CSV: a row for each argument, ask, state and member."""
    header = ("kind", "id", "name", "letters", "local", "most often left out because")
    click.echo(csv_text([header, *_rows(coverage)]), nl=False)


def _rows(coverage: Coverage) -> Iterator[tuple[str, ...]]:
    for kind, uses in (("argument", coverage.arguments), ("ask", coverage.asks)):
        for use in uses:
            noun = f"own {kind}" if use.serves else kind
            yield noun, use.id, "", str(use.letters), str(use.local), use.commonest_reason
    yield "different letters", "", "", str(coverage.bodies), "", ""
    for state in coverage.states.values():
        yield "state", state.state, "", str(state.letters), str(state.local), ""
    for body in coverage.other_bodies.values():
        yield "body", "", body.state, str(body.letters), str(body.local), ""
    for member in coverage.without_local:
        yield "without a local argument", member.seat, member.name.full, "1", "0", ""
