"""Writes dates as letters do, and knows the terms of the Congresses."""

import datetime

# The first Congress met in 1789, and each has two years (Constitution, Article I, section 2).
FIRST_CONGRESS_YEAR = 1789
MONTHS = {
    "January": "Jan.", "February": "Feb.", "March": "Mar.", "April": "Apr.", "August": "Aug.",
    "September": "Sept.", "October": "Oct.", "November": "Nov.", "December": "Dec.",
}  # fmt: skip
"""Abbreviations of The Bluebook, table 12; May, June and July stay whole."""


def in_words(partial: str | datetime.date) -> str:
    """Returns `2019-12-31` as “December 31, 2019”, `2019-12` as “December 2019”."""
    year, *rest = str(partial).split("-")
    if not rest:
        return year
    # %B follows LC_TIME, which is English until a program calls setlocale; this program never does.
    month = datetime.date(int(year), int(rest[0]), 1).strftime("%B")
    return f"{month} {year}" if len(rest) == 1 else f"{month} {int(rest[1])}, {year}"


def shortened(partial: str) -> str:
    """Returns `2019-12-31` as “Dec. 31, 2019”, as lawyers write it."""
    month, space, rest = in_words(partial).partition(" ")
    return f"{MONTHS.get(month, month)}{space}{rest}"


def first_day(partial: str) -> datetime.date:
    """Returns the first day of a day, month or year."""
    # `2019` becomes 2019-01-01 and `2019-12` 2019-12-01; of a whole day nothing is left of the
    # tail.
    return datetime.date.fromisoformat((partial + "-01-01")[:10])


def last_day(partial: str) -> datetime.date:
    """Returns the last day of a day, month or year."""
    year, *rest = (int(part) for part in partial.split("-"))
    if len(rest) == 2:  # noqa: PLR2004 -- month and day
        return datetime.date(year, *rest)
    # The day before the first of the next month needs no lengths of months and no leap years.
    month = rest[0] if rest else 12
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def years_before(day: datetime.date, years: int) -> datetime.date:
    """Returns the same day so many years before; February 28 for a February 29 that is not."""
    end = last_day(f"{day.year - years}-{day.month:02}")
    return end.replace(day=min(day.day, end.day))


def congress_begins(number: int) -> datetime.date:
    """Returns the first day of a Congress: 3 January since the 74th (20th Amendment, section 1)."""
    return datetime.date(FIRST_CONGRESS_YEAR + 2 * (number - 1), 1, 3)


def congress_ends(number: int) -> datetime.date:
    """Returns the last day of a Congress, which ends at noon (20th Amendment, section 1)."""
    return congress_begins(number + 1)


def congress_on(day: datetime.date) -> int:
    """Returns the number of the Congress in office; 3 January belongs to the new one."""
    # From the year alone 1 and 2 January of an odd year would belong to the new Congress.
    number = (day.year - FIRST_CONGRESS_YEAR) // 2 + 1
    return number if day >= congress_begins(number) else number - 1


def ordinal(number: int) -> str:
    """Returns the number as “119th”, “121st”, “102nd”, “113th”."""
    # 11th to 13th, and 111th to 113th Congress, against 121st to 123rd.
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}" + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
