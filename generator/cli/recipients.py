"""`letters recipients`: the members of Congress as they are published."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import DAY, FILE, pass_project, proxy_for

if TYPE_CHECKING:
    from generator.project.load import Project


@click.group(short_help="Bring the members of Congress up to date.")
def recipients() -> None:
    """Bring recipients/congress.yaml up to date.

    \b
    letters recipients sync
    """


@recipients.command(short_help="Read the published members, and say what changed.")
@click.option(
    "--from",
    "origin",
    metavar="DIR|URL",
    help="Where the four files are. [default: unitedstates/congress-legislators]",
)
@click.option(
    "--as-of", type=DAY, help="When the data was true, if its files do not show their age."
)
@click.option(
    "--allow-fewer",
    is_flag=True,
    help="Take data with far fewer offices or committees, as a new Congress has.",
)
@click.option(
    "--to", "target", type=FILE, metavar="FILE", help="[default: recipients/congress.yaml]"
)
@pass_project
def sync(
    project: "Project",
    origin: str | None,
    as_of: datetime.date | None,
    allow_fewer: bool,
    target: Path | None,
) -> None:
    """Write every member of Congress with their offices and committees.

    Says who came, left, moved or changed committee. Nothing is written unless all four files were
    read whole and understood.

    \b
    letters recipients sync
    letters recipients sync --from congress-legislators/
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import recipients_output
    from generator.congress import sync as congress_sync
    from generator.congress.fetching import PUBLISHED
    from generator.project.load import places_of_committee

    source, file = origin or PUBLISHED, target or project.synced_recipients
    report = congress_sync.sync(
        origin=source,
        target=file,
        cache=project.cache,
        now=datetime.datetime.now().astimezone(),
        proxy=proxy_for(source),
        as_of=as_of,
        allow_fewer=allow_fewer,
    )
    kept = project.shown(report.kept) if report.kept else ""
    recipients_output.show(
        report,
        shown=project.shown(file),
        kept=kept,
        used=lambda change: places_of_committee(project, change.name, code=change.seat),
    )
