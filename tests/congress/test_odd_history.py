"""What was met in the published history, made with invented members: all of it syncs.

Each test names the first and the last day on which it was met, where it was. What is still refused
stands at the end: a file that is cut, empty, of another kind, or has half of the members.
"""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from generator.congress import sync as congress_sync
from generator.congress.completeness import FewerKind, is_new_congress
from generator.congress.errors import CannotReadMembersError, CannotSyncError
from generator.congress.members import MembersReport
from generator.congress.sync import SyncReport
from tests.congress.sync_makers import HASTY, NOW, put, read
from tests.support import capitol
from tests.support.capitol import Capitol

JANUARY = datetime.datetime(2027, 1, 5, 9, 30)  # noqa: DTZ001  (a letter's day has no zone)
DECEMBER = datetime.datetime(2026, 12, 28, 9, 30)  # noqa: DTZ001


def sync(
    files: dict[str, bytes],
    folder: Path,
    *,
    now: datetime.datetime = NOW,
    allow_fewer: tuple[FewerKind, ...] = (),
) -> SyncReport:
    return congress_sync.sync(
        origin=put(folder / "data", files),
        target=folder / "congress.yaml",
        cache=None,
        now=now,
        limits=HASTY,
        allow_fewer=allow_fewer,
    )


def kinds(report: MembersReport) -> dict[str, list[str]]:
    """The ids of each kind of oddity."""
    found: dict[str, list[str]] = {}
    for oddity in report.oddities:
        found.setdefault(oddity.kind, []).append(oddity.id)
    return found


def offices_by_id(house: Capitol) -> None:
    house.offices.sort(key=lambda entry: str(entry["id"]))


pytestmark = pytest.mark.slow

# ---------------------------------------------------------------- what syncs


def test_offices_of_seventy_percent_are_taken_and_the_others_named() -> None:
    """2021-01-01 to 2024-09-12: the offices of new members were not entered."""
    house = capitol.full_house()
    offices_by_id(house)
    missing = [str(entry["id"]["bioguide"]) for entry in house.offices[::10]]  # type: ignore[index]
    missing += [str(entry["id"]["bioguide"]) for entry in house.offices[1::5]]  # type: ignore[index]
    house.offices = [one for one in house.offices if one["id"]["bioguide"] not in missing]  # type: ignore[index]
    report = read(house)
    assert len(report.recipients) == 541
    named = kinds(report)["no office at home is listed; letters go to Washington"]
    assert sorted(named) == sorted(missing)
    assert len(named) == 163


@pytest.mark.parametrize("name", ["legislators-current", "legislators-district-offices"])
def test_a_file_without_a_final_newline_is_whole(name: str, tmp_path: Path) -> None:
    """2012-11-15 to 2025-08-25: 29 files, edited by hand."""
    files = capitol.full_house().files()
    files[f"{name}.yaml"] = files[f"{name}.yaml"].rstrip(b"\n")
    assert len(sync(files, tmp_path).read.recipients) == 541


def test_select_committees_without_a_member_are_named() -> None:
    """On 287 of 1,120 days, the last on 2026-01-13: up to four that ended, or had not begun."""
    house = capitol.full_house()
    house.committees += [
        {"type": "house", "name": f"House Select Committee on Matter {code}", "thomas_id": code}
        for code in ("HSFD", "HSVC", "HSZT")
    ]
    house.membership |= {"HSFD": [], "HSVC": None}  # type: ignore[dict-item]
    report = read(house)
    assert kinds(report) == {"no member is listed": ["HSFD", "HSVC", "HSZT"]}
    assert "Select Committee on Matter HSFD: no member is listed" in str(report.oddities[0])


def test_a_committee_of_seats_that_the_list_does_not_have_yet_is_left_out() -> None:
    """2021-03-01 to 2021-03-03: HSIG."""
    house = capitol.full_house()
    house.membership["HSIG"] = [{"bioguide": "H000001"}]
    report = read(house)
    assert [oddity.id for oddity in report.oddities] == ["HSIG"]
    assert [seat.code for seat in report.recipients[0].committees] == ["HSJU"]


def test_a_successor_next_to_the_incumbent_has_the_seat() -> None:
    house = capitol.full_house()
    house.term("H000001").update(start="2026-06-10", district=2)
    report = read(house)
    assert [each.id for each in report.recipients if each.seat == "AL-02"] == ["H000001"]
    assert [str(oddity) for oddity in report.oddities] == [
        (
            "H000002 Ann MemberH000002 (AL-02): Ann MemberH000001 has the seat since 2026-06-10; "
            "left out"
        )
    ]


def test_a_senator_follows_in_the_seat_of_the_class() -> None:
    house = capitol.full_house()
    for key, seat in (("S000001", 2), ("S000002", 3)):
        house.term(key)["class"] = seat
    house.term("S000003").update({"state": "AL", "class": 2, "start": "2026-03-25"})
    report = read(house)
    holders = [each.id for each in report.recipients if each.seat == "AL-sen"]
    assert holders == ["S000002", "S000003"]
    assert [oddity.id for oddity in report.oddities] == ["S000001"]
    assert report.vacant == ("AK-sen",)


@pytest.mark.parametrize(
    ("key", "term", "seat", "out"),
    [
        ("H000001", {"district": 2}, "AL-02", ["H000001", "H000002"]),
        ("S000003", {"state": "AL"}, "AL-sen", ["S000001", "S000002", "S000003"]),
    ],
)
def test_a_seat_of_two_who_cannot_be_told_apart_gets_no_letters(
    *, key: str, term: dict[str, object], seat: str, out: list[str]
) -> None:
    house = capitol.full_house()
    house.term(key).update(term)
    report = read(house)
    assert seat not in {each.seat for each in report.recipients}
    # It has a holder, so that it is not vacant.
    assert seat not in report.vacant
    assert [oddity.id for oddity in report.oddities] == out
    assert f"{seat} is given to Ann Member" in report.oddities[0].what


@pytest.mark.parametrize(
    ("bend", "reason"),
    [
        pytest.param(
            lambda h: h.member("H000007").update(id={"govtrack": 1}),
            "the data has no Bioguide id yet",
            id="no id",  # 2012-12-01 to 2022-12-31, and TODO for an id
        ),
        pytest.param(
            lambda h: h.member("H000007").update(id={"bioguide": "TODO"}),
            "the data has no Bioguide id yet",
            id="TODO for an id",
        ),
        pytest.param(
            lambda h: h.member("H000007").update(id={"bioguide": "../../etc"}),
            "the data has no Bioguide id yet",
            id="a path for an id",
        ),
        pytest.param(
            lambda h: h.term("H000007").pop("end"), "terms[-1].end: Field required", id="no end"
        ),
        pytest.param(
            lambda h: h.term("H000007").update(type="prez"), "terms[-1].type: ", id="a president"
        ),  # 2012-11-09 to 2012-12-27
        pytest.param(
            lambda h: h.term("H000007").update(end="soon"), "terms[-1].end: ", id="no date"
        ),
        pytest.param(
            lambda h: h.term("H000007").update(state="ZZ"), 'there is no state "ZZ"', id="no state"
        ),
        pytest.param(
            lambda h: h.term("H000007").update(district=9),
            "Alabama has no district 9",
            id="no such district",
        ),
        pytest.param(
            lambda h: h.term("H000007").pop("district"),
            "a member of the House needs one",
            id="no district",
        ),
        pytest.param(
            lambda h: h.member("H000007").update(terms=[]), "terms: List should", id="no terms"
        ),
        pytest.param(
            lambda h: h.member("H000007").update(terms="x"), "terms: Input should", id="text"
        ),
        pytest.param(
            lambda h: h.member("H000007")["name"].pop("last"),
            "name.last: Field required",
            id="no surname",
        ),
        pytest.param(
            lambda h: h.member("H000007").pop("name"), "name: Field required", id="no name"
        ),
    ],
)
def test_one_member_who_cannot_be_read_is_left_out_by_name(
    bend: Callable[[Capitol], object], reason: str
) -> None:
    house = capitol.full_house()
    bend(house)
    report = read(house)
    assert len(report.recipients) == 540
    odd = next(oddity for oddity in report.oddities if oddity.id == "entry 7")
    assert reason in odd.what
    assert odd.name.startswith(("Ann MemberH000007", "an entry without a name"))
    if "Bioguide" in reason:
        assert (odd.name, report.unknown, report.vacant) == (
            "Ann MemberH000007 (AL-07)",
            ("AL-07",),
            (),
        )


def test_members_elect_without_an_id_are_one_kind(tmp_path: Path) -> None:
    """2022-12-25 to 2022-12-31: some 70 next to those whose seats they take."""
    house = capitol.full_house()
    elect: dict[str, object] = {"type": "rep", "start": "2027-01-03", "end": "2029-01-03"}
    elect |= {"state": "TX", "district": 1}
    house.members[100:100] = [
        {"id": {"govtrack": n}, "name": {"first": "Elle", "last": f"Ect{n}"}, "terms": [elect]}
        for n in range(70)
    ]
    report = sync(house.files(), tmp_path, now=DECEMBER).read
    assert len(report.recipients) == 541
    assert report.unknown == ()
    assert len(kinds(report)["left out: the data has no Bioguide id yet"]) == 70


@pytest.mark.parametrize("seats", ["none", "the Senate's"])
@pytest.mark.parametrize("now", [DECEMBER, JANUARY])
def test_committees_of_a_new_congress_are_taken_as_far_as_they_are_filled(
    *, seats: str, now: datetime.datetime, tmp_path: Path
) -> None:
    """2020-12 to 2021-03, 2022-12-25 to 2023-02-09, 2024-12-28 to 2025-01-16."""
    house = capitol.full_house()
    sync(house.files(), tmp_path)
    for number in range(1, 442):
        house.term(f"H{number:06d}").update(end="2029-01-03")
    house.membership = {} if seats == "none" else {"SSJU": house.membership["SSJU"]}
    report = sync(house.files(), tmp_path, now=now).read
    unseated = 541 if seats == "none" else 441
    assert len(kinds(report)["no seat on a committee is listed"]) == unseated


@pytest.mark.parametrize(
    ("day", "is_new"),
    [
        ("2026-11-24", False),
        ("2026-12-19", False),
        ("2026-12-20", True),
        ("2027-01-03", True),
        ("2027-04-12", True),
        ("2027-04-13", False),
        ("2026-01-05", False),
    ],
)
def test_the_first_weeks_of_a_congress(*, day: str, is_new: bool) -> None:
    assert is_new_congress(datetime.date.fromisoformat(day)) == is_new


def test_a_member_who_is_listed_twice_has_the_seat_once_with_the_title() -> None:
    """2015-02-24 to 2025-01-23, on subcommittees."""
    house = capitol.full_house()
    house.membership["HSJU"].insert(3, {"bioguide": "H000001", "title": "Chair"})
    found = next(each for each in read(house).recipients if each.id == "H000001")
    assert [(seat.code, seat.role) for seat in found.committees] == [("HSJU", "chair")]


def test_a_seat_that_names_no_member_is_left_out() -> None:
    house = capitol.full_house()
    house.membership["HSJU"].insert(3, {"name": "Bo Nobody", "bioguide": None})
    report = read(house)
    assert [(odd.id, odd.what.partition(":")[0]) for odd in report.oddities] == [
        ("HSJU", "a seat of Bo Nobody left out")
    ]


# ---------------------------------------------------------------- what is refused


def half(house: Capitol) -> None:
    del house.members[270:]


def cut_in_a_member(files: dict[str, bytes], name: str, inside: str) -> dict[str, bytes]:
    """The files, one of them cut behind the last line that begins so."""
    lines = files[f"{name}.yaml"].decode().splitlines(keepends=True)
    last = max(n for n, line in enumerate(lines) if line.lstrip(" -").startswith(inside))
    return {**files, f"{name}.yaml": "".join(lines[: last + 1]).encode()}


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("legislators-current", "bioguide:"),
        ("legislators-current", "official_full:"),
        ("legislators-current", "start:"),
        ("legislators-current", "state:"),
        ("legislators-district-offices", "id:"),
        ("legislators-district-offices", "suite:"),
        ("committees-current", "name:"),
    ],
)
@pytest.mark.parametrize("newline", [True, False])
def test_a_file_that_is_cut_in_its_last_entry_is_refused(
    *, name: str, inside: str, newline: bool, tmp_path: Path
) -> None:
    house = capitol.full_house()
    sync(house.files(), tmp_path)
    before = (tmp_path / "congress.yaml").read_bytes()
    files = cut_in_a_member(house.files(), name, inside)
    if not newline:
        files[f"{name}.yaml"] = files[f"{name}.yaml"].rstrip(b"\n")
    with pytest.raises(CannotReadMembersError, match=rf"{name}\.yaml: (was cut short|has a shape)"):
        sync(files, tmp_path)
    assert (tmp_path / "congress.yaml").read_bytes() == before


@pytest.mark.parametrize("name", list(capitol.full_house().files()))
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_a_file_that_is_cut_anywhere_is_refused(*, name: str, share: float, tmp_path: Path) -> None:
    house = capitol.full_house()
    offices_by_id(house)
    sync(house.files(), tmp_path)
    before = (tmp_path / "congress.yaml").read_bytes()
    files = house.files()
    body = files[name]
    # At the end of an entry, too, where a cut leaves a list that is whole in itself.
    for end in (int(len(body) * share), body.index(b"\n", int(len(body) * share)) + 1):
        with pytest.raises((CannotReadMembersError, CannotSyncError)):
            sync({**files, name: body[:end]}, tmp_path)
    assert (tmp_path / "congress.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("kind", "bend"),
    [
        ("members", half),
        ("offices", lambda h: h.offices.__delitem__(slice(0, 300))),
        ("committees", lambda h: h.membership.pop("SSJU")),
    ],
)
def test_the_refusal_names_the_option_that_takes_the_data(
    *, kind: FewerKind, bend: Callable[[Capitol], object], tmp_path: Path
) -> None:
    house = capitol.full_house()
    sync(house.files(), tmp_path)
    before = (tmp_path / "congress.yaml").read_bytes()
    bend(house)
    others = tuple(each for each in get_args(FewerKind) if each != kind)
    with pytest.raises(CannotReadMembersError, match=f" take it with --allow-fewer {kind}"):
        sync(house.files(), tmp_path, allow_fewer=others)
    assert (tmp_path / "congress.yaml").read_bytes() == before
    allowed = get_args(FewerKind) if kind == "members" else (kind,)
    assert sync(house.files(), tmp_path, allow_fewer=allowed).is_written


@pytest.mark.parametrize("name", list(capitol.full_house().files()))
def test_an_empty_list_is_refused(name: str, tmp_path: Path) -> None:
    files = capitol.full_house().files()
    for body in (b"[]\n", b"{}\n"):
        with pytest.raises(CannotReadMembersError, match=rf"{name}: "):
            sync({**files, name: body}, tmp_path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    files = capitol.full_house().files()
    for name in files:
        for other in files:
            if other != name:
                with pytest.raises(CannotReadMembersError, match=rf"{name}: has a shape"):
                    sync({**files, name: files[other]}, tmp_path)
    assert not (tmp_path / "congress.yaml").exists()
