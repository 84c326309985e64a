"""A campaign: campaign.yaml, its arguments and asks, positions and figures by district."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field

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
    KnownPosition,
    Leaders,
    Level,
    NonEmpty,
    OneOrMore,
    PartialDate,
    SeatCode,
    State,
    Taken,
    Text,
    Texts,
    Title,
    Url,
    Voice,
    Within,
    WordsByAct,
)
from generator.models.sender import Sender, Signatory
from generator.models.source import Bill, Reference, SourceFile


class When(FileModel):
    """The recipients of an argument or ask.

    Every key that is given must hold; a list holds if one of its entries does.
    """

    chamber: OneOrMore[Chamber] = ()
    """house, senate."""
    state: OneOrMore[State] = ()
    """TX, or [TX, AZ]."""
    district: OneOrMore[SeatCode] = ()
    """TX-16."""
    committee: Texts = ()
    """Judiciary."""
    subcommittee: Texts = ()
    """Homeland Security; with committee: the subcommittee of that committee."""
    role: OneOrMore[CommitteeRole] = ()
    """The role there, or on any committee if none is named: chair, ranking member, member."""
    leader: Leaders = ()
    """true for Speaker, floor leaders and whips, false for all others, or the offices by name."""
    position: OneOrMore[KnownPosition] = ()
    """What the member did about it: sponsor, cosponsor, voted yes, voted no, or none."""
    title: OneOrMore[Title] = ()
    """senator, representative, delegate …"""
    district_of: Ids = ()
    """Places: holds for members who represent one of them."""
    within: OneOrMore[Within] = ()
    """“100 miles of el-paso”: holds for members with a district office that near."""

    @property
    def places(self) -> tuple[str, ...]:
        """The ids of the places in `district_of` and `within`."""
        # “100 miles of el-paso”: an id has no space, so the last “ of ” is the one.
        return (*self.district_of, *(rule.rpartition(" of ")[2] for rule in self.within))


class ArgumentHeader(FileModel):
    """The front matter of arguments/*.md."""

    # At least one: an argument is chosen for a letter by the asks that it supports.
    supports: Ids = Field(min_length=1)
    """The recommendations it argues for."""
    cites: Ids = ()
    """The findings it cites."""
    when: When = When()
    """The recipients of letters that may contain it; all of them when absent."""
    # In the middle, so that others can be ranked above and below without a change of this one.
    weight: int = Field(default=50, ge=0, le=100)
    """Its rank among arguments of its kind, 0 to 100; higher comes first."""
    voice: Voice | None = None
    """The signer it is written for: person or organization; either when absent."""


class Ask(FileModel):
    """One ask of a campaign, in the order in which the letter makes it.

    It is a recommendation of the document, or, with `own`, the sender's own.
    """

    recommendation: Id
    """The id of the recommendation; with `own`, of the one that it serves."""
    own: bool = False
    """True for an ask of the sender's own, which the document does not make."""
    id: Id | None = None
    """The name of an own ask; two entries with one id are two wordings of it."""
    # A list, because one ask may name several bills: oppose H.R. 273 and H.R. 551.
    bill: OneOrMore[Bill] = ()
    """The bill or bills of an own ask; it falls away when the Congress of one has ended."""
    chambers: OneOrMore[Chamber] = ()
    """The chambers of an own ask; those of its bills when absent."""
    text: Text | None = None
    """The words for it in this campaign, instead of the recommendation's."""
    again: WordsByAct | None = None
    """The words for members who did it for a bill of an earlier Congress: “reintroduce it”."""
    when: When = When()
    """A choice among the members who can act on it."""
    voice: Voice | None = None
    """The signer it is written for: person or organization; either when absent."""

    @property
    def name(self) -> str:
        """The id by which letters count it: its own, or that of the recommendation."""
        return self.id or self.recommendation


class ConsentWording(FileModel):
    """The words that supporters agree to before letters go out in their names."""

    version: Text
    """The name of these words in a supporters file; changed words get another: 2026-09."""
    text: Text
    """The words themselves, as people read them when they agreed."""


class StatusReview(FileModel):
    """The last look at where the matter of a campaign stands, and how fast it grows old."""

    checked: Day | None = None
    """The day on which a person last looked where the matter stands."""
    # Two by default: a Congress lasts two years, and what was known in the last one is history. 20
    # is a bound for typing errors.
    stale_years: int = Field(default=2, ge=1, le=20)
    """Years after which facts say nothing of today: letters that cite only such get a warning."""


class CampaignFile(FileModel):
    """campaign.yaml."""

    title: Text
    """The name of the campaign."""
    version: Text = "1"
    """The version of its text: supporters' letters of another version are new mailpieces."""
    subject: Text
    """The Re: line, in the form offices file under."""
    bill: Bill | None = None
    """The bill of this campaign; the Re: line to members who can act on it names it."""
    asks: NonEmpty[Ask]
    """The requests, in order."""
    concerns: Texts = ()
    """Committees the letter concerns: their chairs are addressed as chairs."""
    recipients: Texts = ()
    """The files of recipients/ that it writes to, by name; all of them when absent."""
    # With a window, which was the only one for an organization when campaigns began to leave this
    # key out. New campaigns name their design.
    design: Id = "organization-window"
    """The folder in templates/."""
    # Upper limits of 20 are chosen by hand: no letter that an office reads has as many, and 200 is
    # a typing error.
    max_arguments: int = Field(default=4, ge=1, le=20)
    """At most this many arguments in one letter."""
    min_arguments: int = Field(default=1, ge=0, le=20)
    """Never fewer than this, also when the page is full."""
    # One by default, because a senator represents every place of the state (docs/decisions.md).
    max_local: int = Field(default=1, ge=0, le=20)
    """At most this many local arguments in one letter."""
    # Fifteen by default, and up to the whole scale of weights (docs/decisions.md, “Why do
    # supporters of one senator send different arguments?”).
    rotate_within: int = Field(default=15, ge=0, le=100)
    """Supporters' letters vary below the strongest argument, by lot among general arguments within
    this many points; 0 gives all of them the same."""
    max_asks: int = Field(default=4, ge=1, le=20)
    """At most this many asks in one letter."""
    # One by default (docs/decisions.md, “Why is a letter shortened and never set smaller?”).
    max_pages: int = Field(default=1, ge=1, le=20)
    """Pages a letter may take; offices ask for one."""
    addressees: Addressees = "each"
    """each: a letter to each recipient. together: one letter to all, as coalitions write."""
    act_by: Day | None = None
    """The day by which the members must have acted."""
    enclosures: Texts = ()
    """The enclosures, a line each."""
    copies: Texts = ()
    """Those who get a copy (cc:)."""
    # A year by default: a reader takes a figure of the past year as one of today.
    stale_after: int = Field(default=365, ge=1)
    """Days after which the text must speak of a figure as past."""
    status: StatusReview = StatusReview()
    """The last look at where the matter stands."""
    allowed_words: Texts = ()
    """Words whose numbers the audit accepts, written as in the letter: 24 hours a day."""
    citations: CitationStyle = "notes"
    """The style of footnotes: notes, as readers know it, or bluebook, as lawyers do."""
    consent: ConsentWording | None = None
    """The words that supporters must have agreed to; absent: any consent with a date counts."""
    # Missing kinds keep the level of the audit itself, so that a campaign names only what it
    # changes.
    audit: Mapping[AuditRule, Level] = Field(default_factory=dict)
    """The level of each kind of finding of the audit: error, warning or ignore."""


SheetKind = Literal["district", "state"]


# No party and no rating: only acts, each with a day and a place to read it.
class Position(FileModel):
    """An act of one member about one recommendation."""

    member: Bioguide
    """The Bioguide id: E000299."""
    recommendation: Id | None = None
    """The recommendation of source.yaml, or the own ask, that it is about …"""
    bill: BillNumber | None = None
    """… or the bill of one."""
    position: Taken
    """sponsor, cosponsor, voted yes or voted no."""
    date: Day
    """The day of the act."""
    source: Text | None = None
    """The place where it can be read: congress.gov, a roll call; that of the file when absent."""
    thanks: Text | None = None
    """The words after “Thank you for”, instead of the program's: “voting to …”."""


class PositionsFile(FileModel):
    """positions.yaml: members who sponsored, cosponsored or voted: they get thanks."""

    source: Text | None = None
    """The source of the positions that name no other."""
    positions: NonEmpty[Position]


class SheetHeader(FileModel):
    """The comment lines at the head of districts.csv and states.csv: the source of its figures."""

    source: Text
    """The publisher of the figures, or the id of a work in the bibliography."""
    title: Text | None = None
    """Their title."""
    as_of: PartialDate
    """The date that the figures speak of."""
    # 200 is a bound for typing errors: the 200th Congress begins in 2187.
    congress: int | None = Field(default=None, ge=1, le=200)
    """The Congress of the districts, 119; that of as_of when absent."""
    url: Url | None = None
    """Their address on the web."""
    accessed: PartialDate | None = None
    """The day on which that address was last read."""
    license: Text | None = None
    """The terms under which they may be used."""
    # Thirty by default (docs/decisions.md, “When is a survey's figure too uncertain to print?”).
    margin_limit: int = Field(default=30, ge=1, le=100)
    """The widest margin of error, in percent of its figure, with which a figure is printed."""


# From here on dataclasses, not models of pydantic: the values have been checked, and nothing in
# them comes from a file unchecked.
@dataclass(frozen=True)
class Prose:
    """A text in Jinja2 and Markdown; line 1 of `text` is line `first_line` of `file`."""

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
    """The line of its `when`."""


@dataclass(frozen=True)
class DataSheet:
    """districts.csv or states.csv: figures by district or state, and the work to cite for them."""

    file: str
    kind: SheetKind
    as_of: str
    reference: Reference
    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, str]]
    """The figures by column, of each seat (`TX-16`) or state (`TX`); unknown ones are left out."""
    unsure: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The figures left out because of their margins of error, and the reason, in the same way."""


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
    """The words of each ask, in their order: the campaign's or the recommendation's."""
    positions: Mapping[str, tuple[Position, ...]] = field(default_factory=dict)
    """The acts of members, by their ids."""
    sheets: Mapping[SheetKind, DataSheet] = field(default_factory=dict)
    """Figures by district and by state."""
    signers: tuple[Signatory, ...] = ()
    """Those who sign with the sender."""
    lines: Mapping[tuple[str | int, ...], int] = field(default_factory=dict)
    """The line of each key of campaign.yaml: `("asks", 2)`."""
    positions_file: str = "positions.yaml"
    """The name of the file that gives the acts of members."""
    again: Mapping[tuple[int, str], Prose] = field(default_factory=dict)
    """The words of `again`, by the number of the ask, from 0, and by what the member did."""
    person_letter: Prose | None = None
    """letter-person.md: the letter when a person signs; letter.md when absent."""

    def letter_in(self, voice: Voice) -> Prose:
        """Returns the letter that a person or an organization signs."""
        return self.person_letter if voice == "person" and self.person_letter else self.letter

    @property
    def letters(self) -> tuple[Prose, ...]:
        """Returns letter.md, and letter-person.md where there is one."""
        return (self.letter, self.person_letter) if self.person_letter else (self.letter,)
