"""What a person sees of a document: its sections and links, and what it offers a campaign."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click
from rich.console import Console

from generator.audit.advice import CandidateRecommendation
from generator.audit.candidates import CandidateFinding, Outline
from generator.audit.documents.types import DocumentSection, Link
from generator.cli.tables import plain_table, row

MOST = 30
"""More of one kind than a person reads on a screen."""
MOST_ROOM = 15
"""Columns of the terminal for each thing that stands before a sentence, which needs the rest."""
LONGEST = 300
"""Letters of a sentence that are shown; its place says where it goes on."""


@dataclass(frozen=True)
class Listing:
    """One kind of thing in a document, and which of it are shown."""

    title: str
    columns: tuple[str, ...]
    cells: Callable[[Any], tuple[str, ...]]
    shown: Sequence[Any]
    every: Sequence[Any]
    chosen: str = "first"

    @property
    def heading(self) -> str:
        """`Links`, or `Links: the first 40 of 3,120`."""
        return self.title + (f": the {self.chosen} {len(self.shown):,} of {len(self.every):,}" if len(self.shown) < len(self.every) else "")

    @property
    def count(self) -> str:
        """`1 link`, `3,120 links`."""
        name = self.title.lower()
        return f"{len(self.every):,} {name.removesuffix('s') if len(self.every) == 1 else name}"


def show(outline: Outline, *, most: int | None) -> None:
    """The sections, candidates and links of a document, at most so many of each; and how many there are."""
    listings = tuple(_listings(outline, most=most))
    for listing in listings:
        if listing.shown:
            table = plain_table(*listing.columns, title=listing.heading)
            for column in table.columns[:-1] if listing.columns[-1] == "sentence" else ():
                column.max_width = MOST_ROOM
            for one in listing.shown:
                row(table, *listing.cells(one))
            Console().print(table)
    left_out = any(len(listing.shown) < len(listing.every) for listing in listings)
    click.echo(_together(listing.count for listing in listings) + ("; --all shows every one" if left_out else ""))


def _listings(outline: Outline, *, most: int | None) -> Iterable[Listing]:
    best = outline.findings if most is None else outline.best(most)
    advice = outline.recommendations
    yield Listing("Sections", ("level", "heading", "paragraphs"), _section, outline.sections[:most], outline.sections)
    yield Listing("Candidate findings", ("figure", "date", "counted by", "place", "sentence"), _finding, best, outline.findings, "best")
    yield Listing("Candidate recommendations", ("to", "why", "place", "sentence"), _advice, advice[:most], advice)
    yield Listing("Links", ("text", "address"), _link, outline.links[:most], outline.links)


def _section(section: DocumentSection) -> tuple[str, ...]:
    return str(section.level), section.heading, str(len(section.paragraphs))


def _finding(found: CandidateFinding) -> tuple[str, ...]:
    return found.figure or "", found.dated, found.counted_by or "", _place(found.section, found.place), _short(found.text)


def _advice(found: CandidateRecommendation) -> tuple[str, ...]:
    return found.to, found.why, _place(found.section, found.place), _short(found.text)


def _link(link: Link) -> tuple[str, ...]:
    return link.text, link.url


def _place(section: str, place: str) -> str:
    """`Costs, line 15`."""
    return ", ".join(filter(None, (section, place)))


def _short(text: str) -> str:
    """The text, cut where it is long."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _together(counts: Iterable[str]) -> str:
    """`3 sections, 12 candidate findings and 1 link`."""
    *others, last = counts
    return f"{', '.join(others)} and {last}"
