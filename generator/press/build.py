"""The build, from the files to the letters: read this first.

`letters build` prepares a job, which checks everything before anything is written, and prints it:

1. `prepare` loads every file of the campaign, selects the recipients, composes each letter and
   audits its words against the findings. Mistakes of all files are raised together, so that a user
   corrects them in one round.
2. `build` prints the letters and records each as soon as its PDF is complete, so that a run that
   was stopped or killed continues where it stopped.

The campaign's own letters and those of supporters, a drive, are printed by the same function: it is
given other orders, and for a drive a ledger that keeps a letter from being mailed twice.
"""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from generator.congress import filters
from generator.files.whole import guarantee_folder
from generator.ledger.book import Ledger, open_ledger, register_of
from generator.ledger.lock import only_run
from generator.ledger.outcomes import Outcome
from generator.ledger.types import Claim, FinishedStep
from generator.letter import glyph_coverage
from generator.letter.ocr import Scanner
from generator.press import batch, drive, job, output_folder, warnings
from generator.press.build_options import BuildOptions
from generator.press.filter_context import filter_context
from generator.press.inspection import audit_all, refuse_errors, unprintable
from generator.press.letter import Order
from generator.project.load import Project, load
from generator.supporters.held_back import HoldList


def prepare(
    project: Project,
    options: BuildOptions,
    *,
    folder: Path,
    today: datetime.date,
    leftovers: HoldList | None = None,
) -> job.Job:
    """Returns the letters that the options ask for, ready to be printed into the folder.

    With a file of supporters the job is a Drive, prepared in the same steps: the ledger of the
    folder knows the supporters of earlier runs, and `leftovers` takes the supporters who get no
    letter. Raises the errors of `prepare_letters` and `drive.prepare`.
    """
    if options.supporters is None:
        return prepare_letters(project, options)
    return drive.prepare(
        project,
        options,
        supporters=options.supporters,
        register=register_of(folder, at=today),
        leftovers=leftovers or HoldList(),
    )


def prepare_letters(project: Project, options: BuildOptions, *, for_print: bool = True) -> job.Job:
    """Returns the job of the campaign's own letters: all files checked, all letters composed.

    Not `for_print` it also has the letters that ask nothing, for those who want to know why.

    Raises FilesAreWrongError with all problems of all files, NoMatchingRecipientError for filters
    that no recipient meets, and NoLetterError if every term has ended or nothing is asked.
    """
    # Load: every problem of all files is raised at once.
    files = load(
        project,
        options.campaign,
        on=options.letter_date,
        sender=options.sender,
        recipient_files=options.recipient_files or None,
        signs=glyph_coverage.trouble,
    )
    everyone = files.everyone
    printer = job.open_press(project, files.campaign, options=options)
    # Select: a letter to a member whose term is over would go to their successor's office.
    context = filter_context(printer.campaign, ground=printer.ground)
    # Members-elect are selected, too, to say from which day on they are written to.
    serving_or_coming = (*everyone.recipients, *everyone.coming)
    selected = filters.select(serving_or_coming, options.filters, context=context)
    addressees = job.asked_of(files.campaign, selected.recipients)
    absent = job.leave_out(addressees, everyone, options=options)
    # Compose: a member without any ask gets no letter.
    composed = job.compose_all(printer, job.in_office_on(addressees, options))
    orders, idle = job.asking(composed, needed=for_print)
    # Check: words and characters are judged in all letters before one is printed.
    doubts = refuse_errors(
        (
            *audit_all(printer, orders, everyone=files.recipients),
            *unprintable(project, printer, orders=orders, everyone=everyone, sender=options.sender),
        )
    )
    cautions = warnings.cautions(project, printer, orders=orders, everyone=everyone)
    return job.Job(
        options,
        printer,
        job.envelope(project, printer.design),
        orders if for_print else composed,
        (*absent.outcomes, *idle),
        (*files.warnings, *selected.notes, *doubts, *cautions),
        absent,
    )


def build(
    ready: job.Job, *, folder: Path, today: datetime.date, jobs: int, reader: Scanner | None = None
) -> Iterator[Outcome]:
    """Prints the job into the folder, `jobs` letters at a time; yields each outcome once recorded.

    Skips letters that are in the folder already, unchanged. However the run ends, index.csv and
    README.txt list all letters of the folder, and held.csv those that wait; after a kill, the next
    run writes them. With a `reader` all letters are printed, and a scan of each is read.

    Raises CannotWriteError, LedgerBusyError if another run is at work on the folder, and the errors
    of `open_ledger`.
    """
    guarantee_folder(folder)
    context = batch.PrintContext(ready.press, folder, ready.envelope, reader, ready.options.formats)
    with (
        _at_work(ready, folder, today=today) as claims,
        output_folder.recorded(folder, job=ready) as record,
    ):
        # Print, and record each letter before the next is yielded: a kill loses no finished letter.
        # `gone` fills while the orders are granted, so that it comes after them.
        printed = batch.print_all(claims.granted(ready.orders), context, jobs=jobs)
        for outcome in chain(printed, claims.gone):
            record(outcome)
            claims.settle(outcome)
            yield outcome


@contextmanager
def _at_work(ready: job.Job, folder: Path, *, today: datetime.date) -> Iterator["Claims"]:
    """Locks the folder against other runs; for a drive, opens the ledger, and writes held.csv last.

    The campaign's own letters have no ledger here: they enter it when they are mailed.
    """
    if not isinstance(ready, drive.Drive):
        with only_run(folder):
            yield Claims(None, today=today)
        return
    with open_ledger(folder) as ledger:
        ledger.compose(ready.pieces, at=today)
        ledger.refuse(ready.refused)
        claims = Claims(ledger, today=today)
        try:
            yield claims
        # Also after Ctrl-C or an error: held.csv lists the letters that failed until then.
        finally:
            ledger.flush()
            drive.write_leftovers(ready, folder, failures=claims.failures)


class Claims:
    """The letters of a run in the ledger: claimed before they are printed, settled after.

    So a letter that was mailed is not printed again with other words, and a run that is killed
    leaves no letter in the ledger that is not in the folder. Without a ledger all are granted.
    """

    def __init__(self, ledger: Ledger | None, *, today: datetime.date) -> None:
        self.gone: list[Outcome] = []
        """Letters that were sent; they are not printed again, even if their words have changed."""
        self.failures: dict[str, str] = {}
        """Why letters could not be printed, by stem."""
        self._ledger = ledger
        self._today = today
        self._open: dict[str, Claim] = {}

    def granted(self, orders: Iterable[Order]) -> Iterator[Order]:
        """Yields the orders that may be printed; adds the others to `gone`."""
        if self._ledger is None:
            yield from orders
            return
        for order in orders:
            stem = order.letter.stem
            claim = self._ledger.claim(
                order.key, "printed", at=self._today, fingerprint=order.fingerprint
            )
            match claim:
                case Claim():
                    self._open[stem] = claim
                    yield order
                # print_all finds its file unchanged, or prints it again.
                case FinishedStep(step="printed"):
                    yield order
                case _:
                    self.gone.append(
                        Outcome(order.recipient.id, stem, "unchanged", message="was sent already")
                    )

    def settle(self, outcome: Outcome) -> None:
        """Records in the ledger that the letter is printed, or here why it is not."""
        claim = self._open.pop(outcome.stem, None)
        if outcome.status == "failed":
            self.failures[outcome.stem] = outcome.message
        elif self._ledger and claim:
            # The path as index.csv names it, by which `letters mark --file` finds the letter.
            file = f"{outcome.stem}.pdf"
            self._ledger.settle(claim, at=self._today, file=file, sha256=outcome.sha256)
