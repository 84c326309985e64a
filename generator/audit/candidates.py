"""Finds what a document offers a campaign: figures, dates, comparisons, asks of Congress."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.audit import dating
from generator.audit.advice import (
    LISTED,
    CandidateRecommendation,
    asked_from,
    recommendations,
    wished_from,
)
from generator.audit.agreement import ends, numbers
from generator.audit.attribution import ARTICLE, Bodies
from generator.audit.boilerplate import is_furniture
from generator.audit.documents.types import Document, DocumentSection, Link, Paragraph
from generator.audit.ground import AuditBasis
from generator.audit.index import Sentence
from generator.audit.labels import label
from generator.figures.types import Citation, Moment, Quantity

# Comparisons, ages and places in a document: written by hand, from the documents of the tests.
COMPARISON = re.compile(
    r"\b(?:more|fewer|less|higher|lower|longer|shorter|larger|smaller|worse|better)\s+"
    r"(?:\w+\s+)?than\b|\b(?:most|least)\s+\w+|"
    r"\b(?:twice|double[ds]?|tripled?|quadrupled?|\w+fold|increase[ds]?|decrease[ds]?|declined?|"
    r"rose|risen|fell|fallen|grew|grown|dropped)\b",
    re.IGNORECASE,
)
FEWEST_WORDS, FEWEST_LOWER = 4, 2
"""A line of fewer words, or with fewer in small letters, is a menu or a headline."""
MOST_FIGURES = 20
"""A sentence with more is a table without lines."""
# Matches “a mother of ”, “aged ”, “Table ”, “pp. ” before a number; not “adults and ”. The second
# half keeps capitals, because “figure 12” may be a figure and “Figure 12” is a drawing.
PERSONAL = re.compile(
    r"(?i:\b(?:mother|father|parents?|grandmother|grandfather|family|household|crew)\s+of\s+$|"
    r"\b(?:aged?|ages|children|kids|infants|girls|boys|those|people|adults|older\s+than|"
    r"younger\s+than)\s+$)|"
    r"\b(?:Table|Figure|Fig\.|Chart|Appendix|Exhibit|Box|Pages?|pages?|pp?\.|[Ff]ootnotes?|Step|"
    r"Room|Suite|Volume|Vol\.)\s+$"
)
"""Before the age or family of one person, or the place of something in the document."""
# Matches “-year-old”, “ years of age”, “ and older”; not “ years in a camp”, which is a time.
AGE = re.compile(
    r"[\s-]*(?:(?:years?[\s-]+)?old\b|years\s+of\s+age\b|"
    r"(?:and|or)\s+(?:older|younger|under|over)\b)"
)
# Chosen by hand on 25 November 2026: with these, and the points in `_worth`, the figures of the
# five drafts that a person would cite come first.
# Each step is worth a point: a letter cites what shows how large a thing is.
LARGE, LARGER = 100, 1000
# The numbers that are written as words and count a few people or things.
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
    """The date that the sentence gives for it, or the dates of one list; empty without a date."""
    dated: str
    """That date in the document's words."""
    counted_by: str | None
    """The body that the sentence names as having counted, as far as its form shows."""
    why: str
    """`figure`, `date` or `comparison`."""
    label: str
    """The words that say what it is about, for its name."""
    worth: float
    """How much it offers a letter, compared with the others."""

    @property
    def last(self) -> Moment | None:
        """The date, or the end of its span or list."""
        return ends(self.moments[-1])[-1] if self.moments else None


@dataclass(frozen=True)
class Outline:
    """What there is to work with in a document."""

    document: Document
    sections: tuple[DocumentSection, ...]
    links: tuple[Link, ...]
    findings: tuple[CandidateFinding, ...]
    recommendations: tuple[CandidateRecommendation, ...]

    def best(self, most: int) -> tuple[CandidateFinding, ...]:
        """Returns the `most` findings that offer most to a letter, in the order of the document."""
        ranked = sorted(range(len(self.findings)), key=lambda number: -self.findings[number].worth)
        return tuple(self.findings[number] for number in sorted(ranked[:most]))


def outline(document: Document, *, issued: str | None = None) -> Outline:
    """Returns sections and links of a document, and what may become findings and recommendations.

    A sentence with several figures is a candidate for each of them, but for those of what it asks.
    Lines that are no sentences (menus, amounts to donate) are left out. `issued` is the document's
    date, if known: a month without a year is the last before it.
    """
    data = document.metadata
    # Of the two dates of a file only its publication is the document's; the day on which it was
    # made stands in for it here, because it is used for nothing but the year of a month without
    # one.
    ground = AuditBasis(document, issued or data.issued or data.created or "")
    advice = tuple(recommendations(ground.index))
    asking = {sentence.number for _, sentence in advice if sentence}
    # What stands under a heading that advises is asked and not found, with its figures: “Enroll
    # 5,000 more families.”
    listed = {
        (sentence.section, sentence.paragraph)
        for found, sentence in advice
        if sentence and found.why == LISTED
    }
    findings: list[CandidateFinding] = []
    for sentence in ground.index.sentences:
        paragraph = ground.paragraph(sentence)
        if (
            paragraph.kind != "note"
            and (sentence.section, sentence.paragraph) not in listed
            and not is_furniture(paragraph, section=document.sections[sentence.section])
            and _is_sentence(sentence, paragraph)
        ):
            findings += _findings(sentence, ground=ground, asks=sentence.number in asking)
    return Outline(
        document,
        document.sections,
        document.links,
        tuple(findings),
        tuple(found for found, _ in advice),
    )


def _findings(sentence: Sentence, *, ground: AuditBasis, asks: bool) -> Iterator[CandidateFinding]:
    """Yields a finding for each figure, or one for date or comparison; what it asks is no fact."""
    # In an ask, “must” begins what is asked; elsewhere it may state a fact (“families must wait 72
    # days”), so only “should” and urging end the facts.
    wished = asked_from(sentence.text) if asks else wished_from(sentence.text)
    held = numbers(sentence.figures)
    for figure in held:
        if (wished is None or figure.start < wished) and _is_worth_citing(figure, sentence.text):
            yield _candidate(sentence, figure, ground=ground)
    if not held and wished is None and ground.paragraph(sentence).kind != "row":
        found = _candidate(sentence, None, ground=ground)
        if found.moments or COMPARISON.search(sentence.text):
            yield found


def _is_sentence(sentence: Sentence, paragraph: Paragraph) -> bool:
    """Whether these words say something, and are no menu, headline, or list of other pages."""
    text, words = sentence.text, sentence.text.split()
    if len(sentence.figures) > MOST_FIGURES:
        return False
    # A row has neither a verb nor a full stop; with three letters in a row it has a word that says
    # what is counted.
    if paragraph.kind == "row":
        return bool(re.search(r"[A-Za-z]{3}", text))
    lower = sum(word.strip(",.;:").isalpha() and word.islower() for word in words)
    if len(words) < FEWEST_WORDS or lower < FEWEST_LOWER:
        return False
    # An item of a list needs no full stop; one with “ | ” is a line of links.
    is_item = paragraph.kind == "item" and " | " not in text
    return is_item or bool(re.search(r"[.?!:;][”’\"')\]]*$", text))


def _is_worth_citing(figure: Quantity | Citation, text: str) -> bool:
    """Whether a figure says something of the matter.

    An ordinal, “a year”, the age of a person and the number of a page do not.
    """
    if isinstance(figure, Citation):
        return True
    # “One” and “a year” are words of any sentence; “1 percent” with a digit is a figure.
    if figure.unit == "ordinal" or (figure.value == 1 and not re.search(r"\d", figure.text)):
        return False
    return not PERSONAL.search(text[: figure.start]) and not AGE.match(text, figure.end)


def _candidate(
    sentence: Sentence, figure: Quantity | Citation | None, *, ground: AuditBasis
) -> CandidateFinding:
    """Returns the finding for a figure of a sentence, or for its date or comparison."""
    text, paragraph = sentence.text, ground.paragraph(sentence)
    moments = dating.governing(
        ground.moments[sentence.number],
        text,
        figures=sentence.figures,
        anchors=((figure.start, figure.end) if figure else (0, 0),),
        claim="",
    )
    shown, counter, worth = None, None, 0.0
    why = "date" if moments else "comparison"
    if figure:
        why = "figure"
        shown = figure.text
        # A figure is printed within a sentence of the letter, so the capital that opened the
        # document's sentence goes.
        if figure.start == 0 or (isinstance(figure, Quantity) and shown[1:2].islower()):
            shown = shown[:1].lower() + shown[1:]
        counter = _counter(text, figure, bodies=ground.bodies)
        # A date and a counter are a point each, because the letter must say both. A row of a table
        # is worth less: its words are heads of columns and seldom make a claim.
        worth = _worth(figure) + bool(moments) + bool(counter) - 1.5 * (paragraph.kind == "row")
    return CandidateFinding(
        ground.heading(sentence),
        paragraph.place,
        text,
        shown,
        moments,
        text[moments[0].start : moments[-1].end] if moments else "",
        counter,
        why,
        label(text, sentence.figures, figure=figure) or ground.heading(sentence),
        worth,
    )


def _worth(figure: Quantity | Citation) -> float:
    """Returns how much a figure offers by itself.

    Shares, money and large numbers offer most; small numbers and statutes least.
    """
    if isinstance(figure, Citation):
        return -2.0
    large = (figure.value >= LARGE) + (figure.value >= LARGER)
    small = figure.value < SMALL and not figure.unit
    special = figure.unit in ("share", "USD")
    return 1 + large - 2 * small + 2 * special + (figure.qualifier != "exactly") / 2


def _counter(text: str, figure: Quantity | Citation, *, bodies: Bodies) -> str | None:
    """Returns the body that a sentence names as having counted.

    It is the nearest before the figure, or else the first behind it.
    """
    found = [span for span in bodies.named(text) if not figure.start <= span[0] < figure.end]
    before = [span for span in found if span[0] < figure.start]
    # The first that there is: in “A, citing B, counted 12” B is nearest; in “12, according to C”
    # only C is there.
    for start, end in (*before[-1:], *found[:1]):
        return ARTICLE.sub("", text[start:end].partition(" (")[0].rstrip(".,’'"))
    return None
