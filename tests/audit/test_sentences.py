"""Sentences, headings and stems, as the audit compares them."""

from typing import ClassVar, SupportsIndex

import pytest

from generator.audit.documents.reading import read_document
from generator.audit.index import Index, plain
from generator.audit.sentences import LONGEST_SENTENCE, sentence_spans, stem


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("He said “go.” Then she went.", ["He said “go.”", "Then she went."]),
        ("The U.S. Senate met. It voted.", ["The U.S. Senate met.", "It voted."]),
        ("It is in the U.S. The law says so.", ["It is in the U.S.", "The law says so."]),
        (
            "See H.R. 2662 and Jan. 5 by J. Doe et al. in full",
            ["See H.R. 2662 and Jan. 5 by J. Doe et al. in full"],
        ),
        ("populations...on a case basis. Next", ["populations...on a case basis.", "Next"]),
        ("  Spaces around.  ", ["Spaces around."]),
        (
            "Under 42 U.S.C. § 5174 it pays. See 84 Fed. Reg. 12345.",
            ["Under 42 U.S.C. § 5174 it pays.", "See 84 Fed. Reg. 12345."],
        ),
        (
            "Pub. L. No. 117-58, 135 Stat. 429, holds. The 9th Cir. agreed.",
            ["Pub. L. No. 117-58, 135 Stat. 429, holds.", "The 9th Cir. agreed."],
        ),
        ("", []),
    ],
)
def test_a_paragraph_is_cut_into_its_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


class Counted(str):
    """A text that counts the characters that are read from it."""

    __slots__ = ()
    seen: ClassVar[list[int]] = []

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        part = super().__getitem__(key)
        self.seen.append(len(part))
        return part


def test_the_time_to_find_sentences_grows_with_the_text() -> None:
    """Twice as many sentences read twice as many characters, not four times as many."""
    looked = []
    for count in (2000, 4000):
        Counted.seen.clear()
        assert len(sentence_spans(Counted("In the U.S. it rose by 5 percent. " * count))) == count
        looked.append(sum(Counted.seen))
    assert 0 < looked[0] < 3 * 2000 * len("In the U.S. it rose by 5 percent. ")
    assert looked[1] <= 2 * looked[0] + 2


@pytest.mark.parametrize(
    "text",
    [
        "1,000 " * 5000,
        "x" * 30_000,
        "A " * 15_000,
        "In 2019, 5 percent of wells, " * 1000,
        "." * 30_000,
    ],
)
def test_a_text_without_full_stops_is_cut_into_sentences_of_bounded_length(
    text: str,
) -> None:
    document = read_document(f"# T\n\n{text}\n".encode(), "x.txt")
    index = Index(document)
    assert max(len(sentence.text) for sentence in index.sentences) <= LONGEST_SENTENCE
    assert max(len(paragraph.text) for _, paragraph in document.paragraphs()) <= 20_000
    assert "".join("".join(sentence.text for sentence in index.sentences).split()).endswith(
        "".join(text.split())
    )
    assert not [
        figure.text
        for sentence in index.sentences
        for figure in sentence.figures
        if figure.text in ("1,", ",000", "000")
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Remain in Mexico” Program", "Remain in Mexico program"),
        ("2. Who counted?", "Who Counted"),
        ("IV. Costs", "costs"),
        ("Section 3: The End.", "the end"),
        ("Before – after", "Before - after"),
    ],
)
def test_headings_are_compared_without_case_quotes_and_numbers(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_words_are_compared_by_their_stems() -> None:
    assert {stem(word) for word in ("return", "Returned", "returning", "return’s")} == {"retur"}
    assert stem("gas") == "gas"
    assert stem("clinics") == stem("clinic’s")
