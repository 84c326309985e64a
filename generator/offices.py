"""To which office a letter goes: Washington, the first office at home, or the one nearest to what the letter is about."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from generator import protocol
from generator.dates import congress_begins, congress_on
from generator.districts.distances import NearOffice, nearest_office
from generator.districts.seats import five_digits
from generator.models import Campaign, DistrictOffice, Place, Recipient, Selection, SenderFile

Via = Literal["washington", "district", "nearest"]

NO_OFFICE = "no office at home in the recipients file: goes to Washington"


@dataclass(frozen=True)
class Route:
    """The address of one letter, and what a careful person would want to know of it."""

    lines: tuple[str, ...]
    notice: str = ""


def route(recipient: Recipient, *, via: Via, on: datetime.date, campaign: Campaign, selection: Selection) -> Route:
    """The inside address of a letter by the way that was wished for; by Washington, and saying so, where there is no other.

    An address that the recipients file gives in full is used whatever the way.
    """
    concerns = campaign.settings.concerns
    office = None if via == "washington" or recipient.address_lines else _office(recipient, via=via, campaign=campaign, selection=selection)
    if office is not None:
        return Route(protocol.district_address(recipient, office, concerns=concerns))
    style: protocol.AddressStyle = "full" if rooms_hold(recipient.as_of, on) else "chamber"
    fell_back = via != "washington" and not recipient.address_lines
    return Route(protocol.inside_address(recipient, concerns=concerns, style=style), NO_OFFICE if fell_back else "")


def rooms_hold(as_of: datetime.date | None, on: datetime.date) -> bool:
    """Whether room numbers that were true on one day are used on another.

    Offices are drawn anew when a Congress begins, on 3 January of an odd year; from then on older numbers are left out.
    """
    return as_of is None or as_of >= congress_begins(congress_on(on))


# ---------------------------------------------------------------- which office at home


def _office(recipient: Recipient, *, via: Via, campaign: Campaign, selection: Selection) -> DistrictOffice | None:
    """The office at home that was wished for; None where there is none."""
    at_home = recipient.addresses.district
    if via == "district" or not at_home:
        return next(iter(at_home), None)
    return _nearest(recipient, campaign=campaign, selection=selection) or at_home[0]


def _nearest(recipient: Recipient, *, campaign: Campaign, selection: Selection) -> DistrictOffice | None:
    """The nearest office: to the place of the letter's local argument, else to the sender, else to a place of the campaign.

    A sender has no coordinates. Their ZIP code or city finds an office in it, or a place of the campaign that stands for it.
    """
    places = campaign.source.places
    sender = campaign.sender.details
    local = [places[name] for name in local_places(campaign, selection)]
    return (
        nearest_to(recipient, local)
        or _at_the_senders(recipient, sender)
        or nearest_to(recipient, [place for place in places.values() if _is_home(place, sender)])
        or nearest_to(recipient, [place for place in places.values() if place.state is not None])
    )


def local_places(campaign: Campaign, selection: Selection) -> tuple[str, ...]:
    """The places that the rule of the letter's first local argument with a place names; none where no argument has one."""
    rules = {argument.id: argument.header.when.places for argument in campaign.arguments}
    return next((rules[name] for name in selection.argument_ids if rules[name]), ())


def nearest_to(recipient: Recipient, places: Iterable[Place]) -> DistrictOffice | None:
    """The member's office at home that is nearest to any of the places; None without places or coordinates."""
    near = nearest_of(recipient, tuple(places))
    return near[1].office if near else None


def nearest_of(recipient: Recipient, places: Sequence[Place]) -> tuple[Place, NearOffice] | None:
    """That of the places which is nearest to an office of the member, and that office; the first of those equally near."""
    found = [(place, near) for place in places if (near := nearest_office(recipient, place))]
    return min(found, key=lambda each: each[1].miles, default=None)


def _at_the_senders(recipient: Recipient, sender: SenderFile) -> DistrictOffice | None:
    """The office in the sender's own ZIP code, or else in their city."""
    at_home = recipient.addresses.district
    by_zip = (office for office in at_home if five_digits(office.zip) == five_digits(sender.zip))
    by_city = (office for office in at_home if (office.city.casefold(), office.state) == (sender.city.casefold(), sender.state))
    return next(by_zip, None) or next(by_city, None)


def _is_home(place: Place, sender: SenderFile) -> bool:
    """Whether the place stands for where the sender lives."""
    same_zip = place.zip is not None and five_digits(place.zip) == five_digits(sender.zip)
    return same_zip or (place.name.casefold(), place.state) == (sender.city.casefold(), sender.state)
