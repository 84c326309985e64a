"""The four files of unitedstates/congress-legislators, from a folder or from the net, whole or not at all."""

import datetime
import hashlib
import json
import os
import re
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

from generator import __version__
from generator.congress.troubles import CannotReadMembersError, NoSuchDocumentError, PassingTroubleError

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
    silence: float = 30.0
    """Seconds a server may say nothing."""
    whole: float = 180.0
    """Seconds one file may take."""
    largest: int = 32 << 20
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
    """The origin without a user name and password that an address may carry."""
    parts = urlsplit(origin)
    if "://" not in origin or "@" not in parts.netloc:
        return origin
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _from_folder(folder: Path, name: str, *, largest: int) -> Document:
    if not folder.is_dir():
        raise CannotReadMembersError(str(folder), "is no folder; --from takes a folder that holds the four files, or an http(s) address")
    for path in (folder / f"{name}.{form}" for form in FORMS):
        if path.is_file():
            return _from_file(path, largest=largest)
    raise NoSuchDocumentError(str(folder / f"{name}.yaml"))


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
        return net.fetch(yaml, known=_recall(cache, yaml))
    except NoSuchDocumentError as missing:
        try:
            return net.fetch(json_form, known=_recall(cache, json_form))
        except NoSuchDocumentError:
            raise missing from None


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


def _pool(proxy: str | None) -> urllib3.PoolManager:
    return urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()


@dataclass(frozen=True)
class _Net:
    pool: urllib3.PoolManager
    patience: Patience

    def fetch(self, url: str, *, known: Document | None) -> Document:
        """The file, after as many attempts as patience allows."""
        for attempt in range(1, self.patience.attempts):
            try:
                return self._attempt(url, known=known)
            except PassingTroubleError:
                time.sleep(self.patience.pause * 2 ** (attempt - 1))
        return self._attempt(url, known=known)

    def _attempt(self, url: str, *, known: Document | None) -> Document:
        name = Path(urlsplit(url).path).stem
        asked, where = url, presentable(url)
        for _ in range(self.patience.redirects + 1):
            _check_address(asked)
            with closing(self._ask(asked, known=known)) as response:
                if response.status in REDIRECTS:
                    asked = _redirected(asked, response.headers.get("Location"))
                    continue
                if response.status == HTTPStatus.NOT_MODIFIED and known is not None:
                    return Document(name, where, known.body, known.etag, known.last_modified)
                _check_status(where, response.status)
                body = self._body(where, response)
                return Document(name, where, body, response.headers.get("ETag"), response.headers.get("Last-Modified"))
        raise CannotReadMembersError(where, f"was redirected more than {self.patience.redirects} times")

    def _ask(self, url: str, *, known: Document | None) -> urllib3.BaseHTTPResponse:
        headers = {"User-Agent": f"letters/{__version__}", "Accept-Encoding": "gzip"}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        try:
            return self.pool.request(
                "GET",
                url,
                headers=headers,
                preload_content=False,
                redirect=False,
                retries=False,
                timeout=urllib3.Timeout(connect=self.patience.connect, read=self.patience.silence),
            )
        except urllib3.exceptions.HTTPError as error:
            raise PassingTroubleError(presentable(url), f"did not answer ({_in_words(error)})") from error

    def _body(self, where: str, response: urllib3.BaseHTTPResponse) -> bytes:
        """The bytes, unpacked; a body that is cut short, garbled or too large is none."""
        largest, deadline = self.patience.largest, time.monotonic() + self.patience.whole
        packed = _packed(where, response.headers.get("Content-Encoding", "identity").strip().lower())
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        body = bytearray()
        try:
            for chunk in response.stream(CHUNK, decode_content=False):
                body += unpacker.decompress(chunk, largest + 1 - len(body)) if packed else chunk
                if len(body) > largest:
                    raise CannotReadMembersError(where, _too_large(largest))
                if time.monotonic() > deadline:
                    raise PassingTroubleError(where, f"took longer than {self.patience.whole:g} seconds")
        except urllib3.exceptions.HTTPError as error:
            raise PassingTroubleError(where, f"was cut short ({_in_words(error)})") from error
        except zlib.error as error:
            raise PassingTroubleError(where, f"was garbled on the way ({error})") from error
        if packed and not unpacker.eof:
            raise PassingTroubleError(where, "was cut short (the packed data has no end)")
        return bytes(body)


def _packed(where: str, encoding: str) -> bool:
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise CannotReadMembersError(where, f"came packed in a way that was not asked for ({encoding})")
    return encoding.endswith("gzip")


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CannotReadMembersError(presentable(url), "is no address to read from; it must begin with https:// or http://")


def _redirected(asked: str, location: str | None) -> str:
    """Where the server points to; never from https to something less."""
    where = presentable(asked)
    if not location:
        raise CannotReadMembersError(where, "was redirected to nowhere")
    target = urljoin(asked, location)
    scheme = urlsplit(target).scheme
    if scheme not in ("http", "https") or (scheme == "http" and urlsplit(asked).scheme == "https"):
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


def _in_words(error: Exception) -> str:
    """What the network said, on one line and without the addresses of Python objects."""
    said = str(error.args[0]) if error.args else ""
    text = re.sub(r"^HTTPS?Connection(Pool)?\([^)]*\): ", "", said) or type(error).__name__
    return " ".join(text.split())
