"""`letters sheet`: a page for each supporter, to write a letter of their own."""

import datetime
from pathlib import Path

import click

from generator.cli.options import Pair, shared, today


@click.command(short_help="Print a page for each supporter that helps them to write their own letter.")
@click.argument("campaign")
@click.option(
    "--supporters", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="Who they are (CSV, XLSX or YAML).",
)  # fmt: skip
@click.option(
    "--map", "mapping", multiple=True, type=Pair(), metavar="FIELD=COLUMN",
    help="What the supporters' file calls a field; may be repeated.",
)  # fmt: skip
@shared
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Where they go. [default: out/CAMPAIGN]")
@click.option("--together", is_flag=True, help="Also all of them in one file, sheets.pdf.")
@click.pass_context
def sheet(
    ctx: click.Context,
    campaign: str,
    supporters: Path,
    mapping: tuple[tuple[str, str], ...],
    recipient_files: tuple[Path, ...],
    on: datetime.date,
    design: str | None,
    sender: Path | None,
    allow_ended: bool,
    out: Path | None,
    together: bool,
) -> None:
    """Print a page for each supporter: who represents them and what these did, three facts, the ask, four questions, lines to write on.

    \b
    letters sheet remain-in-mexico --supporters people.csv --together
    """
    from generator import drive, job, project, sheets
    from generator.cli import progress
    from generator.ledger import register_of
    from generator.mailing.stationery import Printer

    wishes = job.Wishes(campaign, on, (), recipient_files, design, sender, allow_ended, mapping=mapping)
    place = project.open_project(ctx.obj)
    folder = out or place.folder / "out" / campaign
    ready = drive.prepare(place, wishes, supporters=supporters, register=register_of(folder, at=today()))
    progress.announce(ready.job)
    ready.refuse_nobody()
    press = ready.job.press
    made = sheets.sheets(ready.pieces, press=press, waiting=ready.held)
    printed = sheets.print_sheets(
        made,
        campaign=press.campaign,
        folder=folder,
        templates=place.folder / "templates",
        printer=Printer(press.engine, on),
        together=together,
    )
    number = len([path for path in printed if path.parent.name == sheets.FOLDER])
    click.echo(f"{number} sheets, {ready.counts.total()} held back or merged: {folder / sheets.FOLDER}")
