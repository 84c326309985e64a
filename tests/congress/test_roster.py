"""Who follows a member in a seat."""

import datetime

import pytest

from generator.congress.roster import successor
from generator.models.recipient import Recipient
from tests.congress.sync_makers import member

JANUARY = datetime.date(2027, 1, 3)


def senator(own_id: str, end: str, *, start: datetime.date | None = None) -> Recipient:
    return member(
        id=own_id,
        chamber="senate",
        state="OH",
        district=None,
        title="senator",
        term_start=start,
        term_end=end,
        as_of="2026-12-15",
    )


@pytest.mark.parametrize(
    ("left", "came", "follows"),
    [
        # One of the two seats has a new holder.
        ("2027-01-03", ["2033-01-03"], "A000001"),
        # Both have: the terms of a seat end six years apart.
        ("2027-01-03", ["2031-01-03", "2033-01-03"], "A000002"),
        ("2031-01-03", ["2031-01-03", "2033-01-03"], "A000001"),
        # One who served until a special election may have held either seat.
        ("2026-11-03", ["2031-01-03", "2033-01-03"], None),
        ("2029-01-03", ["2031-01-03", "2033-01-03"], None),
    ],
)
def test_each_of_two_senators_has_a_successor_of_their_own(
    left: str, came: list[str], follows: str | None
) -> None:
    new = [senator(f"A00000{n}", end, start=JANUARY) for n, end in enumerate(came, 1)]
    found = successor(senator("L000001", left), new)
    assert (found and found.id) == follows
