"""`letters districts`: tables of district lines, and addresses by way of the geocoder."""

import csv
import io
from pathlib import Path

import pytest

from tests.cli.congress.members import (
    DATE,
    needs_data,
    run,
)

pytestmark = pytest.mark.slow

PEOPLE = """\
id,name,street,city,state,zip
a,Ada,1 Elm St,Adamsville,AL,35005
b,Ben,2 Oak St,Brownsville,TX,78520
c,Cay,3 Ash St,Adamsville,AL,35005
"""


@needs_data
def test_the_geocoder_settles_addresses_and_gets_no_others(place: Path) -> None:
    people = place / "people.csv"
    people.write_text(PEOPLE)
    asked = run("districts", "geocode-out", people, "--date", DATE, place=place)
    assert asked.code == 0
    assert "2 of 3 addresses are needed." in asked.said
    assert (
        place / "people-geocoder.csv"
    ).read_text() == "2,1 Elm St,Adamsville,AL,35005\n4,3 Ash St,Adamsville,AL,35005\n"
    answer, blocks, seats = place / "answer.csv", place / "NationalCD119.txt", place / "seats.csv"
    tail = '"-86.9,33.6",1,L,01,073,012305,1000'
    answer.write_text(
        f'"2","1 Elm St","Match","Exact","1 ELM ST",{tail}\n"4","3 Ash St","No_Match"\n'
    )
    blocks.write_text("GEOID,CDFP\n010730123051000,07\n")
    asking = ("districts", "geocode-in", answer, "--people", people, "--date", DATE)
    assert "no blocks of the 119th Congress are there" in run(*asking, place=place).warned
    named = run(*asking, "--blocks", blocks, place=place)
    loaded = run("districts", "import", blocks, place=place)
    assert (
        loaded.said
        == "1 blocks in 1 states and territories; 119th Congress: .letters/districts.sqlite\n"
    )
    settled = run(*asking, "--out", seats, place=place)
    assert (settled.code, named.said) == (0, "id,seat,congress\na,AL-07,119\n")
    assert seats.read_text() == "id,seat,congress\na,AL-07,119\n"
    assert "the geocoder does not know the address (No_Match)" in settled.warned
    found = run("find", "--address-file", people, "--settled", seats, "--date", DATE, place=place)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(found.said))}
    assert {key: (row["settled"], row["seats"]) for key, row in rows.items()} == {
        "a": ("yes", "AL-07"), "b": ("yes", "TX-34"), "c": ("no", "AL-06; AL-07"),
    }  # fmt: skip
    assert rows["a"]["representatives"] == "Terri A. Sewell"
    assert "2 of 3 settled" in found.warned
    late = run(
        "find", "--address-file", people, "--settled", seats, "--date", "2027-02-01", place=place
    )
    assert late.code == 0
    assert [row["settled"] for row in csv.DictReader(io.StringIO(late.said))] == ["no", "no", "no"]
    assert (
        "seats.csv is of the 119th Congress, and a letter dated February 1, 2027 goes to the 120th"
        in late.warned
    )
    assert (
        "Settle the addresses again: letters districts geocode-in, with blocks of the 120th; "
        "until then its seats of Alabama are not used"
    ) in late.warned


def test_without_a_table_find_says_how_to_get_one_and_all_addresses_are_written(
    small: Path,
) -> None:
    refused = run("find", "78520", "--date", DATE, place=small)
    assert refused.code == 2
    assert "load a table first: `letters districts import FILE`" in refused.warned
    assert run("find", "TX-16", "--date", DATE, place=small).code == 0
    people, out = small / "people.csv", small / "out.csv"
    people.write_text("id,street,city,state,zip\na,1 Elm St,Adamsville,AL,35005\n")
    asked = run("districts", "geocode-out", people, "--out", out, "--date", DATE, place=small)
    assert "1 of 1 addresses are needed." in asked.said
    assert out.read_text() == "2,1 Elm St,Adamsville,AL,35005\n"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("t.csv", "a,b\n1,2\n", "known are: a CSV with the columns state_abbr"),
        ("t.csv", "state_abbr,zcta,cd\nMA,2134,7\n", "has lost its leading zero"),
        ("t.csv", "state_abbr,zcta,cd\nTX,78520,99\n", "TX has no district 99"),
        ("cd118.csv", "state_abbr,zcta,cd\nTX,78520,34\n", "mixes Congresses"),
    ],
)
def test_a_bad_table_is_refused_and_nothing_is_kept(
    name: str, text: str, words: str, small: Path
) -> None:
    file = small / name
    file.write_text(text)
    refused = run("districts", "import", file, "--congress", "119", place=small)
    assert refused.code == 2
    assert words in refused.warned
    assert not (small / ".letters").exists()


def test_importing_a_table_says_what_it_holds_and_what_is_not_known(small: Path) -> None:
    file = small / "t.csv"
    file.write_text("state_abbr,zcta,cd\nTX,78520,34\nTX,79901,16\nTX,79901,23\nTX,79999,ZZ\n")
    done = run(
        "districts", "import", file, "--congress", "119", "--license", "public domain", place=small
    )
    assert done.code == 0
    assert done.said.startswith(
        "3 rows, 2 ZIP codes in 1 states and territories, 1 of them (50 %) in more than one "
        "district; 119th"
    )
    assert "add --as-of" in done.warned.lower()
    assert "licence" not in done.warned
    assert "1 rows skipped: no district holds the area (ZZ)" in done.warned


def test_a_file_that_is_no_table_is_recognised(small: Path) -> None:
    (small / ".letters").mkdir()
    (small / ".letters" / "districts.sqlite").write_text(
        "not a database, but long enough to be taken for one by its size alone" * 9
    )
    refused = run("build", "library", "--date", DATE, "--dry-run", place=small)
    assert refused.code == 2
    assert "is not a district table" in refused.warned


COMMANDS = (
    "coverage",
    "find",
    "recipients",
    "recipients sync",
    "districts",
    "districts import",
    "districts geocode-out",
)


@pytest.mark.parametrize("name", [*COMMANDS, "districts geocode-in"])
def test_every_command_explains_itself_with_an_example(name: str, small: Path) -> None:
    shown = run(*name.split(), "--help", place=small)
    assert shown.code == 0
    assert (
        f"letters {name.split(maxsplit=1)[0]}"
        in shown.said.partition("Options:")[0].partition("\n\n")[2]
    )
