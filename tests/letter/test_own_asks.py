"""Asks of the sender's own, asks by power, and asks that fall away with their bill."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from generator.audit.letters import LetterAuditor
from generator.letter import positions
from generator.letter.compose import Composer
from generator.letter.selection import argument_verdict, choose
from generator.models.campaign import ArgumentHeader, Campaign, PositionsFile
from generator.models.letter import Choice, Letter
from generator.models.recipient import CommitteeSeat, Recipient, SubcommitteeSeat
from generator.press import coverage
from tests.support.campaigns import DAY, GROUND, argument, campaign
from tests.support.people import representative, senator

HOUSE_BILLS = {
    "recommendation": "fund",
    "own": "true",
    "id": "oppose",
    "bill": [
        {"congress": 119, "number": "H.R. 273", "stance": "oppose", "sponsor": "S000001"},
        {"congress": 119, "number": "H.R. 551", "stance": "oppose"},
    ],
    "text": "Oppose H.R. 273 and H.R. 551 of the 119th Congress",
}
SENATE_BILL = {
    **HOUSE_BILLS,
    "bill": {"congress": 119, "number": "S. 112", "stance": "oppose"},
    "text": "Oppose S. 112 of the 119th Congress",
}
OWN = (HOUSE_BILLS, SENATE_BILL)
LAST_DAY, DEAD = datetime.date(2027, 1, 2), datetime.date(2027, 1, 3)
MEMBER = representative()


def made(
    *asks: Mapping[str, object] | str,
    acts: Sequence[Mapping[str, str]] = (),
    supports: str = "end",
    letter: str | None = None,
) -> Campaign:
    """Returns a campaign with these asks and positions."""
    texts = {"letter": letter} if letter else {}
    new = campaign(argument("one"), argument("bill", supports=supports), asks=asks, **texts)  # type: ignore[arg-type]
    if not acts:
        return new
    file = PositionsFile.model_validate({"source": "congress.gov", "positions": acts})
    return replace(new, positions=positions.by_member(file))


def chosen(
    made: Campaign, recipient: Recipient = MEMBER, on: datetime.date = DAY
) -> dict[str, Choice]:
    """Returns each ask once: the wording that is made, or the first that was considered."""
    selection = choose(made, recipient, ground=replace(GROUND, on=on))
    return {choice.id: choice for choice in selection.each_ask}


def words(made: Campaign, recipient: Recipient = MEMBER) -> str:
    """Returns the words of the asks that are made of the recipient."""
    asks = chosen(made, recipient).values()
    return "; ".join(choice.words.text for choice in asks if choice.included and choice.words)


def written(made: Campaign, recipient: Recipient = MEMBER, on: datetime.date = DAY) -> Letter:
    selection = choose(made, recipient, ground=replace(GROUND, on=on))
    return Composer(made, on=on).letter(recipient, selection=selection)


# ---------------------------------------------------------------- the sender's own


def test_each_chamber_is_asked_about_its_own_bills() -> None:
    asked = made("end", *OWN)
    assert words(asked) == "End the pumping; Oppose H.R. 273 and H.R. 551 of the 119th Congress"
    assert words(asked, senator()) == "End the pumping; Oppose S. 112 of the 119th Congress"
    both = made({**HOUSE_BILLS, "chambers": ["house", "senate"]})
    assert words(both, senator()) == HOUSE_BILLS["text"]


def test_without_a_number_the_chambers_are_those_of_the_recommendation() -> None:
    bill = {"congress": 119, "title": "Interior appropriations bill, fiscal year 2027"}
    text = "In the Interior appropriations bill, fiscal year 2027, bar the pumping"
    asked = made({**HOUSE_BILLS, "bill": bill, "text": text})
    # Not limited to the committees of the recommendation: `when` says whom it asks.
    assert words(asked) == words(asked, senator()) == text
    assert LetterAuditor(asked).problems(written(asked), recipient=MEMBER) == []


def test_it_is_shown_as_the_senders_own_and_never_as_the_documents() -> None:
    asks = chosen(made("end", "fund", *OWN))
    assert asks["oppose"].reason == "the sender's own, for fund; every member can act on it"
    assert asks["oppose"].serves == "fund"
    # The recommendation itself is still for its committee alone, and the own ask does not make it.
    assert not asks["fund"].included
    assert not asks["fund"].serves
    used = coverage.count([(MEMBER, choose(made("fund", *OWN), MEMBER, ground=GROUND))]).asks
    assert {use.id: (use.letters, use.serves) for use in used} == {
        "oppose": (1, "fund"),
        "fund": (0, ""),
    }


@pytest.mark.parametrize("supports", ["oppose", "fund"])
def test_what_supports_it_or_the_recommendation_that_it_serves_argues_for_it(supports: str) -> None:
    asked = made("end", *OWN, supports=supports)
    assert "bill" in choose(asked, MEMBER, ground=GROUND).argument_ids
    assert [one.code for one in LetterAuditor(asked).campaign_problems()] == []
    unsupported = LetterAuditor(made("end", *OWN)).campaign_problems()
    assert [(one.code, one.message[:7]) for one in unsupported] == [("unsupported", "oppose:")]


def test_the_audit_knows_the_bills_of_an_own_ask_and_who_can_act_on_them() -> None:
    asked = made("end", *OWN, supports="oppose")
    for member in (MEMBER, senator()):
        assert LetterAuditor(asked).problems(written(asked, member), recipient=member) == []


def test_its_sponsor_is_left_alone_and_who_voted_against_it_is_thanked() -> None:
    act = {"bill": "H.R. 273", "date": "2026-05-01"}
    asked = made(
        "end",
        *OWN,
        acts=[
            {**act, "member": "C000002", "position": "cosponsor"},
            {**act, "member": "V000001", "position": "voted no"},
            {**act, "member": "V000002", "position": "voted yes"},
        ],
    )
    reasons = {
        "S000001": (False, "sponsored H.R. 273 (campaign.yaml): not asked to oppose it"),
        "C000002": (
            False,
            (
                "cosponsored H.R. 273 on May 1, 2026 (positions.yaml: congress.gov): "
                "not asked to oppose it"
            ),
        ),
        "V000001": (
            False,
            (
                "voted against H.R. 273 on May 1, 2026 (positions.yaml: congress.gov): "
                "thanked, not asked"
            ),
        ),
        "V000002": (
            True,
            (
                "every member can act on it; voted for H.R. 273 on May 1, 2026 "
                "(positions.yaml: congress.gov)"
            ),
        ),
    }
    for name, (included, reason) in reasons.items():
        choice = chosen(asked, representative(id=name))["oppose"]
        assert (choice.included, choice.reason) == (
            included,
            f"the sender's own, for fund; {reason}",
        )
    thanked = written(asked, representative(id="V000001"))
    assert "Thank you for voting against H.R. 273 in 2026." in [
        block.text for block in thanked.statement
    ]


def test_two_wordings_of_one_ask_know_the_sponsors_of_their_own_bills_alone() -> None:
    own = {"recommendation": "end", "own": "true", "id": "reconsider"}
    bill = {"congress": 119, "stance": "oppose"}
    asked = made(
        *(
            {
                **own,
                "bill": {**bill, "number": number, "sponsor": sponsor},
                "text": f"Reconsider {number}, which you introduced",
                "when": {"position": "sponsor"},
            }
            for number, sponsor in (("H.R. 273", "S000001"), ("H.R. 551", "S000002"))
        )
    )
    assert [words(asked, representative(id=f"S00000{number}")) for number in (1, 2, 3)] == [
        "Reconsider H.R. 273, which you introduced",
        "Reconsider H.R. 551, which you introduced",
        "",
    ]


def test_thanks_and_the_ask_behind_them_are_about_one_bill() -> None:
    own = {"recommendation": "end", "own": "true", "id": "bring-back"}
    asked = made(
        *(
            {
                **own,
                "bill": {"congress": congress, "number": number, "past": True},
                "text": f"Back a bill like {number}",
                "again": f"Bring {number} back",
            }
            for congress, number in ((116, "H.R. 100"), (117, "H.R. 200"))
        ),
        acts=[
            {
                "member": "C000001",
                "position": "cosponsor",
                "bill": "H.R. 100",
                "date": "2019-05-10",
            },
            {
                "member": "C000001",
                "position": "cosponsor",
                "bill": "H.R. 200",
                "date": "2021-05-10",
            },
        ],
    )
    thanked = written(asked, representative(id="C000001"))
    assert "Thank you for cosponsoring H.R. 100 in 2019. We ask you to bring H.R. 100 back." in [
        block.text for block in thanked.statement
    ]


# ---------------------------------------------------------------- asks that fall away


def test_it_falls_away_when_its_congress_ends_and_the_letter_still_stands() -> None:
    opens = '{% if "oppose" in letter.asks %}Two bills threaten it.{% endif %}\n\n'
    asked = made("end", *OWN, letter=f"{opens}{{{{ arguments }}}}\n\nPlease:\n\n{{{{ asks }}}}")
    alive, dead = written(asked, on=LAST_DAY), written(asked, on=DEAD)
    assert (alive.asks, dead.asks) == (("end", "oppose"), ("end",))
    assert alive.statement[0].text == "Two bills threaten it."
    assert [block.text for block in dead.statement] == [
        "This is the argument called bill.",
        "This is the argument called one.",
        "Please:",
        "End the pumping.",
    ]
    assert chosen(asked, on=DEAD)["oppose"].reason == (
        "the sender's own, for fund; "
        "falls away: the 119th Congress ended on January 3, 2027, and H.R. 273 with it"
    )


def test_it_stands_for_the_recommendation_that_it_serves_until_its_bill_has_died() -> None:
    serving = {**HOUSE_BILLS, "recommendation": "end"}
    asked = made(serving, "end")
    assert [name for name, ask in chosen(asked).items() if ask.included] == ["oppose"]
    assert chosen(asked)["end"].reason == "oppose asks for it already"
    assert [name for name, ask in chosen(asked, on=DEAD).items() if ask.included] == ["end"]
    # Before it in the file, the recommendation is asked for as well.
    first = chosen(made("end", serving))
    assert [name for name, ask in first.items() if ask.included] == ["end", "oppose"]


def test_one_dead_bill_of_several_is_enough_and_a_past_one_stays() -> None:
    later = [{"congress": 120, "number": "H.R. 1"}, {"congress": 119, "number": "H.R. 273"}]
    assert "falls away" in chosen(made({**HOUSE_BILLS, "bill": later}), on=DEAD)["oppose"].reason
    past = {**HOUSE_BILLS, "bill": {"congress": 119, "number": "H.R. 273", "past": "true"}}
    assert chosen(made(past), on=DEAD)["oppose"].included


# ---------------------------------------------------------------- by power and by position

APPROPRIATOR = MEMBER.model_copy(
    update={
        "committees": (
            CommitteeSeat(
                name="Appropriations",
                subcommittees=(
                    SubcommitteeSeat(name="Homeland Security", code="HSAP15", role="chair"),
                    SubcommitteeSeat(name="Defense", code="HSAP02"),
                ),
            ),
            CommitteeSeat(name="Homeland Security"),
        )
    }
)
SPEAKER = representative(leadership="Speaker of the House")


@pytest.mark.parametrize(
    ("when", "member", "holds", "reason"),
    [
        ({"leader": "true"}, SPEAKER, True, "is speaker"),
        ({"leader": "true"}, MEMBER, False, "holds no office in the leadership, not speaker or"),
        (
            {"leader": True},
            senator(leadership="Senate Majority Leader"),
            True,
            "is majority leader",
        ),
        (
            {"leader": "speaker"},
            senator(leadership="Majority Leader"),
            False,
            "is majority leader, not speaker",
        ),
        (
            {"leader": "true"},
            senator(leadership="President pro tempore"),
            False,
            "is president pro",
        ),
        ({"leader": "false"}, MEMBER, True, "holds no office in the leadership"),
        ({"leader": "false"}, SPEAKER, False, "is speaker, not none"),
        (
            {"subcommittee": "Homeland Security"},
            APPROPRIATOR,
            True,
            "chair of the Subcommittee on Homeland Security of the Committee on Appropriations",
        ),
        ({"subcommittee": "HSAP02"}, APPROPRIATOR, True, "sits on the Subcommittee on Defense"),
        (
            {"subcommittee": "Defense", "role": "chair"},
            APPROPRIATOR,
            False,
            "is not chair of the Subcommittee on Defense",
        ),
        (
            {"subcommittee": "Defense", "committee": "Judiciary"},
            APPROPRIATOR,
            False,
            "does not sit on the Subcommittee on Defense",
        ),
        ({"subcommittee": "Homeland Security"}, MEMBER, False, "does not sit on the Subcommittee"),
        ({"position": "none"}, MEMBER, True, "no act of theirs on it is known"),
        ({"position": "voted no"}, MEMBER, False, "no act of theirs on it is known, not voted no"),
    ],
)
def test_members_are_chosen_by_what_they_can_do(
    when: dict[str, object], member: Recipient, *, holds: bool, reason: str
) -> None:
    header = ArgumentHeader.model_validate({"supports": "end", "when": when})
    verdict = argument_verdict(header, member, campaign=made("end"), ground=GROUND)
    assert verdict.holds is holds
    assert verdict.reason.startswith(reason)


def test_who_is_for_and_who_is_against_do_not_get_the_same_sentence() -> None:
    act = {"recommendation": "end", "date": "2026-05-01", "thanks": "voting to end it"}
    asked = made(
        {"recommendation": "end", "text": "Reconsider your vote", "when": {"position": "voted no"}},
        {"recommendation": "end", "text": "End it"},
        "pass",
        acts=[
            {**act, "member": "N000001", "position": "voted no"},
            {**act, "member": "Y000001", "position": "voted yes"},
        ],
    )
    assert (
        words(asked, representative(id="N000001")) == "Reconsider your vote; Pass it in the House"
    )
    assert words(asked, representative(id="Y000001")) == "Pass it in the House"
    assert words(asked) == "End it; Pass it in the House"
    header = ArgumentHeader.model_validate({"supports": "end", "when": {"position": "voted no"}})
    holds = {
        name: argument_verdict(header, representative(id=name), campaign=asked, ground=GROUND).holds
        for name in ("N000001", "Y000001", "E000299")
    }
    assert holds == {"N000001": True, "Y000001": False, "E000299": False}


@pytest.mark.parametrize(
    ("text", "vote"),
    [
        ("Vote against H.R. 273.", "Vote against"),
        ("Speak, and vote no on it.", "vote no"),
        ("End it by voting to bar its funds.", "voting to"),
        ("Cast your vote for it.", "Cast your vote"),
        ("Speak against H.R. 273, and call for a vote on the floor.", ""),
        ("Explain the vote against the bill.", ""),
    ],
)
def test_delegates_are_asked_for_no_vote(text: str, vote: str) -> None:
    asked = made({"recommendation": "end", "text": text})
    norton = representative(id="N000147", state="DC", district=0, title="delegate")
    found = LetterAuditor(asked).problems(written(asked, norton), recipient=norton)
    votes = [one for one in found if one.code == "powerless"]
    assert len(votes) == bool(vote)
    assert all(f"“{vote}”" in one.message and one.file == "campaign.yaml" for one in votes)
    assert not [
        one
        for one in LetterAuditor(asked).problems(written(asked), recipient=MEMBER)
        if one.code == "powerless"
    ]
