"""Bytes to clean words: encodings, ligatures, hyphens at line ends, numbers of notes."""

import codecs
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import webencodings

from generator.audit.documents.errors import EMPTY, NOT_READ, DocumentError

SHORTEST_PART = 4
"""A shorter part of a word before a hyphen is more often a syllable (“pro-”) than a word."""
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte-order marks and their encodings. UTF-32 comes before UTF-16; its mark begins with that of
UTF-16."""
SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive or a Word, OpenDocument or EPUB file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a compressed file"),
)
"""The first bytes of files that people give by mistake, so that the message can name the kind."""
# Bounded repeats: the head of a hostile page must not take more than linear time. Matches `<meta
# charset=utf-8>` and `<meta http-equiv=… content="text/html; charset=utf-8">`.
META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
# Matches `<?xml version="1.0" encoding="utf-8"?>`, and only as the first thing of the file.
XML_CHARSET = re.compile(
    rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
"""How pages of HTML and XHTML declare their encoding, in their first bytes."""
# The C0 controls and DEL, but not tab, line feed, form feed (a page of plain text) and carriage
# return. The vertical tab (0x0B) is a control here: text hardly uses it.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
MOST_CONTROLS = 0.02
"""A file in which a larger part of the characters are control characters is no text. Chosen by
hand: a text has none, or a stray few, and a binary file far more than one in fifty."""

# The block U+FB00 to U+FB06 holds the Latin ligatures in this order; fonts of older PDFs map their
# glyphs to it. The figure dash (U+2012) becomes the en dash, because
# it joins the numbers of a range.
LIGATURES = str.maketrans(
    {chr(0xFB00 + index): word for index, word in enumerate("ff fi fl ffi ffl st st".split())}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
    | dict.fromkeys(
        "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    )
    | {"\u2010": "-", "\u2011": "-", "\u2012": "–"}
)
"""Ligatures taken apart, invisible characters removed, and every space and hyphen made the plain
one. NFKC of Unicode would do that too, but it also takes ½ and a raised ² apart."""
NOTE_MARK = re.compile(r"^[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[ivx]{1,5})[\])]?,?$")
"""The call of a note: a number, a sign or a Roman numeral, with or without brackets."""
NOTE_TARGET = re.compile(r"#\W*_*(?:foot|end|cite)?[_-]?(?:fn|ftn|edn|note|ref)", re.IGNORECASE)
"""The names that word processors and Wikipedia give to the places of notes (`#_ftn1`,
`#cite_note-2`)."""
# Matches the ¹² of “mark¹²” and “56,000¹”, and not “10⁶m” or a raised number after a space.
RAISED = re.compile(r"(?<=[\w.,;:!?”’\"')\]])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?!\w)")
# Matches the [12] of “mark[12]”, and not “[12](url)”, a Markdown link, nor an [1] after a space.
BRACKETED = re.compile(r"(?<=[\w.,;:!?”’\"')])\[\d{1,3}\](?!\()")
GLUED = (
    re.compile(r"(?<=[a-z]{3})\d{1,3}(?=[\s,.;:)”’]|$)"),  # returned12
    re.compile(r"(?<=[a-z]{2}[.,;:])\d{1,3}(?=\s|$)"),  # returned.12
    re.compile(r"(?<=[a-z.,][”’\"')])\d{1,3}(?=[\s,.;:]|$)"),  # “returned.”12
    re.compile(r"(?<=\d,\d{3})\d{1,2}(?=[\s.;:)”’]|$)"),  # 56,00012
    re.compile(r"(?<=\b(?:19|20)\d\d\.)\d{1,3}(?=\s+[A-Z“]|$)"),  # in 2019.12 The
)
"""Digits behind a word that are most often the number of a note which lost its raised position.

The first asks for three small letters, so that CO2 and H1B stay. A word that ends in digits loses
them (covid19), which is why only PDFs and plain text are read so: other formats mark the numbers of
notes. The fourth is safe: digits after a comma come in threes, and the rest is a note's. The last
asks for a year and a new sentence, so that “2019.5 percent” stays."""

# A word with its hyphens (“long-term” is one), so that the vocabulary can say which compounds the
# document writes.
WHOLE = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
# The hyphen and the non-breaking hyphen of Unicode: word processors write both.
HYPHENS = str.maketrans("\u2010\u2011", "--")
# Matches the “peti” of “a peti-” at a line's end, also before a soft hyphen; not “U.S.-”.
WORD_END = re.compile(r"(?<![A-Za-z])([A-Za-z]+)[-\u2010\u00ad]$")
SMALL_WORD = re.compile(r"(?:and|or)\s|(?:and|by|in|of|or|the|to)-")
"""Goes on with a compound (search-and-rescue), or follows a hyphen that stands for a word still to
come (short- and long-term)."""
# Before a hyphen these make a compound (fifty-six, one-third, half-day), so the hyphen stays
# without a look at the vocabulary, which rarely holds the same number twice.
NUMBER_WORDS = re.compile(
    r"^(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one|two|three|four|half)$",
    re.IGNORECASE,
)


def decode(data: bytes, name: str, *, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Returns the text of the file, and a warning if its encoding had to be guessed.

    A byte-order mark decides, then the encoding that the file declares, then UTF-8; anything else
    is read as Windows-1252, the commonest legacy encoding (WHATWG Encoding, “windows-1252”). Raises
    DocumentError for a file that is no text, or nothing but space.
    """
    # Before the decoding: Windows-1252 reads any bytes, so a picture would end as odd words.
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            raise DocumentError(name, f"is {kind}, {NOT_READ}")
    text, warnings = _decoded(data, name, declared=declared)
    if not text.strip():
        raise DocumentError(name, EMPTY)
    if len(CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise DocumentError(name, f"is a binary file, {NOT_READ}")
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")), warnings


def _decoded(data: bytes, name: str, *, declared: str | None) -> tuple[str, tuple[str, ...]]:
    """Returns the text by mark, declaration, UTF-8 or guess, and the warning of a guess."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ()
    if declared and (text := _as_declared(data, declared)) is not None:
        return text, ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        # No text in a legacy encoding holds a zero byte, and nearly every binary file has one early
        # on.
        if b"\x00" in data[:4096]:
            raise DocumentError(name, f"is a binary file, {NOT_READ}") from error
        line = data.count(b"\n", 0, error.start) + 1
        warning = (
            f"{name}:{line}: not UTF-8; read as Windows-1252. If letters with accents or quotation "
            "marks look wrong, save it as UTF-8"
        )
        return data.decode("cp1252", "replace"), (warning,)


def _as_declared(data: bytes, declared: str) -> str | None:
    """Returns the text in the declared encoding, None if the declaration is wrong.

    Only the names of the WHATWG Encoding standard count, with its meanings (ISO-8859-1 is
    Windows-1252): Python knows others, such as unicode_escape and utf-7, by which a page could
    smuggle in half characters that no file can hold.
    """
    encoding = webencodings.lookup(declared)
    # A declaration that can be read is not in UTF-16.
    if encoding is None or encoding.name.startswith("utf-16"):
        return None
    try:
        return str(encoding.codec_info.decode(data)[0])
    except UnicodeDecodeError:
        return None


def declared_charset(data: bytes) -> str | None:
    """Returns the encoding that the head of an HTML file declares."""
    # HTML asks for the declaration in the first 1,024 bytes; pages with long comments before it
    # exist, and more is not worth the search.
    head = data[:4096]
    found = META_CHARSET.search(head) or XML_CHARSET.search(head)
    return found.group(1).decode("ascii") if found else None


def clean(text: str) -> str:
    """Returns the text on one line, with plain letters and spaces and no numbers of notes.

    Ligatures are taken apart; soft hyphens, and raised or bracketed numbers, are left out.
    """
    plain = " ".join(text.translate(LIGATURES).split())
    return BRACKETED.sub("", RAISED.sub("", plain))


def unglued(text: str) -> str:
    """Returns the text without numbers of notes glued to words.

    Only for formats that lose the raised position of these numbers.
    """
    for pattern in GLUED:
        text = pattern.sub("", text)
    return text


def is_note_call(text: str, url: str, *, before: str) -> bool:
    """Returns whether a link is the call of a note.

    That is a mark with a note as its target, or that is glued to the word before it and leads
    to any place of the page.
    """
    # A link of the text itself may be a number too (“[2]” as a list of sources on another page), so
    # the target must be a place of a page.
    is_mark = "#" in url and NOTE_MARK.match(text.strip())
    return bool(is_mark and (NOTE_TARGET.search(url) or re.search(r"\S$", before)))


def vocabulary(lines: Iterable[str]) -> frozenset[str]:
    """Returns the words of the lines in lower case, without halves of broken words."""
    words: set[str] = set()
    broken = False
    for line in lines:
        found = [word.lower() for word in WHOLE.findall(line.translate(HYPHENS))]
        ends_broken = bool(WORD_END.search(line.rstrip()))
        # `broken` and `ends_broken` count as 0 or 1: the first word of a line after a broken one,
        # and the broken word itself, are halves and would make “peti” a word of the document.
        words.update(found[broken : len(found) - ends_broken])
        broken = ends_broken
    return frozenset(words)


def joined(lines: Sequence[str], *, words: frozenset[str]) -> str:
    """Returns the lines as one text, with broken words and figures (`56,` + `000`) whole again."""
    parts = [part for line in lines if (part := line.strip())]
    return "".join(
        [_before(after, part, words=words) for part, after in pairwise(parts)] + parts[-1:]
    )


def _before(after: str, line: str, *, words: frozenset[str]) -> str:
    """Returns the line with what joins it to the next: a space, nothing, or no hyphen any more.

    Whether a hyphen belongs to the word is decided by the other words of the document: “long-term”
    stays if it stands there within a line, “peti-tion” does not.
    """
    # “56,” + “000” is one number, and “21,” + “5 and 7” is a list: three digits decide.
    if re.search(r"\d,$", line) and re.match(r"\d{3}(?!\d)", after):
        return line
    # A soft hyphen never belongs to the word: it only marks where a line may break.
    if line.endswith("\u00ad"):
        return line[:-1]
    broken = WORD_END.search(line)
    if broken is None:
        # A hyphen behind anything but a word stays (12-month, U.S.-Mexico), and so does a dash.
        return line if re.search(r"[^\s-][-\u2010]$", line) else f"{line} "
    following = re.match(r"[A-Za-z]+", after)
    # Before a capital the hyphen stands in a name or a double name (Garcia-Lopez).
    if following is None or not following.group().islower() or NUMBER_WORDS.match(broken.group(1)):
        return line
    head, tail = broken.group(1), following.group()
    whole, hyphenated = f"{head}{tail}".lower(), f"{head}-{tail}".lower()
    if (small := SMALL_WORD.match(after)) and whole not in words:
        return line if small.group().endswith("-") else f"{line} "
    keep = whole not in words and (
        hyphenated in words
        or (head.lower() in words and tail in words and len(head) >= SHORTEST_PART)
    )
    return line if keep else line[:-1]
