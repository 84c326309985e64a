"""What `letters status` shows: counts by stage, answers, and everything that is uncertain."""

from collections.abc import Collection
from typing import Literal

import click

from generator.cli import print_run_output, tables
from generator.cli.options import CampaignFolder
from generator.ledger.batches import mark_for, refused_in, unmarked
from generator.ledger.book import read_ledger
from generator.ledger.counting import StageCount, status
from generator.ledger.types import ANSWERS, STAGES


def show(home: CampaignFolder, *, by: Literal["recipient", "state"] | None) -> None:
    """Prints counts, answers, batches not marked as mailed or sent, and uncertain letters."""
    with read_ledger(home.path) as ledger:
        found, waiting, refused = status(ledger), unmarked(ledger), refused_in(ledger)
    stages = ", ".join(f"{number} {stage}" for stage, number in found.stages.items())
    click.echo(f"{found.total} letters: {stages or 'nothing yet'}.")
    for answer, number in found.answers.items():
        click.echo(f"  {number}: {ANSWERS[answer]}")
    for name, number in waiting.items():
        click.echo(f"{name}: {number} letters are not marked as {mark_for(name)}")
    print_run_output.warn_of_refused(refused)
    if found.forgotten:
        click.echo(
            f"{found.forgotten} supporters asked to be forgotten; their letters are counted."
        )
    if found.at_work:
        click.echo("A run is at work: its letters are not counted to the end.")
    print_run_output.warn_of_uncertain(found.uncertain, campaign=home.campaign)
    if by == "recipient":
        _table("id", found.recipients)
    if by == "state":
        _table("state", found.states)


def _table(heading: str, lines: Collection[StageCount]) -> None:
    """Prints a row for each member or state, with the stages that any of them has reached."""
    # No column for a stage that no letter has reached: most tables have two or three.
    reached = [stage for stage in STAGES if any(line.counts.get(stage) for line in lines)]
    rows = (
        (line.name, str(line.total), *(str(line.counts.get(stage, "")) for stage in reached))
        for line in lines
    )
    tables.show((heading, "letters", *reached), rows)
