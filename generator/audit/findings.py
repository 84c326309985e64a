"""One finding against the document: where it stands there, and what speaks against it."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.audit import negation
from generator.audit.agreement import counts_its_list, dates, is_turn_of_phrase, numbers, supports
from generator.audit.attribution import attributed, mentions
from generator.audit.ground import Ground
from generator.audit.index import Sentence
from generator.audit.matches import Match, Reason, Reasons, all_words, shortened
from generator.audit.names import places_named
from generator.audit.rivalry import Rivalry
from generator.audit.sentences import stem
from generator.audit.standing import Place
from generator.audit.timing import Timing
from generator.figures import Citation, read_figures
from generator.models import Finding, SourceFile

CLEARLY_LESS = 0.85
"""A section that bears a claim out less than this, beside the best in the document, is the wrong one."""
FAR_LESS = 0.75
"""Likewise where it is sure; between the two a document may tell one thing twice, in more words and in fewer."""
CLEARLY_LESS_ATTRIBUTED = 0.5
"""Likewise where figure and counter both stand in it: a document may give one figure twice."""
ALIKE = 0.97
"""Two sentences that bear a claim out so nearly alike may both be meant."""
FEWEST_WORDS = 0.3
"""A fact without a figure stands where at least this much of its words does (by rarity)."""
HARDLY_ANY = 0.15
"""One of which so little stands there is surely not told."""
FEWEST_LISTED = 2
ONCE_A = re.compile(r"an?\s+\w+", re.IGNORECASE)
"""“A year”, which in a claim is a rate as often as a number."""
RECKONED = re.compile(r"\s+(?:earlier|later|before|after|ago|since)\b", re.IGNORECASE)
"""Behind a time that a person reckons out of two dates: “four years earlier”."""
NAME = re.compile(r"\b[A-Z][^\W\d_]+")


class FindingAuditor:
    """Compares the findings of one work with the document that it is."""

    def __init__(self, source: SourceFile, ground: Ground, *, work: str) -> None:
        home = source.bibliography[0].id
        self._source, self._ground, self._index = source, ground, ground.index
        self._timing = Timing(ground)
        ours = [finding for finding in source.findings if (finding.reference or home) == work]
        self._rivalry = Rivalry(ours, ground, could_be=self._could_be)

    def best(self, finding: Finding, within: Sequence[Sentence]) -> Match | None:
        """The place among these sentences that bears the finding out best, and all that speaks against it; nothing where it has none."""
        held = [
            Match(sentence, self._rivalry.fit(finding, sentence, place=place), place)
            for sentence in within
            for place in self._rivalry.places(finding, sentence)
        ]
        best = max((match.score for match in held), default=0.0)
        checked = (self._checked(finding, match, within=within) for match in held if match.score >= ALIKE * best)
        return min(checked, key=lambda match: match.faults, default=None)

    def _checked(self, finding: Finding, match: Match, *, within: Sequence[Sentence]) -> Match:
        """The match with everything that speaks against it."""
        reasons = [
            *self._section(finding, match, within=within),
            *self._rivalry.reasons(finding, match, within=within),
            *self._timing.reasons(finding, match),
            *self._counter(finding, match),
            *self._named(finding, match),
            *self._denied(finding, match),
            *self._place(finding, match),
            *self._numbers(finding, match),
            *_beside(finding, match),
            *(Reason("claim", f"“{quote}” is in quotation marks and not in the document") for quote in self._ground.unheld(finding.claim)),
        ]
        return replace(match, spans=(*match.spans, *self._marks(finding, match)), reasons=tuple(reasons))

    def _could_be(self, finding: Finding, match: Match) -> bool:
        """Whether date and counter of the finding would be right there too."""
        return not any(reason.sure for reason in (*self._timing.reasons(finding, match), *self._counter(finding, match)))

    def _section(self, finding: Finding, match: Match, *, within: Sequence[Sentence]) -> Reasons:
        """Whether another section bears the claim out clearly better; a claim without a figure must stand here by its words."""
        words, here, searched = all_words(finding), match.sentence, {one.section for one in within}
        others = (one for one in self._index.sentences if one.section not in searched and self._rivalry.places(finding, one))
        best = max(others, key=lambda sentence: self._index.score(words, sentence), default=None)
        limit = CLEARLY_LESS_ATTRIBUTED if finding.figure and finding.counted_by else CLEARLY_LESS
        own = self._index.score(words, here)
        if best is not None and own < limit * self._index.score(words, best):
            told = f"what it says stands under “{self._ground.heading(best)}”: “{shortened(best.text)}”"
            yield Reason("section", told, own < FAR_LESS * self._index.score(words, best))
        elif not finding.figure and own < FEWEST_WORDS:
            told = "its words do not stand in the section: use more of the document's own nouns, or name another section"
            yield Reason("claim", told, own < HARDLY_ANY)

    def _counter(self, finding: Finding, match: Match) -> Reasons:
        """Whether the document gives it as the word or count of whom the finding names."""
        body, sentence, bodies = finding.counted_by, match.sentence, self._ground.bodies
        if not body:
            return
        anchor = match.spans[0][0] if match.spans else None
        before, after = self._ground.before(sentence), self._ground.after(sentence)
        answer = attributed(body, sentence, bodies=bodies, before=before, after=after, anchor=anchor)
        if answer == "yes":
            return
        stands = any(mentions(bodies.pattern(body), one.text) for one in self._index.within(sentence.section))
        how = "stands in the section, but not as who counted or said this" if stands else "does not stand in the section"
        yield Reason("counted_by", f"“{body}” {how}", answer == "no")

    def _named(self, finding: Finding, match: Match) -> Reasons:
        """Whether the names in the claim stand in the paragraph."""
        for name in self._ground.names.missing(finding.claim, self._ground.around(match.sentence)):
            yield Reason("claim", f"its own “{name}” is not named in the paragraph")

    def _denied(self, finding: Finding, match: Match) -> Reasons:
        """Whether the sentence says and does not deny what the claim says."""
        near = " ".join(one.text for one in self._index.paragraph(match.sentence) if abs(one.number - match.sentence.number) <= 1)
        if denied := negation.contradicts(finding.claim, match.sentence.text, around=near):
            yield Reason("claim", f"one of the two denies what the other says: “{denied}”", sure=False)

    def _place(self, finding: Finding, match: Match) -> Reasons:
        """Whether the finding is about the place that it names: that of the claim, or of the sentence, or of what stands before it."""
        known = self._source.places
        if finding.place is None or finding.place not in known:
            return
        before = (one.text for one in reversed(self._ground.before(match.sentence)))
        texts = (finding.claim, match.sentence.text, *before, self._ground.heading(match.sentence))
        named = next(filter(None, (places_named(text, known) for text in texts)), frozenset[str]())
        if finding.place not in named:
            others = " and ".join(f"“{known[name].name}”" for name in known if name in named)
            yield Reason("place", f"it is not about “{known[finding.place].name}”" + (f" but about {others}" if others else ""))

    def _numbers(self, finding: Finding, match: Match) -> Reasons:
        """Whether the numbers and dates within the claim are the figure's, or stand beside it."""
        around = self._index.paragraph(match.sentence)
        ours = [*numbers(read_figures(finding.figure or "")), *(figure for sentence in around for figure in sentence.figures)]
        for figure in numbers(read_figures(finding.claim)):
            if is_turn_of_phrase(figure) or ONCE_A.fullmatch(figure.text) or any(supports(theirs, figure) for theirs in ours):
                continue
            if not isinstance(figure, Citation) and counts_its_list(figure, finding.claim):
                continue
            told = f"its own “{figure.text}” is neither its figure nor in the paragraph"
            yield Reason("claim", told, not RECKONED.match(finding.claim, figure.end))
        dated = [moment for sentence in around for moment in self._ground.moments[sentence.number]]
        for moment in dates(read_figures(finding.claim)):
            stands = moment.partial and any(
                (theirs.partial or "").startswith(moment.partial) for one in dated for theirs in (one, one.until or one)
            )
            if moment.partial and not stands and not self._ground.issued.startswith(moment.partial):
                yield Reason("claim", f"its own “{moment.text}” does not stand in the paragraph")

    def _marks(self, finding: Finding, match: Match) -> Iterator[tuple[int, int]]:
        """Where date and name stand in the sentence."""
        for moment in self._timing.governing(finding, match):
            yield moment.start, moment.end
        if finding.counted_by:
            yield from mentions(self._ground.bodies.pattern(finding.counted_by), match.sentence.text)[:1]

    def nearest(self, finding: Finding, within: Sequence[Sentence]) -> Match | None:
        """What comes nearest to a figure that does not stand among these sentences; nothing where there is no text."""
        words, key = all_words(finding), "figure" if finding.figure else "section"
        elsewhere = [sentence for sentence in self._index.sentences if finding.figure and self._rivalry.places(finding, sentence)]
        near = max(elsewhere or within, key=lambda sentence: self._index.score(words, sentence), default=None)
        if near is None:
            return None
        reason = f"“{finding.figure}” does not stand in the section" + (
            f"; it stands under “{self._ground.heading(near)}”" if elsewhere else ""
        )
        spans = next(iter(self._rivalry.places(finding, near)), ()) or _nearest_figure(finding, near)
        return Match(near, 0.0, spans, (Reason(key, reason),))


def _nearest_figure(finding: Finding, sentence: Sentence) -> Place:
    """Where the figure of a sentence stands that looks most like the one sought."""
    held = {figure.text.lower(): (figure.start, figure.end) for figure in numbers(sentence.figures)}
    close = difflib.get_close_matches((finding.figure or "").lower(), held, n=1, cutoff=0.0)
    return tuple(held[text] for text in close)


def _beside(finding: Finding, match: Match) -> Reasons:
    """Whether, in a list such as “21 from Honduras; 15 from Guatemala”, the figure stands beside another name than the claim's."""
    sentence, spans = match.sentence, match.spans
    items = _listed(sentence)
    mine = next((item for item in items if spans and item[0] <= spans[0][0] < item[1]), None)
    if len(items) < FEWEST_LISTED or len(spans) != 1 or mine is None:
        return
    own, sought = _names(sentence, mine), {stem(word) for word in NAME.findall(finding.claim[1:])}
    other = next((item for item in items if sought & _names(sentence, item)), None)
    if own and other is not None and not sought & own:
        told, wanted = (sentence.text[slice(*item)].strip() for item in (mine, other))
        yield Reason("figure", f"in that list “{finding.figure}” is “{told}”, and not “{wanted}”")


def _listed(sentence: Sentence) -> list[tuple[int, int]]:
    """The parts of a sentence between commas, colons and semicolons that hold one number each."""
    held = numbers(sentence.figures)
    parts = [part.span() for part in re.finditer(r"[^;,:]+(?:,\d[^;,:]*)*", sentence.text)]
    return [part for part in parts if sum(part[0] <= figure.start < part[1] for figure in held) == 1]


def _names(sentence: Sentence, part: tuple[int, int]) -> set[str]:
    """The names in a part of a sentence; months are none."""
    dated = dates(sentence.figures)
    found = (word for word in NAME.finditer(sentence.text, *part))
    return {stem(word.group()) for word in found if not any(moment.start <= word.start() < moment.end for moment in dated)}
