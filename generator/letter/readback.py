"""What was read on a finished letter against what it should say: every number whole, and what it is filed by word for word."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from generator import dates
from generator.models import Letter, Run

NUMBER = re.compile(r"(?<![\d.,])[$€£]?\d+(?:,\d+)*(?:\.\d+)?%?")
"""A number with whatever digits are glued to it."""
BILL = re.compile(r"(?:H\.\s?R\.|S\.|(?:H|S)\.\s?(?:J\.|Con\.)?\s?Res\.) \d+")
ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*")
ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011", "-")
    | dict.fromkeys("\u00ad\u2060\u200b\ufeff", "")
    | {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "…": "..."}
    | {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)
"""What one reader gives as the one and another as the other, and a person reads as the same."""
_DASHED = re.compile(r"\s?-{2,3}\s?")
_BROKEN = re.compile(r"(?<=\S)-\s+(?=\S)")
_PERHAPS_HYPHEN = "\x02"
_IN_SYLLABLES, _ANYWHERE = f"{_PERHAPS_HYPHEN}?", f"[ {_PERHAPS_HYPHEN}]?"
_IN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011\u00ad]\s*\n\s*(?=[^\W\d_])")
"""A hyphen between letters where a line ends: of a compound (asylum-seeking), or put by the break.

A design may hyphenate, and an author may write soft hyphens; the page does not show which of the two
it is. So the sign stands for either, and what the letter says decides. Next to a figure or a point
(20-year, 2019-20, U.S.-Mexico) no word is hyphenated.
"""
LEAST_SEEN = 0.2
"""Of a sheet that is printed, scanners read more of its words than this."""
LONGEST_WORD = 20
"""Letters of a word that surely has room on one line."""
FURTHEST = 600
"""Letters of a foot and a head of page that may stand within a sentence that goes over the page."""


def read_back(text: str, letter: Letter) -> tuple[str, ...]:
    """What the reading of a finished letter has lost, glued or broken, a sentence each; `text` has form feeds between pages.

    Every number of the letter but those of a person's own words, which have no note marks, must stand in it as often as in the letter,
    with no digit of a mark stuck to it; the sender's name, street and ZIP code, the Re: line, the bills named in it and each ask must
    stand in it word for word. Nothing that is said of a letter names its sender.
    """
    pages = [_read(page) for page in text.split("\f")]
    read = " \f ".join(pages)
    return (*_lost_numbers(read, letter), *_lost_words(read, letter))


def blank_sheets(scan: str, text: str) -> tuple[str, ...]:
    """A sentence for each sheet on whose scan next to nothing of its text was read: that is no mistake of the scanner."""
    sheets = zip(scan.split("\f"), text.split("\f"), strict=True)
    blank = [number for number, (seen, held) in enumerate(sheets, 1) if len(seen.split()) < LEAST_SEEN * len(held.split())]
    return tuple(f"a scan of sheet {number} shows next to nothing of it" for number in blank)


def asks_overleaf(text: str, letter: Letter) -> tuple[str, ...]:
    """The asks that do not stand whole on page 1, where an office looks for them."""
    first, overleaf, _ = text.partition("\f")
    page = _read(first)
    return tuple(ask for ask in _asks(letter) if not _stands(_plain(ask), page)) if overleaf else ()


def _read(page: str) -> str:
    """The text of a page as `_plain` gives it, with the hyphens that the letter may or may not have."""
    return _plain(_IN_WORD.sub(_PERHAPS_HYPHEN, page))


def _plain(text: str) -> str:
    """The text on one line, in the signs that every reader agrees on; a word with a hyphen is whole where a line broke it."""
    alike = unicodedata.normalize("NFC", text).translate(ALIKE)
    return " ".join(_BROKEN.sub("-", _DASHED.sub("-", alike)).split())


def _texts(letter: Letter) -> Iterator[str]:
    """What surely stands on the pages and may hold numbers: every paragraph, item and note, the head and the address."""
    for block in letter.statement:
        yield from map(_words, block.items)
    yield from (_words(note.runs) for note in letter.notes)
    yield from (dates.in_words(letter.date), letter.subject, letter.sender.details.street, letter.sender.details.zip)
    yield from (line for lines in (letter.inside_address, *letter.other_addresses) for line in lines)


def _words(runs: Iterable[Run]) -> str:
    """The words of the runs."""
    return "".join(run.text for run in runs)


def _addresses(letter: Letter, said: str) -> Iterator[str]:
    """The addresses of the web and of e-mail, which break over lines wherever they must."""
    runs = [run for note in letter.notes for run in note.runs]
    runs += [run for block in (*letter.statement, *letter.message) for item in block.items for run in item]
    yield from (run.text for run in runs if run.link)
    yield from ADDRESS.findall(said)


def _lost_numbers(read: str, letter: Letter) -> Iterator[str]:
    """The numbers that stand less often than they should, and what they have become; those inside addresses are left out."""
    said = _plain("\n".join(_texts(letter)))
    page = read
    for address in {_plain(address) for address in _addresses(letter, said) if NUMBER.search(address)}:
        page = re.sub(_as_printed(address, breaks=_ANYWHERE), "", page)
        said = said.replace(address, "")
    expected, there = Counter(NUMBER.findall(said)), Counter(NUMBER.findall(page))
    for number, times in expected.items():
        if there[number] < times:
            yield f"{number} stands {times} time(s) in the letter and {there[number]} on its pages: {_became(number, page)}"


def _became(number: str, read: str) -> str:
    """What a number seems to have become."""
    glued = re.search(rf"(?<![\d.,]){re.escape(number)}[.,]?\d+", read)
    spaced = re.search(r"\s*".join(map(re.escape, number)), read) if len(number) > 1 else None
    became = glued or spaced
    return f"it reads “{became.group()}”" if became and became.group() != number else "it is not there"


def _lost_words(read: str, letter: Letter) -> Iterator[str]:
    """The sender, the Re: line, its bills and the asks, as far as they cannot be found."""
    details = letter.sender.details
    wanted = [
        ("the sender's name", details.name),
        ("the sender's street", details.street),
        ("the sender's ZIP code", details.zip),
        ("the Re: line", f"Re: {letter.subject}"),
        *(("the bill", bill) for bill in BILL.findall(letter.subject)),
        *(("the ask", ask) for ask in _asks(letter)),
    ]
    for what, words in wanted:
        if not _stands(_plain(words), read):
            yield f"{what} is not on its pages word for word" + ("" if what.startswith("the sender's") else f": “{words}”")


def _asks(letter: Letter) -> Iterator[str]:
    """The asks as the letter makes them."""
    for block in letter.statement:
        if block.part == "asks":
            yield from map(_words, block.items)


def _stands(words: str, read: str) -> bool:
    """Whether the words stand in what was read, if need be over the foot and head of a page."""
    if words in read or re.search(_pattern(words), read):
        return True
    if "\f" not in read:
        return False
    over_page = rf" (?:[^\f]{{0,{FURTHEST}}} )?\f (?:[^\f]{{0,{FURTHEST}}} )?"
    # A page ends behind a word, or behind the hyphen of a compound.
    ends = re.finditer(r" |(?<=-)(?=\S)", words)
    halves = ((_pattern(words[: end.start()]), _pattern(words[end.end() :])) for end in ends)
    return any(re.search(left + over_page + right, read) for left, right in halves)


def _pattern(words: str) -> str:
    """What finds the words on a page; one longer than a line may have been broken anywhere."""
    return " ".join(_as_printed(word, breaks=_ANYWHERE if len(word) > LONGEST_WORD else _IN_SYLLABLES) for word in words.split())


def _as_printed(word: str, *, breaks: str) -> str:
    """What finds the word with what a line's end may put between two characters."""
    return breaks.join(f"[-{_PERHAPS_HYPHEN}]" if sign == "-" else re.escape(sign) for sign in word)
