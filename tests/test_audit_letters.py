import datetime
from collections.abc import Mapping
from dataclasses import replace

import pytest

from generator import project, tailor
from generator.audit import LetterAuditor, audit_campaign, audit_letter
from generator.compose import Composer
from generator.models import Campaign, Letter, Recipient, Run, SourceFile
from tests import campaigns
from tests.campaigns import DAY, GROUND, ROOT, argument, campaign
from tests.letters_for_tests import ORGANIZATION
from tests.people import representative, senator

JUDGE = representative(id="A000001", committees=(("Judiciary", "member"),))


def letter(printed: Campaign, recipient: Recipient = JUDGE) -> Letter:
    return Composer(printed, on=DAY).letter(recipient, selection=tailor.choose(printed, recipient, ground=GROUND))


def problems(printed: Campaign, recipient: Recipient = JUDGE) -> list[str]:
    return [str(problem) for problem in audit_letter(letter(printed, recipient), printed, recipient=recipient)]


def saying(words: str, **settings: object) -> Campaign:
    """A campaign with one argument of these words, and other settings of campaign.yaml."""
    made = campaign(argument("wells", words))
    return replace(made, settings=made.settings.model_copy(update=settings))


def with_findings(printed: Campaign, *more: Mapping[str, object], measure: str | None = None) -> Campaign:
    findings = [one.model_copy(update={"measure": measure} if measure and one.id == "wells" else {}) for one in printed.source.findings]
    source = SourceFile.model_validate({**printed.source.model_dump(), "findings": [*(one.model_dump() for one in findings), *more]})
    return replace(printed, source=source)


CITED = 'By {{ date("wells") }}, the survey had counted {{ figure("wells") }} wells.'


# ---------------------------------------------------------------- untraced


def test_a_figure_of_a_cited_finding_stands() -> None:
    assert problems(saying(CITED)) == []


def test_a_stray_number_is_found_with_its_file_and_line() -> None:
    (problem,) = problems(saying(f"{CITED}\n\nMore words here, and then\n57,000 of them."))
    assert problem.startswith("arguments/wells.md:7: 57,000 comes from no finding that this letter cites")
    assert 'print it with {{ figure("…") }}, or add it to allowed_words in campaign.yaml' in problem


@pytest.mark.parametrize(
    "stray",
    [
        "57,000 wells",
        "fifty-seven thousand wells",
        "46 percent of wells",
        "a third of wells",
        "$5 million",
        "in March 2021",
        "on May 3, 2024",
        "since 1987",
        "section 12(b)",
        "8 U.S.C. § 1225",
        "H.R. 99",
        "dozens of wells",
        "two wells",
        "one in nine wells",
        "the 7th time",
    ],
)
def test_every_kind_of_stray_figure_is_found(stray: str) -> None:
    (problem,) = problems(saying(f"{CITED} They were {stray} in all."))
    assert "comes from no finding" in problem


@pytest.mark.parametrize(
    "words",
    [
        "more than 1,200 wells",
        "over twelve hundred wells",
        "in December 2023",
        "in 2023",
        "on May 1, 2024",
        "on November 24, 2026",
        "in November",
        "for the first time",
        "H.R. 2662 of the 116th Congress",
        "in Texas’s 16th district",
        "in the 119th Congress",
        "at 1420 North Stanton Street",
        "three counties, namely Alder, Birch and Cedar",
    ],
)
def test_what_findings_people_bills_and_dates_give_may_be_said(words: str) -> None:
    assert problems(saying(f"{CITED} It was {words} that count.")) == []


@pytest.mark.parametrize(
    ("typed", "said"), [("1,200 wells", "1,200"), ("at least 1,200 wells", "at least 1,200"), ("about 1,200 wells", "about 1,200")]
)
def test_a_figure_that_claims_more_or_less_than_its_finding_is_found(typed: str, said: str) -> None:
    (problem,) = problems(saying(f"{CITED} They were {typed}."))
    assert f"{said} claims something else than the finding wells, which gives “over 1,200”" in problem


def test_a_figure_of_a_finding_that_is_not_cited_names_it() -> None:
    (problem,) = problems(saying(f"{CITED} Of these 45 percent were dry."))
    assert '45 percent comes from no finding that this letter cites: dry has it; print it with {{ figure("dry") }}' in problem


def test_a_rounded_figure_must_be_said_to_be_rounded() -> None:
    more = {"id": "exact", "claim": "Pumps.", "figure": "21,786", "as_of": "2024-05-01", "section": "wells"}
    cited = 'There were {{ figure("exact") }} pumps as of {{ date("exact") }}, '
    assert problems(with_findings(saying(f"{cited} nearly 22,000 in words."), more)) == []
    assert problems(with_findings(saying(f"{cited} about 21,800 or more than 21,000."), more)) == []
    assert len(problems(with_findings(saying(f"{cited} 22,000 in words."), more))) == 1
    assert len(problems(with_findings(saying(f"{cited} nearly 23,000 in words."), more))) == 1


def test_allowed_words_and_known_texts_may_be_said() -> None:
    printed = saying(f"{CITED} It is about 55 miles away, in Ward 12.", allowed_words=("Ward 12",))
    made = letter(printed)
    assert [problem.message[:14] for problem in audit_letter(made, printed)] == ["about 55 miles"]
    assert audit_letter(made, printed, known=["about 55 miles"]) == []


def test_a_number_in_an_ask_is_found_in_campaign_yaml() -> None:
    printed = campaign(argument("wells", CITED), asks=[{"recommendation": "end", "text": "End the pumping of 300 wells"}])
    (problem,) = problems(printed)
    assert problem.startswith("campaign.yaml:10: 300 comes from no finding")


def test_an_ask_may_say_the_numbers_of_its_recommendation_and_no_other_text_may() -> None:
    made = with_findings(campaign(argument("wells", CITED)))
    asks = [
        one.model_copy(update={"ask": "End the pumping of 300 wells"}) if one.id == "end" else one for one in made.source.recommendations
    ]
    source = made.source.model_copy(update={"recommendations": tuple(asks)})
    assert problems(campaign(argument("wells", CITED), source=source)) == []
    (problem,) = problems(campaign(argument("wells", f"{CITED} It pumps 300."), source=source))
    assert problem.startswith("arguments/wells.md:4: 300 comes from no finding")
    (problem,) = problems(campaign(argument("wells", CITED), source=source, asks=[{"recommendation": "end", "text": "End all 400"}]))
    assert problem.startswith("campaign.yaml:10: 400 comes from no finding")


def test_a_number_in_letter_md_is_found_there() -> None:
    printed = campaign(argument("wells", CITED), letter=campaigns.LETTER.replace("Thank you", "All 31 of us thank you"))
    (problem,) = problems(printed)
    assert problem.startswith("letter.md:11: 31 comes from no finding")


def test_what_the_person_says_in_their_own_words_is_theirs() -> None:
    sender = ORGANIZATION.model_copy(update={"message": "My 14 cousins drank from it for 30 years."})
    assert problems(campaign(argument("wells", CITED), sender=sender)) == []


def test_a_footnote_must_say_what_its_findings_give() -> None:
    printed = saying(CITED)
    made = letter(printed)
    forged = replace(made, notes=(replace(made.notes[0], runs=(*made.notes[0].runs, Run(" See also 99 others."))),))
    (problem,) = audit_letter(forged, printed)
    assert (problem.file, problem.message) == ("source.yaml", "footnote 1 says 99, which neither its findings nor the works give")


# ---------------------------------------------------------------- footnotes


def test_a_figure_before_its_footnote_is_found() -> None:
    printed = saying(f"They were over 1,200 in all.\n\n{CITED}")
    (problem,) = problems(printed)
    assert problem == 'arguments/wells.md:4: over 1,200 stands before the footnote of wells: add {{ cite("wells") }} to its sentence'


def test_footnotes_without_a_mark_and_marks_without_a_footnote_are_found() -> None:
    printed = saying(CITED)
    made = letter(printed)
    lost = replace(made, statement=tuple(
        replace(block, items=tuple(tuple(run for run in item if run.note is None) for item in block.items)) for block in made.statement
    ))  # fmt: skip
    messages = [problem.message for problem in audit_letter(lost, printed)]
    assert "footnote 1 (wells) has no mark in the text" in messages
    gone = [problem.message for problem in audit_letter(replace(made, notes=()), printed)]
    assert "calls footnote 1, and the letter has none of that number" in gone
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
    both = 'By December 2023 the count was {{ figure("wells") }}, and by April 2024 {{ figure("wells-later") }}.'
    assert problems(with_findings(saying(both), LATER, measure="wells")) == []
    made = with_findings(saying(CITED + '\n\nThe count came to {{ figure("wells-later") }} in time.'), LATER, measure="wells")
    written = letter(made)
    assert audit_letter(written, made) == []  # the composer writes the missing date itself
    bare = replace(written, statement=tuple(
        replace(block, items=tuple(tuple(replace(run, text=run.text.replace(" (April 2024)", "")) for run in item) for item in block.items))
        for block in written.statement
    ))  # fmt: skip
    (problem,) = audit_letter(bare, made)
    assert problem.message.startswith("wells is given twice, as over 1,200 (wells) and over 1,500 (wells-later): say the date of each")


def test_an_old_figure_in_the_present_tense_needs_its_date() -> None:
    printed = saying('{{ cite("wells") }}There are {{ figure("wells") }} wells.')
    made = Composer(printed, on=DAY, dates_in_text=False).letter(JUDGE, selection=tailor.choose(printed, JUDGE, ground=GROUND))
    (problem,) = audit_letter(made, printed)
    assert str(problem).startswith("arguments/wells.md:4: “over 1,200 … are” speaks of December 2023 as of today")
    past = saying('The survey found {{ figure("wells") }} wells.')
    made = Composer(past, on=DAY, dates_in_text=False).letter(JUDGE, selection=tailor.choose(past, JUDGE, ground=GROUND))
    assert audit_letter(made, past) == []
    fresh = saying('There are {{ figure("wells") }} wells.', stale_after=5000)
    made = Composer(fresh, on=DAY, dates_in_text=False).letter(JUDGE, selection=tailor.choose(fresh, JUDGE, ground=GROUND))
    assert audit_letter(made, fresh) == []


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
def test_the_present_tense_is_told_from_nouns_and_infinitives(words: str, is_stale: bool) -> None:  # noqa: FBT001
    printed = saying(words.format('{{ figure("wells") }}'))
    made = Composer(printed, on=DAY, dates_in_text=False).letter(JUDGE, selection=tailor.choose(printed, JUDGE, ground=GROUND))
    assert [problem.message.endswith("or use the past tense") for problem in audit_letter(made, printed)] == [True] * is_stale


def test_the_campaign_says_what_is_an_error() -> None:
    words = f"{CITED} They were 57,000 in all."
    for level, expected in (("error", ["error"]), ("warning", ["warning"]), ("ignore", [])):
        printed = saying(words, audit={"untraced": level})
        assert [problem.severity for problem in audit_letter(letter(printed), printed)] == expected


# ---------------------------------------------------------------- asks


def test_an_ask_that_no_argument_supports_is_a_warning() -> None:
    printed = campaign(argument("wells", CITED, supports="end"), asks=["end", "hear"])
    (problem,) = audit_campaign(printed)
    assert str(problem).startswith("campaign.yaml: warning: asks: hear: no argument supports it")
    assert audit_campaign(campaign(argument("wells", CITED, supports=["end", "hear"]), asks=["end", "hear"])) == []


@pytest.mark.parametrize(
    ("asks", "recipient", "why"),
    [
        (("hear",), senator(), "it is for members of Judiciary, Budget"),
        (("pass",), senator(), "it is for the house"),
        (("hear",), JUDGE, None),
        (("end", "gone"), JUDGE, None),
    ],
)
def test_an_ask_to_somebody_who_cannot_act_on_it_is_found(asks: tuple[str, ...], recipient: Recipient, why: str | None) -> None:
    printed = campaign(argument("wells", CITED))
    made = replace(letter(printed), asks=asks)
    told = [problem.message for problem in audit_letter(made, printed, recipient=recipient)]
    assert [message.rsplit(": ", 1)[1] for message in told] == ([why] if why else [])
    assert audit_letter(made, printed) == []


# ---------------------------------------------------------------- the shipped letters


@pytest.fixture(scope="module")
def shipped_letters() -> tuple[Campaign, list[tuple[Recipient, Letter]]]:
    on = datetime.date(2026, 9, 1)
    loaded = project.load(project.open_project(ROOT), "remain-in-mexico", on=on)
    composer, ground = Composer(loaded.campaign, on=on), tailor.Ground(on)
    chosen = ((recipient, tailor.choose(loaded.campaign, recipient, ground=ground)) for recipient in loaded.recipients)
    return loaded.campaign, [(recipient, composer.letter(recipient, selection=selection)) for recipient, selection in chosen]


def test_every_shipped_letter_is_borne_out(shipped_letters: tuple[Campaign, list[tuple[Recipient, Letter]]]) -> None:
    printed, letters = shipped_letters
    assert len(letters) > 10
    auditor = LetterAuditor(printed)
    assert [str(problem) for recipient, made in letters for problem in auditor.problems(made, recipient=recipient)] == []
    assert [str(problem) for problem in auditor.campaign_problems()] == []


def test_a_stray_number_in_any_shipped_argument_is_found_at_its_line(
    shipped_letters: tuple[Campaign, list[tuple[Recipient, Letter]]],
) -> None:
    printed, letters = shipped_letters
    found = set()
    arguments = tuple(
        replace(one, prose=replace(one.prose, text=f"{one.prose.text.rstrip()} There were 57,001 too.\n")) for one in printed.arguments
    )
    spoiled = replace(printed, arguments=arguments)
    composer, auditor = Composer(spoiled, on=letters[0][1].date), LetterAuditor(spoiled)
    for recipient, _ in letters:
        made = composer.letter(recipient, selection=tailor.choose(spoiled, recipient, ground=tailor.Ground(composer.on)))
        stray = [
            problem for problem in auditor.problems(made, recipient=recipient) if problem.message.startswith("57,001 comes from no finding")
        ]
        assert {problem.file for problem in stray} == {one.prose.file for one in arguments if one.id in made.arguments}
        found |= set(stray)
    texts = {one.prose.file: one.prose for one in arguments}
    for problem in found:
        prose = texts[problem.file]
        assert "57,001" in prose.text.split("\n")[problem.line - prose.first_line]
