"""What members have done already: the file, the thanks, and what they are not asked any more."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from generator.letter import positions
from generator.letter.compose import Composer
from generator.letter.selection import choose
from generator.models.campaign import Campaign, Position, PositionsFile
from generator.models.recipient import Recipient
from generator.models.source import SourceFile
from generator.press import job
from generator.press.build_options import BuildOptions
from generator.project import load
from tests.support.campaigns import BILL, DAY, GROUND, SOURCE, argument, campaign
from tests.support.golden_mistakes import LIBRARY, ON, make_project
from tests.support.people import representative, senator

BY_BILL = {
    "member": "E000299",
    "bill": "H.R. 2662",
    "position": "cosponsor",
    "date": "2019-06-01",
    "source": "congress.gov",
}
UNSPONSORED = SourceFile.model_validate(
    {
        **SOURCE.model_dump(),
        "recommendations": [
            {**one.model_dump(), "bill": {**BILL, "sponsor": None}}
            if one.id == "back"
            else one.model_dump()
            for one in SOURCE.recommendations
        ],
    }
)
OPPOSED = SourceFile.model_validate(
    {
        **SOURCE.model_dump(),
        "recommendations": [
            {**one.model_dump(), "bill": {**BILL, "stance": "oppose"}}
            if one.id == "back"
            else one.model_dump()
            for one in SOURCE.recommendations
        ],
    }
)
MEMBER = representative()


def taken(*entries: dict[str, str], source: SourceFile = UNSPONSORED) -> Campaign:
    known = (
        positions.by_member(PositionsFile.model_validate({"positions": entries})) if entries else {}
    )
    return replace(
        campaign(
            argument("one"), argument("two", supports="back"), asks=("back", "end"), source=source
        ),
        positions=known,
    )


def asks(made: Campaign, recipient: Recipient = MEMBER) -> dict[str, tuple[bool, str]]:
    return {
        choice.id: (choice.included, choice.reason)
        for choice in choose(made, recipient, ground=GROUND).asks
    }


def thanks(made: Campaign, recipient: Recipient = MEMBER) -> str:
    letter = Composer(made, on=DAY).letter(
        recipient, selection=choose(made, recipient, ground=GROUND)
    )
    return " ".join(
        block.text
        for block in letter.statement
        if block.text.startswith("Thank you for") and "reading" not in block.text
    )


@pytest.mark.parametrize(
    ("position", "did", "words"),
    [
        (
            "sponsor",
            "sponsored",
            "Thank you for introducing the Clean Wells Act (H.R. 2662) in 2019.",
        ),
        (
            "cosponsor",
            "cosponsored",
            "Thank you for cosponsoring the Clean Wells Act (H.R. 2662) in 2019.",
        ),
        (
            "voted yes",
            "voted for",
            "Thank you for voting for the Clean Wells Act (H.R. 2662) in 2019.",
        ),
    ],
)
def test_whoever_has_done_it_is_thanked_and_not_asked(position: str, did: str, words: str) -> None:
    made = taken({**BY_BILL, "position": position})
    assert asks(made)["back"] == (
        False,
        f"{did} H.R. 2662 on June 1, 2019 (positions.yaml: congress.gov): thanked, not asked",
    )
    assert asks(made)["end"][0]
    assert thanks(made) == words


def test_nobody_argues_for_what_is_not_asked() -> None:
    chosen = choose(taken(BY_BILL), MEMBER, ground=GROUND)
    assert chosen.argument_ids == ("one",)


def test_another_member_is_asked_and_not_thanked() -> None:
    made = taken(BY_BILL)
    assert asks(made, senator())["back"] == (True, "every member can act on it")
    assert thanks(made, senator()) == ""


def test_whoever_voted_against_it_is_asked_and_the_reason_says_so() -> None:
    made = taken({**BY_BILL, "position": "voted no"})
    assert asks(made)["back"] == (
        True,
        (
            "every member can act on it; voted against H.R. 2662 on June 1, 2019 "
            "(positions.yaml: congress.gov)"
        ),
    )
    assert thanks(made) == ""


def test_the_last_thing_counts() -> None:
    later = {**BY_BILL, "position": "voted no", "date": "2020-06-01"}
    assert asks(taken(BY_BILL, later))["back"][0]
    assert asks(taken(later, BY_BILL))["back"][0]
    assert not asks(taken({**later, "date": "2019-05-01"}, BY_BILL))["back"][0]


def test_a_sponsor_who_voted_for_it_is_thanked_for_introducing_it() -> None:
    made = taken({**BY_BILL, "position": "voted yes"}, source=SOURCE)
    assert asks(made)["back"] == (
        False,
        "sponsored H.R. 2662 (source.yaml): thanked, not asked",
    )
    assert (
        thanks(made)
        == "Thank you for introducing the Clean Wells Act (H.R. 2662) in the 116th Congress."
    )


def test_a_sponsor_who_turned_against_it_is_asked() -> None:
    made = taken({**BY_BILL, "position": "voted no"}, source=SOURCE)
    assert asks(made)["back"][0]
    assert thanks(made) == ""


def test_of_a_bill_that_is_opposed_the_opponents_are_thanked_and_the_sponsor_is_left_alone() -> (
    None
):
    against = {**BY_BILL, "member": "C000001", "position": "voted no"}
    made = taken(against, source=OPPOSED)
    assert (
        thanks(made, senator())
        == "Thank you for voting against the Clean Wells Act (H.R. 2662) in 2019."
    )
    assert not asks(made, senator())["back"][0]
    assert asks(made)["back"] == (
        False,
        "sponsored H.R. 2662 (source.yaml): not asked to oppose it",
    )
    assert thanks(made) == ""


def test_words_of_ones_own_are_used() -> None:
    entry = {
        "member": "E000299",
        "recommendation": "end",
        "position": "voted yes",
        "date": "2026-01-01",
        "source": "roll call 7",
    }
    made = taken({**entry, "thanks": "voting to end the pumping."})
    assert thanks(made) == "Thank you for voting to end the pumping."
    assert asks(made)["end"] == (
        False,
        "voted for end on January 1, 2026 (positions.yaml: roll call 7): thanked, not asked",
    )


# ---------------------------------------------------------------- files

ROW = "member: E000299, position: voted yes, date: 2026-05-01, source: roll call 7"


def listed(more: str = "", row: str = ROW) -> str:
    """A file of one position, with more keys."""
    return f"positions:\n  - {{{row}{more}}}\n"


WITH_THANKS = ", recommendation: count, thanks: voting to count the hours"
SHEET = (
    "member,recommendation,position,date,source,thanks\nE000299,count,voted "
    "yes,2026-05-01,roll call 7,voting to count the hours\n"
)


def library(folder: Path, **files: str) -> load.Project:
    make_project(folder)
    for name, text in files.items():
        (folder / LIBRARY / name.replace("_", ".")).write_text(text, encoding="utf-8", newline="")
    return load.open_project(folder)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("positions_yaml", listed(WITH_THANKS)),
        ("positions_csv", SHEET),
        ("positions_csv", SHEET.replace("\n", "\r\n")),
        ("positions_csv", "\ufeff" + SHEET),
    ],
)
def test_both_forms_of_the_file_say_the_same(name: str, text: str, tmp_path: Path) -> None:
    loaded = load.load(library(tmp_path, **{name: text}), "library", on=ON)
    expected = Position(
        member="E000299",
        recommendation="count",
        position="voted yes",
        date=datetime.date(2026, 5, 1),
        source="roll call 7",
        thanks="voting to count the hours",
    )
    assert loaded.campaign.positions == {"E000299": (expected,)}


def problems(folder: Path, **files: str) -> list[str]:
    return [
        str(problem)
        for problem in job.check(library(folder, **files), [BuildOptions("library", ON)])
        if problem.severity == "error"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            listed(),
            (
                "positions.yaml:2: positions[1]: must name a recommendation of "
                "source.yaml, or the bill of one"
            ),
        ),
        (
            listed(", recommendation: count, bill: H.R. 1"),
            "write recommendation: or bill:, not both",
        ),
        (
            listed(", recommendation: cuont"),
            'there is no recommendation in source.yaml "cuont"; did you mean "count"?',
        ),
        (listed(", bill: H.R. 1"), 'no recommendation or own ask has the bill "H.R. 1"'),
        (listed(", recommendation: count"), "the recommendation has no bill to name: add thanks:"),
        (
            listed(WITH_THANKS, ROW.replace("2026-05-01", "2030-05-10")),
            (
                "positions.yaml:2: positions[1].date: 2030-05-10 is after the "
                "letters' date, September 1, 2026"
            ),
        ),
        (
            listed(WITH_THANKS, ROW.replace("voted yes", "voted maybe")),
            "must be sponsor, cosponsor, voted yes or voted no",
        ),
        (
            listed(WITH_THANKS, ROW.replace("2026-05-01", "May")),
            'must be a day like 2026-09-01, not "May"',
        ),
        ("positions: []\n", "must have at least one entry"),
    ],
)
def test_what_is_wrong_with_the_yaml_is_said(text: str, words: str, tmp_path: Path) -> None:
    found = problems(tmp_path, positions_yaml=text)
    assert any(words in problem for problem in found), found


@pytest.mark.parametrize("name", ["positions_yaml", "positions_csv"])
def test_positions_of_nobody_are_told_by_check(name: str, tmp_path: Path) -> None:
    text = {"positions_yaml": listed(WITH_THANKS), "positions_csv": SHEET}[name].replace(
        "E000299", "E000298"
    )
    told = [
        str(problem)
        for problem in job.check(library(tmp_path, **{name: text}), [BuildOptions("library", ON)])
    ]
    shown = name.replace("_", ".")
    assert told == [
        (
            f"letters/library/{shown}: warning: positions: no recipient "
            '(of 2) has the id "E000298"; did you mean "E000299"?'
        )
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            SHEET.replace("voted yes", "voted"),
            "letters/library/positions.csv:2: positions[1].position: must be sponsor",
        ),
        (
            SHEET.replace("count,", "cuont,", 1),
            (
                "positions.csv:2: positions[1].recommendation: there is no "
                'recommendation in source.yaml "cuont"'
            ),
        ),
        (SHEET + "E000299,count\n", "positions.csv:3: has 2 cells; the header names 6 columns"),
        (
            SHEET + 'E000299,"count\n',
            "positions.csv:3: from here on the quotation marks do not match",
        ),
        (
            SHEET.replace("member", "who"),
            "positions.csv:2: positions[1].who: there is no such key here",
        ),
        ("", "positions.csv:1: is empty: its first line names the columns"),
        (SHEET.replace("roll call 7", "\x00"), "positions.csv:2: holds an invisible character"),
    ],
)
def test_what_is_wrong_with_the_csv_is_said(text: str, words: str, tmp_path: Path) -> None:
    found = problems(tmp_path, positions_csv=text)
    assert any(words in problem for problem in found), found


def test_two_files_of_positions_are_one_too_many(tmp_path: Path) -> None:
    found = problems(tmp_path, positions_csv=SHEET, positions_yaml=listed(WITH_THANKS))
    assert found == [
        "letters/library/positions.csv: lies next to positions.yaml: keep one of the two"
    ]


def test_a_vote_lies_in_the_congress_of_its_bill(tmp_path: Path) -> None:
    place = library(tmp_path, positions_yaml=listed(", bill: H.R. 1"))
    source = tmp_path / LIBRARY / "source.yaml"
    bill = "  - id: count\n    bill: {congress: 118, number: H.R. 1, past: true}\n"
    source.write_text(source.read_text("utf-8").replace("  - id: count\n", bill), "utf-8")
    found = [str(problem) for problem in job.check(place, [BuildOptions("library", ON)])]
    words = (
        "2026-05-01 lies in the 119th Congress, and the bill is of the 118th: correct one of them"
    )
    assert any(words in problem for problem in found), found
    entry = listed(", bill: H.R. 1", ROW.replace("2026-05-01", "May"))
    (tmp_path / LIBRARY / "positions.yaml").write_text(entry, "utf-8")
    found = [
        str(problem)
        for problem in job.check(place, [BuildOptions("library", ON)])
        if problem.severity == "error"
    ]
    assert found == [
        (
            "letters/library/positions.yaml:2: positions[1].date: must be a "
            'day like 2026-09-01, not "May"'
        )
    ]
