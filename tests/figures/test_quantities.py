"""Quantities in every usual spelling, with units, qualifiers and ranges."""

from fractions import Fraction

import pytest

from generator.figures.reading import read_figures
from generator.figures.types import Quantity
from tests.support.figures import only, quantities


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("56,000", 56000, ""),
        ("56000", 56000, ""),
        ("56\u202f000", 56000, ""),
        ("fifty-six thousand", 56000, ""),
        ("56 thousand", 56000, ""),
        ("56k", 56000, ""),
        ("a hundred and five", 105, ""),
        ("two dozen", 24, ""),
        ("half a dozen", 6, ""),
        ("half a million", 500_000, ""),
        ("a quarter of a million", 250_000, ""),
        ("one and a half million", 1_500_000, ""),
        ("a million and a half", 1_500_000, ""),
        ("2.5 million", 2_500_000, ""),
        ("3½", Fraction(7, 2), ""),
        ("3 1/2", Fraction(7, 2), ""),
        ("45 percent", Fraction(45, 100), "share"),
        ("45 per cent", Fraction(45, 100), "share"),
        ("45%", Fraction(45, 100), "share"),
        ("4.5%", Fraction(45, 1000), "share"),
        ("forty-five percent", Fraction(45, 100), "share"),
        ("45 percentage points", 45, "percentage point"),
        ("a quarter", Fraction(1, 4), "share"),
        ("one quarter", Fraction(1, 4), "share"),
        ("one-third", Fraction(1, 3), "share"),
        ("two thirds", Fraction(2, 3), "share"),
        ("three-quarters", Fraction(3, 4), "share"),
        ("½", Fraction(1, 2), "share"),
        ("3/4", Fraction(3, 4), "share"),
        ("half", Fraction(1, 2), "share"),
        ("one in four", Fraction(1, 4), "share"),
        ("9 out of 10", Fraction(9, 10), "share"),
        ("three of every five", Fraction(3, 5), "share"),
        ("$5 million", 5_000_000, "USD"),
        ("US$5m", 5_000_000, "USD"),
        ("five million dollars", 5_000_000, "USD"),
        ("$1.2bn", 1_200_000_000, "USD"),
        ("€300", 300, "EUR"),
        ("12 months", 12, "month"),
        ("a 12-month wait", 12, "month"),
        ("100 miles", 100, "mile"),
        ("11 seconds", 11, "second"),
        ("20 second graders", 20, ""),
        ("100 km", 100, "kilometer"),
        ("six feet", 6, "foot"),
        ("three times", 3, "time"),
        ("the 119th Congress", 119, "ordinal"),
        ("the Ninth Circuit", 9, "ordinal"),
        ("the twenty-first time", 21, "ordinal"),
        ("a level four advisory", 4, ""),
        ("twelve women", 12, ""),
        ("one percent", Fraction(1, 100), "share"),
        ("one year", 1, "year"),
        ("57,000/year", 57000, ""),
        ("$57,000/yr", 57000, "USD"),
        ("57,000USD", 57000, "USD"),
        ("USD 57,000", 57000, "USD"),
        ("57million", 57_000_000, ""),
        ("57km", 57, "kilometer"),
        ("57kg", 57, "kilogram"),
        ("57mm", 57, "mm"),
        ("57people", 57, "people"),
        ("3x", 3, "time"),
        ("57/1000", Fraction(57, 1000), "share"),
        ("a third were", Fraction(1, 3), "share"),
        ("A third died", Fraction(1, 3), "share"),
        ("fell by a third", Fraction(1, 3), "share"),
        ("a tenth have", Fraction(1, 10), "share"),
        ("a decade", 1, "decade"),
        ("half a decade", Fraction(1, 2), "decade"),
        ("a half-hour wait", Fraction(1, 2), "hour"),
        ("waited a year", 1, "year"),
        ("within a month", 1, "month"),
        ("a week ago", 1, "week"),
        ("a year-long wait", 1, "year"),
        ("a year and a half", Fraction(3, 2), "year"),
        ("two years and a half", Fraction(5, 2), "year"),
        ("for one day", 1, "day"),
        ("a one-day hearing", 1, "day"),
        ("twice", 2, "time"),
        ("tenfold", 10, "time"),
        ("ten-fold", 10, "time"),
        ("hundredfold", 100, "time"),
        ("doubled", 2, "time"),
        ("double the number", 2, "time"),
        ("tripling", 3, "time"),
        ("halved", Fraction(1, 2), "time"),
        ("-500", -500, ""),
        ("\u2212500", -500, ""),
        ("minus 500", -500, ""),
        ("-$500", -500, "USD"),
        ("No. 500", 500, "number"),
        ("#500", 500, "number"),
        ("fifty\u2011seven thousand", 57000, ""),
        ("\uff15\uff17,\uff10\uff10\uff10", 57000, ""),
    ],
)
def test_every_usual_writing_has_its_exact_value(
    text: str, value: Fraction | int, unit: str
) -> None:
    figure = only(text)
    assert (figure.value, figure.unit, figure.qualifier) == (value, unit, "exactly")


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("over 56,000", "more than"),
        ("more than 56,000", "more than"),
        ("in excess of 56,000", "more than"),
        ("upwards of 56,000", "more than"),
        ("at least 56,000", "at least"),
        ("no fewer than 56,000", "at least"),
        ("56,000 or more", "at least"),
        ("56,000+", "at least"),
        ("less than 56,000", "less than"),
        ("fewer than 56,000", "less than"),
        ("under 56,000", "less than"),
        ("about 56,000", "about"),
        ("approximately 56,000", "about"),
        ("some 56,000", "about"),
        ("an estimated 56,000", "about"),
        ("56,000 or so", "about"),
        ("nearly 56,000", "nearly"),
        ("almost 56,000", "nearly"),
        ("just under 56,000", "nearly"),
        ("up to 56,000", "at most"),
        ("as many as 56,000", "at most"),
        ("no more than 56,000", "at most"),
        ("56,000 or fewer", "at most"),
        ("just over 56,000", "just over"),
        ("slightly more than 56,000", "just over"),
        ("56,000", "exactly"),
        ("moreover 56,000", "exactly"),
        ("well over 56,000", "far more than"),
        ("far more than 56,000", "far more than"),
        ("well in excess of 56,000", "far more than"),
        ("many more than 56,000", "far more than"),
        ("well below 56,000", "far less than"),
        ("far fewer than 56,000", "far less than"),
        ("well short of 56,000", "far less than"),
        ("a little over 56,000", "just over"),
        ("exceeded 56,000", "more than"),
        ("virtually 56,000", "nearly"),
        ("56,000ish", "about"),
    ],
)
def test_the_qualifier_is_part_of_the_claim(text: str, qualifier: str) -> None:
    assert quantities(f"It found {text} people") == [(Fraction(56000), "", qualifier)]


def test_a_qualifier_stands_in_the_span_of_its_figure() -> None:
    assert only("It says that at least 816 cases were public").text == "at least 816"


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("dozens of cases", 12, "several"),
        ("thousands of them", 1000, "several"),
        ("tens of thousands", 10_000, "several"),
        ("hundreds", 100, "several"),
        ("scores of them", 20, "several"),
        ("several hundred", 100, "several"),
        ("a few thousand", 1000, "several"),
        ("several hundred thousand", 100_000, "several"),
        ("a couple of dozen", 12, "several"),
        ("many dozens", 12, "many"),
        ("many thousands", 1000, "many"),
        ("untold thousands", 1000, "many"),
    ],
)
def test_crowds_are_figures_without_a_number(text: str, value: int, qualifier: str) -> None:
    assert quantities(text) == [(Fraction(value), "", qualifier)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 months", "a whole year ago"),
        ("twelve months", "one year"),
        ("under 12 months", "younger than one year"),
        ("18 months", "a year and a half"),
        ("18 months", "one and a half years"),
        ("a decade", "ten years"),
        ("two weeks", "14 days"),
        ("90 minutes", "an hour and a half"),
        ("nearly all", "almost all"),
        ("nearly all", "virtually every"),
        ("hundreds", "several hundred"),
        ("doubled", "twice"),
        ("the 9th Circuit", "the Ninth Circuit"),
    ],
)
def test_one_claim_in_two_writings(one: str, other: str) -> None:
    assert only(one).claim == only(other).claim


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4 percent", "4 percentage points"),
        ("over 500", "well over 500"),
        ("dozens", "many dozens"),
        ("500", "-500"),
        ("500", "No. 500"),
        ("816", "816kg"),
        ("30 days", "one month"),
        ("the 16th district", "the 16th Congress"),
        ("the 16th district", "the 16th time"),
        ("all 12 months", "12 weeks"),
    ],
)
def test_two_claims_that_look_alike(one: str, other: str) -> None:
    assert only(one).claim != only(other).claim


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("10 to 20 percent", Fraction(1, 10), Fraction(1, 5), "share"),
        ("between 5 and 10 people", 5, 10, ""),
        ("5–10 people", 5, 10, ""),
        ("$5 to $10 million", 5_000_000, 10_000_000, "USD"),
        ("five to ten years", 5, 10, "year"),
    ],
)
def test_ranges_are_one_figure(
    text: str, low: Fraction | int, high: Fraction | int, unit: str
) -> None:
    figure = only(text)
    assert (figure.value, figure.upper, figure.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "text",
    ["rose from 56,000 to 59,000", "59,000 to 56,000", "56,000 and 59,000", "3 miles to 5 people"],
)
def test_two_figures_are_no_range(text: str) -> None:
    assert [figure.upper for figure in read_figures(text) if isinstance(figure, Quantity)] == [
        None,
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "one of the most dangerous",
        "no one knows",
        "https://example.org/2019/01/29/56000",
        "write to desk4@example.org",
        "call (915) 555-0142",
        "El Paso, TX 79901-1234",
        "at 9:30 sharp",
        "open 24/7",
        "COVID-19 and F-16",
        "version 1.2.3",
        "a half-hearted offer",
        "a half measure",
        "the second half",
        "they may march",
        "One day they will",
        "at one time, at one point, a one-page letter",
        "the attacks of 9/11",
        "a policy of zero tolerance",
        "zero-tolerance, net-zero and zero-sum",
        "a two-way, two-party street",
        "in August company",
        "August members of this body",
        "test scores",
        "a third country",
        "double standards, double-checked",
        "Congress should think twice",
        "every day a year passes",
        "a year of waiting",
        "almost all over the place",
    ],
)
def test_what_is_no_figure_is_left_out(text: str) -> None:
    assert [
        figure
        for figure in read_figures(text)
        if not (isinstance(figure, Quantity) and figure.unit == "ordinal")
    ] == []
