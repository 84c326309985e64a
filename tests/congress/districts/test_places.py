"""Who represents a place."""

import datetime

import pytest

from generator.congress.districts.places import represents
from generator.congress.districts.table import DistrictTable
from generator.models.recipient import Recipient
from generator.models.source import Place
from tests.congress.districts.makers import IN_119, IN_120, member


def place(name: str = "Brownsville", **details: str | float) -> Place:
    """A place, by default downtown Brownsville."""
    return Place.model_validate(
        {"name": name, "state": "TX", "latitude": 25.9, "longitude": -97.5, "zip": "78520"}
        | details
    )


def verdict(
    recipient: Recipient, where: Place, table: DistrictTable | None, *, on: datetime.date = IN_119
) -> tuple[bool, str]:
    """Whether the recipient represents the place, and why."""
    told = represents(recipient, where, place_id="here", table=table, on=on)
    return bool(told), told.reason


def test_the_recipients_own_list_needs_no_table_and_no_date() -> None:
    told = verdict(member("TX-34", places=("here",)), place(), None, on=IN_120)
    assert told == (True, "the recipients file says that TX-34 holds Brownsville")


def test_senators_and_the_holder_of_an_only_seat_represent_their_whole_state() -> None:
    assert verdict(member("TX-sen"), place(), None) == (True, "Brownsville lies in Texas")
    assert verdict(member("AK-AL"), place("Nome", state="AK"), None) == (
        True,
        "Nome lies in Alaska",
    )
    assert verdict(member("CA-sen"), place(), None) == (
        False,
        "Brownsville lies in Texas, not in California",
    )
    assert verdict(member("CA-52"), place(), None) == (
        False,
        "Brownsville lies in Texas, not in California",
    )


def test_the_table_tells_by_the_zip_code(table: DistrictTable) -> None:
    by = "by the district table of the 119th Congress, as of 2024-11-12"
    assert verdict(member("TX-34"), place(), table) == (
        True,
        f"Brownsville, ZIP 78520, lies in TX-34 only, {by}",
    )
    assert verdict(member("TX-15"), place(), table) == (
        False,
        f"Brownsville, ZIP 78520, lies in TX-34 only, {by}; not in TX-15",
    )


def test_a_split_zip_holds_for_each_of_its_districts_and_says_so(table: DistrictTable) -> None:
    split = place("Adamsville", state="AL", zip="35005-1234")
    said = (
        "Adamsville, ZIP 35005, is split: it lies in AL-06 and AL-07, by the district table "
        "of the 119th Congress, as of 2024-11-12, "
    )
    for seat in ("AL-06", "AL-07"):
        assert verdict(member(seat), split, table) == (True, said + "which over-reports splits")
    assert verdict(member("AL-05"), split, table) == (
        False,
        said + "which over-reports splits; not in AL-05",
    )


def test_a_zip_across_a_state_line_counts_for_the_places_own_state(table: DistrictTable) -> None:
    lupton = place("Lupton", state="AZ", zip="86515")
    assert verdict(member("AZ-02"), lupton, table)[0]
    assert not verdict(member("NM-03"), lupton, table)[0]
    stateless = Place(name="Lupton", latitude=35.3, longitude=-109.0, zip="86515")
    assert verdict(member("NM-03"), stateless, table)[0]
    assert verdict(member("NM-sen"), stateless, table)[0]
    assert not verdict(member("TX-sen"), stateless, table)[0]


def test_an_unknown_place_gets_a_reason_and_a_remedy(table: DistrictTable) -> None:
    told = verdict(member("TX-34"), place(), None)
    assert not told[0]
    assert "letters districts import FILE" in told[1]
    assert verdict(member("TX-34"), place(zip="99999"), table)[1].endswith(
        "is not in the district table of the 119th Congress, as of 2024-11-12"
    )
    abroad = Place(name="Matamoros", latitude=25.88, longitude=-97.5)
    assert verdict(member("TX-34"), abroad, table) == (
        False,
        "Matamoros has no ZIP code, and the recipients file does not list it for TX-34",
    )


@pytest.mark.parametrize("places", [(), ("elsewhere",)])
def test_an_old_table_is_not_asked_about_a_member_of_the_house(
    table: DistrictTable, places: tuple[str, ...]
) -> None:
    assert verdict(member("TX-34", places=places), place(), table, on=IN_120) == (
        False,
        (
            "the recipients file does not list Brownsville for TX-34, and the district table "
            "of the 119th Congress, as of 2024-11-12 "
            "does not hold on February 1, 2027"
        ),
    )
    assert verdict(member("TX-34", places=places), place(), table)[0]


def test_old_lines_leave_certain_what_no_line_divides(table: DistrictTable) -> None:
    assert verdict(member("TX-sen"), place(), table, on=IN_120)[0]
    assert verdict(member("AK-AL"), place("Nome", state="AK"), table, on=IN_120)[0]
    without_state = Place(name="Anchorage", latitude=61.2, longitude=-149.9, zip="99501")
    assert verdict(member("AK-AL"), without_state, table, on=IN_120)[0]
    assert verdict(member("AK-sen"), without_state, table, on=IN_120)[0]
    in_texas = Place(name="Brownsville", latitude=25.9, longitude=-97.5, zip="78520")
    assert verdict(member("TX-sen"), in_texas, table, on=IN_120)[0]
    assert not verdict(member("TX-34"), in_texas, table, on=IN_120)[0]
