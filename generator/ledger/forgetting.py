"""Forgets a supporter: erases them in the files of a campaign's folder, and in the ledger last.

In that order, because only the ledger knows what to look for: if the machine dies in between, the
same command finishes the work. Which file is whose, the ledger and the ids in the files decide: the
digest of a letter, the key of a mailpiece, the id in a table or a name. A text is only searched
where these say nothing. What the disk itself, backups and the post keep is beyond our reach.
"""

import datetime
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from generator.errors import CannotWriteError
from generator.files.whole import remove_unfinished
from generator.ledger import database, lock, person_rows
from generator.ledger.batches import leave_batches
from generator.ledger.book import Ledger
from generator.ledger.errors import NoSuchPieceError
from generator.ledger.find_person import ListRow, Person, letters_in_mail, texts
from generator.ledger.register import marks
from generator.ledger.types import LETTERS
from generator.models.fields import ID_PATTERN
from generator.supporters.types import Contact

# The last answer alone, as `counting` counts it, so that a status is the same before and after.
_TALLY = """
INSERT INTO tallies SELECT campaign, version, recipient, seat, state, stage, COALESCE((
    SELECT answer FROM history WHERE history.key = pieces.key AND answer <> ''
    ORDER BY number DESC LIMIT 1), ''), 1
FROM pieces WHERE supporter = ? ON CONFLICT DO UPDATE SET number = number + 1
"""
# A person who agreed again and asks a second time is forgotten from the later day on.
_STRIKE_OUT = """
INSERT INTO forgotten(digest, person, at) VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET at = excluded.at
"""
MAKERS = {
    "print": "letters print",
    "specimens": "letters specimens",
    "specimens.pdf": "letters specimens",
    "sheets": "letters sheet",
    "sheets.pdf": "letters sheet --together",
    "outbox": "letters send",
}
"""The command that makes a file, or the files of a folder, again."""
MAX_PASSAGES = 5
"""Passages shown of one file: a reader who finds these finds the others."""

_Owner = Literal["theirs", "shared", "others'", "unknown"]
"""Whose a file is: the person's alone, theirs and others', others' alone, or not decided by ids."""


@dataclass(frozen=True)
class ForgetReport:
    """What was erased, in files named relative to the folder."""

    supporter: str
    pieces: int = 0
    """Mailpieces that are only counted from now on; 0 if the supporter was forgotten before."""
    removed: tuple[str, ...] = ()
    rewritten: tuple[tuple[str, int], ...] = ()
    """Tables, and how many rows were taken out of each."""
    again: tuple[str, ...] = ()
    """The removed files that held letters or addresses of others too, and must be made again."""
    passages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The files that still name them, each with the words around the name (an id in its place).

    They may be about another person, or the program does not know how to change them.
    """
    batches: Mapping[str, int] = field(default_factory=dict)
    """How many letters of others left each batch, because their message was removed."""
    lists: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The user's own lists that have them, with the lines; the program only reads these."""

    @property
    def left(self) -> tuple[str, ...]:
        """The files that still name them."""
        return tuple(self.passages)

    @property
    def lines(self) -> Iterator[str]:
        """What the user should know, a sentence a line; names people by id only."""
        counted = f"{self.pieces} mailpiece(s) are only counted from now on"
        yield f"{self.supporter} is forgotten: {counted}"
        for file, rows in self.rewritten:
            yield f"{file}: {rows} row(s) taken out"
        for file in self.removed:
            if file not in self.again:
                yield f"{file}: removed"
        for file in self.again:
            maker = MAKERS.get(file.partition("/")[0])
            how = f" (`{maker}`)" if maker else ""
            yield f"{file}: removed, because it held them among others: make it again{how}"
        for name, number in self.batches.items():
            left = f"{number} letter(s) of others left it with their messages"
            yield f"{name}: {left}: send them again"
        for file, passages in self.passages.items():
            yield f"{file}: still names them; look into it and erase it by hand"
            yield from (f"{file}: … {passage} …" for passage in passages)
        for file, lines in self.lists.items():
            yield f"{file}: holds them on line {', '.join(map(str, lines))}: take that out yourself"
        yield "take the row out of your own file of supporters, too"


def forget(
    supporter: str,
    *,
    ledger: Ledger,
    folder: Path,
    at: datetime.date,
    mapping: Mapping[str, str] | None = None,
    lists: Mapping[str, Path] | None = None,
) -> ForgetReport:
    """Erases the supporter in the folder and its ledger, where only counts stay; returns a report.

    By identity alone, as `supporters.identity` has it: what only looks like them is named and left
    as it is. Doing it again finishes what was interrupted. `supporter` is any id under which a list
    named them, `mapping` has the names of a list's columns by field; `lists` are the user's own
    lists, by the names that the user knows. Raises NoSuchPieceError for an id that no supporter
    ever had; LedgerBusyError while another process reads the ledger; CannotWriteError.
    """
    try:
        person = _find_person(supporter, ledger, folder=folder, mapping=mapping or {})
        # Of all letters: the sweep must know which attachments are other people's.
        letters = ledger.database.read("SELECT DISTINCT sha256 FROM history WHERE sha256 <> ''")
        digests = frozenset(sha256 for (sha256,) in letters)
        sweep = _Sweep(person, folder, mapping=mapping or {}, digests=digests)
        sweep.erase({path.resolve(): name for name, path in (lists or {}).items()})
    except OSError as error:
        raise CannotWriteError(str(folder), error) from error
    # After the files: see the head of this module.
    with ledger.together():
        _strike_out(person, ledger, at=at)
        left = leave_batches(ledger, sweep.messages, digests=sweep.sent_digests, at=at)
    # Outside of the transaction: VACUUM cannot run inside one.
    ledger.database.wipe()
    return replace(sweep.report(), pieces=len(person.keys), batches=left)


def _find_person(
    supporter: str, ledger: Ledger, *, folder: Path, mapping: Mapping[str, str]
) -> Person:
    """Returns the supporter as the ledger and the tables of the folder know them.

    The tables have rows that were merged, and people who were only held back.
    """
    tables = (path for path in sorted(folder.glob("*.csv")) if not path.is_symlink())
    # Only tables at the top of the folder, such as held.csv, may have people who are not in the
    # ledger; those of a print run have mailpieces of the ledger.
    rows = [row for path in tables for row in person_rows.read_rows(path, mapping=mapping)]
    person = _in_tables(_in_ledger(supporter, ledger), [row for row in rows if row.contact.name])
    # A person who was forgotten before is in no table: the digest of the id shows that the command
    # is only repeated, to finish what was broken off.
    mark = marks(Contact(supporter, "", ""))[0]
    query = "SELECT 1 FROM forgotten WHERE digest = ?"
    if not person.contacts and not ledger.database.read(query, mark):
        raise NoSuchPieceError("supporter", supporter)
    return person


def _in_ledger(supporter: str, ledger: Ledger) -> Person:
    """Returns the person who has the id in any list, as the ledger knows them, and all others.

    Where an id is that of one person's letters and another's in a list, the letters decide.
    """
    people = ledger.people()
    found = [row for row in people if row[1].id.casefold() == supporter.casefold()]
    supporter = min(found, key=lambda row: row[1].id != row[0], default=(supporter,))[0]
    query = "SELECT key, history.sha256 FROM history JOIN pieces USING (key) WHERE supporter = ?"
    printed = ledger.database.read(query, supporter)
    others = [row for row in people if row[0] != supporter]
    return Person(
        id=supporter,
        contacts=tuple(contact for owner, contact in people if owner == supporter),
        keys=frozenset(key for key, _ in printed),
        digests=frozenset(sha256 for _, sha256 in printed if sha256),
        others=frozenset(name.casefold() for owner, known in others for name in (owner, known.id)),
        strangers=frozenset(contact for _, contact in others),
    )


def _in_tables(person: Person, rows: Iterable[ListRow]) -> Person:
    """Returns the person with all names and addresses that their rows have.

    A row may lead to further rows. The id finds the first of a person who is not in the ledger. All
    other rows are those of strangers, except rows that may be theirs.
    """
    # Each round may find another address of theirs, by which the next round finds another row.
    while True:
        theirs = (row.contact for row in rows if person.has_row(row))
        found = (one for one in theirs if not person.contacts or person.is_joined_by(one))
        contacts = tuple(dict.fromkeys((*person.contacts, *found)))
        if contacts == person.contacts:
            break
        person = replace(person, contacts=contacts)
    strangers = {row.contact for row in rows if not person.has_row(row)}
    # A row that may be theirs must not take names out of the search: their own name would be
    # hidden.
    strangers = {contact for contact in strangers if not person.resembles(contact)}
    return replace(person, strangers=person.strangers | strangers)


def _strike_out(person: Person, ledger: Ledger, *, at: datetime.date) -> None:
    """Erases the person in the ledger; keeps the counts, and digests that recognise them."""
    # The id alone too: it recognises them where a list has nothing else.
    known = (Contact(person.id, "", ""), *person.contacts)
    digests = list(dict.fromkeys(mark for contact in known for mark in marks(contact)))
    rows = ((digest, digests[0], at.isoformat()) for digest in digests)
    with ledger.database.at_once():
        # Before the rows that it counts are deleted.
        ledger.database.write(_TALLY, person.id)
        for table in ("pieces", "people", "refused"):
            ledger.database.write(f"DELETE FROM {table} WHERE supporter = ?", person.id)  # noqa: S608 - our own names
        ledger.database.write_all(_STRIKE_OUT, rows)


class _Sweep:
    """One walk through the folder, and what it erased."""

    def __init__(
        self, person: Person, folder: Path, *, mapping: Mapping[str, str], digests: frozenset[str]
    ) -> None:
        self._person = person
        self._folder = folder.resolve()
        self._mapping = mapping
        self._digests = digests
        """The SHA-256 of every letter in the ledger, of all its versions."""
        self._owners: dict[Path, _Owner] = {}
        """What tables say of PDFs."""
        self._removed: dict[str, bool] = {}
        """The removed files, and whether each held others too."""
        self._rewritten: dict[str, int] = {}
        self._passages: dict[str, tuple[str, ...]] = {}
        self._lists: dict[str, tuple[int, ...]] = {}
        self.messages: set[str] = set()
        """The removed messages."""
        self.sent_digests: set[str] = set()
        """The SHA-256 of the letters in them."""

    def report(self) -> ForgetReport:
        """Returns what was done."""
        return ForgetReport(
            self._person.id,
            removed=tuple(sorted(self._removed)),
            rewritten=tuple(self._rewritten.items()),
            again=tuple(sorted(name for name, is_shared in self._removed.items() if is_shared)),
            passages=self._passages,
            lists=self._lists,
        )

    def erase(self, lists: dict[Path, str]) -> None:
        """Erases the person in every file that the program knows how to change; notes the rest.

        `lists` are the user's own lists, each with its name. Tables come first, because they say
        whose pages a PDF next to them has.
        """
        # Parts of killed runs hold letters under names that no table has.
        remove_unfinished(self._folder)
        # A whole folder at once: it holds nothing but this person's letters.
        own = self._folder / LETTERS / self._person.id
        # An id that is not valid, such as `..`, has no folder.
        if re.match(ID_PATTERN, self._person.id) and own.is_dir():
            shutil.rmtree(own)
            self._removed[f"{self._name(own)}/"] = False
        for path in self._files(".csv"):
            # A file of held rows is erased even if the user builds from it: the program wrote it,
            # and the rows in it come from another list.
            is_held = path.name in {"held.csv", "held-again.csv"}
            if person_rows.is_ours(path) and (is_held or path not in lists):
                self._clean(path)
                lists.pop(path, None)
            else:
                lists.setdefault(path, self._name(path))
        for path, name in lists.items():
            if lines := person_rows.lines_of(path, self._person, mapping=self._mapping):
                self._lists[name] = lines
        for path in self._files():
            # A list with the person was reported with its lines; its words need no second report.
            if lists.get(path) not in self._lists:
                self._settle(path)

    def _files(self, suffix: str = "") -> Iterator[Path]:
        """Yields every file with that suffix, except the ledger and the letters of others."""
        # Sorted, so that the report and the tests have one order on every file system.
        for path in sorted(self._folder.rglob(f"*{suffix}")):
            top, *below = path.relative_to(self._folder).parts
            # The letters of others cannot be theirs, and reading each PDF is what takes time. What
            # is no letter, such as a copy that a user put there, is read.
            in_others = top == LETTERS and below and below[0].casefold() in self._person.others
            is_others = in_others and (path.suffix == ".pdf" or self._is_made(path))
            is_ledger = path.name.startswith(database.NAME) or path.name == lock.NAME
            # A link may lead out of the folder, to files that are not ours to erase.
            if path.is_file() and not path.is_symlink() and not is_ledger and not is_others:
                yield path

    def _clean(self, path: Path) -> None:
        """Takes their rows out of a table, and notes whose the files are that the table names.

        A PDF of a print run that no row names, such as envelopes.pdf, has all people of the run.
        """
        removed, kept = person_rows.clean(path, self._person, mapping=self._mapping)
        # First every PDF of the run, then those that rows name, which are the more certain.
        if path.parent.name == "print":
            for other in path.parent.glob("*.pdf"):
                self._owners[other] = "shared" if removed else "unknown"
            self._owners |= {path.parent / row.file: "others'" for row in kept}
        self._owners |= {path.parent / row.file: "shared" for row in removed}
        if removed:
            self._rewritten[self._name(path)] = len(removed)

    def _settle(self, path: Path) -> None:
        """Removes a file that has them, if the program made it; notes where others name them."""
        owner = self._owner(path)
        found: dict[str, None] = {}
        if owner == "unknown":
            for text in texts(path):
                found |= dict.fromkeys(self._person.passages(text))
        # A PDF that the program made can be made again; a file of the user's is never
        # removed for the words in it.
        if owner in {"theirs", "shared"} or (found and self._is_made(path)):
            path.unlink()
            self._removed[self._name(path)] = owner != "theirs"
        elif found:
            self._passages[self._name(path)] = tuple(found)[:MAX_PASSAGES]

    def _owner(self, path: Path) -> _Owner:
        """Returns whose the file is, by keys, digests and ids."""
        stem = path.stem.casefold()
        # A key has 80 bits of a digest: no other name holds it by chance.
        if any(key in path.name for key in self._person.keys):
            return "theirs"
        if path.suffix == ".eml":
            return self._owner_of_message(path)
        if not self._is_made(path):
            return "unknown"
        # A writer's sheet is called by the id of the person.
        if path.parent.name == "sheets" and stem in self._person.ids | self._person.others:
            return "theirs" if stem in self._person.ids else "others'"
        return self._owners.get(path, "unknown")

    def _owner_of_message(self, path: Path) -> _Owner:
        """Returns the owner of the letters in the message; without letters, its addressee.

        By the digests of the letters, which the ledger has: the words of a message do not decide,
        because a whole family may have one name.
        """
        carried = letters_in_mail(path)
        of_others = (carried & self._digests) - self._person.digests
        if not carried.isdisjoint(self._person.digests):
            self.messages.add(self._name(path))
            self.sent_digests |= carried
            return "shared" if of_others else "theirs"
        if carried and carried == of_others:
            return "others'"
        return "theirs" if not of_others and self._person.receives(path) else "unknown"

    def _is_made(self, path: Path) -> bool:
        """Returns whether the program made the file; others, such as a scan, are the user's."""
        top = path.relative_to(self._folder).parts[0]
        if path.suffix == ".pdf":
            return top == LETTERS or top in MAKERS
        # The text and the page of a letter stand next to its PDF.
        is_text = path.suffix in {".txt", ".html"} and path.with_suffix(".pdf").is_file()
        return top == LETTERS and is_text

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()
