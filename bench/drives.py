"""The drive that the benchmark measures: the shipped campaign and invented supporters."""

import csv
import datetime
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from pathlib import Path

from bench import letters_to_print
from generator.ledger.book import open_ledger
from generator.ledger.register import Register
from generator.mailroom import print_run
from generator.mailroom import stock as stocked
from generator.mailroom.paper.envelopes_and_labels import Nudge
from generator.press import drive
from generator.press.drive import Drive
from generator.project import load
from generator.states import SEATS
from generator.supporters.held_back import HoldList

ROOT = Path(__file__).parents[1]
AT = datetime.date(2026, 9, 2)
MEMBERS = 537
STORY = (
    "My sister waited in Ciudad Juárez for nine weeks.\n\n"
    "I drove there every other Sunday, and saw the tents in the rain."
)


def ready(supporters: int, *, folder: Path) -> Drive:
    """Returns a drive of this many supporters; writes its files into the folder if missing."""
    people, members = folder / "people.csv", folder / "invented.yaml"
    if not members.exists():
        letters_to_print.recipients_file(MEMBERS, root=ROOT, folder=folder)
        _write_people(people, supporters)
    return drive.prepare(
        letters_to_print.open_root(ROOT),
        letters_to_print.options(members),
        supporters=people,
        register=Register(at=AT),
        leftovers=HoldList(),
    )


def _write_people(path: Path, number: int) -> None:
    """Writes a list of supporters with consent, each with a seat; every third has a story."""
    seats = [
        f"{state}-{district:02d}" for state in _STATES for district in range(1, SEATS[state] + 1)
    ]
    names = cycle(
        [(first, last) for first in letters_to_print.FIRST for last in letters_to_print.LAST]
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow("id name street city state zip email consent how story district".split())
        for index, ((first, last), seat) in enumerate(
            islice(zip(names, cycle(seats), strict=False), number)
        ):
            state = seat.partition("-")[0]
            home = (
                f"{index + 1} Mesa Street",
                "Anytown",
                state,
                _STATES[state],
                f"p{index}@mail.example",
            )
            story = "" if index % 3 else STORY
            writer.writerow(
                (f"p{index}", f"{first} {last}", *home, "2026-08-02", "web form", story, seat)
            )


_STATES = {"TX": "79901", "CA": "92101", "AZ": "85701", "NY": "10001", "FL": "33101", "IL": "60601"}
"""A ZIP code of each state in which the supporters live."""


def built(folder: str) -> Path:
    """Returns the folder into which the drive of this folder is printed."""
    return Path(folder) / "out"


def assembling(folder: Path, *, envelopes: bool) -> tuple[int, Callable[[], Iterable[Path]]]:
    """Returns the number of letters built, and a function that makes the print run of them.

    The function returns the files of the print run.
    """
    project = load.open_project(ROOT)
    out = built(str(folder))
    batch = stocked.prepare(project, out, campaign="remain-in-mexico", at=AT)
    with open_ledger(out) as ledger:
        stock = stocked.take_stock(project, batch, folder=out, ledger=ledger, at=AT, any_words=True)
    options = print_run.PrintOptions(
        order="zip",
        grouping="piece",
        duplex=True,
        sheets_a_part=2000,
        face="envelopes" if envelopes else "window",
        stock="5160",
        skip=0,
        nudge=Nudge(0, 0),
        layout="own",
        proof=False,
        kit=False,
    )

    def assemble() -> Iterable[Path]:
        with open_ledger(out) as ledger:
            record = print_run.print_run(
                stock, options, folder=out, templates=ROOT / "templates", ledger=ledger, at=AT
            )
            return [record.folder / file.name for file in record.run.files]

    return len(stock.pieces), assemble


def megabytes(files: Iterable[Path]) -> float:
    """Returns the size of all the files together."""
    return sum(file.stat().st_size for file in files) / 1e6
