"""The rows that are held are written, corrected and read again."""

import csv
import datetime
import io
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.congress.districts.table import DistrictTable
from generator.supporters.held_back import MARK
from generator.supporters.types import Consent, Hold
from tests.support.crowd import as_csv
from tests.support.supporter_lists import (
    ANA,
    BEN,
    SOMEBODY,
    Supporters,
    Write,
    assigned,
    held,
    held_csv,
    letters,
    only,
    read_file,
    rows_of,
)


def test_leftovers_can_be_corrected_and_read_again(
    write: Write, read: Callable[..., Supporters], table: DistrictTable
) -> None:
    ana, ben = (
        {key: value for key, value in person.items() if key != "id"} for person in (ANA, BEN)
    )
    story = '=cmd|"x"\n\n@all, “quoted”; -done'
    nobody = {**ben, "name": "Cy Lee", "email": "", "consent": ""}
    found = read(
        {**ana, "zip": "8520", "story": story},
        {**ben, "story": "+1"},
        {**ben, "name": "ben okafor"},
        nobody,
    )
    text = held_csv(found.held)
    rows = rows_of(text)
    assert [row["what"] for row in rows] == ["held", "merged", "refused"]
    assert rows[0]["story"].startswith("'=cmd")
    assert all(row["id"] and row["reason"] for row in rows)
    again = read_file(write("held.csv", text.replace("TX,8520", "TX,78520", 1)))
    assert [(one.id, one.story) for one in again.going] == [(found.held[0].supporter.id, story)]
    assert [(one.kind, one.supporter.id, one.reason) for one in again.held] == [
        (one.kind, one.supporter.id, one.reason) for one in found.held[1:]
    ]
    assert rows_of(held_csv(again.held)) == rows[1:]
    assert letters(assigned(*again.going, table=table)) == [
        "MemberTX34",
        "SenatorTX1",
        "SenatorTX2",
    ]


def test_who_was_merged_comes_back_as_a_person_when_the_word_is_cleared(
    write: Write, read: Callable[..., Supporters]
) -> None:
    text = held_csv(read(ANA, {**ANA, "id": "9"}).held)
    assert [one.kind for one in read_file(write("held.csv", text)).held] == ["merged"]
    assert only(read_file(write("held.csv", text.replace(",merged,", ",,", 1)))).id == "9"


def test_the_letters_of_one_supporter_are_one_row(table: DistrictTable) -> None:
    waiting = [
        one for one in assigned(SOMEBODY, table=table, recipients=()) if isinstance(one, Hold)
    ]
    (row,) = rows_of(held_csv(waiting))
    assert (row["letter"], row["what"]) == ("TX-34; TX-sen", "held")
    assert row["reason"].startswith("TX-34: the recipients files hold no member")


def test_a_supporter_without_a_row_is_written_by_our_own_columns_and_read_again(
    write: Write,
) -> None:
    whole = replace(
        SOMEBODY, email="a@mail.example",
        consent=Consent("2026-08", datetime.date(2026, 8, 2), "paper"),
        story="Why.\n\nBecause.",
        picks=("asylum", "border"), seat="TX-34",
    )  # fmt: skip
    back = only(
        read_file(write("held.csv", held_csv([Hold("failed", "printer on fire", whole, "TX-34")])))
    )
    assert replace(back, file="", line=0, row=()) == whole
    bare = rows_of(
        held_csv(
            [
                Hold("held", "why", SOMEBODY),
                Hold("held", "why", replace(SOMEBODY, id="8", consent=Consent(""))),
            ]
        )
    )
    assert [row["consent"] for row in bare] == ["", "yes"]


def test_an_own_reason_is_kept(write: Write, read: Callable[..., Supporters]) -> None:
    text = held_csv([held(read({**ANA, "reason": "my own", "consent": ""}))])
    header = text.removeprefix(MARK).splitlines()[0].split(",")
    assert header == ["letter", "what", "reason", *ANA, "reason", "district"]
    (back,) = read_file(write("held.csv", text)).held
    assert dict(back.supporter.row)["reason"] == "my own"


@pytest.mark.parametrize(
    "order",
    [
        (*range(14), "more"),
        ("more", *range(14)),
        (*range(3, 14), 0, 1, 2, "more"),
        (3, 0, 1, 2, *range(4, 14)),
    ],
)
def test_leftovers_are_known_wherever_their_columns_stand(
    write: Write, read: Callable[..., Supporters], order: Sequence[int | str]
) -> None:  # fmt: skip
    rows = list(
        csv.reader(io.StringIO(held_csv(read(ANA, {**ANA, "id": "9"}).held).removeprefix(MARK)))
    )
    assert len(rows[0]) == 14
    text = as_csv([[row[at] if isinstance(at, int) else at for at in order] for row in rows])
    assert [one.kind for one in read_file(write("held.csv", text)).held] == ["merged"]


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=1, max_size=4
    )
)
def test_any_cell_comes_back_from_leftovers_as_it_was(cells: list[str]) -> None:
    row = tuple((f"column {number}", cell) for number, cell in enumerate(cells))
    (_, written) = csv.reader(
        io.StringIO(
            held_csv([Hold("held", "why", replace(SOMEBODY, row=row))]).removeprefix(MARK),
            newline="",
        )
    )
    for given_cell, cell in zip(cells, written[4:], strict=False):
        assert cell in {given_cell, f"'{given_cell}"}
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
