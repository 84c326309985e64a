"""Encodings, and words cleaned of what their file did to them."""

import pytest

from generator.audit.documents.reading import read_document
from tests.support.documents import printed, texts


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
def test_a_mark_decides_the_encoding(encoding: str) -> None:
    data = "Ciudad Juárez: 56,000 “people”".encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    document = read_document(data, "x.txt")
    assert texts(document) == ["Ciudad Juárez: 56,000 “people”"]
    assert document.warnings == ()


def test_a_legacy_encoding_is_guessed_and_said() -> None:
    document = read_document("First line\n\nCiudad Juárez: “people”".encode("cp1252"), "old.txt")
    assert texts(document)[-1] == "Ciudad Juárez: “people”"
    (warning,) = document.warnings
    assert warning.startswith("old.txt:3: not UTF-8; read as Windows-1252")


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("shift_jis", "shift_jis"),
        ("utf-8", "utf-8"),
        ("no-such-thing", "cp1252"),
        ("base64", "utf-8"),
    ],
)
def test_a_declared_encoding_is_believed_where_it_can_be(declared: str, encoding: str) -> None:
    word = "Juárez" if encoding != "shift_jis" else "東京"
    page = (
        f'<html><head><meta charset="{declared}"></head><body><p>{word} words</p></body></html>'
    ).encode(encoding)
    document = read_document(page, "x.html")
    assert texts(document) == [f"{word} words"]
    assert bool(document.warnings) == (declared == "no-such-thing")


def test_an_xml_declaration_counts_too() -> None:
    page = (
        '<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>Juárez words</p></body></html>'
    ).encode("latin-1")
    assert texts(read_document(page, "x.html")) == ["Juárez words"]


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "-\u00ad"])
def test_a_compound_of_a_pdf_is_whole_where_a_line_breaks_it(hyphen: str) -> None:
    """In a column so narrow that every line holds one word."""
    said = (
        "the asylum-seeking families, people seeking asylum, cross the U.S.-Mexico "
        "line after a 20-year wait in 2019-20 and 3-to-1 odds."
    )
    body = "".join(
        f"<span>{word}</span><br>"
        for word in said.replace("-", f"{hyphen}<br>").replace("<br>20 ", "20 ").split()
    )
    assert (
        texts(
            read_document(
                printed(f"<p>Words stand here for the body of the page.</p><p>{body}</p>"), "x.pdf"
            )
        )[-1]
        == said
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("the e\ufb03cient o\ufb00ice", "the efficient office"),
        ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
        ("56,000\u00a0people", "56,000 people"),
        ("returned12 people and returned.3 Then", "returned people and returned. Then"),
        ("he said “go.”4 Then", "he said “go.” Then"),
        ("over 56,0001 people", "over 56,000 people"),
        ("over 56,00012 people", "over 56,000 people"),
        ("in 2019.12 The", "in 2019. The"),
        ("raised¹² mark", "raised mark"),
        ("56,000¹ people", "56,000 people"),
        ("bracketed[12] mark", "bracketed mark"),
        ("figures over 56,\n000 people", "figures over 56,000 people"),
        ("the pro-\ngram of coun-\nties", "the program of counties"),
        ("fifty-\nsix thousand", "fifty-six thousand"),
        ("a 12-\nmonth wait in mid-\nJanuary", "a 12-month wait in mid-January"),
        ("the long-term and the long-\nterm", "the long-term and the long-term"),
        ("a soft\u00ad\nbreak", "a softbreak"),
        ("the U.S.-\nMexico line of 2019-\n20", "the U.S.-Mexico line of 2019-20"),
        ("3-to-\n1 odds, (non)-\nbinding, café-\nbar", "3-to-1 odds, (non)-binding, café-bar"),
        (
            "seekers of asylum seeking an asylum\u2010\nseeking path",
            "seekers of asylum seeking an asylum-seeking path",
        ),
        ("short-\nand long-term plans", "short- and long-term plans"),
        ("search-\nand-rescue crews search", "search-and-rescue crews search"),
        ("the author, an auth-\nor", "the author, an author"),
        ("words --\nand a word -\nalone", "words -- and a word - alone"),
        ("lists 21,\n5 and 7", "lists 21, 5 and 7"),
        ("a decimal of 3.5 and 4.25 percent", "a decimal of 3.5 and 4.25 percent"),
        ("section 235(b)(2)(C), H.R. 2662 and CO2", "section 235(b)(2)(C), H.R. 2662 and CO2"),
        ("56,000 and 1,500,000 and 2,315", "56,000 and 1,500,000 and 2,315"),
    ],
)
def test_text_is_cleaned(written: str, read: str) -> None:
    assert texts(read_document(f"First paragraph.\n\n{written}".encode(), "x.txt"))[-1] == read


def test_markdown_and_html_keep_digits_that_only_pdf_and_text_glue() -> None:
    assert texts(read_document(b"# T\n\nthe word2vec and covid19 models", "x.md")) == [
        "the word2vec and covid19 models"
    ]
    assert texts(
        read_document(
            b"<html><p>covid19<sup>2</sup> in the 9<sup>th</sup> circuit<sup>a</sup></p>", "x.html"
        )
    ) == ["covid19 in the 9th circuita"]


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "raw_unicode_escape", "utf-7", "utf-16", "idna", "rot13", "hex"]
)
def test_a_page_is_read_only_by_names_of_encodings_that_the_web_knows(charset: str) -> None:
    page = (
        f'<meta charset="{charset}"><h1>Wells</h1><p>Half of a character: \\ud800 and '
        f"+2AA- here.</p>"
    )
    (section,) = read_document(page.encode(), "x.html").sections
    assert section.paragraphs[0].text == "Half of a character: \\ud800 and +2AA- here."
