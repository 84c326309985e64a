import hashlib
from pathlib import Path

import pytest

from generator import evidence, project
from generator.errors import FilesAreWrongError
from generator.project import Project
from tests import makes
from tests.projects import copy_project


@pytest.fixture
def place(tmp_path: Path) -> Project:
    return project.open_project(copy_project(tmp_path / "project"))


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    path = tmp_path / "brief.md"
    path.write_text(makes.BRIEF, encoding="utf-8")
    return path


def no_proxy(_: str) -> None:
    return None


def test_a_document_is_known_by_its_hash(brief: Path) -> None:
    found = evidence.read(str(brief), proxy=no_proxy)
    assert (found.origin, found.changed) == (str(brief), False)
    assert found.sha256 == hashlib.sha256(makes.BRIEF.encode()).hexdigest()
    assert found.document.title == "Broadband on Tribal Lands: A Brief"


def test_each_campaign_remembers_its_own_document(place: Project, brief: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(makes.TESTIMONY, encoding="utf-8")
    for name, path in (("one", brief), ("two", other)):
        evidence.remember(place, name, evidence=evidence.read(str(path), proxy=no_proxy))
    assert evidence.recall(place, "one", proxy=no_proxy).origin == str(brief)
    assert evidence.recall(place, "two", proxy=no_proxy).origin == str(other)
    with pytest.raises(evidence.NoDocumentError, match="which document does three rest on"):
        evidence.recall(place, "three", proxy=no_proxy)


def test_a_path_is_remembered_whole_wherever_one_stands(
    place: Project, brief: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(brief.parent)
    evidence.remember(place, "one", evidence=evidence.read("brief.md", proxy=no_proxy))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert evidence.recall(place, "one", proxy=no_proxy).origin == str(brief)


def test_a_document_that_was_edited_is_changed(place: Project, brief: Path) -> None:
    evidence.remember(place, "one", evidence=evidence.read(str(brief), proxy=no_proxy))
    assert not evidence.recall(place, "one", proxy=no_proxy).changed
    brief.write_text(makes.BRIEF.replace("8 percent", "9 percent"), encoding="utf-8")
    assert evidence.recall(place, "one", proxy=no_proxy).changed


def test_the_document_itself_is_not_kept(place: Project, brief: Path) -> None:
    evidence.remember(place, "one", evidence=evidence.read(str(brief), proxy=no_proxy))
    kept = [path for path in place.folder.rglob("*") if path.is_file() and "Commission estimate" in path.read_text("utf-8", "replace")]
    assert kept == []


@pytest.mark.parametrize("origin", ["nowhere.md", "."])
def test_what_is_no_file_is_told(origin: str, tmp_path: Path) -> None:
    with pytest.raises(evidence.CannotReadDocumentError, match=r"cannot be read: .*; name the document with --source"):
        evidence.read(str(tmp_path / origin), proxy=no_proxy)


def test_the_proxy_of_an_address_is_asked_for() -> None:
    asked: list[str] = []

    def proxy(origin: str) -> str:
        asked.append(origin)
        return "http://127.0.0.1:9"

    with pytest.raises(evidence.CannotReadDocumentError):
        evidence.read("ftp-like://x", proxy=no_proxy)
    assert asked == []
    with pytest.raises(evidence.CannotReadDocumentError, match=r"http://report\.invalid/x: cannot be read"):
        evidence.read("http://report.invalid/x", proxy=proxy)
    assert asked == ["http://report.invalid/x"]


def test_a_quotation_in_the_texts_must_stand_in_the_document(place: Project, brief: Path) -> None:
    campaign = project.load_campaign(place, "remain-in-mexico")
    result = evidence.audit_against(place, campaign, evidence=evidence.read(str(brief), proxy=no_proxy))
    assert sum(not verdict.ok for verdict in result.verdicts) > 80
    assert {problem.file for problem in result.problems} > {"letters/remain-in-mexico/source.yaml"}
    assert all(problem.line > 0 for problem in result.problems)
    assert list(result.problems) == sorted(result.problems)
    assert evidence.summary(result.verdicts).endswith("not borne out")


def test_a_campaign_that_cannot_be_loaded_is_not_audited(place: Project) -> None:
    (place.folder / "letters" / "remain-in-mexico" / "source.yaml").write_text("bibliography: []\n", encoding="utf-8")
    with pytest.raises(FilesAreWrongError):
        project.load_campaign(place, "remain-in-mexico")
