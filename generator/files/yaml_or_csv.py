"""Reads a list that people keep as YAML or as a sheet: NAME.yaml or NAME.csv of a campaign."""

from pathlib import Path

from generator.errors import Problem
from generator.files.csv import other_format, parse_sheet
from generator.files.text import read_text
from generator.files.validation import KeyPath
from generator.files.yaml import Value, YamlDocument, read


def read_either(folder: Path, name: str, *, shown_as: str) -> YamlDocument | None:
    """Returns NAME.yaml or NAME.csv of the folder, as if it were YAML with a key NAME.

    Returns None if there is neither. `shown_as` is the folder as people would type it.
    """
    of_yaml, of_csv = folder / f"{name}.yaml", folder / f"{name}.csv"
    shown = f"{shown_as}/{of_csv.name}"
    if not of_csv.exists():
        return read(of_yaml, shown_as=f"{shown_as}/{of_yaml.name}") if of_yaml.exists() else None
    # Neither is preferred: the user would go on editing the one that is not read.
    if of_yaml.exists():
        message = f"lies next to {of_yaml.name}: keep one of the two"
        problem = Problem(shown, 0, "", message, code="two-lists")
        return YamlDocument(shown, None, problems=(problem,))
    return _read_csv(of_csv, name, shown_as=shown)


def _read_csv(path: Path, name: str, *, shown_as: str) -> YamlDocument:
    """Returns the rows as entries of the key, each with its line; leaves empty cells out."""
    text, problems = read_text(path, shown_as=shown_as, other_format=other_format)
    if text is not None and not text.strip():
        message = "is empty: its first line names the columns"
        problems = (Problem(shown_as, 1, "", message, code="empty-file"),)
    if text is None or problems:
        return YamlDocument(shown_as, None, problems=problems)
    # A line break inside a cell is a space, as it is in the plain texts of YAML.
    sheet = parse_sheet(text, shown_as=shown_as, tidied=lambda cell: " ".join(cell.split()))
    entries: list[Value] = []
    lines: dict[KeyPath, int] = {(): 1, (name,): 1}
    for row in sheet.rows:
        lines[name, len(entries)] = row.line
        # An empty cell is no empty text: the models give it their default, or say that it is
        # missing.
        entries.append({key: cell for key, cell in row.cells.items() if cell})
    # With a wrong row the others are not checked: where cells have shifted, each of them would be
    # wrong.
    value = None if sheet.problems else {name: entries}
    return YamlDocument(shown_as, value, lines, sheet.problems)
