"""A sync, step by step: fetch, read, check, compare, write."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from generator.congress.changes import Change, changes, losses
from generator.congress.completeness import FewerKind, is_new_congress
from generator.congress.errors import CannotReadMembersError, CannotSyncError
from generator.congress.fetching import PublishedFile, fetch_all
from generator.congress.members import MembersReport, read_members
from generator.congress.published_files import plain
from generator.congress.recipients_file import LICENSE, MARK, header, to_yaml
from generator.congress.roster import kept_roster
from generator.dates import congress_on
from generator.errors import CannotWriteError
from generator.files.http import FetchLimits, presentable
from generator.files.whole import READABLE_BY_ALL, write_changed
from generator.models.recipient import RecipientsFile

HEAD_BYTES = 400
"""The bytes at the top of a file in which its mark must stand: the first three lines have 200."""


@dataclass(frozen=True)
class SyncReport:
    """What a sync read and did."""

    read: MembersReport
    changes: tuple[Change, ...] | None
    """None where there was no earlier file to compare with."""
    is_written: bool
    """False where the file held the same bytes already."""
    as_of: datetime.date
    """The day on which the data was true."""
    is_day_given: bool
    """Whether the caller gave that day; otherwise the time of the files gave it."""
    kept: Path | None = None
    """The file that keeps the roster of the Congress before, where this sync began a new one."""


def sync(
    *,
    origin: str,
    target: Path,
    cache: Path | None,
    now: datetime.datetime,
    limits: FetchLimits | None = None,
    proxy: str | None = None,
    as_of: datetime.date | None = None,
    allow_fewer: Collection[FewerKind] = (),
) -> SyncReport:
    """Writes the published members to `target`, and returns what is new with them.

    `origin` is a folder or an http(s) address with the four files. `as_of` is the day of old data
    whose files have lost their time. `allow_fewer` names what may be missing where data looks cut.
    Nothing is written before all four files are checked.

    Raises CannotReadMembersError, CannotSyncError, UnusableProxyError and CannotWriteError.
    """
    # The target is looked at before anything is fetched: a file that a person made is refused at
    # once, without waiting for the web.
    today, source = now.date(), presentable(origin)
    old = _earlier(target)
    documents = fetch_all(origin, cache=cache, limits=limits, proxy=proxy)
    report = read_members(documents, on=today, allow_fewer=allow_fewer)
    # A day before the newest term cannot be true, and one in the future makes old data look fresh.
    if as_of and not report.newest <= as_of <= today:
        message = (
            f"--as-of {as_of}: "
            f"the data has a term that began on {report.newest}, and today is {today}: "
            "give a day between the two"
        )
        raise CannotSyncError(message)
    true_on = as_of or _age(documents, report=report, today=today)
    new = RecipientsFile(
        as_of=true_on,
        source=f"unitedstates/congress-legislators, read from {source}",
        license=LICENSE,
        synced=True,
        recipients=report.recipients,
        elect=report.elect,
    )
    # Last, because it needs the whole new file; `read_members` has refused what can be seen without
    # the old.
    if old:
        _check_losses(
            old,
            new,
            source=source,
            today=today,
            unlisted=report.unlisted,
            allowed=allow_fewer,
        )
    text = to_yaml(new, header=header(report, origin=origin, documents=documents, on=true_on))
    kept = _keep(target, old, new=new) if old else None
    # Public data, which other users of the machine may read; supporters' files are their owner's
    # only.
    is_written = write_changed(target, text.encode(), mode=READABLE_BY_ALL)
    return SyncReport(
        report, changes(old, new) if old else None, is_written, true_on, as_of is not None, kept
    )


def _keep(target: Path, old: RecipientsFile, *, new: RecipientsFile) -> Path | None:
    """Copies the file to that of its Congress if the new one is of another; returns the copy.

    A letter that is dated in the Congress before, and `letters turnover`, ask for it.
    """
    congress = congress_on(old.as_of)
    if congress == congress_on(new.as_of):
        return None
    kept = kept_roster(target, congress)
    # Refused if a person made that file, like the target itself.
    _earlier(kept)
    write_changed(kept, target.read_bytes(), mode=READABLE_BY_ALL)
    return kept


def _check_losses(
    old: RecipientsFile,
    new: RecipientsFile,
    *,
    source: str,
    today: datetime.date,
    unlisted: Collection[str],
    allowed: Collection[FewerKind],
) -> None:
    """Raises CannotSyncError where the members who stayed lost many offices or seats.

    Also where a committee that the last sync had is not on the list of committees any more, but
    still has members: the list was cut.
    """
    lost = losses(old, new)
    # The seats of the former Congress are over, and the new ones are given in its first weeks.
    if is_new_congress(today) and not is_new_congress(old.as_of):
        lost.pop("committees", None)
    known = {seat.code for each in old.recipients for seat in each.committees}
    if gone := [code for code in unlisted if code in known]:
        lost["committees"] = f"seats on {', '.join(gone)}, which the list of committees has not"
    if lost := {kind: what for kind, what in lost.items() if kind not in allowed}:
        options = " ".join(f"--allow-fewer {kind}" for kind in lost)
        message = (
            f"{source}: the members who stayed have {'; '.join(lost.values())}. "
            f"A file was cut short: look there, and if it is right, take it with {options}. "
            "Nothing has been changed."
        )
        raise CannotSyncError(message)


def _age(
    documents: Sequence[PublishedFile], *, report: MembersReport, today: datetime.date
) -> datetime.date:
    """Returns the day of the data: the last change of its files, within what the data allows.

    A copied file has the time of the copy, but the members who are still on the list show that the
    data is older. The day of the sync is not used: an old folder stays old, and the same data
    gives the same bytes tomorrow.
    """
    # The newest of the four days: they are edited apart, and the data was true when the last was.
    days = (document.modified for document in documents)
    changed = max((day for day in days if day), default=today)
    return max(report.newest, min(today, changed, report.until))


def _earlier(target: Path) -> RecipientsFile | None:
    """Returns the file of the last sync; None where it is missing or cannot be read any more.

    Raises CannotSyncError for a file that a person made.
    """
    try:
        body = target.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotWriteError(str(target), error) from error
    # In the first lines only, because the mark may also stand in a remark of a person further down.
    if MARK.encode() not in body[:HEAD_BYTES]:
        message = (
            f"{target} "
            "was not written by `letters recipients sync`, so it is left alone: "
            "give it another name and sync again."
        )
        raise CannotSyncError(message)
    try:
        # With the reader of published files, which looks for no slips of the pen: a program wrote
        # this.
        return RecipientsFile.model_validate(plain(PublishedFile("", str(target), body)))
    # The mark says that the file is ours, so that an older or damaged form is simply replaced.
    except (CannotReadMembersError, ValidationError):
        return None
