"""Checks single values of any file: one line, a number, a ZIP code of its state, a point in it."""

import math
import re
from collections.abc import Iterator

from generator.congress import zip_codes
from generator.congress.districts.distances import doubtful_coordinates
from generator.errors import Problem
from generator.files.text import odd_character
from generator.files.yaml import Node, YamlDocument
from generator.models.fields import ZIP_PATTERN
from generator.states import STATES

SEVERAL_LINES = frozenset({"message"})
"""The keys whose text may have several lines."""


def one_line_problems(document: YamlDocument) -> Iterator[Problem]:
    """Yields each text of several lines whose place in the letter is a single line."""
    message = "must be a single line: write “>” instead of “|” before it, and no empty lines in it"
    for node in document.root.every_text():
        text = str(node.value)
        # An odd character, such as another kind of line break, is reported where texts are read;
        # one mistake is one message.
        if "\n" in text.strip() and node.path[-1] not in SEVERAL_LINES and not odd_character(text):
            yield node.problem(message, "several-lines")


def place_problems(place: Node) -> Iterator[Problem]:
    """Yields a ZIP code of another state, and coordinates that are incomplete or elsewhere."""
    state = place["state"].text
    zip_code = place["zip"]
    if state is not None and is_zip(zip_code.text):
        # It knows no mistake of a state that does not exist: the model reports that.
        message = zip_codes.zip_problem(state, str(zip_code.text))
        yield from [zip_code.problem(message, "zip-of-another-state")] if message else ()
    # Half a point would be read as no point, and distances would be left out without a word.
    given = [key for key in ("latitude", "longitude") if place[key].value is not None]
    if len(given) == 1:
        message = (
            "latitude and longitude go together: write the other one too, or take this one out"
        )
        yield place[given[0]].problem(message, "half-coordinates")
    latitude, longitude = as_number(place["latitude"]), as_number(place["longitude"])
    # What is missing or has a wrong form is the model's to report.
    if latitude is None or longitude is None or state is None or state not in STATES:
        return
    if doubt := doubtful_coordinates(latitude, longitude, state=state):
        yield place[doubt.field].problem(doubt.message, "coordinates-elsewhere")


def is_zip(text: str | None) -> bool:
    """Returns whether the text has the form of a ZIP code; if not, the model reports it."""
    return text is not None and re.fullmatch(ZIP_PATTERN, text, re.ASCII) is not None


def as_number(node: Node) -> float | None:
    """Returns the value as a number; None for another value."""
    try:
        number = float(node.text or "")
    except ValueError:
        return None
    # float() reads “nan” and “inf”, which compare with nothing.
    return number if math.isfinite(number) else None
