"""What one finding lets a paragraph say that cites it, and whether something said is borne out by it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator import dates as calendar_words
from generator.audit.agreement import counts_its_list, dates, ends, follows, is_turn_of_phrase, numbers, says_no_more, supports
from generator.figures.reading import figures_of, read_figures
from generator.figures.strays import Stray
from generator.figures.types import Citation, Figure, Moment, Quantity
from generator.letter.citations import dated
from generator.models import Finding

Said = Figure | Stray
"""Whatever looks like a number in a letter."""

CONSTITUTION = frozenset({"I", "II", "III", "IV", "V", "VI", "VII"})
"""The articles of the Constitution."""
PRESENT_CENTURY = 21


@dataclass(frozen=True)
class Given:
    """What one finding gives."""

    finding: Finding
    figures: tuple[Figure, ...]
    """Of its own figure alone."""
    numbers: tuple[Quantity | Citation, ...]
    """These, and those of its claim and of who counted."""
    moments: tuple[Moment, ...]
    dated: str
    """Its date in words."""

    def bears_out(self, said: Said) -> bool:
        """Whether the finding says what the paragraph does: the same, less, or in fewer words."""
        return self._has(said) if isinstance(said, Stray) else confirms(said, (*self.numbers, *self.moments))

    def has_figure(self, said: Figure) -> bool:
        """Whether it is its figure, and not a number of its claim."""
        return any(supports(theirs, said) for theirs in self.figures)

    def _has(self, stray: Stray) -> bool:
        """Whether the finding has it word for word; a time reckoned from a day, in its figure."""
        finding = self.finding
        texts = (finding.figure,) if stray.reckoned else (finding.figure, finding.claim, finding.counted_by, finding.as_of_text)
        return any(stray.text in text for text in filter(None, texts))

    @property
    def likeness(self) -> tuple[str, str | None]:
        """What tells it apart from others in one campaign, whose data by district share their names."""
        return self.finding.id, self.finding.figure


def given(finding: Finding) -> Given:
    """What a finding lets a letter say: its figure, the numbers of its claim, its date and who counted."""
    own = read_figures(finding.figure or "")
    said = figures_of((finding.figure, finding.claim, finding.counted_by))
    told = figures_of((calendar_words.in_words(finding.as_of), finding.as_of_text))
    return Given(finding, own, numbers(said), dates((*said, *told)), dated(finding))


def is_harmless(said: Said, text: str) -> bool:
    """Whether a number claims nothing: the first, the Ninth Circuit, the Fifth Amendment, Article I, the count of the list behind it."""
    if isinstance(said, Citation):
        return said.law == "article" and said.provision in CONSTITUTION
    if not isinstance(said, Quantity):
        return False
    if said.of in ("circuit", "amendment") or (said.of == "century" and said.value == PRESENT_CENTURY):
        return True
    return is_turn_of_phrase(said) or counts_its_list(said, text)


def confirms(said: Said, known: Sequence[Figure]) -> bool:
    """Whether one of the known figures says what a paragraph does: the same, or more; what is read as no figure has none."""
    if isinstance(said, Moment):
        return are_dated_alike(said, dates(known))
    return not isinstance(said, Stray) and any(supports(theirs, said) or cite_alike(said, theirs) for theirs in known)


def have_one_value(said: Said, theirs: Figure) -> bool:
    """Whether two quantities differ in their qualifier only."""
    return isinstance(said, Quantity) and isinstance(theirs, Quantity) and said.size == theirs.size


def cite_alike(said: Said, theirs: Figure) -> bool:
    """Whether two citations name one provision, in one law where both name it."""
    if not isinstance(said, Citation) or not isinstance(theirs, Citation):
        return False
    return said.provision == theirs.provision and "section" in (said.law, theirs.law)


def are_dated_alike(said: Moment, theirs: Iterable[Moment]) -> bool:
    """Whether our date says no more than one of theirs, or than an end of it; a span of ours, no more than both ends."""
    known = tuple(theirs)
    if said.until is None:
        return any(says_no_more(said, end) for moment in known for end in ends(moment))
    spans = [span for moment in known if len(span := ends(moment)) > 1]
    spans += [(one, other) for one in known for other in known if follows(one, other)]
    return any(says_no_more(said, first) and says_no_more(said.until, last) for first, last in spans)
