"""Reads the dates that files give of themselves into ISO 8601."""

import datetime
import re

WRITTEN = (
    "%B %d, %Y",
    "%B %d %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%m/%d/%Y",
    "%A, %B %d, %Y",
    "%Y/%m/%d",
)
"""The spellings of days in the metadata of files, for strptime. American order: the documents
are."""
# A month without a day; tried after the days, because strptime reads the whole text or fails.
MONTHS = ("%B %Y", "%b %Y", "%Y/%m")
# Matches the beginning of `2020-01-29T10:00`, `2020-01` and `2020`, and not `20200129` or
# `2020-1-5`. A time behind the day is left out: the day is all that a citation has.
ISO = re.compile(r"^\d{4}(?:-\d{2}(?:-\d{2})?)?(?![\d-])")


def partial_date(text: str | None) -> str | None:
    """Returns `2020-01-29`, `2020-01` or `2020` for a date in a usual spelling, else None."""
    # “Jan. 5” and “Sept. 5” are usual in American text; strptime knows “Sep” alone.
    written = " ".join((text or "").replace(".", "").replace("Sept ", "Sep ").split())
    if (found := ISO.match(written)) and (day := _real(found.group())):
        return day
    # “January 5th, 2020”: strptime knows no “th”.
    bare = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", written)
    for formats, length in ((WRITTEN, 10), (MONTHS, 7)):
        for one in formats:
            try:
                # DTZ007 asks for a time zone, and a day has none.
                return datetime.datetime.strptime(bare, one).date().isoformat()[:length]  # noqa: DTZ007
            except ValueError:
                continue
    return None


def _real(day: str) -> str | None:
    """Returns the day if the calendar has it, else None."""
    try:
        # A year or a month alone is completed to its first day, so that one check covers all three.
        datetime.date.fromisoformat((day + "-01-01")[:10])
    except ValueError:
        return None
    return day
