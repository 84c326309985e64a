"""A mail server on this machine that refuses, delays and hangs up as a test plans.

A second server, for replies that no good server gives, reads its lines from a script.
"""

import asyncio
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Literal, cast

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "localhost"

OK = "250 OK"
HANG_UP = "hang up"
LOSE_AFTER_DOT = "lose after the dot"
"""Takes nothing, says nothing, hangs up."""
TAKE_AND_HANG_UP = "take and hang up"
"""Takes the message, and hangs up before it says so."""

Plan = Callable[[str, int], str]
"""From an address and the number of the attempt to the server's act.

An act is a reply to RCPT, a reply to the content (after “dot ”), or one of the acts above.
"""


@dataclass
class Handler:
    """The plan of the server, and a record of what it took."""

    plan: Plan = lambda _to, _attempt: OK
    delay: float = 0.0
    a_connection: int = 0
    """Messages that one connection may bring; 0 sets no limit."""
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    attempts: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    senders: set[str] = field(default_factory=set)
    _acts: dict[int, str] = field(default_factory=dict)

    def times(self) -> Counter[str]:
        """Returns the number of deliveries to each address."""
        return Counter(to for to, _ in self.taken)

    def messages(self) -> list[EmailMessage]:
        """Returns the messages taken, parsed."""
        parser = BytesParser(policy=default)
        return [parser.parsebytes(content) for _, content in self.taken]

    async def handle_MAIL(  # noqa: N802 - likewise
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Closes a connection that has brought its share."""
        if not hasattr(session, "brought"):
            session.brought = 0  # type: ignore[attr-defined]
            self.connections += 1
        if self.a_connection and session.brought >= self.a_connection:  # type: ignore[attr-defined]
            await server.push("421 4.7.0 too many messages over one connection")
            _hang_up(server)
            return "421 closing"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        self.senders.add(address)
        return OK

    async def handle_RCPT(  # noqa: N802 - likewise
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        """Answers as planned."""
        self.attempts[address] += 1
        act = self.plan(address, self.attempts[address])
        if act == HANG_UP:
            _hang_up(server)
            return OK
        if act[0].isdigit() and act != OK:
            return act
        self._acts[id(envelope)] = act
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - likewise
        """Takes the message, or not, as planned."""
        act = self._acts.pop(id(envelope))
        await asyncio.sleep(self.delay)
        if act.startswith("dot "):
            return act.removeprefix("dot ")
        if act != LOSE_AFTER_DOT:
            content = envelope.original_content or b""
            self.taken.append((envelope.rcpt_tos[0], content))
            session.brought += 1  # type: ignore[attr-defined]
        if act in {LOSE_AFTER_DOT, TAKE_AND_HANG_UP}:
            _hang_up(server)
        return OK

    async def handle_exception(self, _: Exception) -> str:
        """A client that hung up is no fault of the server."""
        return "451 something went wrong"


def _hang_up(server: SMTP) -> None:
    if server.transport is not None:
        cast("asyncio.Transport", server.transport).abort()


class _Controller(Controller):
    """Listens on a free port."""

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        return self.loop.create_server(
            self._factory_invoker, sock=self.socket, ssl=self.ssl_context
        )


@contextmanager
def mail_server(
    handler: Handler,
    *,
    authority: trustme.CA | None = None,
    name: str = HOST,
    security: Literal["starttls", "tls", "plain"] = "starttls",
    password: str = "",
    largest: int = 0,
    without_plain: bool = False,
    utf8: bool = True,
) -> Iterator[int]:
    """Yields the port of a server that runs for as long as the block."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if authority:
        authority.issue_cert(name).configure_cert(context)

    def authenticated(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == password.encode()
        return AuthResult(success=right, handled=False)

    controller = _Controller(
        handler,
        hostname="127.0.0.1",
        ready_timeout=20,
        ssl_context=context if security == "tls" else None,
        tls_context=context if security == "starttls" else None,
        require_starttls=security == "starttls",
        server_hostname="mail.example.org",
        ident="test",
        data_size_limit=largest or None,
        enable_SMTPUTF8=utf8,
        auth_required=bool(password),
        auth_require_tls=security == "starttls" and bool(password),
        authenticator=authenticated if password else None,
        auth_exclude_mechanism=["PLAIN"] if without_plain else None,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


# ---------------------------------------------------------------- a server that follows a script


@contextmanager
def stranger(*connections: Sequence[str | None]) -> Iterator[int]:
    """Yields the port of a server with scripted replies for each connection.

    The first reply greets, the others each answer a line; None hangs up. A message counts as one
    line and is read to its end. After the last reply the server is silent.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()
    thread = threading.Thread(target=_answer, args=(listening, connections, over), daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        over.set()
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _answer(
    listening: socket.socket, connections: Sequence[Sequence[str | None]], over: threading.Event
) -> None:
    for replies in connections:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as lines, suppress(OSError):
            _converse(connection, lines, replies)
            if replies[-1] is not None:
                over.wait(10)


def _converse(
    connection: socket.socket, lines: Iterator[bytes], replies: Sequence[str | None]
) -> None:
    for number, reply in enumerate(replies):
        if number:
            line = next(lines, b"")
            if replies[number - 1] == "354 go on":
                while line not in {b".\r\n", b""}:
                    line = next(lines, b"")
        if reply is None:
            return
        connection.sendall(reply.encode() + b"\r\n")
