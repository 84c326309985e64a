"""How figures of districts and states read in a letter."""

import pytest

from generator.project import sheet_figures


@pytest.mark.parametrize(
    ("figure", "margin", "printed"),
    [
        ("141,230", "3,456", "about 141,000"),
        ("23.4", "1.2", "about 23"),
        ("23.4", "0.4", "about 23.4"),
        ("$54,321", "812", "about $54,300"),
        ("912", "±110", "about 900"),
        ("996", "120", "about 1,000"),
        ("1,234,567", "95,000", "about 1,230,000"),
        ("18.7 percent", "0.9", "about 18.7 percent"),
        # No digit is invented that the figure lacks.
        ("23", "0.4", "about 23"),
        # Held to a count: the figure is exact.
        ("54,321", "0", "54,321"),
        ("over 20,000", "500", "over 20,000"),
        ("141,230", "N", "141,230"),
    ],
)
def test_a_figure_is_rounded_to_its_margin_of_error(figure: str, margin: str, printed: str) -> None:
    assert sheet_figures.about(figure, margin) == printed


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("141230", "141,230"),
        ("$54321", "$54,321"),
        ("1234567.5", "1,234,567.5"),
        ("12345 percent", "12,345 percent"),
        ("-12345", "-12,345"),
        # These may be a year and a ZIP code, and words stay as they are written.
        ("2019", "2019"),
        ("02134", "02134"),
        ("over 20000", "over 20000"),
    ],
)
def test_bare_numbers_get_their_thousands(cell: str, printed: str) -> None:
    assert sheet_figures.grouped(cell, also_four_digits=False) == printed


def test_four_digits_get_theirs_where_the_column_holds_no_years() -> None:
    assert sheet_figures.has_large_numbers(["9012", "141230"])
    assert sheet_figures.has_large_numbers(["9012", "10,123"])
    assert not sheet_figures.has_large_numbers(["2019", "2020"])
    assert sheet_figures.grouped("9012", also_four_digits=True) == "9,012"


@pytest.mark.parametrize(
    "cell",
    ["-888888888", "-666666666.0", "-999999999", "-222,222,222", "−555555555", "-999", "999999999"],
)
def test_codes_for_not_available_are_known(cell: str) -> None:
    assert sheet_figures.is_code(cell)


@pytest.mark.parametrize("cell", ["-11", "777", "-123", "88,888", "-8.88", "n/a", ""])
def test_figures_are_no_codes(cell: str) -> None:
    assert not sheet_figures.is_code(cell)
