"""`letters source`: what a document offers a campaign; `letters sources`: the works it cites."""

import sys
from typing import TYPE_CHECKING

import click

from generator.cli.options import pass_project, proxy_for

if TYPE_CHECKING:
    from generator.project.load import Project


@click.group(short_help="Look into a document.")
def source() -> None:
    """Look into the document that a campaign is to rest on.

    \b
    letters source outline report.pdf
    """


@source.command()
@click.argument("file", metavar="FILE|URL")
@click.option(
    "--all",
    "whole",
    is_flag=True,
    help="All of each kind, however many; else the first or best 30.",
)
def outline(file: str, whole: bool) -> None:
    """Show the sections and links of a document.

    Shows also the sentences that may become findings and recommendations.

    \b
    letters source outline report.pdf
    letters source outline report.pdf --all
    """
    # Imported here and not above, so that --help answers at once.
    from generator.audit import candidates
    from generator.cli import output, source_output
    from generator.press import source_audit

    found = source_audit.read(file, proxy=proxy_for).document
    output.warn(*(f"warning: {warning}" for warning in found.warnings))
    # sys.maxsize is “all”: a slice needs a number.
    source_output.show(candidates.outline(found), most=sys.maxsize if whole else source_output.MOST)


@click.command(short_help="List the works that a campaign cites.")
@click.argument("campaign")
@pass_project
def sources(project: "Project", campaign: str) -> None:
    """List the works that CAMPAIGN cites, in full.

    \b
    letters sources remain-in-mexico
    """
    from generator.cli import source_output
    from generator.project import load

    loaded = load.load_campaign(project, campaign)
    source_output.show_works(loaded.source, style=loaded.settings.citations)
