"""`letters turnover`: what a new Congress changes."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import (
    DAY,
    out_option,
    pass_project,
    require_campaign,
    supporters_option,
    today,
)

if TYPE_CHECKING:
    from generator.project.load import Project


@click.command(short_help="Say what a new Congress changes.")
@click.argument("campaign", required=False)
@click.option(
    "--date",
    "on",
    type=DAY,
    help="A day of the new Congress. [default: today; from an election on, the January 3 after it]",
)
@supporters_option("Say which of these people have another member now (CSV, XLSX or YAML).")
@out_option("Where the campaign's letters are. [default: out/CAMPAIGN]")
@pass_project
def turnover(
    project: "Project",
    campaign: str | None,
    on: datetime.date | None,
    supporters: Path | None,
    out: Path | None,
) -> None:
    """Say who left Congress and who came, and what that changes for CAMPAIGN, or all campaigns.

    Names the supporters who have another member, the letters to members who left, and the bills,
    asks and positions that ended with the Congress. Changes nothing.

    \b
    letters turnover
    letters turnover remain-in-mexico --supporters people.csv
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import turnover_output
    from generator.press import turnover as press_turnover
    from generator.project import load

    if campaign:
        require_campaign(project, campaign)
    change = press_turnover.turnover(project, on=on or press_turnover.day_of_change(today()))
    turnover_output.show_members(change)
    if supporters:
        found = press_turnover.of_supporters(project, supporters, change=change)
        turnover_output.show_supporters(found, change)
    for name in (campaign,) if campaign else project.campaigns():
        loaded = load.load_campaign(project, name)
        folder = out or project.folder / "out" / name
        of_campaign = press_turnover.of_campaign(project, loaded, change=change, folder=folder)
        turnover_output.show_campaign(of_campaign, change)
