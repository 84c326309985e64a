"""What the tests of documents share: a document made from HTML, and one taken apart again."""

import io

import pypdf
from weasyprint import HTML

from generator.audit.documents.errors import DocumentError
from generator.audit.documents.reading import read_here
from generator.audit.documents.types import Document


def outline(document: Document) -> list[tuple[int, str]]:
    """The headings with their levels."""
    return [(section.level, section.heading) for section in document.sections]


def texts(document: Document) -> list[str]:
    """The paragraphs."""
    return [paragraph.text for _, paragraph in document.paragraphs()]


def outcome(data: bytes, name: str) -> str:
    """The name of the document that was read, or the sentence about one that cannot be."""
    try:
        return read_here(data, name).name
    except DocumentError as error:
        return str(error)


def printed(body: str, style: str = "") -> bytes:
    """The PDF of the HTML on letter paper."""
    page = (
        '<html lang="en"><head><title>Paper</title>'
        f"<style>@page {{ size: letter }} {style}</style></head><body>{body}</body></html>"
    )
    return bytes(HTML(string=page).write_pdf() or b"")


def written(writer: pypdf.PdfWriter) -> bytes:
    """The bytes of the PDF."""
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
