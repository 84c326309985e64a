"""What the number formats of Excel show: days, and numbers with zeros in front."""

import datetime
import enum
import re
from dataclasses import dataclass
from functools import lru_cache

_DATES = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
BUILT_IN = dict.fromkeys(_DATES, "yyyy-mm-dd")
"""The formats that have a number and no code in the file: those that show days and times (ECMA-376
part 1, 18.8.30). The others show numbers without zeros in front."""

# Literal text, colours, conditions and languages, the width of a sign, a sign that fills the cell.
_NO_CODES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', re.DOTALL)
# `00000`, `00000\-0000`, `[<=99999]00000`, with “US” or a space as literal text.
_ZEROS = re.compile(r'(?:\[\$[^\]]*\])?(?:\[<(=?)(\d+)\])?((?:0|\\.|"[^"]*"|[ \-/().])+)')
_ZERO_SIGNS = re.compile(r'\\(.)|"([^"]*)"|(.)')


class DateSystem(enum.Enum):
    """The day before the first of a workbook's days."""

    # Excel counts February 29, 1900, which there was not: right from March 1, 1900 on.
    WINDOWS = datetime.date(1899, 12, 30)
    MACINTOSH = datetime.date(1904, 1, 1)

    def day(self, number: float) -> datetime.date | None:
        """Returns the day of a number; None where Excel shows no day of the calendar."""
        try:
            return self.value + datetime.timedelta(days=int(number)) if number >= 1 else None
        except OverflowError:
            return None


@dataclass(frozen=True)
class NumberFormat:
    """What a format does to a number, as far as a list of people needs it."""

    is_date: bool = False
    zeros: tuple[tuple[float, tuple[str, ...]], ...] = ()
    """The signs of the forms with a fixed number of digits, each with the largest number that it is
    for. A digit is the sign "0"."""

    def shown(self, number: int) -> str:
        """Returns `02134` for 2134 with the format 00000, and `02134-1234` with 00000-0000."""
        for largest, signs in self.zeros:
            if 0 <= number <= largest:
                return _with_zeros(number, signs)
        return str(number)


@lru_cache(maxsize=1000)
def parsed(code: str) -> NumberFormat:
    """Returns the meaning of a format code."""
    if re.search("[dmyhs]", _NO_CODES.sub("", code), re.IGNORECASE):
        return NumberFormat(is_date=True)
    zeros = []
    # The forms for negative numbers, for zero and for text follow, unless a condition chooses.
    for section in code.split(";"):
        form = _ZEROS.fullmatch(section)
        if form is None:
            break
        equal, largest, signs = form.groups()
        # A single 0 shows no zero in front, and Excel shows 15 digits at most.
        if not 1 < len(re.findall("0", signs)) <= 15:  # noqa: PLR2004 - see above
            break
        zeros.append((_largest(largest, equal), _signs(signs)))
        if not largest:
            break
    return NumberFormat(zeros=tuple(zeros))


def _largest(number: str | None, equal: str | None) -> float:
    if not number:
        return float("inf")
    return int(number) if equal else int(number) - 1


def _signs(form: str) -> tuple[str, ...]:
    """Returns "0" for each digit, and the literal text between them after a backslash."""
    return tuple(
        f"\\{escaped}{literal}" if escaped or literal else sign if sign == "0" else f"\\{sign}"
        for escaped, literal, sign in _ZERO_SIGNS.findall(form)
    )


def _with_zeros(number: int, signs: tuple[str, ...]) -> str:
    places = signs.count("0")
    digits = str(number).zfill(places)
    # A number with more digits than the form has places shows them all in front.
    front, rest = digits[: len(digits) - places], iter(digits[len(digits) - places :])
    shown = ""
    for sign in signs:
        if sign == "0":
            shown += front + next(rest)
            front = ""
        else:
            shown += sign[1:]
    return shown
