"""What `letters districts` answers: what was loaded, and what is there."""

import itertools
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from generator.cli.output import warn
from generator.congress.districts.database import LoadedState, NoDistrictTableError, all_loaded
from generator.congress.districts.imports import Report, import_files
from generator.congress.districts.statements import line_record
from generator.congress.districts.table_import import ALREADY_LOADED, ImportReport, TableFacts
from generator.dates import ordinal
from generator.errors import FilesAreWrongError
from generator.states import named_or_counted


def load(
    files: Sequence[Path],
    *,
    target: Path,
    facts: TableFacts,
    replaces: bool,
    shown: Callable[[Path], str],
    shown_as: str | None = None,
) -> None:
    """Loads the files and says what they brought; asks before rows are replaced.

    Raises FilesAreWrongError, also where there is no terminal to ask.
    """

    def imported(*, replaces: bool) -> tuple[Report, ...]:
        return import_files(files, target=target, facts=facts, replaces=replaces, shown_as=shown_as)

    try:
        reports = imported(replaces=replaces)
    except FilesAreWrongError as error:
        only_loaded = all(problem.code == ALREADY_LOADED for problem in error.problems)
        if not only_loaded or not sys.stdin.isatty():
            raise
        warn(*error.problems)
        click.confirm("Replace what is loaded?", abort=True, err=True)
        reports = imported(replaces=True)
    # With one file the user knows which; with several each line names its own.
    names = [f"{file}: " for file in dict.fromkeys(files)] if len(reports) > 1 else [""]
    for name, report in zip(names, reports, strict=True):
        if isinstance(report, ImportReport):
            warn(*report.warnings)
            warn(*(f"{name}{rows:,} rows skipped: {why}" for why, rows in report.skipped.items()))
        click.echo(f"{name}{report}: {shown(target)}")


def show_status(path: Path) -> None:
    """Prints what is loaded, by Congress and origin, and the user's statements on lines.

    Raises NoDistrictTableError.
    """
    loaded = all_loaded(path)
    if not loaded:
        raise NoDistrictTableError(path)
    for congress, states in itertools.groupby(loaded, key=lambda each: each.congress):
        click.echo(f"{ordinal(congress)} Congress")
        # Sorted by origin, so that fifty states of one file are one entry.
        ordered = sorted(states, key=_kind)
        for (what, _), group in itertools.groupby(ordered, key=_kind):
            _show_origin(what, list(group))
    for statement in line_record(path).statements:
        click.echo(f"Your statement: {statement}")


def _kind(state: LoadedState) -> tuple[str, str]:
    """Returns the table of the rows and their origin, as one sortable key."""
    # ZIP codes before blocks: they are asked first. Without the sum, which each file of a state
    # has for itself.
    what = "blocks" if state.what == "blocks" else "ZIP codes"
    return what, repr(replace(state.origin, sha256=""))


def _show_origin(what: str, states: Sequence[LoadedState]) -> None:
    """Prints what came from one origin."""
    origin = states[0].origin
    units = [state.units for state in states]
    known = [count for count in units if count is not None]
    count = f"{sum(known):,} {what}" if len(known) == len(units) else what
    if len(known) == len(units) and sum(known) == 1:
        count = count.removesuffix("s")
    where = named_or_counted(state.state for state in states)
    dated = f"as of {origin.as_of.isoformat()}" if origin.as_of else "without a date (--as-of)"
    licence = origin.licence or "licence not given (--licence)"
    click.echo(f"  {count} in {where}: {origin.source}; {dated}; {licence}")
