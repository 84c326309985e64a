"""A project that a test may change."""

from pathlib import Path

import pytest

from tests.support.projects import copy_project


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of the shipped project."""
    return copy_project(tmp_path / "project")
