"""`letters find`: the members for a ZIP code, a seat, a name, a city or a list of people."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import RECIPIENTS, day_option, file_option, pass_project

if TYPE_CHECKING:
    from generator.project.load import Project


@click.command(short_help="Find members by ZIP code, seat, name, state, city or address.")
@click.argument("query", required=False)
@file_option(
    "--address-file", "People instead of QUERY: a CSV with zip and, as known, id, name, state."
)
@file_option("--settled", "Seats that `districts geocode-in` found for them.")
@file_option("--out", "Where the answer for a list goes, instead of the terminal.")
@RECIPIENTS
@day_option("The day that counts: members and lines change.")
@pass_project
def find(
    project: "Project",
    query: str | None,
    address_file: Path | None,
    settled: Path | None,
    out: Path | None,
    recipient_files: tuple[Path, ...],
    on: datetime.date,
) -> None:
    """Name the members who represent QUERY, what is certain, and by which source.

    QUERY is a ZIP code (78520), a seat (TX-34), a name, a state, a city, a place of a campaign, a
    street address, or any other words that `build --to` takes.

    \b
    letters find 78520
    letters find "El Paso, TX"
    letters find "Senator Scott"
    letters find --address-file people.csv --out members.csv
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import find_output, output
    from generator.congress.districts import statements
    from generator.press.filter_context import district_table, filter_context_of_project
    from generator.project import load

    if (query is None) == (address_file is None):
        output.refuse("give QUERY, such as a ZIP code or a seat, or --address-file FILE")
    if query and (settled or out):
        output.refuse("--settled and --out go with --address-file")
    everyone = load.load_recipients(project, files=recipient_files or None, on=on)
    if query:
        places = load.load_places(project)
        context = filter_context_of_project(project, places, on=on)
        find_output.show(query, everyone=everyone, places=places, context=context)
    elif address_file:
        find_output.write(
            address_file,
            settled=settled,
            recipients=everyone.recipients,
            table=district_table(project, on=on),
            record=statements.line_record(project.district_table),
            on=on,
            out=out,
        )
    # Behind the answer, which is what was asked for.
    find_output.warn_of_age(project, everyone, on=on)
