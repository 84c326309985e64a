"""Projects with one mistake each, and the problems that the user must see."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.errors import Problem
from generator.letter.ocr import text_layer
from generator.press import build, job
from generator.press.build_options import BuildOptions
from generator.project import load
from tests.conftest import Golden
from tests.support.golden_mistakes import CASES, LIBRARY, MADE, ON, make_project

ACCEPTED = {"long-names", "script-in-a-name", "windows-bom"}
BY_COMMAND = ("alias-bomb", "emoji", "ten-at-once", "ten-in-one-file", "unknown-finding")


def problems_of(folder: Path) -> tuple[Problem, ...]:
    return job.check(load.open_project(folder), [BuildOptions("library", ON)])


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", "--project", str(folder), *arguments]
    return subprocess.run(
        [*command, "--date", str(ON)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def lines_of(case: str, problems: Sequence[Problem]) -> list[str]:
    """Returns a line of the golden list for each problem: case, code, place and sentence."""
    return [f"{case}\t{problem.code or '-'}\t{problem}" for problem in problems] or [f"{case}\t\t"]


def test_the_good_project_is_good(tmp_path: Path) -> None:
    assert problems_of(make_project(tmp_path)) == ()


@pytest.mark.slow
def test_every_case_has_exactly_the_golden_problems(tmp_path: Path, golden: Golden) -> None:
    lines: list[str] = []
    for name, path in CASES.items():
        found = problems_of(make_project(tmp_path / name, path))
        assert (not found) == (name in ACCEPTED), name
        lines += lines_of(name, found)
    for name, make in MADE.items():
        folder = make_project(tmp_path / name)
        make(folder)
        lines += lines_of(name, problems_of(folder))
    assert len(CASES) > 50
    golden("problems.txt", "".join(f"{line}\n" for line in lines))


def test_ten_mistakes_are_found_in_one_go(tmp_path: Path) -> None:
    for name in ("ten-at-once", "ten-in-one-file"):
        assert len(problems_of(make_project(tmp_path / name, CASES[name]))) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_COMMAND)
def test_check_shows_the_problems_on_stderr_and_ends_with_2(name: str, tmp_path: Path) -> None:
    folder = make_project(tmp_path, CASES[name])
    done = run(folder, "check", "library")
    assert done.stderr.splitlines() == [str(problem) for problem in problems_of(folder)]
    assert done.returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_COMMAND)
def test_build_shows_the_same_problems_and_writes_nothing(name: str, tmp_path: Path) -> None:
    folder = make_project(tmp_path, CASES[name])
    before = sorted(folder.rglob("*"))
    done = run(folder, "build", "library")
    assert done.stderr.splitlines() == [str(problem) for problem in problems_of(folder)]
    assert done.returncode == 2
    assert sorted(folder.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    folder = make_project(tmp_path)
    (folder / LIBRARY / "sender.yaml").chmod(0)
    (problem,) = problems_of(folder)
    assert (problem.code, problem.file) == ("unreadable", "letters/library/sender.yaml")


def pages(folder: Path) -> list[str]:
    options = BuildOptions("library", ON)
    return [
        order.html for order in build.prepare_letters(load.open_project(folder), options).orders
    ]


def test_a_script_in_a_name_is_printed_as_words(tmp_path: Path) -> None:
    together = "".join(pages(make_project(tmp_path, CASES["script-in-a-name"])))
    assert "Veronica &lt;script&gt;alert(1)&lt;/script&gt; {{ we }} Escobar" in together
    assert "Ana &lt;b&gt;Lopez&lt;/b&gt; &amp; co." in together
    assert "<script" not in together
    assert "<b>" not in together


@pytest.mark.slow
def test_a_very_long_name_reaches_the_page(tmp_path: Path) -> None:
    folder = make_project(tmp_path, CASES["long-names"])
    assert run(folder, "build", "library").returncode == 0
    texts = [
        "".join(text_layer(path.read_bytes()).split())
        for path in sorted((folder / "out" / "library").glob("*.pdf"))
    ]
    assert len(texts) == 2
    assert "Veronica" * 33 + "Escobar" in texts[1]
    assert all("Ana" + "Lopez" * 60 in text for text in texts)


def test_a_bom_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    plain = pages(make_project(tmp_path / "plain"))
    assert len(plain) == 2
    assert pages(make_project(tmp_path / "windows", CASES["windows-bom"])) == plain
