"""`letters sheet`: a page for each supporter, to write a letter of their own."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import (
    CAMPAIGN,
    SHARED,
    build_options,
    out_option,
    pass_project,
    signed,
    today,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.press.build_options import BuildOptions
    from generator.press.writers_sheet import WritersSheet
    from generator.project.load import Project


@click.command(
    short_help="Print a page for each supporter that helps them to write their own letter."
)
@build_options(CAMPAIGN, signed("Who they are (CSV, XLSX or YAML).", required=True), SHARED)
@out_option("Where they go. [default: out/CAMPAIGN]")
@click.option("--together", is_flag=True, help="Also all of them in one file, sheets.pdf.")
@pass_project
def sheet(project: "Project", options: "BuildOptions", out: Path | None, together: bool) -> None:
    """Print a page for each supporter, with lines to write on.

    It says who represents them and what these did, gives three sentences with their sources and
    what to ask of whom, and puts four questions.

    \b
    letters sheet remain-in-mexico --supporters people.csv --together
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import build_output
    from generator.cli.output import first_few, warn
    from generator.letter.stationery import Printer
    from generator.press import build, writers_sheet
    from generator.press.drive import Drive

    folder = out or project.folder / "out" / options.campaign
    ready = build.prepare(project, options, folder=folder, today=today())
    assert isinstance(ready, Drive)  # noqa: S101 - the option is required
    build_output.announce(ready)
    ready.refuse_nobody()
    press = ready.press
    labels: set[str] = set()

    def noted(sheets: "Iterator[WritersSheet]") -> "Iterator[WritersSheet]":
        for one in sheets:
            labels.update(fact.finding for fact in one.facts if not fact.say)
            yield one

    printed = writers_sheet.print_sheets(
        noted(writers_sheet.sheets(ready.pieces, press=press, waiting=ready.held)),
        campaign=press.campaign,
        folder=folder,
        templates=project.folder / "templates",
        printer=Printer(press.engine, options.letter_date),
        together=together,
    )
    sheets = folder / writers_sheet.FOLDER
    # Consumes the generator, which prints; sheets.pdf, which comes last, is not counted.
    number = sum(path.parent.name == writers_sheet.FOLDER for path in printed)
    if labels:
        warn(
            f"the sheets show the claims of {first_few(sorted(labels))}, which are no sentences to "
            "use: write say: at these findings of source.yaml"
        )
    click.echo(f"{number} sheets, {ready.counts.total()} held back or merged: {sheets}")
