"""Which rows of a file are one person: by name and address, by name and e-mail, or by name and id.

Only digests of a row are kept (Python's own, 64 bits of each key), so that a row takes some 300 bytes however long its
story is, and none of it is anybody's name. Two people with one e-mail and two names are two people.
"""

from array import array
from collections.abc import Iterable

from generator.mailpieces import Supporter
from generator.supporters.drafts import Draft
from generator.supporters.postal import address_key, name_key


class Kin:
    """The rows of a file by their place in it, counted from 0: who is whom, and who only shares something."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._names, self._addresses, self._lines = array("q"), array("q"), array("Q")
        self._first: dict[str, dict[int, int]] = {"address": {}, "email": {}, "id": {}}
        self._others: dict[int, int] = {}
        self._parents: dict[int, int] = {}
        for draft in drafts:
            self._take(draft)
        self._with_others = {self.first(place) for place in self._parents}

    def first(self, place: int) -> int:
        """The first row of the same person."""
        while place in self._parents:
            place = self._parents[place]
        return place

    def is_repeated(self, place: int) -> bool:
        """True for a row whose person has other rows too."""
        return place in self._parents or place in self._with_others

    def knows(self, place: int, *, line: int) -> bool:
        """True if that row began on that line when the kin were found."""
        return place < len(self._lines) and self._lines[place] == line

    def line(self, place: int) -> int:
        """The line of that row."""
        return self._lines[place]

    def same_address(self, place: int, other: int) -> bool:
        """True if both rows give one address."""
        return self._addresses[place] == self._addresses[other]

    def sharer(self, place: int, supporter: Supporter, *, by: str) -> int | None:
        """The first row of another person that has the same e-mail or id; None where this row is the first to have it."""
        value = supporter.email if by == "email" else supporter.id
        other = self._first[by].get(_key(value)) if value else None
        return other if other is not None and other < place and self.first(other) != self.first(place) else None

    # ---------------------------------------------------------------- one row

    def _take(self, draft: Draft) -> None:
        """Takes the next row in. A row without a name is nobody's."""
        place, supporter = len(self._lines), draft.supporter
        name, address = name_key(supporter.name), address_key(supporter.street, supporter.zip)
        self._lines.append(supporter.line)
        self._names.append(hash(name))
        self._addresses.append(hash(address))
        if draft.merged or not name:
            return
        if supporter.street and supporter.zip:
            self._join(place, self._first["address"].setdefault(hash((name, address)), place))
        if supporter.email:
            self._compare(place, supporter.email, by="email")
        if draft.given_id:
            self._compare(place, supporter.id, by="id")

    def _compare(self, place: int, value: str, *, by: str) -> None:
        """Joins the row to the first that has the same value and name."""
        key = _key(value)
        first = self._first[by].setdefault(key, place)
        if self._names[first] != self._names[place]:
            first = self._others.setdefault(hash((by, key, self._names[place])), place)
        self._join(place, first)

    def _join(self, place: int, other: int) -> None:
        """Makes both rows one person's; the earlier stays the first."""
        early, late = sorted((self.first(place), self.first(other)))
        if early != late:
            self._parents[late] = early


def _key(value: str) -> int:
    """E-mail addresses and ids differ by more than capitals: no mail server and no disk of a Mac tells those apart."""
    return hash(value.casefold())
