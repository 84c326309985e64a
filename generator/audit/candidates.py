"""What a document offers a campaign: sentences with figures, dates or comparisons, and what it asks of Congress."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.audit import dating
from generator.audit.agreement import numbers
from generator.audit.index import Index, Sentence
from generator.documents import Document, DocumentSection, Link, Paragraph
from generator.figures import Citation, Moment, Quantity

COMPARISON = re.compile(
    r"\b(?:more|fewer|less|higher|lower|longer|shorter|larger|smaller|worse|better)\s+(?:\w+\s+)?than\b|\b(?:most|least)\s+\w+|"
    r"\b(?:twice|double[ds]?|tripled?|quadrupled?|\w+fold|increase[ds]?|decrease[ds]?|declined?|rose|risen|fell|fallen|grew|grown|dropped)\b",
    re.IGNORECASE,
)
ADVICE = re.compile(
    r"\b(?:should|must|ought\s+to|needs?\s+to|shall)\b|\b(?:we|[A-Z]\w+)\s+(?:\w+\s+)?(?:recommends?|urges?|calls?\s+(?:on|upon|for)|asks?)\b|"
    r"\b(?:recommends?|urges?)\s+that\b|\bis\s+(?:urged|recommended|called\s+on)\b",
)
ACTORS = re.compile(
    r"\b(?:Congress|Senate|House(?: of Representatives)?|lawmakers|legislators|members? of Congress|representatives|senators|"
    r"committees?|appropriators)\b",
    re.IGNORECASE,
)
ADVISING = re.compile(
    r"\brecommend|\bwhat\b.{0,40}\b(?:should|must|can)\b|\bcalls?\s+to\s+action\b|\bnext\s+steps\b|\bpolicy\s+options\b|\bour\s+asks?\b|\basks\b",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"^(?:(?:immediately|also|finally|first|second|third|promptly|fully|publicly)\s+)?"
    r"(?:end|stop|pass|enact|fund|defund|repeal|hold|conduct|require|ensure|prohibit|bar|ban|restore|increase|reduce|provide|create|establish|protect|"
    r"investigate|direct|expand|extend|support|oppose|adopt|amend|appropriate|authorize|limit|mandate|publish|release|report|review|send|obtain|request|"
    r"terminate|withdraw|halt|cut|invest|strengthen|guarantee|oversee|monitor|issue|make|give|allow|permit|reject|rescind|codify|close)\b",
    re.IGNORECASE,
)
FEWEST_WORDS = 4
FEWEST_LOWER = 2
FURNITURE = re.compile(
    r"^(?:more reading|most (?:viewed|read|popular)|related(?: \w+)?|read more|share(?: this)?|donate.*|newsletter.*|subscribe.*|follow us|"
    r"(?:media )?contacts?|about us|comments?|tags?|topics?|see also|notes?|endnotes|footnotes|references|bibliography|"
    r"table of contents|contents)$",
    re.IGNORECASE,
)
"""Headings of what stands around a document and is no part of it."""
BODY = (
    r"(?:(?:the|The)\s+)?(?P<{name}>[A-Z][\w’'&.-]*(?:\s+(?:(?:of|for|the|and|at)\s+)*(?:[A-Z][\w’'&.-]*))*"
    r"(?:\s+(?:government|officials|authorities|researchers|police))?)(?:\s+\([A-Z]{{2,10}}\))?"
)
COUNTER = re.compile(
    rf"\b[Aa]ccording\s+to\s+(?:(?:a|an)\s+(?:\w+\s+){{1,3}}(?:by|from|of)\s+)?{BODY.format(name='by')}|"
    rf"{BODY.format(name='who')}(?:,[^,;.]{{0,80}},)?\s+(?:has\s+|have\s+|had\s+)?(?:counted|found|reported|reports|documented|recorded|estimated|estimates|said|says|published|surveyed)\b"
)
NOBODY = frozenset("The This That These It They He She We In On As Of At By For And A An".split())


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


@dataclass(frozen=True)
class CandidateRecommendation:
    """A sentence or list item that may become a recommendation."""

    section: str
    place: str
    text: str
    why: str
    """`asks Congress`, `listed under recommendations` or `advises`."""


@dataclass(frozen=True)
class Outline:
    """What there is to work with in a document."""

    document: Document
    sections: tuple[DocumentSection, ...]
    links: tuple[Link, ...]
    findings: tuple[CandidateFinding, ...]
    recommendations: tuple[CandidateRecommendation, ...]


def outline(document: Document, *, issued: str | None = None) -> Outline:
    """The sections and links of a document, and the sentences that may become findings and recommendations.

    A sentence with several figures is a candidate for each of them. Lines that are no sentences (menus, amounts to
    donate) are left out. `issued` is the document's date, where known: a month without a year is the last before it.
    """
    index = Index(document)
    advice = tuple(_recommendations(index))
    places = {(found.place, found.text) for found in advice}
    moments = dating.with_years(index.sentences, issued=issued or document.metadata.issued or "")
    every = (found for sentence in index.sentences for found in _findings(sentence, index, dated=moments[sentence.number]))
    findings = tuple(found for found in every if (found.place, found.text) not in places)
    return Outline(document, document.sections, document.links, findings, advice)


def _paragraph(sentence: Sentence, document: Document) -> Paragraph:
    """The paragraph of a sentence."""
    return document.sections[sentence.section].paragraphs[sentence.paragraph]


def _is_sentence(text: str, paragraph: Paragraph, *, section: DocumentSection) -> bool:
    """Whether these words say something, and are no menu, headline, row of amounts or list of other pages."""
    words = text.split()
    if len(words) < FEWEST_WORDS or sum(word.strip(",.;:").isalpha() and word.islower() for word in words) < FEWEST_LOWER:
        return False
    if FURNITURE.match(section.heading) or paragraph.kind == "note":
        return False
    return (paragraph.kind == "item" and " | " not in text) or bool(re.search(r"[.?!:;][”’\"')\]]*$", text)) or paragraph.kind == "row"


def _findings(sentence: Sentence, index: Index, *, dated: tuple[Moment, ...]) -> Iterator[CandidateFinding]:
    """The findings that a sentence may hold: one for each figure, or one for its date or comparison."""
    section, paragraph = index.document.sections[sentence.section], _paragraph(sentence, index.document)
    if not _is_sentence(sentence.text, paragraph, section=section):
        return
    figures = [figure for figure in numbers(sentence.figures) if not (isinstance(figure, Quantity) and figure.unit == "ordinal")]
    for figure in figures:
        anchors = ((figure.start, figure.end),)
        moments = dating.governing(dated, sentence.text, figures=sentence.figures, anchors=anchors, claim="")
        text = figure.text[:1].lower() + figure.text[1:] if figure.start == 0 else figure.text
        yield CandidateFinding(
            section.heading,
            paragraph.place,
            sentence.text,
            text,
            moments,
            _span(moments, sentence.text),
            _counter(sentence.text, figure),
            "figure",
        )
    if figures:
        return
    moments = dating.governing(dated, sentence.text, figures=(), anchors=((0, 0),), claim="")
    why = "date" if moments else "comparison" if COMPARISON.search(sentence.text) else ""
    if why:
        yield CandidateFinding(section.heading, paragraph.place, sentence.text, None, moments, _span(moments, sentence.text), None, why)


def _span(moments: tuple[Moment, ...], text: str) -> str:
    """The words of a date, or of the dates of one list."""
    return text[moments[0].start : moments[-1].end] if moments else ""


def _counter(text: str, figure: Quantity | Citation) -> str | None:
    """Whom a sentence names as having counted, the nearest before the figure, or else the first behind it."""
    found = [match for match in COUNTER.finditer(text) if (match["by"] or match["who"]) not in NOBODY]
    before = [match for match in found if match.start() < figure.start]
    chosen = before[-1] if before else next(iter(found), None)
    return (chosen["by"] or chosen["who"]).rstrip(".,’'") if chosen else None


def _recommendations(index: Index) -> Iterator[CandidateRecommendation]:
    """The sentences and items that advise: those to Congress, those listed under such a heading, and items after “should:”."""
    advising_until: tuple[int, int] | None = None
    for sentence in index.sentences:
        section = index.document.sections[sentence.section]
        paragraph = _paragraph(sentence, index.document)
        under = bool(ADVISING.search(section.heading))
        opens = bool(ADVICE.search(sentence.text)) and sentence.text.rstrip().endswith(":")
        if opens:
            advising_until = (sentence.section, sentence.paragraph + 1)
            continue
        listed = paragraph.kind == "item" and (under or advising_until == (sentence.section, sentence.paragraph))
        if paragraph.kind == "item" and advising_until == (sentence.section, sentence.paragraph):
            last = sentence.number + 1 >= len(index.sentences) or index.sentences[sentence.number + 1].paragraph != sentence.paragraph
            advising_until = (sentence.section, sentence.paragraph + 1) if last else advising_until
        readable = _is_sentence(sentence.text, paragraph, section=section) or (listed and bool(IMPERATIVE.match(sentence.text)))
        if readable and (why := _advice(sentence.text, listed=listed, under=under)):
            yield CandidateRecommendation(section.heading, paragraph.place, sentence.text, why)


def _advice(text: str, *, listed: bool, under: bool) -> str:
    """In which way a sentence advises; nothing where it does not."""
    advises, named = bool(ADVICE.search(text)), bool(ACTORS.search(text))
    if advises and named:
        return "asks Congress"
    if listed and (advises or IMPERATIVE.match(text)):
        return "listed under recommendations"
    return "advises" if advises and under else ""
