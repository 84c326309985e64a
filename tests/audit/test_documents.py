import io
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint import HTML

from generator.audit.documents.days import partial_date
from generator.audit.documents.errors import (
    BinaryDocumentError,
    DamagedDocumentError,
    DocumentError,
    DocumentTooLargeError,
    EmptyDocumentError,
    EncryptedDocumentError,
    ScannedDocumentError,
    UnknownFormatError,
)
from generator.audit.documents.reading import format_of, read_document, read_here
from generator.audit.documents.types import Document
from tests.support import makes

SHARED = Path(__file__).parents[3] / "shared" / "source" / "remain-in-mexico-qa.md"


def outline(document: Document) -> list[tuple[int, str]]:
    return [(section.level, section.heading) for section in document.sections]


def texts(document: Document) -> list[str]:
    return [paragraph.text for _, paragraph in document.paragraphs()]


def told(data: bytes, name: str) -> str:
    """The name of the document that was read, or the sentence about one that cannot be."""
    try:
        return read_here(data, name).name
    except DocumentError as error:
        return str(error)


def printed(body: str, style: str = "") -> bytes:
    page = f'<html lang="en"><head><title>Paper</title><style>@page {{ size: letter }} {style}</style></head><body>{body}</body></html>'
    return bytes(HTML(string=page).write_pdf() or b"")


def writer_bytes(writer: pypdf.PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


# ---------------------------------------------------------------- the five makes


def test_a_report_as_pdf() -> None:
    document = read_document(makes.report_pdf(), "wells.pdf")
    assert (document.format, document.title) == (
        "pdf",
        "Wells Without Water: The Harlan Basin after the Drought",
    )
    data = document.metadata
    assert (data.author, data.issued, data.created) == (
        "Basin Policy Institute",
        None,
        "2024-03-14",
    )
    assert outline(document) == [
        (1, "Wells Without Water: The Harlan Basin after the Drought"), (2, "Summary"), (2, "Who is affected"), (2, "Recommendations"),
    ]  # fmt: skip
    words = " ".join(texts(document))
    assert "more than 4,300 household wells in the three counties" in words
    assert "an estimated 11,750 residents" in words
    assert "affected homes. The County" in words
    assert "The difficulty of certifying affected households" in words
    items = [paragraph.text for _, paragraph in document.paragraphs() if paragraph.kind == "item"]
    assert items[0] == "Appropriate $250 million for emergency wells in the farm bill."
    assert [paragraph.text for _, paragraph in document.paragraphs() if paragraph.kind == "note"] == [
        "State well registry, final count.", "Inspection logs, 2023.",
    ]  # fmt: skip
    assert document.sections[1].paragraphs[0].place.startswith("page 1, line ")


def test_a_press_release_as_html() -> None:
    document = read_document(makes.RELEASE.encode(), "clinics.html")
    assert (document.format, document.title) == (
        "html",
        "Rural Clinics Close Faster Than They Open",
    )
    data = document.metadata
    assert (data.author, data.issued, data.url) == (
        "Clinic Access Coalition",
        "2023-09-12",
        "https://clinics.example/news/close",
    )
    assert (data.publisher, data.language) == ("Clinic Access Coalition", "en-US")
    words = " ".join(texts(document))
    for outside in ("50,000", "1,000,000", "900 visitors", "width"):
        assert outside not in words
    assert "reported today." in words
    assert "more than 40 miles from a doctor" in words
    assert "Year | Closed 2021 | Closed: 17 2022 | Closed: 24" in words
    assert [link.url for link in document.links] == ["#n1"]
    line = next(
        paragraph.line
        for _, paragraph in document.paragraphs()
        if paragraph.text.startswith("Some 96,000")
    )
    assert makes.RELEASE.split("\n")[line - 1].startswith("<p>Some 96,000")


def test_a_testimony_as_plain_text() -> None:
    document = read_document(makes.TESTIMONY.encode(), "testimony.txt")
    assert document.format == "text"
    assert (document.metadata.author, document.metadata.issued) == (
        "Jordan Ellis, Harlan Veterans League",
        "2022-02-08",
    )
    assert outline(document) == [
        (1, "TESTIMONY OF JORDAN ELLIS BEFORE THE COMMITTEE ON VETERANS AFFAIRS"), (2, "INTRODUCTION"), (2, "THE BACKLOG"),
        (2, "WHAT WE ASK"),
    ]  # fmt: skip
    words = " ".join(texts(document))
    assert "in nine counties, and has done so since 1974." in words
    assert "held an error." in words
    section, paragraph = next(
        found for found in document.paragraphs() if found[1].text.startswith("As of December")
    )
    assert makes.TESTIMONY.split("\n")[paragraph.line - 1].startswith("As of December")
    assert [one.kind for one in document.sections[-1].paragraphs] == ["paragraph", "item", "item"]
    assert section.heading == "THE BACKLOG"


def test_a_brief_as_markdown() -> None:
    document = read_document(makes.BRIEF.encode(), "broadband.md")
    assert (document.format, document.title) == ("markdown", "Broadband on Tribal Lands: A Brief")
    assert (document.metadata.author, document.metadata.issued) == (
        "Open Lines Project",
        "2021-06-30",
    )
    words = texts(document)
    assert words[0].startswith(
        "In 2020, one in three households on tribal lands had no broadband, the Federal"
    )
    assert "of its $980 million." in " ".join(words)
    kinds = {paragraph.kind for _, paragraph in document.paragraphs()}
    assert kinds == {"paragraph", "quote", "item", "note"}
    (link,) = document.links
    assert (link.text, link.url) == ("one in three", "https://data.example/fcc")
    lines = makes.BRIEF.split("\n")
    assert all(lines[section.line - 1].endswith(section.heading) for section in document.sections)
    assert lines[document.sections[1].paragraphs[0].line - 1].startswith("Laying fiber")


def test_a_paper_in_two_columns_as_pdf() -> None:
    document = read_document(makes.columns_pdf(), "evictions.pdf")
    assert outline(document) == [
        (1, "Counting Evictions"),
        (2, "Filings"),
        (2, "Costs"),
        (2, "What lawmakers should do"),
    ]
    words = texts(document)
    assert words[1].startswith(
        "In July 2023, courts in the Harlan district received 3,947 eviction filings, 52 percent more than in July 2019."
    )
    assert (
        sum(
            text.startswith("The courthouse in ward") and text.endswith("for that purpose.")
            for text in words
        )
        == 10
    )
    assert all(
        "effort of reading the affidavits, deciding which office" in text for text in words[2:12]
    )
    assert not any("Tenant Data Lab ·" in text for text in words)


def test_the_shipped_campaigns_document() -> None:
    if not SHARED.exists():
        pytest.skip(f"{SHARED} is not on this machine")
    document = read_document(SHARED.read_bytes(), SHARED.name)
    headings = [section.heading for section in document.sections]
    assert headings[0] == document.title == "Q&A: Trump Administration’s “Remain in Mexico” Program"
    assert headings[7:] == [
        "What should the US Congress do about the MPP program?",
        "MORE READING",
        "REPORTS",
        "MORE READING",
        "MOST VIEWED",
    ]
    lines = SHARED.read_text("utf-8").split("\n")
    for section, paragraph in document.paragraphs():
        assert lines[section.line - 1].strip("# ").startswith(section.heading[:20])
        assert lines[paragraph.line - 1].strip()
    assert len(document.links) > 50


# ---------------------------------------------------------------- which format


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7 ...", "x", "pdf"),
        (b"<!DOCTYPE html><p>x", "x", "html"),
        (b"\xef\xbb\xbf <html><p>x", "x.txt", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "x", "html"),
        (b"words", "x.md", "markdown"),
        (b"words", "https://x.example/a.html?b=c.pdf", "html"),
        (b"words", "x.pdf", "text"),
        (b"# Title\n\nwords", "x", "markdown"),
        (b"see [this](https://x.example)", "x", "markdown"),
        (b"plain words", "x", "text"),
        (b"plain words", "x.txt", "text"),
    ],
)
def test_the_format_is_seen_by_the_content_then_the_name(
    data: bytes, name: str, expected: str
) -> None:
    assert format_of(data, name) == expected


def test_a_given_format_is_used_and_an_unknown_one_refused() -> None:
    assert read_document(b"# Not a heading", "x.md", format="text").sections[0].heading == ""
    with pytest.raises(UnknownFormatError, match="markdown, text, html or pdf"):
        read_document(b"x", "x", format="docx")  # type: ignore[arg-type]


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html"])
@pytest.mark.parametrize("data", [b"", b"  \n\n\t ", b"\xef\xbb\xbf"])
def test_an_empty_file_says_so(data: bytes, name: str) -> None:
    with pytest.raises(EmptyDocumentError, match="holds no text"):
        read_document(data, name)


def test_a_page_that_a_script_fills_is_empty() -> None:
    with pytest.raises(EmptyDocumentError):
        read_document(
            b"<html><head><title>App</title></head><body><div id=app></div><script>render()</script></body></html>",
            "x.html",
        )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04" + b"x" * 50, "Word"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "old Word"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
        (b"\x1f\x8b" + b"x" * 50, "compressed"),
        (b"{\\rtf1 words}", "RTF"),
        (b"words\x00\xff\xfe\x01\x02" * 30, "binary"),
        (b"\x01\x02\x03\x04words" * 30, "binary"),
    ],
)
def test_a_binary_file_says_what_it_is(data: bytes, kind: str) -> None:
    with pytest.raises(BinaryDocumentError, match=kind):
        read_document(data, "x.txt")


def test_a_locked_pdf_says_so() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(makes.report_pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    with pytest.raises(EncryptedDocumentError, match="password"):
        read_document(writer_bytes(writer), "x.pdf")


def test_a_pdf_locked_without_a_password_is_read() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(makes.report_pdf()))
    writer.encrypt("", owner_password="owner", algorithm="RC4-128")  # noqa: S106
    assert read_document(writer_bytes(writer), "x.pdf").title.startswith("Wells")


def test_a_scan_says_so_and_what_to_do() -> None:
    writer = pypdf.PdfWriter()
    for _ in range(3):
        writer.add_blank_page(612, 792)
    with pytest.raises(ScannedDocumentError, match=r"3 page\(s\) and no text.*ocrmypdf"):
        read_document(writer_bytes(writer), "x.pdf")


def test_a_pdf_with_some_pages_without_text_warns() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(makes.report_pdf()))
    for _ in range(11):
        writer.add_blank_page(612, 792)
    (warning,) = read_document(writer_bytes(writer), "x.pdf").warnings
    assert "page(s) 2, 3, 4" in warning
    assert warning.endswith("…: pictures or scans are not read")


def test_a_pdf_without_pages_is_empty() -> None:
    with pytest.raises((EmptyDocumentError, DamagedDocumentError)):
        read_document(writer_bytes(pypdf.PdfWriter()), "x.pdf")


@pytest.mark.parametrize("cut", [10, 100, 1000, 5000])
def test_a_pdf_cut_short_is_damaged_or_read_and_never_a_traceback(cut: int) -> None:
    assert told(makes.report_pdf()[:cut], "x.pdf").count("x.pdf") == 1


@settings(max_examples=40)
@given(st.integers(0, 4000), st.binary(min_size=1, max_size=40))
def test_a_damaged_pdf_ends_in_a_sentence(place: int, noise: bytes) -> None:
    data = makes.report_pdf()
    place = place * len(data) // 4000
    assert told(data[:place] + noise + data[place + len(noise) :], "x.pdf").startswith("x.pdf")


@given(st.binary(max_size=400), st.sampled_from(["x.txt", "x.md", "x.html", "x.pdf", "x"]))
def test_any_bytes_end_in_a_document_or_a_sentence(data: bytes, name: str) -> None:
    assert told(data, name).startswith(name)


@given(st.text(alphabet="<>/!-[]\"'= abp&;#x\n", max_size=200))
def test_any_pile_of_the_pieces_of_html_is_read(text: str) -> None:
    document = read_here(f"<html><p>words {text}".encode(), "x.html")
    assert texts(document)[0].startswith("words")


@pytest.mark.parametrize("size", [20_000_001])
def test_a_file_too_large_is_refused(size: int) -> None:
    with pytest.raises(DocumentTooLargeError, match="20 MB, 20 are read"):
        read_document(b"x" * size, "x.txt")


@pytest.mark.slow
@pytest.mark.parametrize(
    "bomb",
    [
        "<div>",
        "<",
        "<!--",
        "<![CDATA[",
        "</",
        '<a "',
        "<?",
        "<!",
        "<a ",
        "<a x=\"'",
        "<title>",
        "<b><i>",
        "&",
        "<script>",
        "<table><tr><td>",
        "<ul><li>",
        '<a href="x" ',
    ],
)
def test_a_bomb_of_tags_is_read_to_its_end(bomb: str) -> None:
    assert told(("<html><p>words</p>" + bomb * 100_000).encode(), "x.html")


@pytest.mark.parametrize(
    "bomb", [">", "- ", "[", "*", "`", "![", "1. ", "    ", "|a", "<a>", "_a_", "&amp;", "\\"]
)
def test_a_bomb_of_markdown_is_read_too(bomb: str) -> None:
    document = read_document(f"# Title\n\n{bomb * 5000} words\n".encode(), "x.md")
    assert document.title


# ---------------------------------------------------------------- encodings


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
    page = f'<html><head><meta charset="{declared}"></head><body><p>{word} words</p></body></html>'.encode(
        encoding
    )
    document = read_document(page, "x.html")
    assert texts(document) == [f"{word} words"]
    assert bool(document.warnings) == (declared == "no-such-thing")


def test_an_xml_declaration_counts_too() -> None:
    page = '<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>Juárez words</p></body></html>'.encode(
        "latin-1"
    )
    assert texts(read_document(page, "x.html")) == ["Juárez words"]


# ---------------------------------------------------------------- cleaning


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "-\u00ad"])
def test_a_compound_of_a_pdf_is_whole_where_a_line_breaks_it(hyphen: str) -> None:
    """In a column so narrow that every line holds one word."""
    said = "the asylum-seeking families, people seeking asylum, cross the U.S.-Mexico line after a 20-year wait in 2019-20 and 3-to-1 odds."
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


# ---------------------------------------------------------------- plain text


def test_headings_of_plain_text_in_every_style() -> None:
    text = (
        "A Title\n=======\n\nIntro words here.\n\nUnder It\n--------\nText right below.\n\nSECOND PART\n\n1. Numbered heading\n\nWords.\n\n"
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
    text = b"Title: The Paper\nAuthor: A. Writer\nDate: 3 March 2021\nURL: https://x.example/a\n\nSee https://y.example/b, too.\n"
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
            "WRITTEN TESTIMONY OF\n\nMARIA DELGADO\nDIRECTOR, COASTAL UNION\n\nBEFORE THE\nSUBCOMMITTEE ON HOUSING\n\nMay 4, 2022\n\nSo.\n",
            "WRITTEN TESTIMONY OF MARIA DELGADO DIRECTOR, COASTAL UNION BEFORE THE SUBCOMMITTEE ON HOUSING",
        ),
        ("The Long Wait:\nA Brief\n\nIt was long, as they say.\n", "The Long Wait: A Brief"),
        ("THE LONG WAIT\n\nINTRODUCTION\n\nIt was long.\n", "THE LONG WAIT"),
        ("It was long, as they say.\n\nTHE WAIT\n\nMore words.\n", None),
        ("SUMMARY\n\nIt was long.\n", None),
        ("June 4, 2024\n\nIt was long.\n", None),
    ],
)
def test_the_title_of_a_text_is_whole_or_none(text: str, title: str | None) -> None:
    document = read_document(text.encode(), "x.txt")
    assert (document.title if document.titled else None) == title


def test_a_title_in_two_headings_is_one_and_other_headings_are_not() -> None:
    document = read_document(
        b"# Statement of\n\n# Jane Doe\n\n## Costs\n\n## Who pays\n\nWords that say so.\n", "x.md"
    )
    assert outline(document) == [(1, "Statement of Jane Doe"), (2, "Costs"), (2, "Who pays")]


# ---------------------------------------------------------------- HTML


def test_an_unclosed_menu_ends_where_the_main_matter_begins() -> None:
    page = b"<html><body><nav><ul><li>Menu 1<main><h1>Title</h1><p>Words that count, and enough of them.</p></main></body></html>"
    assert outline(read_document(page, "x.html")) == [(1, "Title")]


def test_a_page_that_marks_no_main_matter_is_read_whole() -> None:
    page = b"<body><h1>T</h1><div>One<br>two</div><nav>menu<nav>inner</nav>more</nav><p>Three <b>four</b></p><aside>no</aside></body>"
    assert texts(read_document(page, "x.html")) == ["One two", "Three four"]


def test_a_main_matter_with_next_to_nothing_in_it_is_not_trusted() -> None:
    page = (
        f"<html><body><main><p>Loading</p></main><p>{'Words that count. ' * 40}</p></body></html>"
    )
    assert len(texts(read_document(page.encode(), "x.html"))) == 2


def test_a_heading_that_is_never_closed_ends_with_its_words() -> None:
    page = b"<html><body><h1>Delays grow<p>In 2022, 12,400 parcels were lost.</p><h2><div>Costs</div></h2><div>$5 million.</div>"
    document = read_document(page, "x.html")
    assert outline(document) == [(1, "Delays grow"), (2, "Costs")]
    assert texts(document) == ["In 2022, 12,400 parcels were lost.", "$5 million."]


@pytest.mark.parametrize(
    "hidden",
    [
        "<del>57,000</del>",
        "<s>57,000</s>",
        "<strike>57,000</strike>",
        "<span hidden>57,000 <span>and</span> more</span>",
        '<span style="color: red; display:none">57,000</span>',
        "<div style='visibility: hidden'><div>57,000</div></div>",
        "<section hidden><article>57,000</article></section>",
        "<p hidden>57,000<p>",
        "<div hidden><p>57,000</div>",
        "<nav>57,000</nav>",
    ],
)
def test_what_a_reader_does_not_see_is_not_read(hidden: str) -> None:
    read = " ".join(
        texts(
            read_document(
                f"<html><body><p>Over 56,000 {hidden} letters<br hidden> were late.</p></body></html>".encode(),
                "x.html",
            )
        )
    )
    assert " ".join(read.split()) == "Over 56,000 letters were late."


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('over 56,000<a href="#fn1">4</a> people', "over 56,000 people"),
        ('over 56,000 <a href="page.html#_ftn4">[4]</a> people', "over 56,000 people"),
        ('over 56,000<a href="#x">*</a> people', "over 56,000 people"),
        ('section <a href="#s4">4</a> says', "section 4 says"),
        ('over 56,000<a href="https://x.example/4">4</a> people', "over 56,0004 people"),
        ('all <a href="#all">56,000</a> people', "all 56,000 people"),
    ],
)
def test_links_that_call_a_note_are_left_out(written: str, read: str) -> None:
    for data, name in (
        (f"<html><body><p>{written}</p></body></html>", "x.html"),
        (f"# T\n\nThere are {written}", "x.md"),
    ):
        assert (
            " ".join(
                texts(read_document(data.encode(), name))[-1].removeprefix("There are ").split()
            )
            == read
        )


def test_markdown_leaves_out_what_is_struck_and_calls_of_notes() -> None:
    text = b"# T\n\nOver 56,000[4](#fn4) were late, ~~57,000 *or* more~~ not <del>58,000</del><span hidden>59,000</span> 9 [now](#fn).\n"
    assert texts(read_document(text, "x.md")) == ["Over 56,000 were late, not 9 now."]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"# T\n\n| County | Homes | 2021 |\n|---|---|---|\n| Harlan | 1,204 | 12 percent |\n| Ferry Point | none | 5 |\n", "x.md"),
        ((b"<html><h1>T</h1><table><tr><th>County<th>Homes</th><th>2021</th></tr><tr><td>Harlan</td><td>1,204</td><td>12 percent</td>"
         b"</tr><tr>\n <td>Ferry Point</td>\n <td>none</td>\n <td>5</td>\n</tr></table>"), "x.html"),
    ],
)  # fmt: skip
def test_figures_of_a_table_stand_behind_the_words_above_them(data: bytes, name: str) -> None:
    rows = [
        paragraph.text
        for _, paragraph in read_document(data, name).paragraphs()
        if paragraph.kind == "row"
    ]
    assert rows[1:] == ["Harlan | Homes: 1,204 | 2021: 12 percent", "Ferry Point | none | 2021: 5"]


def test_a_table_without_a_head_has_none() -> None:
    page = b"<html><h1>T</h1><table><tr><td>Harlan</td><td>2021</td></tr><tr><td>Ferry Point</td><td>2022</td></tr></table>"
    assert texts(read_document(page, "x.html")) == ["Harlan | 2021", "Ferry Point | 2022"]


def test_quotes_lists_and_tables_have_their_kinds() -> None:
    page = b"<html><body><blockquote><p>Said</p></blockquote><ul><li>Item</li></ul><table><tr><td>a</td><td>1</td></tr></table></body></html>"
    document = read_document(page, "x.html")
    assert [(paragraph.kind, paragraph.text) for _, paragraph in document.paragraphs()] == [
        ("quote", "Said"),
        ("item", "Item"),
        ("row", "a | 1"),
    ]


def test_a_page_without_tags_is_cut_into_paragraphs() -> None:
    document = read_document(("<html>" + "words " * 9000).encode(), "x.html")
    assert max(len(text) for text in texts(document)) <= 20_000


@pytest.mark.parametrize(
    ("head", "author", "issued"),
    [
        (
            '<meta name="author" content="A"><meta name="date" content="January 29, 2020">',
            "A",
            "2020-01-29",
        ),
        (
            '<meta property="article:published_time" content="2020-01-29T10:00:00Z">',
            None,
            "2020-01-29",
        ),
        (
            '<script type="application/ld+json">[{"@graph": [{"datePublished": "2020-01", "author": ["B"]}]}]</script>',
            "B",
            "2020-01",
        ),
        (
            '<script type="application/ld+json">{"headline": ' + "[" * 50000 + "</script>",
            None,
            None,
        ),
        ('<script type="application/ld+json">{"headline": 3, "author": 4}</script>', None, None),
        ("<time datetime='2019-05-02'>May</time>", None, "2019-05-02"),
        ('<meta name="date" content="soon">', None, None),
    ],
)
def test_metadata_of_a_page(head: str, author: str | None, issued: str | None) -> None:
    data = read_document(
        f"<html><head>{head}</head><body><p>words</p></body></html>".encode(), "x.html"
    ).metadata
    assert (data.author, data.issued) == (author, issued)


# ---------------------------------------------------------------- PDF


def test_running_heads_and_page_numbers_are_left_out() -> None:
    body = "".join(
        f"<p>Paragraph {number} of this paper goes on over its pages.</p>" for number in range(90)
    )
    heads = '@top-left { content: "Running head" } @bottom-right { content: counter(page) " of 9" }'
    style = f"@page {{ margin: 1in; {heads} }} p {{ font-size: 14pt }}"
    document = read_document(printed(f"<h1>Paper</h1>{body}", style), "x.pdf")
    assert not any("Running head" in text or " of 9" in text for text in texts(document))
    assert len([text for text in texts(document) if text.startswith("Paragraph")]) == 90


def test_a_paragraph_over_the_page_is_one_and_so_is_its_figure() -> None:
    filler = "<p>Filler words here.</p>" * 39
    torn = f"<p>{'The sentence goes on and on ' * 40}and counts over 56,000 people in all.</p>"
    document = read_document(
        printed(
            filler + torn,
            "@page { margin: 1in } p { font-size: 12pt; margin: 0 0 4pt; orphans: 2 }",
        ),
        "x.pdf",
    )
    (whole,) = [text for text in texts(document) if text.startswith("The sentence")]
    assert whole.endswith("over 56,000 people in all.")
    assert max(paragraph.page or 0 for _, paragraph in document.paragraphs()) >= 1


def test_first_line_indents_begin_paragraphs() -> None:
    body = "<h1>Paper</h1>" + "".join(
        f"<p>{word} {'runs on for some lines of text ' * 12}and ends.</p>"
        for word in ("Alpha", "Beta", "Gamma")
    )
    document = read_document(
        printed(body, "p { margin: 0; text-indent: 2em; font-size: 12pt }"), "x.pdf"
    )
    assert [text.split()[0] for text in texts(document)] == ["Alpha", "Beta", "Gamma"]


def test_bold_lines_are_headings_also_without_bookmarks() -> None:
    body = "<p><b>First part</b></p><p>Words of the first part, which go on.</p><p><b>Second part</b></p><p>Words of the second part.</p>"
    assert [heading for _, heading in outline(read_document(printed(body), "x.pdf"))] == [
        "First part",
        "Second part",
    ]


def test_capitals_alone_make_a_heading_and_an_entry_of_the_contents_is_none() -> None:
    body = "<h1>Paper</h1><p><b>Costs . . . . . . . . 24</b></p><p>THE COSTS</p><p>Words of the part, which go on and on for a line.</p>"
    assert [heading for _, heading in outline(read_document(printed(body), "x.pdf"))] == [
        "Paper",
        "THE COSTS",
    ]


def test_links_of_a_pdf_have_their_page() -> None:
    document = read_document(
        printed('<h1>P</h1><p><a href="https://x.example/a">words</a></p>'), "x.pdf"
    )
    assert [(link.url, link.page) for link in document.links] == [("https://x.example/a", 1)]


WARDS = "north south east west central river hill harbor market college mill bridge park lake ferry".split()
WARD = (
    "<p>The courthouse in ward {} keeps its records on paper, so that the effort of reading the affidavits and of deciding which office "
    "they belong to is done by volunteers, who counted {:,} of them in 2023.</p>"
)


@pytest.mark.parametrize("columns", [2, 3, 4])
def test_columns_are_read_one_after_the_other(columns: int) -> None:
    style = f".c {{ columns: {columns}; column-gap: 0.22in }} @page {{ margin: 0.6in }} p {{ font-size: 9pt; text-align: justify }}"
    told = "".join(WARD.format(ward, 1000 + 37 * number) for number, ward in enumerate(WARDS * 3))
    title = "<h1>Counting the Evictions of the Harlan District, and Why They Are Late</h1><p>Tenant Data Lab, August 21, 2023</p>"
    document = read_document(
        printed(f"{title}<div class=c><h2>Filings</h2>{told}</div>", style), "x.pdf"
    )
    assert outline(document) == [
        (1, "Counting the Evictions of the Harlan District, and Why They Are Late"),
        (2, "Filings"),
    ]
    assert texts(document) == [
        "Tenant Data Lab, August 21, 2023",
        *(WARD.format(ward, 1000 + 37 * number)[3:-4] for number, ward in enumerate(WARDS * 3)),
    ]


def test_words_that_are_drawn_one_by_one_make_no_columns() -> None:
    words = " ".join(WARD.format(ward, 1000)[3:-4] for ward in WARDS).split()
    page = (
        '<p style="text-align: justify">'
        + " ".join(f'<span style="position: relative">{word}</span>' for word in words)
        + "</p>"
    )
    assert texts(read_document(printed(page), "x.pdf")) == [" ".join(words)]


def test_the_rows_of_a_table_are_rows_and_its_head_no_heading() -> None:
    table = (
        "<table><tr><th>County</th><th>Homes</th><th>Days waited</th></tr><tr><td>Harlan</td><td>1,204</td><td>127</td></tr>"
        "<tr><td>Ferry Point</td><td>988</td><td>99</td></tr></table>"
    )
    document = read_document(
        printed(
            f"<h1>Paper</h1><p>Words before it, which go on.</p>{table}<p>Words behind it.</p>"
        ),
        "x.pdf",
    )
    assert outline(document) == [(1, "Paper")]
    assert [(one.kind, one.text) for _, one in document.paragraphs()] == [
        ("paragraph", "Words before it, which go on."),
        ("row", "County | Homes | Days waited"),
        ("row", "Harlan | Homes: 1,204 | Days waited: 127"),
        ("row", "Ferry Point | Homes: 988 | Days waited: 99"),
        ("paragraph", "Words behind it."),
    ]


def test_a_list_is_no_table() -> None:
    document = read_document(
        printed(
            "<ol><li>Fund 300 wells.</li><li>Close 200 others.</li><li>Count all 96.</li></ol>"
        ),
        "x.pdf",
    )
    assert [one.kind for _, one in document.paragraphs()] == ["item"] * 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It paid its owners more than", "$45 million."),
        ("They served no more than", "Forty homes."),
        ("They were done by", "March 2021."),
    ],
)
def test_a_sentence_over_the_page_is_one_whatever_it_goes_on_with(before: str, after: str) -> None:
    body = f'<p>The board met.</p><p>{before}</p><p style="break-before: page">{after}</p>'
    assert (
        texts(read_document(printed(body, "p { font-size: 12pt }"), "x.pdf"))[-1]
        == f"{before} {after}"
    )


def test_a_full_line_goes_on_over_the_page_and_a_short_one_does_not() -> None:
    long = (
        "The board of the county counted the wells and the homes beside them, and told Mr. Dale of"
    )
    body = f'<p>{long}</p><p style="break-before: page">Harlan Wells what it found in them.</p>'
    assert len(texts(read_document(printed(body), "x.pdf"))) == 1
    body = '<p>Coastal Housing Watch</p><p style="break-before: page">The board of the county counted the wells and the homes.</p>'
    assert len(texts(read_document(printed(body), "x.pdf"))) == 2


def test_running_heads_of_small_pages_are_left_out() -> None:
    heads = (
        "@top-center { content: 'Tenant Data Quarterly' } @bottom-center { content: counter(page) }"
    )
    style = f"@page {{ size: 4in 2.6in; margin: 0.5in; {heads} }}"
    told = [WARD.format(ward, 1000 + 37 * number) for number, ward in enumerate(WARDS)]
    document = read_document(printed("".join(told), f"{style} p {{ font-size: 10pt }}"), "x.pdf")
    assert texts(document) == [words[3:-4] for words in told]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_is_read_upright(turn: int) -> None:
    """As programs write a landscape page: drawn sideways, and turned by the reader."""
    writer = pypdf.PdfWriter(
        clone_from=io.BytesIO(printed("<h1>Paper</h1><p>Over 56,000 people<br>were returned.</p>"))
    )
    page = writer.pages[0]
    page.add_transformation(
        {90: (0, 1, -1, 0, 792, 0), 180: (-1, 0, 0, -1, 612, 792), 270: (0, -1, 1, 0, 0, 612)}[turn]
    )
    page.mediabox = pypdf.generic.RectangleObject(
        (0, 0, 612, 792) if turn == 180 else (0, 0, 792, 612)
    )
    page.rotate(turn)
    document = read_document(writer_bytes(writer), "x.pdf")
    assert (outline(document), texts(document)) == (
        [(1, "Paper")],
        ["Over 56,000 people were returned."],
    )


def test_a_pdf_that_was_cut_short_warns_and_says_nothing_else(
    capfd: pytest.CaptureFixture[str],
) -> None:
    data = makes.report_pdf()
    document = read_document(data[: data.rindex(b"%%EOF")], "x.pdf")
    assert document.title.startswith("Wells Without Water")
    assert document.warnings == (
        "x.pdf: the end of the file is missing: see whether its last pages are there, or download it again",
    )
    assert read_document(data, "x.pdf").warnings == ()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("title", "found"),
    [("Microsoft Word - report_v3.docx", "Wells of Harlan"), ("untitled", "Wells of Harlan")],
)
def test_what_a_program_wrote_is_not_the_title(title: str, found: str) -> None:
    writer = pypdf.PdfWriter(
        clone_from=io.BytesIO(printed("<h1>Wells of Harlan</h1><p>Words that say so.</p>"))
    )
    writer.add_metadata({"/Title": title, "/Author": "jdoe"})
    document = read_document(writer_bytes(writer), "x.pdf")
    assert (document.title, document.metadata.author) == (found, None)


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-01-29", "2020-01-29"),
        ("2020-01-29T10:00", "2020-01-29"),
        ("2020-01", "2020-01"),
        ("2020", "2020"),
        ("January 29, 2020", "2020-01-29"),
        ("Jan. 29, 2020", "2020-01-29"),
        ("Sept. 3, 2020", "2020-09-03"),
        ("29 January 2020", "2020-01-29"),
        ("January 29th, 2020", "2020-01-29"),
        ("January 2020", "2020-01"),
        ("1/29/2020", "2020-01-29"),
        ("2020-13-40", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_days_in_any_of_the_usual_writings(written: str | None, day: str | None) -> None:
    assert partial_date(written) == day


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "raw_unicode_escape", "utf-7", "utf-16", "idna", "rot13", "hex"]
)
def test_a_page_is_read_only_by_names_of_encodings_that_the_web_knows(charset: str) -> None:
    page = f'<meta charset="{charset}"><h1>Wells</h1><p>Half of a character: \\ud800 and +2AA- here.</p>'
    (section,) = read_document(page.encode(), "x.html").sections
    assert section.paragraphs[0].text == "Half of a character: \\ud800 and +2AA- here."
