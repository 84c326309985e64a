"""Finds a person: in tables by identity, in messages by address, in texts by name and street."""

import codecs
import email
import email.policy
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path, PurePath

import pypdfium2

from generator.congress import postal_form
from generator.congress.forms_of_address import folded
from generator.ledger.types import LETTERS
from generator.supporters.address_match import address_key, name_key, short_words, words
from generator.supporters.identity import Keys
from generator.supporters.types import Contact

CONTEXT_CHARACTERS = 40
"""Shown on each side of a name: enough to find it, and no more of a private text on the screen."""
# In the form of `words`: capitals without periods. “Junior” and “Senior” are also written in full.
SUFFIXES = ("JR", "SR", "II", "III", "IV", "JUNIOR", "SENIOR")
"""Words that make another person of a name: father and son at one address have two letters."""
# Not after a letter, nor after a letter with a hyphen or apostrophe: “John Smith” is found in
# “(John Smith” and “12John Smith”, not in “BigJohn Smith” or “Mary-John Smith”.
_NAME_STARTS = r"(?<![^\W\d_])(?<![^\W\d_][-'’])"
# Not before a letter, with or without a hyphen or apostrophe, except “'s”; nor before the rest of
# an e-mail address: “john smith@example.org” is an address, and addresses have a pattern of their
# own.
_NAME_ENDS = r"(?!-?[^\W\d_]|['’](?!s\b)[^\W\d_]|[\w.+-]*@)"
"""A name that goes on is another one: “Mary-Ann Lee”, “Ann Lee-Jones”; “Ann Lee's well” is hers."""
# “John Smith, Jr.” and “John Smith III” are not John Smith; the casefold makes the words match
# texts of `_plain`.
_NO_SUFFIX = rf"(?!\W*(?:{'|'.join(SUFFIXES).casefold()})\b)"
# A regular expression and no PDF parser: a file that no parser can open is searched too. The data
# may begin after CR LF or LF alone (ISO 32000-1, 7.3.8.1).
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


@dataclass(frozen=True)
class ListRow:
    """One row of a table of people."""

    line: int
    """Where the row begins; in a workbook, the number of the row."""
    contact: Contact
    cells: tuple[str, ...]
    file: str = ""
    """What our own tables have in the column “file”."""


@dataclass(frozen=True)
class Person:
    """A person to find, and what distinguishes all others from them."""

    id: str
    """The id that their letters have."""
    contacts: tuple[Contact, ...]
    """How each known row of a list names them."""
    keys: frozenset[str] = frozenset()
    """The keys of their mailpieces."""
    digests: frozenset[str] = frozenset()
    """SHA-256 of each letter of theirs that was ever printed."""
    others: frozenset[str] = frozenset()
    """The ids of all others, in small letters."""
    strangers: frozenset[Contact] = frozenset()
    """How known rows name all others."""

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id of theirs, in small letters."""
        return frozenset(known.casefold() for known in (self.id, *(c.id for c in self.contacts)))

    @cached_property
    def _emails(self) -> frozenset[str]:
        """Their e-mail addresses, in small letters."""
        return frozenset(known.email.casefold() for known in self.contacts if known.email)

    @property
    def calls(self) -> frozenset[str]:
        """Their ids and e-mail addresses, in small letters."""
        return self.ids | self._emails

    @cached_property
    def _own_emails(self) -> frozenset[str]:
        """Their e-mail addresses that no stranger shares."""
        return self._emails - {stranger.email.casefold() for stranger in self.strangers}

    def has_row(self, row: ListRow) -> bool:
        """Returns whether a row of a table is about them, under any id: a merged person has two.

        By identity alone (supporters.identity): an id, key or folder of theirs decides first, then
        an id of the ledger that is another's, then the name with the street or the e-mail. Where
        the table has no column that we know, every cell may hold the name, street or e-mail.
        """
        contact, cells = row.contact, row.cells
        # Ids first: after a person moved or changed their name the id alone is theirs.
        if contact.id.casefold() in self.ids or not self.keys.isdisjoint(cells):
            return True
        if any(map(self._is_in_folder, cells)):
            return True
        # Before the name: two people of one name at one address, each with an id, are two.
        if contact.id.casefold() in self.others:
            return False
        emails = {cell.strip().casefold() for cell in cells}
        # A list of e-mail addresses alone, where no name can contradict; an address that a stranger
        # shares decides nothing.
        if not contact.name and not contact.street and not self._own_emails.isdisjoint(emails):
            return True
        # A table without a column that we know: any cell may be the name.
        names = set(map(name_key, (contact.name,) if contact.name else cells)) - {""}
        namesakes = [known for known in self.contacts if name_key(known.name) in names]
        return any(
            known.email.casefold() in emails - {""} or _is_at_address(row, known)
            for known in namesakes
        )

    def _is_in_folder(self, cell: str) -> bool:
        """Returns whether the cell names a file in the folder of their letters.

        Addresses and dates have slashes too: `17/2 Oak St`, `1/17/2026`.
        """
        match PurePath(cell).parts:
            # Three parts at least, because a letter lies in letters/<id>/.
            case (top, folder, _, *_):
                return top == LETTERS and folder.casefold() in self.ids
        return False

    def resembles(self, contact: Contact) -> bool:
        """Returns whether a row has their name or e-mail, and no id of the ledger."""
        called = {name_key(known.name) for known in self.contacts} | self._emails
        own = {name_key(contact.name), contact.email.casefold()} - {""}
        return contact.id.casefold() not in self.others and not called.isdisjoint(own)

    def is_joined_by(self, contact: Contact) -> bool:
        """Returns whether name and address, e-mail or id say that the row names this person."""
        ties = {tie for known in self.contacts for tie in Keys.of(known).ties}
        return not ties.isdisjoint(Keys.of(contact).ties)

    def receives(self, path: Path) -> bool:
        """Returns whether the message goes to an e-mail address that is theirs alone."""
        # By the headers of the message and not by its text, which may quote any person.
        headers = _message(path.read_bytes()).get_all("to", ())
        mailboxes = (mailbox for header in headers for mailbox in header.addresses)
        return any(mailbox.addr_spec.casefold() in self._own_emails for mailbox in mailboxes)

    @cached_property
    def _written(self) -> re.Pattern[str]:
        """Finds names, streets and e-mails; has a group only where these are theirs.

        The longest are tried first, those of strangers among them: so “John Smith” is not found in
        “Mary John Smith”, who is in the ledger or in a table. What a stranger has in common with
        them, such as a street, is not searched for. Strangers whose names hold no name of theirs
        are left out: a campaign has thousands, and each alternative costs time at every letter.
        """
        others = {pair for stranger in self.strangers for pair in _patterns(stranger)}
        shared = {key for key, _ in others}
        own = {pair for known in self.contacts for pair in _patterns(known)}
        # Erasing by a street that others share would take their files too.
        own = {pair for pair in own if pair[0] not in shared}
        choices = [(key, f"({pattern})") for key, pattern in own]
        choices += [pair for pair in others if any(key in pair[0] for key, _ in own)]
        # `|` takes the first alternative that matches, not the longest. The second part of the key
        # makes the pattern the same in every run, because sets have no order.
        choices.sort(key=lambda choice: (-len(choice[0]), choice))
        # `(?!)` matches nothing; an empty pattern would match everywhere.
        return re.compile("|".join(pattern for _, pattern in choices) or r"(?!)")

    def passages(self, text: str) -> Iterator[str]:
        """Yields the words around each name, street or e-mail that is theirs alone.

        Their id stands in its place: on the screen the program names people by id only.
        """
        # Zero bytes are the marks below, and control characters could change a terminal.
        plain = "".join(sign if sign.isprintable() else " " for sign in _plain(text))
        # A group matched only where the words are theirs: what strangers are called stays as it is,
        # and cannot be found inside.
        masked = self._written.sub(
            lambda match: f"\0{self.id}\0" if match.lastindex else match[0], plain
        )
        # `\0`: `plain` holds no such character, so that no text can look like a mark.
        for match in re.finditer("\0[^\0]*\0", masked):
            start = max(0, match.start() - CONTEXT_CHARACTERS)
            around = masked[start : match.end() + CONTEXT_CHARACTERS]
            yield " ".join(around.replace(match[0], f"[{self.id}]").replace("\0", "").split())


def _is_at_address(row: ListRow, known: Contact) -> bool:
    """Returns whether the row has that street, and no other ZIP code; a row may lack a ZIP code."""
    streets = {address_key(cell, "") for cell in (row.contact.street, *row.cells)}
    # Five digits: the +4 is missing in most lists.
    zips = {code[:5] for code in (row.contact.zip, known.zip) if code}
    return bool(known.street) and address_key(known.street, "") in streets and len(zips) < 2  # noqa: PLR2004 - one or none


def _patterns(contact: Contact) -> Iterator[tuple[str, str]]:
    """Yields what a text may call the person: a key, the same for each spelling, and a pattern."""
    if name := words(contact.name):
        suffix = "" if name[-1] in SUFFIXES else _NO_SUFFIX
        yield " ".join(name), f"{_NAME_STARTS}{_loose(name)}{_NAME_ENDS}{suffix}"
    # As the list has it, which letters print, and as envelopes and manifests print it.
    for street in (contact.street, postal_form.for_post(contact.street)):
        if found := words(street):
            # “112 Oak St” and “1-12 Oak St” are other houses than “12 Oak St”.
            yield " ".join(short_words(street)), rf"(?<!\w)(?<!\d[-/.]){_loose(found)}(?!\w)"
    if address := contact.email.casefold():
        # Characters that an address may hold on either side make it a longer one.
        yield address, rf"(?<![\w.+-]){re.escape(_plain(address))}(?![\w-]|\.\w)"


def _loose(found: Iterable[str]) -> str:
    """Returns a pattern for the words that ignores periods, apostrophes and line breaks."""
    # Between words anything that is no letter or digit, also nothing: “JohnSmith”, “JOHN\n SMITH”,
    # “john_smith.pdf”. Readers of PDFs lose spaces and break lines.
    return r"[\W_]*".join("[.'’]?".join(map(re.escape, word.casefold())) for word in found)


def _plain(text: str) -> str:
    """Returns the text without capitals and accents; signs stay, because they end a name."""
    return folded(text).casefold()


# ---------------------------------------------------------------- what files hold


def texts(path: Path) -> Iterator[str]:
    """Yields the texts of the file, in every way that we know to read it."""
    data = path.read_bytes()
    if data.startswith(b"%PDF"):
        yield from _pdf_texts(data)
    # Excel saves “Unicode text” so; in UTF-8 no name would be found in it.
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield data.decode("utf-16", "replace")
    elif path.suffix == ".eml":
        message = _message(data)
        # All headers: a name may stand in Subject, Cc or a header of a mail program.
        yield "\n".join(map(str, message.values()))
        for part in message.walk():
            if part.get_content_maintype() == "text":
                yield str(part.get_content())
        for attached in _attachments(message):
            yield from _pdf_texts(attached)
    else:
        # Bytes of another encoding become signs that match nothing; ASCII names are found all the
        # same.
        yield data.decode("utf-8", "replace")


def letters_in_mail(path: Path) -> set[str]:
    """Returns the SHA-256 of each PDF that is attached to the message.

    The text of a letter goes with its PDF, by which the ledger knows both.
    """
    attached = _attachments(_message(path.read_bytes()))
    return {hashlib.sha256(part).hexdigest() for part in attached if part.startswith(b"%PDF")}


def _pdf_texts(data: bytes) -> Iterator[str]:
    """Yields what a PDF has outside its streams, in them, in its metadata and on its pages.

    PDFium decodes the pages, whose letters are numbers of glyphs in the streams; the streams hold
    XMP, alternative texts and bookmarks, also of a PDF that no reader can open. What unpacks is
    not limited: the files are those of the program's own folder, and a limit would hide a person.
    """
    yield _STREAM.sub(b" ", data).decode("utf-8", "replace")
    yield from map(_unpacked, _STREAM.findall(data))
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            yield "\n".join(document.get_metadata_dict().values())
            for page in document:
                yield page.get_textpage().get_text_bounded()
    # What cannot be opened was searched by its streams above.
    except pypdfium2.PdfiumError:
        return


def _unpacked(stream: bytes) -> str:
    """Returns the text of a stream; "" for fonts and pictures, which are full of zero bytes.

    So is UTF-16, which begins with its byte order mark.
    """
    try:
        # A decompressobj returns what it has of a stream that is cut off; zlib.decompress would
        # raise.
        data = zlib.decompressobj().decompress(stream)
    # Not packed, or packed in another way: searched as it is.
    except zlib.error:
        data = stream
    if b"\0" in data and codecs.BOM_UTF16_BE not in data:
        return ""
    return data.replace(b"\0", b"").decode("utf-8", "replace")


def _message(data: bytes) -> EmailMessage:
    # policy.default reads headers into addresses and decodes words of RFC 2047; compat32, which is
    # the default of this function, leaves both to the caller.
    return email.message_from_bytes(data, _class=EmailMessage, policy=email.policy.default)


def _attachments(message: EmailMessage) -> list[bytes]:
    attached = (part for part in message.walk() if part.get_content_disposition() == "attachment")
    contents = (part.get_payload(decode=True) for part in attached)
    return [content for content in contents if isinstance(content, bytes)]
