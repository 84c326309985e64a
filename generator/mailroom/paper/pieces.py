"""Letters on their way to the post: a piece is a letter, a packet is an envelope.

`check` finds what a post office would return, before anything is printed.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.congress import postal_form, zip_codes
from generator.errors import FilesAreWrongError, Problem
from generator.letter import pdf
from generator.models.recipient import Recipient

Order = Literal["zip", "supporter", "route"]
Grouping = Literal["piece", "household"]

SHEET_OUNCES = 320 / 2000
"""20 lb bond: 500 sheets of 17 x 22 in weigh 20 lb (320 oz), and each makes four letters
(Government Paper Specification Standards, basis weight of writing papers)."""
ENVELOPE_OUNCES = 0.25
"""A No. 10 envelope of 24 lb paper (100 sq in: 0.21 oz) with gum, ink and stamp, rounded up."""
LETTER_OUNCES = (1.0, 2.0, 3.0, 3.5)
"""Steps of the postage of a letter; a heavier one is a large envelope (DMM 101.1.2, 133.1)."""
MAX_FOLDED_SHEETS = 6
"""More do not fold into a No. 10 envelope (Lob: six sheets; DMM 101.1.1: a quarter of an inch)."""
MAX_LINES = 6
"""What fits the OCR read area of a No. 10 envelope at eight points and more, with room to spare."""
# Matches “Washington, DC 20515-4316”; not “Washington DC 20515”, “Washington, D.C. 20515” or a ZIP
# code of four figures, as a spreadsheet leaves it when it drops the leading zero.
_CITY = re.compile(r"(?P<city>[^,]+), (?P<state>[A-Z]{2}) (?P<zip>\d{5}(?:-\d{4})?)", re.ASCII)
_ROUTE = ("Russell", "Dirksen", "Hart", "Cannon", "Longworth", "Rayburn")
"""The office buildings in the order of a walk: the Senate's along Constitution Avenue, then the
House's along Independence Avenue."""
_AFTER_LAST_FLOOR = 99
"""Sorts an office whose room is not known behind every floor."""


@dataclass(frozen=True)
class PostalPiece:
    """One printed letter, with all that the mailroom has to know of it."""

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

    @property
    def place(self) -> str:
        """The letter as problems name it: its folder (a campaign or a supporter) and its file."""
        return "/".join(self.path.parts[-2:])

    @property
    def town_line(self) -> tuple[str, str, str]:
        """City, state and ZIP code of the address; empty if its last line has another form."""
        match = _CITY.fullmatch(self.address[-1]) if self.address else None
        return (match["city"], match["state"], match["zip"]) if match else ("", "", "")

    @property
    def zip(self) -> str:
        """The ZIP code of the address."""
        return self.town_line[2]

    @property
    def via(self) -> Literal["washington", "district", "other"]:
        """Whether it goes to Capitol Hill, to a member's office at home, or to another body."""
        if self.recipient.body:
            return "other"
        # The Capitol has ZIP codes of its own, one for each chamber, and no office at home has
        # them.
        return "washington" if self.zip[:5] in zip_codes.CHAMBER_ZIPS.values() else "district"

    @property
    def sheets(self) -> int:
        """Sheets of paper, printed on both sides."""
        # An odd last page has an empty back.
        return (self.pages + 1) // 2

    def problem(self, field: str, message: str, *, code: str) -> Problem:
        """Returns a problem with this letter."""
        return Problem(self.place, 0, field, message, code=code)


@dataclass(frozen=True)
class Packet:
    """The content of one envelope: one letter, or those of a household to one office."""

    number: int
    pieces: tuple[PostalPiece, ...]
    duplex: bool = True

    @property
    def address(self) -> tuple[str, ...]:
        """The delivery address, in the capitals that a machine reads best (USPS Publication 28)."""
        return postal_form.address_for_post(self.pieces[0].address)

    @property
    def sender(self) -> tuple[str, ...]:
        """The return address: every name of the household once, and the address that they share."""
        names = dict.fromkeys(piece.sender[0] for piece in self.pieces if piece.sender)
        return (
            *postal_form.lines_for_post(tuple(names)),
            # The names stand above, so that an empty line takes their place in the address.
            *postal_form.address_for_post(("", *self.pieces[0].sender[1:])),
        )

    @property
    def sheets(self) -> int:
        """Sheets of paper in it."""
        return sum(piece.sheets if self.duplex else piece.pages for piece in self.pieces)

    @property
    def ounces(self) -> float:
        """Its weight on 20 lb paper."""
        return self.sheets * SHEET_OUNCES + ENVELOPE_OUNCES

    @property
    def postage(self) -> str:
        """Its weight class: `letter, 1 oz`, or `large envelope, 2 oz`.

        A large envelope is needed for more sheets than fold into a No. 10, and for more weight
        than a letter may have.
        """
        for step in LETTER_OUNCES if self.sheets <= MAX_FOLDED_SHEETS else ():
            if self.ounces <= step:
                return f"letter, {step:g} oz"
        # Postage of large envelopes goes by whole ounces.
        return f"large envelope, {math.ceil(self.ounces)} oz"


# ---------------------------------------------------------------- in order


def in_order(pieces: Iterable[PostalPiece], order: Order) -> tuple[PostalPiece, ...]:
    """Returns the letters in the order of the run.

    zip: by ZIP+4 and recipient, as a mail service sorts; supporter: by household and supporter, who
    get their letters to sign; route: along the way through the office buildings.
    """
    keys = {"zip": _zip_key, "supporter": _supporter_key, "route": _route_key}
    return tuple(sorted(pieces, key=keys[order]))


def packed(
    pieces: Sequence[PostalPiece], *, grouping: Grouping, duplex: bool = True
) -> tuple[Packet, ...]:
    """Returns the letters in envelopes, in order.

    With the grouping "household" letters of one household to one office share an envelope if they
    stand next to each other.
    """
    groups: list[list[PostalPiece]] = []
    for piece in pieces:
        if groups and grouping == "household" and _share_envelope(groups[-1][0], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return tuple(Packet(number, tuple(group), duplex) for number, group in enumerate(groups, 1))


def _share_envelope(one: PostalPiece, other: PostalPiece) -> bool:
    """Whether two letters come from one household and go to one office at one address."""
    homes = (one.household, one.recipient.id, one.address)
    # Letters of the campaign's own have no household: two of them are not two of one household.
    return bool(one.household) and homes == (other.household, other.recipient.id, other.address)


def _zip_key(piece: PostalPiece) -> tuple[object, ...]:
    writer = (piece.household, piece.supporter, piece.key)
    # Down to the key, which is unique: the order never depends on that of the input.
    return (piece.zip, piece.recipient.seat, piece.recipient.id, piece.address, *writer)


def _supporter_key(piece: PostalPiece) -> tuple[object, ...]:
    by_zip = _zip_key(piece)
    # In a household the office comes before the person: `packed` joins neighbors only.
    return (piece.household, *(by_zip[:4] if piece.household else ()), piece.supporter, *by_zip)


def _route_key(piece: PostalPiece) -> tuple[object, ...]:
    """Chamber, building, floor and room; offices whose room is not known end their chamber's way.

    The Senate comes first: so a walk begins on one side of the Capitol and ends on the other.
    """
    office = piece.recipient.addresses.washington
    room_is_known = bool(office.building and office.room)
    at = [number for number, name in enumerate(_ROUTE) if name in (office.building or "")]
    building = (at or [len(_ROUTE)])[0] if room_is_known else len(_ROUTE) + 1
    # Rooms are numbered floor first: 517 is on the fifth. In Longworth and Rayburn a figure for the
    # building stands before it (1508, 2170), the same for all rooms of the building.
    digits = re.sub(r"\D", "", office.room or "") if room_is_known else ""
    floor, room = (int(digits[:-2] or 0), int(digits)) if digits else (_AFTER_LAST_FLOOR, 0)
    name = piece.recipient.name.last
    is_house = piece.recipient.chamber == "house"
    return (is_house, building, floor, room, name, piece.recipient.id, *_zip_key(piece))


# ---------------------------------------------------------------- mistakes


def check(pieces: Sequence[PostalPiece]) -> None:
    """Raises FilesAreWrongError with every problem of every letter that cannot be mailed."""
    problems: list[Problem] = []
    keys: set[str] = set()
    for piece in pieces:
        problems += _problems(piece)
        if piece.key in keys:
            message = "stands twice in this run, and would be mailed twice: take one out"
            problems.append(piece.problem("key", message, code="letter-twice-in-run"))
        keys.add(piece.key)
    if problems:
        raise FilesAreWrongError(problems)


def _problems(piece: PostalPiece) -> Iterator[Problem]:
    """Returns what a post office would return a letter for, as far as it can be known offline.

    That is the form of the lines, the ZIP code, ZIP against state and chamber, and characters.
    """
    if not piece.sender or not piece.sender[0].strip():
        message = "has no return address: give the sender's name, street and town"
        yield piece.problem("sender", message, code="return-address-missing")
    if len(piece.address) > MAX_LINES:
        message = (
            f"has {len(piece.address)} lines, and an envelope takes {MAX_LINES}: "
            "shorten address_lines"
        )
        yield piece.problem("address", message, code="too-many-address-lines")
    yield from _town_problems(piece)
    for field, lines in (("address", piece.address), ("sender", piece.sender)):
        # As the post gets the lines, in capitals: a typeface may lack the capital of a letter that
        # it has.
        if missing := pdf.missing_glyphs("".join(postal_form.lines_for_post(lines))):
            yield piece.problem(field, pdf.unprintable(missing), code="character-without-glyph")


def _town_problems(piece: PostalPiece) -> Iterator[Problem]:
    city, state, zip_code = piece.town_line
    if not city:
        message = (
            "must end with a line like “Washington, DC 20515-4316”: correct the recipient's address"
        )
        yield piece.problem("address", message, code="town-line-malformed")
        return
    trouble = zip_codes.zip_problem(state, zip_code)
    # The chamber's own ZIP code is asked for in Washington alone; an office at home has any.
    # Agencies in Washington have ZIP codes of their own.
    chamber = piece.recipient.chamber
    if trouble is None and chamber and (city, state) == ("Washington", "DC"):
        trouble = zip_codes.washington_zip_problem(chamber, zip_code)
    if trouble:
        yield piece.problem("address", trouble, code="zip-of-another-place")
