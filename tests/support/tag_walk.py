"""What a screen reader says of a PDF: its tags and their words, in the order of the tree.

    [P] Whatever one thinks of it, no infant should wait there.[Reference [Link (Note 3 → 3.) 3]]
    [Note note-3] [Lbl [Link (Back to note call 3 → 3) 3.]] Human Rights Watch, …

A link within the file is followed to the words that stand where it leads.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from generator.letter.pdf_merge import mapped

INLINE = frozenset(("/Link", "/Reference", "/Lbl", "/Span"))


def spoken(data: bytes) -> str:
    """Returns the walk of a PDF, a line for each block."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return "\n".join(_Walk(pdf).lines()) + "\n"


class _Walk:
    def __init__(self, pdf: Pdf) -> None:
        self._tree = pdf.Root.StructTreeRoot
        self._pages = [page.obj.objgen for page in pdf.pages]
        self._words = {page.obj.objgen: marked_words(page) for page in pdf.pages}
        # By page, left and top: the words of the link that begins there.
        self._places = dict(self._linked(self._tree.K[0]))

    def lines(self) -> Iterator[str]:
        for element in _list(self._tree.K):
            yield from self._block(element, "")

    def _block(self, element: Object, indent: str) -> Iterator[str]:
        name = f" {element.ID}" if "/ID" in element else ""
        line = f"{indent}[{str(element.S)[1:]}{name}] "
        if "/Alt" in element:
            line += f"({element.Alt})"
        for child in _list(element.get("/K", Array())):
            if _is_block(child):
                if line.strip():
                    yield line.rstrip()
                line = ""
                yield from self._block(child, indent + "  ")
            else:
                line += self._inline(child, element)
        if line.strip():
            yield line.rstrip()

    def _linked(self, element: Object) -> Iterator[tuple[object, str]]:
        """Yields where each link is, and its words."""
        children = _list(element.get("/K", Array()))
        for child in children:
            if _is_reference(child):
                left, _, _, top = map(float, child.Obj.Rect)
                words = (self._inline(one, element) for one in children if isinstance(one, int))
                yield (child.Pg.objgen, left, top), "".join(words).strip()
            elif isinstance(child, Dictionary) and "/S" in child:
                yield from self._linked(child)

    def _target(self, link: Object) -> str:
        if "/A" in link:
            return str(link.A.URI)
        page, _, left, top, _ = link.Dest
        words = self._places.get((page.objgen, float(left), float(top)))
        return words or f"page {self._pages.index(page.objgen) + 1}"

    def _inline(self, child: Any, parent: Object) -> str:  # noqa: ANN401
        if not isinstance(child, Dictionary):
            return self._words[parent.Pg.objgen][int(child)]
        if child.get("/Type") == Name.MCR:
            return self._words[child.Pg.objgen][int(child.MCID)]
        if _is_reference(child):
            return f"({child.Obj.Contents} → {self._target(child.Obj)}) "
        words = "".join(self._inline(one, child) for one in _list(child.get("/K", Array())))
        return f"[{str(child.S)[1:]} {words}]"


def _is_reference(child: Any) -> bool:  # noqa: ANN401
    return isinstance(child, Dictionary) and child.get("/Type") == Name.OBJR


def _is_block(child: Any) -> bool:  # noqa: ANN401
    return isinstance(child, Dictionary) and "/S" in child and str(child.S) not in INLINE


def _list(children: Any) -> list[Any]:  # noqa: ANN401
    return list(children) if isinstance(children, Array) else [children]


def marked_words(page: pikepdf.Page) -> dict[int, str]:
    """Returns the words of each marked content of the page, by its number."""
    fonts = {
        name: {
            int(code, 16): bytes.fromhex(words.decode()).decode("utf-16-be")
            for code, words in mapped(font.ToUnicode.read_bytes())
        }
        for name, font in page.resources.get("/Font", Dictionary()).items()
    }
    words: dict[int, str] = {}
    number: int | None = None
    font: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "BDC" if isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                number = int(operands[1].MCID)
                words[number] = ""
            case "EMC":
                number = None
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ" if number is not None:
                for part in _list(operands[0]):
                    if isinstance(part, pikepdf.String):
                        raw = bytes(part)
                        codes = (int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2))
                        words[number] += "".join(font[code] for code in codes)
    return words
