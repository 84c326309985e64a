"""To which office a letter goes: Washington, the first office at home, or the one nearest to what the letter is about."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.congress import forms_of_address
from generator.congress.districts.distances import NearOffice, Point, nearest_office, point_of
from generator.congress.seats import five_digits
from generator.dates import congress_begins, congress_on
from generator.models import Campaign, DistrictOffice, Place, Recipient, Selection, SenderFile

Via = Literal["washington", "district", "nearest"]

NO_OFFICE = "no office at home in the recipients file: goes to Washington"
NOT_MEASURED = "which office at home is nearest is not known: goes to the first; say where you are, latitude and longitude in sender.yaml"


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
    if via == "washington" or recipient.address_lines:
        return Route(_in_washington(recipient, on=on, concerns=concerns))
    at_home = recipient.addresses.district
    if not at_home:
        return Route(_in_washington(recipient, on=on, concerns=concerns), NO_OFFICE)
    if via == "district" or len(at_home) == 1:
        return Route(forms_of_address.district_address(recipient, at_home[0], concerns=concerns))
    nearest = _nearest(recipient, campaign=campaign, selection=selection)
    return Route(forms_of_address.district_address(recipient, nearest or at_home[0], concerns=concerns), "" if nearest else NOT_MEASURED)


def _in_washington(recipient: Recipient, *, on: datetime.date, concerns: Iterable[str]) -> tuple[str, ...]:
    """The inside address on Capitol Hill, with the room where that still holds; or the one that the recipients file gives in full."""
    style: forms_of_address.AddressStyle = "full" if rooms_hold(recipient.as_of, on) else "chamber"
    return forms_of_address.inside_address(recipient, concerns=concerns, style=style)


def is_screened(address: Sequence[str]) -> bool:
    """Whether mail to the address is opened and tested on its way: that of the two ZIP codes of Capitol Hill is."""
    codes = "|".join(forms_of_address.CHAMBER_ZIPS.values())
    return re.search(rf"\b({codes})(-[0-9]{{4}})?$", address[-1]) is not None


def rooms_hold(as_of: datetime.date | None, on: datetime.date) -> bool:
    """Whether room numbers that were true on one day are used on another.

    Offices are drawn anew when a Congress begins, on 3 January of an odd year; from then on older numbers are left out.
    """
    return as_of is None or as_of >= congress_begins(congress_on(on))


# ---------------------------------------------------------------- which office at home


def _nearest(recipient: Recipient, *, campaign: Campaign, selection: Selection) -> DistrictOffice | None:
    """The office at home nearest to the place of the letter's local argument, else to the sender; None where neither is known.

    Of a sender whose coordinates are not known the ZIP code or city finds an office in it.
    """
    places, sender = campaign.source.places, campaign.sender.details
    local = [places[name] for name in local_places(campaign, selection)]
    return nearest_to(recipient, local) or nearest_to(recipient, _home(sender, places.values())) or _at_the_senders(recipient, sender)


def _home(sender: SenderFile, places: Iterable[Place]) -> list[Point | Place]:
    """Where the sender is: their coordinates, or a place of the campaign that has their ZIP code or is their city."""
    own = point_of(sender)
    return [own] if own else [place for place in places if _is_home(place, sender)]


def local_places(campaign: Campaign, selection: Selection) -> tuple[str, ...]:
    """The places that the rule of the letter's first local argument with a place names; none where no argument has one."""
    rules = {argument.id: argument.header.when.places for argument in campaign.arguments}
    return next((rules[name] for name in selection.argument_ids if rules[name]), ())


def nearest_to(recipient: Recipient, places: Iterable[Place | Point]) -> DistrictOffice | None:
    """The member's office at home that is nearest to any of the places; None without places or coordinates."""
    near = nearest_of(recipient, tuple(places))
    return near.office if near else None


def nearest_of(recipient: Recipient, places: Sequence[Place | Point]) -> NearOffice | None:
    """The member's office at home that is nearest to one of the places; the first of those equally near."""
    found = [near for place in places if (near := nearest_office(recipient, place))]
    return min(found, key=lambda near: near.miles, default=None)


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
