"""Reads a document in a process of its own, with limits of time and memory.

The file comes from outside. PDFium follows a few kilobytes of nested forms into 18 GiB and has no
limit to set, and a fault in it ends the process that it runs in. A plain process for each document
is started, and not one forked from a server as for printing: a command reads one document or a few,
and the start costs 0.09 s. Its environment is empty, so no password or key reaches it. It returns
JSON that is checked against the type, so a process that a document took over can make nothing else.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from generator.audit.documents.errors import PRINT_IT, DocumentError
from generator.audit.documents.types import Document, Format

MAX_SECONDS = 60
"""Of the processor's time, so that a busy machine refuses nothing.

A report of 196 pages takes 5 seconds, and 20 MB of HTML, the most that is read, takes 15.
"""
MAX_SECONDS_WAITED = 3 * MAX_SECONDS
"""By the clock, for a reader that waits and uses no processor. Chosen by hand."""
MAX_MEMORY_BYTES = 1 << 30
"""A limit that the machine of any user can spare. Chosen by hand."""
INTERPRETER_BYTES = 256 << 20
"""Room for the address space that Python, PDFium and the watching thread take before they read.

They reserve 169 MiB on Linux (VmPeak) and use 24 of them; the rest is a reserve, chosen by hand."""
MAX_RESULT_BYTES = 256 << 20
"""A file that grows beyond this fills the disk; no document has as many words. Chosen by hand:
many times the 20 MB that are read as text."""
MARGIN_BYTES = 64 << 20
"""How far before its limit a reader is stopped: between two looks it takes up to 20 MiB more."""
WATCH_SECONDS = 0.05
"""The time between two looks at the memory. Chosen by hand: short, and no load on the processor."""
# One sentence for both limits of time: for the reader of it there is no difference.
TAKES_TOO_LONG = f"takes more than {MAX_SECONDS} seconds to read"
OUT_OF_MEMORY = 3
"""The exit code of a reader that takes more memory than it may. Python itself ends with 1 after an
error and with 2 after a wrong command line."""
PACKAGE_FOLDER = str(Path(__file__).parents[3])
"""The folder of the program in an editable installation, which sys.path does not name."""
# A program in a string, and not `-m`, which looks for its module before the path can be set. The
# path comes as arguments: the environment is empty, and `-I` would ignore PYTHONPATH.
START = (
    "import sys; sys.path[:] = sys.argv[3:]; "
    "from generator.audit.documents import reader_process, reading; "
    "reader_process.serve(reading.read_here, format=sys.argv[1], name=sys.argv[2])"
)


def read_apart(data: bytes, name: str, *, format: Format) -> Document:  # noqa: A002
    """Returns the document that the reader of the format finds in the bytes.

    Raises the DocumentError that the reader raises, and one if it exceeds its limits or fails.
    """
    # -I ignores PYTHON* variables and the current folder, -S the `site` module, whose .pth files
    # would run the code of other packages; what both would find is in the path that is passed.
    command = [sys.executable, "-I", "-S", "-c", START, format, name, *sys.path, PACKAGE_FOLDER]
    # Files and no pipes: a pipe is gathered in the memory of this process without a limit, and
    # RLIMIT_FSIZE bounds a file.
    with tempfile.TemporaryFile() as result, tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=subprocess.PIPE, stdout=result, stderr=complaints, env={}
        )
        try:
            process.communicate(data, timeout=MAX_SECONDS_WAITED)
        except subprocess.TimeoutExpired as error:
            raise DocumentError(name, f"{TAKES_TOO_LONG}: {PRINT_IT}") from error
        finally:
            # `subprocess.run` does not wait for what it kills after an interrupt.
            process.kill()
            process.wait()
        if process.returncode == 0:
            return _returned(_content(result), name)
        reason = _reason(process.returncode, _content(complaints))
        raise DocumentError(name, f"{reason}: {PRINT_IT}")


def _content(file: IO[bytes]) -> bytes:
    """Returns everything that was written to the file."""
    file.seek(0)
    return file.read()


def _returned(result: bytes, name: str) -> Document:
    """Returns the document. Raises the DocumentError that the reader raised."""
    # Checked with pydantic and not by hand: it rejects every shape that the type does not have.
    # Loaded here: the reading process does not need it, and it takes as long to load as all else.
    from pydantic import TypeAdapter  # noqa: PLC0415

    returned = TypeAdapter(Document | str).validate_json(result)
    if isinstance(returned, Document):
        return returned
    raise DocumentError(name, returned)


def _reason(code: int, complaints: bytes) -> str:
    """Returns why a reader failed."""
    if code == OUT_OF_MEMORY:
        return f"takes more than {MAX_MEMORY_BYTES >> 30} GiB of memory to read"
    # The signal of a process that reaches its soft limit of the processor's time (POSIX,
    # setrlimit).
    if code == -signal.SIGXCPU:
        return TAKES_TOO_LONG
    if code < 0:
        return f"crashes the program that reads it ({signal.Signals(-code).name})"
    # The last line of a traceback is its error, and all that helps a user report the fault.
    last = complaints.decode("utf-8", "replace").strip().rpartition("\n")[-1]
    return f"cannot be read because of a fault in this program ({last})"


# ---------------------------------------------------------------- in the other process


def serve(read: Callable[..., Document], *, format: Format, name: str) -> None:  # noqa: A002
    """Reads the document on standard input; writes it, or the DocumentError, to standard output."""
    _limit()
    result: dict[str, Any] | str
    try:
        result = asdict(read(sys.stdin.buffer.read(), name, format=format))
    except DocumentError as error:
        result = error.problem
    # Python's own allocations raise this where RLIMIT_AS stops them; it is the same limit to a
    # user. `os._exit`, because an orderly end would need memory too.
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    sys.stdout.write(json.dumps(result))
    sys.stdout.flush()
    os._exit(0)  # To free a large document object by object would take a while.


def _limit() -> None:
    """Sets the limits of this process, which hold even if the process that started it has died.

    macOS accepts a limit of the address space and ignores it, and Linux only lets an allocation
    fail, which PDFium answers with a crash. So the resident memory is watched too: Python's threads
    go on while PDFium works.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python would wait for PDFium to return
    _lower(resource.RLIMIT_AS, MAX_MEMORY_BYTES + INTERPRETER_BYTES)
    _lower(resource.RLIMIT_CPU, MAX_SECONDS)
    _lower(resource.RLIMIT_FSIZE, MAX_RESULT_BYTES)
    # A dump of the memory would hold the document, and fill the disk.
    _lower(resource.RLIMIT_CORE, 0)
    threading.Thread(target=_watch_memory, daemon=True).start()


def _lower(limit: int, value: int) -> None:
    """Sets one limit, never above an existing one.

    Keeps the hard limit: a process that reaches that is killed by Linux without a reason.
    """
    soft, hard = resource.getrlimit(limit)
    known = [given for given in (value, soft, hard) if given != resource.RLIM_INFINITY]
    resource.setrlimit(limit, (min(known), hard))


def _watch_memory() -> None:
    """Ends the process when it has taken too much memory."""
    # `ru_maxrss` is in bytes on macOS and in KiB on Linux (getrusage(2) of each).
    unit = 1 if sys.platform == "darwin" else 1024
    allowed = (MAX_MEMORY_BYTES - MARGIN_BYTES) // unit
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < allowed:
        time.sleep(WATCH_SECONDS)
    os._exit(OUT_OF_MEMORY)
