"""Forgets a supporter: erases them from the letters, tables and messages of a campaign's folder, and from the ledger last.

In that order, because only the ledger knows what to look for: when the machine dies in between, the same command finishes the work.
What the disk itself, backups and the post keep is beyond our reach.
"""

import datetime
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import CannotWriteError
from generator.ledger import database, lock, sheets
from generator.ledger.book import Ledger
from generator.ledger.faults import NoSuchPieceError
from generator.ledger.register import marks
from generator.ledger.sheets import Cleaned
from generator.ledger.traces import Person, in_words, letters_in_mail, texts
from generator.ledger.words import LETTERS
from generator.mailpieces import Contact
from generator.models import ID_PATTERN
from generator.supporters.identity import Keys

_TALLY = """
INSERT INTO tallies SELECT campaign, version, recipient, seat, state, stage, COALESCE((
    SELECT answer FROM history WHERE history.key = pieces.key AND answer <> '' ORDER BY number DESC LIMIT 1), ''), 1
FROM pieces WHERE supporter = ? ON CONFLICT DO UPDATE SET number = number + 1
"""


MAKERS = {"print": "letters print", "specimens": "letters specimens", "sheets.pdf": "letters sheet --together"}
"""What makes the files of a folder, or a file, again."""


@dataclass(frozen=True)
class ForgetReport:
    """What was erased, in files named relative to the folder."""

    supporter: str
    pieces: int
    """Mailpieces that are only counted from now on; 0 for one who was forgotten before."""
    removed: tuple[str, ...] = ()
    rewritten: tuple[tuple[str, int], ...] = ()
    """Tables, and how many rows were taken out of each."""
    again: tuple[str, ...] = ()
    """The removed files that held letters or addresses of others too, and have to be made again."""
    left: tuple[str, ...] = ()
    """Files that still name them and that we do not know how to change."""

    @property
    def lines(self) -> tuple[str, ...]:
        """What the user should know, a sentence a line; nobody is named but by id."""
        return (
            f"{self.supporter} is forgotten: {self.pieces} mailpiece(s) are only counted from now on",
            *(f"{file}: {rows} row(s) taken out" for file, rows in self.rewritten),
            *(f"{file}: removed" for file in self.removed if file not in self.again),
            *(f"{file}: removed, because it held them among others: make it again{_made_by(file)}" for file in self.again),
            *(f"{file}: still names them; look into it and erase it by hand" for file in self.left),
            "take the row out of your own file of supporters, too",
        )


def _made_by(file: str) -> str:
    """By which command, where we know it."""
    maker = MAKERS.get(file.partition("/")[0])
    return f" (`{maker}`)" if maker else ""


def forget(supporter: str, *, ledger: Ledger, folder: Path, at: datetime.date, mapping: Mapping[str, str] | None = None) -> ForgetReport:
    """What was erased of the supporter in the folder and its ledger; counts stay. Doing it again finishes what was broken off.

    `supporter` is any id under which a list named them, `mapping` what a list calls its columns. Raises NoSuchPieceError for an
    id that nobody ever had; LedgerBusyError while somebody reads the ledger; CannotWriteError.
    """
    try:
        person = _person(supporter, ledger, folder=folder, mapping=mapping or {})
        sweep = _Sweep(person, folder, mapping=mapping or {})
        sweep.erase()
    except OSError as error:
        raise CannotWriteError(str(folder), error) from error
    _strike_out(person, ledger, at=at)
    return sweep.report(pieces=len(person.keys))


def _person(supporter: str, ledger: Ledger, *, folder: Path, mapping: Mapping[str, str]) -> Person:
    """All that is known of the supporter: in the ledger, and, of rows that were merged and of people who were only held back, in tables."""
    read = ledger.database.read
    known = read("SELECT supporter FROM people WHERE lower(id) = lower(?) ORDER BY id <> supporter, rowid", supporter)
    person = _known(str(known[0][0]) if known else supporter, ledger)
    whole = _whole(person, folder, mapping=mapping)
    if not whole.contacts and not read("SELECT 1 FROM forgotten WHERE digest = ?", marks(Contact(supporter, "", ""))[0]):
        raise NoSuchPieceError("supporter", supporter)
    return whole


def _known(supporter: str, ledger: Ledger) -> Person:
    """All that the ledger knows of the supporter whose letters have that id, and of the others."""
    read = ledger.database.read
    contacts = read("SELECT id, name, street, zip, email FROM people WHERE supporter = ?", supporter)
    others = read("SELECT supporter, id, name, street, email FROM people WHERE supporter <> ?", supporter)
    keys = read("SELECT key FROM pieces WHERE supporter = ?", supporter)
    printed = read("SELECT DISTINCT history.sha256 FROM history JOIN pieces USING (key) WHERE supporter = ?", supporter)
    return Person(
        id=supporter,
        contacts=tuple(Contact(*map(str, row)) for row in contacts),
        keys=frozenset(str(key) for (key,) in keys),
        digests=frozenset(str(sha256) for (sha256,) in printed if sha256),
        others=frozenset(str(name).casefold() for row in others for name in row[:2]),
        shared=frozenset(in_words(str(cell)) for row in others for cell in row[2:]),
    )


def _whole(person: Person, folder: Path, *, mapping: Mapping[str, str]) -> Person:
    """The person with all that their rows in the tables name them, and the further rows that these lead to; the id finds the first."""
    tables = [path for path in sorted(folder.glob("*.csv")) if path.is_file() and not path.is_symlink()]
    while True:
        rows = (contact for path in tables for contact in sheets.named_in(path, person, mapping=mapping) if contact.name)
        found = (contact for contact in rows if not person.contacts or not person.ties.isdisjoint(Keys.of(contact).ties))
        contacts = tuple(dict.fromkeys((*person.contacts, *found)))
        if contacts == person.contacts:
            return person
        person = replace(person, contacts=contacts)


def _strike_out(person: Person, ledger: Ledger, *, at: datetime.date) -> None:
    """Erases the person in the ledger, down to the last byte, and keeps the counts and what they would be recognised by."""
    known = (Contact(person.id, "", ""), *person.contacts)
    digests = dict.fromkeys(mark for contact in known for mark in marks(contact))
    first = next(iter(digests))
    with ledger.database.at_once():
        write = ledger.database.write
        write(_TALLY, person.id)
        for table in ("pieces", "people", "refused"):
            write(f"DELETE FROM {table} WHERE supporter = ?", person.id)  # noqa: S608 - our own names
        struck = "INSERT INTO forgotten(digest, person, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at"
        ledger.database.write_all(struck, ((digest, first, at.isoformat()) for digest in digests))
    ledger.database.wipe()


class _Sweep:
    """One walk through the folder."""

    def __init__(self, person: Person, folder: Path, *, mapping: Mapping[str, str]) -> None:
        self._person = person
        self._folder = folder
        self._mapping = mapping
        self._removed: list[str] = []
        self._again: list[str] = []
        self._left: list[str] = []
        self._tables: list[Cleaned] = []

    def erase(self) -> None:
        """Erases the person in every file that we know how to change, and notes the others."""
        self._remove_unfinished()
        self._remove_own()
        tables = (sheets.clean(path, self._person, mapping=self._mapping) for path in self._files() if path.suffix == ".csv")
        self._tables = [table for table in tables if table]
        for path in self._files():
            if path.suffix == ".pdf" and self._holds_them(path):
                self._remove(path, shared=path.stem.casefold() not in self._person.ids)
            elif path.suffix == ".eml" and self._carries_them(path):
                self._remove(path)
        self._left = [self._name(path) for path in self._files() if path.suffix != ".pdf" and self._tells(path)]

    def report(self, *, pieces: int) -> ForgetReport:
        """What was done."""
        rewritten = tuple((self._name(table.path), table.rows) for table in self._tables if table.rows)
        return ForgetReport(self._person.id, pieces, tuple(sorted(self._removed)), rewritten, tuple(sorted(self._again)), tuple(self._left))

    def _files(self) -> Iterator[Path]:
        """Every file but the ledger and the letters of the others."""
        for path in sorted(self._folder.rglob("*")):
            if not path.is_file() or path.is_symlink() or path.name.startswith(database.NAME) or path.name == lock.NAME:
                continue
            top, *below = path.relative_to(self._folder).parts
            if top != LETTERS or below[0].casefold() not in self._person.others:
                yield path

    def _remove_unfinished(self) -> None:
        """Removes what runs that died left half written: nobody knows whose it is."""
        for path in sorted(self._folder.rglob(".*.part")):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def _remove_own(self) -> None:
        """Removes the folder of their letters, and every file that is named after one of their mailpieces."""
        own = self._folder / LETTERS / self._person.id
        # An id that is no id (`..`) is nobody's folder.
        if re.match(ID_PATTERN, self._person.id) and own.is_dir():
            self._removed.append(f"{self._name(own)}/")
            shutil.rmtree(own)
        for path in list(self._files()):
            if any(key in path.name for key in self._person.keys):
                self._remove(path)

    def _holds_them(self, path: Path) -> bool:
        """Whether a PDF of many holds a page of theirs: so its table says, or the table of the run beside it, or its own words."""
        beside = [table for table in self._tables if table.path.parent == path.parent]
        runs = [table for table in beside if table.is_of_run]
        if any(path.name in table.named for table in beside):
            return True
        if any(path.name in table.kept for table in runs):
            return False
        return any(table.rows for table in runs) or self._tells(path)

    def _carries_them(self, path: Path) -> bool:
        """Whether a message is to them, or carries a letter of theirs."""
        return not letters_in_mail(path).isdisjoint(self._person.digests) or self._tells(path)

    def _tells(self, path: Path) -> bool:
        return any(self._person.is_told_by(text) for text in texts(path))

    def _remove(self, path: Path, *, shared: bool = False) -> None:
        path.unlink()
        (self._again if shared else []).append(self._name(path))
        self._removed.append(self._name(path))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()
