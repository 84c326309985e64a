"""The members of Congress who are written to: recipients/*.yaml."""

from pydantic import Field

from generator.models.fields import (
    BIOGUIDE_PATTERN,
    Chamber,
    CommitteeRole,
    Day,
    FileModel,
    Id,
    Ids,
    State,
    Text,
    Title,
    Zip,
)


class Name(FileModel):
    """A name in parts, as its bearer writes it. The surname is given and never guessed from the full name."""

    first: Text | None = Field(default=None, description="Given name.")
    last: Text = Field(description="Surname as in “Dear Senator …”: Cortez Masto.")
    suffix: Text | None = Field(default=None, description="Jr., Sr., II, III, IV.")
    full: Text = Field(description="The whole name as the member writes it.")


class CommitteeSeat(FileModel):
    """A seat on a committee."""

    name: Text = Field(description="“Judiciary”, “Homeland Security and Governmental Affairs”.")
    role: CommitteeRole = Field(default="member")
    code: Id | None = Field(
        default=None, description="The committee's id in unitedstates/congress-legislators: HSJU."
    )
    joint: bool = Field(default=False, description="True for a joint committee of both chambers.")


class WashingtonOffice(FileModel):
    """The office on Capitol Hill; without room and building the chamber's own address is used."""

    room: Text | None = Field(default=None, description="Number of the room: 2448.")
    building: Text | None = Field(default=None, description="“Rayburn House Office Building”.")
    zip: Zip | None = Field(default=None, description="20515-4316; the chamber's ZIP when absent.")
    phone: Text | None = None


class DistrictOffice(FileModel):
    """An office at home."""

    street: Text
    suite: Text | None = None
    building: Text | None = None
    city: Text
    state: State
    zip: Zip
    phone: Text | None = None
    latitude: float | None = Field(default=None, allow_inf_nan=False, ge=-90, le=90)
    longitude: float | None = Field(default=None, allow_inf_nan=False, ge=-180, le=180)


class Addresses(FileModel):
    """Where a member gets mail."""

    washington: WashingtonOffice = Field(default=WashingtonOffice())
    district: tuple[DistrictOffice, ...] = Field(
        default=(), description="Any number of offices at home."
    )


class Recipient(FileModel):
    """A member of Congress to whom letters are written."""

    id: Id = Field(
        description="The Bioguide id: E000299.", json_schema_extra={"pattern": BIOGUIDE_PATTERN}
    )
    name: Name
    chamber: Chamber
    state: State
    district: int | None = Field(
        default=None, ge=0, le=99, description="House only; 0 where the state has one seat."
    )
    title: Title
    committees: tuple[CommitteeSeat, ...] = Field(default=())
    leadership: Text | None = Field(
        default=None, description="“Speaker of the House”, “Majority Leader”."
    )
    addresses: Addresses = Field(default=Addresses())
    term_end: Day = Field(description="When the present term is over.")
    represents: Ids = Field(
        default=(),
        description="Places known to lie in the district, where no district table is loaded.",
    )
    as_of: Day | None = Field(
        default=None, description="When this was true; the file's own date when absent."
    )
    source: Text | None = Field(
        default=None, description="Where it was read; the file's own source when absent."
    )
    address_lines: tuple[Text, ...] = Field(
        default=(), description="The inside address in full, instead of the program's."
    )
    salutation: Text | None = Field(
        default=None, description="Instead of the program's: “Dear Mr. Speaker:”."
    )

    @property
    def seat(self) -> str:
        """`TX-16`, `AK-AL` for a single seat, `TX-sen` for a senator."""
        if self.chamber == "senate":
            return f"{self.state}-sen"
        return f"{self.state}-{self.district:02d}" if self.district else f"{self.state}-AL"


class RecipientsFile(FileModel):
    """recipients/*.yaml."""

    as_of: Day = Field(description="When the facts of this file were true.")
    source: Text = Field(description="Where they were read.")
    license: Text | None = Field(default=None, description="The terms of that source.")
    synced: bool = Field(
        default=False,
        description="True in what `letters recipients sync` wrote: an entry of a file made by hand stands for one of it.",
    )
    recipients: tuple[Recipient, ...] = Field(min_length=1)
