"""Which rows of a list are one person, as `identity` tells it.

Only digests of a row are kept (Python's own, 64 bits of each key), so that a row takes some 40 bytes however long its story is, and
none of it is anybody's name.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Literal

from generator.supporters.identity import Keys
from generator.supporters.rows import Draft
from generator.supporters.types import Contact

Shared = Literal["email", "id"]
"""What two people should not have in common."""


class Kin:
    """The rows of a file by their place in it, counted from 0: who is whom, and who only shares something."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._lines, self._names = array("Q"), array("q")
        self._keys = {"address": array("q"), "email": array("q"), "id": array("q")}
        self._parents: dict[int, int] = {}
        for draft in drafts:
            self._take(draft)
        strangers = {kind: dict(self._joined(keys)) for kind, keys in self._keys.items()}
        self._sharers = {kind: self._of_first(found) for kind, found in strangers.items()}

    def first(self, place: int) -> int:
        """The first row of the same person."""
        while place in self._parents:
            place = self._parents[place]
        return place

    def knows(self, place: int, *, line: int) -> bool:
        """True if that row began on that line when the kin were found."""
        return place < len(self._lines) and self._lines[place] == line

    def line(self, place: int) -> int:
        """The line of that row."""
        return self._lines[place]

    def same_address(self, place: int, other: int) -> bool:
        """True if both rows give one address."""
        return self._keys["address"][place] == self._keys["address"][other]

    def sharer(self, place: int, *, by: Shared) -> int | None:
        """The first row of somebody else that has the same e-mail or id as the person whose first row this is; None where there is none."""
        return self._sharers[by].get(place)

    # ---------------------------------------------------------------- from rows to people

    def _take(self, draft: Draft) -> None:
        """Takes the next row in. A row without a name is nobody's, and whoever was merged before has no row of their own."""
        who = draft.supporter
        keys = Keys.of(Contact(who.id if draft.given_id else "", who.name, who.street, who.zip, who.email))
        counts = bool(keys.name) and not draft.merged
        self._lines.append(who.line)
        self._names.append(hash(keys.name))
        for kind, key in (("address", keys.address), ("email", keys.email), ("id", keys.id)):
            self._keys[kind].append(hash(key) if key and counts else 0)

    def _joined(self, keys: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Joins the rows that have one key and one name; each row whose key the row of another name had first, with that row."""
        for places in _alike(keys):
            namesakes: dict[int, int] = {}
            for place in places:
                self._join(namesakes.setdefault(self._names[place], place), place)
                if self._names[place] != self._names[places[0]]:
                    yield place, places[0]

    def _join(self, place: int, other: int) -> None:
        """Makes both rows one person's; the earlier stays the first."""
        early, late = sorted((self.first(place), self.first(other)))
        if early != late:
            self._parents[late] = early

    def _of_first(self, found: Mapping[int, int]) -> dict[int, int]:
        """The earliest of the others' rows, for the first row of each person."""
        sharers: dict[int, int] = {}
        for place, other in sorted(found.items(), key=itemgetter(1)):
            if self.first(place) != self.first(other):
                sharers.setdefault(self.first(place), other)
        return sharers


def _alike(keys: Sequence[int]) -> Iterator[list[int]]:
    """The places that have one key, in their order, wherever several have it."""
    for key, places in groupby(sorted(range(len(keys)), key=keys.__getitem__), key=keys.__getitem__):
        together = list(places)
        if key and len(together) > 1:
            yield together
