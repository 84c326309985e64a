"""Each supporter writes to their own members of Congress."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.congress.districts.table import DistrictTable
from generator.models.recipient import Recipient
from generator.supporters.types import Hold, Mailpiece
from tests.support.crowd import congress, homes
from tests.support.districts import import_table
from tests.support.supporter_lists import (
    ON,
    SOMEBODY,
    ZCCD,
    assigned,
    letters,
    needs_zccd,
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["MemberTX34", "SenatorTX1", "SenatorTX2"]),
        ({"zip": "78586-1234"}, ["(TX-15 or TX-34)", "SenatorTX1", "SenatorTX2"]),
        ({"zip": "78586", "seat": "TX-15"}, ["MemberTX15", "SenatorTX1", "SenatorTX2"]),
        ({"seat": "TX-01"}, ["MemberTX01", "SenatorTX1", "SenatorTX2"]),
        ({"zip": "77777"}, ["(TX-House)", "SenatorTX1", "SenatorTX2"]),
        ({"state": "AZ", "zip": "86515"}, ["()"]),
        ({"state": "AZ", "zip": "86515", "seat": "AZ-02"}, ["MemberAZ02", "SenatorAZ1",
        "SenatorAZ2"]),
        ({"state": "AL"}, ["()"]),
        ({"state": "AK", "zip": "99999"}, ["MemberAK00", "SenatorAK1", "SenatorAK2"]),
        ({"state": "DC", "zip": "20001"}, ["MemberDC00"]),
        ({"state": "DC", "zip": "20099"}, ["MemberDC00"]),
        ({"state": "PR", "zip": "00901"}, ["MemberPR00"]),
    ],
)  # fmt: skip
def test_each_writes_to_their_own_members(
    table: DistrictTable, changes: dict[str, Any], expected: list[str]
) -> None:
    found = assigned(replace(SOMEBODY, **changes), table=table)
    assert letters(found) == expected
    assert all(len(one.reason) > 30 for one in found if isinstance(one, Hold))


def test_what_would_settle_a_split_zip_is_said(table: DistrictTable) -> None:
    one = assigned(replace(SOMEBODY, zip="78586"), table=table)[0]
    assert isinstance(one, Hold)
    assert one.kind == "held"
    assert "ZIP 78586 is split between TX-15 and TX-34" in one.reason
    assert "`letters districts geocode-out`" in one.reason
    assert "“district”, like TX-01" in one.reason


def test_a_vacant_seat_is_said_and_the_rest_goes(table: DistrictTable) -> None:
    found = assigned(SOMEBODY, table=table, recipients=congress(vacant=("TX-34", "TX-sen")))
    assert letters(found) == ["SenatorTX1", "(TX-34)", "(TX-sen)"]
    reasons = [one.reason for one in found if isinstance(one, Hold)]
    assert reasons[0].startswith("TX-34 is vacant")
    assert "when a senator has taken the seat" in reasons[1]


def test_a_member_whom_the_files_do_not_hold_is_not_called_vacant(table: DistrictTable) -> None:
    found = assigned(SOMEBODY, table=table, recipients=())
    assert letters(found) == ["(TX-34)", "(TX-sen)"]
    assert all("letters recipients sync" in one.reason for one in found if isinstance(one, Hold))


def test_those_whose_term_is_over_are_not_written_to(table: DistrictTable) -> None:
    gone = [
        member.model_copy(update={"term_end": ON}) if member.seat == "TX-34" else member
        for member in congress()
    ]
    assert letters(assigned(SOMEBODY, table=table, recipients=gone)) == [
        "SenatorTX1",
        "SenatorTX2",
        "(TX-34)",
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["(TX-House)", "SenatorTX1", "SenatorTX2"]),
        ({"zip": "78586"}, ["(TX-House)", "SenatorTX1", "SenatorTX2"]),
        ({"zip": "78586", "seat": "TX-15"}, ["MemberTX15", "SenatorTX1", "SenatorTX2"]),
        ({"state": "AZ", "zip": "86515"}, ["()"]),
        ({"state": "AK", "zip": "99501"}, ["MemberAK00", "SenatorAK1", "SenatorAK2"]),
        ({"state": "VT", "zip": "05401"}, ["MemberVT00", "SenatorVT1", "SenatorVT2"]),
        ({"state": "DC", "zip": "20001"}, ["MemberDC00"]),
        ({"state": "PR", "zip": "00901"}, ["MemberPR00"]),
        ({"state": "AK"}, ["()"]),
        ({"state": "AL", "zip": "35004"}, ["(AL-House)", "SenatorAL1", "SenatorAL2"]),
        ({"state": "AZ", "zip": "85621"}, ["MemberAZ07", "SenatorAZ1", "SenatorAZ2"]),
        ({"state": "AZ", "zip": "85701"}, ["(AZ-06 or AZ-07)", "SenatorAZ1", "SenatorAZ2"]),
        ({"state": "NM", "zip": "87001"}, ["MemberNM01", "SenatorNM1", "SenatorNM2"]),
    ],
)  # fmt: skip
def test_by_lines_of_another_congress_only_doubtful_house_letters_wait(
    table: DistrictTable, changes: dict[str, Any], expected: list[str]
) -> None:
    found = assigned(
        replace(SOMEBODY, **changes), table=table, recipients=later(), on=datetime.date(2027, 1, 5)
    )
    assert letters(found) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["MemberTX34", "SenatorTX1", "SenatorTX2"]),
        ({"state": "AL", "zip": "35004"}, ["(AL-House)", "SenatorAL1", "SenatorAL2"]),
        ({"state": "AZ", "zip": "85621"}, ["MemberAZ07", "SenatorAZ1", "SenatorAZ2"]),
    ],
)
def test_a_newer_table_serves_the_states_that_had_its_lines_before(
    table: DistrictTable, changes: dict[str, Any], expected: list[str]
) -> None:
    found = assigned(
        replace(SOMEBODY, **changes), table=table, recipients=later(), on=datetime.date(2024, 12, 1)
    )
    assert letters(found) == expected


def later() -> list[Recipient]:
    """The invented Congress, with terms until 2029."""
    return [one.model_copy(update={"term_end": datetime.date(2029, 1, 3)}) for one in congress()]


def test_why_a_letter_waits_for_new_lines_is_said(table: DistrictTable) -> None:
    (held, *_) = assigned(SOMEBODY, table=table, on=datetime.date(2027, 1, 5))
    assert isinstance(held, Hold)
    assert held.kind == "held"
    assert held.reason == (
        "ZIP 78520 lies in TX-34 by old lines: the district table is of the 119th Congress, and "
        "a letter dated January 5, 2027 "
        "goes to the 120th: districts may have moved. New lines, as known on June 9, 2026: TX. "
        "Import a table of the 120th: "
        "letters districts import FILE --congress 120; or write the seat into a column "
        "“district”, like TX-01"
    )


def test_after_another_census_the_only_seat_of_a_state_waits_too(table: DistrictTable) -> None:
    later = [one.model_copy(update={"term_end": datetime.date(2035, 1, 3)}) for one in congress()]
    people = replace(SOMEBODY, state="AK", zip="99501"), replace(SOMEBODY, state="DC", zip="20001")
    found = assigned(*people, table=table, recipients=later, on=datetime.date(2033, 1, 5))
    assert letters(found) == ["(AK-House)", "SenatorAK1", "SenatorAK2", "MemberDC00"]


def test_a_table_is_needed_only_for_zip_codes() -> None:
    without = assigned(SOMEBODY, table=None)
    assert letters(without) == ["(TX-House)", "SenatorTX1", "SenatorTX2"]
    assert isinstance(without[0], Hold)
    assert "load one with `letters districts import FILE`" in without[0].reason
    assert letters(
        assigned(
            replace(SOMEBODY, seat="TX-34"), replace(SOMEBODY, state="AK", zip="99501"), table=None
        )
    ) == [
        "MemberTX34",
        "SenatorTX1",
        "SenatorTX2",
        "MemberAK00",
        "SenatorAK1",
        "SenatorAK2",
    ]


def test_one_address_is_one_household_however_it_is_written(table: DistrictTable) -> None:
    spouse, neighbour = (
        replace(SOMEBODY, id="8", street="12 ELM STREET"),
        replace(SOMEBODY, id="9", street="14 Elm St"),
    )
    pieces = [
        one
        for one in assigned(SOMEBODY, neighbour, spouse, table=table)
        if isinstance(one, Mailpiece)
    ]
    households = {piece.supporter.id: piece.household for piece in pieces}
    assert households["7"] == households["8"] != households["9"]
    assert len({piece.key for piece in pieces}) == 9


REDRAWN = frozenset("AL CA FL LA MO NC OH TN TX UT".split())


@needs_zccd
@pytest.mark.slow
def test_by_the_real_table_of_the_119th_only_redrawn_states_wait_in_january(
    tmp_path: Path,
) -> None:
    import_table(ZCCD, target=tmp_path / "d.sqlite", congress=119)
    day = datetime.date(2027, 1, 5)
    real = DistrictTable.open(tmp_path / "d.sqlite", on=day)
    home = homes(ZCCD)
    people = [
        replace(SOMEBODY, id=f"{kind}{code}", state=state, zip=code)
        for kind, codes in (("one", home.settled), ("split", home.split))
        for code, state in codes[::150]
    ]
    found = assigned(*people, table=real, recipients=later(), on=day)
    held = [one for one in found if isinstance(one, Hold)]
    house = [one for one in found if isinstance(one, Mailpiece) and one.recipient.district]
    assert len(people) > 200
    # Each letter that waits is one House letter of a person whose senators are written to.
    assert all(one.letter.startswith(one.supporter.state) for one in held)
    moved = {one.supporter.id for one in held if "by old lines" in one.reason}
    assert moved == {one.id for one in people if one.state in REDRAWN}
    split = {one.supporter.id for one in held} - moved
    assert split == {
        one.id for one in people if one.id.startswith("split") and one.state not in REDRAWN
    }
    assert {piece.supporter.state for piece in house}.isdisjoint(REDRAWN)
    senators = [one for one in found if isinstance(one, Mailpiece) and not one.recipient.district]
    assert {piece.supporter.id for piece in senators} >= moved
