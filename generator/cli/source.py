"""`letters source`: what is in a document."""

import click

from generator.cli.options import proxy_for


@click.group(short_help="Look into a document.")
def source() -> None:
    """Look into the document that a campaign is to rest on.

    \b
    letters source outline report.pdf
    """


@source.command()
@click.argument("file", metavar="FILE|URL")
@click.option("--all", "whole", is_flag=True, help="All of each kind, however many; else the first or best 30.")
def outline(file: str, whole: bool) -> None:
    """Show the sections and links of a document, and the sentences that may become findings and recommendations.

    \b
    letters source outline report.pdf
    letters source outline report.pdf --all
    """
    from generator.audit import candidates
    from generator.cli import source_output
    from generator.press import source_audit

    found = source_audit.read(file, proxy=proxy_for).document
    for warning in found.warnings:
        click.echo(f"warning: {warning}", err=True)
    source_output.show(candidates.outline(found), most=None if whole else source_output.MOST)


@click.command(short_help="List the works that a campaign cites.")
@click.argument("campaign")
@click.pass_context
def sources(ctx: click.Context, campaign: str) -> None:
    """List the works that CAMPAIGN cites, in full.

    \b
    letters sources remain-in-mexico
    """
    from generator.cli import audit_output
    from generator.project import load

    loaded = load.load_campaign(load.open_project(ctx.obj), campaign)
    audit_output.show_works(loaded.source, style=loaded.settings.citations)
