"""A small invented document as data, for tests of notes, marks and campaigns."""

from generator.models.source import Finding, SourceFile
from tests.support import audit_data

DOCUMENT = audit_data.load("source.yaml")
SOURCE = SourceFile.model_validate(DOCUMENT)


def finding(name: str) -> Finding:
    """Returns the finding with the id."""
    return next(one for one in SOURCE.findings if one.id == name)


def number(name: str) -> int:
    """Returns the number by which marks refer to a finding."""
    return [one.id for one in SOURCE.findings].index(name)
