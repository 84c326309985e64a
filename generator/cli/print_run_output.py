"""What a person sees of letters that go to the post: the print run, and why letters are left out of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from generator.cli import build_output
from generator.errors import NoSuchNameError, Problem
from generator.ledger.batches import mark_for
from generator.ledger.book import open_ledger
from generator.ledger.types import UncertainClaim
from generator.mailroom import print_run as mailroom_print_run
from generator.mailroom.stock import LetterStock, prepare, refuse_sample, take_stock
from generator.project.load import Project
from generator.supporters.types import OWN

FEW = 10


@dataclass(frozen=True)
class CampaignOutput:
    """A campaign and the folder of its letters."""

    place: Project
    campaign: str
    folder: Path

    @classmethod
    def of(cls, place: Project, campaign: str, *, out: Path | None) -> "CampaignOutput":
        """The campaign's folder, or the one that was named. Raises NoSuchNameError for a campaign that is not there."""
        if campaign not in place.campaigns():
            raise NoSuchNameError("campaign", campaign, known=place.campaigns())
        return cls(place, campaign, out or place.folder / "out" / campaign)


def print_run(
    home: CampaignOutput,
    wanted: mailroom_print_run.PrintOptions,
    *,
    supporters: Path | None,
    any_words: bool,
    keep_going: bool,
    at: date,
) -> int:
    """Prints the run and gives the exit code. Raises FilesAreWrongError for a sample sender."""
    refuse_sample(home.place, home.folder, campaign=home.campaign)
    ready = prepare(home.place, home.folder, campaign=home.campaign, at=at, supporters=supporters)
    build_output.announce(ready)
    with open_ledger(home.folder) as ledger:
        stock = take_stock(ready, folder=home.folder, ledger=ledger, any_words=any_words)
        if not keep_going:
            stock.refuse_unbuilt()
        stock.refuse_nothing()
        templates = home.place.folder / "templates"
        made = mailroom_print_run.print_run(
            stock,
            wanted,
            folder=home.folder,
            templates=templates,
            ledger=ledger,
            at=at,
            keep_going=keep_going,
        )
    _left_out(stock.lines, made.left_out)
    house(stock)
    _tell(made, campaign=home.campaign)
    return 1 if stock.lines or stock.uncertain or made.left_out else 0


def house(stock: LetterStock) -> None:
    """Says what has left the house before, what nobody knows, and what is in the house and not among these letters."""
    if stock.gone:
        click.echo(f"{stock.gone} letters have left the house before, and are left alone.")
    if stock.absent:
        click.echo(
            f"{stock.absent} other letters are printed and not among these: --supporters names another list.",
            err=True,
        )
    tell_uncertain(stock.uncertain, campaign=stock.ready.options.campaign)
    tell_refused(stock.refused)


def tell_uncertain(found: Iterable[UncertainClaim], *, campaign: str) -> None:
    """Says of each message that may have arrived what to do, a line each; people are named by id."""
    messages: dict[str, list[UncertainClaim]] = {}
    for one in found:
        which = f"--key {one.key}" if one.supporter in {"", OWN} else f"--supporter {one.supporter}"
        messages.setdefault(which, []).append(one)
    for which, letters in messages.items():
        click.echo(
            f"uncertain: {len(letters)} letters ({which}) were being e-mailed on {letters[0].since}; nobody knows whether they arrived: "
            f"look, then `letters mark sent {campaign} {which}` or `letters mark not-sent {campaign} {which}`",
            err=True,
        )


def tell_refused(found: Mapping[str, Mapping[str, int]]) -> None:
    """Says which batches hold letters that may not go any more."""
    for name, people in found.items():
        some = ", ".join(list(people)[:FEW]) + (" …" if len(people) > FEW else "")
        click.echo(
            f"{name} holds {sum(people.values())} letters that may not go any more, of {some}: take them out",
            err=True,
        )


def tell_elsewhere(found: Mapping[str, int], *, campaign: str, again: str) -> None:
    """Says which earlier batches hold these letters too."""
    for name, number in found.items():
        told = f"letters mark {mark_for(name)} {campaign} --batch {name}"
        click.echo(
            f"{number} of these letters stand in {name} too: if that one went, `{told}`, and {again} again; otherwise delete it.",
            err=True,
        )


def _left_out(lines: Iterable[str], problems: Iterable[Problem]) -> None:
    """The letters that are missing in the run, a line each."""
    for line in (*lines, *map(str, problems)):
        click.echo(f"left out: {line}", err=True)


def _tell(made: mailroom_print_run.Printout, *, campaign: str) -> None:
    """What lies there, and what to do with it."""
    for problem in made.warnings:
        click.echo(str(problem), err=True)
    tell_elsewhere(made.elsewhere, campaign=campaign, again="print")
    for line in mailroom_print_run.totals(made.run):
        click.echo(line)
    run = made.run
    postage = "; ".join(f"{number} × {name}" for name, number in run.postage.items())
    click.echo(
        f"{len(run.positions)} letters in {len(run.packets)} envelopes, {run.sheets} sheets. Postage: {postage}."
    )
    click.echo(f"{made.folder}: {', '.join(made.files)}")
    names = [batch.name for batch in made.batches]
    click.echo(
        f"When it is at the post office: letters mark mailed {campaign} {' '.join(f'--batch {name}' for name in names)}"
    )
