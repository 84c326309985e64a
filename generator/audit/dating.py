"""Which date governs what a sentence says, and whether it is the one we give."""

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from generator.audit.agreement import dates, ends, follows, says_no_more
from generator.audit.index import Sentence
from generator.audit.sentences import WORD, stem
from generator.figures.reading import read_figures
from generator.figures.types import Moment, Quantity

LISTED = re.compile(r"\s*(?:,|and|or|,\s*and|/|&)\s*(?:in\s+)?", re.IGNORECASE)
# The words of this file were written by hand on 24 and 25 November 2026, from the dates of the shipped campaign and of the
# sentences in `tests/test_audit_words.py`, which hold one example or more of each.
REFERENCE = re.compile(
    r"\bas\s+(?:in|on)\s+$|\b(?:than|above|below|since|before|until|compared\s+(?:with|to))(?:\s+(?:in|on|at|of|the|that\s+of|those\s+of|by))*\s+$",
    re.IGNORECASE,
)
ORIGIN = re.compile(
    r"\b(?:founded|established|created|formed|incorporated|chartered|born|built|dug|opened|named)\s+(?:\w+\s+){0,2}(?:in|on|of)?\s*$",
    re.IGNORECASE,
)
"""Before the date when something came to be, which is not the date of what is counted of it."""
AT_THAT_TIME = re.compile(r"\bwhen\s+(?:\w+\s+){1,4}(?:in|on)?\s*$", re.IGNORECASE)
"""Before one that is: “280 when it opened in 2017”."""
PUBLISHED = re.compile(r"\b(?:published|released|issued|updated|printed|dated)\s+(?:\w+\s+)?(?:in|on)?\s*$", re.IGNORECASE)
"""Before the date of a work, which dates a figure only where nothing else does."""
ASIDE = re.compile(r",\s+(?:\w+\s+)?\w+(?:ed|en|un|lt)\s+(?:in|on)\s+$")
"""Before a date that may be of a word beside it only: “The law, passed in 1994, has put 340 people in prison”."""
APART = re.compile(r";|\b(?:though|although|whereas|but|however|because|unless)\b", re.IGNORECASE)
BREAK = re.compile(
    r"[;:)—–]|,?\s\b(?:but|though|although|while|whereas|yet|however|because|unless)\b|,\s+(?:and|or|which|who|whose|where|when)\b",
    re.IGNORECASE,
)
"""Where a clause ends that may have a date of its own."""
YEAR_EARLIER = re.compile(r"\s+(?:the|a)\s+year\s+(?:before|earlier)\b", re.IGNORECASE)
"""Behind a figure of the year before the one that is named: “to $9,400 in 2022 from $6,150 the year before”."""
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
HEAD_ENDS = re.compile(
    r"[,.;:(—–]|\b(?:the|a|an|of|to|for|on|in|at|by|with|from|that|which|who|is|was|are|were|has|had|\w+ing|came|comes|dates)\b",
    re.IGNORECASE,
)
Hold = Literal["fast", "loose", "none"]
FAR = 1000
"""Farther than so many letters it does not matter what stands between."""
PAIR = 2
REFERS_BACK = re.compile(r"(?:When|After|Upon|Following|Since|Once)\s+([^,]{3,80}),")
EVENT = re.compile(r"\b\w{3,}ed\b|\b\w{3,}tion\b|\b\w{3,}ment\b")
GOES_ON = re.compile(
    r"^(?:This|That|These|Those|Both|Neither|Then|Such|(?:Some|Many|Most|Few|None|One|All|Half|\w+)\s+of\s+(?:these|those|them|whom)|"
    r"Of\s+(?:these|those|them)|At\s+(?:that|the\s+same)\s+time|The\s+same)\b"
)
"""How a sentence begins that goes on with what the one before it says."""
TURNS = re.compile(
    r"\b(?:separate|separately|another|meanwhile|later|since\s+then|recently|elsewhere|in\s+general|overall)\b", re.IGNORECASE
)
"""What shows that a sentence begins something else."""
PRESENT = re.compile(
    r"\b(?:is|are|has|(?<!could )(?<!would )(?<!should )(?<!might )have|can|cannot|may|must|will|do|does|now|today|currently)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:was|were|had|did|said|told|found|gave|made|took|held|saw|began|came|went|rose|fell|grew|lost|won|sent|paid|met|left|ran|led|\w{3,}ed)\b",
    re.IGNORECASE,
)
ASKS_WHEN = re.compile(r"^(?:(?:the|a)\s+)?(?:(?:year|date)\s+(?:of|in which)|when|in which year)\s+", re.IGNORECASE)
"""How a claim begins that only asks for the date."""


def with_years(sentences: Sequence[Sentence], *, issued: str) -> dict[int, tuple[Moment, ...]]:
    """The dates of each sentence, by its number; a month without a year is the last before the document's own date.

    A span or list keeps its own years. Where `issued` is empty, such a month keeps none.
    """
    return {sentence.number: tuple(_dated(moment, issued=issued) for moment in dates(sentence.figures)) for sentence in sentences}


def _dated(moment: Moment, *, issued: str) -> Moment:
    """The moment with a year."""
    until = _dated(moment.until, issued=issued) if moment.until else None
    if moment.year is not None or moment.month is None or not issued:
        return replace(moment, until=until)
    year, month = int(issued[:4]), int(issued[5:7] or 12)
    if until is not None and until.year is not None:
        year, month = until.year, until.month or 12
    return replace(moment, year=year if moment.month <= month else year - 1, until=until)


def governing(
    moments: Sequence[Moment], text: str, *, figures: Iterable[object], anchors: Sequence[tuple[int, int]], claim: str
) -> tuple[Moment, ...]:
    """The date, or the dates of one list, that a sentence gives for a figure at the one anchor, or for the words at all of them.

    A year within a name (“the 1951 Convention”) dates nothing but that name, and a date that something is compared with
    or reckoned from (“more than in July 2019”, “since 1974”) nothing at all.
    """
    if named := about(moments, text, claim=claim):
        return named
    free = [moment for moment in moments if not moment.in_name and not is_reference(moment, text)]
    others = [figure for figure in figures if isinstance(figure, Quantity)]
    middle = anchors[len(anchors) // 2]
    is_figure = len(anchors) == 1 and middle[0] < middle[1]
    if is_figure:
        free = [moment for moment in free if not _is_origin(moment, text)]
    nearest = min(free, key=lambda moment: _bond(moment, middle, text=text, others=others, is_figure=is_figure), default=None)
    if is_figure and nearest and nearest.year and YEAR_EARLIER.match(text, middle[1]):
        return (replace(nearest, year=nearest.year - 1),)
    return _list_of(nearest, free, text=text) if nearest else ()


def _bond(moment: Moment, figure: tuple[int, int], *, text: str, others: Sequence[Quantity], is_figure: bool) -> tuple[object, ...]:
    """How loosely a date belongs to a figure, or to the middle word of a claim without one.

    Its own clause comes first; there the date behind it, unless another figure stands between, then the one before it. The
    date of a work comes last for a figure; a claim without one may be about the work.
    """
    behind = moment.start >= figure[1]
    start, end = (figure[1], moment.start) if behind else (moment.end, figure[0])
    between = text[start:end]
    crossed = sum(start <= other.start < end for other in others)
    return (
        bool(is_figure and PUBLISHED.search(text[: moment.start])),
        len(BREAK.findall(between)),
        crossed if behind else 0,
        not behind,
        len(between),
    )


def referred(sentence: Sentence, section: Sequence[Sentence], *, moments: Mapping[int, Sequence[Moment]]) -> tuple[Moment, ...]:
    """The date of the event that a sentence refers back to (“When the policy was announced, …”), as its section tells it."""
    found = REFERS_BACK.match(sentence.text)
    events = {stem(word) for word in EVENT.findall(found.group(1))} if found else set()
    for other in reversed(section):
        if other.number < sentence.number and events & other.stems and moments[other.number]:
            anchors = tuple(word.span() for word in EVENT.finditer(other.text) if stem(word.group()) in events)
            return governing(moments[other.number], other.text, figures=other.figures, anchors=anchors, claim="")
    return ()


def hold(text: str) -> Hold:
    """How a sentence without a date hangs on the date of one before it in its paragraph.

    Fast, where it goes on with it in the past tense; loose, where it only tells on in the past tense; else not at all: what
    is said in the present is said on the document's own day.
    """
    past = bool(PAST.search(text)) and not PRESENT.search(text)
    if past and GOES_ON.match(text):
        return "fast"
    return "loose" if past and not TURNS.search(text) else "none"


def is_reference(moment: Moment, text: str) -> bool:
    """Whether a date is one that the sentence compares with or reckons from."""
    return bool(REFERENCE.search(text[: moment.start]))


def may_date(moment: Moment, text: str) -> bool:
    """Whether a date may be that of something counted: no part of a name, none that is reckoned from, nor when something came to be."""
    return not (moment.in_name or is_reference(moment, text) or _is_origin(moment, text))


def _is_origin(moment: Moment, text: str) -> bool:
    """Whether a date only says when something came to be."""
    before = text[: moment.start]
    return bool(ORIGIN.search(before)) and not AT_THAT_TIME.search(before)


def is_crossed(moments: Sequence[Moment], span: tuple[int, int], *, figures: Iterable[object]) -> bool:
    """Whether another figure stands between what might be dated and the dates behind it, and may be what they date."""
    others = (figure for figure in figures if isinstance(figure, Quantity))
    return any(span[1] <= other.start < moments[0].start for other in others)


def is_apart(moments: Sequence[Moment], span: tuple[int, int], *, text: str) -> bool:
    """Whether the dates stand in a clause of their own, or one stands between them and what they might date."""
    if ASIDE.search(text[: moments[0].start]) and text[moments[-1].end :].startswith(","):
        return True
    start, end = (moments[-1].end, span[0]) if moments[-1].end <= span[0] else (span[1], moments[0].start)
    return bool(APART.search(text[start:end]))


def about(moments: Sequence[Moment], text: str, *, claim: str) -> tuple[Moment, ...]:
    """The years within the name of what the claim is about: of “the 1951 Convention”, where it says when that was made."""
    return tuple(moment for moment in moments if moment.in_name and _about_name(moment, text, claim=claim))


def _about_name(moment: Moment, text: str, *, claim: str) -> bool:
    """Whether what the claim speaks of is the thing whose name holds the year, and when that was."""
    if not ASKS_WHEN.match(claim) and not re.search(r"\b(?:year|date)\b", claim) and (PRESENT.search(claim) or not PAST.search(claim)):
        return False
    head = WORD.findall(HEAD_ENDS.split(ARTICLE.sub("", ASKS_WHEN.sub("", claim)), maxsplit=1)[0])
    noun = WORD.match(text, moment.end + len(text[moment.end :]) - len(text[moment.end :].lstrip()))
    return bool(head) and noun is not None and stem(head[-1]) == stem(noun.group())


def _list_of(moment: Moment, moments: Sequence[Moment], *, text: str) -> tuple[Moment, ...]:
    """The moment with those it is listed with: “August and September 2019”."""
    ordered = sorted(moments, key=lambda one: one.start)
    listed = [moment]
    for step in (1, -1):
        index = ordered.index(moment) + step
        while 0 <= index < len(ordered):
            left, right = sorted((ordered[index], listed[-1] if step > 0 else listed[0]), key=lambda one: one.start)
            if not LISTED.fullmatch(text[left.end : right.start]):
                break
            listed = [*listed, ordered[index]] if step > 0 else [ordered[index], *listed]
            index += step
    return tuple(listed)


def says(moments: Sequence[Moment], *, as_of: str, as_of_text: str | None) -> bool:
    """Whether these are the dates that a finding gives: its span in full where it has one, which `as_of` ends; else `as_of` alone.

    Ours may be less precise than the document's, and never more; one end of a span is not the span.
    """
    if as_of_text is None:
        return all(_covers(end, as_of) for moment in moments for end in ends(moment))
    told = _as_span([moment for moment in dates(read_figures(as_of_text)) if moment.year is not None])
    theirs = _as_span(moments)
    if not told or len(told) != len(theirs) or not all(_same(ours, one) for ours, one in zip(told, theirs, strict=True)):
        return False
    last = told[-1].until or told[-1]
    return _covers(last, as_of)


def _as_span(moments: Sequence[Moment]) -> Sequence[Moment]:
    """Two whole months, one behind the other, as the span that they are: “August and September” is August to September."""
    if len(moments) == PAIR and follows(*moments) and not any(moment.day or moment.part for moment in moments):
        return (replace(moments[0], until=moments[1]),)
    return moments


def _covers(moment: Moment, as_of: str) -> bool:
    """Whether a date of the document confirms ours: it has all that ours has."""
    return moment.partial is not None and f"{moment.partial}-".startswith(f"{as_of}-")


def _same(ours: Moment, theirs: Moment) -> bool:
    """Whether our date, with its part of a month and its other end, is theirs."""
    pairs = zip(ends(ours), ends(theirs), strict=False)
    return len(ends(ours)) == len(ends(theirs)) and all(one.year and says_no_more(one, other) for one, other in pairs)


def in_words(moments: Sequence[Moment]) -> str:
    """Dates as a message names them."""
    return " and ".join(
        moment.text if moment.year is None or str(moment.year) in moment.text else f"{moment.text} ({moment.year})" for moment in moments
    )


def is_real(as_of: str) -> bool:
    """Whether a partial date is one of the calendar."""
    year, *rest = (int(part) for part in as_of.split("-"))
    month = rest[0] if rest else 1
    return 1 <= month <= 12 and (len(rest) < 2 or 1 <= rest[1] <= calendar.monthrange(year, month)[1])  # noqa: PLR2004
