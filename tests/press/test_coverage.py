"""Coverage: letters counted by argument, ask and state, and the map that shows it."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem
from rich.console import Console

from generator.cli.coverage_terminal import to_grid, to_legend
from generator.models.letter import Choice, Rank, Selection
from generator.models.recipient import Name, Recipient
from generator.press.coverage import Coverage, StateCount, count, has_local, of_orders
from generator.press.coverage_map import (
    GRID,
    NO_LETTERS,
    SHADES,
    figures_of,
    headline,
    shade_of,
    to_svg,
)
from generator.states import STATES
from tests.support.campaigns import argument, campaign, press
from tests.support.people import representative, senator

SVG = "{http://www.w3.org/2000/svg}"


def member(name: str, state: str) -> Recipient:
    """A senator of the state."""
    return Recipient(
        id=name,
        name=Name(last=name, full=name),
        chamber="senate",
        state=state,
        title="senator",
        term_end=date(2031, 1, 3),
    )


def choice(name: str, rank: Rank = "general", *, out: str = "") -> Choice:
    """An argument or ask that is in, or out for the reason given."""
    return Choice(name, included=not out, reason=out or "everyone", rank=rank)


ANN, BOB, CAT = member("Ann", "TX"), member("Bob", "TX"), member("Cat", "ME")
FUNDS, HEARING, HEARING_OUT = (
    choice("funds"),
    choice("hearing"),
    choice("hearing", out="not on Judiciary"),
)
NOT_GUAM = choice("guam", "local", out="not in Guam")
LETTERS = (
    (ANN, Selection("Ann", (choice("el-paso", "local"), choice("scale")), (FUNDS, HEARING))),
    (
        BOB,
        Selection(
            "Bob",
            (choice("scale"), choice("el-paso", "local", out="the page is full")),
            (FUNDS, HEARING_OUT),
        ),
    ),
    (
        CAT,
        Selection(
            "Cat",
            (
                choice("scale"),
                choice("guam", "local", out="not in Guam"),
                choice("el-paso", "local", out="not in Texas"),
            ),
            (FUNDS,),
        ),
    ),
)


def of_states(counts: Mapping[str, tuple[int, int]]) -> Coverage:
    """A coverage with these letters and local letters, and no letters elsewhere."""
    states = {state: StateCount(state, *counts.get(state, (0, 0))) for state in STATES}
    letters = sum(each.letters for each in states.values())
    return Coverage(
        letters, (), (), (CAT,) * (letters - sum(each.local for each in states.values())), states
    )


# ---------------------------------------------------------------- counting


def test_each_argument_is_counted_the_commonest_first_and_the_unused_too() -> None:
    arguments = count(LETTERS).arguments
    assert [(use.id, use.letters, use.local) for use in arguments] == [
        ("scale", 3, 0),
        ("el-paso", 1, 1),
        ("guam", 0, 0),
    ]
    assert arguments[0].recipients == ("Ann", "Bob", "Cat")
    assert arguments[1].left_out == {"the page is full": 1, "not in Texas": 1}


def test_asks_are_counted_too_and_unused_ones_are_named() -> None:
    coverage = count(LETTERS)
    assert [(use.id, use.letters) for use in coverage.asks] == [("funds", 3), ("hearing", 1)]
    assert coverage.asks[1].left_out == {"not on Judiciary": 1}
    assert coverage.unused == ("guam",)


def test_idle_arguments_are_named_with_the_commonest_reason() -> None:
    coverage = count(LETTERS)
    assert coverage.idle_arguments == {"not in Guam (1)": ("guam",)}
    assert coverage.arguments[1].commonest_reason == "the page is full (1)"


def test_letters_are_different_by_their_bodies_and_not_by_names() -> None:
    made = campaign(
        argument("town", "{{ recipient.name }} knows the wells.", weight=90),
        argument("upper", when={"chamber": "senate"}),
    )
    printer = press(made)
    house, upper = representative(id="E000301"), senator()
    twins = [house, representative(id="E000300", last="Ruiz", full="Ana Ruiz", district=15)]
    assert of_orders(map(printer.order, twins), press=printer).bodies == 1
    assert of_orders(map(printer.order, [*twins, upper]), press=printer).bodies == 2


def test_an_ask_in_several_wordings_is_counted_once_a_letter() -> None:
    wordings = (choice("back"), choice("back", out="serves in the House, not Senate"))
    letters = [
        (ANN, Selection("Ann", (), wordings)),
        (
            BOB,
            Selection(
                "Bob",
                (),
                (choice("back", out="everyone; but the letter has its 4 asks"), wordings[1]),
            ),
        ),
        (
            CAT,
            Selection("Cat", (), (wordings[1], choice("back", out="asked already in other words"))),
        ),
    ]
    (use,) = count(letters).asks
    assert (use.letters, use.left_out) == (
        1,
        {"everyone; but the letter has its 4 asks": 1, "serves in the House, not Senate": 1},
    )


def test_members_without_a_local_argument_are_named_and_states_counted() -> None:
    coverage = count(LETTERS)
    assert coverage.without_local == (BOB, CAT)
    assert (coverage.letters, coverage.local, headline(coverage)) == (
        3,
        1,
        "1 of 3 letters have a local argument",
    )
    assert (coverage.states["TX"], coverage.states["ME"], coverage.states["AK"]) == (
        StateCount("TX", 2, 1),
        StateCount("ME", 1, 0),
        StateCount("AK"),
    )
    assert set(coverage.states) == set(STATES)


def test_no_letters_are_no_mistake() -> None:
    coverage = count(())
    assert (coverage.letters, coverage.local, coverage.arguments, coverage.without_local) == (
        0,
        0,
        (),
        (),
    )


def test_a_state_says_its_count_in_words() -> None:
    assert [
        str(StateCount("TX", 40, 6)),
        str(StateCount("VI", 1, 1)),
        str(StateCount("ME", 4, 0)),
        str(StateCount("GU")),
    ] == [
        "Texas: 6 of 40 letters with a local argument",
        "U.S. Virgin Islands: 1 of 1 letter with a local argument",
        "Maine: none of 4 letters with a local argument",
        "Guam: no letters",
    ]


ranks: st.SearchStrategy[Rank] = st.sampled_from(["local", "committee", "general"])
selections = st.lists(
    st.tuples(st.sampled_from("abc"), ranks, st.booleans()), unique_by=lambda each: each[0]
).map(
    lambda choices: Selection(
        "x", tuple(Choice(name, included, "r", rank) for name, rank, included in choices), ()
    )
)


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from([ANN, BOB, CAT]), selections)))
def test_the_sums_agree(letters: list[tuple[Recipient, Selection]]) -> None:
    coverage = count(letters)
    assert (
        sum(each.letters for each in coverage.states.values()) == coverage.letters == len(letters)
    )
    assert (
        sum(each.local for each in coverage.states.values())
        == coverage.local
        == sum(has_local(chosen) for _, chosen in letters)
    )
    assert sum(use.letters for use in coverage.arguments) == sum(
        len(chosen.argument_ids) for _, chosen in letters
    )
    assert all(
        use.letters + sum(use.left_out.values()) <= len(letters) for use in coverage.arguments
    )


# ---------------------------------------------------------------- the map


def test_every_state_and_territory_has_one_tile() -> None:
    tiles = [code for row in GRID for code in row if code]
    assert len(tiles) == 56
    assert sorted(tiles) == sorted(STATES)
    assert len({len(row) for row in GRID}) == 1


@pytest.mark.parametrize(
    ("letters", "local", "name"),
    [
        (0, 0, "no letters"),
        (4, 0, "none"),
        (4, 1, "1"),
        (4, 3, "2–3"),
        (9, 4, "4–7"),
        (9, 8, "8–15"),
        (54, 16, "16 or more"),
        (54, 54, "16 or more"),
    ],
)
def test_the_more_local_letters_the_darker(letters: int, local: int, name: str) -> None:
    assert shade_of(StateCount("TX", letters, local)).name == name


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb` (WCAG 2.2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("shade", [NO_LETTERS, *SHADES], ids=lambda shade: shade.name)
def test_every_tile_can_be_read(shade: object) -> None:
    papers = {each.name: each for each in (NO_LETTERS, *SHADES)}
    shown = papers[getattr(shade, "name", "")]
    lighter, darker = sorted((luminance(shown.paper), luminance(shown.ink)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_shades_grow_darker() -> None:
    assert [luminance(shade.paper) for shade in SHADES] == sorted(
        (luminance(shade.paper) for shade in SHADES), reverse=True
    )


def test_the_map_is_an_image_with_a_title_and_a_description() -> None:
    svg = to_svg(of_states({"TX": (40, 6), "AZ": (11, 3), "ME": (4, 0)}), title="End <it> & “now”")
    root, ending = ET.fromstring(svg), "letters with a local argument"  # noqa: S314 - our own output
    assert root.get("role") == "img"
    assert [root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")] == [
        "End <it> & “now”: where its letters are local",
        (
            f"9 of 55 letters have a local argument. Texas: 6 of 40 {ending}. Arizona: 3 of "
            f"11 {ending}."
        ),
    ]
    tiles = {
        group.findtext(f"{SVG}title"): [text.text for text in group.findall(f"{SVG}text")]
        for group in root.findall(f"{SVG}g")
    }
    assert len(tiles) == 56
    assert tiles["Texas: 6 of 40 letters with a local argument"] == ["TX", "6/40"]
    assert tiles["Alaska: no letters"] == ["AK", "–"]


@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
        max_size=300,
    )
)
def test_the_map_is_well_formed_for_any_title_of_a_campaign(title: str) -> None:
    root = ET.fromstring(to_svg(of_states({}), title=title))  # noqa: S314 - our own output
    assert next(text.text or "" for text in root.iter(f"{SVG}text")) == title


def test_characters_that_no_xml_can_hold_are_left_out() -> None:
    root = ET.fromstring(to_svg(of_states({}), title="A\x00\x0b\ufffeB"))  # noqa: S314 - our own output
    assert next(text.text for text in root.iter(f"{SVG}text")) == "AB"


def test_nothing_in_the_map_leaves_its_frame_or_lies_on_another_tile() -> None:
    root = ET.fromstring(to_svg(of_states({}), title="T"))  # noqa: S314 - our own output
    width, height = int(root.get("width", 0)), int(root.get("height", 0))
    _, *squares = root.iter(f"{SVG}rect")
    corners = [
        (int(square.get("x", 0)), int(square.get("y", 0)), int(square.get("width", 0)))
        for square in squares
    ]
    assert len(corners) == 56 + len(SHADES) + 1
    assert all(
        x >= 0 and x + size <= width and y >= 0 and y + size <= height for x, y, size in corners
    )
    for number, (x, y, size) in enumerate(corners):
        assert all(
            abs(x - other_x) >= size or abs(y - other_y) >= size
            for other_x, other_y, _ in corners[number + 1 :]
        )


@pytest.mark.skipif(
    shutil.which("rsvg-convert") is None, reason="rsvg-convert (librsvg2-bin) is not installed"
)
def test_another_program_draws_the_map(tmp_path: Path) -> None:
    (tmp_path / "map.svg").write_text(
        to_svg(of_states({"TX": (40, 6)}), title="Asylum"), encoding="utf-8"
    )
    subprocess.run(
        ["rsvg-convert", "map.svg", "-o", "map.png"],  # noqa: S607 - found above
        cwd=tmp_path,
        check=True,
        timeout=60,
    )
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("system", [ColorSystem.EIGHT_BIT, ColorSystem.STANDARD])
def test_no_shade_becomes_another_where_colours_are_few(system: ColorSystem) -> None:
    assert len({Color.parse(shade.paper).downgrade(system).number for shade in SHADES}) == len(
        SHADES
    )


def shown(coverage: Coverage, *, colour: bool, width: int = 80) -> str:
    """The map as a terminal of so many columns shows it."""
    console = Console(
        width=width,
        file=StringIO(),
        force_terminal=colour,
        color_system="truecolor" if colour else None,
    )
    with console.capture() as captured:
        console.print(to_grid(coverage, width=width))
        console.print(to_legend())
    return captured.get()


def test_a_terminal_shows_the_map_in_80_columns_with_its_figures() -> None:
    lines = shown(of_states({"TX": (40, 6), "CA": (54, 16)}), colour=False).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].split() == ["AK", "ME"]
    assert [line.split() for line in lines if "TX" in line] == [
        ["GU", "AS", "TX", "FL", "PR", "VI"]
    ]
    below = lines[next(number for number, line in enumerate(lines) if "TX" in line) + 1]
    assert below.split() == ["–", "–", "6/40", "–", "–", "–"]
    assert (
        lines[-1].split() == "letters with a local argument: none 1 2–3 4–7 8–15 16 or more".split()
    )


def test_a_narrow_terminal_shows_every_figure() -> None:
    coverage = of_states({"TX": (40, 16), "CA": (54, 16)})
    wide, narrow = (shown(coverage, colour=False, width=width) for width in (80, 60))
    assert narrow.partition("letters with")[0].split() == wide.partition("letters with")[0].split()
    assert max(map(len, narrow.partition("letters with")[0].splitlines())) <= 60
    assert "16/54" in narrow


def test_a_terminal_in_colour_shades_the_tiles() -> None:
    text = shown(of_states({"TX": (40, 6)}), colour=True)
    red, green, blue = (int(SHADES[3].paper[start : start + 2], 16) for start in (1, 3, 5))
    assert re.search(rf"48;2;{red};{green};{blue}m +TX", text)


def test_figures_of_a_state_without_letters_are_a_dash() -> None:
    assert (figures_of(StateCount("TX", 40, 6)), figures_of(StateCount("TX"))) == ("6/40", "–")
