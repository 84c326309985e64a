"""What `letters source` and `letters sources` show: a document, and the works cited."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import click
from rich.console import Console

from generator.audit.advice import CandidateRecommendation
from generator.audit.candidates import CandidateFinding, Outline
from generator.cli.tables import plain_table, row
from generator.letter import citations
from generator.models.fields import CitationStyle
from generator.models.source import SourceFile

MOST = 30
"""Things of one kind that are shown unless --all is given: about a screen."""
MAX_COLUMNS = 15
"""Columns of the terminal for each cell before a sentence, which needs the rest."""
MAX_LETTERS = 300
"""Letters of a sentence that are shown: four lines. Its place says where it goes on."""


@dataclass(frozen=True)
class OutlineList:
    """One kind of thing in a document, and those that are shown."""

    title: str
    columns: tuple[str, ...]
    cells: Callable[[Any], tuple[str, ...]]
    shown: Sequence[Any]
    every: Sequence[Any]
    chosen: str = "first"

    @property
    def heading(self) -> str:
        """Returns `Links`, or `Links: the first 40 of 3,120`."""
        if len(self.shown) == len(self.every):
            return self.title
        return f"{self.title}: the {self.chosen} {len(self.shown):,} of {len(self.every):,}"

    @property
    def count(self) -> str:
        """Returns `1 link` or `3,120 links`."""
        name = self.title.lower()
        return f"{len(self.every):,} {name.removesuffix('s') if len(self.every) == 1 else name}"


def show(outline: Outline, *, most: int) -> None:
    """Prints sections, candidates and links of a document, `most` of each, and their numbers."""
    listings = tuple(_listings(outline, most=most))
    for listing in listings:
        if listing.shown:
            table = plain_table(*listing.columns, title=listing.heading)
            # Else Rich shares the width evenly, and a long heading squeezes the sentence.
            for column in table.columns[:-1] if listing.columns[-1] == "sentence" else ():
                column.max_width = MAX_COLUMNS
            for one in listing.shown:
                row(table, *listing.cells(one))
            Console().print(table)
    # Counts of all kinds, also those without a table: “0 links” says that it was looked for.
    *others, last = (listing.count for listing in listings)
    is_cut = any(len(listing.shown) < len(listing.every) for listing in listings)
    more = "; --all shows every one" if is_cut else ""
    click.echo(f"{', '.join(others)} and {last}{more}")


def _listings(outline: Outline, *, most: int) -> Iterator[OutlineList]:
    """Yields each kind of thing in the document."""
    yield OutlineList(
        "Sections",
        ("level", "heading", "paragraphs"),
        lambda one: (str(one.level), one.heading, str(len(one.paragraphs))),
        outline.sections[:most],
        outline.sections,
    )
    yield OutlineList(
        "Candidate findings",
        ("figure", "date", "counted by", "place", "sentence"),
        lambda one: (one.figure or "", one.dated, one.counted_by or "", *_where(one)),
        # The best and not the first: findings with figure, date and counter may come late.
        outline.best(most),
        outline.findings,
        "best",
    )
    yield OutlineList(
        "Candidate recommendations",
        ("to", "why", "place", "sentence"),
        lambda one: (one.to, one.why, *_where(one)),
        outline.recommendations[:most],
        outline.recommendations,
    )
    yield OutlineList(
        "Links",
        ("text", "address"),
        lambda one: (one.text, one.url),
        outline.links[:most],
        outline.links,
    )


def _where(one: CandidateFinding | CandidateRecommendation) -> tuple[str, str]:
    """Returns `Costs, line 15`, and the sentence, cut if it is long."""
    text = one.text
    if len(text) > MAX_LETTERS:
        text = text[: MAX_LETTERS - 1].rstrip() + "…"
    return ", ".join(filter(None, (one.section, one.place))), text


def show_works(source: SourceFile, *, style: CitationStyle) -> None:
    """Prints the works cited, in full, by author and date."""
    for reference in sorted(source.bibliography, key=lambda work: (work.author, work.issued)):
        runs = citations.closed(citations.full(reference, style=style), ".")
        click.echo("".join(run.text for run in runs))
