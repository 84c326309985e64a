"""`letters explain`: why a letter says what it says."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import routed, shared

if TYPE_CHECKING:
    from generator.offices import Via


@click.command(short_help="Say why a recipient's letter argues and asks what it does.")
@click.argument("campaign")
@click.argument("recipient")
@shared
@routed
@click.pass_context
def explain(
    ctx: click.Context,
    campaign: str,
    recipient: str,
    recipient_files: tuple[Path, ...],
    on: datetime.date,
    design: str | None,
    sender: Path | None,
    allow_ended: bool,
    via: "Via",
    act_by: datetime.date | None,
) -> None:
    """Show every argument and every ask of CAMPAIGN with in or out and the reason, for RECIPIENT.

    RECIPIENT is written as for `build --to`; where it means several, each is explained.

    \b
    letters explain remain-in-mexico TX-16
    letters explain remain-in-mexico "Cortez Masto"
    """
    from generator import job, project
    from generator.cli import progress, reasons

    wishes = job.Wishes(campaign, on, (recipient,), recipient_files, design, sender, allow_ended, via, act_by)
    ready = job.prepare(project.open_project(ctx.obj), wishes)
    progress.warn(ready)
    for order in ready.orders:
        printed = ready.press.lay_out(order)
        reasons.show(order.recipient, printed.selection, letter=printed.letter)
