"""What goes out by e-mail: to each supporter the letters that they sign and post themselves, or to each office the letter to its member."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pydantic import Field

from generator.congress import forms_of_address
from generator.errors import FilesAreWrongError, Problem, refusal
from generator.files import yaml
from generator.files.csv import read_sheet
from generator.files.text import read_text
from generator.mailroom.email.message import Attachment, Parcel, WayOut
from generator.mailroom.email.note import TO_OFFICE, TO_SUPPORTER, Enclosed, note_problems, values, write_note
from generator.mailroom.paper.pieces import Piece
from generator.mailroom.stock import Stock
from generator.models import Campaign, Prose, Text, Typed
from generator.supporters.mailboxes import Mailbox

NOTES: Mapping[str, Prose] = {"note.md": TO_SUPPORTER, "note-to-offices.md": TO_OFFICE}
"""The campaign's own words around the letters, and those of the program where it has none."""
TO_SUPPORTERS, TO_OFFICES = NOTES


class NoteHeader(Typed):
    """The front matter of note.md, which may have none."""

    subject: Text | None = Field(default=None, description="The subject of the message, instead of the program's.")


@dataclass(frozen=True)
class Wording:
    """What a message says around the letters."""

    subject: str
    prose: Prose


def read_wording(campaign: Campaign, name: str) -> Wording:
    """The campaign's own note of that name, or the program's.

    Raises FilesAreWrongError for a note that says what no note can.
    """
    path = campaign.folder / name
    usual = f"Your letters to Congress: {campaign.settings.title}" if name == TO_SUPPORTERS else campaign.settings.subject
    if not path.is_file():
        return Wording(usual, NOTES[name])
    header, prose, problems = _own_note(path, shown_as="/".join(path.parts[-3:]))
    if prose is None or problems or (problems := note_problems(prose)):
        raise FilesAreWrongError(problems)
    return Wording(header.subject or usual, prose)


def _own_note(path: Path, *, shown_as: str) -> tuple[NoteHeader, Prose | None, tuple[Problem, ...]]:
    """The note in the file: its front matter, where it has one, its words, and what is wrong with either."""
    text, problems = read_text(path, shown_as=shown_as)
    if text is None or not text.startswith("---"):
        return NoteHeader(), Prose(shown_as, 1, text) if text is not None else None, tuple(problems)
    document, prose = yaml.read_front_matter(path, shown_as=shown_as)
    header, wrong = yaml.validate(document, NoteHeader)
    return header or NoteHeader(), prose, tuple(wrong)


# ---------------------------------------------------------------- who sends


def sender_of(campaign: Campaign, *, shown_as: str) -> Mailbox:
    """The mailbox that the messages come from. Raises FilesAreWrongError where sender.yaml names none that can be used."""
    details = campaign.sender.details
    if not details.email:
        raise FilesAreWrongError([Problem(shown_as, 0, "email", "is missing: messages come from it, and answers go there")])
    mailbox = Mailbox(details.email, details.organization or details.name)
    if mailbox.problem:
        raise FilesAreWrongError([Problem(shown_as, 0, *mailbox.problem)])
    return mailbox


def way_out(sender: Mailbox, *, page: str = "") -> WayOut:
    """How a person says that they want no more of this: by a message to the sender, and on a page where there is one."""
    return WayOut(mailto=f"mailto:{sender.wire}?subject=unsubscribe", page=page)


# ---------------------------------------------------------------- to supporters


@dataclass(frozen=True)
class Occasion:
    """What all messages of one sending have in common."""

    stock: Stock
    wording: Wording
    sender: Mailbox
    out: WayOut
    on: datetime.datetime

    def parcel(self, about: str, pieces: Iterable[Piece], *, to: Mailbox) -> Parcel:
        """The message to that mailbox with these letters."""
        enclosed = tuple(pieces)
        campaign = self.stock.ready.campaign
        told = values(
            to.name,
            enclosed=[Enclosed(_named(piece), ", ".join(piece.address[1:]), piece.path.name) for piece in enclosed],
            campaign=campaign.settings,
            sender=campaign.sender.details,
            way_out=self.out.page or self.out.mailto,
        )
        return Parcel(
            about=about,
            keys=tuple(piece.key for piece in enclosed),
            sender=self.sender,
            to=to,
            subject=self.wording.subject,
            note=write_note(self.wording.prose, told),
            attachments=tuple(Attachment(piece.path.name, piece.path, piece.sha256) for piece in enclosed),
            on=self.on,
            way_out=self.out,
        )


def to_supporters(occasion: Occasion) -> Iterator[Parcel]:
    """A message to each supporter who gave an e-mail address, with all their letters, made when its turn comes."""
    for about, pieces in _by_supporter(occasion.stock):
        supporter = occasion.stock.mailpieces[pieces[0].key].supporter
        if supporter.email:
            yield occasion.parcel(about, pieces, to=Mailbox(supporter.email, supporter.name))


def without_address(stock: Stock) -> tuple[str, ...]:
    """The ids of those who gave no e-mail address: their letters are printed for them."""
    return tuple(about for about, pieces in _by_supporter(stock) if not stock.mailpieces[pieces[0].key].supporter.email)


def _by_supporter(stock: Stock) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    ordered = sorted(stock.pieces, key=lambda piece: piece.supporter)
    return ((about, tuple(pieces)) for about, pieces in groupby(ordered, key=lambda piece: piece.supporter))


def _named(piece: Piece) -> str:
    return f"{forms_of_address.title_words(piece.recipient)} {piece.recipient.name.full}"


# ---------------------------------------------------------------- to offices


@dataclass(frozen=True)
class Staff:
    """The mailbox in each office, by Bioguide id, and the ids in the list to whom no letter of the build goes or went."""

    mailboxes: Mapping[str, Mailbox]
    strangers: tuple[str, ...] = ()


def read_staff(file: Path, *, stock: Stock) -> Staff:
    """The offices in a CSV file with the columns recipient and email, and name where it is known.

    Raises FilesAreWrongError with everything that is wrong in it.
    """
    sheet = read_sheet(file)
    if not {"recipient", "email"} <= set(sheet.columns):
        raise refusal(file, "needs the columns recipient (Bioguide id) and email, and may have name", line=1)
    ready = {piece.recipient.id for piece in stock.pieces}
    problems = list(sheet.problems)
    staff: dict[str, Mailbox] = {}
    for row in sheet.rows:
        member, mailbox = row.cells["recipient"], Mailbox(row.cells["email"], row.cells.get("name", ""))
        if member in staff:
            problems.append(Problem(str(file), row.line, "recipient", "stands twice: one message goes to each office; keep one row"))
        elif mailbox.problem:
            problems.append(Problem(str(file), row.line, *mailbox.problem))
        else:
            staff[member] = mailbox
    if problems:
        raise FilesAreWrongError(problems)
    if ready.isdisjoint(staff):
        gone = f"; {stock.gone} letters have left the house before" if stock.gone else ""
        raise refusal(file, f"names no member to whom a letter is ready{gone}: `letters list recipients` shows their ids")
    return Staff(staff, tuple(member for member in staff if member not in stock.recipients))


def to_offices(occasion: Occasion, staff: Staff) -> Iterator[Parcel]:
    """A message to each office in the list, with the letter to its member, made when its turn comes."""
    for piece in occasion.stock.pieces:
        if mailbox := staff.mailboxes.get(piece.recipient.id):
            yield occasion.parcel(piece.recipient.id, (piece,), to=mailbox)
