"""`letters` itself: the group of commands, the project folder, and what happens to a mistake."""

import gc
import importlib
import io
import os
import sys
from pathlib import Path
from typing import cast

import click

from generator import __version__
from generator.errors import DesignIsWrongError, ExitCode, FilesAreWrongError, LettersError
from generator.text import hint, quoted

COMMANDS = {
    "build": "generator.cli.build:build",
    "check": "generator.cli.check:check",
    "explain": "generator.cli.explain:explain",
    "coverage": "generator.cli.coverage:coverage",
    "list": "generator.cli.lists:lists",
    "find": "generator.cli.find:find",
    "recipients": "generator.cli.recipients:recipients",
    "districts": "generator.cli.districts:districts",
    "audit": "generator.cli.audit:audit",
    "source": "generator.cli.source:source",
    "sources": "generator.cli.source:sources",
    "similarity": "generator.cli.similarity:similarity",
    "sheet": "generator.cli.sheet:sheet",
    "specimens": "generator.cli.specimens:specimens",
    "approve": "generator.cli.specimens:approve",
    "print": "generator.cli.print_run:print_run",
    "send": "generator.cli.send:send",
    "status": "generator.cli.records:status",
    "mark": "generator.cli.mark:mark",
    "export": "generator.cli.records:export",
    "forget": "generator.cli.records:forget",
    "new": "generator.cli.new:new",
    "schema": "generator.cli.schema:schema",
}
"""Each command and where it lives, so that only the one that is called is imported."""

RARELY = 50_000
"""New objects before Python looks for garbage: most of what a command makes stays to its end, and looking at it all takes a tenth of it."""

INTERRUPTED = ExitCode.INTERRUPTED


class Commands(click.Group):
    """A group that imports a command when it is called, shows mistakes as lines and ends with the right exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which a user meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        return cast("click.Command", getattr(importlib.import_module(module), name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was asked for, or a usage error that says which was probably meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"there is no command {quoted(args[0])}{hint(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; a mistake of the user becomes its lines on stderr and exit code 2."""
        try:
            return super().invoke(ctx)
        except (FilesAreWrongError, DesignIsWrongError) as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            ctx.exit(ExitCode.MISTAKE)
        except LettersError as error:
            click.echo(f"letters: {error}", err=True)
            ctx.exit(ExitCode.MISTAKE)
        except KeyboardInterrupt:
            click.echo("Stopped; nothing was written.", err=True)
            ctx.exit(ExitCode.INTERRUPTED)


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="letters")
@click.option(
    "--project",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds letters/, templates/ and recipients/. [default: this folder or the nearest above it]",
)
@click.pass_context
def letters(ctx: click.Context, folder: Path | None) -> None:
    """Letters to members of Congress whose every figure is traced to its source.

    \b
    Print the shipped campaign:      letters build remain-in-mexico
    See why a letter says what:      letters explain remain-in-mexico TX-16
    Begin a campaign of your own:    letters new clean-water
    """
    ctx.obj = folder or nearest_project(Path.cwd())


def nearest_project(start: Path) -> Path:
    """The folder itself or the nearest above it that holds letters/ and templates/; the folder itself where none does."""
    for folder in (start, *start.parents):
        if (folder / "letters").is_dir() and (folder / "templates").is_dir():
            return folder
    return start


def main() -> None:
    """Runs `letters`; a reader that closed our output early, as `head` does, is no mistake, nor one who knows few characters."""
    gc.set_threshold(RARELY)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        letters.main(prog_name="letters")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.FAILED)
    except ModuleNotFoundError as error:
        if (error.name or "generator").split(".")[0] == "generator":
            raise
        click.echo(
            f"letters: {error.name}, which this version needs, is not installed: run `make letters`, which installs it",
            err=True,
        )
        sys.exit(ExitCode.MISTAKE)
