"""When two rows are one person: within a list, from one list to the next, and in the ledger.

Two rows are one person if they have the same name and the same address, e-mail or id, in any
spelling. Two names with one e-mail are two people.
"""

from dataclasses import dataclass
from typing import Self

from generator.supporters.address_match import address_key, digest, name_key
from generator.supporters.types import Contact, Supporter


@dataclass(frozen=True)
class Keys:
    """The parts of a row that recognise a person, each in one spelling, or ""."""

    name: str
    address: str
    email: str
    id: str

    @classmethod
    def of(cls, contact: Contact) -> Self:
        """Returns the keys of one row.

        E-mail addresses and ids are compared case-insensitively, as mail servers and the disks of
        Macs do.
        """
        # Both parts or nothing: a street without a ZIP code is in every town.
        address = address_key(contact.street, contact.zip) if contact.street and contact.zip else ""
        return cls(name_key(contact.name), address, contact.email.casefold(), contact.id.casefold())

    @property
    def ties(self) -> tuple[str, ...]:
        """Two rows with one of these in common are one person; a row without a name has no key."""
        # The kind stands in front, so that an id that looks like an e-mail address is tied to no
        # e-mail. No fuzzy match of names: docs/decisions.md, “Why no fuzzy matching of names?”.
        known = (("address", self.address), ("e-mail", self.email), ("id", self.id))
        return tuple(
            f"{kind}\0{value}\0{self.name}" for kind, value in known if value and self.name
        )

    def meets(self, other: "Keys") -> bool:
        """Returns whether both have one address or one e-mail.

        Under one id they are one person whose name was corrected.
        """
        own = {self.address, self.email} - {""}
        return not own.isdisjoint((other.address, other.email))

    def resembles(self, other: "Keys") -> bool:
        """Returns whether both have one street or one ZIP code, and not an e-mail each.

        With one name they may be one person, corrected.
        """
        # `address_key` puts “|” between street and ZIP code, and neither can hold one.
        own = set(self.address.split("|")) - {""}
        same = not own.isdisjoint(other.address.split("|"))
        # Two e-mail addresses that differ are two people: otherwise `ties` would have joined them.
        return same and not (self.email and other.email)


def supporter_id(name: str, *, street: str, zip_code: str) -> str:
    """Returns an id for a person whose file has no id, without personal data.

    The same in every run and for every spelling.
    """
    # A letter in front, so that no spreadsheet reads an id as a number. By name and address alone:
    # an e-mail is often added later, and must not change the id.
    return f"s{digest('supporter', name_key(name), address_key(street, zip_code))}"


def is_made_up(supporter: Supporter) -> bool:
    """Returns whether `supporter_id` made the id: any correction of name or address changes it."""
    made = supporter_id(supporter.name, street=supporter.street, zip_code=supporter.zip)
    return supporter.id == made
