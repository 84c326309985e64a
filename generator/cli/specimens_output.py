"""What a person sees of specimens and of their approval."""

import datetime
from collections.abc import Iterable
from pathlib import Path

import click

from generator.errors import NoSuchNameError
from generator.letter.stationery import Printer
from generator.press.letter import LetterPrinter, Order
from generator.press.specimens import approvals, printing, variants
from generator.project.load import Project


def print_specimens(
    place: Project, orders: Iterable[Order], *, press: LetterPrinter, folder: Path
) -> None:
    """Prints the specimens into the folder, and says how many of them are new."""
    found = variants.specimens(orders, press=press)
    approved = approvals.read_approved(
        press.campaign.folder, shown_as=place.shown(press.campaign.folder)
    )
    printer = Printer(press.engine, press.ground.on)
    pdf = printing.printed(
        found, press=press, approved=approved, templates=place.folder / "templates", printer=printer
    )
    path = approvals.write_seen(folder, found, pdf=pdf)
    known = {approval.variant.digest for approval in approved}
    fresh = sum(specimen.variant.digest not in known for specimen in found)
    click.echo(
        f"{len(found)} variants of {sum(one.letters for one in found)} letters, {fresh} of them not approved yet: {path}"
    )
    if fresh:
        click.echo(f"Look at every page, then: letters approve {press.campaign.id} --by NAME")


def approve(place: Project, campaign: str, *, seen: Path, by: str, on: datetime.date) -> None:
    """Approves what the specimens show, and says so."""
    if campaign not in place.campaigns():
        raise NoSuchNameError("campaign", campaign, known=place.campaigns())
    folder = place.folder / "letters" / campaign
    approved = approvals.approve(seen, folder, by=by, on=on, shown_as=place.shown(folder))
    click.echo(
        f"{len(approved)} variants approved by {by} on {on}: {place.shown(folder / approvals.APPROVED)}"
    )
