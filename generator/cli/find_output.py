"""What `letters find` answers: a table for one question, a CSV for a list of people."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from generator.cli import output, tables
from generator.congress import forms_of_address, member_search
from generator.congress.districts import representation
from generator.congress.districts.lines import LineRecord
from generator.congress.districts.people import read_people
from generator.congress.districts.representation import Representation
from generator.congress.districts.table import DistrictTable
from generator.congress.filters import FilterContext
from generator.congress.roster import takes_seat
from generator.congress.seats import Seat, listed, read_seat, state_name
from generator.models.recipient import Recipient
from generator.models.source import Place
from generator.press.old_facts import old_facts, synced_files
from generator.project.load import Project, RecipientList


def warn_of_age(project: Project, everyone: RecipientList, *, on: datetime.date) -> None:
    """Says on stderr which lists of members are old."""
    synced = synced_files(project, everyone)
    for origin in everyone.files:
        # Without `rooms`: the answer shows no room numbers, so that old ones do no harm here.
        output.warn(*old_facts(origin, on=on, is_synced=origin.file in synced))


def show(
    query: str,
    *,
    everyone: RecipientList,
    places: Mapping[str, Mapping[str, Place]],
    context: FilterContext,
) -> None:
    """Prints the members that the query means, what is certain or by what, and the notes.

    `places` are those of each campaign. Raises NoMatchingRecipientError, NoTableToFindInError, and
    NotAZipOrSeatError for a ZIP code that lost its zero.
    """
    recipients = everyone.recipients
    if address := member_search.read_address(query):
        found = member_search.find_by_address(address, recipients, context=context)
        _show_representation(found, everyone.coming)
        click.echo(member_search.BY_ADDRESS)
    elif representation.is_zip_or_seat(query):
        # A seat needs no table.
        table = None if read_seat(query) else context.table
        found = representation.find(query, recipients=recipients, table=table, on=context.on)
        _show_representation(found, everyone.coming)
    else:
        # Members-elect are found, too: their answer says on which day they take the seat.
        answers, notes = member_search.search(
            query, (*recipients, *everyone.coming), places=places, context=context
        )
        tables.show(
            ("seat", "member", ""),
            ((one.recipient.seat, _named(one.recipient), one.basis) for one in answers),
        )
        for note in notes:
            click.echo(note)


def _show_representation(found: Representation, coming: Sequence[Recipient]) -> None:
    """Prints the members who may represent a person, whether that is certain, and the notes.

    `coming` are members whose terms begin later.
    """
    if found.seats or found.senators:
        tables.show(("seat", "member", ""), _rows(found))
    for note in found.notes:
        click.echo(note)
    seats = {*map(str, found.seats), *(f"{state}-sen" for state in found.states)}
    for person in coming:
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
    return forms_of_address.titled(member)


def write(
    file: Path,
    *,
    settled: Path | None,
    recipients: Iterable[Recipient],
    table: DistrictTable | None,
    record: LineRecord,
    on: datetime.date,
    out: Path | None,
) -> None:
    """Writes the answer for each person of the file as CSV, and says how many are settled."""
    output.keep_apart(out, file, settled)
    found = representation.find_all(
        read_people(file),
        recipients=recipients,
        table=table,
        on=on,
        settled=_settled(settled, on=on, record=record) if settled else None,
    )
    output.give(representation.found_csv(found), out=out)
    certain = sum(each.found.settled for each in found)
    others = "" if certain == len(found) else "; for the others see `letters districts geocode-out`"
    output.warn(f"{certain} of {len(found)} settled{others}.")


def _settled(file: Path, *, on: datetime.date, record: LineRecord) -> Mapping[str, Seat]:
    """Returns the seats of the file whose lines hold on that day; says which do not, and why.

    That is no error: the answer by ZIP code is still right, only less certain.
    """
    # Imported here and not above, because it brings the readers of block files and Excel.
    from generator.congress.districts.settled_seats import read_settled

    seats: dict[str, Seat] = {}
    doubts: dict[int, set[str]] = defaultdict(set)
    for person, one in read_settled(file).seats.items():
        if record.doubt(one.congress, on, states=[one.seat.state]):
            doubts[one.congress].add(one.seat.state)
        else:
            seats[person] = one.seat
    for congress, states in sorted(doubts.items()):
        why = record.doubt(congress, on, states=states, of_addresses=True)
        names = listed(map(state_name, sorted(states)))
        output.warn(f"{file} {why}; until then its seats of {names} are not used")
    return seats
