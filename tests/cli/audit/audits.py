"""The campaign and the documents that the tests of audits share."""

from pathlib import Path

import yaml
from click.testing import CliRunner

from generator.cli.root import letters as command
from tests.support import makes
from tests.support.projects import ROOT, Run

SHIPPED = "remain-in-mexico"


SHARED = ROOT.parent / "shared" / "source" / "remain-in-mexico-qa.md"


_SOURCE = yaml.safe_load((ROOT / "letters" / SHIPPED / "source.yaml").read_text("utf-8"))
FINDINGS = len(_SOURCE["findings"])
OF_OTHERS = sum("reference" in finding for finding in _SOURCE["findings"])
"""Findings of the shipped campaign that its document does not state."""


NAMES = ("wells.pdf", "clinics.html", "testimony.txt", "broadband.md", "evictions.pdf")


def inside(*arguments: str | Path, project: Path, columns: int = 120) -> Run:
    """Returns what became of `letters ARGUMENTS` in this process; lets a traceback through."""
    runner = CliRunner(env={"COLUMNS": str(columns)})
    done = runner.invoke(
        command, ["--project", str(project), *map(str, arguments)], catch_exceptions=False
    )
    return Run(done.exit_code, done.stdout, done.stderr)


def make(name: str, folder: Path) -> Path:
    """Writes one of the documents of different make, and returns its path."""
    path = folder / name
    path.write_bytes(makes.documents()[name])
    return path
