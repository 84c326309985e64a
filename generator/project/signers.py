"""Who signs a coalition's letter: read from signers.yaml or signers.csv."""

from collections.abc import Iterator
from pathlib import Path

from generator.errors import Problem
from generator.files import yaml_or_csv
from generator.files.yaml import Document, Node
from generator.text import quoted


def read_signers(folder: Path, *, shown_as: str) -> Document | None:
    """What the campaign's file of signers says, as if it were YAML; None where there is none.

    `shown_as` is the folder as people would type it.
    """
    return yaml_or_csv.read_either(folder, "signers", shown_as=shown_as)


def signers_problems(document: Document) -> Iterator[Problem]:
    """Everybody who signs without a name, and everybody who signs twice."""
    signed: dict[tuple[str, str], int] = {}
    for entry in document.root["signers"].entries:
        name, organization = entry["name"].text or "", entry["organization"].text or ""
        if not name and not organization:
            yield entry.problem("signs without a name: write name:, organization:, or both")
        elif before := signed.get(key := (_plain(name), _plain(organization))):
            who = quoted(" of ".join(filter(None, (name, organization))))
            yield _named(entry, name).problem(f"{who} signs in line {before} already: take one of the two out")
        else:
            signed[key] = entry.line


def _named(entry: Node, name: str) -> Node:
    """The line of the name that people look for."""
    return entry["name"] if name else entry["organization"]


def _plain(text: str) -> str:
    """The text as people compare names."""
    return " ".join(text.casefold().split())
