"""TrueType subsets of one typeface, pooled: a thousand letters that embed the same face share one font file.

A subset that keeps the glyph numbers of its face (as HarfBuzz's does for PDF) differs from another one only in which
outlines are there. Their union is a subset that serves both, as long as no glyph differs.
"""

import hashlib
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_NEEDED = ("glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep")
"""All that a font in a PDF has to have (ISO 32000-1, 9.9); what else a subset brings is for other uses."""
_HINTING = ("cvt ", "fpgm", "prep")


class NotTrueTypeError(Exception):
    """The font is of another kind, or broken."""


@dataclass(frozen=True)
class Outline:
    """One glyph: how it is drawn, and how far it moves the pen."""

    drawing: bytes
    metric: bytes

    @property
    def extent(self) -> tuple[int, int, int, int]:
        """Its left, lowest, right and highest point in font units; zeros for a space."""
        if not self.drawing:
            return 0, 0, 0, 0
        left, low, right, high = struct.unpack(">4h", self.drawing[2:10])
        return left, low, right, high


@dataclass(frozen=True)
class Subset:
    """A TrueType font in parts."""

    tables: Mapping[str, bytes]
    glyphs: Mapping[int, Outline]

    @property
    def units(self) -> int:
        """Font units to the em."""
        return int(struct.unpack(">H", self.tables["head"][18:20])[0])

    @property
    def nature(self) -> bytes:
        """Digest of what does not depend on which glyphs are there: subsets of one face have it in common."""
        digest = hashlib.sha256(self.tables["head"][16:36])  # flags, units, dates
        digest.update(self.tables["hhea"][4:10])
        for tag in _HINTING:
            digest.update(tag.encode() + self.tables.get(tag, b""))
        return digest.digest()


def read(data: bytes, *, spaces: Iterable[int] = ()) -> Subset:
    """The font in parts; `spaces` are glyphs that are used though nothing is drawn for them.

    Raises NotTrueTypeError for every other kind of font, and for a broken one.
    """
    try:
        tables = _tables(data)
        return Subset(tables, _glyphs(tables, spaces))
    except (struct.error, KeyError, IndexError) as error:
        raise NotTrueTypeError from error


def _tables(data: bytes) -> dict[str, bytes]:
    if data[:4] not in (b"\x00\x01\x00\x00", b"true"):
        raise NotTrueTypeError
    (count,) = struct.unpack(">H", data[4:6])
    records = (struct.unpack(">4sLLL", data[start : start + 16]) for start in range(12, 12 + 16 * count, 16))
    found = {tag.decode("latin-1"): data[offset : offset + length] for tag, _, offset, length in records}
    return {tag: found[tag] for tag in _NEEDED if tag in found}


def _glyphs(tables: Mapping[str, bytes], spaces: Iterable[int]) -> dict[int, Outline]:
    count = int(struct.unpack(">H", tables["maxp"][4:6])[0])
    long = struct.unpack(">h", tables["head"][50:52])[0]
    offsets = struct.unpack(f">{count + 1}{'L' if long else 'H'}", tables["loca"][: (count + 1) * (4 if long else 2)])
    scale = 1 if long else 2
    drawn = [glyph for glyph in range(count) if offsets[glyph + 1] > offsets[glyph]]
    used = {*drawn, *(glyph for glyph in spaces if glyph < count)}
    return {glyph: Outline(tables["glyf"][offsets[glyph] * scale : offsets[glyph + 1] * scale], _metric(tables, glyph)) for glyph in used}


def _metric(tables: Mapping[str, bytes], glyph: int) -> bytes:
    """Advance and left bearing of a glyph, as hmtx has them."""
    (long_ones,) = struct.unpack(">H", tables["hhea"][34:36])
    metrics = tables["hmtx"]
    if glyph < long_ones:
        return metrics[4 * glyph : 4 * glyph + 4]
    bearing = 4 * long_ones + 2 * (glyph - long_ones)
    return metrics[4 * long_ones - 4 : 4 * long_ones - 2] + metrics[bearing : bearing + 2]


class Pool:
    """The union of subsets of one face."""

    def __init__(self, first: Subset) -> None:
        self._tables = dict(first.tables)
        self._glyphs = dict(first.glyphs)

    def takes(self, subset: Subset) -> bool:
        """Whether the subset draws every glyph it shares with the pool the same."""
        return all(self._glyphs.get(glyph, outline) == outline for glyph, outline in subset.glyphs.items())

    def add(self, subset: Subset) -> None:
        """Takes the subset's glyphs in."""
        self._glyphs.update(subset.glyphs)
        for tag in ("hhea", "maxp"):
            self._tables[tag] = _widest(self._tables[tag], subset.tables[tag], tag=tag)
        self._tables["head"] = _around(self._tables["head"], subset.tables["head"])

    def font(self) -> bytes:
        """The font file with all the glyphs: the same for the same glyphs, in whatever order they came."""
        count = max(self._glyphs, default=0) + 1
        glyf, loca, hmtx = bytearray(), [0], bytearray()
        for glyph in range(count):
            outline = self._glyphs.get(glyph, Outline(b"", bytes(4)))
            glyf += outline.drawing + bytes(-len(outline.drawing) % 4)
            loca.append(len(glyf))
            hmtx += outline.metric
        tables = self._tables | {"glyf": bytes(glyf), "loca": struct.pack(f">{count + 1}L", *loca), "hmtx": bytes(hmtx)}
        tables["head"] = tables["head"][:8] + bytes(4) + tables["head"][12:50] + struct.pack(">h", 1) + tables["head"][52:]
        tables["hhea"] = tables["hhea"][:34] + struct.pack(">H", count)
        tables["maxp"] = tables["maxp"][:4] + struct.pack(">H", count) + tables["maxp"][6:]
        return _file(tables)


def _widest(one: bytes, other: bytes, *, tag: str) -> bytes:
    """The table with the larger of each two limits."""
    start, kind = (10, "h") if tag == "hhea" else (6, "H")
    end = min(len(one), len(other)) if tag == "maxp" else 18
    form = f">{(end - start) // 2}{kind}"
    pairs = zip(struct.unpack(form, one[start:end]), struct.unpack(form, other[start:end]), strict=True)
    smallest = (1, 2) if tag == "hhea" else ()  # the bearings are minima
    merged = [min(pair) if number in smallest else max(pair) for number, pair in enumerate(pairs)]
    return one[:start] + struct.pack(form, *merged) + one[end:]


def _around(one: bytes, other: bytes) -> bytes:
    """The head table with a box around both fonts' glyphs."""
    a, b = struct.unpack(">4h", one[36:44]), struct.unpack(">4h", other[36:44])
    box = (*map(min, a[:2], b[:2]), *map(max, a[2:], b[2:]))
    return one[:36] + struct.pack(">4h", *box) + one[44:]


def _file(tables: Mapping[str, bytes]) -> bytes:
    """The tables as a font file (OpenType 1.9, “Organization of an OpenType Font”)."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(">4sHHHH", b"\x00\x01\x00\x00", count, power * 16, power.bit_length() - 1, (count - power) * 16)
    directory, body = bytearray(), bytearray()
    for tag in sorted(tables):
        data = tables[tag] + bytes(-len(tables[tag]) % 4)
        checksum = sum(struct.unpack(f">{len(data) // 4}L", data)) & 0xFFFFFFFF
        directory += struct.pack(">4sLLL", tag.encode("latin-1"), checksum, 12 + 16 * count + len(body), len(tables[tag]))
        body += data
    return bytes(header + directory + body)
