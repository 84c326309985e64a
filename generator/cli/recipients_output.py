"""What `letters recipients sync` tells of the members."""

import click

from generator.congress.forms_of_address import TITLE_WORDS
from generator.congress.sync import SyncReport


def show(report: SyncReport, *, shown: str) -> None:
    """What is new with the members, a line each; what was odd in the data, on stderr; and the whole in a line."""
    for oddity in report.oddities:
        click.echo(f"odd: {oddity}", err=True)
    if not report.told:
        click.echo(f"data of {report.as_of}, by the time of its files: if it is older, say so with --as-of", err=True)
    for line in report.changes.lines if report.changes else ():
        click.echo(line)
    counts = ", ".join(f"{number} {TITLE_WORDS[title].lower()}{'' if number == 1 else 's'}" for title, number in report.counts.items())
    vacant = f" Vacant: {', '.join(report.vacant)}." if report.vacant else ""
    click.echo(f"{report.members} members: {counts}.{vacant}")
    click.echo(f"{shown} {'is written' if report.written else 'was right already: not a byte is changed'}.")
