"""The ledger itself: a row for each mailpiece, claimed before a step and settled after."""

import datetime
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import astuple
from pathlib import Path
from typing import Self

from generator.files.whole import guarantee_folder
from generator.ledger import database, index_csv, lock
from generator.ledger.database import Database, Row
from generator.ledger.errors import (
    IdConflictError,
    LedgerGoneError,
    NoConsentError,
    NoLedgerError,
    NoSuchPieceError,
    NotClaimedError,
)
from generator.ledger.lock import PATIENCE, RunLock
from generator.ledger.register import Register
from generator.ledger.types import (
    GONE,
    LETTERS,
    NEVER_TWICE,
    STAGES,
    Answer,
    Claim,
    FinishedStep,
    Step,
    UncertainClaim,
)
from generator.supporters.types import Contact, Hold, Mailpiece, Supporter

# ON CONFLICT DO NOTHING: the key is a digest of campaign, version, supporter and recipient, so the
# same mailpiece of a second run finds its row and keeps its stage.
_NEW_PIECE = """
INSERT INTO pieces(
    key, campaign, version, supporter, recipient, seat, state, stage, wording, given, how
) VALUES (?, ?, ?, ?, ?, ?, ?, 'composed', ?, ?, ?) ON CONFLICT DO NOTHING
"""
# Only before the letter has gone: the ledger must prove to which words they had agreed on that day,
# and a later consent proves nothing of an earlier letter. With the seat, for a member may hold
# another one than on the day on which the letter was first composed.
_NEW_CONSENT = """
UPDATE pieces SET seat = ?, state = ?, wording = ?, given = ?, how = ?
WHERE key = ? AND stage IN ('composed', 'printed')
"""
# By number and not by day: a step may be recorded several times on one day, and a user may report a
# day of the past.
_LAST = """
SELECT at, file, sha256, batch, fingerprint FROM history WHERE key = ? AND step = ?
ORDER BY number DESC LIMIT 1
"""
_RECORD = """
INSERT INTO history(key, step, at, batch, answer, note, file, sha256, fingerprint)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class Ledger:
    """An open ledger; a context manager that commits and closes."""

    def __init__(self, folder: Path, database: Database, *, run: RunLock | None = None) -> None:
        self.folder = folder
        self.database = database
        self._run = run
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # The lock and not a flag: the right to write is exactly the lock.
    @property
    def is_ours(self) -> bool:
        """Whether it is open for writing, so that no other run is at work."""
        return self._run is not None

    def close(self) -> None:
        """Commits what is recorded and lets the next run begin; a second call does nothing.

        Raises CannotWriteError when the disk is full.
        """
        if self._closed:
            return
        # Before the commit: a close that fails on a full disk is not tried again by `__exit__`.
        self._closed = True
        try:
            self.database.close()
        finally:
            if self._run:
                # After the database is closed: a next run that began earlier would find the file
                # busy.
                self._run.give_back()
                self._run = None

    # ---------------------------------------------------------------- people and mailpieces

    def register(self, *, at: datetime.date) -> Register:
        """Returns who is known, and who wants no letter, on that day."""
        query = "SELECT digest, at FROM forgotten"
        forgotten: dict[str, str] = dict(self.database.read(query))
        return Register(self.people(), forgotten, at=at)

    def people(self) -> list[tuple[str, Contact]]:
        """Returns how each row of every list named a person, after the id of their letters."""
        query = "SELECT supporter, id, name, street, zip, email FROM people ORDER BY rowid"
        return [(person, Contact(*named)) for person, *named in self.database.read(query)]

    def compose(self, pieces: Iterable[Mailpiece], *, at: datetime.date) -> int:
        """Gives each mailpiece a row, on the disk; returns how many are new.

        The consent of a letter that has gone stays as it was. Raises NoConsentError, and records no
        mailpiece, where one is in the name of a person who did not agree; IdConflictError where
        that person's letters have another id.
        """
        # Read twice: once for the people, once for the rows.
        pieces = tuple(pieces)
        people = {piece.supporter.id: piece.supporter for piece in pieces}
        # Checked again here, though a reader of the list has asked the register before: this is the
        # last place through which every letter of a supporter goes, and another run may have
        # entered the same person in between.
        register = self.register(at=at)
        for supporter in people.values():
            answer = register.answer(supporter)
            if isinstance(answer, Hold):
                raise NoConsentError(supporter.id, answer.reason)
            if answer.id != supporter.id:
                raise IdConflictError(supporter.id, answer.id)
        with self.database.at_once():
            for supporter in people.values():
                self._introduce(supporter)
            return sum(self._compose(piece, at) for piece in pieces)

    def _introduce(self, supporter: Supporter) -> None:
        """Records how every row of the list names them, and that they agree."""
        insert = "INSERT INTO people VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        # Every row that was merged, so that the next list recognises them by any of their names,
        # and so that `forget` finds them under all of their ids.
        for contact in supporter.contacts:
            self.database.write(insert, supporter.id, *astuple(contact))
        self.database.write("DELETE FROM refused WHERE supporter = ?", supporter.id)

    def _compose(self, piece: Mailpiece, at: datetime.date) -> bool:
        """Gives the mailpiece a row, or the row its seat and consent; returns whether it is new."""
        supporter, recipient = piece.supporter, piece.recipient
        consent = _consent(supporter)
        names = (piece.key, piece.campaign, piece.version, supporter.id, recipient.id)
        seat = (recipient.seat, recipient.state or "")
        if self.database.write(_NEW_PIECE, *names, *seat, *consent):
            self.record(piece.key, "composed", at=at)
            return True
        self.database.write(_NEW_CONSENT, *seat, *consent, piece.key)
        return False

    def refuse(self, people: Iterable[str]) -> None:
        """Records that no letter may go in the name of these supporters, by id.

        Until a letter of theirs is composed again.
        """
        insert = "INSERT INTO refused VALUES (?) ON CONFLICT DO NOTHING"
        with self.database.at_once():
            self.database.write_all(insert, ((person,) for person in people))

    # ---------------------------------------------------------------- claimed before, settled after

    def look(
        self, key: str, step: Step, *, fingerprint: str = ""
    ) -> FinishedStep | UncertainClaim | None:
        """Returns the answer to a claim without claiming; None where it would be granted.

        A letter that was printed with another fingerprint is to be printed again, unless it has
        gone. Raises NoSuchPieceError for a key that was not composed.
        """
        stage, *_ = self._piece(key)
        # Asked for printing alone: a letter that went by post may still be e-mailed, and the other
        # way round.
        has_gone = step == "printed" and stage in GONE
        # A letter may have gone without a line “printed”, if it was only marked as mailed.
        for name in (step, *(GONE if has_gone else ())):
            for at, file, sha256, batch, printed_from in self.database.read(_LAST, key, name):
                # Without a fingerprint the caller only asks whether the step was ever done.
                if has_gone or step != "printed" or fingerprint in {"", printed_from}:
                    done = stage if has_gone else step
                    return FinishedStep(key, done, at, file, sha256, batch)
        begun = self.database.read("SELECT at FROM claims WHERE key = ? AND step = ?", key, step)
        return UncertainClaim(key, step, begun[0][0]) if begun else None

    def claim(
        self, key: str, step: Step, *, at: datetime.date, fingerprint: str = ""
    ) -> Claim | FinishedStep | UncertainClaim:
        """Returns a claim if the step is to be done now, otherwise what `look` returns.

        The claim of a step that must not be done twice is on the disk when this returns. Raises
        NoSuchPieceError for a key that was not composed; CannotWriteError.
        """
        claim = Claim(key, step, at.isoformat(), fingerprint)
        # To wait for the disk at each claim would cost each printed letter a write of its own, and
        # would save nothing: to print again gives the same bytes.
        if step not in NEVER_TWICE:
            return self.look(key, step, fingerprint=fingerprint) or claim
        with self.database.at_once():
            # Within the transaction of the claim: BEGIN IMMEDIATE has the write lock, so no other
            # writer can claim between look and insert.
            if answer := self.look(key, step, fingerprint=fingerprint):
                return answer
            insert = "INSERT INTO claims VALUES (?, ?, ?, ?)"
            self.database.write(insert, key, step, claim.at, fingerprint)
        return claim

    def settle(
        self,
        claim: Claim,
        *,
        at: datetime.date,
        file: str = "",
        sha256: str = "",
        batch: str = "",
        note: str = "",
    ) -> None:
        """Records that the step is done.

        The record of a step that must not be done twice is on the disk when this returns. Raises
        NotClaimedError for a step that must be claimed and was not; CannotWriteError.
        """
        database = self.database
        # Of printed letters at most `MAX_GATHERED` records are lost with the machine, and these
        # letters are printed again. A record of a sent message must not be lost: it would be
        # uncertain.
        with database.at_once() if claim.step in NEVER_TWICE else database.gathered():
            self._unclaim(claim)
            self.record(
                claim.key,
                claim.step,
                at=at,
                file=file,
                sha256=sha256,
                batch=batch,
                note=note,
                fingerprint=claim.fingerprint,
            )

    def release(self, claim: Claim, *, at: datetime.date, note: str = "") -> None:
        """Records that the step was certainly not done: the next run may try again.

        `note` is the reason, without the name of a person.
        """
        with self.database.at_once():
            self._unclaim(claim)
            # A line of the history though nothing was done: `letters export` shows that it was
            # tried and why the server refused.
            self.record(claim.key, f"not {claim.step}", at=at, note=note)

    def together(self) -> AbstractContextManager[None]:
        """Puts all that is claimed, settled or released within on the disk when the block ends.

        If the block raises, nothing of it is put there.
        """
        return self.database.at_once()

    def flush(self) -> None:
        """Puts on the disk what is recorded."""
        self.database.flush()

    # ---------------------------------------------------------------- records

    def record(
        self,
        key: str,
        step: str,
        *,
        at: datetime.date,
        batch: str = "",
        answer: Answer | None = None,
        note: str = "",
        file: str = "",
        sha256: str = "",
        fingerprint: str = "",
        moves: bool = True,
    ) -> None:
        """Writes a line of the history, within a transaction.

        The mailpiece moves to the stage of that name, and never back.
        """
        stage, known_file, known_sha256 = self._piece(key)
        # A step that makes no file, such as a return, is about the file that was made before.
        file, sha256 = file or known_file, sha256 or known_sha256
        self.database.write(
            _RECORD, key, step, at.isoformat(), batch, answer or "", note, file, sha256, fingerprint
        )
        # The later stage wins, in any order of the reports: an answer that is entered before
        # “mailed” stays. “assembled” and “not e-mailed” are lines of the history and no stages.
        if moves and step in STAGES:
            stage = max(stage, step, key=STAGES.index)
        update = "UPDATE pieces SET stage = ?, file = ?, sha256 = ? WHERE key = ?"
        self.database.write(update, stage, file, sha256, key)

    def _piece(self, key: str) -> Row:
        """Returns the stage of the mailpiece, its file, and the file's digest."""
        rows = self.database.read("SELECT stage, file, sha256 FROM pieces WHERE key = ?", key)
        if not rows:
            raise NoSuchPieceError("key", key)
        return rows[0]

    def _unclaim(self, claim: Claim) -> None:
        """Removes the claim, where the step has one on the disk. Raises NotClaimedError."""
        delete = "DELETE FROM claims WHERE key = ? AND step = ?"
        if claim.step in NEVER_TWICE and not self.database.write(delete, claim.key, claim.step):
            raise NotClaimedError(claim.key, claim.step)


def _consent(supporter: Supporter) -> tuple[str, str, str]:
    """Returns which words they agreed to, when and how."""
    consent = supporter.consent
    if consent is None:  # pragma: no cover - `compose` has refused them
        raise NoConsentError(supporter.id, "there is no consent")
    return consent.wording, consent.given.isoformat() if consent.given else "", consent.how


def open_ledger(folder: Path, *, patience: float = PATIENCE) -> Ledger:
    """Opens the ledger of the folder for writing; makes one where it is missing.

    Close it, or use it in a `with`. Raises LedgerBusyError when another run is still at work after
    `patience` seconds; LedgerGoneError where there was one; NotALedgerError, NewerLedgerError or
    BrokenLedgerError, with the file left as it was; CannotWriteError.
    """
    # First, for what it raises: a ledger that was lost must not be replaced by an empty one, which
    # would send everything again.
    is_begun(folder)
    guarantee_folder(folder)
    # Before the database is opened: opening may make or upgrade the file, which only one run may
    # do.
    run = RunLock.take(folder, patience=patience)
    try:
        opened = database.open_database(folder / database.NAME, to_write=True)
        return Ledger(folder, opened, run=run)
    # Also at Ctrl-C: a process that goes on would keep its own next run out.
    except BaseException:
        run.give_back()
        raise


def read_ledger(folder: Path) -> Ledger:
    """Opens the ledger of the folder for reading, while a run may be at work.

    Raises NoLedgerError when it is missing, and what `open_ledger` raises for an unusable file.
    """
    path = folder / database.NAME
    if not is_begun(folder):
        raise NoLedgerError(str(path))
    return Ledger(folder, database.open_database(path, to_write=False))


def is_begun(folder: Path) -> bool:
    """Returns whether the folder has a ledger. Raises LedgerGoneError where it had one.

    Supporters' letters and print runs are never made without a ledger.
    """
    path = folder / database.NAME
    if path.exists():
        return True
    # Two traces that only a run with a ledger leaves. A plain build has an index too, but its
    # letters lie in the folder itself.
    if (folder / "print" / index_csv.NAME).exists() or any(
        stem.startswith(f"{LETTERS}/") for stem in index_csv.read(folder)
    ):
        raise LedgerGoneError(path)
    return False


def register_of(folder: Path, *, at: datetime.date) -> Register:
    """Returns who is known to the ledger of the folder on that day; empty without a ledger.

    Raises what `read_ledger` raises.
    """
    if not is_begun(folder):
        return Register(at=at)
    with read_ledger(folder) as ledger:
        return ledger.register(at=at)


def is_at_work(folder: Path) -> bool:
    """Returns whether a run is at work on the folder: its claims are not uncertain yet."""
    return lock.is_taken(folder)
