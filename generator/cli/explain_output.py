"""What `letters explain` shows: each argument and ask with in or out, and the reason."""

from collections.abc import Iterable, Iterator
from itertools import islice

import click
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from generator.cli.tables import committees, plain_table, row
from generator.congress import forms_of_address
from generator.letter.rotation import unvaried
from generator.models.campaign import Campaign
from generator.models.letter import Choice, Letter, Selection
from generator.models.recipient import Recipient
from generator.press.letter import LetterLayout
from generator.supporters.types import Mailpiece

MIN_COLUMNS = 110
"""Columns of a terminal in which reasons stand next to the arguments; in fewer they stand below."""

MAX_SUPPORTERS = 5
"""Supporters' letters that are explained: each takes a screen."""


def show_supporters(
    orders: Iterable[tuple[Mailpiece, LetterLayout]], *, campaign: Campaign
) -> None:
    """Prints the first few letters as `show` does, and where all say the same, why."""
    shown = [*islice(orders, MAX_SUPPORTERS + 1)]
    for piece, printed in shown[:MAX_SUPPORTERS]:
        member = piece.recipient
        show(member, printed.selection, letter=printed.letter, supporter=piece.supporter.id)
        if reason := unvaried(campaign, member):
            click.echo(f"Not varied between supporters: {member.name.full} {reason}.")
    if len(shown) > MAX_SUPPORTERS:
        click.echo(f"… and more letters: these are the first {MAX_SUPPORTERS}.")


def show(
    recipient: Recipient, selection: Selection, *, letter: Letter, supporter: str = ""
) -> None:
    """Prints the recipient, and every argument and ask with in or out, rank and reason."""
    console = Console()
    signed = f", signed by {supporter}" if supporter else ""
    who = forms_of_address.titled(recipient)
    # A body has no seat in itself, and only committees of Congress are known.
    seat = "" if recipient.is_body else f", {recipient.seat}"
    console.print(Text(f"{who}{seat}{signed}", style="bold"))
    sits_on = committees(recipient, separator="; ") or "no committee"
    address = forms_of_address.in_one_line(letter.inside_address[1:])
    notice = f" ({letter.notice})" if letter.notice else ""
    seats = "" if recipient.body else f"Sits on: {sits_on}\n"
    console.print(Text(f"{seats}Goes to: {address}{notice}"))
    lay_out = _table if console.width >= MIN_COLUMNS else _list
    console.print(lay_out("Arguments", selection.arguments, ranked=True))
    console.print(lay_out("Asks", selection.each_ask, ranked=False))


def _table(title: str, choices: Iterable[Choice], *, ranked: bool) -> Table:
    """Returns a table with the reasons next to what they are for."""
    table = plain_table("", "id", *(("rank",) if ranked else ()), "reason", title=title)
    for place, rank, choice in _placed(choices, ranked=ranked):
        row(table, place, choice.id, *rank, choice.reason, style=_style(choice))
    return table


def _list(title: str, choices: Iterable[Choice], *, ranked: bool) -> Group:
    """Returns a list with each reason below what it is for, in the whole width."""
    lines: list[Text | Padding] = [Text(f"\n{title}", style="bold")]
    for place, rank, choice in _placed(choices, ranked=ranked):
        first = "  ".join((f" {place:<6}{choice.id}", *rank))
        lines.append(Text(first, style=_style(choice)))
        lines.append(Padding(Text(choice.reason, style="dim"), (0, 0, 0, 7)))
    return Group(*lines)


def _placed(
    choices: Iterable[Choice], *, ranked: bool
) -> Iterator[tuple[str, tuple[str, ...], Choice]]:
    """Yields each choice with its place in the letter, `in 1` or `out`, and its rank if ranked."""
    number = 0
    for choice in choices:
        number += choice.included
        rank = (f"{choice.rank} {choice.weight}",) if ranked else ()
        yield f"in {number}" if choice.included else "out", rank, choice


def _style(choice: Choice) -> str:
    return "" if choice.included else "dim"
