import itertools
from collections.abc import Mapping
from random import Random
from typing import Unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.letter.selection import ORDER, choose, meets, rank_of, shortened
from generator.models.campaign import Argument, When
from generator.models.letter import Choice, Selection
from generator.models.recipient import Recipient
from tests.support.campaigns import GROUND, SOURCE, Settings, argument, campaign
from tests.support.letters_for_tests import PERSON
from tests.support.people import office, representative, senator

JUDGE = (("Judiciary", "member"),)
ESCOBAR = representative(committees=JUDGE, represents=("el-paso",), addresses=office())


def chosen(
    *arguments: Argument, recipient: Recipient = ESCOBAR, **settings: Unpack[Settings]
) -> Selection:
    settings.setdefault("max_arguments", 20)
    return choose(campaign(*arguments, **settings), recipient, ground=GROUND)


def asked(
    recipient: Recipient, *asks: Mapping[str, object] | str, max_asks: int = 4
) -> dict[str, str]:
    """Each ask that is in, with its words."""
    selection = choose(
        campaign(argument("one"), asks=asks, max_asks=max_asks), recipient, ground=GROUND
    )
    return {
        choice.id: choice.words.text
        for choice in selection.asks
        if choice.included and choice.words
    }


def reasons(choices: tuple[Choice, ...]) -> dict[str, str]:
    """Why each of those that are out is out."""
    return {choice.id: choice.reason for choice in choices if not choice.included}


# ---------------------------------------------------------------- voice


def test_words_of_another_voice_are_out_and_the_reason_names_both() -> None:
    spoken = argument("spoken", voice="person"), argument("formal", voice="organization")
    asks = ({"recommendation": "end", "voice": "person", "text": "Say no"}, "end")
    organization = chosen(*spoken, argument("either"), asks=asks)
    assert set(organization.argument_ids) == {"either", "formal"}
    why = "written for a person, and an organization signs"
    assert reasons(organization.arguments) == {"spoken": why}
    assert [(one.words.text, one.included) for one in organization.asks if one.words] == [
        ("End the pumping", True),
        ("Say no", False),
    ]
    person = chosen(*spoken, argument("either"), asks=asks, sender=PERSON)
    assert set(person.argument_ids) == {"either", "spoken"}
    why = "written for an organization, and a person signs"
    assert reasons(person.arguments) == {"formal": why}
    assert person.asks[0].words
    assert person.asks[0].words.text == "Say no"


# ---------------------------------------------------------------- order


def test_local_arguments_come_first_then_committee_then_general_ones_by_weight() -> None:
    selection = chosen(
        argument("general", weight=100),
        argument("committee", when={"committee": "Judiciary"}, weight=10),
        argument("local", when={"state": "TX"}, weight=0),
    )
    assert selection.argument_ids == ("local", "committee", "general")


def test_of_one_rank_the_heavier_comes_first_and_ties_go_by_id() -> None:
    selection = chosen(
        argument("b"),
        argument("c"),
        argument("a"),
        argument("d", weight=51),
        argument("e", weight=49),
    )
    assert selection.argument_ids == ("d", "a", "b", "c", "e")


@pytest.mark.parametrize(
    ("when", "rank"),
    [
        ({"state": "TX"}, "local"),
        ({"district": "TX-16"}, "local"),
        ({"district_of": "el-paso"}, "local"),
        ({"within": "10 miles of el-paso"}, "local"),
        ({"state": "TX", "committee": "Judiciary"}, "local"),
        ({"committee": "Judiciary"}, "committee"),
        ({"role": "chair"}, "committee"),
        ({"chamber": "house"}, "general"),
        ({"title": "senator"}, "general"),
        ({}, "general"),
    ],
)
def test_a_rule_that_names_a_place_is_local_and_one_that_names_a_committee_is_for_it(
    when: dict[str, object], rank: str
) -> None:
    assert rank_of(argument("one", when=when)) == rank


@pytest.mark.parametrize(
    ("words", "rank"),
    [
        ("{{ district.cases }} cases", "local"),
        ("{{ state.cases }} cases", "local"),
        ("{{ recipient.state }}", "general"),
    ],
)
def test_a_text_that_says_a_figure_of_ones_own_is_local(words: str, rank: str) -> None:
    assert rank_of(argument("one", words)) == rank


# ---------------------------------------------------------------- how many


def test_a_letter_has_at_most_max_local_local_arguments_and_the_next_rank_follows() -> None:
    local = [
        argument(name, when={"state": "TX"}, weight=weight)
        for name, weight in (("first", 9), ("second", 8), ("third", 7))
    ]
    selection = chosen(*local, argument("general"), max_local=2, max_arguments=3)
    assert selection.argument_ids == ("first", "second", "general")
    assert reasons(selection.arguments) == {
        "third": "represents TX; but the letter has its 2 local arguments"
    }


def test_a_letter_has_at_most_max_arguments_and_says_of_the_others_why_they_are_out() -> None:
    selection = chosen(argument("a"), argument("b"), argument("c"), max_arguments=1)
    assert selection.argument_ids == ("a",)
    assert reasons(selection.arguments) == dict.fromkeys(
        "bc", "for everyone; but the letter has its one argument"
    )


def test_an_argument_for_what_is_not_asked_is_out() -> None:
    selection = chosen(
        argument("money", supports="fund"),
        argument("both", supports=["fund", "end"]),
        asks=("end", "fund"),
    )
    assert selection.argument_ids == ("both",)
    assert reasons(selection.arguments) == {
        "money": "argues only for what this letter does not ask (fund)"
    }


def test_a_letter_has_at_most_max_asks_in_the_order_of_the_campaign() -> None:
    assert list(asked(ESCOBAR, "pass", "hear", "end", max_asks=2)) == ["pass", "hear"]
    selection = choose(
        campaign(argument("one"), asks=("pass", "hear", "end"), max_asks=2), ESCOBAR, ground=GROUND
    )
    assert reasons(selection.asks) == {
        "end": "every member can act on it; but the letter has its 2 asks"
    }


# ---------------------------------------------------------------- who can act


@pytest.mark.parametrize(
    ("recipient", "ids"),
    [
        (representative(id="A000001"), ["end", "back", "pass"]),
        (
            representative(id="A000001", committees=(("Appropriations", "member"),)),
            ["end", "fund", "back", "pass"],
        ),
        (
            representative(
                id="A000001", committees=(("Committee on the Budget", "ranking member"),)
            ),
            ["end", "hear", "back", "pass"],
        ),
        (
            senator(committees=(("Judiciary", "chair"), ("Appropriations", "ex officio"))),
            ["end", "fund", "hear", "back"],
        ),
        (senator(), ["end", "back"]),
    ],
)
def test_everyone_is_asked_what_they_can_act_on(recipient: Recipient, ids: list[str]) -> None:
    assert list(asked(recipient, "end", "fund", "hear", "back", "pass", max_asks=9)) == ids


def test_the_reasons_say_who_can_act() -> None:
    selection = choose(
        campaign(argument("one"), asks=("pass", "fund", "end")), senator(), ground=GROUND
    )
    assert reasons(selection.asks) == {
        "pass": "only the House can act on it",
        "fund": "does not sit on Appropriations",
    }
    assert [(choice.rank, choice.reason) for choice in selection.asks] == [
        ("general", "every member can act on it"),
        ("general", "only the House can act on it"),
        ("committee", "does not sit on Appropriations"),
    ]


def test_the_sponsor_of_a_bill_is_thanked_and_not_asked_for_it() -> None:
    selection = choose(campaign(argument("one"), asks=("end", "back")), ESCOBAR, ground=GROUND)
    assert reasons(selection.asks) == {
        "back": "sponsored H.R. 2662 (source.yaml): thanked, not asked"
    }
    assert "back" in asked(representative(id="A000001"), "end", "back")


TWO_WORDINGS = (
    {"recommendation": "back", "text": "Back a House bill", "when": {"chamber": "house"}},
    {"recommendation": "back", "text": "Back a Senate bill", "when": {"chamber": "senate"}},
    {"recommendation": "back", "text": "Back a bill"},
)


def test_of_two_wordings_of_one_ask_the_first_that_fits_is_used() -> None:
    assert asked(senator(), *TWO_WORDINGS) == {"back": "Back a Senate bill"}
    assert asked(representative(id="A000001"), *TWO_WORDINGS) == {"back": "Back a House bill"}
    selection = choose(campaign(argument("one"), asks=TWO_WORDINGS), senator(), ground=GROUND)
    assert [choice.reason for choice in selection.asks] == [
        "serves in the Senate",
        "serves in the Senate, not House",
        "asked already in other words",
    ]


def test_of_the_wordings_of_an_ask_the_one_that_came_nearest_is_told() -> None:
    made = choose(campaign(argument("one"), asks=("end", *TWO_WORDINGS)), senator(), ground=GROUND)
    assert [(choice.id, choice.included, choice.reason) for choice in made.each_ask] == [
        ("end", True, "every member can act on it"),
        ("back", True, "serves in the Senate"),
    ]
    full = choose(
        campaign(argument("one"), asks=("end", *TWO_WORDINGS), max_asks=1), senator(), ground=GROUND
    )
    assert [choice.reason for choice in full.each_ask] == [
        "every member can act on it",
        "serves in the Senate; but the letter has its one ask",
    ]


def test_a_wording_that_comes_too_late_for_max_asks_leaves_no_second_one() -> None:
    assert asked(senator(), "end", *TWO_WORDINGS, max_asks=1) == {"end": "End the pumping"}


# ---------------------------------------------------------------- every key of `when`

SENATOR = senator(committees=(("Budget", "chair"), ("Judiciary", "member")))


@pytest.mark.parametrize(
    ("when", "recipient", "holds", "reason"),
    [
        ({}, ESCOBAR, True, "for everyone"),
        ({"chamber": "house"}, ESCOBAR, True, "serves in the House"),
        ({"chamber": "house"}, SENATOR, False, "serves in the Senate, not House"),
        ({"chamber": ["senate", "house"]}, ESCOBAR, True, "serves in the House"),
        ({"title": "senator"}, SENATOR, True, "is a senator"),
        (
            {"title": ["delegate", "resident commissioner"]},
            ESCOBAR,
            False,
            "is a representative, not delegate or resident commissioner",
        ),
        ({"state": "TX"}, SENATOR, True, "represents TX"),
        ({"state": ["AZ", "CA"]}, ESCOBAR, False, "represents TX, not AZ or CA"),
        ({"district": "TX-16"}, ESCOBAR, True, "holds the seat TX-16"),
        (
            {"district": ["TX-28", "TX-34"]},
            ESCOBAR,
            False,
            "holds the seat TX-16, not TX-28 or TX-34",
        ),
        ({"district": "TX-16"}, SENATOR, False, "holds the seat TX-sen, not TX-16"),
        ({"committee": "Judiciary"}, ESCOBAR, True, "sits on the Committee on the Judiciary"),
        (
            {"committee": ["Appropriations", "House Committee on the Judiciary"]},
            ESCOBAR,
            True,
            "sits on the Committee on the Judiciary",
        ),
        (
            {"committee": ["Appropriations", "Budget"]},
            ESCOBAR,
            False,
            "does not sit on Appropriations or Budget",
        ),
        (
            {"committee": "Budget", "role": "chair"},
            SENATOR,
            True,
            "chair of the Committee on the Budget",
        ),
        ({"committee": "Judiciary", "role": "chair"}, SENATOR, False, "is not chair of Judiciary"),
        ({"role": "chair"}, SENATOR, True, "chair of the Committee on the Budget"),
        (
            {"role": ["chair", "ranking member"]},
            ESCOBAR,
            False,
            "is not chair or ranking member of any committee",
        ),
        (
            {"district_of": "el-paso"},
            ESCOBAR,
            True,
            "the recipients file says that TX-16 holds El Paso",
        ),
        ({"district_of": ["nogales", "el-paso"]}, SENATOR, True, "El Paso lies in Texas"),
        ({"district_of": "nogales"}, SENATOR, False, "Nogales lies in Arizona, not in Texas"),
        (
            {"within": "1 miles of el-paso"},
            ESCOBAR,
            True,
            "the nearest district office, in El Paso, is 0.0 miles from El Paso: within 1",
        ),
        (
            {"within": ["1 mile of nogales", "9 miles of juarez"]},
            ESCOBAR,
            True,
            "is 6.3 miles from Ciudad Juárez: within 9",
        ),
        (
            {"within": ["1 mile of nogales", "1 mile of juarez"]},
            ESCOBAR,
            False,
            "is 6.3 miles from Ciudad Juárez: not within 1",
        ),
        (
            {"within": "100 miles of nogales"},
            ESCOBAR,
            False,
            "is 263.6 miles from Nogales: not within 100",
        ),
        (
            {"within": "100 miles of el-paso"},
            SENATOR,
            False,
            "no district office whose distance from El Paso is known",
        ),
        (
            {"state": "TX", "committee": "Judiciary"},
            ESCOBAR,
            True,
            "represents TX; sits on the Committee on the Judiciary",
        ),
        ({"state": "TX", "committee": "Budget"}, ESCOBAR, False, "does not sit on Budget"),
        ({"state": "AZ", "committee": "Judiciary"}, ESCOBAR, False, "represents TX, not AZ"),
    ],
)
def test_every_key_of_a_rule_is_met_or_missed_and_says_why(
    when: dict[str, object], recipient: Recipient, *, holds: bool, reason: str
) -> None:
    verdict = meets(When.model_validate(when), recipient, places=SOURCE.places, ground=GROUND)
    assert verdict.holds is holds
    assert verdict.reason.endswith(reason)


def test_every_place_that_is_missed_is_named() -> None:
    verdict = meets(
        When(district_of=("nogales", "juarez")), ESCOBAR, places=SOURCE.places, ground=GROUND
    )
    assert not verdict.holds
    assert "Nogales lies in Arizona" in verdict.reason
    assert "Ciudad Juárez has no ZIP code" in verdict.reason


# ---------------------------------------------------------------- a page that is full


def test_a_full_page_loses_its_lowest_arguments_and_says_so() -> None:
    selection = chosen(
        argument("a"), argument("b"), argument("c"), argument("d", when={"state": "AZ"})
    )
    shorter = shortened(selection, by=2)
    assert shorter.argument_ids == ("a",)
    out = reasons(shorter.arguments)
    assert out["b"] == out["c"] == "for everyone; but the page is full and it ranks last"
    assert out["d"] == "represents TX, not AZ"
    assert shorter.asks == selection.asks
    assert shortened(selection, by=0) == selection


# ---------------------------------------------------------------- always the same

WHENS: tuple[dict[str, object], ...] = (
    {},
    {"state": "TX"},
    {"state": "AZ"},
    {"committee": "Judiciary"},
    {"committee": "Budget"},
    {"chamber": "house"},
    {"district_of": "el-paso"},
)
DRAFTS = st.lists(
    st.tuples(st.sampled_from(WHENS), st.integers(0, 3), st.sampled_from(["end", "fund", "pass"])),
    min_size=1,
    max_size=8,
)


@given(DRAFTS, st.randoms(use_true_random=False), st.integers(1, 5), st.integers(0, 2))
def test_the_choice_keeps_to_its_rules_and_does_not_depend_on_the_order_of_the_files(
    drafts: list[tuple[dict[str, object], int, str]], random: Random, most: int, local: int
) -> None:
    arguments = [
        argument(f"argument-{number}", supports=supports, when=when, weight=weight)
        for number, (when, weight, supports) in enumerate(drafts)
    ]
    selection = chosen(*arguments, asks=("end", "pass"), max_arguments=most, max_local=local)
    random.shuffle(arguments)

    assert (
        chosen(*arguments, asks=("end", "pass"), max_arguments=most, max_local=local) == selection
    )
    assert sorted(choice.id for choice in selection.arguments) == sorted(
        one.id for one in arguments
    )
    included = [choice for choice in selection.arguments if choice.included]
    assert len(included) <= most
    assert sum(choice.rank == "local" for choice in included) <= local
    keys = [(ORDER[choice.rank], -choice.weight, choice.id) for choice in included]
    assert keys == sorted(keys)
    assert all(choice.reason for choice in itertools.chain(selection.arguments, selection.asks))
