"""The ink of a line is where a camera sees it."""

from collections.abc import Sequence

import pytest
from PIL import Image

from generator.letter.envelopes import Rectangle
from generator.mailroom.paper import ink
from generator.mailroom.paper.pieces import PostalPiece
from tests.mailroom.postal_pieces import (
    lines_of,
)
from tests.support.pages import picture_of

pytestmark = pytest.mark.slow


@pytest.mark.slow
def test_the_ink_is_where_a_camera_sees_it(pieces: Sequence[PostalPiece]) -> None:
    for piece in pieces[::4]:
        found = ink.find(piece.address, lines_of(piece.path)[0])
        assert found is not None

        seen = _ink(picture_of(piece.path, page=1, resolution=200), found.box, resolution=200)

        for measured, photographed in zip(_sides(found.box), _sides(seen), strict=True):
            assert measured == pytest.approx(photographed, abs=0.012)


def _sides(box: Rectangle) -> tuple[float, ...]:
    return box.x, box.y, box.right, box.bottom


def _ink(image: Image.Image, around: Rectangle, *, resolution: int) -> Rectangle:
    """What is dark in the picture about the box, a tenth of an inch around it and no further."""
    left, top = around.x - 0.06, around.y - 0.03
    left, top, right, bottom = (
        round(side * resolution) for side in (left, top, around.right + 0.06, around.bottom + 0.03)
    )
    dark = (
        image.convert("L").crop((left, top, right, bottom)).point([255] * 140 + [0] * 116).getbbox()
    )
    assert dark is not None
    x, y = left + dark[0], top + dark[1]
    return Rectangle(
        x / resolution,
        y / resolution,
        (dark[2] - dark[0]) / resolution,
        (dark[3] - dark[1]) / resolution,
    )


def test_an_address_is_found_whole_or_not_at_all(pieces: Sequence[PostalPiece]) -> None:
    lines = lines_of(pieces[0].path)[0]

    assert ink.find(pieces[0].address, lines) is not None
    assert ink.find(pieces[0].address[:2], lines) is not None
    assert ink.find((pieces[0].address[0], pieces[0].address[2]), lines) is None
    assert ink.find((), lines) is None
