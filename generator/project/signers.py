"""Checks the signers of a coalition's letter: signers.yaml or signers.csv."""

from collections.abc import Iterator

from generator.errors import Problem
from generator.files.yaml import YamlDocument
from generator.text import quoted


def signers_problems(document: YamlDocument) -> Iterator[Problem]:
    """Yields each signer without a name, and each who signs a second time."""
    signed: dict[tuple[str, str], int] = {}
    for entry in document.root["signers"].entries:
        # Both together: two people may sign for one organization, and one person for two.
        name, organization = entry["name"].text or "", entry["organization"].text or ""
        if not name and not organization:
            yield entry.problem(
                "signs without a name: write name:, organization:, or both", "signer-without-a-name"
            )
        # The second entry is reported, with the line of the first; a coalition that is counted
        # twice loses trust.
        elif before := signed.get(key := (_plain(name), _plain(organization))):
            signer = quoted(" of ".join(filter(None, (name, organization))))
            yield entry["name" if name else "organization"].problem(
                f"{signer} signs in line {before} already: take one of the two out",
                "duplicate-signer",
            )
        else:
            signed[key] = entry.line


def _plain(text: str) -> str:
    """Returns the text as people compare names."""
    return " ".join(text.casefold().split())
