"""Text that goes to a file, or to the terminal where none is named."""

from pathlib import Path

import click


def give(text: str, *, out: Path | None) -> None:
    """Writes the text whole into the file, and says so; or shows it.

    Raises CannotWriteError.
    """
    from generator.files.whole import write_whole

    if out is None:
        click.echo(text, nl=False)
        return
    write_whole(out, text.encode())
    click.echo(f"{out} is written.", err=True)


def keep_apart(out: Path | None, *made_from: Path | None) -> None:
    """Guarantees that the file to be written is none of those it is made from. Raises WouldOverwriteError."""
    from generator.errors import WouldOverwriteError

    for source in made_from:
        if out is not None and source is not None and out.resolve() == source.resolve():
            raise WouldOverwriteError(str(out))
