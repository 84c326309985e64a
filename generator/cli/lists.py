"""`letters list`: recipients, arguments, findings and asks as tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import RECIPIENTS, pass_project, today

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
@pass_project
def recipients(
    project: "Project", filters: tuple[str, ...], recipient_files: tuple[Path, ...]
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
    from generator.press.job import filter_context_of_project
    from generator.project import load

    everyone = load.load_recipients(project, files=recipient_files or None).recipients
    context = filter_context_of_project(project, filters, on=today())
    selected = select(everyone, filters, context=context)
    output.warn(*selected.notes)
    tables.show_recipients(selected.recipients)


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
