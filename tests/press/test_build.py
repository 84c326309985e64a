"""The build as a whole: a killed run leaves its work to the next, plain or of a drive."""

import datetime
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from generator.cli.build import build
from generator.cli.check import check
from generator.cli.options import build_options
from generator.errors import LettersError
from generator.ledger.lock import RunLock, only_run
from generator.press.build_options import BuildOptions
from tests.support import drives
from tests.support.drives import CAMPAIGN, DATE, digests, killed, out_of, run, table
from tests.support.projects import COMMAND, Shipped, environment

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Finished:
    """A build that ran undisturbed."""

    project: Path
    command: tuple[str, ...]
    letters: str

    @property
    def number(self) -> int:
        """How many letters it has."""
        return len(list(out_of(self.project).glob(self.letters)))

    def begun_again(self, folder: Path) -> Path:
        """A project of the same files in which nothing is built yet."""
        shutil.copytree(self.project, folder)
        shutil.rmtree(folder / "out")
        return folder


@pytest.fixture(params=["plain", "drive"])
def finished(request: pytest.FixtureRequest, shipped: Shipped, built_drive: Path) -> Finished:
    """The shipped campaign, or a drive, finished."""
    if request.param == "plain":
        return Finished(shipped.project, ("build", CAMPAIGN, "--date", DATE), "*.pdf")
    return Finished(built_drive, drives.BUILD, "letters/*/*.pdf")


def counts(said: str) -> dict[str, int]:
    """`{"printed": 18, "unchanged": 6}` from the summary of a run."""
    summary = next(line for line in said.splitlines() if re.match(r"\d+ (printed|unchanged)", line))
    return {
        status: int(number)
        for number, status in re.findall(r"(\d+) (\w+)", summary.partition(":")[0])
    }


def letters_are_there(folder: Path, pattern: str, number: int) -> Callable[[], bool]:
    return lambda: len(list(folder.glob(pattern))) >= number


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    "moment", [pytest.param("first", marks=pytest.mark.long), "middle", "near the end"]
)
def test_a_killed_build_goes_on_with_the_next_letter(
    moment: str, jobs: int, finished: Finished, tmp_path: Path
) -> None:
    project, number = finished.begun_again(tmp_path / "project"), finished.number
    command = (*finished.command, "--jobs", str(jobs))
    at = {"first": 1, "middle": number // 3, "near the end": number - 3 * jobs}[moment]
    assert killed(project, *command, once=letters_are_there(out_of(project), finished.letters, at))
    there = len(list(out_of(project).glob(finished.letters)))
    assert at <= there <= number
    assert (out_of(project) / "index-so-far.csv").stat().st_mode & 0o777 == 0o600

    done = run(project, *command)
    assert done.code == 0, done.warned
    again = counts(done.said)
    assert sum(again.values()) == number
    assert (
        0 <= again["printed"] - (number - there) <= jobs
    )  # a kill may fall between a letter and its record
    assert digests(out_of(project)) == digests(out_of(finished.project))
    assert not [
        path.name
        for path in out_of(project).rglob(".*")
        if path.name != ".ledger.lock" or finished.letters == "*.pdf"
    ]


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_build_leaves_its_index_and_goes_on(
    stop: signal.Signals, code: int, finished: Finished, tmp_path: Path
) -> None:
    project, number = finished.begun_again(tmp_path / "project"), finished.number
    command = [str(COMMAND), *finished.command, "--jobs", "1"]
    with subprocess.Popen(
        command,
        cwd=project,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        enough = letters_are_there(out_of(project), finished.letters, 3)
        while process.poll() is None and not enough():
            time.sleep(0.005)
        process.send_signal(stop)
        _, warned = process.communicate(timeout=120)
    assert process.returncode == code, warned
    assert (
        f" of {number} letters are there, each of them whole; run the same command to go on."
        in warned
    )
    there = len(list(out_of(project).glob(finished.letters)))
    assert (out_of(project) / "README.txt").exists()
    assert not (out_of(project) / "index-so-far.csv").exists()
    assert there - len(table(out_of(project) / "index.csv")) in {
        0,
        1,
    }  # one may have come into its place in that moment
    again = counts(run(project, *finished.command).said)
    assert again["printed"] - (number - there) in {0, 1}
    assert digests(out_of(project)) == digests(out_of(finished.project))


def test_what_a_killed_build_left_half_written_is_removed(
    finished: Finished, tmp_path: Path
) -> None:
    project = Path(shutil.copytree(finished.project, tmp_path / "project"))
    (out_of(project) / ".half.part").write_bytes(b"%PDF")
    assert run(project, *finished.command, "--jobs", "1").code == 0
    assert digests(out_of(project)) == digests(out_of(finished.project))


def test_letters_of_an_earlier_build_are_named(finished: Finished, tmp_path: Path) -> None:
    project = Path(shutil.copytree(finished.project, tmp_path / "project"))
    index = out_of(project) / "index.csv"
    stray = "letters/who-left/TX-16-escobar"
    (out_of(project) / "letters" / "who-left").mkdir(parents=True)
    (out_of(project) / f"{stray}.pdf").write_bytes(b"%PDF")
    if finished.letters == "*.pdf":  # a row of a supporter's letter needs a ledger
        stray = "TX-99-earlier"
        (out_of(project) / f"{stray}.pdf").write_bytes(b"%PDF")
    index.write_text(
        index.read_text("utf-8") + f"E000299,{stray}.pdf,{DATE},organization,1,a,,,x,f\n",
        encoding="utf-8",
    )
    done = run(project, *finished.command, "--jobs", "1")
    assert f"of an earlier run, and not made by this one: {stray}.pdf" in done.warned
    assert (
        "not made by this one"
        not in run(project, *finished.command, "--jobs", "1", *FILTER[finished.letters]).warned
    )


FILTER = {"*.pdf": ("--to", "TX"), "letters/*/*.pdf": ("--to", "all")}


@pytest.mark.parametrize("stopping", ["--dry-run", ""])
def test_a_letter_that_fails_fails_alone_and_is_named(
    stopping: str, finished: Finished, tmp_path: Path
) -> None:
    project = finished.begun_again(tmp_path / "project")
    if not stopping:
        first = min(out_of(finished.project).glob(finished.letters))
        blocked = out_of(project) / first.relative_to(out_of(finished.project))
        blocked.mkdir(parents=True)
        (blocked / "in the way").touch()
    done = run(project, *finished.command, "--jobs", "1", *filter(None, [stopping]))
    if stopping:
        assert (done.code, out_of(project).exists()) == (0, False)
        assert (
            f"Dry run: {finished.number} to print; the 8 longest were laid out. Nothing was "
            f"written."
        ) in done.said
        return
    assert done.code == 1
    assert (
        f"failed: {blocked.relative_to(out_of(project)).with_suffix('')}: cannot write"
        in done.warned
    )
    assert counts(done.said) == {"printed": finished.number - 1, "failed": 1}


# ---------------------------------------------------------------- two runs in one folder


def test_a_second_run_waits_for_the_first_and_leaves_no_file(tmp_path: Path) -> None:
    with only_run(tmp_path):
        with pytest.raises(LettersError, match="another run of letters"):
            RunLock.take(tmp_path, patience=0.1)
        assert [path.name for path in tmp_path.iterdir()] == [".ledger.lock"]
    assert list(tmp_path.iterdir()) == []
    with only_run(tmp_path):  # nothing of the first keeps the next one out
        assert (tmp_path / ".ledger.lock").exists()


# ---------------------------------------------------------------- the options


OPTIONS = [
    BuildOptions("wells", datetime.date(2026, 11, 24)),
    BuildOptions(
        "wells", datetime.date(2026, 11, 24), filters=("TX", "Cortez Masto", "committee:Judiciary")
    ),
    BuildOptions(
        "wells",
        datetime.date(2026, 12, 1),
        filters=("-odd name",),
        recipient_files=(Path("recipients/a.yaml"), Path("my files/b.yaml")),
        design="constituent",
        sender=Path("my sender.yaml"),
        allow_ended=True,
        via="district",
        act_by=datetime.date(2026, 12, 18),
        mapping=(("story", "Why I care"), ("name", "a=b")),
        supporters=Path(__file__),
        formats=("pdf", "txt", "html"),
    ),
]


@pytest.mark.parametrize("options", OPTIONS)
def test_the_command_line_of_options_asks_for_the_same_options(
    options: BuildOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, name, *arguments = options.command_line()
    assert (program, name) == ("letters", "build")
    seen: list[object] = []
    monkeypatch.setattr(build, "callback", seen_by(build, seen))
    build.main(arguments, standalone_mode=False)
    assert seen == [options]
    _, _, *others = options.command_line("specimens")
    assert "--to" not in others


def seen_by(command: click.Command, seen: list[object]) -> Callable[..., int | None]:
    """Returns a callback with the command's decorator that does nothing but keep the options."""
    assert command.callback is not None
    return build_options()(lambda *_, options, **__: seen.append(options))


@pytest.mark.parametrize("options", OPTIONS)
def test_options_are_read_back_wherever_the_project_lies(
    options: BuildOptions, tmp_path: Path
) -> None:
    text = options.to_json(root=Path().absolute())
    assert str(Path().absolute()) not in text
    moved = BuildOptions.from_json(text, root=tmp_path)
    assert moved.command_line()[:3] == options.command_line()[:3]
    assert [path.relative_to(tmp_path) for path in moved.recipient_files] == list(
        options.recipient_files
    )
    assert moved.mapping == options.mapping


def test_a_command_without_a_campaign_gets_the_options_all_the_same() -> None:
    assert [parameter.name for parameter in check.params][:2] == ["campaigns", "recipient_files"]
