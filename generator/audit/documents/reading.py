"""Any document: which format it is, and its words."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import get_args

from generator.audit.documents.errors import DocumentTooLargeError, EmptyDocumentError, UnknownFormatError
from generator.audit.documents.markdown_text import read_markdown
from generator.audit.documents.plain_text import read_plain_text
from generator.audit.documents.reader_process import read_apart
from generator.audit.documents.types import Document, Format
from generator.audit.documents.web_page import read_web_page

LARGEST = 100_000_000
LARGEST_TEXT = 20_000_000
SUFFIXES: Mapping[str, Format] = {
    ".md": "markdown", ".markdown": "markdown", ".mkd": "markdown", ".txt": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf",
}  # fmt: skip
HTML_START = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html|<html|<\?xml[^>]{0,200}>\s*<(?:!doctype\s+)?html|<head|<body)", re.IGNORECASE
)
MARKDOWN_SIGN = re.compile(rb"^(?:#{1,6} \S|\[[^\]\n]+\]\([^)\n]+\)|\*\*\S)|\]\(https?://", re.MULTILINE)


def _read_pdf(data: bytes, name: str) -> Document:
    from generator.audit.documents.pdf_text import read_pdf  # noqa: PLC0415 - PDFium takes as long to load as the others to read

    return read_pdf(data, name)


READERS: Mapping[Format, Callable[[bytes, str], Document]] = {
    "markdown": read_markdown,
    "text": read_plain_text,
    "html": read_web_page,
    "pdf": _read_pdf,
}


def read_document(data: bytes, name: str, *, format: Format | None = None) -> Document:  # noqa: A002 -- the word of the trade
    """The document that the bytes hold; its format from the content, or else from the name, unless it is given.

    It is read in another process. Raises a DocumentError for what cannot be read: empty, binary, too large, a locked, damaged or
    scanned PDF, and what takes more time or memory than a document does.
    """
    return read_apart(data, name, format=_format(data, name, given=format))


def read_here(data: bytes, name: str, *, format: Format | None = None) -> Document:  # noqa: A002
    """The same in this process and without limits."""
    return READERS[_format(data, name, given=format)](data, name)


def _format(data: bytes, name: str, *, given: Format | None) -> Format:
    """The format to read it in. Raises a DocumentError for an empty or too large file."""
    if given is not None and given not in get_args(Format):
        raise UnknownFormatError(name, given)
    found = given or format_of(data, name)
    allowed = LARGEST if found == "pdf" else LARGEST_TEXT
    if len(data) > allowed:
        raise DocumentTooLargeError(name, len(data), allowed=allowed)
    if not data.strip():
        raise EmptyDocumentError(name)
    return found


def format_of(data: bytes, name: str) -> Format:
    """The format by what the file begins with, then by its name, then by its signs of Markdown."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if HTML_START.match(data[:2048]):
        return "html"
    suffix = SUFFIXES.get(PurePosixPath(name.split("?", maxsplit=1)[0]).suffix.lower())
    if suffix is not None and suffix != "pdf":
        return suffix
    return "markdown" if MARKDOWN_SIGN.search(data[:20000]) else "text"
