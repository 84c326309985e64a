"""`letters similarity`: how alike the letters to one office are."""

from typing import TYPE_CHECKING

import click

from generator.cli.options import CAMPAIGN, ROUTED, SHARED, SIGNED, build_options

if TYPE_CHECKING:
    from generator.press.build_options import BuildOptions


@click.command(short_help="Measure how alike the letters to each office are, as its mail system does.")
@build_options(CAMPAIGN, SIGNED, SHARED, ROUTED)
@click.option("--csv", "as_csv", is_flag=True, help="Every letter as a row of CSV.")
@click.pass_context
def similarity(
    ctx: click.Context,
    options: "BuildOptions",
    as_csv: bool,
) -> None:
    """Measure what each letter of CAMPAIGN shares with its nearest neighbour to the same office, in runs of five words.

    Mail systems of offices group letters that share 70 % or more of their text, and answer a group with one form letter.

    \b
    letters similarity remain-in-mexico --supporters people.csv
    """
    from generator.cli import build_output, similarity_output
    from generator.cli._letters import meant
    from generator.project import load

    job, orders = meant(load.open_project(ctx.obj), options)
    build_output.warn(job)
    measured = similarity_output.measured(orders, of_supporters=options.supporters is not None)
    similarity_output.tell(measured) if as_csv else similarity_output.show(measured, of_supporters=options.supporters is not None)
