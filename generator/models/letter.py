"""One letter: the arguments and asks chosen for its recipient, and its finished words."""

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from generator.models.campaign import Prose
from generator.models.fields import CitationStyle, SourcesIn
from generator.models.sender import Sender, Signatory
from generator.models.source import Finding, Reference

Rank = Literal["local", "committee", "general"]


@dataclass(frozen=True)
class Choice:
    """One argument or ask, in or out of one recipient's letter, and why."""

    id: str
    included: bool
    reason: str
    rank: Rank = "general"
    weight: int = 0
    words: Prose | None = None
    """For an ask: the imperative in which this campaign makes it."""
    again: Prose | None = None
    """For an ask that follows the thanks: the imperative for a member who acted before."""
    serves: str = ""
    """For the sender's own ask: the recommendation that it serves."""
    crowded_out: bool = False
    """Whether it is out only because the letter has its number of arguments or asks already."""


@dataclass(frozen=True)
class Selection:
    """The arguments and asks of one recipient's letter.

    Included ones come first, in their order; then those left out.
    """

    recipient: str
    arguments: tuple[Choice, ...]
    asks: tuple[Choice, ...]

    @property
    def argument_ids(self) -> tuple[str, ...]:
        """Returns the included arguments, in order."""
        return tuple(choice.id for choice in self.arguments if choice.included)

    @property
    def each_ask(self) -> tuple[Choice, ...]:
        """Returns each ask once: the included wording, or else the first that was considered."""
        # Reversed, so that the first choice of each id is the one that stays. Included choices come
        # first.
        first = {choice.id: choice for choice in reversed(self.asks)}
        return tuple(choice for choice in self.asks if first[choice.id] is choice)

    @property
    def ask_ids(self) -> tuple[str, ...]:
        """Returns the included asks, in order."""
        return tuple(choice.id for choice in self.asks if choice.included)


OWN_WORDS_PART = "message"
"""The part of a person's own words, which no audit reads."""

Emphasis = Literal["plain", "em", "strong"]


# Runs and not HTML: the design escapes and styles them, and the audit reads the words without tags.
@dataclass(frozen=True)
class TextRun:
    """Some words in one style; with `note`, the call of that footnote and no words."""

    text: str
    emphasis: Emphasis = "plain"
    link: str | None = None
    note: int | None = None
    title: str = ""
    """The name of a link whose words are too short to say where it leads."""


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list (one tuple of runs an item)."""

    kind: Literal["paragraph", "bullets", "numbers", "quote"]
    items: tuple[tuple[TextRun, ...], ...]
    part: str
    """The part of the letter: `letter`, `argument:<id>`, `asks`, or `message` for own words."""
    file: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        """Returns the words without their styles, an item a line."""
        return "\n".join("".join(run.text for run in item) for item in self.items)


@dataclass(frozen=True)
class Footnote:
    """A footnote: its number, its words and the findings that it proves."""

    number: int
    runs: tuple[TextRun, ...]
    findings: tuple[str, ...]
    says: tuple[str, ...] = ()
    """Facts other than findings that it proves: distances, in the words of the text."""


# Matches “We ask you to reintroduce it.” behind the thanks that stand in one paragraph with it.
_ASKED_AGAIN = re.compile(r"\b(?:We|I) ask you to (.+?[.?!])(?= (?:Thank you|We|I) |$)")


@dataclass(frozen=True)
class Letter:
    """The finished words of one letter.

    It holds no styles and no open files: processes that print get it pickled.
    """

    campaign: str
    recipient: str
    stem: str
    """Path below the campaign's folder, without suffix: `letters/s1/TX-16-escobar`."""
    date: datetime.date
    title: str
    """The title of the PDF: “Letter to Representative Veronica Escobar: …”."""
    sender: Sender
    inside_address: tuple[str, ...]
    salutation: str
    subject: str
    """The Re: line without “Re:”."""
    statement: tuple[Block, ...]
    """The campaign's words: opening, arguments, asks, close; a person's own words among them."""
    message: tuple[Block, ...]
    """The signer's own words, where the design sets them apart from the statement."""
    closing: str
    notes: tuple[Footnote, ...] = ()
    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    works: tuple[Reference, ...] = ()
    """The works that its notes cite, in the order of their first citation."""
    citations: CitationStyle = "notes"
    """The style of the notes."""
    arguments: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    data: tuple[Finding, ...] = ()
    """The figures by district or state that it cites, as findings in addition to the source's."""
    campaign_of: str = ""
    """The organization that runs the campaign, if a supporter signs."""
    notice: str = ""
    """A remark about its address for the user; it is not printed."""
    other_addresses: tuple[tuple[str, ...], ...] = ()
    """The inside addresses of the other recipients of a letter to several."""
    signers: tuple[Signatory, ...] = ()
    """Those who sign with the sender."""
    sources_in: SourcesIn = "notes"
    """Where it prints its sources. Its notes are there in each case, for the audit."""
    sources: tuple[TextRun, ...] = ()
    """The line that names the works, if it prints its sources in one."""
    own_words_at: int | None = None
    """The number of blocks of the statement before the place of own words; None: they are apart."""

    @property
    def own_words(self) -> tuple[Block, ...]:
        """Returns the signer's own words, wherever they stand; empty without any."""
        return (*(block for block in self.statement if block.part == OWN_WORDS_PART), *self.message)

    @property
    def printed_sources(self) -> tuple[tuple[TextRun, ...], ...]:
        """Returns the words that name its sources on paper: each note, the one line, or nothing."""
        if self.sources_in == "notes":
            return tuple(note.runs for note in self.notes)
        return (self.sources,) if self.sources else ()

    @property
    def requests(self) -> tuple[str, ...]:
        """Returns what it asks for, an imperative sentence each (“Reintroduce it.”).

        An ask that stands in one paragraph with thanks is taken out of it.
        """
        found: list[str] = []
        for block in self.statement:
            if block.part == "asks" and block.kind == "paragraph":
                again = _ASKED_AGAIN.findall(block.text)
                found += [f"{words[:1].upper()}{words[1:]}" for words in again]
            elif block.part == "asks":
                found += block.text.split("\n")
        return tuple(found)
