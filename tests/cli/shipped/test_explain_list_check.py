"""`letters explain`, `list` and `check` on the shipped campaign."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from generator.cli import root
from tests.cli.edits import change
from tests.cli.shipped.builds import CAMPAIGN, DATED
from tests.support.projects import DATE, Run, Shipped, letters

pytestmark = pytest.mark.slow


def test_a_list_for_another_program_breaks_no_cell(place: Path) -> None:
    arguments = ["--project", str(place), "list", "findings", CAMPAIGN]
    lines = CliRunner(env={"COLUMNS": "40"}).invoke(root.letters, arguments).stdout.splitlines()
    (line,) = [line for line in lines if line.split()[:1] == ["officers-out-of-reach"]]
    assert line.rstrip().endswith(
        "kept people who feared return to Mexico from reaching an asylum officer."
    )


def included(run: Run) -> list[str]:
    """The ids that `explain` says are in, in order."""
    return re.findall(r"^ ?in \d+ +(\S+)", run.said, re.MULTILINE)


def test_neighbours_get_the_argument_of_their_own_port(shipped: Shipped) -> None:
    el_paso = letters("explain", CAMPAIGN, "TX-16", "--date", DATE, project=shipped.project)
    brownsville = letters("explain", CAMPAIGN, "TX-34", "--date", DATE, project=shipped.project)
    assert (el_paso.code, brownsville.code) == (0, 0)
    assert included(el_paso)[0] == "local-el-paso"
    assert included(brownsville)[0] == "local-brownsville"
    assert "Representative Veronica Escobar, TX-16" in el_paso.said
    assert re.search(
        (
            r"out +local-brownsville +local +\d+ +the recipients file does not list Brownsville "
            r"for TX-16"
        ),
        el_paso.said,
    )


def test_every_argument_and_every_ask_is_explained(shipped: Shipped) -> None:
    run = letters("explain", CAMPAIGN, "Jordan", "--date", DATE, project=shipped.project)
    folder = shipped.project / "letters" / CAMPAIGN
    arguments = [path.stem for path in (folder / "arguments").glob("*.md")]
    asks = {
        entry["recommendation"]
        for entry in yaml.safe_load((folder / "campaign.yaml").read_text("utf-8"))["asks"]
    }
    assert arguments
    assert asks
    for name in [*arguments, *asks]:
        assert re.search(rf"^ ?(in \d+|out) +{name} +\S", run.said, re.MULTILINE), name
    assert "chair of the Committee on the Judiciary" in run.said


def test_what_the_page_had_no_room_for_is_explained(place: Path) -> None:
    change(place / "letters" / CAMPAIGN / "campaign.yaml", "max_arguments: 3", "max_arguments: 9")
    assert (
        "but the page is full and it ranks last"
        in letters("explain", CAMPAIGN, "TX-16", "--date", DATE, project=place).said
    )


@pytest.mark.parametrize(
    ("what", "header", "row"),
    [
        (
            ["recipients"],
            "seat +name +id +committees +term ends",
            "TX-16 +Veronica Escobar +E000299 .* 2027-01-03",
        ),
        (["recipients", "AZ", "Cruz"], "seat +name", "AZ-sen +Mark Kelly"),
        (
            ["arguments", CAMPAIGN],
            "id +weight +supports +when +cites",
            "local-el-paso +75 .*district_of: el-paso",
        ),
        (
            ["findings", CAMPAIGN],
            "id +figure +as of +claim +counted by",
            "returned-total +over 59,000 +December 2019",
        ),
        (
            ["asks", CAMPAIGN],
            "id +ask +who can act +instrument +horizon",
            "1 +end-program .*house and senate +legislation +now",
        ),
    ],
)
def test_there_are_lists_of_everything(
    what: list[str], header: str, row: str, shipped: Shipped
) -> None:
    run = letters("list", *what, project=shipped.project)
    assert run.code == 0
    assert re.search(header, run.said)
    assert re.search(row, run.said)
    if what == ["recipients", "AZ", "Cruz"]:
        assert len(re.findall(r"20\d\d-01-03", run.said)) == 4


def test_a_right_campaign_has_nothing_to_correct(shipped: Shipped) -> None:
    run = letters("check", "--date", DATE, project=shipped.project)
    assert run.code == 0
    assert run.said == "1 campaign checked: nothing to correct\n"
    assert [line for line in run.warned.splitlines() if "warning: " not in line] == []


def test_every_mistake_of_every_file_is_shown_at_once_and_nothing_is_written(place: Path) -> None:
    folder = place / "letters" / CAMPAIGN
    change(folder / "campaign.yaml", "max_arguments:", "max_argument:")
    change(folder / "letter.md", "{{ thanks }}", "{{ thank }}")
    change(folder / "sender.yaml", "zip: 20001", "zip: 2001")
    change(place / "recipients" / "ports-of-entry.yaml", "state: CA", "state: KA")
    for command in (("check", "--date", DATE), DATED):
        run = letters(*command, project=place)
        assert run.code == 2
        files = [
            line.partition(":")[0] for line in run.warned.splitlines() if "warning: " not in line
        ]
        assert set(files) == {
            f"letters/{CAMPAIGN}/campaign.yaml",
            f"letters/{CAMPAIGN}/letter.md",
            f"letters/{CAMPAIGN}/sender.yaml",
            "recipients/ports-of-entry.yaml",
        }
        assert all(re.match(r"\S+:\d+: \S", line) for line in run.warned.splitlines())
    assert not (place / "out").exists()
