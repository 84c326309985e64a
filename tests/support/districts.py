"""Imports of one file of districts, as `letters districts import` does it."""

from pathlib import Path

from generator.congress.districts.blocks import BlockReport
from generator.congress.districts.imports import Report, import_files
from generator.congress.districts.table_import import ImportReport, TableFacts


def import_table(
    file: Path, *, target: Path, replace: bool = False, **facts: object
) -> ImportReport:
    """Imports a table of ZIP codes; `facts` are those of TableFacts."""
    report = _imported(file, target=target, replace=replace, facts=facts)
    assert isinstance(report, ImportReport)
    return report


def import_blocks(
    file: Path, *, target: Path, replace: bool = False, **facts: object
) -> BlockReport:
    """Imports a list of blocks; `facts` are those of TableFacts."""
    report = _imported(file, target=target, replace=replace, facts=facts)
    assert isinstance(report, BlockReport)
    return report


def _imported(file: Path, *, target: Path, replace: bool, facts: dict[str, object]) -> Report:
    given = TableFacts(**facts)  # type: ignore[arg-type]
    (report,) = import_files([file], target=target, facts=given, replaces=replace)
    return report
