"""`letters coverage`: what a campaign's letters say, counted over all of them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import CAMPAIGN, ROUTED, SHARED, build_options, file_option, pass_project

if TYPE_CHECKING:
    from generator.press.build_options import BuildOptions
    from generator.project.load import Project


@click.command(
    short_help="Count the arguments and asks of a campaign's letters; map where they are local."
)
@build_options(CAMPAIGN, SHARED, ROUTED)
@file_option("--svg", "Draw the map into this SVG file.")
@click.option(
    "--csv",
    "as_csv",
    is_flag=True,
    help="The figures as CSV: each argument, ask, state and member.",
)
@pass_project
def coverage(project: "Project", options: "BuildOptions", svg: Path | None, as_csv: bool) -> None:
    """Count each argument and ask of CAMPAIGN over its letters, and the different letters.

    They are counted as they are before a full page takes an argument out.

    \b
    letters coverage remain-in-mexico --recipients recipients/congress.yaml --svg coverage.svg
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import build_output, coverage_output, output
    from generator.press import build, coverage_map
    from generator.press.coverage import of_orders

    output.keep_apart(svg, options.sender, *options.recipient_files)
    # Not laid out: only a page takes an argument out, and 537 pages would take half a minute.
    ready = build.prepare_letters(project, options)
    build_output.show_warnings(ready)
    counted = of_orders(ready.orders, press=ready.press)
    if svg:
        output.give(coverage_map.to_svg(counted, title=ready.campaign.settings.title), out=svg)
    show = coverage_output.show_csv if as_csv else coverage_output.show
    show(counted)
