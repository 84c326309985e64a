"""Every message is sent once, tried again when the server asks for it, and reported."""

import datetime
import re
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from generator.ledger.book import Ledger, open_ledger, read_ledger
from generator.ledger.marking import Selector, mark
from generator.ledger.types import Claim, UncertainClaim
from generator.mailroom.email.eml_folder import FolderTransport
from generator.mailroom.email.errors import TemporaryMailError
from generator.mailroom.email.outbox import NullLedger, plan, send_all
from generator.mailroom.email.retry import Pace, RetryPlan
from generator.mailroom.email.smtp import Server, SmtpTransport
from generator.mailroom.email.transport import Answer, SmtpMessage
from generator.supporters.mailboxes import Mailbox
from tests.mailroom.messages import (
    FAST,
    ROOT,
    WITHOUT_WAITING,
    Clock,
    Post,
    statuses,
    to,
)
from tests.support.delivery_runs import NOW, parcel, parcels, piece
from tests.support.mail_server import (
    HOST,
    LOSE_AFTER_DOT,
    OK,
    TAKE_AND_HANG_UP,
    Handler,
    mail_server,
)

pytestmark = pytest.mark.slow

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
