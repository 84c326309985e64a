"""No letter is mailed in the name of the sample sender."""

from pathlib import Path

import pytest

from tests.cli.edits import change, refused
from tests.cli.mailings import GO, PRINT, SEND
from tests.support.drives import (
    CAMPAIGN,
    DATE,
    SENDER,
    digests,
    out_of,
    run,
)
from tests.support.pages import text_of
from tests.support.projects import copy_project

pytestmark = pytest.mark.slow


@pytest.fixture
def sampled(tmp_path: Path) -> Path:
    """A project with a letter built in the name of the sample sender."""
    project = copy_project(tmp_path / "project")
    assert run(project, *SAMPLE_BUILD).code == 0
    (project / "staff.csv").write_text(
        "recipient,email\nE000299,aide@mail.example\n", encoding="utf-8"
    )
    return project


OPTIONS = ("--date", DATE, "--to", "TX-16", "--jobs", "1", "--design", "organization-window")
SAMPLE_BUILD = ("build", CAMPAIGN, *OPTIONS)
TO_STAFF = (*SEND, "--to-staff", "staff.csv")


@pytest.mark.parametrize(
    "command",
    [
        PRINT,
        (*PRINT, "--envelopes"),
        (*PRINT, "--labels", "5160"),
        (*PRINT, "--proof", "--kit", "delivery"),
        (*PRINT, "--keep-going"),
        (*TO_STAFF, *GO),
        (*TO_STAFF, *GO, "--smtp", "localhost:1", "--all"),
    ],
)
def test_nothing_is_mailed_in_the_name_of_the_sample_sender(
    sampled: Path, command: tuple[str, ...]
) -> None:
    before = digests(sampled)
    lines = (sampled / "letters" / CAMPAIGN / "sender.yaml").read_text("utf-8").splitlines()
    done = run(sampled, *command)
    line = lines.index("sample: true") + 1
    refused(
        done,
        f"sender.yaml:{line}: sample: says that “Your Organization” is a sample",
        f"`letters build {CAMPAIGN} …` again",
    )
    assert (done.code, digests(sampled)) == (2, before)
    assert not list(sampled.rglob("ledger.sqlite"))


def test_a_sample_sender_of_another_file_is_refused_by_its_name(sampled: Path) -> None:
    own = sampled / "letters" / CAMPAIGN / "sender.yaml"
    (sampled / "mine.yaml").write_text(own.read_text("utf-8"), encoding="utf-8")
    change(own, "\nsample: true", "")
    assert (
        "put yourself into mine.yaml" in run(sampled, *SAMPLE_BUILD, "--sender", "mine.yaml").warned
    )
    refused(run(sampled, *PRINT), "mine.yaml:", "is a sample")
    assert run(sampled, *SAMPLE_BUILD).code == 0
    assert run(sampled, *PRINT).code == 0


@pytest.mark.parametrize("more", [(), ("--keep-going",)])
def test_letters_that_carry_the_sample_are_not_mailed_after_the_sender_was_put_in(
    sampled: Path, more: tuple[str, ...]
) -> None:
    sender = sampled / "letters" / CAMPAIGN / "sender.yaml"
    change(sender, "\nsample: true", "")
    change(sender, "email: you@example.org", f"email: {SENDER}")
    change(sender, "organization: Your Organization", "organization: Border Witness")
    for command in (PRINT, (*TO_STAFF, *GO)):
        done = run(sampled, *command, *more)
        assert done.code != 0
        assert (
            "nothing to do" in done.warned
            if more
            else "1 changed since (TX-16-escobar)" in done.warned
        )
    assert not [*sampled.rglob("run-*.pdf"), *sampled.rglob("*.eml")]
    assert run(sampled, *SAMPLE_BUILD).code == 0
    assert run(sampled, *PRINT, "--envelopes").code == 0
    assert "BORDER WITNESS" in text_of(out_of(sampled) / "print" / "envelopes.pdf", page=1)


def test_supporters_letters_are_not_sent_in_the_name_of_a_sample(place: Path) -> None:
    change(
        place / "letters" / CAMPAIGN / "sender.yaml",
        f"email: {SENDER}",
        f"email: {SENDER}\nsample: true",
    )
    dry = run(place, *SEND)
    assert dry.code == 0
    assert (
        "put yourself into sender.yaml; "
        "until then `letters print` and `letters send` refuse these letters" in dry.warned
    )
    for command in ((*SEND, *GO), PRINT):
        refused(run(place, *command), "sender.yaml:", "is a sample")
    assert not [*out_of(place).rglob("run-*.pdf"), *out_of(place).rglob("*.eml")]
