import datetime
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from generator.audit.letters import LetterAuditor
from generator.letter.compose import Composer
from generator.letter.selection import SelectionContext, choose
from generator.models.campaign import Campaign
from generator.models.fields import SourcesIn
from generator.models.letter import Letter, TextRun
from generator.models.recipient import Recipient
from generator.models.source import SourceFile
from generator.project import load
from tests.support import campaigns
from tests.support.campaigns import DAY, GROUND, ROOT, argument, campaign
from tests.support.letters_for_tests import ORGANIZATION
from tests.support.people import representative, senator

DATA = ROOT / "tests" / "data" / "audit"
JUDGE = representative(id="A000001", committees=(("Judiciary", "member"),))


def letter(printed: Campaign, recipient: Recipient = JUDGE) -> Letter:
    return Composer(printed, on=DAY).letter(
        recipient, selection=choose(printed, recipient, ground=GROUND)
    )


def problems(printed: Campaign, recipient: Recipient = JUDGE) -> list[str]:
    return [
        str(problem)
        for problem in LetterAuditor(printed).problems(
            letter(printed, recipient), recipient=recipient
        )
    ]


def saying(words: str, **settings: object) -> Campaign:
    """A campaign with one argument of these words, and other settings of campaign.yaml."""
    made = campaign(argument("wells", words))
    return replace(made, settings=made.settings.model_copy(update=settings))


def with_findings(
    printed: Campaign, *more: Mapping[str, object], measure: str | None = None
) -> Campaign:
    findings = [
        one.model_copy(update={"measure": measure} if measure and one.id == "wells" else {})
        for one in printed.source.findings
    ]
    source = SourceFile.model_validate(
        {
            **printed.source.model_dump(),
            "findings": [*(one.model_dump() for one in findings), *more],
        }
    )
    return replace(printed, source=source)


CITED = 'By {{ date("wells") }}, the survey had counted {{ figure("wells") }} wells.'


# ---------------------------------------------------------------- untraced


def test_a_figure_of_a_cited_finding_stands() -> None:
    assert problems(saying(CITED)) == []


def test_a_stray_number_is_found_with_its_file_and_line() -> None:
    (problem,) = problems(saying(f"{CITED}\n\nMore words here, and then\n57,000 of them."))
    assert problem.startswith(
        "arguments/wells.md:7: 57,000 comes from no finding that is cited here"
    )
    assert 'print it with {{ figure("…") }}, or add it to allowed_words in campaign.yaml' in problem


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (f"{CITED} They were\n**57**,000 in all.", 5),
        (f"{CITED} They were\n57&#44;000 in all.", 5),
        (f"{CITED} They were\nmany, all\n{{{{ 57 * 1000 }}}} of them.", 6),
        (f'{CITED} They were\nmany, all\n{{{{ "fifty" ~ "-seven" }}}} of them.', 6),
        (f"{CITED} They\nhave over 1,200 wells.\n\nBut 200\nare odd.", 7),
        (
            (
                f"{CITED}\n{{% if recipient.chamber == 'house' %}}\nThey\nhave\n{{% endif "
                f"%}}\n57,000 wells."
            ),
            9,
        ),
        (f"{{# 57,000\nis wrong #}}\n{CITED}\nThey have\n57,000 wells.", 8),
        (f"{CITED} They were\nin all [57,000](https://example.org/57) in\nall.", 5),
        (f"{CITED} They were\n\n- one\n- 57,000 wells\n- more", 7),
        (f"{CITED} They were more than\nfifty-seven of\nthem.", 5),
        ('{{ 57 ~ ",000" }}', 4),
    ],
)
def test_a_stray_number_is_found_at_the_line_that_makes_it(words: str, line: int) -> None:
    (problem,) = problems(saying(words))
    assert re.match(rf"arguments/wells\.md:{line}: .* comes from no finding", problem)


def test_each_of_several_equal_strays_has_its_own_line() -> None:
    found = problems(
        saying(f"57,000 of them. {CITED} There\nwere\n57,000 once more, and\n57,000 again.")
    )
    assert [problem.split(" ")[0] for problem in found] == [
        "arguments/wells.md:4:",
        "arguments/wells.md:6:",
        "arguments/wells.md:7:",
    ]


def phrases(name: str) -> list[str]:
    """Returns the phrases of a file, a line each."""
    return (DATA / name).read_text("utf-8").rstrip("\n").split("\n")


STRAYS = phrases("stray-numbers.txt")


@pytest.mark.parametrize("stray", STRAYS)
def test_every_kind_of_stray_figure_is_found(stray: str) -> None:
    assert problems(saying(f"{CITED} They were {stray} in all."))


CONTEXT = phrases("numbers-of-the-context.txt")


@pytest.mark.parametrize("bare", CONTEXT)
def test_what_sender_recipient_date_work_and_bill_have_is_no_number_for_anything_else(
    bare: str,
) -> None:
    assert problems(saying(f"{CITED} They were {bare} in all."))


HARMLESS = phrases("harmless-numbers.txt")


@pytest.mark.parametrize("words", HARMLESS)
def test_words_of_number_that_claim_nothing_may_be_said(words: str) -> None:
    assert problems(saying(f"{CITED} It was {words}, as all know.")) == []


@pytest.mark.parametrize(
    "words",
    [
        "more than 1,200 wells",
        "over twelve hundred wells",
        "in December 2023",
        "in 2023",
        "on November 24, 2026",
        "on 24 November 2026",
        "in a report of May 1, 2024",
        "published in May 2024",
        "in the May 2024 report",
        "in “What ‘Clean’ Means: Wells of the Valley” (May 2024)",
        "H.R. 2662 of the 116th Congress",
        "in Texas’s 16th district",
        "in TX-16, in District 16",
        "in the 119th Congress",
        "at 1420 North Stanton Street",
        "in Suite 310 (El Paso, TX 79902)",
        "at (915) 555-0142",
        "to U.S. House of Representatives, Washington, DC 20515",
        "three counties, namely Alder, Birch and Cedar",
    ],
)
def test_what_findings_people_bills_works_and_dates_give_may_be_said(words: str) -> None:
    assert problems(saying(f"{CITED} It was {words} that count.")) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,200 wells", "1,200"),
        ("at least 1,200 wells", "at least 1,200"),
        ("about 1,200 wells", "about 1,200"),
    ],
)
def test_a_figure_that_claims_more_or_less_than_its_finding_is_found(typed: str, said: str) -> None:
    (problem,) = problems(saying(f"{CITED} They were {typed}."))
    assert (
        f"{said} claims something else than the finding wells, which gives “over 1,200”" in problem
    )


def test_a_figure_of_a_finding_that_is_not_cited_names_it() -> None:
    (problem,) = problems(saying(f"{CITED} Of these 45 percent were dry."))
    assert (
        "45 percent comes from no finding that is cited here: dry has it; print it with {{ "
        'figure("dry") }}' in problem
    )


def test_a_rounded_figure_must_be_said_to_be_rounded() -> None:
    more = {
        "id": "exact",
        "claim": "Pumps.",
        "figure": "21,786",
        "as_of": "2024-05-01",
        "section": "wells",
    }
    cited = 'There were {{ figure("exact") }} pumps as of {{ date("exact") }}, '
    assert problems(with_findings(saying(f"{cited} nearly 22,000 in words."), more)) == []
    assert problems(with_findings(saying(f"{cited} about 21,800 or more than 21,000."), more)) == []
    assert len(problems(with_findings(saying(f"{cited} 22,000 in words."), more))) == 1
    assert len(problems(with_findings(saying(f"{cited} nearly 23,000 in words."), more))) == 1


def test_allowed_words_free_their_numbers_in_these_words_alone() -> None:
    for words in ("in Room 517", "at 57,000 Main Street", "sent to the Governor's 12 aides"):
        assert (
            problems(saying(f"{CITED} It stood {words}.", allowed_words=(words.split(" ", 1)[1],)))
            == []
        )
    for words, allowed in (
        ("517 attacks", "Room 517"),
        ("57,000 people", "57,000 Main Street"),
        ("Room 5170", "Room 517"),
    ):
        (problem,) = problems(saying(f"{CITED} There were {words}.", allowed_words=(allowed,)))
        assert "comes from no finding" in problem
    assert (
        problems(saying(f"{CITED} It was 517 of them, or LVII.", allowed_words=("517", "LVII")))
        == []
    )


def test_a_number_of_another_paragraphs_finding_is_found() -> None:
    bare = saying(f"{CITED}\n\nOver 1,200 children drowned in them.")
    (problem,) = problems(bare)
    message = (
        "Over 1,200 comes from no finding that is cited here: wells has it; print it with {{ "
        'figure("wells") }}'
    )
    assert problem == f"arguments/wells.md:6: {message}"
    cited = campaign(
        argument("wells", f"{CITED}\n\nOver 1,200 children drowned in them.", cites=["wells"])
    )
    assert problems(cited) == [], "what an argument cites may be said in all of it"
    other = replace(
        bare,
        arguments=(
            argument("wells", CITED, cites=["wells"]),
            argument("more", "Over 1,200 drowned, since December 2023."),
        ),
    )
    assert [problem.split(": ")[0] for problem in problems(other)] == ["arguments/more.md:4"] * 2


def test_what_to_do_fits_what_the_finding_has() -> None:
    more = {
        "id": "towns",
        "claim": "It reached three towns in May 2022.",
        "as_of": "2022-05",
        "section": "wells",
    }
    (problem,) = problems(with_findings(saying(f"{CITED} It reached three towns."), more))
    assert problem.endswith(
        'three comes from no finding that is cited here: towns has it; add {{ cite("towns") }} to '
        "its sentence"
    )
    (problem,) = problems(with_findings(saying(f"{CITED} It began in May 2022."), more))
    assert problem.endswith(
        'towns has it; print it with {{ date("towns") }}, and add {{ cite("towns") }} to its '
        "sentence"
    )
    (problem,) = problems(saying(f"{CITED} They fell ill last year."))
    assert problem.endswith(
        'last year depends on the day on which it is read: give the date itself, {{ date("…") }}, '
        "or add the words to allowed_words"
    )


@pytest.mark.parametrize(
    ("said", "figure", "is_fine"),
    [
        ("for a year and a half", "18 months", True),
        ("for eighteen months", "a year and a half", True),
        ("after twelve months", "a year", False),
        ("after one year", "12 months", True),
        ("under one year old", "younger than 12 months", True),
        ("almost all of them", "nearly all", True),
        ("hundreds of them", "several hundred", True),
        ("dozens", "many dozens", True),
        ("many dozens", "dozens", False),
        ("over 500 of them", "just over 500", True),
        ("over 500 of them", "well over 500", True),
        ("well over 500 of them", "over 500", False),
        ("4 percent", "4 percentage points", False),
        ("4 percentage points", "4 percent", False),
        ("500", "-500", False),
        ("500", "No. 500", False),
        ("57_000", "57_000", True),
        ("at 4:30 a.m.", "4:30 a.m.", True),
    ],
)
def test_a_finding_supports_its_figure_in_other_forms_and_not_what_only_looks_like_it(
    said: str,
    figure: str,
    is_fine: bool,  # noqa: FBT001
) -> None:
    more = {
        "id": "x",
        "claim": "So it was.",
        "figure": figure,
        "as_of": "2024-05-01",
        "section": "wells",
    }
    printed = with_findings(saying(f'It lasted {said}, as of May 2024{{{{ cite("x") }}}}.'), more)
    assert (problems(printed) == []) is is_fine


def test_a_span_of_two_months_is_those_two_months() -> None:
    more = {
        "id": "x",
        "claim": "So it was.",
        "as_of": "2019-09",
        "as_of_text": "August and September 2019",
        "section": "wells",
    }
    for said, is_fine in (
        ("Aug.–Sept. 2019", True),
        ("August to September 2019", True),
        ("July to September 2019", False),
    ):
        assert (
            problems(with_findings(saying(f'It was seen in {said}{{{{ cite("x") }}}}.'), more))
            == []
        ) is is_fine


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("subject", "57,000 wells: end the pumping", "subject"),
        ("enclosures", ["Letter", "57,000 signatures"], "enclosures[2]"),
        ("copies", ["The 57,000 Friends"], "copies[1]"),
    ],
)
def test_a_number_outside_the_statement_is_found_and_frees_nothing(
    key: str, value: object, field: str
) -> None:
    lines: dict[tuple[str | int, ...], int] = {
        ("subject",): 3,
        ("enclosures", 1): 6,
        ("copies", 0): 8,
    }
    printed = replace(
        campaign(argument("wells", f"{CITED} They were 57,000 in all."), **{key: value}),  # type: ignore[arg-type]
        lines=lines,
    )
    (problem,) = LetterAuditor(printed).campaign_problems()
    line = lines[(key,) if key == "subject" else (key, int(field[-2]) - 1)]
    place = (problem.code, problem.file, problem.line, problem.field)
    assert place == ("untraced", "campaign.yaml", line, field)
    assert problem.message.startswith("57,000 ")
    assert any("57,000 comes from no finding" in message for message in problems(printed))
    allowed = replace(
        printed, settings=printed.settings.model_copy(update={"allowed_words": ("57,000",)})
    )
    assert LetterAuditor(allowed).campaign_problems() == []


def test_a_re_line_may_name_a_bill_and_an_enclosure_its_work() -> None:
    enclosed = ["What “Clean” Means: Wells of the Valley, May 1, 2024", "Wells (No. 7)"]
    printed = campaign(
        argument("wells", CITED),
        subject="H.R. 2662, 116th Congress: end the pumping",
        enclosures=enclosed,
    )
    assert LetterAuditor(printed).campaign_problems() == []
    assert problems(printed) == []


def test_a_number_in_an_ask_is_found_in_campaign_yaml() -> None:
    printed = campaign(
        argument("wells", CITED),
        asks=[{"recommendation": "end", "text": "End the pumping of 300 wells"}],
    )
    (problem,) = problems(printed)
    assert problem.startswith("campaign.yaml:10: 300 comes from no finding")


def test_an_ask_may_say_the_numbers_of_its_recommendation_and_no_other_text_may() -> None:
    made = with_findings(campaign(argument("wells", CITED)))
    asks = [
        one.model_copy(update={"ask": "End the pumping of 300 wells"}) if one.id == "end" else one
        for one in made.source.recommendations
    ]
    source = made.source.model_copy(update={"recommendations": tuple(asks)})
    assert problems(campaign(argument("wells", CITED), source=source)) == []
    (problem,) = problems(campaign(argument("wells", f"{CITED} It pumps 300."), source=source))
    assert problem.startswith("arguments/wells.md:4: 300 comes from no finding")
    (problem,) = problems(
        campaign(
            argument("wells", CITED),
            source=source,
            asks=[{"recommendation": "end", "text": "End all 400"}],
        )
    )
    assert problem.startswith("campaign.yaml:10: 400 comes from no finding")


def test_a_number_in_letter_md_is_found_there() -> None:
    printed = campaign(
        argument("wells", CITED),
        letter=campaigns.LETTER.replace("Thank you", "All 31 of us thank you"),
    )
    (problem,) = problems(printed)
    assert problem.startswith("letter.md:11: 31 comes from no finding")


def test_what_the_person_says_in_their_own_words_is_theirs() -> None:
    sender = ORGANIZATION.model_copy(
        update={"message": "My 14 cousins drank from it for 30 years."}
    )
    assert problems(campaign(argument("wells", CITED), sender=sender)) == []


def test_a_footnote_must_say_what_its_findings_give() -> None:
    printed = saying(CITED)
    made = letter(printed)
    forged = replace(
        made,
        notes=(
            replace(made.notes[0], runs=(*made.notes[0].runs, TextRun(" See also 99 others."))),
        ),
    )
    (problem,) = LetterAuditor(printed).problems(forged)
    assert (problem.file, problem.message) == (
        "source.yaml",
        "footnote 1 says 99, which neither its findings nor the works give",
    )


# ---------------------------------------------------------------- footnotes


def test_a_figure_before_its_footnote_is_found() -> None:
    printed = campaign(
        argument("wells", f"They were over 1,200 in all.\n\n{CITED}", cites=["wells"])
    )
    (problem,) = problems(printed)
    assert problem == (
        "arguments/wells.md:4: over 1,200 stands before the footnote of wells: add {{ "
        'cite("wells") }} to its sentence'
    )


def test_footnotes_without_a_mark_and_marks_without_a_footnote_are_found() -> None:
    printed = saying(CITED)
    made = letter(printed)
    lost = replace(
        made,
        statement=tuple(
            replace(
                block,
                items=tuple(tuple(run for run in item if run.note is None) for item in block.items),
            )
            for block in made.statement
        ),
    )
    messages = [problem.message for problem in LetterAuditor(printed).problems(lost)]
    assert "footnote 1 (wells) has no mark in the text" in messages
    gone = [problem.message for problem in LetterAuditor(printed).problems(replace(made, notes=()))]
    assert "calls footnote 1, and the letter has no footnote of that number" in gone
    assert "the letter cites wells and has no footnote for it" in gone


# ---------------------------------------------------------------- measures and stale figures

LATER = {
    "id": "wells-later",
    "claim": "Wells that were counted.",
    "figure": "over 1,500",
    "as_of": "2024-04",
    "section": "wells",
    "measure": "wells",
}


def test_one_measure_with_two_values_needs_both_dates() -> None:
    both = (
        'By December 2023 the count was {{ figure("wells") }}, and by April 2024 {{ '
        'figure("wells-later") }}.'
    )
    assert problems(with_findings(saying(both), LATER, measure="wells")) == []
    made = with_findings(
        saying(CITED + '\n\nThe count came to {{ figure("wells-later") }} in time.'),
        LATER,
        measure="wells",
    )
    written = letter(made)
    assert (
        LetterAuditor(made).problems(written) == []
    )  # the composer writes the missing date itself
    bare = replace(
        written,
        statement=tuple(
            replace(
                block,
                items=tuple(
                    tuple(replace(run, text=run.text.replace(" (April 2024)", "")) for run in item)
                    for item in block.items
                ),
            )
            for block in written.statement
        ),
    )
    (problem,) = LetterAuditor(made).problems(bare)
    assert problem.message.startswith(
        "wells is given twice, as over 1,200 (wells) and over 1,500 (wells-later): say the date "
        "of each"
    )


def test_an_old_figure_in_the_present_tense_needs_its_date() -> None:
    printed = saying('{{ cite("wells") }}There are {{ figure("wells") }} wells.')
    made = Composer(printed, on=DAY, dates_in_text=False).letter(
        JUDGE, selection=choose(printed, JUDGE, ground=GROUND)
    )
    (problem,) = LetterAuditor(printed).problems(made)
    assert str(problem).startswith(
        "arguments/wells.md:4: “over 1,200 … are” speaks of December 2023 as of today"
    )
    past = saying('The survey found {{ figure("wells") }} wells.')
    made = Composer(past, on=DAY, dates_in_text=False).letter(
        JUDGE, selection=choose(past, JUDGE, ground=GROUND)
    )
    assert LetterAuditor(past).problems(made) == []
    fresh = saying('There are {{ figure("wells") }} wells.', stale_after=5000)
    made = Composer(fresh, on=DAY, dates_in_text=False).letter(
        JUDGE, selection=choose(fresh, JUDGE, ground=GROUND)
    )
    assert LetterAuditor(fresh).problems(made) == []


@pytest.mark.parametrize(
    ("words", "is_stale"),
    [
        ("They face {} of them.", True),
        ("Now {} stand.", True),
        ("People have dug {}.", True),
        ("The count came to {}.", False),
        ("They had to wait for {}.", False),
        ("They did live beside {}.", False),
    ],
)
def test_the_present_tense_differs_from_nouns_and_infinitives(words: str, is_stale: bool) -> None:  # noqa: FBT001
    printed = saying(words.format('{{ figure("wells") }}'))
    made = Composer(printed, on=DAY, dates_in_text=False).letter(
        JUDGE, selection=choose(printed, JUDGE, ground=GROUND)
    )
    assert [
        problem.message.endswith("or use the past tense")
        for problem in LetterAuditor(printed).problems(made)
    ] == [True] * is_stale


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("The survey now counts {figure} wells.", "now"),
        ("Today there are {figure} wells.", "Today"),
        ("There are currently {figure} wells.", "currently"),
        ("There are {figure} wells.", "are"),
        ("In {date} a survey was made. Today {figure} wells stand dry.", "Today"),
        ("By {date} today’s {figure} wells were there.", "today"),
        ("As of {date}, there are now {figure} wells.", None),
        ("There are {figure} wells as of {date}.", None),
        ("In {date} a survey was made. There are {figure} wells in it.", None),
        ("The survey counted {figure} wells.", None),
        ("As of today, the survey of {date} counted {figure} wells.", "today"),
    ],
)
def test_a_date_in_brackets_does_not_make_the_present_the_past(
    words: str, word: str | None
) -> None:
    """As the shipped designs have letters composed.

    With the date behind the figure where the text does not say it.
    """
    printed = saying(words.format(figure='{{ figure("wells") }}', date='{{ date("wells") }}'))
    found = problems(printed)
    assert [problem.split(" speaks of")[0] for problem in found] == (
        [f"arguments/wells.md:4: “over 1,200 … {word}”"] if word else []
    )


def test_the_campaign_says_what_is_an_error() -> None:
    words = f"{CITED} They were 57,000 in all."
    for level, expected in (("error", ["error"]), ("warning", ["warning"]), ("ignore", [])):
        printed = saying(words, audit={"untraced": level})
        assert [
            problem.severity for problem in LetterAuditor(printed).problems(letter(printed))
        ] == expected


# ---------------------------------------------------------------- asks


def test_an_ask_that_no_argument_supports_is_a_warning() -> None:
    printed = campaign(argument("wells", CITED, supports="end"), asks=["end", "hear"])
    (problem,) = LetterAuditor(printed).campaign_problems()
    place = (problem.code, problem.severity, problem.file, problem.field)
    assert place == ("unsupported", "warning", "campaign.yaml", "asks")
    assert problem.message.startswith("hear: ")
    assert (
        LetterAuditor(
            campaign(argument("wells", CITED, supports=["end", "hear"]), asks=["end", "hear"])
        ).campaign_problems()
        == []
    )


@pytest.mark.parametrize(
    ("asks", "recipient", "why"),
    [
        (("hear",), senator(), "it is for members of Judiciary, Budget"),
        (("pass",), senator(), "it is for the house"),
        (("hear",), JUDGE, None),
        (("end", "gone"), JUDGE, None),
    ],
)
def test_an_ask_to_somebody_who_cannot_act_on_it_is_found(
    asks: tuple[str, ...], recipient: Recipient, why: str | None
) -> None:
    printed = campaign(argument("wells", CITED))
    made = replace(letter(printed), asks=asks)
    messages = [
        problem.message for problem in LetterAuditor(printed).problems(made, recipient=recipient)
    ]
    assert [message.rsplit(": ", 1)[1] for message in messages] == ([why] if why else [])
    assert LetterAuditor(printed).problems(made) == []


# ---------------------------------------------------------------- the shipped letters


@pytest.fixture(scope="module")
def shipped_letters() -> tuple[Campaign, list[tuple[Recipient, Letter]]]:
    on = datetime.date(2026, 9, 1)
    loaded = load.load(load.open_project(ROOT), "remain-in-mexico", on=on)
    composer, ground = Composer(loaded.campaign, on=on), SelectionContext(on)
    chosen = (
        (recipient, choose(loaded.campaign, recipient, ground=ground))
        for recipient in loaded.recipients
    )
    return loaded.campaign, [
        (recipient, composer.letter(recipient, selection=selection))
        for recipient, selection in chosen
    ]


def test_the_findings_support_every_shipped_letter(
    shipped_letters: tuple[Campaign, list[tuple[Recipient, Letter]]],
) -> None:
    printed, letters = shipped_letters
    assert len(letters) > 10
    auditor = LetterAuditor(printed)
    assert [
        str(problem)
        for recipient, made in letters
        for problem in auditor.problems(made, recipient=recipient)
    ] == []
    assert [str(problem) for problem in auditor.campaign_problems()] == []


def test_the_shipped_counts_of_two_months_may_not_stand_without_their_dates(
    shipped_letters: tuple[Campaign, list[tuple[Recipient, Letter]]],
) -> None:
    printed, letters = shipped_letters
    recipient, made = letters[0]
    words = (
        'Before that, {{ figure("returned-november") }} had been returned; later, {{ '
        'figure("returned-total") }}.'
    )
    only = replace(printed, arguments=(argument("both", words, supports="end-program"),))
    composer = Composer(only, on=made.date, dates_in_text=False)
    found = LetterAuditor(only).problems(
        composer.letter(
            recipient, selection=choose(only, recipient, ground=SelectionContext(made.date))
        )
    )
    assert [str(problem).split(":")[:2] for problem in found] == [["arguments/both.md", "4"]] * 2
    assert all(
        problem.message.startswith(
            "returned is given twice, as over 59,000 (returned-total) and over 56,000"
        )
        for problem in found
    )


def test_a_stray_number_in_any_shipped_argument_is_found_at_its_line(
    shipped_letters: tuple[Campaign, list[tuple[Recipient, Letter]]],
) -> None:
    printed, letters = shipped_letters
    found = set()
    arguments = tuple(
        replace(
            one,
            prose=replace(one.prose, text=f"{one.prose.text.rstrip()} There were 57,001 too.\n"),
        )
        for one in printed.arguments
    )
    spoiled = replace(printed, arguments=arguments)
    composer, auditor = Composer(spoiled, on=letters[0][1].date), LetterAuditor(spoiled)
    for recipient, _ in letters:
        made = composer.letter(
            recipient, selection=choose(spoiled, recipient, ground=SelectionContext(composer.on))
        )
        stray = [
            problem
            for problem in auditor.problems(made, recipient=recipient)
            if problem.message.startswith("57,001 comes from no finding")
        ]
        assert {problem.file for problem in stray} == {
            one.prose.file for one in arguments if one.id in made.arguments
        }
        found |= set(stray)
    texts = {one.prose.file: one.prose for one in arguments}
    for problem in found:
        prose = texts[problem.file]
        assert "57,001" in prose.text.split("\n")[problem.line - prose.first_line]


# ---------------------------------------------------------------- the date of a work


def test_a_month_in_which_a_work_reported_is_that_of_its_findings() -> None:
    reported = "{{ reported('dry') }} that {{ figure('dry') }} of the wells were dry."
    assert problems(saying(reported)) == []
    assert "Rivers Watch reported in May 2024 that 45 percent of the wells were dry." in str(
        letter(saying(reported)).statement
    )
    wrong = reported.replace("{{ reported('dry') }}", "Rivers Watch reported in June 2024")
    assert "June 2024" in problems(saying(wrong))[0]


def test_the_month_that_the_program_appends_does_not_make_a_figure_of_the_past() -> None:
    assert stale(problems(saying("There are {{ figure('dry') }} dry wells."), JUDGE))


def test_who_the_sender_is_may_be_said_in_its_own_words_alone() -> None:
    sender = ORGANIZATION.model_copy(update={"about": "a group of 30 clinics"})
    opening = "We, {{ sender.about }}, write.\n\n{{ arguments }}\n\n{{ asks }}\n"
    assert problems(campaign(argument("one"), letter=opening, sender=sender)) == []
    wrong = opening.replace("write", "run 30 houses")
    assert problems(campaign(argument("one"), letter=wrong, sender=sender)) != []


def stale(found: list[str]) -> bool:
    return any("as of today" in problem for problem in found)


@pytest.mark.parametrize("sources_in", ["line", "none"])
def test_a_letter_without_notes_is_audited_as_one_with_them(sources_in: SourcesIn) -> None:
    for words in (
        "Of {{ figure('wells') }} wells, 77 are dry.",
        "There are {{ figure('dry') }} dry wells.",
        "By 45 percent.{{ cite('wells') }} Then {{ figure('dry') }}.",
        "There were {{ figure('dry') }} dry wells.",
    ):
        printed = saying(words)
        selection = choose(printed, JUDGE, ground=GROUND)
        composer = Composer(printed, on=DAY, sources_in=sources_in)
        bare = composer.letter(JUDGE, selection=selection)
        found = LetterAuditor(printed).problems(bare, recipient=JUDGE)
        assert list(map(str, found)) == problems(printed)
