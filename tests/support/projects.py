"""Whole runs of the command in a copy of the shipped project."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import time_machine

from generator.cli.root import main

ROOT = Path(__file__).parents[2]
DATE = "2026-11-24"
COMMAND = Path(sys.executable).with_name("letters")

WARM = multiprocessing.get_context("forkserver")
"""Processes with the program imported: a cold start takes longer than most commands."""
WARM.set_forkserver_preload(
    ["generator.cli.root", "generator.press.build", "tests.support.projects"]
)


@dataclass(frozen=True)
class Run:
    """The output and the exit code of a run."""

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


def copy_project(folder: Path, *, sample: bool = True) -> Path:
    """Copies what a user edits into the folder; not as a `sample`, the sender may send mail."""
    for name in ("letters", "templates", "recipients"):
        shutil.copytree(ROOT / name, folder / name)
    if not sample:
        sender = folder / "letters" / "remain-in-mexico" / "sender.yaml"
        sender.write_text(sender.read_text("utf-8").replace("\nsample: true", ""), encoding="utf-8")
    return folder


def environment() -> dict[str, str]:
    """Returns the environment of this process, for a wide terminal."""
    return {**os.environ, "COLUMNS": "250"}  # noqa: TID251 - the measuring of coverage goes on in what a test starts


def environment_on(day: str) -> dict[str, str]:
    """Returns that environment for a process that lives on another day."""
    return {**environment(), "LETTERS_TEST_DAY": day, "PYTHONPATH": str(ROOT / "tests" / "clock")}


def letters(
    *arguments: str | Path, project: Path, timeout: int = 120, day: str | None = None
) -> Run:
    """Runs `letters ARGUMENTS` in the project's folder, in a process of its own.

    `day` is the day on which it runs, where that is not the machine's own.
    `timeout` is the number of seconds after which a run that goes on fails the test.
    """
    with tempfile.TemporaryDirectory() as folder:
        said, warned = Path(folder, "said"), Path(folder, "warned")
        command = ("letters", *map(str, arguments))
        process = WARM.Process(
            target=_begin, args=(command, project, environment(), said, warned, day)
        )
        process.start()
        process.join(timeout)
        assert process.exitcode is not None, f"{command} does not come to an end"
        return Run(process.exitcode, said.read_text("utf-8"), warned.read_text("utf-8"))


def _begin(
    command: Sequence[str],
    project: Path,
    variables: Mapping[str, str],
    said: Path,
    warned: Path,
    day: str | None,
) -> None:
    """Becomes the command, as a shell would start it."""
    if day:
        time_machine.travel(f"{day}T12:00:00+00:00").start()
    for path, stream in ((said, sys.stdout), (warned, sys.stderr)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), stream.fileno())
    os.chdir(project)
    os.environ.clear()  # noqa: TID251
    os.environ.update(variables)  # noqa: TID251
    sys.argv = list(command)
    main()


def installed(*arguments: str | Path, project: Path) -> Run:
    """Runs the installed command."""
    command = [str(COMMAND), *map(str, arguments)]
    done = subprocess.run(
        command,
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def build_shipped(folder: Path) -> None:
    """Prints the shipped campaign in a copy of the project, and keeps what the run said."""
    copy_project(folder / "project")
    run = installed(
        "build", "remain-in-mexico", "--date", DATE, "--jobs", "2", project=folder / "project"
    )
    for name, text in (("code", str(run.code)), ("said", run.said), ("warned", run.warned)):
        (folder / name).write_text(text, encoding="utf-8")


def read_shipped(folder: Path) -> Shipped:
    """Returns the run and the letters that build_shipped kept in the folder."""
    code, said, warned = ((folder / name).read_text("utf-8") for name in ("code", "said", "warned"))
    return Shipped(
        folder / "project",
        folder / "project" / "out" / "remain-in-mexico",
        Run(int(code), said, warned),
    )
