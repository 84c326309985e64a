"""`letters print`: the letters that were built, put together for the post."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import Millimetres, finished, today

if TYPE_CHECKING:
    from generator.mailroom.paper.manifest import Format
    from generator.mailroom.paper.pieces import Grouping, Order


@click.command("print", short_help="Put what was built together for the post: one run, envelopes or labels, a manifest.")
@click.argument("campaign")
@finished
@click.option(
    "--order", type=click.Choice(["zip", "supporter"]), default="zip", show_default=True, help="By ZIP+4 and recipient, or writer."
)
@click.option("--group-by", type=click.Choice(["household"]), help="The letters of one address to one office share an envelope.")
@click.option("--simplex", is_flag=True, help="Print on one side only; otherwise every letter begins on a front.")
@click.option("--sheets", type=click.IntRange(1), default=2000, show_default=True, metavar="N", help="At most so many sheets a file.")
@click.option("--envelopes", is_flag=True, help="Print No. 10 envelopes instead of using windows.")
@click.option("--labels", metavar="STOCK", help="Print Avery labels instead: 5160, 5161, 5162 or 5163.")
@click.option("--skip", type=click.IntRange(0), default=0, metavar="N", help="So many labels are gone from the first sheet.")
@click.option(
    "--nudge", type=Millimetres(), default=(0.0, 0.0), metavar="X,Y", help="Labels stand so many millimetres to the right and down."
)
@click.option(
    "--format",
    "layout",
    type=click.Choice(["own", "lob", "letterstream", "click2mail"]),
    default="own",
    show_default=True,
    help="Whose columns the manifest has.",
)
@click.option("--proof", is_flag=True, help="Show every address in the window of its envelope.")
@click.option("--kit", type=click.Choice(["delivery"]), help="Sort for delivery by hand: cover sheets, route and receipts.")
@click.option("--unapproved", is_flag=True, help="Also letters whose words nobody has approved.")
@click.option("--keep-going", is_flag=True, help="Leave out what cannot be mailed, say what it was, and print the rest.")
@click.pass_context
def print_run(
    ctx: click.Context,
    campaign: str,
    supporters: Path | None,
    out: Path | None,
    order: "Order",
    group_by: "Grouping | None",
    simplex: bool,
    sheets: int,
    envelopes: bool,
    labels: str | None,
    skip: int,
    nudge: tuple[float, float],
    layout: "Format",
    proof: bool,
    kit: str | None,
    unapproved: bool,
    keep_going: bool,
) -> None:
    """Put the letters of CAMPAIGN that were built last together in out/CAMPAIGN/print, all in one order.

    Letters that have left the house are not printed again. Once the run is at the post office, say so: `letters mark mailed`.

    \b
    letters print remain-in-mexico --envelopes
    letters print remain-in-mexico --labels 5160 --skip 12 --group-by household
    letters print remain-in-mexico --proof --kit delivery
    """  # fmt: skip
    from generator.cli import print_run_output
    from generator.mailroom.paper.envelopes_and_labels import Nudge
    from generator.mailroom.print_run import Wanted
    from generator.project import load

    if envelopes and labels:
        ctx.fail("--envelopes and --labels cannot be had together: choose one")
    wanted = Wanted(
        order=order,
        grouping=group_by or "piece",
        duplex=not simplex,
        sheets_a_part=sheets,
        face="labels" if labels else "envelopes" if envelopes else "window",
        stock=labels or "5160",
        skip=skip,
        nudge=Nudge(*nudge),
        layout=layout,
        proof=proof,
        kit=kit is not None,
    )
    home = print_run_output.Home.of(load.open_project(ctx.obj), campaign, out=out)
    ctx.exit(print_run_output.print_run(home, wanted, supporters=supporters, any_words=unapproved, keep_going=keep_going, at=today()))
