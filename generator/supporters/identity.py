"""Who is who: when two rows are one person, within a list, from one list to the next, and in what is kept of them.

Two rows are one person where they have the name in common and, with it, the address, the e-mail or the id, however each is written.
Two people with one e-mail and two names are two people.
"""

from dataclasses import dataclass
from typing import Self

from generator.supporters.address_match import address_key, digest, name_key
from generator.supporters.types import Contact, Supporter


@dataclass(frozen=True)
class Keys:
    """What a row can be recognised by, each part written in one way; empty where the row does not say it."""

    name: str
    address: str
    email: str
    id: str

    @classmethod
    def of(cls, contact: Contact) -> Self:
        """The keys of one row. Capitals count in no e-mail address and no id: no mail server and no disk of a Mac tells them apart."""
        address = address_key(contact.street, contact.zip) if contact.street and contact.zip else ""
        return cls(name_key(contact.name), address, contact.email.casefold(), contact.id.casefold())

    @property
    def ties(self) -> tuple[str, ...]:
        """What joins this row to another: they are one person where one of these is the same. A row without a name is nobody's."""
        known = (("address", self.address), ("e-mail", self.email), ("id", self.id))
        return tuple(f"{kind}\0{value}\0{self.name}" for kind, value in known if value and self.name)

    def meets(self, other: "Keys") -> bool:
        """Whether both have one address or one e-mail: under one id they are one person whose name was corrected."""
        return bool((self.address and self.address == other.address) or (self.email and self.email == other.email))

    def resembles(self, other: "Keys") -> bool:
        """Whether both have one street or one ZIP code, and not an e-mail each: of one name, they may be one person, corrected."""
        parts = (self.address.split("|"), other.address.split("|"))
        return any(mine and mine == theirs for mine, theirs in zip(*parts, strict=False)) and not (self.email and other.email)


def supporter_id(name: str, *, street: str, zip_code: str) -> str:
    """An id for a person whose file gives none: the same in every run and for every spelling, and without personal data."""
    return f"s{digest('supporter', name_key(name), address_key(street, zip_code))}"


def is_made_up(supporter: Supporter) -> bool:
    """Whether the id is one that `supporter_id` made: it is another after any correction of name or address."""
    return supporter.id == supporter_id(supporter.name, street=supporter.street, zip_code=supporter.zip)
