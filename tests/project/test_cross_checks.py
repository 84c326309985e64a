"""Checks of one file against another and the world; the golden mistakes hold the other cases."""

import datetime

import pytest

from generator.files.yaml import parse
from generator.project.cross_checks import _bill_problems


def bill_problem(text: str, on: str) -> tuple[str, str] | None:
    """Returns the code of the problem of a bill and the day that it names, or None."""
    bill = parse(text, shown_as="campaign.yaml").root
    problems = [*_bill_problems(bill, letter_date=datetime.date.fromisoformat(on))]
    assert len(problems) < 2
    return (problems[0].code, problems[0].message) if problems else None


@pytest.mark.parametrize(
    ("congress", "on", "code", "day"),
    [
        (119, "2027-01-02", None, ""),
        (119, "2027-01-03", "dead-bill", "January 3, 2027"),
        (119, "2025-01-03", None, ""),
        (119, "2025-01-02", "bill-to-come", "January 3, 2025"),
        (116, "2026-11-24", "dead-bill", "January 3, 2021"),
        (121, "2026-11-24", "bill-to-come", "January 3, 2029"),
    ],
)
def test_a_bill_lives_as_long_as_its_congress(
    congress: int, on: str, code: str | None, day: str
) -> None:
    found = bill_problem(f"congress: {congress}\nnumber: H.R. 1", on)
    assert (found and found[0]) == code
    assert day in (found[1] if found else "")
    assert found is None or "H.R. 1 of the 1" in found[1]


def test_a_text_may_speak_of_a_dead_bill_as_past() -> None:
    assert bill_problem("{congress: 116, title: the Act, past: yes}", "2026-11-24") is None
