"""`letters specimens` and `letters approve`: a person approves words before they are mailed."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import (
    CAMPAIGN,
    FOLDER,
    ROUTED,
    SHARED,
    SIGNED,
    build_options,
    out_option,
    pass_project,
)

if TYPE_CHECKING:
    from generator.press.build_options import BuildOptions
    from generator.project.load import Project


@click.command(
    short_help="Print one letter of each variant, with what has changed since it was approved."
)
@build_options(CAMPAIGN, SIGNED, SHARED, ROUTED)
@out_option("Where they go. [default: out/CAMPAIGN/specimens]")
@pass_project
def specimens(project: "Project", options: "BuildOptions", out: Path | None) -> None:
    """Print one letter of each variant of CAMPAIGN into one PDF to be looked at.

    A variant is a choice of arguments, asks, office, design and words. The first pages list the
    variants and what has changed, word by word, since the last approval.

    \b
    letters specimens remain-in-mexico
    letters specimens remain-in-mexico --supporters people.csv
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import build_output, letters, specimens_output

    job, orders = letters.compose(project, options)
    # A person must not approve eight letters of twenty-four as the whole campaign.
    build_output.show_ended_terms(job)
    folder = out or project.folder / "out" / options.campaign / "specimens"
    specimens_output.print_specimens(project, orders, press=job.press, folder=folder)


@click.command(short_help="Approve the words of the specimens that were printed last.")
@click.argument("campaign")
@click.option("--by", required=True, metavar="NAME", help="Who has looked at them and approves.")
@click.option(
    "--specimens",
    "seen",
    type=FOLDER,
    metavar="DIR",
    help="Where they are. [default: out/CAMPAIGN/specimens]",
)
@pass_project
def approve(project: "Project", campaign: str, by: str, seen: Path | None) -> None:
    """Record that NAME approves the words of CAMPAIGN as specimens.pdf shows them.

    The record is letters/CAMPAIGN/approved.yaml.

    \b
    letters approve remain-in-mexico --by "Ana Ruiz"
    """
    from generator.cli import specimens_output

    seen = seen or project.folder / "out" / campaign / "specimens"
    specimens_output.approve(project, campaign, seen=seen, by=by)
