"""What a single value can be; the golden mistakes hold the other cases."""

import pytest

from generator.values import coordinate_problems
from generator.yaml_reader import parse


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
