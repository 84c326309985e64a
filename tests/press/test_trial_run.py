"""What is found out before a run by laying out some of its letters."""

from dataclasses import replace

import pytest

from generator.errors import FilesAreWrongError
from generator.press import trial_run
from generator.press.letter import LetterPrinter, Order
from tests.support.campaigns import GROUND, argument, campaign, press
from tests.support.people import representative

pytestmark = pytest.mark.slow

LONG = (
    "The wells of the valley have gone dry, one after another, and nobody has "
    "counted them in years. "
)


def orders(shop: LetterPrinter, number: int) -> list[Order]:
    """Letters to so many members."""
    return [
        shop.order(
            representative(id=f"P{seat:06}", district=seat, last=f"Member{seat}", full="Ann Member")
        )
        for seat in range(1, number + 1)
    ]


@pytest.mark.slow
def test_the_longest_letters_are_tried_without_what_can_be_left_out() -> None:
    shop = press(
        campaign(argument("one"), argument("spare", LONG * 30, weight=10), max_arguments=2)
    )
    many = orders(shop, 12)
    assert trial_run.rehearse(shop, many) == trial_run.Rehearsal(trial_run.TRIED, ())
    assert trial_run.rehearse(shop, many[:3]) == trial_run.Rehearsal(3, ())


def test_a_letter_that_cannot_be_printed_is_found_and_the_next_ones_are_tried() -> None:
    shop = press(campaign(argument("one")))
    many = orders(shop, 12)
    long = press(campaign(argument("one", LONG * 60))).order(
        representative(id="P000099", last="Long", full="Ann Long")
    )
    tried = trial_run.rehearse(
        shop, [*many, replace(long, letter=replace(long.letter, stem="TX-99-long"))]
    )
    assert tried.tried == trial_run.TRIED + 1
    assert [(outcome.stem, outcome.status) for outcome in tried.failed] == [
        ("TX-99-long", "failed")
    ]
    assert tried.failed[0].message.startswith("2 pages even with 1 argument, 1 allowed: ")


def test_where_every_letter_fails_some_are_enough() -> None:
    shop = press(campaign(argument("one", LONG * 60)))
    tried = trial_run.rehearse(shop, orders(shop, 12))
    assert tried.tried == len(tried.failed) == trial_run.MOST


def test_what_is_wrong_in_the_design_is_a_mistake_in_its_files() -> None:
    shop = press(campaign(argument("one")))
    order = orders(shop, 1)[0]
    with pytest.raises(FilesAreWrongError) as caught:
        trial_run.rehearse(
            LetterPrinter(shop.campaign, design=shop.design, ground=GROUND),
            [replace(order, html=order.html.replace("<h1>", "<h3>"))],
        )
    assert "<h3> comes before any <h1>" in str(caught.value.problems[0])
