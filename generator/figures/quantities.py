"""Numbers in running text: digits, words, shares, money and ranges, each with its unit and what is claimed of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from generator.figures.types import Qualifier, Quantity
from generator.figures.words import DOZEN, HUNDRED, RUN, SCALES, TOKEN, VALUES, take

GLYPHS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅕": (1, 5), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)}
DIGITS = re.compile(
    r"(?<![\w./])(?<![A-Za-z]-)(?<!\d,)"
    r"(?P<whole>\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+|\d+)(?P<decimals>\.\d+)?"
    rf"(?:[\s-]?(?P<glyph>[{''.join(GLYPHS)}])|[\s-](?P<top>\d)/(?P<bottom>\d)(?!\d)|/(?P<under>\d{{1,3}}))?"
    r"(?P<th>st|nd|rd|th)?(?P<letter>[kKmMB]|[mb]n)?(?![\w/]|[.,]\d)"
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
HALF_MILLION = re.compile(
    rf"\b(?P<part>half[\s-]+an?|a[\s-]+half|(?:a[\s-]+)?quarter[\s-]+(?:of[\s-]+)?an?|a[\s-]+quarter)[\s-]+(?P<scale>dozen|hundred|{'|'.join(SCALES)})\b",
    re.IGNORECASE,
)
AND_A_HALF = re.compile(
    rf"[\s-]+(?:(?P<scale>{'|'.join(SCALES)})[\s-]+)?and[\s-]+a[\s-]+(?P<part>half|quarter)\b(?:[\s-]+(?P<after>{'|'.join(SCALES)})\b)?",
    re.IGNORECASE,
)

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
ORDINAL = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(word for word, number in VALUES.items() if number > 19)})-)?(?P<word>{'|'.join(ORDINALS)})\b(?!-)",  # noqa: PLR2004
    re.IGNORECASE,
)

CROWDS = {"tens": 10, "dozens": DOZEN, "scores": 20, "hundreds": 100, "thousands": 10**3, "millions": 10**6, "billions": 10**9}
CROWD = re.compile(rf"\b(?P<many>{'|'.join(CROWDS)})(?:[\s-]+of[\s-]+(?P<more>thousands|millions|billions))?\b", re.IGNORECASE)

CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "MX$": "MXN", "Mex$": "MXN"}
CURRENCY = re.compile(r"(?:US|MX|Mex)?[$]\s?$|[€£]\s?$")
COINS = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "peso": "MXN"}
MEASURES = "year month week day hour minute decade mile kilometer kilometre foot acre time page point bed gallon degree".split()
IRREGULAR = {"feet": "foot", "fold": "time", "kilometre": "kilometer", "km": "kilometer", "hrs": "hour"}
UNIT = re.compile(
    r"(?P<share>\s?%|[\s-]*(?:percentage[\s-]points?|per[\s-]?cent|percent|pct)\b)"
    rf"|[\s-]+(?:US\s+|U\.S\.\s+)?(?P<coin>{'|'.join(COINS)})s?\b"
    rf"|[\s-]*(?:(?:full|consecutive|more|additional|calendar|whole|straight)\s+)?(?P<measure>{'|'.join([*MEASURES, *IRREGULAR])})s?\b",
    re.IGNORECASE,
)
SCALE = re.compile(rf"[\s-]+(?P<scale>{'|'.join(SCALES)}|hundred|dozen)\b", re.IGNORECASE)

WORDINGS: dict[Qualifier, str] = {
    "just over": r"(?:just|slightly|a little|barely) (?:over|more than|above)",
    "at least": r"at least|no fewer than|no less than|not fewer than|not less than|a minimum of",
    "at most": r"at most|no more than|not more than|up to|as many as|as much as|a maximum of",
    "nearly": r"nearly|almost|close to|just under|just short of|slightly (?:less|fewer) than|approaching",
    "more than": r"over|more than|greater than|in excess of|upwards? of|exceeding|above|(?:well|far) (?:over|above|more than)",
    "less than": r"less than|fewer than|under|below|lower than",
    "about": r"about|around|approximately|approx\.|roughly|some|circa|ca\.|an estimated|estimated|in the region of|~|≈",
}
BEFORE = {
    name: re.compile(
        rf"(?:(?<=^)|(?<=[\s(\[“‘\"'—–\ue000]))(?:{wording})(?:\s+(?:an? estimated|some|the|these|those|its|their))?\s*$".replace(
            " ", r"\s+"
        ),
        re.IGNORECASE,
    )
    for name, wording in WORDINGS.items()
}
AFTER: dict[Qualifier, re.Pattern[str]] = {
    "at least": re.compile(r"\s*\+(?!\d)|\s+or\s+more\b|[\s-]+plus\b|\s+or\s+(?:above|over|older)\b", re.IGNORECASE),
    "at most": re.compile(r"\s+or\s+(?:fewer|less|under|younger)\b", re.IGNORECASE),
    "about": re.compile(r"\s+or\s+so\b|[\s-]+odd\b", re.IGNORECASE),
}
REACH = 40
"""How many characters before a number may hold what is claimed of it."""

OUT_OF = re.compile(r"\s+(?:in|out\s+of)\s+(?:every\s+)?|\s+of\s+every\s+", re.IGNORECASE)
RANGE = re.compile(r"\s*[–—-]\s*|\s+(?:to|through)\s+", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween\s+(?:[$€£]\s?)?$", re.IGNORECASE)
CHANGE = re.compile(r"(?<!ranging )(?<!ranged )(?<!ranges )(?<!range )\bfrom\s+(?:[$€£]\s?)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Core:
    """A bare number and where it stands."""

    start: int
    end: int
    value: Fraction
    unit: str = ""
    scale: int = 1
    spelled: bool = False
    many: bool = False


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order, none overlapping another.

    A bare “one” is a pronoun as often as a number and is left out, unless a unit or a qualifier shows what it is.
    """
    cores = _joined(tuple(_scaled(core, text) for core in _cores(text)), text)
    found = (_complete(core, upper, text=text) for core, upper in cores)
    return tuple(quantity for quantity, core in found if not _is_pronoun(quantity, core))


def _is_pronoun(quantity: Quantity, core: Core) -> bool:
    """Whether this is a “one” that nothing shows to be a number."""
    return core.spelled and quantity.value == 1 and not quantity.unit and quantity.qualifier == "exactly" and quantity.upper is None


def _cores(text: str) -> tuple[Core, ...]:
    """The bare numbers of a text in order, none overlapping another; the longest where two begin together."""
    found = sorted(
        (*_digits(text), *_halves(text), *_spelled(text), *_shares(text), *_ordinals(text), *_crowds(text)),
        key=lambda core: (core.start, -core.end),
    )
    kept: list[Core] = []
    for core in found:
        if not kept or core.start >= kept[-1].end:
            kept.append(core)
    return tuple(kept)


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
            value, used = take(words[position:])
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
    """Half a million, a quarter of a million, half a dozen."""
    for found in HALF_MILLION.finditer(text):
        size = {**SCALES, "hundred": HUNDRED, "dozen": DOZEN}[found["scale"].lower()]
        part = Fraction(1, 4 if "quarter" in found["part"].lower() else 2)
        yield Core(found.start(), found.end(), part * size)


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
    after = text[found.end() : found.end() + 20]
    if re.match(r"-(?!of\b)[a-z]|[\s-]+(?:century|mile|hour|brother|sister|time)\b", after) or PERIOD_PART.search(text[: found.start()]):
        return False
    if part == "half":
        return True
    if count not in ("", "a", "an"):
        return part.endswith("s") or count == "one"
    hedged = any(pattern.search(text[max(0, found.start() - REACH) : found.start()]) for pattern in BEFORE.values())
    return bool(count) and (part == "quarter" or hedged or bool(re.match(r"\s+of\b", after)))


def _ordinals(text: str) -> Iterator[Core]:
    """First, ninth, twenty-first."""
    for found in ORDINAL.finditer(text):
        tens = VALUES[found["tens"].lower()] if found["tens"] else 0
        value = tens + ORDINALS[found["word"].lower()]
        if found["word"].lower() != "second" or not re.search(r"\d\s*$", text[: found.start()]):
            yield Core(found.start(), found.end(), Fraction(value), "ordinal", spelled=True)


def _crowds(text: str) -> Iterator[Core]:
    """Dozens, tens of thousands."""
    for found in CROWD.finditer(text):
        value = CROWDS[found["many"].lower()] * (CROWDS[found["more"].lower()] if found["more"] else 1)
        yield Core(found.start(), found.end(), Fraction(value), many=True)


def _scaled(core: Core, text: str) -> Core:
    """The number with the scale that follows it: 5 million, 2.5 dozen."""
    found = SCALE.match(text, core.end)
    if not found or core.unit or core.many:
        return core
    size = {**SCALES, "hundred": HUNDRED, "dozen": DOZEN}[found["scale"].lower()]
    return replace(core, end=found.end(), value=core.value * size, scale=size)


def _joined(cores: tuple[Core, ...], text: str) -> Iterator[tuple[Core, Fraction | None]]:
    """The numbers with those joined that are one figure: one in four, 10 to 20; a range has its other end beside it."""
    position = 0
    while position < len(cores):
        core = cores[position]
        other = cores[position + 1] if position + 1 < len(cores) else None
        if other is not None and (share := _out_of(core, other, text=text)):
            yield share, None
            position += 2
        elif other is not None and (ends := _range(core, other, text=text)):
            yield ends
            position += 2
        else:
            yield core, None
            position += 1


def _out_of(core: Core, other: Core, *, text: str) -> Core | None:
    """One in four, nine out of ten, 3 of every 5."""
    if core.unit or other.unit or not OUT_OF.fullmatch(text, core.end, other.start):
        return None
    if not 0 < core.value < other.value or other.value.denominator != 1 or core.value > HUNDRED:
        return None
    return Core(core.start, other.end, core.value / other.value, "share")


def _range(core: Core, other: Core, *, text: str) -> tuple[Core, Fraction] | None:
    """The lower number over both places, and the upper one; nothing where the two are two figures, as in “from 10 to 20”."""
    before = text[max(0, core.start - REACH) : core.start]
    gap = re.sub(r"^\s?(?:%|percent|per cent)|[$€£]$", "", text[core.end : other.start])
    joined = RANGE.fullmatch(gap) or (re.fullmatch(r"\s+and\s+", gap) and BETWEEN.search(before))
    if not joined or CHANGE.search(before) or core.unit != other.unit or core.many or other.many:
        return None
    lower = core.value * other.scale if core.scale == 1 and core.value * other.scale < other.value else core.value
    if not lower < other.value:
        return None
    return replace(other, start=core.start, value=lower), other.value


def _complete(core: Core, upper: Fraction | None, *, text: str) -> tuple[Quantity, Core]:
    """The quantity with its unit, currency and qualifier, over all the words that say them."""
    start, end, unit, value = core.start, core.end, core.unit, core.value
    if (currency := CURRENCY.search(text[max(0, start - 5) : start])) and not unit:
        unit, start = CURRENCIES[currency.group().strip()], start - len(currency.group())
    elif (found := UNIT.match(text, end)) and not unit and not core.many:
        unit, end = _unit(found), found.end()
        if unit == "share":
            value, upper = value / 100, upper / 100 if upper is not None else None
    start, qualifier = _before(text, start)
    if core.many:
        qualifier = "several"
    elif qualifier == "exactly":
        end, qualifier = _after(text, end)
    return Quantity(start, end, text[start:end], value, unit, qualifier, upper), core


def _unit(found: re.Match[str]) -> str:
    """The unit in one word."""
    if found["share"]:
        return "share"
    if found["coin"]:
        return COINS[found["coin"].lower()]
    measure = found["measure"].lower()
    return IRREGULAR.get(measure, measure)


def _before(text: str, start: int) -> tuple[int, Qualifier]:
    """Where the qualifier before a number begins, and which it is."""
    head = max(0, start - REACH)
    before = text[head:start]
    for qualifier, pattern in BEFORE.items():
        if found := pattern.search(before):
            return head + found.start(), qualifier
    return start, "exactly"


def _after(text: str, end: int) -> tuple[int, Qualifier]:
    """Where the qualifier behind a number ends, and which it is."""
    for qualifier, pattern in AFTER.items():
        if found := pattern.match(text, end):
            return found.end(), qualifier
    return end, "exactly"
