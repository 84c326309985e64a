"""Checks which keys a recipient must and may have: in Congress, and in any other body.

What is right in Congress would be a lie elsewhere: a governor sits in no chamber, and a state's
House has no seats of Congress. Each message leads to the form that says the truth.
"""

import re
from collections.abc import Iterable, Iterator
from typing import get_args

from generator.congress.forms_of_address import CONGRESS, same_body
from generator.errors import Problem
from generator.files.yaml import Node, YamlDocument
from generator.models.fields import Chamber, Title
from generator.models.recipient import (
    OF_CONGRESS,
    OF_CONGRESS_ONLY,
    OF_OTHER_BODIES,
    Recipient,
)
from generator.text import closest, quoted

BODIES_OF_CONGRESS = (
    CONGRESS, "United States Congress", "U.S. Congress", "Congress of the United States",
    "United States Senate", "U.S. Senate", "Senate", "United States House of Representatives",
    "U.S. House of Representatives", "House of Representatives", "House",
)  # fmt: skip
"""Names of Congress and its chambers, whose members have a chamber and no body."""

OTHER_BODY = (
    "a recipient outside Congress has “body: …” with the name of it (Texas House of "
    "Representatives, Office of the Governor of Texas), and no chamber"
)

INSTEAD = {
    "chamber": "body: names the body",
    "district": "write the seat as it is called there, “seat: District 30”",
    "committees": "committees are those of Congress; an office goes into office: or address_lines:",
    "leadership": "write office: instead",
    "addresses": "write the whole address under address_lines:",
}
"""What a recipient outside Congress has in the place of each key of Congress."""

MEANINGS = {
    "address_lines": "the inside address, a line each, because the program knows the addresses of "
    "Congress alone",
    "salutation": "“Dear Governor Abbott:”, because the program does not guess how other offices "
    "are greeted",
}

# “Governor of Texas”, “Mayor of Weslaco”, “El Paso City Council”; not “Governors Drive”, and not
# a street (“1 Mayor Plaza”), which has a number.
_OTHER_OFFICE = re.compile(
    r"(?:Lieutenant )?Governor\b|\bMayor\b|\bCity Council\b|\bState (?:Representative|Senator)\b|"
    r"\bAttorney General\b|\bCounty Commissioner|\bState Assembly\b"
)


def body_problems(documents: Iterable[YamlDocument]) -> Iterator[Problem]:
    """Yields the keys that recipients lack, and those that do not belong to their bodies."""
    for document in documents:
        for person in document.root["recipients"].entries:
            # A text in the place of an entry is the model's to report.
            if person.keys:
                is_member = person["body"].value is None
                yield from _of_congress(person) if is_member else _of_another_body(person)


def _of_congress(person: Node) -> Iterator[Problem]:
    chamber, title = person["chamber"].text, person["title"].text
    if chamber is not None and chamber not in get_args(Chamber):
        if closest(chamber, get_args(Chamber)):
            # “huose” is a slip, and the model says so.
            return
        # An entry with another chamber (“lower” of a state, “executive”) lacks its body; then its
        # title is right.
        message = f"must be house or senate, not {quoted(chamber)}; {OTHER_BODY}"
        yield person["chamber"].problem(message, "not-a-chamber-of-congress")
        title = None
    elif chamber is None and not _is_misspelt("chamber", person):
        message = f"is missing: add “chamber: …” (house or senate); {OTHER_BODY}"
        yield person["chamber"].problem(message, "missing-key")
    elif other := _other_office(person):
        message = (
            f"says {quoted(other.text or '')}, and this entry is a member of the "
            f"{str(chamber).title()}: {OTHER_BODY}"
        )
        # “Dear Governor Scott:” may be the wish of a senator who was one; no address of a member
        # of Congress is that of a governor.
        is_greeting = other.path[-1] == "salutation"
        report = other.warning if is_greeting else other.problem
        yield report(message, "office-outside-congress")
    for key in OF_CONGRESS:
        if key != "chamber" and person[key].value is None and not _is_misspelt(key, person):
            yield person[key].problem(f"is missing: add “{key}: …”{_meaning(key)}", "missing-key")
    if title is not None and title not in get_args(Title):
        near = closest(title, get_args(Title))
        hint = f"did you mean {quoted(near)}?" if near else OTHER_BODY
        yield person["title"].problem(
            f"must be senator, representative, delegate or resident commissioner, "
            f"not {quoted(title)}; {hint}",
            "wrong-choice",
        )
    for key in ("office", "seat"):
        if person[key].value is not None:
            message = f"belongs to recipients outside Congress: take the line out; {OTHER_BODY}"
            yield person[key].problem(message, "key-of-another-body")


def _of_another_body(person: Node) -> Iterator[Problem]:
    body, title = person["body"].text or "", person["title"].text
    if any(same_body(body, name) for name in BODIES_OF_CONGRESS):
        message = "take the line out: a member of Congress has a chamber, house or senate"
        yield person["body"].problem(message, "body-is-congress")
        return
    for key in OF_CONGRESS_ONLY:
        if person[key].value is not None:
            message = f"belongs to members of Congress: take it out; {INSTEAD[key]}"
            yield person[key].problem(message, "key-of-congress")
    for key in OF_OTHER_BODIES:
        if not person[key].entries and not _is_misspelt(key, person):
            message = f"is missing: add “{key}: …” ({MEANINGS[key]})"
            yield person[key].problem(message, "missing-key")
    if title in get_args(Title):
        # Rules with `title: senator` mean senators of the United States.
        message = f"is a title of members of Congress: write “state {title}”, or what it is"
        yield person["title"].problem(message, "title-of-congress")


def _other_office(person: Node) -> Node | None:
    """Returns the line of an entry that names an office outside Congress, or None."""
    lines = (*person["address_lines"].entries, person["salutation"])
    for line in lines:
        text = line.text or ""
        if _OTHER_OFFICE.search(text) and not re.search(r"\d", text):
            return line
    return None


def _meaning(key: str) -> str:
    about = (Recipient.model_fields[key].description or "").partition(";")[0].rstrip(".")
    return f" ({about})" if about else ""


def _is_misspelt(key: str, person: Node) -> bool:
    """Returns whether an unknown key of the entry is probably this one.

    The model reports it with a hint, and one mistake gets one message.
    """
    fields = {field.alias or name: name for name, field in Recipient.model_fields.items()}
    return any(closest(other, fields) == key for other in person.keys if other not in fields)
