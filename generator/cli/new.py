"""`letters new`: begins a campaign of your own."""

from typing import TYPE_CHECKING

import click

from generator.cli.options import pass_project, proxy_for, today

if TYPE_CHECKING:
    from generator.project.load import Project


@click.command(short_help="Begin a campaign of your own.")
@click.argument("campaign")
@click.option(
    "--from",
    "origin",
    metavar="FILE|URL",
    help="Draft it from this document: Markdown, text, HTML or PDF.",
)
@pass_project
def new(project: "Project", campaign: str, origin: str | None) -> None:
    """Write a small campaign that prints at once into letters/CAMPAIGN, with comments that teach.

    \b
    letters new clean-water
    letters new clean-water --from report.pdf
    """
    # Imported here and not above, so that --help answers at once.
    from generator.audit.drafting import draft_campaign
    from generator.cli.output import warn
    from generator.press import source_audit
    from generator.project import new_campaign

    found = source_audit.read(origin, proxy=proxy_for) if origin else None
    draft = draft_campaign(found.document, on=today()) if found else None
    folder = new_campaign.new_campaign(
        project.folder / "letters", campaign, today=today(), draft=draft
    )
    if found is None:
        click.echo(f"{folder} is ready. Print it as it is:\n  letters build {campaign}")
        click.echo("Then put your document, your words and yourself into its files.")
        return
    source_audit.remember(project, campaign, evidence=found)
    warn(*(f"warning: {warning}" for warning in found.document.warnings))
    click.echo(
        f"{folder} is drafted. Replace each TODO in its source.yaml by your own words; "
        f"this names every place:\n"
        f"  letters check {campaign}\n"
        f"Then check your words against the document, and print:\n"
        f"  letters audit {campaign}\n"
        f"  letters build {campaign}\n"
        f"Put yourself into its sender.yaml."
    )
