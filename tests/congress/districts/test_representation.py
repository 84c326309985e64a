"""The members for a ZIP code, a seat and a list of people."""

import csv
import datetime
import io
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from generator.congress.districts.people import PersonAddress, read_people
from generator.congress.districts.representation import (
    SETTLING,
    NoTableToFindInError,
    NotAZipOrSeatError,
    Representation,
    find,
    find_all,
    found_csv,
    to_settle,
)
from generator.congress.districts.table import DistrictTable
from generator.congress.seats import NoSuchSeatError, Seat
from generator.files import csv as files_csv
from generator.models.recipient import Recipient
from generator.states import SEATS, STATES, WITHOUT_SENATORS
from tests.congress.districts.makers import IN_119, IN_120, PEOPLE, ZCCD, member, needs_zccd
from tests.support.districts import import_table


def certain(found: Representation) -> tuple[Recipient, ...]:
    """The members to whom a constituent's letter may go."""
    senators = found.senators if found.senators_certain else ()
    return (*senators, *found.representatives) if found.settled else senators


def asked(query: str, *, table: DistrictTable | None, on: datetime.date = IN_119) -> Representation:
    """What Alabama, Texas and the District of Columbia answer."""
    some = [
        member(seat, last=last)
        for seat, last in (
            ("AL-06", "Six"),
            ("AL-07", "Seven"),
            ("AL-sen", "Beta"),
            ("AL-sen", "Alpha"),
        )
    ]
    some += [
        member("TX-sen", last="One"),
        member("DC-AL", last="Delegate"),
        member("AZ-02", last="Two"),
        member("NM-sen", last="Three"),
    ]
    return find(
        query,
        recipients=[*some, member("TX-34", last="Gone", term_end=datetime.date(2026, 8, 1))],
        table=table,
        on=on,
    )


def names(members: Iterable[Recipient]) -> list[str]:
    """Their surnames."""
    return [recipient.name.last for recipient in members]


def test_a_split_zip_holds_the_house_open_and_the_senators_are_certain(
    table: DistrictTable,
) -> None:
    found = asked("35005", table=table)
    assert list(map(str, found.seats)) == ["AL-06", "AL-07"]
    assert (names(found.representatives), names(found.senators), found.settled) == (
        ["Six", "Seven"],
        ["Alpha", "Beta"],
        False,
    )
    assert names(certain(found)) == ["Alpha", "Beta"]
    assert found.notes == (
        (
            f"ZIP 35005 is split between AL-06 and AL-07 by {table}, which over-reports splits; "
            f"{SETTLING}."
        ),
        "The senators of Alabama are certain; the House seat is held open.",
    )


def test_a_zip_in_two_states_leaves_the_senators_open_too(table: DistrictTable) -> None:
    found = asked("86515", table=table)
    assert found.states == ("AZ", "NM")
    assert certain(found) == ()
    assert (
        "It lies in Arizona and New Mexico, so that the senators are not certain either."
        in found.notes
    )


def test_a_seat_needs_no_table_and_a_vacant_one_is_noted() -> None:
    found = asked("tx34", table=None)
    assert (list(map(str, found.seats)), found.vacant) == (["TX-34"], ("TX-34", "TX-sen"))
    assert names(certain(found)) == ["One"]
    assert found.notes == (
        (
            "The term of Pat Gone (TX-34) ended on August 1, 2026: run `letters recipients sync` "
            "for the successor."
        ),
        "The recipients files hold no member for TX-sen: run `letters recipients sync`.",
    )


def test_of_a_whole_congress_an_empty_seat_is_vacant() -> None:
    everyone = [
        member(str(seat), last=f"N{number}") for number, seat in enumerate(sorted(all_seats()))
    ]
    everyone += [
        member(f"{state}-sen", last=name)
        for state in set(STATES) - WITHOUT_SENATORS
        for name in ("A", "B")
    ]
    without = [recipient for recipient in everyone if recipient.seat != "TX-34"]
    assert find("TX-34", recipients=everyone, table=None, on=IN_119).notes == ()
    assert find("TX-34", recipients=without, table=None, on=IN_119).notes == ("Vacant: TX-34.",)
    assert find("TX-33", recipients=without, table=None, on=IN_119).notes == ()
    assert (
        find("TX-33", recipients=everyone, table=None, on=IN_120)
        .notes[0]
        .startswith("The term of Pat N")
    )
    assert "Vacant" not in " ".join(find("TX-33", recipients=everyone, table=None, on=IN_120).notes)


def all_seats() -> list[Seat]:
    """Every seat of the House."""
    return [
        Seat(state, district)
        for state, seats in SEATS.items()
        for district in (range(1, seats + 1) if seats > 1 else [0])
    ]


def test_a_zip_plus_four_and_a_place_without_senators(table: DistrictTable) -> None:
    found = asked("20001-1234", table=table)
    assert (names(certain(found)), found.settled, found.vacant) == (["Delegate"], True, ())
    assert found.notes == ("The District of Columbia has no senators.",)


def test_an_unknown_zip_says_so(table: DistrictTable) -> None:
    found = asked("00101", table=table)
    assert (found.seats, certain(found), found.settled, found.senators_certain) == (
        (),
        (),
        False,
        False,
    )
    assert found.notes[0].startswith(
        "ZIP 00101 is not in the district table of the 119th Congress, as of 2024-11-12; a P.O. box"
    )


@pytest.mark.parametrize(
    ("zip_code", "seat", "state"),
    [
        ("96910", "GU-AL", "Guam"),
        ("96799", "AS-AL", "American Samoa"),
        ("96950", "MP-AL", "the Northern Mariana Islands"),
        ("82003", "WY-AL", "Wyoming"),
    ],
)
def test_a_zip_that_no_table_has_lies_in_its_state_all_the_same(
    zip_code: str, seat: str, state: str, table: DistrictTable
) -> None:
    for known, unknown in (
        (table, f"ZIP {zip_code} is not in {table}"),
        (None, f"ZIP {zip_code} is in no district table"),
    ):
        found = asked(zip_code, table=known)
        assert (list(map(str, found.seats)), found.settled) == ([seat], True)
        assert (
            found.notes[0]
            == f"{unknown}; its first digits are those of {state}, which has one seat."
        )


def test_of_a_larger_state_the_senators_are_certain_and_the_seat_is_open(
    table: DistrictTable,
) -> None:
    found = asked("73301", table=table)
    assert (found.seats, found.states, names(certain(found)), found.settled) == (
        (),
        ("TX",),
        ["One"],
        False,
    )
    assert found.notes[0] == (
        f"ZIP 73301 is not in {table}; its first digits are those of Texas, whose senators are "
        f"certain; "
        f"the House seat is held open: {SETTLING}."
    )


@pytest.mark.parametrize(("query", "meant"), [("2134", "02134"), (" 601 ", "00601")])
def test_a_zip_that_lost_its_zero_is_suggested_with_it(query: str, meant: str) -> None:
    with pytest.raises(
        NotAZipOrSeatError,
        match=rf"did you mean {meant}\? \(a spreadsheet drops the zero in front\)",
    ):
        asked(query, table=None)


def test_a_split_territory_has_no_senators_to_be_certain_of(table: DistrictTable) -> None:
    odd = DistrictTable(119, None, {"20001": frozenset({Seat("DC", 0), Seat("DC", 1)})})
    assert table.congress == odd.congress
    assert "are certain" not in " ".join(asked("20001", table=odd).notes)


def test_what_cannot_be_found_is_refused_with_the_reason(table: DistrictTable) -> None:
    with pytest.raises(NotAZipOrSeatError, match="neither a ZIP code nor a seat: write 78520"):
        asked("Brownsville", table=table)
    with pytest.raises(NoTableToFindInError, match="letters districts import"):
        asked("78520", table=None)
    with pytest.raises(NoSuchSeatError):
        asked("TX-39", table=table)


def test_by_old_lines_the_house_seat_is_held_open_and_the_rest_is_certain(
    table: DistrictTable,
) -> None:
    found = asked("78520", table=table, on=IN_120)
    assert (found.seats, found.representatives, found.states) == ((), (), ("TX",))
    assert "ZIP 78520 lies in TX-34 by old lines, and the House seat is held open" in found.notes[0]
    assert asked("99501", table=table, on=IN_120).seats == (Seat("AK", 0),)
    assert asked("20001", table=table, on=IN_120).seats == (Seat("DC", 0),)
    assert asked("TX-34", table=table, on=IN_120).seats == (Seat("TX", 34),)
    split = asked("86515", table=table, on=IN_120)
    assert (split.settled, split.senators_certain, split.states) == (False, False, ("AZ", "NM"))
    assert asked("99501", table=table, on=datetime.date(2033, 1, 5)).seats == ()
    assert asked("20001", table=table, on=datetime.date(2033, 1, 5)).seats == (Seat("DC", 0),)


@pytest.mark.slow
@needs_zccd
def test_the_real_table_finds_both_districts_of_a_split_zip(tmp_path: Path) -> None:
    import_table(ZCCD, target=tmp_path / "d.sqlite", congress=119)
    table = DistrictTable.open(tmp_path / "d.sqlite")
    assert names(asked("35005", table=table).representatives) == [
        "Six",
        "Seven",
    ]


def test_everyone_on_a_list_gets_their_members(
    table: DistrictTable, write: Callable[[str, str], Path]
) -> None:
    people = read_people(write("people.csv", PEOPLE))
    some = [
        member("AL-06", last="Six"),
        member("AL-07", last="Seven"),
        member("TX-34", last="Gonzalez"),
        member("TX-28", last="Cuellar"),
    ]
    rows = find_all(
        people,
        recipients=some,
        table=table,
        on=IN_119,
        settled={"c": Seat("TX", 28), "b": Seat("TX", 28)},
    )
    assert [names(row.found.representatives) for row in rows] == [
        ["Six", "Seven"],
        ["Cuellar"],
        ["Cuellar"],
        ["Gonzalez"],
    ]
    assert rows[1].found.notes[0] == (
        "The street address lies in TX-28; the table gives ZIP 78520 to TX-34 only. The "
        "address counts."
    )
    assert (
        rows[3].found.notes[0]
        == "The address says MA, ZIP 78520 lies in TX: one of the two is wrong."
    )
    open_ones = find_all(people, recipients=some, table=table, on=IN_119)
    assert [person.id for person in to_settle(open_ones)] == ["a", "c"]
    assert (
        open_ones[2]
        .found.notes[0]
        .startswith(
            "No ZIP code; the address is in Texas, whose senators are certain; the House seat is"
        )
    )
    assert open_ones[2].found.states == ("TX",)
    nowhere = find_all(
        [PersonAddress("n", "", "", "", "", ""), PersonAddress("w", "", "", "", "WY", "")],
        recipients=some,
        table=table,
        on=IN_119,
    )
    assert [list(map(str, each.found.seats)) for each in nowhere] == [[], ["WY-AL"]]
    assert nowhere[0].found.notes == (f"No ZIP code; {SETTLING}.",)


def test_the_answer_for_a_list_is_a_sheet_in_which_nothing_runs(
    table: DistrictTable, write: Callable[[str, str], Path]
) -> None:
    people = read_people(write("people.csv", PEOPLE))
    text = found_csv(
        find_all(people[:1], recipients=[member("AL-06", last="Six")], table=table, on=IN_119)
    )
    header, row = csv.reader(io.StringIO(text, newline=""))
    assert dict(zip(header, row, strict=True)) | {"notes": ""} == {
        "id": "a",
        "name": "'=cmd|calc!A1",
        "zip": "35005",
        "settled": "no",
        "seats": "AL-06; AL-07",
        "representatives": "Pat Six",
        "senators": "",
        "vacant": "AL-07; AL-sen",
        "notes": "",
    }


@given(st.lists(st.lists(st.text(), min_size=2, max_size=4), min_size=1))
@example([["=1+1", "+1", "-1", "@SUM(A1)"], ["\t=1", "\r=1", "'=1", '"']])
def test_no_cell_that_we_write_is_run_and_each_is_read_back(rows: list[list[str]]) -> None:
    assume(
        all(
            not (cell.startswith("'") and cell[1:2] in set("=+-@\t\r"))
            for row in rows
            for cell in row
            if cell != "'=1"
        )
    )
    back = list(csv.reader(io.StringIO(files_csv.csv_text(rows), newline="")))
    assert all(
        not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in back for cell in row
    )
    kept = [[cell for cell in row if cell != "'=1"] for row in rows]
    assert [[files_csv.as_given(cell) for cell in row if cell != "'=1"] for row in back] == kept
