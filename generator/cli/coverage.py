"""`letters coverage`: what a campaign's letters say to whom, over all of them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import CAMPAIGN, ROUTED, SHARED, build_options

if TYPE_CHECKING:
    from generator.press.build_options import BuildOptions


@click.command(short_help="Show what the letters of a campaign say to whom, and on a map where they are local.")
@build_options(CAMPAIGN, SHARED, ROUTED)
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Draw the map into this SVG file.")
@click.option("--csv", "as_csv", is_flag=True, help="The figures as CSV: each argument, ask, state and member.")
@click.pass_context
def coverage(
    ctx: click.Context,
    options: "BuildOptions",
    svg: Path | None,
    as_csv: bool,
) -> None:
    """Count each argument and ask of CAMPAIGN over its letters, as they are before a full page takes an argument out.

    \b
    letters coverage remain-in-mexico --recipients recipients/congress.yaml --svg coverage.svg
    """
    from generator.cli import build_output, coverage_output, output
    from generator.press import job
    from generator.press.coverage import count
    from generator.project import load

    output.keep_apart(svg, options.sender, *options.recipient_files)
    ready = job.prepare(load.open_project(ctx.obj), options)
    build_output.warn(ready)
    counted = count((order.recipient, order.selection) for order in ready.orders)
    if svg:
        coverage_output.draw(counted, title=ready.campaign.settings.title, file=svg)
    coverage_output.tell(counted) if as_csv else coverage_output.show(counted)
