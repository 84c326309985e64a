"""The kit for delivering by hand: a route list, a cover sheet and a receipt for each office."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from generator.congress import forms_of_address
from generator.errors import FilesAreWrongError
from generator.letter import stationery
from generator.mailroom.paper import pieces as pieces_module
from generator.mailroom.paper.pieces import PostalPiece

MAX_TOWNS = 40
"""What a cover sheet has room for above the receipt (chosen by hand, tried with long names)."""
ROOM_UNKNOWN = "rooms not on file, ask at the first office"
"""Behind the name of the chamber, for its offices whose room is not known."""


@dataclass(frozen=True)
class Town:
    """A town, and how many letters come from it."""

    name: str
    letters: int


@dataclass(frozen=True)
class Stop:
    """One office on the way, and what is left there."""

    number: int
    name: str
    role: str
    """The role that the letters are addressed to: `Chair, Committee on the Judiciary`, or ""."""
    seat: str
    building: str
    room: str
    chamber: str
    letters: int
    towns: tuple[Town, ...]
    """The largest first, at most MAX_TOWNS; empty if no letter says where its writer lives."""
    other_towns: int
    asks: tuple[str, ...]

    @property
    def name_within(self) -> str:
        """The name within a sentence, where “the Honorable” begins with a small letter.

        Source: FHWA correspondence manual, appendix C.
        """
        return re.sub(r"^The ", "the ", self.name)


@dataclass(frozen=True)
class Building:
    """A building, and the offices to be visited in it."""

    name: str
    stops: tuple[Stop, ...]

    @property
    def letters(self) -> int:
        """Letters to be left in it."""
        return sum(stop.letters for stop in self.stops)


def kit_pdf(
    pieces: Iterable[PostalPiece],
    *,
    templates: Path,
    printer: stationery.Printer,
    subject: str,
    sender: str,
) -> bytes:
    """Returns the kit: the route list, then a cover sheet with its receipt for every office.

    Raises FilesAreWrongError for letters to an office at home: a walk through the Capitol's office
    buildings does not come to it.
    """
    route = stops(pieces)
    # The route is sorted by building, so that neighbors are all that there is to join.
    by_building = groupby(route, key=lambda stop: stop.building)
    values = {
        "buildings": [Building(name, tuple(group)) for name, group in by_building],
        "stops": route,
        "subject": subject,
        "sender": sender,
        "letters": sum(stop.letters for stop in route),
    }
    return printer.printed(stationery.load(templates, "cover-sheet"), values)


def stops(pieces: Iterable[PostalPiece]) -> tuple[Stop, ...]:
    """Returns the offices in the order of the way, each with its letters counted.

    Raises FilesAreWrongError as `kit_pdf` does.
    """
    ordered = pieces_module.in_order(pieces, "route")
    places = {"district": "an office at home", "other": "a body outside Congress"}
    away = [
        piece.problem(
            "address",
            f"goes to {places[piece.via]}: leave it out of the kit",
            code="not-on-capitol-hill" if piece.recipient.body else "office-at-home",
        )
        for piece in ordered
        # By the body first: a visit to Capitol Hill does not pass a governor's door.
        if piece.via in places
    ]
    if away:
        raise FilesAreWrongError(away)
    groups = (tuple(group) for _, group in groupby(ordered, key=lambda piece: piece.recipient.id))
    return tuple(_stop(number, group) for number, group in enumerate(groups, 1))


def _stop(number: int, pieces: Sequence[PostalPiece]) -> Stop:
    recipient = pieces[0].recipient
    office = recipient.addresses.washington
    towns = Counter(piece.town for piece in pieces if piece.town)
    # By name where the numbers are equal, so that the same letters give the same sheet.
    by_number = sorted(towns.items(), key=lambda item: (-item[1], item[0]))
    building, room = office.building, office.room
    chamber = forms_of_address.CHAMBER_NAMES[forms_of_address.chamber_of(recipient)]
    if not (building and room):
        # A building without a room would send the carrier along its corridors.
        building, room = f"{chamber}: {ROOM_UNKNOWN}", ""
    return Stop(
        number=number,
        name=pieces[0].address[0],
        role=_role(pieces[0]),
        seat=recipient.seat,
        building=building,
        room=room,
        chamber=chamber,
        letters=len(pieces),
        towns=tuple(Town(*item) for item in by_number[:MAX_TOWNS]),
        other_towns=max(0, len(towns) - MAX_TOWNS),
        # Each ask once, in the order of the letters; letters to one office may differ in theirs.
        asks=tuple(dict.fromkeys(ask for piece in pieces for ask in piece.asks)),
    )


def _role(piece: PostalPiece) -> str:
    """Returns the lines of the inside address that name a role, on one line; "" without any."""
    bodies = {*forms_of_address.CHAMBER_NAMES.values(), "Congress of the United States"}
    # Between the name and the town stand role, room and body; a room or a street has a number.
    lines = [
        line
        for line in piece.address[1:-1]
        if line not in bodies and not any(sign.isdigit() for sign in line)
    ]
    return forms_of_address.in_one_line(lines)
