"""`letters list`: what there is."""

from pathlib import Path

import click


@click.group(name="list", short_help="List recipients, arguments, findings or asks.")
def lists() -> None:
    """List what there is, as a table.

    \b
    letters list recipients
    letters list findings remain-in-mexico
    """


@lists.command()
@click.argument("filters", nargs=-1, metavar="[FILTER]...")
@click.option(
    "--recipients",
    "recipient_files",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Only these files.",
)
@click.pass_context
def recipients(ctx: click.Context, filters: tuple[str, ...], recipient_files: tuple[Path, ...]) -> None:
    """List the recipients, or those that FILTER means.

    \b
    letters list recipients TX committee:Appropriations
    """
    from generator.cli import tables
    from generator.congress.filters import select
    from generator.project import load

    place = load.open_project(ctx.obj)
    tables.show_recipients(select(load.load_recipients(place, files=recipient_files or None).recipients, filters))


def _campaign_list(name: str, what: str) -> None:
    """Adds `letters list NAME CAMPAIGN`."""

    @lists.command(name=name, help=f"List the {what} of CAMPAIGN.\n\n\b\nletters list {name} remain-in-mexico")
    @click.argument("campaign")
    @click.pass_context
    def command(ctx: click.Context, campaign: str) -> None:
        from generator.cli import tables
        from generator.project import load

        tables.SHOW[name](load.load_campaign(load.open_project(ctx.obj), campaign))


_campaign_list("arguments", "arguments")
_campaign_list("findings", "findings")
_campaign_list("asks", "asks")
