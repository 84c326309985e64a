"""Distances in great-circle miles, as people say them, and coordinates that cannot be right.

The Earth is taken for a sphere: an ellipsoid changes a distance by about 0.5 % at most, which is
less than the rounding of the words.
"""

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator.congress.seats import listed, state_name
from generator.models.recipient import DistrictOffice, Recipient
from generator.models.sender import SenderFile
from generator.models.source import Place
from generator.states import JURISDICTIONS

EARTH_RADIUS_MILES = 3958.7613
"""Mean radius of the Earth in statute miles: 6371.0088 km (IUGG, R1)."""

STEPS: tuple[tuple[float, int], ...] = ((10, 1), (100, 5), (300, 10), (1000, 50), (math.inf, 100))
"""Steps of rounding, each with the miles below which it is used: to one below 10 miles, to fives
below 100, and so on. Chosen by hand, as people round in speech."""


@dataclass(frozen=True, slots=True)
class Point:
    """A spot on the Earth in degrees, north and east."""

    latitude: float
    longitude: float


class NearOffice(NamedTuple):
    """An office at home, and its distance in miles."""

    office: DistrictOffice
    miles: float


@dataclass(frozen=True)
class DistanceVerdict:
    """Whether something holds, with the reason; true or false by itself."""

    holds: bool
    reason: str
    miles: float = math.inf
    """The distance in miles, where distance decides."""

    def __bool__(self) -> bool:
        return self.holds


def point_of(spot: Place | DistrictOffice | SenderFile | Point) -> Point | None:
    """Returns the coordinates of the place, office or sender; None without coordinates."""
    if spot.latitude is None or spot.longitude is None:
        return None
    return Point(spot.latitude, spot.longitude)


def miles_between(here: Point, there: Point) -> float:
    """Returns the great-circle distance in miles, also across the antimeridian and the poles.

    The haversine formula is exact for near points too, where the law of cosines loses its digits.
    """
    # By hand: the formula has four lines, and geopy would be a dependency for it.
    north, other_north = math.radians(here.latitude), math.radians(there.latitude)
    across = math.radians(there.longitude - here.longitude)
    chord = (
        math.sin((other_north - north) / 2) ** 2
        + math.cos(north) * math.cos(other_north) * math.sin(across / 2) ** 2
    )
    # Opposite points may come out a little above 1, of which there is no arcsine.
    return 2 * EARTH_RADIUS_MILES * math.asin(math.sqrt(min(1.0, chord)))


def nearest_office(recipient: Recipient, *places: Place | Point) -> NearOffice | None:
    """Returns the member's office at home that is nearest to one of the places.

    Returns None without a place or an office with coordinates. Of offices that are equally near
    the one that is nearest to the first place, and stands first in the file, is returned.
    """
    # Places outside, offices inside: `min` takes the first of equals, and so the first place
    # counts.
    located = [
        NearOffice(office, miles_between(point, Point(place.latitude, place.longitude)))
        for place in places
        for office in recipient.addresses.district
        if (point := point_of(office))
    ]
    return min(located, key=lambda near: near.miles, default=None)


def as_people_say(miles: float) -> str:
    """Returns the distance in round words: “about 55 miles”, “about 1 mile”, “less than a mile”."""
    if miles < 0.5:  # noqa: PLR2004 - what would round to no mile at all
        return "less than a mile"
    step = next(step for limit, step in STEPS if miles < limit)
    # Halves are rounded upwards; round() would round them to even numbers.
    rounded = step * math.floor(miles / step + 0.5)
    return f"about {rounded:,} {'mile' if rounded == 1 else 'miles'}"


def within(recipient: Recipient, place: Place, *, miles: float) -> DistanceVerdict:
    """Returns whether the member has an office at home at most that many miles from the place.

    The reason names the offices that have no coordinates.
    """
    near = nearest_office(recipient, place)
    cities = {office.city for office in recipient.addresses.district if point_of(office) is None}
    unknown = ""
    if cities:
        unknown = f" (passed over, without coordinates: {listed(sorted(cities))})"
    if near is None:
        reason = f"no district office whose distance from {place.name} is known{unknown}"
        return DistanceVerdict(holds=False, reason=reason)
    # By the exact distance; the rounded one is for reading alone.
    holds = near.miles <= miles
    reason = (
        f"the nearest district office, in {near.office.city}, "
        f"is {near.miles:,.1f} miles from {place.name}"
        ": "
        f"{'within' if holds else 'not within'} {miles:g}{unknown}"
    )
    return DistanceVerdict(holds, reason, near.miles)


class Doubt(NamedTuple):
    """Which of the two coordinates cannot be right, and what to do."""

    field: Literal["latitude", "longitude"]
    message: str


def doubtful_coordinates(latitude: float, longitude: float, *, state: str) -> Doubt | None:
    """Returns what is wrong with the coordinates of a spot in that state, or None.

    A lost minus sign and swapped coordinates are recognised, because the right ones lie in the
    state.
    """
    holds = JURISDICTIONS[state].holds
    if holds(latitude, longitude):
        return None
    # The commonest slip first: all of the country but Guam, the Marianas and some Aleutians is
    # west.
    if holds(latitude, -longitude):
        return Doubt("longitude", f"lies on the other side of the Earth: write {-longitude:g}")
    # Swapped, with or without the minus sign that the longitude should have.
    for sign in (1, -1):
        if holds(longitude, sign * latitude):
            return Doubt(
                "latitude",
                (
                    "latitude and longitude are swapped: write "
                    f"latitude {longitude:g}, longitude {sign * latitude:g}"
                ),
            )
    return Doubt(
        "latitude",
        (
            f"{latitude:g}, {longitude:g} does not lie in {state_name(state)}: "
            "look the place up again, latitude (degrees north) first"
        ),
    )
