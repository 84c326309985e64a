"""Whether a claim speaks of its figure, and not of another of the section."""

from collections.abc import Callable, Iterator, Sequence

from generator.audit import binding
from generator.audit.agreement import numbers
from generator.audit.binding import Standing
from generator.audit.ground import Ground
from generator.audit.index import Sentence
from generator.audit.occurrences import Place, places
from generator.audit.passages import Match
from generator.audit.sentences import stems
from generator.figures.reading import read_figures
from generator.models import Finding

# All numbers here were chosen by hand on 25 November 2026: with them none of the 210 paraphrases of the shipped
# campaign (`tests/paraphrases.py`) and no claim of the drafts (`tests/own_words.py`) is refused or doubted. “Another figure”
# and “another sentence” in README.md say what they catch.
CLEARLY_BETTER = 1.35
"""A figure whose surroundings fit a claim by so much more than those of ours is the one that the claim speaks of."""
NEARLY_AS_WELL = 0.8
"""So well it must fit, where another finding has the figure that ours claims, and none has this one."""
WORTH_IT = 0.1
"""Two findings whose claims both fit better with their figures exchanged, and together by so much, have them the wrong way round."""
FEWEST_NEARER, FAR_BETTER = 2, 2.0
"""One word of a claim nearer to another figure is an accident, unless ours has hardly any."""
FITS, FITS_IF_TAKEN = 0.4, 0.2
"""A figure whose surroundings hold less of a claim than this is nobody's rival; so is one, where another finding has ours."""
TOLD, FEWEST_TOLD = 0.5, 3
"""A sentence that holds more than this part of a claim's words, and as many of them, tells it; one with less than half of that does not."""
SAME_CLAIM = 0.6
"""Two claims that share so much of their words may have one figure."""


class Rivalry:
    """Knows every figure that the findings of one work have, and where each stands in it."""

    def __init__(self, findings: Sequence[Finding], ground: Ground) -> None:
        self._findings, self._ground = findings, ground
        self._places: dict[tuple[str, int], tuple[Place, ...]] = {}

    def places(self, finding: Finding, sentence: Sentence) -> tuple[Place, ...]:
        """Where the figure of a finding stands in a sentence; one empty place, where it has no figure."""
        if finding.figure is None:
            return ((),)
        key = (finding.figure, sentence.number)
        if key not in self._places:
            ours, moments = read_figures(finding.figure), self._ground.moments[sentence.number]
            self._places[key] = places(finding.figure, sentence, ours=ours, moments=moments)
        return self._places[key]

    def fit(self, finding: Finding, sentence: Sentence, *, place: Place) -> float:
        """How well the words of a sentence, or those around the figure in it, fit the claim."""
        if not finding.figure:
            return self._ground.index.score(stems(finding.claim), sentence)
        return self._fit(finding, self._standing(finding.figure, sentence, place=place))

    def _fit(self, finding: Finding, standing: Standing) -> float:
        """How well the words around a figure fit the claim."""
        return binding.fit(binding.words_of(finding.claim), standing, index=self._ground.index)

    def _standing(self, figure: str, sentence: Sentence, *, place: Place) -> Standing:
        """A figure of ours where it stands in the document."""
        return Standing(sentence, (place[0][0], place[-1][1]), binding.kind_of(figure, read_figures(figure)))

    def own(self, finding: Finding, match: Match) -> Standing | None:
        """The figure of a finding where it stands; nothing where it has none."""
        return self._standing(finding.figure, match.sentence, place=match.spans) if finding.figure else None

    def rival(self, finding: Finding, match: Match, *, within: Sequence[Sentence], could_be: Callable[[Match], bool]) -> Standing | None:
        """Another figure of these sentences that fits claim, date and counter, and the claim clearly better.

        Where another finding with another claim has the figure, one that no finding has need only fit nearly as well.
        """
        own = self.own(finding, match)
        if own is None:
            return None
        for rival in self._rivals(finding, own, within=within):
            better = binding.changes_instead(finding.claim, rival, own=own) or self._fits_better(finding, match, own=own, rival=rival)
            if better and could_be(Match(rival.sentence, 0.0, (rival.span,))):
                return rival
        return None

    def is_sure(self, finding: Finding, match: Match, *, rival: Standing) -> bool:
        """Whether another finding has the figure, or both claims together fit better with their figures exchanged."""
        own = self.own(finding, match)
        return own is not None and (self._holder(finding, own) is not None or self._exchanged(finding, match, own=own, rival=rival))

    def _fits_better(self, finding: Finding, match: Match, *, own: Standing, rival: Standing) -> bool:
        """Whether the claim fits another figure clearly better than ours, or two claims would if they exchanged their figures."""
        fit = self._fit(finding, rival)
        ours, theirs = self._holder(finding, own), self._holder(finding, rival)
        if ours is not None and theirs is None:
            return fit >= FITS_IF_TAKEN and fit > NEARLY_AS_WELL * match.score
        if fit >= FITS and fit > CLEARLY_BETTER * match.score:
            nearer = binding.nearer(binding.words_of(finding.claim), rival, than=own, index=self._ground.index)
            return nearer >= FEWEST_NEARER or fit > FAR_BETTER * match.score
        return self._exchanged(finding, match, own=own, rival=rival)

    def _exchanged(self, finding: Finding, match: Match, *, own: Standing, rival: Standing) -> bool:
        """Whether another finding has the rival, none has ours, and both claims together fit better with their figures exchanged."""
        theirs = self._holder(finding, rival)
        if theirs is None or self._holder(finding, own) is not None or own.kind not in binding.kinds_asked(theirs.claim):
            return False
        gains = (self._fit(finding, rival) - match.score, self._fit(theirs, own) - self._fit(theirs, rival))
        return min(gains) > 0 and sum(gains) > WORTH_IT

    def _rivals(self, finding: Finding, own: Standing, *, within: Sequence[Sentence]) -> Iterator[Standing]:
        """The other figures of these sentences that the claim may speak of, by their kind."""
        taken = self._holder(finding, own) is not None
        for sentence in within:
            held = [Standing(sentence, (one.start, one.end), binding.kind_of(one.text, (one,))) for one in numbers(sentence.figures)]
            for other in self._findings:
                if other.figure and not read_figures(other.figure) and other.section == finding.section:
                    held += [self._standing(other.figure, sentence, place=place) for place in self.places(other, sentence)]
            yield from (one for one in held if not _overlap(one, own) and binding.rivals(finding.claim, one, own=own, is_taken=taken))

    def told_by(self, finding: Finding, match: Match, *, within: Sequence[Sentence]) -> Sentence | None:
        """The sentence among these that tells what the claim says, where it is clearly not the one with the figure."""
        if not finding.figure:
            return None
        words = binding.words_of(finding.claim)
        best = max(within, key=lambda sentence: self._ground.index.score(words, sentence))
        most = self._ground.index.score(words, best)
        own = self._ground.index.score(words, match.sentence)
        told = most > TOLD and len(words & best.stems) >= FEWEST_TOLD and own < TOLD * most
        return best if told else None

    def _holder(self, finding: Finding, standing: Standing) -> Finding | None:
        """The other finding of the section that has the figure which stands there, and another claim; nothing where none has."""
        for other in self._findings:
            if other.id == finding.id or other.section != finding.section or not other.figure or _same_claim(finding, other):
                continue
            held = (self._standing(other.figure, standing.sentence, place=place) for place in self.places(other, standing.sentence))
            if any(_overlap(one, standing) for one in held):
                return other
        return None


def _same_claim(one: Finding, other: Finding) -> bool:
    """Whether two claims share most of their words, as those about two places do."""
    ours, theirs = stems(one.claim), stems(other.claim)
    return len(ours & theirs) >= SAME_CLAIM * len(ours | theirs)


def _overlap(one: Standing, other: Standing) -> bool:
    """Whether two figures stand at one place."""
    return one.sentence.number == other.sentence.number and one.span[0] < other.span[1] and other.span[0] < one.span[1]
