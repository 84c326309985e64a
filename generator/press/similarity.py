"""The form-letter meter: how much of its text each letter shares with its nearest neighbour to the same office.

The mail systems of offices group letters that share most of their text, and answer a group with one form letter. How they
reckon is not published; this counts runs of five words.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from generator.models import Letter, Run

RUN = 5
"""Words in a row that count as shared text."""
FORM_LETTER = 0.70
"""From this share on, offices' mail systems take two letters for one campaign's (help pages of the vendor IQ)."""
FEW = 50
"""A run that more letters share than this is reckoned for all of them at once."""
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """What is measured of one letter."""

    office: str
    letter: str
    """What the table calls it; nothing personal."""
    text: str
    own_words: int = 0


@dataclass(frozen=True)
class Likeness:
    """How much of one letter its nearest neighbour has too."""

    office: str
    letter: str
    nearest: str
    """The letter that shares most of it; empty where the office gets no other."""
    runs: int
    shared: int
    own_words: int

    @property
    def share(self) -> float:
        """From 0, nothing in common, to 1, every run of it stands in the neighbour too."""
        return self.shared / self.runs if self.runs else 0.0

    @property
    def is_form_letter(self) -> bool:
        """Whether an office may take it for one of many."""
        return self.share >= FORM_LETTER

    @property
    def words_wanted(self) -> int:
        """So many more words of the writer's own, set after the others, bring it under the limit; none where it is there already.

        Words in the midst of others part runs that were shared, and do it a little sooner.
        """
        return max(0, 100 * self.shared // round(100 * FORM_LETTER) + 1 - self.runs)


@dataclass(frozen=True)
class OfficeLikeness:
    """The letters of one office together."""

    office: str
    letters: tuple[Likeness, ...]

    @property
    def form_letters(self) -> int:
        """How many of them the office may take for one of many."""
        return sum(letter.is_form_letter for letter in self.letters)

    @property
    def share(self) -> float:
        """The middle one of their shares."""
        return median(letter.share for letter in self.letters)

    @property
    def highest(self) -> float:
        """The largest of their shares."""
        return max(letter.share for letter in self.letters)

    @property
    def words_wanted(self) -> int:
        """The own words that the middle one of its form letters lacks."""
        lacking = [letter.words_wanted for letter in self.letters if letter.is_form_letter]
        return int(median(lacking)) if lacking else 0


# ---------------------------------------------------------------- what to do about it

ONE_EACH = "Each office gets one letter of this campaign, so that there is nothing there to group it with; compared across offices instead."
PETITION = (
    "A text that many send is a petition. This program varies no text by itself: other words for the same thing, made by a machine, "
    "would claim authors that there are not."
)


def advice(measured: Sequence[OfficeLikeness], *, of_supporters: bool) -> tuple[str, ...]:
    """What the figures say and what would change them, a sentence or two a line."""
    if not of_supporters:
        return (ONE_EACH, "Name the supporters' file to see what their offices will: --supporters people.csv.")
    letters = sum(len(office.letters) for office in measured)
    alike = [letter for office in measured for letter in office.letters if letter.is_form_letter]
    limit = f"{FORM_LETTER:.0%}"
    if not alike:
        return (f"None of {letters} letters shares {limit} or more with another to the same office.",)
    wanted = int(median(letter.words_wanted for letter in alike))
    return (
        f"{len(alike)} of {letters} letters share {limit} or more with another to the same office: it may answer all with one form letter.",
        f"About {wanted} more own words in each would bring them below. Ask for a story (letters sheet helps people to write one).",
        "Let supporters choose the arguments that matter to them: a column “picks” puts those first.",
        PETITION,
    )


# ---------------------------------------------------------------- measuring


def sample(letter: Letter, *, office: str, name: str) -> Sample:
    """What an office reads of the letter besides addresses and names: subject, statement, the writer's own words, and notes."""
    blocks = (*letter.statement, *letter.message)
    notes = (_plain(note.runs) for note in letter.notes)
    text = "\n".join((letter.subject, *(block.text for block in blocks), *notes))
    own = sum(len(words(block.text)) for block in letter.message)
    return Sample(office, name, text, own)


def measure(samples: Iterable[Sample]) -> tuple[OfficeLikeness, ...]:
    """Every letter with its nearest neighbour to the same office, exact; the offices whose letters are most alike first."""
    offices: defaultdict[str, list[Sample]] = defaultdict(list)
    for each in samples:
        offices[each.office].append(each)
    measured = (OfficeLikeness(office, tuple(_Pile(letters).likenesses())) for office, letters in offices.items())
    return tuple(sorted(measured, key=lambda office: (-office.share, -office.highest, office.office)))


def words(text: str) -> Words:
    """The words of a text without case and punctuation."""
    return tuple(_WORD.findall(text.casefold()))


def _plain(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def _runs(text: str) -> frozenset[Words]:
    """Every run of five words of the text; the text as one run where it is shorter."""
    said = words(text)
    if len(said) <= RUN:
        return frozenset((said,)) if said else frozenset()
    return frozenset(zip(*(said[start:] for start in range(RUN)), strict=False))


class _Pile:
    """The letters of one office.

    Letters made of the same paragraphs share hundreds of runs, so that comparing each with each takes too long for thousands
    of them. Runs that many letters have are therefore bits of a number, the same number for all letters that have the same
    of them, and only those different numbers are compared; runs that few have are counted through the lists of their holders.
    """

    def __init__(self, letters: Sequence[Sample]) -> None:
        self._letters = letters
        self._runs = [_runs(letter.text) for letter in letters]
        holders: defaultdict[Words, list[int]] = defaultdict(list)
        for number, runs in enumerate(self._runs):
            for run in runs:
                holders[run].append(number)
        bits = {run: bit for bit, run in enumerate(run for run, those in holders.items() if len(those) > FEW)}
        self._rare = {run: those for run, those in holders.items() if 1 < len(those) <= FEW}
        self._frame = [_number(bits[run] for run in runs if run in bits) for runs in self._runs]

    def likenesses(self) -> Iterator[Likeness]:
        """Each letter with its nearest neighbour, in the order of the letters."""
        for number, letter in enumerate(self._letters):
            shared, nearest = self._nearest(number)
            name = self._letters[nearest].letter if nearest is not None else ""
            yield Likeness(letter.office, letter.letter, name, len(self._runs[number]), shared, letter.own_words)

    @cached_property
    def _alike(self) -> dict[int, list[int]]:
        """The letters with the same frame, by frame."""
        alike: defaultdict[int, list[int]] = defaultdict(list)
        for number, frame in enumerate(self._frame):
            alike[frame].append(number)
        return dict(alike)

    def _nearest(self, number: int) -> tuple[int, int | None]:
        """How many runs the nearest neighbour shares, and which it is; the first of several."""
        candidates = [*self._by_frame(number), *self._by_rare_runs(number)]
        return max(candidates, key=lambda found: (found[0], -found[1]), default=(0, None))

    def _by_frame(self, number: int) -> Iterator[tuple[int, int]]:
        """The letters nearest by the runs that many share."""
        frame = self._frame[number]
        others = [other for other in self._alike[frame][:2] if other != number]
        if others:
            yield frame.bit_count(), others[0]
            return
        for other, members in self._alike.items():
            if other != frame:
                yield (frame & other).bit_count(), members[0]

    def _by_rare_runs(self, number: int) -> Iterator[tuple[int, int]]:
        """The letters that share runs with this one which few have, with all that they share."""
        common = Counter(other for run in self._runs[number] if run in self._rare for other in self._rare[run])
        del common[number]
        for other, rare in common.items():
            yield (self._frame[number] & self._frame[other]).bit_count() + rare, other


def _number(bits: Iterable[int]) -> int:
    """The number that has these bits set."""
    number = 0
    for bit in bits:
        number |= 1 << bit
    return number
