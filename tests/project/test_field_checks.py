"""What a single value can be; the golden mistakes hold the other cases."""

import pytest

from generator.files.yaml import parse
from generator.project.field_checks import place_problems


def coordinates(text: str) -> list[str]:
    return [str(problem) for problem in place_problems(parse(text, shown_as="f.yaml").root)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{state: TX, latitude: 30.27, longitude: -97.74}", []),
        ("{state: TX, latitude: nan, longitude: -97.74}", []),
        ("{state: TX, latitude: north, longitude: -97.74}", []),
        ("{state: XX, latitude: 0, longitude: 0}", []),
        ("{latitude: 48.86, longitude: 2.35}", []),
        ("{state: TX}", []),
        (
            "{state: TX, latitude: 40.7, longitude: -74}",
            ["latitude: 40.7, -74 does not lie in Texas"],
        ),
        (
            "{state: TX, latitude: 26, longitude: 98.2}",
            ["longitude: lies on the other side of the Earth: write -98.2"],
        ),
        (
            "{state: TX, latitude: 26}",
            ["latitude: latitude and longitude go together: write the other one too"],
        ),
    ],
)
def test_coordinates_lie_in_their_state_and_go_together(text: str, words: list[str]) -> None:
    found = coordinates(text)
    assert [
        line.startswith(f"f.yaml:1: {sought}") for line, sought in zip(found, words, strict=True)
    ] == [True] * len(words)
