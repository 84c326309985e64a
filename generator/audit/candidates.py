"""What a document offers a campaign: sentences with figures, dates or comparisons, and what it asks of Congress."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.audit import dating
from generator.audit.advice import LISTED, CandidateRecommendation, asked_from, recommendations, wished_from
from generator.audit.agreement import numbers
from generator.audit.attribution import ARTICLE, Bodies
from generator.audit.boilerplate import is_furniture
from generator.audit.documents.types import Document, DocumentSection, Link, Paragraph
from generator.audit.ground import Ground
from generator.audit.index import Index, Sentence
from generator.audit.labels import label
from generator.figures.types import Citation, Moment, Quantity

COMPARISON = re.compile(
    r"\b(?:more|fewer|less|higher|lower|longer|shorter|larger|smaller|worse|better)\s+(?:\w+\s+)?than\b|\b(?:most|least)\s+\w+|"
    r"\b(?:twice|double[ds]?|tripled?|quadrupled?|\w+fold|increase[ds]?|decrease[ds]?|declined?|rose|risen|fell|fallen|grew|grown|dropped)\b",
    re.IGNORECASE,
)
FEWEST_WORDS = 4
FEWEST_LOWER = 2
MOST_FIGURES = 20
"""A sentence with more is a table without lines."""
PERSONAL = re.compile(
    r"(?i:\b(?:mother|father|parents?|grandmother|grandfather|family|household|crew)\s+of\s+$|"
    r"\b(?:aged?|ages|children|kids|infants|girls|boys|those|people|adults|older\s+than|younger\s+than)\s+$)|"
    r"\b(?:Table|Figure|Fig\.|Chart|Appendix|Exhibit|Box|Pages?|pages?|pp?\.|[Ff]ootnotes?|Step|Room|Suite|Volume|Vol\.)\s+$"
)
"""Before a number that is the age or the family of one person, or the place of something in the document."""
AGE = re.compile(r"[\s-]*(?:(?:years?[\s-]+)?old\b|years\s+of\s+age\b|(?:and|or)\s+(?:older|younger|under|over)\b)")
# Chosen by hand on 25 November 2026: with these the figures of the five drafts that a person would cite come first.
LARGE, LARGER = 100, 1000
SMALL = 12


@dataclass(frozen=True)
class CandidateFinding:
    """A sentence that may become a finding."""

    section: str
    place: str
    """`line 15`, or `page 3, line 15`."""
    text: str
    figure: str | None
    """Its figure as the document gives it, where it has one."""
    moments: tuple[Moment, ...]
    """The date that the sentence gives for it, or the dates of one list; none where it gives none."""
    dated: str
    """That date in the document's words."""
    counted_by: str | None
    """Whom the sentence names as having counted, as far as its form shows."""
    why: str
    """`figure`, `date` or `comparison`."""
    label: str
    """The words that say what it is about, for its name."""
    worth: float
    """How much it offers a letter, beside the others."""


@dataclass(frozen=True)
class Outline:
    """What there is to work with in a document."""

    document: Document
    sections: tuple[DocumentSection, ...]
    links: tuple[Link, ...]
    findings: tuple[CandidateFinding, ...]
    recommendations: tuple[CandidateRecommendation, ...]

    def best(self, most: int) -> tuple[CandidateFinding, ...]:
        """So many findings that offer most to a letter, in the order of the document."""
        ranked = sorted(range(len(self.findings)), key=lambda number: -self.findings[number].worth)
        return tuple(self.findings[number] for number in sorted(ranked[:most]))


def outline(document: Document, *, issued: str | None = None) -> Outline:
    """The sections and links of a document, and the sentences that may become findings and recommendations.

    A sentence with several figures is a candidate for each of them, but for those of what it asks. Lines that are no
    sentences (menus, amounts to donate) are left out. `issued` is the document's date, where known: a month without a year
    is the last before it.
    """
    ground = Ground(document, issued or document.metadata.issued or document.metadata.created or "")
    advice = tuple(recommendations(ground.index))
    findings = (found for sentence, asks in _sentences(ground.index, advice) for found in _findings(sentence, ground=ground, asks=asks))
    return Outline(document, document.sections, document.links, tuple(findings), tuple(found for found, _ in advice))


def _sentences(index: Index, advice: Sequence[tuple[CandidateRecommendation, Sentence | None]]) -> Iterator[tuple[Sentence, bool]]:
    """The sentences of what the document says, without items that are asks as a whole; each with whether it asks something."""
    asking = {sentence.number for _, sentence in advice if sentence}
    items = {(sentence.section, sentence.paragraph) for found, sentence in advice if sentence and found.why == LISTED}
    for number, section in enumerate(index.document.sections):
        for place, paragraph in enumerate(section.paragraphs):
            if paragraph.kind != "note" and (number, place) not in items and not is_furniture(paragraph, section=section):
                yield from ((sentence, sentence.number in asking) for sentence in index.sentences_of(number, place))


def _findings(sentence: Sentence, *, ground: Ground, asks: bool) -> Iterator[CandidateFinding]:
    """The findings that a sentence may hold: one for each figure, or one for its date or comparison; none for what it asks."""
    paragraph = ground.paragraph(sentence)
    if not _is_sentence(sentence, paragraph):
        return
    wished = asked_from(sentence.text) if asks else wished_from(sentence.text)
    facts = [figure for figure in numbers(sentence.figures) if wished is None or figure.start < wished]
    for figure in facts:
        if _is_worth_citing(figure, sentence.text):
            yield _of_figure(figure, sentence, ground=ground)
    if not numbers(sentence.figures) and wished is None and paragraph.kind != "row":
        yield from _of_words(sentence, ground=ground)


def _is_sentence(sentence: Sentence, paragraph: Paragraph) -> bool:
    """Whether these words say something, and are no menu, headline, row of amounts or list of other pages."""
    if len(sentence.figures) > MOST_FIGURES:
        return False
    if paragraph.kind == "row":
        return bool(re.search(r"[A-Za-z]{3}", sentence.text))
    words = sentence.text.split()
    if len(words) < FEWEST_WORDS or sum(word.strip(",.;:").isalpha() and word.islower() for word in words) < FEWEST_LOWER:
        return False
    return (paragraph.kind == "item" and " | " not in sentence.text) or bool(re.search(r"[.?!:;][”’\"')\]]*$", sentence.text))


def _is_worth_citing(figure: Quantity | Citation, text: str) -> bool:
    """Whether a figure says something of the matter: no ordinal, no “a year”, no age of a person, no number of a page."""
    if isinstance(figure, Citation):
        return True
    if figure.unit == "ordinal" or (figure.value == 1 and not re.search(r"\d", figure.text)):
        return False
    return not PERSONAL.search(text[: figure.start]) and not AGE.match(text, figure.end)


def _of_figure(figure: Quantity | Citation, sentence: Sentence, *, ground: Ground) -> CandidateFinding:
    """The finding for one figure of a sentence."""
    paragraph, anchors = ground.paragraph(sentence), ((figure.start, figure.end),)
    moments = dating.governing(ground.moments[sentence.number], sentence.text, figures=sentence.figures, anchors=anchors, claim="")
    spelled = figure.start == 0 or (isinstance(figure, Quantity) and figure.text[1:2].islower())
    told = figure.text[:1].lower() + figure.text[1:] if spelled else figure.text
    counter = _counter(sentence.text, figure, bodies=ground.bodies)
    worth = _worth(figure) + bool(moments) + bool(counter) - 1.5 * (paragraph.kind == "row")
    return CandidateFinding(
        ground.heading(sentence),
        paragraph.place,
        sentence.text,
        told,
        moments,
        _span(moments, sentence.text),
        counter,
        "figure",
        label(sentence.text, sentence.figures, figure=figure) or ground.heading(sentence),
        worth,
    )


def _of_words(sentence: Sentence, *, ground: Ground) -> Iterator[CandidateFinding]:
    """The finding for the date or comparison of a sentence without figures."""
    moments = dating.governing(ground.moments[sentence.number], sentence.text, figures=(), anchors=((0, 0),), claim="")
    why = "date" if moments else "comparison" if COMPARISON.search(sentence.text) else ""
    if why:
        place, told = ground.paragraph(sentence).place, _span(moments, sentence.text)
        name = label(sentence.text, sentence.figures, figure=None)
        yield CandidateFinding(ground.heading(sentence), place, sentence.text, None, moments, told, None, why, name, 0.0)


def _worth(figure: Quantity | Citation) -> float:
    """How much a figure offers by itself: shares, money and many of something most; small numbers and statutes least."""
    if isinstance(figure, Citation):
        return -2.0
    size = 1 + (figure.value >= LARGE) + (figure.value >= LARGER) - 2 * (figure.value < SMALL and not figure.unit)
    return size + 2 * (figure.unit in ("share", "USD")) + (figure.qualifier != "exactly") / 2


def _span(moments: tuple[Moment, ...], text: str) -> str:
    """The words of a date, or of the dates of one list."""
    return text[moments[0].start : moments[-1].end] if moments else ""


def _counter(text: str, figure: Quantity | Citation, *, bodies: Bodies) -> str | None:
    """Whom a sentence names as having counted, the nearest before the figure, or else the first behind it."""
    found = [span for span in bodies.named(text) if not figure.start <= span[0] < figure.end]
    before = [span for span in found if span[0] < figure.start]
    chosen = before[-1] if before else next(iter(found), None)
    return ARTICLE.sub("", text[slice(*chosen)].partition(" (")[0].rstrip(".,’'")) if chosen else None
