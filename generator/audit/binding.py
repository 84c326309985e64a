"""Finds the figure of a section that a claim speaks of: by kind, by noun, by the words around it.

A program cannot prove that a claim means what the document says of a figure. It can see that the
claim asks for a share and the figure is not a share, that another figure of the section stands
among the claim's words and this one does not, and that the document counts other people there than
the claim does.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from generator.audit.agreement import numbers
from generator.audit.index import Index, Sentence
from generator.audit.occurrences import Span
from generator.audit.sentences import EMPTY_WORDS, WORD, stem
from generator.figures.types import Citation, Figure, Quantity

Kind = Literal["count", "share", "measure", "law", "rank"]
"""The sort of a figure: people or things, a part of them, a time or length or sum, a provision of
law, a place in an order."""

KIND_NAMES: dict[Kind, str] = {
    "count": "a number of people or things", "share": "a share",
    "measure": "a time, a length or a sum", "law": "a provision of law",
    "rank": "a place in an order",
}  # fmt: skip
UNIT_KINDS: Mapping[str, Kind] = {
    "share": "share", "ordinal": "rank",
    **dict.fromkeys(("", "time", "point", "page", "bed"), "count"),
}  # fmt: skip
"""The kind of a figure by its unit; any other unit measures."""
# For figures that hold no number which is read: “months or even years”.
TIME_WORDS = re.compile(
    r"\b(?:years?|months?|weeks?|days?|hours?|minutes?|decades?|miles?)\b", re.IGNORECASE
)
# How claims begin: chosen by hand on 25 November 2026, from the claims of the shipped campaign and
# their paraphrases.
ASKED: Mapping[str, frozenset[Kind]] = {
    r"^(?:the\s+)?(?:\w+\s+)?"
    r"(?:provisions?|sections?|statutes?|clauses?|subsections?)\b": frozenset({"law"}),
    r"^(?:(?:the|what)\s+)?(?:\w+\s+)?"
    r"(?:share|percentage|proportion|fraction|portion)\b": frozenset({"share"}),
    r"^how\s+many\b": frozenset({"count", "share"}),
    r"^(?:the\s+)?(?:\w+\s+)?(?:number|count)\s+of\b": frozenset({"count"}),
    r"^how\s+(?:long|old|soon|late|far\s+(?:away|off|from))\b": frozenset({"measure"}),
    r"^(?:the\s+)?(?:\w+\s+)?"
    r"(?:ages?|length|duration|time|waits?)\b|^when\b": frozenset({"measure"}),
}
"""The kinds of figure that a claim asks for, by its first words; the first that fits."""
# Measured on 30 November 2026: no verdict of 5,363 changes without it, but two statutes under the
# claims of others are doubts and no errors if every claim may have a provision of law.
LAW_WORDS = re.compile(
    r"\b(?:provisions?|(?:sub)?sections?|statut\w+|laws?|acts?|rules?|regulations?|clauses?|codes?|"
    r"titles?|bills?|orders?|authority|legal|article|paragraph)\b",
    re.IGNORECASE,
)
# People, anyone: chosen by hand on 25 November 2026 from the groups that the shipped campaign and
# the ten short reports of the tests count. Measured since: see “other people” in README.md.
PEOPLE = frozenset(
    stem(word)
    for word in (
        "people persons those everybody everyone anybody children kids minors babies infants boys "
        "girls youths students pupils families "
        "parents mothers fathers women men seekers migrants immigrants refugees returnees "
        "residents citizens workers farmers farmworkers "
        "veterans patients nurses doctors physicians teachers officers agents tenants renters "
        "members respondents survivors victims "
        "prisoners detainees employees voters drivers owners homeowners"
    ).split()
)
ANYONE = frozenset(
    stem(word)
    for word in "people persons those everybody everyone anybody who others respondents".split()
)
# The people that a claim is about stand before its first preposition, relative or verb: in
# “Children who lost parents” they are the children.
HEAD_ENDS = re.compile(
    r"[,.;:(—–]|\b(?:who|whom|whose|that|which|in|at|on|by|from|of|to|for|under|with|without|"
    r"among|is|are|was|were|has|had|have)\b"
)
PLURAL = re.compile(
    r"(?<![’'])s$|^\w+(?:people|body|one|ren|men|ose)$|^(?:people|men)$", re.IGNORECASE
)
"""A word for several people: “families”, “women”, “children”, “everybody”, “those”."""
ASKS_WHAT = re.compile(r"(?:what|which|why|how)\b", re.IGNORECASE)
PARTS = re.compile(
    r"[;:()—–“”]|,\s|\s(?:and|but|while|though|although|because|or|that|which|who)\s"
)
"""Where the words part that belong to one figure more than to another."""
OF_THEM = re.compile(r"\s+of\s+(?:whom|which|them|these|those)\b")
"""Behind a figure that counts some of those in the part before it."""
# Matches “ of the basin’s ” between two figures; up to three words, chosen by hand.
SOME_OF = re.compile(r"\s+of\s+(?:[^\s,;:]+\s+){0,3}")
# Words of rise and fall: chosen by hand on 25 November 2026, from the short reports of the tests.
CHANGE = re.compile(
    r"\b(?:rise|rose|risen|increased?|growth|grew|grown|drop(?:ped)?|declined?|decrease[ds]?|fall|"
    r"fell|fallen|"
    r"how\s+(?:much|many)\s+(?:more|fewer|less|longer|higher|lower|larger))\b",
    re.IGNORECASE,
)
MULTIPLE = re.compile(r"\b(?:twice|thrice|\w*fold|doubled?|tripled?|times)\b", re.IGNORECASE)
"""A figure that is itself a change: “waited twice as long”; the storm of the tests has one."""
CHANGED_BEHIND = re.compile(r"\s+(?:more|fewer|less|higher|lower|larger|smaller)\b", re.IGNORECASE)
# Nearness, next to, elsewhere: chosen by hand on 25 November 2026, with the claims and figures
# exchanged within a section of the shipped campaign (tests/support/mutations.py), of which they
# catch nine in ten, and with its 210 paraphrases.
NEARNESS = (1.0, 0.75, 0.55, 0.5)
"""What a word counts in the figure's own part of the sentence, in the next, in the next but one,
and beyond."""
NEXT_TO, ELSEWHERE = 1.25, 0.3
"""What it counts next to the figure, and in the sentence before or after."""
NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")
TOUCHING = 2
"""With no more words than these between, a word stands next to a figure."""


@dataclass(frozen=True)
class FigureOccurrence:
    """A figure in a sentence of the document."""

    sentence: Sentence
    span: Span
    kind: Kind | None
    """None where its words do not show it."""

    @property
    def text(self) -> str:
        """Its own words."""
        return self.sentence.text[slice(*self.span)]


def kind_of(text: str, figures: Sequence[Figure]) -> Kind | None:
    """Returns what sort of figure this is; None if its words do not show it."""
    held = numbers(figures)
    if any(isinstance(figure, Citation) for figure in held):
        return "law"
    # The first number decides: in “45 percent of 120 homes” the share is what is given.
    for figure in held:
        return UNIT_KINDS.get(figure.unit, "measure") if isinstance(figure, Quantity) else None
    return "measure" if TIME_WORDS.search(text) else None


def is_bare(standing: FigureOccurrence) -> bool:
    """Whether a figure counts nothing that stands behind it.

    It may then be of what one before it was: “72 minutes; in 2014 it was 25”.
    """
    noun = NEXT_WORD.match(standing.sentence.text, standing.span[1])
    return standing.kind == "count" and (noun is None or noun.group(1).lower() in EMPTY_WORDS)


def kinds_asked(claim: str) -> frozenset[Kind]:
    """Returns the kinds of figure that a claim can have; all if its words do not show it."""
    # The order matters: “the share of people” asks for a share, though people are counted too.
    for pattern, kinds in ASKED.items():
        if re.search(pattern, claim, re.IGNORECASE):
            return kinds
    # “Children born in the camp” may be a count or a part of them; a time or a law it is not.
    if _people(claim):
        return frozenset({"count", "share"})
    return frozenset(KIND_NAMES) if LAW_WORDS.search(claim) else frozenset(KIND_NAMES) - {"law"}


def _people(claim: str) -> frozenset[str]:
    """Returns the stems of the people in the first words of a claim.

    “Pregnant women in it” is about women; “What a family’s shelter costs” is not about people.
    """
    if ASKS_WHAT.match(claim):
        return frozenset()
    words = WORD.findall(HEAD_ENDS.split(claim, maxsplit=1)[0])
    return frozenset(stem(word) for word in words if PLURAL.search(word)) & PEOPLE


def fit(words: frozenset[str], standing: FigureOccurrence, *, index: Index) -> float:
    """Returns how much of a claim's words stand around a figure, from 0 to about 1.

    The nearer and rarer, the more a word counts; one that the document lacks counts nothing.
    """
    rarity = index.rarity
    total = sum(rarity[word] for word in words & rarity.keys())
    near = _nearness(words, standing, index=index)
    # Sorted: sums of floats change with their order, and the order of a dict filled from sets with
    # the run. A verdict on the edge of a limit would change from day to day.
    return sum(rarity[word] * part for word, part in sorted(near.items())) / (total or 1.0)


def nearer(
    words: frozenset[str], standing: FigureOccurrence, *, than: FigureOccurrence, index: Index
) -> int:
    """Returns how many of a claim's words stand nearer to one figure than to another."""
    other = _nearness(words, than, index=index)
    near = _nearness(words, standing, index=index)
    return sum(part > other.get(word, 0.0) for word, part in near.items())


def _nearness(
    words: frozenset[str], standing: FigureOccurrence, *, index: Index
) -> dict[str, float]:
    """Returns the weight of each of the words for the figure: more, the nearer it stands."""
    sentence = standing.sentence
    found: dict[str, float] = {}
    for number, (word, start) in enumerate(sentence.placed):
        if word in words & index.rarity.keys():
            worth = _worth(number, start, standing=standing)
            # A word that stands in the sentence twice counts where it stands nearest.
            found[word] = max(found.get(word, 0.0), worth)
    for other in index.paragraph(sentence):
        if abs(other.number - sentence.number) == 1:
            for word in words & other.stems:
                # The claim may take a word from the sentence before or after it; one in the
                # sentence itself stays.
                found.setdefault(word, ELSEWHERE)
    return found


def _worth(number: int, start: int, *, standing: FigureOccurrence) -> float:
    """Returns the weight of a word, by its number in the sentence and the place where it begins."""
    sentence, (begin, end) = standing.sentence, standing.span
    starts, counted = _parts(sentence)
    part, first, last = (bisect_right(starts, place) for place in (start, begin, end - 1))
    if _touches(number, start, standing=standing):
        return NEXT_TO
    # “Of 5,120 appeals, it denied 71 percent”: the share is of what was counted before it.
    if standing.kind == "share" and start < begin and starts[part - 1] in counted:
        return NEARNESS[0]
    apart = max(first - part, part - last, 0)
    # “38 of the basin’s 96 water systems”: both figures count what stands behind the second.
    is_of = part > last and SOME_OF.fullmatch(sentence.text, end, starts[last])
    if is_of or (first > part and OF_THEM.match(sentence.text, end)):
        apart -= 1
    return NEARNESS[min(apart, len(NEARNESS) - 1)]


def _touches(number: int, start: int, *, standing: FigureOccurrence) -> bool:
    """Whether the word stands in the figure or next to it, with no mark between."""
    held, (begin, end) = standing.sentence.placed, standing.span
    if begin <= start < end:
        return True
    left, right = (start, begin) if start < begin else (end, start)
    # Only the words that may touch are counted, so that a long sentence costs no more than a short
    # one.
    near = held[max(0, number - TOUCHING - 1) : number + 2 + TOUCHING]
    between = sum(left <= other < right for _, other in near if other != start)
    return between <= TOUCHING and not PARTS.search(standing.sentence.text[left:right])


# One sentence is asked for its parts for each word, figure and finding. The bound keeps the memory
# of a long document small.
@lru_cache(maxsize=1000)
def _parts(sentence: Sentence) -> tuple[tuple[int, ...], frozenset[int]]:
    """Returns where each part of a sentence begins, and where its counts do.

    A part begins behind marks and conjunctions, and with each figure that is no rank.
    """
    kinds = {one.start: kind_of(one.text, (one,)) for one in numbers(sentence.figures)}
    starts = {0, *(found.end() for found in PARTS.finditer(sentence.text))}
    # “The second outbreak sickened 212 people”: a rank belongs to the words of the figure behind
    # it.
    starts |= {start for start, kind in kinds.items() if kind != "rank"}
    counted = frozenset(start for start, kind in kinds.items() if kind == "count")
    return tuple(sorted(starts)), counted


def rivals(claim: str, other: FigureOccurrence, *, own: FigureOccurrence, is_taken: bool) -> bool:
    """Whether a claim may speak of the other figure as well, by its kind.

    It speaks of a share only if it asks for one, or ours is one, or another finding has ours.
    """
    asked = kinds_asked(claim)
    if other.kind not in asked or other.kind == "rank":
        return False
    if changes_instead(claim, other, own=own):
        return True
    is_other = other.kind == "share" and own.kind == "count" and "count" in asked and not is_taken
    return not is_other and not changes_instead(claim, own, own=other)


def changes_instead(claim: str, other: FigureOccurrence, *, own: FigureOccurrence) -> bool:
    """Whether a claim asks how much something rose or fell, and only the other figure says so."""
    return bool(CHANGE.search(claim)) and is_change(other) and not is_change(own)


def is_change(standing: FigureOccurrence) -> bool:
    """Whether a figure says by how much something rose or fell: “52 percent more than in 2019”."""
    text, end = standing.sentence.text, standing.span[1]
    return bool(CHANGED_BEHIND.match(text, end) or MULTIPLE.search(standing.text))


def miscounted(claim: str, standing: FigureOccurrence, *, known: frozenset[str]) -> str | None:
    """Returns the people that the document counts there, if the claim counts others.

    Returns None if both may be the same, or if the document never names those of the claim.
    """
    # The noun that a figure counts stands directly behind it, with at most an adjective before it.
    noun = standing.sentence.text[standing.span[1] :].split()[:TOUCHING]
    theirs = {stem(word.strip(",;:.()")) for word in noun} & PEOPLE - ANYONE
    ours = _people(claim) - ANYONE
    if theirs and ours and ours <= known and not ours & (theirs | standing.sentence.stems):
        return " ".join(noun).rstrip(",;:.")
    return None
