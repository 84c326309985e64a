"""What `letters bills sync` shows: a line for each bill, and what could not be read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import click

from generator.cli.output import FEW, warn
from generator.congress.bills.sync import BillName, BillReading, BillsReport
from generator.dates import in_words, ordinal
from generator.errors import Problem
from generator.models.bills import BillRecord


def show(report: BillsReport, *, shown: str, campaign: str) -> None:
    """Prints a line for each bill and one for the file; problems and oddities go to stderr."""
    warn(*_few_of_each_kind(report.problems))
    for bill, reading in report.readings.items():
        warn(*(f"odd: {_name(bill)}: {oddity}" for oddity in reading.oddities[:FEW]))
        if len(reading.oddities) > FEW:
            warn(f"odd: {_name(bill)}: … and {len(reading.oddities) - FEW} more who are left out")
        if reading.record:
            click.echo(f"{_name(bill)}: {_summary(reading.record, reading)}")
    for line in report.news:
        click.echo(line)
    if report.kept:
        kept = ", ".join(map(_name, report.kept))
        warn(f"{kept}: what an earlier sync read is kept.")
    if report.skipped:
        skipped = ", ".join(map(_name, report.skipped))
        warn(f"{skipped}: GovInfo has no such file (those of the 108th Congress are the first).")
    if not report.readings:
        # Skipped bills have a line of their own above.
        other = "other bill" if report.skipped else "bill with a number (`bill:`)"
        click.echo(f"{campaign} names no {other}: there is nothing to write.")
    elif report.is_written:
        click.echo(f"{shown} is written.")
    elif any(reading.record for reading in report.readings.values()):
        click.echo(f"{shown} was right already: not a byte is changed.")
    else:
        click.echo(f"{shown} is not changed: no bill of {campaign} could be read.")


def _name(bill: BillName) -> str:
    congress, number = bill
    return f"{number} ({ordinal(congress)} Congress)"


def _summary(record: BillRecord, reading: BillReading) -> str:
    """Returns `sponsor, 45 cosponsors, 2 withdrew; January 9, 2025: Referred to …`."""
    kinds = [act.position for act in record.positions if not act.withdrawn]
    withdrew = sum(act.withdrawn is not None for act in record.positions)
    voters = kinds.count("voted yes") + kinds.count("voted no")
    parts = [
        "its sponsor" if "sponsor" in kinds else "no sponsor",
        _counted(kinds.count("cosponsor"), "cosponsor"),
    ]
    if withdrew:
        parts.append(f"{withdrew} who withdrew")
    if reading.passage_votes:
        calls = _counted(reading.passage_votes, "roll call")
        parts.append(f"{_counted(voters, 'vote')} in {calls} on passage")
    if reading.other_votes:
        parts.append(f"{_counted(reading.other_votes, 'other roll call')} ignored")
    action = record.latest_action
    last = f"; {in_words(action.date)}: {action.text}" if action else ""
    return f"as of {in_words(record.as_of)}, {', '.join(parts)}{last}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _few_of_each_kind(problems: Iterable[Problem]) -> Iterator[str]:
    """Yields the first problems of each kind, and a line for the others of that kind."""
    kinds: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.code].append(problem)
    for code, every in kinds.items():
        yield from map(str, every[:FEW])
        if len(every) > FEW:
            yield f"… and {len(every) - FEW} more files of this kind ({code})"
