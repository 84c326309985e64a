"""`letters find`: the members for a ZIP code, a seat or a list of addresses."""

import csv
import io
import re
from pathlib import Path

import pytest

from tests.cli.congress.members import CONGRESS, DATE, needs_data, run

pytestmark = pytest.mark.slow


@needs_data
def test_a_split_zip_names_both_districts_and_what_would_settle_it(congress: Path) -> None:
    found = run("find", "35005", "--date", DATE, place=congress)
    assert found.code == 0
    rows = [line.split() for line in found.said.splitlines() if line.startswith(" AL-")]
    assert [(row[0], row[-1]) for row in rows] == [
        ("AL-06", "2"),
        ("AL-07", "2"),
        ("AL-sen", "certain"),
        ("AL-sen", "certain"),
    ]
    assert "ZIP 35005 is split between AL-06 and AL-07" in found.said
    assert "letters districts geocode-out" in found.said
    assert "The senators of Alabama are certain; the House seat is held open." in found.said


@needs_data
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("78520", ["TX-34", "Vicente Gonzalez", "certain"]),
        ("tx34", ["TX-34", "Vicente Gonzalez", "John Cornyn", "Ted Cruz"]),
        (
            "00601",
            ["PR-AL", "Resident Commissioner Pablo José Hernández", "Puerto Rico has no senators."],
        ),
        ("TX-23", ["TX-23", "vacant, or not on the list", "Vacant: TX-23."]),
        ("99999", ["ZIP 99999 is not in the district table of the 119th Congress"]),
    ],
)
def test_a_zip_or_a_seat_finds_its_members(query: str, words: list[str], congress: Path) -> None:
    found = run("find", query, "--recipients", congress / CONGRESS, "--date", DATE, place=congress)
    assert found.code == 0
    assert [word for word in words if word not in found.said] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "give a ZIP code or a seat, or --address-file FILE, one of the two"),
        (
            ("78520", "--address-file", "people.csv"),
            "give a ZIP code or a seat, or --address-file FILE, one of the two",
        ),
        (("78520", "--settled", "seats.csv"), "--settled and --out go with --address-file"),
        (("2134",), "did you mean 02134?"),
    ],
)
def test_find_wants_one_thing_to_find(arguments: tuple[str, ...], words: str, small: Path) -> None:
    refused = run("find", *arguments, "--date", DATE, place=small)
    assert refused.code == 2
    assert words in refused.warned


@pytest.mark.parametrize(
    "arguments",
    [
        ("districts", "geocode-out", "people.csv", "--out", "./people.csv"),
        ("districts", "geocode-in", "answer.csv", "--people", "people.csv", "--out", "people.csv"),
        (
            "districts",
            "geocode-in",
            "people.csv",
            "--people",
            "other.csv",
            "--blocks",
            "blocks.txt",
            "--out",
            "people.csv",
        ),
        ("find", "--address-file", "people.csv", "--out", "people.csv"),
        ("find", "--address-file", "other.csv", "--settled", "people.csv", "--out", "people.csv"),
        ("coverage", "library", "--recipients", "people.csv", "--svg", "people.csv"),
    ],
)
def test_no_file_is_written_over_what_it_is_made_from(
    arguments: tuple[str, ...], small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small)
    text = "id,street,city,state,zip\na,1 Elm St,Adamsville,AL,35005\n"
    for name in ("people.csv", "other.csv"):
        (small / name).write_text(text)
    refused = run(*arguments, place=small)
    assert refused.code == 2
    assert "people.csv would be written over what it is made from" in refused.warned
    assert (small / "people.csv").read_text() == text


def test_find_tells_old_lists_and_terms_that_are_over_from_vacancies(small: Path) -> None:
    found = run("find", "TX-16", "--date", "2027-02-01", place=small)
    assert (
        "recipients/members.yaml:1: warning: as_of: these facts are 231 days older" in found.warned
    )
    assert "The term of Veronica Escobar (TX-16) ended on January 3, 2027" in found.said
    assert not re.search(r"TX-16 .*certain", found.said)
    assert "warning" not in run("find", "TX-16", "--date", DATE, place=small).warned


@pytest.mark.parametrize("command_of", [("explain", "library", "TX-16"), ("coverage", "library")])
def test_explain_and_coverage_warn_of_doubts_too(command_of: tuple[str, ...], small: Path) -> None:
    shown = run(*command_of, "--date", "2026-11-24", "--via", "district", place=small)
    assert shown.code == 0
    assert (
        "recipients/members.yaml:1: warning: as_of: these facts are 162 days older" in shown.warned
    )
    assert (
        "TX-16-escobar: address: no office at home in the recipients file: goes to Washington"
        in shown.warned
    )
    expected = "Washington, DC 20515 (no office at home in the recipients file: goes to Washington)"
    assert (expected in " ".join(shown.said.split())) is (command_of[0] == "explain")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,seat\na,TX-16\n", "must have the columns id, seat, congress"),
        ("id,seat,congress\na,TX-99,119\n", "TX has no district 99"),
        ("id,seat,congress\na,sixteen,119\n", "must be a seat such as TX-34"),
        ("id,seat,congress\na,TX-16,now\n", "must be the number of a Congress such as 119, not"),
        (
            "id,seat,congress\na,TX-16,119\na,TX-17,119\n",
            "seats.csv:3: id: 'a' stands on line 2 too: each person needs an id of their own",
        ),
    ],
)
def test_a_file_of_seats_that_is_wrong_is_refused(text: str, words: str, small: Path) -> None:
    people, seats = small / "people.csv", small / "seats.csv"
    people.write_text("id,zip\na,35005\n")
    seats.write_text(text)
    refused = run("find", "--address-file", people, "--settled", seats, place=small)
    assert refused.code == 2
    assert words in refused.warned


def test_of_settled_seats_each_counts_by_its_own_congress(small: Path) -> None:
    people, seats = small / "people.csv", small / "seats.csv"
    people.write_text("id,state,zip\na,TX,75001\nb,TX,75001\nc,NM,87001\nd,VT,05401\n")
    seats.write_text("id,seat,congress\na,TX-16,120\nb,TX-16,119\nc,NM-01,119\nd,VT-AL,119\n")
    # A table for the ZIP code of the one whose seat is not used.
    table = small / "t.csv"
    table.write_text("state_abbr,zcta,cd\nTX,75001,32\n")
    assert run("districts", "import", table, "--congress", "119", place=small).code == 0
    asked = ("find", "--address-file", people, "--settled", seats, "--date", "2027-01-05")
    found = run(*asked, place=small)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(found.said))}
    assert {key: row["seats"] for key, row in rows.items()} == {
        "a": "TX-16",
        "b": "",
        "c": "NM-01",
        "d": "VT-AL",
    }
    assert "until then its seats of Texas are not used" in found.warned
