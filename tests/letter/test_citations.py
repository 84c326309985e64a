import shutil
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from generator.audit.letters import LetterAuditor
from generator.letter import citations
from generator.letter.design import load_design, to_html
from generator.models.campaign import Campaign, CampaignFile
from generator.models.fields import CitationStyle, Work
from generator.models.letter import TextRun
from generator.models.source import Reference, Section
from tests.support.campaigns import ROOT, argument, campaign, press
from tests.support.people import representative
from tests.support.sources import SOURCE, finding

NEVER = frozenset[str]()


def text(runs: tuple[TextRun, ...]) -> str:
    return "".join(run.text for run in runs)


def test_the_first_note_names_the_work_in_full_with_quotes_inside_quotes() -> None:
    assert text(citations.note([finding("wells")], SOURCE, cited_before=NEVER)) == (
        "Rivers Watch, “What ‘Clean’ Means: Wells of the Valley,” May 1, "
        "2024, rivers.example/reports/wells, "
        "under “How many wells” (State Survey, December 2023)."
    )


def test_of_a_long_address_the_site_is_printed_and_the_link_says_what_it_leads_to() -> None:
    long = work("webpage", url="https://www.rivers.example/reports/2024/05/wells-of-the-valley")
    (link,) = [run for run in citations.full(long) if run.link]
    assert (link.text, link.link) == ("rivers.example", long.url)
    assert link.title == f"{long.title}, rivers.example"
    whole = work("webpage", url="https://www.rivers.example/wells")
    assert [(run.text, run.title) for run in citations.full(whole) if run.link] == [
        ("rivers.example/wells", "")
    ]


def test_the_words_below_the_title_have_no_heading_to_name() -> None:
    home = SOURCE.bibliography[0]
    sections = tuple(
        one.model_copy(update={"heading": home.title})
        if one.id == finding("wells").section
        else one
        for one in SOURCE.sections
    )
    source = SOURCE.model_copy(update={"sections": sections})
    said = text(citations.note([finding("wells")], source, cited_before=frozenset({home.id})))
    assert said == "Rivers Watch, “What ‘Clean’ Means” (State Survey, December 2023)."


@pytest.mark.parametrize(
    ("kind", "by_work"), [("webpage", True), ("legal_case", False), ("dataset", False)]
)
def test_a_decision_is_of_its_own_date_and_what_a_page_tells_only_of_the_pages(
    kind: str, *, by_work: bool
) -> None:
    paper = work(kind)
    source = SOURCE.model_copy(update={"bibliography": (paper,)})
    on_its_day = finding("wells").model_copy(
        update={"as_of": paper.issued, "as_of_text": None, "reference": None}
    )
    assert citations.is_dated_by_work(on_its_day, source) is by_work


def test_the_address_is_a_link() -> None:
    links = [
        run for run in citations.note([finding("wells")], SOURCE, cited_before=NEVER) if run.link
    ]
    assert [(run.text, run.link) for run in links] == [
        ("rivers.example/reports/wells", "https://www.rivers.example/reports/wells/")
    ]


def test_a_work_cited_before_is_short() -> None:
    told = text(citations.note([finding("sick")], SOURCE, cited_before=frozenset({"report"})))
    assert told == (
        "Rivers Watch, “What ‘Clean’ Means,” under “What does it do to "
        "health?” (June 2022 to July 2023)."
    )


def test_a_figure_of_the_documents_own_date_repeats_no_date() -> None:
    assert text(
        citations.note([finding("dry")], SOURCE, cited_before=frozenset({"report"}))
    ).endswith("under “How many wells.”")
    in_its_month = finding("dry").model_copy(update={"as_of": "2024-05"})
    assert text(
        citations.note([in_its_month], SOURCE, cited_before=frozenset({"report"}))
    ).endswith("under “How many wells.”")


def test_findings_of_one_sentence_share_a_note_by_work_and_section() -> None:
    told = text(
        citations.note(
            [finding("sick"), finding("wells"), finding("dry")],
            SOURCE,
            cited_before=frozenset({"report"}),
        )
    )
    assert told == (
        "Rivers Watch, “What ‘Clean’ Means,” under “How many wells” (State "
        "Survey, December 2023) and "
        "“What does it do to health?” (June 2022 to July 2023)."
    )


def test_two_works_stand_apart() -> None:
    told = text(citations.note([finding("dry"), finding("other")], SOURCE, cited_before=NEVER))
    assert told.endswith("; State Survey, “Wells,” Open Data, No. 7, 2023.")
    assert told.count("Rivers Watch") == 1


def test_a_note_names_no_section_of_another_work() -> None:
    """A heading of the first work would send a reader to a place that is not in the other."""
    dated = finding("other").model_copy(update={"as_of": "2024-04", "section": None})
    assert text(citations.note([dated], SOURCE, cited_before=NEVER)) == (
        "State Survey, “Wells,” Open Data, No. 7, 2023 (April 2024)."
    )
    of_the_year = dated.model_copy(update={"as_of": "2023"})
    assert text(citations.note([of_the_year], SOURCE, cited_before=NEVER)).endswith("No. 7, 2023.")
    tables = Section(id="tables", heading="Tables", work="survey")
    source = SOURCE.model_copy(update={"sections": (*SOURCE.sections, tables)})
    listed = dated.model_copy(update={"id": "listed", "section": "tables"})
    assert text(citations.note([listed], source, cited_before=NEVER)) == (
        "State Survey, “Wells,” Open Data, No. 7, 2023, under “Tables” (April 2024)."
    )
    assert text(citations.note([listed, dated], source, cited_before=NEVER)) == (
        "State Survey, “Wells,” Open Data, No. 7, 2023 (April 2024), under “Tables” (April 2024)."
    )


def test_addresses_are_read_as_people_type_them() -> None:
    assert citations.readable_url("https://www.example.org/a/?q=1") == "example.org/a?q=1"
    assert citations.readable_url("http://example.org") == "example.org"
    assert citations.readable_url("https://www.example.org/a/#table-2") == "example.org/a#table-2"
    assert (
        citations.readable_url("https://example.org/a?b#c:~:text=all%20of%20it")
        == "example.org/a?b#c"
    )


# ---------------------------------------------------------------- every type of work in both styles

WORKS: dict[str, dict[str, str]] = {
    "report": {
        "author": "Basin Policy Institute",
        "title": "Wells Without Water: The “Dry” Years",
        "short_title": "Wells Without Water",
        "container_title": "Water Papers",
        "number": "No. 12",
        "issued": "2024-03-14",
        "url": "https://www.basin.example/wells/",
    },
    "webpage": {
        "author": "Rivers Watch",
        "title": "What “Clean” Means",
        "issued": "2024-09",
        "url": "https://rivers.example/clean",
    },
    "article-newspaper": {
        "author": "Ana Whitfield",
        "title": 'The "So-Called ‘Wall’" Grows',
        "short_title": "The Wall",
        "container_title": "Harlan Times",
        "issued": "2023-05-02",
    },
    "dataset": {
        "author": "State Survey",
        "title": "Wells",
        "container_title": "Open Data",
        "number": "table 7",
        "issued": "2023",
        "url": "https://data.example/7",
        "accessed": "2026-01-05",
    },
    "legislation": {
        "author": "Congress",
        "title": "Clean Wells Act",
        "number": "Pub. L. No. 117-58",
        "container_title": "135 Stat. 429",
        "issued": "2021",
        "url": "https://www.congress.gov/117/plaws/publ58",
    },
    "bill": {
        "author": "Rep. Escobar",
        "title": "Clean Wells Act",
        "number": "H.R. 2662",
        "issued": "2019-05-10",
        "url": "https://www.congress.gov/bill/116th-congress/house-bill/2662",
    },
    "legal_case": {
        "author": "9th Cir.",
        "title": "Wells Lab v. Harlan",
        "short_title": "Wells Lab",
        "container_title": "924 F.3d 503",
        "number": "No. 19-15716",
        "issued": "2019-05-07",
    },
    "personal_communication": {
        "author": "Jerrold Nadler",
        "title": "Letter to the Acting Secretary of Homeland Security",
        "short_title": "Letter",
        "issued": "2020-01-14",
        "url": "https://judiciary.example/letter.pdf",
    },
}
"""One of each; a quoted phrase within a title, straight or curly, and one within that."""

BASIN = "Basin Policy Institute"
TOLD: dict[tuple[str, CitationStyle], tuple[str, str]] = {
    ("report", "notes"): (
        (
            "Basin Policy Institute, *Wells Without Water: The “Dry” Years*, "
            "Water Papers, No. 12 (March 14, 2024), <basin.example/wells>"
        ),
        "Basin Policy Institute, *Wells Without Water*",
    ),
    ("report", "bluebook"): (
        f"{BASIN}, *Wells Without Water: The “Dry” Years*, No. 12, Water Papers (Mar. 14, 2024), <https://www.basin.example/wells/>",
        "Basin Policy Institute, *Wells Without Water*",
    ),
    ("webpage", "notes"): (
        "Rivers Watch, “What ‘Clean’ Means,” September 2024, <rivers.example/clean>",
        "Rivers Watch, “What ‘Clean’ Means”",
    ),
    ("webpage", "bluebook"): (
        "Rivers Watch, *What “Clean” Means* (Sept. 2024), <https://rivers.example/clean>",
        "Rivers Watch, *What “Clean” Means*",
    ),
    ("article-newspaper", "notes"): (
        "Ana Whitfield, “The ‘So-Called “Wall”’ Grows,” *Harlan Times*, May 2, 2023",
        "Ana Whitfield, “The Wall”",
    ),
    ("article-newspaper", "bluebook"): (
        "Ana Whitfield, *The “So-Called ‘Wall’” Grows*, Harlan Times (May 2, 2023)",
        "Ana Whitfield, *The Wall*",
    ),
    ("dataset", "notes"): (
        (
            "State Survey, “Wells,” *Open Data*, table 7, 2023, "
            "<data.example/7>, accessed January 5, 2026"
        ),
        "State Survey, “Wells”",
    ),
    ("dataset", "bluebook"): (
        (
            "State Survey, *Wells*, table 7, Open Data (2023), "
            "<https://data.example/7> (last visited Jan. 5, 2026)"
        ),
        "State Survey, *Wells*",
    ),
    ("legislation", "notes"): (
        (
            "Clean Wells Act, Pub. L. No. 117-58, 135 Stat. 429 (2021), "
            "<congress.gov/117/plaws/publ58>"
        ),
        "Pub. L. No. 117-58",
    ),
    ("legislation", "bluebook"): (
        "Clean Wells Act, Pub. L. No. 117-58, 135 Stat. 429 (2021)",
        "Pub. L. No. 117-58",
    ),
    ("bill", "notes"): (
        ("Clean Wells Act, H.R. 2662, 116th Cong. (2019), <congress.gov>"),
        "H.R. 2662",
    ),
    ("bill", "bluebook"): ("Clean Wells Act, H.R. 2662, 116th Cong. (2019)", "H.R. 2662"),
    ("legal_case", "notes"): ("*Wells Lab v. Harlan*, 924 F.3d 503 (9th Cir. 2019)", "*Wells Lab*"),
    ("legal_case", "bluebook"): (
        "*Wells Lab v. Harlan*, 924 F.3d 503 (9th Cir. 2019)",
        "*Wells Lab*, 924 F.3d 503",
    ),
    ("personal_communication", "notes"): (
        (
            "Jerrold Nadler, Letter to the Acting Secretary of Homeland "
            "Security, January 14, 2020, <judiciary.example/letter.pdf>"
        ),
        "Jerrold Nadler, Letter",
    ),
    ("personal_communication", "bluebook"): (
        "Letter from Jerrold Nadler to the Acting Secretary of Homeland Security (Jan. 14, 2020), <https://judiciary.example/letter.pdf>",
        "Jerrold Nadler, Letter",
    ),
}


def work(kind: str, **changes: str | None) -> Reference:
    return Reference.model_validate({"id": "x", "type": kind, **WORKS[kind], **changes})


def marked(runs: tuple[TextRun, ...]) -> str:
    """The runs as text, slanted words in stars, links in pointed brackets."""
    return "".join(
        f"*{run.text}*" if run.emphasis == "em" else f"<{run.text}>" if run.link else run.text
        for run in runs
    )


def test_every_type_of_work_is_told_in_both_styles() -> None:
    assert {kind for kind, _ in TOLD} == set(WORKS) == set(get_args(Work))
    assert {style for _, style in TOLD} == set(get_args(CitationStyle))
    assert len(TOLD) == len(WORKS) * 2


@pytest.mark.parametrize(("kind", "style"), TOLD)
def test_a_work_in_full_and_in_short(kind: str, style: CitationStyle) -> None:
    assert (
        marked(citations.full(work(kind), style=style)),
        marked(citations.short(work(kind), style=style)),
    ) == TOLD[kind, style]


@pytest.mark.parametrize(
    ("kind", "changes", "style", "told"),
    [
        (
            "legal_case",
            {"container_title": None},
            "bluebook",
            "*Wells Lab v. Harlan*, No. 19-15716 (9th Cir. May 7, 2019)",
        ),
        (
            "legal_case",
            {"container_title": "594 U.S. 12"},
            "bluebook",
            "*Wells Lab v. Harlan*, 594 U.S. 12 (2019)",
        ),
        (
            "legal_case",
            {"container_title": None},
            "notes",
            "*Wells Lab v. Harlan*, No. 19-15716 (9th Cir. May 7, 2019)",
        ),
        (
            "legal_case",
            {"container_title": "597 U.S. 785", "author": "U.S."},
            "notes",
            "*Wells Lab v. Harlan*, 597 U.S. 785 (2019)",
        ),
        (
            "legal_case",
            {"container_title": "139 S. Ct. 12", "author": "U.S."},
            "notes",
            "*Wells Lab v. Harlan*, 139 S. Ct. 12 (2019)",
        ),
        (
            "legal_case",
            {"container_title": "2019 U.S. Dist. LEXIS 7", "author": "D. Ariz."},
            "notes",
            "*Wells Lab v. Harlan*, 2019 U.S. Dist. LEXIS 7 (D. Ariz. 2019)",
        ),
        (
            "bill",
            {"issued": "2019-01-02", "url": None},
            "bluebook",
            "Clean Wells Act, H.R. 2662, 115th Cong. (2019)",
        ),
        (
            "bill",
            {"issued": "2019", "url": None},
            "notes",
            "Clean Wells Act, H.R. 2662, 116th Cong. (2019)",
        ),
        (
            "bill",
            {"container_title": "115th Cong.", "url": None},
            "bluebook",
            "Clean Wells Act, H.R. 2662, 115th Cong. (2019)",
        ),
        (
            "personal_communication",
            {"title": "Answers", "url": None},
            "bluebook",
            "Jerrold Nadler, Answers (Jan. 14, 2020)",
        ),
        (
            "webpage",
            {"title": "Are wells safe?", "url": None},
            "notes",
            "Rivers Watch, “Are wells safe?” September 2024",
        ),
        (
            "webpage",
            {"title": "Are wells safe?", "number": "2", "url": None},
            "bluebook",
            "Rivers Watch, *Are wells safe?* 2 (Sept. 2024)",
        ),
        (
            "webpage",
            {"title": "The “Wells”", "url": None},
            "notes",
            "Rivers Watch, “The ‘Wells,’” September 2024",
        ),
        (
            "webpage",
            {"title": "Our ‘Wells’ and", "url": None},
            "notes",
            "Rivers Watch, “Our ‘Wells’ and,” September 2024",
        ),
        (
            "webpage",
            {"title": "Trump’s ‘Remain in Mexico’ Policy Ends", "url": None},
            "notes",
            "Rivers Watch, “Trump’s ‘Remain in Mexico’ Policy Ends,” September 2024",
        ),
        (
            "webpage",
            {"title": "The End of ‘Wells’", "url": None},
            "notes",
            "Rivers Watch, “The End of ‘Wells,’” September 2024",
        ),
        (
            "webpage",
            {"title": "Trump's 'Remain' and \"Stay 'Put'\" Ends", "url": None},
            "notes",
            "Rivers Watch, “Trump’s ‘Remain’ and ‘Stay “Put”’ Ends,” September 2024",
        ),
        (
            "dataset",
            {"accessed": None, "url": None},
            "bluebook",
            "State Survey, *Wells*, table 7, Open Data (2023)",
        ),
        (
            "dataset",
            {"accessed": None, "url": None},
            "notes",
            "State Survey, “Wells,” *Open Data*, table 7, 2023",
        ),
    ],
)
def test_what_is_not_known_and_what_ends_oddly(
    kind: str, changes: dict[str, str | None], style: CitationStyle, told: str
) -> None:
    assert marked(citations.full(work(kind, **changes), style=style)) == told


@pytest.mark.parametrize(
    ("kind", "changes", "told"),
    [
        ("bill", {"number": None}, "Clean Wells Act"),
        ("bill", {"short_title": "Wells Act"}, "Wells Act, H.R. 2662"),
        ("legislation", {"number": None}, "Clean Wells Act"),
        ("legislation", {"short_title": "the Act"}, "the Act"),
        ("legislation", {"number": "§ 235(b)(2)(C)"}, "Clean Wells Act § 235(b)(2)(C)"),
        ("legislation", {"number": "section 7", "short_title": "CWA"}, "CWA section 7"),
    ],
)
def test_the_short_names_of_laws(kind: str, changes: dict[str, str | None], told: str) -> None:
    assert marked(citations.short(work(kind, **changes))) == told


@pytest.mark.parametrize(
    ("text", "mark", "told"),
    [
        ("Title", ".", "Title."),
        ("116th Cong.", ".", "116th Cong."),
        ("116th Cong.", ",", "116th Cong.,"),
        ("“What”", ".", "“What.”"),
        ("“What?”", ".", "“What?”"),
        ("“So ‘what’”", ",", "“So ‘what,’”"),
        ("the workers’", ".", "the workers’."),
    ],
)
def test_stops_stand_inside_quotation_marks(text: str, mark: str, told: str) -> None:
    assert "".join(run.text for run in citations.closed((TextRun(text),), mark)) == told


def test_a_stop_behind_slanted_words_or_an_address_is_no_part_of_them() -> None:
    assert citations.closed((TextRun("Doe v. Roe", "em"),), ".") == (
        TextRun("Doe v. Roe", "em"),
        TextRun("."),
    )
    assert citations.closed((TextRun("x.example", link="https://x.example"),), ".")[-1] == TextRun(
        "."
    )


def test_a_note_in_the_style_of_lawyers() -> None:
    told = marked(
        citations.note(
            [finding("wells"), finding("other")], SOURCE, cited_before=NEVER, style="bluebook"
        )
    )
    assert told == (
        "Rivers Watch, *What “Clean” Means: Wells of the Valley* (May 1, "
        "2024), <https://www.rivers.example/reports/wells/>, "
        "under “How many wells” (State Survey, December 2023); State "
        "Survey, *Wells*, No. 7, Open Data (2023)."
    )


# -------------------- a campaign's own style, and a design's own list

WELLS = (
    'By {{ date("wells") }}, they counted {{ figure("wells") }} wells, '
    '{{ figure("other") }} in the data.'
)


def campaign_in(style: str) -> Campaign:
    made = campaign(argument("wells", WELLS))
    return replace(
        made,
        settings=CampaignFile.model_validate({**made.settings.model_dump(), "citations": style}),
    )


def test_the_campaign_decides_the_style() -> None:
    notes = {
        style: text(press(campaign_in(style)).order(representative()).letter.notes[0].runs)
        for style in ("notes", "bluebook")
    }
    assert "“What ‘Clean’ Means: Wells of the Valley,” May 1, 2024" in notes["notes"]
    assert "What “Clean” Means: Wells of the Valley (May 1, 2024)" in notes["bluebook"]


def test_the_audit_lets_both_styles_say_what_the_works_say() -> None:
    for style in ("notes", "bluebook"):
        made = campaign_in(style)
        assert LetterAuditor(made).problems(press(made).order(representative()).letter) == []


def test_a_design_prints_the_list_of_works_escaped(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    page = tmp_path / "templates" / "organization" / "letter.html"
    close = (
        '{% block close %}{% from "common/citations.html" import full, short, works %}'
        "{{ works(letter) }}<i>{{ short(letter.works[0], 'notes') "
        "}}</i><b>{{ full(letter.works[0]) }}</b>{{ super() }}{% endblock %}"
    )
    page.write_text(page.read_text("utf-8") + close, "utf-8")
    letter = press(campaign_in("bluebook")).order(representative()).letter
    evil = letter.works[0].model_copy(
        update={"title": '<script>alert("x")</script> & “more”', "author": "A & <b>B</b>"}
    )
    html = to_html(
        replace(letter, works=(evil, *letter.works[1:])), load_design(page.parent)
    ).replace("\u00a0", " ")
    assert "<script" not in html
    assert (
        "<li>A &amp; &lt;b&gt;B&lt;/b&gt;, "
        "<em>&lt;script&gt;alert(“x”)&lt;/script&gt; &amp; “more”</em> (May"
    ) in html
    assert (
        'href="https://www.rivers.example/reports/wells/">https://www.rivers.example/reports/wells/</a></li>'
        in html
    )
    assert "<li>State Survey, <em>Wells</em>, No." in html
    assert "<i>A &amp; &lt;b&gt;B&lt;/b&gt;, “What ‘Clean’ Means”</i><b>A &amp; " in html
    assert html.count("<li>") == 2 + len(letter.asks)
