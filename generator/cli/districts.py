"""`letters districts`: the lines of the districts, and street addresses that settle them."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli import district_lines
from generator.cli.options import (
    DAY,
    FILE,
    day_option,
    file_option,
    pass_project,
    proxy_for,
    today,
)

if TYPE_CHECKING:
    from generator.project.load import Project

# The user uploads the file: people gave their addresses for letters, and only the user can decide
# whether a third party may have them, even if that is the Census Bureau.
UPLOAD = (
    "upload it at https://geocoding.geo.census.gov under “Find Geographies Using Address Batch”, "
    "vintage "
)


@click.group(short_help="Load district lines; settle districts by street address.")
def districts() -> None:
    """Load the lines of the districts, and settle split ZIP codes by street address.

    This program sends no address. What leaves your machine is the file that you upload.

    \b
    letters districts fetch
    letters districts geocode-out people.csv
    letters districts import NationalCD119.txt
    letters districts geocode-in GeocodeResults.csv --people people.csv --out seats.csv
    letters districts lines
    """


districts.add_command(district_lines.lines)
districts.add_command(district_lines.unchanged)
districts.add_command(district_lines.redrawn)


REPLACE = click.option(
    "--replace",
    "replaces",
    is_flag=True,
    help="Put the file in the place of what is loaded for its states.",
)
CONGRESS = click.option(
    "--congress",
    type=int,
    metavar="N",
    help="The Congress of these lines, if the file does not say it: 119.",
)
LICENCE = click.option(
    "--license", "--licence", "licence", metavar="TEXT", help="Under which terms it may be used."
)
AS_OF = click.option("--as-of", type=DAY, help="When these lines were true.")


@districts.command(name="import", short_help="Load tables of ZIP codes or blocks and districts.")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@CONGRESS
@AS_OF
@click.option("--source", metavar="TEXT", help="Where the table comes from.")
@LICENCE
@REPLACE
@pass_project
def import_(
    project: "Project",
    files: tuple[Path, ...],
    congress: int | None,
    as_of: datetime.date | None,
    source: str | None,
    licence: str | None,
    replaces: bool,
) -> None:
    """Load the districts in each FILE, CSV or Excel; if one has a mistake, nothing is loaded.

    Reads tables of ZIP codes and districts (HUD's crosswalk, the Census Bureau's relationship file,
    lists of contacts with zip and district), and lists of census blocks and districts, by which
    `letters districts geocode-in` settles addresses. States add up: what is loaded for other states
    and other Congresses stays.

    \b
    letters districts import zccd.csv --congress 119 --as-of 2024-11-12 --source "us-zipcodes-congress"
    letters districts import 48_TX_CD120.txt 06_CA_CD120.txt
    """  # noqa: E501 - a line of a shell
    # Imported here and not above, so that --help answers at once.
    from generator.cli import districts_output
    from generator.congress.districts.table_import import TableFacts

    facts = TableFacts(congress, as_of, source, licence)
    districts_output.load(
        files, target=project.district_table, facts=facts, replaces=replaces, shown=project.shown
    )


@districts.command(short_help="Bring the public table of ZIP codes and districts.")
@click.option(
    "--from",
    "origin",
    metavar="DIR|FILE|URL",
    help="Where the table is. [default: OpenSourceActivismTech/us-zipcodes-congress]",
)
@CONGRESS
@AS_OF
@LICENCE
@REPLACE
@pass_project
def fetch(
    project: "Project",
    origin: str | None,
    congress: int | None,
    as_of: datetime.date | None,
    licence: str | None,
    replaces: bool,
) -> None:
    """Load the public table of ZIP codes and districts, with its source and date.

    By default that is the table of the 119th Congress that us-zipcodes-congress made of the Census
    Bureau's files. Nothing is written unless the whole table was read and holds every state.

    \b
    letters districts fetch
    letters districts fetch --from https://example.org/zccd.csv --congress 120
    """
    from generator.cli import districts_output
    from generator.congress.districts.fetching import PUBLISHED, fetch_table
    from generator.congress.districts.table_import import TableFacts

    with fetch_table(
        origin or PUBLISHED,
        given=TableFacts(congress, as_of, licence=licence),
        today=today(),
        cache=project.cache,
        proxy=proxy_for(origin or PUBLISHED),
    ) as table:
        districts_output.load(
            [table.file],
            target=project.district_table,
            facts=table.facts,
            replaces=replaces,
            shown=project.shown,
            shown_as=table.where,
        )


@districts.command(short_help="Show which districts are loaded, and where they come from.")
@pass_project
def status(project: "Project") -> None:
    """Show for each Congress the states, ZIP codes and blocks that are loaded.

    \b
    letters districts status
    """
    from generator.cli import districts_output

    districts_output.show_status(project.district_table)


@districts.command(
    name="geocode-out", short_help="Write the addresses that the Census geocoder is asked about."
)
@click.argument("people", type=FILE)
@file_option("--out", "Where they go. [default: PEOPLE-geocoder.csv]")
@day_option("The day whose district lines count.")
@pass_project
def geocode_out(project: "Project", people: Path, out: Path | None, on: datetime.date) -> None:
    """Write the addresses in PEOPLE whose ZIP code is split, for the Census Bureau's geocoder.

    Upload the file yourself, if you want to: it holds the number of a line of PEOPLE, street, city,
    state and ZIP code of each person, and neither names nor ids. Keep PEOPLE as it is until the
    answer is read.

    \b
    letters districts geocode-out people.csv
    """
    from generator.cli import output
    from generator.congress.districts import geocoding, representation
    from generator.congress.districts.people import read_people
    from generator.files.whole import write_whole
    from generator.press.filter_context import district_table

    everyone = read_people(people)
    # Without a table no ZIP code is known to lie in one district, so that every address is asked.
    unsettled = everyone
    if table := district_table(project, on=on):
        found = representation.find_all(everyone, recipients=(), table=table, on=on)
        # The people of the most even splits first: of their districts the table says least.
        unsettled = tuple(
            sorted(
                representation.to_settle(found),
                key=lambda person: table.largest_share(person.zip),
            )
        )
    texts = geocoding.geocode_out(unsettled, file=people)
    first = out or people.with_name(f"{people.stem}-geocoder.csv")
    paths = geocoding.numbered(first, texts=len(texts))
    # All paths before the first is written: the last part could be the list itself.
    for path in paths:
        output.keep_apart(path, people)
    for path, text in zip(paths, texts, strict=True):
        write_whole(path, text.encode())
        click.echo(f"{path}: {UPLOAD}{geocoding.VINTAGE}")
    click.echo(f"{len(unsettled)} of {len(everyone)} addresses are needed.")


@districts.command(name="geocode-in", short_help="Read the geocoder's answer.")
@click.argument("answers", type=FILE, nargs=-1, required=True, metavar="ANSWER...")
@file_option("--people", "The list that `geocode-out` was given.", required=True)
@file_option("--blocks", "A block equivalency file, GEOID,CDFP, instead of the imported one.")
@click.option(
    "--congress",
    type=int,
    metavar="N",
    help="The Congress of that file, if it does not say it: 119.",
)
@day_option("The day whose imported districts count.")
@file_option("--out", "Where the seats go, instead of the terminal.")
@pass_project
def geocode_in(
    project: "Project",
    answers: tuple[Path, ...],
    people: Path,
    blocks: Path | None,
    congress: int | None,
    on: datetime.date,
    out: Path | None,
) -> None:
    """Put everyone whose address the geocoder knew into a district.

    Writes id, seat and Congress, for `letters find --settled`.

    \b
    letters districts geocode-in GeocodeResults.csv --people people.csv --out seats.csv
    letters find --address-file people.csv --settled seats.csv
    """
    from generator.cli import output
    from generator.congress.districts import geocoding, settled_seats
    from generator.congress.districts.blocks import BlockFile, BlockStore
    from generator.congress.districts.people import read_people

    output.keep_apart(out, people, blocks, *answers)
    known = (
        BlockFile.of(blocks, congress=congress)
        if blocks
        else BlockStore.open(project.district_table, on=on)
    )
    found = geocoding.geocode_in(answers, people=read_people(people), file=people, blocks=known)
    output.warn(*found.problems)
    output.give(settled_seats.settled_csv(found), out=out)
    output.warn(f"{len(found.seats)} settled, {len(found.problems)} open")
