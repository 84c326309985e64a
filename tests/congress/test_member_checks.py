"""What is wrong with a fact about a member."""

import pytest

from generator.congress import member_checks
from generator.models.fields import Chamber, Title


@pytest.mark.parametrize(
    ("state", "district", "chamber", "says"),
    [
        ("TX", 16, "house", None),
        ("TX", 38, "house", None),
        ("TX", 39, "house", "Texas has no district 39: write 1 to 38"),
        ("TX", 0, "house", "Texas has no district 0: write 1 to 38"),
        ("AK", 0, "house", None),
        ("AK", 1, "house", "Alaska has no district 1: write 0, the one seat it has"),
        ("PR", 0, "house", None),
        (
            "DC",
            98,
            "house",
            "District of Columbia has no district 98: write 0, the one seat it has",
        ),
        ("MT", None, "house", "a member of the House needs one: write 1 to 2"),
        ("TX", None, "senate", None),
        ("TX", 1, "senate", "a senator has no district: take the line out"),
        ("DC", None, "senate", "District of Columbia elects no senators: chamber must be house"),
        ("ZZ", 7, "house", None),
    ],
)
def test_a_district_exists_or_says_what_to_write(
    state: str, *, district: int | None, chamber: Chamber, says: str | None
) -> None:
    assert member_checks.district_problem(state, district, chamber=chamber) == says


@pytest.mark.parametrize(
    ("title", "state", "chamber", "right"),
    [
        ("senator", "TX", "senate", None),
        ("representative", "TX", "senate", "senator"),
        ("representative", "TX", "house", None),
        ("delegate", "TX", "house", "representative"),
        ("representative", "GU", "house", "delegate"),
        ("delegate", "PR", "house", "resident commissioner"),
        ("resident commissioner", "PR", "house", None),
    ],
)
def test_the_title_fits_the_seat(
    title: Title, *, state: str, chamber: Chamber, right: str | None
) -> None:
    problem = member_checks.title_problem(title, state=state, chamber=chamber)
    assert (
        problem is None
        if right is None
        else problem is not None and problem.endswith(f'write "{right}"')
    )
