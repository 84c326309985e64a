"""`letters explain`: why a letter says what it says."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from generator.cli.options import CAMPAIGN, ROUTED, SHARED, build_options

if TYPE_CHECKING:
    from generator.build_options import BuildOptions


@click.command(short_help="Say why a recipient's letter argues and asks what it does.")
@build_options(CAMPAIGN, (click.argument("recipient"),), SHARED, ROUTED)
@click.pass_context
def explain(
    ctx: click.Context,
    recipient: str,
    options: "BuildOptions",
) -> None:
    """Show every argument and every ask of CAMPAIGN with in or out and the reason, for RECIPIENT.

    RECIPIENT is written as for `build --to`; where it means several, each is explained.

    \b
    letters explain remain-in-mexico TX-16
    letters explain remain-in-mexico "Cortez Masto"
    """
    from generator import job, project
    from generator.cli import build_output, reasons

    ready = job.prepare(project.open_project(ctx.obj), replace(options, filters=(recipient,)))
    build_output.warn(ready)
    for order in ready.orders:
        printed = ready.press.lay_out(order)
        reasons.show(order.recipient, printed.selection, letter=printed.letter)
