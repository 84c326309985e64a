"""Whether a recipient meets a rule: the keys of `when`, which mean the same in filters."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from generator.congress import forms_of_address
from generator.congress.committees import seats_meant, subcommittees_meant
from generator.congress.districts.distances import DistanceVerdict, within
from generator.congress.districts.places import represents
from generator.congress.districts.table import DistrictTable
from generator.congress.forms_of_address import committee_title
from generator.congress.seats import listed, read_seat, seat_of, state_name
from generator.models.campaign import When
from generator.models.fields import CommitteeRole
from generator.models.recipient import CommitteeSeat, Recipient, SubcommitteeSeat
from generator.models.source import Place

FEW = 2
"""Of more places than these, those in other states are named together when they are missed.

Chosen by hand: two reasons still fit a line of `letters explain`.
"""

ROLES: tuple[CommitteeRole, ...] = get_args(CommitteeRole)
"""The roles on a committee, the most powerful first."""


@dataclass(frozen=True)
class CommitteeRule:
    """The committees and roles of which one lets a member in; empty: any."""

    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    def seats(self, recipient: Recipient) -> tuple[CommitteeSeat, ...]:
        """Returns the member's seats that the rule holds for.

        The most powerful role comes first, then the order of the rule's names. A subcommittee
        has its committee in its name.
        """
        found: list[CommitteeSeat] = [] if self.names else [*recipient.committees]
        for name in self.names:
            for seat in seats_meant(recipient, name):
                # A rule of one name, which is most rules, compares no seats.
                if len(self.names) == 1 or seat not in found:
                    found.append(_with_its_committee(seat, recipient))
        kept = [seat for seat in found if not self.roles or seat.role in self.roles]
        return tuple(sorted(kept, key=lambda seat: ROLES.index(seat.role)))


def _with_its_committee(seat: CommitteeSeat | SubcommitteeSeat, of: Recipient) -> CommitteeSeat:
    """Returns a subcommittee as `Subcommittee on Defense of the Committee on Appropriations`."""
    if isinstance(seat, CommitteeSeat):
        return seat
    above = next(one for one in of.committees if seat in one.subcommittees)
    own = seat.name if "subcommittee" in seat.name.lower() else f"Subcommittee on {seat.name}"
    name = f"{own} of the {committee_title(above.name)}"
    return CommitteeSeat(name=name, role=seat.role, code=seat.code, joint=above.joint)


def verdicts(
    when: When,
    recipient: Recipient,
    *,
    places: Mapping[str, Place],
    table: DistrictTable | None,
    on: datetime.date,
) -> Iterator[DistanceVerdict]:
    """Yields a verdict for each key that the rule gives, except `position`.

    `places` are those of the campaign. What a member did about an ask, only the campaign knows.
    """
    if when.body:
        body = f"the {recipient.body}" if recipient.body else "Congress"
        yield among(
            when.body, f"belongs to {body}", holds=forms_of_address.is_of(recipient, when.body)
        )
    chambers = [chamber.title() for chamber in when.chamber]
    serves = (recipient.chamber or "neither chamber").title()
    yield from _one_of(serves, chambers, verb="serves in the")
    yield from _one_of(recipient.title or "recipient without a title", when.title, verb="is a")
    # A council lies in its state; it does not represent it.
    verb = "belongs to" if recipient.body else "represents"
    yield from _one_of(recipient.state or "no state", when.state, verb=verb)
    if when.district:
        yield _seat_verdict(recipient, when.district)
    if when.subcommittee:
        yield _subcommittee_verdict(recipient, when)
    elif when.committee or when.role:
        yield committee_verdict(recipient, names=when.committee, roles=when.role)
    if when.leader:
        office = forms_of_address.leadership_office(recipient)
        reason = f"is {office}" if office else "holds no office in the leadership"
        yield among(when.leader, reason, holds=(office or "none") in when.leader)
    if when.district_of:
        yield _place_verdict(recipient, when.district_of, places=places, table=table, on=on)
    if when.within:
        yield _near_verdict(recipient, when.within, places=places)


def _one_of(value: str, choices: Sequence[str], *, verb: str) -> Iterator[DistanceVerdict]:
    """Yields a verdict whether the value is one of the choices, where the rule gives any."""
    if choices:
        yield among(choices, f"{verb} {value}", holds=value in choices)


def among(choices: Sequence[str], reason: str, *, holds: bool) -> DistanceVerdict:
    """Returns the verdict; one that does not hold names the choices."""
    missed = "" if holds else f", not {' or '.join(choices)}"
    return DistanceVerdict(holds, f"{reason}{missed}")


def _seat_verdict(recipient: Recipient, seats: Sequence[str]) -> DistanceVerdict:
    """Whether the recipient holds one of the seats."""
    held = seat_of(recipient) in map(read_seat, seats)
    return among(seats, f"holds the seat {recipient.seat}", holds=held)


def _place_verdict(
    recipient: Recipient,
    names: Sequence[str],
    *,
    places: Mapping[str, Place],
    table: DistrictTable | None,
    on: datetime.date,
) -> DistanceVerdict:
    """Whether the recipient represents one of the places."""
    met: list[str] = []
    missed: list[str] = []
    at_home: list[str] = []
    for name in names:
        verdict = represents(recipient, places[name], place_id=name, table=table, on=on)
        (met if verdict.holds else missed).append(verdict.reason)
        if places[name].state in {None, recipient.state}:
            at_home.append(verdict.reason)
    reasons = met or (missed if len(names) <= FEW else at_home)
    if not reasons:
        every = listed(places[name].name for name in names)
        here = state_name(recipient.state) if recipient.state else "the state of the recipient"
        reasons = [f"no place of {every} lies in {here}"]
    return DistanceVerdict(bool(met), "; ".join(reasons))


def _near_verdict(
    recipient: Recipient, rules: Sequence[str], *, places: Mapping[str, Place]
) -> DistanceVerdict:
    """Whether an office of the recipient is as near to a place as a rule says.

    A rule is written `100 miles of el-paso`.
    """
    # Its form was checked when the file was read.
    parts = (rule.split(" ", 3) for rule in rules)
    verdicts = [within(recipient, places[name], miles=int(miles)) for miles, _, _, name in parts]
    met = [verdict for verdict in verdicts if verdict.holds]
    # The nearest office is the best reason, and the nearest miss the most useful one.
    return min(met or verdicts, key=lambda verdict: verdict.miles)


def committee_verdict(
    recipient: Recipient, *, names: Sequence[str], roles: Sequence[str] = ()
) -> DistanceVerdict:
    """Returns whether the recipient sits on one of the committees in one of the roles.

    Without names, on any committee; without roles, in any role.
    """
    for seat in CommitteeRule(tuple(names), tuple(roles)).seats(recipient):
        verb = "sits on" if seat.role == "member" else f"{seat.role} of"
        committee = committee_title(seat.name)
        return DistanceVerdict(holds=True, reason=f"{verb} the {committee}")
    verb = f"is not {' or '.join(roles)} of" if roles else "does not sit on"
    sought = " or ".join(names) or "any committee"
    return DistanceVerdict(holds=False, reason=f"{verb} {sought}")


def _subcommittee_verdict(recipient: Recipient, when: When) -> DistanceVerdict:
    """Whether the recipient sits on one of the subcommittees, of the committees that `when` names.

    The roles of the rule are those on the subcommittee.
    """
    named = [inner for name in when.subcommittee for inner in subcommittees_meant(recipient, name)]
    of = [seat for name in when.committee for seat in seats_meant(recipient, name)]
    for seat in recipient.committees if named else ():
        if when.committee and seat not in of:
            continue
        for inner in seat.subcommittees:
            if inner not in named or (when.role and inner.role not in when.role):
                continue
            verb = "sits on" if inner.role == "member" else f"{inner.role} of"
            committee = committee_title(seat.name)
            reason = f"{verb} the Subcommittee on {inner.name} of the {committee}"
            return DistanceVerdict(holds=True, reason=reason)
    verb = f"is not {' or '.join(when.role)} of" if when.role else "does not sit on"
    sought = " or ".join(when.subcommittee)
    return DistanceVerdict(holds=False, reason=f"{verb} the Subcommittee on {sought}")
