"""Reads any document, by the format of its content or its name."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import get_args

from generator.audit.documents.errors import EMPTY, DocumentError
from generator.audit.documents.markdown_text import read_markdown
from generator.audit.documents.plain_text import read_plain_text
from generator.audit.documents.reader_process import read_apart
from generator.audit.documents.types import Document, Format
from generator.audit.documents.web_page import read_web_page

LARGEST = 100_000_000
"""Bytes of a PDF: reports with many pictures have some tens of megabytes."""
LARGEST_TEXT = 20_000_000
"""Bytes of any other: a book of 3,000 pages has 6 MB, and 20 MB of HTML take 15 seconds."""
# `.pdf` is listed so that an address which ends in it is not read as another format; the content
# alone makes a PDF (see `format_of`).
SUFFIXES: Mapping[str, Format] = {
    ".md": "markdown", ".markdown": "markdown", ".mkd": "markdown", ".txt": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf",
}  # fmt: skip
# Matches the first tag of a whole page, and not a Markdown file that begins with `<div>` or `<!-- …
# -->`: HTML within Markdown is usual.
HTML_START = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*"
    rb"(?:<!doctype\s+html|<html|<\?xml[^>]{0,200}>\s*<(?:!doctype\s+)?html|<head|<body)",
    re.IGNORECASE,
)
# A heading, a link or bold type at the beginning of a line, or a link to the web anywhere. A lone
# “*” or “-” is no sign: plain text has lists too.
MARKDOWN_SIGN = re.compile(
    rb"^(?:#{1,6} \S|\[[^\]\n]+\]\([^)\n]+\)|\*\*\S)|\]\(https?://", re.MULTILINE
)


def _read_pdf(data: bytes, name: str) -> Document:
    # PDFium takes as long to load as the other formats to read.
    from generator.audit.documents.pdf_text import read_pdf  # noqa: PLC0415

    return read_pdf(data, name)


READERS: Mapping[Format, Callable[[bytes, str], Document]] = {
    "markdown": read_markdown,
    "text": read_plain_text,
    "html": read_web_page,
    "pdf": _read_pdf,
}


def read_document(data: bytes, name: str, *, format: Format | None = None) -> Document:  # noqa: A002
    """Returns the document that the bytes hold, read in another process.

    The format is that of the content, or else of the name, unless it is given. Raises DocumentError
    for an empty, binary or too large file, a locked, damaged or scanned PDF, and one that takes
    more time or memory than a document does.
    """
    return read_apart(data, name, format=_format(data, name, given=format))


def read_here(data: bytes, name: str, *, format: Format | None = None) -> Document:  # noqa: A002
    """Returns the document, read in this process and without limits of time and memory."""
    return READERS[_format(data, name, given=format)](data, name)


def _format(data: bytes, name: str, *, given: Format | None) -> Format:
    """Returns the format to read it in. Raises DocumentError for an empty or too large file."""
    if given is not None and given not in get_args(Format):
        raise DocumentError(
            name, f"cannot be read as {given!r}: choose markdown, text, html or pdf"
        )
    found = given or format_of(data, name)
    allowed = LARGEST if found == "pdf" else LARGEST_TEXT
    if len(data) > allowed:
        sizes = f"has {len(data) // 10**6} MB, {allowed // 10**6} are read"
        raise DocumentError(name, f"{sizes}: give the document itself, without its data")
    if not data.strip():
        raise DocumentError(name, EMPTY)
    return found


def format_of(data: bytes, name: str) -> Format:
    """Returns the format by the first bytes of the file, its name, or its marks of Markdown."""
    # The content decides before the name: pages are often saved under the wrong name. Readers of
    # PDF allow rubbish before the header within 1,024 bytes (PDF 1.7, appendix H); only space is
    # allowed here, so that a text about PDFs is none.
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if HTML_START.match(data[:2048]):
        return "html"
    # A name may be the last part of an address, with a query behind it.
    suffix = SUFFIXES.get(PurePosixPath(name.split("?", maxsplit=1)[0]).suffix.lower())
    if suffix is not None and suffix != "pdf":
        return suffix
    # The first 20,000 bytes show it: a text with marks of Markdown has one early on.
    return "markdown" if MARKDOWN_SIGN.search(data[:20000]) else "text"
