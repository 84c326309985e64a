"""The kit for delivering by hand."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.letter import stationery
from generator.mailroom.paper.delivery_kit import ROOM_UNKNOWN, Town, stops
from generator.mailroom.paper.pieces import PostalPiece
from tests.mailroom.postal_pieces import (
    lines_of,
    office,
    problems_of,
    write_kit,
)
from tests.support.pages import text_of
from tests.support.people import representative, senator


def test_the_kit_goes_by_building_and_room_and_counts_what_it_leaves(
    delivered: Sequence[PostalPiece],
) -> None:
    route = stops(reversed(delivered))

    assert [(stop.building, stop.room) for stop in route] == [
        ("Hart Senate Office Building", "516"),
        ("Rayburn House Office Building", "2448"),
        (f"U.S. House of Representatives: {ROOM_UNKNOWN}", ""),
    ]
    assert [stop.number for stop in route] == [1, 2, 3]
    assert route[0].letters == 4
    assert route[0].towns == (Town("El Paso", 2), Town("Socorro", 1))
    assert route[0].asks == ("End the program.", "Ask 0.", "Ask 1.")
    assert route[0].name_within == "the Honorable Mark Kelly"


def test_the_kit_is_a_route_list_and_a_cover_sheet_with_a_receipt_for_each_office(
    delivered: Sequence[PostalPiece], printer: stationery.Printer, tmp_path: Path
) -> None:
    path = write_kit(delivered, folder=tmp_path, printer=printer)

    listed, first = text_of(path, page=1), text_of(path, page=2)
    assert "12 letters for 3 offices, September 1, 2026" in listed
    assert (
        listed.index("Mark Kelly")
        < listed.index("Veronica Escobar")
        < listed.index(ROOM_UNKNOWN)
        < listed.index("Zoë Muñoz")
    )
    for words in (
        "516 Hart Senate Office Building",
        "4 letters",
        "From El Paso (2) and Socorro.",
        "End the program.",
        "Receipt",
        "Received by",
    ):
        assert words in first
    assert len(lines_of(path)) == 1 + 3


def test_where_rooms_are_unknown_the_way_goes_by_chamber(
    delivered: Sequence[PostalPiece],
) -> None:
    known = delivered[0].recipient
    people = [
        representative(id="H3", full="Ann Able", last="Able", district=3),
        senator(id="S3", full="Zed Young", last="Young"),
        senator(id="S2", full="Bea Young", last="Able", addresses=office(None, "Hart Senate")),
        representative(
            id="H4", full="Li Cannon", last="Li", addresses=office("101", "Cannon House")
        ),
        known,
    ]
    letters = [replace(delivered[0], key=one.id, recipient=one) for one in people]
    route = stops(letters)
    assert [(stop.seat[:2], stop.building, stop.room) for stop in route] == [
        ("TX", "Hart Senate Office Building", "516"),
        ("TX", f"United States Senate: {ROOM_UNKNOWN}", ""),
        ("TX", f"United States Senate: {ROOM_UNKNOWN}", ""),
        ("TX", "Cannon House Office Building", "101"),
        ("TX", f"U.S. House of Representatives: {ROOM_UNKNOWN}", ""),
    ]


@pytest.mark.parametrize(
    ("lines", "role"),
    [
        (("U.S. House of Representatives",), ""),
        (("2448 Rayburn House Office Building", "U.S. House of Representatives"), ""),
        (
            ("Chair, Committee on the Judiciary", "U.S. House of Representatives"),
            "Chair, Committee on the Judiciary",
        ),
        (
            ("Ranking Member", "Committee on Homeland Security and Governmental Affairs"),
            "Ranking Member, Committee on Homeland Security and Governmental Affairs",
        ),
        (
            ("Chair, Senate Committee on", "Homeland Security and Governmental Affairs"),
            "Chair, Senate Committee on Homeland Security and Governmental Affairs",
        ),
        (("Speaker of the House of Representatives",), "Speaker of the House of Representatives"),
        (
            ("Vice Chair, Joint Economic Committee", "Congress of the United States"),
            "Vice Chair, Joint Economic Committee",
        ),
    ],
)
def test_a_cover_sheet_says_the_role_that_the_letter_is_addressed_to(
    lines: tuple[str, ...],
    role: str,
    delivered: Sequence[PostalPiece],
) -> None:
    address = ("The Honorable Mark Kelly", *lines, "Washington, DC 20510")
    (stop,) = stops([replace(delivered[0], address=address)])
    assert stop.role == role


def test_the_role_stands_on_the_way_the_cover_and_the_receipt(
    delivered: Sequence[PostalPiece], printer: stationery.Printer, tmp_path: Path
) -> None:
    role = "Chair, Committee on the Judiciary"
    address = ("The Honorable Mark Kelly", role, "United States Senate", "Washington, DC 20510")
    path = write_kit([replace(delivered[0], address=address)], folder=tmp_path, printer=printer)
    assert role in text_of(path, page=1)
    assert text_of(path, page=2).count(role) == 2


def test_a_hundred_towns_stay_on_their_sheet(
    delivered: Sequence[PostalPiece], printer: stationery.Printer, tmp_path: Path
) -> None:
    crowd = [
        replace(delivered[0], key=f"k{number}", town=f"Town of the Long Name {number}")
        for number in range(101)
    ]

    path = write_kit(crowd, folder=tmp_path, printer=printer)

    sheet = lines_of(path)
    receipt = next(line for line in sheet[1] if line.text == "Receipt")
    assert len(sheet) == 2
    assert "and 61 other towns." in text_of(path, page=2)
    assert all(line.box.bottom < receipt.box.y for line in sheet[1] if line.text.startswith("Town"))


def test_letters_to_offices_at_home_are_not_carried_to_the_capitol(
    delivered: Sequence[PostalPiece],
) -> None:
    home = replace(
        delivered[0], address=("The Honorable A", "221 N. Kansas St.", "El Paso, TX 79901")
    )

    assert "at home" in problems_of(lambda: stops([*delivered, home]))[0].message
