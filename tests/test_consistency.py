"""What one file says of another, and of the world; the golden mistakes hold the other cases."""

import datetime

import pytest

from generator import consistency
from generator.consistency import bill_problem, coordinate_problems, recipients_problems
from generator.models import Bill
from generator.yaml_reader import parse


@pytest.mark.parametrize(
    ("congress", "on", "words"),
    [
        (119, "2027-01-02", None),
        (119, "2027-01-03", "H.R. 1 of the 119th Congress died when that Congress ended on January 3, 2027"),
        (119, "2025-01-03", None),
        (119, "2025-01-02", "H.R. 1 of the 119th Congress cannot be: that Congress begins on January 3, 2025"),
        (116, "2026-11-24", "H.R. 1 of the 116th Congress died when that Congress ended on January 3, 2021"),
        (121, "2026-11-24", "H.R. 1 of the 121st Congress cannot be: that Congress begins on January 3, 2029"),
    ],
)
def test_a_bill_lives_as_long_as_its_congress(congress: int, on: str, words: str | None) -> None:
    message = bill_problem(Bill(congress=congress, number="H.R. 1"), datetime.date.fromisoformat(on))
    assert (message or "").startswith(words or "")
    assert (message is None) == (words is None)


def test_a_dead_bill_may_be_spoken_of_as_past() -> None:
    assert bill_problem(Bill(congress=116, title="the Act", past=True), datetime.date(2026, 11, 24)) is None


def coordinates(text: str) -> list[str]:
    return [str(problem) for problem in coordinate_problems(parse(text, shown_as="f.yaml").root)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{state: TX, latitude: 30.27, longitude: -97.74}", []),
        ("{state: TX, latitude: nan, longitude: -97.74}", []),
        ("{state: XX, latitude: 0, longitude: 0}", []),
        ("{latitude: 48.86, longitude: 2.35}", []),
        ("{state: TX}", []),
        ("{state: TX, latitude: 40.7, longitude: -74}", ["latitude: 40.7, -74 does not lie in Texas"]),
        ("{state: TX, latitude: 26, longitude: 98.2}", ["longitude: lies on the other side of the Earth: write -98.2"]),
        ("{state: TX, latitude: 26}", ["latitude: latitude and longitude go together: write the other one too"]),
    ],
)
def test_coordinates_lie_in_their_state_and_go_together(text: str, words: list[str]) -> None:
    found = coordinates(text)
    assert [told.startswith(f"f.yaml:1: {sought}") for told, sought in zip(found, words, strict=True)] == [True] * len(words)


def people(*texts: str) -> list[str]:
    documents = [parse(text, shown_as=f"{number}.yaml") for number, text in enumerate(texts, start=1)]
    return [str(problem) for problem in recipients_problems(documents)]


def test_whatever_a_person_lacks_is_no_concern_of_theirs() -> None:
    assert people("recipients:\n- {id: A}\n- {chamber: house, state: XX}\n- x\n- {state: TX, chamber: senate, title: senator}\n") == []


def test_two_senators_of_a_state_are_no_mistake_and_one_person_twice_is_one() -> None:
    senator = "{{id: {}, chamber: senate, state: TX, title: senator}}"
    assert people(f"recipients:\n- {senator.format('A1')}\n- {senator.format('A2')}\n") == []
    assert people(f"recipients:\n- {senator.format('A1')}\n", f"recipients:\n- {senator.format('A1')}\n") == [
        "2.yaml:2: recipients[A1].id: A1 stands in 1.yaml:2 already: keep one of the two"
    ]


def test_a_territory_elects_no_senators() -> None:
    assert people("recipients:\n- {id: A1, state: PR, chamber: senate, title: senator}\n") == [
        "1.yaml:2: recipients[A1].chamber: Puerto Rico elects no senators: chamber must be house"
    ]


def test_committees_that_someone_sits_on_are_known() -> None:
    document = parse("recipients:\n- committees: [{name: Select Committee on Bridges}]\n- {}\n", shown_as="f.yaml")
    assert consistency.committees_held([document]) == {"Select Committee on Bridges"}
