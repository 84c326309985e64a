"""source.yaml: a document as data, with its bibliography, findings and recommendations."""

from collections.abc import Mapping

from pydantic import Field

from generator.models.fields import (
    BillNumber,
    Bioguide,
    Chamber,
    FileModel,
    Horizon,
    Id,
    Instrument,
    Latitude,
    Longitude,
    NonEmpty,
    OneOrMore,
    PartialDate,
    Stance,
    State,
    Text,
    Texts,
    Url,
    Work,
    Zip,
)


# CSL's names, so that entries can be copied from a citation manager; the program sets them itself
# (docs/decisions.md, “Why not citeproc-py for citations?”).
class Reference(FileModel):
    """One entry of the bibliography, with the keys of CSL (citationstyles.org, CSL-JSON)."""

    id: Id
    """The name by which findings and arguments refer to it."""
    type: Work = "webpage"
    """Kind of work, in CSL's words."""
    author: Text
    """Who wrote or published it, as cited."""
    title: Text
    """Its title as printed."""
    short_title: Text | None = None
    """The title for the second citation of one letter."""
    container_title: Text | None = None
    """The newspaper, reporter or series that contains it."""
    number: Text | None = None
    """Bill, docket, section or report number."""
    issued: PartialDate
    """When it was published: 2020-01-29, 2020-01 or 2020."""
    url: Url | None = None
    """Its address on the web."""
    accessed: PartialDate | None = None
    """The day on which that address was last read."""
    license: Text | None = None
    """The terms under which its text may be used."""


class Section(FileModel):
    """A section of the document, or of another work, by its heading."""

    id: Id
    """The name by which findings and recommendations refer to it."""
    heading: Text
    """The heading as it stands in the document."""
    short: Text | None = None
    """The heading as a footnote prints it; the heading itself when absent."""
    work: Id | None = None
    """The work whose section it is; the first of the bibliography when absent."""


class SheetRow(Section):
    """The row of districts.csv or states.csv that has a figure; its heading is the seat or state.

    Notes print it without quotation marks: seats and columns are written as the sender writes them,
    and stand in no published table.
    """

    column: Text
    """The column of the figure, in words: “pending cases”."""


def chamber_of_bill(number: str) -> Chamber:
    """Returns the chamber in which the bill of this number was introduced.

    H.R., H.J.Res., H.Con.Res. and H.Res. begin in the House, all others in the Senate.
    """
    return "house" if number.startswith("H.") else "senate"


class Bill(FileModel):
    """A bill, which lives as long as its Congress."""

    # Required: numbers of bills begin again with each Congress. 200 is a bound for typing errors:
    # the 200th Congress begins in 2187.
    congress: int = Field(ge=1, le=200)
    """The Congress it was introduced in: 119."""
    number: BillNumber | None = None
    """H.R. 1234 or S. 567."""
    title: Text | None = None
    """Its short title."""
    sponsor: Bioguide | None = None
    """Bioguide id of the sponsor, who gets thanks and no request."""
    stance: Stance = "support"
    """The request of the letter: support or oppose."""
    past: bool = False
    """True where the text speaks of the bill as past."""


class Recommendation(FileModel):
    """One thing that the document recommends to Congress, or to another body."""

    id: Id
    """The name by which campaigns and arguments refer to it."""
    ask: Text
    """The ask in our own words, an imperative: “End the program …”."""
    chambers: OneOrMore[Chamber] = ()
    """The chambers that can act on it: house, senate or both."""
    bodies: Texts = ()
    """Bodies outside Congress that can act on it, by the names that recipients/ has for them."""
    committees: Texts = ()
    """Committees with jurisdiction; empty: every member of the chamber(s)."""
    instrument: Instrument
    """appropriation, legislation, hearing, briefing or delegation."""
    horizon: Horizon
    """now, short term, medium to long term."""
    section: Id
    """The section that makes it."""
    bill: Bill | None = None
    """The bill it names, if it names one."""


class Place(FileModel):
    """A place that findings and arguments are about."""

    name: Text
    """As the text says it: “El Paso”."""
    state: State | None = None
    """Its state, where it lies in the United States."""
    latitude: Latitude
    """Degrees north."""
    longitude: Longitude
    """Degrees east; the Americas are negative."""
    zip: Zip | None = None
    """A ZIP code that holds it, for the district table."""


class Finding(FileModel):
    """One checkable fact of the document."""

    id: Id
    """The name by which letters refer to it."""
    claim: Text
    """The fact in our own words."""
    say: Text | None = None
    """The fact as a sentence that a supporter can use in a letter of their own."""
    # Text and not a number: “over 59,000” is printed and compared word for word.
    figure: Text | None = None
    """The figure exactly as the document gives it: “over 59,000”."""
    as_of: PartialDate
    """The date that the figure speaks of."""
    dated: bool = True
    """False where its date says nothing, as of the number of a section of law."""
    as_of_text: Text | None = None
    """The date as the text says it, where a span: “June 2018 to July 2019”."""
    # A press release or a page of news has no sections that a reader could look for.
    section: Id | None = None
    """The section that states it; only findings of other works than the first may have none."""
    counted_by: Text | None = None
    """The person or body that counted or said it, where not the document itself."""
    place: Id | None = None
    """The place it is about."""
    reference: Id | None = None
    """The work that states it; the first of the bibliography when absent."""
    measure: Id | None = None
    """The quantity that findings of several dates measure: each then needs its date."""


class SourceFile(FileModel):
    """source.yaml: the document as data."""

    bibliography: NonEmpty[Reference]
    """Works cited; the first is the document itself."""
    sections: NonEmpty[Section]
    """The document's sections in order; then those of other works that findings name."""
    recommendations: NonEmpty[Recommendation]
    """Its requests to Congress."""
    findings: tuple[Finding, ...] = ()
    """Its facts and figures."""
    places: Mapping[Id, Place] = Field(default_factory=dict)
    """Places that findings and arguments name."""

    @property
    def home(self) -> str:
        """The id of the first work: the document on which the campaign rests."""
        return self.bibliography[0].id

    def work_of(self, statement: Finding | Section) -> str:
        """Returns the id of the work that a finding or section is from."""
        named = statement.reference if isinstance(statement, Finding) else statement.work
        return named or self.home

    def reference_of(self, statement: Finding | Section) -> Reference:
        """Returns the work that a finding or section is from, as the bibliography lists it."""
        work = self.work_of(statement)
        return next(one for one in self.bibliography if one.id == work)

    def section_of(self, finding: Finding) -> Section | None:
        """Returns the section of a finding; None without one, or with one of another work.

        A section of another work would send a reader to a heading that is not there. Files of
        version 0.2 had to name a section for every finding, so that those of other works named one
        of the first.
        """
        work = self.work_of(finding)
        return next(
            (
                one
                for one in self.sections
                if one.id == finding.section and self.work_of(one) == work
            ),
            None,
        )
