"""What a cell means, and what is held for a bad one."""

import datetime
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.supporters.cells import one_line, paragraphs
from tests.support.supporter_lists import (
    ANA,
    Supporters,
    held,
    only,
)


@pytest.mark.parametrize(
    "name",
    [
        "Prince",
        "María José de la Cruz Ramírez Ortega",
        "Nguyễn Thị Đức",
        "O’Neil",
        "D'Angelo",
        "Łukasz Żak",
        "Jean-Luc",
        "X Æ",
    ],
)
def test_names_are_kept_as_people_write_them(read: Callable[..., Supporters], name: str) -> None:
    assert only(read({**ANA, "name": name})).name == name


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", "王小明"),
        ("name", "محمد"),
        ("story", "I wait 😀"),
        ("street", "12 ש St"),
        ("city", "東京"),
    ],
)
def test_letters_that_the_typefaces_lack_hold_a_supporter_before_anything_prints(
    read: Callable[..., Supporters], field: str, text: str
) -> None:
    one = held(read({**ANA, field: text}))
    assert one.kind == "held"
    assert one.reason.startswith(f"{field}: the letters' typefaces have no sign for U+")
    assert text not in one.reason


def test_decomposed_letters_are_composed_and_control_characters_go(
    read: Callable[..., Supporters],
) -> None:
    found = only(
        read(
            {
                **ANA,
                "name": "\u202eJose\u0301\x07\u200b  Ruiz\u00a0\n",
                "story": "a\x00b\u2028c\r\n\r\n\r\n\r\nd",
            }
            | {"story": "a\x07b\u2028c\r\n\r\n\r\n\r\nd"}
        )
    )
    assert found.name == "José Ruiz"
    assert found.story == "ab\nc\n\nd"


@given(st.text())
def test_one_line_holds_nothing_invisible_and_is_itself_again(text: str) -> None:
    line = one_line(text)
    assert "\n" not in line
    assert "\x00" not in line
    assert one_line(line) == line
    assert paragraphs(paragraphs(text)) == paragraphs(text)


@pytest.mark.parametrize("sign", ["\u200c", "\u200d", "\u034f", "\ufe0f", "\u061c", "\U000e0041"])
def test_signs_that_nobody_sees_are_left_out(read: Callable[..., Supporters], sign: str) -> None:
    found = only(
        read(
            {
                **ANA,
                "name": f"Ana{sign} Ruiz{sign}",
                "street": f"12 {sign}Elm St",
                "story": f"I wait{sign}.\n{sign}\nStill.",
            }
        )
    )
    assert (found.name, found.street, found.story) == ("Ana Ruiz", "12 Elm St", "I wait.\n\nStill.")


def test_a_story_of_any_length_is_kept_whole(read: Callable[..., Supporters]) -> None:
    story = "I have waited for a long time. " * 400
    assert only(read({**ANA, "story": story})).story == story.strip()


def test_a_formula_is_text_and_its_apostrophe_goes(read: Callable[..., Supporters]) -> None:
    assert only(read({**ANA, "story": "'=1+1", "how": "@home"})).story == "=1+1"


@pytest.mark.parametrize(
    ("cell", "code"),
    [("Texas", "TX"), ("tx", "TX"), (" T.X. ", "TX"), ("TEXAS", "TX")],
)
def test_states_are_read_by_code_and_name(
    read: Callable[..., Supporters], cell: str, code: str
) -> None:
    assert only(read({**ANA, "state": cell})).state == code


@pytest.mark.parametrize(
    ("cell", "zip_code"),
    [
        ("78520-1234", "78520-1234"),
        ("785201234", "78520-1234"),
        ("78520.0", "78520"),
        ("78520-", "78520"),
        ("78520 1234", "78520-1234"),
    ],
)
def test_zip_codes_are_read_however_they_are_written(
    read: Callable[..., Supporters], cell: str, zip_code: str
) -> None:
    assert only(read({**ANA, "zip": cell})).zip == zip_code


def test_the_four_digits_may_stand_in_a_column_of_their_own(
    read: Callable[..., Supporters],
) -> None:
    assert only(read({**ANA, "zip4": "1234"})).zip == "78520-1234"
    assert only(read({**ANA, "zip4": "unknown"})).zip == "78520"


@pytest.mark.parametrize(
    "day",
    [
        "2026-08-02",
        "2026-08-02T12:00:00Z",
        "2026-08-02 12:00:00 -0500",
        "8/2/2026",
        "08/02/2026 12:33",
    ],
)
def test_days_are_read_as_the_programs_write_them(
    read: Callable[..., Supporters], day: str
) -> None:
    found = only(read({**ANA, "consent": day}))
    assert found.consent
    assert found.consent.given == datetime.date(2026, 8, 2)
