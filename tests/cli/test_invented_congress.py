"""The shapes of the published data, on a Congress of invented people that the project ships."""

import datetime
from collections import Counter
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from generator.cli.root import letters as command
from generator.congress import forms_of_address
from generator.models.recipient import Recipient
from generator.press import build
from generator.press.build_options import BuildOptions
from generator.project import load
from tests.support import capitol
from tests.support.projects import Run, copy_project

pytestmark = pytest.mark.slow
CAMPAIGN = "remain-in-mexico"
CONGRESS = Path("recipients/congress.yaml")
DATE = "2026-09-01"


def run(*arguments: str | Path, project: Path) -> Run:
    """Returns what became of a command, in this process."""
    result = CliRunner().invoke(
        command, ["--project", str(project), *map(str, arguments)], catch_exceptions=False
    )
    return Run(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """The shipped project with the invented Congress and its lines, and what the sync said."""
    published = tmp_path_factory.mktemp("published")
    for name, data in capitol.odd_house().files().items():
        (published / name).write_bytes(data)
    project = copy_project(tmp_path_factory.mktemp("congress"))
    # Later its terms have ended, which is an oddity of its own.
    with time_machine.travel("2026-12-01T12:00:00+00:00"):
        sync = run(
            "recipients", "sync", "--from", published, "--as-of", "2026-06-15", project=project
        )
    table = capitol.SAMPLES / "zccd.csv"
    imported = run("districts", "import", table, "--congress", "119", project=project)
    assert (sync.code, imported.code) == (0, 0), sync.warned + imported.warned
    return project, sync


@pytest.fixture(scope="module")
def members(synced: tuple[Path, Run]) -> dict[str, Recipient]:
    project = load.open_project(synced[0])
    files = [project.folder / CONGRESS]
    return {one.id: one for one in load.load_recipients(project, files=files).recipients}


def test_a_whole_congress_is_read_and_each_oddity_named(synced: tuple[Path, Run]) -> None:
    _, sync = synced
    assert "540 members: 100 senators, 434 representatives, 5 delegates, 1 resident" in sync.said
    assert "Vacant: TX-23." in sync.said
    odd = Counter(line.split()[1] for line in sync.warned.splitlines())
    assert odd == {
        "Z000001": 4,
        "Z000005": 1,
        "Z000006": 2,
    }, sync.warned


@pytest.mark.parametrize(
    ("key", "salutation", "first_line"),
    [
        ("Z000001", "Dear Representative Tenterfield:", "The Honorable Jonas Tenterfield"),
        (
            "Z000002",
            "Dear Resident Commissioner Robles Ortega:",
            "The Honorable Inés María Robles Ortega",
        ),
        ("Z000003", "Dear Chair Quarrymaker:", "The Honorable Delia J. Quarrymaker"),
        ("Z000004", "Dear Speaker Villeneuve:", "The Honorable Orson Villeneuve"),
        ("Z000005", "Dear Chair Oakhurst:", "The Honorable Wanda Oakhurst Jr."),
        ("Z000006", "Dear Ranking Member O’Marrow:", "The Honorable Piet O’Marrow"),
    ],
)
def test_each_odd_member_has_a_letter_in_the_right_form(
    key: str,
    salutation: str,
    first_line: str,
    synced: tuple[Path, Run],
    members: dict[str, Recipient],
) -> None:
    project, _ = synced
    day = datetime.date.fromisoformat(DATE)
    seat = members[key].seat if "sen" not in members[key].seat else members[key].name.last
    options = BuildOptions(CAMPAIGN, day, (seat,), (project / CONGRESS,))
    ready = build.prepare_letters(load.open_project(project), options)
    (letter,) = (one.letter for one in ready.orders if one.recipient.id == key)
    assert letter.salutation == salutation
    assert letter.inside_address[0] == first_line
    assert letter.arguments
    assert letter.asks


def test_offices_committees_and_terms_are_taken_from_the_last_term(
    members: dict[str, Recipient],
) -> None:
    chair = members["Z000003"]
    assert (chair.chamber, chair.seat) == ("house", "TX-16")
    assert [(seat.name, seat.role) for seat in chair.committees] == [("Judiciary", "chair")]
    (office,) = chair.addresses.district
    assert forms_of_address.district_address(chair, office)[-1] == "El Paso, TX 79901"
    assert (office.latitude, office.longitude) == (31.7596, -106.4889)
    assert members["Z000006"].addresses.district[0].latitude is None
    assert members["Z000001"].addresses.district == ()
    assert members["Z000002"].term_end == datetime.date(2029, 1, 3)


def test_a_term_that_is_over_is_left_out_and_named(synced: tuple[Path, Run]) -> None:
    project, _ = synced
    after = ("--recipients", project / CONGRESS, "--date", "2026-11-24", "--to", "OH-sen")
    rehearsed = run("build", CAMPAIGN, *after, "--dry-run", project=project)
    assert rehearsed.code == 0, rehearsed.warned
    assert "Senator Wanda Oakhurst Jr. (OH-sen) ended on November 3, 2026" in rehearsed.warned


@pytest.mark.parametrize(
    ("query", "answers"),
    [
        ("79901", ["TX-16", "Delia J. Quarrymaker", "certain"]),
        ("35005", ["AL-06", "AL-07", "one of 2"]),
        ("86515", ["AZ-02", "NM-03", "if the state is right"]),
        ("00901", ["PR-AL", "Inés María Robles Ortega"]),
        ("99501", ["AK-AL"]),
        ("20001", ["DC-AL"]),
        ("TX-23", ["vacant, or not on the list"]),
    ],
)
def test_a_zip_code_finds_its_members(
    query: str, answers: list[str], synced: tuple[Path, Run]
) -> None:
    project, _ = synced
    found = run("find", query, "--recipients", project / CONGRESS, "--date", DATE, project=project)
    assert found.code == 0, found.warned
    assert [answer for answer in answers if answer not in found.said] == []
