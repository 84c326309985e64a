"""What `letters explain` shows: each argument and ask with in or out, and the values that its rule met."""

from collections.abc import Iterable

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from generator.cli.tables import plain_table
from generator.congress import forms_of_address
from generator.models import Choice, Letter, Recipient, Selection

WIDE = 110
"""Columns of a terminal from which the reasons stand beside the arguments; in a narrower one they stand below."""


def show(recipient: Recipient, selection: Selection, *, letter: Letter) -> None:
    """Who is written to and where; then every argument and ask of the letter with in or out, rank and reason."""
    console = Console()
    console.print(Text(f"{forms_of_address.title_words(recipient)} {recipient.name.full}, {recipient.seat}", style="bold"))
    where = ", ".join(letter.inside_address[1:]) + (f" ({letter.notice})" if letter.notice else "")
    console.print(Text(f"Sits on: {_committees(recipient)}"), Text(f"Goes to: {where}"), sep="\n")
    lay_out = _beside if console.width >= WIDE else _below
    console.print(lay_out("Arguments", selection.arguments, ranked=True))
    console.print(lay_out("Asks", selection.each_ask, ranked=False))


def _committees(recipient: Recipient) -> str:
    """The member's committees, each with their role where they are more than a member."""
    seats = [seat.name + ("" if seat.role == "member" else f" ({seat.role})") for seat in recipient.committees]
    return "; ".join(seats) or "no committee"


def _beside(title: str, choices: Iterable[Choice], *, ranked: bool) -> Group:
    """A table: reasons beside what they are for."""
    table = plain_table("", "id", *(("rank",) if ranked else ()), "reason", title=title)
    for place, choice in _placed(choices):
        cells = [place, choice.id, *((_rank(choice),) if ranked else ()), choice.reason]
        table.add_row(*map(Text, cells), style=_style(choice))
    return Group(table)


def _below(title: str, choices: Iterable[Choice], *, ranked: bool) -> Group:
    """A list: each reason below what it is for, in the whole width."""
    lines: list[Text | Padding] = [Text(f"\n{title}", style="bold")]
    for place, choice in _placed(choices):
        rank = f"  {_rank(choice)}" if ranked else ""
        lines.append(Text(f" {place:<6}{choice.id}{rank}", style=_style(choice)))
        lines.append(Padding(Text(choice.reason, style="dim"), (0, 0, 0, 7)))
    return Group(*lines)


def _placed(choices: Iterable[Choice]) -> Iterable[tuple[str, Choice]]:
    """Each choice with its place in the letter: `in 1`, or `out`."""
    number = 0
    for choice in choices:
        number += choice.included
        yield f"in {number}" if choice.included else "out", choice


def _rank(choice: Choice) -> str:
    return f"{choice.rank} {choice.weight}"


def _style(choice: Choice) -> str:
    return "" if choice.included else "dim"
