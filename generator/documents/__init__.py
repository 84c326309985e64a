"""Documents as people publish them, read into sections and paragraphs: Markdown, plain text, HTML and PDF."""

from generator.documents.errors import (
    BinaryDocumentError,
    DamagedDocumentError,
    DocumentError,
    DocumentReaderError,
    DocumentTooLargeError,
    EmptyDocumentError,
    EncryptedDocumentError,
    ScannedDocumentError,
    UnknownFormatError,
)
from generator.documents.reading import format_of, read_document
from generator.documents.types import Document, DocumentSection, Format, Link, Metadata, Paragraph

__all__ = [
    "BinaryDocumentError",
    "DamagedDocumentError",
    "Document",
    "DocumentError",
    "DocumentReaderError",
    "DocumentSection",
    "DocumentTooLargeError",
    "EmptyDocumentError",
    "EncryptedDocumentError",
    "Format",
    "Link",
    "Metadata",
    "Paragraph",
    "ScannedDocumentError",
    "UnknownFormatError",
    "format_of",
    "read_document",
]
