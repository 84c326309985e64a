"""To which office a letter goes."""

import datetime
from dataclasses import replace

import pytest

from generator.congress.offices import (
    NO_OFFICE,
    NOT_MEASURED,
    Route,
    Via,
    is_screened,
    local_places,
    rooms_hold,
    route,
)
from generator.letter.compose import Composer
from generator.letter.selection import choose
from generator.models.campaign import Argument, Campaign
from generator.models.recipient import Addresses, DistrictOffice, Recipient, WashingtonOffice
from generator.models.sender import Sender
from tests.support.campaigns import GROUND, argument, campaign
from tests.support.letters_for_tests import PERSON
from tests.support.people import representative, senator

EL_PASO = DistrictOffice(
    street="221 N. Kansas St.",
    suite="1500",
    city="El Paso",
    state="TX",
    zip="79901",
    latitude=31.76,
    longitude=-106.49,
)
AUSTIN = DistrictOffice(
    street="100 Congress Ave.",
    city="Austin",
    state="TX",
    zip="78701",
    latitude=30.27,
    longitude=-97.74,
)
NOWHERE = DistrictOffice(street="1 Main St.", city="Waco", state="TX", zip="76701")
ROOM = WashingtonOffice(room="2448", building="Rayburn House Office Building", zip="20515-4316")
GENERAL = argument("general")
LOCAL = argument("local", when={"district_of": "el-paso"})


def member(*offices: DistrictOffice, **changes: object) -> Recipient:
    return senator(addresses=Addresses(washington=ROOM, district=offices), **changes)


def goes(
    recipient: Recipient,
    via: Via,
    *arguments: Argument,
    on: datetime.date = GROUND.on,
    made: Campaign | None = None,
) -> Route:
    settled = made or campaign(*(arguments or (GENERAL,)))
    return route(
        recipient,
        via=via,
        on=on,
        campaign=settled,
        selection=choose(settled, recipient, ground=GROUND),
    )


def test_letters_go_to_washington_unless_it_was_wished_otherwise() -> None:
    assert goes(member(AUSTIN), "washington").lines[-1] == "Washington, DC 20515-4316"
    assert goes(member(AUSTIN), "washington").notice == ""


def test_by_way_of_the_district_the_first_office_is_taken_in_full() -> None:
    assert goes(member(EL_PASO, AUSTIN), "district") == Route(
        (
            "The Honorable Catherine Cortez Masto",
            "United States Senate",
            "221 N. Kansas St., Suite 1500",
            "El Paso, TX 79901",
        )
    )


@pytest.mark.parametrize("via", ["district", "nearest"])
def test_without_an_office_at_home_a_letter_goes_to_washington_with_a_notice(via: Via) -> None:
    found = goes(member(), via)
    assert found.lines[-1] == "Washington, DC 20515-4316"
    assert found.notice == NO_OFFICE


@pytest.mark.parametrize("via", ["washington", "district", "nearest"])
def test_an_address_given_in_full_is_used_whatever_the_way(via: Via) -> None:
    lines = ("The Honorable Ann Member", "P.O. Box 1", "Waco, TX 76701")
    assert goes(member(AUSTIN, address_lines=lines), via) == Route(lines)


def test_the_nearest_is_nearest_to_the_place_of_the_local_argument() -> None:
    assert goes(member(AUSTIN, EL_PASO), "nearest", GENERAL, LOCAL).lines[-1] == "El Paso, TX 79901"


def test_a_local_argument_that_is_left_out_says_nothing_of_the_office() -> None:
    made = campaign(
        GENERAL,
        LOCAL,
        max_local=0,
        sender=PERSON.model_copy(update={"zip": "78701", "city": "Austin"}),
    )
    assert goes(member(EL_PASO, AUSTIN), "nearest", made=made).lines[-1] == "Austin, TX 78701"


@pytest.mark.parametrize(
    ("home", "city"),
    [
        ({"zip": "78701-1234", "city": "Elsewhere"}, "Austin"),
        ({"zip": "78799", "city": "austin"}, "Austin"),
        ({"zip": "79901", "city": "Elsewhere"}, "El Paso"),
    ],
)
def test_without_a_local_argument_it_is_in_the_senders_own_zip_or_city(
    home: dict[str, str], city: str
) -> None:
    made = campaign(GENERAL, sender=PERSON.model_copy(update=home))
    assert city in goes(member(NOWHERE, EL_PASO, AUSTIN), "nearest", made=made).lines[-1]


def test_a_place_of_the_campaign_stands_for_the_sender() -> None:
    sender = PERSON.model_copy(update={"zip": "79999", "city": "El Paso"})
    near = EL_PASO.model_copy(update={"city": "Socorro", "zip": "79927"})
    assert (
        "Socorro"
        in goes(member(AUSTIN, near), "nearest", made=campaign(GENERAL, sender=sender)).lines[-1]
    )


def test_the_senders_own_coordinates_come_before_all_that_stands_for_them() -> None:
    sender = PERSON.model_copy(
        update={"zip": "77449", "city": "El Paso", "latitude": 29.79, "longitude": -95.72}
    )
    houston = EL_PASO.model_copy(
        update={"city": "Houston", "zip": "77002", "latitude": 29.76, "longitude": -95.37}
    )
    made = campaign(GENERAL, LOCAL, sender=sender)
    assert "El Paso" in goes(member(AUSTIN, EL_PASO, houston), "nearest", made=made).lines[-1]
    assert (
        "Houston"
        in goes(
            member(AUSTIN, EL_PASO, houston), "nearest", made=replace(made, arguments=(GENERAL,))
        ).lines[-1]
    )


def test_where_no_office_can_be_measured_the_first_is_taken_with_a_notice() -> None:
    sender = PERSON.model_copy(update={"zip": "04330", "city": "Augusta", "state": "ME"})
    found = goes(member(AUSTIN, EL_PASO), "nearest", made=campaign(GENERAL, sender=sender))
    assert ("Austin" in found.lines[-1], found.notice) == (True, NOT_MEASURED)
    assert goes(member(NOWHERE, AUSTIN), "nearest", GENERAL, LOCAL).notice == ""
    assert goes(member(NOWHERE, NOWHERE), "nearest", GENERAL, LOCAL).notice == NOT_MEASURED


def test_an_only_office_is_the_nearest() -> None:
    found = goes(member(NOWHERE), "nearest")
    assert ("Waco" in found.lines[-1], found.notice) == (True, "")


@pytest.mark.parametrize(
    ("last", "screened"),
    [
        ("Washington, DC 20510", True),
        ("Washington, DC 20515-4316", True),
        ("Washington, DC 20001", False),
        ("El Paso, TX 79901", False),
    ],
)
def test_mail_to_capitol_hill_is_screened_by_its_zip_code(last: str, *, screened: bool) -> None:
    assert is_screened(("The Honorable Ann Member", last)) is screened


def test_chairs_are_addressed_as_chairs_at_home_too() -> None:
    made = campaign(GENERAL, concerns="Judiciary")
    lines = goes(member(AUSTIN, committees=(("Judiciary", "chair"),)), "district", made=made).lines
    assert lines[1] == "Chair, Senate Committee on the Judiciary"


def test_the_places_of_a_letter_are_those_of_its_first_local_argument() -> None:
    made = campaign(
        GENERAL,
        LOCAL,
        argument("near", when={"within": "50 miles of nogales"}, weight=90),
        max_local=2,
        max_arguments=9,
    )
    chosen = choose(made, representative(represents=("el-paso",)), ground=GROUND)
    assert local_places(made, chosen) == ("el-paso",)
    assert local_places(made, replace(chosen, arguments=())) == ()


# ---------------------------------------------------------------- room numbers


@pytest.mark.parametrize(
    ("as_of", "on", "held"),
    [
        ("2026-06-15", "2027-01-02", True),
        ("2026-06-15", "2027-01-03", False),
        ("2027-01-02", "2027-06-01", False),
        ("2027-01-03", "2027-06-01", True),
        ("2027-06-01", "2028-06-01", True),
        ("2025-01-03", "2026-12-31", True),
        ("2024-12-31", "2026-12-31", False),
    ],
)
def test_room_numbers_hold_for_their_congress(as_of: str, on: str, *, held: bool) -> None:
    assert rooms_hold(datetime.date.fromisoformat(as_of), datetime.date.fromisoformat(on)) is held
    assert rooms_hold(None, datetime.date.fromisoformat(on))


def test_old_room_numbers_are_left_out_of_the_address() -> None:
    old = representative(addresses=Addresses(washington=ROOM), as_of="2026-06-15")
    before, after = (
        goes(old, "washington", on=datetime.date(2027, 1, day)).lines for day in (2, 3)
    )
    assert "2448 Rayburn House Office Building" in before
    assert after == (
        "The Honorable Veronica Escobar",
        "U.S. House of Representatives",
        "Washington, DC 20515",
    )


def test_the_signer_is_the_sender() -> None:
    supporter = Sender(PERSON.model_copy(update={"zip": "78701", "city": "Austin"}))
    made = campaign(GENERAL)
    person = member(EL_PASO, AUSTIN)
    chosen = choose(made, person, ground=GROUND)
    composer = Composer(made, on=GROUND.on, via="nearest")
    assert composer.letter(person, selection=chosen).inside_address[-1] == "El Paso, TX 79901"
    assert (
        composer.letter(person, selection=chosen, sender=supporter).inside_address[-1]
        == "Austin, TX 78701"
    )
