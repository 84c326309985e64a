"""How far it is: great-circle miles, as people say them."""

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator.congress.seats import listed, state_name
from generator.models import DistrictOffice, Place, Recipient, SenderFile
from generator.states import JURISDICTIONS

EARTH_RADIUS = 3958.7613
"""Mean radius of the Earth in statute miles: 6371.0088 km (IUGG, R1)."""

STEPS: tuple[tuple[float, int], ...] = ((10, 1), (100, 5), (300, 10), (1000, 50), (math.inf, 100))
"""How people round: below 10 miles to one, to 100 by fives, to 300 by tens, to 1,000 by fifties, above by hundreds."""


@dataclass(frozen=True, slots=True)
class Point:
    """A spot on the Earth in degrees, north and east."""

    latitude: float
    longitude: float


class NearOffice(NamedTuple):
    """An office at home and how far it is."""

    office: DistrictOffice
    miles: float


@dataclass(frozen=True)
class Verdict:
    """Whether something holds, and why; true or false by itself."""

    holds: bool
    reason: str
    miles: float = math.inf
    """How near it came, where nearness decides."""

    def __bool__(self) -> bool:
        return self.holds


def point_of(spot: Place | DistrictOffice | SenderFile | Point) -> Point | None:
    """Where the place, office or sender is; None without coordinates."""
    if spot.latitude is None or spot.longitude is None:
        return None
    return Point(spot.latitude, spot.longitude)


def miles_between(here: Point, there: Point) -> float:
    """The straight-line distance in miles on a round Earth (haversine), also across the antimeridian and over the poles."""
    north, other_north = math.radians(here.latitude), math.radians(there.latitude)
    across = math.radians(there.longitude - here.longitude)
    chord = math.sin((other_north - north) / 2) ** 2 + math.cos(north) * math.cos(other_north) * math.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, chord)))


def nearest_office(recipient: Recipient, place: Place | Point) -> NearOffice | None:
    """The member's office at home that is nearest to the place, and its miles; None where no office has coordinates.

    Of two that are equally near the first of the file is taken.
    """
    there = Point(place.latitude, place.longitude)
    located = [NearOffice(office, miles_between(point, there)) for office in recipient.addresses.district if (point := point_of(office))]
    return min(located, key=lambda near: near.miles, default=None)


def as_people_say(miles: float) -> str:
    """The distance in round words: “about 55 miles”, “about 1 mile”, “less than a mile”."""
    if miles < 0.5:  # noqa: PLR2004 - what would round to no mile at all
        return "less than a mile"
    rounded = _rounded(miles)
    return f"about {rounded:,} {'mile' if rounded == 1 else 'miles'}"


def _rounded(miles: float) -> int:
    """The miles by the step of their size, halves upwards."""
    step = next(step for limit, step in STEPS if miles < limit)
    return step * math.floor(miles / step + 0.5)


def within(recipient: Recipient, place: Place, *, miles: float) -> Verdict:
    """Whether the member has an office at home at most that many miles from the place; offices without coordinates are named."""
    near = nearest_office(recipient, place)
    unknown = _passed_over(recipient)
    if near is None:
        return Verdict(holds=False, reason=f"no district office whose distance from {place.name} is known{unknown}")
    holds = near.miles <= miles
    measure = f"{'within' if holds else 'not within'} {miles:g}"
    nearest = f"the nearest district office, in {near.office.city}, is {near.miles:,.1f} miles from {place.name}"
    return Verdict(holds=holds, reason=f"{nearest}: {measure}{unknown}", miles=near.miles)


def _passed_over(recipient: Recipient) -> str:
    """The offices that could not be measured, as the end of a sentence."""
    cities = sorted({office.city for office in recipient.addresses.district if point_of(office) is None})
    return f" (passed over, without coordinates: {listed(cities)})" if cities else ""


# ---------------------------------------------------------------- coordinates that cannot be right


class Doubt(NamedTuple):
    """Which of the two coordinates cannot be right, and what to do."""

    field: Literal["latitude", "longitude"]
    message: str


def doubtful_coordinates(latitude: float, longitude: float, *, state: str) -> Doubt | None:
    """What is wrong with the coordinates of a spot in that state; None where they may be right."""
    holds = JURISDICTIONS[state].holds
    if holds(latitude, longitude):
        return None
    if holds(latitude, -longitude):
        return Doubt("longitude", f"lies on the other side of the Earth: write {-longitude:g}")
    for sign in (1, -1):
        if holds(longitude, sign * latitude):
            return Doubt("latitude", f"latitude and longitude are swapped: write latitude {longitude:g}, longitude {sign * latitude:g}")
    where = f"{latitude:g}, {longitude:g} does not lie in {state_name(state)}"
    return Doubt("latitude", f"{where}: look the place up again, latitude (degrees north) first")
