"""What a person sees of an audit, and the list of works."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from generator.audit.rendered_letters import to_html
from generator.audit.verdicts import Result, Verdict
from generator.cli.tables import plain_table, row
from generator.files.whole import write_whole
from generator.letter import citations
from generator.models import CitationStyle, Run, SourceFile
from generator.press import source_audit

WIDE = 120
"""So many columns beside the names, and everything about a statement stands in one row."""
GAPS = 17
"""Columns of a terminal that stay blank between and beside the six of the table."""
DOTS = "… "
SIGNS: Mapping[Result, str] = {"ok": "ok", "look": "? ", "failed": "NO", "another work": "– "}
STYLES: Mapping[Result, str] = {"look": "bold", "failed": "bold red", "another work": "dim"}


def show(result: source_audit.Audited, found: Mapping[str, source_audit.Evidence], *, html: Path | None) -> int:
    """Shows the verdicts, the problems and the sum, writes the page, and gives the exit code."""
    for held in found.values():
        if held.changed:
            click.echo(f"{held.origin} is not the document that it was at the last audit.", err=True)
    _verdicts(result.verdicts)
    for held in found.values():
        for warning in held.document.warnings:
            click.echo(f"{held.origin}: warning: {warning}", err=True)
    for problem in result.problems:
        click.echo(str(problem), err=True)
    home = found[source_audit.HOME]
    if html:
        write_whole(html, to_html(result.verdicts, home.document).encode())
        click.echo(f"{html} is written.")
    click.echo(source_audit.summary(result.verdicts) + f" by {', '.join(held.origin for held in found.values())}")
    return 0 if result.passed else 2


def _verdicts(verdicts: Sequence[Verdict]) -> None:
    """What was looked for in each statement, what came of it, where, and claim and words side by side: a row each, or some lines."""
    console = Console()
    longest = max((len(verdict.id) for verdict in verdicts), default=0)
    left = console.width - len(SIGNS["ok"]) - longest - GAPS
    lay_out = _rows if left >= WIDE else _lines
    console.print(lay_out(verdicts, width=console.width))


def _rows(verdicts: Sequence[Verdict], *, width: int) -> Table:
    """A table: everything about a statement in one row; the claim stands whole beside the words that bear it out."""
    longest = max((len(verdict.id) for verdict in verdicts), default=0)
    left = width - len(SIGNS["ok"]) - longest - GAPS
    parts = (4, 6, 3, 7)
    widths = [left * part // sum(parts) for part in parts]
    shown = plain_table("", "id", "looked for", "claim", "where", "words around it")
    for column, room in zip(shown.columns, (len(SIGNS["ok"]), longest, *widths), strict=True):
        column.width, column.overflow = room, "fold"
    for verdict in verdicts:
        words = _words(verdict, room=2 * widths[-1])
        row(shown, SIGNS[verdict.result], verdict.id, verdict.sought, verdict.claim, _place(verdict), words)
        shown.rows[-1].style = STYLES.get(verdict.result, "")
    return shown


def _lines(verdicts: Sequence[Verdict], *, width: int) -> Group:
    """A list: below each statement its claim, where it was found and in which words."""
    lines: list[Text] = []
    for verdict in verdicts:
        lines.append(_cut(f"{SIGNS[verdict.result]}  {verdict.id}  {verdict.sought}", width, style=STYLES.get(verdict.result, "")))
        lines += [Text(f"    {line}") for line in textwrap.wrap(verdict.claim, width - 4)]
        if place := _place(verdict):
            lines.append(_cut(f"    {place}", width))
            lines.append(_cut(f"    {_words(verdict, room=width - 4)}", width))
    return Group(*lines)


def _cut(text: str, width: int, *, style: str = "") -> Text:
    """The text, no wider than that."""
    line = Text(text.rstrip(), style=style)
    line.truncate(width, overflow="ellipsis")
    return line


def _place(verdict: Verdict) -> str:
    """`line 15, Risks`: the line first, for long headings are cut."""
    if verdict.passage is None:
        return ""
    section = verdict.passage.document.sections[verdict.passage.section]
    return ", ".join(filter(None, (verdict.passage.whole.place, section.heading)))


def _words(verdict: Verdict, *, room: int) -> str:
    """What was found with as many words on both sides as there is room for."""
    mark = next(iter(verdict.marks), verdict.passage)
    if mark is None:
        return ""
    return mark.around(context=max(0, (room - (mark.end - mark.start)) // 2 - len(DOTS)))


def show_works(source: SourceFile, *, style: CitationStyle) -> None:
    """The list of works cited, in full."""
    for reference in sorted(source.bibliography, key=lambda work: (work.author, work.issued)):
        click.echo(_text(citations.closed(citations.full(reference, style=style), ".")))


def _text(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)
