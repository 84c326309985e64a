"""`letters print`: the letters that were built, as one run for the post."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import (
    MILLIMETRES,
    OTHER_SUPPORTERS,
    STATUS_OLD_OK,
    UNAPPROVED,
    CampaignFolder,
    pass_campaign_folder,
)

if TYPE_CHECKING:
    from generator.mailroom.paper.manifest import Format
    from generator.mailroom.paper.pieces import Grouping, Order
    from generator.mailroom.print_run import Face


@click.command(
    "print",
    short_help="Print the built letters for the post: one run, envelopes or labels, a manifest.",
)
@pass_campaign_folder
@OTHER_SUPPORTERS
@click.option(
    "--order",
    type=click.Choice(["zip", "supporter"]),
    default="zip",
    show_default=True,
    help="By ZIP+4 and recipient, or writer.",
)
@click.option(
    "--group-by",
    type=click.Choice(["household"]),
    help="The letters of one address to one office share an envelope.",
)
@click.option(
    "--simplex",
    is_flag=True,
    help="Print on one side only; otherwise every letter begins on a front.",
)
@click.option(
    "--sheets",
    type=click.IntRange(1),
    # Four reams: what a print shop loads at a time, and few enough to hold in memory.
    default=2000,
    show_default=True,
    metavar="N",
    help="At most so many sheets a file.",
)
@click.option("--envelopes", is_flag=True, help="Print No. 10 envelopes instead of using windows.")
@click.option(
    "--labels", metavar="STOCK", help="Print Avery labels instead: 5160, 5161, 5162 or 5163."
)
@click.option(
    "--skip",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="So many labels are missing from the first sheet.",
)
@click.option(
    "--nudge",
    type=MILLIMETRES,
    default=(0.0, 0.0),
    metavar="X,Y",
    help="Labels stand so many millimetres to the right and down.",
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
@click.option(
    "--kit",
    type=click.Choice(["delivery"]),
    help="Sort for delivery by hand: cover sheets, route and receipts.",
)
@UNAPPROVED
@STATUS_OLD_OK
@click.option(
    "--keep-going",
    is_flag=True,
    help="Leave out letters that cannot be mailed, name them, and print the rest.",
)
def print_run(
    home: CampaignFolder,
    supporters: Path | None,
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
    any_words: bool,
    status_old_ok: bool,
    keep_going: bool,
) -> int:
    """Print the letters of the last build of CAMPAIGN as one run for the post.

    The run lies in out/CAMPAIGN/print, in one order. Letters that were mailed or sent before are
    left out. When the run is at the post office, record that with `letters mark mailed`.

    \b
    letters print remain-in-mexico --envelopes
    letters print remain-in-mexico --labels 5160 --skip 12 --group-by household
    letters print remain-in-mexico --proof --kit delivery
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import output, print_run_output
    from generator.mailroom.paper.envelopes_and_labels import Nudge
    from generator.mailroom.print_run import PrintOptions

    if envelopes and labels:
        output.refuse("--envelopes and --labels exclude each other: choose one")
    # Windows are the default: they show the letter's own address, so that no letter can get into
    # the envelope of another.
    face: Face = "envelopes" if envelopes else "window"
    options = PrintOptions(
        order=order,
        grouping=group_by or "piece",
        duplex=not simplex,
        sheets_a_part=sheets,
        face="labels" if labels else face,
        # Which Avery stock is known, the module of labels checks; without labels it is not used.
        stock=labels or "5160",
        skip=skip,
        nudge=Nudge(*nudge),
        layout=layout,
        proof=proof,
        kit=kit is not None,
    )
    return print_run_output.print_run(
        home,
        options,
        supporters=supporters,
        any_words=any_words,
        status_old_ok=status_old_ok,
        keep_going=keep_going,
    )
