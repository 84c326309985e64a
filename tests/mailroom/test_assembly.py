"""The print run, on real letters: everything is measured on the finished files."""

import hashlib
import os
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import ImageChops

from generator.errors import CannotWriteError
from generator.letter import pdf_merge
from generator.mailroom.paper import assembly
from generator.mailroom.paper.pieces import PostalPiece, packed
from tests.mailroom.postal_pieces import (
    HOME,
    Make,
    assemble_pieces,
    bare,
    problems_of,
    rows_of,
    to_senate,
)
from tests.support.pages import picture_of, text_of
from tests.support.people import senator

pytestmark = pytest.mark.slow


def test_every_letter_begins_on_a_front_and_the_index_says_where(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    run = assemble_pieces(pieces, folder=tmp_path / "print")

    rows = rows_of(tmp_path / "print" / "index.csv")
    assert len(rows) == len(pieces) == len(run.positions)
    assert {int(row["page_from"]) % 2 for row in rows} == {1}
    assert [(int(row["page_from"]), int(row["page_to"])) for row in rows] == [
        (place.page_from, place.page_to) for place in run.positions
    ]
    assert sum(int(row["sheets"]) for row in rows) == run.sheets == len(pieces)
    for place in run.positions:
        first = text_of(run.files[0], page=place.page_from)
        assert first == text_of(place.piece.path, page=1)
        assert text_of(run.files[0], page=place.page_to) == (
            text_of(place.piece.path, page=2) if place.piece.pages == 2 else ""
        )


def test_for_a_printer_of_one_side_there_are_no_empty_pages(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    run = assemble_pieces(pieces, folder=tmp_path, duplex=False)

    with pikepdf.open(run.files[0]) as bound:
        assert len(bound.pages) == sum(piece.pages for piece in pieces) == run.sheets
        assert "/Duplex" not in bound.Root.ViewerPreferences


def test_the_run_looks_like_its_letters_and_shares_their_typefaces(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    run = assemble_pieces(pieces, folder=tmp_path)

    for place in run.positions[::3]:
        in_run, alone = (
            picture_of(run.files[0], page=place.page_from),
            picture_of(place.piece.path, page=1),
        )
        assert ImageChops.difference(in_run, alone).getbbox() is None
    with pikepdf.open(run.files[0]) as bound:
        fonts = {
            font.objgen
            for page in bound.pages
            for font in page.resources.get("/Font", pikepdf.Dictionary()).as_dict().values()
        }
        assert 3 <= len(fonts) <= 4
        assert bound.Root.ViewerPreferences.PrintScaling == "/None"
        assert [str(part.S) for part in bound.Root.StructTreeRoot.K[0].K] == ["/Part"] * len(pieces)
    assert run.files[0].stat().st_size < sum(piece.path.stat().st_size for piece in pieces) / 2


def test_the_same_letters_give_the_same_bytes_for_their_owner_only(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    one = assemble_pieces(pieces, folder=tmp_path / "one")
    other = assemble_pieces(reversed(pieces), folder=tmp_path / "other")

    assert one.files[0].read_bytes() == other.files[0].read_bytes()
    assert (one.files[0].parent / "index.csv").read_bytes() == (
        other.files[0].parent / "index.csv"
    ).read_bytes()
    assert stat.S_IMODE(one.files[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(one.files[0].parent.stat().st_mode) == 0o700


def test_a_long_run_comes_in_parts_that_never_part_an_envelope(make: Make, tmp_path: Path) -> None:
    home = [
        make(
            senator(id="S1"),
            address=to_senate("A"),
            key=f"h{number}",
            household="h",
            sender=(f"N{number}", *HOME),
        )
        for number in range(3)
    ]
    alone = [
        make(senator(id="S2"), address=to_senate("B"), key=f"a{number}") for number in range(4)
    ]
    (tmp_path / "run-009.pdf").write_text("of an older, longer run")

    run = assemble_pieces(
        [*home, *alone], folder=tmp_path, order="supporter", grouping="household", sheets_a_part=4
    )

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "index.csv",
        "run-001.pdf",
        "run-002.pdf",
    ]
    assert [place.file for place in run.positions] == ["run-001.pdf"] * 4 + ["run-002.pdf"] * 3
    assert [place.packet.number for place in run.positions] == [1, 2, 3, 4, 5, 5, 5]
    assert run.positions[4].page_from == 1
    assert run.postage == {"letter, 1 oz": 5}


def test_an_empty_run_has_no_files(tmp_path: Path) -> None:
    run = assemble_pieces([], folder=tmp_path)

    assert run.files == ()
    assert run.sheets == 0


def test_letters_that_are_not_the_printed_ones_are_named_and_nothing_is_written(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    broken, small = tmp_path / "broken.pdf", tmp_path / "small.pdf"
    broken.write_bytes(b"%PDF-1.7 torn")
    binder = pdf_merge.PdfMerger()
    binder.add_blank((400, 400))
    small.write_bytes(binder.pdf(title="small"))
    sound = pieces[0]

    def other(key: str, path: Path, **changes: object) -> PostalPiece:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
        return replace(sound, **{"key": key, "path": path, "sha256": sha256, **changes})  # type: ignore[arg-type]

    wrong = [
        other("gone", tmp_path / "gone.pdf"),
        other("broken", broken),
        other("small", small),
        other("more", sound.path, pages=3),
        replace(sound, key="changed", sha256="0" * 64),
    ]

    problems = problems_of(lambda: assemble_pieces([*pieces, *wrong], folder=tmp_path / "print"))

    said = " ".join(problem.message for problem in problems)
    assert len(problems) == len(wrong)
    for words in (
        "cannot be read",
        "is no whole PDF",
        "not 8.5 x 11 inches",
        "pages instead of 3",
        "not the file that was printed",
    ):
        assert words in said
    assert list((tmp_path / "print").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(
    pieces: Sequence[PostalPiece], tmp_path: Path
) -> None:
    (tmp_path / "print").write_text("a file, no folder")

    with pytest.raises(CannotWriteError):
        assemble_pieces(pieces, folder=tmp_path / "print")


def test_a_run_is_on_the_disk_before_it_is_put_in_its_place(
    pieces: Sequence[PostalPiece], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    put = Path.replace

    def replaced(path: Path, target: Path) -> Path:
        if target.parent == tmp_path:
            steps.append("place")
        return put(path, target)

    monkeypatch.setattr(os, "fsync", lambda _: steps.append("disk"))
    monkeypatch.setattr(Path, "replace", replaced)
    assemble_pieces(pieces, folder=tmp_path)
    # Each of the two files is synchronised, and its folder, before either is put in place.
    assert steps == ["disk"] * 4 + ["place"] * 2


def test_parts_are_of_whole_envelopes() -> None:
    packets = packed([bare(key=f"k{number}", pages=4) for number in range(5)], grouping="piece")

    assert [len(part) for part in assembly.parts(packets, 5)] == [2, 2, 1]
    assert [len(part) for part in assembly.parts(packets, 1)] == [1, 1, 1, 1, 1]


def test_the_files_of_a_run_are_numbered_from_where_they_are_told(
    pieces: tuple[PostalPiece, ...], tmp_path: Path
) -> None:
    run = assemble_pieces(pieces[:2], folder=tmp_path, first=7)
    assert [file.name for file in run.files] == ["run-007.pdf"]
    assert {placed.file for placed in run.positions} == {"run-007.pdf"}
