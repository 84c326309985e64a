"""Forms of address: how a member of Congress is written to, what a post office wants to read, and which seats there are.

After the Department of State's and the International Trade Administration's “Models of Address”, with salutations that
need no gender. Postal rules are those of USPS Publication 28.
"""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.models import Chamber, DistrictOffice, Name, Recipient, Title
from generator.states import JURISDICTIONS, SEATS, STATES, WITHOUT_SENATORS, states_of

AddressStyle = Literal["full", "chamber"]

CHAMBER_NAMES: Mapping[Chamber, str] = {"senate": "United States Senate", "house": "U.S. House of Representatives"}
CHAMBER_ZIPS: Mapping[Chamber, str] = {"senate": "20510", "house": "20515"}
TITLE_WORDS: Mapping[Title, str] = {
    "senator": "Senator",
    "representative": "Representative",
    "delegate": "Delegate",
    "resident commissioner": "Resident Commissioner",
}

HONORIFICS = frozenset(
    {"the", "honorable", "hon", "dr", "doctor", "mr", "mrs", "ms", "miss", "sen", "senator", "rep", "representative"}
    | {"congressman", "congresswoman", "delegate"}
)
POSTNOMINALS = frozenset({"md", "phd", "jd", "do", "dds", "dvm", "rn", "mph", "esq", "ret", "usa", "usn", "usaf", "usmc", "uscg"})
COMMITTEES_WITH_ARTICLE = frozenset({"judiciary", "budget", "library", "district of columbia"})
"""Committees whose name takes the article: “Committee on the Judiciary” (House Rule X, Senate Rule XXV)."""

COMMITTEES = (
    "Administration", "Aging", "Agriculture", "Agriculture, Nutrition, and Forestry", "Appropriations", "Armed Services",
    "Banking, Housing, and Urban Affairs", "Budget", "Caucus on International Narcotics Control", "Commerce, Science, and Transportation",
    "Commission on Security and Cooperation in Europe", "Economic", "Education and Workforce", "Energy and Commerce",
    "Energy and Natural Resources", "Environment and Public Works", "Ethics", "Finance", "Financial Services", "Foreign Affairs",
    "Foreign Relations", "Health, Education, Labor, and Pensions", "Homeland Security", "Homeland Security and Governmental Affairs",
    "House Administration", "Indian Affairs", "Intelligence", "Judiciary", "Library", "Natural Resources",
    "Oversight and Government Reform", "Printing", "Rules", "Rules and Administration", "Science, Space, and Technology",
    "Select Committee on the Strategic Competition Between the United States and the Chinese Communist Party",
    "Select Subcommittee to Investigate the Remaining Questions Surrounding January 6, 2021", "Small Business",
    "Small Business and Entrepreneurship", "Taxation", "Transportation and Infrastructure", "Veterans' Affairs", "Ways and Means",
)  # fmt: skip
"""The committees of the 119th Congress, most of them by what they are on."""

LEADERSHIP: Mapping[Chamber, tuple[str, ...]] = {
    "house": ("Speaker of the House", "Speaker pro tempore", "Majority Leader", "Minority Leader", "Majority Whip", "Minority Whip"),
    "senate": (
        "President pro tempore", "President pro tempore emeritus", "Majority Leader", "Minority Leader", "Majority Whip", "Minority Whip",
    ),
}  # fmt: skip
"""The offices of each chamber. Those of a party's conference or caucus do not stand in an address."""

BUILDINGS: Mapping[str, Chamber] = {
    "cannon": "house", "longworth": "house", "rayburn": "house", "ford": "house", "o'neill": "house",
    "dirksen": "senate", "hart": "senate", "russell": "senate",
}  # fmt: skip
"""The office buildings on Capitol Hill."""

STEM_LENGTH = 64
DELIVERY_LINE_LENGTH = 40
"""A street and suite longer than this stand on two lines, as Publication 28 (213) allows."""
ROLE_LINE_LENGTH = 47
"""A role and committee longer than this stand on two lines; more does not fit a window envelope at 10 points."""
LINES = 4
"""So many lines show whole in the window of an envelope at the size of the letter."""


# ---------------------------------------------------------------- in which role


@dataclass(frozen=True)
class Capacity:
    """The role on a committee in which a letter addresses a member."""

    role: Literal["chair", "ranking member"]
    committee: str
    joint: bool = False

    @property
    def form(self) -> str:
        """`Chair` or `Ranking Member`, as in “Dear Chair Jordan:”."""
        return "Chair" if self.role == "chair" else "Ranking Member"


def capacity(recipient: Recipient, concerns: Iterable[str]) -> Capacity | None:
    """The member's chair or ranking membership on the first of the committees that the letter concerns, or None.

    Someone who chairs a committee is its chair only in letters that concern it; in all others they are a member.
    """
    for concern in concerns:
        for seat in recipient.committees:
            if same_committee(seat.name, concern):
                if seat.role == "chair":
                    return Capacity("chair", seat.name, seat.joint)
                if seat.role == "ranking member":
                    return Capacity("ranking member", seat.name, seat.joint)
    return None


def same_committee(one: str, other: str) -> bool:
    """True if both name the same committee, however formally: “House Committee on the Judiciary” and “judiciary”."""
    return _committee_key(one) == _committee_key(other)


def committee_title(name: str) -> str:
    """The committee's name in full without its chamber: `Committee on the Judiciary`, `Joint Economic Committee`."""
    name = _typographic(name)
    if re.search(r"committee|commission|caucus", name, re.IGNORECASE):
        return re.sub(r"^(united states )?(house|senate) ", "", name, flags=re.IGNORECASE)
    article = "the " if _committee_key(name) in COMMITTEES_WITH_ARTICLE and not name.lower().startswith("the ") else ""
    return f"Committee on {article}{name}"


@functools.lru_cache(maxsize=1024)
def _committee_key(name: str) -> str:
    """What is left of a committee's name without its form: `judiciary`. The same few names are compared for every member."""
    plain = re.sub(r"['’.,]", "", folded(name).casefold()).replace("&", " and ")
    words = [word for word in re.split(r"[\W_]+", plain) if word not in ("", "the")]
    key = re.sub(r"^.*\bcommittee (of congress )?on ", "", " ".join(words))
    key = re.sub(r"^(united states )?(house|senate|joint) ", "", key)
    return re.sub(r" committee$", "", key) or name


# ---------------------------------------------------------------- the letter


def inside_address(recipient: Recipient, *, concerns: Iterable[str] = (), style: AddressStyle = "full") -> tuple[str, ...]:
    """The inside address of a letter that goes to Washington, a line each; `address_lines` of the recipient win.

    `chamber` leaves the room and the ZIP+4 out: an address that stays right when offices move. Whoever is written to as chair or
    leader has no room either, as the models have it, where there would be more lines than four: that room is the member's own.
    """
    if recipient.address_lines:
        return tuple(_clean(line) for line in recipient.address_lines)
    washington = recipient.addresses.washington
    has_room = style == "full" and washington.room and washington.building
    room = (_typographic(f"{washington.room} {washington.building}"),) if has_room else ()
    zip_code = (washington.zip if style == "full" else None) or CHAMBER_ZIPS[recipient.chamber]
    name, city = honorable(recipient.name), f"Washington, DC {zip_code}"
    return _shortest((name, *role, *office, *body, city) for role, body in _role_forms(recipient, concerns) for office in (room, ()))


def district_address(recipient: Recipient, office: DistrictOffice, *, concerns: Iterable[str] = ()) -> tuple[str, ...]:
    """The inside address of a letter to an office at home, in the order of Publication 28 (building above the street)."""
    building = (_typographic(office.building),) if office.building else ()
    city = f"{_typographic(office.city)}, {office.state} {office.zip}"
    forms = _role_forms(recipient, concerns)
    return _shortest((honorable(recipient.name), *role, *body, *building, *_delivery_lines(office), city) for role, body in forms)


def salutation(recipient: Recipient, *, concerns: Iterable[str] = ()) -> str:
    """`Dear Senator Cortez Masto:` in the member's role and without gender; the recipient's own `salutation` wins."""
    if recipient.salutation:
        return _clean(recipient.salutation)
    return f"Dear {_form(recipient, concerns)} {_typographic(recipient.name.last)}:"


def joint_salutation(recipients: Sequence[Recipient], *, concerns: Sequence[str] = ()) -> str:
    """`Dear Majority Leader Thune, Minority Leader Schumer, and Chair Collins:`, each in the role of the single letter."""
    forms = [salutation(recipient, concerns=concerns).removeprefix("Dear ").rstrip(":,") for recipient in recipients]
    *before, last = forms
    comma = "," if len(before) > 1 else ""
    return f"Dear {', '.join(before)}{comma} and {last}:" if before else f"Dear {last}:"


def closing(recipient: Recipient) -> str:
    """`Sincerely,`, and `Respectfully,` to the Speaker of the House."""
    return "Respectfully," if is_speaker(recipient) else "Sincerely,"


def title_words(recipient: Recipient) -> str:
    """`Senator`, `Representative`, `Delegate` or `Resident Commissioner`."""
    return TITLE_WORDS[recipient.title]


def honorable(name: Name) -> str:
    """`The Honorable Frank Pallone, Jr.`: the whole name, its suffix once, without titles or degrees.

    “The Honorable” is not combined with another title (NASA NPR 1450.10, appendix F).
    """
    full = _without_degrees(_without_honorifics(_typographic(name.full)))
    suffix = _clean(name.suffix or "")
    if suffix and _letters(full.rpartition(" ")[2]) != _letters(suffix):
        full += f", {suffix}" if _letters(suffix) in ("jr", "sr") else f" {suffix}"
    return f"The Honorable {full}"


def named(recipients: Sequence[Recipient]) -> str:
    """`Veronica Escobar (TX-16) and 3 more`, for messages about several."""
    others = f" and {len(recipients) - 1} more" if len(recipients) > 1 else ""
    return f"{recipients[0].name.full} ({recipients[0].seat}){others}"


def is_speaker(recipient: Recipient) -> bool:
    """True for the Speaker of the House; a Speaker pro tempore is not one."""
    form = r"(the )?speaker( of the (u\.?s\.? )?house( of representatives)?)?"
    return recipient.chamber == "house" and re.fullmatch(form, _clean(recipient.leadership or "").lower()) is not None


def leadership_title(recipient: Recipient) -> str | None:
    """The leadership office as it stands in an address: `Majority Leader`, `President pro tempore`, or as it was given."""
    if not recipient.leadership:
        return None
    title = re.sub(r"^(house|senate) | of the (house|senate)$", "", _typographic(recipient.leadership), flags=re.IGNORECASE)
    if title.lower() == "president pro tempore":
        return "President pro tempore"
    return title.title() if _leads(title) else title


def _leads(title: str) -> bool:
    return re.fullmatch(r"(majority|minority) (leader|whip)", title, re.IGNORECASE) is not None


def _form(recipient: Recipient, concerns: Iterable[str]) -> str:
    """The word between “Dear” and the surname."""
    if is_speaker(recipient):
        return "Speaker"
    if role := capacity(recipient, concerns):
        return role.form
    title = leadership_title(recipient)
    return title if title and _leads(title) else title_words(recipient)


def _role_forms(recipient: Recipient, concerns: Iterable[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The line(s) that say in which role the member is written to, and the line that names the body: as usual, and with fewer lines."""
    chamber = CHAMBER_NAMES[recipient.chamber]
    title = leadership_title(recipient)
    if is_speaker(recipient):
        yield ("Speaker of the House of Representatives",), ()
    elif role := capacity(recipient, concerns):
        yield from _committee_forms(role, chamber=recipient.chamber)
    elif title:
        yield (title,), (chamber,)
        yield (f"{title}, {chamber}",), ()
    else:
        yield (), (chamber,)


def _committee_forms(role: Capacity, *, chamber: Chamber) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The forms of a role on a committee; with fewer lines its name says the chamber, and keeps together where it needs a line."""
    committee = committee_title(role.committee)
    line, body = f"{role.form}, {committee}", "Congress of the United States" if role.joint else CHAMBER_NAMES[chamber]
    yield (line,) if len(line) <= ROLE_LINE_LENGTH else (role.form, committee), (body,)
    begins, on, name = f"{role.form}, {chamber.title()} {committee}".partition(" on ")
    if on and not role.joint:
        yield (f"{begins} on", name) if len(f"{begins} on {name}") > ROLE_LINE_LENGTH else (f"{begins} on {name}",), ()


def _shortest(addresses: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The first address that has no more lines than show in a window, or else the shortest."""
    every = list(addresses)
    return next((address for address in every if len(address) <= LINES), min(every, key=len))


def _delivery_lines(office: DistrictOffice) -> tuple[str, ...]:
    """Street and suite: one line, or the suite above the street where one line would be too long."""
    street, suite = _typographic(office.street), _typographic(office.suite or "")
    if not suite:
        return (street,)
    if re.fullmatch(r"[A-Za-z]{0,2}-?\d*-?[A-Za-z]?", suite):
        suite = f"Suite {suite}"
    line = f"{street}, {suite}"
    return (line,) if len(line) <= DELIVERY_LINE_LENGTH else (suite, street)


def _without_honorifics(full: str) -> str:
    words = full.split()
    while len(words) > 1 and _letters(words[0]) in HONORIFICS:
        words = words[1:]
    return " ".join(words)


def _without_degrees(full: str) -> str:
    name, *parts = full.split(",")
    kept = [part for part in parts if any(_letters(word) not in POSTNOMINALS for word in part.split())]
    words = name.split()
    while len(words) > 1 and "." in words[-1] and len(words[-1]) > len("X.") and _letters(words[-1]) in POSTNOMINALS:
        words = words[:-1]
    return ",".join([" ".join(words), *kept])


# ---------------------------------------------------------------- on the outside


def lines_for_post(lines: Sequence[str]) -> tuple[str, ...]:
    """The address as machines read it best: capitals, no accents, no punctuation but in numbers (Publication 28, 21 and 22)."""
    posted = (_post_line(line) for line in lines)
    return tuple(line for line in posted if line)


def _post_line(line: str) -> str:
    """Hyphens, periods and slashes stay between digits: 20515-4316, 39.2 RD, 123 1/2 MAIN ST."""
    apart = re.sub(r"(?<=\d)(?=[¼½¾⅐-⅞])", " ", _clean(line))
    capitals = folded(apart).upper().replace("\N{FRACTION SLASH}", "/").replace("–", "-").replace("—", "-")
    spaced = re.sub(r"(?<!\d)[-/]|[-/](?!\d)|_", " ", capitals)
    bare = re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w\s&#./-]", "", spaced)
    return " ".join(bare.split())


def file_stem(recipient: Recipient) -> str:
    """A file name that sorts by seat and is safe on every disk: `TX-16-escobar`, `NV-sen-cortez-masto`.

    A surname without a Latin letter gives way to the id.
    """
    words = _slug(recipient.name.last) or _slug(recipient.id) or "member"
    return f"{recipient.seat}-{words}"[:STEM_LENGTH].rstrip("-")


def file_stems(recipients: Iterable[Recipient]) -> dict[str, str]:
    """The file name of each recipient by id; two that would share one (namesakes from one state) get their ids behind it."""
    stems = {recipient.id: file_stem(recipient) for recipient in recipients}
    shared = Counter(stem.lower() for stem in stems.values())
    return {key: stem if shared[stem.lower()] == 1 else f"{stem}-{_slug(key)}" for key, stem in stems.items()}


# ---------------------------------------------------------------- what a seat and a ZIP can be


def zip_problem(state: str, zip_code: str) -> str | None:
    """What is wrong with the ZIP code in that state and what to do, or None; a state nobody knows is not its business."""
    if not re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", zip_code):
        return f'must be five digits, or nine as in 20515-4316, not "{zip_code}"'
    homes = states_of(zip_code)
    if state not in STATES or state in homes:
        return None
    place = f"lies in {STATES[homes[0]]}" if homes else "is no code of any state"
    return f"{zip_code} {place}, but the address says {STATES[state]} ({state}): correct the one that is wrong"


def washington_zip_problem(chamber: Chamber, zip_code: str) -> str | None:
    """What is wrong with the ZIP code of an office on Capitol Hill and what to do, or None."""
    right = CHAMBER_ZIPS[chamber]
    if re.fullmatch(rf"{right}(-[0-9]{{4}})?", zip_code):
        return None
    return f'mail for the {chamber.title()} goes to {right}, not "{zip_code}": correct it, or leave it out'


def district_problem(state: str, district: int | None, *, chamber: Chamber) -> str | None:
    """What is wrong with the seat and what to do, or None; a state nobody knows is not its business."""
    if state not in SEATS:
        return None
    if chamber == "senate":
        return _senate_problem(state, district)
    seats = SEATS[state]
    if district is None:
        return f"a member of the House needs one: {_districts_of(state)}"
    right = district == 0 if seats == 1 else 1 <= district <= seats
    return None if right else f"{STATES[state]} has no district {district}: {_districts_of(state)}"


def leadership_problem(title: str, *, chamber: Chamber) -> str | None:
    """What is wrong with an office in the leadership of that chamber and what to do, or None."""
    said = re.sub(r"^the ", "", _clean(title).lower())
    of = {"house": r"house(?: of representatives)?", "senate": "senate"}[chamber]
    bare = re.sub(rf"^{of} | of the (?:u\.?s\.? )?{of}$", "", said)
    if bare in {re.sub(rf" of the {of}$", "", known.lower()) for known in LEADERSHIP[chamber]}:
        return None
    known = ", ".join(LEADERSHIP[chamber])
    return f"the {chamber.title()} has no such office: write {known}, or what the address shall say in full under address_lines"


def building_problem(building: str, *, chamber: Chamber) -> str | None:
    """What is wrong with an office building for a member of that chamber and what to do, or None; an unknown one is not its business."""
    words = re.findall(r"[\w']+", _clean(building).lower().replace("’", "'"))
    home = next((BUILDINGS[word] for word in words if word in BUILDINGS), chamber)
    if home == chamber:
        return None
    return f"has the offices of the {home.title()}: correct it, or take room and building out (the chamber's own address always arrives)"


def is_of_name(last: str, full: str) -> bool:
    """Whether the surname stands in the full name, however it is accented."""
    plain = _slug(last)
    return f"-{plain}-" in f"-{_slug(full)}-" if plain else last in full


def title_problem(title: Title, *, state: str, chamber: Chamber) -> str | None:
    """What is wrong with the title of whoever holds that seat and what to do, or None."""
    if chamber == "senate":
        right: Title = "senator"
    else:
        right = JURISDICTIONS[state].house_title if state in JURISDICTIONS else "representative"
    return None if title == right else f'whoever sits for {state} in the {chamber.title()} is a {right}, not a {title}: write "{right}"'


def _senate_problem(state: str, district: int | None) -> str | None:
    if state in WITHOUT_SENATORS:
        return f"{STATES[state]} elects no senators: chamber must be house"
    return None if district is None else "a senator has no district: take the line out"


def _districts_of(state: str) -> str:
    return "write 0, the one seat it has" if SEATS[state] == 1 else f"write 1 to {SEATS[state]}"


# ---------------------------------------------------------------- letters and signs

_UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
     "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H"}
)  # fmt: skip
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|[^\\S ]+")


def _clean(text: str) -> str:
    """The text on one line, without control characters and marks that turn the reading direction about."""
    visible = _INVISIBLE.sub(lambda match: " " if match.group().isspace() else "", text)
    return " ".join("".join(sign for sign in visible if unicodedata.category(sign) not in ("Cc", "Cs")).split())


def _typographic(text: str) -> str:
    """The text on one line with the quotation marks and apostrophes of print: Robert C. “Bobby” Scott, O’Brien."""
    quoted = re.sub(r'"([^"]+)"', r"“\1”", _clean(text))
    return re.sub(r"(?<=\w)'", "’", quoted)


def folded(text: str) -> str:
    """The text without accents; letters of other scripts stay as they are."""
    apart = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if unicodedata.category(sign) != "Mn"))


def _letters(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())


def _slug(text: str) -> str:
    plain = re.sub(r"['’.]", "", folded(text).lower())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
