"""What `letters find` answers: a table for one question, a CSV for a list of people."""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.text import Text

from generator.cli import output
from generator.cli.tables import plain_table, print_table
from generator.congress import forms_of_address
from generator.congress.districts import representation
from generator.congress.districts.lines import doubt
from generator.congress.districts.people import read_people
from generator.congress.districts.representation import Representation
from generator.congress.districts.settled_seats import read_settled
from generator.congress.districts.table import DistrictTable
from generator.models.recipient import Recipient
from generator.press import warnings
from generator.project.load import RecipientsOrigin


def warn_of_age(files: Iterable[RecipientsOrigin], *, on: datetime.date) -> None:
    """Says on stderr which lists of members are old."""
    for origin in files:
        for problem in warnings.old_facts(
            origin.file, origin.line, as_of=origin.as_of, on=on, rooms=0
        ):
            click.echo(str(problem), err=True)


def show(
    query: str, *, recipients: Iterable[Recipient], table: DistrictTable | None, on: datetime.date
) -> None:
    """Every member who may represent whoever asked, with what is certain; then what to know and to do."""
    found = representation.find(query, recipients=recipients, table=table, on=on)
    if found.seats or found.senators:
        shown = plain_table("seat", "member", "")
        for row in _rows(found):
            shown.add_row(*map(Text, row))
        print_table(shown)
    for note in found.notes:
        click.echo(note)


def _rows(found: Representation) -> Iterator[tuple[str, str, str]]:
    """A row for each candidate seat, held or vacant, and for each senator."""
    holders = {member.seat: member for member in found.representatives}
    for seat in map(str, found.seats):
        holder = holders.get(seat)
        if holder is None:
            yield seat, "vacant, or not on the list", ""
        else:
            yield seat, _named(holder), "certain" if found.settled else f"one of {len(found.seats)}"
    for senator in found.senators:
        yield (
            senator.seat,
            _named(senator),
            "certain" if found.senators_certain else "if the state is right",
        )


def _named(member: Recipient) -> str:
    return f"{forms_of_address.title_words(member)} {member.name.full}"


def write(
    file: Path,
    *,
    settled: Path | None,
    recipients: Iterable[Recipient],
    table: DistrictTable | None,
    on: datetime.date,
    out: Path | None,
) -> None:
    """The answer for each person of the file as CSV, and how many are settled."""
    output.keep_apart(out, file, settled)
    seats = read_settled(settled) if settled else None
    if seats and (why := doubt(seats.congress, on, of_addresses=True)):
        click.echo(f"{settled} {why}; until then it is not used", err=True)
        seats = None
    found = representation.find_all(
        read_people(file),
        recipients=recipients,
        table=table,
        on=on,
        settled=seats.seats if seats else None,
    )
    output.give(representation.found_csv(found), out=out)
    certain = sum(each.found.settled for each in found)
    open_ones = (
        "; for the others see `letters districts geocode-out`" if certain < len(found) else ""
    )
    click.echo(f"{certain} of {len(found)} settled{open_ones}.", err=True)
