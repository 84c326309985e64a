"""What a single value can be, in whatever file it stands: one line, a number, a ZIP code of its state, a point of the country."""

import math
import re
from collections.abc import Iterator

from generator.congress import zip_codes
from generator.congress.districts.distances import doubtful_coordinates
from generator.errors import Problem
from generator.files.text import odd_character
from generator.files.yaml import Node, YamlDocument
from generator.states import STATES

MANY_LINES = frozenset({"message"})
"""The keys whose text may have several lines."""


def one_line_problems(document: YamlDocument) -> Iterator[Problem]:
    """A problem for each text of several lines where one line is printed."""
    for node in document.root.every_text():
        if (
            "\n" in str(node.value).strip()
            and node.path[-1] not in MANY_LINES
            and odd_character(str(node.value)) is None
        ):
            yield node.problem(
                "must be a single line: write “>” instead of “|” before it, and no empty lines in it"
            )


def zip_problems(address: Node) -> Iterator[Problem]:
    """A problem where the ZIP code lies in another state than the address."""
    state, zip_code = address["state"].text, address["zip"].text
    if (
        state is not None
        and state in STATES
        and is_zip(zip_code)
        and (message := zip_codes.zip_problem(state, str(zip_code)))
    ):
        yield address["zip"].problem(message)


def is_zip(text: str | None) -> bool:
    """Whether the text has the form of a ZIP code; where it has not, the model says so."""
    return text is not None and re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", text) is not None


def coordinate_problems(place: Node) -> Iterator[Problem]:
    """A problem where one coordinate stands without the other, or the two cannot lie in the state."""
    latitude, longitude, state = (
        as_number(place["latitude"]),
        as_number(place["longitude"]),
        place["state"].text,
    )
    given = [key for key in ("latitude", "longitude") if place[key].value is not None]
    if len(given) == 1:
        yield place[given[0]].problem(
            "latitude and longitude go together: write the other one too, or take this one out"
        )
    if latitude is None or longitude is None or state is None or state not in STATES:
        return
    if doubt := doubtful_coordinates(latitude, longitude, state=state):
        yield place[doubt.field].problem(doubt.message)


def as_number(node: Node) -> float | None:
    """The value as a number; None where it is none."""
    try:
        number = float(node.text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
