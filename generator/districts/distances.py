"""How far it is: great-circle miles, as people say them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator.districts.seats import listed, state_name
from generator.models import DistrictOffice, Place, Recipient, SenderFile

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


class Box(NamedTuple):
    """A part of the Earth between two degrees of latitude and two of longitude."""

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


BOXES: Mapping[str, Box] = {
    "AL": Box(30, 36, -89, -84), "AK": Box(51, 72, 172, -129), "AZ": Box(31, 38, -115, -109), "AR": Box(33, 37, -95, -89),
    "CA": Box(32, 43, -125, -114), "CO": Box(36, 42, -110, -102), "CT": Box(40, 43, -74, -71), "DE": Box(38, 40, -76, -75),
    "FL": Box(24, 32, -88, -79), "GA": Box(30, 36, -86, -80), "HI": Box(18, 29, -179, -154), "ID": Box(41, 50, -118, -111),
    "IL": Box(36, 43, -92, -87), "IN": Box(37, 42, -89, -84), "IA": Box(40, 44, -97, -90), "KS": Box(36, 41, -103, -94),
    "KY": Box(36, 40, -90, -81), "LA": Box(28, 34, -95, -88), "ME": Box(42, 48, -72, -66), "MD": Box(37, 40, -80, -75),
    "MA": Box(41, 43, -74, -69), "MI": Box(41, 49, -91, -82), "MN": Box(43, 50, -98, -89), "MS": Box(30, 36, -92, -88),
    "MO": Box(35, 41, -96, -89), "MT": Box(44, 50, -117, -104), "NE": Box(39, 44, -105, -95), "NV": Box(34, 43, -121, -114),
    "NH": Box(42, 46, -73, -70), "NJ": Box(38, 42, -76, -73), "NM": Box(31, 38, -110, -103), "NY": Box(40, 46, -80, -71),
    "NC": Box(33, 37, -85, -75), "ND": Box(45, 50, -105, -96), "OH": Box(38, 43, -85, -80), "OK": Box(33, 38, -104, -94),
    "OR": Box(41, 47, -125, -116), "PA": Box(39, 43, -81, -74), "RI": Box(41, 43, -72, -71), "SC": Box(32, 36, -84, -78),
    "SD": Box(42, 47, -105, -96), "TN": Box(34, 37, -91, -81), "TX": Box(25, 37, -107, -93), "UT": Box(36, 43, -115, -109),
    "VT": Box(42, 46, -74, -71), "VA": Box(36, 40, -84, -75), "WA": Box(45, 50, -125, -116), "WV": Box(37, 41, -83, -77),
    "WI": Box(42, 48, -93, -86), "WY": Box(40, 46, -112, -104), "DC": Box(38, 40, -78, -76), "AS": Box(-15, -10, -172, -168),
    "GU": Box(13, 14, 144, 146), "MP": Box(14, 21, 144, 147), "PR": Box(17, 19, -69, -65), "VI": Box(17, 19, -66, -64),
}  # fmt: skip
"""Each state in whole degrees, rounded outwards; Alaska's ends on the other side of the antimeridian."""


class Doubt(NamedTuple):
    """Which of the two coordinates cannot be right, and what to do."""

    field: Literal["latitude", "longitude"]
    message: str


def doubtful_coordinates(latitude: float, longitude: float, *, state: str) -> Doubt | None:
    """What is wrong with the coordinates of a spot in that state; None where they may be right."""
    box = BOXES[state]
    if box.holds(Point(latitude, longitude)):
        return None
    if box.holds(Point(latitude, -longitude)):
        return Doubt("longitude", f"lies on the other side of the Earth: write {-longitude:g}")
    for sign in (1, -1):
        if box.holds(Point(longitude, sign * latitude)):
            return Doubt("latitude", f"latitude and longitude are swapped: write latitude {longitude:g}, longitude {sign * latitude:g}")
    where = f"{latitude:g}, {longitude:g} does not lie in {state_name(state)}"
    return Doubt("latitude", f"{where}: look the place up again, latitude (degrees north) first")
