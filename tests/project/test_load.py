"""The project: every file found, loaded and checked."""

import datetime
import shutil
from pathlib import Path

import pytest

from generator.congress import sync
from generator.congress.roster import has_ended
from generator.errors import FilesAreWrongError, LettersError, NoSuchNameError
from generator.models.campaign import Campaign
from generator.project import load
from generator.project.rosters import RecipientsOrigin
from tests.support.golden_mistakes import HERE, LIBRARY, make_project

ON = datetime.date(2026, 9, 1)
SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def project(tmp_path: Path) -> load.Project:
    return load.open_project(make_project(tmp_path))


def change(project: load.Project, file: str | Path, *, old: str, new: str) -> None:
    path = project.folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def found(error: pytest.ExceptionInfo[FilesAreWrongError]) -> list[tuple[str, str, int]]:
    """Returns the code, the file and the line of each problem."""
    return [(problem.code, problem.file, problem.line) for problem in error.value.problems]


# ---------------------------------------------------------------- what there is


def test_a_folder_without_letters_or_templates_is_no_project(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    with pytest.raises(LettersError, match="is not a Letters project"):
        load.open_project(tmp_path)


def test_a_project_knows_its_campaigns_designs_and_recipients(project: load.Project) -> None:
    (project.folder / "letters" / ".new-x").mkdir()
    (project.folder / "letters" / "notes.txt").write_text("", encoding="utf-8")
    (project.folder / "recipients" / "old.yml").write_text("", encoding="utf-8")
    (project.folder / "recipients" / "notes.txt").write_text("", encoding="utf-8")
    assert project.campaigns() == ("library",)
    assert set(project.designs()) == {
        path.parent.name for path in (HERE.parents[1] / "templates").glob("*/letter.html")
    }
    assert [path.name for path in project.recipient_files()] == ["members.yaml", "old.yml"]


def test_paths_are_shown_as_the_user_would_type_them(project: load.Project, tmp_path: Path) -> None:
    assert project.shown(tmp_path / "recipients" / "a.yaml") == "recipients/a.yaml"
    assert project.shown(Path("/elsewhere/a.yaml")) == "/elsewhere/a.yaml"


def test_a_file_that_is_not_read_is_a_warning(project: load.Project) -> None:
    arguments = project.folder / LIBRARY / "arguments"
    for name in ("New.MD", "extra.txt", ".hidden", "drafts/one.md"):
        (arguments / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(arguments / "texas.md", arguments / name)
    loaded = load.load(project, "library")
    assert [argument.id for argument in loaded.campaign.arguments] == ["evenings", "texas"]
    assert [problem.file for problem in loaded.warnings] == [
        f"letters/library/arguments/{name}" for name in ("New.MD", "drafts", "extra.txt")
    ]
    assert {problem.severity for problem in loaded.warnings} == {"warning"}


def test_recipients_that_no_campaign_names_are_checked_for_themselves(
    project: load.Project,
) -> None:
    (project.folder / "recipients" / "zzz.yml").write_text("recipients: [\n", encoding="utf-8")
    shutil.copyfile(
        project.folder / "recipients" / "members.yaml", project.folder / "recipients" / "mine.yaml"
    )
    change(
        project, LIBRARY / "campaign.yaml", old="design:", new="recipients: members.yaml\ndesign:"
    )
    assert load.check_files(project, ["library"]).problems == ()
    (problem,) = load.check_unnamed(project)
    assert problem.file == "recipients/zzz.yml"


def test_places_of_other_campaigns_are_known(project: load.Project) -> None:
    change(
        project,
        "recipients/members.yaml",
        old="    term_end: 2027-01-03\n  - id: C001035",
        new="    represents: el-paso\n    term_end: 2027-01-03\n  - id: C001035",
    )
    assert [problem.severity for problem in load.check_files(project, ["library"]).problems] == [
        "warning"
    ]
    shutil.copytree(project.folder / LIBRARY, project.folder / "letters" / "second")
    change(
        project,
        "letters/second/source.yaml",
        old="  austin:",
        new="  el-paso:\n    name: El Paso\n    latitude: 31.8\n    longitude: -106.5\n  austin:",
    )
    assert load.check_files(project, ["library"]).problems == ()


# ---------------------------------------------------------------- loading


def test_a_campaign_is_loaded_whole(project: load.Project) -> None:
    campaign = load.load_campaign(project, "library")
    assert isinstance(campaign, Campaign)
    assert [argument.id for argument in campaign.arguments] == ["evenings", "texas"]
    assert campaign.arguments[0].prose.first_line == 6
    assert campaign.settings.concerns == ("Appropriations",)
    assert campaign.sender.details.zip == "20001"
    assert campaign.letter.file == "letters/library/letter.md"


def test_recipients_know_where_they_stand_and_since_when(project: load.Project) -> None:
    loaded = load.load_recipients(project)
    assert [person.seat for person in loaded.recipients] == ["TX-16", "ME-sen"]
    assert loaded.places["C001035"] == ("recipients/members.yaml", 11)
    assert {person.as_of for person in loaded.recipients} == {datetime.date(2026, 6, 15)}
    assert loaded.recipients[0].source == "a file for tests"
    assert loaded.files == (
        RecipientsOrigin(
            "recipients/members.yaml", datetime.date(2026, 6, 15), "a file for tests", 1
        ),
    )


def test_a_recipient_keeps_a_date_of_their_own(project: load.Project) -> None:
    change(
        project,
        "recipients/members.yaml",
        old="title: senator",
        new="title: senator\n    as_of: 2026-08-01",
    )
    assert load.load_recipients(project).recipients[1].as_of == datetime.date(2026, 8, 1)


def test_recipients_by_path_from_anywhere_and_each_file_once(
    project: load.Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("elsewhere") / "one.yaml"
    shutil.copy(HERE / "base_project/recipients/members.yaml", other)
    loaded = load.load_recipients(project, files=[other, other])
    assert loaded.places["E000299"] == (str(other), 4)
    other.unlink()
    with pytest.raises(FilesAreWrongError) as caught:
        load.load_recipients(project, files=[other])
    assert found(caught) == [("missing-file", str(other), 0)]


def test_without_recipients_nothing_is_loaded(project: load.Project) -> None:
    shutil.rmtree(project.folder / "recipients")
    with pytest.raises(FilesAreWrongError) as caught:
        load.load(project, "library", on=ON)
    assert found(caught) == [("no-recipients", "recipients", 0)]
    assert load.load_campaign(project, "library").id == "library"


def test_a_sender_of_ones_own(
    project: load.Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = tmp_path_factory.mktemp("own") / "me.yaml"
    own.write_text(
        "name: Bo\nstreet: 1 Main Street\ncity: El Paso\nstate: TX\nzip: 79901\nlogo: logo.svg\n",
        encoding="utf-8",
    )
    (own.parent / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8"
    )
    (project.folder / LIBRARY / "sender.yaml").unlink()
    sender = load.load(project, "library", sender=own).campaign.sender
    assert (sender.details.name, sender.signature) == ("Bo", None)
    assert sender.logo is not None
    assert sender.logo.startswith("data:image/svg+xml;base64,")


@pytest.mark.parametrize("name", ["librar", "../../etc", "", "."])
def test_a_campaign_that_is_not_there(name: str, project: load.Project) -> None:
    with pytest.raises(NoSuchNameError, match=r"there are: library|did you mean library"):
        load.load_campaign(project, name)
    with pytest.raises(NoSuchNameError):
        load.check_files(project, [name])


@pytest.mark.slow
@pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"the published data of Congress is not in {SHARED}"
)
def test_all_of_congress_is_read_without_a_false_alarm(project: load.Project) -> None:
    target = project.folder / "recipients" / "congress.yaml"
    sync.sync(
        origin=str(SHARED),
        target=target,
        cache=None,
        now=datetime.datetime(2026, 6, 16, tzinfo=datetime.UTC),
    )
    checked = load.check_files(project, ["library"], on=ON, recipient_files=[target])
    assert checked.problems == ()
    assert len(checked.everyone.recipients) == 537


# ---------------------------------------------------------------- checking


def test_problems_of_all_files_come_together_and_the_rest_is_loaded(project: load.Project) -> None:
    change(project, "recipients/members.yaml", old="state: TX", new="state: XX")
    shutil.copytree(project.folder / LIBRARY, project.folder / "letters/second")
    change(project, "letters/second/letter.md", old="{{ home }}", new="{{ hoem }}")
    checked = load.check_files(project, ["library", "second"], on=ON)
    assert [campaign.id for campaign in checked.campaigns] == ["library"]
    assert [problem.file for problem in checked.problems] == [
        "letters/second/letter.md",
        "recipients/members.yaml",
    ]
    assert checked.everyone.recipients == ()
    with pytest.raises(FilesAreWrongError):
        load.load(project, "library")
    assert load.load_campaign(project, "library").id == "library"


def test_a_bill_is_checked_on_the_date_of_the_letters(project: load.Project) -> None:
    change(
        project,
        LIBRARY / "campaign.yaml",
        old="concerns:",
        new="bill: {congress: 119, number: H.R. 1}\nconcerns:",
    )
    assert load.load(project, "library").campaign.settings.bill is not None
    assert load.load(project, "library", on=ON).warnings == ()
    with pytest.raises(FilesAreWrongError) as caught:
        load.load(project, "library", on=datetime.date(2027, 2, 1))
    assert found(caught)[0] == ("dead-bill", "letters/library/campaign.yaml", 6)


def test_a_committee_that_a_recipient_sits_on_is_known(project: load.Project) -> None:
    change(
        project,
        LIBRARY / "campaign.yaml",
        old="concerns: Appropriations",
        new="concerns: Select Committee on Bridges",
    )
    with pytest.raises(FilesAreWrongError):
        load.load_campaign(project, "library")
    change(
        project,
        "recipients/members.yaml",
        old="{name: Appropriations, role: chair}",
        new="{name: Select Committee on Bridges}",
    )
    assert load.load_campaign(project, "library").settings.concerns == (
        "Select Committee on Bridges",
    )


def test_a_campaign_may_name_its_files_of_recipients(project: load.Project) -> None:
    (project.folder / "recipients" / "broken.yaml").write_text("", encoding="utf-8")
    assert len(load.check_files(project, ["library"]).problems) == 1
    change(
        project,
        LIBRARY / "campaign.yaml",
        old="concerns:",
        new="recipients: members.yaml\nconcerns:",
    )
    assert load.check_files(project, ["library"]).problems == ()


@pytest.mark.parametrize("name", ["congress.yaml", "a-sync-of-june.yaml"])
@pytest.mark.parametrize("turned", [False, True])
def test_hand_made_entries_stand_for_synced_ones_in_any_order_and_under_any_name(
    project: load.Project, name: str, *, turned: bool
) -> None:
    synced = project.folder / "recipients" / name
    shutil.copy(project.folder / "recipients" / "members.yaml", synced)
    change(project, f"recipients/{name}", old="full: Veronica Escobar", new="full: Someone Else")
    change(project, f"recipients/{name}", old="recipients:", new="synced: true\nrecipients:")
    files = sorted(project.recipient_files(), reverse=turned)
    for loaded in (load.load_recipients(project), load.load_recipients(project, files=files)):
        assert [person.name.full for person in loaded.recipients] == [
            "Veronica Escobar",
            "Susan M. Collins",
        ]
        assert loaded.places["E000299"][0] == "recipients/members.yaml"


def test_a_member_of_two_hand_made_or_two_synced_files_is_one_too_many(
    project: load.Project,
) -> None:
    second = project.folder / "recipients" / "second.yaml"
    shutil.copy(project.folder / "recipients" / "members.yaml", second)
    with pytest.raises(FilesAreWrongError, match="problem"):
        load.load_recipients(project)
    for name in ("members", "second"):
        change(
            project, f"recipients/{name}.yaml", old="recipients:", new="synced: true\nrecipients:"
        )
    with pytest.raises(FilesAreWrongError) as caught:
        load.load_recipients(project)
    assert found(caught)[0] == ("duplicate-recipient", "recipients/second.yaml", 5)
    assert "recipients/members.yaml:5" in caught.value.problems[0].message


def test_a_term_is_over_on_the_day_it_ends(project: load.Project) -> None:
    person = load.load_recipients(project).recipients[0]
    days = [datetime.date(2027, 1, 2), datetime.date(2027, 1, 3), datetime.date(2027, 1, 4)]
    assert [has_ended(person, day) for day in days] == [False, True, True]


def test_figures_by_district_of_a_day_to_come_are_a_mistake(project: load.Project) -> None:
    sheet = project.folder / LIBRARY / "states.csv"
    sheet.write_text(
        "# source: Example Survey\n# as_of: 2026-10\nstate,closed\nTX,12\n", encoding="utf-8"
    )
    (problem,) = load.check_files(project, ["library"], on=ON).problems
    assert (problem.code, problem.file, problem.line) == (
        "date-to-come",
        "letters/library/states.csv",
        2,
    )
    assert load.check_files(project, ["library"], on=datetime.date(2026, 10, 1)).problems == ()
