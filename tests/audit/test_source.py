"""The audit of a source file: true statements pass, and false ones do not."""

import itertools
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.audit.documents.reading import read_document
from generator.audit.documents.types import Document
from generator.audit.ground import AuditBasis
from generator.audit.quotations import quotation_problems, titles, wording
from generator.audit.source import ground_of
from generator.audit.verdicts import Result, as_problems
from generator.models.campaign import Prose
from generator.models.source import Section, SourceFile
from tests.support import makes
from tests.support.drafts import drafted, drafted_by_another
from tests.support.mutations import (
    DRAFTS,
    NEARLY_SURE,
    SHIPPED,
    SURE,
    UNDECIDED,
    Mutation,
    mutations,
)
from tests.support.paraphrases import paraphrases
from tests.support.reports import ASKED, REPORTS, as_data
from tests.support.storm import OTHER_ASKS, TEXT, storm
from tests.support.wells_source import FARMS, WELLS, audited, line_of, source

ROOT = Path(__file__).parents[2]


def reasons(source: SourceFile, document: Document, *names: str) -> list[str]:
    """What is wrong, and what may be."""
    return [
        reason
        for verdict in audited(source, document, only=set(names) or None)
        for reason in (*verdict.reasons, *verdict.doubts)
    ]


def outcome(mutation: Mutation, ground: AuditBasis) -> Result:
    """Whether a falsehood is an error, is a doubt that a person must look at, or passes."""
    verdicts = audited(mutation.source, ground.document, ground=ground, only={mutation.id})
    assert verdicts
    return next(
        (result for result in ("failed", "look") if any(one.result == result for one in verdicts)),
        "ok",
    )


# ---------------------------------------------------------------- the shipped campaign and its
# document


def test_the_document_supports_every_shipped_statement(
    shipped: SourceFile, document: Document
) -> None:
    verdicts = audited(shipped, document)
    assert [str(problem) for problem in as_problems(verdicts, file="source.yaml")] == []
    assert Counter(verdict.subject for verdict in verdicts) == {
        "section": len(shipped.sections),
        "recommendation": len(shipped.recommendations),
        "finding": len(shipped.findings),
    }
    of_other_works = {finding.id for finding in shipped.findings if finding.reference}
    assert of_other_works == {
        *("status-announced", "status-resumed"),
        *("bill-hr-273", "bill-hr-551", "bill-s-112"),
    }
    assert {verdict.id for verdict in verdicts if not verdict.is_checked} == of_other_works
    assert all(
        verdict.passage is not None
        for verdict in verdicts
        if verdict.subject != "section" and verdict.is_checked
    )


@pytest.mark.slow
def test_every_figure_date_attribution_place_and_section_made_false_is_an_error(
    shipped: SourceFile, document: Document
) -> None:
    ground, seen = ground_of(shipped, document), Counter[str]()
    missed = []
    for mutation in mutations(shipped, ground.index, truths=SHIPPED):
        if mutation.kind in SURE:
            seen[mutation.kind] += 1
            if outcome(mutation, ground) != "failed":
                missed.append((mutation.id, mutation.kind, mutation.what))
    assert missed == []
    assert set(seen) == SURE
    assert min(seen.values()) > 100


@pytest.mark.slow
def test_what_is_exchanged_or_added_is_found(shipped: SourceFile, document: Document) -> None:
    ground, seen, passed = ground_of(shipped, document), Counter[tuple[str, str]](), set()
    every = (
        mutation
        for mutation in mutations(shipped, ground.index, truths=SHIPPED)
        if mutation.kind not in SURE
    )
    for mutation in itertools.islice(every, None, None, 4):
        result = outcome(mutation, ground)
        seen[mutation.kind, result] += 1
        if mutation.kind in NEARLY_SURE and result == "ok":
            passed.add((mutation.id, mutation.kind, mutation.what.partition(": ")[2]))
    assert passed <= set(UNDECIDED)
    made = {
        kind: sum(seen[kind, result] for result in ("failed", "look", "ok"))
        for kind in (*NEARLY_SURE, "claim swapped", "name swapped")
    }
    assert min(made.values()) > 50
    assert all(seen[kind, "failed"] > 0.97 * made[kind] for kind in NEARLY_SURE)
    assert seen["claim swapped", "ok"] < 0.15 * made["claim swapped"]
    assert seen["name swapped", "ok"] < 0.25 * made["name swapped"]


KINDS_OF_WORDS = ("date added", "number in ask", "bill renamed", "invented")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["", "wells.pdf", "clinics.html", "testimony.txt", "broadband.md", "evictions.pdf"]
)
def test_what_is_added_to_a_statement_or_invented_is_never_silent(
    name: str, request: pytest.FixtureRequest
) -> None:
    if name:
        document, source = drafted(name, makes.documents()[name])
    else:
        document, source = request.getfixturevalue("document"), request.getfixturevalue("shipped")
    ground = ground_of(source, document)
    every = [
        one
        for one in mutations(source, ground.index, truths=SHIPPED if not name else DRAFTS)
        if one.kind in KINDS_OF_WORDS
    ]
    found = [(one, outcome(one, ground)) for one in every]
    assert [(one.kind, one.id, one.what) for one, result in found if result == "ok"] == []
    assert [
        (one.kind, one.id, one.what)
        for one, result in found
        if result == "look" and one.kind != "invented"
    ] == []
    assert len(found) >= 5


@pytest.mark.slow
def test_two_figures_that_change_places_are_found(shipped: SourceFile, document: Document) -> None:
    ground, held = (
        ground_of(shipped, document),
        [number for number, one in enumerate(shipped.findings) if one.figure],
    )
    silent, pairs = [], 0
    for one, other in itertools.combinations(held, 2):
        first, second = shipped.findings[one], shipped.findings[other]
        if first.section != second.section or first.figure == second.figure:
            continue
        findings = list(shipped.findings)
        findings[one] = first.model_copy(update={"figure": second.figure})
        findings[other] = second.model_copy(update={"figure": first.figure})
        changed, pairs = shipped.model_copy(update={"findings": tuple(findings)}), pairs + 1
        if all(
            verdict.result == "ok"
            for verdict in audited(changed, document, ground=ground, only={first.id, second.id})
        ):
            silent.append((first.id, second.id))
    assert (silent, pairs > 100) == ([], True)


def test_what_is_left_out_of_the_mutations_is_true(shipped: SourceFile, document: Document) -> None:
    key = {
        "section": "section",
        "attribution": "counted_by",
        "attribution added": "counted_by",
        "place": "place",
    }
    for name, kind, value in SHIPPED.also:
        changed = tuple(
            one.model_copy(update={key[kind]: value}) if one.id == name else one
            for one in shipped.findings
        )
        assert reasons(shipped.model_copy(update={"findings": changed}), document, name) == []


@pytest.mark.slow
def test_no_paraphrase_is_rejected(shipped: SourceFile, document: Document) -> None:
    ground = ground_of(shipped, document)
    rewritten = list(paraphrases(shipped))
    assert len(rewritten) >= 150
    assert sum(what.startswith("claim: ") for _, what, _ in rewritten) >= 100
    alarms = [
        (name, what, verdict.reasons, verdict.doubts)
        for name, what, source in rewritten
        for verdict in audited(source, document, ground=ground, only={name})
        if verdict.result != "ok"
    ]
    assert alarms == []


FALSEHOODS = {
    "represented": {"figure": "less than 1 percent"},
    "granted": {"figure": "4 percentage points"},
    "children": {"figure": "about 500"},
    "infants": {"figure": "16,000"},
    "unassisted": {"figure": "all"},
    "laredo-expansion": {"as_of": "2020-01-29"},
    "from-honduras": {"as_of": "2020-01-29"},
    "injunction": {"claim": "Judge Dana Sabraw, of San Francisco, blocked the program."},
    "judiciary-investigation": {
        "claim": (
            "The Senate Judiciary Committee began to investigate the program and asked DHS for "
            "its records."
        )
    },
    "pilot-launch": {"claim": "The program began as a pilot at the Otay Mesa port of entry."},
    "camp-population": {
        "claim": "Children who drowned in the tents by the Gateway International Bridge."
    },
    "slept-outside": {"counted_by": "National Public Radio"},
    "no-evaluation": {
        "claim": "Before it widened the program, DHS published an assessment of the pilot."
    },
    "inaccessible-shelter": {
        "claim": "The camps, and many shelters for migrants, met accessibility standards."
    },
    "nielsen-promise": {"as_of": "2020-01-29"},
    "summoned-to-el-paso": {"counted_by": "Do Not Travel"},
    "threatened": {"counted_by": "asylum seekers"},
    "statute": {"counted_by": "DHS"},
    "refugee-convention": {"as_of": "1980"},
}
DOUBTED = {"represented", "camp-population", "no-evaluation", "inaccessible-shelter"}
"""False only by its meaning, so that a person must look at it."""


def test_a_file_of_falsehoods_fails_for_each_of_them(
    shipped: SourceFile, document: Document
) -> None:
    findings = tuple(one.model_copy(update=FALSEHOODS.get(one.id, {})) for one in shipped.findings)
    results = {
        verdict.id: verdict.result
        for verdict in audited(shipped.model_copy(update={"findings": findings}), document)
    }
    assert {
        name: results[name] for name in FALSEHOODS if results[name] != "failed"
    } == dict.fromkeys(DOUBTED, "look")


ASKS = {
    "bar-funds": ("Double the DHS budget", "Forbid DHS to spend any of its budget on the program."),
    "hold-hearings": (
        "Cancel investigatory hearings",
        "Conduct hearings into the abuses of the program.",
    ),
    "enact-legislation": (
        "Enact legislation like the Refugee Act of Representative Veronica Escobar.",
        "Pass a law like the Asylum Seeker Protection Act of Rep. Escobar.",
    ),
    "send-delegations": (
        "Send the National Guard to ports of entry, tent courts and border shelters.",
        "Visit ports of entry, tent courts and border shelters.",
    ),
    "end-program": (
        "Expand the MPP program.",
        "Cut off funding for the Migrant Protection Protocols and shut them down.",
    ),
    "obtain-briefings": (
        "Obtain a loan for the program.",
        "Get briefed on the abuses of the program.",
    ),
    "protect-asylum-seekers": (
        "Repeal the protection of asylum seekers at the border.",
        (
            "Legislate for humane treatment and fair and timely decisions for asylum seekers at "
            "the border."
        ),
    ),
}


@pytest.mark.parametrize("name", ASKS)
def test_asks_in_other_words_pass_and_other_asks_do_not(
    name: str, shipped: SourceFile, document: Document
) -> None:
    def reasons_of(ask: str) -> list[str]:
        changed = tuple(
            one.model_copy(update={"ask": ask}) if one.id == name else one
            for one in shipped.recommendations
        )
        return reasons(shipped.model_copy(update={"recommendations": changed}), document, name)

    false, true = ASKS[name]
    assert reasons_of(true) == []
    assert reasons_of(false) != []


def test_the_quotations_of_the_shipped_texts_stand_in_the_document(
    shipped: SourceFile, document: Document
) -> None:
    folder = ROOT / "letters" / "remain-in-mexico"
    files = [folder / "letter.md", *sorted((folder / "arguments").glob("*.md"))]
    assert len(files) > 10
    known = wording((document,), titles=titles(shipped))
    found = [
        problem
        for file in files
        for problem in quotation_problems(Prose(file.name, 1, file.read_text("utf-8")), known)
    ]
    assert [str(problem) for problem in found] == []


# ---------------------------------------------------------------- a document of our own


@pytest.mark.parametrize(
    "finding",
    [
        WELLS,
        FARMS,
        {**FARMS, "counted_by": "VGA"},
        {**WELLS, "figure": "96 in Harlan", "claim": "Wells of Harlan that went dry."},
        {**WELLS, "figure": "older than 50 years", "claim": "The age of some wells."},
        {"claim": "Clinics that closed.", "figure": "at least 13", "counted_by": "State Survey"},
        {
            "claim": "Likely cases.",
            "figure": "dozens",
            "as_of": "2021-12",
            "counted_by": "Rosa Vega",
        },
        {"claim": "Wells of Birch.", "figure": "150"},
        {"claim": "The county joined the Compact.", "as_of": "1998"},
        {"claim": "The Compact on Water is of this year.", "as_of": "1974"},
        {"claim": "The board issued an order.", "as_of": "2021-10"},
        {"claim": "The provision the board relies on.", "figure": "Sec. 12(b)"},
        {"claim": "Unsanitary tanks put small children at risk of illness.", "section": "means"},
        {
            "claim": "Maria Ortiz, then its chair, promised a report on the count.",
            "as_of": "2021-03-03",
            "section": "intro",
        },
        {
            "claim": (
                "More than 40 percent of farms, two parts in three counties, namely Alder, Birch "
                "and Cedar, lost a well."
            ),
            **{key: FARMS[key] for key in ("figure", "as_of", "as_of_text", "counted_by")},
        },
    ],
)
def test_what_the_document_says_is_supported(finding: Mapping[str, object], ours: Document) -> None:
    allowed = "its own “two”" if "two parts" in str(finding["claim"]) else "nothing"
    assert [
        reason for reason in reasons(source(finding), ours, "f0") if not reason.startswith(allowed)
    ] == []


@pytest.mark.parametrize(
    ("finding", "message"),
    [
        ({**WELLS, "figure": "over 1,300"}, "“over 1,300” does not stand in the section"),
        ({**WELLS, "figure": "at least 1,200"}, "“at least 1,200” does not stand in the section"),
        ({**WELLS, "figure": "1,200"}, "“1,200” does not stand in the section"),
        ({**WELLS, "figure": "over 1,200 percent"}, "does not stand in the section"),
        ({**WELLS, "figure": "over 1,200 clinics"}, "does not stand in the section"),
        ({**WELLS, "section": "who"}, "it stands under “Wells of the Valley”"),
        ({**WELLS, "section": "gone"}, "its section is not among the sections"),
        ({**WELLS, "as_of": "2021-12"}, "the document dates it November 2021, not 2021-12"),
        ({**WELLS, "as_of": "2021-11-05"}, "not 2021-11-05"),
        ({**WELLS, "as_of": "2022-01-10"}, "the document dates it November 2021, not 2022-01-10"),
        ({**FARMS, "as_of_text": "June 2020 to August 2021"}, "not June 2020 to August 2021"),
        ({**FARMS, "as_of": "2021-06"}, "the document dates it"),
        (
            {**FARMS, "counted_by": "State Survey"},
            "stands in the section, but not as who counted or said this",
        ),
        ({**FARMS, "counted_by": "Census Bureau"}, "“Census Bureau” does not stand in the section"),
        (
            {**FARMS, "claim": "45 percent of 608 farms lost a well."},
            "its own “608” does not stand in the paragraph",
        ),
        (
            {**FARMS, "claim": "Farms that lost a well by May 2019."},
            "its own “May 2019” does not stand in the paragraph",
        ),
        (
            {**FARMS, "claim": "Farms “that suffered most” lost a well."},
            "“that suffered most” is in quotation marks and not in the document",
        ),
        (
            {"claim": "Wells of Birch.", "figure": "77"},
            "in that list “77” is “77 in Cedar”, and not “150 in Birch”",
        ),
        (
            {
                "claim": "Likely cases.",
                "figure": "dozens",
                "as_of": "2021-12",
                "counted_by": "State Survey",
            },
            "not as who counted",
        ),
        (
            {"claim": "The county joined the Compact.", "as_of": "1974"},
            "the document dates it 1998",
        ),
        (
            {"claim": "The Compact on Water is of this year.", "as_of": "1998"},
            "the document dates it 1974",
        ),
        (
            {"claim": "Unsanitary tanks put small children at risk of illness."},
            "what it says stands under “What it means”",
        ),
        (
            {"claim": "Bridges fell into rivers and were rebuilt."},
            "its words do not stand in the section",
        ),
        (
            {"claim": "Clinics that closed.", "figure": "at least 13", "as_of": "2022-01-11"},
            "2022-01-11 does not stand near it",
        ),
        (
            {"claim": "Tanks lacking.", "figure": "nearly all", "section": "means"},
            "“nearly all” does not stand in the section",
        ),
        (
            {
                "claim": "Officials said that training was lacking.",
                "counted_by": "State Survey",
                "section": "means",
            },
            "does not stand in the section",
        ),
    ],
)
def test_what_the_document_does_not_say_is_refused_or_doubted(
    finding: Mapping[str, object], message: str, ours: Document
) -> None:
    found = reasons(source(finding), ours, "f0")
    assert any(message in reason for reason in found), found


def test_a_problem_names_line_section_and_the_nearest_text(ours: Document) -> None:
    (problem,) = as_problems(
        audited(source({**WELLS, "figure": "over 1,300"}), ours, only={"f0"}),
        file="letters/x/source.yaml",
    )
    message, line = problem.message, line_of("findings[0].figure")
    place = (problem.code, problem.severity, problem.file, problem.line, problem.field)
    file = "letters/x/source.yaml"
    assert place == ("refuted-statement", "error", file, line, "findings[0].figure")
    assert message.startswith("f0: “over 1,300”")
    assert "(searched: Wells of the valley)" in message
    assert "Nearest: Wells of the Valley, line 3: “" in message
    assert "As of November 2021, over 1,200 wells" in message


def test_the_sentence_for_supporters_is_compared_with_the_document_as_the_claim_is(
    ours: Document,
) -> None:
    # What the claim may say, the sentence may.
    (verdict,) = audited(source({**WELLS, "say": WELLS["claim"]}), ours, only={"f0"})
    assert (verdict.reasons, verdict.doubts) == ((), ())
    # A work does not say of itself that it reported, nor when.
    given = source({**WELLS, "say": WELLS["claim"], "as_of": "2021-12-01"})
    issued = given.bibliography[0].model_copy(update={"issued": "2021-12-01"})
    given = given.model_copy(update={"bibliography": (issued, *given.bibliography[1:])})
    reports = f"{issued.author} reported in December 2021 that "
    spoken = given.findings[0].model_copy(update={"say": f"{reports}{WELLS['claim']}"})
    with_voucher = given.model_copy(update={"findings": (spoken, *given.findings[1:])})
    assert reasons(with_voucher, ours, "f0") == reasons(given, ours, "f0")
    say = "Governor Whitmore spoke of the wells of Kansas that went dry."
    (verdict,) = audited(source({**WELLS, "say": say}), ours, only={"f0"})
    assert verdict.field == "findings[0].say"
    assert any(reason.startswith("say: ") for reason in (*verdict.reasons, *verdict.doubts))


def test_a_finding_of_another_work_is_not_checked_here(ours: Document) -> None:
    (verdict,) = audited(source({"reference": "other", "figure": "99"}), ours, only={"f0"})
    assert (verdict.result, verdict.ok, verdict.reasons) == ("another work", True, ())


NEWS = read_document(
    b"# News of the Valley\n\nPage 3\n\n"
    b"## Courts\n\nOn May 4, 2020, a court stayed the pumping.\n\n"
    b"## Weather\n\nThe summer was dry.\n",
    "news.md",
)
STAYED = {"reference": "other", "as_of": "2020-05-04", "claim": "A court stayed the pumping."}


def of_the_news(heading: str, *findings: Mapping[str, object]) -> SourceFile:
    """Returns a source file with one section of another work."""
    given = source(*findings)
    section = Section(id="courts", heading=heading, work="other")
    return given.model_copy(update={"sections": (*given.sections, section)})


def test_sections_of_another_work_are_looked_for_in_its_document(ours: Document) -> None:
    given = of_the_news("Courts", {**STAYED, "section": "courts"}, {**STAYED, "section": None})
    seen = {"courts", "f0", "f1"}
    unread = audited(given, ours, only=seen)
    assert [verdict.result for verdict in unread] == ["another work"] * 3
    read = audited(given, ours, others={"other": NEWS}, only=seen)
    assert [(verdict.result, verdict.searched) for verdict in read] == [
        ("ok", ""),
        ("ok", "Courts"),
        ("ok", "other"),
    ]
    wrong = of_the_news("Court rulings", {**STAYED, "section": "courts"})
    reason = "the document has no section “Court rulings”; the nearest is “Courts”"
    for verdict in audited(wrong, ours, others={"other": NEWS}, only=seen):
        assert (verdict.result, verdict.reasons) == ("failed", (reason,))
    elsewhere = of_the_news("Weather", {**STAYED, "section": "courts"})
    *_, verdict = audited(elsewhere, ours, others={"other": NEWS}, only=seen)
    assert verdict.result != "ok"


def test_a_recommendation_rests_on_the_work_of_its_section(ours: Document) -> None:
    given = of_the_news("Courts")
    asks = (given.recommendations[0].model_copy(update={"section": "courts"}),)
    given = given.model_copy(update={"recommendations": asks})
    (verdict,) = audited(given, ours, only={"fund"})
    assert verdict.result == "another work"
    (verdict,) = audited(given, ours, others={"other": NEWS}, only={"fund"})
    assert (verdict.result, verdict.searched) == ("failed", "Courts")


@pytest.mark.parametrize(
    ("dating", "result"),
    [
        ({"as_of": "2020-05"}, "ok"),
        ({"as_of": "2020-06"}, "failed"),
        # An announcement is of the day of its paper, where the finding says so.
        ({"as_of": "2020-05-05", "as_of_text": "May 5, 2020"}, "ok"),
        ({"as_of": "2020-05-05", "as_of_text": "May 4, 2020"}, "failed"),
    ],
)
def test_the_month_of_a_document_dates_what_it_says_of_its_own_days(
    dating: Mapping[str, str], result: str, ours: Document
) -> None:
    """News says “Friday”, and a finding can then name the month of the paper."""
    given = source({"reference": "other", **dating, "claim": "A panel let the pumping go on."})
    work = given.bibliography[1].model_copy(update={"issued": "2020-05-05"})
    given = given.model_copy(update={"bibliography": (given.bibliography[0], work)})
    paper = read_document(b"# News\n\nOn Friday a panel let the pumping go on.\n", "news.md")
    (verdict,) = audited(given, ours, others={"other": paper}, only={"f0"})
    assert verdict.result == result


def test_a_section_that_is_not_there_names_the_nearest(ours: Document) -> None:
    given = source(WELLS)
    renamed = given.sections[1].model_copy(update={"heading": "Who counted them"})
    changed = given.model_copy(
        update={"sections": (given.sections[0], renamed, *given.sections[2:])}
    )
    (verdict,) = audited(changed, ours, only={"who"})
    assert verdict.reasons == (
        "the document has no section “Who counted them”; the nearest is “Who counted”",
    )
    far = renamed.model_copy(update={"heading": "zzzz qqqq"})
    (verdict,) = audited(
        given.model_copy(update={"sections": (far, *given.sections[1:])}),
        ours,
        only={"intro", "who"},
    )[:1]
    assert verdict.ok or verdict.reasons == ("the document has no section “zzzz qqqq”",)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        ({}, ""),
        ({"ask": "Hold “open hearings” on the board’s conduct"}, ""),
        (
            {
                "ask": "Pass the Clean Wells Act",
                "bill": {"congress": 117, "title": "Clean Wells Act"},
            },
            "",
        ),
        (
            {"bill": {"congress": 117, "title": "Dry Wells Act"}},
            "the section does not name the “Dry Wells Act”",
        ),
        ({"ask": "Fund 300 new wells"}, "“300” does not stand in the section"),
        ({"ask": "Fund new wells by June 2030"}, "“June 2030” does not stand in the section"),
        (
            {"ask": "Hold “closed hearings” on the board’s conduct"},
            "“closed hearings” is in quotation marks and not in the document",
        ),
        ({"section": "means"}, "what it says stands under “What Congress should do”"),
        ({"section": "gone"}, "its section is not among the sections"),
        ({"ask": "Build a bridge to Mars"}, "the document does not ask to “build” that"),
        ({"ask": "Hold a feast for the neighbors"}, "its words do not stand in the section"),
        ({"ask": "Fund new wells in Nevada"}, "its own “Nevada” is not named in the section"),
    ],
)
def test_recommendations_must_stand_in_their_section(
    ask: Mapping[str, object], message: str, ours: Document
) -> None:
    found = reasons(source(asks=({"id": "asked", **ask},)), ours, "asked")
    assert [message in reason for reason in found[:1]] == ([True] if message else [])


def test_an_empty_section_supports_nothing() -> None:
    empty = read_document(
        (
            b"# Wells of the Valley\n\n## Who counted\n\n## What it means\n\nWords.\n\n## What "
            b"Congress should do\n"
        ),
        "x.md",
    )
    assert reasons(source(WELLS, {}), empty, "f1", "fund") == [
        "the section holds no text",
        "the section holds no text",
    ]
    assert reasons(source(WELLS), empty, "f0") == ["“over 1,200” does not stand in the section"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("They asked for “open hearings.”", []),
        ("They asked for “Open … conduct” there.", []),
        ("It is the “Else” of “Wells of the Valley”.", []),
        ('Straight "open hearings" too', []),
        ('{{ figure("x") }} and {% if a == "b" %}', []),
        ("They asked for\n“closed hearings” here", [2]),
        ('Straight "closed hearings" too', [1]),
    ],
)
def test_quotations_in_our_texts_are_word_for_word(
    text: str, lines: list[int], ours: Document
) -> None:
    found = quotation_problems(
        Prose("letter.md", 1, text), wording((ours,), titles=titles(source()))
    )
    assert [problem.line for problem in found] == lines


# ---------------------------------------------------------------- a document of another matter


def test_what_a_person_writes_of_a_document_in_their_own_words_is_supported() -> None:
    document = read_document(TEXT.encode(), "storm.md")
    verdicts = audited(storm(), document)
    assert len(verdicts) > 30
    assert [
        (one.id, one.claim, one.reasons, one.doubts) for one in verdicts if one.result != "ok"
    ] == []
    others = {
        one.claim: one.result for one in audited(storm(OTHER_ASKS), document) if one.result != "ok"
    }
    assert set(others) == set(OTHER_ASKS)
    assert list(others.values()).count("look") == 1, (
        "of a verb that the program does not know a person must judge"
    )


@pytest.mark.parametrize("name", REPORTS)
def test_of_a_document_never_seen_before_no_truth_is_refused_and_no_falsehood_is_silent(
    name: str,
) -> None:
    report = REPORTS[name]
    document = read_document(report.text.encode(), "report.md")
    verdicts = [
        (one, audited(source, document, only={"f"})[0])
        for one, source in report.sources(report.true)
    ]
    assert [(one, verdict.reasons) for one, verdict in verdicts if not verdict.ok] == []
    others = [
        (one, audited(source, document, only={"f"})[0])
        for one, source in report.sources(report.false)
    ]
    assert [one for one, verdict in others if verdict.result == "ok"] == []
    assert sum(verdict.result == "failed" for _, verdict in others) > 0.7 * len(others)


@pytest.mark.parametrize(("text", "heading", "true", "false"), ASKED)
def test_asks_in_other_words_are_not_refused_and_other_asks_do_not_pass(
    text: str, heading: str, true: tuple[str, ...], false: tuple[str, ...]
) -> None:
    document = read_document(text.encode(), "report.md")

    def result(ask: str) -> Result:
        (verdict,) = audited(
            as_data(text, "2024", sections={"asks": heading}, ask=ask), document, only={"asked"}
        )
        return verdict.result

    assert [ask for ask in true if result(ask) == "failed"] == []
    results = [result(ask) for ask in false]
    assert "ok" not in results
    assert "failed" in results


# ---------------------------------------------------------------- documents of five makes


FIVE = ("wells.pdf", "clinics.html", "testimony.txt", "broadband.md", "evictions.pdf")


@pytest.mark.slow
@pytest.mark.parametrize("name", FIVE)
def test_a_document_supports_its_draft_and_not_the_mutations_of_the_draft(name: str) -> None:
    document, draft = drafted(name, makes.documents()[name])
    ground = ground_of(draft, document)
    assert [
        (one.id, one.reasons, one.doubts)
        for one in audited(draft, document, ground=ground)
        if one.result != "ok"
    ] == []
    changed = [
        (one, outcome(one, ground))
        for one in mutations(draft, ground.index, truths=DRAFTS)
        if one.kind in SURE | NEARLY_SURE
    ]
    assert [
        (one.kind, one.id, one.what)
        for one, result in changed
        if result != "failed" and one.kind in SURE
    ] == []
    assert [(one.kind, one.id, one.what) for one, result in changed if result == "ok"] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", FIVE)
def test_a_document_supports_another_persons_words_too(name: str) -> None:
    document, source = drafted_by_another(name, makes.documents()[name])
    assert source != drafted(name, makes.documents()[name])[1]
    assert [
        (one.id, one.reasons, one.doubts) for one in audited(source, document) if one.result != "ok"
    ] == []
