"""A source file against the document: each section, finding and recommendation, and where the document bears it out."""

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.audit import asks, dating
from generator.audit.documents.types import Document
from generator.audit.findings import FindingAuditor
from generator.audit.ground import Ground
from generator.audit.index import Sentence, plain
from generator.audit.passages import Match
from generator.audit.quotations import TEMPLATE
from generator.audit.rules import ASK_RULES, FINDING_RULES, WORDING_RULES, AskCase, AskRule, FindingRule
from generator.audit.verdicts import Passage, Verdict
from generator.errors import Problem
from generator.letter.citations import dated
from generator.models import Campaign, Finding, Recommendation, Section, SourceFile

Where = Callable[[str], int]
"""The line of a key of source.yaml: `findings[3].figure`."""
ELSEWHERE = 0.5
"""What a word of a campaign's ask counts that stands in the document and not in the section."""


def audit_source(
    source: SourceFile,
    document: Document,
    *,
    where: Where,
    others: Mapping[str, Document] | None = None,
    ground: Ground | None = None,
    only: Collection[str] | None = None,
    finding_rules: Mapping[str, FindingRule] = FINDING_RULES,
    ask_rules: Mapping[str, AskRule] = ASK_RULES,
) -> list[Verdict]:
    """A verdict for every section, finding and recommendation of the source file, in that order.

    A finding is confirmed if its section exists, its figure stands there with value, unit and qualifier, and no rule of
    `generator.audit.rules` speaks against it. Findings of a work that is not among `others` are named and not checked. `only`
    names the ids to look at; `ground` saves taking the document apart again; the benchmark leaves rules out.
    """
    auditor = _Auditor(
        source, ground or ground_of(source, document), others=others or {}, where=where, finding_rules=finding_rules, ask_rules=ask_rules
    )
    return list(auditor.verdicts(only))


def audit_asks(campaign: Campaign, *, ground: Ground) -> Iterator[Problem]:
    """A problem for each ask of a campaign whose own words ask for something else than its recommendation, or name somebody else."""
    source = campaign.source
    recommendations = {one.id: one for one in source.recommendations}
    headings = {section.id: section.heading for section in source.sections}
    for number, (ask, prose) in enumerate(zip(campaign.settings.asks, campaign.asks, strict=True), start=1):
        recommendation = recommendations.get(ask.recommendation)
        section = ground.index.section(headings.get(recommendation.section, "")) if recommendation else None
        if not ask.text or recommendation is None or section is None:
            continue
        bill = recommendation.bill
        named = (bill.title or "", bill.number or "") if bill else ()
        also = (recommendation.ask, " ".join((*named, *recommendation.committees, "House Senate Congress")))
        within, words = ground.index.within(section), TEMPLATE.sub(" ", prose.text)
        case = AskCase(words, "ask", Match(within[0], 0.0, ()), within, ground, also=also, elsewhere=ELSEWHERE)
        for reason in (reason for rule in WORDING_RULES.values() for reason in rule(case)):
            told = reason.words if reason.sure else f"look whether it is so: {reason.words}"
            field = f"asks[{number}].text"
            yield Problem(prose.file, prose.first_line, field, f"{recommendation.id}: {told}", "error" if reason.sure else "warning")


def ground_of(source: SourceFile, document: Document, *, work: str | None = None) -> Ground:
    """The document, ready to be compared with the source file that cites it as this work; as the first, where none is named."""
    reference = next((one for one in source.bibliography if one.id == work), source.bibliography[0])
    return Ground(document, reference.issued)


class _Auditor:
    """Checks one source file against its documents."""

    def __init__(
        self,
        source: SourceFile,
        ground: Ground,
        *,
        others: Mapping[str, Document],
        where: Where,
        finding_rules: Mapping[str, FindingRule],
        ask_rules: Mapping[str, AskRule],
    ) -> None:
        self.source, self.where, self.ask_rules = source, where, ask_rules
        self.home = source.bibliography[0].id
        self.sections = {section.id: section for section in source.sections}
        self.grounds = {self.home: ground, **{work: ground_of(source, document, work=work) for work, document in others.items()}}
        self.auditors = {work: FindingAuditor(source, held, work=work, rules=finding_rules) for work, held in self.grounds.items()}
        self.ground = ground

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

    def _section(self, section: Section, field: str) -> Verdict:
        """Whether the document has a section of this heading."""
        reasons, key = self._missing(section), f"{field}.heading"
        return Verdict("section", section.id, key, self.where(key), section.heading, "", reasons=reasons)

    def _missing(self, section: Section | None) -> tuple[str, ...]:
        """Why a section cannot be searched; nothing where it can."""
        if section is None:
            return ("its section is not among the sections of source.yaml",)
        if self.ground.index.section(section.heading) is not None:
            return ()
        headings = {plain(held.heading): held.heading for held in self.ground.document.sections if held.heading}
        close = difflib.get_close_matches(plain(section.heading), headings, n=1, cutoff=0.4)
        hint = f"; the nearest is “{headings[close[0]]}”" if close else ""
        return (f"the document has no section “{section.heading}”{hint}",)

    def _recommendation(self, recommendation: Recommendation, field: str) -> Verdict:
        """Whether the section of a recommendation asks for it."""
        section = self.sections.get(recommendation.section)
        lost = self._missing(section)
        base = Verdict(
            "recommendation", recommendation.id, f"{field}.section", self.where(f"{field}.section"), "",
            section.heading if section else recommendation.section, claim=recommendation.ask, reasons=lost,
        )  # fmt: skip
        if lost or section is None:
            return base
        within = self._within(section)
        best = asks.best(recommendation.ask, within, ground=self.ground)
        if best is None:
            return replace(base, reasons=("the section holds no text",))
        match = Match(best, 0.0, ())
        case = AskCase(recommendation.ask, "ask", match, within, self.ground, bill=recommendation.bill)
        reasons = tuple(reason for rule in self.ask_rules.values() for reason in rule(case))
        return self._told(base, replace(match, reasons=reasons), field=field, ground=self.ground)

    def _within(self, section: Section) -> Sequence[Sentence]:
        """The sentences of a section of the first work."""
        return self.ground.index.within(self.ground.index.section(section.heading) or 0)

    def _finding(self, finding: Finding, field: str) -> Verdict:
        """Whether its work bears out a finding."""
        work, section = finding.reference or self.home, self.sections.get(finding.section)
        sought = " · ".join(filter(None, (finding.figure, _date_of(finding), finding.counted_by)))
        base = Verdict(
            "finding", finding.id, field, self.where(field), sought, section.heading if section else finding.section,
            claim=finding.claim,
        )  # fmt: skip
        if work not in self.grounds:
            return replace(base, is_checked=False)
        if lost := self._missing(section) if work == self.home else ():
            return replace(base, field=f"{field}.section", line=self.where(f"{field}.section"), reasons=lost)
        if not dating.is_real(finding.as_of):
            return replace(base, field=f"{field}.as_of", line=self.where(f"{field}.as_of"), reasons=(f"{finding.as_of} is no date",))
        within = self._searched(section, work)
        match = self.auditors[work].best(finding, within) or self.auditors[work].nearest(finding, within)
        if match is None:
            key = f"{field}.{'figure' if finding.figure else 'section'}"
            reason = f"“{finding.figure}” does not stand in the section" if finding.figure else "the section holds no text"
            return replace(base, field=key, line=self.where(key), reasons=(reason,))
        return self._told(base, match, field=field, ground=self.grounds[work])

    def _searched(self, section: Section | None, work: str) -> Sequence[Sentence]:
        """The sentences in which a finding is looked for: of another work all of them, unless it has the section too."""
        index = self.grounds[work].index
        number = index.section(section.heading) if section else None
        return index.sentences if number is None else index.within(number)

    def _told(self, base: Verdict, match: Match, *, field: str, ground: Ground) -> Verdict:
        """The verdict on a match."""
        sentence = match.sentence
        passage = Passage(ground.document, sentence.section, sentence.paragraph, sentence.start, sentence.end)
        marks = tuple(replace(passage, start=sentence.start + start, end=sentence.start + end) for start, end in dict.fromkeys(match.spans))
        if not match.reasons:
            return replace(base, field=field, line=self.where(field), passage=passage, marks=marks)
        key = f"{field}.{max(match.reasons, key=lambda reason: reason.sure).key}"
        reasons = tuple(reason.words for reason in match.reasons if reason.sure)
        doubts = tuple(reason.words for reason in match.reasons if not reason.sure)
        return replace(base, field=key, line=self.where(key), passage=passage, marks=marks, reasons=reasons, doubts=doubts)


def _date_of(finding: Finding) -> str:
    """The date of a finding as people say it; as it is written where it is none."""
    return dated(finding) if finding.as_of_text or dating.is_real(finding.as_of) else finding.as_of
