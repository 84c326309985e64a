"""Bare numbers in running text and where they stand: digits, words, parts of a whole, ordinals, multiples, spans of time, crowds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from generator.figures.qualifiers import before
from generator.figures.types import Qualifier, apart
from generator.figures.units import SIZES, TIMES_OF_LIFE
from generator.figures.words import DOZEN, HUNDRED, RUN, SCALES, TOKEN, VALUES, take

GLYPHS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅕": (1, 5), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)}
DIGITS = re.compile(
    r"(?<![\w./])(?<![A-Za-z]-)(?<!\d[,:])"
    r"(?P<whole>\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3}){1,9}(?![,\u00a0\u2009\u202f]\d{3})|\d{1,30})(?P<decimals>\.\d{1,30})?"
    rf"(?:[\s-]?(?P<glyph>[{''.join(GLYPHS)}])|[\s-](?P<top>\d)/(?P<bottom>\d)(?!\d)|/(?P<under>\d{{1,30}}))?"
    r"(?P<th>(?:st|nd|rd|th)(?!\w))?(?P<letter>(?:[kKmMB]|[mb]n)(?!\w))?(?![\d_]|[.,/:]\d)"
)
GLYPH = re.compile(rf"(?<![\w])[{''.join(GLYPHS)}](?!\w)")
LETTERS = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9}

PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5,
    "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip
COUNTS = "|".join(word for word, number in VALUES.items() if 0 < number < 10)  # noqa: PLR2004 -- one to nine: nine tenths
SHARE = re.compile(rf"\b(?:(?P<count>an?|{COUNTS})[\s-]+)?(?P<part>{'|'.join(PARTS)})\b", re.IGNORECASE)
PERIOD_PART = re.compile(r"\b(?:first|second|third|fourth|last|latter|other|this|next|past)[\s-]+$", re.IGNORECASE)
NO_SHARE = re.compile(r"-(?!of\b)[a-z]|[\s-]+(?:century|mile|hour|brother|sister|time|measures?|staff|mast|truths?)\b", re.IGNORECASE)
PART_VERB = re.compile(
    r"\s+(?:of|were|was|are|is|have|had|has|did|do|said|say|live|lost|told|went|came|got|never|more|less|fewer|as|lower|higher|larger|smaller|"
    r"\w+ed)\b"
)
"""What stands behind a third that is a part; behind the third of a row stands its noun."""
BY_PART = re.compile(r"\b(?:by|to|than|only|just)\s+$")
HALF_MILLION = re.compile(
    rf"\b(?P<part>half(?:[\s-]+an?)?|a[\s-]+half|(?:a[\s-]+)?quarter[\s-]+(?:of[\s-]+)?an?|a[\s-]+quarter)[\s-]+"
    rf"(?:(?P<scale>dozen|hundred|{'|'.join(SCALES)})|(?P<measure>{'|'.join([*TIMES_OF_LIFE, 'mile'])}))\b",
    re.IGNORECASE,
)
AND_A_HALF = re.compile(
    rf"[\s-]+(?:(?P<scale>{'|'.join(SCALES)})[\s-]+)?and[\s-]+a[\s-]+(?P<part>half|quarter)\b(?:[\s-]+(?P<after>{'|'.join(SCALES)})\b)?",
    re.IGNORECASE,
)
ALL = re.compile(r"\b(?:nearly|almost|virtually|practically)\s+(?P<all>all|every)\b(?!\s+(?:but|over|the\s+same)\b)", re.IGNORECASE)

ORDINALS = {
    word: number
    for number, word in enumerate(
        (
            "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
            "sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split()
    )
    if number
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100}
BEHIND_DIGIT = re.compile(r"\d\s*$")
ORDINAL = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(word for word, number in VALUES.items() if number > 19)})-)?(?P<word>{'|'.join(ORDINALS)})\b(?!-)",  # noqa: PLR2004
    re.IGNORECASE,
)

MULTIPLES = {"doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5, "halv": 0.5}
FOLD = [*(word for word, number in VALUES.items() if number > 1), "hundred", "thousand", "million"]
MULTIPLE = re.compile(
    rf"\b(?:(?P<adverb>(?<!think )(?<!thought )(?<!thinking )twice|thrice)|(?P<fold>{'|'.join(FOLD)})fold|"
    rf"(?P<stem>{'|'.join(MULTIPLES)})(?:e|es|ed|ing))\b"
    r"(?![\s-]+(?:standards?|jeopardy|edged|check\w*|down|talk|blind|bind|whammy)\b)",
    re.IGNORECASE,
)
A_TIME = re.compile(
    rf"\b(?:an?\s+(?:(?:full|whole|entire)\s+)?(?P<measure>{'|'.join(TIMES_OF_LIFE)})(?P<more>\s+and\s+a\s+(?:half|quarter))?(?![\w-])|"
    rf"(?:an?\s+)?(?P<long>{'|'.join(TIMES_OF_LIFE)})-?long\b)",
    re.IGNORECASE,
)
LASTS = re.compile(
    r"\b(?:for|within|in|after|lasts?|lasted|lasting|takes?|took|taken|taking|waits?|waited|waiting|spent|spends?|spending|"
    r"(?:wait|delay|period|term|span|minimum|maximum|average|total) of)\s+$",
    re.IGNORECASE,
)
"""What stands before a span of time, and not before “500 a year”."""
AGO = re.compile(r"\s+(?:ago|earlier|later|before|afterwards?)\b", re.IGNORECASE)
LONG_TIMES = ("decade", "century")

CROWDS = {
    "tens": 10, "dozens": DOZEN, "scores": 20, "hundreds": HUNDRED, "thousands": 10**3, "millions": 10**6, "billions": 10**9,
    "trillions": 10**12,
}  # fmt: skip
CROWD = re.compile(
    r"\b(?:(?P<lead>several|a\s+few|few|a\s+couple(?:\s+of)?|many|countless|untold)[\s-]+)?"
    rf"(?:(?P<many>(?:scores|tens)(?=\s+of\b)|{'|'.join(word for word in CROWDS if word not in ('scores', 'tens'))})|"
    rf"(?<=[\s-])(?P<one>{'|'.join(SIZES)}))(?:[\s-]+(?:of[\s-]+)?(?P<more>thousand|million|billion)s?)?\b",
    re.IGNORECASE,
)
UNCOUNTED = ("many", "countless", "untold")


LONGEST_NUMBER = 40
"""Words of the longest number that has words here."""


@dataclass(frozen=True)
class Core:
    """A bare number and where it stands."""

    start: int
    end: int
    value: Fraction
    unit: str = ""
    scale: int = 1
    spelled: bool = False
    crowd: Qualifier | None = None
    """What dozens and hundreds claim, which are no exact number."""


def cores(text: str) -> tuple[Core, ...]:
    """The bare numbers of a text in order, none overlapping another; the longest where two begin together."""
    return tuple(apart(_every(text)))


def _every(text: str) -> Iterator[Core]:
    """The numbers of each kind; they may overlap."""
    for kind in (_digits, _halves, _spelled, _shares, _ordinals, _crowds, _multiples, _times):
        yield from kind(text)


def _digits(text: str) -> Iterator[Core]:
    """Numbers in digits: `56,000`, `4.5`, `3½`, `3/4`, `9th`, `5k`, `½`."""
    for found in DIGITS.finditer(text):
        value = Fraction(re.sub(r"\D", "", found["whole"]) + (found["decimals"] or ""))
        unit = "ordinal" if found["th"] else ""
        if found["glyph"]:
            value += Fraction(*GLYPHS[found["glyph"]])
        elif found["top"]:
            if found["bottom"] == "0":
                continue
            value += Fraction(int(found["top"]), int(found["bottom"]))
        elif found["under"]:
            if int(found["under"]) <= value:
                continue
            value, unit = value / int(found["under"]), "share"
        scale = LETTERS[found["letter"].lower()] if found["letter"] else 1
        yield Core(found.start(), found.end(), value * scale, unit, scale)
    for found in GLYPH.finditer(text):
        yield Core(found.start(), found.end(), Fraction(*GLYPHS[found.group()]), "share")


def _spelled(text: str) -> Iterator[Core]:
    """Numbers in words; a run of words may hold several."""
    for run in RUN.finditer(text):
        tokens = list(TOKEN.finditer(run.group()))
        words = [token.group().lower() for token in tokens]
        position = 0
        while position < len(words):
            value, used = take(words[position : position + LONGEST_NUMBER])
            if used:
                start, end = run.start() + tokens[position].start(), run.start() + tokens[position + used - 1].end()
                yield _with_half(Core(start, end, Fraction(value), spelled=True), text)
            position += used or 1


def _with_half(core: Core, text: str) -> Core:
    """The number with the “and a half” that follows it, and the scale of both: one and a half million, a million and a half."""
    found = AND_A_HALF.match(text, core.end)
    if not found or (core.value > HUNDRED and core.value % 1000 != 0):
        return core
    half = Fraction(1, PARTS[found["part"].lower()])
    size = next((size for size in reversed(SCALES.values()) if core.value >= size), 1)
    scale = SCALES[found["after"].lower()] if found["after"] else 1
    return replace(core, end=found.end(), value=(core.value + half * size) * scale, scale=scale)


def _halves(text: str) -> Iterator[Core]:
    """Half a million, a quarter of a million, half a dozen, half a year; nearly all."""
    for found in HALF_MILLION.finditer(text):
        part = Fraction(1, 4 if "quarter" in found["part"].lower() else 2)
        if found["scale"]:
            yield Core(found.start(), found.end(), part * SIZES[found["scale"].lower()])
        elif not PERIOD_PART.search(text, max(0, found.start() - 20), found.start()):
            yield Core(found.start(), found.end(), part, found["measure"].lower())
    for found in ALL.finditer(text):
        yield Core(*found.span("all"), Fraction(1), "share")


def _shares(text: str) -> Iterator[Core]:
    """Half, a quarter, one-third, three quarters; an ordinal (“a third time”) is none."""
    for found in SHARE.finditer(text):
        part, count = found["part"].lower(), (found["count"] or "").lower()
        number = VALUES.get(count, 1)
        if not _is_share(found, text, part=part, count=count) or number > PARTS[part]:
            continue
        yield Core(found.start(), found.end(), Fraction(number, PARTS[part]), "share")


def _is_share(found: re.Match[str], text: str, *, part: str, count: str) -> bool:
    """Whether a word such as “third” or “half” is meant as a part of a whole."""
    if NO_SHARE.match(text, found.end()) or PERIOD_PART.search(text, max(0, found.start() - 20), found.start()):
        return False
    if part == "half":
        return True
    if count not in ("", "a", "an"):
        return part.endswith("s") or count == "one"
    return bool(count) and (
        part == "quarter"
        or bool(PART_VERB.match(text, found.end()))
        or bool(BY_PART.search(text, max(0, found.start() - 10), found.start()))
        or before(text, found.start())[1] != "exactly"
    )


def _ordinals(text: str) -> Iterator[Core]:
    """First, ninth, twenty-first."""
    for found in ORDINAL.finditer(text):
        tens = VALUES[found["tens"].lower()] if found["tens"] else 0
        value = tens + ORDINALS[found["word"].lower()]
        if found["word"].lower() != "second" or not BEHIND_DIGIT.search(text, max(0, found.start() - 5), found.start()):
            yield Core(found.start(), found.end(), Fraction(value), "ordinal", spelled=True)


def _crowds(text: str) -> Iterator[Core]:
    """Dozens, tens of thousands, several hundred, many thousands."""
    for found in CROWD.finditer(text):
        if found["one"] and not found["lead"]:
            continue
        size = CROWDS[found["many"].lower()] if found["many"] else SIZES[found["one"].lower()]
        value = size * (SCALES[found["more"].lower()] if found["more"] else 1)
        lead = (found["lead"] or "").lower()
        yield Core(found.start(), found.end(), Fraction(value), crowd="many" if lead in UNCOUNTED else "several")


def _multiples(text: str) -> Iterator[Core]:
    """Twice, tenfold, doubled, halved."""
    for found in MULTIPLE.finditer(text):
        if found["adverb"]:
            value = Fraction(2 if found["adverb"].lower() == "twice" else 3)
        elif found["fold"]:
            value = Fraction(take(["a", found["fold"].lower()])[0] or VALUES[found["fold"].lower()])
        else:
            value = Fraction(MULTIPLES[found["stem"].lower()])
        yield Core(found.start(), found.end(), value, "time")


def _times(text: str) -> Iterator[Core]:
    """A decade, a year and a half, a year-long wait; “a year” where it says how long something lasts, and not “500 a year”."""
    for found in A_TIME.finditer(text):
        measure = (found["measure"] or found["long"]).lower()
        if not (found["long"] or found["more"] or measure in LONG_TIMES) and not _lasts(found, text):
            continue
        more = Fraction(1, 4 if "quarter" in found["more"].lower() else 2) if found["more"] else Fraction(0)
        yield Core(found.start(), found.end(), 1 + more, measure)


def _lasts(found: re.Match[str], text: str) -> bool:
    """Whether a year or a day is said to last."""
    if AGO.match(text, found.end()) or LASTS.search(text, max(0, found.start() - 20), found.start()):
        return True
    return before(text, found.start())[1] != "exactly"
