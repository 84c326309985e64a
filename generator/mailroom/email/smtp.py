"""A mail server: verified TLS or nothing, one connection for many messages, and a sure answer for each.

A message counts as handed over when the dot that ends it has been given to the network: a server that loses the connection before
that has nothing it may deliver (RFC 5321, sections 3.8 and 4.1.1.10). Whatever happens between the dot and the answer leaves it
uncertain, and nobody here sends it again.
"""

import base64
import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from generator.mailroom.email.attempts import Answer, Sealed, said
from generator.mailroom.email.errors import CannotSendError, PassingTroubleError
from generator.supporters.mailboxes import Mailbox

Security = Literal["starttls", "tls", "plain"]
PORTS = {"starttls": 587, "tls": 465, "plain": 25}
"""RFC 6409 and RFC 8314."""
MEGABYTE = 1_000_000
CHUNK = 1 << 16
NOBODY = Mailbox("")

TAKEN, GO_ON, TOO_LARGE, CLOSING, SIGNED_IN = 250, 354, 552, 421, 235
PASSING, FOR_GOOD = range(400, 500), range(500, 600)
"""Replies by their first digit (RFC 5321, section 4.2.1)."""


@dataclass(frozen=True)
class Server:
    """Where the mail is handed over, and how."""

    host: str
    port: int = 0
    """0: the usual one."""
    security: Security = "starttls"
    """starttls, tls from the first byte, or plain: only to this very machine."""
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    """Certificates to trust instead of the system's."""
    greeting: str = "[127.0.0.1]"
    """What we call ourselves; the machine's own name is nobody's business."""

    @property
    def where(self) -> str:
        """As errors name it."""
        return f"{self.host}:{self.port or PORTS[self.security]}"


@dataclass(frozen=True)
class Timeouts:
    """Seconds to wait. RFC 5321, section 4.5.3.2, asks for more than most; the last is its own, since giving up makes doubt."""

    connect: float = 30.0
    answer: float = 120.0
    block: float = 180.0
    """For every 64 kB of a message."""
    taken: float = 600.0


class SmtpTransport:
    """Hands messages to a server; a context manager. Entering it connects and signs in, and raises CannotSendError."""

    def __init__(self, server: Server, *, timeouts: Timeouts | None = None) -> None:
        self._server = server
        self._timeouts = timeouts or Timeouts()
        self._connection: smtplib.SMTP | None = None
        self._handed_over = 0

    def __enter__(self) -> Self:
        self.ready()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Says goodbye and hangs up."""
        if self._connection:
            with suppress(OSError, smtplib.SMTPException):
                _wait(self._connection, self._timeouts.connect)
                self._connection.quit()
        self._drop()

    def ready(self) -> None:
        """Connects where there is no connection. Raises CannotSendError; PassingTroubleError where waiting may help."""
        if self._connection is None:
            self._handed_over = 0
            self._connection = _connected(self._server, self._timeouts)
            _wait(self._connection, self._timeouts.answer)

    def send(self, sealed: Sealed) -> Answer:
        """How the attempt ended. Raises CannotSendError, before the message was handed over, where the server takes none at all."""
        carried = self._handed_over
        try:
            answer = self._attempt(sealed)
            if answer.kind == "busy" and carried:
                # A server may end a connection that was idle for long or has carried its share: a new one tells whether it was that.
                self._drop()
                answer = self._attempt(sealed)
        except PassingTroubleError as error:
            return Answer("busy", error.reason)
        return answer

    def _attempt(self, sealed: Sealed) -> Answer:
        self.ready()
        if self._connection is None:  # pragma: no cover - `ready` connects or raises
            raise PassingTroubleError(self._server.where, "there is no connection")
        attempt = _Attempt(self._connection, sealed, server=self._server, timeouts=self._timeouts)
        try:
            answer = attempt.made()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            reason = f"the connection was lost ({_in_words(error)})"
            if attempt.is_handed_over:
                return Answer("uncertain", f"{reason} after the message was handed over, before the server said that it took it")
            return Answer("busy", reason)
        except BaseException:
            # Also of an answer that was not waited for: the next command would take it for its own.
            self._drop()
            raise
        self._handed_over += answer.kind == "accepted"
        if attempt.is_broken:
            self._drop()
        return answer

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None


# ---------------------------------------------------------------- one message


class _Attempt:
    """One message over one connection."""

    def __init__(self, connection: smtplib.SMTP, sealed: Sealed, *, server: Server, timeouts: Timeouts) -> None:
        self._connection = connection
        self._sealed = sealed
        self._server = server
        self._timeouts = timeouts
        self.is_handed_over = False
        self.is_broken = False
        """Whether the connection is of no more use."""

    def made(self) -> Answer:
        """How it ended. Raises OSError or SMTPException when the connection is lost, CannotSendError."""
        return self._unfit() or self._sender() or self._recipient() or self._content()

    def _unfit(self) -> Answer | None:
        """Why this server cannot take it, by what it says of itself."""
        most, size = self._connection.esmtp_features.get("size", ""), len(self._sealed.content)
        if most.isdigit() and 0 < int(most) < size:
            limit = f"{int(most) / MEGABYTE:.1f} MB at most"
            return Answer("refused", f"the message has {size / MEGABYTE:.1f} MB, and the server takes {limit}: use smaller pictures")
        if self._sealed.needs_utf8 and not self._connection.has_extn("smtputf8"):
            return Answer("refused", "the e-mail address has letters beyond ASCII before its @, and this server takes none such")
        return None

    def _sender(self) -> Answer | None:
        options = [f"SIZE={len(self._sealed.content)}"] if self._connection.has_extn("size") else []
        options += ["SMTPUTF8", "BODY=8BITMIME"] if self._sealed.needs_utf8 else []
        code, reply = self._connection.mail(self._sealed.sender.wire, options)
        if code in FOR_GOOD and code != TOO_LARGE:
            self.is_broken = True
            raise CannotSendError(self._server.where, f"takes no mail from the sender's address: {said(code, reply, about=NOBODY)}")
        return None if code == TAKEN else self._no(code, reply, everyone=code != TOO_LARGE)

    def _recipient(self) -> Answer | None:
        code, reply = self._connection.rcpt(self._sealed.to.wire)
        return None if code in {TAKEN, TAKEN + 1} else self._no(code, reply)

    def _content(self) -> Answer:
        code, reply = self._connection.docmd("DATA")
        if code != GO_ON:
            return self._no(code, reply)
        _wait(self._connection, self._timeouts.block)
        for chunk in _chunks(self._sealed.content):
            self._connection.send(chunk)
        _wait(self._connection, self._timeouts.taken)
        self.is_handed_over = True
        self._connection.send(b".\r\n")
        code, reply = self._connection.getreply()
        _wait(self._connection, self._timeouts.answer)
        if code // 100 == TAKEN // 100:
            return Answer("accepted")
        if code in PASSING or code in FOR_GOOD:
            # The server says itself that it does not answer for the message (RFC 5321, section 4.2.5).
            return self._no(code, reply)
        self.is_broken = True
        return Answer("uncertain", f"the server's answer is none ({said(code, reply, about=self._sealed.to)})")

    def _no(self, code: int, reply: bytes, *, everyone: bool = False) -> Answer:
        """What a refusal means, and the connection ready for the next message."""
        words = said(code, reply, about=self._sealed.to)
        self.is_broken = code == CLOSING or code not in {*PASSING, *FOR_GOOD}
        if not self.is_broken and not self.is_handed_over:
            self._connection.rset()
        if code in FOR_GOOD:
            return Answer("refused", f"the server refused it: {words}")
        return Answer("busy" if everyone or self.is_broken else "later", f"the server put it off: {words}")


def _wait(connection: smtplib.SMTP, seconds: float) -> None:
    """Sets how long the server may take from now on."""
    if connection.sock:  # pragma: no branch - smtplib has none only after it hung up
        connection.sock.settimeout(seconds)


def _chunks(content: bytes) -> Iterator[bytes]:
    """The message as it goes over the wire, dots doubled where they begin a line (RFC 5321, section 4.5.2)."""
    wire = re.sub(rb"(?m)^\.", b"..", content)
    if not wire.endswith(b"\r\n"):
        wire += b"\r\n"
    yield from (wire[start : start + CHUNK] for start in range(0, len(wire), CHUNK))


# ---------------------------------------------------------------- the connection


def _connected(server: Server, timeouts: Timeouts) -> smtplib.SMTP:
    """A connection over which messages can be sent: encrypted, the server proved, signed in."""
    with _told(server):
        context = _context(server)
        connection = _opened(server, timeouts, context=context)
        try:
            _send_at_once(connection)
            _check_is_here(connection, server)
            _greet(connection, server)
            if server.security == "starttls":
                _encrypt(connection, server, context=context)
            if server.user:
                _sign_in(connection, server)
        except BaseException:
            connection.close()
            raise
        return connection


def _context(server: Server) -> ssl.SSLContext:
    """Certificate and name are verified; Python's own choice of versions and ciphers."""
    try:
        return ssl.create_default_context(cafile=str(server.ca_file) if server.ca_file else None)
    except ssl.SSLError as error:
        raise CannotSendError(server.where, f"{server.ca_file} holds no certificates in PEM form") from error
    except OSError as error:
        raise CannotSendError(server.where, f"the certificates in {server.ca_file} cannot be read ({error.strerror})") from error


def _opened(server: Server, timeouts: Timeouts, *, context: ssl.SSLContext) -> smtplib.SMTP:
    port = server.port or PORTS[server.security]
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, port, local_hostname=server.greeting, timeout=timeouts.connect, context=context)
    return smtplib.SMTP(server.host, port, local_hostname=server.greeting, timeout=timeouts.connect)


def _send_at_once(connection: smtplib.SMTP) -> None:
    """Lets the dot follow the message at once, instead of waiting until the server has confirmed the rest: 40 ms a message."""
    if connection.sock:  # pragma: no branch - it has just been opened
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _check_is_here(connection: smtplib.SMTP, server: Server) -> None:
    """Returns for a connection that will be encrypted, or does not leave this machine."""
    if server.security != "plain" or connection.sock is None:
        return
    peer = connection.sock.getpeername()
    if not (isinstance(peer, tuple) and ipaddress.ip_address(str(peer[0]).partition("%")[0]).is_loopback):
        raise CannotSendError(server.where, "mail goes unencrypted to this very machine only; use starttls or tls")


def _greet(connection: smtplib.SMTP, server: Server) -> None:
    code, reply = connection.ehlo()
    if code != TAKEN:
        raise _refused(server, "does not greet us", code, reply)


def _encrypt(connection: smtplib.SMTP, server: Server, *, context: ssl.SSLContext) -> None:
    if not connection.has_extn("starttls"):
        raise CannotSendError(
            server.where, "offers no encryption (STARTTLS), or somebody on the way hides it: nothing was sent. Try tls, on port 465"
        )
    connection.starttls(context=context)
    _greet(connection, server)


def _sign_in(connection: smtplib.SMTP, server: Server) -> None:
    """Signs in, by AUTH PLAIN where it is there: it takes any password (RFC 4616), and all is encrypted already."""
    if not server.password:
        raise CannotSendError(server.where, f"there is no password for {server.user}")
    if "PLAIN" in connection.esmtp_features.get("auth", "").upper().split():
        secret = base64.b64encode(f"\0{server.user}\0{server.password}".encode()).decode()
        code, reply = connection.docmd("AUTH", f"PLAIN {secret}")
    else:
        try:
            code, reply = connection.login(server.user, server.password)
        except UnicodeEncodeError:
            raise CannotSendError(server.where, "takes no user or password with letters beyond ASCII") from None
    if code != SIGNED_IN:
        raise _refused(server, "does not let us sign in; check user and password", code, reply)


def _refused(server: Server, what: str, code: int, reply: bytes) -> CannotSendError:  # noqa: PLR0917 - what, and the reply
    kind = CannotSendError if code in FOR_GOOD else PassingTroubleError
    return kind(server.where, f"{what} ({said(code, reply, about=Mailbox(server.user))})")


@contextmanager
def _told(server: Server) -> Iterator[None]:
    """What the network raises, as CannotSendError, and as PassingTroubleError where waiting may help."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        reason = f"does not prove that it is {server.host} ({error.verify_message}): nothing was sent. Is the name right?"
        raise CannotSendError(server.where, reason) from error
    except ssl.SSLError as error:
        reason = f"does not speak TLS as we do ({error.reason}): is it the port for {server.security}?"
        raise CannotSendError(server.where, reason) from error
    except smtplib.SMTPNotSupportedError as error:
        raise CannotSendError(server.where, f"does not offer what we need ({error})") from error
    except smtplib.SMTPResponseException as error:
        reply = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
        raise _refused(server, "refused us", error.smtp_code, reply) from error
    except (OSError, smtplib.SMTPException) as error:
        raise PassingTroubleError(server.where, f"cannot be reached ({_in_words(error)})") from error


def _in_words(error: Exception) -> str:
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "it did not answer in time"
    if isinstance(error, smtplib.SMTPResponseException):
        return "its answer has no end"
    if isinstance(error, socket.gaierror):
        return "there is no such name"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "it hung up"
