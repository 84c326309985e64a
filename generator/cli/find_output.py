"""What `letters find` answers: a table for one question, a CSV for a list of people."""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from generator.cli import output, tables
from generator.congress import forms_of_address
from generator.congress.districts import representation
from generator.congress.districts.lines import doubt
from generator.congress.districts.people import read_people
from generator.congress.districts.representation import Representation
from generator.congress.districts.settled_seats import read_settled
from generator.congress.districts.table import DistrictTable
from generator.congress.roster import takes_seat
from generator.models.recipient import Recipient
from generator.press import warnings
from generator.project.load import RecipientList
from generator.project.rosters import RecipientsOrigin


def warn_of_age(files: Iterable[RecipientsOrigin], *, on: datetime.date) -> None:
    """Says on stderr which lists of members are old."""
    for origin in files:
        # rooms=0: the answer shows no room numbers, so that old ones do no harm here.
        facts = warnings.old_facts(origin.file, origin.line, as_of=origin.as_of, on=on, rooms=0)
        output.warn(*facts)


def show(
    query: str, *, everyone: RecipientList, table: DistrictTable | None, on: datetime.date
) -> None:
    """Prints the members who may represent the query, whether that is certain, and the notes."""
    found = representation.find(query, recipients=everyone.recipients, table=table, on=on)
    if found.seats or found.senators:
        tables.show(("seat", "member", ""), _rows(found))
    for note in found.notes:
        click.echo(note)
    seats = {*map(str, found.seats), *(f"{state}-sen" for state in found.states)}
    for person in everyone.coming:
        if person.seat in seats:
            click.echo(f"{takes_seat(person)}.")


def _rows(found: Representation) -> Iterator[tuple[str, str, str]]:
    """Yields a row for each possible seat, held or vacant, and for each senator."""
    holders = {member.seat: member for member in found.representatives}
    for seat in map(str, found.seats):
        if seat not in holders:
            yield seat, "vacant, or not on the list", ""
        else:
            certainty = "certain" if found.settled else f"one of {len(found.seats)}"
            yield seat, _named(holders[seat]), certainty
    certainty = "certain" if found.senators_certain else "if the state is right"
    for senator in found.senators:
        yield senator.seat, _named(senator), certainty


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
    """Writes the answer for each person of the file as CSV, and says how many are settled."""
    output.keep_apart(out, file, settled)
    seats = read_settled(settled) if settled else None
    if seats and (why := doubt(seats.congress, on, of_addresses=True)):
        output.warn(f"{settled} {why}; until then it is not used")
        # Not an error: the answer by ZIP code is still right, only less certain.
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
    others = "" if certain == len(found) else "; for the others see `letters districts geocode-out`"
    output.warn(f"{certain} of {len(found)} settled{others}.")
