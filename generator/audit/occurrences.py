"""Finds the places of a figure in a sentence, by its value, unit, qualifier, rank and noun."""

import re
from collections.abc import Iterator, Sequence

from generator.audit import dating
from generator.audit.agreement import gives, numbers
from generator.audit.index import Sentence
from generator.audit.sentences import WORD, stem, stems
from generator.figures.qualifiers import before as hedge
from generator.figures.types import Figure, Moment, Qualifier

Span = tuple[int, int]
Place = tuple[Span, ...]
"""The spans of a figure's numbers in one sentence, in their order; the span of its words if it has
no number."""

# Matches “level ” and “No. ” before a number; not “classes ”, which are counted.
RANK = re.compile(
    (
        r"\b(?:top|levels?|tiers?|grades?|stages?|phases?|categor(?:y|ies)|class|ranks?|number|"
        r"no\.|step|type|room|pages?)\s+$"
    ),
    re.IGNORECASE,
)
"""A word that makes the number behind it a place in an order: “level four” counts nothing."""
# A full stop within “U.S.” or “4.5” has no blank behind it and stops nothing.
STOP = re.compile(r"[,;:()—–“”]|\.(?=\s|$)")
"""Where the words end that may belong to a figure."""
REACH = 2
"""So many other words may stand among a figure's own words; chosen by hand."""
COUPLED_BEFORE = re.compile(r"\b(?:or|to|nor)(?:\s+even)?\s+$", re.IGNORECASE)
# Matches “ or even years” behind “months”; not “, or” behind a mark, which begins another thought.
COUPLED_BEHIND = re.compile(r"\s+(?:or|to|nor)\s+(?:even\s+)?\w", re.IGNORECASE)
"""What shows that the words are half of a figure: “months or even years”."""


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans of a text share a character."""
    return one[0] < other[1] and other[0] < one[1]


def places(
    figure: str, sentence: Sentence, *, ours: Sequence[Figure], moments: Sequence[Moment]
) -> tuple[Place, ...]:
    """Returns every place that holds the figure with its qualifier and its own words.

    `ours` holds the numbers that were read in the figure.
    """
    if not ours:
        return tuple(_worded(figure, sentence.text))
    theirs = (*numbers(sentence.figures), *moments)
    return tuple(
        place
        for place in _runs(ours, theirs)
        if _fits(figure, ours, place=place, text=sentence.text)
    )


def _runs(ours: Sequence[Figure], theirs: Sequence[Figure]) -> Iterator[Place]:
    """Yields the places at which all the numbers of a figure stand one behind another."""
    for number, found in enumerate(theirs):
        if not _is(ours[0], found):
            continue
        span = (found.start, found.end)
        if len(ours) == 1:
            yield (span,)
        else:
            # A figure with two numbers (“45 percent in 12 counties”) needs both, in this order.
            yield from ((span, *rest) for rest in _runs(ours[1:], theirs[number + 1 :]))


def _is(ours: Figure, theirs: Figure) -> bool:
    """Whether the two figures are equal; of two dates, whether theirs says all that ours says."""
    if isinstance(ours, Moment):
        return (
            isinstance(theirs, Moment)
            and bool(ours.partial)
            and dating.says((theirs,), as_of=ours.partial or "", as_of_text=None)
        )
    return gives(theirs, ours)


def _fits(figure: str, ours: Sequence[Figure], *, place: Place, text: str) -> bool:
    """Whether the words of the figure stand next to its numbers.

    A rank that the figure leaves out may not stand there.
    """
    before, behind = figure[: ours[0].start], figure[ours[-1].end :]
    # The document's “level four” is no four, unless the finding has the “level” too.
    if not before.strip() and RANK.search(text[: place[0][0]]):
        return False
    inner = all(
        stems(figure[one.end : other.start]) <= stems(text[left[1] : right[0]])
        # ours[1:] is one shorter by design, so zip may not be strict: it makes pairs of neighbours.
        for one, other, left, right in zip(ours, ours[1:], place, place[1:], strict=False)
    )
    return (
        inner
        and stems(before) <= _words_next_to(text[: place[0][0]], before, last=True)
        and stems(behind) <= _words_next_to(text[place[-1][1] :], behind)
    )


def _words_next_to(text: str, sought: str, *, last: bool = False) -> frozenset[str]:
    """Returns the words next to a number, as many as ours and a few more, up to the next mark."""
    part = STOP.split(text)[-1 if last else 0]
    words = [stem(word) for word in WORD.findall(part)]
    many = len(WORD.findall(sought)) + REACH
    return frozenset(words[-many:] if last else words[:many])


def _worded(figure: str, text: str) -> Iterator[Place]:
    """Yields every place where a figure without a number stands word for word.

    Skips a place with another qualifier, and one that is half of another figure.
    """
    qualifier, words = _unhedged(figure)
    for found in (
        # Whole words only: “all” does not stand in “small”.
        re.finditer(rf"(?<![\w.,]){re.escape(_plain(words))}(?!\w|[.,]\d)", _plain(text))
        if words
        else ()
    ):
        start, theirs = hedge(text, found.start())
        halved = COUPLED_BEFORE.search(text[:start]) or COUPLED_BEHIND.match(text, found.end())
        if theirs == qualifier and not halved:
            yield ((start, found.end()),)


def _unhedged(figure: str) -> tuple[Qualifier, str]:
    """Returns the qualifier of a figure without a number, and the words behind it.

    “Nearly all” is `nearly` and `all`.
    """
    for end in (found.end() for found in re.finditer(r"\S+", figure)):
        start, qualifier = hedge(figure, end)
        if qualifier != "exactly" and start == 0:
            return qualifier, figure[end:].strip()
    return "exactly", figure


def _plain(text: str) -> str:
    """Returns a text for a literal search: without capitals, with straight quotes.

    It keeps its length, so that places in it hold in the text too.
    """
    return re.sub(r"[“”]", '"', re.sub(r"[‘’]", "'", text.lower()))
