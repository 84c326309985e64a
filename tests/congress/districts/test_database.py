"""Files that are no district table, and targets that cannot be written."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.congress.districts.database import NoDistrictTableError, NotADistrictTableError
from generator.congress.districts.table import DistrictTable
from generator.errors import CannotWriteError
from tests.congress.districts.makers import SMALL
from tests.support.districts import import_table


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
