import datetime
from typing import Unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import FilesAreWrongError, NoSuchNameError
from generator.letter import prose, references
from generator.letter.footnotes import MARK, Remark
from generator.letter.records import represents
from generator.letter.vocabulary import Vocabulary
from generator.models.campaign import Campaign, Prose
from generator.models.recipient import Addresses, Recipient
from generator.models.sender import Sender, SenderFile
from tests.support.campaigns import BILL, DAY, SOURCE, Settings, argument, campaign
from tests.support.letters_for_tests import ORGANIZATION, PERSON
from tests.support.people import office, person, representative, senator

ESCOBAR = representative(
    committees=(("Judiciary", "member"), ("Budget", "chair")), addresses=office()
)


def say(
    text: str,
    recipient: Recipient = ESCOBAR,
    *,
    in_campaign: Campaign | None = None,
    **settings: Unpack[Settings],
) -> str:
    """What the text becomes, without the marks of notes and the backslashes of Markdown."""
    vocabulary = Vocabulary(in_campaign or campaign(argument("one"), **settings), recipient, on=DAY)
    return MARK.sub("", prose.render(Prose("letter.md", 1, text), vocabulary.values())).replace(
        "\\", ""
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "{{ recipient.title }} {{ recipient.name }}, {{ recipient.last }}",
            "Representative Veronica Escobar, Escobar",
        ),
        (
            (
                "{{ recipient.chamber }} {{ recipient.state }} {{ "
                "recipient.state_code }} {{ recipient.seat }}"
            ),
            "house Texas TX TX-16",
        ),
        ("{{ recipient.district }}", "16"),
        (
            '{{ recipient.committees | join(", ") }}; {{ recipient.chairs | join(", ") }}',
            "Judiciary, Budget; Budget",
        ),
        (
            "{{ sender.name }}, {{ sender.title }}, {{ sender.organization }}",
            "Marisol Tejada Whitcomb, Executive Director, Rio Grande Legal Welcome Center",
        ),
        ("{{ sender.city }} {{ sender.state }} {{ sender.zip }}", "El Paso Texas 79902"),
        (
            "{{ sender.phone }} {{ sender.email }} {{ sender.website }}",
            "(915) 555-0142 office@welcomecenter.example welcomecenter.example",
        ),
        (
            "{{ campaign.title }}; {{ campaign.subject }}",
            "Wells; Wells of the valley: end the pumping",
        ),
        ("{{ letter.date }}", "November 24, 2026"),
        ("{{ home }}", "your district"),
    ],
)
def test_prose_can_name_who_writes_to_whom_about_what_and_when(text: str, said: str) -> None:
    assert say(text) == said


def test_whoever_has_a_whole_state_is_told_of_their_state() -> None:
    assert say("{{ home }}", senator()) == "your state"
    assert (
        say("{{ home }}", person(chamber="house", state="AK", district=0, title="representative"))
        == "your state"
    )


def test_the_campaign_says_its_bill_and_its_day() -> None:
    assert (
        say("{{ campaign.bill }} by {{ campaign.act_by }}", bill=BILL, act_by="2026-12-18")
        == "H.R. 2662 by December 18, 2026"
    )
    assert (
        say("{{ campaign.bill }}", bill={"congress": 119, "title": "Clean Wells Act"})
        == "Clean Wells Act"
    )
    assert (
        say("{% if campaign.bill or campaign.act_by %}x{% endif %}[{{ campaign.bill or 'none' }}]")
        == "[none]"
    )


@pytest.mark.parametrize(
    "part",
    [
        "campaign.bill",
        "campaign.act_by",
        "recipient.first",
        "recipient.district",
        "sender.phone",
        "sender.organization",
    ],
)
def test_what_nobody_said_cannot_be_printed(part: str) -> None:
    with pytest.raises(FilesAreWrongError, match="1 problem"):
        say(f"x {{{{ {part} }}}} y", senator(), sender=PERSON.model_copy(update={"phone": None}))


def test_an_organization_says_we_and_a_person_says_i() -> None:
    voice = "{{ We }} {{ we }} {{ us }} {{ our }} {{ Our }}"
    assert say(voice, sender=ORGANIZATION) == "We we us our Our"
    assert say(voice, sender=PERSON) == "I I me my My"


# ---------------------------------------------------------------- constituents


def living(**changes: object) -> SenderFile:
    return PERSON.model_copy(update=changes)


@pytest.mark.parametrize(
    ("sender", "recipient", "is_constituent"),
    [
        (PERSON, ESCOBAR, True),
        (PERSON, representative(district=34), False),
        (PERSON, person(chamber="house", state="AZ", district=16, title="representative"), False),
        (PERSON, senator(), True),
        (PERSON, senator(state="AZ"), False),
        (living(district=None), ESCOBAR, False),
        (living(district=None), senator(), True),
        (
            living(state="AK", district="AK-AL"),
            person(chamber="house", state="AK", district=0, title="representative"),
            True,
        ),
        (living(district="TX-16", state="AZ"), senator(), False),
    ],
)
def test_a_constituent_is_represented_by_their_senators_and_the_member_of_their_own_seat(
    sender: SenderFile, recipient: Recipient, *, is_constituent: bool
) -> None:
    assert represents(recipient, Sender(sender)) is is_constituent
    phrase = (
        "{% if sender.is_constituent %}As your constituent in {{ "
        "sender.city }}{% else %}From afar{% endif %}"
    )
    assert say(phrase, recipient, sender=sender) == (
        "As your constituent in El Paso" if is_constituent else "From afar"
    )


# ---------------------------------------------------------------- findings and places


def test_findings_are_said_as_the_document_has_them() -> None:
    assert (
        say('{{ figure("wells") }} in {{ date("wells") }}{{ cite("dry") }}')
        == "over 1,200 in December 2023"
    )
    assert (
        say('{{ date("sick") }}, {{ counted_by("wells") }}, {{ counted_by("dry") }}')
        == "June 2022 to July 2023, State Survey, Rivers Watch"
    )


def test_places_and_distances_are_said_in_round_words() -> None:
    assert (
        say(
            '{{ place("juarez") }} is {{ distance("juarez") }} from {{ '
            'nearest_office("juarez").city }}'
        )
        == "Ciudad Juárez is about 6 miles from El Paso"
    )
    assert say("{{ nearest_office().street }}") == "221 N. Kansas St."


def test_a_place_can_be_named_by_a_finding_about_it() -> None:
    there = SOURCE.findings[0].model_copy(update={"place": "nogales"})
    assert (
        say('{{ place("wells") }}', source=SOURCE.model_copy(update={"findings": (there,)}))
        == "Nogales"
    )


def test_a_distance_leaves_the_remark_of_how_it_was_measured() -> None:
    vocabulary = Vocabulary(campaign(argument("one")), ESCOBAR, on=DAY)
    assert MARK.findall(str(vocabulary.distance("juarez"))) == [("r", "0")]
    assert vocabulary.remarks == [
        Remark(
            "Distance from Ciudad Juárez to the district office in El Paso in a straight line.",
            "about 6 miles",
        )
    ]


def test_a_distance_from_nowhere_is_a_figure_that_is_not_known() -> None:
    asked_first = (
        '{% if distance("juarez") is defined %}{{ distance("juarez") }}{% else %}far{% endif %}'
    )
    assert say(asked_first) == "about 6 miles"
    for addresses in (Addresses(), office(latitude=None)):
        far = representative(addresses=addresses)
        assert say(asked_first, far) == "far"
        for text in (
            '{{ distance("juarez") }}',
            "{{ nearest_office().city }}",
            '{{ nearest_office("juarez") }}',
        ):
            with pytest.raises(
                prose.MissingDatumError, match="no district office with coordinates to measure from"
            ):
                say(text, far)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\n\n{{ figure("well") }}', "letter.md:3: no finding 'well'; did you mean wells?"),
        (
            '{{ place("paris") }}',
            "letter.md:1: no place 'paris'; there are: el-paso, juarez, nogales",
        ),
        ('{{ place("dry") }}', "letter.md:1: no place 'dry'; there are: el-paso, juarez, nogales"),
        (
            "one\n{{ recipient.nmae }}",
            'letter.md:2: there is no "nmae" in it; did you mean "name"?',
        ),
        ("one\n{{ recipent.name }}", 'letter.md:2: there is no variable "recipent"'),
    ],
)
def test_what_there_is_not_is_an_error_with_its_line(text: str, message: str) -> None:
    with pytest.raises(FilesAreWrongError) as caught:
        say(text)
    assert [str(problem) for problem in caught.value.problems] == [message]


def test_a_finding_without_a_figure_has_none_to_print() -> None:
    bare = SOURCE.findings[0].model_copy(update={"figure": None})
    with pytest.raises(FilesAreWrongError, match="1 problem") as caught:
        say('\n{{ figure("wells") }}', source=SOURCE.model_copy(update={"findings": (bare,)}))
    told = (
        "letter.md:2: wells has no figure in source.yaml: say it in your "
        'own words, with {{ cite("wells") }} behind them'
    )
    assert [str(problem) for problem in caught.value.problems] == [told]


def test_a_wrong_name_is_an_error_of_its_own_outside_of_prose() -> None:
    with pytest.raises(NoSuchNameError, match="no finding 'x'"):
        Vocabulary(campaign(argument("one")), ESCOBAR, on=DAY).cite("x")


def test_every_variable_and_function_that_prose_may_name_is_there() -> None:
    offered = Vocabulary(campaign(argument("one")), ESCOBAR, on=DAY).values()
    known = references.VARIABLES - references.COMMITTEE_WORDS
    assert set(offered) == known | prose.FUNCTIONS


@given(st.text(min_size=1, max_size=60).filter(lambda name: name.strip()))
def test_whatever_the_name_it_reaches_the_page_as_words(name: str) -> None:
    named = representative(full=name, last=name)
    rendered = prose.render(
        Prose("letter.md", 1, "{{ recipient.name }}"),
        Vocabulary(campaign(argument("one")), named, on=datetime.date(2026, 1, 1)).values(),
    )
    assert "\n" not in rendered
    assert "<" not in rendered.replace("\\<", "")
