"""Reads the optional files of a campaign: positions, figures by district or state, and signers."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.congress.districts.lines import LineRecord
from generator.errors import Problem
from generator.files import yaml, yaml_or_csv
from generator.letter import positions, references
from generator.models.bills import SYNCED_POSITIONS, BillRecord, BillRecordsFile
from generator.models.campaign import DataSheet, Position, PositionsFile, Prose, SheetKind
from generator.models.sender import Signatory, SignersFile
from generator.models.source import Reference
from generator.project import district_data, signers
from generator.project.cross_checks import CampaignFiles
from generator.text import hint, quoted


@dataclass(frozen=True)
class OptionalFiles:
    """The content of the optional files of a campaign."""

    positions: Mapping[str, tuple[Position, ...]]
    positions_file: str
    """The name of the file of positions."""
    sheets: Mapping[SheetKind, DataSheet]
    signers: tuple[Signatory, ...]
    records: tuple[BillRecord, ...]
    """What `letters bills sync` read about its bills."""


def read_optional_files(
    draft: CampaignFiles,
    *,
    shown_as: str,
    bibliography: Sequence[Reference],
    on: datetime.date | None = None,
    record: LineRecord | None = None,
) -> tuple[OptionalFiles, set[Problem]]:
    """Returns the content of the optional files without errors, and all problems.

    Problems of the texts that use the figures are among them. `on` is the letters' date, and
    `record` what is known of district lines on it.
    """
    taken: PositionsFile | None = None
    positions_file = "positions.yaml"
    signed: SignersFile | None = None
    found: set[Problem] = set()
    if document := positions.read_positions(draft.folder, shown_as=shown_as):
        taken, problems = yaml.validate(document, PositionsFile)
        found.update(
            problems,
            positions.positions_problems(document, draft.source, settings=draft.settings, on=on),
        )
        positions_file = Path(document.file).name
    records: tuple[BillRecord, ...] = ()
    if (path := draft.folder / SYNCED_POSITIONS).exists():
        document = yaml.read(path, shown_as=f"{shown_as}/{SYNCED_POSITIONS}")
        synced, problems = yaml.validate(document, BillRecordsFile)
        found.update(problems)
        records = synced.bills if synced else ()
    if document := yaml_or_csv.read_either(draft.folder, "signers", shown_as=shown_as):
        signed, problems = yaml.validate(document, SignersFile)
        found.update(problems, signers.signers_problems(document))
    sheets: dict[SheetKind, DataSheet] = {}
    # () for a file that is missing: each column is unknown then. None for a sheet with mistakes:
    # its columns are not known, and a message about them could be false.
    columns: dict[SheetKind, Collection[str] | None] = {}
    for kind, name in district_data.FILES.items():
        path = draft.folder / name
        if not path.exists():
            columns[kind] = ()
            continue
        sheet, problems = district_data.read_sheet(
            path,
            shown_as=f"{shown_as}/{name}",
            kind=kind,
            bibliography=bibliography,
            on=on,
            record=record,
        )
        found.update(problems)
        columns[kind] = sheet.columns if sheet else None
        if sheet:
            sheets[kind] = sheet
    # Texts are checked here and not in `cross_checks`, because only here the columns are known.
    for text in (*draft.texts, *draft.asks, *draft.again.values()):
        found.update(_column_problems(text, columns))
    return OptionalFiles(
        positions.by_member(taken),
        positions_file,
        sheets,
        signed.signers if signed else (),
        records,
    ), found


def _column_problems(
    text: Prose, columns: Mapping[SheetKind, Collection[str] | None]
) -> Iterator[Problem]:
    """Yields each figure that the text names and no sheet has; None stands for a wrong sheet."""
    for part in references.uses(text).parts:
        for kind, known in columns.items():
            if part.name != kind or known is None or part.argument in known:
                continue
            column = str(part.argument)
            advice = ": put such a file next to campaign.yaml, with that column"
            if known:
                advice = hint(column, known)
            file = district_data.FILES[kind]
            yield Problem(
                text.file,
                part.line,
                f"{kind}.{column}",
                f"there is no column {quoted(column)} in {file}{advice}",
                code="unknown-column",
            )
