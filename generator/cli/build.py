"""`letters build`: prints the letters of a campaign."""

import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import Pair, routed, shared

if TYPE_CHECKING:
    from generator.offices import Via


@click.command(short_help="Print the letters of a campaign.")
@click.argument("campaign")
@click.option(
    "--to", "filters", multiple=True, metavar="FILTER", help="Only these: TX-16, TX, senate, committee:Judiciary, a name; may be repeated."
)
@shared
@routed
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Where the PDFs go. [default: out/CAMPAIGN]")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=lambda: os.cpu_count() or 1,
    show_default="all processors",
    help="Letters printed at a time.",
)
@click.option(
    "--supporters",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A letter from each of these people (CSV, XLSX or YAML) to each of their own members.",
)
@click.option(
    "--map", "mapping", multiple=True, type=Pair(), metavar="FIELD=COLUMN", help="What the supporters' file calls a field; may be repeated."
)
@click.option("--ocr", is_flag=True, help="Also read a scan of every letter, 200 dots an inch, with tesseract; prints all of them again.")
@click.option("--dry-run", is_flag=True, help="Check everything and say what would be printed; write nothing.")
@click.pass_context
def build(
    ctx: click.Context,
    campaign: str,
    filters: tuple[str, ...],
    recipient_files: tuple[Path, ...],
    on: datetime.date,
    design: str | None,
    sender: Path | None,
    allow_ended: bool,
    via: "Via",
    act_by: datetime.date | None,
    out: Path | None,
    jobs: int,
    supporters: Path | None,
    mapping: tuple[tuple[str, str], ...],
    ocr: bool,
    dry_run: bool,
) -> None:
    """Print the letters of CAMPAIGN as PDF, one for each recipient.

    Letters already printed and unchanged are not printed again. Ctrl-C leaves whole letters only; the same command goes on.

    \b
    letters build remain-in-mexico
    letters build remain-in-mexico --to TX --to committee:Judiciary
    letters build remain-in-mexico --date 2026-12-01 --design constituent
    letters build remain-in-mexico --supporters people.csv
    letters build remain-in-mexico --ocr
    """
    from generator import index, processes, project

    place = project.open_project(ctx.obj)
    folder = out or place.folder / "out" / campaign
    if jobs > 1 and not (dry_run or filters or (folder / index.NAME).exists()):
        processes.make_ready()

    from generator import job
    from generator.cli import progress, scanning

    reader = scanning.reader() if ocr else None
    wishes = job.Wishes(campaign, on, filters, recipient_files, design, sender, allow_ended, via, act_by, mapping)
    if supporters:
        from generator.cli import drives

        ctx.exit(drives.build(place, wishes, supporters=supporters, folder=folder, jobs=jobs, dry_run=dry_run, reader=reader))
    ready = job.prepare(place, wishes)
    progress.announce(ready)
    if dry_run:
        ctx.exit(progress.rehearse(ready))
    ctx.exit(progress.run(ready, folder=folder, jobs=jobs, reader=reader))
