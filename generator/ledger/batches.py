"""Batches: which letters were put together for the post or for a mail program, and of which of them nobody has told that they went."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.ledger.book import Ledger
from generator.ledger.words import GONE, Mark

RUN, OUTBOX = "run", "outbox"
"""The two kinds of batches, as their names begin."""
ASSEMBLED = "assembled"
"""A line of the history, and no stage: a letter in a print run, or in a file of a folder, is still in the house."""


@dataclass(frozen=True)
class Batch:
    """One part of a print run, or the messages of one sending to a folder: its letters by key, each with the digest of its PDF."""

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


def mark_for(name: str) -> Mark:
    """What is told of a batch when it has gone."""
    return "sent" if name.startswith(f"{OUTBOX}-") else "mailed"


def next_names(before: Iterable[Batch], parts: Sequence[frozenset[tuple[str, str]]], *, kind: str) -> tuple[tuple[Batch, ...], bool]:
    """The parts as batches of a kind, and whether they are new ones.

    The same letters as last time keep the names that they had; others get names that no batch had: “run-001” means for ever what the
    print shop was given under that name.
    """
    named = {batch.name: batch.letters for batch in before if batch.name.startswith(f"{kind}-")}
    last = max((int(name.rpartition("-")[2]) for name in named), default=0)
    again = _numbered(parts, kind=kind, first=last - len(parts) + 1)
    if all(named.get(batch.name) == batch.letters for batch in again):
        return again, False
    return _numbered(parts, kind=kind, first=last + 1), True


def _numbered(parts: Sequence[frozenset[tuple[str, str]]], *, kind: str, first: int) -> tuple[Batch, ...]:
    return tuple(Batch(f"{kind}-{number:03d}", letters) for number, letters in enumerate(parts, first))


def standing_in(before: Iterable[Batch], keys: Collection[str], *, but: Iterable[Batch] = ()) -> Mapping[str, int]:
    """How many of the letters, which are in the house, stand in each batch but those."""
    names, sought = {batch.name for batch in but}, frozenset(keys)
    return {batch.name: len(sought & batch.keys) for batch in before if batch.name not in names and sought & batch.keys}


def not_told(ledger: Ledger) -> Mapping[str, int]:
    """How many letters of each batch are still in the house, as far as anybody has told."""
    query = f"SELECT batch, COUNT(DISTINCT key) FROM {_IN_THE_HOUSE} GROUP BY batch ORDER BY batch"  # noqa: S608 - our own words
    return {str(name): int(number or 0) for name, number in ledger.database.read(query, ASSEMBLED)}


def refused_in(ledger: Ledger) -> Mapping[str, Mapping[str, int]]:
    """How many letters of each supporter in whose name none may go now are in each batch that is still in the house."""
    query = (
        f"SELECT batch, supporter, COUNT(DISTINCT key) FROM {_IN_THE_HOUSE} AND supporter IN (SELECT supporter FROM refused) "  # noqa: S608 - our own words
        "GROUP BY batch, supporter ORDER BY batch, supporter"
    )
    found: dict[str, dict[str, int]] = {}
    for name, supporter, number in ledger.database.read(query, ASSEMBLED):
        found.setdefault(str(name), {})[str(supporter)] = int(number or 0)
    return found


_IN_THE_HOUSE = f"history JOIN pieces USING (key) WHERE step = ? AND stage NOT IN ({', '.join(repr(stage) for stage in GONE)})"
