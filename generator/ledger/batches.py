"""Batches: which letters were put together for the post or for a mail program, and of which of them nobody has told that they went."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.ledger.book import Ledger
from generator.ledger.types import GONE, Mark

RUN, OUTBOX = "run", "outbox"
"""The two kinds of batches, as their names begin."""
ASSEMBLED = "assembled"
"""A line of the history, and no stage: a letter in a print run, or in a file of a folder, is still in the house."""
LEFT_BATCH = "left batch"
"""The line of a letter whose message was removed: it leaves the batch, and the next sending writes it again. The line
“assembled” stays, so that the history says both, and that no other batch gets the name."""
HAS_LEFT = f"""EXISTS (SELECT 1 FROM history AS later WHERE later.key = history.key AND later.batch = history.batch
AND later.step = '{LEFT_BATCH}' AND later.number > history.number)"""  # noqa: S608 - our own words
"""Whether the letter has left the batch since this line of the history."""


@dataclass(frozen=True)
class Batch:
    """One part of a print run, or the messages of one sending to a folder: its letters by key, each with the digest of its PDF."""

    name: str
    letters: frozenset[tuple[str, str]]
    messages: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The file of the message that carries each letter, by key; relative to the campaign's folder if it lies there."""

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its letters."""
        return frozenset(key for key, _ in self.letters)


def batches(ledger: Ledger) -> tuple[Batch, ...]:
    """Every batch that was put together, in the order of their names, with the letters that are still in it."""
    found: dict[str, set[tuple[str, str]]] = {}
    query = f"SELECT batch, key, sha256, {HAS_LEFT} FROM history WHERE step = ? ORDER BY batch"  # noqa: S608 - our own words
    for name, key, sha256, has_left in ledger.database.read(query, ASSEMBLED):
        letters = found.setdefault(str(name), set())
        if not has_left:
            letters.add((str(key), str(sha256)))
    return tuple(Batch(name, frozenset(letters)) for name, letters in found.items())


def record_batches(ledger: Ledger, made: Iterable[Batch], *, at: datetime.date) -> None:
    """Records that the letters were put together, all of them or none. Raises NoSuchPieceError, CannotWriteError."""
    with ledger.database.at_once():
        for batch in made:
            for key, sha256 in sorted(batch.letters):
                ledger.record(key, ASSEMBLED, at=at, batch=batch.name, sha256=sha256, note=batch.messages.get(key, ""))


def leave_batches(ledger: Ledger, messages: Collection[str], *, at: datetime.date, digests: Collection[str] = ()) -> Mapping[str, int]:
    """Returns how many letters have left each batch because the messages that carried them were removed.

    `messages` names the removed files as `Batch.messages` does. `digests` are the SHA-256 of the letters in them: ledgers of
    earlier versions do not say which message carries a letter. A letter that was sent stays where it is.
    Raises CannotWriteError.
    """
    query = f"SELECT DISTINCT history.key, batch, note, history.sha256 FROM {_IN_THE_HOUSE} AND batch LIKE ? ORDER BY batch"  # noqa: S608 - our own words
    left: dict[str, int] = {}
    with ledger.database.at_once():
        for key, batch, message, sha256 in ledger.database.read(query, ASSEMBLED, f"{OUTBOX}-%"):
            if message in messages if message else sha256 in digests:
                ledger.record(str(key), LEFT_BATCH, at=at, batch=str(batch), note="its message was removed")
                left[str(batch)] = left.get(str(batch), 0) + 1
    return left


def rename_messages(ledger: Ledger, batch: Batch) -> None:
    """Records which messages carry the letters of a batch that is written again: to offices now, say, and not to supporters."""
    update = "UPDATE history SET note = ? WHERE step = ? AND batch = ? AND key = ?"
    with ledger.database.at_once():
        ledger.database.write_all(update, ((message, ASSEMBLED, batch.name, key) for key, message in batch.messages.items()))


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


_GONE = ", ".join(repr(stage) for stage in GONE)
_IN_THE_HOUSE = f"history JOIN pieces USING (key) WHERE step = ? AND stage NOT IN ({_GONE}) AND NOT {HAS_LEFT}"
