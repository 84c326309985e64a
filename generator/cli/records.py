"""`letters status`, `export` and `forget`: what the ledger of a campaign knows."""

from pathlib import Path
from typing import Literal

import click

from generator.cli.options import OUT, today


@click.command(short_help="How a campaign stands: what is printed, mailed, answered, uncertain.")
@click.argument("campaign")
@OUT
@click.option("--by", type=click.Choice(["recipient", "state"]), help="Show the letters to each member, or from each state.")
@click.pass_context
def status(ctx: click.Context, campaign: str, out: Path | None, by: Literal["recipient", "state"] | None) -> None:
    """Count the letters of CAMPAIGN by how far they have come, and say what is uncertain.

    \b
    letters status remain-in-mexico --by recipient
    """
    from generator.cli import print_run_output, records_output
    from generator.project import load

    records_output.show_status(print_run_output.Home.of(load.open_project(ctx.obj), campaign, out=out), by=by)


@click.command(short_help="The whole history of a campaign's letters as CSV.")
@click.argument("campaign")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@OUT
@click.pass_context
def export(ctx: click.Context, campaign: str, file: Path | None, out: Path | None) -> None:
    """Write who agreed to which words, and what became of each letter of CAMPAIGN, into FILE.

    \b
    letters export remain-in-mexico history.csv
    """
    from generator.cli import print_run_output, records_output
    from generator.project import load

    records_output.export(print_run_output.Home.of(load.open_project(ctx.obj), campaign, out=out), file=file)


@click.command(short_help="Erase a supporter from a campaign's letters, tables and ledger.")
@click.argument("campaign")
@click.argument("supporter")
@OUT
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
@click.pass_context
def forget(ctx: click.Context, campaign: str, supporter: str, out: Path | None, yes: bool) -> None:
    """Erase SUPPORTER, by id, from everything in the folder of CAMPAIGN; how many letters went where is still counted.

    Your own file of supporters is not touched: take the row out of it yourself.

    \b
    letters forget remain-in-mexico s17
    """
    from generator.cli import print_run_output, records_output
    from generator.project import load

    home = print_run_output.Home.of(load.open_project(ctx.obj), campaign, out=out)
    if not yes:
        click.confirm(f"Erase {supporter} from {home.folder}? This cannot be undone.", abort=True, err=True)
    records_output.forget(home, supporter, at=today())
