"""`letters check`: everything that can be known wrong without printing."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import routed, shared

if TYPE_CHECKING:
    from generator.offices import Via


@click.command(short_help="Find everything that is wrong, without printing.")
@click.argument("campaigns", nargs=-1, metavar="[CAMPAIGN]...")
@shared
@routed
@click.pass_context
def check(
    ctx: click.Context,
    campaigns: tuple[str, ...],
    recipient_files: tuple[Path, ...],
    on: datetime.date,
    design: str | None,
    sender: Path | None,
    allow_ended: bool,
    via: "Via",
    act_by: datetime.date | None,
) -> None:
    """Check CAMPAIGN, or all campaigns: every file, every word of every letter, every address; print nothing to paper.

    \b
    letters check
    letters check remain-in-mexico --date 2026-12-01
    """
    from generator import job, project

    place = project.open_project(ctx.obj)
    names = campaigns or place.campaigns()
    wishes = [job.Wishes(name, on, (), recipient_files, design, sender, allow_ended, via, act_by) for name in names]
    unnamed = () if campaigns or recipient_files else project.check_unnamed(place)
    problems = sorted({*job.check(place, wishes), *unnamed})
    for problem in problems:
        click.echo(str(problem), err=True)
    errors = sum(problem.severity == "error" for problem in problems)
    checked = "1 campaign" if len(wishes) == 1 else f"{len(wishes)} campaigns"
    click.echo(f"{checked} checked: " + (f"{errors} to correct" if errors else "nothing to correct"))
    ctx.exit(2 if errors else 0)
