"""`letters build`: a run that is stopped by Ctrl-C or ended by SIGTERM."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from generator.cli.root import Commands
from tests.cli.shipped.builds import CAMPAIGN, DATED, printed
from tests.support.projects import (
    COMMAND,
    Shipped,
    environment,
    letters,
)

pytestmark = pytest.mark.slow


def interrupted(place: Path, *, jobs: int, by: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    """Returns the exit code and the warnings of a run, stopped after its first letters.

    A terminal sends Ctrl-C to all processes of the run; SIGTERM goes to the first one only.
    """
    folder = place / "out" / CAMPAIGN
    run = subprocess.Popen(
        [COMMAND, *DATED, "--jobs", str(jobs)],
        cwd=place,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    _wait_for(lambda: len(printed(folder)) > 1 or run.poll() is not None)
    (os.killpg if by == signal.SIGINT else os.kill)(run.pid, by)
    _, warned = run.communicate(timeout=60)
    return run.returncode, warned


def _wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_sigterm_ends_a_run_as_ctrl_c_does(place: Path) -> None:
    code, warned = interrupted(place, jobs=2, by=signal.SIGTERM)
    assert code == 143
    assert "letters are there, each of them whole; run the same command to go on." in warned
    assert "resource_tracker" not in warned
    assert "Traceback" not in warned


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_leaves_whole_letters_only_and_the_same_command_goes_on(
    jobs: int, place: Path, shipped: Shipped
) -> None:
    folder = place / "out" / CAMPAIGN
    code, warned = interrupted(place, jobs=jobs)
    assert code == 130, warned
    assert "Traceback" not in warned
    expected = re.search(
        (
            r"^Stopped: (\d+) of 24 letters are there, each of them whole; run the same command "
            r"to go on\.$"
        ),
        warned,
        re.MULTILINE,
    )
    assert expected
    stopped = printed(folder)
    assert 1 < len(stopped) < 24
    assert len(stopped) - int(expected.group(1)) in {
        0,
        1,
    }  # one may have come into its place in the moment of Ctrl-C
    whole = {path.stem: path.read_bytes() for path in shipped.letters}
    assert {stem: (folder / f"{stem}.pdf").read_bytes() for stem in stopped} == {
        stem: whole[stem] for stem in stopped
    }
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*(f"{stem}.pdf" for stem in stopped), "README.txt", "built.json", "index.csv"]
    )

    on = letters(*DATED, project=place)
    assert on.code == 0
    assert re.match(r"\d+ printed, \d+ unchanged: ", on.said)
    assert {path.stem: path.read_bytes() for path in folder.glob("*.pdf")} == whole


def test_ctrl_c_before_anything_is_printed_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    @click.command(cls=Hurried)
    def group() -> None:
        """Stands for `letters`."""

    with pytest.raises(SystemExit) as ended:
        group.main(["build"])
    assert ended.value.code == 130
    assert capsys.readouterr().err == "Stopped; nothing was written.\n"


class Hurried(Commands):
    """The commands, with one that is stopped by Ctrl-C."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        del ctx

        def stopped() -> None:
            raise KeyboardInterrupt

        return click.Command(cmd_name, callback=stopped)
