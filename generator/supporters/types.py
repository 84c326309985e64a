"""Supporters who agreed to write, their mailpieces, and what is held back: types only."""

import datetime
import hashlib
from dataclasses import dataclass, field
from typing import Literal

from generator.models.recipient import Recipient

# ID_PATTERN begins with a letter or digit.
OWN = "_sender"
"""The campaign's own sender in place of a supporter's id; no id of a supporter begins with “_”."""


@dataclass(frozen=True)
class Consent:
    """What a supporter agreed to: which wording, when and how."""

    wording: str
    """The version of the words they agreed to, as campaign.yaml names it."""
    given: datetime.date | None = None
    how: str = ""
    withdrawn: datetime.date | None = None

    def is_withdrawn(self, *, on: datetime.date) -> bool:
        """Returns whether they withdrew it by that day, and did not agree again on a later one."""
        if self.withdrawn is None or self.withdrawn > on:
            return False
        # On one day the withdrawal counts: a letter too few is the smaller mistake.
        return self.given is None or self.withdrawn >= self.given


@dataclass(frozen=True)
class Contact:
    """How one row of a list names a person, with address and e-mail."""

    id: str
    name: str
    street: str
    zip: str = ""
    email: str = ""


@dataclass(frozen=True)
class Supporter:
    """A person who agreed to write to their own members of Congress."""

    id: str
    name: str
    street: str
    city: str
    state: str
    zip: str
    email: str = ""
    consent: Consent | None = None
    story: str = ""
    """Their own paragraph(s), as they wrote them."""
    signature: str = ""
    """File name of a picture of their signature, in the folder of the file."""
    picks: tuple[str, ...] = ()
    """Arguments that they want first."""
    seat: str = ""
    """Their House district (TX-16) where it is settled; otherwise it is looked up by ZIP code."""
    file: str = ""
    line: int = 0
    """The line of the file that names them."""
    # Not in repr: a row must not get into a log or a traceback.
    row: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """The row as it was read, column by column, to be written into the file of held rows."""
    also: tuple[Contact, ...] = ()
    """How further rows of theirs name them."""

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """How every row of theirs names them, this one first, each once."""
        own = Contact(self.id, self.name, self.street, self.zip, self.email)
        # dict.fromkeys keeps order, which a set does not.
        return tuple(dict.fromkeys((own, *self.also)))


HeldKind = Literal["held", "refused", "merged", "failed", "forgotten"]


@dataclass(frozen=True)
class Hold:
    """A supporter, or one of their letters, that is not printed now, and why."""

    kind: HeldKind
    reason: str
    """What is wrong and what the user can do."""
    supporter: Supporter
    letter: str = ""
    """A seat such as TX-34; "" for all letters of the supporter."""


@dataclass(frozen=True)
class Mailpiece:
    """One letter of one supporter to one member of Congress."""

    campaign: str
    version: str
    """The version of the campaign's text: a change of words makes another mailpiece."""
    supporter: Supporter
    recipient: Recipient
    household: str = ""
    """The same for all supporters at one address."""

    @property
    def key(self) -> str:
        """The name of this mailpiece in ledger, files and manifests.

        The same in every run, and without personal data.
        """
        # 20 hexadecimal digits, 80 bits: no two mailpieces of any campaign share them by chance,
        # and a file name stays short.
        parts = (self.campaign, self.version, self.supporter.id, self.recipient.id)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]
