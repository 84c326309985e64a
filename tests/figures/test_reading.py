"""All figures of a text, in order and in linear time."""

import pytest

from generator.figures.reading import read_figures
from generator.figures.strays import strays


def test_figures_come_in_the_order_of_the_text() -> None:
    text = (
        "As of November 2019, over 56,000 people, including 16,000 children (about 500 "
        "under 12 months old), under section 235"
    )
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
