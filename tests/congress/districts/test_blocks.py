"""Census blocks: read, imported and refused."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.congress.districts.blocks import BlockFile, BlockStore, NoBlocksError
from generator.congress.districts.database import NoDistrictTableError, NotADistrictTableError
from generator.congress.districts.table import DistrictTable
from generator.congress.seats import Seat
from generator.files.csv import MOST_PROBLEMS
from tests.congress.districts.makers import (
    BLOCKS,
    IN_119,
    IN_120,
    SMALL,
    matched,
    problems_of,
    settle,
)
from tests.support.districts import import_blocks, import_table


def test_of_many_wrong_lines_the_first_are_shown(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    file = write("cd119.txt", "GEOID,CDFP\n" + "1,2\n" * 500)
    assert (
        len(problems_of(lambda: import_blocks(file, target=tmp_path / "d.sqlite")))
        == MOST_PROBLEMS + 1
    )


def test_two_joined_files_are_refused(write: Callable[[str, str], Path], tmp_path: Path) -> None:
    file = write("cd119.txt", BLOCKS + "010730101001002,06\n")
    (problem,) = problems_of(lambda: import_blocks(file, target=tmp_path / "d.sqlite"))
    assert (problem.line, problem.code) == (8, "block-in-two-districts")
    (problem,) = problems_of(
        lambda: settle(write("answer.csv", matched(2, "010730101001002")), BlockFile.of(file))
    )
    assert (problem.line, problem.code) == (8, "block-in-two-districts")


def test_a_file_of_blocks_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_of(lambda: BlockFile.of(tmp_path / "gone.txt"))
    assert "no such file" in problem.message


def test_the_header_or_the_caller_names_the_congress_of_blocks(
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
    assert str(report) == "5 blocks in AL, CT, DC, TX; 119th Congress"
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


def test_blocks_that_were_not_imported_are_missing(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    with pytest.raises(NoBlocksError, match="no blocks of the 119th Congress are there"):
        BlockStore.open(tmp_path / "d.sqlite", on=IN_119)
    import_table(write("t.csv", SMALL), target=tmp_path / "d.sqlite", congress=119)
    with pytest.raises(NoBlocksError, match="or name it with --blocks FILE"):
        BlockStore.open(tmp_path / "d.sqlite", on=IN_119)


def test_a_damaged_row_of_blocks_is_named_with_its_file(
    write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    target = tmp_path / "d.sqlite"
    import_blocks(write("cd119.txt", BLOCKS), target=target, congress=119)
    with contextlib.closing(sqlite3.connect(target)) as database, database:
        database.execute("UPDATE blocks SET seats = CAST('xx' AS BLOB)")
    block = BLOCKS.splitlines()[1].split(",")[0]
    with pytest.raises(NotADistrictTableError, match=r"d\.sqlite"):
        BlockStore.open(target, on=IN_119).seats_of({block})


TEXAS, UTAH, UTAH_WATER = "480610101001000", "490351001001000", "490359900000001"


def kept(folder: Path, *files: tuple[str, str]) -> Path:
    """Imports block files by name; returns the file of the tables."""
    for name, text in files:
        (folder / name).write_text("GEOID,CDFP\n" + text, encoding="utf-8")
        import_blocks(folder / name, target=folder / "d.sqlite")
    return folder / "d.sqlite"


OLD = (
    f"{TEXAS},34\n{UTAH},01\n{UTAH_WATER},ZZ\n350010001001000,01\n010730101001001,06\n"
    "110010001011000,98\n"
)


@pytest.mark.parametrize(
    ("new", "state", "congress", "doubt"),
    [
        # A file of the new Congress counts for its own state, and the old one for the others.
        (f"{TEXAS},15\n", "TX", 120, ""),
        (f"{TEXAS},15\n", "NM", 119, ""),
        (f"{TEXAS},15\n", "DC", 119, ""),
        (f"{TEXAS},15\n", "UT", 119, "the block file is of the 119th Congress"),
        (f"{TEXAS},15\n", "AL", 119, "New lines, as known on June 9, 2026: AL."),
        # The old file under a new number is still the old one.
        (f"{TEXAS},34\n", "TX", 119, "the blocks of TX under the 120th Congress are the old ones"),
        (f"{UTAH},01\n{UTAH_WATER},ZZ\n", "UT", 119, "are the old ones again, whose file is of"),
        (f"{UTAH},02\n{UTAH_WATER},ZZ\n", "UT", 120, ""),
        ("350010001001000,01\n", "NM", 120, ""),
    ],
)
def test_of_each_state_the_blocks_of_the_letters_congress_or_the_nearest_are_taken(
    tmp_path: Path, new: str, state: str, congress: int, doubt: str
) -> None:
    store = BlockStore.open(
        kept(tmp_path, ("NationalCD119.txt", OLD), ("PartCD120.txt", new)), on=IN_120
    )
    assert store.congress_of(state) == congress
    assert (doubt in store.doubt(state)) if doubt else store.doubt(state) == ""


def test_blocks_of_both_congresses_give_each_day_its_seat(tmp_path: Path) -> None:
    files = ("NationalCD119.txt", OLD), ("TexasCD120.txt", f"{TEXAS},15\n")
    for on, district in ((IN_119, 34), (IN_120, 15)):
        store = BlockStore.open(kept(tmp_path, *files), on=on)
        assert store.seats_of({TEXAS})[TEXAS] == Seat("TX", district)
        assert store.seats_of({UTAH})[UTAH] == Seat("UT", 1)
        assert store.seats_of({UTAH_WATER})[UTAH_WATER] is None
