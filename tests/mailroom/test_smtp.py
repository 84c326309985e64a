"""A mail server: sure answers, nothing in the clear, and the limits of a server."""

import re
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from generator.ledger.book import Ledger
from generator.mailroom.email.errors import CannotSendError, TemporaryMailError
from generator.mailroom.email.outbox import NullLedger, plan, send_all
from generator.mailroom.email.retry import RetryPlan
from generator.mailroom.email.smtp import Server, SmtpTransport, Timeouts
from generator.mailroom.email.transport import Delivery, SmtpMessage
from generator.supporters.mailboxes import Mailbox
from tests.mailroom.messages import FAST, HASTE, WITHOUT_WAITING, WRONG, statuses
from tests.support.delivery_runs import NOW, SENDER, parcel, parcels, piece
from tests.support.mail_server import (
    HOST,
    Handler,
    mail_server,
    stranger,
)

pytestmark = pytest.mark.slow

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
        ((*ENVELOPE, "what?"), "uncertain", "the server's answer is not one of SMTP"),
        ((*ENVELOPE, "354 what?"), "uncertain", "the server's answer is not one of SMTP"),
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
            CannotSendError, match=r"does not speak our TLS .* is it the port for tls\?"
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
        with pytest.raises(CannotSendError, match="unencrypted to this machine itself only"):
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
