"""Drafts of a campaign, and the findings and recommendations that a document offers."""

import pytest
import yaml

from generator.audit.candidates import outline
from generator.audit.documents.reading import read_document
from generator.audit.documents.types import Document
from generator.audit.drafting import TODO, draft_campaign
from generator.models.source import SourceFile
from tests.support import makes
from tests.support.drafts import DAY, draft

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "name", ["wells.pdf", "clinics.html", "testimony.txt", "broadband.md", "evictions.pdf"]
)
def test_a_draft_is_complete_but_for_its_todos(name: str) -> None:
    text = draft_campaign(read_document(makes.documents()[name], name), on=DAY).source
    draft = SourceFile.model_validate(yaml.load(text, yaml.BaseLoader))  # noqa: S506
    assert (
        {one.claim for one in draft.findings}
        == {TODO}
        == {one.ask for one in draft.recommendations}
    )
    assert len(draft.findings) >= 5
    assert len(draft.recommendations) >= 2
    for names in (
        [one.id for one in draft.findings],
        [one.id for one in draft.recommendations],
        [one.id for one in draft.sections],
    ):
        assert len(set(names)) == len(names)
    known = {section.id for section in draft.sections}
    assert {one.section for one in draft.findings} | {
        one.section for one in draft.recommendations
    } <= known


@pytest.mark.slow
def test_what_a_draft_guesses() -> None:
    guessed = {
        name: SourceFile.model_validate(
            yaml.load(draft_campaign(read_document(data, name), on=DAY).source, yaml.BaseLoader)  # noqa: S506
        )
        for name, data in makes.documents().items()
    }
    assert {
        name: (one.bibliography[0].author, one.bibliography[0].issued)
        for name, one in guessed.items()
    } == {
        "wells.pdf": ("Basin Policy Institute", "2024-03-14"),
        "clinics.html": ("Clinic Access Coalition", "2023-09-12"),
        "testimony.txt": ("Jordan Ellis, Harlan Veterans League", "2022-02-08"),
        "broadband.md": ("Open Lines Project", "2021-06-30"),
        "evictions.pdf": ("Tenant Data Lab", "2023-08-21"),
    }
    wells = guessed["wells.pdf"]
    assert [one.instrument for one in wells.recommendations] == [
        "appropriation",
        "hearing",
        "legislation",
    ]
    first = wells.findings[0]
    assert (first.figure, first.as_of, first.as_of_text) == (
        "more than 4,300",
        "2023-08",
        "June 2021 to August 2023",
    )
    growers = next(one for one in wells.findings if one.figure == "two-thirds")
    assert (growers.counted_by, growers.as_of) == ("Valley Growers Alliance", "2023-11")
    assert [one.chambers for one in guessed["clinics.html"].recommendations] == [
        ("house", "senate"),
        ("house", "senate"),
    ]
    assert guessed["evictions.pdf"].recommendations[1].chambers == ("house", "senate")


def test_an_outline_of_the_shipped_campaigns_document(document: Document) -> None:
    found = outline(document, issued="2020-01-29")
    figures = [candidate.figure for candidate in found.findings if candidate.figure]
    assert {
        "over 56,000",
        "16,000",
        "about 500",
        "over 59,000",
        "21,786",
        "at least 816",
        "45 percent",
        "about a quarter",
    } <= set(figures)
    assert not any(
        "tax deductible" in candidate.text or "Singapore" in candidate.text
        for candidate in found.findings
    )
    assert len(found.recommendations) == 4
    assert all(candidate.place == "line 52" for candidate in found.recommendations)
    assert len(found.links) == len(document.links)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                b"# T\n\nWe recommend that lawmakers should:\n\n- End it.\n- Fund it.\n\nThe rest "
                b"of the paper follows here.\n\n- No advice.\n"
            ),
            [
                ("End it.", "listed under recommendations"),
                ("Fund it.", "listed under recommendations"),
            ],
        ),
        (
            b"# T\n\n## Our asks\n\nThe agency must change its ways soon.\n",
            [("The agency must change its ways soon.", "advises")],
        ),
        (b"# T\n\nThe agency must change its ways soon.\n", []),
        (
            b"# T\n\nCongress must act soon on this.\n",
            [("Congress must act soon on this.", "asks Congress")],
        ),
        (b"# T\n\n## Related\n\nCongress must act soon on this.\n", []),
    ],
)
def test_recommendations_are_seen_by_their_words_and_place(
    text: bytes, expected: list[tuple[str, str]]
) -> None:
    assert [
        (one.text, one.why) for one in outline(read_document(text, "x.md")).recommendations
    ] == expected


def drafted_lines(text: str, name: str = "x.md") -> dict[str, str]:
    """The entry of the document itself in a draft from this text, by key, with its remarks."""
    lines = (
        draft_campaign(read_document(text.encode(), name), on=DAY)
        .source.split("bibliography:\n")[1]
        .split("\n\n")[0]
        .splitlines()
    )
    return {key.strip(" -"): value for key, _, value in (line.partition(": ") for line in lines)}


def test_a_document_without_dates_figures_or_advice_still_gives_a_draft() -> None:
    document = read_document(
        b'# A "quoted" title: with \\ and \xc3\xa9\n\nNothing to count here.\n', "x.md"
    )
    given = draft(document)
    assert given.bibliography[0].title == 'A "quoted" title: with \\ and é'
    assert given.bibliography[0].author == TODO
    assert "issued: TODO" in draft_campaign(document, on=DAY).source
    assert [one.ask for one in given.recommendations] == [TODO]
    assert given.findings == ()
    assert draft_campaign(document, on=DAY).cites is None


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("# T\n\nMay 4, 2022\n\nIn 2019 it counted 12 wells.\n", "2022-05-04"),
        (
            (
                "# T\n\nHARLAN, May 4, 2022 — The board said that it had counted 12 wells in all "
                "of the county and more.\n"
            ),
            "2022-05-04",
        ),
        (
            "# T\n\nHousing Watch - Policy Brief - June 2024\n\nIn 2019 it counted 12 wells.\n",
            "2024-06",
        ),
        (
            "# T\n\nPublished: June 3rd, 2024 | 5 min read\n\nIn 2019 it counted 12 wells.\n",
            "2024-06-03",
        ),
        ("# T\n\nJune 2018 to July 2019\n\nIt counted 12 wells.\n", None),
        (
            "# T\n\nIn March 2019 the board counted 12 wells, and in June 2020 it counted 14.\n",
            None,
        ),
        ("# T\n\nBy June 2031 there will be 14 wells.\n", None),
        ("# T\n\nMay 4, 2031\n\nThere will be 14 wells.\n", None),
    ],
)
def test_a_draft_takes_its_date_from_the_head_or_leaves_it_to_be_written(
    text: str, issued: str | None
) -> None:
    assert drafted_lines(text)["issued"].split()[0] == (issued or TODO)


def test_a_draft_hints_at_a_date_and_dates_nothing_with_it() -> None:
    text = (
        "# T\n\nIn March 2019 the board counted 120 wells, and in June 2020 it counted 140.\n\nIt "
        "closed 300 others.\n"
    )
    assert drafted_lines(text)["issued"].endswith(
        "it does not say so; the latest date it speaks of is 2020-06"
    )
    assert (
        "as_of: TODO   # its sentence gives no date"
        in draft_campaign(read_document(text.encode(), "x.md"), on=DAY).source
    )
    made = draft_campaign(
        read_document(
            makes.pdf("<h1>Wells of Harlan</h1><p>It closed 300 wells.</p>", created="2024-03-14"),
            "x.pdf",
        ),
        on=DAY,
    ).source
    assert (
        "issued: TODO   # the day, month or year it was published: it does not say so; the file "
        "was made on 2024-03-14" in made
    )


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("Coastal Housing Watch - Policy Brief - June 2024", "Coastal Housing Watch"),
        ("Basin Policy Institute", "Basin Policy Institute"),
        ("Tenant Data Lab, August 21, 2023", "Tenant Data Lab"),
        ("By Ana Whitfield | June 3, 2024", "Ana Whitfield"),
        ("Prepared by the Center for Rural Water", "Center for Rural Water"),
        (
            "Statement for the Record of the American Wells Association",
            "American Wells Association",
        ),
        ("By the numbers: 2019 was dry", None),
        ("Washington, DC, May 4, 2022", None),
        ("Harlan, Texas", None),
        ("Annual Report 2023", None),
        ("The board of the county has counted its wells.", None),
        ("X" * 150, None),
    ],
)
def test_a_draft_takes_its_author_from_the_head_or_leaves_it_to_be_written(
    head: str, author: str | None
) -> None:
    entry = drafted_lines(f"# The Long Wait\n\n{head}\n\nThere were 12 wells.\n")["author"]
    assert entry.split("   # ")[0].strip('"') == (author or TODO)


def test_a_witness_is_the_author_of_a_testimony() -> None:
    text = (
        "WRITTEN TESTIMONY OF\n\nMARIA DELGADO\n\nBEFORE THE COMMITTEE ON HOUSING\n\nFebruary 8, "
        "2022\n\nThe wait was long, as they say.\n"
    )
    entry = drafted_lines(text, "x.txt")
    assert entry["author"].startswith('"Maria Delgado"')
    assert entry["title"].startswith(
        '"WRITTEN TESTIMONY OF MARIA DELGADO BEFORE THE COMMITTEE ON HOUSING"'
    )
    assert entry["issued"].startswith("2022-02-08")


def test_a_title_that_is_only_first_words_is_left_to_be_written() -> None:
    entry = drafted_lines(
        "The wait was long, as they say.\n\nIt cost $500 in 2021.\n", "waiting.txt"
    )
    assert entry["title"].startswith("TODO")
    assert entry["id"].startswith("waiting ")


ADDRESSED = b"""# T

## Recommendations

To Congress:

1. Freeze plant consolidations until the waits are under 30 days.
2. Pay first rental aid. It would reach 30,000 people.
3. The Department of Labor should publish wage claims.

To the State of Texas:

- Enact a right to counsel for tenants.
- Congress should pay.

### For state agencies

- Count the 400 wells.
"""


def test_a_draft_has_the_asks_of_congress_and_a_remark_for_each_ask_of_others() -> None:
    document = read_document(ADDRESSED, "x.md")
    found = outline(document)
    assert [(one.text, one.to) for one in found.recommendations] == [
        ("Freeze plant consolidations until the waits are under 30 days.", "Congress"),
        ("Pay first rental aid.", "Congress"),
        ("The Department of Labor should publish wage claims.", "The Department of Labor"),
        ("Enact a right to counsel for tenants.", "the State of Texas"),
        ("Congress should pay.", "Congress"),
        ("Count the 400 wells.", "state agencies"),
    ]
    assert found.findings == (), "figures of what is asked are no findings"
    assert [one.id for one in draft(document).recommendations] == [
        "freeze-plant-consolidations-waits",
        "pay-rental-aid",
        "pay",
    ]
    text = draft_campaign(document, on=DAY).source
    assert "# line 9: left out, for it is addressed to The Department of Labor\n" in text
    assert "# line 13: left out, for it is addressed to the State of Texas\n" in text


@pytest.mark.parametrize(
    ("sentence", "to"),
    [
        ("I respectfully urge the Subcommittee to double the funds.", "Congress"),
        ("We urge you to double the funds.", "Congress"),
        ("We call on Congress and the administration to end it.", "Congress"),
        ("Congress, in its next session, should act.", "Congress"),
        ("To protect the wells, Congress and the President should act.", "Congress"),
        ("Funds should be restored by Congress.", "Congress"),
        ("The agency must report to Congress each year.", None),
        ("The White House should end it.", None),
        ("Applicants must wait while the Senate debates.", None),
        ("State lawmakers should act.", None),
    ],
)
def test_a_recommendation_asks_the_body_that_is_to_act(sentence: str, to: str | None) -> None:
    found = outline(read_document(f"# T\n\n{sentence}\n".encode(), "x.md")).recommendations
    assert [one.to for one in found] == ([to] if to else [])


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        (
            "Under 42 U.S.C. § 5174 and 84 Fed. Reg. 12345 it paid 61 percent of them.",
            ["42 U.S.C. § 5174", "84 Fed. Reg. 12345", "61 percent"],
        ),
        ("We use cookies: 14 partners may read them.", []),
        ("A mother of three told us that she had waited with children under five.", []),
        ("The agency should answer all claims within 30 days.", []),
        (
            "Sixty-eight percent of voters say that the program should end by 2030.",
            ["sixty-eight percent"],
        ),
        ("Table 3 shows that in all 1,200 homes burned.", ["1,200"]),
        ("A 34-year-old man and 40 others were let go.", ["40"]),
    ],
)
def test_figures_that_a_letter_may_cite_are_candidates_and_others_are_not(
    sentence: str, figures: list[str]
) -> None:
    assert [
        one.figure
        for one in outline(read_document(f"# T\n\n{sentence}\n".encode(), "x.md")).findings
        if one.figure
    ] == figures


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Women headed 61 percent of the households that waited.", "headed-households"),
        ("61 percent of tenants had moved.", "tenants-moved"),
        ("In 2023, the wait was 127 days.", "wait"),
        (
            "Under 42 U.S.C. § 5174 they received $5 million in rental aid by March 2023.",
            "rental-aid",
        ),
        ("In 2023, 9,200 homes burned in the county.", "homes-burned-county"),
        ("It had cost $500 in all.", "cost"),
        ("Now it had 6,118 in all.", "backlog"),
    ],
)
def test_a_finding_is_named_by_what_it_counts(sentence: str, name: str) -> None:
    found = draft(read_document(f"# T\n\n## The backlog\n\n{sentence}\n".encode(), "x.md")).findings
    assert name in [one.id for one in found]


def test_the_first_argument_cites_what_offers_most() -> None:
    text = (
        b"# T\n\nIt closed nine wells.\n\nIn 2023 it cost over $5 million to dig them, the Water "
        b"Board found.\n"
    )
    made = draft_campaign(read_document(text, "x.md"), on=DAY)
    assert (made.cites, made.cites_figure) == ("cost-dig", True)


def test_a_draft_of_very_much_takes_the_best_of_it_and_says_where_the_rest_is() -> None:
    text = "# T\n\n" + "".join(
        f"In 2023, the board of ward {number} counted {number + 200} wells.\n\n"
        for number in range(100)
    )
    text += "In 2023, the wells cost $5 million.\n"
    document = read_document(text.encode(), "x.md")
    found = draft(document).findings
    assert (len(found), found[-1].figure) == (40, "$5 million")
    assert (
        "# 161 more that may be worth citing: letters source outline x.md --all"
        in draft_campaign(document, on=DAY).source
    )
    asks = "# T\n\n## What Congress should do\n\n" + "".join(
        f"- Fund ward {word}.\n" for word in "north south east west hill lake".split()
    )
    made = draft_campaign(read_document(asks.encode(), "x.md"), on=DAY)
    assert made.asks == ("fund-ward-north", "fund-ward-south", "fund-ward-east", "fund-ward-west")
    assert made.source.count("ask: TODO") == 6


def test_comparisons_and_dates_are_candidates_too() -> None:
    found = outline(
        read_document(
            (
                b"# T\n\nIt was worse than before by far. In March 2019 it began to fall. Nothing "
                b"else was said.\n"
            ),
            "x.md",
        )
    )
    assert [(one.why, one.dated) for one in found.findings] == [
        ("comparison", ""),
        ("date", "March 2019"),
    ]
