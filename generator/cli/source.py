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
def outline(file: str) -> None:
    """Show the sections and links of a document, and the sentences that may become findings and recommendations.

    \b
    letters source outline report.pdf
    """
    from generator import audit, evidence
    from generator.cli import audits

    audits.show_outline(audit.outline(evidence.read(file, proxy=proxy_for).document))


@click.command(short_help="List the works that a campaign cites.")
@click.argument("campaign")
@click.pass_context
def sources(ctx: click.Context, campaign: str) -> None:
    """List the works that CAMPAIGN cites, in full.

    \b
    letters sources remain-in-mexico
    """
    from generator import project
    from generator.cli import audits

    loaded = project.load_campaign(project.open_project(ctx.obj), campaign)
    audits.show_works(loaded.source, style=loaded.settings.citations)
