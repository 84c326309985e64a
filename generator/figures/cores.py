"""Finds the bare numbers of a running text: digits, words, shares, ordinals, multiples, crowds.

The repeats of digits are bounded (`{1,30}`), so that a page full of digits takes no longer than
others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from unicodedata import numeric

from generator.figures.qualifiers import before
from generator.figures.types import FigureSpan, Qualifier, apart, just_before
from generator.figures.units import SIZES, TIMES_OF_LIFE
from generator.figures.words import HUNDRED, RUN, SCALES, TENS, TOKEN, VALUES, take

# `numeric` gives a float, and no glyph has a denominator above 8, so that 1/3 comes out exact.
GLYPHS = {glyph: Fraction(numeric(glyph)).limit_denominator(8) for glyph in "½¼¾⅓⅔⅕⅛⅜⅝⅞"}
# Matches “56,000”, “56 000” with a narrow space, “4.5”, “3½”, “3 1/2”, “3/4”, “9th”, “5k”, “5m”,
# “5bn”; not the digits of “word2vec”, “F-16”, “12:30”, “1/2/3”, “1.5.2” or “57_000”. A scale sticks
# to its number, so that “5 m” is none; a small b alone is none either.
DIGITS = re.compile(
    r"(?<![\w./])(?<![A-Za-z]-)(?<!\d[,:])"
    r"(?P<whole>\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3}){1,9}(?![,\u00a0\u2009\u202f]\d{3})|\d{1,30})"
    r"(?P<decimals>\.\d{1,30})?"
    rf"(?:[\s-]?(?P<glyph>[{''.join(GLYPHS)}])|[\s-](?P<top>\d)/(?P<bottom>\d)(?!\d)|"
    rf"/(?P<under>\d{{1,30}}))?"
    r"(?P<th>(?:st|nd|rd|th)(?!\w))?(?P<letter>(?:[kKmMB]|[mb]n)(?!\w))?(?![\d_]|[.,/:]\d)"
)
"""A number in digits, with the marks behind it: decimals, a fraction, “th”, a letter for its scale.
Not part of a word, a path, a time of day or a longer number."""
GLYPH = re.compile(rf"(?<![\w])[{''.join(GLYPHS)}](?!\w)")
"""A fraction alone: ½."""
# What the letters behind a number multiply it by: 5k, 5M, 5bn.
LETTERS = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9}

# “Zeroth” keeps the words in step with their numbers and is dropped; twentieth to ninetieth are
# made of the tens (“twent” + “ieth”).
ORDINALS = {
    word: number
    for number, word in enumerate(
        (
            "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
            "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
        ).split()
    )
    if number
} | {f"{ten[:-1]}ieth": VALUES[ten] for ten in TENS[2:]}
ORDINALS["hundredth"] = HUNDRED
# The parts that have names; “second” is no part, and from eleventh on a part is rare.
PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4}
for word in "third fourth fifth sixth seventh eighth ninth tenth".split():
    PARTS[word] = PARTS[f"{word}s"] = ORDINALS[word]
# How many parts: one to nine; “twelve thirds” is no share of a whole.
COUNTS = "|".join(word for word, number in VALUES.items() if 0 < number < 10)  # noqa: PLR2004
SHARE = re.compile(
    rf"\b(?:(?P<count>an?|{COUNTS})[\s-]+)?(?P<part>{'|'.join(PARTS)})\b", re.IGNORECASE
)
"""A part of a whole: half, a quarter, two-thirds."""
PERIOD_PART = re.compile(
    r"\b(?:first|second|third|fourth|last|latter|other|this|next|past)[\s-]+$", re.IGNORECASE
)
"""Before “half” or “quarter” these make it a period: the first half of 2019."""
NO_SHARE = re.compile(
    r"-(?!of\b)[a-z]|[\s-]+(?:century|mile|hour|brother|sister|time|measures?|staff|mast|truths?)"
    r"\b",
    re.IGNORECASE,
)
"""Behind the word these make it no share: a half-brother, the third century, a quarter mile."""
PART_VERB = re.compile(
    r"\s+(?:of|were|was|are|is|have|had|has|did|do|said|say|live|lost|told|went|came|got|never|"
    r"more|less|fewer|as|lower|higher|larger|smaller|"
    r"\w+ed)\b"
)
"""The words that follow a third if it is a share (“a third of”, “a third were”). If it is an
ordinal, a noun follows (“a third attack”)."""
BY_PART = re.compile(r"\b(?:by|to|than|only|just)\s+$")
"""Before the word these make it a share too: fell by a third."""
# “Half a million”, “a half dozen”, “a quarter of a million”, “half a year”; not “half of them”.
HALF_MILLION = re.compile(
    rf"\b(?P<part>half(?:[\s-]+an?)?|a[\s-]+half|(?:a[\s-]+)?quarter[\s-]+(?:of[\s-]+)?an?|"
    rf"a[\s-]+quarter)[\s-]+"
    rf"(?:(?P<scale>dozen|hundred|{'|'.join(SCALES)})|"
    rf"(?P<measure>{'|'.join([*TIMES_OF_LIFE, 'mile'])}))\b",
    re.IGNORECASE,
)
# “[One] and a half million”, “[a] million and a half”; what is in brackets is read before.
AND_A_HALF = re.compile(
    rf"[\s-]+(?:(?P<scale>{'|'.join(SCALES)})[\s-]+)?and[\s-]+a[\s-]+(?P<part>half|quarter)"
    rf"\b(?:[\s-]+(?P<after>{'|'.join(SCALES)})\b)?",
    re.IGNORECASE,
)
# “Nearly all”, “almost every”; not “nearly all but”, “almost all over”, “nearly all the same”.
ALL = re.compile(
    r"\b(?:nearly|almost|virtually|practically)\s+(?P<all>all|every)\b(?!\s+(?:but|over|the\s+same)"
    r"\b)",
    re.IGNORECASE,
)

"""“Nearly all” is a share of one, and contradicts “nearly half”."""
# “30 second”: a measure of time, and no ordinal.
BEHIND_DIGIT = re.compile(r"\d\s*$")
# “Ninth”, “twenty-first”; not “first-class”, which a hyphen makes an adjective.
ORDINAL = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(word for word, number in VALUES.items() if number > 19)})-)"  # noqa: PLR2004
    rf"?(?P<word>{'|'.join(ORDINALS)})\b(?!-)",
    re.IGNORECASE,
)

# The stems of verbs, without the ending that -e, -ed, -es and -ing share.
MULTIPLES = {"doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5, "halv": 0.5}
# “Twofold”, “hundredfold”; “onefold” is no word in use.
FOLD = [*(word for word, number in VALUES.items() if number > 1), "hundred", "thousand", "million"]
# “Twice”, “tenfold”, “doubled”, “halving”; not “think twice”, nor “double standard”,
# “double-check”.
MULTIPLE = re.compile(
    rf"\b(?:(?P<adverb>(?<!think )(?<!thought )(?<!thinking )twice|thrice)|"
    rf"(?P<fold>{'|'.join(FOLD)})fold|"
    rf"(?P<stem>{'|'.join(MULTIPLES)})(?:e|es|ed|ing))\b"
    r"(?![\s-]+(?:standards?|jeopardy|edged|check\w*|down|talk|blind|bind|whammy)\b)",
    re.IGNORECASE,
)
# “A year”, “a full day”, “a year and a half”, “a decade-long wait”; not “a day-care”.
A_TIME = re.compile(
    rf"\b(?:an?\s+(?:(?:full|whole|entire)\s+)?(?P<measure>{'|'.join(TIMES_OF_LIFE)})"
    rf"(?P<more>\s+and\s+a\s+(?:half|quarter))?(?![\w-])|"
    rf"(?:an?\s+)?(?P<long>{'|'.join(TIMES_OF_LIFE)})-?long\b)",
    re.IGNORECASE,
)
LASTS = re.compile(
    r"\b(?:for|within|in|after|lasts?|lasted|lasting|takes?|took|taken|taking|waits?|waited|"
    r"waiting|spent|spends?|spending|"
    r"(?:wait|delay|period|term|span|minimum|maximum|average|total) of)\s+$",
    re.IGNORECASE,
)
"""Before “a year” these make it a span of time, which it is not in “500 a year”."""
# Behind “a year” these make it a span of time too: a year ago.
AGO = re.compile(r"\s+(?:ago|earlier|later|before|afterwards?)\b", re.IGNORECASE)
LONG_TIMES = ("decade", "century")
"""“A decade” is always a span; “a year” often means “each year”."""

# A plural stands for its size, and is never exact: dozens, scores, hundreds.
CROWDS = {f"{word}s": size for word, size in {"ten": 10, "score": 20, **SIZES}.items()}
# “Dozens”, “tens of thousands”, “several hundred”, “scores of people”; not “a hundred”, which
# `_spelled` reads, and not “test scores” or “tens”, which need their “of”.
CROWD = re.compile(
    r"\b(?:(?P<lead>several|a\s+few|few|a\s+couple(?:\s+of)?|many|countless|untold)[\s-]+)?"
    rf"(?:(?P<many>(?:scores|tens)(?=\s+of\b)|"
    rf"{'|'.join(word for word in CROWDS if word not in ('scores', 'tens'))})|"
    rf"(?<=[\s-])(?P<one>{'|'.join(SIZES)}))(?:[\s-]+(?:of[\s-]+)?(?P<more>thousand|million|"
    rf"billion)s?)?\b",
    re.IGNORECASE,
)
UNCOUNTED = ("many", "countless", "untold")
"""With these a crowd has no size that a text could contradict."""


LONGEST_NUMBER = 40
"""The most words that are read as one number. It bounds the time that a long list of number words
takes; no number in use is longer."""


@dataclass(frozen=True)
class Core(FigureSpan):
    """A bare number and its place."""

    value: Fraction
    unit: str = ""
    scale: int = 1
    spelled: bool = False
    crowd: Qualifier | None = None
    """The qualifier of an inexact number, such as dozens or hundreds."""


def cores(text: str) -> tuple[Core, ...]:
    """Returns the bare numbers of a text in order, without overlaps."""
    return tuple(apart(_every(text)))


def _every(text: str) -> Iterator[Core]:
    """Yields the numbers of each kind, which may overlap."""
    # Of two in the very same place `apart` keeps the first, so that a share comes before the
    # ordinal of the same word.
    for kind in (_digits, _halves, _spelled, _shares, _ordinals, _crowds, _multiples, _times):
        yield from kind(text)


def _digits(text: str) -> Iterator[Core]:
    """Yields numbers in digits: `56,000`, `4.5`, `3½`, `3/4`, `9th`, `5k`, `½`."""
    for found in DIGITS.finditer(text):
        value = Fraction(re.sub(r"\D", "", found["whole"]) + (found["decimals"] or ""))
        unit = "ordinal" if found["th"] else ""
        if found["glyph"]:
            value += GLYPHS[found["glyph"]]
        elif found["top"]:
            # “3 1/0” is no number; a typing error must not raise.
            if found["bottom"] == "0":
                continue
            value += Fraction(int(found["top"]), int(found["bottom"]))
        elif found["under"]:
            # More than the whole is no share: 24/7, 9/11 and 10/4 are names or dates.
            if int(found["under"]) <= value:
                continue
            value, unit = value / int(found["under"]), "share"
        scale = LETTERS[found["letter"].lower()] if found["letter"] else 1
        yield Core(*found.span(), value * scale, unit, scale)
    for found in GLYPH.finditer(text):
        yield Core(*found.span(), GLYPHS[found.group()], "share")


def _spelled(text: str) -> Iterator[Core]:
    """Yields numbers in words; a run of words may hold several."""
    for run in RUN.finditer(text):
        tokens = list(TOKEN.finditer(run.group()))
        words = [token.group().lower() for token in tokens]
        position = 0
        while position < len(words):
            value, used = take(words[position : position + LONGEST_NUMBER])
            if used:
                start = run.start() + tokens[position].start()
                end = run.start() + tokens[position + used - 1].end()
                yield _with_half(Core(start, end, Fraction(value), spelled=True), text)
            position += used or 1


def _with_half(core: Core, text: str) -> Core:
    """Returns the number with the “and a half” and the scale that follow it.

    One and a half million, a million and a half.
    """
    found = AND_A_HALF.match(text, core.end)
    # “105 and a half” is 105.5 of nothing known; a round thousand has a scale to halve.
    if not found or (core.value > HUNDRED and core.value % 1000 != 0):
        return core
    half = Fraction(1, PARTS[found["part"].lower()])
    # In “a million and a half” the half is of a million, in “two and a half” of one.
    size = next((size for size in reversed(SCALES.values()) if core.value >= size), 1)
    scale = SCALES[found["after"].lower()] if found["after"] else 1
    return replace(core, end=found.end(), value=(core.value + half * size) * scale, scale=scale)


def _halves(text: str) -> Iterator[Core]:
    """Yields half a million, a quarter of a million, half a dozen, half a year; nearly all."""
    for found in HALF_MILLION.finditer(text):
        part = Fraction(1, 4 if "quarter" in found["part"].lower() else 2)
        if found["scale"]:
            yield Core(*found.span(), part * SIZES[found["scale"].lower()])
        elif not just_before(PERIOD_PART, text, end=found.start()):
            yield Core(*found.span(), part, found["measure"].lower())
    for found in ALL.finditer(text):
        yield Core(*found.span("all"), Fraction(1), "share")


def _shares(text: str) -> Iterator[Core]:
    """Yields half, a quarter, one-third, three quarters, and not the ordinal of “a third time”."""
    for found in SHARE.finditer(text):
        part, count = found["part"].lower(), (found["count"] or "").lower()
        number = VALUES.get(count, 1)
        if number <= PARTS[part] and _is_share(found, text, part=part, count=count):
            yield Core(*found.span(), Fraction(number, PARTS[part]), "share")


def _is_share(found: re.Match[str], text: str, *, part: str, count: str) -> bool:
    """Returns whether a word such as “third” or “half” names a part of a whole."""
    if NO_SHARE.match(text, found.end()) or just_before(PERIOD_PART, text, end=found.start()):
        return False
    if part == "half":
        return True
    # “Two-thirds” has its s; “two third” is none. “One third” needs none.
    if count not in ("", "a", "an"):
        return part.endswith("s") or count == "one"
    return bool(count) and (
        part == "quarter"
        or bool(PART_VERB.match(text, found.end()))
        or bool(just_before(BY_PART, text, end=found.start()))
        # A qualifier stands before a share or a count (“about a third”), and before no ordinal.
        or before(text, found.start())[1] != "exactly"
    )


def _ordinals(text: str) -> Iterator[Core]:
    """Yields first, ninth, twenty-first, but not the second of “30 second”."""
    for found in ORDINAL.finditer(text):
        tens = VALUES[found["tens"].lower()] if found["tens"] else 0
        value = tens + ORDINALS[found["word"].lower()]
        is_time = found["word"].lower() == "second" and just_before(
            BEHIND_DIGIT, text, end=found.start()
        )
        if not is_time:
            yield Core(*found.span(), Fraction(value), "ordinal", spelled=True)


def _crowds(text: str) -> Iterator[Core]:
    """Yields dozens, tens of thousands, several hundred, many thousands."""
    for found in CROWD.finditer(text):
        # “Hundred” without “several” or “many” is a plain number or its scale.
        if found["one"] and not found["lead"]:
            continue
        size = CROWDS[found["many"].lower()] if found["many"] else SIZES[found["one"].lower()]
        value = size * (SCALES[found["more"].lower()] if found["more"] else 1)
        is_many = (found["lead"] or "").lower() in UNCOUNTED
        yield Core(*found.span(), Fraction(value), crowd="many" if is_many else "several")


def _multiples(text: str) -> Iterator[Core]:
    """Yields twice, tenfold, doubled, halved."""
    for found in MULTIPLE.finditer(text):
        if found["adverb"]:
            value = Fraction(2 if found["adverb"].lower() == "twice" else 3)
        elif found["fold"]:
            # With “a”, because `take` reads “hundred” only behind a number; “a ten” it does not
            # read, and then VALUES has the word.
            value = Fraction(take(["a", found["fold"].lower()])[0] or VALUES[found["fold"].lower()])
        else:
            value = Fraction(MULTIPLES[found["stem"].lower()])
        yield Core(*found.span(), value, "time")


def _times(text: str) -> Iterator[Core]:
    """Yields a decade, a year and a half, a year-long wait.

    “A year” counts if it says how long something lasts, and not in “500 a year”.
    """
    for found in A_TIME.finditer(text):
        measure = (found["measure"] or found["long"]).lower()
        is_long = found["long"] or found["more"] or measure in LONG_TIMES
        if is_long or _lasts(found, text):
            value = Fraction(1)
            if found["more"]:
                value += Fraction(1, 4 if "quarter" in found["more"].lower() else 2)
            yield Core(*found.span(), value, measure)


def _lasts(found: re.Match[str], text: str) -> bool:
    """Returns whether the text says that something lasts a year or a day."""
    return bool(
        AGO.match(text, found.end())
        or just_before(LASTS, text, end=found.start())
        or before(text, found.start())[1] != "exactly"
    )
