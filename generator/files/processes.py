"""Where printing processes come from. Light to import: calling `make_ready` early lets the engine load while words are composed."""

import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from types import FrameType

LONGEST_SOCKET = 107
"""Bytes of the path of a Unix socket on Linux (unix(7)); Python puts the server's into the folder for temporary files."""


def _has_room_for_socket(folder: str) -> bool:
    return len(os.fsencode(f"{folder}/pymp-12345678/listener-12345678")) <= LONGEST_SOCKET


_IS_SERVED = sys.platform == "linux" and _has_room_for_socket(tempfile.gettempdir())
CONTEXT: BaseContext = multiprocessing.get_context("forkserver" if _IS_SERVED else "spawn")
"""Never forked from ours: Pango and fontconfig are not safe to fork with once they are used (WeasyPrint issues 167, 1402). On Linux
they come from a server that has imported the engine and used nothing of it; macOS's own libraries bear no fork at all."""

STOPS = (signal.SIGINT, signal.SIGTERM)
STOPPED_BY = 128
"""What shells add to the number of the signal that stopped a program."""

ENGINE = "generator.press.letter"
"""What the server imports, once for all printing processes."""


def make_ready() -> None:
    """Begins to load the engine for printing processes where there is a server for it; returns at once."""
    if _IS_SERVED:
        CONTEXT.set_forkserver_preload([ENGINE])
        with deaf_to_interrupts():
            forkserver.ensure_running()


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Keeps Ctrl-C from processes that are started here, from their first moment on; ours hears it right after.

    A terminal sends it to all of them, and one that is still importing would die of it with a traceback.
    """
    resource_tracker.ensure_running()  # starting it later would open our ears in between
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def stopped_once() -> Iterator[None]:
    """Inside, the first Ctrl-C or SIGTERM raises KeyboardInterrupt with the exit code; later ones do not keep the run from ending well.

    What is under way comes to its end, and the index holds all that is there.
    """
    before = {number: signal.signal(number, _stop) for number in STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, frame: FrameType | None) -> None:
    del frame
    for other in STOPS:
        signal.signal(other, signal.SIG_IGN)
    raise KeyboardInterrupt(STOPPED_BY + number)
