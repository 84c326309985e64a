"""Source files with one thing made false, for the audit to catch.

A figure, a date, an attribution, a place, a name, a section.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.audit.agreement import dates
from generator.audit.dating import with_years
from generator.audit.index import Index
from generator.congress.districts.distances import miles_between, point_of
from generator.figures.reading import read_figures
from generator.figures.statutes import citations
from generator.models.source import Finding, Recommendation, SourceFile

SURE = frozenset({"figure", "qualifier", "date", "attribution", "place", "section"})
"""The kinds of falsehood of which every one must be an error."""
NEARLY_SURE = frozenset({"figure swapped", "date moved", "attribution added"})
"""The kinds that are errors, except for a few doubts.

Of claims and names exchanged only a share is found: meaning cannot be proved.
"""

OTHER_WORDS = {
    "about a quarter": ("about a third",),
    "over half": ("over a third",),
    "dozens": ("hundreds", "scores"),
    "thousands": ("hundreds", "tens of thousands", "hundreds of thousands"),
    "tens of thousands": ("hundreds of thousands", "thousands"),
    "top seven": ("top six", "top eight", "top five"),
    "level four": ("level three", "level two"),
    "nearly all": ("nearly half", "nearly none", "all but a few"),
    "months or even years": ("weeks or even months", "months or even decades"),
    "months later": ("weeks later", "years later"),
}
CUT_SHORT = {
    "top seven": ("seven",),
    "level four": ("four",),
    "nearly all": ("all", "nearly"),
    "months or even years": ("years", "months", "even years", "months or years"),
    "under 12 months old": ("12 months", "12 months old", "over 12 months old"),
    "over 56,000": ("over 56,000 children", "over 56,000 families"),
    "16,000": ("16,000 asylum seekers", "16,000 families"),
    "over 1,500": ("over 1,500 children",),
}
"""Figures without a hedge, a rank or a half, and figures with the noun of another."""
QUALIFIERS = (
    "over",
    "at least",
    "about",
    "nearly",
    "less than",
    "up to",
    "just over",
    "well over",
    "far more than",
)
SAID_ALIKE = (frozenset({"over", "more than"}), frozenset({"under", "less than"}))
FOREIGN_BODIES = (
    "Amnesty International",
    "the Cato Institute",
    "US Census Bureau",
    "Physicians for Human Rights",
)
OFTEN = 12
ACROSS_THE_BRIDGE = 5
MONTHS = (
    "January February March April May June July August September October November December".split()
)
INVENTED = (
    "The harbor pilots dredged a narrow channel.",
    "Orchestras tuned violins before the concert.",
)
"""Sentences about matters that no document mentions."""
PEOPLE = (
    "children women men families refugees residents workers farmers patients doctors teachers "
    "officers judges tenants".split()
)
"""Groups that a claim may count; one that the document names is exchanged for each other that it
names."""
VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|can|could|will|would|must)\b(?! not\b)")
OTHER_VERBS = ("End", "Expand", "Publish", "Tax")
"""Two verbs that ask for less and more of a thing, and two that ask for something else."""
NAME = re.compile(r"\b[A-Z][\w’-]+(?:\s+[A-Z][\w’-]+)*")


@dataclass(frozen=True)
class Mutation:
    """A source file in which one finding or recommendation is no longer true."""

    id: str
    kind: str
    what: str
    source: SourceFile


@dataclass(frozen=True)
class Truths:
    """Changes that leave a statement true, so that they are not mutations."""

    bodies: frozenset[frozenset[str]] = frozenset()
    """Names of one body."""
    also: frozenset[tuple[str, str, str]] = frozenset()
    """Id of a finding or recommendation, the kind of change, and a value that is true as well."""
    dated_by_document: bool = True
    """Whether a finding with the document's own date is false with any earlier date."""


SHIPPED = Truths(
    bodies=frozenset(
        {
            frozenset({"State Department", "U.S. State Department", "U.S. Department of State"}),
            frozenset({"TRAC", "Transactional Records Access Clearinghouse"}),
            frozenset({"MSF", "Doctors Without Borders"}),
        }
    ),
    also=frozenset(
        {
            (
                "attacks",
                "section",
                "what-it-is",
            ),  # the document gives the 816 cases in two sections
            ("announced", "attribution added", "DHS"),  # DHS announced it, so it is its word
            ("eagle-pass-expansion", "attribution added", "DHS"),  # likewise
            (
                "disability-interviews",
                "attribution added",
                "Human Rights Watch",
            ),  # its researchers did the interviews
            ("pregnant-women", "attribution", "Mexican"),  # half of the right name
            ("tamaulipas-letter", "attribution", "ACLU"),  # both wrote the letter
            ("advisory-level", "attribution", "ACLU"),
            ("violence-share", "place", "reynosa"),  # the patients were treated in both cities
        }
    ),
)
DRAFTS = Truths(
    bodies=frozenset(
        {
            frozenset({"VGA", "Valley Growers Alliance"}),
            frozenset({"FCC", "Federal Communications Commission"}),
            frozenset({"National Office", "National Office of Rural Medicine"}),
            frozenset({"Rural Medicine", "National Office of Rural Medicine"}),
        }
    ),
    also=frozenset(
        {
            (
                "eviction-filings-percent",
                "figure swapped",
                "nearly four out of five",
            ),  # “eviction cases” may be a share of them
            (
                "rural-clinics-closed",
                "attribution added",
                "Clinic Access Coalition",
            ),  # it reported these two figures
            ("closed-opened", "attribution added", "Clinic Access Coalition"),
            ("clinics-closed", "attribution added", "Clinic Access Coalition"),
        }
    ),
    # A sentence in the past tense behind a dated one may be of that date or of the document's.
    dated_by_document=False,
)
UNDECIDED = {
    (
        "red-team-review",
        "date moved",
        "2019-03",
    ): "told in the past tense right behind a sentence of March 2019: it may be of then or later",
    ("officers-pressured", "date moved", "2019-03"): "likewise",
    ("officers-out-of-reach", "date moved", "2019-03"): "likewise",
}
"""Mutations that pass, because the document itself does not say what is right."""


def mutations(source: SourceFile, index: Index, *, truths: Truths) -> Iterator[Mutation]:
    """Yields every mutation of the first work's findings, and of each recommendation's section.

    Skips changes that leave a statement true.
    """
    home = source.bibliography[0].id
    for number, finding in enumerate(source.findings):
        if finding.reference in (None, home):
            for kind, changed in _of_finding(finding, source, index=index, truths=truths):
                findings = (*source.findings[:number], changed, *source.findings[number + 1 :])
                what = _difference(finding, changed)
                if what and (finding.id, kind, what.partition(": ")[2]) not in truths.also:
                    yield Mutation(
                        finding.id, kind, what, source.model_copy(update={"findings": findings})
                    )
    for number, recommendation in enumerate(source.recommendations):
        for section in source.sections:
            if (
                section.id != recommendation.section
                and (recommendation.id, "section", section.id) not in truths.also
            ):
                changed_ask = recommendation.model_copy(update={"section": section.id})
                asks = (
                    *source.recommendations[:number],
                    changed_ask,
                    *source.recommendations[number + 1 :],
                )
                yield Mutation(
                    recommendation.id,
                    "section",
                    section.id,
                    source.model_copy(update={"recommendations": asks}),
                )
        for kind, changed_ask in _of_ask(recommendation):
            asks = (
                *source.recommendations[:number],
                changed_ask,
                *source.recommendations[number + 1 :],
            )
            yield Mutation(
                recommendation.id,
                kind,
                changed_ask.ask,
                source.model_copy(update={"recommendations": asks}),
            )


def _difference(before: Finding, after: Finding) -> str:
    """Returns the change, or "" if there is no change."""
    return ", ".join(
        f"{key}: {getattr(after, key)}"
        for key in Finding.model_fields
        if getattr(before, key) != getattr(after, key)
    )


def _of_finding(
    finding: Finding, source: SourceFile, *, index: Index, truths: Truths
) -> Iterator[tuple[str, Finding]]:
    for kind, figure in _figures(finding, source):
        yield kind, finding.model_copy(update={"figure": figure})
    moved = finding.as_of != source.bibliography[0].issued or truths.dated_by_document
    for kind, as_of, as_of_text in (
        *_shifted_dates(finding),
        *(_moved_dates(finding, source, index=index) if moved else ()),
    ):
        yield kind, finding.model_copy(update={"as_of": as_of, "as_of_text": as_of_text})
    for body in _bodies(source, index):
        if body != finding.counted_by and not any(
            {body, finding.counted_by} <= group for group in truths.bodies
        ):
            yield (
                "attribution" if finding.counted_by else "attribution added",
                finding.model_copy(update={"counted_by": body}),
            )
    for place in _other_places(finding, source):
        yield "place", finding.model_copy(update={"place": place})
    for section in source.sections:
        if section.id != finding.section:
            yield "section", finding.model_copy(update={"section": section.id})
    for claim in _claims(finding, source):
        yield "claim swapped", finding.model_copy(update={"claim": claim})
    reworded = {
        "name swapped": _renamed(finding, source),
        "people swapped": _other_people(finding, index),
        "denied": _denied(finding.claim),
    }
    reworded["number in claim"] = _other_numbers(finding.claim)
    reworded["date added"] = iter((f"{finding.claim.rstrip('.')}, in March 2011.",))
    reworded["invented"] = iter(() if finding.figure else INVENTED)
    for kind, claims in reworded.items():
        yield from ((kind, finding.model_copy(update={"claim": claim})) for claim in claims)


def _bodies(source: SourceFile, index: Index) -> Iterator[str]:
    """Yields the bodies that a finding can be attributed to falsely.

    They are the bodies of the other findings, strangers, and the names that are most frequent in
    the document.
    """
    named = Counter(
        name.group()
        for sentence in index.sentences
        for name in NAME.finditer(sentence.text)
        if name.start()
    )
    often = (name for name, _ in named.most_common(OFTEN) if name not in MONTHS)
    yield from dict.fromkeys(
        [
            *(other.counted_by for other in source.findings if other.counted_by),
            *FOREIGN_BODIES,
            *often,
        ]
    )


def _of_ask(recommendation: Recommendation) -> Iterator[tuple[str, Recommendation]]:
    """Yields the recommendation with another verb, another number, and another bill's title."""
    verb, _, objects = recommendation.ask.partition(" ")
    for other in OTHER_VERBS:
        if other != verb:
            yield "verb swapped", recommendation.model_copy(update={"ask": f"{other} {objects}"})
    yield "invented", recommendation.model_copy(update={"ask": "Make the harbor channel deeper."})
    for ask in _other_numbers(recommendation.ask):
        yield "number in ask", recommendation.model_copy(update={"ask": ask})
    if recommendation.bill and recommendation.bill.title:
        other_bill = recommendation.bill.model_copy(update={"title": "Harbor Dredging Act"})
        yield "bill renamed", recommendation.model_copy(update={"bill": other_bill})


def _other_numbers(text: str) -> Iterator[str]:
    """Yields the text with one digit of each number raised by one, or a nine lowered by one."""
    for found in re.finditer(r"\d(?=[,.]?\d*\b)", text):
        digit = int(found.group())
        yield text[: found.start()] + str(digit + 1 if digit < 9 else 8) + text[found.end() :]


def _other_people(finding: Finding, index: Index) -> Iterator[str]:
    """Yields the claim with its first group of people exchanged for each other of the document."""
    named = " ".join(sentence.text.lower() for sentence in index.sentences)
    found = re.search(rf"\b(?:{'|'.join(PEOPLE)})\b(?! (?-i:[A-Z]))", finding.claim, re.IGNORECASE)
    for other in PEOPLE if found else ():
        if found and other != found.group().lower() and other in named:
            swapped = other.title() if found.group()[0].isupper() else other
            yield finding.claim[: found.start()] + swapped + finding.claim[found.end() :]


def _denied(claim: str) -> Iterator[str]:
    """Yields the claim with its first verb denied, or no longer denied."""
    if " not " in claim:
        yield claim.replace(" not ", " ", 1)
    elif found := VERB.search(claim):
        yield f"{claim[: found.end()]} not{claim[found.end() :]}"


def _figures(finding: Finding, source: SourceFile) -> Iterator[tuple[str, str]]:
    """Yields false figures, each with its kind.

    They have another digit, other words, fewer words or another qualifier, or are the other figures
    of the section.
    """
    figure = finding.figure or ""
    for found in re.finditer(r"\d", figure):
        first = found.start() == 0 or (
            not figure[found.start() - 1].isalnum() and figure[found.start() - 1] not in ",."
        )
        for digit in "0123456789":
            if digit != found.group() and not (digit == "0" and first):
                yield "figure", figure[: found.start()] + digit + figure[found.end() :]
    yield from (("figure", words) for words in OTHER_WORDS.get(figure, ()))
    yield from (
        ("qualifier", words) for words in (*CUT_SHORT.get(figure, ()), *_requalified(figure))
    )
    for other in source.findings if figure else ():
        if other.section == finding.section and other.figure and other.figure != figure:
            yield "figure swapped", other.figure


def _requalified(figure: str) -> Iterator[str]:
    """Yields the figure without its qualifier, and with each other qualifier."""
    known = next(
        (
            one
            for one in ("less than", "at least", "about", "over", "under")
            if figure.startswith(f"{one} ")
        ),
        "",
    )
    bare = figure.removeprefix(known).strip()
    if known:
        yield bare
    if known or figure[:1].isdigit():
        for other in QUALIFIERS:
            if other != known and not any({other, known} <= group for group in SAID_ALIKE):
                yield f"{other} {bare}"


def _shifted_dates(finding: Finding) -> Iterator[tuple[str, str, str | None]]:
    """Yields the dates a month earlier and later, or a year if there is no month.

    The text of a date is shifted too, and left out.
    """
    for step in (-1, 1):
        yield "date", _shifted(finding.as_of, step), finding.as_of_text
    if finding.as_of_text:
        if len(dates(read_figures(finding.as_of_text))) > 1 or " to " in finding.as_of_text:
            yield "date", finding.as_of, None
        names = list(re.finditer("|".join(MONTHS), finding.as_of_text))
        for step in (-1, 1):
            for name in names:
                other = MONTHS[(MONTHS.index(name.group()) + step) % 12]
                changed = (
                    finding.as_of_text[: name.start()] + other + finding.as_of_text[name.end() :]
                )
                yield "date", finding.as_of, changed
                if name is names[-1]:
                    yield "date", _shifted(finding.as_of, step), changed


def _shifted(as_of: str, step: int) -> str:
    """Returns the date shifted by months, or by years if it has no month.

    Every day after the 28th becomes the 28th, which all months have.
    """
    parts = [int(part) for part in as_of.split("-")]
    if len(parts) == 1:
        return str(parts[0] + step)
    year, month = divmod(parts[0] * 12 + parts[1] - 1 + step, 12)
    day = f"-{min(parts[2], 28):02d}" if len(parts) > 2 else ""
    return f"{year}-{month + 1:02d}{day}"


def _moved_dates(
    finding: Finding, source: SourceFile, *, index: Index
) -> Iterator[tuple[str, str, None]]:
    """Yields every other date of the document, and the document's own.

    Skips dates that are less exact than the right one, since they are not false.
    """
    issued = source.bibliography[0].issued
    dated = with_years(index.sentences, issued=issued)
    every = {
        end.partial
        for moments in dated.values()
        for moment in moments
        for end in (moment, moment.until)
        if end
    }
    for as_of in sorted({*filter(None, every), issued}):
        if not finding.as_of.startswith(as_of) and not _says_nothing(finding, as_of, issued=issued):
            yield "date moved", as_of, None


def _other_places(finding: Finding, source: SourceFile) -> Iterator[str]:
    """Yields every other place but those across the bridge and those that the claim names."""
    here = point_of(source.places[finding.place]) if finding.place else None
    for name, place in source.places.items() if here else ():
        there = point_of(place)
        if (
            there
            and here
            and miles_between(here, there) > ACROSS_THE_BRIDGE
            and place.name not in finding.claim
        ):
            yield name


def _says_nothing(finding: Finding, as_of: str, *, issued: str) -> bool:
    """Returns whether the figure is a provision of law with the document's own date.

    The date of a provision is not in the document, so no date of it can be proved false.
    """
    return as_of == issued and bool(citations(finding.figure or ""))


def _claims(finding: Finding, source: SourceFile) -> Iterator[str]:
    """Yields the claims of the other findings of the section."""
    for other in source.findings if finding.figure else ():
        if other.section == finding.section and other.claim != finding.claim:
            yield other.claim


def _renamed(finding: Finding, source: SourceFile) -> Iterator[str]:
    """Yields the claim with each of its names exchanged for each other name of the claims."""
    known = sorted(
        {
            name.group()
            for other in source.findings
            for name in NAME.finditer(other.claim)
            if name.start()
        }
    )
    for found in NAME.finditer(finding.claim):
        for other in known if found.group() in known else ():
            if other not in finding.claim and found.group() not in other:
                yield finding.claim[: found.start()] + other + finding.claim[found.end() :]
