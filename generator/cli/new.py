"""`letters new`: the beginning of a campaign of one's own."""

import click

from generator.cli.options import proxy_for, today


@click.command(short_help="Begin a campaign of your own.")
@click.argument("campaign")
@click.option("--from", "origin", metavar="FILE|URL", help="Draft it from this document: Markdown, text, HTML or PDF.")
@click.pass_context
def new(ctx: click.Context, campaign: str, origin: str | None) -> None:
    """Write a small campaign that prints at once into letters/CAMPAIGN, with comments that teach.

    \b
    letters new clean-water
    letters new clean-water --from report.pdf
    """
    from generator.audit.drafting import draft_campaign
    from generator.press import source_audit
    from generator.project import load, new_campaign

    place = load.open_project(ctx.obj)
    if origin is None:
        folder = new_campaign.new_campaign(place.folder / "letters", campaign)
        click.echo(f"{folder} is ready. Print it as it is:\n  letters build {campaign}")
        click.echo("Then put your document, your words and yourself into its files.")
        return
    found = source_audit.read(origin, proxy=proxy_for)
    folder = new_campaign.new_campaign(place.folder / "letters", campaign, draft=draft_campaign(found.document, on=today()))
    source_audit.remember(place, campaign, evidence=found)
    for warning in found.document.warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(f"{folder} is drafted. Write what says TODO in its source.yaml in your own words; this names every place:")
    click.echo(f"  letters check {campaign}\nThen see whether the document bears you out, and print:")
    click.echo(f"  letters audit {campaign}\n  letters build {campaign}\nPut yourself into its sender.yaml.")
