"""Which members represent a person: the answer for a ZIP code, a seat or a list of people.

A ZIP code may lie in several districts. Then every candidate is in the answer, and only what is
certain (the senators of the only state, the seat that a street address settled) is called certain:
offices answer constituents only, so that a letter to a wrong member is lost.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.congress.districts.lines import is_at_large
from generator.congress.districts.people import PersonAddress
from generator.congress.districts.table import DistrictTable
from generator.congress.roster import has_ended
from generator.congress.seats import (
    AT_LARGE,
    Seat,
    has_one_seat,
    listed,
    read_seat,
    seat_of,
    state_name,
)
from generator.congress.zip_codes import five_digits
from generator.dates import in_words
from generator.errors import LettersError
from generator.files.csv import csv_text
from generator.models.recipient import Recipient
from generator.states import WITHOUT_SENATORS, states_of

MIN_CONGRESS = 500
"""Members on a list that is taken for all of Congress: a seat without a member is then vacant.

Chosen by hand: it leaves room for vacancies, and lists that people make are shorter."""

SENATORS_OF_A_STATE = 2
"""Constitution, Article I, section 3."""

SETTLING = "the full street address settles it: `letters districts geocode-out`"


class NotAZipOrSeatError(LettersError):
    """The question is neither a ZIP code nor a seat."""

    def __init__(self, query: str) -> None:
        hint = ""
        # Suggested and not taken: 501 may be 00501, and may be a slip of the pen.
        if re.fullmatch(r"\d{3,4}", query.strip(), re.ASCII):
            zip_code = query.strip().zfill(5)
            hint = f"; did you mean {zip_code}? (a spreadsheet drops the zero in front)"
        super().__init__(
            f"{query!r} is neither a ZIP code nor a seat: "
            "write 78520, 78520-1234, TX-34 or AK-AL"
            f"{hint}"
        )


class NoTableToFindInError(LettersError):
    """The question is a ZIP code, and there is no district table."""

    def __init__(self, query: str) -> None:
        super().__init__(
            f"to find the district of ZIP {query}, "
            "load a table first: `letters districts import FILE`, "
            "or the public one with `letters districts fetch`; "
            "a seat (`letters find TX-34`) needs no table"
        )


@dataclass(frozen=True)
class Representation:
    """The members who may represent a person: each candidate seat, and what is certain."""

    seats: tuple[Seat, ...]
    """Every candidate seat in the House; one when it is settled, empty when nothing is known."""
    representatives: tuple[Recipient, ...]
    senators: tuple[Recipient, ...]
    vacant: tuple[str, ...]
    """Seats without a member on the list: `TX-34`, `OH-sen`."""
    notes: tuple[str, ...]
    """What to know and what to do, a sentence each."""
    states: tuple[str, ...] = ()
    """The states of the candidate seats, or the state that is known without a seat."""

    @property
    def settled(self) -> bool:
        """Whether the seat in the House is certain."""
        return len(self.seats) == 1

    @property
    def senators_certain(self) -> bool:
        """Whether the candidates lie in one state, so that its senators are certain."""
        return len(self.states) == 1


@dataclass(frozen=True)
class Constituent:
    """A person and the members who may represent them."""

    person: PersonAddress
    found: Representation


class Members:
    """The members in office on one day, by seat and by state."""

    def __init__(self, recipients: Iterable[Recipient], *, on: datetime.date) -> None:
        # By id: a member who is listed twice is one, or MIN_CONGRESS would count them twice.
        # Recipients of other bodies represent no seat of Congress.
        known = {recipient.id: recipient for recipient in recipients if not recipient.body}
        self.whole = len(known) >= MIN_CONGRESS
        self._holders: dict[Seat, Recipient] = {}
        self._senators: defaultdict[str, list[Recipient]] = defaultdict(list)
        self.ended: defaultdict[str, list[Recipient]] = defaultdict(list)
        """Members whose term is over on that day, by the seat that they held."""
        for member in sorted(known.values(), key=lambda each: (each.name.last, each.id)):
            # A term ends at noon of its last day, which belongs to the new Congress already.
            if has_ended(member, on):
                self.ended[member.seat].append(member)
            elif seat := seat_of(member):
                self._holders[seat] = member
            elif member.state:
                self._senators[member.state].append(member)

    def holders(self, seats: Iterable[Seat]) -> tuple[Recipient, ...]:
        """Returns the holders of the seats, in the order of the seats."""
        return tuple(self._holders[seat] for seat in seats if seat in self._holders)

    def senators(self, states: Iterable[str]) -> tuple[Recipient, ...]:
        """Returns the senators of the states, by name."""
        return tuple(senator for state in states for senator in self._senators[state])

    def empty_seats(self, seats: Iterable[Seat], states: Iterable[str]) -> tuple[str, ...]:
        """Returns the seats in the House and in the Senate without a member on the list."""
        empty = [str(seat) for seat in seats if seat not in self._holders]
        for state in states:
            count = len(self._senators[state])
            if count < SENATORS_OF_A_STATE and state not in WITHOUT_SENATORS:
                empty.append(f"{state}-sen")
        return tuple(empty)


def is_zip_or_seat(query: str) -> bool:
    """Returns whether the query is for `find`: a ZIP code, also one that lost its zero, or a seat.

    Raises NoSuchSeatError for a district that its state does not have.
    """
    is_cut = re.fullmatch(r"\d{3,4}", query.strip(), re.ASCII)
    return bool(is_cut or five_digits(query) or read_seat(query))


def find(
    query: str, *, recipients: Iterable[Recipient], table: DistrictTable | None, on: datetime.date
) -> Representation:
    """Returns the members for a ZIP code (78520, 78520-1234) or a seat (TX-34, tx34, AK-AL).

    Where the lines of the table do not hold on that day, the House seat stays open, and a note says
    why. Raises NotAZipOrSeatError, NoTableToFindInError, and NoSuchSeatError for a district that
    its state does not have.
    """
    finder = _Finder(Members(recipients, on=on), table, on)
    # No text is both: a ZIP code begins with five digits, and a seat with two letters.
    if zip_code := five_digits(query):
        return finder.by_zip(zip_code)
    if seat := read_seat(query):
        return finder.answer((seat,))
    raise NotAZipOrSeatError(query)


def find_all(
    people: Iterable[PersonAddress],
    *,
    recipients: Iterable[Recipient],
    table: DistrictTable | None,
    on: datetime.date,
    settled: Mapping[str, Seat] | None = None,
) -> tuple[Constituent, ...]:
    """Returns each person with their members, in order.

    `settled` holds the seats that `geocode_in` found by street address, by the person's id.
    Raises NoTableToFindInError.
    """
    finder = _Finder(Members(recipients, on=on), table, on)
    known = settled or {}
    return tuple(
        Constituent(person, finder.of_person(person, known.get(person.id))) for person in people
    )


def to_settle(people: Iterable[Constituent]) -> tuple[PersonAddress, ...]:
    """Returns the people whose district only a street address settles.

    No other address has to be sent to the geocoder.
    """
    return tuple(each.person for each in people if not each.found.settled)


def found_csv(people: Iterable[Constituent]) -> str:
    """Returns the answers for a list of people as CSV with a header, safe in a spreadsheet."""
    header = "id name zip settled seats representatives senators vacant notes".split()
    rows = [
        (
            each.person.id,
            each.person.name,
            each.person.zip,
            "yes" if each.found.settled else "no",
            "; ".join(map(str, each.found.seats)),
            "; ".join(member.name.full for member in each.found.representatives),
            "; ".join(member.name.full for member in each.found.senators),
            "; ".join(each.found.vacant),
            " ".join(each.found.notes),
        )
        for each in people
    ]
    return csv_text([header, *rows])


def ended_words(seat: str, members: Members) -> str:
    """Returns `the term of Vicente Gonzalez (TX-34) ended on January 3, 2027`."""
    gone = members.ended[seat]
    names = listed(f"{member.name.full} ({seat})" for member in gone)
    day = in_words(max(member.term_end for member in gone if member.term_end))
    return f"the {'term' if len(gone) == 1 else 'terms'} of {names} ended on {day}"


@dataclass(frozen=True)
class _Finder:
    """Finds the members of one day by one table."""

    members: Members
    table: DistrictTable | None
    on: datetime.date

    def by_zip(self, zip_code: str) -> Representation:
        """Returns the answer by the table, else by the state of the ZIP code's first digits.

        Raises NoTableToFindInError, except for a ZIP code of a state with one seat.
        """
        homes = states_of(zip_code)
        if self.table is None:
            # Without a table only the single seat of a state such as Wyoming is certain.
            if len(homes) != 1 or not has_one_seat(homes[0]):
                raise NoTableToFindInError(zip_code)
            unknown = f"ZIP {zip_code} is in no district table"
        else:
            seats = tuple(sorted(self.table.districts_of(zip_code)))
            if seats:
                return self._by_seats(zip_code, seats, table=self.table)
            unknown = f"ZIP {zip_code} is not in {self.table}"
        # New ZIP codes, post office boxes and large addressees are in no table of areas, but their
        # first digits are those of the state, whose senators are certain.
        if len(homes) == 1:
            return self._by_state(
                homes[0], why=f"{unknown}; its first digits are those of {state_name(homes[0])}"
            )
        return self.answer(
            (),
            (
                f"{unknown}; "
                "a P.O. box or one large addressee may have a ZIP code of its own: "
                f"{SETTLING}."
            ),
        )

    def of_person(self, person: PersonAddress, seat: Seat | None) -> Representation:
        """Returns the answer by the seat that the street address settled, else by the ZIP code."""
        if seat is not None:
            return self.answer((seat,), *self._disagreement(person, seat))
        if person.zip:
            found = self.by_zip(person.zip)
            # An address that contradicts itself keeps its answer by the ZIP code, with the
            # contradiction first.
            if not person.state or not found.states or person.state in found.states:
                return found
            odd = (
                f"The address says {person.state}, "
                f"ZIP {person.zip} lies in {listed(found.states)}: "
                "one of the two is wrong."
            )
            return replace(found, notes=(odd, *found.notes))
        if person.state:
            why = f"No ZIP code; the address is in {state_name(person.state)}"
            return self._by_state(person.state, why=why)
        return self.answer((), f"No ZIP code; {SETTLING}.")

    def answer(
        self, seats: Sequence[Seat] = (), *notes: str, states: Sequence[str] = ()
    ) -> Representation:
        """Returns the answer for the candidate seats, or for states of which no more is known."""
        states = sorted({seat.state for seat in seats}) or states
        vacant = self.members.empty_seats(seats, states)
        sentences = [*notes]
        sentences += [
            f"{_capital(state_name(state))} has no senators."
            for state in states
            if state in WITHOUT_SENATORS
        ]
        # An ended term is old data, and no vacancy: the remedy is a sync.
        for seat in vacant:
            if self.members.ended[seat]:
                ended = _capital(ended_words(seat, self.members))
                sentences.append(f"{ended}: run `letters recipients sync` for the successor.")
        empty = [seat for seat in vacant if not self.members.ended[seat]]
        # Only a list of all of Congress can show a vacancy; on a short list the member is simply
        # missing.
        if empty and self.members.whole:
            sentences.append(f"Vacant: {listed(empty)}.")
        elif empty:
            sentences.append(
                f"The recipients files hold no member for {listed(empty)}: "
                "run `letters recipients sync`."
            )
        return Representation(
            tuple(seats),
            self.members.holders(seats),
            self.members.senators(states),
            vacant,
            tuple(sentences),
            tuple(states),
        )

    def _by_seats(
        self, zip_code: str, seats: tuple[Seat, ...], *, table: DistrictTable
    ) -> Representation:
        """Returns the answer for the seats of a ZIP code in the table."""
        states = sorted({seat.state for seat in seats})
        # Before the single seat: old lines make even a single seat uncertain.
        if doubt := table.doubt(zip_code, self.on):
            return self.answer(
                (),
                (
                    f"ZIP {zip_code} lies in {listed(seats)} by old lines, "
                    f"and the House seat is held open: {doubt}."
                ),
                states=states,
            )
        basis = [note for note in [table.basis(zip_code, self.on)] if note]
        homes = states_of(zip_code)
        # A table of areas may have only the part of a border ZIP code in the neighbor: 57255 (New
        # Effington, SD) only that in North Dakota.
        if homes and not set(states) & set(homes):
            return self.answer(
                (),
                f"ZIP {zip_code} lies in {listed(seats)} by {table.named(zip_code)}, and its first "
                f"digits are those of {listed(map(state_name, homes))}: {SETTLING}.",
                *basis,
                states=sorted({*states, *homes}),
            )
        if len(seats) == 1:
            return self.answer(seats, *basis)
        notes = [
            (
                f"ZIP {zip_code} is split between {listed(seats)} by {table.named(zip_code)}, "
                f"which over-reports splits; {SETTLING}."
            ),
            *basis,
            *table.shares_in_words(zip_code),
        ]
        if len(states) > 1:
            notes.append(
                f"It lies in {listed(map(state_name, states))}, "
                "so that the senators are not certain either."
            )
        elif states[0] not in WITHOUT_SENATORS:
            notes.append(
                f"The senators of {state_name(states[0])} are certain; the House seat is held open."
            )
        return self.answer(seats, *notes)

    def _by_state(self, state: str, *, why: str) -> Representation:
        """Returns the answer where only the state is known, which decides where it has one seat."""
        if is_at_large(state, self.on):
            return self.answer((Seat(state, AT_LARGE),), f"{why}, which has one seat.")
        return self.answer(
            (),
            f"{why}, whose senators are certain; the House seat is held open: {SETTLING}.",
            states=(state,),
        )

    def _disagreement(self, person: PersonAddress, seat: Seat) -> tuple[str, ...]:
        """Returns a note where the table does not give the ZIP code the seat of the address."""
        # Only a note: a table goes by areas that are near the ZIP code, the geocoder by the house.
        candidates = self.table.districts_of(person.zip) if self.table else frozenset()
        if not candidates or seat in candidates:
            return ()
        return (
            (
                f"The street address lies in {seat}; "
                f"the table gives ZIP {person.zip} to {listed(sorted(candidates))} only. "
                "The address counts."
            ),
        )


def _capital(words: str) -> str:
    """Returns the words as a sentence begins."""
    return words[:1].upper() + words[1:]
