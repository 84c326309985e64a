"""Reads a file of supporters from start to finish: its rows, its people, and their holds."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.errors import FilesAreWrongError, Problem
from generator.files.contact_csv import read_csv
from generator.files.excel import is_workbook, read_workbook
from generator.files.table import Table
from generator.files.text import check_plain_file
from generator.supporters.columns import Columns, find_columns
from generator.supporters.duplicates import DuplicateRows
from generator.supporters.eligibility import EligibilityRules, checked
from generator.supporters.rows import SupporterRow, draft, joined
from generator.supporters.types import Hold, Supporter
from generator.supporters.yaml_list import read_yaml
from generator.text import listed, quoted

Answer = Supporter | Hold | Problem
"""The result of a row: a supporter whose letters may go, one who is held, or a warning."""


def stream_supporters(file: Path, *, terms: EligibilityRules, shown_as: str) -> Iterator[Answer]:
    """Yields the result of each row of the file, in its order, and warnings.

    The file is read three times and never kept, so that memory holds a few digests a row: to find
    people with several rows, to merge these, and for the answers. Raises FilesAreWrongError where
    the file cannot be read or lacks a column that it must have.
    """
    table = open_table(file, shown_as=shown_as)
    # First, because an encoding that was guessed explains what follows.
    yield from table.warnings
    wording = terms.wording is not None
    columns = find_columns(
        table.header, place=shown_as, line=table.line, mapping=terms.mapping, wording=wording
    )
    yield from _hidden_columns(table, columns)
    kin = DuplicateRows(_drafts(table, columns))
    # Before the answers: the first row of a person needs what all later rows add.
    others = _others(table, columns, kin=kin, terms=terms)
    for place, person in enumerate(_drafts(table, columns)):
        # A file that the user saves in between has other rows: strangers would be merged.
        if not kin.knows(place, line=person.supporter.line):
            message = "was changed while it was read: run the same command again"
            raise FilesAreWrongError([Problem(shown_as, 0, "", message, code="file-changed")])
        yield from _answers(
            place, person, kin=kin, other=others.get(place), terms=terms, folder=file.parent
        )


def open_table(file: Path, *, shown_as: str) -> Table:
    """Returns the rows of the file: YAML by its name, an Excel workbook or CSV by its content.

    Raises FilesAreWrongError.
    """
    check_plain_file(file, shown_as=shown_as)
    # By content, because people rename list.xlsx to list.csv; only YAML looks like CSV.
    if file.suffix.casefold() in {".yaml", ".yml"}:
        return read_yaml(file, place=shown_as)
    read = read_workbook if is_workbook(file) else read_csv
    return read(file, place=shown_as)


def _hidden_columns(table: Table, columns: Columns) -> Iterator[Problem]:
    """Yields a warning if hidden columns of a workbook are read.

    They are read, because people hide ids and consents to see a list at a glance, and the values
    are those of a row that they do see.
    """
    names = [
        quoted(table.header[at])
        for at in sorted(columns.places.values())
        if at in table.hidden_columns
    ]
    if names:
        message = (
            f"reads {listed(names, last='and')} from columns that are hidden in the workbook: "
            "show them and look whether they are right"
        )
        yield Problem(table.place, table.line, "", message, "warning", code="hidden-column")


def _drafts(table: Table, columns: Columns) -> Iterator[SupporterRow]:
    return (draft(row, columns, place=table.place) for row in table.rows())


def _others(
    table: Table, columns: Columns, *, kin: DuplicateRows, terms: EligibilityRules
) -> dict[int, SupporterRow]:
    """Returns the further rows of each person, merged into one, by the place of the first row."""
    gathered: dict[int, SupporterRow] = {}
    for place, row in enumerate(table.rows()):
        first = kin.first(place)
        if first != place:
            other = draft(row, columns, place=table.place)
            # The cells come back from their own place, if at all: memory need not keep them.
            other = replace(other, supporter=replace(other.supporter, row=()))
            before = gathered.get(first)
            gathered[first] = joined(before, other, wording=terms.wording) if before else other
    return gathered


def _answers(
    place: int,
    person: SupporterRow,
    *,
    kin: DuplicateRows,
    other: SupporterRow | None,
    terms: EligibilityRules,
    folder: Path,
) -> Iterator[Answer]:
    """Yields the result of one row, and its warnings."""
    # A row that was merged in a file of held rows stays merged, though the row that it was merged
    # with may not be in that file.
    if person.merged or kin.first(place) != place:
        reason = person.merged or _merged(place, person.supporter, kin=kin)
        yield Hold("merged", reason, person.supporter)
        return
    if other:
        person = joined(person, other, wording=terms.wording)
    result = checked(person, terms, folder=folder)
    doubts = "; ".join(_doubts(place, person, kin=kin))
    # Of a person who is held already the reasons stay as they are: the doubts come up again when
    # these are settled.
    yield Hold("held", doubts, result) if isinstance(result, Supporter) and doubts else result
    yield from _warnings(place, person, kin=kin)


def _merged(place: int, supporter: Supporter, *, kin: DuplicateRows) -> str:
    """Returns the reason of a row that is a person again, and what was taken from it."""
    first = kin.first(place)
    is_same = kin.same_address(place, first)
    moved = "" if is_same else ", at another address, of which the first counts"
    return (
        f"is the supporter of {supporter.file}:{kin.line(first)} again{moved}: written for once, "
        "with the story, picks, signature and e-mail of this row where the first lacks them"
    )


def _doubts(place: int, person: SupporterRow, *, kin: DuplicateRows) -> Iterator[str]:
    """Yields why two people may be one, or one of them invented.

    Two names with one id, or with one e-mail and two addresses.
    """
    if person.given_id and (other := kin.sharer(place, by="id")) is not None:
        yield (
            f"id: is that of {person.supporter.file}:{kin.line(other)} too, under another name: "
            "give each person an id of their own"
        )
    # Two addresses with one e-mail are two homes, and one of the two may have been invented; one
    # address is a household, and only a warning.
    other = kin.sharer(place, by="email")
    if other is not None and not kin.same_address(place, other):
        yield (
            f"email: {person.supporter.file}:{kin.line(other)} has the same under another name and "
            "address: ask both whether they agreed, and give each their own, or leave it out"
        )


def _warnings(place: int, person: SupporterRow, *, kin: DuplicateRows) -> Iterator[Problem]:
    """Yields a warning for an e-mail that a household shares, or Bob and Robert, one person."""
    other = kin.sharer(place, by="email")
    if other is not None and kin.same_address(place, other):
        message = (
            f"shares e-mail and address with line {kin.line(other)}: "
            "a household, or one person under two names? Both are written for"
        )
        file, line = person.supporter.file, person.supporter.line
        yield Problem(file, line, "email", message, "warning", code="shared-email")
