"""Loads the documents and claims of tests/data/audit/."""

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "data" / "audit"


def read(name: str) -> str:
    """Returns the text of a file."""
    return (FOLDER / name).read_text("utf-8")


def load(name: str) -> Any:  # noqa: ANN401 - each file has a form of its own
    """Returns the content of a YAML file, every value as text."""
    return yaml.load(read(name), yaml.BaseLoader)  # noqa: S506 - BaseLoader makes texts only
