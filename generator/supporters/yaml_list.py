"""Reads supporters from YAML: a list of people, bare or under `supporters`, each a mapping."""

from collections.abc import Iterator
from pathlib import Path

from generator.errors import FilesAreWrongError, Problem
from generator.files.table import Table, TableRow
from generator.files.yaml import Node, YamlDocument, read


def read_yaml(file: Path, *, place: str) -> Table:
    """Returns the people of the file as a table of all keys that any of them has.

    Lists are joined by “; ”, keys inside keys by a space.

    Raises FilesAreWrongError with every mistake in the file.
    """
    # list_key: a bare list is read as the value of “supporters”, so that both forms have the same
    # messages and lines.
    document = read(file, shown_as=place, list_key="supporters")
    if document.problems:
        raise FilesAreWrongError(document.problems)
    people = _people(document)
    # Of all people and not of the first: a key such as `story` may begin with the tenth.
    header = tuple(dict.fromkeys(key for _, person in people for key in person))
    if not header:
        message = (
            "holds no people: write “supporters:”, and below it each person, "
            "beginning with “- name: …”"
        )
        raise FilesAreWrongError([Problem(place, 0, "", message, code="no-people")])

    # A table gives its rows several times (`reading` reads them three times); an iterator would be
    # empty after the first.
    def rows() -> Iterator[TableRow]:
        return (TableRow(line, [person.get(key, "") for key in header]) for line, person in people)

    return Table(place, header, people[0][0], rows)


def _people(document: YamlDocument) -> list[tuple[int, dict[str, str]]]:
    """Returns the line where each person begins, and their keys as text."""
    root = document.root
    unknown = [
        root[key].problem(
            "there is no such key here; people stand under “supporters:”", code="unknown-key"
        )
        for key in root.keys
        if key != "supporters"
    ]
    people = root["supporters"].entries
    unknown += [
        person.problem("must have keys of its own: “- name: …”", code="not-a-mapping")
        for person in people
        if not person.keys
    ]
    # All at once, and before the people are used: a key above the list often means that its people
    # are elsewhere.
    if unknown:
        raise FilesAreWrongError(unknown)
    return [(person.line, dict(_flat(person))) for person in people]


def _flat(node: Node, *, name: str = "") -> Iterator[tuple[str, str]]:
    """Yields the texts of a mapping by key.

    `consent: {date: …, wording: …}` gives `consent date` and `consent wording`.
    """
    for key in node.keys:
        inner = node[key]
        named = f"{name} {key}".strip()
        if inner.keys:
            yield from _flat(inner, name=named)
        elif isinstance(inner.value, list):
            yield named, "; ".join(str(entry.value) for entry in inner.entries)
        elif isinstance(inner.value, str):
            yield named, inner.value
