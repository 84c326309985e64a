"""Drafts a campaign from a document: figures and places, for people to put into their own words."""

import datetime
import json
import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from generator.audit.advice import CONGRESS, place_of
from generator.audit.agreement import ends
from generator.audit.byline import BylineStatement, author_of, issued_of
from generator.audit.candidates import CandidateFinding, outline
from generator.audit.documents.types import Document, DocumentSection
from generator.audit.index import plain
from generator.audit.labels import label
from generator.audit.sentences import EMPTY_WORDS
from generator.figures.reading import read_figures
from generator.models.draft import CampaignDraft

TODO = "TODO"
"""Stands where people have not written yet; `letters check` refuses to print it."""
# People type these ids when they cite an entry, so they are short and say what is counted.
LONGEST_ID = 48
"""Characters of an id: chosen by hand, so that an entry with its place stays on one line."""
MAX_FINDINGS = 40
"""More than one person writes claims for in an evening; the outline has them all."""
MAX_ASKS = 4
"""More than one letter makes."""
# What an ask is done by, and how soon: written by hand, from the asks in the documents of the
# tests. The first that fits is taken; it is a proposal that people correct.
INSTRUMENTS = {
    "hearing": r"\bhearings?\b|\binvestigat\w+|\boversight\b",
    "briefing": r"\bbriefings?\b|\breports?\s+to\s+Congress\b",
    "delegation": r"\bdelegations?\b|\bvisits?\b",
    "appropriation": r"\b(?:fund|funding|funds|defund|appropriat\w+|budget|money|spend\w*)\b",
}
# The longer terms first: “short- to long-term” names both, and the first that fits is taken.
HORIZONS = {
    "medium to long term": (
        r"\b(?:medium|long)[\s-]*(?:to[\s-]*long[\s-]*)?term\b|\blonger\s+term\b"
    ),
    "short term": r"\bshort[\s-]*(?:er)?[\s-]*term\b",
}
HEAD = """\
# The document as data, drafted from {name}.
#
# What says TODO is for you: claims and asks in your own words, and what the document does not say
# of itself. `letters check` names each and prints nothing before it is done. The comment next to
# each entry says where in the document to look; then `letters audit` compares what you wrote with
# it.
#
#   figure      stands exactly as the document gives it, with its “over”, “at least” or “about”
#   as_of       is the date of the fact; where the document gives it no date, its own date
#   counted_by  is who counted or said it, where that is not the document itself
#
# Take out what you do not need; a recommendation also from the asks of campaign.yaml and from
# arguments/.

"""


def draft_campaign(document: Document, *, on: datetime.date) -> CampaignDraft:
    """Returns a source.yaml that is complete but for its TODOs, and the beginning of other files.

    `on` is the day it is drafted, when the document was read. No sentence of the document is
    copied, and no fact is made up: an author, title or date that the document does not give is
    left to be written.
    """
    return _Drafter(document, on=on).draft()


class _Drafter:
    """One document and what is drafted from it."""

    def __init__(self, document: Document, *, on: datetime.date) -> None:
        self.document, self.on = document, on
        # The name of a file may hold a line break, which would end the comment of HEAD and begin
        # YAML.
        self.name = _on_one_line(PurePosixPath(document.name).name)
        self.author, self.issued = author_of(document), issued_of(document, until=on.isoformat())
        self.found = outline(document, issued=self.issued.text if self.issued else None)
        ids = _DraftIds()
        self.findings: dict[str, CandidateFinding] = {}
        best = self.found.best(MAX_FINDINGS)
        # A document with small figures only still gives a draft.
        for finding in tuple(one for one in best if one.worth > 0) or best:
            year = str(finding.last.year or "") if finding.last else ""
            self.findings[ids.new(finding.label, otherwise="finding", apart=year)] = finding
        ids = _DraftIds()
        self.asks = {
            ids.new(_about(one.text), otherwise="ask"): one
            for one in self.found.recommendations
            if one.is_for_congress
        }
        self.headed = self._headed()
        ids = _DraftIds()
        self.sections = {
            plain(one.heading): ids.new(one.heading or document.title, otherwise="text")
            for one in self.headed
        }

    def _headed(self) -> tuple[DocumentSection, ...]:
        """Returns the sections that hold something to cite, or else the first section.

        One heading is listed once, because a section is found by its heading.
        """
        used = {finding.section for finding in self.findings.values()}
        used |= {advice.section for advice in self.asks.values()}
        # The source file must have a section, because the types of the file ask for one.
        held = [section for section in self.found.sections if section.heading in used]
        headed: dict[str, DocumentSection] = {}
        for section in held or self.found.sections[:1]:
            headed.setdefault(plain(section.heading), section)
        return tuple(headed.values())

    def draft(self) -> CampaignDraft:
        """Returns the source file, and what to cite and to ask first."""
        # Asks that name Congress come first, others in the order of the document, because the sort
        # is stable.
        asked = sorted(self.asks, key=lambda name: self.asks[name].to != CONGRESS)[:MAX_ASKS]
        best = max(self.findings, key=lambda name: self.findings[name].worth, default=None)
        return CampaignDraft(
            source="\n".join(self._lines()) + "\n",
            title=self.document.title if self.document.titled else TODO,
            asks=tuple(name for name in self.asks if name in asked) or ("ask",),
            cites=best,
            cites_figure=best is not None and self.findings[best].figure is not None,
            cites_date=best is not None and _has_date(self.findings[best]),
        )

    def _lines(self) -> Iterator[str]:
        yield from HEAD.format(name=self.name).splitlines()
        yield from self._bibliography()
        yield from ("", "sections:")
        for section in self.headed:
            yield f"  - id: {self.sections[plain(section.heading)]}   # {place_of(section)}"
            yield f"    heading: {_quoted(section.heading or self.document.title)}"
        yield from ("", "recommendations:")
        yield from self._recommendations()
        yield from ("", "findings:" if self.findings else "findings: []")
        for name, finding in self.findings.items():
            yield from self._finding(name, finding)
        if left := len(self.found.findings) - len(self.findings):
            yield (
                f"  # {left} more that may be worth citing: "
                f"letters source outline {self.name} --all"
            )

    def _bibliography(self) -> Iterator[str]:
        """Yields the entry of the document itself."""
        document, title = self.document, None
        if document.titled:
            title = BylineStatement(document.title, "as the document gives it")
        known = self.author or title
        name = known.text if known else PurePosixPath(document.name).stem
        issued = f"{TODO}   # the day, month or year it was published: it does not say so"
        if self.issued:
            issued = _stated(self.issued.text, self.issued.where)
        yield "bibliography:"
        yield (
            f"  - id: {_DraftIds().new(name, otherwise='document')}"
            "   # the first entry is the document itself"
        )
        yield f"    type: {'webpage' if document.format == 'html' else 'report'}"
        for key, statement, otherwise in (
            ("author", self.author, "who wrote or published it: it does not say so"),
            ("title", title, "as it is printed: it has no heading that is surely its title"),
        ):
            entry = f"{TODO}   # {otherwise}"
            if statement:
                entry = _stated(_quoted(statement.text), statement.where)
            yield f"    {key}: {entry}"
        yield f"    issued: {issued}{'' if self.issued else self._hint()}"
        # Only the address of a web page can be cited; a file: address is of one machine, and a
        # blank in it would end the value.
        if document.metadata.url and re.fullmatch(r"https?://\S+", document.metadata.url):
            yield f"    url: {document.metadata.url}"
        yield f"    accessed: {self.on.isoformat()}"

    def _hint(self) -> str:
        """Returns what there is to go by if a document gives no date of its own."""
        today, made = self.on.isoformat(), self.document.metadata.created
        spoken = [ends(moment)[-1].partial for one in self.found.findings for moment in one.moments]
        # Cut to the length of the date, so that a month and a year compare with the part of today
        # that they have. What a document says of the future was not known when it was published.
        latest = max((day for day in spoken if day and day <= today[: len(day)]), default=None)
        hint = f"; the file was made on {made}" if made else ""
        return hint + (f"; the latest date it speaks of is {latest}" if latest else "")

    def _recommendations(self) -> Iterator[str]:
        """Yields an entry for each ask of Congress, and a remark for each ask of others."""
        ids = iter(self.asks)
        for advice in self.found.recommendations:
            if advice.is_for_congress:
                place = f"{advice.place}; {advice.why}"
                place += "" if advice.to else "; the document does not say who is to act"
                yield from self._ask(next(ids), place, text=advice.text, heading=advice.section)
            else:
                yield (
                    f"  # {advice.place}: left out, for it is addressed to "
                    f"{_on_one_line(advice.to)}"
                )
        if not self.asks:
            place = "no recommendation to Congress was found: write what you ask for"
            yield from self._ask("ask", place, text="", heading=self.headed[0].heading)

    def _ask(self, name: str, place: str, *, text: str, heading: str) -> Iterator[str]:
        """Yields the entry of a recommendation: who can do it, how and when, as its words show."""
        lower = text.lower()
        chambers = []
        if re.search(r"house of representatives|house and (?:the )?senate", lower):
            chambers.append("house")
        if "senate" in lower:
            chambers.append("senate")
        yield f"  - id: {name}   # {place}"
        yield f"    ask: {TODO}"
        yield f"    chambers: [{', '.join(chambers or ('house', 'senate'))}]"
        yield f"    instrument: {_first_in(text, INSTRUMENTS, otherwise='legislation')}"
        yield f"    horizon: {_first_in(text, HORIZONS, otherwise='now')}"
        yield f"    section: {self.sections[plain(heading)]}"

    def _finding(self, name: str, candidate: CandidateFinding) -> Iterator[str]:
        """Yields the entry of one finding."""
        moments, last = candidate.moments, candidate.last
        yield f"  - id: {name}   # {candidate.place}"
        yield f"    claim: {TODO}"
        if candidate.figure:
            yield f"    figure: {_quoted(candidate.figure)}"
        if last and _has_date(candidate):
            yield f"    as_of: {last.partial}"
            if len(moments) > 1 or moments[0].until or last.part:
                # A span that stood behind “between” has “to” in its middle.
                text = candidate.dated
                text = re.sub(r"\s+and\s+", " to ", text) if moments[0].until else text
                text += "" if str(last.year) in text else f" {last.year}"
                yield f"    as_of_text: {_quoted(text)}"
        elif self.issued:
            own = "the document's own date: its sentence gives no date"
            yield f"    as_of: {self.issued.text}   # {own}"
        else:
            yield f"    as_of: {TODO}   # its sentence gives no date"
        yield f"    section: {self.sections[plain(candidate.section)]}"
        author = plain(self.author.text) if self.author else None
        if candidate.counted_by and plain(candidate.counted_by) != author:
            yield f"    counted_by: {_quoted(candidate.counted_by)}"


class _DraftIds:
    """Gives names to entries, each once."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._last: dict[str, int] = {}

    def new(self, words: str, *, otherwise: str, apart: str = "") -> str:
        """Returns a name from the first words that carry meaning.

        A name that is given already gets `apart` behind it, or a number. Accents are left out.
        """
        # NFKD parts an accent from its letter, and the first range removes the accents: “José”
        # gives “jose”. The second removes “’s”, which would be a word of one letter.
        plain_words = re.sub(
            r"[\u0300-\u036f]|[’']s?(?!\w)", "", unicodedata.normalize("NFKD", words)
        )
        meaningful = [
            word
            for word in re.findall(r"[a-z0-9]+", plain_words.lower())
            if word not in EMPTY_WORDS and len(word) > 1
        ]
        # The standard library cuts between words; a word that is longer than the whole leaves
        # nothing, and then the entry has its plain name.
        name = textwrap.shorten(" ".join(meaningful), LONGEST_ID, placeholder="").replace(" ", "-")
        name = name or otherwise
        unique = name if name not in self._given or not apart else f"{name}-{apart}"
        # From the last number of this name, so that a thousand equal names take a thousand steps
        # and not half a million.
        while unique in self._given:
            self._last[name] = self._last.get(name, 1) + 1
            unique = f"{name}-{self._last[name]}"
        self._given.add(unique)
        return unique


def _has_date(candidate: CandidateFinding) -> bool:
    """Whether the sentence of a finding gives it a date, which is then not the document's."""
    return candidate.last is not None and candidate.last.partial is not None


def _stated(value: str, where: str) -> str:
    """Returns what the document says of itself, with where it says it."""
    return f"{value}   # {where}; check it" if where else value


def _on_one_line(text: str) -> str:
    """Returns the text as it can stand in a comment."""
    # A control character or a line separator in a heading would end the comment, and what follows
    # it would be read as YAML.
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _about(text: str) -> str:
    """Returns the label of an ask, from the words behind “should”, or the “to” of “urge”."""
    # Cuts “Congress should fund clinics” to “ fund clinics”, and “We urge Congress to act” to “
    # act”; a text without such words is kept whole.
    asked = re.split(
        r"\b(?:should|must|ought to|needs? to|(?:urges?|asks?|calls? (?:up)?on)\b.*?\bto)\b",
        text,
        maxsplit=1,
    )[-1]
    return label(asked, read_figures(asked), figure=None)


def _first_in(text: str, patterns: Mapping[str, str], *, otherwise: str) -> str:
    """Returns the first name with a pattern that the text matches, or else `otherwise`."""
    found = (name for name, words in patterns.items() if re.search(words, text, re.IGNORECASE))
    return next(found, otherwise)


def _quoted(text: str) -> str:
    """Returns a text as YAML reads it back: a JSON string is a double-quoted string of YAML 1.2."""
    # A YAML library would choose among five styles and break long lines; the draft is made line by
    # line, because each has a comment that a library would not keep.
    return json.dumps(text, ensure_ascii=False)
