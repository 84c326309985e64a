"""Supporters' letters to one office: which arguments the lot may exchange, and how it falls."""

from collections import Counter
from dataclasses import replace

import pytest

from generator.letter.rotation import rotated, unvaried
from generator.letter.selection import choose, shortened
from generator.models.campaign import Argument, Campaign
from generator.models.letter import Selection
from generator.models.recipient import Recipient
from tests.support.campaigns import GROUND, argument, campaign, press
from tests.support.people import representative, senator

SENATOR = senator()
WEIGHTS = {"best": 95, "a": 90, "b": 88, "c": 86, "d": 84, "e": 82, "f": 80, "g": 78, "far": 40}
GENERAL = tuple(argument(name, weight=weight) for name, weight in WEIGHTS.items())
KEYS = [f"key-{number}" for number in range(1400)]


def wells(*arguments: Argument, within: int = 15, most: int = 3, **settings: object) -> Campaign:
    """A campaign with these arguments, or the general ones."""
    made = campaign(*(arguments or GENERAL), max_arguments=most, rotate_within=within)
    changed = made.settings.model_copy(update=settings)
    return replace(made, settings=changed)


def letter(
    made: Campaign, key: str, *, to: Recipient = SENATOR, picks: tuple[str, ...] = ()
) -> Selection:
    """The arguments of the supporter's letter with this key."""
    chosen = choose(made, to, ground=GROUND, picks=picks)
    return rotated(chosen, campaign=made, recipient=to, key=key, picks=picks)


def texts(made: Campaign, *, to: Recipient = SENATOR) -> Counter[tuple[str, ...]]:
    """How many of the letters have which arguments."""
    return Counter(letter(made, key, to=to).argument_ids for key in KEYS)


# ---------------------------------------------------------------- the lot


def test_the_strongest_argument_stands_in_every_letter_and_the_others_by_weight() -> None:
    for arguments in texts(wells()):
        assert arguments[0] == "best"
        assert len(set(arguments)) == 3
        weights = [WEIGHTS[name] for name in arguments]
        assert weights == sorted(weights, reverse=True)


def test_every_set_is_drawn_about_equally_often() -> None:
    drawn = texts(wells())
    # Seven arguments weigh 75 or more: 21 pairs, 67 of 1,400 letters each.
    assert len(drawn) == 21
    assert max(drawn.values()) < 100
    assert min(drawn.values()) > 40


def test_of_thirty_supporters_at_most_ten_send_the_same() -> None:
    made = wells()
    thirty = Counter(letter(made, key).argument_ids for key in KEYS[:30])
    assert max(thirty.values()) <= 10
    assert len(thirty) >= 10


def test_no_place_goes_to_an_argument_that_weighs_much_less() -> None:
    weights = {"a": 99, "b": 90, "c": 80, "d": 66, "e": 64, "f": 50}
    made = wells(*(argument(name, weight=weight) for name, weight in weights.items()))
    drawn = texts(made)
    # 90 may give way to 80, and 80 to 66; 64 is more than 15 below 80.
    assert set(drawn) == {("a", "b", "c"), ("a", "b", "d"), ("a", "c", "d")}


def test_the_same_key_gives_the_same_letter_and_another_argument_changes_only_its_own() -> None:
    made = wells()
    more = wells(*GENERAL, argument("new", weight=85))
    before = [letter(made, key).argument_ids for key in KEYS]
    assert before == [letter(wells(*reversed(GENERAL)), key).argument_ids for key in KEYS]
    for old, key in zip(before, KEYS, strict=True):
        new = letter(more, key).argument_ids
        assert new == old or "new" in new


def test_zero_switches_the_lot_off() -> None:
    made = wells(within=0)
    assert set(texts(made)) == {("best", "a", "b")}
    assert unvaried(made, SENATOR) == "rotate_within is 0"


def test_each_argument_says_what_the_lot_did() -> None:
    made = wells()
    key = next(key for key in KEYS if "a" not in letter(made, key).argument_ids)
    selection = letter(made, key)
    reasons = {one.id: one.reason for one in selection.arguments}
    assert reasons["best"] == "for everyone"
    among = "among 7 at most 15 points below a (90)"
    assert reasons["a"] == f"the lot chose others {among}"
    second = selection.argument_ids[1]
    assert reasons[second] == f"chosen by lot {among}"
    assert reasons["far"] == "for everyone; but the letter has its 3 arguments"
    assert [one.included for one in selection.arguments] == [True] * 3 + [False] * 6
    assert sorted(reasons) == sorted(WEIGHTS)


def test_a_full_page_drops_the_lowest_of_the_drawn_and_keeps_the_lot() -> None:
    made = wells()
    kept = Counter(shortened(letter(made, key), by=1).argument_ids for key in KEYS)
    assert len(kept) == 6
    assert all(first == "best" for first, _ in kept)


# ---------------------------------------------------------------- what is never exchanged


def test_arguments_with_a_rule_and_picks_keep_their_places() -> None:
    ruled = (
        argument("home", when={"state": "TX"}, weight=60),
        argument("money", when={"committee": "Budget"}, weight=70),
        argument("upper", when={"chamber": "senate"}, weight=94),
    )
    made = wells(*ruled, *GENERAL, most=6)
    to = senator(committees=[("Budget", "member")])
    for arguments in texts(made, to=to):
        assert arguments[:4] == ("home", "money", "best", "upper")
    for key in KEYS[:50]:
        picked = letter(made, key, to=to, picks=("far", "g")).argument_ids
        assert picked[:2] == ("far", "g")
        assert "best" in picked


def test_an_argument_that_is_not_in_for_another_reason_is_not_drawn() -> None:
    elsewhere = argument("elsewhere", when={"state": "AZ"}, weight=92)
    unasked = argument("unasked", supports="fund", weight=92)
    drawn = texts(wells(elsewhere, unasked, *GENERAL))
    assert not {"elsewhere", "unasked"}.intersection(*drawn)
    assert len(drawn) == 21


@pytest.mark.parametrize(
    ("recipient", "reason"),
    [
        (senator(leadership="Majority Leader"), "is Majority Leader"),
        (
            senator(committees=[("Judiciary", "member")]),
            "sits on the Committee on the Judiciary",
        ),
        (senator(committees=[("Rules", "chair")]), "chair of the Committee on Rules"),
        (representative(), "is thanked: sponsored H.R. 2662 (source.yaml)"),
    ],
)
def test_leaders_jurisdiction_and_those_thanked_get_the_best_case(
    recipient: Recipient, reason: str
) -> None:
    made = campaign(
        *GENERAL, max_arguments=3, asks=("end", "hear", "back"), concerns="Rules", rotate_within=15
    )
    assert unvaried(made, recipient) == reason
    assert set(texts(made, to=recipient)) == {("best", "a", "b")}


def test_a_committee_that_decides_nothing_asked_is_no_reason() -> None:
    assert not unvaried(wells(), senator(committees=[("Judiciary", "member")]))
    assert not unvaried(wells(), SENATOR)


# ---------------------------------------------------------------- the letters


def test_the_words_of_two_supporters_differ_and_the_campaigns_own_letter_has_no_lot() -> None:
    printer = press(wells())
    own = printer.select(SENATOR)
    assert own.argument_ids == ("best", "a", "b")
    drawn = {printer.select(SENATOR, key=key).argument_ids for key in KEYS[:20]}
    assert len(drawn) > 5
    assert printer.select(SENATOR) == own
