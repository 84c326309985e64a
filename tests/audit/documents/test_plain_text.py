"""Plain text: headings, pages, fields and titles."""

import pytest

from generator.audit.documents.reading import read_document
from tests.support.documents import outline, texts


def test_headings_of_plain_text_in_every_style() -> None:
    text = (
        "A Title\n=======\n\nIntro words here.\n\nUnder It\n--------\nText right "
        "below.\n\nSECOND PART\n\n1. Numbered heading\n\nWords.\n\n"
        "IV. Roman heading\n\n***\n\nEND.\n\n1. This is an item that ends like a sentence.\n"
    )
    document = read_document(text.encode(), "x.txt")
    assert outline(document) == [
        (1, "A Title"),
        (2, "Under It"),
        (2, "SECOND PART"),
        (3, "1. Numbered heading"),
        (3, "IV. Roman heading"),
    ]
    assert document.sections[1].paragraphs[0].text == "Text right below."
    assert document.sections[-1].paragraphs[-1].kind == "item"


def test_form_feeds_are_pages() -> None:
    document = read_document(b"First page words.\n\fSecond page\nwords.\n\n\nMore.\n", "x.txt")
    assert [(paragraph.page, paragraph.line) for _, paragraph in document.paragraphs()] == [
        (1, 1),
        (2, 1),
        (2, 5),
    ]


def test_fields_at_the_head_are_metadata_and_links_are_found() -> None:
    text = (
        b"Title: The Paper\nAuthor: A. Writer\nDate: 3 March 2021\nURL: "
        b"https://x.example/a\n\nSee https://y.example/b, too.\n"
    )
    document = read_document(text, "x.txt")
    assert (document.title, document.metadata.author, document.metadata.issued) == (
        "The Paper",
        "A. Writer",
        "2021-03-03",
    )
    assert document.metadata.url == "https://x.example/a"
    assert [(link.url, link.line) for link in document.links] == [
        ("https://x.example/a", 4),
        ("https://y.example/b", 6),
    ]
    assert texts(document) == ["See https://y.example/b, too."]


def test_a_text_without_headings_has_its_first_words_for_a_title() -> None:
    document = read_document(b"Only some words, no heading.", "x.txt")
    assert (document.title, document.titled) == ("Only some words, no heading.", False)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            (
                "WRITTEN TESTIMONY OF\n\nMARIA DELGADO\nDIRECTOR, COASTAL UNION\n\nBEFORE THE\n"
                "SUBCOMMITTEE ON HOUSING\n\nMay 4, 2022\n\nSo.\n"
            ),
            (
                "WRITTEN TESTIMONY OF MARIA DELGADO DIRECTOR, COASTAL UNION BEFORE THE "
                "SUBCOMMITTEE ON HOUSING"
            ),
        ),
        ("The Long Wait:\nA Brief\n\nIt was long, as they say.\n", "The Long Wait: A Brief"),
        ("THE LONG WAIT\n\nINTRODUCTION\n\nIt was long.\n", "THE LONG WAIT"),
        ("It was long, as they say.\n\nTHE WAIT\n\nMore words.\n", None),
        ("SUMMARY\n\nIt was long.\n", None),
        ("June 4, 2024\n\nIt was long.\n", None),
    ],
)
def test_the_title_of_a_text_is_complete_or_missing(text: str, title: str | None) -> None:
    document = read_document(text.encode(), "x.txt")
    assert (document.title if document.titled else None) == title


def test_a_title_in_two_headings_is_one_and_other_headings_are_not() -> None:
    document = read_document(
        b"# Statement of\n\n# Jane Doe\n\n## Costs\n\n## Who pays\n\nWords that say so.\n", "x.md"
    )
    assert outline(document) == [(1, "Statement of Jane Doe"), (2, "Costs"), (2, "Who pays")]
