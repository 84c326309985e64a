"""`letters explain`: why a letter says what it says."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from generator.cli.options import CAMPAIGN, ROUTED, SHARED, build_options

if TYPE_CHECKING:
    from generator.press.build_options import BuildOptions


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
    from generator.cli import build_output, explain_output
    from generator.press import job
    from generator.project import load

    ready = job.prepare(load.open_project(ctx.obj), replace(options, filters=(recipient,)))
    build_output.warn(ready)
    for order in ready.orders:
        printed = ready.press.lay_out(order)
        explain_output.show(order.recipient, printed.selection, letter=printed.letter)
