from typing import Unpack

import pytest

from generator.errors import FilesAreWrongError
from generator.letter.compose import Composer
from generator.letter.selection import choose
from generator.models.campaign import Argument, Campaign, Prose
from generator.models.letter import Block, Letter
from generator.models.recipient import Addresses, Recipient
from generator.models.sender import Sender, SenderFile
from tests.support.campaigns import BILL, DAY, GROUND, LETTER, SOURCE, Settings, argument, campaign
from tests.support.letters_for_tests import ORGANIZATION, PERSON
from tests.support.people import office, representative, senator

ESCOBAR = representative(committees=(("Judiciary", "chair"),), represents=("el-paso",))
STRANGER = senator(state="AZ")


def written(
    *arguments: Argument,
    to: Recipient = STRANGER,
    dates_in_text: bool = True,
    **settings: Unpack[Settings],
) -> Letter:
    """The finished letter."""
    made = campaign(*(arguments or (argument("one"),)), **settings)
    return letter_of(made, to=to, dates_in_text=dates_in_text)


def letter_of(
    made: Campaign, *, to: Recipient = STRANGER, stem: str | None = None, dates_in_text: bool = True
) -> Letter:
    return Composer(made, on=DAY, dates_in_text=dates_in_text).letter(
        to, selection=choose(made, to, ground=GROUND), stem=stem
    )


def parts(letter: Letter) -> list[tuple[str, str]]:
    """Who says what."""
    return [(block.part, shown(block)) for block in letter.statement]


def shown(block: Block) -> str:
    """The words of a block, with each note call as [n]."""
    return " | ".join(
        "".join(f"[{run.note}]" if run.note else run.text for run in item) for item in block.items
    )


# ---------------------------------------------------------------- the places of letter.md


def test_arguments_and_asks_stand_where_the_letter_puts_them() -> None:
    letter = written(
        argument("b", weight=1), argument("a", "First.\n\nSecond.", weight=2), asks=("end", "back")
    )
    assert parts(letter) == [
        ("letter", "We write about the wells of the valley."),
        ("argument:a", "First."),
        ("argument:a", "Second."),
        ("argument:b", "This is the argument called b."),
        ("letter", "We ask you to:"),
        ("asks", "End the pumping. | Back the Clean Wells Act."),
        ("letter", "Thank you for reading this."),
    ]
    assert letter.statement[5].kind == "bullets"
    assert (letter.arguments, letter.asks) == (("a", "b"), ("end", "back"))


FOR_A_PERSON = "I write as a neighbor.\n\n{{ arguments }}\n\n{{ asks }}\n"


def test_a_person_signs_the_letter_of_a_person_and_an_organization_its_own() -> None:
    for signer, first in ((PERSON, "I write as a neighbor."), (ORGANIZATION, "We write about")):
        letter = written(person_letter=FOR_A_PERSON, sender=signer)
        assert parts(letter)[0][1].startswith(first)


def test_a_supporter_signs_the_letter_of_a_person() -> None:
    made = campaign(argument("one"), person_letter=FOR_A_PERSON)
    selection = choose(made, STRANGER, ground=GROUND, voice="person")
    letter = Composer(made, on=DAY).letter(STRANGER, selection=selection, sender=Sender(PERSON))
    assert parts(letter)[0] == ("letter", "I write as a neighbor.")


def test_a_publication_that_a_paragraph_names_twice_is_an_error_of_its_text() -> None:
    words = "First.\n\n{{ reported('dry') }} this. {{ reported('dry') }} that."
    with pytest.raises(FilesAreWrongError) as caught:
        written(argument("one", words))
    (problem,) = caught.value.problems
    assert (problem.code, problem.file, problem.line) == ("reported-twice", "arguments/one.md", 6)


CITING = argument(
    "one",
    "Of {{ figure('wells') }} wells {{ figure('dry') }} were dry. Or {{ figure('other') }}.",
)


def test_a_letter_may_name_its_sources_in_one_line() -> None:
    made = campaign(CITING)
    selection = choose(made, STRANGER, ground=GROUND)
    letter = Composer(made, on=DAY, sources_in="line").letter(STRANGER, selection=selection)
    line = "".join(run.text for run in letter.sources)
    assert line == (
        "Sources: Rivers Watch, May 1, 2024, rivers.example/reports/wells; "
        "State Survey, “Wells,” Open Data, No. 7, 2023."
    )
    assert letter.printed_sources == (letter.sources,)
    silent = Composer(made, on=DAY, sources_in="none").letter(STRANGER, selection=selection)
    assert (silent.sources, silent.printed_sources) == ((), ())
    # For the audit, each letter has its notes.
    assert letter.notes == silent.notes == letter_of(made).notes != ()


def test_a_design_of_version_0_1_keeps_the_words_of_its_letters() -> None:
    made = campaign(argument("one", "{{ figure('dry') }}. {{ figure('wells') }}."), sender=TEACHER)
    letter = Composer(made, on=DAY, sources_in=None).letter(
        STRANGER, selection=choose(made, STRANGER, ground=GROUND)
    )
    assert letter.own_words == letter.message != ()
    words = "".join(run.text for run in letter.notes[1].runs)
    assert words == (
        "Rivers Watch, “What ‘Clean’ Means,” under “How many wells” (State Survey, December 2023)."
    )


def test_the_one_line_explains_how_a_distance_was_measured() -> None:
    made = campaign(argument("one", f"{NEAR}. By {{{{ figure('dry') }}}}."))
    member = of_two_offices()
    letter = Composer(made, on=DAY, sources_in="line").letter(
        member, selection=choose(made, member, ground=GROUND)
    )
    line = "".join(run.text for run in letter.sources)
    assert line.startswith("Source: Rivers Watch, ")
    assert line.endswith(" office in El Paso in a straight line.")


TEACHER = PERSON.model_copy(update={"message": "I teach *here*.\n\nAsk me: \ue000f0\ue001."})
OWN = [("message", "I teach *here*."), ("message", "Ask me: \ue000f0\ue001.")]


def test_own_words_of_a_person_stand_behind_the_opening_unchanged() -> None:
    letter = written(sender=TEACHER)
    assert parts(letter)[:4] == [
        ("letter", "We write about the wells of the valley."),
        *OWN,
        ("argument:one", "This is the argument called one."),
    ]
    assert (letter.own_words_at, letter.message) == (1, ())
    assert [("message", block.text) for block in letter.own_words] == OWN
    silent = written(sender=PERSON)
    assert parts(silent) == [part for part in parts(letter) if part[0] != "message"]
    assert (silent.own_words_at, silent.own_words) == (1, ())


def test_own_words_do_not_come_between_the_asks_and_the_words_that_introduce_them() -> None:
    letter = written(letter="I ask you to:\n\n{{ asks }}\n\n{{ arguments }}\n", sender=TEACHER)
    assert [part for part, _ in parts(letter)][:3] == ["letter", "asks", "message"]


@pytest.mark.parametrize("voice", ["person", "organization"])
def test_own_words_stand_where_the_letter_puts_them(voice: str) -> None:
    message = TEACHER.message
    signer = TEACHER if voice == "person" else ORGANIZATION.model_copy(update={"message": message})
    letter = written(
        letter="I ask.\n\n{{ arguments }}\n\n{{ own_words }}\n\n{{ asks }}\n", sender=signer
    )
    assert [part for part, _ in parts(letter)] == [
        "letter", "argument:one", "message", "message", "asks",
    ]  # fmt: skip
    assert letter.message == ()


def test_own_words_of_an_organization_stand_apart_unless_its_letter_has_a_place() -> None:
    letter = written(sender=ORGANIZATION.model_copy(update={"message": TEACHER.message}))
    assert letter.own_words_at is None
    assert letter.own_words == letter.message
    assert "message" not in dict(parts(letter))


NEAR = "About {{ distance('juarez') }} from your office in {{ nearest_office().city }}"


def of_two_offices() -> Recipient:
    """A member with an office in El Paso, by Ciudad Juárez, and one in Nogales."""
    (el_paso,), (nogales,) = (
        office().district,
        office("Nogales", latitude=31.34, longitude=-110.94).district,
    )
    return representative(addresses=Addresses(district=(el_paso, nogales)))


def test_an_office_is_the_one_that_was_measured_to_whatever_the_argument_is_about() -> None:
    told = argument("one", f"{NEAR}.", when={"within": "100 miles of nogales"})
    letter = written(
        told,
        to=of_two_offices(),
        asks=({"recommendation": "end", "text": NEAR},),
        letter=LETTER + f"\n\n{NEAR}, too.\n",
    )
    words = [shown(block) for block in letter.statement]
    assert sum("6 miles from your office in El Paso" in text for text in words) == 3
    assert not any("Nogales" in text for text in words)


def test_an_office_that_could_be_that_of_two_distances_must_be_named() -> None:
    both = argument(
        "one",
        (
            "It is {{ distance('juarez') }},\n{{ distance('nogales') }} from "
            "{{ nearest_office().city }}."
        ),
    )
    with pytest.raises(FilesAreWrongError) as caught:
        written(both, to=of_two_offices())
    assert [str(problem) for problem in caught.value.problems] == [
        (
            "arguments/one.md:5: nearest_office: the text says several "
            'distances: write nearest_office("juarez") or '
            'nearest_office("nogales")'
        )
    ]
    named = argument("one", both.prose.text.replace("office()", "office('juarez')"))
    assert "250 miles" not in shown(written(named, to=of_two_offices()).statement[1])


def test_only_a_paragraph_of_its_own_is_a_place() -> None:
    assert written(letter="{{ asks }}\n\n{{ arguments }}").statement[0].part == "asks"
    words = [block.text for block in written(letter="Dear friend {{ asks }}").statement]
    assert len(words) == 1


def test_what_a_letter_does_not_place_is_not_in_it() -> None:
    assert parts(written(letter="Only this.")) == [("letter", "Only this.")]


def test_the_sponsor_of_a_bill_is_thanked_where_the_letter_thanks_and_nobody_else_is() -> None:
    thanks = (
        "letter",
        "Thank you for introducing the Clean Wells Act (H.R. 2662) in the 116th Congress.",
    )
    assert parts(written(to=ESCOBAR))[1] == thanks
    assert thanks not in parts(written())


def test_a_sponsor_of_two_bills_is_thanked_for_both_by_title_by_number_or_at_all() -> None:
    recommendations = list(SOURCE.recommendations)
    sponsored = next(one for one in recommendations if one.bill)
    assert sponsored.bill is not None
    numbered = sponsored.model_copy(
        update={"id": "numbered", "bill": sponsored.bill.model_copy(update={"title": None})}
    )
    nameless = sponsored.model_copy(
        update={
            "id": "nameless",
            "bill": sponsored.bill.model_copy(
                update={"title": None, "number": None, "congress": 119}
            ),
        }
    )
    source = SOURCE.model_copy(update={"recommendations": (*recommendations, numbered, nameless)})
    assert parts(written(to=ESCOBAR, source=source))[1][1] == (
        "Thank you for introducing the Clean Wells Act (H.R. 2662) in the 116th Congress. "
        "Thank you for introducing H.R. 2662 in the 116th Congress. "
        "Thank you for introducing such legislation in the 119th Congress."
    )


# ---------------------------------------------------------------- asks


def test_an_ask_is_prose_with_its_marks_and_ends_as_a_sentence() -> None:
    asks = (
        {"recommendation": "end", "text": "End *all* pumping in {{ home }}"},
        {"recommendation": "back", "text": "Will you back the “Clean Wells Act?”"},
    )
    letter = written(asks=asks)
    block = next(block for block in letter.statement if block.part == "asks")
    assert shown(block) == "End all pumping in your state. | Will you back the “Clean Wells Act?”"
    assert [run.emphasis for run in block.items[0]] == ["plain", "em", "plain"]


@pytest.mark.parametrize("stop", [".", "?", "!", ".”", "?”", "!’"])
def test_an_ask_that_ends_already_gets_no_second_full_stop(stop: str) -> None:
    letter = written(
        asks=(
            {"recommendation": "end", "text": f"Say “End the pumping{stop}{{{{ cite('dry') }}}}"},
        ),
        letter="{{ asks }}",
    )
    assert shown(letter.statement[0]).endswith(f"pumping{stop}[1]")


def test_a_figure_in_an_ask_has_its_note() -> None:
    letter = written(
        asks=({"recommendation": "end", "text": 'Help the {{ figure("sick") }} people'},),
        letter="{{ asks }}",
    )
    assert shown(letter.statement[0]) == "Help the at least 13 people (June 2022 to July 2023).[1]"
    assert letter.findings == ("sick",)


def test_a_letter_that_asks_nothing_of_this_recipient_has_no_empty_list() -> None:
    assert [part for part, _ in parts(written(asks=("pass",), to=STRANGER))] == ["letter"] * 2


# ---------------------------------------------------------------- notes


def test_notes_run_through_the_letter_and_name_each_finding_once() -> None:
    letter = written(
        argument(
            "a",
            'There were {{ figure("wells") }} wells and {{ figure("dry") }} were dry.',
            weight=90,
        ),
        argument("b", 'In December 2023, {{ figure("wells") }} wells.'),
    )
    assert [shown(block) for block in letter.statement if block.part.startswith("argument")] == [
        (
            "There were over 1,200 wells and 45 percent were dry (over 1,200: "
            "December 2023; 45 percent: reported in May 2024).[1]"
        ),
        "In December 2023, over 1,200 wells.[2]",
    ]
    assert [(note.number, note.findings) for note in letter.notes] == [
        (1, ("wells", "dry")),
        (2, ("wells",)),
    ]
    assert letter.findings == ("wells", "dry")


def test_a_design_that_keeps_dates_to_the_notes_gets_none_in_the_text() -> None:
    letter = written(argument("a", 'There were {{ figure("wells") }} wells.'), dates_in_text=False)
    assert "There were over 1,200 wells.[1]" in [shown(block) for block in letter.statement]


# ---------------------------------------------------------------- the frame of a letter


def test_a_letter_is_addressed_and_dated() -> None:
    letter = written(to=ESCOBAR, enclosures=["A map"], copies=["Hon. Joaquin Castro"])
    assert letter.inside_address == (
        "The Honorable Veronica Escobar",
        "U.S. House of Representatives",
        "Washington, DC 20515",
    )
    assert (letter.salutation, letter.closing) == ("Dear Representative Escobar:", "Sincerely,")
    assert (
        letter.title
        == "Letter to Representative Veronica Escobar: Wells of the valley: end the pumping"
    )
    assert (letter.date, letter.campaign, letter.recipient, letter.stem) == (
        DAY,
        "wells",
        "E000299",
        "TX-16-escobar",
    )
    assert (letter.enclosures, letter.copies) == (("A map",), ("Hon. Joaquin Castro",))


def test_a_chair_is_written_to_as_chair_where_the_letter_concerns_the_committee() -> None:
    letter = written(to=ESCOBAR, concerns="Judiciary")
    assert letter.inside_address[1] == "Chair, Committee on the Judiciary"
    assert letter.salutation == "Dear Chair Escobar:"


def test_the_name_of_the_file_can_be_given() -> None:
    assert letter_of(campaign(argument("one")), stem="AZ-sen-smith-2").stem == "AZ-sen-smith-2"


@pytest.mark.parametrize(
    ("bill", "to_house", "to_senate"),
    [
        (None, "End the pumping", "End the pumping"),
        (
            {"congress": 119, "number": "H.R. 1234"},
            "119 H.R. 1234, support: End the pumping",
            "End the pumping",
        ),
        (
            {"congress": 119, "number": "S. 56", "stance": "oppose"},
            "End the pumping",
            "119 S. 56, oppose: End the pumping",
        ),
        ({"congress": 119, "title": "Clean Wells Act"}, "End the pumping", "End the pumping"),
        (
            BILL,
            "116 H.R. 2662, support: End the pumping",
            "116 H.R. 2662, support: End the pumping",
        ),
    ],
)
def test_the_subject_is_in_the_form_offices_file_under_with_the_bill_for_those_who_can_act_on_it(
    bill: dict[str, object] | None, to_house: str, to_senate: str
) -> None:
    whole = campaign(argument("one"), bill=bill, subject="End the pumping")
    assert [
        letter_of(whole, to=recipient).subject for recipient in (representative(), senator())
    ] == [to_house, to_senate]


# ---------------------------------------------------------------- two voices

CONSTITUENT = (
    "{% if sender.is_constituent %}As your constituent in {{ "
    "sender.city }}, {{ we }} ask you{% else %}{{ We }} ask you{% "
    "endif %} to act."
)


@pytest.mark.parametrize(
    ("sender", "to", "words"),
    [
        (PERSON, ESCOBAR, "As your constituent in El Paso, I ask you to act."),
        (PERSON, STRANGER, "I ask you to act."),
        (PERSON.model_copy(update={"district": None}), ESCOBAR, "I ask you to act."),
        (ORGANIZATION, STRANGER, "We ask you to act."),
    ],
)
def test_only_a_constituent_says_so(sender: SenderFile, to: Recipient, words: str) -> None:
    assert written(letter=CONSTITUENT, sender=sender, to=to).statement[0].text == words


def test_own_words_are_printed_as_the_person_wrote_them() -> None:
    own = "I taught *here*  for\n26 years & {{ saw }} it.\n\n\n\nAsk me <b>now</b>."
    letter = written(sender=PERSON.model_copy(update={"message": own}))
    assert [block.text for block in letter.own_words] == [
        "I taught *here* for 26 years & {{ saw }} it.",
        "Ask me <b>now</b>.",
    ]


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("made", "place"),
    [
        (campaign(argument("one"), letter="One.\n\nTwo {{ recipient.nmae }}."), "letter.md:3: "),
        (campaign(argument("one", "One\ntwo {{ figure('x') }}.")), "arguments/one.md:5: "),
        (
            campaign(
                argument("one"), asks=("back", {"recommendation": "end", "text": "End {{ it }}"})
            ),
            "campaign.yaml:11: ",
        ),
        (
            campaign(argument("one", "One.\n\n# A heading")),
            "arguments/one.md:6: a heading has no place here",
        ),
    ],
)
def test_what_does_not_render_is_named_by_the_file_and_the_line_it_stands_in(
    made: Campaign, place: str
) -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        letter_of(made)
    assert [str(problem)[: len(place)] for problem in caught.value.problems] == [place]


def test_an_argument_that_is_not_chosen_is_not_rendered() -> None:
    assert written(
        argument("one"), argument("two", "{{ broken }}", when={"state": "TX"})
    ).arguments == ("one",)


def test_blocks_know_where_they_were_written() -> None:
    letter = written(argument("one", "\nFirst.\n\nSecond."))
    places = [(block.file, block.line) for block in letter.statement]
    assert places == [
        ("letter.md", 1),
        ("arguments/one.md", 5),
        ("arguments/one.md", 7),
        ("letter.md", 7),
        ("letter.md", 9),
        ("letter.md", 11),
    ]


def test_a_composer_leaves_its_campaign_as_it_was() -> None:
    made = campaign(argument("one"))
    before = made.letter
    assert letter_of(made) == letter_of(made)
    assert made.letter is before
    assert isinstance(made.letter, Prose)
