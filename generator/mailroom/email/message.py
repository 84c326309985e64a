"""One message: the words, the letters, and headers that no name or subject can break.

Python's `email` makes the parts and their encodings. It does not write our headers: Python 3.11
loses the quotes of a long name when it folds one, and makes real line ends of encoded ones
(CVE-2024-6923, CVE-2025-1795).
"""

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
from generator.mailroom.email.note import MessageBody
from generator.supporters.mailboxes import Mailbox, header_problem, unstructured

_OUR_HEADERS = frozenset({"from", "to", "subject", "date", "message-id", "list-unsubscribe"})
"""Headers that are written here, encoded and folded already."""
# “Your letters\r\n to Congress” is one header, folded. “Letters\r\nBcc: all@example.org” is two,
# and “Letters\nBcc: …” is two for servers that take a bare line feed for a line end: neither
# matches.
_VALUE = re.compile(r"[^\x00-\x1f\x7f]+(\r\n [^\x00-\x1f\x7f]+)*")
# Visible ASCII without < and >, which enclose the address in its header (RFC 2369, section 2), and
# no longer than leaves the line below 998 characters (RFC 5322, section 2.1.1).
_ADDRESS = re.compile(r"(mailto:|https://)[!-;=?-~]{1,800}")
# Matches “/”, spaces and accents; the name is then plain ASCII and needs no RFC 2231 encoding,
# which mail programs read in different ways.
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
# Matches “nul” and “Com1.report”, not “console”: Windows looks at the part before the first dot.
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\..*)?", re.IGNORECASE)
"""Names that mean a device on Windows."""
MAX_NAME_CHARACTERS = 100
"""Of a file name: less than every file system takes, and a mail program can show (by hand)."""


@dataclass(frozen=True)
class Attachment:
    """A letter that goes with the message; its file is read when the message is composed."""

    name: str
    """The file name on the reader's machine, which `safe_names` makes safe."""
    path: Path
    sha256: str = ""
    """The digest of the letter that was printed; a file with another digest is not sent."""


@dataclass(frozen=True)
class TextAttachment:
    """The text of a letter, made with the message: it is no file of the folder."""

    name: str
    text: str


@dataclass(frozen=True)
class UnsubscribeOffer:
    """Where a person asks for no more of these messages (RFC 2369): by mail, on a page, or both."""

    mailto: str = ""
    """`mailto:letters@example.org?subject=unsubscribe`"""
    page: str = ""
    """`https://example.org/unsubscribe`"""


@dataclass(frozen=True)
class Parcel:
    """A message before it is composed: its addressee, its words, and its mailpieces."""

    about: str
    """The id of the supporter or recipient, which outcomes and errors name."""
    keys: tuple[str, ...]
    """The keys of the mailpieces, which the ledger claims and settles."""
    sender: Mailbox
    to: Mailbox
    subject: str
    note: MessageBody
    attachments: tuple[Attachment, ...]
    on: datetime.datetime
    """Its Date, with a time zone."""
    way_out: UnsubscribeOffer = UnsubscribeOffer()
    texts: tuple[TextAttachment, ...] = ()
    """The letters as text, to be pasted into the forms of offices."""

    @property
    def message_id(self) -> str:
        """The same whenever this sender sends these mailpieces, so that a copy is recognised."""
        # Sorted, because the order of the letters does not make another message; joined with a
        # character that no key has, so that two lists of keys never give one text.
        digest = hashlib.sha256("\0".join(sorted(self.keys)).encode()).hexdigest()[:32]
        return f"<{digest}@{self.sender.domain}>"

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 takes it."""
        return self.sender.needs_utf8 or self.to.needs_utf8


class _HeaderPolicy(EmailPolicy):
    """Keeps our headers unchanged, and lets Python write those of MIME."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:  # noqa: ANN401 - Python's own signature
        """Returns the header. Raises CannotComposeError for a line that would be another header."""
        if name.lower() not in _OUR_HEADERS:
            return super().header_store_parse(name, value)
        if not _VALUE.fullmatch(value):
            raise CannotComposeError(
                name, "would be broken over lines: take the control characters out of it"
            )
        return name, value


def compose(parcel: Parcel) -> EmailMessage:
    """Returns the message, the same bytes for the same parcel.

    Raises CannotComposeError, which names no person, for an address, name or subject that no header
    can hold, and for a letter that is missing or is not the one that was printed.
    """
    _check(parcel)
    message = EmailMessage(
        # "none" leaves our headers folded as they are: refolding is where Python has the two faults
        # above. Without SMTPUTF8 a message is ASCII throughout (RFC 6532).
        policy=_HeaderPolicy(linesep="\r\n", refold_source="none", utf8=parcel.needs_utf8)
    )
    for name, value in _headers(parcel):
        message[name] = value
    # Quoted-printable goes through every server, and begins no line with a dot or “From ”.
    message.set_content(parcel.note.plain, cte="quoted-printable")
    # HTML is added last: of several alternatives a mail program shows the last one that it knows
    # (RFC 2046, section 5.1.4).
    message.add_alternative(parcel.note.html, subtype="html", cte="quoted-printable")
    names = safe_names(attachment.name for attachment in parcel.attachments)
    for attachment, name in zip(parcel.attachments, names, strict=True):
        message.add_attachment(
            _content(attachment, name), maintype="application", subtype="pdf", filename=name
        )
    text_names = safe_names((one.name for one in parcel.texts), ending="txt")
    for one, name in zip(parcel.texts, text_names, strict=True):
        # In base64, a mail program cannot wrap or join the lines that a form is given.
        message.add_attachment(one.text, subtype="plain", cte="base64", filename=name)
    _set_boundaries(message, parcel.message_id)
    return message


def _check(parcel: Parcel) -> None:
    for mailbox in (parcel.to, parcel.sender):
        if mailbox.problem:
            raise CannotComposeError(*mailbox.problem)
    if not parcel.subject.strip():
        raise CannotComposeError("subject", "is missing: give the campaign a subject")
    if problem := header_problem(parcel.subject):
        raise CannotComposeError("subject", problem)
    # `format_datetime` would write “-0000” then, which means that the zone is unknown (RFC 5322,
    # section 3.3).
    if parcel.on.tzinfo is None:
        raise CannotComposeError("date", "has no time zone")
    out = parcel.way_out
    for address, scheme in ((out.mailto, "mailto:"), (out.page, "https://")):
        if address and not (address.startswith(scheme) and _ADDRESS.fullmatch(address)):
            raise CannotComposeError(
                "unsubscribe",
                f"must be an address that begins with {scheme}, without spaces or accents",
            )


def _headers(parcel: Parcel) -> Iterable[tuple[str, str]]:
    yield "From", parcel.sender.header
    yield "To", parcel.to.header
    yield "Subject", unstructured(parcel.subject)
    yield "Date", format_datetime(parcel.on)
    yield "Message-ID", parcel.message_id
    offers = [f"<{url}>" for url in (parcel.way_out.mailto, parcel.way_out.page) if url]
    if offers:
        # A page or a mailbox. The one-click form (RFC 8058) is left out: it needs a server of the
        # sender that answers a POST, and a campaign on a laptop has none.
        yield "List-Unsubscribe", ",\r\n ".join(offers)


def _content(attachment: Attachment, name: str) -> bytes:
    try:
        data = attachment.path.read_bytes()
    except OSError as error:
        raise CannotComposeError(
            name, f"cannot be read ({error.strerror}): build the campaign again"
        ) from error
    if attachment.sha256 and hashlib.sha256(data).hexdigest() != attachment.sha256:
        raise CannotComposeError(
            name,
            "is not the letter that was printed: it was changed; build the campaign again",
        )
    return data


def safe_names(names: Iterable[str], *, ending: str = "pdf") -> tuple[str, ...]:
    """Returns the names as every machine takes them, each once.

    They have plain letters and one ending, and name no path, no device and no hidden file.
    """
    safe: list[str] = []
    taken: set[str] = set()
    for name in names:
        plain = _UNSAFE.sub("-", name.removesuffix(f".{ending}")).strip("-._")
        stem = plain[:MAX_NAME_CHARACTERS] or "letter"
        stem = f"letter-{stem}" if _RESERVED.fullmatch(stem) else stem
        number, unique = 1, stem
        # Windows and macOS take “Letter.pdf” and “letter.pdf” for one file.
        while unique.casefold() in taken:
            number += 1
            unique = f"{stem}-{number}"
        taken.add(unique.casefold())
        safe.append(f"{unique}.{ending}")
    return tuple(safe)


def _set_boundaries(message: EmailMessage, message_id: str) -> None:
    """Gives every part one boundary in every run; `=_` is in no encoded text (RFC 2045, 6.7)."""
    # Python would draw a boundary by chance, and the same parcel would have other bytes each time.
    digest = hashlib.sha256(message_id.encode()).hexdigest()[:24]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{digest}_{number}")
