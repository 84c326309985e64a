"""The whole story of a sync: fetch, read, compare, write."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from generator.congress.changes import Changes, changes, losses
from generator.congress.errors import AgeError, CannotReadMembersError, FarFewerError, NotOurFileError
from generator.congress.fetching import PublishedFile, fetch_all
from generator.congress.members import Oddity, Reading, read_members
from generator.congress.published_files import plain
from generator.congress.recipients_file import LICENSE, MARK, header, to_yaml
from generator.errors import CannotWriteError
from generator.files.http import FetchLimits, presentable
from generator.files.whole import READABLE_BY_ALL, write_whole
from generator.models import RecipientsFile, Title

HEAD = 400
"""Bytes at the top of a file in which its mark stands."""


@dataclass(frozen=True)
class SyncReport:
    """What a sync did."""

    target: Path
    counts: Mapping[Title, int]
    vacant: tuple[str, ...]
    oddities: tuple[Oddity, ...]
    changes: Changes | None
    """None where there was no earlier file to compare with."""
    written: bool
    """False where the file held the same bytes already."""
    as_of: datetime.date
    """When the data was true …"""
    told: bool
    """… because somebody said so, and not only by the time of its files."""

    @property
    def members(self) -> int:
        """How many members the file holds."""
        return sum(self.counts.values())


def sync(
    *,
    origin: str,
    target: Path,
    cache: Path | None,
    now: datetime.datetime,
    limits: FetchLimits | None = None,
    proxy: str | None = None,
    as_of: datetime.date | None = None,
    allow_fewer: bool = False,
) -> SyncReport:
    """The published members in `target`, whole or not at all, and what is new with them.

    `origin` is a folder or an http(s) address that holds the four files; `as_of` is for old data whose files do not tell
    their age; `allow_fewer` for a new Congress, whose members have few offices and committees yet. Nothing is written before all
    four have been fetched and checked.

    Raises CannotReadMembersError, FarFewerError, AgeError, UnusableProxyError, NotOurFileError and CannotWriteError.
    """
    old = _earlier(target)
    documents = fetch_all(origin, cache=cache, limits=limits, proxy=proxy)
    reading = read_members(documents, on=now.date(), allow_fewer=allow_fewer)
    if as_of and not reading.newest <= as_of <= now.date():
        raise AgeError(as_of, first=reading.newest, last=now.date())
    true_on = as_of or _age(documents, reading=reading, today=now.date())
    new = RecipientsFile(
        as_of=true_on,
        source=f"unitedstates/congress-legislators, read from {presentable(origin)}",
        license=LICENSE,
        synced=True,
        recipients=reading.recipients,
    )
    if old and not allow_fewer and (lost := losses(old, new)):
        raise FarFewerError(presentable(origin), lost)
    text = to_yaml(new, header=header(reading, origin=origin, documents=documents, on=true_on))
    written = _write(target, text.encode())
    compared = changes(old, new) if old else None
    return SyncReport(target, reading.counts, reading.vacant, reading.oddities, compared, written, true_on, as_of is not None)


def _age(documents: Sequence[PublishedFile], *, reading: Reading, today: datetime.date) -> datetime.date:
    """The day of the data: when its files were last changed where they lie, as far as the data itself bears that out.

    A copy is as young as the copying; but who is still on the list tells that it is older. Not the day of the sync: an old
    folder stays old, and the same data gives the same bytes tomorrow.
    """
    days = [document.modified for document in documents]
    known = max((day for day in days if day), default=today)
    return max(reading.newest, min(today, known, reading.until))


def _earlier(target: Path) -> RecipientsFile | None:
    """The file of the last sync; None where there is none, or one that does not read any more.

    Raises NotOurFileError for a file that people made.
    """
    try:
        body = target.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotWriteError(str(target), error) from error
    if MARK.encode() not in body[:HEAD]:
        raise NotOurFileError(str(target))
    try:
        return RecipientsFile.model_validate(plain(PublishedFile("", str(target), body)))
    except (CannotReadMembersError, ValidationError):
        return None


def _write(target: Path, body: bytes) -> bool:
    """Writes the file; False where it is already as it should be."""
    try:
        if target.is_file() and target.read_bytes() == body:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, body, mode=READABLE_BY_ALL)
    except OSError as error:
        raise CannotWriteError(str(target), error) from error
    return True
