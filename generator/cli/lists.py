"""`letters list`: recipients, arguments, findings and asks as tables."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import RECIPIENTS, day_option, pass_project

if TYPE_CHECKING:
    from generator.project.load import Project


@click.group(name="list", short_help="List recipients, arguments, findings or asks.")
def lists() -> None:
    """List what a project or a campaign has, as a table.

    \b
    letters list recipients
    letters list findings remain-in-mexico
    """


@lists.command()
@click.argument("filters", nargs=-1, metavar="[FILTER]...")
@RECIPIENTS
@day_option("The day that counts: members come and leave.")
@pass_project
def recipients(
    project: "Project",
    filters: tuple[str, ...],
    recipient_files: tuple[Path, ...],
    on: datetime.date,
) -> None:
    """List the recipients, or those that FILTER chooses.

    FILTER is written as for `build --to`.

    \b
    letters list recipients TX committee:Appropriations
    letters list recipients "senate committee:Judiciary" "!TX"
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import output, tables
    from generator.congress.filters import select
    from generator.congress.roster import has_ended
    from generator.press.filter_context import filter_context_of_project
    from generator.press.out_of_office import notice_of
    from generator.project import load

    everyone = load.load_recipients(project, files=recipient_files or None, on=on)
    # To read every source.yaml takes a second, which a list of everyone does not need.
    places = load.load_places(project) if filters else {}
    context = filter_context_of_project(project, places, on=on)
    selected = select(everyone.recipients, filters, context=context)
    chosen = selected.recipients
    over = [person for person in chosen if has_ended(person, on)]
    if notice := notice_of(over, everyone, total=len(chosen), on=on):
        output.warn(f"{output.capitalized(notice)}.")
    output.warn(*selected.notes)
    tables.show_recipients(chosen)


def _add_command(name: str) -> None:
    """Adds `letters list NAME CAMPAIGN`."""

    @lists.command(
        name=name, help=f"List the {name} of CAMPAIGN.\n\n\b\nletters list {name} remain-in-mexico"
    )
    @click.argument("campaign")
    @pass_project
    def command(project: "Project", campaign: str) -> None:
        from generator.cli import tables
        from generator.project import load

        tables.show_campaign(name, load.load_campaign(project, campaign))


# Made in a loop, because the three differ in a word; Click needs a function for each.
for _name in ("arguments", "findings", "asks"):
    _add_command(_name)
