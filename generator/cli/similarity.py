"""`letters similarity`: how alike the letters to one office are."""

from typing import TYPE_CHECKING

import click

from generator.cli.options import CAMPAIGN, ROUTED, SHARED, SIGNED, build_options, pass_project

if TYPE_CHECKING:
    from generator.press.build_options import BuildOptions
    from generator.project.load import Project


@click.command(
    short_help="Measure how alike the letters to each office are, as its mail system does."
)
@build_options(CAMPAIGN, SIGNED, SHARED, ROUTED)
@click.option("--csv", "as_csv", is_flag=True, help="Every letter as a row of CSV.")
@pass_project
def similarity(project: "Project", options: "BuildOptions", as_csv: bool) -> None:
    """Measure what each letter of CAMPAIGN shares with its nearest neighbour to the same office.

    They are compared in runs of five words. Mail systems of offices group letters that share 70 %
    or more of their text, and answer a group with one form letter.

    \b
    letters similarity remain-in-mexico --supporters people.csv
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import build_output, letters, similarity_output

    job, orders = letters.compose(project, options)
    build_output.show_warnings(job)
    of_supporters = options.supporters is not None
    measured = similarity_output.measured(orders, of_supporters=of_supporters)
    if as_csv:
        similarity_output.show_csv(measured)
    else:
        similarity_output.show(measured, of_supporters=of_supporters)
