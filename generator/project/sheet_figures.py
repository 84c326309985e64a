"""How the cells of districts.csv and states.csv read in a letter: thousands, and margins of error.

A survey's figure is true within its margin of error, so that a letter says “about 141,000” of
141,230 ± 3,456. A figure whose margin is too wide for any use is not printed.
"""

import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

MARGIN = "_margin"
"""The end of the name of a column of margins: `poverty_margin` are those of `poverty`."""

# “-888888888”, “-666666666.0”, “-999”, “999999999”; not “-11” or “777”, which are figures. The
# Census Bureau's codes have nine digits (American Community Survey, “Notes on ACS Estimate and
# Annotation Values”), those of other statistics programs three or more.
_CODE = re.compile(r"(?:-(\d)\1{2,11}|(\d)\2{7,11})(?:\.0+)?")
# “141230”, “$54321”, “1234567.5”, “12345%”; not “141,230”, “02134” or “over 20000 people”, which
# stay as they are written.
_BARE = re.compile(r"(?P<sign>[-−]?[$€£]?)(?P<whole>[1-9]\d*|0)(?P<rest>(?:\.\d+)?(?:%| percent)?)")
_NUMBER = re.compile(r"(?P<before>[-−]?[$€£]?)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<after>%| percent)?")

ALWAYS_GROUPED_DIGITS = 5
"""A number of four digits may be a year; one of five is none."""


def is_code(cell: str) -> bool:
    """Returns whether the cell is a statistics program's code for “not available”."""
    return _CODE.fullmatch(cell.replace(",", "").replace("−", "-")) is not None


def has_large_numbers(cells: Iterable[str]) -> bool:
    """Returns whether one of the cells has thousands, so that the column holds no years."""
    return any("," in cell or _digits(cell) >= ALWAYS_GROUPED_DIGITS for cell in cells)


def grouped(cell: str, *, also_four_digits: bool) -> str:
    """Returns a bare number with its thousands set (141230 is “141,230”), and others unchanged."""
    # Chicago Manual of Style 9.54 (17th ed.): commas in numbers of four digits and more; years and
    # addresses have none.
    found = _BARE.fullmatch(cell)
    if found is None or _digits(cell) < ALWAYS_GROUPED_DIGITS - also_four_digits:
        return cell
    return f"{found['sign']}{int(found['whole']):,}{found['rest']}"


def number(cell: str) -> Decimal | None:
    """Returns the value of a cell that is one number; None for other cells."""
    found = _NUMBER.fullmatch(cell)
    return Decimal(found["number"].replace(",", "")) if found else None


def bare_margin(cell: str) -> str:
    """Returns the margin without the signs that people and the Census Bureau put before it."""
    return cell.lstrip("±+/- ")


def margin_in_percent(cell: str, margin: str) -> float | None:
    """Returns the margin as a share of the figure, in percent; None where one is no number.

    The share of a figure of zero is infinite.
    """
    figure, width = number(cell), number(bare_margin(margin))
    if figure is None or width is None:
        return None
    if not width:
        return 0.0
    return float(100 * width / figure) if figure else math.inf


def about(cell: str, margin: str) -> str:
    """Returns the figure rounded to its margin of error, with “about”.

    141,230 ± 3,456 is “about 141,000”, 23.4 ± 1.2 “about 23” and $54,321 ± 812 “about $54,300”:
    a digit below the first one of the margin would claim what the survey does not know. A margin
    of zero leaves the figure as it is: the Bureau holds some to a count.
    """
    found, width = _NUMBER.fullmatch(cell), number(bare_margin(margin))
    if found is None or not width:
        return cell
    # The place of the margin's first digit: 3 for 3,456, 0 for 1.2, -1 for 0.4.
    place = width.adjusted()
    value = Decimal(found["number"].replace(",", ""))
    # A figure is never given more digits than it has: 23 ± 0.4 stays 23.
    rounded = round(value, max(0, min(-place, -int(value.as_tuple().exponent))))
    if place > 0:
        rounded = round(value / 10**place) * Decimal(10) ** place
    return f"about {found['before']}{rounded:,f}{found['after'] or ''}"


def margins_of(cells: Mapping[str, str]) -> Mapping[str, str]:
    """Returns the margin of each figure in a row that has one, by the figure's column."""
    return {
        column.removesuffix(MARGIN): cell
        for column, cell in cells.items()
        if column.endswith(MARGIN)
    }


def _digits(cell: str) -> int:
    """Returns the number of digits before the point of a bare number; 0 for other cells."""
    found = _BARE.fullmatch(cell)
    return len(found["whole"]) if found else 0
