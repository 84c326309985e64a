"""The four files of unitedstates/congress-legislators, from a folder or from the net, whole or not at all."""

import datetime
import hashlib
import http.client
import io
import json
import os
import re
import socket
import tempfile
import time
import zlib
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Url, parse_url

from generator import __version__
from generator.congress.troubles import CannotReadMembersError, NoSuchDocumentError, PassingTroubleError, UnusableProxyError
from generator.spelling import quoted

PUBLISHED = "https://unitedstates.github.io/congress-legislators/"
"""Where the project publishes the files (README of unitedstates/congress-legislators)."""

NAMES = ("legislators-current", "legislators-district-offices", "committees-current", "committee-membership-current")
FORMS = ("yaml", "json")

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers of a server that may be another one a moment later (RFC 9110, section 15)."""
CHUNK = 1 << 16


@dataclass(frozen=True)
class Document:
    """One file as it was published."""

    name: str
    where: str
    body: bytes = field(repr=False)
    etag: str | None = None
    last_modified: str | None = None
    measured: bool = True
    """Whether its end was known before it came: without that, nobody can tell whether it is whole."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def modified(self) -> datetime.date | None:
        """The day on which it was last changed where it lies, if that is known."""
        try:
            return parsedate_to_datetime(self.last_modified or "").date()
        except ValueError:
            return None


@dataclass(frozen=True)
class Patience:
    """How long to wait, how often to try again and how much to take."""

    attempts: int = 4
    pause: float = 0.5
    """Seconds before the second attempt; each further one waits twice as long."""
    connect: float = 10.0
    whole: float = 120.0
    """Seconds one file may take, with all attempts and redirects."""
    largest: int = 8 << 20
    """Bytes of one file when unpacked; the largest real one has one million."""
    redirects: int = 5


# ---------------------------------------------------------------- all four


def fetch_all(
    origin: str, *, cache: Path | None = None, patience: Patience | None = None, proxy: str | None = None
) -> tuple[Document, ...]:
    """The four files, each as YAML or else as JSON, from a folder or an http(s) address.

    Raises CannotReadMembersError; a file that has not changed since it was cached is not sent again.
    """
    patience = patience or Patience()
    if "://" not in origin:
        return tuple(_from_folder(Path(origin), name, largest=patience.largest) for name in NAMES)
    _check_origin(origin)
    with _pool(proxy) as pool:
        return tuple(_from_net(origin, name, net=_Net(pool, patience), cache=cache) for name in NAMES)


def fetch(url: str, *, known: Document | None = None, patience: Patience | None = None, proxy: str | None = None) -> Document:
    """The file at an http(s) address; `known` itself where the server says that it has not changed.

    Raises CannotReadMembersError for what will not get better, after `patience.attempts` also for what might have.
    """
    with _pool(proxy) as pool:
        return _Net(pool, patience or Patience()).fetch(url, known=known)


def remember(documents: tuple[Document, ...], *, cache: Path) -> None:
    """Keeps what came from the net for the next conditional request; a cache that cannot be written is done without."""
    with suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        for document in documents:
            if "://" in document.where and (document.etag or document.last_modified):
                body, note = _cache_paths(cache, document.where)
                replace(body, document.body)
                facts = {"url": document.where, "etag": document.etag, "last_modified": document.last_modified, "sha256": document.sha256}
                replace(note, json.dumps(facts, indent=1).encode())


def replace(path: Path, body: bytes) -> None:
    """Writes the file whole or not at all: to a temporary file beside it, then in its place. Raises OSError."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink()
        raise


def presentable(origin: str) -> str:
    """The origin in its one form: an address ends with one slash less, and without a user name and password that it may carry."""
    scheme, separator, rest = origin.partition("://")
    if not separator:
        return str(Path(origin))
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}".rstrip("/")


def _from_folder(folder: Path, name: str, *, largest: int) -> Document:
    if not _is_folder(folder):
        raise CannotReadMembersError(str(folder), "is no folder; --from takes a folder that holds the four files, or an http(s) address")
    for path in (folder / f"{name}.{form}" for form in FORMS):
        if path.is_file():
            return _from_file(path, largest=largest)
    raise NoSuchDocumentError(str(folder / f"{name}.yaml"))


def _is_folder(folder: Path) -> bool:
    """Whether there is such a folder; what no folder can be called is none."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def _from_file(path: Path, *, largest: int) -> Document:
    try:
        facts = path.stat()
        if facts.st_size > largest:
            raise CannotReadMembersError(str(path), _too_large(largest))
        return Document(path.stem, str(path), path.read_bytes(), last_modified=formatdate(facts.st_mtime, usegmt=True))
    except OSError as error:
        raise CannotReadMembersError(str(path), f"cannot be read ({error.strerror})") from error


def _from_net(origin: str, name: str, *, net: "_Net", cache: Path | None) -> Document:
    yaml, json_form = (f"{origin.rstrip('/')}/{name}.{form}" for form in FORMS)
    try:
        return _whole(net.fetch(yaml, name=name, known=_recall(cache, yaml)))
    except NoSuchDocumentError as missing:
        try:
            return _whole(net.fetch(json_form, name=name, known=_recall(cache, json_form)))
        except NoSuchDocumentError:
            raise missing from None


def _whole(document: Document) -> Document:
    """The document, where it is known to be all there is: cut at the end of a line, a list is still a list."""
    if not document.measured:
        reason = "came without its length, so that nobody can tell whether it is whole; get the four files, and give their folder to --from"
        raise CannotReadMembersError(document.where, reason)
    return document


# ---------------------------------------------------------------- what is known already


def _cache_paths(cache: Path, url: str) -> tuple[Path, Path]:
    key = hashlib.sha256(url.encode()).hexdigest()[:32]
    return cache / f"{key}.body", cache / f"{key}.json"


def _recall(cache: Path | None, url: str) -> Document | None:
    """The file as last fetched, if its bytes are still those that were kept."""
    if cache is None:
        return None
    body, note = _cache_paths(cache, presentable(url))
    try:
        facts: Mapping[str, str | None] = json.loads(note.read_bytes())
        document = Document("", url, body.read_bytes(), etag=facts["etag"], last_modified=facts["last_modified"])
        return document if document.sha256 == facts["sha256"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


# ---------------------------------------------------------------- one file from the net


class _Hurried(io.RawIOBase):
    """What a socket sends, until the time that it may be silent is over for all of it: a byte now and then does not gain any."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._file = connection.makefile("rb", buffering=0)
        self._end = time.monotonic() + (connection.gettimeout() or 0)

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview, /) -> int | None:  # type: ignore[override]  # which is what a BufferedReader gives
        """Reads what is there. Raises TimeoutError when the time is over."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._file.readinto(buffer)

    def close(self) -> None:
        """Lets go of the socket."""
        self._file.close()
        super().close()


class _HurriedResponse(http.client.HTTPResponse):
    """An answer whose headers and body together take no longer than the connection's timeout."""

    def __init__(self, sock: socket.socket, debuglevel: int = 0, *, method: str | None = None) -> None:
        super().__init__(sock, debuglevel, method=method)
        self.fp.close()
        self.fp = io.BufferedReader(_Hurried(sock))


class _Connection(HTTPConnection):
    response_class = _HurriedResponse


class _SecureConnection(HTTPSConnection):
    response_class = _HurriedResponse


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def _pool(proxy: str | None) -> urllib3.PoolManager:
    """Connections in a hurry, by way of the proxy if there is one. Raises UnusableProxyError."""
    try:
        pool = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
    except urllib3.exceptions.HTTPError as error:
        raise UnusableProxyError(presentable(proxy or "")) from error
    pool.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return pool


@dataclass(frozen=True)
class _Net:
    pool: urllib3.PoolManager
    patience: Patience

    def fetch(self, url: str, *, name: str = "", known: Document | None) -> Document:
        """The file, after as many attempts as patience allows."""
        end = time.monotonic() + self.patience.whole
        for attempt in range(1, self.patience.attempts):
            try:
                return self._attempt(url, name=name, known=known, end=end)
            except PassingTroubleError:
                pause = self.patience.pause * 2 ** (attempt - 1)
                if time.monotonic() + pause >= end:
                    raise
                time.sleep(pause)
        return self._attempt(url, name=name, known=known, end=end)

    def _attempt(self, url: str, *, name: str, known: Document | None, end: float) -> Document:
        asked, where = url, presentable(url)
        for _ in range(self.patience.redirects + 1):
            _check_address(asked)
            with closing(self._ask(asked, known=known, end=end)) as response:
                if response.status in REDIRECTS:
                    asked = _redirected(asked, response.headers.get("Location"))
                    continue
                if response.status == HTTPStatus.NOT_MODIFIED and known is not None:
                    return Document(name, where, known.body, known.etag, known.last_modified)
                _check_status(where, response.status)
                body, told = self._body(where, response), response.headers
                return Document(name, where, body, told.get("ETag"), told.get("Last-Modified"), measured=_is_measured(told))
        raise CannotReadMembersError(where, f"was redirected more than {self.patience.redirects} times")

    def _ask(self, url: str, *, known: Document | None, end: float) -> urllib3.BaseHTTPResponse:
        headers = {"User-Agent": f"letters/{__version__}", "Accept-Encoding": "gzip"}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        left = max(0.001, end - time.monotonic())
        try:
            return self.pool.request(
                "GET",
                url,
                headers=headers,
                preload_content=False,
                redirect=False,
                retries=False,
                timeout=urllib3.Timeout(connect=min(self.patience.connect, left), read=left),
            )
        except urllib3.exceptions.HTTPError as error:
            raise PassingTroubleError(presentable(url), f"did not answer ({self._in_words(error)})") from error

    def _body(self, where: str, response: urllib3.BaseHTTPResponse) -> bytes:
        """The bytes, unpacked; a body that is cut short, garbled or too large is none."""
        largest = self.patience.largest
        packed = _packed(where, response.headers.get("Content-Encoding", "identity").strip().lower())
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        body = bytearray()
        try:
            for chunk in response.stream(CHUNK, decode_content=False):
                body += unpacker.decompress(chunk, largest + 1 - len(body)) if packed else chunk
                if len(body) > largest:
                    raise CannotReadMembersError(where, _too_large(largest))
        except urllib3.exceptions.HTTPError as error:
            raise PassingTroubleError(where, f"was cut short ({self._in_words(error)})") from error
        except zlib.error as error:
            raise PassingTroubleError(where, f"was garbled on the way ({error})") from error
        if packed and not unpacker.eof:
            raise PassingTroubleError(where, "was cut short (the packed data has no end)")
        return bytes(body)

    def _in_words(self, error: Exception) -> str:
        """What the network said, on one line and without the addresses of Python objects."""
        if isinstance(error, urllib3.exceptions.ReadTimeoutError):
            return f"it took longer than {self.patience.whole:g} seconds"
        said = str(error.args[0]) if error.args else ""
        text = re.sub(r"^\w+\(host=[^)]*\): ", "", said) or type(error).__name__
        return " ".join(text.split())


def _is_measured(headers: Mapping[str, str]) -> bool:
    """Whether the answer told where its body ends (RFC 9112, section 6.3); packed data has an end of its own."""
    return any(name in headers for name in ("Content-Length", "Transfer-Encoding", "Content-Encoding"))


def _packed(where: str, encoding: str) -> bool:
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise CannotReadMembersError(where, f"came packed in a way that was not asked for ({encoding})")
    return encoding.endswith("gzip")


def _check_origin(origin: str) -> None:
    """Guarantees an address to which the name of a file can be added."""
    if mark := re.search(r"[?#]", origin):
        reason = f"is no address of a folder: it has a {mark.group()}; give what stands before that"
        raise CannotReadMembersError(presentable(origin), reason)
    _check_address(origin)


def _check_address(url: str) -> None:
    parts = _parsed(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.host:
        raise CannotReadMembersError(presentable(url), "is no address to read from; it must begin with https:// or http://")


def _parsed(url: str) -> Url | None:
    """The parts of an address, None where it has no form that could be asked for."""
    try:
        return parse_url(url)
    except urllib3.exceptions.HTTPError:
        return None


def _redirected(asked: str, location: str | None) -> str:
    """Where the server points to; never from https to something less."""
    where = presentable(asked)
    if not location:
        raise CannotReadMembersError(where, "was redirected to nowhere")
    try:
        target = urljoin(asked, location)
        before, after = urlsplit(asked).scheme, urlsplit(target).scheme
    except ValueError as error:
        raise CannotReadMembersError(where, f"was redirected to {quoted(location)}, which is no address") from error
    if after not in ("http", "https") or (after, before) == ("http", "https"):
        raise CannotReadMembersError(where, f"was redirected to {presentable(target)}, which is not followed")
    return target


def _check_status(where: str, status: int) -> None:
    if status in (404, 410):
        raise NoSuchDocumentError(where)
    if status in PASSING:
        raise PassingTroubleError(where, f"the server answered {status}")
    if status != HTTPStatus.OK:
        raise CannotReadMembersError(where, f"the server answered {status}")


def _too_large(largest: int) -> str:
    return f"is larger than {largest >> 20} MiB, and no more is read"
