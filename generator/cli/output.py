"""What all commands print in the same way: lines on stderr, lists of names, text for a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

FEW = 10
"""Notices, names or failures of one kind that are shown one by one: more do not fit a screen."""


def warn(*lines: object) -> None:
    """Prints each on stderr, on its own line: only results go to stdout, for other programs."""
    for line in lines:
        click.echo(str(line), err=True)


def refuse(message: str) -> NoReturn:
    """Ends the command with a usage error."""
    raise click.UsageError(message)


def first_few(names: Sequence[str]) -> str:
    """Returns the first names with commas, and an ellipsis if there are more than FEW."""
    return ", ".join(names[:FEW]) + (" …" if len(names) > FEW else "")


def capitalized(sentence: str) -> str:
    """Returns the sentence with a capital; unlike str.capitalize it leaves the other letters."""
    return sentence[:1].upper() + sentence[1:]


def give(text: str, *, out: Path | None) -> None:
    """Writes the text whole into the file and says so, or shows it. Raises CannotWriteError."""
    # Imported here and not above, so that --help answers at once.
    from generator.files.whole import write_whole

    # nl=False: the text ends its last line itself, and a file and a pipe get the same bytes.
    if out is None:
        click.echo(text, nl=False)
        return
    write_whole(out, text.encode())
    warn(f"{out} is written.")


def keep_apart(out: Path | None, *made_from: Path | None) -> None:
    """Guarantees that the output replaces no file that it is made from.

    Raises WouldOverwriteError.
    """
    from generator.errors import WouldOverwriteError

    # Resolved, because a link or “./” names the same file in other words.
    if out and any(source and out.resolve() == source.resolve() for source in made_from):
        raise WouldOverwriteError(str(out))
