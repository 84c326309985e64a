"""A letter as text for the form on an office's website."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.letter.plain_text import blocks_text, form_text, letter_text, reading_order
from generator.letter.readback import lost_paragraphs, read_back
from generator.models.letter import Block, TextRun
from generator.models.sender import Sender, Signatory
from tests.support.letters_for_tests import FULL, MESSAGE, PERSON, paragraph, runs

OF_A_PERSON = replace(FULL, sender=Sender(PERSON), message=MESSAGE)


def test_the_text_for_a_form(golden: Callable[[str, str], None]) -> None:
    golden("letter-for-a-form.txt", form_text(FULL))


def test_the_length_is_that_of_the_text_below_the_head() -> None:
    head, _, body = form_text(FULL).partition("\n\n")
    text = body.removesuffix("\n")
    assert text == letter_text(FULL)
    assert head.splitlines()[-1] == f"Length: {len(text):,} characters, {len(text.split())} words"


def test_a_paragraph_is_one_line_because_forms_wrap_it() -> None:
    assert len(form_text(FULL).splitlines()) == len(form_text(FULL).split("\n")) - 1
    longest = max(map(len, form_text(FULL).splitlines()))
    assert longest > 300
    narrow = letter_text(FULL, width=60)
    assert max(map(len, narrow.splitlines())) <= 60
    assert narrow.split() == letter_text(FULL).split()


def test_a_persons_own_words_come_second_in_text_and_page() -> None:
    text = letter_text(OF_A_PERSON)
    first, own, then = (
        text.index(words) for words in ("We write on behalf", "I taught third", "Through December")
    )
    assert first < own < then
    assert lost_paragraphs(text, OF_A_PERSON, order=reading_order(OF_A_PERSON)) == ()


def test_a_coalitions_signatories_stand_below_its_closing() -> None:
    signers = (
        Signatory(name="Ann Lee", title="Director", organization="Water Union", city="Reno"),
        Signatory(organization="Wells for All", state="TX"),
    )
    text = letter_text(replace(FULL, signers=signers))
    assert "Sincerely,\n\nAnn Lee, Director, Water Union, Reno\nWells for All, TX\n\n" in text


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (Block("bullets", (runs("one"), runs("two")), "letter"), "- one\n- two"),
        (Block("bullets", (runs("one"), runs("two")), "asks"), "1. one\n2. two"),
        (Block("bullets", (runs("one"),), "asks"), "- one"),
        (Block("numbers", (runs("one"), runs("two")), "letter"), "1. one\n2. two"),
        (Block("quote", (runs("one"), runs("two")), "letter"), "> one\n>\n> two"),
        (paragraph('He said "no" -- twice.', 3), "He said “no”—twice.[3]"),
        (paragraph(TextRun("ana@b.org", link="mailto:ana@b.org")), "ana@b.org"),
        (paragraph(TextRun("b.org/x", link="https://www.b.org/x")), "b.org/x"),
        (paragraph(TextRun("this", link="https://b.org/x")), "this <https://b.org/x>"),
    ],
)
def test_blocks_as_text(block: Block, text: str) -> None:
    assert blocks_text([block]) == text


def test_the_text_reads_back_whole_and_each_loss_is_noticed() -> None:
    text = form_text(FULL)
    order = reading_order(FULL)
    assert read_back(text, FULL, label="Subject") == ()
    assert lost_paragraphs(text, FULL, order=order) == ()

    glued = text.replace("[1]", "1").replace("59,000 people", "59,0001 people")
    assert any("59,0001" in one for one in read_back(glued, FULL, label="Subject"))
    for words in ("Waiting is not safe.", "[3]", "Dear Representative Escobar:", "[4] Same,"):
        assert lost_paragraphs(text.replace(words, ""), FULL, order=order), words
    swapped = (order[1], order[0], *order[2:])
    assert lost_paragraphs(text, FULL, order=swapped)
