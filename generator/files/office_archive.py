"""Opens the ZIP archives that office programs write, and reads their XML within limits.

The files come from strangers. A few kilobytes can unpack to gigabytes, and every library that was
looked at unpacks what it is given (docs/decisions.md). So the sizes are compared before anything
is unpacked, the XML is read piece by piece, and a document type, which entities need, is refused:
office programs write none (ECMA-376 part 2, 7.2).
"""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

from generator.errors import FilesAreWrongError, refusal
from generator.files.text import MEGABYTE
from generator.text import quoted

MAX_DIRECTORY_BYTES = 1_000_000
"""Of the list of parts at the end of the archive: some 10,000 parts. Excel writes a dozen and one a
sheet; Python takes 0.5 s and 50 MB for 100,000."""
MAX_RATIO = 100
"""How far a part may be compressed. Sheets of people take 8 to 20, and Apache POI refuses the same
(ZipSecureFile.setMinInflateRatio). It bounds the work by the size of the file that was handed over.
"""
FREE_BYTES = 1_000_000
"""Parts that unpack to no more than this are read at any ratio: they cost nothing."""
MAX_DEPTH = 64
"""Of elements in elements. A cell of a sheet stands at 5; drawings, which are not read, at 20."""
MAX_TOKEN_BYTES = 1 << 20
"""Of one tag. The parser keeps a tag whole; the longest of an office program has some 2,000."""
CHUNK_BYTES = 1 << 16
"""Read at a time. Chosen by hand: the rows of a piece are in memory together."""

# ZIP, APPNOTE 4.3.16: signature, 4 numbers, size of the directory, its place, length of a comment.
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_MAX_COMMENT_BYTES = 0xFFFF
_ZIP64_LOCATOR_BYTES = 20
_ZIP64_LOCATOR = b"PK\x06\x07"
_ENCRYPTED = 1
"""The bit of an entry that is encrypted (APPNOTE 4.4.4)."""


class PartError(Exception):
    """A part has something that is not read; the message says what, the code names it."""

    def __init__(self, message: str, *, line: int = 0, code: str) -> None:
        self.message, self.line, self.code = message, line, code
        super().__init__(message)


class PartReader:
    """Reads one part of an archive; a subclass says which elements it knows and what they mean.

    Its methods raise PartError for what is not read, and ValueError or LookupError for what no
    office program writes.
    """

    namespaces: Collection[str] = ()
    done = False
    """True where nothing that follows in the part is needed."""

    # A method for each element, and not one for all: that takes two thirds of the time, and a sheet
    # of 200,000 rows has 15 million elements.
    def starts(self) -> Mapping[str, Callable[[dict[str, str]], None]]:
        """Returns what takes the attributes at the beginning of an element, by its name."""
        return {}

    def ends(self) -> Mapping[str, Callable[[], None]]:
        """Returns what is called at the end of an element, by its name."""
        return {}

    def text(self, text: str) -> None:
        """Takes text of any element, in pieces."""


class OfficeArchive:
    """The parts of an open archive, by name."""

    def __init__(self, archive: zipfile.ZipFile, *, place: str, kind: str) -> None:
        self._archive, self._place, self._kind = archive, place, kind
        # Names of parts are compared without case (ECMA-376 part 2, 6.2.2.3), and some programs
        # write Windows' separators. Nothing is ever written to a disk: “../” leads nowhere.
        self._entries = {
            entry.filename.replace("\\", "/").casefold(): entry for entry in archive.infolist()
        }

    def has(self, part: str) -> bool:
        """Returns whether the archive has a part of that name."""
        return part.casefold() in self._entries

    def size(self, part: str) -> int:
        """Returns how many bytes the part says that it has; 0 if it is missing."""
        entry = self._entries.get(part.casefold())
        return entry.file_size if entry else 0

    def read(self, part: str, reader: PartReader, *, max_bytes: int) -> Iterator[None]:
        """Feeds the part to the reader, and yields after each piece, until the reader is done.

        Raises FilesAreWrongError for a part that is missing, larger or more compressed than the
        limits, or no well-formed XML.
        """
        entry = self._checked(part, max_bytes=max_bytes)
        parser = _parser(reader)
        fed = 0
        try:
            # zipfile gives at most as many bytes as the archive's list says.
            with self._archive.open(entry) as stream:
                while not reader.done:
                    piece = stream.read(CHUNK_BYTES)
                    parser.Parse(piece, not piece)
                    fed += len(piece)
                    yield
                    if not piece:
                        return
                    if fed - max(parser.CurrentByteIndex, 0) > MAX_TOKEN_BYTES + CHUNK_BYTES:
                        message = "has a tag of more than 1 MB: save it again in Excel"
                        raise self.refusal(message, code="too-large")
        except PartError as error:
            raise self.refusal(error.message, line=error.line, code=error.code) from error
        except (expat.ExpatError, *_BROKEN) as error:
            raise self.broken() from error

    def read_whole(self, part: str, reader: PartReader, *, max_bytes: int) -> None:
        """Feeds the part to the reader as `read` does, to its end."""
        for _ in self.read(part, reader, max_bytes=max_bytes):
            pass

    def _checked(self, part: str, *, max_bytes: int) -> zipfile.ZipInfo:
        """Returns the entry of a part that may be unpacked."""
        entry = self._entries.get(part.casefold())
        # Office programs only store and deflate; the window of LZMA is as large as the file says.
        if entry is None or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise self.broken()
        if entry.flag_bits & _ENCRYPTED:
            raise self.refusal(PROTECTED, code="password")
        size = entry.file_size
        if size > max_bytes:
            message = (
                f"unpacks to {size // MEGABYTE:,} MB in {quoted(entry.filename)}; at most "
                f"{max_bytes // MEGABYTE:,} MB are read. Is it the right file?"
            )
            raise self.refusal(message, code="too-large")
        if size > max(FREE_BYTES, entry.compress_size * MAX_RATIO):
            message = (
                f"unpacks to more than {MAX_RATIO} times its size in {quoted(entry.filename)}, "
                "which no list of people does: save it again in Excel, or as “CSV UTF-8”"
            )
            raise self.refusal(message, code="too-large")
        return entry

    def refusal(self, message: str, *, line: int = 0, code: str) -> FilesAreWrongError:
        """Returns the exception for a file that is not read."""
        return refusal(self._place, message, line=line, code=code)

    def broken(self) -> FilesAreWrongError:
        """Returns the exception for a file that no office program has written."""
        return _unreadable(self._place, self._kind)


PROTECTED = (
    "is protected by a password: open it in Excel, take the password off "
    "(File, Info, Protect Workbook, Encrypt with Password), and save it"
)
"""What to do with an encrypted workbook. It is said in each kind of container."""
_BROKEN = (OSError, EOFError, ValueError, LookupError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What zipfile and expat raise for broken files; NotImplementedError is a RuntimeError."""


@contextmanager
def opened(file: Path, *, place: str, kind: str = "an Excel workbook") -> Iterator[OfficeArchive]:
    """Yields the parts of the archive; `kind` says in messages what it should be.

    Raises FilesAreWrongError for a file that is no ZIP archive, or has too many parts.
    """
    with file.open("rb") as stream:
        try:
            # Before zipfile, which reads the whole list of parts.
            size = _directory_bytes(file)
            archive = zipfile.ZipFile(stream) if size <= MAX_DIRECTORY_BYTES else None
        except _BROKEN as error:
            raise _unreadable(place, kind) from error
        if archive is None:
            message = "has more parts than any workbook: save it again in Excel, or as “CSV UTF-8”"
            raise refusal(place, message, code="too-large")
        with archive:
            yield OfficeArchive(archive, place=place, kind=kind)


def joined_name(part: str, target: str) -> str:
    """Returns the name of the part that another one names in its relations."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _unreadable(place: str, kind: str) -> FilesAreWrongError:
    message = f"cannot be read as {kind}: save it as .xlsx, or as “CSV UTF-8”"
    return refusal(place, message, code="other-format")


def _directory_bytes(file: Path) -> int:
    """Returns how many bytes the list of the parts has. Raises BadZipFile without such a list."""
    with file.open("rb") as stream:
        size = stream.seek(0, 2)
        tail_bytes = _END.size + _MAX_COMMENT_BYTES + _ZIP64_LOCATOR_BYTES
        stream.seek(max(size - tail_bytes, 0))
        tail = stream.read(tail_bytes)
    at = tail.rfind(_END_SIGNATURE)
    # ZIP64 is for archives of 4 GB or 65,536 parts; its numbers stand elsewhere, and zipfile would
    # believe these.
    is_zip64 = tail[max(at - _ZIP64_LOCATOR_BYTES, 0) :].startswith(_ZIP64_LOCATOR)
    if at < 0 or len(tail) - at < _END.size or is_zip64:
        raise zipfile.BadZipFile
    return int(_END.unpack_from(tail, at)[5])


def _parser(reader: PartReader) -> expat.XMLParserType:
    """Returns a parser that hands the elements on which the reader knows."""
    starts = {
        f"{space} {tag}": take
        for space in reader.namespaces
        for tag, take in reader.starts().items()
    }
    ends = {
        f"{space} {tag}": take for space in reader.namespaces for tag, take in reader.ends().items()
    }
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            message = "is nested too deeply: save it again in Excel"
            raise PartError(message, code="too-deep")
        if (take := starts.get(name)) is not None:
            take(attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if (take := ends.get(name)) is not None:
            take()

    def refuse(*_: object) -> None:
        message = (
            "has a document type (DTD), which can name other files and grow without end, and which "
            "no office program writes: save it again in Excel"
        )
        raise PartError(message, code="document-type")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = refuse
    return parser
