"""The text read on a finished letter against the letter: every number and every name whole.

Offices scan paper mail and search the text: a number that a note mark is glued to, or a name that a
ligature breaks, is lost there.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from generator import dates
from generator.models.letter import OWN_WORDS_PART, Letter, TextRun

# Matches “56,000”, “$4.5”, “4%”, and “56,0001”, which a glued note mark makes of 56,000. It never
# begins inside a number: “2.15” is one match.
NUMBER = re.compile(r"(?<![\d.,])[$€£]?\d+(?:,\d+)*(?:\.\d+)?%?")
"""A number with any digits that are glued to it."""
# Matches “H.R. 2662”, “S. 112” and “H. Con. Res. 5”, not “S 112”.
BILL = re.compile(r"(?:H\.\s?R\.|S\.|(?:H|S)\.\s?(?:J\.|Con\.)?\s?Res\.) \d+")
# Matches “https://example.org”, “www.example.org” and “ana@example.org”, with what is glued to
# them.
ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*")
ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011", "-")
    | dict.fromkeys("\u00ad\u2060\u200b\ufeff", "")
    | {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "…": "..."}
    | {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)
"""Characters that readers exchange for each other, and that a person reads as the same."""
# A dash as it is typed, “2019--20” or “the end -- at last”; the page has one sign for it.
_DASHED = re.compile(r"\s?-{2,3}\s?")
# “asylum-\nseeking”: a line ends behind a hyphen. A word must stand before it: “- an item” stays.
_BROKEN = re.compile(r"(?<=\S)-\s+(?=\S)")
# The sign that PDFium itself has for such a hyphen; no letter can hold a control character.
_PERHAPS_HYPHEN = "\x02"
_IN_SYLLABLES, _ANYWHERE = f"{_PERHAPS_HYPHEN}?", f"[ {_PERHAPS_HYPHEN}]?"
_IN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011\u00ad]\s*\n\s*(?=[^\W\d_])")
"""A hyphen between letters where a line ends: of a compound (asylum-seeking), or put by the break.

A design may hyphenate, and an author may write soft hyphens; the page does not show which of them
it is. So the sign stands for either, and the letter decides. Next to a figure or a point
(20-year, 2019-20, U.S.-Mexico) no word is hyphenated.
"""
MIN_PART_READ = 0.2
"""Of the words of a sheet; scanners read more of every printed sheet. Chosen by hand."""
MAX_WORD_ON_A_LINE = 20
"""Letters of a word that surely has room on one line."""
MAX_FOOT_AND_HEAD = 600
"""Characters of a page's foot and the next one's head within a sentence that goes over the page."""


def read_back(text: str, letter: Letter) -> tuple[str, ...]:
    """Returns what the reading of a finished letter has lost, glued or broken, a sentence each.

    `text` has form feeds between pages. Every number of the letter must stand in it as often as in
    the letter, with no digit of a note mark glued to it, except those of a person's own words,
    which have no note marks. The sender's name, street and ZIP code, the Re: line, the bills in it
    and each ask must stand in it word for word. No sentence repeats a sender's data.
    """
    read = " \f ".join(map(_read, text.split("\f")))
    return (*_lost_numbers(read, letter), *_lost_words(read, letter))


def blank_sheets(scan: str, text: str) -> tuple[str, ...]:
    """Returns a sentence for each sheet that prints nearly blank.

    Where the scan has next to nothing of a sheet's text, the scanner is not to blame.
    """
    blank = []
    for number, (seen, printed) in enumerate(
        zip(scan.split("\f"), text.split("\f"), strict=True), 1
    ):
        if len(seen.split()) < MIN_PART_READ * len(printed.split()):
            blank.append(f"a scan of sheet {number} shows next to nothing of it")
    return tuple(blank)


def asks_overleaf(text: str, letter: Letter) -> tuple[str, ...]:
    """Returns the asks that do not stand whole on page 1, where an office looks for them."""
    first, overleaf, _ = text.partition("\f")
    page = _read(first)
    return tuple(ask for ask in _asks(letter) if overleaf and not _stands(_plain(ask), page))


def _read(page: str) -> str:
    """Returns the text of a page as `_plain` does, with a sign for each doubtful hyphen."""
    return _plain(_IN_WORD.sub(_PERHAPS_HYPHEN, page))


def _plain(text: str) -> str:
    """Returns the text on one line, in characters that every reader gives."""
    alike = unicodedata.normalize("NFC", text).translate(ALIKE)
    return " ".join(_BROKEN.sub("-", _DASHED.sub("-", alike)).split())


def _texts(letter: Letter) -> Iterator[str]:
    """Returns all words that may have numbers: paragraphs, items, notes, head, address."""
    for block in letter.statement:
        if block.part != OWN_WORDS_PART:
            yield from map(_words, block.items)
    yield from map(_words, letter.printed_sources)
    yield dates.in_words(letter.date)
    yield letter.subject
    yield letter.sender.details.street
    yield letter.sender.details.zip
    for lines in (letter.inside_address, *letter.other_addresses):
        yield from lines


def _words(runs: Iterable[TextRun]) -> str:
    return "".join(run.text for run in runs)


def _addresses(letter: Letter, words: str) -> Iterator[str]:
    """Returns the addresses of the web and of e-mail, which break over lines anywhere."""
    paragraphs = [*letter.printed_sources]
    for block in (*letter.statement, *letter.message):
        paragraphs += block.items
    for runs in paragraphs:
        yield from (run.text for run in runs if run.link)
    yield from ADDRESS.findall(words)


def _lost_numbers(read: str, letter: Letter) -> Iterator[str]:
    """Returns the numbers that stand less often than they should, and what they became.

    Those inside addresses are left out.
    """
    words, page = _plain("\n".join(_texts(letter))), read
    # Taken out of both, since an address may break inside a number of it.
    for address in set(map(_plain, _addresses(letter, words))):
        if NUMBER.search(address):
            page = re.sub(_as_printed(address, breaks=_ANYWHERE), "", page)
            words = words.replace(address, "")
    there = Counter(NUMBER.findall(page))
    for number, times in Counter(NUMBER.findall(words)).items():
        # Not “unequal”: a page number or a person's own words may have the number once more.
        if there[number] < times:
            yield (
                f"{number} stands {times} time(s) in the letter and {there[number]} on its pages: "
                f"{_became(number, page)}"
            )


def _became(number: str, read: str) -> str:
    """Returns the sentence for what a number seems to have become."""
    # First a number that begins like it (56,0001), then one that is torn apart (56, 000).
    became = re.search(rf"(?<![\d.,]){re.escape(number)}[.,]?\d+", read)
    if became is None and len(number) > 1:
        became = re.search(r"\s*".join(map(re.escape, number)), read)
    if became is None or became[0] == number:
        return "it is not there"
    return f"it reads “{became[0]}”"


def _lost_words(read: str, letter: Letter) -> Iterator[str]:
    """Returns the sender, the Re: line, its bills and the asks, where they cannot be found."""
    details = letter.sender.details
    private = {"name": details.name, "street": details.street, "ZIP code": details.zip}
    for part, words in private.items():
        if not _stands(_plain(words), read):
            yield f"the sender's {part} is not on its pages word for word"
    public = [
        ("the Re: line", f"Re: {letter.subject}"),
        *(("the bill", bill) for bill in BILL.findall(letter.subject)),
        *(("the ask", ask) for ask in _asks(letter)),
    ]
    for part, words in public:
        if not _stands(_plain(words), read):
            yield f"{part} is not on its pages word for word: “{words}”"


def _asks(letter: Letter) -> Iterator[str]:
    """Returns the asks as the letter makes them."""
    for block in letter.statement:
        if block.part == "asks":
            yield from map(_words, block.items)


def _stands(words: str, read: str) -> bool:
    """Whether the words stand in the text, perhaps with the foot and head of a page between."""
    if words in read or re.search(_pattern(words), read):
        return True
    if "\f" not in read:
        return False
    gap = rf" (?:[^\f]{{0,{MAX_FOOT_AND_HEAD}}} )?"
    # A page ends behind a word, or behind the hyphen of a compound.
    for end in re.finditer(r" |(?<=-)(?=\S)", words):
        left, right = _pattern(words[: end.start()]), _pattern(words[end.end() :])
        if re.search(f"{left}{gap}\f{gap}{right}", read):
            return True
    return False


def _pattern(words: str) -> str:
    """Returns the pattern of the words on a page; a word longer than a line may break anywhere."""
    return " ".join(
        _as_printed(word, breaks=_ANYWHERE if len(word) > MAX_WORD_ON_A_LINE else _IN_SYLLABLES)
        for word in words.split()
    )


def _as_printed(word: str, *, breaks: str) -> str:
    """Returns the pattern of the word with the characters that a line's end may put into it."""
    return breaks.join(f"[-{_PERHAPS_HYPHEN}]" if sign == "-" else re.escape(sign) for sign in word)
