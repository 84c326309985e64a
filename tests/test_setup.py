"""The set-up: the pins, the messages on a machine that lacks something, and no step twice."""

import ast
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
COMMANDS_OF_ANY_SYSTEM = (
    "awk",
    "cat",
    "dirname",
    "id",
    "rm",
    "sed",
    "sh",
    "test",
    "touch",
    "uname",
)


def name_of(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9_.-]", requirement, maxsplit=1)[0].lower()


def pinned(lock: str) -> dict[str, str]:
    """Every package of a lock with the lines that pin it."""
    text = re.sub(r"(?m)^\s*#.*\n", "", (ROOT / lock).read_text(encoding="utf-8"))
    entries = re.split(r"(?m)^(?=\S)", text)
    return {name_of(entry): entry for entry in entries if entry.strip()}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imports(file: Path) -> Iterator[str]:
    """The top packages that a module imports anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


# ---------------------------------------------------------------- the locks


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_exactly_with_hashes(lock: str) -> None:
    entries = pinned(lock)

    assert len(entries) > 20
    assert [
        name
        for name, entry in entries.items()
        if not re.match(r"\S+==[^\s*]+ ", entry) or "--hash=sha256:" not in entry
    ] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_index_or_a_machine(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert re.findall(r"://|--index|--extra-index|--find-links|--trusted-host|file:", text) == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = PYPROJECT["project"]
    runtime = {
        name_of(requirement)
        for requirement in (*project["dependencies"], *PYPROJECT["build-system"]["requires"])
    }
    extras = {
        name_of(requirement)
        for extra in project["optional-dependencies"].values()
        for requirement in extra
    }

    assert "weasyprint" in runtime
    assert runtime - set(pinned("requirements.lock")) == set()
    assert (runtime | extras) - set(pinned("requirements-dev.lock")) == set()


def test_tests_run_with_the_very_packages_that_print() -> None:
    dev = pinned("requirements-dev.lock")

    assert {
        name: entry for name, entry in pinned("requirements.lock").items() if dev[name] != entry
    } == {}


@pytest.mark.slow
def test_the_locks_lack_nothing() -> None:
    """The set-up installs what they name and nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "No broken requirements found.\n")


@pytest.mark.slow
def test_what_the_program_imports_is_asked_for_by_name() -> None:
    """A package that comes along with another may leave with it."""
    files = sorted((ROOT / "generator").rglob("*.py"))
    imported = (
        {module for file in files for module in imports(file)}
        - sys.stdlib_module_names
        - {"generator"}
    )
    packages = importlib.metadata.packages_distributions()
    project = PYPROJECT["project"]
    requirements = (
        *project["dependencies"],
        *project["optional-dependencies"]["keyring"],
    )  # the one extra that the program itself can use
    asked_for = {canonical(name_of(requirement)) for requirement in requirements}

    assert {"pydantic", "jinja2"} <= imported
    assert {
        module
        for module in imported
        if not {canonical(name) for name in packages.get(module, [module])} & asked_for
    } == set()


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"(?ms)^(?:dependencies|test|lint) = \[\n(.*?)^\]", text)
    lines = [line for entries in lists for line in entries.splitlines()]

    assert len(lines) > 15
    assert [line for line in lines if not re.search(r'",\s+# \S', line)] == []


def test_every_rule_that_is_switched_off_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    rules = re.findall(r'(?m)^    "[A-Z]+\d*",.*$', text)

    assert len(rules) > 10
    assert [rule for rule in rules if not re.search(r"# \S", rule)] == []


# ---------------------------------------------------------------- set-up on other machines


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what sets the project up, in a folder whose name has a space."""
    folder = tmp_path / "my letters"
    (folder / "tools").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", *LOCKS, "tools/set-up"):
        shutil.copy(ROOT / name, folder / name)
    return folder


class Machine:
    """A machine with the commands of any Unix and those given as scripts, and with no others."""

    def __init__(self, folder: Path, **scripts: str) -> None:
        self.commands = folder / "commands"
        self.commands.mkdir()
        for command in COMMANDS_OF_ANY_SYSTEM:
            found = shutil.which(command)
            assert found is not None
            (self.commands / command).symlink_to(found)
        for command, script in scripts.items():
            path = self.commands / command.replace("_", "-")
            path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            path.chmod(0o755)

    def run(self, *command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=cwd,
            env={"PATH": str(self.commands)},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )

    def set_up(self, purpose: str, *, cwd: Path) -> subprocess.CompletedProcess[str]:
        return self.run(str(cwd / "tools" / "set-up"), purpose, cwd=cwd)


# A python3 that answers tools/set-up: its version is new enough, and it lacks these things.
GOOD_PYTHON = (
    'case "$2" in *version_info\\ \\<*) exit 0 ;; *version_info*) echo python3.11-venv ;; '
    'esac\n[ "$1" = - ] && echo "pango venv"\nexit 0'
)
OLD_PYTHON = 'case "$2" in *version_info*) exit 1 ;; *) echo 3.9.2 ;; esac'


def test_an_old_python_is_refused_in_one_sentence(tmp_path: Path, clone: Path) -> None:
    done = Machine(tmp_path, python3=OLD_PYTHON).set_up("print", cwd=clone)

    assert done.returncode == 2
    assert done.stderr == (
        "letters: python3 is 3.9.2, and Letters needs 3.11 or newer: install one and name "
        "it, as in 'make letters PYTHON=python3.12'.\n"
    )


def test_a_machine_without_python_says_what_to_install(tmp_path: Path, clone: Path) -> None:
    done = Machine(tmp_path).set_up("print", cwd=clone)

    assert done.returncode == 2
    assert done.stderr == (
        "letters: there is no python3 here: install Python 3.11 or newer, or name it as in "
        "'make letters PYTHON=python3.12'.\n"
    )


def test_without_apt_and_brew_one_sentence_says_what_to_install(
    tmp_path: Path, clone: Path
) -> None:
    done = Machine(tmp_path, python3=GOOD_PYTHON).set_up("print", cwd=clone)

    assert done.returncode == 2
    assert done.stderr == (
        "letters: neither apt-get nor brew here: install Pango, HarfBuzz with its subset "
        "library, Python's venv and poppler's tools "
        "(missing: pango venv), then run make again.\n"
    )
    assert not (clone / ".venv").exists()


def test_without_root_and_sudo_the_administrator_gets_the_command(
    tmp_path: Path, clone: Path
) -> None:
    machine = Machine(tmp_path, python3=GOOD_PYTHON, apt_get="exit 1")
    (machine.commands / "id").unlink()
    (machine.commands / "id").write_text("#!/bin/sh\necho 1000\n", encoding="utf-8")
    (machine.commands / "id").chmod(0o755)

    done = machine.set_up("print", cwd=clone)

    assert done.returncode == 2
    assert done.stderr == (
        "letters: neither root nor sudo here: have an administrator run "
        "'apt-get install libpango-1.0-0 libpangoft2-1.0-0 python3.11-venv', then run make again.\n"
    )


def test_a_step_that_fails_is_heard_and_stops_the_set_up(tmp_path: Path, clone: Path) -> None:
    machine = Machine(tmp_path, python3=GOOD_PYTHON, brew='echo "no bottle of $2"; exit 1')

    done = machine.set_up("print", cwd=clone)

    assert done.returncode == 2
    assert "no bottle of pango\n" in done.stderr
    assert "letters: this failed: 'brew install pango python'." in done.stderr
    assert not (clone / ".venv" / "ready-to-print").exists()


def ready(clone: Path) -> Machine:
    """A machine where `clone` is set up, with nothing on it that could set up anything."""
    commands = clone / ".venv" / "bin"
    commands.mkdir(parents=True)
    for command, script in (("letters", 'echo "letters $*"'), ("python", 'echo "python $*"')):
        (commands / command).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (commands / command).chmod(0o755)
    (clone / ".venv" / "made-in").write_text(f"{clone}\n", encoding="utf-8")
    for stamp in ("ready-to-print", "ready-to-test"):
        (clone / ".venv" / stamp).touch()
    make = shutil.which("make")
    assert make is not None
    machine = Machine(clone)
    (machine.commands / "make").symlink_to(make)
    return machine


def test_a_second_make_starts_at_once(clone: Path) -> None:
    machine = ready(clone)

    assert machine.run("make", "letters", cwd=clone).stdout == "letters build remain-in-mexico\n"
    tests = machine.run("make", "test", cwd=clone).stdout
    assert tests == "python -m pytest --numprocesses=2 -rs -m not long\n"


def test_a_changed_lock_is_installed(clone: Path) -> None:
    machine = ready(clone)
    lock = clone / "requirements.lock"
    os.utime(lock, (lock.stat().st_atime, (clone / ".venv" / "ready-to-print").stat().st_mtime + 1))

    assert "there is no python3 here" in machine.run("make", "letters", cwd=clone).stderr


def test_a_folder_that_was_moved_is_set_up_again(clone: Path) -> None:
    machine = ready(clone)
    (clone / ".venv" / "made-in").write_text("/somewhere/else\n", encoding="utf-8")

    assert "there is no python3 here" in machine.run("make", "letters", cwd=clone).stderr


def test_make_alone_lists_what_it_can_do(clone: Path) -> None:
    listed = ready(clone).run("make", cwd=clone).stdout

    assert re.findall(r"(?m)^make ([\w-]+)", listed) == [
        "help",
        "letters",
        "test",
        "test-fast",
        "test-all",
        "test-clock",
        "lint",
        "format",
        "bench",
        "lock",
        "clean",
    ]
    assert [line for line in listed.splitlines() if not re.match(r"make [\w-]+ +\w", line)] == []


# ---------------------------------------------------------------- nothing is skipped in CI


def test_ci_stops_where_the_data_of_tests_is_missing(tmp_path: Path) -> None:
    assert "--require-data" in (ROOT / ".ci" / "run").read_text("utf-8")
    tests = tmp_path / "project" / "tests"
    shutil.copytree(ROOT / "tests" / "support", tests / "support")
    for name in ("__init__.py", "conftest.py"):
        shutil.copy(ROOT / "tests" / name, tests)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [*command, "--require-data"],
        cwd=tests.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--require-data: " in run.stderr
    assert "lacks data/legislators-current.yaml, " in run.stderr
    without = subprocess.run(
        command, cwd=tests.parent, capture_output=True, text=True, check=False, timeout=120
    )
    assert without.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
