"""The proper names in our texts, and whether the document names the same there."""

import calendar
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.audit.sentences import EMPTY_WORDS, stems
from generator.congress.districts.distances import Point, miles_between
from generator.models.source import Place

NAME_WORD = r"[A-Z][^\W_]*(?:[’'&.-][^\W_]+)*"
RUN = re.compile(rf"{NAME_WORD}(?:(?:\s+(?:of|for|the|and|de|sans))*\s+{NAME_WORD})*")
"""Capitalised words in a row with the small words of a name: “Center for Gender and Refugee
Studies”."""
SHORT = re.compile(r"\s\((?P<short>[A-Z][A-Za-z]{1,9})\)")
LAST_RUN = re.compile(rf"(?:{RUN.pattern})$")
LONGEST = 120
"""Letters of the longest name of which a short form is looked for."""
WORD = re.compile(r"[^\W_]+(?:[’'&.-][^\W_]+)*")
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
UNCHECKED = TITLES | CALENDAR | EMPTY_WORDS
ENDING_OF_PEOPLE = re.compile(r"(?:i?ans?|ns?|ese)$")
"""What makes the people of a place out of its name: Hondurans, Cuban, Brazilians, Chinese."""
# Miles, chosen by hand on 25 November 2026: of the places in the shipped campaign the two ends of a
# bridge are less than two miles apart, and all others 50 or more.
ONE_SPOT = 5
"""Places no more miles apart than this are one: the two ends of a bridge."""
FAR_ENOUGH = 9
SHORTEST = 3
# By the peoples of the shipped campaign: Honduran leaves out two letters of Honduras, Cuban one of
# Cuba.
LEFT_OUT = 2
"""So many letters of a place's name the word for its people may leave out: Hondur(as), Cub(a)."""


@dataclass(frozen=True)
class NameWords:
    """The words of which the names in a text consist, and the places and people that they mean."""

    words: frozenset[str]
    initials: frozenset[str] = frozenset()
    """Of the names in it, as which they may be written in short."""

    @cached_property
    def _places(self) -> frozenset[str]:
        """What the words for the people of these places may leave of them."""
        return frozenset(
            word[: len(word) - left] for word in self.words for left in range(LEFT_OUT + 1)
        )

    @cached_property
    def _people(self) -> frozenset[str]:
        """What these words leave of a place, where they mean its people."""
        return frozenset(base for word in self.words for base in _bases(word))

    def holds(self, word: str) -> bool:
        """Whether a word of a name is here, or its people, or the place of those whom it means.

        Our country is in any of its names.
        """
        if word in self.words or word in self.initials or not self._places.isdisjoint(_bases(word)):
            return True
        if any(word[: len(word) - left] in self._people for left in range(LEFT_OUT + 1)):
            return True
        return word in COUNTRY and not COUNTRY.isdisjoint(self.words)


@dataclass(frozen=True)
class Names:
    """The names that a document uses, and what it says in short for them."""

    text: str

    @cached_property
    def _shorts(self) -> dict[str, frozenset[str]]:
        """For each short form that the document defines the words of the long one."""
        return {_folded(short): frozenset(_words(name)) for short, name in defined(self.text)}

    @cached_property
    def _proper(self) -> NameWords:
        """The words that are names by themselves.

        With a capital within a sentence, no part of a longer name, and never small.
        """
        small = {found.group() for found in WORD.finditer(self.text) if found.group().islower()}
        alone = (
            found.group()
            for found in RUN.finditer(self.text)
            if " " not in found.group() and not _opens(self.text, found.start())
        )
        return NameWords(frozenset(_folded(word) for word in alone if word.lower() not in small))

    @cached_property
    def _seen(self) -> dict[str, NameWords]:
        """What was looked at before."""
        return {}

    def missing(self, text: str, sentences: Sequence[str]) -> tuple[str, ...]:
        """The names in a text that none of these sentences names, in full, in short.

        Or as those who live there.
        """
        there = [self._named(sentence) for sentence in sentences]
        parts = (part for run in self._runs(text) for part in re.split(r"\s+and\s+", run))
        return tuple(
            dict.fromkeys(
                filter(
                    None,
                    (
                        min((_lacking(part, one) for one in there), key=len, default=part)
                        for part in parts
                    ),
                )
            )
        )

    def spelled_out(self, text: str) -> str:
        """The long names of what a text gives in short."""
        return " ".join(
            word
            for short in set(_words(text)) & self._shorts.keys()
            for word in sorted(self._shorts[short])
        )

    def _runs(self, text: str) -> Iterator[str]:
        """The names of a text: not the titles before them.

        Nor what has a capital only because it opens a sentence.
        """
        for found in RUN.finditer(text):
            words = list(WORD.finditer(found.group()))
            if _opens(text, found.start()) and not self._proper.holds(_folded(words[0].group())):
                words = words[1:]
            kept = [word for word in words if _folded(word.group()) not in UNCHECKED]
            if any(word.group()[0].isupper() for word in kept):
                yield found.group()[kept[0].start() : kept[-1].end()]

    def _named(self, sentence: str) -> NameWords:
        """The words of a sentence, with those of the names that it gives in short.

        The short forms of those it gives in full.
        """
        if sentence not in self._seen:
            words = {part for word in _words(sentence) for part in (word, *word.split("-"))}
            long = (self._shorts[short] for short in words & self._shorts.keys())
            short = (short for short, spelled in self._shorts.items() if spelled <= words)
            initials = (_initials(run.group()) for run in RUN.finditer(sentence))
            self._seen[sentence] = NameWords(
                frozenset(words.union(*long, short)), frozenset(initials)
            )
        return self._seen[sentence]


def defined(text: str) -> Iterator[tuple[str, str]]:
    """Each short form that a text puts in parentheses behind a name, with the name."""
    for found in SHORT.finditer(text):
        if name := LAST_RUN.search(text, max(0, found.start() - LONGEST), found.start()):
            yield found["short"], name.group()


def _opens(text: str, position: int) -> bool:
    """Whether a sentence or quotation begins there, so that any word has a capital."""
    return bool(OPENS.search(text[max(0, position - FAR_ENOUGH) : position])) if position else True


def _lacking(run: str, there: NameWords) -> str:
    """The words of a name from the first to the last that is not there.

    Nothing where all are, or its initials.
    """
    if (short := _initials(run)) and short in there.words:
        return ""
    lacking = [
        word
        for word in WORD.finditer(run)
        if (folded := _folded(word.group())) not in UNCHECKED and not there.holds(folded)
    ]
    return run[lacking[0].start() : lacking[-1].end()] if lacking else ""


def _bases(word: str) -> frozenset[str]:
    """What a word leaves of a place's name, where it means its people.

    Hondurans, Cuban, Brazilians.
    """
    bases = (
        ENDING_OF_PEOPLE.sub("", one)
        for one in (word, word.removesuffix("s"))
        if ENDING_OF_PEOPLE.search(one)
    )
    return frozenset(base for base in bases if len(base) >= SHORTEST)


def _words(text: str) -> Iterator[str]:
    """The words of a text as they are compared."""
    return (_folded(word) for word in WORD.findall(text))


@lru_cache(maxsize=10_000)
def _folded(word: str) -> str:
    """A word without case, accents and possessive."""
    bare = re.sub(r"[’']s?$", "", word.lower())
    if bare.isascii():
        return bare
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", bare)
        if not unicodedata.combining(letter)
    )


def _initials(name: str) -> str:
    """The initials of a name of two capitalised words or more; else nothing."""
    words = [word for word in WORD.findall(name) if word[0].isupper()]
    return "".join(word[0] for word in words).lower() if len(words) > 1 else ""


def places_named(text: str, places: Mapping[str, Place]) -> frozenset[str]:
    """The places that a text names, and those beside them; “Nuevo Laredo” does not name Laredo."""
    named: set[str] = set()
    rest = text
    for place in sorted(places, key=lambda place: (-len(places[place].name), place)):
        pattern = _written(places[place].name)
        if pattern and pattern.search(rest):
            named.add(place)
            rest = pattern.sub(lambda found: " " * len(found.group()), rest)
        elif not pattern and stems(places[place].name) <= stems(text):
            named.add(place)
    return frozenset(
        place for place in places if any(_beside(places[place], places[other]) for other in named)
    )


def _written(name: str) -> re.Pattern[str] | None:
    """The proper name in the name of a place, as a pattern; nothing where it has none."""
    runs = sorted((run.group() for run in RUN.finditer(name)), key=len)
    return re.compile(rf"\b{re.escape(runs[-1])}\b".replace(r"\ ", r"\s+")) if runs else None


def _beside(one: Place, other: Place) -> bool:
    """Whether two places are one spot, as far as a letter is concerned."""
    return (
        miles_between(Point(one.latitude, one.longitude), Point(other.latitude, other.longitude))
        <= ONE_SPOT
    )
