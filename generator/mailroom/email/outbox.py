"""Everything that is to be sent, in its turn: each message at most once, and one word about every one."""

import datetime
import heapq
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol

from generator.ledger.types import AlreadyDone, Claim, Step, Uncertain
from generator.mailroom.email.attempts import Answer, Delivery, Sealed, Status, Transport
from generator.mailroom.email.errors import CannotComposeError, CannotSendError, PassingTroubleError
from generator.mailroom.email.message import Parcel, compose
from generator.mailroom.email.unsubscribed import Unsubscribed

STEP: Step = "e-mailed"
SECONDS = 60
LOOK = "look whether it arrived, then `letters mark sent` or `letters mark not-sent`"


class Book(Protocol):
    """What the outbox needs of the ledger."""

    def look(self, key: str, step: Step, /) -> AlreadyDone | Uncertain | None:
        """What a claim would be answered with; None where it would be granted."""

    def together(self) -> AbstractContextManager[None]:
        """What is claimed, settled or released within is on the disk when the block has ended, all of it or nothing."""

    def claim(self, key: str, step: Step, /, *, at: datetime.date) -> Claim | AlreadyDone | Uncertain:
        """Whether the step is to be done now."""

    def settle(self, claim: Claim, /, *, at: datetime.date, note: str) -> None:
        """Records that it is done."""

    def release(self, claim: Claim, /, *, at: datetime.date, note: str) -> None:
        """Records that it was certainly not done."""


class _NotOursError(Exception):
    """A letter that went meanwhile, or of which nobody knows."""


class Unrecorded:
    """A book for messages that stay in the house, such as files in a folder: writing one again does no harm."""

    def look(self, _key: str, _step: Step, /) -> None:
        """Nothing was ever done."""

    def together(self) -> AbstractContextManager[None]:
        """Nothing is written."""
        return nullcontext()

    def claim(self, key: str, step: Step, /, *, at: datetime.date) -> Claim:
        """Always granted."""
        return Claim(key, step, at.isoformat())

    def settle(self, _claim: Claim, /, *, at: datetime.date, note: str) -> None:
        """Forgotten at once."""

    def release(self, _claim: Claim, /, *, at: datetime.date, note: str) -> None:
        """Forgotten at once."""


@dataclass(frozen=True)
class Patience:
    """How often a message is tried, and how long to wait before each further attempt."""

    attempts: int = 6
    pause: float = 30.0
    """Seconds before the second attempt; each further one waits twice as long. In all 15 minutes: greylisting asks for 5."""
    longest: float = 900.0

    def before(self, attempt: int) -> float:
        """Seconds to wait before this attempt."""
        return min(self.pause * 2.0 ** (attempt - 2), self.longest)


@dataclass(frozen=True)
class Pace:
    """How fast, and with which clock."""

    a_minute: float = 30.0
    """Messages tried in a minute, evenly; 0: as fast as the server takes them."""
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep


# ---------------------------------------------------------------- what would be done


def plan(
    parcels: Iterable[Parcel], *, book: Book, unsubscribed: Unsubscribed | None = None, limit: int | None = None
) -> Iterator[Delivery]:
    """What `send_all` would do with each message; nothing is sent, written or read from the network."""
    begun = 0
    for parcel in parcels:
        standing = _standing(parcel, book=book, unsubscribed=unsubscribed or Unsubscribed())
        if standing is None and (problem := parcel.to.problem):
            standing = _delivery(parcel, "failed", reason=": ".join(problem))
        if standing is None:
            begun += 1
            standing = _delivery(parcel, "left for later" if limit is not None and begun > limit else "to send")
        yield standing


def _standing(parcel: Parcel, *, book: Book, unsubscribed: Unsubscribed) -> Delivery | None:
    """Why the message is not sent, before anything is tried; None where it is."""
    if not parcel.to.problem and unsubscribed.has(parcel.to, parcel.about):
        return _delivery(parcel, "unsubscribed")
    found = [book.look(key, STEP) for key in parcel.keys]
    doubtful = [answer for answer in found if isinstance(answer, Uncertain)]
    if doubtful:
        return _delivery(parcel, "uncertain", reason=f"it was being sent on {doubtful[0].since}, and nobody knows how that ended: {LOOK}")
    done = sum(isinstance(answer, AlreadyDone) for answer in found)
    if done == len(found):
        return _delivery(parcel, "already sent") if found else _delivery(parcel, "failed", reason="it carries no letter")
    return (
        _delivery(parcel, "failed", reason=f"{done} of its {len(found)} letters went by e-mail before: send only the others")
        if done
        else None
    )


def _delivery(parcel: Parcel, status: Status, *, reason: str = "", attempts: int = 0) -> Delivery:
    return Delivery(parcel.about, parcel.keys, status, reason, attempts, parcel.message_id if attempts else "")


# ---------------------------------------------------------------- doing it


def send_all(
    parcels: Iterable[Parcel],
    *,
    transport: Transport,
    book: Book,
    at: datetime.date,
    unsubscribed: Unsubscribed | None = None,
    limit: int | None = 1,
    pace: Pace | None = None,
    patience: Patience | None = None,
) -> Iterator[Delivery]:
    """What became of every message, each exactly once, as soon as it is known; `limit` None sends them all.

    Parcels are taken one by one and composed when their turn comes. A message is claimed in the book before the server hears of
    it, and settled when the server has taken it; what the server certainly did not take is released. When the server is lost for
    good, the messages that are left end as failed. Raises what the book raises: a message that was handed over is then uncertain.
    """
    outbox = _Outbox(
        transport=transport,
        book=book,
        at=at,
        unsubscribed=unsubscribed or Unsubscribed(),
        pace=pace or Pace(),
        patience=patience or Patience(),
    )
    begun = 0
    for parcel in parcels:
        yield from outbox.due()
        standing = _standing(parcel, book=book, unsubscribed=outbox.unsubscribed)
        if standing is None and limit is not None and begun >= limit:
            standing = _delivery(parcel, "left for later")
        if standing is not None:
            yield standing
            continue
        begun += 1
        yield from outbox.tried(parcel)
    yield from outbox.rest()


@dataclass(frozen=True, order=True)
class _Waiting:
    """A message that is tried again."""

    due: float
    number: int
    parcel: Parcel = field(compare=False)
    attempt: int = field(compare=False)


class _Outbox:
    """The messages that wait for another attempt, and the clock that all follow."""

    def __init__(
        self, *, transport: Transport, book: Book, at: datetime.date, unsubscribed: Unsubscribed, pace: Pace, patience: Patience
    ) -> None:
        self.unsubscribed = unsubscribed
        self._transport = transport
        self._book = book
        self._at = at
        self._pace = pace
        self._patience = patience
        self._waiting: list[_Waiting] = []
        self._put_off = 0
        self._next = pace.clock()
        self._silent = 0
        self._over = ""

    def due(self) -> Iterator[Delivery]:
        """Tries again whatever has waited long enough."""
        while self._waiting and self._waiting[0].due <= self._pace.clock():
            waiting = heapq.heappop(self._waiting)
            yield from self.tried(waiting.parcel, attempt=waiting.attempt)

    def rest(self) -> Iterator[Delivery]:
        """Tries again whatever waits, until nothing does."""
        while self._waiting:
            if not self._over:
                self._sleep_until(self._waiting[0].due)
            waiting = heapq.heappop(self._waiting)
            yield from self.tried(waiting.parcel, attempt=waiting.attempt)

    def tried(self, parcel: Parcel, *, attempt: int = 1) -> Iterator[Delivery]:
        """Tries the message, and gives its end, or nothing where it is to be tried again."""
        try:
            sealed = _sealed(parcel)
            self._await_turn()
            answer = self._claimed_and_sent(parcel, sealed)
        except CannotComposeError as error:
            yield _delivery(parcel, "failed", reason=str(error))
        except CannotSendError as error:
            self._over = self._over or str(error)
            yield _delivery(parcel, "failed", reason=f"nothing could be sent any more: {self._over}", attempts=attempt - 1)
        else:
            yield from self._ended(parcel, answer, attempt=attempt) if isinstance(answer, Answer) else (answer,)

    def _await_turn(self) -> None:
        """Returns when the next message may go, and the server is there. Raises CannotSendError when it does not come back."""
        if self._over:
            raise CannotSendError("", self._over)
        self._sleep_until(self._next)
        if self._pace.a_minute:
            self._next = max(self._next, self._pace.clock()) + SECONDS / self._pace.a_minute
        for attempt in range(2, self._patience.attempts + 1):
            try:
                return self._transport.ready()
            except PassingTroubleError:
                self._pace.sleep(self._patience.before(attempt))
        return self._transport.ready()

    def _sleep_until(self, moment: float) -> None:
        seconds = moment - self._pace.clock()
        if seconds > 0:
            self._pace.sleep(seconds)

    def _claimed_and_sent(self, parcel: Parcel, sealed: Sealed) -> Answer | Delivery:
        """The answer of one attempt, with the book as it says; or why there was none."""
        claims = self._claims(parcel)
        if claims is None:
            standing = _standing(parcel, book=self._book, unsubscribed=self.unsubscribed)
            return standing or _delivery(parcel, "failed", reason="the ledger changed meanwhile: run the same command again")
        try:
            answer = self._transport.send(sealed)
        except CannotSendError as error:
            self._release(claims, error.reason)
            raise
        if answer.kind == "accepted":
            with self._book.together():
                for claim in claims:
                    self._book.settle(claim, at=self._at, note=f"message {sealed.message_id}")
        elif answer.kind != "uncertain":
            self._release(claims, answer.reason)
        return answer

    def _claims(self, parcel: Parcel) -> tuple[Claim, ...] | None:
        """A claim for each letter of the message, all of them on the disk; or none, where one is not ours to send."""
        try:
            with self._book.together():
                return tuple(self._claimed(key) for key in parcel.keys)
        except _NotOursError:
            return None

    def _claimed(self, key: str) -> Claim:
        claim = self._book.claim(key, STEP, at=self._at)
        if isinstance(claim, Claim):
            return claim
        raise _NotOursError

    def _release(self, claims: Iterable[Claim], reason: str) -> None:
        with self._book.together():
            for claim in claims:
                self._book.release(claim, at=self._at, note=reason)

    def _ended(self, parcel: Parcel, answer: Answer, *, attempt: int) -> Iterator[Delivery]:
        self._silent = self._silent + 1 if answer.kind == "busy" else 0
        if answer.kind == "busy":
            # Every message would hear the same: all of them wait.
            self._next = max(self._next, self._pace.clock() + self._patience.before(min(self._silent, self._patience.attempts) + 1))
        ends: dict[str, Delivery] = {
            "accepted": _delivery(parcel, "sent", attempts=attempt),
            "refused": _delivery(parcel, "refused", reason=answer.reason, attempts=attempt),
            "uncertain": _delivery(parcel, "uncertain", reason=f"{answer.reason}: {LOOK}", attempts=attempt),
        }
        if answer.kind in ends:
            yield ends[answer.kind]
        elif attempt >= self._patience.attempts:
            yield _delivery(parcel, "failed", reason=f"{answer.reason}, {attempt} times", attempts=attempt)
        else:
            self._put_off += 1
            due = max(self._pace.clock() + self._patience.before(attempt + 1), self._next if answer.kind == "busy" else 0)
            heapq.heappush(self._waiting, _Waiting(due, self._put_off, parcel, attempt + 1))


def _sealed(parcel: Parcel) -> Sealed:
    return Sealed(parcel.about, parcel.message_id, parcel.sender, parcel.to, compose(parcel).as_bytes(), parcel.needs_utf8)
