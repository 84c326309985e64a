"""What `letters recipients sync` shows: what changed with the members."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from generator.cli.output import warn
from generator.congress.changes import Change
from generator.congress.members import Oddity
from generator.congress.sync import SyncReport
from generator.errors import CannotWriteError
from generator.text import first_of

T = TypeVar("T")
MAX_LINES = 5
"""Lines of one kind; of more, one line says how many there are.

Chosen by hand: in a month some members move, and on January 3 four hundred offices do.
"""
MAX_NAMES = 3
"""Names in that line; chosen by hand."""


def show(
    report: SyncReport,
    *,
    shown: str,
    kept: str,
    details: Path,
    shown_details: str,
    used: Callable[[Change], Sequence[str]],
) -> None:
    """Prints a summary and what changed with the members; oddities go to stderr.

    A kind with more than MAX_LINES lines has one, and all lines go to the file `details`. `used`
    gives the file and line of each place that uses the old name of a committee. Raises
    CannotWriteError.
    """
    _show_outcome(report, shown=shown, kept=kept)
    oddities, changes = report.read.oddities, report.changes or ()
    # A new name of a committee has its line always, because the user has to change the old one.
    renamed = [_renamed_line(each, used(each)) for each in changes if each.kind == "renamed"]
    others = [each for each in changes if each.kind != "renamed"]
    shortened = _shortened(others, kind=lambda one: one.kind, all_of=str, many=_many_changes)
    changed = [*renamed, *shortened]
    for line in changed:
        click.echo(line)
    odd = _shortened(oddities, kind=lambda odd: odd.kind, all_of=_odd_line, many=_many_oddities)
    warn(*odd)
    if len(odd) + len(changed) < len(oddities) + len(changes):
        _keep(details, [*map(str, changes), *map(_odd_line, oddities)], as_of=str(report.as_of))
        click.echo(f"Every line is in {shown_details}.")
    if not report.is_day_given:
        warn(
            f"data of {report.as_of}, by the time of its files: if it is older, say so with --as-of"
        )


def _show_outcome(report: SyncReport, *, shown: str, kept: str) -> None:
    """Prints whether the file is written, and how many members it has."""
    outcome = "is written" if report.is_written else "was right already: not a byte is changed"
    counts = ", ".join(
        f"{number} {title}{'' if number == 1 else 's'}"
        for title, number in report.read.counts.items()
    )
    click.echo(f"{shown} {outcome}.")
    vacant = f" Vacant: {', '.join(report.read.vacant)}." if report.read.vacant else ""
    click.echo(f"{len(report.read.recipients)} members: {counts}.{vacant}")
    if report.read.elect:
        click.echo(
            f"{len(report.read.elect)} terms begin later: such members are named, and written to "
            "from their first day."
        )
    if kept:
        click.echo(f"{kept} keeps the members of the Congress before.")


def _shortened(
    items: Sequence[T],
    *,
    kind: Callable[[T], str],
    all_of: Callable[[T], str],
    many: Callable[[str, Sequence[T]], str],
) -> list[str]:
    """Returns a line for each item, or one for a kind that has more than MAX_LINES."""
    by_kind: dict[str, list[T]] = {}
    for item in items:
        by_kind.setdefault(kind(item), []).append(item)
    lines: list[str] = []
    for name, same in by_kind.items():
        lines += [many(name, same)] if len(same) > MAX_LINES else map(all_of, same)
    return lines


def _renamed_line(change: Change, places: Sequence[str]) -> str:
    old_name = f"; the old name stands in {', '.join(places)}" if places else ""
    return f"{change}{old_name}"


def _odd_line(oddity: Oddity) -> str:
    return f"odd: {oddity}"


def _many_oddities(kind: str, oddities: Sequence[Oddity]) -> str:
    # A member may have several offices with the same fault.
    names = dict.fromkeys(oddity.name or oddity.id for oddity in oddities)
    return f"odd: {kind}: {first_of(names, MAX_NAMES)}"


def _many_changes(kind: str, changes: Sequence[Change]) -> str:
    names = dict.fromkeys(f"{change.seat} {change.name}" for change in changes)
    return f"{kind}: {len(changes)} changes: {first_of(names, MAX_NAMES)}"


def _keep(details: Path, lines: Iterable[str], *, as_of: str) -> None:
    """Adds the lines to the file: a second sync of the day does not replace the first."""
    try:
        details.parent.mkdir(parents=True, exist_ok=True)
        with details.open("a", encoding="utf-8") as file:
            file.write(f"Data of {as_of}\n\n" + "".join(f"{line}\n" for line in lines) + "\n")
    except OSError as error:
        raise CannotWriteError(str(details), error) from error
