import datetime
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from generator.audit.verdicts import Verdict
from generator.errors import FilesAreWrongError, NoSuchNameError, Problem
from generator.models.campaign import Campaign
from generator.press import source_audit
from generator.project import audit_record, load
from generator.project.audit_record import AuditDocument
from generator.project.load import Project
from tests.support import makes
from tests.support.projects import copy_project

pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return load.open_project(copy_project(tmp_path / "project"))


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    path = tmp_path / "brief.md"
    path.write_text(makes.BRIEF, encoding="utf-8")
    return path


def no_proxy(_: str) -> None:
    return None


def test_a_document_is_known_by_its_hash(brief: Path) -> None:
    found = source_audit.read(str(brief), proxy=no_proxy)
    assert (found.origin, found.changed) == (str(brief), False)
    assert found.sha256 == hashlib.sha256(makes.BRIEF.encode()).hexdigest()
    assert found.document.title == "Broadband on Tribal Lands: A Brief"


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    project = load.open_project(copy_project(tmp_path_factory.mktemp("campaign") / "project"))
    loaded = load.load_campaign(project, "remain-in-mexico")
    survey = loaded.source.bibliography[0].model_copy(update={"id": "survey"})
    return replace(
        loaded,
        source=loaded.source.model_copy(
            update={"bibliography": (*loaded.source.bibliography, survey)}
        ),
    )


def gathered(project: Project, campaign: Campaign, *named: str) -> dict[str, source_audit.Evidence]:
    """The documents that are gathered, and remembered for the next time."""
    found = source_audit.gather(project, campaign, named=named, proxy=no_proxy)
    for work, held in found.items():
        source_audit.remember(project, campaign.id, evidence=held, work=work)
    return found


@pytest.mark.slow
def test_each_campaign_remembers_its_own_document(
    project: Project, campaign: Campaign, brief: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text(makes.TESTIMONY, encoding="utf-8")
    one, two, three = (replace(campaign, id=name) for name in ("one", "two", "three"))
    gathered(project, one, str(brief))
    gathered(project, two, str(other))
    assert gathered(project, one)[source_audit.HOME].origin == str(brief)
    assert gathered(project, two)[source_audit.HOME].origin == str(other)
    with pytest.raises(source_audit.NoDocumentError, match="which document does three rest on"):
        gathered(project, three)


@pytest.mark.slow
def test_every_work_has_its_own_document(
    project: Project, campaign: Campaign, brief: Path, tmp_path: Path
) -> None:
    survey = tmp_path / "survey=2.txt"
    survey.write_text(makes.TESTIMONY, encoding="utf-8")
    found = gathered(project, campaign, str(brief), f"survey={survey}")
    assert {work: held.origin for work, held in found.items()} == {
        "": str(brief),
        "survey": str(survey),
    }
    assert gathered(project, campaign).keys() == found.keys()
    assert gathered(project, campaign, f"hrw-2020={survey}")[""].origin == str(survey), (
        "the first work is the document itself"
    )
    assert gathered(project, campaign, str(survey))[""].origin == str(survey), (
        "an equals sign in a path names no work"
    )
    there = r"no work 'poll'; there are: dhs-2025, .*hrw-2020, .*survey$"
    with pytest.raises(NoSuchNameError, match=there):
        gathered(project, campaign, f"poll={brief}")
    alone = campaign.source.model_copy(update={"bibliography": campaign.source.bibliography[:1]})
    assert gathered(project, replace(campaign, source=alone)).keys() == {""}, (
        "a work that is cited no longer is not asked for"
    )


def test_an_equals_sign_in_the_name_of_a_file_is_no_work(
    project: Project, campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "poll=2.txt").write_text(makes.TESTIMONY, encoding="utf-8")
    assert gathered(project, campaign, "poll=2.txt")[""].origin == "poll=2.txt"


def test_a_path_is_remembered_whole_wherever_one_stands(
    project: Project,
    campaign: Campaign,
    brief: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(brief.parent)
    gathered(project, campaign, "brief.md")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert gathered(project, campaign)[""].origin == str(brief)


def test_a_document_that_was_edited_is_changed(
    project: Project, campaign: Campaign, brief: Path
) -> None:
    gathered(project, campaign, str(brief))
    assert not gathered(project, campaign)[""].changed
    brief.write_text(makes.BRIEF.replace("8 percent", "9 percent"), encoding="utf-8")
    assert gathered(project, campaign)[""].changed


def test_the_document_itself_is_not_kept(project: Project, brief: Path) -> None:
    source_audit.remember(project, "one", evidence=source_audit.read(str(brief), proxy=no_proxy))
    kept = [
        path
        for path in project.folder.rglob("*")
        if path.is_file() and "Commission estimate" in path.read_text("utf-8", "replace")
    ]
    assert kept == []


@pytest.mark.parametrize("origin", ["nowhere.md", "."])
def test_reports_a_document_that_is_no_file(origin: str, tmp_path: Path) -> None:
    with pytest.raises(
        source_audit.CannotReadDocumentError,
        match=r"cannot be read: .*; name the document with --source",
    ):
        source_audit.read(str(tmp_path / origin), proxy=no_proxy)


@pytest.mark.slow
def test_the_proxy_of_an_address_is_asked_for() -> None:
    asked: list[str] = []

    def proxy(origin: str) -> str:
        asked.append(origin)
        return "http://127.0.0.1:9"

    with pytest.raises(source_audit.CannotReadDocumentError):
        source_audit.read("ftp-like://x", proxy=no_proxy)
    assert asked == []
    with pytest.raises(
        source_audit.CannotReadDocumentError, match=r"http://report\.invalid/x: cannot be read"
    ):
        source_audit.read("http://report.invalid/x", proxy=proxy)
    assert asked == ["http://report.invalid/x"]


def test_a_quotation_in_the_texts_must_stand_in_the_document(project: Project, brief: Path) -> None:
    campaign = load.load_campaign(project, "remain-in-mexico")
    result = source_audit.audit_against(
        project,
        campaign,
        evidence={source_audit.HOME: source_audit.read(str(brief), proxy=no_proxy)},
    )
    assert sum(not verdict.ok for verdict in result.verdicts) > 80
    assert {problem.file for problem in result.problems} > {"letters/remain-in-mexico/source.yaml"}
    assert all(problem.line > 0 for problem in result.problems)
    assert list(result.problems) == sorted(result.problems)
    others = sum(finding.reference is not None for finding in campaign.source.findings)
    assert source_audit.summary(result.verdicts).endswith(
        f"not supported ({others} of another work, not checked)"
    )


def test_a_campaign_that_cannot_be_loaded_is_not_audited(project: Project) -> None:
    (project.folder / "letters" / "remain-in-mexico" / "source.yaml").write_text(
        "bibliography: []\n", encoding="utf-8"
    )
    with pytest.raises(FilesAreWrongError):
        load.load_campaign(project, "remain-in-mexico")


# ---------------------------------------------------------------- the record of an audit

DAY = datetime.date(2026, 9, 1)


def supported(*subjects: str) -> source_audit.AuditResult:
    """An audit at which everything was right."""
    verdicts = tuple(
        Verdict(subject, str(number), "ok", "", 0, "", "")  # type: ignore[arg-type]
        for number, subject in enumerate(subjects)
    )
    return source_audit.AuditResult(verdicts, ())


def recorded(
    project: Project,
    brief: Path,
    *,
    on: datetime.date = DAY,
    result: source_audit.AuditResult | None = None,
) -> Path:
    """The folder of the shipped campaign, with the record of an audit in it if it passed."""
    campaign = load.load_campaign(project, "remain-in-mexico")
    found = {source_audit.HOME: source_audit.read(str(brief), proxy=no_proxy)}
    audited = result or supported("finding", "finding", "section", "recommendation")
    source_audit.attest(campaign, audited, evidence=found, on=on)
    return campaign.folder


def test_a_passed_audit_is_recorded_next_to_the_source_file(project: Project, brief: Path) -> None:
    folder = recorded(project, brief)
    text = (folder / audit_record.NAME).read_text("utf-8")
    assert str(brief.parent) not in text, "the record holds no folders"
    kept = audit_record.read(folder)
    assert kept is not None
    assert (kept.findings, kept.recommendations, kept.sections, kept.not_checked, kept.date) == (
        2,
        1,
        1,
        0,
        DAY,
    )
    assert [(one.work, one.name) for one in kept.documents] == [("hrw-2020", "brief.md")]
    assert kept.documents[0].sha256 == hashlib.sha256(makes.BRIEF.encode()).hexdigest()
    assert audit_record.doubt(folder, shown_as="source.yaml") is None
    assert (
        "was audited on September 1, 2026: its 2 findings are supported by\n  brief.md (SHA-256 "
        in audit_record.sentence(folder)
    )


def test_a_record_that_says_the_same_is_not_written_again(project: Project, brief: Path) -> None:
    recorded(project, brief)
    folder = recorded(project, brief, on=DAY + datetime.timedelta(days=3))
    kept = audit_record.read(folder)
    assert kept is not None
    assert kept.date == DAY


def test_an_audit_with_fewer_documents_keeps_the_record(project: Project, brief: Path) -> None:
    folder = recorded(project, brief)
    whole = audit_record.read(folder)
    assert whole is not None
    more = AuditDocument(work="notice", name="notice.txt", sha256="0" * 64)
    record = whole.model_copy(update={"documents": (*whole.documents, more)})
    audit_record.keep(folder, record)
    audit_record.keep(folder, whole.model_copy(update={"not_checked": 2, "findings": 0}))
    assert audit_record.read(folder) == record


def test_works_that_the_audit_did_not_have_are_a_warning(project: Project, brief: Path) -> None:
    folder = recorded(project, brief)
    whole = audit_record.read(folder)
    assert whole is not None
    (folder / audit_record.NAME).unlink()
    audit_record.keep(folder, whole.model_copy(update={"not_checked": 2}))
    doubt = audit_record.doubt(folder, shown_as="source.yaml")
    assert doubt is not None
    assert doubt.code == "not-audited"
    assert "2 findings cite works that the last audit did not have" in doubt.message


def test_an_audit_that_failed_leaves_no_record(project: Project, brief: Path) -> None:
    problem = Problem("source.yaml", 1, "", "wrong")
    folder = project.folder / "letters" / "remain-in-mexico"
    (folder / audit_record.NAME).unlink()
    recorded(project, brief, result=source_audit.AuditResult((), (problem,)))
    assert not (folder / audit_record.NAME).exists()


@pytest.mark.parametrize("spoiled", ["", "source: x\n", "\x00", "- a\n"])
def test_an_unreadable_record_counts_as_no_record(project: Project, spoiled: str) -> None:
    folder = project.folder / "letters" / "remain-in-mexico"
    (folder / audit_record.NAME).write_text(spoiled, encoding="utf-8")
    doubt = audit_record.doubt(folder, shown_as="letters/remain-in-mexico/source.yaml")
    assert str(doubt) == (
        "letters/remain-in-mexico/source.yaml: warning: was never audited against its document: "
        "letters audit remain-in-mexico --source FILE|URL"
    )
    assert audit_record.sentence(folder) == "source.yaml was never audited against its document."


@pytest.mark.slow
def test_a_record_is_void_once_the_source_file_has_changed(project: Project, brief: Path) -> None:
    folder = recorded(project, brief)
    source = folder / "source.yaml"
    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    assert audit_record.doubt(folder, shown_as="source.yaml") is None, (
        "how its lines end says nothing"
    )
    source.write_text(source.read_text("utf-8") + "\n# more\n", encoding="utf-8")
    change = "has changed since it was audited on September 1, 2026"
    assert change in str(audit_record.doubt(folder, shown_as="source.yaml"))
    assert change in audit_record.sentence(folder)


def test_the_shipped_campaign_has_its_record(project: Project) -> None:
    assert (
        audit_record.doubt(project.folder / "letters" / "remain-in-mexico", shown_as="source.yaml")
        is None
    )
