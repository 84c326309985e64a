"""What `letters recipients sync` tells of the members."""

import click

from generator.congress.sync import SyncReport


def show(report: SyncReport, *, shown: str) -> None:
    """What is new with the members, a line each; what was odd in the data, on stderr; and the whole in a line."""
    for oddity in report.read.oddities:
        click.echo(f"odd: {oddity}", err=True)
    if not report.is_day_given:
        click.echo(
            f"data of {report.as_of}, by the time of its files: if it is older, say so with --as-of",
            err=True,
        )
    for change in report.changes or ():
        click.echo(change)
    counts = ", ".join(
        f"{number} {title}{'' if number == 1 else 's'}"
        for title, number in report.read.counts.items()
    )
    vacant = f" Vacant: {', '.join(report.read.vacant)}." if report.read.vacant else ""
    click.echo(f"{len(report.read.recipients)} members: {counts}.{vacant}")
    click.echo(
        f"{shown} {'is written' if report.is_written else 'was right already: not a byte is changed'}."
    )
