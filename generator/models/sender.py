"""Who writes and who signs with them: sender.yaml and signers.yaml."""

from dataclasses import dataclass

from pydantic import Field

from generator.models.fields import FileModel, SeatCode, State, Text, Zip


class SenderFile(FileModel):
    """sender.yaml: who writes."""

    name: Text = Field(description="Who signs.")
    title: Text | None = Field(default=None, description="Their title: Executive Director.")
    organization: Text | None = Field(
        default=None, description="For whom they sign; absent: a person writes for themself."
    )
    street: Text = Field(description="Street address or P.O. box.")
    city: Text
    state: State
    zip: Zip
    phone: Text | None = None
    email: Text | None = None
    website: Text | None = None
    district: SeatCode | None = Field(
        default=None, description="The sender's own district, TX-16: makes them a constituent."
    )
    latitude: float | None = Field(
        default=None,
        allow_inf_nan=False,
        ge=-90,
        le=90,
        description="Where they are, in degrees north: for --via nearest.",
    )
    longitude: float | None = Field(
        default=None,
        allow_inf_nan=False,
        ge=-180,
        le=180,
        description="… and in degrees east; the Americas are negative.",
    )
    logo: Text | None = Field(default=None, description="PNG, JPEG or SVG beside this file.")
    signature: Text | None = Field(
        default=None, description="Image of the signature beside this file."
    )
    message: Text | None = Field(
        default=None, description="The person's own words, set apart from the campaign's statement."
    )
    sample: bool = Field(
        default=False,
        description="True in the shipped sample: a build says so, and nothing is mailed in its name.",
    )


class Signatory(FileModel):
    """One of many who sign a letter: an organization, a person, or a person for an organization."""

    name: Text | None = Field(
        default=None, description="Who signs; absent where the organization signs as such."
    )
    title: Text | None = Field(default=None, description="Their title: Executive Director.")
    organization: Text | None = Field(
        default=None, description="For whom they sign; absent: a person signs for themself."
    )
    city: Text | None = Field(default=None, description="Where they are.")
    state: State | None = Field(default=None, description="Its state: TX.")


class SignersFile(FileModel):
    """signers.yaml: who signs a coalition's letter, in the order in which they are printed."""

    signers: tuple[Signatory, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Sender:
    """Who writes, with the pictures as `data:` addresses."""

    details: SenderFile
    logo: str | None = None
    signature: str | None = None
