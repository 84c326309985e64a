"""Finds another figure of a section that a claim fits better than the figure of its finding."""

from collections.abc import Callable, Iterator, Sequence

from generator.audit import binding
from generator.audit.agreement import numbers
from generator.audit.binding import FigureOccurrence
from generator.audit.ground import AuditBasis
from generator.audit.index import Sentence
from generator.audit.occurrences import Place, overlap, places
from generator.audit.passages import Match
from generator.audit.sentences import stems
from generator.figures.reading import read_figures
from generator.models.source import Finding

# All numbers here were chosen by hand on 25 November 2026: with them the audit refuses and doubts
# no one of the 210 paraphrases of the shipped campaign (tests/support/paraphrases.py) and no claim
# of the drafts (tests/support/own_words.py). “Another figure” and “another sentence” in
# README.md say what they catch.
CLEARLY_BETTER = 1.35
"""The claim speaks of another figure if the words around that one fit it so many times better."""
NEARLY_AS_WELL = 0.8
"""It need only fit so well, compared with ours, if another finding has our figure and no finding
has that one."""
WORTH_IT = 0.1
"""Two findings have their figures the wrong way round if both claims fit better with them
exchanged, and together by so much."""
FEWEST_NEARER, FAR_BETTER = 2, 2.0
"""So many words of a claim must stand nearer to the other figure, because one may do so by
accident; or the other figure must fit so many times better."""
FITS, FITS_IF_TAKEN = 0.4, 0.2
"""A figure is no rival if the words around it hold less of a claim than this; the second number
holds if another finding has our figure."""
SAYS_IT, FEWEST_WORDS = 0.5, 3
"""A sentence says what a claim says if it holds more than this part of its words, and so many of
them; one that holds less than half of that part does not."""
SAME_CLAIM = 0.6
"""Two claims that share this part of their words may have one figure."""


class Rivalry:
    """The figures of all findings of one work, and where each stands in it."""

    def __init__(self, findings: Sequence[Finding], ground: AuditBasis) -> None:
        self._findings, self._ground = findings, ground
        self._places: dict[tuple[str, int], tuple[Place, ...]] = {}

    def places(self, finding: Finding, sentence: Sentence) -> tuple[Place, ...]:
        """Returns the places of a finding's figure in a sentence.

        A finding without a figure has one empty place.
        """
        # A fact without a figure stands in a sentence as a whole.
        if finding.figure is None:
            return ((),)
        # By the words of the figure and not by finding: two findings may have one figure.
        key = (finding.figure, sentence.number)
        if key not in self._places:
            ours, moments = read_figures(finding.figure), self._ground.moments[sentence.number]
            self._places[key] = places(finding.figure, sentence, ours=ours, moments=moments)
        return self._places[key]

    def fit(self, finding: Finding, sentence: Sentence, *, place: Place) -> float:
        """Returns how well a sentence, or what stands around the figure in it, fits the claim."""
        if not finding.figure:
            return self._ground.index.score(stems(finding.claim), sentence)
        return self._fit(finding, self._standing(finding.figure, sentence, place=place))

    def _fit(self, finding: Finding, standing: FigureOccurrence) -> float:
        """Returns how well the words around a figure fit the claim."""
        return binding.fit(stems(finding.claim), standing, index=self._ground.index)

    def _standing(self, figure: str, sentence: Sentence, *, place: Place) -> FigureOccurrence:
        """Returns a figure of ours at its place in the document."""
        kind = binding.kind_of(figure, read_figures(figure))
        return FigureOccurrence(sentence, (place[0][0], place[-1][1]), kind)

    def own(self, finding: Finding, match: Match) -> FigureOccurrence | None:
        """Returns the figure of a finding at its place; None if the finding has no figure."""
        if not finding.figure:
            return None
        return self._standing(finding.figure, match.sentence, place=match.spans)

    def rival(
        self,
        finding: Finding,
        match: Match,
        *,
        within: Sequence[Sentence],
        could_be: Callable[[Match], bool],
    ) -> tuple[FigureOccurrence, bool] | None:
        """Returns another figure that fits claim, date and counter, and whether that is sure.

        It must fit the claim clearly better. If another finding with another claim has our figure,
        one that no finding has need only fit nearly as well. It is sure in this case, and if both
        claims together fit better with their figures exchanged.
        """
        own = self.own(finding, match)
        if own is None:
            return None
        # The first rival in the order of the document: one is enough to doubt, and the message
        # names one.
        for rival in self._rivals(finding, own, within=within):
            if (
                binding.changes_instead(finding.claim, rival, own=own)
                or self._fits_better(finding, match, own=own, rival=rival)
                # A figure with another date or counter than the finding's is not the one that was
                # meant. Asked last: only of a figure that fits better.
            ) and could_be(Match(rival.sentence, 0.0, (rival.span,))):
                sure = self._holder(finding, own) is not None or self._exchanged(
                    finding, match, own=own, rival=rival
                )
                return rival, sure
        return None

    def _fits_better(
        self, finding: Finding, match: Match, *, own: FigureOccurrence, rival: FigureOccurrence
    ) -> bool:
        """Whether the claim fits another figure clearly better than ours, or an exchange does."""
        fit, words = self._fit(finding, rival), stems(finding.claim)
        # Another finding has our figure, and its claim is another: one of the two must be wrong, so
        # less is needed to suspect ours.
        if self._holder(finding, own) and not self._holder(finding, rival):
            return fit >= FITS_IF_TAKEN and fit > NEARLY_AS_WELL * match.score
        # Both tests: the ratio alone would let a figure win of which hardly a word of the claim
        # stands near.
        if fit >= FITS and fit > CLEARLY_BETTER * match.score:
            nearer = binding.nearer(words, rival, than=own, index=self._ground.index)
            return nearer >= FEWEST_NEARER or fit > FAR_BETTER * match.score
        return self._exchanged(finding, match, own=own, rival=rival)

    def _exchanged(
        self, finding: Finding, match: Match, *, own: FigureOccurrence, rival: FigureOccurrence
    ) -> bool:
        """Whether two claims together fit better with their figures exchanged.

        Another finding must have the rival, and no other finding our figure.
        """
        theirs = self._holder(finding, rival)
        # An exchange takes two findings and two figures; a third finding with one of them explains
        # the likeness otherwise.
        if theirs is None or self._holder(finding, own):
            return False
        # Both claims must gain: a sum alone could come from one claim that is merely better placed.
        gain = self._fit(finding, rival) - match.score
        their_gain = self._fit(theirs, own) - self._fit(theirs, rival)
        fits = own.kind in binding.kinds_asked(theirs.claim) and min(gain, their_gain) > 0
        return fits and gain + their_gain > WORTH_IT

    def _rivals(
        self, finding: Finding, own: FigureOccurrence, *, within: Sequence[Sentence]
    ) -> Iterator[FigureOccurrence]:
        """Yields the other figures of these sentences that the claim may speak of, by kind."""
        taken = self._holder(finding, own) is not None
        # The figures in words of other findings (“nearly all”) are read nowhere in the document.
        worded = [one for one in self._others(finding) if not read_figures(one.figure or "")]
        for sentence in within:
            held = [
                FigureOccurrence(sentence, (one.start, one.end), binding.kind_of(one.text, (one,)))
                for one in numbers(sentence.figures)
            ]
            for other in worded:
                held += self._standings(other, sentence)
            for one in held:
                if not _at_one_place(one, own) and binding.rivals(
                    finding.claim, one, own=own, is_taken=taken
                ):
                    yield one

    def other_sentence(
        self, finding: Finding, match: Match, *, within: Sequence[Sentence]
    ) -> Sentence | None:
        """Returns the sentence that says what the claim says, if it is clearly another."""
        if not finding.figure:
            return None
        words, score = stems(finding.claim), self._ground.index.score
        # Where the claim's words stand, without regard to its figure.
        best = max(within, key=lambda sentence: score(words, sentence))
        most = score(words, best)
        is_other = score(words, match.sentence) < SAYS_IT * most
        says_it = most > SAYS_IT and len(words & best.stems) >= FEWEST_WORDS
        return best if says_it and is_other else None

    def _others(self, finding: Finding) -> list[Finding]:
        """Returns the other findings of the section that have a figure."""
        return [
            other
            for other in self._findings
            # Of the same section, because figures are exchanged between neighbours, and a document
            # may give one figure again under each heading.
            if other.id != finding.id and other.section == finding.section and other.figure
        ]

    def _standings(self, finding: Finding, sentence: Sentence) -> list[FigureOccurrence]:
        """Returns the figure of a finding at each of its places in a sentence."""
        return [
            self._standing(finding.figure or "", sentence, place=place)
            for place in self.places(finding, sentence)
        ]

    def _holder(self, finding: Finding, standing: FigureOccurrence) -> Finding | None:
        """Returns the other finding of the section that has this figure, and another claim."""
        for other in self._others(finding):
            held = self._standings(other, standing.sentence)
            if any(_at_one_place(one, standing) for one in held) and not _same_claim(
                finding, other
            ):
                return other
        return None


def _same_claim(one: Finding, other: Finding) -> bool:
    """Whether two claims share most of their words, as those about two places do."""
    ours, theirs = stems(one.claim), stems(other.claim)
    return len(ours & theirs) >= SAME_CLAIM * len(ours | theirs)


def _at_one_place(one: FigureOccurrence, other: FigureOccurrence) -> bool:
    """Whether two figures stand at one place."""
    return one.sentence.number == other.sentence.number and overlap(one.span, other.span)
