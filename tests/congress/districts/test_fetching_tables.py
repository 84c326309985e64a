"""The public table of ZIP codes and districts, fetched from a server on this machine."""

import datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from generator.congress.districts.fetching import PUBLISHED, OtherCongressError, fetch_table
from generator.congress.districts.imports import import_files
from generator.congress.districts.table import DistrictTable
from generator.congress.districts.table_import import TableFacts
from generator.errors import FilesAreWrongError
from generator.files.http import CannotFetchError, FetchLimits
from generator.states import JURISDICTIONS, SEATS
from tests.support import capitol
from tests.support.capitol import Answer, Server

TODAY = datetime.date(2026, 9, 1)
QUICK = FetchLimits(seconds=5, max_bytes=100_000, retries=1, backoff_seconds=0)
COUNTRY = (
    "state_abbr,zcta,cd\n"
    + "".join(
        f"{state},{row.zip_codes.partition(' ')[0].partition('-')[0]}01"[: len(state) + 6]
        + f",{1 if SEATS[state] > 1 else 0}\n"
        for state, row in JURISDICTIONS.items()
    )
).encode()


def fetched(origin: str, target: Path, **given: object) -> DistrictTable:
    facts = TableFacts(**({"congress": 119} | given))  # type: ignore[arg-type]
    with fetch_table(origin, given=facts, today=TODAY, limits=QUICK) as table:
        import_files([table.file], target=target, facts=table.facts, shown_as=table.where)
    return DistrictTable.open(target)


@pytest.mark.parametrize("address", ["/zccd.csv", "", "/"])
def test_a_table_comes_from_its_address_or_that_of_its_folder(
    address: str, web: Server, tmp_path: Path
) -> None:
    web.publish({"zccd.csv": COUNTRY})
    table = fetched(f"{web.url}{address}", tmp_path / "d.sqlite")
    assert len(table.seats) == len(SEATS)
    assert table.as_of == datetime.date(2026, 6, 15)
    assert set(table.sources.values()) == {f"{web.url}/zccd.csv, fetched on 2026-09-01"}
    assert web.asked == ["/zccd.csv"]


def test_a_table_comes_from_a_folder_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "zccd.csv").write_bytes(COUNTRY)
    for origin in (tmp_path, tmp_path / "zccd.csv"):
        assert len(fetched(str(origin), tmp_path / "d.sqlite").seats) == len(SEATS)


@pytest.mark.parametrize("path", ["/tables/..", f"/{'a' * 300}.csv", "/z\u00e4hlung.csv"])
def test_a_name_that_is_no_name_of_a_file_stops_nothing(
    path: str, web: Server, tmp_path: Path
) -> None:
    # `/tables/..` is asked as `/`.
    for asked in (quote(path), "/"):
        web.answers[f"{asked}?state=all"] = capitol.plainly(COUNTRY)
    table = fetched(f"{web.url}{path}?state=all", tmp_path / "d.sqlite")
    assert len(table.seats) == len(SEATS)


def test_a_redirect_and_packed_data_are_followed_and_the_name_gives_the_congress(
    web: Server, tmp_path: Path
) -> None:
    web.answers["/a.csv"] = capitol.status(302, Location="/zip_cd120.csv")
    web.answers["/zip_cd120.csv"] = capitol.packed(COUNTRY)
    with pytest.raises(FilesAreWrongError) as caught:
        fetched(f"{web.url}/a.csv", tmp_path / "d.sqlite", congress=None)
    # The address that the user named counts, not the one that the server chose.
    assert caught.value.problems[0].code == "congress-not-given"
    table = fetched(f"{web.url}/zip_cd120.csv", tmp_path / "d.sqlite", congress=None)
    assert table.congress == 120


REFUSED: tuple[tuple[Answer, str], ...] = (
    (capitol.cut(COUNTRY), "could not be fetched"),
    (capitol.plainly(COUNTRY[:-500]), "uneven-row"),
    (capitol.plainly(COUNTRY[: COUNTRY.index(b"WY")]), "states-missing"),
    (capitol.plainly(b"<html><body>404</body></html>"), "other-format"),
    (capitol.plainly(b"name: x\n- y\n"), "unknown-columns"),
    (capitol.plainly(b""), "empty-file"),
    (capitol.plainly(b"GEOID,CDFP\n480610101001000,34\n"), "not-a-zip-table"),
    (capitol.plainly(COUNTRY * 300), "is larger than"),
    (capitol.status(404), "there is no such file there"),
    (capitol.status(503), "the server answered 503"),
    (capitol.status(302, Location="/zccd.csv"), "was redirected more than"),
)


@pytest.mark.parametrize(("answer", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_what_is_not_the_whole_table_is_refused_and_the_old_one_stays(
    answer: Answer, says: str, web: Server, tmp_path: Path
) -> None:
    target = tmp_path / "d.sqlite"
    web.publish({"old.csv": COUNTRY})
    fetched(f"{web.url}/old.csv", target)
    before = target.read_bytes()
    web.answers["/zccd.csv"] = answer
    with pytest.raises((CannotFetchError, FilesAreWrongError)) as caught:
        fetched(f"{web.url}/zccd.csv", target)
    if isinstance(caught.value, FilesAreWrongError):
        (problem,) = caught.value.problems
        assert (problem.file, problem.code) == (f"{web.url}/zccd.csv", says)
    else:
        assert says in str(caught.value)
    assert target.read_bytes() == before


def test_the_public_table_is_of_one_congress(tmp_path: Path) -> None:
    with pytest.raises(OtherCongressError, match="is of the 119th Congress"):
        fetched(PUBLISHED, tmp_path / "d.sqlite", congress=120)
