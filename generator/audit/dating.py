"""Which date governs what a sentence says, and whether it is the one we give."""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.audit.agreement import dates
from generator.audit.index import Sentence
from generator.figures import Moment, Quantity, read_figures

LISTED = re.compile(r"\s*(?:,|and|or|,\s*and|/|&)\s*(?:in\s+)?", re.IGNORECASE)
REFERENCE = re.compile(
    r"\b(?:than|since|before|until|compared\s+(?:with|to))(?:\s+(?:in|on|at|of|the|that\s+of|those\s+of|by))*\s+$", re.IGNORECASE
)
APART = re.compile(r";|\b(?:though|although|while|whereas|but|however|because|unless)\b", re.IGNORECASE)
CLAUSE = re.compile(r"[;:()—–]")
SUBJECT = 40
"""The first letters of a claim, in which a name such as “the Convention” is what the claim is about."""


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
    """The date, or the dates of one list, that a sentence gives for what stands at the anchors.

    A year within a name (“the 1951 Convention”) dates nothing but that name, and a date that something is compared with
    or reckoned from (“more than in July 2019”, “since 1974”) nothing at all.
    """
    named = [moment for moment in moments if moment.in_name and _about_name(moment, text, claim=claim)]
    if named:
        return tuple(named)
    free = [moment for moment in moments if not moment.in_name and not is_reference(moment, text)]
    if not free:
        return ()
    others = [figure for figure in figures if isinstance(figure, Quantity)]
    nearest = min(free, key=lambda moment: (_distance(moment, anchors, text=text, others=others), moment.start))
    return _list_of(nearest, free, text=text)


def is_reference(moment: Moment, text: str) -> bool:
    """Whether a date is one that the sentence compares with or reckons from."""
    return bool(REFERENCE.search(text[: moment.start]))


def is_apart(moments: Sequence[Moment], span: tuple[int, int], *, text: str) -> bool:
    """Whether a clause of its own stands between the dates and what they might date."""
    start, end = (moments[-1].end, span[0]) if moments[-1].end <= span[0] else (span[1], moments[0].start)
    return bool(APART.search(text[start:end]))


def _about_name(moment: Moment, text: str, *, claim: str) -> bool:
    """Whether the claim is about the thing whose name holds the year."""
    noun = re.match(r"\s+(\w+)", text[moment.end :])
    return (
        bool(noun) and bool(re.match(rf"(?:The\s+)?(?:\d+\s+)?(?:\w+\s+)?{re.escape(noun.group(1))}\b", claim[:SUBJECT])) if noun else False
    )


def _distance(moment: Moment, anchors: Sequence[tuple[int, int]], *, text: str, others: Sequence[Quantity]) -> float:
    """How far a date is from the anchors, on average over the nearer half; clauses and figures between them add to it."""
    each = sorted(_gap(moment, anchor, text=text, others=others) for anchor in anchors)
    half = each[: (len(each) + 1) // 2]
    return sum(half) / len(half) if half else float(moment.start)


def _gap(moment: Moment, anchor: tuple[int, int], *, text: str, others: Sequence[Quantity]) -> float:
    """The distance of a date from one anchor."""
    start, end = (moment.end, anchor[0]) if moment.end <= anchor[0] else (anchor[1], moment.start)
    if start >= end:
        return 0.0
    between = text[start:end]
    crossed = sum(start <= other.start < end for other in others)
    return len(between) + 30 * len(CLAUSE.findall(between)) + 8 * between.count(",") + 25 * crossed


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
    """Whether these are the dates that a finding gives: its span in full where it has one, which `as_of` ends; else `as_of`.

    Ours may be less precise than the document's, and never more.
    """
    if as_of_text is None:
        return any(_covers(moment.until or moment, as_of) for moment in moments)
    told = [moment for moment in dates(read_figures(as_of_text)) if moment.year is not None]
    if not told or len(told) != len(moments) or not all(_same(ours, theirs) for ours, theirs in zip(told, moments, strict=True)):
        return False
    last = told[-1].until or told[-1]
    return _covers(last, as_of)


def _covers(moment: Moment, as_of: str) -> bool:
    """Whether a date of the document bears out ours: it has all that ours has."""
    partial = moment.partial
    return partial is not None and (partial == as_of or partial.startswith(f"{as_of}-"))


def _same(ours: Moment, theirs: Moment) -> bool:
    """Whether our date, with its part of a month and its other end, is theirs."""
    if (ours.until is None) != (theirs.until is None):
        return False
    if ours.until and theirs.until and not _same(ours.until, theirs.until):
        return False
    return bool(ours.partial) and _covers(theirs, ours.partial or "") and ours.part in ("", theirs.part)


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
