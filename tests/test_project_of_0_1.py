"""A project as version 0.1 wrote it goes on with every later version."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.support.projects import Run, letters

pytestmark = [pytest.mark.slow, pytest.mark.clock]

OLD = Path(__file__).parent / "data" / "project-0.1"
DRIVE = ("clean-water", "--out", "out/drive")
TODAY = "2026-12-01"
"""The day on which its letters are mailed: in the Congress they were built for."""
OF_PEOPLE = ("--supporters", "people.csv", "--date", "2026-11-24", "--jobs", "1")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the project, private to its owner as the program had left it."""
    project = tmp_path / "project"
    shutil.copytree(OLD, project)
    for path in (project / "out").rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return project


def _succeeds(run: Run) -> str:
    assert run.code == 0, run.said + run.warned
    return run.said + run.warned


def _approve_again(old: Path) -> None:
    """Approves the letters to the member whose surname was also masked in the names of works.

    Version 0.1 showed “[surname] Institute” where “Example Institute” stands for every recipient.
    """
    refused = letters("print", *DRIVE, project=old, day=TODAY)
    assert refused.code == 2
    assert "2 letter(s) have words that are not approved" in refused.warned
    command = re.search(r"`letters (specimens [^`]+)` shows them", refused.warned)
    assert command
    said = _succeeds(letters(*shlex.split(command.group(1)), project=old))
    assert "3 variants of 9 letters, 1 of them not approved yet" in said
    assert "`letters approve clean-water --by NAME` approves them" in refused.warned
    _succeeds(letters("approve", "clean-water", "--by", "Robin Reader", project=old))


def test_its_plain_letters_are_built(old: Path) -> None:
    _succeeds(letters("build", "clean-water", "--date", "2026-11-24", "--jobs", "1", project=old))
    assert len(list((old / "out" / "clean-water").glob("*.pdf"))) == 3


def test_its_drive_is_resumed_and_repeats_no_letter_that_left(old: Path) -> None:
    said = _succeeds(letters("build", *DRIVE, *OF_PEOPLE, project=old))
    assert "9 letters of 3 supporters" in said
    assert "6 printed, 3 handed over" in _succeeds(letters("status", *DRIVE, project=old))


def test_its_print_run_holds_what_has_not_been_mailed(old: Path) -> None:
    (old / "out" / "drive" / "letters" / "s2" / "TX-16-example.pdf").unlink()
    _succeeds(letters("build", *DRIVE, *OF_PEOPLE, project=old))
    _approve_again(old)
    assert "6 letters in 6 envelopes" in _succeeds(letters("print", *DRIVE, project=old, day=TODAY))


def test_its_approvals_and_its_audit_hold(old: Path) -> None:
    assert "audited" not in _succeeds(letters("check", "clean-water", project=old))
    said = _succeeds(letters("audit", "clean-water", "--source", "closed-at-six.md", project=old))
    assert "4 findings, 2 recommendations and 3 sections" in said


def test_its_messages_are_sent_on_and_marked(old: Path) -> None:
    refused = letters("send", *DRIVE, "--no-dry-run", "--all", project=old, day=TODAY)
    assert refused.code == 2
    # Their tags are others since version 0.3.
    assert "run `letters build clean-water …` first" in refused.warned
    _succeeds(letters("build", *DRIVE, *OF_PEOPLE, project=old))
    _approve_again(old)
    _succeeds(letters("send", *DRIVE, "--no-dry-run", "--all", project=old, day=TODAY))
    assert {path.name[:2] for path in (old / "out" / "drive" / "outbox").glob("*.eml")} == {
        "s2",
        "s3",
    }
    assert "letters marked mailed" in _succeeds(
        letters("mark", "mailed", *DRIVE, "--batch", "run-001", project=old)
    )


def test_one_person_is_forgotten_in_it(old: Path) -> None:
    _succeeds(letters("forget", *DRIVE, "s2", "--yes", project=old))
    written = [path for path in (old / "out" / "drive").rglob("*") if path.is_file()]
    assert not [path for path in written if b"junior@example.net" in path.read_bytes()]
    assert (old / "out" / "drive" / "letters" / "s1" / "TX-16-example.pdf").is_file()
