"""Reads XML of others: one document, no entities, nothing fetched."""

from xml.etree.ElementTree import Element, ParseError, fromstring

from generator.errors import LettersError

HEAD_BYTES = 1000
"""Bytes in which a web page says that it is one; chosen by hand."""


class UnusableXmlError(LettersError):
    """The text is no XML, is cut short, or defines entities."""

    def __init__(self, reason: str, *, line: int = 0) -> None:
        self.reason = reason
        self.line = line
        super().__init__(reason)


def parse_xml(body: bytes) -> Element:
    """Returns the root element of a document.

    Raises UnusableXmlError for a text that is no XML, ends early, or defines entities.
    """
    # A login page or the page of a host that is down.
    if b"<html" in body[:HEAD_BYTES].lower():
        reason = "is a web page, not data"
        raise UnusableXmlError(reason)
    # Entities can grow without bound (“billion laughs”) and name files; a NUL shows UTF-16 or
    # UTF-32, in which the letters of `<!ENTITY` would not be found. The same test as for SVG
    # (`files.images`), so that defusedxml would add nothing: expat itself reads no file that a
    # DOCTYPE names, and the roll calls of the House have one.
    if b"<!ENTITY" in body or b"\0" in body:
        reason = "defines entities or is not UTF-8, which is not read"
        raise UnusableXmlError(reason)
    try:
        return fromstring(body)  # noqa: S314 - entities are refused above
    except ParseError as error:
        line, _ = error.position
        reason = f"is not well-formed XML, or is cut short ({error})"
        raise UnusableXmlError(reason, line=line) from None
    # An encoding that Python does not know, or that expat cannot use.
    except (LookupError, ValueError) as error:
        reason = f"is not well-formed XML ({error})"
        raise UnusableXmlError(reason) from None
