"""Those who get letters, members of Congress and officials of other bodies: recipients/*.yaml."""

from collections.abc import Mapping
from typing import get_args

from pydantic import ConfigDict, Field, model_validator

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
    RecipientId,
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
    nickname: Text | None = None
    """The name that people use where it is not in the full one: Chuck."""
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


OF_CONGRESS = ("chamber", "state", "title", "term_end")
"""Keys that a member of Congress must have in addition to id and name."""
OF_OTHER_BODIES = ("address_lines", "salutation")
"""Keys that a recipient of another body must have. The program knows the forms of address of
Congress alone, and a guess would be a wrong address or a wrong greeting."""
OF_CONGRESS_ONLY = ("lis", "chamber", "district", "committees", "leadership", "addresses")
"""Keys that mean something in Congress alone: a state's House is not the House."""


class Recipient(FileModel):
    """A member of Congress, or with `body` an official of another body or that body itself."""

    # One class and not two: lists, filters, envelopes and the ledger treat all recipients alike,
    # and ask for `body` where they do not. The keys that only one kind needs are optional here;
    # `project.body_checks` knows which those are, and editors learn it from the schema.
    model_config = ConfigDict(
        json_schema_extra={
            "required": ["id"],
            "if": {"required": ["body"]},
            "then": {
                "required": [*OF_OTHER_BODIES],
                "properties": dict.fromkeys(OF_CONGRESS_ONLY, False),
            },
            "else": {
                "required": ["name", *OF_CONGRESS],
                "properties": {
                    "id": {"pattern": BIOGUIDE_PATTERN},
                    "title": {"enum": [*get_args(Title)]},
                    "office": False,
                    "seat": False,
                },
            },
        }
    )

    id: RecipientId
    """The Bioguide id of a member of Congress, E000299; else an id of your choice."""
    lis: Text | None = None
    """The id of a senator in the roll calls of the Senate, S275."""
    body: Text | None = None
    """The body of a recipient outside Congress: “Texas House of Representatives”."""
    office: Text | None = None
    """The office held there: “Governor of Texas”; outside Congress only."""
    name: Name
    """The person; absent outside Congress where the body itself is written to."""
    chamber: Chamber | None = None
    """house or senate, of Congress only."""
    state: State | None = None
    # Two digits, as codes of seats have; `congress.member_checks` knows how many seats a state has.
    district: int | None = Field(default=None, ge=0, le=99)
    """House only; 0 where the state has one seat."""
    # The key is `seat`; that is the name of the property that every recipient has.
    seat_words: Text | None = Field(default=None, alias="seat")
    """The seat in another body, as it is called there: “District 30”."""
    title: Text | None = None
    """senator, representative, delegate or resident commissioner; outside Congress in free words:
    governor, state representative."""
    committees: tuple[CommitteeSeat, ...] = Field(default=())
    leadership: Text | None = None
    """“Speaker of the House”, “Majority Leader”."""
    addresses: Addresses = Field(default=Addresses())
    term_start: Day | None = None
    """The day on which the present term began; absent where it began before any letter."""
    term_end: Day | None = None
    """The day on which the present term ends; outside Congress it may be left out."""
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

    @model_validator(mode="before")
    @classmethod
    def _named_by_body(cls, given: object) -> object:
        """Gives a body that is written to itself its own name."""
        # So that lists, greetings of joint letters and file names need no rule of their own: what
        # they say of a person is true of the council.
        if (
            isinstance(given, Mapping)
            and "name" not in given
            and isinstance(given.get("body"), str)
        ):
            return {**given, "name": {"last": given["body"], "full": given["body"]}}
        return given

    @property
    def seat(self) -> str:
        """`TX-16`, `AK-AL` for a single seat, `TX-sen` for a senator; else body and seat."""
        if self.body:
            return ", ".join(filter(None, (self.body, self.seat_words)))
        if self.chamber == "senate":
            return f"{self.state}-sen"
        # Two digits, so that files, which are named after seats, sort by number. District 0 is the
        # single seat of a state.
        return f"{self.state}-{self.district:02d}" if self.district else f"{self.state}-AL"

    @property
    def is_body(self) -> bool:
        """Returns whether the letter goes to the body itself and not to a person in it."""
        return self.body is not None and self.name.full == self.body


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
