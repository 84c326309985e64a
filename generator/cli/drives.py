"""What a person sees of a letter drive: who is held back, and what became of the letters."""

from collections import Counter
from itertools import islice
from pathlib import Path

import click

from generator import drive, rehearsal
from generator.cli import progress
from generator.cli.options import today
from generator.job import Wishes
from generator.mailpieces import Held
from generator.project import Project
from generator.scanner import Scanner

FEW = 10
"""As many held rows are shown one by one; more are counted, and held.csv has them all."""


def build(
    place: Project, wishes: Wishes, *, supporters: Path, folder: Path, jobs: int, dry_run: bool, reader: Scanner | None = None
) -> int:
    """Prints the supporters' letters and gives the exit code."""
    ready = drive.prepare(place, wishes, supporters=supporters)
    progress.announce(ready.job)
    people = len({piece.supporter.id for piece in ready.pieces})
    click.echo(f"{len(ready.pieces)} letters of {people} supporters; {len(ready.held)} held back or merged.")
    _tell_held(ready.held, all_of_them=dry_run)
    if dry_run:
        return _rehearse(ready)
    outcomes = drive.print_all(ready, folder=folder, jobs=jobs, at=today(), reader=reader)
    code = progress.follow(outcomes, job=ready.job, folder=folder, total=len(ready.pieces))
    click.echo(f"Held back: {drive.leftovers(ready, folder)}")
    return code


def _rehearse(ready: drive.Drive) -> int:
    """Says whether the first letters can be printed; gives the exit code."""
    tried = rehearsal.rehearse(ready.job.press, list(islice(ready.orders(), rehearsal.TRIED)))
    for outcome in tried.failed:
        progress.tell_failed(outcome)
    laid_out = "all were laid out" if tried.tried == len(ready.pieces) else f"the first {tried.tried} were laid out"
    click.echo(f"Dry run: {laid_out}. Nothing was written.")
    return 1 if tried.failed else 0


def _tell_held(held: tuple[Held, ...], *, all_of_them: bool) -> None:
    """Whose letters wait, by their ids; many are counted by their kind."""
    if len(held) <= FEW or all_of_them:
        for one in held:
            letter = f" ({one.letter})" if one.letter else ""
            click.echo(f"{one.kind}: {one.supporter.file}:{one.supporter.line}: {one.supporter.id}{letter}: {one.reason}", err=True)
        return
    for kind, number in Counter(one.kind for one in held).most_common():
        click.echo(f"{kind}: {number}; {drive.HELD} says each and why", err=True)
