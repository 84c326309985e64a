"""Numbers in running text: digits, words, shares, money and ranges, each with its unit and what is claimed of it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from generator.figures.cores import LASTS, PARTS, Core, cores
from generator.figures.qualifiers import REACH, after, before
from generator.figures.types import Quantity
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

OUT_OF = re.compile(r"\s+(?:in|out\s+of)\s+(?:every\s+)?|\s+of\s+every\s+", re.IGNORECASE)
RANGE = re.compile(r"\s*[–—-]\s*|\s+(?:to|through)\s+", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween\s+(?:[$€£]\s?)?$", re.IGNORECASE)
CHANGE = re.compile(
    r"(?<!ranging )(?<!ranged )(?<!ranges )(?<!range )\bfrom\s+(?:[$€£]\s?)?$", re.IGNORECASE
)
ONE_OF_A_ROW = re.compile(
    r"[\s-]+(?:congressional\s+)?(?P<of>congress|district|circuit|amendment|century)\b",
    re.IGNORECASE,
)
AND_A_PART = re.compile(r"\s+and\s+a\s+(?P<part>half|quarter)\b", re.IGNORECASE)
LOOSE = ("time", "point", "page")
"""Of these, one is a turn of phrase: at one time, at one point, a one-page letter."""


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order, none overlapping another.

    A bare “one” is a pronoun as often as a number and is left out, unless a unit or a qualifier shows what it is.
    """
    joined = _joined(tuple(_scaled(core, text) for core in cores(text)), text)
    kept: list[Quantity] = []
    for core, upper in joined:
        behind = kept[-1].end if kept else 0
        quantity = _complete(core, upper, text=text, floor=behind)
        if core.start >= behind and not _is_pronoun(quantity, core, text=text):
            kept.append(quantity)
    return tuple(kept)


def _is_pronoun(quantity: Quantity, core: Core, *, text: str) -> bool:
    """Whether this is a “one” that nothing shows to be a number: one of them, at one time, “One day they will”."""
    if (
        not core.spelled
        or quantity.value != 1
        or quantity.qualifier != "exactly"
        or quantity.upper is not None
    ):
        return False
    if quantity.unit == "day":
        return text[core.end : core.end + 1] != "-" and not LASTS.search(
            text, max(0, core.start - 20), core.start
        )
    return not quantity.unit or quantity.unit in LOOSE


def _scaled(core: Core, text: str) -> Core:
    """The number with the scale that follows it: 5 million, 2.5 dozen."""
    found = SCALE.match(text, core.end)
    if not found or core.unit or core.crowd:
        return core
    size = SIZES[found["scale"].lower()]
    return replace(core, end=found.end(), value=core.value * size, scale=size)


def _joined(found: tuple[Core, ...], text: str) -> Iterator[tuple[Core, Fraction | None]]:
    """The numbers with those joined that are one figure: one in four, 10 to 20; a range has its other end beside it."""
    position = 0
    while position < len(found):
        core = found[position]
        other = found[position + 1] if position + 1 < len(found) else None
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
    said = text[max(0, core.start - REACH) : core.start]
    gap = re.sub(r"^\s?(?:%|percent|per cent)|[$€£]$", "", text[core.end : other.start])
    joined = RANGE.fullmatch(gap) or (re.fullmatch(r"\s+and\s+", gap) and BETWEEN.search(said))
    if not joined or CHANGE.search(said) or core.unit != other.unit or core.crowd or other.crowd:
        return None
    lower = (
        core.value * other.scale
        if core.scale == 1 and core.value * other.scale < other.value
        else core.value
    )
    if not lower < other.value:
        return None
    return replace(other, start=core.start, value=lower), other.value


def _complete(core: Core, upper: Fraction | None, *, text: str, floor: int) -> Quantity:
    """The quantity with its unit, currency and qualifier, over all the words that say them; none stands before `floor`."""
    start, unit = _led(core, text)
    end, unit, of = (core.end, unit, "") if core.crowd else _followed(core, unit, text=text)
    value = core.value
    if unit == "share" and core.unit != "share":
        value, upper = value / 100, upper / 100 if upper is not None else None
    if unit in TIMES_OF_LIFE and (more := AND_A_PART.match(text, end)):
        value, end = value + Fraction(1, PARTS[more["part"].lower()]), more.end()
    if minus := MINUS.search(text, max(floor, start - REACH), start):
        value, start = -value, minus.start()
    start, qualifier = before(text, start, floor=floor)
    if core.crowd:
        qualifier = core.crowd
    elif qualifier == "exactly":
        end, qualifier = after(text, end)
    return Quantity(start, end, text[start:end], value, unit, qualifier, upper, of)


def _led(core: Core, text: str) -> tuple[int, str]:
    """Where a number begins with the currency or label before it, and the unit that this makes."""
    head = text[max(0, core.start - REACH) : core.start]
    if core.unit or not head:
        return core.start, core.unit
    if currency := CURRENCY.search(head):
        sign = currency.group().strip()
        return core.start - len(currency.group()), sign if sign in CODES else CURRENCIES[sign]
    if not core.spelled and (label := LABEL.search(head)):
        return core.start - len(label.group()), "number"
    return core.start, ""


def _followed(core: Core, unit: str, *, text: str) -> tuple[int, str, str]:
    """Where a number ends with the unit behind it, that unit, and what an ordinal is one of."""
    if unit == "ordinal":
        row = ONE_OF_A_ROW.match(text, core.end)
        return (row.end(), unit, row["of"].lower()) if row else (core.end, unit, "")
    if not unit and (found := UNIT.match(text, core.end)):
        return found.end(), unit_of(found), ""
    if glued := GLUED.match(text, core.end):
        return glued.end(), unit or glued.group().lower(), ""
    return core.end, unit, ""
