"""`letters build` and `check`: old facts, offices, and rules that hold for no member."""

import datetime
import re
from pathlib import Path

import pytest

from generator.press import build
from generator.press.build_options import BuildOptions
from generator.project import load
from tests.cli.congress.members import CAMPAIGN, CONGRESS, DATE, needs_data, run
from tests.support.projects import letters

pytestmark = pytest.mark.slow


def test_recipients_older_than_ninety_days_are_warned_of_once_a_file(small: Path) -> None:
    for date, warned in (("2026-09-13", False), ("2026-09-14", True)):
        said = run("build", "library", "--date", date, "--dry-run", place=small).warned
        assert (
            (
                "recipients/members.yaml:1: warning: as_of: these facts are 91 days older than "
                "the letters"
            )
            in said
        ) is warned
        assert said.count("as_of:") == warned


def test_from_the_third_of_january_room_numbers_are_left_out_until_a_sync(small: Path) -> None:
    file = small / "recipients" / "members.yaml"
    room = (
        "    addresses: {washington: {room: '2448', building: Rayburn House Office Building}}\n  "
        "  term_end: 2029-01-03\n"
    )
    text = file.read_text("utf-8").replace("    term_end: 2027-01-03\n", room, 1)
    file.write_text(text, "utf-8")
    options = BuildOptions("library", datetime.date(2027, 1, 3), ("TX-16",))
    ready = build.prepare_letters(load.open_project(small), options)
    assert ready.orders[0].letter.inside_address[1:] == (
        "U.S. House of Representatives",
        "Washington, DC 20515",
    )
    warning = (
        "1 room number is from before January 3, 2027, when offices were drawn by lot, and left out"
    )
    assert [warning in str(problem) for problem in ready.warnings] == [True]
    file.write_text(text.replace("as_of: 2026-06-15", "as_of: 2027-01-03"), "utf-8")
    ready = build.prepare_letters(load.open_project(small), options)
    assert "2448 Rayburn House Office Building" in ready.orders[0].letter.inside_address
    assert ready.warnings == ()


def test_letters_go_to_offices_at_home_and_members_without_one_are_named(small: Path) -> None:
    rehearsed = run(
        "build", "library", "--date", DATE, "--via", "district", "--dry-run", place=small
    )
    assert rehearsed.code == 0
    assert (
        "TX-16-escobar: address: no office at home in the recipients file: goes to Washington"
        in rehearsed.warned
    )
    shown = run("explain", "library", "ME", "--date", DATE, "--via", "district", place=small)
    assert (
        "Chair, Senate Committee on Appropriations, 68 Sewall Street, Augusta, ME 04330"
        in " ".join(shown.said.split())
    )
    readme = letters(
        "build",
        "library",
        "--date",
        DATE,
        "--via",
        "district",
        "--act-by",
        "2026-12-01",
        project=small,
    )
    assert readme.code == 0, readme.warned
    assert "--via district --act-by 2026-12-01" in (
        small / "out" / "library" / "README.txt"
    ).read_text("utf-8")


@needs_data
def test_many_without_an_office_at_home_are_counted(congress: Path) -> None:
    text = (congress / CONGRESS).read_text("utf-8")
    bare = congress / "recipients" / "bare.yaml"
    bare.write_text(re.sub(r"(?m)^      district:\n(?:      - .*\n)+", "", text), "utf-8")
    rehearsed = run(
        "build",
        CAMPAIGN,
        "--recipients",
        bare,
        "--to",
        "TX",
        "--date",
        DATE,
        "--via",
        "nearest",
        "--dry-run",
        place=congress,
    )
    assert rehearsed.code == 0
    assert re.search(
        r"39 letters \(such as TX-\S+\): address: no office at home in the recipients file",
        rehearsed.warned,
    )


@needs_data
def test_the_nearest_office_is_the_one_at_the_port(congress: Path) -> None:
    options = BuildOptions(
        CAMPAIGN,
        datetime.date.fromisoformat(DATE),
        ("TX-28", "AZ-07"),
        (congress / CONGRESS,),
        via="nearest",
    )
    cities = {
        order.recipient.seat: order.letter.inside_address[-1]
        for order in build.prepare_letters(load.open_project(congress), options).orders
    }
    assert cities["TX-28"].startswith("Laredo, TX 780")
    assert cities["AZ-07"].startswith(("Nogales", "Tucson"))


@pytest.mark.parametrize(
    ("act_by", "via", "words"),
    [
        (
            "2026-09-20",
            "washington",
            (
                "September 20, 2026 is 19 days after the letters' date, and 2 of 2 letters go to "
                "Washington, where"
            ),
        ),
        ("2026-10-01", "washington", ""),
        (
            "2026-09-20",
            "district",
            (
                "and 1 of 2 letters go to Washington, where mail is screened for days or weeks: "
                "send sooner\n"
            ),
        ),
        ("2026-09-01", "district", "September 1, 2026 is over on the letters' date"),
    ],
)
def test_letters_that_may_come_too_late_are_warned_of(
    act_by: str, via: str, words: str, small: Path
) -> None:
    said = run(
        "build",
        "library",
        "--date",
        DATE,
        "--act-by",
        act_by,
        "--via",
        via,
        "--dry-run",
        place=small,
    ).warned
    assert said.count("letters/library/campaign.yaml: warning: act_by: ") == bool(words)
    assert words in said


def test_a_member_with_an_office_at_home_is_reached_in_time(small: Path) -> None:
    options = ("--to", "ME", "--act-by", "2026-09-20", "--via", "district", "--dry-run")
    assert "act_by" not in run("build", "library", "--date", DATE, *options, place=small).warned


def test_the_day_that_was_wished_for_stands_in_the_letter(small: Path) -> None:
    with (small / "letters" / "library" / "letter.md").open("a", encoding="utf-8") as file:
        file.write("\nAct by {{ campaign.act_by }}.\n")
    options = BuildOptions(
        "library", datetime.date.fromisoformat(DATE), act_by=datetime.date(2026, 12, 1)
    )
    assert (
        build.prepare_letters(load.open_project(small), options).orders[0].letter.statement[-1].text
        == "Act by December 1, 2026."
    )


def test_a_rule_that_holds_for_no_member_is_a_warning_of_check(small: Path) -> None:
    argument = small / "letters" / "library" / "arguments" / "texas.md"
    argument.write_text(
        argument.read_text("utf-8").replace("  state: TX", "  state: TX\n  chamber: senate"),
        "utf-8",
    )
    settings = small / "letters" / "library" / "campaign.yaml"
    rule = "- recommendation: count\n    when: {state: [ME, TX], chamber: senate}"
    settings.write_text(
        settings.read_text("utf-8").replace("- recommendation: count", rule), "utf-8"
    )
    checked = run("check", "library", "--date", DATE, place=small)
    assert checked.code == 0
    warnings = [line for line in checked.warned.splitlines() if "holds for no recipient" in line]
    assert len(warnings) == 1
    assert warnings[0].startswith(
        "letters/library/arguments/texas.md:4: warning: when: holds for no recipient (of 2; "
        "most often: "
    )


def test_a_file_of_recipients_that_is_wrong_says_nothing_of_rules(small: Path) -> None:
    members = small / "recipients" / "members.yaml"
    members.write_text(members.read_text("utf-8").replace("district: 16", "district: 61"), "utf-8")
    checked = run("check", "library", "--date", DATE, place=small)
    assert [line.partition(":")[0] for line in checked.warned.splitlines()] == [
        "recipients/members.yaml"
    ]


def test_a_member_who_is_asked_nothing_gets_no_letter(small: Path) -> None:
    settings = small / "letters" / "library" / "campaign.yaml"
    settings.write_text(settings.read_text("utf-8").replace("  - recommendation: count\n", ""))
    expected = run("build", "library", "--date", DATE, "--dry-run", place=small)
    assert (
        "not written to: nothing is asked of Veronica Escobar (TX-16); `letters explain` says why"
        in expected.warned
    )
    assert "1 to print, 1 left out" in expected.said
    alone = run("build", "library", "--date", DATE, "--to", "TX", "--dry-run", place=small)
    assert alone.code == 2
    assert alone.warned.startswith(
        "letters: nothing is asked of Veronica Escobar (TX-16), so that no letter is printed"
    )
    # The sentence sends the user to this command, which says why of each ask.
    explained = run("explain", "library", "TX-16", "--date", DATE, place=small)
    assert explained.code == 0, explained.warned
    assert "does not sit on Appropriations" in explained.said
    checked = run("check", "library", "--date", DATE, place=small)
    assert (
        "warning: asks: nothing is asked of Veronica Escobar (TX-16), so that they get no letter"
        in checked.warned
    )


def test_a_member_who_gets_too_few_arguments_is_named(small: Path) -> None:
    settings = small / "letters" / "library" / "campaign.yaml"
    settings.write_text(settings.read_text("utf-8") + "min_arguments: 2\n", "utf-8")
    warned = run("check", "library", "--date", DATE, place=small).warned
    assert (
        "campaign.yaml:9: warning: min_arguments: fewer than 2 arguments hold for Susan M. "
        "Collins (ME-sen) and 1 more: write one"
    ) in warned


def test_facts_of_a_day_to_come_are_warned_of(small: Path) -> None:
    members = small / "recipients" / "members.yaml"
    members.write_text(
        members.read_text("utf-8").replace("as_of: 2026-06-15", "as_of: 2036-06-15"), "utf-8"
    )
    assert (
        "members.yaml:1: warning: as_of: June 15, 2036 is after the letters' date"
        in run("check", "library", "--date", DATE, place=small).warned
    )
