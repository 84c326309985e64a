"""`letters forget`: erases a supporter who withdraws."""

from contextlib import suppress

import click

from generator.cli.options import CampaignFolder, pass_campaign_folder, today


@click.command(short_help="Erase a supporter from a campaign's letters, tables and ledger.")
@pass_campaign_folder
@click.argument("supporter")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def forget(home: CampaignFolder, supporter: str, yes: bool) -> None:
    """Erase SUPPORTER, by id, from everything in the folder of CAMPAIGN.

    How many letters went where is still counted. Your own file of supporters is not touched: take
    the row out of it yourself.

    \b
    letters forget remain-in-mexico s17
    """
    # Imported here and not above, so that --help answers at once.
    from generator.ledger import forgetting
    from generator.ledger.book import open_ledger, read_ledger
    from generator.press import output_folder

    if not yes:
        click.confirm(
            f"Erase {supporter} from {home.path}? This cannot be undone.", abort=True, err=True
        )
    mapping: dict[str, str] = {}
    lists = [home.unsubscribed]
    # The file of supporters that the last build read is only looked at: the report names the line
    # that the user has to take out. A folder of e-mail or writers’ sheets alone has no build.
    with suppress(output_folder.NothingBuiltError):
        options = output_folder.last_options(
            home.path, campaign=home.campaign, root=home.project.folder
        )
        mapping.update(options.mapping)
        lists += [options.supporters] if options.supporters else []
    # A folder without a ledger is refused before a new ledger would be made in it.
    read_ledger(home.path).close()
    with open_ledger(home.path) as ledger:
        report = forgetting.forget(
            supporter,
            ledger=ledger,
            folder=home.path,
            at=today(),
            mapping=mapping,
            lists={home.project.shown(file): file for file in lists if file.is_file()},
        )
    for line in report.lines:
        click.echo(line)
