"""A document made ready for an audit: its sentences, dates, names and bodies."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.audit import dating
from generator.audit.advice import recommendations
from generator.audit.attribution import Bodies
from generator.audit.documents.types import Document, Paragraph
from generator.audit.index import Index, Sentence
from generator.audit.names import Names
from generator.audit.quotations import QuotationText, wording
from generator.figures.types import Moment


# Everything is computed on first use: the audit of the asks needs no dates, and a benchmark with
# many source files needs each part once. A frozen dataclass may hold cached properties, because
# these write to its `__dict__` and not through its attributes.
@dataclass(frozen=True)
class AuditBasis:
    """A document, and all that the checks of its statements read in it.

    Made once, it serves any number of source files.
    """

    document: Document
    issued: str
    """The document's own date, for months without a year."""

    @cached_property
    def index(self) -> Index:
        """Its sentences, ready to be searched."""
        return Index(self.document)

    @cached_property
    def text(self) -> str:
        """All its words, a bar between two sentences so that no name runs over both."""
        # Headings too, because a document may name a body, or define its short form, in a heading
        # alone.
        headings = (section.heading for section in self.document.sections)
        return "\n|\n".join(
            (self.document.title, *headings, *(sentence.text for sentence in self.index.sentences))
        )

    @cached_property
    def moments(self) -> Mapping[int, tuple[Moment, ...]]:
        """The dates of each sentence, by its number."""
        return dating.with_years(self.index.sentences, issued=self.issued)

    @cached_property
    def names(self) -> Names:
        """The names it uses."""
        return Names(self.text)

    @cached_property
    def bodies(self) -> Bodies:
        """The bodies to which it attributes something."""
        return Bodies(self.text)

    @cached_property
    def advice(self) -> tuple[Sentence, ...]:
        """The sentences that ask somebody for something."""
        return tuple(
            sentence for _, sentence in recommendations(self.index) if sentence is not None
        )

    @cached_property
    def wording(self) -> QuotationText:
        """Its words, as quotations are compared with them."""
        return wording((self.document,))

    def unheld(self, text: str) -> tuple[str, ...]:
        """Returns the quotations of a text that the document does not hold word for word."""
        return tuple(words for _, words in self.wording.lacking(text))

    def before(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """Returns the sentences before this one in its paragraph."""
        return tuple(
            other for other in self.index.paragraph(sentence) if other.number < sentence.number
        )

    def after(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """Returns the sentences behind this one in its paragraph."""
        return tuple(
            other for other in self.index.paragraph(sentence) if other.number > sentence.number
        )

    def around(self, sentence: Sentence) -> tuple[str, ...]:
        """Returns the sentences of its paragraph, and the headings above it."""
        return (
            self.document.title,
            self.heading(sentence),
            *(other.text for other in self.index.paragraph(sentence)),
        )

    def paragraph(self, sentence: Sentence) -> Paragraph:
        """Returns the paragraph of the document in which a sentence stands."""
        return self.document.sections[sentence.section].paragraphs[sentence.paragraph]

    def heading(self, sentence: Sentence) -> str:
        """Returns the heading above a sentence."""
        return self.document.sections[sentence.section].heading
