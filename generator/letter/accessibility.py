"""What would keep a machine from reading a page aloud (PDF/UA-1), where the PDF engine does not say so itself."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"
FAINT = "opacity takes words out of what can be read aloud (PDF/UA): give them a paler color instead"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FAINT = re.compile(r"(?<![-\w])opacity\s*:(?!\s*(?:1|1\.0+|100%)\s*(?:[;}!]|$))", re.MULTILINE)
_HEADING = re.compile(r"h([1-6])")


def in_style(text: str) -> tuple[int, ...]:
    """The lines of a style sheet that make something faint."""
    plain = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)
    return tuple(plain.count("\n", 0, found.start()) + 1 for found in _FAINT.finditer(plain))


def in_page(root: Element) -> Iterator[tuple[str, str]]:
    """What stands in the way on a page: the mark-up to look for, and what is wrong with it and what to do."""
    if not root.get("lang"):
        yield "<html", 'the page does not say its language: begin it with <html lang="en-US">'
    if not (root.findtext("head/title") or "").strip():
        yield "<head>", "the page has no <title>, which is read out first: give it one"
    for picture in root.iter("img"):
        if not (picture.get("alt") or "").strip():
            file = (picture.get("src") or "data:").partition("data:")[0]
            yield file or "<img", 'a picture has no alt="…": say in it what it shows, or make it a background'
    yield from _drawings(root)
    yield from _headings(root)
    for element in root.iter():
        style = element.text if element.tag == "style" else element.get("style")
        if style and in_style(style):
            yield "opacity", FAINT


def _drawings(root: Element) -> Iterator[tuple[str, str]]:
    """The drawings that do not say what they show."""
    inner = {drawing for outer in root.iter(f"{SVG}svg") for drawing in outer.iter(f"{SVG}svg") if drawing is not outer}
    for drawing in root.iter(f"{SVG}svg"):
        if drawing not in inner and not (drawing.findtext(f"{SVG}title") or "").strip():
            yield "<svg", "an <svg> has no <title>: say in it what it shows, or make it a background"


def _headings(root: Element) -> Iterator[tuple[str, str]]:
    """The headings that come too deep."""
    before = 0
    for element in root.iter():
        heading = _HEADING.fullmatch(str(element.tag))  # a comment's tag is no text
        if heading is None:
            continue
        level = int(heading.group(1))
        if level > before + 1:
            above = f"next after <h{before}>" if before else "before any <h1>"
            yield f"<h{level}", f"<h{level}> comes {above}: headings begin with <h1> and go down one level at a time"
        before = level
