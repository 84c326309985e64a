"""The record that all of a source file was borne out by its documents: kept beside it, and void as soon as it changes."""

import hashlib
from pathlib import Path

import yaml
from pydantic import Field

from generator import dates
from generator.errors import Problem
from generator.files import yaml as files_yaml
from generator.files.whole import write_whole
from generator.models import Day, Text, Typed

NAME = "audited.yaml"
"""Beside source.yaml."""
HEAD = """\
# The last audit at which everything was borne out. `letters audit` writes this file, and `letters build` looks whether
# source.yaml is still the one that was audited. Keep it under version control with the campaign.

"""


class Witness(Typed):
    """A document that bore a source file out."""

    work: Text = Field(description="The work of the bibliography that it is.")
    name: Text = Field(description="Its file's name, or its address.")
    sha256: Text = Field(description="SHA-256 of its bytes.")


class Attestation(Typed):
    """What an audit found where everything was borne out."""

    source: Text = Field(description="SHA-256 of the source.yaml that was audited.")
    date: Day = Field(description="When it was audited.")
    findings: int = Field(ge=0, description="How many findings were borne out.")
    recommendations: int = Field(ge=0, description="How many recommendations were.")
    sections: int = Field(ge=0, description="How many sections were.")
    not_checked: int = Field(default=0, ge=0, description="How many findings cite works that were not there to be looked at.")
    documents: tuple[Witness, ...] = Field(min_length=1, description="The documents that bore them out.")


def digest(folder: Path) -> str:
    """The SHA-256 of the campaign's source.yaml, however its lines end; empty where it cannot be read."""
    try:
        return hashlib.sha256((folder / "source.yaml").read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    except OSError:
        return ""


def read(folder: Path) -> Attestation | None:
    """The record of the campaign in the folder; None where there is none, or none that can be read."""
    attestation, problems = files_yaml.validate(files_yaml.read(folder / NAME, shown_as=NAME), Attestation)
    return None if problems else attestation


def keep(folder: Path, attestation: Attestation) -> None:
    """Writes the record, unless it says but for its day what the one there says."""
    known = read(folder)
    if known is None or known.model_copy(update={"date": attestation.date}) != attestation:
        told = yaml.safe_dump(attestation.model_dump(mode="json", exclude_defaults=True), sort_keys=False, allow_unicode=True, width=120)
        write_whole(folder / NAME, (HEAD + told).encode())


def doubt(folder: Path, *, shown_as: str) -> Problem | None:
    """A warning where the source file was never borne out, or has changed since; `shown_as` is how a message names it."""
    known = read(folder)
    if known is None:
        message = f"was never audited against its document: letters audit {folder.name} --source FILE|URL"
    elif known.source != digest(folder):
        message = f"has changed since it was audited on {dates.in_words(known.date)}: letters audit {folder.name}"
    else:
        return None
    return Problem(shown_as, 0, "", message, "warning")


def sentence(folder: Path) -> str:
    """Whether the source file was borne out, by what and when, as a note beside finished letters tells it."""
    known = read(folder)
    if known is None:
        return "source.yaml was never audited against its document."
    if known.source != digest(folder):
        return f"source.yaml has changed since it was audited on {dates.in_words(known.date)}."
    by = "".join(f"\n  {one.name} (SHA-256 {one.sha256})" for one in known.documents)
    rest = f" {known.not_checked} more cite a work that was not looked at." if known.not_checked else ""
    return f"source.yaml was audited on {dates.in_words(known.date)}: its {known.findings} findings are borne out by{by}{rest}"
