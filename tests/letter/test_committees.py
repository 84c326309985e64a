"""`{{ your_committee }}`, the words “your committee” without a name, and joint letters."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from generator.errors import FilesAreWrongError
from generator.letter import committees, joint
from generator.letter.committees import CommitteeRule
from generator.models.campaign import Campaign, Position, Prose
from generator.models.fields import Chamber
from generator.models.letter import Letter
from generator.models.recipient import CommitteeSeat, Recipient
from generator.press.inspection import audit_all
from tests.support.campaigns import GROUND, argument, campaign, press
from tests.support.letters_for_tests import ORGANIZATION
from tests.support.people import representative, senator

MEMBER = representative(committees=[("Appropriations", "member"), ("Judiciary", "member")])
CHAIR = representative(committees=[("Budget", "member"), ("Judiciary", "chair")])
RANKING = senator(committees=[("Judiciary", "ranking member"), ("Appropriations", "member")])
CAN_ACT = "{{ your_committee | capitalize }} can act."


def body(letter: Letter, part: str = "argument:one") -> str:
    return " ".join(block.text for block in letter.statement if block.part == part)


def said(text: str, recipient: Recipient, **when: object) -> str:
    """The argument of this text in the letter to the recipient."""
    made = campaign(argument("one", text, when=when))
    return body(press(made).order(recipient).letter)


@pytest.mark.parametrize(
    ("committee", "recipient", "words"),
    [
        ("Judiciary", MEMBER, "The Committee on the Judiciary, on which you serve, can act."),
        ("Appropriations", MEMBER, "The Committee on Appropriations, on which you serve, can act."),
        ("Judiciary", CHAIR, "The Committee on the Judiciary, which you chair, can act."),
        (
            "House Committee on the Judiciary",
            CHAIR,
            "The Committee on the Judiciary, which you chair, can act.",
        ),
        (
            "Judiciary",
            RANKING,
            "The Committee on the Judiciary, where you are the ranking member, can act.",
        ),
        # The role goes before the order of the rule, the order before that of the member's file.
        (
            ["Budget", "Judiciary"],
            CHAIR,
            "The Committee on the Judiciary, which you chair, can act.",
        ),
        (
            ["Judiciary", "Appropriations"],
            MEMBER,
            "The Committee on the Judiciary, on which you serve, can act.",
        ),
        (
            "Ethics",
            representative(committees=[("Select Committee on Ethics", "vice chair")]),
            "The Select Committee on Ethics, where you are the vice chair, can act.",
        ),
    ],
)
def test_your_committee_is_the_one_that_let_the_argument_in(
    committee: str | list[str], recipient: Recipient, words: str
) -> None:
    assert said(CAN_ACT, recipient, committee=committee) == words


BELOW = {"code": "HSAP15", "name": "Homeland Security", "role": "chair"}
ABOVE = {"code": "HSAP", "name": "Appropriations", "subcommittees": [BELOW]}
OF_SUBCOMMITTEE = MEMBER.model_copy(
    update={"committees": (CommitteeSeat.model_validate(ABOVE), *CHAIR.committees)}
)
SUBCOMMITTEE = "Subcommittee on Homeland Security of the Committee on Appropriations"


@pytest.mark.parametrize(
    "name", ["HSAP15", "House Appropriations Subcommittee on Homeland Security"]
)
def test_a_rule_may_name_a_subcommittee_as_a_committee(name: str) -> None:
    words = said(CAN_ACT, OF_SUBCOMMITTEE, committee=name)
    assert words == f"The {SUBCOMMITTEE}, which you chair, can act."
    assert said(CAN_ACT, OF_SUBCOMMITTEE, committee=[name], role="chair") == words
    # The chair of a subcommittee leads another committee, too: the words would be ambiguous.
    assert CommitteeRule((name,), ("member",)).seats(OF_SUBCOMMITTEE) == ()


@pytest.mark.parametrize(
    ("committee", "recipient"),
    [
        ("Senate Judiciary", CHAIR),
        ("SSJU", CHAIR),
        ("House Judiciary", RANKING),
        ("HSAP15", RANKING),
        ("SSAP14", OF_SUBCOMMITTEE),
        ("Senate Appropriations", MEMBER),
    ],
)
def test_a_committee_of_the_other_chamber_lets_no_one_in(
    committee: str, recipient: Recipient
) -> None:
    assert CommitteeRule((committee,)).seats(recipient) == ()


def test_a_role_alone_lets_in_the_committee_on_which_the_member_has_it() -> None:
    assert (
        said("Ask {{ committee }}.", CHAIR, role="chair") == "Ask the Committee on the Judiciary."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ask {{ your_committee }}.", "Ask C, on which you serve."),
        ("Ask {{ your_committee }}, now.", "Ask C, on which you serve, now."),
        ("Ask {{ your_committee }}; now.", "Ask C, on which you serve; now."),
        ("Ask {{ your_committee }} (now).", "Ask C, on which you serve (now)."),
        ("Ask {{ your_committee }}", "Ask C, on which you serve"),
        ("Ask {{ your_committee }}\nnow.", "Ask C, on which you serve, now."),
        ("{{ your_committee | capitalize }} is C.", "C, on which you serve, is C."),
        ("The work of {{ committee }} is done.", "The work of C is done."),
    ],
)
def test_its_clause_is_closed_with_the_sentence(text: str, words: str) -> None:
    printed = said(text, MEMBER, committee="Judiciary")
    assert re.sub(r"[Tt]he Committee on the Judiciary", "C", printed) == words


def test_an_ask_names_the_committee_with_the_power() -> None:
    entry: Mapping[str, object] = {
        "recommendation": "hear",
        "text": "Hold a hearing of {{ your_committee }}",
    }
    made = campaign(argument("one", supports="hear"), asks=[entry])
    asks = body(press(made).order(RANKING).letter, "asks")
    assert asks == (
        "Hold a hearing of the Committee on the Judiciary, where you are the ranking member."
    )


# ---------------------------------------------------------------- one letter to several

HOUSE_CHAIR = representative(
    id="J000289", last="Ames", full="Jo Ames", committees=[("Judiciary", "chair")]
)
HOUSE_OTHER = representative(
    id="T000193", last="Bell", full="Bo Bell", committees=[("Homeland Security", "chair")]
)
SENATE_CHAIR = senator(
    id="G000386", last="Cole", full="Al Cole", committees=[("Judiciary", "chair")]
)


@pytest.mark.parametrize(
    ("recipients", "words"),
    [
        (
            (HOUSE_CHAIR, SENATE_CHAIR, RANKING),
            "The House and Senate Committees on the Judiciary can act.",
        ),
        (
            (SENATE_CHAIR, HOUSE_OTHER),
            (
                "The Senate Committee on the Judiciary and the House Committee on Homeland "
                "Security can act."
            ),
        ),
        ((SENATE_CHAIR, RANKING), "The Senate Committee on the Judiciary can act."),
        (
            (SENATE_CHAIR, HOUSE_OTHER, HOUSE_CHAIR),
            (
                "The House and Senate Committees on the Judiciary and the House Committee on "
                "Homeland Security can act."
            ),
        ),
    ],
)
def test_a_letter_to_several_says_their_committees_in_the_third_person(
    recipients: Sequence[Recipient], words: str
) -> None:
    made = campaign(
        argument("one", CAN_ACT, when={"committee": ["Judiciary", "Homeland Security"]})
    )
    assert body(press(made).joint_order(recipients).letter) == words


@pytest.mark.parametrize(
    ("seats", "words"),
    [
        (
            [("house", "Joint Economic Committee"), ("senate", "Joint Economic Committee")],
            "the Joint Economic Committee",
        ),
        (
            [("senate", "Caucus on International Narcotics Control")],
            "the Caucus on International Narcotics Control",
        ),
        (
            [
                ("house", "Permanent Select Committee on Intelligence"),
                ("senate", "Select Committee on Intelligence"),
            ],
            (
                "the House Permanent Select Committee on Intelligence and the Senate Select "
                "Committee on Intelligence"
            ),
        ),
        (
            [("senate", "Judiciary"), ("house", "Budget"), ("senate", "Finance")],
            (
                "the Senate Committee on the Judiciary, the House Committee on the Budget, and the "
                "Senate Committee on Finance"
            ),
        ),
    ],
)
def test_each_body_is_named_with_its_chamber_if_it_has_one(
    seats: Sequence[tuple[Chamber, str]], words: str
) -> None:
    held = [(chamber, CommitteeSeat(name=name)) for chamber, name in seats]
    assert committees.joint_title(held) == words


def back(text: str, chamber: str = "") -> Mapping[str, object]:
    when = {"when": {"chamber": chamber}} if chamber else {}
    return {"recommendation": "end", "text": text, **when}


def joint_asks(asks: Sequence[Mapping[str, object]], *recipients: Recipient) -> str:
    made = campaign(argument("one"), asks=asks)
    return body(press(made).joint_order(recipients).letter, "asks")


@pytest.mark.parametrize(
    ("asks", "words"),
    [
        (
            [
                back("Back a House bill like it", "house"),
                back("Back a Senate bill like it", "senate"),
            ],
            "Back a House or Senate bill like it.",
        ),
        ([back("Vote for it in {{ chamber }}")], "Vote for it in both chambers."),
        # What differs by more than the chamber stays two asks.
        (
            [back("Back the House bill", "house"), back("Back its companion", "senate")],
            "Back the House bill.\nBack its companion.",
        ),
    ],
)
def test_two_asks_that_differ_by_the_chamber_alone_are_one(
    asks: Sequence[Mapping[str, object]], words: str
) -> None:
    assert joint_asks(asks, HOUSE_CHAIR, SENATE_CHAIR) == words


def test_one_recommendation_is_asked_once_of_members_of_one_chamber() -> None:
    asks: list[Mapping[str, object]] = [
        {"recommendation": "hear", "text": "Hold a hearing", "when": {"role": "chair"}},
        {"recommendation": "hear", "text": "Press for a hearing"},
    ]
    made = campaign(argument("one", supports="hear"), asks=asks)
    selection = joint.choose(made, (SENATE_CHAIR, RANKING), ground=GROUND)
    # What one of them alone can do is not asked of both.
    assert [choice.words.text for choice in selection.asks if choice.included and choice.words] == [
        "Press for a hearing"
    ]


@pytest.mark.parametrize(
    ("recipient", "words"), [(HOUSE_CHAIR, "the House"), (SENATE_CHAIR, "the Senate")]
)
def test_chamber_is_that_of_the_member(recipient: Recipient, words: str) -> None:
    assert said("Speak in {{ chamber }}.", recipient) == f"Speak in {words}."


@pytest.mark.parametrize(
    ("recipients", "words"),
    [
        ((SENATE_CHAIR, RANKING), "Look at your states."),
        ((HOUSE_CHAIR, HOUSE_OTHER), "Look at your districts."),
        ((HOUSE_CHAIR, SENATE_CHAIR), "Look at your states and districts."),
    ],
)
def test_their_homes_are_those_of_all(recipients: Sequence[Recipient], words: str) -> None:
    made = campaign(argument("one", "Look at {{ home }}."))
    assert body(press(made).joint_order(recipients).letter) == words


def test_a_letter_to_several_is_a_constituents_only_if_all_represent_the_sender() -> None:
    text = "{% if sender.is_constituent %}As your constituent, {% endif %}{{ we }} write."
    texan = ORGANIZATION.model_copy(update={"state": "TX"})
    made = campaign(argument("one", text), sender=texan)
    other = senator(id="X000001", state="OH", last="Doe", full="Jo Doe")
    assert body(press(made).joint_order((SENATE_CHAIR, RANKING)).letter).startswith("As your")
    assert body(press(made).joint_order((SENATE_CHAIR, other)).letter) == "we write."


def test_thanks_to_one_of_several_are_not_said_to_all() -> None:
    position = Position(
        member="J000289",
        bill="H.R. 2662",
        position="cosponsor",
        date=datetime.date(2019, 5, 10),
        source="congress.gov",
    )
    made = replace(campaign(argument("one")), positions={"J000289": (position,)})
    single = press(made).order(HOUSE_CHAIR).letter
    several = press(made).joint_order((HOUSE_CHAIR, SENATE_CHAIR)).letter
    assert any("Thank you for c" in block.text for block in single.statement)
    assert not any("Thank you for c" in block.text for block in several.statement)


def test_a_refusal_shows_the_first_words_that_differ() -> None:
    long = "The wells of the valley have gone dry, one after another, and nobody counted them. "
    text = long * 2 + "We ask {{ recipient.name }} to read this. " + long
    with pytest.raises(FilesAreWrongError) as caught:
        press(campaign(argument("one", text))).joint_order((HOUSE_CHAIR, SENATE_CHAIR))
    problem = caught.value.problems[0]
    assert (problem.code, problem.line) == ("differs-between-addressees", 4)
    assert problem.message.startswith(
        'says "… them. We ask Jo Ames to read this." to one and '
        '"… them. We ask Al Cole to read this." to Al Cole'
    )


# ---------------------------------------------------------------- bare words

ONE = CommitteeRule(("Judiciary",))
TWO = CommitteeRule(("Judiciary", "Budget"))
CHAIRS = CommitteeRule(("Judiciary",), ("chair",))
ROLE_ONLY = CommitteeRule((), ("chair",))


@pytest.mark.parametrize(
    ("text", "rule", "reason"),
    [
        ("Your committee can act.", TWO, "its rule names 2 committees"),
        ("Your\ncommittee’s record", TWO, "its rule names 2 committees"),
        ("Your own subcommittee can act.", ONE, "its rule names no subcommittee"),
        ("Your panel can act.", CommitteeRule(), "no committee lets this text in"),
        ("Your committee can act.", ROLE_ONLY, "its rule names no committee"),
        ("Your committee can act.", None, "letter.md goes to members of any committee"),
        ("The committee you chair can act.", ONE, "does not say `role: chair`"),
        ("The panel on which you sit can act.", TWO, "its rule names 2 committees"),
        ("As chair, you can act.", ONE, "does not say `role: chair`"),
        ("As its ranking member you can act.", CHAIRS, "does not say `role: ranking member`"),
        ("Your committee can act.", ONE, ""),
        ("The committee you chair can act.", CHAIRS, ""),
        ("As chair, you can act.", CHAIRS, ""),
        ("As chair of the Committee on the Judiciary, you can act.", TWO, ""),
        ("Your Committee on the Judiciary can act.", TWO, ""),
        ("Your committees can act.", TWO, ""),
        ("{{ your_committee }} can act. {# your committee #}", TWO, ""),
        ("The committee can act.", TWO, ""),
    ],
)
def test_bare_words_stand_only_where_they_mean_one_committee(
    text: str, rule: CommitteeRule | None, reason: str
) -> None:
    found = list(committees.ambiguous_words(Prose("arguments/one.md", 7, f"Look.\n{text}"), rule))
    assert [(problem.code, problem.line, problem.severity) for problem in found] == [
        ("ambiguous-committee", 8, "error")
    ] * bool(reason)
    assert all(reason in problem.message for problem in found)


def audited(made: Campaign, *recipients: Recipient) -> list[str]:
    shop = press(made)
    orders = [shop.order(one) for one in recipients]
    found = audit_all(shop, orders)
    return [problem.message for problem in found if problem.code == "ambiguous-committee"]


def test_bare_words_to_a_member_who_leads_another_committee_are_an_error() -> None:
    made = campaign(
        argument("one", "Your committee can act.", when={"committee": "Appropriations"})
    )
    assert audited(made, MEMBER) == []
    (message,) = audited(made, RANKING)
    assert "Catherine Cortez Masto is ranking member of the Committee on the Judiciary)" in message
    other = senator(
        id="X000001", last="Doe", committees=[("Budget", "chair"), ("Appropriations", "member")]
    )
    (message,) = audited(made, RANKING, other)
    assert "of the Committee on the Judiciary, and 1 more)" in message


def test_bare_words_in_a_letter_to_several_are_an_error() -> None:
    made = campaign(argument("one", "Your committee can act.", when={"committee": "Judiciary"}))
    made = replace(made, settings=made.settings.model_copy(update={"addressees": "together"}))
    shop = press(made)
    found = audit_all(shop, [shop.joint_order((HOUSE_CHAIR, SENATE_CHAIR))])
    assert any("goes to several members" in problem.message for problem in found)
