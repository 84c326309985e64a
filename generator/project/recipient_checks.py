"""The recipients' files: members who cannot be, offices that nobody holds, names that no campaign knows, and members given twice.

Like consistency's, the checks look at the files as they were written, so that a file that is wrong in one place is still
checked in all others.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from generator.congress import forms_of_address, member_checks, zip_codes
from generator.errors import Problem
from generator.files.validation import bioguide_problem
from generator.files.yaml import Node, YamlDocument
from generator.models.fields import Chamber, Title
from generator.project.field_checks import (
    as_number,
    coordinate_problems,
    is_zip,
    one_line_problems,
    zip_problems,
)
from generator.states import STATES
from generator.text import closest, did_you_mean, quoted

SENATORS = 2
"""As many has a state."""

MISSPELT = 0.85
"""A name that is as near as this to a known one is a slip of the pen; others may be new."""


@dataclass(frozen=True)
class RecipientReferences:
    """What campaigns name of the recipients: committees, and their own places by id."""

    committees: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    other_places: Callable[[], frozenset[str]] = frozenset
    """Those of the campaigns that are not looked at now, asked for only where a place is in none of theirs."""


def roster_problems(
    documents: Sequence[YamlDocument], named: RecipientReferences
) -> Iterator[Problem]:
    """Everything in the recipients' files that fits nothing else: seats and addresses that cannot be, and members given twice.

    Files that were synced come last.
    """
    people: list[Node] = []
    for document in documents:
        yield from one_line_problems(document)
        people += document.root["recipients"].entries
    for person in people:
        yield from _person_problems(person)
        yield from _name_problems(person)
        if not is_synced(person.document):
            yield from _committee_problems(person, named)
        yield from _place_problems(person["represents"], named)
    yield from _given_twice(people)


def _person_problems(person: Node) -> Iterator[Problem]:
    state, chamber = person["state"].text, person["chamber"].text
    if state is not None and state in STATES and chamber in get_args(Chamber):
        yield from _seat_problems(person, state=state, chamber=cast("Chamber", chamber))
        yield from _title_problems(person["title"], state=state, chamber=cast("Chamber", chamber))
    if chamber in get_args(Chamber):
        yield from _washington_problems(
            person["addresses"]["washington"], chamber=cast("Chamber", chamber)
        )
        yield from _leadership_problems(person["leadership"], chamber=cast("Chamber", chamber))
    for office in person["addresses"]["district"].entries:
        yield from zip_problems(office)
        yield from coordinate_problems(office)


def _title_problems(title: Node, *, state: str, chamber: Chamber) -> Iterator[Problem]:
    if title.text in get_args(Title) and (
        message := member_checks.title_problem(
            cast("Title", title.text), state=state, chamber=chamber
        )
    ):
        yield title.problem(message)


def _seat_problems(person: Node, *, state: str, chamber: Chamber) -> Iterator[Problem]:
    number = as_number(person["district"])
    if person["district"].value is not None and (number is None or not number.is_integer()):
        return
    message = member_checks.district_problem(
        state, None if number is None else int(number), chamber=chamber
    )
    if message:
        where = person["chamber"] if "chamber must" in message else person["district"]
        yield where.problem(message)


def _washington_problems(office: Node, *, chamber: Chamber) -> Iterator[Problem]:
    zip_code, building = office["zip"], office["building"]
    if is_zip(zip_code.text) and (
        message := zip_codes.washington_zip_problem(chamber, str(zip_code.text))
    ):
        yield zip_code.problem(message)
    if building.text is not None and (
        message := member_checks.building_problem(building.text, chamber=chamber)
    ):
        yield building.problem(message)


def _leadership_problems(leadership: Node, *, chamber: Chamber) -> Iterator[Problem]:
    if leadership.text is not None and (
        message := member_checks.leadership_problem(leadership.text, chamber=chamber)
    ):
        yield leadership.problem(message)


def _name_problems(person: Node) -> Iterator[Problem]:
    """What is wrong with the id, and a warning where the surname is none of the full name's: “Dear Representative …” goes by it."""
    if person["id"].text is not None and (message := bioguide_problem(person["id"].text)):
        yield person["id"].problem(message)
    last, full = person["name"]["last"], person["name"]["full"].text
    if last.text is not None and full is not None and not member_checks.is_of_name(last.text, full):
        yield last.warning(
            f"{quoted(last.text)} does not stand in {quoted(full)}: is it the surname by which the letter shall greet them?"
        )


def _committee_problems(person: Node, named: RecipientReferences) -> Iterator[Problem]:
    """A problem for each committee whose name is misspelt, and a warning for each that nobody knows."""
    known = named.committees.union(forms_of_address.COMMITTEES)
    for seat in person["committees"].entries:
        name = seat["name"].text
        if name is None or any(forms_of_address.same_committee(name, other) for other in known):
            continue
        if meant := closest(name, known, cutoff=MISSPELT):
            yield seat["name"].problem(
                f"there is no committee {quoted(name)}; did you mean {quoted(meant)}?"
            )
        else:
            yield seat["name"].warning(
                f"no committee {quoted(name)} is known: correct it, or leave it where it is new{did_you_mean(name, known)}"
            )


def _place_problems(represents: Node, named: RecipientReferences) -> Iterator[Problem]:
    """A problem for each place whose name is misspelt, and a warning for each that no campaign knows."""
    unknown = [
        place
        for place in represents.entries
        if place.text is not None and place.text not in named.places
    ]
    elsewhere = named.other_places() if unknown else frozenset()
    for place in unknown:
        if place.text in elsewhere:
            continue
        told = f"no campaign has a place {quoted(str(place.text))} in its source.yaml"
        if meant := closest(str(place.text), named.places, cutoff=MISSPELT):
            yield place.problem(f"{told}; did you mean {quoted(meant)}?")
        else:
            yield place.warning(
                f"{told}: correct it, or take it out{did_you_mean(str(place.text), named.places)}"
            )


def _given_twice(people: Iterable[Node]) -> Iterator[Problem]:
    """A problem for each member who stands in the files twice, and for each seat that one too many holds."""
    by_id: dict[str, Node] = {}
    senators: dict[str, list[Node]] = {}
    by_seat: dict[tuple[str, int], Node] = {}
    for person in people:
        own_id = person["id"].text
        first = by_id.setdefault(own_id, person) if own_id is not None else person
        if is_synced(person.document) and not is_synced(first.document):
            continue
        if first is not person:
            yield person["id"].problem(
                f"{own_id} stands in {_place(first)} already: keep one of the two"
            )
            continue
        seat = _house_seat(person)
        holder = by_seat.setdefault(seat, person) if seat is not None else person
        if seat is not None and holder is not person:
            message = f"{seat[0]}-{seat[1]:02d} is held by {holder['id'].text} in {_place(holder)} already: correct one of the two"
            yield person["district"].problem(message)
        if person["chamber"].text == "senate" and (state := person["state"].text or "") in STATES:
            senators.setdefault(state, []).append(person)
    for state, held in senators.items():
        for person in held[SENATORS:]:
            others = " and ".join(f"{one['id'].text} ({_place(one)})" for one in held[:SENATORS])
            yield person["state"].problem(
                f"{STATES[state]} has two senators, {others}: take out who is none any more"
            )


def is_synced(document: YamlDocument) -> bool:
    """Whether `letters recipients sync` wrote the file: an entry of it gives way to a hand-made one for the same member."""
    return document.root["synced"].text == "true"


def _house_seat(person: Node) -> tuple[str, int] | None:
    state, number = person["state"].text, as_number(person["district"])
    return (
        (state, int(number))
        if state in STATES and state and number is not None and person["chamber"].text == "house"
        else None
    )


def _place(node: Node) -> str:
    return f"{node.document.file}:{node['id'].line}"


def committees_held(documents: Iterable[YamlDocument]) -> frozenset[str]:
    """The committees that the recipients of these files hold a seat on."""
    people = (person for document in documents for person in document.root["recipients"].entries)
    return frozenset(
        seat["name"].text or "" for person in people for seat in person["committees"].entries
    )
