"""The places of a document that may support a finding, and what speaks against each."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.audit.index import Sentence
from generator.audit.occurrences import Place
from generator.audit.sentences import stems
from generator.models.source import Finding


@dataclass(frozen=True)
class Reason:
    """What speaks against a statement."""

    key: str
    """The key that is wrong."""
    words: str
    sure: bool = True
    """Whether the document plainly does not say it; if not, a person must judge."""


Reasons = Iterator[Reason]


@dataclass(frozen=True)
class Match:
    """A sentence that may support a finding, and what speaks against it."""

    sentence: Sentence
    score: float
    spans: Place
    """Where figure, date and name stand in it."""
    reasons: tuple[Reason, ...] = ()

    @property
    def faults(self) -> tuple[int, int, float]:
        """How much speaks against it, what is sure before what is not: the less, the better."""
        # Errors count before doubts, and the score decides only between equals: of two places with
        # one figure the one that the claim fits without fault is the one that was meant.
        return (sum(reason.sure for reason in self.reasons), len(self.reasons), -self.score)


def all_words(finding: Finding) -> frozenset[str]:
    """Returns the stems of the words of a finding, by which its place is found."""
    return stems(" ".join(filter(None, (finding.claim, finding.figure, finding.counted_by))))


def shortened(text: str, most: int = 100) -> str:
    """Returns the first words of a sentence."""
    return text if len(text) <= most else text[: text.rfind(" ", 0, most)] + " …"
