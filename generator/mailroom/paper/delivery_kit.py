"""The kit for delivering by hand: the way through the office buildings, a cover sheet for each office, and its receipt."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from generator.congress import forms_of_address
from generator.errors import FilesAreWrongError
from generator.files.staging import staged
from generator.letter import stationery
from generator.mailroom.paper import pieces as pieces_module
from generator.mailroom.paper.pieces import Piece

MOST_TOWNS = 40
ROOM_UNKNOWN = "Rooms not on file: ask at the first office"


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
    seat: str
    building: str
    room: str
    chamber: str
    letters: int
    towns: tuple[Town, ...]
    """The largest first, as many as a sheet has room for; empty where no letter says where its writer lives."""
    other_towns: int
    asks: tuple[str, ...]

    @property
    def name_within(self) -> str:
        """The name within a sentence: the article of “the Honorable” is small there (FHWA correspondence manual, appendix C)."""
        return f"the {self.name.removeprefix('The ')}" if self.name.startswith("The ") else self.name


@dataclass(frozen=True)
class Building:
    """A building, and the offices to be visited in it."""

    name: str
    stops: tuple[Stop, ...]

    @property
    def letters(self) -> int:
        """Letters to be left in it."""
        return sum(stop.letters for stop in self.stops)


def delivery_kit(pieces: Iterable[Piece], *, folder: Path, templates: Path, printer: stationery.Printer, subject: str, sender: str) -> Path:
    """kit.pdf in the folder: the route list, then a cover sheet with its receipt for every office, in the order of the way.

    Raises FilesAreWrongError for letters that go to an office at home, which nobody can carry to Capitol Hill.
    """
    route = stops(pieces)
    buildings = [Building(name, tuple(group)) for name, group in groupby(route, key=lambda stop: stop.building)]
    values = {"buildings": buildings, "stops": route, "subject": subject, "sender": sender, "letters": sum(stop.letters for stop in route)}
    data = printer.printed(stationery.load(templates, "cover-sheet"), values)
    with staged(folder, replaces="kit.pdf") as stage:
        stage.write("kit.pdf", data)
    return folder / "kit.pdf"


def stops(pieces: Iterable[Piece]) -> tuple[Stop, ...]:
    """The offices in the order of the way, each with its letters counted. Raises FilesAreWrongError as `delivery_kit` does."""
    ordered = pieces_module.in_order(pieces, "route")
    away = [piece.problem("address", "goes to an office at home: leave it out of the kit") for piece in ordered if piece.via == "district"]
    if away:
        raise FilesAreWrongError(away)
    groups = (tuple(group) for _, group in groupby(ordered, key=lambda piece: piece.recipient.id))
    return tuple(_stop(number, group) for number, group in enumerate(groups, 1))


def _stop(number: int, pieces: Sequence[Piece]) -> Stop:
    recipient = pieces[0].recipient
    office = recipient.addresses.washington
    towns = tuple(_towns(pieces))
    known = bool(office.building and office.room)
    return Stop(
        number=number,
        name=pieces[0].address[0],
        seat=recipient.seat,
        building=(office.building or "") if known else ROOM_UNKNOWN,
        room=(office.room or "") if known else "",
        chamber=forms_of_address.CHAMBER_NAMES[recipient.chamber],
        letters=len(pieces),
        towns=towns[:MOST_TOWNS],
        other_towns=max(0, len(towns) - MOST_TOWNS),
        asks=tuple(dict.fromkeys(ask for piece in pieces for ask in piece.asks)),
    )


def _towns(pieces: Iterable[Piece]) -> Iterable[Town]:
    counted = Counter(piece.town for piece in pieces if piece.town)
    return (Town(name, letters) for name, letters in sorted(counted.items(), key=lambda item: (-item[1], item[0])))
