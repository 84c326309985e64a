"""`letters recipients`: the members of Congress as they are published."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import DAY, FILE, pass_project, proxy_for

if TYPE_CHECKING:
    from generator.congress.completeness import FewerKind
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
    multiple=True,
    # As in `congress.completeness`, which is imported late, so that --help answers at once.
    type=click.Choice(["members", "offices", "committees"]),
    help="Take data that looks cut, with far fewer of these than expected; may be repeated.",
)
@click.option(
    "--to",
    "target",
    type=FILE,
    metavar="FILE",
    help="Where they go. [default: recipients/congress.yaml]",
)
@pass_project
def sync(
    project: "Project",
    origin: str | None,
    as_of: datetime.date | None,
    allow_fewer: "tuple[FewerKind, ...]",
    target: Path | None,
) -> None:
    """Write every member of Congress with their offices and committees.

    Says who came, left, moved or changed committee, and what is odd or missing in the data, by
    name. Of many changes of one kind it says how many; every line is in .letters/sync-DATE.txt. If
    a file is cut, empty or of another kind, nothing is written, and the message names the option
    that takes it all the same.

    \b
    letters recipients sync
    letters recipients sync --from congress-legislators/
    letters recipients sync --allow-fewer committees
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import recipients_output
    from generator.congress import sync as congress_sync
    from generator.congress.fetching import PUBLISHED
    from generator.project.load import places_of_committee

    source, file = origin or PUBLISHED, target or project.synced_recipients
    now = datetime.datetime.now().astimezone()
    report = congress_sync.sync(
        origin=source,
        target=file,
        cache=project.cache,
        now=now,
        proxy=proxy_for(source),
        as_of=as_of,
        allow_fewer=allow_fewer,
    )
    kept = project.shown(report.kept) if report.kept else ""
    details = project.sync_details(now.date())
    recipients_output.show(
        report,
        shown=project.shown(file),
        kept=kept,
        details=details,
        shown_details=project.shown(details),
        used=lambda change: places_of_committee(project, change.name, code=change.seat),
    )
