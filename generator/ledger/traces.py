"""Finds a person in files: by id and key in names, and by name, street and e-mail in what the files hold."""

import codecs
import email
import email.policy
import hashlib
import io
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path, PurePath

from pypdf import PdfReader
from pypdf.errors import PyPdfError

_LONG = 10
"""A name of so many letters is found even where a PDF has lost its spaces; a shorter one would be found in other words."""
LETTERS = "letters"
"""The folder that has a folder of each supporter's letters, by id."""
_ID_COLUMNS = frozenset(
    {"id", "supporter", "supporterid", "uuid", "vanid", "voterfilevanid", "nationbuilderid", "contactid", "internalcontactid"}
)
"""How people's files, and ours, call the column of the id."""
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


@dataclass(frozen=True)
class Contact:
    """What is known of a person."""

    name: str
    street: str
    email: str


@dataclass(frozen=True)
class Person:
    """Whose traces are sought."""

    id: str
    contacts: tuple[Contact, ...]
    keys: frozenset[str] = frozenset()
    """Of their mailpieces."""
    digests: frozenset[str] = frozenset()
    """SHA-256 of each letter of theirs that was ever printed."""
    others: frozenset[str] = frozenset()
    """The ids of everybody else."""
    shared: frozenset[str] = frozenset()
    """What somebody else has in common with them, as words: a street, a name, the e-mail of a couple."""

    def is_told_by(self, text: str) -> bool:
        """Whether a name, street or e-mail that is theirs alone is in the text, wherever its lines break."""
        spaced = words(text)
        squeezed = spaced.replace(" ", "")
        known = (words(known) for contact in self.contacts for known in (contact.name, contact.street, contact.email))
        return any(_is_in(sought, spaced=spaced, squeezed=squeezed) for sought in known if sought and sought not in self.shared)

    def has_row(self, row: Mapping[str, str]) -> bool:
        """Whether the row of a table, by its columns, is about them, under whatever id: who was merged has two."""
        named = {cell for column, cell in row.items() if words(column).replace(" ", "").replace("_", "") in _ID_COLUMNS}
        if self.id in named or not self.keys.isdisjoint(row.values()):
            return True
        if any(self.id in PurePath(cell).parts[:-1] for cell in row.values()):
            return True
        return named.isdisjoint(self.others) and any(self._is_in_row(contact, set(map(words, row.values()))) for contact in self.contacts)

    def _is_in_row(self, contact: Contact, cells: set[str]) -> bool:
        """Whether their e-mail has a cell, or all words of name and street stand in some cells, however the columns part them."""
        mail = words(contact.email)
        sought = {*words(contact.name).split(), *words(contact.street).split()}
        return (mail in cells and mail not in {"", *self.shared}) or (
            bool(sought) and sought <= {word for cell in cells for word in cell.split()}
        )


def words(text: str) -> str:
    """The words of the text in small letters, a space between two, without signs."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold()))


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
    """What a PDF says outside its streams, in them, in its metadata and on its pages."""
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
