"""Dates that files give of themselves."""

import pytest

from generator.audit.documents.days import partial_date


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-01-29", "2020-01-29"),
        ("2020-01-29T10:00", "2020-01-29"),
        ("2020-01", "2020-01"),
        ("2020", "2020"),
        ("January 29, 2020", "2020-01-29"),
        ("Jan. 29, 2020", "2020-01-29"),
        ("Sept. 3, 2020", "2020-09-03"),
        ("29 January 2020", "2020-01-29"),
        ("January 29th, 2020", "2020-01-29"),
        ("January 2020", "2020-01"),
        ("1/29/2020", "2020-01-29"),
        ("2020-13-40", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_days_in_any_of_the_usual_writings(written: str | None, day: str | None) -> None:
    assert partial_date(written) == day
