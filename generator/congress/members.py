"""Recipients out of the published files, with a decision for everything odd in them."""

import datetime
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import get_args

from pydantic import TypeAdapter

from generator.congress.completeness import (
    FewerKind,
    allow,
    is_new_congress,
    members_problem,
    offices_problem,
    seats_problem,
)
from generator.congress.districts.distances import doubtful_coordinates
from generator.congress.fetching import NAMES, PublishedFile, unreadable
from generator.congress.forms_of_address import chamber_of, letters, with_suffix
from generator.congress.member_checks import district_problem, title_of
from generator.congress.published_files import (
    COMMITTEE,
    MEMBER,
    OFFICES,
    SEAT,
    SEATS_BY_COMMITTEE,
    EntryShapeError,
    PublishedCommittee,
    PublishedMember,
    PublishedName,
    PublishedOffice,
    PublishedSeat,
    PublishedTerm,
    UnreadEntry,
    check_size,
    checked,
    plain,
    read_entries,
    read_list,
    validated,
)
from generator.congress.roster import has_ended
from generator.congress.seats import Seat, house_seats
from generator.congress.zip_codes import CHAMBER_ZIPS, washington_zip_problem, zip_problem
from generator.models.fields import Chamber, CommitteeRole, Title
from generator.models.recipient import (
    Addresses,
    CommitteeSeat,
    DistrictOffice,
    Name,
    Recipient,
    SubcommitteeSeat,
    WashingtonOffice,
)
from generator.states import SEATS, STATES, WITHOUT_SENATORS
from generator.text import listed

ROLES: Mapping[str, CommitteeRole] = {
    "chair": "chair",
    "ranking member": "ranking member",
    "vice chair": "vice chair",
    # Who acts as the chair calls the hearings, and is written to for them.
    "acting chair": "chair",
    # The second of the Commission on Security and Cooperation in Europe, which has a chairman:
    # never “Dear Chair”.
    "cochair": "vice chair",
    "co chair": "vice chair",
    "ex officio": "ex officio",
}
"""Our roles by the titles of the data, without the -man, -woman or -person of a chair."""
LEADERSHIP: Mapping[str, tuple[Chamber, str]] = {
    "speaker of the house": ("house", "Speaker of the House"),
    "house majority leader": ("house", "Majority Leader"),
    "house minority leader": ("house", "Minority Leader"),
    "house majority whip": ("house", "Majority Whip"),
    "house minority whip": ("house", "Minority Whip"),
    "senate majority leader": ("senate", "Majority Leader"),
    "senate minority leader": ("senate", "Minority Leader"),
    "senate majority whip": ("senate", "Majority Whip"),
    "senate minority whip": ("senate", "Minority Whip"),
    "president pro tempore of the senate": ("senate", "President pro tempore"),
}
"""Offices of a chamber. Those of a party's conference or caucus are not in an address."""

HOLDERS: Mapping[Chamber, int] = {"senate": 2, "house": 1}
"""Members who hold the seats of one name: `TX-sen`, `TX-16`."""


@dataclass(frozen=True, order=True)
class Oddity:
    """Something odd in the data, and what was done about it."""

    id: str
    """The Bioguide id, or the code of a committee."""
    what: str
    name: str = ""
    """Name and seat of a member: `James Gallagher (CA-01)`."""
    kind: str = ""
    """What the oddities of one kind have in common, for a report of many."""

    def __str__(self) -> str:
        """Returns `id name: what`."""
        return f"{self.id} {self.name}: {self.what}" if self.name else f"{self.id}: {self.what}"


@dataclass(frozen=True)
class MembersReport:
    """All members, by state and seat; what was odd; and the vacant seats."""

    recipients: tuple[Recipient, ...]
    oddities: tuple[Oddity, ...]
    newest: datetime.date
    """The day on which the newest of the present terms began: the data cannot be older."""
    until: datetime.date
    """The day before the first of the present terms ends.

    Members are taken off the list when their term is over, so that the data is hardly newer.
    """
    elect: tuple[Recipient, ...] = ()
    """The terms that begin after the day of the sync, by state and seat."""
    unknown: tuple[str, ...] = ()
    """Seats whose holder the data does not name: no letter can go there."""
    unlisted: tuple[str, ...] = ()
    """Codes of committees that have members, and are not on the list of committees."""

    @property
    def counts(self) -> Mapping[Title, int]:
        """The number of senators, representatives, delegates and resident commissioners."""
        titles = Counter(recipient.title for recipient in self.recipients)
        return {title: titles[title] for title in get_args(Title)}

    @property
    def vacant(self) -> tuple[str, ...]:
        """The seats without a member, by state: `CA-14`, `OH-sen`."""
        held = Counter(recipient.seat for recipient in self.recipients)
        seats = {f"{state}-sen": HOLDERS["senate"] for state in SEATS.keys() - WITHOUT_SENATORS}
        seats |= {str(seat): HOLDERS["house"] for seat in house_seats()}
        held.update(self.unknown)
        return tuple(sorted(seat for seat, places in seats.items() if held[seat] < places))


def read_members(
    documents: Sequence[PublishedFile],
    *,
    on: datetime.date,
    allow_fewer: Collection[FewerKind] = (),
) -> MembersReport:
    """Returns all members in the four documents, as of that day.

    `allow_fewer` names what may be missing for many members: data that looks cut is taken then.

    Raises CannotReadMembersError where a document does not have its shape, or is truncated.
    """
    return _MembersReader(documents, on=on, allowed=allow_fewer).report()


def short_name(committee: str) -> str:
    """Returns the committee as people call it: `Judiciary` of “House Committee on the Judiciary”.

    The member has the chamber, and the address puts “Committee on” back. Select, special and joint
    committees and commissions keep their form, because their address needs it.
    """
    name = re.sub(r"^(United States )?(House|Senate) ", "", committee)
    name = re.sub(r"^Committee on (the )?", "", name)
    return re.sub(r"^Joint Committee of Congress on ", "Joint Committee on ", name)


class _MembersReader:
    """Reads the four files as of one day, and gathers what is odd in them."""

    def __init__(
        self,
        documents: Sequence[PublishedFile],
        *,
        on: datetime.date,
        allowed: Collection[FewerKind],
    ) -> None:
        by_name = {document.name: document for document in documents}
        self._members_file, self._offices_file, self._committees_file, self._seats_file = (
            by_name[name] for name in NAMES
        )
        self._on = on
        self._allowed = allowed
        self._oddities: list[Oddity] = []
        self._unknown: list[str] = []
        self._unlisted: list[str] = []
        self._classes: dict[str, str | None] = {}

    def report(self) -> MembersReport:
        """Returns the members. Raises CannotReadMembersError."""
        # Everything is checked in the order in which one failure would explain the next: a wrong
        # file of members would make strangers of all others.
        members = self._members()
        ids = {member.id.bioguide for member, _ in members}
        offices = self._offices()
        known, held = self._committees()
        committees = self._committee_seats(known, held)
        self._note_strangers(self._offices_file, offices, ids=ids)
        self._note_strangers(self._seats_file, committees, ids=ids)
        listed: list[Recipient] = []
        elect: list[Recipient] = []
        for member, terms in members:
            key = member.id.bioguide
            at_home = offices.get(key, ())
            if term := terms.present:
                held_seats = committees[key]
                listed.append(self._recipient(member, term, offices=at_home, committees=held_seats))
            if later := terms.later:
                elect.append(self._elect(member, later, offices=at_home if terms.present else ()))
        recipients = self._holders(listed)
        self._judge_offices(recipients)
        self._judge_committees(recipients, known=known, held=held)
        present = [terms.present for _, terms in members if terms.present]
        # Names come last, because offices and committees are read before the members whose they
        # are; a stranger has an id alone.
        names = {member.id: f"{member.name.full} ({member.seat})" for member in listed}
        return MembersReport(
            recipients,
            tuple(sorted(replace(odd, name=names.get(odd.id, odd.name)) for odd in self._oddities)),
            newest=max(term.start for term in present),
            until=min(term.end for term in present) - datetime.timedelta(days=1),
            elect=tuple(sorted(elect, key=_by_seat)),
            unknown=tuple(self._unknown),
            unlisted=tuple(self._unlisted),
        )

    def _odd(self, key: str, what: str, *, kind: str = "", name: str = "") -> None:
        self._oddities.append(Oddity(key, what, name=name, kind=kind or what))

    # ------------------------------------------------------------ whole files

    def _members(self) -> "tuple[tuple[PublishedMember, _Terms], ...]":
        """Returns the members with their terms, and leaves out by name those who cannot be read.

        Raises CannotReadMembersError for a file that is no whole Congress.
        """
        entries = read_list(self._members_file, self._member)
        for unread in entries.unread:
            self._leave_out(unread)
        ids = [member.id.bioguide for member, _ in entries.read]
        serving = sum(terms.present is not None for _, terms in entries.read)
        problem = members_problem(len(entries), serving)
        self._refuse(self._members_file, problem, kind="members")
        # A second file was appended; the later entry of a member would win in silence.
        if repeated := sorted(key for key, count in Counter(ids).items() if count > 1):
            raise unreadable(self._members_file, f"holds {', '.join(repeated)} twice")
        return entries.read

    def _member(self, entry: object) -> "tuple[PublishedMember, _Terms]":
        member = checked(entry, shape=MEMBER)
        return member, self._terms(member)

    def _leave_out(self, unread: UnreadEntry) -> None:
        """Notes a member who cannot be read, with the name and the seat in the entry."""
        name, term = _entry_name(unread.entry)
        # By the field and not by the reason, so that many without an id are one kind.
        field = unread.reason.partition(":")[0]
        reason = "the data has no Bioguide id yet" if field == "id.bioguide" else unread.reason
        kind = f"left out: {reason if field == 'id.bioguide' else 'the entry cannot be read'}"
        seat = _entry_seat(term)
        if seat and str(term.get("start", "")) <= self._on.isoformat():
            self._unknown.append(seat)
        shown = f"{name} ({seat})" if seat else name
        self._odd(f"entry {unread.index + 1}", f"left out: {reason}", kind=kind, name=shown)

    def _refuse(self, document: PublishedFile, problem: str | None, *, kind: FewerKind) -> None:
        """Raises CannotReadMembersError with the option that takes the file, unless it is given."""
        if problem and kind not in self._allowed:
            raise unreadable(document, f"{problem}; {allow(kind)}")

    def _judge_offices(self, recipients: Sequence[Recipient]) -> None:
        having = {each.id for each in recipients if each.addresses.district}
        problem = offices_problem([each.id for each in recipients], having)
        self._refuse(self._offices_file, problem, kind="offices")

    def _judge_committees(
        self,
        recipients: Sequence[Recipient],
        *,
        known: Mapping[str, PublishedCommittee],
        held: Mapping[str, Sequence[PublishedSeat]],
    ) -> None:
        """Refuses a cut file of seats; names members without a seat and committees without one."""
        empty = [code for code in known if not held.get(code)]
        seated = {each.id for each in recipients if each.committees}
        chambers: dict[Chamber, Sequence[str]] = {
            chamber: [each.id for each in recipients if each.chamber == chamber]
            for chamber in HOLDERS
        }
        # In the first weeks of a Congress the committees of one chamber, or of both, are missing.
        if not is_new_congress(self._on):
            problem = seats_problem(chambers, seated=seated, empty_committees=len(empty))
            self._refuse(self._seats_file, problem, kind="committees")
        for code in empty:
            self._odd(code, "no member is listed", name=known[code].name)
        for recipient in recipients:
            if not recipient.committees:
                self._odd(recipient.id, "no seat on a committee is listed")

    def _note_strangers(
        self, document: PublishedFile, found: Iterable[str], *, ids: Collection[str]
    ) -> None:
        """Notes an oddity for each id of the document that the file of members does not have."""
        # Noted and not refused: the four files are edited by different people, and a member who
        # left is often taken out of one of them some days later.
        for key in found:
            if key not in ids:
                what = f"left out of {document.name}: there is no such member"
                self._odd(key, what)

    def _holders(self, listed: Iterable[Recipient]) -> tuple[Recipient, ...]:
        """Returns the holders of the seats, by state and seat.

        A member whose term is over is left out where the seat has its number of holders without
        them. Otherwise they are kept: the data may be of the day before the new term.
        """
        # `groupby` needs its groups together, and the file needs one order for the same bytes each
        # time.
        order = sorted(listed, key=_by_seat)
        held: list[Recipient] = []
        for _, group in itertools.groupby(order, key=lambda each: each.seat):
            holders = list(group)
            serving = [holder for holder in holders if not has_ended(holder, self._on)]
            places = HOLDERS[chamber_of(holders[0])]
            is_full = len(holders) > places
            held += self._successors(serving, places) if is_full else holders
            for holder in holders:
                if holder not in serving:
                    taken = "and another has the seat; left out"
                    outcome = taken if is_full else "kept, and left out of letters dated later"
                    what = f"the term ended on {holder.term_end}; {outcome}"
                    self._odd(holder.id, what, kind=f"the term has ended; {outcome}")
        return tuple(held)

    def _successors(self, serving: Sequence[Recipient], places: int) -> list[Recipient]:
        """Returns who holds the seats of one name, where the data still has who held one before.

        A successor is entered before the incumbent is taken out: the term that began last counts.
        Senators are distinguished by the class of their seat. Where the data cannot say who it is,
        the seat has no holder, because a letter to the wrong one is worse than none.
        """
        if len(serving) <= places:
            return [*serving]
        held: list[Recipient] = []
        classes = {self._classes.get(each.id) for each in serving}
        if places > 1 and None in classes:
            self._undecided(serving)
            return held
        for one in sorted(classes, key=str):
            first, *others = sorted(
                (each for each in serving if self._classes.get(each.id) == one),
                key=lambda each: each.term_start or datetime.date.min,
                reverse=True,
            )
            if others and others[0].term_start == first.term_start:
                self._undecided([first, *others])
                continue
            held.append(first)
            for other in others:
                since = f"{first.name.full} has the seat since {first.term_start}; left out"
                self._odd(other.id, since, kind="another has the seat since; left out")
        return sorted(held, key=_by_seat)

    def _undecided(self, serving: Sequence[Recipient]) -> None:
        names = listed((f"{each.name.full} ({each.id})" for each in serving), last="and")
        self._unknown += [each.seat for each in serving]
        for each in serving:
            what = f"left out: {each.seat} is given to {names}, and one of them has left"
            self._odd(each.id, what, kind="left out: the data gives one seat to several members")

    # ------------------------------------------------------------ offices at home

    def _offices(self) -> dict[str, tuple[DistrictOffice, ...]]:
        """Returns the offices of each member that mail can reach, by city and street."""
        found: dict[str, tuple[DistrictOffice, ...]] = {}
        entries = read_list(self._offices_file, partial(checked, shape=OFFICES))
        for unread in entries.unread:
            what = f"the offices of entry {unread.index + 1} left out: {unread.reason}"
            self._odd(self._offices_file.name, what)
        for entry in entries.read:
            offices = []
            for raw in entry.offices:
                if problem := _office_problem(raw):
                    city = raw.city or "an unnamed place"
                    what = f"office in {city} left out: {problem}"
                    kind = "an office at home left out: no mail would reach it"
                    self._odd(entry.id.bioguide, what, kind=kind)
                else:
                    offices.append(self._office(raw, key=entry.id.bioguide))
            # A fixed order, so that an entry which moves within the data changes no byte.
            offices.sort(key=lambda office: (office.city, office.street, office.suite or ""))
            found[entry.id.bioguide] = tuple(offices)
        return found

    def _office(self, raw: PublishedOffice, *, key: str) -> DistrictOffice:
        """Returns the office, its coordinates to a metre where they lie in the office's state."""
        address = raw.model_dump(exclude={"latitude", "longitude"})
        # The values are text, one may be missing, and `nan` and `inf` are floats to Python: all of
        # these end as “not in the state” and leave the office its address.
        spot = f"{raw.latitude}, {raw.longitude}"
        try:
            latitude, longitude = map(float, spot.split(", "))
        except ValueError:
            latitude = longitude = math.nan
        if (
            math.isfinite(latitude)
            and math.isfinite(longitude)
            and not doubtful_coordinates(latitude, longitude, state=address["state"])
        ):
            # 0.00001 degrees of latitude are 1.1 metres.
            address |= {"latitude": round(latitude, 5), "longitude": round(longitude, 5)}
        elif raw.latitude or raw.longitude:
            self._odd(
                key,
                (
                    f"office in {raw.city}: "
                    f"the coordinates {spot} do not lie in {raw.state}, and are left out"
                ),
                kind="coordinates of an office do not lie in its state, and are left out",
            )
        return DistrictOffice(**address)

    # ------------------------------------------------------------ committees

    def _committees(
        self,
    ) -> tuple[Mapping[str, PublishedCommittee], Mapping[str, Sequence[PublishedSeat]]]:
        """Returns the full committees and the seats of all committees, by code.

        Guarantees that every committee with members is on the list of committees, itself or as
        that of a subcommittee, whose code begins with the four letters of the committee's.
        """
        entries = read_list(self._committees_file, partial(checked, shape=COMMITTEE))
        for unread in entries.unread:
            what = f"committee {unread.index + 1} left out: {unread.reason}"
            self._odd(self._committees_file.name, what)
        known = {raw.thomas_id: raw for raw in entries.read}
        held = self._seats()
        # HSJU01 is a subcommittee of HSJU. One committee may be missing in the list when it was
        # new; of several one of the files is cut.
        missing = {code[:4] for code in held} - known.keys()
        if len(missing) > 1:
            problem = (
                f"has no committee {min(missing)}, which {self._seats_file.name} names: "
                "one of the two was cut short, or they are of different days"
            )
            self._refuse(self._committees_file, problem, kind="committees")
        self._unlisted = sorted(missing)
        for code in missing:
            self._odd(code, f"left out: {self._committees_file.name} has no such committee")
        return known, {code: seats for code, seats in held.items() if code[:4] in known}

    def _seats(self) -> dict[str, tuple[PublishedSeat, ...]]:
        """Returns the seats by the code of their committee, each member once.

        An empty file is taken in a new Congress alone: from late December to February it was.
        """
        data = plain(self._seats_file)
        if data in ([], {}) and (is_new_congress(self._on) or "committees" in self._allowed):
            return {}
        by_code = validated(self._seats_file, data, shape=SEATS_BY_COMMITTEE)
        check_size(self._seats_file, by_code)
        pairs = [(code, raw) for code, raws in by_code.items() for raw in raws or ()]
        seats = [raw for _, raw in pairs]
        entries = read_entries(self._seats_file, seats, read=partial(checked, shape=SEAT))
        for unread in entries.unread:
            name, _ = _entry_name(unread.entry)
            what = f"a seat of {name} left out: {unread.reason}"
            kind = "a seat on a committee left out: it names no member"
            self._odd(pairs[unread.index][0], what, kind=kind)
        lost = {unread.index for unread in entries.unread}
        codes = [code for index, (code, _) in enumerate(pairs) if index not in lost]
        held: defaultdict[str, list[PublishedSeat]] = defaultdict(list)
        for code, seat in zip(codes, entries.read, strict=True):
            held[code].append(seat)
        return {code: _once(held[code]) for code in by_code}

    def _committee_seats(
        self,
        known: Mapping[str, PublishedCommittee],
        held: Mapping[str, Sequence[PublishedSeat]],
    ) -> defaultdict[str, tuple[CommitteeSeat, ...]]:
        """Returns the seats of each member on full committees, by the committee's code.

        Each has the member's subcommittees of that committee: the members of one are asked first
        for what it decides, such as an appropriation.
        """
        found: defaultdict[str, tuple[CommitteeSeat, ...]] = defaultdict(tuple)
        # In order of the code, for the same bytes from YAML and JSON.
        for code, seats in sorted(held.items()):
            if committee := known.get(code):
                below = self._subcommittee_seats(committee, held)
                for raw in seats:
                    seat = CommitteeSeat(
                        name=short_name(committee.name),
                        role=self._role(raw, committee.name),
                        code=committee.thomas_id,
                        joint=committee.type == "joint",
                        subcommittees=below[raw.bioguide],
                    )
                    found[raw.bioguide] += (seat,)
        return found

    def _subcommittee_seats(
        self, committee: PublishedCommittee, held: Mapping[str, Sequence[PublishedSeat]]
    ) -> defaultdict[str, tuple[SubcommitteeSeat, ...]]:
        """Returns the seats of each member on the subcommittees of a committee, by their code."""
        found: defaultdict[str, tuple[SubcommitteeSeat, ...]] = defaultdict(tuple)
        for inner in sorted(committee.subcommittees, key=lambda one: one.thomas_id):
            # The code of a subcommittee is that of its committee with two digits: HSAP and 15.
            code = f"{committee.thomas_id}{inner.thomas_id}"
            for raw in held.get(code, ()):
                role = self._role(raw, f"{committee.name}, {inner.name}")
                seat = SubcommitteeSeat(name=inner.name, role=role, code=code)
                found[raw.bioguide] += (seat,)
        return found

    def _role(self, raw: PublishedSeat, where: str) -> CommitteeRole:
        """Returns the member's role there; notes a title that is not known."""
        # Chairman, Chairwoman and Vice Chairman become chair and vice chair; “Chair” and “Ranking
        # Member” have nothing to remove.
        # “Vice-Chair” and “Co-Chairman” were met, too.
        title = re.sub(r"(?<=chair)(man|woman|person)$", "", (raw.title or "").lower())
        title = title.replace("-", " ")
        role = ROLES.get(title, "member")
        # An unknown title must not print “Dear Chair”: it is noted, for a person to add it to
        # ROLES.
        if raw.title and role == "member":
            self._odd(
                raw.bioguide,
                f'"{raw.title}" of {where} counts as member: the title is not known',
                kind="a title is not known, and counts as member",
            )
        if title.startswith("acting"):
            what = f'"{raw.title}" of {where} counts as chair'
            self._odd(raw.bioguide, what, kind="who acts as the chair counts as chair")
        return role

    # ------------------------------------------------------------ one member

    def _terms(self, raw: PublishedMember) -> "_Terms":
        """Returns the present term and the next; earlier ones are not read, for they lack keys."""
        last = self._term(raw, -1)
        if last.start <= self._on:
            return _Terms(last, None)
        # The term of a member who was elected again is entered before it begins; one of a former
        # member who comes back ended long ago.
        before = self._term(raw, -2) if len(raw.terms) > 1 else None
        return _Terms(before if before and before.end > self._on else None, last)

    def _term(self, raw: PublishedMember, index: int) -> PublishedTerm:
        """Returns the term; raises EntryShapeError where no member can have it."""
        try:
            term = checked(raw.terms[index], shape=_TERM)
        except EntryShapeError as error:
            message = f"terms[{index}].{error}"
            raise EntryShapeError(message) from error
        problem = district_problem(term.state, _district(term), chamber=_chamber(term))
        if term.state not in STATES:
            problem = f'there is no state "{term.state}"'
        if problem:
            raise EntryShapeError(problem)
        return term

    def _elect(
        self, raw: PublishedMember, term: PublishedTerm, *, offices: tuple[DistrictOffice, ...]
    ) -> Recipient:
        """Returns the member as in the term that begins later.

        Without committees: those of the House end with each Congress, and no member has a seat
        before the new one gives it.
        """
        noted = [*self._oddities]
        person = self._recipient(raw, term, offices=offices, committees=())
        # Rooms and offices come with the term: that they are missing before is nothing odd.
        self._oddities = noted
        return person.model_copy(update={"leadership": None})

    def _recipient(
        self,
        raw: PublishedMember,
        term: PublishedTerm,
        *,
        offices: tuple[DistrictOffice, ...],
        committees: tuple[CommitteeSeat, ...],
    ) -> Recipient:
        """Returns the member as a recipient."""
        key = raw.id.bioguide
        chamber = _chamber(term)
        self._classes[key] = term.senate_class
        if not offices:
            self._odd(key, "no office at home is listed; letters go to Washington")
        facts = {
            "id": key,
            # A representative who was a senator once keeps the id, and votes under the other.
            "lis": raw.id.lis if chamber == "senate" else None,
            "name": self._name(raw.name, key=key),
            "chamber": chamber,
            "state": term.state,
            "district": _district(term),
            "title": title_of(term.state, chamber),
            "committees": committees,
            "leadership": self._leadership(raw, chamber=chamber),
            "addresses": Addresses(
                washington=self._washington(term, chamber=chamber, key=key), district=offices
            ),
            "term_start": term.start,
            "term_end": term.end,
        }
        return validated(self._members_file, facts, shape=_RECIPIENT)

    def _name(self, raw: PublishedName, *, key: str) -> Name:
        # A nickname may stand behind the first name: James (Jim).
        given = re.sub(r"\s*\([^)]*\)", "", raw.first or "").strip()
        full = raw.official_full
        if full is None:
            full = with_suffix(f"{given} {raw.last}".strip(), raw.suffix or "")
            what = f"no official full name; written as “{full}”"
            self._odd(key, what, kind="no official full name")
        # Some members leave the suffix of the data off their own name: Mike Collins, not Jr.
        has_suffix = raw.suffix and letters(full.split()[-1]) == letters(raw.suffix)
        return Name(
            # Alex Padilla is Alejandro in `first`: the name that the member uses counts.
            first=(given if full.startswith(given) else full.split()[0]) or None,
            # Of no use where the member writes it: Chuck Grassley.
            nickname=None if raw.nickname in re.findall(r"\w+", full) else raw.nickname,
            last=self._surname(raw.last, full, key=key),
            suffix=raw.suffix if has_suffix else None,
            full=full,
        )

    def _surname(self, last: str, full: str, *, key: str) -> str:
        """Returns as much of the data's surname as the member writes.

        Pablo José Hernández leaves the second surname out, Hernández Rivera in the data.
        """
        words = last.split()
        # From the whole surname down, so that Cortez Masto and Wasserman Schultz keep both words.
        # No program can divide names: one that tried got 9 of 535 members wrong.
        for count in range(len(words), 0, -1):
            surname = " ".join(words[:count])
            # As whole words, and not `\b`, which sees no border behind a surname that ends in a
            # period.
            if re.search(rf"(?<!\w){re.escape(surname)}(?!\w)", full):
                if surname != last:
                    what = f"surname “{surname}”, as in “{full}”; the data has “{last}”"
                    self._odd(key, what, kind="the surname is shorter in the full name")
                return surname
        what = f"surname “{last}” does not stand in “{full}”; taken as it is"
        self._odd(key, what, kind="the surname does not stand in the full name")
        return last

    def _leadership(self, raw: PublishedMember, *, chamber: Chamber) -> str | None:
        """Returns the office in the leadership of the chamber that the member holds on the day."""
        for role in raw.leadership_roles:
            # Members who changed chambers still carry the roles of the other one.
            own, title = LEADERSHIP.get(role.title.lower(), (None, ""))
            if own == chamber and (role.end is None or role.end > self._on):
                return title
        return None

    def _washington(self, term: PublishedTerm, *, chamber: Chamber, key: str) -> WashingtonOffice:
        """Returns room, building and ZIP+4; what is missing or wrong is the chamber's own."""
        # Some addresses have no `office` next to them: “2448 Rayburn House Office Building
        # Washington DC 20515-4316” holds it before the city.
        before_city = re.split(r"(?i),? Washington,? D\.?C\.?", term.address or "")[0]
        # A room has a digit (H-232, 2448, S-221) and a building its name; “Office Building” or
        # “Capitol” keeps “1 Main Street” from being taken for one.
        office = re.fullmatch(
            r"(\S*\d\S*) (.*(?:Office Building|Capitol).*)", term.office or before_city
        )
        if office is None:
            self._odd(key, "no office in Washington is listed; the chamber's own address is used")
        # The last number of the address. The chamber's own five digits are what is printed anyway.
        match = re.search(r"[0-9-]*[0-9]$", term.address or "")
        own = CHAMBER_ZIPS[chamber]
        zip_code = match.group() if match and match.group() != own else None
        if zip_code and washington_zip_problem(chamber, zip_code):
            what = f"ZIP {zip_code} is not one of the {chamber.title()}; {own} is used"
            self._odd(key, what, kind="the ZIP code of Washington is not the chamber's")
            zip_code = None
        return WashingtonOffice(
            room=office[1].upper() if office else None,
            building=office[2] if office else None,
            zip=zip_code,
            phone=term.phone,
        )


@dataclass(frozen=True)
class _Terms:
    """The terms of a member that count on the day of the sync."""

    present: PublishedTerm | None
    """None for a member-elect who does not serve yet."""
    later: PublishedTerm | None
    """The term that begins after that day."""


def _by_seat(recipient: Recipient) -> tuple[str, str, str, str]:
    return recipient.state or "", recipient.seat, recipient.name.last, recipient.id


_TERM = TypeAdapter(PublishedTerm)
_RECIPIENT = TypeAdapter(Recipient)


def _chamber(term: PublishedTerm) -> Chamber:
    return "senate" if term.type == "sen" else "house"


def _district(term: PublishedTerm) -> int | None:
    # The data's terms of senators have a class and no district.
    return term.district if term.type == "rep" else None


def _once(seats: Sequence[PublishedSeat]) -> tuple[PublishedSeat, ...]:
    """Returns one seat for each member: the one with a title where a member is listed twice."""
    found: dict[str, PublishedSeat] = {}
    for seat in seats:
        if seat.bioguide not in found or seat.title:
            found[seat.bioguide] = seat
    return tuple(found.values())


def _entry_name(entry: object) -> tuple[str, Mapping[str, object]]:
    """Returns the name in an entry that cannot be read, and its last term."""
    if not isinstance(entry, dict):
        return "an entry without a name", {}
    name, terms = entry.get("name"), entry.get("terms")
    term = terms[-1] if isinstance(terms, list) and terms and isinstance(terms[-1], dict) else {}
    if isinstance(name, str):
        return name, term
    parts = name if isinstance(name, dict) else {}
    full = parts.get("official_full") or " ".join(
        str(parts[key]) for key in ("first", "last") if parts.get(key)
    )
    return str(full or "an entry without a name"), term


def _entry_seat(term: Mapping[str, object]) -> str | None:
    """Returns the seat of a term that may lack any key."""
    state, district = str(term.get("state", "")), str(term.get("district", ""))
    if state not in STATES:
        return None
    if term.get("type") == "sen":
        return f"{state}-sen"
    return str(Seat(state, int(district))) if district.isdigit() else None


def _office_problem(raw: PublishedOffice) -> str | None:
    """Returns why no mail reaches the office, or None."""
    address = {"street": raw.street, "city": raw.city, "state": raw.state, "ZIP": raw.zip}
    # Without any of these four no mail arrives; suite, building and phone may be missing.
    if missing := [name for name, value in address.items() if not value]:
        return f"it has no {' and no '.join(missing)}"
    if raw.state not in STATES:
        return f'there is no state "{raw.state}"'
    return zip_problem(raw.state or "", raw.zip or "")
