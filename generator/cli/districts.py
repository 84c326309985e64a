"""`letters districts`: the lines of the districts, and street addresses that settle them."""

import datetime
from pathlib import Path

import click

from generator.cli.options import Day, today

FILE = click.Path(dir_okay=False, path_type=Path)

UPLOAD = "upload it at https://geocoding.geo.census.gov under “Find Geographies Using Address Batch”, vintage "


@click.group(short_help="Load district lines; settle districts by street address.")
def districts() -> None:
    """Load the lines of the districts, and let the Census Bureau's geocoder settle what ZIP codes do not.

    This program sends nothing to anybody. What leaves your machine is the file that you upload yourself.

    \b
    letters districts import zccd.csv --congress 119
    letters districts geocode-out people.csv
    letters districts import NationalCD119.txt
    letters districts geocode-in GeocodeResults.csv --people people.csv --out seats.csv
    """


@districts.command(name="import", short_help="Load a table of ZIP codes or blocks and districts.")
@click.argument("file", type=FILE)
@click.option(
    "--congress",
    type=int,
    metavar="N",
    help="The Congress whose lines they are, where the file does not say it: 119.",
)
@click.option("--as-of", type=Day(), help="When these lines were true.")
@click.option("--source", metavar="TEXT", help="Where the table comes from.")
@click.option(
    "--license", "--licence", "licence", metavar="TEXT", help="Under which terms it may be used."
)
@click.pass_context
def import_(
    ctx: click.Context,
    file: Path,
    congress: int | None,
    as_of: datetime.date | None,
    source: str | None,
    licence: str | None,
) -> None:
    """Load FILE: a CSV with state_abbr, zcta and cd, or the Census Bureau's file of districts and ZIP code areas.

    Its block equivalency file is loaded too: `letters districts geocode-in` then puts addresses into districts. Tables of
    several Congresses stand side by side; a letter uses that of its own date, and is refused where there is none.

    \b
    letters districts import zccd.csv --congress 119 --as-of 2024-11-12 --source "us-zipcodes-congress"
    letters districts import NationalCD119.txt
    """
    from generator.congress.districts.blocks import import_blocks
    from generator.congress.districts.formats import is_block_equivalency
    from generator.congress.districts.table import import_table
    from generator.files.csv import header_of
    from generator.project import load

    place = load.open_project(ctx.obj)
    target = place.district_table
    if is_block_equivalency(header_of(file)):
        loaded = import_blocks(
            file, target=target, congress=congress, as_of=as_of, source=source, licence=licence
        )
        click.echo(f"{loaded}: {place.shown(target)}")
        return
    report = import_table(
        file, target=target, congress=congress, as_of=as_of, source=source, licence=licence
    )
    for problem in report.warnings:
        click.echo(str(problem), err=True)
    for why, rows in report.skipped.items():
        click.echo(f"{rows:,} rows passed over: {why}", err=True)
    click.echo(f"{report}: {place.shown(target)}")


@districts.command(
    name="geocode-out", short_help="Write the addresses that the Census geocoder is asked about."
)
@click.argument("people", type=FILE)
@click.option(
    "--out", type=FILE, metavar="FILE", help="Where they go. [default: PEOPLE-geocoder.csv]"
)
@click.option(
    "--date",
    "on",
    type=Day(),
    default=today,
    show_default="today",
    help="The day whose district lines count.",
)
@click.pass_context
def geocode_out(ctx: click.Context, people: Path, out: Path | None, on: datetime.date) -> None:
    """Write the addresses of those in PEOPLE whose ZIP code is split, for the Census Bureau's batch geocoder.

    Upload the file yourself, if you want to: it holds the number of a line of PEOPLE, street, city, state and ZIP code of each,
    and neither names nor ids. Keep PEOPLE as it is until the answer is read.

    \b
    letters districts geocode-out people.csv
    """
    from generator.cli import output
    from generator.congress.districts import geocoding, representation
    from generator.congress.districts.people import read_people
    from generator.files.whole import write_whole
    from generator.press import job
    from generator.project import load

    everyone = read_people(people)
    table = job.district_table(load.open_project(ctx.obj), on=on)
    unsettled = (
        representation.to_settle(
            representation.find_all(everyone, recipients=(), table=table, on=on)
        )
        if table
        else everyone
    )
    texts = geocoding.geocode_out(unsettled, file=people)
    paths = geocoding.numbered(
        out or people.with_name(f"{people.stem}-geocoder.csv"), texts=len(texts)
    )
    for path in paths:
        output.keep_apart(path, people)
    for path, text in zip(paths, texts, strict=True):
        write_whole(path, text.encode())
        click.echo(f"{path}: {UPLOAD}{geocoding.VINTAGE}")
    click.echo(f"{len(unsettled)} of {len(everyone)} addresses are needed.")


@districts.command(name="geocode-in", short_help="Read the geocoder's answer.")
@click.argument("answers", type=FILE, nargs=-1, required=True, metavar="ANSWER...")
@click.option(
    "--people",
    type=FILE,
    required=True,
    metavar="FILE",
    help="The list that `geocode-out` was given.",
)
@click.option(
    "--blocks",
    "block_file",
    type=FILE,
    metavar="FILE",
    help="A block equivalency file, GEOID,CDFP, instead of the imported one.",
)
@click.option(
    "--congress",
    type=int,
    metavar="N",
    help="The Congress of that file, where it does not say it: 119.",
)
@click.option(
    "--date",
    "on",
    type=Day(),
    default=today,
    show_default="today",
    help="The day whose imported districts count.",
)
@click.option(
    "--out", type=FILE, metavar="FILE", help="Where the seats go, instead of the terminal."
)
@click.pass_context
def geocode_in(
    ctx: click.Context,
    answers: tuple[Path, ...],
    people: Path,
    block_file: Path | None,
    congress: int | None,
    on: datetime.date,
    out: Path | None,
) -> None:
    """Put everyone whose address the geocoder knew into a district: id, seat and Congress, for `letters find --settled`.

    \b
    letters districts geocode-in GeocodeResults.csv --people people.csv --out seats.csv
    letters find --address-file people.csv --settled seats.csv
    """
    from generator.cli import output
    from generator.congress.districts import geocoding, settled_seats
    from generator.congress.districts.blocks import BlockFile, BlockStore
    from generator.congress.districts.people import read_people
    from generator.project import load

    output.keep_apart(out, people, block_file, *answers)
    table = load.open_project(ctx.obj).district_table
    blocks = (
        BlockFile.of(block_file, congress=congress) if block_file else BlockStore.open(table, on=on)
    )
    found = geocoding.geocode_in(answers, people=read_people(people), file=people, blocks=blocks)
    for problem in found.problems:
        click.echo(str(problem), err=True)
    output.give(settled_seats.settled_csv(found), out=out)
    click.echo(f"{len(found.seats)} settled, {len(found.problems)} open", err=True)
