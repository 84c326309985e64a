"""Projects with all of Congress, and a small one."""

import datetime
import shutil
from pathlib import Path

import pytest

from generator.project import load
from tests.cli.congress.members import CAMPAIGN, CONGRESS, DATA, DATE, published
from tests.support import capitol
from tests.support.golden_mistakes import make_project
from tests.support.projects import copy_project, letters


@pytest.fixture(scope="module")
def congress(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped project with all of Congress, synced from a server, and lines of the 119th."""
    place = copy_project(tmp_path_factory.mktemp("congress"))
    with capitol.server() as server:
        server.publish(published())
        synced = letters("recipients", "sync", "--from", server.url, project=place)
    assert synced.code == 0, synced.warned
    imported = letters(
        "districts",
        "import",
        DATA / "zccd.csv",
        "--congress",
        "119",
        "--as-of",
        "2024-11-12",
        project=place,
    )
    assert imported.code == 0, imported.warned
    return place


@pytest.fixture
def place(congress: Path, tmp_path: Path) -> Path:
    """A copy of it for a test that changes something."""
    return Path(shutil.copytree(congress, tmp_path / "project"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small project that needs no data."""
    return make_project(tmp_path)


@pytest.fixture(scope="module")
def everyone(congress: Path) -> tuple[load.Project, load.ProjectFiles]:
    place = load.open_project(congress)
    on = datetime.date.fromisoformat(DATE)
    return place, load.load(place, CAMPAIGN, on=on, recipient_files=[congress / CONGRESS])
