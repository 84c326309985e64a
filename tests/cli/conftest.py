"""Drives that the tests of mailings work on."""

from pathlib import Path

import pytest

from tests.support.drives import (
    make_drive,
)


@pytest.fixture
def place(driven: Path) -> Path:
    """A drive of two dozen supporters, built, to be changed."""
    return driven


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A drive of a few supporters, not built yet."""
    make_drive(tmp_path / "small", count=6)
    return tmp_path / "small"
