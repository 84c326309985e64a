"""Runs that are killed, or meet another run: nothing is lost, and nothing is sent twice."""

import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from generator.ledger.book import open_ledger
from tests.cli.edits import refused
from tests.cli.mailings import GO, PRINT, SEND, history, new_authority, server_options, writers_of
from tests.support.drives import (
    BUILD,
    CAMPAIGN,
    digests,
    kill_often,
    killed,
    out_of,
    people,
    run,
)
from tests.support.mail_server import Handler, mail_server
from tests.support.projects import COMMAND, environment


@pytest.mark.long
def test_a_drive_that_is_killed_again_and_again_ends_as_one_that_never_was(
    small: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(small, tmp_path / "killed"))
    steps = ((*BUILD, "--jobs", "2"), (*PRINT, "--envelopes"), (*SEND, *GO))
    for number, step in enumerate(steps):
        assert run(small, *step).code == 0
        hit = kill_often(other, *step, times=7, files=(5, 4, 3)[number], seed=number)
        assert hit >= 4, "the runs were over before they were killed"
        (out_of(other) / ".half.part").mkdir()
        (out_of(other) / ".half.part" / "run-001.pdf").write_bytes(b"half")
        done = run(other, *step)
        assert done.code == 0, done.warned
    assert len(digests(out_of(small))) > 15
    assert digests(out_of(other)) == digests(out_of(small))
    assert history(other) == history(small)


@pytest.mark.long
def test_nothing_is_sent_twice_however_often_the_run_is_killed(place: Path, tmp_path: Path) -> None:
    authority = new_authority(tmp_path)
    handler = Handler(delay=0.05)
    with mail_server(handler, authority=authority) as port:
        send = (*SEND, *GO, *server_options(port, tmp_path), "--rate", "0")
        for number in range(1, 7):
            assert killed(place, *send, once=partial(_has_taken, handler, number)), (
                "the run was over before it was killed"
            )
        done = run(place, *send)
        assert max(handler.times().values()) == 1
        _settle(place, handler)
        assert run(place, *send).code in {0, 2}
    assert handler.times() == Counter({row["email"]: 1 for row in writers_of(place)})
    assert "Traceback" not in done.warned
    sent = Counter(row["key"] for row in history(place) if row["step"] == "e-mailed")
    assert set(sent) == {row["piece_id"] for row in _keys(place)}
    assert set(sent.values()) == {1}


def _has_taken(handler: Handler, number: int) -> bool:
    return len(handler.taken) >= number


def _settle(place: Path, handler: Handler) -> None:
    """Tells of everything uncertain what the server knows: the user looks there."""
    for line in run(place, "status", CAMPAIGN).warned.splitlines():
        (supporter,) = re.findall(r"^uncertain: \d letters \(--supporter (\w+)\)", line)
        arrived = people(place)[supporter]["email"] in handler.times()
        assert (
            run(
                place, "mark", "sent" if arrived else "not-sent", CAMPAIGN, "--supporter", supporter
            ).code
            == 0
        )


def _keys(place: Path) -> list[dict[str, str]]:
    """The letters of the drive, as its history names them."""
    return [{"piece_id": row["key"]} for row in history(place) if row["step"] == "composed"]


def test_two_runs_do_not_work_on_the_same_letters(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "generator.ledger.book.open_ledger.__kwdefaults__", {"patience": 0.1}, raising=False
    )
    with open_ledger(out_of(place)):
        refused(run(place, *PRINT), "another run of letters")
        assert run(place, "status", CAMPAIGN).code == 0


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="looks into /proc, which this system does not have"
)
def test_processes_that_print_end_with_the_one_that_started_them(place: Path) -> None:
    shutil.rmtree(out_of(place))
    command = [str(COMMAND), *BUILD, "--jobs", "2"]
    with subprocess.Popen(
        command,
        cwd=place,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        _await(lambda: len(list(out_of(place).glob("letters/*/*.pdf"))) > 2)
        assert len(_alive(process.pid)) > 2
        process.kill()
    _await(lambda: not _alive(process.pid))


@pytest.mark.parametrize("name", ["short", "too-long-for-the-path-of-a-socket" * 3])
def test_nothing_is_left_in_the_folder_for_temporary_files(name: str, place: Path) -> None:
    shutil.rmtree(out_of(place))
    with tempfile.TemporaryDirectory() as folder:
        outside = Path(folder) / name
        outside.mkdir()
        command, variables = (
            [str(COMMAND), *BUILD, "--jobs", "2"],
            {**environment(), "TMPDIR": str(outside)},
        )
        subprocess.run(command, cwd=place, env=variables, check=True, capture_output=True)
        assert list(outside.iterdir()) == []


def _await(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def _alive(group: int) -> list[str]:
    """The processes of the group that are not dead."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = (
                path.read_text("utf-8", errors="replace").rpartition(")")[2].split()[:3]
            )
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            found.append(path.parent.name)
    return found
