"""`letters districts`: tables of district lines, and addresses by way of the geocoder."""

import csv
import io
import os
import pty
import subprocess
from pathlib import Path

import pytest

from generator.states import JURISDICTIONS
from tests.cli.congress.members import (
    DATE,
    needs_data,
    run,
)
from tests.support import capitol
from tests.support.projects import COMMAND

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
    assert loaded.said == "1 block in AL; 119th Congress: .letters/districts.sqlite\n"
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
        "3 rows, 2 ZIP codes in TX, 1 of them (50 %) in more than one district; 119th"
    )
    assert "add --as-of" in done.warned.lower()
    assert "licence" not in done.warned
    assert "1 rows skipped: no district holds the area (ZZ)" in done.warned


CROSSWALK = (
    "ZIP,CD,USPS_ZIP_PREF_STATE,RES_RATIO,TOT_RATIO\n79901,4816,TX,1,1\n"
    "78040,4828,TX,0.55,0.6\n78040,4834,TX,0.45,0.4\n78041,4828,TX,0.9,0.9\n78041,4834,TX,0.1,0.1\n"
)


def test_shares_are_shown_rank_whom_to_ask_and_settle_nothing(small: Path) -> None:
    (small / "ZIP_CD_122025.csv").write_text(CROSSWALK)
    loaded = run(
        "districts", "import", small / "ZIP_CD_122025.csv", "--congress", "119", place=small
    )
    assert loaded.code == 0
    found = run("find", "78041", "--date", DATE, place=small)
    assert "ZIP 78041 is split between TX-28 and TX-34" in found.said
    assert (
        "Of residential addresses: TX-28 90 %, TX-34 10 % "
        "(HUD USPS ZIP Code crosswalk, 4th quarter 2025); shares do not settle a district."
    ) in found.said
    people, out = small / "people.csv", small / "out.csv"
    people.write_text(
        "id,street,city,state,zip\na,1 Elm St,Laredo,TX,78041\nb,2 Elm St,Laredo,TX,78040\n"
        "c,3 Elm St,El Paso,TX,79901\nd,4 Elm St,Laredo,TX,78045\n"
    )
    asked = run("districts", "geocode-out", people, "--out", out, "--date", DATE, place=small)
    assert "3 of 4 addresses are needed." in asked.said
    # Of 78045 nothing is known, 78040 is split almost evenly, 78041 almost not.
    assert [line[:1] for line in out.read_text().splitlines()] == ["5", "3", "2"]


def test_states_add_up_and_replacing_asks(small: Path) -> None:
    texas, california = small / "48_TX_CD119.txt", small / "06_CA_CD119.txt"
    texas.write_text("481410001001000,16\n")
    california.write_text("GEOID,CDFP\n060376037005000,36\n")
    for file in (texas, california):
        loaded = run("districts", "import", file, place=small)
        assert (loaded.code, loaded.warned) == (0, "")
    status = run("districts", "status", place=small)
    assert [line.partition(":")[0] for line in status.said.splitlines()] == [
        "119th Congress", "  2 blocks in CA, TX",
    ]  # fmt: skip
    plan = small / "plan.csv"
    plan.write_text("GEOID20,District\n481410001001000,23\n")
    asking = ("districts", "import", plan, "--congress", "119")
    refused = run(*asking, place=small)
    assert (refused.code, refused.said) == (2, "")
    assert "for the 119th Congress in Texas (1 blocks, loaded from U.S. Census" in refused.warned
    assert "add --replace" in refused.warned
    people, answer = small / "people.csv", small / "answer.csv"
    people.write_text(
        "id,street,city,state,zip\n1,1 Main,El Paso,TX,79901\n2,2 Main,Los Angeles,CA,90001\n"
    )
    answer.write_text(
        '"2","1 Main, El Paso","Match","Exact","1 MAIN","-106,31","1","L","48","141","000100",'
        '"1000"\n'
        '"3","2 Main, Los Angeles","Match","Exact","2 MAIN","-118,33","2","L","06","037","603700",'
        '"5000"\n'
    )
    settling = ("districts", "geocode-in", answer, "--people", people, "--date", DATE)
    assert run(*settling, place=small).said == "id,seat,congress\n1,TX-16,119\n2,CA-36,119\n"
    assert run(*asking, "--replace", place=small).code == 0
    assert run(*settling, place=small).said == "id,seat,congress\n1,TX-23,119\n2,CA-36,119\n"


@pytest.mark.parametrize(("answer", "seat"), [(b"y\n", "TX-15"), (b"n\n", "TX-34")])
def test_on_a_terminal_the_question_is_asked(answer: bytes, seat: str, small: Path) -> None:
    for name, district in (("a.csv", 34), ("b.csv", 15)):
        (small / name).write_text(f"state,zip,district\nTX,78520,{district}\n")
    first = run("districts", "import", small / "a.csv", "--congress", "119", place=small)
    assert first.code == 0
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "districts", "import", "b.csv", "--congress", "119"],
        cwd=small, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as asked:  # fmt: skip
        os.write(ours, answer)
        _, warned = asked.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert b"Replace what is loaded? [y/N]" in warned
    assert asked.returncode == (0 if answer == b"y\n" else 1)
    assert f" {seat} " in run("find", "78520", "--date", DATE, place=small).said


def test_the_public_table_is_fetched_and_find_says_so(small: Path) -> None:
    refused = run("find", "78520", "--date", DATE, place=small)
    assert "the public one with `letters districts fetch`" in refused.warned
    assert "the public one with" in run("districts", "status", place=small).warned
    rows = "".join(
        f"{state},{row.zip_codes.partition(' ')[0].partition('-')[0]}01"[: len(state) + 6]
        + f",{1 if row.seats > 1 else 0}\n"
        for state, row in JURISDICTIONS.items()
    )
    with capitol.server() as server:
        server.publish({"zccd.csv": f"state_abbr,zcta,cd\n{rows}TX,78520,34\n".encode()})
        fetched = run("districts", "fetch", "--from", server.url, "--congress", "119", place=small)
    assert (fetched.code, "as-of" in fetched.warned) == (0, False)
    assert " TX-34 " in run("find", "78520", "--date", DATE, place=small).said
    status = run("districts", "status", place=small)
    assert f"57 ZIP codes in 56 states and territories: {server.url}/zccd.csv, fetched on" in (
        status.said
    )
    assert "; as of 2026-06-15; licence not given" in status.said


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
    "districts fetch",
    "districts status",
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
