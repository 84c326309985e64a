"""`letters` itself: the group of commands, the project folder, and the exit codes of mistakes."""

import gc
import importlib
import io
import os
import sys
from pathlib import Path
from typing import cast

import click

from generator import __version__
from generator.cli.output import warn
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
    "turnover": "generator.cli.turnover:turnover",
    "districts": "generator.cli.districts:districts",
    "data": "generator.cli.data:data",
    "audit": "generator.cli.audit:audit",
    "source": "generator.cli.source:source",
    "sources": "generator.cli.source:sources",
    "similarity": "generator.cli.similarity:similarity",
    "sheet": "generator.cli.sheet:sheet",
    "specimens": "generator.cli.specimens:specimens",
    "approve": "generator.cli.specimens:approve",
    "print": "generator.cli.print_run:print_run",
    "send": "generator.cli.send:send",
    "status": "generator.cli.status:status",
    "mark": "generator.cli.mark:mark",
    "export": "generator.cli.export:export",
    "forget": "generator.cli.forget:forget",
    "new": "generator.cli.new:new",
    "schema": "generator.cli.schema:schema",
}
"""Each command and its function, so that only the command that is called is imported.

Their order is that in which a user meets them."""

COLLECTED_OBJECTS = 50_000
"""New objects between two garbage collections. Most objects of a command live to its end, and at
Python's own 700 the collections take a tenth of its time."""

INTERRUPTED = ExitCode.INTERRUPTED


class Commands(click.Group):
    """A group that imports a command when it is called, and turns mistakes into exit codes.

    A command returns its exit code; None is 0.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Returns the names in the order in which a user meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Returns the command of that name, which is imported now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Returns the command that was asked for, or raises a usage error with the nearest name."""
        # Click’s own message names no other command, and “biuld” should lead to “build”.
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"there is no command {quoted(args[0])}{hint(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; a mistake of the user becomes lines on stderr and exit code 2."""
        try:
            code = super().invoke(ctx)
        # Only our own errors are mistakes of users. Any other is a bug of ours, and its traceback
        # is what a report of it needs.
        except LettersError as error:
            if isinstance(error, FilesAreWrongError | DesignIsWrongError):
                warn(*error.problems)
            else:
                warn(f"letters: {error}")
            code = ExitCode.MISTAKE
        except KeyboardInterrupt:
            warn("Stopped; nothing was written.")
            code = INTERRUPTED
        # Click types what a command returns as Any object; ours return int or None.
        ctx.exit(cast("int", code) or 0)


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="letters")
@click.option(
    "--project",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds letters/, templates/ and recipients/. "
    "[default: this folder or the nearest above it]",
)
@click.pass_context
def letters(ctx: click.Context, folder: Path | None) -> None:
    """Letters to members of Congress, with every figure traced to its source.

    \b
    Print the shipped campaign:      letters build remain-in-mexico
    See why a letter says what:      letters explain remain-in-mexico TX-16
    Begin a campaign of your own:    letters new clean-water
    """
    ctx.obj = folder or nearest_project(Path.cwd())


def nearest_project(start: Path) -> Path:
    """Returns the nearest folder with letters/ and templates/: `start` or one above it.

    Without such a folder it returns `start`, and the command then says what is missing.
    """
    # As git finds its folder. Two folders are asked for, because many folders hold a letters/.
    for folder in (start, *start.parents):
        if (folder / "letters").is_dir() and (folder / "templates").is_dir():
            return folder
    return start


def main() -> None:
    """Runs `letters`.

    A reader that closes our output early, as `head` does, is no mistake. A terminal that lacks a
    character shows a question mark. A missing package is named with the command that installs it.
    """
    gc.set_threshold(COLLECTED_OBJECTS)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        letters.main(prog_name="letters")
    except BrokenPipeError:
        # Python flushes stdout once more at exit, which would fail again, with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.FAILED)
    except ModuleNotFoundError as error:
        # A missing module of our own is a bug, and no package can be installed for it.
        if (error.name or "generator").split(".")[0] == "generator":
            raise
        warn(
            f"letters: {error.name}, which this version needs, is not installed: "
            "run `make letters`, which installs it"
        )
        sys.exit(ExitCode.MISTAKE)
