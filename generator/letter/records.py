"""The records that a campaign's texts may name: `{{ recipient.name }}`, `{{ campaign.title }}`.

A value that is not known is None, which a text can ask for and cannot print: it would be “Call .”.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from generator.congress import forms_of_address
from generator.congress.seats import read_seat, seat_of
from generator.models.recipient import DistrictOffice, Recipient
from generator.models.sender import Sender, SenderFile, Signatory
from generator.states import STATES


@dataclass(frozen=True)
class RecipientWords:
    """What a text may say of the recipient: `{{ recipient.name }}`."""

    name: str
    first: str | None
    last: str
    title: str | None
    body: str | None
    office: str | None
    chamber: str | None
    state: str | None
    state_code: str | None
    district: str | None
    seat: str | None
    committees: tuple[str, ...]
    chairs: tuple[str, ...]


@dataclass(frozen=True)
class SenderWords:
    """What a text may say of the sender: `{{ sender.organization }}`."""

    name: str
    title: str | None
    organization: str | None
    about: str | None
    city: str
    state: str
    zip: str
    phone: str | None
    email: str | None
    website: str | None
    is_constituent: bool


@dataclass(frozen=True)
class CampaignWords:
    """What a text may say of the campaign: `{{ campaign.title }}`."""

    title: str
    subject: str
    act_by: str | None
    bill: str | None


@dataclass(frozen=True)
class SignersWords:
    """What a text may say of those who sign with the sender: `{{ signers.count }}`."""

    count: str | None
    """Their number: in words up to ten, in figures above."""


@dataclass(frozen=True)
class LetterWords:
    """What a text may say of the letter itself: `{{ letter.date }}`."""

    date: str
    asks: tuple[str, ...] = ()
    """The ids of what it asks: `{% if "ask-id" in letter.asks %}`."""


# Made of the fields, so that what a text may name and what it is given cannot differ.
RECORDS: Mapping[str, frozenset[str]] = {
    "recipient": frozenset(field.name for field in fields(RecipientWords)),
    "sender": frozenset(field.name for field in fields(SenderWords)),
    "campaign": frozenset(field.name for field in fields(CampaignWords)),
    "signers": frozenset(field.name for field in fields(SignersWords)),
    "letter": frozenset(field.name for field in fields(LetterWords)),
    "nearest_office": frozenset(DistrictOffice.model_fields),
}
"""The parts of each record, and of what a function returns, that a text may name."""

MAY_BE_UNSAID = frozenset(
    name
    for name, key in SenderFile.model_fields.items()
    if name in RECORDS["sender"] and not key.is_required()
)
"""Keys that a sender may leave out."""


def recipient_words(recipient: Recipient) -> RecipientWords:
    """Returns what a text may say of this recipient."""
    return RecipientWords(
        name=recipient.name.full,
        first=recipient.name.first,
        last=recipient.name.last,
        title=forms_of_address.title_words(recipient) or None,
        body=recipient.body,
        office=recipient.office,
        chamber=recipient.chamber,
        state=STATES[recipient.state] if recipient.state else None,
        state_code=recipient.state,
        district=str(recipient.district) if recipient.district else None,
        # In another body the seat as it is called there: “District 30”.
        seat=recipient.seat_words if recipient.body else recipient.seat,
        committees=tuple(seat.name for seat in recipient.committees),
        chairs=tuple(seat.name for seat in recipient.committees if seat.role == "chair"),
    )


def sender_words(sender: Sender, addressees: Sequence[Recipient]) -> SenderWords:
    """Returns what a text may say of the sender, and whether every addressee represents them."""
    details = {name: value for name, value in sender.details if name in RECORDS["sender"]}
    details["state"] = STATES[sender.details.state]
    is_constituent = all(represents(one, sender) for one in addressees)
    return SenderWords(**details, is_constituent=is_constituent)


def represents(recipient: Recipient, sender: Sender) -> bool:
    """Returns whether the recipient represents the sender.

    Their state's senators do, and the House member of the seat that sender.yaml names.
    """
    details = sender.details
    # Senators have no district: the state decides. A seat that is not given is not guessed, and the
    # letter then says “as your constituent” to senators alone.
    if recipient.chamber == "senate":
        return recipient.state == details.state
    seat = seat_of(recipient)
    return seat is not None and details.district is not None and seat == read_seat(details.district)


def counted(number: int) -> str:
    """Returns the number as letters write it: in words up to ten, in figures above."""
    # The Chicago Manual of Style (9.3) allows both limits, ten and one hundred; letters of
    # coalitions write “the 30 undersigned organizations”.
    words = "no one two three four five six seven eight nine ten".split()
    return words[number] if number < len(words) else f"{number:,}"


def undersigned(signers: Sequence[Signatory]) -> str | None:
    """Returns `the 12 undersigned organizations and five individuals`; None without signers.

    A person who signs for an organization counts for it, and it counts once.
    """
    organizations = {
        " ".join(one.organization.casefold().split()) for one in signers if one.organization
    }
    people = sum(one.organization is None for one in signers)
    parts: list[str] = []
    for number, noun in ((len(organizations), "organization"), (people, "individual")):
        if number:
            # “The undersigned organization”: of one, the number is not said.
            how_many = counted(number) if number > 1 or parts else ""
            before = "" if parts else "undersigned"
            plural = noun if number == 1 else f"{noun}s"
            parts.append(" ".join(filter(None, (how_many, before, plural))))
    return f"the {' and '.join(parts)}" if parts else None
