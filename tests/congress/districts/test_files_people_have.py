"""Tables as HUD, contact programs, states and map makers write them: read as what they say."""

import datetime
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from generator.congress.districts.blocks import BlockFile, BlockStore
from generator.congress.districts.formats import congress_in, hud_quarter, read_district_file
from generator.congress.districts.imports import import_files
from generator.congress.districts.table import DistrictTable
from generator.congress.districts.table_import import TableFacts
from generator.congress.seats import Seat
from generator.errors import FilesAreWrongError
from tests.congress.districts.makers import BLOCKS, HEADER, IN_119, problems_of
from tests.support.districts import import_blocks, import_table

HUD = "ZIP,CD,USPS_ZIP_PREF_CITY,USPS_ZIP_PREF_STATE,RES_RATIO,BUS_RATIO,OTH_RATIO,TOT_RATIO\n"
CROSSWALK = (
    HUD + "00601,7298,ADJUNTAS,PR,1,1,1,1\n78520,4834,BROWNSVILLE,TX,1,1,1,1\n"
    "20001,1198,WASHINGTON,DC,1,1,1,1\n99501,0200,ANCHORAGE,AK,1,1,1,1\n"
    "35005,0106,ADAMSVILLE,AL,0.999,0.9,0.8,0.998\n35005,0107,ADAMSVILLE,AL,0.001,0.1,0.2,0.002\n"
    "22350,5108,ALEXANDRIA,VA,0,1,1,1\n"
)
BORDERS = {"00601": "PR-AL", "78520": "TX-34", "20001": "DC-AL", "99501": "AK-AL"}


def seats_of(file: Path, *, congress: int = 119) -> dict[str, str]:
    """The seats of each ZIP code, in words."""
    content = read_district_file(file, congress=congress)
    return {
        zip_code: " ".join(map(str, sorted(found))) for zip_code, found in content.seats.items()
    }


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


LISTS: Mapping[str, str] = {
    "seats": "zip,district\n78520,TX-34\n35005,AL-06\n35005,AL-07\n99501,AK-AL\n",
    "a state": "zip_code,state,district\n78520,TX,34\n35005,AL,6\n35005,AL,07\n99501,AK,AL\n",
    "capitals": (
        "ZIP Code,State,Congressional District\n"
        "78520,TX,TX34\n35005,AL,AL 6\n35005,AL,al-7\n99501,AK,AK-00\n"
    ),
    "semicolons and words": (
        "Zip;State;District\n"
        "78520;Texas;34th\n35005;Alabama;District 6\n35005;Alabama;CD-7\n99501;Alaska;At-Large\n"
    ),
    "tabs and floats": (
        "Postal Code\tState\tCD119\n"
        "78520\ttx\t34.0\n35005\tal\t6.0\n35005\tal\t7.0\n99501\tak\t0.0\n"
    ),
    "a byte order mark, quotes and numbers of states": (
        '\ufeff"zip","cd"\r\n'
        '" 78520 ","4834"\r\n"35005","0106"\r\n"35005","0107"\r\n"99501","0200"\r\n'
    ),
    "marks of text": (
        'zip5,seat\n="78520",TX-034\n="35005",AL_06\n\'35005,Alabama 7\n99501-1234,AK-01\n'
    ),
    "numbers of states": "state_fips,zcta5,cd\n48,78520,34\n1,35005,6\n01,35005,7\n2,99501,00\n",
    "dashes": "zip,cd\n78520,TX–34\n35005,AL—06\n35005,AL−7\n99501,AK–AL\n",
    "pipes": "zip|state|cd119fp\n78520|48|34\n35005|1|06\n35005|01|07\n99501|2|00\n",
    "empty cells": (
        "zip,state,district,note,\n78520,TX,34,x,\n35005,AL,6,,\n35005,AL,7,,\n99501,AK,AL,,,\n"
    ),
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_list_of_zip_codes_and_seats_is_read_by_its_columns(
    text: str, write: Callable[[str, str], Path]
) -> None:
    expected = {"78520": "TX-34", "35005": "AL-06 AL-07", "99501": "AK-AL"}
    assert seats_of(write("contacts.txt", text)) == expected


CROSSWALKS: Mapping[str, tuple[str, str]] = {
    "as published": ("ZIP_CD_122025.csv", CROSSWALK),
    "without city and state": (
        "zip_cd_062019.csv",
        (
            "zip,cd,res_ratio,bus_ratio,oth_ratio,tot_ratio\n"
            "00601,7298,1,1,1,1\n78520,4834,1,1,1,1\n20001,1198,1,1,1,1\n99501,0200,1,1,1,1\n"
            "35005,0106,.999,1,1,.999\n35005,0107,.001,0,0,.001\n22350,5108,0,1,1,1\n"
        ),
    ),
    "from the interface": (
        "answer.csv",
        CROSSWALK.replace("CD,USPS", "GEOID,USPS"),
    ),
    "semicolons and decimal commas": (
        "hud.csv",
        CROSSWALK.replace(",", ";").replace("0.", "0,"),
    ),
}


@pytest.mark.parametrize(("name", "text"), CROSSWALKS.values(), ids=CROSSWALKS)
def test_the_crosswalk_of_hud_gives_seats_and_shares_that_decide_nothing(
    name: str, text: str, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    file = write(name, text)
    assert seats_of(file) == BORDERS | {"35005": "AL-06 AL-07", "22350": "VA-08"}
    import_table(file, target=tmp_path / "d.sqlite", congress=119)
    table = DistrictTable.open(tmp_path / "d.sqlite")
    assert table.districts_of("35005") == {Seat("AL", 6), Seat("AL", 7)}
    assert table.largest_share("35005-1234") == pytest.approx(0.999)
    assert (table.largest_share("78520"), table.largest_share("99999")) == (1, 0)
    (words,) = table.shares_in_words("35005")
    assert words.startswith("Of residential addresses: AL-06 over 99 %, AL-07 under 1 % (HUD USPS")
    assert table.shares_in_words("22350") == table.shares_in_words("78520") == ()


def test_the_quarter_of_a_crosswalk_is_that_of_its_name(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    import_table(write("ZIP_CD_122025.csv", CROSSWALK), target=tmp_path / "d.sqlite", congress=119)
    table = DistrictTable.open(tmp_path / "d.sqlite")
    assert table.as_of == datetime.date(2025, 12, 31)
    assert "(HUD USPS ZIP Code crosswalk, 4th quarter 2025)" in table.shares_in_words("35005")[0]
    assert hud_quarter("zip_cd_032024.xlsx")[1] == datetime.date(2024, 3, 31)
    assert hud_quarter("mine.csv") == ("HUD USPS ZIP Code crosswalk", None)
    # 122 is the month and the first digit of the year, and no Congress.
    assert congress_in("ZIP_CD122025.csv") is None
    assert (congress_in("48_TX_CD120.txt"), congress_in("tab20_cd11820_x.txt")) == (120, 118)


def test_a_workbook_gives_the_same_as_the_csv(tmp_path: Path) -> None:
    rows = [line.split(",") for line in CROSSWALK.splitlines()]
    expected = BORDERS | {"35005": "AL-06 AL-07", "22350": "VA-08"}
    assert seats_of(workbook(tmp_path / "text.xlsx", rows)) == expected
    # As a spreadsheet has them after it took all cells for numbers: 601, 7298, 200, 106.
    numbers: list[list[object]] = [[_number(cell) for cell in row] for row in rows]
    file = workbook(tmp_path / "numbers.xlsx", numbers)
    assert seats_of(file) == expected
    (warning,) = read_district_file(file, congress=119).warnings
    assert (warning.code, warning.message[:2]) == ("zeros-put-back", "1 ")
    # Known by its content, whatever its name is.
    assert seats_of(file.rename(tmp_path / "numbers.csv")) == expected


def _number(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return cell


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((601, "TX", 34), "zip-without-zero"),
        ((601, None, "TX-34"), "zip-without-zero"),
        ((12, "PR", 98), "not-a-zip"),
        ((78520, None, 616), "not-a-district"),
    ],
)
def test_a_zero_is_not_put_back_where_the_state_does_not_prove_it(
    row: Sequence[object], code: str, tmp_path: Path
) -> None:
    file = workbook(tmp_path / "t.xlsx", [("zip", "state", "district"), row])
    (problem,) = problems_of(lambda: read_district_file(file, congress=119))
    assert (problem.file, problem.line, problem.code) == (str(file), 2, code)


def test_a_zip_code_of_which_rows_are_missing_decides_no_seat(
    write: Callable[[str, str], Path],
) -> None:
    # A filter on one district leaves 60 % of a ZIP code, which would look like all of it.
    cut = HUD + "35005,0106,A,AL,0.6,0.6,0.6,0.6\n78520,4834,B,TX,1,1,1,1\n"
    content = read_district_file(write("hud.csv", cut), congress=119)
    assert set(content.seats) == {"78520"}
    ((reason, count),) = content.skipped.items()
    assert (reason.endswith("so that rows of it are missing"), count) == (True, 1)
    blank = "zip,district\n35005,AL-06\n35005,\n,TX-34\n78520,TX-34\n"
    content = read_district_file(write("crm.csv", blank), congress=119)
    assert set(content.seats) == {"78520"}
    assert sum(content.skipped.values()) == 3


def test_the_crosswalk_of_districts_gives_no_shares_of_zip_codes(
    write: Callable[[str, str], Path],
) -> None:
    text = "CD,ZIP,RES_RATIO,TOT_RATIO\n0106,35005,0.02,0.02\n0107,35005,0.01,0.01\n"
    content = read_district_file(write("CD_ZIP_122025.csv", text), congress=119)
    assert content.seats == {"35005": {Seat("AL", 6): None, Seat("AL", 7): None}}


def test_of_two_district_columns_the_given_congress_chooses(
    write: Callable[[str, str], Path],
) -> None:
    file = write("t.csv", "zip,state,cd118,cd119\n35005,AL,6,7\n")
    assert seats_of(file, congress=118) == {"35005": "AL-06"}
    assert seats_of(file, congress=119) == {"35005": "AL-07"}
    (problem,) = problems_of(lambda: read_district_file(file))
    assert problem.code == "several-columns"


# ---------------------------------------------------------------- blocks

_CENSUS = BLOCKS.splitlines(keepends=True)
BLOCK_LISTS: Mapping[str, str] = {
    "Census Bureau": BLOCKS,
    "no header": "".join(_CENSUS[1:]),
    "Dave's Redistricting": BLOCKS.replace("GEOID,CDFP", "GEOID20,District"),
    "Texas": BLOCKS.replace("GEOID,CDFP", "SCTBKEY,DISTRICT"),
    "semicolons": BLOCKS.replace("GEOID,CDFP", "BLOCKID20;CD119FP").replace(",", ";"),
    "words": BLOCKS.replace("GEOID,CDFP", '\ufeff"Block","Congressional District"'),
    "data.census.gov": BLOCKS.replace("GEOID,CDFP", "GEO_ID,CD").replace("\n4", "\n1000000US4"),
    "floats": BLOCKS.replace(",34", ",34.0").replace(",98", ",00"),
    "seats": BLOCKS.replace(",34", ",TX-34").replace(",06", ",AL-6"),
    "by district": _CENSUS[0] + "".join(sorted(_CENSUS[1:], key=lambda line: line[-3:])),
    "unfinished map": BLOCKS.replace("ZZ", ""),
    "tabs": BLOCKS.replace(",", "\t"),
    "a year, and 1 for an only district": BLOCKS.replace("CDFP", "CONG2026").replace(",98", ",1"),
}


@pytest.mark.parametrize("text", BLOCK_LISTS.values(), ids=BLOCK_LISTS)
def test_a_list_of_blocks_is_read_by_its_columns(
    text: str, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    file, target = write("plan.csv", text), tmp_path / "d.sqlite"
    report = import_blocks(file, target=target, congress=119)
    assert report.blocks == {"TX": 1, "AL": 2, "DC": 1, "CT": 1}
    wanted = {line[:15] for line in BLOCKS.splitlines()[1:]}
    expected = {
        "480610101001000": Seat("TX", 34), "010730101001001": Seat("AL", 6),
        "010730101001002": Seat("AL", 7), "110010001011000": Seat("DC", 0), "090010001011000": None,
    }  # fmt: skip
    assert BlockStore.open(target, on=IN_119).seats_of(wanted) == expected
    assert BlockFile.of(file, congress=119).seats_of(wanted) == expected


def test_blocks_of_a_workbook_are_read(tmp_path: Path) -> None:
    file = workbook(tmp_path / "p.xlsx", [("GEOID20", "District"), (480610101001000, 34)])
    assert BlockFile.of(file, congress=120).seats_of({"480610101001000"}) == {
        "480610101001000": Seat("TX", 34)
    }
    # The zero of Alabama's 01 was dropped, and no other cell proves it.
    lost = workbook(tmp_path / "q.xlsx", [("GEOID20", "District"), (10730101001001, 6)])
    (problem,) = problems_of(lambda: BlockFile.of(lost, congress=120).seats_of(set()))
    assert (problem.line, problem.code) == (2, "not-a-census-block")


def test_the_order_of_a_long_list_of_blocks_does_not_matter(
    write: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.congress.districts.blocks._LINES_AT_ONCE", 2)
    lines = [f"4806101010010{number:02},{34 + number % 3}\n" for number in range(20)]
    for name, ordered in (("a", lines), ("b", sorted(lines, key=lambda line: line[-3:]))):
        file = write("plan.csv", "GEOID,CD\n" + "".join(ordered))
        report = import_blocks(file, target=tmp_path / name, congress=119, source="s")
        assert report.blocks == {"TX": 20}
    found = [
        BlockStore.open(tmp_path / name, on=IN_119).seats_of({"480610101001000"}) for name in "ab"
    ]
    assert found[0] == found[1]
    twice = write("twice.csv", "GEOID,CD\n" + "".join(lines) + lines[0].replace("34", "35"))
    (problem,) = problems_of(lambda: import_blocks(twice, target=tmp_path / "c", congress=119))
    assert problem.code == "block-in-two-districts"


# ---------------------------------------------------------------- states add up

TEXAS, ALABAMA = HEADER + "48,TX,78520,34\n48,TX,79901,16\n", HEADER + "01,AL,35005,6\n"


def test_states_add_up_and_a_contradiction_asks(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "d.sqlite"
    import_table(write("tx.csv", TEXAS), target=target, congress=119, source="tx")
    import_table(write("al.csv", ALABAMA), target=target, congress=119, source="al")
    assert len(DistrictTable.open(target).seats) == 3
    before = target.read_bytes()
    # Of the new lines one ZIP code has another district, one is no longer there, and one is new.
    new = write("new.csv", HEADER + "48,TX,78520,15\n48,TX,78521,34\n")
    (problem,) = problems_of(lambda: import_table(new, target=target, congress=119))
    assert (problem.file, problem.code) == (str(new), "already-loaded")
    assert "Texas (1 of 2 ZIP codes, loaded from tx): add --replace" in problem.message
    assert target.read_bytes() == before
    import_table(new, target=target, congress=119, replace=True)
    table = DistrictTable.open(target)
    assert {code: str(*found) for code, found in table.seats.items()} == {
        "35005": "AL-06", "78520": "TX-15", "78521": "TX-34",
    }  # fmt: skip
    assert table.sources == {"AL": "al", "TX": "new.csv"}


def test_blocks_of_states_add_up_and_a_contradiction_asks(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "d.sqlite"
    lists = {
        "48_TX_CD119.txt": "GEOID,CDFP\n480610101001000,34\n480610101001001,34\n",
        "01_AL_CD119.txt": "GEOID,CDFP\n010730101001001,06\n",
    }
    for name, text in lists.items():
        import_blocks(write(name, text), target=target)
    wanted = {"480610101001000", "480610101001001", "010730101001001"}
    store = BlockStore.open(target, on=IN_119)
    assert len(store.seats_of(wanted)) == 3
    plan = write("plan.csv", "GEOID20,District\n480610101001000,15\n")
    (problem,) = problems_of(lambda: import_blocks(plan, target=target, congress=119))
    assert problem.code == "already-loaded"
    assert "Texas (1 blocks, loaded from U.S. Census Bureau" in problem.message
    import_blocks(plan, target=target, congress=119, replace=True)
    assert store.seats_of(wanted) == {
        "480610101001000": Seat("TX", 15), "010730101001001": Seat("AL", 6),
    }  # fmt: skip


def test_a_neighbor_in_the_file_of_a_state_neither_hides_nor_replaces_the_neighbor(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "d.sqlite"
    # 86515 has the digits of Arizona and lies partly in New Mexico.
    mexico = HEADER + "35,NM,86515,3\n35,NM,87101,1\n"
    arizona = HEADER + "04,AZ,86515,2\n35,NM,86515,3\n04,AZ,85621,7\n"
    import_table(write("nm.csv", mexico), target=target, congress=119, source="nm")
    import_table(write("az.csv", arizona), target=target, congress=119, source="az", replace=True)
    table = DistrictTable.open(target)
    assert set(map(str, table.districts_of("86515"))) == {"AZ-02", "NM-03"}
    assert set(table.seats) == {"86515", "87101", "85621"}
    assert table.sources == {"AZ": "az", "NM": "nm"}
    # New lines of New Mexico that lack the border keep the ZIP code split.
    new = write("new.csv", HEADER + "35,NM,87101,2\n")
    import_table(new, target=target, congress=119, replace=True)
    assert set(map(str, DistrictTable.open(target).districts_of("86515"))) == {"AZ-02", "NM-03"}


def test_shares_are_added_to_the_same_seats_and_other_shares_ask(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "d.sqlite"
    import_table(
        write("t.csv", HEADER + "01,AL,35005,6\n01,AL,35005,7\n"), target=target, congress=119
    )
    assert DistrictTable.open(target).largest_share("35005") == 0.5
    import_table(write("hud.csv", CROSSWALK), target=target, congress=119)
    assert DistrictTable.open(target).largest_share("35005") == pytest.approx(0.999)
    newer = write("newer.csv", CROSSWALK.replace("0.999", "0.99").replace("0.001", "0.01"))
    assert problems_of(lambda: import_table(newer, target=target, congress=119))[0].code == (
        "already-loaded"
    )


def test_several_files_are_loaded_together_or_not_at_all(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "d.sqlite"
    files = [
        write("tx.csv", TEXAS),
        write("bad.csv", HEADER + "48,TX,1,34\n"),
        write("worse.csv", "a,b\n1,2\n"),
        write("01_AL_CD119.txt", "GEOID,CDFP\n010730101001001,06\n"),
    ]
    problems = problems_of(
        lambda: import_files(files, target=target, facts=TableFacts(congress=119))
    )
    assert [Path(problem.file).name for problem in problems] == ["bad.csv", "worse.csv"]
    assert not target.exists()
    reports = import_files([files[0], files[3]], target=target, facts=TableFacts(congress=119))
    assert [str(report).partition(",")[0] for report in reports] == [
        "2 rows", "1 block in AL; 119th Congress",
    ]  # fmt: skip


# ---------------------------------------------------------------- the version before

VERSION_2 = """
PRAGMA application_id = 0x4C545253;
PRAGMA user_version = 2;
CREATE TABLE imported (
    congress INTEGER NOT NULL, what TEXT NOT NULL, as_of TEXT, source TEXT NOT NULL, licence TEXT,
    kind TEXT NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL, PRIMARY KEY (congress, what)
) WITHOUT ROWID;
CREATE TABLE districts (
    congress INTEGER NOT NULL, zip TEXT NOT NULL, state TEXT NOT NULL, district INTEGER NOT NULL,
    PRIMARY KEY (congress, zip, state, district)
) WITHOUT ROWID;
CREATE TABLE blocks (
    congress INTEGER NOT NULL, tract TEXT NOT NULL, seats BLOB NOT NULL,
    PRIMARY KEY (congress, tract)
) WITHOUT ROWID;
INSERT INTO imported VALUES (119, 'districts', '2024-11-12', 'old', NULL, 'zip-csv', 'ab', 2);
INSERT INTO districts VALUES (119, '78520', 'TX', 34), (119, '35005', 'AL', 6);
"""


def test_a_file_of_the_version_before_is_read_as_it_stands_and_grows_with_an_import(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "d.sqlite"
    with sqlite3.connect(target) as database:
        database.executescript(VERSION_2)
    database.close()
    before = target.read_bytes()
    table = DistrictTable.open(target, on=IN_119)
    assert (table.congress, table.as_of) == (119, datetime.date(2024, 11, 12))
    assert table.districts_of("35005") == {Seat("AL", 6)}
    assert target.read_bytes() == before
    import_table(write("az.csv", HEADER + "04,AZ,85621,7\n"), target=target, congress=119)
    table = DistrictTable.open(target)
    assert set(table.seats) == {"78520", "35005", "85621"}
    assert table.sources == {"AL": "old", "TX": "old", "AZ": "az.csv"}


# ---------------------------------------------------------------- files from the field

CASES = Path(__file__).parents[4] / "shared" / "cases" / "congress"


@pytest.mark.skipif(not CASES.is_dir(), reason=f"the cases are not there: {CASES}")
def test_the_tables_of_the_field_are_read(tmp_path: Path) -> None:
    for name in ("ZIP_CD_122025.csv", "ZIP_CD_122025.xlsx"):
        assert seats_of(CASES / name) == BORDERS | {
            "79901": "TX-16", "10001": "NY-10 NY-12", "22350": "VA-08",
        }  # fmt: skip
    assert seats_of(CASES / "crm.csv") == {"78520": "TX-34", "79901": "TX-16"}
    assert seats_of(CASES / "crm2.csv") == {"78520": "TX-34"}
    target = tmp_path / "d.sqlite"
    blocks = [CASES / "bef" / "48_TX_CD119.txt", CASES / "bef" / "06_CA_CD119.txt"]
    blocks += [CASES / "48_TX_CD120.txt", CASES / "06_CA_CD120.txt"]
    import_files(blocks, target=target, facts=TableFacts())
    plans = [CASES / "dra-block-assignments-120.csv", CASES / "PLANC2333.csv"]
    with pytest.raises(FilesAreWrongError):
        import_files(plans, target=target, facts=TableFacts())
    import_files(plans, target=target, facts=TableFacts(congress=120))
    wanted = {"481410001001000", "060376037005000"}
    found = {
        year: BlockStore.open(target, on=datetime.date(year, 2, 1)).seats_of(wanted)
        for year in (2026, 2027)
    }
    assert {year: sorted(map(str, seats.values())) for year, seats in found.items()} == {
        2026: ["CA-36", "TX-16"],
        2027: ["CA-32", "TX-16", "TX-16"],
    }


def test_a_large_table_without_a_split_zip_code_gets_a_warning(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    rows = "".join(f"48,TX,7{number:04},34\n" for number in range(5000, 6000))
    report = import_table(write("t.csv", HEADER + rows), target=tmp_path / "d", congress=119)
    assert "no-split-zip-code" in {problem.code for problem in report.warnings}
    report = import_table(
        write("u.csv", HEADER + rows + "48,TX,78520,15\n48,TX,78520,34\n"),
        target=tmp_path / "e", congress=119,
    )  # fmt: skip
    assert "no-split-zip-code" not in {problem.code for problem in report.warnings}
