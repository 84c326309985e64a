"""A sync of bills, step by step: fetch, read, put together, keep what failed, write."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.congress.bills.origin import BillFile, BillFiles
from generator.congress.bills.roll_calls import (
    RollCall,
    SenatorIndex,
    last_votes,
    read_roll_call,
)
from generator.congress.bills.status import FIRST_CONGRESS, BillStatus, read_status
from generator.congress.errors import CannotReadBillError, CannotSyncError
from generator.dates import congress_on
from generator.errors import Problem
from generator.files import yaml as yaml_files
from generator.files.text import read_text
from generator.files.whole import READABLE_BY_ALL, write_changed
from generator.files.yaml_writing import dump_yaml
from generator.models.bills import BillRecord, BillRecordsFile, MemberAct
from generator.models.fields import Chamber
from generator.models.recipient import Recipient
from generator.text import first_of

MARK = "# Written by `letters bills sync`"
SOURCE = "GovInfo BILLSTATUS"
MAX_NAMES = 10
"""Names in one line of the report: a project without a roster knows no senator of a hundred."""
HEAD_CHARACTERS = 400
"""Characters at the top of a file in which its mark must stand: the first three lines have 250."""

BillName = tuple[int, str]
"""Congress and number of a bill: `(119, "H.R. 273")`."""


@dataclass(frozen=True)
class BillReading:
    """What was read about one bill."""

    record: BillRecord | None
    """None where its BILLSTATUS file could not be read."""
    problems: tuple[Problem, ...] = ()
    passage_votes: int = 0
    other_votes: int = 0
    """Roll calls on motions, amendments and rules, which are ignored."""
    oddities: tuple[str, ...] = ()


@dataclass
class BillReader:
    """Reads bills from one origin, each once, however many campaigns name it."""

    files: BillFiles
    today: datetime.date
    roster: Sequence[Recipient] = ()
    as_of: datetime.date | None = None
    """The day of old data whose files have lost their time."""
    _known: dict[BillName, BillReading] = field(default_factory=dict)

    def read(self, bill: BillName) -> BillReading:
        """Returns what is published about a bill, and the problems of its files."""
        if bill not in self._known:
            self._known[bill] = self._read(*bill)
        return self._known[bill]

    def _read(self, congress: int, number: str) -> BillReading:
        try:
            file = self.files.status(congress, number)
            status = read_status(file.body, congress=congress, number=number, where=file.where)
        except CannotReadBillError as error:
            return BillReading(None, (error.problem,))
        votes = self._votes(status, number)
        record = BillRecord(
            congress=congress,
            number=number,
            as_of=self._age(file, status),
            source=SOURCE,
            url=file.where if file.path is None else None,
            latest_action=status.latest_action,
            law=status.law,
            passed=status.passed,
            reported=status.reported,
            committees=status.committees,
            positions=(*status.acts, *votes.acts),
        )
        oddities = (*status.oddities, *votes.left_out)
        return BillReading(record, votes.problems, votes.passage, votes.other, oddities)

    def _age(self, file: BillFile, status: BillStatus) -> datetime.date:
        """Returns the day on which the file was the published state.

        That is today for a file from the web, and the day of a file on disk: an old folder stays
        old. A copy may have the time of copying, and never one before the file's last change.
        """
        if self.as_of:
            return self.as_of
        if file.path is None:
            return self.today
        written = datetime.datetime.fromtimestamp(file.path.stat().st_mtime, tz=datetime.UTC).date()
        return min(self.today, max(written, status.updated or written))

    def _votes(self, status: BillStatus, number: str) -> "_Votes":
        """Returns the last vote of each member on the passage of the bill."""
        senators = SenatorIndex.of(self.roster, status.senators)
        calls: dict[Chamber, list[RollCall]] = {"house": [], "senate": []}
        left_out: list[str] = []
        problems: list[Problem] = []
        other = 0
        for known_as in status.roll_calls:
            try:
                file = self.files.roll_call(known_as)
                call = read_roll_call(
                    file.body, known_as, bill=number, senators=senators, where=file.where
                )
            except CannotReadBillError as error:
                problems.append(error.problem)
                # The missing vote may be the one that overrides the others.
                calls.pop(known_as.chamber, None)
                continue
            if call is None:
                other += 1
                continue
            calls.get(known_as.chamber, []).append(call)
            if call.left_out:
                names = first_of(call.left_out, MAX_NAMES, between="; ")
                left_out.append(
                    f"{known_as}: {len(call.left_out)} who voted are in no file of recipients, and "
                    "are left out (`letters recipients sync` brings those in office): " + names
                )
        every = [call for each in calls.values() for call in each]
        return _Votes(tuple(last_votes(every)), len(every), other, tuple(problems), tuple(left_out))


@dataclass(frozen=True)
class _Votes:
    """The votes on the passage of one bill, and what became of its roll calls."""

    acts: tuple[MemberAct, ...]
    passage: int
    other: int
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class BillsReport:
    """What a sync did for one campaign."""

    readings: Mapping[BillName, BillReading]
    skipped: tuple[BillName, ...]
    """Bills of which no file can exist: before the 108th Congress, or without a number."""
    kept: tuple[BillName, ...]
    """Bills that could not be read, and whose earlier data stays."""
    news: tuple[str, ...]
    """Who joined, withdrew or is missing since the last sync: a line a bill and kind."""
    is_written: bool
    """False where the file held the same bytes already, or there was nothing to write."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the files, each once."""
        every = (problem for one in self.readings.values() for problem in one.problems)
        return tuple(dict.fromkeys(every))


def sync(
    bills: Iterable[BillName], *, target: Path, shown_as: str, reader: BillReader
) -> BillsReport:
    """Writes what is published about the bills to `target`; returns what was read.

    A bill whose file cannot be read stays as an earlier sync read it. Raises CannotSyncError for a
    file that a person made, and CannotWriteError.
    """
    old = {(one.congress, one.number): one for one in _earlier(target, shown_as=shown_as)}
    named = tuple(dict.fromkeys(bills))
    skipped = tuple(bill for bill in named if not _can_exist(bill, reader.today))
    readings = {bill: reader.read(bill) for bill in named if bill not in skipped}
    records = {bill: reading.record or old.get(bill) for bill, reading in readings.items()}
    kept = tuple(
        bill for bill, reading in readings.items() if reading.record is None and bill in old
    )
    found = tuple(record for record in records.values() if record)
    # Public data, which other users of the machine may read.
    is_written = bool(found) and write_changed(
        target, _text(BillRecordsFile(bills=found)).encode(), mode=READABLE_BY_ALL
    )
    news = tuple(
        line
        for bill, reading in readings.items()
        if reading.record and bill in old
        for line in _news(old[bill], reading.record)
    )
    return BillsReport(readings, skipped, kept, news, is_written)


def _news(old: BillRecord, new: BillRecord) -> Iterator[str]:
    """Yields who joined, withdrew or is missing since the last sync.

    Who withdraws stays in the file with the day. So a cosponsor who is missing points to a file
    that GovInfo made too early (usgpo/bill-status, issue 257): they would be asked again.
    """
    before, after = _cosponsors(old), _cosponsors(new)
    kinds = {
        "joined": [after[key] for key in after if key not in before],
        "withdrew": [
            act
            for key, act in after.items()
            if act.withdrawn and key in before and not before[key].withdrawn
        ],
        "missing, and in the file of the last sync: sync again later": [
            before[key] for key in before if key not in after
        ],
    }
    for kind, acts in kinds.items():
        if acts:
            # “Doe, Jane”: a name has a comma of its own.
            names = first_of((act.name or act.member for act in acts), MAX_NAMES, between="; ")
            yield f"{new.number}: {len(acts)} {kind}: {names}"


def _cosponsors(record: BillRecord) -> dict[str, MemberAct]:
    return {act.member: act for act in record.positions if act.position == "cosponsor"}


def _can_exist(bill: BillName, today: datetime.date) -> bool:
    return FIRST_CONGRESS <= bill[0] <= congress_on(today)


def _earlier(target: Path, *, shown_as: str) -> tuple[BillRecord, ...]:
    """Returns the bills of the last sync; none where the file is missing or damaged.

    Raises CannotSyncError for a file that a person made.
    """
    if not target.exists():
        return ()
    text, _ = read_text(target, shown_as=shown_as)
    if text is None or MARK not in text[:HEAD_CHARACTERS]:
        message = (
            f"{shown_as} was not written by `letters bills sync`, so it is left alone: "
            "give it another name and sync again. What you know better stands in positions.yaml."
        )
        raise CannotSyncError(message)
    file, _ = yaml_files.validate(yaml_files.read(target, shown_as=shown_as), BillRecordsFile)
    return file.bills if file else ()


def _text(file: BillRecordsFile) -> str:
    """Returns the file as YAML, a line for each member, and the same bytes for the same facts."""
    lines = [
        "# yaml-language-server: $schema=../../docs/schemas/positions-synced.schema.json",
        "#",
        f"{MARK}: do not edit it, the next sync replaces it.",
        "# What you know better, write into positions.yaml: it stands over this file.",
        "# Who is not named here is not known to have acted, as of the day of each bill.",
        "",
        "bills:",
    ]
    for record in file.bills:
        # One bill, whose innermost mappings, such as a cosponsor, have a line each.
        facts = record.model_dump(mode="python", exclude_defaults=True)
        dumped = dump_yaml([facts], is_flow=None)
        lines += ["", *(f"  {line}" for line in dumped.splitlines())]
    return "\n".join(lines) + "\n"
