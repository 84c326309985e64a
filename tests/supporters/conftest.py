"""Files of supporters, and a small table of districts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.congress.districts.table import DistrictTable
from generator.supporters.eligibility import EligibilityRules
from tests.support.districts import import_table
from tests.support.supporter_lists import (
    ON,
    TERMS,
    Supporters,
    Write,
    read_supporters,
    sheet,
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.fixture
def read(write: Write) -> Callable[..., Supporters]:
    """Reads people given as mappings, by way of a CSV file."""

    def people(*rows: dict[str, str], terms: EligibilityRules = TERMS) -> Supporters:
        return read_supporters(write("people.csv", sheet(rows)), terms=terms, shown_as="people.csv")

    return people


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> DistrictTable:
    folder = tmp_path_factory.mktemp("table")
    rows = (
        "01,AL,35004,3\n02,AK,99501,0\n04,AZ,86515,2\n35,NM,86515,3\n11,DC,20001,98\n"
        "48,TX,78520,34\n48,TX,78586,15\n48,TX,78586,34\n"
        "04,AZ,85621,7\n04,AZ,85701,6\n04,AZ,85701,7\n35,NM,87001,1\n"
    )
    (folder / "zccd.csv").write_text("state_fips,state_abbr,zcta,cd\n" + rows, encoding="utf-8")
    import_table(folder / "zccd.csv", target=folder / "districts.sqlite", congress=119)
    return DistrictTable.open(folder / "districts.sqlite", on=ON)
