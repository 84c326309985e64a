"""The Census Bureau's geocoder, asked and answered by file."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.congress.districts.blocks import BlockFile, Blocks, BlockStore
from generator.congress.districts.geocoding import (
    MAX_ADDRESSES,
    GeocodeResult,
    SettledSeat,
    geocode_out,
    numbered,
)
from generator.congress.districts.people import PersonAddress, read_people
from generator.congress.districts.settled_seats import read_settled, settled_csv
from generator.congress.seats import Seat
from tests.congress.districts.makers import (
    BLOCKS,
    IN_120,
    PEOPLE,
    SMALL,
    matched,
    names_mistake,
    problems_of,
    settle,
    stored,
)
from tests.support.districts import import_blocks

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
    assert (problem.file, problem.line, problem.code) == (str(file), 2, "missing-street")
    nowhere = [PersonAddress("z", "", "1 Main St", "Laredo", "", "", line=9)]
    (problem,) = problems_of(lambda: geocode_out(nowhere, file=file))
    assert (problem.line, problem.code) == (9, "missing-town")


def test_more_than_ten_thousand_addresses_are_several_files() -> None:
    people = [
        PersonAddress(f"p{number}", "", "1 Main St", "Laredo", "TX", "78040", number)
        for number in range(MAX_ADDRESSES + 1)
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


@pytest.mark.parametrize("kept", [BlockFile.of, stored])
def test_the_geocoders_answer_settles_districts_and_says_who_stays_open(
    write: Callable[[str, str], Path], kept: Callable[[Path], Blocks]
) -> None:
    answer = write("answer.csv", ANSWER)
    settled = settle(answer, kept(write("NationalCD119.txt", BLOCKS)))
    assert {person[0]: (str(one.seat), one.congress) for person, one in settled.seats.items()} == {
        "a": ("AL-07", 119),
        "b": ("TX-34", 119),
        "g": ("DC-AL", 119),
    }
    assert {(problem.file, problem.severity) for problem in settled.problems} == {
        ("people.csv", "warning")
    }
    assert [(problem.line, problem.code) for problem in settled.problems] == [
        (4, "address-not-known"),
        (5, "ambiguous-address"),
        (6, "unknown-block"),
        (7, "no-district"),
        (9, "two-answers"),
    ]
    assert "091100001011000" in settled.problems[2].message
    assert "Census2020_Current" in settled.problems[2].message
    assert f"{answer}:8 and {answer}:9" in settled.problems[4].message


@pytest.mark.parametrize(
    ("answer", "line", "says"),
    [
        ("id,street,city,state,zip\n", 1, "not-a-geocoder-line"),
        (
            '"2","1 Main St","Match","Exact","1 MAIN ST","-86,33","1","L"\n',
            1,
            "no-census-block",
        ),
        ('"2","1 Main St","Match","Exact"\n', 1, "has 4 cells"),
        (
            matched(2, "010730101001002") + matched(3, "480610101001000").replace('"061"', '"61"'),
            2,
            "not-a-census-block",
        ),
        (matched(2, "010730101001002") + '"3","1\n', 2, "quotation marks"),
        (
            matched(99, "010730101001002"),
            1,
            "line '99' of people.csv",
        ),
        (
            matched(2, "010730101001002").replace("1 MAIN ST, A", "2 MAIN ST, A", 1),
            1,
            "line '2' of people.csv",
        ),
        (
            '"ana@example.org","1 Main St","Tie"\n',
            1,
            "address-of-another-list",
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
    assert names_mistake(problem, says)


@pytest.mark.parametrize(
    ("name", "blocks", "congress", "line", "says"),
    [
        ("blocks.txt", BLOCKS, None, 0, "congress-not-given"),
        ("cd118.txt", BLOCKS, 119, 0, "mixed-congresses"),
        ("cd119.txt", "BLOCKID,CD118\n010730101001002,07\n", None, 0, "mixed-congresses"),
        (
            "cd119.txt",
            "GEOID,CDFP\n10730101001002,07\n",
            None,
            2,
            "not-a-census-block",
        ),
        ("cd119.txt", BLOCKS.replace("002,07", "002,17"), None, 5, "no-such-seat"),
        (
            "cd119.txt",
            BLOCKS.replace("002,07", "002,07\n010730101001002,06"),
            None,
            6,
            "block-in-two-districts",
        ),
        ("cd119.txt", BLOCKS.encode() + b"\xff\n", None, 8, "not-a-census-block"),
        ("cd119.txt", BLOCKS + '"0', None, 8, "quotation marks"),
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
        assert names_mistake(problem, says)
    assert not target.exists()


def test_blocks_are_not_read_from_a_table_of_zip_codes(
    write: Callable[[str, str], Path],
) -> None:
    (problem,) = problems_of(lambda: BlockFile.of(write("cd119.txt", SMALL)))
    assert (problem.line, problem.code) == (1, "not-a-block-file")


def test_an_address_in_a_redrawn_state_is_not_settled_by_old_blocks(tmp_path: Path) -> None:
    (tmp_path / "NationalCD119.txt").write_text(
        "GEOID,CDFP\n480610101001000,34\n350010001001000,01\n500070001001000,00\n",
        encoding="utf-8",
    )
    import_blocks(tmp_path / "NationalCD119.txt", target=tmp_path / "d.sqlite")
    answer = tmp_path / "answer.csv"
    answer.write_text(
        matched(2, "480610101001000")
        + matched(3, "350010001001000")
        + matched(4, "500070001001000"),
        encoding="utf-8",
    )
    found = settle(answer, BlockStore.open(tmp_path / "d.sqlite", on=IN_120))
    assert settled_csv(found) == (
        "id,seat,congress\r\nb@example.org,NM-01,119\r\nc@example.org,VT-AL,119\r\n"
    )
    (problem,) = found.problems
    assert (problem.line, problem.code) == (2, "old-lines")
    assert problem.message.startswith("lies in TX-34 by old lines: the block file is of the 119th")


def test_settled_seats_of_several_congresses_are_read_back(tmp_path: Path) -> None:
    seats = {"a": SettledSeat(Seat("TX", 15), 120), "b": SettledSeat(Seat("NM", 1), 119)}
    file = tmp_path / "seats.csv"
    file.write_text(settled_csv(GeocodeResult(seats, ())), encoding="utf-8")
    assert read_settled(file).seats == seats
    for cell in ("", "CXX", "120th", "²", "0119", "1" * 5000):
        file.write_text(f"id,seat,congress\na,TX-15,{cell}\n", encoding="utf-8")
        (problem,) = problems_of(lambda: read_settled(file))
        assert (problem.line, problem.field, problem.code) == (2, "congress", "not-a-congress")
