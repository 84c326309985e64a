"""One person in several rows of a list."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.support.supporter_lists import (
    ANA,
    BEN,
    TERMS,
    Supporters,
)


def test_one_person_by_name_and_address_is_written_for_once(
    read: Callable[..., Supporters],
) -> None:
    again = {
        **ANA,
        "id": "9",
        "name": "ANA RUÍZ",
        "street": "12 elm street",
        "email": "",
        "story": "Now I know why.",
        "picks": "asylum",
    }
    found = read(ANA, BEN, again)
    assert [(one.id, one.story, one.picks) for one in found.going] == [
        ("7", "Now I know why.", ("asylum",)),
        ("8", "", ()),
    ]
    (merged,) = found.held
    assert (merged.kind, merged.supporter.id, merged.supporter.line) == ("merged", "9", 4)
    assert "is the supporter of people.csv:2 again" in merged.reason


def test_the_first_rows_own_story_stays(read: Callable[..., Supporters]) -> None:
    found = read({**ANA, "story": "First."}, {**ANA, "story": "Second."})
    assert found.going[0].story == "First."


def test_one_person_by_name_and_email_keeps_the_first_address(
    read: Callable[..., Supporters],
) -> None:
    found = read(ANA, {**ANA, "id": "9", "street": "5 New Rd", "email": "ANA@mail.example"})
    assert [one.street for one in found.going] == ["12 Elm St"]
    assert "at another address, of which the first counts" in found.held[0].reason


def test_rows_are_one_person_over_a_third_that_joins_them(read: Callable[..., Supporters]) -> None:
    first, second = (
        ANA,
        {**ANA, "id": "9", "street": "5 New Rd", "email": "", "withdrawn": "2026-08-20"},
    )
    bridge = {**ANA, "id": "10", "street": "5 New Road"}
    found = read(first, second, bridge)
    assert [one.kind for one in found.held] == ["refused", "merged", "merged"]
    assert not found.going


def test_one_id_of_one_name_is_one_person_and_of_two_names_a_mistake(
    read: Callable[..., Supporters],
) -> None:
    moved = read(ANA, {**ANA, "street": "5 New Rd", "email": "new@mail.example"})
    assert [one.kind for one in moved.held] == ["merged"]
    clash = read(ANA, {**BEN, "id": "7"}, {**BEN, "id": "7", "street": "1 Far St", "email": ""})
    assert [(one.kind, one.supporter.line) for one in clash.held] == [("held", 3), ("merged", 4)]
    assert "id: is that of people.csv:2 too" in clash.held[0].reason
    assert [one.kind for one in read(ANA | {"id": "Abc"}, {**BEN, "id": "aBC"}).held] == ["held"]


def test_an_email_of_two_names_in_one_home_is_a_household_and_told(
    read: Callable[..., Supporters],
) -> None:
    found = read(ANA, {**BEN, "street": "12 Elm Street", "email": "Ana@mail.example"})
    assert [one.id for one in found.going] == ["7", "8"]
    (warning,) = found.warnings
    assert (warning.file, warning.line, warning.severity) == ("people.csv", 3, "warning")
    assert "Ben" not in str(warning)


def test_an_email_of_two_names_in_two_homes_is_held(read: Callable[..., Supporters]) -> None:
    found = read(
        ANA, {**BEN, "email": "ana@mail.example"}, {**BEN, "id": "9", "email": "ana@mail.example"}
    )
    assert [one.id for one in found.going] == ["7"]
    assert [(one.kind, one.supporter.line) for one in found.held] == [("held", 3), ("merged", 4)]
    assert "people.csv:2 has the same under another name and address" in found.held[0].reason


@pytest.mark.parametrize(
    ("rows", "goes"),
    [
        ([{}, {"withdrawn": "2026-08-20"}], False),
        ([{"withdrawn": "2026-08-20"}, {"consent": "2026-08-25"}], True),
        ([{"withdrawn": "2026-08-20"}, {"consent": "2026-08-20"}], False),
        ([{}, {"withdrawn": "yes"}], False),
        ([{}, {"withdrawn": "some day"}], False),
        ([{}, {"deceased": "yes"}], False),
        ([{"consent": ""}, {}], True),
        ([{"wording": "old"}, {}], True),
        ([{}, {"wording": "old", "consent": "2026-08-30"}], True),
        ([{"consent": "yes"}, {}], True),
        ([{"wording": "old"}, {"wording": "older"}], False),
    ],
)
def test_of_several_consents_the_one_that_counts_is_found(
    read: Callable[..., Supporters],
    rows: list[dict[str, str]],
    goes: bool,  # noqa: FBT001
) -> None:
    found = read(*({**ANA, **changes} for changes in rows), terms=replace(TERMS, wording="2026-08"))
    assert bool(found.going) == goes


def test_people_who_did_not_agree_in_any_row_stay_refused(read: Callable[..., Supporters]) -> None:
    found = read({**ANA, "consent": ""}, {**ANA, "consent": "no"})
    assert [one.kind for one in found.held] == ["refused", "merged"]


def test_two_people_without_a_name_are_not_one(read: Callable[..., Supporters]) -> None:
    found = read({**ANA, "name": "", "id": ""}, {**ANA, "name": "", "id": ""})
    assert [one.kind for one in found.held] == ["held", "held"]


def test_father_and_son_of_one_name_are_two(read: Callable[..., Supporters]) -> None:
    found = read(
        {**ANA, "name": "Al Ruiz Sr."},
        {**ANA, "id": "9", "name": "Al Ruiz, Jr.", "email": ""},
        {**ANA, "id": "10", "name": "Mr. Al Ruiz jr", "email": ""},
    )
    assert [one.id for one in found.going] == ["7", "9"]
