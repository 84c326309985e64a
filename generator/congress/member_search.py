"""Answers to `letters find` for words: a name, a state, a city, a place, or any filter.

Each answer says what it rests on. An office in a city and a place of a campaign show that a member
has to do with the city, and not that all of it lies in the member's district: only a ZIP code or a
street address comes near that.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.congress import filters
from generator.congress.districts import representation
from generator.congress.districts.people import PersonAddress
from generator.congress.districts.places import represents
from generator.congress.districts.representation import NoTableToFindInError, Representation
from generator.congress.filter_grammar import plain
from generator.congress.filters import FilterContext, NoMatchingRecipientError
from generator.congress.roster import has_ended
from generator.congress.seats import state_name
from generator.dates import in_words
from generator.errors import LettersError
from generator.models.recipient import Recipient
from generator.models.source import Place
from generator.states import code_of

SETTLES = (
    "A city may lie in several districts: a ZIP code tells more, and a full street address settles "
    "it (`letters districts geocode-out`)."
)
BY_ADDRESS = (
    "Answered by the ZIP code or state of the address; the street is sent nowhere. "
    "`letters districts geocode-out` settles it."
)

_ENDS_IN_ZIP = re.compile(r"^(.*\S)[\s,]+(\d{5}(?:-\d{4})?)$", re.DOTALL)
_STREET = re.compile(r"^(?:\d+[A-Za-z]?|p\.? ?o\.? box \d+)\s+[^\W\d]", re.IGNORECASE)


class AddressIsBareError(LettersError):
    """A street without a ZIP code and without a state, which may be anywhere."""

    def __init__(self, street: str) -> None:
        super().__init__(f"{street!r} may be anywhere: write its ZIP code or its state behind it")


@dataclass(frozen=True)
class MemberAnswer:
    """A member who fits a question, and why."""

    recipient: Recipient
    basis: str


def read_address(query: str) -> PersonAddress | None:
    """Returns the ZIP code and state of words that are an address; None for other words.

    An address begins with the number of a house, or has a ZIP code at its end.
    """
    match = _ENDS_IN_ZIP.match(query.strip())
    # “TX 78520” is a filter and no address.
    if match and code_of(match[1]):
        return None
    if not match and not _STREET.match(query.strip()):
        return None
    before, zip_code = (match[1], match[2][:5]) if match else (query.strip(), "")
    behind_comma = before.split(",")[-1]
    words = behind_comma.split()
    # “El Paso TX” without a comma, too: the state is the longest end of the words that is one.
    ends = (" ".join(words[start:]) for start in range(len(words)))
    state = next(filter(None, map(code_of, ends)), "")
    return PersonAddress("", "", before, "", state, zip_code)


def find_by_address(
    address: PersonAddress, recipients: Sequence[Recipient], *, context: FilterContext
) -> Representation:
    """Returns the members for the ZIP code of an address, or for its state without a table.

    Raises NoTableToFindInError where neither a table nor a state is known, and AddressIsBareError.
    """
    if not (address.zip or address.state):
        raise AddressIsBareError(address.street)
    try:
        (found,) = representation.find_all(
            [address], recipients=recipients, table=context.table, on=context.on
        )
    except NoTableToFindInError:
        if not address.state:
            raise
        without_zip = PersonAddress("", "", address.street, "", address.state, "")
        return find_by_address(without_zip, recipients, context=context)
    return found.found


def search(
    query: str,
    recipients: Sequence[Recipient],
    *,
    places: Mapping[str, Mapping[str, Place]],
    context: FilterContext,
) -> tuple[tuple[MemberAnswer, ...], tuple[str, ...]]:
    """Returns every member who fits the words, with what that rests on, and notes.

    `places` are those of each campaign. Raises NoMatchingRecipientError if no member fits.
    """
    city, _, behind = (part.strip() for part in query.partition(","))
    state = code_of(behind)
    bases: defaultdict[str, list[str]] = defaultdict(list)
    # “Virginia” is the state, and not the city in Minnesota; words behind a comma that are no state
    # make a list or a name: “Cruz, Ted”.
    if not code_of(city) and (state or not behind):
        for person, basis in chain(
            _of_places(city, recipients, state=state, places=places, context=context),
            _with_offices(city, recipients, state=state),
        ):
            bases[person.id].append(basis)
    notes = [SETTLES] if bases else []
    try:
        selected = filters.select(recipients, [query], context=context)
    except NoMatchingRecipientError:
        if not bases and not state:
            raise
    else:
        notes += (note.message for note in selected.notes)
        bases |= {person.id: bases[person.id] for person in selected.recipients}
    if state and not bases:
        # The city is known nowhere, and lies in its state.
        unknown = f"No office and no place of a campaign is known in {city}, {state}."
        notes.append(f"{unknown} {SETTLES}")
        bases |= {person.id: [basis] for person, basis in _senators(recipients, {state})}
    found = (person for person in recipients if person.id in bases)
    answers = (MemberAnswer(one, _basis(one, bases[one.id], on=context.on)) for one in found)
    return tuple(answers), tuple(notes)


def _basis(person: Recipient, bases: Sequence[str], *, on: datetime.date) -> str:
    """Returns what an answer rests on; that the term is over, where it is."""
    if person.term_end and has_ended(person, on):
        return f"term ended on {in_words(person.term_end)}"
    return "; ".join(dict.fromkeys(bases))


def _of_places(
    city: str,
    recipients: Sequence[Recipient],
    *,
    state: str | None,
    places: Mapping[str, Mapping[str, Place]],
    context: FilterContext,
) -> Iterator[tuple[Recipient, str]]:
    """Yields the members who represent the places of that name, and by what."""
    for campaign, own in places.items():
        for name, place in own.items():
            is_named = plain(city) in (plain(place.name), plain(name))
            if not is_named or state not in {None, place.state}:
                continue
            for person in recipients:
                verdict = represents(
                    person, place, place_id=name, table=context.table, on=context.on
                )
                if verdict.holds:
                    yield person, f"{name} is a place of {campaign}: {verdict.reason}"


def _with_offices(
    city: str, recipients: Sequence[Recipient], *, state: str | None
) -> Iterator[tuple[Recipient, str]]:
    """Yields the members with an office in the city, and the senators of its state."""
    states = set()
    for person in recipients:
        for office in person.addresses.district:
            if plain(office.city) == plain(city) and state in {None, office.state}:
                states.add(office.state)
                yield person, f"has an office in {office.city}, {office.state}"
    yield from _senators(recipients, states)


def _senators(
    recipients: Sequence[Recipient], states: Collection[str]
) -> Iterator[tuple[Recipient, str]]:
    """Yields the senators of the states."""
    for person in recipients:
        if person.chamber == "senate" and person.state and person.state in states:
            yield person, f"senator of {state_name(person.state)}"
