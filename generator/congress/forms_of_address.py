"""Forms of address: the salutation, inside address and closing of a letter to a member.

They follow the “Models of Address” of the Department of State and of the International Trade
Administration, with salutations that need no gender. Postal rules are those of USPS Publication 28.
"""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from generator.congress.committees import seats_meant, subject_of
from generator.congress.zip_codes import CHAMBER_ZIPS
from generator.models.fields import Chamber
from generator.models.recipient import CommitteeSeat, DistrictOffice, Name, Recipient

AddressStyle = Literal["full", "chamber"]

CHAMBER_NAMES: Mapping[Chamber, str] = {
    "senate": "United States Senate",
    "house": "U.S. House of Representatives",
}

HONORIFICS = frozenset({
    "the", "honorable", "hon", "dr", "doctor", "mr", "mrs", "ms", "miss",
    "sen", "senator", "rep", "representative", "congressman", "congresswoman", "delegate",
})  # fmt: skip
"""Words before a name that “The Honorable” replaces, in small letters without periods."""
POSTNOMINALS = frozenset({
    "md", "phd", "jd", "do", "dds", "dvm", "rn", "mph", "esq", "ret", "usa", "usn", "usaf", "usmc",
    "uscg",
})  # fmt: skip
"""Degrees and ranks after a name, which “The Honorable” does not go with; written likewise."""
CONGRESS = "congress"
"""The name of Congress among bodies, in rules: `body: congress`."""
_SMALL_WORDS = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "the", "to"})
"""Words of a title that stay small."""
COMMITTEES_WITH_ARTICLE = frozenset({"judiciary", "budget", "library", "district of columbia"})
"""Committees whose name takes the article (House Rule X, Senate Rule XXV)."""

MAX_STEM_LETTERS = 64
"""Letters of a file name without its extension, chosen by hand: a long surname stays readable, and
with folder and extension the name is far below the 255 bytes that a disk allows."""
MAX_DELIVERY_LINE = 40
"""Characters of a street and suite on one line; Publication 28 (213) allows two lines."""
MAX_ROLE_LINE = 47
"""Characters of a role and committee on one line: so many fit a window envelope at 10 points."""
MAX_LINES = 4
"""Lines that show whole in the window of a No. 10 envelope at the size of the letter; measured, see
docs/decisions.md."""


# ---------------------------------------------------------------- in which role


def committee_role(recipient: Recipient, concerns: Iterable[str]) -> CommitteeSeat | None:
    """Returns the member's seat as chair or ranking member of a committee the letter concerns.

    The first such committee counts. A member who chairs a committee is addressed as its chair only
    in letters that concern it, and as a member in all others.
    """
    # Outside the order of the campaign, inside the order of the member's file: the campaign says
    # which committee matters most.
    for concern in concerns:
        for seat in seats_meant(recipient, concern):
            # Of full committees only: the forms of address have no chair of a subcommittee.
            if seat.role in ("chair", "ranking member") and isinstance(seat, CommitteeSeat):
                return seat
    return None


def committee_title(name: str) -> str:
    """Returns the full name without the chamber: `Committee on the Judiciary`."""
    # A name that says what the body is (Joint Economic Committee, Caucus on …) needs no “Committee
    # on” before it.
    name = typographic(name)
    if re.search(r"committee|commission|caucus", name, re.IGNORECASE):
        return re.sub(r"^(united states )?(house|senate) ", "", name, flags=re.IGNORECASE)
    if name.lower().startswith("the ") or subject_of(name) not in COMMITTEES_WITH_ARTICLE:
        return f"Committee on {name}"
    return f"Committee on the {name}"


# ---------------------------------------------------------------- the letter


def inside_address(
    recipient: Recipient, *, concerns: Iterable[str] = (), style: AddressStyle = "full"
) -> tuple[str, ...]:
    """Returns the lines of the inside address in Washington, or the recipient's `address_lines`.

    The style `chamber` has no room and no ZIP+4: such an address stays right when offices move.
    Where the address of a chair or leader would have more than four lines, the room is left out,
    as in the models: it is the room of the member, not of the committee.
    """
    # A person wrote these lines knowing more than the program does: they are printed as they stand.
    # Recipients outside Congress always have them: the program knows no other body's forms.
    if recipient.address_lines:
        return tuple(map(clean, recipient.address_lines))
    washington = recipient.addresses.washington
    room: tuple[str, ...] = ()
    zip_code = None
    if style == "full":
        zip_code = washington.zip
        # A room without its building leads nowhere, and the chamber's own address always arrives.
        if washington.room and washington.building:
            room = (typographic(f"{washington.room} {washington.building}"),)
    city = f"Washington, DC {zip_code or CHAMBER_ZIPS[chamber_of(recipient)]}"
    # The most complete form first, because `_shortest` takes the first that fits.
    return _shortest(
        (honorable(recipient.name), *role, *office, *body, city)
        for role, body in _role_forms(recipient, concerns)
        for office in (room, ())
    )


def in_one_line(address: Iterable[str]) -> str:
    """Returns the lines of an address with commas: `Chair, Senate Committee on Foreign Relations`.

    A line that ends in a small word goes on in the next one: long names of committees have two
    lines.
    """
    line = ""
    for each in address:
        goes_on = line.rpartition(" ")[2] in _SMALL_WORDS
        line += f"{' ' if goes_on else ', '}{each}" if line else each
    return line


def district_address(
    recipient: Recipient, office: DistrictOffice, *, concerns: Iterable[str] = ()
) -> tuple[str, ...]:
    """Returns the lines of the inside address of an office at home.

    The building stands above the street, as in Publication 28.
    """
    building = (typographic(office.building),) if office.building else ()
    city = f"{typographic(office.city)}, {office.state} {office.zip}"
    return _shortest(
        (honorable(recipient.name), *role, *body, *building, *_delivery_lines(office), city)
        for role, body in _role_forms(recipient, concerns)
    )


def salutation(recipient: Recipient, *, concerns: Iterable[str] = ()) -> str:
    """Returns `Dear Senator Cortez Masto:`, by the member's role and without gender.

    The recipient's own `salutation` goes before it.
    """
    if recipient.salutation:
        return clean(recipient.salutation)
    role = committee_role(recipient, concerns)
    title = leadership_title(recipient)
    # The Speaker is addressed as such in each letter; then the committee that the letter concerns
    # goes before an office that has nothing to do with it.
    if is_speaker(recipient):
        form = "Speaker"
    elif role:
        form = role.role.title()
    elif _leads(title):
        form = title
    else:
        form = title_words(recipient)
    return f"Dear {form} {typographic(recipient.name.last)}:"


def joint_salutation(recipients: Sequence[Recipient], *, concerns: Sequence[str] = ()) -> str:
    """Returns one salutation for several: `Dear Majority Leader Thune and Chair Collins:`.

    Each is addressed in the role of their own letter.
    """
    forms = [
        # From the single salutation and not from the title: an entry's own salutation counts here
        # too.
        salutation(recipient, concerns=concerns).removeprefix("Dear ").rstrip(":,")
        for recipient in recipients
    ]
    *before, last = forms
    comma = "," if len(before) > 1 else ""
    return f"Dear {', '.join(before)}{comma} and {last}:" if before else f"Dear {last}:"


def closing(recipient: Recipient) -> str:
    """Returns `Sincerely,`, and `Respectfully,` to the Speaker of the House."""
    return "Respectfully," if is_speaker(recipient) else "Sincerely,"


def title_words(recipient: Recipient) -> str:
    """Returns `Senator`, `Resident Commissioner`, `Director of Public Health`; empty without one.

    Outside Congress the words are the user's, with capitals as titles before a name have them.
    """
    # Not `str.title`, which writes “Director Of” and makes “Cio” of CIO.
    return " ".join(
        word if word in _SMALL_WORDS else word[:1].upper() + word[1:]
        for word in typographic(recipient.title or "").split()
    )


def titled(recipient: Recipient) -> str:
    """Returns `Senator John Cornyn`, or the name alone of a recipient without a title."""
    return f"{title_words(recipient)} {recipient.name.full}".strip()


def chamber_of(recipient: Recipient) -> Chamber:
    """Returns the chamber of a member of Congress; no other recipient may be asked for it."""
    assert recipient.chamber is not None  # noqa: S101 - the checks refuse a member without one
    return recipient.chamber


def same_body(one: str, other: str) -> bool:
    """Returns whether both name one body: “the El Paso City Council”, “El Paso city council”."""
    return _body_key(one) == _body_key(other)


def is_of(recipient: Recipient, bodies: Iterable[str]) -> bool:
    """Returns whether the recipient belongs to one of the bodies; a member's body is CONGRESS."""
    return any(same_body(recipient.body or CONGRESS, body) for body in bodies)


@functools.lru_cache(maxsize=1024)
def _body_key(name: str) -> str:
    """Returns the letters and digits of a body's name in small letters, without its article."""
    # “U.S. Citizenship and Immigration Services” and “US Citizenship & Immigration Services”.
    plain = re.sub(r"['’.]", "", folded(name).casefold()).replace("&", " and ")
    words = [word for word in re.split(r"[\W_]+", plain) if word]
    return " ".join(words[1:] if words[:1] == ["the"] else words) or name


def honorable(name: Name) -> str:
    """Returns `The Honorable Frank Pallone, Jr.`: the whole name without titles or degrees.

    “The Honorable” is not combined with another title (NASA NPR 1450.10, appendix F).
    """
    # Degrees go first: at the end of “Frank Pallone, Jr., Esq.” they would hide that the suffix is
    # there.
    full = _without_degrees(_without_honorifics(typographic(name.full)))
    return f"The Honorable {with_suffix(full, clean(name.suffix or ''))}"


def with_suffix(full: str, suffix: str) -> str:
    """Returns the name with its suffix, once; a comma stands before Jr. and Sr. only."""
    if not suffix or letters(full.rpartition(" ")[2]) == letters(suffix):
        return full
    # Frank Pallone, Jr., but John James III.
    comma = "," if letters(suffix) in ("jr", "sr") else ""
    return f"{full}{comma} {suffix}"


def named(recipients: Sequence[Recipient]) -> str:
    """Returns `Veronica Escobar (TX-16) and 3 more`, for messages about several."""
    # A message about two hundred members stays one line.
    others = f" and {len(recipients) - 1} more" if len(recipients) > 1 else ""
    first = recipients[0]
    # A body has no seat in itself.
    return f"{first.name.full}{'' if first.is_body else f' ({first.seat})'}{others}"


def is_speaker(recipient: Recipient) -> bool:
    """Returns whether the member is the Speaker of the House; a Speaker pro tempore is not."""
    # `Speaker`, `the Speaker of the House`, `Speaker of the U.S. House of Representatives`; not
    # `Speaker pro tempore` or `Deputy Speaker`, and not a senator in whose entry it stands by
    # mistake.
    title = clean(recipient.leadership or "").lower()
    return (
        recipient.chamber == "house"
        and re.fullmatch(r"(the )?speaker( of the (u\.?s\.? )?house( of representatives)?)?", title)
        is not None
    )


def leadership_office(recipient: Recipient) -> str:
    """Returns the office in small letters, as rules name it: `speaker`; empty without an office."""
    return "speaker" if is_speaker(recipient) else leadership_title(recipient).lower()


def leadership_title(recipient: Recipient) -> str:
    """Returns the leadership office for an address: `Majority Leader`; empty without an office.

    An office that the program does not know is written as the file has it.
    """
    # The line with the chamber stands below: “House Majority Leader” would name it twice.
    title = re.sub(
        r"^(house|senate) | of the (house|senate)$",
        "",
        typographic(recipient.leadership or ""),
        flags=re.IGNORECASE,
    )
    # Latin words of an office stay small; `str.title` would write Pro Tempore.
    if title.lower() == "president pro tempore":
        return "President pro tempore"
    return title.title() if _leads(title) else title


def _leads(title: str) -> bool:
    """Returns whether a member is greeted by the office; other officers are greeted by title."""
    return re.fullmatch(r"(majority|minority) (leader|whip)", title, re.IGNORECASE) is not None


_Lines = tuple[str, ...]


def _role_forms(recipient: Recipient, concerns: Iterable[str]) -> Iterator[tuple[_Lines, _Lines]]:
    """Yields the lines that name the role and those that name the body, the usual form first.

    A second form, where there is one, has fewer lines.
    """
    chamber = CHAMBER_NAMES[chamber_of(recipient)]
    title = leadership_title(recipient)
    if is_speaker(recipient):
        yield ("Speaker of the House of Representatives",), ()
    elif role := committee_role(recipient, concerns):
        yield from _committee_forms(role, chamber=chamber_of(recipient))
    elif title:
        yield (title,), (chamber,)
        yield (f"{title}, {chamber}",), ()
    else:
        yield (), (chamber,)


def _committee_forms(seat: CommitteeSeat, *, chamber: Chamber) -> Iterator[tuple[_Lines, _Lines]]:
    """Yields the forms of a role on a committee.

    In the form with fewer lines the committee's name says the chamber. A joint committee has no
    chamber to say. Where two lines are needed, the second is the subject of the committee.
    """
    role, committee = seat.role.title(), committee_title(seat.name)
    line = f"{role}, {committee}"
    body = "Congress of the United States" if seat.joint else CHAMBER_NAMES[chamber]
    yield (line,) if len(line) <= MAX_ROLE_LINE else (role, committee), (body,)
    line = f"{role}, {chamber.title()} {committee}"
    begin, on, subject = line.partition(" on ")
    # Without “on” (Joint Economic Committee, Select Subcommittee to Investigate …) the name has no
    # place to be divided at: only the first form is there.
    if on and not seat.joint:
        yield (line,) if len(line) <= MAX_ROLE_LINE else (f"{begin} on", subject), ()


def _shortest(addresses: Iterable[_Lines]) -> _Lines:
    """Returns the first address of at most MAX_LINES lines, or else the shortest."""
    # `min` takes the first of equals, and all that fit are equal: the order of the forms decides.
    return min(addresses, key=lambda address: max(len(address), MAX_LINES))


def _delivery_lines(office: DistrictOffice) -> _Lines:
    """Returns street and suite on one line, or the suite above the street if that is too long."""
    street, suite = typographic(office.street), typographic(office.suite or "")
    if not suite:
        return (street,)
    # The data often has the number alone: `200`, `B-12`, `2A`, `C`. “2nd Floor”, “Suite 200” and
    # “Room 4” say already what they are.
    if re.fullmatch(r"[A-Za-z]{0,2}-?\d*-?[A-Za-z]?", suite):
        suite = f"Suite {suite}"
    line = f"{street}, {suite}"
    return (line,) if len(line) <= MAX_DELIVERY_LINE else (suite, street)


def _without_honorifics(full: str) -> str:
    words = full.split()
    # A loop, for “The Honorable Dr.”; the last word stays, for someone whose only name is Miss or
    # Delegate.
    while len(words) > 1 and letters(words[0]) in HONORIFICS:
        del words[0]
    return " ".join(words)


def _without_degrees(full: str) -> str:
    """Returns the name without degrees after a comma, and without dotted ones after a space.

    Without a period a last word like `Do` is a surname, and `D.` alone is an initial.
    """
    # “, MD, PhD” and “, USAF Ret.” go as a whole; “, Jr.” is no degree and stays.
    name, *parts = full.split(",")
    kept = [part for part in parts if not POSTNOMINALS.issuperset(map(letters, part.split()))]
    words = name.split()
    while (
        len(words) > 1
        and len(words[-1]) > len("X.")
        and "." in words[-1]
        and letters(words[-1]) in POSTNOMINALS
    ):
        del words[-1]
    return ",".join([" ".join(words), *kept])


# ---------------------------------------------------------------- file names


def file_stem(recipient: Recipient) -> str:
    """Returns a file name that sorts by seat and is safe on every disk: `NV-sen-cortez-masto`.

    The id stands for a surname without a Latin letter.
    """
    words = slug(recipient.name.last) or slug(recipient.id) or "member"
    # The seat stands first, so that a folder of letters sorts as Congress sits: by state and
    # district; other bodies sort behind it, each by itself.
    seat = recipient.seat
    if recipient.body:
        # The seat is cut and not the surname, which tells the letters of one body apart.
        seat = slug(seat)[: max(0, MAX_STEM_LETTERS - len(words) - 1)].rstrip("-")
        if recipient.is_body or not seat:
            seat, words = words, ""
    return f"{seat}-{words}"[:MAX_STEM_LETTERS].rstrip("-")


def file_stems(recipients: Iterable[Recipient]) -> dict[str, str]:
    """Returns the file name of each recipient by id; namesakes of one state get their ids too."""
    stems = {recipient.id: file_stem(recipient) for recipient in recipients}
    # Compared in small letters: the disks of macOS and Windows ignore case.
    shared = Counter(stem.lower() for stem in stems.values())
    return {
        key: stem if shared[stem.lower()] == 1 else f"{stem}-{slug(key)}"
        for key, stem in stems.items()
    }


# ---------------------------------------------------------------- letters and signs

_UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O",
     "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
     "ħ": "h", "Ħ": "H"}
)  # fmt: skip
"""Letters that Unicode does not decompose into a plain letter and an accent."""
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u00ad\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
"""Control characters, lone surrogates, and marks that are invisible or turn the reading direction.

The joiners of other scripts (U+200C, U+200D) are not among them: they change what is read."""


def clean(text: str) -> str:
    """Returns the text on one line without invisible signs."""
    # Split before and after: line ends are among the invisible signs and must become spaces first,
    # and what stood around a removed sign may leave two spaces or one at the end.
    return " ".join(_INVISIBLE.sub("", " ".join(text.split())).split())


def typographic(text: str) -> str:
    """Returns the text on one line with printed quotation marks: “Bobby” Scott, O’Brien."""
    # Pairs only: a lone sign of inches or seconds stays as it is.
    quoted = re.sub(r'"([^"]+)"', r"“\1”", clean(text))
    # Behind a letter it is an apostrophe (O'Brien, Veterans'); before one it may open a quotation.
    return re.sub(r"(?<=\w)'", "’", quoted)


def folded(text: str) -> str:
    """Returns the text without accents; letters of other scripts stay."""
    # Velázquez gives Velazquez, which people type without the accent. “Mn” are the marks that NFKD
    # parts from their letters; NFC puts together what is left, as in Hangul.
    apart = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    bare = "".join(sign for sign in apart if unicodedata.category(sign) != "Mn")
    return unicodedata.normalize("NFC", bare)


def letters(word: str) -> str:
    """Returns the Latin letters of the word in small letters: `jr` of `Jr.`."""
    # Enough for titles and suffixes, which are English: `Jr.`, `JR` and `jr` are one.
    return re.sub(r"[^a-z]", "", word.lower())


def slug(text: str) -> str:
    """Returns the text as a part of a file name: `cortez-masto`."""
    # These join what they part (O'Brien: obrien); each other sign becomes a hyphen. What is left,
    # a-z, 0-9 and hyphens, is safe on Windows, macOS and Linux (POSIX portable file names).
    plain = re.sub(r"['’.]", "", folded(text).lower())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
