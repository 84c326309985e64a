"""The documents and the source file that several test files of the audit share."""

from pathlib import Path

import pytest
import yaml

from generator.audit.documents.reading import read_document
from generator.audit.documents.types import Document
from generator.models.source import SourceFile

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "source" / "remain-in-mexico-qa.md"


@pytest.fixture(scope="module")
def document() -> Document:
    if not SHARED.exists():
        pytest.skip(
            f"the document the shipped campaign is made from is not on this machine ({SHARED.name})"
        )
    return read_document(SHARED.read_bytes(), SHARED.name)


@pytest.fixture(scope="module")
def shipped() -> SourceFile:
    text = (ROOT / "letters" / "remain-in-mexico" / "source.yaml").read_text("utf-8")
    return SourceFile.model_validate(yaml.load(text, yaml.BaseLoader))  # noqa: S506 - BaseLoader makes texts only


@pytest.fixture(scope="module")
def ours() -> Document:
    path = ROOT / "tests" / "data" / "audit" / "wells-of-the-valley.md"
    return read_document(path.read_bytes(), "wells.md")
