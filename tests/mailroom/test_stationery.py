"""What is printed next to the letters: accessible, the same each time, strict."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.letter import stationery
from generator.mailroom.paper.pieces import PostalPiece, packed
from tests.conftest import Verapdf
from tests.mailroom.postal_pieces import (
    HOME,
    bare,
    problems_of,
    write_envelopes,
    write_kit,
    write_labels,
)
from tests.support.pages import text_of

pytestmark = pytest.mark.slow


@pytest.mark.slow
def test_what_is_one_document_is_accessible(
    delivered: Sequence[PostalPiece], printer: stationery.Printer, tmp_path: Path, verapdf: Verapdf
) -> None:
    packets = packed(delivered, grouping="piece")
    files = [
        write_envelopes(packets, folder=tmp_path, printer=printer),
        write_labels(packets, folder=tmp_path, printer=printer),
        write_kit(delivered, folder=tmp_path, printer=printer),
    ]

    assert verapdf(files) == dict.fromkeys(files, ())


def test_all_that_is_printed_is_the_same_each_time(
    delivered: Sequence[PostalPiece], printer: stationery.Printer, tmp_path: Path
) -> None:
    packets = packed(delivered, grouping="piece")

    def printed(folder: Path) -> tuple[bytes, ...]:
        paths = (
            write_envelopes(packets, folder=folder, printer=printer),
            write_labels(packets, folder=folder, printer=printer),
            write_kit(delivered, folder=folder, printer=printer),
        )
        return tuple(path.read_bytes() for path in paths)

    assert printed(tmp_path / "one") == printed(tmp_path / "other")


def test_templates_that_are_missing_or_wrong_are_problems(
    printer: stationery.Printer, tmp_path: Path
) -> None:
    folder = tmp_path / "templates" / "envelope"
    folder.mkdir(parents=True)

    assert [
        problem.file
        for problem in problems_of(lambda: stationery.load(tmp_path / "templates", "envelope"))
    ] == [
        "templates/envelope/envelope.css",
        "templates/envelope/envelope.html",
    ]
    (folder / "envelope.css").write_text("")
    (folder / "envelope.html").write_text("<p>{{ nobody }}</p>")
    wrong = problems_of(
        lambda: printer.printed(stationery.load(tmp_path / "templates", "envelope"), {})
    )
    assert "nobody" in wrong[0].message
    (folder / "envelope.html").write_text("{% include 'elsewhere.html' %}")
    assert problems_of(
        lambda: printer.printed(stationery.load(tmp_path / "templates", "envelope"), {})
    )


def test_markup_in_a_name_is_words(printer: stationery.Printer, tmp_path: Path) -> None:
    packets = packed([bare(sender=("<script>alert('x')</script> & Sons", *HOME))], grouping="piece")

    path = write_envelopes(packets, folder=tmp_path, printer=printer)

    assert "SCRIPTALERTX SCRIPT & SONS" in text_of(path)
