"""The days on which the lines of a table hold."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.congress.districts.database import NoDistrictTableError
from generator.congress.districts.lines import NEW_LINES, LineRecord, LineStatement, is_at_large
from generator.congress.districts.statements import line_record, revoke, state_lines
from generator.congress.districts.table import DistrictTable
from generator.congress.seats import Seat
from generator.dates import congress_begins
from generator.states import SEATS
from tests.congress.districts.makers import IN_120, SMALL
from tests.support.districts import import_table


def test_a_table_holds_for_its_own_congress_until_the_third_of_january(
    table: DistrictTable,
) -> None:
    for on in (datetime.date(2025, 1, 3), datetime.date(2027, 1, 2)):
        assert not table.doubt("78520", on)
    for on in (datetime.date(2025, 1, 2), datetime.date(2027, 1, 3)):
        assert table.doubt("35005", on)
        assert not table.doubt("99501", on)
        assert not table.doubt("20001", on)


ONE_SEAT = "AK DE ND SD VT WY DC AS GU MP PR VI".split()


@pytest.mark.parametrize("on", ["2023-01-03", "2026-12-01", "2027-01-05", "2033-01-02"])
def test_a_state_of_one_seat_is_certain_under_every_apportioned_congress(on: str) -> None:
    day = datetime.date.fromisoformat(on)
    assert [state for state in SEATS if is_at_large(state, day)] == ONE_SEAT


@pytest.mark.parametrize("on", ["2022-12-01", "2033-01-03"])
def test_after_another_census_only_the_delegates_are_certain(on: str) -> None:
    day = datetime.date.fromisoformat(on)
    assert [state for state in SEATS if is_at_large(state, day)] == ONE_SEAT[6:]


def test_a_table_of_another_congress_names_the_states_that_drew_new_lines(
    table: DistrictTable,
) -> None:
    assert LineRecord().doubt(119, IN_120) == (
        "is of the 119th Congress, and a letter dated February 1, 2027 goes to the 120th: "
        "districts may have "
        "moved. New lines, as known on June 9, 2026: AL, CA, FL, LA, MO, NC, OH, TN, TX, UT. "
        "Import a table of the 120th: "
        "letters districts import FILE --congress 120"
    )
    border = replace(table, seats={"79922": frozenset({Seat("NM", 2), Seat("TX", 16)})})
    of_two = border.doubt("79922", IN_120)
    assert of_two.startswith(
        "the district table is of the 119th Congress, and a letter dated February 1, 2027"
    )
    assert "as known on June 9, 2026: TX. Import" in of_two
    assert not border.doubt("79922", IN_120, state="NM")
    assert not table.doubt("85621", IN_120)


def test_a_newer_table_than_the_letter_is_doubted_as_an_older_one() -> None:
    told = LineRecord().doubt(120, datetime.date(2026, 12, 1), states=["UT"])
    assert "is of the 120th Congress, and a letter dated December 1, 2026 goes to the 119th" in told
    assert "New lines, as known on June 9, 2026: UT. Import a table of the 119th" in told


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (
            "2035-06-01",
            (
                "is later than this program knows districts: every state draws new ones after a "
                "census, for January 3, 2033"
            ),
        ),
        (
            "0001-01-01",
            (
                "is earlier than this program knows districts: its lines are those since January "
                "3, 2023"
            ),
        ),
    ],
)
def test_no_table_is_asked_for_a_day_beyond_all_tables(
    table: DistrictTable, on: str, says: str
) -> None:
    told = table.doubt("78520", datetime.date.fromisoformat(on))
    assert says in told
    assert "new lines, as known" not in told.lower()
    assert "import" not in told.lower()


def test_what_is_known_of_new_lines_has_states_a_date_and_a_source() -> None:
    assert NEW_LINES
    for lines in NEW_LINES:
        assert set(lines.states) <= {state for state, seats in SEATS.items() if seats > 1}
        assert lines.source
        assert lines.as_of.year == 1789 + 2 * (lines.congress - 1) - 1, (
            "known in the year of the election"
        )


def test_without_known_new_lines_no_state_is_named(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "d.sqlite"
    import_table(write("t.csv", SMALL), target=target, congress=121)
    told = DistrictTable.open(target).doubt("78520", datetime.date(2032, 5, 1))
    assert "goes to the 122nd: districts may have moved. Import" in told
    assert told.endswith(
        "or, if the lines did not move: "
        "`letters districts unchanged TX --congress 122 --source TEXT`"
    )


def stated(state: str, congress: int, *, moved: bool) -> LineStatement:
    return LineStatement(congress, state, moved, datetime.date(2026, 12, 1), "a ruling")


STATED = LineRecord(
    (
        stated("OH", 120, moved=False),
        stated("SC", 120, moved=True),
        stated("AZ", 121, moved=False),
        stated("NM", 121, moved=True),
    )
)


@pytest.mark.parametrize(
    ("state", "between", "moved"),
    [
        ("TX", (119, 120), True),
        ("TX", (120, 119), True),
        ("AZ", (119, 120), False),
        ("GA", (118, 119), True),
        ("GA", (119, 120), False),
        ("GA", (118, 120), True),
        ("TX", (118, 119), False),
        ("TX", (118, 120), True),
        ("OH", (119, 120), False),
        ("SC", (119, 120), True),
        # Of the 121st Congress there is no list, and only a statement is known.
        ("AZ", (120, 121), False),
        ("AZ", (119, 121), False),
        ("NM", (120, 121), True),
        ("KS", (120, 121), None),
        ("TX", (119, 121), True),
        # A census is between them.
        ("AZ", (117, 119), True),
        ("AZ", (122, 123), True),
    ],
)
def test_what_the_list_and_the_users_statements_say_of_a_state(
    state: str, between: tuple[int, int], *, moved: bool | None
) -> None:
    assert STATED.moved(state, between=between) is moved
    assert bool(STATED.doubt(between[0], congress_begins(between[1]), states=[state])) == (
        moved is not False
    )


def test_a_statement_is_named_where_an_answer_rests_on_it() -> None:
    day = datetime.date(2027, 1, 5)
    assert STATED.basis(119, day, states=["OH"]) == (
        "Ohio has the lines of the 119th Congress in the 120th too, by your statement on OH "
        "(a ruling)."
    )
    assert "New lines, by your statement on SC (a ruling): SC." in STATED.doubt(
        119, day, states=["SC"]
    )
    assert STATED.basis(119, day, states=["AZ", "OH", "VT"]).endswith(
        "as known on June 9, 2026 and by your statement on OH (a ruling)."
    )
    assert STATED.basis(119, day, states=["VT", "DC"]) == ""
    assert STATED.basis(120, day, states=["TX"]) == ""


def test_statements_are_kept_with_the_tables_and_can_be_taken_back(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "d.sqlite"
    assert line_record(target) == LineRecord()
    import_table(write("t.csv", SMALL), target=target, congress=119)
    assert line_record(target) == LineRecord()
    state_lines(target, STATED.statements)
    state_lines(target, [stated("KS", 121, moved=False)])
    # The later statement replaces the earlier one, and an import leaves all as they are.
    state_lines(target, [stated("SC", 120, moved=False)])
    import_table(write("t.csv", SMALL), target=target, congress=119)
    kept = DistrictTable.open(target).record
    assert kept == line_record(target)
    assert [one.state for one in kept.statements] == ["OH", "SC", "AZ", "KS", "NM"]
    assert kept.moved("SC", between=(119, 120)) is False
    assert revoke(target, ["SC"], congress=120, moved=True) == ()
    assert revoke(target, ["OH", "SC"], congress=120, moved=False) == (
        stated("OH", 120, moved=False),
        stated("SC", 120, moved=False),
    )
    assert [one.state for one in line_record(target).statements] == ["AZ", "KS", "NM"]
    alone = tmp_path / "alone.sqlite"
    state_lines(alone, STATED.statements)
    with pytest.raises(NoDistrictTableError):
        DistrictTable.open(alone)
    assert line_record(alone) == STATED
