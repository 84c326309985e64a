"""The published files of unitedstates/congress-legislators, parsed: bytes, plain data, shapes.

YAML and JSON are read alike, with every value as text, because `02134` must not become a number.
Shapes name the keys that letters need; all others are ignored, so that the project may add keys.
"""

import datetime
import json
import unicodedata
from typing import Annotated, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FailFast,
    Field,
    TypeAdapter,
    ValidationError,
)

from generator.congress.fetching import PublishedFile, unreadable
from generator.files.yaml import parse_published

ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd")
"""First bytes of ZIP, gzip, bzip2, xz, 7-Zip and Zstandard files."""

MAX_ENTRIES = 2_000
"""Entries of one file; the longest of the four, members with their offices, has some 540.

The limit stops a wrong file before each of its entries is validated.
"""

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


class _PublishedModel(BaseModel):
    """A part of a published file."""

    # Strictness ends at the keys we read: an added key must not stop the syncs of all users.
    model_config = ConfigDict(extra="ignore", frozen=True)


class PublishedIds(_PublishedModel):
    """The ids of a member; the Bioguide id is the one that all four files share."""

    bioguide: _Text


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

    bioguide: _Text
    title: _Maybe = None


# Validation stops at the first mistake: a wrong file can have a million of them.
MEMBERS = TypeAdapter(Annotated[list[PublishedMember], FailFast()])
OFFICES = TypeAdapter(Annotated[list[PublishedOffices], FailFast()])
COMMITTEES = TypeAdapter(Annotated[list[PublishedCommittee], FailFast()])
SEATS_BY_COMMITTEE = TypeAdapter(dict[str, Annotated[list[PublishedSeat], FailFast()]])


def shaped(document: PublishedFile, shape: TypeAdapter[T]) -> T:
    """Returns the document in its shape.

    Raises CannotReadMembersError, which names the first key that does not have its shape.
    """
    data = plain(document)
    if isinstance(data, list | dict) and len(data) > MAX_ENTRIES:
        raise unreadable(
            document,
            f"has {len(data):,} entries, and the real one some hundreds: it is another file",
        )
    return validated(document, data, shape=shape)


def validated(
    document: PublishedFile, data: object, *, shape: TypeAdapter[T], within: str = ""
) -> T:
    """Returns the data in its shape; `within` is its path in the document, for the message.

    Raises CannotReadMembersError.
    """
    try:
        return shape.validate_python(data)
    except ValidationError as error:
        # One is enough: the user cannot correct a published file, and only needs to know that it is
        # another.
        first = error.errors(include_url=False, include_context=False)[0]
        key = within + ".".join(map(str, first["loc"])) or "the whole"
        raise unreadable(
            document, f"has a shape that this program does not know ({key}: {first['msg']})"
        ) from error


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
    # Only a list that is cut at the end of a line is still YAML; `losses` recognises that one.
    if not text.endswith("\n"):
        raise unreadable(document, "was cut short: its last line has no end")
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
