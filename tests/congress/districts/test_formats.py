"""The forms of a ZIP-to-district file, and files that have none of them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.congress.districts.table import DistrictTable
from generator.congress.seats import Seat
from generator.errors import FilesAreWrongError, Problem
from tests.congress.districts.makers import HEADER, SMALL, names_mistake, origin_of, problems_of
from tests.support.districts import import_table

RELATIONSHIP_HEADER = (
    "OID_CD118_20|GEOID_CD118_20|NAMELSAD_CD118_20|AREALAND_CD118_20|AREAWATER_CD118_20|MTFCC_CD118_20|FUNCSTAT_CD118_20|"
    "OID_ZCTA5_20|GEOID_ZCTA5_20|NAMELSAD_ZCTA5_20|AREALAND_ZCTA5_20|AREAWATER_ZCTA5_20|MTFCC_ZCTA5_20|CLASSFP_ZCTA5_20|"
    "FUNCSTAT_ZCTA5_20|AREALAND_PART|AREAWATER_PART\n"
)


def relationship_row(geoid: str, area: str, *, land: str = "100") -> str:
    """A row of the Census relationship file; only three of its columns speak."""
    return (
        f"211|{geoid}|Congressional District {geoid[2:]}|1|1|G5200|N|221|{area}|ZCTA5 "
        f"{area}|1|1|G6350|B5|S|{land}|0\n"
    )


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
    target = tmp_path / "d.sqlite"
    report = import_table(write("tab20_cd11820_zcta520_natl.txt", text), target=target)
    congress, source, licence, *rest = origin_of(target)
    assert (congress, *rest) == (118, "census-relationship", 3)
    assert source.startswith("U.S. Census Bureau")
    assert (licence or "").startswith("work of the US government")
    assert sum(report.skipped.values()) == 3
    stored = DistrictTable.open(target)
    assert stored.seats == {
        "78520": {Seat("TX", 34)},
        "20001": {Seat("DC", 0)},
        "99501": {Seat("AK", 0)},
    }


MISTAKES: tuple[tuple[str, str | bytes, int, str], ...] = (
    ("t.csv", "", 0, "is empty"),
    ("t.csv", " \n\n", 0, "is empty"),
    ("t.csv", HEADER, 1, "a header and no rows"),
    (
        "t.csv",
        "state,zipcode,area\nTX,78520,34\n",
        1,
        "unknown-columns",
    ),
    ("t.csv", "state_abbr,zcta,cd,cd\nTX,78520,34,35\n", 1, 'the column "cd" stands twice'),
    (
        "t.csv",
        HEADER + "48,TX,78520,34\n01,AL,2134,3\n",
        3,
        "zip-without-zero",
    ),
    ("t.csv", HEADER + "48,TX,785200,34\n", 2, "not-a-zip"),
    (
        "t.csv",
        HEADER + "48,TX,78520,39\n",
        2,
        "cd: TX has no district 39: its districts are 1 to 38",
    ),
    ("t.csv", HEADER + "02,AK,99501,1\n", 2, "AK has no district 1: it has one seat, AK-AL"),
    ("t.csv", HEADER + "48,TX,78520,0\n", 2, "TX has no district 0"),
    ("t.csv", HEADER + "48,OK,78520,3\n", 2, "number-of-another-state"),
    ("t.csv", "state_abbr,zcta,cd\nXX,78520,1\n", 2, "there is no state 'XX'"),
    ("t.csv", HEADER + "48,TX,78520,34,9\n", 2, "has 5 cells; the header names 4 columns"),
    ("t.csv", HEADER + '48,TX,"=1+1",34\n', 2, "not-a-zip"),
    (
        "t.csv",
        HEADER + '48,TX,78520,"3\n4"\n',
        2,
        "cd: must be the number of a district, not '3\\n4'",
    ),
    ("t.csv", HEADER + "48,TX,78520," + "9" * 90 + "\n", 2, "9…'"),
    ("t.csv", HEADER + '48,TX,"78520,34\n', 2, "quotation marks"),
    (
        "t.csv",
        HEADER + "48,TX,78520," + "9" * 200_000 + "\n",
        2,
        "quotation marks",
    ),
    ("t.csv", HEADER + "48,TX,78520,ZZ\n", 0, "no-zip-in-a-district"),
    ("t.csv", HEADER.encode() + b"48,TX,78520,34\n48,T\xe9,78520,34\n", 3, "there is no state"),
    ("t.csv", SMALL.encode("utf-16")[2:], 1, "UTF-16 without its mark"),
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
        "congress," + HEADER + "118,48,TX,78520,34\n",
        0,
        "mixed-congresses",
    ),
    (
        "t.csv",
        "congress," + HEADER + "119,48,TX,78520,34\n,48,TX,78521,34\n",
        3,
        "not-a-congress",
    ),
    ("t.csv", "congress," + HEADER + "now,48,TX,78520,34\n", 2, "not 'now'"),
    ("cd118.csv", SMALL, 0, "mixed-congresses"),
    ("t.csv", "GEOID10,CD\n480610101001000,34\n", 1, "old-blocks"),
    ("t.csv", "78520,TX-34\n", 1, "has no names of columns in its first line"),
    ("t.csv", "zip,district\n78520,34\n", 2, "district-without-state"),
    ("t.csv", "zip,district\n78520,TX-99\n", 2, "no-such-seat"),
    ("t.csv", "zip,district\n78520,TX-AL\n", 2, "TX has no district AL"),
    ("t.csv", "zip,district\n78520,the border\n", 2, "not-a-district"),
    ("t.csv", "zip,state,district\n78520,OK,TX-34\n", 2, "district-of-another-state"),
    ("t.csv", "zip,state,district\n78520,Texarkana,34\n", 2, "no-such-state"),
    ("t.csv", "zip,cd\n78520,9934\n", 2, "no-such-seat"),
    ("t.csv", "zip,zip_code,cd\n78520,78520,4834\n", 1, "several-columns"),
    ("t.csv", "zip,cd,district\n78520,4834,34\n", 1, "several-columns"),
    ("t.csv", "ZIP,CD,RES_RATIO,TOT_RATIO\n78520,4834,93,1\n", 2, "not-a-share"),
    ("t.csv", "ZIP,CD,RES_RATIO,TOT_RATIO\n78520,4834,nan,1\n", 2, "not-a-share"),
    ("t.csv", "ZIP,CD,RES_RATIO,TOT_RATIO\n501,3601,1,1\n", 2, "zip-without-zero"),
    ("t.txt", RELATIONSHIP_HEADER + relationship_row("4834", "78520"), 0, "mixed-congresses"),
    (
        "t.txt",
        RELATIONSHIP_HEADER.replace("118", "119") + relationship_row("834", "78520"),
        2,
        "not-a-geoid",
    ),
    (
        "t.txt",
        RELATIONSHIP_HEADER.replace("118", "119") + relationship_row("0334", "78520"),
        2,
        "no-such-seat",
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
    assert names_mistake(problem, says)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_all_mistakes_are_shown_at_once_and_too_many_are_counted(
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


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    for file, words in ((tmp_path / "gone.csv", "no such file"), (tmp_path, "is a folder")):
        (problem,) = problems_of(
            lambda file=file: import_table(file, target=tmp_path / "d.sqlite", congress=119)  # type: ignore[misc]
        )
        assert words in problem.message


@pytest.mark.parametrize(
    ("congress", "says"),
    [(None, "congress-not-given"), (117, "unknown-congress"), (123, "unknown-congress")],
)
def test_a_congress_must_be_given_and_its_seats_known(
    write: Callable[[str, str], Path], tmp_path: Path, congress: int | None, says: str
) -> None:
    (problem,) = problems_of(
        lambda: import_table(write("t.csv", SMALL), target=tmp_path / "d.sqlite", congress=congress)
    )
    assert problem.code == says


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
