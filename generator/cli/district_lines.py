"""`letters districts lines`, `unchanged` and `redrawn`: which states drew new district lines."""

import datetime
from typing import TYPE_CHECKING

import click

from generator.cli.options import DAY, Command, Decorator, pass_project, today

if TYPE_CHECKING:
    from generator.project.load import Project


def _statement_options(command: Command) -> Command:
    """Adds the arguments and options of a statement on states."""
    options: tuple[Decorator, ...] = (
        click.argument("states", nargs=-1, required=True, metavar="STATE..."),
        click.option(
            "--congress",
            type=int,
            required=True,
            metavar="N",
            help="The Congress that is elected by these lines: 120.",
        ),
        click.option(
            "--source", metavar="TEXT", help="How you know it, such as a law or a ruling."
        ),
        click.option(
            "--as-of",
            type=DAY,
            default=today,
            show_default="today",
            help="The day on which you knew it.",
        ),
        click.option("--revoke", is_flag=True, help="Take the statement back."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(short_help="List the states that are known to have drawn new lines.")
@pass_project
def lines(project: "Project") -> None:
    """List which states drew new district lines, as of which day, and your own statements.

    A House letter goes by a table of another Congress only where the lines did not move.

    \b
    letters districts lines
    """
    # Imported here and not above, so that --help answers at once.
    from generator.congress.districts.lines import NEW_LINES
    from generator.congress.districts.statements import line_record

    for entry in NEW_LINES:
        click.echo(str(entry))
    for statement in line_record(project.district_table).statements:
        click.echo(f"Your statement: {statement}")


@click.command(short_help="Record that the lines of a state did not move.")
@_statement_options
@pass_project
def unchanged(
    project: "Project",
    states: tuple[str, ...],
    congress: int,
    source: str | None,
    as_of: datetime.date,
    revoke: bool,
) -> None:
    """Record that STATE... elect a Congress by the same district lines as the Congress before.

    House letters then go by the table of the other Congress. The statement is kept with the
    district tables, and is preferred to the program's own list.

    \b
    letters districts unchanged OH --congress 121 --source "no law, no ruling since 2025"
    letters districts unchanged OH --congress 121 --revoke
    """
    _state(project, states, congress, source=source, as_of=as_of, moved=False, revoke=revoke)


@click.command(short_help="Record that a state drew new lines.")
@_statement_options
@pass_project
def redrawn(
    project: "Project",
    states: tuple[str, ...],
    congress: int,
    source: str | None,
    as_of: datetime.date,
    revoke: bool,
) -> None:
    """Record that STATE... elect a Congress by other district lines than the Congress before.

    House letters then wait for a table with the new lines, or for settled addresses.

    \b
    letters districts redrawn SC --congress 120 --source "Act 99 of 2026"
    letters districts redrawn SC --congress 120 --revoke
    """
    _state(project, states, congress, source=source, as_of=as_of, moved=True, revoke=revoke)


def _state(
    project: "Project",
    states: tuple[str, ...],
    congress: int,
    *,
    source: str | None,
    as_of: datetime.date,
    moved: bool,
    revoke: bool,
) -> None:
    """Records a statement on each state, or takes it back, and prints it."""
    from generator.cli import output
    from generator.congress.districts import statements
    from generator.congress.districts.lines import LineStatement, contradiction

    codes = _codes(states, congress=congress)
    path = project.district_table
    if revoke:
        revoked = statements.revoke(path, codes, congress=congress, moved=moved)
        for statement in revoked:
            click.echo(f"Taken back: {statement}")
        if not revoked:
            output.refuse("there is no such statement; `letters districts lines` lists them")
        return
    if source is None or not source.strip():
        output.refuse("how do you know it? Add --source TEXT")
    words = " ".join(source.split())
    made = [LineStatement(congress, code, moved, as_of, words) for code in codes]
    statements.state_lines(path, made)
    for statement in made:
        click.echo(str(statement))
        output.warn(*filter(None, [contradiction(statement)]))


def _codes(states: tuple[str, ...], *, congress: int) -> list[str]:
    """Returns the postal codes of the states. Ends the command where no line can have moved."""
    from generator.cli import output
    from generator.congress.seats import FIRST_CONGRESS, LAST_CONGRESS, has_one_seat, state_name
    from generator.states import code_of

    if not FIRST_CONGRESS < congress <= LAST_CONGRESS:
        first = FIRST_CONGRESS + 1
        output.refuse(f"--congress must be {first} to {LAST_CONGRESS}: others follow a census")
    codes = []
    for word in states:
        code = code_of(word)
        if code is None:
            output.refuse(f"{word!r} is no state: write its two-letter postal code, such as OH")
        if has_one_seat(code):
            output.refuse(f"{state_name(code)} is one district, which no line divides")
        codes.append(code)
    return codes
