"""Dates in every usual spelling, spans and lists of them."""

import pytest

from tests.support.figures import moments, quantities


@pytest.mark.parametrize(
    ("text", "partial", "part"),
    [
        ("on January 28, 2019", "2019-01-28", ""),
        ("on January 28th, 2019,", "2019-01-28", ""),
        ("on 28 January 2019", "2019-01-28", ""),
        ("the 28th of January 2019", "2019-01-28", ""),
        ("Jan. 28, 2019", "2019-01-28", ""),
        ("Sept 3, 2019", "2019-09-03", ""),
        ("2019-01-28", "2019-01-28", ""),
        ("1/28/2019", "2019-01-28", ""),
        ("December 2019", "2019-12", ""),
        ("December of 2019", "2019-12", ""),
        ("2019-12", "2019-12", ""),
        ("mid-January 2020", "2020-01", "mid"),
        ("late November 2019", "2019-11", "late"),
        ("the end of March 2019", "2019-03", "late"),
        ("early 2019", "2019", "early"),
        ("fiscal year 2020", "2020", ""),
        ("FY2020", "2020", ""),
        ("in the summer of 2019", "2019", "summer"),
        ("the first half of 2019", "2019", "first half"),
        ("In 1980 Congress", "1980", ""),
        ("in 2019, people", "2019", ""),
    ],
)
def test_dates_in_every_usual_writing(text: str, partial: str, part: str) -> None:
    (moment,) = moments(text)
    assert (moment.partial, moment.part) == (partial, part)
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("In October, DHS", 10),
        ("late November", 11),
        ("in March", 3),
        ("since May", 5),
        ("in August families", 8),
    ],
)
def test_a_month_without_a_year_gets_no_year(text: str, month: int) -> None:
    (moment,) = moments(text)
    assert (moment.year, moment.month, moment.partial) == (None, month, None)


@pytest.mark.parametrize(
    "text", ["May we come", "March with us", "they may", "the Mayor", "Marching", "Junes", "Sunday"]
)
def test_words_that_are_no_months(text: str) -> None:
    assert moments(text) == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("June 2018 to July 2019", "2018-06", "2019-07"),
        ("May to July 2019", "2019-05", "2019-07"),
        ("March–May 2019", "2019-03", "2019-05"),
        ("between June 2018 and July 2019", "2018-06", "2019-07"),
        ("“[b]etween June 2018 and July 2019”", "2018-06", "2019-07"),
        ("from June through July 2019", "2019-06", "2019-07"),
        ("June–July 2019", "2019-06", "2019-07"),
        ("January 25–29, 2019", "2019-01-25", "2019-01-29"),
        ("2018–2020", "2018", "2020"),
        ("between 2018 and 2020", "2018", "2020"),
        ("in Aug.–Sept. 2019", "2019-08", "2019-09"),
        ("August-September 2019", "2019-08", "2019-09"),
        ("since the 1980s", "1980", "1989"),
    ],
)
def test_spans_have_two_ends(text: str, start: str, end: str) -> None:
    (moment,) = moments(text)
    assert moment.until is not None
    assert (moment.partial, moment.until.partial) == (start, end)


def test_a_list_of_months_shares_its_year() -> None:
    assert [moment.partial for moment in moments("in August and September 2019")] == [
        "2019-08",
        "2019-09",
    ]
    assert [moment.partial for moment in moments("in late November and early December 2019")] == [
        "2019-11",
        "2019-12",
    ]
    assert [moment.partial for moment in moments("in December and January 2020")] == [
        None,
        "2020-01",
    ]


def test_a_year_within_a_name_says_so() -> None:
    found = moments("In 1968 it joined the 1951 Convention by its 1967 Protocol")
    assert [(moment.year, moment.in_name) for moment in found] == [
        (1968, False),
        (1951, True),
        (1967, True),
    ]


@pytest.mark.parametrize(
    "text", ["2000 people", "over 2000", "at least 1900", "2019 asylum seekers", "$2019"]
)
def test_four_digits_that_count_are_no_year(text: str) -> None:
    assert moments(text) == []
    assert len(quantities(text)) == 1
