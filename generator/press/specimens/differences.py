"""Compares words with the approved ones, paragraph by paragraph and word by word.

difflib of the standard library is enough: a letter has a few dozen paragraphs.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.press.specimens.variants import VariantParagraph

Change = Literal["same", "removed", "added"]


@dataclass(frozen=True)
class Stretch:
    """Successive words that stayed, were removed or were added."""

    change: Change
    text: str


@dataclass(frozen=True)
class Difference:
    """One paragraph that changed."""

    part: str
    stretches: tuple[Stretch, ...]

    @property
    def added(self) -> int:
        """The number of added words."""
        return self._count("added")

    @property
    def removed(self) -> int:
        """The number of removed words."""
        return self._count("removed")

    def _count(self, change: Change) -> int:
        return sum(
            len(stretch.text.split()) for stretch in self.stretches if stretch.change == change
        )


def differences(
    before: Sequence[VariantParagraph], after: Sequence[VariantParagraph]
) -> tuple[Difference, ...]:
    """Returns every paragraph that differs between two letters, in the order of the later one."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    found: list[Difference] = []
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            found += _paired(list(before[start:end]), list(after[first:last]))
    return tuple(found)


def _paired(old: list[VariantParagraph], new: list[VariantParagraph]) -> Iterator[Difference]:
    """Yields the changed paragraphs; an old and a new one of the same part are compared."""
    for paragraph in new:
        partner = next((one for one in old if one.part == paragraph.part), None)
        if partner:
            old.remove(partner)
        yield Difference(paragraph.part, words(partner.text if partner else "", paragraph.text))
    yield from (Difference(one.part, words(one.text, "")) for one in old)


def words(before: str, after: str) -> tuple[Stretch, ...]:
    """Returns the words of both texts in order: those that stayed, were removed or were added."""
    # A word keeps the space behind it, so that the stretches joined give the text again.
    old, new = (re.findall(r"\S+\s*", text) for text in (before, after))
    # autojunk would align no word that is frequent in a text of 200 or more, such as “the”.
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    stretches: list[Stretch] = []
    for tag, start, end, first, last in matcher.get_opcodes():
        is_same = tag == "equal"
        stretches.append(Stretch("same" if is_same else "removed", "".join(old[start:end])))
        if not is_same:
            stretches.append(Stretch("added", "".join(new[first:last])))
    return tuple(stretch for stretch in stretches if stretch.text)
