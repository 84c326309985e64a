"""What a person sees of letters that go to the post: the print run, and why letters are left out of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from generator import built, mailroom
from generator.cli import progress
from generator.errors import NoSuchNameError, Problem
from generator.ledger import Uncertain, open_ledger, read_ledger
from generator.project import Project


@dataclass(frozen=True)
class Home:
    """A campaign and the folder of its letters."""

    place: Project
    campaign: str
    folder: Path

    @classmethod
    def of(cls, place: Project, campaign: str, *, out: Path | None) -> "Home":
        """The campaign's folder, or the one that was named. Raises NoSuchNameError for a campaign that is not there."""
        if campaign not in place.campaigns():
            raise NoSuchNameError("campaign", campaign, known=place.campaigns())
        return cls(place, campaign, out or place.folder / "out" / campaign)


def print_run(home: Home, wanted: mailroom.Wanted, *, supporters: Path | None, any_words: bool, keep_going: bool, at: date) -> int:
    """Prints the run and gives the exit code."""
    ready = built.prepare(home.place, home.folder, campaign=home.campaign, at=at, supporters=supporters)
    job = built.job_of(ready)
    progress.announce(job)
    if job.wishes.supporters:
        read_ledger(home.folder).close()  # A new ledger would know nothing of what was mailed.
    with open_ledger(home.folder) as ledger:
        stock = built.take_stock(ready, folder=home.folder, ledger=ledger, any_words=any_words)
        if not keep_going:
            stock.refuse_unbuilt()
        stock.refuse_nothing()
        templates = home.place.folder / "templates"
        made = mailroom.print_run(stock, wanted, folder=home.folder, templates=templates, ledger=ledger, at=at, keep_going=keep_going)
    _left_out(stock.lines, made.left_out)
    house(stock.gone, stock.uncertain)
    _tell(made, campaign=home.campaign)
    return 1 if stock.lines or made.left_out else 0


def house(gone: int, uncertain: Iterable[Uncertain]) -> None:
    """Says what has left the house before, and what nobody knows."""
    if gone:
        click.echo(f"{gone} letters have left the house before, and are left alone.")
    for one in uncertain:
        click.echo(f"uncertain: {one}", err=True)


def _left_out(lines: Iterable[str], problems: Iterable[Problem]) -> None:
    """The letters that are missing in the run, a line each."""
    for line in (*lines, *map(str, problems)):
        click.echo(f"left out: {line}", err=True)


def _tell(made: mailroom.Printout, *, campaign: str) -> None:
    """What lies there, and what to do with it."""
    for problem in made.warnings:
        click.echo(str(problem), err=True)
    for name, number in made.elsewhere.items():
        click.echo(
            f"{number} of these letters stand in {name} too: if that one went to the post, `letters mark mailed {campaign} "
            f"--batch {name}`, and print again; otherwise throw it away.",
            err=True,
        )
    for line in mailroom.totals(made.run):
        click.echo(line)
    run = made.run
    postage = "; ".join(f"{number} × {name}" for name, number in run.postage.items())
    click.echo(f"{len(run.placed)} letters in {len(run.packets)} envelopes, {run.sheets} sheets. Postage: {postage}.")
    click.echo(f"{made.folder}: {', '.join(made.files)}")
    names = [batch.name for batch in made.batches]
    click.echo(f"When it is at the post office: letters mark mailed {campaign} {' '.join(f'--batch {name}' for name in names)}")
