"""One message: the words, the letters, and headers in which nothing stands that was not meant to."""

import datetime
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from generator.mailroom.email.errors import CannotComposeError
from generator.mailroom.email.note import Note
from generator.supporters.mailboxes import Mailbox, header_problem, unstructured

_WRITTEN = frozenset({"from", "to", "reply-to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"})
"""The headers that we write ourselves, encoded and folded: Python 3.11 loses the quotes of a long name when it folds one, and
makes real line ends of encoded ones (CVE-2024-6923, CVE-2025-1795)."""
_VALUE = re.compile(r"[^\x00-\x1f\x7f]+(\r\n [^\x00-\x1f\x7f]+)*")
_ADDRESS = re.compile(r"(mailto:|https://)[!-;=?-~]{1,800}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\..*)?", re.IGNORECASE)
"""Names that mean a device on Windows."""
LONGEST_FILE_NAME = 100


@dataclass(frozen=True)
class Attachment:
    """A letter that goes with the message; it is read when the message is made."""

    name: str
    """What the reader's machine calls it; made safe."""
    path: Path
    sha256: str = ""
    """The digest of the letter that was printed; a file that is another is not sent."""


@dataclass(frozen=True)
class WayOut:
    """How a person says that they want no more of this (RFC 2369): by mail, on a page, or both."""

    mailto: str = ""
    """`mailto:letters@example.org?subject=unsubscribe`"""
    page: str = ""
    """`https://example.org/unsubscribe`"""
    one_click: bool = False
    """Whether the page takes a POST without a question (RFC 8058)."""


@dataclass(frozen=True)
class Parcel:
    """One message to be: to whom, what it says, and which mailpieces it carries."""

    about: str
    """The id of the supporter or recipient: what outcomes and errors say."""
    keys: tuple[str, ...]
    """Of the mailpieces, which the ledger claims and settles."""
    sender: Mailbox
    to: Mailbox
    subject: str
    note: Note
    attachments: tuple[Attachment, ...]
    on: datetime.datetime
    """Its Date, with a time zone."""
    way_out: WayOut | None = None
    reply_to: Mailbox | None = None

    @property
    def message_id(self) -> str:
        """The same whenever these mailpieces are sent by this sender: a second copy can be told from a second message."""
        digest = hashlib.sha256("\0".join(sorted(self.keys)).encode()).hexdigest()[:32]
        return f"<{digest}@{self.sender.domain}>"

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 takes it."""
        return any(mailbox.needs_utf8 for mailbox in (self.sender, self.to, self.reply_to) if mailbox)


class _AsWritten(EmailPolicy):
    """Takes our headers as they are written, and lets Python write those of MIME."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:  # noqa: ANN401 - Python's own signature
        """The header itself. Raises CannotComposeError for a line that would be another header."""
        if name.lower() not in _WRITTEN:
            return super().header_store_parse(name, value)
        if not _VALUE.fullmatch(value):
            raise CannotComposeError(name, "would be broken over lines: take the control characters out of it")
        return name, value


def compose(parcel: Parcel) -> EmailMessage:
    """The message, the same bytes for the same parcel.

    Raises CannotComposeError, which names nobody, for an address, name or subject that no header can hold, and for a letter
    that is missing or is not the one that was printed.
    """
    _check(parcel)
    message = EmailMessage(policy=_AsWritten(linesep="\r\n", refold_source="none", utf8=parcel.needs_utf8))
    for name, value in _headers(parcel):
        message[name] = value
    # Quoted-printable goes through every server, and begins no line with a dot or “From ”.
    message.set_content(parcel.note.plain, cte="quoted-printable")
    message.add_alternative(parcel.note.html, subtype="html", cte="quoted-printable")
    names = safe_names(attachment.name for attachment in parcel.attachments)
    for attachment, name in zip(parcel.attachments, names, strict=True):
        message.add_attachment(_content(attachment, name), maintype="application", subtype="pdf", filename=name)
    _set_boundaries(message, parcel.message_id)
    return message


def _check(parcel: Parcel) -> None:
    for mailbox in (parcel.to, parcel.sender, parcel.reply_to):
        if mailbox and mailbox.problem:
            raise CannotComposeError(*mailbox.problem)
    if not parcel.subject.strip():
        raise CannotComposeError("subject", "there is none: give the campaign one")
    if problem := header_problem(parcel.subject):
        raise CannotComposeError("subject", problem)
    if parcel.on.tzinfo is None:
        raise CannotComposeError("date", "has no time zone")
    out = parcel.way_out
    for address, scheme in ((out.mailto, "mailto:"), (out.page, "https://")) if out else ():
        if address and not (address.startswith(scheme) and _ADDRESS.fullmatch(address)):
            raise CannotComposeError("unsubscribe", f"must be an address that begins with {scheme}, without spaces or accents")


def _headers(parcel: Parcel) -> Iterable[tuple[str, str]]:
    yield "From", parcel.sender.header
    yield "To", parcel.to.header
    if parcel.reply_to:
        yield "Reply-To", parcel.reply_to.header
    yield "Subject", unstructured(parcel.subject)
    yield "Date", format_datetime(parcel.on)
    yield "Message-ID", parcel.message_id
    out = parcel.way_out
    if out and (out.mailto or out.page):
        yield "List-Unsubscribe", ",\r\n ".join(f"<{address}>" for address in (out.mailto, out.page) if address)
    if out and out.page and out.one_click:
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _content(attachment: Attachment, name: str) -> bytes:
    try:
        data = attachment.path.read_bytes()
    except OSError as error:
        raise CannotComposeError(name, f"cannot be read ({error.strerror}): build the campaign again") from error
    if attachment.sha256 and hashlib.sha256(data).hexdigest() != attachment.sha256:
        raise CannotComposeError(name, "is not the letter that was printed: somebody changed it; build the campaign again")
    return data


def safe_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names as every machine takes them, each once: plain letters, one ending, no path, no device, no hidden file."""
    safe: dict[str, None] = {}
    for name in names:
        stem = _UNSAFE.sub("-", name.removesuffix(".pdf")).strip("-._")[:LONGEST_FILE_NAME] or "letter"
        stem = f"letter-{stem}" if _RESERVED.fullmatch(stem) else stem
        number, taken = 1, stem
        while f"{taken}.pdf".casefold() in {name.casefold() for name in safe}:
            number += 1
            taken = f"{stem}-{number}"
        safe[f"{taken}.pdf"] = None
    return tuple(safe)


def _set_boundaries(message: EmailMessage, message_id: str) -> None:
    """Gives every part the same boundary in every run. `=_` stands in no quoted-printable and no base64 text."""
    digest = hashlib.sha256(message_id.encode()).hexdigest()[:24]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{digest}_{number}")
