"""PDF: paragraphs, headings, columns, tables and running heads from places on a page."""

import io

import pypdf
import pytest

from generator.audit.documents.reading import read_document
from tests.support import makes
from tests.support.documents import outline, printed, texts, written

pytestmark = pytest.mark.slow


@pytest.mark.slow
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
    body = (
        "<p><b>First part</b></p><p>Words of the first part, which go on.</p><p><b>"
        "Second part</b></p><p>Words of the second part.</p>"
    )
    assert [heading for _, heading in outline(read_document(printed(body), "x.pdf"))] == [
        "First part",
        "Second part",
    ]


def test_capitals_make_a_heading_and_an_entry_of_the_contents_does_not() -> None:
    body = (
        "<h1>Paper</h1><p><b>Costs . . . . . . . . 24</b></p><p>THE COSTS</p><p>Words "
        "of the part, which go on and on for a line.</p>"
    )
    assert [heading for _, heading in outline(read_document(printed(body), "x.pdf"))] == [
        "Paper",
        "THE COSTS",
    ]


def test_links_of_a_pdf_have_their_page() -> None:
    document = read_document(
        printed('<h1>P</h1><p><a href="https://x.example/a">words</a></p>'), "x.pdf"
    )
    assert [(link.url, link.page) for link in document.links] == [("https://x.example/a", 1)]


WARDS = (
    "north south east west central river hill harbor market college mill bridge park lake ferry"
).split()
WARD = (
    "<p>The courthouse in ward {} keeps its records on paper, so that the effort "
    "of reading the affidavits and of deciding which office "
    "they belong to is done by volunteers, who counted {:,} of them in 2023.</p>"
)


@pytest.mark.slow
@pytest.mark.parametrize("columns", [2, 3, 4])
def test_columns_are_read_one_after_the_other(columns: int) -> None:
    style = (
        f".c {{ columns: {columns}; column-gap: 0.22in }} @page {{ margin: 0.6in }} p "
        f"{{ font-size: 9pt; text-align: justify }}"
    )
    filings = "".join(
        WARD.format(ward, 1000 + 37 * number) for number, ward in enumerate(WARDS * 3)
    )
    title = (
        "<h1>Counting the Evictions of the Harlan District, and Why They Are Late</h1>"
        "<p>Tenant Data Lab, August 21, 2023</p>"
    )
    document = read_document(
        printed(f"{title}<div class=c><h2>Filings</h2>{filings}</div>", style), "x.pdf"
    )
    assert outline(document) == [
        (1, "Counting the Evictions of the Harlan District, and Why They Are Late"),
        (2, "Filings"),
    ]
    assert texts(document) == [
        "Tenant Data Lab, August 21, 2023",
        *(WARD.format(ward, 1000 + 37 * number)[3:-4] for number, ward in enumerate(WARDS * 3)),
    ]


@pytest.mark.slow
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
        "<table><tr><th>County</th><th>Homes</th><th>Days waited</th></tr><tr><td>"
        "Harlan</td><td>1,204</td><td>127</td></tr>"
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
def test_a_sentence_over_two_pages_is_one_with_any_next_word(before: str, after: str) -> None:
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
    body = (
        '<p>Coastal Housing Watch</p><p style="break-before: page">The board of the '
        "county counted the wells and the homes.</p>"
    )
    assert len(texts(read_document(printed(body), "x.pdf"))) == 2


def test_running_heads_of_small_pages_are_left_out() -> None:
    heads = (
        "@top-center { content: 'Tenant Data Quarterly' } @bottom-center { content: counter(page) }"
    )
    style = f"@page {{ size: 4in 2.6in; margin: 0.5in; {heads} }}"
    filings = [WARD.format(ward, 1000 + 37 * number) for number, ward in enumerate(WARDS)]
    document = read_document(printed("".join(filings), f"{style} p {{ font-size: 10pt }}"), "x.pdf")
    assert texts(document) == [words[3:-4] for words in filings]


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
    document = read_document(written(writer), "x.pdf")
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
        (
            "x.pdf: the end of the file is missing: see whether its last pages are there, "
            "or download it again"
        ),
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
    document = read_document(written(writer), "x.pdf")
    assert (document.title, document.metadata.author) == (found, None)
