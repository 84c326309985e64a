"""Lists of supporters as files, and the program's reading of them."""

import csv
import datetime
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.congress.districts.table import DistrictTable
from generator.errors import FilesAreWrongError, Problem
from generator.letter.pdf import missing_glyphs
from generator.models.recipient import Recipient
from generator.supporters.assignment import mailpieces
from generator.supporters.eligibility import EligibilityRules
from generator.supporters.held_back import MARK, HoldList
from generator.supporters.reading import stream_supporters
from generator.supporters.types import Hold, Mailpiece, Supporter
from tests.support.crowd import as_csv, congress

ZCCD = Path(__file__).parents[3] / "shared" / "data" / "zccd.csv"
needs_zccd = pytest.mark.skipif(
    not ZCCD.is_file(), reason=f"the table for tests is not there: {ZCCD}"
)

ON = datetime.date(2026, 9, 1)
TERMS = EligibilityRules(on=ON, missing_glyphs=missing_glyphs)
ANA = {
    "id": "7", "name": "Ana Ruiz", "street": "12 Elm St", "city": "Brownsville", "state": "TX",
    "zip": "78520",
    "email": "ana@mail.example", "consent": "2026-08-02", "wording": "2026-08", "how": "web form",
}  # fmt: skip
BEN = {**ANA, "id": "8", "name": "Ben Okafor", "street": "99 Oak Ave", "email": "ben@mail.example"}

Write = Callable[[str, str | bytes], Path]


@dataclass(frozen=True)
class Supporters:
    """The supporters of a file whose letters may go, those who are held, and warnings."""

    going: tuple[Supporter, ...]
    held: tuple[Hold, ...]
    warnings: tuple[Problem, ...]


def read_supporters(file: Path, *, terms: EligibilityRules, shown_as: str) -> Supporters:
    every = tuple(stream_supporters(file, terms=terms, shown_as=shown_as))
    return Supporters(
        tuple(one for one in every if isinstance(one, Supporter)),
        tuple(one for one in every if isinstance(one, Hold)),
        tuple(one for one in every if isinstance(one, Problem)),
    )


def sheet(rows: Sequence[dict[str, str]], *, delimiter: str = ",") -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return as_csv(
        [columns, *([row.get(column, "") for column in columns] for row in rows)],
        delimiter=delimiter,
    )


def read_file(path: Path, *, terms: EligibilityRules = TERMS) -> Supporters:
    return read_supporters(path, terms=terms, shown_as=path.name)


def problems(path: Path, *, terms: EligibilityRules = TERMS) -> list[str]:
    """Returns the problems of a file that cannot be read."""
    with pytest.raises(FilesAreWrongError) as caught:
        read_file(path, terms=terms)
    return [str(problem) for problem in caught.value.problems]


def only(found: Supporters) -> Supporter:
    assert not found.held, [held.reason for held in found.held]
    (supporter,) = found.going
    return supporter


def held(found: Supporters) -> Hold:
    assert not found.going
    (one,) = found.held
    return one


SOMEBODY = Supporter(
    id="7", name="Ana Ruiz", street="12 Elm St", city="Brownsville", state="TX", zip="78520"
)


def assigned(
    *people: Supporter,
    table: DistrictTable | None,
    recipients: Iterable[Recipient] | None = None,
    on: datetime.date = ON,
) -> list[Mailpiece | Hold]:
    members = congress() if recipients is None else recipients
    return list(
        mailpieces(people, recipients=members, table=table, on=on, campaign="c", version="v1")
    )


def letters(found: Iterable[Mailpiece | Hold]) -> list[str]:
    """Returns the last names of the recipients; letters that wait are in brackets."""
    return [
        f"({one.letter})" if isinstance(one, Hold) else one.recipient.name.last for one in found
    ]


def held_csv(held: Iterable[Hold]) -> str:
    """Returns the content of the list of held supporters.

    Whole people are taken as they come, letters that wait at the end.
    """
    waiting: list[Hold] = []
    with HoldList(written=True) as leftovers, tempfile.TemporaryDirectory() as folder:
        for one in held:
            (waiting.append if one.letter else leftovers.take)(one)
        leftovers.write(Path(folder) / "held.csv", more=waiting)
        return (Path(folder) / "held.csv").read_bytes().decode()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK))))
