"""What a person sees of the form-letter meter."""

from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.text import Text

from generator.cli.tables import plain_table
from generator.files.csv import csv_text
from generator.press.letter import Order
from generator.press.similarity import Likeness, OfficeLikeness, Sample, advice, measure, sample

EVERYWHERE = "all offices"
MOST_OFFICES = 40
MOST_LETTERS = 30
"""As many letters are shown one by one."""

COLUMNS = ("office", "letter", "nearest", "share", "shared runs", "runs", "own words", "own words wanted")


def measured(orders: Iterable[Order], *, of_supporters: bool) -> tuple[OfficeLikeness, ...]:
    """The letters measured: those to one office with each other, or where each office gets one, all with all."""
    return measure(_sample(order, of_supporters=of_supporters) for order in orders)


def _sample(order: Order, *, of_supporters: bool) -> Sample:
    """The letter, named by its supporter's id or its office."""
    seat = order.letter.stem.rpartition("/")[2]
    name = order.letter.stem.split("/")[-2] if of_supporters else seat
    return sample(order.letter, office=seat if of_supporters else EVERYWHERE, name=name)


def show(offices: Sequence[OfficeLikeness], *, of_supporters: bool) -> None:
    """A row an office, a row a letter where there are few, and what would help."""
    console = Console()
    if of_supporters:
        console.print(_offices(offices[:MOST_OFFICES]))
        if len(offices) > MOST_OFFICES:
            click.echo(f"… and {len(offices) - MOST_OFFICES} more offices, whose letters are less alike; --csv has every letter.")
    letters = [letter for office in offices for letter in office.letters]
    if len(letters) <= MOST_LETTERS:
        console.print(_letters(letters, of_supporters=of_supporters))
    for line in advice(offices, of_supporters=of_supporters):
        click.echo(line)


def tell(offices: Iterable[OfficeLikeness]) -> None:
    """Every letter as a row of CSV."""
    rows = (_row(letter) for office in offices for letter in office.letters)
    click.echo(csv_text([COLUMNS, *rows]), nl=False)


def _offices(offices: Iterable[OfficeLikeness]) -> object:
    table = plain_table("seat", "letters", "form letters", "share", "highest", "own words wanted", title="Letters to each office")
    for office in offices:
        cells = (
            str(len(office.letters)),
            str(office.form_letters),
            f"{office.share:.0%}",
            f"{office.highest:.0%}",
            str(office.words_wanted),
        )
        table.add_row(office.office, *cells, style="bold" if office.form_letters else "")
    return table


def _letters(letters: Iterable[Likeness], *, of_supporters: bool) -> object:
    """A row a letter; where each office gets one, nothing is marked, because nothing is grouped."""
    whose = ("id", "seat") if of_supporters else ("seat",)
    table = plain_table(*whose, "share", "nearest", "own words", "own words wanted", title="Letters")
    for letter in sorted(letters, key=lambda letter: -letter.share):
        names = (letter.letter, letter.office) if of_supporters else (letter.letter,)
        cells = (*names, f"{letter.share:.0%}", letter.nearest, str(letter.own_words), str(letter.words_wanted))
        table.add_row(*map(Text, cells), style="bold" if letter.is_form_letter and of_supporters else "")
    return table


def _row(letter: Likeness) -> tuple[str, ...]:
    numbers = (letter.shared, letter.runs, letter.own_words, letter.words_wanted)
    return letter.office, letter.letter, letter.nearest, f"{letter.share:.3f}", *map(str, numbers)
