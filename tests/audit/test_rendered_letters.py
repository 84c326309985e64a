"""The audit as a page: its verdicts, marks and links, with all text escaped."""

from collections import Counter
from html.parser import HTMLParser

from generator.audit.documents.reading import read_document
from generator.audit.documents.types import Document
from generator.audit.rendered_letters import to_html
from tests.support.wells_source import FARMS, WELLS, audited, line_of, source


class Page(HTMLParser):
    """What a page holds: its tags, ids, links and marked words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.marked: list[str] = []
        self.rows: list[str] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        self._open.append(tag)
        if "id" in given:
            self.ids.append(given["id"] or "")
        if (given.get("href") or "").startswith("#"):
            self.targets.append((given["href"] or "")[1:])

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "mark" in self._open:
            self.marked.append(data)


def test_the_page_shows_verdicts_marks_and_places_and_every_link_has_a_target(
    ours: Document,
) -> None:
    given = source(
        WELLS,
        FARMS,
        {**WELLS, "figure": "over 1,300"},
        {"reference": "other"},
        {**WELLS, "section": "gone"},
    )
    text = to_html(audited(given, ours), ours)
    page = Page(text)
    assert len(set(page.ids)) == len(page.ids)
    assert set(page.targets) <= set(page.ids)
    assert page.tags["table"] == page.tags["caption"] == 3
    assert page.tags["h1"] == page.tags["main"] == page.tags["title"] == 1
    assert {"over 1,200", "November 2021", "45 percent", "Valley Growers Alliance"} <= set(
        page.marked
    )
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "of 9</strong> statements are supported" in text
    assert "1 cite another work and were not checked here." in text
    assert f"source.yaml, line {line_of('findings[2].figure')}" in text


def test_a_page_without_failures_has_no_list_of_them(ours: Document) -> None:
    text = to_html(audited(source(WELLS), ours), ours)
    assert "What is wrong" not in text
    assert "<strong>6 of 6</strong> statements are supported." in text


def test_nothing_on_the_page_is_unescaped() -> None:
    evil = read_document(
        b'# T <script>alert(1)</script> & co\n\nOver 12 "wells" & `<b>`bold`</b>` in 2021.\n',
        "x.txt",
        format="text",
    )
    given = source(
        {
            "id": "x",
            "figure": "over 12",
            "claim": "<script>alert(2)</script> wells",
            "section": "intro",
            "as_of": "2021",
        }
    )
    heading = given.sections[0].model_copy(
        update={"heading": evil.sections[0].heading or evil.title}
    )
    text = to_html(
        audited(given.model_copy(update={"sections": (heading, *given.sections[1:])}), evil), evil
    )
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "<b>" not in text
