"""Reads XML of others: one document, no entities, nothing fetched, of bounded depth and size."""

from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from generator.errors import LettersError

MAX_XML_DEPTH = 100
"""Chosen by hand: drawings nest a few groups, and Python's own stack ends near 1,000."""
MAX_ELEMENTS = 1_000_000
"""Elements of one document, which take some 100 MB of memory; the largest sample file of
usgpo/bill-status, of 4.2 MB, has about 150,000."""


class UnusableXmlError(LettersError):
    """The text is no XML, is cut short, defines entities, or is too deep or too large."""

    def __init__(self, reason: str, *, line: int = 0) -> None:
        self.reason = reason
        self.line = line
        super().__init__(reason)


def parse_xml(body: bytes) -> Element:
    """Returns the root element of a document. Raises UnusableXmlError."""
    # Entities can grow without bound (“billion laughs”) and name files; a NUL shows UTF-16 or
    # UTF-32, in which the letters of `<!ENTITY` would not be found. So defusedxml would add
    # nothing: expat itself reads no file that a DOCTYPE names, and the roll calls of the House have
    # one.
    if b"<!ENTITY" in body or b"\0" in body:
        reason = "defines entities or is not UTF-8"
        raise UnusableXmlError(reason)
    try:
        return _root(body)
    except ParseError as error:
        line, _ = error.position
        reason = f"is not well-formed XML, or is cut short ({error})"
        raise UnusableXmlError(reason, line=line) from None
    # An encoding that Python does not know, or that expat cannot use.
    except (LookupError, ValueError) as error:
        reason = f"is not well-formed XML ({error})"
        raise UnusableXmlError(reason) from None


def _root(body: bytes) -> Element:
    root: Element | None = None
    depth = count = 0
    # `iterparse`, so that depth and size are known before a hostile tree is in memory.
    for event, element in iterparse(BytesIO(body), events=("start", "end")):  # noqa: S314 - no entities
        if event == "end":
            depth -= 1
            continue
        root = element if root is None else root
        depth += 1
        count += 1
        if depth > MAX_XML_DEPTH:
            reason = f"is nested more than {MAX_XML_DEPTH} deep"
            raise UnusableXmlError(reason)
        if count > MAX_ELEMENTS:
            reason = f"has more than {MAX_ELEMENTS:,} elements"
            raise UnusableXmlError(reason)
    # expat refuses a document without a root.
    assert root is not None  # noqa: S101
    return root
