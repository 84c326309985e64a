"""What all tests share: options, golden files, and what is printed once for a whole run."""

import fcntl
import gc
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import hypothesis
import pytest

from tests.support import drives, projects
from tests.support import verapdf as validator

SHARED = Path(__file__).parents[2] / "shared"
DATA = (
    "legislators-current",
    "legislators-district-offices",
    "committees-current",
    "committee-membership-current",
)
NEEDED = (*(f"data/{name}.yaml" for name in DATA), "data/zccd.csv", "source/remain-in-mexico-qa.md")
"""Files next to the project that are never part of it. Tests that miss one are skipped."""

SLOW_FIXTURES = frozenset({"shipped", "built_drive", "driven", "verapdf"})

COMMANDS = Path(__file__).parent / "cli"
# They take minutes and read the clock only in passing: each build has --date, or the day is written
# into a record and no more. Other modules of their kind stand for them.
IN_PASSING = frozenset(
    """
    test_bad_documents test_change_of_congress test_filter_commands test_killed_runs test_letters
    test_letters_to_all test_letters_to_sign test_new_lines test_other_bodies test_stopped_builds
    """.split()
)

# `drives.run` sets the clock for what it runs: mailings leave in the Congress they were built for.
ON_THEIR_OWN_DAY = frozenset(
    "test_forget test_mark test_old_status test_print test_sample_sender test_send".split()
)
UNMARKED = IN_PASSING | ON_THEIR_OWN_DAY

Golden = Callable[[str, str], None]


class Verapdf(Protocol):
    """The rules of PDF/UA-1, or of another flavour (`2a`), that each file breaks."""

    def __call__(
        self, paths: Sequence[Path], *, flavour: str = ...
    ) -> Mapping[Path, tuple[str, ...]]:
        """Returns them as "clause-test message"."""


# A shared machine is slow now and then, which says nothing about the program.
hypothesis.settings.register_profile(
    "letters", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("letters")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files instead of comparing with them",
    )
    parser.addoption(
        "--require-verapdf",
        action="store_true",
        help="fail where veraPDF cannot run, instead of skipping",
    )
    parser.addoption(
        "--require-data",
        action="store_true",
        help="fail where the public data is not in ../shared, instead of skipping",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Stops at once if --require-data is given and data is missing."""
    missing = [name for name in NEEDED if not (SHARED / name).is_file()]
    if missing and config.getoption("--require-data"):
        message = f"--require-data: {SHARED} lacks {', '.join(missing)}"
        raise pytest.UsageError(message)


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Marks tests as slow that print letters or start Java, and as clock those of commands.

    Only the commands read the clock (a rule of the linter), so that tests which run them ask
    today's date, but for those UNMARKED. Other tests that run a command are marked by hand.
    """
    for item in items:
        if SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
        is_of_command = COMMANDS in item.path.parents and item.path.stem not in UNMARKED
        if is_of_command and not item.get_closest_marker("long"):
            item.add_marker(pytest.mark.clock)


def pytest_collection_finish() -> None:
    """Keeps the garbage collector off the collected tests: it took a quarter of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session")
def verapdf(request: pytest.FixtureRequest) -> Verapdf:
    """Returns `verapdf(paths)`, the rules of PDF/UA-1 that each file breaks; skips without Java."""
    missing = validator.what_is_missing()
    if missing and request.config.getoption("--require-verapdf"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    return validator.validate


@pytest.fixture(scope="session")
def shipped(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> projects.Shipped:
    """Returns the shipped campaign, printed by the installed command once for all processes."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if hasattr(request.config, "workerinput") else own
    with (shared / "shipped.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = shared / "shipped"
        if not (folder / "warned").exists():
            projects.build_shipped(folder)
    return projects.read_shipped(folder)


@pytest.fixture(scope="session")
def built_drive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a drive of two dozen supporters, built once for all processes; not to be changed."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if hasattr(request.config, "workerinput") else own
    with (shared / "drive.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "drive.built").exists():
            drives.make_drive(shared / "drive", count=18)
            done = drives.run(shared / "drive", *drives.BUILD)
            assert done.code == 0, done.warned
            (shared / "drive.built").touch()
    return shared / "drive"


@pytest.fixture
def driven(built_drive: Path, tmp_path: Path) -> Path:
    """Returns a copy of that drive, to be changed."""
    return Path(shutil.copytree(built_drive, tmp_path / "project"))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Returns `golden(name, text)`, which compares with tests/golden/name, or writes it."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), (
            f"there is no golden {name}: run pytest with --update-golden and look at it"
        )
        assert text.splitlines() == path.read_text("utf-8").splitlines(), (
            "if it is meant to change, run pytest with --update-golden"
        )

    return compare
