"""What may lie beside campaign.yaml: positions that members have taken, figures by district or state, and who else signs."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import Problem
from generator.files import yaml
from generator.files.yaml import Document
from generator.letter import positions, references
from generator.models import DataSheet, Position, PositionsFile, Prose, Reference, SheetKind, Signatory, SignersFile
from generator.project import district_data, signers
from generator.text import hint, quoted


@dataclass(frozen=True)
class Beside:
    """What lies beside a campaign."""

    positions: Mapping[str, tuple[Position, ...]] = field(default_factory=dict)
    sheets: Mapping[SheetKind, DataSheet] = field(default_factory=dict)
    signers: tuple[Signatory, ...] = ()


def read_beside(
    folder: Path,
    *,
    shown_as: str,
    source: Document,
    bibliography: Iterable[Reference],
    texts: Iterable[Prose],
    on: datetime.date | None = None,
) -> tuple[Beside, set[Problem]]:
    """What lies beside the campaign in the folder, as far as it is right for letters of that date, and every problem of it.

    Problems of the texts that use it are among them.
    """
    taken, of_positions = _positions(folder, shown_as=shown_as, source=source, on=on)
    signing, of_signers = _signers(folder, shown_as=shown_as)
    works = tuple(bibliography)
    read = {
        kind: district_data.read_sheet(folder / name, shown_as=f"{shown_as}/{name}", kind=kind, bibliography=works, on=on)
        for kind, name in district_data.FILES.items()
        if (folder / name).exists()
    }
    of_sheets = {problem for _, problems in read.values() for problem in problems}
    sheets = {kind: sheet for kind, (sheet, _) in read.items() if sheet is not None}
    columns = {kind: sheets[kind].columns if kind in sheets else None for kind in read}
    of_texts = {problem for text in texts for problem in _column_problems(text, columns)}
    return Beside(taken, sheets, signing), of_positions | of_signers | of_sheets | of_texts


def _positions(
    folder: Path, *, shown_as: str, source: Document, on: datetime.date | None
) -> tuple[Mapping[str, tuple[Position, ...]], set[Problem]]:
    """The positions by member, and every problem of their file."""
    document = positions.read_positions(folder, shown_as=shown_as)
    if document is None:
        return {}, set()
    file, problems = yaml.validate(document, PositionsFile)
    return positions.by_member(file), {*problems, *positions.positions_problems(document, source, on=on)}


def _signers(folder: Path, *, shown_as: str) -> tuple[tuple[Signatory, ...], set[Problem]]:
    """Who signs beside the sender, in the order of their file, and every problem of it."""
    document = signers.read_signers(folder, shown_as=shown_as)
    if document is None:
        return (), set()
    file, problems = yaml.validate(document, SignersFile)
    return file.signers if file else (), {*problems, *signers.signers_problems(document)}


def _column_problems(text: Prose, columns: Mapping[SheetKind, Collection[str] | None]) -> Iterator[Problem]:
    """A problem for each figure by district or state that the text names and no sheet has; None is a sheet that cannot be read."""
    for kind, file in district_data.FILES.items():
        known = columns.get(kind, ())
        for part in references.uses(text).parts:
            if part.name != kind or known is None or part.argument in known:
                continue
            advice = hint(str(part.argument), known) if known else ": put such a file beside campaign.yaml, with that column"
            message = f"there is no column {quoted(str(part.argument))} in {file}{advice}"
            yield Problem(text.file, part.line, f"{kind}.{part.argument}", message)
