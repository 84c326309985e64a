"""Whole runs: the installed command in a copy of the shipped project."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATE = "2026-11-24"
COMMAND = Path(sys.executable).with_name("letters")


@dataclass(frozen=True)
class Run:
    """What a run said and how it ended."""

    code: int
    said: str
    warned: str


@dataclass(frozen=True)
class Shipped:
    """The shipped campaign, printed by the installed command."""

    project: Path
    folder: Path
    run: Run

    @property
    def letters(self) -> tuple[Path, ...]:
        """The PDFs, by name."""
        return tuple(sorted(self.folder.glob("*.pdf")))


def copy_project(folder: Path) -> Path:
    """The folders that a user edits, as they ship, in the folder."""
    for name in ("letters", "templates", "recipients"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def environment() -> dict[str, str]:
    """The environment of this process, for a wide terminal."""
    return {**os.environ, "COLUMNS": "250"}  # noqa: TID251 - the measuring of coverage goes on in what a test starts


def letters(*arguments: str | Path, project: Path) -> Run:
    """What became of `letters ARGUMENTS` in the project's folder."""
    command = [str(COMMAND), *map(str, arguments)]
    done = subprocess.run(command, cwd=project, env=environment(), capture_output=True, text=True, check=False, timeout=120)
    return Run(done.returncode, done.stdout, done.stderr)


def build_shipped(folder: Path) -> None:
    """Prints the shipped campaign in a copy of the project in the folder, and keeps beside it what the run said."""
    copy_project(folder / "project")
    run = letters("build", "remain-in-mexico", "--date", DATE, "--jobs", "2", project=folder / "project")
    for name, text in (("code", str(run.code)), ("said", run.said), ("warned", run.warned)):
        (folder / name).write_text(text, encoding="utf-8")


def read_shipped(folder: Path) -> Shipped:
    """What build_shipped left in the folder."""
    code, said, warned = ((folder / name).read_text("utf-8") for name in ("code", "said", "warned"))
    return Shipped(folder / "project", folder / "project" / "out" / "remain-in-mexico", Run(int(code), said, warned))
