"""What a single value can be, in whatever file it stands: one line, a number, a ZIP code of its state, a point of the country."""

import math
import re
from collections.abc import Iterator

from generator import protocol
from generator.errors import Problem
from generator.models import STATES
from generator.textfile import odd_character
from generator.yaml_reader import Document, Node

MANY_LINES = frozenset({"message"})
"""The keys whose text may have several lines."""


def one_line_problems(document: Document) -> Iterator[Problem]:
    """A problem for each text of several lines where one line is printed."""
    for node in document.root.every_text():
        if "\n" in str(node.value).strip() and node.path[-1] not in MANY_LINES and odd_character(str(node.value)) is None:
            yield node.problem("must be a single line: write “>” instead of “|” before it, and no empty lines in it")


def zip_problems(address: Node) -> Iterator[Problem]:
    """A problem where the ZIP code lies in another state than the address."""
    state, zip_code = address["state"].text, address["zip"].text
    if state is not None and state in STATES and is_zip(zip_code) and (message := protocol.zip_problem(state, str(zip_code))):
        yield address["zip"].problem(message)


def is_zip(text: str | None) -> bool:
    """Whether the text has the form of a ZIP code; where it has not, the model says so."""
    return text is not None and re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", text) is not None


def coordinate_problems(place: Node, *, american: bool) -> Iterator[Problem]:
    """A problem where latitude and longitude are swapped, or lie far from where Americans live.

    The United States with its territories lie between 15 degrees south (American Samoa) and 72 degrees north, from 64 to
    180 degrees west, and, for Guam, the Northern Marianas and the last of the Aleutians, from 144 degrees east.
    """
    latitude, longitude = as_number(place["latitude"]), as_number(place["longitude"])
    if latitude is None or longitude is None or not american or _is_american(latitude, longitude):
        return
    if _is_american(longitude, latitude) or abs(latitude) > 90:  # noqa: PLR2004 - a latitude ends at the pole
        yield place["latitude"].problem(f"latitude and longitude are swapped: write latitude {longitude:g}, longitude {latitude:g}")
    elif _is_american(latitude, -longitude):
        yield place["longitude"].problem(f"the Americas lie west: write {-longitude:g}")
    else:
        yield place["latitude"].problem(f"{latitude:g}, {longitude:g} does not lie in the United States: correct it, or take the state out")


def _is_american(latitude: float, longitude: float) -> bool:
    return -15 <= latitude <= 72 and (-180 <= longitude <= -64 or 144 <= longitude <= 180)  # noqa: PLR2004 - see coordinate_problems


def as_number(node: Node) -> float | None:
    """The value as a number; None where it is none."""
    try:
        number = float(node.text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
