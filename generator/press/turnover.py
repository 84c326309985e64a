"""The change of a Congress: who left and came, and which supporters, letters and asks it concerns.

Two days are compared: the last of the Congress before, and one of the new Congress. What the files
do not know of one of the two is said, and not guessed.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator import dates
from generator.congress.districts.representation import MIN_CONGRESS, Members
from generator.congress.roster import is_in_office, successor
from generator.congress.seats import house_seats
from generator.ledger import index_csv
from generator.ledger.book import is_begun, read_ledger
from generator.ledger.counting import letters_to
from generator.ledger.types import GONE, LETTERS
from generator.letter import pdf, selection
from generator.letter.positions import bills_named, has_ended
from generator.models.campaign import Campaign, Position
from generator.models.recipient import Recipient
from generator.models.source import Bill
from generator.press.filter_context import district_table
from generator.project import load
from generator.project.rosters import RecipientsOrigin
from generator.states import SEATS
from generator.supporters.assignment import mailpieces
from generator.supporters.eligibility import EligibilityRules
from generator.supporters.reading import stream_supporters
from generator.supporters.types import Mailpiece, Supporter

ELECTION_MONTH = 11
"""Members of the next Congress are elected in the first days of November of even years."""


@dataclass(frozen=True)
class Departure:
    """A member who left a seat."""

    member: Recipient
    successor: Recipient | None
    """Who holds the seat, or takes it next; None if the seat is vacant or the files do not say."""


@dataclass(frozen=True)
class Turnover:
    """The members before and after the change, as far as the files of recipients know them."""

    before: datetime.date
    after: datetime.date
    former: load.RecipientList
    present: load.RecipientList

    @property
    def is_whole_before(self) -> bool:
        """Whether the files have all of the Congress before."""
        return len(self.serving_before) >= MIN_CONGRESS

    @property
    def is_known_after(self) -> bool:
        """Whether a synced file has House members of the new Congress."""
        return self.present.is_current

    @cached_property
    def serving_before(self) -> tuple[Recipient, ...]:
        """The members in office on the last day of the Congress before."""
        return tuple(one for one in self.former.recipients if is_in_office(one, self.before))

    @cached_property
    def serving_after(self) -> tuple[Recipient, ...]:
        """The members in office on the day."""
        return tuple(one for one in self.present.recipients if is_in_office(one, self.after))

    @cached_property
    def left(self) -> tuple[Departure, ...]:
        """Members who hold no seat any more, by seat."""
        stayed = {one.id for one in self.serving_after}
        return tuple(
            Departure(member, self._successor(member))
            for member in sorted(self.serving_before, key=_by_seat)
            if member.id not in stayed
        )

    def _successor(self, member: Recipient) -> Recipient | None:
        known = self.present.successors.get(member.id)
        return known or successor(member, self.serving_after)

    @property
    def came(self) -> tuple[Recipient, ...]:
        """Members who held no seat before, by seat; empty if the files have a part of them only."""
        if not self.is_whole_before:
            return ()
        known = {one.id for one in self.serving_before}
        return tuple(one for one in sorted(self.serving_after, key=_by_seat) if one.id not in known)

    @property
    def moved(self) -> tuple[tuple[Recipient, Recipient], ...]:
        """Members who hold another seat than before: as they were, and as they are."""
        now = {one.id: one for one in self.serving_after}
        both = ((was, now[was.id]) for was in self.serving_before if was.id in now)
        return tuple((was, new) for was, new in both if was.seat != new.seat)

    @property
    def vacant(self) -> tuple[str, ...]:
        """The seats without a member on the day; empty if the files have a part of them only."""
        members = Members(self.serving_after, on=self.after)
        if not members.whole:
            return ()
        return members.empty_seats(house_seats(), sorted(SEATS))

    @property
    def origins(self) -> tuple[RecipientsOrigin, ...]:
        """The files that were asked, each once."""
        return tuple(dict.fromkeys((*self.former.files, *self.present.files)))


@dataclass(frozen=True)
class CampaignTurnover:
    """What the change means for one campaign."""

    campaign: Campaign
    recipients: int
    """The recipients of the campaign's files before the change."""
    left: tuple[Departure, ...]
    """Those of them who left."""
    bills: tuple[Bill, ...]
    """Bills of the campaign that ended with their Congress."""
    asks: Mapping[str, str]
    """Asks that no letter makes any more, by id, with the reason."""
    positions: tuple[Position, ...]
    """Acts of members about a bill that has ended."""
    own_letters: tuple[str, ...] = ()
    """Letters of the campaign's own in its folder, to members who left, by file name."""
    sent: int = 0
    """Supporters' letters to them that are sent."""
    unsent: tuple[str, ...] = ()
    """Supporters whose letters to them are made and not sent, by id."""
    affected: tuple[str, ...] = ()
    """Supporters of the ledger with a letter to one of them, by id."""


@dataclass(frozen=True)
class OtherMember:
    """Supporters who have another member now."""

    was: Recipient
    now: Recipient | None
    """None if the seat is vacant or the files do not say."""
    supporters: tuple[str, ...]


@dataclass(frozen=True)
class SupporterTurnover:
    """What the change means for the supporters of a list."""

    total: int
    others: tuple[OtherMember, ...]
    affected: frozenset[str]
    """Ids of all supporters who have another member."""
    doubtful: tuple[str, ...]
    """Ids of supporters whose House seat was certain before and is not now."""


def day_of_change(today: datetime.date) -> datetime.date:
    """Returns the first day of the next Congress from its election on, and otherwise the day."""
    begins = dates.congress_ends(dates.congress_on(today))
    is_elected = (today.year, today.month) >= (begins.year - 1, ELECTION_MONTH)
    return begins if is_elected else today


def turnover(project: load.Project, *, on: datetime.date) -> Turnover:
    """Returns the members of the Congress of that day, and those of the one before.

    Raises FilesAreWrongError.
    """
    before = dates.congress_begins(dates.congress_on(on)) - datetime.timedelta(days=1)
    former, present = (load.load_recipients(project, on=day) for day in (before, on))
    return Turnover(before, on, former, present)


def of_campaign(
    project: load.Project, campaign: Campaign, *, change: Turnover, folder: Path
) -> CampaignTurnover:
    """Returns what the change means for the campaign; `folder` has its finished letters.

    Raises FilesAreWrongError, and the errors of `read_ledger`.
    """
    names = campaign.settings.recipients
    files = [project.folder / "recipients" / name for name in names] or None
    own = {
        one.id for one in load.load_recipients(project, files=files, on=change.before).recipients
    }
    gone = {departure.member.id for departure in change.left}
    on = change.after
    asks = {
        ask.id or ask.recommendation: reason
        for ask in campaign.settings.asks
        if (reason := selection.fallen_away(campaign, ask, on=on))
    }
    bills = bills_named(campaign.settings, campaign.source)
    positions = [one for held in campaign.positions.values() for one in held]
    letters = []
    if is_begun(folder):
        with read_ledger(folder) as ledger:
            letters = [*letters_to(ledger, gone)]
    unsent = [one.supporter for one in letters if one.stage not in GONE]
    index = index_csv.read(folder).values()
    return CampaignTurnover(
        campaign,
        len(own & {one.id for one in change.serving_before}),
        tuple(one for one in change.left if one.member.id in own),
        tuple(bill for bill in bills if not bill.past and has_ended(bill, on)),
        asks,
        tuple(one for one in positions if _is_over(one, campaign, on=on)),
        tuple(
            f"{one.stem}.pdf"
            for one in index
            if one.recipient in gone and not one.stem.startswith(f"{LETTERS}/")
        ),
        sum(one.stage in GONE for one in letters),
        tuple(dict.fromkeys(unsent)),
        tuple(dict.fromkeys(one.supporter for one in letters)),
    )


def _is_over(position: Position, campaign: Campaign, *, on: datetime.date) -> bool:
    """Returns whether the position is about a bill whose Congress has ended."""
    if position.bill is not None:
        return on >= dates.congress_ends(dates.congress_on(position.date))
    bills = [
        bill
        for ask in campaign.settings.asks
        if position.recommendation in (ask.id, ask.recommendation)
        for bill in selection.bills_of(ask, selection.recommendation_of(campaign, ask))
    ]
    return bool(bills) and all(has_ended(bill, on) for bill in bills)


def of_supporters(project: load.Project, file: Path, *, change: Turnover) -> SupporterTurnover:
    """Returns the supporters of the list who have another member than before.

    Each is assigned to members on both days as in a drive, so that a seat whose lines moved counts
    as well as a member who left. Raises FilesAreWrongError, and the errors of `mailpieces`.
    """
    rules = EligibilityRules(change.after, pdf.missing_glyphs)
    rows = stream_supporters(file, terms=rules, shown_as=project.shown(file))
    people = [row for row in rows if isinstance(row, Supporter)]
    was = _assigned(project, people, recipients=change.serving_before, on=change.before)
    now = _assigned(project, people, recipients=change.serving_after, on=change.after)
    pairs: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    members = {one.id: one for one in (*change.serving_before, *change.serving_after)}
    doubtful: list[str] = []
    affected: set[str] = set()
    replaced = {one.member.id: one.successor for one in change.left}
    for person in people:
        before, after = was[person.id], now[person.id]
        for member in before:
            if member.id in {one.id for one in after}:
                continue
            follows = _follows(member, after, replaced=replaced)
            # The old member still serves, so that only the seat of the supporter is open.
            if follows is None and member.id not in replaced:
                doubtful.append(person.id)
                continue
            affected.add(person.id)
            pairs[member.id, follows.id if follows else ""].append(person.id)
    others = [
        OtherMember(members[old], members.get(new), tuple(ids)) for (old, new), ids in pairs.items()
    ]
    return SupporterTurnover(
        len(people),
        tuple(sorted(others, key=lambda one: _by_seat(one.was))),
        frozenset(affected),
        tuple(doubtful),
    )


def _follows(
    member: Recipient,
    after: Sequence[Recipient],
    *,
    replaced: Mapping[str, Recipient | None],
) -> Recipient | None:
    """Returns which of a supporter's present members they have instead of a former one."""
    if member.chamber == "house":
        return next((one for one in after if one.chamber == "house"), None)
    follows = replaced.get(member.id)
    return follows if follows and follows.id in {one.id for one in after} else None


def _assigned(
    project: load.Project,
    people: Iterable[Supporter],
    *,
    recipients: Iterable[Recipient],
    on: datetime.date,
) -> Mapping[str, list[Recipient]]:
    """Returns the members of each supporter on that day, by the supporter's id."""
    found: defaultdict[str, list[Recipient]] = defaultdict(list)
    table = district_table(project, on=on)
    # Neither campaign nor version: no letter is made of these.
    for piece in mailpieces(
        people, recipients=recipients, table=table, on=on, campaign="", version=""
    ):
        if isinstance(piece, Mailpiece):
            found[piece.supporter.id].append(piece.recipient)
    return found


def _by_seat(recipient: Recipient) -> tuple[str, str, str]:
    return recipient.state or "", recipient.seat, recipient.name.last
