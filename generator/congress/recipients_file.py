"""A recipients file as YAML that a person can read: sorted, short, and the same bytes for the same facts."""

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from generator.congress.fetching import PublishedFile
from generator.congress.members import Reading
from generator.files.http import presentable
from generator.models import CommitteeSeat, DistrictOffice, Recipient, RecipientsFile, Title
from generator.states import STATES

MARK = "# Written by `letters recipients sync`"
LICENSE = "public domain (CC0)"

Value = str | int | float | bool | None
_PLURALS: Mapping[Title, str] = {
    "senator": "senators",
    "representative": "representatives",
    "delegate": "delegates",
    "resident commissioner": "resident commissioners",
}
_RESOLVER: Any = yaml.SafeLoader("")
_PLAIN = re.compile(r"[^\W_](?:[\w .'’&()/+-]*[\w.)’'])?")


def to_yaml(file: RecipientsFile, *, header: Iterable[str] = ()) -> str:
    """The file as YAML, each member under their state, with the header's lines as comments at the top.

    It reads back as the same file: every text that YAML could take for something else is quoted.
    """
    return "".join(f"{line}\n" for line in _lines(file, header))


def header(reading: Reading, *, origin: str, documents: Sequence[PublishedFile], on: datetime.date) -> tuple[str, ...]:
    """What the file says about itself: source, date, licence, the SHA-256 of each document, who is in it and who is not."""
    longest = max(len(document.where.rpartition("/")[2]) for document in documents)
    sums = (f"  {document.where.rpartition('/')[2]:{longest}}  sha256 {document.sha256}" for document in documents)
    people = ", ".join(f"{count} {title if count == 1 else _PLURALS[title]}" for title, count in reading.counts.items())
    return (
        f"{MARK.removeprefix('# ')} from data of {on}, and written anew by the next: do not edit it.",
        "To say something else of a member, copy the entry into a file of your own and build with that one.",
        "",
        f"Source: unitedstates/congress-legislators, {LICENSE}, read from {presentable(origin)}",
        *sums,
        "",
        f"{len(reading.recipients)} members: {people}.",
        f"Vacant: {', '.join(reading.vacant) or 'none'}.",
    )


def _lines(file: RecipientsFile, header: Iterable[str]) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../docs/schemas/recipients.schema.json"
    yield "#"
    yield from (f"# {line}".rstrip() for line in header)
    yield ""
    yield f"as_of: {file.as_of}"
    yield f"source: {_scalar(file.source)}"
    if file.license:
        yield f"license: {_scalar(file.license)}"
    if file.synced:
        yield "synced: true"
    yield ""
    yield "recipients:"
    state = None
    for recipient in file.recipients:
        if recipient.state != state:
            state = recipient.state
            yield ""
            yield f"  # ---- {STATES.get(state, state)}"
        yield ""
        yield from _recipient(recipient)


def _recipient(recipient: Recipient) -> Iterator[str]:
    name = recipient.name
    yield f"  - id: {_scalar(recipient.id)}"
    yield f"    name: {_flow(first=name.first, last=name.last, suffix=name.suffix, full=name.full)}"
    yield f"    chamber: {recipient.chamber}"
    yield f"    state: {_scalar(recipient.state)}"
    if recipient.district is not None:
        yield f"    district: {recipient.district}"
    yield f"    title: {recipient.title}"
    yield from _block("committees", map(_committee, recipient.committees), indent=4)
    if recipient.leadership:
        yield f"    leadership: {_scalar(recipient.leadership)}"
    yield from _addresses(recipient)
    yield f"    term_end: {recipient.term_end}"
    yield from _rest(recipient)


def _rest(recipient: Recipient) -> Iterator[str]:
    """What only hand-made files have."""
    yield from _block("represents", map(_scalar, recipient.represents), indent=4)
    if recipient.as_of:
        yield f"    as_of: {recipient.as_of}"
    if recipient.source:
        yield f"    source: {_scalar(recipient.source)}"
    yield from _block("address_lines", map(_scalar, recipient.address_lines), indent=4)
    if recipient.salutation:
        yield f"    salutation: {_scalar(recipient.salutation)}"


def _addresses(recipient: Recipient) -> Iterator[str]:
    office = recipient.addresses.washington
    washington = _flow(room=office.room, building=office.building, zip=office.zip, phone=office.phone)
    if washington == "{}" and not recipient.addresses.district:
        return
    yield "    addresses:"
    if washington != "{}":
        yield f"      washington: {washington}"
    yield from _block("district", map(_office, recipient.addresses.district), indent=6)


def _block(key: str, items: Iterable[str], *, indent: int) -> Iterator[str]:
    lines = [f"{' ' * indent}  - {item}" for item in items]
    if lines:
        yield f"{' ' * indent}{key}:"
        yield from lines


def _committee(seat: CommitteeSeat) -> str:
    role = None if seat.role == "member" else seat.role
    return _flow(name=seat.name, code=seat.code, role=role, joint=True if seat.joint else None)


def _office(office: DistrictOffice) -> str:
    return _flow(**office.model_dump(exclude_none=True))


def _flow(**values: Value) -> str:
    return "{" + ", ".join(f"{key}: {_scalar(value)}" for key, value in values.items() if value is not None) + "}"


def _scalar(value: Value) -> str:
    """The value as YAML, quoted where an editor or a parser could take the text for something else (a number, a date, `no`)."""
    if not isinstance(value, str):
        return json.dumps(value)
    if _PLAIN.fullmatch(value) and _RESOLVER.resolve(yaml.ScalarNode, value, (True, False)) == "tag:yaml.org,2002:str":
        return value
    return yaml.dump(value, Dumper=yaml.CSafeDumper, default_style='"', allow_unicode=True, width=1 << 30).rstrip("\n")
