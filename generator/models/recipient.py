"""The members of Congress who get letters: recipients/*.yaml."""

from pydantic import Field

from generator.models.fields import (
    BIOGUIDE_PATTERN,
    Chamber,
    CommitteeRole,
    Day,
    FileModel,
    Id,
    Ids,
    Latitude,
    Longitude,
    NonEmpty,
    State,
    Text,
    Title,
    Zip,
)


# nameparser 2.6 gets 9 of 535 surnames of members wrong (Cortez Masto, Wasserman Schultz, Leger
# Fernandez …).
class Name(FileModel):
    """A name in parts, as its bearer writes it.

    The surname is given and never guessed from the full name: a guess greets Senator Cortez Masto
    as Senator Masto.
    """

    first: Text | None = None
    """Given name."""
    last: Text
    """Surname as in “Dear Senator …”: Cortez Masto."""
    suffix: Text | None = None
    """Jr., Sr., II, III, IV."""
    full: Text
    """The whole name as the member writes it."""


class SubcommitteeSeat(FileModel):
    """A seat on a subcommittee."""

    name: Text
    """“Homeland Security”, “Immigration Integrity, Security, and Enforcement”."""
    role: CommitteeRole = Field(default="member")
    code: Id | None = None
    """The subcommittee's id in unitedstates/congress-legislators: HSAP15."""


class CommitteeSeat(FileModel):
    """A seat on a committee."""

    name: Text
    """“Judiciary”, “Homeland Security and Governmental Affairs”."""
    role: CommitteeRole = Field(default="member")
    code: Id | None = None
    """The committee's id in unitedstates/congress-legislators: HSJU."""
    joint: bool = False
    """True for a joint committee of both chambers."""
    subcommittees: tuple[SubcommitteeSeat, ...] = ()
    """The subcommittees of it on which the member sits."""


class WashingtonOffice(FileModel):
    """The office on Capitol Hill; without room and building the chamber's own address is used."""

    room: Text | None = None
    """Number of the room: 2448."""
    building: Text | None = None
    """“Rayburn House Office Building”."""
    zip: Zip | None = None
    """20515-4316; the chamber's ZIP when absent."""
    phone: Text | None = None


class DistrictOffice(FileModel):
    """An office in the district or state."""

    street: Text
    suite: Text | None = None
    building: Text | None = None
    city: Text
    state: State
    zip: Zip
    phone: Text | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class Addresses(FileModel):
    """The postal addresses of a member."""

    washington: WashingtonOffice = Field(default=WashingtonOffice())
    # Often several: published data has 1,312 offices for 536 members.
    district: tuple[DistrictOffice, ...] = ()
    """Any number of offices in the district or state."""


class Recipient(FileModel):
    """A member of Congress who gets letters."""

    # Id and not Bioguide: `files.validation.bioguide_problem` explains a wrong one better than a
    # pattern does. The schema, which editors use, has the pattern.
    id: Id = Field(json_schema_extra={"pattern": BIOGUIDE_PATTERN})
    """The Bioguide id: E000299."""
    name: Name
    chamber: Chamber
    state: State
    # Two digits, as codes of seats have; `congress.member_checks` knows how many seats a state has.
    district: int | None = Field(default=None, ge=0, le=99)
    """House only; 0 where the state has one seat."""
    title: Title
    committees: tuple[CommitteeSeat, ...] = Field(default=())
    leadership: Text | None = None
    """“Speaker of the House”, “Majority Leader”."""
    addresses: Addresses = Field(default=Addresses())
    term_start: Day | None = None
    """The day on which the present term began; absent where it began before any letter."""
    term_end: Day
    """The day on which the present term ends."""
    represents: Ids = ()
    """Places known to lie in the district, where no district table is loaded."""
    as_of: Day | None = None
    """The day on which this was true; the date of the file when absent."""
    source: Text | None = None
    """The place where it was read; the source of the file when absent."""
    address_lines: tuple[Text, ...] = ()
    """The inside address in full, instead of the program's."""
    salutation: Text | None = None
    """Instead of the program's: “Dear Mr. Speaker:”."""

    @property
    def seat(self) -> str:
        """`TX-16`, `AK-AL` for a single seat, `TX-sen` for a senator."""
        if self.chamber == "senate":
            return f"{self.state}-sen"
        # Two digits, so that files, which are named after seats, sort by number. District 0 is the
        # single seat of a state.
        return f"{self.state}-{self.district:02d}" if self.district else f"{self.state}-AL"


class RecipientsFile(FileModel):
    """recipients/*.yaml."""

    as_of: Day
    """The day on which the facts of this file were true."""
    source: Text
    """The place where they were read."""
    license: Text | None = None
    """The terms of that source."""
    synced: bool = False
    """True in the file of `letters recipients sync`: entries of other files replace its entries."""
    recipients: NonEmpty[Recipient]
    elect: tuple[Recipient, ...] = ()
    """Terms that began after `as_of`: members-elect, and members who have been elected again."""
