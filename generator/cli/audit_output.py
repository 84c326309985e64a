"""What `letters audit` shows: each claim with the passage that supports it."""

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from generator.audit.rendered_letters import to_html
from generator.audit.verdicts import Result, Verdict
from generator.cli.output import warn
from generator.cli.tables import plain_table, row
from generator.files.whole import write_whole
from generator.press import source_audit

MIN_COLUMNS = 120
"""Columns that a row needs next to the ids; in fewer each statement takes some lines."""
GAP_COLUMNS = 17
"""Columns of a terminal that stay blank between and next to the six columns of the table."""
SHARES = (4, 6, 3, 7)
"""How the columns for check, claim, place and words share the width: chosen by hand, so that few
claims of the shipped campaign break and the words around them fill two lines."""
DOTS = "… "
"""What Passage.around puts before and behind words that are cut. Here only its length counts, so
that the words and both marks fill their lines and no more."""
# Signs and not colours alone: a file, a pipe or NO_COLOR has no colours. “NO” is in capitals, so
# that the eye finds it in a long list.
SIGNS: Mapping[Result, str] = {"ok": "ok", "look": "? ", "failed": "NO", "another work": "– "}
STYLES: Mapping[Result, str] = {
    "ok": "",
    "look": "bold",
    "failed": "bold red",
    "another work": "dim",
}


def show(
    result: source_audit.AuditResult,
    found: Mapping[str, source_audit.Evidence],
    *,
    html: Path | None,
) -> int:
    """Prints the verdicts, the problems and the sum, writes the page, and returns the exit code."""
    console = Console()
    # Ids get all the columns that they need, because people copy them into source.yaml.
    longest_id = max((len(verdict.id) for verdict in result.verdicts), default=0)
    room = console.width - len(SIGNS["ok"]) - longest_id - GAP_COLUMNS
    if room >= MIN_COLUMNS:
        console.print(_table(result.verdicts, longest_id=longest_id, room=room))
    else:
        console.print(_list(result.verdicts, width=console.width))
    for evidence in found.values():
        if evidence.changed:
            warn(f"{evidence.origin} is not the document that it was at the last audit.")
        warn(*(f"{evidence.origin}: warning: {text}" for text in evidence.document.warnings))
    warn(*result.problems)
    if html:
        document = found[source_audit.HOME].document
        write_whole(html, to_html(result.verdicts, document).encode())
        click.echo(f"{html} is written.")
    origins = ", ".join(evidence.origin for evidence in found.values())
    click.echo(f"{source_audit.summary(result.verdicts)} by {origins}")
    if not result.passed and all(verdict.result != "failed" for verdict in result.verdicts):
        # The sum counts source.yaml alone, and would read as if the audit had passed.
        click.echo("The words of other files are not supported: correct them, and audit again.")
    # 2 like every mistake in files: a script that audits before it builds then stops.
    return 0 if result.passed else 2


def _table(verdicts: Sequence[Verdict], *, longest_id: int, room: int) -> Table:
    """Returns a table: a row for each statement, the claim next to the words that support it."""
    widths = [room * share // sum(SHARES) for share in SHARES]
    table = plain_table("", "id", "looked for", "claim", "where", "words around it")
    for column, width in zip(table.columns, (len(SIGNS["ok"]), longest_id, *widths), strict=True):
        # A fixed width: Rich would give most of the room to the longest claim. Folded and not cut:
        # a person compares every word.
        column.width, column.overflow = width, "fold"
    for verdict in verdicts:
        row(
            table,
            SIGNS[verdict.result],
            verdict.id,
            verdict.sought,
            verdict.claim,
            _place(verdict),
            # Twice the width of the column: two lines, see SHARES.
            _words(verdict, room=2 * widths[-1]),
            style=STYLES[verdict.result],
        )
    return table


def _list(verdicts: Sequence[Verdict], *, width: int) -> Group:
    """Returns a list: below each statement its claim, the place and the words around it."""
    lines: list[Text] = []
    for verdict in verdicts:
        lines.append(
            _cut(
                f"{SIGNS[verdict.result]}  {verdict.id}  {verdict.sought}",
                width,
                style=STYLES[verdict.result],
            )
        )
        lines += [Text(f"    {line}") for line in textwrap.wrap(verdict.claim, width - 4)]
        if place := _place(verdict):
            lines.append(_cut(f"    {place}", width))
            lines.append(_cut(f"    {_words(verdict, room=width - 4)}", width))
    return Group(*lines)


def _cut(text: str, width: int, *, style: str = "") -> Text:
    """Returns the text, cut at the width of the terminal."""
    line = Text(text.rstrip(), style=style)
    line.truncate(width, overflow="ellipsis")
    return line


def _place(verdict: Verdict) -> str:
    """Returns `line 15, Risks`: the line first, because long headings are cut."""
    if verdict.passage is None:
        return ""
    section = verdict.passage.document.sections[verdict.passage.section]
    return ", ".join(filter(None, (verdict.passage.whole.place, section.heading)))


def _words(verdict: Verdict, *, room: int) -> str:
    """Returns the passage with as many words on both sides as fit."""
    # The figure is marked first; a statement without a marked place shows its whole passage.
    mark = next(iter(verdict.marks), verdict.passage)
    if mark is None:
        return ""
    return mark.around(context=max(0, (room - (mark.end - mark.start)) // 2 - len(DOTS)))
