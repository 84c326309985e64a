"""What is held, refused, merged or failed, as a file that can be corrected and read again."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

from generator.files.csv import csv_text
from generator.files.whole import whole
from generator.supporters.columns import NAMES, OURS, plain
from generator.supporters.types import Held, HeldKind, Supporter

Column = tuple[str, int]
"""The name of a column, and how many of that name stand before it."""

MARK = "\ufeff"
"""Without this Excel takes UTF-8 for Windows-1252, and saves names with broken accents."""

APART = "; "


class Leftovers:
    """Who is held back, as they come: counted, the first of them kept, and every row put aside, where it is to be written.

    The rows lie in a file without a name, which is gone with the process: a list of a million takes no memory. Close it.
    """

    def __init__(self, *, kept: int = 0, written: bool = False) -> None:
        self.counts = Counter[HeldKind]()
        self.first: list[Held] = []
        self._kept = kept
        self._rows = tempfile.TemporaryFile() if written else None  # noqa: SIM115 - closed with this object
        self._columns: list[Column] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._rows:
            self._rows.close()

    def take(self, held: Held) -> None:
        """Takes in somebody of whom nothing goes."""
        self.counts[held.kind] += 1
        if len(self.first) < self._kept:
            self.first.append(held)
        if self._rows:
            self._rows.write(csv_text([self._row([held])]).encode())

    def write(self, path: Path, *, more: Iterable[Held] = ()) -> None:
        """Writes all of them, and further letters that wait: a row for each supporter, which can be corrected and read again.

        First which letter, what became of it and why; then the columns of their own list. Where that has none for the id there is
        one with the program's own: a corrected address must not make another person of somebody whose other letters have gone. Where
        it has none for the district there is one to write it into. Read again, our columns count for nothing, but that who was merged
        stays merged. Raises CannotWriteError.
        """
        last = [self._row(each) for each in _by_supporter(more)]
        with whole(path) as file:
            file.write((MARK + csv_text([[*OURS, *(name for name, _ in self._columns)]])).encode())
            if self._rows:
                self._rows.seek(0)
                shutil.copyfileobj(self._rows, file)
            file.write(csv_text(last).encode())

    def _row(self, held: Sequence[Held]) -> list[str]:
        """The row of one supporter. All rows come from one list: the first of them says which columns there are."""
        cells = _cells(held[0].supporter)
        self._columns = self._columns or list(cells)
        if held[0].kind == "forgotten":
            cells = {_id_column(cells): held[0].supporter.id}
        return [*_verdict(held), *(cells.get(column, "") for column in self._columns)]


def _by_supporter(held: Iterable[Held]) -> list[list[Held]]:
    """What is held, supporter by supporter."""
    people: dict[tuple[int, str], list[Held]] = {}
    for each in held:
        people.setdefault((each.supporter.line, each.supporter.id), []).append(each)
    return list(people.values())


def _verdict(held: Sequence[Held]) -> tuple[str, str, str]:
    """Which letters, what became of them and why; one letter a name where several wait for different reasons."""
    letters = APART.join(filter(None, (each.letter for each in held)))
    kinds = APART.join(dict.fromkeys(each.kind for each in held))
    named = len({each.reason for each in held}) > 1
    reasons = (f"{each.letter}: {each.reason}" if named and each.letter else each.reason for each in held)
    return letters, kinds, APART.join(dict.fromkeys(reasons))


def _cells(supporter: Supporter) -> dict[Column, str]:
    """The row as it was read, by column; a supporter from nowhere by our own columns."""
    cells: dict[Column, str] = {}
    seen = Counter[str]()
    for name, cell in supporter.row or _own_row(supporter):
        cells[name, seen[name]] = cell
        seen[name] += 1
    own = _id_column(cells)
    cells = {own: supporter.id, **cells} if own not in cells else {**cells, own: cells[own] or supporter.id}
    return cells if any(plain(name) in NAMES["district"] for name, _ in cells) else {**cells, ("district", 0): ""}


def _id_column(cells: Mapping[Column, str]) -> Column:
    """The column that the id is read from; our own where the list has none."""
    by_name = {plain(name): (name, number) for name, number in cells}
    return next((by_name[name] for name in NAMES["id"] if name in by_name), ("id", 0))


def _own_row(supporter: Supporter) -> tuple[tuple[str, str], ...]:
    """The supporter by our own columns."""
    consent = supporter.consent
    return (
        ("id", supporter.id), ("name", supporter.name), ("street", supporter.street), ("city", supporter.city),
        ("state", supporter.state), ("zip", supporter.zip), ("email", supporter.email),
        ("consent", str(consent.given or "yes") if consent else ""), ("wording", consent.wording if consent else ""),
        ("how", consent.how if consent else ""), ("withdrawn", str(consent.withdrawn or "") if consent else ""),
        ("story", supporter.story), ("signature", supporter.signature), ("picks", APART.join(supporter.picks)),
        ("district", supporter.seat),
    )  # fmt: skip
