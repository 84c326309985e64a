"""`letters` itself: names that do not exist, help, the project's folder; `new` and `schema`."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli.root import nearest_project
from generator.errors import LettersError
from generator.project import audit_record
from tests.cli.edits import refused
from tests.cli.shipped.builds import CAMPAIGN, DATED
from tests.support.golden_mistakes import make_project
from tests.support.pages import text_of
from tests.support.projects import COMMAND, DATE, ROOT, Shipped, environment, letters

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("arguments", "hints"),
    [
        (["build", "remain"], ["letters: no campaign 'remain'; there are: remain-in-mexico"]),
        (["check", "remain"], ["letters: no campaign 'remain'; there are: remain-in-mexico"]),
        (
            ["list", "asks", "remain"],
            ["letters: no campaign 'remain'; there are: remain-in-mexico"],
        ),
        (
            [*DATED, "--design", "organisation"],
            ["letters: no design 'organisation'; did you mean organization?\n"],
        ),
        (
            [*DATED, "--design", ""],
            ["letters: no design ''; there are: ", "constituent, ", "organization-window\n"],
        ),
        (
            ["build", f"letters/{CAMPAIGN}"],
            [f"letters: no campaign 'letters/{CAMPAIGN}'; did you mean {CAMPAIGN}?"],
        ),
        (["check", f"letters/{CAMPAIGN}/"], [f"; did you mean {CAMPAIGN}?"]),
        (
            ["explain", "remain-in-mexic", "TX-16"],
            [f"letters: no campaign 'remain-in-mexic'; did you mean {CAMPAIGN}?"],
        ),
        (
            [*DATED, "--to", "TX-17"],
            ["letters: no recipient is meant by 'TX-17'; no member in these files holds that seat"],
        ),
        ([*DATED, "--to", "Escobra"], ["did you mean Escobar"]),
        (
            ["explain", CAMPAIGN, "committee:Rivers"],
            ['there is no committee "Rivers"'],
        ),
        (
            ["build", CAMPAIGN, "--date", "24.11.2026"],
            ["'24.11.2026' is not a day; write it as 2026-11-24"],
        ),
        (["build", CAMPAIGN, "--jobs", "0"], ["0 is not in the range 1<=x<=64"]),
        (["publish"], ['there is no command "publish"']),
        (["chek"], ['there is no command "chek"; did you mean "check"?']),
        (["new", "../mine"], ['a campaign cannot be called "../mine"', "like clean-water"]),
        (["new", CAMPAIGN], ["is there already, and nothing in it was changed"]),
    ],
)
def test_what_there_is_not_is_a_sentence_with_a_hint(
    arguments: list[str], hints: list[str], shipped: Shipped
) -> None:
    refused(letters(*arguments, project=shipped.project), *hints)


def test_a_folder_that_is_no_project_is_refused_with_the_way_there(tmp_path: Path) -> None:
    refused(
        letters("check", project=tmp_path),
        f"{tmp_path} is not a Letters project",
        "name it with --project",
    )


def test_the_project_is_found_from_below_and_by_name(place: Path, tmp_path: Path) -> None:
    below = place / "letters" / CAMPAIGN / "arguments"
    assert nearest_project(below) == place
    assert nearest_project(tmp_path) == tmp_path
    for run in (
        letters(*DATED, "--dry-run", project=below),
        letters("--project", place, *DATED, "--dry-run", project=tmp_path),
    ):
        assert run.code == 0
        assert "24 to print" in run.said


def test_a_reader_who_has_seen_enough_is_no_mistake(shipped: Shipped) -> None:
    run = subprocess.Popen(
        [COMMAND, "list", "findings", CAMPAIGN],
        cwd=shipped.project,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.close()
    assert run.stderr.read() == ""
    run.stderr.close()
    assert run.wait(timeout=60) in {0, 1}


def test_a_new_campaign_prints_as_it_is(place: Path) -> None:
    new = letters("new", "clean-water", project=place)
    assert new.code == 0
    assert "letters build clean-water" in new.said
    assert letters("check", "clean-water", "--date", DATE, project=place).said.endswith(
        "nothing to correct\n"
    )
    run = letters(
        "build", "clean-water", "--date", DATE, "--to", "TX-16", "--to", "Kelly", project=place
    )
    assert run.code == 0, run.warned
    assert run.said == f"2 printed: {place / 'out' / 'clean-water'}\n"
    assert "The Honorable Veronica Escobar" in text_of(
        place / "out" / "clean-water" / "TX-16-escobar.pdf"
    )
    assert "The sender is still the sample" in run.warned


def test_the_shipped_files_name_schemas_that_are_written(place: Path, tmp_path: Path) -> None:
    run = letters("schema", project=place)
    assert run.code == 0
    written = {Path(line).name for line in run.said.splitlines()}
    assert written == {path.name for path in (place / "docs" / "schemas").iterdir()}
    folders = (f"letters/{CAMPAIGN}", "recipients", "templates")
    every = (path for folder in folders for path in sorted((place / folder).rglob("*.yaml")))
    shipped = [path for path in every if path.name != audit_record.NAME]
    assert len(shipped) >= 10
    for path in shipped:
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
        assert named, path
        assert (path.parent / named.group(1)).resolve().is_file()
    assert letters("schema", "--out", tmp_path / "elsewhere", project=place).code == 0
    assert written == {path.name for path in (tmp_path / "elsewhere").iterdir()}


COMMANDS = (
    "build",
    "check",
    "explain",
    "list",
    "list recipients",
    "list arguments",
    "list findings",
    "list asks",
    "new",
    "schema",
)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself_with_an_example(command: str, shipped: Shipped) -> None:
    run = letters(*command.split(), "--help", project=shipped.project)
    assert run.code == 0
    assert re.search(
        rf"^ +.*letters {command or 'build'}\b", run.said.partition("\n")[2], re.MULTILINE
    )


def test_help_lists_every_command(shipped: Shipped) -> None:
    said = letters("--help", project=shipped.project).said
    listed = re.findall(r"^  ([a-z]+)  +\S", said.partition("Commands:")[2], re.MULTILINE)
    assert {command.partition(" ")[0] for command in COMMANDS} <= set(listed)


def test_help_answers_before_anything_heavy_is_imported(shipped: Shipped) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "generator", "--help"]
    run = subprocess.run(
        command, cwd=shipped.project, env=environment(), capture_output=True, text=True, check=True
    )
    imported = {
        line.rpartition("|")[2].strip()
        for line in run.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert {"click", "generator.cli.root"} <= imported
    assert imported.isdisjoint(
        {
            "weasyprint",
            "pydantic",
            "yaml",
            "jinja2",
            "rich",
            "markdown_it",
            "generator.models",
            "generator.letter.pdf",
        }
    )


def test_the_command_is_the_installed_one() -> None:
    assert COMMAND.is_file()
    assert shutil.which(str(COMMAND))


def test_every_mistake_that_stops_the_work_is_one_kind_of_exception() -> None:
    assert issubclass(LettersError, Exception)
    assert not issubclass(LettersError, ValueError)


def test_a_package_that_is_not_installed_yet_is_named_without_a_traceback(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['yaml'] = None; sys.argv = ['letters', 'check']; from "
        "generator.cli.root import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**environment(), "PYTHONPATH": str(ROOT)},
        cwd=make_project(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (
        run.stderr == "letters: yaml, which this version needs, is not installed: "
        "run `make letters`, which installs it\n"
    )
    assert run.returncode == 2


@pytest.mark.parametrize(
    "command",
    [
        ("explain", CAMPAIGN, "TX-16"),
        ("list", "findings", CAMPAIGN),
        ("coverage", CAMPAIGN, "--csv"),
    ],
)
def test_an_output_that_knows_few_characters_shows_the_others_as_question_marks(
    command: tuple[str, ...], place: Path
) -> None:
    arguments = [str(COMMAND), *command, *(() if command[0] == "list" else ("--date", DATE))]
    done = subprocess.run(
        arguments,
        cwd=place,
        env={**environment(), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.isascii()
