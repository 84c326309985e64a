"""What `letters recipients sync` shows: what is new with the members."""

import click

from generator.cli.output import warn
from generator.congress.forms_of_address import TITLE_WORDS
from generator.congress.sync import SyncReport


def show(report: SyncReport, *, shown: str) -> None:
    """Prints what is new with the members, a line each, and a summary; oddities go to stderr."""
    warn(*(f"odd: {oddity}" for oddity in report.oddities))
    if not report.told:
        warn(
            f"data of {report.as_of}, by the time of its files: if it is older, say so with --as-of"
        )
    for line in report.changes.lines if report.changes else ():
        click.echo(line)
    counts = ", ".join(
        f"{number} {TITLE_WORDS[title].lower()}{'' if number == 1 else 's'}"
        for title, number in report.counts.items()
    )
    vacant = f" Vacant: {', '.join(report.vacant)}." if report.vacant else ""
    click.echo(f"{report.members} members: {counts}.{vacant}")
    change = "is written" if report.written else "was right already: not a byte is changed"
    click.echo(f"{shown} {change}.")
