"""What `letters turnover` shows: members, then supporters, then each campaign."""

from collections.abc import Iterator

import click

from generator import dates
from generator.cli.output import first_few
from generator.models.recipient import Recipient
from generator.press.out_of_office import SYNC
from generator.press.turnover import CampaignTurnover, Departure, SupporterTurnover, Turnover
from generator.text import listed


def show_members(change: Turnover) -> None:
    """Prints who left, came and moved, the vacant seats, and what the files do not know."""
    new = dates.congress_on(change.after)
    begins = dates.in_words(dates.congress_begins(new))
    click.echo(
        f"From the {dates.ordinal(new - 1)} Congress to the {dates.ordinal(new)}, "
        f"which begins on {begins}."
    )
    for line in _unknown(change, new=new):
        click.echo(line)
    for origin in change.origins:
        click.echo(f"Asked: {origin.file}, of {dates.in_words(origin.as_of)}.")
    if not change.is_known_after:
        return
    click.echo(f"\nLeft: {len(change.left)} of {len(change.serving_before)}.")
    for departure in change.left:
        click.echo(f"  {_departure(departure)}")
    followers = {one.successor.id for one in change.left if one.successor}
    if came := [one for one in change.came if one.id not in followers]:
        click.echo(f"Came, where no listed member left: {listed(map(_name, came), last='and')}.")
    for was, now in change.moved:
        click.echo(f"Changed seat: {now.name.full}, from {was.seat} to {now.seat}.")
    if change.vacant:
        click.echo(f"Vacant: {', '.join(change.vacant)}.")


def _unknown(change: Turnover, *, new: int) -> Iterator[str]:
    """Yields a sentence for each of the two rosters that is missing."""
    if not change.is_known_after:
        over = len(change.serving_before) - len(change.serving_after)
        yield (
            f"The files have no members of the {dates.ordinal(new)} Congress: the terms of {over} "
            f"of {len(change.serving_before)} recipients end, and who has their seats is not "
            f"known. Run `{SYNC}` from that day on."
        )
    if not change.is_whole_before:
        count = len(change.serving_before)
        yield (
            f"There is no roster of the {dates.ordinal(new - 1)} Congress: of its members the "
            f"{count} of your own files are compared."
        )


def show_supporters(found: SupporterTurnover, change: Turnover) -> None:
    """Prints which supporters have another member, by the member they had."""
    # Without the new roster it is not known who was elected again.
    what = "have another member" if change.is_known_after else "have a member whose term ends"
    click.echo(f"\nSupporters: {len(found.affected)} of {found.total} {what}.")
    for other in found.others:
        now = f"now {_name(other.now)}" if other.now else "no successor known"
        ids = other.supporters
        count = "1 supporter" if len(ids) == 1 else f"{len(ids)} supporters"
        click.echo(f"  had {_name(other.was)}, {now}: {count} ({first_few(ids)})")
    if found.doubtful:
        click.echo(
            f"  the House seat of {len(found.doubtful)} is not certain any more: "
            f"{first_few(found.doubtful)}; `letters build … --dry-run` says why"
        )


def show_campaign(found: CampaignTurnover, change: Turnover) -> None:
    """Prints what the change means for the recipients, letters, bills and asks of a campaign."""
    click.echo(f"\nCampaign {found.campaign.id}")
    lines = [*_recipients(found, change), *_letters(found), *_matters(found)]
    for line in lines or ["Nothing changes."]:
        click.echo(f"  {line}")


def _recipients(found: CampaignTurnover, change: Turnover) -> Iterator[str]:
    # Without the new roster it is not known who left.
    if change.is_known_after and found.left:
        yield f"{len(found.left)} of its {found.recipients} recipients left:"
        for departure in found.left:
            yield f"  {_departure(departure)}"


def _letters(found: CampaignTurnover) -> Iterator[str]:
    if found.own_letters:
        yield f"Letters to members who left: {first_few(found.own_letters)}."
    if found.affected:
        yield (
            f"Supporters in the ledger with a letter to a member who left: "
            f"{len(found.affected)} ({first_few(found.affected)})."
        )
    if found.sent:
        yield f"Of those letters {found.sent} are sent."
    if found.unsent:
        yield (
            f"Made and not sent, of {len(found.unsent)} supporters: {first_few(found.unsent)}. "
            f"Build again: `letters build {found.campaign.id} --supporters FILE`."
        )


def _matters(found: CampaignTurnover) -> Iterator[str]:
    """Yields bills, asks and positions that ended."""
    if found.bills:
        names = [bill.number or bill.title or "a bill" for bill in found.bills]
        yield f"Bills that ended with their Congress: {', '.join(names)}."
    if found.asks:
        yield f"Asks that no letter makes any more: {', '.join(found.asks)}."
    if found.positions:
        total = sum(map(len, found.campaign.positions.values()))
        yield (
            f"Positions about a bill that ended: {len(found.positions)} of {total} in "
            f"{found.campaign.positions_file}."
        )


def _departure(departure: Departure) -> str:
    """Returns `CA-25: Raul Ruiz left; Jane Doe has the seat from January 3, 2027`."""
    member, follows = departure.member, departure.successor
    words = "no successor is known"
    if follows:
        words = f"{follows.name.full} has the seat"
        if follows.term_start:
            words += f" from {dates.in_words(follows.term_start)}"
    return f"{member.seat}: {member.name.full} left; {words}"


def _name(member: Recipient) -> str:
    return f"{member.name.full} ({member.seat})"
