"""What filters ask besides the recipients: the places and district lines of a project.

Apart from `job`, because a list of members must not wait for the typesetter to be imported.
"""

import datetime
from collections.abc import Mapping

from generator.congress.districts.database import NoDistrictTableError
from generator.congress.districts.table import DistrictTable
from generator.congress.filters import FilterContext
from generator.letter import positions
from generator.letter.selection import SelectionContext
from generator.models.campaign import Campaign
from generator.models.source import Place
from generator.project.load import Project


def filter_context(campaign: Campaign, *, ground: SelectionContext) -> FilterContext:
    """Returns what filters of a campaign's recipients ask besides the recipients."""

    def acts(member: str) -> set[str]:
        found = (positions.deed(campaign, member, ask=ask.name) for ask in campaign.settings.asks)
        return {one.position for one in found if one}

    return FilterContext(ground.on, campaign.source.places, lambda: ground.table, acts)


def filter_context_of_project(
    project: Project, places: Mapping[str, Mapping[str, Place]], *, on: datetime.date
) -> FilterContext:
    """Returns what filters ask besides the recipients, for a command without a campaign.

    `places` are those of each campaign; of an id that several have, the first is taken.
    """
    known: dict[str, Place] = {}
    for own in places.values():
        known = {**own, **known}
    return FilterContext(on, known, lambda: district_table(project, on=on))


def district_table(project: Project, *, on: datetime.date) -> DistrictTable | None:
    """Returns the project's district lines for that day, else the newest; None without a table.

    A project works without one: only rules with `district_of`, and supporters, need it. Raises
    NotADistrictTableError.
    """
    try:
        return DistrictTable.open(project.district_table, on=on)
    except NoDistrictTableError:
        return None
