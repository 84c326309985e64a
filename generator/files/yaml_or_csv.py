"""A list of entries that people keep as YAML or, where there are many, as a sheet: NAME.yaml or NAME.csv beside campaign.yaml."""

from pathlib import Path

from generator.errors import Problem
from generator.files.csv import other_format, parse_sheet
from generator.files.text import read_text
from generator.files.validation import KeyPath
from generator.files.yaml import Document, Value, read


def read_either(folder: Path, name: str, *, shown_as: str) -> Document | None:
    """What NAME.yaml or NAME.csv in the folder says, as if it were YAML with a key NAME; None where there is neither.

    `shown_as` is the folder as people would type it.
    """
    names = (f"{name}.yaml", f"{name}.csv")
    there = [file for file in names if (folder / file).exists()]
    if len(there) > 1:
        message = f"stands beside {names[0]}: keep one of the two"
        return Document(f"{shown_as}/{names[1]}", None, problems=(Problem(f"{shown_as}/{names[1]}", 0, "", message),))
    if not there:
        return None
    path, shown = folder / there[0], f"{shown_as}/{there[0]}"
    return read(path, shown_as=shown) if there[0] == names[0] else _read_csv(path, name, shown_as=shown)


def _read_csv(path: Path, name: str, *, shown_as: str) -> Document:
    """Returns the rows of the sheet as entries of the key, each with its line; an empty cell is as good as absent."""
    text, problems = read_text(path, shown_as=shown_as, other_format=other_format)
    if text is None:
        return Document(shown_as, None, problems=problems)
    sheet = parse_sheet(text, shown_as=shown_as, tidied=lambda cell: " ".join(cell.split()))
    if not text.strip():
        return Document(shown_as, None, problems=(Problem(shown_as, 1, "", "is empty: its first line names the columns"),))
    entries: list[Value] = [{key: cell for key, cell in row.cells.items() if cell} for row in sheet.rows]
    lines: dict[KeyPath, int] = {(): 1, (name,): 1} | {(name, place): row.line for place, row in enumerate(sheet.rows)}
    return Document(shown_as, None if sheet.problems else {name: entries}, lines, sheet.problems)
