"""One address and one name in every spelling; ids and households."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.supporters.address_match import address_key, household, name_key
from generator.supporters.identity import supporter_id
from tests.support.supporter_lists import (
    ANA,
    BEN,
    Supporters,
)


def test_an_id_that_the_file_does_not_give_is_the_same_for_every_spelling_and_names_nobody() -> (
    None
):
    one = supporter_id("José Ruiz", street="12 North Elm Street, Apt. 4-B", zip_code="78520-1234")
    assert one == supporter_id("JOSE  RUIZ", street="12 N Elm St #4b", zip_code="78520")
    assert one != supporter_id("José Ruiz Jr.", street="12 N Elm St #4b", zip_code="78520")
    assert one == "s" + one[1:]
    assert len(one) == 17
    assert int(one[1:], 16)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 North Main Street", "12 N. MAIN ST"),
        ("12 Main St, Apartment 4", "12 Main Street #4"),
        ("12 Main St Unit 4B", "12 Main St 4-B"),
        ("P.O. Box 9", "Post Office Box 9"),
        ("P O Box 9", "PO BOX 9"),
        ("Rural Route 2 Box 7", "RR 2, Box 7"),
        ("12 Main Street, 2nd Floor", "12 Main St Fl 2"),
        ("5 Saint James Place", "5 St. James Pl"),
        ("44 Fifth Avenue", "44 5th Ave."),
        ("7 Calle Peñón", "7 calle penon"),
        ("8 O'Brien Blvd", "8 O’Brien Boulevard"),
    ],
)
def test_one_address_in_two_ways(one: str, other: str) -> None:
    assert address_key(one, "78520") == address_key(other, "78520-0001")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Main St", "12 Main Ave"),
        ("12 Main St", "122 Main St"),
        ("12 N Main St", "12 S Main St"),
        ("1 Main St Apt 4", "1 Main St Apt 5"),
        ("12 Main St Fl 2", "12 Main St Apt 2"),
    ],
)
def test_two_addresses(one: str, other: str) -> None:
    assert address_key(one, "78520") != address_key(other, "78520")
    assert address_key(one, "78520") != address_key(one, "78521")


@given(st.text(), st.text())
def test_keys_of_any_text_are_the_same_in_capitals_of_ascii_and_with_spaces(
    text: str, other: str
) -> None:
    assert name_key(f"  {text} ") == name_key(text)
    assert address_key(text, "78520") == address_key(f" {text}\n", "78520")
    assert supporter_id(text, street=other, zip_code="")


def test_a_household_is_an_address_and_its_key_names_nobody(
    read: Callable[..., Supporters],
) -> None:
    found = read(
        ANA,
        {**BEN, "street": "12 ELM STREET"},
        {**BEN, "id": "9", "name": "Cy Lee", "email": "c@mail.example"},
    )
    one, two, three = map(household, found.going)
    assert one == two != three
    assert len(one) == 16
