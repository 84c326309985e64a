"""Fixtures of the tests of generator.congress."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.congress.districts.table import DistrictTable
from tests.congress.districts.makers import SMALL
from tests.support import capitol
from tests.support.capitol import Server
from tests.support.districts import import_table


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


@pytest.fixture
def web() -> Iterator[Server]:
    with capitol.server() as server:
        yield server
