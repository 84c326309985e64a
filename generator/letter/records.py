"""Who writes to whom, in the words of a campaign's texts: `{{ recipient.name }}`, `{{ sender.city }}`, `{{ campaign.title }}`.

What is not known is None, which a text can ask for and cannot print: “Call .” reaches nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from generator.congress import forms_of_address
from generator.congress.seats import read_seat, seat_of
from generator.models import DistrictOffice, Recipient, Sender, SenderFile
from generator.states import STATES


@dataclass(frozen=True)
class RecipientWords:
    """What prose may say of the recipient: `{{ recipient.name }}`."""

    name: str
    first: str | None
    last: str
    title: str
    chamber: str
    state: str
    state_code: str
    district: str | None
    seat: str
    committees: tuple[str, ...]
    chairs: tuple[str, ...]


@dataclass(frozen=True)
class SenderWords:
    """What prose may say of the sender: `{{ sender.organization }}`."""

    name: str
    title: str | None
    organization: str | None
    city: str
    state: str
    zip: str
    phone: str | None
    email: str | None
    website: str | None
    is_constituent: bool


@dataclass(frozen=True)
class CampaignWords:
    """What prose may say of the campaign: `{{ campaign.title }}`."""

    title: str
    subject: str
    act_by: str | None
    bill: str | None


@dataclass(frozen=True)
class LetterWords:
    """What prose may say of the letter itself: `{{ letter.date }}`."""

    date: str


RECORDS: Mapping[str, frozenset[str]] = {
    "recipient": frozenset(field.name for field in fields(RecipientWords)),
    "sender": frozenset(field.name for field in fields(SenderWords)),
    "campaign": frozenset(field.name for field in fields(CampaignWords)),
    "letter": frozenset(field.name for field in fields(LetterWords)),
    "nearest_office": frozenset(DistrictOffice.model_fields),
}
"""The parts of each record that prose may name, and of what a function gives."""

MAY_BE_UNSAID = frozenset(name for name, key in SenderFile.model_fields.items() if name in RECORDS["sender"] and not key.is_required())
"""What a sender need not say of themself."""


def recipient_words(recipient: Recipient) -> RecipientWords:
    """What prose may say of this recipient."""
    return RecipientWords(
        name=recipient.name.full,
        first=recipient.name.first,
        last=recipient.name.last,
        title=forms_of_address.title_words(recipient),
        chamber=recipient.chamber,
        state=STATES[recipient.state],
        state_code=recipient.state,
        district=str(recipient.district) if recipient.district else None,
        seat=recipient.seat,
        committees=tuple(seat.name for seat in recipient.committees),
        chairs=tuple(seat.name for seat in recipient.committees if seat.role == "chair"),
    )


def sender_words(sender: Sender, recipient: Recipient) -> SenderWords:
    """What prose may say of the sender, and whether this recipient represents them."""
    details = sender.details
    return SenderWords(
        name=details.name,
        title=details.title,
        organization=details.organization,
        city=details.city,
        state=STATES[details.state],
        zip=details.zip,
        phone=details.phone,
        email=details.email,
        website=details.website,
        is_constituent=represents(recipient, sender),
    )


def represents(recipient: Recipient, sender: Sender) -> bool:
    """Whether the recipient represents the sender: their state's senators, and the House member of the seat that sender.yaml names."""
    details = sender.details
    if recipient.chamber == "senate":
        return recipient.state == details.state
    return details.district is not None and seat_of(recipient) == read_seat(details.district)
