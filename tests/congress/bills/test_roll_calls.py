"""Which roll calls count as votes on passage, and whose votes are known."""

import datetime

import pytest

from generator.congress.bills.roll_calls import (
    RollCall,
    SenatorIndex,
    last_votes,
    read_roll_call,
)
from generator.congress.bills.status import RollCallNumber
from generator.congress.errors import CannotReadBillError
from generator.models.recipient import Recipient
from tests.support.bills import house_vote, senate_vote

HOUSE = RollCallNumber("house", 119, 1, 62)
SENATE = RollCallNumber("senate", 119, 1, 7)
NO_SENATORS = SenatorIndex()


def house(ours: str = "H.R. 1234", **changes: str) -> RollCall | None:
    body = house_vote(62, {"A000001": "Yea", "B000001": "No"}, **changes)
    return read_roll_call(body, HOUSE, bill=ours, senators=NO_SENATORS, where="x.xml")


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("On Passage", True),
        ("On Motion to Suspend the Rules and Pass", True),
        ("On Motion to Suspend the Rules and Pass, as Amended", True),
        ("Passage, Objections of the President To The Contrary Notwithstanding", True),
        ("Passage, Objections of the President Not Withstanding", True),
        ("On Motion to Recommit", False),
        ("On Agreeing to the Amendment", False),
        ("On Motion to Concur in the Senate Amendment", False),
        ("On Ordering the Previous Question", False),
        ("Table Motion to Reconsider", False),
        ("On Passage of the Rule", False),
        ("", False),
    ],
)
def test_only_passage_counts(question: str, counts: bool) -> None:  # noqa: FBT001
    assert (house(question=question) is not None) is counts


@pytest.mark.parametrize(
    ("ours", "theirs", "counts"),
    [
        ("H.R. 1234", "H R 1234", True),
        ("H.R. 1234", "H R 123", False),
        ("H.R. 1234", "H RES 1234", False),
        ("H.Res. 12", "H RES 12", True),
        ("H.J.Res. 12", "H J RES 12", True),
        ("H.Con.Res. 12", "H CON RES 12", True),
        ("S. 112", "S 112", True),
        ("S.J.Res. 8", "S J RES 8", True),
    ],
)
def test_only_this_bill_counts(ours: str, theirs: str, counts: bool) -> None:  # noqa: FBT001
    question = "On Agreeing to the Resolution" if "Res" in ours else "On Passage"
    assert (house(ours, bill=theirs, question=question) is not None) is counts


@pytest.mark.parametrize("change", [{"session": "2nd"}, {"day": "soon"}, {"day": ""}])
def test_another_roll_call_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(CannotReadBillError):
        house(**change)


def test_ayes_and_noes_are_votes_and_present_is_none() -> None:
    votes = {"A000001": "Aye", "B000001": "Nay", "C000001": "Present", "D000001": "Not Voting"}
    call = read_roll_call(
        house_vote(62, votes), HOUSE, bill="H.R. 1234", senators=NO_SENATORS, where="x.xml"
    )
    assert call is not None
    assert {act.member: act.position for act in call.acts} == {
        "A000001": "voted yes",
        "B000001": "voted no",
    }


def test_a_member_without_an_id_is_left_out_by_name() -> None:
    call = read_roll_call(
        house_vote(62, {"0000000": "Yea"}),
        HOUSE,
        bill="H.R. 1234",
        senators=NO_SENATORS,
        where="x.xml",
    )
    assert call is not None
    assert (call.acts, call.left_out) == ((), ("Last0000000",))


@pytest.mark.parametrize(
    ("written", "found"),
    [("Collins", True), ("COLLINS", True), ("Còllins", True), ("Collin", False), ("", False)],
)
def test_senators_are_found_without_accents(written: str, found: bool) -> None:  # noqa: FBT001
    index = SenatorIndex.of([], {("ME", "Collins"): "C001035"})
    assert (index.find("ME", written) == "C001035") is found
    assert index.find("TX", written) is None


def test_two_senators_of_one_name_and_state_are_both_left_out() -> None:
    index = SenatorIndex.of([], {("ME", "Collins"): "C000001", ("ME", "COLLINS"): "C000002"})
    votes = [("Collins", "ME", "Yea")]
    call = read_roll_call(
        senate_vote(7, votes), SENATE, bill="S. 112", senators=index, where="x.xml"
    )
    assert call is not None
    assert call.left_out == ("Collins, Ann (ME)",)


@pytest.mark.parametrize(
    ("lis", "surname", "found"),
    [
        # A surname that was changed since, or is written in another way, hides no senator.
        ("S252", "Collins-Daffron", "C001035"),
        ("S252", "", "C001035"),
        # One whose id the roster lacks is found by name …
        ("S363", "King", "K000383"),
        # … and another senator of the name is not taken for the one we know.
        ("S001", "Collins", None),
        ("", "Collins", "C001035"),
    ],
)
def test_senators_are_found_by_the_id_of_the_senate(
    lis: str, surname: str, found: str | None
) -> None:
    # Of the two senators, one has the id that `letters recipients sync` keeps.
    roster = [senator("C001035", "Collins", lis="S252"), senator("K000383", "King")]
    body = senate_vote(7, [(surname, "ME", "Yea")], lis=lis)
    call = read_roll_call(
        body, SENATE, bill="S. 112", senators=SenatorIndex.of(roster, {}), where="x.xml"
    )
    assert call is not None
    assert [act.member for act in call.acts] == ([found] if found else [])


def senator(key: str, surname: str, lis: str | None = None) -> Recipient:
    """Returns a senator for Maine."""
    return Recipient.model_validate(
        {
            "id": key,
            "lis": lis,
            "name": {"first": "Ann", "last": surname, "full": f"Ann {surname}"},
            "chamber": "senate",
            "state": "ME",
            "title": "senator",
            "term_end": "2031-01-03",
        }
    )


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("On Passage of the Bill", True),
        ("On the Joint Resolution", True),
        ("On Overriding the Veto", True),
        ("On the Cloture Motion", False),
        ("On the Motion to Proceed", False),
        ("On the Amendment", False),
        ("On the Motion to Table", False),
    ],
)
def test_only_passage_counts_in_the_senate(question: str, counts: bool) -> None:  # noqa: FBT001
    body = senate_vote(7, [("Collins", "ME", "Yea")], question=question)
    call = read_roll_call(body, SENATE, bill="S. 112", senators=NO_SENATORS, where="x.xml")
    assert (call is not None) is counts


def test_a_later_vote_stands_for_the_earlier() -> None:
    first, second = house(), house(day="9-Mar-2025")
    assert first is not None
    assert second is not None
    days = {act.date for act in last_votes([second, first])}
    assert days == {datetime.date(2025, 3, 9)}
