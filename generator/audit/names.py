"""Finds the proper names in our texts that the document does not use there."""

import calendar
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.audit.sentences import EMPTY_WORDS, stems
from generator.congress.districts.distances import Point, miles_between
from generator.models.source import Place

# Matches “O’Brien”, “AT&T”, “U.S”; not “iPhone”. Names that begin with an accented capital
# (“Ávila”) are not seen, so a claim with one is not refused for it.
NAME_WORD = r"[A-Z][^\W_]*(?:[’'&.-][^\W_]+)*"
RUN = re.compile(rf"{NAME_WORD}(?:(?:\s+(?:of|for|the|and|de|sans))*\s+{NAME_WORD})*")
"""Capitalised words in a row with the small words of a name: “Center for Gender and Refugee
Studies”."""
# Matches “ (GAO)” and “ (Alliance)”; not “ (in 2019)”.
SHORT = re.compile(r"\s\((?P<short>[A-Z][A-Za-z]{1,9})\)")
# Anchored to the end: the name that stands directly before its short form.
LAST_RUN = re.compile(rf"(?:{RUN.pattern})$")
LONGEST = 120
"""Letters of the longest name of which a short form is looked for."""
# Unlike a word of sentences.py it may hold digits and points: “T-visa”, “S.744”.
WORD = re.compile(r"[^\W_]+(?:[’'&.-][^\W_]+)*")
# A full stop ends a sentence unless it stands behind a capital (“U.S. ”) or a title (“Rep. ”). Each
# title has a look-behind of its own, because Python's have a fixed width.
OPENS = re.compile(
    r"(?:(?<!\b[A-Z])(?<!\bRep)(?<!\bSen)(?<!\bGov)(?<!\bDr)(?<!\bMs)(?<!\bMr)(?<!\bMrs)[.?!:]\s+|"
    r"[“\"‘(]\s*|\n\s*)$"
)
"""What stands before a word that begins a sentence or a quotation, where any word has a capital."""
TITLES = frozenset(
    "secretary judge justice representative rep congresswoman congressman senator sen mr ms mrs "
    "dr professor director president "
    "commissioner chief".split()
)
COUNTRY = frozenset("us u.s united states america american americans".split())
CALENDAR = frozenset(name.lower() for name in (*calendar.month_name, *calendar.day_name) if name)
# Titles differ from text to text for one person, and the dates of a claim have a rule of their own.
UNCHECKED = TITLES | CALENDAR | EMPTY_WORDS
ENDING_OF_PEOPLE = re.compile(r"(?:i?ans?|ns?|ese)$")
"""The endings that make the word for its people from a place: Hondurans, Cuban, Chinese."""
# Miles, chosen by hand on 25 November 2026: of the places in the shipped campaign the two ends of a
# bridge are less than two miles apart, and all others 50 or more.
ONE_SPOT = 5
"""Places no more miles apart than this are one: the two ends of a bridge."""
# Characters: the longest title with its full stop, the blank and a mark fit in.
FAR_ENOUGH = 9
# Letters: a shorter stem fits too many places (“Ma” of Mali, Malta, Macau).
SHORTEST = 3
# By the peoples of the shipped campaign: Honduran leaves out two letters of Honduras, Cuban one of
# Cuba.
LEFT_OUT = 2
"""The word for a people may leave out so many letters of its place: Hondur(as), Cub(a)."""


@dataclass(frozen=True)
class NameWords:
    """The words of which the names in a text consist, and the places and people that they mean."""

    words: frozenset[str]
    initials: frozenset[str] = frozenset()
    """Of the names in it: a name may be written in short."""

    @cached_property
    def _places(self) -> frozenset[str]:
        """What the words for the people of these places may leave of them."""
        return frozenset(part for word in self.words for part in _cut(word))

    @cached_property
    def _people(self) -> frozenset[str]:
        """What these words leave of a place, if they mean its people."""
        return frozenset(base for word in self.words for base in _bases(word))

    def holds(self, word: str) -> bool:
        """Whether a word of a name is here, or the word for its people, or the place of its people.

        Our country is here in any of its names.
        """
        return (
            word in self.words
            or word in self.initials
            or not self._places.isdisjoint(_bases(word))
            or not self._people.isdisjoint(_cut(word))
            or (word in COUNTRY and not COUNTRY.isdisjoint(self.words))
        )


@dataclass(frozen=True)
class Names:
    """The names that a document uses, and its short forms of them."""

    text: str

    @cached_property
    def _shorts(self) -> dict[str, frozenset[str]]:
        """For each short form that the document defines the words of the long one."""
        return {_folded(short): frozenset(_words(name)) for short, name in defined(self.text)}

    @cached_property
    def _proper(self) -> NameWords:
        """The words that are names by themselves.

        They have a capital within a sentence, are no part of a longer name, and are never small.
        """
        # A word that the document also writes small is no name by itself: “Water” at the head of a
        # title.
        small = {word for word in WORD.findall(self.text) if word.islower()}
        alone = (
            found.group()
            for found in RUN.finditer(self.text)
            if " " not in found.group() and not _opens(self.text, found.start())
        )
        return NameWords(frozenset(_folded(word) for word in alone if word.lower() not in small))

    @cached_property
    def _seen(self) -> dict[str, NameWords]:
        """The sentences that were read before."""
        return {}

    def missing(self, text: str, sentences: Sequence[str]) -> tuple[str, ...]:
        """Returns the names in a text that do not stand in any of these sentences.

        A sentence may name them in full, in short, or as the people who live there.
        """
        there = [self._named(sentence) for sentence in sentences]
        lacking = [
            min((_lacking(part, one) for one in there), key=len, default=part)
            for run in self._runs(text)
            # “Honduras and Guatemala” is one run of capitals and two names, which may stand in two
            # sentences; “Gender and Refugee Studies” is checked in two halves, and each must stand
            # there.
            for part in re.split(r"\s+and\s+", run)
        ]
        return tuple(dict.fromkeys(filter(None, lacking)))

    def spelled_out(self, text: str) -> str:
        """Returns the long names of what a text gives in short."""
        shorts = set(_words(text)) & self._shorts.keys()
        return " ".join(word for short in shorts for word in sorted(self._shorts[short]))

    def _runs(self, text: str) -> Iterator[str]:
        """Yields the names of a text.

        Titles before a name are left out, and so is a word that has a capital only because it
        opens a sentence.
        """
        for found in RUN.finditer(text):
            words = list(WORD.finditer(found.group()))
            # “Guatemalans waited” begins with a name, which the document shows by its capital
            # within a sentence.
            if _opens(text, found.start()) and not self._proper.holds(_folded(words[0].group())):
                words = words[1:]
            kept = [word for word in words if _folded(word.group()) not in UNCHECKED]
            if any(word.group()[0].isupper() for word in kept):
                yield found.group()[kept[0].start() : kept[-1].end()]

    def _named(self, sentence: str) -> NameWords:
        """Returns the words of a sentence, its short names in full, and its full names in short."""
        if sentence not in self._seen:
            # “Honduran-born” names Honduras.
            words = {part for word in _words(sentence) for part in (word, *word.split("-"))}
            long = (self._shorts[short] for short in words & self._shorts.keys())
            short = (short for short, spelled in self._shorts.items() if spelled <= words)
            initials = frozenset(_initials(name) for name in RUN.findall(sentence))
            self._seen[sentence] = NameWords(frozenset(words.union(*long, short)), initials)
        return self._seen[sentence]


def defined(text: str) -> Iterator[tuple[str, str]]:
    """Yields each short form that a text puts in parentheses behind a name, with the name."""
    for found in SHORT.finditer(text):
        if name := LAST_RUN.search(text, max(0, found.start() - LONGEST), found.start()):
            yield found["short"], name.group()


def _opens(text: str, position: int) -> bool:
    """Whether a sentence or quotation begins there, so that any word has a capital."""
    before = text[max(0, position - FAR_ENOUGH) : position]
    return not before or bool(OPENS.search(before))


def _lacking(run: str, there: NameWords) -> str:
    """Returns a name from its first word that is not there to its last; nothing if all are there.

    A name is there too if its initials are.
    """
    if (short := _initials(run)) and short in there.words:
        return ""
    words = [(word, _folded(word.group())) for word in WORD.finditer(run)]
    lacking = [
        word for word, folded in words if folded not in UNCHECKED and not there.holds(folded)
    ]
    return run[lacking[0].start() : lacking[-1].end()] if lacking else ""


def _cut(word: str) -> frozenset[str]:
    """Returns a word, and the same word without one and two of its last letters."""
    return frozenset(word[: len(word) - left] for left in range(LEFT_OUT + 1))


def _bases(word: str) -> frozenset[str]:
    """Returns the stems of a place's name that a word for its people has: Hondurans, Cuban."""
    words = {word, word.removesuffix("s")}
    bases = {ENDING_OF_PEOPLE.sub("", one) for one in words} - words
    return frozenset(base for base in bases if len(base) >= SHORTEST)


def _words(text: str) -> Iterator[str]:
    """Yields the words of a text, normalized for comparison."""
    return (_folded(word) for word in WORD.findall(text))


# The words of a document recur; the bound keeps the memory of a long one small.
@lru_cache(maxsize=10_000)
def _folded(word: str) -> str:
    """Returns a word without case, accents and possessive."""
    # NFKD parts an accent from its letter, and the range of combining accents is then removed: a
    # claim may write “Peten” for “Petén”.
    bare = unicodedata.normalize("NFKD", word.lower())
    return re.sub(r"[’']s?$|[\u0300-\u036f]", "", bare)


def _initials(name: str) -> str:
    """Returns the initials of a name of two capitalised words or more; else nothing."""
    first = [word[0] for word in WORD.findall(name) if word[0].isupper()]
    return "".join(first).lower() if len(first) > 1 else ""


def places_named(text: str, places: Mapping[str, Place]) -> frozenset[str]:
    """Returns the places that a text names, and those at one spot with them.

    “Nuevo Laredo” does not name Laredo: the longest name is taken out of the text first.
    """
    named: set[str] = set()
    rest = text
    # The longest name first, then by key, so that the result does not depend on the order of the
    # file.
    for key in sorted(places, key=lambda key: (-len(places[key].name), key)):
        name = places[key].name
        if proper := max(RUN.findall(name), key=len, default=""):
            pattern = rf"\b{re.escape(proper)}\b".replace(r"\ ", r"\s+")
            # Blanks keep a name from being made of the words before and behind the one that is
            # taken out.
            shorter = re.sub(pattern, lambda found: " " * len(found.group()), rest)
            if shorter != rest:
                named.add(key)
            rest = shorter
        # A place without a proper name (“the port of entry”) is named by its words in any order.
        elif stems(name) <= stems(text):
            named.add(key)
    points = {key: Point(one.latitude, one.longitude) for key, one in places.items()}
    return frozenset(
        key
        for key in places
        if any(miles_between(points[key], points[other]) <= ONE_SPOT for other in named)
    )
