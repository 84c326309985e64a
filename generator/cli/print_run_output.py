"""What `letters print` shows: the print run, and why letters are left out of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from generator.cli import build_output
from generator.cli.options import CampaignFolder, today
from generator.cli.output import first_few, warn
from generator.ledger.batches import mark_for
from generator.ledger.book import open_ledger
from generator.ledger.types import UncertainClaim
from generator.mailroom import print_run as mailroom_print_run
from generator.mailroom.overtaken import asks_fallen_since
from generator.mailroom.stock import (
    LetterStock,
    prepare,
    refuse_old_status,
    refuse_sample,
    take_stock,
)
from generator.supporters.types import OWN


def print_run(
    home: CampaignFolder,
    options: mailroom_print_run.PrintOptions,
    *,
    supporters: Path | None,
    any_words: bool,
    status_old_ok: bool,
    keep_going: bool,
) -> int:
    """Prints the run and returns the exit code: 1 if a letter is left out or uncertain.

    Raises FilesAreWrongError for a sample sender, and for an old look at the matter unless
    `status_old_ok`.
    """
    # First of all: a sample sender must not even begin a ledger.
    refuse_sample(home.project, home.path, campaign=home.campaign)
    if not status_old_ok:
        refuse_old_status(home.project, campaign=home.campaign, on=today())
    ready = prepare(
        home.project, home.path, campaign=home.campaign, at=today(), supporters=supporters
    )
    build_output.announce(ready)
    warn(*asks_fallen_since(home.project, ready, on=today()))
    with open_ledger(home.path) as ledger:
        stock = take_stock(
            home.project, ready, folder=home.path, ledger=ledger, at=today(), any_words=any_words
        )
        if not keep_going:
            stock.refuse_unfit()
        stock.refuse_nothing()
        made = mailroom_print_run.print_run(
            stock,
            options,
            folder=home.path,
            templates=home.project.folder / "templates",
            ledger=ledger,
            at=today(),
            keep_going=keep_going,
        )
    warn(*(f"left out: {line}" for line in (*stock.lines, *made.left_out)))
    show_others(stock)
    _show(made, campaign=home.campaign)
    # 1 and not 2: the run is whole, but a person has to look at letters that are not in it.
    return 1 if stock.lines or stock.uncertain or made.left_out else 0


def show_others(stock: LetterStock) -> None:
    """Says which letters are not printed or sent now: mailed or sent before, uncertain, refused."""
    if stock.gone:
        click.echo(f"{stock.gone} letters were mailed or sent before, and are left alone.")
    if stock.absent:
        warn(
            f"{stock.absent} other letters are printed and not among these: "
            "--supporters names another list."
        )
    warn_of_uncertain(stock.uncertain, campaign=stock.ready.options.campaign)
    warn_of_refused(stock.refused)


def warn_of_uncertain(claims: Iterable[UncertainClaim], *, campaign: str) -> None:
    """Says what to do about each message that may have arrived; people are named by id."""
    messages = defaultdict[str, list[UncertainClaim]](list)
    for claim in claims:
        # The campaign’s own letters have no supporter, so that their key chooses them.
        is_own = claim.supporter in {"", OWN}
        messages[f"--key {claim.key}" if is_own else f"--supporter {claim.supporter}"].append(claim)
    for which, letters in messages.items():
        warn(
            f"uncertain: {len(letters)} letters ({which}) were being e-mailed on "
            f"{letters[0].since}; it is not known whether they arrived: ask, then "
            f"`letters mark sent {campaign} {which}` or `letters mark not-sent {campaign} {which}`"
        )


def warn_of_refused(batches: Mapping[str, Mapping[str, int]]) -> None:
    """Says which batches hold letters that may not go any more."""
    for name, people in batches.items():
        warn(
            f"{name} holds {sum(people.values())} letters that may not go any more, "
            f"of {first_few(list(people))}: take them out"
        )


def warn_of_earlier(batches: Mapping[str, int], *, campaign: str, again: str) -> None:
    """Says which earlier batches hold these letters too."""
    for name, number in batches.items():
        mark = f"letters mark {mark_for(name)} {campaign} --batch {name}"
        warn(
            f"{number} of these letters stand in {name} too: "
            f"if that one went, `{mark}`, and {again} again; otherwise delete it."
        )


def _show(made: mailroom_print_run.Printout, *, campaign: str) -> None:
    """Says what the folder holds now, and what to do with it."""
    warn(*made.warnings)
    warn_of_earlier(made.elsewhere, campaign=campaign, again="print")
    run = made.run
    postage = "; ".join(f"{number} × {name}" for name, number in run.postage.items())
    batches = " ".join(f"--batch {batch.name}" for batch in made.batches)
    for line in mailroom_print_run.totals(run):
        click.echo(line)
    click.echo(
        f"{len(run.positions)} letters in {len(run.packets)} envelopes, {run.sheets} sheets. "
        f"Postage: {postage}."
    )
    click.echo(f"{made.folder}: {', '.join(made.files)}")
    click.echo(f"When it is at the post office: letters mark mailed {campaign} {batches}")
