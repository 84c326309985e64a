"""An audit of a small campaign against a document in our own words, which the project ships.

The shipped campaign rests on a document of others, which is not part of the project: what holds for
its audit (`audit/test_audit.py`) is tried here in every clone.
"""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from generator.cli.root import letters as command
from tests.cli.edits import change
from tests.support.projects import Run

pytestmark = pytest.mark.slow

OLD = Path(__file__).parents[1] / "data" / "project-0.1"
CAMPAIGN = "clean-water"
FOLDER = f"letters/{CAMPAIGN}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The campaign with its document, never audited."""
    for name in ("letters", "recipients", "templates"):
        shutil.copytree(OLD / name, tmp_path / name)
    shutil.copy(OLD / "closed-at-six.md", tmp_path)
    (tmp_path / FOLDER / "audited.yaml").unlink()
    return tmp_path


def run(*arguments: str | Path, project: Path) -> Run:
    """Returns what became of a command, in this process."""
    result = CliRunner().invoke(
        command, ["--project", str(project), *map(str, arguments)], catch_exceptions=False
    )
    return Run(result.exit_code, result.stdout, result.stderr)


def audit(project: Path) -> Run:
    return run("audit", CAMPAIGN, "--source", project / "closed-at-six.md", project=project)


def test_the_campaign_passes_and_remembers_its_document(project: Path) -> None:
    first = audit(project)
    assert first.code == 0
    (look,) = first.warned.splitlines()
    assert look.startswith(
        f"{FOLDER}/source.yaml:71: warning: findings[3].figure: closed-in-texas: "
    )
    assert first.said.splitlines()[-1].startswith("4 findings, 2 recommendations and 3 sections: ")
    again = run("audit", CAMPAIGN, project=project)
    assert (again.code, again.said, again.warned) == (0, first.said, first.warned)
    kept = yaml.safe_load((project / FOLDER / "audited.yaml").read_text("utf-8"))
    assert [(one["work"], one["name"]) for one in kept["documents"]] == [
        ("example-report", "closed-at-six.md")
    ]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("figure: 45 percent", "figure: 54 percent", "findings[0].figure"),
        ("figure: about $310", "figure: at least $310", "findings[2].figure"),
        ("as_of: 2025-12", "as_of: 2025-11", "findings[2].as_of"),
        (
            "counted_by: Example Library Survey",
            "counted_by: Another Survey",
            "findings[0].counted_by",
        ),
        ("ask: Fund evening hours", "ask: Forbid evening hours", "recommendations[0].ask"),
        ("heading: What an hour costs", "heading: What a day costs", "sections[1].heading"),
    ],
)
def test_a_false_statement_is_an_error_with_its_line(
    old: str, new: str, field: str, project: Path
) -> None:
    line = change(project / FOLDER / "source.yaml", old, new)
    found = audit(project)
    assert found.code == 2
    assert re.search(
        rf"^{FOLDER}/source\.yaml:{line}: {re.escape(field)}: ", found.warned, re.MULTILINE
    ), found.warned
    assert not (project / FOLDER / "audited.yaml").exists()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("campaign.yaml", "title: Open", "title: “Bar the doors” and open"),
        ("letter.md", "Please tell", "“Never mind.” Please tell"),
        ("arguments/cost.md", "An open evening is cheap.", "An open evening “is free of charge.”"),
    ],
)
def test_a_quotation_must_stand_in_the_document(
    file: str, old: str, new: str, project: Path
) -> None:
    line = change(project / FOLDER / file, old, new)
    found = audit(project)
    assert found.code == 2
    assert f"{FOLDER}/{file}:{line}: " in found.warned
    assert "does not stand in the document word for word" in found.warned
    assert found.said.splitlines()[-1].startswith("The words of other files are not supported")


def test_a_document_altered_by_hand_fails_the_findings_that_it_no_longer_supports(
    project: Path,
) -> None:
    assert audit(project).code == 0
    change(project / "closed-at-six.md", "45 percent", "44 percent")
    found = run("audit", CAMPAIGN, project=project)
    assert found.code == 2
    assert "closed-at-six.md is not the document that it was at the last audit." in found.warned
    assert "closed-by-six: “45 percent” does not stand in the section" in found.warned


def test_a_source_changed_since_its_audit_is_named_by_check(project: Path) -> None:
    assert audit(project).code == 0
    assert "audited" not in run("check", CAMPAIGN, project=project).warned
    change(project / FOLDER / "source.yaml", "one in three", "one in four")
    warned = run("check", CAMPAIGN, project=project).warned
    assert f"{FOLDER}/source.yaml: warning: has changed since it was audited on " in warned
