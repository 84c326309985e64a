"""One letter: what was chosen for its recipient, and its finished words."""

import datetime
from dataclasses import dataclass, field
from typing import Literal

from generator.models.campaign import Prose
from generator.models.fields import CitationStyle
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


@dataclass(frozen=True)
class Selection:
    """What one recipient's letter argues and asks: first those in, in order, then those out."""

    recipient: str
    arguments: tuple[Choice, ...]
    asks: tuple[Choice, ...]

    @property
    def argument_ids(self) -> tuple[str, ...]:
        """The arguments that are in, in order."""
        return tuple(choice.id for choice in self.arguments if choice.included)

    @property
    def each_ask(self) -> tuple[Choice, ...]:
        """Each ask once, whatever the number of its wordings: as it is made, or else in the one that came nearest to that."""
        first = {choice.id: choice for choice in reversed(self.asks)}
        return tuple(choice for choice in self.asks if first[choice.id] is choice)

    @property
    def ask_ids(self) -> tuple[str, ...]:
        """The asks that are in, in order."""
        return tuple(choice.id for choice in self.asks if choice.included)


Emphasis = Literal["plain", "em", "strong"]


@dataclass(frozen=True)
class TextRun:
    """Some words in one style; where `note` is set, the call of that footnote and no words."""

    text: str
    emphasis: Emphasis = "plain"
    link: str | None = None
    note: int | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list (one tuple of runs an item)."""

    kind: Literal["paragraph", "bullets", "numbers", "quote"]
    items: tuple[tuple[TextRun, ...], ...]
    part: str
    """`letter`, `argument:<id>`, `asks` or `message`: who says it."""
    file: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        """The words without their styles, an item a line."""
        return "\n".join("".join(run.text for run in item) for item in self.items)


@dataclass(frozen=True)
class Footnote:
    """A footnote: its number, its words and the findings it vouches for."""

    number: int
    runs: tuple[TextRun, ...]
    findings: tuple[str, ...]
    says: tuple[str, ...] = ()
    """What it vouches for beside them: distances, in the words of the text."""


@dataclass(frozen=True)
class Letter:
    """The finished words of one letter; no styles, no files, ready to be typeset or pickled."""

    campaign: str
    recipient: str
    stem: str
    """Name of the file without its suffix, below the campaign's folder: `TX-16-escobar`, `letters/s1/TX-16-escobar`."""
    date: datetime.date
    title: str
    """The title of the PDF: “Letter to Representative Veronica Escobar: …”."""
    sender: Sender
    inside_address: tuple[str, ...]
    salutation: str
    subject: str
    """The Re: line without “Re:”."""
    statement: tuple[Block, ...]
    """What the campaign says: opening, arguments, asks, close."""
    message: tuple[Block, ...]
    """What the person says in their own words; empty where there is none."""
    closing: str
    notes: tuple[Footnote, ...] = ()
    enclosures: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    works: tuple[Reference, ...] = ()
    """The works that its notes cite, in the order in which they are first cited."""
    citations: CitationStyle = "notes"
    """How they are cited."""
    arguments: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    findings: tuple[str, ...] = field(default=())
    data: tuple[Finding, ...] = ()
    """The figures by district or state that it cites, as findings beside those of the source."""
    campaign_of: str = ""
    """The organization whose campaign it goes with, where a supporter signs."""
    notice: str = ""
    """What a careful person would want to know of its address; it is not printed."""
    other_addresses: tuple[tuple[str, ...], ...] = ()
    """The inside addresses of the others that one letter goes to."""
    signers: tuple[Signatory, ...] = ()
    """Who signs beside the sender."""
