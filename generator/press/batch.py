"""Prints many letters in a pool of processes, and yields one Outcome for each.

Processes and not threads: WeasyPrint is Python, and holds the interpreter's lock while it works.
"""

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import chain
from multiprocessing import connection, util
from pathlib import Path

from generator.errors import LettersError
from generator.files import processes
from generator.ledger import index_csv
from generator.ledger.outcomes import Outcome
from generator.letter.envelopes import Envelope
from generator.letter.ocr import Scanner
from generator.models.fields import LetterFormat
from generator.press import text_formats
from generator.press.letter import LetterPrinter, Order, failed

WORTH_A_POOL = 12
"""With fewer letters, one process is done sooner than several, which have to start first.
Both ways give the same letters, so that only a little time depends on the number."""

AHEAD = 4
"""Letters that wait in the queue of each process: enough that it never waits itself, and so few
that memory does not grow with the number of letters. Chosen by hand."""


@dataclass(frozen=True)
class PrintContext:
    """The printer, folder and envelope of a run."""

    press: LetterPrinter
    folder: Path
    envelope: Envelope | None = None
    reader: Scanner | None = None
    """Reads a scan of every letter, if given. All letters are then printed, so that all are
    read."""
    formats: tuple[LetterFormat, ...] = ("pdf",)

    def print_letter(self, order: Order) -> Outcome:
        """Prints one letter into the folder and returns its outcome."""
        return self.press.print_letter(
            order,
            folder=self.folder,
            envelope=self.envelope,
            reader=self.reader,
            formats=self.formats,
        )

    def write_texts(self, order: Order, before: Outcome) -> Outcome:
        """Returns the outcome of an unchanged letter, whose missing texts are written."""
        try:
            letter = self.press.fitted(order, dropped=len(before.dropped)).letter
            texts = text_formats.texts(letter, self.formats)
            is_new = text_formats.write_texts(texts, folder=self.folder, stem=before.stem)
        except LettersError as error:
            return failed(order, error)
        return replace(before, status="printed") if is_new else before


class Worker:
    """The print context of a worker process.

    The pool's initializer is the only way to hand it over, so the class keeps it.
    """

    shop: PrintContext

    @classmethod
    def start(cls, shop: PrintContext) -> None:
        """Prepares the process, which will end with the process that started it."""
        cls.shop = shop
        # A process of the fork server leaves by os._exit, which skips atexit; multiprocessing runs
        # its own finalizers before that.
        util.Finalize(None, cls.close, exitpriority=0)
        threading.Thread(target=_end_with_parent, daemon=True).start()

    @classmethod
    def close(cls) -> None:
        """Removes the temporary files of the engine."""
        cls.shop.press.engine.close()

    @classmethod
    def print_letter(cls, order: Order) -> Outcome:
        """Prints one letter in this process."""
        return cls.shop.print_letter(order)


def _end_with_parent() -> None:
    """Ends this process when the process that started it was killed.

    It would wait for ever otherwise, because it holds the other end of the pool's pipe too.
    """
    parent = multiprocessing.parent_process()
    # The sentinel is readable once the parent is gone, even if it was killed and said nothing.
    if parent is not None:
        connection.wait([parent.sentinel])
        Worker.close()
        # sys.exit would end this thread alone.
        os._exit(1)


def print_all(orders: Iterable[Order], shop: PrintContext, *, jobs: int) -> Iterator[Outcome]:
    """Yields an outcome for every order as soon as it is printed.

    Skips letters that were printed before and are unchanged. Takes orders as it needs them, so that
    a drive of any size can be printed. Stops after the first letter for which the disk has no room:
    each further one would fail too.
    """
    known = index_csv.read(shop.folder) if shop.reader is None else {}
    entries = (_printed_before(order, known, shop=shop) or order for order in orders)
    # Unchanged letters do not count: a build of 537 with two new ones starts no processes.
    first: list[Order] = []
    for entry in entries:
        if isinstance(entry, Outcome):
            yield entry
            continue
        first.append(entry)
        if len(first) == WORTH_A_POOL:
            break
    rest = chain(first, entries)
    is_worth_it = jobs > 1 and len(first) == WORTH_A_POOL
    for outcome in _in_processes(rest, shop, jobs=jobs) if is_worth_it else _here(rest, shop):
        yield outcome
        if outcome.stops:
            return


def _printed_before(
    order: Order, known: Mapping[str, Outcome], *, shop: PrintContext
) -> Outcome | None:
    """Returns the outcome of a letter with an unchanged PDF, else None."""
    before = known.get(order.letter.stem)
    if before and index_csv.is_unchanged(shop.folder, before, fingerprint=order.fingerprint):
        return shop.write_texts(order, before)
    return None


def _here(entries: Iterable[Order | Outcome], shop: PrintContext) -> Iterator[Outcome]:
    """Prints in this process."""
    for entry in entries:
        yield entry if isinstance(entry, Outcome) else shop.print_letter(entry)


def _in_processes(
    entries: Iterable[Order | Outcome], shop: PrintContext, *, jobs: int
) -> Iterator[Outcome]:
    """Prints in several processes, and hands out few more letters than are finished."""
    processes.make_ready()
    fresh = replace(shop, press=shop.press.fresh())
    pool = ProcessPoolExecutor(
        jobs, mp_context=processes.CONTEXT, initializer=Worker.start, initargs=(fresh,)
    )
    waiting: dict[Future[Outcome], Order] = {}
    # One letter a task, so that each is recorded as soon as it is printed: Executor.map would take
    # all orders at once, and yield them in their order only.
    try:
        yield from _fed(pool, entries, waiting=waiting, at_once=jobs * AHEAD)
    except KeyboardInterrupt:
        pool.shutdown(wait=True, cancel_futures=True)
        # The letters that were being printed are in the folder now, and belong in the index.
        for future in waiting:
            if not future.cancelled() and future.exception() is None:
                yield future.result()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _fed(
    pool: ProcessPoolExecutor,
    entries: Iterable[Order | Outcome],
    *,
    waiting: dict[Future[Outcome], Order],
    at_once: int,
) -> Iterator[Outcome]:
    """Hands the orders to the pool and yields outcomes as they come.

    If a process dies, the letters that the pool had fail, and so do all after them: the pool of the
    standard library takes no more work then.
    """
    for entry in entries:
        if isinstance(entry, Outcome):
            yield entry
            continue
        try:
            # submit may start a process, and Ctrl-C must not reach it while it imports.
            with processes.deaf_to_interrupts():
                waiting[pool.submit(Worker.print_letter, entry)] = entry
        except BrokenProcessPool:
            yield _lost(entry, "a printing process died before it")
        while len(waiting) >= at_once:
            yield from _done(waiting)
    while waiting:
        yield from _done(waiting)


def _done(waiting: dict[Future[Outcome], Order]) -> Iterator[Outcome]:
    """Yields the outcomes of the finished letters, and removes them from `waiting`."""
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        order = waiting.pop(future)
        try:
            yield future.result()
        except BrokenProcessPool:
            yield _lost(order, "its printing process died")


def _lost(order: Order, reason: str) -> Outcome:
    message = f"{reason}; run the same command to go on"
    return Outcome(order.recipient.id, order.letter.stem, "failed", message=message)
