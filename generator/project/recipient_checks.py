"""Checks the recipients' files: impossible members, unknown names, and members given twice.

Like `cross_checks`, it reads the content of the files and not the models, so that a file that is
wrong in one place is still checked in all others.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast, get_args

from generator.congress import member_checks, zip_codes
from generator.congress.committees import MISSPELT
from generator.congress.forms_of_address import slug
from generator.errors import Problem
from generator.files.validation import bioguide_problem
from generator.files.yaml import Node, YamlDocument
from generator.models.fields import Chamber, Title
from generator.project import committee_checks
from generator.project.field_checks import as_number, is_zip, one_line_problems, place_problems
from generator.states import STATES
from generator.text import closest, did_you_mean, quoted

# Constitution, Article I, section 3.
SENATORS_OF_A_STATE = 2


@dataclass(frozen=True)
class RecipientReferences:
    """Names in campaigns that recipients' files may use: committees, and places by id."""

    committees: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    other_places: Callable[[], frozenset[str]] = frozenset
    """Reads the places of the other campaigns, only if a place is in no checked one."""


def roster_problems(
    documents: Sequence[YamlDocument], named: RecipientReferences
) -> Iterator[Problem]:
    """Yields impossible seats, titles and addresses, unknown names, and members given twice.

    Synced files come last.
    """
    people: list[Node] = []
    for document in documents:
        yield from one_line_problems(document)
        people += document.root["recipients"].entries
        people += document.root["elect"].entries
    for person in people:
        # One list of values with what is wrong or None: each check is a line, whether it finds
        # anything or not.
        for node, message, code in _impossible_values(person):
            if message:
                yield node.problem(message, code)
        for office in person["addresses"]["district"].entries:
            yield from place_problems(office)
        last, full = person["name"]["last"], person["name"]["full"].text
        if last.text and full and not member_checks.is_of_name(last.text, full):
            message = (
                f"{quoted(last.text)} does not stand in {quoted(full)}: "
                "is it the surname by which the letter shall greet them?"
            )
            yield last.warning(message, "surname-not-in-full-name")
        # Published data has committees that we do not know yet; its user can neither judge nor
        # correct them.
        if not is_synced(person.document):
            yield from committee_checks.problems_of_seats(person, named.committees)
        yield from _place_name_problems(person["represents"], named)
    yield from _given_twice(people)
    yield from _alike_in_file_names(people)


def _impossible_values(person: Node) -> Iterator[tuple[Node, str | None, str]]:
    """Yields values of a member, what is wrong with each or None, and the code for that."""
    if person["body"].value is not None:
        return
    # An entry with another chamber was made for another body, whose ids have any form.
    if person["id"].text is not None and person["chamber"].text in (None, *get_args(Chamber)):
        yield person["id"], bioguide_problem(person["id"].text), "wrong-form"
    # All checks below depend on the chamber; a wrong one is for `body_checks` to report.
    if person["chamber"].text not in get_args(Chamber):
        return
    # cast: mypy does not narrow a text by `in get_args(…)`.
    chamber, state = cast("Chamber", person["chamber"].text), person["state"].text
    office, title = person["addresses"]["washington"], person["title"]
    if is_zip(office["zip"].text):
        message = zip_codes.washington_zip_problem(chamber, str(office["zip"].text))
        yield office["zip"], message, "wrong-capitol-zip"
    if building := office["building"].text:
        message = member_checks.building_problem(building, chamber=chamber)
        yield office["building"], message, "building-of-the-other-chamber"
    if leadership := person["leadership"].text:
        message = member_checks.leadership_problem(leadership, chamber=chamber)
        yield person["leadership"], message, "unknown-leadership-office"
    if state is None or state not in STATES:
        return
    if title.text in get_args(Title):
        message = member_checks.title_problem(str(title.text), state=state, chamber=chamber)
        yield title, message, "wrong-title"
    number, district = as_number(person["district"]), person["district"]
    # A value that is no whole number is the model's to report; a missing one is a mistake of a
    # House member that only this check knows.
    if district.value is None or (number is not None and number.is_integer()):
        message = member_checks.district_problem(
            state, None if number is None else int(number), chamber=chamber
        )
        # Where the mistake is the chamber (a senator of a territory), the line of the chamber is
        # shown.
        at_chamber = message is not None and "chamber must" in message
        yield person["chamber"] if at_chamber else district, message, "impossible-district"


def _place_name_problems(represents: Node, named: RecipientReferences) -> Iterator[Problem]:
    """Yields misspelt places, and warnings of places that no campaign has."""
    unknown = [place for place in represents.entries if place.text not in {None, *named.places}]
    # Only then: it reads all other campaigns.
    elsewhere = named.other_places() if unknown else ()
    for place in unknown:
        name = str(place.text)
        if name in elsewhere:
            continue
        message = f"no campaign has a place {quoted(name)} in its source.yaml"
        if near := closest(name, named.places, cutoff=MISSPELT):
            yield place.problem(f"{message}; did you mean {quoted(near)}?", "unknown-place")
        else:
            advice = f"correct it, or take it out{did_you_mean(name, named.places)}"
            yield place.warning(f"{message}: {advice}", "unknown-place")


def _given_twice(people: Iterable[Node]) -> Iterator[Problem]:
    """Yields members who are given twice, and seats with one holder too many on one day.

    Entries whose terms have no day in common, such as a member and their successor, or two terms of
    one member, are right next to each other.
    """
    by_id: dict[str, list[Node]] = {}
    by_seat: dict[tuple[str, int], list[Node]] = {}
    senators: dict[str, list[Node]] = {}
    for person in people:
        own_id, state = person["id"].text, person["state"].text
        own = by_id.setdefault(own_id, []) if own_id is not None else []
        alike = [one for one in own if _overlap(one, person)]
        own.append(person)
        # A hand-made entry replaces the synced one, which is no mistake. Synced files come last, so
        # the hand-made entry is the first.
        if alike and is_synced(person.document) and not is_synced(alike[0].document):
            continue
        if alike:
            yield person["id"].problem(
                f"{own_id} stands in {_line_of(alike[0])} already: keep one of the two",
                "duplicate-recipient",
            )
            continue
        if state is None or state not in STATES or person["body"].value is not None:
            continue
        number = as_number(person["district"])
        if person["chamber"].text == "senate":
            senators.setdefault(state, []).append(person)
        elif person["chamber"].text == "house" and number is not None:
            # The first in the order of the files stays, and each later one is reported.
            holders = by_seat.setdefault((state, int(number)), [])
            holder = next((one for one in holders if _overlap(one, person)), None)
            if holder is None:
                holders.append(person)
            else:
                yield person["district"].problem(
                    f"{state}-{int(number):02d} is held by {holder['id'].text} "
                    f"in {_line_of(holder)} already: correct one of the two, "
                    "or write the day on which the later term begins as term_start",
                    "duplicate-seat",
                )
    for state, held in senators.items():
        yield from _third_senators(STATES[state], held)


def _third_senators(state: str, held: Iterable[Node]) -> Iterator[Problem]:
    """Yields each senator in whose term two others of the state are in office on one day."""
    sitting: list[Node] = []
    for person in held:
        others = [one for one in sitting if _overlap(one, person)]
        # On the day on which the last of three terms begins all three are in office, if ever.
        crowded = [
            pair for pair in itertools.combinations(others, SENATORS_OF_A_STATE) if _overlap(*pair)
        ]
        if not crowded:
            sitting.append(person)
            continue
        # The message names the two before, because any of the three may be the wrong one.
        names = " and ".join(f"{one['id'].text} ({_line_of(one)})" for one in crowded[0])
        yield person["state"].problem(
            f"{state} has two senators, {names}: remove the one who left", "third-senator"
        )


def _overlap(one: Node, other: Node) -> bool:
    """Returns whether the terms of two entries have a day in common."""
    (start, end), (other_start, other_end) = _term(one), _term(other)
    return start < other_end and other_start < end


def _term(person: Node) -> tuple[str, str]:
    """Returns the first and the last day of the term; one that is missing bounds nothing."""
    # As text: days of this form are in the order of their letters, and a wrong one is the model's
    # to report.
    return person["term_start"].text or "", person["term_end"].text or "9999"


def _alike_in_file_names(people: Iterable[Node]) -> Iterator[Problem]:
    """Yields ids that differ only by signs that file names do not have.

    Letters to namesakes of one body differ by their ids.
    """
    first: dict[str, Node] = {}
    for person in people:
        own_id = person["id"].text
        other = first.setdefault(slug(own_id), person) if own_id else person
        if other["id"].text != own_id:
            yield person["id"].problem(
                f"differs from {other['id'].text} in {_line_of(other)} only by signs that file "
                "names do not have: change one of the two",
                "duplicate-recipient",
            )


def is_synced(document: YamlDocument) -> bool:
    """Returns whether `letters recipients sync` wrote the file.

    Its entry of a member gives way to an entry made by hand.
    """
    # The program writes “true”; a person who writes another word for it gets no special treatment.
    return document.root["synced"].text == "true"


def _line_of(person: Node) -> str:
    return f"{person.document.file}:{person['id'].line}"


def bodies_held(documents: Iterable[YamlDocument]) -> frozenset[str]:
    """Returns the bodies outside Congress of all recipients in these files."""
    return _texts_of("body", documents)


def titles_held(documents: Iterable[YamlDocument]) -> frozenset[str]:
    """Returns the titles of all recipients in these files, and those of Congress."""
    return _texts_of("title", documents).union(get_args(Title))


def _texts_of(key: str, documents: Iterable[YamlDocument]) -> frozenset[str]:
    people = (person for one in documents for person in one.root["recipients"].entries)
    return frozenset(filter(None, (person[key].text for person in people)))
