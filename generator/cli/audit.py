"""`letters audit`: every claim against the document it rests on."""

from pathlib import Path

import click

from generator.cli.options import proxy_for


@click.command(short_help="Check every claim of a campaign against its document.")
@click.argument("campaign")
@click.option("--source", metavar="FILE|URL", help="The document: Markdown, text, HTML or PDF; remembered for the next time.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write a page with the document's passages marked."
)
@click.pass_context
def audit(ctx: click.Context, campaign: str, source: str | None, html: Path | None) -> None:
    """Check each finding, recommendation and quotation of CAMPAIGN against its document: figure, date, section, who counted.

    \b
    letters audit remain-in-mexico --source qa.md
    letters audit remain-in-mexico --html audit.html
    """
    from generator import evidence, project
    from generator.cli import audits

    place = project.open_project(ctx.obj)
    loaded = project.load_campaign(place, campaign)
    found = evidence.read(source, proxy=proxy_for) if source else evidence.recall(place, campaign, proxy=proxy_for)
    result = evidence.audit_against(place, loaded, evidence=found)
    evidence.remember(place, campaign, evidence=found)
    ctx.exit(audits.show(result, found, html=html))
