"""What `letters coverage` shows: a map of the states, tables of arguments and asks, and the same as SVG and CSV."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from generator.cli import output
from generator.cli.coverage_terminal import NARROWEST, to_grid, to_legend
from generator.cli.tables import plain_table
from generator.files.csv import csv_text
from generator.press import coverage_map
from generator.press.coverage import ArgumentUse, Coverage

FEW = 12
"""As many members without a local argument are named; more are counted."""


def draw(coverage: Coverage, *, title: str, file: Path) -> None:
    """Writes the map into an SVG file, and says so. Raises CannotWriteError."""
    output.give(coverage_map.to_svg(coverage, title=title), out=file)


def show(coverage: Coverage) -> None:
    """The map, then arguments and asks by how many letters they stand in, then who gets nothing local."""
    console = Console()
    console.print(coverage_map.headline(coverage), style="bold", highlight=False)
    console.print()
    if console.width >= NARROWEST:
        console.print(to_grid(coverage, width=console.width))
        console.print(to_legend())
    else:
        console.print(
            *(str(count) for count in coverage.states.values() if count.letters),
            sep="\n",
            highlight=False,
        )
    console.print()
    _show_uses(console, "Arguments", uses=coverage.arguments)
    _show_uses(console, "Asks", uses=coverage.asks)
    without = coverage.without_local
    named = ", ".join(f"{member.name.full} ({member.seat})" for member in without)
    told = named if len(without) <= FEW else f"{len(without)} members; --csv names them"
    console.print(
        f"Without a local argument: {told or 'nobody'}.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def _show_uses(console: Console, title: str, *, uses: Iterable[ArgumentUse]) -> None:
    """One table of arguments or asks."""
    table = plain_table("letters", "id", "most often left out because", title=title)
    for use in uses:
        table.add_row(
            *(Text(cell) for cell in (f"{use.letters:>7,}", use.id, _why_not(use))),
            style="" if use.letters else "dim",
        )
    console.print(table)


def _why_not(use: ArgumentUse) -> str:
    """The commonest reason, and how often."""
    return next((f"{reason} ({number:,})" for reason, number in use.left_out.items()), "")


def tell(coverage: Coverage) -> None:
    """The figures as CSV: a row for each argument, ask, state and member."""
    header = ("kind", "id", "name", "letters", "local", "most often left out because")
    click.echo(csv_text([header, *_rows(coverage)]), nl=False)


def _rows(coverage: Coverage) -> Iterator[tuple[str, ...]]:
    for kind, uses in (("argument", coverage.arguments), ("ask", coverage.asks)):
        yield from (
            (kind, use.id, "", str(use.letters), str(use.local), _why_not(use)) for use in uses
        )
    for state in coverage.states.values():
        yield ("state", state.state, "", str(state.letters), str(state.local), "")
    yield from (
        ("without a local argument", member.seat, member.name.full, "1", "0", "")
        for member in coverage.without_local
    )
