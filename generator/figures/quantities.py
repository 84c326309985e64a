"""Finds the quantities of a running text: numbers with their units, qualifiers and ranges."""

import re
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from generator.figures.cores import LASTS, PARTS, Core, cores
from generator.figures.qualifiers import REACH, after, before
from generator.figures.types import Quantity, just_before, merged
from generator.figures.units import (
    CODES,
    CURRENCIES,
    CURRENCY,
    GLUED,
    LABEL,
    MINUS,
    SCALE,
    SIZES,
    TIMES_OF_LIFE,
    UNIT,
    unit_of,
)
from generator.figures.words import HUNDRED

# “One in four”, “nine out of ten”, “3 of every 5”; not “3 of 5”, which may be parts of a list.
OUT_OF = re.compile(r"\s+(?:in|out\s+of)\s+(?:every\s+)?|\s+of\s+every\s+", re.IGNORECASE)
# “10–20”, “10 to 20”.
RANGE = re.compile(r"\s*[–—-]\s*|\s+(?:to|through)\s+", re.IGNORECASE)
# Makes the “and” of “between 10 and 20” the join of a range; a sign of money may stand between.
BETWEEN = re.compile(r"\bbetween\s+(?:[$€£]\s?)?$", re.IGNORECASE)
CHANGE = re.compile(
    r"(?<!ranging )(?<!ranged )(?<!ranges )(?<!range )\bfrom\s+(?:[$€£]\s?)?$", re.IGNORECASE
)
"""“From 10 to 20” is a change of two figures, and “ranging from 10 to 20” is one range."""
ONE_OF_A_ROW = re.compile(
    r"[\s-]+(?:congressional\s+)?(?P<of>congress|district|circuit|amendment|century)\b",
    re.IGNORECASE,
)
"""The series that an ordinal counts: the 116th Congress is no rival of the 2nd Circuit."""
# “Two years and a half”: the part follows the measure.
AND_A_PART = re.compile(r"\s+and\s+a\s+(?P<part>half|quarter)\b", re.IGNORECASE)
LOOSE = ("time", "point", "page")
"""Of these units, one is a turn of phrase: at one time, at one point, a one-page letter."""


def quantities(text: str) -> tuple[Quantity, ...]:
    """Returns the quantities of a text in order, without overlaps.

    A bare “one” is a pronoun as often as a number and is left out, unless a unit or a qualifier
    shows that it is a number.
    """
    scaled = [_Range(_scaled(core, text)) for core in cores(text)]
    kept: list[Quantity] = []
    for found in merged(scaled, lambda this, other: _joined(this.core, other.core, text=text)):
        floor = kept[-1].end if kept else 0
        quantity = _complete(found.core, found.upper, text=text, floor=floor)
        if found.core.start >= floor and not _is_pronoun(quantity, found.core, text=text):
            kept.append(quantity)
    return tuple(kept)


class _Range(NamedTuple):
    """A number, and the upper end of the range that begins with it."""

    core: Core
    upper: Fraction | None = None


def _is_pronoun(quantity: Quantity, core: Core, *, text: str) -> bool:
    """Returns whether this “one” is a pronoun or a turn of phrase: one of them, at one time.

    It is in “one day they will”, and is a number in “a one-day wait”.
    """
    is_one = core.spelled and quantity.value == 1 and quantity.upper is None
    if not is_one or quantity.qualifier != "exactly":
        return False
    if quantity.unit == "day":
        return text[core.end : core.end + 1] != "-" and not just_before(LASTS, text, end=core.start)
    return not quantity.unit or quantity.unit in LOOSE


def _scaled(core: Core, text: str) -> Core:
    """Returns the number with the scale that follows it: 5 million, 2.5 dozen."""
    found = SCALE.match(text, core.end)
    if not found or core.unit or core.crowd:
        return core
    size = SIZES[found["scale"].lower()]
    return replace(core, end=found.end(), value=core.value * size, scale=size)


def _joined(core: Core, other: Core, *, text: str) -> _Range | None:
    """Returns two neighbours as one figure, None if they are two: one in four, 10 to 20."""
    share = _out_of(core, other, text=text)
    return _Range(share) if share else _range(core, other, text=text)


def _out_of(core: Core, other: Core, *, text: str) -> Core | None:
    """Returns the share of one in four, nine out of ten, 3 of every 5; None for two figures."""
    # A share is of bare whole numbers, the smaller first: “one in four”, not “5 in 2019”, nor “500
    # in 1,200 places”.
    if core.unit or other.unit or not OUT_OF.fullmatch(text, core.end, other.start):
        return None
    if not 0 < core.value < other.value or other.value.denominator != 1 or core.value > HUNDRED:
        return None
    return Core(core.start, other.end, core.value / other.value, "share")


def _range(core: Core, other: Core, *, text: str) -> _Range | None:
    """Returns the range of two numbers; None for two figures, as in “from 10 to 20”, a change."""
    # “10% to 20%”, “$10 to $20”: a unit may be written at both ends.
    gap = re.sub(r"^\s?(?:%|percent|per cent)|[$€£]$", "", text[core.end : other.start])
    between = re.fullmatch(r"\s+and\s+", gap) and just_before(
        BETWEEN, text, end=core.start, reach=REACH
    )
    if not (RANGE.fullmatch(gap) or between) or core.unit != other.unit:
        return None
    if core.crowd or other.crowd or just_before(CHANGE, text, end=core.start, reach=REACH):
        return None
    lower = core.value
    if core.scale == 1 and lower * other.scale < other.value:
        lower *= other.scale  # five to ten million
    if not lower < other.value:
        return None
    return _Range(replace(other, start=core.start, value=lower), other.value)


def _complete(core: Core, upper: Fraction | None, *, text: str, floor: int) -> Quantity:
    """Returns the quantity with its unit, currency and qualifier, over all of their words.

    No word of it is before `floor`, where the quantity before ends.
    """
    start, unit = _led(core, text)
    end, unit, of = (core.end, unit, "") if core.crowd else _followed(core, unit, text=text)
    value = core.value
    # A percentage; “a third” is a share already.
    if unit == "share" and core.unit != "share":
        value, upper = value / 100, upper / 100 if upper is not None else None
    if unit in TIMES_OF_LIFE and (more := AND_A_PART.match(text, end)):
        value, end = value + Fraction(1, PARTS[more["part"].lower()]), more.end()
    if minus := MINUS.search(text, max(floor, start - REACH), start):
        value, start = -value, minus.start()
    # After the minus and the currency, which stand between the qualifier and the number: over $5.
    start, qualifier = before(text, start, floor=floor)
    # “About dozens” says no more than “dozens”.
    if core.crowd:
        qualifier = core.crowd
    elif qualifier == "exactly":
        end, qualifier = after(text, end)
    return Quantity(start, end, text[start:end], value, unit, qualifier, upper, of)


def _led(core: Core, text: str) -> tuple[int, str]:
    """Returns where a number begins with the currency or label before it, and the unit of these."""
    head = text[max(0, core.start - REACH) : core.start]
    if core.unit or not head:
        return core.start, core.unit
    if currency := CURRENCY.search(head):
        sign = currency.group().strip()
        return core.start - len(currency.group()), sign if sign in CODES else CURRENCIES[sign]
    # “No. seven” is not in use, and “a number one” is no label.
    if not core.spelled and (label := LABEL.search(head)):
        return core.start - len(label.group()), "number"
    return core.start, ""


def _followed(core: Core, unit: str, *, text: str) -> tuple[int, str, str]:
    """Returns where a number ends with the unit behind it, that unit, and the row of an ordinal."""
    if unit == "ordinal":
        row = ONE_OF_A_ROW.match(text, core.end)
        return (row.end(), unit, row["of"].lower()) if row else (core.end, unit, "")
    if not unit and (found := UNIT.match(text, core.end)):
        return found.end(), unit_of(found), ""
    # After the known units: what is left is an unlisted unit.
    if glued := GLUED.match(text, core.end):
        return glued.end(), unit or glued.group().lower(), ""
    return core.end, unit, ""
