"""What `letters mark` shows: how many letters were marked, and why others were not."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping

import click

from generator.cli.options import CampaignFolder
from generator.cli.output import FEW, warn
from generator.ledger import marking
from generator.ledger.book import open_ledger, read_ledger
from generator.ledger.marking import Selector
from generator.ledger.types import Answer, Mark


def mark(
    home: CampaignFolder,
    chosen: Iterable[Selector],
    *,
    what: Mark,
    when: datetime.date,
    note: str,
    answer: Answer,
) -> int:
    """Records the mark and returns the exit code: 1 if it cannot be true of some letters."""
    # Sets of keys: two selectors may choose the same letter, which then counts once.
    done, before, refused = set[str](), set[str](), dict[str, str]()
    # A folder without a ledger is refused before a new ledger would be made in it.
    read_ledger(home.path).close()
    with open_ledger(home.path) as ledger:
        for selector in chosen:
            marked = marking.mark(ledger, selector, what=what, when=when, note=note, answer=answer)
            done.update(marked.done)
            before.update(marked.already)
            refused.update(marked.refused)
    _warn_of_refused(refused)
    counts = [f"{len(done)} letters marked {what}"]
    # A letter that an earlier selector of this command marked is not one of “before”.
    if before - done:
        counts.append(f"{len(before - done)} were before")
    if refused:
        counts.append(f"{len(refused)} not")
    click.echo(", ".join(counts) + ".")
    return 1 if refused else 0


def _warn_of_refused(refused: Mapping[str, str]) -> None:
    """Says why letters were not marked: one by one if few, counted by reason if many."""
    if len(refused) <= FEW:
        warn(*(f"not marked: {key}: {reason}" for key, reason in refused.items()))
        return
    for reason, number in Counter(refused.values()).items():
        warn(f"not marked: {number} letters: {reason}")
