"""`letters specimens` and `letters approve`: words are seen before they go out."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import CAMPAIGN, ROUTED, SHARED, SIGNED, build_options, out_option, today

if TYPE_CHECKING:
    from generator.press.build_options import BuildOptions


@click.command(short_help="Print one letter of each variant, with what has changed since it was approved.")
@build_options(CAMPAIGN, SIGNED, SHARED, ROUTED)
@out_option("Where they go. [default: out/CAMPAIGN/specimens]")
@click.pass_context
def specimens(
    ctx: click.Context,
    options: "BuildOptions",
    out: Path | None,
) -> None:
    """Print one letter of each variant of CAMPAIGN (arguments, asks, office, design, words) into one PDF to be looked at.

    Its first pages list the variants and what has changed, word by word, since the last approval.

    \b
    letters specimens remain-in-mexico
    letters specimens remain-in-mexico --supporters people.csv
    """
    from generator.cli import specimens_output
    from generator.cli._letters import meant
    from generator.project import load

    place = load.open_project(ctx.obj)
    job, orders = meant(place, options)
    specimens_output.print_specimens(place, orders, press=job.press, folder=out or place.folder / "out" / options.campaign / "specimens")


@click.command(short_help="Approve the words of the specimens that were printed last.")
@click.argument("campaign")
@click.option("--by", required=True, metavar="NAME", help="Who has looked at them and approves.")
@click.option(
    "--specimens",
    "seen",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where they are. [default: out/CAMPAIGN/specimens]",
)
@click.pass_context
def approve(ctx: click.Context, campaign: str, by: str, seen: Path | None) -> None:
    """Record that NAME approves the words of CAMPAIGN as specimens.pdf shows them, in letters/CAMPAIGN/approved.yaml.

    \b
    letters approve remain-in-mexico --by "Ana Ruiz"
    """
    from generator.cli import specimens_output
    from generator.project import load

    place = load.open_project(ctx.obj)
    specimens_output.approve(place, campaign, seen=seen or place.folder / "out" / campaign / "specimens", by=by, on=today())
