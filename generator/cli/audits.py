"""What a person sees of an audit, and the list of works."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from generator import audit, citations, evidence
from generator.audit.verdicts import Result
from generator.cli.tables import plain_table, row
from generator.documents import Document
from generator.files import write_whole
from generator.models import CitationStyle, Run, SourceFile

WIDE = 78
"""So many columns beside the names, and everything about a statement stands in one row."""
GAPS = 14
"""Columns of a terminal that stay blank between and beside the five of the table."""
DOTS = "… "
SIGNS: Mapping[Result, str] = {"ok": "ok", "failed": "NO", "another work": "– "}

STYLES: Mapping[Result, str] = {"failed": "bold red", "another work": "dim"}


def show(result: evidence.Audited, found: evidence.Evidence, *, html: Path | None) -> int:
    """Shows the verdicts, the problems and the sum, writes the page, and gives the exit code."""
    if found.changed:
        click.echo(f"{found.origin} is not the document that it was at the last audit.", err=True)
    _verdicts(result.verdicts, found)
    for warning in found.document.warnings:
        click.echo(f"{found.origin}: warning: {warning}", err=True)
    for problem in result.problems:
        click.echo(str(problem), err=True)
    if html:
        write_whole(html, audit.to_html(result.verdicts, found.document).encode())
        click.echo(f"{html} is written.")
    click.echo(evidence.summary(result.verdicts) + f" by {found.origin}")
    return 2 if any(problem.severity == "error" for problem in result.problems) else 0


def _verdicts(verdicts: Sequence[audit.Verdict], found: evidence.Evidence) -> None:
    """What was looked for in each statement, what came of it, where, and the words around it: a row each, or two lines each."""
    console = Console()
    longest = max((len(verdict.id) for verdict in verdicts), default=0)
    left = console.width - len(SIGNS["ok"]) - longest - GAPS
    lay_out = _rows if left >= WIDE else _lines
    console.print(lay_out(verdicts, found.document, width=console.width))


def _rows(verdicts: Sequence[audit.Verdict], document: Document, *, width: int) -> Table:
    """A table: everything about a statement in one row, cut to the width with what was found in the middle."""
    longest = max((len(verdict.id) for verdict in verdicts), default=0)
    left = width - len(SIGNS["ok"]) - longest - GAPS
    widths = (left * 3 // 10, left * 2 // 10, left - left * 3 // 10 - left * 2 // 10)
    shown = plain_table("", "id", "looked for", "where", "words around it")
    for column, room in zip(shown.columns, (len(SIGNS["ok"]), longest, *widths), strict=True):
        column.width, column.no_wrap, column.overflow = room, True, "ellipsis"
    for verdict in verdicts:
        row(shown, SIGNS[verdict.result], verdict.id, verdict.sought, _place(verdict, document), _words(verdict, document, room=widths[2]))
        shown.rows[-1].style = STYLES.get(verdict.result, "")
    return shown


def _lines(verdicts: Sequence[audit.Verdict], document: Document, *, width: int) -> Group:
    """A list: below each statement where it was found and in which words."""
    lines: list[Text] = []
    for verdict in verdicts:
        lines.append(_cut(f"{SIGNS[verdict.result]}  {verdict.id}  {verdict.sought}", width, style=STYLES.get(verdict.result, "")))
        if place := _place(verdict, document):
            lines.append(_cut(f"    {place}", width))
            lines.append(_cut(f"    {_words(verdict, document, room=width - 4)}", width))
    return Group(*lines)


def _cut(text: str, width: int, *, style: str = "") -> Text:
    """The text, no wider than that."""
    line = Text(text, style=style)
    line.truncate(width, overflow="ellipsis")
    return line


def _place(verdict: audit.Verdict, document: Document) -> str:
    """`line 15, Risks`: the line first, for long headings are cut."""
    if verdict.passage is None:
        return ""
    section = document.sections[verdict.passage.section]
    return ", ".join(filter(None, (section.paragraphs[verdict.passage.paragraph].place, section.heading)))


def _words(verdict: audit.Verdict, document: Document, *, room: int) -> str:
    """What was found with as many words on both sides as there is room for."""
    mark = next(iter(verdict.marks), verdict.passage)
    if mark is None:
        return ""
    return mark.around(document, context=max(0, (room - (mark.end - mark.start)) // 2 - len(DOTS)))


def show_works(source: SourceFile, *, style: CitationStyle) -> None:
    """The list of works cited, in full."""
    for reference in sorted(source.bibliography, key=lambda work: (work.author, work.issued)):
        click.echo(_text(citations.closed(citations.full(reference, style=style), ".")))


def _text(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)
