"""The file of the ledger: private, whole, and safe when a run is killed or the disk is full."""

import os
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from generator.errors import CannotWriteError, LettersError
from generator.ledger.book import Ledger, open_ledger, read_ledger
from generator.ledger.counting import status
from generator.ledger.errors import (
    BrokenLedgerError,
    LedgerBusyError,
    NewerLedgerError,
    NoLedgerError,
    NotALedgerError,
)
from generator.ledger.history import export_history
from tests.support.ledger_runs import ARRIVED, NOW, pieces, print_all, send_all, words_of
from tests.support.ledger_steps import claimed, history

ROOT = Path(__file__).parents[2]


# ---------------------------------------------------------------- the file


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "out" / "wells"
    with open_ledger(folder) as ledger:
        ledger.compose(pieces(1), at=NOW)
        names = {path.name for path in folder.iterdir()}
        assert {"ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"} <= names
        assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    (folder / "ledger.sqlite").chmod(0o644)
    open_ledger(folder).close()
    assert (folder / "ledger.sqlite").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_second_run_says_that_one_is_at_work(ledger: Ledger) -> None:
    with pytest.raises(
        LedgerBusyError, match=rf"another run of letters \(process {os.getpid()}\) is at work"
    ):
        open_ledger(ledger.folder, patience=0.3)


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    code = f"""
import time, pathlib, sys
from generator.ledger.book import open_ledger
with open_ledger(pathlib.Path({str(tmp_path)!r})):
    print("open", flush=True); sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(LedgerBusyError):
            open_ledger(tmp_path, patience=0.0)
        other.stdin.close()
        open_ledger(tmp_path, patience=30.0).close()


def test_there_is_nothing_to_read_before_the_first_run(tmp_path: Path) -> None:
    with pytest.raises(
        NoLedgerError, match=r"a ledger begins with `letters build CAMPAIGN --supporters FILE`"
    ):
        read_ledger(tmp_path)
    assert not list(tmp_path.iterdir())


def stranger(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks(url)")


def newer(path: Path) -> None:
    print_all(path.parent, people=1)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 3")


def torn(path: Path) -> None:
    print_all(path.parent, people=200)
    data = bytearray(path.read_bytes())
    data[4096 : len(data) // 2] = b"\x5a" * (len(data) // 2 - 4096)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "fault", "sentence"),
    [
        (
            lambda path: path.write_text("Dear Madam,"),
            NotALedgerError,
            "is not a ledger of Letters, and is left as it is",
        ),
        (lambda path: path.touch(), NotALedgerError, "is not a ledger of Letters"),
        (stranger, NotALedgerError, "is not a ledger of Letters"),
        (
            newer,
            NewerLedgerError,
            r"was written by a newer Letters \(ledger version 3; this one knows 2\)",
        ),
        (torn, BrokenLedgerError, "is damaged .*: put back a copy of it"),
    ],
)
@pytest.mark.parametrize("opened", [open_ledger, read_ledger])
def test_a_file_that_is_no_good_is_left_as_it_is(
    tmp_path: Path,
    *,
    spoil: Callable[[Path], object],
    fault: type[LettersError],
    sentence: str,
    opened: Callable[[Path], Ledger],
) -> None:
    path = tmp_path / "ledger.sqlite"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(fault, match=sentence):
        opened(tmp_path)
    assert path.read_bytes() == before
    assert not any(path.stat().st_size for path in tmp_path.glob("ledger.sqlite-wal"))


def test_a_ledger_that_lost_its_file_is_not_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite-wal").write_bytes(b"what was written last")
    with pytest.raises(
        BrokenLedgerError, match=r"what was written last lies in ledger\.sqlite-wal"
    ):
        open_ledger(tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name != ".ledger.lock"] == [
        "ledger.sqlite-wal"
    ]


def test_any_byte_may_be_wrong(tmp_path: Path) -> None:
    print_all(tmp_path, people=30)
    path = tmp_path / "ledger.sqlite"
    whole = path.read_bytes()
    chance = random.Random(4)  # noqa: S311 - it must be the same in every run
    seen = set()
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 40))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            with read_ledger(tmp_path) as ledger:
                status(ledger)
                export_history(ledger)
            seen.add("read")
        except LettersError as error:
            seen.add(type(error).__name__)
        (tmp_path / "ledger.sqlite-wal").unlink(missing_ok=True)
        (tmp_path / "ledger.sqlite-shm").unlink(missing_ok=True)
    assert {"read", "BrokenLedgerError"} <= seen


# ---------------------------------------------------------------- killed


def run(what: str, folder: Path, *, people: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.ledger_runs", what, str(folder), str(people)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )


SEEN = 15
"""Of twenty runs at least so many must die at work: more work than a fast machine does."""


def killed(what: str, folder: Path, *, people: int, times: int) -> int:
    """Starts the run so often and kills it at another place; returns how many died at work."""
    chance = random.Random(what)  # noqa: S311 - it must be the same in every run
    died = 0
    for _ in range(times):
        with run(what, folder, people=people) as process:
            assert process.stdout
            for _ in range(chance.choice((1, 2, 2, 2))):
                process.stdout.readline()
            time.sleep(chance.uniform(0, 0.15))
            process.kill()
            died += process.wait() != 0
    return died


@pytest.mark.slow
def test_twenty_killed_runs_print_every_letter_as_one_run_does(tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    folder.mkdir()
    assert killed("print", folder, people=2400, times=20) >= SEEN
    print_all(folder, people=2400)
    for piece in pieces(2400):
        assert (folder / f"{piece.key}.pdf").read_bytes() == words_of(piece)
    print_all(tmp_path / "whole", people=2400)
    with read_ledger(folder) as ledger, read_ledger(tmp_path / "whole") as whole:
        assert export_history(ledger) == export_history(whole)
        assert status(ledger).stages == {"printed": 4800}


@pytest.mark.slow
def test_twenty_killed_runs_send_nothing_twice_and_lose_nothing(tmp_path: Path) -> None:
    assert killed("send", tmp_path, people=1500, times=20) >= SEEN
    send_all(tmp_path, people=1500)
    arrived = (tmp_path / ARRIVED).read_text().split()
    assert len(arrived) == len(set(arrived))
    with read_ledger(tmp_path) as ledger:
        now = status(ledger)
        sent = {row["key"] for row in history(ledger) if row["step"] == "e-mailed"}
    uncertain = {each.key for each in now.uncertain}
    assert sent | uncertain == {piece.key for piece in pieces(1500)}
    assert not sent & uncertain
    assert sent <= set(arrived) <= sent | uncertain


def test_a_power_cut_in_mid_write_loses_the_last_records_and_no_others(tmp_path: Path) -> None:
    with run("send", tmp_path, people=40) as process:
        assert process.stdout
        for _ in range(2):
            process.stdout.readline()
        while (
            not (tmp_path / ARRIVED).exists() or (tmp_path / ARRIVED).read_bytes().count(b"\n") < 20
        ):
            time.sleep(0.005)
        process.kill()
    files = {
        path.name: path.read_bytes() for path in tmp_path.iterdir() if "ledger.sqlite" in path.name
    }
    log = files["ledger.sqlite-wal"]
    chance = random.Random(7)  # noqa: S311 - it must be the same in every run
    numbers = []
    for share in range(12):
        folder = tmp_path / f"cut-{share}"
        folder.mkdir()
        cut = len(log) * share // 11
        (folder / "ledger.sqlite").write_bytes(files["ledger.sqlite"])
        (folder / "ledger.sqlite-wal").write_bytes(
            log[:cut] + chance.randbytes(min(700, len(log) - cut))
        )
        with open_ledger(folder) as ledger:
            now = status(ledger)
            assert now.total in {0, 80}
            assert len(now.uncertain) <= 1
            numbers.append(now.stages.get("e-mailed", 0))
    assert numbers == sorted(numbers)
    assert numbers[0] == 0
    assert numbers[-1] >= 19


# ---------------------------------------- a full disk, a folder that may not be written to


def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A disk of its own in the folder; skips where none can be mounted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here (that takes root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S607


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    yield from mounted(tmp_path / "disk", "size=1m")


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    yield from mounted(tmp_path / "disk", "ro")


def compose_more_and_more(folder: Path) -> None:
    with open_ledger(folder) as ledger:
        for number in range(5, 2000, 5):
            ledger.compose(pieces(number), at=NOW)


def test_a_full_disk_is_said_and_the_run_goes_on_when_there_is_room(small_disk: Path) -> None:
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 500_000)
    with pytest.raises(CannotWriteError, match=r"the disk is full.*run the same command to go on"):
        compose_more_and_more(small_disk)
    filler.unlink()
    with open_ledger(small_disk) as ledger:
        before = status(ledger)
        assert before.total >= 10
        ledger.settle(claimed(ledger), at=NOW)
        assert status(ledger).stages["e-mailed"] == 1


@pytest.mark.parametrize("room", [0, 5_000, 20_000, 60_000])
def test_a_file_that_may_not_grow_is_said(tmp_path: Path, room: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    if room:
        open_ledger(tmp_path).close()
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with (
            pytest.raises(CannotWriteError, match=r"the disk is full|File too large"),
            open_ledger(tmp_path) as ledger,
        ):
            ledger.compose(pieces(400), at=NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list(tmp_path.glob("*.part"))
    with open_ledger(tmp_path) as ledger:
        assert ledger.compose(pieces(400), at=NOW) == 800


def test_a_read_only_folder_is_said(read_only: Path) -> None:
    with pytest.raises(CannotWriteError, match="Read-only file system"):
        open_ledger(read_only)


def test_a_place_where_no_folder_can_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(CannotWriteError, match="File exists"):
        open_ledger(tmp_path / "out" / "wells")
