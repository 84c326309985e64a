"""`letters audit`: every claim against the document it rests on."""

from pathlib import Path

import click

from generator.cli.options import proxy_for, today


@click.command(short_help="Check every claim of a campaign against its document.")
@click.argument("campaign")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="[WORK=]FILE|URL",
    help="The document: Markdown, text, HTML or PDF; remembered. WORK= names another work of the bibliography; may be repeated.",
)
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write a page with each claim beside its passage."
)
@click.pass_context
def audit(ctx: click.Context, campaign: str, sources: tuple[str, ...], html: Path | None) -> None:
    """Check each finding, recommendation, ask and quotation of CAMPAIGN against its document: figure, date, section, who counted.

    Where all is borne out, letters/CAMPAIGN/audited.yaml keeps that it was. Whether a claim means what its passage says,
    a person must judge: both are shown.

    \b
    letters audit remain-in-mexico --source qa.md
    letters audit remain-in-mexico --source qa.md --source state-survey=survey.pdf
    letters audit remain-in-mexico --html audit.html
    """
    from generator.cli import audit_output
    from generator.press import source_audit
    from generator.project import load

    place = load.open_project(ctx.obj)
    loaded = load.load_campaign(place, campaign)
    found = source_audit.gather(place, loaded, named=sources, proxy=proxy_for)
    result = source_audit.audit_against(place, loaded, evidence=found)
    for work, held in found.items():
        source_audit.remember(place, campaign, evidence=held, work=work)
    source_audit.attest(loaded, result, evidence=found, on=today())
    ctx.exit(audit_output.show(result, found, html=html))
