"""What the user tells of mailpieces: mailed, returned, answered; and, of what is uncertain, sent or not."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.ledger.batches import ASSEMBLED, HAS_LEFT, LEFT_BATCH
from generator.ledger.book import Ledger
from generator.ledger.errors import NoSuchPieceError
from generator.ledger.types import GONE, REPLIES, Answer, Mark, Stage

By = Literal["batch", "recipient", "supporter", "key", "file"]

_FOUND: Mapping[By, str] = {
    "batch": "SELECT key, stage FROM pieces WHERE key IN (SELECT key FROM history WHERE batch = ? "  # noqa: S608 - our own words
    f"AND step <> '{LEFT_BATCH}' AND NOT {HAS_LEFT}) ORDER BY key",
    "recipient": "SELECT key, stage FROM pieces WHERE recipient = ? ORDER BY key",
    "supporter": "SELECT key, stage FROM pieces WHERE supporter = ? ORDER BY key",
    "key": "SELECT key, stage FROM pieces WHERE key = ? ORDER BY key",
    "file": "SELECT key, stage FROM pieces WHERE file = ? ORDER BY key",
}


@dataclass(frozen=True)
class Selector:
    """Which mailpieces are meant: those of a print run, recipient (Bioguide id) or supporter, or the one with this key or file."""

    by: By
    value: str


@dataclass(frozen=True)
class Marked:
    """What became of a mark, by the keys of the mailpieces."""

    done: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    """Those of which the same was told before."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Those of which it cannot be true, and why."""


def mark(
    ledger: Ledger, selector: Selector, *, what: Mark, when: datetime.date, note: str = "", answer: Answer = "yes", batch: str = ""
) -> Marked:
    """What became of the mark; all of it is on the disk, and telling the same twice changes nothing.

    `answer` counts for "answered", `batch` for "mailed" and "sent" (the selector's own where it selects a batch).
    Raises NoSuchPieceError where nothing is selected; CannotWriteError.
    """
    found = ledger.database.read(_FOUND[selector.by], selector.value)
    if not found:
        raise NoSuchPieceError(selector.by, selector.value)
    if selector.by == "batch":
        batch = batch or selector.value
    teller = _Teller(ledger, when=when, note=note, answer=answer, batch=batch, is_of_batch=selector.by == "batch")
    verdicts: dict[str, list[str]] = {"": [], _SAME: []}
    refused: dict[str, str] = {}
    with ledger.database.at_once():
        for key, stage in found:
            verdict = teller.of(what)(str(key), str(stage))
            if verdict in verdicts:
                verdicts[verdict].append(str(key))
            else:
                refused[str(key)] = verdict
    return Marked(tuple(verdicts[""]), tuple(verdicts[_SAME]), refused)


_SAME = "the same was told before"


class _Teller:
    """Writes one mark for one mailpiece after the other; each method says why not, or nothing."""

    def __init__(self, ledger: Ledger, *, when: datetime.date, note: str, answer: Answer, batch: str, is_of_batch: bool) -> None:
        self._ledger = ledger
        self._when = when
        self._note = note
        self._answer = answer
        self._batch = batch
        self._is_of_batch = is_of_batch

    def of(self, what: Mark) -> Callable[[str, str], str]:
        """What writes this mark."""
        return {
            "mailed": self.mailed,
            "returned": self.returned,
            "answered": self.answered,
            "sent": self.sent,
            "not-sent": self.not_sent,
        }[what]

    def mailed(self, key: str, stage: str) -> str:
        """It went to the post."""
        if stage == "composed":
            return _NOT_PRINTED
        return self._told(key, "handed over", batch=self._batch)

    def returned(self, key: str, stage: str) -> str:
        """The post brought it back."""
        return self._told(key, "returned") if stage in GONE else _STILL_HERE

    def answered(self, key: str, stage: str) -> str:
        """The office answered, or did not."""
        return self._told(key, "answered", answer=self._answer) if stage in GONE else _STILL_HERE

    def sent(self, key: str, stage: str) -> str:
        """It went by e-mail: out of the folder of messages, or what was uncertain did arrive."""
        if self._resolved(key):
            self._ledger.record(key, "e-mailed", at=self._when, batch=self._batch, note=self._note)
            return ""
        if stage == "composed":
            return _NOT_PRINTED
        if self._ledger.database.read("SELECT 1 FROM history WHERE key = ? AND step = 'e-mailed'", key):
            return _SAME
        if self._is_of_batch and (message := self._missing_message(key)):
            return f"its message is not there any more ({message}): if it went, mark it with --key or --supporter"
        return self._told(key, "e-mailed", batch=self._batch)

    def _missing_message(self, key: str) -> str:
        """The message of the batch that carried the letter, if the file is gone: it may have been deleted before it was sent."""
        query = "SELECT note FROM history WHERE key = ? AND step = ? AND batch = ? ORDER BY number DESC LIMIT 1"
        found = self._ledger.database.read(query, key, ASSEMBLED, self._batch)
        message = str(found[0][0]) if found else ""
        return message if message and not (self._ledger.folder / message).is_file() else ""

    def not_sent(self, key: str, _: str) -> str:
        """What was uncertain did not arrive; the next run sends it."""
        if not self._resolved(key):
            return _CERTAIN
        self._ledger.record(key, "not e-mailed", at=self._when, note=self._note)
        return ""

    def _told(self, key: str, step: Stage, *, batch: str = "", answer: Answer | None = None) -> str:
        same = "SELECT 1 FROM history WHERE key = ? AND step = ? AND at = ? AND batch = ? AND answer = ? AND note = ?"
        if self._ledger.database.read(same, key, step, self._when.isoformat(), batch, answer or "", self._note):
            return _SAME
        moves = answer is None or answer in REPLIES
        self._ledger.record(key, step, at=self._when, batch=batch, answer=answer, note=self._note, moves=moves)
        return ""

    def _resolved(self, key: str) -> bool:
        return self._ledger.database.write("DELETE FROM claims WHERE key = ?", key) > 0


_NOT_PRINTED = "it has not been printed: build the campaign first"
_STILL_HERE = "it was neither handed over nor e-mailed: mark it mailed first"
_CERTAIN = "nothing about it is uncertain"
