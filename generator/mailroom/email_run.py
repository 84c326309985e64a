"""The e-mails of a campaign: to each supporter their letters, or to each office its letter.

Supporters sign their letters and post them themselves.
"""

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
from generator.letter.plain_text import form_text
from generator.mailroom.email.message import Attachment, Parcel, TextAttachment, UnsubscribeOffer
from generator.mailroom.email.note import (
    TO_OFFICE,
    TO_SUPPORTER,
    Enclosure,
    note_problems,
    values,
    write_note,
)
from generator.mailroom.paper.pieces import PostalPiece
from generator.mailroom.stock import LetterStock
from generator.models.campaign import Campaign, Prose
from generator.models.fields import FileModel, Text
from generator.models.letter import Letter
from generator.supporters.mailboxes import Mailbox
from generator.supporters.types import Supporter

NOTES: Mapping[str, Prose] = {"note.md": TO_SUPPORTER, "note-to-offices.md": TO_OFFICE}
"""The files with a campaign's own words around the letters, and the words used without them."""
# In the order of the mapping above.
TO_SUPPORTERS, TO_OFFICES = NOTES


class NoteHeader(FileModel):
    """The front matter of note.md, which may lack it."""

    subject: Text | None = Field(
        default=None, description="The subject of the message, instead of the program's."
    )


@dataclass(frozen=True)
class MessageWording:
    """The words of a message around the letters."""

    subject: str
    prose: Prose


def read_wording(campaign: Campaign, name: str) -> MessageWording:
    """Returns the campaign's own note of that name, or the program's.

    Raises FilesAreWrongError for a note that says what no note can.
    """
    path = campaign.folder / name
    settings = campaign.settings
    for_supporters = name == TO_SUPPORTERS
    usual = f"Your letters to Congress: {settings.title}" if for_supporters else settings.subject
    if not path.is_file():
        return MessageWording(usual, NOTES[name])
    # letters/<campaign>/note.md, as the user types it.
    shown_as = "/".join(path.parts[-3:])
    header: NoteHeader | None = None
    text, problems = read_text(path, shown_as=shown_as)
    prose = Prose(shown_as, 1, text or "")
    if prose.text.startswith("---"):
        document, body = yaml.read_front_matter(path, shown_as=shown_as)
        prose = body or prose
        header, problems = yaml.validate(document, NoteHeader)
    if problems := (*problems, *note_problems(prose)):
        raise FilesAreWrongError(problems)
    return MessageWording((header and header.subject) or usual, prose)


# ---------------------------------------------------------------- the sender


def sender_of(campaign: Campaign, *, shown_as: str) -> Mailbox:
    """Returns the mailbox that the messages come from.

    Raises FilesAreWrongError if sender.yaml has no address that can be used.
    """
    details = campaign.sender.details
    # The organization is who people know and look for in their inbox.
    mailbox = Mailbox(details.email or "", details.organization or details.name)
    problem = mailbox.problem
    if not details.email:
        problem = ("email", "is missing: messages come from it, and answers go there")
    if problem:
        raise FilesAreWrongError([Problem(shown_as, 0, *problem, code="sender-email-wrong")])
    return mailbox


def way_out(sender: Mailbox, *, page: str = "", to_offices: bool = False) -> UnsubscribeOffer:
    """Returns where a person asks for no more messages: by mail to the sender, or on the page.

    Mail to an office has the page alone, if any: it is no list that one leaves, and a mail program
    of the office would answer the sender with an empty message.
    """
    if to_offices:
        return UnsubscribeOffer(page=page)
    # The subject lets the sender find and filter these requests.
    return UnsubscribeOffer(mailto=f"mailto:{sender.wire}?subject=unsubscribe", page=page)


# ---------------------------------------------------------------- to supporters


@dataclass(frozen=True)
class Occasion:
    """The parts that all messages of one sending have in common."""

    stock: LetterStock
    wording: MessageWording
    sender: Mailbox
    out: UnsubscribeOffer
    on: datetime.datetime

    def parcel(
        self, about: str, pieces: Iterable[PostalPiece], *, to: Mailbox, is_office: bool = False
    ) -> Parcel:
        """Returns the message to that mailbox with these letters.

        An office gets the words of its letter in the message, a supporter theirs as files to paste.
        """
        enclosed = tuple(pieces)
        campaign = self.stock.ready.campaign
        enclosures, letters = [], []
        for piece in enclosed:
            title = forms_of_address.title_words(piece.recipient)
            member = forms_of_address.titled(piece.recipient)
            # Without the first line: the name stands in the list already.
            address = forms_of_address.in_one_line(piece.address[1:])
            letters.append(self.stock.composers[piece.key]())
            enclosures.append(
                Enclosure(
                    member,
                    address,
                    piece.path.name,
                    f"{title} {forms_of_address.typographic(piece.recipient.name.last)}".strip(),
                    piece.asks,
                )
            )
        named = values(
            to.name,
            enclosed=enclosures,
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
            note=write_note(
                self.wording.prose,
                named,
                subject=self.wording.subject,
                letter=letters[0] if is_office else None,
            ),
            attachments=tuple(
                Attachment(piece.path.name, piece.path, piece.sha256) for piece in enclosed
            ),
            on=self.on,
            way_out=self.out,
            texts=() if is_office else tuple(map(_text, enclosed, letters)),
        )


def _text(piece: PostalPiece, letter: Letter) -> TextAttachment:
    return TextAttachment(f"{piece.path.stem}.txt", form_text(letter))


def to_supporters(occasion: Occasion) -> Iterator[Parcel]:
    """Returns a message to each supporter who gave an e-mail address, with all their letters.

    A message is made in its turn, so that memory does not grow with a drive.
    """
    for supporter, pieces in _by_supporter(occasion.stock):
        if supporter.email:
            to = Mailbox(supporter.email, supporter.name)
            yield occasion.parcel(supporter.id, pieces, to=to)


def without_address(stock: LetterStock) -> tuple[str, ...]:
    """Returns the ids of supporters who gave no e-mail address: their letters must be printed."""
    return tuple(supporter.id for supporter, _ in _by_supporter(stock) if not supporter.email)


def _by_supporter(stock: LetterStock) -> Iterator[tuple[Supporter, list[PostalPiece]]]:
    # `groupby` joins neighbors only; the sort is stable, so that letters keep the order of the
    # build.
    ordered = sorted(stock.pieces, key=lambda piece: piece.supporter)
    for _, group in groupby(ordered, key=lambda piece: piece.supporter):
        pieces = list(group)
        yield stock.mailpieces[pieces[0].key].supporter, pieces


# ---------------------------------------------------------------- to offices


@dataclass(frozen=True)
class Staff:
    """The mailbox of each office by recipient, and the ids without a letter in this build."""

    mailboxes: Mapping[str, Mailbox]
    strangers: tuple[str, ...] = ()


def read_staff(file: Path, *, stock: LetterStock) -> Staff:
    """Returns the offices in a CSV file with the columns recipient and email, and optionally name.

    Raises FilesAreWrongError with all mistakes in it.
    """
    sheet = read_sheet(file)
    if not {"recipient", "email"} <= set(sheet.columns):
        raise refusal(
            file,
            "needs the columns recipient (its id) and email, and may have name",
            line=1,
            code="missing-column",
        )
    problems = list(sheet.problems)
    staff: dict[str, Mailbox] = {}
    for row in sheet.rows:
        member = row.cells["recipient"]
        mailbox = Mailbox(row.cells["email"], row.cells.get("name", ""))
        wrong, code = mailbox.problem, "mailbox-wrong"
        if member in staff:
            message = "stands twice: one message goes to each office; keep one row"
            wrong, code = ("recipient", message), "office-twice"
        if wrong:
            problems.append(Problem(str(file), row.line, *wrong, code=code))
        # The first row stands; a second one of the office is a problem already.
        staff.setdefault(member, mailbox)
    if problems:
        raise FilesAreWrongError(problems)
    # It may be the list of another campaign, or have names where the ids should be. To send nothing
    # without a word would look like success.
    if not any(piece.recipient.id in staff for piece in stock.pieces):
        gone = f"; {stock.gone} letters were mailed or sent before" if stock.gone else ""
        raise refusal(
            file,
            f"names no member that has a letter ready{gone}: "
            "its column recipient takes ids, which `letters list recipients` shows",
            code="no-letter-for-office",
        )
    return Staff(staff, tuple(member for member in staff if member not in stock.recipients))


def to_offices(occasion: Occasion, staff: Staff) -> Iterator[Parcel]:
    """Returns a message to each office in the list, with the letter to its member."""
    for piece in occasion.stock.pieces:
        if mailbox := staff.mailboxes.get(piece.recipient.id):
            yield occasion.parcel(piece.recipient.id, (piece,), to=mailbox, is_office=True)
