"""What became of words since they were approved: paragraphs that came, went or changed, word by word."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.press.specimens.variants import Paragraph

Change = Literal["same", "removed", "added"]


@dataclass(frozen=True)
class Stretch:
    """Words in a row that stayed, went or came."""

    change: Change
    text: str


@dataclass(frozen=True)
class Difference:
    """One paragraph that is not as it was."""

    part: str
    stretches: tuple[Stretch, ...]

    @property
    def added(self) -> int:
        """How many words came."""
        return self._count("added")

    @property
    def removed(self) -> int:
        """How many words went."""
        return self._count("removed")

    def _count(self, change: Change) -> int:
        return sum(len(stretch.text.split()) for stretch in self.stretches if stretch.change == change)


def differences(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> tuple[Difference, ...]:
    """Every paragraph that came, went or changed between two letters, in the order of the later one."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    found: list[Difference] = []
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            found += _paired(list(before[start:end]), list(after[first:last]))
    return tuple(found)


def _paired(old: list[Paragraph], new: list[Paragraph]) -> Iterator[Difference]:
    """The paragraphs of a stretch that changed: those of one part are compared with each other."""
    for paragraph in new:
        partner = next((one for one in old if one.part == paragraph.part), None)
        if partner:
            old.remove(partner)
        yield Difference(paragraph.part, words(partner.text if partner else "", paragraph.text))
    yield from (Difference(one.part, words(one.text, "")) for one in old)


def words(before: str, after: str) -> tuple[Stretch, ...]:
    """The words of both texts in one, each as it stayed, went or came."""
    old, new = _split(before), _split(after)
    stretches: list[Stretch] = []
    for tag, start, end, first, last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            stretches.append(Stretch("same", "".join(old[start:end])))
            continue
        if end > start:
            stretches.append(Stretch("removed", "".join(old[start:end])))
        if last > first:
            stretches.append(Stretch("added", "".join(new[first:last])))
    return tuple(stretches)


def _split(text: str) -> list[str]:
    """The words, each with the space behind it."""
    return re.findall(r"\S+\s*", text)
