"""`letters explain`: why a letter says what it says."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from generator.cli.options import CAMPAIGN, ROUTED, SHARED, build_options, pass_project

if TYPE_CHECKING:
    from generator.press.build_options import BuildOptions
    from generator.project.load import Project


@click.command(short_help="Show why a recipient's letter has its arguments and asks.")
@build_options(CAMPAIGN, (click.argument("recipient"),), SHARED, ROUTED)
@pass_project
def explain(project: "Project", recipient: str, options: "BuildOptions") -> None:
    """Show every argument and every ask of CAMPAIGN with in or out and the reason, for RECIPIENT.

    RECIPIENT is written as for `build --to`; if it fits several, each is explained.

    \b
    letters explain remain-in-mexico TX-16
    letters explain remain-in-mexico "Cortez Masto"
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import build_output, explain_output
    from generator.press import build

    ready = build.prepare_letters(project, replace(options, filters=(recipient,)))
    build_output.show_warnings(ready)
    for order in ready.orders:
        printed = ready.press.lay_out(order)
        explain_output.show(order.recipient, printed.selection, letter=printed.letter)
