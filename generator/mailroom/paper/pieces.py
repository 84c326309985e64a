"""Letters on their way to the post: one piece a letter, one packet an envelope, and what is wrong with their addresses."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from generator.congress import postal_form, zip_codes
from generator.errors import FilesAreWrongError, Problem
from generator.letter import pdf
from generator.models.recipient import Recipient

Order = Literal["zip", "supporter", "route"]
Grouping = Literal["piece", "household"]

SHEET_OUNCES = 320 / 2000
"""20 lb bond: 500 sheets of 17 x 22 in weigh 20 lb (320 oz), and each makes four letters (Government Paper Specification Standards,
basis weight of writing papers)."""
ENVELOPE_OUNCES = 0.25
"""A No. 10 envelope of 24 lb paper (about 100 sq in: 0.21 oz) with its gum, ink and stamp, rounded up."""
LETTER_OUNCES = (1.0, 2.0, 3.0, 3.5)
"""Steps of the postage of a letter; what is heavier goes as a large envelope (DMM 101.1.2, 133.1)."""
FOLDED_SHEETS = 6
"""More do not fold into a No. 10 envelope (Lob: six sheets; DMM 101.1.1: a quarter of an inch)."""
MOST_LINES = 6
_CITY = re.compile(r"(?P<city>[^,]+), (?P<state>[A-Z]{2}) (?P<zip>\d{5}(?:-\d{4})?)", re.ASCII)
_ROUTE = ("Russell", "Dirksen", "Hart", "Cannon", "Longworth", "Rayburn")
"""The office buildings in the order of a walk: the Senate's along Constitution Avenue, then the House's along Independence Avenue."""


@dataclass(frozen=True)
class PostalPiece:
    """One printed letter, and all that the mailroom needs to know of it."""

    key: str
    """Names the letter in ledger and manifest, without personal data."""
    recipient: Recipient
    address: tuple[str, ...]
    """The inside address as the letter prints it, a line each; the last is `City, ST 12345`."""
    sender: tuple[str, ...]
    """The return address, a line each, the name first."""
    path: Path
    pages: int
    sha256: str
    town: str = ""
    """Where the sender lives, as a cover sheet says it."""
    asks: tuple[str, ...] = ()
    """What the letter asks for, a sentence each."""
    supporter: str = ""
    household: str = ""
    design: str = ""

    @property
    def place(self) -> str:
        """The letter as problems name it: the folder (a campaign, or a supporter's id) and the file."""
        return "/".join(self.path.parts[-2:])

    @property
    def town_line(self) -> tuple[str, str, str]:
        """City, state and ZIP code of the address; empty where its last line says none."""
        match = _CITY.fullmatch(self.address[-1]) if self.address else None
        return (match["city"], match["state"], match["zip"]) if match else ("", "", "")

    @property
    def zip(self) -> str:
        """The ZIP code of the address."""
        return self.town_line[2]

    @property
    def via(self) -> Literal["washington", "district"]:
        """Whether it goes to Capitol Hill or to an office at home."""
        return "washington" if self.zip[:5] in zip_codes.CHAMBER_ZIPS.values() else "district"

    @property
    def sheets(self) -> int:
        """Sheets of paper, printed on both sides."""
        return (self.pages + 1) // 2

    def problem(self, field: str, message: str) -> Problem:
        """A problem with this letter."""
        return Problem(self.place, 0, field, message)


@dataclass(frozen=True)
class Packet:
    """What goes into one envelope: one letter, or those of a household to one office."""

    number: int
    pieces: tuple[PostalPiece, ...]
    duplex: bool = True

    @property
    def address(self) -> tuple[str, ...]:
        """To whom, as a machine reads it best (USPS Publication 28)."""
        return postal_form.address_for_post(self.pieces[0].address)

    @property
    def sender(self) -> tuple[str, ...]:
        """From whom: every name of the household once, and the address that they share."""
        names = dict.fromkeys(piece.sender[0] for piece in self.pieces if piece.sender)
        return (
            *postal_form.lines_for_post(tuple(names)),
            *postal_form.address_for_post(("", *self.pieces[0].sender[1:])),
        )

    @property
    def sheets(self) -> int:
        """Sheets of paper in it."""
        return sum(piece.sheets if self.duplex else piece.pages for piece in self.pieces)

    @property
    def ounces(self) -> float:
        """What it weighs on 20 lb paper."""
        return self.sheets * SHEET_OUNCES + ENVELOPE_OUNCES

    @property
    def postage(self) -> str:
        """Its weight class: `letter, 1 oz`, or `large envelope, 2 oz` for what does not fold into a No. 10 or is too heavy."""
        step = next((step for step in LETTER_OUNCES if self.ounces <= step), None)
        if step is not None and self.sheets <= FOLDED_SHEETS:
            return f"letter, {step:g} oz"
        return f"large envelope, {math.ceil(self.ounces)} oz"


# ---------------------------------------------------------------- in order


def in_order(pieces: Iterable[PostalPiece], order: Order) -> tuple[PostalPiece, ...]:
    """The letters in the order of the run: by ZIP+4 and recipient, by supporter, or along the way through the office buildings."""
    keys = {"zip": _by_zip, "supporter": _by_supporter, "route": _by_route}
    return tuple(sorted(pieces, key=keys[order]))


def packed(
    pieces: Sequence[PostalPiece], *, grouping: Grouping, duplex: bool = True
) -> tuple[Packet, ...]:
    """The letters in envelopes, in order; those of one household to one office share one where they stand together."""
    groups = (
        tuple(group)
        for _, group in groupby(pieces, key=_household if grouping == "household" else _alone)
    )
    return tuple(Packet(number, group, duplex) for number, group in enumerate(groups, 1))


def route_key(piece: PostalPiece) -> tuple[int, int, int, str, str]:
    """Where the office is on the way: building, floor, room; offices whose room is not known come last."""
    office = piece.recipient.addresses.washington
    building = next(
        (
            number
            for number, name in enumerate(_ROUTE)
            if office.building and name in office.building
        ),
        len(_ROUTE),
    )
    digits = re.sub(r"\D", "", office.room or "")
    floor, room = (int(digits[:-2] or 0), int(digits)) if digits else (99, 0)
    return building, floor, room, piece.recipient.name.last, piece.recipient.id


def _by_zip(piece: PostalPiece) -> tuple[object, ...]:
    return (
        piece.zip,
        piece.recipient.seat,
        piece.recipient.id,
        piece.address,
        piece.household,
        piece.supporter,
        piece.key,
    )


def _by_supporter(piece: PostalPiece) -> tuple[object, ...]:
    return (
        piece.household,
        *(_by_zip(piece)[:4] if piece.household else ()),
        piece.supporter,
        *_by_zip(piece),
    )


def _by_route(piece: PostalPiece) -> tuple[object, ...]:
    return *route_key(piece), *_by_zip(piece)


def _household(piece: PostalPiece) -> tuple[object, ...]:
    return (piece.household, piece.recipient.id, piece.address) if piece.household else (piece.key,)


def _alone(piece: PostalPiece) -> tuple[object, ...]:
    return (piece.key,)


# ---------------------------------------------------------------- what is wrong


def check(pieces: Iterable[PostalPiece]) -> None:
    """Returns when every letter can be mailed. Raises FilesAreWrongError with every problem of every address otherwise."""
    pieces = tuple(pieces)
    problems = [problem for piece in pieces for problem in problems_of(piece)] + list(
        _twice(pieces)
    )
    if problems:
        raise FilesAreWrongError(problems)


def problems_of(piece: PostalPiece) -> Iterator[Problem]:
    """What a post office would stumble over, found offline: shape of the lines, ZIP code, ZIP against state and chamber, characters."""
    if not piece.sender or not piece.sender[0].strip():
        yield piece.problem(
            "sender", "has no return address: give the sender's name, street and town"
        )
    if len(piece.address) > MOST_LINES:
        yield piece.problem(
            "address",
            f"has {len(piece.address)} lines, and an envelope takes {MOST_LINES}: shorten address_lines",
        )
    yield from _town_problems(piece)
    for field, lines in (("address", piece.address), ("sender", piece.sender)):
        if missing := pdf.missing_glyphs("".join(postal_form.lines_for_post(lines))):
            yield piece.problem(field, pdf.unprintable(missing))


def _town_problems(piece: PostalPiece) -> Iterator[Problem]:
    city, state, zip_code = piece.town_line
    if not city:
        yield piece.problem(
            "address",
            "must end with a line like “Washington, DC 20515-4316”: correct the recipient's address",
        )
        return
    chamber = piece.recipient.chamber
    trouble = zip_codes.zip_problem(state, zip_code)
    if trouble is None and (city, state) == ("Washington", "DC"):
        trouble = zip_codes.washington_zip_problem(chamber, zip_code)
    if trouble:
        yield piece.problem("address", trouble)


def _twice(pieces: Sequence[PostalPiece]) -> Iterator[Problem]:
    seen: set[str] = set()
    for piece in pieces:
        if piece.key in seen:
            yield piece.problem(
                "key", "stands twice in this run, and would be mailed twice: take one out"
            )
        seen.add(piece.key)
