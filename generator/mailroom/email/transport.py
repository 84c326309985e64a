"""The answer of one attempt to send a message, and the status with which every message ends."""

import re
from dataclasses import dataclass
from typing import Literal, Protocol

from generator.supporters.mailboxes import Mailbox
from generator.text import quoted

Kind = Literal["accepted", "refused", "later", "busy", "uncertain"]
Status = Literal[
    "sent",
    "already sent",
    "unsubscribed",
    "uncertain",
    "refused",
    "failed",
    "to send",
    "left for later",
]

# “unsubscribed” and “left for later” are what was asked for, so that they are no trouble.
TROUBLES: frozenset[Status] = frozenset({"uncertain", "refused", "failed"})
"""Statuses that the user has to look at."""


@dataclass(frozen=True)
class Answer:
    """How one attempt ended.

    later: this message can be tried again in a while; busy: so can every message; refused: this
    one cannot be sent at all; uncertain: it was handed over, and the server did not say that it
    took it.
    """

    kind: Kind
    reason: str = ""


@dataclass(frozen=True)
class Delivery:
    """The end of one message; people are named by id."""

    about: str
    keys: tuple[str, ...]
    status: Status
    reason: str = ""
    attempts: int = 0
    message_id: str = ""

    @property
    def is_trouble(self) -> bool:
        """Whether the user has to look at it."""
        return self.status in TROUBLES


@dataclass(frozen=True)
class SmtpMessage:
    """A composed message: its bytes, with lines that end in CR LF, and its sender and addressee."""

    about: str
    message_id: str
    sender: Mailbox
    to: Mailbox
    content: bytes
    needs_utf8: bool = False


class Transport(Protocol):
    """A way to send messages."""

    def ready(self) -> None:
        """Returns when a message can be sent.

        Raises CannotSendError; its subclass TemporaryMailError if waiting may help.
        """

    def send(self, sealed: SmtpMessage) -> Answer:
        """Returns how the attempt ended.

        Raises CannotSendError, before the message is handed over, if the server takes no message.
        """


# Matches <ana@example.org>, and as servers encode it in links and bounces: ana%40example.org,
# ana=40example.org. The whole word goes, with what is glued to it.
_ADDRESS = re.compile(r"\S*(?:@|%40|=40)\S*", re.IGNORECASE)


def said(code: int, reply: bytes, *, about: Mailbox) -> str:
    """Returns the reply of a server, without the parts of an address that it repeats."""
    text = _ADDRESS.sub("…", " ".join(reply.decode("utf-8", "replace").split()))
    # Replies also name the parts alone (“user ana unknown in example.org”). Whole words only: “ana”
    # must not eat into “manager”.
    for part in filter(None, (about.local, about.domain)):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return f"{code} {quoted(text)}"
