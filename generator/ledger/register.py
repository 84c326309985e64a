"""The register of a ledger: the people in whose name a letter was composed or who want no letter.

It knows them under all names and ids that lists use for them.
"""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.supporters.identity import Keys, is_made_up
from generator.supporters.types import OWN, Contact, Hold, Supporter
from generator.text import listed

Entry = tuple[str, Contact]
"""The id that a person's letters have, and how one row of a list named them."""


class Register:
    """The people who are known, and those who were forgotten, on a day.

    A person keeps the id of their first letter, under any name of a later list.
    """

    def __init__(
        self,
        entries: Iterable[Entry] = (),
        forgotten: Mapping[str, str] | None = None,
        *,
        at: datetime.date,
    ) -> None:
        self.at = at
        self._forgotten = forgotten or {}
        self._keys: defaultdict[str, list[Keys]] = defaultdict(list)
        # Dicts of None are ordered sets: messages name people in the order of the ledger, in every
        # run.
        self._by_tie: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._by_name: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._by_id: dict[str, str] = {}
        for person, contact in entries:
            # The campaign's own sender is no supporter: one who has the sender's name must stay
            # free to write.
            if person != OWN:
                self._enter(person, Keys.of(contact))

    def _enter(self, person: str, keys: Keys) -> None:
        """Adds how one row named the person."""
        self._keys[person].append(keys)
        self._by_name[keys.name][person] = None
        # The first who had an id keeps it: a later list may give it to another person.
        self._by_id.setdefault(keys.id, person)
        for tie in keys.ties:
            self._by_tie[tie][person] = None

    def answer(self, answer: Supporter | Hold) -> Supporter | Hold:
        """Returns the supporter under the id that their letters have, or held with the reason.

        Held if they want no letter or their identity is in doubt. A supporter who is held already
        is held as “forgotten” if they asked for that, and otherwise returned as they are.
        """
        supporter = answer.supporter if isinstance(answer, Hold) else answer
        if supporter.id == OWN:
            return supporter
        # First, and for those who are held already as well: held.csv would otherwise bring their
        # row back.
        if day := self.forgotten_on(supporter):
            reason = (
                f"they asked on {day} to be forgotten, and have not agreed again since: "
                "take the row out of your file"
            )
            return Hold("forgotten", reason, supporter)
        if isinstance(answer, Hold):
            return answer
        if refusal := self._refusal(supporter):
            return Hold("refused", refusal, supporter)
        known = self.known(supporter)
        if doubt := self._doubt(supporter, known):
            return Hold("held", doubt, supporter)
        return _under(supporter, known[0]) if known else supporter

    def forgotten_on(self, supporter: Supporter) -> str:
        """Returns the day on which they asked to be forgotten; "" if they agreed on a later day.

        By anything that recognises them: id, or name with address or e-mail.
        """
        if not self._forgotten:
            return ""
        days = (
            self._forgotten.get(mark, "")
            for contact in supporter.contacts
            for mark in marks(contact)
        )
        # ISO days sort like days. The ten characters of the day: a time behind it does not count.
        last = max(days, default="")[:10]
        given = supporter.consent.given if supporter.consent else None
        # A later day only: on the same day nothing shows which came first, and to forget is the
        # safe side.
        return "" if given and given.isoformat() > last else last

    def known(self, supporter: Supporter) -> tuple[str, ...]:
        """Returns the ids of the known people that they may be; empty for a new person.

        Only the id that the list has, where it is among them.
        """
        ties = (tie for contact in supporter.contacts for tie in Keys.of(contact).ties)
        people = dict.fromkeys(person for tie in ties for person in self._by_tie.get(tie, ()))
        own = self._by_id.get(supporter.id.casefold())
        # The id alone is not enough: two lists may use one id for two people.
        if own and (own in people or self._is_renamed(supporter, own)):
            return (own,)
        return tuple(people)

    def _is_renamed(self, supporter: Supporter, person: str) -> bool:
        """Returns whether the name alone was corrected: id, and address or e-mail are the same."""
        own = Keys.of(supporter.contacts[0])
        return any(own.meets(keys) for keys in self._keys[person])

    def _refusal(self, supporter: Supporter) -> str:
        """Returns why there is no letter in their name today, or ""."""
        consent = supporter.consent
        if consent is None:
            return "there is no consent"
        if consent.is_withdrawn(on=self.at):
            return f"the consent was withdrawn on {consent.withdrawn}"
        return ""

    def _doubt(self, supporter: Supporter, known: tuple[str, ...]) -> str:
        """Returns why it is in doubt whether they are a known person, or "".

        Either guess would be wrong for some: an office gets a letter twice, or a person no letter.
        """
        # See the reasons in docs/decisions.md, “Why no fuzzy matching of names?”.
        if len(known) > 1:
            several = listed(known, last="and")
            return (
                f"is {several} of earlier lists, by name and address or e-mail: "
                "write into the column “id” which of them it is"
            )
        if not known and (other := self._by_id.get(supporter.id.casefold())):
            return (
                "id: is that of a person of an earlier list with another name, address and e-mail "
                f"({other}): give this person an id of their own"
            )
        # Only for made-up ids: an id of the list's own says that this is another person.
        if not known and is_made_up(supporter) and (others := self._namesakes(supporter)):
            return (
                "an earlier list has a person of this name in the same street or ZIP code "
                f"({listed(others)}): if it is the same person, "
                "write that id into a column “id”; otherwise an id of their own"
            )
        return ""

    def _namesakes(self, supporter: Supporter) -> list[str]:
        """Returns the people with the name and half of the address, and no other e-mail."""
        own = Keys.of(supporter.contacts[0])
        return [
            person
            for person in self._by_name.get(own.name, ())
            if any(map(own.resembles, self._keys[person]))
        ]


def marks(contact: Contact) -> tuple[str, ...]:
    """Returns the digests by which the ledger recognises a forgotten person, the id first."""
    keys = Keys.of(contact)
    # With a prefix of their own these digests equal no household key and no id of a manifest: no
    # such table can be joined to them.
    return tuple(
        hashlib.sha256(f"forgotten\0{key}".encode()).hexdigest() for key in (keys.id, *keys.ties)
    )


def _under(supporter: Supporter, person: str) -> Supporter:
    """Returns the supporter by that id; the id that the list has is kept as another name."""
    if supporter.id == person:
        return supporter
    return replace(supporter, id=person, also=supporter.contacts)
