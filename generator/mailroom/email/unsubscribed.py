"""The people who get no more mail: a list kept by hand or from a mail service.

It is read before every sending, and compared before every message.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from generator.errors import FilesAreWrongError, Problem
from generator.files.text import read_text
from generator.supporters.mailboxes import Mailbox

# Finds an address in any column: “Ana <ana@example.org>, 2026-09-14” and “"ana@example.org";no”.
# Loose on purpose: `Mailbox` decides then whether it is an address.
_ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]]+@[^\s<>,;:\"'()\[\]]+")


@dataclass(frozen=True)
class UnsubscribeList:
    """Addresses and ids of people who get no e-mail."""

    addresses: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def has(self, mailbox: Mailbox, about: str) -> bool:
        """Whether the list has the address or the person's id, compared case-insensitively."""
        return mailbox.key in self.addresses or about.casefold() in self.ids


def read_unsubscribed(path: Path, *, shown_as: str) -> UnsubscribeList:
    """Returns the list: an address or an id a line, with any remark after a comma or #.

    A CSV file of a mail service has that form. Raises FilesAreWrongError if the file cannot be
    read, or a line with an @ has no address: a person who refused mail must not get any.
    """
    text, problems = read_text(path, shown_as=shown_as)
    addresses: set[str] = set()
    ids: set[str] = set()
    wrong = list(problems)
    for number, line in enumerate((text or "").splitlines(), 1):
        # Inside a word a hash belongs to it, as in “a#b” before an @ (RFC 5322, 3.2.3).
        words = re.split(r"(?:^|\s)#", line, maxsplit=1)[0]
        found = {
            mailbox.key for mailbox in map(Mailbox, _ADDRESS.findall(words)) if not mailbox.problem
        }
        addresses |= found
        if "@" in words and not found:
            message = "holds an @ and no e-mail address: correct it, so that it can be honoured"
            wrong.append(Problem(shown_as, number, "", message, code="not-an-email-address"))
        # The first column alone: the others of an export are names, dates and reasons.
        elif not found and (name := re.split(r"[,;\t]", words)[0].strip().strip('"')):
            ids.add(name.casefold())
    if wrong:
        raise FilesAreWrongError(wrong)
    return UnsubscribeList(frozenset(addresses), frozenset(ids))
