"""What a person sees of the ledger: counts, marks, the history, and what was erased."""

import datetime
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

import click
from rich.text import Text

from generator.cli import output
from generator.cli.print_run_output import Home, tell_refused, tell_uncertain
from generator.cli.tables import plain_table, print_table
from generator.ledger import forgetting as forgetter
from generator.ledger import marking
from generator.ledger.batches import mark_for, not_told, refused_in
from generator.ledger.book import open_ledger, read_ledger
from generator.ledger.counting import Line, status
from generator.ledger.history import export_history
from generator.ledger.marking import By, Selector
from generator.ledger.types import ANSWERS, STAGES, Answer, Mark, Stage
from generator.press import output_folder

FEW = 10


def show_status(home: Home, *, by: Literal["recipient", "state"] | None) -> None:
    """Counts by stage, answers, runs that nobody marked as mailed, and everything that is uncertain."""
    with read_ledger(home.folder) as book:
        found, waiting, refused = status(book), not_told(book), refused_in(book)
    click.echo(f"{found.total} letters: {_counted(found.stages) or 'none'}.")
    for answer, number in found.answers.items():
        click.echo(f"  {number}: {ANSWERS[answer]}")
    for name, number in waiting.items():
        click.echo(f"{name}: {number} letters are not marked as {mark_for(name)}")
    tell_refused(refused)
    if found.forgotten:
        click.echo(f"{found.forgotten} supporters asked to be forgotten; their letters are counted.")
    if found.at_work:
        click.echo("A run is at work: its letters are not counted to the end.")
    tell_uncertain(found.uncertain, campaign=home.campaign)
    if by:
        _table(by, found.recipients if by == "recipient" else found.states)


def _counted(stages: Mapping[Stage, int]) -> str:
    return ", ".join(f"{number} {stage}" for stage, number in stages.items())


def _table(by: str, lines: Iterable[Line]) -> None:
    found = tuple(lines)
    reached = [stage for stage in STAGES if any(line.counts.get(stage) for line in found)]
    shown = plain_table("id" if by == "recipient" else by, "letters", *reached)
    for line in found:
        shown.add_row(*map(Text, (line.name, str(line.total), *(str(line.counts.get(stage, "")) for stage in reached))))
    print_table(shown)


def mark(
    home: Home, chosen: Iterable[tuple[By, str]], *, what: Mark, when: datetime.date, note: str, answer: Answer
) -> int:  # fmt: skip
    """Records the mark and gives the exit code: 1 where it cannot be true of some letters."""
    refused: dict[str, str] = {}
    done, already = set[str](), set[str]()
    read_ledger(home.folder).close()
    with open_ledger(home.folder) as book:
        for by, value in chosen:
            marked = marking.mark(book, Selector(by, value), what=what, when=when, note=note, answer=answer)
            done |= set(marked.done)
            already |= set(marked.already)
            refused.update(marked.refused)
    _refusals(refused)
    counts = ((f"{len(done)} letters marked {what}", True), (f"{len(already - done)} were before", already - done))
    click.echo(", ".join(words for words, any_of_them in (*counts, (f"{len(refused)} not", refused)) if any_of_them) + ".")
    return 1 if refused else 0


def _refusals(refused: Mapping[str, str]) -> None:
    """Why letters were not marked: one by one if few, counted if many."""
    if len(refused) <= FEW:
        for key, reason in refused.items():
            click.echo(f"not marked: {key}: {reason}", err=True)
        return
    for reason in dict.fromkeys(refused.values()):
        click.echo(f"not marked: {sum(said == reason for said in refused.values())} letters: {reason}", err=True)


def export(home: Home, *, file: Path | None) -> None:
    """Writes the history, or shows it."""
    with read_ledger(home.folder) as book:
        output.give(export_history(book), out=file)


def forget(home: Home, supporter: str, *, at: datetime.date) -> None:
    """Erases the supporter, and says from where."""
    read_ledger(home.folder).close()
    with open_ledger(home.folder) as book:
        report = forgetter.forget(supporter, ledger=book, folder=home.folder, at=at, mapping=_mapping(home), lists=_lists(home))
    for line in report.lines:
        click.echo(line)


def _lists(home: Home) -> dict[str, Path]:
    """The user's own lists that may hold a supporter, by the names that the user knows: that of the last build, and who wants no mail."""
    files = [home.place.folder / "letters" / home.campaign / "unsubscribed.csv"]
    with suppress(output_folder.NothingBuiltError):
        options = output_folder.last_options(home.folder, campaign=home.campaign, root=home.place.folder)
        files += [options.supporters] if options.supporters else []
    return {home.place.shown(file): file for file in files if file.is_file()}


def _mapping(home: Home) -> dict[str, str]:
    """What the list of the last build calls its columns."""
    try:
        return dict(output_folder.last_options(home.folder, campaign=home.campaign, root=home.place.folder).mapping)
    except output_folder.NothingBuiltError:
        return {}
