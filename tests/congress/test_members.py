"""What is odd in the data, and what is done about it."""

import datetime

import pytest

from generator.congress.members import short_name
from generator.models.recipient import CommitteeSeat, Recipient, SubcommitteeSeat, WashingtonOffice
from tests.congress.sync_makers import read
from tests.support import capitol
from tests.support.capitol import Capitol


def one(house: Capitol, key: str) -> Recipient:
    return next(recipient for recipient in read(house).recipients if recipient.id == key)


def said(house: Capitol, who: str) -> list[str]:
    return [oddity.what for oddity in read(house).oddities if oddity.id == who]


def test_a_member_without_an_address_gets_the_chambers() -> None:
    house = capitol.full_house()
    for key in ("office", "address", "phone"):
        del house.term("H000001")[key]
    assert one(house, "H000001").addresses.washington == WashingtonOffice()
    assert said(house, "H000001") == [
        "no office in Washington is listed; the chamber's own address is used"
    ]


@pytest.mark.parametrize(
    ("term", "office", "odd"),
    [
        (
            {"address": "2448 Rayburn House Office Building Washington DC 20515-4316"},
            ("2448", "Rayburn House Office Building", "20515-4316"),
            0,
        ),
        (
            {"address": "H-232 The Capitol, Washington, D.C. 20515"},
            ("H-232", "The Capitol", None),
            0,
        ),
        (
            {"office": "G12 Dirksen Senate Office Building", "address": "x 20515"},
            ("G12", "Dirksen Senate Office Building", None),
            0,
        ),
        (
            {"office": "479a Russell Senate Office Building", "address": "x 20515"},
            ("479A", "Russell Senate Office Building", None),
            0,
        ),
        (
            {"office": "12 Cannon House Office Building", "address": "x 20510"},
            ("12", "Cannon House Office Building", None),
            1,
        ),
        (
            {"office": "12 Cannon House Office Building", "address": "x 205"},
            ("12", "Cannon House Office Building", None),
            1,
        ),
        ({"address": "Somewhere"}, (None, None, None), 1),
    ],
)
def test_room_building_and_zip_are_taken_apart(
    *, term: dict[str, str], office: tuple[str | None, ...], odd: int
) -> None:
    house = capitol.full_house()
    for key in ("office", "address"):
        del house.term("H000001")[key]
    house.term("H000001").update(term)
    found = one(house, "H000001").addresses.washington
    assert (found.room, found.building, found.zip) == office
    assert len(said(house, "H000001")) == odd


@pytest.mark.parametrize(
    ("name", "expected", "odd"),
    [
        (
            {"first": "Analilia", "last": "Mejia"},
            ("Analilia", "Mejia", None, "Analilia Mejia"),
            "no official full name",
        ),
        (
            {"first": "Tom", "last": "Kean", "suffix": "Jr."},
            ("Tom", "Kean", "Jr.", "Tom Kean, Jr."),
            "no official full name",
        ),
        (
            {"first": "Nick", "last": "Begich", "suffix": "III"},
            ("Nick", "Begich", "III", "Nick Begich III"),
            "no official full name",
        ),
        ({"last": "Null"}, (None, "Null", None, "Null"), "no official full name"),
        (
            {
                "first": "Pablo José",
                "last": "Hernández Rivera",
                "official_full": "Pablo José Hernández",
            },
            ("Pablo José", "Hernández", None, "Pablo José Hernández"),
            "surname “Hernández”",
        ),
        (
            {"first": "Ann", "last": "Lee", "official_full": "Ann O'Leery"},
            ("Ann", "Lee", None, "Ann O'Leery"),
            "surname “Lee” does not stand in “Ann O'Leery”",
        ),
        (
            {
                "first": "Catherine",
                "last": "Cortez Masto",
                "official_full": "Catherine Cortez Masto",
            },
            ("Catherine", "Cortez Masto", None, "Catherine Cortez Masto"),
            None,
        ),
        (
            {
                "first": "Alejandro",
                "nickname": "Alex",
                "last": "Padilla",
                "official_full": "Alex Padilla",
            },
            ("Alex", "Padilla", None, "Alex Padilla"),
            None,
        ),
        (
            {"first": "James (Jim)", "last": "Moylan", "official_full": "James C. Moylan"},
            ("James", "Moylan", None, "James C. Moylan"),
            None,
        ),
        (
            {
                "first": "Henry",
                "last": "Johnson",
                "suffix": "Jr.",
                "official_full": 'Henry C. "Hank" Johnson, Jr.',
            },
            ("Henry", "Johnson", "Jr.", 'Henry C. "Hank" Johnson, Jr.'),
            None,
        ),
        (
            {"first": "Mike", "last": "Collins", "suffix": "Jr.", "official_full": "Mike Collins"},
            ("Mike", "Collins", None, "Mike Collins"),
            None,
        ),
        (
            {"first": "Ana\u0301", "last": "X\ny\x07", "official_full": " Aná  X y "},
            ("Aná", "X y", None, "Aná X y"),
            None,
        ),
    ],
)
def test_a_name_is_as_its_bearer_writes_it(
    *, name: dict[str, str], expected: tuple[str | None, ...], odd: str | None
) -> None:
    house = capitol.full_house()
    house.member("H000001")["name"] = name
    found = one(house, "H000001").name
    assert (found.first, found.last, found.suffix, found.full) == expected
    assert [what.startswith(odd or "-") for what in said(house, "H000001")] == (
        [True] if odd else []
    )


@pytest.mark.parametrize(
    ("nickname", "full", "kept"),
    [
        ("Chuck", "Charles E. Schumer", "Chuck"),
        ("Chuck", 'Charles E. "Chuck" Schumer', None),
        ("Chuck", "Chuck Schumer", None),
        (None, "Charles E. Schumer", None),
    ],
)
def test_a_nickname_is_kept_where_the_full_name_lacks_it(
    nickname: str | None, full: str, kept: str | None
) -> None:
    house = capitol.full_house()
    name = {"first": "Charles", "last": "Schumer", "official_full": full}
    house.member("H000001")["name"] = name | ({"nickname": nickname} if nickname else {})
    assert one(house, "H000001").name.nickname == kept


def test_the_title_comes_from_the_seat() -> None:
    by_seat = {recipient.seat: recipient for recipient in read(capitol.full_house()).recipients}
    assert [
        by_seat[seat].title for seat in ("AK-AL", "DC-AL", "GU-AL", "PR-AL", "TX-16", "TX-sen")
    ] == [
        "representative",
        "delegate",
        "delegate",
        "resident commissioner",
        "representative",
        "senator",
    ]
    assert by_seat["AK-AL"].district == 0
    assert by_seat["TX-sen"].district is None


def test_a_member_whose_term_is_over_is_kept_and_noted_in_each_party() -> None:
    house = capitol.full_house()
    house.term("S000001").update(
        end="2026-11-03", how="appointment", party="Independent", caucus="Democrat"
    )
    assert one(house, "S000001").term_end == datetime.date(2026, 11, 3)
    assert said(house, "S000001") == [
        "the term ended on 2026-11-03; kept, and left out of letters dated later"
    ]


def test_a_member_whose_term_is_over_gives_way_to_the_successor() -> None:
    house = capitol.full_house()
    house.term("H000001").update(end="2026-11-03", district=2)
    assert [
        recipient.id for recipient in read(house).recipients if recipient.seat in {"AL-01", "AL-02"}
    ] == ["H000002"]
    assert said(house, "H000001") == [
        "the term ended on 2026-11-03; and another has the seat; left out"
    ]
    assert read(house).vacant == ("AL-01",)


def test_what_is_odd_of_members_names_them_and_of_strangers_says_so() -> None:
    house = capitol.full_house()
    del house.term("H000001")["office"], house.term("H000001")["address"]
    house.offices.append({"id": {"bioguide": "X000001"}, "offices": []})
    house.membership["HSJU"].append({"bioguide": "X000002"})
    assert [str(oddity) for oddity in read(house).oddities] == [
        (
            "H000001 Ann MemberH000001 (AL-01): no office in Washington is listed; the chamber's "
            "own address is used"
        ),
        "X000001: left out of legislators-district-offices: there is no such member",
        "X000002: left out of committee-membership-current: there is no such member",
    ]


def test_only_the_last_term_counts() -> None:
    house = capitol.full_house()
    terms = house.member("H000001")["terms"]
    assert isinstance(terms, list)
    terms.insert(0, {"type": "prez", "start": "1999"})
    assert one(house, "H000001").chamber == "house"


def test_vacant_seats_are_named() -> None:
    house = capitol.full_house()
    gone = {"H000001", "S000001"} | {f"H{number:06d}" for number in (8,)}
    house.members = [
        entry for entry in house.members if entry["id"] not in [{"bioguide": key} for key in gone]
    ]
    assert read(house).vacant == ("AK-AL", "AL-01", "AL-sen")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"address": ""}, "office in Springfield left out: it has no street"),
        ({"address": "", "zip": ""}, "office in Springfield left out: it has no street and no ZIP"),
        ({"zip": None}, "office in Springfield left out: it has no ZIP"),
        ({"city": ""}, "office in an unnamed place left out: it has no city"),
        ({"state": "ZZ"}, 'office in Springfield left out: there is no state "ZZ"'),
        (
            {"zip": "3500"},
            (
                "office in Springfield left out: must be five digits, or nine as in 20515-4316, "
                'not "3500"'
            ),
        ),
        (
            {"zip": "78520"},
            (
                "office in Springfield left out: 78520 lies in Texas, but the address says Alabama "
                "(AL): correct"
            ),
        ),
    ],
)
def test_an_office_that_no_mail_reaches_is_left_out(
    change: dict[str, str | None], problem: str
) -> None:
    house = capitol.full_house()
    house.home("H000001")[0].update(change)
    assert one(house, "H000001").addresses.district == ()
    first, second = said(house, "H000001")
    assert (first, second.startswith(problem)) == (
        "no office at home is listed; letters go to Washington",
        True,
    )


@pytest.mark.parametrize(
    ("latitude", "longitude", "position"),
    [
        (32.5, -86.30000000001, (32.5, -86.3)),
        ("32.5", "-86.3", (32.5, -86.3)),
        ("13.47", "144.75", None),
        ("32.5", "86.3", None),
        (None, None, None),
        (441.5, -90.5, None),
        (-86.3, 32.5, None),
        ("nan", "nan", None),
        ("north", "-86", None),
        ("inf", "-86", None),
        ("32.5", None, None),
    ],
)
def test_coordinates_lie_in_the_offices_state_or_are_left_out(
    *, latitude: object, longitude: object, position: tuple[float, float] | None
) -> None:
    house = capitol.full_house()
    house.home("H000001")[0].update({"latitude": latitude, "longitude": longitude})
    (office,) = one(house, "H000001").addresses.district
    assert (office.latitude, office.longitude) == (position or (None, None))
    assert len(said(house, "H000001")) == (1 if position is None and latitude is not None else 0)


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Chair", "chair"),
        ("Chairman", "chair"),
        ("Chairwoman", "chair"),
        ("Ranking Member", "ranking member"),
        ("Vice Chairman", "vice chair"),
        ("Vice Chairwoman", "vice chair"),
        ("Cochairman", "vice chair"),
        ("Co-Chairman", "vice chair"),
        ("Vice-Chair", "vice chair"),
        ("Chairperson", "chair"),
        ("Acting Chair", "chair"),
        ("Ex Officio", "ex officio"),
        (None, "member"),
        ("Grand Vizier", "member"),
    ],
)
def test_roles_have_one_name_each(title: str | None, role: str) -> None:
    house = capitol.full_house()
    house.membership["HSJU"][0]["title"] = title
    assert one(house, "H000001").committees == (
        CommitteeSeat(name="Judiciary", role=role, code="HSJU"),  # type: ignore[arg-type]
    )
    assert len(said(house, "H000001")) == (title in {"Grand Vizier", "Acting Chair"})


def test_joint_committees_are_marked_and_subcommittees_stand_below_their_committee() -> None:
    house = capitol.full_house()
    judiciary = next(entry for entry in house.committees if entry["thomas_id"] == "SSJU")
    judiciary["subcommittees"] = [
        {"name": "Border Security", "thomas_id": "04"},
        {"name": "Antitrust", "thomas_id": "01"},
    ]
    seat: dict[str, object] = {"bioguide": "S000001"}
    chair = {**seat, "title": "Chairwoman"}
    # SSJU09 is on no list of committees: nobody can say what it is called.
    house.membership |= {"JSLC": [seat], "SSJU04": [chair], "SSJU09": [seat], "SLIN": [seat]}
    assert [(found.name, found.joint) for found in one(house, "S000001").committees] == [
        ("Joint Committee on the Library", True),
        ("Select Committee on Intelligence", False),
        ("Judiciary", False),
    ]
    (inner,) = one(house, "S000001").committees[2].subcommittees
    assert inner == SubcommitteeSeat(name="Border Security", role="chair", code="SSJU04")
    assert one(house, "S000002").committees[0].subcommittees == ()
    assert read(house).oddities == ()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("House Committee on the Judiciary", "Judiciary"),
        ("House Committee on House Administration", "House Administration"),
        ("Senate Committee on Veterans' Affairs", "Veterans' Affairs"),
        (
            "House Permanent Select Committee on Intelligence",
            "Permanent Select Committee on Intelligence",
        ),
        (
            "United States Senate Caucus on International Narcotics Control",
            "Caucus on International Narcotics Control",
        ),
        ("Joint Economic Committee", "Joint Economic Committee"),
    ],
)
def test_a_committee_is_called_as_people_call_it(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("role", "leadership"),
    [
        (
            {"title": "Speaker of the House", "chamber": "house", "start": "2025-01-03"},
            "Speaker of the House",
        ),
        ({"title": "Senate Majority Leader", "chamber": "house"}, None),
        ({"title": "Senate Majority Leader"}, None),
        ({"title": "House Majority Whip", "chamber": "house"}, "Majority Whip"),
        ({"title": "House Majority Whip", "chamber": "house", "end": "2026-11-24"}, None),
        (
            {"title": "House Majority Whip", "chamber": "house", "end": "2027-01-03"},
            "Majority Whip",
        ),
        ({"title": "Senate Majority Leader", "chamber": "senate"}, None),
        ({"title": "House Democratic Caucus Chair", "chamber": "house"}, None),
    ],
)
def test_only_offices_of_the_chamber_that_are_held_today_count(
    role: dict[str, str], leadership: str | None
) -> None:
    house = capitol.full_house()
    house.member("H000001")["leadership_roles"] = [role]
    assert one(house, "H000001").leadership == leadership


def later(start: str, end: str, **facts: object) -> dict[str, object]:
    return {
        "type": "rep",
        "start": start,
        "end": end,
        "state": "AL",
        "district": 1,
        "party": "Independent",
        **facts,
    }


def test_a_term_that_begins_later_is_not_the_present_one() -> None:
    house = capitol.full_house()
    # NOW is in November 2026. H000001 is elected again; X000001 takes the seat of H000002.
    house.member("H000001")["terms"].append(later("2027-01-03", "2029-01-03"))  # type: ignore[attr-defined]
    house.members.append(
        {
            "id": {"bioguide": "X000001"},
            "name": {"first": "Jane", "last": "Doe"},
            "terms": [later("2027-01-03", "2029-01-03", district=2)],
        }
    )
    report = read(house)
    held = {one.id: one for one in report.recipients}
    assert "X000001" not in held
    assert held["H000001"].term_end == datetime.date(2027, 1, 3)
    assert held["H000001"].term_start == datetime.date(2025, 1, 3)
    assert [(one.id, one.seat, one.term_start) for one in report.elect] == [
        ("H000001", "AL-01", datetime.date(2027, 1, 3)),
        ("X000001", "AL-02", datetime.date(2027, 1, 3)),
    ]
    assert all(one.committees == () for one in report.elect)
    # What they lack before their first day is nothing odd.
    assert said(house, "X000001") == []
    # The age of the data is that of the terms that have begun.
    assert report.newest == datetime.date(2025, 1, 3)


def test_a_former_member_who_comes_back_is_no_present_one() -> None:
    house = capitol.full_house()
    house.members.append(
        {
            "id": {"bioguide": "X000001"},
            "name": {"first": "Jane", "last": "Doe", "official_full": "Jane Doe"},
            "terms": [later("2019-01-03", "2021-01-03"), later("2027-01-03", "2029-01-03")],
        }
    )
    report = read(house)
    assert "X000001" not in {one.id for one in report.recipients}
    assert [one.id for one in report.elect] == ["X000001"]


def test_members_elect_do_not_make_a_file_too_long() -> None:
    house = capitol.full_house()
    for number in range(1, 120):
        house.members.append(
            {
                "id": {"bioguide": f"X{number:06d}"},
                "name": {"first": "Jane", "last": "Doe", "official_full": "Jane Doe"},
                "terms": [later("2027-01-03", "2029-01-03")],
            }
        )
    report = read(house)
    assert len(report.recipients) == 541
    assert len(report.elect) == 119


def test_only_senators_have_the_senates_id() -> None:
    house = capitol.full_house()
    # A representative who was a senator before keeps that id in the data.
    for key in ("H000001", "S000001"):
        member = next(one for one in house.members if one["id"] == {"bioguide": key})
        member["id"] = {"bioguide": key, "lis": "S275"}
    assert one(house, "S000001").lis == "S275"
    assert one(house, "H000001").lis is None
