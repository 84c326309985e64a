"""What keeps a machine from reading a page aloud (PDF/UA-1), where WeasyPrint does not say so."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

# WeasyPrint's tree names an element by its namespace, and HTML's parser puts svg into this one.
SVG = "{http://www.w3.org/2000/svg}"
FAINT = (
    "opacity takes words out of what can be read aloud (PDF/UA): give them a paler color instead"
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Matches “opacity: .5” and “opacity:0”, not “opacity: 1;”, “opacity: 100%” or “fill-opacity: .5”.
_FAINT = re.compile(r"(?<![-\w])opacity\s*:(?!\s*(?:1|1\.0+|100%)\s*(?:[;}!]|$))", re.MULTILINE)
_HEADING = re.compile(r"h([1-6])")


def in_style(text: str) -> tuple[int, ...]:
    """Returns the lines of a style sheet, from 1, that make something faint."""
    # Only the line feeds of a comment are kept, so that lines are counted as in the file.
    plain = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)
    return tuple(plain.count("\n", 0, found.start()) + 1 for found in _FAINT.finditer(plain))


def in_page(root: Element) -> Iterator[tuple[str, str]]:
    """Yields what keeps a page from being read aloud.

    Each is the mark-up to look for in the design, and a sentence: what is wrong and what to do.
    """
    if not root.get("lang"):
        yield "<html", 'the page does not say its language: begin it with <html lang="en-US">'
    if not (root.findtext("head/title") or "").strip():
        yield "<head>", "the page has no <title>, which is read out first: give it one"
    for picture in root.iter("img"):
        # WeasyPrint has no mark for a decorative picture: alt="" fails in veraPDF too, a background
        # passes.
        if not (picture.get("alt") or "").strip():
            file = (picture.get("src") or "data:").partition("data:")[0]
            message = 'a picture has no alt="…": say in it what it shows, or make it a background'
            yield file or "<img", message
    # A drawing inside another one is part of it, and needs no title of its own.
    inner: set[Element] = set()
    for drawing in root.iter(f"{SVG}svg"):
        within = set(drawing.iter(f"{SVG}svg")) - {drawing}
        if drawing not in inner and not (drawing.findtext(f"{SVG}title") or "").strip():
            message = "an <svg> has no <title>: say in it what it shows, or make it a background"
            yield "<svg", message
        inner |= within
    yield from _headings(root)
    for element in root.iter():
        style = element.text if element.tag == "style" else element.get("style")
        if style and in_style(style):
            yield "opacity", FAINT


def _headings(root: Element) -> Iterator[tuple[str, str]]:
    """Returns the headings that come too deep."""
    before = 0
    for element in root.iter():
        heading = _HEADING.fullmatch(str(element.tag))  # the tag of a comment is a function
        if heading is None:
            continue
        level = int(heading[1])
        # PDF/UA-1, 7.4.2: a heading is at most one level below the one before it.
        if level > before + 1:
            above = f"next after <h{before}>" if before else "before any <h1>"
            rule = "headings begin with <h1> and go down one level at a time"
            message = f"<h{level}> comes {above}: {rule}"
            yield f"<h{level}", message
        before = level
