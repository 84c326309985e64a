"""The four files of unitedstates/congress-legislators, from a folder or the web, all or none."""

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
    if "://" not in origin:
        return tuple(_from_folder(Path(origin), name, max_bytes=limits.max_bytes) for name in NAMES)
    if mark := re.search(r"[?#]", origin):
        raise CannotReadMembersError(
            presentable(origin),
            f"is no address of a folder: it has a {mark.group()}; give what stands before that",
        )
    try:
        check_address(origin)
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
        path = next(filter(Path.is_file, paths), paths[0])
        facts = path.stat()
        if facts.st_size > max_bytes:
            raise CannotReadMembersError(str(path), too_large(max_bytes))
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
