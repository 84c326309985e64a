"""Batches: which letters were put together for the post, and which of them nobody has marked as mailed."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.ledger.book import Ledger
from generator.ledger.words import GONE

ASSEMBLED = "assembled"
"""A line of the history, and no stage: a letter in a print run is still in the house."""


@dataclass(frozen=True)
class Batch:
    """One part of a print run: its letters by key, each with the digest of the PDF that was put into it."""

    name: str
    letters: frozenset[tuple[str, str]]

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its letters."""
        return frozenset(key for key, _ in self.letters)


def batches(ledger: Ledger) -> tuple[Batch, ...]:
    """Every batch that was put together, in the order of their names."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name, key, sha256 in ledger.database.read("SELECT batch, key, sha256 FROM history WHERE step = ? ORDER BY batch", ASSEMBLED):
        found.setdefault(str(name), set()).add((str(key), str(sha256)))
    return tuple(Batch(name, frozenset(letters)) for name, letters in found.items())


def record_batches(ledger: Ledger, made: Iterable[Batch], *, at: datetime.date) -> None:
    """Records that the letters were put together, all of them or none. Raises NoSuchPieceError, CannotWriteError."""
    with ledger.database.at_once():
        for batch in made:
            for key, sha256 in sorted(batch.letters):
                ledger.record(key, ASSEMBLED, at=at, batch=batch.name, sha256=sha256)


def not_mailed(ledger: Ledger) -> Mapping[str, int]:
    """How many letters of each batch are still in the house, as far as anybody has told."""
    marks = ", ".join("?" for _ in GONE)
    query = (
        "SELECT batch, COUNT(DISTINCT key) FROM history JOIN pieces USING (key) "  # noqa: S608 - question marks alone are put in
        f"WHERE step = ? AND stage NOT IN ({marks}) GROUP BY batch ORDER BY batch"
    )
    return {str(name): int(number or 0) for name, number in ledger.database.read(query, ASSEMBLED, *GONE)}
