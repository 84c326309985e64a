"""`letters check`: everything that can be known wrong without printing."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from generator.cli.options import ROUTED, SHARED, build_options

if TYPE_CHECKING:
    from generator.press.build_options import BuildOptions


@click.command(short_help="Find everything that is wrong, without printing.")
@click.argument("campaigns", nargs=-1, metavar="[CAMPAIGN]...")
@build_options(SHARED, ROUTED)
@click.pass_context
def check(
    ctx: click.Context,
    campaigns: tuple[str, ...],
    options: "BuildOptions",
) -> None:
    """Check CAMPAIGN, or all campaigns: every file, every word of every letter, every address; print nothing to paper.

    \b
    letters check
    letters check remain-in-mexico --date 2026-12-01
    """
    from generator.press import job
    from generator.project import load

    place = load.open_project(ctx.obj)
    names = campaigns or place.campaigns()
    unnamed = () if campaigns or options.recipient_files else load.check_unnamed(place)
    problems = sorted({*job.check(place, [replace(options, campaign=name) for name in names]), *unnamed})
    for problem in problems:
        click.echo(str(problem), err=True)
    errors = sum(problem.severity == "error" for problem in problems)
    checked = "1 campaign" if len(names) == 1 else f"{len(names)} campaigns"
    click.echo(f"{checked} checked: " + (f"{errors} to correct" if errors else "nothing to correct"))
    ctx.exit(2 if errors else 0)
