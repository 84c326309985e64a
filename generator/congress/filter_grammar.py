"""The grammar of filters: the words with which people name recipients, read as terms.

A filter is one or several terms that must all hold: `senate committee:Judiciary`. A term is a key
of `when` with its value, or a bare word: a seat, a state, a chamber, a title, a role, a ZIP code, a
place or a name. `!` in front turns a term around. Names and committees have several words, and
people do not quote them: the words are divided so that each part means something.
"""

import difflib
import functools
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath
from typing import NamedTuple, TypeVar, get_args

from generator.congress.committees import (
    MIN_HINT_LETTERS,
    NAMES,
    committee_problem,
    meant,
    subcommittee_problem,
    subcommittees_meant,
)
from generator.congress.forms_of_address import (
    CONGRESS,
    HONORIFICS,
    file_stem,
    file_stems,
    folded,
    is_of,
    same_body,
)
from generator.congress.seats import read_seat
from generator.congress.zip_codes import five_digits
from generator.errors import LettersError
from generator.models.campaign import When
from generator.models.fields import (
    LEADERS,
    CommitteeRole,
    KnownPosition,
    LeadershipOffice,
    Title,
)
from generator.models.recipient import Recipient
from generator.models.source import Place
from generator.states import STATES, code_of
from generator.text import closest, hint, listed, quoted

Value = TypeVar("Value")

LIST = "`letters list recipients` shows who is"
MIN_LIKENESS = 0.7
"""From this likeness on (difflib's ratio) a name is suggested; chosen by hand.

At difflib's own 0.6, Moore is suggested for O'Rourke.
"""
NO_PARTY = (
    "party is no filter, as it is no rule of an argument: a letter goes to a member for the office "
    "they hold, the place they represent and what they did (committee:, role:, district_of:, "
    "position:), and the recipients files hold no party"
)

# Zeros in front are skipped, because tables write AK-00 and TX-016; TX-123 and TEX-1 are no seats.
_SEAT = re.compile(r"^([A-Za-z]{2})[- ]?0*(\d{1,2}|AL|sen)$", re.IGNORECASE)
"""A seat as people write it: `TX-16`, `tx16`, `AK AL`, `TX-sen`."""
_SPELT_SEAT = re.compile(
    r"(?:(?P<before>.+?)(?:'s?)?[ -]+(?:at[ -]large|0*(?P<one>\d{1,2})(?:st|nd|rd|th)?)DISTRICT"
    r"|0*(?P<two>\d{1,2})(?:st|nd|rd|th)?DISTRICT (?:of|in) (?P<behind>.+)"
    r"|(?:congressional )?district 0*(?P<three>\d{1,2}) (?:of|in) (?P<last>.+))".replace(
        "DISTRICT", "(?: (?:congressional )?(?:district|seat))?"
    )
)
"""A seat in words: `Texas 16th`, `Alaska at-large`, `16th congressional district of Texas`."""
_KEY = re.compile(r"^([A-Za-z][A-Za-z_-]*):(.*)$", re.DOTALL)
_WITHIN = re.compile(r"^(\d+) ?(?:miles?|mi) (?:of|from|around) (.+)$", re.IGNORECASE)
# “Sen. Ted Cruz (R-TX)” and “(D-TX-16)” are copied from the news; the letter narrows nothing.
_AFFILIATION = re.compile(r"\(\s*[A-Za-z]{1,3}-([A-Z]{2}(?:-\d{1,2})?|[A-Z][a-z. ]+)\s*\)")
_PARTIES = frozenset(
    "party democrat democrats democratic dem dems republican republicans gop independent "
    "independents r d i".split()
)
_SIDE_BY_SIDE = ("committee", "subcommittee", "role")
"""Keys that are judged together, as in `when`: the role is that on the committee."""
_WORD = re.compile(r"[\w']+")
MAX_LETTERS = 400
"""Letters of the longest filter; the longest name of a committee has 113.

Every way to divide the words is tried for every member: a page of text would take minutes.
"""

_SUFFIX = re.compile(r" (pdf|txt|html)$")
_MAX_WORDS = 8
"""Words of one name, state or place: “Commonwealth of the Northern Mariana Islands” has six."""

_CHAMBERS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("senate", "senator", "sen"), ("senate",)),
    **dict.fromkeys(("house", "representative", "rep"), ("house",)),
    **dict.fromkeys(("congressman", "congresswoman", "congressmen", "congresswomen"), ("house",)),
}
_ROLES: Mapping[str, tuple[str, ...]] = {
    **{role: (role,) for role in get_args(CommitteeRole) if role != "member"},
    **dict.fromkeys(("chairman", "chairwoman", "chairperson"), ("chair",)),
    **dict.fromkeys(("vice chairman", "vice chairwoman"), ("vice chair",)),
}
_LEADERSHIP: Mapping[str, tuple[str, ...]] = {
    **{office: (office,) for office in get_args(LeadershipOffice) if office != "none"},
    **dict.fromkeys(("leadership", "leader"), LEADERS),
    "whip": tuple(office for office in LEADERS if office.endswith("whip")),
}
_VALUES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "chamber": _CHAMBERS,
    "title": {title: (title,) for title in get_args(Title)},
    "role": {**_ROLES, "member": ("member",), "ranking": ("ranking member",)},
    "leader": {
        **_LEADERSHIP,
        **dict.fromkeys(("true", "yes"), LEADERS),
        **dict.fromkeys(("false", "no", "none"), ("none",)),
    },
    "position": {position: (position,) for position in get_args(KnownPosition)},
}
"""The values of keys that have few, by the words for them."""
_LISTS = frozenset({*_VALUES, "state", "district"})
"""Keys that take several values with commas; names of committees have commas of their own."""
_BARE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    **{word: ("leader", offices) for word, offices in _LEADERSHIP.items()},
    **{word: ("role", roles) for word, roles in _ROLES.items()},
    "delegate": ("title", ("delegate",)),
    "resident commissioner": ("title", ("resident commissioner",)),
    # “Senator” and “Rep.” narrow the chamber alone: people say “Congresswoman Norton” of a
    # delegate. `title:representative` means no delegate.
    **{word: ("chamber", chambers) for word, chambers in _CHAMBERS.items()},
}
"""Bare words that mean a key with values."""
_FILLING = frozenset({"the", "of", "from", "delegation"})
"""Words between others that say nothing: “the Speaker of the House”, “Texas delegation”."""
_BEFORE_NAMES = HONORIFICS - _BARE.keys()
"""Words before a name that say nothing: “The Honorable”, “Dr.”."""


class FilterWordsError(LettersError):
    """Words of a filter that mean nothing, or nothing here; the text says what to write."""


@dataclass(frozen=True)
class FilterTerm:
    """One condition of a filter; the conditions and the name are two readings, and either holds."""

    words: str
    """As the user wrote it."""
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys of `when` with their values."""
    name: str = ""
    """A name of a recipient, folded as `plain` does it."""
    zip_code: str = ""
    excludes: bool = False
    """True for `!TX`."""

    @cached_property
    def when(self) -> When | None:
        """The conditions as a rule; None without any."""
        return When.model_validate(self.conditions) if self.conditions else None


class _Run(NamedTuple):
    """Words of a filter between two keys, as they were written."""

    key: str
    words: list[str]
    excludes: bool


class _Cover(NamedTuple):
    """A way to divide words into terms; of several the least is taken."""

    unknown: int
    """Words that mean nothing."""
    terms: int
    parts: tuple[FilterTerm | str, ...]
    """The terms, and the unknown words."""


class FilterReader:
    """Reads filters, whose words may be names and committees of these recipients, and places."""

    def __init__(self, recipients: Sequence[Recipient], places: Mapping[str, Place]) -> None:
        self._recipients = recipients
        self._places = places
        stems = file_stems(recipients)
        self._names = {one.id: _names_of(one, stem=stems[one.id]) for one in recipients}
        self._surnames = {names.surname for names in self._names.values()}
        self._titles = {
            plain(one.title): (one.title,) for one in recipients if one.body and one.title
        }

    def read(self, sought: str) -> tuple[FilterTerm, ...]:
        """Returns the terms of the filter, a role together with its committee.

        Raises FilterWordsError.
        """
        if len(sought) > MAX_LETTERS:
            reason = f"it has {len(sought):,} letters, and a filter has at most {MAX_LETTERS}"
            raise FilterWordsError(reason)
        terms: list[FilterTerm] = []
        own_id = sought.strip().removeprefix("!")
        # The colon of `us:tx/governor` ends no key.
        if ":" in own_id and own_id in self._names:
            return (FilterTerm(own_id, name=plain(own_id), excludes=own_id != sought.strip()),)
        for run in _runs(_AFFILIATION.sub(r"\1", sought)):
            terms += self._keyed(run) if run.key else self._bare(run)
        if not terms:
            reason = "it is empty: write TX-16, TX, senate, committee:Judiciary"
            raise FilterWordsError(reason)
        return _side_by_side(terms)

    def is_named(self, recipient: Recipient, name: str) -> bool:
        """Returns whether it is a name of the recipient, or whole words of the full name.

        A surname is that of its bearers alone: “Rep. Scott” means Austin Scott, not Scott Peters.
        """
        names = self._names[recipient.id]
        return names.surname == name if name in self._surnames else names.fits(name)

    # ------------------------------------------------------------ keys

    def _keyed(self, run: _Run) -> list[FilterTerm]:
        """Returns the term of a key, and those of the bare words behind its value.

        The value is the longest that the key knows: `committee:Homeland Security TX`.
        """
        key = _key(run)
        covers = self._covers(run.words)
        for count in range(len(run.words), 0, -1):
            value, behind = " ".join(run.words[:count]), covers[count]
            # Unknown words behind it belong to a value with a mistake in it.
            if behind.unknown:
                break
            if found := self._values(key, value):
                term = FilterTerm(f"{run.key}:{value}", {key: found}, excludes=run.excludes)
                return [term, *(part for part in behind.parts if isinstance(part, FilterTerm))]
        raise FilterWordsError(self._unknown_value(key, " ".join(run.words)))

    def _values(self, key: str, words: str) -> tuple[str, ...]:
        """Returns the values as `when` writes them; empty if one is unknown."""
        found: list[str] = []
        for word in words.split(",") if key in _LISTS else [words]:
            values = self._value(key, word.strip())
            if not values:
                return ()
            found += values
        return tuple(found)

    def _value(self, key: str, word: str) -> tuple[str, ...]:
        if key in _VALUES:
            held = _of_words(word, self._titles) if key == "title" else None
            return _of_words(word, _VALUES[key]) or held or ()
        known = None
        if key == "state":
            known = code_of(word)
        elif key == "district":
            known = _seat(word).get("district", (None,))[0]
        elif key == "committee":
            known = None if committee_problem(word, self._recipients) else word
        elif key == "subcommittee":
            is_held = any(subcommittees_meant(one, word) for one in self._recipients)
            known = word if is_held else None
        elif key == "body":
            is_held = any(is_of(one, (word,)) for one in self._recipients)
            known = word if is_held or same_body(word, CONGRESS) else None
        elif key == "district_of":
            known = self._place(word)
        elif match := _WITHIN.match(word):
            place = self._place(match[2])
            known = f"{match[1]} miles of {place}" if place else None
        return () if known is None else (known,)

    def _unknown_value(self, key: str, value: str) -> str:
        """Returns the sentence for a value that the key does not know."""
        problem = None
        if not value:
            problem = f"{key}: needs a value: committee:Judiciary, role:chair, state:TX"
        elif key in _VALUES:
            known = {one for values in _VALUES[key].values() for one in values}
            problem = f"{key}: has no value {quoted(value)}{hint(value, known)}"
        elif key == "committee":
            problem = committee_problem(value, self._recipients)
        elif key == "subcommittee":
            problem = subcommittee_problem(value, self._recipients)
        elif key == "state":
            near = code_of(closest(value, STATES.values()) or "")
            more = f"did you mean state:{near}?" if near else "write its postal code: state:TX"
            problem = f"there is no state {quoted(value)}; {more}"
        elif key == "district":
            problem = f"{quoted(value)} is no seat: write district:TX-16 or district:AK-AL"
        elif key == "body":
            bodies = {one.body for one in self._recipients if one.body} | {CONGRESS}
            problem = f"no recipient belongs to {quoted(value)}{hint(value, bodies)}"
        elif key == "within" and not _WITHIN.match(value):
            problem = f'{quoted(value)} is no distance: write "within:100 miles of el-paso"'
        elif key in {"within", "district_of"}:
            problem = self._no_place(value.partition(" of ")[2] or value)
        return problem or f"no member in these files sits on {quoted(value)} ({LIST} on which)"

    def _no_place(self, words: str) -> str:
        if not self._places:
            return (
                f"there is no place {quoted(words)}: places are those of a campaign's source.yaml"
            )
        return f"there is no place {quoted(words)}{hint(words, self._places)}"

    def _place(self, words: str) -> str | None:
        """Returns the id of the place with this id or name, or None."""
        for name, place in self._places.items():
            if plain(words) in (plain(name), plain(place.name)):
                return name
        return None

    # ------------------------------------------------------------ bare words

    def _bare(self, run: _Run) -> list[FilterTerm]:
        """Returns the terms of words without a key; `!` is said of the first."""
        cover = self._covers(run.words)[0]
        found: list[FilterTerm] = []
        unknown = " ".join(part for part in cover.parts if isinstance(part, str))
        if unknown:
            raise FilterWordsError(self._unknown_words(" ".join(run.words), unknown))
        for part in cover.parts:
            if isinstance(part, FilterTerm):
                found.append(replace(part, excludes=run.excludes and not found))
        return found

    def _covers(self, words: Sequence[str]) -> Sequence[_Cover]:
        """Returns how the words from each on are divided, and at the end no words.

        They are divided into the fewest terms that leave the fewest words unknown: “Virginia Foxx”
        is a name, and “Virginia house” a state and a chamber.
        """
        # From the last word to the first: best[i] divides the words from i on.
        best = [_Cover(0, 0, ())] * (len(words) + 1)
        for start in range(len(words) - 1, -1, -1):
            behind = best[start + 1]
            covers = [_Cover(behind.unknown + 1, behind.terms, (words[start], *behind.parts))]
            if words[start].casefold() in _FILLING and len(words) > 1:
                covers.append(behind)
            for end in range(min(len(words), start + _MAX_WORDS), start, -1):
                if term := self._term(" ".join(words[start:end])):
                    behind = best[end]
                    parts = (term, *behind.parts)
                    covers.append(_Cover(behind.unknown, behind.terms + 1, parts))
            best[start] = min(covers, key=lambda cover: cover[:2])
        return best

    def _term(self, words: str) -> FilterTerm | None:
        """Returns the term that these bare words are, all together; None for unknown words."""
        if zip_code := five_digits(words):
            return FilterTerm(words, zip_code=zip_code)
        bare, name = _of_words(words, _BARE), ""
        if bare:
            conditions = dict([bare])
        elif seat := _seat(words):
            conditions = seat
        elif words.upper() in STATES:
            conditions = {"state": (words.upper(),)}
        elif place := self._place(words):
            conditions = {"district_of": (place,)}
        else:
            # By its name, a state is read with the names of members, so that `Virginia` means the
            # members from the state and Virginia Foxx.
            code = code_of(words)
            conditions = {"state": (code,)} if code else {}
            name = self._name(words)
            if not (code or name):
                return None
        return FilterTerm(words, conditions, name)

    def _name(self, words: str) -> str:
        """Returns the words as a name of a recipient; empty if they are none.

        With a slash they are an id (`ferry-landing/council`) or the path of a letter, as a whole.
        """
        name = plain(words)
        every = self._names.values()
        if "/" not in words:
            return name if any(names.fits(name) for names in every) else ""
        file = _SUFFIX.sub("", plain(PurePath(words).name))
        return next((one for one in (name, file) if any(one in own.others for own in every)), "")

    def _unknown_words(self, words: str, unknown: str) -> str:
        """Returns what the user probably meant, of one kind, or what filters there are."""
        if _PARTIES.intersection(plain(unknown).split()):
            return NO_PARTY
        known = self._known_words()
        for given in dict.fromkeys((words, unknown)):
            # A committee as it is written, before names that look like it: `House HELP`.
            if committee := self._committee_meant(given):
                return committee
            # Three, because a surname may be that of several members.
            near = difflib.get_close_matches(plain(given), known, n=3, cutoff=MIN_LIKENESS)
            kinds = [known[match] for match in near]
            if kinds:
                return (
                    f"did you mean {listed(name for kind, name in kinds if kind == kinds[0][0])}?"
                )
        cities = {plain(o.city) for one in self._recipients for o in one.addresses.district}
        if plain(words) in cities:
            find = written(words)
            return f"a city is no filter; `letters find {find}` shows who has an office there"
        return (
            f"no member in these files has that name ({LIST}); "
            "other filters are TX-16, TX, senate and committee:Judiciary"
        )

    def _known_words(self) -> dict[str, tuple[str, str]]:
        """Returns the bare words that mean something: the kind of each, and how it is written."""
        known = {
            plain(name): ("committee", written(f"committee:{name}"))
            for name in itertools.chain.from_iterable(NAMES.values())
            if len(name) >= MIN_HINT_LETTERS
        }
        known |= {plain(name): ("state", name) for name in STATES.values()}
        known |= {plain(name): ("place", name) for name in self._places}
        known |= {word: ("word", word) for word in _BARE}
        for person in self._recipients:
            for name in (person.name.full, person.name.last, person.seat):
                known[plain(name)] = ("name", name)
        return known

    def _committee_meant(self, words: str) -> str:
        """Returns how to write the committee that the words name, or why they name no committee.

        Empty if they are no name of a committee.
        """
        sought = meant(words)
        if sought.codes:
            return f"did you mean {written(f'committee:{words}')}?"
        if sought.chamber and meant(sought.subject).codes:
            return committee_problem(words, self._recipients) or ""
        return ""


# ---------------------------------------------------------------- words


def plain(text: str) -> str:
    """Returns the text in small letters without accents and periods, as people type names."""
    bare = folded(text).casefold().replace("’", "'")
    return " ".join(re.sub(r"[.,()]", " ", bare).split())


def written(words: str) -> str:
    """Returns the words as the command line takes them: in quotes where they have a space."""
    return f'"{words}"' if " " in words else words


class _MemberNames(NamedTuple):
    """The names of one recipient."""

    surname: str
    others: frozenset[str]
    """The id, the file names of letters, and the body outside Congress."""
    words: frozenset[str]
    """The words of the full name, with the given name and the nickname."""

    def fits(self, name: str) -> bool:
        """Returns whether it is one of the names, or whole words of the full name."""
        stem, sought = _stem_and_words(name)
        if name == self.surname or stem in self.others:
            return True
        # An initial alone is no name: “(D)” is a party.
        return sought <= self.words and any(len(word) > 1 for word in sought)


# Asked for every member, with the same few words.
@functools.lru_cache(maxsize=4096)
def _stem_and_words(name: str) -> tuple[str, frozenset[str]]:
    """Returns the name of a letter without its kind, and the words of a name of a person."""
    # Whole words: `King` must not select Kingston.
    words = frozenset(_WORD.findall(name)) - _BEFORE_NAMES
    return _SUFFIX.sub("", name), words


def _names_of(person: Recipient, *, stem: str) -> _MemberNames:
    name = person.name
    # “Governor Abbott”: the titles of Congress are words of the grammar.
    title = person.title if person.body else None
    words = plain(" ".join(filter(None, (name.full, name.first, name.nickname, title))))
    known = (person.id, file_stem(person), stem, person.body)
    others = frozenset(map(plain, filter(None, known)))
    return _MemberNames(plain(name.last), others, frozenset(_WORD.findall(words)))


def _runs(sought: str) -> Iterable[_Run]:
    """Yields the words behind each key and each `!`, and those before the first."""
    run = _Run("", [], excludes=False)
    # “! TX” and “committee: Judiciary”, as people also write them.
    for chunk in re.sub(r"!\s+", "!", sought).split():
        excludes = chunk.startswith("!")
        word = chunk.lstrip("!")
        match = _KEY.match(word)
        if excludes or match:
            if run.key or run.words:
                yield run
            run = _Run(match[1] if match else "", [], excludes)
            word = match[2] if match else word
        # A comma divides bare words; in a value it belongs to a name.
        parts = [word] if run.key else re.split(r"[,()]+", word)
        run.words.extend(filter(None, parts))
    if run.key or run.words:
        yield run


def _key(run: _Run) -> str:
    """Returns the key of `when` that is meant. Raises FilterWordsError for another word."""
    name = run.key.lower().replace("-", "_")
    name = {"leadership": "leader"}.get(name, name)
    if name in When.model_fields:
        return name
    reason = f"{run.key}: is no key; the keys are {listed(When.model_fields, last='and')}"
    if name == "party":
        reason = NO_PARTY
    elif near := closest(name, When.model_fields):
        reason = f"did you mean {written(' '.join((f'{near}:', *run.words)).replace(': ', ':'))}?"
    raise FilterWordsError(reason)


def _seat(words: str) -> dict[str, tuple[str, ...]]:
    """Returns the seat as conditions; empty for other words. Raises NoSuchSeatError."""
    match = _SEAT.match(words)
    if match is None:
        return _spelt_seat(words)
    state, number = match[1].upper(), match[2].upper()
    if number == "SEN":
        return {"state": (state,), "chamber": ("senate",)} if state in STATES else {}
    # 0 and AL both mean the only seat of a state.
    seat = read_seat(f"{state}-{number}" if number not in {"0", "00"} else f"{state}-AL")
    return {"district": (str(seat),)}


def _spelt_seat(words: str) -> dict[str, tuple[str, ...]]:
    """Returns the seat that is written in words, as conditions; empty for other words."""
    match = _SPELT_SEAT.fullmatch(plain(words))
    if match is None:
        return {}
    before, one, two, behind, three, last = match.groups()
    state = code_of((before or behind or last or "").removeprefix("the "))
    seat = read_seat(f"{state}-{one or two or three or 'AL'}") if state else None
    return {"district": (str(seat),)} if seat else {}


def _of_words(word: str, known: Mapping[str, Value]) -> Value | None:
    """Returns what the word means, also in the plural; None for another word."""
    name = plain(word)
    return known.get(name) or known.get(name.removesuffix("s"))


def _side_by_side(terms: Iterable[FilterTerm]) -> tuple[FilterTerm, ...]:
    """Returns the terms with each role joined to the committee next to it.

    `committee:Judiciary role:chair` means the chair of Judiciary, as in `when`. A key that stands
    a second time begins another pair.
    """
    found: list[FilterTerm] = []
    pair: int | None = None
    for term in terms:
        keys = term.conditions.keys() & set(_SIDE_BY_SIDE)
        if term.excludes or not keys:
            found.append(term)
        elif pair is None or keys & found[pair].conditions.keys():
            pair = len(found)
            found.append(term)
        else:
            one = found[pair]
            both = {**one.conditions, **term.conditions}
            found[pair] = replace(one, words=f"{one.words} {term.words}", conditions=both)
    return tuple(found)
