"""`letters recipients sync`: all of Congress from a web server on this machine."""

from collections import Counter
from pathlib import Path

import pytest
import time_machine
import yaml

from tests.cli.congress.members import CONGRESS, DATA, FILES, needs_data, published, run
from tests.congress.sync_makers import put
from tests.support import capitol
from tests.support.projects import copy_project, letters

pytestmark = pytest.mark.slow


@needs_data
def test_a_sync_writes_537_members_and_twice_the_same_bytes(tmp_path: Path) -> None:
    place = copy_project(tmp_path)
    with capitol.server() as server:
        server.publish(published())
        first = letters("recipients", "sync", "--from", server.url, project=place)
        written = (place / CONGRESS).read_bytes()
        second = letters("recipients", "sync", "--from", server.url, project=place)
    assert (first.code, second.code) == (0, 0)
    assert (
        "537 members: 100 senators, 431 representatives, 5 delegates, 1 resident commissioner."
        in first.said
    )
    assert "Vacant: CA-14, FL-20, GA-13, TX-23." in first.said
    assert first.said.startswith("recipients/congress.yaml is written.\n")
    assert second.said.startswith(
        "recipients/congress.yaml was right already: not a byte is changed.\n"
    )
    assert (place / CONGRESS).read_bytes() == written
    titles = Counter(entry["title"] for entry in yaml.load(written, yaml.CBaseLoader)["recipients"])  # noqa: S506 - makes only text
    assert titles == {
        "senator": 100,
        "representative": 431,
        "delegate": 5,
        "resident commissioner": 1,
    }


@needs_data
def test_a_server_that_dies_half_way_leaves_the_old_file(place: Path) -> None:
    before = (place / CONGRESS).read_bytes()
    with capitol.server() as server:
        server.publish(published())
        server.answers[f"/{FILES[2]}"] = capitol.cut(published()[FILES[2]])
        died = letters("recipients", "sync", "--from", server.url, project=place)
    assert died.code == 2
    assert "could not be fetched (Connection broken: IncompleteRead" in died.warned
    assert "Nothing has been changed." in died.warned
    assert (place / CONGRESS).read_bytes() == before


@needs_data
def test_a_sync_says_who_came_left_and_moved(place: Path) -> None:
    changed = (
        (place / CONGRESS)
        .read_text("utf-8")
        .replace("id: E000299", "id: E999999")
        .replace("room: '1201'", "room: '9'")
    )
    (place / CONGRESS).write_text(changed, "utf-8")
    again = run("recipients", "sync", "--from", DATA, place=place)
    assert again.code == 0
    lines = again.said.splitlines()
    assert "came: TX-16 Veronica Escobar: representative" in lines
    assert "left: TX-16 Veronica Escobar: representative" in lines
    assert any(
        line.startswith("office: TX-34 Vicente Gonzalez: in Washington now 1201") for line in lines
    )


# Later its terms have ended, and the report is longer.
@time_machine.travel("2026-12-01T12:00:00+00:00")
def test_a_long_report_is_a_line_for_each_kind_and_the_rest_in_a_file(
    small: Path, tmp_path: Path
) -> None:
    house = capitol.full_house()
    origin = put(tmp_path / "data", house.files("json"))
    assert run("recipients", "sync", "--from", origin, place=small).code == 0
    for number in range(1, 413):
        key = f"H{number:06d}"
        house.term(key)["office"] = f"{number + 900} Cannon House Office Building"
        if number % 10 == 0:
            house.home(key)[0]["zip"] = None
    put(tmp_path / "data", house.files("json"))
    # The losses show offices that a cut file would have lost, too.
    refused = run("recipients", "sync", "--from", origin, place=small)
    assert refused.code == 2
    assert "500 offices at home, before 541. " in refused.warned
    assert "take it with --allow-fewer offices. Nothing has been changed." in refused.warned
    again = run("recipients", "sync", "--from", origin, "--allow-fewer", "offices", place=small)
    (details,) = (small / ".letters").glob("sync-*.txt")
    lines = again.said.splitlines()
    assert lines[0] == "recipients/congress.yaml is written."
    assert lines[2] == (
        "office: 453 changes: AK-AL Ann MemberH000008, AL-01 Ann MemberH000001, "
        "AL-02 Ann MemberH000002 and 409 more"
    )
    assert lines[3] == f"Every line is in .letters/{details.name}."
    assert (
        "odd: no office at home is listed; letters go to Washington: Ann MemberH000010 (AZ-02), "
        "Ann MemberH000020 (AR-03), Ann MemberH000030 (CA-09) and 38 more"
    ) in again.warned.splitlines()
    told = details.read_text("utf-8").splitlines()
    assert sum(line.startswith("office: ") for line in told) == 453
    assert sum(line.startswith("odd: ") for line in told) == 82
    assert "office: AZ-02 Ann MemberH000010: closed 1 Main St., 2, Springfield AZ 85001" in told


@needs_data
def test_a_sync_names_the_campaigns_that_use_the_old_name_of_a_committee(place: Path) -> None:
    text = (place / CONGRESS).read_text("utf-8")
    assert "name: Oversight and Government Reform" in text
    old = text.replace("name: Oversight and Government Reform", "name: Oversight and Reform")
    (place / CONGRESS).write_text(old, "utf-8")
    argument = place / "letters" / "remain-in-mexico" / "arguments" / "asylum-officers.md"
    argument.write_text(
        argument.read_text("utf-8").replace("Oversight and Government", "Oversight and"), "utf-8"
    )
    again = run("recipients", "sync", "--from", DATA, place=place)
    (line,) = (line for line in again.said.splitlines() if "Oversight" in line)
    assert line == (
        "renamed: HSGO Oversight and Reform: is now Oversight and Government Reform; the old name "
        "stands in letters/remain-in-mexico/arguments/asylum-officers.md:5"
    )


def test_a_sync_from_nowhere_says_so(small: Path) -> None:
    refused = run("recipients", "sync", "--from", small / "nowhere", place=small)
    assert refused.code == 2
    assert "is no folder" in refused.warned


def test_a_hand_made_file_is_not_written_over(small: Path) -> None:
    before = (small / "recipients" / "members.yaml").read_bytes()
    refused = run(
        "recipients",
        "sync",
        "--from",
        small,
        "--to",
        small / "recipients" / "members.yaml",
        place=small,
    )
    assert refused.code == 2
    assert "was not written by `letters recipients sync`" in refused.warned
    assert (small / "recipients" / "members.yaml").read_bytes() == before
