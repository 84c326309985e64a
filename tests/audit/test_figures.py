import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.figures.reading import read_figures
from generator.figures.strays import strays
from generator.figures.types import Citation, Moment, Quantity
from generator.figures.words import spell

LARGEST = 10**15 - 1


def quantities(text: str) -> list[tuple[Fraction, str, str]]:
    return [
        (figure.value, figure.unit, figure.qualifier)
        for figure in read_figures(text)
        if isinstance(figure, Quantity)
    ]


def only(text: str) -> Quantity:
    found = read_figures(text)
    assert len(found) == 1, found
    assert isinstance(found[0], Quantity)
    return found[0]


def moments(text: str) -> list[Moment]:
    return [figure for figure in read_figures(text) if isinstance(figure, Moment)]


# ---------------------------------------------------------------- numbers and words


@given(st.integers(2, LARGEST))
def test_a_number_in_words_is_found_in_a_sentence(number: int) -> None:
    figure = only(f"They counted {spell(number)} families.")
    assert (figure.value, figure.text) == (Fraction(number), spell(number))


@given(st.integers(0, LARGEST))
def test_a_number_in_digits_reads_with_and_without_commas(number: int) -> None:
    assert only(f"They counted {number:,} families.").value == number
    if not 1600 <= number <= 2099:
        assert only(f"They counted {number} families.").value == number


@given(st.integers(2, LARGEST), st.sampled_from([" and ", "-", "  "]))
def test_words_are_read_in_either_style(number: int, joint: str) -> None:
    words = spell(number)
    hundred = re.sub(
        r"hundred (?=\w)(?!thousand|million|billion|trillion)",
        f"hundred{joint if joint != '-' else ' '}",
        words,
    )
    for written in (words.title(), words.replace("-", " "), hundred):
        assert only(f"They counted {written} families.").value == number


@pytest.mark.parametrize("wrong", [-1, 10**15])
def test_what_has_no_words_is_refused(wrong: int) -> None:
    with pytest.raises(ValueError, match=str(wrong)):
        spell(wrong)


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_figure_stands_where_it_says(text: str) -> None:
    end = 0
    for figure in read_figures(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.start >= end
        end = figure.end


@given(
    st.lists(
        st.sampled_from(
            [
                "1",
                "0",
                ",",
                ".",
                "/",
                "-",
                "–",
                "%",
                "$",
                " ",
                "½",
                "million",
                "one",
                "half",
                "and",
                "in",
                "May",
                "2019",
                "§",
                "(b)",
                "H.R.",
                "a",
                "year",
                "third",
                "twice",
                "well",
                "over",
                "or more",
                "No.",
                "minus",
                "several",
                "hundred",
                "x",
                "\u2011",
            ]
        )
    )
)
def test_any_pile_of_the_pieces_of_figures_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert all(text[figure.start : figure.end] == figure.text for figure in read_figures(text))


# ---------------------------------------------------------------- the writings of the issue


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


STRAYS = """
57_000|⁵⁷|LVII|MCMXC|XIV|Ⅷ|1:57|9:30|57000-5700|https://57000.people|x57|FY19|Q4|US-57|TX-16|1,2345|57,5|1/28/19
fifties|fiftyseven|several-fold|million|last year|past decade|yesterday
""".replace("\n", "|").strip("|").split("|")  # fmt: skip


@pytest.mark.parametrize("stray", STRAYS)
def test_what_is_no_figure_that_is_read_falls_into_the_net(stray: str) -> None:
    text = f"There, “{stray}”, it stood."
    assert [
        (found.text, text[found.start : found.end]) for found in strays(text, read_figures(text))
    ] == [(stray, stray)]


@pytest.mark.parametrize(
    "text",
    [
        "over 56,000 people in 2019, 45%, section 235(b)(2)(C) and half a million",
        "COVID-19’s toll, an F-16, H-1B visas, MCC and MDC, the G7",
        "the attacks of 9/11, open 24/7",
        "Washington, DC; Rockville, MD; John Smith III; World War II",
        "I did; a MIX of CIVIL and VIVID words from LLC and CDC",
        "the last of them, past and present; at last; the last day",
    ],
)
def test_what_was_read_or_is_a_name_does_not(text: str) -> None:
    assert strays(text, read_figures(text)) == ()


@given(st.text(max_size=200))
def test_no_digit_of_any_script_is_overlooked(text: str) -> None:
    figures = read_figures(text)
    covered = [(one.start, one.end) for one in (*figures, *strays(text, figures))]
    names = re.compile(r"[A-Z]+-\d|[Cc]ovid|G\d|24/7|9/11")
    for place, letter in enumerate(text):
        assert (
            not letter.isnumeric()
            or any(start <= place < end for start, end in covered)
            or names.search(text)
        )


# ---------------------------------------------------------------- dates


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
def test_a_month_without_a_year_keeps_none(text: str, month: int) -> None:
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


# ---------------------------------------------------------------- citations


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("section 235(b)(2)(C)", ("section", "235(b)(2)(C)")),
        ("Sec. 235(b)(2)(C)", ("section", "235(b)(2)(C)")),
        ("INA §240", ("section", "240")),
        ("8 U.S.C. § 1225(b)", ("usc", "8/1225(b)")),
        ("8 USC 1225(b)", ("usc", "8/1225(b)")),
        ("8 C.F.R. § 208.1", ("cfr", "8/208.1")),
        ("H.R. 2662", ("hr", "2662")),
        ("H.R.2662", ("hr", "2662")),
        ("S. 567", ("s", "567")),
        ("S.J.Res. 10", ("sjres", "10")),
        ("Pub. L. No. 116–93", ("publiclaw", "116-93")),
        ("84 Fed. Reg. 6,811", ("fedreg", "84/6811")),
        ("951 F.3d 1073", ("f3d", "951/1073")),
        ("Title 42", ("title", "42")),
        ("Case No. 19-15716", ("docket", "19-15716")),
        ("3:19-cv-00807", ("docket", "3:19-cv-00807")),
    ],
)
def test_citations_of_law_in_every_usual_writing(text: str, claim: tuple[str, str]) -> None:
    (figure,) = read_figures(f"It cites {text}, and no more")
    assert isinstance(figure, Citation)
    assert figure.claim == claim


def test_figures_come_in_the_order_of_the_text() -> None:
    text = "As of November 2019, over 56,000 people, including 16,000 children (about 500 under 12 months old), under section 235"
    assert [figure.text for figure in read_figures(text)] == [
        "November 2019", "over 56,000", "16,000", "about 500", "under 12 months", "section 235",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_long_text_is_read_in_time_that_grows_with_its_length() -> None:
    """Each of these took minutes, or stopped with an error, where its time grew faster."""
    assert len(read_figures("over 56,000 people in 2019; " * 2000)) == 4000
    assert len(read_figures("2019-" * 5000)) == 5000
    assert len(read_figures("twenty-" * 3000)) == 3000
    for text in (
        "1," * 20000,
        "1,000" * 20000,
        "1" * 50_000,
        "1." + "1" * 50_000,
        "1/" + "1" * 50_000,
        "May " * 9000,
        "a-" * 50000,
    ):
        found = read_figures(text)
        assert found == ()
        assert len(strays(text, found)) <= 1
    read_figures("one hundred " * 2000)
    text = "(57 " * 5000
    assert strays(text, read_figures(text)) == ()
