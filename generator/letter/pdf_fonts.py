"""TrueType subsets of one typeface, pooled: a thousand letters that embed a face share one file.

A subset that keeps the glyph numbers of its face (as HarfBuzz's does for PDF) differs from another
one only in which outlines are there. Their union serves both, as long as no glyph differs.

fontTools takes the fonts apart and puts them together, and recalculates what depends on the glyphs
(`head`, `hhea`, `maxp`, `loca`). Its `merge` is of no use here: it gives the glyphs of the second
font new numbers, and every page would have to be rewritten. Measured with the 24 shipped letters
(20 different subsets of 3 faces, 525 kB): 103,243 bytes in 0.11 s of a processor. Code of our own
that read and wrote the tables, three times as long, took 0.055 s for 103,394 bytes; the pages are
the same to the pixel. A letter takes 38 ms to lay out, so that 2 ms more to merge it do not count.
"""

import io
import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

# The programs that fit outlines to pixels: glyphs of one face refer to them, so that subsets with
# other programs are not of one face.
_HINTING = ("cvt ", "fpgm", "prep")
_NEEDED = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp", *_HINTING})
"""All that a font in a PDF has to have (ISO 32000-1, 9.9); a subset may bring more for others."""


class NotTrueTypeError(Exception):
    """The font is of another kind, or broken."""


@dataclass(frozen=True)
class GlyphOutline:
    """One glyph: how it is drawn, and how far it moves the pen."""

    drawing: bytes
    metric: tuple[int, int]
    """Advance width and left side bearing in font units, as `hmtx` has them."""

    @property
    def extent(self) -> tuple[int, int, int, int]:
        """Its left, lowest, right and highest point in font units; zeros for a space."""
        if not self.drawing:
            return 0, 0, 0, 0
        # A glyph begins with its number of contours, two bytes, and the four sides of its box.
        left, low, right, high = struct.unpack(">4h", self.drawing[2:10])
        return left, low, right, high


@dataclass(frozen=True)
class Subset:
    """A TrueType font and those of its glyphs that are used."""

    font: TTFont
    glyphs: Mapping[int, GlyphOutline]

    @property
    def units(self) -> int:
        """Font units to the em."""
        return int(self.font["head"].unitsPerEm)

    @property
    def nature(self) -> bytes:
        """What does not depend on the glyphs: subsets of one face have it in common."""
        raw = self.font.reader
        hinting = [tag.encode() + raw[tag] for tag in _HINTING if tag in raw]
        # Of `head` the flags, units and dates, of `hhea` the heights of a line.
        return b"".join((raw["head"][16:36], raw["hhea"][4:10], *hinting))


def read(data: bytes, *, spaces: Collection[int] = ()) -> Subset:
    """Returns the font in parts; `spaces` are glyphs that are used though they draw nothing.

    Raises NotTrueTypeError for every other kind of font, and for a broken one.
    """
    try:
        # The time of the merge would give the same letters other bytes each time.
        font = TTFont(io.BytesIO(data), recalcTimestamp=False)
        names = _names(font["maxp"].numGlyphs)
        font.setGlyphOrder(names)
        outlines, metrics = font.reader["glyf"], font["hmtx"].metrics
        glyphs = {}
        for number, (start, end) in enumerate(pairwise(font["loca"].locations)):
            # Every subset has a place for each glyph of the face; one without an outline was left
            # out, or is a space that a page uses.
            if end > start or number in spaces:
                metric = metrics[names[number]]
                glyphs[number] = GlyphOutline(outlines[start:end], metric)
        subset = Subset(font, glyphs)
        _ = subset.nature, subset.units  # they read further tables, which may be broken
    except Exception as error:  # fontTools raises what it stumbles over: assertions, KeyError …
        raise NotTrueTypeError from error
    return subset


def _names(count: int) -> list[str]:
    """Names for so many glyphs: fontTools knows glyphs by name, a PDF by number."""
    return [f"glyph{number}" for number in range(count)]


class Pool:
    """The union of subsets of one face."""

    def __init__(self, first: Subset) -> None:
        self._font = first.font
        self._glyphs = dict(first.glyphs)

    def takes(self, subset: Subset) -> bool:
        """Returns whether the subset draws every glyph it shares with the pool the same."""
        return all(
            self._glyphs.get(glyph, outline) == outline for glyph, outline in subset.glyphs.items()
        )

    def add(self, subset: Subset) -> None:
        """Takes the subset's glyphs in."""
        self._glyphs.update(subset.glyphs)

    def font(self) -> bytes:
        """Returns the font file: the same for the same glyphs in any order."""
        font, empty = self._font, GlyphOutline(b"", (0, 0))
        # Up to the highest glyph in use: the face may have a thousand more.
        names = _names(max(self._glyphs, default=0) + 1)
        outlines = [self._glyphs.get(number, empty) for number in range(len(names))]
        font.setGlyphOrder(names)
        table = font["glyf"]
        table.glyphOrder = names
        table.glyphs = {
            name: Glyph(outline.drawing) for name, outline in zip(names, outlines, strict=True)
        }
        font["hmtx"].metrics = {
            name: outline.metric for name, outline in zip(names, outlines, strict=True)
        }
        # What is left describes the first subset alone.
        for tag in set(font.keys()) - _NEEDED - {"GlyphOrder"}:
            del font[tag]
        out = io.BytesIO()
        font.save(out)
        return out.getvalue()
