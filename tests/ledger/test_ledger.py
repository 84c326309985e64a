"""The ledger: nothing twice, nothing lost, and nothing left of those who ask to be forgotten."""

import base64
import csv
import dataclasses
import datetime
import email.message
import hashlib
import io
import os
import random
import re
import resource
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pypdf
import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import CannotWriteError, LettersError
from generator.ledger.batches import (
    Batch,
    batches,
    leave_batches,
    next_names,
    not_told,
    record_batches,
)
from generator.ledger.book import Ledger, open_ledger, read_ledger
from generator.ledger.counting import status
from generator.ledger.csv_rows import clean
from generator.ledger.errors import (
    BrokenLedgerError,
    LedgerBusyError,
    NewerLedgerError,
    NoConsentError,
    NoLedgerError,
    NoSuchPieceError,
    NotALedgerError,
    NotClaimedError,
)
from generator.ledger.find_person import Person
from generator.ledger.forgetting import forget
from generator.ledger.history import export_history
from generator.ledger.marking import Selector, mark
from generator.ledger.types import Claim, FinishedStep, UncertainClaim
from generator.supporters.types import Consent, Contact, Mailpiece, Supporter
from tests.support.ledger_runs import ARRIVED, NOW, pieces, print_all, send_all, supporter, words_of
from tests.support.people import representative

ROOT = Path(__file__).parents[2]
LATER = datetime.date(2026, 12, 1)
PIECE, OTHER = pieces(1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of four mailpieces of two people."""
    with open_ledger(tmp_path) as opened:
        opened.compose(pieces(2), at=NOW)
        yield opened


def claimed(ledger: Ledger, key: str = PIECE.key, **given: object) -> Claim:
    claim = ledger.claim(key, **{"step": "e-mailed", "at": NOW, **given})  # type: ignore[arg-type]
    assert isinstance(claim, Claim)
    return claim


def printed(ledger: Ledger, *keys: str, batch: str = "") -> None:
    for key in keys or (PIECE.key,):
        claim = claimed(ledger, key, step="printed")
        ledger.settle(claim, at=NOW, file=f"letters/s0/{key}.pdf", sha256="5" * 64, batch=batch)


def history(ledger: Ledger) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export_history(ledger), newline="")))


# ---------------------------------------------------------------- claimed before, settled after


def test_a_mailpiece_is_composed_once(ledger: Ledger) -> None:
    assert ledger.compose(pieces(3), at=LATER) == 2
    assert status(ledger).stages == {"composed": 6}
    assert [row["at"] for row in history(ledger) if row["key"] == PIECE.key] == ["2026-11-24"]


def test_what_is_settled_is_already_done(ledger: Ledger) -> None:
    ledger.settle(claimed(ledger), at=NOW, sha256="a" * 64, batch="outbox", note="first")
    done = ledger.claim(PIECE.key, "e-mailed", at=LATER)
    assert done == FinishedStep(PIECE.key, "e-mailed", NOW.isoformat(), "", "a" * 64, "outbox")
    assert isinstance(
        ledger.claim(PIECE.key, "e-mailed", at=LATER, fingerprint="other words"), FinishedStep
    )


def test_a_letter_is_printed_again_for_other_words_until_it_has_left_the_house(
    ledger: Ledger,
) -> None:
    ledger.settle(
        claimed(ledger, step="printed", fingerprint="one"), at=NOW, file="a.pdf", sha256="a" * 64
    )
    assert isinstance(ledger.claim(PIECE.key, "printed", at=NOW, fingerprint="one"), FinishedStep)
    ledger.settle(
        claimed(ledger, step="printed", fingerprint="two"), at=NOW, file="a.pdf", sha256="b" * 64
    )
    assert isinstance(ledger.claim(PIECE.key, "printed", at=NOW, fingerprint="one"), Claim)
    ledger.settle(claimed(ledger, step="handed over"), at=LATER, batch="run-001")
    gone = ledger.claim(PIECE.key, "printed", at=LATER, fingerprint="three")
    assert gone == FinishedStep(PIECE.key, "handed over", NOW.isoformat(), "a.pdf", "b" * 64)
    assert [row["sha256"][:1] for row in history(ledger) if row["key"] == PIECE.key] == [
        "",
        "a",
        "b",
        "b",
    ]


def test_a_letter_that_was_only_mailed_needs_no_printing(ledger: Ledger) -> None:
    ledger.settle(claimed(ledger), at=NOW)
    assert ledger.claim(PIECE.key, "printed", at=LATER) == FinishedStep(
        PIECE.key, "e-mailed", NOW.isoformat()
    )


def test_printing_may_be_claimed_twice_and_sending_may_not(ledger: Ledger) -> None:
    assert claimed(ledger, step="printed") == claimed(ledger, step="printed")
    claimed(ledger)
    answer = ledger.claim(PIECE.key, "e-mailed", at=LATER)
    assert answer == UncertainClaim(PIECE.key, "e-mailed", NOW.isoformat())


def test_a_claim_that_is_released_may_be_claimed_again(ledger: Ledger) -> None:
    ledger.release(claimed(ledger), at=NOW, note="550 no such mailbox")
    ledger.release(claimed(ledger, step="printed"), at=NOW)
    assert [row["step"] for row in history(ledger) if row["key"] == PIECE.key] == [
        "composed",
        "not e-mailed",
        "not printed",
    ]
    assert status(ledger).stages == {"composed": 4}
    claimed(ledger)


def test_what_was_not_claimed_is_not_settled(ledger: Ledger) -> None:
    claim = claimed(ledger)
    ledger.settle(claim, at=NOW)
    with pytest.raises(NotClaimedError, match="settled without being claimed"):
        ledger.settle(claim, at=NOW)
    assert len(history(ledger)) == 5


def test_a_key_that_nobody_composed_is_not_claimed(ledger: Ledger) -> None:
    with pytest.raises(NoSuchPieceError, match="no mailpiece with key 'ffff'"):
        ledger.claim("ffff", "printed", at=NOW)


def test_a_look_claims_nothing(ledger: Ledger) -> None:
    assert ledger.look(PIECE.key, "e-mailed") is None
    claim = claimed(ledger)
    assert ledger.look(PIECE.key, "e-mailed") == UncertainClaim(
        PIECE.key, "e-mailed", NOW.isoformat()
    )
    ledger.settle(claim, at=NOW)
    assert ledger.look(PIECE.key, "e-mailed") == FinishedStep(
        PIECE.key, "e-mailed", NOW.isoformat()
    )


# ---------------------------------------------------------------- consent


@pytest.mark.parametrize(
    ("consent", "objection"),
    [
        (None, "no letter in the name of s0: there is no consent"),
        (
            Consent("v1", withdrawn=datetime.date(2026, 11, 2)),
            "no letter in the name of s0: the consent was withdrawn on 2026-11-02",
        ),
    ],
)
def test_nobody_writes_who_did_not_agree(
    tmp_path: Path, consent: Consent | None, objection: str
) -> None:
    unwilling = Mailpiece("wells", "v1", supporter(0, consent=consent), representative())
    with open_ledger(tmp_path) as ledger:
        with pytest.raises(NoConsentError, match=f"^{objection}$"):
            ledger.compose([*pieces(2)[2:], unwilling], at=NOW)
        assert status(ledger).total == 0


def test_the_consent_of_a_letter_stays_as_it_was_when_it_left(ledger: Ledger) -> None:
    ledger.settle(claimed(ledger), at=NOW)
    anew = supporter(0, consent=Consent("2026-12", None, "on paper"))
    ledger.compose(
        [dataclasses.replace(piece, supporter=anew) for piece in (PIECE, OTHER)], at=LATER
    )
    kept = {
        row["key"]: (row["consent_wording"], row["consent_given"], row["consent_how"])
        for row in history(ledger)
    }
    assert kept[PIECE.key] == ("2026-10", "2026-10-05", "web form")
    assert kept[OTHER.key] == ("2026-12", "", "on paper")


# ---------------------------------------------------------------- what the user tells


def test_a_batch_is_marked_mailed_once(ledger: Ledger) -> None:
    printed(ledger, PIECE.key, OTHER.key, batch="run-001")
    told = mark(ledger, Selector("batch", "run-001"), what="mailed", when=LATER)
    assert sorted(told.done) == sorted((PIECE.key, OTHER.key))
    assert (
        mark(ledger, Selector("batch", "run-001"), what="mailed", when=LATER).already == told.done
    )
    assert [
        (row["batch"], row["at"]) for row in history(ledger) if row["step"] == "handed over"
    ] == [("run-001", "2026-12-01")] * 2


@pytest.mark.parametrize(
    ("selector", "number"),
    [
        (Selector("recipient", "E000299"), 2),
        (Selector("supporter", "s0"), 2),
        (Selector("key", PIECE.key), 1),
        (Selector("file", f"letters/s0/{PIECE.key}.pdf"), 1),
    ],
)
def test_each_selector_finds_its_mailpieces(
    ledger: Ledger, selector: Selector, number: int
) -> None:
    printed(ledger, *(piece.key for piece in pieces(2)))
    assert len(mark(ledger, selector, what="mailed", when=LATER).done) == number


def test_what_cannot_be_true_is_refused(ledger: Ledger) -> None:
    one = Selector("key", PIECE.key)
    assert mark(ledger, one, what="mailed", when=LATER).refused == {
        PIECE.key: "it has not been printed: build the campaign first"
    }
    assert mark(ledger, one, what="returned", when=LATER).refused == {
        PIECE.key: "it was neither handed over nor e-mailed: mark it mailed first"
    }
    assert mark(ledger, one, what="answered", when=LATER).refused.keys() == {PIECE.key}
    assert mark(ledger, one, what="sent", when=LATER).refused == {
        PIECE.key: "it has not been printed: build the campaign first"
    }
    assert mark(ledger, one, what="not-sent", when=LATER).refused.keys() == {PIECE.key}
    assert len(history(ledger)) == 4
    with pytest.raises(NoSuchPieceError, match="no mailpiece with batch 'run-009'"):
        mark(ledger, Selector("batch", "run-009"), what="mailed", when=LATER)


def test_what_is_uncertain_is_settled_by_the_user(ledger: Ledger) -> None:
    for piece in (PIECE, OTHER):
        claimed(ledger, piece.key)
    assert [(each.key, each.supporter) for each in status(ledger).uncertain] == [
        (key, "s0") for key in sorted((PIECE.key, OTHER.key))
    ]
    mark(
        ledger, Selector("key", PIECE.key), what="sent", when=LATER, note="it is in the sent folder"
    )
    mark(ledger, Selector("key", OTHER.key), what="not-sent", when=LATER)
    assert status(ledger).uncertain == ()
    assert isinstance(ledger.claim(PIECE.key, "e-mailed", at=LATER), FinishedStep)
    assert isinstance(ledger.claim(OTHER.key, "e-mailed", at=LATER), Claim)


def test_an_answer_that_is_none_moves_nothing(ledger: Ledger) -> None:
    for piece in (PIECE, OTHER):
        ledger.settle(claimed(ledger, piece.key), at=NOW)
    mark(ledger, Selector("key", PIECE.key), what="answered", when=LATER, answer="no")
    mark(ledger, Selector("key", OTHER.key), what="answered", when=LATER, answer="no")
    mark(
        ledger,
        Selector("key", OTHER.key),
        what="answered",
        when=LATER,
        answer="acknowledgement",
        note="a form letter",
    )
    now = status(ledger)
    assert now.stages == {"composed": 2, "e-mailed": 1, "answered": 1}
    assert now.answers == {"acknowledgement": 1, "no": 1}


# ---------------------------------------------------------------- how it stands


def test_the_status_counts_each_mailpiece_once(ledger: Ledger) -> None:
    printed(ledger)
    mark(ledger, Selector("key", PIECE.key), what="mailed", when=LATER)
    mark(ledger, Selector("key", PIECE.key), what="returned", when=LATER)
    now = status(ledger)
    assert now.stages == {"composed": 3, "returned": 1}
    assert {line.name: (dict(line.counts), line.total) for line in now.recipients} == {
        "C000001": ({"composed": 2}, 2),
        "E000299": ({"composed": 1, "returned": 1}, 2),
    }
    assert [(line.name, line.total) for line in now.states] == [("TX", 4)]
    assert (now.total, now.forgotten, now.at_work) == (4, 0, False)


def test_a_reader_neither_waits_nor_worries_while_a_run_is_at_work(ledger: Ledger) -> None:
    claimed(ledger)
    with read_ledger(ledger.folder) as reader:
        now = status(reader)
        with pytest.raises(CannotWriteError, match="may not be written to"):
            reader.compose(pieces(3), at=NOW)
    assert (now.at_work, now.uncertain, now.total) == (True, (), 4)
    ledger.close()
    with read_ledger(ledger.folder) as reader:
        assert [each.key for each in status(reader).uncertain] == [PIECE.key]


def test_the_history_names_nobody_and_runs_in_no_spreadsheet(ledger: Ledger) -> None:
    ledger.settle(claimed(ledger), at=NOW, note="=HYPERLINK(1)")
    table = export_history(ledger)
    assert "'=HYPERLINK(1)" in table
    assert not re.search("Sample|Invented|example", table)
    assert {(row["supporter"], row["seat"], row["state"]) for row in history(ledger)} == {
        (who, seat, "TX") for who in ("s0", "s1") for seat in ("TX-16", "TX-sen")
    }


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
from generator.ledger import open_ledger
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
"""Of twenty runs at least so many must die at work, so there must be more of it than a fast machine does in the meantime."""


def killed(what: str, folder: Path, *, people: int, times: int) -> int:
    """Starts the run so often and kills it, each time somewhere else; how many of the runs died at work."""
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


# ---------------------------------------------------------------- a full disk, a folder that may not be written to


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


# ---------------------------------------------------------------- forgotten

ANA = supporter(
    1, name="Ana Quetzalcoatl-Ríos", street="4471 Marigold Terrace", email="ana.q@example.net"
)
BEN = supporter(2, name="Ben Overhill", street="12 Cooper Street", email="ben@example.net")
CAT = supporter(3, name="Cat Overhill", street="12 Cooper Street", email="cat@example.net")
SOUGHT = ("Quetzalcoatl", "Ríos", "4471 Marigold", "Marigold Terrace", "ana.q@example.net")


def pdf(*texts: str) -> bytes:
    """A PDF as the program makes them: compressed, with type cut down to the letters used, a page a text."""
    pages = "".join(f'<p style="break-after:page">{text}</p>' for text in texts)
    author = texts[0].split(",", maxsplit=1)[0]
    return bytes(
        weasyprint.HTML(
            string=f'<title>Letter</title><meta name="author" content="{author}">{pages}'
        ).write_pdf(pdf_variant="pdf/ua-1")
    )


def table(path: Path, *rows: tuple[str, ...]) -> None:
    with path.open(
        "w", newline="", encoding="utf-8-sig" if path.name == "held.csv" else "utf-8"
    ) as file:
        csv.writer(file).writerows(rows)


def mail(path: Path, who: Supporter, *, to: str, attached: bytes) -> None:
    message = email.message.EmailMessage()
    message["To"] = f"{who.name} <{to}>" if to == who.email else to
    message["Subject"] = "Your letter"
    message.set_content(f"Dear {who.name.split()[0]},\nhere is your letter, sign and post it.\n")
    message.add_attachment(attached, maintype="application", subtype="pdf", filename="letter.pdf")
    path.write_bytes(message.as_bytes())


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """A campaign's folder with everything in it: letters, tables, a print run, messages, and what a dead run left."""
    for name in ("print", "outbox", *(f"letters/{who.id}" for who in (ANA, BEN, CAT))):
        (tmp_path / name).mkdir(parents=True)
    run_rows: list[tuple[str, ...]] = []
    with open_ledger(tmp_path) as ledger:
        for who in (ANA, BEN, CAT):
            piece = Mailpiece("wells", "v1", who, representative())
            ledger.compose([piece], at=NOW)
            data = pdf(f"{who.name}, {who.street}, {who.email}")
            file = f"letters/{who.id}/TX-16-escobar.pdf"
            (tmp_path / file).write_bytes(data)
            for step in ("printed", "handed over"):
                claim = claimed(ledger, piece.key, step=step)
                ledger.settle(
                    claim, at=NOW, file=file, sha256=hashlib.sha256(data).hexdigest(), batch="run"
                )
            run = "run-001.pdf" if who is not CAT else "run-002.pdf"
            run_rows.append((run, piece.key, who.id, who.name, who.street, file))
            mail(tmp_path / "outbox" / f"{who.id}.eml", who, to=who.email, attached=data)
            mail(
                tmp_path / "outbox" / f"{who.id}-office.eml",
                BEN,
                to="office@example.gov",
                attached=data,
            )
        mark(ledger, Selector("supporter", ANA.id), what="answered", when=LATER)
    (tmp_path / "print/run-001.pdf").write_bytes(
        pdf(*(f"{who.name}, {who.street}" for who in (BEN, ANA)))
    )
    (tmp_path / "print/run-002.pdf").write_bytes(pdf(f"{CAT.name}, {CAT.street}"))
    (tmp_path / "print/envelopes.pdf").write_bytes(pdf("Hon. V. Escobar", "a window"))
    (tmp_path / "specimens.pdf").write_bytes(pdf(f"One of each: {ANA.name}"))
    (tmp_path / "approved.pdf").write_bytes(pdf("One of each, and nobody's name"))
    table(
        tmp_path / "print/manifest.csv",
        ("file", "piece_id", "supporter", "name", "address_line1", "letter"),
        *run_rows,
    )
    table(
        tmp_path / "index.csv",
        ("supporter", "file", "pages"),
        *((row[2], row[5], "1") for row in run_rows),
    )
    table(
        tmp_path / "held.csv",
        ("id", "First Name", "Last Name", "Street", "Unit", "Story", "held because"),
        (
            "s1",
            "Ana",
            "Quetzalcoatl-Ríos",
            "4471 Marigold Terrace",
            "",
            "My well\nran dry,\r\n=twice",
            "split ZIP",
        ),
        ("77", "ANA", "QUETZALCOATL-RÍOS", "4471 Marigold  Terrace", "", "", "merged"),
        ("s3", "Cat", "Overhill", "12 Cooper Street", "", 'a "story",\nof two lines', "split ZIP"),
    )
    (tmp_path / "letters/s1/.tmp1.part").write_bytes(b"half a letter")
    (tmp_path / ".tmp2.part").write_text(f"half a table: {ANA.name}")
    (tmp_path / "print/.tmp3.part").mkdir()
    (tmp_path / "print/.tmp3.part/run-001.pdf").write_text(ANA.street)
    return tmp_path


def found(folder: Path, sought: tuple[str, ...]) -> set[str]:
    """Every file with one of the words in it: in its bytes, its unpacked streams, its pages, or its unpacked attachments."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and _has(path.read_bytes(), sought)
    }


def _has(data: bytes, sought: tuple[str, ...]) -> bool:
    parts = [data]
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        with_zlib = zlib.decompressobj()
        try:
            parts.append(with_zlib.decompress(packed))
        except zlib.error:
            continue
    if data.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        parts += [" ".join(page.extract_text().split()).encode() for page in reader.pages]
        parts.append(str(reader.metadata).encode())
    for block in re.findall(rb"(?:[A-Za-z0-9+/]{40,}={0,2}\r?\n)+[A-Za-z0-9+/=]*", data):
        unpacked = base64.b64decode(block + b"==")
        if unpacked.startswith(b"%PDF") and _has(unpacked, sought):
            return True
    return any(
        word.encode(code) in part
        for word in sought
        for code in ("utf-8", "utf-16-be", "utf-16-le")
        for part in parts
    )


def test_nothing_is_left_of_who_is_forgotten(campaign: Path) -> None:
    assert found(campaign, SOUGHT) >= {
        "ledger.sqlite", "held.csv", "letters/s1/TX-16-escobar.pdf", "print/run-001.pdf", "print/manifest.csv", "specimens.pdf",
        "outbox/s1.eml", "outbox/s1-office.eml",
    }  # fmt: skip
    with open_ledger(campaign) as ledger:
        key = next(row["key"] for row in history(ledger) if row["supporter"] == "s1")
        report = forget("s1", ledger=ledger, folder=campaign, at=LATER)
        assert found(campaign, SOUGHT) == set()
    assert found(campaign, (*SOUGHT, key)) == set()
    assert report.left == ()
    assert report.pieces == 1
    assert report.removed == (
        "letters/s1/", "outbox/s1-office.eml", "outbox/s1.eml", "print/envelopes.pdf", "print/run-001.pdf", "specimens.pdf",
    )  # fmt: skip
    assert report.again == ("print/envelopes.pdf", "print/run-001.pdf", "specimens.pdf")
    assert report.rewritten == (("held.csv", 2), ("index.csv", 1), ("print/manifest.csv", 1))
    assert (
        "print/run-001.pdf: removed, because it held them among others: make it again (`letters print`)"
        in report.lines
    )


def test_the_others_keep_what_is_theirs(campaign: Path) -> None:
    held = (campaign / "held.csv").read_bytes()
    with open_ledger(campaign) as ledger:
        forget("s1", ledger=ledger, folder=campaign, at=LATER)
        now = status(ledger)
    assert (now.total, now.forgotten) == (3, 1)
    assert now.stages == {"handed over": 2, "answered": 1}
    assert now.answers == {"yes": 1}
    assert [line.total for line in now.recipients] == [3]
    header, rest = held.split(b"\r\n", 1)
    assert (campaign / "held.csv").read_bytes() == header + b"\r\n" + rest[rest.index(b"s3") :]
    kept = {
        path.relative_to(campaign).as_posix() for path in campaign.rglob("*.*") if path.is_file()
    }
    assert kept == {
        ".ledger.lock", "ledger.sqlite", "held.csv", "index.csv", "print/manifest.csv", "print/run-002.pdf", "approved.pdf",
        "letters/s2/TX-16-escobar.pdf", "letters/s3/TX-16-escobar.pdf",
        "outbox/s2.eml", "outbox/s3.eml", "outbox/s2-office.eml", "outbox/s3-office.eml",
    }  # fmt: skip


def test_one_of_a_household_is_forgotten_and_the_other_is_not(campaign: Path) -> None:
    with open_ledger(campaign) as ledger:
        report = forget("s3", ledger=ledger, folder=campaign, at=LATER)
    assert found(campaign, ("Cat Overhill", "cat@example.net")) == set()
    assert report.rewritten == (("held.csv", 1), ("index.csv", 1), ("print/manifest.csv", 1))
    assert (campaign / "letters/s2/TX-16-escobar.pdf").exists()
    assert (campaign / "outbox/s2.eml").exists()
    assert (campaign / "print/run-001.pdf").exists()


def test_who_is_forgotten_comes_back_by_agreeing_anew_only(campaign: Path) -> None:
    piece = Mailpiece("wells", "v1", ANA, representative())
    with open_ledger(campaign) as ledger:
        forget("s1", ledger=ledger, folder=campaign, at=LATER)
        with pytest.raises(
            NoConsentError,
            match=r"s1: they asked on 2026-12-01 to be forgotten, and have not agreed anew since",
        ):
            ledger.compose([piece], at=LATER)
        again = dataclasses.replace(
            ANA, consent=Consent("2026-12", datetime.date(2026, 12, 2), "web form")
        )
        assert ledger.compose([dataclasses.replace(piece, supporter=again)], at=LATER) == 1


def test_forgetting_that_was_broken_off_is_finished(campaign: Path) -> None:
    with open_ledger(campaign) as ledger:
        forget("s1", ledger=ledger, folder=campaign, at=LATER)
        again = forget("s1", ledger=ledger, folder=campaign, at=LATER)
        assert (again.pieces, again.removed, again.rewritten) == (0, (), ())
        assert status(ledger).total == 3


def test_what_cannot_be_changed_is_told(campaign: Path) -> None:
    (campaign / "notes.txt").write_text("Ask ANA  Quetzalcoatl-Ríos\nabout her well")
    (campaign / "sheet.csv").write_bytes("name;street\nana quetzalcoatl ríos;\n".encode("utf-16"))
    (campaign / "broken.csv").write_text('name\n"Ana Quetzalcoatl-Ríos')
    (campaign / "kept.csv").write_text("name\nnobody\n")
    with open_ledger(campaign) as ledger:
        report = forget("s1", ledger=ledger, folder=campaign, at=LATER)
    assert report.left == ("broken.csv", "notes.txt", "sheet.csv")
    assert "notes.txt: still names them; look into it and erase it by hand" in report.lines
    assert not any(re.search("quetzal|marigold", line, re.IGNORECASE) for line in report.lines)


def test_nobody_is_forgotten_by_a_wrong_id(campaign: Path) -> None:
    before = found(campaign, SOUGHT)
    with open_ledger(campaign) as ledger:
        for wrong in ("s9", "", "..", "../.."):
            with pytest.raises(NoSuchPieceError, match="no mailpiece with supporter"):
                forget(wrong, ledger=ledger, folder=campaign, at=LATER)
    assert found(campaign, SOUGHT) == before


def test_an_id_that_is_a_path_reaches_nothing_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "letters/s1").mkdir(parents=True)
    (tmp_path / "letters/s1/a.pdf").write_bytes(pdf("A letter of somebody else"))
    with open_ledger(tmp_path) as ledger:
        odd = dataclasses.replace(supporter(4), id="..")
        ledger.compose([Mailpiece("wells", "v1", odd, representative()), *pieces(2)], at=NOW)
        forget("..", ledger=ledger, folder=tmp_path, at=NOW)
        assert status(ledger).total == 5
    assert (tmp_path / "letters/s1/a.pdf").exists()


def test_while_somebody_reads_the_last_bytes_wait(campaign: Path) -> None:
    with (
        open_ledger(campaign) as ledger,
        closing(sqlite3.connect(campaign / "ledger.sqlite", isolation_level=None)) as reader,
    ):
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM pieces").fetchone()
        ledger.database._connection.execute("PRAGMA busy_timeout = 100")  # noqa: SLF001 - not to wait ten seconds here
        with pytest.raises(
            LedgerBusyError, match="wait until it is done, and run the same command again"
        ):
            forget("s1", ledger=ledger, folder=campaign, at=LATER)
        reader.execute("ROLLBACK")
        forget("s1", ledger=ledger, folder=campaign, at=LATER)
        assert found(campaign, SOUGHT) == set()


def test_a_folder_that_cannot_be_swept_is_said(campaign: Path) -> None:
    (campaign / "odd.csv").symlink_to("odd.csv")
    (campaign / "letters/s1").rename(campaign / "aside")
    (campaign / "letters/s1").symlink_to(campaign / "aside")
    with open_ledger(campaign) as ledger:
        with pytest.raises(CannotWriteError):
            forget("s1", ledger=ledger, folder=campaign, at=LATER)
        assert status(ledger).total == 3


NAMES = st.text(
    st.characters(codec="utf-8", categories=("L", "Nd"), include_characters=" -'."),
    min_size=3,
    max_size=30,
).filter(lambda name: any(letter.isalnum() for letter in name))


@given(
    name=NAMES,
    other=NAMES,
    note=st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=20),
)
def test_a_row_is_found_however_it_is_written_and_no_other_is(
    tmp_path_factory: pytest.TempPathFactory, name: str, other: str, note: str
) -> None:
    path = tmp_path_factory.mktemp("tables") / "held.csv"
    person = Person(
        "s1",
        (Contact("s1", name, "9 Cooper Street", email="a@example.org"),),
        others=frozenset({"s2"}),
    )
    theirs = [
        ("s1", other, ""),
        ("77", name.upper() if name.upper().lower() == name else name, "9  COOPER street"),
        ("", "", "A@Example.org"),
    ]
    others = [("s2", name, "9 Cooper Street"), ("78", note, "10 Main Street")]
    table(path, ("id", "name", "rest"), *theirs, *others)
    cleaned = clean(path, person, mapping={})
    assert cleaned
    assert cleaned.rows == 3
    with path.open(newline="", encoding="utf-8-sig") as file:
        assert list(csv.reader(file))[1:] == [list(row) for row in others]


# ---------------------------------------------------------------- batches


def test_a_batch_is_in_the_house_until_it_is_said_to_be_mailed(ledger: Ledger) -> None:
    printed(ledger, PIECE.key, OTHER.key)
    first = Batch("run-001", frozenset({(PIECE.key, "5" * 64), (OTHER.key, "5" * 64)}))
    second = Batch("run-002", frozenset({(OTHER.key, "6" * 64)}))
    record_batches(ledger, [first, second], at=LATER)
    assert batches(ledger) == (first, second)
    assert first.keys == {PIECE.key, OTHER.key}
    assert not_told(ledger) == {"run-001": 2, "run-002": 1}
    assert status(ledger).stages == {"composed": 2, "printed": 2}
    mark(ledger, Selector("batch", "run-002"), what="mailed", when=LATER)
    assert not_told(ledger) == {"run-001": 1}
    mark(ledger, Selector("batch", "run-001"), what="mailed", when=LATER)
    assert not_told(ledger) == {}


def test_a_batch_is_recorded_whole_or_not_at_all(ledger: Ledger) -> None:
    with pytest.raises(NoSuchPieceError):
        record_batches(
            ledger, [Batch("run-001", frozenset({(PIECE.key, "5"), ("zzz", "5")}))], at=LATER
        )
    assert batches(ledger) == ()


@pytest.fixture
def written(ledger: Ledger, tmp_path: Path) -> Ledger:
    """A batch of two letters, each in a message of its own."""
    printed(ledger, PIECE.key, OTHER.key)
    (tmp_path / "outbox").mkdir()
    messages = {PIECE.key: "outbox/a.eml", OTHER.key: "outbox/b.eml"}
    for file in messages.values():
        (tmp_path / file).write_text("a message")
    letters = frozenset({(PIECE.key, "5" * 64), (OTHER.key, "5" * 64)})
    record_batches(ledger, [Batch("outbox-001", letters, messages)], at=NOW)
    return ledger


def test_a_letter_whose_message_was_removed_leaves_its_batch(written: Ledger) -> None:
    assert leave_batches(written, {"outbox/a.eml"}, at=LATER) == {"outbox-001": 1}
    assert leave_batches(written, {"outbox/a.eml"}, at=LATER) == {}
    assert not_told(written) == {"outbox-001": 1}
    assert [(row["step"], row["at"]) for row in history(written) if row["key"] == PIECE.key][
        -2:
    ] == [
        ("assembled", "2026-11-24"),
        ("left batch", "2026-12-01"),
    ]
    assert mark(written, Selector("batch", "outbox-001"), what="sent", when=LATER).done == (
        OTHER.key,
    )
    assert status(written).stages == {"composed": 2, "printed": 1, "e-mailed": 1}
    # What was sent stays sent, whatever becomes of the file.
    assert leave_batches(written, {"outbox/b.eml"}, at=LATER) == {}


def test_a_batch_that_all_letters_left_keeps_its_name(written: Ledger) -> None:
    leave_batches(written, {"outbox/a.eml", "outbox/b.eml"}, at=LATER)
    (empty,) = batches(written)
    assert (empty.name, empty.letters) == ("outbox-001", frozenset())
    (again,), is_new = next_names([empty], [frozenset({(PIECE.key, "5" * 64)})], kind="outbox")
    assert (again.name, is_new) == ("outbox-002", True)
    with pytest.raises(NoSuchPieceError):
        mark(written, Selector("batch", "outbox-001"), what="sent", when=LATER)


def test_a_message_that_the_user_deleted_is_not_counted_as_sent(
    written: Ledger, tmp_path: Path
) -> None:
    (tmp_path / "outbox/a.eml").unlink()
    marked = mark(written, Selector("batch", "outbox-001"), what="sent", when=LATER)
    assert (marked.done, list(marked.refused)) == ((OTHER.key,), [PIECE.key])
    assert "its message is not there any more (outbox/a.eml)" in marked.refused[PIECE.key]
    # The user knows better.
    assert mark(written, Selector("key", PIECE.key), what="sent", when=LATER).done == (PIECE.key,)
