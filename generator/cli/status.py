"""`letters status`: counts letters by stage: printed, mailed, answered, uncertain."""

from typing import Literal

import click

from generator.cli.options import CampaignFolder, pass_campaign_folder


@click.command(short_help="Count a campaign's letters: printed, mailed, answered, uncertain.")
@click.option(
    "--by",
    type=click.Choice(["recipient", "state"]),
    help="Show the letters to each member, or from each state.",
)
@pass_campaign_folder
def status(home: CampaignFolder, by: Literal["recipient", "state"] | None) -> None:
    """Count the letters of CAMPAIGN by stage, and name what is uncertain.

    \b
    letters status remain-in-mexico --by recipient
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import status_output

    status_output.show(home, by=by)
