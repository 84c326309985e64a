"""Warnings before letters are printed: unknown members for a place, rules without a recipient."""

import datetime
from collections.abc import Mapping

import pytest

from generator.congress.districts.table import DistrictTable
from generator.congress.seats import Seat
from generator.letter.selection import SelectionContext
from generator.models.recipient import Recipient
from generator.press.warnings import impossible_rules, old_lines, unknown_places
from tests.support.campaigns import DAY, argument, campaign
from tests.support.people import office, representative, senator

TABLE = DistrictTable(119, None, {"79901": frozenset({Seat("TX", 16)})})
MEMBER = representative(addresses=office())


def warned(
    *places: str,
    recipients: tuple[Recipient, ...] = (MEMBER,),
    table: DistrictTable | None = None,
    zip_code: str | None = "79901",
) -> list[str]:
    """Returns the warnings for a campaign with an argument for the members of these places."""
    made = campaign(argument("one", when={"district_of": list(places)}))
    moved = made.source.places["el-paso"].model_copy(update={"zip": zip_code})
    source = made.source.model_copy(update={"places": {**made.source.places, "el-paso": moved}})
    found = unknown_places(
        "source.yaml",
        campaign(*made.arguments, source=source),
        recipients=recipients,
        ground=SelectionContext(DAY, table),
    )
    return [str(problem) for problem in found]


def test_without_a_table_the_places_that_only_it_could_give_to_a_member_are_named() -> None:
    both = (MEMBER, representative(id="A1", state="AZ", district=7))
    assert warned("el-paso", "nogales", recipients=both) == [
        (
            "source.yaml: warning: places: the files do not say who represents El Paso and "
            "Nogales in the House: load a district table with `letters districts import FILE`"
        )
    ]


@pytest.mark.parametrize(
    "recipients",
    [
        (senator(),),  # a senator represents every place of the state
        (representative(represents=("el-paso",)), MEMBER),  # a file gives it to a member
        (representative(represents=("elsewhere",)),),  # a file gives it to others
        (representative(state="AZ", district=7),),  # no recipient represents that state
    ],
)
def test_no_table_is_needed_where_recipients_files_say_enough(
    recipients: tuple[Recipient, ...],
) -> None:
    assert warned("el-paso", recipients=recipients) == []


@pytest.mark.parametrize(
    ("zip_code", "expected"),
    [
        ("79901", []),
        (
            None,
            [
                (
                    "source.yaml: warning: places.el-paso: has no ZIP code, so the program "
                    "cannot know who represents El Paso in the House: write zip:"
                )
            ],
        ),
        (
            "79999",
            [
                (
                    "source.yaml: warning: places.el-paso.zip: 79999 is not in the district table "
                    "of the 119th Congress, so the program "
                    "cannot know who represents El Paso in the House: write another"
                )
            ],
        ),
    ],
)
def test_a_place_that_the_table_does_not_know_is_named(
    zip_code: str | None, expected: list[str]
) -> None:
    assert warned("el-paso", table=TABLE, zip_code=zip_code) == expected


def test_warns_of_an_old_table_if_a_rule_needs_it() -> None:
    later = datetime.date(2027, 2, 1)
    asks, silent = (
        campaign(argument("one", when={"district_of": "el-paso"})),
        campaign(argument("one", when={"state": "TX"})),
    )
    (warning,) = map(str, old_lines("d.sqlite", asks, ground=SelectionContext(later, TABLE)))
    assert warning.startswith(
        "d.sqlite: warning: the district table is of the 119th Congress, and a letter dated "
        "February 1, 2027 goes to the 120th"
    )
    assert warning.endswith("; until then, only a recipients file can say who represents El Paso")
    assert not [*old_lines("d.sqlite", silent, ground=SelectionContext(later, TABLE))]
    assert not [*old_lines("d.sqlite", asks, ground=SelectionContext(DAY, TABLE))]
    assert not [*old_lines("d.sqlite", asks, ground=SelectionContext(later))]


@pytest.mark.parametrize(
    ("when", "reasons"),
    [
        ({"within": "100 miles of juarez"}, []),
        (
            {"within": ["1 mile of nogales", "1 mile of juarez"]},
            [
                (
                    "the nearest miss: the nearest district office, in El Paso, is 6.3 miles from "
                    "Ciudad Juárez: not within 1"
                )
            ],
        ),
        ({"state": "ME", "committee": "Budget"}, ["most often: represents TX, not ME"]),
        # Most lists lack those who lead, cannot vote or have acted; the rest of the rule counts.
        ({"leader": "speaker"}, []),
        ({"title": "delegate"}, []),
        ({"position": "sponsor"}, []),
        ({"leader": "true", "state": "ME"}, ["most often: represents TX, not ME"]),
    ],
)
def test_a_rule_that_holds_for_no_recipient_gives_the_nearest_miss(
    when: Mapping[str, object], reasons: list[str]
) -> None:
    far = representative(id="B1", addresses=office("Austin", latitude=30.27, longitude=-97.74))
    made = campaign(argument("one", when=when))
    found = impossible_rules(
        "campaign.yaml", made, recipients=(far, MEMBER, senator()), ground=SelectionContext(DAY)
    )
    assert [problem.message for problem in found] == [
        f"holds for no recipient (of 3; {reason})" for reason in reasons
    ]
