"""Compares the date of a finding with the one that the document gives it."""

from collections.abc import Sequence

from generator import dates
from generator.audit import dating
from generator.audit.ground import AuditBasis
from generator.audit.index import Sentence
from generator.audit.passages import Match, Reason, Reasons
from generator.audit.sentences import WORD, stem, stems
from generator.figures.reading import read_figures
from generator.figures.types import Citation, Moment
from generator.models.source import Finding


class DateCheck:
    """Compares the dates of findings with those of the document that they cite."""

    def __init__(self, ground: AuditBasis) -> None:
        self._ground, self._index = ground, ground.index

    def governing(self, finding: Finding, match: Match) -> tuple[Moment, ...]:
        """Returns the dates that the sentence gives for the figure, or the words of the claim."""
        # The first number of a figure is its anchor: “45 of 120 in 2019” has one date.
        sentence, anchors = match.sentence, match.spans[:1]
        if not finding.figure:
            sought = stems(finding.claim)
            words = WORD.finditer(sentence.text)
            anchors = tuple(word.span() for word in words if stem(word.group()) in sought)
        return dating.governing(
            self._ground.moments[sentence.number],
            sentence.text,
            figures=sentence.figures,
            # Without any word of the claim the sentence is read from its beginning.
            anchors=anchors or ((0, 0),),
            claim=finding.claim,
        )

    def reasons(self, finding: Finding, match: Match) -> Reasons:
        """Yields a reason if the date is not the one that governs the figure.

        That is the nearest in its sentence. A sentence without one has that of a sentence before
        it, if it goes on with it or is in the past tense too; else the document's own, for which
        the document vouches.
        """
        sentence, given = match.sentence, finding.as_of_text or finding.as_of
        # The steps go from what is surest to the document's own date, and the first that speaks
        # decides: a date in the name of the subject, one that governs the figure, one of the event
        # that the sentence refers to, one of a sentence before it, and the day of publication.
        own = self._in_names(finding, match) or self.governing(finding, match)
        if own and self._says(finding, own):
            return
        if own and self._binds(own, finding, match=match):
            words = f"the document dates it {dating.in_words(own)}, not {given}"
            sure = not self._may_be_anothers(own, finding, match=match)
            yield Reason("as_of", words + _span_missing(own, finding), sure)
            return
        # A claim without a figure may be about the comparison or the beginning itself: “Since 2019,
        # wells are dry”.
        if not finding.figure and any(
            self._says(finding, (moment,)) and dating.is_reference(moment, sentence.text)
            for moment in self._ground.moments[sentence.number]
        ):
            return
        lent, binds = self._lent(sentence)
        if lent and self._says(finding, lent):
            return
        issued, near = self._ground.issued, "there is no date near it"
        if lent:
            near = f"the nearest date is {dating.in_words(lent)}"
        words = f"{given} does not stand near it: {near}, and the document's own is {issued}"
        if lent and binds:
            words = f"the document dates it {dating.in_words(lent)}, in a sentence before it, "
            words += f"not {given}{_span_missing(lent, finding)}"
        # The document vouches for what it says in the present, on its own day, and so in the month
        # of that day: news that tells of “Friday” dates an event no better.
        # A text that says that day in words makes it the day of the fact: an announcement.
        elif finding.as_of in (issued, issued[:7]) and (
            finding.as_of_text in (None, dates.in_words(issued))
        ):
            return
        yield Reason("as_of", words, not self._stands(finding, sentence))

    def _stands(self, finding: Finding, sentence: Sentence) -> bool:
        """Whether the date stands in the paragraph, up to the sentence, and may date a count."""
        return any(
            self._says(finding, (moment,))
            for one in (*self._ground.before(sentence), sentence)
            for moment in self._ground.moments[one.number]
            if dating.may_date(moment, one.text)
        )

    def _in_names(self, finding: Finding, match: Match) -> tuple[Moment, ...]:
        """Returns the years in the name of the subject of a claim without a figure.

        They may stand anywhere in the section.
        """
        found: list[Moment] = []
        for one in () if finding.figure else self._index.within(match.sentence.section):
            moments = self._ground.moments[one.number]
            found += dating.about(moments, one.text, claim=finding.claim)
        return tuple(found)

    def _says(self, finding: Finding, moments: Sequence[Moment]) -> bool:
        """Whether these are the dates of the finding."""
        return dating.says(moments, as_of=finding.as_of, as_of_text=finding.as_of_text)

    def _binds(self, moments: Sequence[Moment], finding: Finding, *, match: Match) -> bool:
        """Whether the dates of a sentence date the figure.

        Those in a clause of their own do not, and no date dates a provision of law.
        """
        figures = read_figures(finding.figure or "")
        # “Section 235 of the Act of 1996”: the provision holds on the day of the document.
        if figures and all(isinstance(figure, Citation) for figure in figures):
            return False
        spans = match.spans if finding.figure else ()
        return not any(
            dating.is_apart(moments, span, text=match.sentence.text) for span in spans[:1]
        )

    def _may_be_anothers(
        self, moments: Sequence[Moment], finding: Finding, *, match: Match
    ) -> bool:
        """Whether the dates may be another figure's, and ours the document's or another one's."""
        sentence = match.sentence
        return any(
            # The last number, because the dates stand behind it.
            dating.is_crossed(moments, span, figures=sentence.figures)
            for span in match.spans[-1:]
        ) and (finding.as_of == self._ground.issued or self._stands(finding, sentence))

    def _lent(self, sentence: Sentence) -> tuple[tuple[Moment, ...], bool]:
        """Returns the date that a sentence has from those before it, and whether it is sure."""
        if referred := dating.referred(
            sentence, self._index.within(sentence.section), moments=self._ground.moments
        ):
            return referred, True
        hold = dating.hold(sentence.text)
        # From the nearest back. Behind a sentence in the present, only a source that both sentences
        # name still lends its date.
        for other in reversed(self._ground.before(sentence)):
            text, moments = other.text, self._ground.moments[other.number]
            if free := [moment for moment in moments if not moment.in_name]:
                shared = self._ground.bodies.shared(sentence.text, text)
                if hold == "free" and not shared:
                    break
                # The end of that sentence is the anchor: its last date is nearest to what follows.
                end = (len(text), len(text))
                lent = dating.governing(free, text, figures=(), anchors=(end,), claim="")
                return lent, shared or hold == "fast"
            if dating.hold(text) == "free":
                hold = "free"
        return (), False


def _span_missing(moments: Sequence[Moment], finding: Finding) -> str:
    """Returns what to write if the document gives a span and the finding one end; else nothing."""
    is_span = len(moments) > 1 or any(moment.until for moment in moments)
    if not is_span or finding.as_of_text:
        return ""
    return " alone: write the span into as_of_text, and its end into as_of"
