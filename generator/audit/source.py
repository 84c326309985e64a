"""Compares a source file with its document: each section, finding and recommendation."""

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from generator.audit import asks, dating
from generator.audit.documents.types import Document
from generator.audit.findings import FindingAuditor
from generator.audit.ground import AuditBasis
from generator.audit.index import Sentence, plain
from generator.audit.passages import Match, Reason
from generator.audit.quotations import TEMPLATE
from generator.audit.rules import (
    ASK_RULES,
    FINDING_RULES,
    WORDING_RULES,
    AskCase,
    AskRule,
    FindingRule,
    reasons_of,
)
from generator.audit.verdicts import Passage, Verdict, problem_of
from generator.errors import Problem
from generator.letter.citations import dated, reported
from generator.models.campaign import Campaign
from generator.models.source import Finding, Recommendation, Section, SourceFile

Where = Callable[[str], int]
"""The line of a key of source.yaml: `findings[3].figure`."""
Statement = TypeVar("Statement", Section, Recommendation, Finding)
ELSEWHERE = 0.5
"""The weight of a word that stands in the document but not in the section, where it would be 1.

Chosen by hand, for the asks of a campaign: they may use words of the whole document.
"""
ALIKE = 0.4
"""A message names the nearest heading only if it is at least so like the one sought: by hand."""


def audit_source(
    source: SourceFile,
    document: Document,
    *,
    where: Where,
    others: Mapping[str, Document] | None = None,
    ground: AuditBasis | None = None,
    only: Collection[str] | None = None,
    finding_rules: Mapping[str, FindingRule] = FINDING_RULES,
    ask_rules: Mapping[str, AskRule] = ASK_RULES,
) -> list[Verdict]:
    """Returns a verdict for every section, recommendation and finding, in that order.

    A finding is confirmed if its section exists, its figure stands there with value, unit and
    qualifier, and no rule of `generator.audit.rules` speaks against it. Findings of a work that is
    not among `others` are named and not checked. `only` names the ids to audit; `ground` saves
    taking the document apart again; the benchmark leaves rules out.
    """
    # The first entry of the bibliography is the document itself.
    grounds = {source.bibliography[0].id: ground or ground_of(source, document)}
    for work, other in (others or {}).items():
        grounds[work] = ground_of(source, other, work=work)
    auditor = _Auditor(source, grounds, finding_rules=finding_rules, ask_rules=ask_rules)
    return [replace(verdict, line=where(verdict.field)) for verdict in auditor.verdicts(only)]


def audit_asks(campaign: Campaign, *, grounds: Mapping[str, AuditBasis]) -> Iterator[Problem]:
    """Yields a problem for each ask of a campaign that differs from its recommendation.

    Its own words ask for something else, or name something else. `grounds` holds the works by id;
    asks that rest on another work are skipped.
    """
    source = campaign.source
    recommendations = {one.id: one for one in source.recommendations}
    sections = {section.id: section for section in source.sections}
    for number, (ask, prose) in enumerate(
        zip(campaign.settings.asks, campaign.asks, strict=True), start=1
    ):
        recommendation = recommendations.get(ask.recommendation)
        # An ask without words of its own is printed as its recommendation, which is audited; one of
        # no recommendation is a mistake that the check of the project names.
        # An ask of the sender's own is never measured by the document, which does not make it.
        if not ask.text or recommendation is None or ask.own:
            continue
        stated = sections.get(recommendation.section)
        ground = grounds.get(source.work_of(stated)) if stated else None
        number_of = ground.index.section(stated.heading) if stated and ground else None
        if ground is None or number_of is None:
            continue
        bill = recommendation.bill
        # The other names that the recommendation gives, and the chambers of Congress, which any ask
        # may name.
        named = (bill.title or "", bill.number or "") if bill else ()
        also = (
            recommendation.ask,
            " ".join((*named, *recommendation.committees, "House Senate Congress")),
        )
        # What a template prints is checked in the finished letter.
        within, words = ground.index.within(number_of), TEMPLATE.sub(" ", prose.text)
        case = AskCase(
            words, "ask", Match(within[0], 0.0, ()), within, ground, also=also, elsewhere=ELSEWHERE
        )
        place = Problem(
            prose.file,
            prose.first_line,
            f"asks[{number}].text",
            recommendation.id,
            code="refuted-statement",
        )
        for reason in reasons_of(case, WORDING_RULES):
            yield problem_of(place, reason.words, sure=reason.sure)


def ground_of(source: SourceFile, document: Document, *, work: str | None = None) -> AuditBasis:
    """Returns the document of a work, ready to be compared; without a name it is the first work."""
    reference = next((one for one in source.bibliography if one.id == work), source.bibliography[0])
    return AuditBasis(document, reference.issued)


class _Auditor:
    """Checks one source file against its documents, of which the first is its home."""

    def __init__(
        self,
        source: SourceFile,
        grounds: Mapping[str, AuditBasis],
        *,
        finding_rules: Mapping[str, FindingRule],
        ask_rules: Mapping[str, AskRule],
    ) -> None:
        self.source, self.grounds, self.ask_rules = source, grounds, ask_rules
        self.sections = {section.id: section for section in source.sections}
        self.auditors = {
            work: FindingAuditor(source, held, work=work, rules=finding_rules)
            for work, held in grounds.items()
        }

    def verdicts(self, only: Collection[str] | None) -> Iterator[Verdict]:
        """Yields the verdicts in the order of the file, without their lines."""

        # One function for three lists, generic over their type, so that key, number and filter are
        # made in one place.
        def each(
            key: str, statements: Sequence[Statement], *, check: Callable[[Statement, str], Verdict]
        ) -> Iterator[Verdict]:
            for number, statement in enumerate(statements):
                if only is None or statement.id in only:
                    yield check(statement, f"{key}[{number}]")

        yield from each("sections", self.source.sections, check=self._section)
        yield from each("recommendations", self.source.recommendations, check=self._recommendation)
        yield from each("findings", self.source.findings, check=self._finding)

    def _section(self, section: Section, field: str) -> Verdict:
        """Returns the verdict on a section: whether its work has its heading."""
        work = self.source.work_of(section)
        return Verdict(
            "section", section.id, f"{field}.heading", 0, section.heading, "",
            reasons=self._missing(section), is_checked=work in self.grounds,
        )  # fmt: skip

    def _missing(self, section: Section | None) -> tuple[str, ...]:
        """Returns the reason why a section cannot be searched; empty if it can.

        Nothing is missing in a work without a document, which is not checked.
        """
        if section is None:
            return ("its section is not among the sections of source.yaml",)
        ground = self.grounds.get(self.source.work_of(section))
        if ground is None or ground.index.section(section.heading) is not None:
            return ()
        held = (one.heading for one in ground.document.sections if one.heading)
        headings = {plain(heading): heading for heading in held}
        # A heading may be mistyped or from another edition, so the nearest is a help.
        close = difflib.get_close_matches(plain(section.heading), headings, n=1, cutoff=ALIKE)
        hint = f"; the nearest is “{headings[close[0]]}”" if close else ""
        return (f"the document has no section “{section.heading}”{hint}",)

    def _recommendation(self, recommendation: Recommendation, field: str) -> Verdict:
        """Returns the verdict on a recommendation: whether its section asks for it."""
        section = self.sections.get(recommendation.section)
        heading = section.heading if section else recommendation.section
        lost = self._missing(section)
        base = Verdict(
            "recommendation", recommendation.id, f"{field}.section", 0, "", heading,
            claim=recommendation.ask, reasons=lost,
        )  # fmt: skip
        if lost or section is None:
            return base
        # The section says on which work the recommendation rests.
        work = self.source.work_of(section)
        if work not in self.grounds:
            return replace(base, is_checked=False)
        ground, within = self.grounds[work], self._searched(section, work)
        best = asks.best(recommendation.ask, within, ground=ground)
        if best is None:
            return replace(base, reasons=("the section holds no text",))
        match = Match(best, 0.0, ())
        case = AskCase(recommendation.ask, "ask", match, within, ground, bill=recommendation.bill)
        match = replace(match, reasons=reasons_of(case, self.ask_rules))
        return _judged(replace(base, field=field), match, document=ground.document)

    def _finding(self, finding: Finding, field: str) -> Verdict:
        """Returns the verdict on a finding: whether its work says the same."""
        work, section = self.source.work_of(finding), self.sections.get(finding.section or "")
        sought = " · ".join(filter(None, (finding.figure, _date_of(finding), finding.counted_by)))
        # A finding without a section is sought in its whole work.
        heading = section.heading if section else finding.section or work
        base = Verdict("finding", finding.id, field, 0, sought, heading, claim=finding.claim)
        if work not in self.grounds:
            return replace(base, is_checked=False)
        if lost := self._lost(finding, section):
            return replace(base, field=f"{field}.section", reasons=lost)
        # Before any rule, because the rules compute with the date.
        if not dating.is_real(finding.as_of):
            reason = f"{finding.as_of} is no date"
            return replace(base, field=f"{field}.as_of", reasons=(reason,))
        auditor, within = self.auditors[work], self._searched(section, work)
        # If the figure does not stand there, the nearest text is shown, so that the user sees what
        # to correct.
        match = auditor.best(finding, within) or auditor.nearest(finding, within)
        if match is None:
            key, reason = "section", "the section holds no text"
            if finding.figure:
                key, reason = "figure", f"“{finding.figure}” does not stand in the section"
            return replace(base, field=f"{field}.{key}", reasons=(reason,))
        verdict = _judged(base, match, document=self.grounds[work].document)
        if not finding.say:
            return verdict
        return self._with_say(verdict, finding, known=match.reasons, within=within)

    def _with_say(
        self,
        verdict: Verdict,
        finding: Finding,
        *,
        known: Sequence[Reason],
        within: Sequence[Sentence],
    ) -> Verdict:
        """Returns the verdict with what speaks against the sentence for supporters alone.

        It is compared as the claim is, so that it may not say what the document does not.
        """
        work = self.source.work_of(finding)
        # “Human Rights Watch reported in January 2020”: a work does not say this of itself.
        words = (finding.say or "").replace(reported(finding, self.source), "").strip(" ,.")
        sentence = finding.model_copy(update={"claim": words})
        found = self.auditors[work].best(sentence, within)
        of_claim = {reason.words for reason in known}
        own = [reason for reason in found.reasons if reason.words not in of_claim] if found else []
        if not own:
            return verdict
        field = verdict.field if known else f"{verdict.field}.say"
        return replace(
            verdict,
            field=field,
            reasons=(*verdict.reasons, *(f"say: {one.words}" for one in own if one.sure)),
            doubts=(*verdict.doubts, *(f"say: {one.words}" for one in own if not one.sure)),
        )

    def _lost(self, finding: Finding, section: Section | None) -> tuple[str, ...]:
        """Returns the reason why a finding's section cannot be searched; empty if it can.

        Of another work than the first, a finding may have no section, or, as in version 0.2, one of
        the first work: then the whole work is searched.
        """
        if self.source.work_of(finding) == self.source.home:
            return self._missing(section)
        return self._missing(self.source.section_of(finding)) if section and section.work else ()

    def _searched(self, section: Section | None, work: str) -> Sequence[Sentence]:
        """Returns the sentences of a section; of a work without this section all sentences."""
        index = self.grounds[work].index
        number = index.section(section.heading) if section else None
        return index.sentences if number is None else index.within(number)


def _judged(base: Verdict, match: Match, *, document: Document) -> Verdict:
    """Returns the verdict with its passage, marks, reasons and doubts, at the key that is wrong."""
    sentence, field = match.sentence, base.field
    passage = Passage(document, sentence.section, sentence.paragraph, sentence.start, sentence.end)
    marks = tuple(
        replace(passage, start=sentence.start + start, end=sentence.start + end)
        # Date and figure may be one span (“2019”); a dict keeps the order, in which the figure is
        # first.
        for start, end in dict.fromkeys(match.spans)
    )
    if match.reasons:
        # Of several reasons the first error names the key, else the first doubt: max takes the
        # first of equals.
        field += f".{max(match.reasons, key=lambda reason: reason.sure).key}"
    return replace(
        base,
        field=field,
        passage=passage,
        marks=marks,
        reasons=tuple(reason.words for reason in match.reasons if reason.sure),
        doubts=tuple(reason.words for reason in match.reasons if not reason.sure),
    )


def _date_of(finding: Finding) -> str:
    """Returns the date of a finding in words; one that is in no calendar as it was typed."""
    return dated(finding) if finding.as_of_text or dating.is_real(finding.as_of) else finding.as_of
