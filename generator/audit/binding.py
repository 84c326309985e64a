"""Which figure of a section a claim speaks of: by its kind, by what is counted, and by the words around it.

A program cannot prove that a claim means what the document says of a figure. It can see that the claim asks for a share
and the figure is none, that another figure of the section stands among the claim's words and this one does not, and that
the document counts other people there than the claim does.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from generator.audit.agreement import numbers
from generator.audit.index import Index, Sentence
from generator.audit.occurrences import STOP, Span
from generator.audit.sentences import EMPTY_WORDS, WORD, stem, stems
from generator.figures.types import Citation, Figure, Quantity

Kind = Literal["count", "share", "measure", "law", "rank"]
"""What sort of figure: people or things, a part of them, a time or length or sum, a provision of law, a place in an order."""

KIND_NAMES: dict[Kind, str] = {
    "count": "a number of people or things", "share": "a share", "measure": "a time, a length or a sum",
    "law": "a provision of law", "rank": "a place in an order",
}  # fmt: skip
UNIT_KINDS: Mapping[str, Kind] = {
    "share": "share", "ordinal": "rank", **dict.fromkeys(("", "time", "point", "page", "bed"), "count"),
}  # fmt: skip
"""The kind of a figure by its unit; any other unit measures."""
SHARE_WORDS = re.compile(r"\b(?:all|most|none|half|every|nobody|everybody)\b", re.IGNORECASE)
TIME_WORDS = re.compile(r"\b(?:years?|months?|weeks?|days?|hours?|minutes?|decades?|miles?)\b", re.IGNORECASE)
# How claims begin: chosen by hand on 25 November 2026, from the claims of the shipped campaign and their paraphrases.
ASKED: Mapping[str, frozenset[Kind]] = {
    r"^(?:the\s+)?(?:\w+\s+)?(?:provisions?|sections?|statutes?|clauses?|subsections?)\b": frozenset({"law"}),
    r"^(?:(?:the|what)\s+)?(?:\w+\s+)?(?:share|percentage|proportion|fraction|portion)\b": frozenset({"share"}),
    r"^how\s+many\b": frozenset({"count", "share"}),
    r"^(?:the\s+)?(?:\w+\s+)?(?:number|count)\s+of\b": frozenset({"count"}),
    r"^how\s+(?:long|old|soon|late|far\s+(?:away|off|from))\b": frozenset({"measure"}),
    r"^(?:the\s+)?(?:\w+\s+)?(?:ages?|length|duration|time|waits?)\b|^when\b": frozenset({"measure"}),
}
"""The kinds of figure that a claim asks for, by its first words; the first that fits."""
LAW_WORDS = re.compile(
    r"\b(?:provisions?|(?:sub)?sections?|statut\w+|laws?|acts?|rules?|regulations?|clauses?|codes?|titles?|bills?|orders?|authority|legal|article|paragraph)\b",
    re.IGNORECASE,
)
# People, anyone: chosen by hand on 25 November 2026 from the groups that the shipped campaign and the ten short reports of
# the tests count. Measured since: see “other people” in README.md.
PEOPLE = frozenset(
    stem(word)
    for word in (
        "people persons those everybody everyone anybody children kids minors babies infants boys girls youths students pupils families "
        "parents mothers fathers women men seekers migrants immigrants refugees returnees residents citizens workers farmers farmworkers "
        "veterans patients nurses doctors physicians teachers officers agents tenants renters members respondents survivors victims "
        "prisoners detainees employees voters drivers owners homeowners"
    ).split()
)
ANYONE = frozenset(stem(word) for word in "people persons those everybody everyone anybody who others respondents".split())
HEAD_ENDS = re.compile(
    r"[,.;:(—–]|\b(?:who|whom|whose|that|which|in|at|on|by|from|of|to|for|under|with|without|among|is|are|was|were|has|had|have)\b"
)
INCLUDED = re.compile(r",[^,.]*\bincluded\b|,?\s*\bincluding\b[^,.;]*")
ASKS_WHAT = re.compile(r"(?:what|which|why|how)\b", re.IGNORECASE)
PARTS = re.compile(r"[;:()—–“”]|,\s|\s(?:and|but|while|though|although|because|or|that|which|who)\s")
"""Where the words part that belong to one figure more than to another."""
OF_THEM = re.compile(r"\s+of\s+(?:whom|which|them|these|those)\b")
"""Behind a figure that counts some of those in the part before it."""
SOME_OF = re.compile(r"\s+of\s+(?:[^\s,;:]+\s+){0,3}")
# Words of rise and fall: chosen by hand on 25 November 2026, from the short reports of the tests.
CHANGE = re.compile(
    r"\b(?:rise|rose|risen|increased?|growth|grew|grown|drop(?:ped)?|declined?|decrease[ds]?|fall|fell|fallen|"
    r"how\s+(?:much|many)\s+(?:more|fewer|less|longer|higher|lower|larger))\b",
    re.IGNORECASE,
)
MULTIPLE = re.compile(r"\b(?:twice|thrice|\w*fold|doubled?|tripled?|times)\b", re.IGNORECASE)
CHANGED_BEHIND = re.compile(r"\s+(?:more|fewer|less|higher|lower|larger|smaller)\b", re.IGNORECASE)
CHANGED_BEFORE = re.compile(
    r"\b(?:up|down|rose|risen|fell|fallen|grew|grown|increased?|decreased?|declined?|dropped)\s+(?:by\s+)?$", re.IGNORECASE
)
# Nearness, next to, elsewhere: chosen by hand on 25 November 2026, with the claims and figures exchanged within a
# section of the shipped campaign (`tests/mutations.py`), of which they catch nine in ten, and with its 210 paraphrases.
NEARNESS = (1.0, 0.75, 0.55, 0.5)
"""What a word counts in the figure's own part of the sentence, in the next, in the next but one, and beyond."""
BESIDE, ELSEWHERE = 1.25, 0.3
"""What it counts right beside the figure, and in the sentence before or after."""
NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")
TOUCHING = 2
"""With no more words than these between, a word stands beside a figure."""


@dataclass(frozen=True)
class Standing:
    """A figure in a sentence of the document."""

    sentence: Sentence
    span: Span
    kind: Kind | None
    """Nothing where its words do not show it."""

    @property
    def text(self) -> str:
        """Its own words."""
        return self.sentence.text[slice(*self.span)]


def words_of(claim: str) -> frozenset[str]:
    """The words of a claim that say of whom its figure is; not those of whom it only holds some."""
    return stems(INCLUDED.sub(" ", claim))


def kind_of(text: str, figures: Sequence[Figure]) -> Kind | None:
    """What sort of figure this is."""
    held = numbers(figures)
    if any(isinstance(figure, Citation) for figure in held):
        return "law"
    if quantity := next((figure for figure in held if isinstance(figure, Quantity)), None):
        return UNIT_KINDS.get(quantity.unit, "measure")
    return "measure" if TIME_WORDS.search(text) else "share" if SHARE_WORDS.search(text) else None


def is_bare(standing: Standing) -> bool:
    """Whether a figure counts nothing that stands behind it, and may be of what one before it was: “72 minutes; in 2014 it was 25”."""
    noun = NEXT_WORD.match(standing.sentence.text, standing.span[1])
    return standing.kind == "count" and (noun is None or noun.group(1).lower() in EMPTY_WORDS)


def kinds_asked(claim: str) -> frozenset[Kind]:
    """The kinds of figure that a claim can have; all where its words do not show it."""
    for pattern, kinds in ASKED.items():
        if re.search(pattern, claim, re.IGNORECASE):
            return kinds
    if _people(claim):
        return frozenset({"count", "share"})
    return frozenset(KIND_NAMES) if LAW_WORDS.search(claim) else frozenset(KIND_NAMES) - {"law"}


def _people(claim: str) -> frozenset[str]:
    """The people of whom a claim speaks first: “Pregnant women in it” is of women, and “What a family’s shelter costs” of nobody."""
    head = WORD.findall(HEAD_ENDS.split(claim, maxsplit=1)[0]) if not ASKS_WHAT.match(claim) else []
    return (
        frozenset(
            stem(word)
            for word in head
            if re.search(r"(?<![’'])s$|^\w+(?:people|body|one|ren|men|ose)$|^(?:people|men)$", word, re.IGNORECASE)
        )
        & PEOPLE
    )


def fit(words: frozenset[str], standing: Standing, *, index: Index) -> float:
    """How much of a claim's words stand around a figure, the nearer and rarer the more; those it has nowhere count nothing."""
    known = words & index.rarity.keys()
    total = sum(index.rarity[word] for word in known)
    near = _nearness(known, standing, index=index)
    return sum(index.rarity[word] * part for word, part in sorted(near.items())) / total if total else 0.0


def nearer(words: frozenset[str], standing: Standing, *, than: Standing, index: Index) -> int:
    """How many of a claim's words stand nearer to one figure than to another."""
    near, other = (_nearness(words & index.rarity.keys(), one, index=index) for one in (standing, than))
    return sum(part > other.get(word, 0.0) for word, part in near.items())


def _nearness(words: frozenset[str], standing: Standing, *, index: Index) -> dict[str, float]:
    """What each of the words counts for the figure."""
    sentence = standing.sentence
    found: dict[str, float] = {}
    starts = _parts(sentence) if words & sentence.stems else ()
    for number, (word, start) in enumerate(sentence.placed):
        if word in words:
            found[word] = max(found.get(word, 0.0), _worth(number, start, standing=standing, starts=starts))
    for other in index.paragraph(sentence):
        if abs(other.number - sentence.number) == 1:
            for word in words & other.stems:
                found.setdefault(word, ELSEWHERE)
    return found


def _worth(number: int, start: int, *, standing: Standing, starts: Sequence[int]) -> float:
    """What the word of this number counts, which stands there, in a sentence whose parts begin at `starts`."""
    sentence, (begin, end) = standing.sentence, standing.span
    part, first, last = (bisect_right(starts, place) for place in (start, begin, end - 1))
    if _touches(number, start, standing=standing):
        return BESIDE
    if standing.kind == "share" and start < begin and starts[part - 1] in _counted(sentence):
        return NEARNESS[0]
    apart = max(first - part, part - last, 0)
    if apart:
        apart -= OF_THEM.match(sentence.text, end) is not None if first > part else _is_of(starts[last:], sentence.text, end=end)
    return NEARNESS[min(apart, len(NEARNESS) - 1)]


def _touches(number: int, start: int, *, standing: Standing) -> bool:
    """Whether the word stands in the figure or right beside it, with no mark between."""
    held, (begin, end) = standing.sentence.placed, standing.span
    if begin <= start < end:
        return True
    left, right = (start, begin) if start < begin else (end, start)
    near = held[number + 1 : number + 2 + TOUCHING] if start < begin else held[max(0, number - TOUCHING - 1) : number]
    return sum(left <= other < right for _, other in near) <= TOUCHING and not PARTS.search(standing.sentence.text[left:right])


@lru_cache(maxsize=1000)
def _parts(sentence: Sentence) -> tuple[int, ...]:
    """Where each part of a sentence begins: behind marks and conjunctions, and with each figure."""
    figures = (one.start for one in numbers(sentence.figures) if kind_of(one.text, (one,)) != "rank")
    return tuple(sorted({0, *(found.end() for found in PARTS.finditer(sentence.text)), *figures}))


def _counted(sentence: Sentence) -> frozenset[int]:
    """Where those begin that a sentence counts, of whom a share behind them is some: “Of 5,120 appeals, it denied 71 percent”."""
    return frozenset(figure.start for figure in numbers(sentence.figures) if kind_of(figure.text, (figure,)) == "count")


def _is_of(following: Sequence[int], text: str, *, end: int) -> bool:
    """Whether a figure is some of what the next one counts: “38 of the basin’s 96 water systems”."""
    return bool(following) and SOME_OF.fullmatch(text, end, following[0]) is not None


def rivals(claim: str, other: Standing, *, own: Standing, is_taken: bool) -> bool:
    """Whether a claim may speak of the other figure as well, by its kind.

    Of a share only where it asks for one, or ours is one, or another finding has ours.
    """
    asked = kinds_asked(claim)
    if other.kind not in asked or other.kind == "rank":
        return False
    if changes_instead(claim, other, own=own):
        return True
    is_other = other.kind == "share" and own.kind == "count" and "count" in asked and not is_taken
    return not is_other and not changes_instead(claim, own, own=other)


def changes_instead(claim: str, other: Standing, *, own: Standing) -> bool:
    """Whether the claim asks by how much something rose or fell, and the other figure says so where ours does not."""
    return bool(CHANGE.search(claim)) and is_change(other) and not is_change(own)


def is_change(standing: Standing) -> bool:
    """Whether a figure says by how much something rose or fell: “52 percent more than in July 2019”."""
    text, (start, end) = standing.sentence.text, standing.span
    return bool(CHANGED_BEHIND.match(text, end) or CHANGED_BEFORE.search(text[:start]) or MULTIPLE.search(text[start:end]))


def miscounted(claim: str, standing: Standing, *, known: frozenset[str]) -> str | None:
    """The people whom the document counts there, where the claim counts others that it knows; nothing where both may be the same."""
    sentence, (_, end) = standing.sentence, standing.span
    noun = STOP.split(sentence.text[end:], maxsplit=1)[0].split()[:TOUCHING]
    theirs = {stem(word) for word in noun} & PEOPLE - ANYONE
    ours = _people(claim) - ANYONE
    if theirs and ours and ours <= known and not ours & (theirs | sentence.stems):
        return " ".join(noun)
    return None
