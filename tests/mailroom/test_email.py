"""Letters by e-mail: every message once or reported, nothing in the clear, and no name that becomes a header."""

import datetime
import email.header
import email.policy
import hashlib
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import CannotWriteError, FilesAreWrongError
from generator.ledger.book import Ledger, open_ledger, read_ledger
from generator.ledger.marking import Selector, mark
from generator.ledger.types import Claim, UncertainClaim
from generator.mailroom.email import passwords
from generator.mailroom.email.attempts import Answer, Delivery, SmtpMessage, said
from generator.mailroom.email.eml_folder import FolderTransport
from generator.mailroom.email.errors import (
    CannotComposeError,
    CannotSendError,
    NoPasswordError,
    TemporaryMailError,
)
from generator.mailroom.email.message import (
    Attachment,
    Parcel,
    UnsubscribeOffer,
    compose,
    safe_names,
)
from generator.mailroom.email.note import (
    TO_OFFICE,
    TO_SUPPORTER,
    Enclosure,
    MessageBody,
    note_problems,
    values,
    write_note,
)
from generator.mailroom.email.outbox import NullLedger, Pace, RetryPlan, plan, send_all
from generator.mailroom.email.passwords import password_from_keyring
from generator.mailroom.email.smtp import Server, SmtpTransport, Timeouts
from generator.mailroom.email.unsubscribed import UnsubscribeList, read_unsubscribed
from generator.models.campaign import CampaignFile, Prose
from generator.models.sender import SenderFile
from generator.supporters.mailboxes import Mailbox, encoded
from tests.support.delivery_runs import LETTER, NOW, SENDER, parcel, parcels, piece
from tests.support.mail_server import (
    HOST,
    LOSE_AFTER_DOT,
    OK,
    TAKE_AND_HANG_UP,
    Handler,
    mail_server,
    stranger,
)

ROOT = Path(__file__).parents[2]
WRONG = "wr0ng"
FAST = Timeouts(connect=5, answer=5, block=5, taken=5)
HASTE = Timeouts(connect=0.3, answer=0.3, block=0.3, taken=0.3)
WITHOUT_WAITING = Pace(a_minute=0, sleep=lambda _: None)


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.naps: list[float] = []

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def trusted(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path) as opened:
        yield opened


Post = Callable[..., list[Delivery]]


@pytest.fixture
def post(authority: trustme.CA, trusted: Path, tmp_path: Path, ledger: Ledger) -> Post:
    """Sends so many letters to a server that does as its handler says, and gives what became of them."""

    def sent(
        handler: Handler,
        people: int,
        *,
        limit: int | None = None,
        clock: Clock | None = None,
        **options: object,
    ) -> list[Delivery]:
        ledger.compose((piece(number) for number in range(people)), at=NOW)
        clock = clock or Clock()
        pace = options.pop("pace", None) or Pace(a_minute=0, clock=clock.read, sleep=clock.sleep)
        with (
            mail_server(handler, authority=authority) as port,
            SmtpTransport(Server(HOST, port, ca_file=trusted), timeouts=FAST) as transport,
        ):
            return list(
                send_all(
                    parcels(people, tmp_path),
                    transport=transport,
                    book=ledger,
                    at=NOW,
                    limit=limit,
                    pace=pace,  # type: ignore[arg-type]
                    **options,  # type: ignore[arg-type]
                )
            )

    return sent


def statuses(deliveries: Iterable[Delivery]) -> Counter[str]:
    return Counter(delivery.status for delivery in deliveries)


def to(number: int) -> str:
    return f"person{number}@example.net"


# ---------------------------------------------------------------- each exactly once, or reported


@pytest.mark.slow
def test_five_hundred_messages_with_one_in_ten_failing_end_each_delivered_once_or_reported(
    post: Post, ledger: Ledger, tmp_path: Path
) -> None:
    faults = [
        "550 5.1.1 no such user",
        "450 4.2.0 greylisted",
        "dot 451 4.3.0 try again",
        "dot 554 5.6.0 looks like spam",
        LOSE_AFTER_DOT,
        TAKE_AND_HANG_UP,
        "421 4.7.0 closing",
        "450 4.2.2 mailbox full",
        "hang up",
        "552 5.2.2 over quota",
    ]

    def does(address: str, attempt: int) -> str:
        number = int(re.findall(r"\d+", address)[0])
        fault = faults[number // 10 % 10] if number % 10 == 0 else OK
        passes = fault.startswith(("450 4.2.0", "dot 451", "421", "hang up"))
        return OK if passes and attempt > 1 else fault

    handler = Handler(plan=does)
    found = {delivery.about: delivery for delivery in post(handler, 500)}

    assert len(found) == 500
    ends = {
        fault: {found[f"s{number}"].status for number in range(10 * place, 500, 100)}
        for place, fault in enumerate(faults)
    }
    assert list(ends.values()) == [
        {"refused"},
        {"sent"},
        {"sent"},
        {"refused"},
        {"uncertain"},
        {"uncertain"},
        {"sent"},
        {"failed"},
        {"sent"},
        {"refused"},
    ]
    assert statuses(found.values()) == {"sent": 470, "refused": 15, "uncertain": 10, "failed": 5}

    times = handler.times()
    assert max(times.values()) == 1
    assert {delivery.about for delivery in found.values() if delivery.status == "sent"} <= {
        f"s{to.removeprefix('person')[:-12]}" for to in times
    }
    assert len(times) == 470 + 5, "what was taken without a word is uncertain, and arrived once"
    assert not any(
        re.search(r"person\d|example\.net|Sample", delivery.reason) for delivery in found.values()
    ), "nobody is named but by id"

    # The next run sends what was refused or put off, and repeats nothing that is sent or uncertain.
    again = Handler()
    second = post(again, 500)
    assert statuses(second) == {"already sent": 470, "uncertain": 10, "sent": 20}
    assert max((handler.times() + again.times()).values()) == 1

    # What the user finds out about settles the rest.
    doubtful = [delivery.keys[0] for delivery in second if delivery.status == "uncertain"]
    for place, key in enumerate(doubtful):
        mark(ledger, Selector("key", key), what="not-sent" if place % 2 else "sent", when=NOW)
    assert statuses(plan(parcels(500, tmp_path), book=ledger)) == {
        "already sent": 495,
        "to send": 5,
    }


@pytest.mark.slow
def test_a_run_that_is_killed_again_and_again_sends_nothing_twice(
    authority: trustme.CA, trusted: Path, tmp_path: Path
) -> None:
    people = 40
    handler = Handler(delay=0.01)
    with mail_server(handler, authority=authority) as port:
        command = [
            sys.executable,
            "-m",
            "tests.support.delivery_runs",
            str(tmp_path),
            str(port),
            str(trusted),
            str(people),
        ]
        for after in (3, 11, 12, 20, 29):
            with subprocess.Popen(command, cwd=ROOT) as run:
                deadline = time.monotonic() + 30
                while (
                    len(handler.taken) < after
                    and run.poll() is None
                    and time.monotonic() < deadline
                ):
                    time.sleep(0.001)
                assert run.poll() is None, "the run was over before it could be killed"
                run.kill()
        subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    times = handler.times()
    with open_ledger(tmp_path) as ledger:
        ends = {
            delivery.about: delivery.status
            for delivery in plan(parcels(people, tmp_path), book=ledger)
        }
    assert max(times.values()) == 1
    assert set(ends.values()) <= {"already sent", "uncertain"}
    assert Counter(ends.values())["uncertain"] <= 5, (
        "at most the one message that each kill came upon"
    )
    assert all(
        times[to(number)] == 1 for number in range(people) if ends[f"s{number}"] == "already sent"
    )


def test_a_message_is_claimed_before_the_server_hears_of_it(post: Post, ledger: Ledger) -> None:
    seen = []

    class Spy(Handler):
        async def handle_DATA(self, *arguments: object) -> str:  # noqa: N802 - aiosmtpd calls it so
            with open_database_beside(ledger) as claims:
                seen.append(claims())
            return await super().handle_DATA(*arguments)  # type: ignore[arg-type]

    assert statuses(post(Spy(), 2)) == {"sent": 2}
    assert seen == [1, 1]


@contextmanager
def open_database_beside(ledger: Ledger) -> Iterator[Callable[[], int]]:
    """How many claims are on the disk, as another program sees it."""
    connection = sqlite3.connect(ledger.folder / "ledger.sqlite")
    try:
        yield lambda: int(connection.execute("SELECT COUNT(*) FROM claims").fetchone()[0])
    finally:
        connection.close()


def test_letters_of_one_message_go_together_or_not_at_all(ledger: Ledger, tmp_path: Path) -> None:
    both = replace(parcel(0, tmp_path), keys=(piece(0).key, piece(1).key))
    ledger.compose([piece(0), piece(1)], at=NOW)
    ledger.settle(claimed(ledger, piece(1).key), at=NOW)
    found = list(send_all([both], transport=NoTransport(), book=ledger, at=NOW))
    assert [(delivery.status, delivery.reason) for delivery in found] == [
        ("failed", "1 of its 2 letters went by e-mail before: send only the others")
    ]
    empty = replace(both, keys=())
    assert [delivery.reason for delivery in plan([empty], book=ledger)] == ["it carries no letter"]


def claimed(ledger: Ledger, key: str) -> Claim:
    claim = ledger.claim(key, "e-mailed", at=NOW)
    assert isinstance(claim, Claim)
    return claim


class NoTransport:
    """Nothing may reach it."""

    def ready(self) -> None:
        pytest.fail("the server was asked")

    def send(self, _: SmtpMessage) -> Answer:
        pytest.fail("a message was sent")


def test_a_key_that_is_taken_meanwhile_gives_the_others_back(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.compose([piece(0), piece(1)], at=NOW)

    class Late(NullLedger):
        """A ledger in which the second letter is claimed between the look and the claim."""

        looks = 0

        def together(self) -> AbstractContextManager[None]:
            return ledger.together()

        def look(self, key: str, _: object, /) -> None:
            self.looks += 1
            return ledger.look(key, "e-mailed") if self.looks > 2 else None  # type: ignore[return-value]

        def claim(self, key: str, _: object, /, *, at: datetime.date) -> Claim:
            return ledger.claim(key, "e-mailed", at=at)  # type: ignore[return-value]

    claimed(ledger, piece(1).key)
    both = replace(parcel(0, tmp_path), keys=(piece(0).key, piece(1).key))
    with (
        mail_server(Handler(), security="plain") as port,
        SmtpTransport(Server(HOST, port, "plain")) as transport,
    ):
        found = list(
            send_all([both], transport=transport, book=Late(), at=NOW, pace=WITHOUT_WAITING)
        )
    assert statuses(found) == {"uncertain": 1}
    assert ledger.look(piece(0).key, "e-mailed") is None


def test_the_letters_of_a_message_are_claimed_and_settled_at_once(
    ledger: Ledger, tmp_path: Path
) -> None:
    keys = [piece(number).key for number in range(3)]
    ledger.compose([piece(number) for number in range(3)], at=NOW)
    seen: list[set[bool]] = []

    class Watched(FolderTransport):
        def send(self, sealed: SmtpMessage) -> Answer:
            with read_ledger(ledger.folder) as other:
                seen.append(
                    {isinstance(other.look(key, "e-mailed"), UncertainClaim) for key in keys}
                )
            return super().send(sealed)

    class Dying(NullLedger):
        """A ledger whose machine dies when it has claimed, or settled, two letters of three."""

        def __init__(self, step: str) -> None:
            self.step, self.done = step, 0

        def together(self) -> AbstractContextManager[None]:
            return ledger.together()

        def claim(self, key: str, _: object, /, *, at: datetime.date) -> Claim:
            self._count("claim")
            return ledger.claim(key, "e-mailed", at=at)  # type: ignore[return-value]

        def settle(self, claim: Claim, /, *, at: datetime.date, note: str) -> None:
            self._count("settle")
            ledger.settle(claim, at=at, note=note)

        def _count(self, step: str) -> None:
            self.done += step == self.step
            if self.done > 2:
                raise KeyboardInterrupt

    parcels = [replace(parcel(0, tmp_path), keys=tuple(keys))]
    for step, left in (("claim", {type(None)}), ("settle", {UncertainClaim})):
        with pytest.raises(KeyboardInterrupt):
            list(
                send_all(
                    parcels,
                    transport=Watched(tmp_path),
                    book=Dying(step),
                    at=NOW,
                    pace=WITHOUT_WAITING,
                )
            )
        assert {type(ledger.look(key, "e-mailed")) for key in keys} == left
    assert seen == [{True}]


# ---------------------------------------------------------------- when to try again


def test_greylisting_is_waited_for_while_the_others_go(post: Post) -> None:
    handler = Handler(
        plan=lambda address, attempt: (
            "450 4.7.1 greylisted" if address == to(0) and attempt < 4 else OK
        )
    )
    clock = Clock()
    found = post(handler, 5, clock=clock)
    assert [delivery.about for delivery in found] == ["s1", "s2", "s3", "s4", "s0"]
    assert (found[-1].attempts, handler.attempts[to(0)]) == (4, 4)
    assert clock.naps == pytest.approx([30, 60, 120], abs=2), "each wait is twice the one before"


def test_a_message_that_is_put_off_for_ever_is_given_up_and_reported(post: Post) -> None:
    handler = Handler(plan=lambda address, _: "450 4.2.2 mailbox full" if address == to(1) else OK)
    found = {delivery.about: delivery for delivery in post(handler, 3)}
    assert statuses(found.values()) == {"sent": 2, "failed": 1}
    assert found["s1"].reason == 'the server put it off: 450 "4.2.2 mailbox full", 6 times'
    assert found["s1"].is_trouble
    assert handler.attempts[to(1)] == 6


def test_a_server_that_limits_a_connection_gets_another(post: Post) -> None:
    handler = Handler(a_connection=4)
    clock = Clock()
    assert statuses(post(handler, 10, clock=clock)) == {"sent": 10}
    assert handler.connections == 3
    assert clock.naps == [], "a fresh connection answers at once"
    assert set(handler.times().values()) == {1}


def test_too_many_messages_make_all_of_them_wait(post: Post) -> None:
    asked: list[str] = []

    def busy(address: str, _: int) -> str:
        asked.append(address)
        return "421 4.7.0 too many messages" if 3 <= len(asked) <= 5 else OK

    clock = Clock()
    assert statuses(post(Handler(plan=busy), 5, clock=clock)) == {"sent": 5}
    assert asked[2:4] == [to(2), to(2)], "at once over a fresh connection"
    assert sum(clock.naps) >= 30, "and then all wait"


def test_one_connection_carries_many_messages(post: Post) -> None:
    handler = Handler()
    assert statuses(post(handler, 12)) == {"sent": 12}
    assert handler.connections == 1
    assert handler.senders == {"letters@example.org"}


def test_the_pace_is_steady(post: Post) -> None:
    clock = Clock()
    begun = clock.now
    found = post(
        Handler(), 5, clock=clock, pace=Pace(a_minute=20, clock=clock.read, sleep=clock.sleep)
    )
    assert statuses(found) == {"sent": 5}
    assert clock.naps == pytest.approx([3, 3, 3, 3])
    assert clock.now - begun == pytest.approx(12)


def test_the_first_one_only_until_told_otherwise(
    post: Post, ledger: Ledger, tmp_path: Path
) -> None:
    handler = Handler()
    assert [delivery.status for delivery in post(handler, 3, limit=1)] == [
        "sent",
        "left for later",
        "left for later",
    ]
    assert list(handler.times()) == [to(0)]
    assert [delivery.status for delivery in post(handler, 3, limit=1)] == [
        "already sent",
        "sent",
        "left for later",
    ]
    planned = list(plan(parcels(3, tmp_path), book=ledger, limit=None))
    assert [(delivery.about, delivery.status) for delivery in planned] == [
        ("s0", "already sent"),
        ("s1", "already sent"),
        ("s2", "to send"),
    ]


def test_a_dry_run_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    ledger.compose((piece(number) for number in range(4)), at=NOW)
    stranded = replace(parcel(3, tmp_path), to=Mailbox("nobody"))
    planned = list(plan([*parcels(3, tmp_path), stranded], book=ledger, limit=2))
    assert [delivery.status for delivery in planned] == [
        "to send",
        "to send",
        "left for later",
        "failed",
    ]
    assert planned[-1].reason == "email: has no @: correct it"
    assert [ledger.look(piece(number).key, "e-mailed") for number in range(4)] == [None] * 4


def test_a_lost_server_ends_the_run_and_every_message_is_reported(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.compose((piece(number) for number in range(4)), at=NOW)
    clock = Clock()
    handler = Handler(plan=lambda address, _: "450 later" if address == to(0) else OK)
    with mail_server(handler, security="plain") as port:
        transport = SmtpTransport(Server(HOST, port, "plain"), timeouts=FAST)
        transport.ready()
        sending = send_all(
            parcels(4, tmp_path),
            transport=transport,
            book=ledger,
            at=NOW,
            limit=None,
            pace=Pace(0, clock.read, clock.sleep),
            patience=RetryPlan(3),
        )
        assert next(sending).about == "s1"
    found = list(sending)
    assert {delivery.about: delivery.status for delivery in found} == {
        "s0": "failed",
        "s2": "failed",
        "s3": "failed",
    }
    assert len(found) == 3
    assert all("cannot be reached (Connection refused)" in delivery.reason for delivery in found)
    assert [ledger.look(piece(number).key, "e-mailed") is None for number in range(4)] == [
        True,
        False,
        True,
        True,
    ]
    transport.close()


def test_a_server_that_is_away_for_a_while_is_waited_for(tmp_path: Path) -> None:
    naps: list[float] = []

    class Away(FolderTransport):
        def ready(self) -> None:
            super().ready()
            if len(naps) < 3:
                raise TemporaryMailError("mail.example.org:587", "cannot be reached")

    pace = Pace(a_minute=0, sleep=naps.append)
    found = list(
        send_all(
            [parcel(0, tmp_path)],
            transport=Away(tmp_path / "out"),
            book=NullLedger(),
            at=NOW,
            pace=pace,
        )
    )
    assert statuses(found) == {"sent": 1}
    assert naps == [30, 60, 120]


# ---------------------------------------------------------------- the moment of doubt

GREETING = ("220 hello", "250 hello")
ENVELOPE = (*GREETING, "250 sender", "250 recipient", "354 go on")


def alone(tmp_path: Path, port: int, *, timeouts: Timeouts = HASTE, tries: int = 1) -> Delivery:
    with SmtpTransport(Server("127.0.0.1", port, "plain"), timeouts=timeouts) as transport:
        [found] = send_all(
            [parcel(0, tmp_path)],
            transport=transport,
            book=NullLedger(),
            at=NOW,
            pace=WITHOUT_WAITING,
            patience=RetryPlan(tries),
        )
    return found


@pytest.mark.parametrize(
    ("replies", "status", "reason"),
    [
        ((*ENVELOPE, None), "uncertain", "it hung up"),
        ((*ENVELOPE,), "uncertain", "it did not answer in time"),
        ((*ENVELOPE, "what?"), "uncertain", "the server's answer is none"),
        ((*ENVELOPE, "354 what?"), "uncertain", "the server's answer is none"),
        ((*ENVELOPE, "2" * 9000), "uncertain", "the connection was lost (its answer has no end)"),
        ((*ENVELOPE, "250 taken", None), "sent", ""),
        ((*ENVELOPE, "451 not now"), "failed", 'the server put it off: 451 "not now", 1 times'),
        ((*ENVELOPE, "554 no"), "refused", 'the server refused it: 554 "no"'),
        ((*ENVELOPE[:-1], None), "failed", "the connection was lost"),
        ((*ENVELOPE[:-1], "451 not now", "250 reset"), "failed", 'put it off: 451 "not now"'),
        ((*ENVELOPE[:-1], "gibberish"), "failed", "put it off: -1"),
        ((*ENVELOPE[:-2], None), "failed", "the connection was lost"),
        ((*ENVELOPE[:-2],), "failed", "it did not answer in time"),
        ((*ENVELOPE[:-3], "451 slow down", "250 reset"), "failed", 'put it off: 451 "slow down"'),
        ((*ENVELOPE[:-3], "552 too large", "250 reset"), "refused", "too large"),
    ],
)
def test_only_what_was_handed_over_is_uncertain(
    tmp_path: Path, replies: tuple[str | None, ...], status: str, reason: str
) -> None:
    with stranger(replies) as port:
        found = alone(tmp_path, port)
    assert (found.status, reason in found.reason) == (status, True), found


def test_a_server_that_takes_no_mail_from_us_ends_the_run(tmp_path: Path) -> None:
    with stranger((*GREETING, "550 5.7.1 letters@example.org may not send here")) as port:
        found = alone(tmp_path, port)
    assert found.status == "failed"
    assert (
        'takes no mail from the sender\'s address: 550 "5.7.1 … may not send here"' in found.reason
    )


def test_a_connection_that_died_of_idleness_is_renewed(tmp_path: Path) -> None:
    first = (*ENVELOPE, "250 taken", None)
    with (
        stranger(first, (*ENVELOPE, "250 taken", "221 bye")) as port,
        SmtpTransport(Server("127.0.0.1", port, "plain")) as transport,
    ):
        found = list(
            send_all(
                parcels(2, tmp_path),
                transport=transport,
                book=NullLedger(),
                at=NOW,
                limit=None,
                pace=WITHOUT_WAITING,
            )
        )
    assert statuses(found) == {"sent": 2}


def test_a_second_connection_that_is_refused_is_no_reason_to_give_up(tmp_path: Path) -> None:
    first = (*ENVELOPE, "250 taken", None)
    full = ("421 too many connections", None)
    with (
        stranger(first, full, (*ENVELOPE, "250 taken")) as port,
        SmtpTransport(Server("127.0.0.1", port, "plain"), timeouts=HASTE) as transport,
    ):
        found = list(
            send_all(
                parcels(2, tmp_path),
                transport=transport,
                book=NullLedger(),
                at=NOW,
                limit=None,
                pace=WITHOUT_WAITING,
            )
        )
    assert statuses(found) == {"sent": 2}
    assert found[1].attempts == 2


def test_an_interrupted_attempt_leaves_no_answer_behind(tmp_path: Path, ledger: Ledger) -> None:
    ledger.compose([piece(0)], at=NOW)

    class Interrupted(SmtpTransport):
        def _attempt(self, sealed: SmtpMessage) -> None:  # type: ignore[override]
            connection = self._connection
            assert connection is not None
            connection.getreply = interrupt  # type: ignore[assignment]
            super()._attempt(sealed)

    def interrupt() -> None:
        raise KeyboardInterrupt

    with (
        mail_server(Handler(), security="plain") as port,
        Interrupted(Server(HOST, port, "plain"), timeouts=FAST) as transport,
    ):
        with pytest.raises(KeyboardInterrupt):
            list(
                send_all(
                    [parcel(0, tmp_path)],
                    transport=transport,
                    book=ledger,
                    at=NOW,
                    pace=WITHOUT_WAITING,
                )
            )
        assert transport._connection is None  # noqa: SLF001 - what is left of it
    assert statuses(plan([parcel(0, tmp_path)], book=ledger)) == {"uncertain": 1}


# ---------------------------------------------------------------- nothing in the clear


def connect(port: int, **options: object) -> None:
    with SmtpTransport(Server(**{"host": HOST, "port": port, **options}), timeouts=HASTE):  # type: ignore[arg-type]
        pass


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_proves_itself_is_used(
    authority: trustme.CA, trusted: Path, tmp_path: Path, security: str
) -> None:
    handler = Handler()
    with (
        mail_server(handler, authority=authority, security=security) as port,  # type: ignore[arg-type]
        SmtpTransport(Server(HOST, port, security, ca_file=trusted), timeouts=FAST) as transport,  # type: ignore[arg-type]
    ):
        found = list(
            send_all(
                parcels(2, tmp_path),
                transport=transport,
                book=NullLedger(),
                at=NOW,
                limit=None,
                pace=WITHOUT_WAITING,
            )
        )
    assert statuses(found) == {"sent": 2}
    assert handler.messages()[0]["Message-ID"] == found[0].message_id


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["unknown authority", "wrong name"])
def test_a_server_that_does_not_prove_itself_hears_nothing(
    authority: trustme.CA, trusted: Path, security: str, fault: str
) -> None:
    handler = Handler()
    signer, name = (
        (trustme.CA(), HOST) if fault == "unknown authority" else (authority, "mail.example.net")
    )
    with mail_server(handler, authority=signer, name=name, security=security) as port:  # type: ignore[arg-type]
        with pytest.raises(CannotSendError, match="does not prove that it is localhost"):
            connect(port, security=security, ca_file=trusted)
        with pytest.raises(CannotSendError, match="does not prove that it is localhost"):
            connect(port, security=security)
    assert handler.connections == 0


def test_a_server_without_encryption_is_refused() -> None:
    handler = Handler()
    with mail_server(handler, security="plain") as port:
        with pytest.raises(CannotSendError, match="offers no encryption"):
            connect(port)
        with pytest.raises(
            CannotSendError, match=r"does not speak TLS as we do .* is it the port for tls\?"
        ):
            connect(port, security="tls")
        connect(port, security="plain")
    assert handler.taken == []


def test_plain_mail_does_not_leave_this_machine() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        outside = str(probe.getsockname()[0])
    if outside.startswith("127."):
        pytest.skip("this machine has no address but its own")
    with socket.create_server((outside, 0)) as listening:
        port = listening.getsockname()[1]
        _greet_whoever_comes(listening)
        with pytest.raises(CannotSendError, match="unencrypted to this very machine only"):
            connect(port, host=outside, security="plain")


def _greet_whoever_comes(listening: socket.socket) -> None:

    def hello() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.sendall(b"220 hello\r\n")
            connection.recv(100)

    threading.Thread(target=hello, daemon=True).start()


@pytest.mark.parametrize("without_plain", [False, True])
def test_signing_in(authority: trustme.CA, trusted: Path, *, without_plain: bool) -> None:
    secret = "Tr0ub4dor" if without_plain else "pässwörd"
    with mail_server(
        Handler(), authority=authority, password=secret, without_plain=without_plain
    ) as port:
        connect(port, ca_file=trusted, user="letters", password=secret)
        with pytest.raises(CannotSendError) as caught:
            connect(port, ca_file=trusted, user="letters", password=WRONG)
        assert "535" in str(caught.value)
        assert WRONG not in str(caught.value)
        with pytest.raises(CannotSendError, match="there is no password for letters"):
            connect(port, ca_file=trusted, user="letters")
        if without_plain:
            with pytest.raises(CannotSendError, match="beyond ASCII"):
                connect(port, ca_file=trusted, user="letters", password=WRONG + "é")
    assert secret not in repr(Server("mail.example.org", password=secret))


def test_a_server_that_knows_no_signing_in() -> None:
    with (
        stranger(GREETING) as port,
        pytest.raises(CannotSendError, match="does not offer what we need"),
    ):
        connect(port, security="plain", user="letters", password=WRONG)


@pytest.mark.parametrize(
    ("replies", "passes", "reason"),
    [
        (("421 too busy", None), True, 'refused us (421 "too busy")'),
        (("554 go away", None), False, 'refused us (554 "go away")'),
        (("220 hello", "502 what?"), False, 'does not greet us (502 "what?")'),
        (("220 hello", "250-hello\r\n250 STARTTLS", "454 not now"), True, "454"),
        (("220 hello", "250-hello\r\n250 STARTTLS", "250 what?"), True, "250"),
        (("220 hello", None), True, "it hung up"),
        ((None,), True, "it hung up"),
        (("220-hello",), True, "it did not answer in time"),
    ],
)
def test_what_a_server_says_before_the_first_message(
    replies: tuple[str | None, ...], *, passes: bool, reason: str
) -> None:
    with stranger(replies) as port, pytest.raises(CannotSendError) as caught:
        connect(port)
    assert (isinstance(caught.value, TemporaryMailError), reason in str(caught.value)) == (
        passes,
        True,
    ), caught.value


def test_a_host_or_authority_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TemporaryMailError, match="there is no such name"):
        connect(25, host="mail.invalid")
    with pytest.raises(CannotSendError, match="cannot be read"):
        connect(25, ca_file=tmp_path / "missing.pem")
    empty = tmp_path / "empty.pem"
    empty.write_text("not a certificate\n")
    with pytest.raises(CannotSendError, match="holds no certificates"):
        connect(25, ca_file=empty)


# ---------------------------------------------------------------- what a server can take


def test_a_message_that_is_too_large_is_refused_with_the_sizes(tmp_path: Path) -> None:
    handler = Handler()
    with mail_server(handler, security="plain", largest=9000) as port:
        found = alone(tmp_path, port, timeouts=FAST)
    assert found.status == "refused"
    assert re.fullmatch(
        r"the message has 0\.0 MB, and the server takes 0\.0 MB at most: use smaller pictures",
        found.reason,
    )
    assert not handler.attempts


def test_dots_at_the_beginnings_of_lines_arrive_as_they_were() -> None:
    handler = Handler()
    sealed = SmtpMessage(
        "s1",
        "<1@example.org>",
        SENDER,
        Mailbox("maria@example.net"),
        b"Subject: x\r\n\r\n.\r\n..two\r\nend",
    )
    with (
        mail_server(handler, security="plain") as port,
        SmtpTransport(Server(HOST, port, "plain")) as transport,
    ):
        assert transport.send(sealed).kind == "accepted"
    assert handler.taken == [("maria@example.net", b"Subject: x\r\n\r\n.\r\n..two\r\nend\r\n")]


def test_an_address_beyond_ascii_needs_a_server_that_takes_it(tmp_path: Path) -> None:
    foreign = replace(parcel(0, tmp_path), to=Mailbox("dörte@example.net", "Dörte Sörensen"))
    for utf8, status in ((True, "sent"), (False, "refused")):
        handler = Handler()
        with (
            mail_server(handler, security="plain", utf8=utf8) as port,
            SmtpTransport(Server(HOST, port, "plain")) as transport,
        ):
            [found] = send_all(
                [foreign], transport=transport, book=NullLedger(), at=NOW, pace=WITHOUT_WAITING
            )
        assert found.status == status
        assert list(handler.times()) == (["dörte@example.net"] if utf8 else [])


# ---------------------------------------------------------------- the message


def test_the_message_says_what_it_should(tmp_path: Path) -> None:
    way_out = UnsubscribeOffer(
        "mailto:letters@example.org?subject=unsubscribe",
        "https://example.org/unsubscribe?id=7",
        one_click=True,
    )
    one = replace(parcel(7, tmp_path), way_out=way_out, reply_to=Mailbox("help@example.org"))
    message = reread(compose(one).as_bytes())
    assert message.keys() == [
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID",
        "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    [sender] = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Letters for Asylum", "letters@example.org")
    assert message["Date"].datetime == NOW
    assert (
        message["List-Unsubscribe"]
        == "<mailto:letters@example.org?subject=unsubscribe>, <https://example.org/unsubscribe?id=7>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert html
    assert (plain.get_content(), html.get_content()) == (
        "Here it is.\r\n",
        "<p>Here it is.</p>\r\n",
    )
    [letter] = message.iter_attachments()
    assert (letter.get_filename(), letter.get_content_type(), letter.get_content()) == (
        "TX-16-escobar.pdf",
        "application/pdf",
        LETTER,
    )


def test_the_same_letters_make_the_same_bytes_and_the_same_message_id(tmp_path: Path) -> None:
    one = parcel(7, tmp_path)
    assert compose(one).as_bytes() == compose(one).as_bytes()
    both = replace(one, keys=("a", "b"))
    assert (
        both.message_id
        == replace(both, keys=("b", "a"), to=Mailbox("other@example.net")).message_id
        != one.message_id
    )
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", both.message_id)


def test_a_long_subject_is_folded_between_words() -> None:
    subject = "Please read, sign and post your letter to Congress " * 8
    content = compose(replace(bare(), subject=subject)).as_bytes()
    assert dict(headers(content))["Subject"] == subject.strip()
    assert max(map(len, content.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


def test_words_that_look_encoded_are_shown_as_they_are() -> None:
    trick = "=?utf-8?q?Maria=0ABcc:_x@example.net?="
    content = compose(
        replace(bare(), subject=trick, to=Mailbox("maria@example.net", trick))
    ).as_bytes()
    assert b"=0ABcc" not in content
    assert decoded(dict(headers(content))["Subject"]) == trick
    assert decoded(dict(headers(content))["To"]).startswith(trick)


def test_whoever_adds_a_header_to_a_message_adds_one() -> None:
    message = compose(bare())
    del message["Subject"]
    with pytest.raises(CannotComposeError, match="Subject: would be broken over lines"):
        message["Subject"] = "Your letter\r\nBcc: x@example.net"


def test_all_of_a_message_is_ascii_in_short_lines(tmp_path: Path) -> None:
    long = "É" * 3000 + " " + "word " * 400
    one = replace(
        parcel(7, tmp_path),
        note=MessageBody(f".{long}\nFrom here\n", f"<p>{long}</p>"),
        to=Mailbox("maria@example.net", "Đỗ, Thị " * 20),
    )
    content = compose(one).as_bytes()
    assert content.isascii()
    lines = content.split(b"\r\n")
    assert len(lines) > 100
    assert max(map(len, lines)) <= 78
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def reread(content: bytes) -> EmailMessage:
    message = BytesParser(policy=email.policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    return message


def headers(content: bytes) -> list[tuple[str, str]]:
    """The headers by the letter of RFC 5322: a line that begins with white space goes on with the one before."""
    block, _, _ = content.partition(b"\r\n\r\n")
    lines = re.sub(rb"\r\n(?=[ \t])", b"", block).split(b"\r\n")
    return [
        (name.decode(), value.decode().strip())
        for name, _, value in (line.partition(b":") for line in lines)
    ]


def decoded(value: str) -> str:
    return str(email.header.make_header(email.header.decode_header(value)))


TRICKS = [
    "Jr., ",
    "=?utf-8?q?=0ABcc:_x@y.z?=",
    "\r\nBcc: x@y.z",
    '"',
    "\\",
    "<x@y.z>",
    "Đặng ",
    "王",
    ",",
    " ",
    "عل",
]
NAMES = st.one_of(
    st.text(max_size=400),
    st.text(alphabet=st.characters(codec="ascii"), max_size=120),
    st.lists(st.sampled_from(TRICKS), max_size=40).map("".join),
)


@given(NAMES, NAMES)
def test_no_name_and_no_subject_becomes_a_header(name: str, subject: str) -> None:
    one = replace(
        bare(),
        to=Mailbox("maria@example.net", name),
        sender=Mailbox("letters@example.org", name),
        subject=subject,
    )
    content = composed(one)
    if isinstance(content, str):
        assert re.search(r"[^ -~]|.{301}", name + subject, re.DOTALL) or not subject.strip()
        assert "maria" not in content
        return
    found = headers(content)
    assert [key for key, _ in found] == [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
    ]
    said_to = dict(found)["To"]
    assert said_to.count("<maria@example.net>") >= 1
    assert said_to.endswith("<maria@example.net>")
    shown = said_to.removesuffix("<maria@example.net>").strip()
    if shown.startswith('"'):
        assert re.fullmatch(r'"([^"\\]|\\.)*"', shown)
        assert re.sub(r"\\(.)", r"\1", shown[1:-1]) == name
        assert reread(content)["To"].addresses[0].addr_spec == "maria@example.net"
        assert len(reread(content)["To"].addresses) == 1
    else:
        assert re.fullmatch(r"(=\?utf-8\?b\?[A-Za-z0-9+/=]+\?= ?)*", shown)
        assert decoded(shown) == name
    assert decoded(dict(found)["Subject"]).split() == subject.split()
    block = content.partition(b"\r\n\r\n")[0]
    assert block.isascii()
    assert max(map(len, block.split(b"\r\n"))) <= 78


def composed(one: Parcel) -> bytes | str:
    """The message, or why there is none."""
    try:
        return compose(one).as_bytes()
    except CannotComposeError as error:
        return str(error)


def bare() -> Parcel:
    return Parcel(
        "s1",
        ("k",),
        SENDER,
        Mailbox("maria@example.net"),
        "Your letter",
        MessageBody("x\n", "<p>x</p>\n"),
        (),
        NOW,
    )


@given(st.text(max_size=80))
def test_no_address_becomes_two(text: str) -> None:
    for address in (text, f"{text}@example.net", f"maria@{text}", f"maria@{text}.net"):
        mailbox = Mailbox(address)
        if mailbox.problem is None:
            assert re.fullmatch(r"[^\s<>,;:\"()\[\]@\\]+@[a-z0-9.-]+", mailbox.wire)
            assert headers(compose(replace(bare(), to=mailbox)).as_bytes())[1] == (
                "To",
                f"<{mailbox.wire}>",
            )


@pytest.mark.parametrize(
    "address",
    [
        "", "maria", "@example.net", "maria@", "maria@example", "maria@example..net", "maria @example.net", ".maria@example.net",
        "maria.@example.net", "ma..ria@example.net", '"maria"@example.net', "maria@-example.net", "maria@[127.0.0.1]", "a@b@example.net",
        f"{'m' * 65}@example.net", f"maria@{'.'.join(['e' * 60] * 5)}.net", "maria@exa_mple.net", "maria@faß.de", "maria@\u200b.net",
        "mar\u2028ia@example.net",
    ],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    problem = Mailbox(address).problem
    assert problem is not None
    assert problem[0] == "email"
    with pytest.raises(CannotComposeError, match=r"email: .*correct it"):
        compose(replace(bare(), to=Mailbox(address)))


def test_what_is_an_address() -> None:
    good = [
        "maria.o'hara+letters@example.net",
        "x@sub.example.co.uk",
        "maria@BÜCHER.example",
        "m@xn--bcher-kva.example",
    ]
    assert [Mailbox(address).problem for address in good] == [None] * 4
    assert Mailbox("maria@BÜCHER.example").wire == "maria@xn--bcher-kva.example"
    assert Mailbox("Maria@Example.NET").key == Mailbox("maria@example.net").key


def test_encoded_words_hold_whole_characters_and_are_short() -> None:
    words = encoded("王小明" * 40).split("\r\n ")
    assert len(words) > 5
    assert max(map(len, words)) <= 75 - len("Reply-To: ")
    assert "".join(decoded(word) for word in words) == "王小明" * 40


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"subject": " "}, "subject: there is none"),
        ({"subject": "Your\nBcc: x"}, "subject: is broken over lines"),
        ({"subject": "Your\x00letter"}, "subject: holds an invisible character, U.0000"),
        ({"on": datetime.datetime(2026, 1, 1)}, "date: has no time zone"),  # noqa: DTZ001 - that is the fault
        (
            {"way_out": UnsubscribeOffer(page="http://example.org")},
            "unsubscribe: must be an address that begins with https://",
        ),
        (
            {"way_out": UnsubscribeOffer(mailto="mailto:a@b.c>\r\nBcc: x")},
            "unsubscribe: must be an address that begins with mailto:",
        ),
        ({"to": Mailbox("maria@example.net", "x" * 301)}, "name: is longer than 300"),
        (
            {"to": Mailbox("maria@example.net", "Maria\tLopez")},
            "name: is broken over lines or holds a tab",
        ),
        ({"reply_to": Mailbox("help")}, "email: has no @"),
        (
            {"attachments": (Attachment("TX-16.pdf", Path("/nowhere/TX-16.pdf")),)},
            r"TX-16.pdf: cannot be read \(No such file",
        ),
        (
            {"attachments": (Attachment("TX-16.pdf", Path(__file__), "0" * 64),)},
            "TX-16.pdf: is not the letter that was printed",
        ),
    ],
)
def test_what_cannot_be_composed(change: dict[str, object], problem: str) -> None:
    with pytest.raises(CannotComposeError, match=problem):
        compose(replace(bare(), **change))  # type: ignore[arg-type]


def test_what_cannot_be_composed_fails_alone(ledger: Ledger, tmp_path: Path) -> None:
    ledger.compose((piece(number) for number in range(2)), at=NOW)
    one, two = parcels(2, tmp_path)
    broken = replace(one, attachments=(Attachment("TX-16.pdf", tmp_path / "missing.pdf"),))
    found = list(
        send_all(
            [broken, two],
            transport=FolderTransport(tmp_path / "out"),
            book=ledger,
            at=NOW,
            limit=None,
            pace=WITHOUT_WAITING,
        )
    )
    assert [delivery.status for delivery in found] == ["failed", "sent"]
    assert ledger.look(piece(0).key, "e-mailed") is None


def test_a_printed_letter_is_known_by_its_digest(tmp_path: Path) -> None:
    one = parcel(0, tmp_path)
    [letter] = one.attachments
    message = compose(
        replace(one, attachments=(replace(letter, sha256=hashlib.sha256(LETTER).hexdigest()),))
    )
    assert len(list(message.iter_attachments())) == 1


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("TX-16-escobar.pdf", "TX-16-escobar.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        (".hidden.pdf", "hidden.pdf"),
        ("CON.pdf", "letter-CON.pdf"),
        ("a\r\nb: c.pdf", "a-b-c.pdf"),
        ("Peña.pdf", "Pe-a.pdf"),
        ("", "letter.pdf"),
        ("王.pdf", "letter.pdf"),
    ],
)
def test_names_of_attachments(given_name: str, safe: str) -> None:
    assert safe_names([given_name]) == (safe,)


def test_two_attachments_of_one_name_have_two() -> None:
    assert safe_names(["a.pdf", "A.pdf", "a.pdf"]) == ("a.pdf", "A-2.pdf", "a-3.pdf")


@given(st.lists(st.text(max_size=120), max_size=6))
def test_no_attachment_has_a_dangerous_name(given_names: list[str]) -> None:
    names = safe_names(given_names)
    assert len({name.casefold() for name in names}) == len(given_names)
    assert all(
        re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*\.pdf", name) and len(name) < 120 for name in names
    )


def test_what_a_server_says_of_a_person_is_not_passed_on() -> None:
    maria = Mailbox("maria.lopez@lopez-family.example")
    reply = b"5.1.1 <Maria.Lopez@lopez-family.example>: no maria.lopez at lopez-family.example, see https://x.example/?u=m%40x \x1b[2J"
    assert said(550, reply, about=maria) == '550 "5.1.1 … no … at …, see … \\u001b[2J"'


# ---------------------------------------------------------------- words


SENDER_FILE = SenderFile(
    name="Ana Díaz",
    organization="Letters for Asylum",
    street="1 Plaza",
    city="El Paso",
    state="TX",
    zip="79901",
)
CAMPAIGN = CampaignFile.model_validate(
    {
        "title": "Asylum",
        "subject": "H.R. 1 & *hope*",
        "asks": [{"recommendation": "end"}],
        "act_by": "2026-12-18",
    }
)
LETTERS = (
    Enclosure(
        "Representative Veronica Escobar",
        "U.S. House of Representatives, Washington, DC 20515",
        "TX-16-escobar.pdf",
    ),
    Enclosure(
        "Senator Ted O'Hara", "United States Senate, Washington, DC 20510", "TX-sen-ohara.pdf"
    ),
)


def test_the_note_to_supporters(golden: Callable[[str, str], None]) -> None:
    words = values(
        "María <b>*López*</b>",
        enclosed=LETTERS,
        campaign=CAMPAIGN,
        sender=SENDER_FILE,
        way_out="https://example.org/stop?a=1&b=2",
    )
    note = write_note(TO_SUPPORTER, words)
    golden("note-to-supporter.txt", note.plain)
    golden("note-to-supporter.html", note.html)
    assert note.plain.startswith("Dear María <b>*López*</b>,\n")
    assert "María &lt;b&gt;*López*&lt;/b&gt;" in note.html
    assert max(map(len, note.plain.splitlines())) <= 72


def test_the_note_with_one_letter_and_no_date() -> None:
    campaign = CAMPAIGN.model_copy(update={"act_by": None})
    sender = SENDER_FILE.model_copy(update={"organization": None})
    note = write_note(
        TO_SUPPORTER, values("María", enclosed=LETTERS[:1], campaign=campaign, sender=sender)
    )
    assert "Your letter is attached." in note.plain
    assert "Washington is screened" not in note.plain
    assert "tell us:" not in note.plain
    assert note.plain.endswith("Ana Díaz\n\n1 Plaza, El Paso, TX 79901\n")


def test_the_note_to_offices(golden: Callable[[str, str], None]) -> None:
    note = write_note(
        TO_OFFICE, values("Scheduler", enclosed=LETTERS[:1], campaign=CAMPAIGN, sender=SENDER_FILE)
    )
    golden("note-to-office.txt", note.plain)


def test_a_campaigns_own_note() -> None:
    text = "Hello **{{ supporter.name }}**, *read* [this](https://example.org/a)  \nnow:\n\n> quoted\n\n1. one\n2. two\n"
    own = Prose("letters/x/email.md", 1, text)
    note = write_note(own, values("Li", enclosed=LETTERS, campaign=CAMPAIGN, sender=SENDER_FILE))
    assert (
        note.plain
        == "Hello Li, read this <https://example.org/a>\nnow:\n\n> quoted\n\n1. one\n2. two\n"
    )
    assert (
        '<p>Hello <strong>Li</strong>, <em>read</em> <a href="https://example.org/a">this</a><br>now:</p>'
        in note.html
    )
    assert "<blockquote>\n<p>quoted</p>\n</blockquote>\n<ol>\n<li>one</li>" in note.html


def test_mistakes_in_a_campaigns_own_note_have_their_lines() -> None:
    own = Prose(
        "letters/x/email.md", 1, "Hello {{ suporter.name }},\n\nsee {{ cite('x') }} {{ nothing }}\n"
    )
    [first, *_] = note_problems(own)
    assert str(first).startswith(
        'letters/x/email.md:1: there is no variable "suporter"; did you mean'
    )
    with pytest.raises(FilesAreWrongError):
        write_note(own, values("Li", enclosed=LETTERS, campaign=CAMPAIGN, sender=SENDER_FILE))


# ---------------------------------------------------------------- who wants none


def test_who_unsubscribed_is_not_written_to(post: Post, ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "unsubscribed.txt"
    path.write_text("# asked by phone\nPERSON1@Example.net, 2026-11-02\ns3\n\n", encoding="utf-8")
    unsubscribed = read_unsubscribed(path, shown_as="unsubscribed.txt")
    handler = Handler()
    found = post(handler, 5, unsubscribed=unsubscribed)
    assert [delivery.status for delivery in found] == [
        "sent",
        "unsubscribed",
        "sent",
        "unsubscribed",
        "sent",
    ]
    assert set(handler.times()) == {to(0), to(2), to(4)}
    assert statuses(plan(parcels(5, tmp_path), book=ledger, unsubscribed=unsubscribed)) == {
        "already sent": 3,
        "unsubscribed": 2,
    }


def test_lists_of_mail_services_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "unsubscribed.csv"
    path.write_text(
        'email,date\n"Maria Lopez" <maria@example.net>,2026\n"li@example.net";2026\n<mailto:jo@example.net>\n',
        encoding="utf-8-sig",
    )
    found = read_unsubscribed(path, shown_as="unsubscribed.csv")
    assert found.addresses == {"maria@example.net", "li@example.net", "jo@example.net"}


def test_a_line_that_cannot_be_honoured_stops_the_mail(tmp_path: Path) -> None:
    path = tmp_path / "unsubscribed.txt"
    path.write_text("maria@example.net\nmaria@ example.net\nli@localhost\n", encoding="utf-8")
    with pytest.raises(FilesAreWrongError) as caught:
        read_unsubscribed(path, shown_as="unsubscribed.txt")
    assert [str(problem) for problem in caught.value.problems] == [
        "unsubscribed.txt:2: holds an @ and no e-mail address: correct it, so that it can be honoured",
        "unsubscribed.txt:3: holds an @ and no e-mail address: correct it, so that it can be honoured",
    ]
    with pytest.raises(FilesAreWrongError, match="1 problem"):
        read_unsubscribed(tmp_path / "missing.txt", shown_as="missing.txt")
    assert not UnsubscribeList().has(Mailbox("maria@example.net"), "s1")


# ---------------------------------------------------------------- the folder, and the keyring


def test_the_folder_holds_a_file_for_each_message_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "mail" / "out"
    transport = FolderTransport(folder)
    for _ in range(2):
        found = list(
            send_all(
                parcels(3, tmp_path),
                transport=transport,
                book=NullLedger(),
                at=NOW,
                limit=None,
                pace=WITHOUT_WAITING,
            )
        )
        assert statuses(found) == {"sent": 3}
    files = sorted(folder.iterdir())
    assert [re.fullmatch(r"s\d-[0-9a-f]{12}\.eml", path.name) is not None for path in files] == [
        True
    ] * 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert reread(files[0].read_bytes())["To"].addresses[0].addr_spec == to(0)


def test_a_strange_id_makes_no_strange_file() -> None:
    sealed = SmtpMessage("../../x\n", "<1@example.org>", SENDER, SENDER, b"")
    assert re.fullmatch(r"x-[0-9a-f]{12}\.eml", FolderTransport.name(sealed))
    assert FolderTransport.name(replace(sealed, about="王")).startswith("message-")


def test_a_folder_that_cannot_be_made_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(CannotWriteError):
        list(
            send_all(
                parcels(1, tmp_path),
                transport=FolderTransport(tmp_path / "out" / "mail"),
                book=NullLedger(),
                at=NOW,
            )
        )


@dataclass
class Ring(keyring.backend.KeyringBackend):
    """A keyring of one password."""

    priority = 1
    locked: bool = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise keyring.errors.KeyringLocked
        return "s3cret" if (service, username) == ("smtp://mail.example.org", "letters") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


@contextmanager
def ring(*, locked: bool = False) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(Ring(locked=locked))
    try:
        yield
    finally:
        keyring.set_keyring(before)


def test_the_password_comes_from_the_keyring() -> None:
    with ring():
        assert password_from_keyring("letters", host="mail.example.org") == "s3cret"
        with pytest.raises(
            NoPasswordError,
            match=r"put it there with `keyring set smtp://mail.example.org other`, or set LETTERS_SMTP_PASSWORD",
        ):
            password_from_keyring("other", host="mail.example.org")
    with (
        ring(locked=True),
        pytest.raises(NoPasswordError, match=r"does not answer \(KeyringLocked\)"),
    ):
        password_from_keyring("letters", host="mail.example.org")


def test_without_a_keyring_the_password_is_asked_for_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "keyring", None)
    with pytest.raises(
        NoPasswordError,
        match=r"is not installed: pip install .* or set LETTERS_SMTP_PASSWORD instead",
    ):
        password_from_keyring("letters", host="mail.example.org")
