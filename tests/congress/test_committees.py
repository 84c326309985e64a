"""Which seats a person's words for a committee mean."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.congress import forms_of_address
from generator.congress.committees import (
    NAMES,
    committee_problem,
    meant,
    namesakes,
    overlap,
    seats_meant,
    subcommittee_problem,
    subcommittees_meant,
)
from generator.congress.sync import sync
from generator.models.recipient import CommitteeSeat, Recipient, SubcommitteeSeat
from tests.congress.sync_makers import NOW, load, member

DATA = Path(__file__).parents[3] / "shared" / "data"


def below(code: str, name: str, role: str = "member") -> SubcommitteeSeat:
    return SubcommitteeSeat.model_validate({"code": code, "name": name, "role": role})


def seat(code: str | None, name: str = "", **more: object) -> CommitteeSeat:
    joint = (code or "").startswith("J")
    values = {"code": code, "name": name or NAMES[code or ""][0], "joint": joint}
    return CommitteeSeat.model_validate(values | more)


def senator(*seats: CommitteeSeat, **more: object) -> Recipient:
    facts = {"chamber": "senate", "district": None, "title": "senator", "committees": seats}
    return member(**facts | more)


def representative(*seats: CommitteeSeat, **more: object) -> Recipient:
    return member(committees=seats, **more)


BORDER = (below("HSAP15", "Homeland Security", "chair"), below("HSAP02", "Defense"))
RULES = senator(
    seat("SSAP", subcommittees=(below("SSAP14", "Department of Homeland Security"),)),
    seat("SSJU"), seat("SSGA"), seat("SSHR"), seat("JSEC"), seat("SLIN"), seat("SSAF"),
    seat("SSRA"),
)  # fmt: skip
HOUSE = representative(
    seat("HSAP", subcommittees=BORDER),
    seat("HSJU"), seat("HSHM"), seat("HSGO"), seat("HSHA"), seat("JSEC"), seat("HLIG"),
    seat("HSAG"), seat("HSRU"),
)  # fmt: skip
BY_HAND = representative(
    seat(None, "Committee on the Judiciary"), seat(None, "Homeland Security"),
    seat(None, "Joint Economic Committee"), seat(None, "T&I"),
    seat(None, "Select Committee on Bridges"),
)  # fmt: skip
HAND_OF_SENATE = senator(seat(None, "Homeland Security"), seat(None, "Rules"))


def codes(recipient: Recipient, words: str) -> list[str | None]:
    return [one.code for one in seats_meant(recipient, words)]


@pytest.mark.parametrize(
    ("words", "house", "senate"),
    [
        ("Judiciary", "HSJU", "SSJU"),
        ("the judiciary", "HSJU", "SSJU"),
        ("Committee on the Judiciary", "HSJU", "SSJU"),
        ("House Committee on the Judiciary", "HSJU", ""),
        ("Senate Judiciary Committee", "", "SSJU"),
        ("Judiciary (Senate)", "", "SSJU"),
        ("U.S. House of Representatives Committee on the Judiciary", "HSJU", ""),
        ("the Senate’s Judiciary Committee", "", "SSJU"),
        ("hsju", "HSJU", ""),
        (" SSJU ", "", "SSJU"),
        # A name that a committee bears itself is its own; its fuller namesake needs the chamber.
        ("Homeland Security", "HSHM", ""),
        ("Senate Homeland Security", "", "SSGA"),
        ("House Homeland Security Committee", "HSHM", ""),
        ("HSGAC", "", "SSGA"),
        ("Agriculture", "HSAG", ""),
        ("Senate Agriculture", "", "SSAF"),
        ("Rules", "HSRU", ""),
        ("Senate Rules", "", "SSRA"),
        # Only shorter names: both are meant.
        ("Homeland", "HSHM", "SSGA"),
        ("Intelligence", "HLIG", "SLIN"),
        # The whole name is that of one committee.
        ("Permanent Select Committee on Intelligence", "HLIG", ""),
        ("Select Committee on Intelligence", "", "SLIN"),
        ("HELP", "", "SSHR"),
        ("Senate HELP", "", "SSHR"),
        ("House HELP", "", ""),
        ("Health Education Labor & Pensions", "", "SSHR"),
        ("Oversight", "HSGO", ""),
        ("Oversight and Accountability", "HSGO", ""),
        ("House Committee on Oversight and Reform", "HSGO", ""),
        ("House Administration", "HSHA", ""),
        ("House Committee on House Administration", "HSHA", ""),
        ("Joint Economic Committee", "JSEC", "JSEC"),
        ("JEC", "JSEC", "JSEC"),
        ("joint economic", "JSEC", "JSEC"),
        ("HSAP15", "HSAP15", ""),
        ("ssap14", "", "SSAP14"),
        ("Homeland Security Subcommittee", "HSAP15", "SSAP14"),
        ("House Appropriations Subcommittee on Homeland Security", "HSAP15", ""),
        ("Appropriations Homeland Security Subcommittee", "HSAP15", "SSAP14"),
        ("Subcommittee on Defense of the House Committee on Appropriations", "HSAP02", ""),
        ("Judiciary Subcommittee on Homeland Security", "", ""),
        ("Joint Judiciary", "", ""),
        ("Libraries", "", ""),
        ("HSXX", "", ""),
        ("HSAP 15", "HSAP15", ""),
        ("ssap-14", "", "SSAP14"),
        ("Approps", "HSAP", "SSAP"),
        ("", "", ""),
        ("House", "", ""),
        ("the Senate", "", ""),
        ("Committee", "", ""),
        ("House Committee", "", ""),
        ("Subcommittee", "", ""),
    ],
)  # fmt: skip
def test_words_mean_the_committees_of_a_chamber(words: str, house: str, senate: str) -> None:
    assert codes(HOUSE, words) == [house] * bool(house)
    assert codes(RULES, words) == [senate] * bool(senate)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Judiciary", "Committee on the Judiciary"),
        ("HSJU", "Committee on the Judiciary"),
        ("House Judiciary", "Committee on the Judiciary"),
        ("Homeland Security", "Homeland Security"),
        ("HSHM", "Homeland Security"),
        ("JEC", "Joint Economic Committee"),
        ("Transportation and Infrastructure", "T&I"),
        ("HSPW", "T&I"),
        ("Select Committee on Bridges", "Select Committee on Bridges"),
        ("House Bridges", "Select Committee on Bridges"),
    ],
)
def test_a_seat_without_a_code_is_known_by_its_name_and_chamber(words: str, name: str) -> None:
    assert [one.name for one in seats_meant(BY_HAND, words)] == [name]


@pytest.mark.parametrize("words", ["SSJU", "Senate Judiciary", "HSGAC", "Senate Bridges", "Tax"])
def test_a_seat_without_a_code_is_not_that_of_the_other_chamber(words: str) -> None:
    assert seats_meant(BY_HAND, words) == ()


def test_a_senator_on_homeland_security_sits_on_the_senates_own() -> None:
    assert codes(HAND_OF_SENATE, "HSGAC") == codes(HAND_OF_SENATE, "SSRA") == [None]
    assert codes(HAND_OF_SENATE, "House Homeland Security") == []


@pytest.mark.parametrize("words", ["Oversight and Government Reform", "Oversight", "HSGO",
    "Government Efficiency", "House Committee on Government Efficiency"])  # fmt: skip
def test_a_renamed_committee_is_found_under_both_names(words: str) -> None:
    chair = representative(seat("HSGO", "Government Efficiency", role="chair"))
    assert codes(chair, words) == ["HSGO"]
    assert forms_of_address.salutation(chair, concerns=[words]) == "Dear Chair Escobar:"
    assert not seats_meant(chair, "Senate Government Efficiency")


def test_a_new_committee_is_found_by_its_name_and_code() -> None:
    new = representative(seat("HSZZ", "Select Committee on Space Travel"))
    for words in ("HSZZ", "Space Travel", "House Select Committee on Space Travel"):
        assert codes(new, words) == ["HSZZ"]
    select = representative(seat("HSVC", "Select Subcommittee on the Coronavirus Pandemic"))
    assert codes(select, "Select Subcommittee on the Coronavirus Pandemic") == ["HSVC"]


@pytest.mark.parametrize(
    ("words", "house", "senate"),
    [
        ("Homeland Security", ["HSAP15"], ["SSAP14"]),
        ("Department of Homeland Security", ["HSAP15"], ["SSAP14"]),
        ("House Homeland Security", ["HSAP15"], []),
        ("HSAP15", ["HSAP15"], []),
        ("Appropriations Subcommittee on Defense", ["HSAP02"], []),
        ("Defence", [], []),
    ],
)
def test_words_that_can_only_be_a_subcommittee(
    words: str, house: list[str], senate: list[str]
) -> None:
    assert [one.code for one in subcommittees_meant(HOUSE, words)] == house
    assert [one.code for one in subcommittees_meant(RULES, words)] == senate


def test_no_chair_of_a_subcommittee_is_addressed_as_chair() -> None:
    assert forms_of_address.committee_role(HOUSE, ["HSAP15"]) is None


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("House HELP", ["no committee of the House", "(Senate)", "Education and Workforce"]),
        ("Senate Ways and Means", ["no committee of the Senate", "(House)", "Finance"]),
        ("Senate Foreign Affairs", ["no committee of the Senate", "Foreign Relations"]),
        ("House Banking", ["no committee of the House", "Financial Services"]),
        ("Joint Judiciary", ["no committee of Congress jointly", "Judiciary (House)"]),
        ("Judicary", ['did you mean "Judiciary"?']),
        ("House Judicary", ['did you mean "Judiciary"?']),
        ("HSJV", ['no committee "HSJV"']),
        ("Subcommittee on Hommeland Security", ['did you mean "Homeland Security"?']),
        ("Defense", ['write "Subcommittee on Defense"']),
        ("Libraries", ['there is no committee "Libraries"']),
        ("!", ['there is no committee "!"']),
    ],
)
def test_words_that_mean_no_committee_get_a_hint(words: str, parts: list[str]) -> None:
    problem = committee_problem(words, [HOUSE, RULES])
    assert problem is not None
    for part in parts:
        assert part in problem


@pytest.mark.parametrize("words", [*NAMES, "HELP", "Senate Homeland Security", "JEC", "HSAP15",
    "Homeland Security Subcommittee", "Select Committee on Bridges"])  # fmt: skip
def test_words_that_mean_a_committee_have_no_problem(words: str) -> None:
    assert committee_problem(words, [HOUSE, RULES, BY_HAND]) is None


def test_a_subcommittee_may_be_missing_from_files_made_by_hand() -> None:
    assert subcommittee_problem("Fisheries", [HOUSE]) is None
    assert subcommittee_problem("Defence", [HOUSE]) == (
        'there is no subcommittee "Defence"; did you mean "Defense"?'
    )


@pytest.mark.parametrize("code", NAMES)
def test_each_name_of_the_catalogue_means_its_committee(code: str) -> None:
    own, *others = NAMES[code]
    chamber = {"H": "House", "S": "Senate", "J": "Joint"}[code[0]]
    title = forms_of_address.committee_title(own)
    assert code in meant(own).codes
    assert meant(f"{chamber} {title}" if chamber != "Joint" else title).codes == {code}
    for name in others:
        assert code in meant(name).codes | namesakes(name)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Judiciary", "Senate Judiciary", True),
        ("House Judiciary", "Senate Judiciary", False),
        ("HELP", "Health, Education, Labor, and Pensions", True),
        ("Homeland Security", "Homeland Security and Governmental Affairs", False),
        ("Rules", "Rules and Administration", False),
        ("Small Business", "Small Business and Entrepreneurship", False),
        ("Bridges", "Select Committee on Bridges", True),
        ("司法", "国土安全", False),
        ("HSAP15", "Appropriations", True),
        ("Appropriations Subcommittee on Defense", "House Appropriations", True),
        ("HSAP15", "SSAP", False),
        ("Appropriations Subcommittee on Defense", "Subcommittee on Defense", False),
        ("!", "?", False),
    ],
)
def test_two_names_may_mean_one_committee(one: str, other: str, *, same: bool) -> None:
    assert overlap(one, other) == overlap(other, one) == same


@given(st.text(min_size=1), st.sampled_from(["", "House Committee on ", "COMMITTEE ON THE "]))
def test_any_words_are_read_and_a_name_is_always_itself(name: str, form: str) -> None:
    assert overlap(name, name)
    assert meant(f"{form}Judiciary").codes & {"HSJU"}
    committee_problem(f"{form}{name}", [HOUSE])


@pytest.mark.parametrize(
    "words", ["subcommittee on a of committee " * 2000, "subcommittee " * 2000, "x " * 20_000]
)
def test_a_paragraph_in_the_place_of_a_name_is_no_committee(words: str) -> None:
    assert (committee_problem(words, ()) or "").startswith('there is no committee "')


@pytest.mark.skipif(
    not (DATA / "legislators-current.yaml").is_file(), reason="needs ../shared/data"
)
@pytest.mark.slow
def test_words_find_the_members_of_the_real_congress(tmp_path: Path) -> None:
    target = tmp_path / "congress.yaml"
    sync(origin=str(DATA), target=target, cache=None, now=NOW)
    people = load(target).recipients
    for words, house, senate in (
        ("Judiciary", 42, 22), ("Senate Judiciary", 0, 22), ("SSJU", 0, 22), ("HSJU", 42, 0),
        ("HSAP15", 10, 0), ("SSAP14", 0, 12), ("Senate Homeland Security", 0, 15),
        ("Homeland Security", 31, 0), ("HELP", 0, 23), ("Oversight and Accountability", 47, 0),
        ("Banking", 0, 24), ("JEC", 10, 10), ("House HELP", 0, 0),
        ("Permanent Subcommittee on Investigations", 0, 11),
    ):  # fmt: skip
        found = [one.chamber for one in people if seats_meant(one, words)]
        assert (found.count("house"), found.count("senate")) == (house, senate), words
