"""Forgets a supporter: erases them from the letters, tables and messages of a campaign's folder, and from the ledger last.

In that order, because only the ledger knows what to look for: when the machine dies in between, the same command finishes the work.
What the disk itself, backups and the post keep is beyond our reach.
"""

import datetime
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.errors import CannotWriteError
from generator.ledger import csv_rows, database, lock
from generator.ledger.batches import leave_batches
from generator.ledger.book import Ledger
from generator.ledger.csv_rows import Cleaned
from generator.ledger.errors import NoSuchPieceError
from generator.ledger.find_person import Person, letters_in_mail, texts
from generator.ledger.register import marks
from generator.ledger.types import LETTERS
from generator.models import ID_PATTERN
from generator.supporters.identity import Keys
from generator.supporters.types import Contact

_TALLY = """
INSERT INTO tallies SELECT campaign, version, recipient, seat, state, stage, COALESCE((
    SELECT answer FROM history WHERE history.key = pieces.key AND answer <> '' ORDER BY number DESC LIMIT 1), ''), 1
FROM pieces WHERE supporter = ? ON CONFLICT DO UPDATE SET number = number + 1
"""


MAKERS = {
    "print": "letters print",
    "specimens": "letters specimens",
    "specimens.pdf": "letters specimens",
    "sheets": "letters sheet",
    "sheets.pdf": "letters sheet --together",
    "outbox": "letters send",
}
"""What makes the files of a folder, or a file, again."""


FEW = 5
"""So many passages of one file are shown: who finds these finds the others."""
SHEETS = "sheets"
"""The folder that has a sheet for each supporter to write on, by id."""


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
    """Files that still name them, of which we cannot tell whether they are theirs, or which we do not know how to change."""
    passages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The words around their name in each of these files, with their id in its place."""
    batches: Mapping[str, int] = field(default_factory=dict)
    """How many letters of others left each batch, because the message that carried them was removed."""
    lists: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The user's own lists that hold them, with the lines; they are only read."""

    @property
    def lines(self) -> tuple[str, ...]:
        """What the user should know, a sentence a line; nobody is named but by id."""
        return (
            f"{self.supporter} is forgotten: {self.pieces} mailpiece(s) are only counted from now on",
            *(f"{file}: {rows} row(s) taken out" for file, rows in self.rewritten),
            *(f"{file}: removed" for file in self.removed if file not in self.again),
            *(f"{file}: removed, because it held them among others: make it again{_made_by(file)}" for file in self.again),
            *(
                f"{name}: {number} letter(s) of others left it with their messages: send them again"
                for name, number in self.batches.items()
            ),
            *(line for file in self.left for line in self._left_lines(file)),
            *(f"{file}: holds them on line {', '.join(map(str, lines))}: take that out yourself" for file, lines in self.lists.items()),
            "take the row out of your own file of supporters, too",
        )

    def _left_lines(self, file: str) -> Iterator[str]:
        """That the file still names them, and where."""
        yield f"{file}: still names them; look into it and erase it by hand"
        yield from (f"{file}: … {passage} …" for passage in self.passages.get(file, ()))


def _made_by(file: str) -> str:
    """By which command, where we know it."""
    maker = MAKERS.get(file.partition("/")[0])
    return f" (`{maker}`)" if maker else ""


def forget(
    supporter: str,
    *,
    ledger: Ledger,
    folder: Path,
    at: datetime.date,
    mapping: Mapping[str, str] | None = None,
    lists: Mapping[str, Path] | None = None,
) -> ForgetReport:
    """What was erased of the supporter in the folder and its ledger; counts stay. Doing it again finishes what was broken off.

    By identity alone, as `supporters.identity` has it: what only looks like them is named and left as it is.
    `supporter` is any id under which a list named them, `mapping` what a list calls its columns; `lists` are the user's own
    lists, by the names that the user knows. Raises NoSuchPieceError for an id that nobody ever had; LedgerBusyError while
    somebody reads the ledger; CannotWriteError.
    """
    try:
        person = _person(supporter, ledger, folder=folder, mapping=mapping or {})
        sweep = _Sweep(person, folder, mapping=mapping or {}, known=_digests(ledger), lists=lists or {})
        sweep.erase()
    except OSError as error:
        raise CannotWriteError(str(folder), error) from error
    with ledger.together():
        _strike_out(person, ledger, at=at)
        left = leave_batches(ledger, sweep.messages, digests=sweep.digests, at=at)
    ledger.database.wipe()
    return replace(sweep.report(pieces=len(person.keys)), batches=left)


def _digests(ledger: Ledger) -> frozenset[str]:
    """The SHA-256 of every letter in the ledger, as it is and as it was."""
    return frozenset(str(sha256) for (sha256,) in ledger.database.read("SELECT DISTINCT sha256 FROM history WHERE sha256 <> ''"))


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
    others = read("SELECT supporter, id, name, street, zip, email FROM people WHERE supporter <> ?", supporter)
    keys = read("SELECT key FROM pieces WHERE supporter = ?", supporter)
    printed = read("SELECT DISTINCT history.sha256 FROM history JOIN pieces USING (key) WHERE supporter = ?", supporter)
    return Person(
        id=supporter,
        contacts=tuple(Contact(*map(str, row)) for row in contacts),
        keys=frozenset(str(key) for (key,) in keys),
        digests=frozenset(str(sha256) for (sha256,) in printed if sha256),
        others=frozenset(str(name).casefold() for row in others for name in row[:2]),
        strangers=frozenset(Contact(*map(str, row[1:])) for row in others),
    )


def _whole(person: Person, folder: Path, *, mapping: Mapping[str, str]) -> Person:
    """The person with all that their rows in the tables name them, and the further rows that these lead to; the id finds the first.

    The other rows say how strangers are named, those aside that may be theirs: of these we cannot tell.
    """
    tables = [path for path in sorted(folder.glob("*.csv")) if path.is_file() and not path.is_symlink()]
    while True:
        rows = [row for path in tables for row in csv_rows.named_in(path, person, mapping=mapping) if row[0].name]
        theirs = (contact for contact, is_theirs in rows if is_theirs)
        found = (contact for contact in theirs if not person.contacts or not person.ties.isdisjoint(Keys.of(contact).ties))
        contacts = tuple(dict.fromkeys((*person.contacts, *found)))
        if contacts == person.contacts:
            strangers = {contact for contact, is_theirs in rows if not is_theirs and not person.resembles(contact)}
            return replace(person, strangers=person.strangers | strangers)
        person = replace(person, contacts=contacts)


def _strike_out(person: Person, ledger: Ledger, *, at: datetime.date) -> None:
    """Erases the person in the ledger, and keeps the counts and what they would be recognised by."""
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


class _Sweep:
    """One walk through the folder."""

    def __init__(
        self, person: Person, folder: Path, *, mapping: Mapping[str, str], known: frozenset[str], lists: Mapping[str, Path]
    ) -> None:
        self._person = person
        self._folder = folder
        self._mapping = mapping
        self._removed: list[str] = []
        self._again: list[str] = []
        self._known = known
        self._lists = {path.resolve(): name for name, path in lists.items()}
        self._on_lines: dict[str, tuple[int, ...]] = {}
        self._passages: dict[str, tuple[str, ...]] = {}
        self._tables: list[Cleaned] = []
        self._judged: set[Path] = set()
        """Messages that hold letters of others alone, as the ledger knows: whom these name is the others' affair."""
        self.messages: set[str] = set()
        """The messages that were removed."""
        self.digests: set[str] = set()
        """The SHA-256 of the letters in them."""

    def erase(self) -> None:
        """Erases the person in every file that we know how to change, and notes the others."""
        self._remove_unfinished()
        self._remove_own()
        tables = (csv_rows.clean(path, self._person, mapping=self._mapping) for path in self._files() if self._is_ours(path))
        self._tables = [table for table in tables if table]
        for path in self._files():
            if path.suffix == ".pdf" and self._is_made(path) and self._holds_them(path):
                self._remove(path, shared=path.stem.casefold() not in self._person.ids)
            elif path.suffix == ".eml":
                self._judge(path)
        self._find_lists()
        for path in self._files():
            is_known = path in self._judged or (path.suffix == ".pdf" and self._is_made(path))
            if not is_known and self._name(path) not in self._on_lines:
                self._note(path)

    def _is_ours(self, path: Path) -> bool:
        """Whether rows may be taken out of the table: not of a list of the user's own, which lies in the folder by chance."""
        is_held = path.name in {"held.csv", "held-again.csv"}
        return path.suffix == ".csv" and csv_rows.is_ours(path) and (is_held or path.resolve() not in self._lists)

    def _find_lists(self) -> None:
        """Finds the person in the user's own lists: those that were named, and tables in the folder that we did not write."""
        tables = {path.resolve(): self._name(path) for path in self._files() if path.suffix == ".csv" and not self._is_ours(path)}
        for path, name in {**tables, **self._lists}.items():
            if lines := csv_rows.lines_of(path, self._person, mapping=self._mapping) if path.is_file() else ():
                self._on_lines[name] = lines

    def _note(self, path: Path) -> None:
        """Notes that the file still names them, with the words around."""
        found = dict.fromkeys(passage for text in texts(path) for passage in self._person.passages(text))
        if found:
            self._passages[self._name(path)] = tuple(found)[:FEW]

    def report(self, *, pieces: int) -> ForgetReport:
        """What was done."""
        rewritten = tuple((self._name(table.path), table.rows) for table in self._tables if table.rows)
        return ForgetReport(
            self._person.id,
            pieces,
            tuple(sorted(self._removed)),
            rewritten,
            tuple(sorted(self._again)),
            tuple(self._passages),
            self._passages,
            lists=self._on_lines,
        )

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

    def _is_made(self, path: Path) -> bool:
        """Whether the program made the PDF: what else lies in the folder, such as a scan, is left to the user."""
        top = path.relative_to(self._folder).parts[0]
        return top == LETTERS or top in MAKERS

    def _holds_them(self, path: Path) -> bool:
        """Whether a PDF holds a page of theirs: so its name or its table says, or the table of the run beside it, or its words."""
        if path.parent.name == SHEETS and path.stem.casefold() in self._person.ids | self._person.others:
            return path.stem.casefold() in self._person.ids
        beside = [table for table in self._tables if table.path.parent == path.parent]
        runs = [table for table in beside if table.is_of_run]
        if any(path.name in table.named for table in beside):
            return True
        if any(path.name in table.kept for table in runs):
            return False
        return any(table.rows for table in runs) or self._tells(path)

    def _judge(self, path: Path) -> None:
        """Removes a message that carries a letter of theirs, or is to them; leaves one that carries letters of others alone.

        By the digests of the letters, which the ledger has: a name stands in the letters of a whole family.
        """
        carried = letters_in_mail(path)
        of_others = (carried & self._known) - self._person.digests
        if not carried.isdisjoint(self._person.digests):
            self.messages.add(self._name(path))
            self.digests |= carried
            self._remove(path, shared=bool(of_others))
        elif carried and carried == of_others:
            self._judged.add(path)
        elif not of_others and self._person.receives(path):
            self._remove(path)

    def _tells(self, path: Path) -> bool:
        return any(self._person.is_told_by(text) for text in texts(path))

    def _remove(self, path: Path, *, shared: bool = False) -> None:
        path.unlink()
        (self._again if shared else []).append(self._name(path))
        self._removed.append(self._name(path))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()
