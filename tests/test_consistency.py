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


def coordinates(latitude: str, longitude: str, *, american: bool = True) -> list[str]:
    root = parse(f"latitude: {latitude}\nlongitude: {longitude}\n", shown_as="f.yaml").root
    return [problem.message for problem in coordinate_problems(root, american=american)]


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("30.27", "-97.74"), ("71.29", "-156.79"), ("21.3", "-157.86"), ("-14.28", "-170.7"), ("13.44", "144.79"), ("15.2", "145.75"),
        ("18.47", "-66.1"), ("17.7", "-64.73"), ("52.9", "172.9"), ("24.55", "-81.78"), ("nan", "-97"), ("north", "-97"),
    ],
)  # fmt: skip
def test_places_of_the_united_states_from_guam_to_the_virgin_islands(latitude: str, longitude: str) -> None:
    assert coordinates(latitude, longitude) == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        ("-97.74", "30.27", "latitude and longitude are swapped: write latitude 30.27, longitude -97.74"),
        ("30.27", "97.74", "the Americas lie west: write -97.74"),
        ("48.86", "2.35", "48.86, 2.35 does not lie in the United States: correct it, or take the state out"),
        ("0", "0", "0, 0 does not lie in the United States: correct it, or take the state out"),
    ],
)
def test_places_that_are_not(latitude: str, longitude: str, words: str) -> None:
    assert coordinates(latitude, longitude) == [words]


def test_places_abroad_may_lie_anywhere() -> None:
    assert coordinates("25.88", "-97.5", american=False) == []
    assert coordinates("48.86", "2.35", american=False) == []


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
