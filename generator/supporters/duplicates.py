"""Finds the rows of a list that are one person, by the rules of `identity`.

Only digests of a row are kept (Python's own hash, 64 bits of each key): a row takes some 40 bytes
with a story of any length, and has no name in it.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Literal

from generator.supporters.identity import Keys
from generator.supporters.rows import SupporterRow

Shared = Literal["email", "id"]
"""The fields that two people should not have in common."""


class DuplicateRows:
    """The rows of a file by place, from 0: which are one person, and which share a field."""

    def __init__(self, drafts: Iterable[SupporterRow]) -> None:
        # Arrays hold 8 bytes a number; a list of Python's integers would take about five times as
        # much.
        self._lines, self._names = array("Q"), array("q")
        self._keys = {"address": array("q"), "email": array("q"), "id": array("q")}
        # A disjoint set, as a dict of the rows that were joined: most rows are no duplicates and
        # take no place in it.
        self._parents: dict[int, int] = {}
        for draft in drafts:
            self._take(draft)
        # All three kinds are joined before sharers are looked for: two rows that share an e-mail
        # may be one person by way of an address.
        strangers = {kind: dict(self._joined(keys)) for kind, keys in self._keys.items()}
        self._sharers = {kind: self._of_first(found) for kind, found in strangers.items()}

    def first(self, place: int) -> int:
        """Returns the first row of the same person."""
        # No path compression: chains are as long as one person has rows.
        while place in self._parents:
            place = self._parents[place]
        return place

    def knows(self, place: int, *, line: int) -> bool:
        """Returns whether that row began on that line when the duplicates were found."""
        # By place and line: a file that was saved in between has other lines, and the digests of
        # the first reading would join the wrong people.
        return place < len(self._lines) and self._lines[place] == line

    def line(self, place: int) -> int:
        """Returns the line of that row."""
        return self._lines[place]

    def same_address(self, place: int, other: int) -> bool:
        """Returns whether both rows have one address."""
        return self._keys["address"][place] == self._keys["address"][other]

    def sharer(self, place: int, *, by: Shared) -> int | None:
        """Returns the first row of another person with the same e-mail or id, or None.

        `place` is the first row of a person.
        """
        return self._sharers[by].get(place)

    # ---------------------------------------------------------------- from rows to people

    def _take(self, draft: SupporterRow) -> None:
        """Adds the next row; one without a name, or merged before, joins no other."""
        (contact, *_) = draft.supporter.contacts
        # An id that we made comes from name and address, and says nothing that these do not say.
        keys = Keys.of(contact if draft.given_id else replace(contact, id=""))
        counts = bool(keys.name) and not draft.merged
        self._lines.append(draft.supporter.line)
        self._names.append(hash(keys.name))
        for kind, digests in self._keys.items():
            key = getattr(keys, kind)
            # 0 stands for no key. Python's hash differs from process to process, which is as good
            # as a salt: it never leaves this one.
            digests.append(hash(key) if key and counts else 0)

    def _joined(self, keys: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Joins the rows that have one key and one name.

        Yields each row whose key a row of another name had first, with that row.
        """
        for places in _alike(keys):
            namesakes: dict[int, int] = {}
            for place in places:
                # By key and name: a key alone, such as the e-mail of a household, joins no rows.
                self._join(namesakes.setdefault(self._names[place], place), place)
                if self._names[place] != self._names[places[0]]:
                    yield place, places[0]

    def _join(self, place: int, other: int) -> None:
        """Makes both rows one person's; the earlier stays the first."""
        # The earlier row is the person: it is written for, and later rows add to it.
        early, late = sorted((self.first(place), self.first(other)))
        if early != late:
            self._parents[late] = early

    def _of_first(self, found: Mapping[int, int]) -> dict[int, int]:
        """Returns the earliest of the others' rows, for the first row of each person."""
        sharers: dict[int, int] = {}
        # Sorted by the other's row, so that `setdefault` keeps the earliest.
        for place, other in sorted(found.items(), key=itemgetter(1)):
            if self.first(place) != self.first(other):
                sharers.setdefault(self.first(place), other)
        return sharers


def _alike(keys: Sequence[int]) -> Iterator[list[int]]:
    """Yields the places that have one key, in their order, for each key that several have."""
    # Sorted and grouped, and not gathered in a dict of lists, which would hold a list for each of a
    # million keys that only one row has.
    ordered = sorted(range(len(keys)), key=keys.__getitem__)
    for key, places in groupby(ordered, key=keys.__getitem__):
        together = list(places)
        if key and len(together) > 1:
            yield together
