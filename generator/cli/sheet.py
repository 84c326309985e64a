"""`letters sheet`: a page for each supporter, to write a letter of their own."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import CAMPAIGN, SHARED, build_options, out_option, signed, today

if TYPE_CHECKING:
    from generator.press.build_options import BuildOptions


@click.command(short_help="Print a page for each supporter that helps them to write their own letter.")
@build_options(CAMPAIGN, signed("Who they are (CSV, XLSX or YAML).", required=True), SHARED)
@out_option("Where they go. [default: out/CAMPAIGN]")
@click.option("--together", is_flag=True, help="Also all of them in one file, sheets.pdf.")
@click.pass_context
def sheet(
    ctx: click.Context,
    options: "BuildOptions",
    out: Path | None,
    together: bool,
) -> None:
    """Print a page for each supporter: who represents them and what these did, three facts, the ask, four questions, lines to write on.

    \b
    letters sheet remain-in-mexico --supporters people.csv --together
    """
    from generator.cli import build_output
    from generator.letter.stationery import Printer
    from generator.press import build, writers_sheet
    from generator.press.drive import Drive
    from generator.project import load

    place = load.open_project(ctx.obj)
    folder = out or place.folder / "out" / options.campaign
    ready = build.prepare(place, options, folder=folder, today=today())
    assert isinstance(ready, Drive)  # noqa: S101 - the option is required
    build_output.announce(ready)
    ready.refuse_nobody()
    press = ready.press
    made = writers_sheet.sheets(ready.pieces, press=press, waiting=ready.held)
    printed = writers_sheet.print_sheets(
        made,
        campaign=press.campaign,
        folder=folder,
        templates=place.folder / "templates",
        printer=Printer(press.engine, options.letter_date),
        together=together,
    )
    number = len([path for path in printed if path.parent.name == writers_sheet.FOLDER])
    click.echo(f"{number} sheets, {ready.counts.total()} held back or merged: {folder / writers_sheet.FOLDER}")
