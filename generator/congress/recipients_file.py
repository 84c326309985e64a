"""A recipients file as YAML that a person can read: short, and the same bytes for the same facts.

A blank line and the name of the state part the members, which `yaml.dump` alone cannot write.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence

from generator.congress.fetching import PublishedFile
from generator.congress.members import MembersReport
from generator.files.http import presentable
from generator.files.yaml_writing import dump_yaml
from generator.models.recipient import Recipient, RecipientsFile
from generator.states import STATES

MARK = "# Written by `letters recipients sync`"
"""The mark at the top of a file that the next sync may overwrite."""
LICENSE = "public domain (CC0)"
"""The terms of unitedstates/congress-legislators, by its README."""


def to_yaml(file: RecipientsFile, *, header: Iterable[str] = ()) -> str:
    """Returns the file as YAML, each member under their state, the header as comments at the top.

    It reads back as the same file: text that YAML could take for another value is quoted.
    """
    return "".join(f"{line}\n" for line in _lines(file, header))


def header(
    report: MembersReport, *, origin: str, documents: Sequence[PublishedFile], on: datetime.date
) -> tuple[str, ...]:
    """Returns the source, date, terms, SHA-256 sums, members and vacancies, a line each."""
    # The sums let anyone check later which data was read, also when the project has moved on.
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
        *([f"Terms that begin later: {len(report.elect)}."] if report.elect else []),
    )


def _lines(file: RecipientsFile, header: Iterable[str]) -> Iterator[str]:
    # Editors with a YAML language server complete and check the file by this line.
    yield "# yaml-language-server: $schema=../docs/schemas/recipients.schema.json"
    yield "#"
    yield from (f"# {line}".rstrip() for line in header)
    yield ""
    # Without defaults, as a person would write it: most members have no key but the necessary ones.
    facts = file.model_dump(exclude={"recipients", "elect"}, exclude_defaults=True)
    yield from _dumped(facts, is_flow=False)
    yield from _section("recipients", file.recipients)
    if file.elect:
        yield from _section("elect", file.elect)


def _section(name: str, recipients: Iterable[Recipient]) -> Iterator[str]:
    """Yields the members under their states."""
    yield ""
    yield f"{name}:"
    state = None
    for recipient in recipients:
        if recipient.state != state:
            state = recipient.state
            yield ""
            yield f"  # ---- {STATES.get(state or '', state)}"
        yield ""
        yield from (f"  {line}" for line in _dumped([recipient.model_dump(exclude_defaults=True)]))


def _dumped(data: object, *, is_flow: bool | None = None) -> list[str]:
    """Returns the data as lines of YAML, in the order of the models.

    With None for the flow style each innermost mapping, such as an office, has one line.
    """
    return dump_yaml(data, is_flow=is_flow).rstrip("\n").split("\n")
