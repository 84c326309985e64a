"""A file of supporters from start to finish: rows, people, rows of one person put together, whose letters may go."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.errors import Problem, refusal
from generator.files.contact_csv import read_csv
from generator.files.excel import read_workbook
from generator.files.table import Table
from generator.files.text import check_plain_file
from generator.supporters.columns import Columns, find_columns
from generator.supporters.duplicates import Kin
from generator.supporters.eligibility import Terms, checked
from generator.supporters.rows import Draft, draft, joined
from generator.supporters.types import Contact, Held, Supporter
from generator.supporters.yaml_list import read_yaml

Answer = Supporter | Held | Problem
"""What becomes of a row: a supporter whose letters may go, one who is held, or a warning."""


def stream_supporters(file: Path, *, terms: Terms, shown_as: str) -> Iterator[Answer]:
    """Everybody in the file, one by one in its order, and warnings; a file of any length takes a few digests a row.

    The file is read two or three times: to see who stands in it twice, to put their rows together, and for the answer.
    Raises FilesAreWrongError where the file cannot be read, or has no column for something that it must say.
    """
    table = open_table(file, shown_as=shown_as)
    yield from table.warnings
    wording = terms.wording is not None
    columns = find_columns(table.header, place=shown_as, line=table.line, mapping=terms.mapping, wording=wording)
    kin = Kin(_drafts(table, columns))
    others = _others(table, columns, kin=kin, terms=terms)
    for place, person in enumerate(_drafts(table, columns)):
        if not kin.knows(place, line=person.supporter.line):
            raise refusal(shown_as, "was changed while it was read: run the same command again")
        yield from _answer(place, person, kin=kin, other=others.get(place), terms=terms, folder=file.parent)


def open_table(file: Path, *, shown_as: str) -> Table:
    """The rows of the file, by its kind: YAML, an Excel workbook, or else CSV. Raises FilesAreWrongError."""
    check_plain_file(file, shown_as=shown_as)
    match file.suffix.casefold():
        case ".yaml" | ".yml":
            return read_yaml(file, place=shown_as)
        case ".xlsx" | ".xlsm":
            return read_workbook(file, place=shown_as)
        case _:
            return read_csv(file, place=shown_as)


def _drafts(table: Table, columns: Columns) -> Iterator[Draft]:
    return (draft(row, columns, place=table.place) for row in table.rows())


def _others(table: Table, columns: Columns, *, kin: Kin, terms: Terms) -> dict[int, Draft]:
    """The further rows of each person who has any, made one, by the place of the first; it names the person as all of them do."""
    gathered: dict[int, Draft] = {}
    named: defaultdict[int, dict[Contact, None]] = defaultdict(dict)
    for place, row in enumerate(table.rows()):
        first = kin.first(place)
        if first != place:
            other = draft(row, columns, place=table.place)
            named[first].update(dict.fromkeys(other.supporter.contacts))
            gathered[first] = joined(gathered[first], other, wording=terms.wording) if first in gathered else _without_row(other)
    return {first: replace(other, supporter=replace(other.supporter, also=tuple(named[first]))) for first, other in gathered.items()}


def _without_row(other: Draft) -> Draft:
    """The draft of a row that is given back from its own place, if at all."""
    return replace(other, supporter=replace(other.supporter, row=()))


def _answer(place: int, person: Draft, *, kin: Kin, other: Draft | None, terms: Terms, folder: Path) -> Iterator[Answer]:
    """What becomes of one row."""
    if person.merged:
        yield Held("merged", person.merged, person.supporter)
        return
    if kin.first(place) != place:
        yield Held("merged", _merged(place, person.supporter, kin=kin), person.supporter)
        return
    whole = _whole(person, other, terms=terms) if other else person
    result = checked(whole, terms, folder=folder)
    doubts = tuple(_doubts(place, whole, kin=kin))
    if isinstance(result, Supporter) and doubts:
        result = Held("held", "; ".join(doubts), result)
    yield result
    yield from _warnings(place, whole, kin=kin)


def _whole(person: Draft, other: Draft, *, terms: Terms) -> Draft:
    """The person of the first row with what the others add."""
    both = joined(person, other, wording=terms.wording)
    return replace(both, supporter=replace(both.supporter, also=other.supporter.also))


def _merged(place: int, supporter: Supporter, *, kin: Kin) -> str:
    """That a row is a person again, and what was taken from it."""
    first = kin.first(place)
    moved = "" if kin.same_address(place, first) else ", at another address, of which the first counts"
    return (
        f"is the supporter of {supporter.file}:{kin.line(first)} again{moved}: written for once, "
        "with the story, picks, signature and e-mail of this row where that one has none"
    )


def _doubts(place: int, person: Draft, *, kin: Kin) -> Iterator[str]:
    """Why two people may be one, or one of them invented: an id of two, or an e-mail of two who do not live together."""
    if person.given_id and (other := kin.sharer(place, by="id")) is not None:
        yield f"id: is that of {person.supporter.file}:{kin.line(other)} too, under another name: give each person one of their own"
    other = kin.sharer(place, by="email")
    if other is not None and not kin.same_address(place, other):
        yield (
            f"email: {person.supporter.file}:{kin.line(other)} has the same under another name and address: ask both whether they agreed, "
            "and give each their own or none"
        )


def _warnings(place: int, person: Draft, *, kin: Kin) -> Iterator[Problem]:
    """A household may share an e-mail address; so may Bob and Robert, who are one."""
    other = kin.sharer(place, by="email")
    if other is not None and kin.same_address(place, other):
        message = f"shares e-mail and address with line {kin.line(other)}: a household, or one person under two names? Both are written for"
        yield Problem(person.supporter.file, person.supporter.line, "email", message, "warning")
