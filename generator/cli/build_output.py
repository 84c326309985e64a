"""What `letters build` shows: letters left out or held back, a bar, failures, a summary."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from generator.cli import coverage_output
from generator.cli.output import FEW, capitalized, first_few, warn
from generator.cli.root import INTERRUPTED
from generator.files import processes
from generator.files.whole import guarantee_folder
from generator.ledger import index_csv
from generator.ledger.outcomes import Outcome, Report
from generator.letter import weasyprint_patches
from generator.letter.ocr import Scanner
from generator.press import build, coverage, drive, output_folder, trial_run
from generator.press.drive import Drive
from generator.press.job import Job
from generator.press.letter import Order

SLOW = (
    "Letters take more than twice as long to print here as they could: HarfBuzz's library for "
    "typefaces is missing (`apt install libharfbuzz-subset0` or `brew install harfbuzz`)."
)
MANY = 200
"""Letters and held rows of a drive that a dry run shows: it writes no held.csv to look into."""


def announce(job: Job) -> None:
    """Warns on stderr of ended terms, a sample sender and slow printing, then of all else."""
    show_ended_terms(job)
    details = job.campaign.sender.details
    if details.sample:
        file = job.options.sender or "sender.yaml"
        warn(
            f"The sender is still the sample “{details.organization or details.name}”: put "
            f"yourself into {file}; until then `letters print` and `letters send` refuse these "
            "letters."
        )
    if not weasyprint_patches.subsets_natively():
        warn(SLOW)
    _show_warnings(job)


def show_warnings(job: Job) -> None:
    """Says on stderr what may be wrong in the files, who is left out, and what goes elsewhere."""
    show_ended_terms(job)
    _show_warnings(job)


def show_ended_terms(job: Job) -> None:
    """Says on stderr how many terms ended, and the command that is the remedy."""
    # First of all: one command is the remedy, and after it most other warnings are others.
    if job.absent.notice:
        warn(f"{capitalized(job.absent.notice)}.")


def _show_warnings(job: Job) -> None:
    warn(*job.warnings)
    warn(*job.absent.details)
    others = [one for one in job.left_out if one not in job.absent.outcomes]
    warn(*(f"not written to: {outcome.message}" for outcome in others))
    # The notices of a drive come with its letters: to compose a hundred thousand takes minutes.
    if not isinstance(job, Drive):
        _show_notices("address", ((one.letter.stem, one.letter.notice) for one in job.orders))


def show_held(job: Drive, *, dry_run: bool) -> None:
    """Says how many letters go, and which wait, by the ids of the supporters.

    Many are counted by their kind: the file of held rows, which a dry run does not write, has each.
    """
    people = len({piece.supporter.id for piece in job.pieces})
    total, most = job.counts.total(), MANY if dry_run else FEW
    click.echo(f"{len(job.pieces)} letters of {people} supporters; {total} held back or merged.")
    held = (*job.leftovers.first, *job.held) if dry_run or total <= most else ()
    # File, line and id but no name: output of a run is copied into reports and tickets.
    for one in held[:most]:
        who = f"{one.supporter.file}:{one.supporter.line}: {one.supporter.id}"
        letter = f" ({one.letter})" if one.letter else ""
        warn(f"{one.kind}: {who}{letter}: {one.reason}")
    if job.refused:
        warn(
            f"{len(job.refused)} of the refused have letters of earlier builds, which are neither "
            f"printed nor sent: {first_few(sorted(job.refused))}"
        )
    where = f"{drive.HELD} says each and why"
    if dry_run:
        where = f"a build writes all of them into {drive.HELD}"
    # All or counts, and never the first few alone: they would look like all.
    if total > most:
        warn(*(f"{kind}: {number}; {where}" for kind, number in job.counts.most_common()))


def rehearse(job: Job) -> int:
    """Shows what would be printed, and whether the longest letters can be; returns the exit code.

    Of a drive the first letters stand for all: to compose a hundred thousand takes minutes.
    """
    most = None
    if isinstance(job, Drive):
        job.refuse_nobody()
        most = MANY
    shown = tuple(islice(job.orders, most))
    tried = trial_run.rehearse(job.press, shown)
    failures = {outcome.stem: outcome for outcome in tried.failed}
    report = Report(job.left_out)
    for order in shown:
        stem = order.letter.stem
        report.add(failures.get(stem) or Outcome(order.recipient.id, stem, "to print"))
        click.echo(f"{stem}.pdf  {' '.join(order.selection.argument_ids)}")
    _show_failed(*tried.failed)
    _show_variety(job, job.orders)
    more = len(job.orders) - len(shown)
    laid_out = f"the {tried.tried} longest{f' of the first {len(shown)}' if more else ''} were"
    if tried.tried == len(job.orders):
        laid_out = "all were"
    rest = f", and {more} more" if more else ""
    click.echo(f"Dry run: {report.summary}{rest}; {laid_out} laid out. Nothing was written.")
    return report.exit_code


def run(job: Job, *, folder: Path, jobs: int, today: date, reader: Scanner | None = None) -> int:
    """Prints the job into the folder, shows what becomes of each letter, and returns the exit code.

    After Ctrl-C that is 130, after SIGTERM 143, and the index has what was finished.
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
    _show_where_held(job, folder)
    return code


def _follow(outcomes: Iterator[Outcome], report: Report, *, total: int) -> int | None:
    """Adds each outcome to the report as it comes, and shows failures.

    Returns the exit code if the run was stopped, else None.
    """
    alike = Counter[str]()
    try:
        with processes.stopped_once():
            for outcome in _with_bar(outcomes, total=total):
                report.add(outcome)
                if outcome.status == "failed":
                    alike[outcome.message] += 1
                    # One cause, such as a broken design, fails every letter in the same words.
                    if alike[outcome.message] <= FEW:
                        _show_failed(outcome)
    except KeyboardInterrupt as stop:
        done = sum(outcome.is_there for outcome in report.outcomes)
        warn(
            f"Stopped: {done} of {total} letters are there, each of them whole; "
            "run the same command to go on."
        )
        # Only the first signal arrives, with its exit code; a bare Ctrl-C has no argument.
        (code,) = stop.args or (INTERRUPTED,)
        return int(code)
    for message, number in alike.items():
        if number > FEW:
            warn(f"failed: {number - FEW} more letters: {message}")
    if report.is_cut_short:
        rest = total - alike.total() - sum(outcome.is_there for outcome in report.outcomes)
        warn(f"Stopped there: {rest} more of {total} letters are to be printed.")
    return None


def _show_failed(*outcomes: Outcome) -> None:
    """Says which letters failed and why."""
    warn(*(f"failed: {outcome.stem}: {outcome.message}" for outcome in outcomes))


def _show_where_held(job: Job, folder: Path) -> None:
    if isinstance(job, Drive):
        click.echo(f"Held back: {drive.held_file(job, folder)}")


def _show_earlier(job: Job, report: Report, *, folder: Path) -> None:
    """Names the letters of earlier runs, unless a filter leaves out letters on purpose."""
    earlier = output_folder.earlier(index_csv.read(folder), report.outcomes)
    if earlier and not job.options.filters:
        names = first_few([f"{stem}.pdf" for stem in earlier])
        warn(f"of an earlier run, and not made by this one: {names}")


def _with_bar(outcomes: Iterator[Outcome], *, total: int) -> Iterator[Outcome]:
    """Yields the outcomes as they come, with a bar on a terminal."""
    # On stderr, and only on a terminal: in a log every step of a bar would be a line.
    console = Console(stderr=True)
    if not console.is_terminal:
        yield from outcomes
        return
    columns = (TextColumn("printing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield from bar.track(outcomes, total=total)


def _show(report: Report, *, job: Job, folder: Path) -> None:
    """Prints the notices and the summary."""
    allowed = job.campaign.settings.max_pages
    signed = job.campaign.signers and job.press.design.prints_signers
    kept: list[tuple[str, str]] = []
    longer: list[tuple[str, str]] = []
    for outcome in report.outcomes:
        dropped = ", ".join(outcome.dropped)
        # Only own words may make a letter longer than its pages: any other letter fails then. Pages
        # of signers are not counted.
        if outcome.pages > allowed and not signed:
            left_out = f", with {dropped} left out" if dropped else ""
            longer.append((outcome.stem, f"it has {outcome.pages}{left_out}"))
        else:
            kept.append((outcome.stem, dropped))
    whose = "their" if job.options.supporters else "your"
    pages = "pages" if allowed > 1 else "page"
    _show_notices("kept to its pages by leaving out", kept)
    _show_notices(f"{whose} own words fill the {pages}", longer)
    _show_notices("window", ((outcome.stem, outcome.notice) for outcome in report.outcomes))
    _show_notices("scan", ((outcome.stem, outcome.misread) for outcome in report.outcomes))
    click.echo(f"{capitalized(report.summary)}: {folder}")
    _show_variety(job, _as_printed(job, report))


def _as_printed(job: Job, report: Report) -> Iterator[Order]:
    """Yields the finished letters, with the arguments that their pages had room for."""
    there = {outcome.stem: outcome for outcome in report.outcomes if outcome.is_there}
    for order in job.orders:
        if outcome := there.get(order.letter.stem):
            yield job.press.fitted(order, dropped=len(outcome.dropped))


def _show_variety(job: Job, orders: Iterable[Order]) -> None:
    """Says how many of the campaign's own letters differ, and which arguments no letter has.

    Not for a part of the letters, from which arguments are missing on purpose, and not for a drive:
    `letters similarity` compares what each office gets.
    """
    if isinstance(job, Drive) or job.options.filters:
        return
    counted = coverage.of_orders(orders, press=job.press)
    if counted.letters < 2:  # noqa: PLR2004 - one letter differs from no other
        return
    click.echo(f"{coverage_output.different(counted)}.")
    for reason, ids in counted.idle_arguments.items():
        click.echo(f"in no letter: {', '.join(ids)}: {reason}")


def _show_notices(kind: str, of_letters: Iterable[tuple[str, str]]) -> None:
    """Says the notices of one kind, those that are not empty: one by one if few, else counted."""
    notices = [(stem, notice) for stem, notice in of_letters if notice]
    if len(notices) <= FEW:
        warn(*(f"{stem}: {kind}: {notice}" for stem, notice in notices))
        return
    # Reversed, so that the first letter with a notice is its example.
    examples = {notice: stem for stem, notice in reversed(notices)}
    for notice, number in Counter(notice for _, notice in notices).most_common():
        example = examples[notice]
        who = example if number == 1 else f"{number} letters (such as {example})"
        warn(f"{who}: {kind}: {notice}")
