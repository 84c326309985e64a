from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import FilesAreWrongError
from generator.letter.envelopes import (
    CLEARANCE,
    Envelope,
    EnvelopeFace,
    Rectangle,
    Window,
    fits,
    load,
)

SHIPPED = Path(__file__).parents[2] / "templates" / "envelopes.yaml"


def single(panel: float = 3.875) -> Envelope:
    return Envelope(
        title="a No. 10",
        face=EnvelopeFace(width=9.5, height=4.125),
        window=Window(left=0.875, bottom=0.5, width=4.5, height=1.125),
        panel=panel,
    )


def box(left: float, top: float, right: float, bottom: float) -> Rectangle:
    return Rectangle(left, top, right - left, bottom - top)


def edges(found: Rectangle | None) -> tuple[float, ...]:
    assert found is not None
    return tuple(round(edge, 3) for edge in (found.x, found.y, found.right, found.bottom))


@pytest.mark.parametrize(("panel", "bottom"), [(3.667, 3.042), (3.875, 3.25), (4.125, 3.5)])
def test_the_safe_box_is_what_the_arithmetic_of_the_slides_says(
    panel: float, bottom: float
) -> None:
    assert edges(single(panel).safe) == (1.0, 2.625, 4.25, bottom)


def test_what_can_show_at_all_is_larger_by_the_slides() -> None:
    assert edges(single().seen) == (-0.125, 2.25, 5.375, 3.625)


def test_an_address_inside_fits_and_one_that_sticks_out_is_told_how_far_and_what_to_do() -> None:
    assert fits(box(1, 2.625, 4.25, 3.25), single()).fits
    verdict = fits(box(0.9, 2.6, 4.5, 3.4), single())
    assert not verdict.fits
    assert verdict.advice == (
        "the address stands 0.10 in too far left, 0.02 in too high, 0.25 "
        "in too far right and 0.15 in too low "
        "to be sure to show in the window of a No. 10: print the envelope"
    )


@given(
    st.tuples(*[st.floats(0.5, 5.0)] * 2),
    st.tuples(*[st.floats(2.0, 4.0)] * 2),
    st.sampled_from([3.667, 3.875, 4.0, 4.125]),
)
def test_the_verdict_is_that_of_sliding_the_sheet(
    across: tuple[float, float], down: tuple[float, float], panel: float
) -> None:
    address = box(min(across), min(down), max(across), max(down))
    envelope = single(panel)
    window = envelope.window
    assert window is not None
    top = envelope.face.height - window.bottom - window.height
    corners = [
        (right, below)
        for right in (0.0, envelope.face.width - 8.5)
        for below in (0.0, envelope.face.height - panel)
    ]
    spare = (
        min(
            min(address.x + right - window.left, window.left + window.width - address.right - right)
            for right, _ in corners
        ),
        min(
            min(address.y + below - top, top + window.height - address.bottom - below)
            for _, below in corners
        ),
    )
    if abs(min(spare) - CLEARANCE) > 0.01:  # a hair's breadth either way is no matter
        assert fits(address, envelope).fits == (min(spare) > CLEARANCE)


def test_an_envelope_without_window_is_printed() -> None:
    plain = Envelope(
        title="a plain No. 10", face=EnvelopeFace(width=9.5, height=4.125), panel=3.667
    )
    assert plain.safe is None
    assert plain.seen is None
    assert (
        fits(box(1, 2.625, 4.25, 3.25), plain).advice
        == "a plain No. 10 has no window: print the envelope"
    )


def test_the_shipped_envelopes_load_and_a_letter_folded_as_they_say_goes_in() -> None:
    envelopes = load(SHIPPED)
    assert edges(envelopes["number-10-single-window"].safe) == (1.0, 2.625, 4.25, 3.25)
    assert edges(envelopes["number-10-double-window"].safe) == (0.75, 2.25, 3.5, 2.875)
    for envelope in envelopes.values():
        assert 11 / 3 - 0.001 <= envelope.panel <= envelope.face.height


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "a:\n  title: x\n  face: { width: 9.5 }\n  panel: 3.9\n",
            ["templates/envelopes.yaml:3: a.face.height: is missing"],
        ),
        (
            "a:\n  title: x\n  pannel: 3\n",
            [
                "templates/envelopes.yaml:3: a.pannel: ",
                "templates/envelopes.yaml:1: a.face: is missing",
            ],
        ),
        (
            "a:\n  title: x\n  face: { width: wide, height: 4 }\n  panel: 40\n",
            [":3: a.face.width: must be a number", ":4: a.panel: must be at most 20"],
        ),
        ("", ["templates/envelopes.yaml: is empty"]),
        ("a: 5\n", ["templates/envelopes.yaml:1: a: must have keys of its own"]),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line(
    tmp_path: Path, text: str, lines: list[str]
) -> None:
    path = tmp_path / "templates" / "envelopes.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FilesAreWrongError) as caught:
        load(path)
    told = [str(problem) for problem in caught.value.problems]
    for line in lines:
        assert any(line in problem for problem in told), told


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(FilesAreWrongError):
        load(tmp_path / "envelopes.yaml")
