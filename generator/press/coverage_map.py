"""Maps the states as tiles, shaded by their number of letters with a local argument.

Tiles and not outlines: on a map of outlines the large states of the West look the most important,
and the small ones cannot hold their figures.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.press.coverage import Coverage, StateCount

LAYOUT = """
AK .. .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. .. WI .. .. .. VT NH
.. WA ID MT ND MN IL MI .. NY MA ..
.. OR NV WY SD IA IN OH PA NJ CT RI
.. CA UT CO NE MO KY WV VA MD DE ..
.. .. AZ NM KS AR TN NC SC DC .. ..
MP HI .. .. OK LA MS AL GA .. .. ..
GU AS .. .. TX .. .. .. .. FL PR VI
"""
"""The tile of every state and territory, all of one size, about where a map has the state."""

GRID: tuple[tuple[str | None, ...], ...] = tuple(
    tuple(None if code == ".." else code for code in row.split())
    for row in LAYOUT.strip().splitlines()
)


@dataclass(frozen=True)
class Shade:
    """A colour for at least so many letters, and an ink that is legible on it (WCAG 2.2, 1.4.3)."""

    at_least: int
    name: str
    paper: str
    ink: str


NO_LETTERS = Shade(0, "no letters", "#ffffff", "#6b7280")
SHADES: tuple[Shade, ...] = (
    Shade(0, "none", "#eeeeee", "#4b5563"),
    Shade(1, "1", "#87d7ff", "#000000"),
    Shade(2, "2–3", "#5fafd7", "#000000"),
    Shade(4, "4–7", "#0087d7", "#000000"),
    Shade(8, "8–15", "#005f87", "#ffffff"),
    Shade(16, "16 or more", "#00005f", "#ffffff"),
)
"""Colours from the palette of 256-colour terminals, so that no two look the same there; a terminal
of 16 colours shows six different ones too. The number doubles from shade to shade."""


def shade_of(count: StateCount) -> Shade:
    """Returns the colour of a state's tile."""
    if not count.letters:
        return NO_LETTERS
    return next(shade for shade in reversed(SHADES) if count.local >= shade.at_least)


def figures_of(count: StateCount) -> str:
    """Returns the words under a state's code on its tile: `6/39`, or a dash without letters."""
    return f"{count.local}/{count.letters}" if count.letters else "–"


def headline(coverage: Coverage) -> str:
    """Returns the map in one sentence."""
    return f"{coverage.local:,} of {coverage.letters:,} letters have a local argument"


# ---------------------------------------------------------------- for a file

_TILE, _GAP, _MARGIN, _TOP = 64, 6, 32, 108
"""Pixels: a tile holds a state's code and its figures at a size that prints legibly on one page."""
_STEP = _TILE + _GAP
# Matches what XML 1.0 excludes: U+0000, U+001B, lone surrogates, U+FFFE; and not “é” or an emoji. A
# title with one of them would make the whole file unreadable, and html.escape leaves them.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SMALLEST, _LARGEST, _LONG_LINE = 12, 24, 1400
"""Sizes of the title in pixels, and the characters times size that fit the width
in a wide typeface."""
# Typefaces by name and not embedded, which would make the file many times as large.
_FONT = "'Source Sans Pro', 'Source Sans 3', 'Helvetica Neue', Arial, sans-serif"


def to_svg(coverage: Coverage, *, title: str) -> str:
    """Returns the map as one SVG file, with a description for people who do not see it."""
    width = 2 * _MARGIN + len(GRID[0]) * _STEP - _GAP
    height = _TOP + len(GRID) * _STEP - _GAP + 100
    # Without a library for drawings: rectangles and words are all that the map has.
    body = "\n".join([*_heading(coverage, title), *_tiles(coverage.states), *_legend(height - 76)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="title desc" font-family="{_FONT}">\n'
        f'<title id="title">{_escaped(title)}: where its letters are local</title>\n'
        f'<desc id="desc">{_escaped(_described(coverage))}</desc>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _described(coverage: Coverage) -> str:
    """Returns the map in words: the headline, then the states with local letters, most first."""
    local = sorted(
        (count for count in coverage.states.values() if count.local),
        key=lambda count: (-count.local, count.state),
    )
    return ". ".join([headline(coverage), *(str(count) for count in local)]) + "."


def _heading(coverage: Coverage, title: str) -> Iterator[str]:
    """Yields title and headline; a long title is set smaller, so that it stays on its line."""
    size = max(_SMALLEST, min(_LARGEST, _LONG_LINE // max(1, len(title))))
    yield _text(title, x=_MARGIN, y=46, size=size, weight=600)
    line = "On each tile: letters with one / all letters to that state’s members."
    yield _text(f"{headline(coverage)}. {line}", x=_MARGIN, y=74, size=15, ink="#4b5563")


def _tiles(states: Mapping[str, StateCount]) -> Iterator[str]:
    """Yields every tile with its state's code and figures."""
    for row, codes in enumerate(GRID):
        for column, code in enumerate(codes):
            if code:
                yield _tile(states[code], x=_MARGIN + column * _STEP, y=_TOP + row * _STEP)


def _tile(count: StateCount, *, x: int, y: int) -> str:
    """Returns one tile; its title shows under the pointer, and screen readers read it."""
    shade, middle = shade_of(count), x + _TILE // 2
    code = _text(
        count.state, x=middle, y=y + 30, size=20, weight=600, ink=shade.ink, anchor="middle"
    )
    figures = _text(figures_of(count), x=middle, y=y + 50, size=15, ink=shade.ink, anchor="middle")
    return (
        f"<g><title>{_escaped(str(count))}</title>"
        f"{_square(shade, x=x, y=y, size=_TILE)}"
        f"{code}{figures}</g>"
    )


def _square(shade: Shade, *, x: int, y: int, size: int) -> str:
    """Returns a square in a colour; without letters, only an outline."""
    # Dashed, so that “no letters” and “none” differ without colours too (WCAG 2.2, 1.4.1).
    outline = ' stroke="#c4cad2" stroke-dasharray="4 3"' if shade is NO_LETTERS else ""
    return (
        f'<rect x="{x}" y="{y}" width="{size}" height="{size}" rx="6" '
        f'fill="{shade.paper}"{outline}/>'
    )


def _legend(y: int) -> Iterator[str]:
    """Yields the meaning of each colour."""
    yield _text("Letters with a local argument", x=_MARGIN, y=y + 10, size=15, weight=600)
    x = _MARGIN
    for shade in (*SHADES, NO_LETTERS):
        yield _square(shade, x=x, y=y + 24, size=24)
        yield _text(shade.name, x=x + 32, y=y + 41, size=15)
        # 8 pixels a letter at size 15 is wide enough for any of the typefaces; SVG wraps nothing.
        x += 68 + 8 * len(shade.name)


def _text(
    words: str,
    *,
    x: int,
    y: int,
    size: int,
    weight: int = 400,
    ink: str = "#111827",
    anchor: str = "start",
) -> str:
    """Returns a line of words."""
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{ink}" '
        f'text-anchor="{anchor}">{_escaped(words)}</text>'
    )


def _escaped(words: str) -> str:
    """Returns the words as XML, without the characters that XML excludes (1.0, production 2)."""
    return html.escape(_NOT_XML.sub("", words))
