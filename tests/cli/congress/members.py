"""The published data of Congress, where it is on this machine, and commands in this process.

The data lies next to the project and is never part of it; without it, tests are skipped.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.root import letters as command
from tests.support.projects import ROOT, Run

DATA = ROOT.parent / "shared" / "data"


FILES = (
    "legislators-current.yaml",
    "legislators-district-offices.yaml",
    "committees-current.yaml",
    "committee-membership-current.yaml",
)


NEEDED = [DATA / name for name in (*FILES, "zccd.csv")]


needs_data = pytest.mark.skipif(
    not all(path.is_file() for path in NEEDED), reason="needs the public data in ../shared/data"
)


CAMPAIGN = "remain-in-mexico"


DATE = "2026-09-01"


CONGRESS = Path("recipients/congress.yaml")


ALL = ("--recipients", str(CONGRESS), "--date", DATE)


def run(*arguments: str | Path, place: Path) -> Run:
    """Returns what became of a command, in this process."""
    result = CliRunner().invoke(
        command, ["--project", str(place), *map(str, arguments)], prog_name="letters"
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Run(result.exit_code, result.stdout, result.stderr)


def published() -> dict[str, bytes]:
    return {name: (DATA / name).read_bytes() for name in FILES}
