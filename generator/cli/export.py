"""`letters export`: the history of a campaign's letters, from the ledger."""

from pathlib import Path

import click

from generator.cli.options import FILE, CampaignFolder, pass_campaign_folder


@click.command(short_help="Write the whole history of a campaign's letters as CSV.")
@pass_campaign_folder
@click.argument("file", type=FILE, required=False)
def export(home: CampaignFolder, file: Path | None) -> None:
    """Write who agreed to which words, and what became of each letter of CAMPAIGN, into FILE.

    \b
    letters export remain-in-mexico history.csv
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import output
    from generator.ledger.book import read_ledger
    from generator.ledger.history import export_history

    with read_ledger(home.path) as ledger:
        output.give(export_history(ledger), out=file)
