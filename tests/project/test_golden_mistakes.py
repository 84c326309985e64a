"""One wrong file each, beside the exact lines that the user must see."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.root import letters
from generator.letter.ocr import text_layer
from generator.press import job
from generator.press.build_options import BuildOptions
from generator.project import load
from tests.support.golden_mistakes import CASES, COMPOSED, LIBRARY, MADE, ON, expected, make_project

ACCEPTED = ("long-names", "script-in-a-name", "windows-bom")


def case(name: str) -> Path:
    return next(path for path in CASES if path.name == name)


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(letters, ["--project", str(folder), *arguments, "--date", str(ON)])


def found_by_loading(folder: Path) -> list[str]:
    return [
        str(problem)
        for problem in load.check_files(load.open_project(folder), ["library"], on=ON).problems
    ]


def test_the_good_project_is_good(tmp_path: Path) -> None:
    assert found_by_loading(make_project(tmp_path)) == []


def test_there_are_cases_and_only_the_accepted_ones_are_without_lines() -> None:
    assert len(CASES) > 50
    assert tuple(path.name for path in CASES if not expected(path)) == ACCEPTED


@pytest.mark.parametrize(
    "wrong", [path for path in CASES if path.name not in COMPOSED], ids=lambda path: path.name
)
def test_loading_finds_exactly_these_lines(wrong: Path, tmp_path: Path) -> None:
    assert found_by_loading(make_project(tmp_path, wrong)) == expected(wrong)


@pytest.mark.parametrize("wrong", CASES, ids=lambda path: path.name)
def test_check_shows_exactly_these_lines_on_stderr(wrong: Path, tmp_path: Path) -> None:
    result = run(make_project(tmp_path, wrong), "check", "library")
    assert result.stderr.splitlines() == expected(wrong)
    assert result.exit_code == (2 if expected(wrong) else 0)


@pytest.mark.parametrize(
    "wrong", [path for path in CASES if expected(path)], ids=lambda path: path.name
)
def test_build_shows_the_same_lines_and_writes_nothing(wrong: Path, tmp_path: Path) -> None:
    folder = make_project(tmp_path, wrong)
    before = sorted(folder.rglob("*"))
    result = run(folder, "build", "library")
    assert result.stderr.splitlines() == expected(wrong)
    assert result.exit_code == 2
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("name", MADE)
def test_what_no_repository_can_hold_is_found_too(name: str, tmp_path: Path) -> None:
    make, line = MADE[name]
    folder = make_project(tmp_path)
    make(folder)
    result = run(folder, "check", "library")
    assert result.stderr.splitlines() == [line]
    assert result.exit_code == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    folder = make_project(tmp_path)
    (folder / LIBRARY / "sender.yaml").chmod(0)
    assert found_by_loading(folder) == [
        "letters/library/sender.yaml: may not be read: give yourself permission to read it"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ten-at-once", "ten-in-one-file"])
def test_ten_mistakes_are_found_in_one_go_by_the_command_itself(name: str, tmp_path: Path) -> None:
    folder = make_project(tmp_path, case(name))
    command = [
        sys.executable,
        "-m",
        "generator",
        "--project",
        str(folder),
        "check",
        "library",
        "--date",
        str(ON),
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.stderr.splitlines() == expected(case(name))
    assert len(expected(case(name))) >= 10
    assert done.returncode == 2


def pages(folder: Path) -> list[str]:
    options = BuildOptions("library", ON)
    return [order.html for order in job.prepare(load.open_project(folder), options).orders]


def test_a_script_in_a_name_is_printed_as_words(tmp_path: Path) -> None:
    together = "".join(pages(make_project(tmp_path, case("script-in-a-name"))))
    assert "Veronica &lt;script&gt;alert(1)&lt;/script&gt; {{ we }} Escobar" in together
    assert "Ana &lt;b&gt;Lopez&lt;/b&gt; &amp; co." in together
    assert "<script" not in together
    assert "<b>" not in together


def test_a_very_long_name_reaches_the_page(tmp_path: Path) -> None:
    folder = make_project(tmp_path, case("long-names"))
    assert run(folder, "build", "library").exit_code == 0
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
    assert pages(make_project(tmp_path / "windows", case("windows-bom"))) == plain
