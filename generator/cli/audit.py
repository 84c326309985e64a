"""`letters audit`: every claim against the document that supports it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import file_option, pass_project, proxy_for, today

if TYPE_CHECKING:
    from generator.project.load import Project


@click.command(short_help="Check every claim of a campaign against its document.")
@click.argument("campaign")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="[WORK=]FILE|URL",
    help="The document (Markdown, text, HTML or PDF), kept for later audits. "
    "WORK= names another work of the bibliography; may be repeated.",
)
@file_option("--html", "Write a page with each claim next to its passage.")
@pass_project
def audit(project: "Project", campaign: str, sources: tuple[str, ...], html: Path | None) -> int:
    """Check each finding, recommendation, ask and quotation of CAMPAIGN against its document.

    Figure, date, section and who counted are compared. If the document supports all of them,
    letters/CAMPAIGN/audited.yaml records it. Whether a claim means what its passage says, a person
    must judge: both are shown.

    \b
    letters audit remain-in-mexico --source qa.md
    letters audit remain-in-mexico --source qa.md --source state-survey=survey.pdf
    letters audit remain-in-mexico --html audit.html
    """
    # Imported here and not above, so that --help answers at once.
    from generator.cli import audit_output
    from generator.press import source_audit
    from generator.project import load

    loaded = load.load_campaign(project, campaign)
    found = source_audit.gather(project, loaded, named=sources, proxy=proxy_for)
    result = source_audit.audit_against(project, loaded, evidence=found)
    # Remembered also when the audit fails: the user corrects the campaign, and audits it again
    # without naming the documents.
    for work, evidence in found.items():
        source_audit.remember(project, campaign, evidence=evidence, work=work)
    source_audit.attest(loaded, result, evidence=found, on=today())
    return audit_output.show(result, found, html=html)
