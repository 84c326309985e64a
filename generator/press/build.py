"""The build, from the files to the letters: read this first.

`letters build` prepares a job, which checks everything before anything is written, and prints it:

1. `prepare` loads every file of the campaign, selects who is written to, composes each letter and
   audits its words against the findings. Mistakes of all files are raised together.
2. `build` prints the letters, each whole or not at all, and records each as soon as it is there, so
   that a run that was stopped or killed goes on where it was.

The campaign's own letters and those of supporters, a drive, are printed by the same function: it is
given other orders, and for a drive a ledger that keeps a letter from being mailed twice.
"""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from generator.files.whole import guarantee_folder
from generator.ledger.book import Ledger, open_ledger, register_of
from generator.ledger.lock import only_run
from generator.ledger.outcomes import Outcome
from generator.ledger.types import Claim, FinishedStep
from generator.letter.ocr import Scanner
from generator.press import batch, drive, job, output_folder
from generator.press.build_options import BuildOptions
from generator.press.letter import Order
from generator.project.load import Project
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

    If supporters write, that is a Drive: the ledger of the folder names those it knows, and
    `leftovers` takes those of whom nothing goes. Raises FilesAreWrongError with every problem of
    all files, and NoLetterError if no letter of the campaign's own is left to print.
    """
    if options.supporters is None:
        return job.prepare(project, options)
    return drive.prepare(
        project,
        options,
        supporters=options.supporters,
        register=register_of(folder, at=today),
        leftovers=leftovers or HoldList(),
    )


def build(
    ready: job.Job, *, folder: Path, today: datetime.date, jobs: int, reader: Scanner | None = None
) -> Iterator[Outcome]:
    """Prints the job into the folder, `jobs` letters at a time; yields each outcome once recorded.

    Letters that are there as they would be printed now are left alone. However the run ends,
    index.csv and README.txt list all letters that are there, and held.csv those that wait; after a
    kill, the next run sees to that. With a `reader` all letters are printed, and a scan of each is
    read.

    Raises CannotWriteError, LedgerBusyError if another run is at work on the folder, and what
    `open_ledger` raises.
    """
    guarantee_folder(folder)
    context = batch.PrintContext(ready.press, folder, ready.envelope, reader)
    with (
        _at_work(ready, folder, today=today) as claims,
        output_folder.recorded(folder, job=ready) as record,
    ):
        printed = batch.print_all(claims.granted(ready.orders), context, jobs=jobs)
        for outcome in chain(printed, claims.gone):
            record(outcome)
            claims.settle(outcome)
            yield outcome


@contextmanager
def _at_work(ready: job.Job, folder: Path, *, today: datetime.date) -> Iterator["Claims"]:
    """Keeps other runs from the folder; for a drive, opens its ledger, and writes held.csv last."""
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
        finally:
            ledger.flush()
            drive.write_leftovers(ready, folder, failures=claims.failures)


class Claims:
    """The letters of a run in the ledger: claimed before they are printed, settled after.

    Without a ledger all are granted: the campaign's own letters enter it when they are mailed.
    """

    def __init__(self, ledger: Ledger | None, *, today: datetime.date) -> None:
        self.gone: list[Outcome] = []
        """Letters that were mailed, which are not printed again, however their words changed."""
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
                case FinishedStep(step="printed"):
                    yield order
                case _:
                    message = "has left the house"
                    self.gone.append(
                        Outcome(order.recipient.id, stem, "unchanged", message=message)
                    )

    def settle(self, outcome: Outcome) -> None:
        """Records in the ledger that the letter is printed, or here why it is not."""
        claim = self._open.pop(outcome.stem, None)
        if outcome.status == "failed":
            self.failures[outcome.stem] = outcome.message
        elif self._ledger and claim:
            file = f"{outcome.stem}.pdf"
            self._ledger.settle(claim, at=self._today, file=file, sha256=outcome.sha256)
