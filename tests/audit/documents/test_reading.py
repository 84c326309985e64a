"""Documents of five kinds as people publish them, and how their format is found."""

from pathlib import Path

import pytest

from generator.audit.documents.errors import DocumentError
from generator.audit.documents.reading import format_of, read_document
from tests.support import makes
from tests.support.documents import outline, texts

SHARED = Path(__file__).parents[4] / "shared" / "source" / "remain-in-mexico-qa.md"


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
        (1, "Wells Without Water: The Harlan Basin after the Drought"),
        (2, "Summary"), (2, "Who is affected"), (2, "Recommendations"),
    ]  # fmt: skip
    words = " ".join(texts(document))
    assert "more than 4,300 household wells in the three counties" in words
    assert "an estimated 11,750 residents" in words
    assert "affected homes. The County" in words
    assert "The difficulty of certifying affected households" in words
    items = [paragraph.text for _, paragraph in document.paragraphs() if paragraph.kind == "item"]
    assert items[0] == "Appropriate $250 million for emergency wells in the farm bill."
    notes = [one.text for _, one in document.paragraphs() if one.kind == "note"]
    assert notes == [
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
        (1, "TESTIMONY OF JORDAN ELLIS BEFORE THE COMMITTEE ON VETERANS AFFAIRS"),
        (2, "INTRODUCTION"), (2, "THE BACKLOG"),
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
        "In July 2023, courts in the Harlan district received 3,947 eviction filings, "
        "52 percent more than in July 2019."
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
    with pytest.raises(DocumentError, match="markdown, text, html or pdf"):
        read_document(b"x", "x", format="docx")  # type: ignore[arg-type]
