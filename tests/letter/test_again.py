"""Asks of members who acted already: thanked and asked again, in one paragraph."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from generator.audit.letters import LetterAuditor
from generator.letter import joint, positions, readback
from generator.letter.compose import Composer
from generator.letter.selection import choose
from generator.models.campaign import Campaign, PositionsFile
from generator.models.letter import Letter
from generator.models.recipient import Recipient
from generator.models.source import SourceFile
from tests.support.campaigns import BILL, DAY, GROUND, SOURCE, argument, campaign
from tests.support.letters_for_tests import PERSON
from tests.support.people import representative, senator

ESCOBAR = representative()
NAMESAKE = representative(id="E000001", full="Vera Escobar", district=2)
DEAN = representative(id="D000631", last="Dean", full="Madeleine Dean", state="PA", district=4)
ROW = {"bill": "H.R. 2662", "date": "2019-05-10", "source": "govinfo.gov"}
ACTS = (
    {**ROW, "member": "E000299", "position": "sponsor"},
    {**ROW, "member": "D000631", "position": "cosponsor"},
)
AGAIN = {
    "sponsor": "Reintroduce it, with the bar on funds.",
    "cosponsor": "Help reintroduce it, or join it again",
}
BACK: Mapping[str, object] = {"recommendation": "back", "again": AGAIN}
LETTER = """We write about the wells.

{% if thanked %}{{ thanks }}{% endif %}

{{ arguments }}

We ask you to:

{{ asks }}

{% if "back" in letter.asks %}It is your bill.{% endif %}
"""


def with_bill(**changes: object) -> SourceFile:
    """Returns the source with another bill of the recommendation `back`."""
    entries = [one.model_dump() for one in SOURCE.recommendations]
    for one in entries:
        if one["id"] == "back":
            one["bill"] = {**BILL, "sponsor": None, **changes}
    return SourceFile.model_validate({**SOURCE.model_dump(), "recommendations": entries})


def made(
    asks: Sequence[Mapping[str, object] | str] = ("end", BACK),
    *,
    acts: Sequence[Mapping[str, str]] = ACTS,
    source: SourceFile | None = None,
    **settings: object,
) -> Campaign:
    """Returns a campaign whose positions are these acts."""
    new = campaign(
        argument("one"),
        argument("bill", supports="back"),
        **{"asks": asks, "source": source or with_bill(), "letter": LETTER, **settings},  # type: ignore[arg-type]
    )
    known = positions.by_member(PositionsFile.model_validate({"positions": acts}))
    return replace(new, positions=known)


def written(made: Campaign, recipient: Recipient = ESCOBAR, on: datetime.date = DAY) -> Letter:
    ground = replace(GROUND, on=on)
    selection = choose(made, recipient, ground=ground)
    return Composer(made, on=on).letter(recipient, selection=selection)


def paragraphs(letter: Letter) -> list[str]:
    return [block.text for block in letter.statement]


def test_the_sponsor_is_thanked_and_asked_again_in_one_paragraph() -> None:
    letter = written(made())
    assert paragraphs(letter) == [
        "We write about the wells.",
        (
            "Thank you for introducing the Clean Wells Act (H.R. 2662) in 2019. We ask you to "
            "reintroduce it, with the bar on funds."
        ),
        "This is the argument called bill.",
        "This is the argument called one.",
        "We ask you to:",
        "End the pumping.",
        "It is your bill.",
    ]
    # Behind the thanks it is an ask like the others: counted, and read back from page 1.
    assert letter.asks == ("back", "end")
    assert [block.part for block in letter.statement][1] == "asks"
    assert readback.asks_overleaf("page 1\f" + letter.statement[1].text, letter)


def test_a_cosponsor_has_other_words_and_a_namesake_is_asked_like_all() -> None:
    assert paragraphs(written(made(), DEAN))[1] == (
        "Thank you for cosponsoring the Clean Wells Act (H.R. 2662) in 2019. We ask you to help "
        "reintroduce it, or join it again."
    )
    stranger = paragraphs(written(made(), NAMESAKE))
    assert "Thank you" not in " ".join(stranger)
    assert "End the pumping.\nBack the Clean Wells Act." in stranger


def test_one_text_is_for_all_who_acted_and_a_person_says_i() -> None:
    one_text = made([{"recommendation": "back", "again": "Bring it back."}, "end"], sender=PERSON)
    for who, did in ((ESCOBAR, "introducing"), (DEAN, "cosponsoring")):
        thanks = f"Thank you for {did} the Clean Wells Act (H.R. 2662) in 2019."
        assert f"{thanks} I ask you to bring it back." in paragraphs(written(one_text, who))


def test_without_words_for_what_they_did_they_are_thanked_and_not_asked() -> None:
    only = made(["end", {"recommendation": "back", "again": {"sponsor": "Bring it back"}}])
    letter = written(only, DEAN)
    assert letter.asks == ("end",)
    thanks = "Thank you for cosponsoring the Clean Wells Act (H.R. 2662) in 2019."
    assert thanks in paragraphs(letter)


@pytest.mark.parametrize(
    ("day", "asked"), [("2027-01-02", ("end",)), ("2027-01-03", ("back", "end"))]
)
def test_the_bill_of_the_present_congress_is_done_and_of_an_ended_one_is_not(
    day: str, asked: tuple[str, ...]
) -> None:
    acts = [{**ACTS[0], "date": "2026-05-10"}]
    alive = made(acts=acts, source=with_bill(congress=119, past=False))
    assert written(alive, on=datetime.date.fromisoformat(day)).asks == asked
    # Others are not asked for a bill that has died.
    others = written(alive, DEAN, on=datetime.date(2027, 1, 3))
    assert others.asks == ("end",)


def test_the_ask_again_is_never_without_room() -> None:
    assert written(made(max_asks=1)).asks == ("back",)


def test_an_ask_again_alone_leaves_no_empty_list_and_no_line_before_it() -> None:
    assert paragraphs(written(made([BACK])))[-2:] == [
        "This is the argument called bill.",
        "It is your bill.",
    ]


def test_explain_names_the_file_and_the_source_that_it_rests_on() -> None:
    (choice,) = choose(made([BACK]), ESCOBAR, ground=GROUND).asks
    assert choice.reason == (
        "sponsored H.R. 2662 on May 10, 2019 (positions.yaml: govinfo.gov): "
        "thanked, and asked again"
    )


def test_the_audit_knows_the_year_of_the_act_and_no_other() -> None:
    auditor = LetterAuditor(made())
    assert auditor.problems(written(made()), recipient=ESCOBAR) == []
    other = made(acts=[{**ACTS[0], "thanks": "what you did in 2019"}])
    assert LetterAuditor(other).problems(written(other), recipient=ESCOBAR) == []
    claims = made(letter=LETTER.replace("the wells.", "the wells of 2019."))
    (problem,) = LetterAuditor(claims).problems(written(claims), recipient=ESCOBAR)
    assert (problem.code, problem.line) == ("untraced", 1)


def test_the_source_of_the_file_is_that_of_each_position_without_one() -> None:
    bare = {key: value for key, value in ACTS[0].items() if key != "source"}
    file = PositionsFile.model_validate({"source": "the Record", "positions": [bare, ACTS[1]]})
    sources = [one.source for acts in positions.by_member(file).values() for one in acts]
    assert sources == ["the Record", "govinfo.gov"]


# ---------------------------------------------------------------- a letter to several


def together(made: Campaign, *recipients: Recipient) -> list[str]:
    selection = joint.choose(made, recipients, ground=GROUND)
    return paragraphs(joint.letter(Composer(made, on=DAY), recipients, selection=selection))


def test_a_letter_to_several_names_those_who_acted_and_asks_all_in_the_common_words() -> None:
    texts = together(made(), ESCOBAR, senator(), DEAN)
    assert texts[1] == (
        "We thank Representative Escobar for introducing the Clean Wells Act (H.R. 2662) in 2019. "
        "We thank Representative Dean for cosponsoring the Clean Wells Act (H.R. 2662) in 2019."
    )
    assert "End the pumping.\nBack the Clean Wells Act." in texts


def test_a_letter_to_several_who_did_the_same_thanks_and_asks_them_again() -> None:
    vela = representative(id="V000132", last="Vela", full="Filemon Vela", district=34)
    acts = (ACTS[1], {**ACTS[1], "member": "V000132"})
    texts = together(made(acts=acts), DEAN, vela)
    assert texts[1] == paragraphs(written(made(), DEAN))[1]
    assert "Back the Clean Wells Act." not in " ".join(texts)
