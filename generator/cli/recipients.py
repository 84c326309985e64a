"""`letters recipients`: the members of Congress as they are published."""

import datetime
from pathlib import Path

import click

from generator.cli.options import Day, proxy_for


@click.group(short_help="Bring the members of Congress up to date.")
def recipients() -> None:
    """Bring recipients/congress.yaml up to date.

    \b
    letters recipients sync
    """


@recipients.command(short_help="Read the published members, and say what changed.")
@click.option("--from", "origin", metavar="DIR|URL", help="Where the four files are. [default: unitedstates/congress-legislators]")
@click.option("--as-of", type=Day(), help="When the data was true, where its files do not tell their age.")
@click.option("--allow-fewer", is_flag=True, help="Take data with far fewer offices or committees, as a new Congress has.")
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="[default: recipients/congress.yaml]")
@click.pass_context
def sync(ctx: click.Context, origin: str | None, as_of: datetime.date | None, allow_fewer: bool, target: Path | None) -> None:
    """Write every member of Congress with their offices and committees, and say who came, left, moved or changed committee.

    Nothing is written unless all four files were read whole and understood.

    \b
    letters recipients sync
    letters recipients sync --from congress-legislators/
    """
    from generator.cli import recipients_output
    from generator.congress import sync as congress_sync
    from generator.congress.fetching import PUBLISHED
    from generator.project import load

    place = load.open_project(ctx.obj)
    source, file = origin or PUBLISHED, target or place.synced_recipients
    now = datetime.datetime.now().astimezone()
    report = congress_sync.sync(
        origin=source, target=file, cache=place.cache, now=now, proxy=proxy_for(source), as_of=as_of, allow_fewer=allow_fewer
    )
    recipients_output.show(report, shown=place.shown(file))
