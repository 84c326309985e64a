"""source.yaml: a document as data, with its bibliography, findings and recommendations."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from generator.models.fields import (
    BillNumber,
    Bioguide,
    Chamber,
    FileModel,
    Horizon,
    Id,
    Instrument,
    PartialDate,
    Stance,
    State,
    Text,
    Texts,
    Work,
    Zip,
    _as_tuple,
)


class Reference(FileModel):
    """One entry of the bibliography, with the keys of CSL (citationstyles.org, CSL-JSON)."""

    id: Id = Field(description="What findings and arguments call it.")
    type: Work = Field(default="webpage", description="Kind of work, in CSL's words.")
    author: Text = Field(description="Who wrote or published it, as cited.")
    title: Text = Field(description="Its title as printed.")
    short_title: Text | None = Field(
        default=None, description="The title for the second citation of one letter."
    )
    container_title: Text | None = Field(
        default=None, description="The newspaper, reporter or series it stands in."
    )
    number: Text | None = Field(default=None, description="Bill, docket, section or report number.")
    issued: PartialDate = Field(description="When it was published: 2020-01-29, 2020-01 or 2020.")
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = Field(
        default=None, description="Where it is read."
    )
    accessed: PartialDate | None = Field(default=None, description="When it was last read there.")
    license: Text | None = Field(
        default=None, description="Under which terms its text may be used."
    )


class Section(FileModel):
    """A section of the document, by its heading."""

    id: Id = Field(description="What findings and recommendations call it.")
    heading: Text = Field(description="The heading as it stands in the document.")
    short: Text | None = Field(
        default=None,
        description="The heading as a footnote prints it; the heading itself when absent.",
    )


class Bill(FileModel):
    """A bill, which lives as long as its Congress."""

    congress: int = Field(ge=1, le=200, description="The Congress it was introduced in: 119.")
    number: BillNumber | None = Field(default=None, description="H.R. 1234 or S. 567.")
    title: Text | None = Field(default=None, description="Its short title.")
    sponsor: Bioguide | None = Field(
        default=None, description="Bioguide id of the sponsor, who is thanked and not asked."
    )
    stance: Stance = Field(
        default="support", description="What the letter asks: support or oppose."
    )
    past: bool = Field(default=False, description="True where the text speaks of the bill as past.")


class Recommendation(FileModel):
    """One thing that the document recommends to Congress."""

    id: Id = Field(description="What campaigns and arguments call it.")
    ask: Text = Field(description="The ask in our own words, an imperative: “End the program …”.")
    chambers: Annotated[tuple[Chamber, ...], BeforeValidator(_as_tuple)] = Field(
        description="Who can act on it: house, senate or both."
    )
    committees: Texts = Field(
        default=(),
        description="Committees with jurisdiction; empty: every member of the chamber(s).",
    )
    instrument: Instrument = Field(
        description="appropriation, legislation, hearing, briefing or delegation."
    )
    horizon: Horizon = Field(description="now, short term, medium to long term.")
    section: Id = Field(description="The section that makes it.")
    bill: Bill | None = Field(default=None, description="The bill it names, if it names one.")


class Place(FileModel):
    """A place that findings and arguments are about."""

    name: Text = Field(description="As the text says it: “El Paso”.")
    state: State | None = Field(
        default=None, description="Its state, where it lies in the United States."
    )
    latitude: float = Field(allow_inf_nan=False, ge=-90, le=90, description="Degrees north.")
    longitude: float = Field(
        allow_inf_nan=False, ge=-180, le=180, description="Degrees east; the Americas are negative."
    )
    zip: Zip | None = Field(
        default=None, description="A ZIP code that holds it, for the district table."
    )


class Finding(FileModel):
    """One checkable fact of the document."""

    id: Id = Field(description="What letters call it.")
    claim: Text = Field(description="The fact in our own words.")
    figure: Text | None = Field(
        default=None, description="The figure exactly as the document gives it: “over 59,000”."
    )
    as_of: PartialDate = Field(description="The date that the figure speaks of.")
    dated: bool = Field(
        default=True,
        description="False where its date says nothing, as of the number of a section of law.",
    )
    as_of_text: Text | None = Field(
        default=None,
        description="The date as the text says it, where a span: “June 2018 to July 2019”.",
    )
    section: Id = Field(description="The section it stands in.")
    counted_by: Text | None = Field(
        default=None, description="Who counted or said it, where not the document itself."
    )
    place: Id | None = Field(default=None, description="The place it is about.")
    reference: Id | None = Field(
        default=None,
        description="The work it stands in; the first of the bibliography when absent.",
    )
    measure: Id | None = Field(
        default=None,
        description="What it measures, where findings of several dates measure it: each then needs its date.",
    )


class SourceFile(FileModel):
    """source.yaml: the document as data."""

    bibliography: tuple[Reference, ...] = Field(
        min_length=1, description="Works cited; the first is the document itself."
    )
    sections: tuple[Section, ...] = Field(
        min_length=1, description="The document's sections in order."
    )
    recommendations: tuple[Recommendation, ...] = Field(
        min_length=1, description="What it asks of Congress."
    )
    findings: tuple[Finding, ...] = Field(default=(), description="What it found.")
    places: Mapping[Id, Place] = Field(
        default_factory=dict, description="Places that findings and arguments name."
    )
