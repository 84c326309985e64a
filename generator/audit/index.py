"""A document taken apart for searching.

Its sentences with their figures and words, and how rare each word is.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from generator.audit.documents.types import Document
from generator.audit.sentences import WORD, sentence_spans, stem, stems
from generator.figures.reading import read_figures
from generator.figures.types import Figure

# Chosen by hand on 24 November 2026, with the shipped campaign: half of a claim often stands in the
# sentence next to it.
NEIGHBOUR = 0.4
"""The weight of a word in the sentence before or after; in the sentence itself it is 1."""


@dataclass(frozen=True, eq=False)
# Compared by identity (eq=False): a document may hold one sentence twice, and the two have
# different places. It also makes a sentence a cheap key of a cache.
class Sentence:
    """A sentence of the document and where it stands."""

    number: int
    section: int
    paragraph: int
    start: int
    end: int
    text: str
    figures: tuple[Figure, ...]
    stems: frozenset[str]

    @cached_property
    def placed(self) -> tuple[tuple[str, int], ...]:
        """The stem of each word, and where it stands."""
        return tuple((stem(found.group()), found.start()) for found in WORD.finditer(self.text))


class Index:
    """A document, ready to be searched."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sentences = tuple(self._read())
        self._scores: dict[frozenset[str], dict[int, float]] = {}

    def _read(self) -> Iterable[Sentence]:
        number = 0
        for section, held in enumerate(self.document.sections):
            for paragraph, words in enumerate(held.paragraphs):
                for start, end in sentence_spans(words.text):
                    text = words.text[start:end]
                    yield Sentence(
                        number,
                        section,
                        paragraph,
                        start,
                        end,
                        text,
                        read_figures(text),
                        stems(text),
                    )
                    number += 1

    @cached_property
    def rarity(self) -> dict[str, float]:
        """The weight of each word: the rarer in the document, the more."""
        counts = Counter(word for sentence in self.sentences for word in sentence.stems)
        # The inverse document frequency of search engines, with sentences for documents. The 1
        # keeps the weight of a word that stands in every sentence above 0.
        return {word: math.log(1 + len(self.sentences) / count) for word, count in counts.items()}

    @cached_property
    def _headings(self) -> dict[str, int]:
        """Section numbers by normalized heading: of two equal headings the first."""
        found: dict[str, int] = {}
        for number, section in enumerate(self.document.sections):
            # A heading that a document has twice is cited as its first, because source.yaml has the
            # words alone.
            found.setdefault(plain(section.heading), number)
        return found

    def section(self, heading: str) -> int | None:
        """Returns the number of the section with this heading; None if no section has it.

        Quotation marks and capitals do not count. The document's title means what stands before its
        first heading; so does “Introduction” if no section has that name.
        """
        number = self._headings.get(plain(heading))
        # Text before the first heading has no heading of its own, and people cite it by the title
        # or as “Introduction”.
        if number is None and plain(heading) in (plain(self.document.title), "introduction"):
            return 0 if self.document.sections and self.document.sections[0].level <= 1 else None
        return number

    def within(self, section: int) -> tuple[Sentence, ...]:
        """Returns the sentences of a section and of those below it.

        Of the title's own section these are only those before the next heading.
        """
        sections = self.document.sections
        level, end = sections[section].level, section + 1
        # Level 1 is the title: everything stands below it, and its section would be the whole
        # document.
        while level > 1 and end < len(sections) and sections[end].level > level:
            end += 1
        return tuple(sentence for sentence in self.sentences if section <= sentence.section < end)

    @cached_property
    def _paragraphs(self) -> dict[tuple[int, int], tuple[Sentence, ...]]:
        """The sentences of each paragraph."""
        groups = groupby(
            self.sentences, key=lambda sentence: (sentence.section, sentence.paragraph)
        )
        return {place: tuple(sentences) for place, sentences in groups}

    def sentences_of(self, section: int, paragraph: int) -> tuple[Sentence, ...]:
        """Returns the sentences of a paragraph."""
        return self._paragraphs.get((section, paragraph), ())

    def paragraph(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """Returns the sentences of the paragraph in which this one stands."""
        return self._paragraphs[sentence.section, sentence.paragraph]

    @cached_property
    def _holders(self) -> dict[str, dict[int, float]]:
        """For each word the sentences that hold it or are next to one, and how much that counts."""
        found: dict[str, dict[int, float]] = {}
        for sentence in self.sentences:
            for word in sentence.stems:
                holders = found.setdefault(word, {})
                holders[sentence.number] = 1.0
                for other in self.paragraph(sentence):
                    if abs(other.number - sentence.number) == 1:
                        # A neighbour never replaces the weight of a sentence that holds the word
                        # itself.
                        holders.setdefault(other.number, NEIGHBOUR)
        return found

    def score(self, sought: frozenset[str], sentence: Sentence) -> float:
        """Returns how much of the sought words a sentence and its neighbours hold, from 0 to 1.

        Rare words count more. Words that the document lacks count nothing: a claim is in words of
        its own.
        """
        if sought not in self._scores:
            self._scores[sought] = self._scored(sought)
        return self._scores[sought].get(sentence.number, 0.0)

    def _scored(self, sought: frozenset[str]) -> dict[int, float]:
        """Returns the scores of all sentences that have one."""
        total = sum(self.rarity.get(word, 0.0) for word in sought)
        scores: dict[int, float] = {}
        # Sorted, so that the sum of floats is the same in each run. Only sentences that hold one of
        # the words are visited: a long document has thousands, and each claim is compared with all.
        for word in sorted(sought & self.rarity.keys()):
            for number, part in self._holders[word].items():
                scores[number] = scores.get(number, 0.0) + part * self.rarity[word] / total
        return scores


def plain(heading: str) -> str:
    """Returns a heading normalized for comparison.

    Capitals, quotation marks, a number before it and closing punctuation are removed.
    """
    # Matches “Section 3. ”, “2.1) ”, “iv. ” before a heading; not “IV fluids”, which has no mark
    # behind it.
    bare = re.sub(
        r"^(?:(?:section|chapter|part)\s+)?(?:\d+(?:\.\d+)*|[ivxlc]+)[.):]\s+",
        "",
        heading.strip().lower(),
    )
    return " ".join(
        re.sub(r"[“”‘’\"'`*_#]", "", bare.replace("–", "-").replace("—", "-"))
        .strip(" .:;?!")
        .split()
    )
