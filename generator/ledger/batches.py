"""Batches: the letters that were put together for the post or a mail program, gone or not yet."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.ledger.book import Ledger
from generator.ledger.types import GONE, Mark

RUN, OUTBOX = "run", "outbox"
"""The two kinds of batches, as their names begin."""
# A step of its own, and not the stage “handed over”: a run that was printed and then thrown away
# must leave no letter that counts as mailed.
ASSEMBLED = "assembled"
"""A line of the history, and no stage: a letter in a print run or in the folder of messages has not
gone yet."""
LEFT_BATCH = "left batch"
"""The line of a letter whose message was removed: it leaves the batch, and the next sending writes
it again. The line “assembled” stays, so that the history has both and no other batch gets that
name."""
# By the number of the line: a letter that was put into the batch again after it had left is in it.
HAS_LEFT = f"""EXISTS (SELECT 1 FROM history AS later
WHERE later.key = history.key AND later.batch = history.batch AND later.step = '{LEFT_BATCH}'
AND later.number > history.number)"""  # noqa: S608 - our own words
"""Whether the letter has left the batch since this line of the history."""


@dataclass(frozen=True)
class Batch:
    """One part of a print run, or the messages of one sending to a folder."""

    name: str
    letters: frozenset[tuple[str, str]]
    """The key of each letter and the SHA-256 of its PDF."""
    # Not compared: the same letters are the same batch, also when their messages have other names
    # (to offices now, and no longer to supporters).
    messages: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The file of the message that carries each letter, by key.

    Relative to the campaign's folder if it is there.
    """

    @property
    def keys(self) -> frozenset[str]:
        """The keys of its letters."""
        return frozenset(key for key, _ in self.letters)


def batches(ledger: Ledger) -> tuple[Batch, ...]:
    """Returns every batch in the order of their names, with the letters that are still in it."""
    found: dict[str, set[tuple[str, str]]] = {}
    # A batch that all letters have left is returned too, empty: its name is used, and `next_names`
    # must not give it to other letters.
    query = f"SELECT batch, key, sha256, {HAS_LEFT} FROM history WHERE step = ? ORDER BY batch"  # noqa: S608 - our own words
    for name, key, sha256, has_left in ledger.database.read(query, ASSEMBLED):
        letters = found.setdefault(name, set())
        if not has_left:
            letters.add((key, sha256))
    return tuple(Batch(name, frozenset(letters)) for name, letters in found.items())


def record_batches(ledger: Ledger, made: Iterable[Batch], *, at: datetime.date) -> None:
    """Records that the letters were put together: all of them, or no letter.

    Raises NoSuchPieceError, CannotWriteError.
    """
    # All or nothing: half a batch under a name would be marked as mailed as if it were all of it.
    with ledger.database.at_once():
        for batch in made:
            for key, sha256 in sorted(batch.letters):
                note = batch.messages.get(key, "")
                ledger.record(key, ASSEMBLED, at=at, batch=batch.name, sha256=sha256, note=note)


def leave_batches(
    ledger: Ledger, messages: Collection[str], *, at: datetime.date, digests: Collection[str] = ()
) -> Mapping[str, int]:
    """Takes letters whose messages were removed out of their batches; returns how many left each.

    `messages` names the removed files as `Batch.messages` does. `digests` are the SHA-256 of the
    letters in them: ledgers of earlier versions do not say which message carries a letter. A letter
    that was sent stays in its batch. Raises CannotWriteError.
    """
    query = (
        f"SELECT DISTINCT history.key, batch, note, history.sha256 FROM {_WAITING} "  # noqa: S608 - our own words
        "AND batch LIKE ? ORDER BY batch"
    )
    left = Counter[str]()
    # Read and written in one transaction: no letter can be marked as sent in between.
    with ledger.database.at_once():
        for key, batch, message, sha256 in ledger.database.read(query, ASSEMBLED, f"{OUTBOX}-%"):
            # A message that is named decides; only for ledgers that name none do the digests of the
            # letters.
            if message in messages if message else sha256 in digests:
                ledger.record(key, LEFT_BATCH, at=at, batch=batch, note="its message was removed")
                left[batch] += 1
    return left


def rename_messages(ledger: Ledger, batch: Batch) -> None:
    """Records which messages carry the letters of a batch that is written again.

    To offices now, for example, and no longer to supporters.
    """
    update = "UPDATE history SET note = ? WHERE step = ? AND batch = ? AND key = ?"
    rows = ((message, ASSEMBLED, batch.name, key) for key, message in batch.messages.items())
    with ledger.database.at_once():
        ledger.database.write_all(update, rows)


def mark_for(name: str) -> Mark:
    """Returns the mark by which a user reports that a batch has gone."""
    return "sent" if name.startswith(f"{OUTBOX}-") else "mailed"


def next_names(
    before: Iterable[Batch], parts: Sequence[frozenset[tuple[str, str]]], *, kind: str
) -> tuple[tuple[Batch, ...], bool]:
    """Returns the parts as batches of a kind, and whether they are new ones.

    The same letters as last time keep their names; others get names that no batch had: “run-001”
    always means what the print shop was given under that name.
    """
    named = {batch.name: batch.letters for batch in before if batch.name.startswith(f"{kind}-")}
    # From the highest number and not from how many there are: numbers are never used again, also
    # where the batch has no letters left.
    last = max((int(name.rpartition("-")[2]) for name in named), default=0)
    # First the last names that were given, for the same letters in the same parts; then new ones.
    for first, is_new in ((last - len(parts) + 1, False), (last + 1, True)):
        numbered = enumerate(parts, first)
        # Three digits sort by name up to 999 batches; beyond that names grow and stay unique.
        found = tuple(Batch(f"{kind}-{number:03d}", letters) for number, letters in numbered)
        if is_new or all(named.get(batch.name) == batch.letters for batch in found):
            break
    return found, is_new


def standing_in(
    before: Iterable[Batch], keys: Collection[str], *, but: Iterable[Batch] = ()
) -> Mapping[str, int]:
    """Returns how many of the letters are in each batch of `before`, except the batches of `but`.

    For a warning: two runs that hold the same letters would put two of them into the post.
    """
    names, sought = {batch.name for batch in but}, frozenset(keys)
    return {
        batch.name: len(sought & batch.keys)
        for batch in before
        if batch.name not in names and sought & batch.keys
    }


def unmarked(ledger: Ledger) -> Mapping[str, int]:
    """Returns how many letters of each batch are not marked as mailed or sent."""
    query = f"SELECT batch, COUNT(DISTINCT key) FROM {_WAITING} GROUP BY batch ORDER BY batch"  # noqa: S608 - our own words
    return dict(ledger.database.read(query, ASSEMBLED))


def refused_in(ledger: Ledger) -> Mapping[str, Mapping[str, int]]:
    """Returns, for each batch, how many waiting letters each supporter has who is refused now."""
    query = (
        f"SELECT batch, supporter, COUNT(DISTINCT key) FROM {_WAITING} "  # noqa: S608 - our own words
        "AND supporter IN (SELECT supporter FROM refused) "
        "GROUP BY batch, supporter ORDER BY batch, supporter"
    )
    found: dict[str, dict[str, int]] = {}
    for name, supporter, number in ledger.database.read(query, ASSEMBLED):
        found.setdefault(name, {})[supporter] = number
    return found


_GONE = ", ".join(repr(stage) for stage in GONE)
# `stage NOT IN` and not a step of the history: a letter is gone once it was mailed under the name
# of any batch.
_WAITING = (
    f"history JOIN pieces USING (key) WHERE step = ? AND stage NOT IN ({_GONE}) AND NOT {HAS_LEFT}"
)
"""The lines of letters in batches that have not gone yet."""
