"""Writes docs/commands.md from the commands themselves; with --check only compares.

The page is made from the Click objects and not from the printed help, because that is wrapped at
the width of a terminal. Nothing in it depends on the machine, the day or the current folder: Click
shows a default that is computed when a command is called as "(dynamic)" or by the name that the
command gives it.
"""

import re
import textwrap
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click

from generator.cli.root import letters

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
WIDTH = 100
HEAD = """\
# The commands

<!-- Written by tools/command_reference.py from the commands: change their help, not this page. -->

Every command has `--help`, which says the same as this page."""
VERBATIM = "\b"
"""Click's mark, at the head of a paragraph, for lines that stay as they are."""
SPACE_IN_CODE = "\0"
"""Stands for a space in a code span while a text is wrapped, so that no span is broken."""


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the page is not up to date.")
@click.pass_context
def main(ctx: click.Context, *, check: bool) -> None:
    """Write docs/commands.md, the reference of all commands."""
    page = reference()
    if not check:
        PAGE.write_text(page, encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page:
        click.echo(
            "docs/commands.md is out of date: "
            "run .venv/bin/python tools/command_reference.py and commit the page",
            err=True,
        )
        ctx.exit(1)


def reference() -> str:
    """Returns the page: a list of the commands with a line for each, then a section for each."""
    contexts = list(_contexts(letters, parent=None))
    entries = "\n".join(map(_entry, contexts[1:]))
    return "\n\n".join((HEAD, entries, *map(_section, contexts))) + "\n"


def _contexts(command: click.Command, *, parent: click.Context | None) -> Iterator[click.Context]:
    """Yields a context for the command and for all commands below it, each before its own."""
    context = click.Context(command, info_name=command.name, parent=parent)
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _contexts(below, parent=context)


def _entry(context: click.Context) -> str:
    """Returns the line of the list, with a link to the section."""
    path = context.command_path
    short = context.command.get_short_help_str(limit=WIDTH)
    return _wrapped(f"- [`{path}`](#{path.replace(' ', '-')}): {short}")


def _section(context: click.Context) -> str:
    """Returns what `--help` says of one command, as Markdown."""
    usage = " ".join((context.command_path, *context.command.collect_usage_pieces(context)))
    parts = [f"## {context.command_path}", f"```text\n{usage}\n```"]
    parts += map(_paragraph, cleandoc(context.command.help or "").split("\n\n"))
    parts.append("\n".join(_options(context)))
    return "\n\n".join(filter(None, parts))


def _paragraph(text: str) -> str:
    """Returns a paragraph of a help text; examples become a block of code."""
    if not text.startswith(VERBATIM):
        return _wrapped(" ".join(text.split()), hanging="")
    return f"```sh\n{text.removeprefix(VERBATIM).strip()}\n```"


def _options(context: click.Context) -> Iterator[str]:
    """Yields a line for each option; the usage line and the help name the arguments."""
    for parameter in context.command.params:
        record = parameter.get_help_record(context)
        name, words = record or ("", "")
        if words:
            yield _wrapped(f"- `{name}`: {' '.join(words.split())}")


def _wrapped(text: str, *, hanging: str = "  ") -> str:
    """Returns the text in lines of at most WIDTH columns that break in no code span."""
    kept = re.sub(r"`[^`]+`", lambda span: span.group().replace(" ", SPACE_IN_CODE), text)
    lines = textwrap.fill(
        kept,
        WIDTH,
        subsequent_indent=hanging,
        break_on_hyphens=False,
        break_long_words=False,
    )
    return lines.replace(SPACE_IN_CODE, " ")


if __name__ == "__main__":
    main()
