"""What `letters find` answers to words, and what each answer rests on."""

import datetime

import pytest

from generator.congress.filters import FilterContext, NoMatchingRecipientError
from generator.congress.member_search import (
    SETTLES,
    AddressIsBareError,
    find_by_address,
    read_address,
    search,
)
from generator.models.source import Place
from tests.support.people import office, person, representative, senator

DAY = datetime.date(2026, 9, 1)
EL_PASO = Place(name="El Paso", state="TX", latitude=31.76, longitude=-106.49)
PLACES = {"clean-water": {"el-paso": EL_PASO}, "other": {}}
CONTEXT = FilterContext(DAY, PLACES["clean-water"])
ESCOBAR = representative(represents=("el-paso",))
GONZALEZ = representative(
    id="G000002", district=34, last="Gonzalez", full="Vicente González", addresses=office("Weslaco")
)
CRUZ = senator(id="C000001", last="Cruz", full="Ted Cruz", addresses=office("Waco"))
GONE = senator(
    id="O000004", state="OH", last="Brown", full="Ann Brown", term_end=datetime.date(2026, 8, 1)
)
FOXX = representative(id="F000010", state="NC", district=5, last="Foxx", full="Virginia Foxx")
ALASKA = person(
    id="B000003", chamber="house", state="AK", district=0, title="representative", last="Begich",
    full="Nicholas Begich", addresses=office("Virginia"),
)  # fmt: skip
PEOPLE = (ESCOBAR, GONZALEZ, CRUZ, GONE, FOXX, ALASKA)


def found(query: str) -> dict[str, str]:
    answers, _ = search(query, PEOPLE, places=PLACES, context=CONTEXT)
    return {answer.recipient.id: answer.basis for answer in answers}


@pytest.mark.parametrize("query", ["El Paso", "el-paso", "EL PASO, TX", "El Paso, Texas"])
def test_a_place_of_a_campaign_is_found_with_what_decides(query: str) -> None:
    bases = found(query)
    assert [*bases] == ["E000299", "C000001"]
    assert bases["E000299"].startswith("el-paso is a place of clean-water: the recipients file")
    assert bases["C000001"] == "el-paso is a place of clean-water: El Paso lies in Texas"


def test_an_office_is_said_to_be_an_office_and_no_more() -> None:
    answers, notes = search("weslaco", PEOPLE, places=PLACES, context=CONTEXT)
    assert [(one.recipient.id, one.basis) for one in answers] == [
        ("G000002", "has an office in Weslaco, TX"),
        ("C000001", "senator of Texas"),
    ]
    assert notes == (SETTLES,)


def test_a_city_that_is_known_nowhere_has_the_senators_of_its_state() -> None:
    answers, (note,) = search("Marfa, TX", PEOPLE, places=PLACES, context=CONTEXT)
    assert [one.recipient.id for one in answers] == ["C000001"]
    assert note.startswith("No office and no place of a campaign is known in Marfa, TX.")
    assert found("Weslaco, AZ") == {}
    with pytest.raises(NoMatchingRecipientError, match="did you mean Gonzalez"):
        found("Gonzales")


def test_names_states_and_filters_are_found() -> None:
    assert [*found("Rep. Gonzalez")] == ["G000002"]
    assert [*found("Cruz, Ted")] == ["C000001"]
    assert [*found("TX senate")] == ["C000001"]
    # The state, and Virginia Foxx; not the city with an office in Alaska.
    assert [*found("Virginia")] == ["F000010"]
    assert found("Ann Brown") == {"O000004": "term ended on August 1, 2026"}


@pytest.mark.parametrize(
    ("query", "state", "zip_code"),
    [
        ("221 N. Kansas St., El Paso, TX 79901", "TX", "79901"),
        ("221 N. Kansas St., El Paso TX 79901-1441", "TX", "79901"),
        ("El Paso, TX 79901", "TX", "79901"),
        ("100 Main St, Anchorage, Alaska", "AK", ""),
        ("12 Elm St, Raleigh, North Carolina 27601", "NC", "27601"),
        ("P.O. Box 12 Marfa Texas", "TX", ""),
        ("100 Main Street", "", ""),
    ],
)
def test_an_address_is_read(query: str, state: str, zip_code: str) -> None:
    address = read_address(query)
    assert address is not None
    assert (address.state, address.zip) == (state, zip_code)


@pytest.mark.parametrize("query", ["79901", "TX-16", "TX 79901", "El Paso, TX", "2134", "TX 16"])
def test_other_words_are_no_address(query: str) -> None:
    assert read_address(query) is None


def test_an_address_is_answered_by_its_state_where_no_table_is_loaded() -> None:
    address = read_address("221 N. Kansas St., El Paso, TX 79901")
    assert address is not None
    answer = find_by_address(address, PEOPLE, context=CONTEXT)
    assert [member.id for member in answer.senators] == ["C000001"]
    assert (answer.seats, answer.settled) == ((), False)
    assert any("letters districts geocode-out" in note for note in answer.notes)


def test_a_bare_street_may_be_anywhere() -> None:
    address = read_address("100 Main Street")
    assert address is not None
    with pytest.raises(AddressIsBareError, match="write its ZIP code or its state behind it"):
        find_by_address(address, PEOPLE, context=CONTEXT)
