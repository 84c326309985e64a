"""What `letters specimens` and `letters approve` show."""

from collections.abc import Iterable
from pathlib import Path

import click

from generator.cli.options import require_campaign, today
from generator.letter.stationery import Printer
from generator.press.letter import LetterPrinter, Order
from generator.press.specimens import approvals, printing, variants
from generator.project.load import Project


def print_specimens(
    project: Project, orders: Iterable[Order], *, press: LetterPrinter, folder: Path
) -> None:
    """Prints the specimens into the folder, and says how many of them are new."""
    campaign = press.campaign
    found = variants.specimens(orders, press=press)
    approved = approvals.read_approved(campaign.folder, shown_as=project.shown(campaign.folder))
    pdf = printing.printed(
        found,
        press=press,
        approved=approved,
        templates=project.folder / "templates",
        printer=Printer(press.engine, press.ground.on),
    )
    path = approvals.write_seen(folder, found, pdf=pdf)
    # By the words: a variant whose words changed counts as new.
    is_approved = variants.approval_of(approval.variant for approval in approved)
    new = sum(not is_approved(specimen.variant) for specimen in found)
    letters = sum(specimen.letters for specimen in found)
    click.echo(
        f"{len(found)} variants of {letters} letters, {new} of them not approved yet: {path}"
    )
    if new:
        click.echo(f"Look at every page, then: letters approve {campaign.id} --by NAME")


def approve(project: Project, campaign: str, *, seen: Path, by: str) -> None:
    """Approves what the specimens show, and says so. Raises NoSuchNameError."""
    require_campaign(project, campaign)
    folder, on = project.folder / "letters" / campaign, today()
    approved = approvals.approve(seen, folder, by=by, on=on, shown_as=project.shown(folder))
    file = project.shown(folder / approvals.APPROVED)
    click.echo(f"{len(approved)} variants approved by {by} on {on}: {file}")
