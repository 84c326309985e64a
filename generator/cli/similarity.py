"""`letters similarity`: how alike the letters to one office are."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import routed, shared, signed

if TYPE_CHECKING:
    from generator.offices import Via


@click.command(short_help="Measure how alike the letters to each office are, as its mail system does.")
@click.argument("campaign")
@signed
@shared
@routed
@click.option("--csv", "as_csv", is_flag=True, help="Every letter as a row of CSV.")
@click.pass_context
def similarity(
    ctx: click.Context,
    campaign: str,
    recipient_files: tuple[Path, ...],
    on: datetime.date,
    design: str | None,
    sender: Path | None,
    allow_ended: bool,
    via: "Via",
    act_by: datetime.date | None,
    supporters: Path | None,
    mapping: tuple[tuple[str, str], ...],
    as_csv: bool,
) -> None:
    """Measure what each letter of CAMPAIGN shares with its nearest neighbour to the same office, in runs of five words.

    Mail systems of offices group letters that share 70 % or more of their text, and answer a group with one form letter.

    \b
    letters similarity remain-in-mexico --supporters people.csv
    """
    from generator import job, project
    from generator.cli import meter, progress
    from generator.cli.meant import meant

    wishes = job.Wishes(campaign, on, (), recipient_files, design, sender, allow_ended, via, act_by, mapping)
    letters = meant(project.open_project(ctx.obj), wishes, supporters=supporters)
    progress.warn(letters.job)
    measured = meter.measured(letters.orders, of_supporters=supporters is not None)
    meter.tell(measured) if as_csv else meter.show(measured, of_supporters=supporters is not None)
