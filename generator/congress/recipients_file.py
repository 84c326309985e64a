"""A recipients file as YAML that a person can read: short, and the same bytes for the same facts.

`yaml.dump` writes either all mappings in one line each or none; a member reads best with the
person in lines and each office in one. The scalars are PyYAML's.
"""

import datetime
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from generator.congress.fetching import PublishedFile
from generator.congress.members import MembersReport
from generator.files.http import presentable
from generator.models.recipient import RecipientsFile
from generator.states import STATES

MARK = "# Written by `letters recipients sync`"
"""The mark at the top of a file that the next sync may overwrite."""
LICENSE = "public domain (CC0)"
"""The terms of unitedstates/congress-legislators, by its README."""

_RESOLVER: Any = yaml.SafeLoader("")
_PLAIN = re.compile(r"[^\W_](?:[\w .'’&()/+-]*[\w.)’'])?")
"""Text without a sign that has a meaning in YAML, such as `: `, ` #` or a comma in braces."""


def to_yaml(file: RecipientsFile, *, header: Iterable[str] = ()) -> str:
    """Returns the file as YAML, each member under their state, the header as comments at the top.

    It reads back as the same file: text that YAML could take for another value is quoted.
    """
    return "".join(f"{line}\n" for line in _lines(file, header))


def header(
    report: MembersReport, *, origin: str, documents: Sequence[PublishedFile], on: datetime.date
) -> tuple[str, ...]:
    """Returns the source, date, terms, SHA-256 sums, members and vacancies, a line each."""
    names = [document.where.rpartition("/")[2] for document in documents]
    longest = max(map(len, names))
    sums = (
        f"  {name:{longest}}  sha256 {document.sha256}"
        for name, document in zip(names, documents, strict=True)
    )
    people = ", ".join(
        f"{count} {title}{'' if count == 1 else 's'}" for title, count in report.counts.items()
    )
    return (
        f"{MARK.removeprefix('# ')} from data of {on}: do not edit it, the next sync replaces it.",
        "To change a member, copy the entry into a file of your own and build with that one.",
        "",
        f"Source: unitedstates/congress-legislators, {LICENSE}, read from {presentable(origin)}",
        *sums,
        "",
        f"{len(report.recipients)} members: {people}.",
        f"Vacant: {', '.join(report.vacant) or 'none'}.",
    )


def _lines(file: RecipientsFile, header: Iterable[str]) -> Iterator[str]:
    # Editors with a YAML language server complete and check the file by this line.
    yield "# yaml-language-server: $schema=../docs/schemas/recipients.schema.json"
    yield "#"
    yield from (f"# {line}".rstrip() for line in header)
    yield ""
    facts = file.model_dump(exclude={"recipients"}, exclude_defaults=True)
    yield from (f"{key}: {_scalar(value)}" for key, value in facts.items())
    yield ""
    yield "recipients:"
    state = None
    for recipient in file.recipients:
        if recipient.state != state:
            state = recipient.state
            yield ""
            yield f"  # ---- {STATES.get(state, state)}"
        yield ""
        lines = _block(recipient.model_dump(exclude_defaults=True), indent=4)
        yield next(lines).replace("    ", "  - ", 1)
        yield from lines


def _block(facts: Mapping[str, Any], *, indent: int) -> Iterator[str]:
    """Yields a line for each fact; a list has a line for each entry, and so have the addresses."""
    margin = " " * indent
    for key, value in facts.items():
        if key == "addresses":
            yield f"{margin}{key}:"
            yield from _block(value, indent=indent + 2)
        elif isinstance(value, list | tuple):
            yield f"{margin}{key}:"
            yield from (f"{margin}  - {_flow(entry)}" for entry in value)
        else:
            yield f"{margin}{key}: {_flow(value)}"


def _flow(value: object) -> str:
    """Returns the value on one line."""
    if not isinstance(value, dict):
        return _scalar(value)
    return f"{{{', '.join(f'{key}: {_scalar(each)}' for key, each in value.items())}}}"


def _scalar(value: object) -> str:
    """Returns the value as YAML.

    Text is quoted where an editor or a parser could take it for a number, a date or a truth value:
    `02134`, `no`.
    """
    if isinstance(value, datetime.date):
        return value.isoformat()
    if not isinstance(value, str):
        return json.dumps(value)
    kind = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))
    if _PLAIN.fullmatch(value) and kind == "tag:yaml.org,2002:str":
        return value
    return yaml.dump(
        value, Dumper=yaml.CSafeDumper, default_style='"', allow_unicode=True, width=1 << 30
    ).rstrip("\n")
