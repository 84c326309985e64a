"""The build, from the files to the letters: read this first.

`letters build` prepares a job, which checks everything before anything is written, and then prints it, recording each letter as
soon as it lies whole in the folder. The campaign's own letters and those of supporters, a drive, are printed by one function: it
is given other orders, and for a drive a ledger.
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
from generator.ledger.types import AlreadyDone, Claim
from generator.letter.ocr import Scanner
from generator.press import batch, drive, output_folder
from generator.press.build_options import BuildOptions
from generator.press.drive import Drive
from generator.press.job import Job
from generator.press.job import prepare as prepare_own
from generator.press.letter import Order
from generator.project.load import Project
from generator.supporters.held_back import Leftovers


def prepare(project: Project, options: BuildOptions, *, folder: Path, today: datetime.date, leftovers: Leftovers | None = None) -> Job:
    """Returns the letters that the options ask for, ready to be printed into the folder; a Drive where supporters write.

    Both load every file, select the recipients, compose the letters, and audit the words. `leftovers` takes the supporters of
    whom nothing goes. Raises FilesAreWrongError with every problem of all files, and LettersError where no letter is left to
    print.
    """
    if options.supporters is None:
        return prepare_own(project, options)
    register = register_of(folder, at=today)
    return drive.prepare(project, options, supporters=options.supporters, register=register, leftovers=leftovers)


def build(job: Job, *, folder: Path, today: datetime.date, jobs: int, reader: Scanner | None = None) -> Iterator[Outcome]:
    """Prints the letters of the job into the folder, `jobs` at a time, and yields what became of each, as soon as it is recorded.

    Letters that are there as they would be printed now are left alone, so that a run that was stopped or killed goes on where it
    was. However the run ends, index.csv and README.txt tell of all letters that are there, and held.csv of those that wait;
    after a kill, the next run sees to that. A `reader` reads a scan of each letter, and all are printed for it.

    Raises CannotWriteError, LedgerBusyError where another run is at work on the folder, and what `open_ledger` raises.
    """
    guarantee_folder(folder)
    shop = batch.Shop(job.press, folder, job.envelope, reader)
    with _at_work(job, folder, today=today) as claims, output_folder.recorded(folder, job=job) as record:
        printed = batch.print_all(claims.granted(job.orders), shop, jobs=jobs)
        for outcome in chain(printed, claims.gone):
            record(outcome)
            claims.settle(outcome)
            yield outcome


@contextmanager
def _at_work(job: Job, folder: Path, *, today: datetime.date) -> Iterator["Claims"]:
    """Keeps other runs from the folder; for a drive, opens its ledger, and at the end writes held.csv."""
    if not isinstance(job, Drive):
        with only_run(folder):
            yield Claims(None, today=today)
        return
    with open_ledger(folder) as ledger:
        ledger.compose(job.pieces, at=today)
        ledger.refuse(job.refused)
        claims = Claims(ledger, today=today)
        try:
            yield claims
        finally:
            ledger.flush()
            drive.write_leftovers(job, folder, failed=drive.held_for_failure(job, claims.failures))


class Claims:
    """The letters of a run in the ledger: claimed before they are printed, settled after. Without a ledger all are granted."""

    def __init__(self, ledger: Ledger | None, *, today: datetime.date) -> None:
        self.gone: list[Outcome] = []
        """The letters that have left the house, which are not printed again, however their words have changed."""
        self.failures: dict[str, str] = {}
        """Why letters could not be printed, by stem."""
        self._ledger = ledger
        self._today = today
        self._open: dict[str, Claim] = {}

    def granted(self, orders: Iterable[Order]) -> Iterator[Order]:
        """Yields the orders that may be printed; adds the others to `gone`."""
        for order in orders:
            if self._ledger is None:
                yield order
                continue
            match self._ledger.claim(order.key, "printed", at=self._today, fingerprint=order.fingerprint):
                case Claim() as claim:
                    self._open[order.letter.stem] = claim
                    yield order
                case AlreadyDone(step="printed"):
                    yield order
                case _:
                    self.gone.append(Outcome(order.recipient.id, order.letter.stem, "unchanged", message="has left the house"))

    def settle(self, outcome: Outcome) -> None:
        """Records in the ledger that the letter is printed, or here why it is not."""
        claim = self._open.pop(outcome.stem, None)
        if outcome.status == "failed":
            self.failures[outcome.stem] = outcome.message
        elif self._ledger and claim:
            self._ledger.settle(claim, at=self._today, file=f"{outcome.stem}.pdf", sha256=outcome.sha256)
