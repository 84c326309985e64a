"""What `letters similarity` shows: how alike letters are, and what would help."""

from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.table import Table

from generator.cli.tables import plain_table, row
from generator.files.csv import csv_text
from generator.press.letter import Order
from generator.press.similarity import Likeness, OfficeLikeness, Sample, advice, measure, sample

EVERYWHERE = "all offices"
MAX_OFFICES = 40
"""Offices that are shown, those with the most alike letters first: a long screen."""
MAX_LETTERS = 30
"""With more letters, no letter is shown by itself: --csv has them all."""

COLUMNS = (
    "office",
    "letter",
    "nearest",
    "share",
    "shared runs",
    "runs",
    "own words",
    "own words wanted",
)


def measured(orders: Iterable[Order], *, of_supporters: bool) -> tuple[OfficeLikeness, ...]:
    """Returns how alike letters are.

    Letters to one office are compared with each other; if each office gets one, all with all.
    """
    return measure(_sample(order, of_supporters=of_supporters) for order in orders)


def _sample(order: Order, *, of_supporters: bool) -> Sample:
    """Returns the letter, named by its supporter's id or by its office."""
    # `letters/s17/TX-16-escobar`: the id and not the name, because the table may be passed around.
    *folders, seat = order.letter.stem.split("/")
    if of_supporters:
        return sample(order.letter, office=seat, name=folders[-1])
    return sample(order.letter, office=EVERYWHERE, name=seat)


def show(offices: Sequence[OfficeLikeness], *, of_supporters: bool) -> None:
    """Prints a row for each office, a row for each letter if they are few, and what would help."""
    console = Console()
    if of_supporters:
        console.print(_offices(offices[:MAX_OFFICES]))
        if len(offices) > MAX_OFFICES:
            rest = len(offices) - MAX_OFFICES
            click.echo(
                f"… and {rest} more offices, whose letters are less alike; --csv has every letter."
            )
    letters = [letter for office in offices for letter in office.letters]
    if len(letters) <= MAX_LETTERS:
        console.print(_letters(letters, of_supporters=of_supporters))
    for line in advice(offices, of_supporters=of_supporters):
        click.echo(line)


def show_csv(offices: Iterable[OfficeLikeness]) -> None:
    """Prints every letter as a row of CSV."""
    rows: list[tuple[str, ...]] = [COLUMNS]
    for office in offices:
        for one in office.letters:
            numbers = (one.shared, one.runs, one.own_words, one.words_wanted)
            rows.append(
                (one.office, one.letter, one.nearest, f"{one.share:.3f}", *map(str, numbers))
            )
    click.echo(csv_text(rows), nl=False)


def _offices(offices: Iterable[OfficeLikeness]) -> Table:
    """Returns a row for each office; those that get form letters are bold."""
    table = plain_table(
        "seat",
        "letters",
        "choices",
        "pairs",
        "form letters",
        "share",
        "highest",
        "own words wanted",
        title="Letters to each office",
    )
    for office in offices:
        row(
            table,
            office.office,
            str(len(office.letters)),
            str(office.choices),
            f"{office.pair_share:.0%}",
            str(office.form_letters),
            f"{office.share:.0%}",
            f"{office.highest:.0%}",
            str(office.words_wanted),
            style="bold" if office.form_letters else "",
        )
    return table


def _letters(letters: Iterable[Likeness], *, of_supporters: bool) -> Table:
    """Returns a row for each letter, form letters in bold.

    If each office gets one letter, no row is bold: an office groups only letters that it gets.
    """
    names = ("id", "seat") if of_supporters else ("seat",)
    table = plain_table(
        *names, "share", "nearest", "own words", "own words wanted", title="Letters"
    )
    # The most alike first: these are the letters to change.
    for letter in sorted(letters, key=lambda letter: -letter.share):
        row(
            table,
            *(letter.letter, letter.office)[: len(names)],
            f"{letter.share:.0%}",
            letter.nearest,
            str(letter.own_words),
            str(letter.words_wanted),
            style="bold" if of_supporters and letter.is_form_letter else "",
        )
    return table
