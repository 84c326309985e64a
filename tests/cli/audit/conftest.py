"""Projects that the tests of audits work on."""

from pathlib import Path

import pytest
import yaml

from tests.cli.audit.audits import SHARED, inside, make
from tests.cli.edits import change
from tests.support import own_words
from tests.support.projects import copy_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped project in which nothing is changed."""
    return copy_project(tmp_path_factory.mktemp("audit") / "project")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of the shipped project."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="module")
def document() -> Path:
    """The document that the shipped campaign is made from."""
    if not SHARED.exists():
        pytest.skip(
            "the document that the shipped campaign is made from is not on this machine "
            f"({SHARED.name})"
        )
    return SHARED


@pytest.fixture
def wells(place: Path, tmp_path: Path) -> Path:
    """A campaign drafted from a report, with its claims written, one wrong figure and one doubt."""
    assert inside("new", "wells", "--from", make("wells.pdf", tmp_path), project=place).code == 0
    source = place / "letters" / "wells" / "source.yaml"
    assert own_words.write(source, "wells.pdf") > 10
    change(source, 'figure: "more than 4,300"', 'figure: "more than 4,800"')
    change(
        source,
        "Public water systems under the first emergency order.",
        "How long the first emergency order lasted.",
    )
    data = yaml.safe_load(source.read_text("utf-8"))
    data["bibliography"].append(
        {"id": "other", "author": "[A & B]", "title": "Another <b>work</b>", "issued": "2024"}
    )
    cited = next(one for one in data["findings"] if one["id"] == "cost-average")
    data["findings"] = [
        *data["findings"][:5],
        cited,
        {**data["findings"][0], "id": "elsewhere", "reference": "other"},
    ]
    source.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return place
