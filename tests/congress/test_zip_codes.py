"""ZIP codes: how people write them, and what is wrong with one."""

import csv

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from generator.congress import zip_codes
from generator.congress.zip_codes import five_digits
from generator.models.fields import Chamber
from tests.congress.districts.makers import DATA


@pytest.mark.slow
@given(st.from_regex(r"\A[0-9]{5}\Z"), st.from_regex(r"\A[0-9]{4}\Z"))
def test_a_zip_plus_four_has_the_five_digits_of_its_zip(digits: str, four: str) -> None:
    assert (
        five_digits(digits)
        == five_digits(f" {digits}-{four} ")
        == five_digits(digits + four)
        == digits
    )


@given(st.text(max_size=11))
@example("7852")
@example("٧٨٥٢٠")
@example("78520-")
def test_nothing_else_is_a_zip(text: str) -> None:
    digits = text.strip().replace("-", "", 1)
    assume(not (digits.isascii() and digits.isdigit() and len(digits) in {5, 9}))
    assert five_digits(text) is None


@pytest.mark.parametrize(
    ("state", "zip_code"),
    [
        *[
            ("TX", "78520"),
            ("TX", "88540"),
            ("TX", "73301"),
            ("MA", "02134"),
            ("MA", "05501"),
            ("NY", "06390"),
            ("NY", "00501"),
        ],
        *[
            ("DC", "20515-4316"),
            ("PR", "00901"),
            ("VI", "00802"),
            ("GU", "96910"),
            ("MP", "96950"),
            ("AS", "96799"),
            ("HI", "96701"),
        ],
        *[("WY", "83414"), ("GA", "39813"), ("VA", "20105"), ("ZZ", "78520")],
    ],
)
def test_a_zip_of_the_state_is_right(state: str, zip_code: str) -> None:
    assert zip_codes.zip_problem(state, zip_code) is None


@pytest.mark.parametrize(
    ("state", "zip_code", "says"),
    [
        (
            "TX",
            "92173",
            (
                "92173 lies in California, but the address says Texas (TX): correct the one that "
                "is wrong"
            ),
        ),
        (
            "HI",
            "96799",
            (
                "96799 lies in American Samoa, but the address says Hawaii (HI): correct the one "
                "that is wrong"
            ),
        ),
        (
            "GU",
            "96950",
            (
                "96950 lies in Northern Mariana Islands, but the address says Guam (GU): correct "
                "the one that is wrong"
            ),
        ),
        (
            "TX",
            "00001",
            (
                "00001 is no code of any state, but the address says Texas (TX): correct the one "
                "that is wrong"
            ),
        ),
        ("MA", "2134", 'must be five digits, or nine as in 20515-4316, not "2134"'),
        ("MA", "٠٢١٣٤", 'must be five digits, or nine as in 20515-4316, not "٠٢١٣٤"'),
    ],
)
def test_a_zip_of_another_state_is_named(state: str, *, zip_code: str, says: str) -> None:
    assert zip_codes.zip_problem(state, zip_code) == says


@pytest.mark.parametrize(
    ("chamber", "zip_code"), [("senate", "20510"), ("house", "20515-0104"), ("house", "20515")]
)
def test_each_chamber_has_its_zip(chamber: Chamber, zip_code: str) -> None:
    assert zip_codes.washington_zip_problem(chamber, zip_code) is None


@pytest.mark.parametrize(
    ("chamber", "zip_code"),
    [("house", "20510"), ("senate", "20515"), ("house", "2051"), ("house", "20515-43")],
)
def test_the_other_chambers_zip_is_a_mistake(chamber: Chamber, zip_code: str) -> None:
    right = zip_codes.CHAMBER_ZIPS[chamber]
    assert zip_codes.washington_zip_problem(chamber, zip_code) == (
        f'mail for the {chamber.title()} goes to {right}, not "{zip_code}": correct it, or '
        f"leave it out"
    )


@pytest.mark.slow
@pytest.mark.skipif(not (DATA / "zccd.csv").is_file(), reason="needs ../shared/data/zccd.csv")
def test_the_prefixes_hold_for_every_zip_area_of_the_census() -> None:
    with (DATA / "zccd.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["zcta"], row["state_abbr"]) for row in csv.DictReader(file)]
    assert len(rows) > 40_000
    homes: dict[str, set[str]] = {}
    for code, state in rows:
        homes.setdefault(code, set()).add(state)
    strangers = {
        code: states
        for code, states in homes.items()
        if all(zip_codes.zip_problem(state, code) for state in states)
    }
    # The table gives a few areas of the Dakotas to the neighbouring state alone.
    assert len(strangers) < 15, strangers
