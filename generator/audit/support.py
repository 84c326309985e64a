"""Decides which numbers of a paragraph a finding that is cited there gives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator import dates as calendar_words
from generator.audit.agreement import (
    counts_its_list,
    dates,
    ends,
    follows,
    is_turn_of_phrase,
    numbers,
    says_no_more,
    supports,
)
from generator.figures.reading import figures_of, read_figures
from generator.figures.strays import Stray, strays
from generator.figures.types import Citation, Figure, Moment, Quantity
from generator.letter.citations import dated
from generator.models.source import Finding

Numeral = Figure | Stray
"""What looks like a number in a letter."""

# The seven articles of 1787; an “Article VIII” would be of another law.
CONSTITUTION = frozenset({"I", "II", "III", "IV", "V", "VI", "VII"})
"""The articles of the Constitution: “Article I” counts nothing."""
PRESENT_CENTURY = 21
"""“The 21st century” means today and dates nothing."""


@dataclass(frozen=True)
class FindingSupport:
    """What one finding gives."""

    finding: Finding
    figures: tuple[Figure, ...]
    """Of its own figure alone."""
    numbers: tuple[Quantity | Citation, ...]
    """These, and those of its claim and of the body that counted."""
    moments: tuple[Moment, ...]
    dated: str
    """Its date in words."""

    def supports(self, numeral: Numeral) -> bool:
        """Whether the finding says what the paragraph does: the same, more, or in more words."""
        if not isinstance(numeral, Stray):
            return confirms(numeral, (*self.numbers, *self.moments))
        # A time reckoned from the day of reading (“two years ago”) must be the figure itself.
        finding, texts = self.finding, [self.finding.figure]
        if not numeral.reckoned:
            # A stray was not read as a number, so it is compared as letters.
            texts += [finding.claim, finding.counted_by, finding.as_of_text]
        return any(numeral.text in text for text in texts if text)

    def has_figure(self, numeral: Numeral) -> bool:
        """Whether it is its figure, and not a number of its claim."""
        return not isinstance(numeral, Stray) and any(
            supports(theirs, numeral) for theirs in self.figures
        )

    @property
    def likeness(self) -> tuple[str, str | None]:
        """What identifies it in one campaign: findings of several districts share one id."""
        return self.finding.id, self.finding.figure


def numerals(text: str) -> tuple[Numeral, ...]:
    """Returns everything in a text that looks like a number."""
    figures = read_figures(text)
    return (*figures, *strays(text, figures))


def given(finding: Finding) -> FindingSupport:
    """Returns what a finding lets a letter say: figure, numbers of the claim, date, counter."""
    own = read_figures(finding.figure or "")
    # A finding is cited with its claim and its counter, so their numbers may be said too (“the 2019
    # survey”).
    known = figures_of((finding.figure, finding.claim, finding.counted_by))
    days = figures_of((calendar_words.in_words(finding.as_of), finding.as_of_text))
    return FindingSupport(finding, own, numbers(known), dates((*known, *days)), dated(finding))


def is_harmless(numeral: Numeral, text: str) -> bool:
    """Whether a number claims nothing.

    So do: the first; the Ninth Circuit; the Fifth Amendment; Article I; the count of the list
    behind it.
    """
    if isinstance(numeral, Citation):
        return numeral.law == "article" and numeral.provision in CONSTITUTION
    if not isinstance(numeral, Quantity):
        return False
    named = numeral.of in ("circuit", "amendment")
    today = numeral.of == "century" and numeral.value == PRESENT_CENTURY
    return named or today or is_turn_of_phrase(numeral) or counts_its_list(numeral, text)


def confirms(numeral: Numeral, known: Sequence[Figure]) -> bool:
    """Whether one of the known figures says what a paragraph does: the same, or more.

    A stray, which is read as no figure, is never confirmed.
    """
    if isinstance(numeral, Moment):
        return are_dated_alike(numeral, dates(known))
    return not isinstance(numeral, Stray) and any(
        supports(theirs, numeral) or cite_alike(numeral, theirs) for theirs in known
    )


def have_one_value(numeral: Numeral, theirs: Figure) -> bool:
    """Whether two quantities differ in their qualifier only."""
    if not isinstance(numeral, Quantity) or not isinstance(theirs, Quantity):
        return False
    return numeral.size == theirs.size


def cite_alike(numeral: Numeral, theirs: Figure) -> bool:
    """Whether two citations name one provision, in one law if both name it."""
    if not isinstance(numeral, Citation) or not isinstance(theirs, Citation):
        return False
    # A bare “section 4” may be of any law; two laws that are named must be compared by name, which
    # `same` does.
    return numeral.provision == theirs.provision and "section" in (numeral.law, theirs.law)


def are_dated_alike(ours: Moment, theirs: Iterable[Moment]) -> bool:
    """Whether our date says no more than one of theirs, or than an end of it.

    A span of ours must say no more than both ends of one of theirs.
    """
    known = tuple(theirs)
    if ours.until is None:
        return any(says_no_more(ours, end) for moment in known for end in ends(moment))
    spans = [span for moment in known if len(span := ends(moment)) > 1]
    # “August and September 2019” are two dates in the finding and “August to September 2019” in the
    # letter.
    spans += [(one, other) for one in known for other in known if follows(one, other)]
    return any(
        says_no_more(ours, first) and says_no_more(ours.until, last) for first, last in spans
    )
