import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.letter.footnotes import MARK, Notes, Remark, mark
from generator.models.letter import Block, TextRun
from tests.support.sources import SOURCE, number


def place(
    *runs: TextRun, remarks: tuple[Remark, ...] = (), dates_in_text: bool = True
) -> tuple[str, Notes]:
    """The words with each note call shown as [n], and the notes."""
    notes = Notes(SOURCE, SOURCE.findings, remarks, dates_in_text)
    blocks = notes.place([Block("paragraph", (runs,), "letter")])
    return "".join(f"[{run.note}]" if run.note else run.text for run in blocks[0].items[0]), notes


def figure(name: str) -> str:
    return next(one.figure or "" for one in SOURCE.findings if one.id == name) + mark(
        "f", number(name)
    )


def said(name: str) -> str:
    return mark("d", number(name))


def test_the_call_stands_behind_the_sentence_and_never_at_the_figure() -> None:
    words, notes = place(
        TextRun(
            f"In December 2023{said('wells')} {figure('wells')} wells were counted. They matter."
        )
    )
    assert words == "In December 2023 over 1,200 wells were counted.[1] They matter."
    assert notes.placed[0].findings == ("wells",)


def test_a_figure_whose_date_is_not_said_gets_it_before_the_full_stop() -> None:
    words, _ = place(TextRun(f"Of {figure('wells')} wells, {figure('sick')} made people ill."))
    assert words == (
        "Of over 1,200 wells, at least 13 made people ill (over 1,200: "
        "December 2023; at least 13: June 2022 to July 2023).[1]"
    )


def test_a_design_may_leave_dates_to_the_notes() -> None:
    words, _ = place(TextRun(f"There are {figure('wells')} wells."), dates_in_text=False)
    assert words == "There are over 1,200 wells.[1]"


def test_a_bare_citation_needs_no_date() -> None:
    words, _ = place(TextRun(f"The wells are deep{mark('n', number('wells'))}."))
    assert words == "The wells are deep.[1]"


def test_each_sentence_has_its_own_note_and_the_second_is_short() -> None:
    words, notes = place(
        TextRun(
            f"In May 1, 2024, {figure('dry')} were dry. By December 2023 there "
            f"were {figure('wells')}."
        )
    )
    assert words.endswith("were dry.[1] By December 2023 there were over 1,200.[2]")
    assert "Wells of the Valley" in notes.placed[0].runs[0].text
    assert "Wells of the Valley" not in notes.placed[1].runs[0].text


@pytest.mark.parametrize(
    "words",
    [
        "Under H.R. 2662 {} fell",
        "The U.S. Army saw {} wells",
        "Ms. Wong of the U.N. and Tom K. Wong counted {} wells",
        "In the St. Mary Jr. High School {} fell",
    ],
)
def test_an_abbreviation_ends_no_sentence(words: str) -> None:
    shown, _ = place(TextRun(words.format(mark("n", 0)) + "."))
    assert shown == words.format("") + ".[1]"


def test_an_abbreviation_behind_the_figure_is_passed_over_too() -> None:
    words, _ = place(TextRun(f"Counted {mark('n', 0)}by the U.S. Department. Next."))
    assert words == "Counted by the U.S. Department.[1] Next."


def test_quotes_and_brackets_close_before_the_call() -> None:
    words, _ = place(TextRun(f"He said “{figure('dry')} (May 1, 2024).” Then he left."))
    assert words == "He said “45 percent (May 1, 2024).”[1] Then he left."


def test_a_paragraph_without_a_stop_still_gets_its_note() -> None:
    words, _ = place(TextRun(f"May 1, 2024: {figure('dry')}"))
    assert words == "May 1, 2024: 45 percent[1]"


def test_styles_stay_where_they_are() -> None:
    notes = Notes(SOURCE, SOURCE.findings)
    block = notes.place(
        [
            Block(
                "paragraph",
                (
                    (
                        TextRun("In "),
                        TextRun(f"{figure('wells')}", "strong"),
                        TextRun(" wells. More."),
                    ),
                ),
                "letter",
            )
        ]
    )[0]
    assert block.items[0] == (
        TextRun("In "),
        TextRun("over 1,200", "strong"),
        TextRun(" wells (December 2023)."),
        TextRun("", note=1),
        TextRun(" More."),
    )


def test_an_abbreviation_at_the_end_of_a_run_ends_no_sentence_where_words_follow() -> None:
    words, _ = place(
        TextRun(f"Seen{mark('n', 0)} by the U.S."), TextRun(" Army", "em"), TextRun(". Next.")
    )
    assert words == "Seen by the U.S. Army.[1] Next."


def test_a_remark_stands_in_the_note() -> None:
    words, notes = place(
        TextRun(
            f"It is about 55 miles{mark('r', 0)} from {figure('wells')} wells in December 2023."
        ),
        remarks=(Remark("In a straight line.", "about 55 miles"),),
    )
    assert words.endswith("in December 2023.[1]")
    assert notes.placed[0].runs[-1].text == " In a straight line."
    assert notes.placed[0].says == ("about 55 miles",)


@given(st.text(st.characters(exclude_categories=("Cs", "Co")), max_size=200), st.integers(0, 200))
def test_no_word_is_lost_and_no_mark_survives(text: str, at: int) -> None:
    marked = text[:at] + mark("n", 1) + text[at:]
    words, notes = place(TextRun(marked))
    assert len(notes.placed) == 1
    assert words.replace("[1]", "", 1) == text or "[1]" in text
    assert not MARK.search(words)


@given(st.lists(st.sampled_from(["wells", "dry", "sick", "other"]), min_size=1, max_size=6))
def test_a_call_never_follows_a_digit(names: list[str]) -> None:
    words, notes = place(
        TextRun(" ".join(f"Then there were {figure(name)} of them." for name in names))
    )
    assert len(notes.placed) == len(names)
    assert not re.search(r"\d\[\d", words)


# ---------------------------------------------------------------- the date of a work


def reported(name: str) -> str:
    return mark("p", number(name))


def test_a_figure_that_only_its_work_dates_says_the_month_in_which_that_was_reported() -> None:
    words, _ = place(TextRun(f"Of the wells {figure('dry')} are dry."))
    assert words == "Of the wells 45 percent are dry (reported in May 2024).[1]"


def test_a_paragraph_that_names_the_publication_dates_every_figure_of_that_work_alone() -> None:
    words, notes = place(
        TextRun(
            f"Rivers Watch reported in May 2024{reported('dry')} that {figure('dry')} are dry. "
            f"Then {figure('dry')}. But {figure('wells')}."
        )
    )
    assert words == (
        "Rivers Watch reported in May 2024 that 45 percent are dry.[1] "
        "Then 45 percent.[2] But over 1,200 (December 2023).[3]"
    )
    assert notes.placed[0].findings == ("dry",)
    assert notes.problems == []


def test_one_publication_is_named_once_in_a_paragraph() -> None:
    _, notes = place(TextRun(f"A{reported('dry')}. B{reported('dry')}."))
    assert [(one.code, "the first one dates" in one.message) for one in notes.problems] == [
        ("reported-twice", True)
    ]


# ---------------------------------------------------------------- one work


FULL_NOTE = (
    "Rivers Watch, “What ‘Clean’ Means: Wells of the Valley,” May 1, 2024, "
    "rivers.example/reports/wells, under “How many wells.”"
)


def note_words(notes: Notes) -> list[str]:
    return ["".join(run.text for run in note.runs) for note in notes.placed]


def test_the_one_work_of_a_letter_is_named_once_and_then_its_sections_alone() -> None:
    _, notes = place(
        TextRun(f"A {figure('dry')}. B {figure('wells')}. C {figure('sick')}{mark('r', 0)}."),
        remarks=(Remark("Measured in a straight line.", "50 miles"),),
    )
    assert note_words(notes) == [
        FULL_NOTE,
        "Under “How many wells” (State Survey).",
        "Under “What does it do to health?” Measured in a straight line.",
    ]


def test_a_fact_that_is_cited_alone_has_its_date_in_its_note_where_no_word_says_it() -> None:
    _, silent = place(TextRun(f"The wells are deep{mark('n', number('wells'))}."))
    assert note_words(silent)[0].endswith("under “How many wells” (State Survey, December 2023).")
    _, said_already = place(
        TextRun(f"In {said('wells')}December 2023 wells were deep{mark('n', number('wells'))}.")
    )
    assert note_words(said_already)[0].endswith("under “How many wells” (State Survey).")


def test_of_two_works_each_is_named_in_every_note() -> None:
    _, notes = place(TextRun(f"A {figure('dry')}. B {figure('other')}. C {figure('wells')}."))
    assert note_words(notes)[2].startswith("Rivers Watch, “What ‘Clean’ Means,” under")
