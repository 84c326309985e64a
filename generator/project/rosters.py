"""The members on a letter's date: which roster is asked, and which entry of each member counts."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from generator import dates
from generator.congress.roster import (
    RosterEntry,
    has_begun,
    has_ended,
    is_in_office,
    kept_roster,
    renewed,
    standing,
    successor,
)
from generator.errors import Problem
from generator.files import yaml
from generator.files.yaml import YamlDocument
from generator.models.recipient import Recipient, RecipientsFile
from generator.project.recipient_checks import is_synced
from generator.text import listed

HEAD_BYTES = 4_000
"""The bytes at the top of a synced file in which its `as_of` stands: the head has some 900."""


@dataclass(frozen=True)
class RecipientsOrigin:
    """A file of recipients, the day of its facts and their source."""

    file: str
    as_of: datetime.date
    source: str
    line: int = 0
    """The line of `as_of`."""


@dataclass(frozen=True)
class EntriesOfFile:
    """The entries of a file of recipients; none where the file has an error."""

    entries: tuple[RosterEntry, ...] = ()
    origins: tuple[RecipientsOrigin, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class DayRoster:
    """The recipients, each by the one entry that counts on the day."""

    entries: tuple[RosterEntry, ...]
    """Also of members whose term has ended, so that a user learns why they get no letter."""
    coming: tuple[RosterEntry, ...] = ()
    """Members who are not in office on the day, and whose term begins later."""
    successors: Mapping[str, Recipient] = field(default_factory=dict)
    """Who holds or takes the seat of a member whose term has ended, by that member's id."""
    is_current: bool = False
    """Whether a synced file has House members of that day."""
    warnings: tuple[Problem, ...] = ()


def entries_of(document: YamlDocument) -> EntriesOfFile:
    """Returns the entries of the file, members-elect last, each with its date and source."""
    file, problems = yaml.validate(document, RecipientsFile)
    if file is None:
        return EntriesOfFile(problems=tuple(problems))
    sections: tuple[tuple[str, Sequence[Recipient]], ...] = (
        ("recipients", file.recipients),
        ("elect", file.elect),
    )
    synced = is_synced(document)
    entries: list[RosterEntry] = []
    for section, people in sections:
        for index, person in enumerate(people):
            # Copied into each entry, because later steps see members and no files.
            facts = {"as_of": person.as_of or file.as_of, "source": person.source or file.source}
            line = document.line((section, index))
            entry = person.model_copy(update=facts)
            entries.append(RosterEntry(entry, document.file, line, synced))
    origin_line = document.line(("as_of",))
    origin = RecipientsOrigin(document.file, file.as_of, file.source, origin_line)
    return EntriesOfFile(tuple(entries), (origin,), tuple(problems))


def files_of_the_day(files: Sequence[Path], *, newest: Path, on: datetime.date) -> tuple[Path, ...]:
    """Returns the files, with one roster instead of the newest and those kept of other Congresses.

    `newest` is the file of the last sync. Files that do not name it are returned as they are.
    """
    if newest.absolute() not in {file.absolute() for file in files}:
        return tuple(files)
    pattern = re.compile(rf"{re.escape(newest.stem)}-\d+{re.escape(newest.suffix)}")
    asked = roster_file(newest, on) or newest
    kept = [file for file in files if not _is_kept(file, newest=newest, pattern=pattern)]
    return tuple(asked if file.absolute() == newest.absolute() else file for file in kept)


def _is_kept(file: Path, *, newest: Path, pattern: re.Pattern[str]) -> bool:
    is_next_to_it = file.absolute().parent == newest.absolute().parent
    return is_next_to_it and pattern.fullmatch(file.name) is not None


def roster_file(newest: Path, on: datetime.date) -> Path | None:
    """Returns the synced file to ask for the members of a day; None without one.

    That is the newest, unless it is of a later Congress and that of the day was kept.
    """
    congress = dates.congress_on(on)
    kept = kept_roster(newest, congress)
    if not newest.is_file():
        return kept if kept.is_file() else None
    as_of = _as_of(newest) if kept.is_file() else None
    return kept if as_of and dates.congress_on(as_of) > congress else newest


def _as_of(file: Path) -> datetime.date | None:
    """Returns the date of a synced file."""
    # From the head, because to read the whole of two rosters takes a second more at each command.
    # The program wrote it in this form.
    with file.open("rb") as opened:
        head = opened.read(HEAD_BYTES).decode("utf-8", "replace")
    found = re.search(r"^as_of: ['\"]?(\d{4}-\d\d-\d\d)", head, re.MULTILINE)
    return datetime.date.fromisoformat(found[1]) if found else None


def on_the_day(
    entries: Iterable[RosterEntry], *, on: datetime.date, roster: Sequence[RosterEntry] = ()
) -> DayRoster:
    """Returns the entry of each member that counts on the day, in the order of the entries.

    Entries made by hand come before synced ones. `roster` has the synced members where the files
    are without them: a member whose entry is over has the facts of the roster, and for one who left
    it names the successor.
    """
    by_id: dict[str, list[RosterEntry]] = {}
    for entry in entries:
        by_id.setdefault(entry.person.id, []).append(entry)
    synced = [one for held in by_id.values() for one in held if one.is_synced] + [*roster]
    known = {one.person.id: one for one in synced if is_in_office(one.person, on)}
    serving = [one.person for one in known.values()]
    later = [one.person for one in synced if not has_begun(one.person, on)]
    chosen: list[RosterEntry] = []
    coming: list[RosterEntry] = []
    replaced: list[RosterEntry] = []
    successors: dict[str, Recipient] = {}
    for key, held in by_id.items():
        # Synced ones count below, where they renew the entry.
        entry = standing([one for one in held if not one.is_synced] or held, on)
        if not is_in_office(entry.person, on):
            coming += [one for one in held if not has_begun(one.person, on)][:1]
        if has_ended(entry.person, on):
            if key in known:
                replaced.append(entry)
                now = known[key]
                person = renewed(entry.person, now.person, on=on)
                entry = RosterEntry(person, now.file, now.line, is_synced=True)
            elif follows := successor(entry.person, serving) or successor(entry.person, later):
                successors[key] = follows
        if has_begun(entry.person, on):
            chosen.append(entry)
    return DayRoster(
        tuple(chosen),
        tuple(coming),
        successors,
        is_current=any(one.chamber == "house" for one in serving),
        warnings=tuple(_replaced(replaced, known)),
    )


def _replaced(
    entries: Iterable[RosterEntry], known: Mapping[str, RosterEntry]
) -> Iterator[Problem]:
    """Yields a warning for each file whose entries give way to those of the roster."""
    by_hand = [entry for entry in entries if not entry.is_synced]
    for file, group in groupby(by_hand, key=lambda entry: entry.file):
        over = list(group)
        roster = known[over[0].person.id].file
        names = listed([f"{one.person.name.full} ({one.person.seat})" for one in over], last="and")
        yield Problem(
            file,
            over[0].line,
            "term_end",
            f"the terms of {len(over)} of its recipients ended, and they serve another: "
            f"{roster} is used for {names}; correct the entries here, or take them out",
            "warning",
            code="ended-entry-replaced",
        )
