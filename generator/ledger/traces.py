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

from generator import streets
from generator.mailpieces import Contact
from generator.supporters.identity import Keys
from generator.supporters.postal import short_words, words

_LONG = 10
"""A name of so many letters is found even where a PDF has lost its spaces; a shorter one would be found in other words."""
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
    shared: frozenset[str] = frozenset()
    """What somebody else has in common with them, as words: a street, a name, the e-mail of a couple."""

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id of theirs, in small letters."""
        return frozenset((self.id.casefold(), *(contact.id.casefold() for contact in self.contacts)))

    @cached_property
    def ties(self) -> frozenset[str]:
        """What joins another row to theirs."""
        return frozenset(tie for contact in self.contacts for tie in Keys.of(contact).ties)

    @cached_property
    def sought(self) -> frozenset[str]:
        """The names, streets and e-mails that are theirs alone, as words; streets also as an envelope has them."""
        known = {each for contact in self.contacts for each in (contact.name, contact.street, contact.email)}
        posted = {streets.for_post(contact.street) for contact in self.contacts}
        return frozenset(map(in_words, known | posted)) - self.shared - {""}

    def is_told_by(self, text: str) -> bool:
        """Whether a name, street or e-mail that is theirs alone is in the text, wherever its lines break."""
        spaced = in_words(text)
        squeezed = spaced.replace(" ", "")
        return any(_is_in(sought, spaced=spaced, squeezed=squeezed) for sought in self.sought)

    def has_row(self, contact: Contact, cells: Iterable[str]) -> bool:
        """Whether a row of a table, who it names and its cells, is about them, under whatever id: who was merged has two."""
        written = tuple(cells)
        if contact.id.casefold() in self.ids or not self.keys.isdisjoint(written) or any(map(self._has_folder, written)):
            return True
        if contact.id.casefold() in self.others:
            return False
        return not self.ties.isdisjoint(Keys.of(contact).ties) or any(self._is_in_row(known, written) for known in self.contacts)

    def _has_folder(self, cell: str) -> bool:
        """Whether the cell names a file in their folder."""
        return not self.ids.isdisjoint(part.casefold() for part in PurePath(cell).parts[:-1])

    def _is_in_row(self, contact: Contact, cells: Iterable[str]) -> bool:
        """Whether their e-mail has a cell, or all words of name and street stand in some cells, however the columns part them."""
        mail = in_words(contact.email)
        sought = {*short_words(contact.name), *short_words(contact.street)}
        return (mail in self.sought and mail in map(in_words, cells)) or (
            bool(sought) and sought <= {word for cell in cells for word in short_words(cell)}
        )


def in_words(text: str) -> str:
    """The words of the text in capitals, a space between two, without accents and signs."""
    return " ".join(words(text))


def texts(path: Path) -> Iterator[str]:
    """What the file says, in every way that we know to read it: its bytes, or its unpacked parts, pages and metadata."""
    data = path.read_bytes()
    if data.startswith(b"%PDF"):
        yield from _pdf_texts(data)
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield data.decode("utf-16", "replace")
    else:
        yield data.decode("utf-8", "replace")
    if path.suffix == ".eml":
        yield from _mail_texts(data)


def letters_in_mail(path: Path) -> set[str]:
    """The SHA-256 of each file that the message carries."""
    return {hashlib.sha256(part).hexdigest() for part in _attached(_message(path.read_bytes()))}


def _is_in(sought: str, *, spaced: str, squeezed: str) -> bool:
    if f" {sought} " in f" {spaced} ":
        return True
    tight = sought.replace(" ", "")
    return len(tight) >= _LONG and tight in squeezed


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


def _message(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, _class=EmailMessage, policy=email.policy.default)


def _attached(message: EmailMessage) -> Iterable[bytes]:
    parts = (part.get_payload(decode=True) for part in message.walk() if not part.is_multipart())
    return [part for part in parts if isinstance(part, bytes)]
