"""Records that documents support a source file; the record is void when the file changes."""

import hashlib
from pathlib import Path

from pydantic import Field

from generator import dates
from generator.errors import Problem
from generator.files import yaml as files_yaml
from generator.files.whole import write_whole
from generator.files.yaml_writing import dump_yaml
from generator.models.fields import Day, FileModel, NonEmpty, Text

NAME = "audited.yaml"
"""The file of the record, in the folder of source.yaml."""
# Comments, because people meet this file in a diff and must not wonder whether to edit it.
HEAD = """\
# The last audit in which documents supported every statement. `letters audit` writes this file, and
# `letters build` compares it with source.yaml. Keep it under version control with the campaign.

"""


class AuditDocument(FileModel):
    """A document that supports a source file."""

    work: Text
    """The id of the document's work in the bibliography."""
    name: Text
    """Its file's name, or its address."""
    sha256: Text
    """SHA-256 of its bytes."""


class AuditRecord(FileModel):
    """The result of an audit without errors."""

    source: Text
    """SHA-256 of the source.yaml that was audited."""
    date: Day
    """The day of the audit."""
    findings: int = Field(ge=0)
    """Numbers of supported findings, recommendations and sections."""
    recommendations: int = Field(ge=0)
    sections: int = Field(ge=0)
    not_checked: int = Field(default=0, ge=0)
    """The number of findings that cite works which the audit did not have."""
    documents: NonEmpty[AuditDocument]
    """The documents that support them."""


# Line ends are made equal, because git writes CR LF on Windows: the same file must have the same
# digest on every computer. Of the bytes and not of the content, so that no change can hide from it.
def digest(folder: Path) -> str:
    """Returns the SHA-256 of source.yaml with newlines as line ends; "" if it cannot be read."""
    try:
        return hashlib.sha256(
            (folder / "source.yaml").read_bytes().replace(b"\r\n", b"\n")
        ).hexdigest()
    # “” equals no recorded digest: a file that cannot be read counts as changed.
    except OSError:
        return ""


def read(folder: Path) -> AuditRecord | None:
    """Returns the record of the campaign in the folder; None if it is missing or unreadable."""
    document = files_yaml.read(folder / NAME, shown_as=NAME)
    record, problems = files_yaml.validate(document, AuditRecord)
    # A damaged record proves nothing, and the next audit replaces it.
    return None if problems else record


def keep(folder: Path, record: AuditRecord) -> None:
    """Writes the record, unless the one on disk says as much of the same files.

    That one may differ by the day alone, or rest on further documents.
    """
    # A new day alone would be a change to commit for each audit, and nothing new.
    known = read(folder)
    says_more = (
        known is not None
        and known.source == record.source
        and all(one in known.documents for one in record.documents)
    )
    if not says_more:
        content = record.model_dump(mode="json", exclude_defaults=True)
        # In the order of the model's fields, one key a line: git shows what changed.
        text = dump_yaml(content, width=120)
        write_whole(folder / NAME, (HEAD + text).encode())


def doubt(folder: Path, *, shown_as: str) -> Problem | None:
    """Returns a warning if the source file was not audited whole in its present form, else None."""
    known = read(folder)
    command = f"letters audit {folder.name}"
    if known is None:
        message = f"was never audited against its document: {command} --source FILE|URL"
    elif known.source != digest(folder):
        message = f"has changed since it was audited on {dates.in_words(known.date)}: {command}"
    elif known.not_checked:
        count = known.not_checked
        which = "a finding cites a work" if count == 1 else f"{count} findings cite works"
        message = (
            f"{which} that the last audit did not have: {command} with --source FILE for the "
            "document and --source WORK=FILE for each other work"
        )
    else:
        return None
    return Problem(shown_as, 0, "", message, "warning", code="not-audited")


def sentence(folder: Path) -> str:
    """Returns a sentence on the last audit for the note that goes with finished letters."""
    known = read(folder)
    if known is None:
        return "source.yaml was never audited against its document."
    if known.source != digest(folder):
        return f"source.yaml has changed since it was audited on {dates.in_words(known.date)}."
    by = "".join(f"\n  {one.name} (SHA-256 {one.sha256})" for one in known.documents)
    rest = (
        f"\n{known.not_checked} more cite a work that was not checked." if known.not_checked else ""
    )
    return (
        f"source.yaml was audited on {dates.in_words(known.date)}: "
        f"its {known.findings} findings are supported by{by}{rest}"
    )
