"""What looks like a number and is no figure."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.figures.reading import read_figures
from generator.figures.strays import strays

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


@pytest.mark.slow
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
