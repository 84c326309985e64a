"""Makers of what the tests of this package share."""

import contextlib
import datetime
import re
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import strategies as st

from generator.congress.districts.blocks import Blocks, BlockStore
from generator.congress.districts.geocoding import GeocodeResult, geocode_in
from generator.congress.districts.people import PersonAddress
from generator.congress.seats import Seat
from generator.errors import FilesAreWrongError, Problem
from generator.models.fields import Title
from generator.models.recipient import Addresses, DistrictOffice, Name, Recipient
from generator.states import SEATS
from tests.support.districts import import_blocks

DATA = Path(__file__).parents[4] / "shared" / "data"


ZCCD = DATA / "zccd.csv"


needs_zccd = pytest.mark.skipif(
    not ZCCD.is_file(), reason=f"the table for tests is not there: {ZCCD}"
)


IN_119 = datetime.date(2026, 9, 1)


IN_120 = datetime.date(2027, 2, 1)


HEADER = "state_fips,state_abbr,zcta,cd\n"


SMALL = (
    HEADER + "01,AL,35004,3\n01,AL,35005,6\n01,AL,35005,7\n02,AK,99501,0\n04,AZ,85621,7\n"
    "04,AZ,86515,2\n35,NM,86515,3\n"
    "11,DC,20001,98\n48,TX,78040,28\n48,TX,78520,34\n48,TX,79901,16\n72,PR,00601,98\n"
)


def member(
    seat: str,
    *,
    last: str = "Doe",
    offices: Iterable[DistrictOffice] = (),
    places: tuple[str, ...] = (),
    term_end: datetime.date = datetime.date(2027, 1, 3),
) -> Recipient:
    """A member by their seat: `TX-34`, `AK-AL`, `TX-sen`."""
    state, _, district = seat.partition("-")
    senator = district == "sen"
    title: Title = "senator" if senator else "representative"
    return Recipient(
        id=f"{state}{district}{last}".replace(" ", ""),
        name=Name(last=last, full=f"Pat {last}"),
        chamber="senate" if senator else "house",
        state=state,
        district=None if senator else (0 if district == "AL" else int(district)),
        title=title,
        addresses=Addresses(district=tuple(offices)),
        term_end=term_end,
        represents=places,
    )


def origin_of(path: Path) -> tuple[int, str, str | None, str, int]:
    """What a table file records of its only import, and that its sum is one."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        ((*facts, digest),) = database.execute(
            "SELECT congress, source, licence, kind, SUM(rows), sha256 FROM imported "
            "GROUP BY 1, 2, 3, 4, 6"
        )
    assert re.fullmatch("[0-9a-f]{64}", digest)
    congress, source, licence, kind, rows = facts
    return congress, source, licence, kind, rows


def names_mistake(problem: Problem, says: str) -> bool:
    """Whether the problem has the code, or the words where they carry data of the file."""
    return says == problem.code or says in f"{problem.field}: {problem.message}"


def problems_of(imported: Callable[[], object]) -> tuple[Problem, ...]:
    """What the files were refused for."""
    with pytest.raises(FilesAreWrongError) as caught:
        imported()
    return caught.value.problems


every_seat = st.sampled_from(
    [
        Seat(state, district)
        for state, seats in SEATS.items()
        for district in (range(1, seats + 1) if seats > 1 else [0])
    ]
)


PEOPLE = (
    "id,name,street,city,state,zip,phone\r\n"
    'a,=cmd|calc!A1,"1 Main St\r\nApt 2",Adamsville,al,35005-0001,555\r\n'
    "b,Bo,2 Elm St,Brownsville,TX,78520,\r\n"
    "c,Cy,3 Oak St,Laredo,TX,,\r\n"
    "d,Di,4 Ash St,Boston,MA,78520,\r\n"
)


BLOCKS = (
    "GEOID,CDFP\n480610101001000,34\n480610101001000,34\n010730101001001,06\n"
    "010730101001002,07\n110010001011000,98\n090010001011000,ZZ\n"
)


ASKED = tuple(
    PersonAddress(f"{name}@example.org", "", "1 Main St", "Adamsville", "AL", "35005", line)
    for line, name in enumerate("abcdefgh", start=2)
)


def matched(line: int, block: str) -> str:
    """A line of the geocoder's answer for an address it knows."""
    parts = ",".join(f'"{part}"' for part in (block[:2], block[2:5], block[5:11], block[11:]))
    address = (
        '"1 MAIN ST, ADAMSVILLE, AL, 35005","Match","Exact","1 MAIN ST, ADAMSVILLE, AL, '
        '35005","-86.95,33.59","1234","L"'
    )
    return f'"{line}",{address},{parts}\n'


def settle(answer: Path, blocks: Blocks) -> GeocodeResult:
    return geocode_in([answer], people=ASKED, file=Path("people.csv"), blocks=blocks)


def stored(blocks: Path) -> Blocks:
    """The blocks as they are after an import."""
    import_blocks(blocks, target=blocks.with_name("d.sqlite"))
    return BlockStore.open(blocks.with_name("d.sqlite"), on=IN_119)
