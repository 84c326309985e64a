"""index.csv: the letters that are in a folder, and from what each was printed."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.errors import CannotWriteError
from generator.files.csv import as_given, csv_text, parse_sheet
from generator.files.whole import write_whole
from generator.ledger.outcomes import Outcome

COLUMNS = (
    "recipient",
    "file",
    "date",
    "design",
    "pages",
    "arguments",
    "dropped",
    "findings",
    "sha256",
    "fingerprint",
)
# `2026-12-01`. A row that was cut off before its date has none here; one that was cut off later has
# no digest that its file could match.
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
NAME = "index.csv"
SO_FAR = "index-so-far.csv"
"""What a run under way has printed; it becomes part of index.csv when the run ends."""


def read(folder: Path) -> dict[str, Outcome]:
    """Returns the outcomes that the index has of the letters that are still there, by stem.

    The notes of a run that was killed before it could write the index count as well.
    """
    outcomes = (outcome for name in (NAME, SO_FAR) for outcome in _outcomes(folder / name))
    return {
        outcome.stem: outcome
        for outcome in outcomes
        if _is_plain(outcome.stem) and (folder / f"{outcome.stem}.pdf").is_file()
    }


def _outcomes(path: Path) -> Iterator[Outcome]:
    """Yields the outcomes in the file; skips a row that was not written to its end."""
    try:
        text = path.read_text("utf-8")
    # No index, or not ours: the letters are printed again, which costs time and nothing else.
    except (OSError, UnicodeDecodeError):
        return
    sheet = parse_sheet(text, shown_as=path.name, tidied=as_given)
    # The index of another version of the program has other columns, and fingerprints of another
    # kind.
    if sheet.columns == COLUMNS:
        yield from (_outcome(row.cells) for row in sheet.rows if _DAY.fullmatch(row.cells["date"]))


@contextmanager
def noted(folder: Path) -> Iterator[Callable[[Outcome], None]]:
    """Gives a function that notes a printed letter: a run killed at 4,211 goes on with 4,212.

    Each row is one write to the end of an owner-only file, without a sync: the system keeps what a
    killed process wrote. Only a power cut can lose rows, and their letters are printed again; a
    sync would cost some milliseconds a letter to avoid that. A row can be lost and never wrong,
    because a letter counts only while its file has the digest of its row.

    Raises CannotWriteError when the disk is full or the folder may not be written to.
    """
    path = folder / SO_FAR
    _fold(folder)
    try:
        # O_APPEND: each write goes to the end in one step (POSIX, write). 0600, because stems hold
        # ids of supporters. O_TRUNC is safe: `_fold` has moved what the file held.
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(handle, csv_text([COLUMNS]).encode())
            yield lambda outcome: _write_row(handle, outcome)
        finally:
            os.close(handle)
    except OSError as error:
        raise CannotWriteError(str(path), error) from error


def _write_row(handle: int, outcome: Outcome) -> None:
    os.write(handle, csv_text([_row(outcome)]).encode())


def _fold(folder: Path) -> None:
    """Moves the notes of a killed run into the index: no row is added to one that was cut off."""
    if (folder / SO_FAR).exists():
        write(folder, read(folder).values())


def write(folder: Path, outcomes: Iterable[Outcome]) -> None:
    """Writes index.csv, a row for each letter that is there, sorted by file; removes the notes.

    Raises CannotWriteError.
    """
    # Sorted: processes finish in any order, and the same letters must give the same bytes.
    ordered = sorted(outcomes, key=lambda outcome: outcome.stem)
    write_whole(folder / NAME, csv_text([COLUMNS, *map(_row, ordered)]).encode())
    # After the index is on the disk: a kill in between leaves rows in both, and `read` takes
    # either.
    (folder / SO_FAR).unlink(missing_ok=True)


def is_unchanged(folder: Path, known: Outcome | None, *, fingerprint: str) -> bool:
    """Returns whether a letter is as it would be printed now.

    From the same words, design and engine, and its file is still the one that was printed.
    """
    if known is None or known.fingerprint != fingerprint:
        return False
    try:
        data = (folder / f"{known.stem}.pdf").read_bytes()
    except OSError:
        return False
    # By content and not by date or size: a person may have opened and saved the PDF.
    return hashlib.sha256(data).hexdigest() == known.sha256


def _row(outcome: Outcome) -> tuple[str, ...]:
    """Returns the outcome as a row of the index."""
    values = {**vars(outcome), "file": f"{outcome.stem}.pdf"}
    cells = (values[column] for column in COLUMNS)
    return tuple(" ".join(cell) if isinstance(cell, tuple) else str(cell) for cell in cells)


def _outcome(row: Mapping[str, str]) -> Outcome:
    """Returns the outcome that a row of the index was written from."""
    return Outcome(
        recipient=row["recipient"],
        stem=row["file"].removesuffix(".pdf"),
        status="unchanged",
        pages=int(row["pages"]) if row["pages"].isdigit() else 0,
        arguments=tuple(row["arguments"].split()),
        dropped=tuple(row["dropped"].split()),
        findings=tuple(row["findings"].split()),
        sha256=row["sha256"],
        fingerprint=row["fingerprint"],
        date=row["date"],
        design=row["design"],
    )


def _is_plain(stem: str) -> bool:
    """Returns whether the name stays in its folder."""
    # `letters/s1/TX-16-escobar`, and not `../x`, `/etc/x` (an empty part), `.hidden` or `a\b`: an
    # index may be edited by hand, and files are read by these names.
    return "\\" not in stem and all(part and not part.startswith(".") for part in stem.split("/"))
