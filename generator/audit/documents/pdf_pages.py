"""The lines of a PDF's pages without running heads, with rows of tables; how its body is set."""

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from generator.audit.documents.pdf_fragments import read_fragments
from generator.audit.documents.pdf_lines import PageLine, lines_of
from generator.audit.documents.pdf_tables import with_tables

# The last line of every PDF (32000-1, 7.5.5). A file without it was cut short on its way, which
# PDFium mends in silence, without the pages that are missing.
END = b"%%EOF"
WITHIN_LAST = 2048
"""The end mark is searched in so many bytes at the end: servers and mailers append a little to
it."""
EDGE = 0.1
"""The part of a page, at its head and at its foot, that may hold running heads. Chosen by hand: a
tenth of a letter page is 1.1 inches, the usual margin and a little."""
SMALL_PAGE_EDGE = 0.3
APART = 18
"""Running heads may be in this part of a page too, if so many points separate them from the text.
That is for small pages, on which a margin is more than EDGE; a page of any size is measured so.
Chosen by hand: 18 points are more than a line of text of 12 points is from the next."""
SHORT_PAPER = 5
FEWEST_REPEATS_SHORT = 2
FEWEST_REPEATS = 3
"""A running head is on at least so many pages; fewer in a paper of at most SHORT_PAPER pages.
Chosen by hand: a short paper may have its head on two pages alone, because the first has the title;
in a long one, two lines in one place may be equal by chance."""
LONGEST_HEAD = 80
"""Characters of a running head with the number of its page; a longer line is text. Chosen by hand:
a line of text that ends in the page's number by chance is mostly full."""
DOUBLE_SPACED = 2.6
"""Lines of one paragraph are at most so many sizes of type apart, in a double-spaced paper too:
there it is twice 1.2, and a little for rounding."""
# Matches “… it ended.” and “… ‘go.’)”, and not “… the U.S. and”. A colon counts: a list or a
# quotation follows in its own paragraph.
SENTENCE_ENDS = re.compile(r"[.?!:;][”’\"')\]]*$")
# Matches “12”, “page 3 of 9” and “xiv”, alone on a line and in small letters; not “12 people”.
PAGE_NUMBER = re.compile(r"(?:page\s+)?[\divxlc]{1,5}(?:\s+of\s+\d+)?")


@dataclass(frozen=True)
class Pages:
    """The lines of a PDF, and its data."""

    lines: tuple[PageLine, ...]
    count: int
    empty: tuple[int, ...]
    """Pages without text."""
    outline: tuple[tuple[str, int], ...]
    """Bookmarks with their depth, from 1."""
    info: dict[str, str]
    links: tuple[tuple[str, int], ...]
    is_cut: bool = False
    """Whether the file has no end mark, so that pages may be missing."""


def read_pages(data: bytes, name: str) -> Pages:
    """Returns the lines of all pages in reading order. Raises DocumentError as `read_fragments`."""
    found = read_fragments(data, name)
    lines: list[PageLine] = []
    empty: list[int] = []
    links: list[tuple[str, int]] = []
    for number, page in enumerate(found.pages, 1):
        lines += lines_of(page.fragments, page=number)
        links += ((url, number) for url in page.links)
        if not page.fragments:
            empty.append(number)
    kept = _without_running_heads(lines, heights=[page.height for page in found.pages])
    return Pages(
        with_tables(kept),
        len(found.pages),
        tuple(empty),
        found.outline,
        found.info,
        tuple(links),
        is_cut=END not in data[-WITHIN_LAST:],
    )


def _without_running_heads(lines: list[PageLine], *, heights: list[float]) -> list[PageLine]:
    """Returns the lines without page numbers and those that several pages have in one place.

    Numbers in them may differ. A short line at the foot that ends in the number of its page is left
    out too: on a single page nothing repeats.
    """
    # Only the edges are compared: a line of the text may repeat on every page too (“Total”).
    edge: list[PageLine] = []
    for page, group in groupby(lines, key=lambda line: line.page):
        here = list(group)
        head, foot = _margins([line.y for line in here], heights[page - 1])
        edge += (line for line in here if not head < line.y < foot)
    pages: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for line in edge:
        pages[_in_place(line)].add(line.page)
    fewest = FEWEST_REPEATS_SHORT if len(heights) <= SHORT_PAPER else FEWEST_REPEATS
    heads = {
        (line.page, line.number)
        for line in edge
        if len(pages[_in_place(line)]) >= fewest
        or PAGE_NUMBER.fullmatch(line.text.lower())
        or (line.y >= (1 - EDGE) * heights[line.page - 1] and _ends_in_page_number(line))
    }
    return [line for line in lines if (line.page, line.number) not in heads]


def _margins(baselines: list[float], height: float) -> tuple[float, float]:
    """Returns where the head of a page ends and where its foot begins, in points from its top.

    Each is EDGE of the page. It reaches on to the first or last line if that is in SMALL_PAGE_EDGE
    and more than APART points from the next line, as running heads of small pages are.
    """
    head, foot = EDGE * height, (1 - EDGE) * height
    places = sorted(set(baselines))
    if len(places) > 1 and places[1] - places[0] > APART and places[0] < SMALL_PAGE_EDGE * height:
        head = max(head, places[0])
    if (
        len(places) > 1
        and places[-1] - places[-2] > APART
        and places[-1] > (1 - SMALL_PAGE_EDGE) * height
    ):
        foot = min(foot, places[-1])
    return head, foot


def _in_place(line: PageLine) -> tuple[str, int]:
    """Returns the words of a line without its numbers, and its place on the page."""
    # Four points of leeway for the place: the heads of a left and a right page may be set apart.
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower()), round(line.y / 4)


def _ends_in_page_number(line: PageLine) -> bool:
    """Whether a short line begins or ends in the number of its page."""
    number = rf"(?:^|\s)(?:{line.page}|[ivxlc]+)$|^{line.page}\s"
    return len(line.text) < LONGEST_HEAD and bool(re.search(number, line.text.lower()))


def body_size(lines: Sequence[PageLine]) -> float:
    """Returns the size of type in which most letters are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        # By letters and not by lines, which in a table are many and short; in half points, because
        # a program that scales its pages gives 9.96 and 10.02.
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def pitch(lines: Sequence[PageLine], size: float) -> float:
    """Returns the usual distance between two lines of a paragraph of the body.

    A line that ends a sentence may end its paragraph, and is not counted.
    """
    steps = [
        after.y - line.y
        for line, after in pairwise(lines)
        if (line.page, line.column) == (after.page, after.column)
        and 0 < after.y - line.y < DOUBLE_SPACED * size
        and abs(line.size - size) < 1
        and not SENTENCE_ENDS.search(line.text)
    ]
    # The low median is a distance that occurs. Without one, 1.2 sizes, as programs set by default.
    return statistics.median_low(steps) if steps else 1.2 * size
