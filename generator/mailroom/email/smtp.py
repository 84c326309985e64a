"""A mail server: verified TLS or nothing, one connection for many messages, a sure answer for each.

A message counts as handed over when the dot that ends it has been given to the network: a server
that loses the connection before that has nothing it may deliver (RFC 5321, sections 3.8 and
4.1.1.10). A connection that is lost between the dot and the answer leaves the message uncertain,
and it is not sent again.

`smtplib` speaks the protocol. Its `sendmail` is not used: it raises the same error before and after
the dot, and one timeout would have to do for a greeting and for a message of 20 MB.
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

from generator.mailroom.email.errors import CannotSendError, TemporaryMailError
from generator.mailroom.email.transport import Answer, SmtpMessage, said
from generator.supporters.mailboxes import Mailbox

Security = Literal["starttls", "tls", "plain"]
PORTS = {"starttls": 587, "tls": 465, "plain": 25}
"""RFC 6409 (submission), RFC 8314 (TLS from the first byte), RFC 5321 (relay)."""
# Decimal, as providers state their limits; SIZE itself counts octets (RFC 1870).
MEGABYTE = 1_000_000
CHUNK_BYTES = 1 << 16
"""What a timeout waits for; RFC 5321, section 4.5.3.2.5, sets its 3 minutes for a block."""
_NO_MAILBOX = Mailbox("")

# smtplib has no names for these.
OK, FORWARDED, GO_ON, TOO_LARGE, CLOSING, SIGNED_IN = 250, 251, 354, 552, 421, 235
TEMPORARY, PERMANENT = range(400, 500), range(500, 600)
"""Reply codes (RFC 5321, section 4.2.3; RFC 4954, section 6), and those of failures by their first
digit (section 4.2.1)."""


@dataclass(frozen=True)
class Server:
    """A mail server, and how it is spoken to."""

    host: str
    port: int = 0
    """0: the usual one."""
    security: Security = "starttls"
    """starttls, tls from the first byte, or plain: only to this machine itself."""
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    """Certificates to trust instead of the system's."""
    # An address literal is a valid name of a host that has none (RFC 5321, section 4.1.3).
    greeting: str = "[127.0.0.1]"
    """The name in our EHLO; the machine's own name stays private."""

    @property
    def where(self) -> str:
        """Host and port, as errors name them."""
        return f"{self.host}:{self.port or PORTS[self.security]}"


@dataclass(frozen=True)
class Timeouts:
    """Seconds to wait.

    RFC 5321, section 4.5.3.2, asks for minutes where most people do not wait as long; `taken` is as
    long as it asks, since giving up there makes the message uncertain.
    """

    connect: float = 30.0
    answer: float = 120.0
    block: float = 180.0
    """For every 64 kB of a message."""
    taken: float = 600.0


class SmtpTransport:
    """Hands messages to a server.

    A context manager: it connects and signs in when it is entered, and raises CannotSendError.
    """

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
        """Ends the session and closes the connection."""
        if self._connection:
            # All messages have their answers by now: a farewell that fails changes no answer.
            with suppress(OSError, smtplib.SMTPException):
                _wait(self._connection, self._timeouts.connect)
                self._connection.quit()
        self._drop()

    def ready(self) -> None:
        """Connects if there is no connection.

        Raises CannotSendError; its subclass TemporaryMailError if waiting may help.
        """
        self._open()

    def _open(self) -> smtplib.SMTP:
        if self._connection is None:
            self._handed_over = 0
            self._connection = _connected(self._server, self._timeouts)
            _wait(self._connection, self._timeouts.answer)
        return self._connection

    def send(self, sealed: SmtpMessage) -> Answer:
        """Returns how the attempt ended.

        Raises CannotSendError, before the message is handed over, if the server takes no message.
        """
        carried = self._handed_over
        try:
            answer = self._attempt(sealed)
            if answer.kind == "busy" and carried:
                # A server may end a connection that was idle for long, or has carried as many
                # messages as it allows: a new connection shows whether that was the reason.
                self._drop()
                answer = self._attempt(sealed)
        # The second connection is refused: this message waits its turn, and the run goes on.
        except TemporaryMailError as error:
            return Answer("busy", error.reason)
        return answer

    def _attempt(self, sealed: SmtpMessage) -> Answer:
        connection = self._open()
        attempt = _Attempt(connection, sealed, self._server, self._timeouts)
        try:
            answer = attempt.made()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            reason = f"the connection was lost ({_in_words(error)})"
            if attempt.is_handed_over:
                return Answer(
                    "uncertain",
                    f"{reason} after the message was handed over, "
                    "before the server said that it took it",
                )
            return Answer("busy", reason)
        except BaseException:
            # An answer that was not waited for would be taken for that of the next command.
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


@dataclass
class _Attempt:
    """The attempt to send one message over one connection."""

    connection: smtplib.SMTP
    sealed: SmtpMessage
    server: Server
    timeouts: Timeouts
    is_handed_over: bool = False
    is_broken: bool = False
    """Whether the connection cannot be used any more."""

    def made(self) -> Answer:
        """Returns how it ended.

        Raises OSError or SMTPException when the connection is lost, and CannotSendError.
        """
        return self._unfit() or self._sender() or self._recipient() or self._content()

    def _unfit(self) -> Answer | None:
        """Returns why this server cannot take the message, by the limits that it announces."""
        most, size = self.connection.esmtp_features.get("size", ""), len(self.sealed.content)
        # A server that announces 0 has no fixed limit (RFC 1870, section 4).
        if most.isdigit() and 0 < int(most) < size:
            return Answer(
                "refused",
                f"the message has {size / MEGABYTE:.1f} MB, and the server takes "
                f"{int(most) / MEGABYTE:.1f} MB at most: use smaller pictures",
            )
        if self.sealed.needs_utf8 and not self.connection.has_extn("smtputf8"):
            return Answer(
                "refused",
                "the e-mail address has letters beyond ASCII before its @, "
                "and this server takes no such address",
            )
        return None

    def _sender(self) -> Answer | None:
        # SIZE lets a server refuse before 20 MB were sent. SMTPUTF8 goes with 8BITMIME, because the
        # headers are then not ASCII (RFC 6531, section 3.1).
        options = [f"SIZE={len(self.sealed.content)}"] if self.connection.has_extn("size") else []
        options += ["SMTPUTF8", "BODY=8BITMIME"] if self.sealed.needs_utf8 else []
        code, reply = self.connection.mail(self.sealed.sender.wire, options)
        # Refused is the sender, so that every message would be; 552 is about this message alone.
        # The reply may name the sender: that is the user, whose address is no secret to them.
        if code in PERMANENT and code != TOO_LARGE:
            self.is_broken = True
            words = said(code, reply, about=_NO_MAILBOX)
            raise CannotSendError(
                self.server.where, f"takes no mail from the sender's address: {words}"
            )
        return None if code == OK else self._no(code, reply, everyone=code != TOO_LARGE)

    def _recipient(self) -> Answer | None:
        code, reply = self.connection.rcpt(self.sealed.to.wire)
        # 251 accepts the address and says that the server forwards to another one (section 3.4).
        return None if code in {OK, FORWARDED} else self._no(code, reply)

    def _content(self) -> Answer:
        code, reply = self.connection.docmd("DATA")
        if code != GO_ON:
            return self._no(code, reply)
        _wait(self.connection, self.timeouts.block)
        for chunk in _chunks(self.sealed.content):
            self.connection.send(chunk)
        _wait(self.connection, self.timeouts.taken)
        # Before the dot, since a write that fails may have put it on the wire all the same.
        self.is_handed_over = True
        self.connection.send(b".\r\n")
        code, reply = self.connection.getreply()
        _wait(self.connection, self.timeouts.answer)
        # Servers answer 200 and 250 alike: the first digit decides (RFC 5321, section 4.2.1).
        if code // 100 == OK // 100:
            return Answer("accepted")
        if code in TEMPORARY or code in PERMANENT:
            # The server says that it is not responsible for the message (RFC 5321, section 4.2.5).
            return self._no(code, reply)
        self.is_broken = True
        words = said(code, reply, about=self.sealed.to)
        return Answer("uncertain", f"the server's answer is not one of SMTP ({words})")

    def _no(self, code: int, reply: bytes, *, everyone: bool = False) -> Answer:
        """Returns what a refusal means, and resets the connection for the next message."""
        words = said(code, reply, about=self.sealed.to)
        self.is_broken = code == CLOSING or code not in {*TEMPORARY, *PERMANENT}
        if not self.is_broken and not self.is_handed_over:
            # Without RSET the next MAIL would be out of order. After the dot the server has ended
            # the transaction itself (section 4.1.1.5).
            self.connection.rset()
        if code in PERMANENT:
            return Answer("refused", f"the server refused it: {words}")
        # 421 and answers outside SMTP concern the connection, and with it all messages.
        is_busy = everyone or self.is_broken
        return Answer("busy" if is_busy else "later", f"the server put it off: {words}")


def _wait(connection: smtplib.SMTP, seconds: float) -> None:
    """Sets how many seconds the server may take from now on."""
    if connection.sock:  # pragma: no branch - smtplib has none only after it closed
        connection.sock.settimeout(seconds)


def _chunks(content: bytes) -> Iterator[bytes]:
    """Returns the message in chunks, dots doubled that begin a line (RFC 5321, section 4.5.2)."""
    # Only at the beginning of a line: “a.b” stays as it is. The lines end in CR LF already, as
    # `compose` makes them, so that `^` after the line feed is enough.
    wire = re.sub(rb"(?m)^\.", b"..", content)
    if not wire.endswith(b"\r\n"):
        wire += b"\r\n"
    yield from (wire[start : start + CHUNK_BYTES] for start in range(0, len(wire), CHUNK_BYTES))


# ---------------------------------------------------------------- the connection


def _connected(server: Server, timeouts: Timeouts) -> smtplib.SMTP:
    """Returns a connection that is encrypted to a verified server, and signed in."""
    with _translated(server):
        context = _context(server)
        connection = _opened(server, timeouts, context=context)
        try:
            if connection.sock:  # pragma: no branch - it has just been opened
                # The dot then follows the message without delay, instead of waiting until the
                # server has confirmed the rest: 40 ms a message.
                connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # Checked on the connection, not on the name: a name may lead anywhere. Signing in comes
            # last, when the password can be read by the verified server alone.
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
    """Returns a context that verifies certificate and name, with Python's versions and ciphers."""
    try:
        return ssl.create_default_context(cafile=str(server.ca_file) if server.ca_file else None)
    except ssl.SSLError as error:
        message = f"{server.ca_file} holds no certificates in PEM form"
        raise CannotSendError(server.where, message) from error
    except OSError as error:
        message = f"the certificates in {server.ca_file} cannot be read ({error.strerror})"
        raise CannotSendError(server.where, message) from error


def _opened(server: Server, timeouts: Timeouts, *, context: ssl.SSLContext) -> smtplib.SMTP:
    port, name = server.port or PORTS[server.security], server.greeting
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, port, name, timeout=timeouts.connect, context=context)
    return smtplib.SMTP(server.host, port, name, timeout=timeouts.connect)


def _check_is_here(connection: smtplib.SMTP, server: Server) -> None:
    """Raises CannotSendError for a plain connection that leaves this machine."""
    if server.security != "plain" or connection.sock is None:
        return
    peer = connection.sock.getpeername()
    # An IPv6 peer may carry its zone, as in fe80::1%eth0, which is no part of the address.
    if not ipaddress.ip_address(str(peer[0]).partition("%")[0]).is_loopback:
        message = "mail goes unencrypted to this machine itself only; use starttls or tls"
        raise CannotSendError(server.where, message)


def _greet(connection: smtplib.SMTP, server: Server) -> None:
    code, reply = connection.ehlo()
    if code != OK:
        raise _refused(server, "does not greet us", code, reply)


def _encrypt(connection: smtplib.SMTP, server: Server, *, context: ssl.SSLContext) -> None:
    if not connection.has_extn("starttls"):
        raise CannotSendError(
            server.where,
            "offers no encryption (STARTTLS), or a machine on the way hides it: "
            "nothing was sent. Try tls, on port 465",
        )
    # Greeted again, because what a server said before it was encrypted may be forged and is to be
    # discarded (RFC 3207, section 4.2).
    connection.starttls(context=context)
    _greet(connection, server)


def _sign_in(connection: smtplib.SMTP, server: Server) -> None:
    """Signs in, by AUTH PLAIN if the server has it.

    PLAIN takes any password in UTF-8 (RFC 4616), which smtplib's `login` does not; the connection
    is encrypted already.
    """
    if not server.password:
        raise CannotSendError(server.where, f"there is no password for {server.user}")
    if "PLAIN" in connection.esmtp_features.get("auth", "").upper().split():
        secret = base64.b64encode(f"\0{server.user}\0{server.password}".encode()).decode()
        code, reply = connection.docmd("AUTH", f"PLAIN {secret}")
    else:
        try:
            code, reply = connection.login(server.user, server.password)
        # `from None`: the error holds the user or password that it could not encode.
        except UnicodeEncodeError:
            message = "takes no user or password with letters beyond ASCII"
            raise CannotSendError(server.where, message) from None
    if code != SIGNED_IN:
        raise _refused(server, "does not let us sign in; check user and password", code, reply)


def _refused(  # noqa: PLR0917 - the reply has two parts
    server: Server, what: str, code: int, reply: bytes
) -> CannotSendError:
    kind = CannotSendError if code in PERMANENT else TemporaryMailError
    return kind(server.where, f"{what} ({said(code, reply, about=Mailbox(server.user))})")


@contextmanager
def _translated(server: Server) -> Iterator[None]:
    """Raises errors of the network as CannotSendError; TemporaryMailError if waiting may help."""
    try:
        yield
    # The narrow kinds first: each of these is an OSError too. Only the last, a network that is
    # away, may pass without anyone's help.
    except ssl.SSLCertVerificationError as error:
        reason = (
            f"does not prove that it is {server.host} ({error.verify_message}): "
            "nothing was sent. Is the name right?"
        )
        raise CannotSendError(server.where, reason) from error
    except ssl.SSLError as error:
        reason = f"does not speak our TLS ({error.reason}): is it the port for {server.security}?"
        raise CannotSendError(server.where, reason) from error
    except smtplib.SMTPNotSupportedError as error:
        raise CannotSendError(server.where, f"does not offer what we need ({error})") from error
    except smtplib.SMTPResponseException as error:
        words = error.smtp_error
        reply = words if isinstance(words, bytes) else str(words).encode()
        raise _refused(server, "refused us", error.smtp_code, reply) from error
    except (OSError, smtplib.SMTPException) as error:
        raise TemporaryMailError(server.where, f"cannot be reached ({_in_words(error)})") from error


def _in_words(error: Exception) -> str:
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "it did not answer in time"
    if isinstance(error, smtplib.SMTPResponseException):
        # smtplib raises this for a reply line beyond 8 kB, which no server needs.
        return "its answer has no end"
    if isinstance(error, socket.gaierror):
        return "there is no such name"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "it hung up"
