"""positions-synced.yaml: what is published about the bills of a campaign, as of a day."""

from collections.abc import Mapping

from pydantic import Field

from generator.models.fields import (
    BillNumber,
    Bioguide,
    Chamber,
    Day,
    FileModel,
    NonEmpty,
    Taken,
    Text,
    Url,
)

SYNCED_POSITIONS = "positions-synced.yaml"
"""The file, next to campaign.yaml, that `letters bills sync` writes."""


class BillAction(FileModel):
    """An action on a bill."""

    date: Day
    text: Text
    """The words of the source: “Referred to the House Committee on the Judiciary.”"""


class Enactment(FileModel):
    """The law that a bill became."""

    number: Text
    """“Public Law 119-45”."""
    date: Day
    """The day on which it became law."""


class BillCommittee(FileModel):
    """A committee to which a bill went."""

    name: Text
    """As the source writes it: “Judiciary Committee”."""
    chamber: Chamber | None = None
    code: Text | None = None
    """The code of the source: hsju00."""


class MemberAct(FileModel):
    """An act of one member about the bill; members who are no recipients have one, too."""

    member: Bioguide
    name: Text | None = None
    """For the reader of the file alone."""
    position: Taken
    date: Day
    """The day of the act."""
    withdrawn: Day | None = None
    """The day on which a cosponsor withdrew."""
    source: Text | None = None
    """The roll call of a vote; the source of the bill when absent."""


class BillRecord(FileModel):
    """What is published about one bill, and who acted on it."""

    congress: int = Field(ge=1, le=200)
    number: BillNumber
    as_of: Day
    """The day on which this was the published state."""
    source: Text
    """GovInfo BILLSTATUS."""
    url: Url | None = None
    """The address of the file; absent where a folder was read."""
    latest_action: BillAction | None = None
    law: Enactment | None = None
    """Absent for a bill that is not known to have become law."""
    passed: Mapping[Chamber, Day] = Field(default_factory=dict)
    """The day on which a chamber passed it or agreed to it, by chamber."""
    reported: Mapping[Chamber, Day] = Field(default_factory=dict)
    """The day on which a committee first reported it, by chamber."""
    committees: tuple[BillCommittee, ...] = ()
    positions: tuple[MemberAct, ...] = ()
    """Its sponsor and cosponsors, and the last vote of each member on its passage."""


class BillRecordsFile(FileModel):
    """positions-synced.yaml, which `letters bills sync` writes and replaces."""

    bills: NonEmpty[BillRecord]
