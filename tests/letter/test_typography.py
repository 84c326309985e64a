import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.letter.typography import (
    MAX_CHARACTERS_TOGETHER,
    NO_BREAK,
    REPLACED,
    WORD_JOINER,
    balanced,
    kept_together,
    polish,
)

TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs", "S")), max_size=80)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('He said "no".', "He said “no”."),
        ("O'Rourke's \"plan 'B'\"", "O’Rourke’s “plan ‘B’”"),
        ("in the '90s", "in the ’90s"),
        ("'Tis so", "’Tis so"),
        ('("Q&A")', "(“Q&A”)"),
        ("a word -- another", "a word—another"),
        ("pages 12--14", "pages 12–14"),
        ("wait...", "wait…"),
        ("wait....", "wait...."),
        ("20515-4316", "20515-4316"),
        ("non\u2011refoulement", "non-refoulement"),
        ("a\u2009b\u2003c", f"a{NO_BREAK}b c"),
        ('"see https://example.org/a--b\'c" he said', "“see https://example.org/a--b'c\" he said"),
        ("o'hara@mail.example isn't", "o'hara@mail.example isn’t"),
        ("", ""),
    ],
)
def test_what_is_typed_becomes_typographic(typed: str, printed: str) -> None:
    assert polish(typed) == printed


def test_a_quote_looks_at_what_stands_before_its_text() -> None:
    assert polish('"', before="t") == "”"
    assert polish('"', before=" ") == "“"
    assert polish('"') == "“"


@given(TEXTS)
@example("'9'9s")
@example('"""')
@example("-----")
@example(". ..")
def test_polishing_twice_changes_nothing(text: str) -> None:
    assert polish(polish(text)) == polish(text)


@given(TEXTS)
def test_nothing_that_the_typefaces_lack_is_left(text: str) -> None:
    without_addresses = re.sub(r"\S*(?:://|www\.|@)\S*", "", text)
    assert not set(polish(without_addresses)) & set(REPLACED + "\"'")


@pytest.mark.parametrize(
    "together",
    [
        "H.R. 2662",
        "S. 567",
        "119 H.R. 2662",
        "H.Con.Res. 12",
        "$5 million",
        "$1,500 billion",
        "8 U.S.C. § 1225(b)(2)(C)",
        "§ 1225",
        "§§ 1225",
        "INA § 240",
        "section 235(b)(2)(C)",
        "Article 33",
        "Title 8",
        "No. 12",
        "p. 5",
        "Dr. Wong",
        "January 29,",
        "119th Congress",
        "4 percent",
        "100 miles",
        "Cuellar, Jr.",
        "Obernolte III",
        "K. Wong",
        "TX 79901",
        "DC 20515-4316",
        "(202) 555-0100",
        "El Paso",
        "San Ysidro",
    ],
)
def test_a_line_does_not_break_inside(together: str) -> None:
    whole = together.replace(" ", NO_BREAK).replace(")(", f"){WORD_JOINER}(")
    assert kept_together(f"They say {together} is so") == f"They say {whole} is so"


@pytest.mark.parametrize(
    "apart",
    [
        "plain words here",
        "The U.S. House voted",
        "in 2019 and 2020",
        "Vitamins. 12 of them",
        "I am. Then",
    ],
)
def test_a_line_breaks_where_it_may(apart: str) -> None:
    assert kept_together(apart) == apart


def test_a_prefix_stays_with_its_word() -> None:
    assert (
        kept_together("in mid-January, a two-page letter")
        == f"in mid-{WORD_JOINER}January, a two-page letter"
    )


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("What the section permits we do", "What the section permits~we~do"),
        ("It was a misunderstanding", "It was a~misunderstanding"),
        ("It was in Nuevo Laredo", "It was in Nuevo~Laredo"),
        ("Who seeks asylum-seeking", f"Who seeks~asylum-{WORD_JOINER}seeking"),
        ("See\nit", "See\nit"),
        (f"See {'w' * 60}", f"See {'w' * 60}"),
        ("Read it at https://example.org/a-b", "Read it at~https://example.org/a-b"),
        ("Read it at example.org/a-b", "Read it at~example.org/a-b"),
        ("Sign it (TX-16-escobar.pdf)", "Sign it~(TX-16-escobar.pdf)"),
        ("Gone", "Gone"),
    ],
)
def test_the_last_line_of_a_paragraph_has_two_words_and_some_length(words: str, kept: str) -> None:
    assert kept_together(words, ends=True) == kept.replace("~", NO_BREAK)
    assert NO_BREAK not in kept_together("What we do")


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        (["aaaa", "bbbb"], [["aaaa", "bbbb"]]),
        (["aaaa", "bbbb", "cccc", "dddd", "eeee"], [["aaaa", "bbbb"], ["cccc", "dddd", "eeee"]]),
        (["a" * 12, "bb", "cc", "dd"], [["a" * 12], ["bb", "cc", "dd"]]),
        (["a" * 40], [["a" * 40]]),
        ([], []),
    ],
)
def test_a_contact_line_breaks_into_two_of_nearly_the_same_length(
    parts: list[str], lines: list[list[str]]
) -> None:
    assert balanced(parts, 20) == lines


def test_what_would_tear_a_hole_into_a_line_may_break() -> None:
    words = "A. " * MAX_CHARACTERS_TOGETHER + "Wong"
    assert kept_together(words) == words


@given(text=TEXTS, ends=st.booleans())
@example(text="H.R. 2662 mid-term", ends=True)
def test_keeping_together_changes_no_word(text: str, *, ends: bool) -> None:
    plain = text.replace(WORD_JOINER, "").replace(NO_BREAK, " ")
    assert kept_together(plain, ends=ends).replace(NO_BREAK, " ").replace(WORD_JOINER, "") == plain
