"""The form-letter meter: the part of each letter that another to the same office has too.

The mail systems of offices group letters that share most of their text, and answer a group with one
form letter. How they compare letters is not published; this counts runs of five words.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from generator.models.letter import Letter

RUN = 5
"""Successive words that count as shared text. Chosen by hand: any two letters share shorter
runs."""
FORM_LETTER = 0.70
"""From this share on, the mail systems of offices group two letters as one campaign's (help pages
of the vendor IQ)."""
FEW = 50
"""A run that more letters than this share is compared for all of them at once. Chosen by hand: it
changes the time, and no result."""
# Matches “don’t”, “56,000”, “U.S” and “asylum-seekers” as one word each; the full stop of a
# sentence and a dash between spaces belong to no word.
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """The text of one letter, to be compared with others."""

    office: str
    letter: str
    """Its name in the table, without personal data."""
    text: str
    own_words: int = 0


@dataclass(frozen=True)
class Likeness:
    """The part of one letter that the most similar one has too."""

    office: str
    letter: str
    nearest: str
    """The letter that shares most of it; empty where the office gets no other."""
    runs: int
    shared: int
    own_words: int

    @property
    def share(self) -> float:
        """From 0, nothing in common, to 1 if the other letter has every run of it."""
        return self.shared / self.runs if self.runs else 0.0

    @property
    def is_form_letter(self) -> bool:
        """Whether an office may answer it with a form letter."""
        return self.share >= FORM_LETTER

    @property
    def words_wanted(self) -> int:
        """The number of own words at its end that would bring it below the limit; 0 if it is below.

        Words in the middle need a little fewer, because they break shared runs.
        """
        # The smallest n with shared / (runs + n) < FORM_LETTER, since each word at the end adds a
        # run. In whole numbers: floats may err by one word at the limit.
        return max(0, 100 * self.shared // round(100 * FORM_LETTER) + 1 - self.runs)


@dataclass(frozen=True)
class OfficeLikeness:
    """The letters of one office together."""

    office: str
    letters: tuple[Likeness, ...]

    @property
    def form_letters(self) -> int:
        """The number of letters that the office may answer with a form letter."""
        return sum(letter.is_form_letter for letter in self.letters)

    @property
    def share(self) -> float:
        """The median of their shares."""
        return median(letter.share for letter in self.letters)

    @property
    def highest(self) -> float:
        """The largest of their shares."""
        return max(letter.share for letter in self.letters)

    @property
    def words_wanted(self) -> int:
        """The median of the own words that its form letters lack."""
        lacking = [letter.words_wanted for letter in self.letters if letter.is_form_letter]
        return int(median(lacking)) if lacking else 0


# ---------------------------------------------------------------- what to do about it

ONE_EACH = (
    "Each office gets one letter of this campaign, so that there is nothing there to group it "
    "with; compared across offices instead."
)
PETITION = (
    "A text that many send is a petition. This program varies no text by itself: other words for "
    "the same thing, made by a machine, would claim authors that there are not."
)


def advice(measured: Sequence[OfficeLikeness], *, of_supporters: bool) -> tuple[str, ...]:
    """Returns the meaning of the figures and what would change them, a sentence or two a line."""
    if not of_supporters:
        return (
            ONE_EACH,
            "Name the supporters' file to see what their offices will: --supporters people.csv.",
        )
    letters = [letter for office in measured for letter in office.letters]
    lacking = [letter.words_wanted for letter in letters if letter.is_form_letter]
    share = f"{FORM_LETTER:.0%} or more with another to the same office"
    if not lacking:
        return (f"0 of {len(letters)} letters share {share}.",)
    return (
        (
            f"{len(lacking)} of {len(letters)} letters share {share}: it may answer all with one "
            "form letter."
        ),
        (
            f"About {int(median(lacking))} more own words in each would bring them below. Ask "
            "for a story (letters sheet helps people to write one)."
        ),
        (
            "Let supporters choose the arguments that matter to them: a column “picks” puts those "
            "first."
        ),
        PETITION,
    )


# ---------------------------------------------------------------- measuring


def sample(letter: Letter, *, office: str, name: str) -> Sample:
    """Returns the sample of a letter, without addresses and names.

    That is the subject, the statement, the writer's own words, and the notes.
    """
    texts = [letter.subject, *(block.text for block in (*letter.statement, *letter.message))]
    texts += ("".join(run.text for run in runs) for runs in letter.printed_sources)
    own = sum(len(words(block.text)) for block in letter.own_words)
    return Sample(office, name, "\n".join(texts), own)


def measure(samples: Iterable[Sample]) -> tuple[OfficeLikeness, ...]:
    """Returns every letter with its nearest neighbour to the same office, exactly.

    The offices whose letters are most alike come first.
    """
    offices: defaultdict[str, list[Sample]] = defaultdict(list)
    for each in samples:
        offices[each.office].append(each)
    measured = [
        OfficeLikeness(office, tuple(_Pile(letters).likenesses()))
        for office, letters in offices.items()
    ]
    return tuple(sorted(measured, key=lambda one: (-one.share, -one.highest, one.office)))


def words(text: str) -> Words:
    """Returns the words of a text without case and punctuation."""
    return tuple(_WORD.findall(text.casefold()))


def _runs(text: str) -> frozenset[Words]:
    """Returns every run of five words of the text; the text as one run if it is shorter."""
    every = words(text)
    starts = range(max(1, len(every) - RUN + 1) if every else 0)
    return frozenset(every[start : start + RUN] for start in starts)


class _Pile:
    """The letters of one office.

    Letters of the same paragraphs share hundreds of runs, and to compare each letter with each
    takes too long for thousands of them. Each run that many letters have is therefore a bit of a
    number, the frame of a letter. Many letters have the same frame, and only different frames are
    compared. Runs that few letters have are counted through the lists of their holders.
    """

    def __init__(self, letters: Sequence[Sample]) -> None:
        self._letters = letters
        self._runs = [_runs(letter.text) for letter in letters]
        holders: defaultdict[Words, list[int]] = defaultdict(list)
        for number, runs in enumerate(self._runs):
            for run in runs:
                holders[run].append(number)
        self._rare: dict[Words, list[int]] = {}
        self._frames = [0] * len(letters)
        bit = 1
        for run, those in holders.items():
            if len(those) <= FEW:
                self._rare[run] = those
                continue
            for number in those:
                self._frames[number] |= bit
            bit <<= 1
        self._alike: defaultdict[int, list[int]] = defaultdict(list)
        for number, frame in enumerate(self._frames):
            self._alike[frame].append(number)

    def likenesses(self) -> Iterator[Likeness]:
        """Yields each letter with its nearest neighbour, in the order of the letters."""
        for number, letter in enumerate(self._letters):
            shared = self._shared(number)
            # Of equals the first, so that the same letters give the same table.
            nearest = min(shared, key=lambda other: (-shared[other], other), default=None)
            name, most = "", 0
            if nearest is not None:
                name, most = self._letters[nearest].letter, shared[nearest]
            runs = len(self._runs[number])
            yield Likeness(letter.office, letter.letter, name, runs, most, letter.own_words)

    def _shared(self, number: int) -> dict[int, int]:
        """Returns the number of shared runs, by the index of the other letter.

        Holds every letter that may be the most similar: of letters with one frame the first is
        enough, and a letter with the same frame shares as much of it as any other.
        """
        frame = self._frames[number]
        shared: dict[int, int] = {}
        for other_frame in [frame] if len(self._alike[frame]) > 1 else self._alike:
            # Two, because the first may be the letter itself.
            for other in self._alike[other_frame][:2]:
                if other != number:
                    shared[other] = (frame & other_frame).bit_count()
        rare = Counter(other for run in self._runs[number] for other in self._rare.get(run, ()))
        # Each run has its own letter among its holders. Counter ignores a missing key here.
        del rare[number]
        for other, runs in rare.items():
            shared[other] = (frame & self._frames[other]).bit_count() + runs
        return shared
