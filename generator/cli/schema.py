"""`letters schema`: JSON Schemas for editors."""

from pathlib import Path

import click


@click.command(short_help="Write the JSON Schemas that let an editor complete and check the YAML files.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Where they go. [default: docs/schemas]")
@click.pass_context
def schema(ctx: click.Context, out: Path | None) -> None:
    """Write a JSON Schema for each kind of YAML file; the shipped files name theirs in their first line.

    \b
    letters schema
    """
    from generator.press import schemas

    folder = out or ctx.obj / "docs" / "schemas"
    for path in schemas.write_all(folder):
        click.echo(str(path))
