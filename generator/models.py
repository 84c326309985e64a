"""The types: what the files hold (pydantic, checked at the border) and what a letter is made of (frozen dataclasses)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.states import STATES, code_of
from generator.text import closest, quoted

# ---------------------------------------------------------------- words of the trade

Chamber = Literal["house", "senate"]
Title = Literal["senator", "representative", "delegate", "resident commissioner"]
CommitteeRole = Literal["chair", "ranking member", "vice chair", "member", "ex officio"]
Instrument = Literal["appropriation", "legislation", "hearing", "briefing", "delegation"]
Horizon = Literal["now", "short term", "medium to long term"]
Stance = Literal["support", "oppose"]
Work = Literal[
    "report", "webpage", "article-newspaper", "dataset", "legislation", "bill", "legal_case", "personal_communication"
]  # fmt: skip
CitationStyle = Literal["notes", "bluebook"]
"""How works are cited; `generator.letter.citations` says how the two differ."""
Level = Literal["error", "warning", "ignore"]
Addressees = Literal["each", "together"]
AuditRule = Literal["untraced", "footnotes", "measures", "stale", "unsupported", "powerless"]
"""What the audit looks for in finished letters; docs of each are in `generator.audit.letters`."""

# ---------------------------------------------------------------- values at the border


def _as_tuple(value: object) -> object:
    """A single value as a tuple of one, so that `state: TX` and `state: [TX, AZ]` both read."""
    return value if isinstance(value, list | tuple) else (value,)


def _state(code: str) -> str:
    """The code, where it is the postal code of a state; told what to write where it is not."""
    if code in STATES:
        return code
    near = code_of(code) or code_of(closest(code, STATES.values()) or "")
    hint = f"did you mean {near}?" if near else "write its postal code: TX, PR, DC"
    raise PydanticCustomError("sentence", "{sentence}", {"sentence": f"there is no state {quoted(code)}; {hint}"})


def _real(day: str) -> str:
    """The day, month or year, where the calendar has it."""
    try:
        datetime.date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        raise PydanticCustomError("sentence", "{sentence}", {"sentence": f"the calendar has no {day}"}) from None
    return day


def _day(value: object) -> object:
    """The text, where it is a day; pydantic alone would read `2027` as seconds after 1970."""
    if not isinstance(value, str):
        return value
    try:
        return datetime.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        sentence = f"must be a day like 2026-09-01, not {quoted(value)}"
        raise PydanticCustomError("sentence", "{sentence}", {"sentence": sentence}) from None


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
BIOGUIDE_PATTERN = r"^[A-Z]\d{6}$"
Bioguide = Annotated[str, StringConstraints(pattern=BIOGUIDE_PATTERN)]
"""A member's id in the Biographical Directory of Congress, which everybody who writes about Congress uses."""
Zip = Annotated[str, StringConstraints(pattern=r"^\d{5}(-\d{4})?$")]
State = Annotated[str, AfterValidator(_state), WithJsonSchema({"type": "string", "enum": sorted(STATES)})]
SeatCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-(\d{1,2}|AL)$")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_real)]
"""A day, a month or a year: `2019-12-31`, `2019-12`, `2019`."""
Day = Annotated[datetime.date, BeforeValidator(_day)]

BillNumber = Annotated[str, StringConstraints(pattern=r"^(H\.R\.|S\.|(H|S)\.(J\.|Con\.)?Res\.) \d+$")]

Within = Annotated[str, StringConstraints(pattern=r"^\d+ miles? of [A-Za-z0-9][A-Za-z0-9_-]*$")]

Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_tuple)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_as_tuple)]


class Typed(BaseModel):
    """A frozen piece of a user's file that knows all its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# ---------------------------------------------------------------- source.yaml: the document as data


class Reference(Typed):
    """One entry of the bibliography, with the keys of CSL (citationstyles.org, CSL-JSON)."""

    id: Id = Field(description="What findings and arguments call it.")
    type: Work = Field(default="webpage", description="Kind of work, in CSL's words.")
    author: Text = Field(description="Who wrote or published it, as cited.")
    title: Text = Field(description="Its title as printed.")
    short_title: Text | None = Field(default=None, description="The title for the second citation of one letter.")
    container_title: Text | None = Field(default=None, description="The newspaper, reporter or series it stands in.")
    number: Text | None = Field(default=None, description="Bill, docket, section or report number.")
    issued: PartialDate = Field(description="When it was published: 2020-01-29, 2020-01 or 2020.")
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = Field(default=None, description="Where it is read.")
    accessed: PartialDate | None = Field(default=None, description="When it was last read there.")
    license: Text | None = Field(default=None, description="Under which terms its text may be used.")


class Section(Typed):
    """A section of the document, by its heading."""

    id: Id = Field(description="What findings and recommendations call it.")
    heading: Text = Field(description="The heading as it stands in the document.")
    short: Text | None = Field(default=None, description="The heading as a footnote prints it; the heading itself when absent.")


class Bill(Typed):
    """A bill, which lives as long as its Congress."""

    congress: int = Field(ge=1, le=200, description="The Congress it was introduced in: 119.")
    number: BillNumber | None = Field(default=None, description="H.R. 1234 or S. 567.")
    title: Text | None = Field(default=None, description="Its short title.")
    sponsor: Bioguide | None = Field(default=None, description="Bioguide id of the sponsor, who is thanked and not asked.")
    stance: Stance = Field(default="support", description="What the letter asks: support or oppose.")
    past: bool = Field(default=False, description="True where the text speaks of the bill as past.")


class Recommendation(Typed):
    """One thing that the document recommends to Congress."""

    id: Id = Field(description="What campaigns and arguments call it.")
    ask: Text = Field(description="The ask in our own words, an imperative: “End the program …”.")
    chambers: Annotated[tuple[Chamber, ...], BeforeValidator(_as_tuple)] = Field(description="Who can act on it: house, senate or both.")
    committees: Texts = Field(default=(), description="Committees with jurisdiction; empty: every member of the chamber(s).")
    instrument: Instrument = Field(description="appropriation, legislation, hearing, briefing or delegation.")
    horizon: Horizon = Field(description="now, short term, medium to long term.")
    section: Id = Field(description="The section that makes it.")
    bill: Bill | None = Field(default=None, description="The bill it names, if it names one.")


class Place(Typed):
    """A place that findings and arguments are about."""

    name: Text = Field(description="As the text says it: “El Paso”.")
    state: State | None = Field(default=None, description="Its state, where it lies in the United States.")
    latitude: float = Field(allow_inf_nan=False, ge=-90, le=90, description="Degrees north.")
    longitude: float = Field(allow_inf_nan=False, ge=-180, le=180, description="Degrees east; the Americas are negative.")
    zip: Zip | None = Field(default=None, description="A ZIP code that holds it, for the district table.")


class Finding(Typed):
    """One checkable fact of the document."""

    id: Id = Field(description="What letters call it.")
    claim: Text = Field(description="The fact in our own words.")
    figure: Text | None = Field(default=None, description="The figure exactly as the document gives it: “over 59,000”.")
    as_of: PartialDate = Field(description="The date that the figure speaks of.")
    dated: bool = Field(default=True, description="False where its date says nothing, as of the number of a section of law.")
    as_of_text: Text | None = Field(default=None, description="The date as the text says it, where a span: “June 2018 to July 2019”.")
    section: Id = Field(description="The section it stands in.")
    counted_by: Text | None = Field(default=None, description="Who counted or said it, where not the document itself.")
    place: Id | None = Field(default=None, description="The place it is about.")
    reference: Id | None = Field(default=None, description="The work it stands in; the first of the bibliography when absent.")
    measure: Id | None = Field(
        default=None, description="What it measures, where findings of several dates measure it: each then needs its date."
    )


class SourceFile(Typed):
    """source.yaml: the document as data."""

    bibliography: tuple[Reference, ...] = Field(min_length=1, description="Works cited; the first is the document itself.")
    sections: tuple[Section, ...] = Field(min_length=1, description="The document's sections in order.")
    recommendations: tuple[Recommendation, ...] = Field(min_length=1, description="What it asks of Congress.")
    findings: tuple[Finding, ...] = Field(default=(), description="What it found.")
    places: Mapping[Id, Place] = Field(default_factory=dict, description="Places that findings and arguments name.")


# ---------------------------------------------------------------- campaign.yaml and the arguments


class When(Typed):
    """To whom an argument or ask is addressed. Every key that is given must hold; a list holds if one of it does."""

    chamber: Annotated[tuple[Chamber, ...], BeforeValidator(_as_tuple)] = Field(default=(), description="house, senate.")
    state: Annotated[tuple[State, ...], BeforeValidator(_as_tuple)] = Field(default=(), description="TX, or [TX, AZ].")
    district: Annotated[tuple[SeatCode, ...], BeforeValidator(_as_tuple)] = Field(default=(), description="TX-16.")
    committee: Texts = Field(default=(), description="Judiciary.")
    role: Annotated[tuple[CommitteeRole, ...], BeforeValidator(_as_tuple)] = Field(
        default=(), description="The role on that committee (or on any, where none is named): chair, ranking member, member."
    )
    title: Annotated[tuple[Title, ...], BeforeValidator(_as_tuple)] = Field(default=(), description="senator, representative, delegate …")
    district_of: Ids = Field(default=(), description="Places: holds for whoever represents one of them.")
    within: Annotated[tuple[Within, ...], BeforeValidator(_as_tuple)] = Field(
        default=(), description="“100 miles of el-paso”: holds for members with a district office that near."
    )

    @property
    def places(self) -> tuple[str, ...]:
        """The ids of the places that it names."""
        return (*self.district_of, *(rule.rpartition(" of ")[2] for rule in self.within))


class ArgumentHeader(Typed):
    """The front matter of arguments/*.md."""

    supports: Ids = Field(min_length=1, description="The recommendations it argues for.")
    cites: Ids = Field(default=(), description="The findings it cites.")
    when: When = Field(default=When(), description="Whose letters it may stand in; everyone's when absent.")
    weight: int = Field(default=50, ge=0, le=100, description="Its rank among its like, 0 to 100; higher comes first.")


class Ask(Typed):
    """One ask of a campaign: a recommendation, in the order in which the letter makes it."""

    recommendation: Id = Field(description="Which one.")
    text: Text | None = Field(default=None, description="Other words for it in this campaign.")
    when: When = Field(default=When(), description="Narrower than those who can act on it.")


class ConsentWording(Typed):
    """The words that supporters agree to before letters go out in their names."""

    version: Text = Field(description="What a supporters file calls these words; give changed words another: 2026-09.")
    text: Text = Field(description="The words themselves, as people read them when they agreed.")


class CampaignFile(Typed):
    """campaign.yaml."""

    title: Text = Field(description="What people call the campaign.")
    version: Text = Field(default="1", description="Of its text: supporters' letters of another version are new mailpieces.")
    subject: Text = Field(description="The Re: line, in the form offices file under.")
    bill: Bill | None = Field(
        default=None, description="The bill this campaign is about; stands in the Re: line to those who can act on it."
    )
    asks: tuple[Ask, ...] = Field(min_length=1, description="What is asked, in order.")
    concerns: Texts = Field(default=(), description="Committees the letter concerns: their chairs are addressed as chairs.")
    recipients: Texts = Field(default=(), description="Files of recipients/ it is written to, by name; all of them when absent.")
    design: Id = Field(default="organization", description="The folder in templates/.")
    max_arguments: int = Field(default=4, ge=1, le=20, description="At most this many arguments in one letter.")
    min_arguments: int = Field(default=1, ge=0, le=20, description="Never fewer than this, also when the page is full.")
    max_local: int = Field(default=1, ge=0, le=20, description="At most this many local arguments in one letter.")
    max_asks: int = Field(default=4, ge=1, le=20, description="At most this many asks in one letter.")
    max_pages: int = Field(default=1, ge=1, le=20, description="Pages a letter may take; offices ask for one.")
    addressees: Addressees = Field(
        default="each", description="each: a letter to each recipient. together: one letter to all of them, as coalitions write."
    )
    act_by: Day | None = Field(default=None, description="When the members must have acted.")
    enclosures: Texts = Field(default=(), description="What is enclosed, a line each.")
    copies: Texts = Field(default=(), description="Who gets a copy (cc:).")
    stale_after: int = Field(default=365, ge=1, description="Days after which a figure must be framed as past.")
    allowed_words: Texts = Field(
        default=(), description="Words that the audit lets stand, with the numbers in them, as they are written here: 24 hours a day."
    )
    citations: CitationStyle = Field(
        default="notes", description="How footnotes cite: notes, as readers know it, or bluebook, as lawyers do."
    )
    consent: ConsentWording | None = Field(
        default=None, description="What supporters must have agreed to; absent: any consent with a date counts."
    )
    audit: Mapping[AuditRule, Level] = Field(
        default_factory=dict, description="What the audit of the finished letters does about each thing it finds: error, warning or ignore."
    )


class SenderFile(Typed):
    """sender.yaml: who writes."""

    name: Text = Field(description="Who signs.")
    title: Text | None = Field(default=None, description="Their title: Executive Director.")
    organization: Text | None = Field(default=None, description="For whom they sign; absent: a person writes for themself.")
    street: Text = Field(description="Street address or P.O. box.")
    city: Text
    state: State
    zip: Zip
    phone: Text | None = None
    email: Text | None = None
    website: Text | None = None
    district: SeatCode | None = Field(default=None, description="The sender's own district, TX-16: makes them a constituent.")
    latitude: float | None = Field(
        default=None, allow_inf_nan=False, ge=-90, le=90, description="Where they are, in degrees north: for --via nearest."
    )
    longitude: float | None = Field(
        default=None, allow_inf_nan=False, ge=-180, le=180, description="… and in degrees east; the Americas are negative."
    )
    logo: Text | None = Field(default=None, description="PNG, JPEG or SVG beside this file.")
    signature: Text | None = Field(default=None, description="Image of the signature beside this file.")
    message: Text | None = Field(default=None, description="The person's own words, set apart from the campaign's statement.")
    sample: bool = Field(default=False, description="True in the shipped sample: a build says so, and nothing is mailed in its name.")


# ---------------------------------------------------------------- beside campaign.yaml: positions and data

Taken = Literal["sponsor", "cosponsor", "voted yes", "voted no"]
SheetKind = Literal["district", "state"]


class Position(Typed):
    """What one member has done about one recommendation."""

    member: Bioguide = Field(description="The Bioguide id: E000299.")
    recommendation: Id | None = Field(default=None, description="The recommendation of source.yaml that it is about …")
    bill: BillNumber | None = Field(default=None, description="… or the bill of one.")
    position: Taken = Field(description="sponsor, cosponsor, voted yes or voted no.")
    date: Day = Field(description="When.")
    source: Text = Field(description="Where it can be read: congress.gov, a roll call.")
    thanks: Text | None = Field(default=None, description="What follows “Thank you for”, instead of the program's: “voting to …”.")


class PositionsFile(Typed):
    """positions.yaml: who has sponsored, cosponsored or voted, and is thanked instead of asked."""

    positions: tuple[Position, ...] = Field(min_length=1)


class Signatory(Typed):
    """One of many who sign a letter: an organization, a person, or a person for an organization."""

    name: Text | None = Field(default=None, description="Who signs; absent where the organization signs as such.")
    title: Text | None = Field(default=None, description="Their title: Executive Director.")
    organization: Text | None = Field(default=None, description="For whom they sign; absent: a person signs for themself.")
    city: Text | None = Field(default=None, description="Where they are.")
    state: State | None = Field(default=None, description="Its state: TX.")


class SignersFile(Typed):
    """signers.yaml: who signs a coalition's letter, in the order in which they are printed."""

    signers: tuple[Signatory, ...] = Field(min_length=1)


class SheetHeader(Typed):
    """The comment lines at the head of districts.csv and states.csv: where its figures were read."""

    source: Text = Field(description="Who published the figures, or the id of a work in the bibliography.")
    title: Text | None = Field(default=None, description="What they are called.")
    as_of: PartialDate = Field(description="The date that the figures speak of.")
    congress: int | None = Field(
        default=None, ge=1, le=200, description="The Congress whose districts they are, 119; that of as_of when absent."
    )
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = Field(default=None, description="Where they are read.")
    accessed: PartialDate | None = Field(default=None, description="When they were last read there.")
    license: Text | None = Field(default=None, description="Under which terms they may be used.")


# ---------------------------------------------------------------- recipients/*.yaml


class Name(Typed):
    """A name in parts, as its bearer writes it. The surname is given and never guessed from the full name."""

    first: Text | None = Field(default=None, description="Given name.")
    last: Text = Field(description="Surname as in “Dear Senator …”: Cortez Masto.")
    suffix: Text | None = Field(default=None, description="Jr., Sr., II, III, IV.")
    full: Text = Field(description="The whole name as the member writes it.")


class CommitteeSeat(Typed):
    """A seat on a committee."""

    name: Text = Field(description="“Judiciary”, “Homeland Security and Governmental Affairs”.")
    role: CommitteeRole = Field(default="member")
    code: Id | None = Field(default=None, description="The committee's id in unitedstates/congress-legislators: HSJU.")
    joint: bool = Field(default=False, description="True for a joint committee of both chambers.")


class WashingtonOffice(Typed):
    """The office on Capitol Hill; without room and building the chamber's own address is used."""

    room: Text | None = Field(default=None, description="Number of the room: 2448.")
    building: Text | None = Field(default=None, description="“Rayburn House Office Building”.")
    zip: Zip | None = Field(default=None, description="20515-4316; the chamber's ZIP when absent.")
    phone: Text | None = None


class DistrictOffice(Typed):
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


class Addresses(Typed):
    """Where a member gets mail."""

    washington: WashingtonOffice = Field(default=WashingtonOffice())
    district: tuple[DistrictOffice, ...] = Field(default=(), description="Any number of offices at home.")


class Recipient(Typed):
    """A member of Congress to whom letters are written."""

    id: Id = Field(description="The Bioguide id: E000299.", json_schema_extra={"pattern": BIOGUIDE_PATTERN})
    name: Name
    chamber: Chamber
    state: State
    district: int | None = Field(default=None, ge=0, le=99, description="House only; 0 where the state has one seat.")
    title: Title
    committees: tuple[CommitteeSeat, ...] = Field(default=())
    leadership: Text | None = Field(default=None, description="“Speaker of the House”, “Majority Leader”.")
    addresses: Addresses = Field(default=Addresses())
    term_end: Day = Field(description="When the present term is over.")
    represents: Ids = Field(default=(), description="Places known to lie in the district, where no district table is loaded.")
    as_of: Day | None = Field(default=None, description="When this was true; the file's own date when absent.")
    source: Text | None = Field(default=None, description="Where it was read; the file's own source when absent.")
    address_lines: tuple[Text, ...] = Field(default=(), description="The inside address in full, instead of the program's.")
    salutation: Text | None = Field(default=None, description="Instead of the program's: “Dear Mr. Speaker:”.")

    @property
    def seat(self) -> str:
        """`TX-16`, `AK-AL` for a single seat, `TX-sen` for a senator."""
        if self.chamber == "senate":
            return f"{self.state}-sen"
        return f"{self.state}-{self.district:02d}" if self.district else f"{self.state}-AL"


class RecipientsFile(Typed):
    """recipients/*.yaml."""

    as_of: Day = Field(description="When the facts of this file were true.")
    source: Text = Field(description="Where they were read.")
    license: Text | None = Field(default=None, description="The terms of that source.")
    synced: bool = Field(
        default=False, description="True in what `letters recipients sync` wrote: an entry of a file made by hand stands for one of it."
    )
    recipients: tuple[Recipient, ...] = Field(min_length=1)


# ---------------------------------------------------------------- inside: what the files become


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
class Sender:
    """Who writes, with the pictures as `data:` addresses."""

    details: SenderFile
    logo: str | None = None
    signature: str | None = None


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


# ---------------------------------------------------------------- inside: choices

Rank = Literal["local", "committee", "general"]


@dataclass(frozen=True)
class Choice:
    """One argument or ask, in or out of one recipient's letter, and why."""

    id: str
    included: bool
    reason: str
    rank: Rank = "general"
    weight: int = 0
    words: Prose | None = None
    """For an ask: the imperative in which this campaign makes it."""


@dataclass(frozen=True)
class Selection:
    """What one recipient's letter argues and asks: first those in, in order, then those out."""

    recipient: str
    arguments: tuple[Choice, ...]
    asks: tuple[Choice, ...]

    @property
    def argument_ids(self) -> tuple[str, ...]:
        """The arguments that are in, in order."""
        return tuple(choice.id for choice in self.arguments if choice.included)

    @property
    def each_ask(self) -> tuple[Choice, ...]:
        """Each ask once, whatever the number of its wordings: as it is made, or else in the one that came nearest to that."""
        first = {choice.id: choice for choice in reversed(self.asks)}
        return tuple(choice for choice in self.asks if first[choice.id] is choice)

    @property
    def ask_ids(self) -> tuple[str, ...]:
        """The asks that are in, in order."""
        return tuple(choice.id for choice in self.asks if choice.included)


# ---------------------------------------------------------------- inside: the finished words of a letter

Emphasis = Literal["plain", "em", "strong"]


@dataclass(frozen=True)
class Run:
    """Some words in one style; where `note` is set, the call of that footnote and no words."""

    text: str
    emphasis: Emphasis = "plain"
    link: str | None = None
    note: int | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list (one tuple of runs an item)."""

    kind: Literal["paragraph", "bullets", "numbers", "quote"]
    items: tuple[tuple[Run, ...], ...]
    part: str
    """`letter`, `argument:<id>`, `asks` or `message`: who says it."""
    file: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        """The words without their styles, an item a line."""
        return "\n".join("".join(run.text for run in item) for item in self.items)


@dataclass(frozen=True)
class Note:
    """A footnote: its number, its words and the findings it vouches for."""

    number: int
    runs: tuple[Run, ...]
    findings: tuple[str, ...]
    says: tuple[str, ...] = ()
    """What it vouches for beside them: distances, in the words of the text."""


@dataclass(frozen=True)
class Letter:
    """The finished words of one letter; no styles, no files, ready to be typeset or pickled."""

    campaign: str
    recipient: str
    stem: str
    """Name of the file without its suffix, below the campaign's folder: `TX-16-escobar`, `letters/s1/TX-16-escobar`."""
    date: datetime.date
    title: str
    """The title of the PDF: “Letter to Representative Veronica Escobar: …”."""
    sender: Sender
    inside_address: tuple[str, ...]
    salutation: str
    subject: str
    """The Re: line without “Re:”."""
    statement: tuple[Block, ...]
    """What the campaign says: opening, arguments, asks, close."""
    message: tuple[Block, ...]
    """What the person says in their own words; empty where there is none."""
    closing: str
    notes: tuple[Note, ...] = ()
    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    works: tuple[Reference, ...] = ()
    """The works that its notes cite, in the order in which they are first cited."""
    citations: CitationStyle = "notes"
    """How they are cited."""
    arguments: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    findings: tuple[str, ...] = field(default=())
    data: tuple[Finding, ...] = ()
    """The figures by district or state that it cites, as findings beside those of the source."""
    campaign_of: str = ""
    """The organization whose campaign it goes with, where a supporter signs."""
    notice: str = ""
    """What a careful person would want to know of its address; it is not printed."""
    other_addresses: tuple[tuple[str, ...], ...] = ()
    """The inside addresses of the others that one letter goes to."""
    signers: tuple[Signatory, ...] = ()
    """Who signs beside the sender."""
