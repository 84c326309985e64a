"""Tables of ZIP codes and districts: imported, stored and asked."""

import datetime
import pickle
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.congress.districts.table import DistrictTable
from generator.congress.seats import Seat, listed
from generator.states import JURISDICTIONS, SEATS
from tests.congress.districts.makers import (
    HEADER,
    IN_119,
    IN_120,
    SMALL,
    ZCCD,
    every_seat,
    needs_zccd,
    origin_of,
)
from tests.support.districts import import_table


def test_a_table_answers_with_every_district_of_a_zip(table: DistrictTable) -> None:
    assert set(map(str, table.districts_of("35005"))) == {"AL-06", "AL-07"}
    assert table.districts_of("78520-1234") == frozenset({Seat("TX", 34)})
    assert table.districts_of("20001") == frozenset({Seat("DC", 0)})
    assert table.districts_of("00601") == frozenset({Seat("PR", 0)})
    assert table.districts_of("99999") == frozenset()
    assert table.districts_of("no zip") == frozenset()


def test_a_table_records_where_it_comes_from(table: DistrictTable, tmp_path: Path) -> None:
    assert (table.congress, table.as_of) == (119, datetime.date(2024, 11, 12))
    assert origin_of(tmp_path / "districts.sqlite") == (119, "a test", None, "zip-csv", 12)
    assert str(table) == "the district table of the 119th Congress, as of 2024-11-12"
    assert pickle.loads(pickle.dumps(table)) == table  # noqa: S301 - our own bytes; workers get the table so


def test_an_import_reports_its_numbers_and_what_it_does_not_know(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "new" / "d.sqlite"
    report = import_table(write("t.csv", SMALL + "\n04,AZ,86515,ZZ\n"), target=target, congress=119)
    assert str(report) == (
        "12 rows, 10 ZIP codes in AK, AL, AZ, DC, NM, PR, TX, 2 of them (20 %) in more than "
        "one district; 119th Congress"
    )
    assert report.skipped == {"no district holds the area (ZZ)": 1}
    assert {problem.severity for problem in report.warnings} == {"warning"}
    assert [problem.code for problem in report.warnings] == [
        "table-without-date",
        "table-without-licence",
        "states-missing",
    ]
    assert str(DistrictTable.open(target)) == "the district table of the 119th Congress"


def test_a_table_that_lacks_states_or_shrinks_or_strays_gets_a_warning(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    def told(rows: Iterable[str], name: str = "d.sqlite") -> list[str]:
        file = write("t.csv", "state_abbr,zcta,cd\n" + "".join(rows))
        day = datetime.date(2024, 11, 12)
        report = import_table(
            file, target=tmp_path / name, congress=119, as_of=day, licence="none", replace=True
        )
        return [problem.message for problem in report.warnings]

    codes = {
        state: f"{JURISDICTIONS[state].zip_codes.partition(' ')[0].partition('-')[0]}01"[:5]
        for state in SEATS
    }
    whole = [f"{state},{code},{1 if SEATS[state] > 1 else 0}\n" for state, code in codes.items()]
    assert told(whole) == []
    assert told([row for row in whole if not row.startswith(("TX", "OH", "WY"))], "other") == [
        ("holds no ZIP code of Ohio and Texas, so people there get no district: was it cut short?"),
    ]
    assert told([*whole, *(f"AL,350{number:02},1\n" for number in range(10, 20))]) == []
    assert told(["AL,35001,1\n"]) == [
        (
            "leaves 56 ZIP codes of the 66 that were there: "
            "import the former table again if this is a part"
        )
    ]
    assert told([*whole, "TX,35099,1\n", "AL,35005,1\n", "GA,35005,2\n"]) == [
        (
            "puts 1 ZIP code into another state than their digits say, such as 35099 in TX: "
            "some serve a border"
        )
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


@pytest.mark.slow
@needs_zccd
def test_the_real_table_comes_in_whole_and_answers_for_all_its_zips(tmp_path: Path) -> None:
    target = tmp_path / "d.sqlite"
    report = import_table(ZCCD, target=target, congress=119)
    assert str(report).startswith("42,033 rows, 33,774 ZIP codes")
    assert report.split == 7_299
    real = DistrictTable.open(target)
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


OLD_ROWS = (
    HEADER + "48,TX,79922,16\n35,NM,79922,2\n48,TX,78520,34\n35,NM,87001,1\n04,AZ,85701,6\n"
    "04,AZ,85701,7\n04,AZ,85621,7\n50,VT,05401,0\n"
)


@pytest.mark.parametrize(
    ("new", "zip_code", "lines"),
    [
        # A state that is loaded alone, and the half of a border ZIP code in its neighbor.
        ("48,TX,79922,23\n", "79922", {"TX-23": 120, "NM-02": 119}),
        ("35,NM,79922,2\n", "79922", {"NM-02": 120, "TX-16": 119}),
        ("48,TX,79922,23\n35,NM,79922,2\n", "79922", {"TX-23": 120, "NM-02": 120}),
        # The new table has both states, and puts the ZIP code into one of them.
        ("48,TX,79922,23\n35,NM,87001,1\n", "79922", {"TX-23": 120}),
        # A ZIP code that the new table does not have, although it has others of the state.
        ("48,TX,79922,23\n", "78520", {"TX-34": 119}),
        ("04,AZ,85701,7\n", "85621", {"AZ-07": 119}),
        # No longer split.
        ("04,AZ,85701,7\n", "85701", {"AZ-07": 120}),
        ("04,AZ,85701,7\n", "05401-1234", {"VT-AL": 119}),
        ("04,AZ,85701,7\n", "99999", {}),
    ],
)
def test_a_zip_code_has_the_lines_of_the_letters_congress_where_they_are_loaded(
    write: Callable[[str, str], Path],
    tmp_path: Path,
    new: str,
    zip_code: str,
    lines: dict[str, int],
) -> None:
    target = tmp_path / "d.sqlite"
    import_table(write("old.csv", OLD_ROWS), target=target, congress=119)
    import_table(write("new.csv", HEADER + new), target=target, congress=120)
    table = DistrictTable.open(target, on=IN_120)
    assert {str(seat): congress for seat, congress in table.lines_of(zip_code).items()} == lines
    assert {str(seat) for seat in table.districts_of(zip_code)} == lines.keys()
    old = DistrictTable.open(target, on=IN_119)
    assert set(old.lines_of("78520").values()) == {119}


TEXAS = HEADER + "".join(f"48,TX,{code},{1 + code % 26}\n" for code in range(75001, 75101))
MOVED = TEXAS.replace("75050,15\n", "75050,2\n")


@pytest.mark.parametrize(
    ("new", "copied"),
    [
        (TEXAS, {"TX": 119}),
        # A few ZIP codes less, or more: still the old table.
        (TEXAS.replace("48,TX,75001,18\n", ""), {"TX": 119}),
        (TEXAS + "48,TX,76001,1\n48,TX,76002,1\n", {"TX": 119}),
        # Lines that moved, if only in one ZIP code.
        (MOVED, {}),
        (TEXAS + "48,TX,75001,2\n", {}),
        # A short list agrees by chance.
        ("".join(TEXAS.splitlines(keepends=True)[:41]), {}),
        # Of a state whose lines did not move the rows have to be the same.
        (TEXAS.replace("48,TX", "36,NY").replace("750", "100"), {}),
    ],
)
def test_the_old_table_under_a_new_number_is_recognized_in_redrawn_states(
    write: Callable[[str, str], Path], tmp_path: Path, new: str, copied: dict[str, int]
) -> None:
    assert MOVED != TEXAS
    target = tmp_path / "d.sqlite"
    old = TEXAS.replace("48,TX", "36,NY").replace("750", "100") if "NY" in new else TEXAS
    import_table(write("old.csv", old), target=target, congress=119)
    report = import_table(write("new.csv", new), target=target, congress=120)
    table = DistrictTable.open(target, on=IN_120)
    assert table.copied == copied
    codes = {problem.code for problem in report.warnings}
    assert ("table-of-another-congress" in codes) == bool(copied)
    # In either order of the two imports.
    other = tmp_path / "other.sqlite"
    import_table(write("new.csv", new), target=other, congress=120)
    import_table(write("old.csv", old), target=other, congress=119)
    assert DistrictTable.open(other, on=IN_120).copied == copied
    assert DistrictTable.open(other, on=IN_119).copied == {}
