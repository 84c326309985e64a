"""`letters find`: whose constituent one is."""

import datetime
from pathlib import Path

import click

from generator.cli.options import Day, today

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(short_help="Find the members for a ZIP code, a seat or a list of addresses.")
@click.argument("query", required=False)
@click.option("--address-file", type=FILE, metavar="FILE", help="People instead of QUERY: a CSV with zip and, as known, id, name, state.")
@click.option("--settled", type=FILE, metavar="FILE", help="Seats that `districts geocode-in` found for them.")
@click.option("--out", type=FILE, metavar="FILE", help="Where the answer for a list goes, instead of the terminal.")
@click.option("--recipients", "recipient_files", multiple=True, type=FILE, metavar="FILE", help="Only these files; may be repeated.")
@click.option("--date", "on", type=Day(), default=today, show_default="today", help="The day that counts: members and lines change.")
@click.pass_context
def find(
    ctx: click.Context,
    query: str | None,
    address_file: Path | None,
    settled: Path | None,
    out: Path | None,
    recipient_files: tuple[Path, ...],
    on: datetime.date,
) -> None:
    """Name everyone who may represent QUERY, a ZIP code (78520) or a seat (TX-34), what is certain, and what would settle the rest.

    \b
    letters find 78520
    letters find --address-file people.csv --out members.csv
    """
    from generator.cli import find_output
    from generator.press import job
    from generator.project import load

    if (query is None) == (address_file is None):
        ctx.fail("give a ZIP code or a seat, or --address-file FILE, one of the two")
    if query and (settled or out):
        ctx.fail("--settled and --out go with --address-file")
    place = load.open_project(ctx.obj)
    everyone = load.load_recipients(place, files=recipient_files or None)
    find_output.warn_of_age(everyone.files, on=on)
    table = job.district_table(place, on=on)
    if query:
        find_output.show(query, recipients=everyone.recipients, table=table, on=on)
    elif address_file:
        find_output.write(address_file, settled=settled, recipients=everyone.recipients, table=table, on=on, out=out)
