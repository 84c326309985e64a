"""The four files of unitedstates/congress-legislators, from a folder or the web, all of them or none."""

import datetime
import hashlib
import re
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

from generator.congress.errors import CannotReadMembersError
from generator.files.http import CannotFetchError, FetchLimits, NoSuchFileError, check_address, fetch, presentable, too_large

PUBLISHED = "https://unitedstates.github.io/congress-legislators/"
"""Where the project publishes the files (README of unitedstates/congress-legislators)."""

NAMES = ("legislators-current", "legislators-district-offices", "committees-current", "committee-membership-current")
FORMS = ("yaml", "json")


@dataclass(frozen=True)
class PublishedFile:
    """One of the four files as it was published."""

    name: str
    where: str
    body: bytes = field(repr=False)
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


def fetch_all(
    origin: str, *, cache: Path | None = None, limits: FetchLimits | None = None, proxy: str | None = None
) -> tuple[PublishedFile, ...]:
    """Returns the four files, each as YAML or else as JSON, from a folder or an http(s) address.

    Raises CannotReadMembersError and UnusableProxyError.
    """
    limits = limits or FetchLimits()
    if "://" not in origin:
        return tuple(_from_folder(Path(origin), name, max_bytes=limits.max_bytes) for name in NAMES)
    if mark := re.search(r"[?#]", origin):
        reason = f"is no address of a folder: it has a {mark.group()}; give what stands before that"
        raise CannotReadMembersError(presentable(origin), reason)
    try:
        check_address(origin)
        return tuple(_from_web(origin.rstrip("/"), name, cache=cache, limits=limits, proxy=proxy) for name in NAMES)
    except CannotFetchError as error:
        raise CannotReadMembersError(error.url, error.reason) from error


def _from_folder(folder: Path, name: str, *, max_bytes: int) -> PublishedFile:
    try:
        if not folder.is_dir():
            reason = "is no folder; --from takes a folder that holds the four files, or an http(s) address"
            raise CannotReadMembersError(str(folder), reason)
        paths = [path for form in FORMS if (path := folder / f"{name}.{form}").is_file()]
    except OSError as error:  # the name is longer than a folder's may be
        raise CannotReadMembersError(str(folder), f"is no folder ({error.strerror})") from error
    if not paths:
        reason = "there is no such file there; check the folder given with --from"
        raise CannotReadMembersError(str(folder / f"{name}.yaml"), reason)
    return _from_file(paths[0], max_bytes=max_bytes)


def _from_file(path: Path, *, max_bytes: int) -> PublishedFile:
    try:
        facts = path.stat()
        if facts.st_size > max_bytes:
            raise CannotReadMembersError(str(path), too_large(max_bytes))
        return PublishedFile(path.stem, str(path), path.read_bytes(), formatdate(facts.st_mtime, usegmt=True))
    except OSError as error:
        raise CannotReadMembersError(str(path), f"cannot be read ({error.strerror})") from error


def _from_web(origin: str, name: str, *, cache: Path | None, limits: FetchLimits, proxy: str | None) -> PublishedFile:
    """Returns the file as YAML, or as JSON where there is no YAML; raises NoSuchFileError with the address of the YAML."""
    yaml, json = (f"{origin}/{name}.{form}" for form in FORMS)
    try:
        file = fetch(yaml, limits=limits, proxy=proxy, cache=cache)
    except NoSuchFileError as missing:
        try:
            file = fetch(json, limits=limits, proxy=proxy, cache=cache)
        except NoSuchFileError:
            raise missing from None
    if not file.has_known_end:
        # Truncated at the end of a line, a YAML list is still a list.
        reason = "came without its length, so that it may be truncated; get the four files, and give their folder to --from"
        raise CannotFetchError(file.url, reason)
    return PublishedFile(name, file.url, file.body, file.last_modified)
