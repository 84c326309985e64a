"""Single sentences: the date and source of a figure, its place, the names, the quotations."""

from collections.abc import Mapping

import pytest

from generator.audit.binding import kind_of, kinds_asked
from generator.audit.documents.reading import read_document
from generator.audit.documents.types import Document
from generator.audit.names import Names, places_named
from generator.audit.negation import contradicts
from generator.audit.quotations import quotation_problems, wording
from generator.audit.source import audit_source
from generator.audit.verdicts import Verdict
from generator.figures.reading import read_figures
from generator.models.campaign import Prose
from generator.models.source import Place, SourceFile

ISSUED = "2024-06-01"


def document(text: str) -> Document:
    """A document of one section."""
    return read_document(f"# Report\n\n## Facts\n\n{text}\n".encode(), "report.md")


def verdict(text: str, places: Mapping[str, object] | None = None, **finding: object) -> Verdict:
    """The verdict on a finding of that text."""
    base = {"id": "f", "claim": "It is so.", "as_of": ISSUED, "section": "facts"}
    source = SourceFile.model_validate(
        {
            "bibliography": [{"id": "report", "author": "A", "title": "Report", "issued": ISSUED}],
            "sections": [{"id": "facts", "heading": "Facts"}],
            "recommendations": [
                {
                    "id": "a",
                    "ask": "Act",
                    "chambers": ["house"],
                    "instrument": "hearing",
                    "horizon": "now",
                    "section": "facts",
                }
            ],
            "findings": [{**base, **finding}],
            "places": places or {},
        }
    )
    (found,) = audit_source(source, document(text), where=lambda _: 0, only={"f"})
    return found


def reasons(
    text: str, places: Mapping[str, object] | None = None, **finding: object
) -> dict[str, str]:
    """Returns what is wrong with a finding of that text, or may be, each with the wrong key."""
    found = verdict(text, places, **finding)
    return {reason: found.field.rpartition(".")[2] for reason in (*found.reasons, *found.doubts)}


def is_dated(text: str, figure: str, as_of: str, as_of_text: str | None = None) -> bool:
    """Whether the document supports the date as that of the figure."""
    return not reasons(text, figure=figure, as_of=as_of, as_of_text=as_of_text)


# ---------------------------------------------------------------- dates

ROSE = "The wait rose from 34 days in 2021 to 127 days in 2023."
THEN = "In 2021, the wait was 34 days; in 2023, it was 127."
PAID = (
    "The state approved $312 million by March 31, 2023, but only $97.5 million had reached owners "
    "by December 2023."
)
OLD = "Founded in 1904, the union has 280,000 members."
SINCE = "Since 2019, 9,200 homes burned."
REPORT = "A report published in March 2024 found that 9,200 homes burned in 2023."
SURVEY = "According to a survey published in November 2023, 1,508 workers lost their water."
COSTS = "Repairing a well cost $18,500 on average in 2023, up from $12,000 in 2019."
MIXED = (
    "Between June 2021 and August 2023, 4,300 wells went dry, and by December 2023 some 11,750 "
    "residents hauled water."
)
MORE = "In July 2023, courts received 3,947 filings, 52 percent more than in July 2019."
WHILE = "Thirty-one clinics closed in the twelve months to June 2023, while only six opened."
FELL = "Prices rose to $9,400 in 2022 from $6,150 the year before."
OUTBREAKS = "The first outbreak, in June 2021, sickened 340 people; the second, in July 2022, 212."
BOTH = "Police arrested 340 people in 2022, compared with 212 in 2021."
SOME = "In August and September 2019, researchers interviewed 10 people."


@pytest.mark.parametrize(
    ("text", "figure", "right", "wrong"),
    [
        (ROSE, "34 days", "2021", "2023"),
        (ROSE, "127 days", "2023", "2021"),
        (THEN, "34 days", "2021", "2023"),
        (THEN, "127", "2023", "2021"),
        (PAID, "$312 million", "2023-03-31", "2023-12"),
        (PAID, "$97.5 million", "2023-12", "2023-03-31"),
        (OLD, "280,000", ISSUED, "1904"),
        (SINCE, "9,200", ISSUED, "2019"),
        (REPORT, "9,200", "2023", "2024-03"),
        (SURVEY, "1,508", "2023-11", ISSUED),
        (
            "In 2021, 9,200 homes burned, according to a report published in March 2024.",
            "9,200",
            "2021",
            "2024-03",
        ),
        (COSTS, "$18,500", "2023", "2019"),
        (COSTS, "$12,000", "2019", "2023"),
        (MIXED, "some 11,750", "2023-12", "2023-08"),
        (MORE, "52 percent", "2023-07", "2019-07"),
        (WHILE, "six", "2023-06", ISSUED),
        (FELL, "$9,400", "2022", "2021"),
        (FELL, "$6,150", "2021", "2022"),
        (OUTBREAKS, "340", "2021-06", "2022-07"),
        (OUTBREAKS, "212", "2022-07", "2021-06"),
        (BOTH, "340", "2022", "2021"),
        (BOTH, "212", "2021", "2022"),
        ("A 2021 University of Alder study of 412 homes found lead.", "412", "2021", ISSUED),
        # What a sentence without a date has from the one before it.
        (f"{PAID} This sum of $97 was not enough.", "$97", "2023-12", ISSUED),
        (
            "On March 3, 2021, the board announced a count. Wells are dry in 12 towns.",
            "12",
            ISSUED,
            "2021-03-03",
        ),
        (
            (
                "On March 3, 2021, the board announced a count. When the count was announced, 12 "
                "towns had no water."
            ),
            "12",
            "2021-03-03",
            ISSUED,
        ),
        (
            (
                "By May 2021 the Water Board counted 12 towns. Of the towns, according to the "
                "Water Board, 7 are dry."
            ),
            "7",
            "2021-05",
            ISSUED,
        ),
    ],
)
def test_a_figure_has_the_date_that_its_words_give_it(
    text: str, figure: str, right: str, wrong: str
) -> None:
    assert is_dated(text, figure, right), right
    assert not is_dated(text, figure, wrong), wrong


def test_a_sentence_in_the_past_tense_has_the_date_before_it_or_that_of_the_document() -> None:
    text = "In March 2021 the plant closed. Forty families moved away."
    assert is_dated(text, "forty", "2021-03")
    assert is_dated(text, "forty", ISSUED)
    assert not is_dated(text, "forty", "2022-03")
    assert not is_dated(
        "In March 2021 the plant closed. In a separate case, 40 families moved away.",
        "40",
        "2021-03",
    )


def test_when_something_came_to_be_in_an_aside_need_not_date_what_is_counted() -> None:
    text = "The law, passed in 1994, has put 340 people in prison."
    assert is_dated(text, "340", ISSUED)
    assert not is_dated(text, "340", "1995")


@pytest.mark.parametrize(
    "text",
    [
        "The plant closed in 2019; 340 people have no work.",
        "It was passed in 1994, but 340 people lack counsel.",
    ],
)
def test_a_date_in_a_clause_of_its_own_need_not_date_a_figure_in_another(text: str) -> None:
    assert is_dated(text, "340", ISSUED)


def test_a_wrong_date_is_an_error_if_its_words_are_sure_and_a_doubt_if_it_may_be_right() -> None:
    assert verdict(ROSE, figure="127 days", as_of="2021").result == "failed"
    assert verdict(OLD, figure="280,000", as_of="1904").result == "failed"
    text = "In 2021 the plant made 50 tons. It is said that 12 towns live from it."
    assert verdict(text, figure="12", as_of="2021").result == "look"
    assert verdict(text, figure="12", as_of="2022").result == "failed"


def test_one_end_of_a_span_is_not_the_span() -> None:
    assert is_dated(MIXED, "4,300", "2023-08", "June 2021 to August 2023")
    assert not is_dated(MIXED, "4,300", "2023-08")
    expected = reasons(MIXED, figure="4,300", as_of="2023-08")
    assert "write the span into as_of_text" in next(iter(expected))
    assert is_dated(SOME, "10", "2019", None), "less precise than the document is not wrong"


@pytest.mark.parametrize(
    "written",
    [
        "August and September 2019",
        "Aug.–Sept. 2019",
        "August to September 2019",
        "Aug. - Sept. 2019",
    ],
)
def test_two_months_are_one_span_however_they_are_written(written: str) -> None:
    assert is_dated(SOME, "10", "2019-09", written)
    assert not is_dated(SOME, "10", "2019-09", "July to September 2019")


CONVENTION = (
    "In 1968, the country joined the 1951 Convention on Refugees. In 1980, Congress wrote the "
    "Convention into law."
)


@pytest.mark.parametrize(
    ("claim", "right", "wrong"),
    [
        ("The year of the Convention.", "1951", "1968"),
        ("The Convention was made in this year.", "1951", "1980"),
        ("When the Convention on Refugees was concluded.", "1951", ISSUED),
        ("The country joined the Convention.", "1968", "1951"),
        ("Congress wrote the Convention into law.", "1980", "1951"),
    ],
)
def test_the_year_in_a_name_dates_the_thing_that_has_the_name(
    claim: str, right: str, wrong: str
) -> None:
    assert reasons(CONVENTION, claim=claim, as_of=right) == {}
    assert reasons(CONVENTION, claim=claim, as_of=wrong) != {}


# ---------------------------------------------------------------- whose word it is

APPROVED = (
    "FEMA approved $312 million for owners, according to the Government Accountability Office."
)
NAMES_OF_TWO = (
    "In December, the ACLU and the Water Alliance wrote to the board that 12 towns are dry."
)


@pytest.mark.parametrize(
    ("text", "figure", "right", "wrong"),
    [
        (APPROVED, "$312 million", ("Government Accountability Office", "GAO"), ("FEMA",)),
        (NAMES_OF_TWO, "12", ("ACLU", "Water Alliance"), ("board",)),
        ("A DHS official said that 12 towns are dry.", "12", ("DHS official",), ("DHS",)),
        (
            "A study by the US Water Center at the State University found 12 dry towns.",
            "12",
            ("US Water Center",),
            ("US", "Water"),
        ),
        (
            "Tom K. Wong, a nurse, said that 12 towns are dry.",
            "12",
            ("Tom K. Wong", "Tom Wong", "Professor Tom Wong"),
            ("Wong Kar",),
        ),
        (
            "According to Mexican government data, 12 towns are dry.",
            "12",
            ("Mexican government", "the government of Mexico", "Mexico’s government"),
            ("Mexico",),
        ),
        (
            "The Harlan University Water Center (HWC) published a list of 12 towns.",
            "12",
            ("HWC", "Harlan University"),
            ("Harlan",),
        ),
        (
            "The board lists 12 towns on the State Department’s “Stay Away” list.",
            "12",
            ("State Department",),
            ("Stay Away",),
        ),
        (
            "The Alliance surveyed 607 farmers in Alder and found that 12 had no water.",
            "12",
            ("Alliance",),
            ("farmers", "Alder"),
        ),
        # One sentence on, and back.
        (
            "A study by the Alliance counted wells. The study found that 12 are dry.",
            "12",
            ("Alliance",),
            ("Union",),
        ),
        ("The Alliance announced a plan. Wells are dry in 12 towns.", "12", (), ("Alliance",)),
        ("Wells are dry in 12 towns. That is according to the Alliance.", "12", ("Alliance",), ()),
        (
            "Wells are dry in 12 towns. According to the Alliance, 7 people left.",
            "12",
            (),
            ("Alliance",),
        ),
        (
            "Researchers at Alder State University found lead in 12 towns.",
            "12",
            ("Alder State University",),
            ("Alder",),
        ),
        (
            "A University of Alder study found lead in 12 towns.",
            "12",
            ("University of Alder",),
            ("Alder",),
        ),
        ("In the view of the Bureau of Water, 12 towns are dry.", "12", ("Bureau of Water",), ()),
        (
            "The Bureau of Water Statistics, which counts wells, recorded 12 dry towns.",
            "12",
            ("BWS",),
            ("Water",),
        ),
        (
            "“We have 12 dry towns,” Mayor Jane Diaz said.",
            "12",
            ("Jane Diaz", "Mayor Diaz"),
            ("Mayor Smith",),
        ),
        (
            "The sheriff, Bob Hale, estimated that 12 towns are dry.",
            "12",
            ("Bob Hale", "the sheriff"),
            (),
        ),
        ("A lawsuit by Riverkeeper counts 12 dry towns.", "12", ("Riverkeeper",), ()),
        ("The report, by the Sierra Club, lists 12 dry towns.", "12", ("Sierra Club",), ()),
        ("Of those polled by Gallup, 12 had no water.", "12", ("Gallup",), ()),
        (
            "The Census Bureau’s American Survey shows 12 dry towns.",
            "12",
            ("Census Bureau", "American Survey"),
            (),
        ),
        (
            "Data obtained by the Guardian under the Freedom Act show 12 dry towns.",
            "12",
            ("the Guardian",),
            ("Freedom Act",),
        ),
        (
            "The Alliance found 7 dry towns, though in May Rosa Vega, a nurse, said there were 12.",
            "12",
            ("Rosa Vega",),
            ("Alliance",),
        ),
    ],
)
def test_a_statement_is_attributed_to_its_source(
    text: str, figure: str, right: tuple[str, ...], wrong: tuple[str, ...]
) -> None:
    as_of = "2023-12" if "December" in text else "2024-05" if "in May " in text else ISSUED
    for body in right:
        assert reasons(text, figure=figure, as_of=as_of, counted_by=body) == {}, body
    for body in wrong:
        assert (
            "counted_by" in reasons(text, figure=figure, as_of=as_of, counted_by=body).values()
        ), body


@pytest.mark.parametrize(
    ("text", "body", "result"),
    [
        ("The Red Cross put the number of dry towns at 12.", "Red Cross", "look"),
        ("The Sierra Club has a list of 12 dry towns.", "Sierra Club", "look"),
        (
            "The Sierra Club fears that 12 towns are dry; the Alliance found 14.",
            "Sierra Club",
            "look",
        ),
        ("The Sierra Club told the Red Cross that 12 towns are dry.", "Red Cross", "failed"),
        ("In Texas and California, 12 towns are dry.", "California", "failed"),
        ("The Sierra Club is angry. Wells are dry in 12 towns.", "Sierra Club", "failed"),
        ("Wells are dry in 12 towns.", "Sierra Club", "failed"),
    ],
)
def test_where_the_words_do_not_show_whose_word_it_is_a_person_is_to_look(
    text: str, body: str, result: str
) -> None:
    assert verdict(text, figure="12", counted_by=body).result == result


# ---------------------------------------------------------------- figures

COUNTED = (
    "Some 607 farmers, nearly all of them poor, waited months or even years for level four aid, "
    "and over 56,000 residents left."
)


@pytest.mark.parametrize(
    ("figure", "stands"),
    [
        ("nearly all", True),
        ("almost all", True),
        ("all", False),
        ("nearly", False),
        ("over all", False),
        ("months or even years", True),
        ("years", False),
        ("months", False),
        ("level four", True),
        ("four", False),
        ("over 56,000", True),
        ("over 56,000 residents", True),
        ("over 56,000 farmers", False),
        ("over 56,000 poor", False),
        ("some 607 farmers", True),
        ("607", False),
    ],
)
def test_a_figure_stands_with_its_hedge_rank_and_noun(figure: str, stands: bool) -> None:  # noqa: FBT001
    assert ("figure" not in reasons(COUNTED, figure=figure).values()) == stands


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("twelve months", "one year"),
        ("over 500", "just over 500"),
        ("18 months", "one and a half years"),
    ],
)
def test_a_figure_in_another_measure_is_the_same(ours: str, theirs: str) -> None:
    assert reasons(f"It took {theirs} to find out.", figure=ours) == {}
    assert reasons(f"It took {theirs} to find out.", figure=f"at least {ours}") != {}


@pytest.mark.parametrize(
    ("figure", "kind"),
    [
        ("12", "count"),
        ("12 percent", "share"),
        ("two years", "measure"),
        ("section 5(b)", "law"),
        ("nearly all", "share"),
        ("ninth", "rank"),
    ],
)
def test_figures_are_of_a_kind(figure: str, kind: str) -> None:
    assert kind_of(figure, read_figures(figure)) == kind


@pytest.mark.parametrize(
    ("claim", "kinds"),
    [
        ("The share of wells that are dry.", {"share"}),
        ("How many wells are dry.", {"count", "share"}),
        ("How long it took.", {"measure"}),
        ("Veterans who were asked how long they had waited.", {"count", "share"}),
        ("The number of towns that lost a large share of their wells.", {"count"}),
        ("The provision of the act.", {"law"}),
        ("Women who left the town.", {"count", "share"}),
        ("The number of towns.", {"count"}),
        ("What a family’s well costs.", {"count", "share", "measure", "rank"}),
    ],
)
def test_a_claim_asks_for_a_kind_of_figure(claim: str, kinds: set[str]) -> None:
    assert kinds_asked(claim) == kinds


@pytest.mark.parametrize(
    ("claim", "figure", "fits"),
    [
        ("Some more than 500 farmers.", "607", False),
        ("More than 600 farmers.", "607", True),
        ("About 600 farmers.", "607", True),
        ("Fewer than 600 farmers.", "607", False),
    ],
)
def test_a_round_number_in_a_claim_is_near_the_figure(claim: str, figure: str, fits: bool) -> None:  # noqa: FBT001
    assert (reasons("They asked 607 farmers.", figure=figure, claim=claim) == {}) == fits


# ---------------------------------------------------------------- names, places, negations

CAMP = (
    "In 2019 the Department of Homeland Security (DHS) sent a Honduran man from El Paso to Nuevo "
    "Laredo, near the Gateway Bridge."
)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("DHS sent him to Nuevo Laredo.", ()),
        ("Homeland Security sent a man of Honduras away.", ()),
        ("Hondurans were sent from El Paso.", ()),
        ("The Senate sent him.", ("Senate",)),
        ("DHS sent him to Los Angeles in May.", ("Los Angeles",)),
        ("Cubans were sent away; so were people of Cuba.", ("Cuba",)),
        ("Ramon Diaz and DHS sent him.", ("Diaz",)),
        ("Nobody heard of Ned Landers.", ("Ned Landers",)),
        ("He was sent from East Point.", ("East Point",)),
        ("Gateway help was sent to Laredo.", ()),
        ("Somebody sent him.", ()),
    ],
)
def test_the_names_in_a_claim_are_named_there(text: str, missing: tuple[str, ...]) -> None:
    assert Names(CAMP).missing(text, [CAMP]) == missing


def place(name: str, latitude: float = 30.0) -> Place:
    return Place(name=name, latitude=latitude, longitude=-100.0)


PLACES = {
    "laredo": place("Laredo", 31.0),
    "nuevo-laredo": place("Nuevo Laredo", 33.0),
    "el-paso": place("El Paso", 35.0),
    "bridge": place("the camp near the Gateway Bridge", 37.0),
    "foot": place("the foot of the hill", 39.0),
    "other-side": place("Juárez", 35.01),
}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (CAMP, {"nuevo-laredo", "el-paso", "other-side", "bridge"}),
        ("From Laredo to Nuevo Laredo.", {"laredo", "nuevo-laredo"}),
        ("They met at the foot of a hill.", {"foot"}),
        ("Nowhere.", set()),
    ],
)
def test_places_are_named_and_those_across_the_bridge_with_them(text: str, named: set[str]) -> None:
    assert places_named(text, PLACES) == named


@pytest.mark.parametrize(
    ("claim", "name", "expected"),
    [
        ("A man was sent away.", "el-paso", {}),
        ("A man was sent away.", "bridge", {}),
        (
            "A man was sent from El Paso.",
            "laredo",
            {"it is not about “Laredo” but about “El Paso” and “Juárez”": "place"},
        ),
        (
            "A man was sent to Nuevo Laredo.",
            "el-paso",
            {"it is not about “El Paso” but about “Nuevo Laredo”": "place"},
        ),
    ],
)
def test_a_finding_is_about_its_place(claim: str, name: str, expected: dict[str, str]) -> None:
    known = {key: one.model_dump() for key, one in PLACES.items()}
    assert reasons(CAMP, known, claim=claim, place=name, as_of="2019") == expected


def test_a_word_with_a_capital_only_because_it_opens_the_claim_is_no_name() -> None:
    text = (
        "The Lead Pipe Program served 12 towns, and the Safe Pipes Fund paid for it. It went to "
        "Dorn."
    )
    assert not any(
        "named" in reason
        for reason in reasons(
            f"{text}\n\nIt cost $7 a town.", figure="$7", claim="Pipes for a town."
        )
    )
    assert "its own “Dorn” is not named in the paragraph" in reasons(
        f"{text}\n\nIt cost $7 a town.", figure="$7", claim="Dorn paid for it."
    )


def test_a_denial_is_a_doubt_and_no_error() -> None:
    assert (
        verdict(
            "In its report the board did not find lead.",
            claim="The board found lead in its report.",
        ).result
        == "look"
    )
    assert verdict(
        "Some 900 people live 40 miles from a doctor.",
        figure="some 900",
        claim="People with no doctor near them.",
    ).ok


@pytest.mark.parametrize(
    ("claim", "sentence", "contradicts_it"),
    [
        ("DHS published an assessment.", "DHS did not publish any review or assessment.", True),
        ("DHS published no assessment.", "DHS did not publish any review or assessment.", False),
        ("DHS never released an assessment.", "DHS released an assessment.", True),
        (
            "The camps met the standards.",
            "Neither the camps nor the shelters meet standards.",
            True,
        ),
        (
            "The camps fell short of the standards.",
            "Neither the camps nor the shelters meet standards.",
            False,
        ),
        (
            "They come under the program, at a port of entry.",
            "They come under the program (whether or not at a port of entry).",
            False,
        ),
        (
            "Limits on asylum stand beside it.",
            "These include but are not limited to asylum limits.",
            False,
        ),
    ],
)
def test_a_claim_that_denies_what_stands_there_is_found(
    claim: str,
    sentence: str,
    contradicts_it: bool,  # noqa: FBT001
) -> None:
    assert (contradicts(claim, sentence, around=sentence) is not None) == contradicts_it


# ---------------------------------------------------------------- quotations

SAID = document(
    "He asked whether there are sufficient safeguards. Records tell that there are not sufficient "
    "safeguards yet: lives are put at risk. "
    "Reports told of rape, torture and “[b]eatings.”\n\nOver 56,000 people were sent to Mexico."
)


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("“lives are put at risk”", True),
        ("‘lives are put at risk’", True),
        ("'lives are put at risk'", True),
        ("«lives are put at risk»", True),
        ("„lives are put at risk“", True),
        ("&ldquo;lives are put at risk&rdquo;", True),
        ("> lives are put at risk.\n> — Tom Wong", True),
        ('"lives are\nput at risk"', True),
        ("“Beatings”", True),
        ("“there are … sufficient safeguards”", False),
        ("“He asked … lives are put at risk”", True),
        ("“lives are put at risk … He asked”", False),
        ("“He asked … Over 56,000 people”", False),
        ("“ape, torture”", False),
        ("“[They] are put at risk”", True),
        ("“[All of our lives here] are put at risk”", False),
        ("“Over {{ figure('x') }} people were sent”", True),
        ("“Over {{ figure('x') }} people were lost”", False),
        ("‘lives are put at rest’", False),
        ("'lives are put at rest'", False),
        ("«lives are put at rest»", False),
        ("„lives are put at rest“", False),
        ("&ldquo;lives are put at rest&rdquo;", False),
        ("> lives are put at rest.", False),
        ('"lives are\nput at rest"', False),
        ("The officers' and the mothers' claims", True),
        ("{{ figure('x') }} and “{{ figure('y') }}”", True),
    ],
)
def test_a_quotation_must_stand_in_the_document(text: str, stands: bool) -> None:  # noqa: FBT001
    found = quotation_problems(Prose("letter.md", 3, f"\n{text}\n"), wording((SAID,)))
    assert (found == []) == stands
    assert all("\n" not in str(problem) for problem in found)
    assert [problem.line for problem in found] == [4] * (not stands)
