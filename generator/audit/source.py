"""A source file against the document: each section, finding and recommendation, and where the document bears it out."""

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.audit import dating
from generator.audit.agreement import counts_its_list, dates, is_turn_of_phrase, numbers, same, supports
from generator.audit.attribution import Bodies, attributed, mentions
from generator.audit.index import Index, Sentence, plain
from generator.audit.quotations import missing_quotations
from generator.audit.sentences import WORD, stem, stems
from generator.audit.verdicts import Passage, Verdict
from generator.citations import dated
from generator.documents import Document
from generator.figures import Citation, Figure, Moment, read_figures
from generator.models import Finding, Recommendation, Section, SourceFile

Where = Callable[[str], int]
"""The line of a key of source.yaml: `findings[3].figure`."""

CLEARLY_LESS = 0.85
"""A section that bears a claim out less than this, beside the best in the document, is the wrong one."""
CLEARLY_LESS_ATTRIBUTED = 0.5
"""Likewise where figure and counter both stand in it: a document may give one figure twice."""
FEWEST_WORDS = 0.3
"""A fact without a figure stands where at least this much of its words does (by rarity)."""
FEWEST_WORDS_OF_FIGURE = 0.15

REFERS_BACK = re.compile(r"(?:When|After|Upon|Following|Since|Once)\s+([^,]{3,80}),")
FEWEST_LISTED = 3
NAME = re.compile(r"\b[A-Z][^\W\d_]+")
EVENT = re.compile(r"\b\w{3,}ed\b|\b\w{3,}tion\b|\b\w{3,}ment\b")


@dataclass(frozen=True)
class Match:
    """A sentence that may bear a finding out, and what speaks against it."""

    sentence: Sentence
    score: float
    spans: tuple[tuple[int, int], ...]
    """Where figure, date and name stand in it."""
    reasons: tuple[tuple[str, str], ...] = ()
    """The key that is wrong, and why."""


def audit_source(
    source: SourceFile, document: Document, *, where: Where, index: Index | None = None, only: Collection[str] | None = None
) -> list[Verdict]:
    """A verdict for every section, finding and recommendation of the source file, in that order.

    A finding is borne out if its section exists; its figure stands there with value, unit and qualifier; the date that
    governs the figure is its own; whoever it names is the one the document names; its claim's own numbers are the
    figure's or stand beside it, and its words fit that section better than any other. Findings of other works than the
    first of the bibliography are told apart and not checked. `only` names the ids to look at; `index` saves taking the
    document apart again.
    """
    verdicts = _Auditor(source, index or Index(document), where=where).verdicts(only)
    return list(verdicts)


class _Auditor:
    """Checks one source file against one document."""

    def __init__(self, source: SourceFile, index: Index, *, where: Where) -> None:
        self.source, self.document, self.where, self.index = source, index.document, where, index
        self.home = source.bibliography[0]
        self.sections = {section.id: section for section in source.sections}
        text = "\n".join(sentence.text for sentence in self.index.sentences)
        self.bodies = Bodies((finding.counted_by for finding in source.findings if finding.counted_by), text)
        self._figures: dict[str, tuple[Figure, ...]] = {}
        self.moments = dating.with_years(self.index.sentences, issued=self.home.issued)

    def verdicts(self, only: Collection[str] | None) -> Iterator[Verdict]:
        """The verdicts in the order of the file."""
        for number, section in enumerate(self.source.sections):
            if only is None or section.id in only:
                yield self._section(section, f"sections[{number}]")
        for number, recommendation in enumerate(self.source.recommendations):
            if only is None or recommendation.id in only:
                yield self._recommendation(recommendation, f"recommendations[{number}]")
        for number, finding in enumerate(self.source.findings):
            if only is None or finding.id in only:
                yield self._finding(finding, f"findings[{number}]")

    # ------------------------------------------------------------ sections

    def _section(self, section: Section, field: str) -> Verdict:
        """Whether the document has a section of this heading."""
        reasons = self._missing(section)
        return Verdict(
            "section",
            section.id,
            "failed" if reasons else "ok",
            f"{field}.heading",
            self.where(f"{field}.heading"),
            section.heading,
            "",
            reasons=reasons,
        )

    def _missing(self, section: Section | None) -> tuple[str, ...]:
        """Why a section cannot be searched; nothing where it can."""
        if section is None:
            return ("its section is not among the sections of source.yaml",)
        if self.index.section(section.heading) is not None:
            return ()
        headings = {plain(held.heading): held.heading for held in self.document.sections if held.heading}
        close = difflib.get_close_matches(plain(section.heading), headings, n=1, cutoff=0.4)
        hint = f"; the nearest is “{headings[close[0]]}”" if close else ""
        return (f"the document has no section “{section.heading}”{hint}",)

    # ------------------------------------------------------------ recommendations

    def _recommendation(self, recommendation: Recommendation, field: str) -> Verdict:
        """Whether the words of an ask stand in its section."""
        section = self.sections.get(recommendation.section)
        lost = self._missing(section)
        base = Verdict(
            "recommendation", recommendation.id, "failed", f"{field}.section", self.where(f"{field}.section"), recommendation.ask,
            section.heading if section else recommendation.section, reasons=lost,
        )  # fmt: skip
        if lost or section is None:
            return base
        match = self._best(stems(recommendation.ask), self.index.within(self.index.section(section.heading) or 0))
        if match is None:
            return replace(base, reasons=("the section holds no text",))
        text = " ".join(sentence.text for sentence in self.index.within(match.sentence.section))
        reasons = [
            *self._placed(match, stems(recommendation.ask), least=FEWEST_WORDS),
            *_numbers_of_ask(recommendation, match.sentence, text=text),
        ]
        if recommendation.bill and recommendation.bill.title and plain(recommendation.bill.title) not in plain(text):
            reasons.append(("bill.title", f"the section does not name the “{recommendation.bill.title}”"))
        reasons += [
            ("ask", f"“{quote}” is in quotation marks and not in the document")
            for quote in missing_quotations(recommendation.ask, self.document)
        ]
        return self._told(base, replace(match, reasons=tuple(reasons)), field=field)

    # ------------------------------------------------------------ findings

    def _finding(self, finding: Finding, field: str) -> Verdict:
        """Whether the document bears out a finding."""
        section = self.sections.get(finding.section)
        sought = " · ".join(filter(None, (finding.figure or finding.claim.rstrip("."), _date_of(finding), finding.counted_by)))
        base = Verdict(
            "finding", finding.id, "failed", field, self.where(field), sought, section.heading if section else finding.section,
            reasons=self._missing(section),
        )  # fmt: skip
        if finding.reference not in (None, self.home.id):
            return replace(base, result="another work", reasons=())
        if base.reasons or section is None:
            return replace(base, field=f"{field}.section", line=self.where(f"{field}.section"))
        if not dating.is_real(finding.as_of):
            return replace(base, field=f"{field}.as_of", line=self.where(f"{field}.as_of"), reasons=(f"{finding.as_of} is no date",))
        within = self.index.within(self.index.section(section.heading) or 0)
        matches = self._matches(finding, within)
        if not matches:
            return self._without_figure(finding, base, within=within, field=field)
        return self._told(base, min(matches, key=lambda match: (len(match.reasons), -match.score)), field=field)

    def _matches(self, finding: Finding, within: Sequence[Sentence]) -> list[Match]:
        """The sentences of a section that may be meant, each with what speaks against it."""
        words = _words(finding)
        held = [self._match(finding, sentence, words=words) for sentence in within if self._spans(finding, sentence) is not None]
        best = max((match.score for match in held), default=0.0)
        return [self._checked(finding, match, words=words) for match in held if match.score >= CLEARLY_LESS * best]

    def _spans(self, finding: Finding, sentence: Sentence) -> tuple[tuple[int, int], ...] | None:
        """Where the figure of a finding stands in a sentence; nothing where it does not."""
        if finding.figure is None:
            return ()
        if finding.figure not in self._figures:
            self._figures[finding.figure] = read_figures(finding.figure)
        return _figure_spans(finding.figure, sentence, ours=self._figures[finding.figure], moments=self.moments[sentence.number])

    def _match(self, finding: Finding, sentence: Sentence, *, words: frozenset[str]) -> Match:
        """A sentence with the places that were looked for."""
        return Match(sentence, self.index.score(words, sentence), self._spans(finding, sentence) or ())

    def _checked(self, finding: Finding, match: Match, *, words: frozenset[str]) -> Match:
        """The match with everything that speaks against it."""
        around = self.index.paragraph(match.sentence)
        reasons = [
            *self._placed_finding(finding, match, words=words),
            *self._date(finding, match, around=around),
            *self._counter(finding, match, around=around),
            *self._claim(finding, around),
            *_beside(finding, match),
            *(
                ("claim", f"“{quote}” is in quotation marks and not in the document")
                for quote in missing_quotations(finding.claim, self.document)
            ),
        ]
        return replace(match, spans=(*match.spans, *self._marks(finding, match)), reasons=tuple(reasons))

    def _placed_finding(self, finding: Finding, match: Match, *, words: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Whether another section bears the claim out clearly better."""
        if not finding.figure:
            yield from self._placed(match, words, least=FEWEST_WORDS)
            return
        rivals = [
            sentence
            for sentence in self.index.sentences
            if sentence.section != match.sentence.section and self._spans(finding, sentence) is not None
        ]
        limit = CLEARLY_LESS_ATTRIBUTED if finding.counted_by else CLEARLY_LESS
        yield from self._placed(match, words, least=FEWEST_WORDS_OF_FIGURE, rivals=rivals, limit=limit)

    def _placed(
        self, match: Match, words: frozenset[str], *, least: float, rivals: Sequence[Sentence] | None = None, limit: float = CLEARLY_LESS
    ) -> Iterator[tuple[str, str]]:
        """Whether the words stand in this section, and not clearly better in another."""
        others = [
            sentence for sentence in (self.index.sentences if rivals is None else rivals) if sentence.section != match.sentence.section
        ]
        best = max(others, key=lambda sentence: self.index.score(words, sentence), default=None)
        if best is not None and match.score < limit * self.index.score(words, best):
            heading = self.document.sections[best.section].heading
            yield "section", f"what it says stands under “{heading}”: “{_short(best.text)}”"
        elif match.score < least:
            yield "claim", "its words do not stand in the section"

    def _best(self, words: frozenset[str], within: Sequence[Sentence]) -> Match | None:
        """The sentence that holds most of the words."""
        best = max(within, key=lambda sentence: self.index.score(words, sentence), default=None)
        return Match(best, self.index.score(words, best), ()) if best else None

    # ------------------------------------------------------------ date, counter, claim

    def _governing(self, finding: Finding, match: Match) -> tuple[Moment, ...]:
        """The dates that the sentence itself gives for the figure, or for the words of the claim."""
        sentence = match.sentence
        anchors = match.spans if finding.figure else _word_spans(finding.claim, sentence)
        return dating.governing(
            self.moments[sentence.number], sentence.text, figures=sentence.figures, anchors=anchors or ((0, 0),), claim=finding.claim
        )

    def _date(self, finding: Finding, match: Match, *, around: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
        """Whether the date is the one that governs the figure.

        That is the nearest in its sentence; in a sentence without one the nearest before it in the paragraph, or behind
        it, or the document's own date, for which the document vouches.
        """
        given = finding.as_of_text or finding.as_of
        own = self._governing(finding, match)
        if own and dating.says(own, as_of=finding.as_of, as_of_text=finding.as_of_text):
            return
        if own and self._binds(own, finding, match=match):
            yield "as_of", f"the document dates it {dating.in_words(own)}, not {given}"
            return
        if finding.as_of == self.home.issued and finding.as_of_text is None:
            return
        sentence = match.sentence
        reckoned = [moment for moment in self.moments[sentence.number] if dating.is_reference(moment, sentence.text)]
        if any(dating.says((moment,), as_of=finding.as_of, as_of_text=finding.as_of_text) for moment in reckoned):
            return
        near = self._referred(match.sentence) or self._near(match.sentence, around)
        if near and dating.says(near, as_of=finding.as_of, as_of_text=finding.as_of_text):
            return
        dated = f"the nearest date is {dating.in_words(near)}" if near else "there is no date near it"
        yield "as_of", f"{given} does not stand near it: {dated}, and the document's own is {self.home.issued}"

    def _binds(self, moments: Sequence[Moment], finding: Finding, *, match: Match) -> bool:
        """Whether the dates of a sentence date the figure: not from a clause of their own, nor a provision of law."""
        figures = self._figures.get(finding.figure or "", ())
        if figures and all(isinstance(figure, Citation) for figure in figures):
            return False
        return not match.spans or not finding.figure or not dating.is_apart(moments, match.spans[0], text=match.sentence.text)

    def _referred(self, sentence: Sentence) -> tuple[Moment, ...]:
        """The date of the event that a sentence refers back to (“When the policy was announced, …”), as its section tells it."""
        found = REFERS_BACK.match(sentence.text)
        events = {stem(word) for word in EVENT.findall(found.group(1))} if found else set()
        for other in reversed(self.index.within(sentence.section)):
            if other.number < sentence.number and events & other.stems and self.moments[other.number]:
                anchors = tuple(word.span() for word in EVENT.finditer(other.text) if stem(word.group()) in events)
                return dating.governing(self.moments[other.number], other.text, figures=other.figures, anchors=anchors, claim="")
        return ()

    def _near(self, sentence: Sentence, around: Sequence[Sentence]) -> tuple[Moment, ...]:
        """The dates of the nearest sentence before this one in its paragraph that has some; else of the nearest behind it."""
        before = [other for other in around if other.number < sentence.number]
        after = [other for other in around if other.number > sentence.number]
        for other in (*reversed(before), *after):
            moments = [moment for moment in self.moments[other.number] if not moment.in_name]
            if moments:
                anchor = ((len(other.text), len(other.text)),) if other.number < sentence.number else ((0, 0),)
                return dating.governing(moments, other.text, figures=(), anchors=anchor, claim="")
        return ()

    def _counter(self, finding: Finding, match: Match, *, around: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
        """Whether the document attributes it to whom the finding does."""
        body = finding.counted_by
        if not body:
            return
        before = [other for other in around if other.number < match.sentence.number]
        after = [other for other in around if other.number > match.sentence.number]
        anchor = match.spans[0][0] if match.spans else None
        if attributed(body, match.sentence, bodies=self.bodies, before=before, after=after, anchor=anchor):
            return
        pattern = self.bodies.pattern(body)
        stands = any(mentions(pattern, sentence.text) for sentence in self.index.within(match.sentence.section))
        how = "stands in the section, but not as who counted or said this" if stands else "does not stand in the section"
        yield "counted_by", f"“{body}” {how}"

    def _claim(self, finding: Finding, around: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
        """Whether the numbers and dates within the claim are the figure's, or stand beside it."""
        near = [figure for sentence in around for figure in sentence.figures]
        ours = [*numbers(read_figures(finding.figure or "")), *near]
        for figure in numbers(read_figures(finding.claim)):
            if is_turn_of_phrase(figure) or any(supports(theirs, figure) for theirs in ours):
                continue
            if not isinstance(figure, Moment) and hasattr(figure, "value") and counts_its_list(figure, finding.claim):  # type: ignore[arg-type]
                continue
            yield "claim", f"its own “{figure.text}” is neither its figure nor in the paragraph"
        dated = [moment for sentence in around for moment in self.moments[sentence.number]]
        for moment in dates(read_figures(finding.claim)):
            stands = moment.partial and any(
                (theirs.partial or "").startswith(moment.partial) for one in dated for theirs in (one, one.until or one)
            )
            if moment.partial and not stands and not self.home.issued.startswith(moment.partial):
                yield "claim", f"its own “{moment.text}” does not stand in the paragraph"

    # ------------------------------------------------------------ telling

    def _marks(self, finding: Finding, match: Match) -> Iterator[tuple[int, int]]:
        """Where date and name stand in the sentence."""
        for moment in self._governing(finding, match):
            yield moment.start, moment.end
        if finding.counted_by:
            yield from mentions(self.bodies.pattern(finding.counted_by), match.sentence.text)[:1]

    def _told(self, base: Verdict, match: Match, *, field: str) -> Verdict:
        """The verdict on a match."""
        sentence = match.sentence
        passage = Passage(sentence.section, sentence.paragraph, sentence.start, sentence.end)
        marks = tuple(replace(passage, start=sentence.start + start, end=sentence.start + end) for start, end in dict.fromkeys(match.spans))
        if not match.reasons:
            return replace(base, result="ok", field=field, line=self.where(field), passage=passage, marks=marks, reasons=())
        key = f"{field}.{match.reasons[0][0]}"
        return replace(
            base, field=key, line=self.where(key), passage=passage, marks=marks, reasons=tuple(reason for _, reason in match.reasons)
        )

    def _without_figure(self, finding: Finding, base: Verdict, *, within: Sequence[Sentence], field: str) -> Verdict:
        """The verdict where no sentence of the section holds the figure, with the nearest text."""
        everywhere = self.index.sentences if finding.figure else ()
        elsewhere = [sentence for sentence in everywhere if self._spans(finding, sentence) is not None]
        words = _words(finding)
        near = self._best(words, elsewhere or within)
        key = "figure" if finding.figure else "section"
        reason = f"“{finding.figure}” does not stand in the section" if finding.figure else "the section holds no text"
        if elsewhere and near:
            reason += f"; it stands under “{self.document.sections[near.sentence.section].heading}”"
        reasons = ((key, reason),)
        if near is None:
            return replace(base, field=f"{field}.{key}", line=self.where(f"{field}.{key}"), reasons=(reason,))
        spans = self._spans(finding, near.sentence) or _nearest_figure(finding, near.sentence)
        return self._told(base, replace(near, spans=spans, reasons=reasons), field=field)


def _words(finding: Finding) -> frozenset[str]:
    """The words by which a finding is looked for."""
    return stems(" ".join(filter(None, (finding.claim, finding.figure, finding.counted_by))))


def _date_of(finding: Finding) -> str:
    """The date of a finding as people say it; as it is written where it is none."""
    return dated(finding) if finding.as_of_text or dating.is_real(finding.as_of) else finding.as_of


def _figure_spans(
    sought: str, sentence: Sentence, *, ours: Sequence[Figure], moments: Sequence[Moment]
) -> tuple[tuple[int, int], ...] | None:
    """Where a figure stands in a sentence: every number of it with its qualifier, and its other words; nothing where it does not."""
    if not ours:
        whole = re.search(rf"(?<![\w.,]){re.escape(_plain(sought))}(?!\w|[.,]\d)", _plain(sentence.text))
        return (whole.span(),) if whole else None
    spans = []
    for figure in ours:
        found = next((theirs for theirs in (*numbers(sentence.figures), *moments) if _is(figure, theirs)), None)
        if found is None:
            return None
        spans.append((found.start, found.end))
    rest = sought
    for figure in reversed(ours):
        rest = rest[: figure.start] + " " + rest[figure.end :]
    return tuple(spans) if stems(rest) <= sentence.stems else None


def _nearest_figure(finding: Finding, sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Where the figure of a sentence stands that looks most like the one sought."""
    held = {figure.text.lower(): (figure.start, figure.end) for figure in numbers(sentence.figures)}
    close = difflib.get_close_matches((finding.figure or "").lower(), held, n=1, cutoff=0.0)
    return tuple(held[text] for text in close)


def _is(ours: object, theirs: object) -> bool:
    """Whether a figure of ours is theirs; a date, where it says all that ours says."""
    if isinstance(ours, Moment) and isinstance(theirs, Moment):
        return bool(ours.partial) and dating.says((theirs,), as_of=ours.partial or "", as_of_text=None)
    return same(ours, theirs)  # type: ignore[arg-type]


def _plain(text: str) -> str:
    """A text as it is searched for literally: as long as before, without case, with straight quotes."""
    return re.sub(r"[“”]", '"', re.sub(r"[‘’]", "'", text.lower()))


def _word_spans(claim: str, sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Where the words of a claim stand in a sentence."""
    sought = stems(claim)
    return tuple(found.span() for found in WORD.finditer(sentence.text) if stem(found.group()) in sought)


def _beside(finding: Finding, match: Match) -> Iterator[tuple[str, str]]:
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
        yield "figure", f"in that list “{finding.figure}” is “{told}”, and not “{wanted}”"


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


def _numbers_of_ask(recommendation: Recommendation, sentence: Sentence, *, text: str) -> Iterator[tuple[str, str]]:
    """The numbers of an ask that its section does not give."""
    theirs = read_figures(text)
    for figure in numbers(read_figures(recommendation.ask)):
        if not is_turn_of_phrase(figure) and not any(supports(other, figure) for other in (*theirs, *sentence.figures)):
            yield "ask", f"“{figure.text}” does not stand in the section"


def _short(text: str, most: int = 100) -> str:
    """The first words of a sentence."""
    return text if len(text) <= most else text[: text.rfind(" ", 0, most)] + " …"
