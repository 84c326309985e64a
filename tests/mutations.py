"""Source files with one thing made false, for the audit to catch: a figure, a date, an attribution, a section."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.models import Finding, SourceFile

OTHER_WORDS = {
    "about a quarter": ("about a third", "a quarter", "over a quarter"),
    "over half": ("over a third", "half", "nearly half"),
    "dozens": ("hundreds", "scores"),
    "thousands": ("hundreds", "tens of thousands", "hundreds of thousands"),
    "tens of thousands": ("hundreds of thousands", "thousands"),
    "top seven": ("top six", "top eight", "top five"),
    "level four": ("level three", "level two"),
    "nearly all": ("nearly half", "nearly none", "all but a few"),
    "months or even years": ("weeks or even months", "months or even decades"),
    "months later": ("weeks later", "years later"),
}
OTHER_QUALIFIERS = (
    ("over ", "at least "),
    ("over ", ""),
    ("at least ", "over "),
    ("at least ", ""),
    ("about ", "over "),
    ("less than ", "about "),
    ("under ", "over "),
)
FOREIGN_BODIES = ("Amnesty International", "the Cato Institute", "US Census Bureau", "Physicians for Human Rights")
SAME_BODIES = frozenset({frozenset({"State Department", "U.S. State Department", "U.S. Department of State"})})
"""Names of one body in the shipped campaign: to exchange them makes nothing false."""
ALSO_TRUE = frozenset({("attacks", "what-it-is")})
"""The document gives the 816 cases in two sections: to name the other makes nothing false."""
MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class Mutation:
    """A source file in which one finding or recommendation is no longer true."""

    id: str
    kind: str
    what: str
    source: SourceFile


def mutations(source: SourceFile, *, same_bodies: frozenset[frozenset[str]], also_true: frozenset[tuple[str, str]]) -> Iterator[Mutation]:
    """Every mutation of every finding of the first work, and of the section of every recommendation.

    `same_bodies` are names of one body, and `also_true` pairs of finding and section in which the document says it too:
    such a change makes nothing false and is no mutation.
    """
    home = source.bibliography[0].id
    for number, finding in enumerate(source.findings):
        if finding.reference in (None, home):
            for kind, changed in _of_finding(finding, source, same_bodies=same_bodies, also_true=also_true):
                findings = (*source.findings[:number], changed, *source.findings[number + 1 :])
                yield Mutation(finding.id, kind, _difference(finding, changed), source.model_copy(update={"findings": findings}))
    for number, recommendation in enumerate(source.recommendations):
        for section in source.sections:
            if section.id != recommendation.section and (recommendation.id, section.id) not in also_true:
                changed_ask = recommendation.model_copy(update={"section": section.id})
                asks = (*source.recommendations[:number], changed_ask, *source.recommendations[number + 1 :])
                yield Mutation(recommendation.id, "section", section.id, source.model_copy(update={"recommendations": asks}))


def _difference(before: Finding, after: Finding) -> str:
    """What was changed."""
    return ", ".join(f"{key}: {getattr(after, key)}" for key in Finding.model_fields if getattr(before, key) != getattr(after, key))


def _of_finding(
    finding: Finding, source: SourceFile, *, same_bodies: frozenset[frozenset[str]], also_true: frozenset[tuple[str, str]]
) -> Iterator[tuple[str, Finding]]:
    for figure in _figures(finding.figure or ""):
        yield "figure", finding.model_copy(update={"figure": figure})
    for as_of, as_of_text in _dates(finding):
        yield "date", finding.model_copy(update={"as_of": as_of, "as_of_text": as_of_text})
    if finding.counted_by:
        everybody = dict.fromkeys([*(other.counted_by for other in source.findings if other.counted_by), *FOREIGN_BODIES])
        for body in everybody:
            if body != finding.counted_by and not any({body, finding.counted_by} <= group for group in same_bodies):
                yield "attribution", finding.model_copy(update={"counted_by": body})
    for section in source.sections:
        if section.id != finding.section and (finding.id, section.id) not in also_true:
            yield "section", finding.model_copy(update={"section": section.id})


def _figures(figure: str) -> Iterator[str]:
    """The figure with each digit made each other digit; in other words; with another qualifier."""
    for found in re.finditer(r"\d", figure):
        for digit in "0123456789":
            first = found.start() == 0 or (not figure[found.start() - 1].isalnum() and figure[found.start() - 1] not in ",.")
            if digit != found.group() and not (digit == "0" and first):
                yield figure[: found.start()] + digit + figure[found.end() :]
    yield from OTHER_WORDS.get(figure, ())
    for before, after in OTHER_QUALIFIERS:
        if figure.startswith(before):
            yield after + figure.removeprefix(before)


def _dates(finding: Finding) -> Iterator[tuple[str, str | None]]:
    """The dates a month earlier and later (a year, where no month is given), and each month of the text too."""
    for step in (-1, 1):
        yield _shifted(finding.as_of, step), finding.as_of_text
    if finding.as_of_text:
        names = list(re.finditer("|".join(MONTHS), finding.as_of_text))
        for step in (-1, 1):
            for name in names:
                other = MONTHS[(MONTHS.index(name.group()) + step) % 12]
                changed = finding.as_of_text[: name.start()] + other + finding.as_of_text[name.end() :]
                yield finding.as_of, changed
                if name is names[-1]:
                    yield _shifted(finding.as_of, step), changed


def _shifted(as_of: str, step: int) -> str:
    """The date a month on or back; a year, where only a year is given. The 31st becomes the 28th."""
    parts = [int(part) for part in as_of.split("-")]
    if len(parts) == 1:
        return str(parts[0] + step)
    year, month = divmod(parts[0] * 12 + parts[1] - 1 + step, 12)
    day = f"-{min(parts[2], 28):02d}" if len(parts) > 2 else ""
    return f"{year}-{month + 1:02d}{day}"
