"""Numbers in words and digits."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.figures.reading import read_figures
from tests.support.figures import only, spell

LARGEST = 10**15 - 1


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
