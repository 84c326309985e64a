"""The register of a ledger: everybody in whose name a letter was composed, however a list calls them, and who wants no letter."""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.supporters.identity import Keys, is_made_up
from generator.supporters.types import OWN, Contact, Held, Supporter
from generator.text import listed

Entry = tuple[str, Contact]
"""The id that somebody's letters have, and how one row of a list named them."""


class Register:
    """Who is known, and who was forgotten, on a day. A person keeps the id of their first letter, whatever a later list calls them."""

    def __init__(self, entries: Iterable[Entry] = (), forgotten: Mapping[str, str] | None = None, *, at: datetime.date) -> None:
        self.at = at
        self._forgotten = forgotten or {}
        self._keys: defaultdict[str, list[Keys]] = defaultdict(list)
        self._by_tie: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._by_name: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._by_id: dict[str, str] = {}
        for person, contact in entries:
            if person != OWN:
                self._enter(person, Keys.of(contact))

    def _enter(self, person: str, keys: Keys) -> None:
        """Takes in how one row named the person."""
        self._keys[person].append(keys)
        self._by_name[keys.name][person] = None
        self._by_id.setdefault(keys.id, person)
        for tie in keys.ties:
            self._by_tie[tie][person] = None

    def answer(self, answer: Supporter | Held) -> Supporter | Held:
        """The supporter under the id that their letters have; or held, where they want no letter or nobody can tell who they are.

        Who is held already is only asked whether they want to be forgotten.
        """
        supporter = answer.supporter if isinstance(answer, Held) else answer
        if supporter.id == OWN:
            return supporter
        if day := self.forgotten_on(supporter):
            reason = f"they asked on {day} to be forgotten, and have not agreed anew since: take the row out of your file"
            return Held("forgotten", reason, supporter)
        return answer if isinstance(answer, Held) else self._recognised(supporter)

    def _recognised(self, supporter: Supporter) -> Supporter | Held:
        """The supporter under the id that their letters have, or held."""
        if refusal := self._refusal(supporter):
            return Held("refused", refusal, supporter)
        known = self.known(supporter)
        if doubt := self._doubt(supporter, known):
            return Held("held", doubt, supporter)
        return _under(supporter, known[0]) if known else supporter

    def forgotten_on(self, supporter: Supporter) -> str:
        """The day on which they asked to be forgotten, by whatever they can be recognised; empty where they agreed on a later one."""
        if not self._forgotten:
            return ""
        days = (self._forgotten.get(mark, "") for contact in supporter.contacts for mark in marks(contact))
        last = max(days, default="")[:10]
        given = supporter.consent.given if supporter.consent else None
        return "" if given and given.isoformat() > last else last

    def known(self, supporter: Supporter) -> tuple[str, ...]:
        """The ids of all that they are: none of a new person; where the id that the list has is among them, that one alone."""
        ties = (tie for contact in supporter.contacts for tie in Keys.of(contact).ties)
        people = dict.fromkeys(person for tie in ties for person in self._by_tie.get(tie, ()))
        own = self._by_id.get(supporter.id.casefold())
        if own and (own in people or self._is_renamed(supporter, own)):
            return (own,)
        return tuple(people)

    def _is_renamed(self, supporter: Supporter, person: str) -> bool:
        """Whether who has the person's id now has their address or e-mail as well, so that the name alone was corrected."""
        own = Keys.of(supporter.contacts[0])
        return any(own.meets(keys) for keys in self._keys[person])

    def _refusal(self, supporter: Supporter) -> str:
        """Why there is no letter in their name today."""
        consent = supporter.consent
        if consent is None:
            return "there is no consent"
        return f"the consent was withdrawn on {consent.withdrawn}" if consent.is_withdrawn(on=self.at) else ""

    def _doubt(self, supporter: Supporter, known: tuple[str, ...]) -> str:
        """Why nobody can tell whether they are somebody who is known: whatever is done then, someone may get a letter twice, or none."""
        if len(known) > 1:
            several = listed(known, last="and")
            return f"is {several} of earlier lists, by name and address or e-mail: write into the column “id” which of them it is"
        if not known and (other := self._by_id.get(supporter.id.casefold())):
            return (
                f"id: is that of somebody of an earlier list with another name, address and e-mail ({other}): give this person an id of "
                "their own"
            )
        if not known and is_made_up(supporter) and (others := self._namesakes(supporter)):
            return (
                f"an earlier list has somebody of this name in the same street or ZIP code ({listed(others)}): if it is the same person, "
                "write that id into a column “id”; otherwise one of their own"
            )
        return ""

    def _namesakes(self, supporter: Supporter) -> list[str]:
        """Those who have the name and half of the address, and whom no e-mail tells apart."""
        own = Keys.of(supporter.contacts[0])
        return [person for person in self._by_name.get(own.name, ()) if any(map(own.resembles, self._keys[person]))]


def marks(contact: Contact) -> tuple[str, ...]:
    """What stays of somebody who was forgotten: digests of all that they were recognised by, the id first."""
    keys = Keys.of(contact)
    return tuple(hashlib.sha256(f"forgotten\0{key}".encode()).hexdigest() for key in (keys.id, *keys.ties))


def _under(supporter: Supporter, person: str) -> Supporter:
    """The supporter by that id; the one that the list has is kept as another name of theirs."""
    return supporter if supporter.id == person else replace(supporter, id=person, also=supporter.contacts)
