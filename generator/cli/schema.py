"""`letters schema`: JSON Schemas for editors."""

from pathlib import Path

import click

from generator.cli.options import out_option


@click.command(
    short_help="Write the JSON Schemas that let an editor complete and check the YAML files."
)
@out_option("Where they go. [default: docs/schemas]")
@click.pass_obj
def schema(folder: Path, out: Path | None) -> None:
    """Write a JSON Schema for each kind of YAML file.

    The shipped files name theirs in their first line.

    \b
    letters schema
    """
    # Imported here and not above, so that --help answers at once.
    from generator.press import schemas

    for path in schemas.write_all(out or folder / "docs" / "schemas"):
        click.echo(str(path))
