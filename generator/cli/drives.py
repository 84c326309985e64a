"""What a person sees of a letter drive: who is held back, and what became of the letters."""

from itertools import islice
from pathlib import Path

import click

from generator import drive, rehearsal
from generator.cli import progress
from generator.cli.options import today
from generator.drive import Drive
from generator.files import guarantee_folder
from generator.job import Wishes
from generator.ledger import register_of
from generator.project import Project
from generator.scanner import Scanner
from generator.supporters.leftovers import Leftovers

FEW = 10
"""As many held rows are shown one by one; more are counted, and held.csv has them all."""
MANY = 200
"""As many a dry run shows, which writes no held.csv."""


def build(
    place: Project, wishes: Wishes, *, supporters: Path, folder: Path, jobs: int, dry_run: bool, reader: Scanner | None = None
) -> int:
    """Prints the supporters' letters and gives the exit code."""
    register = register_of(folder, at=today())
    with Leftovers(kept=MANY if dry_run else FEW, written=not dry_run) as leftovers:
        ready = drive.prepare(place, wishes, supporters=supporters, register=register, leftovers=leftovers)
        progress.announce(ready.job)
        people = len({piece.supporter.id for piece in ready.pieces})
        click.echo(f"{len(ready.pieces)} letters of {people} supporters; {ready.counts.total()} held back or merged.")
        _tell_held(ready, dry_run=dry_run)
        if dry_run:
            ready.refuse_nobody()
            return _rehearse(ready)
        return _printed(ready, folder=folder, jobs=jobs, reader=reader)


def _printed(ready: Drive, *, folder: Path, jobs: int, reader: Scanner | None) -> int:
    """Prints what may go, and writes what may not; gives the exit code."""
    if not ready.pieces:
        guarantee_folder(folder)
        drive.write_leftovers(ready, folder)
        click.echo(f"Held back: {drive.held_file(ready, folder)}")
        ready.refuse_nobody()
    outcomes = drive.print_all(ready, folder=folder, jobs=jobs, at=today(), reader=reader)
    code = progress.follow(outcomes, job=ready.job, folder=folder, total=len(ready.pieces))
    click.echo(f"Held back: {drive.held_file(ready, folder)}")
    return code


def _rehearse(ready: Drive) -> int:
    """Says whether the first letters can be printed; gives the exit code."""
    tried = rehearsal.rehearse(ready.job.press, list(islice(ready.orders(), rehearsal.TRIED)))
    for outcome in tried.failed:
        progress.tell_failed(outcome)
    laid_out = "all were laid out" if tried.tried == len(ready.pieces) else f"the first {tried.tried} were laid out"
    click.echo(f"Dry run: {laid_out}. Nothing was written.")
    return 1 if tried.failed else 0


def _tell_held(ready: Drive, *, dry_run: bool) -> None:
    """Whose letters wait, by their ids; many are counted by their kind."""
    most, total = MANY if dry_run else FEW, ready.counts.total()
    held = (*ready.leftovers.first, *ready.held) if dry_run or total <= most else ()
    for one in held[:most]:
        letter = f" ({one.letter})" if one.letter else ""
        click.echo(f"{one.kind}: {one.supporter.file}:{one.supporter.line}: {one.supporter.id}{letter}: {one.reason}", err=True)
    if ready.refused:
        some = ", ".join(sorted(ready.refused)[:FEW]) + (" …" if len(ready.refused) > FEW else "")
        click.echo(
            f"{len(ready.refused)} of the refused have letters from before, which are neither put together nor sent: {some}", err=True
        )
    for kind, number in ready.counts.most_common() if total > most else ():
        where = f"a build writes all of them into {drive.HELD}" if dry_run else f"{drive.HELD} says each and why"
        click.echo(f"{kind}: {number}; {where}", err=True)
