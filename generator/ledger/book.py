"""The ledger itself: a row for each mailpiece, claimed before a step and settled after."""

import datetime
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from generator.files.whole import guarantee_folder
from generator.ledger import database, index_csv, lock
from generator.ledger.database import Cell, Database
from generator.ledger.errors import KnownOtherwiseError, LedgerGoneError, NoConsentError, NoLedgerError, NoSuchPieceError, NotClaimedError
from generator.ledger.lock import PATIENCE, RunLock
from generator.ledger.register import Register
from generator.ledger.types import GONE, LETTERS, NEVER_TWICE, STAGES, AlreadyDone, Answer, Claim, Stage, Step, Uncertain
from generator.supporters.types import Contact, Held, Mailpiece, Supporter

_NEW_PIECE = """
INSERT INTO pieces(key, campaign, version, supporter, recipient, seat, state, stage, wording, given, how)
VALUES (?, ?, ?, ?, ?, ?, ?, 'composed', ?, ?, ?) ON CONFLICT DO NOTHING
"""
_NEW_CONSENT = "UPDATE pieces SET wording = ?, given = ?, how = ? WHERE key = ? AND stage IN ('composed', 'printed')"
_LAST = "SELECT step, at, file, sha256, batch, fingerprint FROM history WHERE key = ? AND step = ? ORDER BY number DESC LIMIT 1"
_RECORD = "INSERT INTO history(key, step, at, batch, answer, note, file, sha256, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


class Ledger:
    """An open ledger; a context manager that commits and closes."""

    def __init__(self, folder: Path, database: Database, *, run: RunLock | None = None) -> None:
        self.folder = folder
        self.database = database
        self._run = run
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:  # noqa: PLR0917 - called by Python
        self.close()

    @property
    def is_ours(self) -> bool:
        """Whether it is open to work with, so that no other run is at work."""
        return self._run is not None

    def close(self) -> None:
        """Commits what is recorded and lets the next run begin; a second time does nothing.

        Raises CannotWriteError when the disk is full.
        """
        if self._closed:
            return
        self._closed = True
        try:
            self.database.close()
        finally:
            if self._run:
                self._run.give_back()
                self._run = None

    # ---------------------------------------------------------------- who writes

    def register(self, *, at: datetime.date) -> Register:
        """Who is known, and who wants no letter, on that day."""
        people = self.database.read("SELECT supporter, id, name, street, zip, email FROM people ORDER BY rowid")
        forgotten = self.database.read("SELECT digest, at FROM forgotten")
        entries = ((person, Contact(*named)) for person, *named in (map(str, row) for row in people))
        return Register(entries, {str(digest): str(day) for digest, day in forgotten}, at=at)

    def compose(self, pieces: Iterable[Mailpiece], *, at: datetime.date) -> int:
        """How many of the mailpieces are new; each has a row now, on the disk. The consent of one that has gone stays as it was.

        Raises NoConsentError, and takes none, where one of them is in the name of a person who did not agree, KnownOtherwiseError
        where that person's letters have another id.
        """
        wanted = tuple(pieces)
        people = {piece.supporter.id: piece.supporter for piece in wanted}
        register = self.register(at=at)
        for supporter in people.values():
            answer = register.answer(supporter)
            if isinstance(answer, Held):
                raise NoConsentError(supporter.id, answer.reason)
            if answer.id != supporter.id:
                raise KnownOtherwiseError(supporter.id, answer.id)
        with self.database.at_once():
            for supporter in people.values():
                self._introduce(supporter)
            return sum(self._composed(piece, at) for piece in wanted)

    def _introduce(self, supporter: Supporter) -> None:
        """Takes in how every row of the list names them, and that they agree."""
        for contact in supporter.contacts:
            row = (supporter.id, contact.id, contact.name, contact.street, contact.zip, contact.email)
            self.database.write("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", *row)
        self.database.write("DELETE FROM refused WHERE supporter = ?", supporter.id)

    def _composed(self, piece: Mailpiece, at: datetime.date) -> bool:
        """Whether the mailpiece is new."""
        who, whom = piece.supporter, piece.recipient
        place = (piece.key, piece.campaign, piece.version, who.id, whom.id, whom.seat, whom.state)
        if self.database.write(_NEW_PIECE, *place, *_consent(who)):
            self.record(piece.key, "composed", at=at)
            return True
        self.database.write(_NEW_CONSENT, *_consent(who), piece.key)
        return False

    def refuse(self, people: Iterable[str]) -> None:
        """Records that no letter may go in the name of these supporters, by id, until they are composed again."""
        with self.database.at_once():
            self.database.write_all("INSERT INTO refused VALUES (?) ON CONFLICT DO NOTHING", ((person,) for person in people))

    # ---------------------------------------------------------------- claimed before, settled after

    def look(self, key: str, step: Step) -> AlreadyDone | Uncertain | None:
        """What a claim of the step would be answered with, claiming nothing; None where it would be granted."""
        if done := self._done(key, step, fingerprint=""):
            return done
        begun = self.database.read("SELECT at FROM claims WHERE key = ? AND step = ?", key, step)
        return Uncertain(key, step, str(begun[0][0])) if begun else None

    def claim(self, key: str, step: Step, *, at: datetime.date, fingerprint: str = "") -> Claim | AlreadyDone | Uncertain:
        """Whether the step is to be done now. A claim of one that must not be done twice is on the disk when this returns.

        A letter printed with another fingerprint is to be printed again, unless it has left the house.
        Raises NoSuchPieceError for a key that was not composed; CannotWriteError.
        """
        if done := self._done(key, step, fingerprint=fingerprint):
            return done
        claim = Claim(key, step, at.isoformat(), fingerprint)
        if step not in NEVER_TWICE:
            return claim
        with self.database.at_once():
            if begun := self.database.read("SELECT at FROM claims WHERE key = ? AND step = ?", key, step):
                return Uncertain(key, step, str(begun[0][0]))
            self.database.write("INSERT INTO claims VALUES (?, ?, ?, ?)", key, step, claim.at, fingerprint)
        return claim

    def settle(self, claim: Claim, *, at: datetime.date, file: str = "", sha256: str = "", batch: str = "", note: str = "") -> None:
        """Records that the step is done. Of one that must not be done twice, the record is on the disk when this returns.

        Raises NotClaimedError for a step that must be claimed and was not; CannotWriteError.
        """
        if claim.step not in NEVER_TWICE:
            with self.database.gathered():
                self.record(claim.key, claim.step, at=at, file=file, sha256=sha256, batch=batch, note=note, fingerprint=claim.fingerprint)
            return
        with self.database.at_once():
            self._unclaim(claim)
            self.record(claim.key, claim.step, at=at, file=file, sha256=sha256, batch=batch, note=note, fingerprint=claim.fingerprint)

    def release(self, claim: Claim, *, at: datetime.date, note: str = "") -> None:
        """Records that the step was certainly not done: the next run may try again. `note` says why, and names nobody."""
        with self.database.at_once():
            if claim.step in NEVER_TWICE:
                self._unclaim(claim)
            self.record(claim.key, f"not {claim.step}", at=at, note=note)

    def together(self) -> AbstractContextManager[None]:
        """What is claimed, settled or released within is on the disk when the block has ended, all of it; or none of it, when it raises."""
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
        """Writes a line of the history, within a transaction; the mailpiece comes as far as the step says, and never back."""
        stage, known_file, known_sha256 = self._piece(key)
        file, sha256 = file or known_file, sha256 or known_sha256
        self.database.write(_RECORD, key, step, at.isoformat(), batch, answer or "", note, file, sha256, fingerprint)
        further = next((name for name in STAGES if name == step and moves), stage)
        stage = max(stage, further, key=STAGES.index)
        self.database.write("UPDATE pieces SET stage = ?, file = ?, sha256 = ? WHERE key = ?", stage, file, sha256, key)

    def _piece(self, key: str) -> tuple[Stage, str, str]:
        """How far the mailpiece has come, its file, and the file's digest."""
        rows = self.database.read("SELECT stage, file, sha256 FROM pieces WHERE key = ?", key)
        if not rows:
            raise NoSuchPieceError("key", key)
        stage, file, sha256 = rows[0]
        return next(name for name in STAGES if name == stage), str(file), str(sha256)

    def _done(self, key: str, step: Step, *, fingerprint: str) -> AlreadyDone | None:
        """The record that makes the step needless. Only a letter still in the house is printed again for another fingerprint."""
        stage, *_ = self._piece(key)
        gone = step == "printed" and stage in GONE
        for name in (step, *(GONE if gone else ())):
            rows = self.database.read(_LAST, key, name)
            if rows and (gone or step != "printed" or fingerprint in {"", rows[0][5]}):
                return _already(key, stage if gone else step, row=rows[0])
        return None

    def _unclaim(self, claim: Claim) -> None:
        if not self.database.write("DELETE FROM claims WHERE key = ? AND step = ?", claim.key, claim.step):
            raise NotClaimedError(claim.key, claim.step)


def _consent(supporter: Supporter) -> tuple[str, str, str]:
    """Which words they agreed to, when and how."""
    consent = supporter.consent
    if consent is None:  # pragma: no cover - `compose` has refused them
        raise NoConsentError(supporter.id, "there is no consent")
    return consent.wording, consent.given.isoformat() if consent.given else "", consent.how


def _already(key: str, step: Stage, *, row: tuple[Cell, ...]) -> AlreadyDone:
    _, at, file, sha256, batch, _ = map(str, row)
    return AlreadyDone(key, step, at, file, sha256, batch)


def open_ledger(folder: Path, *, patience: float = PATIENCE) -> Ledger:
    """The ledger of the folder, to work with; made when there is none. Close it, or use it in a `with`.

    Raises LedgerBusyError when another run is still at work after so many seconds; LedgerGoneError where there was one; NotALedgerError,
    NewerLedgerError or BrokenLedgerError, with the file left as it was; CannotWriteError.
    """
    is_begun(folder)
    guarantee_folder(folder)
    run = RunLock.take(folder, patience=patience)
    try:
        return Ledger(folder, database.open_database(folder / database.NAME, to_write=True), run=run)
    except BaseException:
        run.give_back()
        raise


def read_ledger(folder: Path) -> Ledger:
    """The ledger of the folder, to look into while a run may be at work.

    Raises NoLedgerError when there is none, and what `open_ledger` raises for a file that is no good.
    """
    path = folder / database.NAME
    if not is_begun(folder):
        raise NoLedgerError(str(path))
    return Ledger(folder, database.open_database(path, to_write=False))


def is_begun(folder: Path) -> bool:
    """Whether the folder has a ledger. Raises LedgerGoneError where it had one: no supporter's letter and no run is made without."""
    path = folder / database.NAME
    if path.exists():
        return True
    if (folder / "print" / index_csv.NAME).exists() or any(stem.startswith(f"{LETTERS}/") for stem in index_csv.read(folder)):
        raise LedgerGoneError(path)
    return False


def register_of(folder: Path, *, at: datetime.date) -> Register:
    """Who is known to the ledger of the folder on that day; nobody where there is none yet. Raises what `read_ledger` raises."""
    if not is_begun(folder):
        return Register(at=at)
    with read_ledger(folder) as ledger:
        return ledger.register(at=at)


def is_at_work(folder: Path) -> bool:
    """Whether a run is at work on the folder: its claims are no reason to worry yet."""
    return lock.is_taken(folder)
