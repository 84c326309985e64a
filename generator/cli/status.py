"""`letters status`: how far the letters of a campaign have come."""

from typing import Literal

import click

from generator.cli.options import CampaignFolder, pass_campaign_folder


@click.command(short_help="How a campaign stands: what is printed, mailed, answered, uncertain.")
@click.option(
    "--by",
    type=click.Choice(["recipient", "state"]),
    help="Show the letters to each member, or from each state.",
)
@pass_campaign_folder
def status(home: CampaignFolder, by: Literal["recipient", "state"] | None) -> None:
    """Count the letters of CAMPAIGN by how far they have come, and say what is uncertain.

    \b
    letters status remain-in-mexico --by recipient
    """
    from generator.cli import status_output

    status_output.show(home, by=by)
