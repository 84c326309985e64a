"""Finds a person in files: by id and key in names, and by name, street and e-mail in what the files hold."""

import codecs
import email
import email.policy
import hashlib
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path, PurePath

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from generator.congress import postal_form
from generator.congress.forms_of_address import folded
from generator.ledger.types import LETTERS
from generator.supporters.address_match import name_key, short_words, words
from generator.supporters.identity import Keys
from generator.supporters.types import Contact

_CONTEXT = 40
"""Characters shown on each side of a trace: enough to find it, and no more of somebody's text on the screen."""
SUFFIXES = ("JR", "SR", "II", "III", "IV", "JUNIOR", "SENIOR")
"""Words that make another person of a name: a father and a son at one address have different letters."""
_NO_SUFFIX = rf"(?!\W*(?:{'|'.join(SUFFIXES).casefold()})\b)"
_Key = tuple[str, str]
"""What kind of thing a text may say of a person, and its words, the same for every way to write them."""
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


@dataclass(frozen=True)
class Person:
    """Whose traces are sought."""

    id: str
    """Of their letters."""
    contacts: tuple[Contact, ...]
    """How every list named them, as far as that is known."""
    keys: frozenset[str] = frozenset()
    """Of their mailpieces."""
    digests: frozenset[str] = frozenset()
    """SHA-256 of each letter of theirs that was ever printed."""
    others: frozenset[str] = frozenset()
    """The ids of everybody else, in small letters."""
    strangers: frozenset[Contact] = frozenset()
    """How everybody else is named, as far as that is known."""

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id of theirs, in small letters."""
        return frozenset((self.id.casefold(), *(contact.id.casefold() for contact in self.contacts)))

    @property
    def calls(self) -> frozenset[str]:
        """Their ids and e-mails, in small letters."""
        return self.ids | {contact.email.casefold() for contact in self.contacts if contact.email}

    @cached_property
    def ties(self) -> frozenset[str]:
        """What joins another row to theirs."""
        return frozenset(tie for contact in self.contacts for tie in Keys.of(contact).ties)

    @cached_property
    def _written(self) -> re.Pattern[str]:
        """Finds their names, streets and e-mails; `theirs` is empty where these only stand in longer ones of somebody else.

        The longest are tried first, those of strangers among them: so “John Smith” is not found in “John Smith Jr.” or in “Mary
        John Smith”, who are in the ledger or in a table. What a stranger has in common with them, a street, is not sought.
        """
        others = {key: pattern for contact in self.strangers for key, pattern in _patterns(contact)}
        own = {key: pattern for contact in self.contacts for key, pattern in _patterns(contact) if key not in others}
        choices = [(key, pattern) for key, pattern in others.items() if any(short in key[1] for _, short in own)]
        choices += [(key, f"(?P<theirs{number}>{pattern})") for number, (key, pattern) in enumerate(own.items())]
        # Nothing matches where nothing is sought.
        return re.compile("|".join(pattern for _, pattern in sorted(choices, key=_by_length)) or r"(?!)")

    def is_told_by(self, text: str) -> bool:
        """Whether a name, street or e-mail that is theirs alone is in the text, wherever its lines break."""
        return any(match.lastgroup for match in self._written.finditer(_plain(text)))

    def passages(self, text: str) -> Iterator[str]:
        """The words around each trace of theirs, with their id in its place: what we say on the screen names people by id."""
        plain = "".join(sign if sign.isprintable() else " " for sign in _plain(text))
        masked = self._written.sub(lambda match: f"\0{self.id}\0" if match.lastgroup else match[0], plain)
        for match in re.finditer("\0[^\0]*\0", masked):
            around = masked[max(0, match.start() - _CONTEXT) : match.end() + _CONTEXT]
            yield " ".join(around.replace(match[0], f"[{self.id}]").replace("\0", "").split())

    def has_row(self, contact: Contact, cells: Iterable[str]) -> bool:
        """Whether a row of a table, whom it names and its cells, is about them, under any id: a person who was merged has two.

        By identity alone (supporters.identity): by id, or by name with address, street or e-mail. A row that names a person
        of the ledger by id is that person's.
        """
        written = tuple(cells)
        if contact.id.casefold() in self.ids or not self.keys.isdisjoint(written) or any(map(self._has_folder, written)):
            return True
        if contact.id.casefold() in self.others:
            return False
        return not self.ties.isdisjoint(Keys.of(contact).ties) or self._is_row(contact, written)

    def resembles(self, contact: Contact) -> bool:
        """Whether a row that is not theirs has their name or e-mail, and no id of the ledger: it may be theirs."""
        own = Keys.of(contact)
        keys = [Keys.of(known) for known in self.contacts]
        same = any((own.name and own.name == known.name) or (own.email and own.email == known.email) for known in keys)
        return same and own.id not in self.others

    def _has_folder(self, cell: str) -> bool:
        """Whether the cell names a file in their folder. `17/2 Oak St` and `1/17/2026` name none."""
        folder, *below = PurePath(cell).parts or ("",)
        return folder == LETTERS and len(below) > 1 and below[0].casefold() in self.ids

    def receives(self, path: Path) -> bool:
        """Whether the message in the file is addressed to them, by an e-mail that is theirs alone."""
        headers = _message(path.read_bytes()).get_all("to", ())
        return any(mailbox.addr_spec.casefold() in self._mails for header in headers for mailbox in header.addresses)

    @cached_property
    def _mails(self) -> frozenset[str]:
        """Their e-mails that no stranger has."""
        shared = {contact.email.casefold() for contact in self.strangers}
        return frozenset(contact.email.casefold() for contact in self.contacts) - shared - {""}

    def _is_row(self, contact: Contact, cells: tuple[str, ...]) -> bool:
        """Whether a row whose id nobody has is theirs by what its cells say, where no column that we know says it."""
        mails = {cell.strip().casefold() for cell in cells}
        if not contact.name and not contact.street and not self._mails.isdisjoint(mails):
            return True
        names = set(map(name_key, (contact.name,) if contact.name else cells)) - {""}
        places = [short_words(cell) for cell in (contact.street, *cells)]
        return any(
            name_key(known.name) in names
            and (known.email.casefold() in mails - {""} or (_has_zip(known, contact) and (short_words(known.street) or None) in places))
            for known in self.contacts
        )


def _has_zip(known: Contact, contact: Contact) -> bool:
    """Whether the ZIP codes do not say that these are two addresses: a row may have none."""
    return not known.zip or not contact.zip or known.zip[:5] == contact.zip[:5]


def _patterns(contact: Contact) -> Iterator[tuple[_Key, str]]:
    """What a text may call the person, each with a key that is the same for every way to write it."""
    if name := words(contact.name):
        # A name that goes on is another: “Mary-Ann Lee”, “Ann Lee-Jones”, “John Smith Jr.”; “Ann Lee's well” is hers.
        before, after = r"(?<![^\W\d_])(?<![^\W\d_][-'’])", r"(?!-?[^\W\d_]|['’](?!s\b)[^\W\d_]|[\w.+-]*@)"
        yield ("name", " ".join(name)), f"{before}{_loose(name)}{after}{'' if name[-1] in SUFFIXES else _NO_SUFFIX}"
    for form, street in zip(("as written", "for the post"), (contact.street, postal_form.for_post(contact.street)), strict=True):
        if found := words(street):
            # “112 Oak St” and “1-12 Oak St” are other houses than “12 Oak St”.
            yield (form, " ".join(short_words(street))), rf"(?<!\w)(?<!\d[-/.]){_loose(found)}(?!\w)"
    if contact.email:
        # Signs that an address may hold on either side make it a longer one.
        yield ("e-mail", contact.email.casefold()), rf"(?<![\w.+-]){re.escape(_plain(contact.email))}(?![\w-]|\.\w)"


def _loose(found: Iterable[str]) -> str:
    """The words as a pattern: periods and apostrophes in them, and signs or a line's end between them, count for nothing."""
    return r"[\W_]*".join("[.'’]?".join(map(re.escape, word.casefold())) for word in found)


def _plain(text: str) -> str:
    """The text without capitals and accents; signs and spaces stay, because a name ends where they say."""
    return folded(text).casefold()


def _by_length(choice: tuple[_Key, str]) -> int:
    (_, text), _ = choice
    return -len(text)


def texts(path: Path) -> Iterator[str]:
    """What the file says, in every way that we know to read it: its bytes, or its unpacked parts, pages and metadata."""
    data = path.read_bytes()
    if data.startswith(b"%PDF"):
        yield from _pdf_texts(data)
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield data.decode("utf-16", "replace")
    elif path.suffix == ".eml":
        yield from _mail_texts(data)
    else:
        yield data.decode("utf-8", "replace")


def letters_in_mail(path: Path) -> set[str]:
    """The SHA-256 of each file that is attached to the message."""
    return {hashlib.sha256(part).hexdigest() for part in _attached(_message(path.read_bytes()))}


def _pdf_texts(data: bytes) -> Iterator[str]:
    """What a PDF says outside its streams, in them, in its metadata and on its pages.

    What unpacks is not bounded: these are files of the program's own folder, and a bound would leave words of a person unread.
    """
    yield _STREAM.sub(b" ", data).decode("utf-8", "replace")
    yield from map(_unpacked, _STREAM.findall(data))
    try:
        reader = PdfReader(io.BytesIO(data))
        yield "\n".join(str(value) for value in (reader.metadata or {}).values())
        for page in reader.pages:
            yield page.extract_text()
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        return  # What no reader can open has its streams searched above.


def _unpacked(stream: bytes) -> str:
    """What the stream says; fonts and pictures, which say nothing, are full of zeros, and so is UTF-16, which begins with its mark."""
    try:
        data = zlib.decompressobj().decompress(stream)
    except zlib.error:
        data = stream
    if b"\0" in data and codecs.BOM_UTF16_BE not in data:
        return ""
    return data.replace(b"\0", b"").decode("utf-8", "replace")


def _mail_texts(data: bytes) -> Iterator[str]:
    """The headers and the words of a message, decoded."""
    message = _message(data)
    yield "\n".join(str(value) for value in message.values())
    for part in message.walk():
        if part.get_content_maintype() == "text":
            yield str(part.get_content())
    for attached in _attached(message):
        yield from _pdf_texts(attached)


def _message(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, _class=EmailMessage, policy=email.policy.default)


def _attached(message: EmailMessage) -> Iterable[bytes]:
    parts = (part.get_payload(decode=True) for part in message.walk() if part.get_content_disposition() == "attachment")
    return [part for part in parts if isinstance(part, bytes)]
