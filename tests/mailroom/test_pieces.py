"""The order of a run, its envelopes and postage, and the check of addresses."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.mailroom.paper.pieces import Packet, check, in_order, packed
from tests.mailroom.postal_pieces import (
    HOME,
    Make,
    bare,
    office,
    problems_of,
    to_house,
    to_senate,
)
from tests.support.people import representative, senator


def test_the_run_is_sorted_by_zip_and_recipient_by_supporter_or_along_the_way(make: Make) -> None:
    rayburn = make(
        representative(id="H1", addresses=office("2448", "Rayburn House")),
        address=to_house("A"),
        supporter="s2",
    )
    cannon = make(
        representative(id="H2", addresses=office("326", "Cannon House")),
        address=to_house("B"),
        supporter="s1",
    )
    upstairs = make(
        representative(id="H3", addresses=office("502", "Cannon House")),
        address=to_house("C"),
        supporter="s3",
    )
    hart = make(
        senator(id="S1", addresses=office("709", "Hart Senate")),
        address=to_senate("D"),
        supporter="s1",
    )
    nowhere = make(representative(id="H4"), address=to_house("E"), supporter="s0")
    unsorted = (nowhere, rayburn, upstairs, cannon, hart)

    assert [piece.recipient.id for piece in in_order(unsorted, "zip")] == [
        "S1",
        "H1",
        "H2",
        "H3",
        "H4",
    ]
    assert [piece.supporter for piece in in_order(unsorted, "supporter")] == [
        "s0",
        "s1",
        "s1",
        "s2",
        "s3",
    ]
    assert [piece.recipient.id for piece in in_order(unsorted, "route")] == [
        "S1",
        "H2",
        "H3",
        "H1",
        "H4",
    ]


@given(st.permutations(range(7)))
def test_the_order_does_not_depend_on_the_order_of_the_input(order: list[int]) -> None:
    unsorted = [
        bare(key=f"k{number}", supporter=f"s{number % 3}", household="h" if number % 2 else "")
        for number in range(7)
    ]
    shuffled = [unsorted[number] for number in order]

    for kind in ("zip", "supporter", "route"):
        assert in_order(shuffled, kind) == in_order(unsorted, kind)


def test_a_household_shares_an_envelope_for_one_office_and_no_other() -> None:
    anna = bare(key="Anna", sender=("Anna Ortiz", *HOME), household="h1", supporter="Anna")
    ben = replace(
        anna, key="Ben", sender=("Ben Ortiz", HOME[0].upper(), *HOME[1:]), supporter="Ben"
    )
    elsewhere = replace(anna, key="e", recipient=senator(), address=to_senate("Someone"))
    stranger = bare(key="s", sender=("Cy Stranger", *HOME))

    packets = packed(in_order((anna, stranger, elsewhere, ben), "supporter"), grouping="household")

    shared = next(packet for packet in packets if len(packet.pieces) == 2)
    assert shared.sender == (
        "ANNA ORTIZ",
        "BEN ORTIZ",
        "77 MESA HILLS DR APT 4",
        "EL PASO TX 79912",
    )
    assert len(packets) == 3
    assert [packet.number for packet in packets] == [1, 2, 3]
    assert len(packed((anna, ben), grouping="piece")) == 2


@pytest.mark.parametrize(
    ("sheets", "postage"),
    [
        (1, "letter, 1 oz"),
        (4, "letter, 1 oz"),
        (5, "letter, 2 oz"),
        (6, "letter, 2 oz"),
        (7, "large envelope, 2 oz"),
        (30, "large envelope, 6 oz"),
    ],
)
def test_the_weight_class_is_that_of_twenty_pound_paper(sheets: int, postage: str) -> None:
    assert Packet(1, (bare(pages=2 * sheets),)).postage == postage
    assert Packet(1, (bare(pages=sheets),), duplex=False).postage == postage


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"address": ("A", "B", "Washington, DC 2051")}, "address", "must end with a line like"),
        ({"address": ("A", "B", "Washington DC 20515")}, "address", "must end with a line like"),
        ({"address": ()}, "address", "must end with a line like"),
        ({"address": ("A", "B", "El Paso, TX 20515")}, "address", "lies in District of Columbia"),
        (
            {"address": ("A", "B", "Washington, DC 20510")},
            "address",
            "mail for the House goes to 20515",
        ),
        ({"address": ("A", "B", "C", "D", "E", "F", "Washington, DC 20515")}, "address", "7 lines"),
        ({"address": ("Ἀλέξανδρος 王", "Washington, DC 20515")}, "address", "no sign for"),
        ({"sender": ()}, "sender", "no return address"),
        ({"sender": ("王小明", *HOME)}, "sender", "no sign for"),
    ],
)
def test_what_a_post_office_would_stumble_over_is_named_by_letter(
    changes: Mapping[str, object], field: str, said: str
) -> None:
    problems = problems_of(lambda: check([bare(**changes)]))

    assert [problem.field for problem in problems] == [field]
    assert problems[0].file == "s1/TX-16.pdf"
    assert said in problems[0].message


def test_a_good_address_has_no_problem_and_a_letter_in_twice_has_one() -> None:
    check(
        [
            bare(),
            bare(
                key="other",
                address=("The Honorable A", "221 N. Kansas St., Suite 1500", "El Paso, TX 79901"),
            ),
        ]
    )

    problems = problems_of(lambda: check([bare(), bare()]))

    assert len(problems) == 1
    assert "twice" in problems[0].message
