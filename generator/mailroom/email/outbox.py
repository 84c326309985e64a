"""The outbox: sends every message at most once, and says how each of them ended.

How often a message is tried again and how long it waits is set in `generator.mailroom.email.retry`;
what one attempt was answered with is decided in `generator.mailroom.email.smtp`.
"""

import datetime
import heapq
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Protocol

from generator.ledger.types import Claim, FinishedStep, Step, UncertainClaim
from generator.mailroom.email.errors import CannotComposeError, CannotSendError, TemporaryMailError
from generator.mailroom.email.message import Parcel, compose
from generator.mailroom.email.retry import Pace, RetryPlan
from generator.mailroom.email.transport import Answer, Delivery, SmtpMessage, Status, Transport
from generator.mailroom.email.unsubscribed import UnsubscribeList

STEP: Step = "e-mailed"
SECONDS = 60
"""In a minute."""
LOOK = "look whether it arrived, then `letters mark sent` or `letters mark not-sent`"


class SendLedger(Protocol):
    """The methods of the ledger that the outbox needs."""

    # Positional only, so that the ledger and the one without memory may name them as they like.
    def look(self, key: str, step: Step, /) -> FinishedStep | UncertainClaim | None:
        """Returns what a claim would be answered with; None if it would be granted."""

    def together(self) -> AbstractContextManager[None]:
        """Guarantees that at its end all changes of the block are on the disk, or no change is."""

    def claim(
        self, key: str, step: Step, /, *, at: datetime.date
    ) -> Claim | FinishedStep | UncertainClaim:
        """Returns a claim if the step is to be done now."""

    def settle(self, claim: Claim, /, *, at: datetime.date, note: str) -> None:
        """Records that the step is done."""

    def release(self, claim: Claim, /, *, at: datetime.date, note: str) -> None:
        """Records that the step was certainly not done."""


class NullLedger:
    """A ledger for messages that can be written again without harm, such as files in a folder."""

    def look(self, _key: str, _step: Step, /) -> None:
        """Returns None: nothing was ever done."""

    def together(self) -> AbstractContextManager[None]:
        """Does nothing."""
        return nullcontext()

    def claim(self, key: str, step: Step, /, *, at: datetime.date) -> Claim:
        """Returns a claim."""
        return Claim(key, step, at.isoformat())

    def settle(self, _claim: Claim, /, *, at: datetime.date, note: str) -> None:
        """Does nothing."""

    def release(self, _claim: Claim, /, *, at: datetime.date, note: str) -> None:
        """Does nothing."""


# ---------------------------------------------------------------- a dry run


def plan(
    parcels: Iterable[Parcel],
    *,
    book: SendLedger,
    unsubscribed: UnsubscribeList | None = None,
    limit: int | None = None,
) -> Iterator[Delivery]:
    """Returns what `send_all` would do with each message, without sending or recording anything."""
    begun = 0
    for parcel in parcels:
        standing = _standing(parcel, book=book, unsubscribed=unsubscribed)
        if standing is None and (problem := parcel.to.problem):
            standing = _delivery(parcel, "failed", reason=": ".join(problem))
        if standing is None:
            begun += 1
            is_left = limit is not None and begun > limit
            standing = _delivery(parcel, "left for later" if is_left else "to send")
        yield standing


def _standing(
    parcel: Parcel, *, book: SendLedger, unsubscribed: UnsubscribeList | None
) -> Delivery | None:
    """Returns why the message is not tried at all; None if it is to be tried."""
    # A refusal comes first: it holds for messages that are uncertain or half sent as well.
    if unsubscribed and not parcel.to.problem and unsubscribed.has(parcel.to, parcel.about):
        return _delivery(parcel, "unsubscribed")
    if not parcel.keys:
        return _delivery(parcel, "failed", reason="it carries no letter")
    found = [book.look(key, STEP) for key in parcel.keys]
    # One uncertain letter holds the whole message: an office or person must not get it twice.
    for answer in found:
        if isinstance(answer, UncertainClaim):
            reason = f"it was being sent on {answer.since}, and how that ended is not known: {LOOK}"
            return _delivery(parcel, "uncertain", reason=reason)
    done = sum(isinstance(answer, FinishedStep) for answer in found)
    if done == len(found):
        return _delivery(parcel, "already sent")
    # The message as it is composed would bring the letters that went a second time.
    if done:
        reason = f"{done} of its {len(found)} letters went by e-mail before: send only the others"
        return _delivery(parcel, "failed", reason=reason)
    return None


def _delivery(parcel: Parcel, status: Status, *, reason: str = "", attempts: int = 0) -> Delivery:
    message_id = parcel.message_id if attempts else ""
    return Delivery(parcel.about, parcel.keys, status, reason, attempts, message_id)


# ---------------------------------------------------------------- sending


def send_all(
    parcels: Iterable[Parcel],
    *,
    transport: Transport,
    book: SendLedger,
    at: datetime.date,
    unsubscribed: UnsubscribeList | None = None,
    # One by default, so that the user opens the first message before all go.
    limit: int | None = 1,
    pace: Pace | None = None,
    patience: RetryPlan | None = None,
) -> Iterator[Delivery]:
    """Sends the messages, and returns how each of them ended as soon as that is known.

    At most `limit` messages are begun; None sends them all. Parcels are taken one by one and
    composed in their turn. A message is claimed in the book before the server gets it, and settled
    when the server has accepted it. If the server did not accept a message, its claim is released
    and it can be retried. When the server is lost for good, the messages that are left end as
    failed. Raises what the book raises: a message that was handed over is then uncertain.
    """
    outbox = _Outbox(
        transport=transport,
        book=book,
        at=at,
        unsubscribed=unsubscribed,
        pace=pace or Pace(),
        patience=patience or RetryPlan(),
    )
    begun = 0
    for parcel in parcels:
        # Between two new messages, so that a message is tried again when it is due and not after
        # all others.
        yield from outbox.retry()
        standing = _standing(parcel, book=book, unsubscribed=unsubscribed)
        if standing is None and limit is not None and begun >= limit:
            standing = _delivery(parcel, "left for later")
        if standing is None:
            begun += 1
            standing = outbox.send(parcel)
        if standing:
            yield standing
    yield from outbox.retry(all_of_them=True)


class _NotClaimableError(Exception):
    """A letter of the message was sent or claimed since it was looked up: ends the transaction."""


@dataclass
class _Outbox:
    """The messages that wait for another attempt, and the clock that all messages follow."""

    transport: Transport
    book: SendLedger
    at: datetime.date
    unsubscribed: UnsubscribeList | None
    pace: Pace
    patience: RetryPlan
    # The number decides between messages that are due together: parcels have no order of their own.
    waiting: list[tuple[float, int, Parcel, int]] = field(default_factory=list)
    """A heap: when a message is due, its number among those put off, and its next attempt."""
    postponed: int = 0
    next_turn: float = 0.0
    """When the next message may go."""
    busy_answers: int = 0
    """Answers in a row that made all messages wait."""
    lost: str = ""
    """Why no message can be sent any more."""

    def retry(self, *, all_of_them: bool = False) -> Iterator[Delivery]:
        """Tries again the messages that are due; or all that wait, each when it is due."""
        while self.waiting and (all_of_them or self.waiting[0][0] <= self.pace.clock()):
            # Without a server there is nothing to wait for: the rest ends as failed at once.
            if not self.lost:
                self._sleep_until(self.waiting[0][0])
            _, _, parcel, attempt = heapq.heappop(self.waiting)
            if ended := self.send(parcel, attempt=attempt):
                yield ended

    def send(self, parcel: Parcel, *, attempt: int = 1) -> Delivery | None:
        """Tries the message, and returns how it ended; None if it is to be tried again."""
        try:
            # Composed and waited for before the claim: a mistake leaves no claim, and a run that is
            # killed while it waits leaves no message uncertain.
            content = compose(parcel).as_bytes()
            self._await_turn()
            answer = self._claim_and_send(parcel, content)
        except CannotComposeError as error:
            return _delivery(parcel, "failed", reason=str(error))
        except CannotSendError as error:
            self.lost = self.lost or str(error)
            reason = f"nothing could be sent any more: {self.lost}"
            return _delivery(parcel, "failed", reason=reason, attempts=attempt - 1)
        if answer is None:
            changed = "the ledger changed meanwhile: run the same command again"
            standing = _standing(parcel, book=self.book, unsubscribed=self.unsubscribed)
            return standing or _delivery(parcel, "failed", reason=changed)
        return self._ended(parcel, answer, attempt=attempt)

    def _await_turn(self) -> None:
        """Returns when the next message may go and the server is there.

        Raises CannotSendError if the server does not come back.
        """
        if self.lost:
            raise CannotSendError("", self.lost)
        self._sleep_until(self.next_turn)
        if self.pace.a_minute:
            # From now, if the turn is past: a pause is not made up for in a burst.
            self.next_turn = max(self.next_turn, self.pace.clock()) + SECONDS / self.pace.a_minute
        # The last attempt stands behind the loop: its error is not caught.
        for attempt in range(2, self.patience.attempts + 1):
            try:
                return self.transport.ready()
            except TemporaryMailError:
                self.pace.sleep(self.patience.before(attempt))
        return self.transport.ready()

    def _sleep_until(self, moment: float) -> None:
        seconds = moment - self.pace.clock()
        if seconds > 0:
            self.pace.sleep(seconds)

    def _claim_and_send(self, parcel: Parcel, content: bytes) -> Answer | None:
        """Returns the answer of one attempt, recorded in the book; None if it was not claimable.

        The claims of all letters of the message are on the disk before the server gets it: if this
        process dies between the two, the message is uncertain and not sent again.
        """
        claims: list[Claim] = []
        try:
            with self.book.together():
                for key in parcel.keys:
                    claim = self.book.claim(key, STEP, at=self.at)
                    if not isinstance(claim, Claim):
                        raise _NotClaimableError  # noqa: TRY301 - undoes the transaction
                    claims.append(claim)
        except _NotClaimableError:
            return None
        message = SmtpMessage(
            parcel.about,
            parcel.message_id,
            parcel.sender,
            parcel.to,
            content,
            parcel.needs_utf8,
        )
        try:
            answer = self.transport.send(message)
        except CannotSendError as error:
            self._release(claims, error.reason)
            raise
        if answer.kind == "accepted":
            with self.book.together():
                for claim in claims:
                    self.book.settle(claim, at=self.at, note=f"message {parcel.message_id}")
        # An uncertain message keeps its claims, which is what marks it as uncertain for later runs.
        # An uncertain message keeps its claims, which is what marks it as uncertain for later runs.
        elif answer.kind != "uncertain":
            self._release(claims, answer.reason)
        return answer

    def _release(self, claims: Iterable[Claim], reason: str) -> None:
        with self.book.together():
            for claim in claims:
                self.book.release(claim, at=self.at, note=reason)

    def _ended(self, parcel: Parcel, answer: Answer, *, attempt: int) -> Delivery | None:
        """Returns the end that the answer means; None if the message waits for another attempt."""
        now, patience, reason = self.pace.clock(), self.patience, answer.reason
        self.busy_answers = self.busy_answers + 1 if answer.kind == "busy" else 0
        if answer.kind == "busy":
            # Every message would get the same answer: all of them wait.
            # Two answers in a row wait as long as a message's second and third attempt would.
            pause = patience.before(min(self.busy_answers, patience.attempts) + 1)
            self.next_turn = max(self.next_turn, now + pause)
        if answer.kind == "accepted":
            return _delivery(parcel, "sent", attempts=attempt)
        if answer.kind == "refused":
            return _delivery(parcel, "refused", reason=reason, attempts=attempt)
        if answer.kind == "uncertain":
            return _delivery(parcel, "uncertain", reason=f"{reason}: {LOOK}", attempts=attempt)
        if attempt >= patience.attempts:
            reason = f"{reason}, {attempt} times"
            return _delivery(parcel, "failed", reason=reason, attempts=attempt)
        due = now + patience.before(attempt + 1)
        if answer.kind == "busy":
            due = max(due, self.next_turn)
        self.postponed += 1
        heapq.heappush(self.waiting, (due, self.postponed, parcel, attempt + 1))
        return None
