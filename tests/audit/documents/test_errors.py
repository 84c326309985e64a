"""Files that cannot be read end in a sentence; damaged and hostile ones that can be are read."""

import io

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.audit.documents.errors import DocumentError
from generator.audit.documents.reading import read_document, read_here
from tests.support import makes
from tests.support.documents import outcome, texts, written

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html"])
@pytest.mark.parametrize("data", [b"", b"  \n\n\t ", b"\xef\xbb\xbf"])
def test_an_empty_file_says_so(data: bytes, name: str) -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        read_document(data, name)


def test_a_page_that_a_script_fills_is_empty() -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        read_document(
            (
                b"<html><head><title>App</title></head><body><div id=app></div><script>"
                b"render()</script></body></html>"
            ),
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
    with pytest.raises(DocumentError, match=rf" is .*{kind}.*, which is not read here"):
        read_document(data, "x.txt")


def test_a_locked_pdf_says_so() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(makes.report_pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    with pytest.raises(DocumentError, match="password"):
        read_document(written(writer), "x.pdf")


def test_a_pdf_locked_without_a_password_is_read() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(makes.report_pdf()))
    writer.encrypt("", owner_password="owner", algorithm="RC4-128")  # noqa: S106
    assert read_document(written(writer), "x.pdf").title.startswith("Wells")


def test_a_scan_says_so_and_what_to_do() -> None:
    writer = pypdf.PdfWriter()
    for _ in range(3):
        writer.add_blank_page(612, 792)
    with pytest.raises(DocumentError, match=r"3 page\(s\) and no text.*ocrmypdf"):
        read_document(written(writer), "x.pdf")


def test_a_pdf_with_some_pages_without_text_warns() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(makes.report_pdf()))
    for _ in range(11):
        writer.add_blank_page(612, 792)
    (warning,) = read_document(written(writer), "x.pdf").warnings
    assert "page(s) 2, 3, 4" in warning
    assert warning.endswith("…: pictures or scans are not read")


def test_a_pdf_without_pages_is_empty() -> None:
    with pytest.raises(DocumentError, match=r"holds no text|is a damaged PDF"):
        read_document(written(pypdf.PdfWriter()), "x.pdf")


@pytest.mark.parametrize("cut", [10, 100, 1000, 5000])
def test_a_pdf_cut_short_is_damaged_or_read_and_never_a_traceback(cut: int) -> None:
    assert outcome(makes.report_pdf()[:cut], "x.pdf").count("x.pdf") == 1


@pytest.mark.slow
@settings(max_examples=40)
@given(st.integers(0, 4000), st.binary(min_size=1, max_size=40))
def test_a_damaged_pdf_ends_in_a_sentence(place: int, noise: bytes) -> None:
    data = makes.report_pdf()
    place = place * len(data) // 4000
    assert outcome(data[:place] + noise + data[place + len(noise) :], "x.pdf").startswith("x.pdf")


@given(st.binary(max_size=400), st.sampled_from(["x.txt", "x.md", "x.html", "x.pdf", "x"]))
def test_any_bytes_end_in_a_document_or_a_sentence(data: bytes, name: str) -> None:
    assert outcome(data, name).startswith(name)


@pytest.mark.slow
@given(st.text(alphabet="<>/!-[]\"'= abp&;#x\n", max_size=200))
def test_any_pile_of_the_pieces_of_html_is_read(text: str) -> None:
    document = read_here(f"<html><p>words {text}".encode(), "x.html")
    assert texts(document)[0].startswith("words")


@pytest.mark.parametrize("size", [20_000_001])
def test_a_file_too_large_is_refused(size: int) -> None:
    with pytest.raises(DocumentError, match="20 MB, 20 are read"):
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
    assert outcome(("<html><p>words</p>" + bomb * 100_000).encode(), "x.html")


@pytest.mark.slow
@pytest.mark.parametrize(
    "bomb", [">", "- ", "[", "*", "`", "![", "1. ", "    ", "|a", "<a>", "_a_", "&amp;", "\\"]
)
def test_a_bomb_of_markdown_is_read_too(bomb: str) -> None:
    document = read_document(f"# Title\n\n{bomb * 5000} words\n".encode(), "x.md")
    assert document.title
