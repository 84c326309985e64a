"""Reads the units of numbers: shares, money, measures, and the label of “No. 7”."""

import re
from collections.abc import Mapping

from generator.figures.words import SCALES

# The currencies of documents about the United States and its neighbor. A plain $ is the dollar of
# the United States; no country's sign is guessed from the text.
CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "MX$": "MXN", "Mex$": "MXN"}
# The codes of ISO 4217 for these.
CODES = ("USD", "EUR", "GBP", "MXN")
# Right before a number: “$5”, “US$ 5”, “EUR 5”; not “EUROPE 5”.
CURRENCY = re.compile(rf"(?:(?:US|MX|Mex)?[$]|[€£]|\b(?:{'|'.join(CODES)}))\s?$")
# Behind a number, in the singular: “5 dollars”, “5 USD”.
COINS = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "peso": "MXN"} | {
    code.lower(): code for code in CODES
}
# “No. 7”, “Nos. 7”, “number 7”, “#7”: a name and no count. Not “no. 7” with a small letter, which
# may end a sentence.
LABEL = re.compile(r"(?:\b(?:Nos?\.|[Nn]umber)|#)\s?$")
# “-5”, “−5” and “minus 5”; not the hyphen of “2-5”, “F-16” or “(a)-5”, nor the second of two
# dashes.
MINUS = re.compile(r"(?:(?<![\w.,)\]%–—−-])[-–−]|\b(?:minus|negative)\s)$", re.IGNORECASE)

# The measures that a text may give in words without a number (a year, half a century). A minute and
# a second are left out: “a minute”, “a second” rarely measure.
TIMES_OF_LIFE = "year month week day hour decade century".split()
MEASURES = [
    *TIMES_OF_LIFE,
    *"minute mile kilometer kilogram foot acre time page point bed gallon degree".split(),
]
"""The units that advocacy texts count in; another word behind a number is a plain noun of a
count."""
# Plurals without an s, abbreviations, and British spellings; “fold” and “x” mean times.
IRREGULAR = {
    "feet": "foot", "ft": "foot", "fold": "time", "kilometre": "kilometer", "km": "kilometer",
    "kg": "kilogram", "hr": "hour", "yr": "year",
    "wk": "week", "centuries": "century", "seconds": "second", "x": "time", "×": "time",
}  # fmt: skip
# The longest first: “percentage points” holds “percent”, and a point of a share is another unit
# than a share. The words before a measure (“5 full years”) change no number.
UNIT = re.compile(
    r"(?P<points>[\s-]*percentage[\s-]points?\b)|(?P<share>\s?%|[\s-]*(?:per[\s-]?cent|pct)\b)"
    rf"|[\s-]*(?:US\s+|U\.S\.\s+)?(?P<coin>{'|'.join(COINS)})s?\b"
    r"|(?P<times>[x×])(?!\w)"
    r"|[\s-]*(?:(?:full|consecutive|more|additional|calendar|whole|straight)\s+)?"
    rf"(?P<measure>{'|'.join([*MEASURES, *(word for word in IRREGULAR if len(word) > 1)])})s?\b",
    re.IGNORECASE,
)
GLUED = re.compile(r"(?!ish\b)[^\W\d_]+")
"""Letters that stick to a number and are no known unit: 57kW, 57people; not “57ish”, a qualifier.

They become the unit, so that 57kW and 57 do not pass as one claim."""
# Behind a number in digits (“5 million”, “2.5 dozen”). “Hundred” and “dozen” stand here and not in
# SCALES, because in words they stand within a group: two hundred thousand is one group, 200, and
# its scale, and `words._group` reads them. “Hundreds” and “thousands” are left out by the `\b`:
# they are crowds (CROWD in cores).
SCALE = re.compile(rf"[\s-]*(?P<scale>{'|'.join(SCALES)}|hundred|dozen)\b", re.IGNORECASE)
# The value of each word that SCALE, CROWD and HALF_MILLION find.
SIZES: Mapping[str, int] = {**SCALES, "hundred": 100, "dozen": 12}


def unit_of(found: re.Match[str]) -> str:
    """Returns the unit in one word."""
    if found["points"]:
        return "percentage point"
    if found["share"]:
        return "share"
    if found["coin"]:
        return COINS[found["coin"].lower()]
    measure = (found["times"] or found["measure"]).lower()
    return IRREGULAR.get(measure, measure)
