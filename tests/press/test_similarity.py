"""The form-letter meter: exact, and quick for thousands of letters to one office."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.press import similarity
from generator.press.similarity import FEW, Likeness, Sample, advice, measure, sample
from tests.support.letters_for_tests import FULL, PERSONAL

VOCABULARY = [f"word{number}" for number in range(4000)]


def seeded(seed: int) -> random.Random:
    """The same chance at every run."""
    return random.Random(seed)  # noqa: S311 - nothing is kept secret by it


def text(count: int, *, by: random.Random) -> str:
    """So many words at random."""
    return " ".join(by.choice(VOCABULARY) for _ in range(count))


def likenesses(*texts: str) -> tuple[Likeness, ...]:
    """The letters with these texts, measured as letters to one office."""
    offices = measure(Sample("TX-16", str(number), each) for number, each in enumerate(texts))
    assert len(offices) == 1
    return offices[0].letters


def slowly(texts: list[str]) -> list[int]:
    """What each text shares with its nearest neighbour, by comparing each with each."""
    runs = [similarity._runs(each) for each in texts]  # noqa: SLF001 - the definition that the quick way must keep to
    return [
        max((len(one & other) for place, other in enumerate(runs) if place != number), default=0)
        for number, one in enumerate(runs)
    ]


# ---------------------------------------------------------------- what is measured


def test_two_letters_with_the_same_words_share_all_of_them_and_name_each_other() -> None:
    one, other, third = likenesses(
        "a b c d e f g h", "A b c, d e f g h!", "something else is said here and no more"
    )
    assert (one.share, one.nearest) == (1.0, "1")
    assert (other.share, other.nearest) == (1.0, "0")
    assert third.share == 0
    assert third.words_wanted == 0


def test_a_run_is_five_words_and_a_short_text_is_one_run() -> None:
    one, other = likenesses("one two three four five six", "zero one two three four five")
    assert (one.runs, one.shared, other.shared) == (2, 1, 1)
    assert [each.share for each in likenesses("Please help.", "please help")] == [1.0, 1.0]
    assert [each.share for each in likenesses("", "")] == [0.0, 0.0]


def test_a_letter_alone_has_no_neighbour() -> None:
    (alone,) = likenesses("only one letter goes to this office so far")
    assert (alone.nearest, alone.share, alone.is_form_letter) == ("", 0.0, False)


def test_letters_to_other_offices_are_no_neighbours() -> None:
    offices = measure(
        [
            Sample("A", "1", "the same words stand in both letters"),
            Sample("B", "2", "the same words stand in both letters"),
        ]
    )
    assert [(office.office, office.share) for office in offices] == [("A", 0.0), ("B", 0.0)]


def test_names_addresses_and_dates_do_not_count_and_everything_else_does() -> None:
    one = sample(PERSONAL, office="TX-16", name="p1")
    other = replace(
        PERSONAL, inside_address=("The Honorable Somebody Else",), salutation="Dear Senator Else:"
    )
    assert sample(other, office="TX-16", name="p1") == one
    assert "whether the judge was kind" in one.text
    assert "Innovation Law Lab" in one.text
    assert PERSONAL.subject in one.text
    assert one.own_words == 57
    assert sample(FULL, office="TX-16", name="p1").own_words == 0


SHARED_280 = {0: 1.00, 40: 0.87, 80: 0.78, 130: 0.68, 200: 0.58}
"""Shares measured before the program: 280 words that all letters have, and so many own words."""


@pytest.mark.parametrize(("own", "share"), SHARED_280.items())
def test_shares_are_those_measured_by_hand(own: int, share: float) -> None:
    by = seeded(7)
    shared = text(280, by=by)
    measured = likenesses(*(f"{shared} {text(own, by=by)}" for _ in range(30)))
    assert measured[0].share == pytest.approx(share, abs=0.01)


def test_pairs_share_the_campaigns_words_without_re_line_asks_and_own_words() -> None:
    by = seeded(9)
    opening, first, second = text(40, by=by), text(30, by=by), text(30, by=by)
    letters = [
        Sample("TX", str(number), f"{opening} {each} asks", 0, f"{opening} {each}", (name,))
        for number, (name, each) in enumerate([("a", first), ("b", second), ("a", first)])
    ]
    (office,) = measure(letters)
    # 36 of 66 runs are the opening's; two of the three pairs differ.
    assert office.pair_share == pytest.approx(36 / 66)
    assert office.choices == 2
    (alone,) = measure(letters[:1])
    assert (alone.pair_share, alone.choices) == (0.0, 1)
    asks = next(block.text for block in FULL.statement if block.part == "asks")
    argued = sample(PERSONAL, office="TX", name="p").argued
    assert asks not in argued
    assert PERSONAL.own_words[0].text not in argued
    assert argued.startswith(PERSONAL.statement[0].text)


# ---------------------------------------------------------------- exact

PARAGRAPHS = [text(12, by=seeded(number)) for number in range(6)]


@given(
    st.lists(
        st.lists(
            st.sampled_from([*PARAGRAPHS, "one two three four", "five six", "seven"]), max_size=6
        ),
        max_size=12,
    )
)
def test_the_quick_way_finds_what_comparing_each_with_each_finds(letters: list[list[str]]) -> None:
    texts = [" ".join(paragraphs) for paragraphs in letters]
    measured = measure(Sample("TX-16", str(number), each) for number, each in enumerate(texts))
    assert [letter.shared for office in measured for letter in office.letters] == slowly(texts)


def test_the_quick_way_is_exact_also_for_runs_that_many_letters_share() -> None:
    by = seeded(3)
    stock = [text(6, by=by) for _ in range(4)]
    paragraphs = [text(20, by=by) for _ in range(5)]
    texts = [
        " ".join(
            [
                *by.sample(paragraphs, 3),
                text(by.choice([0, 9, 30]), by=by),
                *by.sample(stock, by.choice([0, 1, 2])),
            ]
        )
        for _ in range(FEW * 5)
    ]
    measured = likenesses(*texts)
    assert [letter.shared for letter in measured] == slowly(texts)
    runs = {letter.letter: similarity._runs(texts[int(letter.letter)]) for letter in measured}  # noqa: SLF001
    assert all(
        len(runs[letter.letter] & runs[letter.nearest]) == letter.shared for letter in measured
    )


# ---------------------------------------------------------------- what would help


@pytest.mark.parametrize("own", [0, 25, 90])
def test_so_many_own_words_as_it_says_bring_a_letter_below_and_one_less_does_not(own: int) -> None:
    by = seeded(own)
    shared = text(280, by=by)
    texts = [f"{shared} {text(own, by=by)}" for _ in range(20)]
    wanted = likenesses(*texts)[0].words_wanted
    assert wanted == 119 - own
    for more, below in ((wanted, True), (wanted - 1, False)):
        simulated = likenesses(
            f"{texts[0]} {' '.join(f'mine{number}' for number in range(more))}", *texts[1:]
        )
        assert simulated[0].is_form_letter is not below


def test_words_of_ones_own_in_the_midst_of_others_help_a_little_sooner() -> None:
    by = seeded(5)
    first, second = text(140, by=by), text(140, by=by)
    wanted = likenesses(f"{first} {second}", f"{first} {second}")[0].words_wanted
    inside = f"{first} {' '.join(f'mine{number}' for number in range(wanted - 4))} {second}"
    assert not likenesses(inside, f"{first} {second}")[0].is_form_letter


def test_offices_with_the_most_similar_letters_come_first() -> None:
    by = seeded(2)
    shared, other = text(60, by=by), text(60, by=by)
    offices = measure(
        [
            *(Sample("TX-16", str(number), f"{other} {text(60, by=by)}") for number in range(4)),
            *(Sample("TX-28", str(number), shared) for number in range(3)),
        ]
    )
    assert [(office.office, office.form_letters, len(office.letters)) for office in offices] == [
        ("TX-28", 3, 3),
        ("TX-16", 0, 4),
    ]
    assert offices[0].highest == 1.0
    assert offices[0].words_wanted == 100 * 56 // 70 + 1 - 56
    assert offices[1].words_wanted == 0
    assert offices[1].share == pytest.approx(56 / 116)


def test_the_advice_says_how_many_and_what_to_do_and_calls_a_petition_a_petition() -> None:
    shared = text(280, by=seeded(1))
    lines = advice(
        measure([Sample("TX-16", "p1", shared), Sample("TX-16", "p2", shared)]), of_supporters=True
    )
    assert lines[0].startswith("2 of 2 letters share 70% or more")
    assert "About 119 more own words" in lines[1]
    assert "picks" in lines[2]
    assert "petition" in lines[3]


def test_the_advice_is_short_if_nothing_is_wrong_and_honest_without_a_comparison() -> None:
    measured = measure(
        [
            Sample("TX-16", "p1", "all of these words are mine alone"),
            Sample("TX-16", "p2", "and all of those are only yours"),
        ]
    )
    assert advice(measured, of_supporters=True) == (
        "0 of 2 letters share 70% or more with another to the same office.",
    )
    assert "one letter of this campaign" in advice(measured, of_supporters=False)[0]


# ---------------------------------------------------------------- many


@pytest.mark.slow
def test_three_thousand_letters_to_one_office_are_measured() -> None:
    by = seeded(4)
    frame, arguments, stock = (
        text(200, by=by),
        [text(60, by=by) for _ in range(8)],
        [text(7, by=by) for _ in range(5)],
    )
    letters = [
        Sample(
            "TX-16",
            str(number),
            " ".join([frame, *by.sample(arguments, 3), text(60, by=by), *by.sample(stock, 2)]),
        )
        for number in range(3000)
    ]
    (office,) = measure(letters)
    assert len(office.letters) == 3000
