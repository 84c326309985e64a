"""Loads files of districts, of any known form and several at once, into a project's database."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from generator.congress.districts.blocks import BlockFile, BlockReport, add_blocks
from generator.congress.districts.columns import open_sheet
from generator.congress.districts.database import rewritten
from generator.congress.districts.formats import DistrictFile, form_of, read_zip_codes
from generator.congress.districts.table_import import ImportReport, TableFacts, add_table
from generator.errors import FilesAreWrongError, Problem

Report = ImportReport | BlockReport


def import_files(
    files: Sequence[Path],
    *,
    target: Path,
    facts: TableFacts,
    replaces: bool = False,
    shown_as: str | None = None,
) -> tuple[Report, ...]:
    """Writes all files into the target, or none of them, and returns what each brought.

    `shown_as` names a single file in messages. Raises FilesAreWrongError with the mistakes of all
    files (the target stays as it was), CannotWriteError, and NotADistrictTableError when the target
    is something else.
    """
    # Everything is opened, and all ZIP codes are read, before the target is copied; blocks are too
    # many to keep, and are read into the copy.
    problems: list[Problem] = []
    contents: list[tuple[Path, DistrictFile | BlockFile]] = []
    for file in dict.fromkeys(files):
        try:
            contents.append((file, _read(file, shown_as or str(file), congress=facts.congress)))
        except FilesAreWrongError as error:
            problems += error.problems
    if problems:
        raise FilesAreWrongError(problems)
    with rewritten(target) as database:
        return _add_all(database, contents, facts=facts, replaces=replaces, shown_as=shown_as)


def _read(file: Path, shown_as: str, *, congress: int | None) -> DistrictFile | BlockFile:
    """Returns the content of a file of ZIP codes, or an opened file of blocks."""
    sheet = open_sheet(file, shown_as=shown_as)
    if form_of(sheet) == "blocks":
        return BlockFile.of_sheet(sheet, name=file.name, congress=congress)
    return read_zip_codes(sheet, name=file.name, congress=congress)


def _add_all(
    database: sqlite3.Connection,
    contents: Iterable[tuple[Path, DistrictFile | BlockFile]],
    *,
    facts: TableFacts,
    replaces: bool,
    shown_as: str | None,
) -> tuple[Report, ...]:
    """Adds each file to the database. Raises FilesAreWrongError with the mistakes of all."""
    problems: list[Problem] = []
    reports: list[Report] = []
    for file, content in contents:
        of_file = replace(facts, congress=content.congress)
        try:
            if isinstance(content, BlockFile):
                reports.append(
                    add_blocks(database, content, file=file, facts=of_file, replaces=replaces)
                )
            else:
                reports.append(
                    add_table(
                        database,
                        content,
                        file=file,
                        facts=of_file,
                        replaces=replaces,
                        shown_as=shown_as,
                    )
                )
        except FilesAreWrongError as error:
            problems += error.problems
    # After the last file, so that one look shows all that has to be decided.
    if problems:
        raise FilesAreWrongError(problems)
    return tuple(reports)
