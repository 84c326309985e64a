"""The words for recipients, in every command that takes them."""

import re
from pathlib import Path

import pytest

from tests.cli.congress.members import CAMPAIGN, CONGRESS, DATE, needs_data, run
from tests.support.projects import ROOT, copy_project, letters

pytestmark = pytest.mark.slow

PEOPLE = ROOT / "tests" / "data" / "press" / "people.csv"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped project; nothing is written into it."""
    return copy_project(tmp_path_factory.mktemp("shipped"))


def listed(*filters: str, project: Path, recipients: Path | None = None) -> list[str]:
    """Returns the seats that `letters list recipients` shows, in order."""
    files = ("--recipients", str(project / recipients)) if recipients else ()
    shown = run("list", "recipients", *files, "--date", DATE, "--", *filters, place=project)
    assert shown.code == 0, shown.warned
    return [line.split()[0] for line in shown.said.splitlines() if re.match(r" ?[A-Z]{2}-", line)]


@needs_data
@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (["senate committee:Judiciary"], 22),
        (["committee:SSJU"], 22),
        (["committee:HSAP15"], 10),
        (["committee:Judiciary role:chair"], 2),
        (["leadership"], 9),
        (["delegates"], 5),
        (["Senator Scott"], 2),
        (["Rep. Scott"], 2),
        (["Chuck Schumer"], 1),
        (["Senator Cruz"], 1),
        (["senate !TX"], 98),
        (["senate", "!committee:Judiciary"], 78),
        (["within:100 miles of el-paso"], 4),
        (["79901"], 3),
    ],
)
def test_the_whole_congress_is_filtered(filters: list[str], count: int, congress: Path) -> None:
    seats = listed(*filters, project=congress, recipients=CONGRESS)
    assert len(seats) == count
    if filters == ["senate committee:Judiciary"]:
        assert {seat[-3:] for seat in seats} == {"sen"}


@needs_data
def test_a_split_zip_chooses_the_senators_and_names_the_districts(congress: Path) -> None:
    given = ("--recipients", congress / CONGRESS, "--date", DATE)
    shown = run("list", "recipients", "35005", *given, place=congress)
    assert re.findall(r"^ ?(AL-\w+)", shown.said, re.MULTILINE) == ["AL-sen", "AL-sen"]
    assert "35005: warning: It may be AL-06 (Gary J. Palmer) or AL-07 (Terri A. Sewell)" in (
        shown.warned
    )
    built = run("build", CAMPAIGN, "--to", "35005", "--dry-run", *given, place=congress)
    assert built.code == 0
    assert "35005: warning: It may be AL-06" in built.warned
    refused = run("build", CAMPAIGN, "--to", "house 35005", "--dry-run", *given, place=congress)
    assert (refused.code, "AL-06 (Gary J. Palmer)" in refused.warned) == (2, True)


WORDS = [
    (["el-paso house"], ["TX-16"]),
    (["committee:Judiciary role:chair"], ["IA-sen", "OH-04"]),
    (["TX !senate", "!TX-28 !TX-34"], ["TX-16"]),
    (["Rep. Escobar", "Sen. Ted Cruz (R-TX)"], ["TX-16", "TX-sen"]),
]


@pytest.mark.parametrize(("filters", "seats"), WORDS)
def test_list_build_and_explain_take_the_same_words(
    filters: list[str], seats: list[str], shipped: Path
) -> None:
    assert sorted(listed(*filters, project=shipped)) == seats
    to = [part for one in filters for part in ("--to", one)]
    dated = ("--date", DATE)
    built = run("build", CAMPAIGN, *to, "--dry-run", *dated, place=shipped)
    assert built.code == 0, built.warned
    assert [seat for seat in seats if f"{seat}-" in built.said] == seats
    explained = run("explain", CAMPAIGN, filters[0], *dated, place=shipped)
    assert explained.code == 0, explained.warned
    assert "TX-sen" in explained.said or seats[0] in explained.said


def test_a_letter_is_named_as_its_file(shipped: Path) -> None:
    path = f"out/{CAMPAIGN}/TX-16-escobar.pdf"
    explained = run("explain", CAMPAIGN, path, "--date", DATE, place=shipped)
    assert explained.code == 0, explained.warned
    assert "Veronica Escobar, TX-16" in explained.said


def test_all_wrong_words_are_said_at_once_by_the_installed_command(shipped: Path) -> None:
    words = ("--to", "Escobra", "--to", "committee:Judicary", "--to", "Republicans")
    refused = letters("build", CAMPAIGN, *words, "--date", DATE, project=shipped)
    assert refused.code == 2
    assert "did you mean Escobar?" in refused.warned
    assert 'did you mean "Judiciary"?' in refused.warned
    assert "party is no filter" in refused.warned


def test_a_drive_prints_only_the_letters_that_are_named(shipped: Path) -> None:
    given = ("--supporters", PEOPLE, "--date", "2026-11-24", "--dry-run")
    everyone = run("build", CAMPAIGN, *given, place=shipped)
    senate = run("build", CAMPAIGN, *given, "--to", "senate", place=shipped)
    assert (everyone.code, senate.code) == (0, 0), senate.warned
    assert "9 letters" in everyone.said
    assert "6 letters" in senate.said
    assert "TX-16" not in senate.said
    refused = run("build", CAMPAIGN, *given, "--to", "WY-sen", place=shipped)
    assert (refused.code, "no recipient is meant by 'WY-sen'" in refused.warned) == (2, True)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("El Paso, TX", ["Veronica Escobar", "el-paso is a place of remain-in-mexico", "Ted Cruz"]),
        ("Rep. Escobar", ["TX-16", "Veronica Escobar"]),
        ("senate committee:Judiciary role:chair", ["IA-sen", "Chuck Grassley"]),
        (
            "221 N. Kansas St., El Paso, TX 79901",
            ["TX-sen", "the House seat is held open", "the street is sent nowhere"],
        ),
    ],
)
def test_find_answers_words_without_a_table(query: str, words: list[str], shipped: Path) -> None:
    answer = run("find", query, "--date", DATE, place=shipped)
    assert answer.code == 0, answer.warned
    assert [word for word in words if word not in answer.said] == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("100 Main Street", "write its ZIP code or its state behind it"),
        ("democrats", "party is no filter"),
        ("Escobra", "did you mean Escobar?"),
    ],
)
def test_find_refuses_what_it_cannot_know(query: str, words: str, shipped: Path) -> None:
    answer = run("find", query, "--date", DATE, place=shipped)
    assert (answer.code, words in answer.warned) == (2, True)
