"""Finds the date that governs what a sentence says, and compares it with ours."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from generator import dates as calendar_words
from generator.audit.agreement import dates, ends, follows, says_no_more
from generator.audit.index import Sentence
from generator.audit.sentences import WORD, stem
from generator.figures.reading import read_figures
from generator.figures.types import Moment, Quantity

# Matches “ and ”, “, ”, “, and in ” between two dates; not “ to ”, which is read as one span
# before.
LISTED = re.compile(r"\s*(?:,|and|or|,\s*and|/|&)\s*(?:in\s+)?", re.IGNORECASE)
# The words of this file were written by hand on 24 and 25 November 2026, from the dates of the
# shipped campaign and of the sentences in tests/audit/test_words.py, which hold one example or more
# of each.
# Matches “than in ”, “since ”, “compared with that of ” before a date: “52 percent more than in
# July 2019” is of another month. Not “in ”.
REFERENCE = re.compile(
    r"\bas\s+(?:in|on)\s+$|"
    r"\b(?:than|above|below|since|before|until|compared\s+(?:with|to))"
    r"(?:\s+(?:in|on|at|of|the|that\s+of|those\s+of|by))*\s+$",
    re.IGNORECASE,
)
ORIGIN = re.compile(
    r"\b(?:founded|established|created|formed|incorporated|chartered|born|built|dug|opened|named)"
    r"\s+(?:\w+\s+){0,2}(?:in|on|of)?\s*$",
    re.IGNORECASE,
)
"""Before the date when something came to be, which is not the date of what is counted of it."""
AT_THAT_TIME = re.compile(r"\bwhen\s+(?:\w+\s+){1,4}(?:in|on)?\s*$", re.IGNORECASE)
"""Before a date of origin that dates the count too: “280 when it opened in 2017”."""
PUBLISHED = re.compile(
    r"\b(?:published|released|issued|updated|printed|dated)\s+(?:\w+\s+)?(?:in|on)?\s*$",
    re.IGNORECASE,
)
"""Before the date of a work, which dates a figure only where nothing else does."""
# Only with a comma behind the date too (see is_apart), so that “, counted in 2023” at the end of a
# sentence dates its figure.
ASIDE = re.compile(r",\s+(?:\w+\s+)?\w+(?:ed|en|un|lt)\s+(?:in|on)\s+$")
"""Before a date that may be of its own clause only: “The law, passed in 1994, has put …”."""
APART = re.compile(r";|\b(?:though|although|whereas|but|however|because|unless)\b", re.IGNORECASE)
# Matches “; ”, “ while ”, “, and ”; not “ and ” without a comma, which joins two figures of one
# clause: “34 days in 2021 and 127 in 2023”.
BREAK = re.compile(
    r"[;:)—–]|,?\s\b(?:but|though|although|while|whereas|yet|however|because|unless)\b|"
    r",\s+(?:and|or|which|who|whose|where|when)\b",
    re.IGNORECASE,
)
"""Where a clause ends that may have a date of its own."""
YEAR_EARLIER = re.compile(r"\s+(?:the|a)\s+year\s+(?:before|earlier)\b", re.IGNORECASE)
"""Behind a figure of the year before the one that is named: “from $6,150 the year before”."""
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
# Cuts “Convention on Refugees was concluded” to its noun “Convention”.
HEAD_ENDS = re.compile(
    r"[,.;:(—–]|\b(?:the|a|an|of|to|for|on|in|at|by|with|from|that|which|who|is|was|are|were|has|"
    r"had|\w+ing|came|comes|dates)\b",
    re.IGNORECASE,
)
Hold = Literal["fast", "loose", "free"]
PAIR = 2
# Matches “When the count was announced, ”. The length is bounded by hand: an event is named in a
# few words, and a longer opening is a clause with a matter of its own.
REFERS_BACK = re.compile(r"(?:When|After|Upon|Following|Since|Once)\s+([^,]{3,80}),")
# The words by which an event is named again: “announced”, “evacuation”, “agreement”; not “count”.
EVENT = re.compile(r"\b\w{3,}ed\b|\b\w{3,}tion\b|\b\w{3,}ment\b")
GOES_ON = re.compile(
    r"^(?:This|That|These|Those|Both|Neither|Then|Such|\w+\s+of\s+(?:these|those|them|whom)|"
    r"Of\s+(?:these|those|them)|At\s+(?:that|the\s+same)\s+time|The\s+same)\b"
)
"""How a sentence begins that goes on with what the one before it says."""
TURNS = re.compile(
    r"\b(?:separate|separately|another|meanwhile|later|since\s+then|recently|elsewhere|"
    r"in\s+general|overall)\b",
    re.IGNORECASE,
)
"""What shows that a sentence begins something else."""
# “Could have” is in no present, so “have” behind such a verb is left out.
PRESENT = re.compile(
    r"\b(?:is|are|has|(?<!could )(?<!would )(?<!should )(?<!might )have|can|cannot|may|must|will|"
    r"do|does|now|today|currently)\b",
    re.IGNORECASE,
)
# The regular past by its ending and the irregular verbs by name: English has no other mark of it,
# and a parser, which would know it, was refused (docs/decisions.md).
PAST = re.compile(
    r"\b(?:was|were|had|did|said|told|found|gave|made|took|held|saw|began|came|went|rose|fell|grew|"
    r"lost|won|sent|paid|met|left|ran|led|\w{3,}ed)\b",
    re.IGNORECASE,
)
ASKS_WHEN = re.compile(
    r"^(?:(?:the|a)\s+)?(?:(?:year|date)\s+(?:of|in which)|when|in which year)\s+", re.IGNORECASE
)
"""How a claim begins that only asks for the date."""


def with_years(sentences: Sequence[Sentence], *, issued: str) -> dict[int, tuple[Moment, ...]]:
    """Returns the dates of each sentence, by its number.

    A month without a year is the last before `issued`, the document's own date; if that is empty,
    it stays without one. A span or list keeps its own years.
    """
    return {
        sentence.number: tuple(_dated(moment, issued=issued) for moment in dates(sentence.figures))
        for sentence in sentences
    }


def _dated(moment: Moment, *, issued: str) -> Moment:
    """Returns the moment with a year, if it has a month and the document a date."""
    until = _dated(moment.until, issued=issued) if moment.until else None
    if moment.year is not None or moment.month is None or not issued:
        return replace(moment, until=until)
    # A document that gives only its year may be of December, so each of its months is of that year.
    year, month = int(issued[:4]), int(issued[5:7] or 12)
    # “From October to March 2020”: the year at the end gives the year of the beginning, which is
    # the one before it if its month is later.
    if until is not None and until.year is not None:
        year, month = until.year, until.month or 12
    return replace(moment, year=year if moment.month <= month else year - 1, until=until)


def governing(
    moments: Sequence[Moment],
    text: str,
    *,
    figures: Iterable[object],
    anchors: Sequence[tuple[int, int]],
    claim: str,
) -> tuple[Moment, ...]:
    """Returns the date, or the dates of one list, that a sentence gives for a figure or a claim.

    A figure has one anchor, and a claim without one has an anchor at each of its words. A year
    within a name (“the 1951 Convention”) dates only that name. A date that something is compared
    with or reckoned from (“more than in July 2019”, “since 1974”) dates nothing.
    """
    if named := about(moments, text, claim=claim):
        return named
    free = [moment for moment in moments if not moment.in_name and not is_reference(moment, text)]
    others = [figure for figure in figures if isinstance(figure, Quantity)]
    # A claim without a figure has a date for its thought as a whole, so it is measured from its
    # middle word; by the average of the nearer words, no verdict of 15,200 differed.
    middle = anchors[len(anchors) // 2]
    is_figure = len(anchors) == 1 and middle[0] < middle[1]
    if is_figure:
        free = [moment for moment in free if not _is_origin(moment, text)]
    nearest = min(
        free,
        key=lambda moment: _bond(moment, middle, text=text, others=others, is_figure=is_figure),
        default=None,
    )
    if is_figure and nearest and nearest.year and YEAR_EARLIER.match(text, middle[1]):
        return (replace(nearest, year=nearest.year - 1),)
    return _list_of(nearest, free, text=text) if nearest else ()


def _bond(
    moment: Moment,
    figure: tuple[int, int],
    *,
    text: str,
    others: Sequence[Quantity],
    is_figure: bool,
) -> tuple[object, ...]:
    """Returns how loosely a date belongs to a figure, or to the middle word of a claim without one.

    Its own clause comes first; there the date behind it, unless another figure stands between, then
    the one before it. The date of a work comes last for a figure; a claim without one may be about
    the work.
    """
    behind = moment.start >= figure[1]
    start, end = (figure[1], moment.start) if behind else (moment.end, figure[0])
    between = text[start:end]
    crossed = sum(start <= other.start < end for other in others)
    return (
        # The order is that of the reader: a date in the figure's own clause, then one behind it
        # with no other figure between, then one before it, then the nearer. In “from 34 days in
        # 2021 to 127 days in 2023” each figure so has the date behind it.
        bool(is_figure and PUBLISHED.search(text[: moment.start])),
        len(BREAK.findall(between)),
        crossed if behind else 0,
        not behind,
        len(between),
    )


def referred(
    sentence: Sentence, section: Sequence[Sentence], *, moments: Mapping[int, Sequence[Moment]]
) -> tuple[Moment, ...]:
    """Returns the date of the event that a sentence refers back to: “When it was announced, …”."""
    found = REFERS_BACK.match(sentence.text)
    events = {stem(word) for word in EVENT.findall(found.group(1))} if found else set()
    # The last mention before the sentence: of an event that the section names twice, the nearer is
    # meant.
    for other in reversed(section):
        if other.number < sentence.number and events & other.stems and moments[other.number]:
            anchors = tuple(
                word.span() for word in EVENT.finditer(other.text) if stem(word.group()) in events
            )
            return governing(
                moments[other.number], other.text, figures=other.figures, anchors=anchors, claim=""
            )
    return ()


def hold(text: str) -> Hold:
    """Returns how a sentence without a date holds to the date of one before it in its paragraph.

    Returns `fast` if it goes on with it in the past tense, `loose` if it is only in the past tense
    too, else `free`: the present is the document's own day.
    """
    # A sentence with both tenses speaks of the day of the document.
    past = bool(PAST.search(text)) and not PRESENT.search(text)
    if past and GOES_ON.match(text):
        return "fast"
    return "loose" if past and not TURNS.search(text) else "free"


def is_reference(moment: Moment, text: str) -> bool:
    """Whether a date is one that the sentence compares with or reckons from."""
    return bool(REFERENCE.search(text[: moment.start]))


def may_date(moment: Moment, text: str) -> bool:
    """Whether a date may be that of something counted, and not of a name, start or origin."""
    return not (moment.in_name or is_reference(moment, text) or _is_origin(moment, text))


def _is_origin(moment: Moment, text: str) -> bool:
    """Whether a date only says when something came to be."""
    before = text[: moment.start]
    return bool(ORIGIN.search(before)) and not AT_THAT_TIME.search(before)


def is_crossed(
    moments: Sequence[Moment], span: tuple[int, int], *, figures: Iterable[object]
) -> bool:
    """Whether another figure stands between a figure and the dates behind it."""
    others = (figure for figure in figures if isinstance(figure, Quantity))
    return any(span[1] <= other.start < moments[0].start for other in others)


def is_apart(moments: Sequence[Moment], span: tuple[int, int], *, text: str) -> bool:
    """Whether a clause of their own separates the dates from what they might date."""
    if ASIDE.search(text[: moments[0].start]) and text[moments[-1].end :].startswith(","):
        return True
    start, end = (
        (moments[-1].end, span[0]) if moments[-1].end <= span[0] else (span[1], moments[0].start)
    )
    return bool(APART.search(text[start:end]))


def about(moments: Sequence[Moment], text: str, *, claim: str) -> tuple[Moment, ...]:
    """Returns the years in the name of what a claim is about, if it says when that was.

    It is about “the 1951 Convention” if “Convention” is the noun of its first words.
    """
    asks = ASKS_WHEN.match(claim) or re.search(r"\b(?:year|date)\b", claim)
    if not asks and (PRESENT.search(claim) or not PAST.search(claim)):
        return ()
    head = WORD.findall(HEAD_ENDS.split(ARTICLE.sub("", ASKS_WHEN.sub("", claim)), maxsplit=1)[0])
    noun = stem(head[-1]) if head else ""
    found = []
    for moment in moments:
        word = WORD.match(text[moment.end :].lstrip())
        if moment.in_name and word and stem(word.group()) == noun:
            found.append(moment)
    return tuple(found)


def _list_of(moment: Moment, moments: Sequence[Moment], *, text: str) -> tuple[Moment, ...]:
    """Returns the moment with those it is listed with: “August and September 2019”."""
    ordered = sorted(moments, key=lambda one: one.start)
    first = last = ordered.index(moment)
    while first > 0 and _are_listed(ordered[first - 1], ordered[first], text=text):
        first -= 1
    while last + 1 < len(ordered) and _are_listed(ordered[last], ordered[last + 1], text=text):
        last += 1
    return tuple(ordered[first : last + 1])


def _are_listed(left: Moment, right: Moment, *, text: str) -> bool:
    """Whether only the marks and words of a list stand between two dates."""
    return bool(LISTED.fullmatch(text[left.end : right.start]))


def says(moments: Sequence[Moment], *, as_of: str, as_of_text: str | None) -> bool:
    """Whether these are the dates that a finding gives.

    With `as_of_text` they are its whole span, which `as_of` ends; else `as_of` alone. Ours may be
    less precise than the document's, and never more; one end of a span is not the span.
    """
    if as_of_text is None:
        return all(_covers(end, as_of) for moment in moments for end in ends(moment))
    ours = _as_span([moment for moment in dates(read_figures(as_of_text)) if moment.year])
    theirs = _as_span(moments)
    if not ours or len(ours) != len(theirs):
        return False
    pairs = zip(ours, theirs, strict=True)
    return all(_same(*pair) for pair in pairs) and _covers(ends(ours[-1])[-1], as_of)


def _as_span(moments: Sequence[Moment]) -> Sequence[Moment]:
    """Returns two whole months, one behind the other, as the span from the first to the second."""
    if (
        len(moments) == PAIR
        and follows(*moments)
        and not any(one.day or one.part for one in moments)
    ):
        return (replace(moments[0], until=moments[1]),)
    return moments


def _covers(moment: Moment, as_of: str) -> bool:
    """Whether a date of the document confirms ours: it has all that ours has."""
    # With a hyphen behind both: 2019-12 begins with 2019, and not with 2019-1.
    return moment.partial is not None and f"{moment.partial}-".startswith(f"{as_of}-")


def _same(ours: Moment, theirs: Moment) -> bool:
    """Whether our date, with its part of a month and its other end, is theirs."""
    if (ours.until is None) != (theirs.until is None):
        return False
    pairs = zip(ends(ours), ends(theirs), strict=True)
    return all(one.year and says_no_more(one, other) for one, other in pairs)


def in_words(moments: Sequence[Moment]) -> str:
    """Returns dates as a message names them: in the document's words, with their year."""
    words = []
    for moment in moments:
        has_year = moment.year is None or str(moment.year) in moment.text
        words.append(moment.text if has_year else f"{moment.text} ({moment.year})")
    return " and ".join(words)


def is_real(as_of: str) -> bool:
    """Whether a partial date is one of the calendar."""
    try:
        # The calendar decides (February 30, month 13); a pattern of digits would pass both.
        calendar_words.first_day(as_of)
    except ValueError:
        return False
    return True
