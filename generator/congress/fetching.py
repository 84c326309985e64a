"""The four files of unitedstates/congress-legislators, from a folder or the web, or an error."""

import datetime
import hashlib
import re
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

from generator.congress.errors import CannotReadMembersError
from generator.files.http import (
    CannotFetchError,
    FetchLimits,
    NoSuchFileError,
    check_address,
    fetch,
    presentable,
    too_large,
)

PUBLISHED = "https://unitedstates.github.io/congress-legislators/"
"""Where the project publishes the files (README of unitedstates/congress-legislators)."""

NAMES = (
    "legislators-current",
    "legislators-district-offices",
    "committees-current",
    "committee-membership-current",
)
FORMS = ("yaml", "json")
"""The project publishes each file in both; YAML is what people edit, and is looked for first."""


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
        """The day on which the file was last changed at its origin, if that is known."""
        # An answer may have no Last-Modified, or one that is no date; `parsedate_to_datetime`
        # raises ValueError for both, and the members' terms date the data then.
        try:
            return parsedate_to_datetime(self.last_modified or "").date()
        except ValueError:
            return None


def unreadable(file: PublishedFile, reason: str) -> CannotReadMembersError:
    """Returns the exception for something that is wrong with a published file."""
    return CannotReadMembersError(file.where, reason)


def fetch_all(
    origin: str,
    *,
    cache: Path | None = None,
    limits: FetchLimits | None = None,
    proxy: str | None = None,
) -> tuple[PublishedFile, ...]:
    """Returns the four files, each as YAML or else as JSON, from a folder or an http(s) address.

    Raises CannotReadMembersError and UnusableProxyError.
    """
    limits = limits or FetchLimits()
    # A folder needs no scheme, so that a user can sync from a clone of the project without a
    # network.
    if "://" not in origin:
        return tuple(_from_folder(Path(origin), name, max_bytes=limits.max_bytes) for name in NAMES)
    # The names of the files are added to the end, where a query (`?ref=main`) or a fragment would
    # take them in.
    if mark := re.search(r"[?#]", origin):
        raise CannotReadMembersError(
            presentable(origin),
            f"is no address of a folder: it has a {mark.group()}; give what stands before that",
        )
    try:
        check_address(origin)
        # One after the other: four requests to a public host once in some weeks need no threads.
        return tuple(
            _from_web(origin.rstrip("/"), name, cache=cache, limits=limits, proxy=proxy)
            for name in NAMES
        )
    except CannotFetchError as error:
        raise CannotReadMembersError(error.url, error.reason) from error


def _from_folder(folder: Path, name: str, *, max_bytes: int) -> PublishedFile:
    """Returns the file of that name; its time of last change stands for the date of the data."""
    path = folder
    try:
        if not folder.is_dir():
            raise CannotReadMembersError(
                str(folder),
                (
                    "is no folder; "
                    "--from takes a folder that holds the four files, or an http(s) address"
                ),
            )
        paths = [folder / f"{name}.{form}" for form in FORMS]
        # Without either file the YAML is opened, so that the message names the published file.
        path = next(filter(Path.is_file, paths), paths[0])
        facts = path.stat()
        # The size is asked before the file is read: a disk may hold a file larger than the memory.
        if facts.st_size > max_bytes:
            raise CannotReadMembersError(str(path), too_large(max_bytes))
        # In the form of the header Last-Modified (RFC 9110, section 5.6.7), so that a file of a
        # folder and one of the web have their day read in one way.
        changed = formatdate(facts.st_mtime, usegmt=True)
        return PublishedFile(name, str(path), path.read_bytes(), changed)
    except FileNotFoundError as error:
        reason = "there is no such file there; check the folder given with --from"
        raise CannotReadMembersError(str(path), reason) from error
    except OSError as error:
        # The name of a folder may be too long for one.
        reason = "is no folder" if path is folder else "cannot be read"
        raise CannotReadMembersError(str(path), f"{reason} ({error.strerror})") from error


def _from_web(
    origin: str, name: str, *, cache: Path | None, limits: FetchLimits, proxy: str | None
) -> PublishedFile:
    """Returns the file as YAML, or as JSON where there is no YAML.

    Raises CannotFetchError; if both are missing it names the YAML, which is the published name.
    """
    yaml, json = (f"{origin}/{name}.{form}" for form in FORMS)
    try:
        file = fetch(yaml, limits=limits, proxy=proxy, cache=cache)
    except NoSuchFileError as missing:
        try:
            file = fetch(json, limits=limits, proxy=proxy, cache=cache)
        except NoSuchFileError:
            # Without the cause: the failed look for JSON would only confuse in a traceback.
            raise missing from None
    if not file.has_known_end:
        # Truncated at the end of a line, a YAML list is still a list.
        raise CannotFetchError(
            file.url,
            (
                "came without its length, so that it may be truncated; "
                "get the four files, and give their folder to --from"
            ),
        )
    return PublishedFile(name, file.url, file.body, file.last_modified)
