"""HTML: the main matter, hidden words, notes, tables and the data of the head."""

import pytest

from generator.audit.documents.reading import read_document
from tests.support.documents import outline, texts

pytestmark = pytest.mark.slow


def test_an_unclosed_menu_ends_where_the_main_matter_begins() -> None:
    page = (
        b"<html><body><nav><ul><li>Menu 1<main><h1>Title</h1><p>Words that count, and "
        b"enough of them.</p></main></body></html>"
    )
    assert outline(read_document(page, "x.html")) == [(1, "Title")]


def test_a_page_that_marks_no_main_matter_is_read_whole() -> None:
    page = (
        b"<body><h1>T</h1><div>One<br>two</div><nav>menu<nav>inner</nav>more</nav><p>"
        b"Three <b>four</b></p><aside>no</aside></body>"
    )
    assert texts(read_document(page, "x.html")) == ["One two", "Three four"]


def test_a_main_matter_with_next_to_nothing_in_it_is_not_trusted() -> None:
    page = (
        f"<html><body><main><p>Loading</p></main><p>{'Words that count. ' * 40}</p></body></html>"
    )
    assert len(texts(read_document(page.encode(), "x.html"))) == 2


def test_a_heading_that_is_never_closed_ends_with_its_words() -> None:
    page = (
        b"<html><body><h1>Delays grow<p>In 2022, 12,400 parcels were lost.</p><h2><div>"
        b"Costs</div></h2><div>$5 million.</div>"
    )
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
                (
                    f"<html><body><p>Over 56,000 {hidden} letters<br hidden> were late.</p></body>"
                    f"</html>"
                ).encode(),
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
    text = (
        b"# T\n\nOver 56,000[4](#fn4) were late, ~~57,000 *or* more~~ not <del>"
        b"58,000</del><span hidden>59,000</span> 9 [now](#fn).\n"
    )
    assert texts(read_document(text, "x.md")) == ["Over 56,000 were late, not 9 now."]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ((b"# T\n\n| County | Homes | 2021 |\n|---|---|---|\n| Harlan | 1,204 | 12 "
          b"percent |\n| Ferry Point | none | 5 |\n"), "x.md"),
        ((b"<html><h1>T</h1><table><tr><th>County<th>Homes</th><th>2021</th></tr><tr><td>"
          b"Harlan</td><td>1,204</td><td>12 percent</td>"
         b"</tr><tr>\n <td>Ferry Point</td>\n <td>none</td>\n <td>5</td>\n</tr>"
          b"</table>"), "x.html"),
    ],
)  # fmt: skip
def test_figures_of_a_table_stand_behind_the_words_above_them(data: bytes, name: str) -> None:
    rows = [
        paragraph.text
        for _, paragraph in read_document(data, name).paragraphs()
        if paragraph.kind == "row"
    ]
    assert rows[1:] == ["Harlan | Homes: 1,204 | 2021: 12 percent", "Ferry Point | none | 2021: 5"]


def test_a_table_without_a_head_gets_no_head() -> None:
    page = (
        b"<html><h1>T</h1><table><tr><td>Harlan</td><td>2021</td></tr><tr><td>Ferry "
        b"Point</td><td>2022</td></tr></table>"
    )
    assert texts(read_document(page, "x.html")) == ["Harlan | 2021", "Ferry Point | 2022"]


def test_quotes_lists_and_tables_have_their_kinds() -> None:
    page = (
        b"<html><body><blockquote><p>Said</p></blockquote><ul><li>Item</li></ul><table>"
        b"<tr><td>a</td><td>1</td></tr></table></body></html>"
    )
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
            (
                '<script type="application/ld+json">[{"@graph": [{"datePublished": "2020-01", '
                '"author": ["B"]}]}]</script>'
            ),
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
