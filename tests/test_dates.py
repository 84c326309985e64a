import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import dates


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2019-12-31", "December 31, 2019"),
        ("2019-12", "December 2019"),
        ("2019", "2019"),
        ("2020-01-09", "January 9, 2020"),
    ],
)
def test_dates_are_said_as_precisely_as_they_are_known(written: str, said: str) -> None:
    assert dates.in_words(written) == said


@pytest.mark.parametrize(
    ("day", "congress"),
    [
        (datetime.date(1789, 3, 4), 1),
        (datetime.date(2019, 5, 10), 116),
        (datetime.date(2025, 1, 2), 118),
        (datetime.date(2025, 1, 3), 119),
        (datetime.date(2026, 11, 24), 119),
        (datetime.date(2027, 1, 2), 119),
        (datetime.date(2027, 1, 3), 120),
    ],
)
def test_a_congress_begins_on_the_third_of_january(day: datetime.date, congress: int) -> None:
    assert dates.congress_on(day) == congress


@given(st.dates(min_value=datetime.date(1935, 1, 3), max_value=datetime.date(2200, 1, 1)))
def test_every_day_lies_in_its_congress(day: datetime.date) -> None:
    number = dates.congress_on(day)
    assert dates.congress_begins(number) <= day < dates.congress_ends(number)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (11, "11th"),
        (112, "112th"),
        (113, "113th"),
        (116, "116th"),
        (121, "121st"),
        (122, "122nd"),
    ],
)
def test_ordinals(number: int, said: str) -> None:
    assert dates.ordinal(number) == said
