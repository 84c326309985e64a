"""Reads a file from the web: all of it, no larger than allowed, before one deadline.

urllib3 connects, asks a proxy, verifies certificates, follows redirects and decides whether and
when to ask again. It has no setting for three things, which this module adds. A deadline: urllib3's
timeouts begin again with every byte, so that a server which sends one byte a second is never too
slow. A bound on size, packed and unpacked. And the end of packed data: urllib3 takes a gzip stream
that breaks off for a whole one.
"""

import hashlib
import json
import math
import re
import threading
import time
import traceback
import zlib
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self, TypeVar, cast

import urllib3
from urllib3.exceptions import HTTPError, LocationParseError, MaxRetryError, ResponseError

from generator import __version__
from generator.errors import CannotWriteError, LettersError
from generator.files.whole import write_whole
from generator.text import quoted

T = TypeVar("T")
TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be gone at the next attempt (RFC 9110, section 15)."""
CONNECT_SECONDS = 10.0
"""Chosen by hand: a server on another continent answers in less than one."""
MAX_REDIRECTS = 5
"""Chosen by hand: published files need two at most (http to https, and an alias)."""
MAX_RETRY_AFTER_SECONDS = 30
"""A server that asks for a longer pause is not asked again: the user does it later."""
_END_HEADERS = frozenset({"content-length", "transfer-encoding", "content-encoding"})
"""Headers that say where the body ends: gzip data carries its own end."""
CHUNK_BYTES = 1 << 16
"""Bytes between two looks at the clock and the size; chosen by hand."""


class CannotFetchError(LettersError):
    """The file cannot be read from the web."""

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"{url}: {reason}")


class NoSuchFileError(CannotFetchError):
    """The server has no file at that address."""

    def __init__(self, url: str) -> None:
        super().__init__(url, "there is no such file there; check the address")


class UnusableProxyError(LettersError):
    """The proxy that the environment names cannot be asked."""

    def __init__(self, proxy: str) -> None:
        super().__init__(
            f"the proxy {quoted(proxy)} cannot be used: http_proxy and https_proxy must name one "
            "as http://host:port (others, such as SOCKS, do not work), or be unset"
        )


@dataclass(frozen=True)
class FetchLimits:
    """How long to wait, how often to ask again and how much to take."""

    # Chosen by hand: 8 MiB in two minutes is a slow line of half a megabit a second.
    seconds: float = 120.0
    """For everything: every attempt, pause and redirect."""
    # Chosen by hand: the largest published file of members has 1.1 MB.
    max_bytes: int = 8 << 20
    """When unpacked."""
    # Chosen by hand: a server that has failed four times within some seconds will not work in the
    # next.
    retries: int = 3
    backoff_seconds: float = 0.5
    """urllib3 asks again at once, then after twice and four times this."""


@dataclass(frozen=True)
class FetchedFile:
    """A file as the server sent it."""

    url: str
    """Without the user name and password that the address may carry."""
    body: bytes = field(repr=False)
    etag: str | None
    last_modified: str | None
    has_known_end: bool = True
    """Whether the server said where the body ends (RFC 9112, section 6.3).

    If not, a truncated body looks like a whole one.
    """


class _Retry(urllib3.Retry):
    """urllib3's own, except that it ends at the deadline, or before an answer keeps it busy."""

    deadline = math.inf
    """On the clock of `time.monotonic`."""

    def new(self, **kwargs: Any) -> Self:  # noqa: ANN401 - they are urllib3's, and handed on
        """Returns the next one, which has the same deadline."""
        following = super().new(**kwargs)
        following.deadline = self.deadline
        return following

    def increment(self, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        """Closes the answer: urllib3 would read the body of a redirect or an error to its end."""
        if response := kwargs.get("response"):
            response.close()
        if time.monotonic() > self.deadline:
            raise TimeoutError
        return super().increment(*args, **kwargs)

    def sleep_for_retry(self, response: urllib3.BaseHTTPResponse) -> bool:
        """Sleeps as long as the server asks. Raises ResponseError if that is too long."""
        # urllib3 sleeps for as long as it is asked to, here past the deadline.
        if (pause := self.get_retry_after(response) or 0) > MAX_RETRY_AFTER_SECONDS:
            reason = f"the server answered {response.status} and asks to wait {pause:,.0f} seconds"
            raise ResponseError(reason)
        return super().sleep_for_retry(response)


def fetch(
    url: str,
    *,
    limits: FetchLimits | None = None,
    proxy: str | None = None,
    cache: Path | None = None,
) -> FetchedFile:
    """Returns the file at an http(s) address.

    With a `cache` folder, the server sends a file only if it has changed since the last fetch.
    Raises UnusableProxyError, NoSuchFileError, and CannotFetchError for a body that is truncated,
    corrupt or too large and for a server that is too slow, redirects too often, or from https to
    http.
    """
    check_address(url)
    shown, limits = presentable(url), limits or FetchLimits()
    # Without a password in the address: the name and the content of a cache must not hold it.
    known = _remembered(cache, shown) if cache else None
    with _pool(url, proxy=proxy) as pool:
        try:
            file = _before_deadline(
                limits.seconds, partial(_get, pool, url, known=known, limits=limits)
            )
        # From the deadline of the thread, from `_Retry` or from `_body`: to the user they are one.
        except TimeoutError as error:
            took = f"it took longer than {limits.seconds:g} seconds"
            raise CannotFetchError(
                shown, f"could not be fetched ({took}); try again later"
            ) from error
        except ValueError as error:
            # urllib3 and urllib.parse raise it for a text that is no address, or of another scheme;
            # urllib3 has left the answer open in one of the frames.
            traceback.clear_frames(error.__traceback__)
            raise CannotFetchError(
                shown, f"was redirected to an address that is not followed ({_in_words(error)})"
            ) from error
        except HTTPError as error:
            raise CannotFetchError(
                shown, f"could not be fetched ({_in_words(error)}); try again later"
            ) from error
    if cache:
        _remember(file, cache=cache)
    return file


def check_address(url: str) -> None:
    """Raises CannotFetchError unless the address is an http(s) one with a host."""
    # urllib3's own parser, so that what passes here is what it will connect to.
    with suppress(LocationParseError):
        parts = urllib3.util.parse_url(url)
        if parts.scheme in ("http", "https") and parts.host:
            return
    raise CannotFetchError(
        presentable(url), "is no address to read from; it must begin with https:// or http://"
    )


def presentable(url: str) -> str:
    """Returns the address without a last slash, user name and password."""
    # By hand and not by a parser, because it must also hide the password of an address that is
    # wrong.
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}".rstrip("/")


def too_large(max_bytes: int) -> str:
    """Returns the reason why a larger file is refused."""
    return f"is larger than {max_bytes >> 20} MiB, and no more is read"


def _pool(url: str, *, proxy: str | None) -> urllib3.PoolManager:
    try:
        # The proxy is an argument: only the command line reads the environment.
        pool = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
    except HTTPError as error:
        raise UnusableProxyError(presentable(proxy or "")) from error
    if url.lower().startswith("https:"):
        # Without a pool for http a redirect from https to http fails before any request: on the
        # way the file could be exchanged.
        del pool.key_fn_by_scheme["http"]
    return pool


def _before_deadline(seconds: float, work: Callable[[], T]) -> T:
    """Returns the result of the work, or raises its error, or TimeoutError at the deadline.

    The work runs in a thread, because a socket has no deadline, and looking up a name no timeout at
    all. The thread is a daemon, so that a server which never sends its headers does not keep the
    program from ending.
    """
    outcome: Future[T] = Future()
    threading.Thread(target=_settle, args=(outcome, work), daemon=True).start()
    try:
        return outcome.result(timeout=seconds)
    finally:
        del outcome  # as in `_settle`


def _settle(outcome: Future[T], work: Callable[[], T], /) -> None:
    try:
        outcome.set_result(work())
    except BaseException as error:  # noqa: BLE001 - raised again where the outcome is awaited
        outcome.set_exception(error)
    finally:
        # The error's traceback holds this frame: without the cycle its sockets are closed at once
        # and not by the collector.
        del outcome


def _get(
    pool: urllib3.PoolManager, url: str, *, known: FetchedFile | None, limits: FetchLimits
) -> FetchedFile:
    """Returns the file, or `known` if the server says that it has not changed."""
    shown, deadline = presentable(url), time.monotonic() + limits.seconds
    retries = _Retry(
        # Without a total, so that each kind of failure has its own count, and redirects another.
        total=None,
        connect=limits.retries,
        read=limits.retries,
        status=limits.retries,
        other=limits.retries,
        redirect=MAX_REDIRECTS,
        status_forcelist=TEMPORARY,
        backoff_factor=limits.backoff_seconds,
        # The last answer is returned and not raised: `_check_status` has a sentence for each.
        raise_on_redirect=False,
        raise_on_status=False,
    )
    retries.deadline = deadline
    # gzip only: the standard library unpacks it, and shows whether its end is there.
    headers = {"User-Agent": f"letters/{__version__}", "Accept-Encoding": "gzip"}
    # Both may be sent: a server that knows ETags ignores the date (RFC 9110, section 13.1.3).
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    # The read timeout ends the thread some time after the deadline, if the server falls silent.
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=limits.seconds)
    while True:
        request = pool.request(
            "GET", url, headers=headers, preload_content=False, retries=retries, timeout=timeout
        )
        with closing(request) as response:
            # A 304 that was not asked for is no answer, and fails in `_check_status`.
            if response.status == HTTPStatus.NOT_MODIFIED and known:
                return known
            _check_status(shown, response)
            try:
                body = _body(shown, response, max_bytes=limits.max_bytes, deadline=deadline)
            except (HTTPError, zlib.error) as error:
                # urllib3 asks again by itself only for bodies that it reads at once, without a
                # bound.
                # The cast: urllib3 types the field as Retry or None; it is the one given above.
                retries = cast("_Retry", response.retries).increment("GET", url, error=error)
            else:
                head = response.headers
                has_known_end = not _END_HEADERS.isdisjoint(map(str.lower, head))
                etag, changed = head.get("ETag"), head.get("Last-Modified")
                return FetchedFile(shown, body, etag, changed, has_known_end)
        retries.sleep()


def _check_status(shown: str, response: urllib3.BaseHTTPResponse) -> None:
    if response.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise NoSuchFileError(shown)
    # A redirect comes here only when `MAX_REDIRECTS` are used up.
    if response.get_redirect_location():
        raise CannotFetchError(shown, f"was redirected more than {MAX_REDIRECTS} times")
    if response.status != HTTPStatus.OK:
        raise CannotFetchError(shown, f"the server answered {response.status}")


def _body(
    shown: str, response: urllib3.BaseHTTPResponse, *, max_bytes: int, deadline: float
) -> bytes:
    """Returns the unpacked bytes. Raises HTTPError or zlib.error for truncated or corrupt ones."""
    body = bytearray()
    # Packed: the bound on size holds before anything is unpacked, and `decompress` below stops at
    # it and shows whether the data has its end. urllib3 compares the bytes with Content-Length.
    for chunk in response.stream(CHUNK_BYTES, decode_content=False):
        body += chunk
        if time.monotonic() > deadline:
            raise TimeoutError
        if len(body) > max_bytes:
            raise CannotFetchError(shown, too_large(max_bytes))
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("identity", ""):
        return bytes(body)
    if encoding not in ("gzip", "x-gzip"):
        raise CannotFetchError(shown, f"came packed in a way that was not asked for ({encoding})")
    # 16 asks zlib for the header and the checksum of gzip (zlib manual, inflateInit2).
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    # One byte more than allowed shows that there is more, and nothing beyond it is unpacked.
    unpacked = unpacker.decompress(body, max_bytes + 1)
    if len(unpacked) > max_bytes:
        raise CannotFetchError(shown, too_large(max_bytes))
    if not unpacker.eof:
        reason = "the packed data has no end"
        raise zlib.error(reason)
    return unpacked


def _in_words(error: Exception) -> str:
    """Returns the words of the error, on one line and without the addresses of Python objects."""
    cause = error.reason if isinstance(error, MaxRetryError) and error.reason else error
    # `HTTPSConnectionPool(host='x', port=443): Read timed out.` becomes `Read timed out.`
    words = str(cause.args[0]) if cause.args else ""
    return " ".join(re.sub(r"^\w+\(host=[^)]*\): ", "", words).split()) or type(cause).__name__


# ---------------------------------------------------------------- the cache


def _cached(cache: Path, shown: str) -> Path:
    # A hash, because an address may be longer than a file name and hold signs that none may hold;
    # 128 bits of it are enough against accidents.
    return cache / f"{hashlib.sha256(shown.encode()).hexdigest()[:32]}.http"


def _remember(file: FetchedFile, *, cache: Path) -> None:
    """Keeps the file for the next conditional request; ignores a cache that cannot be written."""
    # Without one of the two the server cannot be asked whether the file has changed.
    if file.has_known_end and (file.etag or file.last_modified):
        facts = {
            "etag": file.etag,
            "last_modified": file.last_modified,
            "sha256": hashlib.sha256(file.body).hexdigest(),
        }
        # A cache saves time and is never needed: the next sync fetches the whole file.
        with suppress(OSError, CannotWriteError):
            cache.mkdir(parents=True, exist_ok=True)
            write_whole(
                _cached(cache, file.url),
                json.dumps(facts).encode() + b"\n" + file.body,
                lasting=False,
            )


def _remembered(cache: Path, shown: str) -> FetchedFile | None:
    """Returns the file of the last fetch; None if it is missing or its bytes have changed."""
    # A cache that cannot be read, or is damaged, is taken for no cache.
    with suppress(OSError, ValueError, KeyError, TypeError):
        head, _, body = _cached(cache, shown).read_bytes().partition(b"\n")
        facts = json.loads(head)
        # Otherwise a changed cache would be read as the published data as long as the server says
        # 304.
        if hashlib.sha256(body).hexdigest() == facts["sha256"]:
            return FetchedFile(shown, body, facts["etag"], facts["last_modified"])
    return None
