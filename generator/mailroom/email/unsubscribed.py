"""Who wants no more mail: a list that people keep by hand or get from their provider, honoured before every message."""

import re
from dataclasses import dataclass
from pathlib import Path

from generator.errors import FilesAreWrongError, Problem
from generator.files.text import read_text
from generator.supporters.mailboxes import Mailbox

_ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]]+@[^\s<>,;:\"'()\[\]]+")


@dataclass(frozen=True)
class Unsubscribed:
    """Addresses and ids of people who are not written to by e-mail."""

    addresses: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def has(self, mailbox: Mailbox, about: str) -> bool:
        """Whether the address, or the id of whose it is, stands in the list; capitals do not count."""
        return mailbox.key in self.addresses or about.casefold() in self.ids


def read_unsubscribed(path: Path, *, shown_as: str) -> Unsubscribed:
    """The list: an address or an id a line, and whatever remarks after a comma or #; a CSV file of a mail service does.

    Raises FilesAreWrongError where it cannot be read, or a line cannot be honoured: better no mail than one too many.
    """
    text, problems = read_text(path, shown_as=shown_as)
    addresses: set[str] = set()
    ids: set[str] = set()
    wrong = list(problems)
    for number, line in enumerate((text or "").splitlines(), 1):
        words, _, _ = line.partition("#")
        found = {mailbox.key for mailbox in map(Mailbox, _ADDRESS.findall(words)) if not mailbox.problem}
        addresses |= found
        if "@" in words and not found:
            wrong.append(Problem(shown_as, number, "", "holds an @ and no e-mail address: correct it, so that it can be honoured"))
        elif not found and (name := re.split(r"[,;\t]", words)[0].strip().strip('"')):
            ids.add(name.casefold())
    if wrong:
        raise FilesAreWrongError(wrong)
    return Unsubscribed(frozenset(addresses), frozenset(ids))
