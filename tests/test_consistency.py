"""What one file says of another, and of the world; the golden mistakes hold the other cases."""

import datetime

import pytest

from generator.models import Bill
from generator.project.cross_checks import bill_problem


@pytest.mark.parametrize(
    ("congress", "on", "words"),
    [
        (119, "2027-01-02", None),
        (119, "2027-01-03", "H.R. 1 of the 119th Congress died when that Congress ended on January 3, 2027"),
        (119, "2025-01-03", None),
        (119, "2025-01-02", "H.R. 1 of the 119th Congress cannot be: that Congress begins on January 3, 2025"),
        (116, "2026-11-24", "H.R. 1 of the 116th Congress died when that Congress ended on January 3, 2021"),
        (121, "2026-11-24", "H.R. 1 of the 121st Congress cannot be: that Congress begins on January 3, 2029"),
    ],
)
def test_a_bill_lives_as_long_as_its_congress(congress: int, on: str, words: str | None) -> None:
    message = bill_problem(Bill(congress=congress, number="H.R. 1"), datetime.date.fromisoformat(on))
    assert (message or "").startswith(words or "")
    assert (message is None) == (words is None)


def test_a_dead_bill_may_be_spoken_of_as_past() -> None:
    assert bill_problem(Bill(congress=116, title="the Act", past=True), datetime.date(2026, 11, 24)) is None
