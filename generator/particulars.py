"""Who writes to whom, in the words of a campaign's texts: `{{ recipient.name }}`, `{{ sender.city }}`, `{{ campaign.title }}`."""

from dataclasses import dataclass

from generator import protocol
from generator.districts.seats import read_seat, seat_of
from generator.models import STATES, Recipient, Sender


@dataclass(frozen=True)
class RecipientWords:
    """What prose may say of the recipient: `{{ recipient.name }}`."""

    name: str
    first: str
    last: str
    title: str
    chamber: str
    state: str
    state_code: str
    district: str
    seat: str
    committees: tuple[str, ...]
    chairs: tuple[str, ...]


@dataclass(frozen=True)
class SenderWords:
    """What prose may say of the sender: `{{ sender.organization }}`."""

    name: str
    title: str
    organization: str
    city: str
    state: str
    zip: str
    phone: str
    email: str
    website: str
    is_constituent: bool


@dataclass(frozen=True)
class CampaignWords:
    """What prose may say of the campaign: `{{ campaign.title }}`."""

    title: str
    subject: str
    act_by: str
    bill: str


@dataclass(frozen=True)
class LetterWords:
    """What prose may say of the letter itself: `{{ letter.date }}`."""

    date: str


def recipient_words(recipient: Recipient) -> RecipientWords:
    """What prose may say of this recipient."""
    return RecipientWords(
        name=recipient.name.full,
        first=recipient.name.first or "",
        last=recipient.name.last,
        title=protocol.title_words(recipient),
        chamber=recipient.chamber,
        state=STATES[recipient.state],
        state_code=recipient.state,
        district=str(recipient.district) if recipient.district else "",
        seat=recipient.seat,
        committees=tuple(seat.name for seat in recipient.committees),
        chairs=tuple(seat.name for seat in recipient.committees if seat.role == "chair"),
    )


def sender_words(sender: Sender, recipient: Recipient) -> SenderWords:
    """What prose may say of the sender, and whether this recipient represents them."""
    details = sender.details
    return SenderWords(
        name=details.name,
        title=details.title or "",
        organization=details.organization or "",
        city=details.city,
        state=STATES[details.state],
        zip=details.zip,
        phone=details.phone or "",
        email=details.email or "",
        website=details.website or "",
        is_constituent=represents(recipient, sender),
    )


def represents(recipient: Recipient, sender: Sender) -> bool:
    """Whether the recipient represents the sender: their state's senators, and the House member of the seat that sender.yaml names."""
    details = sender.details
    if recipient.chamber == "senate":
        return recipient.state == details.state
    return details.district is not None and seat_of(recipient) == read_seat(details.district)
