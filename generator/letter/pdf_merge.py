"""Pages of many PDFs in one: what they have in common (typefaces, logos, colors) is there once.

Where every page has tags (PDF/UA-1), so does the merged file, and says so: a
print run may be proofread by ear. `pdf_tags` merges the structure trees.

pikepdf alone (`pdf.pages.extend`) copies the typefaces and pictures of each letter again, as it
cannot know that they are equal. Measured with the 24 shipped letters: 425 kB in 0.03 s with
`pages.extend`, 103 kB in 0.11 s with this module, and the gain grows with the run.
"""

import hashlib
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from generator.letter import pdf_fonts
from generator.letter.pdf_tags import MAX_DEPTH, MergedTags, PdfMergeError

LETTER_SIZE = (612, 792)
"""US Letter in points: 8.5 × 11 inches."""
# `<0041> <00410301>`: a code, and its words in UTF-16.
_MAPPED = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
# `<0041> <0043> <0061>`: the first code, the last code, and the words of the first.
_MAPPED_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RUNS = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_UP_THE_TREE = ("/Length", "/P", "/Parent", "/StructParent", "/StructParents")
"""Keys that lead up to the page or into the tags; `/Length` is the stream's own affair."""


@dataclass
class _MergedFace:
    """A typeface of the merged file, and the glyphs of it that pages use."""

    font: Object
    pool: pdf_fonts.Pool
    widths: dict[int, float]
    texts: dict[bytes, bytes] = field(default_factory=dict)


class PdfMerger:
    """Adds pages one after the other, and gives one PDF."""

    def __init__(self) -> None:
        self._pdf = Pdf.new()
        # By digest: the content of a thousand letters is not kept to be compared.
        self._shared: dict[bytes, Object] = {}
        self._faces: dict[bytes, list[_MergedFace]] = {}
        self._known_fonts: dict[bytes, _MergedFace] = {}
        self._tags: MergedTags | None = MergedTags(self._pdf)
        self._language = ""
        self._bookmarks: list[pikepdf.OutlineItem] = []

    @property
    def pages(self) -> int:
        """How many pages it holds so far."""
        return len(self._pdf.pages)

    def add(self, source: Pdf) -> None:
        """Adds all pages of the PDF. Raises PdfMergeError for a page that refers to itself."""
        merged_pages: dict[tuple[int, int], Object] = {}
        for page in source.pages:
            drawn = page.obj.get("/Contents")
            if isinstance(drawn, Stream):  # stays packed: qpdf would pack it 4 % larger
                content = self._copied(drawn, depth=0)
            else:
                content = self._once(Dictionary(), _content(page))
            merged = Dictionary(
                Type=Name.Page,
                MediaBox=self._copied(page.mediabox, depth=0),
                Resources=self._resources(page),
                Contents=content,
            )
            if rotation := page.obj.get("/Rotate"):
                merged.Rotate = rotation
            self._pdf.pages.append(pikepdf.Page(merged))
            merged_pages[page.obj.objgen] = self._pdf.pages[-1].obj
        if "/StructTreeRoot" not in source.Root:
            self._tags = None
        if self._tags is not None:
            self._tags.add(source, merged_pages)
            self._language = self._language or str(source.Root.get("/Lang", ""))

    def add_blank(self, size: tuple[float, float] = LETTER_SIZE) -> None:
        """Adds an empty page, for the back of a sheet."""
        self._pdf.add_blank_page(page_size=size)

    def bookmark(self, words: str) -> None:
        """Makes a bookmark that leads to the page that is added next."""
        self._bookmarks.append(pikepdf.OutlineItem(words, self.pages))

    def drawing(self, page: pikepdf.Page) -> Object:
        """Returns the page as a form XObject, which pages can show at any place and scale."""
        header = Dictionary(
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=self._copied(page.mediabox, depth=0),
            Resources=self._resources(page),
        )
        return self._once(header, _content(page))

    def show(self, number: int, *, drawings: Mapping[str, Object], content: bytes) -> None:
        """Draws on page `number` (from 0), below its content; `content` names the drawings.

        The file loses its tags, because a drawing has none.
        """
        self._tags = None
        page = self._pdf.pages[number]
        # A copy: pages share their resources, and the drawing belongs to this one.
        resources = Dictionary(dict(page.obj.Resources.items()))
        shown = dict(resources.get("/XObject", Dictionary()).items())
        shown.update((f"/{name}", drawing) for name, drawing in drawings.items())
        resources.XObject = Dictionary(shown)
        page.obj.Resources = resources
        page.contents_add(b"q\n" + content + b"\nQ\n", prepend=True)

    def pdf(self, *, title: str, duplex: bool = False) -> bytes:
        """Returns the file, the same bytes for the same pages.

        It asks viewers to print it unscaled, so that windows and labels fit.
        """
        for faces in self._faces.values():
            for face in faces:
                self._finish(face)
        root = self._pdf.Root
        root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), DisplayDocTitle=True)
        if duplex:
            # Along the long edge, as letters are turned over.
            root.ViewerPreferences.Duplex = Name.DuplexFlipLongEdge
        self._pdf.docinfo[Name.Title] = title
        with self._pdf.open_outline() as outline:
            outline.root.extend(self._bookmarks)
        if self._tags is not None:
            self._tags.write()
            self._pdf.Root.Lang = self._language
            with self._pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
                xmp["dc:title"] = title
                xmp["pdfuaid:part"] = "1"
        return written(self._pdf)

    # ------------------------------------------------------------ objects

    def _resources(self, page: pikepdf.Page) -> Object:
        """Returns the resources of the page without `/Properties` (tags) and what is empty."""
        copied = self._items(page.resources, depth=0, without=("/Properties",))
        return self._once(
            Dictionary({key: value for key, value in copied.items() if value != Dictionary()})
        )

    def _items(self, value: Object, *, depth: int, without: Collection[str] = ()) -> dict[str, Any]:
        """Returns the entries of a dictionary or stream, copied."""
        return {
            key: self._copied(item, depth=depth + 1)
            for key, item in value.items()
            if key not in _UP_THE_TREE and key not in without
        }

    def _copied(self, value: Any, *, depth: int) -> Any:  # noqa: ANN401 - any object of a PDF
        # Counted, since a page may refer to itself: callers catch this error and name the letter; a
        # RecursionError would reach the user.
        if depth > MAX_DEPTH:
            raise PdfMergeError
        if isinstance(value, Array):
            return Array([self._copied(item, depth=depth + 1) for item in value])
        if not isinstance(value, Dictionary | Stream):
            return value
        if value.get("/Type") == Name.Font:
            return self._font(value, depth=depth)
        copied = Dictionary(self._items(value, depth=depth))
        return self._once(copied, value.read_raw_bytes()) if isinstance(value, Stream) else copied

    def _once(self, value: Dictionary, data: bytes | None = None) -> Object:
        """Returns the dictionary, or the stream with this header and data, stored only once."""
        content = b"" if data is None else b"stream" + data
        # `unparse` writes references by number: what is inside was copied and shared before.
        key = hashlib.sha256(value.unparse() + content).digest()
        if key not in self._shared:
            self._shared[key] = (
                self._pdf.make_indirect(value)
                if data is None
                else self._pdf.make_stream(data, value)
            )
        return self._shared[key]

    # ------------------------------------------------------------ typefaces

    def _font(self, font: Object, *, depth: int) -> Object:
        """Returns the font of the merged file that draws this one's glyphs."""
        program = _program(font)
        if program is None:
            return self._once(Dictionary(self._items(font, depth=depth)))
        data, widths = program.read_bytes(), widths_of(font.DescendantFonts[0])
        texts = dict(mapped(font.ToUnicode.read_bytes())) if "/ToUnicode" in font else {}
        likeness = repr((sorted(widths.items()), sorted(texts.items()), str(font.BaseFont)))
        # The same subset in the next letter is found without fontTools, which takes 2 ms a letter.
        key = hashlib.sha256(likeness.encode() + data).digest()
        if key not in self._known_fonts:
            try:
                subset = pdf_fonts.read(data, spaces=widths)
            except pdf_fonts.NotTrueTypeError:
                return self._once(Dictionary(self._items(font, depth=depth)))
            face = self._face(font, subset, widths=widths)
            face.pool.add(subset)
            face.widths.update(widths)
            face.texts = texts | face.texts
            self._known_fonts[key] = face
        return self._known_fonts[key].font

    def _face(
        self, font: Object, subset: pdf_fonts.Subset, *, widths: Mapping[int, float]
    ) -> _MergedFace:
        """Returns the face that can take the subset in: one of its nature, or a new one."""
        nature = subset.nature + _plain_name(font).encode() + _likeness(font)
        faces = self._faces.setdefault(nature, [])
        for face in faces:
            same_widths = all(
                face.widths.get(code, width) == width for code, width in widths.items()
            )
            if same_widths and face.pool.takes(subset):
                return face
        new = self._once(self._new_font(font, len(self._shared)))
        faces.append(_MergedFace(new, pdf_fonts.Pool(subset), {}))
        return faces[-1]

    def _new_font(self, font: Object, number: int) -> Dictionary:
        """Returns a composite font without its glyphs, which come when the last page is in."""
        name = Name(f"/{_tag(number)}+{_plain_name(font)}")
        descendant = font.DescendantFonts[0]
        # /CIDSet lists the glyphs of one subset, and would be wrong for the union; it is optional.
        programs = ("/FontFile", "/FontFile2", "/FontFile3", "/CIDSet")
        descriptor = Dictionary(self._items(descendant.FontDescriptor, depth=1, without=programs))
        descriptor.FontName = name
        cid = Dictionary(
            self._items(descendant, depth=1, without=("/W", "/FontDescriptor", "/CIDToGIDMap"))
        )
        cid.BaseFont = name
        cid.FontDescriptor = self._pdf.make_indirect(descriptor)
        cid.CIDToGIDMap = Name.Identity
        return Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            DescendantFonts=Array([self._pdf.make_indirect(cid)]),
            Encoding=font.Encoding,
        )

    def _finish(self, face: _MergedFace) -> None:
        """Gives the font its glyphs, widths and words."""
        data = face.pool.font()
        cid = face.font.DescendantFonts[0]
        cid.FontDescriptor.FontFile2 = self._pdf.make_stream(data, Length1=len(data))
        cid.W = Array()
        for code, width in sorted(face.widths.items()):
            cid.W.extend([code, Array([width])])
        if face.texts:
            face.font.ToUnicode = self._pdf.make_stream(_to_unicode(face.texts))


@dataclass(frozen=True)
class MergePart:
    """One PDF of a merged file, and the bookmark that leads to it."""

    data: bytes
    bookmark: str = ""


def joined(first: bytes, parts: Iterable[MergePart]) -> bytes:
    """Returns the pages of the first PDF and those of the parts, under the title of the first."""
    merger = PdfMerger()
    with pikepdf.open(io.BytesIO(first)) as source:
        title = str(source.docinfo.Title)
        merger.add(source)
    for part in parts:
        if part.bookmark:
            merger.bookmark(part.bookmark)
        with pikepdf.open(io.BytesIO(part.data)) as source:
            merger.add(source)
    return merger.pdf(title=title)


def at_its_size(data: bytes) -> bytes:
    """Returns the PDF, tags and all, with the wish to be printed unscaled.

    Labels and envelopes are measured: a viewer that shrinks the page to its margins moves them.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if Name.ViewerPreferences not in pdf.Root:
            pdf.Root.ViewerPreferences = Dictionary()
        pdf.Root.ViewerPreferences.PrintScaling = Name("/None")
        return written(pdf)


def written(pdf: Pdf) -> bytes:
    """Returns the PDF as bytes, the same for the same content: no date, and an id made of it."""
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
    """Returns what the page draws, unpacked."""
    contents = page.obj.get("/Contents", Array())
    parts = contents if isinstance(contents, Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


# ---------------------------------------------------------------- typefaces


def _program(font: Object) -> Stream | None:
    """Returns the TrueType file of a composite font whose codes are glyph numbers, or None."""
    if font.get("/Subtype") != Name.Type0 or font.get("/Encoding") != Name("/Identity-H"):
        return None
    descendant = font.DescendantFonts[0]
    program = descendant.get("/FontDescriptor", Dictionary()).get("/FontFile2")
    if descendant.get("/CIDToGIDMap", Name.Identity) != Name.Identity:
        return None
    return program if isinstance(program, Stream) else None


def _plain_name(font: Object) -> str:
    """Returns the name of the font without the tag of a subset (ISO 32000-1, 9.6.4)."""
    return re.sub(r"^[A-Z]{6}\+", "", str(font.BaseFont).removeprefix("/"))


def _tag(number: int) -> str:
    """Six letters by which the subsets of one face differ (ISO 32000-1, 9.6.4)."""
    return f"{number:06}".translate(str.maketrans("0123456789", "ABCDEFGHIJ"))


def _likeness(font: Object) -> bytes:
    """Returns what the descriptor says of the face itself."""
    descriptor = font.DescendantFonts[0].FontDescriptor
    keys = ("/Flags", "/ItalicAngle", "/Ascent", "/Descent", "/CapHeight", "/StemV", "/FontFamily")
    return "|".join(str(descriptor.get(key)) for key in keys).encode()


def widths_of(cid: Object) -> dict[int, float]:
    """Returns the width of each code, in thousandths of an em (ISO 32000-1, 9.7.4.3)."""
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
    """Yields each code of a ToUnicode map and its words in hexadecimal (ISO 32000-1, 9.10.3)."""
    for kind, block in _RUNS.findall(data):
        if kind == b"bfchar":
            yield from ((code.lower(), text.lower()) for code, text in _MAPPED.findall(block))
            continue
        for first, last, text in _MAPPED_RANGE.findall(block):
            start, words = int(first, 16), int(text, 16)
            for offset in range(int(last, 16) - start + 1):
                yield b"%0*x" % (len(first), start + offset), b"%0*x" % (len(text), words + offset)


def _to_unicode(texts: Mapping[bytes, bytes]) -> bytes:
    """Returns the map of codes to words, in blocks of 100, the most that a map may have.

    Where two letters read one glyph differently (a space, a no-break space) the first one stands.
    """
    lines = [b"<%s> <%s>" % pair for pair in sorted(texts.items())]
    body = b""
    for start in range(0, len(lines), 100):
        block = lines[start : start + 100]
        body += b"%d beginbfchar\n%s\nendbfchar\n" % (len(block), b"\n".join(block))
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        + body
        + b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
