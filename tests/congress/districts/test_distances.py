"""Distances and coordinates."""

import math

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.congress.districts.distances import (
    EARTH_RADIUS_MILES,
    Point,
    as_people_say,
    doubtful_coordinates,
    miles_between,
    nearest_office,
    within,
)
from generator.models.recipient import DistrictOffice
from generator.models.source import Place
from tests.congress.districts.makers import DATA, member

OFFICES = DATA / "legislators-district-offices.yaml"


needs_offices = pytest.mark.skipif(
    not OFFICES.is_file(), reason=f"the offices for tests are not there: {OFFICES}"
)


def office(
    city: str, latitude: float | None, longitude: float | None, *, state: str = "TX"
) -> DistrictOffice:
    """An office at home."""
    return DistrictOffice(
        street="1 Main Street",
        city=city,
        state=state,
        zip="78501",
        latitude=latitude,
        longitude=longitude,
    )


MATAMOROS = Place(name="the Matamoros camp", latitude=25.8940, longitude=-97.5050)


MCALLEN = office("McAllen", 26.2034, -98.2300)


points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("here", "there", "miles"),
    [
        (
            Point(40.6413, -73.7781),
            Point(33.9416, -118.4085),
            2475,
        ),  # JFK to LAX, as airlines count it
        (
            Point(13.4834, 144.796),
            Point(21.3187, -157.9225),
            3801,
        ),  # Guam to Honolulu, over the antimeridian
        (
            Point(51.88, 179.5),
            Point(51.88, -179.5),
            42.65,
        ),  # a degree of longitude in the Aleutians, not 359 of them
        (Point(90, 0), Point(90, 135), 0),  # the pole has no longitude
        (Point(0, 0), Point(0, 180), math.pi * EARTH_RADIUS_MILES),
    ],
)
def test_known_distances(here: Point, there: Point, miles: float) -> None:
    assert miles_between(here, there) == pytest.approx(miles, rel=0.005, abs=1e-6)


@given(points, points)
def test_distance_agrees_with_the_angle_between_two_arrows_from_the_centre(
    here: Point, there: Point
) -> None:
    def arrow(point: Point) -> tuple[float, float, float]:
        north, east = math.radians(point.latitude), math.radians(point.longitude)
        return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)

    half_angle = math.asin(min(1.0, math.dist(arrow(here), arrow(there)) / 2))
    assert miles_between(here, there) == pytest.approx(
        2 * half_angle * EARTH_RADIUS_MILES, rel=1e-6, abs=1e-3
    )


@given(points, points)
@example(Point(0, 0), Point(0, 180))
@example(Point(90, 0), Point(-90, 0))
def test_distance_is_symmetric_not_negative_and_never_more_than_half_way_round(
    here: Point, there: Point
) -> None:
    assert miles_between(here, there) == pytest.approx(miles_between(there, here), abs=1e-9)
    assert 0 <= miles_between(here, there) <= math.pi * EARTH_RADIUS_MILES + 1e-6
    assert miles_between(here, here) == 0


@given(points, points, points)
def test_no_detour_is_shorter(here: Point, there: Point, over: Point) -> None:
    assert (
        miles_between(here, there) <= miles_between(here, over) + miles_between(over, there) + 1e-3
    )


@given(points, points, st.floats(0, 360))
def test_turning_the_earth_changes_no_distance(here: Point, there: Point, turn: float) -> None:
    def turned(point: Point) -> Point:
        return Point(point.latitude, (point.longitude + turn + 180) % 360 - 180)

    assert miles_between(turned(here), turned(there)) == pytest.approx(
        miles_between(here, there), abs=1e-3
    )


@pytest.mark.parametrize(
    ("miles", "words"),
    [
        (0, "less than a mile"),
        (0.49, "less than a mile"),
        (0.5, "about 1 mile"),
        (1.49, "about 1 mile"),
        (1.5, "about 2 miles"),
        (9.4, "about 9 miles"),
        (9.6, "about 10 miles"),
        (12.4, "about 10 miles"),
        (12.5, "about 15 miles"),
        (53.2, "about 55 miles"),
        (98, "about 100 miles"),
        (104, "about 100 miles"),
        (106, "about 110 miles"),
        (298, "about 300 miles"),
        (330, "about 350 miles"),
        (990, "about 1,000 miles"),
        (2470, "about 2,500 miles"),
    ],
)
def test_distances_are_rounded_as_people_say_them(miles: float, words: str) -> None:
    assert as_people_say(miles) == words


@given(st.floats(0.5, 12_500), st.floats(0, 500))
def test_round_words_never_turn_the_order_around_and_stay_near(miles: float, more: float) -> None:
    def said(distance: float) -> int:
        return int(as_people_say(distance).split()[1].replace(",", ""))

    assert said(miles) <= said(miles + more)
    assert abs(said(miles) - miles) <= max(0.5, 0.2 * miles)


def test_the_nearest_office_has_its_miles() -> None:
    near = nearest_office(
        member(
            "TX-34", offices=[office("Dallas", 32.8, -96.8), MCALLEN, office("Nowhere", None, None)]
        ),
        MATAMOROS,
    )
    assert near is not None
    assert near.office is MCALLEN
    assert as_people_say(near.miles) == "about 50 miles"


def test_no_office_with_coordinates_is_no_nearest_office() -> None:
    assert (
        nearest_office(
            member("TX-34", offices=[office("Nowhere", None, None), office("Half", 26.0, None)]),
            MATAMOROS,
        )
        is None
    )


def test_within_says_how_near_and_who_was_passed_over() -> None:
    some = member(
        "TX-34", offices=[MCALLEN, office("Nowhere", None, None), office("Neverwhere", None, None)]
    )
    assert within(some, MATAMOROS, miles=100).reason == (
        "the nearest district office, in McAllen, is 49.8 miles from the Matamoros camp: "
        "within 100 "
        "(passed over, without coordinates: Neverwhere and Nowhere)"
    )
    assert within(some, MATAMOROS, miles=100)
    assert not within(some, MATAMOROS, miles=40)
    assert "not within 40" in within(some, MATAMOROS, miles=40).reason
    none = within(member("TX-34"), MATAMOROS, miles=100)
    assert not none
    assert none.reason == "no district office whose distance from the Matamoros camp is known"


def test_guam_and_the_aleutians_have_near_offices_over_the_antimeridian() -> None:
    adak = Place(name="Attu", state="AK", latitude=52.9, longitude=172.9)
    recipient = member(
        "AK-AL",
        offices=[
            office("Adak", 51.88, -176.65, state="AK"),
            office("Juneau", 58.3, -134.4, state="AK"),
        ],
    )
    near = nearest_office(recipient, adak)
    assert near is not None
    assert (near.office.city, as_people_say(near.miles)) == ("Adak", "about 450 miles")


@pytest.mark.parametrize(
    ("state", "latitude", "longitude", "field", "says"),
    [
        ("IN", -86.15, 39.77, "latitude", "swapped: write latitude 39.77, longitude -86.15"),
        ("TX", 97, 32, "latitude", "swapped: write latitude 32, longitude -97"),
        ("TX", 31.76, 106.49, "longitude", "on the other side of the Earth: write -106.49"),
        ("AK", 61.2, 149.9, "longitude", "write -149.9"),
        ("GU", 13.47, -144.75, "longitude", "write 144.75"),
        ("TX", 40.7, -74, "latitude", "40.7, -74 does not lie in Texas: look the place up again"),
        ("TX", 31.76, -10.649, "latitude", "does not lie in Texas"),
        ("AK", 61.2, -100.0, "latitude", "does not lie in Alaska"),
        ("DC", 0, 0, "latitude", "does not lie in the District of Columbia"),
    ],
)
def test_coordinates_that_cannot_be_right_are_doubted(
    *, state: str, latitude: float, longitude: float, field: str, says: str
) -> None:
    told = doubtful_coordinates(latitude, longitude, state=state)
    assert told is not None
    assert (told.field, says in told.message) == (field, True)


@pytest.mark.parametrize(
    ("state", "latitude", "longitude"),
    [
        ("TX", 31.76, -106.49),
        ("AK", 52.9, 172.9),
        ("AK", 61.2, -149.9),
        ("GU", 13.44, 144.79),
        ("AS", -14.28, -170.7),
        ("ME", 44.9, -66.98),
    ],
)
def test_coordinates_may_be_right_on_both_sides_of_the_antimeridian(
    *, state: str, latitude: float, longitude: float
) -> None:
    assert doubtful_coordinates(latitude, longitude, state=state) is None


@needs_offices
def test_every_real_office_lies_in_its_state_but_one() -> None:
    members = yaml.load(OFFICES.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - makes only text
    offices = [
        office for member in members for office in member["offices"] if office.get("latitude")
    ]
    assert len(offices) > 1200
    doubts = [
        office["city"]
        for office in offices
        if doubtful_coordinates(
            float(office["latitude"]), float(office["longitude"]), state=office["state"]
        )
    ]
    assert doubts == ["Rock Island"]
