"""What the user reports of mailpieces: mailed, returned, answered; sent or not, if uncertain."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.ledger.batches import ASSEMBLED, HAS_LEFT, LEFT_BATCH
from generator.ledger.book import Ledger
from generator.ledger.errors import NoSuchPieceError
from generator.ledger.types import GONE, REPLIES, Answer, Mark, Stage

By = Literal["batch", "recipient", "supporter", "key", "file"]

# Every step with the batch counts, not “assembled” alone: a letter that was marked mailed with
# --batch belongs to that batch as well. Without the letters that left it.
_OF_BATCH = (
    "key IN (SELECT key FROM history WHERE batch = ? "  # noqa: S608 - our own words
    f"AND step <> '{LEFT_BATCH}' AND NOT {HAS_LEFT})"
)
# All that a report says: another day or note is another report, and is recorded.
_SAME = """
SELECT 1 FROM history
WHERE key = ? AND step = ? AND at = ? AND batch = ? AND answer = ? AND note = ?
"""
# The latest: a batch that is written again may have another message for the letter.
_MESSAGE = """
SELECT note FROM history WHERE key = ? AND step = ? AND batch = ? ORDER BY number DESC LIMIT 1
"""

_REPEATED = "this was reported before"
_NOT_PRINTED = "it has not been printed: build the campaign first"
_NOT_GONE = "it was neither handed over nor e-mailed: mark it mailed first"
_CERTAIN = "nothing about it is uncertain"


@dataclass(frozen=True)
class Selector:
    """The mailpieces of a batch, recipient (by id) or supporter, or one by key or file."""

    by: By
    value: str


@dataclass(frozen=True)
class MarkResult:
    """What became of a mark, by the keys of the mailpieces."""

    done: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    """Those of which the same was reported before."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Those of which it cannot be true, and why."""


def mark(
    ledger: Ledger,
    selector: Selector,
    *,
    what: Mark,
    when: datetime.date,
    note: str = "",
    answer: Answer = "yes",
    batch: str = "",
) -> MarkResult:
    """Records a report of the user, all of it on the disk; the same report twice changes nothing.

    `answer` counts for "answered", `batch` for "mailed" and "sent" (the selector's own where it
    selects a batch). Returns which mailpieces were marked. Raises NoSuchPieceError where nothing is
    selected; CannotWriteError.
    """
    is_of_batch = selector.by == "batch"
    where = _OF_BATCH if is_of_batch else f"{selector.by} = ?"
    query = f"SELECT key, stage FROM pieces WHERE {where} ORDER BY key"  # noqa: S608 - our own words
    found = ledger.database.read(query, selector.value)
    if not found:
        raise NoSuchPieceError(selector.by, selector.value)
    if is_of_batch:
        batch = batch or selector.value
    writer = _MarkWriter(ledger, what, when, note, answer, batch, is_of_batch)
    refused: dict[str, str] = {}
    # By the answer of `_MarkWriter.mark`: "" for done. All other answers are reasons.
    keys: dict[str, list[str]] = {"": [], _REPEATED: []}
    with ledger.database.at_once():
        for key, stage in found:
            verdict = writer.mark(key, stage)
            if verdict in keys:
                keys[verdict].append(key)
            else:
                refused[key] = verdict
    return MarkResult(tuple(keys[""]), tuple(keys[_REPEATED]), refused)


@dataclass(frozen=True)
class _MarkWriter:
    """Writes one mark for one mailpiece after the other."""

    ledger: Ledger
    what: Mark
    when: datetime.date
    note: str
    answer: Answer
    batch: str
    is_of_batch: bool

    def mark(self, key: str, stage: Stage) -> str:
        """Returns why the mailpiece cannot have the mark; empty where it is recorded."""
        if self.what in {"sent", "not-sent"}:
            return self._mark_sent(key, stage)
        if self.what == "mailed":
            return _NOT_PRINTED if stage == "composed" else self._record(key, "handed over")
        step: Stage = "returned" if self.what == "returned" else "answered"
        return self._record(key, step) if stage in GONE else _NOT_GONE

    def _mark_sent(self, key: str, stage: Stage) -> str:
        """Settles a message that was uncertain, or records one from the folder of messages as sent.

        A message that did not arrive is sent by the next run.
        """
        read, write = self.ledger.database.read, self.ledger.database.write
        # First the claims: only an uncertain message has one, and the user has found out what
        # happened.
        if write("DELETE FROM claims WHERE key = ?", key):
            step, batch = ("e-mailed", self.batch) if self.what == "sent" else ("not e-mailed", "")
            self.ledger.record(key, step, at=self.when, batch=batch, note=self.note)
            return ""
        if self.what == "not-sent":
            return _CERTAIN
        if stage == "composed":
            return _NOT_PRINTED
        if read("SELECT 1 FROM history WHERE key = ? AND step = 'e-mailed'", key):
            return _REPEATED
        # Only for a whole batch: with --key or --supporter the user speaks of this letter and
        # knows.
        if self.is_of_batch and (message := self._missing_message(key)):
            return (
                f"its message is not there any more ({message}): "
                "if it went, mark it with --key or --supporter"
            )
        return self._record(key, "e-mailed")

    def _missing_message(self, key: str) -> str:
        """Returns the message of the batch that carried the letter, if the file is gone.

        It may have been deleted before it was sent.
        """
        for (message,) in self.ledger.database.read(_MESSAGE, key, ASSEMBLED, self.batch):
            if message and not (self.ledger.folder / message).is_file():
                return str(message)
        return ""

    def _record(self, key: str, step: Stage) -> str:
        """Records the step unless the history has the same; “no answer” moves no mailpiece."""
        batch = self.batch if self.what in {"mailed", "sent"} else ""
        answer = self.answer if step == "answered" else None
        values = (key, step, self.when.isoformat(), batch, answer or "", self.note)
        if self.ledger.database.read(_SAME, *values):
            return _REPEATED
        # “No answer” is a report about a letter that is still out.
        moves = answer is None or answer in REPLIES
        self.ledger.record(
            key, step, at=self.when, batch=batch, answer=answer, note=self.note, moves=moves
        )
        return ""
