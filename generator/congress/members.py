"""Recipients out of the published files, with a decision for everything odd in them."""

import datetime
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, FailFast, Field, TypeAdapter, ValidationError

from generator.congress import forms_of_address
from generator.congress.districts.distances import doubtful_coordinates
from generator.congress.errors import CannotReadMembersError
from generator.congress.fetching import NAMES, PublishedFile
from generator.congress.published_files import plain
from generator.models import Addresses, Chamber, CommitteeRole, CommitteeSeat, DistrictOffice, Name, Recipient, Title, WashingtonOffice
from generator.states import JURISDICTIONS, SEATS, STATES, WITHOUT_SENATORS

FEWEST, MOST = 500, 541
"""Members that a whole file can hold: 100 senators and 441 in the House, less the seats that may be vacant."""

MOST_ENTRIES = 2_000
"""Entries of a file that is one of the four; the longest, of members and their offices, have some 540."""

COVERED = 0.95
"""Of the members, those who have an office at home, or a seat on a committee, and of the committees those that have a member.

They are 98 % and more, except in the first months of a Congress.
"""

ALLOW_FEWER = "where a new Congress has no more yet, say so with --allow-fewer"

ROLES: Mapping[str, CommitteeRole] = {
    "chair": "chair",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "ranking member": "ranking member",
    "vice chair": "vice chair",
    "vice chairman": "vice chair",
    "vice chairwoman": "vice chair",
    # The second of the Commission on Security and Cooperation in Europe, which has a chairman: never “Dear Chair”.
    "cochairman": "vice chair",
    "cochair": "vice chair",
    "ex officio": "ex officio",
}
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
"""Offices of a chamber. Those of a party's own conference or caucus do not stand in an address, and are left out."""

CHAMBERS: Mapping[str, Chamber] = {"sen": "senate", "rep": "house"}
HOLDERS: Mapping[Chamber, int] = {"senate": 2, "house": 1}
"""How many hold the seats that have one name: `TX-sen`, `TX-16`."""


# ---------------------------------------------------------------- what comes out


@dataclass(frozen=True, order=True)
class Oddity:
    """Something odd in the data, and what was done about it."""

    who: str
    """The Bioguide id, or the code of a committee."""
    what: str
    name: str = ""
    """Name and seat, where it is a member's: `James Gallagher (CA-01)`."""

    def __str__(self) -> str:
        """`who name: what`."""
        return f"{' '.join(filter(None, (self.who, self.name)))}: {self.what}"


@dataclass(frozen=True)
class Reading:
    """All members, by state and seat; what was odd; and the seats that nobody holds."""

    recipients: tuple[Recipient, ...]
    oddities: tuple[Oddity, ...]
    vacant: tuple[str, ...]
    newest: datetime.date
    """When the newest of the present terms began: the data cannot be older."""
    until: datetime.date
    """The day before the first of the present terms ends: whoever's term is over is taken off the list, so it is hardly newer."""

    @property
    def counts(self) -> Mapping[Title, int]:
        """How many senators, representatives, delegates and resident commissioners."""
        found = Counter(recipient.title for recipient in self.recipients)
        return {title: found[title] for title in forms_of_address.TITLE_WORDS}


# ---------------------------------------------------------------- what goes in: the shape of the published files


def _tidy(value: object) -> object:
    """Text on one line and composed, and None for what stands there as nothing."""
    if not isinstance(value, str):
        return value
    text = "".join(sign if sign.isprintable() or sign.isspace() else "" for sign in unicodedata.normalize("NFC", value))
    text = " ".join(text.split())
    return None if text in ("", "~", "null") else text


_Text = Annotated[str, BeforeValidator(_tidy)]
_Maybe = Annotated[str | None, BeforeValidator(_tidy)]


class _Raw(BaseModel):
    """A part of a published file; keys that letters do not need are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Ids(_Raw):
    bioguide: _Text


class _RawName(_Raw):
    first: _Maybe = None
    last: _Text
    suffix: _Maybe = None
    official_full: _Maybe = None


class _RawTerm(_Raw):
    type: Literal["sen", "rep"]
    start: datetime.date
    end: datetime.date
    state: _Text
    district: int | None = None
    address: _Maybe = None
    office: _Maybe = None
    phone: _Maybe = None


class _RawLeadership(_Raw):
    title: _Text
    end: datetime.date | None = None


class _RawMember(_Raw):
    id: _Ids
    name: _RawName
    terms: list[dict[str, object]] = Field(min_length=1)
    leadership_roles: list[_RawLeadership] = []


class _RawOffice(_Raw):
    address: _Maybe = None
    suite: _Maybe = None
    building: _Maybe = None
    city: _Maybe = None
    state: _Maybe = None
    zip: _Maybe = None
    phone: _Maybe = None
    latitude: _Maybe = None
    longitude: _Maybe = None


class _RawOffices(_Raw):
    id: _Ids
    offices: list[_RawOffice]


class _RawCommittee(_Raw):
    type: Literal["house", "senate", "joint"]
    name: _Text
    thomas_id: _Text


class _RawSeat(_Raw):
    bioguide: _Text
    title: _Maybe = None


# The first mistake is told, so that none is looked for behind it: a wrong file has a million of them.
_MEMBERS = TypeAdapter(Annotated[list[_RawMember], FailFast()])
_OFFICES = TypeAdapter(Annotated[list[_RawOffices], FailFast()])
_COMMITTEES = TypeAdapter(Annotated[list[_RawCommittee], FailFast()])
_SEATS = TypeAdapter(dict[str, Annotated[list[_RawSeat], FailFast()]])

T = TypeVar("T")


def _shaped(document: PublishedFile, shape: TypeAdapter[T]) -> T:
    """The document in its shape. Raises CannotReadMembersError that names the first thing that is not as it should be."""
    found = plain(document)
    if isinstance(found, list | dict) and len(found) > MOST_ENTRIES:
        raise CannotReadMembersError(document.where, f"has {len(found):,} entries, and the real one some hundreds: it is another file")
    try:
        return shape.validate_python(found)
    except ValidationError as error:
        raise _unknown_shape(document, error) from error


def _unknown_shape(document: PublishedFile, error: ValidationError) -> CannotReadMembersError:
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "the whole"
    return CannotReadMembersError(document.where, f"has a shape that this program does not know ({place}: {first['msg']})")


# ---------------------------------------------------------------- all of them


def read_members(documents: Sequence[PublishedFile], *, on: datetime.date, allow_fewer: bool = False) -> Reading:
    """All members in the four documents, as of that day.

    Raises CannotReadMembersError where a document is not what it should be, or not whole; with `allow_fewer` it may speak of
    as few members as it likes.
    """
    by_name = {document.name: document for document in documents}
    members_file, offices_file, committees_file, seats_file = (by_name[name] for name in NAMES)
    members = _shaped(members_file, _MEMBERS)
    ids = [member.id.bioguide for member in members]
    _check_whole(members_file, ids)
    oddities: list[Oddity] = []
    offices = _offices(offices_file, oddities)
    known, held = _known_committees(committees_file), _shaped(seats_file, _SEATS)
    _check_codes(committees_file, seats_file, known=known.keys(), held=held.keys())
    committees = _committees(known, held, oddities=oddities)
    oddities += [odd for file, found in ((offices_file, offices), (seats_file, committees)) for odd in _strangers(file, found, ids=ids)]
    if not allow_fewer:
        _check_cover(offices_file, "members", known=ids, covered=offices)
        _check_cover(seats_file, "members", known=ids, covered=committees)
        _check_cover(seats_file, "committees", known=known, covered=held)
    read = [_Member(members_file, member, on, oddities) for member in members]
    listed = [member.recipient(offices, committees) for member in read]
    recipients = _holders(members_file, listed, on=on, oddities=oddities)
    newest, until = max(member.term.start for member in read), min(member.term.end for member in read) - datetime.timedelta(days=1)
    return Reading(recipients, _named(oddities, listed), _vacant(recipients), newest, until)


def _strangers(document: PublishedFile, found: Iterable[str], *, ids: Collection[str]) -> Iterator[Oddity]:
    """An oddity for each id of the document that no member has."""
    yield from (Oddity(who, f"left out of {document.name}: there is no such member") for who in found if who not in ids)


def _holders(document: PublishedFile, listed: Iterable[Recipient], *, on: datetime.date, oddities: list[Oddity]) -> tuple[Recipient, ...]:
    """Those who hold the seats, by state and seat; whoever's term is over gives way to who came after."""
    seats: dict[str, list[Recipient]] = {}
    for recipient in sorted(listed, key=lambda recipient: (recipient.state, recipient.seat, recipient.name.last, recipient.id)):
        seats.setdefault(recipient.seat, []).append(recipient)
    held: list[Recipient] = []
    for seat, holders in seats.items():
        serving, places = [holder for holder in holders if holder.term_end > on], HOLDERS[holders[0].chamber]
        if len(serving) > places:
            names = " and ".join(f"{holder.name.full} ({holder.id})" for holder in serving)
            raise CannotReadMembersError(document.where, f"gives {seat} to {names}, and it has {places} to give: one of them has left")
        full = len(holders) > places
        held += serving if full else holders
        what = "and another has the seat; left out" if full else "kept, and left out of letters dated later"
        oddities += (Oddity(gone.id, f"the term ended on {gone.term_end}; {what}") for gone in holders if gone not in serving)
    return tuple(held)


def _named(oddities: Iterable[Oddity], listed: Iterable[Recipient]) -> tuple[Oddity, ...]:
    """The oddities, those of members with name and seat, in order."""
    names = {recipient.id: f"{recipient.name.full} ({recipient.seat})" for recipient in listed}
    return tuple(sorted(replace(oddity, name=names.get(oddity.who, "")) for oddity in oddities))


def _check_whole(document: PublishedFile, ids: Sequence[str]) -> None:
    if not FEWEST <= len(ids) <= MOST:
        raise CannotReadMembersError(
            document.where, f"holds {len(ids)} members, and Congress has about {MOST}: it was cut short, or is another file"
        )
    if repeated := sorted(key for key, count in Counter(ids).items() if count > 1):
        raise CannotReadMembersError(document.where, f"holds {', '.join(repeated)} twice")


def _check_cover(document: PublishedFile, what: str, *, known: Collection[str], covered: Collection[str]) -> None:
    """Right after an election some members have no office at home yet, and nobody may have a committee."""
    there = sum(each in covered for each in known)
    if there < COVERED * len(known):
        reason = f"speaks of {there} of {len(known)} {what}: it was cut short, or is another file; {ALLOW_FEWER}"
        raise CannotReadMembersError(document.where, reason)


def _vacant(recipients: Collection[Recipient]) -> tuple[str, ...]:
    """Seats that nobody holds, by state: `CA-14`, `OH-sen`."""
    held = Counter(recipient.seat for recipient in recipients)
    house = {f"{state}-{n:02d}" if seats > 1 else f"{state}-AL" for state, seats in SEATS.items() for n in range(1, seats + 1)}
    senate = {f"{state}-sen" for state in SEATS.keys() - WITHOUT_SENATORS if held[f"{state}-sen"] < 2}  # noqa: PLR2004
    return tuple(sorted(house - held.keys() | senate))


# ---------------------------------------------------------------- offices at home


def _offices(document: PublishedFile, oddities: list[Oddity]) -> dict[str, tuple[DistrictOffice, ...]]:
    """The offices of each member that mail can reach, by city and street."""
    found: dict[str, tuple[DistrictOffice, ...]] = {}
    for entry in _shaped(document, _OFFICES):
        offices = [office for raw in entry.offices if (office := _office(raw, who=entry.id.bioguide, oddities=oddities))]
        found[entry.id.bioguide] = tuple(sorted(offices, key=lambda office: (office.city, office.street, office.suite or "")))
    return found


def _office(raw: _RawOffice, *, who: str, oddities: list[Oddity]) -> DistrictOffice | None:
    """The office, or None where no mail would reach it."""
    problem = _office_problem(raw)
    if problem or not (raw.address and raw.city and raw.state and raw.zip):
        oddities.append(Oddity(who, f"office in {raw.city or 'an unnamed place'} left out: {problem or 'part of its address is missing'}"))
        return None
    latitude, longitude = _position(raw, who=who, oddities=oddities)
    return DistrictOffice(
        street=raw.address,
        suite=raw.suite,
        building=raw.building,
        city=raw.city,
        state=raw.state,
        zip=raw.zip,
        phone=raw.phone,
        latitude=latitude,
        longitude=longitude,
    )


def _office_problem(raw: _RawOffice) -> str | None:
    missing = [key for key, value in (("street", raw.address), ("city", raw.city), ("state", raw.state), ("ZIP", raw.zip)) if not value]
    if missing:
        return f"it has no {' and no '.join(missing)}"
    if raw.state not in STATES:
        return f'there is no state "{raw.state}"'
    return forms_of_address.zip_problem(raw.state or "", raw.zip or "")


def _position(raw: _RawOffice, *, who: str, oddities: list[Oddity]) -> tuple[float | None, float | None]:
    """Latitude and longitude to a metre, where both are numbers and lie in the office's state."""
    try:
        latitude, longitude = float(raw.latitude or "nan"), float(raw.longitude or "nan")
    except ValueError:
        latitude = longitude = math.nan
    if math.isfinite(latitude) and math.isfinite(longitude) and not doubtful_coordinates(latitude, longitude, state=raw.state or ""):
        return round(latitude, 5), round(longitude, 5)
    if raw.latitude or raw.longitude:
        where = f"{raw.latitude}, {raw.longitude} do not lie in {raw.state}"
        oddities.append(Oddity(who, f"office in {raw.city}: the coordinates {where}, and are left out"))
    return None, None


# ---------------------------------------------------------------- committees


def _known_committees(document: PublishedFile) -> dict[str, _RawCommittee]:
    """The full committees by their codes."""
    known = {raw.thomas_id: raw for raw in _shaped(document, _COMMITTEES)}
    if not known:
        raise CannotReadMembersError(document.where, "holds no committee")
    return known


def _check_codes(committees: PublishedFile, membership: PublishedFile, *, known: Collection[str], held: Iterable[str]) -> None:
    """Guarantees that every committee that has members is on the list, itself or as that of a subcommittee."""
    if missing := sorted({code[:4] for code in held} - set(known)):
        codes = f"has no committee {missing[0]}, which {membership.name} names"
        raise CannotReadMembersError(committees.where, f"{codes}: one of the two was cut short, or they are of different days")


def _committees(
    known: Mapping[str, _RawCommittee], held: Mapping[str, Sequence[_RawSeat]], *, oddities: list[Oddity]
) -> dict[str, tuple[CommitteeSeat, ...]]:
    """The seats of each member on full committees, by the committee's code.

    Subcommittees (codes longer than four letters) are left out: a hearing, a bill and an appropriation are asked of the full
    committee, and a letter to the chair of “Border Security” would need the name of both.
    """
    found: dict[str, list[CommitteeSeat]] = {}
    for code, seats in sorted(held.items()):
        if code in known:
            for raw in seats:
                found.setdefault(raw.bioguide, []).append(_seat(known[code], raw, oddities=oddities))
    return {who: tuple(seats) for who, seats in found.items()}


def _seat(committee: _RawCommittee, raw: _RawSeat, *, oddities: list[Oddity]) -> CommitteeSeat:
    role = ROLES.get(raw.title.lower()) if raw.title else "member"
    if role is None:
        oddities.append(Oddity(raw.bioguide, f'"{raw.title}" of {committee.name} counts as member: the title is not known'))
    return CommitteeSeat(name=short_name(committee.name), role=role or "member", code=committee.thomas_id, joint=committee.type == "joint")


def short_name(name: str) -> str:
    """The committee as people call it: `Judiciary` for “House Committee on the Judiciary”, `Select Committee on Intelligence`.

    The chamber is known from the member; “Committee on” is put back in the address. What is not simply a committee (select,
    special and joint ones, commissions) keeps its form, because its address needs it.
    """
    name = re.sub(r"^(United States )?(House|Senate) ", "", name)
    name = re.sub(r"^Committee on (the )?", "", name)
    return re.sub(r"^Joint Committee of Congress on ", "Joint Committee on ", name)


# ---------------------------------------------------------------- one member


@dataclass(frozen=True)
class _Member:
    document: PublishedFile
    raw: _RawMember
    on: datetime.date
    oddities: list[Oddity]

    def recipient(
        self, offices: Mapping[str, tuple[DistrictOffice, ...]], committees: Mapping[str, tuple[CommitteeSeat, ...]]
    ) -> Recipient:
        """The member in our schema."""
        key, term = self.raw.id.bioguide, self.term
        chamber = CHAMBERS[term.type]
        if problem := self._seat_problem(term, chamber):
            raise CannotReadMembersError(self.document.where, f"{key}: {problem}")
        at_home = offices.get(key, ())
        if not at_home:
            self._odd("no office at home is listed; letters go to Washington")
        try:
            return Recipient(
                id=key,
                name=self._name(),
                chamber=chamber,
                state=term.state,
                district=term.district if chamber == "house" else None,
                title=_title(term),
                committees=committees.get(key, ()),
                leadership=self._leadership(chamber),
                addresses=Addresses(washington=self._washington(term, chamber), district=at_home),
                term_end=term.end,
            )
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            raise CannotReadMembersError(self.document.where, f"{key}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error

    def _odd(self, what: str) -> None:
        self.oddities.append(Oddity(self.raw.id.bioguide, what))

    @cached_property
    def term(self) -> _RawTerm:
        """The present term, which is the last; of the earlier ones nothing is asked."""
        try:
            return _RawTerm.model_validate(self.raw.terms[-1])
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            place = f"{self.raw.id.bioguide}.terms[-1].{'.'.join(map(str, first['loc']))}"
            raise CannotReadMembersError(
                self.document.where, f"has a shape that this program does not know ({place}: {first['msg']})"
            ) from error

    @staticmethod
    def _seat_problem(term: _RawTerm, chamber: Chamber) -> str | None:
        if term.state not in STATES:
            return f'there is no state "{term.state}"'
        return forms_of_address.district_problem(term.state, term.district if chamber == "house" else None, chamber=chamber)

    # ------------------------------------------------------------ the name

    def _name(self) -> Name:
        raw, full = self.raw.name, self.raw.name.official_full
        given = re.sub(r"\s*\([^)]*\)", "", raw.first or "").strip()
        if full is None:
            tail = {"jr": ", Jr.", "sr": ", Sr."}.get(_letters(raw.suffix or ""), f" {raw.suffix}" if raw.suffix else "")
            full = f"{given} {raw.last}{tail}".strip()
            self._odd(f"no official full name; written as “{full}”")
        # A suffix that members leave off their own name is left off: Mike Collins, not Michael Collins, Jr.
        suffix = raw.suffix if raw.suffix and _letters(full.split()[-1]) == _letters(raw.suffix) else None
        first = given if full.startswith(given) else full.split()[0]
        return Name(first=first or None, last=self._surname(full), suffix=suffix, full=full)

    def _surname(self, full: str) -> str:
        """The surname of the data, as far as the member writes it: Hernández for Pablo José Hernández (Rivera)."""
        last = self.raw.name.last
        words = last.split()
        for count in range(len(words), 0, -1):
            written = " ".join(words[:count])
            if re.search(rf"(?<!\w){re.escape(written)}(?!\w)", full):
                if written != last:
                    self._odd(f"surname “{written}”, as in “{full}”; the data has “{last}”")
                return written
        self._odd(f"surname “{last}” does not stand in “{full}”; taken as it is")
        return last

    # ------------------------------------------------------------ the offices

    def _leadership(self, chamber: Chamber) -> str | None:
        """The office in the leadership of the chamber that the member holds on that day."""
        for role in self.raw.leadership_roles:
            own, title = LEADERSHIP.get(role.title.lower(), (None, ""))
            if own == chamber and (role.end is None or role.end > self.on):
                return title
        return None

    def _washington(self, term: _RawTerm, chamber: Chamber) -> WashingtonOffice:
        """Room, building and ZIP+4; what the data has not, or has wrong, is left to the chamber's own address."""
        office = term.office or re.split(r",? Washington,? D\.?C\.?", term.address or "", flags=re.IGNORECASE)[0]
        match = re.fullmatch(r"(?P<room>\S*\d\S*) (?P<building>.*(?:Office Building|Capitol).*)", office)
        if match is None:
            self._odd("no office in Washington is listed; the chamber's own address is used")
        return WashingtonOffice(
            room=match["room"].upper() if match else None,
            building=match["building"] if match else None,
            zip=self._washington_zip(term, chamber),
            phone=term.phone,
        )

    def _washington_zip(self, term: _RawTerm, chamber: Chamber) -> str | None:
        code = re.search(r"[0-9-]*[0-9]$", term.address or "")
        if code is None or code.group() == forms_of_address.CHAMBER_ZIPS[chamber]:
            return None
        if forms_of_address.washington_zip_problem(chamber, code.group()):
            self._odd(f"ZIP {code.group()} is not one of the {chamber.title()}; {forms_of_address.CHAMBER_ZIPS[chamber]} is used")
            return None
        return code.group()


def _title(term: _RawTerm) -> Title:
    """Delegates and the Resident Commissioner are `rep` in the data; their seat tells them apart."""
    if term.type == "sen":
        return "senator"
    return JURISDICTIONS[term.state].house_title


def _letters(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())
