"""Bytes to clean words: encodings, ligatures, soft hyphens, words broken over lines, note numbers glued to words."""

import codecs
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import webencodings

from generator.audit.documents.errors import BinaryDocumentError, EmptyDocumentError

SHORTEST_PART = 4
"""A shorter part of a word broken at its hyphen is more often a syllable (“pro-”) than a word of its own."""
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive or a Word, OpenDocument or EPUB file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a compressed file"),
)
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
MOST_CONTROLS = 0.02
"""A text in which more than one character in fifty is a control character is no text."""

LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
    | dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
    | {"\u2010": "-", "\u2011": "-", "\u2012": "–"}
)
NOTE_MARK = re.compile(r"^[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[ivx]{1,5})[\])]?,?$")
NOTE_TARGET = re.compile(r"#\W*_*(?:foot|end|cite)?[_-]?(?:fn|ftn|edn|note|ref)", re.IGNORECASE)
RAISED = re.compile(r"(?<=[\w.,;:!?”’\"')\]])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?!\w)")
BRACKETED = re.compile(r"(?<=[\w.,;:!?”’\"')])\[\d{1,3}\](?!\()")
GLUED = (
    re.compile(r"(?<=[a-z]{3})\d{1,3}(?=[\s,.;:)”’]|$)"),  # returned12
    re.compile(r"(?<=[a-z]{2}[.,;:])\d{1,3}(?=\s|$)"),  # returned.12
    re.compile(r"(?<=[a-z.,][”’\"')])\d{1,3}(?=[\s,.;:]|$)"),  # “returned.”12
    re.compile(r"(?<=\d,\d{3})\d{1,2}(?=[\s.;:)”’]|$)"),  # 56,00012
    re.compile(r"(?<=\b(?:19|20)\d\d\.)\d{1,3}(?=\s+[A-Z“]|$)"),  # in 2019.12 The
)
"""Where digits cannot belong to what they follow: the numbers of notes that lost their raised place."""

WHOLE = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
HYPHENS = str.maketrans("\u2010\u2011", "--")
WORD_END = re.compile(r"(?<![A-Za-z])([A-Za-z]+)[-\u2010\u00ad]$")
SMALL_WORD = re.compile(r"(?:and|or)\s|(?:and|by|in|of|or|the|to)-")
"""What goes on with a compound (search-and-rescue), or follows a hyphen that stands for a word still
to come (short- and long-term)."""
NUMBER_WORDS = re.compile(r"^(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one|two|three|four|half)$", re.IGNORECASE)


def decode(data: bytes, name: str, *, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of the file, and a warning where its encoding had to be guessed.

    A byte-order mark decides, then what the file declares of itself, then UTF-8; what is none of these is read as
    Windows-1252, the commonest legacy encoding (WHATWG Encoding, “windows-1252”).
    Raises BinaryDocumentError for what is no text, EmptyDocumentError for nothing but space.
    """
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            raise BinaryDocumentError(name, kind)
    text, warnings = _decoded(data, name, declared=declared)
    if not text.strip():
        raise EmptyDocumentError(name)
    if len(CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise BinaryDocumentError(name, "a binary file")
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")), warnings


def _decoded(data: bytes, name: str, *, declared: str | None) -> tuple[str, tuple[str, ...]]:
    """The text by mark, declaration, UTF-8 or guess."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ()
    if declared and (text := _as_declared(data, declared)) is not None:
        return text, ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if b"\x00" in data[:4096]:
            raise BinaryDocumentError(name, "a binary file") from error
        line = data.count(b"\n", 0, error.start) + 1
        return data.decode("cp1252", "replace"), (
            f"{name}:{line}: not UTF-8; read as Windows-1252. If letters with accents or quotation marks look wrong, save it as UTF-8",
        )


def _as_declared(data: bytes, declared: str) -> str | None:
    """Returns the text in the declared encoding, None where the declaration is wrong.

    Only the names of the WHATWG Encoding standard count, with its meanings (ISO-8859-1 is Windows-1252): Python knows others,
    such as unicode_escape and utf-7, by which a page could smuggle in half characters that no file can hold.
    """
    encoding = webencodings.lookup(declared)
    if encoding is None or encoding.name.startswith("utf-16"):  # a declaration that can be read is not in UTF-16
        return None
    try:
        return str(encoding.codec_info.decode(data)[0])
    except UnicodeDecodeError:
        return None


def declared_charset(data: bytes) -> str | None:
    """The encoding that the head of an HTML file declares."""
    head = data[:4096]
    found = META_CHARSET.search(head) or XML_CHARSET.search(head)
    return found.group(1).decode("ascii") if found else None


def clean(text: str) -> str:
    """The text on one line: ligatures apart, soft hyphens gone, plain spaces, no raised or bracketed note numbers."""
    plain = " ".join(text.translate(LIGATURES).split())
    return BRACKETED.sub("", RAISED.sub("", plain))


def unglued(text: str) -> str:
    """The text without note numbers that stand glued to words; only for formats that lose what is raised."""
    for pattern in GLUED:
        text = pattern.sub("", text)
    return text


def is_note_call(text: str, url: str, *, before: str) -> bool:
    """Whether a link is the call of a note: a mark that leads to a note by its name, or to some place of the page and glued to words."""
    is_mark = "#" in url and NOTE_MARK.match(text.strip())
    return bool(is_mark and (NOTE_TARGET.search(url) or re.search(r"\S$", before)))


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """The words of the lines in lower case, whole and hyphenated, without the two halves of those broken at a line's end."""
    words: set[str] = set()
    broken = False
    for line in lines:
        found = [word.lower() for word in WHOLE.findall(line.translate(HYPHENS))]
        ends_broken = bool(WORD_END.search(line.rstrip()))
        words.update(found[broken : len(found) - ends_broken])
        broken = ends_broken
    return frozenset(words)


def joined(lines: Sequence[str], *, words: frozenset[str]) -> str:
    """The lines as one text: words broken over lines whole again, figures too (`56,` + `000`)."""
    parts = [part for line in lines if (part := line.strip())]
    return "".join([_before(after, part, words=words) for part, after in pairwise(parts)] + parts[-1:])


def _before(after: str, line: str, *, words: frozenset[str]) -> str:
    """The line as it stands before the one after it: with a space, whole, or without the hyphen that breaks its last word."""
    if re.search(r"\d,$", line) and re.match(r"\d{3}(?!\d)", after):
        return line
    if line.endswith("\u00ad"):
        return line[:-1]
    broken = WORD_END.search(line)
    if broken is None:
        # A hyphen behind anything but a word stays: 12-month, U.S.-Mexico, café-bar; a dash is a dash.
        return line if re.search(r"[^\s-][-\u2010]$", line) else f"{line} "
    following = re.match(r"[A-Za-z]+", after)
    if following is None or not following.group().islower() or NUMBER_WORDS.match(broken.group(1)):
        return line
    head, tail = broken.group(1), following.group()
    whole, hyphenated = f"{head}{tail}".lower(), f"{head}-{tail}".lower()
    if (small := SMALL_WORD.match(after)) and whole not in words:
        return line if small.group().endswith("-") else f"{line} "
    keep = whole not in words and (hyphenated in words or (head.lower() in words and tail in words and len(head) >= SHORTEST_PART))
    return line if keep else line[:-1]
