"""The sender and those who sign with the sender: sender.yaml and signers.yaml."""

from dataclasses import dataclass, replace

from generator.models.fields import (
    FileModel,
    Latitude,
    Longitude,
    NonEmpty,
    SeatCode,
    State,
    Text,
    Voice,
    Zip,
)


class SenderFile(FileModel):
    """sender.yaml: the writer of the letters."""

    name: Text
    """The name of the person who signs."""
    # Optional values are None, not empty texts: a letter can ask for None and cannot print it, so
    # no page says “Call .”.
    title: Text | None = None
    """Their title: Executive Director."""
    organization: Text | None = None
    """The organization for which they sign; without one a person writes for themself."""
    about: Text | None = None
    """Who the sender is, as it stands behind the name: “a legal aid organization in El Paso”."""
    street: Text
    """Street address or P.O. box."""
    city: Text
    state: State
    zip: Zip
    phone: Text | None = None
    email: Text | None = None
    website: Text | None = None
    district: SeatCode | None = None
    """The sender's own district, TX-16: makes them a constituent."""
    latitude: Latitude | None = None
    """Their place, in degrees north: for --via nearest."""
    longitude: Longitude | None = None
    """… and in degrees east; the Americas are negative."""
    logo: Text | None = None
    """PNG, JPEG or SVG in the folder of this file."""
    signature: Text | None = None
    """Image of the signature in the folder of this file."""
    message: Text | None = None
    """The person's own words, set apart from the campaign's statement."""
    sample: bool = False
    """True in the shipped sample: a build says so, and mails nothing in its name."""


class Signatory(FileModel):
    """One of many who sign a letter: an organization, a person, or a person for an organization."""

    name: Text | None = None
    """The person who signs; absent where the organization signs as such."""
    title: Text | None = None
    """Their title: Executive Director."""
    organization: Text | None = None
    """The organization for which they sign; without one a person signs for themself."""
    city: Text | None = None
    """Their city."""
    state: State | None = None
    """Its state: TX."""


class SignersFile(FileModel):
    """signers.yaml: the signers of a coalition's letter, in the order in which they are printed."""

    signers: NonEmpty[Signatory]


@dataclass(frozen=True)
class Sender:
    """The sender, with the pictures as `data:` addresses."""

    details: SenderFile
    # `data:` addresses: while letters are laid out, in processes of their own, no file has to be
    # found.
    logo: str | None = None
    signature: str | None = None

    @property
    def voice(self) -> Voice:
        """Returns whether an organization speaks in the letter, or a person for themself."""
        return "organization" if self.details.organization else "person"

    def speaking_as(self, voice: Voice | None) -> "Sender | None":
        """Returns a stand-in with the other voice; None where the sender has this one already."""
        if voice in (None, self.voice):
            return None
        name, about = self.details.name, self.details.about
        # Texts of an organization print both, and cannot print None.
        own: dict[str, str | None] = {"organization": None, "about": None}
        if voice == "organization":
            own = {"organization": name, "about": about or name}
        return replace(self, details=self.details.model_copy(update=own))
