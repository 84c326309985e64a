"""What becomes of a message: the answer of one attempt, and the one word with which every message ends."""

import re
from dataclasses import dataclass
from typing import Literal, Protocol

from generator.supporters.mailboxes import Mailbox
from generator.text import quoted

Kind = Literal["accepted", "refused", "later", "busy", "uncertain"]
Status = Literal["sent", "already sent", "unsubscribed", "uncertain", "refused", "failed", "to send", "left for later"]

TROUBLES: frozenset[Status] = frozenset({"uncertain", "refused", "failed"})
"""What somebody has to look at."""


@dataclass(frozen=True)
class Answer:
    """How one attempt ended.

    later: this message is to be tried again in a while; busy: so is every message; refused: never; uncertain: it was handed
    over, and nobody said that it was taken.
    """

    kind: Kind
    reason: str = ""


@dataclass(frozen=True)
class Delivery:
    """What became of one message; names people by id."""

    about: str
    keys: tuple[str, ...]
    status: Status
    reason: str = ""
    attempts: int = 0
    message_id: str = ""

    @property
    def is_trouble(self) -> bool:
        """Whether somebody has to look at it."""
        return self.status in TROUBLES


@dataclass(frozen=True)
class Sealed:
    """A message ready to go: its bytes, every line ended by CR LF, and the envelope that a server reads."""

    about: str
    message_id: str
    sender: Mailbox
    to: Mailbox
    content: bytes
    needs_utf8: bool = False


class Transport(Protocol):
    """A way out of the house."""

    def ready(self) -> None:
        """Returns when a message can be sent. Raises CannotSendError; PassingTroubleError where waiting may help."""

    def send(self, sealed: Sealed) -> Answer:
        """How the attempt ended. Raises CannotSendError, before the message was handed over, where no message will ever be taken."""


_ADDRESS = re.compile(r"\S*(?:@|%40|=40)\S*", re.IGNORECASE)


def said(code: int, reply: bytes, *, about: Mailbox) -> str:
    """The reply of a server, without what it repeats of the address."""
    text = _ADDRESS.sub("…", " ".join(reply.decode("utf-8", "replace").split()))
    for part in filter(None, (about.local, about.domain)):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return f"{code} {quoted(text)}"
