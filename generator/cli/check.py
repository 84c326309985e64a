"""`letters check`: finds every mistake that shows without printing."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from generator.cli.options import ROUTED, SHARED, build_options, pass_project

if TYPE_CHECKING:
    from generator.press.build_options import BuildOptions
    from generator.project.load import Project


@click.command(short_help="Find every mistake, without printing.")
@click.argument("campaigns", nargs=-1, metavar="[CAMPAIGN]...")
@build_options(SHARED, ROUTED)
@pass_project
def check(project: "Project", campaigns: tuple[str, ...], options: "BuildOptions") -> int:
    """Check CAMPAIGN, or all campaigns: every file, every word of every letter, every address.

    Writes no letter.

    \b
    letters check
    letters check remain-in-mexico --date 2026-12-01
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli.output import warn
    from generator.press import job
    from generator.project import load

    names = campaigns or project.campaigns()
    # Files that no checked campaign reads are checked only when everything is.
    unnamed = () if campaigns or options.recipient_files else load.check_unnamed(project)
    found = job.check(project, [replace(options, campaign=name) for name in names])
    # A set: campaigns share recipients, and each shared mistake is shown once.
    # Ended terms first: one command is the remedy, and after it most other warnings are others.
    problems = sorted({*found, *unnamed}, key=lambda one: (one.code != "term-ended", one))
    warn(*problems)
    errors = sum(problem.severity == "error" for problem in problems)
    checked = "1 campaign" if len(names) == 1 else f"{len(names)} campaigns"
    click.echo(f"{checked} checked: {errors or 'nothing'} to correct")
    return 2 if errors else 0
