"""A crowd of invented supporters and a Congress for them; the same at every call."""

import csv
import io
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.congress.seats import has_one_seat
from generator.congress.zip_codes import zip_problem
from generator.models.recipient import Recipient
from generator.states import SEATS, WITHOUT_SENATORS
from tests.support.people import representative, senator

HEADER = (
    "id",
    "name",
    "street",
    "city",
    "state",
    "zip",
    "email",
    "consent",
    "wording",
    "how",
    "withdrawn",
    "story",
    "picks",
    "district",
)
WORDING = "2026-08"
FIRST = (
    "José",
    "Anne-Marie",
    "Nguyễn Văn",
    "Zoë",
    "O’Neil",
    "Siobhán",
    "Mary Jo",
    "D'Angelo",
    "Łukasz",
    "Ana",
    "Kwame",
    "Noah",
    "Fatima",
)
LAST = (
    "de la Cruz Ramírez",
    "Okafor",
    "Đức",
    "Smith",
    "St. John",
    "van der Berg",
    "Núñez",
    "Whitcomb III",
    "Lee",
    "Yazzie",
    "Kealoha",
)
STREETS = (
    "North Main Street",
    "Saint James Place",
    "County Road 12",
    "3rd Avenue",
    "Ocean Blvd",
    "Calle de la Luna",
    "Elm St",
)
STORIES = (
    "",
    "",
    "My mother waited there for 61 days.\n\nI have not slept since.",
    '=HYPERLINK("https://example.org")',
    "I’m a nurse; I saw it.",
)


@dataclass(frozen=True)
class Person:
    """A row, and the fate that the program must give it: going, refused, held, merged."""

    row: tuple[str, ...]
    fate: str


@dataclass(frozen=True)
class Homes:
    """ZIP codes with their state: those in one district, and those split within one state."""

    settled: Sequence[tuple[str, str]]
    split: Sequence[tuple[str, str]]


def homes(zccd: Path) -> Homes:
    """Returns the ZIP codes of a table that lie in one state, by the Postal Service too."""
    seats: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    with zccd.open(encoding="utf-8") as opened:
        for row in csv.DictReader(opened):
            seats[row["zcta"]].add((row["state_abbr"], row["cd"]))
    found = [
        (code, *next(iter(of))[:1], len(of))
        for code, of in sorted(seats.items())
        if len({state for state, _ in of}) == 1
    ]
    usual = [
        (code, state, number) for code, state, number in found if zip_problem(state, code) is None
    ]
    return Homes(
        [(code, state) for code, state, number in usual if number == 1],
        [(code, state) for code, state, number in usual if number > 1],
    )


def crowd(home: Homes, *, count: int = 3000, seed: int = 4) -> list[Person]:
    """Returns people of whom some are odd, one in twenty for each way to be odd.

    They lack consent, withdrew it, gave it for other words, are in the file twice, or live in a
    ZIP code of several districts.
    """
    dice = random.Random(seed)  # noqa: S311 - the same crowd each time
    people: list[Person] = []
    while len(people) < count:
        kind = dice.randrange(20)
        if kind == 0 and people and people[-1].fate == "going":
            people.append(_again(people[-1], dice, number=len(people)))
        else:
            people.append(_one(dice, home, number=len(people), kind=kind))
    return people


def _one(dice: random.Random, home: Homes, *, number: int, kind: int) -> Person:
    """Returns a new person with a street number of their own, so that no two people match."""
    code, state = dice.choice(home.split if kind == 4 else home.settled)
    consent, withdrawn, wording = {
        1: ("", "", ""),
        2: ("2026-08-02", "2026-08-20", WORDING),
        3: ("2026-08-02", "", "2025-01"),
    }.get(kind, ("2026-08-02", "", WORDING))
    name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
    street = f"{number + 1} {dice.choice(STREETS)}"
    row = (f"p{number}", name, street, "Anytown", state, code, f"p{number}@mail.example")
    return Person(
        (*row, consent, wording, "web form", withdrawn, dice.choice(STORIES), "", ""),
        "refused" if kind in {1, 2, 3} else "going",
    )


def _again(person: Person, dice: random.Random, *, number: int) -> Person:
    """Returns the same person, signed up again with another spelling."""
    row = dict(zip(HEADER, person.row, strict=True))
    row |= {
        "id": f"p{number}",
        "name": row["name"].upper() if dice.random() < 0.5 else f" {row['name']} ",
    }
    row |= {
        "street": row["street"]
        .replace("Street", "St.")
        .replace("North", "N")
        .replace("Blvd", "Boulevard"),
        "email": "",
    }
    return Person(tuple(row.values()), "merged")


def as_csv(rows: Iterable[Sequence[str]], *, delimiter: str = ",") -> str:
    """Returns the rows as CSV, the header first."""
    sheet = io.StringIO(newline="")
    csv.writer(sheet, delimiter=delimiter).writerows(rows)
    return sheet.getvalue()


def congress(*, vacant: Sequence[str] = ()) -> tuple[Recipient, ...]:
    """Returns a member for every seat but the vacant ones."""
    house = [
        _member(
            representative,
            f"Member{state}{district:02d}",
            id=member_id(state, district),
            state=state,
            district=district,
            title=_title(state),
        )
        for state, seats in SEATS.items()
        for district in ([0] if has_one_seat(state) else range(1, seats + 1))
    ]
    senate = [
        _member(senator, f"Senator{state}{number}", id=senator_id(state, number), state=state)
        for state in SEATS
        for number in (1, 2)
        if state not in WITHOUT_SENATORS
    ]
    return tuple(
        member
        for member in (*house, *senate)
        if member.seat not in vacant or member.id.endswith("1")
    )


def member_id(state: str, district: int) -> str:
    """Returns the id of the House member for that seat."""
    return f"H{list(SEATS).index(state):02d}{district:02d}00"


def senator_id(state: str, number: int) -> str:
    """Returns the id of the state's first or second senator."""
    return f"S{list(SEATS).index(state):02d}000{number}"


def _member(make: Callable[..., Recipient], last: str, **fields: object) -> Recipient:
    return make(last=last, full=f"Pat {last}", **fields)


def _title(state: str) -> str:
    if state == "PR":
        return "resident commissioner"
    return "delegate" if state in WITHOUT_SENATORS else "representative"
