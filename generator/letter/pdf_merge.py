"""Pages of many PDFs in one: what they have in common (typefaces, logos, colours) is there once.

The tags of PDF/UA are left behind: a print run is for paper, and a merged one would be called accessible wrongly.
"""

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from generator.letter import pdf_fonts

MOST_DEPTH = 40
"""Resources nest a few levels; deeper than this a file goes round in circles."""
LETTER_SIZE = (612, 792)
_MAPPED = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RUNS = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)


class BindingError(Exception):
    """A page that cannot be bound: what it is made of goes round in circles."""

    def __init__(self) -> None:
        super().__init__("a page refers to itself")


@dataclass
class _Face:
    """A typeface of the bound file, and the glyphs of it that pages use."""

    font: Object
    pool: pdf_fonts.Pool
    widths: dict[int, float]
    texts: dict[bytes, bytes] = field(default_factory=dict)


class Binder:
    """Takes pages in, one after the other, and gives one PDF."""

    def __init__(self) -> None:
        self._pdf = Pdf.new()
        self._shared: dict[bytes, Object] = {}
        self._faces: dict[bytes, list[_Face]] = {}
        self._known_fonts: dict[bytes, _Face] = {}

    @property
    def pages(self) -> int:
        """How many pages it holds so far."""
        return len(self._pdf.pages)

    def add(self, source: Pdf) -> int:
        """Takes all pages of the PDF in; how many they were.

        Raises BindingError for a page that refers to itself.
        """
        for page in source.pages:
            self._pdf.pages.append(pikepdf.Page(self._page(page)))
        return len(source.pages)

    def add_blank(self, size: tuple[float, float] = LETTER_SIZE) -> None:
        """Adds an empty page: the back of a sheet."""
        self._pdf.add_blank_page(page_size=size)

    def drawing(self, page: pikepdf.Page) -> Object:
        """The page as a picture (a form XObject) that pages of this file can show, at any place and scale."""
        box = [float(side) for side in page.mediabox]
        header = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array(box), Resources=self._resources(page))
        return self._stream(_content(page), header)

    def show(self, number: int, *, drawings: Mapping[str, Object], content: bytes) -> None:
        """Draws on a page that is bound already, below what stands there; `content` names the drawings."""
        page = self._pdf.pages[number]
        resources = Dictionary(dict(page.obj.Resources.items()))
        known = dict(resources.XObject.items()) if Name.XObject in resources else {}
        resources.XObject = Dictionary(known | {f"/{name}": drawing for name, drawing in drawings.items()})
        page.obj.Resources = resources
        page.obj.Contents = self._pdf.make_stream(b"q\n" + content + b"\nQ\nq\n" + _content(page) + b"\nQ")

    def pdf(self, *, title: str, duplex: bool = False, outline: tuple[tuple[str, int], ...] = ()) -> bytes:
        """The file, the same for the same pages. It asks viewers to print it at its own size, so that windows and labels hold."""
        for faces in self._faces.values():
            for face in faces:
                self._finish(face)
        root = self._pdf.Root
        root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), DisplayDocTitle=True)
        if duplex:
            root.ViewerPreferences.Duplex = Name.DuplexFlipLongEdge
        self._pdf.docinfo[Name.Title] = title
        if outline:
            with self._pdf.open_outline() as bookmarks:
                bookmarks.root.extend(pikepdf.OutlineItem(text, page) for text, page in outline)
        return written(self._pdf)

    # ------------------------------------------------------------ pages

    def _page(self, page: pikepdf.Page) -> Dictionary:
        drawn = page.obj.get("/Contents")
        content = self._copied(drawn, depth=0) if isinstance(drawn, Stream) else self._stream(_content(page), Dictionary())
        box = Array([float(side) for side in page.mediabox])
        bound = Dictionary(Type=Name.Page, MediaBox=box, Resources=self._resources(page), Contents=content)
        if turned := page.obj.get("/Rotate"):
            bound.Rotate = turned
        return bound

    def _resources(self, page: pikepdf.Page) -> Object:
        kept = {key: self._copied(value, depth=0) for key, value in page.resources.items() if key != "/Properties"}
        return self._once(Dictionary({key: value for key, value in kept.items() if not _is_empty(value)}))

    # ------------------------------------------------------------ objects

    def _copied(self, value: Any, *, depth: int) -> Any:  # noqa: ANN401 - whatever a PDF holds
        if depth > MOST_DEPTH:
            raise BindingError
        if isinstance(value, Stream):
            return self._stream(value.read_raw_bytes(), self._header(value, depth=depth + 1), raw=True)
        if isinstance(value, Dictionary):
            if value.get("/Type") == Name.Font:
                return self._font(value, depth=depth)
            return Dictionary({key: self._copied(item, depth=depth + 1) for key, item in value.items() if key not in ("/Parent", "/P")})
        if isinstance(value, Array):
            return Array([self._copied(item, depth=depth + 1) for item in value])
        if isinstance(value, Name):
            return Name(str(value))
        return pikepdf.String(bytes(value)) if isinstance(value, pikepdf.String) else value

    def _header(self, stream: Stream, *, depth: int) -> Dictionary:
        return Dictionary(
            {
                key: self._copied(item, depth=depth)
                for key, item in stream.items()
                if key not in ("/Length", "/StructParent", "/StructParents")
            }
        )

    def _stream(self, data: bytes, header: Dictionary, *, raw: bool = False) -> Object:
        """The stream, once however often it comes."""
        key = hashlib.sha256(header.unparse() + b"\0" + data + (b"" if raw else b"plain")).digest()
        if key not in self._shared:
            made = Stream(self._pdf, data)
            packing: Any = header.get("/Filter"), header.get("/DecodeParms")
            if raw and packing[0] is not None:
                made.write(data, filter=packing[0], decode_parms=packing[1])
            for name, value in header.items():
                if name not in ("/Filter", "/DecodeParms"):
                    made[name] = value
            self._shared[key] = self._pdf.make_indirect(made)
        return self._shared[key]

    def _once(self, value: Dictionary) -> Object:
        """The dictionary, once however often it comes."""
        key = hashlib.sha256(value.unparse()).digest()
        if key not in self._shared:
            self._shared[key] = self._pdf.make_indirect(value)
        return self._shared[key]

    # ------------------------------------------------------------ typefaces

    def _font(self, font: Dictionary, *, depth: int) -> Object:
        """The font of the bound file that draws this one's glyphs."""
        program = _program(font)
        if program is None:
            plain = {key: self._copied(item, depth=depth + 1) for key, item in font.items()}
            return self._once(Dictionary(plain))
        data, widths = program.read_bytes(), widths_of(font.DescendantFonts[0])
        texts = dict(mapped(font.ToUnicode.read_bytes())) if "/ToUnicode" in font else {}
        key = hashlib.sha256(repr((sorted(widths.items()), sorted(texts.items()), str(font.BaseFont))).encode() + data).digest()
        if key not in self._known_fonts:
            try:
                subset = pdf_fonts.read(data, spaces=widths)
            except pdf_fonts.NotTrueTypeError:
                return self._once(Dictionary({key: self._copied(item, depth=depth + 1) for key, item in font.items()}))
            self._known_fonts[key] = self._pooled(font, subset, widths=widths, texts=texts)
        return self._known_fonts[key].font

    def _pooled(self, font: Dictionary, subset: pdf_fonts.Subset, *, widths: dict[int, float], texts: dict[bytes, bytes]) -> _Face:
        nature = hashlib.sha256(subset.nature + _plain_name(font).encode() + _likeness(font)).digest()
        faces = self._faces.setdefault(nature, [])
        face = next((face for face in faces if face.pool.takes(subset) and _agree(face.widths, widths)), None)
        if face is None:
            face = _Face(self._once(self._new_font(font, len(self._shared))), pdf_fonts.Pool(subset), dict(widths))
            faces.append(face)
        face.pool.add(subset)
        face.widths.update(widths)
        face.texts.update((code, text) for code, text in texts.items() if code not in face.texts)
        return face

    def _new_font(self, font: Dictionary, number: int) -> Dictionary:
        """A composite font without its glyphs, which come when the last page is in."""
        name = Name(f"/{_tag(number)}+{_plain_name(font)}")
        descendant = font.DescendantFonts[0]
        kept = {
            key: self._copied(value, depth=1)
            for key, value in descendant.FontDescriptor.items()
            if not key.startswith("/FontFile") and key != "/CIDSet"
        }
        descriptor = self._pdf.make_indirect(Dictionary(kept | {"/FontName": name}))
        plain = {
            key: self._copied(value, depth=1) for key, value in descendant.items() if key not in ("/W", "/FontDescriptor", "/CIDToGIDMap")
        }
        cid = Dictionary(plain | {"/BaseFont": name, "/FontDescriptor": descriptor, "/CIDToGIDMap": Name.Identity})
        outer = {"/BaseFont": name, "/DescendantFonts": Array([self._pdf.make_indirect(cid)]), "/Encoding": font.Encoding}
        return Dictionary({"/Type": Name.Font, "/Subtype": Name.Type0} | outer)

    def _finish(self, face: _Face) -> None:
        """Gives the font its glyphs, widths and words."""
        data = face.pool.font()
        program = self._pdf.make_stream(data, Length1=len(data))
        cid = face.font.DescendantFonts[0]
        cid.FontDescriptor.FontFile2 = program
        cid.W = Array([item for code in sorted(face.widths) for item in (code, Array([face.widths[code]]))])
        if face.texts:
            face.font.ToUnicode = self._pdf.make_stream(_to_unicode(face.texts))


def at_its_size(data: bytes) -> bytes:
    """The same PDF, tags and all, with the wish to be printed unscaled: what stands on labels and envelopes is measured."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        preferences = dict(pdf.Root.get("/ViewerPreferences", Dictionary()).items())
        pdf.Root.ViewerPreferences = Dictionary(preferences | {"/PrintScaling": Name("/None")})
        return written(pdf)


def written(pdf: Pdf) -> bytes:
    """The PDF as bytes, the same for the same content: no date, and an id made of it."""
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=True,
    )
    return out.getvalue()


def _content(page: pikepdf.Page) -> bytes:
    """What the page draws, unpacked."""
    contents = page.obj.get("/Contents")
    if contents is None:
        return b""
    parts = contents if isinstance(contents, Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


def _is_empty(value: object) -> bool:
    return isinstance(value, Dictionary) and not len(value)


# ---------------------------------------------------------------- typefaces


def _program(font: Dictionary) -> Stream | None:
    """The TrueType file of a composite font whose codes are glyph numbers; nothing for fonts of other kinds."""
    if font.get("/Subtype") != Name.Type0 or font.get("/Encoding") != Name("/Identity-H") or len(font.get("/DescendantFonts", [])) != 1:
        return None
    descendant = font.DescendantFonts[0]
    program = descendant.get("/FontDescriptor", Dictionary()).get("/FontFile2")
    return program if descendant.get("/CIDToGIDMap", Name.Identity) == Name.Identity and isinstance(program, Stream) else None


def _plain_name(font: Dictionary) -> str:
    """The name of the font without the tag of a subset (ISO 32000-1, 9.6.4)."""
    return re.sub(r"^[A-Z]{6}\+", "", str(font.BaseFont).removeprefix("/"))


def _tag(number: int) -> str:
    """Six letters that tell two subsets of one face apart."""
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("A") + letter))
    return "".join(reversed(letters))


def _likeness(font: Dictionary) -> bytes:
    """What the descriptor says of the face itself."""
    descriptor = font.DescendantFonts[0].FontDescriptor
    said = ("/Flags", "/ItalicAngle", "/Ascent", "/Descent", "/CapHeight", "/StemV", "/FontFamily")
    return "|".join(str(descriptor.get(key)) for key in said).encode()


def _agree(one: Mapping[int, float], other: Mapping[int, float]) -> bool:
    return all(one.get(code, width) == width for code, width in other.items())


def widths_of(cid: Object) -> dict[int, float]:
    """The width of each code (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    items: Iterator[Any] = iter(cid.get("/W", []))
    for first in items:
        second = next(items)
        if isinstance(second, Array):
            widths |= {int(first) + offset: float(width) for offset, width in enumerate(second)}
        else:
            width = float(next(items))
            widths |= dict.fromkeys(range(int(first), int(second) + 1), width)
    return widths


def mapped(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each code of a ToUnicode map with its words, both in hexadecimal (ISO 32000-1, 9.10.3)."""
    for kind, block in _RUNS.findall(data):
        if kind == b"bfchar":
            yield from ((code.lower(), text.lower()) for code, text in _MAPPED.findall(block))
        else:
            yield from _ranged(block)


def _ranged(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    for first, last, text in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
        for offset in range(int(last, 16) - int(first, 16) + 1):
            yield b"%0*x" % (len(first), int(first, 16) + offset), b"%0*x" % (len(text), int(text, 16) + offset)


def _to_unicode(texts: Mapping[bytes, bytes]) -> bytes:
    """The map of codes to words. Where two letters read one glyph differently (a space, a no-break space) the first one stands."""
    lines = [b"<%s> <%s>" % pair for pair in sorted(texts.items())]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks)
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        + body
        + b"\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
