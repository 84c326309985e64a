"""`letters coverage`: what a campaign's letters say to whom, over all of them."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import routed, shared

if TYPE_CHECKING:
    from generator.offices import Via


@click.command(short_help="Show what the letters of a campaign say to whom, and on a map where they are local.")
@click.argument("campaign")
@shared
@routed
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Draw the map into this SVG file.")
@click.option("--csv", "as_csv", is_flag=True, help="The figures as CSV: each argument, ask, state and member.")
@click.pass_context
def coverage(
    ctx: click.Context,
    campaign: str,
    recipient_files: tuple[Path, ...],
    on: datetime.date,
    design: str | None,
    sender: Path | None,
    allow_ended: bool,
    via: "Via",
    act_by: datetime.date | None,
    svg: Path | None,
    as_csv: bool,
) -> None:
    """Count each argument and ask of CAMPAIGN over its letters, as they are before a full page takes an argument out.

    \b
    letters coverage remain-in-mexico --recipients recipients/congress.yaml --svg coverage.svg
    """
    from generator import job, project
    from generator.cli import maps, output, progress
    from generator.coverage.counting import count

    output.keep_apart(svg, sender, *recipient_files)
    wishes = job.Wishes(campaign, on, (), recipient_files, design, sender, allow_ended, via, act_by)
    ready = job.prepare(project.open_project(ctx.obj), wishes)
    progress.warn(ready)
    counted = count((order.recipient, order.selection) for order in ready.orders)
    if svg:
        maps.draw(counted, title=ready.campaign.settings.title, file=svg)
    maps.tell(counted) if as_csv else maps.show(counted)
