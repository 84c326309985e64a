"""A letter as a web page."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from generator.letter.plain_text import reading_order
from generator.letter.readback import lost_paragraphs, read_back
from generator.letter.web_page import page_text, web_page
from tests.support.letters_for_tests import FULL, PICTURES, paragraph

PAGE = web_page(FULL)


class Tags(HTMLParser):
    """Collects the tags of a page, and whether each that opens is closed in its turn."""

    EMPTY = frozenset({"meta", "br", "img", "wbr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open += [] if tag in self.EMPTY else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_has_a_language_a_title_one_main_and_one_heading() -> None:
    tags = Tags(PAGE)
    assert tags.open == []
    names = [name for name, _ in tags.found]
    assert [names.count(name) for name in ("main", "h1", "title", "h2")] == [1, 1, 1, 1]
    assert tags.found[0] == ("html", {"lang": "en-US"})
    assert f"<title>{FULL.title}</title>" in PAGE
    assert f"<h1>Re: {FULL.subject}</h1>" in PAGE


def test_every_note_is_reached_from_its_call_and_leads_back() -> None:
    links = [attributes for name, attributes in Tags(PAGE).found if name == "a"]
    ids = [attributes["id"] for _, attributes in Tags(PAGE).found if "id" in attributes]
    assert len(ids) == len(set(ids))
    calls = [link for link in links if link.get("role") == "doc-noteref"]
    backs = [link for link in links if link.get("role") == "doc-backlink"]
    assert [link["href"] for link in calls] == [f"#note-{number}" for number in (1, 2, 3, 4)]
    assert [link["href"] for link in backs] == [f"#{link['id']}" for link in calls]
    assert {str(link["href"])[1:] for link in (*calls, *backs)} <= set(ids)
    assert PAGE.count('role="doc-endnotes"') == 1


def test_the_page_loads_and_runs_nothing() -> None:
    page = web_page(PICTURES)
    assert "<script" not in page
    sources = re.findall(r'(?:src|href|url)[=(]"?([^")> ]+)', page)
    assert {source.partition(":")[0] for source in sources if not source.startswith("#")} == {
        "data"
    }
    assert 'alt="Signature of Marisol Tejada Whitcomb"' in page


def test_words_are_escaped() -> None:
    evil = replace(
        FULL,
        title="A <b> & c",
        salutation="Dear <script>alert(1)</script>:",
        statement=(paragraph("1 < 2 & <img src=x>"), *FULL.statement),
    )
    page = web_page(evil)
    assert "<script" not in page
    assert "<img" not in page
    assert "<title>A &lt;b&gt; &amp; c</title>" in page
    assert "Dear <script>alert(1)</script>:" in page_text(page)
    assert lost_paragraphs(page_text(page), evil, order=reading_order(evil)) == ()


def test_the_page_reads_back_whole_and_each_loss_is_noticed() -> None:
    order = reading_order(FULL)
    assert read_back(page_text(PAGE), FULL) == ()
    assert lost_paragraphs(page_text(PAGE), FULL, order=order) == ()
    assert read_back(page_text(PAGE.replace("79902", "")), FULL)
    shorter = re.sub(r"<li>visit.*?</li>", "", PAGE)
    assert len(lost_paragraphs(page_text(shorter), FULL, order=order)) == 1
    assert len(read_back(page_text(shorter), FULL)) == 1
