"""The office that a letter goes to: Washington, the first office at home, or the nearest one.

The nearest is measured to the place of the letter's local argument, else to the sender.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.congress import forms_of_address
from generator.congress.districts.distances import nearest_office, point_of
from generator.congress.zip_codes import CHAMBER_ZIPS, five_digits
from generator.dates import congress_begins, congress_on
from generator.models.campaign import Campaign
from generator.models.letter import Selection
from generator.models.recipient import DistrictOffice, Recipient
from generator.models.sender import SenderFile

Via = Literal["washington", "district", "nearest"]

NO_OFFICE = "no office at home in the recipients file: goes to Washington"
NOT_MEASURED = (
    "which office at home is nearest is not known: goes to the first; "
    "say where you are, latitude and longitude in sender.yaml"
)


@dataclass(frozen=True)
class Route:
    """The address of one letter, and a notice where it is not the one that was asked for."""

    lines: tuple[str, ...]
    notice: str = ""


def route(
    recipient: Recipient, *, via: Via, on: datetime.date, campaign: Campaign, selection: Selection
) -> Route:
    """Returns the inside address of a letter on that day, by the way that the user chose.

    A member without an office at home is written to in Washington. An address that the recipients
    file gives in full is used in each case.
    """
    # The lines that a person wrote are one address, whose city the program does not take apart; and
    # `--via` is a wish for the whole run, which a member without an office at home must not stop.
    concerns = campaign.settings.concerns
    at_home = recipient.addresses.district
    if via == "washington" or recipient.address_lines or not at_home:
        style: forms_of_address.AddressStyle = "chamber"
        # An old room number leads to another member's door; the chamber's own address stays right.
        if rooms_hold(recipient.as_of, on):
            style = "full"
        lines = forms_of_address.inside_address(recipient, concerns=concerns, style=style)
        is_asked_for = via == "washington" or recipient.address_lines
        return Route(lines, "" if is_asked_for else NO_OFFICE)
    # A single office is the nearest one without any coordinates.
    office: DistrictOffice | None = at_home[0]
    if via == "nearest" and len(at_home) > 1:
        office = _nearest(recipient, campaign=campaign, selection=selection)
    lines = forms_of_address.district_address(recipient, office or at_home[0], concerns=concerns)
    return Route(lines, "" if office else NOT_MEASURED)


def is_screened(address: Sequence[str]) -> bool:
    """Returns whether mail to the address is opened and tested on its way.

    That happens to mail for the two ZIP codes of Capitol Hill, and delays it.
    """
    # By the printed address and not by `--via`, because an address given in full may lead anywhere.
    return five_digits(address[-1].rpartition(" ")[2]) in CHAMBER_ZIPS.values()


def rooms_hold(as_of: datetime.date | None, on: datetime.date) -> bool:
    """Returns whether room numbers that were true on the first day may be used on the second.

    Members draw new offices when a Congress begins, on 3 January of an odd year; from then on
    older numbers are left out.
    """
    # A file without a date was written by a person, who answers for the rooms in it.
    return as_of is None or as_of >= congress_begins(congress_on(on))


def local_places(campaign: Campaign, selection: Selection) -> tuple[str, ...]:
    """Returns the places in the rule of the letter's first local argument, if there is one."""
    rules = {argument.id: argument.header.when.places for argument in campaign.arguments}
    return next((rules[name] for name in selection.argument_ids if rules[name]), ())


def _nearest(
    recipient: Recipient, *, campaign: Campaign, selection: Selection
) -> DistrictOffice | None:
    """Returns the office at home nearest to the letter's local place, else to the sender, or None.

    The sender is at their own coordinates, or at a place of the campaign that has their ZIP code
    or is their city. Without either, an office in the sender's ZIP code is taken, or in their city.
    """
    # In this order: the place that the letter is about, where the sender says that they are, and
    # what only stands for that. City and ZIP code come last, because they find an office without
    # measuring.
    places, sender = campaign.source.places, campaign.sender.details
    local = [places[name] for name in local_places(campaign, selection)]
    own = point_of(sender)
    home = [
        place
        for place in places.values()
        if _in_zip(place.zip, sender) or _in_city(place.name, place.state, of=sender)
    ]
    near = nearest_office(recipient, *local) or nearest_office(recipient, *([own] if own else home))
    if near:
        return near.office
    at_home = recipient.addresses.district
    by_zip = (office for office in at_home if _in_zip(office.zip, sender))
    by_city = (office for office in at_home if _in_city(office.city, office.state, of=sender))
    return next(by_zip, None) or next(by_city, None)


def _in_zip(zip_code: str | None, sender: SenderFile) -> bool:
    return zip_code is not None and five_digits(zip_code) == five_digits(sender.zip)


def _in_city(city: str, state: str | None, *, of: SenderFile) -> bool:
    # With the state: there is a Springfield in many.
    return (city.casefold(), state) == (of.city.casefold(), of.state)
