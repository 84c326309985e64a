"""Seats of the House: which there are, and how people and tables write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.congress.seats import (
    NoSuchSeatError,
    Seat,
    has_one_seat,
    listed,
    numbered_seat,
    read_seat,
    seat_of,
)
from generator.states import FIPS, JURISDICTIONS, SEATS, STATES, WITHOUT_SENATORS, code_of
from tests.congress.districts.makers import every_seat, member


def test_the_house_has_435_seats_six_delegates_and_every_state_a_number() -> None:
    voting = {state: seats for state, seats in SEATS.items() if state not in WITHOUT_SENATORS}
    assert (len(voting), sum(voting.values())) == (50, 435)
    assert set(SEATS) == set(STATES) == set(FIPS.values())
    assert len(FIPS) == len(STATES)


@pytest.mark.parametrize(
    ("text", "seat"),
    [
        ("TX-34", "TX-34"),
        ("tx34", "TX-34"),
        (" Tx 34 ", "TX-34"),
        ("TX-4", "TX-04"),
        ("tx-04", "TX-04"),
        ("AK-AL", "AK-AL"),
        ("ak-al", "AK-AL"),
        ("AK-0", "AK-AL"),
        ("AK-1", "AK-AL"),
        ("AK-01", "AK-AL"),
        ("PR-98", "PR-AL"),
        ("DC", None),
        ("Texas", None),
        ("78520", None),
        ("TX-٣٤", None),
        ("", None),
    ],
)
def test_a_seat_is_read_as_people_write_it(text: str, seat: str | None) -> None:
    found = read_seat(text)
    assert (str(found) if found else None) == seat


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("TX-39", "TX has no district 39: its districts are 1 to 38"),
        ("TX-0", "its districts are 1 to 38"),
        ("TX-AL", "its districts are 1 to 38"),
        ("AK-2", "it has one seat, AK-AL"),
        ("XX-1", "there is no state 'XX'"),
    ],
)
def test_a_seat_that_there_is_not_says_which_there_are(text: str, says: str) -> None:
    with pytest.raises(NoSuchSeatError) as caught:
        read_seat(text)
    assert says in str(caught.value)


@given(every_seat)
def test_every_seat_is_read_back_from_its_own_code(seat: Seat) -> None:
    assert read_seat(str(seat)) == seat
    assert read_seat(str(seat).lower().replace("-", "")) == seat
    assert numbered_seat(seat.state, f"{seat.district:02d}") == seat
    assert seat_of(member(str(seat))) == seat
    assert str(seat) == member(str(seat)).seat


@given(st.sampled_from(sorted(SEATS)), st.integers(0, 99))
def test_a_number_is_a_district_exactly_when_the_state_has_it(state: str, number: int) -> None:
    there = number in {0, 98} if has_one_seat(state) else 1 <= number <= SEATS[state]
    try:
        assert numbered_seat(state, str(number)).state == state
    except NoSuchSeatError:
        assert not there
    else:
        assert there


def test_lists_read_as_sentences() -> None:
    assert [listed([]), listed("A"), listed("AB"), listed("ABC")] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


def test_the_house_has_its_435_seats_and_six_without_a_vote() -> None:
    assert SEATS.keys() == STATES.keys() == set(FIPS.values())
    assert sum(SEATS[state] for state in STATES.keys() - WITHOUT_SENATORS) == 435
    assert {"DC", "AS", "GU", "MP", "PR", "VI"} == WITHOUT_SENATORS
    assert {code_of(word) for word in ("VI", "u.s. virgin islands", "Virgin  Islands")} == {"VI"}
    assert {JURISDICTIONS[state].house_title for state in WITHOUT_SENATORS - {"PR"}} == {"delegate"}
