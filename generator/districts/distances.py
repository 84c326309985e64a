"""How far it is: great-circle miles, as people say them."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from generator.districts.seats import listed
from generator.models import DistrictOffice, Place, Recipient

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

    def __bool__(self) -> bool:
        return self.holds


def point_of(spot: Place | DistrictOffice | Point) -> Point | None:
    """Where the place or office is; None for an office without coordinates."""
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
    return Verdict(holds=holds, reason=f"{nearest}: {measure}{unknown}")


def _passed_over(recipient: Recipient) -> str:
    """The offices that could not be measured, as the end of a sentence."""
    cities = sorted({office.city for office in recipient.addresses.district if point_of(office) is None})
    return f" (passed over, without coordinates: {listed(cities)})" if cities else ""


# ---------------------------------------------------------------- coordinates that cannot be right


class _Box(NamedTuple):
    south: float
    north: float
    west: float
    east: float

    def holds(self, point: Point) -> bool:
        """True for a point inside; a box whose west is east of its east lies across the antimeridian."""
        if not self.south <= point.latitude <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= point.longitude <= self.east
        return point.longitude >= self.west or point.longitude <= self.east


_MAINLAND = _Box(24, 50, -125, -66)
_ELSEWHERE = {
    "AK": _Box(51, 72, 172, -129),
    "HI": _Box(18, 29, -179, -154),
    "PR": _Box(17.5, 19, -68.5, -65),
    "VI": _Box(17.5, 18.6, -65.3, -64.4),
    "GU": _Box(13, 14, 144, 145.5),
    "MP": _Box(14, 21, 144.5, 146.5),
    "AS": _Box(-15, -10.5, -171.5, -168),
}


def doubtful_coordinates(spot: Place | DistrictOffice) -> str | None:
    """What is wrong with the coordinates of a spot in a state, and what to do; None when they may be right."""
    point = point_of(spot)
    if point is None or spot.state is None:
        return None
    box = _ELSEWHERE.get(spot.state, _MAINLAND)
    if box.holds(point):
        return None
    written = f"{point.latitude:g}, {point.longitude:g}"
    if box.holds(Point(point.longitude, point.latitude)):
        return f"latitude and longitude are swapped: {written} does not lie in {spot.state}, the other way round it does"
    if box.holds(Point(point.latitude, -point.longitude)):
        return f"the longitude lacks its minus sign: {written} lies east of Greenwich; write {-point.longitude:g}"
    return f"{written} does not lie in {spot.state}: look the place up again, latitude (degrees north) first"
