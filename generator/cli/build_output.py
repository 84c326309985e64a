"""What a person sees of a build: who is left out or held back, a bar on a terminal, a line for each failure, a summary."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from generator.cli.root import INTERRUPTED
from generator.files import processes
from generator.files.whole import guarantee_folder
from generator.ledger import index_csv
from generator.ledger.outcomes import Outcome, Report
from generator.letter import weasyprint_patches
from generator.letter.ocr import Scanner
from generator.press import build, drive, output_folder, trial_run
from generator.press.drive import Drive
from generator.press.job import Job

SLOW = (
    "Letters take more than twice as long to print here as they could: HarfBuzz's library for typefaces is missing "
    "(`apt install libharfbuzz-subset0` or `brew install harfbuzz`)."
)
FEW = 10
"""As many notices, held rows, and failures of one kind, are shown one by one; more are counted."""
MANY = 200
"""As many letters and held rows of a drive are shown by a dry run, which writes no held.csv."""


def announce(job: Job) -> None:
    """Says on stderr what a careful person would want to know before the letters are printed."""
    details = job.campaign.sender.details
    if details.sample:
        file = job.options.sender or "sender.yaml"
        refusal = "until then `letters print` and `letters send` refuse these letters"
        sample = details.organization or details.name
        click.echo(
            f"The sender is still the sample “{sample}”: put yourself into {file}; {refusal}.",
            err=True,
        )
    if not weasyprint_patches.subsets_natively():
        click.echo(SLOW, err=True)
    warn(job)


def warn(job: Job) -> None:
    """Says on stderr what may be wrong with the files, who is left out, and which letters do not go the way that was asked for."""
    for problem in job.warnings:
        click.echo(str(problem), err=True)
    for outcome in job.left_out:
        click.echo(f"not written to: {outcome.message}", err=True)
    if not isinstance(job, Drive):
        _notices(
            "address",
            [
                (order.letter.stem, order.letter.notice)
                for order in job.orders
                if order.letter.notice
            ],
        )


def show_held(job: Drive, *, dry_run: bool) -> None:
    """Says how many letters go, and which wait, by the ids of the supporters; many are counted by their kind."""
    people = len({piece.supporter.id for piece in job.pieces})
    click.echo(
        f"{len(job.pieces)} letters of {people} supporters; {job.counts.total()} held back or merged."
    )
    most, total = MANY if dry_run else FEW, job.counts.total()
    held = (*job.leftovers.first, *job.held) if dry_run or total <= most else ()
    for one in held[:most]:
        letter = f" ({one.letter})" if one.letter else ""
        click.echo(
            f"{one.kind}: {one.supporter.file}:{one.supporter.line}: {one.supporter.id}{letter}: {one.reason}",
            err=True,
        )
    if job.refused:
        some = ", ".join(sorted(job.refused)[:FEW]) + (" …" if len(job.refused) > FEW else "")
        click.echo(
            f"{len(job.refused)} of the refused have letters from before, which are neither put together nor sent: {some}",
            err=True,
        )
    for kind, number in job.counts.most_common() if total > most else ():
        where = (
            f"a build writes all of them into {drive.HELD}"
            if dry_run
            else f"{drive.HELD} says each and why"
        )
        click.echo(f"{kind}: {number}; {where}", err=True)


def rehearse(job: Job) -> int:
    """Shows what would be printed, and whether the longest letters can be; returns the exit code.

    Of a drive the first letters stand for all: to compose a hundred thousand takes minutes.
    """
    if isinstance(job, Drive):
        job.refuse_nobody()
    shown = tuple(islice(job.orders, MANY if isinstance(job, Drive) else None))
    tried = trial_run.rehearse(job.press, shown)
    failures = {outcome.stem: outcome for outcome in tried.failed}
    report = Report(job.left_out)
    for order in shown:
        report.add(
            failures.get(order.letter.stem)
            or Outcome(order.recipient.id, order.letter.stem, "to print")
        )
        click.echo(f"{order.letter.stem}.pdf  {' '.join(order.selection.argument_ids)}")
    for outcome in tried.failed:
        _show_failed(outcome)
    more = len(job.orders) - len(shown)
    rest = f", and {more} more" if more else ""
    some = f"the {tried.tried} longest{f' of the first {len(shown)}' if more else ''} were laid out"
    laid_out = "all were laid out" if tried.tried == len(job.orders) else some
    click.echo(f"Dry run: {report.summary}{rest}; {laid_out}. Nothing was written.")
    return report.exit_code


def run(job: Job, *, folder: Path, jobs: int, today: date, reader: Scanner | None = None) -> int:
    """Prints the job into the folder, shows what becomes of each letter, and returns the exit code.

    After Ctrl-C that is 130, after SIGTERM 143, and what was finished is in the index.
    """
    if isinstance(job, Drive) and not job.pieces:
        guarantee_folder(folder)
        drive.write_leftovers(job, folder, failures={})
        _show_where_held(job, folder)
        job.refuse_nobody()
    outcomes = build.build(job, folder=folder, today=today, jobs=jobs, reader=reader)
    report = Report(job.left_out)
    code = _follow(outcomes, report, total=len(job.orders))
    if code is None:
        _show_earlier(job, report, folder=folder)
        _show(report, job=job, folder=folder)
        code = report.exit_code
    if isinstance(job, Drive):
        _show_where_held(job, folder)
    return code


def _follow(outcomes: Iterator[Outcome], report: Report, *, total: int) -> int | None:
    """Adds each outcome to the report as it comes, and shows failures; returns the exit code if the run was stopped."""
    alike = Counter[str]()
    try:
        with processes.stopped_once():
            for outcome in _with_bar(outcomes, total=total):
                report.add(outcome)
                alike[outcome.message] += 1
                if outcome.status == "failed" and alike[outcome.message] <= FEW:
                    _show_failed(outcome)
    except KeyboardInterrupt as stop:
        done = sum(outcome.is_there for outcome in report.outcomes)
        click.echo(
            f"Stopped: {done} of {total} letters are there, each of them whole; run the same command to go on.",
            err=True,
        )
        (code,) = stop.args or (INTERRUPTED,)
        return int(code)
    failed = report.having("failed")
    for message in dict.fromkeys(outcome.message for outcome in failed):
        if alike[message] > FEW:
            click.echo(f"failed: {alike[message] - FEW} more letters: {message}", err=True)
    if report.is_cut_short:
        rest = total - len(failed) - sum(outcome.is_there for outcome in report.outcomes)
        click.echo(f"Stopped there: {rest} more of {total} letters are to be printed.", err=True)
    return None


def _show_failed(outcome: Outcome) -> None:
    """Says which letter failed and why."""
    click.echo(f"failed: {outcome.stem}: {outcome.message}", err=True)


def _show_where_held(job: Drive, folder: Path) -> None:
    click.echo(f"Held back: {drive.held_file(job, folder)}")


def _show_earlier(job: Job, report: Report, *, folder: Path) -> None:
    """Names the letters of earlier runs; a filter leaves out letters on purpose, and says nothing of them."""
    earlier = (
        ()
        if job.options.filters
        else output_folder.earlier(index_csv.read(folder), report.outcomes)
    )
    if earlier:
        named = ", ".join(f"{stem}.pdf" for stem in earlier[:FEW]) + (
            ", …" if len(earlier) > FEW else ""
        )
        click.echo(f"of an earlier run, and not made by this one: {named}", err=True)


def _with_bar(outcomes: Iterator[Outcome], *, total: int) -> Iterator[Outcome]:
    """The outcomes as they come, with a bar on a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield from outcomes
        return
    columns = (TextColumn("printing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield from bar.track(outcomes, total=total)


def _show(report: Report, *, job: Job, folder: Path) -> None:
    """The notices and the summary."""
    allowed = job.campaign.settings.max_pages
    whose = "their" if job.options.supporters else "your"
    kept = [outcome for outcome in report.outcomes if outcome.dropped and outcome.pages <= allowed]
    longer = [outcome for outcome in report.outcomes if outcome.pages > allowed]
    _notices(
        "kept to its pages by leaving out",
        [(outcome.stem, ", ".join(outcome.dropped)) for outcome in kept],
    )
    _notices(
        f"{whose} own words fill the page{'s' if allowed > 1 else ''}",
        [(outcome.stem, _room_taken(outcome)) for outcome in longer],
    )
    _notices(
        "window", [(outcome.stem, outcome.notice) for outcome in report.outcomes if outcome.notice]
    )
    _notices(
        "scan", [(outcome.stem, outcome.misread) for outcome in report.outcomes if outcome.misread]
    )
    click.echo(f"{report.summary[:1].upper()}{report.summary[1:]}: {folder}")


def _room_taken(outcome: Outcome) -> str:
    """The pages of a letter that has more of them than the campaign allows, and what gave way first."""
    return f"it has {outcome.pages}" + (
        f", with {', '.join(outcome.dropped)} left out" if outcome.dropped else ""
    )


def _notices(kind: str, notices: list[tuple[str, str]]) -> None:
    """Notices of one kind: one by one if few, counted if many."""
    if len(notices) <= FEW:
        for stem, words in notices:
            click.echo(f"{stem}: {kind}: {words}", err=True)
        return
    for words, number in Counter(words for _, words in notices).most_common():
        example = next(stem for stem, other in notices if other == words)
        who = example if number == 1 else f"{number} letters (such as {example})"
        click.echo(f"{who}: {kind}: {words}", err=True)
