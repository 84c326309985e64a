"""The lines of a PDF's pages as they look: columns one after the other, raised note numbers gone, running heads gone."""

import io
import math
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdf
from pypdf.errors import FileNotDecryptedError, PyPdfError, WrongPasswordError

from generator.documents.errors import DamagedDocumentError, EncryptedDocumentError

SAME_LINE = 0.35
"""Fragments whose baselines differ by less than this part of their size stand on one line."""
RAISED = 0.82
"""What is smaller than this part of its neighbour and raised is the call of a note."""
AVERAGE_LETTER = 0.46
"""Width of a letter in parts of the type size, over the usual fonts; only to see whether a line crosses a gutter."""
FEWEST_LINES = 4
EDGE = 0.1
"""The part of a page at its head and foot where running heads stand."""
SHORT_PAPER = 5
FEWEST_REPEATS_SHORT = 2
FEWEST_REPEATS = 3
"""On so many pages a running head stands; a short paper has few to repeat on."""
LONGEST_HEAD = 80
DOUBLE_SPACED = 2.6
SENTENCE_ENDS = re.compile(r"[.?!:;][”’\"')\]]*$")
PAGE_NUMBER = re.compile(r"(?:page\s+)?[\divxlc]{1,5}(?:\s+of\s+\d+)?")
NOTE_CALL = re.compile(r"^[\[(]?(?:\d{1,3}|[*†‡§]{1,3})[\])]?[,;]?(?:\s*\d{1,3})*\s*$")


@dataclass(frozen=True)
class Fragment:
    """Some letters of one size on one line; `y` grows downwards."""

    x: float
    y: float
    size: float
    text: str
    bold: bool

    @property
    def right(self) -> float:
        """About where it ends."""
        return self.x + AVERAGE_LETTER * self.size * len(self.text.strip())


@dataclass(frozen=True)
class Line:
    """A line of a page as it looks."""

    page: int
    number: int
    x: float
    y: float
    size: float
    text: str
    bold: bool
    column: int = 0


@dataclass(frozen=True)
class Pages:
    """What a PDF holds."""

    lines: tuple[Line, ...]
    count: int
    empty: tuple[int, ...]
    """Pages without text."""
    outline: tuple[tuple[str, int], ...]
    """Bookmarks with their depth, from 1."""
    info: dict[str, str]
    links: tuple[tuple[str, int], ...]


def read_pages(data: bytes, name: str) -> Pages:
    """The lines of all pages in reading order.

    Raises EncryptedDocumentError for a locked PDF, DamagedDocumentError for one that cannot be read at all.
    """
    try:
        reader = _opened(data, name)
        pages = [_fragments(page) for page in reader.pages]
        heights = [_height(page) for page in reader.pages]
        outline, info, links = _outline(reader), _info(reader), _links(reader)
    except (FileNotDecryptedError, WrongPasswordError) as error:
        raise EncryptedDocumentError(name) from error
    except EncryptedDocumentError:
        raise
    except PyPdfError as error:
        raise DamagedDocumentError(name, str(error) or type(error).__name__) from error
    except Exception as error:
        # pypdf lets KeyError, RecursionError, zlib.error and others through on damaged files.
        raise DamagedDocumentError(name, type(error).__name__) from error
    lines = [line for number, fragments in enumerate(pages, 1) for line in _lines(fragments, page=number)]
    kept = _without_running_heads(lines, heights=heights)
    empty = tuple(number for number, fragments in enumerate(pages, 1) if not fragments)
    return Pages(tuple(kept), len(pages), empty, outline, info, links)


def _opened(data: bytes, name: str) -> pypdf.PdfReader:
    """The PDF, open; one that is locked without a password is opened too."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise EncryptedDocumentError(name)
    return reader


def _height(page: pypdf.PageObject) -> float:
    """The height of a page in points."""
    return float(page.mediabox.height)


def _fragments(page: pypdf.PageObject) -> list[Fragment]:
    """The fragments of a page in the order in which it draws them."""
    found: list[Fragment] = []
    height = _height(page)

    def visit(text: str, user: Sequence[float], matrix: Sequence[float], font: object, size: float) -> None:  # noqa: PLR0917 - as pypdf calls it
        if not text.strip():
            if found and text.startswith(" "):
                found[-1] = replace(found[-1], text=found[-1].text + " ")
            return
        x = matrix[4] * user[0] + matrix[5] * user[2] + user[4]
        y = matrix[4] * user[1] + matrix[5] * user[3] + user[5]
        scale = math.hypot(matrix[2] * user[0] + matrix[3] * user[2], matrix[2] * user[1] + matrix[3] * user[3])
        named = str(font.get("/BaseFont", "")) if isinstance(font, dict) else ""
        found.append(Fragment(x, height - y, abs(size * scale) or 1.0, text, "bold" in named.lower() or "black" in named.lower()))

    page.extract_text(visitor_text=visit)
    return [part for fragment in found for part in _split(fragment)]


def _split(fragment: Fragment) -> list[Fragment]:
    """The fragment as one a line: some programs draw several lines at once."""
    parts = fragment.text.strip("\n").split("\n")
    return [replace(fragment, y=fragment.y + index * 1.2 * fragment.size, text=part) for index, part in enumerate(parts) if part.strip()]


def _lines(fragments: list[Fragment], *, page: int) -> list[Line]:
    """The lines of a page in reading order."""
    lines: list[Line] = []
    for column, group in enumerate(_columns(fragments)):
        for row in _rows(group):
            if line := _line(row, page=page, number=len(lines) + 1, column=column):
                lines.append(line)
    return lines


def _columns(fragments: list[Fragment]) -> list[list[Fragment]]:
    """The fragments in groups to be read one after the other: bands over the whole width, and columns between them."""
    gutter = _gutter(fragments)
    if gutter is None:
        return [fragments]
    groups: list[list[Fragment]] = []
    left: list[Fragment] = []
    right: list[Fragment] = []
    for row in _rows(fragments):
        if any(fragment.x < gutter - fragment.size and fragment.right > gutter + 2 * fragment.size for fragment in row):
            groups += [group for group in (left, right) if group]
            left, right = [], []
            groups.append(row)
            continue
        left += [fragment for fragment in row if fragment.x < gutter - 2]
        right += [fragment for fragment in row if fragment.x >= gutter - 2]
    return [*groups, *(group for group in (left, right) if group)]


def _gutter(fragments: list[Fragment]) -> float | None:
    """Where a second column begins; nothing on a page of one column."""
    starts = Counter(round(fragment.x / 3) * 3 for fragment in fragments)
    if not starts:
        return None
    left, width = min(starts), max(fragment.right for fragment in fragments) - min(starts)
    beyond = {x: count for x, count in starts.items() if x > left + 0.35 * width}
    if not beyond:
        return None
    start, count = max(beyond.items(), key=lambda item: item[1])
    most = max(starts.values())
    if count < FEWEST_LINES or count < most / 4:
        return None
    before = [fragment for fragment in fragments if fragment.x < start - fragment.size]
    crossing = sum(fragment.right > start + 2 * fragment.size for fragment in before)
    return float(start) if crossing < len(before) / 3 else None


def _rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """The fragments in lines from the top down; what is raised belongs to the line it is raised from."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda fragment: (round(fragment.y, 1), fragment.x)):
        near = next((row for row in reversed(rows[-3:]) if _on_line(fragment, row)), None)
        if near is None:
            rows.append([fragment])
        else:
            near.append(fragment)
    return [sorted(row, key=lambda fragment: fragment.x) for row in rows]


def _on_line(fragment: Fragment, row: list[Fragment]) -> bool:
    """Whether a fragment stands on the line of the others, raised or lowered at most as notes are."""
    main = max(row, key=lambda other: (other.size, len(other.text)))
    gap = abs(fragment.y - main.y)
    larger, smaller = max(fragment.size, main.size), min(fragment.size, main.size)
    return gap <= SAME_LINE * larger or (smaller < RAISED * larger and gap <= 0.6 * larger)


def _line(row: list[Fragment], *, page: int, number: int, column: int) -> Line | None:
    """The line without the calls of notes; nothing where nothing else stands on it."""
    main = max(row, key=lambda fragment: (len(fragment.text.strip()), fragment.size))
    kept = [fragment for fragment in row if not _is_note_call(fragment, main, first=fragment is row[0])]
    if not kept:
        return None
    text = kept[0].text
    for previous, fragment in pairwise(kept):
        apart = fragment.x - previous.right > 0.8 * fragment.size and not previous.text.endswith(" ") and fragment.text[:1] not in ",.;:)”’"
        text += (" " if apart else "") + fragment.text
    bold = sum(len(fragment.text) for fragment in kept if fragment.bold) > len(text) / 2
    return Line(
        page,
        number,
        kept[0].x,
        main.y,
        main.size,
        " ".join(text.split()) + ("\u00ad" if text.rstrip().endswith("\u00ad") else ""),
        bold,
        column,
    )


def _is_note_call(fragment: Fragment, main: Fragment, *, first: bool) -> bool:
    """Whether a fragment is a raised number behind some words."""
    return (
        not first
        and fragment.size < RAISED * main.size
        and fragment.y < main.y - 0.1 * main.size
        and bool(NOTE_CALL.match(fragment.text.strip()))
    )


def _without_running_heads(lines: list[Line], *, heights: list[float]) -> list[Line]:
    """The lines without those that stand on several pages in one place, numbers apart, and without page numbers.

    On a page alone nothing repeats: there a short line at the foot that ends in the page's number is taken for one.
    """

    def place(line: Line) -> tuple[str, int]:
        return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower()), round(line.y / 4)

    def at_edge(line: Line) -> bool:
        return not EDGE * heights[line.page - 1] < line.y < (1 - EDGE) * heights[line.page - 1]

    pages: dict[tuple[str, int], set[int]] = {}
    for line in lines:
        if at_edge(line):
            pages.setdefault(place(line), set()).add(line.page)
    fewest = FEWEST_REPEATS_SHORT if len(heights) <= SHORT_PAPER else FEWEST_REPEATS

    def runs(line: Line) -> bool:
        numbered = len(line.text) < LONGEST_HEAD and re.search(rf"(?:^|\s)(?:{line.page}|[ivxlc]+)$|^{line.page}\s", line.text.lower())
        foot = line.y > heights[line.page - 1] / 2
        return len(pages[place(line)]) >= fewest or bool(PAGE_NUMBER.fullmatch(line.text.lower())) or (foot and bool(numbered))

    return [line for line in lines if not at_edge(line) or not runs(line)]


def body_size(lines: Sequence[Line]) -> float:
    """The size of type in which most letters are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def pitch(lines: Sequence[Line], size: float) -> float:
    """The usual distance of one line of the body from the next of its paragraph: a line that ends a sentence may end one."""
    steps = [
        after.y - line.y
        for line, after in pairwise(lines)
        if (line.page, line.column) == (after.page, after.column)
        and 0 < after.y - line.y < DOUBLE_SPACED * size
        and abs(line.size - size) < 1
        and not SENTENCE_ENDS.search(line.text)
    ]
    return statistics.median_low(steps) if steps else 1.2 * size


def _outline(reader: pypdf.PdfReader) -> tuple[tuple[str, int], ...]:
    """The bookmarks with their depth; none where they are broken, for they are a help only."""
    found: list[tuple[str, int]] = []
    try:
        queue: list[tuple[object, int]] = [(entry, 1) for entry in reversed(reader.outline)]
        while queue and len(found) < 5000:  # noqa: PLR2004 -- no document has as many
            entry, depth = queue.pop()
            if isinstance(entry, list):
                queue += [(inner, depth + 1) for inner in reversed(entry)]
            elif title := getattr(entry, "title", None):
                found.append((" ".join(str(title).split()), depth))
    except Exception:  # noqa: BLE001 -- as in read_pages; a document without its bookmarks is still read
        return ()
    return tuple(found)


def _info(reader: pypdf.PdfReader) -> dict[str, str]:
    """Title, author and date of creation, as far as the file gives them."""
    try:
        told = reader.metadata
        created = told.creation_date if told else None
        found = (("title", told.title if told else None), ("author", told.author if told else None))
        day = (("created", created.date().isoformat() if created else None),)
        return {key: value.strip() for key, value in (*found, *day) if value and value.strip()}
    except Exception:  # noqa: BLE001 -- as in read_pages
        return {}


def _links(reader: pypdf.PdfReader) -> tuple[tuple[str, int], ...]:
    """The addresses that the pages link to."""
    found: list[tuple[str, int]] = []
    try:
        for number, page in enumerate(reader.pages, 1):
            for annotation in page.get("/Annots") or ():
                action = annotation.get_object().get("/A")
                url = action.get_object().get("/URI") if action is not None else None
                if url:
                    found.append((str(url), number))
    except Exception:  # noqa: BLE001 -- as in read_pages
        return tuple(found)
    return tuple(found)
