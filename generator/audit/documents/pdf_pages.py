"""The lines of a PDF's pages without running heads, rows of tables among them, and how the body is set."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from generator.audit.documents.pdf_fragments import read_fragments
from generator.audit.documents.pdf_lines import Line, lines_of
from generator.audit.documents.pdf_tables import with_tables

END = b"%%EOF"
WITHIN_LAST = 2048
"""Where the mark stands that a PDF ends with; what was sent along behind it is short."""
EDGE = 0.1
"""The part of a page at its head and foot where running heads stand."""
SMALL_PAGE_EDGE = 0.3
APART = 18
"""On a small page they stand in so much of it, by so many points apart from the text."""
SHORT_PAPER = 5
FEWEST_REPEATS_SHORT = 2
FEWEST_REPEATS = 3
"""On so many pages a running head stands; a short paper has few to repeat on."""
LONGEST_HEAD = 80
DOUBLE_SPACED = 2.6
SENTENCE_ENDS = re.compile(r"[.?!:;][”’\"')\]]*$")
PAGE_NUMBER = re.compile(r"(?:page\s+)?[\divxlc]{1,5}(?:\s+of\s+\d+)?")


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
    is_cut: bool = False
    """Whether the file ends before its end, so that pages may be missing."""


def read_pages(data: bytes, name: str) -> Pages:
    """The lines of all pages in reading order.

    Raises EncryptedDocumentError for a locked PDF, EmptyDocumentError for one without pages, and DamagedDocumentError.
    """
    found = read_fragments(data, name)
    heights = [page.height for page in found.pages]
    lines = [line for number, page in enumerate(found.pages, 1) for line in lines_of(page.fragments, page=number)]
    kept = _without_running_heads(lines, heights=heights)
    empty = tuple(number for number, page in enumerate(found.pages, 1) if not page.fragments)
    links = tuple((url, number) for number, page in enumerate(found.pages, 1) for url in page.links)
    return Pages(with_tables(kept), len(heights), empty, found.outline, found.info, links, is_cut=END not in data[-WITHIN_LAST:])


def _without_running_heads(lines: list[Line], *, heights: list[float]) -> list[Line]:
    """The lines without those that stand on several pages in one place, numbers apart, and without page numbers.

    On a page alone nothing repeats: there a short line at the foot that ends in the page's number is taken for one.
    """
    margins = [_margins([line.y for line in group], heights[page - 1]) for page, group in _by_page(lines, len(heights))]
    edge = [line for line in lines if not margins[line.page - 1][0] < line.y < margins[line.page - 1][1]]
    pages: dict[tuple[str, int], set[int]] = {}
    for line in edge:
        pages.setdefault(_in_place(line), set()).add(line.page)
    fewest = FEWEST_REPEATS_SHORT if len(heights) <= SHORT_PAPER else FEWEST_REPEATS
    heads = {
        (line.page, line.number)
        for line in edge
        if len(pages[_in_place(line)]) >= fewest
        or PAGE_NUMBER.fullmatch(line.text.lower())
        or (line.y >= (1 - EDGE) * heights[line.page - 1] and _ends_in_page_number(line))
    }
    return [line for line in lines if (line.page, line.number) not in heads]


def _by_page(lines: list[Line], count: int) -> Iterator[tuple[int, list[Line]]]:
    """The lines of every page, those without any too."""
    found = {page: list(group) for page, group in groupby(lines, key=lambda line: line.page)}
    return ((page, found.get(page, [])) for page in range(1, count + 1))


def _margins(baselines: list[float], height: float) -> tuple[float, float]:
    """Where the head of a page ends and its foot begins: after a tenth of it, and on a small page after a line that stands apart."""
    head, foot = EDGE * height, (1 - EDGE) * height
    places = sorted(set(baselines))
    if len(places) > 1 and places[1] - places[0] > APART and places[0] < SMALL_PAGE_EDGE * height:
        head = max(head, places[0])
    if len(places) > 1 and places[-1] - places[-2] > APART and places[-1] > (1 - SMALL_PAGE_EDGE) * height:
        foot = min(foot, places[-1])
    return head, foot


def _in_place(line: Line) -> tuple[str, int]:
    """What a line says, its numbers apart, and where on the page."""
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower()), round(line.y / 4)


def _ends_in_page_number(line: Line) -> bool:
    """Whether a short line begins or ends in the number of its page."""
    number = rf"(?:^|\s)(?:{line.page}|[ivxlc]+)$|^{line.page}\s"
    return len(line.text) < LONGEST_HEAD and bool(re.search(number, line.text.lower()))


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
