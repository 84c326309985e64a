"""Districts: seats and ZIP codes, tables of real and of broken files, places, distances, and finding one's own members."""

import csv
import datetime
import io
import math
import os
import pickle
import sqlite3
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from generator.congress.districts.blocks import (
    BlockFile,
    Blocks,
    BlockStore,
    NoBlocksError,
    import_blocks,
)
from generator.congress.districts.database import NoDistrictTableError, NotADistrictTableError
from generator.congress.districts.distances import (
    EARTH_RADIUS,
    Point,
    as_people_say,
    doubtful_coordinates,
    miles_between,
    nearest_office,
    within,
)
from generator.congress.districts.finding import (
    SETTLING,
    NoTableToFindInError,
    NotAZipOrSeatError,
    Representation,
    find,
    find_all,
    found_csv,
    to_settle,
)
from generator.congress.districts.geocoding import (
    MOST_ADDRESSES,
    GeocodeResult,
    geocode_in,
    geocode_out,
    numbered,
)
from generator.congress.districts.lines import NEW_LINES, doubt, is_at_large
from generator.congress.districts.people import PersonAddress, read_people
from generator.congress.districts.places import represents
from generator.congress.districts.table import DistrictTable, import_table
from generator.congress.seats import (
    NoSuchSeatError,
    Seat,
    five_digits,
    has_one_seat,
    listed,
    numbered_seat,
    read_seat,
    seat_of,
)
from generator.errors import CannotWriteError, FilesAreWrongError, Problem
from generator.files import csv as files_csv
from generator.files.csv import MOST_PROBLEMS
from generator.models.fields import Title
from generator.models.recipient import Addresses, DistrictOffice, Name, Recipient
from generator.models.source import Place
from generator.states import FIPS, JURISDICTIONS, SEATS, STATES, WITHOUT_SENATORS

DATA = Path(__file__).parents[3] / "shared" / "data"
ZCCD = DATA / "zccd.csv"
OFFICES = DATA / "legislators-district-offices.yaml"
needs_offices = pytest.mark.skipif(
    not OFFICES.is_file(), reason=f"the offices for tests are not there: {OFFICES}"
)
needs_zccd = pytest.mark.skipif(
    not ZCCD.is_file(), reason=f"the table for tests is not there: {ZCCD}"
)

IN_119 = datetime.date(2026, 9, 1)
IN_120 = datetime.date(2027, 2, 1)
HEADER = "state_fips,state_abbr,zcta,cd\n"
SMALL = (
    HEADER
    + "01,AL,35004,3\n01,AL,35005,6\n01,AL,35005,7\n02,AK,99501,0\n04,AZ,85621,7\n04,AZ,86515,2\n35,NM,86515,3\n"
    "11,DC,20001,98\n48,TX,78040,28\n48,TX,78520,34\n48,TX,79901,16\n72,PR,00601,98\n"
)
RELATIONSHIP_HEADER = (
    "OID_CD118_20|GEOID_CD118_20|NAMELSAD_CD118_20|AREALAND_CD118_20|AREAWATER_CD118_20|MTFCC_CD118_20|FUNCSTAT_CD118_20|"
    "OID_ZCTA5_20|GEOID_ZCTA5_20|NAMELSAD_ZCTA5_20|AREALAND_ZCTA5_20|AREAWATER_ZCTA5_20|MTFCC_ZCTA5_20|CLASSFP_ZCTA5_20|"
    "FUNCSTAT_ZCTA5_20|AREALAND_PART|AREAWATER_PART\n"
)


def relationship_row(geoid: str, area: str, *, land: str = "100") -> str:
    """A row of the Census relationship file; only three of its columns speak."""
    return f"211|{geoid}|Congressional District {geoid[2:]}|1|1|G5200|N|221|{area}|ZCTA5 {area}|1|1|G6350|B5|S|{land}|0\n"


# ---------------------------------------------------------------- makers


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes a file and gives its path."""

    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.fixture
def table(write: Callable[[str, str], Path], tmp_path: Path) -> DistrictTable:
    """A small table of the 119th Congress."""
    target = tmp_path / "districts.sqlite"
    import_table(
        write("small.csv", SMALL),
        target=target,
        congress=119,
        as_of=datetime.date(2024, 11, 12),
        source="a test",
    )
    return DistrictTable.open(target)


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


def office(
    city: str, latitude: float | None, longitude: float | None, *, state: str = "TX"
) -> DistrictOffice:
    """An office at home."""
    return DistrictOffice(
        street="1 Main Street",
        city=city,
        state=state,
        zip="78501",
        latitude=latitude,
        longitude=longitude,
    )


def place(name: str = "Brownsville", **details: str | float) -> Place:
    """A place, by default downtown Brownsville."""
    return Place.model_validate(
        {"name": name, "state": "TX", "latitude": 25.9, "longitude": -97.5, "zip": "78520"}
        | details
    )


def problems_of(imported: Callable[[], object]) -> tuple[Problem, ...]:
    """What the files were refused for."""
    with pytest.raises(FilesAreWrongError) as caught:
        imported()
    return caught.value.problems


# ---------------------------------------------------------------- seats and ZIP codes


def test_the_house_has_435_seats_six_delegates_and_every_state_a_number() -> None:
    voting = {state: seats for state, seats in SEATS.items() if state not in WITHOUT_SENATORS}
    assert (len(voting), sum(voting.values())) == (50, 435)
    assert set(SEATS) == set(STATES) == set(FIPS.values())
    assert len(FIPS) == len(STATES)


@pytest.mark.parametrize(
    ("text", "seat"),
    [
        ("TX-34", "TX-34"),
        ("tx34", "TX-34"),
        (" Tx 34 ", "TX-34"),
        ("TX-4", "TX-04"),
        ("tx-04", "TX-04"),
        ("AK-AL", "AK-AL"),
        ("ak-al", "AK-AL"),
        ("AK-0", "AK-AL"),
        ("AK-1", "AK-AL"),
        ("AK-01", "AK-AL"),
        ("PR-98", "PR-AL"),
        ("DC", None),
        ("Texas", None),
        ("78520", None),
        ("TX-٣٤", None),
        ("", None),
    ],
)
def test_a_seat_is_read_as_people_write_it(text: str, seat: str | None) -> None:
    found = read_seat(text)
    assert (str(found) if found else None) == seat


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("TX-39", "TX has no district 39: its districts are 1 to 38"),
        ("TX-0", "its districts are 1 to 38"),
        ("TX-AL", "its districts are 1 to 38"),
        ("AK-2", "it has one seat, AK-AL"),
        ("XX-1", "there is no state 'XX'"),
    ],
)
def test_a_seat_that_there_is_not_says_which_there_are(text: str, says: str) -> None:
    with pytest.raises(NoSuchSeatError) as caught:
        read_seat(text)
    assert says in str(caught.value)


every_seat = st.sampled_from(
    [
        Seat(state, district)
        for state, seats in SEATS.items()
        for district in (range(1, seats + 1) if seats > 1 else [0])
    ]
)


@given(every_seat)
def test_every_seat_is_read_back_from_its_own_code(seat: Seat) -> None:
    assert read_seat(str(seat)) == seat
    assert read_seat(str(seat).lower().replace("-", "")) == seat
    assert numbered_seat(seat.state, f"{seat.district:02d}") == seat
    assert seat_of(member(str(seat))) == seat
    assert str(seat) == member(str(seat)).seat


@given(st.sampled_from(sorted(SEATS)), st.integers(0, 99))
def test_a_number_is_a_district_exactly_when_the_state_has_it(state: str, number: int) -> None:
    there = number in {0, 98} if has_one_seat(state) else 1 <= number <= SEATS[state]
    try:
        assert numbered_seat(state, str(number)).state == state
    except NoSuchSeatError:
        assert not there
    else:
        assert there


@pytest.mark.slow
@given(st.from_regex(r"\A[0-9]{5}\Z"), st.from_regex(r"\A[0-9]{4}\Z"))
def test_a_zip_plus_four_has_the_five_digits_of_its_zip(digits: str, four: str) -> None:
    assert (
        five_digits(digits)
        == five_digits(f" {digits}-{four} ")
        == five_digits(digits + four)
        == digits
    )


@given(st.text(max_size=11))
@example("7852")
@example("٧٨٥٢٠")
@example("78520-")
def test_nothing_else_is_a_zip(text: str) -> None:
    digits = text.strip().replace("-", "", 1)
    assume(not (digits.isascii() and digits.isdigit() and len(digits) in {5, 9}))
    assert five_digits(text) is None


def test_lists_read_as_sentences() -> None:
    assert [listed([]), listed("A"), listed("AB"), listed("ABC")] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


# ---------------------------------------------------------------- the table


def test_a_table_answers_with_every_district_of_a_zip(table: DistrictTable) -> None:
    assert set(map(str, table.districts_of("35005"))) == {"AL-06", "AL-07"}
    assert table.districts_of("78520-1234") == frozenset({Seat("TX", 34)})
    assert table.districts_of("20001") == frozenset({Seat("DC", 0)})
    assert table.districts_of("00601") == frozenset({Seat("PR", 0)})
    assert table.districts_of("99999") == frozenset()
    assert table.districts_of("no zip") == frozenset()


def test_a_table_knows_where_it_comes_from(table: DistrictTable) -> None:
    assert (table.congress, table.as_of, table.source, table.kind) == (
        119,
        datetime.date(2024, 11, 12),
        "a test",
        "zip-csv",
    )
    assert str(table) == "the district table of the 119th Congress, as of 2024-11-12"
    assert pickle.loads(pickle.dumps(table)) == table  # noqa: S301 - our own bytes; workers get the table so


def test_an_import_says_what_it_brought_and_what_nobody_told_it(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    report = import_table(
        write("t.csv", SMALL + "\n04,AZ,86515,ZZ\n"),
        target=tmp_path / "new" / "d.sqlite",
        congress=119,
    )
    assert (
        str(report)
        == "12 rows, 10 ZIP codes in 7 states and territories, 2 of them (20 %) in more than one district; 119th Congress"
    )
    assert report.passed == {"no district holds the area (ZZ)": 1}
    assert [(problem.field, problem.severity) for problem in report.warnings] == [
        ("as_of", "warning"),
        ("licence", "warning"),
        ("", "warning"),
    ]
    assert str(DistrictTable.open(report.target)) == "the district table of the 119th Congress"


def test_a_table_that_lacks_states_or_shrinks_or_strays_is_told(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    def told(rows: Iterable[str]) -> list[str]:
        file = write("t.csv", "state_abbr,zcta,cd\n" + "".join(rows))
        day = datetime.date(2024, 11, 12)
        report = import_table(
            file, target=tmp_path / "d.sqlite", congress=119, as_of=day, licence="none"
        )
        return [problem.message for problem in report.warnings]

    codes = {
        state: f"{JURISDICTIONS[state].zip_codes.partition(' ')[0].partition('-')[0]}01"[:5]
        for state in SEATS
    }
    whole = [f"{state},{code},{1 if SEATS[state] > 1 else 0}\n" for state, code in codes.items()]
    assert told(whole) == []
    assert told([row for row in whole if not row.startswith(("TX", "OH", "WY"))]) == [
        "holds no ZIP code of Ohio and Texas, where nobody can be put into a district: was it cut short?",
        "holds 53 ZIP codes, and took the place of a table of 56: import that again if this is a part",
    ]
    assert told([*whole, "TX,35099,1\n", "AL,35005,1\n", "GA,35005,2\n"]) == [
        "puts 1 ZIP code into another state than the digits tell, such as 35099 in TX: some serve a border"
    ]


def test_the_file_is_readable_by_all_and_nothing_else_is_left(
    table: DistrictTable, tmp_path: Path
) -> None:
    assert table.seats
    assert stat.S_IMODE((tmp_path / "districts.sqlite").stat().st_mode) == 0o644
    assert sorted(path.name for path in tmp_path.iterdir()) == ["districts.sqlite", "small.csv"]


def test_tables_of_two_congresses_lie_side_by_side_and_the_date_chooses(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "d.sqlite"
    import_table(write("old.csv", HEADER + "48,TX,78520,34\n"), target=target, congress=119)
    import_table(write("new.csv", HEADER + "48,TX,78520,15\n"), target=target, congress=120)
    import_table(
        write("better.csv", HEADER + "48,TX,78520,34\n48,TX,78521,34\n"),
        target=target,
        congress=119,
    )
    assert DistrictTable.open(target, on=IN_119).districts_of("78520") == {Seat("TX", 34)}
    assert len(DistrictTable.open(target, on=IN_119).seats) == 2
    assert DistrictTable.open(target, on=IN_120).districts_of("78520") == {Seat("TX", 15)}
    assert DistrictTable.open(target).congress == 120
    assert DistrictTable.open(target, on=datetime.date(2030, 1, 1)).congress == 120


def test_the_same_file_imported_twice_gives_the_same_bytes(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    shuffled = HEADER + "".join(sorted(SMALL.splitlines(keepends=True)[1:], reverse=True))
    for name, text in (("a", SMALL), ("b", shuffled)):
        import_table(write("t.csv", text), target=tmp_path / name, congress=119, source="s")
    assert DistrictTable.open(tmp_path / "a").seats == DistrictTable.open(tmp_path / "b").seats
    import_table(write("t.csv", shuffled), target=tmp_path / "c", congress=119, source="s")
    assert (tmp_path / "b").read_bytes() == (tmp_path / "c").read_bytes()


@pytest.mark.slow
@given(
    st.dictionaries(
        st.from_regex(r"\A[0-9]{5}\Z"),
        st.sets(every_seat, min_size=1, max_size=4),
        min_size=1,
        max_size=20,
    )
)
def test_what_was_imported_is_found(
    tmp_path_factory: pytest.TempPathFactory, seats: dict[str, set[Seat]]
) -> None:
    folder = tmp_path_factory.mktemp("imported")
    rows = [
        f"{seat.state},{zip_code},{seat.district}\n"
        for zip_code, found in seats.items()
        for seat in found
    ]
    (folder / "t.csv").write_text("state_abbr,zip,cd\n" + "".join(rows), encoding="utf-8")
    import_table(folder / "t.csv", target=folder / "d.sqlite", congress=119)
    assert DistrictTable.open(folder / "d.sqlite").seats == seats


def test_the_census_relationship_file_is_read_with_its_congress(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    text = (
        "\ufeff"
        + RELATIONSHIP_HEADER
        + relationship_row("4834", "78520")
        + relationship_row("4415", "78520", land="0")
        + relationship_row("1198", "20001")
        + relationship_row("0200", "99501")
        + relationship_row("09ZZ", "06001")
        + relationship_row("0900", "")
    )
    report = import_table(
        write("tab20_cd11820_zcta520_natl.txt", text), target=tmp_path / "d.sqlite"
    )
    assert (report.congress, report.kind, report.rows) == (118, "census-relationship", 3)
    assert (report.licence or "").startswith("work of the US government")
    assert sum(report.passed.values()) == 3
    stored = DistrictTable.open(report.target)
    assert stored.seats == {
        "78520": {Seat("TX", 34)},
        "20001": {Seat("DC", 0)},
        "99501": {Seat("AK", 0)},
    }


@pytest.mark.slow
@needs_zccd
def test_the_real_table_comes_in_whole_and_answers_for_all_its_zips(tmp_path: Path) -> None:
    report = import_table(ZCCD, target=tmp_path / "d.sqlite", congress=119)
    assert (report.rows, report.zips, report.split) == (42_033, 33_774, 7_299)
    real = DistrictTable.open(report.target)
    ports = {
        "92173": "CA-52",
        "92231": "CA-25",
        "79901": "TX-16",
        "78040": "TX-28",
        "78520": "TX-34",
        "78852": "TX-23",
        "85621": "AZ-07",
    }
    assert {zip_code: listed(sorted(real.districts_of(zip_code))) for zip_code in ports} == ports
    assert set(map(str, real.districts_of("35005"))) == {"AL-06", "AL-07"}
    found = [real.districts_of(zip_code) for zip_code in real.seats]
    assert len(found) == 33_774
    assert all(found)


# ---------------------------------------------------------------- files that cannot be a table

MISTAKES: tuple[tuple[str, str | bytes, int, str], ...] = (
    ("t.csv", "", 0, "is empty"),
    ("t.csv", " \n\n", 0, "is empty"),
    ("t.csv", HEADER, 1, "a header and no rows"),
    (
        "t.csv",
        "state,zipcode,district\nTX,78520,34\n",
        1,
        "has the columns 'state, zipcode, district'; known are",
    ),
    ("t.csv", "state_abbr,zcta,cd,cd\nTX,78520,34,35\n", 1, 'the column "cd" stands twice'),
    (
        "t.csv",
        HEADER + "48,TX,78520,34\n01,AL,2134,3\n",
        3,
        "zcta: '2134' has lost its leading zero",
    ),
    ("t.csv", HEADER + "48,TX,785200,34\n", 2, "zcta: must be five digits, not '785200'"),
    (
        "t.csv",
        HEADER + "48,TX,78520,39\n",
        2,
        "cd: TX has no district 39: its districts are 1 to 38",
    ),
    ("t.csv", HEADER + "02,AK,99501,1\n", 2, "AK has no district 1: it has one seat, AK-AL"),
    ("t.csv", HEADER + "48,TX,78520,0\n", 2, "TX has no district 0"),
    ("t.csv", HEADER + "48,OK,78520,3\n", 2, "state_fips: '48' is not the number of 'OK'"),
    ("t.csv", "state_abbr,zcta,cd\nXX,78520,1\n", 2, "there is no state 'XX'"),
    ("t.csv", HEADER + "48,TX,78520,34,9\n", 2, "has 5 cells; the header names 4 columns"),
    ("t.csv", HEADER + '48,TX,"=1+1",34\n', 2, "must be five digits, not '=1+1'"),
    (
        "t.csv",
        HEADER + '48,TX,78520,"3\n4"\n',
        2,
        "cd: must be the number of a district, not '3\\n4'",
    ),
    ("t.csv", HEADER + "48,TX,78520," + "9" * 90 + "\n", 2, "9…'"),
    ("t.csv", HEADER + '48,TX,"78520,34\n', 2, "the quotation marks do not match"),
    (
        "t.csv",
        HEADER + "48,TX,78520," + "9" * 200_000 + "\n",
        2,
        "the quotation marks do not match",
    ),
    ("t.csv", HEADER + "48,TX,78520,ZZ\n", 0, "puts no ZIP code into a district"),
    ("t.csv", HEADER.encode() + b"48,TX,78520,34\n48,T\xe9,78520,34\n", 3, "is not UTF-8"),
    ("t.csv", SMALL.encode("utf-16"), 0, "is UTF-16"),
    ("t.zip", b"PK\x03\x04rest", 0, "is a ZIP archive or an Excel workbook"),
    ("t.xls", b"\xd0\xcf\x11\xe0rest", 0, "is an old Excel workbook"),
    (
        "t.csv",
        "<table><tr><td>state_abbr</td></tr></table>",
        0,
        "is a web page, or a table saved as one",
    ),
    (
        "t.csv",
        HEADER.replace(",", ";") + "48;TX;78520;34\n",
        1,
        "has ';' between its columns: save it as CSV with commas",
    ),
    ("NationalCD119.txt", "GEOID,CDFP\n480610101001000,34\n", 1, "is a block equivalency file"),
    (
        "t.csv",
        "congress," + HEADER + "118,48,TX,78520,34\n",
        0,
        "mixes Congresses (the 118th and 119th",
    ),
    (
        "t.csv",
        "congress," + HEADER + "119,48,TX,78520,34\n,48,TX,78521,34\n",
        3,
        "congress: must be the number of a Congress such as 119, not ''",
    ),
    ("t.csv", "congress," + HEADER + "now,48,TX,78520,34\n", 2, "not 'now'"),
    ("cd118.csv", SMALL, 0, "mixes Congresses"),
    ("t.txt", RELATIONSHIP_HEADER + relationship_row("4834", "78520"), 0, "mixes Congresses"),
    (
        "t.txt",
        RELATIONSHIP_HEADER.replace("118", "119") + relationship_row("834", "78520"),
        2,
        "must be four characters such as 4816",
    ),
    (
        "t.txt",
        RELATIONSHIP_HEADER.replace("118", "119") + relationship_row("0334", "78520"),
        2,
        "there is no state '03'",
    ),
)


@pytest.mark.parametrize(("name", "content", "line", "says"), MISTAKES)
def test_a_wrong_file_is_refused_with_its_line_and_nothing_is_written(
    write: Callable[[str, str | bytes], Path],
    tmp_path: Path,
    name: str,
    content: str | bytes,
    line: int,
    says: str,
) -> None:
    file, target = write(name, content), tmp_path / "d.sqlite"
    (problem,) = problems_of(lambda: import_table(file, target=target, congress=119))
    assert (problem.file, problem.line) == (str(file), line)
    assert says in f"{problem.field}: {problem.message}"
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_all_mistakes_are_told_at_once_and_too_many_are_counted(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    file = write(
        "t.csv",
        HEADER
        + "".join(f"25,MA,{number},1\n" for number in range(1001, 1101))
        + "25,MA,02134,99\n",
    )
    found = problems_of(lambda: import_table(file, target=tmp_path / "d.sqlite", congress=119))
    assert [problem.line for problem in found] == list(range(2, 23))
    assert found[-1].message == "and 81 more lines like these"


def test_a_pipe_and_a_device_are_not_even_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for file in (tmp_path / "pipe.csv", Path("/dev/zero")):
        (problem,) = problems_of(
            lambda file=file: import_table(file, target=tmp_path / "d.sqlite", congress=119)  # type: ignore[misc]
        )
        assert problem.message == "is not a plain file"


def test_a_file_that_is_not_there_or_is_a_folder_or_is_huge_is_refused(
    write: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file, words in ((tmp_path / "gone.csv", "no such file"), (tmp_path, "is a folder")):
        (problem,) = problems_of(
            lambda file=file: import_table(file, target=tmp_path / "d.sqlite", congress=119)  # type: ignore[misc]
        )
        assert words in problem.message
    monkeypatch.setattr(files_csv, "MAX_CSV_BYTES", 100)
    (problem,) = problems_of(
        lambda: import_table(write("t.csv", SMALL), target=tmp_path / "d.sqlite", congress=119)
    )
    assert "MB are read" in problem.message


@pytest.mark.parametrize(
    ("congress", "says"),
    [(None, "add --congress 119"), (117, "known for the 118th to 122nd"), (123, "known for the")],
)
def test_a_congress_must_be_told_and_its_seats_known(
    write: Callable[[str, str], Path], tmp_path: Path, congress: int | None, says: str
) -> None:
    (problem,) = problems_of(
        lambda: import_table(write("t.csv", SMALL), target=tmp_path / "d.sqlite", congress=congress)
    )
    assert says in problem.message


def test_a_wrong_file_leaves_the_old_table_as_it_was(
    table: DistrictTable, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    before = (tmp_path / "districts.sqlite").read_bytes()
    problems_of(
        lambda: import_table(
            write("bad.csv", HEADER + "48,TX,1,34\n"),
            target=tmp_path / "districts.sqlite",
            congress=119,
        )
    )
    assert (tmp_path / "districts.sqlite").read_bytes() == before
    assert DistrictTable.open(tmp_path / "districts.sqlite") == table


cells = st.sampled_from(
    [
        "48",
        "TX",
        "78520",
        "34",
        "39",
        "2134",
        "02",
        "AK",
        "99501",
        "0",
        "ZZ",
        "=1",
        "",
        "\n",
        '"',
        "é",
    ]
)
likely_rows = st.lists(
    st.lists(cells, min_size=4, max_size=4).map(",".join) | st.just("48,TX,78520,34"), max_size=5
)


@given(st.binary(max_size=300) | likely_rows.map(lambda rows: (HEADER + "\n".join(rows)).encode()))
@example((HEADER + "48,TX,78520,34").encode())
def test_whatever_the_file_holds_it_is_imported_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("whatever")
    (folder / "t.csv").write_bytes(content)
    refused: tuple[Problem, ...] = ()
    try:
        import_table(folder / "t.csv", target=folder / "d.sqlite", congress=119)
    except FilesAreWrongError as error:
        refused = error.problems
    assert (folder / "d.sqlite").exists() is not bool(refused)
    assert refused or DistrictTable.open(folder / "d.sqlite").seats


# ---------------------------------------------------------------- files that are no district table


def test_no_table_says_how_to_load_one(tmp_path: Path) -> None:
    with pytest.raises(NoDistrictTableError, match="letters districts import FILE"):
        DistrictTable.open(tmp_path / "d.sqlite")


def another_programs(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE other (x)")
    database.close()


def of_another_version(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA application_id = 0x4C545253")
        database.execute("PRAGMA user_version = 99")
    database.close()


def cut_short(path: Path) -> None:
    csv_file = path.with_suffix(".csv")
    csv_file.write_text(SMALL, encoding="utf-8")
    import_table(csv_file, target=path, congress=119)
    path.write_bytes(path.read_bytes()[:5000])


def with_rows_lost(path: Path) -> None:
    csv_file = path.with_suffix(".csv")
    csv_file.write_text(SMALL, encoding="utf-8")
    import_table(csv_file, target=path, congress=119)
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM districts WHERE zip = '78520'")
    database.close()


@pytest.mark.parametrize(
    "spoil",
    [
        another_programs,
        of_another_version,
        cut_short,
        with_rows_lost,
        lambda path: path.write_text("not a database" * 100),
    ],
)
def test_another_file_is_never_taken_for_a_table_nor_overwritten(
    write: Callable[[str, str], Path], tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    target = tmp_path / "d.sqlite"
    spoil(target)
    before = target.read_bytes()
    with pytest.raises(NotADistrictTableError, match="is not a district table"):
        DistrictTable.open(target)
    with pytest.raises(NotADistrictTableError):
        import_table(write("t.csv", SMALL), target=target, congress=120)
    assert target.read_bytes() == before


def test_a_target_that_cannot_be_written_says_so(write: Callable[[str, str], Path]) -> None:
    file = write("t.csv", SMALL)
    with pytest.raises(CannotWriteError, match="cannot write"):
        import_table(file, target=file / "d.sqlite", congress=119)


# ---------------------------------------------------------------- lines and dates


def test_a_table_holds_for_its_own_congress_until_the_third_of_january(
    table: DistrictTable,
) -> None:
    for on in (datetime.date(2025, 1, 3), datetime.date(2027, 1, 2)):
        assert not table.doubt([Seat("TX", 34)], on)
    for on in (datetime.date(2025, 1, 2), datetime.date(2027, 1, 3)):
        assert table.doubt([Seat("TX", 34)], on)
        assert not table.doubt([Seat("AK", 0), Seat("DC", 0)], on)


ONE_SEAT = "AK DE ND SD VT WY DC AS GU MP PR VI".split()


@pytest.mark.parametrize("on", ["2023-01-03", "2026-12-01", "2027-01-05", "2033-01-02"])
def test_a_state_of_one_seat_is_certain_under_every_apportioned_congress(on: str) -> None:
    day = datetime.date.fromisoformat(on)
    assert [state for state in SEATS if is_at_large(state, day)] == ONE_SEAT


@pytest.mark.parametrize("on", ["2022-12-01", "2033-01-03"])
def test_after_another_census_only_the_delegates_are_certain(on: str) -> None:
    day = datetime.date.fromisoformat(on)
    assert [state for state in SEATS if is_at_large(state, day)] == ONE_SEAT[6:]


def test_a_table_of_another_congress_names_the_states_that_drew_new_lines(
    table: DistrictTable,
) -> None:
    assert doubt(119, IN_120) == (
        "is of the 119th Congress, and a letter dated February 1, 2027 goes to the 120th: districts may have "
        "moved. New lines, as known on June 3, 2026: AL, CA, FL, LA, MO, NC, OH, TN, TX, UT. Import a table of the 120th: "
        "letters districts import FILE --congress 120"
    )
    of_two = table.doubt([Seat("AZ", 2), Seat("TX", 34)], IN_120)
    assert of_two.startswith(
        "the district table is of the 119th Congress, and a letter dated February 1, 2027"
    )
    assert "as known on June 3, 2026: TX. Import" in of_two
    assert "New lines" not in table.doubt([Seat("AZ", 2)], IN_120)


def test_a_newer_table_than_the_letter_is_doubted_as_an_older_one() -> None:
    told = doubt(120, datetime.date(2026, 12, 1), states=["UT"])
    assert "is of the 120th Congress, and a letter dated December 1, 2026 goes to the 119th" in told
    assert "New lines, as known on June 3, 2026: UT. Import a table of the 119th" in told


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (
            "2035-06-01",
            "is later than this program knows districts: every state draws new ones after a census, for January 3, 2033",
        ),
        (
            "0001-01-01",
            "is earlier than this program knows districts: its lines are those since January 3, 2023",
        ),
    ],
)
def test_of_days_beyond_all_tables_none_is_asked_for(
    table: DistrictTable, on: str, says: str
) -> None:
    told = table.doubt([Seat("TX", 34)], datetime.date.fromisoformat(on))
    assert says in told
    assert "new lines, as known" not in told.lower()
    assert "import" not in told.lower()


def test_what_is_known_of_new_lines_has_states_a_date_and_a_source() -> None:
    assert NEW_LINES
    for lines in NEW_LINES:
        assert set(lines.states) <= {state for state, seats in SEATS.items() if seats > 1}
        assert lines.source
        assert lines.as_of.year == 1789 + 2 * (lines.congress - 1) - 1, (
            "known in the year of the election"
        )


def test_where_no_new_lines_are_known_none_are_named(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    report = import_table(write("t.csv", SMALL), target=tmp_path / "d.sqlite", congress=121)
    told = DistrictTable.open(report.target).doubt([Seat("TX", 34)], datetime.date(2032, 5, 1))
    assert "goes to the 122nd: districts may have moved. Import" in told


# ---------------------------------------------------------------- places


def verdict(
    recipient: Recipient, where: Place, table: DistrictTable | None, *, on: datetime.date = IN_119
) -> tuple[bool, str]:
    """Whether the recipient represents the place, and why."""
    told = represents(recipient, where, place_id="here", table=table, on=on)
    return bool(told), told.reason


def test_the_recipients_own_list_needs_no_table_and_no_date() -> None:
    told = verdict(member("TX-34", places=("here",)), place(), None, on=IN_120)
    assert told == (True, "the recipients file says that TX-34 holds Brownsville")


def test_senators_and_the_holder_of_an_only_seat_represent_their_whole_state() -> None:
    assert verdict(member("TX-sen"), place(), None) == (True, "Brownsville lies in Texas")
    assert verdict(member("AK-AL"), place("Nome", state="AK"), None) == (
        True,
        "Nome lies in Alaska",
    )
    assert verdict(member("CA-sen"), place(), None) == (
        False,
        "Brownsville lies in Texas, not in California",
    )
    assert verdict(member("CA-52"), place(), None) == (
        False,
        "Brownsville lies in Texas, not in California",
    )


def test_the_table_tells_by_the_zip_code(table: DistrictTable) -> None:
    by = "by the district table of the 119th Congress, as of 2024-11-12"
    assert verdict(member("TX-34"), place(), table) == (
        True,
        f"Brownsville, ZIP 78520, lies in TX-34 only, {by}",
    )
    assert verdict(member("TX-15"), place(), table) == (
        False,
        f"Brownsville, ZIP 78520, lies in TX-34 only, {by}; not in TX-15",
    )


def test_a_split_zip_holds_for_each_of_its_districts_and_says_so(table: DistrictTable) -> None:
    split = place("Adamsville", state="AL", zip="35005-1234")
    said = "Adamsville, ZIP 35005, is split: it lies in AL-06 and AL-07, by the district table of the 119th Congress, as of 2024-11-12, "
    for seat in ("AL-06", "AL-07"):
        assert verdict(member(seat), split, table) == (True, said + "which over-reports splits")
    assert verdict(member("AL-05"), split, table) == (
        False,
        said + "which over-reports splits; not in AL-05",
    )


def test_a_zip_across_a_state_line_counts_for_the_places_own_state(table: DistrictTable) -> None:
    lupton = place("Lupton", state="AZ", zip="86515")
    assert verdict(member("AZ-02"), lupton, table)[0]
    assert not verdict(member("NM-03"), lupton, table)[0]
    stateless = Place(name="Lupton", latitude=35.3, longitude=-109.0, zip="86515")
    assert verdict(member("NM-03"), stateless, table)[0]
    assert verdict(member("NM-sen"), stateless, table)[0]
    assert not verdict(member("TX-sen"), stateless, table)[0]


def test_what_is_not_known_is_said_with_what_to_do(table: DistrictTable) -> None:
    told = verdict(member("TX-34"), place(), None)
    assert not told[0]
    assert "letters districts import FILE" in told[1]
    assert verdict(member("TX-34"), place(zip="99999"), table)[1].endswith(
        "is not in the district table of the 119th Congress, as of 2024-11-12"
    )
    abroad = Place(name="Matamoros", latitude=25.88, longitude=-97.5)
    assert verdict(member("TX-34"), abroad, table) == (
        False,
        "Matamoros has no ZIP code, and the recipients file does not list it for TX-34",
    )


@pytest.mark.parametrize("places", [(), ("elsewhere",)])
def test_an_old_table_is_not_asked_about_a_member_of_the_house(
    table: DistrictTable, places: tuple[str, ...]
) -> None:
    assert verdict(member("TX-34", places=places), place(), table, on=IN_120) == (
        False,
        (
            "the recipients file does not list Brownsville for TX-34, and the district table of the 119th Congress, as of 2024-11-12 "
            "does not hold on February 1, 2027"
        ),
    )
    assert verdict(member("TX-34", places=places), place(), table)[0]


def test_old_lines_leave_certain_what_no_line_divides(table: DistrictTable) -> None:
    assert verdict(member("TX-sen"), place(), table, on=IN_120)[0]
    assert verdict(member("AK-AL"), place("Nome", state="AK"), table, on=IN_120)[0]
    without_state = Place(name="Anchorage", latitude=61.2, longitude=-149.9, zip="99501")
    assert verdict(member("AK-AL"), without_state, table, on=IN_120)[0]
    assert verdict(member("AK-sen"), without_state, table, on=IN_120)[0]
    in_texas = Place(name="Brownsville", latitude=25.9, longitude=-97.5, zip="78520")
    assert verdict(member("TX-sen"), in_texas, table, on=IN_120)[0]
    assert not verdict(member("TX-34"), in_texas, table, on=IN_120)[0]


# ---------------------------------------------------------------- distances

MATAMOROS = Place(name="the Matamoros camp", latitude=25.8940, longitude=-97.5050)
MCALLEN = office("McAllen", 26.2034, -98.2300)

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("here", "there", "miles"),
    [
        (
            Point(40.6413, -73.7781),
            Point(33.9416, -118.4085),
            2475,
        ),  # JFK to LAX, as airlines count it
        (
            Point(13.4834, 144.796),
            Point(21.3187, -157.9225),
            3801,
        ),  # Guam to Honolulu, over the antimeridian
        (
            Point(51.88, 179.5),
            Point(51.88, -179.5),
            42.65,
        ),  # a degree of longitude in the Aleutians, not 359 of them
        (Point(90, 0), Point(90, 135), 0),  # the pole has no longitude
        (Point(0, 0), Point(0, 180), math.pi * EARTH_RADIUS),
    ],
)
def test_known_distances(here: Point, there: Point, miles: float) -> None:
    assert miles_between(here, there) == pytest.approx(miles, rel=0.005, abs=1e-6)


@given(points, points)
def test_distance_agrees_with_the_angle_between_two_arrows_from_the_centre(
    here: Point, there: Point
) -> None:
    def arrow(point: Point) -> tuple[float, float, float]:
        north, east = math.radians(point.latitude), math.radians(point.longitude)
        return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)

    half_angle = math.asin(min(1.0, math.dist(arrow(here), arrow(there)) / 2))
    assert miles_between(here, there) == pytest.approx(
        2 * half_angle * EARTH_RADIUS, rel=1e-6, abs=1e-3
    )


@given(points, points)
@example(Point(0, 0), Point(0, 180))
@example(Point(90, 0), Point(-90, 0))
def test_distance_is_symmetric_not_negative_and_never_more_than_half_way_round(
    here: Point, there: Point
) -> None:
    assert miles_between(here, there) == pytest.approx(miles_between(there, here), abs=1e-9)
    assert 0 <= miles_between(here, there) <= math.pi * EARTH_RADIUS + 1e-6
    assert miles_between(here, here) == 0


@given(points, points, points)
def test_no_detour_is_shorter(here: Point, there: Point, over: Point) -> None:
    assert (
        miles_between(here, there) <= miles_between(here, over) + miles_between(over, there) + 1e-3
    )


@given(points, points, st.floats(0, 360))
def test_turning_the_earth_changes_no_distance(here: Point, there: Point, turn: float) -> None:
    def turned(point: Point) -> Point:
        return Point(point.latitude, (point.longitude + turn + 180) % 360 - 180)

    assert miles_between(turned(here), turned(there)) == pytest.approx(
        miles_between(here, there), abs=1e-3
    )


@pytest.mark.parametrize(
    ("miles", "words"),
    [
        (0, "less than a mile"),
        (0.49, "less than a mile"),
        (0.5, "about 1 mile"),
        (1.49, "about 1 mile"),
        (1.5, "about 2 miles"),
        (9.4, "about 9 miles"),
        (9.6, "about 10 miles"),
        (12.4, "about 10 miles"),
        (12.5, "about 15 miles"),
        (53.2, "about 55 miles"),
        (98, "about 100 miles"),
        (104, "about 100 miles"),
        (106, "about 110 miles"),
        (298, "about 300 miles"),
        (330, "about 350 miles"),
        (990, "about 1,000 miles"),
        (2470, "about 2,500 miles"),
    ],
)
def test_distances_are_said_in_round_words(miles: float, words: str) -> None:
    assert as_people_say(miles) == words


@given(st.floats(0.5, 12_500), st.floats(0, 500))
def test_round_words_never_turn_the_order_around_and_stay_near(miles: float, more: float) -> None:
    def said(distance: float) -> int:
        return int(as_people_say(distance).split()[1].replace(",", ""))

    assert said(miles) <= said(miles + more)
    assert abs(said(miles) - miles) <= max(0.5, 0.2 * miles)


def test_the_nearest_office_is_told_with_its_miles() -> None:
    near = nearest_office(
        member(
            "TX-34", offices=[office("Dallas", 32.8, -96.8), MCALLEN, office("Nowhere", None, None)]
        ),
        MATAMOROS,
    )
    assert near is not None
    assert near.office is MCALLEN
    assert as_people_say(near.miles) == "about 50 miles"


def test_no_office_with_coordinates_is_no_nearest_office() -> None:
    assert (
        nearest_office(
            member("TX-34", offices=[office("Nowhere", None, None), office("Half", 26.0, None)]),
            MATAMOROS,
        )
        is None
    )


def test_within_says_how_near_and_who_was_passed_over() -> None:
    some = member(
        "TX-34", offices=[MCALLEN, office("Nowhere", None, None), office("Neverwhere", None, None)]
    )
    assert within(some, MATAMOROS, miles=100).reason == (
        "the nearest district office, in McAllen, is 49.8 miles from the Matamoros camp: within 100 "
        "(passed over, without coordinates: Neverwhere and Nowhere)"
    )
    assert within(some, MATAMOROS, miles=100)
    assert not within(some, MATAMOROS, miles=40)
    assert "not within 40" in within(some, MATAMOROS, miles=40).reason
    none = within(member("TX-34"), MATAMOROS, miles=100)
    assert not none
    assert none.reason == "no district office whose distance from the Matamoros camp is known"


def test_guam_and_the_aleutians_have_near_offices_over_the_antimeridian() -> None:
    adak = Place(name="Attu", state="AK", latitude=52.9, longitude=172.9)
    recipient = member(
        "AK-AL",
        offices=[
            office("Adak", 51.88, -176.65, state="AK"),
            office("Juneau", 58.3, -134.4, state="AK"),
        ],
    )
    near = nearest_office(recipient, adak)
    assert near is not None
    assert (near.office.city, as_people_say(near.miles)) == ("Adak", "about 450 miles")


@pytest.mark.parametrize(
    ("state", "latitude", "longitude", "field", "says"),
    [
        ("IN", -86.15, 39.77, "latitude", "swapped: write latitude 39.77, longitude -86.15"),
        ("TX", 97, 32, "latitude", "swapped: write latitude 32, longitude -97"),
        ("TX", 31.76, 106.49, "longitude", "on the other side of the Earth: write -106.49"),
        ("AK", 61.2, 149.9, "longitude", "write -149.9"),
        ("GU", 13.47, -144.75, "longitude", "write 144.75"),
        ("TX", 40.7, -74, "latitude", "40.7, -74 does not lie in Texas: look the place up again"),
        ("TX", 31.76, -10.649, "latitude", "does not lie in Texas"),
        ("AK", 61.2, -100.0, "latitude", "does not lie in Alaska"),
        ("DC", 0, 0, "latitude", "does not lie in the District of Columbia"),
    ],
)
def test_coordinates_that_cannot_be_right_are_told(
    *, state: str, latitude: float, longitude: float, field: str, says: str
) -> None:
    told = doubtful_coordinates(latitude, longitude, state=state)
    assert told is not None
    assert (told.field, says in told.message) == (field, True)


@pytest.mark.parametrize(
    ("state", "latitude", "longitude"),
    [
        ("TX", 31.76, -106.49),
        ("AK", 52.9, 172.9),
        ("AK", 61.2, -149.9),
        ("GU", 13.44, 144.79),
        ("AS", -14.28, -170.7),
        ("ME", 44.9, -66.98),
    ],
)
def test_coordinates_may_be_right_on_both_sides_of_the_antimeridian(
    *, state: str, latitude: float, longitude: float
) -> None:
    assert doubtful_coordinates(latitude, longitude, state=state) is None


@needs_offices
def test_every_real_office_lies_in_its_state_but_one() -> None:
    members = yaml.load(OFFICES.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - makes only text
    offices = [
        office for member in members for office in member["offices"] if office.get("latitude")
    ]
    assert len(offices) > 1200
    doubts = [
        office["city"]
        for office in offices
        if doubtful_coordinates(
            float(office["latitude"]), float(office["longitude"]), state=office["state"]
        )
    ]
    assert doubts == ["Rock Island"]


# ---------------------------------------------------------------- finding one's members


def asked(query: str, *, table: DistrictTable | None, on: datetime.date = IN_119) -> Representation:
    """What Alabama, Texas and the District of Columbia answer."""
    some = [
        member(seat, last=last)
        for seat, last in (
            ("AL-06", "Six"),
            ("AL-07", "Seven"),
            ("AL-sen", "Beta"),
            ("AL-sen", "Alpha"),
        )
    ]
    some += [
        member("TX-sen", last="One"),
        member("DC-AL", last="Delegate"),
        member("AZ-02", last="Two"),
        member("NM-sen", last="Three"),
    ]
    return find(
        query,
        recipients=[*some, member("TX-34", last="Gone", term_end=datetime.date(2026, 8, 1))],
        table=table,
        on=on,
    )


def names(members: Iterable[Recipient]) -> list[str]:
    """Their surnames."""
    return [recipient.name.last for recipient in members]


def test_a_split_zip_holds_the_house_open_and_the_senators_are_certain(
    table: DistrictTable,
) -> None:
    found = asked("35005", table=table)
    assert list(map(str, found.seats)) == ["AL-06", "AL-07"]
    assert (names(found.representatives), names(found.senators), found.settled) == (
        ["Six", "Seven"],
        ["Alpha", "Beta"],
        False,
    )
    assert names(found.certain) == ["Alpha", "Beta"]
    assert found.notes == (
        f"ZIP 35005 is split between AL-06 and AL-07 by {table}, which over-reports splits; {SETTLING}.",
        "The senators of Alabama are certain; the House seat is held open.",
    )


def test_a_zip_in_two_states_leaves_the_senators_open_too(table: DistrictTable) -> None:
    found = asked("86515", table=table)
    assert found.states == ("AZ", "NM")
    assert found.certain == ()
    assert (
        "It lies in Arizona and New Mexico, so that the senators are not certain either."
        in found.notes
    )


def test_a_seat_needs_no_table_and_an_empty_one_is_said() -> None:
    found = asked("tx34", table=None)
    assert (list(map(str, found.seats)), found.vacant) == (["TX-34"], ("TX-34", "TX-sen"))
    assert names(found.certain) == ["One"]
    assert found.notes == (
        "The term of Pat Gone (TX-34) ended on August 1, 2026: run `letters recipients sync` for whoever came after.",
        "The recipients files hold no member for TX-sen: run `letters recipients sync`.",
    )


def test_of_a_whole_congress_an_empty_seat_is_vacant() -> None:
    everyone = [
        member(str(seat), last=f"N{number}") for number, seat in enumerate(sorted(all_seats()))
    ]
    everyone += [
        member(f"{state}-sen", last=name)
        for state in set(STATES) - WITHOUT_SENATORS
        for name in ("A", "B")
    ]
    without = [recipient for recipient in everyone if recipient.seat != "TX-34"]
    assert find("TX-34", recipients=everyone, table=None, on=IN_119).notes == ()
    assert find("TX-34", recipients=without, table=None, on=IN_119).notes == ("Vacant: TX-34.",)
    assert find("TX-33", recipients=without, table=None, on=IN_119).notes == ()
    assert (
        find("TX-33", recipients=everyone, table=None, on=IN_120)
        .notes[0]
        .startswith("The term of Pat N")
    )
    assert "Vacant" not in " ".join(find("TX-33", recipients=everyone, table=None, on=IN_120).notes)


def all_seats() -> list[Seat]:
    """Every seat of the House."""
    return [
        Seat(state, district)
        for state, seats in SEATS.items()
        for district in (range(1, seats + 1) if seats > 1 else [0])
    ]


def test_a_zip_plus_four_and_a_place_without_senators(table: DistrictTable) -> None:
    found = asked("20001-1234", table=table)
    assert (found.query, names(found.certain), found.settled, found.vacant) == (
        "20001-1234",
        ["Delegate"],
        True,
        (),
    )
    assert found.notes == ("The District of Columbia has no senators.",)


def test_an_unknown_zip_says_so(table: DistrictTable) -> None:
    found = asked("00101", table=table)
    assert (found.seats, found.certain, found.settled, found.senators_certain) == (
        (),
        (),
        False,
        False,
    )
    assert found.notes[0].startswith(
        "ZIP 00101 is not in the district table of the 119th Congress, as of 2024-11-12; a P.O. box"
    )


@pytest.mark.parametrize(
    ("zip_code", "seat", "state"),
    [
        ("96910", "GU-AL", "Guam"),
        ("96799", "AS-AL", "American Samoa"),
        ("96950", "MP-AL", "the Northern Mariana Islands"),
        ("82003", "WY-AL", "Wyoming"),
    ],
)
def test_a_zip_that_no_table_has_lies_in_its_state_all_the_same(
    zip_code: str, seat: str, state: str, table: DistrictTable
) -> None:
    for known, unknown in (
        (table, f"ZIP {zip_code} is not in {table}"),
        (None, f"ZIP {zip_code} is in no district table"),
    ):
        found = asked(zip_code, table=known)
        assert (list(map(str, found.seats)), found.settled) == ([seat], True)
        assert (
            found.notes[0]
            == f"{unknown}; its first digits are those of {state}, which has one seat."
        )


def test_of_a_larger_state_the_senators_are_certain_and_the_seat_is_open(
    table: DistrictTable,
) -> None:
    found = asked("73301", table=table)
    assert (found.seats, found.states, names(found.certain), found.settled) == (
        (),
        ("TX",),
        ["One"],
        False,
    )
    assert found.notes[0] == (
        f"ZIP 73301 is not in {table}; its first digits are those of Texas, whose senators are certain; "
        f"the House seat is held open: {SETTLING}."
    )


@pytest.mark.parametrize(("query", "meant"), [("2134", "02134"), (" 601 ", "00601")])
def test_a_zip_that_lost_its_zero_is_told_which_was_meant(query: str, meant: str) -> None:
    with pytest.raises(
        NotAZipOrSeatError,
        match=rf"did you mean {meant}\? \(a spreadsheet drops the zero in front\)",
    ):
        asked(query, table=None)


def test_a_split_territory_has_no_senators_to_be_certain_of(table: DistrictTable) -> None:
    odd = DistrictTable(
        119, None, "s", None, "zip-csv", "", {"20001": frozenset({Seat("DC", 0), Seat("DC", 1)})}
    )
    assert table.congress == odd.congress
    assert "are certain" not in " ".join(asked("20001", table=odd).notes)


def test_what_cannot_be_found_is_refused_with_the_reason(table: DistrictTable) -> None:
    with pytest.raises(NotAZipOrSeatError, match="neither a ZIP code nor a seat: write 78520"):
        asked("Brownsville", table=table)
    with pytest.raises(NoTableToFindInError, match="letters districts import"):
        asked("78520", table=None)
    with pytest.raises(NoSuchSeatError):
        asked("TX-39", table=table)


def test_by_old_lines_the_house_seat_is_held_open_and_the_rest_is_certain(
    table: DistrictTable,
) -> None:
    found = asked("78520", table=table, on=IN_120)
    assert (found.seats, found.representatives, found.states) == ((), (), ("TX",))
    assert "ZIP 78520 lies in TX-34 by old lines, and the House seat is held open" in found.notes[0]
    assert asked("99501", table=table, on=IN_120).seats == (Seat("AK", 0),)
    assert asked("20001", table=table, on=IN_120).seats == (Seat("DC", 0),)
    assert asked("TX-34", table=table, on=IN_120).seats == (Seat("TX", 34),)
    split = asked("86515", table=table, on=IN_120)
    assert (split.settled, split.senators_certain, split.states) == (False, False, ("AZ", "NM"))
    assert asked("99501", table=table, on=datetime.date(2033, 1, 5)).seats == ()
    assert asked("20001", table=table, on=datetime.date(2033, 1, 5)).seats == (Seat("DC", 0),)


@pytest.mark.slow
@needs_zccd
def test_the_real_table_finds_both_districts_of_a_split_zip(tmp_path: Path) -> None:
    report = import_table(ZCCD, target=tmp_path / "d.sqlite", congress=119)
    assert names(asked("35005", table=DistrictTable.open(report.target)).representatives) == [
        "Six",
        "Seven",
    ]


# ---------------------------------------------------------------- many people

PEOPLE = (
    "id,name,street,city,state,zip,phone\r\n"
    'a,=cmd|calc!A1,"1 Main St\r\nApt 2",Adamsville,al,35005-0001,555\r\n'
    "b,Bo,2 Elm St,Brownsville,TX,78520,\r\n"
    "c,Cy,3 Oak St,Laredo,TX,,\r\n"
    "d,Di,4 Ash St,Boston,MA,78520,\r\n"
)


def test_people_are_read_by_their_header(write: Callable[[str, str], Path]) -> None:
    people = read_people(write("people.csv", PEOPLE))
    assert [person.id for person in people] == ["a", "b", "c", "d"]
    assert people[0] == PersonAddress(
        "a", "=cmd|calc!A1", "1 Main St Apt 2", "Adamsville", "AL", "35005", line=2
    )
    assert people[1].line == 4
    assert [person.id for person in read_people(write("zips.csv", "ZIP\n78520\n79901\n"))] == [
        "1",
        "2",
    ]


def test_everything_wrong_with_a_list_of_people_is_told_at_once(
    write: Callable[[str, str], Path],
) -> None:
    file = write(
        "people.csv",
        "id,street,city,state,zip\na,1 X St,,,\na,,,Texas,2134\n,,,,78520\nb,,,,78520,,\nb,,,,78520\nb,,,,78521\n",
    )
    assert [
        str(problem).removeprefix(f"{file}:") for problem in problems_of(lambda: read_people(file))
    ] == [
        "2: zip: is empty, and there is no street, city and state to find the district by",
        "3: state: must be a two-letter postal code such as TX, not 'Texas'",
        "4: id: is empty: give each person an id, or leave the column out",
        "5: has 7 cells; the header names 5 columns",
        "7: id: 'b' stands on line 6 too: give each person one of their own",
    ]
    (problem,) = problems_of(lambda: read_people(write("gone", "zip").with_name("gone.csv")))
    assert "no such file" in problem.message
    (problem,) = problems_of(lambda: read_people(write("names.csv", "name,city\nBo,Brownsville\n")))
    assert "needed: zip" in problem.message


def test_everyone_on_a_list_gets_their_members(
    table: DistrictTable, write: Callable[[str, str], Path]
) -> None:
    people = read_people(write("people.csv", PEOPLE))
    some = [
        member("AL-06", last="Six"),
        member("AL-07", last="Seven"),
        member("TX-34", last="Gonzalez"),
        member("TX-28", last="Cuellar"),
    ]
    rows = find_all(
        people,
        recipients=some,
        table=table,
        on=IN_119,
        settled={"c": Seat("TX", 28), "b": Seat("TX", 28)},
    )
    assert [names(row.found.representatives) for row in rows] == [
        ["Six", "Seven"],
        ["Cuellar"],
        ["Cuellar"],
        ["Gonzalez"],
    ]
    assert (
        rows[1].found.notes[0]
        == "The street address lies in TX-28; the table gives ZIP 78520 to TX-34 only. The address counts."
    )
    assert (
        rows[3].found.notes[0]
        == "The address says MA, ZIP 78520 lies in TX: one of the two is wrong."
    )
    open_ones = find_all(people, recipients=some, table=table, on=IN_119)
    assert [person.id for person in to_settle(open_ones)] == ["a", "c"]
    assert (
        open_ones[2]
        .found.notes[0]
        .startswith(
            "No ZIP code; the address is in Texas, whose senators are certain; the House seat is"
        )
    )
    assert open_ones[2].found.states == ("TX",)
    nowhere = find_all(
        [PersonAddress("n", "", "", "", "", ""), PersonAddress("w", "", "", "", "WY", "")],
        recipients=some,
        table=table,
        on=IN_119,
    )
    assert [list(map(str, each.found.seats)) for each in nowhere] == [[], ["WY-AL"]]
    assert nowhere[0].found.notes == (f"No ZIP code; {SETTLING}.",)


def test_the_answer_for_a_list_is_a_sheet_in_which_nothing_runs(
    table: DistrictTable, write: Callable[[str, str], Path]
) -> None:
    people = read_people(write("people.csv", PEOPLE))
    text = found_csv(
        find_all(people[:1], recipients=[member("AL-06", last="Six")], table=table, on=IN_119)
    )
    header, row = csv.reader(io.StringIO(text, newline=""))
    assert dict(zip(header, row, strict=True)) | {"notes": ""} == {
        "id": "a",
        "name": "'=cmd|calc!A1",
        "zip": "35005",
        "settled": "no",
        "seats": "AL-06; AL-07",
        "representatives": "Pat Six",
        "senators": "",
        "vacant": "AL-07; AL-sen",
        "notes": "",
    }


@given(st.lists(st.lists(st.text(), min_size=2, max_size=4), min_size=1))
@example([["=1+1", "+1", "-1", "@SUM(A1)"], ["\t=1", "\r=1", "'=1", '"']])
def test_no_cell_that_we_write_is_run_and_each_is_read_back(rows: list[list[str]]) -> None:
    assume(
        all(
            not (cell.startswith("'") and cell[1:2] in set("=+-@\t\r"))
            for row in rows
            for cell in row
            if cell != "'=1"
        )
    )
    back = list(csv.reader(io.StringIO(files_csv.csv_text(rows), newline="")))
    assert all(
        not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in back for cell in row
    )
    kept = [[cell for cell in row if cell != "'=1"] for row in rows]
    assert [[files_csv.as_given(cell) for cell in row if cell != "'=1"] for row in back] == kept


# ---------------------------------------------------------------- the geocoder

BLOCKS = "GEOID,CDFP\n480610101001000,34\n480610101001000,34\n010730101001001,06\n010730101001002,07\n110010001011000,98\n090010001011000,ZZ\n"
ASKED = tuple(
    PersonAddress(f"{name}@example.org", "", "1 Main St", "Adamsville", "AL", "35005", line)
    for line, name in enumerate("abcdefgh", start=2)
)


def matched(line: int, block: str) -> str:
    """A line of the geocoder's answer for an address it knows."""
    parts = ",".join(f'"{part}"' for part in (block[:2], block[2:5], block[5:11], block[11:]))
    address = '"1 MAIN ST, ADAMSVILLE, AL, 35005","Match","Exact","1 MAIN ST, ADAMSVILLE, AL, 35005","-86.95,33.59","1234","L"'
    return f'"{line}",{address},{parts}\n'


ANSWER = (
    matched(2, "010730101001002")
    + matched(3, "480610101001000")
    + '"4","1 Main St, Adamsville, AL, ","No_Match"\n'
    + '"5","1 Main St","Tie"\n'
    + matched(6, "091100001011000")
    + matched(7, "090010001011000")
    + matched(8, "110010001011000")
    + matched(9, "010730101001001")
    + matched(9, "010730101001002")
    + matched(2, "010730101001002")
)


def settle(answer: Path, blocks: Blocks) -> GeocodeResult:
    return geocode_in([answer], people=ASKED, file=Path("people.csv"), blocks=blocks)


def test_the_geocoders_input_has_no_header_lines_for_ids_five_columns_and_nothing_that_runs(
    write: Callable[[str, str], Path],
) -> None:
    file = write("people.csv", PEOPLE.replace("1 Main", "=1 Main").replace("c,Cy", "c/o Cy,Cy"))
    (text,) = geocode_out(read_people(file), file=file)
    assert list(csv.reader(io.StringIO(text))) == [
        ["2", "'=1 Main St Apt 2", "Adamsville", "AL", "35005"],
        ["4", "2 Elm St", "Brownsville", "TX", "78520"],
        ["5", "3 Oak St", "Laredo", "TX", ""],
        ["6", "4 Ash St", "Boston", "MA", "78520"],
    ]


def test_people_without_an_address_are_named_with_their_lines(
    write: Callable[[str, str], Path],
) -> None:
    file = write("people.csv", "id,street,city,zip\na,,,78520\n")
    (problem,) = problems_of(lambda: geocode_out(read_people(file), file=file))
    assert str(problem) == f"{file}:2: street: has no street: the geocoder needs one"
    nowhere = [PersonAddress("z", "", "1 Main St", "Laredo", "", "", line=9)]
    (problem,) = problems_of(lambda: geocode_out(nowhere, file=file))
    assert (problem.line, problem.message) == (
        9,
        "has neither a ZIP code nor city and state: the geocoder needs one of them",
    )


def test_more_than_ten_thousand_addresses_are_several_files() -> None:
    people = [
        PersonAddress(f"p{number}", "", "1 Main St", "Laredo", "TX", "78040", number)
        for number in range(MOST_ADDRESSES + 1)
    ]
    texts = geocode_out(people, file=Path("people.csv"))
    assert [len(text.splitlines()) for text in texts] == [10_000, 1]
    assert texts[1] == "10000,1 Main St,Laredo,TX,78040\r\n"
    assert [path.name for path in numbered(Path("geocoder.csv"), texts=2)] == [
        "geocoder-1.csv",
        "geocoder-2.csv",
    ]
    assert numbered(Path("one.csv"), texts=1) == (Path("one.csv"),)
    assert numbered(Path("none.csv"), texts=0) == ()


def stored(blocks: Path) -> Blocks:
    """The blocks as they are after an import."""
    import_blocks(blocks, target=blocks.with_name("d.sqlite"))
    return BlockStore.open(blocks.with_name("d.sqlite"), on=IN_119)


@pytest.mark.parametrize("kept", [BlockFile.of, stored])
def test_the_geocoders_answer_settles_districts_and_says_who_stays_open(
    write: Callable[[str, str], Path], kept: Callable[[Path], Blocks]
) -> None:
    answer = write("answer.csv", ANSWER)
    whole = "take the file of the whole country, and ask the geocoder for the vintage Census2020_Current"
    settled = settle(answer, kept(write("NationalCD119.txt", BLOCKS)))
    assert settled.congress == 119
    assert {person.partition("@")[0]: str(seat) for person, seat in settled.seats.items()} == {
        "a": "AL-07",
        "b": "TX-34",
        "g": "DC-AL",
    }
    assert [str(problem) for problem in settled.problems] == [
        "people.csv:4: warning: the geocoder does not know the address (No_Match): correct it, or ask the person",
        "people.csv:5: warning: the geocoder knows several such addresses (Tie): add the ZIP code or the direction of the street",
        f"people.csv:6: warning: block 091100001011000 is in no district that is known: {whole}",
        "people.csv:7: warning: block 090010001011000 lies in no district",
        f"people.csv:9: warning: has two answers that differ, {answer}:8 and {answer}:9: neither is used",
    ]


@pytest.mark.parametrize(
    ("answer", "line", "says"),
    [
        ("id,street,city,state,zip\n", 1, "is no line of the geocoder's answer"),
        (
            '"2","1 Main St","Match","Exact","1 MAIN ST","-86,33","1","L"\n',
            1,
            "has no census block: upload the file under",
        ),
        ('"2","1 Main St","Match","Exact"\n', 1, "has 4 cells; a matched line has 12"),
        (
            matched(2, "010730101001002") + matched(3, "480610101001000").replace('"061"', '"61"'),
            2,
            "a spreadsheet may have dropped zeros",
        ),
        (matched(2, "010730101001002") + '"3","1\n', 2, "the quotation marks do not match"),
        (
            matched(99, "010730101001002"),
            1,
            "line '99' of people.csv has not the address '1 MAIN ST, ADAMSVILLE, AL, 35005'",
        ),
        (
            matched(2, "010730101001002").replace("1 MAIN ST, A", "2 MAIN ST, A", 1),
            1,
            "line '2' of people.csv has not the address '2 MAIN ST",
        ),
        (
            '"ana@example.org","1 Main St","Tie"\n',
            1,
            "name with --people the list that was asked about, as it was then",
        ),
        ("", 0, "is empty"),
    ],
)
def test_an_answer_that_no_geocoder_gave_or_to_other_people_is_refused(
    write: Callable[[str, str], Path], answer: str, line: int, says: str
) -> None:
    file = write("answer.csv", answer)
    (problem,) = problems_of(lambda: settle(file, BlockFile.of(write("cd119.txt", BLOCKS))))
    assert (problem.file, problem.line) == (str(file), line)
    assert says in problem.message


@pytest.mark.parametrize(
    ("name", "blocks", "congress", "line", "says"),
    [
        ("cd119.txt", SMALL, None, 1, "is no block equivalency file"),
        ("blocks.txt", BLOCKS, None, 0, "add --congress 119"),
        ("cd118.txt", BLOCKS, 119, 0, "mixes Congresses"),
        ("cd119.txt", "BLOCKID,CD118\n010730101001002,07\n", None, 0, "mixes Congresses"),
        (
            "cd119.txt",
            "GEOID,CDFP\n10730101001002,07\n",
            None,
            2,
            "must be a block of 15 digits and a district, not '10730101001002,07'",
        ),
        ("cd119.txt", BLOCKS.replace("002,07", "002,17"), None, 5, "AL has no district 17"),
        (
            "cd119.txt",
            BLOCKS.replace("002,07", "002,07\n010730101001002,06"),
            None,
            6,
            "puts block 010730101001002 into a second district",
        ),
        ("cd119.txt", BLOCKS.encode() + b"\xff\n", None, 0, "is not UTF-8"),
        ("cd119.txt", BLOCKS + '"0', None, 8, "the quotation marks do not match"),
    ],
)
def test_a_file_that_is_no_block_equivalency_is_refused_and_nothing_is_kept_of_it(
    write: Callable[[str, str | bytes], Path],
    tmp_path: Path,
    name: str,
    blocks: str | bytes,
    congress: int | None,
    line: int,
    says: str,
) -> None:
    answer = write("answer.csv", matched(2, "010730101001002"))
    file, target = write(name, blocks), tmp_path / "d.sqlite"
    for attempt in (
        lambda: settle(answer, BlockFile.of(file, congress=congress)),
        lambda: import_blocks(file, target=target, congress=congress),
    ):
        (problem,) = problems_of(attempt)
        assert (problem.file, problem.line) == (str(file), line)
        assert says in f"{problem.field}: {problem.message}"
    assert not target.exists()


def test_of_many_wrong_lines_the_first_are_told(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    file = write("cd119.txt", "GEOID,CDFP\n" + "1,2\n" * 500)
    assert (
        len(problems_of(lambda: import_blocks(file, target=tmp_path / "d.sqlite")))
        == MOST_PROBLEMS + 1
    )


def test_two_files_that_were_joined_are_out_of_order_or_told(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    file = write("cd119.txt", BLOCKS + "010730101001002,06\n")
    (problem,) = problems_of(lambda: import_blocks(file, target=tmp_path / "d.sqlite"))
    assert "the blocks of a tract must stand together" in problem.message
    (problem,) = problems_of(
        lambda: settle(write("answer.csv", matched(2, "010730101001002")), BlockFile.of(file))
    )
    assert (problem.line, "into a second district" in problem.message) == (8, True)


def test_a_file_of_blocks_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_of(lambda: BlockFile.of(tmp_path / "gone.txt"))
    assert "no such file" in problem.message


def test_a_file_of_blocks_may_name_its_congress_in_the_header_or_be_told(
    write: Callable[[str, str], Path],
) -> None:
    assert (
        BlockFile.of(write("blocks.txt", "BLOCKID, CD119\n010730101001002,07\n\n")).congress == 119
    )
    assert BlockFile.of(write("plain.txt", BLOCKS), congress=120).congress == 120


def test_blocks_and_zip_codes_lie_side_by_side_each_of_its_congress(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "d.sqlite"
    blocks, zips = write("NationalCD119.txt", BLOCKS), write("t.csv", SMALL)
    report = import_blocks(blocks, target=target)
    assert str(report) == "5 blocks in 4 states and territories; 119th Congress"
    with pytest.raises(NoDistrictTableError):
        DistrictTable.open(target)
    import_table(zips, target=target, congress=119)
    import_blocks(write("NationalCD120.txt", BLOCKS.replace(",34", ",35")), target=target)
    import_table(zips, target=target, congress=119)
    import_blocks(blocks, target=target)
    assert len(DistrictTable.open(target).seats) == 10
    block = "480610101001000"
    found = [
        BlockStore.open(target, on=on).seats_of({block, "480610101001999", "990000000000000"})
        for on in (IN_119, IN_120)
    ]
    assert found == [{block: Seat("TX", 34)}, {block: Seat("TX", 35)}]


def test_blocks_that_nobody_loaded_are_missed(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    with pytest.raises(NoBlocksError, match="no blocks of the 119th Congress are there"):
        BlockStore.open(tmp_path / "d.sqlite", on=IN_119)
    import_table(write("t.csv", SMALL), target=tmp_path / "d.sqlite", congress=119)
    with pytest.raises(NoBlocksError, match="or name it with --blocks FILE"):
        BlockStore.open(tmp_path / "d.sqlite", on=IN_119)
