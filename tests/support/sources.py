"""A small document as data, invented, for the tests of what is made from one."""

from pathlib import Path

import yaml

from generator.models.source import Finding, SourceFile

FILE = Path(__file__).parents[1] / "data" / "audit" / "source.yaml"
DOCUMENT = yaml.load(FILE.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - BaseLoader makes texts only
SOURCE = SourceFile.model_validate(DOCUMENT)


def finding(name: str) -> Finding:
    """The finding of that id."""
    return next(one for one in SOURCE.findings if one.id == name)


def number(name: str) -> int:
    """The number by which marks refer to a finding."""
    return [one.id for one in SOURCE.findings].index(name)
