"""Whether the date of a finding is the one that the document gives it."""

from collections.abc import Sequence

from generator.audit import dating
from generator.audit.ground import Ground
from generator.audit.index import Sentence
from generator.audit.passages import Match, Reason, Reasons
from generator.audit.sentences import WORD, stem, stems
from generator.figures.reading import read_figures
from generator.figures.types import Citation, Moment
from generator.models import Finding


class Timing:
    """Compares the dates of findings with those of the document that they cite."""

    def __init__(self, ground: Ground) -> None:
        self._ground, self._index = ground, ground.index

    def governing(self, finding: Finding, match: Match) -> tuple[Moment, ...]:
        """The dates that the sentence itself gives for the figure, or for the words of the claim."""
        sentence = match.sentence
        anchors = match.spans[:1] if finding.figure else _word_spans(finding.claim, sentence) or ((0, 0),)
        return dating.governing(
            self._ground.moments[sentence.number], sentence.text, figures=sentence.figures, anchors=anchors, claim=finding.claim
        )

    def reasons(self, finding: Finding, match: Match) -> Reasons:
        """Whether the date is the one that governs the figure.

        That is the nearest in its sentence. A sentence without one has that of a sentence before it, where it goes on with
        it or tells on; else the document's own, for which the document vouches.
        """
        given, own = finding.as_of_text or finding.as_of, self._in_names(finding, match) or self.governing(finding, match)
        if own and self._says(finding, own):
            return
        if own and self._binds(own, finding, match=match):
            told = f"the document dates it {dating.in_words(own)}, not {given}{_span_missing(own, finding)}"
            yield Reason("as_of", told, not self._may_be_anothers(own, finding, match=match))
            return
        if not finding.figure and any(self._says(finding, (moment,)) for moment in self._reckoned(match.sentence)):
            return
        lent, binds = self._lent(match.sentence)
        if lent and self._says(finding, lent):
            return
        if lent and binds:
            told = f"the document dates it {dating.in_words(lent)}, in a sentence before it, not {given}{_span_missing(lent, finding)}"
            yield Reason("as_of", told, not self._stands(finding, match.sentence))
        elif finding.as_of != self._ground.issued or finding.as_of_text is not None:
            dated = f"the nearest date is {dating.in_words(lent)}" if lent else "there is no date near it"
            told = f"{given} does not stand near it: {dated}, and the document's own is {self._ground.issued}"
            yield Reason("as_of", told, not self._stands(finding, match.sentence))

    def _stands(self, finding: Finding, sentence: Sentence) -> bool:
        """Whether the date stands in the paragraph, up to the sentence, and may be that of something counted."""
        return any(
            self._says(finding, (moment,))
            for one in (*self._ground.before(sentence), sentence)
            for moment in self._ground.moments[one.number]
            if dating.may_date(moment, one.text)
        )

    def _in_names(self, finding: Finding, match: Match) -> tuple[Moment, ...]:
        """The years in the name of what a claim without a figure speaks of, wherever in the section."""
        section = () if finding.figure else self._index.within(match.sentence.section)
        return tuple(year for one in section for year in dating.about(self._ground.moments[one.number], one.text, claim=finding.claim))

    def _says(self, finding: Finding, moments: Sequence[Moment]) -> bool:
        """Whether these are the dates of the finding."""
        return dating.says(moments, as_of=finding.as_of, as_of_text=finding.as_of_text)

    def _reckoned(self, sentence: Sentence) -> list[Moment]:
        """The dates that a sentence compares with or reckons from."""
        return [moment for moment in self._ground.moments[sentence.number] if dating.is_reference(moment, sentence.text)]

    def _binds(self, moments: Sequence[Moment], finding: Finding, *, match: Match) -> bool:
        """Whether the dates of a sentence date the figure: not from a clause of their own, nor a provision of law."""
        figures = read_figures(finding.figure) if finding.figure else ()
        if figures and all(isinstance(figure, Citation) for figure in figures):
            return False
        return not match.spans or not finding.figure or not dating.is_apart(moments, match.spans[0], text=match.sentence.text)

    def _may_be_anothers(self, moments: Sequence[Moment], finding: Finding, *, match: Match) -> bool:
        """Whether the dates may be another figure's, where ours has the document's own or another one of the paragraph."""
        if not match.spans or not dating.is_crossed(moments, match.spans[-1], figures=match.sentence.figures):
            return False
        return finding.as_of == self._ground.issued or self._stands(finding, match.sentence)

    def _lent(self, sentence: Sentence) -> tuple[tuple[Moment, ...], bool]:
        """The date that a sentence without one has from those before it, and whether it can have no other."""
        if referred := dating.referred(sentence, self._index.within(sentence.section), moments=self._ground.moments):
            return referred, True
        other, hold = self._before(sentence)
        if other is None:
            return (), False
        moments = [moment for moment in self._ground.moments[other.number] if not moment.in_name]
        lent = dating.governing(moments, other.text, figures=(), anchors=((len(other.text), len(other.text)),), claim="")
        return lent, hold == "fast"

    def _before(self, sentence: Sentence) -> tuple[Sentence | None, dating.Hold]:
        """The nearest sentence before this one of its paragraph with a date, and how this one hangs on it; nothing where it does not."""
        hold, moments = dating.hold(sentence.text), self._ground.moments
        for other in reversed(self._ground.before(sentence)):
            if any(not moment.in_name for moment in moments[other.number]):
                shared = self._ground.bodies.shared(sentence.text, other.text)
                return (other, "fast") if shared else (other, hold) if hold != "none" else (None, "none")
            if dating.hold(other.text) == "none":
                hold = "none"
        return None, "none"


def _span_missing(moments: Sequence[Moment], finding: Finding) -> str:
    """What to write where the document gives a span and the finding one end of it."""
    is_span = len(moments) > 1 or any(moment.until for moment in moments)
    return " alone: write the span into as_of_text, and its end into as_of" if is_span and finding.as_of_text is None else ""


def _word_spans(claim: str, sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Where the words of a claim stand in a sentence."""
    sought = stems(claim)
    return tuple(found.span() for found in WORD.finditer(sentence.text) if stem(found.group()) in sought)
