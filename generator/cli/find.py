"""`letters find`: the members who represent a ZIP code, a seat or a list of people."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import RECIPIENTS, day_option, file_option, pass_project

if TYPE_CHECKING:
    from generator.project.load import Project


@click.command(short_help="Find the members for a ZIP code, a seat or a list of addresses.")
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
    """Name everyone who may represent QUERY, a ZIP code (78520) or a seat (TX-34).

    Says also what is certain, and what would settle the rest.

    \b
    letters find 78520
    letters find --address-file people.csv --out members.csv
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import find_output, output
    from generator.press import job
    from generator.project import load

    if (query is None) == (address_file is None):
        output.refuse("give a ZIP code or a seat, or --address-file FILE, one of the two")
    if query and (settled or out):
        output.refuse("--settled and --out go with --address-file")
    everyone = load.load_recipients(project, files=recipient_files or None, on=on)
    find_output.warn_of_age(everyone.files, on=on)
    table = job.district_table(project, on=on)
    if query:
        find_output.show(query, everyone=everyone, table=table, on=on)
    elif address_file:
        find_output.write(
            address_file,
            settled=settled,
            recipients=everyone.recipients,
            table=table,
            on=on,
            out=out,
        )
