"""`letters data`: figures for every district or state, from public tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import FILE, PAIR, pass_project

if TYPE_CHECKING:
    from generator.project.load import Project


@click.group(short_help="Bring in figures for every district or state.")
def data() -> None:
    """Bring figures for every district or state into a campaign.

    \b
    letters data import ACSST1Y2024.S1701-Data.csv --column poverty=S1701_C02_001E
    """


@data.command(name="import", short_help="Read a table of data.census.gov.")
@click.argument("file", type=FILE)
@click.option("--campaign", metavar="NAME", help="The campaign. [default: the only one]")
@click.option(
    "--column",
    "columns",
    type=PAIR,
    multiple=True,
    metavar="NAME=CODE",
    help="A figure to take, and the name for it in texts; may be repeated. "
    "[default: shows the codes]",
)
@pass_project
def import_(
    project: "Project", file: Path, campaign: str | None, columns: tuple[tuple[str, str], ...]
) -> None:
    """Read FILE, a table that was downloaded from data.census.gov, into a campaign's districts.csv.

    FILE is the .zip of “Download Table Data”, or the -Data.csv in it. A table by states goes to
    states.csv. Margins of error are kept: letters round each figure to its margin and say “about”.

    \b
    letters data import ACSST1Y2024.S1701-Data.csv
    letters data import ACSST1Y2024.S1701-Data.csv --column poverty=S1701_C02_001E
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import tables
    from generator.cli.output import refuse, warn
    from generator.project import census_table

    campaigns = project.campaigns()
    if campaign is None and len(campaigns) != 1:
        refuse(f"name the campaign: --campaign {' or --campaign '.join(campaigns) or 'NAME'}")
    folder = project.campaign_folder(campaign or campaigns[0])
    table = census_table.read_census_table(file, shown_as=str(file))
    if not columns:
        tables.show(("code", "figure"), [(one.code, one.label) for one in table.estimates])
        warn("Say which to take, and how texts shall call them: --column poverty=CODE")
        return
    done = census_table.import_census_table(table, folder=folder, columns=dict(columns))
    warn(*done.warnings)
    named = ", ".join(f"{{{{ {done.kind}.{name} }}}}" for name in done.columns)
    click.echo(f"{project.shown(done.path)}: {done.rows} {done.kind}s; texts print {named}")
