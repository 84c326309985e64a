"""The first draft of a source.yaml from any document: figures and places for the person to put into words of their own."""

import datetime
import re
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from generator.audit.candidates import CandidateFinding, CandidateRecommendation, Outline, outline
from generator.audit.index import plain
from generator.audit.sentences import EMPTY_WORDS, WORD
from generator.documents import Document, DocumentSection
from generator.figures import Moment, read_figures

TODO = "TODO"
"""What `letters check` refuses to print: the person has not written this yet."""
SLUG = re.compile(r"[^a-z0-9]+")
LONGEST_ID = 48
SHORT_LINE = 60
DATELINE = re.compile(
    r"^\(?[A-Z][A-Za-z., ]{2,30},?\s*(?:\(|[A-Z][a-z]+ \d{1,2}, \d{4}\)?\s*[–—-])|^(?:Published|Released|Date|For immediate release)\b",
    re.IGNORECASE,
)
INSTRUMENTS = {
    "hearing": r"\bhearings?\b|\binvestigat\w+|\boversight\b",
    "briefing": r"\bbriefings?\b|\breports?\s+to\s+Congress\b",
    "delegation": r"\bdelegations?\b|\bvisits?\b",
    "appropriation": r"\b(?:fund|funding|funds|defund|appropriat\w+|budget|money|spend\w*)\b",
}
HORIZONS = {
    "medium to long term": r"\b(?:medium|long)[\s-]*(?:to[\s-]*long[\s-]*)?term\b|\blonger\s+term\b",
    "short term": r"\bshort[\s-]*(?:er)?[\s-]*term\b",
}
HEAD = """\
# The document as data, drafted from {name}. Each `claim` and `ask` that says TODO is for you to write in your own words;
# `letters check` refuses to print until it is done. Leave out what the campaign does not need. The comment beside each
# entry says where in the document to look.
#
#   figure    stands exactly as the document gives it, with its “over”, “at least” or “about”
#   as_of     is the date of the fact; where the document gives none, the document's own date
#   counted_by  is who counted or said it, where that is not the document itself

"""


def draft_source(document: Document, *, on: datetime.date) -> str:
    """A source.yaml that is whole but for its TODOs: bibliography, sections, recommendations and findings, each with its place.

    `on` is the day it is drafted: when the document was read, and its date where it gives none itself. No sentence of the
    document is copied.
    """
    issued, guessed = _issued(document, on=on)
    found = outline(document, issued=issued)
    names = _Ids()
    sections = {_key(section): names.new(section.heading or document.title, otherwise="text") for section in _headed(found)}
    ids = _Ids()
    lines = [
        HEAD.format(name=PurePosixPath(document.name).name).rstrip("\n"),
        "",
        *_bibliography(document, issued=issued, guessed=guessed, on=on),
        "",
        "sections:",
        *(line for section in _headed(found) for line in _section(section, document, name=sections[_key(section)])),
        "",
        "recommendations:",
        *_recommendations(found.recommendations, found, sections=sections),
        "",
        "findings:" if found.findings else "findings: []",
        *(line for finding in found.findings for line in _finding(finding, sections=sections, issued=issued, ids=ids)),
    ]
    return "\n".join(lines) + "\n"


class _Ids:
    """Names for entries, none given twice."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def new(self, words: str, *, otherwise: str) -> str:
        """A name from the first telling words."""
        folded = "".join(letter for letter in unicodedata.normalize("NFKD", words) if not unicodedata.combining(letter))
        bare = re.sub(r"[’']s?(?!\w)", "", folded)
        telling = [word.lower() for word in re.findall(r"[A-Za-z0-9]+", bare) if word.lower() not in EMPTY_WORDS]
        name = textwrap.shorten(" ".join(telling), LONGEST_ID, placeholder="").replace(" ", "-") or otherwise
        unique, number = name, 2
        while unique in self._given:
            unique, number = f"{name}-{number}", number + 1
        self._given.add(unique)
        return unique


def _headed(found: Outline) -> tuple[DocumentSection, ...]:
    """The sections that hold something to cite; all where none does. One heading is listed once, for it is found by it."""
    used = {finding.section for finding in found.findings} | {advice.section for advice in found.recommendations}
    held = [section for section in found.sections if section.heading in used] or list(found.sections[:1])
    return tuple({_key(section): section for section in reversed(held)}.values())[::-1]


def _key(section: DocumentSection) -> str:
    return plain(section.heading)


def _issued(document: Document, *, on: datetime.date) -> tuple[str, str]:
    """The date of the document, and how it was guessed: its metadata, a date alone near its head, or the latest it speaks of."""
    if document.metadata.issued and document.metadata.issued <= on.isoformat():
        return document.metadata.issued, "from the file's own description"
    head = [document.title, *(paragraph.text for _, paragraph in document.paragraphs())][:8]
    for text in head:
        for figure in read_figures(text[:200]):
            alone = len(text) < SHORT_LINE or DATELINE.match(text)
            if alone and isinstance(figure, Moment) and figure.day and figure.partial and figure.partial <= on.isoformat():
                return figure.partial, "from the head of the document"
    told = [
        end.partial for found in outline(document).findings for moment in found.moments for end in (moment.until or moment,) if end.partial
    ]
    latest = max((day for day in told if day <= on.isoformat()[: len(day)]), default=None)
    return (latest, "the latest date it speaks of") if latest else (on.isoformat(), "not found: this is the day of the draft")


def _bibliography(document: Document, *, issued: str, guessed: str, on: datetime.date) -> Iterator[str]:
    """The entry of the document itself."""
    data = document.metadata
    author = data.author or data.publisher
    kind = "webpage" if document.format == "html" else "report"
    yield "bibliography:"
    name = _Ids().new(f"{author or document.title} {issued[:4]}", otherwise="document")
    yield f"  - id: {name}   # the first entry is the document itself"
    yield f"    type: {kind}"
    yield f"    author: {_quoted(author or 'Unknown author')}" + ("" if author else "   # not found in the file: write who published it")
    yield f"    title: {_quoted(document.title)}"
    yield f"    issued: {issued}   # {guessed}; check it"
    if data.url and re.fullmatch(r"https?://\S+", data.url):
        yield f"    url: {data.url}"
    yield f"    accessed: {on.isoformat()}"


def _section(section: DocumentSection, document: Document, *, name: str) -> Iterator[str]:
    """The entry of one section."""
    place = f"page {section.page}, line {section.line}" if section.page else f"line {section.line}"
    yield f"  - id: {name}   # {place}"
    yield f"    heading: {_quoted(section.heading or document.title)}"


def _recommendations(advice: Sequence[CandidateRecommendation], found: Outline, *, sections: dict[str, str]) -> Iterator[str]:
    """The entries of the recommendations; one to be filled in where none was found."""
    ids = _Ids()
    for candidate in advice:
        name = ids.new(" ".join(WORD.findall(_core(candidate.text))[:6]), otherwise="ask")
        yield f"  - id: {name}   # {candidate.place}; {candidate.why}"
        yield f"    ask: {TODO}"
        yield from _powers(candidate.text)
        yield f"    section: {sections[plain(candidate.section)]}"
    if not advice:
        yield f"  - id: {ids.new('ask', otherwise='ask')}   # no recommendation to Congress was found: write what you ask for"
        yield f"    ask: {TODO}"
        yield from _powers("")
        yield f"    section: {sections[_key(_headed(found)[0])]}"


def _core(text: str) -> str:
    """The words of a recommendation after its “should”."""
    return re.split(r"\b(?:should|must|ought to|needs? to|urges?|recommends?)\b", text, maxsplit=1)[-1]


def _powers(text: str) -> Iterator[str]:
    """Who can do it, how and when, as far as its words show."""
    lower = text.lower()
    house, senate = re.search(r"house of representatives|house and (?:the )?senate", lower) is not None, "senate" in lower
    chambers = ["house"] if house and not senate else ["senate"] if senate and not house else ["house", "senate"]
    instrument = next((name for name, words in INSTRUMENTS.items() if re.search(words, text, re.IGNORECASE)), "legislation")
    horizon = next((name for name, words in HORIZONS.items() if re.search(words, text, re.IGNORECASE)), "now")
    yield f"    chambers: [{', '.join(chambers)}]"
    yield f"    instrument: {instrument}"
    yield f"    horizon: {horizon}"


def _finding(candidate: CandidateFinding, *, sections: dict[str, str], issued: str, ids: _Ids) -> Iterator[str]:
    """The entry of one finding."""
    yield f"  - id: {ids.new(_label(candidate), otherwise='finding')}   # {candidate.place}"
    yield f"    claim: {TODO}"
    if candidate.figure:
        yield f"    figure: {_quoted(candidate.figure)}"
    last = (candidate.moments[-1].until or candidate.moments[-1]) if candidate.moments else None
    yield f"    as_of: {(last and last.partial) or issued}" + (
        "" if last and last.partial else "   # the document's own date: its sentence gives none"
    )
    if last and last.partial and (len(candidate.moments) > 1 or candidate.moments[0].until or last.part):
        year = "" if str(last.year) in candidate.dated else f" {last.year}"
        yield f"    as_of_text: {_quoted(_as_people_say(candidate) + year)}"
    yield f"    section: {sections[plain(candidate.section)]}"
    if candidate.counted_by:
        yield f"    counted_by: {_quoted(candidate.counted_by)}"


def _as_people_say(candidate: CandidateFinding) -> str:
    """The words of a date; a span that stood behind “between” with “to” in its middle."""
    span = candidate.moments[0].until is not None
    return re.sub(r"\s+and\s+", " to ", candidate.dated) if span else candidate.dated


def _label(candidate: CandidateFinding) -> str:
    """The words that name a finding: those behind its figure, for “21,786 from Honduras” is about Honduras."""
    text = candidate.text
    if candidate.figure:
        behind = text[text.find(candidate.figure) + len(candidate.figure) :]
        words = [word for word in WORD.findall(re.split(r"[;:]", behind)[0]) if word.lower() not in EMPTY_WORDS][:3]
        if words:
            return " ".join(words)
    return " ".join([word for word in WORD.findall(text) if word.lower() not in EMPTY_WORDS][:4])


def _quoted(text: str) -> str:
    """A text as YAML reads it back: in double quotes, whatever it holds."""
    escaped = "".join(f"\\u{ord(letter):04x}" if ord(letter) < 32 else letter for letter in text)  # noqa: PLR2004 -- control characters
    return '"' + escaped.replace("\\u", "\x00").replace("\\", "\\\\").replace("\x00", "\\u").replace('"', '\\"') + '"'
