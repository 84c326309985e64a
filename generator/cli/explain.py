"""`letters explain`: why a letter says what it says."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from generator.cli.options import CAMPAIGN, ROUTED, SHARED, build_options, pass_project, signed

if TYPE_CHECKING:
    from generator.models.fields import Voice
    from generator.press.build_options import BuildOptions
    from generator.project.load import Project


@click.command(short_help="Show why a recipient's letter has its arguments and asks.")
@build_options(
    CAMPAIGN,
    (click.argument("recipient"),),
    signed("Instead, the letters of these people to RECIPIENT (CSV, XLSX or YAML)."),
    SHARED,
    ROUTED,
)
@click.option(
    "--voice",
    type=click.Choice(["person", "organization"]),
    help="Explain the letter that a person signs, or an organization; else the sender's own.",
)
@pass_project
def explain(
    project: "Project", recipient: str, voice: "Voice | None", options: "BuildOptions"
) -> None:
    """Show every argument and every ask of CAMPAIGN with in or out and the reason, for RECIPIENT.

    RECIPIENT is written as for `build --to`; if it fits several, each is explained. Of supporters'
    letters, the first few are explained.

    \b
    letters explain remain-in-mexico TX-16
    letters explain remain-in-mexico "Cortez Masto"
    letters explain remain-in-mexico TX --supporters people.csv
    letters explain remain-in-mexico TX-16 --voice person
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import build_output, explain_output, letters
    from generator.press import build
    from generator.press.letter import Signer

    if options.supporters:
        drive, orders = letters.to_recipients(project, options, filters=(recipient,))
        build_output.show_warnings(drive)
        explain_output.show_supporters(orders, campaign=drive.campaign)
        return
    options = replace(options, filters=(recipient,))
    ready = build.prepare_letters(project, options, for_print=False)
    build_output.show_warnings(ready)
    signer = ready.press.campaign.sender.speaking_as(voice)
    for order in ready.orders:
        explained = order
        if signer is not None:
            explained = ready.press.order(order.recipient, signer=Signer("", signer))
        # A letter that asks nothing is not printed, and has no page to fit.
        selection, letter = explained.selection, explained.letter
        if selection.ask_ids:
            printed = ready.press.lay_out(explained)
            selection, letter = printed.selection, printed.letter
        explain_output.show(order.recipient, selection, letter=letter)
