"""Envelopes and labels, measured on the finished files."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from generator.letter import stationery
from generator.mailroom.paper import envelopes_and_labels, ink
from generator.mailroom.paper.envelopes_and_labels import STOCKS, Nudge
from generator.mailroom.paper.pieces import PostalPiece, packed
from tests.mailroom.postal_pieces import (
    HOME,
    NO_NUDGE,
    assemble_pieces,
    bare,
    lines_of,
    problems_of,
    to_house,
    write_envelopes,
    write_labels,
)
from tests.support.pages import text_of

pytestmark = pytest.mark.slow


def test_envelopes_come_in_the_order_of_the_run_and_inside_the_areas_of_the_post(
    pieces: Sequence[PostalPiece], printer: stationery.Printer, tmp_path: Path
) -> None:
    run = assemble_pieces(pieces, folder=tmp_path)

    path = write_envelopes(run.packets, folder=tmp_path, printer=printer)

    pages = lines_of(path)
    assert len(pages) == len(run.packets)
    for packet, lines in zip(run.packets, pages, strict=True):
        texts = tuple(line.text for line in lines)
        assert tuple(map(ink.bare, texts)) == tuple(
            map(ink.bare, (*packet.sender, *packet.address))
        )
        for line in lines[len(packet.sender) :]:
            assert line.size > 7.99
            assert line.box.x >= 0.5
            assert line.box.right <= 9.0
            assert line.box.y >= 4.125 - 2.75
            assert line.box.bottom <= 4.125 - 0.625
        for line in lines[: len(packet.sender)]:
            assert line.size > 7.99
            assert line.box.bottom < 4.125 - 2.75
            assert (line.box.x, lines[0].box.y) == pytest.approx((0.5, 0.4), abs=0.06)
    with pikepdf.open(path) as document:
        assert [float(side) for side in document.pages[0].mediabox] == [0, 0, 684, 297]


def test_a_long_name_is_set_smaller_and_one_too_long_is_a_problem_and_not_cut(
    printer: stationery.Printer, tmp_path: Path
) -> None:
    long = bare(
        key="long",
        address=to_house("Aumua Amata Bartholomea Coleman Radewagen de la Cruz y Montenegro"),
    )
    endless = [
        bare(key=f"e{number}", address=to_house("Maximiliana " * (9 + number)))
        for number in range(2)
    ]
    crowd = bare(key="crowd", sender=(*(f"Name {number}" for number in range(9)), *HOME))

    write_envelopes(packed([long], grouping="piece"), folder=tmp_path, printer=printer)
    sizes = {line.size for line in lines_of(tmp_path / "envelopes.pdf")[0]}
    before = (tmp_path / "envelopes.pdf").read_bytes()
    packets = packed([long, *endless, crowd], grouping="piece")
    problems = problems_of(lambda: write_envelopes(packets, folder=tmp_path, printer=printer))

    assert min(sizes) > 7.99
    assert {problem.field for problem in problems} == {"address", "sender"}
    assert any("too far to the right" in problem.message for problem in problems)
    assert any("too far below" in problem.message for problem in problems)
    assert (tmp_path / "envelopes.pdf").read_bytes() == before


def test_a_long_run_of_envelopes_is_bound_of_several_documents(
    printer: stationery.Printer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelopes_and_labels, "MAX_PACKETS", 3)
    packets = packed(
        [bare(key=f"k{number}", address=to_house(f"Number {number}")) for number in range(7)],
        grouping="piece",
    )

    path = write_envelopes(packets, folder=tmp_path, printer=printer)

    assert [f"NUMBER {number}" in text_of(path, page=number + 1) for number in range(7)] == [
        True
    ] * 7


# ---------------------------------------------------------------- labels


@pytest.mark.parametrize("stock", list(STOCKS))
@pytest.mark.parametrize(("skip", "nudge"), [(0, NO_NUDGE), (4, Nudge(right=1.5, down=-1.0))])
def test_every_label_holds_its_address_after_the_used_ones(
    stock: str, skip: int, nudge: Nudge, printer: stationery.Printer, tmp_path: Path
) -> None:
    kind = STOCKS[stock]
    number = kind.a_sheet + 1
    packets = packed(
        [bare(key=f"k{index:02}", address=to_house(f"Ada {index:02}")) for index in range(number)],
        grouping="piece",
    )

    path = write_labels(
        packets,
        folder=tmp_path,
        printer=printer,
        stock=stock,
        skip=skip,
        nudge=nudge,
    )

    sheets = lines_of(path)
    assert len(sheets) == 2
    for index, packet in enumerate(packets):
        sheet, position = divmod(index + skip, kind.a_sheet)
        found = ink.find(packet.address, sheets[sheet])
        assert found is not None
        x, y = (
            found.box.x - nudge.right / 25.4,
            found.box.y - nudge.down / 25.4,
        )
        cell = kind.cell(position)
        assert cell.x + 0.0625 < x < x + found.box.width < cell.right - 0.0625
        assert cell.y + 0.0625 < y < y + found.box.height < cell.bottom - 0.0625
        assert y - cell.y == pytest.approx(cell.bottom - y - found.box.height, abs=0.05)
        assert found.size > 7.99


def test_the_sheets_lie_on_letter_paper_and_their_labels_apart() -> None:
    for stock in STOCKS.values():
        cells = [stock.cell(position) for position in range(stock.a_sheet)]
        assert max(cell.right for cell in cells) < 8.5
        assert max(cell.bottom for cell in cells) < 11
        for one, other in pairwise(cells):
            assert other.x >= one.right or other.y >= one.bottom - 1e-6


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"stock": "9999"}, "stock"),
        ({"skip": 30}, "skip"),
        ({"skip": -1}, "skip"),
        ({"nudge": Nudge(right=11)}, "nudge"),
        ({"nudge": Nudge(down=float("nan"))}, "nudge"),
    ],
)
def test_sheets_that_cannot_be_are_problems(
    options: Mapping[str, object], field: str, printer: stationery.Printer, tmp_path: Path
) -> None:
    packets = packed([bare()], grouping="piece")

    problems = problems_of(
        lambda: write_labels(packets, folder=tmp_path, printer=printer, **options)  # type: ignore[arg-type]
    )

    assert [problem.field for problem in problems] == [field]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Aumua Amata Coleman Radewagen", ["THE HONORABLE AUMUA AMATA COLEMAN", "RADEWAGEN"]),
        ("Eleanor Holmes Norton", ["THE HONORABLE ELEANOR HOLMES NORTON"]),
    ],
)
def test_a_long_line_of_a_label_goes_on_below(
    name: str, lines: list[str], printer: stationery.Printer, tmp_path: Path
) -> None:
    packets = packed([bare(address=to_house(name))], grouping="piece")
    (page,) = lines_of(write_labels(packets, folder=tmp_path, printer=printer))
    assert [line.text for line in page[: len(lines)]] == lines
    assert min(line.size for line in page) >= 8
    left, width, padding = 0.15625, 2.625, 0.0625
    assert all(line.box.right < left + width - padding for line in page)
    # On a wide label, and on an envelope, the same line stays whole.
    (wide,) = lines_of(write_labels(packets, folder=tmp_path, printer=printer, stock="5161"))
    assert wide[0].text == " ".join(lines)


def test_an_address_too_wide_for_its_label_is_a_problem(
    printer: stationery.Printer, tmp_path: Path
) -> None:
    packets = packed([bare(address=to_house("Ana " + "Radewagen" * 4))], grouping="piece")

    problems = problems_of(lambda: write_labels(packets, folder=tmp_path, printer=printer))

    assert "does not fit its label at 8 points" in problems[0].message
    write_labels(packets, folder=tmp_path, printer=printer, stock="5161")
