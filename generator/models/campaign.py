"""A campaign: campaign.yaml, its arguments and asks, positions and figures by district."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from generator.models.fields import (
    Addressees,
    AuditRule,
    BillNumber,
    Bioguide,
    Chamber,
    CitationStyle,
    CommitteeRole,
    Day,
    FileModel,
    Id,
    Ids,
    Level,
    PartialDate,
    SeatCode,
    State,
    Text,
    Texts,
    Title,
    Within,
    _as_tuple,
)
from generator.models.sender import Sender, Signatory
from generator.models.source import Bill, Reference, SourceFile


class When(FileModel):
    """To whom an argument or ask is addressed. Every key that is given must hold; a list holds if one of it does."""

    chamber: Annotated[tuple[Chamber, ...], BeforeValidator(_as_tuple)] = Field(
        default=(), description="house, senate."
    )
    state: Annotated[tuple[State, ...], BeforeValidator(_as_tuple)] = Field(
        default=(), description="TX, or [TX, AZ]."
    )
    district: Annotated[tuple[SeatCode, ...], BeforeValidator(_as_tuple)] = Field(
        default=(), description="TX-16."
    )
    committee: Texts = Field(default=(), description="Judiciary.")
    role: Annotated[tuple[CommitteeRole, ...], BeforeValidator(_as_tuple)] = Field(
        default=(),
        description="The role on that committee (or on any, where none is named): chair, ranking member, member.",
    )
    title: Annotated[tuple[Title, ...], BeforeValidator(_as_tuple)] = Field(
        default=(), description="senator, representative, delegate …"
    )
    district_of: Ids = Field(
        default=(), description="Places: holds for whoever represents one of them."
    )
    within: Annotated[tuple[Within, ...], BeforeValidator(_as_tuple)] = Field(
        default=(),
        description="“100 miles of el-paso”: holds for members with a district office that near.",
    )

    @property
    def places(self) -> tuple[str, ...]:
        """The ids of the places that it names."""
        return (*self.district_of, *(rule.rpartition(" of ")[2] for rule in self.within))


class ArgumentHeader(FileModel):
    """The front matter of arguments/*.md."""

    supports: Ids = Field(min_length=1, description="The recommendations it argues for.")
    cites: Ids = Field(default=(), description="The findings it cites.")
    when: When = Field(
        default=When(), description="Whose letters it may stand in; everyone's when absent."
    )
    weight: int = Field(
        default=50,
        ge=0,
        le=100,
        description="Its rank among its like, 0 to 100; higher comes first.",
    )


class Ask(FileModel):
    """One ask of a campaign: a recommendation, in the order in which the letter makes it."""

    recommendation: Id = Field(description="Which one.")
    text: Text | None = Field(default=None, description="Other words for it in this campaign.")
    when: When = Field(default=When(), description="Narrower than those who can act on it.")


class ConsentWording(FileModel):
    """The words that supporters agree to before letters go out in their names."""

    version: Text = Field(
        description="What a supporters file calls these words; give changed words another: 2026-09."
    )
    text: Text = Field(description="The words themselves, as people read them when they agreed.")


class CampaignFile(FileModel):
    """campaign.yaml."""

    title: Text = Field(description="What people call the campaign.")
    version: Text = Field(
        default="1",
        description="Of its text: supporters' letters of another version are new mailpieces.",
    )
    subject: Text = Field(description="The Re: line, in the form offices file under.")
    bill: Bill | None = Field(
        default=None,
        description="The bill this campaign is about; stands in the Re: line to those who can act on it.",
    )
    asks: tuple[Ask, ...] = Field(min_length=1, description="What is asked, in order.")
    concerns: Texts = Field(
        default=(),
        description="Committees the letter concerns: their chairs are addressed as chairs.",
    )
    recipients: Texts = Field(
        default=(),
        description="Files of recipients/ it is written to, by name; all of them when absent.",
    )
    design: Id = Field(default="organization", description="The folder in templates/.")
    max_arguments: int = Field(
        default=4, ge=1, le=20, description="At most this many arguments in one letter."
    )
    min_arguments: int = Field(
        default=1, ge=0, le=20, description="Never fewer than this, also when the page is full."
    )
    max_local: int = Field(
        default=1, ge=0, le=20, description="At most this many local arguments in one letter."
    )
    max_asks: int = Field(
        default=4, ge=1, le=20, description="At most this many asks in one letter."
    )
    max_pages: int = Field(
        default=1, ge=1, le=20, description="Pages a letter may take; offices ask for one."
    )
    addressees: Addressees = Field(
        default="each",
        description="each: a letter to each recipient. together: one letter to all of them, as coalitions write.",
    )
    act_by: Day | None = Field(default=None, description="When the members must have acted.")
    enclosures: Texts = Field(default=(), description="What is enclosed, a line each.")
    copies: Texts = Field(default=(), description="Who gets a copy (cc:).")
    stale_after: int = Field(
        default=365, ge=1, description="Days after which a figure must be framed as past."
    )
    allowed_words: Texts = Field(
        default=(),
        description="Words that the audit lets stand, with the numbers in them, as they are written here: 24 hours a day.",
    )
    citations: CitationStyle = Field(
        default="notes",
        description="How footnotes cite: notes, as readers know it, or bluebook, as lawyers do.",
    )
    consent: ConsentWording | None = Field(
        default=None,
        description="What supporters must have agreed to; absent: any consent with a date counts.",
    )
    audit: Mapping[AuditRule, Level] = Field(
        default_factory=dict,
        description="What the audit of the finished letters does about each thing it finds: error, warning or ignore.",
    )


Taken = Literal["sponsor", "cosponsor", "voted yes", "voted no"]
SheetKind = Literal["district", "state"]


class Position(FileModel):
    """What one member has done about one recommendation."""

    member: Bioguide = Field(description="The Bioguide id: E000299.")
    recommendation: Id | None = Field(
        default=None, description="The recommendation of source.yaml that it is about …"
    )
    bill: BillNumber | None = Field(default=None, description="… or the bill of one.")
    position: Taken = Field(description="sponsor, cosponsor, voted yes or voted no.")
    date: Day = Field(description="When.")
    source: Text = Field(description="Where it can be read: congress.gov, a roll call.")
    thanks: Text | None = Field(
        default=None,
        description="What follows “Thank you for”, instead of the program's: “voting to …”.",
    )


class PositionsFile(FileModel):
    """positions.yaml: who has sponsored, cosponsored or voted, and is thanked instead of asked."""

    positions: tuple[Position, ...] = Field(min_length=1)


class SheetHeader(FileModel):
    """The comment lines at the head of districts.csv and states.csv: where its figures were read."""

    source: Text = Field(
        description="Who published the figures, or the id of a work in the bibliography."
    )
    title: Text | None = Field(default=None, description="What they are called.")
    as_of: PartialDate = Field(description="The date that the figures speak of.")
    congress: int | None = Field(
        default=None,
        ge=1,
        le=200,
        description="The Congress whose districts they are, 119; that of as_of when absent.",
    )
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = Field(
        default=None, description="Where they are read."
    )
    accessed: PartialDate | None = Field(
        default=None, description="When they were last read there."
    )
    license: Text | None = Field(default=None, description="Under which terms they may be used.")


@dataclass(frozen=True)
class Prose:
    """A text in Jinja2 and Markdown, and where it stands: line 1 of `text` is line `first_line` of `file`."""

    file: str
    first_line: int
    text: str


@dataclass(frozen=True)
class Argument:
    """One argument of a campaign."""

    id: str
    header: ArgumentHeader
    prose: Prose
    when_line: int = 0
    """Where its `when` stands."""


@dataclass(frozen=True)
class DataSheet:
    """districts.csv or states.csv: figures by district or state, and the work that they are cited from."""

    file: str
    kind: SheetKind
    as_of: str
    reference: Reference
    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, str]]
    """The figures by column, of each seat (`TX-16`) or state (`TX`); a figure that is not known is not there."""


@dataclass(frozen=True)
class Campaign:
    """A campaign, loaded and checked."""

    id: str
    folder: Path
    settings: CampaignFile
    source: SourceFile
    letter: Prose
    arguments: tuple[Argument, ...]
    sender: Sender
    asks: tuple[Prose, ...]
    """The words of each ask of the settings, in their order: the campaign's own or the recommendation's."""
    positions: Mapping[str, tuple[Position, ...]] = field(default_factory=dict)
    """What members have done already, by their ids."""
    sheets: Mapping[SheetKind, DataSheet] = field(default_factory=dict)
    """Figures by district and by state."""
    signers: tuple[Signatory, ...] = ()
    """Who signs beside the sender."""
    lines: Mapping[tuple[str | int, ...], int] = field(default_factory=dict)
    """The line of each key of campaign.yaml: `("asks", 2)`."""
