"""What is read from one BILLSTATUS file, in both forms, and from hostile ones."""

import contextlib
import datetime
import re

import pytest

from generator.congress.bills.origin import roll_call_address, status_path
from generator.congress.bills.status import BillStatus, RollCallNumber, read_status
from generator.congress.errors import CannotReadBillError
from generator.models.fields import BillNumber
from tests.support.bills import InventedBill


def read(bill: InventedBill, number: BillNumber = "H.R. 1234", *, old: bool = False) -> BillStatus:
    body = bill.old_form() if old else bill.new_form()
    return read_status(body, congress=bill.congress, number=number, where="x.xml")


@pytest.mark.parametrize("old", [False, True])
def test_both_forms_say_the_same(old: bool) -> None:  # noqa: FBT001 - pytest gives it by name
    bill = InventedBill(
        cosponsors=[("C000001", "2025-03-04", ""), ("W000001", "2025-03-05", "2025-06-01")],
        actions=[
            ("2026-07-04", "36000", "Became Public Law No: 119-45."),
            ("2026-06-01", "17000", "Passed/agreed to in Senate: by Unanimous Consent."),
            ("2026-03-05", "8000", "Passed/agreed to in House: On passage Passed."),
            ("2026-02-01", "14000", "Committee on Rules. Reported by Senator Last."),
        ],
        laws=["119-45"],
        roll_calls=[("House", 1, 62), ("Senate", 2, 7)],
    )
    found = read(bill, old=old)
    assert [(act.member, act.position) for act in found.acts] == [
        ("S000001", "sponsor"),
        ("C000001", "cosponsor"),
        ("W000001", "cosponsor"),
    ]
    assert found.acts[2].withdrawn == datetime.date(2025, 6, 1)
    assert found.law is not None
    assert (found.law.number, str(found.law.date)) == ("Public Law 119-45", "2026-07-04")
    assert {chamber: str(day) for chamber, day in found.passed.items()} == {
        "house": "2026-03-05",
        "senate": "2026-06-01",
    }
    assert {chamber: str(day) for chamber, day in found.reported.items()} == {
        "senate": "2026-02-01"
    }
    # Those of its amendments are no roll calls on the bill.
    assert found.roll_calls == (
        RollCallNumber("house", 119, 1, 62),
        RollCallNumber("senate", 119, 2, 7),
    )
    assert [committee.name for committee in found.committees] == ["Judiciary Committee"]
    assert found.latest_action is not None
    assert found.latest_action.text == "Became Public Law No: 119-45."


@pytest.mark.parametrize(
    ("cosponsors", "withdrawn"),
    [
        ([("C000001", "2025-03-04", "2025-04-01"), ("C000001", "2025-05-01", "")], None),
        ([("C000001", "2025-05-01", ""), ("C000001", "2025-03-04", "2025-04-01")], None),
        ([("C000001", "2025-05-01", "2025-05-09")], datetime.date(2025, 5, 9)),
    ],
)
def test_who_withdrew_and_joined_again_is_a_cosponsor(
    cosponsors: list[tuple[str, str, str]], withdrawn: datetime.date | None
) -> None:
    (_, act) = read(InventedBill(cosponsors=cosponsors)).acts
    assert act.withdrawn == withdrawn


def test_a_withdrawal_without_a_day_is_left_out_by_name() -> None:
    found = read(InventedBill(cosponsors=[("C000001", "2025-03-04", "in spring")]))
    assert len(found.acts) == 1
    assert 'withdrew on "in spring", which is no day, and is left out' in found.oddities[0]


@pytest.mark.parametrize(
    ("reported", "day"),
    [
        ("2025-12-02T01:02:03Z", "2025-12-01"),
        ("2025-12-02T18:02:03Z", "2025-12-02"),
        ("2025-07-16T03:30:00Z", "2025-07-15"),
        ("2025-12-02", "2025-12-01"),
    ],
)
def test_an_evening_in_washington_is_the_next_day_in_utc(reported: str, day: str) -> None:
    assert str(read(InventedBill(reported=reported)).reported["house"]) == day


@pytest.mark.parametrize(
    ("kind", "number", "path"),
    [
        ("HR", "H.R. 1", "119/hr/BILLSTATUS-119hr1.xml"),
        ("S", "S. 1", "119/s/BILLSTATUS-119s1.xml"),
        ("HJRES", "H.J.Res. 1", "119/hjres/BILLSTATUS-119hjres1.xml"),
        ("SJRES", "S.J.Res. 1", "119/sjres/BILLSTATUS-119sjres1.xml"),
        ("HCONRES", "H.Con.Res. 1", "119/hconres/BILLSTATUS-119hconres1.xml"),
        ("SCONRES", "S.Con.Res. 1", "119/sconres/BILLSTATUS-119sconres1.xml"),
        ("HRES", "H.Res. 1", "119/hres/BILLSTATUS-119hres1.xml"),
        ("SRES", "S.Res. 1", "119/sres/BILLSTATUS-119sres1.xml"),
    ],
)
def test_every_type_of_bill_is_found(kind: str, number: BillNumber, path: str) -> None:
    assert status_path(119, number) == path
    assert read(InventedBill(kind=kind, number="1"), number).acts


def test_roll_calls_are_where_the_chambers_publish_them() -> None:
    assert "/".join(roll_call_address(RollCallNumber("house", 117, 2, 420))) == (
        "https://clerk.house.gov/evs/2022/roll420.xml"
    )
    assert "/".join(roll_call_address(RollCallNumber("house", 119, 1, 7))) == (
        "https://clerk.house.gov/evs/2025/roll007.xml"
    )
    assert "/".join(roll_call_address(RollCallNumber("senate", 117, 2, 325))) == (
        "https://www.senate.gov/legislative/LIS/roll_call_votes/vote1172/vote_117_2_00325.xml"
    )


@pytest.mark.parametrize(
    "body",
    [
        b"<a>" * 100_000,
        b"<a>" * 50_000 + b"</a>" * 50_000,
        b"\xff\xfe<\0a\0",
        b'<?xml version="1.0" encoding="x-unknown"?><billStatus/>',
        b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><billStatus>&a;</billStatus>',
        b"\x89PNG\r\n",
        b"<billStatus><bill><congress>119</congress></bill></billStatus>",
    ],
)
def test_hostile_files_are_refused(body: bytes) -> None:
    with pytest.raises(CannotReadBillError):
        read_status(body, congress=119, number="H.R. 1234", where="x.xml")


@pytest.mark.parametrize(
    "value",
    ["", "9" * 5000, "-1", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2025-13-45", "٣", "²",
     "x" * 10_000, "<b/>", "\u202e"],
)  # fmt: skip
@pytest.mark.parametrize("old", [False, True])
def test_a_strange_value_anywhere_breaks_nothing(
    value: str,
    old: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    bill = InventedBill(
        cosponsors=[("W000001", "2025-03-05", "2025-06-01")],
        actions=[("2026-07-04", "36000", "Became Public Law No: 119-45.")],
        laws=["119-45", "119-46"],
        roll_calls=[("House", 1, 62)],
        reported="2025-03-01T02:00:00Z",
    )
    body = (bill.old_form() if old else bill.new_form()).decode()
    for leaf in re.finditer(">([^<>]*)</", body):
        start, end = leaf.span(1)
        changed = f"{body[:start]}{value}{body[end:]}".encode()
        with contextlib.suppress(CannotReadBillError):
            found = read_status(changed, congress=119, number="H.R. 1234", where="x.xml")
            assert all(map(str, found.roll_calls))


def test_invisible_characters_are_left_out() -> None:
    text = "Referred\u202e to the\u00a0 Committee\n on Rules"
    found = read(InventedBill(actions=[("2025-03-01", "", text)]))
    assert found.latest_action is not None
    assert found.latest_action.text == "Referred to the Committee on Rules"
