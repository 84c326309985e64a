"""Committees: which seats a person means who writes “HELP”, “House Judiciary” or HSAP15.

A committee is its code, and the first letter of the code is its chamber. Names change, and two
committees may share one; the code of a seat does neither, so that seats are compared by it. A seat
that a person wrote without a code is known by its name and the member's chamber.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.models.recipient import CommitteeSeat, Recipient, SubcommitteeSeat
from generator.text import closest, listed, quoted

CHAMBER_OF_LETTER: Mapping[str, str] = {"H": "house", "S": "senate", "J": "joint"}
"""The chamber of a committee by the first letter of its code."""

# The names are facts of unitedstates/congress-legislators (CC0), committees-current.yaml as of
# 2026-06-15, in the form in which `letters recipients sync` writes them: the form of a select or
# joint committee belongs to its name, “Committee on” does not. Behind them stand the short names
# of the trade and the names since 2010; nothing else may come of them than that a seat is found,
# so that a name too many does no harm. A committee that is not here is found by its seats.
NAMES: Mapping[str, tuple[str, ...]] = {
    "HLIG": ("Permanent Select Committee on Intelligence", "HPSCI", "Intel"),
    "HSAG": ("Agriculture", "Ag"),
    "HSAP": ("Appropriations", "HAC", "Approps"),
    "HSAS": ("Armed Services", "HASC"),
    "HSBA": ("Financial Services", "HFSC"),
    "HSBU": ("Budget",),
    "HSED": ("Education and Workforce", "Education and Labor", "Education", "Ed and Workforce"),
    "HSFA": ("Foreign Affairs", "HFAC"),
    "HSGO": (
        "Oversight and Government Reform", "Oversight", "Oversight and Accountability",
        "Oversight and Reform", "Government Reform", "COGR",
    ),
    "HSHA": ("House Administration", "Administration", "CHA"),
    "HSHM": ("Homeland Security", "Homeland"),
    "HSIF": ("Energy and Commerce", "E&C"),
    "HSII": ("Natural Resources", "Resources"),
    "HSJU": ("Judiciary", "HJC"),
    "HSPW": ("Transportation and Infrastructure", "T&I", "Transportation"),
    "HSQJ": (
        "Select Subcommittee to Investigate the Remaining Questions Surrounding January 6, 2021",
        "January 6", "January 6th",
    ),
    "HSRU": ("Rules",),
    "HSSM": ("Small Business",),
    "HSSO": ("Ethics", "Standards of Official Conduct"),
    "HSSY": ("Science, Space, and Technology", "Science", "Science and Technology"),
    "HSVR": ("Veterans' Affairs", "HVAC", "VA", "Veterans", "Vets"),
    "HSWM": ("Ways and Means", "W&M"),
    "HSZS": (
        (
            "Select Committee on the Strategic Competition Between the United States and the "
            "Chinese Communist Party"
        ),
        "Chinese Communist Party", "CCP", "China", "China Select",
    ),
    "JCSE": ("Commission on Security and Cooperation in Europe", "Helsinki Commission", "CSCE"),
    "JSEC": ("Joint Economic Committee", "JEC"),
    "JSLC": ("Joint Committee on the Library", "JCL"),
    "JSPR": ("Joint Committee on Printing", "JCP"),
    "JSTX": ("Joint Committee on Taxation", "JCT", "Joint Tax"),
    "SCNC": (
        "Caucus on International Narcotics Control", "International Narcotics Control",
        "Drug Caucus", "Narcotics Caucus",
    ),
    "SLET": ("Select Committee on Ethics",),
    "SLIA": ("Indian Affairs", "SCIA"),
    "SLIN": ("Select Committee on Intelligence", "SSCI", "Intel"),
    "SPAG": ("Special Committee on Aging",),
    "SSAF": ("Agriculture, Nutrition, and Forestry", "Agriculture", "Ag"),
    "SSAP": ("Appropriations", "SAC", "Approps"),
    "SSAS": ("Armed Services", "SASC"),
    "SSBK": ("Banking, Housing, and Urban Affairs", "Banking", "Banking and Housing"),
    "SSBU": ("Budget",),
    "SSCM": ("Commerce, Science, and Transportation", "Commerce"),
    "SSEG": ("Energy and Natural Resources", "ENR", "Energy"),
    "SSEV": ("Environment and Public Works", "EPW", "Environment"),
    "SSFI": ("Finance", "SFC"),
    "SSFR": ("Foreign Relations", "SFRC"),
    "SSGA": (
        "Homeland Security and Governmental Affairs", "HSGAC", "Homeland Security", "Homeland",
        "Governmental Affairs",
    ),
    "SSHR": ("Health, Education, Labor, and Pensions", "HELP"),
    "SSJU": ("Judiciary", "SJC"),
    "SSRA": ("Rules and Administration", "Rules"),
    "SSSB": ("Small Business and Entrepreneurship", "Small Business"),
    "SSVA": ("Veterans' Affairs", "SVAC", "VA", "Veterans", "Vets"),
}  # fmt: skip
"""The committees of the 119th Congress by code: the name first, then others that people use."""

COUNTERPARTS: Mapping[str, tuple[str, ...]] = {
    "HSBA": ("SSBK",), "HSED": ("SSHR",), "HSFA": ("SSFR",), "HSGO": ("SSGA",),
    "HSIF": ("SSCM", "SSHR"), "HSII": ("SSEG", "SLIA"), "HSPW": ("SSCM", "SSEV"),
    "HSSY": ("SSCM",), "HSWM": ("SSFI",),
    "SLIA": ("HSII",), "SSBK": ("HSBA",), "SSCM": ("HSIF", "HSPW", "HSSY"),
    "SSEG": ("HSIF", "HSII"),
    "SSEV": ("HSPW",), "SSFI": ("HSWM",), "SSFR": ("HSFA",), "SSGA": ("HSHM", "HSGO"),
    "SSHR": ("HSED", "HSIF"),
}  # fmt: skip
"""The committees of the other chamber with the work of one, under another name; for hints only."""

MISSPELT = 0.85
"""From this likeness on (difflib's ratio) an unknown name is a typing error.

Chosen by hand: a new committee may differ from a known one by a word, a slip by a letter or two.
"""

CODE_LETTERS = 4
"""Letters in the code of a committee; that of a subcommittee has two digits behind them."""
MAX_NAME_CHARACTERS = 300
"""The longest name of a subcommittee with its committee has some 200.

Each way to divide the words of a subcommittee is tried, so that a long text would take minutes.
"""
MAX_HINTS = 3
"""Subcommittees that a hint names; of those on health there are five."""
MIN_HINT_LETTERS = 4
"""Letters of a name that a hint may suggest: an abbreviation of three is near to any word."""

_CODE = re.compile(r"[HSJ][A-Z]{3}(\d\d)?")
_CHAMBER = r"(?:us |united states )?(house|senate|joint)s?(?: of representatives)?"
_LEADING = re.compile(rf"^{_CHAMBER}(?: |$)")
_TRAILING = re.compile(rf" (?:(?:in|of) )?{_CHAMBER}$")
# “Subcommittee on Homeland Security of the Committee on Appropriations”, “House Appropriations
# Subcommittee on Homeland Security”, “Homeland Security Subcommittee”; “the” is gone by then.
_SUBCOMMITTEE = re.compile(
    r"^(?:(?P<before>.*?) )?subcommittee(?: on (?P<name>.*)| (?P<of>of .*))?$"
)
_FORMS = re.compile(r"^(?:permanent|select|special)$")


# ---------------------------------------------------------------- words


@dataclass(frozen=True)
class CommitteeWords:
    """What a person's words for a committee or subcommittee mean."""

    chamber: str = ""
    """The chamber that the words name: `house`, `senate`, `joint`; empty: any."""
    subject: str = ""
    """What the committee is about, in small letters: `judiciary`; empty: any."""
    codes: frozenset[str] = frozenset()
    """The committees of the catalogue that have this name or code, or this subcommittee."""
    code: str = ""
    """The code that the words are: HSJU, HSAP15."""
    subcommittees: frozenset[tuple["CommitteeWords", str]] = frozenset()
    """For a subcommittee, each way to read it: its committee, and its own subject."""

    @property
    def is_subcommittee(self) -> bool:
        """Whether the words mean subcommittees and no full committee."""
        return bool(self.subcommittees) or len(self.code) > CODE_LETTERS


# The same few names are compared for every member: a build asks some hundred thousand times.
@functools.lru_cache(maxsize=4096)
def meant(words: str) -> CommitteeWords:
    """Returns what the words mean: a full or short name, an earlier one, or a code.

    Without a chamber, the name that a committee bears itself means that committee alone: “Homeland
    Security” is the House's. Otherwise each committee with such a short name is meant.
    """
    # A whole paragraph by mistake: a subcommittee of a subcommittee is read by recursion.
    if len(words) > MAX_NAME_CHARACTERS:
        return CommitteeWords(subject=subject_of(words))
    # “HSAP 15” and “HSAP-15”, as tables write them.
    code = re.sub(r"[\s-]", "", words).upper()
    # HSJU00 is how the Library of Congress writes a full committee (`systemCode`).
    if re.fullmatch(r"[HSJ][A-Z]{3}00", code):
        code = code[:CODE_LETTERS]
    if _CODE.fullmatch(code) and not _named(code.lower(), ""):
        return CommitteeWords(
            CHAMBER_OF_LETTER[code[0]], codes=frozenset({code[:CODE_LETTERS]}), code=code
        )
    chamber, rest = _chamber_and_rest(plain(words))
    subject = _without_form(rest)
    codes = _named(rest, chamber)
    # A select subcommittee of the whole House is in the catalogue, as a committee is.
    if not codes and (match := _SUBCOMMITTEE.match(rest)):
        readings = frozenset(_readings(match, chamber))
        # “Rules and Organization of the House”: the chamber may belong to the name.
        if chamber and (whole := _SUBCOMMITTEE.match(plain(words))):
            readings |= frozenset(_readings(whole, ""))
        above = frozenset[str]().union(*(committee.codes for committee, _ in readings))
        return CommitteeWords(chamber, codes=above, subcommittees=readings)
    # A chamber alone, or nothing, is no committee, and must not be any committee.
    return CommitteeWords(chamber, subject or f"?{words}", codes or _named(subject, chamber))


def plain(words: str) -> str:
    """Returns the words in small letters, without “the” and signs: `veterans affairs`."""
    # Veterans' and Veterans’ Affairs, Energy & Commerce and Energy and Commerce are one committee.
    bare = re.sub(r"['’.,]", "", words.casefold()).replace("&", " and ")
    # A name of other scripts or signs alone leaves nothing, and must not be equal to the next such
    # name.
    return " ".join(word for word in re.split(r"[\W_]+", bare) if word not in {"", "the"}) or words


def subject_of(name: str) -> str:
    """Returns what a committee is about: `judiciary` of “House Committee on the Judiciary”."""
    return _without_form(_chamber_and_rest(plain(name))[1])


def _chamber_and_rest(words: str) -> tuple[str, str]:
    """Returns the chamber that the words begin or end with, and the other words."""
    for pattern in (_LEADING, _TRAILING):
        if match := pattern.search(words):
            return match[1], pattern.sub("", words)
    return "", words


def _without_form(words: str) -> str:
    """Returns the words without `committee on` and `committee`.

    `permanent select committee on intelligence` leaves `intelligence`, `economic committee`
    leaves `economic`.
    """
    subject = re.sub(r"^.*\bcommittee (of congress )?on ", "", words)
    # “Committee on House Administration”: its own name begins with a chamber.
    return re.sub(r" committee$", "", _LEADING.sub("", subject)) or words


@functools.cache
def _catalogue() -> Mapping[tuple[str, str], tuple[frozenset[str], ...]]:
    """Returns the codes by name and chamber, in three ranks: full names, own names, all names.

    The chamber is empty for words that name no chamber.
    """
    found: dict[tuple[str, str], list[set[str]]] = {}
    for code, names in NAMES.items():
        for number, name in enumerate(names):
            _, rest = _chamber_and_rest(plain(name))
            is_own = number == 0
            has_form = re.search(r"committee|commission|caucus", rest)
            keys = [(subject_of(name), 2)]
            if is_own:
                keys += [(rest if has_form else f"committee on {rest}", 0), (subject_of(name), 1)]
            for key, rank in keys:
                for chamber in ("", CHAMBER_OF_LETTER[code[0]]):
                    found.setdefault((key, chamber), [set(), set(), set()])[rank].add(code)
    return {key: tuple(map(frozenset, ranks)) for key, ranks in found.items()}


def _named(key: str, chamber: str) -> frozenset[str]:
    """Returns the codes of the committees of that name; those of the first rank that has any."""
    ranks = _catalogue().get((key, chamber), ())
    return next(filter(None, ranks), frozenset())


def _readings(match: re.Match[str], chamber: str) -> Iterator[tuple[CommitteeWords, str]]:
    """Yields each way to read the words for a subcommittee: its committee, and its subject."""
    before, behind, of = (match[group] or "" for group in ("before", "name", "of"))
    before = _FORMS.sub("", before)
    # “Department of Defense of the Committee on Appropriations”: the committee may stand behind any
    # “of”; only the names of subcommittees show behind which.
    parts = re.split(r"(?:^| )of ", behind or of)
    above = [" of ".join(parts[start:]) for start in range(1, len(parts))]
    above = [words for words in above if re.search(r"\bcommittee\b", words)]
    for words in above:
        own = (behind or of).removesuffix(words).removesuffix("of ").rstrip()
        yield meant(f"{chamber} {words}"), _subcommittee_subject(own or before)
    name = behind if not above else ""
    if not above:
        committee = meant(f"{chamber} {before}") if name and before else CommitteeWords(chamber)
        yield committee, _subcommittee_subject(name or before)
    if not name:
        # “Appropriations Homeland Security Subcommittee”: its committee may stand before its name.
        parts = before.split()
        for count in range(1, len(parts)):
            committee = meant(" ".join((chamber, *parts[:count])))
            if committee.codes:
                yield committee, _subcommittee_subject(" ".join(parts[count:]))


def _subcommittee_subject(name: str) -> str:
    """Returns what a subcommittee is about: `homeland security`.

    The Senate's appropriators call theirs “Department of Homeland Security”, and people do not.
    """
    subject = re.sub(r"^.*\bsubcommittee on ", "", plain(name))
    return re.sub(r"^departments? of | subcommittee$", "", subject)


# ---------------------------------------------------------------- seats


@dataclass(frozen=True)
class SeatHolder:
    """The seats of a member, as far as a file with mistakes gives them."""

    chamber: str
    committees: tuple[CommitteeSeat, ...]


SeatFacts = tuple[str | None, str, bool]
"""Code, name and whether it is a joint committee's: what the cache needs of a seat."""


def seats_meant(
    recipient: Recipient | SeatHolder, words: str
) -> tuple[CommitteeSeat | SubcommitteeSeat, ...]:
    """Returns the member's seats that the words mean; empty if they sit on no such committee.

    The seats are those on full committees, unless the words are the code of a subcommittee or say
    “subcommittee”.
    """
    found: tuple[CommitteeSeat | SubcommitteeSeat, ...] = tuple(
        seat
        for seat in recipient.committees
        if _is_meant(words, chamber=recipient.chamber, seat=(seat.code, seat.name, seat.joint))
    )
    return found or (subcommittees_meant(recipient, words) if meant(words).is_subcommittee else ())


def subcommittees_meant(
    recipient: Recipient | SeatHolder, words: str
) -> tuple[SubcommitteeSeat, ...]:
    """Returns the member's seats on the subcommittees that the words mean, as a name or a code."""
    return tuple(
        inner
        for seat in recipient.committees
        for inner in seat.subcommittees
        if _is_subcommittee_meant(
            words,
            chamber=recipient.chamber,
            above=(seat.code, seat.name, seat.joint),
            own=(inner.code, inner.name),
        )
    )


def sits_on(recipient: Recipient | SeatHolder, names: Iterable[str]) -> bool:
    """Returns whether the member sits on one of the committees or subcommittees."""
    return any(seats_meant(recipient, name) for name in names)


def overlap(one: str, other: str) -> bool:
    """Returns whether two names may mean one committee: Judiciary and Senate Judiciary do.

    A subcommittee and its committee do, too.
    """
    first, second = meant(one), meant(other)
    if first.is_subcommittee and second.is_subcommittee:
        return first == second
    if first.codes or second.codes:
        return bool(first.codes & second.codes)
    chambers = {first.chamber, second.chamber} - {""}
    return first.subject == second.subject and len(chambers) < 2  # noqa: PLR2004


def chambers_meant(words: str, recipients: Iterable[Recipient | SeatHolder]) -> frozenset[str]:
    """Returns the chambers in which members sit on what the words mean; empty if it is unknown."""
    sought = meant(words)
    codes = sought.codes & NAMES.keys()
    found = {CHAMBER_OF_LETTER[code[0]] for code in codes}
    if not codes or sought.is_subcommittee:
        found = {one.chamber for one in recipients if one.chamber and seats_meant(one, words)}
    return frozenset({"house", "senate"} if "joint" in found else found)


def namesakes(words: str) -> frozenset[str]:
    """Returns the committees that people call so too, but that the words alone do not mean.

    For “Homeland Security” it is that of the Senate, “Homeland Security and Governmental Affairs”.
    """
    sought = meant(words)
    if sought.chamber or sought.is_subcommittee or sought.code or not sought.codes:
        return frozenset()
    ranks = _catalogue().get((sought.subject, ""), ())
    return frozenset[str]().union(*ranks) - sought.codes


def is_called(words: str, name: str, *, code: str) -> bool:
    """Returns whether the words are that name of the committee or subcommittee with this code."""
    chamber, rest = _chamber_and_rest(plain(words))
    if chamber not in {"", CHAMBER_OF_LETTER.get(code[0], "")}:
        return False
    if len(code) > CODE_LETTERS:
        return _subcommittee_subject(rest) == _subcommittee_subject(name)
    return subject_of(words) == subject_of(name)


@functools.lru_cache(maxsize=16384)
def _is_meant(words: str, *, chamber: str, seat: SeatFacts) -> bool:
    sought, name = meant(words), seat[1]
    if sought.is_subcommittee:
        # A new select subcommittee of the whole House is in the data as a committee.
        return bool(sought.subcommittees) and plain(words) == plain(name)
    return _fits(sought, chamber=chamber, seat=seat)


@functools.lru_cache(maxsize=16384)
def _is_subcommittee_meant(
    words: str, *, chamber: str, above: SeatFacts, own: tuple[str | None, str]
) -> bool:
    sought, (code, name) = meant(words), own
    if sought.code:
        return code is not None and code.upper() == sought.code
    readings: Iterable[tuple[CommitteeWords, str]] = sought.subcommittees
    if "subcommittee" not in plain(words):
        of, rest = _chamber_and_rest(plain(words))
        # “Rules and Organization of the House”: the chamber may belong to the name.
        readings = [
            (CommitteeWords(of), _subcommittee_subject(rest)),
            (CommitteeWords(), _subcommittee_subject(words)),
        ]
    return any(
        subject == _subcommittee_subject(name) and _fits(committee, chamber=chamber, seat=above)
        for committee, subject in readings
    )


def _fits(sought: CommitteeWords, *, chamber: str, seat: SeatFacts) -> bool:
    """Returns whether the words for a full committee mean this seat of a member of the chamber."""
    code, name, joint = seat
    codes = codes_of_seat(seat, chamber=chamber)
    is_of_chamber = sought.chamber in {"", "joint" if joint else chamber}
    # A seat that a person wrote without a code bears the words themselves: a senator's “Rules” and
    # a rule for “Rules” are of one hand, and mean the same.
    if not code and is_of_chamber and sought.subject and sought.subject == subject_of(name):
        return True
    if sought.code or sought.codes & codes:
        return bool(sought.codes & codes)
    # By name where the catalogue does not know one of the two: a committee that is new or has a
    # new name, or one of another body.
    if sought.codes and codes and codes <= NAMES.keys():
        return False
    return is_of_chamber and sought.subject in {"", subject_of(name)}


@functools.lru_cache(maxsize=4096)
def codes_of_seat(seat: SeatFacts, *, chamber: str) -> frozenset[str]:
    """Returns the code of the seat, or those that its name has in the member's chamber."""
    code, name, joint = seat
    if code:
        return frozenset({code.upper()})
    rest = _chamber_and_rest(plain(name))[1]
    for of in ("joint",) if joint else (chamber, "joint"):
        if codes := _named(rest, of) or _named(_without_form(rest), of):
            return codes
    return frozenset()


# ---------------------------------------------------------------- mistakes


def committee_problem(words: str, recipients: Iterable[Recipient | SeatHolder]) -> str | None:
    """Returns why the words mean no committee, and what was probably meant; None if they mean one.

    A committee is known from the catalogue, or because one of the recipients sits on it.
    """
    sought, people = meant(words), tuple(recipients)
    is_in_catalogue = not sought.is_subcommittee and sought.codes & NAMES.keys()
    if is_in_catalogue or any(seats_meant(person, words) for person in people):
        return None
    if sought.is_subcommittee:
        near = _longer_subcommittees(words, people) or subcommittee_problem(words, people)
        return near or _no_such("subcommittee", words, known=())
    if sought.chamber and (others := _named(sought.subject, "")):
        return _of_the_other_chamber(words, chamber=sought.chamber, codes=sorted(others))
    if any(subcommittees_meant(person, words) for person in people):
        return f'{quoted(words)} is a subcommittee: write "Subcommittee on {words}"'
    if longer := _longer_subcommittees(words, people):
        return longer
    names = {seat.name for person in people for seat in person.committees}
    for code, known in NAMES.items():
        if sought.chamber in {"", CHAMBER_OF_LETTER[code[0]]}:
            names |= {code} if sought.code else {*known}
    names = {name for name in names if len(name) >= MIN_HINT_LETTERS}
    return _no_such("committee", words, known=names)


def subcommittee_problem(words: str, recipients: Iterable[Recipient | SeatHolder]) -> str | None:
    """Returns why the words mean no subcommittee of the recipients; None if they may mean one.

    A name that is near no known one passes: each Congress names its subcommittees again, and files
    made by hand may lack them.
    """
    people = tuple(recipients)
    if any(subcommittees_meant(person, words) for person in people):
        return None
    held = {
        inner for person in people for seat in person.committees for inner in seat.subcommittees
    }
    names = {inner.name for inner in held}
    near = closest(words, names, cutoff=MISSPELT)
    near = near or closest(_subcommittee_subject(words), names, cutoff=MISSPELT)
    return _no_such("subcommittee", words, known=[near]) if near else None


def _longer_subcommittees(words: str, people: Iterable[Recipient | SeatHolder]) -> str | None:
    """Returns the subcommittees in whose names the words are, or None.

    For “Immigration Subcommittee”, “Immigration Integrity, Security, and Enforcement”.
    """
    subjects = {subject for _, subject in meant(words).subcommittees}
    subjects |= {_subcommittee_subject(_chamber_and_rest(plain(words))[1])}
    sought = [set(subject.split()) for subject in subjects if len(subject) >= MIN_HINT_LETTERS]
    chamber = meant(words).chamber
    found = {
        inner.name
        for person in people
        if chamber in {"", person.chamber}
        for seat in person.committees
        for inner in seat.subcommittees
        if any(subject <= set(plain(inner.name).split()) for subject in sought)
    }
    if not 0 < len(found) <= MAX_HINTS:
        return None
    # Whole, however long: people copy what a hint says.
    names = [f'"Subcommittee on {name}"' for name in sorted(found)]
    return f"there is no committee or subcommittee {quoted(words)}; did you mean {listed(names)}?"


def _no_such(kind: str, words: str, *, known: Iterable[str]) -> str:
    names = tuple(known)
    near = closest(words, names) or closest(meant(words).subject, names)
    advice = f'; did you mean "{near}"?' if near else ""
    return f"there is no {kind} {quoted(words)}{advice}"


def _of_the_other_chamber(words: str, *, chamber: str, codes: Iterable[str]) -> str:
    """Returns which chamber has the committee, and which committee this chamber has for it."""
    there = [f"{NAMES[code][0]} ({CHAMBER_OF_LETTER[code[0]].title()})" for code in codes]
    body = "Congress jointly" if chamber == "joint" else f"the {chamber.title()}"
    own = [
        NAMES[other][0]
        for code in codes
        for other in COUNTERPARTS.get(code, ())
        if CHAMBER_OF_LETTER[other[0]] == chamber
    ]
    here = f"; {body} has {listed(own)}" if own else ""
    return f"{quoted(words)} is no committee of {body}: there is {listed(there, last='and')}{here}"
