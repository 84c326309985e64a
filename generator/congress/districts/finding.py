"""Whose constituent one is: the members for a ZIP code, a seat or a list of people."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.congress.districts.lines import is_at_large
from generator.congress.districts.people import Person
from generator.congress.districts.table import DistrictTable
from generator.congress.seats import AT_LARGE, Seat, five_digits, has_one_seat, listed, read_seat, seat_of, state_name
from generator.dates import in_words
from generator.errors import LettersError
from generator.files.csv import csv_text
from generator.models import Recipient
from generator.states import WITHOUT_SENATORS, states_of

WHOLE_CONGRESS = 500
"""From so many members on a list is taken for all of Congress, and a seat without a member for vacant."""

SENATORS_OF_A_STATE = 2
"""Constitution, Article I, section 3."""

A_ZIP_OF_ITS_OWN = "a P.O. box or one large addressee may have a ZIP code of its own"
SETTLING = "the full street address settles it: `letters districts geocode-out`"


class NotAZipOrSeatError(LettersError):
    """What was asked for is neither a ZIP code nor a seat."""

    def __init__(self, query: str) -> None:
        lost = re.fullmatch(r"\s*(\d{3,4})\s*", query, re.ASCII)
        meant = f"; did you mean {lost[1].zfill(5)}? (a spreadsheet drops the zero in front)" if lost else ""
        super().__init__(f"{query!r} is neither a ZIP code nor a seat: write 78520, 78520-1234, TX-34 or AK-AL{meant}")


class NoTableToFindInError(LettersError):
    """A ZIP code was asked for, and there is no district table."""

    def __init__(self, query: str) -> None:
        super().__init__(
            f"to find the district of ZIP {query}, load a table first: `letters districts import FILE`; "
            "a seat (`letters find TX-34`) needs none"
        )


@dataclass(frozen=True)
class Found:
    """Who may represent whoever asked: every candidate seat and its member, and what is certain of it."""

    query: str
    seats: tuple[Seat, ...]
    """Every seat that it may be; one when it is settled, none when nothing is known."""
    representatives: tuple[Recipient, ...]
    senators: tuple[Recipient, ...]
    vacant: tuple[str, ...]
    """Seats that no member holds: `TX-34`, `OH-sen`."""
    notes: tuple[str, ...]
    """What to know and what to do, a sentence each."""
    states: tuple[str, ...] = ()
    """The states of the candidate seats, or that which is known without any."""

    @property
    def settled(self) -> bool:
        """True when the seat in the House is certain."""
        return len(self.seats) == 1

    @property
    def senators_certain(self) -> bool:
        """True when one state alone comes into question, so that its senators are certain whatever the district."""
        return len(self.states) == 1

    @property
    def certain(self) -> tuple[Recipient, ...]:
        """The members to whom a letter as a constituent may go today; the rest is held open."""
        return (self.senators if self.senators_certain else ()) + (self.representatives if self.settled else ())


@dataclass(frozen=True)
class FoundPerson:
    """A person and whose constituent they are."""

    person: Person
    found: Found


class Members:
    """The members in office on one day, by seat and by state."""

    def __init__(self, recipients: Iterable[Recipient], *, on: datetime.date) -> None:
        known = {recipient.id: recipient for recipient in recipients}
        self.whole = len(known) >= WHOLE_CONGRESS
        self._holders: dict[Seat, Recipient] = {}
        self._senators: defaultdict[str, list[Recipient]] = defaultdict(list)
        self.ended: defaultdict[str, list[Recipient]] = defaultdict(list)
        """Those whose term is over on that day, by the seat that they held; who came after them is not on the list, or is."""
        for member in sorted(known.values(), key=lambda each: (each.name.last, each.id)):
            if on >= member.term_end:
                self.ended[member.seat].append(member)
            elif seat := seat_of(member):
                self._holders[seat] = member
            else:
                self._senators[member.state].append(member)

    def holders(self, seats: Iterable[Seat]) -> tuple[Recipient, ...]:
        """Those who hold the seats, in their order."""
        return tuple(self._holders[seat] for seat in seats if seat in self._holders)

    def senators(self, states: Iterable[str]) -> tuple[Recipient, ...]:
        """The senators of the states, by name."""
        return tuple(senator for state in states for senator in self._senators[state])

    def empty_seats(self, seats: Sequence[Seat], states: Sequence[str]) -> tuple[str, ...]:
        """The seats among them that nobody on the list holds."""
        house = [str(seat) for seat in seats if seat not in self._holders]
        full = {state for state in states if len(self._senators[state]) >= SENATORS_OF_A_STATE or state in WITHOUT_SENATORS}
        return tuple(house + [f"{state}-sen" for state in states if state not in full])


def find(query: str, *, recipients: Iterable[Recipient], table: DistrictTable | None, on: datetime.date) -> Found:
    """The members for a ZIP code (78520, 78520-1234) or a seat (TX-34, tx34, AK-AL): every candidate, and what is certain.

    Where the lines of the table do not hold on that day, the House seat is held open, and a note says why. Raises
    NotAZipOrSeatError, NoSuchSeatError for a district that its state does not have, and NoTableToFindInError.
    """
    members = Members(recipients, on=on)
    if zip_code := five_digits(query):
        return _by_zip(query.strip(), zip_code, members=members, table=table, on=on)
    if seat := read_seat(query):
        return _found(query.strip(), (seat,), members=members, notes=())
    raise NotAZipOrSeatError(query)


def find_all(
    people: Iterable[Person],
    *,
    recipients: Iterable[Recipient],
    table: DistrictTable | None,
    on: datetime.date,
    settled: Mapping[str, Seat] | None = None,
) -> tuple[FoundPerson, ...]:
    """Each person with their members, in order; `settled` holds the seats that `geocode_in` found by street address.

    Raises NoTableToFindInError.
    """
    members = Members(recipients, on=on)
    known = settled or {}
    return tuple(FoundPerson(person, _of_person(person, known.get(person.id), members=members, table=table, on=on)) for person in people)


def to_settle(people: Iterable[FoundPerson]) -> tuple[Person, ...]:
    """Those whose district only a street address settles: nobody else's address needs to leave the house."""
    return tuple(each.person for each in people if not each.found.settled)


def found_csv(people: Iterable[FoundPerson]) -> str:
    """The answer for a list of people as CSV with a header, harmless in a spreadsheet."""
    header = ("id", "name", "zip", "settled", "seats", "representatives", "senators", "vacant", "notes")
    return csv_text([header, *(_csv_row(each) for each in people)])


def _csv_row(each: FoundPerson) -> tuple[str, ...]:
    """One person's line of the answer."""
    found = each.found
    return (
        each.person.id,
        each.person.name,
        each.person.zip,
        "yes" if found.settled else "no",
        "; ".join(map(str, found.seats)),
        "; ".join(member.name.full for member in found.representatives),
        "; ".join(member.name.full for member in found.senators),
        "; ".join(found.vacant),
        " ".join(found.notes),
    )


# ---------------------------------------------------------------- one answer


def _by_zip(query: str, zip_code: str, *, members: Members, table: DistrictTable | None, on: datetime.date) -> Found:
    """The answer for a ZIP code: by the table, else by the state that its first digits tell."""
    homes = states_of(zip_code)
    if table is None and not (len(homes) == 1 and has_one_seat(homes[0])):
        raise NoTableToFindInError(zip_code)
    if table is not None and (seats := tuple(sorted(table.districts_of(zip_code)))):
        if doubt := table.doubt(seats, on):
            states = sorted({seat.state for seat in seats})
            note = f"ZIP {zip_code} lies in {listed(seats)} by old lines, and the House seat is held open: {doubt}."
            return _found(query, (), members=members, notes=(note,), states=states)
        return _found(query, seats, members=members, notes=_split_notes(zip_code, seats, table=table))
    unknown = f"ZIP {zip_code} is in no district table" if table is None else f"ZIP {zip_code} is not in {table}"
    if len(homes) != 1:
        return _found(query, (), members=members, notes=(f"{unknown}; {A_ZIP_OF_ITS_OWN}: {SETTLING}.",))
    return _by_state(query, homes[0], why=f"{unknown}; its first digits are those of {state_name(homes[0])}", members=members, on=on)


def _by_state(query: str, state: str, *, why: str, members: Members, on: datetime.date) -> Found:
    """The answer where the state alone is known, which says everything where it has one seat."""
    if is_at_large(state, on):
        return _found(query, (Seat(state, AT_LARGE),), members=members, notes=(f"{why}, which has one seat.",))
    held = f"{why}, whose senators are certain; the House seat is held open: {SETTLING}."
    return _found(query, (), members=members, notes=(held,), states=(state,))


def _split_notes(zip_code: str, seats: tuple[Seat, ...], *, table: DistrictTable) -> tuple[str, ...]:
    """What to know of a ZIP code that is split."""
    if len(seats) == 1:
        return ()
    states = sorted({seat.state for seat in seats})
    split = f"ZIP {zip_code} is split between {listed(seats)} by {table}, which over-reports splits; {SETTLING}."
    if len(states) > 1:
        return (split, f"It lies in {listed(map(state_name, states))}, so that the senators are not certain either.")
    if states[0] in WITHOUT_SENATORS:
        return (split,)
    return (split, f"The senators of {state_name(states[0])} are certain; the House seat is held open.")


def _found(query: str, seats: tuple[Seat, ...], *, members: Members, notes: tuple[str, ...], states: Sequence[str] = ()) -> Found:
    """The answer for these candidate seats, or for states of which no more is known."""
    states = sorted({seat.state for seat in seats}) or states
    vacant = members.empty_seats(seats, states)
    return Found(
        query=query,
        seats=seats,
        representatives=members.holders(seats),
        senators=members.senators(states),
        vacant=vacant,
        notes=(*notes, *_state_notes(states), *_vacancy_notes(vacant, members=members)),
        states=tuple(states),
    )


def _state_notes(states: Sequence[str]) -> tuple[str, ...]:
    """Which of them have no senators."""
    return tuple(f"{_capital(state_name(state))} has no senators." for state in states if state in WITHOUT_SENATORS)


def _vacancy_notes(vacant: tuple[str, ...], *, members: Members) -> tuple[str, ...]:
    """What it means that nobody on the list holds a seat."""
    ended = [ended_words(seat, members) for seat in vacant if members.ended[seat]]
    empty = [seat for seat in vacant if not members.ended[seat]]
    notes = [f"{_capital(words)}: run `letters recipients sync` for whoever came after." for words in ended]
    if empty and members.whole:
        notes.append(f"Vacant: {listed(empty)}.")
    elif empty:
        notes.append(f"The recipients files hold no member for {listed(empty)}: run `letters recipients sync`.")
    return tuple(notes)


def ended_words(seat: str, members: Members) -> str:
    """`the term of Vicente Gonzalez (TX-34) ended on January 3, 2027`."""
    gone = members.ended[seat]
    names = listed(f"{member.name.full} ({seat})" for member in gone)
    return f"the {'term' if len(gone) == 1 else 'terms'} of {names} ended on {in_words(max(member.term_end for member in gone))}"


def _capital(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


# ---------------------------------------------------------------- one person


def _of_person(person: Person, seat: Seat | None, *, members: Members, table: DistrictTable | None, on: datetime.date) -> Found:
    """The answer for one person: by the street address where it is settled, else by the ZIP code."""
    if seat is not None:
        return _found(person.zip, (seat,), members=members, notes=_disagreement(person, seat, table=table))
    if not person.zip:
        nothing = "No ZIP code"
        if not person.state:
            return _found("", (), members=members, notes=(f"{nothing}; {SETTLING}.",))
        return _by_state("", person.state, why=f"{nothing}; the address is in {state_name(person.state)}", members=members, on=on)
    found = _by_zip(person.zip, person.zip, members=members, table=table, on=on)
    if person.state and found.states and person.state not in found.states:
        odd = f"The address says {person.state}, ZIP {person.zip} lies in {listed(found.states)}: one of the two is wrong."
        return replace(found, notes=(odd, *found.notes))
    return found


def _disagreement(person: Person, seat: Seat, *, table: DistrictTable | None) -> tuple[str, ...]:
    """A note where the street address lies in a district that the table does not give to the ZIP code."""
    candidates = table.districts_of(person.zip) if table else frozenset()
    if not candidates or seat in candidates:
        return ()
    by_table = f"the table gives ZIP {person.zip} to {listed(sorted(candidates))} only"
    return (f"The street address lies in {seat}; {by_table}. The address counts.",)
