"""Starts printing processes.

The module is light to import: `make_ready`, called early, loads the engine while words are
composed.
"""

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

MAX_SOCKET_PATH_BYTES = 107
"""Of a Unix socket on Linux (unix(7)); Python puts the server's into the folder for temporary
files."""


# The form of the path that multiprocessing makes: two random names of eight letters.
_SOCKET_PATH = os.fsencode(f"{tempfile.gettempdir()}/pymp-12345678/listener-12345678")
# A longer path fails when the server starts, with an OSError that tells no user what to do; spawned
# processes need no socket and print the same, only slower.
_IS_SERVED = sys.platform == "linux" and len(_SOCKET_PATH) <= MAX_SOCKET_PATH_BYTES
CONTEXT: BaseContext = multiprocessing.get_context("forkserver" if _IS_SERVED else "spawn")
"""Never a fork of our process: Pango and fontconfig are not safe to fork with once they are used
(WeasyPrint issues 167, 1402). On Linux a server that has imported the engine and used nothing of it
starts the processes; macOS's own libraries do not survive a fork at all."""

# Ctrl-C, and what `kill`, systemd and a shutdown send.
STOPS = (signal.SIGINT, signal.SIGTERM)
STOPPED_BY = 128
"""Shells add this to the number of the signal that stopped a program."""

ENGINE = "generator.press.letter"
"""The module that the server imports, once for all printing processes."""


def make_ready() -> None:
    """Starts the server that loads the engine, on Linux; returns at once."""
    if _IS_SERVED:
        CONTEXT.set_forkserver_preload([ENGINE])
        with deaf_to_interrupts():
            forkserver.ensure_running()


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Keeps Ctrl-C from processes that the block starts; ours gets it right after the block.

    A terminal sends it to all of them, and a process that is still importing would end with a
    traceback.
    """
    resource_tracker.ensure_running()  # a later start would unblock the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def stopped_once() -> Iterator[None]:
    """Raises KeyboardInterrupt with the exit code at the first Ctrl-C or SIGTERM of the block.

    It ignores later ones, so that work under way comes to its end and the index holds all of it.
    """
    before = {number: signal.signal(number, _stop) for number in STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, frame: FrameType | None) -> None:
    del frame
    # Before the exception: a second Ctrl-C would otherwise come in the middle of the cleaning up.
    for other in STOPS:
        signal.signal(other, signal.SIG_IGN)
    raise KeyboardInterrupt(STOPPED_BY + number)
