"""The map of the states for a terminal."""

from rich.table import Table
from rich.text import Text

from generator.press.coverage import Coverage, StateCount
from generator.press.coverage_map import GRID, NO_LETTERS, SHADES, figures_of, shade_of

_WIDTH = 5
"""Columns of a tile: the five characters of `52/52`."""
NARROWEST = _WIDTH * len(GRID[0])
"""Columns that the map needs; in fewer its figures would be cut."""


def to_grid(coverage: Coverage, *, width: int) -> Table:
    """Returns the map for a terminal of that width; without colours its figures still say all."""
    # A blank column between the tiles if the terminal has one for each; the map fits without.
    air = 1 if width >= NARROWEST + len(GRID[0]) else 0
    grid = Table.grid(padding=(0, air, 0, 0))
    for _ in GRID[0]:
        grid.add_column(width=_WIDTH, no_wrap=True)
    for row in GRID:
        grid.add_row(*(_cell(coverage.states[code]) if code else Text() for code in row))
    return grid


def to_legend() -> Text:
    """Returns what the colours of the map mean, on one line."""
    legend = Text("letters with a local argument: ")
    for shade in SHADES:
        legend.append(f" {shade.name} ", style=f"{shade.ink} on {shade.paper}")
        legend.append(" ")
    return legend


def _cell(count: StateCount) -> Text:
    """Returns one tile of two lines, and a blank line."""
    shade = shade_of(count)
    # No colours for a state without letters: it keeps the paper of the terminal, light or dark.
    style = "dim" if shade is NO_LETTERS else f"{shade.ink} on {shade.paper}"
    return Text.assemble(
        (f"{count.state:^{_WIDTH}}", style), "\n", (f"{figures_of(count):^{_WIDTH}}", style), "\n"
    )
