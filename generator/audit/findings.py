"""Compares one finding with the document: finds its place, and what speaks against it."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.audit.agreement import numbers
from generator.audit.ground import AuditBasis
from generator.audit.index import Sentence
from generator.audit.occurrences import Place
from generator.audit.passages import Match, Reason, all_words
from generator.audit.rivalry import Rivalry
from generator.audit.rules import FindingCase, FindingRule, reasons_of
from generator.audit.timing import DateCheck
from generator.models.source import Finding, SourceFile

# Chosen by hand on 25 November 2026: a document that gives one figure twice gives it in nearly the
# same words.
ALIKE = 0.97
"""Each sentence that scores at least this part of the best score may be the one meant."""


class FindingAuditor:
    """Compares the findings of one work with the document that it is."""

    def __init__(
        self, source: SourceFile, ground: AuditBasis, *, work: str, rules: Mapping[str, FindingRule]
    ) -> None:
        self._source, self._ground, self._index, self._rules = source, ground, ground.index, rules
        self._timing = DateCheck(ground)
        self._rivalry = Rivalry(
            [finding for finding in source.findings if source.work_of(finding) == work], ground
        )

    def best(self, finding: Finding, within: Sequence[Sentence]) -> Match | None:
        """Returns the place among these sentences that supports the finding best.

        It carries all that speaks against it. Returns None if there is no place.
        """
        held = [
            Match(sentence, self._rivalry.fit(finding, sentence, place=place), place)
            for sentence in within
            for place in self._rivalry.places(finding, sentence)
        ]
        # Places that score nearly alike are all compared, and the one with the fewest faults is
        # taken: a true finding must not fail because the document gives its figure a second time,
        # with another date.
        best = max((match.score for match in held), default=0.0)
        checked = (
            self._checked(finding, match, within=within)
            for match in held
            if match.score >= ALIKE * best
        )
        return min(checked, key=lambda match: match.faults, default=None)

    def _checked(self, finding: Finding, match: Match, *, within: Sequence[Sentence]) -> Match:
        """Returns the match with everything that speaks against it."""
        case = FindingCase(
            # By position and unformatted: ten lines would hide that this is one case.
            finding.claim, "claim", match, within, self._ground,
            finding, self._rivalry, self._timing, self._source.places, self._rules,
        )  # fmt: skip
        spans = (*match.spans, *self._marks(finding, match))
        return replace(match, spans=spans, reasons=reasons_of(case, self._rules))

    def _marks(self, finding: Finding, match: Match) -> Iterator[tuple[int, int]]:
        """Yields where date and name stand in the sentence."""
        for moment in self._timing.governing(finding, match):
            yield moment.start, moment.end
        if finding.counted_by:
            # Only the first mention is marked: the page shows where to look, and not each
            # occurrence.
            yield from self._ground.bodies.mentions(finding.counted_by, match.sentence.text)[:1]

    def nearest(self, finding: Finding, within: Sequence[Sentence]) -> Match | None:
        """Returns what comes nearest to a figure that does not stand among these sentences.

        Returns None if there is no text.
        """
        words, key = all_words(finding), "figure" if finding.figure else "section"
        elsewhere = [
            sentence
            for sentence in self._index.sentences
            if finding.figure and self._rivalry.places(finding, sentence)
        ]
        near = max(
            elsewhere or within,
            key=lambda sentence: self._index.score(words, sentence),
            default=None,
        )
        if near is None:
            return None
        reason = f"“{finding.figure}” does not stand in the section" + (
            f"; it stands under “{self._ground.heading(near)}”" if elsewhere else ""
        )
        spans = next(iter(self._rivalry.places(finding, near)), ()) or _nearest_figure(
            finding, near
        )
        return Match(near, 0.0, spans, (Reason(key, reason),))


def _nearest_figure(finding: Finding, sentence: Sentence) -> Place:
    """Returns the place of the figure in a sentence that looks most like the one sought."""
    held = {figure.text.lower(): (figure.start, figure.end) for figure in numbers(sentence.figures)}
    # Compared letter by letter, so that “45,000” is shown for “54,000”, which was mistyped. With a
    # cutoff of 0 there is always a nearest figure to show.
    close = difflib.get_close_matches((finding.figure or "").lower(), held, n=1, cutoff=0.0)
    return tuple(held[text] for text in close)
