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
    letters districts geocode-in GeocodeResults.csv --blocks NationalCD119.txt --out seats.csv
    """


@districts.command(name="import", short_help="Load a table of ZIP codes and districts.")
@click.argument("file", type=FILE)
@click.option("--congress", type=int, metavar="N", help="The Congress whose lines they are, where the file does not say it: 119.")
@click.option("--as-of", type=Day(), help="When these lines were true.")
@click.option("--source", metavar="TEXT", help="Where the table comes from.")
@click.option("--license", "--licence", "licence", metavar="TEXT", help="Under which terms it may be used.")
@click.pass_context
def import_(
    ctx: click.Context, file: Path, congress: int | None, as_of: datetime.date | None, source: str | None, licence: str | None
) -> None:
    """Load FILE: a CSV with state_abbr, zcta and cd, or the Census Bureau's file of districts and ZIP code areas.

    Tables of several Congresses stand side by side; a letter uses that of its own date, and is refused where there is none.

    \b
    letters districts import zccd.csv --congress 119 --as-of 2024-11-12 --source "us-zipcodes-congress"
    """
    from generator import project
    from generator.districts.table import import_table

    place = project.open_project(ctx.obj)
    report = import_table(file, target=place.district_table, congress=congress, as_of=as_of, source=source, licence=licence)
    for problem in report.warnings:
        click.echo(str(problem), err=True)
    for why, rows in report.passed.items():
        click.echo(f"{rows:,} rows passed over: {why}", err=True)
    click.echo(f"{report}: {place.shown(report.target)}")


@districts.command(name="geocode-out", short_help="Write the addresses that the Census geocoder is asked about.")
@click.argument("people", type=FILE)
@click.option("--out", type=FILE, metavar="FILE", help="Where they go. [default: PEOPLE-geocoder.csv]")
@click.option("--date", "on", type=Day(), default=today, show_default="today", help="The day whose district lines count.")
@click.pass_context
def geocode_out(ctx: click.Context, people: Path, out: Path | None, on: datetime.date) -> None:
    """Write the addresses of those in PEOPLE whose ZIP code is split, for the Census Bureau's batch geocoder.

    Upload the file yourself, if you want to: it holds a number, street, city, state and ZIP code of each, and no names.

    \b
    letters districts geocode-out people.csv
    """
    from generator import job, project
    from generator.districts import finding, geocoding
    from generator.districts.people import read_people

    everyone = read_people(people)
    table = job.district_table(project.open_project(ctx.obj), on=on)
    unsettled = finding.to_settle(finding.find_all(everyone, recipients=(), table=table, on=on)) if table else everyone
    texts = geocoding.geocode_out(unsettled, file=people)
    for path in geocoding.write_geocoder_files(texts, target=out or people.with_name(f"{people.stem}-geocoder.csv")):
        click.echo(f"{path}: {UPLOAD}{geocoding.VINTAGE}")
    click.echo(f"{len(unsettled)} of {len(everyone)} addresses are needed.")


@districts.command(name="geocode-in", short_help="Read the geocoder's answer.")
@click.argument("answers", type=FILE, nargs=-1, required=True, metavar="ANSWER...")
@click.option("--blocks", type=FILE, required=True, metavar="FILE", help="The Census Bureau's block equivalency file: GEOID,CDFP.")
@click.option("--congress", type=int, metavar="N", help="The Congress of that file, where it does not say it: 119.")
@click.option("--out", type=FILE, metavar="FILE", help="Where the seats go, instead of the terminal.")
def geocode_in(answers: tuple[Path, ...], blocks: Path, congress: int | None, out: Path | None) -> None:
    """Put everyone whose address the geocoder knew into a district: id, seat and Congress, for `letters find --settled`.

    \b
    letters districts geocode-in GeocodeResults.csv --blocks NationalCD119.txt --out seats.csv
    letters find --address-file people.csv --settled seats.csv
    """
    from generator.cli import output
    from generator.districts import geocoding, settled

    found = geocoding.geocode_in(answers, block_equivalency=blocks, congress=congress)
    for problem in found.problems:
        click.echo(str(problem), err=True)
    output.give(settled.settled_csv(found), out=out)
    click.echo(f"{len(found.seats)} settled, {len(found.problems)} open", err=True)
