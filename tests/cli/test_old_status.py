"""No letter is mailed whose matter was looked at long ago, unless the user says so."""

import datetime
import re
from pathlib import Path

import pytest

from tests.cli.edits import change, refused
from tests.cli.mailings import GO, PRINT, SEND
from tests.support import drives
from tests.support.drives import CAMPAIGN, DATE, SENDER, out_of, run
from tests.support.projects import copy_project

pytestmark = pytest.mark.slow

TODAY = datetime.date.fromisoformat(drives.TODAY)
MINE = f"""name: Ana Ruiz
street: 1 Main Street
city: El Paso
state: TX
zip: "79901"
email: {SENDER}
"""
# The shipped campaign's own last look.
SHIPPED = re.compile(r"\nstatus:\n  checked: .*")
TO_STAFF = (*SEND, "--to-staff", "staff.csv", *GO)


def looked(days_ago: int) -> str:
    """Returns the line of campaign.yaml that says when a person last looked."""
    return f"\nstatus: {{checked: {TODAY - datetime.timedelta(days=days_ago)}}}"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A project with a letter, whose campaign was last looked at 46 days ago."""
    project = copy_project(tmp_path / "project", sample=False)
    file = project / "letters" / CAMPAIGN / "campaign.yaml"
    file.write_text(SHIPPED.sub(looked(46), file.read_text("utf-8")), encoding="utf-8")
    (project / "mine.yaml").write_text(MINE, encoding="utf-8")
    options = ("--date", DATE, "--to", "TX-16", "--jobs", "1", "--sender", "mine.yaml")
    done = run(project, "build", CAMPAIGN, *options, "--design", "organization-window")
    assert done.code == 0
    (project / "staff.csv").write_text(
        "recipient,email\nE000299,aide@mail.example\n", encoding="utf-8"
    )
    return project


def test_letters_are_not_mailed_six_weeks_after_the_last_look(built: Path) -> None:
    file = built / "letters" / CAMPAIGN / "campaign.yaml"
    lines = file.read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("status:"))
    for command in (PRINT, TO_STAFF):
        refused(
            run(built, *command),
            f"campaign.yaml:{line}: status.checked: ",
            " is 46 days ago: look where the matter stands",
            "or go on with --status-old-ok",
        )
    assert not list(built.rglob("ledger.sqlite"))
    assert run(built, *SEND, "--to-staff", "staff.csv").code == 0  # a dry run sends nothing
    assert run(built, *TO_STAFF, "--status-old-ok").code == 0
    assert [*(out_of(built) / "outbox").rglob("*.eml")]


def test_letters_are_printed_on_the_last_day_and_with_the_option(built: Path) -> None:
    assert run(built, *PRINT, "--status-old-ok").code == 0
    change(built / "letters" / CAMPAIGN / "campaign.yaml", looked(46), looked(45))
    assert run(built, *PRINT).code == 0


def test_a_last_look_that_is_still_to_come_is_a_slip(built: Path) -> None:
    change(built / "letters" / CAMPAIGN / "campaign.yaml", looked(46), looked(-365))
    for command in (PRINT, TO_STAFF):
        refused(run(built, *command), "status.checked: ", "is still to come")
