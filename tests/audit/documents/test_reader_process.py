"""Documents made to harm their reader, and readers that fail: each ends in one sentence."""

import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.audit.documents.errors import DocumentError
from generator.audit.documents.reading import read_document, read_here
from tests.support import makes

pytestmark = pytest.mark.slow

LETTERS = str(Path(sys.executable).with_name("letters"))


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects; the first is the catalog."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        body
        + head
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(body))
    )


def stream(content: bytes, keys: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (
        len(packed),
        keys,
        packed,
    )


FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] "
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def one_page(content: bytes, *further: bytes, resources: bytes = FONT) -> bytes:
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources %s >>"
        % resources
    )
    return pdf(CATALOG, pages, page, content, *further)


def form_bomb(depth: int = 9) -> bytes:
    """Each form draws the next one ten times, and the last one a word."""
    forms = []
    for level in range(depth):
        following = b"<< /XObject << /X %d 0 R >> >>" % (6 + level)
        forms.append(stream(b"/X Do " * 10, FORM + b"/Resources %s" % following))
    last = stream(b"BT /F 12 Tf 72 700 Td (wells) Tj ET", FORM + b"/Resources " + FONT)
    return one_page(stream(b"/X Do"), *forms, last, resources=b"<< /XObject << /X 5 0 R >> >>")


def content_bomb(megabytes: int = 400) -> bytes:
    """A page whose few hundred kilobytes unpack to as many megabytes of words."""
    return one_page(
        stream(b"BT /F 12 Tf 72 700 Td (wells of the valley) Tj ET " * (megabytes * 10**6 // 50))
    )


def empty_pages(count: int = 10_000) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    return pdf(CATALOG,
        b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 612 792] >>" % (kids, count),
               *[b"<< /Type /Page /Parent 2 0 R >>"] * count)  # fmt: skip


def deep_pages(depth: int = 10_000) -> bytes:
    """A page below a tree of that many levels."""
    tree = [
        b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1)
        for number in range(2, depth + 2)
    ]
    return pdf(
        CATALOG, *tree, b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 612 792] >>" % (depth + 1)
    )


def slow_bomb() -> bytes:
    """Forms that draw one another and in the end nothing: they take time and no memory."""
    forms = []
    for level in range(14):
        following = b"<< /XObject << /X %d 0 R >> >>" % (6 + level)
        forms.append(stream(b"/X Do " * 10, FORM + b"/Resources %s" % following))
    last = stream(b" ", FORM)
    return one_page(stream(b"/X Do"), *forms, last, resources=b"<< /XObject << /X 5 0 R >> >>")


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "form": (form_bomb, "bomb.pdf takes more than 1 GiB of memory to read: print it to a new PDF"),
    "content": (
        content_bomb,
        "bomb.pdf takes more than 1 GiB of memory to read: print it to a new PDF",
    ),
    "empty": (empty_pages, "bomb.pdf has 10000 page(s) and no text: it is a scan"),
    "deep": (deep_pages, "bomb.pdf is a damaged PDF (a page of it cannot be read)"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_in_a_sentence_within_the_limits(bomb: str) -> None:
    made, sentence = BOMBS[bomb]
    with pytest.raises(DocumentError) as raised:
        read_document(made(), "bomb.pdf")
    assert str(raised.value).startswith(sentence)


# ---------------------------------------------------------------- the reader and its command

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="finds the reader in /proc")


@contextmanager
def outline(path: Path, *, seconds: int | None = None) -> Iterator[subprocess.Popen[str]]:
    """The command that reads a document, under way; any process has `seconds` of the processor."""
    limit = f"ulimit -S -t {seconds}; " if seconds else ""
    command = ["/bin/sh", "-c", f'{limit}exec "$@"', "sh", LETTERS, "source", "outline", str(path)]
    with subprocess.Popen(
        command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def reader_of(running: subprocess.Popen[str]) -> int:
    """The process that reads for it, once its program is loaded."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    for _ in range(600):
        for child in map(int, children.read_text("ascii").split()):
            if "pdfium" in Path(f"/proc/{child}/maps").read_text("utf-8"):
                return child
        time.sleep(0.05)
    pytest.fail("no reader was started")


@pytest.fixture(scope="module")
def bomb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bombs") / "bomb.pdf"
    path.write_bytes(slow_bomb())
    return path


@on_linux
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_reader_that_dies_is_said_to(number: signal.Signals, bomb: Path) -> None:
    with outline(bomb) as running:
        os.kill(reader_of(running), number)
        shown, errors = running.communicate(timeout=60)
    assert (running.returncode, shown) == (2, "")
    assert errors == (
        f"letters: {bomb} crashes the program that reads it ({number.name}): "
        "print it to a new PDF, or give its words alone as Markdown or plain text\n"
    )


@on_linux
def test_an_interrupt_ends_the_reader_and_its_environment_is_empty(bomb: Path) -> None:
    # A shell's background job ignores interrupts, and what it starts inherits that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with outline(bomb) as running:
        reader = reader_of(running)
        # A reader that stands still cannot reach its own limits before the interrupt comes.
        os.kill(reader, signal.SIGSTOP)
        assert Path(f"/proc/{reader}/environ").read_bytes() == b""
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in errors
    assert not Path(f"/proc/{reader}").exists()


def test_a_reader_has_so_much_time(bomb: Path) -> None:
    with outline(bomb, seconds=2) as running:
        shown, errors = running.communicate(timeout=180)
    assert (running.returncode, shown) == (2, "")
    assert errors.startswith(
        f"letters: {bomb} takes more than 60 seconds to read: print it to a new PDF"
    )


def test_no_reader_stays_behind() -> None:
    read_document(b"# Wells\n\nOver 1,200 wells.", "wells.md")
    with pytest.raises(DocumentError, match="print it to a new PDF"):
        read_document(form_bomb(), "bomb.pdf")
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_document_is_the_same_from_the_other_process() -> None:
    guessed = "# Wells\n\nÜber 1,200 wells ‘here’.".encode("cp1252")
    for data, name in ((makes.report_pdf(), "wells.pdf"), (guessed, "wells.md")):
        there = read_document(data, name)
        assert there == read_here(data, name)
