"""The first draft of a campaign from any document: figures and places for the person to put into words of their own."""

import datetime
import re
import textwrap
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.audit.advice import CONGRESS
from generator.audit.byline import Told, author_of, issued_of
from generator.audit.candidates import CandidateFinding, Outline, outline
from generator.audit.documents.types import Document, DocumentSection
from generator.audit.index import plain
from generator.audit.labels import label
from generator.audit.sentences import EMPTY_WORDS
from generator.figures.reading import read_figures
from generator.project.new_campaign import Draft

TODO = "TODO"
"""What `letters check` refuses to print: the person has not written this yet."""
LONGEST_ID = 48
MOST_FINDINGS = 40
"""More than anybody writes claims for in an evening; the outline has them all."""
MOST_ASKS = 4
"""More than one letter makes."""
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
# The document as data, drafted from {name}.
#
# What says TODO is for you: claims and asks in your own words, and what the document does not say of itself. `letters check`
# names each and prints nothing before it is done. The comment beside each entry says where in the document to look; then
# `letters audit` compares what you wrote with it.
#
#   figure      stands exactly as the document gives it, with its “over”, “at least” or “about”
#   as_of       is the date of the fact; where the document gives none, the document's own date
#   counted_by  is who counted or said it, where that is not the document itself
#
# Take out what you do not need; a recommendation also from the asks of campaign.yaml and from arguments/.

"""


def draft_campaign(document: Document, *, on: datetime.date) -> Draft:
    """A source.yaml that is whole but for its TODOs, and what the campaign's other files begin with.

    `on` is the day it is drafted, when the document was read. No sentence of the document is copied, and no fact is made up:
    an author, title or date that the document does not give is left to be written.
    """
    return _Drafting(document, on=on).draft()


def draft_source(document: Document, *, on: datetime.date) -> str:
    """The source.yaml of `draft_campaign`: bibliography, sections, recommendations and findings, each with its place."""
    return draft_campaign(document, on=on).source


class _Drafting:
    """One document and what is drafted from it."""

    def __init__(self, document: Document, *, on: datetime.date) -> None:
        self.document, self.on = document, on
        self.author, self.issued = author_of(document), issued_of(document, until=on.isoformat())
        self.found = outline(document, issued=self.issued.text if self.issued else None)
        self.findings = _worth_writing(self.found)
        self.asks = tuple(advice for advice in self.found.recommendations if advice.is_for_congress)
        names, ids = _Ids(), _Ids()
        self.headed = self._headed()
        self.sections = {plain(one.heading): names.new(one.heading or document.title, otherwise="text") for one in self.headed}
        self.ask_ids = [ids.new(_about(ask.text), otherwise="ask") for ask in self.asks] or ["ask"]
        ids = _Ids()
        self.finding_ids = [ids.new(one.label, otherwise="finding", apart=_year(one)) for one in self.findings]

    def _headed(self) -> tuple[DocumentSection, ...]:
        """The sections that hold something to cite; the first where none does. One heading is listed once, for it is found by it."""
        used = {finding.section for finding in self.findings} | {advice.section for advice in self.asks}
        held = [section for section in self.found.sections if section.heading in used] or list(self.found.sections[:1])
        return tuple({plain(section.heading): section for section in reversed(held)}.values())[::-1]

    def draft(self) -> Draft:
        """The source file, and what to cite and to ask first."""
        asked = sorted(range(len(self.ask_ids)), key=lambda number: bool(self.asks) and self.asks[number].to != CONGRESS)[:MOST_ASKS]
        best = max(range(len(self.findings)), key=lambda number: self.findings[number].worth, default=None)
        return Draft(
            source="\n".join(self._lines()) + "\n",
            title=self.document.title if self.document.titled else TODO,
            asks=tuple(self.ask_ids[number] for number in sorted(asked)),
            cites=None if best is None else self.finding_ids[best],
            cites_figure=best is not None and self.findings[best].figure is not None,
        )

    def _lines(self) -> Iterator[str]:
        yield from HEAD.format(name=_on_one_line(PurePosixPath(self.document.name).name)).splitlines()
        yield from self._bibliography()
        yield from ("", "sections:")
        for section in self.headed:
            yield from _section(section, self.document, name=self.sections[plain(section.heading)])
        yield from ("", "recommendations:")
        yield from self._recommendations()
        yield from ("", "findings:" if self.findings else "findings: []")
        for name, finding in zip(self.finding_ids, self.findings, strict=True):
            yield from self._finding(finding, name=name)
        yield from self._rest()

    def _bibliography(self) -> Iterator[str]:
        """The entry of the document itself."""
        data, called = self.document.metadata, PurePosixPath(self.document.name)
        title = Told(self.document.title, "as the document gives it") if self.document.titled else None
        known = self.author or title
        name = _Ids().new(known.text if known else called.stem, otherwise="document")
        yield "bibliography:"
        yield f"  - id: {name}   # the first entry is the document itself"
        yield f"    type: {'webpage' if self.document.format == 'html' else 'report'}"
        yield "    author: " + _told(self.author, otherwise="who wrote or published it: it does not say so")
        yield "    title: " + _told(title, otherwise="as it is printed: it has no heading that is surely its title")
        yield "    issued: " + _told(
            self.issued, otherwise=f"the day, month or year it was published: it does not say so{self._hint()}", plain=True
        )
        if data.url and re.fullmatch(r"https?://\S+", data.url):
            yield f"    url: {data.url}"
        yield f"    accessed: {self.on.isoformat()}"

    def _hint(self) -> str:
        """What there is to go by where a document gives no date of its own."""
        ends = [end.partial for one in self.found.findings for moment in one.moments for end in (moment.until or moment,) if end.partial]
        latest = max((day for day in ends if day <= self.on.isoformat()[: len(day)]), default=None)
        made = self.document.metadata.created
        told = (f"the file was made on {made}" if made else "", f"the latest date it speaks of is {latest}" if latest else "")
        return "".join(f"; {hint}" for hint in told if hint)

    def _recommendations(self) -> Iterator[str]:
        """The entries of what is asked of Congress, and a remark for what is asked of others; one to be filled in where there is none."""
        ids = iter(self.ask_ids)
        for advice in self.found.recommendations:
            if not advice.is_for_congress:
                yield f"  # {advice.place}: left out, for it is addressed to {_on_one_line(advice.to)}"
                continue
            yield f"  - id: {next(ids)}   # {advice.place}; {advice.why}" + ("" if advice.to else ", without saying whom it asks")
            yield from _ask(advice.text, section=self.sections[plain(advice.section)])
        if not self.asks:
            yield f"  - id: {next(ids)}   # no recommendation to Congress was found: write what you ask for"
            yield from _ask("", section=self.sections[plain(self.headed[0].heading)])

    def _finding(self, candidate: CandidateFinding, *, name: str) -> Iterator[str]:
        """The entry of one finding."""
        last = (candidate.moments[-1].until or candidate.moments[-1]) if candidate.moments else None
        day = last.partial if last else None
        yield f"  - id: {name}   # {candidate.place}"
        yield f"    claim: {TODO}"
        if candidate.figure:
            yield f"    figure: {_quoted(candidate.figure)}"
        own = (
            f"{self.issued.text}   # the document's own date: its sentence gives none"
            if self.issued
            else f"{TODO}   # its sentence gives none"
        )
        yield f"    as_of: {day or own}"
        if last and day and (len(candidate.moments) > 1 or candidate.moments[0].until or last.part):
            year = "" if str(last.year) in candidate.dated else f" {last.year}"
            yield f"    as_of_text: {_quoted(_as_people_say(candidate) + year)}"
        yield f"    section: {self.sections[plain(candidate.section)]}"
        if candidate.counted_by and not (self.author and plain(candidate.counted_by) == plain(self.author.text)):
            yield f"    counted_by: {_quoted(candidate.counted_by)}"

    def _rest(self) -> Iterator[str]:
        """How many sentences were left out, and where they are."""
        left = len(self.found.findings) - len(self.findings)
        if left:
            name = _on_one_line(PurePosixPath(self.document.name).name)
            yield f"  # {left} more that may be worth citing: letters source outline {name} --all"


class _Ids:
    """Names for entries, none given twice."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._last: dict[str, int] = {}

    def new(self, words: str, *, otherwise: str, apart: str = "") -> str:
        """A name from the first telling words; one that is given already has what sets it apart behind it, or a number."""
        folded = "".join(letter for letter in unicodedata.normalize("NFKD", words) if not unicodedata.combining(letter))
        bare = re.sub(r"[’']s?(?!\w)", "", folded)
        telling = [word.lower() for word in re.findall(r"[A-Za-z0-9]+", bare) if word.lower() not in EMPTY_WORDS and len(word) > 1]
        name = textwrap.shorten(" ".join(telling), LONGEST_ID, placeholder="").replace(" ", "-") or otherwise
        unique = name if name not in self._given or not apart else f"{name}-{apart}"
        while unique in self._given:
            self._last[name] = self._last.get(name, 1) + 1
            unique = f"{name}-{self._last[name]}"
        self._given.add(unique)
        return unique


def _worth_writing(found: Outline) -> tuple[CandidateFinding, ...]:
    """The findings that offer most to a letter; where none offers much, what there is."""
    best = found.best(MOST_FINDINGS)
    return tuple(one for one in best if one.worth > 0) or best


def _year(finding: CandidateFinding) -> str:
    """The year that a finding speaks of, or nothing."""
    last = finding.moments[-1].until or finding.moments[-1] if finding.moments else None
    return str(last.year) if last and last.year else ""


def _told(told: Told | None, *, otherwise: str, plain: bool = False) -> str:
    """What the document says of itself, with where it says it; or a TODO with what is to be written."""
    if told is None:
        return f"{TODO}   # {otherwise}"
    return (told.text if plain else _quoted(told.text)) + (f"   # {told.where}; check it" if told.where else "")


def _on_one_line(text: str) -> str:
    """The text as it can stand in a comment."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _section(section: DocumentSection, document: Document, *, name: str) -> Iterator[str]:
    """The entry of one section."""
    place = f"page {section.page}, line {section.line}" if section.page else f"line {section.line}"
    yield f"  - id: {name}   # {place}"
    yield f"    heading: {_quoted(section.heading or document.title)}"


def _ask(text: str, *, section: str) -> Iterator[str]:
    """What stands below the name of a recommendation."""
    yield f"    ask: {TODO}"
    yield from _powers(text)
    yield f"    section: {section}"


def _about(text: str) -> str:
    """The telling words of a recommendation after its “should”, or after the “to” of its “urge”."""
    asked = re.split(r"\b(?:should|must|ought to|needs? to|(?:urges?|asks?|calls? (?:up)?on)\b.*?\bto)\b", text, maxsplit=1)[-1]
    return label(asked, read_figures(asked), figure=None)


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


def _as_people_say(candidate: CandidateFinding) -> str:
    """The words of a date; a span that stood behind “between” with “to” in its middle."""
    span = candidate.moments[0].until is not None
    return re.sub(r"\s+and\s+", " to ", candidate.dated) if span else candidate.dated


def _quoted(text: str) -> str:
    """A text as YAML reads it back: in double quotes, whatever it holds."""
    escaped = "".join(f"\\u{ord(letter):04x}" if ord(letter) < 32 else letter for letter in text)  # noqa: PLR2004 -- control characters
    return '"' + escaped.replace("\\u", "\x00").replace("\\", "\\\\").replace("\x00", "\\u").replace('"', '\\"') + '"'
