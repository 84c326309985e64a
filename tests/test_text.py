"""Words of the user in our messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from generator.text import (
    MAX_LISTED_NAMES,
    MAX_SHOWN_CHARACTERS,
    did_you_mean,
    first_of,
    hint,
    listed,
    quoted,
)


@given(some.text())
def test_what_is_quoted_is_short_and_printable(text: str) -> None:
    words = quoted(text)
    assert words.isprintable()
    assert len(words) <= 10 * MAX_SHOWN_CHARACTERS + 2


def test_escapes_do_not_reach_the_terminal() -> None:
    assert quoted("a\x1b[31m\u202eb") == '"a\\u001b[31m\\u202eb"'


def test_a_long_text_is_cut() -> None:
    assert quoted("x" * 1000) == '"' + "x" * (MAX_SHOWN_CHARACTERS - 1) + '…"'


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_a_list_reads_as_people_write(names: list[str], words: str) -> None:
    assert listed(names) == words


def test_the_near_name_is_proposed_whatever_its_capitals() -> None:
    assert did_you_mean("TITEL", ["subject", "title"]) == '; did you mean "title"?'


def test_nothing_is_proposed_where_nothing_is_near_or_the_name_is_right() -> None:
    assert did_you_mean("zebra", ["subject", "title"]) == ""
    assert did_you_mean("title", ["subject", "title"]) == ""


def test_a_hint_lists_what_there_is_unless_it_is_too_much() -> None:
    assert hint("zebra", ["b", "a"]) == "; there are a and b"
    assert hint("zebra", ["a"]) == "; there is a"
    assert hint("zebra", []) == ""
    assert hint("zebra", [f"q{number}" for number in range(MAX_LISTED_NAMES + 1)]) == ""


@pytest.mark.parametrize(
    ("names", "between", "words"),
    [
        ([], ", ", ""),
        (["a", "b"], ", ", "a, b"),
        (["a", "b", "c", "d"], ", ", "a, b and 2 more"),
        (["Doe, J.", "Roe, R.", "Poe, E."], "; ", "Doe, J.; Roe, R.; and 1 more"),
    ],
)
def test_of_many_the_first_are_named_and_the_others_counted(
    names: list[str], between: str, words: str
) -> None:
    assert first_of(names, 2, between=between) == words
