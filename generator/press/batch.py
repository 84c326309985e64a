"""Many letters at once: a pool of processes, one Outcome each, and nothing raised for one letter's sake."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import chain, islice
from multiprocessing import connection, util
from pathlib import Path

from generator.files import processes
from generator.ledger import index_csv
from generator.ledger.outcomes import Outcome
from generator.letter.envelopes import Envelope
from generator.letter.ocr import Scanner
from generator.press.letter import LetterPrinter, Order

WORTH_A_POOL = 12
"""Fewer letters than this are printed sooner by one process than by several that have to start first."""

AHEAD = 4
"""Letters handed to each process before it asks for more; keeps memory flat however many there are."""


@dataclass(frozen=True)
class PrintContext:
    """Where letters are printed: the press that prints them, the folder they go to, the envelope they must fit."""

    press: LetterPrinter
    folder: Path
    envelope: Envelope | None = None
    reader: Scanner | None = None
    """Reads a scan of every letter; none is left unprinted then, so that none is left unread."""

    def print_letter(self, order: Order) -> Outcome:
        """Prints one letter into the folder and tells what became of it."""
        return self.press.print_letter(
            order, folder=self.folder, envelope=self.envelope, reader=self.reader
        )


class Worker:
    """The shop of a worker process. The pool's initializer is the only way to hand it over, so the class keeps it."""

    shop: PrintContext | None = None

    @classmethod
    def start(cls, shop: PrintContext) -> None:
        """Makes the process ready, and lets it end with the one that started it."""
        cls.shop = shop
        util.Finalize(None, cls.close, exitpriority=0)
        threading.Thread(target=_end_with_parent, daemon=True).start()

    @classmethod
    def close(cls) -> None:
        """Takes away what the engine keeps on the disk."""
        if cls.shop is not None:
            cls.shop.press.engine.close()

    @classmethod
    def print_letter(cls, order: Order) -> Outcome:
        """Prints one letter in this process."""
        if cls.shop is None:
            return _failed(order, "its process was not made ready")
        return cls.shop.print_letter(order)


def _end_with_parent() -> None:
    """Ends this process when the one that started it was killed: its own end of the pool's pipe would keep it waiting for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        Worker.close()
        os._exit(1)


def print_all(
    orders: Iterable[Order],
    shop: PrintContext,
    *,
    jobs: int,
    known: Mapping[str, Outcome] | None = None,
) -> Iterator[Outcome]:
    """An outcome for every order as it is done; letters already printed and unchanged are not printed again.

    The first that a full disk has no room for is the last.

    Orders are taken as they are needed, however many there are. `known` is what the folder's index says of them.
    """
    before = index_csv.read(shop.folder) if known is None else known
    unchanged: deque[Outcome] = deque()
    fresh = _fresh(orders, shop, known=before, unchanged=unchanged)
    first = list(islice(fresh, WORTH_A_POOL))
    yield from _taken(unchanged)
    printed: Iterator[Outcome]
    if jobs == 1 or len(first) < WORTH_A_POOL:
        printed = map(shop.print_letter, chain(first, fresh))
    else:
        printed = _in_processes(chain(first, fresh), shop, jobs=jobs)
    for outcome in printed:
        yield outcome
        yield from _taken(unchanged)
        if outcome.stops:
            return
    yield from _taken(unchanged)


def _fresh(
    orders: Iterable[Order],
    shop: PrintContext,
    *,
    known: Mapping[str, Outcome],
    unchanged: deque[Outcome],
) -> Iterator[Order]:
    """The orders that are to be printed; what became of the others goes to `unchanged`."""
    for order in orders:
        before = known.get(order.letter.stem)
        if (
            before is not None
            and shop.reader is None
            and index_csv.is_unchanged(shop.folder, before, fingerprint=order.fingerprint)
        ):
            unchanged.append(before)
        else:
            yield order


def _taken(outcomes: deque[Outcome]) -> Iterator[Outcome]:
    """The outcomes that are waiting, taken away."""
    while outcomes:
        yield outcomes.popleft()


def _in_processes(orders: Iterable[Order], shop: PrintContext, *, jobs: int) -> Iterator[Outcome]:
    """Prints in processes of their own, never more than a few letters ahead of what is done."""
    processes.make_ready()
    fresh = replace(shop, press=shop.press.fresh())
    pool = ProcessPoolExecutor(
        jobs, mp_context=processes.CONTEXT, initializer=Worker.start, initargs=(fresh,)
    )
    waiting: dict[Future[Outcome], Order] = {}
    try:
        yield from _fed(pool, orders, waiting=waiting, at_once=jobs * AHEAD)
    except KeyboardInterrupt:
        pool.shutdown(wait=True, cancel_futures=True)
        yield from _finished(waiting)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _finished(waiting: Mapping[Future[Outcome], Order]) -> Iterator[Outcome]:
    """The outcomes of the letters that were under way when the run was stopped, and are there."""
    for future in waiting:
        if not future.cancelled() and future.exception() is None:
            yield future.result()


def _fed(
    pool: ProcessPoolExecutor,
    orders: Iterable[Order],
    *,
    waiting: dict[Future[Outcome], Order],
    at_once: int,
) -> Iterator[Outcome]:
    """Feeds the pool and gives outcomes back as they come; a process that dies fails its letters and no others are lost."""
    left = iter(orders)
    for order in left:
        try:
            with processes.deaf_to_interrupts():
                waiting[pool.submit(Worker.print_letter, order)] = order
        except BrokenProcessPool:
            for lost in chain((order,), left):
                yield _failed(
                    lost, "a printing process died before it; run the same command to go on"
                )
            break
        while len(waiting) >= at_once:
            yield from _done(waiting)
    while waiting:
        yield from _done(waiting)


def _done(waiting: dict[Future[Outcome], Order]) -> Iterator[Outcome]:
    """The outcomes of those that are done, taken out of those that wait."""
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        order = waiting.pop(future)
        try:
            yield future.result()
        except BrokenProcessPool:
            yield _failed(order, "its printing process died; run the same command to go on")


def _failed(order: Order, message: str) -> Outcome:
    return replace(Outcome(order.recipient.id, order.letter.stem, "failed"), message=message)
