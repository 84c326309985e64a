"""What `letters recipients sync` shows: what changed with the members."""

from collections.abc import Callable, Sequence

import click

from generator.cli.output import warn
from generator.congress.changes import Change
from generator.congress.sync import SyncReport


def show(
    report: SyncReport, *, shown: str, used: Callable[[Change], Sequence[str]], kept: str = ""
) -> None:
    """Prints what changed with the members, a line each, and a summary; oddities go to stderr.

    `used` gives the file and line of each place that uses the old name of a committee.
    """
    warn(*(f"odd: {oddity}" for oddity in report.read.oddities))
    if not report.is_day_given:
        warn(
            f"data of {report.as_of}, by the time of its files: if it is older, say so with --as-of"
        )
    for change in report.changes or ():
        places = used(change) if change.kind == "renamed" else ()
        old_name = f"; the old name stands in {', '.join(places)}" if places else ""
        click.echo(f"{change}{old_name}")
    counts = ", ".join(
        f"{number} {title}{'' if number == 1 else 's'}"
        for title, number in report.read.counts.items()
    )
    vacant = f" Vacant: {', '.join(report.read.vacant)}." if report.read.vacant else ""
    click.echo(f"{len(report.read.recipients)} members: {counts}.{vacant}")
    outcome = "is written" if report.is_written else "was right already: not a byte is changed"
    click.echo(f"{shown} {outcome}.")
    if report.read.elect:
        click.echo(
            f"{len(report.read.elect)} terms begin later: such members are named, and written to "
            "from their first day."
        )
    if kept:
        click.echo(f"{kept} keeps the members of the Congress before.")
