"""Writes the rows that are held, refused, merged or failed to a file to correct and read again."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

from generator.files.csv import csv_text
from generator.files.whole import whole
from generator.supporters.columns import NAMES, OURS, plain
from generator.supporters.types import HeldKind, Hold, Supporter

Column = tuple[str, int]
"""The name of a column, and how many of that name are before it."""

MARK = "\ufeff"
"""Without this Excel takes UTF-8 for Windows-1252, and saves names with broken accents."""
APART = "; "
"""Between the letters, kinds and reasons in one cell: reasons have commas of their own."""
# In the order of docs/mailings.md; for supporters who came from no file.
_OWN_COLUMNS = (
    "id", "name", "street", "city", "state", "zip", "email",
    "consent", "wording", "how", "withdrawn", "story", "signature", "picks", "district",
)  # fmt: skip


class HoldList:
    """The people who are held back: counted, the first of them kept, each row put into a file.

    The file has no name and is gone with the process, and a list of a million rows takes no memory.
    Close it.
    """

    def __init__(self, *, kept: int = 0, written: bool = False) -> None:
        self.counts = Counter[HeldKind]()
        self.first: list[Hold] = []
        self._kept = kept
        # Rows are spooled, because the header is known only with the first row, and how many there
        # are only at the end. A file without a name leaves no personal data after a crash (POSIX:
        # unlinked while open).
        self._rows = tempfile.TemporaryFile() if written else None  # noqa: SIM115 - closed with this object
        # By name and number: a list may have two columns of one name, and both come back.
        self._columns: list[Column] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._rows:
            self._rows.close()

    def take(self, held: Hold) -> None:
        """Adds a person without any letter that goes."""
        self.counts[held.kind] += 1
        # A screen shows the first few; the file has them all.
        if len(self.first) < self._kept:
            self.first.append(held)
        if self._rows:
            self._rows.write(csv_text([self._row([held])]).encode())

    def write(self, path: Path, *, more: Iterable[Hold] = ()) -> None:
        """Writes all of them, and further letters that wait: one row for each supporter.

        First which letter, what became of it and why; then the columns of their own list. A list
        without an id gets a column with the program's own: a corrected address must not make
        another person of a supporter whose other letters have gone. A list without a district gets
        a column to write it into. When the file is read again, our columns are ignored, except that
        a row that was merged stays merged. Raises CannotWriteError.
        """
        # Several letters of one supporter may wait. By line as well as id: two rows of a list may
        # have one id, and both be held.
        people: dict[tuple[int, str], list[Hold]] = {}
        for hold in more:
            people.setdefault((hold.supporter.line, hold.supporter.id), []).append(hold)
        last = [self._row(holds) for holds in people.values()]
        # Bytes and not text: rows are copied from the spool as they are.
        with whole(path) as file:
            file.write((MARK + csv_text([[*OURS, *(name for name, _ in self._columns)]])).encode())
            if self._rows:
                self._rows.seek(0)
                shutil.copyfileobj(self._rows, file)
            file.write(csv_text(last).encode())

    def _row(self, held: Sequence[Hold]) -> list[str]:
        """Returns the row of one supporter; the first row of a list says which columns it has.

        Of people who were forgotten, the id alone.
        """
        supporter = held[0].supporter
        cells = _cells(supporter)
        self._columns = self._columns or list(cells)
        # They asked that nothing be kept; the id is enough to take the row out of the list.
        if held[0].kind == "forgotten":
            cells = {_id_column(cells): supporter.id}
        return [*_verdict(held), *(cells.get(column, "") for column in self._columns)]


def _verdict(held: Sequence[Hold]) -> tuple[str, str, str]:
    """Returns which letters, what became of them and why; names letters if the reasons differ."""
    letters = APART.join(filter(None, (hold.letter for hold in held)))
    kinds = APART.join(dict.fromkeys(hold.kind for hold in held))
    reasons = dict.fromkeys(hold.reason for hold in held)
    if len(reasons) > 1:
        named = ((f"{hold.letter}: " if hold.letter else "", hold.reason) for hold in held)
        reasons = dict.fromkeys(letter + reason for letter, reason in named)
    return letters, kinds, APART.join(reasons)


def _cells(supporter: Supporter) -> dict[Column, str]:
    """Returns the row as it was read, by column, with an id and a column for the district."""
    cells: dict[Column, str] = {}
    seen = Counter[str]()
    for name, cell in supporter.row or _own_row(supporter):
        cells[name, seen[name]] = cell
        seen[name] += 1
    own = _id_column(cells)
    # An empty cell gets our id: see `write`.
    if own in cells:
        cells[own] = cells[own] or supporter.id
    else:
        cells = {own: supporter.id, **cells}
    if not any(plain(name) in NAMES["district"] for name, _ in cells):
        cells["district", 0] = ""
    return cells


def _id_column(cells: Mapping[Column, str]) -> Column:
    """Returns the column that the id is read from; our own where the list has no such column."""
    by_name = {plain(name): (name, number) for name, number in cells}
    return next((by_name[name] for name in NAMES["id"] if name in by_name), ("id", 0))


def _own_row(supporter: Supporter) -> Iterable[tuple[str, str]]:
    """Yields the cells of a supporter without a row of a file, by our own columns."""
    consent = supporter.consent
    values = {**vars(supporter), "picks": APART.join(supporter.picks), "district": supporter.seat}
    # “yes” for a consent without a day: it is read back as agreed, on a day that is not known.
    values |= {**vars(consent), "consent": consent.given or "yes"} if consent else {"consent": ""}
    return ((name, str(values.get(name) or "")) for name in _OWN_COLUMNS)
