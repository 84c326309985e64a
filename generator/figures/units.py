"""Reads the units of numbers: shares, money, measures, and the label of “No. 7”."""

import re
from collections.abc import Mapping

from generator.figures.words import SCALES

CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "MX$": "MXN", "Mex$": "MXN"}
CODES = ("USD", "EUR", "GBP", "MXN")
CURRENCY = re.compile(rf"(?:(?:US|MX|Mex)?[$]|[€£]|\b(?:{'|'.join(CODES)}))\s?$")
COINS = {"dollar": "USD", "euro": "EUR", "pound": "GBP", "peso": "MXN"} | {
    code.lower(): code for code in CODES
}
LABEL = re.compile(r"(?:\b(?:Nos?\.|[Nn]umber)|#)\s?$")
MINUS = re.compile(r"(?:(?<![\w.,)\]%–—−-])[-–−]|\b(?:minus|negative)\s)$", re.IGNORECASE)

TIMES_OF_LIFE = "year month week day hour decade century".split()
MEASURES = [
    *TIMES_OF_LIFE,
    *"minute mile kilometer kilogram foot acre time page point bed gallon degree".split(),
]
"""The units that advocacy texts count in; another word behind a number is a plain noun of a
count."""
IRREGULAR = {
    "feet": "foot", "ft": "foot", "fold": "time", "kilometre": "kilometer", "km": "kilometer",
    "kg": "kilogram", "hr": "hour", "yr": "year",
    "wk": "week", "centuries": "century", "seconds": "second", "x": "time", "×": "time",
}  # fmt: skip
UNIT = re.compile(
    r"(?P<points>[\s-]*percentage[\s-]points?\b)|(?P<share>\s?%|[\s-]*(?:per[\s-]?cent|pct)\b)"
    rf"|[\s-]*(?:US\s+|U\.S\.\s+)?(?P<coin>{'|'.join(COINS)})s?\b"
    r"|(?P<times>[x×])(?!\w)"
    r"|[\s-]*(?:(?:full|consecutive|more|additional|calendar|whole|straight)\s+)?"
    rf"(?P<measure>{'|'.join([*MEASURES, *(word for word in IRREGULAR if len(word) > 1)])})s?\b",
    re.IGNORECASE,
)
GLUED = re.compile(r"(?!ish\b)[^\W\d_]+")
"""Letters that stick to a number and are no known unit: 57kW, 57people."""
SCALE = re.compile(rf"[\s-]*(?P<scale>{'|'.join(SCALES)}|hundred|dozen)\b", re.IGNORECASE)
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
