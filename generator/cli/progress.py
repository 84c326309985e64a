"""What a person sees of a run: who is left out, a bar on a terminal, a line for each failure, a summary."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from generator import batch, processes, rehearsal, shelf, weasyprint_patches
from generator.cli.root import INTERRUPTED
from generator.files import guarantee_folder
from generator.job import Job
from generator.report import Outcome, Report
from generator.scanner import Scanner

SLOW = (
    "Letters take more than twice as long to print here as they could: HarfBuzz's library for typefaces is missing "
    "(`apt install libharfbuzz-subset0` or `brew install harfbuzz`)."
)
FEW = 10
"""As many notices, and failures of one kind, are shown one by one; more are counted."""


def announce(job: Job) -> None:
    """Says on stderr what a careful person would want to know before the letters are printed."""
    if job.campaign.sender.details.sample:
        sample = job.campaign.sender.details.organization or job.campaign.sender.details.name
        file = job.wishes.sender or "sender.yaml"
        refused = "until then `letters print` and `letters send` refuse these letters"
        click.echo(f"The sender is still the sample “{sample}”: put yourself into {file}; {refused}.", err=True)
    if not weasyprint_patches.subsets_natively():
        click.echo(SLOW, err=True)
    warn(job)


def warn(job: Job) -> None:
    """Says on stderr what may be wrong with the files, who is left out, and which letters go another way than was wished."""
    for problem in job.warnings:
        click.echo(str(problem), err=True)
    for outcome in job.left_out:
        click.echo(f"not written to: {outcome.message}", err=True)
    _notices("address", [(order.letter.stem, order.letter.notice) for order in job.orders if order.letter.notice])


def rehearse(job: Job) -> int:
    """Shows what would be printed, and whether the longest letters can be; gives the exit code."""
    tried = rehearsal.rehearse(job.press, job.orders)
    told = {outcome.stem: outcome for outcome in tried.failed}
    report = Report(job.left_out)
    for order in job.orders:
        report.add(told.get(order.letter.stem) or Outcome(order.recipient.id, order.letter.stem, "to print"))
        click.echo(f"{order.letter.stem}.pdf  {' '.join(order.selection.argument_ids)}")
    for outcome in tried.failed:
        tell_failed(outcome)
    laid_out = "all were laid out" if tried.tried == len(job.orders) else f"the {tried.tried} longest were laid out"
    click.echo(f"Dry run: {report.summary}; {laid_out}. Nothing was written.")
    return report.exit_code


def run(job: Job, *, folder: Path, jobs: int, reader: Scanner | None = None) -> int:
    """Prints the job into the folder and gives the exit code."""
    guarantee_folder(folder)
    shop = batch.Shop(job.press, folder, job.envelope, reader)
    return follow(
        _put_away(batch.print_all(job.orders, shop, jobs=jobs), job=job, folder=folder), job=job, folder=folder, total=len(job.orders)
    )


def _put_away(outcomes: Iterator[Outcome], *, job: Job, folder: Path) -> Iterator[Outcome]:
    """The outcomes as they come; with the last of them, or when the run is stopped, the index is written."""
    done: list[Outcome] = []
    try:
        for outcome in outcomes:
            done.append(outcome)
            yield outcome
    finally:
        earlier = shelf.put_away(folder, job=job, outcomes=done)
    if earlier and not job.wishes.filters:
        named = ", ".join(f"{stem}.pdf" for stem in earlier[:FEW]) + (", …" if len(earlier) > FEW else "")
        click.echo(f"of an earlier run, and not made by this one: {named}", err=True)


def follow(outcomes: Iterator[Outcome], *, job: Job, folder: Path, total: int) -> int:
    """Shows what becomes of each letter and gives the exit code; after Ctrl-C 130 (SIGTERM 143), with what was finished in the index."""
    report = Report(job.left_out)
    alike = Counter[str]()
    try:
        with processes.stopped_once():
            for outcome in _with_bar(outcomes, total=total):
                report.add(outcome)
                alike[outcome.message] += 1
                if outcome.status == "failed" and alike[outcome.message] <= FEW:
                    tell_failed(outcome)
    except KeyboardInterrupt as stop:
        done = len(report.having("printed")) + len(report.having("unchanged"))
        click.echo(f"Stopped: {done} of {total} letters are there, each of them whole; run the same command to go on.", err=True)
        (code,) = stop.args or (INTERRUPTED,)
        return int(code)
    for message in dict.fromkeys(outcome.message for outcome in report.having("failed")):
        if alike[message] > FEW:
            click.echo(f"failed: {alike[message] - FEW} more letters: {message}", err=True)
    if report.is_cut_short:
        rest = total - sum(len(report.having(status)) for status in ("printed", "unchanged", "failed"))
        click.echo(f"Stopped there: {rest} more of {total} letters are to be printed.", err=True)
    _tell(report, job=job, folder=folder)
    return report.exit_code


def tell_failed(outcome: Outcome) -> None:
    """Says which letter failed and why."""
    click.echo(f"failed: {outcome.stem}: {outcome.message}", err=True)


def _with_bar(outcomes: Iterator[Outcome], *, total: int) -> Iterator[Outcome]:
    """The outcomes as they come, with a bar on a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield from outcomes
        return
    columns = (TextColumn("printing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield from bar.track(outcomes, total=total)


def _tell(report: Report, *, job: Job, folder: Path) -> None:
    """The notices and the summary."""
    allowed = job.campaign.settings.max_pages
    whose = "their" if job.wishes.supporters else "your"
    kept = [outcome for outcome in report.outcomes if outcome.dropped and outcome.pages <= allowed]
    longer = [outcome for outcome in report.outcomes if outcome.pages > allowed]
    _notices("kept to its pages by leaving out", [(outcome.stem, ", ".join(outcome.dropped)) for outcome in kept])
    _notices(f"{whose} own words fill the page{'s' if allowed > 1 else ''}", [(outcome.stem, _room_taken(outcome)) for outcome in longer])
    _notices("window", [(outcome.stem, outcome.notice) for outcome in report.outcomes if outcome.notice])
    _notices("scan", [(outcome.stem, outcome.misread) for outcome in report.outcomes if outcome.misread])
    click.echo(f"{report.summary[:1].upper()}{report.summary[1:]}: {folder}")


def _room_taken(outcome: Outcome) -> str:
    """The pages of a letter that has more of them than the campaign allows, and what gave way first."""
    return f"it has {outcome.pages}" + (f", with {', '.join(outcome.dropped)} left out" if outcome.dropped else "")


def _notices(kind: str, told: list[tuple[str, str]]) -> None:
    """Notices of one kind: one by one if few, counted if many."""
    if len(told) <= FEW:
        for stem, words in told:
            click.echo(f"{stem}: {kind}: {words}", err=True)
        return
    for words, number in Counter(words for _, words in told).most_common():
        example = next(stem for stem, said in told if said == words)
        who = example if number == 1 else f"{number} letters (such as {example})"
        click.echo(f"{who}: {kind}: {words}", err=True)
