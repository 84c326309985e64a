"""The published files of unitedstates/congress-legislators, parsed: bytes, plain data, shapes.

YAML and JSON are read alike, with every value as text, because `02134` must not become a number.
Shapes name the keys that letters need; all others are ignored, so that the project may add keys.
"""

import datetime
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from generator.congress.fetching import PublishedFile, unreadable
from generator.files.yaml import parse_published
from generator.models.fields import BIOGUIDE_PATTERN

ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd")
"""First bytes of ZIP, gzip, bzip2, xz, 7-Zip and Zstandard files."""

MAX_ENTRIES = 2_000
"""Entries of one file; the longest of the four, members with their offices, has some 540.

The limit stops a wrong file before each of its entries is validated.
"""

MAX_UNREAD_SHARE = 0.2
"""The share of the entries of a file that may lack their shape, and are left out.

Some 70 of 540 are the most in the published history: members-elect in late December, before they
have an id.
"""
MIN_ALIKE = 10
"""Entries with a key that make its absence from the last one a sign; chosen by hand."""
LATE_KEYS = frozenset({"address", "contact_form", "fax", "office", "phone", "rss_url", "url"})
"""Keys of a term that a new member gets some weeks after the entry."""

T = TypeVar("T")


# ---------------------------------------------------------------- shapes


def _tidy(value: object) -> object:
    """Returns text in NFC and on one line, and None for text that stands for no value.

    `~` and `null` stand there, because the reader leaves every scalar of YAML as text.
    """
    if not isinstance(value, str):
        return value
    # NFC, because accents that stand apart (a and U+0301) would make another name of the same one.
    text = "".join(
        sign for sign in unicodedata.normalize("NFC", value) if sign.isprintable() or sign.isspace()
    )
    text = " ".join(text.split())
    return None if text in ("", "~", "null") else text


_Text = Annotated[str, BeforeValidator(_tidy)]
_Maybe = Annotated[str | None, BeforeValidator(_tidy)]
_Bioguide = Annotated[str, BeforeValidator(_tidy), StringConstraints(pattern=BIOGUIDE_PATTERN)]


class _PublishedModel(BaseModel):
    """A part of a published file."""

    # Strictness ends at the keys we read: an added key must not stop the syncs of all users.
    model_config = ConfigDict(extra="ignore", frozen=True)


class PublishedIds(_PublishedModel):
    """The ids of a member; the Bioguide id is the one that all four files share."""

    # Until a new member has an id, the field is missing or says TODO.
    bioguide: _Bioguide
    lis: _Maybe = None
    """The id in the roll calls of the Senate; of senators alone."""


class PublishedName(_PublishedModel):
    """A member's name."""

    first: _Maybe = None
    last: _Text
    suffix: _Maybe = None
    nickname: _Maybe = None
    official_full: _Maybe = None


class PublishedTerm(_PublishedModel):
    """A term in one chamber, with the office on Capitol Hill."""

    type: Literal["sen", "rep"]
    start: datetime.date
    end: datetime.date
    state: _Text
    # pydantic makes numbers and dates of the text, and says so where it cannot.
    district: int | None = None
    senate_class: _Maybe = Field(default=None, alias="class")
    """Which of the two seats of a state a senator has: 1, 2 or 3."""
    address: _Maybe = None
    office: _Maybe = None
    phone: _Maybe = None


class PublishedLeadership(_PublishedModel):
    """An office in the leadership of a chamber or of a party."""

    title: _Text
    end: datetime.date | None = None


class PublishedMember(_PublishedModel):
    """A member; terms stay unread, because at most the last two count and old ones lack keys."""

    id: PublishedIds
    name: PublishedName
    terms: list[dict[str, object]] = Field(min_length=1)
    leadership_roles: list[PublishedLeadership] = []


class PublishedOffice(_PublishedModel):
    """An office at home."""

    # All may be missing: an office without a street is noted and left out, and stops nothing.
    street: _Maybe = Field(default=None, alias="address")
    suite: _Maybe = None
    building: _Maybe = None
    city: _Maybe = None
    state: _Maybe = None
    zip: _Maybe = None
    phone: _Maybe = None
    latitude: _Maybe = None
    longitude: _Maybe = None


class PublishedOffices(_PublishedModel):
    """The offices at home of one member."""

    id: PublishedIds
    offices: list[PublishedOffice]


class PublishedSubcommittee(_PublishedModel):
    """A subcommittee; its id is the part of the code behind that of the committee: 15."""

    name: _Text
    thomas_id: _Text


class PublishedCommittee(_PublishedModel):
    """A full committee."""

    type: Literal["house", "senate", "joint"]
    name: _Text
    thomas_id: _Text
    subcommittees: list[PublishedSubcommittee] = []


class PublishedSeat(_PublishedModel):
    """A member's seat on a committee or subcommittee."""

    bioguide: _Bioguide
    title: _Maybe = None


MEMBER = TypeAdapter(PublishedMember)
OFFICES = TypeAdapter(PublishedOffices)
COMMITTEE = TypeAdapter(PublishedCommittee)
SEAT = TypeAdapter(PublishedSeat)
SEATS_BY_COMMITTEE = TypeAdapter(dict[str, list[object] | None])


class EntryShapeError(ValueError):
    """An entry of a published file does not have its shape; the text names the first such key."""


@dataclass(frozen=True)
class UnreadEntry:
    """An entry of a published file that does not have its shape."""

    entry: object
    reason: str
    index: int


@dataclass(frozen=True)
class PublishedEntries(Generic[T]):
    """The entries of a published file: those that have their shape, and the others."""

    read: tuple[T, ...]
    unread: tuple[UnreadEntry, ...]

    def __len__(self) -> int:
        """Returns the number of all entries."""
        return len(self.read) + len(self.unread)


def read_list(document: PublishedFile, read: Callable[[object], T]) -> PublishedEntries[T]:
    """Returns the entries of a document that is a list, each read by itself.

    `read` raises EntryShapeError for an entry that does not have its shape.

    Raises CannotReadMembersError for a document that is no list, is empty or was cut short, and
    where too many entries lack their shape.
    """
    data = validated(document, plain(document), shape=_LIST)
    check_size(document, data)
    return read_entries(document, data, read=read)


def read_entries(
    document: PublishedFile, data: Sequence[object], *, read: Callable[[object], T]
) -> PublishedEntries[T]:
    """Returns the entries in their shape, and those that do not have it.

    One entry that a person typed wrongly does not stop the sync of 540 others. Raises
    CannotReadMembersError if the last one breaks off, or too many lack their shape.
    """
    found: list[T] = []
    unread: list[UnreadEntry] = []
    for index, entry in enumerate(data):
        try:
            found.append(read(entry))
        except EntryShapeError as error:
            unread.append(UnreadEntry(entry, str(error), index))
    if len(unread) > MAX_UNREAD_SHARE * len(data):
        # One is enough: the user cannot correct a published file, and only needs to know that it is
        # another.
        first = unread[0]
        reason = f"has a shape that this program does not know ({first.index}: {first.reason})"
        raise unreadable(document, reason)
    if unread and unread[-1].index == len(data) - 1:
        reason = f"was cut short: its last entry breaks off ({unread[-1].reason})"
        raise unreadable(document, reason)
    if key := broken_off(data):
        raise unreadable(document, f"was cut short: its last entry has no {key}")
    return PublishedEntries(tuple(found), tuple(unread))


def broken_off(entries: Sequence[object]) -> str | None:
    """Returns the first key that the last entry lacks and all others have, or None.

    A YAML file that is cut after a line is YAML all the same, so that only the keys of the last
    entry, and of the last part of its lists, can show it.
    """
    if not entries or not isinstance(last := entries[-1], dict):
        return None
    others = [entry for entry in entries[:-1] if isinstance(entry, dict)]
    if missing := _common_keys(others) - last.keys():
        return min(missing)
    for key, parts in last.items():
        if isinstance(parts, list) and parts and isinstance(parts[-1], dict):
            ends = _last_parts(others, key)
            if missing := _common_keys(ends) - parts[-1].keys() - LATE_KEYS:
                return f"{key}.{min(missing)}"
    return None


def _last_parts(entries: Iterable[Mapping[str, object]], key: str) -> list[dict[str, object]]:
    """Returns the last part of the list with that key of each entry that has one."""
    lists = (entry.get(key) for entry in entries)
    return [each[-1] for each in lists if isinstance(each, list) and each]


def _common_keys(entries: Sequence[Mapping[str, object]]) -> set[str]:
    """Returns the keys that all entries have; of a few entries that says nothing."""
    if len(entries) < MIN_ALIKE:
        return set()
    return set.intersection(*(set(entry) for entry in entries))


def check_size(document: PublishedFile, data: Sequence[object] | Mapping[str, object]) -> None:
    """Raises CannotReadMembersError for a document without entries, or with too many."""
    if not data:
        raise unreadable(document, "is an empty list")
    if len(data) > MAX_ENTRIES:
        raise unreadable(
            document,
            f"has {len(data):,} entries, and the real one some hundreds: it is another file",
        )


def checked(data: object, *, shape: TypeAdapter[T]) -> T:
    """Returns the data in its shape. Raises EntryShapeError."""
    try:
        return shape.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        key = ".".join(map(str, first["loc"])) or "the whole"
        message = f"{key}: {first['msg']}"
        raise EntryShapeError(message) from error


def validated(document: PublishedFile, data: object, *, shape: TypeAdapter[T]) -> T:
    """Returns the data in its shape. Raises CannotReadMembersError."""
    try:
        return checked(data, shape=shape)
    except EntryShapeError as error:
        reason = f"has a shape that this program does not know ({error})"
        raise unreadable(document, reason) from error


_LIST = TypeAdapter(list[object])


# ---------------------------------------------------------------- plain data


def plain(document: PublishedFile) -> object:
    """Returns the document as lists, mappings and text.

    Raises CannotReadMembersError when it is not YAML or JSON, or is truncated.
    """
    text = _text(document)
    start = text.lstrip()[:1]
    if not start:
        raise unreadable(document, "is empty")
    # A captive portal, a login page, or the page on which a host shows the file.
    if start == "<":
        raise unreadable(
            document,
            "is a web page, not data: check the address, or whether a login stands before it",
        )
    # By the content and not by the name: JSON saved as .yaml is read as well. JSON has an end that
    # shows whether it is whole.
    if start in "[{":
        return _from_json(document, text)
    # A final newline proves nothing: on 29 days of its history a whole file had none, and a file
    # that is cut at the end of a line has one. `broken_off` and `completeness` look at the entries.
    value, problems = parse_published(text, shown_as=document.where)
    # The first only, as for shapes.
    for problem in problems:
        line = f" (line {problem.line}: {problem.message})"
        at = line if problem.line else f": {problem.message}"
        raise unreadable(document, f"is not YAML, or was cut short{at}")
    return value


def _text(document: PublishedFile) -> str:
    # Before decoding, so that the message is not about a byte that is no UTF-8.
    if document.body.startswith(ARCHIVES):
        raise unreadable(document, "is an archive: unpack it, and give the folder to --from")
    try:
        # Editors on Windows put a mark before UTF-8; the published files have none.
        return document.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(document, f"is not UTF-8 text (at byte {error.start})") from error


def _from_json(document: PublishedFile, text: str) -> object:
    def without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
        # json keeps the last of two equal keys; the YAML reader refuses them, and so does this.
        mapping = dict(pairs)
        if len(mapping) < len(pairs):
            raise unreadable(document, f"holds a key twice, one of {', '.join(sorted(mapping))}")
        return mapping

    try:
        # Numbers and constants stay text, as in YAML: the shapes decide what a text means.
        return json.loads(
            text,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
            object_pairs_hook=without_repeats,
        )
    except json.JSONDecodeError as error:
        raise unreadable(
            document, f"is not JSON, or was cut short (line {error.lineno}: {error.msg})"
        ) from error
    except RecursionError as error:
        raise unreadable(document, "is nested too deeply") from error
