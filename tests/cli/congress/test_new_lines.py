"""Districts in the first days of a Congress: which House letters go, and which wait by name."""

import csv
import datetime
import io
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from generator.cli.options import today
from generator.congress.seats import has_one_seat
from generator.dates import in_words
from generator.states import SEATS, STATES, states_of
from tests.cli.congress.members import CAMPAIGN, run
from tests.support.crowd import as_csv, congress
from tests.support.projects import Run, copy_project

pytestmark = pytest.mark.slow

LATE = "2027-01-05"
TERM_END = datetime.date(2031, 1, 3)
REDRAWN = frozenset("AL CA FL LA MO NC OH TN TX UT".split())
MEMBERS, PEOPLE = "everyone.yaml", "people.csv"


def home(state: str) -> str:
    """Returns a ZIP code that lies in this state alone, by its digits."""
    codes = (f"{area:03}{place}" for area in range(1000) for place in ("01", "15", "51", "99"))
    return next(code for code in codes if states_of(code) == (state,))


def rows_of(states: Iterable[str], *, district: int = 1) -> str:
    """Returns a table that puts the home of each state into the district, or its only seat."""
    lines = ["state_abbr,zcta,cd"]
    lines += [f"{state},{home(state)},{0 if has_one_seat(state) else district}" for state in states]
    return "\n".join(lines) + "\n"


@pytest.fixture
def project(whole: Path, tmp_path: Path) -> Path:
    """A copy of it for each test."""
    return Path(shutil.copytree(whole, tmp_path / "project"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped project, an invented Congress until 2031, and a supporter in each state."""
    folder = copy_project(tmp_path_factory.mktemp("whole"))
    members = [one.model_copy(update={"term_end": TERM_END}) for one in congress()]
    entries = [one.model_dump(mode="json", exclude_defaults=True) for one in members]
    everyone = {"as_of": "2027-01-03", "source": "invented", "recipients": entries}
    text = yaml.dump(everyone, Dumper=yaml.CSafeDumper)
    (folder / MEMBERS).write_text(text, encoding="utf-8")
    write_people(folder, SEATS)
    return folder


def write_people(project: Path, states: Iterable[str]) -> None:
    """Writes a list with a supporter in each of the states."""
    header = "id name street city state zip consent".split()
    rows = [
        [state, f"Pat {STATES[state]}", "1 Elm St", "Anytown", state, home(state), "2026-11-01"]
        for state in states
    ]
    (project / PEOPLE).write_text(as_csv([header, *rows]), encoding="utf-8")


def load(project: Path, text: str, *, number: int) -> str:
    """Imports a table of that Congress; returns what the command warned of."""
    (project / "zips.csv").write_text(text, encoding="utf-8")
    done = run(
        "districts", "import", project / "zips.csv", "--congress", str(number), place=project
    )
    assert done.code == 0, done.warned
    return done.warned


def drive(project: Path, *, on: str = LATE) -> Run:
    """Returns a dry run of a letter of each supporter to each of their members."""
    signed = ("--supporters", project / PEOPLE, "--recipients", project / MEMBERS)
    done = run("build", CAMPAIGN, *signed, "--date", on, "--dry-run", place=project)
    assert done.code == 0, done.warned
    return done


def waiting(done: Run) -> dict[str, str]:
    """Returns the letters that wait, each with its reason."""
    found = re.findall(r"^held: .*?: (\w\w) \((\S+)\): (.*)$", done.warned, re.MULTILINE)
    assert all(letter.startswith(state) for state, letter, _ in found)
    return {letter: reason for _, letter, reason in found}


def test_a_drive_of_all_states_holds_only_house_letters_of_redrawn_states_by_name(
    project: Path,
) -> None:
    load(project, rows_of(SEATS), number=119)
    done = drive(project)
    # 50 states with two senators each, and 56 House letters, of which ten wait.
    assert done.said.startswith("146 letters of 56 supporters; 10 held back")
    assert set(waiting(done)) == {f"{state}-House" for state in REDRAWN}
    assert "New lines, as known on June 9, 2026: OH." in waiting(done)["OH-House"]
    # 40 states of which six have one seat.
    assert "34 House letters go by the lines of the 119th Congress" in done.warned
    assert "as known on June 9, 2026. If one of these states has drawn new lines" in done.warned


def test_in_a_congress_beyond_the_list_all_house_letters_but_those_of_single_seats_wait(
    project: Path,
) -> None:
    load(project, rows_of(SEATS), number=119)
    done = drive(project, on="2029-01-04")
    assert set(waiting(done)) == {f"{state}-House" for state in SEATS if not has_one_seat(state)}
    assert done.said.startswith("112 letters of 56 supporters; 44 held back")


def test_a_users_statement_frees_or_holds_the_letters_of_a_state(project: Path) -> None:
    load(project, rows_of(SEATS), number=119)
    state = ("--congress", "120", "--source", "the Secretary of State, by telephone")
    assert run("districts", "unchanged", "Ohio", "UT", *state, place=project).code == 0
    said = run("districts", "redrawn", "SC", *state, place=project)
    assert said.said == (
        "SC: new lines for the 120th Congress (as of "
        f"{in_words(today())}; the Secretary of State, by telephone)\n"
    )
    assert "the list of June 9, 2026 says that South Carolina did not draw" in said.warned
    listed = run("districts", "lines", place=project).said
    assert "Your statement: OH: no new lines for the 120th Congress" in listed
    assert "as known on June 9, 2026: AL, CA, FL" in listed
    shown = run("districts", "status", place=project).said
    assert "Your statement: SC: new lines for the 120th Congress" in shown
    found = find(project)
    assert {state for state in SEATS if not found[state]} == REDRAWN - {"OH", "UT"} | {"SC"}
    # A new import keeps the statements, and taking them back restores the list.
    load(project, rows_of(SEATS), number=119)
    assert {"OH", "UT"} <= {state for state in SEATS if find(project)[state]}
    back = ("--congress", "120", "--revoke")
    assert run("districts", "unchanged", "OH", "UT", *back, place=project).code == 0
    assert run("districts", "redrawn", "SC", *back, place=project).code == 0
    assert {state for state in SEATS if not find(project)[state]} == REDRAWN
    assert "Your statement" not in run("districts", "lines", place=project).said


def find(project: Path) -> dict[str, str]:
    """Returns the House seat that `letters find` gives each supporter, "" where it stays open."""
    members = ("--recipients", project / MEMBERS, "--date", LATE)
    done = run("find", "--address-file", project / PEOPLE, *members, place=project)
    assert done.code == 0, done.warned
    rows = csv.DictReader(io.StringIO(done.said))
    return {row["id"]: row["seats"] if row["settled"] == "yes" else "" for row in rows}


def test_a_table_of_some_states_stands_before_the_one_of_the_last_congress(project: Path) -> None:
    load(project, rows_of(SEATS), number=119)
    load(project, rows_of(["TX", "OH"], district=2), number=120)
    found = find(project)
    assert (found["TX"], found["OH"], found["NM"]) == ("TX-02", "OH-02", "NM-01")
    assert {state for state in SEATS if not found[state]} == REDRAWN - {"TX", "OH"}


def test_the_old_table_under_the_new_number_is_doubted_where_lines_moved(project: Path) -> None:
    load(project, rows_of(SEATS), number=119)
    warned = load(project, rows_of(SEATS), number=120)
    assert (
        "has the same rows for AL, CA, FL, LA, MO, NC, OH, TN, TX, UT as the table of the 119th "
        "Congress, though the lines moved there"
    ) in warned
    assert {state for state in SEATS if not find(project)[state]} == REDRAWN
    write_people(project, ["TX", "NM", "VT"])
    done = drive(project)
    assert set(waiting(done)) == {"TX-House"}
    assert "is the old table again" in waiting(done)["TX-House"]
    state = ("TX", "--congress", "120", "--source", "a court")
    assert run("districts", "unchanged", *state, place=project).code == 0
    assert find(project)["TX"] == "TX-01"


def test_without_a_table_house_letters_wait_and_the_others_go(project: Path) -> None:
    write_people(project, ["NM", "VT", "DC"])
    done = drive(project)
    assert done.said.startswith("6 letters of 3 supporters; 1 held back")
    assert set(waiting(done)) == {"NM-House"}
    assert "House letters wait (1): load it with `letters districts import FILE`" in done.warned


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["VT", "--congress", "120", "--source", "x"], "Vermont is one district"),
        (["PR", "--congress", "121", "--source", "x"], "Puerto Rico is one district"),
        (["Ohi", "--congress", "120", "--source", "x"], "'Ohi' is no state"),
        (["OH", "--congress", "118", "--source", "x"], "--congress must be 119 to 122"),
        (["OH", "--congress", "123", "--source", "x"], "--congress must be 119 to 122"),
        (["OH", "--congress", "120"], "how do you know it? Add --source TEXT"),
        (["OH", "--congress", "120", "--source", " "], "how do you know it? Add --source TEXT"),
        (["OH", "--congress", "120", "--revoke"], "there is no such statement"),
        (["OH"], "Missing option '--congress'"),
    ],
)
@pytest.mark.parametrize("command", ["unchanged", "redrawn"])
def test_a_statement_that_cannot_be_is_refused(
    small: Path, command: str, words: list[str], says: str
) -> None:
    refused = run("districts", command, *words, place=small)
    assert refused.code == 2
    assert says in refused.warned
    assert not (small / ".letters").exists()
