"""The proof: every address in its window, measured and drawn."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from generator.letter import envelopes as windows_module
from generator.letter import stationery
from generator.letter.envelopes import Envelope, Rectangle
from generator.mailroom.paper import window_proof
from generator.mailroom.paper.pieces import PostalPiece
from generator.mailroom.paper.window_proof import window_of
from tests.mailroom.postal_pieces import (
    TEMPLATES,
    Make,
    lines_of,
    problems_of,
    to_house,
    to_senate,
    words_of,
    write_proof,
)
from tests.support.pages import picture_of
from tests.support.people import representative, senator

pytestmark = pytest.mark.slow


def test_each_address_of_both_designs_shows_at_every_slide(
    pieces: Sequence[PostalPiece], single: Envelope, printer: stationery.Printer, tmp_path: Path
) -> None:
    path, measured = write_proof(pieces, single, folder=tmp_path, printer=printer)

    assert len(measured) == len(pieces)
    assert window_proof.problems_of(measured) == []
    assert single.window is not None
    left, top = single.window.left, single.face.height - single.window.bottom - single.window.height
    for one in measured:
        for step in range(11):
            for right, down in (
                (step / 10 * single.across, 0.0),
                (0.0, step / 10 * single.down),
                (single.across, step / 10 * single.down),
            ):
                x, y = one.address.x + right, one.address.y + down
                assert left + 0.123 <= x
                assert x + one.address.width <= left + single.window.width - 0.123
                assert top + 0.123 <= y
                assert y + one.address.height <= top + single.window.height - 0.123
    assert len(lines_of(path)) == 2
    assert "These 11 addresses show whole" in words_of(path, page=1)


def test_the_picture_shows_the_letter_where_the_window_has_it(
    pieces: Sequence[PostalPiece], single: Envelope, printer: stationery.Printer, tmp_path: Path
) -> None:
    path, _ = write_proof(pieces[:1], single, folder=tmp_path, printer=printer)

    with pikepdf.open(path) as document:
        assert [float(side) for side in document.pages[0].mediabox] == [0, 0, 612, 792]
        assert len(document.pages[1].resources.XObject) == 1
    panel = picture_of(path, page=1, resolution=100).convert("L")
    letter = picture_of(pieces[0].path, page=1, resolution=100).convert("L")
    letterhead = (50, 50, 800, 150)
    assert _is_inked(letter.crop(letterhead))
    assert ImageChops.difference(panel.crop(letterhead), letter.crop(letterhead)).getbbox() is None
    for face in range(4):
        window = (150, 135 + 235 * face + 55, 600, 135 + 235 * face + 160)
        assert _is_inked(picture_of(path, page=2, resolution=100).convert("L").crop(window))


def _is_inked(image: Image.Image) -> bool:
    """Whether something black stands in the picture, and not only coloured lines."""
    return sum(image.histogram()[:60]) > 100


def test_an_address_that_may_be_cut_is_named_and_has_pages_of_its_own(
    make: Make, single: Envelope, printer: stationery.Printer, tmp_path: Path
) -> None:
    sure = make(senator(id="S1"), address=to_senate("Ada Abbott"))
    cut = make(
        senator(id="S2"),
        address=(
            "The Honorable Gary C. Peters",
            "Ranking Member",
            "Committee on Homeland Security and Governmental Affairs",
            "724 Hart Senate Office Building",
            *to_senate("")[1:],
        ),
    )

    path, measured = write_proof([cut, sure], single, folder=tmp_path, printer=printer)

    (problem,) = window_proof.problems_of(measured)
    assert (problem.code, problem.file) == ("address-outside-window", cut.place)
    assert "print the envelope" in problem.message
    assert "This address shows whole" in words_of(path, page=1)
    assert "This address may not show whole" in words_of(path, page=3)


@pytest.mark.parametrize("design", ["organization-window", "constituent-window"])
def test_nothing_but_the_address_shows_in_the_window(
    make: Make, single: Envelope, design: str
) -> None:
    letters = [
        make(senator(), address=to_senate("Ada Abbott"), design=design),
        make(representative(), address=to_house("Bo"), design=design),
    ]
    assert [one.others for one in window_proof.measure(letters, window_of(design, single))] == [
        (),
        (),
    ]


def test_what_else_the_window_can_show_is_said(make: Make, single: Envelope) -> None:
    assert single.window
    lower = single.model_copy(
        update={"window": single.window.model_copy(update={"bottom": 0.3, "height": 1.325})}
    )
    letter = make(senator(), address=to_senate("Ada Abbott"))
    measured = window_proof.measure([letter], window_of("organization-window", lower))

    assert any(text.startswith("Re:") for text in measured[0].others)


def test_letters_that_cannot_be_proved_are_named(
    make: Make, single: Envelope, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.7")
    sound = make(senator(), address=to_senate("Ada Abbott"))
    wrong = [
        replace(sound, path=torn),
        replace(sound, path=tmp_path / "gone.pdf"),
        replace(sound, address=to_senate("Somebody Else")),
    ]

    problems = problems_of(
        lambda: window_proof.measure([sound, *wrong], window_of("organization-window", single))
    )

    assert sorted((problem.code, problem.file) for problem in problems) == sorted(
        [
            ("letter-unreadable", wrong[0].place),
            ("letter-unreadable", wrong[1].place),
            ("address-not-on-letter", sound.place),
        ]
    )


def test_an_envelope_without_a_window_is_refused_with_its_design() -> None:
    printed = windows_module.load(TEMPLATES / "envelopes.yaml")["number-10"]

    for envelope in (printed, None):
        (problem,) = problems_of(partial(window_of, "modern", envelope))
        assert (problem.code, problem.file) == (
            "envelope-without-window",
            "templates/modern/design.yaml",
        )
    assert not windows_module.fits(Rectangle(1, 2.7, 1, 0.4), printed).fits


@given(st.floats(0, 8), st.floats(0, 5), st.floats(0.1, 4), st.floats(0.1, 1))
def test_the_limits_of_the_slide_say_what_the_safe_box_says(
    x: float, y: float, width: float, height: float
) -> None:
    box = Rectangle(x, y, width, height)
    for envelope in windows_module.load(TEMPLATES / "envelopes.yaml").values():
        if envelope.window is not None:
            frame = window_of("design", envelope).frame
            shows = all(
                _within(slide.right + x, slide.down + y, width, height, frame)
                for slide in window_proof.slides(envelope)
            )
            assert shows is windows_module.fits(box, envelope).fits


def _within(x: float, y: float, width: float, height: float, frame: Rectangle) -> bool:
    """Whether a box of the face stays an eighth of an inch inside the window (DMM 601.6.3)."""
    least = windows_module.CLEARANCE - windows_module.TOLERANCE
    across = x - frame.x >= least and frame.right - x - width >= least
    return across and y - frame.y >= least and frame.bottom - y - height >= least
