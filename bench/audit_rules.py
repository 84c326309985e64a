"""Measures the effect of each audit rule: falsehoods that pass without it, truths it refuses.

The statements come from the shipped campaign, where its document is on this machine, and from the
documents that the tests write, which every clone has.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml

from generator.audit.documents.reading import read_document
from generator.audit.ground import AuditBasis
from generator.audit.passages import Reasons
from generator.audit.rules import ASK_RULES, FINDING_RULES
from generator.audit.source import audit_source, ground_of
from generator.audit.verdicts import Result
from generator.models.source import SourceFile
from tests.support import makes
from tests.support.drafts import drafted, drafted_by_another
from tests.support.mutations import DRAFTS, SHIPPED, Truths, mutations
from tests.support.paraphrases import paraphrases
from tests.support.reports import ASKED, REPORTS, as_data

ROOT = Path(__file__).parents[1]
CAMPAIGN = "remain-in-mexico"
SHARED = ROOT.parent / "shared" / "source" / "remain-in-mexico-qa.md"
"""The document of the shipped campaign; it belongs to its publisher and is not in the project."""
OUTCOMES: tuple[Result, ...] = ("failed", "look", "ok")
"""The worst first: the worst verdict on a statement counts."""
Case = TypeVar("Case")


@dataclass(frozen=True)
class Statement:
    """A finding or a recommendation that we know to be true or false of a document."""

    document: str
    kind: str
    """The kind of falsehood, as in `tests.support.mutations`, or `true`."""
    id: str
    source: SourceFile
    ground: AuditBasis

    @property
    def is_true(self) -> bool:
        """Whether the audit must let it pass."""
        return self.kind == "true"


@dataclass(frozen=True)
class AuditedStatement:
    """A statement, its worst verdict, and the rules that objected to it."""

    statement: Statement
    outcome: Result
    rules: frozenset[str]


@dataclass(frozen=True)
class RuleEffect:
    """The statements whose verdict changes if one rule is off."""

    rule: str
    caught: int
    """Falsehoods that no other rule catches."""
    errors: int
    """Falsehoods that are errors with the rule and doubts without it."""
    refused: int
    """True statements that only this rule refuses."""
    doubted: int
    """True statements that only this rule doubts."""


def shipped() -> SourceFile:
    """Returns the source file of the shipped campaign."""
    text = (ROOT / "letters" / CAMPAIGN / "source.yaml").read_text("utf-8")
    return SourceFile.model_validate(yaml.load(text, yaml.BaseLoader))  # noqa: S506 - makes texts only


def statements() -> Iterator[Statement]:
    """Yields every statement that is measured, grouped by document."""
    if SHARED.exists():
        source, document = shipped(), read_document(SHARED.read_bytes(), SHARED.name)
        ground = ground_of(source, document)
        yield from _false("the shipped campaign", source, ground=ground, truths=SHIPPED)
        yield from (
            Statement("the shipped campaign", "true", name, changed, ground)
            for name, _, changed in paraphrases(source)
        )
    for name, data in makes.documents().items():
        document, source = drafted(name, data)
        ground = ground_of(source, document)
        yield from _false(name, source, ground=ground, truths=DRAFTS)
        _, other = drafted_by_another(name, data)
        yield from (Statement(name, "true", one.id, other, ground) for one in other.findings)
    yield from _of_reports()


def _false(
    name: str, source: SourceFile, *, ground: AuditBasis, truths: Truths
) -> Iterator[Statement]:
    """Yields the mutations of one source file."""
    for one in mutations(source, ground.index, truths=truths):
        yield Statement(name, one.kind, one.id, one.source, ground)


def _of_reports() -> Iterator[Statement]:
    """Yields the claims and asks about the short reports."""
    for report in REPORTS.values():
        for kind, claims in (("true", report.true), ("false claim", report.false)):
            for _, source in report.sources(claims):
                yield Statement(
                    "the short reports", kind, "f", source, _ground(source, report.text)
                )
    for text, heading, true, false in ASKED:
        for kind, asks in (("true", true), ("false ask", false)):
            for ask in asks:
                source = as_data(text, "2024", sections={"asks": heading}, ask=ask)
                yield Statement("the short reports", kind, "asked", source, _ground(source, text))


def _ground(source: SourceFile, text: str) -> AuditBasis:
    """Returns the audit basis of a short report."""
    return ground_of(source, read_document(text.encode(), "report.md"))


def audit_all() -> list[AuditedStatement]:
    """Returns each statement with its verdict by all rules."""
    found = []
    for statement in statements():
        heard: set[str] = set()
        outcome = _outcome(statement, without=(), heard=heard)
        found.append(AuditedStatement(statement, outcome, frozenset(heard)))
    return found


def rule_effects(every: Sequence[AuditedStatement]) -> list[RuleEffect]:
    """Returns the effect of each rule, in the order of the rules.

    A rule that objects to no part of a statement cannot change its verdict, so only the statements
    that it objected to are audited again without it.
    """
    rows = []
    for rule in dict.fromkeys((*FINDING_RULES, *ASK_RULES)):
        lost: Counter[tuple[bool, Result, Result]] = Counter()
        for one in every:
            if rule in one.rules:
                lost[
                    one.statement.is_true, one.outcome, _outcome(one.statement, without={rule})
                ] += 1
        caught = lost[False, "failed", "ok"] + lost[False, "look", "ok"]
        refused = lost[True, "failed", "ok"] + lost[True, "failed", "look"]
        rows.append(
            RuleEffect(
                rule, caught, lost[False, "failed", "look"], refused, lost[True, "look", "ok"]
            )
        )
    return rows


def hit_table(every: Sequence[AuditedStatement]) -> Iterator[str]:
    """Yields a Markdown table: the errors and doubts among the statements of each kind."""
    documents = list(dict.fromkeys(one.statement.document for one in every))
    yield "| kind | " + " | ".join(documents) + " |"
    yield "|---" * (len(documents) + 1) + "|"
    counts = Counter((one.statement.kind, one.statement.document, one.outcome) for one in every)
    for kind in dict.fromkeys(one.statement.kind for one in every):
        cells = []
        for document in documents:
            failed, look, ok = (counts[kind, document, outcome] for outcome in OUTCOMES)
            made = failed + look + ok
            cells.append(
                f"{failed} of {made}" + (f" ({look} to look at)" if look else "") if made else ""
            )
        yield f"| {kind} | " + " | ".join(cells) + " |"


def effect_table(every: Sequence[AuditedStatement]) -> Iterator[str]:
    """Yields a Markdown table: the effect of each rule."""
    made = sum(not one.statement.is_true for one in every)
    yield "| rule | pass without it | doubts without it | truths refused | truths doubted |"
    yield "|---|---|---|---|---|"
    for one in rule_effects(every):
        yield (
            f"| {one.rule} | {one.caught} ({one.caught / made:.1%}) | {one.errors} | "
            f"{one.refused} | {one.doubted} |"
        )


def _outcome(
    statement: Statement, *, without: Collection[str], heard: set[str] | None = None
) -> Result:
    """Returns the worst verdict on a statement by all rules but those in `without`.

    Adds the names of the rules that object to it to `heard`.
    """
    verdicts = audit_source(
        statement.source,
        statement.ground.document,
        where=lambda _: 0,
        ground=statement.ground,
        only={statement.id},
        finding_rules=_listening(FINDING_RULES, without=without, heard=heard),
        ask_rules=_listening(ASK_RULES, without=without, heard=heard),
    )
    results = {verdict.result for verdict in verdicts}
    return next((outcome for outcome in OUTCOMES if outcome in results), "ok")


def _listening(
    rules: Mapping[str, Callable[[Case], Reasons]],
    *,
    without: Collection[str],
    heard: set[str] | None,
) -> dict[str, Callable[[Case], Reasons]]:
    """Returns all rules but those in `without`; each adds its name to `heard` if it objects."""
    kept = {name: rule for name, rule in rules.items() if name not in without}
    if heard is None:
        return kept
    return {name: _heard(name, rule, heard=heard) for name, rule in kept.items()}


def _heard(
    name: str, rule: Callable[[Case], Reasons], *, heard: set[str]
) -> Callable[[Case], Reasons]:
    """Returns the rule, wrapped so that it adds its name to `heard` if it objects."""

    def listening(case: Case) -> Reasons:
        for reason in rule(case):
            heard.add(name)
            yield reason

    return listening
